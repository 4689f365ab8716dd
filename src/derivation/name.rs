//! The names of quantities and hyperparameters, in the notation of textbooks and in the handout's.
use super::expr::Letter;
use super::{Display, Notation};
use crate::cost::Cost;
use crate::quantity::{Axis, Fit, Kind, Quantity, Slot};
use crate::spec::NetworkSpec;

/// One letter in each form: LaTeX, Unicode, and the catalogue's key of its spoken name (its Unicode form where empty).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Glyph {
    pub latex: &'static str,
    pub unicode: &'static str,
    pub spoken: &'static str,
}

const fn latin(letter: &'static str) -> Glyph {
    Glyph { latex: letter, unicode: letter, spoken: "" }
}

const fn named(latex: &'static str, unicode: &'static str, spoken: &'static str) -> Glyph {
    Glyph { latex, unicode, spoken }
}

/// Where a quantity belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Nowhere,
    /// Superscript in brackets.
    Layer(usize),
    /// The handout's subscript, with a number where there are several hidden layers.
    Hidden(Option<usize>),
    Output,
    /// A cost's short name.
    Text(&'static str),
}

/// How a quantity is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub letter: Glyph,
    pub hat: bool,
    /// The parameter that a state variable belongs to.
    pub of: Option<Glyph>,
    pub place: Place,
    pub gradient: Gradient,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gradient {
    No,
    /// ∂J/∂W
    Partial,
    /// ∂L/∂y, by the letter above
    Of(&'static str),
    /// dW
    Prefix,
}

/// What the writers must know beside the expression.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub display: Display,
    depth: usize,
    cost: Cost,
    /// In costs the handout writes ŷ for the network's answer.
    pub answer_has_hat: bool,
    /// Whether x and y are the letters of data.
    pub on_data: bool,
}

impl Style {
    pub fn new(spec: &NetworkSpec, display: Display) -> Self {
        Self { display, depth: spec.depth(), cost: spec.cost, answer_has_hat: false, on_data: false }
    }

    /// Of formulas that no network stands behind.
    pub fn plain(display: Display) -> Self {
        Self { display, depth: 0, cost: Cost::CrossEntropy, answer_has_hat: false, on_data: false }
    }

    fn handout(&self) -> bool {
        self.display.notation == Notation::Handout
    }

    pub fn name(&self, quantity: Quantity) -> Name {
        let plain = |letter| Name {
            letter,
            hat: false,
            of: None,
            place: quantity.layer().map_or(Place::Nowhere, |layer| self.place(layer)),
            gradient: Gradient::No,
        };
        match quantity {
            Quantity::Input => plain(latin(if self.handout() { "X" } else { "x" })),
            Quantity::Target => plain(latin("y")),
            Quantity::Activation(layer) if self.handout() && self.answer_has_hat && layer == self.depth => {
                Name { hat: true, place: Place::Nowhere, ..plain(latin("y")) }
            }
            Quantity::WeightedInput(_) => plain(latin("z")),
            Quantity::Activation(_) => plain(latin("a")),
            Quantity::Mask(_) => plain(named("D", "D", "step.letter.mask")),
            Quantity::Slope(_) => plain(named("r", "r", "step.letter.slopes")),
            Quantity::Delta(_) => plain(named("\\delta", "δ", "step.letter.delta")),
            Quantity::Cost if self.handout() => Name { place: cost_name(self.cost.kind()), ..plain(latin("J")) },
            Quantity::Cost => plain(latin("J")),
            Quantity::CostOther => {
                let other = if self.cost == Cost::CrossEntropy { "lse" } else { "cross_entropy" };
                Name { place: cost_name(other), ..plain(latin("J")) }
            }
            Quantity::Parameter(kind, _) => plain(self.parameter(kind)),
            Quantity::Gradient(kind, _) => {
                let gradient = if self.handout() { Gradient::Prefix } else { Gradient::Partial };
                Name { gradient, ..plain(self.parameter(kind)) }
            }
            Quantity::Coordinate(axis) => self.coordinate(axis),
            Quantity::Partial(axis) => Name { gradient: Gradient::Partial, ..self.coordinate(axis) },
            Quantity::Noise => plain(named("\\xi", "ξ", "step.letter.noise")),
            Quantity::Height => plain(latin("f")),
            Quantity::Slant => plain(latin("g")),
            Quantity::Momentum(slot) => Name { hat: matches!(slot, Slot::MHat | Slot::SHat), ..plain(self.slot(slot)) },
            Quantity::Point => plain(latin("w")),
            Quantity::Fit(fit) => self.fit(fit, plain),
            Quantity::State(slot, kind, _) => {
                let hat = matches!(slot, Slot::MHat | Slot::SHat);
                Name { hat, of: Some(self.parameter(kind)), ..plain(self.slot(slot)) }
            }
        }
    }

