//! The values that an expression can take when its operands lie in intervals: the walk of
//! [`evaluate`](crate::derivation::evaluate) over intervals instead of numbers.
use super::interval::Interval;
use crate::derivation::{Expr, Function, Over, When};
use crate::matrix::Matrix;
use crate::num;
use crate::quantity::Quantity;

/// An interval for every entry of a matrix, row-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    rows: usize,
    columns: usize,
    values: Vec<Interval>,
}

impl Bounds {
    pub fn from_fn(rows: usize, columns: usize, mut entry: impl FnMut(usize, usize) -> Interval) -> Self {
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        Self { rows, columns, values: places.map(|(row, column)| entry(row, column)).collect() }
    }

    pub fn points(matrix: &Matrix) -> Self {
        Self::from_fn(matrix.rows(), matrix.columns(), |row, column| Interval::point(matrix.get(row, column)))
    }

    fn scalar(value: f64) -> Self {
        Self { rows: 1, columns: 1, values: vec![Interval::point(value)] }
    }

    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.columns)
    }

    pub fn values(&self) -> &[Interval] {
        &self.values
    }

    /// NaN, which holds nothing, outside the matrix.
    pub fn get(&self, row: usize, column: usize) -> Interval {
        let inside = row < self.rows && column < self.columns;
        let value = if inside { self.values.get(row * self.columns + column).copied() } else { None };
        value.unwrap_or(Interval::point(f64::NAN))
    }

    pub fn map(&self, function: impl FnMut(Interval) -> Interval) -> Self {
        Self { values: self.values.iter().copied().map(function).collect(), ..*self }
    }

    /// Both, entry by entry; NaN where the shapes differ.
    pub fn hull(&self, other: &Self) -> Self {
        Self::from_fn(self.rows, self.columns, |row, column| self.get(row, column).hull(other.get(row, column)))
    }

    fn column(&self, column: usize) -> impl Iterator<Item = Interval> + '_ {
        (0..self.rows).map(move |row| self.get(row, column))
    }
}

pub type LookupBounds<'a> = dyn Fn(Quantity, When) -> Option<&'a Bounds> + 'a;

/// Bounds of `expr`. Of a chain of equal forms, what any of them gives.
pub fn bounds(expr: &Expr, lookup: &LookupBounds) -> Bounds {
    let of = |inner: &Expr| bounds(inner, lookup);
    match expr {
        Expr::Symbol(quantity, when) => lookup(*quantity, *when).cloned().unwrap_or_else(|| Bounds::scalar(f64::NAN)),
        Expr::Number(value) | Expr::Letter(_, value) => Bounds::scalar(*value),
        Expr::Neg(x) => of(x).map(Interval::negated),
        Expr::Add(x, y) => zip(&of(x), &of(y), Interval::plus),
        Expr::Sub(x, y) => zip(&of(x), &of(y), |x, y| x.plus(y.negated())),
        // one value, not two that vary apart
        Expr::Hadamard(x, y) if x == y => of(x).map(Interval::squared),
        Expr::Scale(x, y) | Expr::Hadamard(x, y) => zip(&of(x), &of(y), Interval::times),
        Expr::MatMul(x, y) => product(&of(x), &of(y)),
        Expr::Div(x, y) => zip(&of(x), &of(y), Interval::over),
        Expr::Power(x, y) => {
            let corners = |x: Interval, y: Interval| {
                let pow = libm::pow;
                Interval::around(&[pow(x.low, y.low), pow(x.low, y.high), pow(x.high, y.low), pow(x.high, y.high)])
            };
            zip(&of(x), &of(y), corners)
        }
        Expr::Square(x) => of(x).map(Interval::squared),
        Expr::Sqrt(x) => of(x).map(Interval::root),
        Expr::Transpose(x) => {
            let x = of(x);
            Bounds::from_fn(x.columns, x.rows, |row, column| x.get(column, row))
        }
        Expr::Max(x, y) => zip(&of(x), &of(y), |x, y| Interval::new(x.low.max(y.low), x.high.max(y.high))),
        Expr::Min(x, y) => zip(&of(x), &of(y), |x, y| Interval::new(x.low.min(y.low), x.high.min(y.high))),
        Expr::Apply(function, x) => apply(*function, &of(x)),
        Expr::Sum(over, x) => sum(*over, &of(x)),
        Expr::Column(rows) => Bounds::from_fn(rows.len(), 1, |row, _| {
            rows.get(row).map_or(Interval::point(f64::NAN), |row| of(row).get(0, 0))
        }),
        Expr::Chain(forms) => {
            forms.iter().map(of).reduce(|all, form| all.hull(&form)).unwrap_or_else(|| Bounds::scalar(f64::NAN))
        }
    }
}

