//! What is said of a slip.
use super::{Diagnosis, Misconception};
use crate::words::{fill, text};

/// One diagnosis of slips that explain an answer equally, the first of them its kind.
pub fn diagnosis(kinds: &[Misconception]) -> Diagnosis {
    let kind = kinds.first().copied().unwrap_or(Misconception::Arithmetic);
    let mut message = sentence(kind);
    for other in kinds.iter().skip(1) {
        message = fill("check.or", &[("first", &message), ("second", &sentence(*other))]);
    }
    Diagnosis { kind, message }
}

fn sentence(kind: Misconception) -> String {
    let key = format!("check.slip.{}", kind.name());
    text(&key).to_owned()
}
