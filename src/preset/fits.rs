//! Problems of the logistic lab.
use crate::logistic::{LogisticSpec, Scaling};
use crate::optimizer::Optimizer;

/// (id, key of the title, iterations, problem)
pub type Entry = (&'static str, &'static str, u64, LogisticSpec);

pub fn all() -> Vec<Entry> {
    vec![
        ("hw3-q4", "preset.fit_handout", 200, handout()),
        ("overlapping", "preset.fit_overlapping", 200, overlapping()),
        ("separable", "preset.fit_separable", 500, separable()),
        ("o-rings", "preset.fit_o_rings", 200, o_rings()),
        ("powers", "preset.fit_powers", 500, powers()),
    ]
}

fn fit(x: Vec<f64>, labels: Vec<f64>, degree: usize, learning_rate: f64) -> LogisticSpec {
    LogisticSpec {
        batch_size: x.len(),
        weights: vec![0.0; degree + 1],
        optimizer: Optimizer::Sgd { learning_rate },
        l2: 0.0,
        seed: 0,
        rounding: None,
        scaling: Scaling::None,
        x,
        labels,
        degree,
    }
}

/// The handout, question 4: w₀ + w₁ x + w₂ x². It gives no data; these can be worked by hand.
fn handout() -> LogisticSpec {
    let x = vec![-3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5];
    let labels = vec![0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0];
    fit(x, labels, 2, 0.2)
}

fn overlapping() -> LogisticSpec {
    let x = vec![-3.1, -2.4, -1.8, -1.5, -1.1, -0.6, -0.2, 0.1, 0.4, 0.9, 1.2, 1.7, 2.3, 2.8];
    let labels = vec![0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
    fit(x, labels, 1, 0.5)
}

fn separable() -> LogisticSpec {
    let x = vec![-3.0, -2.2, -1.6, -0.9, -0.5, 0.4, 0.8, 1.5, 2.1, 2.9];
    let labels = vec![0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0];
    fit(x, labels, 1, 1.0)
}

/// The temperature in °F at 23 launches of the space shuttle, and whether an O-ring of a booster was damaged: Report of
/// the Presidential Commission on the Space Shuttle Challenger Accident (1986; a work of the US government, in the
/// public domain); Dalal, Fowlkes & Hoadley, *Risk analysis of the space shuttle* (1989), table 1.
fn o_rings() -> LogisticSpec {
    let damaged = [53.0, 57.0, 58.0, 63.0, 70.0, 70.0, 75.0];
    let sound = [66.0, 67.0, 67.0, 67.0, 68.0, 69.0, 70.0, 70.0, 72.0, 73.0, 75.0, 76.0, 76.0, 78.0, 79.0, 81.0];
    let labels = [vec![1.0; damaged.len()], vec![0.0; sound.len()]].concat();
    LogisticSpec { scaling: Scaling::Standardize, ..fit([&damaged[..], &sound].concat(), labels, 1, 1.0) }
}

/// Eight powers: what scaling is for. No polynomial of degree 8 separates these classes.
fn powers() -> LogisticSpec {
    let x = vec![
        -3.2, -2.9, -2.5, -2.2, -1.9, -1.5, -1.2, -0.8, -0.5, -0.1, 0.2, 0.6, 0.9, 1.3, 1.6, 1.9, 2.3, 2.6, 2.9, 3.2,
    ];
    let labels = [0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 1];
    fit(x, labels.map(f64::from).to_vec(), 8, 1e-6)
}
