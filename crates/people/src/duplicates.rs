//! Who may be the same person: candidates share a key (address, number, name, sound of the name), and each
//! pair is then compared in full.

use crate::identity::{Evidence, Identity, compare, sound};
use crate::index::Index;
use crate::row::NewRow;
use crate::scan::each;
use crate::texts::Parts;
use book::{CustomerId, PartyKind};
use rustc_hash::{FxHashMap, FxHashSet, FxHasher};
use std::hash::{Hash, Hasher};
use std::ops::Deref;

/// Two customers who may be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The one with the smaller number.
    pub a: CustomerId,
    /// The other.
    pub b: CustomerId,
    /// 3 nearly sure, 2 likely, 1 possible: for the order of a list, not for a decision, which a person
    /// makes.
    pub weight: u8,
    /// What they have in common; never empty.
    pub evidence: Vec<Evidence>,
}

/// A customer who may be the one a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Who.
    pub id: CustomerId,
    /// As in [`Pair`].
    pub weight: u8,
    /// What they have in common; never empty.
    pub evidence: Vec<Evidence>,
}

/// The keys by which candidates are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Email,
    Phone,
    Name,
    Sound,
    /// The organization's domain together with the sound of a word of the name.
    DomainAndWord,
}

impl By {
    const ALL: [By; 5] = [By::Email, By::Phone, By::Name, By::Sound, By::DomainAndWord];

    /// Larger groups than this have a key that says nothing: a shared mailbox, a switchboard, a frequent
    /// name.
    fn group_max(self) -> usize {
        match self {
            By::Email | By::Phone => 20,
            By::Name | By::Sound => 6,
            By::DomainAndWord => 30,
        }
    }

    fn is_of_names(self) -> bool {
        matches!(self, By::Name | By::Sound)
    }

    /// The hashed keys of a customer.
    fn keys(self, identity: &Identity, mut step: impl FnMut(u64)) {
        match self {
            By::Email => identity.email.iter().for_each(|email| step(hash((0, email)))),
            By::Phone => identity.phone.iter().for_each(|phone| step(hash((1, phone)))),
            By::Name if identity.words.is_empty() => {}
            By::Name => step(hash((2, &identity.words))),
            By::Sound => identity.sound().into_iter().for_each(|sound| step(hash((3, sound)))),
            By::DomainAndWord => {
                if let Some(domain) = &identity.domain {
                    identity.words.iter().for_each(|word| step(hash((4, domain, sound(word)))));
                }
            }
        }
    }
}

fn hash(key: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    key.hash(&mut hasher);
    hasher.finish()
}

impl Index {
    fn identity(&self, slot: usize) -> (Identity, Parts<'_>) {
        let parts = self.texts.get(slot);
        // The first column of words is the kind of party; 1 is a person.
        let kind = match self.words[0][slot] {
            0 => None,
            1 => Some(PartyKind::Person),
            _ => Some(PartyKind::Organization),
        };
        (Identity::new(&parts, kind), parts)
    }

    /// As [`duplicates`], with the list at hand all the time.
    pub fn duplicates(&self, limit: usize) -> Vec<Pair> {
        duplicates(|| self, limit)
    }

    fn compare_group(
        &self,
        group: &[(u64, u32)],
        by: By,
        seen: &mut FxHashSet<(u32, u32)>,
        pairs: &mut Vec<Pair>,
    ) {
        let present = group.iter().filter(|(_, slot)| self.is_present(*slot as usize));
        let members: Vec<_> = present.map(|(_, slot)| (*slot, self.identity(*slot as usize))).collect();
        for (place, (left_slot, left)) in members.iter().enumerate() {
            for (right_slot, right) in &members[place + 1..] {
                let found = compare((&left.0, &left.1), (&right.0, &right.1), by.is_of_names());
                let Some((weight, evidence)) = found else { continue };
                if seen.insert((*left_slot, *right_slot)) {
                    let ids = [left_slot, right_slot].map(|slot| CustomerId(self.ids[*slot as usize]));
                    pairs.push(Pair { a: ids[0].min(ids[1]), b: ids[0].max(ids[1]), weight, evidence });
                }
            }
        }
    }
}

/// Slots that are looked at before the list is given back for a moment, and members of groups likewise.
const SLOTS_AT_ONCE: usize = 10_000;
const MEMBERS_AT_ONCE: usize = 2_000;

