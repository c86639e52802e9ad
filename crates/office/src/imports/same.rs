//! Who is the same person: for lists of people without ids of their own, within the file and against the
//! book.
//!
//! The rule is narrow, because two people made one is worse than one person listed twice (the People list
//! suggests the rest, with its evidence): the same e-mail address, unless both rows have names without a word
//! in common (a shared mailbox); or the same telephone number and the same name (a switchboard is not a
//! person); or the same name and company where nothing else is said.
//!
//! Of two rows of a file the first stays, and the second fills what it left empty; of a row and somebody in
//! the book, the book stays as it is and the row is left out, with the reason.

use super::columns::is_company;
use crate::error::OfficeResult;
use book::record::CustomerProfile;
use book::{Body, CustomerId, PartyKind, Record, Text};
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use store::Book;

/// Digits of a telephone number that are compared: the last ones, as country codes are often left out.
const PHONE_TAIL: usize = 9;
/// Fewer digits are an extension, not a number.
const PHONE_DIGITS_MIN: usize = 7;

/// Words that say what an organization is in law, not which.
const LEGAL_FORMS: [&str; 22] = [
    "ab",
    "ag",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "gmbh",
    "inc",
    "incorporated",
    "kg",
    "limited",
    "llc",
    "llp",
    "ltd",
    "nv",
    "oy",
    "plc",
    "sa",
    "sarl",
    "sl",
    "srl",
];

/// What two rows have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Email,
    Phone,
    Name,
}

impl By {
    fn words(self) -> &'static str {
        match self {
            By::Email => "same e-mail address",
            By::Phone => "same telephone number and name",
            By::Name => "same name and company, and nothing else to tell them apart",
        }
    }
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Somebody new.
    New,
    /// The same row came before from this source: the book says whether it still says the same.
    Again,
    /// The same person as an earlier row, whose gaps it fills.
    SameAsLine(u64, By),
    /// The same person as somebody in the book: left out.
    SameAs(String, By),
}

impl Verdict {
    /// In words: `same e-mail address as line 12`.
    pub(super) fn words(&self) -> Option<String> {
        match self {
            Verdict::New => None,
            Verdict::Again => Some("already in the book".to_owned()),
            Verdict::SameAsLine(line, by) => Some(format!("{} as line {line}", by.words())),
            Verdict::SameAs(name, by) => Some(format!("already in the book: {} as {name}", by.words())),
        }
    }
}

fn key(kind: &str, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, text).hash(&mut hasher);
    hasher.finish()
}

fn email_key(email: Option<&Text>) -> Option<u64> {
    let email = email?.trim().to_lowercase();
    email.contains('@').then(|| key("email", &email))
}

fn phone_key(phone: Option<&Text>) -> Option<u64> {
    let digits: Vec<char> = phone?.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < PHONE_DIGITS_MIN {
        return None;
    }
    let tail: String = digits[digits.len().saturating_sub(PHONE_TAIL)..].iter().collect();
    Some(key("phone", &tail))
}

/// The words of a name in small letters, sorted.
fn words_of(name: &str) -> Vec<String> {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The id of a company that came with a list.
pub(crate) fn company_id(name: &str) -> Text {
    Text::from(format!("company {}", company_words(name)))
}

/// A company's name as it is compared: in order, without its legal form where other words are left.
pub(super) fn company_words(name: &str) -> String {
    let lower = name.to_lowercase();
    let all: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let telling: Vec<&str> = all.iter().copied().filter(|word| !LEGAL_FORMS.contains(word)).collect();
    if telling.is_empty() { all.join(" ") } else { telling.join(" ") }
}

fn share_a_word(left: Option<&str>, right: Option<&str>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return true };
    let (left, right) = (words_of(left), words_of(right));
    left.is_empty() || right.is_empty() || left.iter().any(|word| right.contains(word))
}

fn are_equal(left: Option<&str>, right: Option<&str>) -> bool {
    let (Some(left), Some(right)) = (left, right) else { return false };
    words_of(left) == words_of(right)
}

fn agree(by: By, left: Option<&str>, right: Option<&str>) -> bool {
    match by {
        By::Email => share_a_word(left, right),
        By::Phone | By::Name => are_equal(left, right),
    }
}

/// Addresses, numbers and companies of everybody in the book. Of several with one address the first counts.
#[derive(Debug, Default)]
pub(super) struct Known {
    by: HashMap<u64, u32>,
}

