//! What races and maps see of a surface: values, gradients, Hessians.
use super::number::{Dual, Jet, Number};
use crate::num::{LANES, Lane, Lanes};

/// A function of two parameters.
pub trait Field {
    /// f(x, y)
    fn value(&self, x: f64, y: f64) -> f64;
    /// The gradients of many points at once: entry by entry the same bits as one by one. All slices have one length.
    fn gradients(&self, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]);
    /// f, its gradient and its Hessian.
    fn derivatives(&self, x: f64, y: f64) -> Jet;

    /// Minima at which the surface has a corner instead of a gradient of 0.
    fn corners(&self) -> &[(f64, f64)] {
        &[]
    }

    /// The heights at each of `xs`, all at one `y`.
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (x, place) in xs.iter().zip(out) {
            *place = self.value(*x, y);
        }
    }

    /// The gradient of one point.
    fn gradient(&self, x: f64, y: f64) -> [f64; 2] {
        let (mut gx, mut gy) = ([Lanes::splat(0.0)], [Lanes::splat(0.0)]);
        self.gradients(&[Lanes::splat(x)], &[Lanes::splat(y)], &mut gx, &mut gy);
        [gx, gy].map(|[lanes]| {
            let mut doubles = [0.0; crate::num::LANES];
            lanes.store(&mut doubles);
            doubles[0]
        })
    }
}

/// A surface that is one formula.
pub trait Formula {
    fn at<N: Number>(&self, x: N, y: N) -> N;

    fn corners(&self) -> &[(f64, f64)] {
        &[]
    }
}

impl<F: Formula> Field for F {
    fn value(&self, x: f64, y: f64) -> f64 {
        self.at(x, y)
    }

    fn gradients(&self, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]) {
        for (((x, y), gx), gy) in x.iter().zip(y).zip(gx).zip(gy) {
            let dual = self.at(Dual::x(*x), Dual::y(*y));
            (*gx, *gy) = (dual.dx, dual.dy);
        }
    }

    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        let whole = xs.len() - xs.len() % LANES;
        for (xs, out) in xs.chunks_exact(LANES).zip(out.chunks_exact_mut(LANES)) {
            self.at(Lanes::load(xs), Lanes::splat(y)).store(out);
        }
        for (x, place) in xs.iter().zip(out).skip(whole) {
            *place = self.value(*x, y);
        }
    }

    fn derivatives(&self, x: f64, y: f64) -> Jet {
        self.at(Jet::x(x), Jet::y(y))
    }

    fn corners(&self) -> &[(f64, f64)] {
        Formula::corners(self)
    }
}
