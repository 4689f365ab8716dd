//! Backpropagation worked step by step with the reader's own numbers.
pub mod activation;
pub mod basin;
pub mod claim;
pub mod cost;
pub mod dataset;
pub mod depth;
pub mod derivation;
mod error;
pub mod handout;
pub mod initializer;
pub mod input;
mod matrix;
pub mod network;
pub mod num;
pub mod optimizer;
pub mod plot;
pub mod preset;
pub mod quantity;
pub mod race;
pub mod record;
pub mod spec;
pub mod surface;
#[cfg(target_arch = "wasm32")]
mod web;
pub mod words;

pub use activation::Activation;
pub use cost::Cost;
pub use error::{Error, Result};
pub use matrix::Matrix;
pub use network::Network;
pub use optimizer::Optimizer;
pub use spec::{Layer, NetworkSpec, Reduction};
pub use surface::Surface;
