//! One function, many meanings: a surface is written once over [`Number`], and read as a value, as lanes of values, with
//! its gradient, with its Hessian, or as the formula that is shown.
#![allow(clippy::suspicious_arithmetic_impl, reason = "the rules for products and quotients have sums in them")]
use crate::derivation::{Expr, Function};
use crate::num::{self, LANES, Lane, Lanes};
use core::ops::{Add, Div, Mul, Neg, Sub};

/// What a surface is computed with.
pub trait Number:
    Clone + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    /// The same everywhere: its derivatives are 0.
    fn constant(value: f64) -> Self;
    /// An elementary function; one that `slopes` knows.
    fn apply(self, function: Function) -> Self;
    fn sqrt(self) -> Self;
    /// To a fixed power. Whole powers up to 16 are products, from left to right.
    fn power(self, exponent: f64) -> Self;

    fn squared(self) -> Self {
        self.power(2.0)
    }
    fn exp(self) -> Self {
        self.apply(Function::Exp)
    }
    fn sin(self) -> Self {
        self.apply(Function::Sin)
    }
    fn cos(self) -> Self {
        self.apply(Function::Cos)
    }
    /// `factor` times this.
    fn times(self, factor: f64) -> Self {
        Self::constant(factor) * self
    }
    /// This and a constant.
    fn plus(self, term: f64) -> Self {
        self + Self::constant(term)
    }
}

/// Whole powers up to this are products.
const MOST_FACTORS: f64 = 16.0;

#[inline(always)]
fn power<L: Lane>(x: L, exponent: f64) -> L {
    if exponent == 0.0 {
        return L::splat(1.0);
    }
    if exponent.fract() == 0.0 && exponent.abs() <= MOST_FACTORS {
        let mut product = x;
        for _ in 1..exponent.abs() as u32 {
            product = product * x;
        }
        return if exponent < 0.0 { L::splat(1.0) / product } else { product };
    }
    each(x, |x| num::pow(x, exponent))
}

/// A function of `libm`, double by double.
#[inline(always)]
fn each<L: Lane>(x: L, function: impl Fn(f64) -> f64) -> L {
    let mut doubles = [0.0; LANES];
    x.store(&mut doubles);
    L::load(&doubles.map(function))
}

#[inline(always)]
fn apply<L: Lane>(function: Function, x: L) -> L {
    match function {
        Function::Exp => num::exp(x),
        Function::Ln => num::ln(x),
        Function::Sigmoid => num::sigmoid(x),
        Function::Tanh => num::tanh(x),
        Function::Softplus => num::softplus(x),
        Function::Sin => each(x, num::sin),
        Function::Cos => each(x, num::cos),
        Function::Tan => each(x, libm::tan),
        Function::Arctan => each(x, libm::atan),
        Function::Abs => x.abs(),
        Function::Sign => {
            let zero = L::splat(0.0);
            L::select(zero.less(x), L::splat(1.0), L::select(x.less(zero), L::splat(-1.0), x))
        }
        // Of matrices, or without a derivative: no surface has them.
        _ => L::splat(f64::NAN),
    }
}

/// f'(x) and f''(x) of a function whose value at x is `value`.
#[inline(always)]
fn slopes<L: Lane>(function: Function, x: L, value: L) -> (L, L) {
    let (zero, one, two) = (L::splat(0.0), L::splat(1.0), L::splat(2.0));
    match function {
        Function::Exp => (value, value),
        Function::Ln => (one / x, -(one / (x * x))),
        Function::Sigmoid => {
            let slope = value * (one - value);
            (slope, slope * (one - two * value))
        }
        Function::Tanh => {
            let slope = one - value * value;
            (slope, -(two * value * slope))
        }
        Function::Softplus => {
            let sigma = num::sigmoid(x);
            (sigma, sigma * (one - sigma))
        }
        Function::Sin => (each(x, num::cos), -value),
        Function::Cos => (-each(x, num::sin), -value),
        Function::Tan => {
            let slope = one + value * value;
            (slope, two * value * slope)
        }
        Function::Arctan => {
            let slope = one / (one + x * x);
            (slope, -(two * x * slope * slope))
        }
        Function::Abs => (apply(Function::Sign, x), zero),
        Function::Sign => (zero, zero),
        _ => (L::splat(f64::NAN), L::splat(f64::NAN)),
    }
}

macro_rules! plain {
    ($type:ty) => {
        impl Number for $type {
            #[inline(always)]
            fn constant(value: f64) -> Self {
                Self::splat(value)
            }
            #[inline(always)]
            fn apply(self, function: Function) -> Self {
                apply(function, self)
            }
            #[inline(always)]
            fn sqrt(self) -> Self {
                Lane::sqrt(self)
            }
            #[inline(always)]
            fn power(self, exponent: f64) -> Self {
                power(self, exponent)
            }
        }
    };
}
plain!(f64);
plain!(Lanes);

/// A partial derivative. `None` is a 0 by the formula's shape, known while compiling where the formula is a function of
/// Rust: nothing is computed with it, so that it stays 0 beside a factor that is infinite.
#[derive(Clone, Copy, Debug)]
pub struct Partial<L>(Option<L>);

