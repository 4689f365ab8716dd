//! Backpropagation worked step by step with the reader's own numbers.
pub mod words;
#[cfg(target_arch = "wasm32")]
mod web;
