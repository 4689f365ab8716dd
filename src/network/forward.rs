//! The forward pass: z = W a + b, a = f(z), layer by layer.
use super::kernel::{Weights, combine, whole_packs};
use super::layout::{LayerLayout, Layout};
use super::observer::{Block, Observer};
use super::workspace::{LayerArrays, Workspace};
use crate::activation::Activation;
use crate::num;
use crate::num::random::Random;
use crate::quantity::Quantity;

/// Whether dropout drops and Random ReLU draws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Draws of this iteration (from 1), from this seed.
    Training { seed: u64, iteration: u64 },
    /// As in training, with the masks and slopes that stand in the workspace.
    Held,
    /// Dropout keeps everything; Random ReLU takes its mean slope.
    Evaluation,
}

/// What draws from a stream of its own.
const DROPOUT: u64 = 1;
const RANDOM_RELU: u64 = 2;

/// Fills z, f and a of every layer for the batch in `work`.
pub fn forward(layout: &Layout, parameters: &[f64], work: &mut Workspace, mode: Mode, observer: &mut Observer) {
    let Workspace { samples, stride, ref x, ref mut layers, .. } = *work;
    for (index, layer) in layout.layers.iter().enumerate() {
        let number = index + 1;
        let block = Block { rows: layer.n_out, columns: samples, stride };
        let (below, own) = layers.split_at_mut(index);
        let Some(arrays) = own.first_mut() else { continue };
        let from = below.last().map_or(x.as_slice(), |below| below.a.as_slice());
        if layer.draws() {
            draw(layer, arrays, number as u64, mode, samples, stride);
        }

        let weights = Weights {
            values: &parameters[layer.weights.clone()],
            results: layer.n_out,
            terms: layer.n_in,
            turned: false,
        };
        let used = layer.n_out * stride;
        let z = &mut arrays.z[..used];
        combine(weights, from, Some(&parameters[layer.bias.clone()]), z, stride);
        observer.see(Quantity::WeightedInput(number), block, z);

        activate(layer, arrays, used, stride, mode);
        if !layer.is_plain() {
            assemble(layer, arrays, from, used, mode);
        }
        observer.see(Quantity::Activation(number), block, &mut arrays.a[..used]);
    }
}

/// f(z) into `a`, or into `f` where more happens to it.
fn activate(layer: &LayerLayout, arrays: &mut LayerArrays, used: usize, stride: usize, mode: Mode) {
    let whole = whole_packs(used);
    let z = &arrays.z[..whole];
    let out = if layer.is_plain() { &mut arrays.a[..whole] } else { &mut arrays.f[..whole] };
    match layer.activation {
        Activation::Softmax => softmax(&z[..used], &mut out[..used], stride),
        Activation::Rrelu { .. } if mode != Mode::Evaluation => with_drawn_slopes(z, &arrays.slope, out),
        activation => activation.apply_packs(z, out),
    }
}

#[inline(never)]
fn with_drawn_slopes(z: &[f64], slope: &[f64], out: &mut [f64]) {
    for ((out, z), slope) in out.iter_mut().zip(z).zip(slope) {
        *out = if *z > 0.0 { *z } else { slope * z };
    }
}

/// eᶻ / Σ eᶻ over the units of each sample, from z − max z, so that nothing overflows.
#[inline(never)]
fn softmax(z: &[f64], out: &mut [f64], stride: usize) {
    for sample in 0..stride {
        let (largest, sum) = log_sum_exp_parts(z, stride, sample);
        for (z, out) in z[sample..].iter().step_by(stride).zip(out[sample..].iter_mut().step_by(stride)) {
            *out = num::exp(*z - largest) / sum;
        }
    }
}

/// (max z, Σ e^(z − max z)) over the units of one sample.
pub fn log_sum_exp_parts(z: &[f64], stride: usize, sample: usize) -> (f64, f64) {
    let units = || z[sample..].iter().step_by(stride);
    let largest = units().fold(f64::NEG_INFINITY, |largest, z| if *z > largest { *z } else { largest });
    (largest, units().fold(0.0, |sum, z| sum + num::exp(*z - largest)))
}

/// a = mask / (1 − p) ∘ f(z) + a of the layer below, as far as the layer has these.
#[inline(never)]
fn assemble(layer: &LayerLayout, arrays: &mut LayerArrays, from: &[f64], used: usize, mode: Mode) {
    let drops = layer.dropout > 0.0 && mode != Mode::Evaluation;
    let kept = 1.0 - layer.dropout;
    let LayerArrays { f, a, mask, .. } = arrays;
    let a = &mut a[..used];
    a.copy_from_slice(&f[..used]);
    if drops {
        a.iter_mut().zip(mask.iter()).for_each(|(a, mask)| *a = mask * *a / kept);
    }
    if layer.residual {
        a.iter_mut().zip(from).for_each(|(a, below)| *a += below);
    }
}

/// Draws the layer's dropout mask and Random ReLU slopes, each from a stream of its own, unit by unit. Apart: where it
/// stands in the loop over layers, its streams' keys are mixed in every iteration, needed or not.
#[inline(never)]
fn draw(layer: &LayerLayout, arrays: &mut LayerArrays, number: u64, mode: Mode, samples: usize, stride: usize) {
    let Mode::Training { seed, iteration } = mode else { return };
    if layer.dropout > 0.0 {
        let mut random = Random::new(seed, &[DROPOUT, iteration, number]);
        let p = layer.dropout;
        fill(&mut arrays.mask, samples, stride, || if random.uniform() < p { 0.0 } else { 1.0 });
    }
    if let Activation::Rrelu { lower, upper } = layer.activation {
        let mut random = Random::new(seed, &[RANDOM_RELU, iteration, number]);
        fill(&mut arrays.slope, samples, stride, || random.between(lower, upper));
    }
}

fn fill(values: &mut [f64], samples: usize, stride: usize, mut draw: impl FnMut() -> f64) {
    for row in values.chunks_exact_mut(stride) {
        let (used, rest) = row.split_at_mut(samples);
        used.fill_with(&mut draw);
        rest.fill(used.last().copied().unwrap_or_default());
    }
}
