//! The Mirror: what the business really does, in sentences that open to what they rest on.
//!
//! A calm page: no number without its interval or its counts, no order of people but by name.

use super::parts::share;
use crate::app::App;
use crate::frame::{Done, Frame, Section};
use crate::respond::{PageResult, page};
use crate::session::SignedIn;
use ::mirror::practice::{self, Practice, Share};
use ::mirror::{Finding, FindingKind, Mirror, Parameters};
use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use book::Day;
use book::money::thousands;
use judge::{Outcome, words};
use office::{MirrorView, OfficeError, OwnTriangles};
use pictures::{Kind, KindsMix, Width};

pub(super) fn routes() -> Router<App> {
    Router::new().route("/mirror", get(show))
}

#[derive(Template)]
#[template(path = "mirror.html")]
struct MirrorPage {
    frame: Frame,
    head: Head,
    parts: Vec<Part>,
}

/// What stands below the title.
enum Head {
    /// Everybody is still being looked at.
    Waits,
    /// The whole page: how many customers, as of when.
    Business(String, String),
    /// What is about the one who looks, as of when.
    Own(String),
}

/// A part of the page.
#[derive(Default)]
struct Part {
    id: &'static str,
    heading: &'static str,
    about: &'static str,
    /// Safe HTML; empty where there is none.
    picture: String,
    triangles: Vec<Ties>,
    practices: Vec<Practised>,
    findings: Vec<Shown>,
    /// What to record where there is nothing to say.
    nothing: &'static str,
}

/// The triangles of one who serves.
struct Ties {
    name: String,
    /// House and provider, provider and people, house and people, each in words.
    ties: [String; 3],
    people: String,
}

/// One practice: how much of it is done.
struct Practised {
    name: String,
    /// Interval bars by messages and contacts and by people's time; empty where that is not recorded.
    bars: [String; 2],
}

/// A finding as it is shown.
struct Shown {
    name: String,
    verdict: String,
    is_bad: bool,
    sentence: String,
    picture: String,
    counts: Vec<(String, String)>,
    tests: Vec<String>,
    better: Option<String>,
    would_change: String,
    caveat: Option<String>,
}

async fn show(State(app): State<App>, by: SignedIn) -> PageResult {
    let permit = by.actor.see_mirror()?;
    let frame = Frame::new(&app, &by, Section::Mirror, "Mirror", "/mirror", &Done::default());
    let view = match app.office.mirror(&permit) {
        Ok(view) => view,
        Err(OfficeError::NotReady) => {
            return page(&MirrorPage { frame, head: Head::Waits, parts: Vec::new() });
        }
        Err(error) => return Err(error.into()),
    };
    let day = words::date(view.day, view.day);
    let (head, parts) = match &view.business {
        Some(mirror) => (Head::Business(people(mirror.customers), day), business(mirror, &view)),
        None => (Head::Own(day), vec![triangles(&view)]),
    };
    page(&MirrorPage { frame, head, parts })
}

fn people(number: u64) -> String {
    match number {
        0 => "nobody yet".to_owned(),
        1 => "one customer".to_owned(),
        _ => format!("{} customers", thousands(number)),
    }
}

/// The parts in the order of the page.
fn business(mirror: &Mirror, view: &MirrorView) -> Vec<Part> {
    let part = |id, heading, about, kinds: &[FindingKind], nothing| {
        let own = mirror.findings.iter().filter(|finding| kinds.contains(&finding.judgement));
        let findings: Vec<Shown> = own.map(shown).collect();
        Part { id, heading, about, findings, nothing, ..Part::default() }
    };
    let mut all = vec![
        part(
            "asked",
            "Where nobody asked",
            "Silence is a question. Follow-ups are calls after a sale or a crisis that fell due.",
            &[FindingKind::Silence, FindingKind::FollowUpCoverage],
            "",
        ),
        part(
            "promises",
            "Promises and what they waited for",
            "A promise that waits for the warehouse is not broken by whoever made it.",
            &[FindingKind::Dependency],
            "No promise says yet on whom or what it depended. Name it when you make one: \u{201c}waits for \
             the warehouse\u{201d}.",
        ),
        part(
            "kinds",
            "Kinds of relationship",
            "A relationship with somebody here, encounters with whoever is there, or too early to say.",
            &[FindingKind::KindsMix],
            "",
        ),
        triangles(view),
        part(
            "tactics",
            "Tactics",
            "What each mailing, card and discount really is: by how it is made and what came of it.",
            &[FindingKind::Tactic],
            "Nothing that was sent is recorded yet. Import touches.csv: what went to whom, when, and under \
             which name.",
        ),
        part(
            "practice",
            "Practice: claimed and observed",
            "Four practices, all done at once, none of them better; the bars are 80 % intervals.",
            &[FindingKind::Practice, FindingKind::ClaimedPractice],
            "",
        ),
        part(
            "time",
            "Time per matter",
            "Whether work takes less time as people get to know each other.",
            &[FindingKind::Efficiency],
            "",
        ),
        part(
            "effects",
            "Effects",
            "Some suggestions of each day are kept back, so that one can compare. \
             \u{201c}Cannot tell yet\u{201d} is an answer.",
            &[FindingKind::Effect],
            "Nothing was suggested yet. Work with Today: ninety days later the first can be compared with \
             those who were left alone.",
        ),
    ];
    all[2].picture = mix(mirror, view.day);
    all[5].practices = practices(mirror);
    for (name, one) in ["With the same person", "With whoever is there"].iter().zip(&mut all[6].findings) {
        (*name).clone_into(&mut one.name);
    }
    all
}

