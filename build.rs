//! Turns each catalogue in `locales/` into a sorted table, so that the core carries no parser for its words.
use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

fn main() {
    println!("cargo::rerun-if-changed=locales");
    let mut out = String::from("pub(crate) static LANGUAGES: &[(&str, &[(&str, &str)])] = &[\n");
    let mut files: Vec<_> = fs::read_dir("locales")
        .expect("the folder locales/ holds one catalogue a language")
        .map(|entry| entry.expect("a readable folder entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file).expect("a readable catalogue");
        let tree: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut words = BTreeMap::new();
        flatten(String::new(), &tree, &mut words);
        let tag = file.file_stem().and_then(|stem| stem.to_str()).expect("a language tag as the file's name");
        writeln!(out, "({tag:?}, &[").expect("a String takes text");
        for (key, text) in words {
            writeln!(out, "({key:?}, {text:?}),").expect("a String takes text");
        }
        out.push_str("]),\n");
    }
    out.push_str("];\n");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets OUT_DIR")).join("languages.rs");
    fs::write(target, out).expect("OUT_DIR can be written");
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
