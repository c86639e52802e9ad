//! A small random generator of our own, so that a seed gives the same company in every later version.

/// xoshiro256++ 1.0 seeded through splitmix64 (Blackman & Vigna, "Scrambled Linear Pseudorandom Number
/// Generators", ACM TOMS 47(4), 2021; both algorithms are in the public domain).
#[derive(Debug, Clone)]
pub struct Random {
    state: [u64; 4],
}

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

impl Random {
    /// The stream numbered `stream` of `seed`: streams of one seed are independent of each other.
    pub fn new(seed: u64, stream: u64) -> Random {
        let mut state = stream;
        let mut start = seed ^ splitmix(&mut state);
        Random { state: std::array::from_fn(|_| splitmix(&mut start)) }
    }

    /// The next 64 random bits.
    pub fn bits(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = a.wrapping_add(d).rotate_left(23).wrapping_add(a);
        let (c, d) = (c ^ a, d ^ b);
        self.state = [a ^ d, b ^ c, c ^ (b << 17), d.rotate_left(45)];
        result
    }

    /// Uniform in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Uniform in [low, high).
    pub fn range(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: i32, high: i32) -> i32 {
        low + (self.uniform() * f64::from(high - low + 1)) as i32
    }

    /// A place in a list of `len` (0 when the list is empty).
    pub fn place(&mut self, len: usize) -> usize {
        (self.uniform() * len as f64) as usize
    }

    /// True with probability `p`. Draws one number whatever `p` is, so that a changed rate moves nothing
    /// else.
    pub fn chance(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// One of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.place(list.len())]
    }

    /// A place drawn in proportion to weights; 0 when none is positive.
    pub fn weighted(&mut self, weights: &[f64]) -> usize {
        let mut left = self.uniform() * weights.iter().sum::<f64>();
        for (place, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return place;
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0).unwrap_or(0)
    }

    /// Exponential with mean 1.
    pub fn exponential(&mut self) -> f64 {
        -(1.0 - self.uniform()).ln()
    }

    /// Erlang: a sum of `shape` exponentials, scaled to `mean`; `shape` 1 is a Poisson process's gap.
    pub fn erlang(&mut self, shape: u32, mean: f64) -> f64 {
        let sum: f64 = (0..shape.max(1)).map(|_| self.exponential()).sum();
        sum * mean / f64::from(shape.max(1))
    }

    /// Standard normal (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (2.0 * self.exponential()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs of the authors' C code for xoshiro256++ with state {1, 2, 3, 4}.
    #[test]
    fn the_generator_is_the_published_one() {
        let mut random = Random { state: [1, 2, 3, 4] };
        let first: Vec<u64> = (0..4).map(|_| random.bits()).collect();
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
        let mut state = 1_234_567;
        assert_eq!(splitmix(&mut state), 6_457_827_717_110_365_317);
    }

    #[test]
    fn draws_have_the_moments_they_should() {
        let mut random = Random::new(7, 1);
        let n = 40_000;
        let gaps: Vec<f64> = (0..n).map(|_| random.erlang(4, 30.0)).collect();
        let mean = gaps.iter().sum::<f64>() / f64::from(n);
        let variance = gaps.iter().map(|gap| (gap - mean).powi(2)).sum::<f64>() / f64::from(n);
        assert!((mean - 30.0).abs() < 0.3, "{mean}");
        assert!((variance - 225.0).abs() < 8.0, "{variance}");
        let normal = (0..n).map(|_| random.normal().powi(2)).sum::<f64>() / f64::from(n);
        assert!((normal - 1.0).abs() < 0.03, "{normal}");
        let third = (0..n).filter(|_| random.weighted(&[1.0, 0.0, 2.0]) == 0).count();
        assert!((third as f64 / f64::from(n) - 1.0 / 3.0).abs() < 0.01);
    }

    #[test]
    fn streams_differ() {
        assert_ne!(Random::new(1, 1).bits(), Random::new(1, 2).bits());
        assert_ne!(Random::new(1, 1).bits(), Random::new(2, 1).bits());
    }
}