/// How each who serves stands with the house and with people; those of others only together.
fn triangles(view: &MirrorView) -> Part {
    let ties = |one: &OwnTriangles| Ties {
        name: one.name.clone(),
        ties: one.links.map(strengths),
        people: thousands(one.links[1].iter().sum()),
    };
    let about = if view.hides_few {
        "Fewer than five people serve: how one of them stands with people is for themselves to see."
    } else {
        "House, provider, people: which two hold together, by what they do. In order of name."
    };
    Part {
        id: "triangles",
        heading: if view.business.is_some() { "The triangle of each provider" } else { "Your triangles" },
        about,
        triangles: view.triangles.iter().map(ties).collect(),
        findings: view.triangles.iter().map(|one| shown(&one.finding)).collect(),
        nothing: if view.hides_few {
            ""
        } else {
            "Nobody is known yet to have served anybody. Note with each contact who spoke."
        },
        ..Part::default()
    }
}

/// `tight` where all are; else `12 tight, 30 loose, 4 not known`.
fn strengths(counts: [u64; 3]) -> String {
    let named = counts.into_iter().zip(["tight", "loose", "not known"]);
    let some: Vec<(u64, &str)> = named.filter(|(count, _)| *count > 0).collect();
    match some.as_slice() {
        [] => "not known".to_owned(),
        [(_, word)] => (*word).to_owned(),
        several => {
            let each = several.iter().map(|(count, word)| format!("{}\u{a0}{word}", thousands(*count)));
            each.collect::<Vec<String>>().join(", ")
        }
    }
}

/// The mix of kinds as little pictures in two widths, with its table.
fn mix(mirror: &Mirror, day: Day) -> String {
    let kinds = &mirror.kinds;
    if kinds.known() == 0 {
        return String::new();
    }
    let kind = |name, count: u64| Kind { name, counts: vec![u32::try_from(count).unwrap_or(u32::MAX)] };
    let mut shown = vec![
        kind("Relationship", kinds.relationship),
        kind("Enhanced encounter", kinds.enhanced_encounter),
        kind("Encounter", kinds.encounter),
    ];
    if kinds.pseudo_relationship > 0 {
        shown.push(kind("Pretended", kinds.pseudo_relationship));
    }
    let unknown = kinds.too_early + kinds.one_provider + kinds.no_contacts;
    if unknown > 0 {
        shown.push(kind("Too early to say", unknown));
    }
    let title = "Shares of all customers by kind of relationship";
    let mix = KindsMix { title, periods: vec![words::date(day, day)], kinds: shown };
    format!(
        "{}{}<details class=\"fold\"><summary>As a table</summary>{}</details>",
        mix.svg(Width::Wide),
        mix.svg(Width::Phone),
        mix.table()
    )
}

/// What is done, by messages and contacts and by people's time; nothing while it is too early.
fn practices(mirror: &Mirror) -> Vec<Practised> {
    let Some(profile) = practice::assess(&mirror.practice, &Parameters::default()) else {
        return Vec::new();
    };
    let bar = |name: &str, (middle, low, high): Share| share(name, low, high, Some(middle));
    let practised = |(place, practice): (usize, Practice)| {
        let name = words::sentence_case(practice.words());
        let by_count = bar(&format!("{name}, by messages and contacts"), profile.by_count[place]);
        let by_time = profile.by_minutes.map(|shares| bar(&format!("{name}, by time"), shares[place]));
        Practised { bars: [by_count, by_time.unwrap_or_default()], name }
    };
    Practice::ALL.into_iter().enumerate().map(practised).collect()
}

fn shown(finding: &Finding) -> Shown {
    let name = name(finding);
    let verdict = match (finding.outcome, finding.value) {
        (Outcome::Assessed, Some("pretended_relationship")) => "pretends".to_owned(),
        (Outcome::Assessed, Some(value)) => crate::words::plain(value),
        (Outcome::Assessed, None) => String::new(),
        (Outcome::NotAssessed, _) => "not recorded".to_owned(),
        (Outcome::NotEnoughEvidence, _) => "too early to say".to_owned(),
        (Outcome::Undetermined, Some("cannot_tell_yet")) => "cannot tell yet".to_owned(),
        (Outcome::Undetermined, Some("unproven")) => "unproven".to_owned(),
        (Outcome::Undetermined, _) => "open".to_owned(),
    };
    let counted = finding.counts.iter().filter(|count| count.count > 0);
    Shown {
        verdict,
        is_bad: finding.value == Some("pretended_relationship"),
        sentence: finding.sentence.clone(),
        picture: interval(finding, &name),
        counts: counted.map(|count| (thousands(count.count), crate::words::plain(count.name))).collect(),
        tests: finding.tests.iter().map(|test| test.sentence.clone()).collect(),
        better: finding.better.clone(),
        would_change: finding.would_change.clone(),
        caveat: finding.caveat.clone(),
        name,
    }
}

