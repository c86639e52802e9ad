//! The texts of all rows in one arena, packed: a phone number takes half a byte a sign, and the part of an e-mail
//! address after `@` stands once for all who share it.

use crate::row::RowProblem;
use book::Text;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The signs that most phone numbers are made of: four bits each.
const PHONE_SIGNS: &[u8; 16] = b"0123456789 +-().";

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
    pub phone: Option<Cow<'a, str>>,
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
        Parts { external_id, name: filled(name), local, domain, phone: filled(phone).map(Cow::Borrowed) }
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
        let packed = parts.phone.as_deref().and_then(packed);
        match (&parts.phone, &packed) {
            (Some(phone), Some(_)) => self.append_number(phone.len() * 2),
            (Some(phone), None) => self.append_number(phone.len() * 2 + 1),
            (None, _) => self.append_number(0),
        }
        for text in [Some(parts.external_id), parts.name, parts.local].into_iter().flatten() {
            self.bytes.extend_from_slice(text.as_bytes());
        }
        match packed {
            Some(packed) => self.bytes.extend_from_slice(&packed),
            None => self.bytes.extend_from_slice(parts.phone.as_deref().unwrap_or("").as_bytes()),
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
        let mut text = |length: usize| {
            let bytes = &self.bytes[place..place + length];
            place += length;
            std::str::from_utf8(bytes).expect("whole texts were appended")
        };
        let external_id = text(external_id);
        let name = (name > 0).then(|| text(name));
        let local = (local > 0).then(|| text(local - 1));
        let phone = match (phone, phone % 2) {
            (0, _) => None,
            (_, 1) => Some(Cow::Borrowed(text(phone / 2))),
            _ => Some(Cow::Owned(unpacked(&self.bytes[place..], phone / 2))),
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

/// Two signs a byte, or `None` when a sign is not among the sixteen.
fn packed(phone: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![0; phone.len().div_ceil(2)];
    for (place, byte) in phone.bytes().enumerate() {
        let sign = PHONE_SIGNS.iter().position(|sign| *sign == byte)? as u8;
        bytes[place / 2] |= sign << (4 * (place % 2));
    }
    Some(bytes)
}

fn unpacked(bytes: &[u8], signs: usize) -> String {
    let sign = |place: usize| PHONE_SIGNS[usize::from(bytes[place / 2] >> (4 * (place % 2)) & 15)];
    (0..signs).map(|place| char::from(sign(place))).collect()
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
