//! `dist/npm/`: the package `gradstep`, with the same module, bindings and core.js as the page.
use crate::{
    Outcome, bindings, place,
    shell::{read, say, write},
    site, toolchain, tools,
};
use std::path::{Path, PathBuf};

pub fn package() -> Outcome<PathBuf> {
    let (root, folder) = (place::root(), place::dist().join("npm"));
    site::remove(&folder)?;
    bindings::write_bindings(&folder, false, false)?;
    bindings::finish(&folder)?;
    write(&folder.join("package.json"), manifest()?)?;
    let files = [
        ("npm/index.js", "index.js"),
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

fn text(path: &str) -> Outcome<String> {
    read(&place::root().join(path)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// The crate's version.
fn source_version() -> Outcome<String> {
    let cargo = text("Cargo.toml")?;
    let version = cargo.lines().find_map(|line| line.strip_prefix("version = \"")?.split('"').next());
    version.map(str::to_owned).ok_or_else(|| "Cargo.toml names no version".into())
}

/// npm/package.json with the crate's version. Filled in as text: the order of its conditions says which one counts.
fn manifest() -> Outcome<String> {
    Ok(text("npm/package.json")?.replacen("0.0.0", &source_version()?, 1))
}
