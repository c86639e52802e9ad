//! A QR code as SVG: one path, no script and no style, so that a strict Content-Security-Policy lets it be.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write as _;

/// Modules of white around the code that scanners need (ISO/IEC 18004).
const QUIET_MODULES: usize = 4;

/// Why a text has no QR code.
#[derive(Debug, thiserror::Error)]
pub enum QrError {
    /// More than a code can hold.
    #[error(
        "a text of {byte_count} bytes is too long for a QR code: expected at most about 2300; show it as text"
    )]
    TooLong {
        /// Length of the text.
        byte_count: usize,
    },
}

/// The text as a QR code (error correction M), an `<svg>` element of black on white, whatever the theme: an
/// inverted code cannot be read by every phone. `title` is its text alternative.
///
/// # Errors
/// When the text is too long.
pub fn qr_svg(text: &str, title: &str) -> Result<String, QrError> {
    let (size, path) = path(text)?;
    let title = escaped(title);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" role=\"img\" class=\"qr\" \
         shape-rendering=\"crispEdges\"><title>{title}</title>\
         <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

/// Side in modules, quiet zone included, and the dark modules as runs.
fn path(text: &str) -> Result<(usize, String), QrError> {
    let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M)
        .map_err(|_| QrError::TooLong { byte_count: text.len() })?;
    let width = code.width();
    let colors = code.to_colors();
    let mut path = String::new();
    for (row, modules) in colors.chunks(width).enumerate() {
        let mut column = 0;
        while column < width {
            let run = modules[column..].iter().take_while(|module| **module == Color::Dark).count();
            if run > 0 {
                let (x, y) = (column + QUIET_MODULES, row + QUIET_MODULES);
                write!(path, "M{x} {y}h{run}v1h-{run}z").expect("a String takes every write");
            }
            column += run.max(1);
        }
    }
    Ok((width + 2 * QUIET_MODULES, path))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_paints_exactly_the_dark_modules() {
        let text =
            "otpauth://totp/Hale:ana%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hale";
        let (size, path) = path(text).unwrap();
        let mut painted = vec![vec![false; size]; size];
        for run in path.split('M').filter(|run| !run.is_empty()) {
            let (place, length) = run.split_once('h').unwrap();
            let (x, y) = place.split_once(' ').unwrap();
            let length: usize = length.split_once('v').unwrap().0.parse().unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            painted[y][x..x + length].fill(true);
        }
        let code = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).unwrap();
        for (y, row) in painted.iter().enumerate() {
            for (x, is_dark) in row.iter().enumerate() {
                let inside = QUIET_MODULES..size - QUIET_MODULES;
                let is_inside = inside.contains(&x) && inside.contains(&y);
                let expected = is_inside && code[(x - QUIET_MODULES, y - QUIET_MODULES)] == Color::Dark;
                assert_eq!(*is_dark, expected, "module {x}, {y}");
            }
        }
    }

    #[test]
    fn it_is_safe_inside_a_page() {
        let svg = qr_svg("x", "<script>\"&").unwrap();
        assert!(svg.contains("<title>&lt;script&gt;&quot;&amp;</title>"), "{svg}");
        assert!(!svg.contains("style") && !svg.contains("<script"));
        let error = qr_svg(&"x".repeat(5000), "").unwrap_err();
        assert!(error.to_string().starts_with("a text of 5000 bytes"));
    }
}
