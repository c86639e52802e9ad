//! One page of the list.

use crate::column::{Column, ColumnKind, Place};
use crate::index::Index;
use crate::query::{PAGE_ROWS, Query};
use crate::row::Row;
use crate::scan::{Mask, count, each};
use crate::select;
use book::{CustomerId, Day, ProviderId};

/// One page of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// How many customers pass the query in all.
    pub total: usize,
    /// How many pages they fill; at least 1.
    pub pages: u32,
    /// Which page this is, from 1: the last one where the query asks for a later.
    pub page: u32,
    /// The customers of this page, in order.
    pub rows: Vec<Row>,
}

impl Page {
    /// Place of the first row among all, from 1; 0 when there is none.
    pub fn first(&self) -> usize {
        if self.rows.is_empty() { 0 } else { (self.page as usize - 1) * PAGE_ROWS + 1 }
    }
}

impl Index {
    /// One page of a query on a day; `only` restricts it to one provider's own people (assigned, or responsible).
    pub fn page(&self, query: &Query, today: Day, only: Option<ProviderId>) -> Page {
        let mask = self.matching(query, today, only);
        let total = count(&mask);
        let pages = u32::try_from(total.div_ceil(PAGE_ROWS)).unwrap_or(u32::MAX).max(1);
        let page = query.page.clamp(1, pages);
        let slots = self.in_order(&mask, total, query, (page as usize - 1) * PAGE_ROWS, PAGE_ROWS);
        Page { total, pages, page, rows: slots.into_iter().map(|slot| self.row_at(slot as usize)).collect() }
    }

    /// How many customers pass.
    pub fn count(&self, query: &Query, today: Day, only: Option<ProviderId>) -> usize {
        count(&self.matching(query, today, only))
    }

    /// Every customer that passes, in order: for bulk acts and exports. Sorts everything.
    pub fn ids(&self, query: &Query, today: Day, only: Option<ProviderId>) -> Vec<CustomerId> {
        let mask = self.matching(query, today, only);
        let total = count(&mask);
        let slots = self.in_order(&mask, total, query, 0, total);
        slots.into_iter().map(|slot| CustomerId(self.ids[slot as usize])).collect()
    }

    fn in_order(&self, mask: &Mask, total: usize, query: &Query, from: usize, rows: usize) -> Vec<u32> {
        let column = query.sort.column;
        let descending = query.sort.descending;
        match column.kind() {
            ColumnKind::Text => self.in_text_order(mask, query, from, rows),
            _ => {
                let value = |slot: u32| self.sort_value(column, slot as usize);
                let keys = select::page(mask, total, from, rows, |slot| {
                    let value = value(slot);
                    let key = value.map_or(i64::MAX, |value| if descending { !value } else { value });
                    (key, slot)
                });
                keys.into_iter().map(|(_, slot)| slot).collect()
            }
        }
    }

    fn in_text_order(&self, mask: &Mask, query: &Query, from: usize, rows: usize) -> Vec<u32> {
        let mut all = Vec::new();
        each(mask, |slot| {
            let parts = self.texts.get(slot as usize);
            let text = match query.sort.column {
                Column::Name => Some(parts.display_name().to_owned()),
                Column::ExternalId => Some(parts.external_id.to_owned()),
                Column::Email => parts.email().map(String::from),
                _ => parts.phone.map(String::from),
            };
            all.push((text.map(|text| crate::fold::folded(&text)), slot));
        });
        all.sort_by(|(left, left_slot), (right, right_slot)| {
            let texts = match (left, right) {
                (Some(left), Some(right)) if query.sort.descending => right.cmp(left),
                (Some(left), Some(right)) => left.cmp(right),
                _ => left.is_none().cmp(&right.is_none()),
            };
            texts.then(left_slot.cmp(right_slot))
        });
        all.into_iter().skip(from).take(rows).map(|(_, slot)| slot).collect()
    }

    fn sort_value(&self, column: Column, slot: usize) -> Option<i64> {
        match column.place() {
            Place::Word(place) => Some(i64::from(self.words[place][slot])).filter(|code| *code > 0),
            Place::Number(place) => self.numbers[place].get(slot),
            Place::Spent => self.spent.get(slot),
            Place::Provider => self.provider_place(self.providers.codes[slot]),
            Place::Assigned => self.provider_place(self.assigned[slot]),
            _ => None,
        }
    }

    fn provider_place(&self, code: u16) -> Option<i64> {
        (code > 0)
            .then(|| i64::from(self.provider_places.get(usize::from(code)).copied().unwrap_or(u16::MAX)))
    }

    /// Placeholder until the word index stands: every text is looked at.
    pub(crate) fn keep_search(&self, mask: &mut Mask, search: &str) {
        let words: Vec<String> =
            crate::fold::words_in(&crate::fold::folded(search)).map(str::to_owned).collect();
        let before = mask.clone();
        each(&before, |slot| {
            let parts = self.texts.get(slot as usize);
            let email = parts.email().unwrap_or_default();
            let text = format!("{} {} {}", parts.display_name(), parts.external_id, email);
            let text = crate::fold::folded(&text);
            let passes =
                words.iter().all(|word| crate::fold::words_in(&text).any(|one| one.starts_with(word)));
            if !passes {
                mask[slot as usize / 64] &= !(1 << (slot % 64));
            }
        });
    }
}
