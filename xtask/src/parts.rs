//! Which part of the module the first screen does without.
use crate::split::Rules;

pub const RULES: Rules = Rules { later, doubled };

/// Met anywhere in a function's name: its own path, or that of its types.
const LATER_PATHS: [&str; 16] = [
    "gradstep::basin::",
    "gradstep::claim::",
    "gradstep::dataset::",
    "gradstep::depth::",
    "gradstep::derivation::coordinates::",
    "gradstep::plot::",
    "gradstep::preset::depth::",
    "gradstep::preset::races::",
    "gradstep::race::",
    "gradstep::surface::",
    "gradstep::web::claim::",
    "gradstep::web::depth::",
    "gradstep::web::race::",
    "gradstep::web::surface::",
    "peg_runtime::",
    "plotters",
];

/// How the names of exports begin, which are those of their functions.
const LATER_EXPORTS: [&str; 12] = [
    "__wbg_race_free",
    "__wbg_training_free",
    "basin",
    "claim",
    "depth",
    "drawCosts",
    "measureClaim",
    "evaluateSurface",
    "presets",
    "race_",
    "surface",
    "training_",
];

fn later(name: &str) -> bool {
    let path = path(name);
    LATER_PATHS.iter().any(|later| path.contains(later)) || LATER_EXPORTS.iter().any(|export| name.starts_with(export))
}

/// What the loops of a race call in every step.
fn doubled(name: &str) -> bool {
    let path = path(name);
    ["gradstep::num::", "gradstep::optimizer::", "libm::"].iter().any(|often| path.contains(often))
}

/// `gradstep[f915e71304cbbb59]::num::exp` without the number of the crate.
fn path(name: &str) -> String {
    let mut parts = name.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| match part.split_once(']') {
        Some((number, rest)) if number.len() == 16 => path + rest,
        _ => path + "[" + part,
    })
}

#[cfg(test)]
mod tests {
    use super::{later, path};

    #[test]
    fn the_number_of_a_crate_is_no_part_of_a_path() {
        let name = "<gradstep[f915e71304cbbb59]::race::Race as core[c5930c85a12de822]::any::Any<[f64]>>::id";
        assert_eq!(path(name), "<gradstep::race::Race as core::any::Any<[f64]>>::id");
        assert!(later(name) && later("race_new multivalue shim") && !later("trace"));
    }
}
