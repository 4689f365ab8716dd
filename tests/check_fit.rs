//! Marking logistic regression: simulated students on random problems, and one case a slip by hand.
mod common;

use common::student::{self, Paper, Student, Tally, each, mark, optimizers, shows};
use gradstep::check::{Answer, Mark, Misconception, read_answers};
use gradstep::derivation::{Rule, evaluate};
use gradstep::input::Reader;
use gradstep::num::random::Random;
use gradstep::num::rounding::{Mode, Rounding};
use gradstep::problem::{self, Problem};
use gradstep::quantity::{Fit, Quantity, Slot};
use gradstep::{LogisticSpec, Matrix, Optimizer};
use serde_json::{Value, json};

type Slip = fn(&LogisticSpec, &Paper, &Rule, &Matrix) -> Option<Matrix>;

fn q(fit: Fit) -> Quantity {
    Quantity::Fit(fit)
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}

/// Each row with one row's entries.
fn rows(row: &Matrix, other: &Matrix) -> Matrix {
    Matrix::from_fn(other.rows(), other.columns(), |at, column| row.get(0, column) * other.get(at, column))
}

fn step_form(spec: &LogisticSpec) -> bool {
    matches!(spec.optimizer, Optimizer::Momentum { form: gradstep::optimizer::MomentumForm::Step, .. })
}

fn catalogue() -> Vec<(Misconception, Fit, Slip)> {
    use Misconception as M;
    let negative: Slip = |_, _, _, right| Some(right.map(|value| -value));
    vec![
        (M::Sign, Fit::Score, negative),
        (M::Sign, Fit::Probability, |_, paper, _, _| Some(paper.now(q(Fit::Score)).map(|u| sigmoid(-u)))),
        (M::Sign, Fit::ByProbability, negative),
        (M::Sign, Fit::Delta, negative),
        (M::Sign, Fit::Gradient, negative),
        (M::Sign, Fit::Weights, |_, paper, rule, right| {
            Some(each(paper.old(rule.quantity), right, |old, new| 2.0 * old - new))
        }),
        (M::MissingBias, Fit::Score, |_, paper, _, right| {
            let first = paper.old(q(Fit::Weights)).get(0, 0);
            Some(right.map(|u| u - first))
        }),
        (M::BiasNotUpdated, Fit::Weights, |_, paper, rule, right| {
            let old = paper.old(rule.quantity);
            Some(Matrix::from_fn(right.rows(), 1, |row, _| if row == 0 { old.get(0, 0) } else { right.get(row, 0) }))
        }),
        (M::DerivativeAtActivation, Fit::Slope, |_, paper, _, _| {
            Some(paper.now(q(Fit::Probability)).map(|y| sigmoid(y) * (1.0 - sigmoid(y))))
        }),
        (M::DerivativeAtActivation, Fit::Delta, |_, paper, _, _| {
            let slope = paper.now(q(Fit::Probability)).map(|y| sigmoid(y) * (1.0 - sigmoid(y)));
            Some(each(paper.now(q(Fit::ByProbability)), &slope, |by, slope| by * slope))
        }),
        (M::MissingActivationDerivative, Fit::Delta, |_, paper, _, _| Some(paper.now(q(Fit::ByProbability)).clone())),
        (M::MissingActivationDerivative, Fit::SampleGradient, |_, paper, _, _| {
            Some(rows(paper.now(q(Fit::ByProbability)), paper.now(q(Fit::ByWeights))))
        }),
        (M::SumInsteadOfMean, Fit::Gradient, |spec, _, _, right| {
            let samples = spec.batch_size as f64;
            (spec.l2 == 0.0 && samples > 1.0).then(|| right.map(|value| samples * value))
        }),
        (M::MissingHalf, Fit::Gradient, |spec, paper, _, right| {
            let pull = |row| if row > 0 { spec.l2 * paper.old(q(Fit::Weights)).get(row, 0) } else { 0.0 };
            (spec.l2 > 0.0).then(|| Matrix::from_fn(right.rows(), 1, |row, _| right.get(row, 0) + pull(row)))
        }),
        (M::UsedUpdatedWeights, Fit::Gradient, |spec, paper, _, right| {
            let Optimizer::Sgd { learning_rate } = spec.optimizer else { return None };
            let old = paper.old(q(Fit::Weights));
            let moved = |row| {
                let share = right.get(row, 0) - spec.l2 * old.get(row, 0);
                right.get(row, 0) - spec.l2 * learning_rate * share
            };
            let entry = |row, _| if row > 0 { moved(row) } else { right.get(row, 0) };
            (spec.l2 > 0.0).then(|| Matrix::from_fn(right.rows(), 1, entry))
        }),
        (M::MissingLearningRate, Fit::Weights, |spec, paper, rule, right| {
            let rate = spec.optimizer.learning_rate();
            let plain =
                !step_form(spec) && !matches!(spec.optimizer, Optimizer::Nesterov { .. } | Optimizer::Adamw { .. });
            plain.then(|| each(paper.old(rule.quantity), right, |old, new| student::without_rate(old, new, rate)))
        }),
        (M::MissingLearningRate, Fit::State(Slot::V), |spec, paper, _, right| {
            let rate = spec.optimizer.learning_rate();
            step_form(spec).then(|| each(right, paper.now(q(Fit::Gradient)), |v, g| v + rate * g - g))
        }),
        (M::MissingMomentum, Fit::State(Slot::V), |spec, paper, rule, right| {
            let (Optimizer::Momentum { momentum, .. } | Optimizer::Nesterov { momentum, .. }) = spec.optimizer else {
                return None;
            };
            Some(each(right, paper.old(rule.quantity), |new, old| new - momentum * old))
        }),
        (M::MomentumSign, Fit::Weights, |spec, paper, rule, right| {
            step_form(spec).then(|| each(paper.old(rule.quantity), right, |old, new| 2.0 * old - new))
        }),
        (M::MissingBiasCorrection, Fit::State(Slot::MHat), |spec, paper, _, _| {
            (!matches!(spec.optimizer, Optimizer::Nadam { .. })).then(|| paper.now(q(Fit::State(Slot::M))).clone())
        }),
        (M::EpsilonPlace, Fit::Weights, |spec, paper, rule, _| {
            let Optimizer::Rmsprop { epsilon, epsilon_inside: true, learning_rate, .. } = spec.optimizer else {
                return None;
            };
            let (s, g) = (paper.now(q(Fit::State(Slot::S))), paper.now(q(Fit::Gradient)));
            let step = each(g, s, |g, s| learning_rate * g / (s.sqrt() + epsilon));
            Some(each(paper.old(rule.quantity), &step, |old, step| old - step))
        }),
    ]
}

