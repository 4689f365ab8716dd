//! A sine on a tilted valley.
use super::{Entry, Formula, Number, gradients, row};

pub struct McCormick;

pub const ENTRY: Entry = Entry {
    kind: "mccormick",
    source: "McCormick (1976); Adorio & Diliman (2005), MVF",
    domain: [-1.5, 4.0, -3.0, 4.0],
    starts: &[[3.0, 3.0], [-1.0, 2.0]],
    corners: &[],
    trace: |x, y| McCormick.at(x, y),
    row: |xs, y, out| row(&McCormick, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&McCormick, x, y, gx, gy),
};

impl Formula for McCormick {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.clone() + y.clone()).sin() + (x.clone() - y.clone()).squared() - x.times(1.5) + y.times(2.5).plus(1.0)
    }
}