impl<L: Lane> Partial<L> {
    const NONE: Self = Self(None);

    #[inline(always)]
    fn one() -> Self {
        Self(Some(L::splat(1.0)))
    }

    /// Its number.
    #[inline(always)]
    pub fn get(self) -> L {
        self.0.unwrap_or(L::splat(0.0))
    }

    #[inline(always)]
    fn times(self, factor: L) -> Self {
        Self(self.0.map(|part| factor * part))
    }

    #[inline(always)]
    fn over(self, divisor: L) -> Self {
        Self(self.0.map(|part| part / divisor))
    }
}

impl<L: Lane> Add for Partial<L> {
    type Output = Self;
    #[inline(always)]
    fn add(self, right: Self) -> Self {
        match (self.0, right.0) {
            (Some(left), Some(right)) => Self(Some(left + right)),
            (left, right) => Self(left.or(right)),
        }
    }
}

impl<L: Lane> Sub for Partial<L> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, right: Self) -> Self {
        match (self.0, right.0) {
            (Some(left), Some(right)) => Self(Some(left - right)),
            (Some(left), None) => Self(Some(left)),
            (None, right) => -Self(right),
        }
    }
}

impl<L: Lane> Neg for Partial<L> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Self(self.0.map(L::neg))
    }
}

/// A value with both its first partial derivatives: exact gradients in one pass (Wengert, *A simple automatic
/// derivative evaluation program*, 1964).
#[derive(Clone, Copy, Debug)]
pub struct Dual<L> {
    pub value: L,
    pub dx: Partial<L>,
    pub dy: Partial<L>,
}

impl<L: Lane> Dual<L> {
    /// The coordinate x.
    #[inline(always)]
    pub fn x(value: L) -> Self {
        Dual { value, dx: Partial::one(), dy: Partial::NONE }
    }

    /// The coordinate y.
    #[inline(always)]
    pub fn y(value: L) -> Self {
        Dual { value, dx: Partial::NONE, dy: Partial::one() }
    }

    /// g(self), where g has the value `value` and the slope `slope` here.
    #[inline(always)]
    fn chain(self, value: L, slope: L) -> Self {
        Dual { value, dx: self.dx.times(slope), dy: self.dy.times(slope) }
    }
}

/// The same operation on every part of two numbers.
macro_rules! by_parts {
    ($trait:ident, $method:ident, $sign:tt) => {
        impl<L: Lane> $trait for Dual<L> {
            type Output = Self;
            #[inline(always)]
            fn $method(self, right: Self) -> Self {
                Dual { value: self.value $sign right.value, dx: self.dx $sign right.dx, dy: self.dy $sign right.dy }
            }
        }
    };
}
by_parts!(Add, add, +);
by_parts!(Sub, sub, -);

impl<L: Lane> Mul for Dual<L> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, right: Self) -> Self {
        Dual {
            value: self.value * right.value,
            dx: self.dx.times(right.value) + right.dx.times(self.value),
            dy: self.dy.times(right.value) + right.dy.times(self.value),
        }
    }
}

impl<L: Lane> Div for Dual<L> {
    type Output = Self;
    #[inline(always)]
    fn div(self, right: Self) -> Self {
        let value = self.value / right.value;
        Dual {
            value,
            dx: (self.dx - right.dx.times(value)).over(right.value),
            dy: (self.dy - right.dy.times(value)).over(right.value),
        }
    }
}

impl<L: Lane> Neg for Dual<L> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Dual { value: -self.value, dx: -self.dx, dy: -self.dy }
    }
}

impl<L: Lane> Number for Dual<L> {
    #[inline(always)]
    fn constant(value: f64) -> Self {
        Dual { value: L::splat(value), dx: Partial::NONE, dy: Partial::NONE }
    }

    #[inline(always)]
    fn apply(self, function: Function) -> Self {
        let value = apply(function, self.value);
        self.chain(value, slopes(function, self.value, value).0)
    }

    #[inline(always)]
    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        self.chain(root, L::splat(0.5) / root)
    }

    #[inline(always)]
    fn power(self, exponent: f64) -> Self {
        self.chain(power(self.value, exponent), L::splat(exponent) * power(self.value, exponent - 1.0))
    }
}

/// A value with its gradient and its Hessian, all exact (second-order forward mode).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Jet {
    pub value: f64,
    /// (∂f/∂x, ∂f/∂y)
    pub gradient: [f64; 2],
    /// (∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²)
    pub hessian: [f64; 3],
}

impl Jet {
    pub fn x(value: f64) -> Self {
        Jet { value, gradient: [1.0, 0.0], hessian: [0.0; 3] }
    }

    pub fn y(value: f64) -> Self {
        Jet { value, gradient: [0.0, 1.0], hessian: [0.0; 3] }
    }

