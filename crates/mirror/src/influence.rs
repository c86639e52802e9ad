//! J14: what somebody's word brought, in four numbers that are never added: own margin, referral (rewarded),
//! influence (unprompted), knowledge (ideas that were used).
//!
//! V = c x sum of share x margin of those who came + d x c^2 x the same of those whom they brought: c is the
//! chance that they would not have come anyway (.5, from .25 to .75), d = .5 the second degree's weight.
//! Depth two; a circle is cut at the first visit; the shares of one newcomer sum to 1. A margin that nobody
//! knows is left out and counted as unknown. For thanks only: never a reason to serve somebody worse (X16).

use crate::Parameters;
use crate::finding::{Draft, Finding, FindingKind, Subject, SubjectKind};
use crate::rate::people;
use book::{Currency, Day, Money, Text};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody brought somebody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Edge {
    /// Whose word it was.
    pub from: Text,
    /// Who came.
    pub to: Text,
    /// A reward was given for it; `None`: not recorded.
    pub rewarded: Option<bool>,
    /// How much of it the newcomer credits to this one, above zero; 1 where nobody said.
    pub weight: f64,
}

/// What is known of one party besides the edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Known {
    /// Margin of the first 12 months in minor units; `None`: not known.
    pub margin_minor: Option<i64>,
    /// Ideas of theirs that were used.
    pub ideas_used: u32,
}

/// A value with its bounds, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Value {
    /// At the likely chance.
    pub likely: f64,
    /// The smaller end.
    pub low: f64,
    /// The larger end.
    pub high: f64,
    /// Newcomers of the first degree behind it.
    pub newcomers: u32,
    /// Of these, whose margin is not known: they add nothing here.
    pub unknown_margins: u32,
}

/// Four numbers of one party, never added.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InfluenceValue {
    /// Who.
    pub party: Text,
    /// What they brought themselves; `None`: not known.
    pub own_margin_minor: Option<i64>,
    /// By rewarded word.
    pub referral: Value,
    /// By unprompted word.
    pub influence: Value,
    /// By a word of which nobody noted whether it was rewarded.
    pub unsaid: Value,
    /// Ideas that were used.
    pub knowledge: u32,
}

/// One newcomer of somebody: who, whether rewarded, and the share of it that is credited here.
type Newcomer<'e> = (&'e str, Option<bool>, f64);

/// The network of who brought whom.
#[derive(Debug)]
pub struct Network<'e> {
    /// Per party, whom they brought, with the share of each.
    brought: BTreeMap<&'e str, Vec<Newcomer<'e>>>,
    known: &'e BTreeMap<Text, Known>,
}

impl<'e> Network<'e> {
    /// The network of these edges, in any order. Edges to oneself, and those without a weight above zero, are
    /// left out; an edge told twice counts once, with the weights added.
    pub fn of(edges: &'e [Edge], known: &'e BTreeMap<Text, Known>) -> Network<'e> {
        let mut told: Vec<&Edge> = edges
            .iter()
            .filter(|edge| edge.from != edge.to && edge.weight > 0.0 && edge.weight.is_finite())
            .collect();
        told.sort_by(|a, b| {
            (&a.to, &a.from, a.rewarded)
                .cmp(&(&b.to, &b.from, b.rewarded))
                .then(a.weight.total_cmp(&b.weight))
        });
        let mut brought: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        for of_newcomer in told.chunk_by(|a, b| a.to == b.to) {
            let all: f64 = of_newcomer.iter().map(|edge| edge.weight).sum();
            for of_pair in of_newcomer.chunk_by(|a, b| a.from == b.from) {
                let weight: f64 = of_pair.iter().map(|edge| edge.weight).sum();
                // Paid once is paid: the motive is no longer certain.
                let rewarded = of_pair.iter().filter_map(|edge| edge.rewarded).max();
                let entry = (of_pair[0].to.as_str(), rewarded, weight / all);
                brought.entry(of_pair[0].from.as_str()).or_default().push(entry);
            }
        }
        Network { brought, known }
    }

    /// Everybody whose word brought somebody, in order of id.
    pub fn parties(&self) -> impl Iterator<Item = &'e str> + '_ {
        self.brought.keys().copied()
    }

    /// How much of a newcomer is credited to whom: sums to 1 over all who brought them.
    pub fn shares_of(&self, newcomer: &str) -> Vec<(&'e str, f64)> {
        let edges = self.brought.iter().flat_map(|(from, to)| to.iter().map(move |edge| (*from, edge)));
        edges.filter(|(_, (to, ..))| *to == newcomer).map(|(from, (_, _, share))| (from, *share)).collect()
    }

    fn margin(&self, party: &str) -> Option<f64> {
        self.known.get(party)?.margin_minor.map(|minor| minor as f64)
    }

    fn brought_by(&self, party: &str) -> &[Newcomer<'e>] {
        self.brought.get(party).map_or(&[], Vec::as_slice)
    }

    /// The four numbers of one party; `None` without an edge.
    pub fn value(&self, party: &str, parameters: &Parameters) -> Option<InfluenceValue> {
        let first = self.brought_by(party);
        if first.is_empty() {
            return None;
        }
        let mut visited: BTreeSet<&str> = first.iter().map(|(to, ..)| *to).collect();
        visited.insert(self.brought.get_key_value(party)?.0);
        let mut sums = [(0.0, 0.0); 3];
        let mut counts = [(0, 0); 3];
        for (to, rewarded, share) in first {
            let motive = motive(*rewarded);
            counts[motive].0 += 1;
            match self.margin(to) {
                Some(margin) => sums[motive].0 += share * margin,
                None => counts[motive].1 += 1,
            }
        }
        for (to, rewarded, share) in first {
            for (second, _, further) in self.brought_by(to) {
                if visited.insert(second) {
                    sums[motive(*rewarded)].1 += share * further * self.margin(second).unwrap_or(0.0);
                }
            }
        }
        let [referral, influence, unsaid] =
            [0, 1, 2].map(|motive| valued(sums[motive], counts[motive], parameters));
        let known = self.known.get(party).copied().unwrap_or_default();
        Some(InfluenceValue {
            party: party.into(),
            own_margin_minor: known.margin_minor,
            referral,
            influence,
            unsaid,
            knowledge: known.ideas_used,
        })
    }
}

