//! Expressions as presentation MathML, well-formed as XML.
//!
//! A quantity stands in `<mrow data-q="delta2">` with its id, among symbols and among numbers, so that a page can
//! light it up; matrices and aligned lines carry the classes `matrix` and `aligned`.
use super::elide;
use super::expr::{Function, Over};
use super::name::{Glyph, Gradient, Name, Place};
use super::number::{Body, Precision, print};
use super::writer::{Content, Group, Operator, Writer};
use crate::matrix::Matrix;
use crate::quantity::Quantity;
use crate::words::text;
use std::fmt::Write as _;

#[derive(Default)]
pub(super) struct MathMl {
    pub out: String,
    scratch: String,
}

/// Brackets that grow with what they hold, and brackets of one line.
const TALL: [&str; 2] = ["<mo>(</mo>", "<mo>)</mo></mrow>"];
const FLAT: [&str; 2] = ["<mo stretchy=\"false\">(</mo>", "<mo stretchy=\"false\">)</mo></mrow>"];

impl MathMl {
    /// A line of its own, or a symbol within a text.
    pub fn begin(block: bool) -> Self {
        let mut out = String::with_capacity(if block { 2048 } else { 256 });
        out.push_str("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"");
        out.push_str(if block { " display=\"block\">" } else { ">" });
        Self { out, scratch: String::new() }
    }

    pub fn end(mut self) -> String {
        self.out.push_str("</math>");
        self.out
    }

    fn begin_element(&mut self, tag: &str) {
        self.out.push('<');
        self.out.push_str(tag);
        self.out.push('>');
    }

    fn end_element(&mut self, tag: &str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    fn element(&mut self, tag: &str, content: &str) {
        self.begin_element(tag);
        escape(content, &mut self.out);
        self.end_element(tag);
    }

    fn letter_of(&mut self, name: &Name) {
        if name.hat {
            self.out.push_str("<mover accent=\"true\">");
            self.element("mi", name.letter.unicode);
            self.out.push_str("<mo stretchy=\"false\">^</mo></mover>");
        } else {
            self.element("mi", name.letter.unicode);
        }
    }

    /// The content of one script.
    fn place(&mut self, place: Place) {
        match place {
            Place::Nowhere => self.out.push_str("<mrow></mrow>"),
            Place::Layer(layer) => {
                let _ = write!(
                    self.out,
                    "<mrow><mo stretchy=\"false\">(</mo><mn>{layer}</mn><mo stretchy=\"false\">)</mo></mrow>"
                );
            }
            Place::Output => self.element("mtext", text("step.place.output")),
            Place::Hidden(None) => self.element("mtext", text("step.place.hidden")),
            Place::Hidden(Some(layer)) => {
                let word = format!("{}{layer}", text("step.place.hidden"));
                self.element("mtext", &word);
            }
            Place::Text(word) => self.element("mtext", word),
        }
    }

    fn scripted(&mut self, element: &str, base: impl FnOnce(&mut Self), place: Place) {
        self.begin_element(element);
        base(self);
        self.place(place);
        self.end_element(element);
    }

    fn partial(&mut self, top: &str, name: &Name, linear: bool) {
        const PARTIAL: &str = "<mi mathvariant=\"normal\">∂</mi>";
        let (open, between, close) = if linear {
            ("<mrow>", "<mo lspace=\"0\" rspace=\"0\">/</mo>", "</mrow>")
        } else {
            ("<mfrac><mrow>", "</mrow><mrow>", "</mrow></mfrac>")
        };
        let _ = write!(self.out, "{open}{PARTIAL}<mi>{top}</mi>{between}{PARTIAL}");
        self.parameter(name);
        self.out.push_str(close);
    }

    fn parameter(&mut self, name: &Name) {
        match (name.of, name.place) {
            (None, Place::Nowhere) => self.letter_of(name),
            (None, Place::Layer(_)) => self.scripted("msup", |out| out.letter_of(name), name.place),
            (None, _) => self.scripted("msub", |out| out.letter_of(name), name.place),
            (Some(of), Place::Layer(_)) => self.scripted(
                "msubsup",
                |out| {
                    out.letter_of(name);
                    out.element("mi", of.unicode);
                },
                name.place,
            ),
            (Some(of), _) => {
                self.out.push_str("<msub>");
                self.letter_of(name);
                self.scripted("msub", |out| out.element("mi", of.unicode), name.place);
                self.out.push_str("</msub>");
            }
        }
    }
}

impl Writer for MathMl {
    fn quantity(&mut self, name: &Name, linear: bool) {
        match name.gradient {
            Gradient::No => self.parameter(name),
            Gradient::Prefix => {
                self.out.push_str("<mi>d</mi>");
                self.parameter(name);
            }
            Gradient::Partial => self.partial("J", name, linear),
            Gradient::Of(top) => self.partial(top, name, linear),
        }
    }

    fn letter(&mut self, glyph: Glyph) {
        match glyph.unicode {
            "β₁" => self.out.push_str("<msub><mi>β</mi><mn>1</mn></msub>"),
            "β₂" => self.out.push_str("<msub><mi>β</mi><mn>2</mn></msub>"),
            "λ₂" => self.out.push_str("<msub><mi>λ</mi><mn>2</mn></msub>"),
            "t+1" => self.out.push_str("<mrow><mi>t</mi><mo>+</mo><mn>1</mn></mrow>"),
            letter => self.element("mi", letter),
        }
    }

    fn number(&mut self, value: f64, precision: Precision) {
        let printed = print(value, precision, &mut self.scratch);
        if printed.negative {
            self.out.push_str("<mrow><mo form=\"prefix\">−</mo>");
        }
        match printed.body {
            Body::Decimal(digits) => {
                self.out.push_str("<mn>");
                self.out.push_str(digits);
                self.out.push_str("</mn>");
            }
            Body::Scientific(mantissa, power) => {
                self.out.push_str("<mrow>");
                if mantissa != "1" {
                    let _ = write!(self.out, "<mn>{mantissa}</mn><mo>×</mo>");
                }
                self.out.push_str("<msup><mn>10</mn>");
                let _ = match power < 0 {
                    true => write!(self.out, "<mrow><mo form=\"prefix\">−</mo><mn>{}</mn></mrow>", -power),
                    false => write!(self.out, "<mn>{power}</mn>"),
                };
                self.out.push_str("</msup></mrow>");
            }
            Body::Infinite => self.out.push_str("<mi mathvariant=\"normal\">∞</mi>"),
            Body::NotANumber => self.out.push_str("<mtext>NaN</mtext>"),
        }
        if printed.negative {
            self.out.push_str("</mrow>");
        }
    }

    fn matrix(&mut self, matrix: &Matrix, decimals: usize) {
        self.out.push_str("<mrow><mo>[</mo><mtable class=\"matrix\">");
        for row in elide(matrix.rows()) {
            self.out.push_str("<mtr>");
            for column in elide(matrix.columns()) {
                self.out.push_str("<mtd>");
                match (row, column) {
                    (Some(row), Some(column)) => self.number(matrix.get(row, column), Precision::Decimals(decimals)),
                    (Some(_), None) => self.out.push_str("<mo>⋯</mo>"),
                    (None, Some(_)) => self.out.push_str("<mo>⋮</mo>"),
                    (None, None) => self.out.push_str("<mo>⋱</mo>"),
                }
                self.out.push_str("</mtd>");
            }
            self.out.push_str("</mtr>");
        }
        self.out.push_str("</mtable><mo>]</mo></mrow>");
    }

    fn operator(&mut self, operator: Operator) {
        self.out.push_str(match operator {
            Operator::Plus => "<mo>+</mo>",
            Operator::Minus => "<mo>−</mo>",
            Operator::Negative => "<mo form=\"prefix\">−</mo>",
            Operator::Times => "<mspace width=\"0.17em\"></mspace>",
            Operator::Dot => "<mo>·</mo>",
            Operator::Hadamard => "<mo>∘</mo>",
            Operator::Equals => "<mo>=</mo>",
            Operator::Becomes => "<mo stretchy=\"false\">←</mo>",
        });
    }

    fn open(&mut self, group: Group, content: Content) {
        let [bracket, _] = if content.tall { TALL } else { FLAT };
        match group {
            Group::Parentheses | Group::Signed => {
                self.out.push_str("<mrow>");
                self.out.push_str(bracket);
            }
            Group::Fraction => self.out.push_str("<mfrac><mrow>"),
            Group::Square | Group::Power | Group::Transpose => self.out.push_str("<msup><mrow>"),
            Group::Root => self.out.push_str("<msqrt><mrow>"),
            Group::Exponential => self.out.push_str("<msup><mi>e</mi><mrow>"),
            Group::Column => self.out.push_str("<mrow><mo>[</mo><mtable class=\"matrix\"><mtr><mtd>"),
            Group::Chain => self
                .out
                .push_str("<mtable class=\"aligned\" displaystyle=\"true\" columnalign=\"right left\"><mtr><mtd>"),
            Group::Max => {
                self.out.push_str("<mrow><mi>max</mi>");
                self.out.push_str(bracket);
            }
            Group::Min => {
                self.out.push_str("<mrow><mi>min</mi>");
                self.out.push_str(bracket);
            }
            Group::Call(function) => {
                self.out.push_str("<mrow>");
                self.out.push_str(function_name(function));
                self.out.push_str(bracket);
            }
            Group::Sum(over) => {
                let place = match over {
                    Over::All => return self.out.push_str("<mrow><mo>∑</mo>"),
                    Over::Samples => text("step.place.samples"),
                    Over::Outputs => text("step.place.outputs"),
                };
                self.out.push_str("<mrow><munder><mo>∑</mo>");
                self.element("mtext", place);
                self.out.push_str("</munder>");
            }
        }
    }

    fn next(&mut self, group: Group) {
        self.out.push_str(match group {
            Group::Fraction | Group::Power => "</mrow><mrow>",
            Group::Chain | Group::Column => "</mtd></mtr><mtr><mtd>",
            _ => "<mo>,</mo>",
        });
    }

    fn close(&mut self, group: Group, content: Content) {
        self.out.push_str(match group {
            Group::Square => "</mrow><mn>2</mn></msup>",
            Group::Transpose => "</mrow><mo lspace=\"0\" rspace=\"0\">⊤</mo></msup>",
            Group::Fraction => "</mrow></mfrac>",
            Group::Power | Group::Exponential => "</mrow></msup>",
            Group::Root => "</mrow></msqrt>",
            Group::Chain => "</mtd></mtr></mtable>",
            Group::Column => "</mtd></mtr></mtable><mo>]</mo></mrow>",
            Group::Sum(_) => "</mrow>",
            _ => {
                if content.tall {
                    TALL[1]
                } else {
                    FLAT[1]
                }
            }
        });
    }

    fn tag(&mut self, quantity: Quantity) {
        let _ = write!(self.out, "<mrow data-q=\"{quantity}\">");
    }

    fn untag(&mut self) {
        self.out.push_str("</mrow>");
    }

    fn align(&mut self) {
        self.out.push_str("</mtd><mtd>");
    }
}

fn function_name(function: Function) -> &'static str {
    match function {
        Function::Sigmoid => "<mi>σ</mi>",
        Function::Tanh => "<mi>tanh</mi>",
        Function::NormalCdf => "<mi mathvariant=\"normal\">Φ</mi>",
        Function::NormalPdf => "<mi>φ</mi>",
        Function::Exp => "<mi>exp</mi>",
        Function::Ln | Function::Softplus | Function::LogSumExp => "<mi>ln</mi>",
        Function::Sin => "<mi>sin</mi>",
        Function::Cos => "<mi>cos</mi>",
        Function::Tan => "<mi>tan</mi>",
        Function::Arctan => "<mi>arctan</mi>",
        Function::Abs => "<mi>abs</mi>",
        Function::Sign => "<mi>sign</mi>",
        Function::Softmax => "<mi>softmax</mi>",
        Function::Positive => "<msub><mn>1</mn><mrow><mo lspace=\"0\" rspace=\"0\">&gt;</mo><mn>0</mn></mrow></msub>",
        Function::NotPositive => "<msub><mn>1</mn><mrow><mo lspace=\"0\" rspace=\"0\">≤</mo><mn>0</mn></mrow></msub>",
    }
}

/// Words of a catalogue may hold any sign.
pub(super) fn escape(content: &str, out: &mut String) {
    for sign in content.chars() {
        match sign {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            _ => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_escaped() {
        let mut out = String::new();
        super::escape("a < b > c & \"d\"", &mut out);
        assert_eq!(out, "a &lt; b &gt; c &amp; &quot;d&quot;");
    }
}
