//! Where facts are written down: collects them in any order, then numbers them as a business would.

use crate::SOURCE;
use book::{Body, Day, FactId, FactKind, Record, Text, Timestamp, time::DAY_MICROS};

/// Ids of drafts are places in the list until [`Desk::close`] numbers them.
struct Draft {
    at: Timestamp,
    customer: Text,
    provider: Option<Text>,
    body: Body,
}

/// Collects facts up to the end of the last day; what would happen later is not written.
pub(crate) struct Desk {
    drafts: Vec<Draft>,
    end: Timestamp,
}

/// The instant of a minute of a day. Simulated days are UTC days.
pub(crate) fn instant(day: Day, minute: i32) -> Timestamp {
    Timestamp(i64::from(day.0) * DAY_MICROS + i64::from(minute) * 60_000_000)
}

impl Desk {
    pub(crate) fn new(end_day: Day) -> Desk {
        Desk { drafts: Vec::new(), end: Timestamp(instant(end_day.plus(1), 0).0 - 1) }
    }

    /// True when an instant lies within the simulated days.
    pub(crate) fn is_past(&self, at: Timestamp) -> bool {
        at <= self.end
    }

    /// Keeps an instant that has come, and forgets one that has not.
    pub(crate) fn past(&self, at: Timestamp) -> Option<Timestamp> {
        self.is_past(at).then_some(at)
    }

    /// Writes one fact down; `None` when it lies in the future. The id is good for references until the end.
    pub(crate) fn put(
        &mut self,
        at: Timestamp,
        customer: &Text,
        provider: Option<&Text>,
        body: Body,
    ) -> Option<FactId> {
        if !self.is_past(at) {
            return None;
        }
        self.drafts.push(Draft { at, customer: customer.clone(), provider: provider.cloned(), body });
        Some(FactId(self.drafts.len() as u64 - 1))
    }

    /// Numbers every kind in order of time and gives the final ids.
    pub(crate) fn close(mut self) -> Vec<Record> {
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|place| (turn(&self.drafts[*place].body), self.drafts[*place].at, *place));
        let mut names = vec![(FactId(0), Text::default(), 0_u64); self.drafts.len()];
        let mut counts = [0_u64; FactKind::ALL.len() + 1];
        for place in &order {
            let draft = &self.drafts[*place];
            let Some(kind) = draft.body.kind() else { continue };
            counts[kind as usize] += 1;
            let number = counts[kind as usize];
            let name = Text::from(format!("{}-{number:06}", prefix(&draft.body)));
            names[*place] = (FactId::of(SOURCE, kind, &name), name, number + 1);
        }
        let final_id = |id: FactId| names[id.0 as usize].0;
        for draft in &mut self.drafts {
            match &mut draft.body {
                Body::Delivery(delivery) => delivery.purchase = delivery.purchase.map(final_id),
                Body::Adaptation(adaptation) => {
                    adaptation.knowledge = adaptation.knowledge.map(final_id);
                    adaptation.interaction = adaptation.interaction.map(final_id);
                }
                _ => {}
            }
        }
        let mut drafts: Vec<Option<Draft>> = self.drafts.into_iter().map(Some).collect();
        let record = |place: usize| {
            let draft = drafts[place].take()?;
            let (id, name, line) = names[place].clone();
            let Draft { at, customer, provider, body } = draft;
            Some(Record { line, id, external_id: Some(name), at, customer, provider, body, extras: None })
        };
        order.into_iter().filter_map(record).collect()
    }
}

/// When a kind's turn comes: what others refer to comes before them.
fn turn(body: &Body) -> u8 {
    match body.kind() {
        None => 0,
        Some(FactKind::Purchase) => 1,
        Some(FactKind::Interaction) => 2,
        Some(FactKind::Knowledge) => 3,
        Some(kind) => 3 + kind as u8,
    }
}

/// How the business names its records: a visit is not called an interaction at the counter.
fn prefix(body: &Body) -> &'static str {
    match body {
        Body::Interaction(interaction) => match interaction.channel.as_deref() {
            Some("phone") => "call",
            Some("email") => "mail",
            _ => "visit",
        },
        Body::Purchase(purchase) if purchase.returned == Some(true) => "return",
        Body::Purchase(_) => "sale",
        Body::Delivery(_) => "delivery",
        Body::Voice(_) => "word",
        Body::Promise(_) => "promise",
        Body::Knowledge(_) => "note",
        Body::Adaptation(_) => "use",
        Body::Wish(_) => "wish",
        Body::Referral(_) => "referral",
        Body::Benefit(_) => "benefit",
        Body::Permission(_) => "permission",
        Body::Touch(_) => "touch",
        Body::Customer(_) | Body::Provider(_) => "party",
    }
}
