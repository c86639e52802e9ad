//! The organization-provider-customer triangle (J2): who is held to whom, and how well.

use crate::canvas::{Anchor, Canvas, fitted, text_width};
use crate::table::table;

/// How strong one link of the triangle is (J2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Link {
    /// Even at its worst it holds: a solid line of 3 px.
    Tight,
    /// Even at its best it does not: a dashed line.
    Loose,
    /// What is unknown decides: a dotted line with a question mark.
    Undetermined,
}

impl Link {
    /// Every strength.
    pub const ALL: [Link; 3] = [Link::Tight, Link::Loose, Link::Undetermined];

    /// The word a person reads.
    pub fn word(self) -> &'static str {
        match self {
            Link::Tight => "tight",
            Link::Loose => "loose",
            Link::Undetermined => "undetermined",
        }
    }

    fn class(self) -> &'static str {
        match self {
            Link::Tight => "p-tight",
            Link::Loose => "p-loose",
            Link::Undetermined => "p-unknown",
        }
    }
}

/// The triangle of one customer and one provider.
#[derive(Debug, Clone)]
pub struct Triangle<'a> {
    /// Name of the business that runs the book.
    pub organization: &'a str,
    /// Name of the person who serves.
    pub provider: &'a str,
    /// Name of the person or organization that is served.
    pub customer: &'a str,
    /// The link of organization and provider.
    pub organization_provider: Link,
    /// The link of provider and customer.
    pub provider_customer: Link,
    /// The link of organization and customer.
    pub organization_customer: Link,
}

const SIZE: (f64, f64) = (240.0, 204.0);
const TOP: (f64, f64) = (120.0, 42.0);
const LEFT: (f64, f64) = (38.0, 158.0);
const RIGHT: (f64, f64) = (202.0, 158.0);

impl Triangle<'_> {
    /// The picture: 240 x 204. The organization stands above, the provider left, the customer right.
    pub fn svg(&self) -> String {
        let title =
            format!("How {}, {} and {} hold together", self.organization, self.provider, self.customer);
        let mut canvas = Canvas::new(SIZE, "triangle", &title, &self.sentence());
        draw_link(&mut canvas, self.organization_provider, (TOP, LEFT), (62.0, 98.0, Anchor::End));
        draw_link(&mut canvas, self.organization_customer, (TOP, RIGHT), (178.0, 98.0, Anchor::Start));
        draw_link(&mut canvas, self.provider_customer, (LEFT, RIGHT), (120.0, 146.0, Anchor::Middle));
        canvas.circle("p-paper", TOP, 11.0);
        canvas.circle("p-paper", LEFT, 11.0);
        canvas.circle("p-paper", RIGHT, 11.0);
        canvas.rect("p-ink", (TOP.0 - 6.0, TOP.1 - 6.0), (12.0, 12.0), 1.5);
        canvas.circle("p-ink", LEFT, 6.5);
        canvas.circle("p-ring", RIGHT, 6.0);
        canvas.text("p-strong", (120.0, 14.0), Anchor::Middle, 13.0, self.organization);
        canvas.text("p-muted", (120.0, 28.0), Anchor::Middle, 11.0, "organization");
        corner(&mut canvas, LEFT, self.provider, "provider");
        corner(&mut canvas, RIGHT, self.customer, "customer");
        canvas.finish()
    }

    /// What is to be seen, in one sentence.
    pub fn sentence(&self) -> String {
        let link = |first: &str, second: &str, link: Link| format!("{first} and {second}: {}", link.word());
        let links = [
            link(self.organization, self.provider, self.organization_provider),
            link(self.provider, self.customer, self.provider_customer),
            link(self.organization, self.customer, self.organization_customer),
        ];
        format!("{}.", links.join("; "))
    }

    /// The table behind it: one row for each link.
    pub fn table(&self) -> String {
        let row = |first: &str, second: &str, link: Link| {
            vec![format!("{first} – {second}"), link.word().to_owned()]
        };
        let rows = [
            row(self.organization, self.provider, self.organization_provider),
            row(self.provider, self.customer, self.provider_customer),
            row(self.organization, self.customer, self.organization_customer),
        ];
        table("The three links", &["Between", "Link"], &rows)
    }
}

/// One link with its word beside it, and a question mark on it where nobody can say.
fn draw_link(canvas: &mut Canvas, link: Link, ends: ((f64, f64), (f64, f64)), word: (f64, f64, Anchor)) {
    let (from, to) = ends;
    canvas.line(link.class(), from, to);
    if link == Link::Undetermined {
        let middle = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0);
        canvas.circle("p-paper", middle, 10.0);
        canvas.text("p-muted p-strong", (middle.0, middle.1 + 5.0), Anchor::Middle, 14.0, "?");
        return;
    }
    canvas.text("p-muted", (word.0, word.1), word.2, 12.0, link.word());
}

/// A name at a lower corner: below its mark where it is short, else from the edge; each may take a
/// little less than half of the width.
fn corner(canvas: &mut Canvas, mark: (f64, f64), name: &str, role: &str) {
    let name = fitted(name, 13.0, 114.0);
    let is_short = text_width(&name, 13.0) <= 2.0 * LEFT.0 && text_width(role, 11.0) <= 2.0 * LEFT.0;
    let (x, anchor) = match (is_short, mark.0 < SIZE.0 / 2.0) {
        (true, _) => (mark.0, Anchor::Middle),
        (false, true) => (0.0, Anchor::Start),
        (false, false) => (SIZE.0, Anchor::End),
    };
    canvas.text("p-strong", (x, 184.0), anchor, 13.0, &name);
    canvas.text("p-muted", (x, 199.0), anchor, 11.0, role);
}
