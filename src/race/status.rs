//! How a racer fares: where it has arrived, whether it stands still, why it blew up.
use super::{Race, Racer, parts};
use crate::optimizer::Optimizer;
use crate::surface::Surface;
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Running,
    /// Near a stationary point, and its last ten steps were shorter than a thousandth of "near".
    Converged,
    /// Farther from the middle of the domain than a million times its size, or overflowed.
    Diverged,
}

/// As `npm/gradstep.d.ts` has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Status {
    pub state: State,
    /// Steps until it converged or diverged; else the steps done.
    pub steps: usize,
    /// The stationary point that it is near, as an index into the surface's list.
    pub reached: Option<usize>,
}

/// The rate that a quadratic of this curvature could bear, and the one that was set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stability {
    /// The step at which the path began to run away: the first after which it never came lower again.
    pub step: usize,
    pub x: f64,
    pub y: f64,
    /// The Hessian's largest eigenvalue there.
    pub eigenvalue: f64,
    /// learning_rate · eigenvalue
    pub product: f64,
    /// 2 for gradient descent, 2 + 2 μ for momentum (Polyak 1964): above it a quadratic's iterates grow.
    pub limit: f64,
}

/// Near: within this share of the domain's longer side. 0.1 on a domain four wide.
const NEAR: f64 = 0.025;
/// Steps that must be short, one after the other.
const STILL: usize = 10;
/// Short: this share of "near".
const SHORT: f64 = 1e-3;
/// Gone: this many times the domain's longer side.
const GONE: f64 = 1e6;

/// The distances by which a surface's domain tells near, short and gone.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    pub near: f64,
    pub short: f64,
    pub gone: f64,
    middle: [f64; 2],
}

impl Scale {
    pub fn of(surface: &Surface) -> Self {
        let [x_min, x_max, y_min, y_max] = surface.domain;
        let side = (x_max - x_min).max(y_max - y_min);
        let middle = [0.5 * (x_min + x_max), 0.5 * (y_min + y_max)];
        Self { near: NEAR * side, short: NEAR * SHORT * side, gone: GONE * side, middle }
    }

    pub fn is_gone(&self, [x, y]: [f64; 2]) -> bool {
        let [dx, dy] = [x - self.middle[0], y - self.middle[1]];
        // NaN is gone too
        let is_here = dx.abs() <= self.gone && dy.abs() <= self.gone;
        !is_here
    }
}

/// The nearest stationary point, where one is near.
pub fn reached(surface: &Surface, [x, y]: [f64; 2], near: f64) -> Option<usize> {
    let distance = |point: &crate::surface::Stationary| (point.x - x).powi(2) + (point.y - y).powi(2);
    let (index, nearest) = surface
        .stationary()
        .iter()
        .map(distance)
        .enumerate()
        .fold((0, f64::INFINITY), |best, next| if next.1 < best.1 { next } else { best });
    (nearest <= near * near).then_some(index)
}

impl Race {
    /// How one racer fares after the steps done.
    pub fn status(&self, optimizer: usize) -> Status {
        let racer = self.racer(optimizer);
        let scale = Scale::of(&self.spec.surface);
        let mut points = racer.path.chunks_exact(2);
        if let Some(steps) = points.position(|point| scale.is_gone([point[0], point[1]])) {
            return Status { state: State::Diverged, steps, reached: None };
        }
        if racer.lost {
            return Status { state: State::Diverged, steps: racer.steps(), reached: None };
        }
        let reached = reached(&self.spec.surface, parts(racer.here), scale.near);
        let still = reached.is_some().then(|| still_since(racer, scale.short)).flatten();
        match still {
            Some(steps) => Status { state: State::Converged, steps, reached },
            None => Status { state: State::Running, steps: racer.steps(), reached },
        }
    }

    /// Steps until the path first comes within `tolerance` of a point; `None` where it does not.
    pub fn steps_to_within(&self, optimizer: usize, [x, y]: [f64; 2], tolerance: f64) -> Option<usize> {
        let is_near = |point: &[f64]| (point[0] - x).powi(2) + (point[1] - y).powi(2) <= tolerance * tolerance;
        self.racer(optimizer).path.chunks_exact(2).position(is_near)
    }

    /// The path's length: the sum of its steps' lengths.
    pub fn length(&self, optimizer: usize) -> f64 {
        let path = self.path(optimizer);
        let step = |(from, to): (&[f64], &[f64])| ((to[0] - from[0]).powi(2) + (to[1] - from[1]).powi(2)).sqrt();
        path.chunks_exact(2).zip(path.chunks_exact(2).skip(1)).map(step).sum()
    }

    /// Why a racer ran away, where it did and where its rule has such a limit: gradient descent and momentum (both
    /// forms; Nesterov's limit is another).
    pub fn stability(&self, optimizer: usize) -> Option<Stability> {
        let racer = self.racer(optimizer);
        let (learning_rate, limit) = match racer.optimizer {
            Optimizer::Sgd { learning_rate } => (learning_rate, 2.0),
            Optimizer::Momentum { learning_rate, momentum, .. } => (learning_rate, 2.0 + 2.0 * momentum),
            _ => return None,
        };
        let values = self.values(optimizer);
        let start = *values.first()?;
        let lowest = values.iter().fold(f64::INFINITY, |low, value| if *value < low { *value } else { low });
        let last = values.last().copied().filter(|_| !racer.lost).unwrap_or(f64::INFINITY);
        // It has run away when it ends above its start.
        if last <= start {
            return None;
        }
        let step = values.iter().rposition(|value| *value <= lowest)?;
        let [x, y] = [racer.path[2 * step], racer.path[2 * step + 1]];
        let eigenvalue = self.spec.surface.field().derivatives(x, y).eigenvalues()[0];
        Some(Stability { step, x, y, eigenvalue, product: learning_rate * eigenvalue, limit })
    }
}

/// The step from which on all steps were short, where the last ten were.
fn still_since(racer: &Racer, short: f64) -> Option<usize> {
    let path = &racer.path;
    let is_short = |step: &usize| {
        let at = |index: usize| [path[2 * index], path[2 * index + 1]];
        let (from, to) = (at(step - 1), at(*step));
        (to[0] - from[0]).powi(2) + (to[1] - from[1]).powi(2) <= short * short
    };
    let since = (1..=racer.steps()).rev().find(|step| !is_short(step)).unwrap_or(0);
    (racer.steps() - since >= STILL).then_some(since)
}
