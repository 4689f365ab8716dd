//! A tiny example of each slip: a problem, the step where it happens, what comes of it.
use super::Misconception;
use super::bounds::Bounds;
use super::slip::slips;
use super::stand::{Entry, Stand};
use super::written::Digits;
use crate::activation::Activation;
use crate::cost::Cost;
use crate::derivation::{Display, Step};
use crate::exercise::{DIGITS, ExerciseOptions, exercise};
use crate::logistic::{LogisticSpec, Scaling};
use crate::matrix::Matrix;
use crate::optimizer::{MomentumForm, Optimizer};
use crate::preset;
use crate::problem::Posed;
use serde::Serialize;

/// A step done right and done wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Example {
    pub spec: Posed,
    pub iteration: usize,
    /// The step as it should be, its value included.
    pub step: Step,
    /// What the slip makes of it.
    pub wrong: Matrix,
}

/// The first step of a few small networks in which the slip shows clearly; `None` for what is no slip of one step.
///
/// ```
/// use gradstep::check::{Misconception, example};
/// use gradstep::derivation::Display;
///
/// let example = example(Misconception::MissingBias, Display::default()).expect("z has a bias");
/// assert_eq!(example.step.id, "z1");
/// ```
pub fn example(kind: Misconception, display: Display) -> Option<Example> {
    first(networks(), kind, display)
}

/// The same of a few small logistic problems; where the slip cannot happen there, that of a network.
pub fn example_of_fit(kind: Misconception, display: Display) -> Option<Example> {
    first(fits(), kind, display).or_else(|| example(kind, display))
}

fn first(problems: Vec<Posed>, kind: Misconception, display: Display) -> Option<Example> {
    problems.into_iter().find_map(|spec| within(kind, &spec, display))
}

const MOMENTUM: Optimizer = Optimizer::Momentum { learning_rate: 0.5, momentum: 0.9, form: MomentumForm::Step };
const RMSPROP: Optimizer = Optimizer::Rmsprop { learning_rate: 0.1, decay: 0.9, epsilon: 0.01, epsilon_inside: true };
const ADAM: Optimizer = Optimizer::Adam {
    learning_rate: 0.1,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    bias_correction: true,
    epsilon_inside: false,
};

/// Three points and two weights, with a penalty in the last.
fn fits() -> Vec<Posed> {
    let of = |optimizer, l2| {
        Posed::Fit(LogisticSpec {
            x: vec![-1.0, 0.5, 1.5],
            labels: vec![0.0, 1.0, 0.0],
            degree: 1,
            weights: vec![0.3, 0.8],
            optimizer,
            l2,
            batch_size: 3,
            seed: 0,
            rounding: None,
            scaling: Scaling::None,
        })
    };
    vec![of(MOMENTUM, 0.0), of(ADAM, 0.0), of(RMSPROP, 0.0), of(Optimizer::Sgd { learning_rate: 0.5 }, 0.2)]
}

fn networks() -> Vec<Posed> {
    let options = |cost, optimizer| ExerciseOptions {
        seed: 3,
        sizes: vec![2, 2, 1],
        activation: Activation::Sigmoid,
        cost,
        optimizer,
        decimals: 1,
    };
    let half = Cost::Lse { factor: 0.5 };
    let exercises = [(half, MOMENTUM), (Cost::CrossEntropy, MOMENTUM), (half, ADAM), (half, RMSPROP)];
    let exercises = exercises.into_iter().map(|(cost, optimizer)| exercise(&options(cost, optimizer)));
    exercises.chain(preset::spec("xor")).map(Posed::Network).collect()
}

fn within(kind: Misconception, spec: &Posed, display: Display) -> Option<Example> {
    let mut problem = spec.problem();
    let digits = Digits::new(DIGITS, None);
    let mut last: Option<Stand> = None;
    for iteration in 1..=2 {
        let (rules, record) = problem.worked(iteration).ok()?;
        let mut stand = Stand::begin(&record, last.as_ref(), &digits);
        for rule in &rules {
            let right = record.result(rule.quantity)?;
            for slip in
                slips(problem.as_ref(), &rules, rule).into_iter().filter(|slip| slip.kind == kind && slip.rank == 0)
            {
                let wrong = stand.as_seen_from(slip.source, last.as_ref(), &rules, &digits, &|_| None);
                let wrong = wrong.map(|stand| stand.own_value(&slip.expr));
                if let Some(wrong) = wrong.filter(|wrong| shows(wrong, right)) {
                    let step = problem.step(rule, &record, display);
                    return Some(Example { spec: spec.clone(), iteration: iteration as usize, step, wrong });
                }
            }
            let exact = Bounds::points(right);
            let (own, behind) = (right.clone(), right.clone());
            stand.put(rule.quantity, Entry { own, behind, may: exact.clone(), faultless: exact, tainted: false });
        }
        last = Some(stand);
    }
    None
}

/// Whether the difference is one to see.
fn shows(wrong: &Matrix, right: &Matrix) -> bool {
    const CLEARLY: f64 = 0.005;
    let off = wrong.values().iter().zip(right.values()).map(|(wrong, right)| (wrong - right).abs());
    wrong.shape() == right.shape() && off.fold(0.0, f64::max) > CLEARLY
}
