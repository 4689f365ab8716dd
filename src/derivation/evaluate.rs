//! The value of an expression, computed in the plainest way and apart from the network's passes: only the elementary
//! functions are shared, so that most results agree to the last bit.
use super::expr::{Expr, Function, Over, When};
use crate::matrix::Matrix;
use crate::num;
use crate::quantity::Quantity;

/// Where the values of quantities come from.
pub type Lookup<'a> = dyn Fn(Quantity, When) -> Option<&'a Matrix> + 'a;

/// The value of `expr`. A quantity that `lookup` does not know counts as NaN, so that the lack shows.
pub fn evaluate(expr: &Expr, lookup: &Lookup) -> Matrix {
    let of = |inner: &Expr| evaluate(inner, lookup);
    match expr {
        Expr::Symbol(quantity, when) => lookup(*quantity, *when).cloned().unwrap_or_else(|| Matrix::scalar(f64::NAN)),
        Expr::Number(value) | Expr::Letter(_, value) => Matrix::scalar(*value),
        Expr::Neg(x) => each(&of(x), &|x| -x),
        Expr::Add(x, y) => zip(&of(x), &of(y), |x, y| x + y),
        Expr::Sub(x, y) => zip(&of(x), &of(y), |x, y| x - y),
        Expr::Scale(x, y) | Expr::Hadamard(x, y) => zip(&of(x), &of(y), |x, y| x * y),
        Expr::MatMul(x, y) => product(&of(x), &of(y)),
        Expr::Div(x, y) => zip(&of(x), &of(y), |x, y| x / y),
        Expr::Power(x, y) => zip(&of(x), &of(y), libm::pow),
        Expr::Square(x) => each(&of(x), &|x| x * x),
        Expr::Sqrt(x) => each(&of(x), &f64::sqrt),
        Expr::Transpose(x) => of(x).transposed(),
        Expr::Max(x, y) => zip(&of(x), &of(y), |x, y| if x > y || x.is_nan() { x } else { y }),
        Expr::Min(x, y) => zip(&of(x), &of(y), |x, y| if x < y || x.is_nan() { x } else { y }),
        Expr::Apply(function, x) => apply(*function, &of(x)),
        Expr::Sum(over, x) => sum(*over, &of(x)),
        Expr::Column(rows) => {
            Matrix::from_fn(rows.len(), 1, |row, _| rows.get(row).map_or(f64::NAN, |row| of(row).get(0, 0)))
        }
        Expr::Chain(forms) => forms.last().map_or_else(|| Matrix::scalar(f64::NAN), of),
    }
}

/// Entry by entry; a single row, column or number is repeated.
fn zip(left: &Matrix, right: &Matrix, function: fn(f64, f64) -> f64) -> Matrix {
    let rows = left.rows().max(right.rows());
    let columns = left.columns().max(right.columns());
    let at = |matrix: &Matrix, row: usize, column: usize| {
        let row = if matrix.rows() == 1 { 0 } else { row };
        matrix.get(row, if matrix.columns() == 1 { 0 } else { column })
    };
    Matrix::from_fn(rows, columns, |row, column| function(at(left, row, column), at(right, row, column)))
}

fn product(left: &Matrix, right: &Matrix) -> Matrix {
    Matrix::from_fn(left.rows(), right.columns(), |row, column| {
        (0..left.columns().max(right.rows())).map(|inner| left.get(row, inner) * right.get(inner, column)).sum()
    })
}

fn sum(over: Over, x: &Matrix) -> Matrix {
    match over {
        Over::All => Matrix::scalar(x.values().iter().sum()),
        Over::Samples => Matrix::from_fn(x.rows(), 1, |row, _| x.row(row).iter().sum()),
        Over::Outputs => Matrix::from_fn(1, x.columns(), |_, column| column_of(x, column).sum()),
    }
}

fn column_of(x: &Matrix, column: usize) -> impl Iterator<Item = f64> + '_ {
    (0..x.rows()).map(move |row| x.get(row, column))
}

/// Entry by entry.
fn each(x: &Matrix, function: &dyn Fn(f64) -> f64) -> Matrix {
    x.map(function)
}

fn apply(function: Function, x: &Matrix) -> Matrix {
    match function {
        Function::Sigmoid => each(x, &num::sigmoid::<f64>),
        Function::Tanh => each(x, &num::tanh::<f64>),
        Function::Softplus => each(x, &num::softplus::<f64>),
        Function::NormalCdf => each(x, &|z| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)),
        Function::NormalPdf => each(x, &|z| num::exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt()),
        Function::Exp => each(x, &num::exp::<f64>),
        Function::Ln => each(x, &num::ln::<f64>),
        Function::Sin => each(x, &num::sin),
        Function::Cos => each(x, &num::cos),
        Function::Tan => each(x, &libm::tan),
        Function::Arctan => each(x, &libm::atan),
        Function::Abs => each(x, &f64::abs),
        Function::Sign => each(x, &|z| {
            if z > 0.0 {
                1.0
            } else if z < 0.0 {
                -1.0
            } else {
                z
            }
        }),
        Function::Positive => each(x, &|z| if z > 0.0 { 1.0 } else { 0.0 }),
        Function::NotPositive => each(x, &|z| if z > 0.0 { 0.0 } else { 1.0 }),
        Function::Softmax => softmax(x),
        Function::LogSumExp => Matrix::from_fn(1, x.columns(), |_, column| {
            let largest = column_of(x, column).fold(f64::NEG_INFINITY, f64::max);
            largest + num::ln(column_of(x, column).map(|z| num::exp(z - largest)).sum::<f64>())
        }),
    }
}

/// The largest entry is taken off first: the quotients stay the same and nothing overflows.
fn softmax(x: &Matrix) -> Matrix {
    let largest: Vec<f64> =
        (0..x.columns()).map(|column| column_of(x, column).fold(f64::NEG_INFINITY, f64::max)).collect();
    let powers = Matrix::from_fn(x.rows(), x.columns(), |row, column| {
        num::exp(x.get(row, column) - largest.get(column).copied().unwrap_or(0.0))
    });
    zip(&powers, &sum(Over::Outputs, &powers), |power, total| power / total)
}
