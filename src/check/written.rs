//! From a number to what may be written down for it, and back.
use super::bounds::Bounds;
use super::interval::Interval;
use crate::matrix::Matrix;
use crate::num::rounding::{Mode, Rounding};

/// The digits of a sheet: every way of writing a result with them.
#[derive(Clone, Debug)]
pub struct Digits {
    ways: [Rounding; 3],
    /// How the problem itself rounds.
    also: Option<Rounding>,
    /// 10 to the digits.
    power: f64,
    /// Of the last place.
    unit: f64,
}

impl Digits {
    /// `digits` decimals, 0 to 15; `also` is how the problem itself rounds.
    pub fn new(digits: u32, also: Option<Rounding>) -> Self {
        let modes = [Mode::HalfEven, Mode::HalfAway, Mode::Truncate];
        let power = 10u64.pow(digits.min(15)) as f64;
        Self { ways: modes.map(|mode| Rounding { digits, mode }), also, power, unit: 1.0 / power }
    }

    /// What may be written for, or calculated on with, a result that lies in `result`: the result itself, or what
    /// any rounding or truncation makes of it. Rounding keeps order, so the ends tell all.
    fn written(&self, result: Interval) -> Interval {
        let low = self.of_end(result.low);
        if result.low == result.high { low } else { low.hull(self.of_end(result.high)) }
    }

    fn of_end(&self, end: f64) -> Interval {
        let neighbours = self.quick(end).unwrap_or_else(|| {
            let all: Vec<f64> = self.ways.iter().map(|way| way.apply(end)).chain([end]).collect();
            Interval::around(&all)
        });
        match self.also {
            Some(also) => neighbours.hull(Interval::point(also.apply(end))),
            None => neighbours,
        }
    }

    /// The same in plain arithmetic, where the digits behind the last place leave no doubt about any way of rounding.
    fn quick(&self, end: f64) -> Option<Interval> {
        const DOUBT: f64 = 1e-4;
        let scaled = end.abs() * self.power;
        let rest = scaled.fract();
        if !(scaled < 1e10 && rest > DOUBT && rest < 1.0 - DOUBT && (rest - 0.5).abs() > DOUBT) {
            return None;
        }
        let truncated = scaled.floor() / self.power;
        let rounded = if rest > 0.5 { (scaled.floor() + 1.0) / self.power } else { truncated };
        Some(Interval::around(&[truncated.copysign(end), rounded.copysign(end), end]))
    }

    pub fn all_written(&self, results: &Bounds) -> Bounds {
        results.map(|result| self.written(result))
    }

    /// The results that may stand behind a number as written: rounded up to half a unit away, truncated up to a
    /// whole one further from 0.
    fn behind(&self, written: f64) -> Interval {
        let (half, whole) = (0.5 * self.unit, self.unit);
        let below = if written > 0.0 { half } else { whole };
        let above = if written < 0.0 { half } else { whole };
        Interval::new(written - below, written + above)
    }

    /// What a student may calculate on with who wrote `written`: that itself, or the result behind it, which, if the
    /// step is right, lies in `results`.
    pub fn in_use(&self, written: &Matrix, results: Option<&Bounds>) -> Bounds {
        Bounds::from_fn(written.rows(), written.columns(), |row, column| {
            let value = written.get(row, column);
            let behind = self.behind(value);
            let known = results.map_or(behind, |results| behind.meet(results.get(row, column)));
            if known.low <= known.high { known.hull(Interval::point(value)) } else { Interval::point(value) }
        })
    }

    /// Whether `written` is `exact` at these digits.
    pub fn agree(&self, written: f64, exact: f64) -> bool {
        (written - exact).abs() <= 0.5 * self.unit * (1.0 + 1e-9) + 1e-13 * (1.0 + exact.abs())
    }

    pub fn all_agree(&self, written: &Matrix, exact: &Matrix) -> bool {
        written.shape() == exact.shape() && each(written, exact).all(|(written, exact)| self.agree(written, exact))
    }

    /// Whether all entries are within a unit and a half of the exact ones: what truncating twice may do.
    pub fn all_near(&self, written: &Matrix, exact: &Matrix) -> bool {
        let near = |(written, exact): (f64, f64)| (written - exact).abs() <= 1.5 * self.unit;
        written.shape() == exact.shape() && each(written, exact).all(near)
    }

    /// For each entry of `written`, whether it may be written for what lies in `results`; `None` where the shapes
    /// differ.
    pub fn fit(&self, written: &Matrix, results: &Bounds) -> Option<Vec<bool>> {
        let fits = |(written, result): (&f64, &Interval)| self.written(*result).holds(*written);
        (written.shape() == results.shape()).then(|| written.values().iter().zip(results.values()).map(fits).collect())
    }
}

fn each<'a>(left: &'a Matrix, right: &'a Matrix) -> impl Iterator<Item = (f64, f64)> + 'a {
    left.values().iter().copied().zip(right.values().iter().copied())
}