impl Known {
    /// Reads everybody.
    pub(super) fn read(book: &Book) -> OfficeResult<Known> {
        let mut by = HashMap::new();
        book.for_each_customer(|customer| {
            let id = customer.id.0;
            let keys = [email_key(customer.email.as_ref()), phone_key(customer.phone.as_ref())];
            for key in keys.into_iter().flatten() {
                by.entry(key).or_insert(id);
            }
            if let (Some(PartyKind::Organization), Some(name)) = (customer.kind, &customer.name) {
                by.entry(key("company", &company_words(name))).or_insert(id);
            }
        })?;
        Ok(Known { by })
    }
}

/// How a list of people was matched.
#[derive(Debug, Default, Clone)]
pub(super) struct Matched {
    /// Rows that were the same person as an earlier row.
    pub same_in_file: u64,
    /// Rows that were the same person as somebody in the book.
    pub same_in_book: u64,
    /// Companies that came new.
    pub companies: u64,
    /// People who came new.
    pub people: u64,
}

/// Somebody of the file.
struct Seen {
    line: u64,
    name: Option<Text>,
    /// Place among the records that wait, and in which window.
    place: (u32, usize),
}

/// A list of people on its way in.
pub(super) struct Contacts {
    known: Arc<Known>,
    source: Text,
    /// The file's column of companies.
    company: Option<Text>,
    seen: Vec<Seen>,
    by: HashMap<u64, usize>,
    ids: HashMap<u64, usize>,
    waiting: Vec<Record>,
    window: u32,
    pub(super) matched: Matched,
}

impl Contacts {
    /// Begins a list of `source`, whose column of companies is `company`.
    pub(super) fn new(known: Arc<Known>, source: Text, company: Option<Text>) -> Contacts {
        Contacts {
            known,
            source,
            company,
            seen: Vec::new(),
            by: HashMap::new(),
            ids: HashMap::new(),
            waiting: Vec::new(),
            window: 0,
            matched: Matched::default(),
        }
    }

    /// Records that wait to be written.
    pub(super) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Gives what waits. Later rows no longer fill their gaps.
    pub(super) fn flush(&mut self) -> Vec<Record> {
        self.window += 1;
        std::mem::take(&mut self.waiting)
    }

    /// The company a row names.
    pub(super) fn company_of(&self, record: &Record) -> Option<String> {
        let column = self.company.as_ref()?;
        let extras: HashMap<String, String> = serde_json::from_str(record.extras.as_deref()?).ok()?;
        let name = extras.get(column.as_str())?.trim();
        (!company_words(name).is_empty()).then(|| name.to_owned())
    }

    /// A column that somebody said is the company, under whatever name, is kept as `Company`, by which it is
    /// found again.
    fn call_it_company(&self, record: &mut Record) {
        let Some(column) = self.company.as_deref().filter(|column| !is_company(column)) else { return };
        let Some(kept) = record.extras.as_deref() else { return };
        let Ok(mut kept) = serde_json::from_str::<BTreeMap<String, String>>(kept) else { return };
        if let Some(company) = kept.remove(column) {
            kept.insert("Company".to_owned(), company);
            record.extras = serde_json::to_string(&kept).ok().map(String::into_boxed_str);
        }
    }

    /// Takes a row in and says what becomes of it.
    pub(super) fn take(&mut self, mut record: Record, book: &Book) -> OfficeResult<Verdict> {
        let company = self.company_of(&record);
        if company.is_some() {
            self.call_it_company(&mut record);
        }
        let Body::Customer(profile) = &mut record.body else {
            self.waiting.push(record);
            return Ok(Verdict::New);
        };
        if profile.name.is_none() && company.is_some() {
            // A row with a company and no name is the company's own.
            profile.name = company.as_deref().map(Text::from);
            profile.kind = Some(PartyKind::Organization);
        }
        let keys =
            [(By::Email, email_key(profile.email.as_ref())), (By::Phone, phone_key(profile.phone.as_ref()))];
        if let Some(same) = self.in_file(profile, &keys) {
            self.matched.same_in_file += 1;
            return Ok(self.fill(same, &keys, profile));
        }
        let verdict = self.in_book(&record.customer, profile, &keys, book)?;
        if let Verdict::SameAs(..) = verdict {
            self.matched.same_in_book += 1;
            return Ok(verdict);
        }
        if let Some(earlier) = self.name_apart(&mut record, company.as_deref()) {
            self.matched.same_in_file += 1;
            return Ok(Verdict::SameAsLine(earlier, By::Name));
        }
        let is_new = verdict == Verdict::New;
        let is_person =
            matches!(&record.body, Body::Customer(said) if said.kind != Some(PartyKind::Organization));
        if is_person {
            self.add_company(company.as_deref(), record.line, book)?;
        }
        self.matched.people += u64::from(is_new && is_person);
        self.matched.companies += u64::from(is_new && !is_person);
        self.add(record, &keys);
        Ok(verdict)
    }

