//! What to know before speaking: who, what went wrong, how they like to be treated, the last contacts, and
//! what is next.

use super::said;
use book::{
    Day, Directory, Fact, FactId, History, Knowledge, Origin, PermissionState, PromiseOutcome, Promisor,
    Timestamp, VoiceKind,
};
use judge::words::{count, date};
use office::Dossier;

/// Promises broken so many days ago still come first.
const BROKEN_DAYS: i32 = 90;

/// What a view of a person may use.
pub struct Look<'a> {
    /// Everything read.
    pub dossier: &'a Dossier,
    /// Facts.
    pub history: &'a History,
    /// Names of providers.
    pub directory: &'a Directory,
    /// Today.
    pub today: Day,
}

impl<'a> Look<'a> {
    /// A look at a dossier.
    pub fn new(dossier: &'a Dossier) -> Look<'a> {
        let scene = &dossier.person.scene;
        Look { dossier, history: &dossier.person.history, directory: scene.directory(), today: scene.day() }
    }

    /// The civil day of an instant.
    pub fn day(&self, at: Timestamp) -> Day {
        self.dossier.person.scene.calendar().day(at)
    }

    /// A day as people say it.
    pub fn date(&self, day: Day) -> String {
        date(day, self.today)
    }

    /// Whether something known still holds today.
    pub fn holds(&self, fact: &Fact<Knowledge>) -> bool {
        fact.detail.expires_at.is_none_or(|end| end > self.dossier.now)
    }
}

/// A line with its day.
pub struct Dated {
    /// ISO, for machines.
    pub iso: String,
    /// As people say it.
    pub when: String,
    /// The words.
    pub text: String,
    /// A short remark, or nothing.
    pub badge: String,
}

/// Something that is wrong: told first.
pub struct BadNews {
    /// "Open issue, 12 days."
    pub what: String,
    /// In their words or ours.
    pub text: String,
    /// Where it is put right; empty where nothing can be done.
    pub href: String,
    /// What the way there is called.
    pub act: &'static str,
}

/// Something they said, quoted.
pub struct Quote {
    /// The words.
    pub text: String,
    /// "Said so, 14 March 2025".
    pub origin: String,
}

/// Everything on the left.
pub struct Before {
    /// Served by, since, assigned.
    pub line: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone number, and as a link.
    pub phone: Option<(String, String)>,
    /// Bad news.
    pub bad: Vec<BadNews>,
    /// What they said, in their words.
    pub quotes: Vec<Quote>,
    /// What they wish for, in ours.
    pub wishes: Vec<Quote>,
    /// How to take care.
    pub care: Vec<String>,
    /// The last three contacts.
    pub contacts: Vec<Dated>,
    /// What is next.
    pub next: Vec<Dated>,
}

impl Before {
    /// Puts together what to know before speaking.
    pub fn of(look: &Look<'_>) -> Before {
        let customer = &look.history.customer;
        let phone = customer.phone.as_deref().map(|phone| {
            let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            (phone.to_owned(), digits)
        });
        let (quotes, wishes) = wishes(look);
        Before {
            line: line(look),
            email: customer.email.as_ref().map(ToString::to_string),
            phone,
            bad: bad_news(look),
            quotes,
            wishes,
            care: care(look),
            contacts: contacts(look),
            next: next(look),
        }
    }
}

fn line(look: &Look<'_>) -> String {
    let customer = &look.history.customer;
    let mut parts = Vec::new();
    if customer.kind == Some(book::PartyKind::Organization) {
        parts.push("organization".to_owned());
    }
    let assigned = customer.assigned_to;
    let responsible = look.dossier.person.assessment.responsible;
    match (assigned, responsible) {
        (Some(provider), _) => parts.push(format!("assigned to {}", look.directory.name(provider))),
        (None, Some(provider)) => parts.push(format!("served by {}", look.directory.name(provider))),
        (None, None) => parts.push("served by nobody yet".to_owned()),
    }
    let contact = look.history.interactions.first().map(|fact| fact.day);
    let purchase = look.history.purchases.first().map(|fact| fact.day);
    match (customer.since, [contact, purchase].into_iter().flatten().min()) {
        (Some(day), _) => parts.push(format!("customer since {}", look.date(day))),
        (None, Some(day)) => parts.push(format!("known since {}", look.date(day))),
        (None, None) => parts.push("new here".to_owned()),
    }
    parts.extend(customer.language.as_ref().map(|language| format!("speaks {language}")));
    parts.join(" · ")
}

/// A complaint or concern that nobody has put right.
pub fn is_open_issue(fact: &Fact<book::Voice>) -> bool {
    matches!(fact.detail.kind, Some(VoiceKind::Complaint | VoiceKind::Concern))
        && fact.detail.resolved_at.is_none()
}

/// A promise of which nobody has said what became of it.
pub fn is_open_promise(fact: &Fact<book::Promise>) -> bool {
    matches!(fact.detail.outcome, None | Some(PromiseOutcome::Open)) && fact.detail.closed_at.is_none()
}

fn bad_news(look: &Look<'_>) -> Vec<BadNews> {
    let mut bad = Vec::new();
    let age = |day: Day| count(look.today.days_since(day).unsigned_abs(), "day");
    for issue in look.history.voice.iter().filter(|voice| is_open_issue(voice)) {
        let kind = issue.detail.kind.map_or("issue", VoiceKind::word);
        let text = issue.detail.text.as_deref();
        bad.push(BadNews {
            what: format!("Open {kind}, {}.", age(issue.day)),
            text: text.map(|text| format!("\u{201c}{text}\u{201d}")).unwrap_or_default(),
            href: format!("#issue-{}", issue.id.0),
            act: "Put it right",
        });
    }
    let ours = |fact: &&Fact<book::Promise>| fact.detail.by != Some(Promisor::Customer);
    for promise in look.history.promises.iter().filter(ours) {
        let Some(due) = promise.detail.due_at.map(|due| look.day(due)) else { continue };
        let is_broken = promise.detail.outcome == Some(PromiseOutcome::Broken);
        let late = look.today.days_since(due);
        let what = match (is_open_promise(promise), is_broken) {
            (true, _) if late > 0 => format!("Promise overdue by {}.", count(late.unsigned_abs(), "day")),
            (_, true) if (0..=BROKEN_DAYS).contains(&late) => {
                format!("Promise broken, due {}.", look.date(due))
            }
            _ => continue,
        };
        let who = said::promisor(promise, look.directory);
        let (href, act) = match is_broken {
            true => ("#do-promise".to_owned(), "Make it good"),
            false => (format!("#promise-{}", promise.id.0), "Keep it"),
        };
        bad.push(BadNews { what, text: format!("{who} promised: {}", promise.detail.what), href, act });
    }
    bad.extend(standing_back(look));
    bad
}

/// Refusals that stand, and pauses that run.
fn standing_back(look: &Look<'_>) -> Vec<BadNews> {
    let permissions = &look.history.permissions;
    let later = |place: usize| {
        let this = &permissions[place].detail;
        permissions[place + 1..]
            .iter()
            .any(|other| (&other.detail.channel, &other.detail.purpose) == (&this.channel, &this.purpose))
    };
    let plain = |what: &str, text: String| BadNews { what: what.into(), text, href: String::new(), act: "" };
    let mut all: Vec<BadNews> = permissions
        .iter()
        .enumerate()
        .filter(|(place, fact)| fact.detail.state == Some(PermissionState::Refused) && !later(*place))
        .map(|(_, fact)| {
            plain("They said no.", format!("{}, {}", said::allowance(fact), look.date(fact.day)))
        })
        .collect();
    let pauses = look.history.knowledge.iter().filter(|fact| fact.detail.kind == "pause" && look.holds(fact));
    all.extend(pauses.map(|fact| {
        let end = fact.detail.expires_at.map(|end| format!(" until {}", look.date(look.day(end))));
        plain(&format!("To be left alone{}.", end.unwrap_or_default()), fact.detail.text.to_string())
    }));
    all
}

/// Where something known comes from, as the end of a line.
pub fn origin(origin: Option<Origin>) -> &'static str {
    match origin {
        Some(Origin::Stated) => "they said so",
        Some(Origin::Observed) => "seen",
        Some(Origin::Inferred) => "computed",
        Some(Origin::Asserted) => "our opinion",
        None => "origin not noted",
    }
}

