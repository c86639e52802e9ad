//! Words for follow-ups, newcomers, unchecked goods, silence and people off their rhythm.

use super::{Words, speech::*};
use crate::{Act, Basis, look::Look};
use book::{Day, Fact, Purchase};
use judge::{
    candor::CandorSilence,
    follow_up::{FollowUp, FollowUpReason},
    words::{date, one_in, sentence_case, span},
};

const ANSWER_LOGGED: &str = "a logged contact with their answer";

/// Days that goods take to arrive, more or less.
const ARRIVES_DAYS: i32 = 4;
/// A return says something about a silence when it is this fresh, or came this soon after the last order.
const RETURN_FRESH_DAYS: i32 = 60;
const RETURN_SOON_DAYS: i32 = 30;

/// A sale in a half-sentence: ` for £312.40, above all “white hanging heart”`: the product named is the
/// leading one of its order, which need not be most of it.
fn sale_words(look: &Look, sale: &Fact<Purchase>) -> String {
    let mut text = String::new();
    if let Some(amount) = money(look, sale) {
        text.push_str(&format!(" for {amount}"));
    }
    if let Some(name) = &sale.detail.product {
        text.push_str(&format!(", above all {}", product(name)));
    }
    text
}

pub(crate) fn follow_up(look: &Look, due: &FollowUp, act: Act) -> Words {
    match (due.reason, act) {
        (FollowUpReason::NewCustomer, Act::Newcomer) => newcomer(look, due),
        (FollowUpReason::NewCustomer, _) => came_again(look, due),
        (FollowUpReason::NewProduct, _) => new_product(look, due),
        (FollowUpReason::ProviderChange, _) => new_provider(look, due),
        (FollowUpReason::Sale | FollowUpReason::IssueClosed, _) => after_sale(look, due),
    }
}

fn sale_of(look: &Look, due: &FollowUp) -> Option<Fact<Purchase>> {
    let by_id = look.history.sales().find(|sale| sale.id == due.after);
    by_id.or_else(|| look.history.sales().find(|sale| sale.day == due.after_day)).cloned()
}

fn newcomer(look: &Look, due: &FollowUp) -> Words {
    let (today, day) = (look.today(), due.after_day);
    let stage_days = due.due_day.days_since(day);
    let (fact, facts) = if let Some(sale) = sale_of(look, due) {
        let first = format!("Their first order came {}{}.", on(day, today), sale_words(look, &sale));
        let first = if stage_days > 14 { format!("{first} Nothing since.") } else { first };
        (first, vec![sale.reference()])
    } else {
        let noun = occasion(look.history).unwrap_or("contact");
        let since = if stage_days > 14 { "about a month ago, " } else { "" };
        (format!("Their first {noun} was {since}{}.", on(day, today)), contact_facts(look.history))
    };
    let is_order = look.history.sales().next().is_some();
    // The last days on which it still is remembered.
    let is_last_call = due.last_day.days_since(today) <= 4;
    let ask = match (stage_days, is_order) {
        (5..=14, true) if is_last_call => "Ask how the goods turned out, while it is still fresh.",
        (5..=14, false) if is_last_call => "Ask what they would change, while they still remember.",
        (..=4, true) => "Welcome them, and ask what they need it for.",
        (5..=14, true) => "Ask whether everything arrived, and was as they wanted.",
        (_, true) => "Ask how it turned out.",
        (..=4, false) => "Ask whether everything was as they had hoped.",
        (5..=14, false) => "Ask what one thing they would change.",
        (_, false) => "Ask how they look back on it.",
    };
    Words { fact, ask: ask.into(), facts, removed_by: ANSWER_LOGGED }
}

fn came_again(look: &Look, due: &FollowUp) -> Words {
    let today = look.today();
    let days = look.days(Basis::PurchaseRhythm);
    let since = days.iter().filter(|day| **day > due.after_day).count();
    let again = times(u32::try_from(since).unwrap_or(u32::MAX));
    let fact = format!("New since {}, and back {again} already.", date(due.after_day, today));
    let ask = "Ask what made them come back, and what could be easier.".into();
    Words { fact, ask, facts: sale_facts(look.history), removed_by: ANSWER_LOGGED }
}

