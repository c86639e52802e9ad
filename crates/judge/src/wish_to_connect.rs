//! J3: whether the customer wishes to feel connected (E4: one in three; C150), from their own answers alone.
//!
//! A book can say it as knowledge with origin `stated`, of a kind in [`WISHES`] or [`WISHES_NOT`]. What they
//! do is never read as an answer. Nobody asked is nobody asked: the published third is a prior, not a
//! finding.

use crate::signals::{Moment, is_live, one_of};
use crate::{Context, Judgement, JudgementKind, draft::Draft, words};
use book::{Day, History, Knowledge, Origin, fact::Fact};
use stats::Beta;

/// Kinds of knowledge that say yes.
pub const WISHES: &[&str] = &["wishes_connection", "wants_connection", "wish_to_connect"];
/// Kinds of knowledge that say no.
pub const WISHES_NOT: &[&str] = &["wishes_no_connection", "wants_no_connection", "no_wish_to_connect"];
/// The prior: 33 % of people, weighing ten (E4).
const PRIOR: Beta = Beta { a: 3.3, b: 6.7 };

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConnectVerdict {
    /// Answers that said yes.
    pub yes: u32,
    /// Answers in all, within 24 months.
    pub answers: u32,
    /// The newest of them, and its day.
    pub newest: Option<(bool, Day)>,
}

impl ConnectVerdict {
    /// The snake_case word; `None` when nobody asked.
    pub fn word(&self) -> Option<&'static str> {
        self.newest.map(|(yes, _)| if yes { "wished" } else { "not_wished" })
    }

    /// What is believed about somebody who gave these answers: a third of people wish it, and their answers
    /// move that. Without an answer it is the prior, and no judgement.
    pub fn belief(&self) -> Beta {
        PRIOR.with(f64::from(self.yes), f64::from(self.answers))
    }
}

/// Collects the answers.
pub fn assess(history: &History, context: &Context) -> ConnectVerdict {
    let mut verdict = ConnectVerdict::default();
    for (fact, yes) in answers(history, context) {
        verdict.yes += u32::from(yes);
        verdict.answers += 1;
        verdict.newest = Some((yes, fact.day));
    }
    verdict
}

fn answers<'h>(
    history: &'h History,
    context: &'h Context,
) -> impl Iterator<Item = (&'h Fact<Knowledge>, bool)> {
    let moment = Moment::now(context);
    history.knowledge.iter().filter_map(move |fact| {
        let yes = one_of(&fact.detail.kind, WISHES);
        let is_answer = (yes || one_of(&fact.detail.kind, WISHES_NOT))
            && fact.detail.origin == Some(Origin::Stated)
            && is_live(fact, &moment, context.parameters.stated_wish_days);
        is_answer.then_some((fact, yes))
    })
}

/// Puts the answers into words.
pub fn judgements(verdict: &ConnectVerdict, history: &History, context: &Context) -> Vec<Judgement> {
    let draft = Draft::new(JudgementKind::WishToConnect, history, context)
        .facts(answers(history, context).map(|(fact, _)| fact));
    let (Some(word), Some((yes, day))) = (verdict.word(), verdict.newest) else {
        let draft = draft.not_assessed("Nobody has asked whether they like to feel part of something here.");
        return vec![draft.would_change("Their own answer; what they do is none.").done()];
    };
    let day = words::on_date(day, context.as_of_day);
    let said = if yes { "like to feel part of something here" } else { "do not look for that here" };
    let others = match (verdict.answers, verdict.yes) {
        (1, _) => String::new(),
        (answers, yes) => format!(" Of {answers} answers in two years, {yes} said yes."),
    };
    let draft = draft
        .assessed(word)
        .sentence(format!("They said {day} that they {said}.{others}"))
        .would_change("A new word of theirs.")
        .caveat("People say what they think is hoped for; ask without a wish of your own.");
    vec![draft.done()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{BEN, Setting, Tale, day};
    use crate::portrait;

    fn verdict(tale: Tale) -> ConnectVerdict {
        assess(&tale.done(), &Setting::of(&["Ben"]).context())
    }

    fn said(tale: Tale, days: i32, kind: &str) -> Tale {
        tale.knows(days, BEN, kind, "Said so when asked.", Origin::Stated)
    }

    #[test]
    fn a_third_wish_it_and_stated_answers_move_that() {
        let nobody_asked = verdict(Tale::of("ana"));
        assert_eq!((nobody_asked.word(), nobody_asked.belief()), (None, Beta { a: 3.3, b: 6.7 }));
        assert!((nobody_asked.belief().mean() - 0.33).abs() < 1e-12);
        let yes = verdict(said(Tale::of("ana"), -9, "wants connection"));
        assert!((yes.belief().mean() - 4.3 / 11.0).abs() < 1e-12);
        let both = verdict(said(said(Tale::of("ana"), -99, "wants_connection"), -9, "wants_no_connection"));
        assert_eq!((both.yes, both.answers, both.newest), (1, 2, Some((false, day(-9)))));
        assert_eq!(both.word(), Some("not_wished"));
    }

    #[test]
    fn only_their_own_and_young_word_counts() {
        let seen = Tale::of("ana").knows(-9, BEN, "wants_connection", "Comes often.", Origin::Observed);
        assert_eq!(verdict(seen), ConnectVerdict::default());
        assert_eq!(verdict(said(Tale::of("ana"), -800, "wants_connection")), ConnectVerdict::default());
        let fan = book::Wish { style: Some(book::Style::Fan), ..book::Wish::default() };
        assert_eq!(verdict(Tale::of("ana").wish(-9, fan)), ConnectVerdict::default(), "a style is none");
    }

    #[test]
    fn connection_in_words() {
        let setting = Setting::of(&["Ben"]);
        let shown = |tale: Tale| {
            let (history, context) = (tale.done(), setting.context());
            judgements(&assess(&history, &context), &history, &context)
        };
        let once = || said(Tale::of("ana"), -99, "wants_connection");
        let portrait = portrait::all([
            ("never asked", shown(Tale::of("ana"))),
            ("yes", shown(once())),
            ("yes, then no", shown(said(once(), -9, "wants_no_connection"))),
        ]);
        insta::assert_snapshot!(portrait);
    }
}
