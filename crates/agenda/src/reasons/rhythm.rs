//! People off their own rhythm, ranked by the loss that a word might still avert.

use crate::{Act, Basis, Candidate, look::Look};
use judge::rhythm::{Rhythm, RhythmVerdict};

/// Gone: more than so many of their own gaps and more than a quarter of a year; beyond that few come back
/// (evidence 1.4), and it is for the quarter's review.
const GONE_GAPS: f64 = 6.0;
const GONE_DAYS: i32 = 90;
/// Or this chance of being still with us, with some gaps gone by.
const GONE_CHANCE: f64 = 0.10;
const GONE_CHANCE_GAPS: f64 = 4.0;
/// No rhythm is so slow that a silence of 18 months is today's work (J5's longest).
const FORMER_DAYS: i32 = 548;
/// That somebody is gone is news for two weeks; after that the list would say the same every day.
const GONE_NEWS_DAYS: i32 = 14;
/// Gaps that make a rhythm worth speaking of, where none was agreed.
const GAPS_MIN: u32 = 3;

/// Overdue purchases or contacts, whichever is the stranger gap.
pub(crate) fn off_rhythm(look: &Look, found: &mut Vec<Candidate>) {
    let purchases = look.assessment.purchase_rhythm.as_ref().filter(|rhythm| is_off(rhythm));
    let contacts = look.assessment.contact_rhythm.as_ref().filter(|rhythm| is_off(rhythm));
    let (rhythm, basis) = match (purchases, contacts) {
        (Some(bought), Some(spoken)) if spoken.survival < bought.survival => (spoken, Basis::ContactRhythm),
        (Some(bought), _) => (bought, Basis::PurchaseRhythm),
        (None, Some(spoken)) => (spoken, Basis::ContactRhythm),
        (None, None) => return,
    };
    let gap_days = look.own_gap_days(basis).unwrap_or(rhythm.usual_days).max(1.0);
    let gaps_open = f64::from(rhythm.open_days) / gap_days;
    let with_us = chance_with_us(look, gaps_open, basis);
    let worth = worth_at_usual_rate(look, gap_days, basis);
    let gone_after_days = ((GONE_GAPS * gap_days) as i32).clamp(GONE_DAYS, FORMER_DAYS);
    let is_long = rhythm.open_days > gone_after_days;
    if is_long || (with_us < GONE_CHANCE && gaps_open > GONE_CHANCE_GAPS) {
        if is_long && rhythm.open_days - gone_after_days <= GONE_NEWS_DAYS {
            found.push(look.candidate(Act::LeaveAlone, worth * with_us, Basis::Gone));
        }
        return;
    }
    found.push(look.candidate(Act::OffRhythm, averted(worth, with_us), basis));
}

/// The loss that a word may still avert. Expected loss is worth x (1 - chance with us), and a word helps only
/// who is still within reach: so the middle comes first, not the riskiest (evidence 1.10).
fn averted(worth: f64, with_us: f64) -> f64 {
    worth * (1.0 - with_us) * with_us
}

fn is_off(rhythm: &RhythmVerdict) -> bool {
    rhythm.label >= Some(Rhythm::Overdue)
        && !rhythm.seasonal
        && (rhythm.gaps >= GAPS_MIN || rhythm.agreed_days.is_some())
}

/// Chance that they are still with us: how often customers came back after so many of their usual gaps
/// (evidence 1.4: .85 below half a gap, .59 at 3 to 5, .24 beyond), or less if the population's model says
/// so.
fn chance_with_us(look: &Look, gaps_open: f64, basis: Basis) -> f64 {
    let by_gaps = match gaps_open {
        ..3.0 => 0.75,
        3.0..5.0 => 0.59,
        5.0..10.0 => 0.24,
        _ => 0.05,
    };
    let alive = look.assessment.alive.filter(|alive| basis == Basis::PurchaseRhythm && alive.tells);
    alive.map_or(by_gaps, |alive| alive.p_alive.clamp(0.0, by_gaps))
}

/// What they would buy in the horizon at their usual rate: minor units, or contacts.
fn worth_at_usual_rate(look: &Look, gap_days: f64, basis: Basis) -> f64 {
    let occasions = f64::from(look.context.parameters.horizon_days) / gap_days;
    if basis == Basis::ContactRhythm && look.year_minor == 0 {
        return occasions;
    }
    let mut amounts: Vec<i64> =
        look.history.sales().rev().take(9).map(|sale| sale.detail.amount_minor).collect();
    amounts.sort_unstable();
    let usual = amounts.get(amounts.len() / 2).copied().unwrap_or(0);
    occasions * (usual as f64).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::averted;

    #[test]
    fn the_loss_still_to_be_averted_comes_before_the_riskiest() {
        assert!(averted(100.0, 0.5) > averted(100.0, 0.15));
        assert!(averted(100.0, 0.5) > averted(100.0, 0.95));
        assert!(averted(300.0, 0.2) > averted(100.0, 0.5));
    }
}