fn motive(rewarded: Option<bool>) -> usize {
    match rewarded {
        Some(true) => 0,
        Some(false) => 1,
        None => 2,
    }
}

fn valued(
    (first, second): (f64, f64),
    (newcomers, unknown_margins): (u32, u32),
    parameters: &Parameters,
) -> Value {
    let at = |chance: f64| chance * first + parameters.second_degree * chance * chance * second;
    let (likely, low, high) = parameters.influence_chance;
    let (low, high) = (at(low), at(high));
    // Who brought somebody at a loss has the bounds the other way round.
    Value { likely: at(likely), low: low.min(high), high: low.max(high), newcomers, unknown_margins }
}

/// The finding about one party, for saying thank you. `name` is how people call them.
pub fn finding(value: &InfluenceValue, name: &str, currency: Currency, as_of: Day) -> Finding {
    let subject = Subject { kind: SubjectKind::Account, id: value.party.clone(), name: name.into() };
    let draft = Draft::new(FindingKind::Influence, subject, as_of)
        .rests_on("came_unprompted", value.influence.newcomers.into())
        .rests_on("came_rewarded", value.referral.newcomers.into())
        .rests_on("came_unsaid", value.unsaid.newcomers.into())
        .count("ideas_used", value.knowledge.into())
        .caveat(
            "Newcomers credit several people or forget one, and much of what is said nobody hears of. \
             For thanks; never a reason to serve anybody better or worse.",
        );
    let mut sentence = String::new();
    for (part, how) in [
        (&value.influence, "unprompted"),
        (&value.referral, "for a reward"),
        (&value.unsaid, "whether for a reward nobody noted"),
    ] {
        sentence += &told(name, part, how, currency);
    }
    if value.knowledge > 0 {
        sentence += &format!(" Ideas of theirs that were used: {}.", value.knowledge);
    }
    if let Some(minor) = value.own_margin_minor {
        sentence += &format!(" They themselves brought {} after cost.", Money { minor, currency });
    }
    let brought = [&value.influence, &value.referral, &value.unsaid];
    let known = brought.iter().any(|part| part.newcomers > part.unknown_margins);
    let draft = if known { draft.measured() } else { draft.undetermined("margin_unknown") };
    let main =
        [&value.influence, &value.unsaid].into_iter().find(|part| part.newcomers > part.unknown_margins);
    let draft = match main {
        Some(main) => draft.estimate((main.likely, main.low, main.high)),
        None => draft,
    };
    draft
        .sentence(sentence.trim_start())
        .would_change("Asking each newcomer who told them of us, and what they buy in a year.")
        .done()
}

fn told(name: &str, value: &Value, how: &str, currency: Currency) -> String {
    if value.newcomers == 0 {
        return String::new();
    }
    let came = people(value.newcomers.into());
    let money = |minor: f64| Money { minor: minor.round() as i64, currency }.to_string();
    let unknown = match value.unknown_margins {
        0 => String::new(),
        some if some == value.newcomers => {
            return format!(" {name}\u{2019}s word brought {came}, {how}; what they brought is not known.");
        }
        some => format!(" What {some} of them brought is not known."),
    };
    format!(
        " {name}\u{2019}s word brought {came} and about {} this year (likely {} to {}), {how}.{unknown}",
        money(value.likely),
        money(value.low),
        money(value.high)
    )
}

#[cfg(test)]
mod tests;
