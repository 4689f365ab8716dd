//! What a problem agrees on beside its numbers, as lines of text with the names of the data.
use crate::activation::Activation;
use crate::cost::Cost;
use crate::logistic::{LogisticSpec, Scaling};
use crate::num::rounding::{Mode, Rounding};
use crate::optimizer::{MomentumForm, Optimizer};
use crate::spec::{Layer, NetworkSpec, Reduction};
use crate::words::{fill, text};

/// One line each for layers, cost, optimizer and rounding.
pub fn settings(spec: &NetworkSpec) -> Vec<String> {
    let mut lines: Vec<String> = spec.layers.iter().enumerate().map(|(index, own)| layer(index + 1, own)).collect();
    let reduction = text(match spec.reduction {
        Reduction::Mean => "export.mean",
        Reduction::Sum => "export.sum",
    });
    let cost = match spec.cost {
        Cost::Lse { factor } => with("lse", &[("factor", factor)]),
        Cost::CrossEntropy => "cross_entropy".to_owned(),
    };
    lines.push(fill("export.cost", &[("cost", &cost), ("reduction", reduction)]));
    let penalties = [("l1", spec.l1), ("l2", spec.l2)].into_iter().filter(|(_, size)| *size != 0.0);
    let penalties: Vec<String> = penalties.map(|(name, size)| format!("{name} = {size}")).collect();
    if !penalties.is_empty() {
        lines.push(fill("export.penalties", &[("penalties", &penalties.join(", "))]));
    }
    lines.push(fill("export.optimizer", &[("optimizer", &optimizer(&spec.optimizer))]));
    lines.extend(by_hand(spec.rounding));
    lines
}

/// One line each for model, features, cost, optimizer and rounding.
pub fn settings_of_fit(spec: &LogisticSpec) -> Vec<String> {
    let features = match spec.scaling {
        Scaling::None => "export.fit.plain",
        Scaling::Standardize => "export.fit.standardized",
    };
    let cost = fill("export.cost", &[("cost", "cross_entropy"), ("reduction", text("export.mean"))]);
    let penalty = format!("l2 = {}", spec.l2);
    let mut lines = vec![
        fill("export.fit.model", &[("degree", &spec.degree.to_string())]),
        text(features).to_owned(),
        if spec.l2 > 0.0 { fill("export.fit.penalised", &[("cost", &cost), ("l2", &penalty)]) } else { cost },
        fill("export.optimizer", &[("optimizer", &optimizer(&spec.optimizer))]),
    ];
    lines.extend(by_hand(spec.rounding));
    lines
}

fn by_hand(rounding: Option<Rounding>) -> Option<String> {
    let rounding = rounding?;
    let mode = match rounding.mode {
        Mode::HalfEven => "half_even",
        Mode::HalfAway => "half_away",
        Mode::Truncate => "truncate",
    };
    Some(fill("export.rounding", &[("digits", &rounding.digits.to_string()), ("mode", mode)]))
}

fn layer(number: usize, layer: &Layer) -> String {
    let kind = layer.activation.kind();
    let mut named = vec![match layer.activation {
        Activation::LeakyRelu { slope } => with(kind, &[("slope", slope)]),
        Activation::Rrelu { lower, upper } => with(kind, &[("lower", lower), ("upper", upper)]),
        Activation::Elu { alpha } => with(kind, &[("alpha", alpha)]),
        _ => kind.to_owned(),
    }];
    if layer.dropout > 0.0 {
        named.push(with("dropout", &[("p", layer.dropout)]));
    }
    if layer.residual {
        named.push(text("export.residual").to_owned());
    }
    if !layer.train_bias {
        named.push(text("export.kept_bias").to_owned());
    }
    fill("export.layer", &[("layer", &number.to_string()), ("settings", &named.join(", "))])
}

/// `kind (name value, …)`
fn with(kind: &str, values: &[(&str, f64)]) -> String {
    let values: Vec<String> = values.iter().map(|(name, value)| format!("{name} {value}")).collect();
    format!("{kind} ({})", values.join(", "))
}

fn optimizer(optimizer: &Optimizer) -> String {
    let lr = ("learning_rate", optimizer.learning_rate());
    let say = |kind: &str, values: &[(&str, f64)]| with(kind, &[&[lr], values].concat());
    let switch = |on: bool, key: &str| if on { format!(", {}", text(key)) } else { String::new() };
    match *optimizer {
        Optimizer::Sgd { .. } => say("sgd", &[]),
        Optimizer::Momentum { momentum, form, .. } => {
            say("momentum", &[("momentum", momentum)]) + &switch(form == MomentumForm::Gradient, "export.gradient_form")
        }
        Optimizer::EmaMomentum { momentum, bias_correction, .. } => {
            say("ema_momentum", &[("momentum", momentum)]) + &switch(!bias_correction, "export.uncorrected")
        }
        Optimizer::Nesterov { momentum, .. } => say("nesterov", &[("momentum", momentum)]),
        Optimizer::Adagrad { epsilon, epsilon_inside, .. } => {
            say("adagrad", &[("epsilon", epsilon)]) + &switch(epsilon_inside, "export.inside")
        }
        Optimizer::Adadelta { decay, epsilon, .. } => say("adadelta", &[("decay", decay), ("epsilon", epsilon)]),
        Optimizer::Rmsprop { decay, epsilon, epsilon_inside, .. } => {
            say("rmsprop", &[("decay", decay), ("epsilon", epsilon)]) + &switch(epsilon_inside, "export.inside")
        }
        Optimizer::Adam { beta1, beta2, epsilon, bias_correction, epsilon_inside, .. } => {
            say("adam", &[("beta1", beta1), ("beta2", beta2), ("epsilon", epsilon)])
                + &switch(!bias_correction, "export.uncorrected")
                + &switch(epsilon_inside, "export.inside")
        }
        Optimizer::Adamw { beta1, beta2, epsilon, weight_decay, .. } => {
            say("adamw", &[("beta1", beta1), ("beta2", beta2), ("epsilon", epsilon), ("weight_decay", weight_decay)])
        }
        Optimizer::Amsgrad { beta1, beta2, epsilon, .. } => {
            say("amsgrad", &[("beta1", beta1), ("beta2", beta2), ("epsilon", epsilon)])
        }
        Optimizer::Nadam { beta1, beta2, epsilon, .. } => {
            say("nadam", &[("beta1", beta1), ("beta2", beta2), ("epsilon", epsilon)])
        }
        Optimizer::Lion { beta1, beta2, .. } => say("lion", &[("beta1", beta1), ("beta2", beta2)]),
    }
}
