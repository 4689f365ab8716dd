//! Newton's method: the optimum in a few steps, or the reason why there is none.
use super::minimise::{Problem, Start};
use super::separation::separation;
use super::{Logistic, query};
use crate::error::{Error, Result};
use crate::words::text;
use serde::{Serialize, Serializer, ser::SerializeStruct};

/// Newton's steps from some weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Newton {
    /// The weights before the first step and after each.
    pub path: Vec<Vec<f64>>,
    /// J at each of them.
    pub costs: Vec<f64>,
}

/// The lowest cost, where some weights have it.
#[derive(Clone, Debug, PartialEq)]
pub enum Optimum {
    /// `iterations`: Newton's steps from weights 0.
    At { weights: Vec<f64>, cost: f64, iterations: usize },
    /// Some weights can grow for ever and lower the cost at every step.
    Separable,
}

impl Serialize for Optimum {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self {
            Self::At { weights, cost, iterations } => {
                let mut fields = serializer.serialize_struct("Optimum", 3)?;
                fields.serialize_field("weights", weights)?;
                fields.serialize_field("cost", cost)?;
                fields.serialize_field("iterations", iterations)?;
                fields.end()
            }
            Self::Separable => {
                let mut fields = serializer.serialize_struct("Optimum", 1)?;
                fields.serialize_field("separable", &true)?;
                fields.end()
            }
        }
    }
}

/// As many steps as the optimum can need: each that is damped still takes a fixed part off the cost.
const MOST: usize = 200;

/// t = (x − centre) / half lies in [−1, 1]: its powers are far from parallel, those of x may not be.
struct Unit {
    centre: f64,
    half: f64,
}

impl Unit {
    fn new(x: &[f64]) -> Self {
        let low = x.iter().copied().fold(f64::INFINITY, f64::min);
        let high = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let half = high / 2.0 - low / 2.0;
        Self { centre: low / 2.0 + high / 2.0, half: if half > 0.0 { half } else { 1.0 } }
    }

    /// The coefficients of 1, x, … of the polynomial with these of 1, t, ….
    fn to_raw(&self, of_t: &[f64]) -> Vec<f64> {
        substitute(of_t, -self.centre / self.half, 1.0 / self.half)
    }

    fn of_raw(&self, raw: &[f64]) -> Vec<f64> {
        substitute(raw, self.centre, self.half)
    }
}

/// p(a + b z) in powers of z, by Horner's scheme.
fn substitute(p: &[f64], a: f64, b: f64) -> Vec<f64> {
    let mut out = vec![0.0; p.len()];
    for coefficient in p.iter().rev() {
        for place in (1..out.len()).rev() {
            out[place] = a * out[place] + b * out[place - 1];
        }
        if let Some(first) = out.first_mut() {
            *first = a * *first + coefficient;
        }
    }
    out
}

impl Logistic {
    /// The optimum over all points, by Newton's method from weights 0.
    ///
    /// That there is none is found without it: without l2, where a polynomial of the degree separates the classes
    /// (decided by [`separation`]); with l2, which leaves w₀ free, where there is one class only. Where several
    /// weights have the lowest cost, since there are fewer distinct points than weights, those of the highest powers
    /// stay 0.
    ///
    /// # Errors
    /// Powers of x that overflow (path `x`).
    pub fn optimum(&self) -> Result<Optimum> {
        let (x, labels) = (&self.spec.x, &self.spec.labels);
        // among polynomials that l2 does not hold back there are constants alone
        let free = if self.spec.l2 > 0.0 { 0 } else { self.spec.degree };
        if separation(x, labels, free).separable {
            return Ok(Optimum::Separable);
        }
        let newton = self.newton(&vec![0.0; self.features.count()], MOST)?;
        let iterations = newton.costs.len() - 1;
        match (newton.path.last(), newton.costs.last()) {
            (Some(weights), Some(cost)) if cost.is_finite() => {
                Ok(Optimum::At { weights: weights.clone(), cost: *cost, iterations })
            }
            _ => Err(overflow()),
        }
    }

    /// Newton's steps from `start` (d + 1 weights), at most `most`; each is halved until the cost falls. Ends early
    /// where the cost can fall no more.
    ///
    /// # Errors
    /// As for [`optimum`](Self::optimum).
    pub fn newton(&self, start: &[f64], most: usize) -> Result<Newton> {
        let count = self.features.count();
        let finite = |x: &f64| {
            let mut features = vec![0.0; count];
            self.features.write(*x, &mut features, 1);
            features.iter().all(|feature| feature.is_finite())
        };
        if !self.spec.x.iter().all(finite) {
            return Err(overflow());
        }
        let unit = Unit::new(&self.spec.x);
        let weights_of = |of_t: &[f64]| self.features.of_raw(&unit.to_raw(of_t));
        let problem = Problem {
            columns: powers(&self.spec.x, &unit, count),
            offset: vec![0.0; self.spec.samples()],
            labels: &self.spec.labels,
            penalty: self.penalty(weights_of),
        };
        let start = unit.of_raw(&self.features.to_raw(start));
        let found = problem.minimise(Start { weights: start, most });
        let path: Vec<Vec<f64>> = found.iter().map(|of_t| weights_of(of_t)).collect();
        let costs = query::costs_at(self, &path);
        Ok(Newton { path, costs })
    }

    /// √λ₂ times the map from coefficients in t to each penalised weight.
    fn penalty(&self, weights_of: impl Fn(&[f64]) -> Vec<f64>) -> Vec<Vec<f64>> {
        let count = self.features.count();
        if self.spec.l2 == 0.0 {
            return Vec::new();
        }
        let unit = |place: usize| (0..count).map(|other| f64::from(u8::from(other == place))).collect::<Vec<_>>();
        let images: Vec<Vec<f64>> = (0..count).map(|place| weights_of(&unit(place))).collect();
        let root = self.spec.l2.sqrt();
        (1..count).map(|weight| images.iter().map(|image| root * image[weight]).collect()).collect()
    }
}

fn powers(x: &[f64], unit: &Unit, count: usize) -> Vec<Vec<f64>> {
    let mut columns = vec![vec![1.0; x.len()]; count];
    for power in 1..count {
        columns[power] =
            columns[power - 1].iter().zip(x).map(|(last, x)| last * (x - unit.centre) / unit.half).collect();
    }
    columns
}

fn overflow() -> Error {
    Error::expected("x", text("expected.powers"), "∞")
}
