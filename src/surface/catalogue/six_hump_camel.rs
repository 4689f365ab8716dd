//! Six minima in three pairs, two of them global.
use super::{Entry, Formula, Number, gradients, row};

pub struct SixHumpCamel;

pub const ENTRY: Entry = Entry {
    kind: "six_hump_camel",
    source: "Dixon & Szegő (1978), Towards Global Optimization 2",
    domain: [-2.0, 2.0, -1.2, 1.2],
    starts: &[[-1.7, 0.9], [0.5, -0.2]],
    corners: &[],
    trace: |x, y| SixHumpCamel.at(x, y),
    row: |xs, y, out| row(&SixHumpCamel, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&SixHumpCamel, x, y, gx, gy),
};

impl Formula for SixHumpCamel {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        let x2 = x.clone().squared();
        (N::constant(4.0) - x2.clone().times(2.1) + x.clone().power(4.0) / N::constant(3.0)) * x2
            + x * y.clone()
            + y.clone().squared().times(4.0).plus(-4.0) * y.squared()
    }
}
