//! J4 in words.

use super::{FoundationGate, FoundationVerdict, Rung, rungs, was_let_down};
use crate::{Context, Judgement, JudgementKind, draft::Draft, wanted_style, words};
use book::{Day, History};

pub(super) fn gate(verdict: &FoundationVerdict, history: &History, context: &Context) -> Judgement {
    let draft = with_facts(Draft::new(JudgementKind::FoundationGate, history, context), history, context);
    let (right, checked) = verdict.verified;
    if verdict.deliveries == 0 && checked == 0 && verdict.returns > 0 {
        let back = words::times(verdict.returns);
        let sentence =
            format!("Goods came back {back}, but the orders they belong to are not in these records.");
        return draft.not_assessed(sentence).would_change("Their answer whether all is right now.").done();
    }
    if verdict.deliveries == 0 && checked == 0 {
        let draft = draft.not_assessed("Nothing has been delivered in the last 24 months.");
        return draft.would_change("A delivery, and their answer whether it was what they wanted.").done();
    }
    let word = verdict.gate.word();
    let draft = match verdict.gate {
        FoundationGate::Unverified if checked < context.parameters.gate_deliveries_min => {
            draft.not_enough("").value(word)
        }
        FoundationGate::Unverified => draft.undetermined().value(word),
        FoundationGate::Met | FoundationGate::NotMet => draft.assessed(word),
    };
    let draft = if verdict.asked > 0 {
        let rate = stats::Beta::posterior(f64::from(right), f64::from(checked));
        let (low, high) = rate.interval80();
        draft.estimate(rate.mean(), low, high)
    } else {
        draft
    };
    draft
        .sentence(sentence(verdict, context))
        .would_change(would_change(verdict, context))
        .caveat(coverage(verdict, history))
        .done()
}

fn sentence(verdict: &FoundationVerdict, context: &Context) -> String {
    let complaint = verdict.open_complaint_since.map(|day| {
        let days = context.days_ago(day);
        let open = if days == 0 { "since today".to_owned() } else { format!("for {}", words::span(days)) };
        let grave = if verdict.grave { "a grave complaint" } else { "a complaint" };
        format!("{grave} has been open {open}")
    });
    match verdict.gate {
        FoundationGate::NotMet => match complaint {
            Some(complaint) => {
                format!("Not yet: {complaint}. Put it right and ask again before inviting them to anything.")
            }
            None if verdict.grave => {
                "Not yet: a grave complaint was not settled to their content. Ask what would make it good."
                    .to_owned()
            }
            None => format!(
                "Not yet: {}. Find out why before inviting them to anything.",
                counted(verdict, context)
            ),
        },
        FoundationGate::Met => format!("The foundation holds: {}.", counted(verdict, context)),
        FoundationGate::Unverified => {
            let complaint = complaint.map_or_else(String::new, |open| format!(" Also, {open}."));
            format!(
                "Not verified: {}. Ask whether the last one was what they wanted.{complaint}",
                counted(verdict, context)
            )
        }
    }
}

/// `5 of 6 checked deliveries were right (67 % sure …)`, or what can be said when few were asked.
fn counted(verdict: &FoundationVerdict, context: &Context) -> String {
    let (right, checked) = verdict.verified;
    let seen = checked - verdict.asked;
    if verdict.asked == 0 {
        return unasked(verdict, seen);
    }
    if seen > 0 && verdict.asked < verdict.deliveries {
        let asked = match (right, verdict.asked) {
            (1, 1) => "the one you asked about was right".to_owned(),
            (0, 1) => "the one you asked about was not right".to_owned(),
            (right, asked) => format!("{right} of the {asked} you asked about were right"),
        };
        let back = if seen == 1 { "1 more".to_owned() } else { format!("{seen} more") };
        return format!(
            "of {}, {asked}, and {back} came back or brought a complaint",
            deliveries(verdict.deliveries)
        );
    }
    let sure = words::percent(verdict.probability);
    let bar = (context.parameters.gate_bar * 10.0).round();
    let were = if right == 1 { "was" } else { "were" };
    let of = format!("checked {}", deliveries_noun(checked));
    format!("{right} of {checked} {of} {were} right ({sure} sure that at least {bar} in 10 are)")
}

/// What can be said when nobody asked.
fn unasked(verdict: &FoundationVerdict, seen: u32) -> String {
    let orders = words::count(verdict.deliveries, "order");
    match (verdict.returns, seen) {
        (0, 0) if verdict.deliveries == 1 => "nobody has asked about their one order".to_owned(),
        (0, 0) => format!("nobody has asked about any of their {orders}"),
        (0, _) => {
            format!("{} about {orders}; nobody asked about the others", words::count(seen, "complaint"))
        }
        (_, _) if verdict.deliveries == 1 => "their one order came back, at least in part".to_owned(),
        (_, failed) if failed >= verdict.deliveries => {
            format!("all of their {orders} came back, at least in part")
        }
        (_, failed) => {
            format!("{failed} of {orders} came back, at least in part; nobody asked about the others")
        }
    }
}

fn deliveries(number: u32) -> String {
    format!("{} {}", book::money::thousands(u64::from(number)), deliveries_noun(number))
}

fn deliveries_noun(number: u32) -> &'static str {
    if number == 1 { "delivery" } else { "deliveries" }
}

