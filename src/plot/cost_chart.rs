//! The cost by iteration: the one that is trained on, the other beside it, and where the reader stands.
use super::Colour;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::ops::Range;

/// Words on the chart.
#[derive(Clone, Debug)]
pub struct Labels {
    pub cost: String,
    pub other: String,
    pub iteration: String,
}

/// What is drawn, sizes in CSS pixels.
#[derive(Clone, Debug)]
pub struct CostChart {
    /// Cost of iteration 1, 2, …; what is not finite leaves a gap.
    pub costs: Vec<f64>,
    /// The other cost, or nothing.
    pub other: Vec<f64>,
    /// The iteration (from 1) at which the reader stands.
    pub cursor: usize,
    /// A logarithmic cost axis; costs of 0 leave a gap there.
    pub logarithmic: bool,
    /// Device pixels for a CSS pixel.
    pub pixel_ratio: f64,
    pub font_family: String,
    pub soft: Colour,
    pub line: Colour,
    pub cost: Colour,
    pub labels: Labels,
}

/// Draws the chart; the backend's size is in device pixels.
///
/// # Errors
/// What the backend says.
pub fn draw_costs<B: DrawingBackend>(chart: &CostChart, backend: B) -> Result<(), String> {
    draw(chart, &backend.into_drawing_area()).map_err(|error| error.to_string())
}

type Drawn<B> = Result<(), DrawingAreaErrorKind<<B as DrawingBackend>::ErrorType>>;

fn draw<B: DrawingBackend>(chart: &CostChart, area: &DrawingArea<B, Shift>) -> Drawn<B> {
    let drawable = |value: &f64| value.is_finite() && (!chart.logarithmic || *value > 0.0);
    let all = || chart.costs.iter().chain(&chart.other).copied().filter(drawable);
    let Some(largest) = all().reduce(f64::max) else { return area.present() };
    let smallest = all().fold(largest, f64::min);
    // plotters looks for round numbers within the range, and does not come back from ranges like 0 to 1e300: it gets
    // heights of moderate size, and `Scale::cost` says what they stand for
    let (scale, bottom, top): (Scale, f64, f64) = if chart.logarithmic {
        let (low, high) = (smallest.log10(), largest.log10());
        (Scale::Logarithmic, low - 0.1, high + 0.1 + 0.18 * (high - low))
    } else {
        let unit = 10f64.powi(largest.abs().max(smallest.abs()).log10().floor().clamp(-300.0, 300.0) as i32);
        let unit = if unit > 0.0 && unit.is_finite() { unit } else { 1.0 };
        let low = smallest.min(0.0) / unit;
        let high = largest / unit;
        (Scale::Linear { unit }, low, if high > low { high + 0.18 * (high - low) } else { low + 1.0 })
    };
    plot(chart, area, scale, bottom..top, drawable)
}

/// How a cost becomes a height.
#[derive(Clone, Copy)]
enum Scale {
    Linear { unit: f64 },
    Logarithmic,
}

impl Scale {
    fn height(self, cost: f64) -> f64 {
        match self {
            Self::Linear { unit } => cost / unit,
            Self::Logarithmic => cost.log10(),
        }
    }

    fn cost(self, height: f64) -> f64 {
        match self {
            Self::Linear { unit } => height * unit,
            Self::Logarithmic => 10f64.powf(height),
        }
    }
}

