//! The expression tree of a rule: what is shown and what is computed.
use crate::quantity::Quantity;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Which value of a quantity is meant. Only parameters and an optimizer's state have both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// As it stood when the iteration began.
    Before,
    /// As this iteration made it.
    After,
}

/// A letter that stands for one number of the problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    LearningRate,
    Momentum,
    Decay,
    Beta1,
    Beta2,
    Epsilon,
    WeightDecay,
    /// Of the penalty on the sizes of weights, λ₁: how much l1 counts in the cost.
    L1,
    /// Of the penalty on their squares, λ₂: how much l2 counts in the cost.
    L2,
    /// Share of dropped outputs.
    Dropout,
    /// Leaky ReLU's slope.
    Slope,
    /// ELU's scale.
    Alpha,
    /// Samples in the batch.
    Samples,
    /// Updates, counted from 1.
    Time,
    /// The update after this one.
    NextTime,
}

/// A function of one argument; elementwise unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// 1 / (1 + e^−z)
    Sigmoid,
    Tanh,
    /// ln(1 + e^z)
    Softplus,
    /// Φ: the standard normal distribution.
    NormalCdf,
    /// φ: its density.
    NormalPdf,
    Exp,
    Ln,
    Sin,
    Cos,
    Tan,
    Arctan,
    Abs,
    Sign,
    /// 1 where z > 0, else 0.
    Positive,
    /// 1 where z ≤ 0, else 0.
    NotPositive,
    /// Of each column.
    Softmax,
    /// ln Σ e^z of each column, (1, N).
    LogSumExp,
}

/// What a sum runs over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// All entries; the result is a number.
    All,
    /// The columns; the result has one column.
    Samples,
    /// The rows; the result has one row.
    Outputs,
}

/// One expression. Values are matrices; a 1 × 1 matrix is a number and goes with any shape, a single column
/// (a bias) with any number of columns.
///
/// ```
/// use gradstep::derivation::{Expr, evaluate};
/// use gradstep::quantity::Quantity;
/// use gradstep::Matrix;
/// let rule = Expr::from(Quantity::Delta(1)).matmul(Expr::before(Quantity::Input).transposed());
/// let three = Matrix::scalar(3.0);
/// let value = evaluate(&rule, &|_, _| Some(&three));
/// assert_eq!(value, Matrix::scalar(9.0));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    Symbol(Quantity, When),
    Number(f64),
    /// A hyperparameter: its letter among symbols, its value among numbers.
    Letter(Letter, f64),
    Neg(Box<Expr>),
    Add(Box<Expr>, Box<Expr>),
    Sub(Box<Expr>, Box<Expr>),
    /// A number times anything.
    Scale(Box<Expr>, Box<Expr>),
    MatMul(Box<Expr>, Box<Expr>),
    /// Elementwise product.
    Hadamard(Box<Expr>, Box<Expr>),
    /// Elementwise quotient.
    Div(Box<Expr>, Box<Expr>),
    /// A number to the power of a number.
    Power(Box<Expr>, Box<Expr>),
    Square(Box<Expr>),
    Sqrt(Box<Expr>),
    Transpose(Box<Expr>),
    Max(Box<Expr>, Box<Expr>),
    Min(Box<Expr>, Box<Expr>),
    Apply(Function, Box<Expr>),
    Sum(Over, Box<Expr>),
    /// Numbers one below the other, (rows, 1).
    Column(Vec<Expr>),
    /// Equal forms of one value; the last is the one computed. Only at the top of a rule.
    Chain(Vec<Expr>),
}

impl Expr {
    pub fn before(quantity: Quantity) -> Self {
        Self::Symbol(quantity, When::Before)
    }

    /// The product of matrices.
    pub fn matmul(self, right: Self) -> Self {
        Self::MatMul(Box::new(self), Box::new(right))
    }

    /// The elementwise product.
    pub fn hadamard(self, right: Self) -> Self {
        Self::Hadamard(Box::new(self), Box::new(right))
    }

    pub fn power(self, exponent: Self) -> Self {
        Self::Power(Box::new(self), Box::new(exponent))
    }

    pub fn squared(self) -> Self {
        Self::Square(Box::new(self))
    }

    pub fn sqrt(self) -> Self {
        Self::Sqrt(Box::new(self))
    }

    pub fn transposed(self) -> Self {
        Self::Transpose(Box::new(self))
    }

    pub fn max(self, right: Self) -> Self {
        Self::Max(Box::new(self), Box::new(right))
    }

    pub fn min(self, right: Self) -> Self {
        Self::Min(Box::new(self), Box::new(right))
    }

    pub fn apply(self, function: Function) -> Self {
        Self::Apply(function, Box::new(self))
    }

    pub fn sum(self, over: Over) -> Self {
        Self::Sum(over, Box::new(self))
    }

