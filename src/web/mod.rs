//! The only module that knows JavaScript: parse, call, convert; no arithmetic.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]
mod check;
mod claim;
mod convert;
mod depth;
mod logistic;
mod network;
mod page;
mod race;
mod share;
mod surface;

use wasm_bindgen::prelude::*;

/// All words of the chosen language, as one object: key to text.
#[wasm_bindgen]
pub fn words() -> js_sys::Object {
    let out = js_sys::Object::new();
    for (key, text) in crate::words::catalogue() {
        let _ = js_sys::Reflect::set(&out, &JsValue::from_str(key), &JsValue::from_str(text));
    }
    out
}
