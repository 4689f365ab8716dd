//! The same slope in every direction: every optimizer's easiest task.
use super::{Entry, Formula, Number};

pub struct Bowl;

pub const ENTRY: Entry = Entry {
    kind: "bowl",
    source: "x² + y²",
    domain: [-3.0, 3.0, -3.0, 3.0],
    starts: &[[-2.5, 2.0], [1.0, -2.0]],
    field: &Bowl,
    trace: |x, y| Bowl.at(x, y),
};

impl Formula for Bowl {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.squared() + y.squared()
    }
}
