//! Eigenvalues 1 and 100 along the diagonals: no parameter of its own is steep, so a rate for each does not help.
use super::{Entry, Formula, Number, gradients, row};

pub struct RotatedQuadratic;

pub const ENTRY: Entry = Entry {
    kind: "rotated_quadratic",
    source: "Curvatures 1 and 100, turned by 45°; after Nocedal & Wright, Numerical Optimization (2006), section 3.3",
    domain: [-2.0, 2.0, -2.0, 2.0],
    starts: &[[-1.5, 1.0], [1.6, 1.2]],
    corners: &[],
    trace: |x, y| RotatedQuadratic.at(x, y),
    row: |xs, y, out| row(&RotatedQuadratic, xs, y, out),
    gradients: |x, y, gx, gy| gradients(&RotatedQuadratic, x, y, gx, gy),
};

impl Formula for RotatedQuadratic {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        (x.clone() + y.clone()).squared().times(0.25) + (x - y).squared().times(25.0)
    }
}
