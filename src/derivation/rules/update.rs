//! The optimizers' rules, as `npm/gradstep.d.ts` lists them: one for each state variable, one for the parameter.
use super::{Phase, Rule};
use crate::derivation::expr::{Expr, Function, Letter};
use crate::optimizer::{MomentumForm, Optimizer};
use crate::quantity::{Kind, Learned, Quantity, Slot};
use crate::spec::NetworkSpec;

pub(super) fn rules(spec: &NetworkSpec, iteration: usize, rules: &mut Vec<Rule>) {
    for layer in (1..=spec.depth()).rev() {
        let trains_bias = spec.layers.get(layer - 1).is_some_and(|layer| layer.train_bias);
        for kind in [Kind::Weights, Kind::Bias] {
            if kind == Kind::Weights || trains_bias {
                Update { of: Learned::Layer(kind, layer), time: iteration as f64, rules }.all(&spec.optimizer);
            }
        }
    }
}

/// The update of a point on a surface.
pub(in crate::derivation) fn of_point(optimizer: &Optimizer, step: u64, rules: &mut Vec<Rule>) {
    Update { of: Learned::Point, time: step as f64, rules }.all(optimizer);
}

/// The update of the weights of logistic regression.
pub(in crate::derivation) fn of_fit(optimizer: &Optimizer, iteration: u64, rules: &mut Vec<Rule>) {
    Update { of: Learned::Fit, time: iteration as f64, rules }.all(optimizer);
}

/// The update of one parameter.
struct Update<'a> {
    of: Learned,
    /// t, from 1
    time: f64,
    rules: &'a mut Vec<Rule>,
}

fn one() -> Expr {
    Expr::Number(1.0)
}

/// average ← share · average + (1 − share) · new
fn average(share: Expr, old: Expr, new: Expr) -> Expr {
    share.clone() * old + (one() - share) * new
}

/// √s + ε, or √(s + ε)
fn root(s: Expr, epsilon: Expr, inside: bool) -> Expr {
    if inside { (s + epsilon).sqrt() } else { s.sqrt() + epsilon }
}

