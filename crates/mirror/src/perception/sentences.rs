//! J15 in words.

use super::{
    Closeness, Dyad, Reason, ReasonGap, ReasonsVerdict, closeness, differences, reasons, staff_asked,
};
use crate::Parameters;
use crate::finding::{Draft, Finding, FindingKind, Subject};
use crate::rate::{count, people};
use book::Day;
use judge::words;

/// What staff believe customers come for, against what customers say.
pub fn reasons_finding(all: &[Reason], customers: u64, parameters: &Parameters, as_of: Day) -> Finding {
    let staff = staff_asked(all) as u64;
    let draft = Draft::new(FindingKind::PerceivedReasons, Subject::business(), as_of)
        .rests_on("customers_asked", customers)
        .rests_on("staff_asked", staff)
        .caveat(
            "Friendly customers answer more often, what people say they come for is not always why they \
             come, and staff know that they are tested.",
        );
    let Some(verdict) = reasons(all, customers, parameters) else {
        let (customers_min, staff_min, _) = parameters.perception_min;
        let asked = if customers == 0 && staff == 0 {
            "Never asked: neither customers nor staff.".to_owned()
        } else {
            format!(
                "Too early to say: {} and {} on the staff asked.",
                people(customers).replace("people", "customers").replace("person", "customer"),
                people(staff)
            )
        };
        return draft
            .not_enough(asked)
            .would_change(format!(
                "Asking {customers_min} customers, and {staff_min} of the staff before they see an answer."
            ))
            .done();
    };
    let draft = match verdict.spearman {
        Some(rho) => draft.estimate(rho),
        None => draft,
    };
    draft
        .measured()
        .sentence(format!("{}{}", largest_gap(&verdict), order(&verdict)))
        .would_change("Asking again, with the guesses given first.")
        .done()
}

fn largest_gap(verdict: &ReasonsVerdict) -> String {
    let largest =
        |a: &&ReasonGap, b: &&ReasonGap| a.gap.abs().total_cmp(&b.gap.abs()).then(b.name.cmp(&a.name));
    let Some(widest) = verdict.gaps.iter().max_by(largest) else { return String::new() };
    let (low, high) = widest.said_between;
    format!(
        "You guessed that {} of customers come for \u{201c}{}\u{201d}; {} said so (likely {}). Over all \
         reasons the guesses are off by {:.0} points.",
        words::percent(widest.guessed),
        widest.name,
        words::percent(widest.said),
        words::percent_between(low, high),
        verdict.mean_gap * 100.0
    )
}

fn order(verdict: &ReasonsVerdict) -> String {
    let Some((rho, low, high)) = verdict.spearman else {
        return " One side named all reasons alike, so there is no order to compare.".into();
    };
    let numbers = format!("rho {rho:.2}, {low:.2} to {high:.2}");
    if low > 0.5 {
        format!(" Your order is much like theirs ({numbers}).")
    } else if low > 0.0 {
        format!(" Your order is somewhat like theirs ({numbers}).")
    } else if high < 0.0 {
        format!(" Your order is rather the reverse of theirs ({numbers}).")
    } else {
        format!(" Your order tells nothing about theirs ({numbers}).")
    }
}

/// How close the two sides of each pair say they are.
pub fn closeness_finding(subject: Subject, dyads: &[Dyad], parameters: &Parameters, as_of: Day) -> Finding {
    let pairs = differences(dyads).len() as u64;
    let draft = Draft::new(FindingKind::PerceivedCloseness, subject, as_of)
        .rests_on("pairs", pairs)
        .count("not_blind_or_unrated", dyads.len() as u64 - pairs)
        .coverage(0.90)
        .caveat("Those who answer are the friendlier ones, and a 4 means something else to everybody.");
    let Some(verdict) = closeness(dyads, parameters) else {
        let missing = (parameters.perception_min.2 as u64).saturating_sub(pairs);
        let sentence = if pairs == 0 {
            "Never asked: no pair has rated how close they are.".to_owned()
        } else {
            format!("Too early to say: {} rated so far.", count(pairs, "pair"))
        };
        return draft
            .not_enough(sentence)
            .would_change(format!("{} would be enough.", count(missing, "more pair")))
            .done();
    };
    let (mean, low, high) = verdict.mean;
    let (over, under, same) = verdict.signs;
    let says = match verdict.direction {
        Closeness::OverEstimated => "We feel closer to customers than they do to us",
        Closeness::UnderEstimated => "Customers feel closer to us than we believe",
        Closeness::NoClearDirection => "No clear direction",
    };
    let draft = match verdict.direction {
        Closeness::NoClearDirection => draft.undetermined(verdict.direction.word()),
        direction => draft.assessed(direction.word()),
    };
    draft
        .estimate(verdict.mean)
        .sentence(format!(
            "{says}: {mean:+.1} on a scale of 5 ({low:+.1} to {high:+.1}); higher than theirs in {over} \
             of {pairs} pairs, lower in {under}, the same in {same}."
        ))
        .would_change("Each further pair who rate without seeing the other\u{2019}s.")
        .done()
}
