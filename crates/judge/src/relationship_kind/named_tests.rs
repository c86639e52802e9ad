//! The sentence of each test of a pair, by its outcome.

use crate::{TestOutcome, words::sentence_case};

/// T2, our side.
pub(super) fn we_know_them(outcome: TestOutcome, (customer, provider): (&str, &str)) -> String {
    match outcome {
        TestOutcome::Pass => format!("{provider} knows three things of {customer} or more, of two kinds."),
        TestOutcome::Fail => format!("Less is written down about {customer} than three things of two kinds."),
        TestOutcome::Unknown => format!("Nothing {customer} said or did is written down yet."),
    }
}

/// T2, their side.
pub(super) fn they_know_us(outcome: TestOutcome, (customer, provider): (&str, &str)) -> String {
    match outcome {
        TestOutcome::Pass => format!("{} knows {provider} by name.", sentence_case(customer)),
        TestOutcome::Fail => format!("{} does not know {provider}.", sentence_case(customer)),
        TestOutcome::Unknown => {
            format!("Nothing shows yet whether {customer} knows {provider} by name.")
        }
    }
}

/// T4, their side.
pub(super) fn their_future(outcome: TestOutcome, customer: &str) -> String {
    match outcome {
        TestOutcome::Pass => format!("{} expects a next time.", sentence_case(customer)),
        TestOutcome::Fail => format!("{} has said goodbye.", sentence_case(customer)),
        TestOutcome::Unknown => format!("Nothing shows yet whether {customer} expects a next time."),
    }
}

/// T4, our side.
pub(super) fn our_future(outcome: TestOutcome) -> String {
    match outcome {
        TestOutcome::Pass => "We have promised or planned a next time.".into(),
        TestOutcome::Fail => "We plan no next time.".into(),
        TestOutcome::Unknown => "No promise or plan of ours for a next time is open.".into(),
    }
}

/// T5, theirs in us.
pub(super) fn their_trust(outcome: TestOutcome, customer: &str) -> String {
    match outcome {
        TestOutcome::Pass => format!("{} has spoken frankly or confided something.", sentence_case(customer)),
        TestOutcome::Fail => {
            format!("{} was let down, and nothing newer says it is mended.", sentence_case(customer))
        }
        TestOutcome::Unknown => "No sign of trust either way is written down.".into(),
    }
}

/// T5, ours in them.
pub(super) fn our_trust(outcome: TestOutcome, customer: &str) -> String {
    match outcome {
        TestOutcome::Pass => format!("We have relied on {customer}, and it held."),
        TestOutcome::Fail => format!("A promise of {customer}'s was not kept."),
        TestOutcome::Unknown => "No sign of trust either way is written down.".into(),
    }
}
