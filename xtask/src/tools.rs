//! What the tests need beside cargo: found, or installed with a word about it first.
use crate::{
    Outcome, place,
    shell::{self, apt, command, output, run, say},
    site,
};
use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// wasm-bindgen's test runner must be of the same version as the crate, exactly.
pub const BINDGEN: &str = "0.2.128";
const TRUNK: &str = "0.21.14";
const MDBOOK: &str = "0.5.4";

/// A file that a browser test starts, and the Debian package that brings it.
const BROWSERS: [(&str, &str); 8] = [
    ("/usr/bin/chromium", "chromium"),
    ("/usr/bin/chromium-headless-shell", "chromium-headless-shell"),
    ("/usr/bin/chromedriver", "chromium-driver"),
    ("/usr/bin/firefox-esr", "firefox-esr"),
    ("/usr/bin/WebKitWebDriver", "webkit2gtk-driver"),
    ("/usr/bin/xvfb-run", "xvfb"),
    ("/usr/bin/xauth", "xauth"),
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core"),
];

/// The three engines, headless.
pub fn browsers() -> Outcome {
    let absent = BROWSERS.iter().filter(|(file, _)| !Path::new(file).exists());
    let packages: Vec<_> = absent.map(|(_, package)| *package).collect();
    if packages.is_empty() { Ok(()) } else { apt(&packages, "the tests drive real browsers") }
}

/// NumPy, which runs the scripts that the core writes.
pub fn numpy() -> Outcome {
    if has_module("numpy") {
        Ok(())
    } else {
        apt(&["python3-numpy"], "a test runs the NumPy scripts that are exported")
    }
}

/// Whether a Python of this machine has a module.
pub fn has_module(name: &str) -> bool {
    let has = |python: &str| output(command(python).args(["-c", &format!("import {name}")])).is_some();
    ["python3", "/usr/bin/python3"].into_iter().any(has)
}

/// Node 20 or newer, with npm.
pub fn node() -> Outcome {
    let version = output(command("node").arg("--version")).unwrap_or_default();
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or(0);
    match major {
        0 => Err("these tests run in Node: install Node 20 or newer, with npm".into()),
        1..20 => Err(format!("these tests want Node 20 or newer, found {version}: install a newer Node, with npm")),
        _ if !shell::has("npm") => Err("Node is here, npm is not: install npm".into()),
        _ => Ok(()),
    }
}

/// The runner of wasm tests, built once a machine.
pub fn wasm_test_runner() -> Outcome<PathBuf> {
    let folder = place::cache().join(format!("wasm-bindgen-{BINDGEN}"));
    let runner = folder.join("bin/wasm-bindgen-test-runner");
    if !runner.is_file() {
        install(
            "wasm-bindgen-cli",
            BINDGEN,
            &folder,
            &["--debug", "--bin", "wasm-bindgen-test-runner"],
            "the runner of wasm tests, 1 to 4 minutes",
        )?;
    }
    Ok(runner)
}

/// Trunk, for the test that holds its output equal to ours. No update check: nothing here calls home.
pub fn trunk() -> Outcome<PathBuf> {
    let folder = place::cache().join(format!("trunk-{TRUNK}"));
    let trunk = folder.join("bin/trunk");
    if !trunk.is_file() {
        let options = ["--debug", "--no-default-features", "--features", "rustls"];
        install("trunk", TRUNK, &folder, &options, "4 to 8 minutes")?;
    }
    Ok(trunk)
}

pub fn mdbook() -> Outcome<PathBuf> {
    let folder = place::cache().join(format!("mdbook-{MDBOOK}"));
    let mdbook = folder.join("bin/mdbook");
    if !mdbook.is_file() {
        install("mdbook", MDBOOK, &folder, &["--debug"], "3 to 6 minutes")?;
    }
    Ok(mdbook)
}

/// The programs of the Python packages that a list names, in an environment of their own.
pub fn python(list: &Path) -> Outcome<PathBuf> {
    let home = place::cache().join(format!("python-{:016x}", hashed(&shell::read(list)?)));
    let programs = home.join("bin");
    if !home.join("complete").is_file() {
        say(&format!("installing what {} names into {}", list.display(), home.display()));
        run(command("python3").args(["-m", "venv"]).arg(&home))?;
        run(command(programs.join("pip")).args(["install", "--quiet", "--requirement"]).arg(list))?;
        shell::write(&home.join("complete"), "")?;
    }
    Ok(programs)
}

fn hashed(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

fn install(name: &str, version: &str, folder: &Path, options: &[&str], what: &str) -> Outcome {
    say(&format!("installing {name} {version} into {} ({what})", folder.display()));
    let build = place::cache().join("build");
    let mut cargo = command("cargo");
    cargo.args(["install", "--locked", name, "--version", version]).args(options);
    // Debug information would be most of the disk space and much of the time.
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_TARGET_DIR", &build).current_dir("/");
    run(cargo.arg("--root").arg(folder))?;
    site::remove(&build)
}

/// The npm tools that a lock file names: installed once in the cache, linked beside the lock file as `node_modules`.
pub fn npm(folder: &Path) -> Outcome<PathBuf> {
    node()?;
    let lock = shell::read(&folder.join("package-lock.json"))?;
    let home = place::cache().join(format!("npm-{:016x}", hashed(&lock)));
    let modules = home.join("node_modules");
    if !home.join("complete").is_file() {
        say(&format!("installing what {}/package.json names into {}", folder.display(), home.display()));
        for name in ["package.json", "package-lock.json"] {
            shell::write(&home.join(name), shell::read(&folder.join(name))?)?;
        }
        run(command("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(&home))?;
        shell::write(&home.join("complete"), "")?;
    }
    link(&modules, &folder.join("node_modules"))?;
    Ok(modules)
}

/// A module's imports are looked for beside the importing file, so the cache has to appear there.
fn link(modules: &Path, place: &Path) -> Outcome {
    if fs::read_link(place).is_ok_and(|to| to == modules) {
        return Ok(());
    }
    let _ = fs::remove_file(place);
    #[cfg(unix)]
    let made = std::os::unix::fs::symlink(modules, place);
    #[cfg(windows)]
    let made = std::os::windows::fs::symlink_dir(modules, place);
    made.map_err(|error| format!("cannot link {} to {}: {error}", place.display(), modules.display()))
}
