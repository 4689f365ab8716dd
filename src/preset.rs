//! Problems that are there from the start, and what the handout prints of its own.
use crate::activation::Activation;
use crate::cost::Cost;
use crate::initializer::{Initializer, build_layers};
use crate::logistic::LogisticSpec;
use crate::matrix::Matrix;
use crate::optimizer::{MomentumForm, Optimizer};
use crate::spec::{Layer, NetworkSpec, Reduction};
use crate::words::text;
use serde::Serialize;

mod depth;
pub mod fits;
pub(crate) mod races;

pub use depth::Pair;
pub use races::RacePreset;

/// A problem with a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Preset<Spec = Problem> {
    pub id: &'static str,
    pub title: String,
    pub lab: &'static str,
    pub spec: Spec,
    /// The steps that its source takes, where it is a race.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<u64>,
}

/// What a lab opens.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Problem {
    Network(NetworkSpec),
    Race(RacePreset),
    Fit(LogisticSpec),
    Depth(Pair),
}

/// (id, key of the title, problem)
type Entry = (&'static str, &'static str, fn() -> NetworkSpec);

/// The handout's network.
pub const HANDOUT: &str = "hw3-q1";

const NETWORKS: [Entry; 4] = [
    (HANDOUT, "preset.hw3_q1", handout),
    ("mazur", "preset.mazur", mazur),
    ("xor", "preset.xor", xor),
    ("softmax-3-4-3", "preset.softmax", softmax),
];

/// All presets, the handout's first.
pub fn presets() -> Vec<Preset> {
    let network = |Preset { id, title, lab, spec, steps }| {
        let spec = Problem::Network(spec);
        Preset { id, title, lab, spec, steps }
    };
    let race = |(id, key, steps, spec): (&'static str, &'static str, u64, RacePreset)| {
        let spec = Problem::Race(spec);
        Preset { id, title: text(key).to_owned(), lab: "optimizers", spec, steps: Some(steps) }
    };
    let fit = |(id, key, steps, spec): fits::Entry| {
        let spec = Problem::Fit(spec);
        Preset { id, title: text(key).to_owned(), lab: "logistic", spec, steps: Some(steps) }
    };
    let pair = |(id, key, pair): (&'static str, &'static str, Pair)| {
        let spec = Problem::Depth(pair);
        Preset { id, title: text(key).to_owned(), lab: "depth", spec, steps: None }
    };
    let deep = depth::all().into_iter().map(pair);
    let others = races::all().into_iter().map(race).chain(deep).chain(fits::all().into_iter().map(fit));
    networks().into_iter().map(network).chain(others).collect()
}

/// Both networks of one preset of the depth lab.
pub fn depth_spec(id: &str) -> Option<(crate::depth::DepthSpec, crate::depth::DepthSpec)> {
    depth::all().into_iter().find(|(known, ..)| *known == id).map(|(.., pair)| pair.specs())
}

/// Those of the network lab.
pub fn networks() -> Vec<Preset<NetworkSpec>> {
    NETWORKS
        .map(|(id, key, spec)| Preset { id, title: text(key).to_owned(), lab: "network", spec: spec(), steps: None })
        .into()
}

/// The name of a preset, for lists.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Name {
    pub id: &'static str,
    pub title: &'static str,
    /// Whether its source prints values of it ([`crate::handout`]).
    pub printed: bool,
}

/// The names of [`networks`]: no problem is made for them.
pub fn network_names() -> [Name; 4] {
    NETWORKS.map(|(id, key, _)| Name { id, title: text(key), printed: id == HANDOUT })
}

/// The spec of one preset.
pub fn spec(id: &str) -> Option<NetworkSpec> {
    NETWORKS.into_iter().find(|(known, ..)| *known == id).map(|(_, _, spec)| spec())
}

