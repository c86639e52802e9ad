//! What every fuzz target checks: no panic, and every row ends as exactly one of record, reject or skip.

use intake::{Options, Reader, Source};

/// Reads bytes as a file of that name, in small batches, to its end.
pub fn read(name: &str, bytes: &[u8], options: &Options) {
    let Ok(source) = Source::from_bytes(name, bytes.to_vec()) else { return };
    let Ok(mut reader) = Reader::new(source, options) else { return };
    let (mut rows, mut ended) = (0, 0);
    loop {
        // A damaged archive may stop anywhere; what came before was given.
        let Ok(batch) = reader.next_batch(16) else { return };
        rows += batch.rows;
        ended += batch.rows_in_records + batch.rejects.len() as u64 + batch.skipped_rows();
        for record in &batch.records {
            assert!(record.line >= 1);
            assert!(!record.customer.contains('\0'));
        }
        for reject in &batch.rejects {
            assert!(reject.found.chars().count() <= 80 && !reject.expected.is_empty());
        }
        if batch.is_last {
            break;
        }
    }
    assert_eq!(rows, ended, "no row is lost");
}
