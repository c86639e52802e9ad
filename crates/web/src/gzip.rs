//! Pages are compressed whole, in one go, with what the thread's last page left behind: setting a compressor
//! up anew costs as much as a small page. What comes as a stream (an export) passes by.

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;

/// Smaller answers travel in one packet either way.
const WORTH_BYTES: u64 = 1_024;

/// Larger ones are left to be compressed as they are sent.
const WHOLE_BYTES: u64 = 4 << 20;

/// The window of gzip: 32 KB.
const WINDOW_BITS: u8 = 15;

thread_local! {
    static COMPRESS: RefCell<Compress> =
        RefCell::new(Compress::new_gzip(Compression::fast(), WINDOW_BITS));
}

/// Compresses whole answers for browsers that can read them so.
pub async fn compress(request: Request, next: Next) -> Response {
    let is_wanted = accepts_gzip(request.headers());
    let response = next.run(request).await;
    let size = response.body().size_hint().exact();
    let is_whole = size.is_some_and(|bytes| (WORTH_BYTES..=WHOLE_BYTES).contains(&bytes));
    if !is_whole || response.headers().contains_key(header::CONTENT_ENCODING) || !is_text(&response) {
        return response;
    }
    let (mut head, body) = response.into_parts();
    head.headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !is_wanted {
        return Response::from_parts(head, body);
    }
    let Ok(bytes) = to_bytes(body, WHOLE_BYTES as usize).await else {
        // What is in memory already cannot fail to arrive; half a page would be worse than none.
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    match gzip(&bytes) {
        Some(packed) => {
            head.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            head.headers.remove(header::CONTENT_LENGTH);
            Response::from_parts(head, Body::from(packed))
        }
        None => Response::from_parts(head, Body::from(bytes)),
    }
}

fn is_text(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/") || kind.starts_with("application/json"))
}

/// Whether `gzip` is named and not refused (RFC 9110, 12.5.3).
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut codings = named.flat_map(|value| value.split(','));
    codings.any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse::<f32>().ok());
        is_gzip && weight.is_none_or(|weight| weight > 0.0)
    })
}

/// The same bytes as gzip; `None` where that failed, which is no reason to answer nothing.
fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        // Markup shrinks to a fifth or less.
        let mut packed = Vec::with_capacity(bytes.len() / 4 + 256);
        loop {
            let taken = usize::try_from(compress.total_in()).ok()?;
            let status = compress.compress_vec(&bytes[taken..], &mut packed, FlushCompress::Finish).ok()?;
            match status {
                Status::StreamEnd => return Some(packed),
                _ => packed.reserve(bytes.len() / 4 + 256),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_was_compressed_reads_as_before_also_the_next_time() {
        let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        for bytes in [&b""[..], b"a page", "<li>again</li>".repeat(9_000).as_bytes(), &noise] {
            for _ in 0..2 {
                let packed = gzip(bytes).unwrap();
                let mut back = Vec::new();
                flate2::read::GzDecoder::new(packed.as_slice()).read_to_end(&mut back).unwrap();
                assert!(back == bytes, "{} bytes", bytes.len());
            }
        }
    }

    #[test]
    fn gzip_is_wanted_when_it_is_named_and_not_refused() {
        let wanted = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts_gzip(&headers)
        };
        assert!(wanted("gzip") && wanted("br, GZIP;q=0.5") && wanted("deflate,gzip, br"));
        assert!(!wanted("br") && !wanted("gzip;q=0, br") && !wanted("identity") && !wanted(""));
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
