//! The chores of Gradstep: `cargo xtask serve | build | package | test | bench`.
mod bench;
mod bindings;
mod compact;
mod html;
mod languages;
mod offline;
mod package;
mod parts;
mod place;
mod serve;
mod shell;
mod site;
mod split;
mod styles;
mod suites;
mod tally;
mod toolchain;
mod tools;
mod trunk;
mod watch;

use std::{env, process::ExitCode};

/// What a chore gives: nothing, or a sentence for whoever called it.
pub type Outcome<T = ()> = Result<T, String>;

const HELP: &str = "\
cargo xtask serve [--port N] [--dev]   build the page, serve it here, rebuild and reload on change
cargo xtask build [--dev]              leave the finished page in dist/
cargo xtask package                    leave the npm package in dist/npm/
cargo xtask test [SUITE ...]           native, lint, node, web, e2e (these by default), trunk, hosts
cargo xtask bench                      measure into target/bench.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\nxtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Outcome {
    env::set_current_dir(place::root())
        .map_err(|error| format!("cannot enter {}: {error}", place::root().display()))?;
    let dev = words.contains(&"--dev");
    match words.first().copied() {
        Some("build") => site::build(dev).map(|_| ()),
        Some("serve") => serve::serve(port(words)?, dev),
        Some("package") => package::package().map(|_| ()),
        Some("test") => suites::test(&words[1..]),
        Some("bench") => bench::bench(),
        Some("finish") => site::finish_for_trunk(),
        Some("help" | "--help" | "-h") | None => {
            println!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no chore called {other:?}; there are:\n{HELP}")),
    }
}

fn port(words: &[&str]) -> Outcome<u16> {
    let Some(at) = words.iter().position(|word| *word == "--port") else {
        return Ok(8080);
    };
    let given = words.get(at + 1).copied().unwrap_or("");
    given.parse().map_err(|_| format!("--port wants a number from 1 to 65535, found {given:?}"))
}
