//! Points where the gradient is 0: searched by Newton's method from a grid, told apart by the Hessian.
use super::field::Field;
use super::number::Jet;
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A minimum, and the lowest that was found.
    GlobalMinimum,
    Minimum,
    Saddle,
    Maximum,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Stationary {
    pub x: f64,
    pub y: f64,
    pub value: f64,
    #[serde(rename = "type")]
    pub kind: Type,
}

/// Starts of the search along each axis.
pub const GRID: usize = 44;
/// The same where each look costs a pass over all samples.
pub const COARSE_GRID: usize = 10;
const MOST_STEPS: usize = 60;
/// Points closer than this share of the domain count as one.
const APART: f64 = 1e-5;
/// As many as the tables and pictures can hold; a whole line of them is cut off here.
const MOST: usize = 512;

/// The stationary points within `domain` (x_min, x_max, y_min, y_max): global minima first, then minima, saddles and
/// maxima, the lower before the higher, then from left to right.
///
/// Newton's method on the gradient from `grid` × `grid` starts, its step cut to a tenth of the domain (Nocedal & Wright,
/// *Numerical Optimization*, 2006, section 11.1). A point counts where the steps shrink to rounding. Where an
/// eigenvalue is 0 the surface around the point tells its kind. A minimum at which the surface has a corner (Ackley's)
/// is added by hand, in [`Field::corners`].
pub fn find(field: &dyn Field, domain: [f64; 4], grid: usize) -> Vec<Stationary> {
    let [x_min, x_max, y_min, y_max] = domain;
    let (width, height) = (x_max - x_min, y_max - y_min);
    let mut points: Vec<(f64, f64)> = field.corners().to_vec();
    for row in 0..grid {
        for column in 0..grid {
            let share = |index: usize| (index as f64 + 0.5) / grid as f64;
            let start = (x_min + width * share(column), y_min + height * share(row));
            let Some((x, y)) = newton(field, start, (width, height)) else { continue };
            let inside = (x_min..=x_max).contains(&x) && (y_min..=y_max).contains(&y);
            let known = |&(a, b): &(f64, f64)| (a - x).abs() < APART * width && (b - y).abs() < APART * height;
            if inside && points.len() < MOST && !points.iter().any(known) {
                points.push((x, y));
            }
        }
    }
    let mut found: Vec<Stationary> = points.into_iter().map(|point| classify(field, point, (width, height))).collect();
    let lowest = found.iter().filter(|point| point.kind == Type::Minimum).map(|point| point.value);
    let lowest = lowest.fold(f64::INFINITY, f64::min);
    for point in &mut found {
        if point.kind == Type::Minimum && point.value <= lowest + 1e-9 * lowest.abs().max(1.0) {
            point.kind = Type::GlobalMinimum;
        }
    }
    // Values that differ by rounding alone are one for the order, so that it is the same for mirrored points.
    let rank = |point: &Stationary| (point.value * 1e9).round();
    let order = |a: &Stationary, b: &Stationary| {
        let by_value = rank(a).total_cmp(&rank(b));
        a.kind.cmp(&b.kind).then(by_value).then(a.x.total_cmp(&b.x)).then(a.y.total_cmp(&b.y))
    };
    // A few hundred at the most: inserted one by one, for want of the library's much larger code.
    let mut sorted: Vec<Stationary> = Vec::with_capacity(found.len());
    for point in found {
        let place = sorted.partition_point(|known| order(known, &point).is_lt());
        sorted.insert(place, point);
    }
    sorted
}

