//! The texts of all rows in one arena, packed: a phone number takes half a byte a sign, and the part of an
//! e-mail address after `@` stands once for all who share it.

use crate::row::RowProblem;
use book::Text;
use rustc_hash::FxHashMap;

/// The signs that most phone numbers are made of: four bits each.
const PHONE_SIGNS: &[u8; 16] = b"0123456789 +-().";

/// What texts take a row, nearly always.
const BYTES_EACH: usize = 56;

#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    /// Where the texts of a slot begin.
    at: Vec<u32>,
    domains: Vec<Text>,
    domain_numbers: FxHashMap<Text, u32>,
}

/// The texts of one row, as they go in and as they are read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parts<'a> {
    pub external_id: &'a str,
    pub name: Option<&'a str>,
    /// The part of the address before the last `@`.
    pub local: Option<&'a str>,
    /// The part after it.
    pub domain: Option<&'a str>,
    pub phone: Option<Phone<'a>>,
}

/// A telephone number as it is kept.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Phone<'a> {
    /// As written.
    Plain(&'a str),
    /// Two signs a byte, and how many signs.
    Packed(&'a [u8], usize),
}

impl Phone<'_> {
    /// As written.
    pub fn text(&self) -> Text {
        match *self {
            Phone::Plain(text) => Text::from(text),
            Phone::Packed(bytes, signs) => {
                (0..signs).map(|place| char::from(sign_at(bytes, place))).collect()
            }
        }
    }

    /// Writes it as it is written, in place of what the buffer holds.
    pub fn write(&self, buffer: &mut String) {
        buffer.clear();
        match *self {
            Phone::Plain(text) => buffer.push_str(text),
            Phone::Packed(bytes, signs) => {
                buffer.extend((0..signs).map(|place| char::from(sign_at(bytes, place))));
            }
        }
    }

    /// Whether it is written like the other.
    fn is(&self, other: &Phone<'_>) -> bool {
        self.text() == other.text()
    }
}

impl PartialEq for Phone<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.is(other)
    }
}

fn sign_at(bytes: &[u8], place: usize) -> u8 {
    PHONE_SIGNS[usize::from(bytes[place / 2] >> (4 * (place % 2)) & 15)]
}

impl<'a> Parts<'a> {
    pub fn new(
        external_id: &'a str,
        name: Option<&'a str>,
        email: Option<&'a str>,
        phone: Option<&'a str>,
    ) -> Parts<'a> {
        let filled = |text: Option<&'a str>| text.filter(|text| !text.is_empty());
        let email = filled(email);
        let (local, domain) = match email.and_then(|email| email.rsplit_once('@')) {
            Some((local, domain)) => (Some(local), Some(domain)),
            None => (email, None),
        };
        Parts { external_id, name: filled(name), local, domain, phone: filled(phone).map(Phone::Plain) }
    }

    /// The name, or the source's id where no name is known.
    pub fn display_name(&self) -> &'a str {
        self.name.unwrap_or(self.external_id)
    }

    pub fn email(&self) -> Option<Text> {
        let mut email = Text::from(self.local?);
        if let Some(domain) = self.domain {
            email.push('@');
            email.push_str(domain);
        }
        Some(email)
    }
}

impl Texts {
    /// Without texts, with room for so many rows.
    pub fn new(rows: usize) -> Texts {
        Texts {
            bytes: Vec::with_capacity(rows * BYTES_EACH),
            at: Vec::with_capacity(rows),
            ..Texts::default()
        }
    }

    /// Appends the texts of a new slot.
    pub fn push(&mut self, parts: &Parts<'_>) -> Result<(), RowProblem> {
        let at = self.append(parts)?;
        self.at.push(at);
        Ok(())
    }

    /// Changes the texts of a slot. The old ones stay in the arena until the index is built again.
    pub fn set(&mut self, slot: usize, parts: &Parts<'_>) -> Result<(), RowProblem> {
        self.at[slot] = self.append(parts)?;
        Ok(())
    }

