//! `cargo xtask bench`: speeds, sizes and times, as a table in target/bench.md.
use crate::{
    Outcome, package, place,
    shell::{command, printed, run, say, write},
    site, tools,
};

pub fn bench() -> Outcome {
    tools::browsers()?;
    tools::npm(&place::root().join("tests/e2e"))?;
    tools::npm(&place::root().join("benches/peers"))?;
    let lighthouse = tools::npm(&place::root().join("benches/js"))?.join(".bin/lighthouse");
    site::build(false)?;
    package::package()?;
    let folder = place::target().join("gradstep-bench");
    let (problems, native) = (folder.join("problems.json"), folder.join("native.json"));
    let report = place::root().join("target/bench.md");
    write(&native, "[]")?;
    write(&report, "")?;
    run(command("node").args(["benches/js/main.mjs", "problems"]).arg(&problems))?;
    say("measuring the native build");
    let mut cargo = command("cargo");
    cargo.args(["run", "--release", "--quiet", "--locked", "--example", "iterate", "--"]).arg(problems);
    write(&native, printed(&mut cargo).ok_or("the example `iterate` failed")?)?;
    say("measuring other libraries, wasm and the page, about ten minutes");
    run(command("node").args(["benches/js/main.mjs", "report"]).arg(native).arg(&report).arg(lighthouse))?;
    say(&format!("the table is in {}", report.display()));
    Ok(())
}
