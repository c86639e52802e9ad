//! J2: how strong each link of the organization-provider-customer triangle is.
//!
//! Each link is a weighted sum of indicators in [0, 1]. What is unknown is taken at its worst for the lower
//! bound and at its best for the upper one, so that an unknown can only widen the bounds. Tight: even the
//! lower bound reaches the bar. Loose: even the upper one does not. Known indicators must weigh half at
//! least.
//!
//! **P-C** (provider and customer)
//! * continuity (.25): the 80 % interval of the provider's share of contacts; unknown with one provider;
//! * cadence kept (.20): contacts with the provider against the cadence the customer wished for;
//! * mutual knowledge (.20), future (.15), trust (.20): T2, T4 and T5 of J1 (see [`crate::signals`]).
//!
//! **O-P** (organization and provider)
//! * tenure of a year (.15): `started_on`, or a contact with this customer a year ago;
//! * check-ins (.25), promises to the provider (.25), the provider's issues answered (.20), income (.15):
//!   unknown, since records about customers do not hold them.
//!
//! **O-C** (organization and customer)
//! * contacts beyond the provider (.25): the share of contact days with somebody else;
//! * stayed after a provider change (.20): the population's handovers, where known;
//! * organization-held facts used (.20): live facts that others than the provider hold, and the share of them
//!   that an adaptation used;
//! * structural tie in use (.20): a structural benefit used within 12 months; no, when benefits have been
//!   logged for half a year and none is structural;
//! * prefers the organization (.15): knowledge of a kind in [`PREFERS_ORGANIZATION`], stated.

use crate::contacts::{self, ContactDay};
use crate::relationship_kind::{
    KindVerdict, PairVerdict, Undecided, both, closest, pair::share, served::Served,
};
use crate::signals::{self, Moment, Whom};
use crate::{Context, Judgement, Parameters, TestOutcome};
use book::{Day, Fact, History, ProviderId};

mod indicators;
mod sentences;

pub use indicators::PREFERS_ORGANIZATION;

/// Triangles judged per customer: those of the providers with the most contact days.
const TRIANGLES_MAX: usize = 3;

/// A link's strength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkStrength {
    /// Even at its worst it holds.
    Tight,
    /// Even at its best it does not.
    Loose,
    /// What is unknown decides.
    Undetermined,
}

impl LinkStrength {
    /// The snake_case word.
    pub fn word(self) -> &'static str {
        match self {
            LinkStrength::Tight => "tight",
            LinkStrength::Loose => "loose",
            LinkStrength::Undetermined => "undetermined",
        }
    }
}

/// One indicator of a link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Indicator {
    /// Snake_case name.
    pub name: &'static str,
    /// Share of the link, all of them summing to 1.
    pub weight: f64,
    /// Lowest and highest value the records allow, within [0, 1]; `None`: unknown.
    pub bounds: Option<(f64, f64)>,
}

impl Indicator {
    /// An indicator known exactly, within bounds, or not at all.
    pub fn new(name: &'static str, weight: f64, bounds: Option<(f64, f64)>) -> Indicator {
        Indicator { name, weight, bounds }
    }
}

/// Worst-case bounds of one link, each in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
    /// Weight of the known indicators, in [0, 1].
    pub known_weight: f64,
    /// Name of the unknown indicator with the largest weight: what to ask about.
    pub ask_about: Option<&'static str>,
    /// The reading.
    pub strength: LinkStrength,
}

