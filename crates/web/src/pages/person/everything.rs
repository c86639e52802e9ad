//! Everything that is recorded about one person, as a table: newest first, by kind, a part at a time.

use super::before::Look;
use super::facts::Facts;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::pages::parts::with_query;
use crate::respond::{PageResult, WebError, page};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::routing::get;
use book::FactKind;
use serde::Deserialize;

/// Rows of one page.
const ROWS: usize = 200;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/person/{id}/history", get(show))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// The word of a kind of fact; everything when empty.
    kind: String,
    /// From 1.
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "person/everything.html")]
struct EverythingPage {
    frame: Frame,
    id: u32,
    name: String,
    /// All, and each kind there is: words, address, whether it is shown.
    kinds: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    /// "1 to 200 of 512".
    range: String,
    newer: Option<String>,
    older: Option<String>,
}

struct Row {
    /// The anchor: `purchase-17`.
    anchor: String,
    iso: String,
    when: String,
    kind: &'static str,
    what: String,
}

async fn show(
    State(app): State<App>,
    by: SignedIn,
    Path(id): Path<u32>,
    Query(asked): Query<Asked>,
) -> PageResult {
    let permit = by.may_see(&app, id)?;
    let id = permit.customer().0;
    let kind = match asked.kind.as_str() {
        "" => None,
        word => Some(FactKind::ALL.into_iter().find(|kind| kind.word() == word).ok_or(WebError::NotFound)?),
    };
    let dossier = app.office.dossier(&permit)?;
    let look = Look::new(&dossier);
    let facts = Facts::of(&look);
    let found = facts.newest_first(kind);
    let here = format!("/person/{id}/history");
    let number = asked.page.unwrap_or(1).clamp(1, found.len().div_ceil(ROWS).max(1));
    let first = (number - 1) * ROWS;
    let last = (first + ROWS).min(found.len());
    let rows = found[first..last].iter().map(|(kind, fact, day, place)| Row {
        anchor: format!("{}-{}", kind.word(), fact.0),
        iso: day.to_string(),
        when: look.date(*day),
        kind: words(*kind),
        what: judge::words::sentence_case(without_kind(&facts.words(*kind, *place))),
    });
    let address = |kind: &str, page: usize| {
        let page = if page > 1 { page.to_string() } else { String::new() };
        with_query(&here, [("kind", kind), ("page", page.as_str())].into_iter())
    };
    let there_are = facts.kinds();
    let total: usize = there_are.iter().map(|(_, count)| count).sum();
    let mut kinds = vec![(format!("Everything ({total})"), here.clone(), kind.is_none())];
    kinds.extend(
        facts
            .kinds()
            .into_iter()
            .map(|(of, count)| (format!("{} ({count})", words(of)), address(of.word(), 1), Some(of) == kind)),
    );
    let name = look.history.customer.display_name().to_owned();
    let title = format!("Everything about {name}");
    page(&EverythingPage {
        frame: Frame::new(&app, &by, Section::People, &title, &here, &Done::default()),
        id,
        kinds,
        rows: rows.collect(),
        range: format!("{} to {last} of {}", first + 1, found.len()),
        newer: (number > 1).then(|| address(&asked.kind, number - 1)),
        older: (last < found.len()).then(|| address(&asked.kind, number + 1)),
        name,
    })
}

/// The words without the kind before them, which stands in a column of its own.
fn without_kind(words: &str) -> &str {
    ["message: ", "wish: "].iter().find_map(|kind| words.strip_prefix(kind)).unwrap_or(words)
}

/// A kind of fact as people say it.
fn words(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Interaction => "Contact",
        FactKind::Purchase => "Purchase",
        FactKind::Delivery => "Delivery",
        FactKind::Voice => "Frank word",
        FactKind::Promise => "Promise",
        FactKind::Knowledge => "Note",
        FactKind::Adaptation => "Note used",
        FactKind::Wish => "Wish",
        FactKind::Referral => "Referral",
        FactKind::Benefit => "Benefit",
        FactKind::Permission => "Permission",
        FactKind::Touch => "Message",
    }
}
