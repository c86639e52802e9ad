#![no_main]
//! Bytes as they are, with the first bytes of gzip and of zstd before them, and as a file of rejects.

use intake::Options;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = Options::default();
    intake_fuzz::read("purchases.csv.gz", bytes, &options);
    let rejects = b"line,field,found,expected,row\n";
    let heads: [&[u8]; 4] = [&[0x1f, 0x8b, 8], &[0x28, 0xb5, 0x2f, 0xfd], &[0xef, 0xbb, 0xbf], rejects];
    for head in heads {
        intake_fuzz::read("purchases.csv", &[head, bytes].concat(), &options);
    }
});
