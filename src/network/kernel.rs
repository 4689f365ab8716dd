//! The loops that training spends its time in.
//!
//! An array over units and samples is flat, one unit's samples side by side: `array[unit * stride + sample]`. A
//! stride of more than one sample is a multiple of the lanes; the places beyond the last sample repeat it in
//! activations and are 0 in deltas, so that they never change a sum. Every sum runs in one fixed order: over units
//! from first to last; over samples in as many strands as there are lanes, added up at the end.
use crate::num::{LANES, Lane, Lanes, PACK, transposed};

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

/// A weight matrix seen from the side of its results: one row of `terms` weights for each of them, or, `turned`, one
/// row of `results` weights for each term.
#[derive(Clone, Copy)]
pub struct Weights<'a> {
    pub values: &'a [f64],
    pub results: usize,
    pub terms: usize,
    pub turned: bool,
}

/// `out[r] = Σ_t w[r, t] · from[t] + bias[r]`, for every sample.
#[inline(always)]
pub fn combine(weights: Weights, from: &[f64], bias: Option<&[f64]>, out: &mut [f64], stride: usize) {
    match (stride > 1, weights.turned) {
        (true, false) => combine_lanes::<false>(weights, from, bias, out, stride),
        (true, true) => combine_lanes::<true>(weights, from, bias, out, stride),
        (false, _) => combine_one(weights, from, bias, out),
    }
}

#[inline(never)]
fn combine_one(weights: Weights, from: &[f64], bias: Option<&[f64]>, out: &mut [f64]) {
    let Weights { values, results, terms, turned } = weights;
    let (result_step, term_step) = if turned { (1, results) } else { (terms, 1) };
    let from = &from[..terms];
    for (result, place) in out.iter_mut().enumerate() {
        let mut at = result * result_step;
        let mut sum = 0.0;
        for value in from {
            sum += values[at] * value;
            at += term_step;
        }
        *place = sum + bias.map_or(0.0, |bias| bias[result]);
    }
}

#[inline(never)]
fn combine_lanes<const TURNED: bool>(
    weights: Weights,
    from: &[f64],
    bias: Option<&[f64]>,
    out: &mut [f64],
    stride: usize,
) {
    let results = weights.results;
    let from = &from[..weights.terms * stride];
    let mut result = 0;
    while result + 2 <= results {
        let out = &mut out[result * stride..(result + 2) * stride];
        rows::<2, TURNED>(weights, result, from, bias, out, stride);
        result += 2;
    }
    if result < results {
        rows::<1, TURNED>(weights, result, from, bias, &mut out[result * stride..], stride);
    }
}

/// `ROWS` results from `result` on, over all samples.
#[inline(always)]
fn rows<const ROWS: usize, const TURNED: bool>(
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
    let factors = Factors::<ROWS, TURNED>::new(weights, result);
    let mut sample = 0;
    while sample < stride {
        // as many lanes as fit the registers, and no single one left over where that can be helped
        sample += LANES
            * match (stride - sample) / LANES {
                1 => tile::<ROWS, 1, TURNED>(factors, from, biases, out, stride, sample),
                2 => tile::<ROWS, 2, TURNED>(factors, from, biases, out, stride, sample),
                3 => tile::<ROWS, 3, TURNED>(factors, from, biases, out, stride, sample),
                5 => tile::<ROWS, 5, TURNED>(factors, from, biases, out, stride, sample),
                _ => tile::<ROWS, 4, TURNED>(factors, from, biases, out, stride, sample),
            };
    }
}

/// The weights of `ROWS` results, term by term.
#[derive(Clone, Copy)]
struct Factors<'a, const ROWS: usize, const TURNED: bool> {
    /// A row for each result; turned, all of the matrix from the first result on.
    rows: [&'a [f64]; ROWS],
    step: usize,
}

impl<'a, const ROWS: usize, const TURNED: bool> Factors<'a, ROWS, TURNED> {
    #[inline(always)]
    fn new(weights: Weights<'a>, result: usize) -> Self {
        let Weights { values, results, terms, .. } = weights;
        let mut rows = [values; ROWS];
        for (row, start) in rows.iter_mut().enumerate() {
            *start = if TURNED { &values[result..] } else { &values[(result + row) * terms..][..terms] };
        }
        Self { rows, step: if TURNED { results } else { 1 } }
    }

    /// Those of one term; `step` further on stand those of the next.
    #[inline(always)]
    fn at(&self, at: usize) -> [Lanes; ROWS] {
        let mut factors = [Lanes::splat(0.0); ROWS];
        let turned = if TURNED { &self.rows[0][at..at + ROWS] } else { &[] };
        for (row, factor) in factors.iter_mut().enumerate() {
            *factor = Lanes::splat(if TURNED { turned[row] } else { self.rows[row][at] });
        }
        factors
    }
}

