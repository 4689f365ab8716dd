//! exp and what is made of it: expm1, sigmoid, tanh.
//!
//! All stand on one reduction (Cody & Waite, *Software Manual for the Elementary Functions*, 1980, chapter 6):
//! x = k ln 2 + r with whole k and |r| ≤ ½ ln 2, so eˣ = 2ᵏ eʳ, and eʳ = 1 + r + r² P(r). ln 2 is split in two parts
//! of which the first has so few bits that k times it is exact. P is a near-minimax polynomial; its coefficients come
//! from `tests/reference/coefficients.py`.

use super::lane::Lane;

const LOG2_E: f64 = core::f64::consts::LOG2_E;
/// The first 42 bits of ln 2: k · LN2_HIGH is exact for |k| < 2¹¹.
pub(super) const LN2_HIGH: f64 = 0.6931471805598903;
/// ln 2 − LN2_HIGH.
pub(super) const LN2_LOW: f64 = 5.497923018708371e-14;

/// 1.5 · 2⁵² + 2046. Adding it rounds a small number to a whole one, and leaves that whole number plus 2046 (twice the
/// bias of an exponent) in the low bits of the sum (Muller et al., *Handbook of Floating-Point Arithmetic*).
const ROUND: f64 = 6_755_399_441_055_744.0 + 2046.0;

/// eʳ − 1 as an unevaluated sum, and the whole number of the reduction.
struct Reduced<L: Lane> {
    /// eʳ − 1 = `value` + `rest`, |`rest`| at most half a unit in the last place of `value`.
    value: L,
    rest: L,
    /// k + 2046 in the low bits.
    k_bits: L::Bits,
}

/// Reduces x, which must lie in about ±1100 or be NaN.
#[inline(always)]
fn reduce<L: Lane>(x: L) -> Reduced<L> {
    let shifted = x * L::splat(LOG2_E) + L::splat(ROUND);
    let k = shifted - L::splat(ROUND);
    let high = x - k * L::splat(LN2_HIGH);
    let low = k * L::splat(LN2_LOW);
    let r = high - low;
    let bend = r * r * polynomial(r) - low;
    let value = high + bend;
    Reduced { value, rest: (high - value) + bend, k_bits: shifted.to_bits() }
}

/// P(r) of eʳ = 1 + r + r² P(r), by Estrin's scheme: half the waiting of Horner's.
#[inline(always)]
fn polynomial<L: Lane>(r: L) -> L {
    let c = L::splat;
    let r2 = r * r;
    let r4 = r2 * r2;
    let p01 = c(0.5000000000000006) + r * c(0.16666666666666588);
    let p23 = c(0.04166666666657679) + r * c(0.008333333333390024);
    let p45 = c(0.0013888888931550966) + r * c(0.0001984126971786088);
    let p67 = c(2.4801505291550977e-05) + r * c(2.7557408621797407e-06);
    let p89 = c(2.762603062049673e-07) + r * c(2.5053426305609953e-08);
    (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89)
}

/// 2ᵏ as a product of two normal powers of two, so that 2¹⁰²⁴ and 2⁻¹⁰⁷⁵ can be reached in two steps.
#[inline(always)]
fn powers<L: Lane>(k_bits: L::Bits) -> (L, L) {
    let first = L::bits_left(L::bits_right(k_bits, 1), 52);
    let second = L::bits_sub(L::bits_left(k_bits, 52), first);
    (L::from_bits(first), L::from_bits(second))
}

/// 1/2ᵉ of a normal power of two 2ᵉ, −1022 ≤ e ≤ 1022.
#[inline(always)]
fn reciprocal<L: Lane>(power: L) -> L {
    L::from_bits(L::bits_sub(L::bits(2046 << 52), power.to_bits()))
}

/// The exponential function.
///
/// eˣ, for every x: 0 for −∞ and below −745.2, subnormal down to there, ∞ above 709.79, NaN for NaN.
/// Largest error measured: see the table of [`num`](super).
///
/// ```
/// assert_eq!(gradstep::num::exp(0.0), 1.0);
/// assert_eq!(gradstep::num::exp(f64::NEG_INFINITY), 0.0);
/// ```
#[inline(always)]
pub fn exp<L: Lane>(x: L) -> L {
    let reduced = reduce(x.at_most(710.0).at_least(-746.0));
    let (first, second) = powers::<L>(reduced.k_bits);
    (L::splat(1.0) + reduced.value) * first * second
}

/// eˣ − 1, accurate near 0 too.
///
/// −1 for −∞, ∞ above 709.79, ±0 for ±0, NaN for NaN.
///
/// ```
/// assert_eq!(gradstep::num::expm1(1e-20), 1e-20);
/// ```
#[inline(always)]
pub fn expm1<L: Lane>(x: L) -> L {
    // 2ᵏ ((1 − 2⁻ᵏ) + (eʳ − 1)); below −40 the result is −1 already.
    let reduced = reduce(x.at_most(710.0).at_least(-40.0));
    let (first, second) = powers::<L>(reduced.k_bits);
    let shift = L::splat(1.0) - reciprocal(first) * reciprocal(second);
    let result = ((shift + reduced.value) + reduced.rest) * first * second;
    L::select(x.equal(L::splat(0.0)), x, result)
}

/// The logistic function σ(x) = 1 / (1 + e⁻ˣ).
///
/// Computed from e = e^(−|x|) as 1/(1+e) or e/(1+e), so that nothing overflows and both tails keep their relative
/// accuracy: σ(−800) is 0 only because no double is as small. σ(−∞) = 0, σ(∞) = 1, NaN for NaN.
///
/// ```
/// use gradstep::num::sigmoid;
/// assert_eq!(sigmoid(0.0), 0.5);
/// assert!(sigmoid(-740.0) > 0.0);
/// ```
#[inline(always)]
pub fn sigmoid<L: Lane>(x: L) -> L {
    let one = L::splat(1.0);
    let e = exp(-x.abs());
    L::select(x.less(L::splat(0.0)), e, one) / (one + e)
}

/// The hyperbolic tangent.
///
/// tanh |x| = −t / (2 + t) with t = e^(−2|x|) − 1, and the sign of x. ±1 for ±∞, ±0 for ±0, NaN for NaN.
///
/// ```
/// use gradstep::num::tanh;
/// assert_eq!(tanh(1e-300), 1e-300);
/// assert_eq!(tanh(-50.0), -1.0);
/// ```
#[inline(always)]
pub fn tanh<L: Lane>(x: L) -> L {
    let size = x.abs().at_most(20.0);
    let reduced = reduce(-(size + size));
    // k is −58 at the least: one power is enough.
    let power = L::from_bits(L::bits_left(L::bits_sub(reduced.k_bits, L::bits(1023)), 52));
    let t = (power - L::splat(1.0) + reduced.value * power) + reduced.rest * power;
    (-t / (L::splat(2.0) + t)).with_sign_of(x)
}
