//! Simulated students of networks: with one slip, two, or none, and what the marker says.
mod common;

use common::student::{self, Paper, Student, Tally, each, optimizers, shows};
use gradstep::check::{Answer, Mark, Misconception, Verdict};
use gradstep::derivation::{Rule, When, evaluate, rules};
use gradstep::num::random::Random;
use gradstep::num::rounding::{Mode, Rounding};
use gradstep::quantity::{Kind, Quantity, Slot};
use gradstep::spec::NetworkSpec;
use gradstep::{Activation, Matrix, Optimizer, problem};
use serde_json::{Value, json};

/// What a slip makes of a step: `None` where it cannot happen there.
type Slip = fn(&NetworkSpec, &Paper, &Rule, &Matrix) -> Option<Matrix>;

fn student(
    spec: &NetworkSpec,
    rounding: Rounding,
    keeps_digits: bool,
    slips: Vec<(usize, Quantity, Slip)>,
) -> Student<'_> {
    let bound = |(iteration, quantity, slip): (usize, Quantity, Slip)| {
        let slip: student::Slip = Box::new(move |paper, rule, right| slip(spec, paper, rule, right));
        (iteration, quantity, slip)
    };
    Student { rounding, keeps_digits, slips: slips.into_iter().map(bound).collect() }
}

fn work(spec: &NetworkSpec, student: &Student, iterations: usize) -> Option<(Vec<Answer>, Vec<f64>)> {
    student.work(&mut problem::network(spec.clone()), iterations)
}

fn mark(spec: &NetworkSpec, answers: &[Answer], digits: u32) -> Vec<Verdict> {
    student::mark(&mut problem::network(spec.clone()), answers, digits)
}

fn layer_of(spec: &NetworkSpec, rule: &Rule) -> (usize, Activation) {
    let layer = rule.quantity.layer().expect("a layer");
    (layer, spec.layers[layer - 1].activation)
}

fn slope(activation: Activation, z: f64) -> f64 {
    match activation {
        Activation::Sigmoid => 1.0 / (1.0 + (-z).exp()) / (1.0 + z.exp()),
        Activation::Tanh => 1.0 - z.tanh() * z.tanh(),
        _ => panic!("students here know sigmoid and tanh"),
    }
}

/// dJ/da as the step has it, before the slope.
fn without_slope(spec: &NetworkSpec, paper: &Paper, rule: &Rule, right: &Matrix) -> Option<Matrix> {
    let (layer, _) = layer_of(spec, rule);
    if layer == spec.depth() {
        let (a, y) = (paper.now(Quantity::Activation(layer)), paper.old(Quantity::Target));
        let samples = right.columns() as f64;
        return (spec.cost != gradstep::Cost::CrossEntropy).then(|| each(a, y, |a, y| (a - y) / samples));
    }
    let weights = paper.get(Quantity::Parameter(Kind::Weights, layer + 1), When::Before)?;
    let delta = paper.now(Quantity::Delta(layer + 1));
    Some(Matrix::from_fn(right.rows(), right.columns(), |unit, sample| {
        (0..weights.rows()).map(|to| weights.get(to, unit) * delta.get(to, sample)).sum()
    }))
}

fn slope_of_a(spec: &NetworkSpec, paper: &Paper, rule: &Rule, right: &Matrix) -> Option<Matrix> {
    let (layer, activation) = layer_of(spec, rule);
    let error = without_slope(spec, paper, rule, right)?;
    Some(each(&error, paper.now(Quantity::Activation(layer)), |error, a| error * slope(activation, a)))
}

fn updated_weights(spec: &NetworkSpec, paper: &Paper, rule: &Rule, right: &Matrix) -> Option<Matrix> {
    let (layer, activation) = layer_of(spec, rule);
    // the update of W above follows from what is there already
    let rules = rules(spec, right.columns(), 1);
    let mut paper = paper.clone();
    for rule in rules.iter().filter(|rule| rule.phase == gradstep::derivation::Phase::Update) {
        let above = matches!(rule.quantity, Quantity::State(_, Kind::Weights, l) | Quantity::Parameter(Kind::Weights, l) if l == layer + 1);
        if above {
            let value = evaluate(&rule.expr, &|quantity, when| paper.get(quantity, when));
            paper.after.push((rule.quantity, value));
        }
    }
    let weights = paper.get(Quantity::Parameter(Kind::Weights, layer + 1), When::After)?.clone();
    let (delta, z) = (paper.now(Quantity::Delta(layer + 1)), paper.now(Quantity::WeightedInput(layer)));
    Some(Matrix::from_fn(right.rows(), right.columns(), |unit, sample| {
        let back: f64 = (0..weights.rows()).map(|to| weights.get(to, unit) * delta.get(to, sample)).sum();
        back * slope(activation, z.get(unit, sample))
    }))
}

