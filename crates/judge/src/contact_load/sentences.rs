//! Contact load in words.

use super::{ContactLoadVerdict, expects_answer, our_talks, preference, recent, sicknesses};
use crate::promise_keeping::PromiseVerdict;
use crate::signals::Moment;
use crate::{Context, Judgement, JudgementKind, draft::Draft, load::LoadVerdict, words};
use book::History;

pub(super) fn judgement(
    verdict: &ContactLoadVerdict,
    history: &History,
    context: &Context,
    kept: (&PromiseVerdict, &LoadVerdict),
) -> Judgement {
    let draft =
        with_facts(Draft::new(JudgementKind::ContactLoad, history, context), verdict, history, context);
    let draft = sicknesses::tests(draft, verdict, (history, context), kept);
    let Some(load) = verdict.load else {
        let sentence = "Nothing you sent to them is recorded, so nobody knows how much they get.";
        return draft.not_assessed(sentence).would_change("Messages and calls, each noted.").done();
    };
    let (sentence, would_change) = match verdict.waiting {
        Some((count, until)) => {
            let until = words::date(until, context.as_of_day);
            (
                format!(
                    "{count} messages or calls in a row without an answer: wait until {until}, or \
                     until they write."
                ),
                "A word from them, or an order.",
            )
        }
        None if verdict.month > verdict.cap => (
            format!("{} Let them be for a while.", counted(verdict)),
            "Some weeks without a message beyond what orders need.",
        ),
        None => (counted(verdict), "More messages in the same month, or several in a row without an answer."),
    };
    let way = match verdict.unwanted_way {
        0 => String::new(),
        1 => " 1 message of the last 30 days came by a way they do not want.".to_owned(),
        more => format!(" {more} messages of the last 30 days came by a way they do not want."),
    };
    draft
        .assessed(load.word())
        .sentence(sentence + &way)
        .would_change(would_change)
        .caveat("What was sent without a note is not counted, and nobody knows what others send them.")
        .done()
}

/// `4 messages in the last 30 days, not counting what orders need; as a rule 2 are bearable.`
fn counted(verdict: &ContactLoadVerdict) -> String {
    let sent = match verdict.month {
        0 => "No message in the last 30 days".to_owned(),
        month => format!("{} in the last 30 days", words::count(month, "message")),
    };
    let are = if verdict.cap == 1 { "is" } else { "are" };
    match verdict.cap_is_stated {
        true => format!(
            "{sent}, not counting what orders need; by what they said of how often, {} {are} enough.",
            verdict.cap
        ),
        false => format!("{sent}, not counting what orders need; as a rule {} {are} bearable.", verdict.cap),
    }
}

/// Messages of the month, those without an answer, offers, and what they said about it.
fn with_facts(draft: Draft, verdict: &ContactLoadVerdict, history: &History, context: &Context) -> Draft {
    let draft =
        recent(history, context).fold(draft, |draft, message| draft.fact(message.reference(), message.day()));
    let moment = Moment::now(context);
    let draft = draft
        .facts(sicknesses::offers_of(history, &moment))
        .facts(sicknesses::patronized(history, context))
        .facts(sicknesses::complained(history, context))
        .facts(crate::load::broken_promises(history, context).map(|(promise, _)| promise))
        .facts(preference(history, context));
    let Some((count, _)) = verdict.waiting else { return draft };
    let count = count as usize;
    draft
        .facts(history.touches.iter().rev().filter(|touch| expects_answer(&touch.detail)).take(count))
        .facts(our_talks(history).rev().filter(|talk| talk.detail.two_way == Some(false)).take(count))
}