fn new_product(look: &Look, due: &FollowUp) -> Words {
    let sale = sale_of(look, due);
    let name = sale.as_ref().and_then(|sale| sale.detail.product.as_deref()).map(product);
    let name = name.unwrap_or_else(|| "something new".into());
    // The leading product is all that is known of an order: not that they never had it before.
    let day = on(due.after_day, look.today());
    let fact = format!("For the first time {name} was the main thing they ordered, {day}.");
    let facts = sale.iter().map(Fact::reference).collect();
    Words { fact, ask: "Ask how they get on with it.".into(), facts, removed_by: ANSWER_LOGGED }
}

fn new_provider(look: &Look, due: &FollowUp) -> Words {
    let day = on(due.after_day, look.today());
    let contacts = judge::contacts::contact_days(look.history);
    let before = contacts.iter().rev().filter(|contact| contact.day < due.after_day);
    let before = before.filter_map(|contact| contact.provider).find(|before| Some(*before) != due.provider);
    let name = |id| look.context.directory.name(id);
    let fact = match (due.provider, before) {
        (Some(now), Some(before)) => {
            format!("{} served them for the first time {day}; before, it was {}.", name(now), name(before))
        }
        _ => format!("Somebody new served them {day}."),
    };
    let ask = "Ask whether anything got lost in the change.".into();
    Words { fact, ask, facts: contact_facts(look.history), removed_by: ANSWER_LOGGED }
}

fn after_sale(look: &Look, due: &FollowUp) -> Words {
    let today = look.today();
    let Some(sale) = sale_of(look, due) else {
        let noun = occasion(look.history).unwrap_or("contact");
        let fact = format!("The last {noun} was {}.", on(due.after_day, today));
        let ask = "Ask whether all was as they wanted.".into();
        return Words { fact, ask, facts: contact_facts(look.history), removed_by: ANSWER_LOGGED };
    };
    let mut fact = format!("They ordered {}{}.", on(due.after_day, today), sale_words(look, &sale));
    let (remark, ask) = compared(look, &sale);
    fact.push_str(&remark);
    Words { fact, ask: ask.into(), facts: vec![sale.reference()], removed_by: ANSWER_LOGGED }
}

/// What sets a sale apart from those before it, and the question that follows from it.
fn compared(look: &Look, sale: &Fact<Purchase>) -> (String, &'static str) {
    let before: Vec<&Fact<Purchase>> = look.history.sales().filter(|other| other.day < sale.day).collect();
    let amount = sale.detail.amount_minor;
    let sum: i64 = before.iter().map(|other| other.detail.amount_minor).sum();
    let largest = before.iter().map(|other| other.detail.amount_minor).max().unwrap_or(0);
    let ratio = amount as f64 * before.len() as f64 / (sum as f64).max(1.0);
    let pause_days = before.last().map_or(0, |last| sale.day.days_since(last.day));
    let gap_days = look.own_gap_days(Basis::PurchaseRhythm).unwrap_or(f64::MAX);
    if before.len() == 1 {
        let first = date(before[0].day, look.today());
        (format!(" It is their second order; the first was on {first}."), "Ask what made them come back.")
    } else if before.len() >= 3 && amount > largest && ratio >= 1.5 {
        (" No order of theirs was larger.".into(), "Ask what it is for, and whether it all came right.")
    } else if before.len() >= 3 && ratio >= 2.0 {
        let size = if ratio < 2.75 { "more than twice".into() } else { times(ratio.round() as u32) };
        (format!(" That is {size} their usual order."), "Ask what it is for, and whether it all came right.")
    } else if before.len() >= 3 && f64::from(pause_days) > 2.0 * gap_days && pause_days > 45 {
        (format!(" Before it they were quiet for {}.", span(pause_days)), "Ask how it has been going.")
    } else if before.len() >= 3 && ratio < 0.4 {
        (
            " That is less than half of what they usually take.".into(),
            "Ask whether they found all they wanted.",
        )
    } else if sale.detail.incentive.is_some() {
        (String::new(), "Ask whether it was what they wanted, the offer apart.")
    } else {
        (String::new(), "Ask whether it was what they wanted.")
    }
}

