//! The cost by iteration: the one that is trained on, the other beside it, and where the reader stands.
use super::Colour;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

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
    heights: std::ops::Range<f64>,
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
    let top = plotting.get_pixel_range().1.start + pixels(14.0);
    for (values, label) in [(&chart.costs, &chart.labels.cost), (&chart.other, &chart.labels.other)] {
        // over the first point: costs mostly fall from there
        let Some(place) = values.iter().position(&drawable) else { continue };
        let (x, y) = plotting.map_coordinate(&((place + 1) as f64, scale.height(values[place])));
        let style = font.color(&chart.cost).pos(Pos::new(HPos::Left, VPos::Bottom));
        let at = (x + pixels(8.0), (y - pixels(4.0)).max(top));
        area.draw(&Text::new(label.as_str(), at, style))?;
    }
    area.present()
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
