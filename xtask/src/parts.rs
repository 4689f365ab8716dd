//! Which part of the module the first screen does without.
use crate::split::Rules;

pub const RULES: Rules = Rules { early, later, doubled, mark: "gradstep-words:" };

/// Met anywhere in a function's name: its own path, or that of its types.
const LATER_PATHS: &[&str] = &[
    // other labs, and what is drawn
    "gradstep::basin::",
    "gradstep::claim::",
    "gradstep::derivation::coordinates::",
    "gradstep::plot::",
    "gradstep::preset::races::",
    "gradstep::race::",
    "gradstep::surface::",
    "gradstep::web::claim::",
    "gradstep::web::race::",
    "gradstep::web::surface::",
    "peg_runtime::",
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
    "<gradstep::network::Network>::place_of",
    // what is said of bad input and of panics, and forms of numbers that only they write
    "<gradstep::input::Value>::describe",
    "gradstep::input::shorten",
    "<char>::escape_debug",
    "core::fmt::builders::",
    "core::fmt::float::float_to_decimal_common_exact",
    "core::fmt::float::float_to_exponential",
    "core::num::flt2dec::strategy::dragon::format_exact",
    "core::num::flt2dec::strategy::grisu::format_exact",
    "core::unicode::",
];

/// How the names of exports begin that the first screen calls (and those of the bindings' own).
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

fn early(export: &str) -> bool {
    FIRST_EXPORTS.iter().any(|first| export.starts_with(first))
}

fn later(name: &str) -> bool {
    let path = path(name);
    LATER_PATHS.iter().any(|later| path.contains(later))
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
        assert!(later(name) && !later("trace"));
    }
}
