//! J6a: is the customer off their own rhythm? Contacts and purchases each by themselves.
//!
//! The usual gap is the customer's own, recent gaps weighing more, drawn towards the gap they agreed to or,
//! without one, the gap usual in this book. How long a silence is too long follows from the population's
//! regularity (Wheat & Morrison 1990): the chance that an Erlang gap of that mean outlasts the open one.
//! Pauses the customer asked for (on holiday, "call me in May") stop the clock.

use crate::{Context, Judgement, JudgementKind, Parameters};
use book::{Day, History, Interaction, Knowledge, Origin, fact::Fact};

mod sentences;
pub(crate) use sentences::records_caveat;

/// The labels, from the survival of the open gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rhythm {
    /// A gap like others.
    OnRhythm,
    /// A little quiet.
    Quiet,
    /// Overdue.
    Overdue,
    /// Gone quiet.
    GoneQuiet,
}

impl Rhythm {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            Rhythm::OnRhythm => "on_rhythm",
            Rhythm::Quiet => "quiet",
            Rhythm::Overdue => "overdue",
            Rhythm::GoneQuiet => "gone_quiet",
        }
    }

    /// The label of a survival in [0, 1]: at or above a threshold counts as the milder label.
    pub fn of(survival: f64, parameters: &Parameters) -> Rhythm {
        if survival >= parameters.rhythm_quiet {
            Rhythm::OnRhythm
        } else if survival >= parameters.rhythm_overdue {
            Rhythm::Quiet
        } else if survival >= parameters.rhythm_gone {
            Rhythm::Overdue
        } else {
            Rhythm::GoneQuiet
        }
    }
}

/// The verdict on one rhythm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RhythmVerdict {
    /// Gaps known (distinct days minus one).
    pub gaps: u32,
    /// The usual gap in days (m-hat).
    pub usual_days: f64,
    /// Weight, in gaps, behind `usual_days`: the customer's own recent gaps plus what was borrowed.
    pub weight_gaps: f64,
    /// Agreed cadence in days, when the customer stated one (contacts only).
    pub agreed_days: Option<u32>,
    /// Erlang shape: 1 irregular, higher more regular.
    pub shape: u32,
    /// Last day.
    pub last_day: Day,
    /// Days since, pauses left out.
    pub open_days: i32,
    /// Chance of a gap at least this long, 0 to 1.
    pub survival: f64,
    /// The label; `None` with fewer than two gaps and no agreed cadence (too early to say).
    pub label: Option<Rhythm>,
    /// A season's explanation: the customer was as quiet at this time last year.
    pub seasonal: bool,
    /// The day on which last year's quiet ended, when `seasonal`.
    pub came_back_day: Option<Day>,
    /// The end of a pause that is running today.
    pub paused_until: Option<Day>,
}

impl RhythmVerdict {
    /// Whether it is a sign of decline: overdue or gone quiet, without a season or a pause that explains it.
    pub fn is_sign(&self) -> bool {
        self.label >= Some(Rhythm::Overdue) && !self.seasonal && self.paused_until.is_none()
    }
}

/// J6a on contacts: distinct days of two-way interactions. `None` without any.
pub fn contacts(history: &History, context: &Context) -> Option<RhythmVerdict> {
    let population = context.population;
    let measure = Measure {
        days: spoken(history).map(|contact| contact.day),
        agreed_days: agreed_cadence_days(history),
        usual_days: population.contact_gap_days,
        shape: population.contact_shape,
    };
    measure.verdict(history, context)
}

/// J6a on purchases: distinct days of `History::sales`, so that returns do not count. `None` without any.
pub fn purchases(history: &History, context: &Context) -> Option<RhythmVerdict> {
    let population = context.population;
    let measure = Measure {
        days: history.sales().map(|sale| sale.day),
        agreed_days: None,
        usual_days: population.purchase_gap_days,
        shape: population.purchase_shape,
    };
    measure.verdict(history, context)
}

/// Puts a rhythm into words. `kind` is `ContactRhythm` or `PurchaseRhythm`.
pub fn judgements(
    kind: JudgementKind,
    verdict: Option<&RhythmVerdict>,
    history: &History,
    context: &Context,
) -> Vec<Judgement> {
    vec![sentences::judgement(kind, verdict, history, context)]
}

/// Interactions in which both sides spoke.
pub(crate) fn spoken(history: &History) -> impl DoubleEndedIterator<Item = &Fact<Interaction>> + Clone {
    history.interactions.iter().filter(|interaction| interaction.detail.two_way == Some(true))
}

/// The cadence the customer wished for: the newest stated one, else the newest of any other origin.
pub(crate) fn agreed_cadence_days(history: &History) -> Option<u32> {
    let wished =
        history.wishes.iter().rev().filter(|wish| wish.detail.cadence_days.is_some_and(|days| days > 0));
    wished
        .clone()
        .find(|wish| wish.detail.origin.unwrap_or(Origin::Stated) == Origin::Stated)
        .or_else(|| wished.clone().next())
        .and_then(|wish| wish.detail.cadence_days)
}

/// One rhythm to be measured: event days in order (repeats allowed), and what to lean on.
struct Measure<I> {
    days: I,
    agreed_days: Option<u32>,
    usual_days: Option<f64>,
    shape: Option<u32>,
}

