//! `dist/npm/`: the package `gradstep`, with the same module, bindings and core.js as the page.
use crate::{
    Outcome, bindings, place,
    shell::{read, say, write},
    site,
};
use std::path::PathBuf;

/// The public entry. core.js keeps its place in www/, so that it finds the module where it finds it in the page.
const ENTRY: &str = "export * from \"./www/core.js\";\nexport { default } from \"./www/core.js\";\n";

pub fn package() -> Outcome<PathBuf> {
    let (root, folder) = (place::root(), place::dist().join("npm"));
    site::remove(&folder)?;
    bindings::write_bindings(&folder, false, false)?;
    bindings::finish(&folder)?;
    write(&folder.join("package.json"), manifest()?)?;
    write(&folder.join("index.js"), ENTRY)?;
    let files =
        [("npm/gradstep.d.ts", "gradstep.d.ts"), ("npm/README.md", "README.md"), ("www/core.js", "www/core.js")];
    let licences = [("LICENSE-MIT", "LICENSE-MIT"), ("LICENSE-APACHE", "LICENSE-APACHE")];
    for (from, to) in files.into_iter().chain(licences) {
        write(&folder.join(to), read(&root.join(from))?)?;
    }
    say(&format!("the package is in {}", folder.display()));
    Ok(folder)
}

/// npm/package.json with the crate's version.
fn manifest() -> Outcome<String> {
    let told = |error: serde_json::Error| format!("npm/package.json: {error}");
    let text = read(&place::root().join("npm/package.json"))?;
    let mut manifest: serde_json::Value = serde_json::from_slice(&text).map_err(told)?;
    let cargo = String::from_utf8_lossy(&read(&place::root().join("Cargo.toml"))?).into_owned();
    let version = cargo.lines().find_map(|line| line.strip_prefix("version = \"")?.split('"').next());
    manifest["version"] = version.ok_or("Cargo.toml names no version")?.into();
    serde_json::to_string_pretty(&manifest).map(|text| text + "\n").map_err(told)
}