fn name(finding: &Finding) -> String {
    match finding.judgement {
        FindingKind::Silence => "Silence",
        FindingKind::FollowUpCoverage => "Follow-ups in time",
        FindingKind::KindsMix => "Everybody together",
        FindingKind::Practice => "What is done",
        FindingKind::ClaimedPractice => "What staff say",
        _ => return words::sentence_case(&finding.subject.name),
    }
    .to_owned()
}

/// The interval as a picture where it is one of a share; a difference says its own in the sentence.
fn interval(finding: &Finding, name: &str) -> String {
    let is_share = !matches!(finding.judgement, FindingKind::Efficiency | FindingKind::Effect);
    match (finding.low, finding.high) {
        (Some(low), Some(high)) if is_share && low >= 0.0 && high <= 1.0 => {
            let what = match finding.judgement {
                FindingKind::Tactic => "share that became a conversation",
                FindingKind::Dependency => "share kept on time",
                FindingKind::Practice => "personal part of all that is done",
                _ => "share",
            };
            share(&format!("{name}: {what}"), low, high, finding.estimate)
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Site;
    use axum::http::StatusCode;
    use guard::{Actor, Role};

    /// Heading by heading, in the order in which they must stand.
    const HEADINGS: [&str; 8] = [
        "Where nobody asked",
        "Promises and what they waited for",
        "Kinds of relationship",
        "The triangle of each provider",
        "Tactics",
        "Practice: claimed and observed",
        "Time per matter",
        "Effects",
    ];

    async fn ready(site: &Site) -> MirrorView {
        let permit = Actor::host().see_mirror().unwrap();
        site.app.office.mirror_when_ready(&permit).await.unwrap()
    }

    #[tokio::test]
    async fn the_business_is_seen_by_everybody_who_sees_everybody() {
        let site = Site::simulated().await;
        let view = ready(&site).await;
        for role in [Role::Administrator, Role::Manager, Role::Viewer] {
            let page = site.as_role(role).await.get("/mirror").await;
            assert_eq!(page.status, StatusCode::OK, "{role:?}");
            let places: Vec<usize> = HEADINGS
                .iter()
                .map(|heading| page.text.find(&format!("<h2>{heading}</h2>")).expect(heading))
                .collect();
            assert!(places.is_sorted(), "{places:?}");
            for finding in &view.business.as_ref().unwrap().findings {
                let sentence = pictures::escape(&finding.sentence).into_owned();
                let start: String = sentence.chars().take(40).take_while(|c| *c != '&').collect();
                assert!(page.text.contains(&start), "{start}");
            }
            assert!(page.text.contains("What would change it") && page.text.contains("A better version"));
            assert!(page.text.contains("aria-current=\"page\"") && page.text.contains("As a table"));
        }
    }

    #[tokio::test]
    async fn one_who_serves_sees_what_is_about_them_alone() {
        let site = Site::simulated().await;
        let all = ready(&site).await;
        let petra = site.as_role(Role::Provider).await.get("/mirror").await;
        assert_eq!(petra.status, StatusCode::OK);
        assert!(petra.text.contains("Your triangles") && !petra.text.contains("Where nobody asked"));
        let own = site.provider(0);
        let names = site.app.office.scene().unwrap();
        let names = names.directory();
        assert!(petra.text.contains(names.name(own)));
        for other in names.providers.iter().filter(|one| one.id != own) {
            assert!(!petra.text.contains(other.display_name()), "{}", other.display_name());
        }
        let admin = site.as_role(Role::Administrator).await.get("/mirror").await;
        let shows = |one: &book::Provider| {
            admin.text.contains(&format!("<th scope=\"row\">{}</th>", one.display_name()))
        };
        let shown = names.providers.iter().filter(|one| shows(one)).count();
        assert_eq!(shown, all.triangles.len());
        assert!(shown == 0 || shown >= 5, "{shown} can be told apart");
    }

    #[tokio::test]
    async fn an_empty_book_says_what_to_record() {
        let site = Site::empty().await;
        let view = ready(&site).await;
        let mirror = view.business.clone().unwrap();
        assert_eq!((mirror.customers, view.triangles.len()), (0, 0));
        let parts = business(&mirror, &view);
        let headings: Vec<&str> = parts.iter().map(|part| part.heading).collect();
        assert_eq!(headings, HEADINGS);
        for part in parts {
            let says = part.findings.iter().all(|one| !one.would_change.is_empty());
            assert!(says && (!part.findings.is_empty() || part.nothing.len() > 20), "{}", part.heading);
            assert!(part.picture.is_empty() && part.practices.is_empty());
        }
    }

    #[test]
    fn ties_in_words() {
        assert_eq!(strengths([0, 0, 0]), "not known");
        assert_eq!(strengths([9, 0, 0]), "tight");
        assert_eq!(strengths([9, 0, 1_200]), "9\u{a0}tight, 1,200\u{a0}not known");
    }
}