/// One search; `None` where it does not settle.
fn newton(field: &dyn Field, start: (f64, f64), (width, height): (f64, f64)) -> Option<(f64, f64)> {
    let (mut x, mut y) = start;
    let mut last = f64::INFINITY;
    for _ in 0..MOST_STEPS {
        let jet = field.derivatives(x, y);
        let (dx, dy) = step(&jet)?;
        let cut = (0.1 / (dx / width).abs().max((dy / height).abs())).min(1.0);
        (x, y) = (x - cut * dx, y - cut * dy);
        let size = (dx / width).abs().max((dy / height).abs());
        // Settled: rounding alone moves it, or the steps no longer shrink at that size.
        if size < 1e-15 || (size < 1e-11 && size >= last) {
            // A 0 that rounding missed is meant.
            let clean = |value: f64, scale: f64| if value.abs() < 1e-13 * scale { 0.0 } else { value };
            return Some((clean(x, width), clean(y, height)));
        }
        if !(x.is_finite() && y.is_finite()) {
            return None;
        }
        last = size;
    }
    // Where the Hessian vanishes too, the steps shrink by a fixed share only.
    let jet = field.derivatives(x, y);
    let flat = jet.gradient.iter().all(|part| part.abs() < 1e-12);
    (last < 1e-7 && flat).then(|| {
        let round = |value: f64, scale: f64| if value.abs() < 1e-6 * scale { 0.0 } else { value };
        (round(x, width), round(y, height))
    })
}

/// H⁻¹ g, or where H is singular the shortest step that answers the gradient along the other eigenvector.
fn step(jet: &Jet) -> Option<(f64, f64)> {
    let [gx, gy] = jet.gradient;
    let [xx, xy, yy] = jet.hessian;
    let determinant = xx * yy - xy * xy;
    let largest = xx.abs().max(yy.abs()).max(xy.abs());
    if !determinant.is_finite() || !(gx + gy).is_finite() {
        return None;
    }
    if gx == 0.0 && gy == 0.0 {
        return Some((0.0, 0.0));
    }
    if determinant.abs() > 1e-14 * largest * largest {
        return Some(((yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant));
    }
    let [high, low] = jet.eigenvalues();
    let value = if high.abs() > low.abs() { high } else { low };
    // The eigenvector from the longer row of H − (the other eigenvalue).
    let (vx, vy) = if xx.abs() >= yy.abs() { (xx, xy) } else { (xy, yy) };
    let length = (vx * vx + vy * vy).sqrt();
    let along = (gx * vx + gy * vy) / (length * length * value);
    (length > 0.0 && value != 0.0).then_some((along * vx, along * vy))
}

fn classify(field: &dyn Field, (x, y): (f64, f64), (width, height): (f64, f64)) -> Stationary {
    let jet = field.derivatives(x, y);
    let [high, low] = jet.eigenvalues();
    let size = high.abs().max(low.abs());
    let kind = if low > 1e-6 * size && size > 1e-9 {
        Type::Minimum
    } else if high < -1e-6 * size && size > 1e-9 {
        Type::Maximum
    } else if high > 1e-6 * size && low < -1e-6 * size && size > 1e-9 {
        Type::Saddle
    } else {
        around(field, (x, y), (width, height), &jet)
    };
    Stationary { x, y, value: field.value(x, y), kind }
}

/// Where the Hessian does not tell: by the heights on a small ellipse around the point, and along the direction in
/// which it is flattest.
fn around(field: &dyn Field, (x, y): (f64, f64), (width, height): (f64, f64), jet: &Jet) -> Type {
    const POINTS: usize = 32;
    let middle = field.value(x, y);
    let (mut higher, mut lower) = (false, false);
    let [xx, xy, yy] = jet.hessian;
    // Across the eigenvector of the one eigenvalue that is not 0.
    let (vx, vy) = if xx.abs() >= yy.abs() { (xx, xy) } else { (xy, yy) };
    let length = (vx * vx + vy * vy).sqrt();
    let flattest = if length > 0.0 { (-vy / length, vx / length) } else { (0.0, 0.0) };
    let circle = (0..POINTS).map(|index| {
        let angle = core::f64::consts::TAU * index as f64 / POINTS as f64;
        (crate::num::cos(angle), crate::num::sin(angle))
    });
    for (right, up) in circle.chain([flattest, (-flattest.0, -flattest.1)]) {
        let (dx, dy) = (1e-3 * width * right, 1e-3 * height * up);
        let there = field.value(x + dx, y + dy);
        higher |= there > middle;
        lower |= there < middle;
    }
    match (higher, lower) {
        (true, true) => Type::Saddle,
        (false, true) => Type::Maximum,
        _ => Type::Minimum,
    }
}
