//! ln and what is made of it: ln1p, softplus.
//!
//! With s = f / (2 + f), ln(1 + f) = ln((1 + s)/(1 − s)) = 2s + s R(s²), and 2s = f − s f, so that
//! ln(1 + f) = f − (f²/2 − s (f²/2 + R(s²))): the first term is exact and the rest is small beside it
//! (Ng, FDLIBM, 1993, `e_log.c`; Tang, *Table-driven implementation of the logarithm function*, 1990, for the analysis).
//! R is a near-minimax polynomial; its coefficients come from `tests/reference/coefficients.py`.

use super::exponential::{LN2_HIGH, LN2_LOW, about_reciprocal, decay};
use super::lane::Lane;

/// √½, rounded down: the smallest mantissa that is left below 1.
const ROOT_HALF: u64 = 0x3fe6_a09e_667f_3bcc;
const EXPONENT_OF_ONE: u64 = 1023 << 52;
/// 2⁵²: its bits with a small whole number or-ed into them are 2⁵² plus that number.
const TWO_52: f64 = 4_503_599_627_370_496.0;

/// k ln 2 + ln(1 + f) + rest, for −0.3 ≤ f ≤ 0.5 and a rest that is small beside f.
#[inline(always)]
fn from_parts<L: Lane>(k: L, f: L, rest: L) -> L {
    let s = f / (L::splat(2.0) + f);
    let z = s * s;
    let half_square = L::splat(0.5) * f * f;
    let small = s * (half_square + z * polynomial(z)) + (k * L::splat(LN2_LOW) + rest);
    k * L::splat(LN2_HIGH) - ((half_square - small) - f)
}

/// R(z)/z of ln((1 + s)/(1 − s)) = 2s + s R(s²), for 0 ≤ z ≤ 0.04.
#[inline(always)]
fn polynomial<L: Lane>(z: L) -> L {
    let c = L::splat;
    let z2 = z * z;
    let l01 = c(0.666666666666666) + z * c(0.40000000000056957);
    let l23 = c(0.28571428555767775) + z * c(0.2222222430280331);
    let l45 = c(0.18181665517028325) + z * c(0.15391123181763028);
    let l67 = c(0.13173416322604675) + z * c(0.1384424816957004);
    (l01 + z2 * l23) + (z2 * z2) * (l45 + z2 * l67)
}

/// The natural logarithm.
///
/// ln x for x > 0, subnormals too; −∞ for ±0, NaN for x < 0 and NaN, ∞ for ∞.
/// Its largest measured error is 0.75 units in the last place.
///
/// ```
/// use gradstep::num::ln;
/// assert_eq!(ln(1.0), 0.0);
/// assert_eq!(ln(0.0), f64::NEG_INFINITY);
/// assert!(ln(-1.0).is_nan());
/// ```
#[inline(always)]
pub fn ln<L: Lane>(x: L) -> L {
    let (zero, infinity) = (L::splat(0.0), L::splat(f64::INFINITY));
    let tiny = x.less(L::splat(f64::MIN_POSITIVE));
    let scaled = L::select(tiny, x * L::splat(2.0f64.powi(54)), x);
    // Exponent and mantissa, parted so that the mantissa lies in [√½, √2).
    let moved = L::bits_add(scaled.to_bits(), L::bits(EXPONENT_OF_ONE - ROOT_HALF));
    let exponent = L::from_bits(L::bits_or(L::bits_right(moved, 52), L::bits(TWO_52.to_bits())));
    let k = exponent - L::select(tiny, L::splat(TWO_52 + 1077.0), L::splat(TWO_52 + 1023.0));
    let mantissa = L::bits_add(L::bits_and(moved, L::bits((1 << 52) - 1)), L::bits(ROOT_HALF));
    let result = from_parts(k, L::from_bits(mantissa) - L::splat(1.0), zero);
    let positive = L::select(x.less(infinity), result, x);
    let or_zero = L::select(x.equal(zero), -infinity, positive);
    L::select(x.less(zero), L::splat(f64::NAN), or_zero)
}

/// ln(1 + x) for −¼ ≤ x ≤ 1, accurate near 0 too; NaN elsewhere.
///
/// That is the part that softplus and log-sum-exp need, without the division that the whole range would cost.
/// Its largest measured error is 0.85 units in the last place.
///
/// ```
/// assert_eq!(gradstep::num::ln1p(1e-20), 1e-20);
/// ```
#[inline(always)]
pub fn ln1p<L: Lane>(x: L) -> L {
    let result = ln1p_inside(x, L::splat(0.0));
    let above = L::select(x.greater(L::splat(1.0)), L::splat(f64::NAN), result);
    let inside = L::select(x.less(L::splat(-0.25)), L::splat(f64::NAN), above);
    L::select(x.equal(L::splat(0.0)), x, inside)
}

/// ln(1 + x) + rest for −¼ ≤ x ≤ 1, unchecked. Above ½ it is ln 2 + ln((1 + x)/2), where x − 1 is exact.
#[inline(always)]
fn ln1p_inside<L: Lane>(x: L, rest: L) -> L {
    let upper = x.greater(L::splat(0.5));
    let k = L::select(upper, L::splat(1.0), L::splat(0.0));
    from_parts(k, L::select(upper, (x - L::splat(1.0)) * L::splat(0.5), x), rest)
}

/// softplus(x) = ln(1 + eˣ) = max(x, 0) + ln(1 + e^(−|x|)).
///
/// 0 for −∞ and below −745.2, subnormal down to there, x itself above 37, NaN for NaN. Its derivative is
/// [`sigmoid`](super::sigmoid). Its largest measured error is 0.97 units in the last place.
///
/// ```
/// use gradstep::num::{ln, softplus};
/// assert_eq!(softplus(0.0), ln(2.0));
/// assert_eq!(softplus(1000.0), 1000.0);
/// ```
#[inline(always)]
pub fn softplus<L: Lane>(x: L) -> L {
    let zero = L::splat(0.0);
    let (e, e_rest) = decay(x);
    L::select(x.greater(zero), x, zero) + ln1p_inside(e, e_rest * about_reciprocal(e))
}
