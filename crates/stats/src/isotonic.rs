//! Rates that can only fall as a load rises.

/// One level of a falling step function: from the load after the step before it up to `load_to`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Largest load of the step.
    pub load_to: f64,
    /// Successes in it.
    pub kept: f64,
    /// Chances in it, > 0.
    pub due: f64,
}

impl Step {
    /// Its rate, 0 to 1.
    pub fn rate(&self) -> f64 {
        self.kept / self.due
    }
}

/// The falling step function closest to rates seen at loads: (load, successes, chances) each, in any order;
/// pool-adjacent-violators, weighted by chances. Entries without chances say nothing and are left out. Steps
/// come in order of load, their rates strictly fall. Source: J7, own limit.
pub fn isotonic_falling(seen: &[(f64, f64, f64)]) -> Vec<Step> {
    let mut seen: Vec<(f64, f64, f64)> =
        seen.iter().copied().filter(|(load, _, due)| *due > 0.0 && load.is_finite()).collect();
    seen.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut steps: Vec<Step> = Vec::new();
    for same_load in seen.chunk_by(|a, b| a.0 == b.0) {
        let mut step = Step { load_to: same_load[0].0, kept: 0.0, due: 0.0 };
        for (_, kept, due) in same_load {
            step.kept += kept;
            step.due += due;
        }
        while let Some(before) = steps.last().copied().filter(|before| before.rate() <= step.rate()) {
            steps.pop();
            step.kept += before.kept;
            step.due += before.due;
        }
        steps.push(step);
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_rise_is_pooled_with_what_was_before_it() {
        let steps = isotonic_falling(&[(30.0, 5.0, 10.0), (10.0, 8.0, 10.0), (20.0, 10.0, 10.0)]);
        let expected =
            [Step { load_to: 20.0, kept: 18.0, due: 20.0 }, Step { load_to: 30.0, kept: 5.0, due: 10.0 }];
        assert_eq!(steps, expected);
        assert!(isotonic_falling(&[(10.0, 0.0, 0.0)]).is_empty());
    }

    proptest! {
        #[test]
        fn it_falls_keeps_every_chance_and_knows_no_order(
            mut seen in prop::collection::vec((0..20_u8, 0..9_u8, 1..9_u8), 1..30), turn in 0..30_usize
        ) {
            let floats = |seen: &[(u8, u8, u8)]| -> Vec<(f64, f64, f64)> {
                seen.iter().map(|(l, k, d)| (f64::from(*l), f64::from(*k.min(d)), f64::from(*d))).collect()
            };
            let steps = isotonic_falling(&floats(&seen));
            prop_assert!(steps.windows(2).all(|two| two[0].rate() > two[1].rate()));
            prop_assert!(steps.windows(2).all(|two| two[0].load_to < two[1].load_to));
            let due: f64 = seen.iter().map(|(_, _, due)| f64::from(*due)).sum();
            prop_assert_eq!(steps.iter().map(|step| step.due).sum::<f64>(), due);
            let place = turn % seen.len();
            seen.rotate_left(place);
            prop_assert_eq!(isotonic_falling(&floats(&seen)), steps);
        }
    }
}