impl Link {
    /// The link of these indicators.
    pub fn of(indicators: &[Indicator], parameters: &Parameters) -> Link {
        let (mut low, mut high, mut known_weight) = (0.0, 0.0, 0.0);
        let mut ask: Option<&Indicator> = None;
        for indicator in indicators {
            let (worst, best) = indicator.bounds.unwrap_or((0.0, 1.0));
            low += indicator.weight * worst;
            high += indicator.weight * best;
            if indicator.bounds.is_some() {
                known_weight += indicator.weight;
            } else if ask.is_none_or(|ask| ask.weight < indicator.weight) {
                ask = Some(indicator);
            }
        }
        // Sums of weights such as .15 + .20 + .15 miss a round number by a few units of rounding.
        const ROUNDING: f64 = 1e-9;
        let strength = if known_weight < parameters.link_bar - ROUNDING {
            LinkStrength::Undetermined
        } else if low >= parameters.link_bar - ROUNDING {
            LinkStrength::Tight
        } else if high < parameters.link_bar - ROUNDING {
            LinkStrength::Loose
        } else {
            LinkStrength::Undetermined
        };
        Link { low, high, known_weight, ask_about: ask.map(|ask| ask.name), strength }
    }
}

/// The triangle of one customer and one provider. Printed in the order O-P, P-C, O-C.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpcVerdict {
    /// The provider.
    pub provider: ProviderId,
    /// Organization and provider.
    pub organization_provider: Link,
    /// Provider and customer.
    pub provider_customer: Link,
    /// Organization and customer.
    pub organization_customer: Link,
}

impl OpcVerdict {
    /// The three strengths in the fixed order O-P, P-C, O-C.
    pub fn strengths(&self) -> [LinkStrength; 3] {
        [
            self.organization_provider.strength,
            self.provider_customer.strength,
            self.organization_customer.strength,
        ]
    }

    /// The configuration, such as `tight_tight_loose`.
    pub fn word(&self) -> &'static str {
        let [first, second, third] = self.strengths().map(|strength| strength as usize);
        CONFIGURATIONS[first * 9 + second * 3 + third]
    }
}

/// Every configuration, by strength in the order tight, loose, undetermined.
const CONFIGURATIONS: [&str; 27] = [
    "tight_tight_tight",
    "tight_tight_loose",
    "tight_tight_undetermined",
    "tight_loose_tight",
    "tight_loose_loose",
    "tight_loose_undetermined",
    "tight_undetermined_tight",
    "tight_undetermined_loose",
    "tight_undetermined_undetermined",
    "loose_tight_tight",
    "loose_tight_loose",
    "loose_tight_undetermined",
    "loose_loose_tight",
    "loose_loose_loose",
    "loose_loose_undetermined",
    "loose_undetermined_tight",
    "loose_undetermined_loose",
    "loose_undetermined_undetermined",
    "undetermined_tight_tight",
    "undetermined_tight_loose",
    "undetermined_tight_undetermined",
    "undetermined_loose_tight",
    "undetermined_loose_loose",
    "undetermined_loose_undetermined",
    "undetermined_undetermined_tight",
    "undetermined_undetermined_loose",
    "undetermined_undetermined_undetermined",
];

/// The share of customers who stay after their provider changes: mean and 80 % interval, flat prior.
pub fn handover(stayed: u32, changed: u32) -> (f64, f64, f64) {
    share(stayed.min(changed), changed)
}

/// The triangles of the three providers with the most contact days. `kind` is the verdict of the same
/// history.
pub fn assess(history: &History, context: &Context, kind: &KindVerdict) -> Vec<OpcVerdict> {
    assess_on(&contacts::contact_days(history), history, context, kind)
}

/// [`assess`] with the contact days at hand.
pub(crate) fn assess_on(
    days: &[ContactDay],
    history: &History,
    context: &Context,
    kind: &KindVerdict,
) -> Vec<OpcVerdict> {
    let triangle = |pair: &PairVerdict| {
        let parameters = context.parameters;
        OpcVerdict {
            provider: pair.provider,
            organization_provider: Link::of(&indicators::organization_provider(pair, context), parameters),
            provider_customer: Link::of(&of_pair((days, history), context, pair), parameters),
            organization_customer: Link::of(
                &indicators::organization_customer(history, context, pair, kind),
                parameters,
            ),
        }
    };
    kind.pairs.iter().take(TRIANGLES_MAX).map(triangle).collect()
}