pub(crate) fn foundation(look: &Look) -> Words {
    let (today, verdict) = (look.today(), &look.assessment.foundation);
    let days = look.days(Basis::PurchaseRhythm);
    let last = days.last().copied().or(verdict.last_unverified_day).unwrap_or(today);
    // What was ordered yesterday has hardly arrived: ask about the latest that has.
    let arrived = days.iter().rev().find(|day| look.age(**day) >= ARRIVES_DAYS).copied().unwrap_or(last);
    let gap_days = look.own_gap_days(Basis::PurchaseRhythm).filter(|_| days.len() >= 4);
    let habit = gap_days.map_or_else(String::new, |days| format!(", lately {}", every(days)));
    let orders = sentence_case(&count(look.year_sale_days, "order"));
    let right = verdict.verified.0.min(verdict.asked);
    let known = match (verdict.asked, right) {
        (0, _) => "and no note of anybody asking whether the goods are right".to_owned(),
        (1, 1) => "and you asked about only one of them: it was right".to_owned(),
        (asked, right) if asked == right => {
            format!("and you asked about only {} of them: all were right", number(asked))
        }
        (asked, right) => {
            format!("and of the {} you asked about, {} went wrong", number(asked), number(asked - right))
        }
    };
    let fact = format!("{orders} in twelve months{habit}, {known}.");
    let order = match look.age(arrived) {
        0 => "today's order".to_owned(),
        1 => "yesterday's order".to_owned(),
        2..=6 => format!("{}'s order", weekday(arrived)),
        _ => format!("the order of {}", date(arrived, today)),
    };
    let arrived_sale = look.history.sales().rev().find(|sale| sale.day == arrived);
    let product = arrived_sale.and_then(|sale| sale.detail.product.as_deref()).map(product);
    let ask = match product {
        Some(name) => format!("Ask how {order} was, above all {name}."),
        None => format!("Ask about {order}: was it what they wanted, and was it easy?"),
    };
    Words { fact, ask, facts: sale_facts(look.history), removed_by: "their answer about a delivery" }
}

pub(crate) fn goods_back(look: &Look, place: usize) -> Words {
    let back = &look.history.purchases[place];
    let since = look.today().plus(-365);
    let returns = look.history.purchases.iter().filter(|one| one.detail.returned == Some(true));
    let mut return_days: Vec<Day> = returns.map(|one| one.day).filter(|day| *day > since).collect();
    return_days.dedup();
    let day = on(back.day, look.today());
    let amount = money(look, back).unwrap_or_else(|| "something".into());
    let (fact, ask) = match &back.detail.product {
        Some(name) => (
            format!("Goods worth {amount} came back {day}, above all {}.", product(name)),
            "Ask what was wrong with them, and what they would have liked instead.",
        ),
        // No goods are named: a credit, a discount, a correction.
        None => (format!("{amount} went back to them {day}."), "Ask whether all is right between you now."),
    };
    let often = match return_days.len() {
        0 | 1 => String::new(),
        number => format!(" That is the {} time in twelve months.", ordinal(number as u32)),
    };
    let fact = format!("{fact}{often}");
    let facts = vec![back.reference()];
    Words { fact, ask: ask.into(), facts, removed_by: "their answer, or a note of why they came back" }
}

pub(crate) fn silence(look: &Look) -> Words {
    let candor = &look.assessment.candor;
    let expected = candor.expected_words.round().max(1.0) as u32;
    let mut fact = format!(
        "{} without one frank word, where others would have spoken about {}.",
        sentence_case(&count(candor.exposures, "time served").replace("time serveds", "times served")),
        times(expected)
    );
    fact.push_str(&match (candor.silence, candor.last_asked_day) {
        (CandorSilence::AskedNoAnswer, Some(day)) => {
            format!(" You asked {} and no answer is noted.", on(day, look.today()))
        }
        (_, Some(day)) => format!(" Nobody has asked since {}.", date(day, look.today())),
        (_, None) => " Nobody has ever asked.".into(),
    });
    let ask = "This does not mean they are unhappy: ask what you could do better.".into();
    let removed_by = "any frank word from them, or their answer to the question";
    Words { fact, ask, facts: exposure_facts(look.history), removed_by }
}

