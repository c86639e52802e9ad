//! Gathering what the findings rest on, in one walk over the book.
//!
//! **Invariants.** Only sums of whole numbers, and lists that are put in order at the end, are kept, so that
//! customers added in any order, in any number of parts merged in any order, give the very same mirror. A
//! customer of whom nothing but purchases is known costs a few additions; the heavier work is for those with
//! touches, timed conversations, promises or referrals.
//!
//! What is kept of single customers: who brought whom, the margin of each one's first year (where costs are
//! known, to value those who were brought), and a bounded sample of ties whose minutes are known.

use crate::efficiency::{FinishedRequest, Mode};
use crate::influence::{Edge, Known, Network};
use crate::practice::{Observed, Practice};
use crate::promises::DependencyTally;
use crate::tactics::{Recorded, TacticTally};
use crate::trials::{Suggested, Trials};
use crate::{
    Finding, Parameters, Said, asking::Coverage, asking::Silences, efficiency, influence,
    kinds_mix::KindsMix, practice, promises, tactics, triangles::Triangles,
};
use book::content::Hash63;
use book::{Currency, Fact, History, Initiator, Interaction, Purchase, Text};
use judge::{Assessment, Context};
use serde::Serialize;
use std::collections::BTreeMap;

mod margins;
mod of_tactics;
mod ties;

use margins::{Margins, first_year_margin};
use ties::Ties;

/// Findings about influence are for saying thank you to a few, not a list of everybody.
const THANKED_MAX: usize = 20;

/// Collects the mirror of a book, one customer at a time.
#[derive(Debug, Clone, Default)]
pub struct MirrorBuilder {
    customers: u64,
    conversations: u64,
    knowledge: u64,
    adaptations: u64,
    tactics: BTreeMap<Text, TacticTally>,
    practice: Observed,
    ties: [Ties; 2],
    settled: [Said; 2],
    edges: Vec<Edge>,
    referrers: BTreeMap<Text, Referrer>,
    margins: Margins,
    dependencies: DependencyTally,
    kinds: KindsMix,
    triangles: Triangles,
    silences: Silences,
    coverage: Coverage,
    trials: Trials,
}

/// Somebody who brought others.
#[derive(Debug, Clone, Copy, Default)]
struct Referrer {
    /// Customers called by this id: two sources may call two so.
    customers: u32,
    /// The margin, while there is only one of them.
    margin_minor: Option<i64>,
    ideas_used: u32,
}

impl Referrer {
    fn merge(&mut self, other: Referrer) {
        self.margin_minor = match (self.customers, other.customers) {
            (0, _) => other.margin_minor,
            (_, 0) => self.margin_minor,
            _ => None, // of two customers nobody's margin is certain
        };
        self.customers += other.customers;
        self.ideas_used = self.ideas_used.saturating_add(other.ideas_used);
    }
}

/// Everything the walk found: the counts, and the findings in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mirror {
    /// Customers added.
    pub customers: u64,
    /// J9, by the tactic's own name.
    pub tactics: BTreeMap<Text, TacticTally>,
    /// J12.
    pub practice: Observed,
    /// Customers in which kind of relationship.
    pub kinds: KindsMix,
    /// J2 per provider.
    pub triangles: Triangles,
    /// J6d.
    pub silences: Silences,
    /// J16.
    pub coverage: Coverage,
    /// J8 by dependency.
    pub dependencies: DependencyTally,
    /// What was suggested and held back.
    pub trials: Trials,
    /// J14: everybody whose word brought somebody, in order of id.
    pub influence: Vec<influence::InfluenceValue>,
    /// All of it in words, in the order of [`crate::FindingKind`].
    pub findings: Vec<Finding>,
}

impl MirrorBuilder {
    /// An empty mirror.
    pub fn new() -> MirrorBuilder {
        MirrorBuilder::default()
    }

    /// Adds one customer. `history` must be cut to `context.as_of`, and `assessment` be its own.
    pub fn add(&mut self, history: &History, context: &Context, assessment: &Assessment) {
        if history.fact_count() == 0 {
            return;
        }
        self.customers += 1;
        self.kinds.add(&assessment.kind);
        self.silences.add(&assessment.candor);
        self.coverage.add(&assessment.follow_up);
        self.triangles.add(&assessment.triangles);
        self.knowledge += history.knowledge.len() as u64;
        // An adaptation that does not say what was used cannot show that nothing learned was used.
        let names_knowledge = |used: &&Fact<book::Adaptation>| used.detail.knowledge.is_some();
        self.adaptations += history.adaptations.iter().filter(names_knowledge).count() as u64;
        of_tactics::add(&mut self.tactics, history, context);
        if !history.touches.is_empty() || !history.interactions.is_empty() {
            self.add_practice(history, context);
        }
        if !history.interactions.is_empty() {
            self.add_ties(history, assessment);
        }
        if !history.promises.is_empty() {
            self.dependencies.add(&history.promises, context.as_of_day, context.calendar);
        }
        let margin = first_year_margin(history, context.currency);
        if let Some(margin) = margin {
            self.margins.add(&history.customer.external_id, margin);
        }
        if !history.referrals.is_empty() {
            self.add_referrals(history, margin);
        }
    }

