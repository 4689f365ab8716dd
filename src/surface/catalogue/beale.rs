//! A steep rim, a long flat floor, and one minimum in it.
use super::{Entry, Formula, Number, gradients, row};

pub struct Beale;

pub const ENTRY: Entry = Entry {
    kind: "beale",
    source: "Beale (1958), On an iterative method for finding a local minimum",
    domain: [-4.5, 4.5, -4.5, 4.5],
    starts: &[[1.0, 1.5], [-1.5, 2.0]],
    corners: &[],
    trace: |x, y| Beale.at(x, y),
    row: |xs, y, out| row(&Beale, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Beale, x, y, gx, gy),
};

impl Formula for Beale {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let part = |constant: f64, power: f64| N::constant(constant) - x.clone() + x.clone() * y.clone().power(power);
        part(1.5, 1.0).squared() + part(2.25, 2.0).squared() + part(2.625, 3.0).squared()
    }
}
