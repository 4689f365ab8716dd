//! A quadratic bowl, ten times as long as wide and turned.
use super::{Entry, Formula, Number, gradients, row};

pub struct Booth;

pub const ENTRY: Entry = Entry {
    kind: "booth",
    source: "Jamil & Yang (2013), A literature survey of benchmark functions, no. 17",
    domain: [-10.0, 10.0, -10.0, 10.0],
    starts: &[[-8.0, 8.0], [6.0, -4.0]],
    corners: &[],
    trace: |x, y| Booth.at(x, y),
    row: |xs, y, out| row(&Booth, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&Booth, x, y, gx, gy),
};

impl Formula for Booth {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.clone() + y.clone().times(2.0)).plus(-7.0).squared() + (x.times(2.0) + y).plus(-5.0).squared()
    }
}