    /// Adds what was suggested about one customer, whose history is cut to `context.as_of`: the first time of
    /// each act.
    pub fn add_suggested(&mut self, suggested: &[Suggested], history: &History, context: &Context) {
        for one in suggested {
            self.trials.add(one, history, context.as_of_day);
        }
    }

    fn add_practice(&mut self, history: &History, context: &Context) {
        let recent = |day| context.days_ago(day) <= context.parameters.window_days;
        if let Some(kind) = history.customer.kind {
            self.practice.organizations.add(Some(kind == book::PartyKind::Organization));
        }
        for touch in history.touches.iter().filter(|touch| recent(touch.day)) {
            let sort = practice::Sort {
                same_for_all: touch.detail.same_for_all,
                two_way: Some(false),
                ..practice::Sort::default()
            };
            // What software wrote took nobody's time; what a person wrote took a time that nobody noted.
            let minutes = (touch.detail.human_author == Some(false)).then_some(0.0);
            self.practice.add(practice::practice_of(&sort), minutes);
        }
        for contact in history.interactions.iter().filter(|contact| recent(contact.day)) {
            self.conversations += u64::from(contact.detail.two_way == Some(true));
            if let Some(practice) = practice_of_contact(&contact.detail) {
                self.practice.add(practice, contact.detail.minutes);
            }
        }
    }

    /// The timed requests of this customer: per provider in a relationship, else with the organization.
    fn add_ties(&mut self, history: &History, assessment: &Assessment) {
        let is_relationship = |pair: &&judge::relationship_kind::PairVerdict| {
            pair.kind == Ok(judge::relationship_kind::RelationshipKind::Relationship)
        };
        let mut has_one = false;
        for pair in assessment.kind.pairs.iter().filter(is_relationship) {
            has_one = true;
            let with = |contact: &&Fact<Interaction>| contact.provider == Some(pair.provider);
            self.add_tie(Mode::Relationship, history, pair.provider.0, with);
        }
        if !has_one {
            self.add_tie(Mode::Encounter, history, 0, |_| true);
        }
    }

    fn add_tie(
        &mut self,
        mode: Mode,
        history: &History,
        provider: u32,
        with: impl Fn(&&Fact<Interaction>) -> bool,
    ) {
        let mut requests = Vec::new();
        let contacts = history.interactions.iter().filter(|contact| contact.detail.two_way == Some(true));
        for (contact_number, contact) in (1..).zip(contacts.filter(with)) {
            let detail = &contact.detail;
            self.settled[mode as usize].add(detail.solved);
            if let (Some(true), Some(minutes)) = (detail.solved, detail.minutes)
                && minutes > 0.0
            {
                let request_type = detail.purpose.as_deref().map_or(0, hash_of);
                requests.push(FinishedRequest { contact_number, minutes, request_type });
            }
        }
        self.ties[mode as usize].add((history.customer.id, provider), requests);
    }

    fn add_referrals(&mut self, history: &History, margin_minor: Option<i64>) {
        let from = &history.customer.external_id;
        self.edges.extend(history.referrals.iter().map(|referral| Edge {
            from: from.clone(),
            to: referral.detail.to_customer.clone(),
            rewarded: referral.detail.rewarded,
            weight: 1.0,
        }));
        let used = |voice: &&Fact<book::Voice>| {
            voice.detail.kind == Some(book::VoiceKind::Suggestion) && voice.detail.resolved_at.is_some()
        };
        let ideas_used = u32::try_from(history.voice.iter().filter(used).count()).unwrap_or(u32::MAX);
        let one = Referrer { customers: 1, margin_minor, ideas_used };
        self.referrers.entry(from.clone()).or_default().merge(one);
    }

    /// Adds what another part collected.
    pub fn merge(&mut self, other: MirrorBuilder) {
        self.customers += other.customers;
        self.conversations += other.conversations;
        self.knowledge += other.knowledge;
        self.adaptations += other.adaptations;
        for (name, tally) in other.tactics {
            self.tactics.entry(name).or_default().merge(&tally);
        }
        self.practice.merge(&other.practice);
        for (place, (ties, settled)) in other.ties.into_iter().zip(other.settled).enumerate() {
            self.ties[place].merge(ties);
            self.settled[place].merge(settled);
        }
        self.edges.extend(other.edges);
        for (party, referrer) in other.referrers {
            self.referrers.entry(party).or_default().merge(referrer);
        }
        self.margins.merge(other.margins);
        self.dependencies.merge(&other.dependencies);
        self.kinds.merge(&other.kinds);
        self.triangles.merge(&other.triangles);
        self.silences.merge(&other.silences);
        self.coverage.merge(&other.coverage);
        self.trials.merge(&other.trials);
    }

