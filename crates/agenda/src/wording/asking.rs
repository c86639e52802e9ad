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

/// A sale in a half-sentence: `, £312.40, mostly “white hanging heart”`.
fn sale_words(look: &Look, sale: &Fact<Purchase>) -> String {
    let mut text = String::new();
    if let Some(amount) = money(look, sale) {
        text.push_str(&format!(" for {amount}"));
    }
    if let Some(name) = &sale.detail.product {
        text.push_str(&format!(", mostly {}", product(name)));
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
        let since = if stage_days > 14 { format!(", {}", ago(look.age(day))) } else { String::new() };
        (format!("Their first {noun} was {}{since}.", on(day, today)), contact_facts(look.history))
    };
    let is_order = look.history.sales().next().is_some();
    let ask = match (stage_days, is_order) {
        (..=4, true) => "Welcome them, and ask what they need it for.",
        (5..=14, true) => "Ask whether everything arrived, and was as they wanted.",
        (_, true) => "Ask how it turned out.",
        (..=4, false) => "Ask whether everything was as they had hoped.",
        (5..=14, false) => "Ask what they would change.",
        (_, false) => "Ask how they look back on it.",
    };
    Words { fact, ask: ask.into(), facts, removed_by: ANSWER_LOGGED }
}

fn came_again(look: &Look, due: &FollowUp) -> Words {
    let today = look.today();
    let since = sale_days(look.history).iter().filter(|day| **day > due.after_day).count();
    let again = times(u32::try_from(since).unwrap_or(u32::MAX));
    let fact = format!("New since {}, and back {again} already.", date(due.after_day, today));
    let ask = "Ask what made them come back, and what could be easier.".into();
    Words { fact, ask, facts: sale_facts(look.history), removed_by: ANSWER_LOGGED }
}

fn new_product(look: &Look, due: &FollowUp) -> Words {
    let sale = sale_of(look, due);
    let name = sale.as_ref().and_then(|sale| sale.detail.product.as_deref()).map(product);
    let name = name.unwrap_or_else(|| "something new".into());
    let fact = format!("They took {name} for the first time {}.", on(due.after_day, look.today()));
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
    let (others, number) = look
        .history
        .sales()
        .filter(|other| other.day < sale.day)
        .fold((0_i64, 0_u32), |(sum, number), other| (sum + other.detail.amount_minor, number + 1));
    let usual = others as f64 / f64::from(number.max(1));
    let ratio = sale.detail.amount_minor as f64 / usual.max(1.0);
    let ask = if number >= 3 && ratio >= 2.0 {
        let size = if ratio < 2.75 { "more than twice".into() } else { times(ratio.round() as u32) };
        fact.push_str(&format!(" That is {size} their usual order."));
        "Ask what it is for, and whether it all came right."
    } else if sale.detail.incentive.is_some() {
        "Ask whether it was what they wanted, the offer apart."
    } else {
        "Ask whether it was what they wanted."
    };
    Words { fact, ask: ask.into(), facts: vec![sale.reference()], removed_by: ANSWER_LOGGED }
}

pub(crate) fn foundation(look: &Look) -> Words {
    let (today, verdict) = (look.today(), &look.assessment.foundation);
    let days = sale_days(look.history);
    let last = days.last().copied().or(verdict.last_unverified_day).unwrap_or(today);
    let rhythm = look.assessment.purchase_rhythm.as_ref().filter(|rhythm| rhythm.gaps >= 3);
    let habit = rhythm.map_or_else(String::new, |rhythm| format!(", {}", every(rhythm.usual_days)));
    let orders = sentence_case(&count(look.year_sale_days, "order"));
    let (right, checked) = verdict.verified;
    let known = match (checked, right) {
        (0, _) => "and nobody has noted asking whether the goods are right".to_owned(),
        (1, 1) => "and you asked about only one of them: it was right".to_owned(),
        (checked, right) if checked == right => {
            format!("and you asked about only {} of them: all were right", number(checked))
        }
        (checked, right) => {
            format!("and of the {} you asked about, {} went wrong", number(checked), number(checked - right))
        }
    };
    let fact = format!("{orders} in twelve months{habit}, {known}.");
    let order = match look.age(last) {
        0 => "today's order".to_owned(),
        1 => "yesterday's order".to_owned(),
        2..=6 => format!("{}'s order", weekday(last)),
        _ => format!("the order of {}", date(last, today)),
    };
    let ask = format!("Ask about {order}: was it what they wanted, and was it easy?");
    Words { fact, ask, facts: sale_facts(look.history), removed_by: "their answer about a delivery" }
}

pub(crate) fn goods_back(look: &Look, place: usize) -> Words {
    let back = &look.history.purchases[place];
    let since = look.today().plus(-365);
    let returns = look.history.purchases.iter().filter(|one| one.detail.returned == Some(true));
    let mut return_days: Vec<Day> = returns.map(|one| one.day).filter(|day| *day > since).collect();
    return_days.dedup();
    let worth = money(look, back).map_or_else(String::new, |amount| format!(" worth {amount}"));
    let what =
        back.detail.product.as_deref().map_or_else(String::new, |name| format!(", mostly {}", product(name)));
    let often = match return_days.len() {
        0 | 1 => String::new(),
        number => format!(" That is the {} time in twelve months.", ordinal(number as u32)),
    };
    let fact = format!("Goods{worth} came back {}{what}.{often}", on(back.day, look.today()));
    let facts = vec![back.reference()];
    let ask = "Ask what was wrong with them, and what they would have liked instead.".into();
    Words { fact, ask, facts, removed_by: "their answer, or a note of why they came back" }
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
    let days = if is_purchase {
        sale_days(look.history)
    } else {
        let mut days: Vec<Day> =
            judge::contacts::contact_days(look.history).iter().map(|contact| contact.day).collect();
        days.dedup();
        days
    };
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
        None if rhythm.gaps >= 6 => format!("{doing} {}; {last}.", every(rhythm.usual_days)),
        None => {
            let first = days.first().copied().unwrap_or(rhythm.last_day);
            let number = sentence_case(&count(rhythm.gaps + 1, noun));
            format!("{number} since {}, {}; {last}.", date(first, today), every(rhythm.usual_days))
        }
    };
    let longest = days.windows(2).map(|pair| pair[1].days_since(pair[0])).max().unwrap_or(0);
    let weight = if longest < rhythm.open_days && rhythm.gaps >= 3 {
        format!("They have never stayed away so long; the longest until now was {}.", span(longest))
    } else {
        format!("A gap like that happens {}.", one_in(rhythm.survival))
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
    let back = look.history.purchases.iter().rev().find(|one| one.detail.returned == Some(true));
    if let Some(back) = back.filter(|back| back.day >= last_day && is_purchase) {
        let worth = money(look, back).map_or_else(String::new, |amount| format!(" worth {amount}"));
        let fact = format!(" The last that happened: goods{worth} came back {}.", on(back.day, look.today()));
        return (fact, "Ask about that first.".into());
    }
    let spent = about_money(look, year_sales(look));
    let spent = spent.filter(|_| is_purchase);
    let spent =
        spent.map_or_else(String::new, |sum| format!(" They bought for about {sum} in twelve months."));
    (spent, "Ask how they are getting on.".into())
}

fn quiet(look: &Look) -> Words {
    Words {
        fact: "It has been quiet for longer than usual.".into(),
        ask: "Ask how they are getting on.".into(),
        facts: contact_facts(look.history),
        removed_by: "a logged contact",
    }
}
