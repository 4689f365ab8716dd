//! `cargo xtask test trunk`: Trunk leaves the same files as our own build.
use crate::{
    Outcome, place,
    shell::{command, run, say},
    site,
    tally::Tally,
    toolchain::{self, Toolchain},
    tools,
};
use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

pub fn same_files(tally: &mut Tally) -> Outcome {
    let (trunk, runner) = (tools::trunk()?, tools::wasm_test_runner()?);
    let ours = files(&site::build(false)?)?;
    let folder = place::target().join("gradstep-trunk");
    site::remove(&folder)?;
    let mut build = command(trunk);
    build.arg("build").arg("--dist").arg(&folder);
    // Trunk takes wasm-bindgen from the PATH when it has the version of Cargo.lock.
    let mut path = vec![runner.parent().unwrap_or(Path::new("/")).to_owned()];
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    build.env("PATH", env::join_paths(path).map_err(|error| error.to_string())?);
    build.env("TRUNK_SKIP_VERSION_CHECK", "true").env_remove("NO_COLOR");
    if toolchain::ready()? == Toolchain::Debian {
        build.env("CARGO", "/usr/bin/cargo").env("RUSTC", "/usr/bin/rustc").env("RUSTC_BOOTSTRAP", "1");
        build.env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort");
    }
    run(&mut build)?;
    let theirs = files(&folder)?;
    let names: Vec<_> = ours.keys().chain(theirs.keys()).filter(|name| ours.get(*name) != theirs.get(*name)).collect();
    if names.is_empty() {
        say(&format!("Trunk leaves the same {} files, byte for byte", ours.len()));
        tally.passed += 1;
        return Ok(());
    }
    Err(format!("Trunk's build differs from ours in {names:?}; it is in {}", folder.display()))
}

fn files(folder: &Path) -> Outcome<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(inside) = open.pop() {
        let entries = fs::read_dir(&inside).map_err(|error| format!("cannot read {}: {error}", inside.display()))?;
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.strip_prefix(folder).unwrap_or(&path).to_owned();
            if name == Path::new("npm") {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(name, crate::shell::read(&path)?);
            }
        }
    }
    Ok(found)
}
