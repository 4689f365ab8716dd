//! One interface for a single `f64` and for several side by side.

use core::ops::{Add, Div, Mul, Neg, Sub};
use wide::{f64x2, u64x2};

/// Several doubles that are computed together: two, the width of a `simd128` and of an SSE2 register.
pub type Lanes = f64x2;

/// How many doubles stand in [`Lanes`].
pub const LANES: usize = Lanes::WIDTH;

/// Columns as rows: the first doubles of all `rows`, then the second ones.
///
/// ```
/// use gradstep::num::{Lane, Lanes, transposed};
/// let [x, y] = transposed([Lanes::load(&[1.0, 2.0]), Lanes::load(&[3.0, 4.0])]);
/// assert_eq!([x.to_array(), y.to_array()], [[1.0, 3.0], [2.0, 4.0]]);
/// ```
#[inline(always)]
pub fn transposed(rows: [Lanes; LANES]) -> [Lanes; LANES] {
    Lanes::transpose(rows)
}

/// One `f64`, or a fixed number of them that are computed together.
///
/// Whatever is written once over `L: Lane` gives **the same bits** for `f64` and, element by element, for [`Lanes`]:
/// every operation here is one correctly rounded IEEE-754 operation, a comparison or a move of bits. There is no
/// fused multiply-add, no approximate reciprocal, and no minimum or maximum whose answer for NaN or ±0 depends on the
/// machine. (Only the sign and payload of a NaN are left open, as the machines leave them open.)
///
/// ```
/// use gradstep::num::{LANES, Lane, Lanes};
///
/// fn leaky_relu<L: Lane>(slope: f64, z: L) -> L {
///     L::select(z.greater(L::splat(0.0)), z, L::splat(slope) * z)
/// }
/// let mut out = [0.0; LANES];
/// leaky_relu(0.1, Lanes::splat(-2.0)).store(&mut out);
/// assert_eq!(out, [leaky_relu(0.1, -2.0); LANES]);
/// ```
pub trait Lane:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// How many doubles are computed together.
    const WIDTH: usize;
    /// The answer of a comparison, for each double.
    type Mask: Copy;
    /// The 64 bits of each double, with wrapping arithmetic.
    type Bits: Copy;

    /// The same `value` everywhere.
    fn splat(value: f64) -> Self;
    /// The first [`WIDTH`](Self::WIDTH) doubles of `from`, which must hold that many.
    fn load(from: &[f64]) -> Self;
    /// Writes to the first [`WIDTH`](Self::WIDTH) places of `to`, which must hold that many.
    fn store(self, to: &mut [f64]);

    /// |x|: clears the sign bit, of NaN too.
    fn abs(self) -> Self;
    /// √x, correctly rounded; NaN for x < 0.
    fn sqrt(self) -> Self;
    /// `self` with the sign bit of `sign`; `self` must not be negative.
    fn with_sign_of(self, sign: Self) -> Self;
    /// `bound` where x > `bound`, else x; so NaN stays NaN. `bound` must be neither 0 nor NaN.
    fn at_most(self, bound: f64) -> Self;
    /// `bound` where x < `bound`, else x; so NaN stays NaN. `bound` must be neither 0 nor NaN.
    fn at_least(self, bound: f64) -> Self;

    /// x < y; false where either is NaN.
    fn less(self, other: Self) -> Self::Mask;
    /// x > y; false where either is NaN.
    fn greater(self, other: Self) -> Self::Mask;
    /// x = y, so +0 equals −0; false where either is NaN.
    fn equal(self, other: Self) -> Self::Mask;
    /// `yes` where the mask holds, else `no`; both are computed, neither is looked at.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;

    /// The bits of each double.
    fn to_bits(self) -> Self::Bits;
    /// The doubles of the given bits.
    fn from_bits(bits: Self::Bits) -> Self;
    /// The same 64 bits everywhere.
    fn bits(value: u64) -> Self::Bits;
    /// a + b modulo 2⁶⁴.
    fn bits_add(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    /// a − b modulo 2⁶⁴.
    fn bits_sub(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    /// a ∧ b, bit by bit.
    fn bits_and(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    /// a ∨ b, bit by bit.
    fn bits_or(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    /// a shifted left by `places` < 64.
    fn bits_left(a: Self::Bits, places: u32) -> Self::Bits;
    /// a shifted right by `places` < 64, zeros moving in.
    fn bits_right(a: Self::Bits, places: u32) -> Self::Bits;
}

impl Lane for f64 {
    const WIDTH: usize = 1;
    type Mask = bool;
    type Bits = u64;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        value
    }
    #[inline(always)]
    fn load(from: &[f64]) -> Self {
        from[0]
    }
    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        to[0] = self;
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
    #[inline(always)]
    fn with_sign_of(self, sign: Self) -> Self {
        f64::from_bits(self.to_bits() | (sign.to_bits() & (1 << 63)))
    }
    #[inline(always)]
    fn at_most(self, bound: f64) -> Self {
        if bound < self { bound } else { self }
    }
    #[inline(always)]
    fn at_least(self, bound: f64) -> Self {
        if bound > self { bound } else { self }
    }
    #[inline(always)]
    fn less(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn greater(self, other: Self) -> bool {
        self > other
    }
    #[inline(always)]
    fn equal(self, other: Self) -> bool {
        self == other
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn to_bits(self) -> u64 {
        f64::to_bits(self)
    }
    #[inline(always)]
    fn from_bits(bits: u64) -> Self {
        f64::from_bits(bits)
    }
    #[inline(always)]
    fn bits(value: u64) -> u64 {
        value
    }
    #[inline(always)]
    fn bits_add(a: u64, b: u64) -> u64 {
        a.wrapping_add(b)
    }
    #[inline(always)]
    fn bits_sub(a: u64, b: u64) -> u64 {
        a.wrapping_sub(b)
    }
    #[inline(always)]
    fn bits_and(a: u64, b: u64) -> u64 {
        a & b
    }
    #[inline(always)]
    fn bits_or(a: u64, b: u64) -> u64 {
        a | b
    }
    #[inline(always)]
    fn bits_left(a: u64, places: u32) -> u64 {
        a << places
    }
    #[inline(always)]
    fn bits_right(a: u64, places: u32) -> u64 {
        a >> places
    }
}

impl Lane for f64x2 {
    const WIDTH: usize = 2;
    type Mask = f64x2;
    type Bits = u64x2;

    #[inline(always)]
    fn splat(value: f64) -> Self {
        f64x2::new([value; 2])
    }
    #[inline(always)]
    fn load(from: &[f64]) -> Self {
        let from = &from[..2];
        f64x2::new([from[0], from[1]])
    }
    #[inline(always)]
    fn store(self, to: &mut [f64]) {
        to[..2].copy_from_slice(&self.to_array());
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f64x2::abs(self)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64x2::sqrt(self)
    }
    #[inline(always)]
    fn with_sign_of(self, sign: Self) -> Self {
        self | (sign & Self::splat(-0.0))
    }
    #[inline(always)]
    fn at_most(self, bound: f64) -> Self {
        let bound = Self::splat(bound);
        // One instruction where its answer for NaN is known: minpd(a, b) is "a < b ? a : b", pmin(a, b) "b < a ? b : a".
        if cfg!(target_feature = "sse2") {
            bound.fast_min(self)
        } else if cfg!(target_feature = "simd128") {
            self.fast_min(bound)
        } else {
            Self::select(bound.less(self), bound, self)
        }
    }
    #[inline(always)]
    fn at_least(self, bound: f64) -> Self {
        let bound = Self::splat(bound);
        if cfg!(target_feature = "sse2") {
            bound.fast_max(self)
        } else if cfg!(target_feature = "simd128") {
            self.fast_max(bound)
        } else {
            Self::select(bound.greater(self), bound, self)
        }
    }
    #[inline(always)]
    fn less(self, other: Self) -> f64x2 {
        self.simd_lt(other)
    }
    #[inline(always)]
    fn greater(self, other: Self) -> f64x2 {
        self.simd_gt(other)
    }
    #[inline(always)]
    fn equal(self, other: Self) -> f64x2 {
        self.simd_eq(other)
    }
    #[inline(always)]
    fn select(mask: f64x2, yes: Self, no: Self) -> Self {
        mask.select(yes, no)
    }
    #[inline(always)]
    fn to_bits(self) -> u64x2 {
        f64x2::to_bits(self)
    }
    #[inline(always)]
    fn from_bits(bits: u64x2) -> Self {
        f64x2::from_bits(bits)
    }
    #[inline(always)]
    fn bits(value: u64) -> u64x2 {
        u64x2::new([value; 2])
    }
    #[inline(always)]
    fn bits_add(a: u64x2, b: u64x2) -> u64x2 {
        a + b
    }
    #[inline(always)]
    fn bits_sub(a: u64x2, b: u64x2) -> u64x2 {
        a - b
    }
    #[inline(always)]
    fn bits_and(a: u64x2, b: u64x2) -> u64x2 {
        a & b
    }
    #[inline(always)]
    fn bits_or(a: u64x2, b: u64x2) -> u64x2 {
        a | b
    }
    #[inline(always)]
    fn bits_left(a: u64x2, places: u32) -> u64x2 {
        a << places
    }
    #[inline(always)]
    fn bits_right(a: u64x2, places: u32) -> u64x2 {
        a >> places
    }
}