    /// What the book records at all.
    pub fn recorded(&self) -> Recorded {
        Recorded {
            conversations: self.conversations > 0,
            learning: self.knowledge > 0 && self.adaptations > 0,
        }
    }

    /// Puts everything into findings.
    pub fn finish(self, context: &Context, parameters: &Parameters) -> Mirror {
        let (recorded, as_of) = (self.recorded(), context.as_of_day);
        let mut findings: Vec<Finding> = self
            .tactics
            .iter()
            .map(|(name, tally)| tactics::finding(name, tally, recorded, parameters, as_of))
            .collect();
        findings.push(practice::observed_finding(&self.practice, &[], parameters, as_of));
        findings.push(practice::claimed_finding(&[], parameters, as_of));
        for (mode, (ties, settled)) in
            [Mode::Relationship, Mode::Encounter].into_iter().zip(self.ties.into_iter().zip(self.settled))
        {
            findings.push(efficiency::finding(mode, &ties.into_requests(), settled, parameters, as_of));
        }
        let influence = influence_of(self.edges, self.referrers, self.margins, parameters);
        findings.extend(thanks(&influence, context.currency, as_of));
        findings.extend(self.trials.findings(parameters, as_of));
        findings.extend(promises::findings(&self.dependencies, parameters, as_of));
        findings.push(self.kinds.finding(as_of));
        findings.extend(self.triangles.findings(context.directory, as_of));
        findings.push(self.silences.finding(as_of));
        findings.push(self.coverage.finding(parameters, as_of));
        Mirror {
            customers: self.customers,
            tactics: self.tactics,
            practice: self.practice,
            kinds: self.kinds,
            triangles: self.triangles,
            silences: self.silences,
            coverage: self.coverage,
            dependencies: self.dependencies,
            trials: self.trials,
            influence,
            findings,
        }
    }
}

/// The practice of a contact: `Some(None)` where the record does not say; `None` for a message of the
/// customer's own, which is no practice of ours.
fn practice_of_contact(contact: &Interaction) -> Option<Option<Practice>> {
    let theirs = contact.initiated_by == Some(Initiator::Customer) && contact.two_way == Some(false);
    let sort = practice::Sort { two_way: contact.two_way, ..practice::Sort::default() };
    (!theirs).then(|| practice::practice_of(&sort))
}

/// A number that is the same for the same text in every run.
fn hash_of(text: &str) -> u64 {
    let mut hash = Hash63::default();
    hash.update(text.as_bytes());
    hash.finish()
}

fn influence_of(
    mut edges: Vec<Edge>,
    referrers: BTreeMap<Text, Referrer>,
    margins: Margins,
    parameters: &Parameters,
) -> Vec<influence::InfluenceValue> {
    edges.sort_by(|a, b| (&a.from, &a.to, a.rewarded).cmp(&(&b.from, &b.to, b.rewarded)));
    let mut known: BTreeMap<Text, Known> = referrers
        .into_iter()
        .map(|(party, Referrer { margin_minor, ideas_used, .. })| (party, Known { margin_minor, ideas_used }))
        .collect();
    let margins = margins.sorted();
    for edge in &edges {
        let margin_minor = margins.of(&edge.to);
        known.entry(edge.to.clone()).or_insert(Known { margin_minor, ideas_used: 0 });
    }
    let network = Network::of(&edges, &known);
    network.parties().filter_map(|party| network.value(party, parameters)).collect()
}

/// Those whose unprompted word brought most for certain, by the low end.
fn thanks(all: &[influence::InfluenceValue], currency: Currency, as_of: book::Day) -> Vec<Finding> {
    let mut all: Vec<&influence::InfluenceValue> = all.iter().collect();
    let low = |value: &influence::InfluenceValue| value.influence.low.max(value.unsaid.low);
    all.sort_by(|a, b| low(b).total_cmp(&low(a)).then(a.party.cmp(&b.party)));
    all.iter()
        .take(THANKED_MAX)
        .map(|value| influence::finding(value, &value.party, currency, as_of))
        .collect()
}

/// Whether a sale is in the book's own currency.
fn is_own(sale: &Purchase, currency: Currency) -> bool {
    sale.currency.is_none_or(|own| own == currency)
}

#[cfg(test)]
mod tests;
