//! Gradients at the start over many seeds: median, quartiles, and the straight line through their logarithms.
use super::DepthSpec;
use crate::dataset::Digits;
use crate::error::Result;
use crate::network::Network;
use crate::num::exp;
use serde::Serialize;
use std::f64::consts::LN_10;

/// The middle half of a layer's values over the seeds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quartiles {
    pub layer: usize,
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
}

/// log₁₀ median = intercept + slope · layer, by least squares over some layers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fit {
    pub slope: f64,
    pub intercept: f64,
    /// What one layer makes of the gradient on its way down: 10^(−slope)
    pub factor: f64,
    pub first: usize,
    pub last: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spread {
    pub seeds: usize,
    pub quartiles: Vec<Quartiles>,
    /// `None` where fewer than two layers are alike, or a median is 0 or not finite.
    pub fit: Option<Fit>,
}

/// (gradient norm, δ RMS) of every layer before the first update, for each of `seeds`: the weights, the batch and the
/// masks differ, the data stay those of the spec's own seed.
///
/// # Errors
/// As [`crate::depth::Architecture::network`].
pub fn at_start(spec: &DepthSpec, digits: Option<&Digits>, seeds: std::ops::Range<u64>) -> Result<Vec<f64>> {
    let data = spec.data.draw(spec.seed, digits)?;
    let mut found = Vec::new();
    for seed in seeds {
        let network = Network::new(spec.network.network(&data, seed)?);
        let stats = network.stats_of(&network.record(1)?);
        found.extend(stats.iter().flat_map(|layer| [layer.gradient_norm, layer.delta_rms]));
    }
    Ok(found)
}

/// The spread of one of both numbers of [`at_start`] (0: gradient norm, 1: δ RMS) for networks of `layers` layers.
///
/// The line goes through the layers whose numbers are of one shape: hidden layers, for gradient norms without the
/// first, whose W has as many columns as there are inputs.
pub fn spread(values: &[f64], layers: usize, which: usize) -> Spread {
    let each = 2 * layers.max(1);
    let quartiles = (0..layers).map(|index| {
        let of_layer = values.iter().skip(2 * index + which).step_by(each).copied();
        let mut sorted: Vec<f64> = of_layer.collect();
        sorted.sort_by(f64::total_cmp);
        let [lower, median, upper] = [0.25, 0.5, 0.75].map(|share| quantile(&sorted, share));
        Quartiles { layer: index + 1, lower, median, upper }
    });
    let quartiles: Vec<Quartiles> = quartiles.collect();
    let alike = if which == 0 { 1 } else { 0 }..layers.saturating_sub(1);
    let fit = quartiles.get(alike).and_then(fit);
    Spread { seeds: values.len() / each, quartiles, fit }
}

/// With linear interpolation between the two values beside the place (Hyndman & Fan 1996, definition 7).
pub(super) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * sorted.len().saturating_sub(1) as f64;
    let below = place as usize;
    match (sorted.get(below), sorted.get(below + 1)) {
        (Some(low), Some(high)) => low + (high - low) * (place - below as f64),
        (Some(low), None) => *low,
        _ => f64::NAN,
    }
}

pub(super) fn fit(layers: &[Quartiles]) -> Option<Fit> {
    let (first, last) = (layers.first()?.layer, layers.last()?.layer);
    let points: Vec<(f64, f64)> = layers.iter().map(|layer| (layer.layer as f64, libm::log10(layer.median))).collect();
    if points.len() < 2 || points.iter().any(|(_, log)| !log.is_finite()) {
        return None;
    }
    let count = points.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (middle, height) = (mean(&|point| point.0), mean(&|point| point.1));
    let shared = mean(&|point| (point.0 - middle) * (point.1 - height));
    let slope = shared / mean(&|point| (point.0 - middle) * (point.0 - middle));
    Some(Fit { slope, intercept: height - slope * middle, factor: exp(-slope * LN_10), first, last })
}
