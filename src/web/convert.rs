//! JavaScript values to plain data and back, errors included.
use crate::error::Error;
use crate::input::{DEEPEST, MOST_VALUES, Value};
use crate::words::{fill, text};
use js_sys::{ArrayBuffer, DataView, Float64Array, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // js-sys has no `catch` here: the question throws for a proxy that was revoked
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

/// Plain data from any JavaScript value. Written by hand: `undefined` must stay apart from `null`, typed arrays
/// are lists, and what is too deep, too much, throws or is no data at all must become a message, not a trap.
pub fn value(from: &JsValue) -> Value {
    let mut left = MOST_VALUES;
    read(from, DEEPEST, &mut left)
}

fn read(from: &JsValue, depth: usize, left: &mut usize) -> Value {
    // each question is a call out of the module, and most answers are numbers
    if let Some(number) = from.as_f64() {
        return Value::Number(number);
    }
    if from.is_undefined() {
        return Value::Absent;
    }
    if from.is_null() {
        return Value::Null;
    }
    if let Some(flag) = from.as_bool() {
        return Value::Bool(flag);
    }
    if let Some(words) = from.as_string() {
        return Value::Text(words);
    }
    if !from.is_object() || from.is_function() {
        let kind = from.js_typeof().as_string().unwrap_or_default();
        return Value::Other(fill("found.other", &[("kind", &kind)]));
    }
    if depth == 0 {
        return Value::TooDeep;
    }
    let Ok(is_array) = is_array(from) else { return unreadable() };
    let is_typed = || ArrayBuffer::is_view(from) && !from.is_instance_of::<DataView>();
    if is_array || is_typed() { list(from, depth, left) } else { object(from, depth, left) }
}

fn list(from: &JsValue, depth: usize, left: &mut usize) -> Value {
    // all at once, as long as they are few
    if let Some(numbers) = from.dyn_ref::<Float64Array>().filter(|numbers| numbers.length() as usize <= *left) {
        *left -= numbers.length() as usize;
        return Value::List(numbers.to_vec().into_iter().map(Value::Number).collect());
    }
    let length = Reflect::get(from, &JsValue::from_str("length")).ok().and_then(|length| length.as_f64());
    let Some(length) = length else { return unreadable() };
    if length > *left as f64 {
        return Value::TooMany;
    }
    *left -= length as usize;
    Value::List((0..length as u32).map(|index| item(Reflect::get_u32(from, index), depth, left)).collect())
}

fn object(from: &JsValue, depth: usize, left: &mut usize) -> Value {
    let Ok(keys) = Reflect::own_keys(from) else { return unreadable() };
    let length = keys.length() as usize;
    if length > *left {
        return Value::TooMany;
    }
    *left -= length;
    let mut entries = Vec::with_capacity(length);
    for key in keys.iter() {
        let Some(name) = key.as_string() else { continue };
        entries.push((name, item(Reflect::get(from, &key), depth, left)));
    }
    Value::Object(entries)
}

/// Asked by reflection, since a proxy or a getter may throw.
fn item(found: Result<JsValue, JsValue>, depth: usize, left: &mut usize) -> Value {
    found.map_or_else(|_| unreadable(), |item| read(&item, depth - 1, left))
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
