//! The numbers that the handout prints, beside what its own problem gives.
use crate::derivation::{Display, Expr, Formula, evaluate, expression, lookup, symbol};
use crate::matrix::Matrix;
use crate::network::Network;
use crate::preset;
use crate::quantity::{Kind, Quantity, Slot};
use crate::record::Record;
use serde::Serialize;

/// The handout prints four decimals.
pub const DECIMALS: usize = 4;

/// One printed quantity beside the computed one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Printed {
    pub iteration: usize,
    /// The step that it belongs to.
    pub id: String,
    pub symbol: Formula,
    pub printed: Matrix,
    pub computed: Matrix,
    /// printed − computed
    pub difference: Matrix,
    /// Whether the printed number is the computed one at the printed decimals, entry by entry.
    pub agrees: Vec<Vec<bool>>,
}

enum What {
    Step(Quantity),
    /// a ∘ (1 − a) of the hidden layer: printed, but no step of its own
    Slope,
}

fn entries() -> Vec<(usize, What, Vec<Vec<f64>>)> {
    use What::{Slope, Step};
    let column = |values: [f64; 2]| values.map(|value| vec![value]).to_vec();
    let one = |value: f64| vec![vec![value]];
    let v = |kind, layer| Step(Quantity::State(Slot::V, kind, layer));
    let new = |kind, layer| Step(Quantity::Parameter(kind, layer));
    let (z, a) = (|layer| Step(Quantity::WeightedInput(layer)), |layer| Step(Quantity::Activation(layer)));
    vec![
        (1, z(1), column([-0.7, 0.1])),
        (1, a(1), column([0.3318, 0.5245])),
        (1, z(2), one(-0.1044)),
        (1, a(2), one(0.4739)),
        (1, Step(Quantity::Cost), one(0.1384)),
        (1, Step(Quantity::CostOther), one(0.7467)),
        (1, Step(Quantity::Delta(2)), one(-0.1311)),
        (1, v(Kind::Weights, 2), vec![vec![0.0391, 0.0619]]),
        (1, new(Kind::Weights, 2), vec![vec![-0.2609, -0.1381]]),
        (1, v(Kind::Bias, 2), one(0.1180)),
        (1, new(Kind::Bias, 2), one(0.2180)),
        (1, Slope, column([0.2217, 0.2494])),
        (1, Step(Quantity::Delta(1)), column([-0.0087, -0.0065])),
        (1, v(Kind::Weights, 1), vec![vec![-0.0078, 0.0, -0.0078], vec![-0.0059, 0.0, -0.0059]]),
        (1, new(Kind::Weights, 1), vec![vec![0.1922, 0.4, -0.5078], vec![-0.3059, 0.1, 0.1941]]),
        (1, v(Kind::Bias, 1), column([-0.0078, -0.0059])),
        (1, new(Kind::Bias, 1), column([-0.4078, 0.1941])),
        (2, z(1), column([-0.7234, 0.0823])),
        (2, a(1), column([0.3266, 0.5205])),
        (2, z(2), one(0.0609)),
        (2, a(2), one(0.5152)),
        (2, Step(Quantity::Cost), one(0.1175)),
        (2, Step(Quantity::CostOther), one(0.6632)),
    ]
}

/// All printed numbers of a preset; empty for presets of which nothing is printed.
pub fn printed_values(preset: &str, display: Display) -> Vec<Printed> {
    let Some(spec) = preset::spec(preset).filter(|_| preset == preset::HANDOUT) else { return Vec::new() };
    let mut network = Network::new(spec);
    network.iterate(2);
    let records: Vec<Record> = [1, 2].into_iter().filter_map(|iteration| network.record(iteration).ok()).collect();
    let beside = |(iteration, what, printed): (usize, What, Vec<Vec<f64>>)| {
        let record = records.get(iteration - 1)?;
        let (id, symbol, computed) = match what {
            What::Step(quantity) => {
                (quantity, symbol(network.spec(), quantity, display), record.result(quantity)?.clone())
            }
            What::Slope => {
                let quantity = Quantity::Activation(1);
                let slope = Expr::from(quantity).hadamard(Expr::Number(1.0) - Expr::from(quantity));
                (quantity, expression(network.spec(), &slope, display), evaluate(&slope, &lookup(record)))
            }
        };
        let printed = Matrix::from_fn(computed.rows(), computed.columns(), |row, column| printed[row][column]);
        let difference = Matrix::from_fn(computed.rows(), computed.columns(), |row, column| {
            printed.get(row, column) - computed.get(row, column)
        });
        let agree = |row: usize| -> Vec<bool> {
            (0..computed.columns()).map(|column| agrees(printed.get(row, column), computed.get(row, column))).collect()
        };
        let agrees = (0..computed.rows()).map(agree).collect();
        Some(Printed { iteration, id: id.to_string(), symbol, printed, computed, difference, agrees })
    };
    entries().into_iter().filter_map(beside).collect()
}

/// Whether both show the same decimals as printed.
fn agrees(printed: f64, computed: f64) -> bool {
    (printed - computed).abs() <= 0.5 * 0.1f64.powi(DECIMALS as i32) * (1.0 + 1e-9)
}
