//! Partial derivatives of a formula as formulas, for the derivation: what is computed comes from [`Number`].
//!
//! [`Number`]: super::number::Number
use super::expression::fixed;
use crate::derivation::{Expr, Function};
use crate::quantity::{Axis, Quantity};

/// ∂expr/∂axis, without terms that are 0 and factors that are 1.
pub fn partial(expr: &Expr, axis: Axis) -> Expr {
    let of = |inner: &Expr| partial(inner, axis);
    match expr {
        Expr::Symbol(Quantity::Coordinate(own), _) if *own == axis => number(1.0),
        Expr::Neg(a) => negative(of(a)),
        Expr::Add(a, b) => sum(of(a), of(b)),
        Expr::Sub(a, b) => difference(of(a), of(b)),
        Expr::Scale(a, b) => sum(product(of(a), (**b).clone()), product((**a).clone(), of(b))),
        Expr::Div(a, b) => {
            let (top, bottom) = (of(a), of(b));
            if is(&bottom, 0.0) {
                return quotient(top, (**b).clone());
            }
            let crossed = difference(product(top, (**b).clone()), product((**a).clone(), bottom));
            quotient(crossed, (**b).clone().squared())
        }
        Expr::Square(a) => product(product(number(2.0), (**a).clone()), of(a)),
        Expr::Sqrt(a) => quotient(of(a), product(number(2.0), expr.clone())),
        Expr::Power(a, b) => power(a, b, expr, axis),
        Expr::Apply(function, a) => product(slope(*function, a, expr), of(a)),
        _ => number(0.0),
    }
}

fn power(base: &Expr, exponent: &Expr, whole: &Expr, axis: Axis) -> Expr {
    if let Some(fixed) = fixed(exponent) {
        let lower = if fixed == 2.0 {
            base.clone()
        } else if fixed == 3.0 {
            base.clone().squared()
        } else {
            base.clone().power(number(fixed - 1.0))
        };
        return product(product(number(fixed), lower), partial(base, axis));
    }
    let ln = base.clone().apply(Function::Ln);
    let inner = sum(
        product(partial(exponent, axis), ln),
        product(exponent.clone(), quotient(partial(base, axis), base.clone())),
    );
    product(whole.clone(), inner)
}

/// f'(a) of an elementary function; `whole` is f(a).
fn slope(function: Function, a: &Expr, whole: &Expr) -> Expr {
    let one = || number(1.0);
    match function {
        Function::Exp => whole.clone(),
        Function::Ln => quotient(one(), a.clone()),
        Function::Sin => a.clone().apply(Function::Cos),
        Function::Cos => negative(a.clone().apply(Function::Sin)),
        Function::Tan => one() + whole.clone().squared(),
        Function::Arctan => quotient(one(), one() + a.clone().squared()),
        Function::Tanh => one() - whole.clone().squared(),
        Function::Sigmoid => product(whole.clone(), one() - whole.clone()),
        Function::Softplus => a.clone().apply(Function::Sigmoid),
        Function::Abs => a.clone().apply(Function::Sign),
        _ => number(0.0),
    }
}

fn number(value: f64) -> Expr {
    Expr::Number(value)
}

fn is(expr: &Expr, value: f64) -> bool {
    *expr == Expr::Number(value)
}

fn negative(a: Expr) -> Expr {
    match a {
        Expr::Number(value) => number(0.0 - value),
        Expr::Neg(inner) => *inner,
        _ => -a,
    }
}

fn sum(a: Expr, b: Expr) -> Expr {
    match (a, b) {
        (a, b) if is(&b, 0.0) => a,
        (a, b) if is(&a, 0.0) => b,
        (Expr::Number(a), Expr::Number(b)) => number(a + b),
        (a, Expr::Neg(b)) => a - *b,
        (a, b) => a + b,
    }
}

fn difference(a: Expr, b: Expr) -> Expr {
    match (a, b) {
        (a, b) if is(&b, 0.0) => a,
        (a, b) if is(&a, 0.0) => negative(b),
        (Expr::Number(a), Expr::Number(b)) => number(a - b),
        (a, Expr::Neg(b)) => a + *b,
        (a, b) => a - b,
    }
}

/// Numbers come first and are multiplied out; a minus sign comes before all.
fn product(a: Expr, b: Expr) -> Expr {
    match (a, b) {
        (a, b) if is(&a, 0.0) || is(&b, 0.0) => number(0.0),
        (a, b) if is(&a, 1.0) => b,
        (a, b) if is(&b, 1.0) => a,
        (Expr::Number(a), Expr::Number(b)) => number(a * b),
        (Expr::Neg(a), b) => negative(product(*a, b)),
        (a, Expr::Neg(b)) => negative(product(a, *b)),
        (Expr::Number(a), Expr::Scale(b, c)) if matches!(*b, Expr::Number(_)) => product(product(number(a), *b), *c),
        (a, Expr::Number(b)) => product(number(b), a),
        (Expr::Scale(a, b), c) if matches!(*a, Expr::Number(_)) => product(*a, product(*b, c)),
        (a, Expr::Scale(b, c)) if matches!(*b, Expr::Number(_)) => product(*b, product(a, *c)),
        (a, b) => a * b,
    }
}

fn quotient(a: Expr, b: Expr) -> Expr {
    match (a, b) {
        (a, _) if is(&a, 0.0) => a,
        (a, b) if is(&b, 1.0) => a,
        (Expr::Neg(a), b) => negative(quotient(*a, b)),
        (a, b) => a / b,
    }
}
