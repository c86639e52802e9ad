//! J2 over the whole book: in which triangles of organization, provider and customer each provider stands.
//!
//! Visible to the provider first. Configurations are counted, never summed to one number, and no order of
//! people is made of them.

use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::rate::people;
use book::{Day, Directory, ProviderId};
use judge::link_strength::{LinkStrength, OpcVerdict};
use judge::words;
use serde::Serialize;
use std::collections::BTreeMap;

/// Configurations: three strengths of three links.
const CONFIGURATIONS: usize = 27;
/// The three strengths, in the order of the index.
const STRENGTHS: [LinkStrength; 3] = [LinkStrength::Tight, LinkStrength::Loose, LinkStrength::Undetermined];

/// Customers by configuration, per provider. Sums only.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Triangles {
    /// Per provider, by the index of [`word_of`].
    pub by_provider: BTreeMap<ProviderId, Vec<u64>>,
}

/// `tight-tight-loose`, in the order organization-provider, provider-customer, organization-customer; `None`
/// beyond the 27.
pub fn word_of(configuration: usize) -> Option<String> {
    let places = [configuration / 9, configuration / 3 % 3, configuration % 3];
    (configuration < CONFIGURATIONS).then(|| places.map(|place| STRENGTHS[place].word()).join("-"))
}

/// Customers of one provider by the strength of each link: tight, loose, not known; the links in the order
/// of [`word_of`].
pub fn links(counts: &[u64]) -> [[u64; 3]; 3] {
    let mut links = [[0; 3]; 3];
    for (place, count) in counts.iter().enumerate().take(CONFIGURATIONS) {
        for (link, strength) in [place / 9, place / 3 % 3, place % 3].into_iter().enumerate() {
            links[link][strength] += count;
        }
    }
    links
}

fn index_of(strengths: [LinkStrength; 3]) -> usize {
    let place = |strength: LinkStrength| match strength {
        LinkStrength::Tight => 0,
        LinkStrength::Loose => 1,
        LinkStrength::Undetermined => 2,
    };
    strengths.into_iter().fold(0, |index, strength| index * 3 + place(strength))
}

impl Triangles {
    /// Adds the triangles of one customer.
    pub fn add(&mut self, triangles: &[OpcVerdict]) {
        for triangle in triangles {
            let counts = self.by_provider.entry(triangle.provider).or_insert_with(|| vec![0; CONFIGURATIONS]);
            counts[index_of(triangle.strengths())] += 1;
        }
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &Triangles) {
        for (provider, others) in &other.by_provider {
            let counts = self.by_provider.entry(*provider).or_insert_with(|| vec![0; CONFIGURATIONS]);
            counts.iter_mut().zip(others).for_each(|(count, others)| *count += others);
        }
    }

    /// The finding of one provider of the directory, if there is any triangle.
    pub fn finding_of(&self, provider: ProviderId, directory: &Directory, as_of: Day) -> Option<Finding> {
        let (found, counts) = (directory.provider(provider)?, self.by_provider.get(&provider)?);
        Some(finding(Subject::provider(found), counts, as_of))
    }

    /// One finding per provider of the directory who has any triangle, in order of id.
    pub fn findings(&self, directory: &Directory, as_of: Day) -> Vec<Finding> {
        self.by_provider.keys().filter_map(|id| self.finding_of(*id, directory, as_of)).collect()
    }
}

fn finding(subject: Subject, counts: &[u64], as_of: Day) -> Finding {
    let name = subject.name.clone();
    let total: u64 = counts.iter().sum();
    // The places of the three strengths of the provider-customer and the organization-customer link.
    let with = |customer: usize, organization: Option<usize>| -> u64 {
        let matches =
            |place: &usize| place / 3 % 3 == customer && organization.is_none_or(|of| place % 3 == of);
        counts.iter().enumerate().filter(|(place, _)| matches(place)).map(|(_, count)| count).sum()
    };
    let (tight, bridge, loose, open) = (with(0, None), with(0, Some(1)), with(1, None), with(2, None));
    let draft = Draft::new(FindingKind::Triangles, subject, as_of)
        .rests_on("customers", total)
        .count("tight", tight)
        .count("tight_and_organization_loose", bridge)
        .count("loose", loose)
        .count("undetermined", open)
        .would_change("Contacts by somebody else of the house, or what is not known yet about the open ones.")
        .caveat("The weights of the links are a convention. This is for the provider to see first.");
    if tight + loose == 0 {
        return draft
            .not_enough(format!(
                "Too early to say how {name} and {} stand: too little is known.",
                people(total)
            ))
            .done();
    }
    let risk = match bridge {
        0 => String::new(),
        _ if bridge == tight => {
            format!(" The house itself hardly knows them: if {name} leaves, they may leave too.")
        }
        _ => format!(
            " The house itself hardly knows {} of those close: if {name} leaves, they may leave too.",
            book::money::thousands(bridge)
        ),
    };
    let mut parts = Vec::new();
    for (number, how) in [(tight, "tightly linked with"), (loose, "loosely linked with")] {
        if number > 0 {
            parts.push(format!("{how} {}", people(number)));
        }
    }
    let rest =
        if open == 0 { String::new() } else { format!("; with {} it cannot be told yet", people(open)) };
    draft.measured().sentence(format!("{name} is {}{rest}.{risk}", words::list(&parts))).done()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::SubjectKind;
    use crate::portrait::{self, TODAY};

    #[test]
    fn an_index_for_every_configuration_and_back() {
        for first in STRENGTHS {
            for second in STRENGTHS {
                for third in STRENGTHS {
                    let word = word_of(index_of([first, second, third])).unwrap();
                    assert_eq!(word, [first, second, third].map(LinkStrength::word).join("-"));
                }
            }
        }
        assert_eq!(word_of(27), None);
        let mut counts = vec![0; CONFIGURATIONS];
        counts[index_of([LinkStrength::Tight, LinkStrength::Loose, LinkStrength::Undetermined])] = 5;
        counts[index_of([LinkStrength::Tight, LinkStrength::Tight, LinkStrength::Loose])] = 2;
        assert_eq!(links(&counts), [[7, 0, 0], [2, 5, 0], [0, 2, 5]]);
    }

    #[test]
    fn triangles_in_words() {
        use LinkStrength::{Loose, Tight, Undetermined};
        let say = |of: &[([LinkStrength; 3], u64)]| {
            let mut counts = vec![0; CONFIGURATIONS];
            of.iter().for_each(|(strengths, number)| counts[index_of(*strengths)] += number);
            finding(Subject::named(SubjectKind::Provider, "Ben"), &counts, TODAY)
        };
        insta::assert_snapshot!(portrait::all([
            (
                "a bridge",
                say(&[([Tight, Tight, Loose], 12), ([Tight, Tight, Tight], 3), ([Tight, Loose, Tight], 40)])
            ),
            ("the only bridge", say(&[([Tight, Tight, Loose], 2), ([Undetermined, Undetermined, Loose], 7)])),
            ("held by both", say(&[([Tight, Tight, Tight], 1)])),
            ("nothing known", say(&[([Undetermined, Undetermined, Undetermined], 5)])),
        ]));
    }
}
