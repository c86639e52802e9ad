#![no_main]
//! Rows of white space.

use intake::{Format, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    intake_fuzz::read("cdnow.txt", bytes, &Options { format: Some(Format::Cdnow), ..Options::default() });
});
