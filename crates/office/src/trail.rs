//! The trail: every act, who did it, and whether it can be taken back.

use crate::error::OfficeResult;
use crate::promises::reaches;
use crate::state::Office;
use book::{Calendar, CustomerId, Day, Text};
use guard::SeeAudit;
use store::{AccountId, Act, ActFilter, ActId};

/// Acts of one page.
const PAGE: u32 = 50;

/// Which acts to show.
#[derive(Debug, Clone, Default)]
pub struct TrailQuery {
    /// About this person.
    pub person: Option<CustomerId>,
    /// By this account.
    pub who: Option<u32>,
    /// Of this kind; any when empty.
    pub verb: String,
    /// From this day on.
    pub from: Option<Day>,
    /// Up to and with this day.
    pub to: Option<Day>,
    /// Older than this act: the last one of the page before.
    pub before: Option<u32>,
}

/// One act.
#[derive(Debug, Clone)]
pub struct TrailAct {
    /// Its number.
    pub id: u32,
    /// The civil day.
    pub day: Day,
    /// `14:05`, in the book's time zone.
    pub time: String,
    /// Name of who did it.
    pub who: String,
    /// What kind of act, as a word.
    pub verb: String,
    /// About whom.
    pub customer: Option<CustomerId>,
    /// The act in a plain sentence.
    pub sentence: String,
    /// Whoever reads this may take it back.
    pub can_undo: bool,
    /// Who took it back, and when.
    pub undone: Option<(String, Day)>,
}

/// A page of the trail.
#[derive(Debug, Clone)]
pub struct Trail {
    /// The day of reading.
    pub today: Day,
    /// Newest first.
    pub acts: Vec<TrailAct>,
    /// Where the next page begins, when there is one.
    pub next: Option<u32>,
    /// Who may be asked for: number and name. Only oneself for a provider.
    pub people: Vec<(u32, String)>,
    /// Name of the person asked for.
    pub about: Option<String>,
}

impl Office {
    /// One page of the trail, as far as the permit reaches.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn trail(&self, permit: &SeeAudit, query: &TrailQuery) -> OfficeResult<Trail> {
        let book = self.read()?;
        let calendar = book.calendar();
        let filter = ActFilter {
            customer: query.person,
            account: permit.only().or(query.who).map(AccountId),
            verb: (!query.verb.is_empty()).then(|| Text::from(query.verb.as_str())),
            from: query.from.map(|day| calendar.start_of(day)),
            to: query.to.map(|day| calendar.start_of(day.plus(1))),
            before: query.before.map(ActId),
            limit: PAGE + 1,
        };
        let mut acts = book.acts(&filter)?;
        let has_more = acts.len() > PAGE as usize;
        acts.truncate(PAGE as usize);
        let next = acts.last().filter(|_| has_more).map(|act| act.id.0);
        let accounts: Vec<(u32, String)> =
            book.accounts()?.into_iter().map(|account| (account.id.0, account.name.to_string())).collect();
        let shown = acts.iter().map(|act| shown(act, permit, calendar, &accounts)).collect();
        let about = query.person.filter(|person| self.is_own_or_all(permit, *person));
        let about = about.map(|person| book.customer(person)).transpose()?.flatten();
        let is_seen = |id: u32| permit.only().is_none_or(|only| only == id);
        Ok(Trail {
            today: calendar.day(self.now()),
            acts: shown,
            next,
            people: accounts.into_iter().filter(|(id, _)| is_seen(*id)).collect(),
            about: about.map(|customer| customer.display_name().to_owned()),
        })
    }

    /// The people whom somebody may mean by `typed`, for the trail; nobody for an empty text. Whoever sees
    /// the acts of the own account only is answered from those whom the own list holds.
    ///
    /// # Errors
    /// When the book cannot be read.
    pub fn meant(&self, permit: &SeeAudit, typed: &str) -> OfficeResult<Vec<(CustomerId, String)>> {
        if typed.trim().is_empty() {
            return Ok(Vec::new());
        }
        let found = self.read()?.find_customers(typed.trim())?;
        let named = |customer: book::Customer| (customer.id, customer.display_name().to_owned());
        let seen = found.into_iter().filter(|customer| self.is_own_or_all(permit, customer.id));
        Ok(seen.map(named).collect())
    }

    /// Whether the name of a person may be shown to who reads the trail.
    fn is_own_or_all(&self, permit: &SeeAudit, customer: CustomerId) -> bool {
        let own = permit.actor().provider;
        permit.only().is_none()
            || self.desk().is_ok_and(|desk| {
                let row = desk.people().row(customer);
                own.is_some() && row.is_some_and(|row| reaches(own, &row))
            })
    }
}

fn shown(act: &Act, permit: &SeeAudit, calendar: &Calendar, accounts: &[(u32, String)]) -> TrailAct {
    let name = |id: AccountId| {
        let found = accounts.iter().find(|(account, _)| *account == id.0);
        found.map_or_else(|| "the host".to_owned(), |(_, name)| name.clone())
    };
    let local = calendar.civil(act.at);
    let undone = act.undone_at.map(|at| (act.undone_by.map(name).unwrap_or_default(), calendar.day(at)));
    let is_allowed = permit.actor().undo_act(act.account.0).is_ok();
    TrailAct {
        id: act.id.0,
        day: calendar.day(act.at),
        time: format!("{:02}:{:02}", local.hour(), local.minute()),
        who: name(act.account),
        verb: act.verb.to_string(),
        customer: act.customer,
        sentence: act.sentence.to_string(),
        can_undo: act.undo.is_some() && undone.is_none() && is_allowed,
        undone,
    }
}
