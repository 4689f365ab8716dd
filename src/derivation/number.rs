//! One way to print numbers, in formulas and in the page's tables alike.
use std::fmt::Write as _;

/// How many digits to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Precision {
    /// This many decimals.
    Decimals(usize),
    /// All there are: for hyperparameters, which the reader typed.
    Exact,
}

/// A number ready to be printed.
pub(super) struct Printed<'a> {
    pub negative: bool,
    pub body: Body<'a>,
}

pub(super) enum Body<'a> {
    Decimal(&'a str),
    /// Mantissa and power of ten.
    Scientific(&'a str, i32),
    Infinite,
    NotANumber,
}

/// Nobody reads more; a double has 17 significant digits.
const MOST_DECIMALS: usize = 20;

/// Whether an exponent can stand beside the number as it is printed: no sign before it, and no power of ten in it.
pub(super) fn takes_exponent(value: f64, precision: Precision) -> bool {
    let mut buffer = String::new();
    let printed = print(value, precision, &mut buffer);
    !printed.negative && !matches!(printed.body, Body::Scientific(..))
}

/// `value` in digits, written into `buffer`.
pub(super) fn print(value: f64, precision: Precision, buffer: &mut String) -> Printed<'_> {
    let (negative, size) = (value < 0.0, value.abs());
    if value.is_nan() {
        return Printed { negative: false, body: Body::NotANumber };
    }
    if size.is_infinite() {
        return Printed { negative, body: Body::Infinite };
    }
    buffer.clear();
    // Writing to a String does not fail.
    let plain = match precision {
        _ if size.fract() == 0.0 && size < 1e15 => write!(buffer, "{}", size as u64).is_ok(),
        Precision::Exact => (1e-4..1e9).contains(&size) && write!(buffer, "{size}").is_ok(),
        Precision::Decimals(decimals) => {
            size < 1e9 && {
                if !quick(size, decimals, buffer) {
                    let _ = write!(buffer, "{size:.*}", decimals.min(MOST_DECIMALS));
                }
                buffer.bytes().any(|digit| (b'1'..=b'9').contains(&digit))
            }
        }
    };
    if plain {
        return Printed { negative, body: Body::Decimal(buffer) };
    }
    buffer.clear();
    let _ = match precision {
        Precision::Exact => write!(buffer, "{size:e}"),
        Precision::Decimals(decimals) => write!(buffer, "{size:.*e}", decimals.min(MOST_DECIMALS)),
    };
    let (mantissa, exponent) = buffer.split_once('e').unwrap_or((buffer, "0"));
    Printed { negative, body: Body::Scientific(mantissa, exponent.parse().unwrap_or(0)) }
}

/// `size` with its decimals, where whole-number arithmetic settles how to round: what stands behind the last decimal
/// is further from one half than the product can be off. Most numbers of a worked solution go this way.
fn quick(size: f64, decimals: usize, buffer: &mut String) -> bool {
    const POWERS: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
    let Some(power) = POWERS.get(decimals) else { return false };
    let scaled = size * power;
    if decimals == 0 || scaled >= 1e11 || (scaled.fract() - 0.5).abs() < 1e-3 {
        return false;
    }
    let mut rest = (scaled + 0.5) as u64;
    let mut signs = [b'0'; 24];
    let mut place = signs.len();
    while rest > 0 || signs.len() - place < decimals + 2 {
        place -= 1;
        if signs.len() - place == decimals + 1 {
            signs[place] = b'.';
        } else {
            signs[place] = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
    }
    buffer.push_str(std::str::from_utf8(&signs[place..]).unwrap_or_default());
    true
}

/// `value` as plain text: whole numbers below 10¹⁵ as they are, others with `digits` decimals, in scientific form
/// where that would show only zeros or where the number is 10⁹ or more.
///
/// ```
/// use gradstep::derivation::format_number;
/// assert_eq!(format_number(-3.0, 4), "−3");
/// assert_eq!(format_number(0.33181222, 4), "0.3318");
/// assert_eq!(format_number(1.23449e-7, 4), "1.2345e−7");
/// assert_eq!(format_number(f64::INFINITY, 4), "∞");
/// ```
pub fn format_number(value: f64, digits: usize) -> String {
    let mut buffer = String::new();
    let printed = print(value, Precision::Decimals(digits), &mut buffer);
    let sign = if printed.negative { "−" } else { "" };
    match printed.body {
        Body::Decimal(digits) => format!("{sign}{digits}"),
        Body::Scientific(mantissa, power) if power < 0 => format!("{sign}{mantissa}e−{}", -power),
        Body::Scientific(mantissa, power) => format!("{sign}{mantissa}e{power}"),
        Body::Infinite => format!("{sign}∞"),
        Body::NotANumber => "NaN".to_owned(),
    }
}