fn plot<B: DrawingBackend>(
    chart: &CostChart,
    area: &DrawingArea<B, Shift>,
    scale: Scale,
    heights: Range<f64>,
    drawable: impl Fn(&f64) -> bool,
) -> Drawn<B> {
    let last = chart.costs.len().max(2) as f64;
    let pixels = |css: f64| (css * chart.pixel_ratio).round() as i32;
    // Given as a name: to look it up among the generic families brings in Unicode's tables of small letters.
    let family = FontFamily::Name(&chart.font_family);
    let font = TextStyle::from(FontDesc::new(family, 12.0 * chart.pixel_ratio, FontStyle::Normal));
    let soft = font.color(&chart.soft);
    let mut context = ChartBuilder::on(area)
        .margin(pixels(6.0))
        .x_label_area_size(pixels(22.0))
        .y_label_area_size(pixels(52.0))
        .build_cartesian_2d(1.0..last, heights)?;
    context
        .configure_mesh()
        .disable_mesh()
        .axis_style(chart.line.stroke_width(pixels(1.0).max(1) as u32))
        .label_style(soft.clone())
        .x_labels(5)
        .y_labels(4)
        .x_label_formatter(&|iteration| if iteration.fract() == 0.0 { format!("{iteration}") } else { String::new() })
        .y_label_formatter(&|height| tick(scale.cost(*height)))
        .draw()?;

    let thick = pixels(2.0).max(1) as u32;
    for run in runs(&chart.other, scale, &drawable) {
        let style = chart.cost.stroke_width(thick);
        context.draw_series(DashedLineSeries::new(run, pixels(5.0) as u32, pixels(4.0) as u32, style))?;
    }
    for run in runs(&chart.costs, scale, &drawable) {
        if let [only] = run[..] {
            context.draw_series([Circle::new(only, pixels(2.0), chart.cost.filled())])?;
        }
        context.draw_series(LineSeries::new(run, chart.cost.stroke_width(thick)))?;
    }
    let here = chart.cursor.checked_sub(1).and_then(|place| chart.costs.get(place)).copied();
    if let Some(cost) = here.filter(|cost| drawable(cost)) {
        context.draw_series([Circle::new(
            (chart.cursor as f64, scale.height(cost)),
            pixels(5.0),
            chart.cost.filled(),
        )])?;
    }
    let plotting = context.plotting_area();
    let lines = [(&chart.costs, &chart.labels.cost), (&chart.other, &chart.labels.other)].map(|(values, label)| {
        let points = values.iter().enumerate().filter(|(_, value)| drawable(value));
        let points = points.map(|(place, value)| plotting.map_coordinate(&((place + 1) as f64, scale.height(*value))));
        (points.collect::<Vec<_>>(), label.as_str())
    });
    let (columns, rows) = plotting.get_pixel_range();
    let ground = Ground { columns, rows, pixel_ratio: chart.pixel_ratio };
    let style = font.color(&chart.cost).pos(Pos::new(HPos::Left, VPos::Bottom));
    for ((_, label), place) in lines.iter().zip(ground.places(&lines)) {
        let Some(Place { left, bottom, .. }) = place else { continue };
        area.draw(&Text::new(*label, (left + ground.pixels(4.0), bottom), style.clone()))?;
    }
    area.present()
}

/// Points in device pixels, and what the line through them is called.
type Line<'a> = (Vec<(i32, i32)>, &'a str);

/// Where a label stands, in device pixels.
#[derive(Clone, Copy)]
struct Place {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
}

impl Place {
    fn meets(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn meets_line(self, points: &[(i32, i32)]) -> bool {
        extent(points, self.left, self.right).is_some_and(|(high, low)| high < self.bottom && low > self.top)
    }
}

/// Where labels may stand, in device pixels.
struct Ground {
    columns: Range<i32>,
    rows: Range<i32>,
    pixel_ratio: f64,
}

impl Ground {
    fn pixels(&self, css: f64) -> i32 {
        (css * self.pixel_ratio).round() as i32
    }

    /// With a margin before the label, which a line may come down steeply.
    fn place(&self, label: &str, left: i32, bottom: i32) -> Place {
        let width = self.pixels(6.6 * label.chars().count() as f64);
        Place { left: left - self.pixels(4.0), right: left + width, top: bottom - self.pixels(14.0), bottom }
    }

