//! Races that are there from the start, each with the settings of its source.
use crate::optimizer::{MomentumForm, Optimizer};
use serde::Serialize;

/// A race as plain data.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RacePreset {
    pub surface: Surface,
    pub start: [f64; 2],
    pub optimizers: Vec<Optimizer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<Batch>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Surface {
    Named { kind: &'static str },
    Data { model: &'static str, x: Vec<f64>, y: Vec<f64> },
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Batch {
    pub size: usize,
    pub seed: u64,
}

/// (id, key of the title, steps, problem)
pub(super) fn all() -> Vec<(&'static str, &'static str, u64, RacePreset)> {
    vec![
        ("two-well-1", "preset.race_handout", 500, on("two_well", [0.75, -1.5], handout())),
        ("two-well-2", "preset.race_second", 500, on("two_well", [-0.55, -1.1], handout())),
        ("ravine", "preset.race_ravine", 20, on("ravine", [-5.0, -2.0], dive_into_deep_learning())),
        ("banana", "preset.race_banana", 150, on("banana", [-1.21, 0.853], vec![gathered(0.003, 0.74)])),
        ("line", "preset.race_line", 200, line()),
    ]
}

fn on(kind: &'static str, start: [f64; 2], optimizers: Vec<Optimizer>) -> RacePreset {
    RacePreset { surface: Surface::Named { kind }, start, optimizers, batch: None }
}

/// The handout's two simulations: the published demo's settings, Adam without bias correction.
pub(crate) fn handout() -> Vec<Optimizer> {
    let epsilon = 1e-6;
    vec![
        Optimizer::Sgd { learning_rate: 0.02 },
        Optimizer::Momentum { learning_rate: 0.01, momentum: 0.8, form: MomentumForm::Step },
        Optimizer::Rmsprop { learning_rate: 0.01, decay: 0.99, epsilon, epsilon_inside: false },
        Optimizer::Adam {
            learning_rate: 0.01,
            beta1: 0.7,
            beta2: 0.999,
            epsilon,
            bias_correction: false,
            epsilon_inside: false,
        },
    ]
}

/// v ← μ v + g, w ← w − η v
fn gathered(learning_rate: f64, momentum: f64) -> Optimizer {
    Optimizer::Momentum { learning_rate, momentum, form: MomentumForm::Gradient }
}

/// Chapter 12 of Zhang, Lipton, Li & Smola, *Dive into Deep Learning* (2023): f = 0.1 x² + 2 y² from (−5, −2), 20 steps.
fn dive_into_deep_learning() -> Vec<Optimizer> {
    let epsilon = 1e-6;
    vec![
        Optimizer::Sgd { learning_rate: 0.4 },
        Optimizer::Sgd { learning_rate: 0.6 },
        gathered(0.6, 0.5),
        gathered(0.6, 0.25),
        Optimizer::Adagrad { learning_rate: 0.4, epsilon, epsilon_inside: true },
        Optimizer::Rmsprop { learning_rate: 0.4, decay: 0.9, epsilon, epsilon_inside: true },
    ]
}

/// Twelve points near y = 1 + 0.5 x.
pub(crate) fn points() -> (Vec<f64>, Vec<f64>) {
    let x = vec![-3.0, -2.5, -2.0, -1.2, -0.6, 0.0, 0.4, 1.0, 1.7, 2.1, 2.6, 3.0];
    let y = vec![-0.6, -0.1, 0.2, 0.1, 1.0, 0.9, 1.5, 1.3, 2.1, 1.8, 2.5, 2.3];
    (x, y)
}

/// A line through these points, gradients from three of them at a time.
fn line() -> RacePreset {
    let (x, y) = points();
    RacePreset {
        surface: Surface::Data { model: "line", x, y },
        start: [-2.0, 2.5],
        optimizers: vec![
            Optimizer::Sgd { learning_rate: 0.05 },
            Optimizer::Momentum { learning_rate: 0.02, momentum: 0.8, form: MomentumForm::Step },
            Optimizer::Adam {
                learning_rate: 0.2,
                beta1: 0.9,
                beta2: 0.999,
                epsilon: 1e-8,
                bias_correction: true,
                epsilon_inside: false,
            },
        ],
        batch: Some(Batch { size: 3, seed: 1 }),
    }
}
