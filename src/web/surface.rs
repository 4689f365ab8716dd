//! Surfaces as `api.d.ts` has them.
use super::convert::{error, plain, value};
use super::network::{Answer, read_display};
use crate::basin::read_domain;
use crate::error::Result;
use crate::input::Reader;
use crate::surface::{Surface, surfaces};
use js_sys::Float64Array;
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
        let domain = read_domain(&Reader::at(&value(domain), "domain"))?;
        let columns = Reader::at(&value(columns), "columns").integer(1, MOST_CELLS)?;
        let rows = Reader::at(&value(rows), "rows").integer(1, MOST_CELLS)?;
        Ok(surface.grid(domain, columns as usize, rows as usize))
    };
    Ok(Float64Array::from(heights().map_err(error)?.as_slice()))
}

/// A surface that stands in a call by itself.
pub fn read(surface: &JsValue) -> Result<Surface> {
    Surface::read(&Reader::at(&value(surface), "surface"))
}
