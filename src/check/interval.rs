//! Intervals of numbers: what a result may be when what it came from is known only to some digits.
use crate::num;

/// All numbers from `low` to `high`. NaN at either end holds nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

/// Of the machine's arithmetic, relative to 1 + |x|: far above what a step can be off, far below any digit asked for.
const SLACK: f64 = 1e-13;

impl Interval {
    pub fn point(value: f64) -> Self {
        Self { low: value, high: value }
    }

    pub fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// The smallest interval that holds all of `values`; NaN where one is.
    pub fn around(values: &[f64]) -> Self {
        let nan = values.iter().any(|value| value.is_nan());
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if nan { Self::point(f64::NAN) } else { Self { low, high } }
    }

    pub fn hull(self, other: Self) -> Self {
        Self::around(&[self.low, self.high, other.low, other.high])
    }

    /// What both hold; turned round, low above high, where that is nothing.
    pub fn meet(self, other: Self) -> Self {
        Self { low: self.low.max(other.low), high: self.high.min(other.high) }
    }

    pub fn holds(self, value: f64) -> bool {
        let slack = SLACK * (1.0 + value.abs());
        self.low - slack <= value && value <= self.high + slack
    }

    /// Of a function that rises or falls throughout. Sorted: in the last bit a computed function may turn round.
    pub fn monotone(self, function: impl Fn(f64) -> f64) -> Self {
        Self::around(&[function(self.low), function(self.high)])
    }

    pub fn plus(self, other: Self) -> Self {
        Self { low: self.low + other.low, high: self.high + other.high }
    }

    pub fn negated(self) -> Self {
        self.monotone(|value| -value)
    }

    pub fn times(self, other: Self) -> Self {
        Self::around(&[
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ])
    }

    /// All numbers where the divisor may be 0.
    pub fn over(self, other: Self) -> Self {
        if other.low <= 0.0 && other.high >= 0.0 {
            return match (other.low == 0.0, other.high == 0.0) {
                (true, false) => self.times(Self { low: 1.0 / other.high, high: f64::INFINITY }),
                (false, true) => self.times(Self { low: f64::NEG_INFINITY, high: 1.0 / other.low }),
                _ => Self { low: f64::NEG_INFINITY, high: f64::INFINITY },
            };
        }
        self.times(Self { low: 1.0 / other.high, high: 1.0 / other.low })
    }

    pub fn squared(self) -> Self {
        let (low, high) = (self.low * self.low, self.high * self.high);
        let least = if self.low <= 0.0 && self.high >= 0.0 { 0.0 } else { low.min(high) };
        Self { low: least, high: low.max(high) }
    }

    /// What is negative by rounding alone counts as 0.
    pub fn root(self) -> Self {
        self.monotone(|value| if value < 0.0 { 0.0 } else { value.sqrt() })
    }

    pub fn ln(self) -> Self {
        self.monotone(|value| if value <= 0.0 { f64::NEG_INFINITY } else { num::ln(value) })
    }
}

/// 0 times an infinite end is 0: the end itself is never reached.
fn product(left: f64, right: f64) -> f64 {
    if left == 0.0 || right == 0.0 { 0.0 } else { left * right }
}
