//! What a layer's numbers look like as a whole: sizes of gradients and updates, spread, saturation.
use super::Network;
use crate::activation::Activation;
use crate::matrix::Matrix;
use crate::quantity::{Kind, Quantity};
use crate::record::Record;
use serde::Serialize;

/// Statistics of one layer in one iteration, by the names of `npm/gradstep.d.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct LayerStats {
    pub layer: usize,
    /// Frobenius norm of dJ/dW
    pub gradient_norm: f64,
    /// Frobenius norm of W after the update
    pub weight_norm: f64,
    /// norm of the update of W / norm of W before it; 0 where W did not change
    pub update_ratio: f64,
    /// root mean square of dJ/dz over units and samples
    pub delta_rms: f64,
    pub activation_mean: f64,
    /// the population's: divided by the count
    pub activation_std: f64,
    /// share of units × samples whose |f'(z)| is below 1 % of the largest |f'| there is
    pub saturated: f64,
}

impl Network {
    /// Of the last iteration done; empty before the first.
    pub fn layer_stats(&self) -> Vec<LayerStats> {
        self.record(self.iteration).map_or(Vec::new(), |record| self.stats_of(&record))
    }

    /// Of any iteration, from its record.
    pub fn stats_of(&self, record: &Record) -> Vec<LayerStats> {
        let nothing = Matrix::scalar(f64::NAN);
        let layers = self.layout.layers.iter().enumerate().map(|(index, layer)| {
            let number = index + 1;
            let weights = Quantity::Parameter(Kind::Weights, number);
            let result = |quantity| record.result(quantity).unwrap_or(&nothing);
            let (before, after) = (record.before(weights).unwrap_or(&nothing), result(weights));
            let (z, a) = (result(Quantity::WeightedInput(number)), result(Quantity::Activation(number)));
            let change = Matrix::from_fn(after.rows(), after.columns(), |r, c| after.get(r, c) - before.get(r, c));
            let (size, change) = (norm(before), norm(&change));
            let (activation_mean, activation_std) = mean_and_std(a.values());
            LayerStats {
                layer: number,
                gradient_norm: norm(result(Quantity::Gradient(Kind::Weights, number))),
                weight_norm: norm(after),
                update_ratio: if change == 0.0 { 0.0 } else { change / size },
                delta_rms: rms(result(Quantity::Delta(number)).values()),
                activation_mean,
                activation_std,
                saturated: saturated(layer.activation, z, a, record.before(Quantity::Slope(number))),
            }
        });
        layers.collect()
    }
}

fn norm(matrix: &Matrix) -> f64 {
    matrix.values().iter().map(|value| value * value).sum::<f64>().sqrt()
}

fn rms(values: &[f64]) -> f64 {
    (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
}

fn mean_and_std(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
    (mean, variance.sqrt())
}

/// f'(z) of each unit and sample, row-major; `drawn` holds Random ReLU's slopes.
pub fn slopes(activation: Activation, z: &Matrix, a: &Matrix, drawn: Option<&Matrix>) -> Vec<f64> {
    let z = z.values();
    let mut slopes = vec![1.0; z.len()];
    match drawn {
        Some(drawn) => {
            let negative = slopes.iter_mut().zip(drawn.values()).zip(z).filter(|(_, z)| **z <= 0.0);
            negative.for_each(|((slope, drawn), _)| *slope = *drawn);
        }
        // softmax alone is not f of its own z only
        None if activation == Activation::Softmax => activation.scale_by_slope(z, a.values(), &mut slopes),
        None => {
            // a may hold more than f(z)
            let mut f = vec![0.0; z.len()];
            activation.apply(z, &mut f);
            activation.scale_by_slope(z, &f, &mut slopes);
        }
    }
    slopes
}

/// The share of units that learn next to nothing because f is flat where they stand.
fn saturated(activation: Activation, z: &Matrix, a: &Matrix, drawn: Option<&Matrix>) -> f64 {
    let slopes = slopes(activation, z, a, drawn);
    let least = 0.01 * activation.steepest();
    slopes.iter().filter(|slope| slope.abs() < least).count() as f64 / slopes.len() as f64
}
