//! Documents compile, tables hold every number, and the scripts give the same numbers when Python runs them.
mod common;

use gradstep::derivation::{Display, Notation};
use gradstep::export::{Extent, Format, Library, TableFormat, ledger, script, worked_solution, worksheets};
use gradstep::input::Reader;
use gradstep::problem::Problem;
use gradstep::{LogisticSpec, NetworkSpec, preset, problem};
use serde_json::json;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A program of the machine that can do what `test` asks.
fn program(names: &[&str], test: &[&str]) -> String {
    let works = |name: &&&str| {
        let mut command = Command::new(name);
        command.args(test).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let found = names.iter().find(works).map(|name| (*name).to_owned());
    found.unwrap_or_else(|| panic!("this machine has no {} that answers to {test:?}", names.join(" or ")))
}

/// A Python with this module; `cargo xtask test` installs NumPy where there is none.
fn python(module: &str) -> String {
    program(&["python3", "/usr/bin/python3"], &["-c", &format!("import {module}")])
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// Networks that have something of everything.
fn specs() -> Vec<(String, NetworkSpec)> {
    let mut all: Vec<_> = ["hw3-q1", "mazur", "xor", "softmax-3-4-3"]
        .map(|id| (id.to_owned(), preset::spec(id).expect("a preset")))
        .into();
    let optimizers = [
        json!({"kind": "sgd", "learning_rate": 0.2}),
        json!({"kind": "momentum", "learning_rate": 0.2, "momentum": 0.9, "form": "gradient"}),
        json!({"kind": "ema_momentum", "learning_rate": 0.2, "momentum": 0.9}),
        json!({"kind": "nesterov", "learning_rate": 0.2, "momentum": 0.9}),
        json!({"kind": "adagrad", "learning_rate": 0.2, "epsilon": 1e-3}),
        json!({"kind": "adadelta", "learning_rate": 1, "decay": 0.9, "epsilon": 1e-3}),
        json!({"kind": "rmsprop", "learning_rate": 0.1, "decay": 0.9, "epsilon": 1e-3}),
        json!({"kind": "adam", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-3, "bias_correction": false}),
        json!({"kind": "adamw", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-3, "weight_decay": 0.1}),
        json!({"kind": "amsgrad", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-3}),
        json!({"kind": "nadam", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-3}),
        json!({"kind": "lion", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99}),
    ];
    let activations = [
        json!({"kind": "identity"}),
        json!({"kind": "relu"}),
        json!({"kind": "leaky_relu", "slope": 0.1}),
        json!({"kind": "rrelu", "lower": 0.1, "upper": 0.4}),
        json!({"kind": "elu", "alpha": 1.2}),
        json!({"kind": "softplus"}),
        json!({"kind": "gelu"}),
        json!({"kind": "silu"}),
        json!({"kind": "tanh"}),
        json!({"kind": "sigmoid"}),
    ];
    for (index, optimizer) in optimizers.iter().enumerate() {
        let json = json!({
            "layers": [
                {"weights": [[0.4, -0.3], [0.2, 0.6]], "bias": [0.1, -0.2], "activation": activations[index % 10],
                 "dropout": if index % 3 == 0 { 0.4 } else { 0.0 }, "residual": index % 2 == 0},
                {"weights": [[0.5, -0.4]], "bias": [0.3], "activation": activations[(index + 3) % 10], "train_bias": index % 4 != 0},
            ],
            "cost": {"kind": "lse", "factor": if index % 2 == 0 { 0.5 } else { 1.0 }}, "optimizer": optimizer,
            "inputs": [[1, 0.5], [0.3, -0.8], [-0.6, 0.9]], "targets": [[1], [0.2], [0.4]], "batch_size": 2, "seed": index,
            "l1": if index == 4 { 0.05 } else { 0.0 }, "l2": if index % 5 == 4 { 0.1 } else { 0.0 },
        });
        all.push((optimizer["kind"].as_str().expect("a kind").to_owned(), common::spec(&json).expect("a spec")));
    }
    let mut rounded = serde_json::to_value(preset::spec("hw3-q1").expect("a preset")).expect("plain data");
    rounded["rounding"] = json!({"digits": 3, "mode": "half_even"});
    all.push(("rounded".to_owned(), common::spec(&rounded).expect("a spec")));
    all
}

/// Logistic models with something of everything.
fn fits() -> Vec<(String, LogisticSpec)> {
    let optimizers = [
        json!({"kind": "sgd", "learning_rate": 0.2}),
        json!({"kind": "momentum", "learning_rate": 0.2, "momentum": 0.9}),
        json!({"kind": "adadelta", "learning_rate": 1, "decay": 0.9, "epsilon": 1e-3}),
        json!({"kind": "adam", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-3}),
        json!({"kind": "nadam", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99, "epsilon": 1e-3}),
        json!({"kind": "lion", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.99}),
    ];
    let one = |index: usize, optimizer: &serde_json::Value| {
        let degree = index % 4;
        let mut json = json!({
            "x": [-1.2, -0.4, 0.3, 0.9, 1.1], "labels": [0, 1, 0, 1, 1], "degree": degree, "weights": vec![0.3; degree + 1],
            "optimizer": optimizer, "l2": if index.is_multiple_of(2) { 0.0 } else { 0.2 }, "seed": index,
            "batch_size": if index.is_multiple_of(3) { 5 } else { 2 },
            "scaling": if index % 3 == 1 { "standardize" } else { "none" },
        });
        if index == 1 || index == 5 {
            json["rounding"] = json!({"digits": 3, "mode": if index == 1 { "half_even" } else { "truncate" }});
        }
        let name = format!("fit-{}", optimizer["kind"].as_str().expect("a kind"));
        (name, LogisticSpec::read(&Reader::new(&common::data(&json))).unwrap_or_else(|error| panic!("{error}")))
    };
    optimizers.iter().enumerate().map(|(index, optimizer)| one(index, optimizer)).collect()
}

/// Problems of both kinds.
fn problems() -> Vec<(String, Box<dyn Problem>)> {
    let networks = specs().into_iter().map(|(name, spec)| (name, Box::new(problem::network(spec)) as Box<dyn Problem>));
    let models = fits().into_iter().map(|(name, spec)| (name, Box::new(problem::logistic(spec)) as Box<dyn Problem>));
    networks.chain(models).collect()
}

/// Runs a script of `library` for every problem and compares each printed number.
fn scripts_agree(library: Library, program: &str) {
    const DIGITS: usize = 9;
    let folder = folder(library.module());
    for (name, mut problem) in problems() {
        let file = folder.join(format!("{name}.py"));
        std::fs::write(&file, script(problem.as_mut(), 3, DIGITS, library).expect("a script")).expect("a file");
        let output = Command::new(program).arg(&file).output().expect("Python runs");
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let printed = String::from_utf8(output.stdout).expect("text");
        let mut lines = printed.lines();
        for iteration in 1..=3 {
            for (quantity, value) in problem.worked(iteration).expect("the next").1.results {
                let line = lines.next().unwrap_or_else(|| panic!("{name}: no line for {quantity}"));
                let mut parts = line.splitn(3, ' ');
                assert_eq!(parts.next(), Some(iteration.to_string().as_str()), "{name}: {line}");
                assert_eq!(parts.next(), Some(quantity.to_string().as_str()), "{name}: {line}");
                let rows = serde_json::from_str(parts.next().expect("rows")).expect("rows of numbers");
                common::assert_close(
                    &format!("{name}: {iteration} {quantity}"),
                    &common::numbers(&rows),
                    value.values(),
                    1e-8,
                );
            }
        }
        assert_eq!(lines.next(), None, "{name}");
    }
}

#[test]
fn numpy_gives_the_same_numbers() {
    scripts_agree(Library::Numpy, &python("numpy"));
}

#[test]
#[ignore = "needs PyTorch: cargo xtask test native runs it where that is"]
fn pytorch_gives_the_same_numbers() {
    scripts_agree(Library::Torch, &python("torch"));
}

fn extent(iterations: u64, notation: Notation) -> Extent {
    Extent { iterations, display: Display { digits: 4, notation } }
}

#[test]
#[ignore = "needs pdfLaTeX: cargo xtask test native runs it where that is"]
fn pdflatex_compiles_it_as_it_stands() {
    compiles("pdflatex", "en");
}

#[test]
#[ignore = "needs XeLaTeX: cargo xtask test native runs it where that is"]
fn xelatex_compiles_persian_as_it_stands() {
    compiles("xelatex", "fa");
}

#[test]
fn persian_latex_names_its_program_first() {
    let written = |language: &str| {
        gradstep::words::set_language(language).expect("a language");
        let mut problem = problem::network(preset::spec("hw3-q1").expect("a preset"));
        let solution = worked_solution(&mut problem, extent(1, Notation::Handout), Format::Latex).expect("a document");
        let table = ledger(&mut problem, extent(1, Notation::Handout), TableFormat::Latex).expect("a table");
        gradstep::words::set_language("en").expect("a language");
        [solution, table]
    };
    for text in written("fa") {
        assert!(text.starts_with("% !TeX program = xelatex\n\\documentclass"), "{}", &text[..200]);
        assert!(!text.contains(['\u{2066}', '\u{2068}', '\u{2069}']));
    }
    // words in a row keep their order
    let [solution, table] = written("fa");
    assert!(table.contains("_{\\text{\\RL{پنهان}}}"), "{table}");
    for part in [
        ": \\LR{lse (factor 0.5)}، ",
        ": \\LR{momentum (learning\\_rate 0.9, momentum 0.9)}\\\\\n",
        "\\RL{لایهٔ 1}",
        "\\newfontfamily\\latin{",
        "_{\\text{\\RL{پنهان}}}",
    ] {
        assert!(solution.contains(part), "{part}: {}", solution.chars().skip(500).take(1200).collect::<String>());
    }
    for text in written("en") {
        assert!(text.starts_with("\\documentclass") && text.contains("{fontenc}"));
    }
}

fn compiles(engine: &str, language: &str) {
    let program = program(&[engine], &["--version"]);
    let folder = folder(engine);
    let compile = |file: &str, text: String| {
        std::fs::write(folder.join(file), text).expect("a file");
        let output = Command::new(&program)
            .args(["-interaction=nonstopmode", "-halt-on-error", file])
            .current_dir(&folder)
            .output()
            .expect("LaTeX runs");
        assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stdout));
    };
    gradstep::words::set_language(language).expect("a language");
    let mut sheets: Vec<_> =
        problems().into_iter().map(|(name, problem)| (format!("50 % of _{name}_ & {{B}}"), problem)).collect();
    let blank = worksheets(&mut sheets, extent(2, Notation::Standard), Format::Latex, false);
    compile("worksheets.tex", blank.expect("a document"));
    for (name, mut problem) in problems() {
        for notation in [Notation::Standard, Notation::Handout] {
            let solution = worked_solution(problem.as_mut(), extent(2, notation), Format::Latex).expect("a document");
            let table = ledger(problem.as_mut(), extent(1, notation), TableFormat::Latex).expect("a table");
            for (kind, text) in [("solution", solution), ("table", table)] {
                compile(&format!("{name}-{kind}.tex"), text);
            }
        }
    }
}

