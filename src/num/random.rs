//! Seeded randomness that gives the same numbers on every machine.

use super::ln;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A stream of random numbers: xoshiro256++ (Blackman & Vigna, *Scrambled Linear Pseudorandom Number Generators*, 2021).
///
/// A stream is named by a seed and a list of numbers, such as (purpose, iteration, layer). What is drawn from one
/// stream changes nothing in another, so iteration 1,000 can be computed again without the 999 before it.
///
/// ```
/// use gradstep::num::random::Random;
///
/// let mut a = Random::new(7, &[1, 1000]);
/// let mut b = Random::new(7, &[1, 1000]);
/// assert_eq!(a.uniform(), b.uniform());
/// assert_ne!(a.uniform(), Random::new(7, &[1, 1001]).uniform());
/// ```
#[derive(Clone, Debug)]
pub struct Random {
    generator: Xoshiro256PlusPlus,
    /// The second number of the last pair of normal ones.
    spare: Option<f64>,
}

/// 2⁶⁴/φ, odd: the step of SplitMix64.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// SplitMix64's finalizer (Steele, Lea & Flood, *Fast splittable pseudorandom number generators*, 2014): a bijection
/// that spreads every bit over all.
fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl Random {
    /// The stream that `seed` and the numbers of `stream`, in their order, name.
    pub fn new(seed: u64, stream: &[u64]) -> Self {
        let absorb = |state: u64, word: &u64| mix(state.wrapping_add(GOLDEN) ^ mix(word.wrapping_add(GOLDEN)));
        let state = stream.iter().fold(mix(seed), absorb);
        Random { generator: Xoshiro256PlusPlus::seed_from_u64(state), spare: None }
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// A number in [0, 1), uniform: a multiple of 2⁻⁵³ from the top 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// A number from `low` to `high`, uniform. `high` itself can come out by rounding alone.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.uniform()
    }

    /// A number from the normal distribution of mean 0 and variance 1.
    ///
    /// √(−2 ln u) (cos 2πv, sin 2πv) with u in (0, 1] (Box & Muller, 1958); so |x| ≤ 8.6.
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        // 1 − u lies in (0, 1]: its logarithm is finite.
        let radius = (-2.0 * ln(1.0 - self.uniform())).sqrt();
        let angle = core::f64::consts::TAU * self.uniform();
        self.spare = Some(radius * libm::sin(angle));
        radius * libm::cos(angle)
    }

    /// A whole number below `count`, each with the same probability; 0 where `count` is 0.
    ///
    /// Multiplies and rejects (Lemire, *Fast random integer generation in an interval*, 2019).
    pub fn below(&mut self, count: usize) -> usize {
        let count = count as u64;
        if count == 0 {
            return 0;
        }
        // The products whose lower half is below 2⁶⁴ mod count would be one too many for some results.
        let surplus = count.wrapping_neg() % count;
        loop {
            let product = u128::from(self.bits()) * u128::from(count);
            if product as u64 >= surplus {
                return (product >> 64) as usize;
            }
        }
    }

    /// Puts the elements in random order, each order equally probable (Fisher & Yates; Durstenfeld, 1964).
    pub fn shuffle(&mut self, elements: &mut [usize]) {
        for last in (1..elements.len()).rev() {
            elements.swap(last, self.below(last + 1));
        }
    }
}
