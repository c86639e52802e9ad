//! What the whole book says: usual gaps, priors, each provider's share, the fitted purchase model.

use book::{Day, ProviderId};
use serde::{Deserialize, Serialize};

/// The population's part in every judgement. Derived, cached as JSON, never an input of its own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Population {
    /// Customers with any fact.
    pub customers: u64,
    /// First and last day of any contact or purchase.
    pub first_day: Option<Day>,
    /// Last day of any contact or purchase.
    pub last_day: Option<Day>,
    /// Contact days in all, and per provider (for the test against chance).
    pub contact_days: u64,
    /// Per provider, in order of id.
    pub provider_contact_days: Vec<(ProviderId, u64)>,
    /// Median gap between contacts, in days.
    pub contact_gap_days: Option<f64>,
    /// Median gap between purchases, in days.
    pub purchase_gap_days: Option<f64>,
    /// Regularity of contacts (Wheat-Morrison).
    pub contact_shape: Option<u32>,
    /// Regularity of purchases.
    pub purchase_shape: Option<u32>,
    /// Voice events and exposures in all.
    pub voice: (u64, u64),
    /// Gamma prior of voice per exposure: shape, exposures.
    pub voice_prior: (f64, f64),
    /// Beta prior of promise keeping over providers: a, b.
    pub promise_prior: Option<(f64, f64)>,
    /// Deliveries somebody asked about, and all deliveries.
    pub deliveries_asked: (u64, u64),
    /// Check-in questions recorded in all.
    pub questions_asked: u64,
    /// Interactions of any kind recorded in all.
    pub interactions: u64,
    /// Promises recorded in all.
    pub promises: u64,
}

/// Collects a population, one history at a time; parts may be merged in any order with the same result.
#[derive(Debug, Default)]
pub struct PopulationBuilder {}
