//! The catalogue and its readers: no key without a text, no text of the page or of errors without a reader.
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn sources(folder: &str, ending: &str, out: &mut String) {
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).expect("a folder of the project").flatten()
    {
        let path = entry.path();
        if path.is_dir() {
            sources(&path.to_string_lossy(), ending, out);
        } else if path.extension().is_some_and(|found| found == ending) {
            out.push_str(&fs::read_to_string(&path).expect("a readable source"));
        }
    }
}

/// What stands between quotes or backticks in `source` and begins with one of the catalogue's plain sections.
fn keys(source: &str) -> BTreeSet<&str> {
    let pieces = source.split(['"', '`', '\'']);
    let sections =
        ["error.", "expected.", "found.", "preset.", "page.", "surface.", "race.", "claim.", "check.", "export."];
    pieces.filter(|piece| sections.iter().any(|section| piece.starts_with(section)) && piece.len() < 60).collect()
}

fn is_key(piece: &str) -> bool {
    piece.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'_'))
        && !piece.ends_with('.')
}

/// Whether a form of keys that are put together at run time (`page.optimizer.${kind}`, `race.title.{title}`) may make
/// this one: what is put in has to stand in the sources by itself.
fn fits(form: &str, key: &str, words: &BTreeSet<&str>) -> bool {
    let Some((start, rest)) = form.split_once('{') else { return form == key };
    let Some(left) = key.strip_prefix(start.trim_end_matches('$')) else { return false };
    // an expression with quotes in it was cut at the first of them
    let rest = rest.split_once('}').map_or("", |(_, rest)| rest);
    let stands = |text: &str| text.split('.').all(|part| words.contains(part));
    (1..=left.len()).any(|end| stands(&left[..end]) && fits(rest, &left[end..], words))
}

#[test]
fn every_key_has_a_text_and_every_text_a_reader() {
    let mut source = String::new();
    sources("src", "rs", &mut source);
    sources("www", "js", &mut source);
    source.push_str(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html")).expect("the page"));
    let asked = keys(&source);
    let known: BTreeSet<&str> = gradstep::words::catalogue().map(|(key, _)| key).collect();
    let missing: Vec<_> = asked.iter().filter(|key| is_key(key) && !known.contains(*key)).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    let made: Vec<&str> = asked.iter().copied().filter(|key| key.contains('{')).collect();
    let inside = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words: BTreeSet<&str> = source.split(|letter| !inside(letter)).collect();
    let made = |key: &str| made.iter().any(|form| fits(form, key, &words));
    let read = |key: &str| key.starts_with("step.") || key.starts_with("language.") || asked.contains(key) || made(key);
    let unread: Vec<_> = known.iter().filter(|key| !read(key)).collect();
    assert!(unread.is_empty(), "nobody reads {unread:?}");
}

#[test]
fn the_words_before_the_catalogue_are_the_catalogues() {
    let core = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/core.js")).expect("core.js");
    let early: Vec<_> = gradstep::words::catalogue().filter(|(key, _)| key.starts_with("page.core.")).collect();
    assert!(early.len() > 3);
    for (key, text) in early {
        assert!(core.contains(&format!("\"{key}\": \"{text}\"")), "core.js says {key} otherwise");
    }
}

#[test]
fn an_unknown_language_names_the_known_ones() {
    assert_eq!(gradstep::words::set_language("xx"), Err(vec!["en", "fa"]));
    assert_eq!(gradstep::words::set_language("en"), Ok(()));
}

/// A catalogue as it stands in its file: dotted key to text.
fn file(tag: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("locales/{tag}.json"));
    let tree = serde_json::from_str(&fs::read_to_string(path).expect("a catalogue")).expect("JSON");
    let mut words = BTreeMap::new();
    flatten("", &tree, &mut words);
    words
}

fn flatten(path: &str, tree: &serde_json::Value, out: &mut BTreeMap<String, String>) {
    for (key, value) in tree.as_object().expect("an object of texts") {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value.as_str() {
            Some(text) => drop(out.insert(path, text.to_owned())),
            None => flatten(&path, value, out),
        }
    }
}

/// The languages other than English, each a file.
fn others() -> Vec<String> {
    let folder = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")).expect("the folder");
    let names = folder.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter_map(|name| name.strip_suffix(".json").map(str::to_owned)).filter(|tag| tag != "en").collect()
}

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name)).collect()
}

#[test]
fn every_language_has_every_text_with_the_same_placeholders() {
    let english = file("en");
    for tag in others() {
        let words = file(&tag);
        let missing: Vec<_> = english.keys().filter(|key| !words.contains_key(*key)).collect();
        assert!(missing.is_empty(), "locales/{tag}.json has no {missing:?}");
        let unknown: Vec<_> = words.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(unknown.is_empty(), "locales/en.json has no {unknown:?}");
        let differing: Vec<_> =
            english.iter().filter(|(key, text)| placeholders(text) != placeholders(&words[*key])).collect();
        assert!(differing.is_empty(), "locales/{tag}.json has other placeholders in {differing:?}");
    }
}

/// Formulas and names stand in isolates, so that the letters around them do not turn their order: each opened and closed.
#[test]
fn isolates_are_opened_and_closed() {
    for tag in others() {
        for (key, text) in file(&tag) {
            let mut open = 0;
            for letter in text.chars() {
                match letter {
                    '\u{2066}'..='\u{2068}' => open += 1,
                    '\u{2069}' => open -= 1,
                    _ => {}
                }
                assert!(open >= 0, "{tag} {key}: an isolate is closed that was not opened");
            }
            assert_eq!(open, 0, "{tag} {key}: an isolate stays open");
        }
    }
}

#[test]
fn a_chosen_language_speaks() {
    for tag in others() {
        gradstep::words::set_language(&tag).expect("a language with a file");
        let words = file(&tag);
        assert_eq!(gradstep::words::text("error.out_of_turn"), words["error.out_of_turn"]);
        let told: BTreeMap<_, _> = gradstep::words::catalogue().collect();
        assert!(words.iter().all(|(key, text)| told.get(key.as_str()) == Some(&text.as_str())));
    }
    gradstep::words::set_language("en").expect("English");
    assert_eq!(gradstep::words::text("error.out_of_turn"), file("en")["error.out_of_turn"]);
}

#[test]
fn placeholders_are_filled_and_unknown_ones_stay() {
    assert_eq!(
        gradstep::words::fill("error.message", &[("found", "{expected}")]),
        "expected {expected}, found {expected}"
    );
    assert_eq!(gradstep::words::text("no.such.key"), "no.such.key");
}
