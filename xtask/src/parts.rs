//! The parts that the page loads the core in: what the first screen does without comes when it is asked for.
use crate::{Outcome, languages, split::Rules};

/// Taken out one after the other; what is left is the first screen's. The network lab's part comes last, so that it has
/// what the others share; it is loaded with each of them.
pub const PARTS: [Rules; 8] = [
    Rules {
        name: "share",
        early: |export| !begins(export, &["qrCode"]),
        later: |name| contains(name, SHARE_PATHS),
        doubled: |_| false,
        keeps_shared: true,
        mark: "gradstep-words:share:",
    },
    // before "check", which marks logistic models too and then needs both
    Rules {
        name: "logistic",
        early: |export| !begins(export, LOGISTIC_EXPORTS),
        // presets() tells of all labs' problems
        later: |name| {
            contains(name, LOGISTIC_PATHS)
                && !contains(name, &["gradstep::logistic::spec::", "gradstep::logistic::features::Scaling"])
                // what only marking asks of a model
                && !contains(name, CHECK_PATHS)
        },
        doubled: |name| contains(name, IN_LOOPS),
        keeps_shared: true,
        mark: "gradstep-words:logistic:",
    },
    Rules {
        name: "check",
        early: |export| !begins(export, CHECK_EXPORTS),
        later: |name| contains(name, CHECK_PATHS),
        doubled: |_| false,
        keeps_shared: true,
        mark: "gradstep-words:check:",
    },
    Rules {
        name: "depth",
        early: |export| !begins(export, DEPTH_EXPORTS),
        later: |name| contains(name, DEPTH_PATHS) && !contains(name, DEPTH_PRESETS),
        doubled: |_| false,
        keeps_shared: true,
        mark: "gradstep-words:depth:",
    },
    // before the races, which call it
    Rules {
        name: "formulas",
        early: |_| true,
        later: |name| contains(name, FORMULA_PATHS) && !contains(name, FORMULA_SHARED),
        doubled: |name| contains(name, IN_LOOPS),
        keeps_shared: true,
        mark: "gradstep-words:formulas:",
    },
    Rules {
        name: "optimizers",
        early: |export| !begins(export, OPTIMIZER_EXPORTS),
        later: |name| contains(name, OPTIMIZER_PATHS),
        doubled: |name| contains(name, IN_RACES),
        keeps_shared: true,
        mark: "gradstep-words:optimizers:",
    },
    // after the races: it runs them, and is not there without them
    Rules {
        name: "experiments",
        early: |export| !begins(export, EXPERIMENT_EXPORTS),
        later: |name| contains(name, EXPERIMENT_PATHS),
        doubled: |name| contains(name, IN_LOOPS),
        keeps_shared: true,
        mark: "gradstep-words:experiments:",
    },
    Rules {
        name: "network",
        early: |export| begins(export, FIRST_EXPORTS),
        later: |name| {
            let paths = [NETWORK_PATHS, SHARE_PATHS, CHECK_PATHS, LOGISTIC_PATHS, DEPTH_PATHS, OPTIMIZER_PATHS];
            paths.iter().chain(&[EXPERIMENT_PATHS, FORMULA_PATHS]).any(|paths| contains(name, paths))
        },
        doubled: |_| false,
        keeps_shared: false,
        mark: "gradstep-words:network:",
    },
];

/// The words of each language but English: a part that brings data only.
pub fn languages() -> Outcome<Vec<Rules>> {
    let words = |tag: String| Rules {
        name: format!("words-{tag}").leak(),
        early: |_| true,
        later: |_| false,
        doubled: |_| false,
        keeps_shared: true,
        mark: format!("gradstep-words:words-{tag}:").leak(),
    };
    Ok(languages::tags()?.into_iter().filter(|tag| tag != "en").map(words).collect())
}

/// What a lab's loops call: each part has it again, since a call across modules costs time.
const IN_LOOPS: &[&str] = &["gradstep::num::", "gradstep::optimizer::", "libm::"];