pub(crate) fn off_rhythm(look: &Look, basis: Basis) -> Words {
    let is_purchase = basis == Basis::PurchaseRhythm;
    let verdict = if is_purchase { look.assessment.purchase_rhythm } else { look.assessment.contact_rhythm };
    let Some(rhythm) = verdict else { return quiet(look) };
    let days = look.days(basis);
    let gap_days = look.own_gap_days(basis).unwrap_or(rhythm.usual_days);
    let today = look.today();
    let (doing, noun) = match (is_purchase, occasion(look.history)) {
        (true, _) => ("They order", "order"),
        (false, Some("stay")) => ("They come", "stay"),
        (false, Some(noun)) => ("They come", noun),
        (false, None) => ("You speak", "contact"),
    };
    let last =
        format!("the last {noun} was {}, {}", on(rhythm.last_day, today), ago(look.age(rhythm.last_day)));
    let habit = match rhythm.agreed_days {
        Some(agreed) => format!("You agreed to be in touch every {agreed} days; {last}."),
        None if rhythm.gaps >= 6 => format!("{doing} {}; {last}.", every(gap_days)),
        None => {
            let first = days.first().copied().unwrap_or(rhythm.last_day);
            let number = sentence_case(&count(rhythm.gaps + 1, noun));
            format!("{number} since {}, {}; {last}.", date(first, today), every(gap_days))
        }
    };
    let longest = days.windows(2).map(|pair| pair[1].days_since(pair[0])).max().unwrap_or(0);
    let weight = if longest < rhythm.open_days && rhythm.gaps >= 3 {
        format!("They have never stayed away so long; the longest until now was {}.", span(longest))
    } else {
        format!("A gap like that happens {} with them.", one_in(rhythm.survival))
    };
    let (after, ask) = last_sign(look, rhythm.last_day, is_purchase);
    let facts = if is_purchase { sale_facts(look.history) } else { contact_facts(look.history) };
    Words {
        fact: format!("{habit} {weight}{after}"),
        ask,
        facts,
        removed_by: "their next order, or a logged contact",
    }
}

/// What happened last decides what to ask: goods that came back, an unusual product, or nothing special. What
/// they spent comes last.
fn last_sign(look: &Look, last_day: Day, is_purchase: bool) -> (String, String) {
    let tells = |back: &&Fact<Purchase>| {
        let soon = back.day.days_since(last_day);
        back.detail.returned == Some(true)
            && look.is_considerable(back.detail.amount_minor)
            && soon >= 0
            && (soon <= RETURN_SOON_DAYS || look.age(back.day) <= RETURN_FRESH_DAYS)
    };
    let back = look.history.purchases.iter().rev().find(tells).filter(|_| is_purchase);
    if let Some(back) = back {
        let amount = money(look, back).unwrap_or_else(|| "something".into());
        let what = if back.detail.product.is_some() { "goods worth " } else { "" };
        let verb = if back.detail.product.is_some() { "came back" } else { "went back to them" };
        let fact = format!(" The last that happened: {what}{amount} {verb} {}.", on(back.day, look.today()));
        return (fact, "Ask about that first.".into());
    }
    let spent = about_money(look, year_sales(look));
    let spent = spent.filter(|_| is_purchase);
    let spent =
        spent.map_or_else(String::new, |sum| format!(" They bought for about {sum} in twelve months."));
    let ask =
        if occasion(look.history).is_some() { "Ask how they are." } else { "Ask how they are getting on." };
    (spent, ask.into())
}

fn quiet(look: &Look) -> Words {
    Words {
        fact: "It has been quiet for longer than usual.".into(),
        ask: "Ask how they are getting on.".into(),
        facts: contact_facts(look.history),
        removed_by: "a logged contact",
    }
}