fn unturned_weights(spec: &NetworkSpec, paper: &Paper, rule: &Rule, right: &Matrix) -> Option<Matrix> {
    let (layer, activation) = layer_of(spec, rule);
    let weights = paper.get(Quantity::Parameter(Kind::Weights, layer + 1), When::Before)?;
    let (delta, z) = (paper.now(Quantity::Delta(layer + 1)), paper.now(Quantity::WeightedInput(layer)));
    (weights.rows() == weights.columns()).then(|| {
        Matrix::from_fn(right.rows(), right.columns(), |unit, sample| {
            let back: f64 = (0..weights.rows()).map(|to| weights.get(unit, to) * delta.get(to, sample)).sum();
            back * slope(activation, z.get(unit, sample))
        })
    })
}

fn rate(spec: &NetworkSpec) -> f64 {
    spec.optimizer.learning_rate()
}

fn parts(rule: &Rule) -> (Kind, usize) {
    match rule.quantity {
        Quantity::Parameter(kind, layer) | Quantity::State(_, kind, layer) => (kind, layer),
        _ => panic!("of an update"),
    }
}

fn away_from_zero(_: &NetworkSpec, _: &Paper, _: &Rule, right: &Matrix) -> Option<Matrix> {
    Some(right.map(|value| -value))
}

/// The slips, each with the step where a student makes it in a network of so many layers.
fn catalogue(depth: usize) -> Vec<(Misconception, Quantity, Slip)> {
    use Misconception as M;
    let w = |layer| Quantity::Parameter(Kind::Weights, layer);
    vec![
        (M::Sign, Quantity::Delta(depth), away_from_zero),
        (M::Sign, w(1), |_, paper, rule, right| {
            Some(each(paper.old(rule.quantity), right, |old, new| 2.0 * old - new))
        }),
        (M::MissingActivationDerivative, Quantity::Delta(1), without_slope),
        (M::MissingActivationDerivative, Quantity::Delta(depth), without_slope),
        (M::DerivativeAtActivation, Quantity::Delta(1), slope_of_a),
        (M::UsedUpdatedWeights, Quantity::Delta(1), updated_weights),
        (M::Transposed, Quantity::Delta(1), unturned_weights),
        (M::Transposed, Quantity::Gradient(Kind::Weights, 1), |_, _, _, right| {
            (right.rows() == right.columns()).then(|| right.transposed())
        }),
        (M::MissingHalf, Quantity::Cost, |spec, _, _, right| {
            (spec.cost == gradstep::Cost::Lse { factor: 0.5 }).then(|| right.map(|value| 2.0 * value))
        }),
        (M::MissingHalf, Quantity::Delta(depth), |spec, _, _, right| {
            (spec.cost == gradstep::Cost::Lse { factor: 0.5 }).then(|| right.map(|value| 2.0 * value))
        }),
        (M::SumInsteadOfMean, Quantity::Delta(depth), |_, _, _, right| {
            let samples = right.columns() as f64;
            (samples > 1.0).then(|| right.map(|value| samples * value))
        }),
        (M::LogBase, Quantity::Cost, |spec, _, _, right| {
            (spec.cost == gradstep::Cost::CrossEntropy).then(|| right.map(|value| value / 10f64.ln()))
        }),
        (M::MissingBias, Quantity::WeightedInput(depth), |_, paper, rule, right| {
            let bias = paper.old(Quantity::Parameter(Kind::Bias, rule.quantity.layer()?));
            Some(Matrix::from_fn(right.rows(), right.columns(), |row, column| {
                right.get(row, column) - bias.get(row, 0)
            }))
        }),
        (M::BiasNotUpdated, Quantity::Parameter(Kind::Bias, depth), |_, paper, rule, _| {
            Some(paper.old(rule.quantity).clone())
        }),
        (M::MissingLearningRate, w(depth), |spec, paper, rule, right| {
            let plain = !matches!(
                spec.optimizer,
                Optimizer::Momentum { form: gradstep::optimizer::MomentumForm::Step, .. }
                    | Optimizer::Nesterov { .. }
                    | Optimizer::Adamw { .. }
            );
            plain.then(|| each(paper.old(rule.quantity), right, |old, new| student::without_rate(old, new, rate(spec))))
        }),
        (M::MissingLearningRate, Quantity::State(Slot::V, Kind::Weights, 1), |spec, paper, rule, right| {
            let Optimizer::Momentum { form: gradstep::optimizer::MomentumForm::Step, .. } = spec.optimizer else {
                return None;
            };
            let (kind, layer) = parts(rule);
            let g = paper.now(Quantity::Gradient(kind, layer));
            Some(each(right, g, |v, g| v + rate(spec) * g - g))
        }),
        (M::MomentumSign, w(1), |spec, paper, rule, right| {
            let Optimizer::Momentum { form: gradstep::optimizer::MomentumForm::Step, .. } = spec.optimizer else {
                return None;
            };
            Some(each(paper.old(rule.quantity), right, |old, new| 2.0 * old - new))
        }),
        (M::MissingMomentum, Quantity::State(Slot::V, Kind::Weights, depth), |spec, paper, rule, right| {
            let (Optimizer::Momentum { momentum, .. } | Optimizer::Nesterov { momentum, .. }) = spec.optimizer else {
                return None;
            };
            Some(each(right, paper.old(rule.quantity), |new, old| new - momentum * old))
        }),
        (M::MissingBiasCorrection, Quantity::State(Slot::MHat, Kind::Weights, 1), |spec, paper, rule, _| {
            let (kind, layer) = parts(rule);
            (!matches!(spec.optimizer, Optimizer::Nadam { .. }))
                .then(|| paper.get(Quantity::State(Slot::M, kind, layer), When::After).cloned())?
        }),
        (M::EpsilonPlace, w(1), |spec, paper, rule, _| {
            let (kind, layer) = parts(rule);
            let Optimizer::Rmsprop { epsilon, epsilon_inside: true, .. } = spec.optimizer else { return None };
            let s = paper.now(Quantity::State(Slot::S, kind, layer));
            let g = paper.now(Quantity::Gradient(kind, layer));
            let step = each(g, s, |g, s| rate(spec) * g / (s.sqrt() + epsilon));
            Some(each(paper.old(rule.quantity), &step, |old, step| old - step))
        }),
    ]
}

