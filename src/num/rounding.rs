//! Rounding as on paper.
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    HalfEven,
    HalfAway,
    Truncate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rounding {
    pub digits: u32,
    pub mode: Mode,
}
