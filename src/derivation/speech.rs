//! Expressions in the words of the catalogue, for screen readers.
use super::LARGEST;
use super::expr::{Function, Over};
use super::name::{Glyph, Gradient, Name, Place};
use super::number::{Body, Precision, print};
use super::writer::{Content, Group, Operator, Writer};
use crate::matrix::Matrix;
use crate::words::{fill, text};

#[derive(Default)]
pub(super) struct Speech {
    pub out: String,
    scratch: String,
    /// A pause to be written once something follows.
    pause: bool,
    /// Spoken brackets that ended just now. One end is heard in the pause, several are not.
    ended: usize,
}

impl Speech {
    fn say(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if std::mem::take(&mut self.ended) > 1 {
            self.out.push_str(text("step.speech.end_open"));
        }
        if std::mem::take(&mut self.pause) && !words.starts_with(',') {
            self.out.push(',');
        }
        if !self.out.is_empty() && !words.starts_with(',') {
            self.out.push(' ');
        }
        self.out.push_str(words);
    }

    fn say_key(&mut self, key: &str) {
        self.say(text(key));
    }

    fn glyph(&mut self, glyph: Glyph) {
        if glyph.spoken.is_empty() { self.say(glyph.unicode) } else { self.say_key(glyph.spoken) }
    }

    fn place(&mut self, place: Place) {
        match place {
            Place::Nowhere => {}
            Place::Layer(layer) => {
                let words = fill("step.speech.of_layer", &[("layer", &layer.to_string())]);
                self.say(&words);
            }
            Place::Output => self.say_key("step.place.output"),
            Place::Hidden(None) => self.say_key("step.place.hidden"),
            Place::Hidden(Some(layer)) => {
                self.say_key("step.place.hidden");
                self.say(&layer.to_string());
            }
            Place::Text("LSE") => self.say_key("step.place.lse"),
            Place::Text(_) => self.say_key("step.place.cross_entropy"),
        }
    }

    fn row(&mut self, matrix: &Matrix, row: usize, decimals: usize) {
        for (column, value) in matrix.row(row).iter().enumerate() {
            if column > 0 {
                self.out.push(',');
            }
            self.number(*value, Precision::Decimals(decimals));
        }
    }
}

impl Writer for Speech {
    fn quantity(&mut self, name: &Name, _linear: bool) {
        match name.gradient {
            Gradient::No => {}
            Gradient::Of(top) => {
                let words = fill("step.speech.derivative_of", &[("top", top)]);
                self.say(&words);
            }
            Gradient::Partial | Gradient::Prefix => self.say_key("step.speech.gradient_of"),
        }
        self.glyph(name.letter);
        if name.hat {
            self.say_key("step.speech.hat");
        }
        if let Some(of) = name.of {
            self.say_key("step.speech.for");
            self.glyph(of);
        }
        self.place(name.place);
    }

    fn letter(&mut self, glyph: Glyph) {
        self.glyph(glyph);
    }

    fn number(&mut self, value: f64, precision: Precision) {
        let mut scratch = std::mem::take(&mut self.scratch);
        let printed = print(value, precision, &mut scratch);
        if printed.negative {
            self.say_key("step.speech.negative");
        }
        match printed.body {
            Body::Decimal(digits) => self.say(digits),
            Body::Scientific(mantissa, power) => {
                if mantissa != "1" {
                    self.say(mantissa);
                    self.say_key("step.speech.times");
                }
                self.say_key("step.speech.ten_to");
                if power < 0 {
                    self.say_key("step.speech.negative");
                }
                self.say(&power.abs().to_string());
            }
            Body::Infinite => self.say_key("step.speech.infinity"),
            Body::NotANumber => self.say_key("step.speech.not_a_number"),
        }
        self.scratch = scratch;
    }

