//! What nobody has asked: silences (J6d) and follow-ups that fell due (J16), over the whole book.

use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::rate::{Rate, people};
use crate::{Parameters, rate::count};
use book::Day;
use judge::candor::{CandorSilence, CandorVerdict};
use judge::follow_up::FollowUpVerdict;
use serde::Serialize;

/// Silences that are a question to ask. Sums only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Silences {
    /// Customers of a book that records words or questions.
    pub customers: u64,
    /// Silent for so long that others would have spoken.
    pub silent: u64,
    /// Of these, whom nobody asked.
    pub never_asked: u64,
    /// Of these, who were asked without an answer.
    pub asked_no_answer: u64,
}

impl Silences {
    /// Adds one customer.
    pub fn add(&mut self, verdict: &CandorVerdict) {
        if !verdict.recorded {
            return;
        }
        self.customers += 1;
        if verdict.sign {
            self.silent += 1;
            self.never_asked += u64::from(verdict.silence == CandorSilence::NotContacted);
            self.asked_no_answer += u64::from(verdict.silence == CandorSilence::AskedNoAnswer);
        }
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &Silences) {
        self.customers += other.customers;
        self.silent += other.silent;
        self.never_asked += other.never_asked;
        self.asked_no_answer += other.asked_no_answer;
    }

    /// The finding.
    pub fn finding(&self, as_of: Day) -> Finding {
        let draft = Draft::new(FindingKind::Silence, Subject::business(), as_of)
            .rests_on("customers", self.customers)
            .count("silent", self.silent)
            .count("never_asked", self.never_asked)
            .count("asked_no_answer", self.asked_no_answer)
            .would_change("Asking a few of them what could be better, and noting that you did.")
            .caveat("Silence is a question, not an answer: some are content, some speak elsewhere.");
        if self.customers == 0 {
            let sentence =
                "This book holds neither what customers say nor that anybody asked; silence tells nothing.";
            return draft.not_assessed(sentence).done();
        }
        if self.silent == 0 {
            return draft
                .assessed("none")
                .sentence("Nobody has been silent for longer than chance would have it.")
                .done();
        }
        let word = if self.never_asked > 0 { "never_asked" } else { "asked" };
        draft
            .assessed(word)
            .sentence(format!(
                "{} of {} said nothing frank where others would have; {} of them nobody has asked, {} \
                 were asked without an answer. This does not mean that they are unhappy.",
                book::money::thousands(self.silent),
                people(self.customers),
                book::money::thousands(self.never_asked),
                book::money::thousands(self.asked_no_answer)
            ))
            .done()
    }
}

/// Follow-ups of the last 12 months, and those due now. Sums only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Coverage {
    /// Done in time.
    pub done: u64,
    /// Whose time is over.
    pub due: u64,
    /// Due now and still in time: what covering everybody would take.
    pub pending: u64,
    /// Customers with one or more of them.
    pub people_waiting: u64,
    /// Customers of a book that records contacts.
    pub recorded: u64,
}

impl Coverage {
    /// Adds one customer.
    pub fn add(&mut self, verdict: &FollowUpVerdict) {
        self.pending += verdict.pending.len() as u64;
        self.people_waiting += u64::from(!verdict.pending.is_empty());
        if verdict.recorded {
            self.recorded += 1;
            self.done += u64::from(verdict.done.0);
            self.due += u64::from(verdict.done.1);
        }
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &Coverage) {
        self.done += other.done;
        self.due += other.due;
        self.pending += other.pending;
        self.people_waiting += other.people_waiting;
        self.recorded += other.recorded;
    }

    /// The finding.
    pub fn finding(&self, parameters: &Parameters, as_of: Day) -> Finding {
        let draft = Draft::new(FindingKind::FollowUpCoverage, Subject::business(), as_of)
            .rests_on("due", self.due)
            .count("done", self.done)
            .count("pending", self.pending)
            .count("people_waiting", self.people_waiting)
            .would_change("Each follow-up done in its time, or missed, moves it.")
            .caveat("A call nobody wrote down counts as not made.");
        let waiting = match self.pending {
            0 => String::new(),
            pending => format!(
                " {} could still be done in time, with {}.",
                book::money::thousands(pending),
                people(self.people_waiting)
            ),
        };
        if self.recorded == 0 {
            let sentence = "This book holds no conversations, so nobody can say what was followed up.";
            return draft.not_assessed(format!("{sentence}{waiting}")).done();
        }
        if self.due < parameters.settled_min {
            let seen = count(self.due, "follow-up");
            return draft
                .not_enough(format!("Too early to say: {seen} fell due in the last 12 months.{waiting}"))
                .done();
        }
        let rate = Rate::of(self.done, self.due);
        draft
            .measured()
            .estimate(rate.estimate())
            .sentence(format!(
                "{} of {} follow-ups that fell due in the last 12 months were done in time ({}).{waiting}",
                book::money::thousands(self.done),
                book::money::thousands(self.due),
                rate.likely()
            ))
            .done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portrait::{self, TODAY};

    #[test]
    fn seven_of_twelve_follow_ups() {
        let found = Coverage { done: 7, due: 12, recorded: 12, ..Coverage::default() }
            .finding(&Parameters::default(), TODAY);
        let close = |found: Option<f64>, expected: f64| (found.unwrap() - expected).abs() < 1e-3;
        assert!(
            close(found.estimate, 0.571) && close(found.low, 0.402) && close(found.high, 0.736),
            "{found:?}"
        );
    }

    #[test]
    fn asking_in_words() {
        let rules = Parameters::default();
        let silent = Silences { customers: 1_200, silent: 90, never_asked: 70, asked_no_answer: 15 };
        let covered = Coverage { done: 7, due: 12, pending: 5, people_waiting: 4, recorded: 30 };
        insta::assert_snapshot!(portrait::all([
            ("silent", silent.finding(TODAY)),
            ("nobody silent", Silences { customers: 50, ..Silences::default() }.finding(TODAY)),
            ("not recorded", Silences::default().finding(TODAY)),
            ("covered", covered.finding(&rules, TODAY)),
            ("few", Coverage { done: 1, due: 1, recorded: 3, ..Coverage::default() }.finding(&rules, TODAY)),
            (
                "no contacts",
                Coverage { pending: 2, people_waiting: 1, ..Coverage::default() }.finding(&rules, TODAY)
            ),
        ]));
    }
}
