//! The backward pass: delta = dJ/dz of each layer from the output down, then dJ/dW and dJ/db.
use super::forward::Mode;
use super::kernel::{Gradients, Weights, combine, outer, whole_packs};
use super::layout::{LayerLayout, Layout};
use super::observer::{Block, Observer};
use super::penalty;
use super::workspace::{LayerArrays, Workspace};
use crate::activation::Activation;
use crate::cost::Cost;
use crate::num::{LANES, Lane, Lanes};
use crate::quantity::{Kind, Quantity};
use crate::spec::{NetworkSpec, Reduction};

/// Fills delta of every layer and the gradients of every parameter, after a forward pass in the same mode.
pub fn backward(
    spec: &NetworkSpec,
    layout: &Layout,
    parameters: &[f64],
    work: &mut Workspace,
    mode: Mode,
    observer: &mut Observer,
) {
    let NetworkSpec { cost, reduction, .. } = *spec;
    let Workspace { samples, stride, ref x, ref y, ref mut layers, ref mut gradients, .. } = *work;
    for (index, layer) in layout.layers.iter().enumerate().rev() {
        let number = index + 1;
        let used = layer.n_out * stride;
        let (rest, above) = layers.split_at_mut(number);
        let (below, own) = rest.split_at_mut(index);
        let Some(arrays) = own.first_mut() else { continue };
        match (layout.layers.get(number), above.first()) {
            (Some(next), Some(upper)) => hidden_error(next, parameters, upper, &mut arrays.delta[..used], stride),
            _ => output_error(cost, reduction, samples, &arrays.a, y, &mut arrays.delta[..whole_packs(used)]),
        }
        let from_z = index + 1 == layout.layers.len() && cost == Cost::CrossEntropy;
        if !from_z {
            through_activation(layer, arrays, used, mode);
        }
        let delta = &mut arrays.delta[..used];
        if samples < stride {
            delta.chunks_exact_mut(stride).for_each(|row| row[samples..].fill(0.0));
        }
        observer.see(Quantity::Delta(number), Block { rows: layer.n_out, columns: samples, stride }, delta);

        let from = below.last().map_or(x.as_slice(), |below| below.a.as_slice());
        let (weights, bias) = gradients[layer.weights.start..layer.bias.end].split_at_mut(layer.weights.len());
        outer(delta, from, Gradients { weights: &mut *weights, bias: &mut *bias, terms: layer.n_in }, stride);
        penalty::add_slope(spec, &parameters[layer.weights.clone()], weights);
        observer.see(Quantity::Gradient(Kind::Weights, number), Block::dense(layer.n_out, layer.n_in), weights);
        observer.see(Quantity::Gradient(Kind::Bias, number), Block::dense(layer.n_out, 1), bias);
    }
}

/// dJ/da of the output for least squares; dJ/dz at once for cross-entropy, where the activation's derivative
/// cancels: (a − y), each over N for a mean. In whole lanes, as every array over units and samples has them.
fn output_error(cost: Cost, reduction: Reduction, samples: usize, a: &[f64], y: &[f64], out: &mut [f64]) {
    let factor = if let Cost::Lse { factor } = cost { 2.0 * factor } else { 1.0 };
    let count = if reduction == Reduction::Mean { samples as f64 } else { 1.0 };
    let (factor, count) = (Lanes::splat(factor), Lanes::splat(count));
    for ((out, a), y) in out.chunks_exact_mut(LANES).zip(a.chunks_exact(LANES)).zip(y.chunks_exact(LANES)) {
        (factor * (Lanes::load(a) - Lanes::load(y)) / count).store(out);
    }
}

/// dJ/da = Wᵀ delta of the layer above, with the weights of the forward pass, and what comes down its skip.
#[inline(always)]
fn hidden_error(next: &LayerLayout, parameters: &[f64], upper: &LayerArrays, out: &mut [f64], stride: usize) {
    let weights =
        Weights { values: &parameters[next.weights.clone()], results: next.n_in, terms: next.n_out, turned: true };
    combine(weights, &upper.delta, None, out, stride);
    if next.residual {
        for (out, carried) in out.iter_mut().zip(&upper.carry) {
            *out += carried;
        }
    }
}

/// delta = dJ/da ∘ mask / (1 − p) ∘ f'(z); `delta` holds dJ/da before. A residual layer keeps dJ/da for its skip.
#[inline(always)]
fn through_activation(layer: &LayerLayout, arrays: &mut LayerArrays, used: usize, mode: Mode) {
    if !layer.is_plain() {
        into_branch(layer, arrays, used, mode);
    }
    // whole packs: what lies beyond the last place is never read
    let whole = whole_packs(used);
    match layer.activation {
        Activation::Rrelu { .. } if mode != Mode::Evaluation => by_drawn_slopes(arrays, whole),
        activation => {
            let f = if layer.is_plain() { &arrays.a } else { &arrays.f };
            activation.scale_packs_by_slope(&arrays.z, f, &mut arrays.delta[..whole]);
        }
    }
}

/// What a residual layer's skip carries down, then dJ/df from dJ/da.
#[inline(never)]
fn into_branch(layer: &LayerLayout, arrays: &mut LayerArrays, used: usize, mode: Mode) {
    let LayerArrays { delta, mask, carry, .. } = arrays;
    let delta = &mut delta[..whole_packs(used)];
    if layer.residual {
        carry[..used].copy_from_slice(&delta[..used]);
    }
    if layer.dropout > 0.0 && mode != Mode::Evaluation {
        let kept = 1.0 - layer.dropout;
        for (delta, mask) in delta.iter_mut().zip(mask.iter()) {
            *delta = *delta * mask / kept;
        }
    }
}

#[inline(never)]
fn by_drawn_slopes(arrays: &mut LayerArrays, whole: usize) {
    let LayerArrays { z, delta, slope, .. } = arrays;
    for ((delta, z), slope) in delta[..whole].iter_mut().zip(z.iter()).zip(slope.iter()) {
        *delta *= if *z > 0.0 { 1.0 } else { *slope };
    }
}
