//! The board of issues: what people told us, what was put right and waits for the check-back, and what is
//! closed. Being told is a win; praise stands beside it.

use crate::acts::issue::CLOSED_WITHOUT_ANSWER;
use crate::error::OfficeResult;
use crate::promises::{PEOPLE_AT_ONCE, counted, of_provider, page_of, reaches};
use crate::scene::Scene;
use crate::state::Office;
use crate::summary::is_open_issue;
use book::{Change, CustomerId, Day, Fact, FactId, History, ProviderId, Voice, VoiceKind};
use guard::SeePeople;
use people::{Bound, Column, Filter, Query, Range, Row};
use std::collections::BTreeSet;
use store::{ActFilter, Book};

/// Days after which somebody asks whether it stayed right.
pub const CHECK_BACK_DAYS: i32 = 14;
/// "This month": the last days in which what people told us is counted.
pub const MONTH_DAYS: i32 = 30;
/// Days for which something put right without an answer waits on the board; after that it is history.
const WAITS_DAYS: i32 = 90;
/// Acts of the trail that are looked at for issues put right lately.
const LATE_ACTS: u32 = 200;

/// Something that a customer said.
#[derive(Debug, Clone, PartialEq)]
pub struct Issue {
    /// Who said it.
    pub customer: CustomerId,
    /// What to call them.
    pub name: String,
    /// Which word of theirs.
    pub fact: FactId,
    /// Complaint, concern, suggestion or praise.
    pub kind: Option<VoiceKind>,
    /// 1 (slight) to 3 (grave).
    pub severity: Option<u8>,
    /// In which words, where they were noted.
    pub text: Option<String>,
    /// On which day.
    pub day: Day,
    /// Who of us has to do with it.
    pub provider: Option<String>,
    /// When it was put right.
    pub put_right: Option<Day>,
    /// The customer's own answer, asked afterwards.
    pub satisfied: Option<bool>,
    /// The last word about it: what was done, or why it was closed.
    pub note: Option<String>,
    /// Closed for a stated reason, without the customer's answer.
    pub is_closed_without_answer: bool,
}

impl Issue {
    /// The day on which somebody asks whether it stayed right; `None` while it is not put right.
    pub fn check_back(&self) -> Option<Day> {
        self.put_right.map(|day| day.plus(CHECK_BACK_DAYS))
    }

    fn is_closed(&self) -> bool {
        self.put_right.is_some() && (self.satisfied.is_some() || self.is_closed_without_answer)
    }
}

/// The board.
#[derive(Debug, Clone)]
pub struct IssueBoard {
    /// The day it is for.
    pub today: Day,
    /// Told us and not put right, the oldest first.
    pub told: Vec<Issue>,
    /// Put right, waiting for the customer's answer; the first due first.
    pub waiting: Vec<Issue>,
    /// Closed in the last 30 days, the latest first.
    pub closed: Vec<Issue>,
    /// Praise of the last 30 days, the latest first.
    pub praise: Vec<Issue>,
    /// People who told us anything in the last 30 days.
    pub people_told: usize,
    /// Words of the last 30 days: complaints and concerns, suggestions, praise. Of the 200 people who spoke
    /// last where there are more.
    pub words: [usize; 3],
    /// People with an open issue, on all pages.
    pub people: usize,
    /// Which page, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
}

impl Office {
    /// What the people whom the permit reaches told us; those whom `provider` serves when one is named. 200
    /// people with an open issue are one page, those who have waited longest first.
    ///
    /// # Errors
    /// [`crate::OfficeError::NotReady`] while the book is read for the first time.
    pub fn issues(
        &self,
        permit: &SeePeople,
        provider: Option<ProviderId>,
        page: u32,
    ) -> OfficeResult<IssueBoard> {
        let desk = self.desk()?;
        let scene = desk.scene();
        let today = scene.day();
        let people = desk.people();
        let open = of_provider(counted(Column::OpenIssues), provider).sorted(Column::OldestIssue, false);
        let open = people.ids(&open, today, permit.only());
        let (page, pages, chosen) = page_of(&open, page);
        let spoke = |days| people.ids(&of_provider(spoke_within(days), provider), today, permit.only());
        let people_told = spoke(MONTH_DAYS).len();
        let late: Vec<CustomerId> = spoke(WAITS_DAYS).into_iter().take(PEOPLE_AT_ONCE).collect();
        let book = self.read()?;
        let acted = moved_lately(&book)?.into_iter().filter(|customer| {
            let is_meant = |row: &Row| reaches(permit.only(), row) && reaches(provider, row);
            people.row(*customer).as_ref().is_some_and(is_meant)
        });
        let all: BTreeSet<CustomerId> = chosen.iter().copied().chain(late).chain(acted).collect();
        drop(people);
        let total = open.len();
        let mut board = IssueBoard::new(today, people_told, (total, page, pages));
        for customer in all {
            if let Some(history) = book.history(customer)? {
                let is_on_page = chosen.contains(&customer);
                for voice in &history.voice {
                    board.take(issue(voice, &history, &scene, &book)?, is_on_page);
                }
            }
        }
        board.sort();
        Ok(board)
    }
}

