//! Whether predicted chances came true as often as they said: Brier score, reliability by tenths, expected
//! against actual; by judgement and month (evidence 1.3: after a peak such models over-predict).
//!
//! Sums of whole numbers only (chances in millionths), so that parts merge in any order.

use crate::finding::{Draft, Finding, FindingKind, Subject, SubjectKind};
use crate::{Parameters, rate::count};
use book::Day;
use judge::JudgementKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// Tenths of the chance.
const BINS: usize = 10;
/// Parts of one in which chances are summed.
const PARTS: f64 = 1e6;
/// 80 % of a normal deviate lie within so many standard deviations.
const DEVIATIONS_80: f64 = 1.281_552;

/// A civil month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Month {
    /// Year.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
}

impl Month {
    /// The month of a day.
    pub fn of(day: Day) -> Month {
        let date = day.date();
        Month { year: date.year(), month: date.month() }
    }

    /// `March 2026`.
    pub fn words(self) -> String {
        let place = usize::from(self.month.clamp(1, 12).unsigned_abs()) - 1;
        format!("{} {}", book::time::MONTHS[place], self.year)
    }
}

/// One tenth of the chances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
struct Bin {
    predictions: u64,
    happened: u64,
    millionths: u64,
}

/// Predictions with what came of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Reliability {
    bins: [Bin; BINS],
    missed_millionths: u64,
}

impl Reliability {
    /// Adds a prediction: a chance in [0,1] (anything else is left out) and whether it happened.
    pub fn add(&mut self, chance: f64, happened: bool) {
        if !(0.0..=1.0).contains(&chance) {
            return;
        }
        let bin = &mut self.bins[((chance * BINS as f64) as usize).min(BINS - 1)];
        bin.predictions += 1;
        bin.happened += u64::from(happened);
        bin.millionths += (chance * PARTS).round() as u64;
        let missed = f64::from(u8::from(happened)) - chance;
        self.missed_millionths += (missed * missed * PARTS).round() as u64;
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &Reliability) {
        for (bin, others) in self.bins.iter_mut().zip(&other.bins) {
            bin.predictions += others.predictions;
            bin.happened += others.happened;
            bin.millionths += others.millionths;
        }
        self.missed_millionths += other.missed_millionths;
    }

    /// Predictions in all.
    pub fn predictions(&self) -> u64 {
        self.bins.iter().map(|bin| bin.predictions).sum()
    }
}

/// One tenth, as a page draws it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tenth {
    /// Mean chance predicted in it.
    pub predicted: f64,
    /// Share that happened, and Wilson's 80 % interval.
    pub happened: (f64, f64, f64),
    /// Predictions in it.
    pub predictions: u64,
}

/// The reading of a ratio.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Calibration {
    /// More was expected than happened.
    ExpectsTooMuch,
    /// Less was expected than happened.
    ExpectsTooLittle,
    /// The interval holds 1.
    HoldsUp,
}