/// Slips in the cost, whose id every kind of problem has.
fn of_cost() -> Vec<(Misconception, Slip)> {
    vec![
        (Misconception::LogBase, |spec, _, _, right| (spec.l2 == 0.0).then(|| right.map(|value| value / 10f64.ln()))),
        (Misconception::SumInsteadOfMean, |spec, _, _, right| {
            let samples = spec.batch_size as f64;
            (spec.l2 == 0.0 && samples > 1.0).then(|| right.map(|value| samples * value))
        }),
        (Misconception::MissingHalf, |spec, paper, _, right| {
            let weights = paper.old(q(Fit::Weights)).values();
            let half = spec.l2 / 2.0 * weights.iter().skip(1).map(|w| w * w).sum::<f64>();
            (spec.l2 > 0.0).then(|| right.map(|value| value + half))
        }),
    ]
}

fn all_slips() -> Vec<(Misconception, Quantity, Slip)> {
    let of_fit = catalogue().into_iter().map(|(kind, fit, slip)| (kind, q(fit), slip));
    of_fit.chain(of_cost().into_iter().map(|(kind, slip)| (kind, Quantity::Cost, slip))).collect()
}

fn one_of<'a, T>(random: &mut Random, choices: &'a [T]) -> &'a T {
    &choices[random.below(choices.len())]
}

fn read(json: &Value) -> LogisticSpec {
    LogisticSpec::read(&Reader::new(&common::data(json))).unwrap_or_else(|error| panic!("{error}"))
}

/// A few points with few decimals, a polynomial of degree 0 to 3, every third problem with a penalty.
fn spec(random: &mut Random, optimizer: &Value) -> LogisticSpec {
    let tenths = |random: &mut Random, most: usize| {
        let size = (1 + random.below(most)) as f64 / 10.0;
        if random.uniform() < 0.5 { -size } else { size }
    };
    let degree = *one_of(random, &[0, 1, 1, 2, 2, 3]);
    let samples = 1 + random.below(5);
    let x: Vec<f64> = (0..samples).map(|_| tenths(random, 15)).collect();
    let labels: Vec<f64> = (0..samples).map(|_| f64::from(random.uniform() < 0.5)).collect();
    let weights: Vec<f64> = (0..=degree).map(|_| tenths(random, 12)).collect();
    let mut json = json!({"x": x, "labels": labels, "degree": degree, "weights": weights, "optimizer": optimizer});
    if random.uniform() < 0.35 {
        json["l2"] = json!(*one_of(random, &[0.1, 0.2, 0.5]));
    }
    if random.uniform() < 0.2 {
        json["scaling"] = json!("standardize");
    }
    read(&json)
}

