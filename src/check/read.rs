//! Answers from plain data.
use super::Answer;
use crate::error::Result;
use crate::input::Reader;
use crate::problem::Problem;
use crate::words::text;

/// More than any sheet has; every iteration from the first answered to the last is worked.
pub const LATEST: u64 = 1000;

/// The list `answers` of `npm/gradstep.d.ts`, whose ids are those of `problem`.
///
/// # Errors
/// Names the place of whatever is missing, surplus or out of range: iterations from 1 to 1000, ids of the problem's quantities,
/// matrices of finite numbers.
pub fn read_answers(reader: &Reader, problem: &dyn Problem) -> Result<Vec<Answer>> {
    let one = |reader: &Reader| {
        let fields = reader.object(&["iteration", "id", "value"])?;
        let iteration = fields.required("iteration")?.integer(1, LATEST)?;
        let id = fields.required("id")?;
        let quantity = problem.quantity(&id.text()?).ok_or_else(|| id.expected(text("expected.id")))?;
        Ok(Answer { iteration, quantity, value: fields.required("value")?.matrix(None)? })
    };
    reader.list()?.iter().map(one).collect()
}