fn wishes(look: &Look<'_>) -> (Vec<Quote>, Vec<Quote>) {
    let (mut stated, mut seen) = (Vec::new(), Vec::new());
    for wish in latest_wishes(look) {
        let text = said::wish(wish, look.directory);
        let from = wish.detail.origin.unwrap_or(Origin::Stated);
        let line = format!("{}, {}", origin(Some(from)), look.date(wish.day));
        seen.push(Quote { text: judge::words::sentence_case(&text), origin: line });
    }
    let spoken = |fact: &&Fact<Knowledge>| {
        fact.detail.origin == Some(Origin::Stated)
            && matches!(fact.detail.kind.as_str(), "preference" | "expectation")
            && look.holds(fact)
    };
    for fact in look.history.knowledge.iter().rev().filter(spoken).take(2) {
        let line = format!("they said so, {}", look.date(fact.day));
        stated.push(Quote { text: fact.detail.text.to_string(), origin: line });
    }
    (stated, seen)
}

/// The newest wish of each sort: style, cadence, by whom.
pub fn latest_wishes<'a>(look: &Look<'a>) -> Vec<&'a Fact<book::Wish>> {
    let mut found: Vec<&Fact<book::Wish>> = Vec::new();
    let sort = |fact: &Fact<book::Wish>| {
        (
            fact.detail.style.is_some(),
            fact.detail.cadence_days.is_some(),
            fact.detail.named_provider.is_some(),
        )
    };
    for wish in look.history.wishes.iter().rev() {
        if !found.iter().any(|known| sort(known) == sort(wish)) {
            found.push(wish);
        }
    }
    found
}

