//! J19 in words.

use super::{
    Levels, ServiceLevel, ServiceLevelVerdict, Third, acts_promised, suggested_by_message, suggested_by_word,
    they_began,
};
use crate::signals::{Moment, YEAR_DAYS};
use crate::{Context, Judgement, JudgementKind, candor, draft::Draft, wanted_style};
use book::History;

const CAVEAT: &str =
    "What a margin carries is a rule of thumb about cost, never a reason to serve somebody worse.";

pub(super) fn judgement(verdict: &ServiceLevelVerdict, history: &History, context: &Context) -> Judgement {
    let draft =
        with_facts(Draft::new(JudgementKind::ServiceLevel, history, context), verdict, history, context);
    let would_change = match (verdict.wanted, verdict.affordable) {
        (None, _) => "Their own word on how they like to be treated.",
        (_, None) => "What their orders cost you, noted with each.",
        _ => "A check after a sale, a useful idea, or a plan made together, each noted.",
    };
    let said = |level: Option<String>, unknown: &str| level.unwrap_or_else(|| unknown.to_owned());
    let done = said(verdict.observed.map(|level| level.word().to_owned()), "not known");
    let wanted = said(verdict.wanted.map(wanted_words), "nobody has asked");
    let affordable = said(verdict.affordable.map(levels), "not known, for want of costs");
    let three = format!("What you do: {done}. What they want: {wanted}. What it can carry: {affordable}.");
    let draft = match verdict.observed {
        Some(level) => draft.assessed(level.word()),
        None if verdict.wanted.is_none() && verdict.affordable.is_none() => {
            let sentence = "Nothing shows what you do for them after a sale, nor what they want.";
            return draft.not_assessed(sentence).would_change(would_change).done();
        }
        None => draft.undetermined(),
    };
    draft
        .sentence(format!("{three}{}{}", wanted_otherwise(verdict), carried_otherwise(verdict)))
        .would_change(would_change)
        .caveat(CAVEAT)
        .done()
}

/// `reactive`, `basic or reactive`, `reactive to proactive`.
fn levels(levels: Levels) -> String {
    let Levels { low, high } = levels;
    match high as u8 - low as u8 {
        0 => low.word().to_owned(),
        1 => format!("{} or {}", low.word(), high.word()),
        _ => format!("{} to {}", low.word(), high.word()),
    }
}

/// Strictly business is a ceiling.
fn wanted_words(wanted: Levels) -> String {
    match wanted.low {
        ServiceLevel::Basic => format!("{} at most", wanted.high.word()),
        _ => levels(wanted),
    }
}

/// Where what is done and what is wanted part.
fn wanted_otherwise(verdict: &ServiceLevelVerdict) -> String {
    let (Some(observed), Some(wanted)) = (verdict.observed, verdict.wanted) else { return String::new() };
    if observed > wanted.high {
        return " You do more than they ask for: find out whether it is welcome.".to_owned();
    }
    if observed >= wanted.low {
        return String::new();
    }
    match verdict.affordable {
        Some(affordable) if affordable.high < wanted.low => {
            " They want more than you do, and more than it usually carries: choose with them what \
             matters most."
        }
        Some(_) => " They want more than you do, and it can be carried.",
        None => " They want more than you do.",
    }
    .to_owned()
}

/// Where what is done and what it can carry part, and nothing wanted says so already.
fn carried_otherwise(verdict: &ServiceLevelVerdict) -> &'static str {
    let (Some(observed), Some(affordable)) = (verdict.observed, verdict.affordable) else { return "" };
    let is_wanted = verdict.wanted.is_some_and(|wanted| observed >= wanted.low && observed <= wanted.high);
    if observed > affordable.high {
        " You do more than such a margin usually carries; that may be right, and is good to know."
    } else if observed < affordable.low && verdict.wanted.is_none() {
        " More could be carried: ask whether they want it."
    } else if observed < affordable.low && is_wanted {
        " More could be carried, and they do not ask for it."
    } else {
        ""
    }
}

/// The acts that show the level, the signs of what they want, and the sales behind the margin.
fn with_facts(draft: Draft, verdict: &ServiceLevelVerdict, history: &History, context: &Context) -> Draft {
    let moment = Moment::now(context);
    let draft = match verdict.observed {
        Some(ServiceLevel::Partnership) => draft.facts(acts_promised(history, &moment)),
        Some(ServiceLevel::Proactive) => {
            draft.facts(suggested_by_word(history, &moment)).facts(suggested_by_message(history, &moment))
        }
        Some(ServiceLevel::Accountable) => {
            let deliveries = moment.of(&history.deliveries, YEAR_DAYS).iter();
            let asked = moment.of(&history.interactions, YEAR_DAYS).iter();
            draft
                .facts(deliveries.filter(|delivery| candor::was_answered(&delivery.detail)))
                .facts(asked.filter(|talk| talk.detail.asked_question == Some(true)))
        }
        Some(ServiceLevel::Reactive) => draft.facts(they_began(history, &moment)),
        Some(ServiceLevel::Basic) => draft.facts(history.sales().next_back()),
        None => draft,
    };
    let draft = match verdict.margin_third {
        Some(Third::Low | Third::Middle | Third::High) => {
            draft.facts(moment.of(&history.purchases, YEAR_DAYS))
        }
        None => draft,
    };
    let draft = draft.facts(wanted_style::last_stated(history).filter(|_| verdict.wanted.is_some()));
    match verdict.wanted {
        Some(_) if wanted_style::last_stated(history).is_none() => {
            wanted_style::signs(history).into_iter().fold(draft, |draft, (sign, day)| draft.fact(sign, day))
        }
        _ => draft,
    }
}
