//! One path through a network, from an output back to a unit, written out.
use crate::derivation::{Display, Step, evaluate, lookup, rules, step};
use crate::matrix::Matrix;
use crate::network::Network;
use crate::quantity::{Kind, Quantity};
use crate::record::Record;
use crate::spec::{Layer, NetworkSpec};

/// What comes back to one unit of layer `to` through one unit of each layer, for one sample of the batch: a step
/// `delta{l}` for each layer from the output down. They are the backward pass's own rules, on a network of which only
/// the units of the path are there. From the output with the largest |δ| it goes to the unit below with the largest
/// |W δ f′| each time. Gives also the units, from the output's down (from 0).
pub fn path(network: &Network, record: &Record, to: usize, sample: usize, display: Display) -> (Vec<usize>, Vec<Step>) {
    let full = network.spec();
    let depth = full.depth();
    let units = strongest(network, record, to.clamp(1, depth), sample);
    let unit_of = |layer: usize| units.get(depth - layer).copied().unwrap_or(0);
    let spec = NetworkSpec { layers: thin(full, record, &unit_of), batch_size: 1, ..full.clone() };
    let mut thin = Record { iteration: record.iteration, before: vec![], results: vec![] };
    for (quantity, matrix) in &record.before {
        match *quantity {
            Quantity::Mask(layer) | Quantity::Slope(layer) => {
                thin.before.push((*quantity, Matrix::scalar(matrix.get(unit_of(layer), sample))));
            }
            Quantity::Target => thin.before.push((*quantity, Matrix::scalar(matrix.get(unit_of(depth), sample)))),
            _ => {}
        }
    }
    for (index, layer) in spec.layers.iter().enumerate() {
        thin.before.push((Quantity::Parameter(Kind::Weights, index + 1), layer.weights.clone()));
    }
    for (quantity, matrix) in &record.results {
        if let Quantity::WeightedInput(layer) | Quantity::Activation(layer) = *quantity {
            thin.results.push((*quantity, Matrix::scalar(matrix.get(unit_of(layer), sample))));
        }
    }
    let samples = record.before(Quantity::Input).map_or(1, Matrix::columns);
    let wanted = |quantity| matches!(quantity, Quantity::Delta(layer) if layer >= to);
    let mut steps = vec![];
    for rule in rules(&spec, samples, record.iteration).iter().filter(|rule| wanted(rule.quantity)) {
        let value = evaluate(&rule.expr, &lookup(&thin));
        thin.results.push((rule.quantity, value));
        steps.push(step(&spec, rule, &thin, display));
    }
    (units, steps)
}

/// Layers of one unit each.
fn thin(full: &NetworkSpec, record: &Record, unit_of: &dyn Fn(usize) -> usize) -> Vec<Layer> {
    let layer = |(index, layer): (usize, &Layer)| {
        let weights = record.before(Quantity::Parameter(Kind::Weights, index + 1)).unwrap_or(&layer.weights);
        let below = if index == 0 { 0 } else { unit_of(index) };
        Layer { weights: Matrix::scalar(weights.get(unit_of(index + 1), below)), bias: vec![0.0], ..layer.clone() }
    };
    full.layers.iter().enumerate().map(layer).collect()
}

fn strongest(network: &Network, record: &Record, to: usize, sample: usize) -> Vec<usize> {
    let depth = network.spec().depth();
    let largest = |values: &mut dyn Iterator<Item = f64>| {
        let mut best = (0, f64::NEG_INFINITY);
        for (unit, value) in values.enumerate() {
            if value.abs() > best.1 {
                best = (unit, value.abs());
            }
        }
        best.0
    };
    let output = record.result(Quantity::Delta(depth));
    let first = output.map_or(0, |delta| largest(&mut (0..delta.rows()).map(|unit| delta.get(unit, sample))));
    let mut units = vec![first];
    for layer in (to..depth).rev() {
        let above = units[units.len() - 1];
        let weights = record.before(Quantity::Parameter(Kind::Weights, layer + 1));
        let (z, slopes) = super::Layers::new(network, record).dots(layer);
        let Some(weights) = weights else { break };
        let samples = z.len() / weights.columns().max(1);
        let strength = |unit: usize| weights.get(above, unit) * slopes.get(unit * samples + sample).unwrap_or(&0.0);
        units.push(largest(&mut (0..weights.columns()).map(strength)));
    }
    units
}
