//! Optimizers: how a gradient becomes a step.
//!
//! `g` is the gradient at the current parameters `w`, `t` counts updates from 1, every state variable starts
//! at 0, and everything is elementwise.
mod adaptive;
mod momentum;
pub mod rule;

use crate::error::Result;
use crate::input::{Fields, Reader};
use crate::quantity::Slot;
use rule::Rule;
use serde::Serialize;

/// Which quantity momentum accumulates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MomentumForm {
    /// v = μ v − η g, w ← w + v
    Step,
    /// v = μ v + g, w ← w − η v
    Gradient,
}

/// An update rule with its hyperparameters, by the names of `npm/gradstep.d.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Optimizer {
    Sgd { learning_rate: f64 },
    Momentum { learning_rate: f64, momentum: f64, form: MomentumForm },
    EmaMomentum { learning_rate: f64, momentum: f64, bias_correction: bool },
    Nesterov { learning_rate: f64, momentum: f64 },
    Adagrad { learning_rate: f64, epsilon: f64, epsilon_inside: bool },
    Adadelta { learning_rate: f64, decay: f64, epsilon: f64 },
    Rmsprop { learning_rate: f64, decay: f64, epsilon: f64, epsilon_inside: bool },
    Adam { learning_rate: f64, beta1: f64, beta2: f64, epsilon: f64, bias_correction: bool, epsilon_inside: bool },
    Adamw { learning_rate: f64, beta1: f64, beta2: f64, epsilon: f64, weight_decay: f64 },
    Amsgrad { learning_rate: f64, beta1: f64, beta2: f64, epsilon: f64 },
    Nadam { learning_rate: f64, beta1: f64, beta2: f64, epsilon: f64 },
    Lion { learning_rate: f64, beta1: f64, beta2: f64 },
}

impl Optimizer {
    pub const KINDS: [&str; 12] = [
        "sgd",
        "momentum",
        "ema_momentum",
        "nesterov",
        "adagrad",
        "adadelta",
        "rmsprop",
        "adam",
        "adamw",
        "amsgrad",
        "nadam",
        "lion",
    ];

    /// η, which every rule has.
    pub fn learning_rate(&self) -> f64 {
        match *self {
            Self::Sgd { learning_rate, .. }
            | Self::Momentum { learning_rate, .. }
            | Self::EmaMomentum { learning_rate, .. }
            | Self::Nesterov { learning_rate, .. }
            | Self::Adagrad { learning_rate, .. }
            | Self::Adadelta { learning_rate, .. }
            | Self::Rmsprop { learning_rate, .. }
            | Self::Adam { learning_rate, .. }
            | Self::Adamw { learning_rate, .. }
            | Self::Amsgrad { learning_rate, .. }
            | Self::Nadam { learning_rate, .. }
            | Self::Lion { learning_rate, .. } => learning_rate,
        }
    }

    /// # Errors
    /// An unknown kind; a hyperparameter that is missing, surplus or out of its range: learning_rate ≥ 0,
    /// momentum, decay, beta1, beta2 in [0, 1), epsilon ≥ 0, weight_decay ≥ 0.
    pub fn read(reader: &Reader) -> Result<Self> {
        let kind = reader.kind(&Self::KINDS)?;
        let own: &[&str] = match kind {
            "sgd" => &[],
            "momentum" => &["momentum", "form"],
            "ema_momentum" => &["momentum", "bias_correction"],
            "nesterov" => &["momentum"],
            "adagrad" => &["epsilon", "epsilon_inside"],
            "adadelta" => &["decay", "epsilon"],
            "rmsprop" => &["decay", "epsilon", "epsilon_inside"],
            "adam" => &["beta1", "beta2", "epsilon", "bias_correction", "epsilon_inside"],
            "adamw" => &["beta1", "beta2", "epsilon", "weight_decay"],
            "amsgrad" | "nadam" => &["beta1", "beta2", "epsilon"],
            "lion" => &["beta1", "beta2"],
            _ => return Err(reader.not_one_of(&Self::KINDS)),
        };
        let fields = reader.object(&[&["kind", "learning_rate"], own].concat())?;
        let learning_rate = at_least_zero(&fields, "learning_rate")?;
        let share = |name| share(&fields, name);
        let epsilon = || at_least_zero(&fields, "epsilon");
        let switch = |name, default| fields.or(name, default, Reader::boolean);
        Ok(match kind {
            "sgd" => Self::Sgd { learning_rate },
            "momentum" => Self::Momentum { learning_rate, momentum: share("momentum")?, form: read_form(&fields)? },
            "ema_momentum" => Self::EmaMomentum {
                learning_rate,
                momentum: share("momentum")?,
                bias_correction: switch("bias_correction", true)?,
            },
            "nesterov" => Self::Nesterov { learning_rate, momentum: share("momentum")? },
            "adagrad" => {
                Self::Adagrad { learning_rate, epsilon: epsilon()?, epsilon_inside: switch("epsilon_inside", false)? }
            }
            "adadelta" => Self::Adadelta { learning_rate, decay: share("decay")?, epsilon: epsilon()? },
            "rmsprop" => Self::Rmsprop {
                learning_rate,
                decay: share("decay")?,
                epsilon: epsilon()?,
                epsilon_inside: switch("epsilon_inside", true)?,
            },
            "adam" => Self::Adam {
                learning_rate,
                beta1: share("beta1")?,
                beta2: share("beta2")?,
                epsilon: epsilon()?,
                bias_correction: switch("bias_correction", true)?,
                epsilon_inside: switch("epsilon_inside", false)?,
            },
            "adamw" => Self::Adamw {
                learning_rate,
                beta1: share("beta1")?,
                beta2: share("beta2")?,
                epsilon: epsilon()?,
                weight_decay: at_least_zero(&fields, "weight_decay")?,
            },
            "amsgrad" => {
                Self::Amsgrad { learning_rate, beta1: share("beta1")?, beta2: share("beta2")?, epsilon: epsilon()? }
            }
            "nadam" => {
                Self::Nadam { learning_rate, beta1: share("beta1")?, beta2: share("beta2")?, epsilon: epsilon()? }
            }
            "lion" => Self::Lion { learning_rate, beta1: share("beta1")?, beta2: share("beta2")? },
            _ => return Err(reader.not_one_of(&Self::KINDS)),
        })
    }
}

