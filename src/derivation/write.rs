//! The walk over an expression that all written forms share: order, brackets, what stands beside what.
use super::evaluate::Lookup;
use super::expr::{Expr, Function, Letter, Over, When};
use super::name::{Gradient, Place, Style};
use super::number::{Precision, takes_exponent};
use super::writer::{Content, Group, Operator, Writer};
use crate::matrix::Matrix;
use crate::quantity::Quantity;

/// How firmly an expression holds together beside an operator.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Sum,
    Product,
    Matrices,
    Firm,
}

pub(super) struct Walk<'w, 'a> {
    pub writer: &'w mut dyn Writer,
    pub style: &'w Style,
    /// Values to put in; without them symbols are written.
    pub numbers: Option<&'w Lookup<'a>>,
    /// Nothing stands before on this line or in this group, so that a minus needs no brackets.
    start: bool,
    fractions: usize,
}

impl<'w, 'a> Walk<'w, 'a> {
    pub fn new(writer: &'w mut dyn Writer, style: &'w Style, numbers: Option<&'w Lookup<'a>>, linear: bool) -> Self {
        Self { writer, style, numbers, start: true, fractions: usize::from(linear) }
    }

    /// `quantity = expr`, or `quantity ← expr` where the old value of the same name stands on the right.
    pub fn equation(&mut self, quantity: Quantity, expr: &Expr) {
        let sign = if replaces(expr, quantity) { Operator::Becomes } else { Operator::Equals };
        let Expr::Chain(forms) = expr else {
            self.symbol(quantity);
            self.writer.operator(sign);
            self.start = true;
            return self.expr(self.without_single_sum(expr));
        };
        self.writer.open(Group::Chain, Content::SIGN);
        self.symbol(quantity);
        for (index, form) in forms.iter().enumerate() {
            if index > 0 {
                self.writer.next(Group::Chain);
            }
            self.writer.align();
            self.writer.operator(sign);
            self.start = true;
            self.expr(self.without_single_sum(form));
        }
        self.writer.close(Group::Chain, Content::SIGN);
    }

    pub fn symbol(&mut self, quantity: Quantity) {
        let name = self.style.name(quantity);
        self.writer.tag(quantity);
        self.writer.quantity(&name, self.fractions > 0);
        self.writer.untag();
        self.start = false;
    }