    fn in_file(&self, profile: &CustomerProfile, keys: &[(By, Option<u64>)]) -> Option<(usize, By)> {
        keys.iter().find_map(|(by, key)| {
            let seen = *self.by.get(&(*key)?)?;
            agree(*by, profile.name.as_deref(), self.seen[seen].name.as_deref()).then_some((seen, *by))
        })
    }

    fn in_book(
        &self,
        id: &Text,
        profile: &CustomerProfile,
        keys: &[(By, Option<u64>)],
        book: &Book,
    ) -> OfficeResult<Verdict> {
        for (by, key) in keys {
            let Some(found) = key.and_then(|key| self.known.by.get(&key)) else { continue };
            let Some(other) = book.customer(CustomerId(*found))? else { continue };
            if other.source == self.source && other.external_id == *id {
                return Ok(Verdict::Again);
            }
            if agree(*by, profile.name.as_deref(), other.name.as_deref()) {
                return Ok(Verdict::SameAs(other.display_name().to_owned(), *by));
            }
        }
        Ok(Verdict::New)
    }

    /// Fills the gaps of an earlier row that still waits.
    fn fill(
        &mut self,
        (seen, by): (usize, By),
        keys: &[(By, Option<u64>)],
        more: &CustomerProfile,
    ) -> Verdict {
        let person = &self.seen[seen];
        let verdict = Verdict::SameAsLine(person.line, by);
        for key in keys.iter().filter_map(|(_, key)| *key) {
            self.by.entry(key).or_insert(seen);
        }
        let (window, place) = person.place;
        let waiting = self.waiting.get_mut(place).filter(|_| window == self.window);
        if let Some(Record { body: Body::Customer(said), .. }) = waiting {
            let gap =
                |said: &mut Option<Text>, more: &Option<Text>| *said = said.take().or_else(|| more.clone());
            gap(&mut said.name, &more.name);
            gap(&mut said.email, &more.email);
            gap(&mut said.phone, &more.phone);
            gap(&mut said.language, &more.language);
            gap(&mut said.timezone, &more.timezone);
            gap(&mut said.assigned_to, &more.assigned_to);
            said.since = said.since.or(more.since);
        }
        verdict
    }

    /// Gives an id of its own to a row whose address is shared; the line of an earlier row when nothing tells
    /// the two apart.
    fn name_apart(&self, record: &mut Record, company: Option<&str>) -> Option<u64> {
        let Body::Customer(profile) = &record.body else { return None };
        let has_address = profile.email.is_some() || profile.phone.is_some();
        if !has_address && let Some(company) = company {
            record.customer = Text::from(format!("{} {}", record.customer, company_words(company)));
        }
        let same = *self.ids.get(&key("id", &record.customer))?;
        if !has_address {
            return Some(self.seen[same].line);
        }
        let name = profile.name.as_deref().map(words_of).unwrap_or_default().join(" ");
        record.customer = Text::from(format!("{} {name}", record.customer));
        if self.ids.contains_key(&key("id", &record.customer)) {
            record.customer = Text::from(format!("{} {}", record.customer, record.line));
        }
        None
    }

    fn add(&mut self, record: Record, keys: &[(By, Option<u64>)]) {
        let Body::Customer(profile) = &record.body else { return };
        let place = self.seen.len();
        for key in keys.iter().filter_map(|(_, key)| *key) {
            self.by.entry(key).or_insert(place);
        }
        self.ids.insert(key("id", &record.customer), place);
        let (line, name) = (record.line, profile.name.clone());
        self.seen.push(Seen { line, name, place: (self.window, self.waiting.len()) });
        self.waiting.push(record);
    }

    /// Adds a company once, unless the book has one of that name from elsewhere.
    fn add_company(&mut self, name: Option<&str>, line: u64, book: &Book) -> OfficeResult<()> {
        let Some(name) = name else { return Ok(()) };
        let words = company_words(name);
        let company = key("company", &words);
        if self.by.contains_key(&company) {
            return Ok(());
        }
        self.by.insert(company, usize::MAX);
        let id = company_id(name);
        if let Some(found) = self.known.by.get(&company) {
            let other = book.customer(CustomerId(*found))?;
            // Our own from an earlier import is said again, so that the book can tell whether it changed.
            if !other.is_some_and(|other| other.source == self.source && other.external_id == id) {
                return Ok(());
            }
        } else {
            self.matched.companies += 1;
        }
        let profile = CustomerProfile {
            kind: Some(PartyKind::Organization),
            name: Some(Text::from(name)),
            ..CustomerProfile::default()
        };
        self.waiting.push(Record {
            line,
            id: book::FactId(0),
            external_id: None,
            at: book::Timestamp(0),
            customer: id,
            provider: None,
            body: Body::Customer(profile),
            extras: None,
        });
        Ok(())
    }
}
