//! `dist/npm/`: the package `gradstep`, with the same module, bindings and core.js as the page.
use crate::{
    Outcome, bindings, place,
    shell::{read, say, write},
    site,
};
use std::path::PathBuf;

pub fn package() -> Outcome<PathBuf> {
    let (root, folder) = (place::root(), place::dist().join("npm"));
    site::remove(&folder)?;
    bindings::write_bindings(&folder, false, false)?;
    bindings::finish(&folder)?;
    write(&folder.join("package.json"), manifest()?)?;
    let files = [
        ("npm/index.js", "index.js"),
        ("npm/gradstep.d.ts", "gradstep.d.ts"),
        ("npm/README.md", "README.md"),
        ("www/core.js", "www/core.js"),
    ];
    let licences = [("LICENSE-MIT", "LICENSE-MIT"), ("LICENSE-APACHE", "LICENSE-APACHE")];
    for (from, to) in files.into_iter().chain(licences) {
        write(&folder.join(to), read(&root.join(from))?)?;
    }
    say(&format!("the package is in {}", folder.display()));
    Ok(folder)
}

/// npm/package.json with the crate's version. Filled in as text: the order of its conditions says which one counts.
fn manifest() -> Outcome<String> {
    let text = |path: &str| read(&place::root().join(path)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let (manifest, cargo) = (text("npm/package.json")?, text("Cargo.toml")?);
    let version = cargo.lines().find_map(|line| line.strip_prefix("version = \"")?.split('"').next());
    Ok(manifest.replacen("0.0.0", version.ok_or("Cargo.toml names no version")?, 1))
}
