//! Marking a hand calculation: which numbers are right, which only follow from an earlier mistake, which are only
//! rounded, and what was done wrong.
//!
//! Every step is computed again by its own rule ([`crate::derivation`]) three times over: from the exact numbers, from
//! the student's own earlier answers, and from intervals. The intervals hold whatever some rounding or truncation of
//! earlier results to the sheet's digits can lead to, so "rounding" and "follows" are proofs and know no tolerance. An
//! answer that none of them explains is held against the rule with one named mistake in it ([`Misconception`]).
mod bounds;
mod frame;
mod interval;
mod judge;
mod message;
mod read;
mod slip;
mod stand;
mod written;

pub(crate) use judge::visible_slips;
pub use read::read_answers;

use crate::error::Result;
use crate::matrix::Matrix;
use crate::problem::Problem;
use crate::quantity::Quantity;
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

/// How one answer is judged, by the names of `api.d.ts`.
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
    judge::judge(problem, answers, digits)
}
