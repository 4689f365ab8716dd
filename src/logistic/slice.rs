//! The cost over two of the weights: what a contour shows.
use super::Logistic;
use super::minimise::{Problem, Start};
use super::pass::Workspace;
use crate::error::{Error, Result};
use crate::input::Reader;
use crate::network::strands;
use crate::num::{LaneFunction, apply_in_place, function, sigmoid};
use crate::words::fill;

/// Which cost is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// The one that is trained on.
    CrossEntropy,
    /// The mean of ½ (y − c)², and the same λ₂/2 (w₁² + …).
    SquaredError,
}

/// What becomes of the other weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// They keep their values.
    Held,
    /// At each point they have the values that make the cost smallest. Of cross-entropy only: it is convex.
    Best,
}

/// A rectangle of two weights (`axes`, from 0) around other weights.
#[derive(Clone, Debug, PartialEq)]
pub struct Slice {
    /// d + 1; those of the axes do not count
    pub weights: Vec<f64>,
    pub axes: [usize; 2],
    /// least and most of the first axis, least and most of the second
    pub domain: [f64; 4],
    pub columns: usize,
    pub rows: usize,
    pub measure: Measure,
    pub others: Others,
}

/// The most columns or rows.
const MOST_CELLS: u64 = 1024;
/// Newton's steps at each point; neighbours begin where the last one ended.
const STEPS: usize = 12;

impl Slice {
    /// # Errors
    /// A missing or surplus field; weights of another length than the model's; axes that the model has not or that are
    /// one; a domain that is none; `best` of squared error.
    pub fn read(reader: &Reader, model: &Logistic) -> Result<Self> {
        let fields = reader.object(&["weights", "axes", "domain", "columns", "rows", "measure", "others"])?;
        let count = model.features.count();
        let axes = fields.required("axes")?;
        let both: Vec<u64> =
            axes.list()?.iter().map(|axis| axis.integer(0, count as u64 - 1)).collect::<Result<_>>()?;
        let axes = match both[..] {
            [first, second] if first != second => [first as usize, second as usize],
            [_, _] => return Err(Error::sentence(axes.path(), "error.same_weights", &[])),
            _ => return Err(axes.expected(&fill("error.numbers", &[("count", "2")]))),
        };
        let cells = |name| Ok(fields.required(name)?.integer(1, MOST_CELLS)? as usize);
        let measure = match fields.required("measure")?.one_of(&["cross_entropy", "lse"])? {
            "lse" => Measure::SquaredError,
            _ => Measure::CrossEntropy,
        };
        let known: &[&'static str] = if measure == Measure::CrossEntropy { &["held", "best"] } else { &["held"] };
        Ok(Self {
            weights: fields.required("weights")?.numbers_of(count)?,
            axes,
            domain: fields.required("domain")?.domain()?,
            columns: cells("columns")?,
            rows: cells("rows")?,
            measure,
            others: if fields.required("others")?.one_of(known)? == "best" { Others::Best } else { Others::Held },
        })
    }

    /// The two weights of a cell: the edges are cells too.
    fn at(&self, column: usize, row: usize) -> [f64; 2] {
        let along = |least: f64, most: f64, place: usize, count: usize| {
            if count == 1 { least } else { least + (most - least) * (place as f64 / (count - 1) as f64) }
        };
        let [left, right, bottom, top] = self.domain;
        [along(left, right, column, self.columns), along(bottom, top, row, self.rows)]
    }
}

/// ½ (σ(z) − 0)², z being ±u: of class 1, 1 − σ(u) = σ(−u).
struct HalfSquare;

impl LaneFunction for HalfSquare {
    #[inline(always)]
    fn at<L: crate::num::Lane>(&self, z: L) -> L {
        let error = sigmoid(z);
        L::splat(0.5) * error * error
    }
}

impl Logistic {
    /// J over the slice's rows from `first` up to, but not with, `end`: row-major, the first row at the second axis'
    /// least value.
    pub fn slice(&self, slice: &Slice, first: usize, end: usize) -> Vec<f64> {
        match slice.others {
            Others::Held => self.held(slice, first, end),
            Others::Best => self.best(slice, first, end),
        }
    }

