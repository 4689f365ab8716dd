//! Marking a hand calculation: which numbers are right, which only follow from an earlier mistake, which are only
//! rounded, and what was done wrong.
//!
//! Every step is computed again by its own rule ([`crate::derivation`]) three times over: from the exact numbers, from
//! the student's own earlier answers, and from intervals. The intervals hold whatever some rounding or truncation of
//! earlier results to the sheet's digits can lead to, so "rounding" and "follows" are proofs and know no tolerance. An
//! answer that none of them explains is held against the rule with one named mistake in it ([`Misconception`]).
mod bounds;
mod example;
mod frame;
mod interval;
mod judge;
mod message;
mod read;
mod score;
mod slip;
mod stand;
mod written;

pub use example::{Example, example, example_of_fit};
pub(crate) use judge::visible_slips;
pub use read::read_answers;
pub use score::{Marked, Points, Score, ScoreRule, read_asked, read_marked, score};

use crate::derivation::{Display, Step};
use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::problem::Problem;
use crate::quantity::Quantity;
use crate::words::{fill, text};
use serde::Serialize;

/// One quantity as a student has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// From 1.
    pub iteration: u64,
    pub quantity: Quantity,
    /// Of the quantity's shape, or of that shape transposed.
    pub value: Matrix,
}

/// How one answer is judged, by the names of `npm/gradstep.d.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// The exact value at the digits asked for.
    Correct,
    /// Off only as far as rounding or truncating earlier results explains.
    Rounding,
    /// Wrong, but right from this student's own earlier answers.
    Follows,
    Wrong,
}

impl Mark {
    /// As `npm/gradstep.d.ts` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Rounding => "rounding",
            Self::Follows => "follows",
            Self::Wrong => "wrong",
        }
    }
}

/// What was done wrong. In this order where several explain an answer equally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Misconception {
    /// δ without f′.
    MissingActivationDerivative,
    /// f′(a) for f′(z).
    DerivativeAtActivation,
    /// δ of a hidden layer through weights that were already updated.
    UsedUpdatedWeights,
    /// A matrix where its transpose belongs.
    Transposed,
    /// The cost's ½ forgotten, in the cost or in δ.
    MissingHalf,
    /// A batch's costs not divided by N.
    SumInsteadOfMean,
    /// Another logarithm than the natural one.
    LogBase,
    /// z without b.
    MissingBias,
    /// b as it was before the update.
    BiasNotUpdated,
    /// An update without η.
    MissingLearningRate,
    /// An update without what is kept of the last one, or without the share that is kept.
    MissingMomentum,
    /// What is kept of the last update with the wrong sign.
    MomentumSign,
    /// m or s where m̂ or ŝ belongs.
    MissingBiasCorrection,
    /// ε inside the root where it belongs outside, or the other way round.
    EpsilonPlace,
    /// A sum for a difference, a result with the wrong sign.
    Sign,
    /// Does not follow from the student's earlier answers, and yet is right.
    Cancels,
    /// Nothing of the above leads to it.
    Arithmetic,
}

impl Misconception {
    pub const ALL: [Self; 17] = [
        Self::MissingActivationDerivative,
        Self::DerivativeAtActivation,
        Self::UsedUpdatedWeights,
        Self::Transposed,
        Self::MissingHalf,
        Self::SumInsteadOfMean,
        Self::LogBase,
        Self::MissingBias,
        Self::BiasNotUpdated,
        Self::MissingLearningRate,
        Self::MissingMomentum,
        Self::MomentumSign,
        Self::MissingBiasCorrection,
        Self::EpsilonPlace,
        Self::Sign,
        Self::Cancels,
        Self::Arithmetic,
    ];

    /// As `npm/gradstep.d.ts` writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::MissingActivationDerivative => "missing_activation_derivative",
            Self::DerivativeAtActivation => "derivative_at_activation",
            Self::UsedUpdatedWeights => "used_updated_weights",
            Self::Transposed => "transposed",
            Self::MissingHalf => "missing_half",
            Self::SumInsteadOfMean => "sum_instead_of_mean",
            Self::LogBase => "log_base",
            Self::MissingBias => "missing_bias",
            Self::BiasNotUpdated => "bias_not_updated",
            Self::MissingLearningRate => "missing_learning_rate",
            Self::MissingMomentum => "missing_momentum",
            Self::MomentumSign => "momentum_sign",
            Self::MissingBiasCorrection => "missing_bias_correction",
            Self::EpsilonPlace => "epsilon_place",
            Self::Sign => "sign",
            Self::Cancels => "cancels",
            Self::Arithmetic => "arithmetic",
        }
    }
}

/// What explains a wrong answer, or one that is right by chance.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diagnosis {
    pub kind: Misconception,
    /// A sentence; where several slips explain the answer equally, it names them all.
    pub message: String,
}

/// One marked answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    pub iteration: u64,
    pub id: String,
    pub verdict: Mark,
    /// The exact value.
    pub expected: Matrix,
    /// The value that the student's own earlier answers lead to, where it differs at the digits asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_from_yours: Option<Matrix>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnosis: Option<Diagnosis>,
}

/// Marks `answers`, each as given with `digits` decimals; the verdicts stand in the order of the answers. What is not
/// given is taken as computed: from the student's own numbers where these lead to it, and before the first iteration
/// answered, exactly.
///
/// ```
/// use gradstep::check::{Answer, Mark, Misconception, check};
/// use gradstep::{Matrix, preset, problem, quantity::Quantity};
///
/// let mut problem = problem::network(preset::spec("hw3-q1").expect("a preset"));
/// let answer = |quantity, value| Answer { iteration: 1, quantity, value: Matrix::scalar(value) };
/// // y − a for a − y, and an update that is right from there
/// let answers = [answer(Quantity::Activation(2), 0.4739), answer(Quantity::Delta(2), 0.1312)];
/// let verdicts = check(&mut problem, &answers, 4)?;
/// assert_eq!(verdicts[0].verdict, Mark::Correct);
/// assert_eq!(verdicts[1].verdict, Mark::Wrong);
/// assert_eq!(verdicts[1].diagnosis.as_ref().map(|found| found.kind), Some(Misconception::Sign));
/// # Ok::<(), gradstep::Error>(())
/// ```
///
/// # Errors
/// Where an answer names no step of its iteration (`answers[0].id`), has neither the step's shape nor its transpose's
/// (`answers[0].value`), or names a step a second time (`answers[1].id`).
pub fn check(problem: &mut dyn Problem, answers: &[Answer], digits: u32) -> Result<Vec<Verdict>> {
    Ok(judge::judge(problem, answers, digits)?.0)
}

/// One step with the student's own numbers put in; its value is the one that they lead to.
///
/// # Errors
/// As for [`check`]; and where `quantity` is no step of an iteration from the first answered to the last (path `id`).
pub fn your_step(
    problem: &mut dyn Problem,
    answers: &[Answer],
    digits: u32,
    (iteration, quantity): (u64, Quantity),
    display: Display,
) -> Result<Step> {
    let (_, own) = judge::judge(problem, answers, digits)?;
    let (rules, _) = problem.worked(iteration)?;
    let rule = rules.iter().find(|rule| rule.quantity == quantity);
    let mine = own.into_iter().find(|record| record.iteration as u64 == iteration);
    let (Some(rule), Some(mut record)) = (rule, mine) else {
        let found = fill("found.text", &[("text", &quantity.to_string())]);
        return Err(Error::expected("id", text("expected.id"), &found));
    };
    record.results.retain(|(known, _)| *known != quantity);
    Ok(problem.step(rule, &record, display))
}
