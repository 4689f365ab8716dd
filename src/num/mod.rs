//! Numbers: the functions of training, rounding by hand, seeded randomness.
//!
//! Everything here gives **the same bits on every machine**, for one double and for several side by side. The hot
//! functions are written once, free of branches, over [`Lane`]; the rarer ones come from the `libm` crate, never from
//! the machine's own library.

mod apply;
mod exponential;
mod lane;
mod logarithm;
pub mod random;
pub mod rounding;

pub use apply::{LaneFunction, apply, apply_in_place, function};
pub use exponential::{exp, expm1, sigmoid, tanh};
pub use lane::{LANES, Lane, Lanes};
pub use libm::{cos, erf, erfc, fmod, pow, sin};
pub use logarithm::{ln, ln1p, softplus};