impl Calibration {
    /// The `snake_case` word.
    pub fn word(self) -> &'static str {
        match self {
            Calibration::ExpectsTooMuch => "expects_too_much",
            Calibration::ExpectsTooLittle => "expects_too_little",
            Calibration::HoldsUp => "holds_up",
        }
    }

    fn of((_, low, high): (f64, f64, f64)) -> Calibration {
        if low > 1.0 {
            Calibration::ExpectsTooMuch
        } else if high < 1.0 {
            Calibration::ExpectsTooLittle
        } else {
            Calibration::HoldsUp
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CalibrationVerdict {
    /// Mean squared miss, 0 (perfect) to 1.
    pub brier: f64,
    /// The same if the share that happened had been predicted for everybody.
    pub brier_of_share: f64,
    /// The tenths that hold any prediction, from the least chance.
    pub tenths: Vec<Tenth>,
    /// Expected and actual number.
    pub expected_actual: (f64, u64),
    /// Expected / actual, with its 80 % interval (Wilson's of the actual share); infinite where none
    /// happened.
    pub ratio: (f64, f64, f64),
    /// The reading of the ratio.
    pub reading: Calibration,
}

/// Judges predictions; `None` under the number it takes.
pub fn assess(tally: &Reliability, parameters: &Parameters) -> Option<CalibrationVerdict> {
    let predictions = tally.predictions();
    if predictions < parameters.calibration_min.max(1) {
        return None;
    }
    let n = predictions as f64;
    let wilson = |happened: u64, of: u64| {
        let (low, high) = stats::wilson(happened as f64, of as f64, DEVIATIONS_80);
        (happened as f64 / of as f64, low, high)
    };
    let tenths = tally.bins.iter().filter(|bin| bin.predictions > 0).map(|bin| Tenth {
        predicted: bin.millionths as f64 / PARTS / bin.predictions as f64,
        happened: wilson(bin.happened, bin.predictions),
        predictions: bin.predictions,
    });
    let happened: u64 = tally.bins.iter().map(|bin| bin.happened).sum();
    let expected = tally.bins.iter().map(|bin| bin.millionths).sum::<u64>() as f64 / PARTS;
    let (share, low, high) = wilson(happened, predictions);
    // Where all or none happened, rounding may put the end of the interval a hair within the share.
    let (low, high) = (low.min(share), high.max(share));
    let ratio = (expected / happened as f64, expected / (n * high), expected / (n * low));
    Some(CalibrationVerdict {
        brier: tally.missed_millionths as f64 / PARTS / n,
        brier_of_share: share * (1.0 - share),
        tenths: tenths.collect(),
        expected_actual: (expected, happened),
        ratio,
        reading: Calibration::of(ratio),
    })
}

/// Expected / actual for counts (purchases, say), with an 80 % interval by Byar's approximation of the
/// Poisson interval of the actual number. `None` where nothing was expected and nothing came.
pub fn counts_ratio(expected: f64, actual: u64) -> Option<(f64, f64, f64)> {
    let number = actual as f64;
    if expected.is_nan() || expected < 0.0 || (expected == 0.0 && actual == 0) {
        return None;
    }
    let byar = |number: f64, deviations: f64| {
        number * (1.0 - 1.0 / (9.0 * number) + deviations / (3.0 * number.sqrt())).powi(3)
    };
    let low = if actual == 0 { 0.0 } else { byar(number, -DEVIATIONS_80).max(0.0) };
    let high = byar(number + 1.0, DEVIATIONS_80);
    Some((expected / number, expected / high, expected / low))
}

/// Predictions by judgement and month. Merges in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ledger {
    /// One tally per judgement and month in which it was predicted.
    pub tallies: BTreeMap<(JudgementKind, Month), Reliability>,
}

impl Ledger {
    /// Adds a prediction.
    pub fn add(&mut self, judgement: JudgementKind, month: Month, chance: f64, happened: bool) {
        self.tallies.entry((judgement, month)).or_default().add(chance, happened);
    }

    /// Adds the sums of another part.
    pub fn merge(&mut self, other: &Ledger) {
        for (key, tally) in &other.tallies {
            self.tallies.entry(*key).or_default().merge(tally);
        }
    }

    /// One finding per judgement and month, in order.
    pub fn findings(&self, parameters: &Parameters, as_of: Day) -> Vec<Finding> {
        let all = self.tallies.iter();
        all.map(|((judgement, month), tally)| finding(*judgement, *month, tally, parameters, as_of)).collect()
    }
}

/// The finding of one judgement and month.
pub fn finding(
    judgement: JudgementKind,
    month: Month,
    tally: &Reliability,
    parameters: &Parameters,
    as_of: Day,
) -> Finding {
    let subject = Subject::named(SubjectKind::Judgement, judgement.word());
    let predictions = tally.predictions();
    let draft = Draft::new(FindingKind::Calibration, subject, as_of)
        .rests_on("predictions", predictions)
        .caveat("True of that month; after a busy season such predictions say too much.");
    let named = judgement.word().replace('_', " ");
    let Some(verdict) = assess(tally, parameters) else {
        let missing = parameters.calibration_min.saturating_sub(predictions);
        return draft
            .not_enough(format!(
                "Too early to say how good \u{201c}{named}\u{201d} was in {}: {}.",
                month.words(),
                count(predictions, "prediction")
            ))
            .would_change(format!("{} with what came of them.", count(missing, "more prediction")))
            .done();
    };
    let (expected, actual) = verdict.expected_actual;
    let (_, low, high) = verdict.ratio;
    let times = if high.is_finite() {
        format!("{low:.2} to {high:.2} times what came")
    } else {
        format!("{low:.2} times what came, or more")
    };
    let reading = match verdict.reading {
        Calibration::ExpectsTooMuch => "it says too much",
        Calibration::ExpectsTooLittle => "it says too little",
        Calibration::HoldsUp => "it holds up",
    };
    let (own, same) = (verdict.brier, verdict.brier_of_share);
    let apart = if own < same {
        format!(
            "It misses by less than saying the same of everybody ({own:.3} against {same:.3} mean squared)."
        )
    } else {
        format!(
            "Saying the same of everybody would have missed by less ({same:.3} against {own:.3} mean \
             squared)."
        )
    };
    draft
        .assessed(verdict.reading.word())
        .estimate(verdict.ratio)
        .sentence(format!(
            "In {}, \u{201c}{named}\u{201d} expected {expected:.0} of {predictions} and {actual} came \
             true: {reading} ({times}). {apart}",
            month.words()
        ))
        .would_change("The next month, once it is over.")
        .done()
}

#[cfg(test)]
mod tests;
