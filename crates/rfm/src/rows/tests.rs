use super::*;
use crate::layout::Wanted;
use proptest::prelude::*;
use std::path::Path;

/// (id, day, amount) of every purchase, and the account.
type Read = (Vec<(Vec<u8>, i32, i64)>, Account);

fn layout(text: &[u8]) -> Layout {
    let wanted = Wanted { customer: "1".into(), date: "2".into(), amount: Some("3".into()) };
    Layout::detect(Path::new("shop.csv"), text, &wanted).unwrap()
}

/// Reads `text` as it would come from a file that yields `piece` bytes at a time.
fn read(text: &[u8], piece: usize) -> Read {
    let layout = layout(text);
    let mut text = text.to_vec();
    if !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    let (mut start, mut end) = (layout.body_offset, layout.body_offset);
    let mut reader = RowReader::new(layout);
    let mut purchases = Vec::new();
    while end < text.len() {
        end = (end + piece).min(text.len());
        let mut batch = Batch::default();
        start += reader.read(&text[start..end], end == text.len(), &mut batch);
        purchases.extend(batch.purchases.iter().map(|purchase| {
            let mut ids = crate::ids::Ids::default();
            let key = match purchase.key.place() {
                Some(place) => crate::ids::Key::long(ids.texts.push(batch.texts.get(place))),
                None => purchase.key,
            };
            ids.keys.push(key.0);
            let mut id = Vec::new();
            ids.write(0, &mut id);
            (id, purchase.day, purchase.amount)
        }));
    }
    // What is left at the end are the rows that only the end makes whole.
    while start < text.len() {
        let consumed = reader.read(&text[start..], true, &mut Batch::default());
        assert!(consumed > 0, "stuck at {start}");
        start += consumed;
    }
    (purchases, reader.account)
}

fn ids(read: &Read) -> Vec<&str> {
    read.0.iter().map(|(id, _, _)| std::str::from_utf8(id).unwrap()).collect()
}

#[test]
fn quotes_newlines_and_carriage_returns_are_read() {
    let text = "c,d,a\r\n\"Doe, Ann\",2024-01-02,1.50\r\n\
        \"two\nlines\",2024-01-03,2\r\n x ,\"2024-01-04\", 3 \r\n\"a \"\"b\"\"\",20240105,4";
    let found = read(text.as_bytes(), 1000);
    assert_eq!(ids(&found), ["Doe, Ann", "two\nlines", "x", "a \"b\""]);
    assert_eq!(found.0[2].2, 30_000);
    assert_eq!(found.1.rejected_rows(), 0);
    let plain = read(b"c,d,a\r\n1,2024-01-02,1.5\r\n\r\n2,2024-01-03,2\r\n", 1000);
    assert_eq!((ids(&plain), plain.1.rows), (vec!["1", "2"], 2));
}

#[test]
fn bad_rows_are_named_by_line_field_and_what_stands_there() {
    let text = "c;d;a\n1;2024-01-02;1\n2;02.01.2024;1\n\
        ;2024-01-02;5\n3;2024-01-02;1,50\n4\n5;2024-01-02;-3\n\n6;2024-01-02;0\n";
    let (purchases, account) = read(text.as_bytes(), 1000);
    assert_eq!(purchases.len(), 2);
    assert_eq!((account.rows, account.without_customer, account.not_purchases), (7, 1, 1));
    assert_eq!(account.rejected, [1, 1, 1]);
    let shown: Vec<_> =
        account.reasons.iter().map(|r| (r.line, r.field.as_str(), r.found.as_str())).collect();
    assert_eq!(shown, [(3, "d", "02.01.2024"), (5, "a", "1,50"), (6, "a", "1 fields: 4")]);
}

#[test]
fn lines_are_counted_through_quoted_newlines() {
    let text = "c,d,a\n\"x\ny\",2024-01-02,1\nbad,then,1\n";
    assert_eq!(read(text.as_bytes(), 7).1.reasons[0].line, 4);
}

#[test]
fn a_quote_never_closed_costs_one_row() {
    let found = read(b"c,d,a\n1,2024-01-02,1\n\"2,2024-01-02,1\n3,2024-01-02,1\n", 1000);
    assert_eq!((ids(&found), found.1.rejected_rows()), (vec!["1", "3"], 1));
}

#[test]
fn an_overlong_row_is_passed_over() {
    let mut text = b"c,d,a\n1,2024-01-02,1\n".to_vec();
    text.extend(vec![b'x'; ROW_BYTES_MAX * 3]);
    text.extend(b"\n2,2024-01-02,1\n");
    for piece in [ROW_BYTES_MAX / 2, ROW_BYTES_MAX * 2] {
        let found = read(&text, piece);
        assert_eq!((found.0.len(), found.1.rejected_rows(), found.1.rows), (2, 1, 3), "{piece}");
    }
}

#[test]
fn runs_of_spaces_separate_where_nothing_else_does() {
    let found = read(b" id date  n\n 0001   19970101  2.5\n\n 0002\t19970102  1\n x\n", 9);
    assert_eq!(ids(&found), ["0001", "0002"]);
    assert_eq!((found.0[0].2, found.1.rejected_rows(), found.1.reasons[0].line), (25_000, 1, 5));
}

#[test]
fn what_is_shown_is_short_and_harmless() {
    assert_eq!(shortened(b"12.50"), "12.50");
    assert_eq!(shortened(b"\x1b[2J\xff"), "\u{fffd}[2J\u{fffd}");
    assert_eq!(shortened("ü".repeat(61).as_bytes()), "ü".repeat(60) + "…");
}

proptest! {
    #[test]
    fn any_bytes_in_any_pieces_read_alike_and_never_panic(
        body in proptest::collection::vec(prop_oneof![
            4 => "[a\"1, \r]{0,3},2024-0[1-3]-[0-3][0-9],[0-9.-]{1,4}\r?\n".prop_map(String::into_bytes),
            1 => "\"[a\",\n]{0,4}\",2024-01-01,2\n".prop_map(String::into_bytes),
            1 => proptest::collection::vec(any::<u8>(), 0..6),
        ], 0..20),
        piece in 1..40_usize,
    ) {
        let text = [b"c,d,a\n".to_vec(), body.concat()].concat();
        let whole = read(&text, text.len() + 1);
        // With a quote that is never closed, only the end of the file shows which rows are whole.
        prop_assume!(!whole.1.reasons.iter().any(|reason| reason.field == "(the whole row)"));
        let pieces = read(&text, piece);
        prop_assert_eq!(&whole.0, &pieces.0);
        prop_assert_eq!(whole.1.rows, pieces.1.rows);
        prop_assert_eq!(&whole.1.reasons, &pieces.1.reasons);
    }
}
