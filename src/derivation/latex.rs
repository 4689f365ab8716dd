//! Expressions as LaTeX (amsmath's `aligned` and `bmatrix`, nothing else).
use super::elide;
use super::expr::{Function, Over};
use super::name::{Glyph, Gradient, Name, Place};
use super::number::{Body, Precision, print};
use super::writer::{Content, Group, Operator, Writer};
use crate::matrix::Matrix;
use crate::words::text;
use std::fmt::Write as _;

#[derive(Default)]
pub(super) struct Latex {
    pub out: String,
    scratch: String,
}

impl Latex {
    fn letter_of(&mut self, name: &Name) {
        if name.hat {
            self.out.push_str("\\hat{");
            self.out.push_str(name.letter.latex);
            self.out.push('}');
        } else {
            self.out.push_str(name.letter.latex);
        }
    }

    fn subscript(&mut self, word: &str) {
        self.out.push_str("_{\\mathrm{");
        escape(word, &mut self.out);
        self.out.push_str("}}");
    }

    fn place(&mut self, place: Place) {
        match place {
            Place::Nowhere => {}
            Place::Layer(layer) => {
                let _ = write!(self.out, "^{{({layer})}}");
            }
            Place::Output => self.subscript(text("step.place.output")),
            Place::Hidden(None) => self.subscript(text("step.place.hidden")),
            Place::Hidden(Some(layer)) => {
                let word = format!("{}{layer}", text("step.place.hidden"));
                self.subscript(&word);
            }
            Place::Text(word) => self.subscript(word),
        }
    }

    fn partial(&mut self, top: &str, name: &Name, linear: bool) {
        let [open, between, close] =
            if linear { ["\\partial ", "/\\partial ", ""] } else { ["\\frac{\\partial ", "}{\\partial ", "}"] };
        self.out.push_str(open);
        self.out.push_str(top);
        self.out.push_str(between);
        self.parameter(name);
        self.out.push_str(close);
    }

    fn parameter(&mut self, name: &Name) {
        let Some(of) = name.of else {
            self.letter_of(name);
            return self.place(name.place);
        };
        self.letter_of(name);
        self.out.push_str("_{");
        self.out.push_str(of.latex);
        if let Place::Layer(_) = name.place {
            self.out.push('}');
            self.place(name.place);
        } else {
            self.place(name.place);
            self.out.push('}');
        }
    }
}

impl Writer for Latex {
    fn quantity(&mut self, name: &Name, linear: bool) {
        match name.gradient {
            Gradient::No => self.parameter(name),
            Gradient::Prefix => {
                self.out.push('d');
                self.parameter(name);
            }
            Gradient::Partial => self.partial("J", name, linear),
            Gradient::Of(top) => self.partial(top, name, linear),
        }
    }

    fn letter(&mut self, glyph: Glyph) {
        self.out.push_str(glyph.latex);
    }

    fn number(&mut self, value: f64, precision: Precision) {
        let printed = print(value, precision, &mut self.scratch);
        if printed.negative {
            self.out.push('-');
        }
        match printed.body {
            Body::Decimal(digits) => self.out.push_str(digits),
            Body::Scientific("1", power) => {
                let _ = write!(self.out, "10^{{{power}}}");
            }
            Body::Scientific(mantissa, power) => {
                let _ = write!(self.out, "{mantissa} \\times 10^{{{power}}}");
            }
            Body::Infinite => self.out.push_str("\\infty"),
            Body::NotANumber => self.out.push_str("\\mathrm{NaN}"),
        }
    }

    fn matrix(&mut self, matrix: &Matrix, decimals: usize) {
        self.out.push_str("\\begin{bmatrix} ");
        for (index, row) in elide(matrix.rows()).enumerate() {
            if index > 0 {
                self.out.push_str(" \\\\ ");
            }
            for (index, column) in elide(matrix.columns()).enumerate() {
                if index > 0 {
                    self.out.push_str(" & ");
                }
                match (row, column) {
                    (Some(row), Some(column)) => self.number(matrix.get(row, column), Precision::Decimals(decimals)),
                    (Some(_), None) => self.out.push_str("\\cdots"),
                    (None, Some(_)) => self.out.push_str("\\vdots"),
                    (None, None) => self.out.push_str("\\ddots"),
                }
            }
        }
        self.out.push_str(" \\end{bmatrix}");
    }