fn one_of<'a, T>(random: &mut Random, choices: &'a [T]) -> &'a T {
    &choices[random.below(choices.len())]
}

fn decimals(random: &mut Random, rows: usize, columns: usize) -> Value {
    let number = |random: &mut Random| {
        let size = (1.0 + random.below(9) as f64) / 10.0;
        if random.uniform() < 0.5 { -size } else { size }
    };
    (0..rows).map(|_| (0..columns).map(|_| number(random)).collect::<Vec<f64>>()).collect()
}

fn spec(random: &mut Random, depth: usize, optimizer: &Value) -> NetworkSpec {
    let activation = json!({"kind": one_of(random, &["sigmoid", "tanh"])});
    let cross = random.uniform() < 0.4;
    let mut sizes: Vec<usize> = (0..=depth).map(|_| 1 + random.below(3)).collect();
    if random.uniform() < 0.4 {
        sizes = vec![2; depth + 1];
    }
    let samples = *one_of(random, &[1, 1, 2, 3]);
    // of several samples all or, in every other problem, one less
    let batch_size = if samples > 1 && random.uniform() < 0.5 { samples - 1 } else { samples };
    let layers: Vec<Value> = (1..=depth)
        .map(|layer| {
            let output = json!({"kind": if cross { "sigmoid" } else { "tanh" }});
            json!({
                "weights": decimals(random, sizes[layer], sizes[layer - 1]),
                "bias": decimals(random, 1, sizes[layer])[0],
                "activation": if layer == depth { output } else { activation.clone() },
            })
        })
        .collect();
    let targets: Value = (0..samples)
        .map(|_| (0..sizes[depth]).map(|_| f64::from(random.uniform() < 0.5)).collect::<Vec<f64>>())
        .collect();
    let cost = if cross { json!({"kind": "cross_entropy"}) } else { json!({"kind": "lse"}) };
    let json = json!({
        "layers": layers, "cost": cost, "optimizer": optimizer,
        "inputs": decimals(random, samples, sizes[0]), "targets": targets, "batch_size": batch_size,
    });
    common::spec(&json).unwrap_or_else(|error| panic!("{error}"))
}

const MODES: [Mode; 3] = [Mode::HalfEven, Mode::HalfAway, Mode::Truncate];

