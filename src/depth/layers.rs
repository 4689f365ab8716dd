//! Every layer in one iteration, as numbers to be drawn.
use crate::activation::Activation;
use crate::matrix::Matrix;
use crate::network::{Network, slopes};
use crate::quantity::Quantity;
use crate::record::Record;

/// The statistics of a layer, in the order of [`Layers::table`]'s columns; see [`crate::network::LayerStats`].
/// `dead`: the share of units whose f′ is 0 for every sample of the batch, so that nothing reaches their weights.
pub const COLUMNS: [&str; 8] = [
    "gradient_norm",
    "delta_rms",
    "update_ratio",
    "weight_norm",
    "activation_mean",
    "activation_std",
    "saturated",
    "dead",
];

/// One iteration of a network.
pub struct Layers<'a> {
    network: &'a Network,
    record: &'a Record,
}

/// How often outputs of one layer fall into equal cells from `low` to `high`.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    pub low: f64,
    pub high: f64,
    pub counts: Vec<u32>,
}

impl<'a> Layers<'a> {
    pub fn new(network: &'a Network, record: &'a Record) -> Self {
        Self { network, record }
    }

    /// A row of [`COLUMNS`] for each layer, from layer 1 to the output.
    pub fn table(&self) -> Vec<f64> {
        let stats = self.network.stats_of(self.record);
        let row = |stats: &crate::network::LayerStats| {
            [
                stats.gradient_norm,
                stats.delta_rms,
                stats.update_ratio,
                stats.weight_norm,
                stats.activation_mean,
                stats.activation_std,
                stats.saturated,
                self.dead(stats.layer),
            ]
        };
        stats.iter().flat_map(row).collect()
    }

    /// (z, f′(z)) of each unit and sample of a layer, unit by unit; empty where there is no such layer.
    pub fn dots(&self, layer: usize) -> (Vec<f64>, Vec<f64>) {
        let z = self.record.result(Quantity::WeightedInput(layer));
        let a = self.record.result(Quantity::Activation(layer));
        let spec = layer.checked_sub(1).and_then(|index| self.network.spec().layers.get(index));
        let (Some(z), Some(a), Some(spec)) = (z, a, spec) else { return (vec![], vec![]) };
        let slopes = slopes(spec.activation, z, a, self.record.before(Quantity::Slope(layer)));
        (z.values().to_vec(), slopes)
    }

    fn dead(&self, layer: usize) -> f64 {
        let (z, slopes) = self.dots(layer);
        let units = self.record.result(Quantity::WeightedInput(layer)).map_or(0, |z| z.rows());
        let samples = z.len().checked_div(units).unwrap_or(1).max(1);
        let still = slopes.chunks(samples).filter(|unit| unit.iter().all(|slope| *slope == 0.0)).count();
        still as f64 / units as f64
    }

    /// The outputs of a layer in `cells` cells between its own least and largest output that are finite.
    pub fn histogram(&self, layer: usize, cells: usize) -> Histogram {
        let values = self.record.result(Quantity::Activation(layer)).map_or(&[][..], |a| a.values());
        let finite = || values.iter().copied().filter(|value| value.is_finite());
        let low = finite().fold(f64::INFINITY, f64::min);
        let high = finite().fold(f64::NEG_INFINITY, f64::max);
        let mut counts = vec![0; cells];
        for value in finite() {
            let share = if high > low { (value - low) / (high - low) } else { 0.5 };
            let cell = ((share * cells as f64) as usize).min(cells.saturating_sub(1));
            if let Some(count) = counts.get_mut(cell) {
                *count += 1;
            }
        }
        Histogram { low, high, counts }
    }
}

/// (f(z), f′(z)) at `count` equal steps from `low` to `high`; Random ReLU with its mean slope, as in evaluation.
pub fn curve(activation: Activation, low: f64, high: f64, count: usize) -> (Vec<f64>, Vec<f64>) {
    let last = count.saturating_sub(1).max(1) as f64;
    let z = Matrix::from_fn(1, count, |_, place| low + (high - low) * (place as f64 / last));
    let mut f = vec![0.0; count];
    activation.apply(z.values(), &mut f);
    (f, slopes(activation, &z, &z, None))
}
