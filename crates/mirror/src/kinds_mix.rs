//! J1 over the whole book: how many customers are in which kind of relationship.

use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::rate::people;
use book::Day;
use judge::relationship_kind::{KindVerdict, RelationshipKind, Undecided};
use judge::words;
use serde::Serialize;

/// Customers by kind. Sums only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct KindsMix {
    /// A relationship with at least one provider.
    pub relationship: u64,
    /// A pretended relationship with somebody, and a relationship with nobody.
    pub pseudo_relationship: u64,
    /// Else: an enhanced encounter with the organization.
    pub enhanced_encounter: u64,
    /// Else: an encounter.
    pub encounter: u64,
    /// Too early to say.
    pub too_early: u64,
    /// One provider serves everybody: continuity tells nothing.
    pub one_provider: u64,
    /// Known from invoices alone.
    pub no_contacts: u64,
}

impl KindsMix {
    /// Adds one customer, at the closest kind there is.
    pub fn add(&mut self, verdict: &KindVerdict) {
        let any = |kind| verdict.pairs.iter().any(|pair| pair.kind == Ok(kind));
        let place = if any(RelationshipKind::Relationship) {
            &mut self.relationship
        } else if any(RelationshipKind::PseudoRelationship)
            || verdict.organization == Ok(RelationshipKind::PseudoRelationship)
        {
            &mut self.pseudo_relationship
        } else {
            match verdict.organization {
                Ok(RelationshipKind::EnhancedEncounter) => &mut self.enhanced_encounter,
                Ok(_) => &mut self.encounter,
                Err(Undecided::TooEarly) => &mut self.too_early,
                Err(Undecided::OneProvider) => &mut self.one_provider,
                Err(Undecided::NoContacts) => &mut self.no_contacts,
            }
        };
        *place += 1;
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &KindsMix) {
        self.relationship += other.relationship;
        self.pseudo_relationship += other.pseudo_relationship;
        self.enhanced_encounter += other.enhanced_encounter;
        self.encounter += other.encounter;
        self.too_early += other.too_early;
        self.one_provider += other.one_provider;
        self.no_contacts += other.no_contacts;
    }

    /// Customers of whom the kind is known.
    pub fn known(&self) -> u64 {
        self.relationship + self.pseudo_relationship + self.enhanced_encounter + self.encounter
    }

    /// The finding.
    pub fn finding(&self, as_of: Day) -> Finding {
        let unknown = self.too_early + self.one_provider + self.no_contacts;
        let draft = Draft::new(FindingKind::KindsMix, Subject::business(), as_of)
            .rests_on("relationship", self.relationship)
            .rests_on("pseudo_relationship", self.pseudo_relationship)
            .rests_on("enhanced_encounter", self.enhanced_encounter)
            .rests_on("encounter", self.encounter)
            .count("too_early", self.too_early)
            .count("one_provider", self.one_provider)
            .count("no_contacts", self.no_contacts)
            .would_change("Contacts noted with the person who served, and what was learned and used.")
            .caveat(
                "An encounter is no failure: not everybody wants more. What is not written down looks \
                 like less.",
            );
        let told: Vec<String> = [
            (self.relationship, "in a relationship with somebody here"),
            (self.enhanced_encounter, "in enhanced encounters"),
            (self.encounter, "in encounters"),
            (self.pseudo_relationship, "treated as friends without being known"),
        ]
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, how)| format!("{} {how}", people(number)))
        .collect();
        if told.is_empty() {
            let sentence = match unknown {
                0 => "The book holds no customers yet.".to_owned(),
                _ => format!("Too early to say of anybody: of {} too little is known.", people(unknown)),
            };
            return draft.not_enough(sentence).done();
        }
        let rest = match unknown {
            0 => String::new(),
            _ => format!("; of {} it is too early to say", people(unknown)),
        };
        draft.measured().sentence(format!("{}{rest}.", words::sentence_case(&words::list(&told)))).done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portrait::{self, TODAY};

    #[test]
    fn the_mix_in_words() {
        let mix = KindsMix {
            relationship: 41,
            enhanced_encounter: 12,
            encounter: 800,
            too_early: 9_100,
            ..KindsMix::default()
        };
        let pretended = KindsMix { pseudo_relationship: 1, ..mix };
        let shop = KindsMix { no_contacts: 4_000, ..KindsMix::default() };
        insta::assert_snapshot!(portrait::all([
            ("mix", mix.finding(TODAY)),
            ("with a pretence", pretended.finding(TODAY)),
            ("invoices alone", shop.finding(TODAY)),
            ("empty", KindsMix::default().finding(TODAY)),
        ]));
        assert_eq!(mix.known(), 853);
    }
}