#[test]
fn a_calculation_without_a_slip_is_never_wrong() {
    let mut random = Random::new(61, &[]);
    let mut marked = 0;
    for optimizer in optimizers() {
        for _ in 0..3 {
            let depth = 1 + random.below(3);
            let spec = spec(&mut random, depth, &optimizer);
            for digits in 2..=6 {
                for mode in MODES {
                    for keeps_digits in [false, true] {
                        let rounding = Rounding { digits, mode };
                        let student = student(&spec, rounding, keeps_digits, Vec::new());
                        let (answers, _) = work(&spec, &student, 2).expect("no slip to fail");
                        for (verdict, answer) in mark(&spec, &answers, digits).iter().zip(&answers) {
                            marked += 1;
                            let fine = matches!(verdict.verdict, Mark::Correct | Mark::Rounding);
                            assert!(
                                fine && verdict.diagnosis.is_none(),
                                "{rounding:?} {verdict:?} {answer:?} {spec:?}"
                            );
                        }
                    }
                }
            }
        }
    }
    assert!(marked > 10_000, "{marked}");
}

#[test]
fn one_slip_is_named_and_nothing_else_is_wrong() {
    // more of them for the figures: STUDENTS=40
    let students: usize = std::env::var("STUDENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(4);
    let mut random = Random::new(62, &[]);
    let mut all = Tally::default();
    for place in 0..catalogue(1).len() {
        let mut tally = Tally::default();
        let (kind, step, _) = catalogue(3)[place];
        for optimizer in optimizers() {
            for _ in 0..students {
                let depth = 1 + random.below(3);
                let (_, quantity, slip) = catalogue(depth)[place];
                let spec = spec(&mut random, depth, &optimizer);
                let (digits, mode) = (3 + random.below(4) as u32, *one_of(&mut random, &MODES));
                let iteration = student::shows_in(kind);
                let keeps_digits = random.uniform() < 0.3;
                let (rounding, slips) = (Rounding { digits, mode }, vec![(iteration, quantity, slip)]);
                let student = student(&spec, rounding, keeps_digits, slips);
                let known = rules(&spec, spec.batch_size, 1).iter().any(|rule| rule.quantity == quantity);
                let Some((answers, moved)) = known.then(|| work(&spec, &student, 2)).flatten() else { continue };
                if !shows(&moved, digits) {
                    continue;
                }
                tally.made += 1;
                for verdict in mark(&spec, &answers, digits) {
                    if (verdict.iteration as usize, verdict.id.as_str()) == (iteration, quantity.to_string().as_str()) {
                        let found = verdict.diagnosis.as_ref();
                        let says = format!(
                            "check.slip.{}",
                            serde_json::to_value(kind).expect("a name").as_str().expect("a text")
                        );
                        let named = verdict.verdict == Mark::Wrong
                            && found.is_some_and(|found| found.message.contains(gradstep::words::text(&says)));
                        tally.named += usize::from(named);
                        if !named && std::env::var("SHOW").is_ok() {
                            println!("{kind:?} {digits} {mode:?} keeps {keeps_digits}: {verdict:?}");
                        }
                    } else {
                        tally.others += 1;
                        tally.others_wrong += usize::from(verdict.verdict == Mark::Wrong);
                    }
                }
            }
        }
        println!("{kind:?} at {step}: {tally:?}");
        assert!(tally.made >= 2, "{kind:?} at {step}: too few to tell");
        assert!(tally.holds(), "{kind:?} at {step}: {tally:?}");
        all.add(&tally);
    }
    println!("{all:?}");
    assert!(all.named * 100 >= all.made * 98 && all.holds(), "{all:?}");
}

#[test]
fn two_slips_at_once_are_both_flagged() {
    let mut random = Random::new(63, &[]);
    let (mut made, mut both) = (0, 0);
    for optimizer in optimizers() {
        for _ in 0..60 {
            let depth = 1 + random.below(3);
            let all = catalogue(depth);
            let two = [*one_of(&mut random, &all), *one_of(&mut random, &all)];
            let spec = spec(&mut random, depth, &optimizer);
            let digits = 3 + random.below(4) as u32;
            let rounding = Rounding { digits, mode: *one_of(&mut random, &MODES) };
            let keeps_digits = random.uniform() < 0.3;
            let slips = two.map(|(kind, quantity, slip)| (student::shows_in(kind), quantity, slip)).to_vec();
            let student = student(&spec, rounding, keeps_digits, slips);
            let Some(flagged) = student::both_flagged(&mut problem::network(spec.clone()), &student) else { continue };
            made += 1;
            both += usize::from(flagged);
        }
    }
    println!("{both} of {made}");
    assert!(made > 100 && both * 100 >= made * 90, "{both} of {made}");
}