/// Something that wants the rule behind an [`Optimizer`], with its type.
pub trait UseRule {
    type Output;
    fn with<R: Rule>(self, rule: R) -> Self::Output;
}

impl Optimizer {
    /// The state that is kept from update to update, in the rule's order.
    pub fn carried(&self) -> &'static [Slot] {
        struct Carried;
        impl UseRule for Carried {
            type Output = &'static [Slot];
            fn with<R: Rule>(self, _: R) -> &'static [Slot] {
                R::CARRIED
            }
        }
        self.rule(1, Carried)
    }

    /// Hands the rule of update `t` (from 1), with its bias corrections worked out, to `user`.
    pub fn rule<U: UseRule>(&self, t: u64, user: U) -> U::Output {
        let moments =
            |learning_rate, beta1, beta2, epsilon| adaptive::Moments::at(t, learning_rate, beta1, beta2, epsilon);
        match *self {
            Self::Sgd { learning_rate } => user.with(momentum::Sgd { learning_rate }),
            Self::Momentum { learning_rate, momentum, form: MomentumForm::Step } => {
                user.with(momentum::MomentumStep { learning_rate, momentum })
            }
            Self::Momentum { learning_rate, momentum, form: MomentumForm::Gradient } => {
                user.with(momentum::MomentumGradient { learning_rate, momentum })
            }
            Self::EmaMomentum { learning_rate, momentum, bias_correction } => {
                let correction = bias_correction.then(|| adaptive::correction(momentum, t));
                user.with(momentum::EmaMomentum { learning_rate, momentum, correction })
            }
            Self::Nesterov { learning_rate, momentum } => user.with(momentum::Nesterov { learning_rate, momentum }),
            Self::Adagrad { learning_rate, epsilon, epsilon_inside } => {
                user.with(adaptive::Adagrad { learning_rate, epsilon, epsilon_inside })
            }
            Self::Adadelta { learning_rate, decay, epsilon } => {
                user.with(adaptive::Adadelta { learning_rate, decay, epsilon })
            }
            Self::Rmsprop { learning_rate, decay, epsilon, epsilon_inside } => {
                user.with(adaptive::Rmsprop { learning_rate, decay, epsilon, epsilon_inside })
            }
            Self::Adam { learning_rate, beta1, beta2, epsilon, bias_correction, epsilon_inside } => {
                // two powers that nobody would use are most of an update of two parameters
                let moments = if bias_correction {
                    moments(learning_rate, beta1, beta2, epsilon)
                } else {
                    adaptive::Moments::uncorrected(learning_rate, beta1, beta2, epsilon)
                };
                user.with(adaptive::Adam { moments, bias_correction, epsilon_inside })
            }
            Self::Adamw { learning_rate, beta1, beta2, epsilon, weight_decay } => {
                user.with(adaptive::Adamw { moments: moments(learning_rate, beta1, beta2, epsilon), weight_decay })
            }
            Self::Amsgrad { learning_rate, beta1, beta2, epsilon } => {
                user.with(adaptive::Amsgrad { moments: moments(learning_rate, beta1, beta2, epsilon) })
            }
            Self::Nadam { learning_rate, beta1, beta2, epsilon } => user.with(adaptive::Nadam {
                moments: moments(learning_rate, beta1, beta2, epsilon),
                correction_next: adaptive::correction(beta1, t + 1),
            }),
            Self::Lion { learning_rate, beta1, beta2 } => user.with(momentum::Lion { learning_rate, beta1, beta2 }),
        }
    }
}

fn at_least_zero(fields: &Fields, name: &str) -> Result<f64> {
    fields.required(name)?.number_where("≥ 0", |value| value >= 0.0)
}

fn share(fields: &Fields, name: &str) -> Result<f64> {
    fields.required(name)?.number_where("≥ 0, < 1", |value| (0.0..1.0).contains(&value))
}

fn read_form(fields: &Fields) -> Result<MomentumForm> {
    fields.or("form", MomentumForm::Step, |form| {
        Ok(if form.one_of(&["step", "gradient"])? == "step" { MomentumForm::Step } else { MomentumForm::Gradient })
    })
}
