//! The statistics kit of the judgements (judgements.md 3.0): small, pure, checked against published numbers.
//!
//! Everything is `f64`, deterministic, free of allocation where it is called once per customer, and total:
//! a question without an answer is `None`, never NaN. Chances lie in [0,1].

mod beta;
mod beta_less;
mod empirical_bayes;
mod optimise;
mod proportion;
mod ranking;
mod rhythm;
mod special;
mod student;
mod trend;

pub use beta::{Beta, beta_cdf, beta_quantile};
pub use beta_less::beta_less;
pub use empirical_bayes::empirical_bayes;
pub use optimise::{Minimum, Search, minimise};
pub use proportion::{Grade, binomial_tail, wilson};
pub use ranking::{auc, median};
pub use rhythm::{erlang_survival, gamma_poisson_zero, regularity};
pub use special::{digamma, ln_beta, ln_gamma};
pub use student::student_t;
pub use trend::{Line, kendall_p, kendall_s, least_squares, theil_sen, theil_sen_interval};
