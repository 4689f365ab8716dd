//! Titles and reasons, from the catalogue.
use super::rules::{Phase, Rule};
use crate::cost::Cost;
use crate::matrix::Matrix;
use crate::optimizer::{MomentumForm, Optimizer};
use crate::quantity::{Kind, Quantity, Slot};
use crate::record::Record;
use crate::spec::{NetworkSpec, Reduction};
use crate::words::{fill, text};

/// Title and reason of a step.
pub(super) fn of(spec: &NetworkSpec, rule: &Rule, record: &Record) -> (String, String) {
    let place = rule.quantity.layer().map(|layer| place(spec, layer)).unwrap_or_default();
    let next = rule.quantity.layer().map(|layer| self::place(spec, layer + 1)).unwrap_or_default();
    let parameter = match rule.quantity {
        Quantity::Parameter(kind, _) | Quantity::Gradient(kind, _) | Quantity::State(_, kind, _) => text(match kind {
            Kind::Weights => "step.word.weights",
            Kind::Bias => "step.word.bias",
        }),
        _ => "",
    };
    let samples = record.before(Quantity::Input).map_or(1, Matrix::columns);
    let count = samples.to_string();
    let values =
        [("layer", place.as_str()), ("next", next.as_str()), ("parameter", parameter), ("samples", count.as_str())];
    let mut why = String::new();
    for key in reasons(spec, rule.quantity, samples) {
        if !why.is_empty() {
            why.push(' ');
        }
        why.push_str(&fill(&key, &values));
    }
    (fill(&title(spec, rule), &values), why)
}

/// "layer 1", "the output layer"
fn place(spec: &NetworkSpec, layer: usize) -> String {
    if layer >= spec.depth() {
        return text("step.place.output_layer").to_owned();
    }
    fill("step.place.layer", &[("number", &layer.to_string())])
}

fn title(spec: &NetworkSpec, rule: &Rule) -> String {
    let output = rule.quantity.layer() == Some(spec.depth());
    let key = match rule.quantity {
        Quantity::WeightedInput(_) => "z",
        Quantity::Activation(_) if output => "a_output",
        Quantity::Activation(_) => "a",
        Quantity::Cost | Quantity::CostOther => return format!("step.title.{}", cost_key(spec, rule.quantity)),
        Quantity::Delta(_) if output => "delta_output",
        Quantity::Delta(_) if spec.depth() == 2 => "delta_hidden",
        Quantity::Delta(_) => "delta",
        Quantity::Gradient(..) => "gradient",
        Quantity::State(slot, ..) => return format!("step.title.{}", slot_key(&spec.optimizer, slot)),
        Quantity::Parameter(..) if rule.phase == Phase::Update => "parameter",
        _ => "given",
    };
    format!("step.title.{key}")
}

fn cost_key(spec: &NetworkSpec, quantity: Quantity) -> &'static str {
    match (quantity == Quantity::Cost, spec.cost == Cost::CrossEntropy) {
        (true, true) => "cost_cross_entropy",
        (true, false) => "cost_lse",
        (false, true) => "other_lse",
        (false, false) => "other_cross_entropy",
    }
}

/// One name a state variable, apart where optimizers mean different things by it.
pub(super) fn slot_key(optimizer: &Optimizer, slot: Slot) -> &'static str {
    match (slot, *optimizer) {
        (Slot::V, Optimizer::Momentum { form: MomentumForm::Gradient, .. }) => "v_gradient",
        (Slot::V, _) => "v",
        (Slot::M, Optimizer::Lion { .. }) => "m_lion",
        (Slot::M, _) => "m",
        (Slot::MHat, Optimizer::Nadam { .. }) => "mhat_nadam",
        (Slot::MHat, _) => "mhat",
        (Slot::S, Optimizer::Adagrad { .. }) => "s_sum",
        (Slot::S, _) => "s",
        (Slot::SHat, Optimizer::Amsgrad { .. }) => "shat_largest",
        (Slot::SHat, _) => "shat",
        (Slot::U, _) => "u",
        (Slot::X, _) => "x",
    }
}

/// The keys of the sentences that say what a step is for.
fn reasons(spec: &NetworkSpec, quantity: Quantity, samples: usize) -> Vec<String> {
    let mut keys = Vec::new();
    let mut add = |key: &str| keys.push(format!("step.why.{key}"));
    let output = quantity.layer() == Some(spec.depth());
    let layer = quantity.layer().and_then(|layer| spec.layers.get(layer - 1));
    match quantity {
        Quantity::WeightedInput(1) => add("z_first"),
        Quantity::WeightedInput(_) => add("z"),
        Quantity::Activation(_) => {
            add(&format!("activation.{}", layer.map_or("identity", |layer| layer.activation.kind())));
            if layer.is_some_and(|layer| layer.dropout > 0.0) {
                add("dropout");
            }
            if layer.is_some_and(|layer| layer.residual) {
                add("residual");
            }
        }
        Quantity::Cost | Quantity::CostOther => {
            add(cost_key(spec, quantity));
            if samples > 1 {
                add(if spec.reduction == Reduction::Mean { "mean" } else { "sum" });
            }
            if quantity == Quantity::Cost && spec.penalizes() {
                add("penalty");
            }
        }
        Quantity::Delta(_) if output && spec.cost == Cost::CrossEntropy => add("delta_cross_entropy"),
        Quantity::Delta(_) => {
            add(if output { "delta_output" } else { "delta" });
            add(&format!("slope.{}", layer.map_or("identity", |layer| layer.activation.kind())));
            if layer.is_some_and(|layer| layer.dropout > 0.0) {
                add("delta_dropout");
            }
            let next = quantity.layer().and_then(|layer| spec.layers.get(layer));
            if next.is_some_and(|next| next.residual) {
                add("delta_residual");
            }
            if !output {
                add("old_weights");
            }
        }
        Quantity::Gradient(Kind::Weights, _) => {
            add(if samples > 1 { "dW_batch" } else { "dW" });
            if spec.penalizes() {
                add("penalty_slope");
            }
        }
        Quantity::Gradient(Kind::Bias, _) => {
            add(if samples > 1 { "db_batch" } else { "db" });
            if layer.is_some_and(|layer| !layer.train_bias) {
                add("kept_bias");
            }
        }
        Quantity::State(slot, ..) => add(slot_key(&spec.optimizer, slot)),
        Quantity::Parameter(..) => add(&format!("update.{}", optimizer_key(&spec.optimizer))),
        _ => {}
    }
    if samples > 1 && matches!(quantity, Quantity::WeightedInput(_)) {
        add("bias_to_each");
    }
    keys
}

pub(super) fn optimizer_key(optimizer: &Optimizer) -> &'static str {
    match optimizer {
        Optimizer::Sgd { .. } => "sgd",
        Optimizer::Momentum { .. } => "momentum",
        Optimizer::EmaMomentum { .. } => "ema_momentum",
        Optimizer::Nesterov { .. } => "nesterov",
        Optimizer::Adagrad { .. } => "adagrad",
        Optimizer::Adadelta { .. } => "adadelta",
        Optimizer::Rmsprop { .. } => "rmsprop",
        Optimizer::Adam { .. } => "adam",
        Optimizer::Adamw { .. } => "adamw",
        Optimizer::Amsgrad { .. } => "amsgrad",
        Optimizer::Nadam { .. } => "nadam",
        Optimizer::Lion { .. } => "lion",
    }
}
