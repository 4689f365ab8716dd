//! Expressions as Python, for NumPy and PyTorch alike.
use super::script::Library;
use crate::derivation::{Expr, Function, Letter, Over};

/// How strongly an expression holds together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Sum,
    Product,
    Unary,
    Firm,
}

/// `expr` as one line of Python. Quantities go by their ids, hyperparameters by their names.
pub fn python(expr: &Expr, library: Library) -> String {
    write(expr, library).0
}

/// A number as Python reads it back to the same bits.
pub fn literal(value: f64) -> String {
    format!("{value:?}")
}

fn write(expr: &Expr, library: Library) -> (String, Strength) {
    let module = library.module();
    let firm = |text: String| (text, Strength::Firm);
    let whole = |inner: &Expr| write(inner, library).0;
    let at_least = |inner: &Expr, least: Strength| {
        let (text, strength) = write(inner, library);
        if strength < least { format!("({text})") } else { text }
    };
    let binary = |x: &Expr, sign: &str, y: &Expr, strength: Strength, right: Strength| {
        (format!("{} {sign} {}", at_least(x, strength), at_least(y, right)), strength)
    };
    match expr {
        Expr::Symbol(quantity, _) => firm(quantity.to_string()),
        Expr::Number(value) if *value < 0.0 => (literal(*value), Strength::Unary),
        Expr::Number(value) => firm(literal(*value)),
        Expr::Letter(letter, value) => letter_of(*letter, *value),
        Expr::Neg(x) => (format!("-{}", at_least(x, Strength::Unary)), Strength::Unary),
        Expr::Add(x, y) => binary(x, "+", y, Strength::Sum, Strength::Sum),
        Expr::Sub(x, y) => binary(x, "-", y, Strength::Sum, Strength::Product),
        Expr::Scale(x, y) | Expr::Hadamard(x, y) => binary(x, "*", y, Strength::Product, Strength::Unary),
        Expr::MatMul(x, y) => binary(x, "@", y, Strength::Product, Strength::Unary),
        Expr::Div(x, y) => binary(x, "/", y, Strength::Product, Strength::Unary),
        Expr::Power(x, y) => {
            (format!("{}**{}", at_least(x, Strength::Firm), at_least(y, Strength::Firm)), Strength::Unary)
        }
        Expr::Square(x) => (format!("{}**2", at_least(x, Strength::Firm)), Strength::Unary),
        Expr::Sqrt(x) => firm(format!("{module}.sqrt({})", whole(x))),
        Expr::Transpose(x) => firm(format!("{}.T", at_least(x, Strength::Firm))),
        Expr::Max(x, y) => firm(extreme("maximum", x, y, library)),
        Expr::Min(x, y) => firm(extreme("minimum", x, y, library)),
        Expr::Apply(function, x) => firm(call(*function, &whole(x), library)),
        Expr::Sum(over, x) => {
            let (axis, keep) = match library {
                Library::Numpy => ("axis", "keepdims"),
                Library::Torch => ("dim", "keepdim"),
            };
            firm(match over {
                Over::All => format!("{module}.sum({})", whole(x)),
                Over::Samples => format!("{module}.sum({}, {axis}=1, {keep}=True)", whole(x)),
                Over::Outputs => format!("{module}.sum({}, {axis}=0, {keep}=True)", whole(x)),
            })
        }
        Expr::Column(rows) => {
            let rows: Vec<String> = rows.iter().map(|row| format!("[{}]", whole(row))).collect();
            firm(format!("{}([{}])", library.array(), rows.join(", ")))
        }
        Expr::Chain(forms) => forms.last().map_or_else(|| firm("0".to_owned()), |form| write(form, library)),
    }
}

/// A number beside an array has to become one for PyTorch.
fn extreme(name: &str, x: &Expr, y: &Expr, library: Library) -> String {
    let (left, right) = (python(x, library), python(y, library));
    match (library, x) {
        (Library::Torch, Expr::Number(number)) if *number == 0.0 && name == "maximum" => format!("torch.relu({right})"),
        (Library::Torch, Expr::Number(number)) if *number == 0.0 => format!("-torch.relu(-{right})"),
        _ => format!("{}.{name}({left}, {right})", library.module()),
    }
}

fn letter_of(letter: Letter, value: f64) -> (String, Strength) {
    let name = match letter {
        Letter::LearningRate => "learning_rate",
        Letter::Momentum => "momentum",
        Letter::Decay => "decay",
        Letter::Beta1 => "beta1",
        Letter::Beta2 => "beta2",
        Letter::Epsilon => "epsilon",
        Letter::WeightDecay => "weight_decay",
        Letter::L1 => "l1",
        Letter::L2 => "l2",
        Letter::Samples => "N",
        Letter::Time => "t",
        Letter::NextTime => return ("t + 1".to_owned(), Strength::Sum),
        // each layer has its own
        Letter::Dropout | Letter::Slope | Letter::Alpha => return (literal(value), Strength::Firm),
    };
    (name.to_owned(), Strength::Firm)
}

fn call(function: Function, x: &str, library: Library) -> String {
    let module = library.module();
    match function {
        Function::Sigmoid => format!("sigmoid({x})"),
        Function::Softplus => format!("softplus({x})"),
        Function::NormalCdf => format!("normal_cdf({x})"),
        Function::NormalPdf => format!("normal_pdf({x})"),
        Function::Softmax => format!("softmax({x})"),
        Function::LogSumExp => format!("log_sum_exp({x})"),
        Function::Positive => format!("(({x} > 0) * 1.0)"),
        Function::NotPositive => format!("(({x} <= 0) * 1.0)"),
        Function::Ln => format!("{module}.log({x})"),
        Function::Arctan => format!("{module}.arctan({x})"),
        Function::Tanh => format!("{module}.tanh({x})"),
        Function::Exp => format!("{module}.exp({x})"),
        Function::Sin => format!("{module}.sin({x})"),
        Function::Cos => format!("{module}.cos({x})"),
        Function::Tan => format!("{module}.tan({x})"),
        Function::Abs => format!("{module}.abs({x})"),
        Function::Sign => format!("{module}.sign({x})"),
    }
}
