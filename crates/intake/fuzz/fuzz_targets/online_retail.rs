#![no_main]
//! Invoice lines under the right header.

use intake::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n".to_vec();
    file.extend_from_slice(bytes);
    intake_fuzz::read("retail.csv", &file, &Options::default());
});
