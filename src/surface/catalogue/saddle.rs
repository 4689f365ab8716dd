//! Down along y, up along x: the gradient is 0 at the middle, and it is no minimum.
use super::{Entry, Formula, Number, gradients, row};

pub struct Saddle;

pub const ENTRY: Entry = Entry {
    kind: "saddle",
    source: "x² − y²",
    domain: [-2.0, 2.0, -2.0, 2.0],
    starts: &[[-1.5, 0.0], [-1.5, 0.001]],
    corners: &[],
    trace: |x, y| Saddle.at(x, y),
    row: |xs, y, out| row(&Saddle, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Saddle, x, y, gx, gy),
};

impl Formula for Saddle {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.squared() - y.squared()
    }
}
