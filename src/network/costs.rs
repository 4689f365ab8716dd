//! The cost of a batch, from z where that is what keeps it exact.
use super::forward::log_sum_exp_parts;
use super::kernel::strands;
use super::workspace::Workspace;
use crate::activation::Activation;
use crate::cost::Cost;
use crate::num::{self, LANES, Lane, Lanes};
use crate::spec::Reduction;

/// J of the batch whose forward pass stands in `work`.
///
/// Least squares: factor · Σ (a − y)². Binary cross-entropy: Σ (max(z, 0) − y z) + ln(1 + e^(−|z|)), which is
/// −y ln σ(z) − (1 − y) ln(1 − σ(z)) without its cancellation and its ln 0. Categorical: Σ y (ln Σ eᶻ − z).
pub fn cost(kind: Cost, output: Activation, reduction: Reduction, work: &mut Workspace) -> f64 {
    let Workspace { samples, stride, outputs, ref y, ref layers, ref mut terms, .. } = *work;
    let Some(arrays) = layers.last() else { return f64::NAN };
    let used = outputs * stride;
    let z = &arrays.z[..used];
    match (kind, output) {
        (Cost::Lse { .. }, _) => squares(&arrays.a, y, terms),
        (Cost::CrossEntropy, Activation::Softmax) => categorical(z, y, terms, samples, stride),
        (Cost::CrossEntropy, _) => {
            for ((term, z), y) in terms.iter_mut().zip(z).zip(y.iter()) {
                *term = binary(*z, *y);
            }
        }
    }
    let mut sum = 0.0;
    for output in 0..outputs {
        sum += strands(&terms[output * stride..][..samples]);
    }
    let factor = if let Cost::Lse { factor } = kind { factor } else { 1.0 };
    match reduction {
        Reduction::Sum => factor * sum,
        Reduction::Mean => factor * sum / samples as f64,
    }
}

/// (a − y)², in whole lanes.
fn squares(a: &[f64], y: &[f64], terms: &mut [f64]) {
    for ((term, a), y) in terms.chunks_exact_mut(LANES).zip(a.chunks_exact(LANES)).zip(y.chunks_exact(LANES)) {
        let off = Lanes::load(a) - Lanes::load(y);
        (off * off).store(term);
    }
}

/// ln(1 + eᶻ) − y z
pub fn binary(z: f64, y: f64) -> f64 {
    let positive = if z > 0.0 { z - y * z } else { -(y * z) };
    positive + num::ln1p(num::exp(-z.abs()))
}

fn categorical(z: &[f64], y: &[f64], terms: &mut [f64], samples: usize, stride: usize) {
    for sample in 0..samples {
        let (largest, sum) = log_sum_exp_parts(z, stride, sample);
        let ln_sum = num::ln(sum);
        for place in (sample..z.len()).step_by(stride) {
            // (max − z) first: both are of one size, and the difference is exact near the winner
            let surprise = (largest - z[place]) + ln_sum;
            terms[place] = if y[place] == 0.0 { 0.0 } else { y[place] * surprise };
        }
    }
}
