//! What a sheet is worth by a rule from plain data.
mod common;

use gradstep::check::{Mark, Marked, ScoreRule, read_asked, read_marked, score};
use gradstep::input::Reader;
use serde_json::{Value, json};

fn rule(json: &Value) -> gradstep::Result<ScoreRule> {
    ScoreRule::read(&Reader::at(&common::data(json), "rule"))
}

fn marked(id: &str, mark: Mark, cancels: bool) -> Marked {
    Marked { iteration: 1, id: id.to_owned(), mark, cancels }
}

#[test]
fn each_kind_of_answer_earns_its_share_of_the_weight() {
    let asked = ["z1", "a1", "cost", "delta1", "dW1", "W1"].map(|id| (1, id.to_owned()));
    let answers = [
        marked("z1", Mark::Correct, false),
        marked("a1", Mark::Rounding, false),
        marked("cost", Mark::Follows, false),
        marked("delta1", Mark::Wrong, false),
        marked("dW1", Mark::Correct, true),
    ];
    let cases = [
        (json!({}), 4.0, 6.0),
        (json!({"follows": 0.5, "rounding": 0.75, "cancels": 0}), 2.25, 6.0),
        (json!({"wrong": -0.5, "missing": -0.25}), 3.25, 6.0),
        (json!({"weights": {"delta1": 3, "a1": 0, "cost": 2}}), 4.0, 8.0),
        (json!({"correct": 2, "weights": {"z1": 2.5}}), 8.0, 15.0),
        (json!({"wrong": -100}), 0.0, 6.0),
    ];
    for (json, expected, most) in cases {
        let found = score(&asked, &answers, &rule(&json).expect("a rule"));
        assert_eq!((found.score, found.most), (expected, most), "{json}: {found:?}");
        assert_eq!(found.points.len(), asked.len());
    }
}

#[test]
fn verdicts_are_read_as_they_were_given() {
    let verdicts = common::data(&json!([
        {"iteration": 2, "id": "cost", "verdict": "correct", "expected": [[1]], "diagnosis": {"kind": "cancels", "message": "…"}},
        {"iteration": 1, "id": "u", "verdict": "wrong", "expected": [[1]], "expected_from_yours": [[2]]},
    ]));
    let found = read_marked(&Reader::at(&verdicts, "verdicts")).expect("verdicts");
    assert_eq!(
        (found[0].mark, found[0].cancels, found[1].mark, found[1].cancels),
        (Mark::Correct, true, Mark::Wrong, false)
    );
    let asked = common::data(&json!([{"iteration": 2, "id": "cost"}]));
    let asked = read_asked(&Reader::at(&asked, "asked")).expect("a list");
    let score = score(&asked, &found, &rule(&json!({"cancels": 0.25})).expect("a rule"));
    assert_eq!((score.score, score.most), (0.25, 1.0));
}

#[test]
fn bad_rules_are_refused_with_their_place() {
    let fails = |json: Value, path: &str| assert_eq!(rule(&json).expect_err(path).path, path);
    fails(json!([]), "rule");
    fails(json!({"right": 1}), "rule.right");
    fails(json!({"wrong": -1001}), "rule.wrong");
    fails(json!({"follows": "half"}), "rule.follows");
    fails(json!({"weights": 1}), "rule.weights");
    fails(json!({"weights": {"cost": -1}}), "rule.weights.cost");
    let verdicts = common::data(&json!([{"iteration": 1, "id": "z1", "verdict": "good"}]));
    assert_eq!(read_marked(&Reader::at(&verdicts, "verdicts")).expect_err("a kind").path, "verdicts[0].verdict");
}