    pub fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Symbol(quantity, when) => self.quantity(*quantity, *when, false),
            Expr::Number(value) => self.number(*value, Precision::Exact),
            Expr::Letter(letter, value) => self.hyperparameter(*letter, *value),
            Expr::Neg(x) if self.start => {
                self.writer.operator(Operator::Negative);
                self.start = false;
                self.operand(x, Strength::Product);
            }
            Expr::Neg(_) => self.grouped(Group::Parentheses, expr),
            Expr::Add(x, y) => self.infix(x, Operator::Plus, y, Strength::Sum, Strength::Sum),
            Expr::Sub(x, y) => self.infix(x, Operator::Minus, y, Strength::Sum, Strength::Product),
            Expr::Scale(x, y) => {
                let sign = if self.numbers.is_some() { Operator::Dot } else { Operator::Times };
                self.infix(x, sign, y, Strength::Product, Strength::Product);
            }
            Expr::MatMul(x, y) => {
                let dot = self.numbers.is_some() && (self.is_number(x) || self.is_number(y));
                let sign = if dot { Operator::Dot } else { Operator::Times };
                self.infix(x, sign, y, Strength::Firm, Strength::Firm);
            }
            Expr::Hadamard(x, y) => self.hadamard(x, y),
            Expr::Div(x, y) => self.pair(Group::Fraction, x, y),
            Expr::Power(x, y) => self.power(x, y),
            Expr::Square(x) => self.suffixed(Group::Square, x),
            Expr::Sqrt(x) => self.grouped(Group::Root, x),
            Expr::Transpose(x) => self.transpose(x),
            Expr::Max(x, y) => self.pair(Group::Max, x, y),
            Expr::Min(x, y) => self.pair(Group::Min, x, y),
            Expr::Apply(function, x) => self.apply(*function, x),
            Expr::Sum(over, x) => self.sum(*over, x),
            Expr::Column(rows) => self.column(rows),
            Expr::Chain(forms) => {
                if let Some(last) = forms.last() {
                    self.expr(last);
                }
            }
        }
    }

    fn quantity(&mut self, quantity: Quantity, when: When, transposed: bool) {
        let Some(value) = self.numbers.and_then(|numbers| numbers(quantity, when)) else {
            return self.symbol(quantity);
        };
        self.writer.tag(quantity);
        let decimals = self.style.display.digits;
        match (value.shape(), transposed) {
            ((1, 1), _) => self.number(value.get(0, 0), Precision::Decimals(decimals)),
            (_, true) => self.writer.matrix(&value.transposed(), decimals),
            (_, false) => self.writer.matrix(value, decimals),
        }
        self.writer.untag();
        self.start = false;
    }

    fn number(&mut self, value: f64, precision: Precision) {
        let signed = value < 0.0 && !self.start;
        if signed {
            self.writer.open(Group::Signed, Content::SIGN);
        }
        self.writer.number(value, precision);
        if signed {
            self.writer.close(Group::Signed, Content::SIGN);
        }
        self.start = false;
    }

    fn hyperparameter(&mut self, letter: Letter, value: f64) {
        if self.numbers.is_some() {
            return self.number(value, Precision::Exact);
        }
        let glyph = self.style.letter(letter);
        self.writer.letter(glyph);
        self.start = false;
    }

    fn infix(&mut self, x: &Expr, sign: Operator, y: &Expr, left: Strength, right: Strength) {
        self.operand(x, left);
        self.writer.operator(sign);
        self.operand(y, right);
    }

    fn hadamard(&mut self, x: &Expr, y: &Expr) {
        let dot = self.numbers.is_some() && self.is_number(x) && self.is_number(y);
        let sign = if dot { Operator::Dot } else { Operator::Hadamard };
        // A matrix product in an elementwise one is bracketed: the two do not associate.
        let least =
            |operand: &Expr| if matches!(operand, Expr::MatMul(..)) { Strength::Firm } else { Strength::Product };
        self.infix(x, sign, y, least(x), least(y));
    }

    fn operand(&mut self, expr: &Expr, least: Strength) {
        if strength(expr) < least { self.grouped(Group::Parentheses, expr) } else { self.expr(expr) }
    }

    fn grouped(&mut self, group: Group, inner: &Expr) {
        let content = self.content(&[inner]);
        self.writer.open(group, content);
        self.start = true;
        self.expr(inner);
        self.writer.close(group, content);
        self.start = false;
    }

    fn pair(&mut self, group: Group, x: &Expr, y: &Expr) {
        let content = self.content(&[x, y]);
        self.fractions += 1;
        self.writer.open(group, content);
        self.start = true;
        self.expr(x);
        self.writer.next(group);
        self.start = true;
        self.expr(y);
        self.writer.close(group, content);
        self.start = false;
        self.fractions -= 1;
    }

    fn column(&mut self, rows: &[Expr]) {
        self.writer.open(Group::Column, Content::SIGN);
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.writer.next(Group::Column);
            }
            self.start = true;
            self.expr(row);
        }
        self.writer.close(Group::Column, Content::SIGN);
        self.start = false;
    }

    fn power(&mut self, base: &Expr, exponent: &Expr) {
        self.writer.open(Group::Power, Content::SIGN);
        self.base(base);
        self.writer.next(Group::Power);
        self.start = true;
        self.expr(exponent);
        self.writer.close(Group::Power, Content::SIGN);
        self.start = false;
    }

    fn suffixed(&mut self, group: Group, base: &Expr) {
        self.writer.open(group, Content::SIGN);
        self.base(base);
        self.writer.close(group, Content::SIGN);
        self.start = false;
    }

    /// What carries an exponent: bracketed unless it is one sign or one block.
    fn base(&mut self, base: &Expr) {
        let firm = match base {
            // What carries a layer above it has no room for an exponent.
            Expr::Symbol(quantity, _) if self.numbers.is_none() => {
                let name = self.style.name(*quantity);
                let fraction = matches!(name.gradient, Gradient::Partial | Gradient::Of(_));
                name.place == Place::Nowhere && name.of.is_none() && quantity.layer().is_none() && !fraction
            }
            Expr::Symbol(quantity, when) => {
                let decimals = Precision::Decimals(self.style.display.digits);
                let value = self.value(*quantity, *when);
                value.is_none_or(|value| value.shape() != (1, 1) || takes_exponent(value.get(0, 0), decimals))
            }
            Expr::Number(value) => takes_exponent(*value, Precision::Exact),
            Expr::Letter(_, value) => self.numbers.is_none() || takes_exponent(*value, Precision::Exact),
            _ => false,
        };
        if firm { self.expr(base) } else { self.grouped(Group::Parentheses, base) }
    }

    fn transpose(&mut self, inner: &Expr) {
        match inner {
            Expr::Symbol(quantity, when) if self.numbers.is_some() => self.quantity(*quantity, *when, true),
            Expr::Symbol(..) => {
                self.writer.open(Group::Transpose, Content::SIGN);
                self.expr(inner);
                self.writer.close(Group::Transpose, Content::SIGN);
            }
            _ => self.suffixed(Group::Transpose, inner),
        }
    }

    fn apply(&mut self, function: Function, x: &Expr) {
        if function == Function::Exp && (self.numbers.is_none() || self.is_number(x)) {
            return self.grouped(Group::Exponential, x);
        }
        match function {
            Function::Softplus => {
                let inner = Expr::Number(1.0) + x.clone().apply(Function::Exp);
                self.grouped(Group::Call(Function::Ln), &inner);
            }
            Function::LogSumExp => {
                let inner = x.clone().apply(Function::Exp).sum(Over::Outputs);
                self.grouped(Group::Call(Function::Ln), &inner);
            }
            _ => self.grouped(Group::Call(function), x),
        }
    }

    fn sum(&mut self, over: Over, x: &Expr) {
        if self.is_single(over, x) {
            return self.operand(x, Strength::Product);
        }
        let content = self.content(&[x]);
        self.writer.open(Group::Sum(over), content);
        self.start = false;
        self.operand(x, Strength::Product);
        self.writer.close(Group::Sum(over), content);
    }

    /// Among numbers a sum over one entry is that entry.
    fn is_single(&self, over: Over, x: &Expr) -> bool {
        if self.numbers.is_none() {
            return false;
        }
        let (rows, columns) = self.shape(x);
        match over {
            Over::All => (rows, columns) == (1, 1),
            Over::Samples => columns == 1,
            Over::Outputs => rows == 1,
        }
    }

    /// A whole side of an equation needs no brackets where its sum falls away.
    fn without_single_sum<'e>(&self, expr: &'e Expr) -> &'e Expr {
        match expr {
            Expr::Sum(over, x) if self.is_single(*over, x) => x,
            _ => expr,
        }
    }

    fn content(&self, parts: &[&Expr]) -> Content {
        Content { simple: parts.iter().all(|part| is_simple(part)), tall: parts.iter().any(|part| self.is_tall(part)) }
    }

    fn is_tall(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Symbol(quantity, _) if self.numbers.is_none() => {
                let gradient = self.style.name(*quantity).gradient;
                self.fractions == 0 && matches!(gradient, Gradient::Partial | Gradient::Of(_))
            }
            Expr::Symbol(quantity, when) => self.value(*quantity, *when).is_some_and(|value| value.shape() != (1, 1)),
            Expr::Div(..) | Expr::Sum(..) | Expr::Column(_) | Expr::Apply(Function::LogSumExp, _) => true,
            _ => {
                let mut tall = false;
                expr.for_each_part(|part| tall |= self.is_tall(part));
                tall
            }
        }
    }

    fn value(&self, quantity: Quantity, when: When) -> Option<&'a Matrix> {
        self.numbers.and_then(|numbers| numbers(quantity, when))
    }

    fn is_number(&self, expr: &Expr) -> bool {
        self.shape(expr) == (1, 1)
    }

    /// Of the value of `expr`; (1, 1) where it is not known.
    fn shape(&self, expr: &Expr) -> (usize, usize) {
        match expr {
            Expr::Symbol(quantity, when) => self.value(*quantity, *when).map_or((1, 1), |value| value.shape()),
            Expr::MatMul(x, y) => (self.shape(x).0, self.shape(y).1),
            Expr::Transpose(x) => {
                let (rows, columns) = self.shape(x);
                (columns, rows)
            }
            Expr::Sum(Over::All, _) => (1, 1),
            Expr::Column(rows) => (rows.len(), 1),
            Expr::Sum(Over::Samples, x) => (self.shape(x).0, 1),
            Expr::Sum(Over::Outputs, x) | Expr::Apply(Function::LogSumExp, x) => (1, self.shape(x).1),
            _ => {
                let mut shape = (1, 1);
                expr.for_each_part(|part| {
                    let (rows, columns) = self.shape(part);
                    shape = (shape.0.max(rows), shape.1.max(columns));
                });
                shape
            }
        }
    }
}

/// Whether the old value of `quantity` stands in `expr`: then the rule replaces it.
fn replaces(expr: &Expr, quantity: Quantity) -> bool {
    if *expr == Expr::Symbol(quantity, When::Before) {
        return true;
    }
    let mut found = false;
    expr.for_each_part(|part| found |= replaces(part, quantity));
    found
}

fn strength(expr: &Expr) -> Strength {
    match expr {
        Expr::Add(..) | Expr::Sub(..) | Expr::Neg(_) => Strength::Sum,
        Expr::Scale(..) | Expr::Hadamard(..) | Expr::Sum(..) => Strength::Product,
        Expr::MatMul(..) => Strength::Matrices,
        _ => Strength::Firm,
    }
}

/// One sign or one number.
fn is_simple(expr: &Expr) -> bool {
    matches!(expr, Expr::Symbol(..) | Expr::Number(_) | Expr::Letter(..))
}
