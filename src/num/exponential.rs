//! exp and what is made of it: expm1, sigmoid, tanh.
//!
//! All stand on one reduction (Cody & Waite, *Software Manual for the Elementary Functions*, 1980, chapter 6):
//! x = k ln 2 + r with whole k and |r| ≤ ½ ln 2, so eˣ = 2ᵏ eʳ, and eʳ = 1 + r + r² P(r). ln 2 is split in two parts
//! of which the first has so few bits that k times it is exact. P is a near-minimax polynomial; its coefficients come
//! from `tests/reference/coefficients.py`.

use super::lane::Lane;
use core::hint::black_box;

const LOG2_E: f64 = core::f64::consts::LOG2_E;
/// The first 42 bits of ln 2: k · LN2_HIGH is exact for |k| < 2¹¹.
pub(super) const LN2_HIGH: f64 = 0.6931471805598903;
/// ln 2 − LN2_HIGH.
pub(super) const LN2_LOW: f64 = 5.497923018708371e-14;

/// 1.5 · 2⁵². Adding it rounds a small number to a whole one, and leaves that whole number in the low bits of the sum
/// (Muller et al., *Handbook of Floating-Point Arithmetic*, 2018); a bias added to it is left there too.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// The bias of a double's exponent.
const BIAS: u32 = 1023;

/// An exponent is kept this much too large until the last step, where a result may become subnormal.
const LIFT: u32 = 64;
const LOWER: f64 = 1.0 / (1u128 << LIFT) as f64;

/// The numbers that an exponential is computed with. [`exp`] reads them from memory: an engine makes constants of wasm
/// anew in every turn of a loop.
struct ExpNumbers {
    log2_e: f64,
    ln2: [f64; 2],
    /// P(r) of eʳ = 1 + r + r² P(r)
    polynomial: [f64; 10],
}

static EXP: ExpNumbers = ExpNumbers {
    log2_e: LOG2_E,
    ln2: [LN2_HIGH, LN2_LOW],
    polynomial: [
        0.5000000000000006,
        0.16666666666666588,
        0.04166666666657679,
        0.008333333333390024,
        0.0013888888931550966,
        0.0001984126971786088,
        2.4801505291550977e-05,
        2.7557408621797407e-06,
        2.762603062049673e-07,
        2.5053426305609953e-08,
    ],
};

/// x = k ln 2 + r, for x within ±1100 or NaN: k + OFFSET in the low bits, and r as the difference of two numbers.
#[inline(always)]
fn split<L: Lane, const OFFSET: u32>(by: &ExpNumbers, x: L) -> (L::Bits, L, L) {
    let round = L::splat(ROUND + OFFSET as f64);
    let shifted = x * L::splat(by.log2_e) + round;
    let k = shifted - round;
    (shifted.to_bits(), x - k * L::splat(by.ln2[0]), k * L::splat(by.ln2[1]))
}

/// eʳ − 1 = `value` + `rest`, |`rest`| at most half a unit in the last place of `value`, for r = high − low.
#[inline(always)]
fn expm1_reduced<L: Lane>(by: &ExpNumbers, high: L, low: L) -> (L, L) {
    let r = high - low;
    let bend = r * r * polynomial(by, r) - low;
    let value = high + bend;
    (value, (high - value) + bend)
}

/// P(r), by Estrin's scheme: half the waiting of Horner's.
#[inline(always)]
fn polynomial<L: Lane>(by: &ExpNumbers, r: L) -> L {
    let r2 = r * r;
    let r4 = r2 * r2;
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9] = by.polynomial.map(L::splat);
    let (p01, p23, p45, p67, p89) = (c0 + r * c1, c2 + r * c3, c4 + r * c5, c6 + r * c7, c8 + r * c9);
    (p01 + r2 * p23) + r4 * ((p45 + r2 * p67) + r4 * p89)
}

/// 2ᵏ from k + 2046 as a product of two normal powers of two, so that 2¹⁰²⁴ and 2⁻¹⁰⁷⁶ can be reached in two steps.
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