    fn held(&self, slice: &Slice, first: usize, end: usize) -> Vec<f64> {
        let work = self.everything();
        let (samples, stride) = (work.samples, work.stride);
        let [across, up] = slice.axes.map(|axis| signed(&work, axis));
        let mut base = vec![0.0; stride];
        let rest = self.others(slice);
        for (axis, weight) in &rest {
            add(&mut base, *weight, &signed(&work, *axis));
        }
        let held: f64 = rest.iter().filter(|(axis, _)| *axis > 0).map(|(_, weight)| weight * weight).sum();
        let mut heights = Vec::with_capacity(slice.columns * (end - first.min(end)));
        let (mut row_base, mut terms) = (vec![0.0; stride], vec![0.0; stride]);
        for row in first..end.min(slice.rows) {
            let [_, second] = slice.at(0, row);
            row_base.copy_from_slice(&base);
            add(&mut row_base, second, &up);
            for column in 0..slice.columns {
                let [value, _] = slice.at(column, row);
                terms.copy_from_slice(&row_base);
                add(&mut terms, value, &across);
                match slice.measure {
                    Measure::CrossEntropy => apply_in_place(&function::Softplus, &mut terms),
                    Measure::SquaredError => apply_in_place(&HalfSquare, &mut terms),
                }
                let own = self.penalty_of(slice.axes, [value, second]);
                let mean = strands(&terms[..samples]) / samples as f64;
                heights.push(mean + self.spec.l2 / 2.0 * (held + own));
            }
        }
        heights
    }

    fn best(&self, slice: &Slice, first: usize, end: usize) -> Vec<f64> {
        let work = self.everything();
        let column = |axis: usize| work.features[axis * work.stride..][..work.samples].to_vec();
        let [across, up] = slice.axes.map(column);
        let rest = self.others(slice);
        let root = self.spec.l2.sqrt();
        let penalised = |(place, (axis, _)): (usize, &(usize, f64))| {
            let row = (0..rest.len()).map(|other| if other == place { root } else { 0.0 });
            (*axis > 0 && root > 0.0).then(|| row.collect())
        };
        let mut problem = Problem {
            columns: rest.iter().map(|(axis, _)| column(*axis)).collect(),
            offset: vec![0.0; work.samples],
            labels: &self.spec.labels,
            penalty: rest.iter().enumerate().filter_map(penalised).collect(),
        };
        let start: Vec<f64> = rest.iter().map(|(_, weight)| *weight).collect();
        let mut heights = Vec::with_capacity(slice.columns * (end - first.min(end)));
        for row in first..end.min(slice.rows) {
            let mut here = start.clone();
            for column in 0..slice.columns {
                let at = slice.at(column, row);
                problem.offset.fill(0.0);
                add(&mut problem.offset, at[0], &across);
                add(&mut problem.offset, at[1], &up);
                if let Some(found) = problem.minimise(Start { weights: here.clone(), most: STEPS }).pop() {
                    here = found;
                }
                heights.push(problem.cost(&here) + self.spec.l2 / 2.0 * self.penalty_of(slice.axes, at));
            }
        }
        heights
    }

    /// The weights that are no axes.
    fn others(&self, slice: &Slice) -> Vec<(usize, f64)> {
        slice.weights.iter().copied().enumerate().filter(|(axis, _)| !slice.axes.contains(axis)).collect()
    }

    fn penalty_of(&self, axes: [usize; 2], at: [f64; 2]) -> f64 {
        axes.iter().zip(at).filter(|(axis, _)| **axis > 0).map(|(_, weight)| weight * weight).sum()
    }
}

/// One feature, with its sign changed where the class is 1: a sum of these is ±u.
fn signed(work: &Workspace, axis: usize) -> Vec<f64> {
    let feature = &work.features[axis * work.stride..][..work.stride];
    feature.iter().zip(&work.c).map(|(value, c)| (1.0 - 2.0 * c) * value).collect()
}

fn add(sum: &mut [f64], factor: f64, values: &[f64]) {
    for (sum, value) in sum.iter_mut().zip(values) {
        *sum += factor * value;
    }
}
