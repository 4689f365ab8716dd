//! Packs the catalogues in `locales/` into sorted lists, so that the core carries no parser for its words: English in one for
//! the first screen and one for each part of the core that the page loads later (`src/words.rs`), as `locales/parts.txt` says
//! how the keys of each begin; every other language in one, which is loaded when it is asked for.
use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

const PARTS: &str = include_str!("locales/parts.txt");

/// The first screen is in this language; all words of others come later.
const FIRST_LANGUAGE: &str = "en";

/// The part that has what no other one names, and what its own section says although a later one would take it.
const REST: &str = "network";

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let mut files: Vec<_> = fs::read_dir("locales")
        .expect("the folder locales/ holds one catalogue a language")
        .map(|entry| entry.expect("a readable folder entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    let parts = parts();
    let folder = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let put =
        |name: &str, text: String| fs::write(Path::new(&folder).join(name), text).expect("OUT_DIR can be written");
    let catalogues: Vec<(String, BTreeMap<String, String>)> = files.iter().map(|file| read(file)).collect();
    let all = |words: &BTreeMap<String, String>| -> String {
        words.iter().fold(String::new(), |all, (key, text)| {
            assert!(!text.contains(['\0', '\x01']), "{key} has a control character");
            all + key + "\0" + text + "\0"
        })
    };
    let packed = |part: &str, words: &BTreeMap<String, String>| -> String {
        let fits = words.iter().filter(|(key, _)| part_of(&parts, key) == part);
        all(&fits.map(|(key, text)| (key.clone(), text.clone())).collect())
    };
    let english = &catalogues.iter().find(|(tag, _)| tag == FIRST_LANGUAGE).expect("the first screen's language").1;
    let tags: Vec<&str> = catalogues.iter().map(|(tag, _)| tag.as_str()).collect();
    let mut out =
        format!("const LANGUAGES: &[&str] = &{tags:?};\nconst FIRST: &str = {:?};\n", packed("first", english));
    let mut place = |name: &str, text: String| -> String {
        let mark = format!("gradstep-words:{name}:");
        let length = mark.len() + 8 + text.len();
        put(&format!("{name}.bin"), format!("{mark}{length:08}{text}"));
        let cells = name.to_uppercase().replace('-', "_");
        let path = format!("concat!(env!(\"OUT_DIR\"), \"/{name}.bin\")");
        writeln!(out, "static {cells}: [AtomicU8; {length}] = cells(include_bytes!({path}));")
            .expect("a String takes text");
        format!("Later::new({}, &{cells})", mark.len() + 8)
    };
    let named = parts.iter().map(|(part, _)| *part).filter(|part| !["first", REST].contains(part)).chain([REST]);
    let later: Vec<String> = named.map(|part| place(part, packed(part, english))).collect();
    let others: Vec<String> = catalogues
        .iter()
        .filter(|(tag, _)| tag != FIRST_LANGUAGE)
        .map(|(tag, words)| {
            for key in english.keys().filter(|key| !words.contains_key(*key)) {
                println!("cargo::warning=locales/{tag}.json has no {key}: the text will be in English");
            }
            format!("({tag:?}, {})", place(&format!("words-{tag}"), all(words)))
        })
        .collect();
    writeln!(out, "static LATER: [Later; {}] = [{}];", later.len(), later.join(", ")).expect("a String takes text");
    writeln!(out, "static OTHERS: [(&str, Later); {}] = [{}];", others.len(), others.join(", "))
        .expect("a String takes text");
    put("languages.rs", out);
}

/// The sections of `locales/parts.txt`: a part's name, and how its keys begin.
fn parts() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in PARTS.lines().filter(|line| !line.is_empty()) {
        match (line.strip_prefix('[').and_then(|name| name.strip_suffix(']')), parts.last_mut()) {
            (Some(name), _) => parts.push((name, Vec::new())),
            (None, Some((_, starts))) => starts.push(line),
            (None, None) => panic!("locales/parts.txt begins with the name of a part in brackets, found {line}"),
        }
    }
    parts
}

fn part_of<'a>(parts: &[(&'a str, Vec<&str>)], key: &str) -> &'a str {
    let fits = |(_, starts): &&(&str, Vec<&str>)| starts.iter().any(|start| key.starts_with(start));
    parts.iter().find(fits).map_or(REST, |(part, _)| part)
}

/// A language's tag, and its texts by key.
fn read(file: &Path) -> (String, BTreeMap<String, String>) {
    let text = fs::read_to_string(file).expect("a readable catalogue");
    let tree: serde_json::Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut words = BTreeMap::new();
    flatten(String::new(), &tree, &mut words);
    let tag = file.file_stem().and_then(|stem| stem.to_str()).expect("a language tag as the file's name");
    (tag.to_owned(), words)
}

fn flatten(prefix: String, tree: &serde_json::Value, words: &mut BTreeMap<String, String>) {
    match tree {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(path, value, words);
            }
        }
        serde_json::Value::String(text) => {
            words.insert(prefix, text.clone());
        }
        other => panic!("{prefix}: a catalogue holds texts only, found {other}"),
    }
}
