//! One error for the whole core: the place, what was expected there, what was found.
use std::fmt;

/// A failure that a reader can act on.
///
/// `path` is the offending place in the caller's data (`layers[1].weights[0]`), empty where the
/// failure has no place; `message` is a sentence from the catalogue.
///
/// ```
/// let error = gradstep::Error::expected("layers[0].bias", "2 numbers", "3");
/// assert_eq!(error.to_string(), "layers[0].bias: expected 2 numbers, found 3");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub path: String,
    pub message: String,
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// `expected` and `found` are phrases that are already in the reader's language.
    pub fn expected(path: impl Into<String>, expected: &str, found: &str) -> Self {
        let message = crate::words::fill("error.message", &[("expected", expected), ("found", found)]);
        Self { path: path.into(), message }
    }

    /// A sentence of the catalogue, its placeholders filled in.
    pub fn sentence(path: impl Into<String>, key: &str, values: &[(&str, &str)]) -> Self {
        Self { path: path.into(), message: crate::words::fill(key, values) }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(out, "{}", self.message)
        } else {
            write!(out, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for Error {}
