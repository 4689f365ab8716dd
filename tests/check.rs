//! Marking: the handout's network by hand, one case a slip; carried errors, trivial answers, bad input.
mod common;

use gradstep::check::{Answer, Mark, Misconception, Verdict, check, read_answers};
use gradstep::derivation::Display;
use gradstep::handout::printed_values;
use gradstep::input::Reader;
use gradstep::quantity::Quantity;
use gradstep::{NetworkSpec, preset, problem};
use serde_json::{Value, json};

fn hw3() -> NetworkSpec {
    preset::spec("hw3-q1").expect("a preset")
}

fn answer(iteration: u64, id: &str, value: &Value) -> Answer {
    let quantity = Quantity::parse(id).expect("an id");
    let data = common::data(value);
    Answer { iteration, quantity, value: Reader::new(&data).matrix(None).expect("a matrix") }
}

fn mark(spec: NetworkSpec, answers: &[(u64, &str, Value)], digits: u32) -> Vec<Verdict> {
    let answers: Vec<Answer> = answers.iter().map(|(iteration, id, value)| answer(*iteration, id, value)).collect();
    check(&mut problem::network(spec), &answers, digits).unwrap_or_else(|error| panic!("{error}"))
}

fn marks(verdicts: &[Verdict]) -> Vec<(&str, Mark, Option<Misconception>)> {
    let kind = |verdict: &Verdict| verdict.diagnosis.as_ref().map(|found| found.kind);
    verdicts.iter().map(|verdict| (verdict.id.as_str(), verdict.verdict, kind(verdict))).collect()
}

/// hw3-q1 by hand to four digits: z1 = (−0.7, 0.1), a1 = (0.3318, 0.5250), z2 = −0.1045, a2 = 0.4739,
/// delta2 = −0.1312, vW2 = (0.0392, 0.0620), W2 = (−0.2608, −0.1380), delta1 = (0.0087, 0.0065).
#[test]
fn each_slip_in_the_handouts_network() {
    use Misconception as M;
    let cases = [
        // z1 without b: 0.2 − 0.5, −0.3 + 0.2
        ("z1", json!([[-0.3], [-0.1]]), M::MissingBias),
        // W2 a1 − b2
        ("z2", json!([[-0.3045]]), M::Sign),
        // (a − y)²
        ("cost", json!([[0.2768]]), M::MissingHalf),
        // −log₁₀ 0.4739
        ("cost_other", json!([[0.3243]]), M::LogBase),
        // (y − a) a (1 − a)
        ("delta2", json!([[0.1312]]), M::Sign),
        // a − y
        ("delta2", json!([[-0.5261]]), M::MissingActivationDerivative),
        // (a − y) σ′(a) with a = 0.4739: σ(a) = 0.6163
        ("delta2", json!([[-0.1244]]), M::DerivativeAtActivation),
        // 2 (a − y) a (1 − a)
        ("delta2", json!([[-0.2623]]), M::MissingHalf),
        // −g for −0.9 g
        ("vW2", json!([[0.0435, 0.0689]]), M::MissingLearningRate),
        // 0.9 g
        ("vW2", json!([[-0.0392, -0.0620]]), M::Sign),
        // W − V
        ("W2", json!([[-0.3392, -0.2620]]), M::MomentumSign),
        // the bias as it was
        ("b2", json!([[0.1]]), M::BiasNotUpdated),
        // W2ᵀ δ without a (1 − a)
        ("delta1", json!([[0.0394], [0.0262]]), M::MissingActivationDerivative),
        // with W2 = (−0.2608, −0.1380)
        ("delta1", json!([[0.0076], [0.0045]]), M::UsedUpdatedWeights),
        ("dW1", json!([[0.0087, 0.0065], [0, 0], [0.0087, 0.0065]]), M::Transposed),
        ("delta1", json!([[0.0087], [0.0075]]), M::Arithmetic),
    ];
    for (id, value, kind) in cases {
        let verdicts = mark(hw3(), &[(1, id, value.clone())], 4);
        assert_eq!(marks(&verdicts), [(id, Mark::Wrong, Some(kind))], "{value}: {verdicts:?}");
        let message = &verdicts[0].diagnosis.as_ref().expect("a diagnosis").message;
        assert!(message.len() > 15, "{message}");
    }
}

