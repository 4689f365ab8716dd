//! Functions of two parameters for optimizers to run down: named, typed, or the cost of a model on data.
//!
//! A surface is written once over `Number` and read in several ways: lanes of values, exact gradients and Hessians
//! by forward differentiation, and the formula that is shown. What a race computes is what the formula says.
pub mod catalogue;
mod expression;
mod field;
mod model;
pub mod number;
mod slope;
mod stationary;

pub use expression::coordinate;
pub use field::{Field, Formula as Function};
pub use model::{Kind, Model};
pub use slope::partial;
pub use stationary::{Stationary, Type};

use crate::derivation::{self, Display, Expr};
use crate::error::Result;
use crate::input::{Fields, Reader};
use crate::network::{Place, Slice};
use crate::num::{LANES, Lane, Lanes};
use crate::quantity::Quantity;
use crate::spec::NetworkSpec;
use crate::words::{fill, text};
use catalogue::Entry;
use expression::Typed;
use number::Jet;
use serde::Serialize;
use std::cell::OnceCell;

/// A surface with what is known of it.
///
/// ```
/// use gradstep::input::{Reader, Value};
/// let value = Value::Object(vec![("kind".to_owned(), Value::Text("two_well".to_owned()))]);
/// let surface = gradstep::Surface::read(&Reader::new(&value)).expect("two_well is in the catalogue");
/// let lowest = surface.stationary()[0];
/// assert!((lowest.x + 0.936301).abs() < 1e-6 && (lowest.value + 2.063090).abs() < 1e-6);
/// ```
pub struct Surface {
    shape: Shape,
    pub domain: [f64; 4],
    stationary: OnceCell<Vec<Stationary>>,
}

enum Shape {
    Named(&'static Entry),
    Typed(Typed),
    Model(Model),
    Network(Box<Sliced>),
}

/// A network's cost as a surface.
struct Sliced(Slice);

impl Field for Sliced {
    fn row(&self, xs: &[f64], y: f64, out: &mut [f64]) {
        for (x, place) in xs.iter().zip(out) {
            *place = self.0.cost([*x, y]);
        }
    }

    fn gradients(&self, x: &[Lanes], y: &[Lanes], gx: &mut [Lanes], gy: &mut [Lanes]) {
        for (((x, y), gx), gy) in x.iter().zip(y).zip(gx).zip(gy) {
            let [mut xs, mut ys] = [[0.0; LANES]; 2];
            x.store(&mut xs);
            y.store(&mut ys);
            for (x, y) in xs.iter_mut().zip(&mut ys) {
                [*x, *y] = self.0.cost_and_gradient([*x, *y]).1;
            }
            (*gx, *gy) = (Lanes::load(&xs), Lanes::load(&ys));
        }
    }

    /// The Hessian by central differences of the exact gradient, h = 6·10⁻⁶ · max(1, |w|), made symmetric.
    fn derivatives(&self, x: f64, y: f64) -> Jet {
        const STEP: f64 = 6.055_454_452_393_343e-6;
        let (value, gradient) = self.0.cost_and_gradient([x, y]);
        let rise = |dx: f64, dy: f64| {
            let (up, down) = ([x + dx, y + dy], [x - dx, y - dy]);
            let width = (up[0] - down[0]) + (up[1] - down[1]);
            let (up, down) = (self.0.cost_and_gradient(up).1, self.0.cost_and_gradient(down).1);
            [(up[0] - down[0]) / width, (up[1] - down[1]) / width]
        };
        let by_x = rise(STEP * x.abs().max(1.0), 0.0);
        let by_y = rise(0.0, STEP * y.abs().max(1.0));
        Jet { value, gradient, hessian: [by_x[0], 0.5 * (by_x[1] + by_y[0]), by_y[1]] }
    }
}

impl Surface {
    /// # Errors
    /// An unknown kind; a formula with a fault, and its column; data that do not fit; a parameter that is not there.
    pub fn read(reader: &Reader) -> Result<Self> {
        let any = reader.object(&["kind", "expression", "model", "x", "y", "network", "axes"])?;
        if !["expression", "model", "network"].iter().any(|name| any.optional(name).is_some()) {
            let kinds: Vec<&str> = catalogue::ENTRIES.iter().map(|entry| entry.kind).collect();
            let kind = reader.object(&["kind"])?.required("kind")?.one_of(&kinds)?.to_owned();
            return Self::named(&kind).ok_or_else(|| reader.expected(text("expected.object")));
        }
        Self::read_beyond(reader, &any)
    }

    /// One that is not in the catalogue. Apart, since the page loads these later.
    #[inline(never)]
    fn read_beyond(reader: &Reader, any: &Fields) -> Result<Self> {
        let shape = if let Some(expression) = any.optional("expression") {
            reader.object(&["expression"])?;
            Shape::Typed(Typed::read(&expression)?)
        } else if any.optional("model").is_some() {
            Shape::Model(Model::read(&reader.object(&["model", "x", "y"])?)?)
        } else {
            Shape::Network(Box::new(Sliced(read_slice(&reader.object(&["network", "axes"])?)?)))
        };
        let domain = match &shape {
            Shape::Model(model) => model.domain(),
            Shape::Network(sliced) => {
                let [x, y] = sliced.0.start;
                [x - 4.0, x + 4.0, y - 4.0, y + 4.0]
            }
            _ => [-4.0, 4.0, -4.0, 4.0],
        };
        Ok(Self { shape, domain, stationary: OnceCell::new() })
    }