/// `ROWS` results × `WIDTH` lanes of samples: each loaded value serves every row, each weight every lane. Gives
/// `WIDTH`.
#[inline(always)]
fn tile<const ROWS: usize, const WIDTH: usize, const TURNED: bool>(
    all: Factors<ROWS, TURNED>,
    from: &[f64],
    bias: [f64; ROWS],
    out: &mut [f64],
    stride: usize,
    sample: usize,
) -> usize {
    debug_assert!(sample + WIDTH * LANES <= stride && from.len().is_multiple_of(stride));
    let (mut sums, step) = ([[Lanes::splat(0.0); WIDTH]; ROWS], all.step);
    let (mut left, mut at) = (from, 0);
    while let Some((term, rest)) = left.split_at_checked(stride) {
        // the rows' weights first: a lane's value is then needed but once, and as many lanes fit the registers
        let factors = all.at(at);
        let Some(values) = term[sample..].as_chunks::<LANES>().0.first_chunk::<WIDTH>() else { break };
        for (lane, value) in values.iter().enumerate() {
            let value = Lanes::load(value);
            for (sums, factor) in sums.iter_mut().zip(factors) {
                sums[lane] += factor * value;
            }
        }
        at += step;
        left = rest;
    }
    for (row, (sums, bias)) in sums.iter().zip(bias).enumerate() {
        let places = out[row * stride + sample..].as_chunks_mut::<LANES>().0.first_chunk_mut::<WIDTH>();
        for (sum, place) in sums.iter().zip(places.into_iter().flatten()) {
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
        let weights = &mut weights[unit * terms..(unit + 2) * terms];
        outer_rows::<2>(delta, from, Gradients { weights, bias: &mut bias[unit..unit + 2], terms }, stride);
        unit += 2;
    }
    if unit < units {
        let delta = &delta[unit * stride..(unit + 1) * stride];
        let weights = &mut weights[unit * terms..];
        outer_rows::<1>(delta, from, Gradients { weights, bias: &mut bias[unit..], terms }, stride);
    }
}

/// `ROWS` rows of dJ/dW and places of dJ/db.
#[inline(always)]
fn outer_rows<const ROWS: usize>(delta: &[f64], from: &[f64], mut out: Gradients, stride: usize) {
    let terms = out.terms;
    // the deltas' own sums come with the first of the products
    let mut term = match terms {
        1 => dots::<ROWS, 1, true>(delta, from, &mut out, 0, stride),
        2 | 3 => dots::<ROWS, 2, true>(delta, from, &mut out, 0, stride),
        _ => dots::<ROWS, 4, true>(delta, from, &mut out, 0, stride),
    };
    while term + 4 <= terms {
        term += dots::<ROWS, 4, false>(delta, from, &mut out, term, stride);
    }
    if term + 2 <= terms {
        term += dots::<ROWS, 2, false>(delta, from, &mut out, term, stride);
    }
    if term < terms {
        dots::<ROWS, 1, false>(delta, from, &mut out, term, stride);
    }
}

/// The samples of `UNITS` units from `unit` on, in lanes: `stride / LANES` for each, so that a loop's bounds are checked
/// but once.
#[inline(always)]
fn samples_of<const UNITS: usize>(values: &[f64], unit: usize, stride: usize) -> [&[[f64; LANES]]; UNITS] {
    let values = &values[unit * stride..(unit + UNITS) * stride];
    let mut units: [&[[f64; LANES]]; UNITS] = [&[]; UNITS];
    for (unit, samples) in units.iter_mut().enumerate() {
        *samples = &values[unit * stride..].as_chunks::<LANES>().0[..stride / LANES];
    }
    units
}

/// The products of `ROWS` deltas with `TERMS` units, from `term` on, and the deltas' sums where there is `BIAS`. Gives
/// `TERMS`.
#[inline(always)]
fn dots<const ROWS: usize, const TERMS: usize, const BIAS: bool>(
    delta: &[f64],
    from: &[f64],
    out: &mut Gradients,
    term: usize,
    stride: usize,
) -> usize {
    let deltas = samples_of::<ROWS>(delta, 0, stride);
    let units = samples_of::<TERMS>(from, term, stride);
    let mut sums = [[Lanes::splat(0.0); TERMS]; ROWS];
    let mut biases = [Lanes::splat(0.0); ROWS];
    for at in 0..stride / LANES {
        let deltas = deltas.map(|delta| Lanes::load(&delta[at]));
        for (term, unit) in units.iter().enumerate() {
            let value = Lanes::load(&unit[at]);
            for (delta, sums) in deltas.iter().zip(&mut sums) {
                sums[term] += *delta * value;
            }
        }
        if BIAS {
            for (delta, sum) in deltas.iter().zip(&mut biases) {
                *sum += *delta;
            }
        }
    }
    for (row, sums) in sums.iter().enumerate() {
        totals(sums, &mut out.weights[row * out.terms + term..][..TERMS]);
    }
    if BIAS {
        totals(&biases, &mut out.bias[..ROWS]);
    }
    TERMS
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