    fn matrix(&mut self, matrix: &Matrix, decimals: usize) {
        let (rows, columns) = matrix.shape();
        if rows > LARGEST || columns > LARGEST {
            let values = [("rows", rows.to_string()), ("columns", columns.to_string())];
            let words =
                fill("step.speech.large_matrix", &values.each_ref().map(|(name, count)| (*name, count.as_str())));
            return self.say(&words);
        }
        if columns == 1 {
            self.say_key("step.speech.column");
            for row in 0..rows {
                if row > 0 {
                    self.out.push(',');
                }
                self.row(matrix, row, decimals);
            }
        } else {
            self.say_key(if rows == 1 { "step.speech.row" } else { "step.speech.matrix" });
            for row in 0..rows {
                if row > 0 {
                    self.out.push(';');
                }
                self.row(matrix, row, decimals);
            }
        }
        self.pause = true;
    }

    fn operator(&mut self, operator: Operator) {
        self.say_key(match operator {
            Operator::Plus => "step.speech.plus",
            Operator::Minus => "step.speech.minus",
            Operator::Negative => "step.speech.negative",
            Operator::Times | Operator::Dot => "step.speech.times",
            Operator::Hadamard => "step.speech.elementwise_times",
            Operator::Equals => "step.speech.equals",
            Operator::Becomes => "step.speech.becomes",
        });
    }

    fn open(&mut self, group: Group, Content { simple, .. }: Content) {
        match group {
            Group::Parentheses => self.say_key("step.speech.open"),
            Group::Fraction if !simple => self.say_key("step.speech.fraction"),
            Group::Root => self.say_key(if simple { "step.speech.root_of" } else { "step.speech.root_of_group" }),
            Group::Exponential => self.say_key(if simple { "step.speech.exp_of" } else { "step.speech.exp_of_group" }),
            Group::Max => self.say_key("step.speech.max"),
            Group::Column => self.say_key("step.speech.column"),
            Group::Min => self.say_key("step.speech.min"),
            Group::Call(function) => {
                self.say_key(function_key(function));
                if !simple {
                    self.say_key("step.speech.open");
                }
            }
            Group::Sum(over) => self.say_key(match over {
                Over::All => "step.speech.sum_all",
                Over::Samples => "step.speech.sum_samples",
                Over::Outputs => "step.speech.sum_outputs",
            }),
            _ => {}
        }
    }

    fn next(&mut self, group: Group) {
        self.ended = 0;
        match group {
            Group::Fraction => self.say_key("step.speech.over"),
            Group::Power => self.say_key("step.speech.to_the_power"),
            Group::Max | Group::Min => self.say_key("step.speech.and"),
            _ => self.pause = true,
        }
    }

    fn close(&mut self, group: Group, Content { simple, .. }: Content) {
        match group {
            Group::Square => self.say_key("step.speech.squared"),
            Group::Transpose => self.say_key("step.speech.transposed"),
            Group::Fraction if !simple => {
                (self.pause, self.ended) = (false, 0);
                self.say_key("step.speech.end_fraction");
            }
            Group::Root if !simple => {
                (self.pause, self.ended) = (false, 0);
                self.say_key("step.speech.end_root");
            }
            Group::Max | Group::Min => self.pause = true,
            Group::Parentheses | Group::Call(_) | Group::Exponential | Group::Root => {
                self.pause |= group != Group::Exponential || !simple;
                self.ended += usize::from(group == Group::Parentheses || !simple);
            }
            _ => {}
        }
    }
}

fn function_key(function: Function) -> &'static str {
    match function {
        Function::Sigmoid => "step.speech.sigmoid_of",
        Function::Tanh => "step.speech.tanh_of",
        Function::NormalCdf => "step.speech.normal_cdf_of",
        Function::NormalPdf => "step.speech.normal_pdf_of",
        Function::Exp => "step.speech.exp_of",
        Function::Ln | Function::Softplus | Function::LogSumExp => "step.speech.ln_of",
        Function::Sin => "step.speech.sin_of",
        Function::Cos => "step.speech.cos_of",
        Function::Tan => "step.speech.tan_of",
        Function::Arctan => "step.speech.arctan_of",
        Function::Abs => "step.speech.abs_of",
        Function::Sign => "step.speech.sign_of",
        Function::Softmax => "step.speech.softmax_of",
        Function::Positive => "step.speech.positive_of",
        Function::NotPositive => "step.speech.not_positive_of",
    }
}