/// The lab's own surfaces call neither sine nor power; what a step's bias corrections and noise take of them may lie apart.
const IN_RACES: &[&str] = &["gradstep::num::", "gradstep::optimizer::"];

/// How the names of exports begin.
const OPTIMIZER_EXPORTS: &[&str] = &["__wbg_race_free", "evaluateSurface", "race_", "surface"];

/// Met anywhere in a function's name: its own path, or that of its types.
const OPTIMIZER_PATHS: &[&str] = &[
    "gradstep::derivation::coordinates::",
    "gradstep::race::",
    "gradstep::surface::",
    "gradstep::web::race::",
    "gradstep::web::surface::",
];

/// Surfaces that the lab does not come with: typed, over data, over a network's parameters, and most of the catalogue.
const FORMULA_PATHS: &[&str] = &[
    "<gradstep::surface::Surface>::read_beyond",
    "gradstep::surface::Sliced",
    "gradstep::surface::catalogue::",
    "gradstep::surface::expression::",
    "gradstep::surface::model::",
    "gradstep::surface::read_slice",
    "peg_runtime::",
];

/// What the lab's own have of them: Hessians, the catalogue's list, and the surfaces of its presets, as in `www/core.js`.
const FORMULA_SHARED: &[&str] = &[
    "gradstep::surface::catalogue::Entry",
    "gradstep::surface::catalogue::banana::",
    "gradstep::surface::catalogue::ravine::",
    "gradstep::surface::catalogue::two_well::",
    "gradstep::surface::expression::coordinate",
    "gradstep::surface::expression::fixed",
    "gradstep::surface::expression::interpret::<gradstep::surface::number::Jet>",
];

const EXPERIMENT_EXPORTS: &[&str] = &["basin"];

/// Races by the thousand: maps and claims, which workers compute.
const EXPERIMENT_PATHS: &[&str] = &[
    "gradstep::basin::",
    // but not what claims of all topics have in common
    "gradstep::claim::escape::",
    "gradstep::claim::path::",
    "gradstep::claim::share::",
    "gradstep::claim::speed::",
    "gradstep::claim::stochastic::",
    "gradstep::claim::trial::",
];

const DEPTH_EXPORTS: &[&str] = &["__wbg_training_free", "depth", "training_"];

const DEPTH_PATHS: &[&str] =
    &["gradstep::claim::depth::", "gradstep::dataset::", "gradstep::depth::", "gradstep::web::depth::"];

/// What presets() tells of this lab's.
const DEPTH_PRESETS: &[&str] = &[
    "gradstep::dataset::DataSpec",
    "gradstep::dataset::Drawn",
    "gradstep::dataset::Point",
    "gradstep::dataset::Source",
    "gradstep::dataset::feature::Feature",
    "gradstep::depth::spec::",
];

const CHECK_EXPORTS: &[&str] = &[
    "exercise",
    "given",
    "ledger",
    "markAnswers",
    "misconceptions",
    "scoreAnswers",
    "script",
    "slipExample",
    "workedSolution",
    "worksheets",
    "yourStep",
];

const CHECK_PATHS: &[&str] = &[
    "gradstep::check::",
    "gradstep::exercise::",
    "gradstep::export::",
    "gradstep::problem::",
    "gradstep::web::check::",
];

const SHARE_PATHS: &[&str] = &["gradstep::web::share::", "qrcodegen::"];

const LOGISTIC_EXPORTS: &[&str] = &["__wbg_logistic_free", "generatePoints", "heightsImage", "logistic_"];

const LOGISTIC_PATHS: &[&str] = &["gradstep::derivation::fit::", "gradstep::logistic::", "gradstep::web::logistic::"];

/// What the first screen calls, and what the bindings do.
const FIRST_EXPORTS: &[&str] = &[
    "__externref",
    "__wbg_network_free",
    "__wbindgen",
    "formatNumber",
    "networkNames",
    "networkSpec",
    "network_batch",
    "network_iteration",
    "network_new",
    "network_symbol",
    "network_trace",
    "words",
];

