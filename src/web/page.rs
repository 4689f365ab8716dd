//! What the page needs beyond `npm/gradstep.d.ts`: numbers as the formulas show them, charts, the handout's printed values.
use super::convert::{error, plain, value};
use super::network::read_display;
use crate::error::{Error, Result};
use crate::input::{Fields, Reader};
use crate::plot::{Colour, CostChart, Labels, colour, draw_costs};
use crate::words::text;
use plotters_canvas::CanvasBackend;
use wasm_bindgen::prelude::*;
use web_sys::HtmlCanvasElement;

/// A number as the formulas show it.
#[wasm_bindgen(js_name = formatNumber)]
pub fn format_number(number: &JsValue, digits: &JsValue) -> std::result::Result<String, JsValue> {
    let number = Reader::at(&value(number), "number").number_of_any_kind().map_err(error)?;
    let digits = Reader::at(&value(digits), "digits").integer(0, 15).map_err(error)?;
    Ok(crate::derivation::format_number(number, digits as usize))
}

/// The handout's printed values of a preset beside the computed ones.
#[wasm_bindgen(js_name = printedValues)]
pub fn printed_values(preset: &JsValue, display: &JsValue) -> std::result::Result<JsValue, JsValue> {
    let preset = Reader::at(&value(preset), "preset").text().map_err(error)?;
    plain(&crate::handout::printed_values(&preset, read_display(display)?))
}

/// Draws the cost chart on a canvas whose backing store the caller has sized in device pixels.
#[wasm_bindgen(js_name = drawCosts)]
pub fn draw(canvas: HtmlCanvasElement, chart: &JsValue) -> std::result::Result<(), JsValue> {
    let chart = read_chart(&Reader::at(&value(chart), "chart")).map_err(error)?;
    let failed = |reason: &str| error(Error::sentence("chart", "error.chart", &[("reason", reason)]));
    let backend = CanvasBackend::with_canvas_object(canvas).ok_or_else(|| failed("canvas"))?;
    draw_costs(&chart, backend).map_err(|reason| failed(&reason))
}

fn read_chart(reader: &Reader) -> Result<CostChart> {
    let fields = reader.object(&[
        "costs",
        "other",
        "cursor",
        "scale",
        "pixel_ratio",
        "font_family",
        "soft",
        "line",
        "cost",
        "labels",
    ])?;
    let labels = fields.required("labels")?.object(&["cost", "other", "iteration"])?;
    let word = |name| labels.required(name)?.text();
    Ok(CostChart {
        costs: fields.required("costs")?.numbers_of_any_kind()?,
        other: fields.required("other")?.numbers_of_any_kind()?,
        cursor: fields.required("cursor")?.integer(0, u64::from(u32::MAX))? as usize,
        logarithmic: fields.required("scale")?.one_of(&["linear", "log"])? == "log",
        pixel_ratio: fields.required("pixel_ratio")?.number_where("> 0", |ratio| ratio > 0.0)?,
        font_family: fields.required("font_family")?.text()?,
        soft: read_colour(&fields, "soft")?,
        line: read_colour(&fields, "line")?,
        cost: read_colour(&fields, "cost")?,
        labels: Labels { cost: word("cost")?, other: word("other")?, iteration: word("iteration")? },
    })
}

pub(super) fn read_colour(fields: &Fields, name: &str) -> Result<Colour> {
    let reader = fields.required(name)?;
    colour(&reader.text()?).ok_or_else(|| reader.expected(text("expected.colour")))
}