#[test]
fn momentum_in_the_second_iteration() {
    let verdicts = mark(hw3(), &[(2, "vW2", json!([[0.0356, 0.0568]]))], 4);
    // −0.9 dW2 = 0.9 · 0.1211 · (0.3265, 0.5206)
    assert_eq!(marks(&verdicts), [("vW2", Mark::Wrong, Some(Misconception::MissingMomentum))], "{verdicts:?}");
}

/// The handout's own numbers: σ(0.1) is a slip of the pen, δ of the hidden layer has lost its sign, and the update
/// after it loses it again, so that all the rest comes right.
#[test]
fn the_handouts_printed_values() {
    let printed = printed_values("hw3-q1", Display::default());
    // a (1 − a) is printed too, and is no step of its own
    let is_step = |printed: &&gradstep::handout::Printed| printed.printed.get(0, 0) != 0.2217;
    let answers: Vec<Answer> = printed
        .iter()
        .filter(is_step)
        .filter_map(|printed| {
            let quantity = Quantity::parse(&printed.id)?;
            Some(Answer { iteration: printed.iteration as u64, quantity, value: printed.printed.clone() })
        })
        .collect();
    let verdicts = check(&mut problem::network(hw3()), &answers, 4).unwrap_or_else(|error| panic!("{error}"));
    let of = |iteration: u64, id: &str| {
        let place = verdicts.iter().position(|verdict| (verdict.iteration, verdict.id.as_str()) == (iteration, id));
        let (_, mark, kind) = marks(&verdicts)[place.expect("judged")];
        (mark, kind)
    };
    assert_eq!(of(1, "z1"), (Mark::Correct, None));
    assert_eq!(of(1, "a1"), (Mark::Wrong, Some(Misconception::Arithmetic)));
    assert_eq!(of(1, "z2"), (Mark::Follows, None));
    assert_eq!(of(1, "delta1"), (Mark::Wrong, Some(Misconception::Sign)));
    // v = −0.9 δ has lost the same sign once more
    assert_eq!(of(1, "vW1"), (Mark::Rounding, Some(Misconception::Cancels)));
    assert_eq!(of(1, "vb1"), (Mark::Rounding, Some(Misconception::Cancels)));
    let wrong = verdicts.iter().filter(|verdict| verdict.verdict == Mark::Wrong).count();
    assert_eq!(wrong, 2, "{verdicts:?}");
    assert_eq!(of(2, "cost"), (Mark::Correct, None));
}

#[test]
fn an_error_is_carried_and_two_can_cancel() {
    let right_after = json!([[-0.1045]]);
    // a1 as 0.3318, 0.6250: from there W2 a1 + b2 = −0.12454
    let carried = mark(hw3(), &[(1, "a1", json!([[0.3318], [0.6250]])), (1, "z2", json!([[-0.1245]]))], 4);
    assert_eq!(marks(&carried), [("a1", Mark::Wrong, Some(Misconception::Arithmetic)), ("z2", Mark::Follows, None)]);
    let from_yours = carried[1].expected_from_yours.as_ref().expect("it differs");
    common::assert_close("z2 from there", from_yours.values(), &[-0.12454], 1e-12);
    // what lies between and was not asked for is computed from the student's own
    let across = mark(hw3(), &[(1, "a1", json!([[0.3318], [0.6250]])), (1, "a2", json!([[0.4689]]))], 4);
    assert_eq!(across[1].verdict, Mark::Follows);
    let cancelled = mark(hw3(), &[(1, "a1", json!([[0.3318], [0.6250]])), (1, "z2", right_after)], 4);
    assert_eq!(marks(&cancelled)[1], ("z2", Mark::Correct, Some(Misconception::Cancels)));
}

