//! Claims: every one has its words, its figures fit its columns, and known answers come out.
use gradstep::claim::{Part, Rates, Topic, Verdict, claims, measure, verdict};

fn all() -> Vec<gradstep::claim::Claim> {
    [Topic::Optimizers, Topic::Depth].into_iter().flat_map(claims).collect()
}

fn part(id: &str, title: &str, rates: Rates) -> Part {
    let claims = all();
    let claim = claims.iter().find(|claim| claim.id == id).expect("a claim");
    let index = claim.parts.iter().position(|part| part == title).expect("a part");
    measure(id, index, rates).expect("measured")
}

#[test]
fn every_claim_says_what_it_measures() {
    for claim in all() {
        for text in [claim.statement, claim.setup, claim.rule] {
            assert!(text.ends_with('.'), "{}: {text}", claim.id);
        }
        assert!(claim.parts.iter().all(|part| !part.contains("claim.")), "{:?}", claim.parts);
        assert!(claim.columns.iter().all(|column| !column.title.is_empty()), "{}", claim.id);
    }
    // those over deep networks and many seeds are measured in the page, by optimized code
    let quick = ["quarter", "zeros", "equal", "rates"];
    let light = claims(Topic::Depth).into_iter().filter(|claim| quick.contains(&claim.id));
    for claim in claims(Topic::Optimizers).into_iter().chain(light) {
        let part = measure(claim.id, 0, Rates::Stated).expect("measured");
        assert_eq!(part.title, claim.parts[0]);
        for row in &part.rows {
            assert_eq!(row.figures.len(), claim.columns.len(), "{}: {}", claim.id, row.method);
            assert!(!row.method.contains("claim.") && !row.method.contains("page."), "{}", row.method);
        }
    }
}

/// σ′ is at most ¼, so a chain of single units with weight 1 loses at least three quarters a layer; two units a layer
/// add up, and σ′ near ½ · 2 is more than half of ¼.
#[test]
fn unit_weights_bound_a_chain_and_not_a_layer() {
    let holds = |title| part("quarter", title, Rates::Best).holds;
    assert_eq!(holds("10 layers of one unit"), Some(true));
    assert_eq!(holds("10 layers of 2 units"), Some(false));
}

/// With W = 0, Wᵀδ = 0.
#[test]
fn zeros_stop_the_gradient_above_the_hidden_layers() {
    for title in ["Sigmoid", "Tanh", "ReLU"] {
        let found = part("zeros", title, Rates::Best);
        assert_eq!((found.holds, found.rows[0].figures[0]), (Some(false), Some(0.0)), "{title}");
    }
}

#[test]
fn equal_units_stay_equal_but_for_dropout() {
    assert_eq!(part("equal", "Tanh", Rates::Best).holds, Some(true));
    let dropped = part("equal", "Sigmoid with dropout 0.5", Rates::Best);
    assert!(dropped.holds == Some(false) && dropped.rows[0].figures[0] > Some(1e-3), "{dropped:?}");
}

#[test]
fn a_measurement_comes_out_the_same_again() {
    assert_eq!(measure("noise", 1, Rates::Stated), measure("noise", 1, Rates::Stated));
}

/// Measured apart on 401 × 401 starts: with the correction and β₁ 0.9 no start behaves like the second scenario.
#[test]
fn adam_alone_ends_in_the_local_minimum_only_without_correction() {
    let share = |title| part("alone", title, Rates::Stated).rows[0].figures[0].expect("a share");
    assert!(share("Adam as published") > 0.5);
    assert_eq!(share("With bias correction, β₁ 0.9"), 0.0);
}

/// x loses the share 0.3 · 0.2 of itself a step and y 1.2 of it, so that y turns at every step.
#[test]
fn sgd_turns_at_every_step_across_the_ravine() {
    let ravine = part("oscillates", "Ravine", Rates::Best);
    assert_eq!((ravine.rows[0].learning_rate, ravine.rows[0].figures[0]), (Some(0.3), Some(100.0)));
    assert_eq!(ravine.holds, Some(true));
}

/// The first uncorrected average is (1 − μ) g, the corrected one g.
#[test]
fn the_correction_makes_up_for_the_first_average() {
    let ravine = part("smooth", "Ravine", Rates::Stated);
    let first = |row: usize| ravine.rows[row].figures[0].expect("a length");
    assert!((first(0) - 0.1).abs() < 1e-9 && (first(1) - 1.0).abs() < 1e-9);
}

#[test]
fn nobody_leaves_a_saddle_without_noise() {
    for title in ["Saddle", "Monkey saddle", "Six-hump camel"] {
        assert!(part("saddle", title, Rates::Best).rows.iter().all(|row| row.figures[0] == Some(0.0)), "{title}");
    }
}

#[test]
fn a_verdict_counts_the_places_that_say_something() {
    assert_eq!(verdict(&[Some(true), None]), Verdict::Holds);
    assert_eq!(verdict(&[Some(true), Some(false)]), Verdict::HoldsInSome);
    assert_eq!(verdict(&[Some(false), None]), Verdict::DoesNotHold);
    assert_eq!(verdict(&[None]), Verdict::Undecided);
    assert_eq!(verdict(&[]), Verdict::Undecided);
}

#[test]
fn what_is_not_there_is_named() {
    let message = |id, part| measure(id, part, Rates::Best).expect_err("refused").to_string();
    assert!(message("fastest", 0).contains("adam_faster"), "{}", message("fastest", 0));
    assert!(message("saddle", 3).contains("0 to 2"), "{}", message("saddle", 3));
}
