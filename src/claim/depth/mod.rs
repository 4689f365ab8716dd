//! What the handout says of vanishing gradients, put to experiments on deep networks.
//!
//! Unless a place says otherwise: 30 hidden layers of 32 units, a batch of 32 of 200 points of the circle, biases 0,
//! the median over 20 seeds before the first update.
mod start;
mod trained;

use super::{Experiment, Row};
use crate::activation::Activation;
use crate::dataset::{DataSpec, Drawn, Feature, Source};
use crate::depth::{Architecture, DepthSpec, Spread, at_start, spread};
use crate::initializer::Initializer;
use crate::optimizer::Optimizer;
use crate::words::text;

pub(super) const EXPERIMENTS: [&Experiment; 10] = [
    &start::QUARTER,
    &start::RECTIFIERS,
    &start::DEEPER,
    &start::SIZE,
    &start::INITIAL,
    &trained::ZEROS,
    &trained::EQUAL,
    &start::RESIDUAL,
    &start::DROPOUT,
    &trained::RATES,
];

const SEEDS: std::ops::Range<u64> = 1..21;
const WIDTH: usize = 32;

fn network(depth: usize, width: usize, activation: Activation, initializer: Initializer) -> Architecture {
    let optimizer = Optimizer::Sgd { learning_rate: 0.1 };
    Architecture {
        depth,
        width,
        activation,
        initializer,
        residual: false,
        dropout: 0.0,
        optimizer,
        batch_size: 32,
        l1: 0.0,
        l2: 0.0,
    }
}

/// 30 layers of 32 units.
fn deep(activation: Activation, initializer: Initializer) -> Architecture {
    network(30, WIDTH, activation, initializer)
}

fn on_circle(network: Architecture, seed: u64) -> DepthSpec {
    let drawn = Drawn { samples: 200, noise: 0.0, features: vec![Feature::X, Feature::Y] };
    DepthSpec { data: DataSpec { source: Source::Circle(drawn), held_out: 0.5 }, seed, network }
}

/// δ RMS at the start over the seeds.
fn spread_of(network: &Architecture) -> Spread {
    let values = at_start(&on_circle(network.clone(), 1), None, SEEDS).unwrap_or_default();
    spread(&values, network.depth + 1, 1)
}

/// (the factor of one layer, what is left in layer 1 of the last hidden layer's δ), of the medians.
fn loss(network: &Architecture) -> (f64, f64) {
    let spread = spread_of(network);
    let median = |layer: usize| spread.quartiles.get(layer - 1).map_or(f64::NAN, |layer| layer.median);
    let factor = spread.fit.map_or(f64::NAN, |fit| fit.factor);
    (factor, median(1) / median(network.depth))
}

fn row(method: &str, figures: &[f64]) -> Row {
    let finite = |figure: &f64| figure.is_finite().then_some(*figure);
    Row { method: method.to_owned(), learning_rate: None, figures: figures.iter().map(finite).collect() }
}

/// The activation that a place or a method is named after.
fn activation(key: &str) -> Activation {
    match key {
        "tanh" => Activation::Tanh,
        "relu" => Activation::Relu,
        "leaky_relu" => Activation::LeakyRelu { slope: 0.01 },
        "rrelu" => Activation::Rrelu { lower: 0.125, upper: 1.0 / 3.0 },
        _ => Activation::Sigmoid,
    }
}

fn initializer(key: &str) -> Initializer {
    match key {
        "uniform_fan_in" => Initializer::UniformFanIn,
        "glorot_normal" => Initializer::GlorotNormal,
        _ => Initializer::HeNormal,
    }
}

fn activation_title(key: &str) -> String {
    text(&format!("page.activation.{key}")).to_owned()
}

fn initializer_title(key: &str) -> String {
    text(&format!("page.initializer.{key}")).to_owned()
}