#[test]
fn what_is_trivially_reached_earns_nothing_later() {
    let zero = mark(hw3(), &[(1, "delta2", json!([[0]])), (1, "dW2", json!([[0, 0]])), (1, "db2", json!([[0]]))], 4);
    assert!(zero.iter().all(|verdict| verdict.verdict == Mark::Wrong), "{zero:?}");
    let copied = mark(
        hw3(),
        &[(1, "z1", json!([[-0.7], [0.1]])), (1, "a1", json!([[-0.7], [0.1]])), (1, "z2", json!([[0.29]]))],
        4,
    );
    let found: Vec<Mark> = copied.iter().map(|verdict| verdict.verdict).collect();
    assert_eq!(found, [Mark::Correct, Mark::Wrong, Mark::Wrong]);
    // a line copied into another shape is a copy: dW2 as a1 turned, and the update that would follow
    let turned = mark(
        hw3(),
        &[
            (1, "a1", json!([[0.3318], [0.5250]])),
            (1, "dW2", json!([[0.3318, 0.5250]])),
            (1, "vW2", json!([[-0.2986, -0.4725]])),
        ],
        4,
    );
    let found: Vec<Mark> = turned.iter().map(|verdict| verdict.verdict).collect();
    assert_eq!(found, [Mark::Correct, Mark::Wrong, Mark::Wrong]);
    // the right value after it is right, and no chance hit
    let after = mark(hw3(), &[(1, "delta2", json!([[0]])), (1, "dW2", json!([[-0.0435, -0.0689]]))], 4);
    assert_eq!(marks(&after)[1], ("dW2", Mark::Correct, None));
}

#[test]
fn slips_that_fit_equally_are_all_named() {
    // two samples: twice is the ½ forgotten or the mean
    let spec = common::spec(&json!({
        "layers": [{"weights": [[0.5, -0.4]], "bias": [0.1], "activation": {"kind": "identity"}}],
        "cost": {"kind": "lse"}, "optimizer": {"kind": "sgd", "learning_rate": 0.1},
        "inputs": [[1, 2], [2, 1]], "targets": [[1], [0]],
    }))
    .expect("a spec");
    // z = (−0.2, 0.7); J = (1.44 + 0.49) / 4
    let verdicts = mark(spec, &[(1, "cost", json!([[0.965]]))], 4);
    let found = verdicts[0].diagnosis.as_ref().expect("a diagnosis");
    assert_eq!(found.kind, Misconception::MissingHalf);
    assert!(found.message.contains("½") && found.message.contains("mean"), "{}", found.message);
}

#[test]
fn rounding_is_proved_and_has_no_tolerance() {
    // a1 truncated: (0.3318, 0.5249); z2 from there −0.10452
    let truncated = mark(hw3(), &[(1, "a1", json!([[0.3318], [0.5249]])), (1, "z2", json!([[-0.1045]]))], 4);
    assert_eq!(marks(&truncated), [("a1", Mark::Rounding, None), ("z2", Mark::Correct, None)]);
    let off = mark(hw3(), &[(1, "a1", json!([[0.3318], [0.5251]]))], 4);
    assert_eq!(off[0].verdict, Mark::Wrong);
    let by_two = mark(hw3(), &[(1, "z2", json!([[-0.1043]]))], 4);
    assert_eq!(by_two[0].verdict, Mark::Wrong);
}

#[test]
fn a_problem_that_rounds_by_hand_expects_its_own_numbers() {
    let mut json = serde_json::to_value(hw3()).expect("plain data");
    json["rounding"] = json!({"digits": 2, "mode": "half_even"});
    let spec = common::spec(&json).expect("a spec");
    let verdicts = mark(spec, &[(1, "a1", json!([[0.33], [0.52]])), (1, "z2", json!([[-0.1]]))], 2);
    assert!(verdicts.iter().all(|verdict| verdict.verdict == Mark::Correct), "{verdicts:?}");
}

