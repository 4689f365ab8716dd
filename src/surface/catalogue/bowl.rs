//! The same slope in every direction: every optimizer's easiest task.
use super::{Entry, Formula, Number, gradients, row};

pub struct Bowl;

pub const ENTRY: Entry = Entry {
    kind: "bowl",
    source: "x² + y²",
    domain: [-3.0, 3.0, -3.0, 3.0],
    starts: &[[-2.5, 2.0], [1.0, -2.0]],
    corners: &[],
    trace: |x, y| Bowl.at(x, y),
    row: |xs, y, out| row(&Bowl, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Bowl, x, y, gx, gy),
};

impl Formula for Bowl {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.squared() + y.squared()
    }
}
