//! The worked solution of the handout's network as it reads, and what holds of every formula.
//!
//! `UPDATE_GOLDEN=1 cargo test --test derivation` writes the stored texts anew.
mod common;

use gradstep::derivation::{Display, Formula, Notation, Step, format_number, steps, symbol};
use gradstep::quantity::Quantity;
use gradstep::{Matrix, Network};
use serde_json::json;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

fn handout() -> Network {
    common::network(json!({
        "layers": [
            {"weights": [[0.2, 0.4, -0.5], [-0.3, 0.1, 0.2]], "bias": [-0.4, 0.2], "activation": {"kind": "sigmoid"}},
            {"weights": [[-0.3, -0.2]], "bias": [0.1], "activation": {"kind": "sigmoid"}}
        ],
        "cost": {"kind": "lse"},
        "optimizer": {"kind": "momentum", "learning_rate": 0.9, "momentum": 0.9},
        "inputs": [[1, 0, 1]],
        "targets": [[1]]
    }))
}

/// Everything at once: a batch, dropout, a residual layer, softmax.
fn classifier(optimizer: serde_json::Value) -> Network {
    let square = |value: f64| json!([[value, 0.2, -0.5], [-0.3, 0.1, 0.2], [0.7, -value, 0.4]]);
    common::network(json!({
        "layers": [
            {"weights": square(0.3), "bias": [-0.4, 0.2, 0], "activation": {"kind": "elu", "alpha": 1.5}, "dropout": 0.25},
            {"weights": square(-0.6), "bias": [0, 0, 0.1], "activation": {"kind": "rrelu", "lower": 0.1, "upper": 0.3},
             "residual": true},
            {"weights": square(0.1), "bias": [0, 0, 0], "activation": {"kind": "softmax"}, "train_bias": false}
        ],
        "cost": {"kind": "cross_entropy"},
        "optimizer": optimizer,
        "inputs": [[1, 0, 1], [-0.5, 2, 0.25]],
        "targets": [[1, 0, 0], [0, 0.5, 0.5]],
        "seed": 4
    }))
}

fn nadam() -> serde_json::Value {
    json!({"kind": "nadam", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8})
}

fn iteration(mut network: Network, number: u64, display: Display) -> Vec<Step> {
    network.iterate(number - 1);
    let record = network.record(number).expect("an iteration that was done");
    steps(network.spec(), &record, display)
}

fn in_handout_letters() -> Display {
    Display { notation: Notation::Handout, ..Display::default() }
}

fn read(steps: &[Step]) -> String {
    let mut out = String::new();
    for step in steps {
        let uses = step.uses.join(" ");
        let _ = writeln!(out, "## {} · {:?} · {}\n{}\nuses {uses}", step.id, step.phase, step.title, step.why);
        for formula in [&step.formula, &step.substituted] {
            let _ = writeln!(out, "  {}\n  {}", formula.latex, formula.speech);
        }
        let values: Vec<_> = step.value.values().iter().map(|value| format_number(*value, 4)).collect();
        let _ = writeln!(out, "= {}\n", values.join(" "));
    }
    out
}

#[track_caller]
fn golden(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the stored texts");
        return std::fs::write(&path, found).expect("a stored text can be written");
    }
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    for (line, (found, stored)) in found.lines().zip(stored.lines()).enumerate() {
        assert_eq!(found, stored, "line {} of {name}; UPDATE_GOLDEN=1 writes it anew", line + 1);
    }
    assert_eq!(found.lines().count(), stored.lines().count(), "lines of {name}");
}

#[test]
fn reads_as_stored() {
    for number in [1, 2] {
        let steps = iteration(handout(), number, Display::default());
        golden(&format!("hw3-q1-iteration-{number}.txt"), &read(&steps));
    }
    golden("hw3-q1-handout-notation.txt", &read(&iteration(handout(), 1, in_handout_letters())));
    golden("classifier-nadam.txt", &read(&iteration(classifier(nadam()), 2, Display::default())));
}

#[test]
fn ids_and_phases_stand_in_order() {
    let steps = iteration(handout(), 1, Display::default());
    let ids: Vec<_> = steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(ids.join(" "), "z1 a1 z2 a2 cost cost_other delta2 dW2 db2 delta1 dW1 db1 vW2 W2 vb2 b2 vW1 W1 vb1 b1");
    let json = serde_json::to_value(&steps[4]).expect("a step is plain data");
    assert_eq!(json["phase"], "cost");
    assert_eq!(json["layer"], serde_json::Value::Null);
    assert_eq!(json["uses"], json!(["a2", "y"]));
    assert_eq!(serde_json::to_value(&steps[0]).expect("plain data")["layer"], 1);
}