fn matrix<const ROWS: usize, const COLUMNS: usize>(rows: [[f64; COLUMNS]; ROWS]) -> Matrix {
    Matrix::from_fn(ROWS, COLUMNS, |row, column| rows[row][column])
}

fn layer<const ROWS: usize, const COLUMNS: usize>(weights: [[f64; COLUMNS]; ROWS], bias: [f64; ROWS]) -> Layer {
    Layer {
        weights: matrix(weights),
        bias: bias.to_vec(),
        activation: Activation::Sigmoid,
        train_bias: true,
        dropout: 0.0,
        residual: false,
    }
}

/// The problem with the defaults of `npm/gradstep.d.ts`: mean, all samples at once, no rounding, seed 0.
fn problem(layers: Vec<Layer>, cost: Cost, optimizer: Optimizer, inputs: Matrix, targets: Matrix) -> NetworkSpec {
    let batch_size = inputs.rows();
    let reduction = Reduction::Mean;
    NetworkSpec {
        layers,
        cost,
        reduction,
        optimizer,
        inputs,
        targets,
        batch_size,
        rounding: None,
        seed: 0,
        l1: 0.0,
        l2: 0.0,
    }
}

const HALF: Cost = Cost::Lse { factor: 0.5 };

/// The handout, question 1: 3-2-1 sigmoid with momentum.
fn handout() -> NetworkSpec {
    let layers = vec![layer([[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], [-0.4, 0.2]), layer([[-0.3, -0.2]], [0.1])];
    let optimizer = Optimizer::Momentum { learning_rate: 0.9, momentum: 0.9, form: MomentumForm::Step };
    problem(layers, HALF, optimizer, matrix([[1.0, 0.0, 1.0]]), matrix([[1.0]]))
}

/// Matt Mazur, "A Step by Step Backpropagation Example" (2015): biases are not trained.
fn mazur() -> NetworkSpec {
    let mut layers =
        vec![layer([[0.15, 0.20], [0.25, 0.30]], [0.35, 0.35]), layer([[0.40, 0.45], [0.50, 0.55]], [0.60, 0.60])];
    layers.iter_mut().for_each(|layer| layer.train_bias = false);
    let optimizer = Optimizer::Sgd { learning_rate: 0.5 };
    problem(layers, HALF, optimizer, matrix([[0.05, 0.10]]), matrix([[0.01, 0.99]]))
}

/// XOR on 2-2-1, all four samples in one batch.
fn xor() -> NetworkSpec {
    let layers = vec![layer([[1.0, -1.0], [-1.0, 1.0]], [-0.5, -0.5]), layer([[1.0, 1.0]], [-0.5])];
    let optimizer = Optimizer::Momentum { learning_rate: 0.5, momentum: 0.9, form: MomentumForm::Step };
    let inputs = matrix([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]);
    problem(layers, Cost::CrossEntropy, optimizer, inputs, matrix([[0.0], [1.0], [1.0], [0.0]]))
}

/// A 3-4-3 classifier: tanh, softmax, cross-entropy, Adam; two samples a class.
fn softmax() -> NetworkSpec {
    let build = build_layers(&[3, 4, 3], Activation::Tanh, Activation::Softmax, Initializer::GlorotUniform, 7);
    // weights of two decimals can be worked by hand
    let mut layers = build.unwrap_or_default();
    for layer in &mut layers {
        layer.weights = layer.weights.map(|weight| (weight * 100.0).round() / 100.0);
    }
    let optimizer = Optimizer::Adam {
        learning_rate: 0.05,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        bias_correction: true,
        epsilon_inside: false,
    };
    let inputs =
        matrix([[1.0, 0.2, 0.1], [0.8, 0.0, 0.3], [0.1, 1.0, 0.2], [0.3, 0.9, 0.0], [0.0, 0.1, 1.0], [0.2, 0.3, 0.8]]);
    let (a, b, c) = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]);
    problem(layers, Cost::CrossEntropy, optimizer, inputs, matrix([a, a, b, b, c, c]))
}
