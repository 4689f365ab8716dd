//! Why a gradient is as small as it is: the product of the chain rule, factor by factor.
use super::Layers;
use crate::matrix::Matrix;
use crate::network::Network;
use crate::num::random::Random;
use crate::quantity::{Kind, Quantity};
use crate::record::Record;

/// One layer's part in the product. With g = dJ/da of this layer, δ = g ∘ f′(z) (∘ mask/(1 − p)), and RMS taken over
/// units and samples:
///
/// RMS δ⁽ˡ⁾ = RMS δ⁽ˡ⁺¹⁾ · `by_weights` · `by_slopes`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    pub layer: usize,
    /// ‖W⁽ˡ⁺¹⁾‖₂, the largest that W can stretch a vector
    pub norm: f64,
    /// RMS g⁽ˡ⁾ / RMS δ⁽ˡ⁺¹⁾: what W (and the skip, where there is one) made of it
    pub by_weights: f64,
    /// mean |f′(z)| over units and samples
    pub mean_slope: f64,
    /// the largest |f′| that the activation has: ¼ for the sigmoid
    pub steepest: f64,
    /// RMS δ⁽ˡ⁾ / RMS g⁽ˡ⁾: what f′ (and the mask, where there is one) made of it
    pub by_slopes: f64,
    /// RMS δ⁽ˡ⁾ / RMS δ⁽ᴸ⁾: the product from the output down to here
    pub product: f64,
}

/// Of each hidden layer, from the last to the first.
///
/// The 2-norm of a vector shrinks by no less than 1/(‖W‖₂ · max |f′|) a layer and grows by no more than its inverse,
/// where there is neither skip nor dropout.
pub fn factors(network: &Network, record: &Record) -> Vec<Factors> {
    let layers = &network.spec().layers;
    let delta = |layer: usize| record.result(Quantity::Delta(layer));
    let Some(output) = delta(layers.len()) else { return vec![] };
    let mut arriving: Option<Matrix> = None;
    let mut found = Vec::with_capacity(layers.len() - 1);
    for layer in (1..layers.len()).rev() {
        let weights = record.before(Quantity::Parameter(Kind::Weights, layer + 1));
        let (Some(weights), Some(above), Some(own)) = (weights, delta(layer + 1), delta(layer)) else { break };
        let mut g = back(weights, above);
        if let Some(skipped) = arriving.filter(|_| layers[layer].residual) {
            g.values_mut().iter_mut().zip(skipped.values()).for_each(|(g, skipped)| *g += skipped);
        }
        let slopes = Layers::new(network, record).dots(layer).1;
        found.push(Factors {
            layer,
            norm: spectral_norm(weights),
            by_weights: rms(&g) / rms(above),
            mean_slope: slopes.iter().map(|slope| slope.abs()).sum::<f64>() / slopes.len() as f64,
            steepest: layers[layer - 1].activation.steepest(),
            by_slopes: rms(own) / rms(&g),
            product: rms(own) / rms(output),
        });
        arriving = Some(g);
    }
    found
}

/// Wᵀ δ
fn back(weights: &Matrix, delta: &Matrix) -> Matrix {
    Matrix::from_fn(weights.columns(), delta.columns(), |unit, sample| {
        (0..weights.rows()).map(|row| weights.get(row, unit) * delta.get(row, sample)).sum()
    })
}

fn rms(matrix: &Matrix) -> f64 {
    let values = matrix.values();
    (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
}

/// ‖W‖₂ by power iteration on WᵀW from a random vector: 100 rounds, or until it changes by less than 10⁻¹².
pub fn spectral_norm(weights: &Matrix) -> f64 {
    let mut random = Random::new(0, &[]);
    let mut vector: Vec<f64> = (0..weights.columns()).map(|_| random.normal()).collect();
    let mut norm = 0.0;
    for _ in 0..100 {
        let length = length(&vector);
        if length == 0.0 || !length.is_finite() {
            return length;
        }
        vector.iter_mut().for_each(|value| *value /= length);
        let image: Vec<f64> = (0..weights.rows()).map(|row| dot(weights.row(row), &vector)).collect();
        let before = std::mem::replace(&mut norm, self::length(&image));
        if (norm - before).abs() <= 1e-12 * norm {
            break;
        }
        vector.fill(0.0);
        for (row, value) in image.iter().enumerate() {
            vector.iter_mut().zip(weights.row(row)).for_each(|(sum, weight)| *sum += weight * value);
        }
    }
    norm
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn length(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}