const NETWORK_PATHS: &[&str] = &[
    // what several labs have in common
    "gradstep::claim::",
    "gradstep::plot::",
    "gradstep::web::claim::",
    "plotters",
    // training fast and in batches: the first screen traces one iteration of one sample
    "gradstep::network::kernel::combine_lanes",
    "gradstep::network::kernel::outer_lanes",
    "gradstep::network::update::Fast",
    "gradstep::network::update::lanes",
    "gradstep::network::update::tail",
    // other problems than the handout's: other curves, rules and presets, rounding by hand
    "gradstep::activation::Elu",
    "gradstep::activation::Gelu",
    "gradstep::activation::Identity",
    "gradstep::activation::Leaky",
    "gradstep::activation::Relu",
    "gradstep::activation::Silu",
    "gradstep::activation::Softplus",
    "gradstep::activation::Tanh",
    "gradstep::activation::normal_density",
    "gradstep::initializer::",
    "gradstep::network::forward::log_sum_exp_parts",
    "gradstep::num::rounding::",
    "gradstep::optimizer::adaptive::",
    "gradstep::preset::mazur",
    "gradstep::preset::softmax",
    "gradstep::preset::xor",
    "libm::",
    // questions about a network
    "gradstep::derivation::evaluate::",
    "gradstep::handout::",
    "gradstep::network::query::",
    "gradstep::network::stats::",
    "<gradstep::network::Network>::check_gradient",
    "<gradstep::network::Network>::divergence",
    "<gradstep::network::Network>::evaluate",
    "<gradstep::network::Network>::place",
    // what is said of bad input and of panics, and forms of numbers that only they write
    "<gradstep::input::Value>::describe",
    "gradstep::input::shorten",
    "<gradstep::input::Reader>::domain",
    "<gradstep::input::Reader>::not_one_of",
    "<char>::escape_debug",
    "core::fmt::builders::",
    "core::fmt::float::float_to_decimal_common_exact",
    "core::fmt::float::float_to_exponential",
    "core::num::flt2dec::strategy::dragon::format_exact",
    "core::num::flt2dec::strategy::grisu::format_exact",
    "core::unicode::",
];

fn begins(export: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| export.starts_with(start))
}

/// A vector that grows is nobody's own: for types of one size there is one body, under the name of any of them.
fn contains(name: &str, paths: &[&str]) -> bool {
    let name = path(name);
    !name.contains("::RawVec<") && paths.iter().any(|path| name.contains(path))
}

/// `gradstep[f915e71304cbbb59]::num::exp` without the number of the crate.
fn path(name: &str) -> String {
    let mut parts = name.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| match part.split_once(']') {
        Some((number, rest)) if number.len() > 8 && number.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
            path + rest
        }
        _ => path + "[" + part,
    })
}

#[cfg(test)]
mod tests {
    use super::{FORMULA_SHARED, PARTS, path};

    #[test]
    fn the_number_of_a_crate_is_no_part_of_a_path() {
        let name = "<gradstep[f915e71304cbbb59]::race::Race as core[c5930c85a12de822]::any::Any<[f64]>>::id";
        assert_eq!(path(name), "<gradstep::race::Race as core::any::Any<[f64]>>::id");
        let part = PARTS.iter().find(|part| part.name == "optimizers").expect("the part");
        assert!((part.later)(name) && !(part.later)("trace"));
        assert!(!(part.later)(
            "<alloc[f915e71304cbbb59]::raw_vec::RawVec<gradstep[f915e71304cbbb59]::race::Racer>>::grow_one"
        ));
    }

    /// The parts that an export is in; the network lab's takes what no other one has.
    fn parts_of(export: &str) -> Vec<&str> {
        let of_labs = PARTS.iter().filter(|part| part.name != "network" && !(part.early)(export));
        let found: Vec<_> = of_labs.map(|part| part.name).collect();
        let first = PARTS.iter().all(|part| (part.early)(export));
        if first {
            vec!["first"]
        } else if found.is_empty() {
            vec!["network"]
        } else {
            found
        }
    }

