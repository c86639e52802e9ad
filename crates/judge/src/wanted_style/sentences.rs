//! J3 in words.

use super::{Lean, StyleVerdict, WantedStyle, last_stated, signs};
use crate::{Context, Judgement, JudgementKind, draft::Draft, words};
use book::{History, Style};

pub(super) fn judgement(verdict: &StyleVerdict, history: &History, context: &Context) -> Judgement {
    let mut draft = Draft::new(JudgementKind::WantedStyle, history, context).facts(last_stated(history));
    if verdict.objected {
        draft = draft.facts(crate::permission::objection(history));
    } else {
        draft = signs(history).into_iter().fold(draft, |draft, (sign, day)| draft.fact(sign, day));
    }
    if let Some((said, day)) = verdict.stated {
        let day = words::on_date(day, context.as_of_day);
        let sentence = format!("They said {day} that {}.{}", wants(said), contrary(verdict));
        let draft = draft.assessed(WantedStyle::from(said).word()).sentence(sentence);
        return draft
            .would_change(if verdict.conflict {
                "Their answer when you ask again."
            } else {
                "A new word of theirs."
            })
            .caveat("What somebody wants may differ from one thing they buy to another.")
            .done();
    }
    let asked = match verdict.stated_before {
        Some(day) => format!("what they said {} is too old to go by", words::on_date(day, context.as_of_day)),
        None => "nobody has ever asked them".to_owned(),
    };
    let ask = "Their own answer to how they like to be treated, which counts before anything they do.";
    let Some(lean) = verdict.lean else {
        let why = if verdict.objected {
            "They want no marketing, so nothing is read from what they do"
        } else {
            "Nothing they did shows how they like to be treated"
        };
        let draft = draft.not_assessed(format!("{why}, and {asked}. Ask when there is an occasion."));
        return draft.would_change(ask).done();
    };
    unasked(draft, verdict, &lean, (&asked, context)).would_change(ask).done()
}

/// The signs, and what they come to without a word of theirs.
fn unasked(draft: Draft, verdict: &StyleVerdict, lean: &Lean, (asked, context): (&str, &Context)) -> Draft {
    let seen = weighed(verdict, lean.style);
    let sure = words::percent(lean.probability);
    let (low, high) = lean.share.interval80();
    let draft =
        draft.caveat("Some styles do not show by some channels, and pleasant things are noted more often.");
    if verdict.style != WantedStyle::Unknown {
        let seems = match lean.style {
            Style::StrictlyBusiness => "They seem to want it strictly business",
            Style::Collaborative => "They seem to like to work together",
            Style::Fan => "They seem to want to be part of what comes next",
        };
        let sentence = format!("{seems}: {seen} ({sure} sure), but {asked}. Ask them.");
        let draft = draft.assessed(verdict.style.word()).estimate(lean.share.mean(), low, high);
        return draft.sentence(sentence);
    }
    let sentence = format!("Too little to go by: {seen}, and {asked}. Ask them.");
    if verdict.weights.iter().sum::<f64>() < context.parameters.style_signs_min {
        return draft.not_enough(sentence);
    }
    let draft = draft.undetermined().estimate(lean.share.mean(), low, high);
    draft.sentence(format!("It could be one or the other: {seen}, and {asked}. Ask them."))
}

/// What they said they want.
fn wants(style: Style) -> &'static str {
    match style {
        Style::StrictlyBusiness => "they want it strictly business",
        Style::Collaborative => "they like to work together",
        Style::Fan => "they want to be part of what comes next",
    }
}

/// What they do against what they said.
fn contrary(verdict: &StyleVerdict) -> String {
    match verdict.lean.filter(|_| verdict.conflict) {
        Some(lean) => format!(
            " Yet what they do looks otherwise: {} ({} sure). Ask, do not assume.",
            weighed(verdict, lean.style),
            words::percent(lean.probability)
        ),
        None => String::new(),
    }
}

/// `6 suggestions or plans against 1 sign of strictly business`.
fn weighed(verdict: &StyleVerdict, top: Style) -> String {
    let counted = |style: Style| {
        let number = verdict.signs[style as usize];
        (number > 0).then(|| match style {
            Style::StrictlyBusiness => format!("{} of strictly business", words::count(number, "sign")),
            Style::Collaborative if number == 1 => "1 suggestion, plan or frank answer".to_owned(),
            Style::Collaborative => format!("{number} suggestions, plans or frank answers"),
            Style::Fan if number == 1 => "1 act of a fan".to_owned(),
            Style::Fan => format!("{number} acts of a fan"),
        })
    };
    let against: Vec<String> =
        Style::ALL.iter().copied().filter(|style| *style != top).filter_map(counted).collect();
    match (counted(top), against.is_empty()) {
        (Some(signs), true) => signs,
        (Some(signs), false) => format!("{signs} against {}", words::list(&against)),
        (None, _) => words::list(&against),
    }
}
