//! Down along y, up along x: the gradient is 0 at the middle, and it is no minimum.
use super::{Entry, Formula, Number};

pub struct Saddle;

pub const ENTRY: Entry = Entry {
    kind: "saddle",
    source: "x² − y²",
    domain: [-2.0, 2.0, -2.0, 2.0],
    starts: &[[-1.5, 0.0], [-1.5, 0.001]],
    field: &Saddle,
    trace: |x, y| Saddle.at(x, y),
};

impl Formula for Saddle {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.squared() - y.squared()
    }
}
