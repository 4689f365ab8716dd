//! JavaScript values to plain data and back, errors included.
use crate::error::Error;
use crate::input::Value;
use crate::words::{fill, text};
use js_sys::{Array, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Nothing that is read nests more deeply; a cycle ends here too.
const DEEPEST: usize = 16;

/// Plain data from any JavaScript value. Written by hand: `undefined` must stay apart from `null`, typed arrays
/// are lists, and what is too deep or no data at all must become a message, not a trap.
pub fn value(from: &JsValue) -> Value {
    read(from, DEEPEST)
}

fn read(from: &JsValue, depth: usize) -> Value {
    if from.is_undefined() {
        return Value::Absent;
    }
    if from.is_null() {
        return Value::Null;
    }
    if let Some(number) = from.as_f64() {
        return Value::Number(number);
    }
    if let Some(flag) = from.as_bool() {
        return Value::Bool(flag);
    }
    if let Some(words) = from.as_string() {
        return Value::Text(words);
    }
    if depth == 0 {
        return Value::TooDeep;
    }
    if let Some(numbers) = from.dyn_ref::<js_sys::Float64Array>() {
        return Value::List(numbers.to_vec().into_iter().map(Value::Number).collect());
    }
    if Array::is_array(from) || from.is_instance_of::<js_sys::Float32Array>() {
        return Value::List(Array::from(from).iter().map(|item| read(&item, depth - 1)).collect());
    }
    if !from.is_object() || from.is_function() {
        let kind = from.js_typeof().as_string().unwrap_or_default();
        return Value::Other(fill("found.other", &[("kind", &kind)]));
    }
    // asked by reflection, since a proxy or a getter may throw
    let Ok(keys) = Reflect::own_keys(from) else { return unreadable() };
    let mut entries = Vec::with_capacity(keys.length() as usize);
    for key in keys.iter() {
        let Some(name) = key.as_string() else { continue };
        match Reflect::get(from, &key) {
            Ok(item) => entries.push((name, read(&item, depth - 1))),
            Err(_) => return unreadable(),
        }
    }
    Value::Object(entries)
}

fn unreadable() -> Value {
    Value::Other(text("found.unreadable").to_owned())
}

/// An Error named GradstepError, with the path of the offending place.
pub fn error(error: Error) -> JsValue {
    let message = if error.path.is_empty() {
        error.message
    } else {
        fill("error.at", &[("path", &error.path), ("message", &error.message)])
    };
    let out = js_sys::Error::new(&message);
    out.set_name("GradstepError");
    let _ = Reflect::set(&out, &JsValue::from_str("path"), &JsValue::from_str(&error.path));
    out.into()
}

/// Plain data to plain JavaScript objects.
pub fn plain<T: Serialize>(data: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    let told = |failure: serde_wasm_bindgen::Error| {
        error(Error::sentence("", "error.internal", &[("reason", &failure.to_string())]))
    };
    data.serialize(&serializer).map_err(told)
}