fn zip(left: &Bounds, right: &Bounds, function: impl Fn(Interval, Interval) -> Interval) -> Bounds {
    let rows = left.rows.max(right.rows);
    let columns = left.columns.max(right.columns);
    let at = |bounds: &Bounds, row: usize, column: usize| {
        let row = if bounds.rows == 1 { 0 } else { row };
        bounds.get(row, if bounds.columns == 1 { 0 } else { column })
    };
    Bounds::from_fn(rows, columns, |row, column| function(at(left, row, column), at(right, row, column)))
}

fn total(parts: impl Iterator<Item = Interval>) -> Interval {
    parts.fold(Interval::point(0.0), Interval::plus)
}

fn product(left: &Bounds, right: &Bounds) -> Bounds {
    let inner = left.columns.max(right.rows);
    Bounds::from_fn(left.rows, right.columns, |row, column| {
        total((0..inner).map(|inner| left.get(row, inner).times(right.get(inner, column))))
    })
}

fn sum(over: Over, x: &Bounds) -> Bounds {
    match over {
        Over::All => Bounds { rows: 1, columns: 1, values: vec![total(x.values.iter().copied())] },
        Over::Samples => Bounds::from_fn(x.rows, 1, |row, _| total((0..x.columns).map(|column| x.get(row, column)))),
        Over::Outputs => Bounds::from_fn(1, x.columns, |_, column| total(x.column(column))),
    }
}

fn apply(function: Function, x: &Bounds) -> Bounds {
    let through = |function: fn(f64) -> f64| x.map(|x| x.monotone(function));
    match function {
        Function::Sigmoid => through(num::sigmoid::<f64>),
        Function::Tanh => through(num::tanh::<f64>),
        Function::Softplus => through(num::softplus::<f64>),
        Function::NormalCdf => through(|z| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)),
        Function::Exp => through(num::exp::<f64>),
        Function::Ln => x.map(Interval::ln),
        Function::Arctan => through(libm::atan),
        Function::Sign => through(|z| if z == 0.0 { 0.0 } else { 1f64.copysign(z) }),
        Function::Positive => through(|z| if z > 0.0 { 1.0 } else { 0.0 }),
        Function::NotPositive => x.map(|x| x.monotone(|z| if z > 0.0 { 0.0 } else { 1.0 })),
        Function::Abs => x.map(|x| x.squared().root()),
        Function::NormalPdf => {
            let density = |square: f64| num::exp(-0.5 * square) / (2.0 * std::f64::consts::PI).sqrt();
            x.map(|x| x.squared().monotone(density))
        }
        // only in typed surfaces, which nobody marks
        Function::Sin | Function::Cos => x.map(|_| Interval::new(-1.0, 1.0)),
        Function::Tan => x.map(|_| Interval::new(f64::NEG_INFINITY, f64::INFINITY)),
        Function::Softmax => softmax(x),
        Function::LogSumExp => Bounds::from_fn(1, x.columns, |_, column| {
            let of = |end: fn(Interval) -> f64| log_sum_exp(x.column(column).map(end));
            Interval::around(&[of(|z| z.low), of(|z| z.high)])
        }),
    }
}

fn log_sum_exp(values: impl Iterator<Item = f64>) -> f64 {
    let values: Vec<f64> = values.collect();
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    largest + num::ln(values.iter().map(|z| num::exp(z - largest)).sum::<f64>())
}

/// Each share grows with its own z and falls with every other.
fn softmax(x: &Bounds) -> Bounds {
    type End = fn(Interval) -> f64;
    let (low, high): (End, End) = (|z| z.low, |z| z.high);
    let share = |row: usize, column: usize, own: End, others: End| {
        let z: Vec<f64> =
            x.column(column).enumerate().map(|(unit, z)| if unit == row { own(z) } else { others(z) }).collect();
        num::exp(z.get(row).copied().unwrap_or(f64::NAN) - log_sum_exp(z.iter().copied()))
    };
    Bounds::from_fn(x.rows, x.columns, |row, column| {
        Interval::around(&[share(row, column, low, high), share(row, column, high, low)])
    })
}
