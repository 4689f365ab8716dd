//! f(x, y) as a reader types it: parsed, computed over any [`Number`], differentiated.
use super::field::Formula;
use super::number::Number;
use crate::derivation::{Expr, Function, When};
use crate::error::{Error, Result};
use crate::input::Reader;
use crate::num::{LANES, Lane, Lanes};
use crate::quantity::{Axis, Quantity};
use crate::words::{fill, text};

/// Longer texts are refused: a formula of this length fills a screen, and its tree stays shallow enough to walk.
const LONGEST: usize = 400;
/// Brackets and signs that may stand open at once.
const DEEPEST: usize = 40;

/// The coordinate x or y as it stands in formulas.
pub fn coordinate(axis: Axis) -> Expr {
    Expr::Symbol(Quantity::Coordinate(axis), When::Before)
}

/// A typed surface.
#[derive(Clone, Debug)]
pub struct Typed(pub Expr);

impl Typed {
    /// Numbers of up to 15 digits, `x`, `y`, `pi`, `e`, `+ - * / ^` and brackets, with the usual strengths: `^` binds to the right and
    /// before a minus sign, so −x^2 is −(x²); `²` and `³` are powers, too. A missing sign between two factors is a
    /// product, as in `2xy` or `3(x + 1)`; not before a number, so `x2` is refused. Functions: exp, ln (also log), sqrt,
    /// sin, cos, tan, atan, tanh, sigmoid, softplus, abs; `|x|` is abs(x), with a sign before it where it is multiplied,
    /// since a bar after a factor closes.
    ///
    /// # Errors
    /// A text that is empty, too long or too deep, or that is no such formula: the column (from 1), what was
    /// expected there and what was found.
    pub fn read(reader: &Reader) -> Result<Self> {
        let source = reader.text()?;
        let fail = |key: &str, values: &[(&str, &str)]| Err(Error::sentence(reader.path(), key, values));
        if source.chars().count() > LONGEST {
            return fail("error.formula_long", &[("most", &LONGEST.to_string())]);
        }
        if depth(&source) > DEEPEST {
            return fail("error.formula_deep", &[("most", &DEEPEST.to_string())]);
        }
        grammar::formula(&source).map(Self).or_else(|error| {
            let column = error.location.column;
            let found = source.chars().nth(column - 1).map_or_else(
                || text("found.end").to_owned(),
                |sign| fill("found.text", &[("text", &sign.to_string())]),
            );
            let mut names: Vec<&str> = Vec::new();
            for key in error.expected.tokens() {
                // the parser's own word for the end
                let name = text(if key == "EOF" { "found.end" } else { key });
                let place = names.iter().position(|known| *known >= name).unwrap_or(names.len());
                if names.get(place) != Some(&name) {
                    names.insert(place, name);
                }
            }
            fail(
                "error.formula",
                &[("column", &column.to_string()), ("expected", &names.join(", ")), ("found", &found)],
            )
        })
    }
}

impl Formula for Typed {
    fn at<N: Number>(&self, x: N, y: N) -> N {
        interpret(&self.0, &x, &y)
    }
}

/// How many brackets, powers of powers or signs in a row stand open at the most; rather too many than too few.
fn depth(source: &str) -> usize {
    let (mut open, mut signs, mut deepest) = (0usize, 0usize, 0usize);
    for sign in source.chars() {
        match sign {
            '(' | '|' => open += 1,
            ')' => open = open.saturating_sub(1),
            '-' | '−' | '+' => signs += 1,
            ' ' => {}
            _ => signs = 0,
        }
        deepest = deepest.max(open + signs);
    }
    deepest.max(source.matches(['^', '*', '²', '³']).count() / 4)
}

/// The value of a formula at a point.
pub fn interpret<N: Number>(expr: &Expr, x: &N, y: &N) -> N {
    let of = |inner: &Expr| interpret(inner, x, y);
    match expr {
        Expr::Symbol(Quantity::Coordinate(Axis::X), _) => x.clone(),
        Expr::Symbol(Quantity::Coordinate(Axis::Y), _) => y.clone(),
        Expr::Number(value) | Expr::Letter(_, value) => N::constant(*value),
        Expr::Neg(a) => -of(a),
        Expr::Add(a, b) => of(a) + of(b),
        Expr::Sub(a, b) => of(a) - of(b),
        Expr::Scale(a, b) => of(a) * of(b),
        Expr::Div(a, b) => of(a) / of(b),
        Expr::Square(a) => of(a).squared(),
        Expr::Sqrt(a) => of(a).sqrt(),
        Expr::Apply(function, a) => of(a).apply(*function),
        Expr::Power(a, b) => match fixed(b) {
            Some(exponent) => of(a).power(exponent),
            None => (of(b) * of(a).apply(Function::Ln)).exp(),
        },
        // What the grammar does not make.
        _ => N::constant(f64::NAN),
    }
}

/// The value of an expression without coordinates.
pub fn fixed(expr: &Expr) -> Option<f64> {
    expr.quantities().is_empty().then(|| {
        let mut doubles = [0.0; LANES];
        let zero = Lanes::splat(0.0);
        interpret(expr, &zero, &zero).store(&mut doubles);
        doubles[0]
    })
}

