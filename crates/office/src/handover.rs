//! A handover prepared: what is known of each person and what is promised to them, before anybody is moved.

use crate::error::{OfficeError, OfficeResult};
use crate::promises::{OpenPromise, by_urgency, told};
use crate::scene::Scene;
use crate::state::Office;
use crate::summary::{is_open_issue, is_open_promise_of_ours};
use book::{CustomerId, Day, History, Provider, ProviderId, Timestamp};
use guard::Manage;
use people::{Column, Filter, Query};

/// People whose particulars are listed; of more, those to whom most is owed come first.
pub const LISTED: usize = 50;

/// What the next one must know about a person.
#[derive(Debug, Clone)]
pub struct HandedPerson {
    /// Whom.
    pub customer: CustomerId,
    /// What to call them.
    pub name: String,
    /// Their last contact.
    pub last_contact: Option<Day>,
    /// What is promised to them, the most urgent first.
    pub promises: Vec<OpenPromise>,
    /// What they told us that is not put right.
    pub issues: Vec<(Day, String)>,
    /// What is known and may be passed on: facts and care, never confidences or opinions.
    pub known: Vec<String>,
}

/// A handover before it is done.
#[derive(Debug, Clone)]
pub struct Handover {
    /// The day it is for.
    pub today: Day,
    /// Who gives people away.
    pub from: Provider,
    /// People handed over.
    pub people: usize,
    /// The first of them in particular, those to whom something is owed first.
    pub listed: Vec<HandedPerson>,
    /// Who can take them.
    pub others: Vec<Provider>,
}

impl Office {
    /// Prepares the handover of one person, or of everybody whom `from` serves.
    ///
    /// # Errors
    /// [`OfficeError::Missing`] when there is no such provider, or `from` does not serve that person.
    pub fn handover(
        &self,
        _permit: &Manage,
        from: ProviderId,
        person: Option<CustomerId>,
    ) -> OfficeResult<Handover> {
        let scene = self.scene()?;
        let provider = scene.directory().provider(from).cloned();
        let provider = provider.ok_or(OfficeError::Missing("this provider"))?;
        let people = self.handed(from, person)?;
        let book = self.read()?;
        let mut listed = Vec::new();
        for customer in people.iter().take(LISTED) {
            if let Some(history) = book.history(*customer)? {
                listed.push(handed(&history, &scene, self.now()));
            }
        }
        let others = scene.directory().providers.iter().filter(|other| other.id != from).cloned().collect();
        Ok(Handover { today: scene.day(), from: provider, people: people.len(), listed, others })
    }

    /// Whom a handover is about, those with an open issue or promise first.
    pub(crate) fn handed(
        &self,
        from: ProviderId,
        person: Option<CustomerId>,
    ) -> OfficeResult<Vec<CustomerId>> {
        let desk = self.desk()?;
        let people = desk.people();
        if let Some(customer) = person {
            let row = people.row(customer).filter(|row| row.provider == Some(from));
            return Ok(vec![row.ok_or(OfficeError::Missing("this person among those served"))?.id]);
        }
        let served = Query::default().with(Filter::provider(Column::Provider, Some(from)));
        let today = desk.scene().day();
        let mut ids = people.ids(&served.sorted(Column::NextDue, false), today, None);
        ids.sort_by_key(|id| people.row(*id).is_none_or(|row| row.open_issues == 0));
        Ok(ids)
    }
}

fn handed(history: &History, scene: &Scene, now: Timestamp) -> HandedPerson {
    let open = history.promises.iter().filter(|promise| is_open_promise_of_ours(promise));
    let mut promises: Vec<OpenPromise> = open.map(|promise| told(promise, history, scene)).collect();
    by_urgency(&mut promises);
    let words =
        |text: Option<&book::Text>| text.map_or("no words were noted", |text| text.as_str()).to_owned();
    let issues = history.voice.iter().filter(|voice| is_open_issue(voice));
    let issues = issues.map(|voice| (voice.day, words(voice.detail.text.as_ref()))).collect();
    let passes = |kind: &str| !matches!(kind, "confidence" | "opinion" | "pause" | "handover");
    let known =
        history.knowledge.iter().rev().filter(|known| {
            passes(&known.detail.kind) && known.detail.expires_at.is_none_or(|end| end > now)
        });
    HandedPerson {
        customer: history.customer.id,
        name: history.customer.display_name().to_owned(),
        last_contact: history.interactions.last().map(|contact| contact.day),
        promises,
        issues,
        known: known.take(4).map(|known| known.detail.text.to_string()).collect(),
    }
}