/// x 2ᵏ for k in the low bits of `k_bits`, x and the result normal: added to the exponent, which is exact and waits less
/// than a product. Any number where x is NaN.
#[inline(always)]
fn scaled<L: Lane>(x: L, k_bits: L::Bits) -> L {
    L::from_bits(L::bits_add(x.to_bits(), L::bits_left(k_bits, 52)))
}

/// The exponential function.
///
/// eˣ, for every x: 0 for −∞ and below −745.2, subnormal down to there, ∞ above 709.79, NaN for NaN.
/// Its largest measured error is 0.91 units in the last place.
///
/// ```
/// assert_eq!(gradstep::num::exp(0.0), 1.0);
/// assert_eq!(gradstep::num::exp(f64::NEG_INFINITY), 0.0);
/// ```
#[inline(always)]
pub fn exp<L: Lane>(x: L) -> L {
    let by = black_box(&EXP); // not folded into constants
    let (k_bits, high, low) = split::<L, { 2 * BIAS }>(by, x.at_most(710.0).at_least(-746.0));
    let (value, _) = expm1_reduced(by, high, low);
    let (first, second) = powers::<L>(k_bits);
    (L::splat(1.0) + value) * first * second
}

/// e^(−|x|) as an unevaluated sum of two doubles, for quotients that would otherwise add its rounding to their own.
#[inline(always)]
pub(super) fn decay<L: Lane>(x: L) -> (L, L) {
    let (k_bits, high, low) = split::<L, { BIAS + LIFT }>(&EXP, (-x.abs()).at_least(-746.0));
    let (value, rest) = expm1_reduced(&EXP, high, low);
    let (power, lower) = (L::from_bits(L::bits_left(k_bits, 52)), L::splat(LOWER));
    let (sum, error) = two_sum(L::splat(1.0), value);
    (sum * power * lower, (error + rest) * power * lower)
}

/// a + b and what rounding took from it, exactly, where |a| ≥ |b| or a = 0 (Dekker, 1971).
#[inline(always)]
fn two_sum<L: Lane>(a: L, b: L) -> (L, L) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// 1/(1 + e) for 0 ≤ e ≤ 1, to 5 %: enough for a correction that is itself a rounding error.
#[inline(always)]
pub(super) fn about_reciprocal<L: Lane>(e: L) -> L {
    L::splat(0.957) - L::splat(0.5) * e
}

/// eˣ − 1, accurate near 0 too.
///
/// −1 for −∞, ∞ above 709.79, ±0 for ±0, NaN for NaN.
/// Its largest measured error is 1.03 units in the last place.
///
/// ```
/// assert_eq!(gradstep::num::expm1(1e-20), 1e-20);
/// ```
#[inline(always)]
pub fn expm1<L: Lane>(x: L) -> L {
    // 2ᵏ ((1 − 2⁻ᵏ) + (eʳ − 1)); below −40 the result is −1 already.
    let (k_bits, high, low) = split::<L, { 2 * BIAS }>(&EXP, x.at_most(710.0).at_least(-40.0));
    let (value, rest) = expm1_reduced(&EXP, high, low);
    let (first, second) = powers::<L>(k_bits);
    let inverse = reciprocal(first) * reciprocal(second);
    let one = L::splat(1.0);
    let shift = one - inverse;
    // Beyond 2⁵³ either side of 1 the difference is rounded.
    let lost = L::select(inverse.less(one), (one - shift) - inverse, L::splat(0.0));
    let (sum, error) = two_sum(shift, value);
    let result = (sum + (error + (rest + lost))) * first * second;
    L::select(x.equal(L::splat(0.0)), x, result)
}

/// The logistic function σ(x) = 1 / (1 + e⁻ˣ).
///
/// Nothing overflows and both tails keep their relative accuracy: σ(−745) is subnormal, and σ(−800) is 0 only because
/// no double is as small. σ(−∞) = 0, σ(∞) = 1, NaN for NaN.
/// Its largest measured error is 1.86 units in the last place: it is the hot loop of training, and the corrections
/// that would bring it to 1.1 cost 40 % more time.
///
/// ```
/// use gradstep::num::sigmoid;
/// assert_eq!(sigmoid(0.0), 0.5);
/// assert!(sigmoid(-740.0) > 0.0);
/// ```
#[inline(always)]
pub fn sigmoid<L: Lane>(x: L) -> L {
    sigmoid_by(&SIGMOID, x)
}

