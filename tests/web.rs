//! The core as wasm: the same file runs in Node and, with WASM_BINDGEN_USE_BROWSER set, in a browser.
#![cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_catalogue_is_compiled_in() {
    assert!(gradstep::words::catalogue().count() > 10);
}