/// Pairs of customers on the list who may be one, the surest first, at most `limit`. Looks at everybody:
/// seconds for a million, so not for a page that somebody waits for. `look` lends the list, a few
/// milliseconds at a time, so that changes and pages go on meanwhile; who changes in between is seen as
/// before or after.
pub fn duplicates<L: Deref<Target = Index>>(look: impl Fn() -> L, limit: usize) -> Vec<Pair> {
    let mut seen = FxHashSet::default();
    let mut pairs = Vec::new();
    // In two rounds, so that the keys of a million take tens of megabytes at a time, not more.
    for round in [&By::ALL[..2], &By::ALL[2..]] {
        for (by, mut keys) in keys(&look, round) {
            keys.sort_unstable();
            keys.dedup();
            let mut index = look();
            let mut members = 0;
            for group in keys.chunk_by(|left, right| left.0 == right.0) {
                if !(2..=by.group_max()).contains(&group.len()) {
                    continue;
                }
                members += group.len();
                if members > MEMBERS_AT_ONCE {
                    drop(index);
                    index = look();
                    members = 0;
                }
                index.compare_group(group, by, &mut seen, &mut pairs);
            }
        }
    }
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.weight), pair.a, pair.b));
    pairs.truncate(limit);
    pairs
}

/// The hashed keys of everybody, with their slots.
fn keys<L: Deref<Target = Index>>(look: &impl Fn() -> L, round: &[By]) -> Vec<(By, Vec<(u64, u32)>)> {
    let mut all: Vec<(By, Vec<(u64, u32)>)> = round.iter().map(|by| (*by, Vec::new())).collect();
    let mut next = 0;
    loop {
        let index = look();
        let until = (next + SLOTS_AT_ONCE).min(index.ids.len());
        for slot in (next..until).filter(|slot| index.is_present(*slot)) {
            let (identity, _) = index.identity(slot);
            for (by, keys) in &mut all {
                by.keys(&identity, |key| keys.push((key, slot as u32)));
            }
        }
        next = until;
        if next == index.ids.len() {
            return all;
        }
    }
}

/// Finds the customers that rows of an import may be about. Made once per import from the index; customers
/// who come while it runs are told to it by [`Matcher::add`].
#[derive(Debug, Clone)]
pub struct Matcher {
    /// By kind of key: (hash, slot), sorted.
    present: [Vec<(u64, u32)>; By::ALL.len()],
    added: FxHashMap<u64, Vec<u32>>,
}

impl Matcher {
    /// Over everybody on the list.
    pub fn new(index: &Index) -> Matcher {
        let mut present: [Vec<(u64, u32)>; By::ALL.len()] = Default::default();
        each(&index.present, |slot| {
            let (identity, _) = index.identity(slot as usize);
            for (keys, by) in present.iter_mut().zip(By::ALL) {
                by.keys(&identity, |key| keys.push((key, slot)));
            }
        });
        present.iter_mut().for_each(|keys| keys.sort_unstable());
        Matcher { present, added: FxHashMap::default() }
    }

    /// Tells it of a customer who was added to the index, or changed there.
    pub fn add(&mut self, index: &Index, id: CustomerId) {
        let Some(slot) = index.slot(id) else { return };
        let (identity, _) = index.identity(slot);
        for by in By::ALL {
            by.keys(&identity, |key| {
                let slots = self.added.entry(key).or_default();
                // Beyond the largest group a key says nothing; one more shows that it is beyond.
                if slots.len() <= by.group_max() {
                    slots.push(slot as u32);
                }
            });
        }
    }

    /// The customers that a row may be about, the surest first; the row's own customer is not among them.
    pub fn matches(&self, index: &Index, row: &NewRow<'_>) -> Vec<Match> {
        let parts = Parts::new(row.external_id, row.name, row.email, row.phone);
        let identity = Identity::new(&parts, row.kind);
        let own = index.slot(row.id);
        let mut seen = FxHashSet::default();
        let mut found = Vec::new();
        for (keys, by) in self.present.iter().zip(By::ALL) {
            by.keys(&identity, |key| {
                let group = self.group(keys, key, by);
                for slot in group.into_iter().map(|slot| slot as usize) {
                    if Some(slot) == own || !index.is_present(slot) || seen.contains(&slot) {
                        continue;
                    }
                    let (other, other_parts) = index.identity(slot);
                    let common = compare((&identity, &parts), (&other, &other_parts), by.is_of_names());
                    if let Some((weight, evidence)) = common {
                        seen.insert(slot);
                        found.push(Match { id: CustomerId(index.ids[slot]), weight, evidence });
                    }
                }
            });
        }
        found.sort_by_key(|found| (std::cmp::Reverse(found.weight), found.id));
        found
    }

    /// Everybody with a key; nobody where too many have it.
    fn group(&self, keys: &[(u64, u32)], key: u64, by: By) -> Vec<u32> {
        let start = keys.partition_point(|(other, _)| *other < key);
        let mut group: Vec<u32> = keys[start..]
            .iter()
            .take_while(|(other, _)| *other == key)
            .take(by.group_max() + 1)
            .map(|(_, slot)| *slot)
            .collect();
        group.extend(self.added.get(&key).into_iter().flatten());
        if group.len() > by.group_max() {
            group.clear();
        }
        group
    }
}
