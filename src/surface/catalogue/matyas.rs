//! A quadratic bowl with a nearly level floor along the diagonal.
use super::{Entry, Formula, Number, gradients, row};

pub struct Matyas;

pub const ENTRY: Entry = Entry {
    kind: "matyas",
    source: "Matyas (1965), Random optimization; Jamil & Yang (2013), no. 71",
    domain: [-10.0, 10.0, -10.0, 10.0],
    starts: &[[-8.0, 4.0], [9.0, 7.0]],
    corners: &[],
    trace: |x, y| Matyas.at(x, y),
    row: |xs, y, out| row(&Matyas, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Matyas, x, y, gx, gy),
};

impl Formula for Matyas {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.clone().squared() + y.clone().squared()).times(0.26) - (x * y).times(0.48)
    }
}
