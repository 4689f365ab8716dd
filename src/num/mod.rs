//! Numbers: the functions of training, rounding by hand, seeded randomness.
pub mod rounding;
