//! A heat map with contour lines, as one buffer of pixels.
use super::Colour;
use crate::num::{self, LANES, Lane, Lanes};
use plotters::style::Color as _;

/// Contour lines stand at equal steps of the scale, so many between the lowest and the highest height.
pub const LEVELS: usize = 20;
/// Half the width of a contour line, in pixels.
const HALF_LINE: f64 = 0.75;
/// How much of a contour line covers the colour below it.
const COVER: f64 = 0.55;

/// Colours of a map.
#[derive(Clone, Debug)]
pub struct MapStyle {
    /// From the lowest height to the highest, at equal distances; at least one.
    pub stops: Vec<Colour>,
    pub line: Colour,
    /// Where the height is not finite.
    pub empty: Colour,
}

/// From heights to the scale of colours and contour lines: ln(1 + (f − low) / unit), from 0 at the lowest height to 1 at
/// the highest. `unit` is what a tenth of all heights stay below, above `low`: so the floor of a valley keeps its
/// lines, and walls that are a thousand times as high do too.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub low: f64,
    pub unit: f64,
    /// ln(1 + (high − low) / unit)
    span: f64,
}

impl Scale {
    /// Of the finite ones of `heights`; a level surface has the scale 0 everywhere.
    pub fn of(heights: &[f64]) -> Self {
        let finite = || heights.iter().copied().filter(|height| height.is_finite());
        let low = finite().fold(f64::INFINITY, f64::min);
        let high = finite().fold(f64::NEG_INFINITY, f64::max);
        // A sample is enough for a tenth, and costs no sorting of all.
        let step = (heights.len() / 1024).max(1);
        let mut sample: Vec<f64> = heights.iter().step_by(step).copied().filter(|height| height.is_finite()).collect();
        let tenth = sample.len() / 10;
        if sample.is_empty() {
            return Self { low: 0.0, unit: 1.0, span: 0.0 };
        }
        let (_, tenth, _) = sample.select_nth_unstable_by(tenth, f64::total_cmp);
        let unit = if *tenth > low { *tenth - low } else { (high - low).max(f64::MIN_POSITIVE) };
        Self { low, unit, span: num::ln(1.0 + (high - low) / unit) }
    }

    /// The place of a height on the scale, 0 to 1.
    pub fn at(&self, height: f64) -> f64 {
        if self.span == 0.0 { 0.0 } else { num::ln(1.0 + (height - self.low) / self.unit) / self.span }
    }

    /// The height of contour line `line`, from 0 (the lowest height) to [`LEVELS`] (the highest).
    pub fn level(&self, line: usize) -> f64 {
        self.low + self.unit * num::expm1(self.span * line as f64 / LEVELS as f64)
    }

    /// The places of all heights, in units of contour lines.
    fn lines(&self, heights: &[f64]) -> Vec<f64> {
        let factor = if self.span == 0.0 { 0.0 } else { LEVELS as f64 / self.span };
        let (low, unit, one) = (Lanes::splat(self.low), Lanes::splat(1.0 / self.unit), Lanes::splat(1.0));
        let mut lines = vec![0.0; heights.len()];
        for (heights, lines) in heights.chunks(LANES).zip(lines.chunks_mut(LANES)) {
            let mut filled = [0.0; LANES];
            filled[..heights.len()].copy_from_slice(heights);
            let line = num::ln(one + (Lanes::load(&filled) - low) * unit) * Lanes::splat(factor);
            line.store(&mut filled);
            lines.copy_from_slice(&filled[..heights.len()]);
        }
        lines
    }
}

/// The picture of a grid of heights, row by row from the lowest y: 4 bytes a pixel, the picture's first row on top.
/// Empty where `heights` is not `columns` times some rows.
pub fn field_map(heights: &[f64], columns: usize, style: &MapStyle) -> Vec<u8> {
    if columns == 0 || !heights.len().is_multiple_of(columns) || style.stops.is_empty() {
        return Vec::new();
    }
    let rows = heights.len() / columns;
    let lines = Scale::of(heights).lines(heights);
    let ramp = ramp(&style.stops);
    let (line, empty) = (rgb(style.line), rgb(style.empty));
    let mut pixels = Vec::with_capacity(4 * heights.len());
    for row in (0..rows).rev() {
        let above = if row + 1 < rows { row + 1 } else { row.saturating_sub(1) };
        let (own, above) = (&lines[row * columns..][..columns], &lines[above * columns..][..columns]);
        for column in 0..columns {
            let here = own[column];
            if !here.is_finite() {
                pixels.extend([empty[0], empty[1], empty[2], 255]);
                continue;
            }
            let beside = own[if column + 1 < columns { column + 1 } else { column.saturating_sub(1) }];
            let steepness = (beside - here).abs().max((above[column] - here).abs());
            let off = (here - (here + 0.5).floor()).abs();
            let share = 1.0 - off / (2.0 * HALF_LINE * steepness);
            // The lowest and the highest height have no line, nor has what is steeper than a line a pixel.
            let drawn = share > 0.0 && steepness < 0.5 && here > 0.5 && here < LEVELS as f64 - 0.5;
            let ground = ramp[((here * (255.0 / LEVELS as f64)) as usize).min(255)];
            let cover = if drawn { COVER * share } else { 0.0 };
            for part in 0..3 {
                pixels.push((ground[part] + cover * (f64::from(line[part]) - ground[part])) as u8);
            }
            pixels.push(255);
        }
    }
    pixels
}

fn rgb(colour: Colour) -> [u8; 3] {
    let (red, green, blue) = colour.to_rgba().rgb();
    [red, green, blue]
}

/// 256 colours between the stops.
fn ramp(stops: &[Colour]) -> [[f64; 3]; 256] {
    let mut ramp = [[0.0; 3]; 256];
    for (index, place) in ramp.iter_mut().enumerate() {
        let along = index as f64 / 255.0 * (stops.len() - 1) as f64;
        let first = (along as usize).min(stops.len().saturating_sub(2));
        let (from, to) = (rgb(stops[first]), rgb(stops[(first + 1).min(stops.len() - 1)]));
        let share = along - first as f64;
        *place = [0, 1, 2].map(|part| f64::from(from[part]) + share * (f64::from(to[part]) - f64::from(from[part])));
    }
    ramp
}
