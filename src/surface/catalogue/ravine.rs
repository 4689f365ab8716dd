//! Flat along x, steep along y: where plain descent swings from side to side.
use super::{Entry, Formula, Number};

pub struct Ravine;

pub const ENTRY: Entry = Entry {
    kind: "ravine",
    source: "Zhang, Lipton, Li & Smola, Dive into Deep Learning (2023), section 12.6",
    domain: [-6.0, 6.0, -4.0, 4.0],
    starts: &[[-5.0, -2.0], [-4.0, 1.5]],
    field: &Ravine,
    trace: |x, y| Ravine.at(x, y),
};

impl Formula for Ravine {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        x.squared().times(0.1) + y.squared().times(2.0)
    }
}
