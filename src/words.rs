//! Every word that people read, from one catalogue a language (`locales/<tag>.json`).
//!
//! Keys are dotted paths (`error.numbers`); a text may hold placeholders in braces (`{found}`).
//!
//! The English words of the first screen are in the module from the start. All others are where the build of the page can
//! take them out and put them into the part of the core that reads them (`locales/parts.txt`), or, where they are of another
//! language, into a part of their own: until that is there, their place holds zeros. What a language lacks is said in
//! English; the build warns of it, and a test fails.
use std::{
    cell::Cell,
    hint::black_box,
    sync::{
        OnceLock,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// The words of a part, or of a language: a mark, then the texts. Cells, since these bytes may arrive later.
struct Later {
    mark: usize,
    bytes: &'static [AtomicU8],
    /// Sorted by key.
    texts: OnceLock<Vec<Text>>,
}

impl Later {
    const fn new(mark: usize, bytes: &'static [AtomicU8]) -> Self {
        Self { mark, bytes, texts: OnceLock::new() }
    }

    /// Nothing as long as the part has not arrived.
    fn texts(&'static self) -> Option<&'static [Text]> {
        // behind a black box: the compiler must not take for granted that the bytes are there
        let bytes = black_box(self.bytes);
        let arrived = bytes.first().is_some_and(|byte| byte.load(Relaxed) != 0);
        arrived.then(|| self.texts.get_or_init(|| unpack(read(&bytes[self.mark..]))).as_slice())
    }
}

const fn cells<const N: usize>(bytes: &[u8; N]) -> [AtomicU8; N] {
    let mut cells = [const { AtomicU8::new(0) }; N];
    let mut at = 0;
    while at < N {
        cells[at] = AtomicU8::new(bytes[at]);
        at += 1;
    }
    cells
}

thread_local! {
    static LANGUAGE: Cell<&'static str> = const { Cell::new("en") };
}

/// Chooses the language of titles, reasons, speech and messages. `Err` holds the known tags.
pub fn set_language(tag: &str) -> Result<(), Vec<&'static str>> {
    let found = LANGUAGES.iter().find(|known| **known == tag);
    found.map(|known| LANGUAGE.set(known)).ok_or_else(|| LANGUAGES.to_vec())
}

/// The tag of the chosen language.
pub fn language() -> &'static str {
    LANGUAGE.get()
}

/// Key and text.
type Text = (&'static str, &'static str);

/// All texts that are there: English, then those of the chosen language, which take their place.
pub fn catalogue() -> impl Iterator<Item = Text> {
    english().chain(chosen()).flatten().copied()
}

/// The lists in English, each sorted by key.
fn english() -> impl Iterator<Item = &'static [Text]> {
    static TEXTS: OnceLock<Vec<Text>> = OnceLock::new();
    let first = TEXTS.get_or_init(|| unpack(FIRST)).as_slice();
    std::iter::once(first).chain(LATER.iter().filter_map(Later::texts))
}

/// The list of the chosen language, where that is another one.
fn chosen() -> Option<&'static [Text]> {
    let tag = LANGUAGE.get();
    OTHERS.iter().find(|(known, _)| *known == tag).and_then(|(_, later)| later.texts())
}

/// Read once and kept.
fn read(bytes: &[AtomicU8]) -> &'static str {
    let bytes = bytes.iter().map(|byte| byte.load(Relaxed)).collect();
    String::from_utf8(bytes).unwrap_or_default().leak()
}

/// `key\0text\0key\0text\0`
fn unpack(packed: &'static str) -> Vec<Text> {
    let mut pieces = packed.split_terminator('\0');
    std::iter::from_fn(|| Some((pieces.next()?, pieces.next()?))).collect()
}

/// The text of `key`, where the catalogue has one.
pub fn find(key: &str) -> Option<&'static str> {
    let find =
        |texts: &'static [Text]| texts.binary_search_by(|(known, _)| (*known).cmp(key)).ok().map(|at| texts[at].1);
    chosen().into_iter().chain(english()).find_map(find)
}

/// The text of `key`; the key itself where the catalogue has none (a test holds that this does not happen).
pub fn text(key: &str) -> &str {
    find(key).unwrap_or(key)
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