    /// What stands between two texts.
    fn between<'a>(line: &'a str, open: &str, close: char) -> Option<&'a str> {
        line.split_once(open)?.1.split(close).next()
    }

    /// Each export that core.js calls, with the part that it waits for: `call("check", () => wasm.exercise(…))`,
    /// `early(() => wasm.words())`, and in a class `#with((handle) => handle.costs())` for the part of its `#with`.
    fn calls(core: &str) -> Vec<(String, String)> {
        let (mut class, mut part) = (String::new(), String::new());
        let mut found = Vec::new();
        for line in core.lines() {
            if let Some(name) = between(line, "export class ", ' ') {
                class = name.to_lowercase();
            }
            let other = if line.contains(" about(") {
                "check"
            } else if line.contains(" call(") {
                // for a part by a variable; each call waits for the network lab's
                "network"
            } else {
                "first"
            };
            let waits = between(line, "call(\"", '"').unwrap_or(other).to_owned();
            if line.contains("return call(\"") && line.contains("() => body(") {
                part.clone_from(&waits);
            }
            if let Some(made) = between(line, "new wasm.", '(') {
                found.push((made.to_lowercase() + "_new", waits));
            } else if let Some(name) = between(line, "() => wasm.", '(') {
                found.push((name.to_owned(), waits));
            } else if let Some(name) = between(line, "(handle) => handle.", ';') {
                let name: String = name.chars().take_while(|letter| letter.is_ascii_alphanumeric()).collect();
                let waits = if line.contains("#early(") { "first" } else { &part };
                found.push((format!("{class}_{name}"), waits.to_owned()));
            }
        }
        found
    }

    #[test]
    fn the_page_waits_for_the_part_that_has_what_it_calls() {
        let core = std::fs::read_to_string(crate::place::root().join("www/core.js")).expect("core.js");
        let calls = calls(&core);
        for name in ["race_new", "training_new", "network_iterate", "network_trace", "logistic_slice", "exercise"] {
            assert!(calls.iter().any(|(export, _)| export == name), "{name} is not found in {calls:?}");
        }
        for (export, waits) in &calls {
            assert_eq!(parts_of(export), [waits], "{export}");
        }
    }

    #[test]
    fn the_page_waits_for_surfaces_that_come_later() {
        let core = std::fs::read_to_string(crate::place::root().join("www/core.js")).expect("core.js");
        let known = between(&core, "const EARLY_SURFACES = [", ']').expect("the list");
        let mut known: Vec<_> = known.split(", ").map(|name| name.trim_matches('"')).collect();
        known.sort_unstable();
        let files = FORMULA_SHARED.iter().filter_map(|path| between(path, "::catalogue::", ':'));
        assert_eq!(known, files.filter(|name| *name != "Entry").collect::<Vec<_>>());
        let part = PARTS.iter().find(|part| part.name == "formulas").expect("the part");
        for file in known {
            assert!(!(part.later)(&format!("<gradstep::surface::catalogue::{file}::ENTRY::{{closure#0}} as X>::call")));
            assert!(crate::place::root().join(format!("src/surface/catalogue/{file}.rs")).is_file(), "{file}");
        }
        assert!((part.later)("<gradstep::surface::catalogue::ackley::ENTRY::{closure#0} as X>::call"));
        assert!(!(part.later)("<gradstep::surface::catalogue::Entry>::known"));
    }

    #[test]
    fn words_and_code_come_in_the_same_parts() {
        let text = std::fs::read_to_string(crate::place::root().join("locales/parts.txt")).expect("the parts");
        let words = text.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
        let mut words: Vec<_> = words.filter(|name| *name != "first").collect();
        let mut code: Vec<_> = PARTS.iter().map(|part| part.name).collect();
        words.sort_unstable();
        code.sort_unstable();
        assert_eq!(words, code);
        for part in PARTS {
            assert_eq!(part.mark, format!("gradstep-words:{}:", part.name));
        }
    }
}
