//! Which minimum the methods end in.
use super::trial::{Method, Trial, adam, end_near, four, is_minimum, mean};
use super::{Experiment, Measured, Rates};
use crate::basin::BasinSpec;
use crate::optimizer::Optimizer;
use crate::preset::races;
use crate::race::Race;
use crate::surface::{Surface, Type};

/// "Adam and RMSProp have better chances of the global minimum."
pub const GLOBAL: Experiment = Experiment {
    id: "global",
    columns: &[("global", 1), ("other", 1)],
    places: &["two_well", "six_hump_camel", "styblinski_tang", "rastrigin", "ackley", "mccormick"],
    has_rates: true,
    measure: global,
};

/// The handout's second scenario: Adam alone ends in the local minimum.
pub const ALONE: Experiment = Experiment {
    id: "alone",
    columns: &[("starts", 2)],
    places: &["adam_as_published", "adam_corrected", "adam_common"],
    has_rates: false,
    measure: alone,
};

/// Percentage points by which the shares must differ.
const CLEARLY: f64 = 1.0;

/// 0 where the path ends near a global minimum, 1 elsewhere.
fn missed(race: &Race, racer: usize) -> f64 {
    let surface = &race.spec().surface;
    let found = end_near(race, racer).is_some_and(|index| surface.stationary()[index].kind == Type::GlobalMinimum);
    if found { 0.0 } else { 1.0 }
}

fn global(place: &str, rates: Rates) -> Measured {
    let trial = Trial::on(place, 14, 500);
    let measured = four().map(|method| {
        let best = trial.best(&method, rates, missed, mean);
        let share = 100.0 * (1.0 - mean(&best.scores));
        let mut others = vec![];
        trial.run(&[best.optimizer], &mut |race| {
            let near = end_near(race, 0).is_some_and(|index| is_minimum(&race.spec().surface, index));
            others.push(if near { missed(race, 0) } else { 0.0 });
        });
        (share, method.row(&best.optimizer, &[share, 100.0 * mean(&others)]))
    });
    let [sgd, momentum, rmsprop, adam] = [0, 1, 2, 3].map(|index: usize| measured[index].0);
    let said = sgd.max(momentum).max(rmsprop).max(adam) > 0.0;
    let holds = rmsprop.min(adam) > sgd.max(momentum) + CLEARLY;
    (measured.map(|(_, row)| row).to_vec(), said.then_some(holds))
}

fn alone(place: &str, _: Rates) -> Measured {
    /// The published simulations' numbers of steps.
    const STEPS: [u64; 4] = [500, 200, 300, 100];
    const SIDE: usize = 81;
    let mut optimizers = races::handout();
    let published = adam();
    let Some(Optimizer::Adam { beta1, bias_correction, .. }) = optimizers.last_mut() else { return (vec![], None) };
    *bias_correction = place != "adam_as_published";
    if place == "adam_common" {
        *beta1 = 0.9;
    }
    let maps: Vec<Vec<i8>> = optimizers
        .iter()
        .zip(STEPS)
        .filter_map(|(optimizer, steps)| {
            let surface = Surface::named("two_well")?;
            let domain = surface.domain;
            let spec = BasinSpec { surface, optimizer: *optimizer, domain, columns: SIDE, rows: SIDE, steps };
            Some(spec.map().reached)
        })
        .collect();
    // the list of stationary points begins with the global minimum, then comes the local one
    let is_second = |index: &usize| maps.iter().map(|map| map[*index]).eq([0, 0, 0, 1]);
    let count = (0..SIDE * SIDE).filter(is_second).count();
    let share = 100.0 * count as f64 / (SIDE * SIDE) as f64;
    let optimizer = optimizers[optimizers.len() - 1];
    let method = Method { stated: optimizer, ..published };
    (vec![method.row(&optimizer, &[share])], Some(count > 0))
}
