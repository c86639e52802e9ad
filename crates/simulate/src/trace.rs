//! What really happened in one life, whether or not anybody wrote it down.

use book::Day;

/// The happenings that decide the truth.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace {
    /// Two-way contacts: the day and the place of the provider.
    pub contacts: Vec<(Day, usize)>,
    /// Visits of the renewal process: those of the contacts that the rhythm made.
    pub visits: Vec<Day>,
    /// Notes learnt: kind, day, by whom.
    pub learnt: Vec<(&'static str, Day, usize)>,
    /// Adaptations: day, by whom.
    pub adapted: Vec<(Day, usize)>,
    /// Letters of the house that spoke of friendship.
    pub claims: Vec<Day>,
    /// The customer left after the last visit.
    pub has_left: bool,
    /// Deliveries right, of all.
    pub delivered: (u32, u32),
}

impl Trace {
    /// Contacts from `from` on: in all, and with one provider.
    pub(crate) fn contacts_since(&self, from: Day, provider: usize) -> (u32, u32) {
        let recent = self.contacts.iter().filter(|(day, _)| *day >= from);
        let all = recent.clone().count() as u32;
        (all, recent.filter(|(_, by)| *by == provider).count() as u32)
    }

    /// Days between the first and the last contact since `from`.
    pub(crate) fn span_days_since(&self, from: Day) -> i32 {
        let mut days = self.contacts.iter().map(|(day, _)| *day).filter(|day| *day >= from);
        let Some(first) = days.next() else { return 0 };
        days.next_back().map_or(0, |last| last.days_since(first))
    }
}
