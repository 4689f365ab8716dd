//! Four minima of the same depth.
use super::{Entry, Formula, Number, gradients, row};

pub struct Himmelblau;

pub const ENTRY: Entry = Entry {
    kind: "himmelblau",
    source: "Himmelblau (1972), Applied Nonlinear Programming",
    domain: [-5.0, 5.0, -5.0, 5.0],
    starts: &[[0.0, 0.0], [-4.0, -1.0], [1.0, 4.5]],
    corners: &[],
    trace: |x, y| Himmelblau.at(x, y),
    row: |xs, y, out| row(&Himmelblau, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Himmelblau, x, y, gx, gy),
};

impl Formula for Himmelblau {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.clone().squared() + y.clone()).plus(-11.0).squared() + (x + y.squared()).plus(-7.0).squared()
    }
}