    /// Over the first point, since costs mostly fall from there; then along the line, over it and below.
    fn along<'a>(&'a self, (points, label): &'a Line) -> impl Iterator<Item = Place> + 'a {
        let (first, height) = points.first().copied().unwrap_or_default();
        let left = first + self.pixels(8.0);
        let over = self.place(label, left, (height - self.pixels(4.0)).max(self.rows.start + self.pixels(14.0)));
        let room = (self.columns.end - over.right).max(0);
        [over].into_iter().chain((0..=8).flat_map(move |eighths| {
            let left = left + room * eighths / 8;
            let (high, low) =
                extent(points, left - self.pixels(4.0), left + over.right - over.left).unwrap_or((height, height));
            [high - self.pixels(4.0), low + self.pixels(18.0)].map(|bottom| self.place(label, left, bottom))
        }))
    }

    /// Lines of text from the top on.
    fn pile<'a>(&'a self, (points, label): &'a Line) -> impl Iterator<Item = Place> + 'a {
        let left = points.first().map_or(self.columns.start, |&(x, _)| x) + self.pixels(8.0);
        (1..=3).map(move |line| self.place(label, left, self.rows.start + line * self.pixels(14.0)))
    }

    /// A place for each line's label that meets no line and no other label; where there is none, one off the other label.
    fn places(&self, lines: &[Line; 2]) -> [Option<Place>; 2] {
        let within = |place: &Place| place.top >= self.rows.start && place.bottom <= self.rows.end;
        let mut places = [None; 2];
        // the upper line first: the other has room over it only where that label has left it
        let mut order = [0, 1];
        order.sort_by_key(|&line| lines[line].0.first().map(|&(_, y)| y));
        for (line, other) in [(order[0], order[1]), (order[1], order[0])] {
            if lines[line].0.is_empty() {
                continue;
            }
            let apart = |place: &Place| !places[other].is_some_and(|other| place.meets(other));
            let clear = |place: &Place| !lines.iter().any(|(points, _)| place.meets_line(points));
            let free = |place: &Place| within(place) && apart(place) && clear(place);
            places[line] = self.along(&lines[line]).find(free).or_else(|| self.pile(&lines[line]).find(apart));
        }
        places
    }
}

/// The highest and the lowest pixel of a line between two columns.
fn extent(points: &[(i32, i32)], left: i32, right: i32) -> Option<(i32, i32)> {
    let inner = points.iter().filter(|(x, _)| (left..=right).contains(x)).map(|&(_, y)| y);
    let ends =
        points.windows(2).flat_map(|pair| [left, right].into_iter().filter_map(|x| height_at(pair[0], pair[1], x)));
    inner
        .chain(ends)
        .fold(None, |found: Option<(i32, i32)>, y| Some(found.map_or((y, y), |(high, low)| (high.min(y), low.max(y)))))
}

/// Where the way from one point to the next crosses a column.
fn height_at((x0, y0): (i32, i32), (x1, y1): (i32, i32), x: i32) -> Option<i32> {
    if x0 == x1 || !(x0..=x1).contains(&x) {
        return None;
    }
    let share = f64::from(x - x0) / f64::from(x1 - x0);
    Some(y0 + (share * f64::from(y1 - y0)) as i32)
}

/// The drawable points, a list for each unbroken run.
fn runs(values: &[f64], scale: Scale, drawable: &impl Fn(&f64) -> bool) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (place, value) in values.iter().enumerate() {
        if drawable(value) {
            if let Some(run) = runs.last_mut() {
                run.push(((place + 1) as f64, scale.height(*value)));
            }
        } else if runs.last().is_some_and(|run| !run.is_empty()) {
            runs.push(Vec::new());
        }
    }
    runs
}

/// A number beside the axis: as short as it can be.
fn tick(value: f64) -> String {
    if value != 0.0 && !(1e-3..1e5).contains(&value.abs()) {
        format!("{value:.0e}")
    } else {
        let text = format!("{value:.3}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}