/// What one pass over the days leaves: decayed sums, so that nothing is allocated.
#[derive(Default)]
struct Gaps {
    count: u32,
    weight: f64,
    weighted_days: f64,
}

impl<I: Iterator<Item = Day> + Clone> Measure<I> {
    fn verdict(&self, history: &History, context: &Context) -> Option<RhythmVerdict> {
        let parameters = context.parameters;
        let pauses: Vec<(Day, Day)> = pauses(history, context).collect();
        let (last_day, gaps) = self.gaps(&pauses, parameters)?;
        let open_days = running_days(&pauses, last_day, context.as_of_day);
        let (usual_days, weight_gaps) = self.usual(&gaps, parameters);
        let shape = self.shape.unwrap_or(parameters.cadence_shape);
        let survival = stats::erlang_survival(f64::from(open_days), usual_days, shape);
        let judged = gaps.count >= 2 || self.agreed_days.is_some();
        let label = judged.then(|| Rhythm::of(survival, parameters));
        let came_back_day = if label >= Some(Rhythm::Quiet) {
            self.last_years_return(last_day, context.as_of_day)
        } else {
            None
        };
        Some(RhythmVerdict {
            gaps: gaps.count,
            usual_days,
            weight_gaps,
            agreed_days: self.agreed_days,
            shape,
            last_day,
            open_days,
            survival,
            label,
            seasonal: came_back_day.is_some(),
            came_back_day,
            paused_until: paused_until(&pauses, context.as_of_day),
        })
    }

    fn gaps(&self, pauses: &[(Day, Day)], parameters: &Parameters) -> Option<(Day, Gaps)> {
        let keep = (-std::f64::consts::LN_2 / parameters.cadence_half_life_gaps).exp();
        let mut days = self.days.clone();
        let mut last_day = days.next()?;
        let mut gaps = Gaps::default();
        for day in days {
            if day > last_day {
                let gap_days = running_days(pauses, last_day, day);
                gaps.count += 1;
                gaps.weight = gaps.weight * keep + 1.0;
                gaps.weighted_days = gaps.weighted_days * keep + f64::from(gap_days);
                last_day = day;
            }
        }
        Some((last_day, gaps))
    }

    /// The usual gap (m-hat) and the weight in gaps behind it. With fewer than two gaps of one's own an
    /// agreed cadence stands alone; with neither an agreed nor a population gap, one's own gaps do.
    fn usual(&self, gaps: &Gaps, parameters: &Parameters) -> (f64, f64) {
        let agreed_days = self.agreed_days.map(f64::from);
        let prior_gaps = parameters.cadence_prior_gaps;
        match agreed_days.or(self.usual_days) {
            Some(days) if gaps.count < 2 && agreed_days.is_some() => (days, prior_gaps),
            Some(days) => {
                let weight = prior_gaps + gaps.weight;
                ((prior_gaps * days + gaps.weighted_days) / weight, weight)
            }
            None if gaps.count > 0 => (gaps.weighted_days / gaps.weight, gaps.weight),
            None => (0.0, 0.0),
        }
    }

    /// The end of a gap a year ago that covers three quarters or more of today's silence, moved back a year.
    /// Only a gap that ended counts, so more than a year of own history is needed.
    fn last_years_return(&self, last_day: Day, as_of_day: Day) -> Option<Day> {
        const YEAR_DAYS: i32 = 365;
        const COVERED_SHARE: f64 = 0.75;
        let (from, to) = (last_day.plus(-YEAR_DAYS), as_of_day.plus(-YEAR_DAYS));
        let needed_days = COVERED_SHARE * f64::from(to.days_since(from));
        let mut days = self.days.clone();
        let mut previous = days.next()?;
        for day in days {
            let covered_days = day.min(to).days_since(previous.max(from));
            if f64::from(covered_days) >= needed_days && covered_days > 0 {
                return Some(day);
            }
            previous = day;
        }
        None
    }
}

/// Days from `from` to `to` on which the clock ran: those of a pause are left out.
fn running_days(pauses: &[(Day, Day)], from: Day, to: Day) -> i32 {
    let mut paused_days = 0;
    let mut counted_to = from;
    for &(start, end) in pauses {
        let (start, end) = (start.max(counted_to), end.min(to));
        if end > start {
            paused_days += end.days_since(start);
            counted_to = end;
        }
    }
    to.days_since(from) - paused_days
}

/// The end of the pause that is running on the day judged, when there is one.
fn paused_until(pauses: &[(Day, Day)], as_of_day: Day) -> Option<Day> {
    pauses.iter().map(|(_, end)| *end).filter(|end| *end > as_of_day).max()
}

/// Stretches the customer asked to be left alone in, or is known to be away: knowledge of these kinds that
/// names an end. From the day it was learnt to that end.
fn pauses(history: &History, context: &Context) -> impl Iterator<Item = (Day, Day)> {
    const KINDS: [&str; 4] = ["pause", "care", "future_need", "do_not_chase"];
    let is_pause = |fact: &&Fact<Knowledge>| KINDS.contains(&fact.detail.kind.as_str());
    history
        .knowledge
        .iter()
        .filter(is_pause)
        .filter_map(|fact| fact.detail.expires_at.map(|end| (fact.day, context.day_of(end))))
}

#[cfg(test)]
mod tests;