/// The same, every third problem with batches of some of the points.
fn batched(random: &mut Random, optimizer: &Value) -> LogisticSpec {
    let mut spec = spec(random, optimizer);
    if spec.batch_size > 1 && random.uniform() < 0.35 {
        spec.batch_size = 1 + random.below(spec.batch_size - 1);
    }
    spec
}

const MODES: [Mode; 3] = [Mode::HalfEven, Mode::HalfAway, Mode::Truncate];

#[test]
fn a_calculation_without_a_slip_is_never_wrong() {
    let mut random = Random::new(71, &[]);
    let mut marked = 0;
    for optimizer in optimizers() {
        for _ in 0..4 {
            let spec = batched(&mut random, &optimizer);
            for digits in 2..=6 {
                for mode in MODES {
                    for keeps_digits in [false, true] {
                        let rounding = Rounding { digits, mode };
                        let student = Student { rounding, keeps_digits, slips: Vec::new() };
                        let problem = &mut problem::logistic(spec.clone());
                        let (answers, _) = student.work(problem, 3).expect("no slip to fail");
                        for (verdict, answer) in mark(problem, &answers, digits).iter().zip(&answers) {
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
fn saturated_and_batched_problems_are_never_marked_wrong_without_a_slip() {
    for digits in [1, 2, 4] {
        for mode in MODES {
            let spec = read(&json!({
                "x": [-3, -1.5, 0.25, 2, 3.5], "labels": [0, 1, 0, 1, 1], "degree": 2, "weights": [0.5, 2, -1], "batch_size": 2,
                "optimizer": {"kind": "momentum", "learning_rate": 0.5, "momentum": 0.9}, "seed": 3,
            }));
            let problem = &mut problem::logistic(spec);
            let student = Student { rounding: Rounding { digits, mode }, keeps_digits: false, slips: Vec::new() };
            let (answers, _) = student.work(problem, 4).expect("no slip to fail");
            for verdict in mark(problem, &answers, digits) {
                assert!(verdict.verdict != Mark::Wrong, "{digits} {mode:?} {verdict:?}");
            }
        }
    }
}

fn named(kind: Misconception, message: &str) -> bool {
    let key = |section: &str| format!("check.slip{section}.{}", kind.name());
    [key(""), key(".fit")].iter().any(|key| message.contains(gradstep::words::text(key)))
}

#[test]
fn one_slip_is_named_and_nothing_else_is_wrong() {
    // more of them for the figures: STUDENTS=40
    let students: usize = std::env::var("STUDENTS").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    let mut random = Random::new(72, &[]);
    let mut all = Tally::default();
    for (kind, quantity, slip) in all_slips() {
        let mut tally = Tally::default();
        for optimizer in optimizers() {
            for _ in 0..students {
                let spec = batched(&mut random, &optimizer);
                let (digits, mode) = (3 + random.below(4) as u32, *one_of(&mut random, &MODES));
                let iteration = student::shows_in(kind);
                let keeps_digits = random.uniform() < 0.3;
                let problem = &mut problem::logistic(spec.clone());
                let (rules, _) = problem.worked(1).expect("the first");
                if !rules.iter().any(|rule| rule.quantity == quantity) {
                    continue;
                }
                let bound: student::Slip = Box::new(|paper, rule, right| slip(&spec, paper, rule, right));
                let slips = vec![(iteration, quantity, bound)];
                let student = Student { rounding: Rounding { digits, mode }, keeps_digits, slips };
                let Some((answers, moved)) = student.work(problem, 2) else { continue };
                if !shows(&moved, digits) {
                    continue;
                }
                tally.made += 1;
                for verdict in mark(problem, &answers, digits) {
                    if (verdict.iteration as usize, verdict.id.as_str()) == (iteration, quantity.to_string().as_str()) {
                        let found = verdict.diagnosis.as_ref();
                        let named =
                            verdict.verdict == Mark::Wrong && found.is_some_and(|found| named(kind, &found.message));
                        tally.named += usize::from(named);
                        if !named && std::env::var("SHOW").is_ok() {
                            println!("{kind:?} {digits} {mode:?} keeps {keeps_digits}: {verdict:?} {spec:?}");
                        }
                    } else {
                        tally.others += 1;
                        tally.others_wrong += usize::from(verdict.verdict == Mark::Wrong);
                    }
                }
            }
        }
        println!("{kind:?} at {quantity}: {tally:?}");
        assert!(tally.made >= 2, "{kind:?} at {quantity}: too few to tell");
        assert!(tally.holds(), "{kind:?} at {quantity}: {tally:?}");
        all.add(&tally);
    }
    println!("{all:?}");
    assert!(all.named * 100 >= all.made * 98 && all.holds(), "{all:?}");
}

#[test]
fn two_slips_at_once_are_both_flagged() {
    let mut random = Random::new(74, &[]);
    let all = all_slips();
    let (mut made, mut both) = (0, 0);
    for optimizer in optimizers() {
        for _ in 0..40 {
            let two = [*one_of(&mut random, &all), *one_of(&mut random, &all)];
            let spec = batched(&mut random, &optimizer);
            let digits = 3 + random.below(4) as u32;
            let rounding = Rounding { digits, mode: *one_of(&mut random, &MODES) };
            let keeps_digits = random.uniform() < 0.3;
            let bound = |(kind, quantity, slip): (Misconception, Quantity, Slip)| {
                let of_spec = &spec;
                let slip: student::Slip = Box::new(move |paper, rule, right| slip(of_spec, paper, rule, right));
                (student::shows_in(kind), quantity, slip)
            };
            let student = Student { rounding, keeps_digits, slips: two.map(bound).into() };
            let problem = &mut problem::logistic(spec.clone());
            let Some(flagged) = student::both_flagged(problem, &student) else { continue };
            made += 1;
            both += usize::from(flagged);
        }
    }
    println!("{both} of {made}");
    assert!(made > 100 && both * 100 >= made * 90, "{both} of {made}");
}

/// x = (−1, 0, 1), c = (0, 1, 1), w = (0, 0.5), lr 0.6: u = (−0.5, 0, 0.5), y = (0.3775, 0.5, 0.6225).
fn small() -> LogisticSpec {
    read(&json!({
        "x": [-1, 0, 1], "labels": [0, 1, 1], "degree": 1, "weights": [0, 0.5],
        "optimizer": {"kind": "sgd", "learning_rate": 0.6},
    }))
}

fn answers(problem: &dyn Problem, list: &[(u64, &str, Value)]) -> Vec<Answer> {
    let json: Vec<Value> =
        list.iter().map(|(iteration, id, value)| json!({"iteration": iteration, "id": id, "value": value})).collect();
    let data = common::data(&json!(json));
    read_answers(&Reader::at(&data, "answers"), problem).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn each_slip_by_hand() {
    use Misconception as M;
    let cases = [
        ("y", json!([[0.6225, 0.5, 0.3775]]), M::Sign),
        // log₁₀: (0.4741 + 0.6931 + 0.4741) / 3 / 2.3026
        ("cost", json!([[0.2376]]), M::LogBase),
        ("cost", json!([[1.6413]]), M::SumInsteadOfMean),
        // 1 / (1 − y), −1 / y
        ("dLdy", json!([[-1.6065, 2, 1.6065]]), M::Sign),
        // σ(y)(1 − σ(y))
        ("dydu", json!([[0.2413, 0.235, 0.2273]]), M::DerivativeAtActivation),
        ("delta", json!([[1.6065, -2, -1.6065]]), M::MissingActivationDerivative),
        // c − y
        ("delta", json!([[-0.3775, 0.5, 0.3775]]), M::Sign),
        ("dw", json!([[-0.5], [-0.7551]]), M::SumInsteadOfMean),
        // w − dw, w + 0.6 dw
        ("w", json!([[0.1667], [0.7517]]), M::MissingLearningRate),
        ("w", json!([[-0.1], [0.349]]), M::Sign),
        ("w", json!([[0], [0.651]]), M::BiasNotUpdated),
        ("w", json!([[0.1], [0.612]]), M::Arithmetic),
    ];
    for (id, value, kind) in cases {
        let problem = &mut problem::logistic(small());
        let answers = answers(problem, &[(1, id, value.clone())]);
        let verdicts = mark(problem, &answers, 4);
        let found = verdicts[0].diagnosis.as_ref().map(|found| found.kind);
        assert_eq!((verdicts[0].verdict, found), (Mark::Wrong, Some(kind)), "{id} {value}: {verdicts:?}");
    }
}

#[test]
fn errors_are_carried_forward_and_two_cancel() {
    let problem = &mut problem::logistic(small());
    let list = [
        (1, "u", json!([[-0.5, 0, 0.5]])),
        // σ(0.5) = 0.6225 with its digits turned round
        (1, "y", json!([[0.3775, 0.5, 0.6252]])),
        (1, "delta", json!([[0.3775, -0.5, -0.3748]])),
        (1, "dLdw", json!([[0.3775, -0.5, -0.3748], [-0.3775, 0, -0.3748]])),
        // the exact one: it does not follow
        (1, "dw", json!([[-0.1667], [-0.2517]])),
        (2, "u", json!([[-0.551, 0.1, 0.751]])),
    ];
    let answers = answers(problem, &list);
    let verdicts = mark(problem, &answers, 4);
    let marks: Vec<_> = verdicts.iter().map(|v| (v.verdict, v.diagnosis.as_ref().map(|found| found.kind))).collect();
    assert_eq!(marks[0], (Mark::Correct, None));
    assert_eq!(marks[1], (Mark::Wrong, Some(Misconception::Arithmetic)));
    assert_eq!(marks[2], (Mark::Follows, None));
    assert_eq!(marks[3], (Mark::Follows, None));
    assert_eq!(marks[4], (Mark::Correct, Some(Misconception::Cancels)));
    assert_eq!(marks[5], (Mark::Correct, None));
    let expected = verdicts[2].expected_from_yours.as_ref().expect("other than the exact one");
    common::assert_close("from yours", expected.values(), &[0.3775, -0.5, -0.3748], 1e-12);
    let step =
        gradstep::check::your_step(problem, &answers, 4, (1, q(Fit::Delta)), gradstep::derivation::Display::default());
    assert!(step.expect("a step").substituted.latex.contains("0.6252"));
}

#[test]
fn what_is_trivially_reached_earns_nothing_later() {
    let problem = &mut problem::logistic(small());
    let zero = [
        (1, "delta", json!([[0, 0, 0]])),
        (1, "dLdw", json!([[0, 0, 0], [0, 0, 0]])),
        (1, "dw", json!([[0], [0]])),
        (1, "w", json!([[0], [0.5]])),
    ];
    let zero = answers(problem, &zero);
    assert!(mark(problem, &zero, 4).iter().all(|verdict| verdict.verdict == Mark::Wrong));
    // u copied as y, and what would follow from it
    let copied = [
        (1, "u", json!([[-0.5, 0, 0.5]])),
        (1, "y", json!([[-0.5, 0, 0.5]])),
        (1, "delta", json!([[-0.5, -1, -0.5]])),
        (1, "dw", json!([[-0.1667], [-0.2517]])),
    ];
    let copied = answers(problem, &copied);
    let found: Vec<Mark> = mark(problem, &copied, 4).iter().map(|verdict| verdict.verdict).collect();
    assert_eq!(found, [Mark::Correct, Mark::Wrong, Mark::Wrong, Mark::Correct]);
}

#[test]
fn ids_are_those_of_the_problem() {
    let fails = |id: &str, path: &str| {
        let problem = &mut problem::logistic(small());
        let data = common::data(&json!([{"iteration": 1, "id": id, "value": [[1]]}]));
        let read = read_answers(&Reader::at(&data, "answers"), problem);
        let error = read.and_then(|answers| gradstep::check::check(problem, &answers, 4)).expect_err(id);
        assert_eq!(error.path, path, "{error}");
    };
    fails("z1", "answers[0].id");
    fails("x", "answers[0].id");
    fails("loss", "answers[0].id");
    fails("mw", "answers[0].id");
    fails("u", "answers[0].value");
}

/// The rules that marking works with give the numbers of the passes.
#[test]
fn rules_recompute_the_passes() {
    let mut random = Random::new(73, &[]);
    for optimizer in optimizers() {
        let mut spec = spec(&mut random, &optimizer);
        // the rounded numbers are those that are used
        spec.rounding = (random.uniform() < 0.5).then_some(Rounding { digits: 2, mode: Mode::HalfEven });
        let rounding = spec.rounding;
        let mut problem = problem::logistic(spec);
        for iteration in 1..=3 {
            let (rules, record) = problem.worked(iteration).expect("the next");
            for rule in rules {
                let value = evaluate(&rule.expr, &gradstep::derivation::lookup(&record));
                let value = value.map(|value| rounding.map_or(value, |rounding| rounding.apply(value)));
                let known = record.result(rule.quantity).expect("a result");
                common::assert_close(&rule.quantity.to_string(), value.values(), known.values(), 1e-12);
            }
        }
    }
}
