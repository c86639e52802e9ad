//! J6b in words.

use super::{AliveVerdict, missing_buyers, observation};
use crate::population::WEEK_DAYS;
use crate::{Context, Judgement, JudgementKind, draft::Draft, rhythm, words};
use book::{History, Money};
use forecast::Parameters;

pub(super) fn judgements(
    verdict: Option<&AliveVerdict>,
    history: &History,
    context: &Context,
) -> Vec<Judgement> {
    let draft = |kind| Draft::new(kind, history, context).facts(history.sales());
    let (alive, expected) = (draft(JudgementKind::Alive), draft(JudgementKind::ExpectedPurchases));
    match verdict {
        Some(verdict) => {
            vec![still_buying(alive, verdict, context), to_expect(expected, verdict, history, context)]
        }
        None => [alive, expected].map(|draft| without_model(draft, history, context)).into(),
    }
}

fn without_model(draft: Draft, history: &History, context: &Context) -> Judgement {
    if history.sales().next().is_none() {
        let draft = draft.not_assessed("No order is recorded.");
        return draft.would_change("A first order.").done();
    }
    let (buyers, repeat) = missing_buyers(context);
    if buyers + repeat == 0 {
        let sentence = "These records fit no purchase model that could be trusted, so this stays open.";
        return draft.not_enough(sentence).would_change("More months of orders.").done();
    }
    let population = context.population.buyers;
    let sentence = format!(
        "Too early to say: this takes 100 customers who bought, 50 of them more than once; there are {} \
         and {}.",
        population.all, population.repeat
    );
    let needed = if buyers > 0 { (buyers, "customer") } else { (repeat, "customer who comes back") };
    let more = u32::try_from(needed.0).unwrap_or(u32::MAX);
    let would_change = match needed.1 {
        "customer" => words::count(more, "more customer"),
        _ if more == 1 => "1 more customer who comes back".to_owned(),
        _ => format!("{more} more customers who come back"),
    };
    draft.not_enough(sentence).would_change(format!("{would_change} would be enough.")).done()
}

fn still_buying(draft: Draft, verdict: &AliveVerdict, context: &Context) -> Judgement {
    if !verdict.tells {
        let sentence = "By these records hardly anybody leaves for good, so they cannot tell who has.";
        let draft = draft.undetermined().sentence(sentence);
        return with_caveat(draft, context)
            .would_change("A year more of orders, quiet months included.")
            .done();
    }
    let sentence = format!(
        "Of customers like this one ({}), {} still buy.",
        record(verdict, context),
        words::in_ten(verdict.p_alive)
    );
    let would_change = match verdict.word() {
        "alive_likely" => "Some months without an order would lower it.",
        _ => "An order would settle it.",
    };
    with_caveat(draft.assessed(verdict.word()).point(verdict.p_alive), context)
        .sentence(sentence)
        .would_change(would_change)
        .done()
}

/// `5 orders, the last 80 days ago`: days of orders, which is what the model counts.
fn record(verdict: &AliveVerdict, context: &Context) -> String {
    let ago = match context.days_ago(verdict.days.1) {
        0 => "today".to_owned(),
        days => format!("{} ago", words::span(days)),
    };
    match verdict.frequency {
        0 => format!("one order, {ago}"),
        repeats => format!("{}, the last {ago}", words::count(repeats + 1, "order")),
    }
}

fn to_expect(draft: Draft, verdict: &AliveVerdict, history: &History, context: &Context) -> Judgement {
    let horizon = words::count(context.parameters.horizon_days.unsigned_abs(), "day");
    let range = observation(history, context).and_then(|(observation, _)| {
        let weeks = f64::from(context.parameters.horizon_days) / WEEK_DAYS;
        Range::of(verdict.p_alive, &observation, weeks, context)
    });
    let expected = verdict.expected_purchases;
    let worth = verdict
        .expected_spend_minor
        .map(|minor| Money { minor: minor.round() as i64, currency: context.currency });
    let rounded = expected.round() as u32;
    let sentence = match (&range, worth) {
        (Some(range), _) if rounded == 0 => format!(
            "Of customers like this one, {} order again in the next {horizon}.",
            words::in_ten(range.any)
        ),
        (_, Some(worth)) if rounded > 0 => format!(
            "About {} to expect in the next {horizon}{}, worth about {} in all.",
            words::count(rounded, "order"),
            likely(range.as_ref()),
            whole(worth)
        ),
        _ => format!(
            "About {} to expect in the next {horizon}{}.",
            words::count(rounded, "order"),
            likely(range.as_ref())
        ),
    };
    let (low, high) = range.map_or((f64::NAN, f64::NAN), |range| (range.low, range.high));
    with_caveat(draft.measured().estimate(expected, low, high), context)
        .sentence(sentence)
        .would_change("An order would raise it, and each week without one lowers it.")
        .done()
}

fn likely(range: Option<&Range>) -> String {
    match range {
        Some(range) if range.high > range.low => format!(" (likely {} to {})", range.low, range.high),
        _ => String::new(),
    }
}

/// An amount without its minor digits, for an estimate must not look like an invoice.
fn whole(worth: Money) -> String {
    let scale = 10_i64.pow(worth.currency.exponent());
    let text = Money { minor: (worth.minor + scale / 2) / scale * scale, ..worth }.to_string();
    match text.split_once('.') {
        Some((whole, rest)) => {
            let unit = rest.split_once(' ').map_or(String::new(), |(_, code)| format!(" {code}"));
            format!("{whole}{unit}")
        }
        None => text,
    }
}

/// How many purchases are likely: with chance 1 - P(alive) none, else negative binomial as the model has it
/// for a customer who stays over the horizon (leaving meanwhile is left out: the high end is a little high).
struct Range {
    /// 10 % quantile.
    low: f64,
    /// 90 % quantile.
    high: f64,
    /// P(one or more).
    any: f64,
}

impl Range {
    fn of(p_alive: f64, seen: &forecast::Observation, weeks: f64, context: &Context) -> Option<Range> {
        let fitted = &context.population.purchase_model.as_ref()?.fitted;
        let (Parameters::DropOut { r, alpha, .. } | Parameters::Pareto { r, alpha, .. }) = fitted.parameters;
        let shape = r + f64::from(seen.frequency);
        let step = weeks / (alpha + seen.age + weeks);
        let mut chance = p_alive * (1.0 - step).powf(shape);
        let any = p_alive - chance;
        let mut below = 1.0 - any;
        let (mut low, mut high, mut count) = (None, None, 0.0);
        while high.is_none() && count < 10_000.0 {
            low = low.or((below >= 0.1).then_some(count));
            high = (below >= 0.9).then_some(count);
            chance *= (shape + count) / (count + 1.0) * step;
            below += chance;
            count += 1.0;
        }
        Some(Range { low: low?, high: high?, any })
    }
}

/// After a peak every such model expects too much (evidence 1.3: by 74 % after Christmas).
fn with_caveat(draft: Draft, context: &Context) -> Draft {
    if context.population.purchase_pace.is_some_and(|pace| pace.is_busy()) {
        return draft.caveat(
            "The last weeks were far busier than usual; after such a peak figures like this are too high.",
        );
    }
    let season = rhythm::records_caveat(JudgementKind::PurchaseRhythm, context);
    draft.caveat(season.unwrap_or_else(|| {
        "It is a figure for customers with the same record; what you know of this one counts more.".to_owned()
    }))
}
