//! Surfaces as `npm/gradstep.d.ts` has them.
use super::convert::{error, plain, value};
use super::network::{Answer, read_display};
use super::page::read_colour;
use crate::error::Result;
use crate::input::Reader;
use crate::plot::{MapStyle, colour, field_map};
use crate::surface::{Surface, surfaces};
use crate::words::text;
use js_sys::{Float64Array, Uint8ClampedArray};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The most columns or rows of a grid.
pub const MOST_CELLS: u64 = 4096;

/// The surfaces of the catalogue.
#[wasm_bindgen(js_name = surfaces)]
pub fn all(display: &JsValue) -> Answer {
    plain(&surfaces(read_display(display)?))
}

/// What is known of one surface, of any form.
#[wasm_bindgen(js_name = surfaceInfo)]
pub fn info(surface: &JsValue, display: &JsValue) -> Answer {
    plain(&read(surface).map_err(error)?.info(read_display(display)?))
}

/// The names of the catalogue, with their titles.
#[wasm_bindgen(js_name = surfaceKinds)]
pub fn kinds() -> Answer {
    #[derive(Serialize)]
    struct Kind {
        kind: &'static str,
        title: String,
    }
    let named = crate::surface::catalogue::ENTRIES.iter().filter_map(|entry| Surface::named(entry.kind));
    plain(&named.map(|surface| Kind { kind: surface.kind(), title: surface.title() }).collect::<Vec<_>>())
}

#[wasm_bindgen(js_name = evaluateSurface)]
pub fn evaluate(surface: &JsValue, x: &JsValue, y: &JsValue) -> Answer {
    #[derive(Serialize)]
    struct Values {
        value: f64,
        gradient: [f64; 2],
        hessian: [[f64; 2]; 2],
    }
    let evaluated = || -> Result<Values> {
        let surface = read(surface)?;
        let x = Reader::at(&value(x), "x").number()?;
        let y = Reader::at(&value(y), "y").number()?;
        let jet = surface.field().derivatives(x, y);
        let [xx, xy, yy] = jet.hessian;
        Ok(Values { value: jet.value, gradient: jet.gradient, hessian: [[xx, xy], [xy, yy]] })
    };
    plain(&evaluated().map_err(error)?)
}

#[wasm_bindgen(js_name = surfaceGrid)]
pub fn grid(
    surface: &JsValue,
    domain: &JsValue,
    columns: &JsValue,
    rows: &JsValue,
) -> std::result::Result<Float64Array, JsValue> {
    let heights = || -> Result<Vec<f64>> {
        let surface = read(surface)?;
        let domain = Reader::at(&value(domain), "domain").domain()?;
        let columns = Reader::at(&value(columns), "columns").integer(1, MOST_CELLS)?;
        let rows = Reader::at(&value(rows), "rows").integer(1, MOST_CELLS)?;
        Ok(surface.grid(domain, columns as usize, rows as usize))
    };
    Ok(Float64Array::from(heights().map_err(error)?.as_slice()))
}

/// The heat map with contour lines: RGBA, the picture's first row on top. `style`: `stops`, `line`, `empty`, colours.
#[wasm_bindgen(js_name = surfaceImage)]
pub fn image(
    surface: &JsValue,
    domain: &JsValue,
    columns: &JsValue,
    rows: &JsValue,
    style: &JsValue,
) -> std::result::Result<Uint8ClampedArray, JsValue> {
    let painted = || -> Result<Vec<u8>> {
        let surface = read(surface)?;
        let domain = Reader::at(&value(domain), "domain").domain()?;
        let columns = Reader::at(&value(columns), "columns").integer(1, MOST_CELLS)? as usize;
        let rows = Reader::at(&value(rows), "rows").integer(1, MOST_CELLS)? as usize;
        let style = read_style(&Reader::at(&value(style), "style"))?;
        Ok(field_map(&surface.grid(domain, columns, rows), columns, &style))
    };
    Ok(Uint8ClampedArray::from(painted().map_err(error)?.as_slice()))
}

pub fn read_style(reader: &Reader) -> Result<MapStyle> {
    let fields = reader.object(&["stops", "line", "empty"])?;
    let stops = fields.required("stops")?;
    let read = |reader: &Reader| -> Result<_> {
        colour(&reader.text()?).ok_or_else(|| reader.expected(text("expected.colour")))
    };
    let colours = stops.list()?.iter().map(read).collect::<Result<Vec<_>>>()?;
    if colours.is_empty() {
        return Err(stops.expected(text("expected.colour")));
    }
    Ok(MapStyle { stops: colours, line: read_colour(&fields, "line")?, empty: read_colour(&fields, "empty")? })
}

/// A surface that stands in a call by itself.
pub fn read(surface: &JsValue) -> Result<Surface> {
    Surface::read(&Reader::at(&value(surface), "surface"))
}
