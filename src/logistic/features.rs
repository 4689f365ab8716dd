//! The features of a point: 1, x, x², …, x^d, as they are or each scaled to mean 0 and standard deviation 1.
use crate::error::Result;
use crate::input::Reader;
use serde::Serialize;

/// What is done to x, x², …, x^d before they get their weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scaling {
    None,
    /// (x^j − mean) / standard deviation, both over all points; the constant feature stays 1.
    Standardize,
}

impl Scaling {
    /// # Errors
    /// Anything but "none" and "standardize".
    pub fn read(reader: &Reader) -> Result<Self> {
        Ok(if reader.one_of(&["none", "standardize"])? == "none" { Self::None } else { Self::Standardize })
    }
}

/// The way from x to its features.
#[derive(Clone, Debug)]
pub struct Features {
    /// (centre, scale) of each feature; (0, 1) leaves it as it is
    affine: Vec<(f64, f64)>,
}

impl Features {
    /// The scaling is that of all of `x`. A feature that is the same at every point is centred only.
    pub fn new(x: &[f64], degree: usize, scaling: Scaling) -> Self {
        let plain = Self { affine: vec![(0.0, 1.0); degree + 1] };
        if scaling == Scaling::None {
            return plain;
        }
        let count = x.len() as f64;
        let affine = (0..=degree).map(|feature| {
            if feature == 0 {
                return (0.0, 1.0);
            }
            let values = || x.iter().map(|x| power(*x, feature));
            let mean = values().sum::<f64>() / count;
            let variance = values().map(|value| (value - mean) * (value - mean)).sum::<f64>() / count;
            (mean, if variance > 0.0 { variance.sqrt() } else { 1.0 })
        });
        Self { affine: affine.collect() }
    }

    pub fn count(&self) -> usize {
        self.affine.len()
    }

    /// The features of `x`, each written with a `stride` to the next.
    pub fn write(&self, x: f64, out: &mut [f64], stride: usize) {
        let mut raised = 1.0;
        for ((centre, scale), place) in self.affine.iter().zip(out.iter_mut().step_by(stride)) {
            *place = (raised - centre) / scale;
            raised *= x;
        }
    }

    /// The weights on these features that give the same curve as `raw` on 1, x, x², ….
    pub fn of_raw(&self, raw: &[f64]) -> Vec<f64> {
        let mut weights: Vec<f64> = raw.iter().zip(&self.affine).map(|(weight, (_, scale))| weight * scale).collect();
        let moved: f64 = raw.iter().zip(&self.affine).skip(1).map(|(weight, (centre, _))| weight * centre).sum();
        if let Some(first) = weights.first_mut() {
            *first += moved;
        }
        weights
    }

    /// The weights on 1, x, x², … that give the same curve.
    pub fn to_raw(&self, weights: &[f64]) -> Vec<f64> {
        let mut raw: Vec<f64> = weights.iter().zip(&self.affine).map(|(weight, (_, scale))| weight / scale).collect();
        let moved: f64 = raw.iter().zip(&self.affine).skip(1).map(|(weight, (centre, _))| weight * centre).sum();
        if let Some(first) = raw.first_mut() {
            *first -= moved;
        }
        raw
    }
}

/// x^exponent by repeated multiplication, as [`Features::write`] does it.
fn power(x: f64, exponent: usize) -> f64 {
    (0..exponent).fold(1.0, |raised, _| raised * x)
}
