//! Packs each catalogue in `locales/` into a sorted list, so that the core carries no parser for its words, in two parts:
//! the words of the first screen, and all others, which the page loads with the second half of the core (`src/words.rs`).
use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

/// How the keys begin that the network lab's first screen reads, in the language that it starts with.
const FIRST: &str = include_str!("locales/first-screen.txt");
const FIRST_LANGUAGE: &str = "en";

/// What the second part begins with, by which it is found in the module; its length in eight digits follows.
const MARK: &str = "gradstep-words:";

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let mut files: Vec<_> = fs::read_dir("locales")
        .expect("the folder locales/ holds one catalogue a language")
        .map(|entry| entry.expect("a readable folder entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    let (mut first, mut later) = (String::new(), Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).expect("a readable catalogue");
        let tree: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut words = BTreeMap::new();
        flatten(String::new(), &tree, &mut words);
        let tag = file.file_stem().and_then(|stem| stem.to_str()).expect("a language tag as the file's name");
        let is_first = |key: &str| tag == FIRST_LANGUAGE && FIRST.lines().any(|start| key.starts_with(start));
        let packed = |wanted: bool| -> String {
            words.iter().filter(|(key, _)| is_first(key) == wanted).fold(String::new(), |all, (key, text)| {
                assert!(!text.contains(['\0', '\x01']), "{key} has a control character");
                all + key + "\0" + text + "\0"
            })
        };
        writeln!(first, "({tag:?}, {:?}),", packed(true)).expect("a String takes text");
        later.push(packed(false));
    }
    let later = later.join("\x01");
    let marked = format!("{MARK}{:08}{later}", MARK.len() + 8 + later.len());
    let folder = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let put = |name: &str, text: String| {
        fs::write(Path::new(&folder).join(name), text).expect("OUT_DIR can be written");
    };
    let mark = MARK.len() + 8;
    let length = marked.len();
    put(
        "languages.rs",
        format!(
            "const LANGUAGES: &[(&str, &str)] = &[\n{first}];\nconst MARK: usize = {mark};\nconst LENGTH: usize = {length};\n"
        ),
    );
    put("later.bin", marked);
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