#[test]
fn documents_hold_every_step_with_its_number() {
    for (name, mut problem) in problems() {
        for format in [Format::Latex, Format::Markdown, Format::Html] {
            let text = worked_solution(problem.as_mut(), extent(2, Notation::Standard), format).expect("a document");
            for iteration in 1..=2 {
                for step in problem.steps(iteration, Display::default()).expect("steps") {
                    let shown = if format == Format::Html { &step.formula.mathml } else { &step.formula.latex };
                    assert!(text.contains(shown), "{name}: {} in {format:?}", step.id);
                    assert!(text.contains(&step.substituted.latex) || format == Format::Html, "{name}: {}", step.id);
                }
            }
            if format == Format::Html {
                // a page is XML but for its first line
                let body = text.replacen("<!DOCTYPE html>\n", "", 1).replace("<meta charset=\"utf-8\">", "");
                roxmltree::Document::parse(&body).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
        }
        let csv = ledger(problem.as_mut(), extent(2, Notation::Standard), TableFormat::Csv).expect("a table");
        let count: usize = [1, 2]
            .iter()
            .flat_map(|iteration| problem.worked(*iteration).expect("done").1.results)
            .map(|(_, value)| value.values().len())
            .sum();
        assert_eq!(csv.lines().count(), count + 1, "{name}");
        let last = problem.worked(2).expect("done").1.results.last().expect("a result").1.clone();
        let printed = csv.lines().last().and_then(|line| line.rsplit(',').next()).expect("a value");
        assert_eq!(printed.parse::<f64>().ok(), last.values().last().copied(), "{name}");
    }
}

#[test]
fn words_from_outside_stay_words_in_every_format() {
    let sheet = || {
        let problem: Box<dyn problem::Problem> = Box::new(problem::network(preset::spec("hw3-q1").expect("a preset")));
        ("<img src=x onerror=alert(1)> & [a](b) *c* `d` # $e$".to_owned(), problem)
    };
    let write = |format| worksheets(&mut [sheet()], extent(1, Notation::Standard), format, false).expect("a document");
    let markdown = write(Format::Markdown);
    let title = r"## &lt;img src=x onerror=alert(1)&gt; &amp; \[a\](b) \*c\* \`d\` \# \$e\$";
    assert!(markdown.lines().any(|line| line == title), "{}", &markdown[..200]);
    assert!(!write(Format::Html).contains("<img"));
    assert!(write(Format::Html).starts_with("<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">"));
    gradstep::words::set_language("fa").expect("a language");
    let persian = write(Format::Html);
    gradstep::words::set_language("en").expect("a language");
    assert!(persian.starts_with("<!DOCTYPE html>\n<html lang=\"fa\" dir=\"rtl\">"));
}
