//! Deep networks, layer by layer: how large gradients are at each depth, why, and what changes it.
//!
//! A network of the lab is `depth` hidden layers of `width` units and an output for the data. Statistics speak of the
//! iteration that comes next, at the parameters as they stand: nothing is replayed to see them, and they are there
//! before the first iteration.
mod chain;
mod dropout;
mod layers;
mod path;
mod spec;
mod spread;
mod training;

pub use chain::{Factors, factors};
pub use dropout::{ByHand, Held, Zeros, by_hand};
pub use layers::{COLUMNS, Histogram, Layers, curve};
pub use path::path;
pub use spec::{Architecture, DepthSpec};
pub use spread::{Fit, Quartiles, Spread, at_start, spread};
pub use training::{CurvePoint, Training};