    fn operator(&mut self, operator: Operator) {
        self.out.push_str(match operator {
            Operator::Plus => " + ",
            Operator::Minus => " - ",
            Operator::Negative => "-",
            Operator::Times => " \\, ",
            Operator::Dot => " \\cdot ",
            Operator::Hadamard => " \\circ ",
            Operator::Equals => " = ",
            Operator::Becomes => " \\leftarrow ",
        });
    }

    fn open(&mut self, group: Group, content: Content) {
        let bracket = if content.tall { "\\left(" } else { "(" };
        match group {
            Group::Parentheses | Group::Signed => self.out.push_str(bracket),
            Group::Fraction => self.out.push_str("\\frac{"),
            Group::Square | Group::Power | Group::Transpose => self.out.push('{'),
            Group::Root => self.out.push_str("\\sqrt{"),
            Group::Exponential => self.out.push_str("e^{"),
            Group::Max | Group::Min => {
                self.out.push_str(if group == Group::Max { "\\max" } else { "\\min" });
                self.out.push_str(bracket);
            }
            Group::Chain => self.out.push_str("\\begin{aligned} "),
            Group::Column => self.out.push_str("\\begin{bmatrix} "),
            Group::Call(function) => {
                self.out.push_str(function_name(function));
                self.out.push_str(bracket);
            }
            Group::Sum(over) => {
                self.out.push_str("\\sum");
                match over {
                    Over::All => {}
                    Over::Samples => self.subscript(text("step.place.samples")),
                    Over::Outputs => self.subscript(text("step.place.outputs")),
                }
                self.out.push(' ');
            }
        }
    }

    fn next(&mut self, group: Group) {
        self.out.push_str(match group {
            Group::Fraction => "}{",
            Group::Power => "}^{",
            Group::Chain | Group::Column => " \\\\ ",
            _ => ", ",
        });
    }

    fn close(&mut self, group: Group, content: Content) {
        self.out.push_str(match group {
            Group::Square => "}^{2}",
            Group::Transpose => "}^{\\top}",
            Group::Fraction | Group::Power | Group::Root | Group::Exponential => "}",
            Group::Chain => " \\end{aligned}",
            Group::Column => " \\end{bmatrix}",
            Group::Sum(_) => "",
            _ if content.tall => "\\right)",
            _ => ")",
        });
    }

    fn align(&mut self) {
        self.out.push_str(" &");
    }
}

fn function_name(function: Function) -> &'static str {
    match function {
        Function::Sigmoid => "\\sigma",
        Function::Tanh => "\\tanh",
        Function::NormalCdf => "\\Phi",
        Function::NormalPdf => "\\varphi",
        Function::Exp => "\\exp",
        Function::Ln | Function::Softplus | Function::LogSumExp => "\\ln",
        Function::Sin => "\\sin",
        Function::Cos => "\\cos",
        Function::Tan => "\\tan",
        Function::Arctan => "\\arctan",
        Function::Abs => "\\operatorname{abs}",
        Function::Sign => "\\operatorname{sign}",
        Function::Softmax => "\\operatorname{softmax}",
        Function::Positive => "\\mathbf{1}_{>0}",
        Function::NotPositive => "\\mathbf{1}_{\\le 0}",
    }
}

/// Words of a catalogue may hold any sign.
pub(super) fn escape(word: &str, out: &mut String) {
    for sign in word.chars() {
        match sign {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(sign);
            }
            '\\' => out.push_str("\\backslash{}"),
            '~' | '^' => {
                out.push('\\');
                out.push(sign);
                out.push_str("{}");
            }
            ' ' => out.push_str("\\ "),
            _ => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_escaped() {
        let mut out = String::new();
        super::escape(r"50% of a_b & {c} \ ~^ #$", &mut out);
        assert_eq!(out, r"50\%\ of\ a\_b\ \&\ \{c\}\ \backslash{}\ \~{}\^{}\ \#\$");
    }
}