#[test]
fn bad_answers_are_refused_with_their_place() {
    let fails = |answers: Value, path: &str| {
        let data = common::data(&answers);
        let read = read_answers(&Reader::at(&data, "answers"), &problem::network(hw3()));
        let error = read.and_then(|answers| check(&mut problem::network(hw3()), &answers, 4)).expect_err(path);
        assert_eq!(error.path, path, "{error}");
        assert!(error.message.len() > 10);
    };
    let one = |id: &str, value: Value| json!([{"iteration": 1, "id": id, "value": value}]);
    fails(json!({}), "answers");
    fails(json!([{"iteration": 0, "id": "z1", "value": [[1]]}]), "answers[0].iteration");
    fails(one("q9", json!([[1]])), "answers[0].id");
    fails(one("z7", json!([[1]])), "answers[0].id");
    fails(one("sW1", json!([[1, 2, 3], [1, 2, 3]])), "answers[0].id");
    fails(one("z1", json!([[1], [2], [3]])), "answers[0].value");
    fails(one("z1", json!([[1], [null]])), "answers[0].value[1][0]");
    fails(one("z1", json!([])), "answers[0].value");
    let twice = json!({"iteration": 1, "id": "cost", "value": [[0.1]]});
    fails(json!([twice.clone(), twice]), "answers[1].id");
    fails(json!([{"iteration": 1, "id": "cost", "value": [[0.1]], "more": 1}]), "answers[0].more");
    let logistic = common::data(&json!({"x": [1], "labels": [1], "degree": 1, "weights": [0, 0]}));
    let refused = problem::read(&Reader::at(&logistic, "spec")).err().expect("refused");
    assert_eq!(refused.path, "spec.optimizer");
    assert_eq!(check(&mut problem::network(hw3()), &[], 4), Ok(Vec::new()));
}

type Of = fn(Misconception, Display) -> Option<gradstep::check::Example>;

#[test]
fn every_slip_has_an_example_that_is_marked_as_such() {
    use gradstep::check::{example, example_of_fit};
    let mut of_fits = 0;
    for (kind, of) in Misconception::ALL.into_iter().flat_map(|kind| [(kind, example as Of), (kind, example_of_fit)]) {
        let found = of(kind, Display::default());
        let none = matches!(kind, Misconception::Cancels | Misconception::Arithmetic);
        assert_eq!(found.is_none(), none, "{kind:?}");
        let Some(example) = found else { continue };
        let mut problem = example.spec.problem();
        let quantity = problem.quantity(&example.step.id).expect("an id");
        of_fits += usize::from(matches!(example.spec, problem::Posed::Fit(_)));
        let value = example.wrong.map(|value| (value * 1e6).round() / 1e6);
        let answers = [Answer { iteration: example.iteration as u64, quantity, value }];
        let verdicts = check(problem.as_mut(), &answers, 6).expect("an answer");
        let found = verdicts[0].diagnosis.as_ref();
        let says = |section: &str| gradstep::words::text(&format!("check.slip.{section}{}", kind.name())).to_owned();
        let named = |found: &gradstep::check::Diagnosis| {
            found.message.contains(&says("")) || found.message.contains(&says("fit."))
        };
        assert!(found.is_some_and(named), "{kind:?}: {verdicts:?}");
    }
    // all but the transpose: logistic regression has no square matrix to turn
    assert_eq!(of_fits, Misconception::ALL.len() - 3);
}

#[test]
fn a_step_is_shown_with_the_students_own_numbers() {
    let answers = [answer(1, "a1", &json!([[0.3318], [0.6250]])), answer(1, "z2", &json!([[1]]))];
    let asked = (1, Quantity::WeightedInput(2));
    let step = gradstep::check::your_step(&mut problem::network(hw3()), &answers, 4, asked, Display::default());
    let step = step.unwrap_or_else(|error| panic!("{error}"));
    assert!(step.substituted.latex.contains("0.6250"), "{}", step.substituted.latex);
    common::assert_close("z2", step.value.values(), &[-0.12454], 1e-12);
}
