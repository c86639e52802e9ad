//! What everybody on the list asks of those who serve them.

use crate::column::{Column, Place};
use crate::index::Index;
use crate::row::{code_of, word_list};
use book::{Day, ProviderId};

/// The part of a row that says how much somebody asks of who serves them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Served {
    /// Who is responsible; `None`: nobody.
    pub provider: Option<ProviderId>,
    /// Contacts of any kind.
    pub contact_count: u32,
    /// Day of the first contact.
    pub first_contact_day: Option<Day>,
    /// Day of the last contact.
    pub last_contact_day: Option<Day>,
    /// Day on which the next open promise is due.
    pub next_due_day: Option<Day>,
    /// J6a on contacts.
    pub contact_rhythm: Option<&'static str>,
    /// Open issues.
    pub open_issues: u32,
    /// Whether the customer refused to be contacted.
    pub refused: bool,
}

impl Index {
    /// Everybody on the list, in no particular order: one walk over a few columns, where a list for each
    /// provider would be a walk over everybody for each.
    pub fn served(&self) -> impl Iterator<Item = Served> + '_ {
        let [contacts, first, last, due, issues] = [
            Column::Contacts,
            Column::FirstContact,
            Column::LastContact,
            Column::NextDue,
            Column::OpenIssues,
        ]
        .map(place);
        let [rhythm, refused] = [Column::ContactRhythm, Column::Refused].map(place);
        let is_refused = code_of(refused, "yes");
        (0..self.ids.len()).filter(|slot| self.is_present(*slot)).map(move |slot| {
            let number = |place: usize| self.numbers[place].get(slot);
            let day = |place: usize| number(place).map(|day| Day(day as i32));
            let code = usize::from(self.words[rhythm][slot]).checked_sub(1);
            Served {
                provider: self.providers.get(slot).copied(),
                contact_count: number(contacts).unwrap_or(0) as u32,
                first_contact_day: day(first),
                last_contact_day: day(last),
                next_due_day: day(due),
                contact_rhythm: code.map(|code| word_list(rhythm)[code].word),
                open_issues: number(issues).unwrap_or(0) as u32,
                refused: Some(self.words[refused][slot]) == is_refused,
            }
        })
    }
}

/// Where a column of words or of numbers stands among those.
fn place(column: Column) -> usize {
    match column.place() {
        Place::Word(place) | Place::Number(place) => place,
        _ => unreachable!("only columns of words and numbers are asked for above"),
    }
}
