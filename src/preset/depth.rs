//! Pairs of deep networks that are there from the start.
use crate::activation::Activation;
use crate::dataset::{DataSpec, Drawn, Feature, Source};
use crate::depth::{Architecture, DepthSpec};
use crate::initializer::Initializer;
use crate::optimizer::Optimizer;
use serde::Serialize;

/// Two networks on the same data with the same seed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Pair {
    pub data: DataSpec,
    pub seed: u64,
    pub a: Architecture,
    pub b: Architecture,
}

impl Pair {
    pub fn specs(self) -> (DepthSpec, DepthSpec) {
        let spec = |network| DepthSpec { data: self.data.clone(), seed: self.seed, network };
        (spec(self.a), spec(self.b))
    }
}

/// (id, key of the title, pair)
pub(super) fn all() -> Vec<(&'static str, &'static str, Pair)> {
    let deep = |activation, initializer| hidden(30, 32, activation, initializer, sgd(0.03), 10);
    let sigmoid = deep(Activation::Sigmoid, Initializer::GlorotNormal);
    let tanh = deep(Activation::Tanh, Initializer::UniformFanIn);
    let skipping = Architecture { residual: true, ..tanh.clone() };
    let shallow = |activation, initializer| hidden(2, 8, activation, initializer, adam(0.01), 10);
    let wide = |activation, initializer| hidden(2, 64, activation, initializer, adam(0.001), 32);
    vec![
        ("vanishing", "preset.depth_vanishing", on(circle(), sigmoid, deep(Activation::Relu, Initializer::HeNormal))),
        ("residual", "preset.depth_residual", on(circle(), tanh, skipping)),
        (
            "circle",
            "preset.depth_circle",
            on(
                circle(),
                shallow(Activation::Sigmoid, Initializer::GlorotNormal),
                shallow(Activation::Tanh, Initializer::GlorotNormal),
            ),
        ),
        (
            "spiral",
            "preset.depth_spiral",
            on(
                plane(Source::Spiral),
                hidden(3, 16, Activation::Relu, Initializer::HeNormal, adam(0.01), 10),
                hidden(3, 16, Activation::Tanh, Initializer::GlorotNormal, adam(0.01), 10),
            ),
        ),
        (
            "digits",
            "preset.depth_digits",
            Pair {
                data: DataSpec { source: Source::Digits, held_out: 0.25 },
                seed: 1,
                a: wide(Activation::Sigmoid, Initializer::GlorotNormal),
                b: wide(Activation::Relu, Initializer::HeNormal),
            },
        ),
    ]
}

fn on(data: DataSpec, a: Architecture, b: Architecture) -> Pair {
    Pair { data, seed: 1, a, b }
}

fn plane(source: fn(Drawn) -> Source) -> DataSpec {
    let drawn = Drawn { samples: 200, noise: 0.0, features: vec![Feature::X, Feature::Y] };
    DataSpec { source: source(drawn), held_out: 0.5 }
}

fn circle() -> DataSpec {
    plane(Source::Circle)
}

fn hidden(
    depth: usize,
    width: usize,
    activation: Activation,
    initializer: Initializer,
    optimizer: Optimizer,
    batch_size: usize,
) -> Architecture {
    Architecture {
        depth,
        width,
        activation,
        initializer,
        residual: false,
        dropout: 0.0,
        optimizer,
        batch_size,
        l1: 0.0,
        l2: 0.0,
    }
}

fn sgd(learning_rate: f64) -> Optimizer {
    Optimizer::Sgd { learning_rate }
}

fn adam(learning_rate: f64) -> Optimizer {
    let (beta1, beta2, epsilon) = (0.9, 0.999, 1e-8);
    Optimizer::Adam { learning_rate, beta1, beta2, epsilon, bias_correction: true, epsilon_inside: false }
}