/// The ids of the quantities in a formula; fails where its MathML is not well-formed or has an element with the wrong
/// number of children.
fn quantities(what: &str, formula: &Formula) -> BTreeSet<String> {
    let document = roxmltree::Document::parse(&formula.mathml)
        .unwrap_or_else(|error| panic!("{what}: {error}: {}", formula.mathml));
    let mut found = BTreeSet::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let children = node.children().filter(roxmltree::Node::is_element).count();
        let expected = match node.tag_name().name() {
            "msup" | "msub" | "mover" | "munder" | "mfrac" => Some(2),
            "msubsup" => Some(3),
            "mi" | "mn" | "mo" | "mtext" | "mspace" => Some(0),
            _ => None,
        };
        assert!(
            expected.is_none_or(|expected| expected == children),
            "{what}: {} in {}",
            node.tag_name().name(),
            formula.mathml
        );
        found.extend(node.attribute("data-q").map(str::to_owned));
    }
    assert!(!formula.speech.contains("  ") && !formula.speech.contains(" ,"), "{what}: {}", formula.speech);
    assert!(!formula.speech.contains("step."), "{what}: a word is missing: {}", formula.speech);
    let opened = formula.latex.matches('{').count();
    assert_eq!(opened, formula.latex.matches('}').count(), "{what}: {}", formula.latex);
    assert_eq!(
        formula.latex.matches("\\left").count() - formula.latex.matches("\\leftarrow").count(),
        formula.latex.matches("\\right").count()
    );
    found
}

#[test]
fn every_symbol_can_be_lit() {
    let optimizers = [
        nadam(),
        json!({"kind": "sgd", "learning_rate": 0.1}),
        json!({"kind": "momentum", "learning_rate": 0.1, "momentum": 0.9, "form": "gradient"}),
        json!({"kind": "ema_momentum", "learning_rate": 0.1, "momentum": 0.9}),
        json!({"kind": "nesterov", "learning_rate": 0.1, "momentum": 0.9}),
        json!({"kind": "adagrad", "learning_rate": 0.1, "epsilon": 1e-8}),
        json!({"kind": "adadelta", "learning_rate": 0.1, "decay": 0.9, "epsilon": 1e-8}),
        json!({"kind": "rmsprop", "learning_rate": 0.1, "decay": 0.9, "epsilon": 1e-8}),
        json!({"kind": "adamw", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.9, "epsilon": 1e-8, "weight_decay": 0.1}),
        json!({"kind": "amsgrad", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.9, "epsilon": 1e-8}),
        json!({"kind": "lion", "learning_rate": 0.1, "beta1": 0.9, "beta2": 0.9}),
    ];
    for display in [Display::default(), in_handout_letters()] {
        let mut all = iteration(handout(), 2, display);
        for optimizer in &optimizers {
            all.extend(iteration(classifier(optimizer.clone()), 2, display));
        }
        for step in &all {
            let expected: BTreeSet<_> = step.uses.iter().cloned().chain([step.id.clone()]).collect();
            assert_eq!(quantities(&step.id, &step.formula), expected, "{}", step.id);
            assert_eq!(quantities(&step.id, &step.substituted), expected, "{} with numbers", step.id);
            assert_eq!(quantities(&step.id, &step.symbol), [step.id.clone()].into(), "symbol of {}", step.id);
            let words = [&step.title, &step.why];
            assert!(words.iter().all(|words| !words.is_empty()
                && !words.contains("step.why")
                && !words.contains("step.title")
                && !words.contains('{')));
        }
    }
}