    fn fit(&self, fit: Fit, plain: impl Fn(Glyph) -> Name) -> Name {
        let by = |top, letter| Name { gradient: Gradient::Of(top), ..plain(latin(letter)) };
        match fit {
            Fit::Input => plain(latin("x")),
            Fit::Features => plain(latin("X")),
            Fit::Class => plain(latin("c")),
            Fit::Penalised => plain(latin("r")),
            Fit::Score => plain(latin("u")),
            Fit::Probability => plain(latin("y")),
            Fit::Loss => plain(latin("L")),
            Fit::ByProbability => by("L", "y"),
            Fit::Slope => by("y", "u"),
            Fit::ByWeights => by("u", "w"),
            Fit::Delta => plain(named("\\delta", "δ", "step.letter.delta")),
            Fit::SampleGradient => by("L", "w"),
            Fit::SquaredLoss => Name { place: cost_name("lse"), ..plain(latin("L")) },
            Fit::SquaredDelta => Name { place: cost_name("lse"), ..plain(named("\\delta", "δ", "step.letter.delta")) },
            Fit::Gradient => Name { gradient: Gradient::Partial, ..plain(latin("w")) },
            Fit::State(slot) => Name { hat: matches!(slot, Slot::MHat | Slot::SHat), ..plain(self.slot(slot)) },
            Fit::Weights => plain(latin("w")),
        }
    }

    /// x and y; on data, whose own letters these are, w₀ and w₁.
    fn coordinate(&self, axis: Axis) -> Name {
        let (letter, place) = match (self.on_data, axis) {
            (false, Axis::X) => ("x", Place::Nowhere),
            (false, Axis::Y) => ("y", Place::Nowhere),
            (true, Axis::X) => ("w", Place::Text("0")),
            (true, Axis::Y) => ("w", Place::Text("1")),
        };
        Name { letter: latin(letter), hat: false, of: None, place, gradient: Gradient::No }
    }

    fn place(&self, layer: usize) -> Place {
        match (self.handout(), layer == self.depth) {
            (false, _) => Place::Layer(layer),
            (true, true) => Place::Output,
            (true, false) => Place::Hidden((self.depth > 2).then_some(layer)),
        }
    }

    fn parameter(&self, kind: Kind) -> Glyph {
        match kind {
            Kind::Weights => latin("W"),
            Kind::Bias if self.handout() => latin("B"),
            Kind::Bias => latin("b"),
        }
    }

    fn slot(&self, slot: Slot) -> Glyph {
        match slot {
            Slot::V if self.handout() => latin("V"),
            Slot::V => latin("v"),
            Slot::M | Slot::MHat => latin("m"),
            Slot::S | Slot::SHat => latin("s"),
            Slot::U => latin("u"),
            Slot::X => latin("x"),
        }
    }

    pub fn letter(&self, letter: Letter) -> Glyph {
        const ALPHA: Glyph = named("\\alpha", "α", "step.letter.alpha");
        const BETA: Glyph = named("\\beta", "β", "step.letter.beta");
        match letter {
            Letter::LearningRate if self.handout() => ALPHA,
            Letter::LearningRate => named("\\eta", "η", "step.letter.eta"),
            Letter::Momentum | Letter::Decay if self.handout() => BETA,
            Letter::Momentum => named("\\mu", "μ", "step.letter.mu"),
            Letter::Decay => named("\\rho", "ρ", "step.letter.rho"),
            Letter::Beta1 => named("\\beta_{1}", "β₁", "step.letter.beta1"),
            Letter::Beta2 => named("\\beta_{2}", "β₂", "step.letter.beta2"),
            Letter::Epsilon => named("\\varepsilon", "ε", "step.letter.epsilon"),
            Letter::WeightDecay => named("\\lambda", "λ", "step.letter.lambda"),
            Letter::L1 => named("\\lambda_{1}", "λ₁", "step.letter.lambda1"),
            Letter::L2 => named("\\lambda_{2}", "λ₂", "step.letter.lambda2"),
            Letter::Dropout => latin("p"),
            // The handout's α is taken.
            Letter::Alpha if !self.handout() => ALPHA,
            Letter::Slope | Letter::Alpha => latin("c"),
            Letter::Samples => latin("N"),
            Letter::Time => latin("t"),
            Letter::NextTime => named("t+1", "t+1", "step.letter.next_time"),
        }
    }
}

fn cost_name(kind: &str) -> Place {
    Place::Text(if kind == "lse" { "LSE" } else { "CE" })
}
