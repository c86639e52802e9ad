//! Static files: embedded, named by their content, compressed once, cached by browsers for ever.

use crate::app::App;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::io::Write;
use xxhash_rust::xxh3::xxh3_64;

/// One static file.
#[derive(Debug)]
struct Asset {
    kind: &'static str,
    plain: &'static [u8],
    gzip: Vec<u8>,
    hash: String,
}

/// All static files, by name.
#[derive(Debug)]
pub struct Assets {
    files: BTreeMap<&'static str, Asset>,
}

const FILES: &[(&str, &str, &[u8])] = &[
    ("app.css", "text/css; charset=utf-8", include_bytes!("../assets/app.css")),
    ("app.js", "text/javascript; charset=utf-8", include_bytes!("../assets/app.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
];

impl Assets {
    /// The files built into the program.
    pub fn embedded() -> Assets {
        let files = FILES.iter().map(|(name, kind, plain)| {
            let hash = format!("{:016x}", xxh3_64(plain));
            (*name, Asset { kind, plain, gzip: compressed(plain), hash })
        });
        Assets { files: files.collect() }
    }

    /// The address of a file; it changes whenever the file does.
    pub fn url(&self, name: &str) -> String {
        let hash = self.files.get(name).map_or("", |asset| asset.hash.as_str());
        format!("/static/{hash}/{name}")
    }
}

fn compressed(plain: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.expect("memory takes every byte")
}

/// `GET /favicon.ico`, which browsers ask for where a page names no icon.
pub async fn icon(State(app): State<App>, headers: HeaderMap) -> Response {
    serve(State(app), Path((String::new(), "icon.svg".to_owned())), headers).await
}

/// `GET /static/{hash}/{name}`.
pub async fn serve(
    State(app): State<App>,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = app.assets.files.get(name.as_str()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let is_gzip = accepted.is_some_and(|accepted| accepted.contains("gzip"));
    let body = if is_gzip { asset.gzip.clone() } else { asset.plain.to_vec() };
    let mut response = body.into_response();
    let set = response.headers_mut();
    set.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    set.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    set.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if is_gzip {
        set.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
