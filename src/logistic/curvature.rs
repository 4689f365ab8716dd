//! How the cost curves: its Hessian by the weights and what that means for gradient descent.
use super::Logistic;
use crate::num::sigmoid;
use serde::Serialize;

/// The Hessian of J over all points at some weights.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Curvature {
    /// (d + 1, d + 1)
    pub hessian: Vec<Vec<f64>>,
    /// From the smallest to the largest.
    pub eigenvalues: Vec<f64>,
    /// Largest over smallest eigenvalue; `None` where the smallest is 0 as far as doubles can tell.
    pub condition: Option<f64>,
}

impl Logistic {
    /// (1/N) Σ y(1 − y) X Xᵀ, and λ₂ on the diagonal but for w₀.
    pub fn curvature(&self, weights: &[f64]) -> Curvature {
        let count = self.features.count();
        let mut hessian = vec![vec![0.0; count]; count];
        let mut features = vec![0.0; count];
        for x in &self.spec.x {
            self.features.write(*x, &mut features, 1);
            let u: f64 = features.iter().zip(weights).map(|(feature, weight)| weight * feature).sum();
            let slope = sigmoid(u) * sigmoid(-u);
            for (row, left) in hessian.iter_mut().zip(&features) {
                for (sum, right) in row.iter_mut().zip(&features) {
                    *sum += slope * left * right;
                }
            }
        }
        let samples = self.spec.samples() as f64;
        for (place, row) in hessian.iter_mut().enumerate() {
            row.iter_mut().for_each(|sum| *sum /= samples);
            if place > 0 {
                row[place] += self.spec.l2;
            }
        }
        let eigenvalues = eigenvalues(hessian.clone());
        let (least, most) = (eigenvalues.first().copied(), eigenvalues.last().copied());
        let known = least.zip(most).filter(|(least, most)| *least > count as f64 * f64::EPSILON * most);
        Curvature { hessian, eigenvalues, condition: known.map(|(least, most)| most / least) }
    }
}

/// Of a symmetric matrix, by Jacobi's rotations (Golub & Van Loan, *Matrix Computations*, 8.5); sorted.
fn eigenvalues(mut a: Vec<Vec<f64>>) -> Vec<f64> {
    let count = a.len();
    for _sweep in 0..60 {
        let mut rotated = false;
        for p in 0..count {
            for q in p + 1..count {
                rotated |= rotate(&mut a, p, q);
            }
        }
        if !rotated {
            break;
        }
    }
    let mut values: Vec<f64> = (0..count).map(|place| a[place][place]).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// Makes the entry (p, q) 0; whether there was anything to do.
fn rotate(a: &mut [Vec<f64>], p: usize, q: usize) -> bool {
    let off = a[p][q];
    if off.is_nan() || off.abs() <= f64::EPSILON * (a[p][p].abs() * a[q][q].abs()).sqrt() {
        return false;
    }
    let tau = (a[q][q] - a[p][p]) / (2.0 * off);
    let sign = if tau >= 0.0 { 1.0 } else { -1.0 };
    let t = sign / (tau.abs() + (1.0 + tau * tau).sqrt());
    let c = 1.0 / (1.0 + t * t).sqrt();
    let s = t * c;
    for row in a.iter_mut() {
        let (left, right) = (row[p], row[q]);
        row[p] = c * left - s * right;
        row[q] = s * left + c * right;
    }
    let (upper, lower) = (a[p].clone(), a[q].clone());
    let rows = upper.iter().zip(&lower);
    a[p] = rows.clone().map(|(upper, lower)| c * upper - s * lower).collect();
    a[q] = rows.map(|(upper, lower)| s * upper + c * lower).collect();
    true
}