#[test]
fn numbers_print_by_one_rule() {
    let cases = [
        (0.0, 4, "0"),
        (-0.0, 4, "0"),
        (1.0, 4, "1"),
        (-3.0, 4, "−3"),
        (123_456_789_012_345.0, 4, "123456789012345"),
        (1e15, 4, "1.0000e15"),
        (0.331_812_227_831_8, 4, "0.3318"),
        (-0.130_5, 2, "−0.13"),
        (0.99999, 4, "1.0000"),
        (0.00004, 4, "4.0000e−5"),
        (0.000_06, 4, "0.0001"),
        (-1.234_49e-7, 4, "−1.2345e−7"),
        (2_000_000_000.5, 2, "2.00e9"),
        (999_999_999.5, 1, "999999999.5"),
        (0.4, 0, "4e−1"),
        (0.7, 0, "1"),
        (f64::MAX, 3, "1.798e308"),
        (5e-324, 1, "4.9e−324"),
        (f64::INFINITY, 4, "∞"),
        (f64::NEG_INFINITY, 4, "−∞"),
        (f64::NAN, 4, "NaN"),
        (0.1, 15, "0.100000000000000"),
    ];
    for (value, digits, expected) in cases {
        assert_eq!(format_number(value, digits), expected, "{value:e} with {digits} digits");
    }
}

#[test]
fn large_matrices_are_elided_in_formulas_alone() {
    let n = 12;
    let weights: Vec<Vec<f64>> = (0..n).map(|row| (0..n).map(|column| (row * n + column) as f64).collect()).collect();
    let mut network = common::network(json!({
        "layers": [{"weights": weights, "bias": vec![0.5; n], "activation": {"kind": "identity"}}],
        "cost": {"kind": "lse"},
        "optimizer": {"kind": "sgd", "learning_rate": 1e-9},
        "inputs": [vec![0.25; n]],
        "targets": [vec![0; n]]
    }));
    network.iterate(1);
    let steps = iteration(network, 1, Display::default());
    let z = &steps[0];
    assert_eq!(z.value.shape(), (n, 1));
    assert!(z.substituted.latex.contains(r"\cdots & 143"), "{}", z.substituted.latex);
    assert!(z.substituted.speech.contains("a matrix of 12 rows and 12 columns"), "{}", z.substituted.speech);
    let update = steps.last().expect("a last step");
    assert!(update.substituted.latex.contains("10^{-9}"), "{}", update.substituted.latex);
    quantities("z1", &z.substituted);
}

/// A run that overflows still has a derivation, and says where it went.
#[test]
fn a_diverged_run_reads_on() {
    let mut network = common::network(json!({
        "layers": [{"weights": [[1e200]], "bias": [0], "activation": {"kind": "identity"}}],
        "cost": {"kind": "lse", "factor": 1},
        "optimizer": {"kind": "sgd", "learning_rate": 1e10},
        "inputs": [[1e10]],
        "targets": [[0]]
    }));
    network.iterate(2);
    for step in iteration(network, 3, Display::default()) {
        quantities(&step.id, &step.substituted);
        let text = &step.substituted.latex;
        assert!(!text.contains("inf") || text.contains("\\infty"), "{text}");
    }
}

#[test]
fn symbols_alone() {
    let network = handout();
    let latex = |id: &str, display| symbol(network.spec(), Quantity::parse(id).expect("an id"), display).latex;
    assert_eq!(latex("dW2", Display::default()), r"\partial J/\partial W^{(2)}");
    assert_eq!(latex("shatb1", Display::default()), r"\hat{s}_{b}^{(1)}");
    assert_eq!(latex("vW2", in_handout_letters()), r"V_{W_{\mathrm{output}}}");
    assert_eq!(latex("dW1", in_handout_letters()), r"dW_{\mathrm{hidden}}");
    assert_eq!(latex("x", in_handout_letters()), "X");
}

#[test]
fn display_is_read_strictly() {
    let read = |json: serde_json::Value| {
        let value: gradstep::input::Value = serde_json::from_value(json).expect("plain data");
        Display::read(&gradstep::input::Reader::at(&value, "display")).map_err(|error| error.path)
    };
    assert_eq!(read(json!({})), Ok(Display::default()));
    assert_eq!(
        read(json!({"digits": 15, "notation": "handout"})),
        Ok(Display { digits: 15, notation: Notation::Handout })
    );
    assert_eq!(read(json!({"digits": 16})), Err("display.digits".to_owned()));
    assert_eq!(read(json!({"notation": "other"})), Err("display.notation".to_owned()));
    assert_eq!(read(json!({"places": 3})), Err("display.places".to_owned()));
}