    /// g(self) for g with this value, slope and curvature.
    fn chain(self, value: f64, slope: f64, curvature: f64) -> Self {
        let outer = products(self.gradient, self.gradient);
        Jet {
            value,
            gradient: self.gradient.map(|part| slope * part),
            hessian: [0, 1, 2].map(|part| slope * self.hessian[part] + curvature * outer[part]),
        }
    }

    /// The Hessian's eigenvalues, the larger first.
    pub fn eigenvalues(&self) -> [f64; 2] {
        let [xx, xy, yy] = self.hessian;
        let (middle, half) = (0.5 * (xx + yy), 0.5 * (xx - yy));
        let radius = (half * half + xy * xy).sqrt();
        [middle + radius, middle - radius]
    }

    /// The direction of the eigenvalue that is largest in size, of length 1.
    pub fn steepest(&self) -> [f64; 2] {
        let [xx, xy, yy] = self.hessian;
        let [high, low] = self.eigenvalues();
        let steep = if high.abs() >= low.abs() { high } else { low };
        // (H − λ I) v = 0: either row gives v; the one with larger entries loses no digits
        let ([a, b], [c, d]) = ([xy, steep - xx], [steep - yy, xy]);
        let [x, y] = if a.abs() + b.abs() >= c.abs() + d.abs() { [a, b] } else { [c, d] };
        let length = (x * x + y * y).sqrt();
        if length == 0.0 { [1.0, 0.0] } else { [x / length, y / length] }
    }
}

/// The three different entries of a bᵀ made symmetric: half of a bᵀ + b aᵀ.
fn products(a: [f64; 2], b: [f64; 2]) -> [f64; 3] {
    [a[0] * b[0], 0.5 * (a[0] * b[1] + a[1] * b[0]), a[1] * b[1]]
}

impl Jet {
    fn zip(self, right: Self, join: impl Fn(f64, f64) -> f64) -> Self {
        Jet {
            value: join(self.value, right.value),
            gradient: [0, 1].map(|part| join(self.gradient[part], right.gradient[part])),
            hessian: [0, 1, 2].map(|part| join(self.hessian[part], right.hessian[part])),
        }
    }
}

impl Add for Jet {
    type Output = Self;
    fn add(self, right: Self) -> Self {
        self.zip(right, |a, b| a + b)
    }
}

impl Sub for Jet {
    type Output = Self;
    fn sub(self, right: Self) -> Self {
        self.zip(right, |a, b| a - b)
    }
}

impl Mul for Jet {
    type Output = Self;
    fn mul(self, right: Self) -> Self {
        let mixed = products(self.gradient, right.gradient);
        Jet {
            value: self.value * right.value,
            gradient: [0, 1].map(|part| self.gradient[part] * right.value + self.value * right.gradient[part]),
            hessian: [0, 1, 2]
                .map(|part| self.hessian[part] * right.value + 2.0 * mixed[part] + self.value * right.hessian[part]),
        }
    }
}

impl Div for Jet {
    type Output = Self;
    fn div(self, right: Self) -> Self {
        let value = self.value / right.value;
        // From value · right = self, differentiated once and twice.
        let gradient = [0, 1].map(|part| (self.gradient[part] - value * right.gradient[part]) / right.value);
        let mixed = products(gradient, right.gradient);
        let rest = |part: usize| self.hessian[part] - 2.0 * mixed[part] - value * right.hessian[part];
        let hessian = [0, 1, 2].map(|part| rest(part) / right.value);
        Jet { value, gradient, hessian }
    }
}

impl Neg for Jet {
    type Output = Self;
    fn neg(self) -> Self {
        Jet { value: -self.value, gradient: self.gradient.map(|part| -part), hessian: self.hessian.map(|part| -part) }
    }
}

impl Number for Jet {
    fn constant(value: f64) -> Self {
        Jet { value, gradient: [0.0; 2], hessian: [0.0; 3] }
    }

    fn apply(self, function: Function) -> Self {
        let value = apply(function, self.value);
        let (slope, curvature) = slopes(function, self.value, value);
        self.chain(value, slope, curvature)
    }

    fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        self.chain(root, 0.5 / root, -0.25 / (root * self.value))
    }

    fn power(self, exponent: f64) -> Self {
        let at = |less: f64| power(self.value, exponent - less);
        // 0 times a pole would be NaN where the true derivative is 0.
        let slope = if exponent == 0.0 { 0.0 } else { exponent * at(1.0) };
        let factor = exponent * (exponent - 1.0);
        self.chain(at(0.0), slope, if factor == 0.0 { 0.0 } else { factor * at(2.0) })
    }
}

impl Number for Expr {
    fn constant(value: f64) -> Self {
        Expr::Number(value)
    }

    fn apply(self, function: Function) -> Self {
        Expr::apply(self, function)
    }

    fn sqrt(self) -> Self {
        Expr::sqrt(self)
    }

    fn power(self, exponent: f64) -> Self {
        if exponent == 2.0 { Expr::squared(self) } else { Expr::power(self, Expr::Number(exponent)) }
    }

    fn plus(self, term: f64) -> Self {
        if term < 0.0 { self - Expr::Number(-term) } else { self + Expr::Number(term) }
    }
}
