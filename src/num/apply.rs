//! A function over a slice of any length: in lanes, the tail one by one, every element with the same bits.

use super::lane::{LANES, Lane, Lanes};

/// A function of one number that can be computed for a single double and for [`Lanes`].
///
/// A closure cannot be generic, so a function with parameters is a small struct:
///
/// ```
/// use gradstep::num::{self, Lane, LaneFunction};
///
/// struct LeakyRelu(f64);
/// impl LaneFunction for LeakyRelu {
///     fn at<L: Lane>(&self, z: L) -> L {
///         L::select(z.greater(L::splat(0.0)), z, L::splat(self.0) * z)
///     }
/// }
/// let mut a = [0.0; 3];
/// num::apply(&LeakyRelu(0.1), &[-1.0, 0.0, 2.0], &mut a);
/// assert_eq!(a, [-0.1, 0.0, 2.0]);
/// ```
pub trait LaneFunction {
    /// The function's value at `x`. Mark it `#[inline(always)]`.
    fn at<L: Lane>(&self, x: L) -> L;
}

/// Writes f(x) of every element of `x` to `out`. Where the lengths differ, the shorter one counts.
///
/// The result does not depend on how the elements fall into lanes.
///
/// ```
/// use gradstep::num::{self, function, sigmoid};
/// let x = [-1.0, 0.0, 1.0];
/// let mut out = [0.0; 3];
/// num::apply(&function::Sigmoid, &x, &mut out);
/// assert_eq!(out, x.map(sigmoid));
/// ```
pub fn apply<F: LaneFunction>(f: &F, x: &[f64], out: &mut [f64]) {
    let length = x.len().min(out.len());
    let whole = length - length % PACK;
    apply_packs(f, &x[..whole], &mut out[..whole]);
    if whole < length {
        let (mut rest, mut result) = ([0.0; PACK], [0.0; PACK]);
        rest[..length - whole].copy_from_slice(&x[whole..length]);
        apply_packs(f, &rest, &mut result);
        out[whole..length].copy_from_slice(&result[..length - whole]);
    }
}

/// How many doubles a function takes at a time: two [`Lanes`], which do not wait for each other and share a turn of the
/// loop.
pub const PACK: usize = 2 * LANES;

/// [`apply`] for whole packs; what is left over is not looked at. One copy of the function's code serves all.
#[inline(never)]
pub fn apply_packs<F: LaneFunction>(f: &F, x: &[f64], out: &mut [f64]) {
    // What f holds is read from memory, once before the loop, and not folded into constants within it.
    let f = core::hint::black_box(f);
    for (from, to) in x.chunks_exact(PACK).zip(out.chunks_exact_mut(PACK)) {
        let (first, second) = (f.at(Lanes::load(from)), f.at(Lanes::load(&from[LANES..])));
        first.store(to);
        second.store(&mut to[LANES..]);
    }
}

/// Replaces every element of `x` by f of it.
pub fn apply_in_place<F: LaneFunction>(f: &F, x: &mut [f64]) {
    let (lanes, tail) = x.as_chunks_mut::<LANES>();
    for chunk in lanes {
        f.at(Lanes::load(chunk)).store(chunk);
    }
    for value in tail {
        *value = f.at(*value);
    }
}

/// The functions of [`num`](super), as values for [`apply`].
pub mod function {
    use super::{Lane, LaneFunction};

    macro_rules! functions {
        ($($name:ident $function:ident,)*) => {$(
            #[doc = concat!("[`num::", stringify!($function), "`](super::super::", stringify!($function), ").")]
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub struct $name;

            impl LaneFunction for $name {
                #[inline(always)]
                fn at<L: Lane>(&self, x: L) -> L {
                    super::super::$function(x)
                }
            }
        )*};
    }
    functions! { Exp exp, Expm1 expm1, Ln ln, Ln1p ln1p, Sigmoid sigmoid, Softplus softplus, Tanh tanh, }
}
