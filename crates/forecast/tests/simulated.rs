//! Simulated customers whose truth is known: regular buyers, P(alive), and what is to come.

use forecast::{Fitted, Model, Observation, Observations, Parameters};

/// A small deterministic generator (splitmix64): tests may not depend on chance.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 + 1e-17
    }

    fn exponential(&mut self) -> f64 {
        -self.uniform().ln()
    }

    /// Whole shapes only: a sum of exponentials.
    fn gamma(&mut self, shape: u32, scale: f64) -> f64 {
        (0..shape).map(|_| self.exponential()).sum::<f64>() * scale
    }

    fn beta(&mut self, a: u32, b: u32) -> f64 {
        let first = self.gamma(a, 1.0);
        first / (first + self.gamma(b, 1.0))
    }
}

struct Truth {
    observation: Observation,
    alive: bool,
    later: u32,
}

/// A life under MBG/CNBD-k with r 1, alpha 10 and a 1, b 9, observed for `age` and then for `horizon`.
fn life(random: &mut Random, k: u32, age: f64, horizon: f64) -> Truth {
    let (rate, drop_out) = (random.gamma(1, 0.1), random.beta(1, 9));
    let (mut time, mut observation) = (0.0, Observation { frequency: 0, recency: 0.0, age, log_gaps: 0.0 });
    let (mut alive, mut later) = (true, 0);
    let mut still_there = random.uniform() >= drop_out;
    while still_there {
        let gap = random.gamma(k, 1.0 / rate);
        time += gap;
        if time > age + horizon {
            break;
        }
        still_there = random.uniform() >= drop_out;
        if time > age {
            later += 1;
            continue;
        }
        observation.frequency += 1;
        observation.recency = time;
        observation.log_gaps += gap.ln();
    }
    // Alive at the end of the observation: did not drop out at a purchase seen by then.
    if !still_there && time <= age {
        alive = false;
    }
    Truth { observation, alive, later }
}

fn lives(k: u32, people: usize, seed: u64) -> Vec<Truth> {
    let mut random = Random(seed);
    (0..people).map(|_| life(&mut random, k, 60.0, 40.0)).collect()
}

fn collapsed(lives: &[Truth]) -> Observations {
    let observed: Vec<Observation> = lives.iter().map(|life| life.observation).collect();
    Observations::collapse(&observed).expect("possible histories")
}

#[test]
fn the_formulas_foretell_who_is_alive_and_what_comes() {
    for k in [1, 2, 3] {
        let lives = lives(k, 60_000, 7);
        let truth = Fitted {
            model: Model::MbgCnbdK,
            parameters: Parameters::DropOut { r: 1.0, alpha: 10.0, a: 1.0, b: 9.0 },
            k,
            log_likelihood: 0.0,
            converged: true,
            customers: 0,
        };
        let mut bins = [(0.0_f64, 0.0, 0.0); 10];
        let (mut expected, mut actual) = (0.0, 0.0);
        for life in &lives {
            let chance = truth.p_alive(&life.observation);
            let bin = &mut bins[((chance * 10.0) as usize).min(9)];
            *bin = (bin.0 + 1.0, bin.1 + chance, bin.2 + f64::from(u8::from(life.alive)));
            expected += truth.expected_purchases(&life.observation, 40.0);
            actual += f64::from(life.later);
        }
        for (n, foretold, alive) in bins.into_iter().filter(|bin| bin.0 > 500.0) {
            let error = 4.0 * (0.25 / n).sqrt();
            assert!((foretold / n - alive / n).abs() < error, "k {k}: {n} {} {}", foretold / n, alive / n);
        }
        assert!((expected / actual - 1.0).abs() < 0.02, "k {k}: expected {expected}, actual {actual}");
    }
}

#[test]
fn regular_buyers_are_found_regular() {
    let sample = collapsed(&lives(2, 4_000, 11));
    let plain = forecast::fit(Model::MbgNbd, &sample).expect("ordinary records");
    let regular = forecast::fit(Model::MbgCnbdK, &sample).expect("ordinary records");
    assert_eq!(regular.k, 2);
    assert!(regular.log_likelihood > plain.log_likelihood + 100.0, "{regular:?} {plain:?}");
    let [(_, r), (_, alpha), (_, a), (_, b)] = regular.parameters.named();
    assert!((r - 1.0).abs() < 0.1 && (alpha - 10.0).abs() < 1.5, "{regular:?}");
    assert!((a / (a + b) - 0.1).abs() < 0.02, "{regular:?}");
}

#[test]
fn random_buyers_are_found_random() {
    let sample = collapsed(&lives(1, 4_000, 13));
    let fitted = forecast::fit(Model::MbgCnbdK, &sample).expect("ordinary records");
    let plain = forecast::fit(Model::MbgNbd, &sample).expect("ordinary records");
    assert_eq!(fitted.k, 1);
    assert!((fitted.log_likelihood - plain.log_likelihood).abs() < 1e-3);
}

/// A search that starts on a sample ends where a search on everything does.
#[test]
fn many_customers_start_from_a_sample() {
    let mut random = Random(17);
    let observed: Vec<Observation> = (0..50_000)
        .map(|i| {
            // Ages spread over weeks 60 to 99, and times kept to a tenth: many distinct histories.
            let o = life(&mut random, 1, 60.0 + f64::from(i % 40), 0.0).observation;
            Observation { recency: (o.recency * 10.0).ceil() / 10.0, ..o }
        })
        .collect();
    let sample = Observations::collapse(&observed).expect("possible histories");
    assert!(sample.distinct() > 30_000, "{}", sample.distinct());
    let fitted = forecast::fit(Model::MbgNbd, &sample).expect("ordinary records");
    let [(_, r), (_, alpha), (_, a), (_, b)] = fitted.parameters.named();
    assert!((r - 1.0).abs() < 0.05 && (alpha - 10.0).abs() < 0.7, "{fitted:?}");
    assert!((a / (a + b) - 0.1).abs() < 0.01, "{fitted:?}");
    // The likelihood of the truth is no higher: the search did not stop short.
    let parameters = Parameters::DropOut { r: 1.0, alpha: 10.0, a: 1.0, b: 9.0 };
    let truth = Fitted { parameters, ..fitted };
    let of_truth: f64 = observed.iter().map(|o| truth.log_likelihood_of(o)).sum();
    assert!(fitted.log_likelihood > of_truth, "{fitted:?} {of_truth}");
}
