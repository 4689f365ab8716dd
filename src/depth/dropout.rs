//! Dropout by hand: which gradients become 0 when a unit is dropped.
use crate::derivation::{Display, Step, rules, step};
use crate::error::Result;
use crate::matrix::Matrix;
use crate::network::Network;
use crate::quantity::{Kind, Quantity};
use crate::record::Record;
use serde::Serialize;

/// A unit that a reader drops from every sample of the batch, or keeps for every sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// From 1
    pub layer: usize,
    /// From 0
    pub unit: usize,
    pub kept: bool,
}

/// The iteration that comes next, with the reader's masks.
#[derive(Clone, Debug, Serialize)]
pub struct ByHand {
    /// Of each unit of the layer: the share of the batch's samples for which it is kept.
    pub kept: Vec<f64>,
    /// Layer by layer.
    pub gradients: Vec<Zeros>,
    /// a and δ of the layer, dJ/dW of it and of the layer above, as worked steps.
    pub steps: Vec<Step>,
}

/// dJ/dW of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Zeros {
    pub layer: usize,
    /// Entries that are exactly 0, with the reader's masks and as they are drawn.
    pub zeros: usize,
    pub zeros_drawn: usize,
    pub entries: usize,
    /// Frobenius norms.
    pub norm: f64,
    pub norm_drawn: f64,
}

/// # Errors
/// None: the iteration that comes next is always there.
pub fn by_hand(network: &Network, drawn: &Record, layer: usize, held: &[Held], display: Display) -> Result<ByHand> {
    let given = |layer: usize, unit: usize| held.iter().rev().find(|held| held.layer == layer && held.unit == unit);
    let record = network.record_with_masks(network.iteration() + 1, |layer, unit, _, mask| {
        given(layer, unit).map_or(mask, |held| f64::from(u8::from(held.kept)))
    })?;
    let gradient = |record: &Record, layer: usize| {
        let found = record.result(Quantity::Gradient(Kind::Weights, layer));
        let values = found.map_or(&[][..], Matrix::values);
        let zeros = values.iter().filter(|value| **value == 0.0).count();
        (zeros, values.len(), values.iter().map(|value| value * value).sum::<f64>().sqrt())
    };
    let depth = network.spec().depth();
    let gradients = (1..=depth).map(|layer| {
        let ((zeros, entries, norm), (zeros_drawn, _, norm_drawn)) = (gradient(&record, layer), gradient(drawn, layer));
        Zeros { layer, zeros, zeros_drawn, entries, norm, norm_drawn }
    });
    let shown = [
        Quantity::Activation(layer),
        Quantity::Delta(layer),
        Quantity::Gradient(Kind::Weights, layer),
        Quantity::Gradient(Kind::Weights, layer + 1),
    ];
    let samples = record.before(Quantity::Input).map_or(1, Matrix::columns);
    let rules = rules(network.spec(), samples, record.iteration);
    let steps = rules.iter().filter(|rule| shown.contains(&rule.quantity));
    let mask = record.before(Quantity::Mask(layer));
    let share = |unit: usize| mask.map_or(1.0, |mask| mask.row(unit).iter().sum::<f64>() / samples as f64);
    Ok(ByHand {
        kept: (0..mask.map_or(0, Matrix::rows)).map(share).collect(),
        gradients: gradients.collect(),
        steps: steps.map(|rule| step(network.spec(), rule, &record, display)).collect(),
    })
}
