//! A link as a picture that a phone reads.
use super::convert::{error, value};
use crate::input::Reader;
use crate::words::text;
use js_sys::Uint8Array;
use qrcodegen::{QrCode, QrCodeEcc};
use wasm_bindgen::prelude::*;

/// The squares of a QR code, row by row: 1 where dark. As many rows as columns; without the quiet margin of four squares.
#[wasm_bindgen(js_name = qrCode)]
pub fn qr_code(link: &JsValue) -> Result<Uint8Array, JsValue> {
    let data = value(link);
    let reader = Reader::at(&data, "link");
    let link = reader.text().map_err(error)?;
    let too_long = |_| error(reader.expected(text("expected.qr")));
    let code = QrCode::encode_text(&link, QrCodeEcc::Medium).or_else(|_| QrCode::encode_text(&link, QrCodeEcc::Low));
    let code = code.map_err(too_long)?;
    let places = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
    let squares: Vec<u8> = places.map(|(x, y)| u8::from(code.get_module(x, y))).collect();
    Ok(Uint8Array::from(squares.as_slice()))
}
