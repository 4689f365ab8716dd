//! Costs: value and gradient, from `z`.
use crate::error::Result;
use crate::input::Reader;
use serde::Serialize;

/// What is minimised, by the names of `npm/gradstep.d.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cost {
    /// factor · Σ (a − y)², factor ½ or 1
    Lse { factor: f64 },
    /// sigmoid outputs: −Σ y ln a + (1 − y) ln(1 − a); softmax: −Σ y ln a
    CrossEntropy,
}

impl Cost {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Lse { .. } => "lse",
            Self::CrossEntropy => "cross_entropy",
        }
    }

    /// # Errors
    /// An unknown kind, a factor other than 0.5 and 1, a surplus field.
    pub fn read(reader: &Reader) -> Result<Self> {
        if reader.kind(&["lse", "cross_entropy"])? == "cross_entropy" {
            reader.object(&["kind"])?;
            return Ok(Self::CrossEntropy);
        }
        let fields = reader.object(&["kind", "factor"])?;
        let read = |factor: &Reader| factor.number_where("0.5, 1", |factor| factor == 0.5 || factor == 1.0);
        Ok(Self::Lse { factor: fields.or("factor", 0.5, read)? })
    }
}