    /// One of the catalogue.
    pub fn named(kind: &str) -> Option<Self> {
        let entry = Entry::named(kind)?;
        Some(Self { shape: Shape::Named(entry), domain: entry.domain, stationary: OnceCell::new() })
    }

    /// A model's cost on its data.
    pub fn of_model(model: Model) -> Self {
        let domain = model.domain();
        Self { shape: Shape::Model(model), domain, stationary: OnceCell::new() }
    }

    pub fn field(&self) -> &dyn Field {
        match &self.shape {
            Shape::Named(entry) => *entry,
            Shape::Typed(typed) => typed,
            Shape::Model(model) => model,
            Shape::Network(sliced) => &**sliced,
        }
    }

    /// The data model behind it, if one is: what mini-batches can be drawn from.
    pub fn model(&self) -> Option<&Model> {
        if let Shape::Model(model) = &self.shape { Some(model) } else { None }
    }

    /// The stationary points within the domain; searched for when they are first asked for.
    pub fn stationary(&self) -> &[Stationary] {
        if let Shape::Named(entry) = self.shape {
            return entry.stationary();
        }
        let grid = if matches!(self.shape, Shape::Typed(_)) { stationary::GRID } else { stationary::COARSE_GRID };
        self.stationary.get_or_init(|| stationary::find(self.field(), self.domain, grid))
    }

    /// f(x, y) as a formula; none for costs over data, whose formula is as long as the data.
    pub fn expr(&self) -> Option<Expr> {
        match &self.shape {
            Shape::Named(entry) => Some(entry.expr().clone()),
            Shape::Typed(Typed(expr)) => Some(expr.clone()),
            Shape::Model(_) | Shape::Network(_) => None,
        }
    }

    /// `two_well`, `expression`, `line` …
    pub fn kind(&self) -> &'static str {
        match &self.shape {
            Shape::Named(entry) => entry.kind,
            Shape::Typed(_) => "expression",
            Shape::Model(model) if model.kind == model::Kind::Line => "line",
            Shape::Model(_) => "logistic",
            Shape::Network(_) => "network",
        }
    }

    pub fn title(&self) -> String {
        fill(&format!("surface.title.{}", self.kind()), &[])
    }

    /// Where a race can start: the catalogue's starts; for a network where its parameters stand.
    pub fn starts(&self) -> Vec<[f64; 2]> {
        match &self.shape {
            Shape::Named(entry) => entry.starts.to_vec(),
            Shape::Network(sliced) => vec![sliced.0.start],
            Shape::Model(_) => vec![[0.0, 0.0]],
            Shape::Typed(_) => {
                let [x_min, x_max, y_min, y_max] = self.domain;
                vec![[(4.0 * x_min + x_max) / 5.0, (3.0 * y_min + 7.0 * y_max) / 10.0]]
            }
        }
    }

    /// All that a page shows of it.
    pub fn info(&self, display: Display) -> Info {
        let formula = self.expr().map(|expr| derivation::equation(Quantity::Height, &expr, display));
        let source = if let Shape::Named(entry) = &self.shape { entry.source } else { "" };
        Info {
            kind: self.kind(),
            title: self.title(),
            formula: formula.unwrap_or_default(),
            source,
            domain: self.domain,
            starts: self.starts(),
            stationary: self.stationary().to_vec(),
        }
    }

    /// The heights on a grid that spans `domain`, row by row from y_min, each row from x_min; edges included.
    pub fn grid(&self, domain: [f64; 4], columns: usize, rows: usize) -> Vec<f64> {
        let [x_min, x_max, y_min, y_max] = domain;
        let place = |from: f64, to: f64, index: usize, count: usize| {
            if count < 2 { 0.5 * (from + to) } else { from + (to - from) * (index as f64 / (count - 1) as f64) }
        };
        let xs: Vec<f64> = (0..columns).map(|column| place(x_min, x_max, column, columns)).collect();
        let mut heights = Vec::with_capacity(columns * rows);
        for row in 0..rows {
            let start = heights.len();
            heights.resize(start + columns, 0.0);
            self.field().row(&xs, place(y_min, y_max, row, rows), &mut heights[start..]);
        }
        heights
    }
}

/// As `SurfaceInfo` in `npm/gradstep.d.ts`.
#[derive(Clone, Debug, Serialize)]
pub struct Info {
    pub kind: &'static str,
    pub title: String,
    pub formula: derivation::Formula,
    pub source: &'static str,
    pub domain: [f64; 4],
    pub starts: Vec<[f64; 2]>,
    pub stationary: Vec<Stationary>,
}

/// All of the catalogue.
pub fn surfaces(display: Display) -> Vec<Info> {
    catalogue::ENTRIES.iter().filter_map(|entry| Some(Surface::named(entry.kind)?.info(display))).collect()
}

fn read_slice(fields: &Fields) -> Result<Slice> {
    let spec = NetworkSpec::read(&fields.required("network")?)?;
    let reader = fields.required("axes")?;
    let [first, second] = Place::read_pair(&reader)?;
    if first == second {
        return Err(model::same_axes(reader.path()));
    }
    Slice::new(spec, [&first, &second], reader.path())
}
