//! Rows are cut as a trusted reader cuts them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]

use intake::rows::{Rows, Step};
use proptest::prelude::*;

fn cut(text: &[u8]) -> Vec<Vec<Vec<u8>>> {
    let mut rows = Rows::new(text, b',');
    let mut all = Vec::new();
    loop {
        match rows.advance().unwrap() {
            Step::End => return all,
            Step::Row => all.push((0..rows.len()).map(|place| rows.cell(place).to_vec()).collect()),
            Step::Fault(fault) => panic!("{fault:?} in {:?}", String::from_utf8_lossy(rows.raw())),
        }
    }
}

proptest! {
    /// Whatever the cells, the csv crate's writing is read back.
    #[test]
    fn written_rows_are_read_back(
        rows in proptest::collection::vec(proptest::collection::vec("[a-z,\"\n\r é;]{0,12}", 2..5), 0..20),
        returns in any::<bool>(),
    ) {
        let terminator = if returns { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer =
            csv::WriterBuilder::new().flexible(true).terminator(terminator).from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let text = writer.into_inner().unwrap();
        let expected: Vec<Vec<Vec<u8>>> =
            rows.iter().map(|row| row.iter().map(|cell| cell.clone().into_bytes()).collect()).collect();
        prop_assert_eq!(cut(&text), expected);
    }

    /// Lines are counted right whatever the rows are.
    #[test]
    fn lines_are_counted(text in "[a,\"\n\r]{0,200}") {
        let mut rows = Rows::new(text.as_bytes(), b',');
        let mut raw_bytes = 0;
        loop {
            let step = rows.advance().unwrap();
            if step == Step::End {
                break;
            }
            raw_bytes += rows.raw().len();
            let line = text.lines().nth(rows.line() as usize - 1).unwrap_or_default();
            let first = rows.raw().split(|b| *b == b'\n').next().unwrap_or_default();
            let first = first.strip_suffix(b"\r").unwrap_or(first);
            if matches!(step, Step::Row) {
                let (bytes, number) = (line.as_bytes(), rows.line());
                prop_assert!(bytes.starts_with(first), "{:?} is not on line {}", first, number);
            }
        }
        prop_assert_eq!(rows.bytes(), text.len() as u64);
        prop_assert_eq!(rows.next_line() - 1, text.matches('\n').count() as u64);
        prop_assert!(raw_bytes <= text.len());
    }
}
