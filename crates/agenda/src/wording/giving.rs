//! Words for needs that have come due, thanks, offers, and for leaving alone.

use super::{Words, speech::*};
use crate::{Basis, look::Look};
use book::{Day, Fact};
use judge::words::{date, on_date, sentence_case};

const NOTHING_TO_SELL: &str = "Thank them, with nothing to sell.";
const THANKED: &str = "a logged word of thanks";
const WAITED: &str = "a word from them, or the day itself";

pub(crate) fn future_need(look: &Look, place: usize, day: Day) -> Words {
    let (today, need) = (look.today(), &look.history.knowledge[place]);
    let when = match day.days_since(today) {
        0 => "That is today.".to_owned(),
        1 => "That is tomorrow.".to_owned(),
        days @ 2.. => format!("That is in {}.", judge::words::span(days)),
        -1 => "That was yesterday.".to_owned(),
        days => format!("That was {}.", ago(-days)),
    };
    let fact = format!(
        "Noted {}: {}. {when}",
        on(need.day, today),
        quoted(&with_spoken_dates(&need.detail.text, today))
    );
    let ask = if day >= today { "Ask whether they need a hand with it." } else { "Ask how it went." };
    let removed_by = "a logged contact, or the need noted as met";
    Words { fact, ask: ask.into(), facts: vec![need.reference()], removed_by }
}

pub(crate) fn referral(look: &Look, place: usize) -> Words {
    let referral = &look.history.referrals[place];
    let to = &referral.detail.to_customer;
    let fact =
        format!("They brought you {} {}.", crate::compose::call_by_id(to), on(referral.day, look.today()));
    Words { fact, ask: NOTHING_TO_SELL.into(), facts: vec![referral.reference()], removed_by: THANKED }
}

pub(crate) fn praise(look: &Look, place: usize) -> Words {
    let voice = &look.history.voice[place];
    let day = sentence_case(&on(voice.day, look.today()));
    let fact = match &voice.detail.text {
        Some(text) => format!("{day} they said: {}. Nobody has answered yet.", quoted(text)),
        None => format!("{day} they said something kind, and nobody has answered yet."),
    };
    Words {
        fact,
        ask: "Thank them for saying so.".into(),
        facts: vec![voice.reference()],
        removed_by: THANKED,
    }
}

pub(crate) fn milestone(look: &Look, number: u32) -> Words {
    let today = look.today();
    let days = look.days(Basis::PurchaseRhythm);
    let (first, last, noun, facts) = match (days.first(), days.last()) {
        (Some(first), Some(last)) => (*first, *last, "order", sale_facts(look.history)),
        _ => {
            let days = look.days(Basis::ContactRhythm);
            let (first, last) = (days.first().unwrap_or(&today), days.last().unwrap_or(&today));
            (*first, *last, occasion(look.history).unwrap_or("contact"), contact_facts(look.history))
        }
    };
    let since = if look.may_be_older(first) { "the records begin".to_owned() } else { month(first, today) };
    let fact = format!("{} brought their {} {noun} since {since}.", day_word(last, today), ordinal(number));
    Words { fact, ask: NOTHING_TO_SELL.into(), facts, removed_by: THANKED }
}

/// `Today`, `Yesterday`, `Monday`, `24 November`: a day as the subject of a sentence.
fn day_word(day: Day, today: Day) -> String {
    let on_day = on(day, today);
    sentence_case(on_day.strip_prefix("on ").unwrap_or(&on_day))
}

pub(crate) fn anniversary(look: &Look, years: u32) -> Words {
    let first = look.today().plus(-((f64::from(years) * 365.25).round() as i32));
    let sale = look.history.sales().next();
    let first_day = look.history.customer.since.or(sale.map(|sale| sale.day)).unwrap_or(first);
    let span = sentence_case(&count(years, "year"));
    let fact = format!("{span} with you this week: it began {}.", on_date(first_day, look.today()));
    let facts = sale.map(Fact::reference).into_iter().collect();
    Words { fact, ask: NOTHING_TO_SELL.into(), facts, removed_by: THANKED }
}

pub(crate) fn reorder(look: &Look) -> Words {
    let today = look.today();
    let days = look.days(Basis::PurchaseRhythm);
    let gap_days = look.own_gap_days(Basis::PurchaseRhythm).unwrap_or_default();
    let fact = format!(
        "They order {}, and the last order was {}. The last delivery was right, and they like to hear what \
         is new.",
        every(gap_days),
        ago(look.age(days.last().copied().unwrap_or(today)))
    );
    let mut facts = sale_facts(look.history);
    facts.extend(look.history.deliveries.last().map(Fact::reference));
    facts.extend(look.history.wishes.last().map(Fact::reference));
    let ask = "Offer what would suit them.".into();
    Words { fact, ask, facts, removed_by: "their next order, or a logged no" }
}

pub(crate) fn unanswered(look: &Look, number: u32, until: Day) -> Words {
    let today = look.today();
    let facts = look.history.touches.iter().rev().take(number as usize).map(Fact::reference).collect();
    let fact = format!("{} in a row had no answer.", sentence_case(&count(number, "message")));
    let ask = format!("Leave them in peace until {}, or until they write.", date(until, today));
    Words { fact, ask, facts, removed_by: WAITED }
}

/// The reason of a pause is nobody's business on a list: only that there is one.
pub(crate) fn paused(look: &Look, until: Option<Day>) -> Words {
    let ask = match until {
        Some(day) => format!("Wait until {}, or until they come by themselves.", date(day, look.today())),
        None => "Wait until they come by themselves.".into(),
    };
    let is_pause = |fact: &&Fact<book::Knowledge>| {
        matches!(fact.detail.kind.as_str(), "pause" | "do_not_chase" | "do_not_contact")
    };
    let facts = look.history.knowledge.iter().rev().find(is_pause).map(Fact::reference).into_iter().collect();
    Words { fact: "It is noted that they want quiet for now.".into(), ask, facts, removed_by: WAITED }
}

pub(crate) fn gone(look: &Look) -> Words {
    let today = look.today();
    let bought = look.assessment.purchase_rhythm;
    let rhythm = bought.or(look.assessment.contact_rhythm);
    let (doing, basis) = match bought {
        Some(_) => ("They ordered", Basis::PurchaseRhythm),
        None => ("They came", Basis::ContactRhythm),
    };
    let fact = rhythm.map_or_else(String::new, |rhythm| {
        let gap_days = look.own_gap_days(basis).unwrap_or(rhythm.usual_days);
        format!("{doing} {} until {}, and not since.", every(gap_days), date(rhythm.last_day, today))
    });
    let ask = "One for the quarter's review, no longer for the day.".into();
    let facts = if bought.is_some() { sale_facts(look.history) } else { contact_facts(look.history) };
    Words { fact, ask, facts, removed_by: "their next order or word" }
}
