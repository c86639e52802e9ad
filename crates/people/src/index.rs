//! The columns of all customers, and the changes of one.

use crate::column::ColumnKind;
use crate::column::{NUMBER_COLUMNS, Place, WORD_COLUMNS, columns};
use crate::numbers::Numbers;
use crate::row::{NewRow, Profile, Row, RowProblem, code_of, word_key, word_list};
use crate::texts::{Parts, Texts};
use book::{CustomerId, Directory, ProviderId, Text};
use rustc_hash::FxHashMap;

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
    fn new() -> Interned<T> {
        Interned { values: Vec::new(), numbers: FxHashMap::default(), codes: Vec::new() }
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

    /// The code of a value that is there.
    pub fn find(&self, value: &T) -> Option<u16> {
        self.numbers.get(value).copied()
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
}

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
        self.index.put(row).map(|_| ())
    }

    /// The finished index. `providers` gives the order in which a sort puts them.
    #[must_use]
    pub fn finish(mut self, providers: &Directory) -> Index {
        self.index.texts.shrink();
        self.index.set_providers(providers);
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
    /// A builder without rows.
    pub fn builder() -> Builder {
        let base = |place: usize| {
            let info = columns().iter().find(|info| info.place == Place::Number(place));
            if info.is_some_and(|info| info.kind == ColumnKind::Day) { FIRST_DAY } else { 0 }
        };
        Builder {
            index: Index {
                ids: Vec::new(),
                ordered: 0,
                late: FxHashMap::default(),
                present: Vec::new(),
                words: Default::default(),
                numbers: std::array::from_fn(|place| Numbers::new(base(place))),
                spent: Numbers::new(i64::from(i32::MIN)),
                sources: Interned::new(),
                languages: Interned::new(),
                providers: Interned::new(),
                assigned: Vec::new(),
                texts: Texts::default(),
                provider_places: Vec::new(),
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
        let mut order: Vec<usize> = (0..self.providers.values.len()).collect();
        order.sort_by_cached_key(|place| {
            let id = self.providers.values[*place];
            (crate::fold::folded(providers.name(id)), id)
        });
        self.provider_places = vec![0; order.len() + 1];
        for (place, code) in order.into_iter().enumerate() {
            self.provider_places[code + 1] = place as u16 + 1;
        }
    }

    /// Puts one customer's row in place of the one that is there, or adds it.
    ///
    /// # Errors
    /// [`RowProblem`] when a word is not of its column, or the list is full; nothing is changed then.
    pub fn update(&mut self, row: &NewRow<'_>) -> Result<(), RowProblem> {
        self.put(row).map(|_| ())
    }

    /// Takes a customer off the list (merged away, or erased); `false` when not on it. The row comes back with
    /// the next [`Index::update`].
    pub fn remove(&mut self, id: CustomerId) -> bool {
        let Some(slot) = self.slot(id) else { return false };
        let bit = 1_u64 << (slot % 64);
        let was_present = self.present[slot / 64] & bit != 0;
        self.present[slot / 64] &= !bit;
        was_present
    }

    fn put(&mut self, row: &NewRow<'_>) -> Result<usize, RowProblem> {
        let codes = self.codes(row)?;
        let parts = Parts::new(row.external_id, row.name, row.email, row.phone);
        let slot = match self.slot(row.id) {
            Some(slot) => {
                self.set_texts(slot, &parts)?;
                slot
            }
            None => self.add(row.id, &parts)?,
        };
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
        Ok(slot)
    }

    fn set_texts(&mut self, slot: usize, parts: &Parts<'_>) -> Result<(), RowProblem> {
        if self.texts.get(slot) == *parts {
            return Ok(());
        }
        self.texts.set(slot, parts)
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

    /// A new slot, on the list, with everything but its texts unknown.
    fn add(&mut self, id: CustomerId, parts: &Parts<'_>) -> Result<usize, RowProblem> {
        let slot = self.ids.len();
        self.texts.push(parts)?;
        let is_next = self.ordered == slot && self.ids.last().is_none_or(|last| *last < id.0);
        if is_next {
            self.ordered += 1;
        } else {
            self.late.insert(id.0, slot as u32);
        }
        self.ids.push(id.0);
        if slot.is_multiple_of(64) {
            self.present.push(0);
        }
        self.words.iter_mut().for_each(|column| column.push(0));
        self.numbers.iter_mut().for_each(|column| column.push(None));
        self.spent.push(None);
        self.sources.codes.push(0);
        self.languages.codes.push(0);
        self.providers.codes.push(0);
        self.assigned.push(0);
        Ok(slot)
    }

    /// The slot of a customer who is or was on the list.
    pub(crate) fn slot(&self, id: CustomerId) -> Option<usize> {
        let found = self.ids[..self.ordered].binary_search(&id.0).ok();
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
            phone: parts.phone.as_deref().map(Text::from),
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
    pub fn values(&self, column: crate::Column) -> Vec<&str> {
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
    }
}
