//! What goes wrong with running averages: the old value's share, its sign, the correction of its bias.
use super::{Add, symbol};
use crate::check::Misconception;
use crate::derivation::{Expr, Rule, When};
use crate::quantity::{Learned, Quantity, Role, Slot};

/// The state that a part of an expression stands for.
fn state(part: &Expr) -> Option<(Learned, Slot, When)> {
    let (quantity, when) = symbol(part)?;
    let (learned, Role::State(slot)) = quantity.role()? else { return None };
    Some((learned, slot, when))
}

pub fn slips(rules: &[Rule], quantity: Quantity, form: &Expr, add: &mut Add) {
    let old = |part: &Expr| matches!(state(part), Some((_, Slot::V | Slot::M, When::Before)));
    let old_term = |part: &Expr| match part {
        Expr::Scale(_, state) if old(state) => Some(state.clone()),
        _ => None,
    };
    if form.any(&old) {
        add(Misconception::MissingMomentum, 0, form.replaced(&|part| old(part).then_some(Expr::Number(0.0))));
        add(Misconception::MissingMomentum, 1, form.replaced(&|part| old_term(part).map(|state| *state)));
        add(Misconception::MomentumSign, 0, form.replaced(&|part| old(part).then(|| -part.clone())));
    }
    let Some((learned, Role::Parameter)) = quantity.role() else { return corrections(quantity, form, add) };
    let velocity = learned.state(Slot::V);
    let moves = |part: &Expr| symbol(part) == Some((velocity, When::After));
    if let (true, Some(rule)) = (form.any(&moves), rules.iter().find(|rule| rule.quantity == velocity)) {
        let forgetful = rule.expr.replaced(&|part| old(part).then_some(Expr::Number(0.0)));
        add(Misconception::MissingMomentum, 0, form.replaced(&|part| moves(part).then(|| forgetful.clone())));
        add(Misconception::MomentumSign, 0, form.replaced(&|part| moves(part).then(|| -part.clone())));
        let unscaled = |part: &Expr| match part {
            Expr::Scale(_, state) if moves(state) => Some((**state).clone()),
            _ => None,
        };
        add(Misconception::MissingMomentum, 2, form.replaced(&unscaled));
    }
    let averaged = |part: &Expr| matches!(state(part), Some((_, Slot::M | Slot::MHat, _)));
    let gradient = Expr::from(learned.gradient());
    add(Misconception::MissingMomentum, 1, form.replaced(&|part| averaged(part).then(|| gradient.clone())));
    corrections(quantity, form, add);
}

fn corrections(quantity: Quantity, form: &Expr, add: &mut Add) {
    let raw = |learned: Learned, slot| Expr::from(learned.state(slot));
    if let Some((learned, Role::State(slot @ (Slot::MHat | Slot::SHat)))) = quantity.role() {
        let raw = raw(learned, if slot == Slot::MHat { Slot::M } else { Slot::S });
        add(Misconception::MissingBiasCorrection, 0, raw.clone());
        let quotient = |part: &Expr| match part {
            Expr::Div(average, _) if **average == raw => Some(raw.clone()),
            _ => None,
        };
        add(Misconception::MissingBiasCorrection, 0, form.replaced(&quotient));
        return;
    }
    let uncorrected = |part: &Expr| match state(part) {
        Some((learned, Slot::MHat, When::After)) => Some(raw(learned, Slot::M)),
        Some((learned, Slot::SHat, When::After)) => Some(raw(learned, Slot::S)),
        _ => None,
    };
    add(Misconception::MissingBiasCorrection, 0, form.replaced(&uncorrected));
    for variant in form.variants(&uncorrected) {
        add(Misconception::MissingBiasCorrection, 1, variant);
    }
}
