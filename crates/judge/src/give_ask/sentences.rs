//! Give and ask in words.

use super::{GiveAskVerdict, NoSale, broken, old_issue};
use crate::outbound::newest_first;
use crate::{Context, Judgement, JudgementKind, TestOutcome, draft::Draft, words};
use book::{Day, History};

pub(super) fn judgement(verdict: &GiveAskVerdict, history: &History, context: &Context) -> Judgement {
    let acts = newest_first(history).take(context.parameters.give_ask_acts as usize);
    let draft = Draft::new(JudgementKind::GiveAsk, history, context);
    let draft = acts.fold(draft, |draft, act| draft.fact(act.reference(), act.day()));
    let draft = draft
        .facts(old_issue(history, context))
        .facts(broken(history, context).map(|(promise, _)| promise))
        .facts(history.deliveries.last())
        .facts(history.sales().next_back());
    let draft = tests(draft, verdict, history, context);
    let offer = no_offer(&verdict.no_sale, context);
    let GiveAskVerdict { acts, gives, asks, .. } = *verdict;
    if acts == 0 {
        let sentence = format!("Nothing you sent or gave them of your own accord is recorded.{offer}");
        return draft
            .not_assessed(sentence)
            .would_change("A message or a benefit, noted with what it was.")
            .done();
    }
    let of = if acts == 1 {
        "The last thing you sent or gave them".to_owned()
    } else {
        format!("Of the last {acts} things you sent or gave them")
    };
    let counted = match (acts, gives, asks) {
        (1, 0, 0) => format!("{of} neither gave nor asked, as far as its name tells."),
        (1, 1, _) => format!("{of} gave them something."),
        (1, ..) => format!("{of} asked for something."),
        (_, 0, 0) => format!("{of}, none gave or asked for anything, as far as their names tell."),
        _ => format!("{of}, {} gave something and {} asked for something.", number(gives), number(asks)),
    };
    let Some(word) = verdict.word() else {
        let sentence = format!("{counted} That is too little to speak of a balance.{offer}");
        return draft.not_enough(sentence).would_change(would_change(verdict)).done();
    };
    let weight = if asks > gives { " Give before you ask again." } else { "" };
    draft
        .assessed(word)
        .sentence(format!("{counted}{weight}{offer}"))
        .would_change(would_change(verdict))
        .caveat("What a message gave is told by its name; only they know whether it was worth having.")
        .done()
}

/// `none`, `3`.
fn number(count: u32) -> String {
    if count == 0 { "none".to_owned() } else { count.to_string() }
}

fn would_change(verdict: &GiveAskVerdict) -> &'static str {
    if verdict.asks > verdict.gives {
        "Help, a useful idea or thanks, with nothing to sell."
    } else {
        "Offers, surveys or requests for a referral, one after the other."
    }
}

/// Why they should not be asked to buy now.
fn no_offer(no_sale: &NoSale, context: &Context) -> String {
    let mut reasons = Vec::new();
    if let Some(day) = no_sale.open_issue {
        reasons.push(format!("an issue has been open for {}", words::span(context.days_ago(day))));
    }
    if no_sale.broken_promise.is_some() {
        reasons.push("a promise of yours was not kept".to_owned());
    }
    if no_sale.unverified.is_some() {
        reasons.push("the last order is not known to be right".to_owned());
    }
    match reasons.as_slice() {
        [] => String::new(),
        reasons => format!(" No offer now: {}.", words::list(reasons)),
    }
}

/// The three conditions of an offer.
fn tests(draft: Draft, verdict: &GiveAskVerdict, history: &History, context: &Context) -> Draft {
    let on = |day: Day| words::on_date(day, context.as_of_day);
    let NoSale { open_issue, broken_promise, unverified } = verdict.no_sale;
    let outcome = |against: Option<Day>, is_known: bool| match (against, is_known) {
        (Some(_), _) => TestOutcome::Fail,
        (None, true) => TestOutcome::Pass,
        (None, false) => TestOutcome::Unknown,
    };
    let issue = match open_issue {
        Some(day) => format!("An issue raised {} is still open.", on(day)),
        None if history.voice.is_empty() => "No word of theirs is recorded.".to_owned(),
        None => "No issue has been open for more than two days.".to_owned(),
    };
    let promise = match broken_promise {
        Some(day) => {
            format!("A promise of yours was due or broken {}, and no apology is recorded.", on(day))
        }
        None if history.promises.is_empty() => "No promise is recorded.".to_owned(),
        None => "No promise of yours is past due or freshly broken.".to_owned(),
    };
    let has_bought = !history.deliveries.is_empty() || history.sales().next().is_some();
    let delivery = match (unverified, has_bought) {
        (Some(day), _) => format!("What they got {} is not known to be right.", on(day)),
        (None, true) => "They said that the last delivery was what they wanted.".to_owned(),
        (None, false) => "They have bought nothing yet.".to_owned(),
    };
    draft
        .test("no_old_issue", outcome(open_issue, !history.voice.is_empty()), issue)
        .test("no_broken_promise", outcome(broken_promise, !history.promises.is_empty()), promise)
        .test("last_delivery_verified", outcome(unverified, has_bought), delivery)
}