impl IssueBoard {
    fn new(today: Day, people_told: usize, (people, page, pages): (usize, u32, u32)) -> IssueBoard {
        let (told, waiting, closed, praise) = Default::default();
        let words = [0; 3];
        IssueBoard { today, told, waiting, closed, praise, people_told, words, people, page, pages }
    }

    fn take(&mut self, issue: Issue, is_on_page: bool) {
        let is_late = |day: Day| self.today.days_since(day) <= MONTH_DAYS;
        let place = match issue.kind {
            Some(VoiceKind::Complaint | VoiceKind::Concern) | None => 0,
            Some(VoiceKind::Suggestion) => 1,
            Some(VoiceKind::Praise) => 2,
        };
        self.words[place] += usize::from(is_late(issue.day));
        match (place, issue.put_right) {
            (2, _) if is_late(issue.day) => self.praise.push(issue),
            (0, None) if is_on_page && issue.kind.is_some() => self.told.push(issue),
            (0, Some(day)) if issue.is_closed() && is_late(day) => self.closed.push(issue),
            (0, Some(day)) if !issue.is_closed() && self.today.days_since(day) <= WAITS_DAYS => {
                self.waiting.push(issue);
            }
            _ => {}
        }
    }

    fn sort(&mut self) {
        self.told.sort_by_key(|issue| (issue.day, issue.fact));
        self.waiting.sort_by_key(|issue| (issue.put_right, issue.fact));
        self.closed.sort_by_key(|issue| (std::cmp::Reverse(issue.put_right), issue.fact));
        self.praise.sort_by_key(|issue| (std::cmp::Reverse(issue.day), issue.fact));
    }
}

/// Everybody who said something in the last days, the latest first.
fn spoke_within(days: i32) -> Query {
    let range = Range { from: Some(Bound::DaysAgo(0)), to: Some(Bound::DaysAgo(days)) };
    let filter = Filter::Range { column: Column::LastVoice, range: Some(range), or_unknown: false };
    Query::default().with(filter).sorted(Column::LastVoice, true)
}

/// Customers about whose issues somebody did something lately.
fn moved_lately(book: &Book) -> OfficeResult<Vec<CustomerId>> {
    let filter = ActFilter { verb: Some("move_issue".into()), limit: LATE_ACTS, ..ActFilter::default() };
    Ok(book.acts(&filter)?.into_iter().filter_map(|act| act.customer).collect())
}

/// What a customer said, with the last word about it.
fn issue(voice: &Fact<Voice>, history: &History, scene: &Scene, book: &Book) -> OfficeResult<Issue> {
    let detail = &voice.detail;
    let mut note = None;
    // Only what was put right without an answer needs telling apart, and only a few of those are read.
    if is_open_issue(voice) || detail.resolved_at.is_some() {
        let said = book.amendments_of_fact(voice.id)?;
        note = said.into_iter().rev().find_map(|amendment| match amendment.change {
            Change::Voice { note, .. } => note,
            _ => None,
        });
    }
    let closed = note.as_deref().and_then(|note| note.strip_prefix(CLOSED_WITHOUT_ANSWER));
    let serving = voice.provider.or(history.customer.assigned_to);
    Ok(Issue {
        customer: history.customer.id,
        name: history.customer.display_name().to_owned(),
        fact: voice.id,
        kind: detail.kind,
        severity: detail.severity,
        text: detail.text.as_ref().map(ToString::to_string),
        day: voice.day,
        provider: serving.map(|id| scene.directory().name(id).to_owned()),
        put_right: detail.resolved_at.map(|at| scene.calendar().day(at)),
        satisfied: detail.satisfied,
        is_closed_without_answer: closed.is_some(),
        note: note.as_deref().map(|note| closed.unwrap_or(note).to_owned()),
    })
}
