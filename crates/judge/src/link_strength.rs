//! J2: how strong each link of the organization-provider-customer triangle is.

use crate::{Context, Judgement, relationship_kind::KindVerdict};
use book::{Day, History};

use book::ProviderId;

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

/// Stub.
pub fn assess(history: &History, context: &Context, kind: &KindVerdict) -> Vec<OpcVerdict> {
    let _ = (history, context, kind);
    todo!("assess")
}

/// Stub.
pub fn provider_customer_at(
    history: &History,
    context: &Context,
    provider: ProviderId,
    day: Day,
) -> Option<Link> {
    let _ = (history, context, provider, day);
    todo!("assess")
}

/// Stub.
pub fn judgements(verdict: &[OpcVerdict], history: &History, context: &Context) -> Vec<Judgement> {
    let _ = (verdict, history, context);
    todo!("judgements")
}
