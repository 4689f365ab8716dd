//! Every word that people read, from one catalogue a language (`locales/<tag>.json`).
//!
//! Keys are dotted paths (`error.numbers`); a text may hold placeholders in braces (`{found}`).
//!
//! The words of the network lab's first screen (`locales/first-screen.txt`) are in the module from the start. All others
//! are where the build of the page can take them out and put them into the second half of the core: until that is
//! there, their place holds zeros.
use std::{
    cell::Cell,
    hint::black_box,
    sync::{
        OnceLock,
        atomic::{AtomicU8, Ordering::Relaxed},
    },
};

include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// Cells, since these bytes may arrive later: a mark, then the languages in their order, parted by \x01.
static LATER: [AtomicU8; LENGTH] = cells(include_bytes!(concat!(env!("OUT_DIR"), "/later.bin")));

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

/// Key and text.
type Text = (&'static str, &'static str);

/// All texts of the chosen language that are there.
pub fn catalogue() -> impl Iterator<Item = Text> {
    parts().into_iter().flatten().copied()
}

/// The two parts in the chosen language, each sorted by key.
fn parts() -> [&'static [Text]; 2] {
    static FIRST_PARTS: OnceLock<Vec<Vec<Text>>> = OnceLock::new();
    static LATER_PARTS: OnceLock<Vec<Vec<Text>>> = OnceLock::new();
    let first = FIRST_PARTS.get_or_init(|| LANGUAGES.iter().map(|(_, packed)| unpack(packed)).collect());
    // behind a black box: the compiler must not take the zeros' absence for granted
    let later = black_box(&LATER);
    let arrived = later[0].load(Relaxed) != 0;
    let later = arrived.then(|| LATER_PARTS.get_or_init(|| read(later).split('\x01').map(unpack).collect()));
    let language = LANGUAGE.with(Cell::get);
    let of = |parts: &'static Vec<Vec<Text>>| parts.get(language).map_or(&[][..], Vec::as_slice);
    [of(first), later.map_or(&[], of)]
}

/// The bytes behind the mark, read once and kept.
fn read(later: &[AtomicU8]) -> &'static str {
    let bytes = later[MARK..].iter().map(|byte| byte.load(Relaxed)).collect();
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
    parts().into_iter().find_map(find)
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
