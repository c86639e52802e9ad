//! J6d in words: silence is a question to ask, never a verdict.

use super::{CandorSilence, CandorVerdict, is_frank, was_answered};
use crate::{Context, Judgement, JudgementKind, draft::Draft, rhythm, words};
use book::{Day, History};

pub(super) fn judgement(verdict: &CandorVerdict, history: &History, context: &Context) -> Judgement {
    let draft = with_facts(Draft::new(JudgementKind::CandorSilence, history, context), verdict, history);
    if !verdict.recorded {
        let sentence = "This book holds no frank words and no questions, so silence tells nothing yet.";
        let would_change = "Ask one customer how it goes, and note what they say.";
        return draft.not_assessed(sentence).would_change(would_change).done();
    }
    let ago = |day: Day| words::on_date(day, context.as_of_day);
    if verdict.exposures == 0 {
        return match verdict.last_voice_day {
            Some(day) => {
                let sentence =
                    format!("They last spoke frankly {}; nothing has passed between you since.", ago(day));
                draft
                    .assessed("voiced")
                    .sentence(sentence)
                    .would_change("Orders without a word would add up.")
                    .done()
            }
            None => {
                let draft =
                    draft.not_assessed("Nothing has been delivered or said yet, so there is no silence.");
                draft.would_change("A first delivery or conversation.").done()
            }
        };
    }
    let value =
        if verdict.sign || verdict.last_voice_day.is_none() { verdict.silence.word() } else { "voiced" };
    draft
        .assessed(value)
        .point(verdict.chance)
        .sentence(sentence(verdict, history, context))
        .would_change(would_change(verdict, context))
        .caveat("Silence alone foretells little: people leave only slightly more often after it.")
        .done()
}

fn sentence(verdict: &CandorVerdict, history: &History, context: &Context) -> String {
    const FEW: u32 = 3;
    let on = |day: Day| words::on_date(day, context.as_of_day);
    let since = match verdict.last_voice_day {
        Some(day) => format!(" since their last, {},", on(day)),
        None => String::new(),
    };
    let chances = occasions(verdict, history);
    if let (CandorSilence::AskedSaidFine, Some(day)) = (verdict.silence, verdict.said_fine_day) {
        let since = since.trim_end_matches(',');
        return format!("{chances} without a frank word{since}. Asked {}, they said it was fine.", on(day));
    }
    let asked = match (verdict.silence, verdict.last_asked_day) {
        (CandorSilence::AskedNoAnswer, Some(day)) => {
            format!("You asked {}; no answer is written down.", on(day))
        }
        (_, Some(day)) => format!("Nobody has asked since {}.", words::date(day, context.as_of_day)),
        (_, None) => "Nobody has asked.".to_owned(),
    };
    if verdict.sign {
        let expected = words::times(verdict.expected_words.round().max(1.0) as u32);
        return format!(
            "{chances} without one frank word{since} where others would have spoken about {expected}. \
             {asked} This does not mean they are unhappy: ask what you could do better."
        )
        .replace("word where", "word, where");
    }
    let since = since.trim_end_matches(',');
    if verdict.exposures <= FEW {
        return format!("{chances} without a frank word{since}: nothing to read into yet. {asked}");
    }
    let often = words::one_in(verdict.chance);
    format!("{chances} without a frank word{since}; that is not unusual ({often}). {asked}")
}

/// `40 deliveries`, `3 orders`, or `12 occasions` where conversations are among them.
fn occasions(verdict: &CandorVerdict, history: &History) -> String {
    let number = verdict.exposures;
    let spoke =
        rhythm::spoken(history).next_back().is_some_and(|talk| Some(talk.day) > verdict.last_voice_day);
    match (spoke, history.deliveries.is_empty()) {
        (true, _) => words::count(number, "occasion"),
        (false, true) => words::count(number, "order"),
        (false, false) if number == 1 => "1 delivery".to_owned(),
        (false, false) => format!("{} deliveries", book::money::thousands(u64::from(number))),
    }
}

fn would_change(verdict: &CandorVerdict, context: &Context) -> String {
    if verdict.silence == CandorSilence::AskedSaidFine {
        let again = verdict.said_fine_day.map_or(context.as_of_day, |day| day.plus(super::FINE_DAYS));
        if again > context.as_of_day {
            return format!("After {} it is worth asking again.", words::date(again, context.as_of_day));
        }
    }
    if verdict.sign {
        "One question asked and its answer noted, whatever it is.".to_owned()
    } else {
        "Many more orders without a word would make it worth asking.".to_owned()
    }
}

/// The last frank word, the occasions since, and the questions.
fn with_facts(draft: Draft, verdict: &CandorVerdict, history: &History) -> Draft {
    let since = |day: Day| Some(day) > verdict.last_voice_day;
    let last_words = history
        .voice
        .iter()
        .filter(|voice| is_frank(&voice.detail) && Some(voice.day) == verdict.last_voice_day);
    let sales = history.sales().filter(|sale| history.deliveries.is_empty() && since(sale.day));
    let asked =
        history.deliveries.iter().filter(|delivery| was_answered(&delivery.detail) || since(delivery.day));
    let talks = rhythm::spoken(history).filter(|talk| since(talk.day));
    let questions = history.interactions.iter().filter(|talk| talk.detail.asked_question == Some(true));
    draft.facts(last_words).facts(sales).facts(asked).facts(talks).facts(questions)
}
