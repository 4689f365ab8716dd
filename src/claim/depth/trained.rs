//! What training makes of a start.
use super::{activation, initializer, network, on_circle, row};
use crate::claim::trial::{Method, adagrad, adam, momentum, sgd};
use crate::claim::{Experiment, Row};
use crate::depth::{Architecture, Training};
use crate::initializer::Initializer;
use crate::matrix::Matrix;

const EPOCHS: u64 = 100;

pub const ZEROS: Experiment = Experiment {
    id: "zeros",
    columns: &[("hidden_delta", 12), ("hidden_update", 12), ("output_bias", 4)],
    places: &["sigmoid", "tanh", "relu"],
    has_rates: false,
    measure: |place, _| {
        let start = training(network(3, 8, activation(place), Initializer::Zeros), 1);
        let before = hidden_delta(&start);
        let after = trained(start);
        let moved = after.network().parameters();
        let hidden = moved
            .iter()
            .take(3)
            .flat_map(|(weights, _)| weights.values())
            .fold(0.0, |most: f64, weight| most.max(weight.abs()));
        let bias = moved.last().and_then(|(_, bias)| bias.first()).copied().unwrap_or(f64::NAN);
        (vec![row(&super::activation_title(place), &[before, hidden, bias])], Some(before > 0.0))
    },
};

/// The largest |δ| of any hidden layer.
fn hidden_delta(training: &Training) -> f64 {
    let stats = training.network().stats_of(training.next());
    let hidden = stats.len().saturating_sub(1);
    stats.iter().take(hidden).map(|layer| layer.delta_rms).fold(0.0, f64::max)
}

pub const EQUAL: Experiment = Experiment {
    id: "equal",
    columns: &[("difference", 12), ("changed", 4)],
    places: &["sigmoid", "tanh", "relu", "sigmoid_dropout"],
    has_rates: false,
    measure: |place, _| {
        let kind = place.split('_').next().unwrap_or(place);
        let dropout = if place == "sigmoid_dropout" { 0.5 } else { 0.0 };
        let start = Architecture { dropout, ..network(2, 4, activation(kind), Initializer::Constant { value: 0.1 }) };
        let before = training(start.clone(), 1).network().parameters();
        let after = trained(training(start, 1)).network().parameters();
        let differ = |(weights, bias): &(Matrix, Vec<f64>)| {
            let rows = (0..weights.rows()).flat_map(|row| weights.row(row).iter().zip(weights.row(0)));
            let biases = bias.iter().zip(bias.iter().take(1).cycle());
            rows.chain(biases).map(|(one, first)| (one - first).abs()).fold(0.0, f64::max)
        };
        let difference = after.iter().take(2).map(differ).fold(0.0, f64::max);
        let change = |(now, then): (&Matrix, &Matrix)| {
            now.values().iter().zip(then.values()).map(|(now, then)| (now - then).abs()).fold(0.0, f64::max)
        };
        let weights =
            |layers: &[(Matrix, Vec<f64>)]| -> Vec<Matrix> { layers.iter().map(|layer| layer.0.clone()).collect() };
        let changed = weights(&after).iter().zip(&weights(&before)).take(2).map(change).fold(0.0, f64::max);
        (vec![row(&super::activation_title(kind), &[difference, changed])], Some(difference == 0.0))
    },
};

pub const RATES: Experiment = Experiment {
    id: "rates",
    columns: &[("cost", 4), ("ratio_1", 8), ("evenness", 4)],
    places: &["sigmoid_4", "sigmoid_8", "tanh_20"],
    has_rates: false,
    measure: |place, _| {
        let (kind, depth) = match place {
            "sigmoid_4" => ("sigmoid", 4),
            "sigmoid_8" => ("sigmoid", 8),
            _ => ("tanh", 20),
        };
        let of = |(method, rate): (Method, f64)| {
            let optimizer = (method.at_rate)(rate);
            let start = network(depth, 16, activation(kind), initializer("uniform_fan_in"));
            let mut training = training(Architecture { optimizer, ..start }, 1);
            training.advance(EPOCHS / 10 * training.batches());
            let stats = training.network().stats_of(training.next());
            let ratio = |layer: usize| stats.get(layer - 1).map_or(f64::NAN, |layer| layer.update_ratio);
            let (first, last) = (ratio(1), ratio(depth));
            training.advance((EPOCHS - EPOCHS / 10) * training.batches());
            let cost = training.curve().last().map_or(f64::NAN, |point| point.cost);
            let found: Row = method.row(&optimizer, &[cost, first, first / last]);
            (found, first / last)
        };
        let found = [(sgd(), 0.1), (momentum(), 0.1), (adagrad(), 0.01), (adam(), 0.01)].map(of);
        let of_sgd = found[0].1;
        let holds = found.iter().skip(1).all(|(_, evenness)| *evenness >= 10.0 * of_sgd);
        (found.map(|(row, _)| row).to_vec(), Some(holds))
    },
};

fn training(network: Architecture, seed: u64) -> Training {
    Training::new(on_circle(network, seed), None).unwrap_or_else(|_| unreachable!("the batch is smaller than the data"))
}

fn trained(mut training: Training) -> Training {
    training.advance(EPOCHS * training.batches());
    training
}
