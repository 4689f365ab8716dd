//! The handout's printed values: which are right to their digits, and which are not.
use gradstep::derivation::Display;
use gradstep::handout::printed_values;

/// Digits of the handout that differ from the problem's own, as (iteration, id, row, column): σ(0.1) is printed as
/// 0.5245 for 0.5250, δ of the hidden layer with the wrong sign, and the rest follows from these or from cutting off.
const WRONG: &[(usize, &str, usize, usize)] = &[
    (1, "a1", 1, 0),
    (1, "z2", 0, 0),
    (1, "cost_other", 0, 0),
    (1, "delta2", 0, 0),
    (1, "vW2", 0, 0),
    (1, "vW2", 0, 1),
    (1, "W2", 0, 0),
    (1, "W2", 0, 1),
    (1, "vb2", 0, 0),
    (1, "b2", 0, 0),
    (1, "delta1", 0, 0),
    (1, "delta1", 1, 0),
    (1, "vW1", 0, 0),
    (1, "vW1", 0, 2),
    (1, "W1", 0, 0),
    (1, "W1", 0, 2),
    (1, "vb1", 0, 0),
    (1, "b1", 0, 0),
    (2, "z1", 0, 0),
    (2, "a1", 1, 0),
    (2, "z2", 0, 0),
    (2, "cost_other", 0, 0),
];

#[test]
fn the_printed_values_agree_but_for_those_that_are_known_to_be_wrong() {
    let printed = printed_values("hw3-q1", Display::default());
    assert_eq!(printed.len(), 23);
    let mut wrong = Vec::new();
    for entry in &printed {
        for (row, agrees) in entry.agrees.iter().enumerate() {
            for (column, agrees) in agrees.iter().enumerate() {
                let off = (entry.printed.get(row, column) - entry.computed.get(row, column)).abs();
                assert_eq!(
                    *agrees,
                    format!("{:.4}", entry.computed.get(row, column))
                        == format!("{:.4}", entry.printed.get(row, column)),
                    "{} {off}",
                    entry.id
                );
                if !agrees {
                    wrong.push((entry.iteration, entry.id.as_str(), row, column));
                }
            }
        }
    }
    assert_eq!(wrong, WRONG);
}

#[test]
fn other_presets_have_nothing_printed() {
    assert!(printed_values("xor", Display::default()).is_empty());
    assert!(printed_values("<script>", Display::default()).is_empty());
}
