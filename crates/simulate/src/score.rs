//! Scoring judgements against the truth.
