//! What large weights cost: λ₁ Σ |w| + λ₂/2 Σ w² over all weights, biases left out.
use super::layout::Layout;
use crate::spec::NetworkSpec;

/// What is added to J.
pub fn cost(spec: &NetworkSpec, layout: &Layout, parameters: &[f64]) -> f64 {
    let mut sum = 0.0;
    if !spec.penalizes() {
        return sum;
    }
    for layer in &layout.layers {
        let weights = || parameters[layer.weights.clone()].iter();
        sum += 0.5 * spec.l2 * weights().map(|w| w * w).sum::<f64>();
        sum += spec.l1 * weights().map(|w| w.abs()).sum::<f64>();
    }
    sum
}

/// Adds λ₂ w + λ₁ sign(w) to dJ/dw of a layer; sign(0) = 0.
pub fn add_slope(spec: &NetworkSpec, weights: &[f64], gradients: &mut [f64]) {
    if !spec.penalizes() {
        return;
    }
    for (g, w) in gradients.iter_mut().zip(weights) {
        *g += spec.l2 * w;
        *g += spec.l1 * sign(*w);
    }
}

fn sign(w: f64) -> f64 {
    if w > 0.0 {
        1.0
    } else if w < 0.0 {
        -1.0
    } else {
        0.0
    }
}