fn product(a: Expr, b: Expr) -> Expr {
    a * b
}

fn negative(a: Expr) -> Expr {
    if let Expr::Number(value) = a { Expr::Number(-value) } else { -a }
}

fn to_the(a: Expr, b: Expr) -> Expr {
    if b == Expr::Number(2.0) { a.squared() } else { a.power(b) }
}

fn call(name: &str, a: Expr) -> std::result::Result<Expr, &'static str> {
    let function = match name {
        "sqrt" => return Ok(a.sqrt()),
        "exp" => Function::Exp,
        "ln" | "log" => Function::Ln,
        "sin" => Function::Sin,
        "cos" => Function::Cos,
        "tan" => Function::Tan,
        "atan" | "arctan" => Function::Arctan,
        "tanh" => Function::Tanh,
        "sigmoid" => Function::Sigmoid,
        "softplus" => Function::Softplus,
        "abs" => Function::Abs,
        _ => return Err("expected.formula_value"),
    };
    Ok(a.apply(function))
}

/// The double nearest to a decimal of at most 15 digits and a power of ten from −22 to 22: one product or quotient
/// of two exact numbers (Clinger, *How to read floating point numbers accurately*, 1990, section 3). The library's
/// parser would bring tables that weigh more than all surfaces.
fn decimal(digits: &str) -> Option<f64> {
    let (mantissa, power) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let part = part.trim_end_matches('0');
    let power = power.trim_start_matches('+').parse::<i32>().ok()?.checked_sub(i32::try_from(part.len()).ok()?)?;
    let digits = [whole, part].concat();
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0.0);
    }
    if digits.len() > 15 || power.abs() > 22 {
        return None;
    }
    let exact = digits.parse::<u64>().ok()? as f64;
    let scale = (0..power.abs()).fold(1.0, |scale, _| scale * 10.0);
    Some(if power < 0 { exact / scale } else { exact * scale })
}

fn is_function(name: &str) -> bool {
    call(name, Expr::Number(0.0)).is_ok()
}

peg::parser! {
    // What can be expected is named by its key in the catalogue.
    grammar grammar() for str {
        rule _() = quiet!{ [' ' | '\t' | '\n']* }

        pub rule formula() -> Expr = _ sum:sum() _ { sum }

        rule sum() -> Expr = precedence!{
            a:(@) _ plus() _ b:@ { a + b }
            a:(@) _ minus() _ b:@ { a - b }
            --
            a:(@) _ times() _ b:@ { product(a, b) }
            a:(@) _ over() _ b:@ { a / b }
            a:(@) _ side_by_side() b:@ { product(a, b) }
            --
            minus() _ a:@ { negative(a) }
            plus() _ a:@ { a }
            --
            a:@ _ power() _ b:(@) { to_the(a, b) }
            a:@ exponent:raised() { to_the(a, Expr::Number(exponent)) }
            --
            number:number() { Expr::Number(number) }
            called:call() { called }
            letter:letter() { letter }
            open() _ inner:sum() _ close() { inner }
            bar() _ inner:sum() _ closing_bar() { inner.apply(Function::Abs) }
        }

        rule plus() = quiet!{ "+" } / expected!("expected.formula_sign")
        rule minus() = quiet!{ ['-' | '−'] } / expected!("expected.formula_sign")
        rule times() = quiet!{ ("*" !"*") / "·" } / expected!("expected.formula_sign")
        rule over() = quiet!{ "/" } / expected!("expected.formula_sign")
        rule power() = quiet!{ "^" / "**" } / expected!("expected.formula_sign")
        rule raised() -> f64 = quiet!{ "²" { 2.0 } / "³" { 3.0 } } / expected!("expected.formula_sign")
        rule bar() = quiet!{ "|" } / expected!("expected.formula_value")
        rule closing_bar() = quiet!{ "|" } / expected!("expected.formula_bar")
        rule open() = quiet!{ "(" } / expected!("expected.formula_value")
        rule close() = quiet!{ ")" } / expected!("expected.formula_close")
        rule side_by_side() = quiet!{ &['a'..='z' | '('] }

        rule number() -> f64
            = quiet!{ digits:$((['0'..='9']+ ("." ['0'..='9']*)? / "." ['0'..='9']+) (['e' | 'E'] ['+' | '-']? ['0'..='9']+)?)
                {? decimal(digits).ok_or("expected.formula_value") } }
            / expected!("expected.formula_value")

        rule name() -> &'input str = $(['a'..='z' | 'A'..='Z']+)

        rule call() -> Expr
            = function:function() _ open_call() _ inner:sum() _ close() {? call(function, inner) }

        rule function() -> &'input str
            = quiet!{ name:name() {? if is_function(name) { Ok(name) } else { Err("") } } }
            / expected!("expected.formula_value")

        rule open_call() = quiet!{ "(" } / expected!("expected.formula_open")

        rule letter() -> Expr
            = quiet!{ "x" { coordinate(Axis::X) } / "y" { coordinate(Axis::Y) } / letter:$("pi" / "π" / "e") !(['a'..='z'] ) {
                match letter {
                    "e" => Expr::Number(std::f64::consts::E),
                    _ => Expr::Number(std::f64::consts::PI),
                }
            } }
            / expected!("expected.formula_value")
    }
}
