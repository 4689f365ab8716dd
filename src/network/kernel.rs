//! The loops that training spends its time in.
//!
//! An array over units and samples is flat, one unit's samples side by side: `array[unit * stride + sample]`. A
//! stride of more than one sample is a multiple of the lanes; the places beyond the last sample repeat it in
//! activations and are 0 in deltas, so that they never change a sum. Every sum runs in one fixed order: over units
//! from first to last; over samples in as many strands as there are lanes, added up at the end.
use crate::num::{LANES, Lane, Lanes, PACK, transposed};
use std::array;

/// The distance from one unit to the next for a batch of `samples`.
pub fn stride(samples: usize) -> usize {
    if samples == 1 { 1 } else { samples.next_multiple_of(LANES) }
}

/// The length of an array that ends with whole lanes.
pub fn whole_lanes(length: usize) -> usize {
    length.next_multiple_of(LANES)
}

/// The length of an array over units and samples: elementwise functions take whole packs and need no tail.
pub fn whole_packs(length: usize) -> usize {
    length.next_multiple_of(PACK)
}

/// A weight matrix seen from the side of its results: the weight from term `t` to result `r` is
/// `values[r * result_step + t * term_step]`.
#[derive(Clone, Copy)]
pub struct Weights<'a> {
    pub values: &'a [f64],
    pub result_step: usize,
    pub term_step: usize,
    pub results: usize,
    pub terms: usize,
}

/// `out[r] = Σ_t w[r, t] · from[t] + bias[r]`, for every sample.
#[inline(always)]
pub fn combine(weights: Weights, from: &[f64], bias: Option<&[f64]>, out: &mut [f64], stride: usize) {
    if stride > 1 { combine_lanes(weights, from, bias, out, stride) } else { combine_one(weights, from, bias, out) }
}

#[inline(never)]
fn combine_one(weights: Weights, from: &[f64], bias: Option<&[f64]>, out: &mut [f64]) {
    let from = &from[..weights.terms];
    for (result, place) in out.iter_mut().enumerate() {
        let mut at = result * weights.result_step;
        let mut sum = 0.0;
        for value in from {
            sum += weights.values[at] * value;
            at += weights.term_step;
        }
        *place = sum + bias.map_or(0.0, |bias| bias[result]);
    }
}

#[inline(never)]
fn combine_lanes(weights: Weights, from: &[f64], bias: Option<&[f64]>, out: &mut [f64], stride: usize) {
    let results = weights.results;
    let mut result = 0;
    while result + 2 <= results {
        rows::<2>(weights, result, from, bias, &mut out[result * stride..(result + 2) * stride], stride);
        result += 2;
    }
    if result < results {
        rows::<1>(weights, result, from, bias, &mut out[result * stride..], stride);
    }
}

/// `ROWS` results from `result` on, over all samples.
#[inline(always)]
fn rows<const ROWS: usize>(
    weights: Weights,
    result: usize,
    from: &[f64],
    bias: Option<&[f64]>,
    out: &mut [f64],
    stride: usize,
) {
    let mut biases = [0.0; ROWS];
    if let Some(bias) = bias {
        biases.copy_from_slice(&bias[result..result + ROWS]);
    }
    let mut sample = 0;
    while sample < stride {
        // as many lanes as fit the registers, and no single one left over where that can be helped
        sample += LANES
            * match (stride - sample) / LANES {
                1 => tile::<ROWS, 1>(weights, result, from, biases, out, stride, sample),
                2 => tile::<ROWS, 2>(weights, result, from, biases, out, stride, sample),
                3 => tile::<ROWS, 3>(weights, result, from, biases, out, stride, sample),
                5 => tile::<ROWS, 3>(weights, result, from, biases, out, stride, sample),
                _ => tile::<ROWS, 4>(weights, result, from, biases, out, stride, sample),
            };
    }
}

/// `ROWS` results × `WIDTH` lanes of samples: each loaded value serves every row, each weight every lane. Gives
/// `WIDTH`.
#[inline(always)]
fn tile<const ROWS: usize, const WIDTH: usize>(
    weights: Weights,
    result: usize,
    from: &[f64],
    bias: [f64; ROWS],
    out: &mut [f64],
    stride: usize,
    sample: usize,
) -> usize {
    let mut sums = [[Lanes::splat(0.0); WIDTH]; ROWS];
    let mut weight = result * weights.result_step;
    let mut at = sample;
    for _ in 0..weights.terms {
        // the rows' weights first: a lane's value is then needed but once, and as many lanes fit the registers
        let factors: [_; ROWS] = array::from_fn(|row| weights.values[weight + row * weights.result_step]);
        let factors = factors.map(Lanes::splat);
        let chunks = from[at..at + WIDTH * LANES].as_chunks::<LANES>().0;
        for (lane, chunk) in chunks.iter().enumerate().take(WIDTH) {
            let value = Lanes::load(chunk);
            for (sums, factor) in sums.iter_mut().zip(factors) {
                sums[lane] += factor * value;
            }
        }
        weight += weights.term_step;
        at += stride;
    }
    for (row, (sums, bias)) in sums.iter().zip(bias).enumerate() {
        let out = &mut out[row * stride + sample..][..WIDTH * LANES];
        for (sum, place) in sums.iter().zip(out.chunks_exact_mut(LANES)) {
            (*sum + Lanes::splat(bias)).store(place);
        }
    }
    WIDTH
}

/// Where dJ/dW, (units, terms) row-major, and dJ/db go.
pub struct Gradients<'a> {
    pub weights: &'a mut [f64],
    pub bias: &'a mut [f64],
    pub terms: usize,
}