    /// `visit` of every expression directly inside this one, in reading order.
    pub fn for_each_part<'a>(&'a self, mut visit: impl FnMut(&'a Expr)) {
        match self {
            Self::Symbol(..) | Self::Number(_) | Self::Letter(..) => {}
            Self::Neg(x) | Self::Square(x) | Self::Sqrt(x) | Self::Transpose(x) => visit(x),
            Self::Apply(_, x) | Self::Sum(_, x) => visit(x),
            Self::Add(x, y) | Self::Sub(x, y) | Self::Scale(x, y) | Self::MatMul(x, y) | Self::Hadamard(x, y) => {
                visit(x);
                visit(y);
            }
            Self::Div(x, y) | Self::Power(x, y) | Self::Max(x, y) | Self::Min(x, y) => {
                visit(x);
                visit(y);
            }
            Self::Chain(forms) | Self::Column(forms) => forms.iter().for_each(visit),
        }
    }

    /// The same expression with `change` of every expression directly inside it, in reading order.
    pub fn map_parts(&self, mut change: impl FnMut(&Self) -> Self) -> Self {
        let mut of = |part: &Self| Box::new(change(part));
        match self {
            Self::Symbol(..) | Self::Number(_) | Self::Letter(..) => self.clone(),
            Self::Neg(x) => Self::Neg(of(x)),
            Self::Square(x) => Self::Square(of(x)),
            Self::Sqrt(x) => Self::Sqrt(of(x)),
            Self::Transpose(x) => Self::Transpose(of(x)),
            Self::Apply(function, x) => Self::Apply(*function, of(x)),
            Self::Sum(over, x) => Self::Sum(*over, of(x)),
            Self::Add(x, y) => Self::Add(of(x), of(y)),
            Self::Sub(x, y) => Self::Sub(of(x), of(y)),
            Self::Scale(x, y) => Self::Scale(of(x), of(y)),
            Self::MatMul(x, y) => Self::MatMul(of(x), of(y)),
            Self::Hadamard(x, y) => Self::Hadamard(of(x), of(y)),
            Self::Div(x, y) => Self::Div(of(x), of(y)),
            Self::Power(x, y) => Self::Power(of(x), of(y)),
            Self::Max(x, y) => Self::Max(of(x), of(y)),
            Self::Min(x, y) => Self::Min(of(x), of(y)),
            Self::Chain(forms) => Self::Chain(forms.iter().map(change).collect()),
            Self::Column(rows) => Self::Column(rows.iter().map(change).collect()),
        }
    }

    /// The same expression with every part, itself included, for which `change` has something, replaced by it.
    pub fn replaced(&self, change: &dyn Fn(&Self) -> Option<Self>) -> Self {
        change(self).unwrap_or_else(|| self.map_parts(|part| part.replaced(change)))
    }

    /// Every expression that comes of changing one part alone, itself included, the outermost first.
    pub fn variants(&self, change: &dyn Fn(&Self) -> Option<Self>) -> Vec<Self> {
        let mut all: Vec<Self> = change(self).into_iter().collect();
        let mut parts = Vec::new();
        self.for_each_part(|part| parts.push(part.variants(change)));
        for (place, variants) in parts.into_iter().enumerate() {
            for variant in variants {
                let mut at = 0;
                all.push(self.map_parts(|part| {
                    at += 1;
                    if at == place + 1 { variant.clone() } else { part.clone() }
                }));
            }
        }
        all
    }

    /// Whether `holds` of it or any part of it.
    pub fn any(&self, holds: &dyn Fn(&Self) -> bool) -> bool {
        let mut found = holds(self);
        self.for_each_part(|part| found = found || part.any(holds));
        found
    }

    /// Equal forms of one value: those of a chain, else itself alone.
    pub fn forms(&self) -> &[Self] {
        match self {
            Self::Chain(forms) => forms,
            _ => std::slice::from_ref(self),
        }
    }

    /// The quantities in it, each once, in order of appearance.
    pub fn quantities(&self) -> Vec<Quantity> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect(&self, found: &mut Vec<Quantity>) {
        if let Self::Symbol(quantity, _) = self
            && !found.contains(quantity)
        {
            found.push(*quantity);
        }
        self.for_each_part(|part| part.collect(found));
    }
}

impl From<Quantity> for Expr {
    /// The value that this iteration gave it.
    fn from(quantity: Quantity) -> Self {
        Self::Symbol(quantity, When::After)
    }
}

impl From<f64> for Expr {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

impl Add for Expr {
    type Output = Self;
    fn add(self, right: Self) -> Self {
        Self::Add(Box::new(self), Box::new(right))
    }
}

impl Sub for Expr {
    type Output = Self;
    fn sub(self, right: Self) -> Self {
        Self::Sub(Box::new(self), Box::new(right))
    }
}

/// A number times anything; see [`Expr::matmul`] and [`Expr::hadamard`] for the other products.
impl Mul for Expr {
    type Output = Self;
    fn mul(self, right: Self) -> Self {
        Self::Scale(Box::new(self), Box::new(right))
    }
}

impl Div for Expr {
    type Output = Self;
    fn div(self, right: Self) -> Self {
        Self::Div(Box::new(self), Box::new(right))
    }
}

impl Neg for Expr {
    type Output = Self;
    fn neg(self) -> Self {
        Self::Neg(Box::new(self))
    }
}
