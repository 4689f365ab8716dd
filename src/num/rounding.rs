//! Rounding as it is done by hand: on the decimal that stands on the paper.

use serde::Serialize;

/// Significant digits of the decimal that a double is read as: what a good calculator shows, and the most that every
/// decimal survives on its way through a double.
const SIGNIFICANT: usize = 15;

/// The most decimals that can be asked for.
const MOST_DIGITS: u32 = 15;

/// 2⁵³: from here on every double is whole.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// What happens to the digits that are cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// To the nearer neighbour, a tie to the even digit: 0.125 → 0.12, 0.375 → 0.38.
    HalfEven,
    /// To the nearer neighbour, a tie away from 0: 0.125 → 0.13, −0.125 → −0.13.
    HalfAway,
    /// Towards 0: 0.129 → 0.12, −0.129 → −0.12.
    Truncate,
}

/// Rounding to `digits` decimals.
///
/// A value is first read as the decimal of 15 significant digits that is nearest to it; that decimal is rounded, and
/// the result is the double nearest to the rounded decimal. So the tie of 1.005 is a tie here, as it is on paper,
/// although the double 1.005 is a little smaller, and 0.1 + 0.2 is 0.3 at any number of digits.
///
/// Infinities, NaN and |x| ≥ 2⁵³, which is whole already, stay what they are. Whatever rounds to zero becomes +0, and so does −0.
///
/// ```
/// use gradstep::num::rounding::{Mode, Rounding};
///
/// let by_hand = |mode, x| Rounding { digits: 2, mode }.apply(x);
/// assert_eq!(by_hand(Mode::HalfAway, 1.005), 1.01);
/// assert_eq!(by_hand(Mode::HalfEven, 1.005), 1.0);
/// assert_eq!(by_hand(Mode::Truncate, -0.7099), -0.7);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rounding {
    /// Decimals, 0 to 15.
    pub digits: u32,
    /// What happens to the rest.
    pub mode: Mode,
}

impl Rounding {
    /// `x` rounded as by hand.
    pub fn apply(&self, x: f64) -> f64 {
        if x.is_nan() || x.abs() >= WHOLE {
            return x;
        }
        Decimal::read(x).map_or(x, |decimal| decimal.rounded(*self).to_f64())
    }
}

/// ± coefficient · 10^(−places), coefficient ≤ 10¹⁵. Below 2⁵³ no more than one digit stands left of the 15, so
/// `places` is −1 at least; once rounded it is at most [`MOST_DIGITS`].
struct Decimal {
    negative: bool,
    coefficient: u64,
    places: i64,
}

impl Decimal {
    /// The nearest decimal of 15 significant digits, of a finite number.
    fn read(x: f64) -> Option<Self> {
        let text = format!("{:.*e}", SIGNIFICANT - 1, x.abs());
        let (mantissa, exponent) = text.split_once('e')?;
        let coefficient = mantissa.replace('.', "").parse().ok()?;
        let exponent: i64 = exponent.parse().ok()?;
        Some(Decimal { negative: x < 0.0, coefficient, places: SIGNIFICANT as i64 - 1 - exponent })
    }

    fn rounded(self, to: Rounding) -> Self {
        let cut = self.places - i64::from(to.digits);
        if cut <= 0 {
            return self;
        }
        // A coefficient has at most 15 digits: with 16 cut off, less than a tenth of the last place is left.
        let Some(unit) = u32::try_from(cut).ok().filter(|cut| *cut <= 16).map(|cut| 10u64.pow(cut)) else {
            return Decimal { coefficient: 0, ..self };
        };
        let (whole, rest) = (self.coefficient / unit, self.coefficient % unit);
        let up = match (to.mode, rest.cmp(&(unit / 2))) {
            (Mode::Truncate, _) | (_, core::cmp::Ordering::Less) => false,
            (Mode::HalfEven, core::cmp::Ordering::Equal) => whole % 2 == 1,
            _ => true,
        };
        Decimal { coefficient: whole + u64::from(up), places: i64::from(to.digits), ..self }
    }

    fn to_f64(&self) -> f64 {
        let magnitude = match u32::try_from(self.places) {
            // Both are whole and below 2⁵³, so exact, and the quotient is the double nearest to the decimal.
            Ok(places) => self.coefficient as f64 / 10u64.pow(places.min(MOST_DIGITS)) as f64,
            Err(_) => (self.coefficient * 10) as f64,
        };
        if self.negative && self.coefficient != 0 { -magnitude } else { magnitude }
    }
}