fn would_change(verdict: &FoundationVerdict, context: &Context) -> String {
    let (right, checked) = verdict.verified;
    match verdict.gate {
        FoundationGate::Met => "A complaint, or several deliveries that were not right.".to_owned(),
        _ if verdict.open_complaint_since.is_some() => {
            "The complaint put right, and their word that it is.".to_owned()
        }
        FoundationGate::NotMet if verdict.grave => "Their word that the matter is settled.".to_owned(),
        FoundationGate::NotMet | FoundationGate::Unverified => {
            let needed = answers_needed(right, checked, context);
            let noun = if verdict.asked == 0 { "answer" } else { "more answer" };
            let answers = words::count(needed, noun);
            format!("{answers} that an order was right would be enough to rely on.")
        }
    }
}

/// Good answers in a row that would open the gate.
fn answers_needed(right: u32, checked: u32, context: &Context) -> u32 {
    let parameters = context.parameters;
    (1..1_000)
        .find(|more| {
            checked + more >= parameters.gate_deliveries_min
                && super::at_least(right + more, checked + more, parameters.gate_bar)
                    >= parameters.pass_probability
        })
        .unwrap_or(1_000)
}

fn coverage(verdict: &FoundationVerdict, history: &History) -> String {
    let all = verdict.deliveries;
    if history.deliveries.is_empty() {
        return "Deliveries are not recorded here; each order counts as one that nobody checked.".to_owned();
    }
    let those = deliveries(all);
    format!("Answers are known for {} of {those}; people who are content answer more often.", verdict.asked)
}

pub(super) fn rung(verdict: &FoundationVerdict, history: &History, context: &Context) -> Judgement {
    let mut draft = with_acts(Draft::new(JudgementKind::Rung, history, context), history, context);
    if verdict.wanted_rung.is_some() && !verdict.wanted_is_stated {
        let signs = wanted_style::signs(history);
        draft = signs.into_iter().fold(draft, |draft, (sign, day)| draft.fact(sign, day));
    }
    let nothing_seen = verdict.observed_rung.is_none() && verdict.wanted_rung.is_none();
    if nothing_seen && verdict.gate == FoundationGate::Unverified {
        let draft =
            draft.not_assessed("Nothing they did or said in the last 12 months shows how far this goes.");
        return draft
            .would_change("An order, a conversation, or their answer to how they like to be treated.")
            .done();
    }
    let seen = match verdict.observed_rung {
        Some(Rung::Fan) => "They act as a fan",
        Some(Rung::Collaborator) => "They work with you",
        Some(_) => "So far it is business",
        None => "They have done nothing with you for a year",
    };
    let wanted = match (verdict.wanted_rung, verdict.wanted_is_stated) {
        (Some(Rung::Fan), true) => "said they want to be part of what comes next",
        (Some(Rung::Collaborator), true) => "said they like to work together",
        (Some(_), true) => "said they want it strictly business",
        (Some(Rung::Fan), false) => "seem to want to be part of what comes next, though nobody asked",
        (Some(Rung::Collaborator), false) => "seem to like to work together, though nobody asked",
        (Some(_), false) => "seem to want it strictly business, though nobody asked",
        (None, _) => "have never been asked how they like it",
    };
    let next = match (verdict.gate, verdict.wanted_rung) {
        (FoundationGate::NotMet, _) => "First put right what is not right.",
        (FoundationGate::Unverified, _) => "First make sure that the last order was right.",
        (FoundationGate::Met, None) => "Ask how they like to be treated.",
        (FoundationGate::Met, Some(_)) => next_step(verdict),
    };
    let would_change = match (verdict.gate, verdict.wanted_rung) {
        (FoundationGate::Met, None) => "Their own word on how they like to be treated.",
        (FoundationGate::Met, _) => {
            "Two suggestions, tests or plans in a year, or two words of praise or referrals."
        }
        _ => "Their word that the last orders were right.",
    };
    draft
        .assessed(verdict.working_rung.word())
        .sentence(format!("{seen}, and they {wanted}. {next}"))
        .would_change(would_change)
        .caveat("Only acts that were written down count.")
        .done()
}

fn next_step(verdict: &FoundationVerdict) -> &'static str {
    match verdict.working_rung {
        working if Some(working) <= verdict.observed_rung => "Nothing more is called for.",
        Rung::Fan => "You may show them what comes next.",
        Rung::Collaborator => "You may ask for their ideas.",
        Rung::StrictlyBusiness | Rung::Foundation => "Serve them well when they come.",
    }
}

/// Deliveries or sales, returns and unsettled complaints of the window.
fn with_facts(draft: Draft, history: &History, context: &Context) -> Draft {
    let from_day = context.as_of_day.plus(-context.parameters.window_days);
    let is_recent = |day: Day| day > from_day;
    let only_returns = !history.deliveries.is_empty();
    draft
        .facts(history.deliveries.iter().filter(|delivery| is_recent(delivery.day)))
        .facts(history.purchases.iter().filter(|purchase| {
            is_recent(purchase.day) && (!only_returns || purchase.detail.returned == Some(true))
        }))
        .facts(history.voice.iter().filter(|voice| is_recent(voice.day) && was_let_down(&voice.detail)))
}

/// Stated styles, acts, and the last order or conversation.
fn with_acts(draft: Draft, history: &History, context: &Context) -> Draft {
    let from_day = context.as_of_day.plus(-rungs::ACTS_DAYS);
    let is_recent = |day: Day| day > from_day;
    draft
        .facts(history.wishes.iter().filter(|wish| wish.detail.style.is_some()))
        .facts(history.voice.iter().filter(|voice| is_recent(voice.day) && voice.detail.kind.is_some()))
        .facts(history.referrals.iter().filter(|referral| is_recent(referral.day)))
        .facts(history.sales().next_back())
        .facts(history.deliveries.last())
        .facts(history.interactions.last())
}
