//! J11: which benefits a customer was given, how deep those in use bind (Berry & Parasuraman 1991; C66), and
//! whether the deepest is a tie they could leave.
//!
//! A benefit is *in use* when it was used within 12 months, and it counts when the customer confirmed its
//! worth. A level without a benefit is unknown until the book has recorded benefits for half a year; then it
//! is none. The ladder is no goal for everyone: a discount gladly used may be all that somebody wants.
//!
//! **Lock-in**: a structural benefit that is in use and has no way out on record; or one in use by somebody
//! who wants it strictly business and is not content with it (they said it is worth nothing, or T5 says they
//! do not trust us). Then what looks like loyalty may be captivity (Fournier 1998: dependency, enslavement).

use crate::promise_keeping::PromiseVerdict;
use crate::signals::{self, Moment, Whom, YEAR_DAYS};
use crate::wanted_style::{self, StyleVerdict, WantedStyle};
use crate::{Context, Judgement, TestOutcome};
use book::{Benefit, BondLevel, Fact, History};
use stats::Beta;

mod sentences;

/// What was given on one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LevelRecord {
    /// Benefits given, ever.
    pub given: u32,
    /// Of these, used, ever.
    pub used: u32,
    /// Used within 12 months.
    pub in_use: u32,
    /// Of these, confirmed by the customer to be worth something.
    pub valued: u32,
    /// Of these in use, nobody knows what they are worth to the customer.
    pub unasked: u32,
}

impl LevelRecord {
    /// What is believed about the share of these benefits that is used.
    pub fn used_share(&self) -> Beta {
        Beta::posterior(f64::from(self.used), f64::from(self.given))
    }
}

/// Why a structural tie may hold somebody against their will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LockIn {
    /// It is in use, and no way out of it is recorded.
    NoWayOut,
    /// It is in use by somebody who wants it strictly business and is not content.
    AgainstTheirWill,
}

/// The verdict. Levels in the order of [`BondLevel::ALL`]: financial, social, structural.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BenefitVerdict {
    /// What was given on each level.
    pub levels: [LevelRecord; 3],
    /// Benefits given of which nobody noted the level.
    pub unleveled: u32,
    /// The deepest level with a benefit in use that the customer values.
    pub deepest: Option<BondLevel>,
    /// A deeper one is in use, and nobody asked what it is worth to them.
    pub unasked: Option<BondLevel>,
    /// A warning.
    pub lock_in: Option<LockIn>,
    /// The book has recorded benefits for half a year: a level without one has none.
    pub log_is_old: bool,
}

impl BenefitVerdict {
    /// The snake_case word of the deepest level in use; `none` when benefits were given and none is in use;
    /// `None` while it cannot be said.
    pub fn word(&self) -> Option<&'static str> {
        match (self.deepest, self.unasked) {
            (Some(level), _) => Some(level.word()),
            (None, Some(_)) => None,
            (None, None) => self.levels.iter().any(|level| level.given > 0).then_some("none"),
        }
    }
}

/// Days after which a benefits log tells what was not given (6 months).
const LOG_DAYS: i32 = 183;

/// Judges the benefits.
pub fn assess(history: &History, context: &Context) -> BenefitVerdict {
    assess_on(history, context, &wanted_style::assess(history, context))
}

/// [`assess`] with the wanted style at hand.
pub(crate) fn assess_on(history: &History, context: &Context, style: &StyleVerdict) -> BenefitVerdict {
    let since = context.population.benefits_since.or(history.benefits.first().map(|first| first.day));
    let log_is_old = since.is_some_and(|day| context.days_ago(day) >= LOG_DAYS);
    let mut verdict = BenefitVerdict { log_is_old, ..BenefitVerdict::default() };
    if history.benefits.is_empty() {
        return verdict;
    }
    let moment = Moment::now(context);
    for benefit in &history.benefits {
        verdict.add(benefit, &moment);
    }
    let levels = BondLevel::ALL.iter().copied().zip(verdict.levels);
    let deepest = |holds: fn(&LevelRecord) -> bool| {
        levels.clone().filter(|(_, record)| holds(record)).map(|(level, _)| level).max()
    };
    verdict.deepest = deepest(|record| record.valued > 0);
    verdict.unasked = deepest(|record| record.unasked > 0).filter(|level| Some(*level) > verdict.deepest);
    verdict.lock_in = lock_in(history, (&moment, context), style);
    verdict
}

impl BenefitVerdict {
    fn add(&mut self, benefit: &Fact<Benefit>, moment: &Moment) {
        let Some(level) = benefit.detail.level else {
            self.unleveled += 1;
            return;
        };
        let record = &mut self.levels[level as usize];
        record.given += 1;
        record.used += u32::from(benefit.detail.used_at.is_some());
        if is_in_use(benefit, moment) {
            record.in_use += 1;
            record.valued += u32::from(benefit.detail.valued == Some(true));
            record.unasked += u32::from(benefit.detail.valued.is_none());
        }
    }
}

/// Used within 12 months.
fn is_in_use(benefit: &Fact<Benefit>, moment: &Moment) -> bool {
    benefit.detail.used_at.is_some_and(|at| moment.is_within(at, YEAR_DAYS))
}

/// Whether a way out of it is recorded, in whatever words.
fn has_way_out(benefit: &Benefit) -> bool {
    benefit.exit_route.as_deref().is_some_and(|way| !matches!(way.trim(), "" | "none" | "None" | "no" | "-"))
}

/// Structural benefits in use.
fn structural<'h>(
    history: &'h History,
    moment: &'h Moment,
) -> impl DoubleEndedIterator<Item = &'h Fact<Benefit>> {
    history
        .benefits
        .iter()
        .filter(|benefit| benefit.detail.level == Some(BondLevel::Structural) && is_in_use(benefit, moment))
}

fn lock_in(
    history: &History,
    (moment, context): (&Moment, &Context),
    style: &StyleVerdict,
) -> Option<LockIn> {
    if structural(history, moment).any(|benefit| !has_way_out(&benefit.detail)) {
        return Some(LockIn::NoWayOut);
    }
    if style.style != WantedStyle::StrictlyBusiness {
        return None;
    }
    let worthless = structural(history, moment).any(|benefit| benefit.detail.valued == Some(false));
    let distrusts = || {
        let window_days = context.parameters.window_days;
        let (theirs, _) = signals::trust(history, moment, window_days, Whom::Organization);
        theirs == TestOutcome::Fail && structural(history, moment).next().is_some()
    };
    (worthless || distrusts()).then_some(LockIn::AgainstTheirWill)
}

/// Puts the benefits into words. What the customer can rely on (J8) is the benefit people value most
/// (Gwinner, Gremler & Bitner 1998), and stands beside them.
pub fn judgements(
    verdict: &BenefitVerdict,
    history: &History,
    context: &Context,
    promises: &PromiseVerdict,
) -> Vec<Judgement> {
    vec![sentences::judgement(verdict, history, context, promises)]
}

#[cfg(test)]
mod tests;
