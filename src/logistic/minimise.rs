//! Newton's method on a sum of logistic costs over given columns.
use crate::num::{sigmoid, softplus};

/// J(β) = mean of ln(1 + e^(±u)) + ½ |P β|², with u = offset + Σ β_j column_j.
pub(super) struct Problem<'a> {
    pub columns: Vec<Vec<f64>>,
    pub offset: Vec<f64>,
    /// 0 or 1
    pub labels: &'a [f64],
    /// The rows of P
    pub penalty: Vec<Vec<f64>>,
}

pub(super) struct Start {
    pub weights: Vec<f64>,
    /// Steps at the most
    pub most: usize,
}

/// A column whose part beyond those before it is smaller than this share of it counts as made of them.
const DEPENDENT: f64 = 1e-13;
/// A step that promises less than this share of the cost is the last.
const LEAST_GAIN: f64 = 1e-16;
/// Share of the promised gain that a step must bring (Armijo, 1966).
const ENOUGH: f64 = 1e-4;

impl Problem<'_> {
    /// The weights before the first step and after each.
    pub fn minimise(&self, start: Start) -> Vec<Vec<f64>> {
        let mut path = vec![start.weights];
        while path.len() <= start.most {
            let Some(next) = path.last().and_then(|here| self.step(here)) else { break };
            path.push(next);
        }
        path
    }

    fn scores(&self, weights: &[f64]) -> Vec<f64> {
        let mut scores = self.offset.clone();
        for (weight, column) in weights.iter().zip(&self.columns) {
            for (score, value) in scores.iter_mut().zip(column) {
                *score += weight * value;
            }
        }
        scores
    }

    pub fn cost(&self, weights: &[f64]) -> f64 {
        let sum: f64 = self.scores(weights).iter().zip(self.labels).map(|(u, c)| softplus((1.0 - 2.0 * c) * u)).sum();
        let penalty: f64 = self.penalty.iter().map(|row| dot(row, weights)).map(|value| value * value).sum();
        sum / self.labels.len() as f64 + penalty / 2.0
    }

    /// One step, halved until the cost falls enough; nothing where it cannot fall.
    fn step(&self, here: &[f64]) -> Option<Vec<f64>> {
        let scores = self.scores(here);
        let gradient = self.gradient(here, &scores);
        let direction = solve(&triangle(self.rooted(&scores)), &gradient);
        let gain = dot(&gradient, &direction);
        let cost = self.cost(here);
        if gain.is_nan() || gain <= LEAST_GAIN * cost {
            return None;
        }
        let mut length = 1.0;
        for _ in 0..60 {
            let next: Vec<f64> = here.iter().zip(&direction).map(|(w, d)| w - length * d).collect();
            if self.cost(&next) < cost - ENOUGH * length * gain {
                return Some(next);
            }
            length /= 2.0;
        }
        None
    }

    /// dJ/dβ. ±σ(±u) is y − c without its cancellation.
    fn gradient(&self, here: &[f64], scores: &[f64]) -> Vec<f64> {
        let count = self.labels.len() as f64;
        let errors: Vec<f64> = scores
            .iter()
            .zip(self.labels)
            .map(|(u, c)| {
                let sign = 1.0 - 2.0 * c;
                sign * sigmoid(sign * u)
            })
            .collect();
        let mut gradient: Vec<f64> = self.columns.iter().map(|column| dot(column, &errors) / count).collect();
        for row in &self.penalty {
            let value = dot(row, here);
            for (sum, factor) in gradient.iter_mut().zip(row) {
                *sum += value * factor;
            }
        }
        gradient
    }

    /// Columns whose products are the Hessian: each times √(y(1 − y)/N), and below it its penalty.
    fn rooted(&self, scores: &[f64]) -> Vec<Vec<f64>> {
        let count = self.labels.len() as f64;
        let roots: Vec<f64> = scores.iter().map(|u| (sigmoid(*u) * sigmoid(-u) / count).sqrt()).collect();
        let column = |(place, column): (usize, &Vec<f64>)| {
            let weighted = column.iter().zip(&roots).map(|(value, root)| value * root);
            weighted.chain(self.penalty.iter().map(|row| row[place])).collect()
        };
        self.columns.iter().enumerate().map(column).collect()
    }
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// R of the columns' QR factorisation, by modified Gram–Schmidt: as exact as the columns, where a factorisation of
/// their products would lose half the digits. A dependent column has 0 on the diagonal.
fn triangle(mut columns: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let count = columns.len();
    let sizes: Vec<f64> = columns.iter().map(|column| dot(column, column).sqrt()).collect();
    let mut r = vec![vec![0.0; count]; count];
    for place in 0..count {
        let (done, rest) = columns.split_at_mut(place + 1);
        let own = &mut done[place];
        let size = dot(own, own).sqrt();
        if size.is_nan() || size <= DEPENDENT * sizes[place] {
            continue;
        }
        r[place][place] = size;
        own.iter_mut().for_each(|value| *value /= size);
        for (other, column) in rest.iter_mut().enumerate() {
            let share = dot(own, column);
            r[place][place + 1 + other] = share;
            for (value, part) in column.iter_mut().zip(own.iter()) {
                *value -= share * part;
            }
        }
    }
    r
}

/// RᵀR d = g; 0 for every dependent column.
fn solve(r: &[Vec<f64>], g: &[f64]) -> Vec<f64> {
    let count = g.len();
    let mut d = g.to_vec();
    for row in 0..count {
        let known: f64 = (0..row).map(|other| r[other][row] * d[other]).sum();
        d[row] = if r[row][row] == 0.0 { 0.0 } else { (d[row] - known) / r[row][row] };
    }
    for row in (0..count).rev() {
        let known: f64 = (row + 1..count).map(|other| r[row][other] * d[other]).sum();
        d[row] = if r[row][row] == 0.0 { 0.0 } else { (d[row] - known) / r[row][row] };
    }
    d
}
