//! A fitted model and what it says of one customer.

use crate::dropout::DropOut;
use crate::pareto::Pareto;
use crate::{Model, Observation};
use serde::{Deserialize, Serialize};

/// The parameters by their published names; alpha and beta in the unit of time of the observations.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Parameters {
    /// BG/NBD, MBG/NBD, MBG/CNBD-k: purchase rate Gamma(r, alpha), drop-out chance Beta(a, b).
    DropOut {
        /// Shape of the purchase rate.
        r: f64,
        /// Scale of the purchase rate.
        alpha: f64,
        /// First weight of the drop-out chance.
        a: f64,
        /// Second weight of the drop-out chance.
        b: f64,
    },
    /// Pareto/NBD: purchase rate Gamma(r, alpha), drop-out rate Gamma(s, beta).
    Pareto {
        /// Shape of the purchase rate.
        r: f64,
        /// Scale of the purchase rate.
        alpha: f64,
        /// Shape of the drop-out rate.
        s: f64,
        /// Scale of the drop-out rate.
        beta: f64,
    },
}

impl Parameters {
    /// Names and values, in the published order.
    pub fn named(&self) -> [(&'static str, f64); 4] {
        match *self {
            Parameters::DropOut { r, alpha, a, b } => [("r", r), ("alpha", alpha), ("a", a), ("b", b)],
            Parameters::Pareto { r, alpha, s, beta } => {
                [("r", r), ("alpha", alpha), ("s", s), ("beta", beta)]
            }
        }
    }
}

/// A fitted purchase model. Serializable: it is kept and used until the records have changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Fitted {
    /// Which model.
    pub model: Model,
    /// Its parameters.
    pub parameters: Parameters,
    /// Regularity: 1 but for MBG/CNBD-k.
    pub k: u32,
    /// The log-likelihood of all customers, without the weak prior: comparable with published values.
    pub log_likelihood: f64,
    /// Whether the search settled; [`crate::fit`] returns nothing else, but the file says so.
    pub converged: bool,
    /// Customers it was fitted on.
    pub customers: u64,
}

/// The formulas behind a fit.
pub(crate) enum Formulas {
    DropOut(DropOut),
    Pareto(Pareto),
}

impl Fitted {
    pub(crate) fn formulas(&self) -> Formulas {
        match self.parameters {
            Parameters::DropOut { r, alpha, a, b } => {
                let k = self.k.clamp(1, crate::fit::MAX_K);
                Formulas::DropOut(DropOut { r, alpha, a, b, k, at_start: self.model != Model::BgNbd })
            }
            Parameters::Pareto { r, alpha, s, beta } => Formulas::Pareto(Pareto { r, alpha, s, beta }),
        }
    }

    /// P(alive), in [0,1]: the chance that the customer has not dropped out for good. Do not rank people by
    /// it (see the crate's first page).
    pub fn p_alive(&self, observation: &Observation) -> f64 {
        match self.formulas() {
            Formulas::DropOut(model) => model.p_alive(observation),
            Formulas::Pareto(model) => model.p_alive(observation),
        }
    }

    /// Expected purchases within `horizon` (same unit as the observation) after the end of the observation.
    pub fn expected_purchases(&self, observation: &Observation, horizon: f64) -> f64 {
        self.p_alive(observation) * self.expected_if_alive(observation, horizon)
    }

    /// The same for a customer known to be still there.
    pub fn expected_if_alive(&self, observation: &Observation, horizon: f64) -> f64 {
        match self.formulas() {
            Formulas::DropOut(model) => model.expected_if_alive(observation, horizon),
            Formulas::Pareto(model) => {
                model.expected_if_alive(observation.frequency, observation.age, horizon)
            }
        }
    }

    /// E[X(t)]: the repeat purchases of a new customer within `time` after the first purchase.
    pub fn expected_from_start(&self, time: f64) -> f64 {
        self.expected_purchases(&Observation { frequency: 0, recency: 0.0, age: 0.0, log_gaps: 0.0 }, time)
    }

    /// The log-likelihood of one customer's history.
    pub fn log_likelihood_of(&self, observation: &Observation) -> f64 {
        match self.formulas() {
            Formulas::DropOut(model) => model.log_likelihood(observation),
            Formulas::Pareto(model) => model.log_likelihood(observation),
        }
    }
}
