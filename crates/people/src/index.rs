//! The columns of all customers, and the changes of one.

use crate::column::{Column, ColumnKind, NUMBER_COLUMNS, Place, WORD_COLUMNS, columns};
use crate::numbers::Numbers;
use crate::order::TextOrder;
use crate::row::{NewRow, Profile, Row, RowProblem, code_of, word_key, word_list};
use crate::search::Search;
use crate::texts::{Parts, Texts};
use book::{CustomerId, Directory, ProviderId, Text};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// 1900-01-01: two bytes reach from here to 2079-06-04; other days stand in a map.
const FIRST_DAY: i64 = -25_567;
/// Sources, languages and providers are told apart by two bytes.
const VALUES_MAX: usize = 65_535;

/// Values that repeat, each held once; code 0 is unknown.
#[derive(Debug, Clone)]
pub(crate) struct Interned<T> {
    pub values: Vec<T>,
    numbers: FxHashMap<T, u16>,
    pub codes: Vec<u16>,
}

impl<T: Clone + Eq + std::hash::Hash> Interned<T> {
    fn new(rows: usize) -> Interned<T> {
        Interned { values: Vec::new(), numbers: FxHashMap::default(), codes: Vec::with_capacity(rows) }
    }

    fn code<Q: Eq + std::hash::Hash + ?Sized>(
        &mut self,
        value: Option<&Q>,
        own: impl Fn(&Q) -> T,
        column: &'static str,
    ) -> Result<u16, RowProblem>
    where
        T: std::borrow::Borrow<Q>,
    {
        let Some(value) = value else { return Ok(0) };
        if let Some(code) = self.numbers.get(value) {
            return Ok(*code);
        }
        if self.values.len() >= VALUES_MAX {
            return Err(RowProblem::TooManyValues { column, max: VALUES_MAX });
        }
        self.values.push(own(value));
        let code = self.values.len() as u16;
        self.numbers.insert(own(value), code);
        Ok(code)
    }

    pub fn get(&self, slot: usize) -> Option<&T> {
        self.values.get(usize::from(self.codes[slot]).checked_sub(1)?)
    }

    /// By code, the place of a value in the order of `key`; 0 for unknown.
    pub fn places_by<K: Ord>(&self, key: impl Fn(&T) -> K) -> Vec<u16> {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        order.sort_by_cached_key(|place| key(&self.values[*place]));
        let mut places = vec![0; order.len() + 1];
        for (place, code) in order.into_iter().enumerate() {
            places[code + 1] = place as u16 + 1;
        }
        places
    }

    /// The code of a value that is there.
    pub fn find(&self, value: &T) -> Option<u16> {
        self.numbers.get(value).copied()
    }
}

impl Interned<Text> {
    /// By code, the place of a word in the order of its letters.
    pub fn places(&self) -> Vec<u16> {
        self.places_by(|word| crate::fold::folded(word))
    }
}

/// The People list. See the crate's page.
#[derive(Debug, Clone)]
pub struct Index {
    pub(crate) ids: Vec<u32>,
    /// Slots from here on are not in order of id: they are found in `late`.
    ordered: usize,
    late: FxHashMap<u32, u32>,
    /// One bit a slot: set while the customer is on the list.
    pub(crate) present: Vec<u64>,
    pub(crate) words: [Vec<u8>; WORD_COLUMNS],
    pub(crate) numbers: [Numbers<u16>; NUMBER_COLUMNS],
    pub(crate) spent: Numbers<u32>,
    pub(crate) sources: Interned<Text>,
    pub(crate) languages: Interned<Text>,
    /// Both columns of providers share the table of `providers`.
    pub(crate) providers: Interned<ProviderId>,
    pub(crate) assigned: Vec<u16>,
    pub(crate) texts: Texts,
    /// Place of each provider among all names, by code.
    pub(crate) provider_places: Vec<u16>,
    pub(crate) search: Search,
    /// False while rows are pushed: words and orders come at the end, all at once.
    is_built: bool,
    /// Orders by name, id, e-mail and phone: each made when first asked for, then kept.
    orders: [OnceLock<TextOrder>; TEXT_COLUMNS.len()],
}