impl Update<'_> {
    fn gradient(&self) -> Expr {
        self.of.gradient().into()
    }

    fn carried(&self, slot: Slot) -> Quantity {
        self.of.state(slot)
    }

    fn updated(&self) -> Quantity {
        self.of.parameter()
    }

    fn old(&self, slot: Slot) -> Expr {
        Expr::before(self.carried(slot))
    }

    fn next(&self, slot: Slot) -> Expr {
        self.carried(slot).into()
    }

    fn parameter(&self) -> Expr {
        Expr::before(self.updated())
    }

    fn state(&mut self, slot: Slot, expr: Expr) {
        self.rules.push(Rule::new(self.carried(slot), Phase::Update, expr));
    }

    fn becomes(&mut self, expr: Expr) {
        self.rules.push(Rule::new(self.updated(), Phase::Update, expr));
    }

    /// 1 − β^t
    fn correction(&self, share: &Expr) -> Expr {
        one() - share.clone().power(Expr::Letter(Letter::Time, self.time))
    }

    /// The running mean of gradients (`m`).
    fn mean(&mut self, share: &Expr) {
        self.state(Slot::M, average(share.clone(), self.old(Slot::M), self.gradient()));
    }

    /// The running mean of squared gradients (`s`).
    fn mean_of_squares(&mut self, share: &Expr) {
        self.state(Slot::S, average(share.clone(), self.old(Slot::S), self.gradient().squared()));
    }

    fn all(mut self, optimizer: &Optimizer) {
        let letter = |letter, value| Expr::Letter(letter, value);
        let rate = |value| letter(Letter::LearningRate, value);
        match *optimizer {
            Optimizer::Sgd { learning_rate } => self.descend(rate(learning_rate), self.gradient()),
            Optimizer::Momentum { learning_rate, momentum, form } => {
                self.momentum(rate(learning_rate), letter(Letter::Momentum, momentum), form);
            }
            Optimizer::EmaMomentum { learning_rate, momentum, bias_correction } => {
                let momentum = letter(Letter::Momentum, momentum);
                self.mean(&momentum);
                if bias_correction {
                    self.state(Slot::MHat, self.next(Slot::M) / self.correction(&momentum));
                }
                let step = self.next(if bias_correction { Slot::MHat } else { Slot::M });
                self.descend(rate(learning_rate), step);
            }
            Optimizer::Nesterov { learning_rate, momentum } => {
                self.nesterov(&rate(learning_rate), &letter(Letter::Momentum, momentum));
            }
            Optimizer::Adagrad { learning_rate, epsilon, epsilon_inside } => {
                self.state(Slot::S, self.old(Slot::S) + self.gradient().squared());
                let root = root(self.next(Slot::S), letter(Letter::Epsilon, epsilon), epsilon_inside);
                self.descend(rate(learning_rate), self.gradient() / root);
            }
            Optimizer::Adadelta { learning_rate, decay, epsilon } => {
                self.adadelta(rate(learning_rate), &letter(Letter::Decay, decay), &letter(Letter::Epsilon, epsilon));
            }
            Optimizer::Rmsprop { learning_rate, decay, epsilon, epsilon_inside } => {
                self.mean_of_squares(&letter(Letter::Decay, decay));
                let root = root(self.next(Slot::S), letter(Letter::Epsilon, epsilon), epsilon_inside);
                self.descend(rate(learning_rate), self.gradient() / root);
            }
            Optimizer::Lion { learning_rate, beta1, beta2 } => {
                let mixed = average(letter(Letter::Beta1, beta1), self.old(Slot::M), self.gradient());
                self.descend(rate(learning_rate), mixed.apply(Function::Sign));
                self.mean(&letter(Letter::Beta2, beta2));
            }
            Optimizer::Adam { learning_rate, beta1, beta2, epsilon, .. }
            | Optimizer::Adamw { learning_rate, beta1, beta2, epsilon, .. }
            | Optimizer::Amsgrad { learning_rate, beta1, beta2, epsilon }
            | Optimizer::Nadam { learning_rate, beta1, beta2, epsilon } => {
                let betas = [letter(Letter::Beta1, beta1), letter(Letter::Beta2, beta2)];
                self.adam_family(optimizer, rate(learning_rate), betas, letter(Letter::Epsilon, epsilon));
            }
        }
    }

    /// W ← W − η step
    fn descend(&mut self, rate: Expr, step: Expr) {
        self.becomes(self.parameter() - rate * step);
    }

    fn momentum(&mut self, rate: Expr, momentum: Expr, form: MomentumForm) {
        let kept = momentum * self.old(Slot::V);
        match form {
            MomentumForm::Step => {
                self.state(Slot::V, kept - rate * self.gradient());
                self.becomes(self.parameter() + self.next(Slot::V));
            }
            MomentumForm::Gradient => {
                self.state(Slot::V, kept + self.gradient());
                self.descend(rate, self.next(Slot::V));
            }
        }
    }

    fn nesterov(&mut self, rate: &Expr, momentum: &Expr) {
        self.state(Slot::V, momentum.clone() * self.old(Slot::V) - rate.clone() * self.gradient());
        self.becomes(self.parameter() + momentum.clone() * self.next(Slot::V) - rate.clone() * self.gradient());
    }

    fn adadelta(&mut self, rate: Expr, decay: &Expr, epsilon: &Expr) {
        self.mean_of_squares(decay);
        let scaled = self.gradient().hadamard((self.old(Slot::X) + epsilon.clone()).sqrt());
        self.state(Slot::U, scaled / (self.next(Slot::S) + epsilon.clone()).sqrt());
        self.state(Slot::X, average(decay.clone(), self.old(Slot::X), self.next(Slot::U).squared()));
        self.descend(rate, self.next(Slot::U));
    }

    fn adam_family(&mut self, optimizer: &Optimizer, rate: Expr, [beta1, beta2]: [Expr; 2], epsilon: Expr) {
        self.mean(&beta1);
        self.mean_of_squares(&beta2);
        let corrects = !matches!(optimizer, Optimizer::Adam { bias_correction: false, .. });
        if corrects {
            let mhat = match optimizer {
                Optimizer::Nadam { .. } => self.looked_ahead(&beta1),
                _ => self.next(Slot::M) / self.correction(&beta1),
            };
            self.state(Slot::MHat, mhat);
            let shat = self.next(Slot::S) / self.correction(&beta2);
            let largest = matches!(optimizer, Optimizer::Amsgrad { .. });
            self.state(Slot::SHat, if largest { self.old(Slot::SHat).max(shat) } else { shat });
        }
        let (m, s) = if corrects { (Slot::MHat, Slot::SHat) } else { (Slot::M, Slot::S) };
        let inside = matches!(optimizer, Optimizer::Adam { epsilon_inside: true, .. });
        let root = root(self.next(s), epsilon, inside);
        let moved = self.parameter() - rate.clone() * (self.next(m) / root);
        self.becomes(match *optimizer {
            Optimizer::Adamw { weight_decay, .. } => {
                moved - rate * Expr::Letter(Letter::WeightDecay, weight_decay) * self.parameter()
            }
            _ => moved,
        });
    }

    /// NAdam's mhat: β₁ m / (1 − β₁^(t+1)) + (1 − β₁) g / (1 − β₁^t)
    fn looked_ahead(&self, beta1: &Expr) -> Expr {
        let next = one() - beta1.clone().power(Expr::Letter(Letter::NextTime, self.time + 1.0));
        let now = (one() - beta1.clone()) * self.gradient();
        beta1.clone() * self.next(Slot::M) / next + now / self.correction(beta1)
    }
}
