//! Promises both ways, and what became of them.

use crate::{
    desk::instant,
    life::{Life, Moment, open_day_from},
    words::{fill, spoken_day, vows},
};
use book::{Body, Day, Promise, PromiseOutcome, Promisor, Timestamp};

/// Chance that the house keeps a promise of its own on time, and that a customer does.
const KEPT_BY_HOUSE: f64 = 0.86;
const KEPT_BY_CUSTOMER: f64 = 0.82;

impl Life<'_> {
    /// The promises of an ordinary visit.
    pub(crate) fn promise(&mut self, moment: &Moment) {
        let traits = &self.person.traits;
        let ours = if traits.provider_expects { 0.42 } else { 0.13 };
        let theirs = if traits.customer_expects { 0.09 } else { 0.02 };
        let chances = [ours, 0.02, theirs, 1.0 - ours - 0.02 - theirs];
        let by = match self.random.weighted(&chances) {
            0 => Promisor::Provider,
            1 => Promisor::Organization,
            2 => Promisor::Customer,
            _ => return,
        };
        let mut fitting: Vec<usize> = (0..vows::ALL.len())
            .filter(|place| vows::ALL[*place].by == by && vows::ALL[*place].about.fits(self.person))
            .collect();
        // The same words again only when years have passed since the others were used up.
        let fresh: Vec<usize> = fitting.iter().copied().filter(|place| !self.vowed.contains(place)).collect();
        match fresh.is_empty() {
            true => self.vowed.retain(|place| !fitting.contains(place)),
            false => fitting = fresh,
        }
        if fitting.is_empty() {
            return;
        }
        let place = *self.random.pick(&fitting);
        self.vowed.push(place);
        self.put_promise(moment, &vows::ALL[place]);
    }

    /// After a complaint somebody promises to put it right, more often than not.
    pub(crate) fn promise_to_mend(&mut self, moment: &Moment, mending: &'static str) {
        let by = if self.random.chance(0.7) { Promisor::Provider } else { Promisor::Organization };
        let depends_on = (by == Promisor::Organization).then_some("warehouse");
        if self.random.chance(0.65) {
            let about = vows::About::Anyone;
            self.put_promise(moment, &vows::Vow { what: mending, by, about, due_days: (2, 9), depends_on });
        }
    }

    fn put_promise(&mut self, moment: &Moment, vow: &vows::Vow) {
        let (least, most) = vow.due_days;
        let due = open_day_from(self.person.segment, moment.day.plus(self.random.whole(least, most)));
        let kept = match vow.by {
            Promisor::Provider => self.cast.providers[moment.provider].promises_kept,
            Promisor::Organization => KEPT_BY_HOUSE,
            Promisor::Customer => KEPT_BY_CUSTOMER,
        };
        let (outcome, closed) = self.outcome(moment.day, due, kept);
        let (outcome, closed_at) = match closed.filter(|at| self.desk.is_past(*at)) {
            Some(at) => (outcome, Some(at)),
            None => (PromiseOutcome::Open, None),
        };
        let name = self.cast.providers[moment.provider].first_name();
        let what = fill(vow.what, self.person.circle, name, &spoken_day(due, moment.day));
        let body = Promise {
            what: what.into(),
            by: Some(vow.by),
            due_at: Some(instant(due, 18 * 60)),
            outcome: Some(outcome),
            closed_at,
            depends_on: vow.depends_on.map(Into::into),
        };
        self.put(moment.at(35), Some(moment.provider), Body::Promise(body));
    }

    /// What becomes of a promise, and when that is settled.
    fn outcome(&mut self, made: Day, due: Day, kept: f64) -> (PromiseOutcome, Option<Timestamp>) {
        let fate = self.random.uniform();
        let is_kept = self.random.chance(kept);
        let early = self.random.whole(0, due.days_since(made).max(1) / 2);
        let late = 1 + self.random.erlang(1, 9.0) as i32;
        let is_late = self.random.chance(0.7);
        let minute = self.random.whole(9 * 60, 17 * 60);
        let segment = self.person.segment;
        let before = made.plus(1).max(due.plus(-early)).min(due);
        let after = open_day_from(segment, due.plus(late));
        let (outcome, day) = match (fate, is_kept) {
            (fate, _) if fate < 0.03 => (PromiseOutcome::Renegotiated, before),
            (fate, _) if fate < 0.05 => (PromiseOutcome::Withdrawn, before),
            (_, true) => (PromiseOutcome::Kept, before),
            (_, false) if is_late => (PromiseOutcome::Late, after),
            (_, false) => (PromiseOutcome::Broken, after.plus(14)),
        };
        (outcome, Some(instant(day, minute)))
    }
}
