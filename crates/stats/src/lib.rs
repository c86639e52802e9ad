//! The statistics kit of the judgements (judgements.md 3.0): small, pure, checked against published numbers.
//!
//! Everything is `f64`, deterministic, free of allocation where it is called once per customer, and total:
//! a question without an answer is `None`, never NaN. Chances lie in [0,1].

mod association;
mod beta;
mod beta_difference;
mod beta_less;
mod empirical_bayes;
mod isotonic;
mod optimise;
mod proportion;
mod ranking;
mod rhythm;
mod slope;
mod special;
mod student;
mod trend;

pub use association::{average_ranks, kendall_tau_b, spearman, spearman_interval};
pub use beta::{Beta, beta_cdf, beta_quantile};
pub use beta_difference::beta_difference_quantile;
pub use beta_less::beta_less;
pub use empirical_bayes::empirical_bayes;
pub use isotonic::{Step, isotonic_falling};
pub use optimise::{Minimum, Search, minimise};
pub use proportion::{Grade, binomial_tail, wilson};
pub use ranking::{auc, median};
pub use rhythm::{erlang_survival, gamma_poisson_zero, regularity};
pub use slope::{Slope, line, slope_within};
pub use special::{digamma, ln_beta, ln_gamma};
pub use student::{mean_interval, normal_quantile, student_t_quantile};
pub use trend::{kendall_p, kendall_s, theil_sen, theil_sen_interval};
