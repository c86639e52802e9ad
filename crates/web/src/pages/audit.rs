//! The trail: every act in a plain sentence, to be filtered, and taken back where that is possible.

use super::parts::with_query;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::respond::{PageResult, WebError, page};
use crate::session::SignedIn;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::routing::get;
use book::{CustomerId, Day};
use office::trail::{Trail, TrailAct, TrailQuery};
use serde::Deserialize;

pub(super) fn routes() -> Router<App> {
    Router::new().route("/audit", get(show))
}

/// Every kind of act with what a page calls it, in the order of the menu.
const VERBS: &[(&str, &str)] = &[
    ("log_contact", "contacts logged"),
    ("settle_card", "cards of Today"),
    ("make_promise", "promises made"),
    ("settle_promise", "promises settled"),
    ("note_word", "words noted"),
    ("move_issue", "issues moved on"),
    ("keep_note", "notes written"),
    ("retract_note", "notes taken back"),
    ("open_note", "confidences opened"),
    ("set_wish", "wishes"),
    ("judge_otherwise", "judgements set aside"),
    ("lift_override", "judgements let hold again"),
    ("add_person", "people added"),
    ("edit_person", "people corrected"),
    ("assign", "people assigned"),
    ("hand_over", "people handed over"),
    ("merge", "people merged"),
    ("unmerge", "people taken apart"),
    ("tell_apart", "lookalikes told apart"),
    ("untell_apart", "lookalikes who may be one after all"),
    ("import", "imports"),
    ("undo_import", "imports undone"),
    ("add_provider", "providers added"),
    ("change_provider", "providers changed"),
    ("invite", "invitations"),
    ("reset_link", "links for a new password"),
    ("change_account", "accounts changed"),
    ("change_password", "own passwords changed"),
    ("second_factor", "second factors"),
    ("undo", "acts undone"),
];

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    frame: Frame,
    trail: Trail,
    days: Vec<(String, Vec<TrailAct>)>,
    which: Which,
    /// Whom the words typed may mean, when that is not one person.
    meant: Vec<(CustomerId, String)>,
    /// The words typed mean nobody.
    is_nobody: bool,
    problem: Option<String>,
    /// Only the own acts are shown.
    is_own: bool,
}

#[derive(Deserialize, Default, Clone)]
struct Which {
    /// A person's number, or part of a name.
    #[serde(default)]
    person: String,
    #[serde(default)]
    who: String,
    #[serde(default)]
    verb: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    before: Option<u32>,
    done: Option<u64>,
}

impl Which {
    fn address(&self, person: &str, before: &str) -> String {
        let pairs = [
            ("person", person),
            ("who", &self.who),
            ("verb", &self.verb),
            ("from", &self.from),
            ("to", &self.to),
            ("before", before),
        ];
        with_query("/audit", pairs.into_iter())
    }
}

impl AuditPage {
    fn verbs(&self) -> &'static [(&'static str, &'static str)] {
        VERBS
    }

    fn is_verb(&self, verb: &str) -> bool {
        self.which.verb == verb
    }

    fn is_who(&self, account: &u32) -> bool {
        self.which.who == account.to_string()
    }

    fn person_link(&self, customer: &CustomerId) -> String {
        self.which.address(&customer.0.to_string(), "")
    }

    fn next_link(&self, before: &u32) -> String {
        self.which.address(&self.which.person, &before.to_string())
    }

    fn is_filtered(&self) -> bool {
        let Which { person, who, verb, from, to, before, .. } = &self.which;
        [person, who, verb, from, to].iter().any(|text| !text.is_empty()) || before.is_some()
    }

    fn person_typed(&self) -> &str {
        self.trail.about.as_deref().unwrap_or(&self.which.person)
    }

    fn date(&self, day: &Day) -> String {
        judge::words::date(*day, self.trail.today)
    }
}

/// A day of the filter; what cannot be read is said and left out.
fn day(typed: &str, problem: &mut Option<String>) -> Option<Day> {
    let text = typed.trim();
    let read = Day::parse(text);
    if read.is_none() && !text.is_empty() {
        *problem = Some(format!("\u{201c}{text}\u{201d} is no day: write one such as 2026-11-30."));
    }
    read
}

async fn show(State(app): State<App>, by: SignedIn, Query(which): Query<Which>) -> PageResult {
    let permit = by.actor.see_audit()?;
    let mut problem = None;
    let mut meant = Vec::new();
    let person = match which.person.trim() {
        "" => None,
        text => match text.parse().ok().map(CustomerId) {
            Some(number) => Some(number),
            None => {
                meant = app.office.meant(&permit, text)?;
                meant.first().map(|(customer, _)| *customer)
            }
        },
    };
    let is_nobody = person.is_none() && !which.person.trim().is_empty();
    let who = match which.who.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| WebError::Bad("who: expected a number".into()))?),
    };
    let query = TrailQuery {
        person,
        who,
        verb: which.verb.clone(),
        from: day(&which.from, &mut problem),
        to: day(&which.to, &mut problem),
        before: which.before,
    };
    let mut trail = app.office.trail(&permit, &query)?;
    if is_nobody {
        (trail.acts, trail.next) = (Vec::new(), None);
    }
    let days = by_day(&trail);
    let here = which.address(&which.person, "");
    let frame = Frame::new(&app, &by, Section::Audit, "Trail", &here, &Done { done: which.done });
    if meant.len() < 2 {
        meant.clear();
    }
    let is_own = permit.only().is_some();
    page(&AuditPage { frame, trail, days, which, meant, is_nobody, problem, is_own })
}

/// The acts under the heading of their day.
fn by_day(trail: &Trail) -> Vec<(String, Vec<TrailAct>)> {
    let mut days: Vec<(Day, String, Vec<TrailAct>)> = Vec::new();
    for act in &trail.acts {
        match days.last_mut() {
            Some((day, _, acts)) if *day == act.day => acts.push(act.clone()),
            _ => {
                let heading = judge::words::sentence_case(&crate::words::ago(act.day, trail.today));
                days.push((act.day, heading, vec![act.clone()]));
            }
        }
    }
    days.into_iter().map(|(_, heading, acts)| (heading, acts)).collect()
}

#[cfg(test)]
mod tests;
