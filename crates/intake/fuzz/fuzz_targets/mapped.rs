#![no_main]
//! A mapping before the first line of dashes, the file behind it; without one, a fixed mapping. The draft of
//! a mapping for the file is always a mapping's TOML.

use intake::{Mapping, Options, Reader, Source, draft_mapping};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

const FIXED: &str = "[source]\nname='s'\nkind='purchases'\ndecimal_comma=true\ndate_format='%d.%m.%Y'\n\
                     [columns]\ncustomer='c'\nat='d'\namount='a'\nquantity='q'\n[values.quantity]\nx='1'\n";

fuzz_target!(|bytes: &[u8]| {
    let cut = bytes.windows(5).position(|part| part == b"\n---\n");
    let (text, file) = match cut {
        Some(place) => (String::from_utf8_lossy(&bytes[..place]).into_owned(), &bytes[place + 5..]),
        None => (FIXED.to_owned(), bytes),
    };
    if let Ok(mapping) = Mapping::parse(Path::new("map.toml"), &text) {
        intake_fuzz::read("export.csv", file, &Options { mapping: Some(mapping), ..Options::default() });
    }
    if cut.is_none() {
        let rows = [b"c;d;a;q;note\n", file].concat();
        let mapping = Mapping::parse(Path::new("map.toml"), FIXED).ok();
        intake_fuzz::read("export.csv", &rows, &Options { mapping, ..Options::default() });
    }
    let Ok(source) = Source::from_bytes("export.csv", file.to_vec()) else { return };
    let Ok((header, sample)) = Reader::sample(source, 8) else { return };
    let draft = draft_mapping("s", &header, &sample);
    if let Ok(mapping) = Mapping::parse(Path::new("draft.toml"), &draft) {
        intake_fuzz::read("export.csv", file, &Options { mapping: Some(mapping), ..Options::default() });
    } else if let Err(error) = Mapping::parse(Path::new("draft.toml"), &draft) {
        assert!(!error.to_string().contains("TOML parse error"), "{draft}\n{error}");
    }
});
