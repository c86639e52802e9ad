//! People off their own rhythm, ranked by the loss that a word might still avert.

use crate::{Act, Basis, Candidate, look::Look};
use judge::rhythm::{Rhythm, RhythmVerdict};

/// Below this chance of coming back, and beyond so many usual gaps, a call today rarely helps.
const GONE_CHANCE: f64 = 0.10;
const GONE_GAPS: f64 = 5.0;
/// After two years nobody is "to be left alone" either: they are a former customer.
const FORMER_DAYS: i32 = 730;

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
    let with_us = chance_with_us(look, rhythm, basis);
    let worth = worth_at_usual_rate(look, rhythm, basis);
    let gaps_open = f64::from(rhythm.open_days) / rhythm.usual_days.max(1.0);
    if with_us < GONE_CHANCE && gaps_open > GONE_GAPS {
        if rhythm.open_days < FORMER_DAYS {
            found.push(look.candidate(Act::LeaveAlone, worth * with_us, Basis::Gone));
        }
        return;
    }
    // Expected loss is worth x (1 - chance with us); a word helps only who is still within reach. So the middle
    // comes first, not the riskiest (evidence 1.10).
    found.push(look.candidate(Act::OffRhythm, worth * (1.0 - with_us) * with_us, basis));
}

fn is_off(rhythm: &RhythmVerdict) -> bool {
    rhythm.label >= Some(Rhythm::Overdue) && !rhythm.seasonal
}

/// Chance that they are still with us: the population's model where there is one, else how often customers
/// came back after so many of their usual gaps (evidence 1.4: .85 below half a gap, .59 at 3 to 5, .24 beyond).
fn chance_with_us(look: &Look, rhythm: &RhythmVerdict, basis: Basis) -> f64 {
    if let (Basis::PurchaseRhythm, Some(alive)) = (basis, &look.assessment.alive) {
        return alive.p_alive.clamp(0.0, 1.0);
    }
    match f64::from(rhythm.open_days) / rhythm.usual_days.max(1.0) {
        ..3.0 => 0.75,
        3.0..5.0 => 0.59,
        5.0..10.0 => 0.24,
        _ => 0.05,
    }
}

/// What they would buy in the horizon at their usual rate: minor units, or contacts.
fn worth_at_usual_rate(look: &Look, rhythm: &RhythmVerdict, basis: Basis) -> f64 {
    let occasions = f64::from(look.context.parameters.horizon_days) / rhythm.usual_days.max(1.0);
    if basis == Basis::ContactRhythm && look.year_minor == 0 {
        return occasions;
    }
    let mut amounts: Vec<i64> =
        look.history.sales().rev().take(9).map(|sale| sale.detail.amount_minor).collect();
    amounts.sort_unstable();
    let usual = amounts.get(amounts.len() / 2).copied().unwrap_or(0);
    occasions * (usual as f64).max(1.0)
}