/// Columns of texts, each with an order of its own.
const TEXT_COLUMNS: [Column; 4] = [Column::Name, Column::ExternalId, Column::Email, Column::Phone];

/// Builds an [`Index`] row by row; fastest in order of the customers' numbers.
#[derive(Debug)]
pub struct Builder {
    index: Index,
}

impl Builder {
    /// Adds a row; one with a known number replaces the earlier.
    ///
    /// # Errors
    /// [`RowProblem`] when a word is not of its column, or the list is full.
    pub fn push(&mut self, row: &NewRow<'_>) -> Result<(), RowProblem> {
        self.index.put(row)
    }

    /// The finished index. `providers` gives the order in which a sort puts them.
    #[must_use]
    pub fn finish(mut self, providers: &Directory) -> Index {
        self.index.shrink();
        self.index.set_providers(providers);
        self.index.search = Search::build(&self.index.texts, self.index.ids.len());
        self.index.is_built = true;
        self.index.order(Column::Name);
        self.index
    }
}

/// What a row says in codes, before anything is changed.
struct Codes {
    words: [u8; WORD_COLUMNS],
    source: u16,
    language: u16,
    provider: u16,
    assigned: u16,
}

impl Index {
    /// A builder without rows. `rows` is about how many will come: room is made for them at once.
    pub fn builder(rows: usize) -> Builder {
        let base = |place: usize| {
            let info = columns().iter().find(|info| info.place == Place::Number(place));
            if info.is_some_and(|info| info.kind == ColumnKind::Day) { FIRST_DAY } else { 0 }
        };
        Builder {
            index: Index {
                ids: Vec::with_capacity(rows),
                ordered: 0,
                late: FxHashMap::default(),
                present: Vec::with_capacity(rows.div_ceil(64)),
                words: std::array::from_fn(|_| Vec::with_capacity(rows)),
                numbers: std::array::from_fn(|place| Numbers::new(base(place), rows)),
                spent: Numbers::new(i64::from(i32::MIN), rows),
                sources: Interned::new(rows),
                languages: Interned::new(rows),
                providers: Interned::new(rows),
                assigned: Vec::with_capacity(rows),
                texts: Texts::new(rows),
                provider_places: Vec::new(),
                search: Search::default(),
                is_built: false,
                orders: Default::default(),
            },
        }
    }

    /// How many customers are on the list.
    pub fn len(&self) -> usize {
        self.present.iter().map(|bits| bits.count_ones() as usize).sum()
    }

    /// Whether nobody is on the list.
    pub fn is_empty(&self) -> bool {
        self.present.iter().all(|bits| *bits == 0)
    }

    /// The order in which a sort puts providers: by display name.
    pub fn set_providers(&mut self, providers: &Directory) {
        self.provider_places = self.providers.places_by(|id| (crate::fold::folded(providers.name(*id)), *id));
    }

    /// Puts one customer's row in place of the one that is there, or adds it.
    ///
    /// # Errors
    /// [`RowProblem`] when a word is not of its column, or the list is full; nothing is changed then.
    pub fn update(&mut self, row: &NewRow<'_>) -> Result<(), RowProblem> {
        self.put(row)
    }

