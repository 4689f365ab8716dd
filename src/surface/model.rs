//! Costs of two-weight models on data: what an optimizer meets in practice, with real mini-batches.
use super::field::{Field, Formula};
use super::number::{Jet, Number};
use crate::error::{Error, Result};
use crate::input::Fields;
use crate::num::Lanes;
use crate::words::fill;

/// As many samples as a data surface takes.
const MOST: usize = 10_000;

/// Which model the weights belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// y = w₀ + w₁ x; the mean of (w₀ + w₁ x − y)².
    Line,
    /// σ(w₀ + w₁ x); the mean of ln(1 + eᵘ) − y u with u = w₀ + w₁ x: cross-entropy from u, exact for large |u|.
    Logistic,
}

/// A model with its data. The surface's x is w₀, its y is w₁.
#[derive(Clone, Debug)]
pub struct Model {
    pub kind: Kind,
    x: Vec<f64>,
    y: Vec<f64>,
    all: Vec<usize>,
}

/// The cost over some of the samples, in their order.
struct Part<'a> {
    model: &'a Model,
    samples: &'a [usize],
}

impl Model {
    /// # Errors
    /// Lists of different lengths, without samples or with more than 10,000; labels of a logistic model outside 0 to 1.
    pub fn read(fields: &Fields) -> Result<Self> {
        let kind = match fields.required("model")?.one_of(&["line", "logistic"])? {
            "line" => Kind::Line,
            _ => Kind::Logistic,
        };
        let reader = fields.required("x")?;
        let x = reader.numbers()?;
        if x.is_empty() || x.len() > MOST {
            return Err(reader.expected(&fill("expected.samples_of_surface", &[("most", &MOST.to_string())])));
        }
        let labels = fields.required("y")?;
        let y = labels.numbers_of(x.len())?;
        if kind == Kind::Logistic {
            for label in labels.list()? {
                label.number_where("≥ 0, ≤ 1", |label| (0.0..=1.0).contains(&label))?;
            }
        }
        Ok(Self::new(kind, x, y))
    }

    /// `x` and `y` have one length; labels of a logistic model are from 0 to 1.
    pub fn new(kind: Kind, x: Vec<f64>, y: Vec<f64>) -> Self {
        let all = (0..x.len().min(y.len())).collect();
        Self { kind, x, y, all }
    }

    /// All inputs and all targets.
    pub fn data(&self) -> (&[f64], &[f64]) {
        (&self.x, &self.y)
    }

    pub fn samples(&self) -> usize {
        self.x.len()
    }

    /// The gradient over a mini-batch.
    pub fn gradient_of(&self, samples: &[usize], w0: f64, w1: f64) -> [f64; 2] {
        Part { model: self, samples }.gradient(w0, w1)
    }

    /// The cost over a mini-batch.
    pub fn value_of(&self, samples: &[usize], w0: f64, w1: f64) -> f64 {
        Part { model: self, samples }.value(w0, w1)
    }

    fn whole(&self) -> Part<'_> {
        Part { model: self, samples: &self.all }
    }

    /// The weights of least squares (line): the middle of the picture.
    fn middle(&self) -> [f64; 2] {
        let count = self.x.len() as f64;
        let mean = |values: &[f64]| values.iter().sum::<f64>() / count;
        let (x, y) = (mean(&self.x), mean(&self.y));
        let spread: f64 = self.x.iter().map(|value| (value - x) * (value - x)).sum();
        let shared: f64 = self.x.iter().zip(&self.y).map(|(a, b)| (a - x) * (b - y)).sum();
        if self.kind == Kind::Logistic || spread == 0.0 {
            return [0.0; 2];
        }
        let slope = shared / spread;
        [y - slope * x, slope]
    }

    /// A picture around the best line; for a logistic model weights up to 8 in size.
    pub fn domain(&self) -> [f64; 4] {
        let [w0, w1] = self.middle();
        let half = if self.kind == Kind::Logistic { 8.0 } else { 3.0 * w0.abs().max(w1.abs()).max(1.0) };
        [w0 - half, w0 + half, w1 - half, w1 + half]
    }
}

impl Field for Model {
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        self.whole().row(xs, y, out);
    }

    fn gradients(&self, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]) {
        self.whole().gradients(x, y, gx, gy);
    }

    fn derivatives(&self, x: f64, y: f64) -> Jet {
        self.whole().derivatives(x, y)
    }
}

impl Formula for Part<'_> {
    fn at<N: Number>(&self, w0: N, w1: N) -> N {
        let model = self.model;
        let mut sum: Option<N> = None;
        for sample in self.samples {
            let (Some(x), Some(y)) = (model.x.get(*sample), model.y.get(*sample)) else { continue };
            let u = w0.clone() + w1.clone().times(*x);
            let term = match model.kind {
                Kind::Line => u.plus(-y).squared(),
                Kind::Logistic => u.clone().apply(crate::derivation::Function::Softplus) - u.times(*y),
            };
            sum = Some(sum.map_or_else(|| term.clone(), |sum| sum + term.clone()));
        }
        sum.map_or_else(|| N::constant(f64::NAN), |sum| sum / N::constant(self.samples.len() as f64))
    }
}

/// The error of two axes that are one.
pub fn same_axes(path: &str) -> Error {
    Error::sentence(path, "error.same_axes", &[])
}
