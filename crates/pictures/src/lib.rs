//! Pictures where people would rather look than read.
//!
//! Every picture is a `String` of SVG made from plain numbers and words. The rules of this room:
//!
//! * **Colour comes from classes only** (`p-ink`, `p-bad` ...; they live in the web app's `app.css`), so that
//!   one picture serves light, dark, print and forced colours. Geometry is presentation attributes. There is
//!   no `style` anywhere: the web app's Content-Security-Policy forbids inline style.
//! * **Every picture has words**: `role="img"`, a `<title>` that says what it shows and a `<desc>` that says
//!   what is to be seen. No ids, so that a picture may appear twice on a page. Where a picture holds more
//!   than a sentence there is a `table()` beside it.
//! * **Meaning is never colour alone**: form, line and words carry it too.
//! * **An estimate is never drawn without its interval** ([`Estimate`] cannot be built without one).
//! * Whatever comes in, what goes out is escaped, finite and inside the view box.

mod bars;
mod canvas;
mod columns;
mod glyph;
mod icons;
mod interval;
mod mix;
mod table;
mod timeline;
mod triangle;

pub use bars::Capacity;
pub use canvas::escape;
pub use columns::Sparkline;
pub use icons::{Icon, icon};
pub use interval::{Estimate, Grade, TooEarly};
pub use mix::{Kind, KindsMix};
pub use timeline::{Mark, MarkForm, Rhythm, Row, RowKind, Timeline, Width, suggested_from};
pub use triangle::{Link, Triangle};
