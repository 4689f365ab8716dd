//! `cargo xtask test`: the suites, what each needs, and one tally at the end.
use crate::{
    Outcome, bindings, languages, package, place,
    shell::{self, command, say},
    site,
    tally::{Runs, Tally},
    toolchain, tools, trunk,
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

type Suite = (&'static str, fn(&mut Tally) -> Outcome);

/// In the order in which a mistake shows soonest.
const SUITES: [Suite; 5] = [("native", native), ("lint", lint), ("node", node), ("web", web), ("e2e", e2e)];

/// Runs the named suites, or all of them. One that fails does not hide the others.
pub fn test(names: &[&str]) -> Outcome {
    let mut chosen: Vec<Suite> =
        SUITES.into_iter().filter(|(name, _)| names.is_empty() || names.contains(name)).collect();
    if names.contains(&"trunk") {
        chosen.push(("trunk", trunk::same_files));
    }
    if names.contains(&"hosts") {
        chosen.push(("hosts", hosts));
    }
    if let Some(other) = names.iter().find(|name| !chosen.iter().any(|(known, _)| known == *name)) {
        return Err(format!("there is no suite {other:?}; there are native, lint, node, web, e2e, trunk and hosts"));
    }
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for (name, suite) in chosen {
        say(&format!("suite {name}"));
        let failed_before = tally.failed;
        if let Err(sentence) = suite(&mut tally) {
            failures.push(format!("{name}: {sentence}"));
            // A suite that could not even count its failure has failed once.
            tally.failed = tally.failed.max(failed_before + 1);
        }
    }
    for failure in &failures {
        eprintln!("xtask: {failure}");
    }
    println!("{} passed, {} failed", tally.passed, tally.failed);
    if failures.is_empty() { Ok(()) } else { Err("the tests did not pass".into()) }
}

fn native(tally: &mut Tally) -> Outcome {
    tools::numpy()?;
    let mut all = tally.count(command("cargo").args(["test", "--workspace", "--locked", "--no-fail-fast"]));
    // too large to be installed for one test each
    let latex = |engine| (engine, shell::has(engine));
    for (test, there) in [("pytorch", tools::has_module("torch")), latex("pdflatex"), latex("xelatex")] {
        if there {
            let mut cargo = command("cargo");
            all = all.and(tally.count(cargo.args(["test", "--locked", "--test", "export", test, "--", "--ignored"])));
        } else {
            say(&format!("left out: the tests of exports named {test}, whose program is not here"));
        }
    }
    all
}

fn lint(tally: &mut Tally) -> Outcome {
    let host = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    let mut wasm = toolchain::ready()?.cargo("clippy");
    wasm.args(["--lib", "--locked", "--", "-D", "warnings"]);
    let tools = tools::npm(&place::root().join("tests/e2e"))?;
    let folder = typed_folder()?;
    let found = [
        tally.check("format", command("cargo").args(["fmt", "--all", "--check"])),
        tally.check("clippy", command("cargo").args(host)),
        tally.check("clippy for wasm", &mut wasm),
        tally.check(
            "documentation",
            command("cargo")
                .args(["doc", "--lib", "--no-deps", "--locked", "--quiet"])
                .env("RUSTDOCFLAGS", "-D warnings"),
        ),
        tally.check("types of www", program(&tools, "tsc").arg("--project").arg(&folder)),
        tally.check(
            "index.html, embed.html",
            program(&tools, "html-validate")
                .args(["--config", "tests/e2e/htmlvalidate.json"])
                .arg(folder.join("index.html"))
                .arg(folder.join("embed.html")),
        ),
    ];
    let sentences: Vec<_> = found.into_iter().filter_map(Result::err).collect();
    if sentences.is_empty() { Ok(()) } else { Err(sentences.join("; ")) }
}

/// The page beside the bindings' own types, as in dist, and the package's declaration file.
fn typed_folder() -> Outcome<PathBuf> {
    let folder = place::target().join("gradstep-types");
    site::remove(&folder)?;
    bindings::write_bindings(&folder, false, true)?;
    site::copy(&place::root().join("www"), &folder.join("www"))?;
    site::copy_files(&folder)?;
    site::write_page(&folder)?;
    languages::offer(&folder)?;
    for (from, to) in [
        ("npm/gradstep.d.ts", "api.d.ts"),
        ("npm/gradstep.d.ts", "gradstep.d.ts"),
        ("npm/gradstep-lab.d.ts", "gradstep-lab.d.ts"),
        ("tests/e2e/tsconfig.json", "tsconfig.json"),
    ] {
        fs::copy(from, folder.join(to)).map_err(|error| format!("cannot copy {from}: {error}"))?;
    }
    Ok(folder)
}

fn program(tools: &Path, name: &str) -> Command {
    command(tools.join(".bin").join(name))
}

fn node(tally: &mut Tally) -> Outcome {
    tools::node()?;
    package::package()?;
    let mut node = command("node");
    node.arg("--test").args(files("tests/node", ".mjs")?).env("GRADSTEP_BITS", native_bits()?);
    tally.count(&mut node)
}

fn web(tally: &mut Tally) -> Outcome {
    tools::node()?;
    tools::browsers()?;
    let (runner, toolchain) = (tools::wasm_test_runner()?, toolchain::ready()?);
    let mut both = Ok(());
    for browser in [false, true] {
        let mut cargo = toolchain.cargo("test");
        cargo.args(["--locked", "--test", "web"]).env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner);
        if browser {
            cargo.env("WASM_BINDGEN_USE_BROWSER", "1").env("CHROMEDRIVER", "/usr/bin/chromedriver");
        }
        both = both.and(tally.count(&mut cargo));
    }
    both
}

fn e2e(tally: &mut Tally) -> Outcome {
    tools::browsers()?;
    tools::npm(&place::root().join("tests/e2e"))?;
    site::build(false)?;
    let bits = native_bits()?;
    let (mut failed, mut unsteady) = (Vec::new(), Vec::new());
    // One file after another: browsers that share two cores would wait for each other.
    for file in files("tests/e2e", ".test.mjs")? {
        let mut node = command("node");
        node.env("GRADSTEP_BITS", &bits).args(["--test", "--test-concurrency=1"]).arg(&file);
        match tally.twice(&mut node) {
            Runs::First => {}
            Runs::Second => unsteady.push(file.display().to_string()),
            Runs::Neither => failed.push(file.display().to_string()),
        }
    }
    if !unsteady.is_empty() {
        say(&format!("UNSTEADY, to be mended: passed only when run again: {}", unsteady.join(", ")));
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("failed twice: {}", failed.join(", "))) }
}