fn care(look: &Look<'_>) -> Vec<String> {
    let cared = look.history.knowledge.iter().rev();
    let cared = cared.filter(|fact| fact.detail.kind == "care" && look.holds(fact));
    cared.take(3).map(|fact| fact.detail.text.to_string()).collect()
}

fn dated(look: &Look<'_>, day: Day, text: String) -> Dated {
    Dated { iso: day.to_string(), when: look.date(day), text, badge: String::new() }
}

fn contacts(look: &Look<'_>) -> Vec<Dated> {
    let last = look.history.interactions.iter().rev().take(3);
    last.map(|fact| {
        let text = said::contact(fact, look.directory);
        dated(look, fact.day, judge::words::sentence_case(&text))
    })
    .collect()
}

fn next(look: &Look<'_>) -> Vec<Dated> {
    let mut open: Vec<(Day, FactId, String)> = look
        .history
        .promises
        .iter()
        .filter(|fact| is_open_promise(fact))
        .filter_map(|fact| {
            let due = look.day(fact.detail.due_at?);
            let who = said::promisor(fact, look.directory);
            (due >= look.today).then(|| (due, fact.id, format!("{}, promised by {who}", fact.detail.what)))
        })
        .collect();
    open.sort_unstable_by_key(|(due, id, _)| (*due, *id));
    let mut next: Vec<Dated> = open
        .into_iter()
        .take(3)
        .map(|(due, _, text)| Dated { badge: crate::words::ago(due, look.today), ..dated(look, due, text) })
        .collect();
    if let Some(rhythm) = look.dossier.person.assessment.contact_rhythm.filter(|found| found.label.is_some())
    {
        let usual = rhythm.usual_days.round().clamp(1.0, 3_660.0) as i32;
        let day = rhythm.last_day.plus(usual);
        if day >= look.today {
            next.push(dated(look, day, format!("About when you usually speak again, every {usual} days")));
        }
    }
    next
}
