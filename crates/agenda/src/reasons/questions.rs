//! Asking: after a sale, in a moment of ambiguity, about unchecked goods, about silence.

use super::duties::is_open_issue;
use crate::{Act, Basis, Candidate, look::Look};
use book::{Day, Purchase};
use judge::{
    candor::CandorSilence,
    follow_up::{FollowUp, FollowUpReason},
    foundation::FoundationGate,
};

/// Who orders more often than this is not asked after each order: that would be a nuisance (evidence 1.11).
const FREQUENT_GAP_DAYS: f64 = 14.0;
/// Ask only about goods they still remember.
const REMEMBERED_DAYS: i32 = 45;
/// Days with a sale in a year that make a regular.
const REGULAR_SALE_DAYS: u32 = 4;
/// Between two questions to the same silent person.
const ASK_AGAIN_DAYS: i32 = 30;

/// Follow-ups after a sale, and newcomers in moments of ambiguity.
pub(crate) fn follow_ups(look: &Look, found: &mut Vec<Candidate>) {
    let due = |follow_up: &&FollowUp| {
        follow_up.due_day <= look.today() && look.today() <= follow_up.last_day && follow_up.done_by.is_none()
    };
    for follow_up in look.assessment.follow_up.pending.iter().filter(due) {
        let act = match follow_up.reason {
            FollowUpReason::IssueClosed => continue,
            FollowUpReason::Sale if is_too_often(look, follow_up) => continue,
            FollowUpReason::NewProduct if !tells_products_apart(look) => continue,
            FollowUpReason::Sale => Act::FollowUp,
            FollowUpReason::NewCustomer if has_come_again(look, follow_up) => Act::FollowUp,
            _ => Act::Newcomer,
        };
        // The fresher, the better it is remembered; a second or third question to a newcomer matters less.
        let fresh = 1.0 / (1.0 + f64::from(look.age(follow_up.first_day)) / 7.0);
        let fresh = fresh * moment_weight(look, follow_up);
        let mut candidate = look.candidate(act, stake(look, follow_up) * fresh, Basis::FollowUp(*follow_up));
        candidate.provider = follow_up.provider.or(candidate.provider);
        // The newest moment speaks for all of the same act.
        match found.iter_mut().find(|earlier| earlier.act == act) {
            Some(earlier) if earlier.rank < candidate.rank => *earlier = candidate,
            Some(_) => {}
            None => found.push(candidate),
        }
    }
}

/// Which of a newcomer's moments matters most: for goods the day they have arrived, for a service the day
/// after; a month later both are past.
fn moment_weight(look: &Look, follow_up: &FollowUp) -> f64 {
    match follow_up.reason {
        FollowUpReason::NewCustomer => {}
        FollowUpReason::NewProduct => return 0.3,
        _ => return 1.0,
    }
    let is_order = look.history.sales().next().is_some();
    match (follow_up.due_day.days_since(follow_up.after_day), is_order) {
        (..=4, false) | (5..=14, true) => 1.0,
        (..=4, true) => 0.7,
        (5..=14, false) => 0.5,
        _ => 0.3,
    }
}

/// What is at stake in a follow-up: the sales of the day it follows, or one contact.
fn stake(look: &Look, follow_up: &FollowUp) -> f64 {
    let sales = look.history.sales().filter(|sale| sale.day == follow_up.after_day);
    let sum: i64 = sales.map(|sale| sale.detail.amount_minor).sum();
    (sum as f64).max(1.0)
}

/// A frequent buyer's ordinary order needs no question; one twice as large as usual does.
fn is_too_often(look: &Look, follow_up: &FollowUp) -> bool {
    let Some(rhythm) = &look.assessment.purchase_rhythm else { return false };
    let is_frequent = look.own_gap_days(Basis::PurchaseRhythm).is_some_and(|gap| gap <= FREQUENT_GAP_DAYS);
    if rhythm.gaps < 3 || !is_frequent {
        return false;
    }
    stake(look, follow_up) < 2.0 * look.usual_sale_minor()
}

/// A "first product" means something only where people come back for the same things.
fn tells_products_apart(look: &Look) -> bool {
    let mut products: Vec<&str> =
        look.history.sales().filter_map(|sale| sale.detail.product.as_deref()).collect();
    let sales = products.len();
    products.sort_unstable();
    products.dedup();
    sales >= 3 && products.len() * 2 <= sales
}

/// A "new" customer with more sales since is past the first uncertainty.
fn has_come_again(look: &Look, follow_up: &FollowUp) -> bool {
    look.history.sales().any(|sale| sale.day > follow_up.after_day)
}

/// Regular customers of whom nobody knows whether the goods are right; first those who sent something back.
pub(crate) fn verify(look: &Look, found: &mut Vec<Candidate>) {
    let foundation = &look.assessment.foundation;
    if foundation.gate == FoundationGate::Met || look.history.voice.iter().any(is_open_issue) {
        return;
    }
    let last_sale = look.history.sales().next_back().map(|sale| sale.day);
    let recent = |day: Option<Day>| day.is_some_and(|day| look.age(day) <= REMEMBERED_DAYS);
    let is_regular = look.year_sale_days >= REGULAR_SALE_DAYS;
    if let Some(place) = goods_back(look) {
        // What came back counts as much as a quarter's trade: it is the only frank word an invoice can say.
        let rank = look.worth() + 4.0 * look.history.purchases[place].detail.amount_minor as f64;
        found.push(look.candidate(Act::VerifyFoundation, rank, Basis::GoodsBack(place)));
    } else if foundation.gate == FoundationGate::Unverified
        && is_regular
        && recent(last_sale.max(foundation.last_unverified_day))
    {
        found.push(look.candidate(Act::VerifyFoundation, look.worth(), Basis::Foundation));
    }
}

/// The latest return within memory that is more than a slip: a tenth of a usual order or more, and not put
/// right by an equal sale on the same day.
fn goods_back(look: &Look) -> Option<usize> {
    let is_slip = |back: &Purchase, day: Day| {
        let same_day = |sale: &&book::Fact<Purchase>| sale.day == day;
        look.history.sales().filter(same_day).any(|sale| sale.detail.amount_minor == back.amount_minor)
    };
    let purchases = look.history.purchases.iter().enumerate().rev();
    purchases
        .take_while(|(_, purchase)| look.age(purchase.day) <= REMEMBERED_DAYS)
        .find(|(_, purchase)| {
            let back = &purchase.detail;
            back.returned == Some(true)
                && look.year_sale_days >= 2
                && look.is_considerable(back.amount_minor)
                && !is_slip(back, purchase.day)
        })
        .map(|(place, _)| place)
}

/// People without a frank word for long, whom nobody has asked lately.
pub(crate) fn ask_silent(look: &Look, found: &mut Vec<Candidate>) {
    let candor = &look.assessment.candor;
    let asked_lately = candor.last_asked_day.is_some_and(|day| look.age(day) < ASK_AGAIN_DAYS);
    if candor.recorded && candor.sign && candor.silence != CandorSilence::AskedSaidFine && !asked_lately {
        let rank = candor.expected_words * look.worth().max(1.0);
        found.push(look.candidate(Act::AskSilent, rank, Basis::Silence));
    }
}