#[test]
fn a_value_is_the_records_own() {
    let mut network = handout();
    network.iterate(1);
    let record = network.record(2).expect("the next iteration");
    for step in steps(network.spec(), &record, Display::default()) {
        let quantity = Quantity::parse(&step.id).expect("an id");
        assert_eq!(Some(&step.value), record.result(quantity));
        assert_ne!(step.value, Matrix::scalar(f64::NAN));
    }
}

/// Not a measurement, a guard against something quadratic: a debug build on a busy machine is a hundred times slower.
#[test]
fn a_worked_solution_is_quick() {
    let network = handout();
    let record = network.record(1).expect("the first iteration");
    let start = std::time::Instant::now();
    for _ in 0..20 {
        assert_eq!(steps(network.spec(), &record, Display::default()).len(), 20);
    }
    let each = start.elapsed() / 20;
    println!("{each:?} for the worked solution of one iteration");
    assert!(each.as_millis() < 100, "{each:?}");
}

/// The short way to print a number agrees with the long one.
#[test]
fn numbers_are_rounded_correctly() {
    let mut random = gradstep::num::random::Random::new(9, &[]);
    for _ in 0..10_000 {
        let size = 10f64.powf(random.between(-4.0, 9.0)) * if random.uniform() < 0.5 { 1.0 } else { -1.0 };
        let value = if random.uniform() < 0.3 { (size * 32.0).round() / 32.0 } else { size };
        for digits in 1..=8 {
            let long = format!("{value:.digits$}").replace('-', "−");
            let shows = long.contains(|digit: char| ('1'..='9').contains(&digit));
            if shows && value.fract() != 0.0 && value.abs() < 1e9 {
                assert_eq!(format_number(value, digits), long, "{value:e} with {digits} digits");
            }
        }
    }
}

/// Hidden and at the output, alone and in a batch, with dropout and beside a skip.
#[test]
fn every_activation_has_its_words() {
    let mut activations: Vec<_> =
        ["identity", "sigmoid", "tanh", "relu", "softplus", "gelu", "silu"].map(|kind| json!({ "kind": kind })).into();
    activations.push(json!({"kind": "leaky_relu", "slope": 0.1}));
    activations.push(json!({"kind": "rrelu", "lower": 0.1, "upper": 0.3}));
    activations.push(json!({"kind": "elu", "alpha": 1}));
    for activation in &activations {
        for (samples, extra) in [(1, false), (2, false), (2, true)] {
            let layer = json!({
                "weights": [[0.5, -0.25], [0.125, 1]], "bias": [0, 1], "activation": activation,
                "residual": extra, "dropout": if extra { 0.5 } else { 0.0 }
            });
            let network = common::network(json!({
                "layers": [layer, layer, layer], "cost": {"kind": "lse", "factor": 1},
                "optimizer": {"kind": "sgd", "learning_rate": 0.5},
                "inputs": vec![[0.5, -1.5]; samples], "targets": vec![[0, 1]; samples]
            }));
            for step in iteration(network, 1, Display::default()) {
                let what = format!("{} of {activation}", step.id);
                let expected: BTreeSet<_> = step.uses.iter().cloned().chain([step.id.clone()]).collect();
                assert_eq!(quantities(&what, &step.formula), expected, "{what}");
                assert_eq!(quantities(&what, &step.substituted), expected, "{what}");
                assert!(!step.why.contains("step.why"), "{what}: {}", step.why);
                assert!(!step.title.contains("step.title"), "{what}: {}", step.title);
            }
        }
    }
}

/// What an error meets on its way past a residual layer, in one sentence that can be heard without seeing it.
#[test]
fn nested_brackets_are_heard() {
    let layer = json!({"weights": [[0.5]], "bias": [0], "activation": {"kind": "relu"}, "residual": true});
    let network = common::network(json!({
        "layers": [layer, layer], "cost": {"kind": "lse", "factor": 1},
        "optimizer": {"kind": "sgd", "learning_rate": 0.5}, "inputs": [[1]], "targets": [[0]]
    }));
    let steps = iteration(network, 1, Display::default());
    let delta = steps.iter().find(|step| step.id == "delta1").expect("a step for delta1");
    assert_eq!(
        delta.formula.speech,
        "delta of layer 1 equals the quantity W of layer 2 transposed times delta of layer 2 plus 2 times \
         the quantity a of layer 2 minus y, end of quantity, elementwise times 1 where positive, else 0, of z of layer 1"
    );
    assert_eq!(delta.uses, ["W2", "delta2", "a2", "y", "z1"]);
}