/// The provider-customer indicators from the verdict on the pair.
fn of_pair(facts: (&[ContactDay], &History), context: &Context, pair: &PairVerdict) -> [Indicator; 5] {
    let (_, low, high) = pair.share;
    let moment = Moment::now(context);
    let tests = [pair.knows_each_other(), both(pair.future), both(pair.trust)];
    let continuity = (pair.kind != Err(Undecided::OneProvider)).then_some((low, high));
    indicators::provider_customer(facts, (&moment, context), pair.provider, (continuity, tests))
}

/// The provider-customer link as it stood at the end of a day, from the facts up to then; `None` when the
/// provider had not served the customer within the window before it.
pub fn provider_customer_at(
    history: &History,
    context: &Context,
    provider: ProviderId,
    day: Day,
) -> Option<Link> {
    PastLink::new(&contacts::contact_days(history), history, context, provider).at(day)
}

/// One provider-customer link at several past days.
pub(crate) struct PastLink<'a> {
    days: &'a [ContactDay],
    history: &'a History,
    context: &'a Context<'a>,
    provider: ProviderId,
    /// Whether any fact names nobody: only then does it matter who was closest to the customer.
    names_nobody: bool,
}

impl<'a> PastLink<'a> {
    /// The link of this provider. `days` are the history's contact days.
    pub fn new(
        days: &'a [ContactDay],
        history: &'a History,
        context: &'a Context<'a>,
        provider: ProviderId,
    ) -> PastLink<'a> {
        fn any<D>(facts: &[Fact<D>]) -> bool {
            facts.iter().any(|fact| fact.provider.is_none())
        }
        let History { interactions, knowledge, voice, promises, wishes, touches, .. } = history;
        let names_nobody =
            any(interactions) || any(knowledge) || any(voice) || any(promises) || any(wishes) || any(touches);
        PastLink { days, history, context, provider, names_nobody }
    }

    /// The link at the end of a day; see [`provider_customer_at`].
    pub fn at(&self, day: Day) -> Option<Link> {
        let PastLink { history, context, provider, .. } = *self;
        let moment = Moment::end_of(day, context);
        let window_days = context.parameters.window_days;
        let until = &self.days[..self.days.partition_point(|contact| contact.day <= day)];
        let within = &until[until.partition_point(|contact| !moment.within(contact.day, window_days))..];
        let (mut with, mut named_days) = (0, 0);
        for contact in within {
            with += u32::from(contact.provider == Some(provider));
            named_days += u32::from(contact.provider.is_some());
        }
        if with == 0 {
            return None;
        }
        let (_, low, high) = share(with, named_days);
        let others = || until.iter().any(|contact| contact.provider.is_some_and(|other| other != provider));
        let one_provider = context.population.provider_contact_days.len() <= 1 && !others();
        let continuity = (!one_provider).then_some((low, high));
        let named = signals::named_provider(history, &moment, window_days, context.directory);
        let whom = Whom::Provider { id: provider, closest: self.is_closest(named, &moment) };
        let knowledge: [TestOutcome; 2] = [
            signals::we_know_them(history, &moment, window_days, whom),
            signals::they_know_us(history, &moment, window_days, (whom, named)),
        ];
        let tests = [
            both(knowledge.into()),
            both(signals::future(history, &moment, (whom, named))),
            both(signals::trust(history, &moment, window_days, whom)),
        ];
        let facts = (self.days, history);
        let indicators =
            indicators::provider_customer(facts, (&moment, context), provider, (continuity, tests));
        Some(Link::of(&indicators, context.parameters))
    }

    fn is_closest(&self, named: Option<ProviderId>, moment: &Moment) -> bool {
        if !self.names_nobody {
            return false; // nobody asks
        }
        let most = || {
            let served = Served::count(self.days, moment, self.context.parameters.window_days);
            served.by.first().map(|by| by.provider)
        };
        closest(self.history, named, most) == Some(self.provider)
    }
}

/// Puts the triangles into words, one judgement each.
pub fn judgements(verdict: &[OpcVerdict], history: &History, context: &Context) -> Vec<Judgement> {
    verdict.iter().map(|triangle| sentences::triangle(triangle, history, context)).collect()
}

#[cfg(test)]
mod tests;
