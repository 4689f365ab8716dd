//! Charts on any plotters backend, from plain data: a canvas in the page, SVG in tests and exports.
mod cost_chart;
mod field_map;

pub use cost_chart::{CostChart, Labels, draw_costs};
pub use field_map::{LEVELS, MapStyle, Scale as HeightScale, field_map};
pub use plotters::style::RGBColor as Colour;

/// A colour written as CSS does: `#rrggbb`.
///
/// ```
/// use gradstep::plot::{Colour, colour};
/// assert_eq!(colour("#0b64a0"), Some(Colour(0x0b, 0x64, 0xa0)));
/// assert_eq!(colour("red"), None);
/// ```
pub fn colour(css: &str) -> Option<Colour> {
    let digits = css.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |from: usize| u8::from_str_radix(&digits[from..from + 2], 16).ok();
    Some(Colour(part(0)?, part(2)?, part(4)?))
}