    /// Like [`Index::update`] for each row, but orders and search are brought up to date once, at the end:
    /// for what an import brings at once. Rows before a refused one are taken.
    ///
    /// # Errors
    /// [`RowProblem`] of the first row that is refused.
    pub fn update_all<'a>(
        &mut self,
        rows: impl IntoIterator<Item = &'a NewRow<'a>>,
    ) -> Result<(), RowProblem> {
        self.is_built = false;
        let mut changed = Vec::new();
        let mut outcome = Ok(());
        for row in rows {
            let parts = Parts::new(row.external_id, row.name, row.email, row.phone);
            let before = self.slot(row.id);
            let is_same = before.is_some_and(|slot| self.texts.get(slot) == parts);
            outcome = self.put(row);
            if outcome.is_err() {
                break;
            }
            changed.extend(self.slot(row.id).filter(|_| !is_same));
        }
        self.is_built = true;
        changed.sort_unstable();
        changed.dedup();
        if changed.is_empty() {
            return outcome;
        }
        let slots = self.ids.len();
        for order in self.orders.iter_mut().filter_map(OnceLock::get_mut) {
            order.remove_all(&changed);
            order.insert_all(&self.texts, &changed);
        }
        self.search.rebuild(&self.texts, &changed, slots);
        outcome
    }

    /// Takes a customer off the list (merged away, or erased); `false` when not on it. The row comes back
    /// with the next [`Index::update`].
    pub fn remove(&mut self, id: CustomerId) -> bool {
        let Some(slot) = self.slot(id) else { return false };
        let bit = 1_u64 << (slot % 64);
        let was_present = self.present[slot / 64] & bit != 0;
        self.present[slot / 64] &= !bit;
        was_present
    }

    /// Gives back what pushing took in reserve.
    fn shrink(&mut self) {
        self.texts.shrink();
        self.ids.shrink_to_fit();
        self.words.iter_mut().for_each(Vec::shrink_to_fit);
        self.numbers.iter_mut().for_each(|column| column.codes.shrink_to_fit());
        self.spent.codes.shrink_to_fit();
        let interned = [&mut self.sources.codes, &mut self.languages.codes, &mut self.providers.codes];
        interned.into_iter().chain([&mut self.assigned]).for_each(Vec::shrink_to_fit);
    }

    fn put(&mut self, row: &NewRow<'_>) -> Result<(), RowProblem> {
        let codes = self.codes(row)?;
        let parts = Parts::new(row.external_id, row.name, row.email, row.phone);
        match self.slot(row.id) {
            Some(slot) => {
                self.set_texts(slot, &parts)?;
                self.set(slot, row, &codes);
            }
            None => self.add(row, &codes, &parts)?,
        }
        Ok(())
    }

    fn set(&mut self, slot: usize, row: &NewRow<'_>, codes: &Codes) {
        self.present[slot / 64] |= 1 << (slot % 64);
        for (column, code) in self.words.iter_mut().zip(codes.words) {
            column[slot] = code;
        }
        for (column, value) in self.numbers.iter_mut().zip(row.numbers()) {
            column.set(slot, value);
        }
        self.spent.set(slot, Some(row.spent_minor));
        self.sources.codes[slot] = codes.source;
        self.languages.codes[slot] = codes.language;
        self.providers.codes[slot] = codes.provider;
        self.assigned[slot] = codes.assigned;
    }

    fn set_texts(&mut self, slot: usize, parts: &Parts<'_>) -> Result<(), RowProblem> {
        if self.texts.get(slot) == *parts {
            return Ok(());
        }
        if !self.is_built {
            return self.texts.set(slot, parts);
        }
        self.search.remove(&self.texts, slot);
        self.orders.iter_mut().filter_map(OnceLock::get_mut).for_each(|order| order.remove(slot));
        let changed = self.texts.set(slot, parts);
        self.insert_words(slot);
        changed
    }

    fn insert_words(&mut self, slot: usize) {
        self.search.insert(&self.texts, slot);
        let orders = self.orders.iter_mut().filter_map(OnceLock::get_mut);
        orders.for_each(|order| order.insert(&self.texts, slot));
    }

    /// The order of a column of texts.
    pub(crate) fn order(&self, column: Column) -> Option<&TextOrder> {
        let place = TEXT_COLUMNS.iter().position(|known| *known == column)?;
        Some(self.orders[place].get_or_init(|| TextOrder::build(&self.texts, column, self.ids.len())))
    }

    fn codes(&mut self, row: &NewRow<'_>) -> Result<Codes, RowProblem> {
        let mut words = [0; WORD_COLUMNS];
        for (place, word) in row.words().into_iter().enumerate() {
            let Some(word) = word else { continue };
            words[place] = code_of(place, word).ok_or_else(|| RowProblem::Word {
                customer: row.id.0,
                column: word_key(place),
                found: word.to_owned(),
                expected: word_list(place).iter().map(|word| word.word).collect::<Vec<_>>().join(", "),
            })?;
        }
        let own = |text: &str| Text::from(text);
        let language = row.language.filter(|language| !language.is_empty());
        Ok(Codes {
            words,
            source: self.sources.code(Some(row.source), own, "source")?,
            language: self.languages.code(language, own, "language")?,
            provider: self.providers.code(row.provider.as_ref(), |id| *id, "provider")?,
            assigned: self.providers.code(row.assigned.as_ref(), |id| *id, "assigned")?,
        })
    }

    /// A row in a new slot.
    fn add(&mut self, row: &NewRow<'_>, codes: &Codes, parts: &Parts<'_>) -> Result<(), RowProblem> {
        let slot = self.ids.len();
        self.texts.push(parts)?;
        let is_next = self.ordered == slot && self.ids.last().is_none_or(|last| *last < row.id.0);
        if is_next {
            self.ordered += 1;
        } else {
            self.late.insert(row.id.0, slot as u32);
        }
        self.ids.push(row.id.0);
        if slot.is_multiple_of(64) {
            self.present.push(0);
        }
        self.present[slot / 64] |= 1 << (slot % 64);
        for (column, code) in self.words.iter_mut().zip(codes.words) {
            column.push(code);
        }
        for (column, value) in self.numbers.iter_mut().zip(row.numbers()) {
            column.push(value);
        }
        self.spent.push(Some(row.spent_minor));
        self.sources.codes.push(codes.source);
        self.languages.codes.push(codes.language);
        self.providers.codes.push(codes.provider);
        self.assigned.push(codes.assigned);
        if self.is_built {
            self.insert_words(slot);
        }
        Ok(())
    }

    /// The slot of a customer who is or was on the list.
    pub(crate) fn slot(&self, id: CustomerId) -> Option<usize> {
        let ordered = &self.ids[..self.ordered];
        let is_beyond = ordered.last().is_none_or(|last| *last < id.0);
        let found = if is_beyond { None } else { ordered.binary_search(&id.0).ok() };
        found.or_else(|| self.late.get(&id.0).map(|slot| *slot as usize))
    }

    pub(crate) fn is_present(&self, slot: usize) -> bool {
        self.present[slot / 64] & 1 << (slot % 64) != 0
    }

    /// The row of a customer on the list.
    pub fn row(&self, id: CustomerId) -> Option<Row> {
        self.slot(id).filter(|slot| self.is_present(*slot)).map(|slot| self.row_at(slot))
    }

    pub(crate) fn row_at(&self, slot: usize) -> Row {
        let parts = self.texts.get(slot);
        let assigned = usize::from(self.assigned[slot]).checked_sub(1);
        let profile = Profile {
            id: CustomerId(self.ids[slot]),
            external_id: Text::from(parts.external_id),
            source: self.sources.get(slot).cloned().unwrap_or_default(),
            name: parts.name.map(Text::from),
            email: parts.email(),
            phone: parts.phone.map(|phone| phone.text()),
            language: self.languages.get(slot).cloned(),
            provider: self.providers.get(slot).copied(),
            assigned: assigned.map(|place| self.providers.values[place]),
        };
        let words = std::array::from_fn(|place| {
            let code = usize::from(self.words[place][slot]).checked_sub(1)?;
            Some(word_list(place)[code].word)
        });
        let numbers = std::array::from_fn(|place| self.numbers[place].get(slot));
        Row::assemble(profile, words, numbers, self.spent.get(slot).unwrap_or(0))
    }

    /// The words that the records brought into an open column (source, language), sorted, for filter menus.
    pub fn values(&self, column: Column) -> Vec<&str> {
        let values = match column.place() {
            Place::Source => &self.sources.values,
            Place::Language => &self.languages.values,
            _ => return Vec::new(),
        };
        let mut values: Vec<&str> = values.iter().map(Text::as_str).collect();
        values.sort_unstable();
        values
    }

    /// Bytes of memory held.
    pub fn bytes(&self) -> usize {
        let words: usize = self.words.iter().map(Vec::capacity).sum();
        let numbers: usize = self.numbers.iter().map(Numbers::bytes).sum();
        let short = self.sources.codes.capacity()
            + self.languages.codes.capacity()
            + self.providers.codes.capacity()
            + self.assigned.capacity();
        self.ids.capacity() * 4
            + self.present.capacity() * 8
            + words
            + numbers
            + self.spent.bytes()
            + short * 2
            + self.texts.bytes()
            + self.search.bytes()
            + self.orders.iter().filter_map(OnceLock::get).map(TextOrder::bytes).sum::<usize>()
    }
}
