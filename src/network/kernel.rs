//! The loops that training spends its time in.
//!
//! An array over units and samples is flat, one unit's samples side by side: `array[unit * stride + sample]`. A
//! stride of more than one sample is a multiple of the lanes; the places beyond the last sample repeat it in
//! activations and are 0 in deltas, so that they never change a sum. Every sum runs in one fixed order: over units
//! from first to last; over samples in as many strands as there are lanes, added up at the end.
use crate::num::{LANES, Lane, Lanes};

/// The distance from one unit to the next for a batch of `samples`.
pub fn stride(samples: usize) -> usize {
    if samples == 1 { 1 } else { samples.next_multiple_of(LANES) }
}

/// A weight matrix seen from the side of its results: the weight from term `t` to result `r` is
/// `values[r * result_step + t * term_step]`.
#[derive(Clone, Copy)]
pub struct Weights<'a> {
    pub values: &'a [f64],
    pub result_step: usize,
    pub term_step: usize,
    pub terms: usize,
}

/// `out[r] = Σ_t w[r, t] · from[t] + bias[r]`, for every sample.
#[inline(always)]
pub fn combine(weights: Weights, from: &[f64], bias: Option<&[f64]>, out: &mut [f64], stride: usize) {
    if stride == 1 {
        for (result, value) in out.iter_mut().enumerate() {
            *value = sum_of_terms(weights, result, from) + bias.map_or(0.0, |bias| bias[result]);
        }
        return;
    }
    for (result, row) in out.chunks_exact_mut(stride).enumerate() {
        let bias = Lanes::splat(bias.map_or(0.0, |bias| bias[result]));
        let mut sample = 0;
        while sample + 4 * LANES <= stride {
            block::<4>(weights, result, from, bias, row, stride, sample);
            sample += 4 * LANES;
        }
        while sample < stride {
            block::<1>(weights, result, from, bias, row, stride, sample);
            sample += LANES;
        }
    }
}

#[inline(always)]
fn sum_of_terms(weights: Weights, result: usize, from: &[f64]) -> f64 {
    let mut sum = 0.0;
    if weights.term_step == 1 {
        let row = &weights.values[result * weights.result_step..][..weights.terms];
        for (weight, value) in row.iter().zip(from) {
            sum += weight * value;
        }
    } else {
        let column = weights.values[result * weights.result_step..].iter().step_by(weights.term_step);
        for (weight, value) in column.zip(&from[..weights.terms]) {
            sum += weight * value;
        }
    }
    sum
}

/// `BLOCK` lanes of samples of one result, from `sample` on.
#[inline(always)]
fn block<const BLOCK: usize>(
    weights: Weights,
    result: usize,
    from: &[f64],
    bias: Lanes,
    row: &mut [f64],
    stride: usize,
    sample: usize,
) {
    let mut sums = [Lanes::splat(0.0); BLOCK];
    let mut weight = result * weights.result_step;
    let mut at = sample;
    for _ in 0..weights.terms {
        let factor = Lanes::splat(weights.values[weight]);
        let values = &from[at..at + BLOCK * LANES];
        for (sum, value) in sums.iter_mut().zip(values.chunks_exact(LANES)) {
            *sum = *sum + factor * Lanes::load(value);
        }
        weight += weights.term_step;
        at += stride;
    }
    let row = &mut row[sample..sample + BLOCK * LANES];
    for (sum, place) in sums.iter().zip(row.chunks_exact_mut(LANES)) {
        (*sum + bias).store(place);
    }
}

/// dJ/dW: `out[i, j] = Σ_samples delta[i] · from[j]`, (units, terms) row-major.
#[inline(always)]
pub fn outer(delta: &[f64], from: &[f64], out: &mut [f64], terms: usize, stride: usize) {
    if stride == 1 {
        for (delta, row) in delta.iter().zip(out.chunks_exact_mut(terms)) {
            for (value, place) in from.iter().zip(row) {
                *place = delta * value;
            }
        }
        return;
    }
    for (delta, row) in delta.chunks_exact(stride).zip(out.chunks_exact_mut(terms)) {
        let mut unit = 0;
        while unit + 4 <= terms {
            dots::<4>(delta, &from[unit * stride..], &mut row[unit..unit + 4], stride);
            unit += 4;
        }
        while unit < terms {
            dots::<1>(delta, &from[unit * stride..], &mut row[unit..unit + 1], stride);
            unit += 1;
        }
    }
}

/// The products of `delta` with `UNITS` units at once.
#[inline(always)]
fn dots<const UNITS: usize>(delta: &[f64], from: &[f64], out: &mut [f64], stride: usize) {
    let mut sums = [Lanes::splat(0.0); UNITS];
    let from = &from[..UNITS * stride];
    let mut sample = 0;
    while sample + LANES <= stride {
        let delta = Lanes::load(&delta[sample..sample + LANES]);
        for (unit, sum) in sums.iter_mut().enumerate() {
            *sum = *sum + delta * Lanes::load(&from[unit * stride + sample..][..LANES]);
        }
        sample += LANES;
    }
    for (sum, place) in sums.iter().zip(out) {
        *place = total(*sum);
    }
}

/// dJ/db: the sum of each unit's deltas.
#[inline(always)]
pub fn row_sums(delta: &[f64], out: &mut [f64], stride: usize) {
    if stride == 1 {
        out.copy_from_slice(delta);
        return;
    }
    for (row, place) in delta.chunks_exact(stride).zip(out) {
        *place = strands(row);
    }
}

/// The sum of `values` in the fixed order of sums over samples.
#[inline(always)]
pub fn strands(values: &[f64]) -> f64 {
    let mut sum = Lanes::splat(0.0);
    let chunks = values.chunks_exact(LANES);
    let mut rest = [0.0; LANES];
    rest[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    for chunk in chunks {
        sum = sum + Lanes::load(chunk);
    }
    total(sum + Lanes::load(&rest))
}

#[inline(always)]
fn total(sum: Lanes) -> f64 {
    let mut strands = [0.0; LANES];
    sum.store(&mut strands);
    strands.iter().fold(0.0, |total, strand| total + strand)
}