/// dJ/dW and dJ/db: `weights[i, j] = Σ_samples delta[i] · from[j]`, `bias[i] = Σ_samples delta[i]`.
#[inline(always)]
pub fn outer(delta: &[f64], from: &[f64], out: Gradients, stride: usize) {
    if stride > 1 { outer_lanes(delta, from, out, stride) } else { outer_one(delta, from, out) }
}

#[inline(never)]
fn outer_one(delta: &[f64], from: &[f64], out: Gradients) {
    let Gradients { weights, bias, terms } = out;
    let from = &from[..terms];
    let mut at = 0;
    for (delta, bias) in delta.iter().zip(bias) {
        *bias = *delta;
        for value in from {
            weights[at] = delta * value;
            at += 1;
        }
    }
}

#[inline(never)]
fn outer_lanes(delta: &[f64], from: &[f64], out: Gradients, stride: usize) {
    let Gradients { weights, bias, terms } = out;
    let units = bias.len();
    let mut unit = 0;
    while unit + 2 <= units {
        let delta = &delta[unit * stride..(unit + 2) * stride];
        outer_rows::<2>(delta, from, &mut weights[unit * terms..(unit + 2) * terms], terms, stride);
        row_sums::<2>(delta, &mut bias[unit..unit + 2], stride);
        unit += 2;
    }
    if unit < units {
        let delta = &delta[unit * stride..(unit + 1) * stride];
        outer_rows::<1>(delta, from, &mut weights[unit * terms..], terms, stride);
        row_sums::<1>(delta, &mut bias[unit..], stride);
    }
}

/// `ROWS` rows of dJ/dW.
#[inline(always)]
fn outer_rows<const ROWS: usize>(delta: &[f64], from: &[f64], out: &mut [f64], terms: usize, stride: usize) {
    let mut term = 0;
    while term + 4 <= terms {
        dots::<ROWS, 4>(delta, &from[term * stride..(term + 4) * stride], out, terms, term, stride);
        term += 4;
    }
    if term + 2 <= terms {
        dots::<ROWS, 2>(delta, &from[term * stride..(term + 2) * stride], out, terms, term, stride);
        term += 2;
    }
    if term < terms {
        dots::<ROWS, 1>(delta, &from[term * stride..(term + 1) * stride], out, terms, term, stride);
    }
}

/// One unit's samples in lanes: `stride / LANES` of them for every unit, so that a loop's bounds are checked but once.
#[inline(always)]
fn samples(values: &[f64], unit: usize, stride: usize) -> &[[f64; LANES]] {
    &values[unit * stride..].as_chunks::<LANES>().0[..stride / LANES]
}

/// The products of `ROWS` deltas with `TERMS` units, from `term` on.
#[inline(always)]
fn dots<const ROWS: usize, const TERMS: usize>(
    delta: &[f64],
    from: &[f64],
    out: &mut [f64],
    terms: usize,
    term: usize,
    stride: usize,
) {
    let deltas: [_; ROWS] = array::from_fn(|row| samples(delta, row, stride));
    let units: [_; TERMS] = array::from_fn(|unit| samples(from, unit, stride));
    let mut sums = [[Lanes::splat(0.0); TERMS]; ROWS];
    for at in 0..stride / LANES {
        let values = units.map(|unit| Lanes::load(&unit[at]));
        for (delta, sums) in deltas.iter().zip(&mut sums) {
            let delta = Lanes::load(&delta[at]);
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += delta * value;
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        totals(sums, &mut out[row * terms + term..][..TERMS]);
    }
}

/// `ROWS` places of dJ/db.
#[inline(always)]
fn row_sums<const ROWS: usize>(delta: &[f64], out: &mut [f64], stride: usize) {
    let deltas: [_; ROWS] = array::from_fn(|row| samples(delta, row, stride));
    let mut sums = [Lanes::splat(0.0); ROWS];
    for at in 0..stride / LANES {
        for (delta, sum) in deltas.iter().zip(&mut sums) {
            *sum += Lanes::load(&delta[at]);
        }
    }
    totals(&sums, &mut out[..ROWS]);
}

/// [`total`] of each, as many at once as there are lanes.
#[inline(always)]
fn totals(sums: &[Lanes], out: &mut [f64]) {
    let ((whole, rest), (places, left)) = (sums.as_chunks::<LANES>(), out.as_chunks_mut::<LANES>());
    for (sums, places) in whole.iter().zip(places) {
        let [first, strands @ ..] = transposed(*sums);
        strands.iter().fold(first, |total, strand| total + *strand).store(places);
    }
    for (sum, place) in rest.iter().zip(left) {
        *place = total(*sum);
    }
}

/// The sum of `values` in the fixed order of sums over samples.
#[inline(always)]
pub fn strands(values: &[f64]) -> f64 {
    let mut sum = Lanes::splat(0.0);
    let (chunks, remainder) = values.as_chunks::<LANES>();
    for chunk in chunks {
        sum += Lanes::load(chunk);
    }
    let mut rest = [0.0; LANES];
    rest.iter_mut().zip(remainder).for_each(|(rest, value)| *rest = *value);
    total(sum + Lanes::load(&rest))
}

/// The strands one after the other. They began at +0, so none is −0, and no zero need be added to the first.
#[inline(always)]
fn total(sum: Lanes) -> f64 {
    let [first, rest @ ..] = sum.to_array();
    rest.iter().fold(first, |total, strand| total + strand)
}
