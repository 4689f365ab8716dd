//! `dist/npm/`: the package `gradstep`, with the same module, bindings and core.js as the page.
use crate::{
    Outcome, bindings, place,
    shell::{read, say, write},
    site, toolchain, tools,
};
use std::path::{Path, PathBuf};

/// The public entry. core.js keeps its place in www/, so that it finds the module where it finds it in the page.
const ENTRY: &str = "export * from \"./www/core.js\";\nexport { default } from \"./www/core.js\";\n";

pub fn package() -> Outcome<PathBuf> {
    let (root, folder) = (place::root(), place::dist().join("npm"));
    site::remove(&folder)?;
    bindings::write_bindings(&folder, false, false)?;
    bindings::finish(&folder)?;
    write(&folder.join("package.json"), manifest()?)?;
    write(&folder.join("index.js"), ENTRY)?;
    let files = [
        ("npm/gradstep.d.ts", "gradstep.d.ts"),
        ("npm/gradstep-lab.d.ts", "gradstep-lab.d.ts"),
        ("www/core.js", "www/core.js"),
    ];
    let licences = [("LICENSE-MIT", "LICENSE-MIT"), ("LICENSE-APACHE", "LICENSE-APACHE")];
    for (from, to) in files.into_iter().chain(licences) {
        write(&folder.join(to), read(&root.join(from))?)?;
    }
    origin(&folder)?;
    say(&format!("the package is in {}", folder.display()));
    Ok(folder)
}

/// Where the wasm comes from and how large it is: as data, and as a sentence in the README.
fn origin(folder: &Path) -> Outcome {
    let wasm = read(&folder.join("gradstep_bg.wasm"))?;
    let glue = read(&folder.join("gradstep.js"))?.len() + read(&folder.join("www/core.js"))?.len();
    let sources = source_version()?;
    let compiler = toolchain::ready()?.version()?;
    let provenance = serde_json::json!({
        "version": sources, "compiler": compiler, "wasm-bindgen": tools::BINDGEN, "bytes": wasm.len(),
        "build": "cargo xtask package",
    });
    write(&folder.join("provenance.json"), format!("{provenance:#}\n"))?;
    let sentence = format!(
        "`gradstep_bg.wasm` has {} bytes, its JavaScript {glue}; a host with brotli sends a third of that. It was built from \
         gradstep {sources} by `cargo xtask package` with {compiler} and wasm-bindgen {}; `provenance.json` says so, too.",
        wasm.len(),
        tools::BINDGEN,
    );
    let readme = String::from_utf8_lossy(&read(&place::root().join("npm/README.md"))?).replace("{size}", &sentence);
    write(&folder.join("README.md"), readme)
}

/// The crate's version.
fn source_version() -> Outcome<String> {
    let cargo = String::from_utf8_lossy(&read(&place::root().join("Cargo.toml"))?).into_owned();
    let version = cargo.lines().find_map(|line| line.strip_prefix("version = \"")?.split('"').next());
    version.map(str::to_owned).ok_or_else(|| "Cargo.toml names no version".into())
}

/// npm/package.json with the crate's version.
fn manifest() -> Outcome<String> {
    let told = |error: serde_json::Error| format!("npm/package.json: {error}");
    let text = read(&place::root().join("npm/package.json"))?;
    let mut manifest: serde_json::Value = serde_json::from_slice(&text).map_err(told)?;
    manifest["version"] = source_version()?.into();
    serde_json::to_string_pretty(&manifest).map(|text| text + "\n").map_err(told)
}
