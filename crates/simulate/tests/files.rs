//! Written as files and read again, the company is the same company.

use book::{Calendar, Currency, Record};
use intake::{Options, Reader};
use simulate::{Company, FILE_NAMES, SOURCE, Scenario};
use std::path::Path;

fn read(path: &Path) -> Vec<Record> {
    let options = Options {
        source: Some(SOURCE.into()),
        calendar: Calendar::utc(),
        currency: Currency::parse(simulate::CURRENCY).unwrap_or(Currency::NONE),
        ..Options::default()
    };
    let mut reader = Reader::open(path, &options).expect("the file was just written");
    let mut records = Vec::new();
    loop {
        let batch = reader.next_batch(1_000).expect("the file was just written");
        assert!(batch.rejects.is_empty(), "{}: {:?}", path.display(), batch.rejects.first());
        records.extend(batch.records);
        if batch.is_last {
            return records;
        }
    }
}

#[test]
fn the_files_say_what_the_records_say() {
    let company = Company::simulate(&Scenario::demo());
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    company.write_csv(folder.path()).expect("the folder is there");
    let records: Vec<Record> = FILE_NAMES.iter().flat_map(|name| read(&folder.path().join(name))).collect();
    assert_eq!(records.len(), company.records.len());
    for (read, written) in records.iter().zip(&company.records) {
        assert_eq!(read, written);
    }
}
