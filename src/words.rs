//! Every word that people read, from one catalogue a language (`locales/<tag>.json`).
//!
//! Keys are dotted paths (`error.numbers`); a text may hold placeholders in braces (`{found}`).
use std::cell::Cell;

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

thread_local! {
    static LANGUAGE: Cell<usize> = Cell::new(position("en").unwrap_or(0));
}

fn position(tag: &str) -> Option<usize> {
    LANGUAGES.iter().position(|(known, _)| *known == tag)
}

/// Chooses the language of titles, reasons, speech and messages. `Err` holds the known tags.
pub fn set_language(tag: &str) -> Result<(), Vec<&'static str>> {
    match position(tag) {
        Some(index) => {
            LANGUAGE.with(|language| language.set(index));
            Ok(())
        }
        None => Err(LANGUAGES.iter().map(|(known, _)| *known).collect()),
    }
}

/// All texts of the chosen language, sorted by key.
pub fn catalogue() -> &'static [(&'static str, &'static str)] {
    LANGUAGES.get(LANGUAGE.with(Cell::get)).map_or(&[], |(_, texts)| texts)
}

/// The text of `key`; the key itself where the catalogue has none (a test holds that this does not happen).
pub fn text(key: &str) -> &str {
    let texts = catalogue();
    match texts.binary_search_by(|(known, _)| (*known).cmp(key)) {
        Ok(index) => texts[index].1,
        Err(_) => key,
    }
}

/// The text of `key` with each `{name}` replaced by its value.
///
/// ```
/// assert_eq!(gradstep::words::fill("error.message", &[("expected", "2 numbers"), ("found", "3")]), "expected 2 numbers, found 3");
/// ```
pub fn fill(key: &str, values: &[(&str, &str)]) -> String {
    let mut rest = text(key);
    let mut out = String::with_capacity(rest.len() + 16);
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('}') else { break };
        let name = &rest[open + 1..open + close];
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}
