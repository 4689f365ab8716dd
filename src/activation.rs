//! Activations: each with its value and its derivative side by side.
use crate::error::Result;
use crate::input::Reader;
use serde::Serialize;

/// `f` of `a = f(z)`, by the names of `api.d.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Activation {
    Identity,
    Sigmoid,
    Tanh,
    Relu,
    LeakyRelu { slope: f64 },
    Rrelu { lower: f64, upper: f64 },
    Elu { alpha: f64 },
    Softplus,
    Gelu,
    Silu,
    Softmax,
}

const KINDS: [&str; 11] =
    ["identity", "sigmoid", "tanh", "relu", "leaky_relu", "rrelu", "elu", "softplus", "gelu", "silu", "softmax"];

impl Activation {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Sigmoid => "sigmoid",
            Self::Tanh => "tanh",
            Self::Relu => "relu",
            Self::LeakyRelu { .. } => "leaky_relu",
            Self::Rrelu { .. } => "rrelu",
            Self::Elu { .. } => "elu",
            Self::Softplus => "softplus",
            Self::Gelu => "gelu",
            Self::Silu => "silu",
            Self::Softmax => "softmax",
        }
    }

    /// # Errors
    /// An unknown kind; a parameter that is missing, surplus or out of its range: slope ≥ 0,
    /// 0 ≤ lower ≤ upper, alpha > 0.
    pub fn read(reader: &Reader) -> Result<Self> {
        let kind = reader.kind(&KINDS)?;
        match kind {
            "leaky_relu" => {
                let fields = reader.object(&["kind", "slope"])?;
                Ok(Self::LeakyRelu { slope: fields.required("slope")?.number_where("≥ 0", |slope| slope >= 0.0)? })
            }
            "rrelu" => {
                let fields = reader.object(&["kind", "lower", "upper"])?;
                let lower = fields.required("lower")?.number_where("≥ 0", |lower| lower >= 0.0)?;
                let upper = fields.required("upper")?.number_where("≥ lower", |upper| upper >= lower)?;
                Ok(Self::Rrelu { lower, upper })
            }
            "elu" => {
                let fields = reader.object(&["kind", "alpha"])?;
                Ok(Self::Elu { alpha: fields.required("alpha")?.number_where("> 0", |alpha| alpha > 0.0)? })
            }
            _ => {
                reader.object(&["kind"])?;
                Ok(match kind {
                    "sigmoid" => Self::Sigmoid,
                    "tanh" => Self::Tanh,
                    "relu" => Self::Relu,
                    "softplus" => Self::Softplus,
                    "gelu" => Self::Gelu,
                    "silu" => Self::Silu,
                    "softmax" => Self::Softmax,
                    _ => Self::Identity,
                })
            }
        }
    }
}