/// The numbers that the sigmoid is computed with: in memory, for a loop that should not make each of them anew in every
/// turn, as an engine does with constants of wasm.
#[derive(Debug)]
pub(crate) struct SigmoidNumbers {
    /// Above, σ is 1 in doubles; below, 0.
    range: [f64; 2],
    /// −log₂ e
    scale: f64,
    round: f64,
    ln2: [f64; 2],
    /// A = 2 + z (c₀ + c₁ z + … + c₄ z⁴) for z = r²
    two: f64,
    even: [f64; 5],
    lower: f64,
}

pub(crate) static SIGMOID: SigmoidNumbers = SigmoidNumbers {
    range: [40.0, -746.0],
    scale: -LOG2_E,
    round: ROUND - LIFT as f64,
    ln2: [LN2_HIGH, LN2_LOW],
    two: 2.0,
    even: [
        0.16666666666666555,
        -0.002777777777669831,
        6.613756250556843e-05,
        -1.6533837551307334e-06,
        4.136059952870807e-08,
    ],
    lower: LOWER,
};

/// [`sigmoid`], its numbers read from memory.
#[inline(always)]
pub(crate) fn sigmoid_by<L: Lane>(by: &SigmoidNumbers, x: L) -> L {
    let c = L::splat;
    // With e⁻ˣ = 2ᵏ e⁻ʳ and eʳ = (A + r)/(A − r), A = r coth(r/2), one division is enough: σ(x) = n/(n + m), n = A + r,
    // m = 2ᵏ (A − r). Both are 2⁻⁶⁴ of that here, so that m stays finite where σ is subnormal.
    let x = x.at_most(by.range[0]).at_least(by.range[1]);
    let shifted = x * c(by.scale) + c(by.round);
    let k = shifted - c(by.round);
    let r = (x + k * c(by.ln2[0])) + k * c(by.ln2[1]);
    let [c0, c1, c2, c3, c4] = by.even.map(c);
    let z = r * r;
    let z2 = z * z;
    let even = z * ((c0 + z * c1) + z2 * ((c2 + z * c3) + z2 * c4));
    // A's own rounding matters little as long as both use the same A. n is made from m, so that what rounding did to m
    // cancels where m is nearly all of the sum.
    let m = (c(by.two) + even) - r;
    let n = (m + (r + r)) * c(by.lower);
    n / (n + scaled(m, shifted.to_bits()))
}

/// The hyperbolic tangent.
///
/// tanh |x| = −t / (2 + t) with t = e^(−2|x|) − 1, and the sign of x. ±1 for ±∞, ±0 for ±0, NaN for NaN.
/// Its largest measured error is 1.36 units in the last place.
///
/// ```
/// use gradstep::num::tanh;
/// assert_eq!(tanh(1e-300), 1e-300);
/// assert_eq!(tanh(-50.0), -1.0);
/// ```
#[inline(always)]
pub fn tanh<L: Lane>(x: L) -> L {
    let (one, two) = (L::splat(1.0), L::splat(2.0));
    // 2ᵏ ((1 − 2⁻ᵏ) + (eʳ − 1)) as in expm1, but −58 ≤ k ≤ 0: one power is enough.
    let (k_bits, high, low) = split::<L, BIAS>(&EXP, (-two * x.abs()).at_least(-40.0));
    let (value, rest) = expm1_reduced(&EXP, high, low);
    let power = L::from_bits(L::bits_left(k_bits, 52));
    let (shift, lost) = two_sum(-one, power);
    let (t, error) = two_sum(shift, value * power);
    let t_rest = error + (lost + rest * power);
    let (below, below_rest) = two_sum(two, t);
    let quotient = -t / below;
    let correction = (t_rest + quotient * (below_rest + t_rest)) * about_reciprocal(one + t);
    (quotient - correction).abs().with_sign_of(x)
}