/// Notes as other tools build them, in real browsers: minutes, and tools that nothing else needs.
fn hosts(tally: &mut Tally) -> Outcome {
    tools::browsers()?;
    tools::npm(&place::root().join("tests/e2e"))?;
    tools::npm(&place::root().join("tests/hosts"))?;
    let python = |list: &str| tools::python(&place::root().join("tests/hosts").join(list));
    // Jupyter Book wants an older Sphinx.
    let (python, book) = (python("requirements.txt")?, python("jupyterbook/requirements.txt")?);
    let mdbook = tools::mdbook()?;
    site::build(false)?;
    package::package()?;
    let mut node = command("node");
    node.env("PYTHON_TOOLS", python).env("JUPYTER_BOOK_TOOLS", book).env("MDBOOK", mdbook);
    node.args(["--test", "tests/hosts/hosts.test.mjs"]);
    tally.count(&mut node)
}

/// A file with the bits that the native build computes, for wasm to be held against.
fn native_bits() -> Outcome<PathBuf> {
    let mut cargo = command("cargo");
    cargo.args(["run", "--quiet", "--locked", "--example", "bits", "--", "tests/bits/specs.json"]);
    let bits = crate::shell::printed(&mut cargo).ok_or("the example `bits` failed")?;
    let file = place::target().join("bits.json");
    crate::shell::write(&file, bits)?;
    Ok(file)
}

fn files(folder: &str, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {folder}: {error}"))?;
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    names.retain(|path| path.to_string_lossy().ends_with(ending));
    names.sort();
    if names.is_empty() { Err(format!("no {ending} in {folder}")) } else { Ok(names) }
}
