//! One page of the list.

use crate::column::Place;
use crate::index::Index;
use crate::numbers::{Code, Numbers};
use crate::order::{NO_TEXT, TextOrder};
use crate::query::{PAGE_ROWS, Query};
use crate::row::Row;
use crate::scan::{Mask, count, each};
use crate::select::{self, Order};
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
    /// One page of a query on a day; `only` restricts it to one provider's own people (assigned, or
    /// responsible).
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

    /// The slots at places `from..from + rows` among those set in `mask`.
    fn in_order(&self, mask: &Mask, total: usize, query: &Query, from: usize, rows: usize) -> Vec<u32> {
        let (column, descending) = (query.sort.column, query.sort.descending);
        if let Some(order) = self.order(column) {
            return in_text_order(order, mask, total, (from, rows), descending);
        }
        match column.place() {
            Place::Word(place) => {
                Order { codes: &self.words[place], unknown: 0, descending }.page(mask, from, rows)
            }
            Place::Number(place) => by_number(&self.numbers[place], mask, (from, rows), descending),
            Place::Spent => by_number(&self.spent, mask, (from, rows), descending),
            Place::Provider => {
                by_table(&self.providers.codes, &self.provider_places, mask, (from, rows), descending)
            }
            Place::Assigned => {
                by_table(&self.assigned, &self.provider_places, mask, (from, rows), descending)
            }
            Place::Source => {
                by_table(&self.sources.codes, &self.sources.places(), mask, (from, rows), descending)
            }
            _ => by_table(&self.languages.codes, &self.languages.places(), mask, (from, rows), descending),
        }
    }
}

/// By codes that a table puts in order; a code that the table does not have yet comes last.
fn by_table(
    codes: &[u16],
    table: &[u16],
    mask: &Mask,
    (from, rows): (usize, usize),
    descending: bool,
) -> Vec<u32> {
    let last = table.len() as u16;
    let places: Vec<u16> =
        codes.iter().map(|code| table.get(usize::from(*code)).copied().unwrap_or(last)).collect();
    Order { codes: &places, unknown: 0, descending }.page(mask, from, rows)
}

/// By a column of numbers. The few that do not fit their codes are put in order by their values.
fn by_number<C: Code>(
    column: &Numbers<C>,
    mask: &Mask,
    (from, rows): (usize, usize),
    descending: bool,
) -> Vec<u32> {
    let slots = Order { codes: &column.codes, unknown: C::of(0), descending }.page(mask, from, rows);
    if column.far.is_empty() || slots.iter().all(|slot| !column.is_far(*slot as usize)) {
        return slots;
    }
    by_value(mask, (from, rows), descending, |slot| column.get(slot))
}

/// By any value: everything is looked at.
fn by_value(
    mask: &Mask,
    (from, rows): (usize, usize),
    descending: bool,
    value: impl Fn(usize) -> Option<i64>,
) -> Vec<u32> {
    let mut keys = Vec::with_capacity(count(mask));
    each(mask, |slot| {
        let value = value(slot as usize);
        keys.push((value.map_or(i64::MAX, |value| if descending { !value } else { value }), slot));
    });
    select::part(keys, from, rows).into_iter().map(|(_, slot)| slot).collect()
}

/// By an order of texts: along the order where the page is near its beginning, else by labels.
fn in_text_order(
    order: &TextOrder,
    mask: &Mask,
    total: usize,
    (from, rows): (usize, usize),
    descending: bool,
) -> Vec<u32> {
    let is_set = |slot: &u32| mask[*slot as usize / 64] & 1 << (slot % 64) != 0;
    // A walk takes about this many steps; a selection costs about as much as an eighth of all.
    let steps = (from + rows).saturating_mul(order.slots.len()) / total.max(1);
    if steps < order.slots.len() / 8 {
        let walk = |slots: &mut dyn Iterator<Item = &u32>| -> Vec<u32> {
            slots.filter(|slot| is_set(slot)).skip(from).take(rows).copied().collect()
        };
        let mut forward = order.slots.iter();
        let page = if descending { walk(&mut forward.rev()) } else { walk(&mut forward) };
        if page.len() == rows {
            return page;
        }
    }
    Order { codes: &order.labels, unknown: NO_TEXT, descending }.page(mask, from, rows)
}