    fn append(&mut self, parts: &Parts<'_>) -> Result<u32, RowProblem> {
        let at = u32::try_from(self.bytes.len()).map_err(|_| RowProblem::Full)?;
        let domain = match parts.domain {
            Some(domain) => self.domain_number(domain)? + 1,
            None => 0,
        };
        self.append_number(parts.external_id.len());
        self.append_number(parts.name.map_or(0, str::len));
        self.append_number(parts.local.map_or(0, |local| local.len() + 1));
        self.append_number(domain as usize);
        let unpacked;
        let phone = match parts.phone {
            Some(Phone::Plain(phone)) => Some(phone),
            Some(phone) => {
                unpacked = phone.text();
                Some(unpacked.as_str())
            }
            None => None,
        };
        let is_packed = phone.is_none_or(|phone| phone.bytes().all(|byte| nibble(byte).is_some()));
        self.append_number(phone.map_or(0, str::len) * 2 + usize::from(!is_packed));
        for text in [Some(parts.external_id), parts.name, parts.local].into_iter().flatten() {
            self.bytes.extend_from_slice(text.as_bytes());
        }
        let phone = phone.unwrap_or("").as_bytes();
        if is_packed {
            let pair =
                |pair: &[u8]| pair.iter().rev().fold(0, |byte, sign| byte << 4 | nibble(*sign).unwrap_or(0));
            self.bytes.extend(phone.chunks(2).map(pair));
        } else {
            self.bytes.extend_from_slice(phone);
        }
        Ok(at)
    }

    fn domain_number(&mut self, domain: &str) -> Result<u32, RowProblem> {
        if let Some(number) = self.domain_numbers.get(domain) {
            return Ok(*number);
        }
        let number = u32::try_from(self.domains.len()).map_err(|_| RowProblem::Full)?;
        self.domains.push(Text::from(domain));
        self.domain_numbers.insert(Text::from(domain), number);
        Ok(number)
    }

    /// Seven bits a byte, the lowest first.
    fn append_number(&mut self, mut number: usize) {
        while number >= 128 {
            self.bytes.push(number as u8 | 128);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// The texts of a slot.
    pub fn get(&self, slot: usize) -> Parts<'_> {
        let mut place = self.at[slot] as usize;
        let mut number = || read_number(&self.bytes, &mut place);
        let (external_id, name, local, domain, phone) = (number(), number(), number(), number(), number());
        let plain_phone = if phone % 2 == 1 { phone / 2 } else { 0 };
        let end = place + external_id + name + local.saturating_sub(1) + plain_phone;
        let all = std::str::from_utf8(&self.bytes[place..end]).expect("whole texts were appended");
        let (external_id, rest) = all.split_at(external_id);
        let (name, rest) =
            (name > 0).then(|| rest.split_at(name)).map_or((None, rest), |(own, rest)| (Some(own), rest));
        let (local, rest) = (local > 0)
            .then(|| rest.split_at(local - 1))
            .map_or((None, rest), |(own, rest)| (Some(own), rest));
        let phone = match (phone, phone % 2) {
            (0, _) => None,
            (_, 1) => Some(Phone::Plain(rest)),
            _ => Some(Phone::Packed(&self.bytes[end..], phone / 2)),
        };
        let domain = domain.checked_sub(1).map(|number| self.domains[number].as_str());
        Parts { external_id, name, local, domain, phone }
    }

    pub fn bytes(&self) -> usize {
        let domains = self.domains.iter().map(|domain| 2 * domain.len().max(24) + 32).sum::<usize>();
        self.bytes.capacity() + self.at.capacity() * 4 + domains
    }

    pub fn shrink(&mut self) {
        self.bytes.shrink_to_fit();
        self.at.shrink_to_fit();
    }
}

fn read_number(bytes: &[u8], place: &mut usize) -> usize {
    let mut number = 0;
    let mut shift = 0;
    loop {
        let byte = bytes[*place];
        *place += 1;
        number |= usize::from(byte & 127) << shift;
        if byte < 128 {
            return number;
        }
        shift += 7;
    }
}

/// The four bits of each byte that is one of the sixteen signs, 255 for the others.
const NIBBLES: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut place = 0;
    while place < PHONE_SIGNS.len() {
        table[PHONE_SIGNS[place] as usize] = place as u8;
        place += 1;
    }
    table
};

/// The four bits of a sign, when it is among the sixteen.
fn nibble(sign: u8) -> Option<u8> {
    Some(NIBBLES[usize::from(sign)]).filter(|nibble| *nibble < 16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn texts_come_back(
            id in "\\PC{0,200}",
            name in proptest::option::of("\\PC{1,20}"),
            email in proptest::option::of("[a-z@.]{1,12}"),
            phone in proptest::option::of(prop_oneof!["[0-9 +().-]{1,20}", "\\PC{1,12}"]),
        ) {
            let mut texts = Texts::default();
            let parts = Parts::new(&id, name.as_deref(), email.as_deref(), phone.as_deref());
            texts.push(&Parts::new("first", None, None, None)).unwrap();
            texts.push(&parts).unwrap();
            texts.set(0, &parts).unwrap();
            for slot in [0, 1] {
                let read = texts.get(slot);
                prop_assert_eq!(&read, &parts);
                let read = read.email();
                prop_assert_eq!(read.as_deref(), email.as_deref());
            }
        }
    }
}
