//! Surfaces: derivatives against central differences and the reference, stationary points, typed formulas.
mod common;
use gradstep::derivation::Display;
use gradstep::input::{Reader, Value};
use gradstep::num::{LANES, Lane, Lanes};
use gradstep::preset;
use gradstep::surface::{Surface, Type, catalogue, surfaces};
use serde_json::json;

/// Numbers made with JAX 0.10.2 in double precision.
const REFERENCE: &str = include_str!("reference/surfaces.json");

fn text(entries: &[(&str, &str)]) -> Value {
    Value::Object(entries.iter().map(|(key, text)| ((*key).to_owned(), Value::Text((*text).to_owned()))).collect())
}

fn typed(expression: &str) -> gradstep::Result<Surface> {
    Surface::read(&Reader::at(&text(&[("expression", expression)]), "surface"))
}

fn close(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance * expected.abs().max(1.0)
}

/// Points spread over a domain, the same every time.
fn points([x_min, x_max, y_min, y_max]: [f64; 4], count: usize) -> impl Iterator<Item = (f64, f64)> {
    (1..=count).map(move |index| {
        let share = |step: f64| (index as f64 * step).fract();
        (x_min + share(0.754_877_666) * (x_max - x_min), y_min + share(0.569_840_291) * (y_max - y_min))
    })
}

fn check_derivatives(surface: &Surface, name: &str, count: usize) {
    for (x, y) in points(surface.domain, count) {
        let field = surface.field();
        let jet = field.derivatives(x, y);
        let h = 1e-5;
        let numeric = [
            (field.value(x + h, y) - field.value(x - h, y)) / (2.0 * h),
            (field.value(x, y + h) - field.value(x, y - h)) / (2.0 * h),
        ];
        let slope = |dx: f64, dy: f64| {
            let (up, down) = (field.derivatives(x + dx, y + dy).gradient, field.derivatives(x - dx, y - dy).gradient);
            [(up[0] - down[0]) / (2.0 * h), (up[1] - down[1]) / (2.0 * h)]
        };
        let (by_x, by_y) = (slope(h, 0.0), slope(0.0, h));
        let height = jet.value.abs().max(1.0);
        for part in [0, 1] {
            assert!(
                (jet.gradient[part] - numeric[part]).abs() < 1e-5 * jet.gradient[part].abs().max(height),
                "{name} at ({x}, {y}): gradient {:?}, by differences {numeric:?}",
                jet.gradient
            );
            assert_eq!(field.gradient(x, y)[part], jet.gradient[part], "{name}: lanes and jets at ({x}, {y})");
        }
        for (part, found) in [by_x[0], 0.5 * (by_x[1] + by_y[0]), by_y[1]].into_iter().enumerate() {
            let size = jet.hessian.iter().fold(1.0f64, |size, part| size.max(part.abs()));
            assert!(
                (jet.hessian[part] - found).abs() < 1e-5 * size,
                "{name} at ({x}, {y}): Hessian {:?}, part {part} by differences {found}",
                jet.hessian
            );
        }
        assert_eq!(field.value(x, y), jet.value, "{name}: value and jet at ({x}, {y})");
    }
}

#[test]
fn every_named_surface_has_exact_derivatives() {
    for entry in &catalogue::ENTRIES {
        let surface = Surface::named(entry.kind).expect("an entry of the catalogue");
        check_derivatives(&surface, entry.kind, 60);
    }
}

#[test]
fn typed_formulas_have_exact_derivatives() {
    for expression in [
        "x^2 + y^2 - 2*exp(-((x-1)^2 + y^2)/0.2) - 3*exp(-((x+1)^2 + y^2)/0.2)",
        "-x^2 + 2x y - sin(3x)cos(y)/2",
        "ln(1 + x^2) + atan(y)^3 + tanh(x y)",
        "sqrt(1 + x^2 + y^2)^1.5",
        "(1 + x^2)^(y/3)",
        "sigmoid(x) softplus(y) + tan(x/9)",
        "2^x + x**3 − 1e-3 y",
        "abs(x + 10) + abs(y - 10)",
        "2xy² - x³y + xsin(yx)",
        "|x + 10|y + 3·|(y - 10)x|",
    ] {
        let surface = typed(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
        check_derivatives(&surface, expression, 40);
    }
}

#[test]
fn lanes_give_the_bits_of_single_points() {
    for entry in &catalogue::ENTRIES {
        let surface = Surface::named(entry.kind).expect("an entry of the catalogue");
        let found: Vec<(f64, f64)> = points(surface.domain, 2 * LANES).collect();
        let (x, y): (Vec<f64>, Vec<f64>) = found.iter().copied().unzip();
        let lanes = |values: &[f64]| values.chunks_exact(LANES).map(Lanes::load).collect::<Vec<_>>();
        let (mut gx, mut gy) = (vec![Lanes::splat(0.0); 2], vec![Lanes::splat(0.0); 2]);
        surface.field().gradients(&lanes(&x), &lanes(&y), &mut gx, &mut gy);
        for (index, (x, y)) in found.into_iter().enumerate() {
            let (mut dx, mut dy) = ([0.0; LANES], [0.0; LANES]);
            gx[index / LANES].store(&mut dx);
            gy[index / LANES].store(&mut dy);
            assert_eq!([dx[index % LANES], dy[index % LANES]], surface.field().gradient(x, y), "{}", entry.kind);
        }
    }
}

#[test]
fn the_reference_agrees() {
    let cases: Vec<serde_json::Value> = serde_json::from_str(REFERENCE).expect("the reference is JSON");
    for case in &cases {
        let number = |value: &serde_json::Value| value.as_f64().expect("a number");
        let (x, y) = (number(&case["x"]), number(&case["y"]));
        let named = Surface::named(case["surface"].as_str().expect("a name"));
        let typed =
            typed(case["expression"].as_str().expect("a formula")).unwrap_or_else(|error| panic!("{case}: {error}"));
        for surface in named.into_iter().chain([typed]) {
            let jet = surface.field().derivatives(x, y);
            let hessian = [&case["hessian"][0][0], &case["hessian"][0][1], &case["hessian"][1][1]];
            assert!(close(jet.value, number(&case["value"]), 1e-12), "{case}: {jet:?}");
            for part in [0, 1] {
                assert!(close(jet.gradient[part], number(&case["gradient"][part]), 1e-12), "{case}: {jet:?}");
            }
            for (found, expected) in jet.hessian.iter().zip(hessian) {
                assert!(close(*found, number(expected), 1e-11), "{case}: {jet:?}");
            }
        }
    }
}

#[test]
fn stationary_points_are_stationary_and_known_ones_are_found() {
    for entry in &catalogue::ENTRIES {
        let surface = Surface::named(entry.kind).expect("an entry of the catalogue");
        for point in surface.stationary() {
            let corner = surface.field().corners().contains(&(point.x, point.y));
            let jet = surface.field().derivatives(point.x, point.y);
            let size = jet.hessian.iter().fold(1.0f64, |size, part| size.max(part.abs()));
            assert!(
                corner || jet.gradient.iter().all(|part| part.abs() < 1e-9 * size),
                "{}: {point:?} {jet:?}",
                entry.kind
            );
        }
    }
    let counted = |kind: &str| {
        let surface = Surface::named(kind).expect("an entry of the catalogue");
        let count = |kind| surface.stationary().iter().filter(|point| point.kind == kind).count();
        [count(Type::GlobalMinimum), count(Type::Minimum), count(Type::Saddle), count(Type::Maximum)]
    };
    assert_eq!(counted("two_well"), [1, 1, 1, 0]);
    assert_eq!(counted("himmelblau"), [4, 0, 4, 1]);
    assert_eq!(counted("six_hump_camel"), [2, 4, 7, 2]);
    assert_eq!(counted("styblinski_tang"), [1, 3, 4, 1]);
    assert_eq!(counted("rosenbrock"), [1, 0, 0, 0]);
    assert_eq!(counted("saddle"), [0, 0, 1, 0]);
    assert_eq!(counted("monkey_saddle"), [0, 0, 1, 0]);
    assert_eq!(counted("rastrigin")[..2], [1, 120]);
    assert_eq!(counted("ackley")[0], 1);
    for (index, (x, y, height)) in
        [(-0.936301, 0.0, -2.063090), (0.905318, 0.0, -1.092732), (0.068602, 0.0, -0.031374)].into_iter().enumerate()
    {
        let point = Surface::named("two_well").expect("in the catalogue").stationary()[index];
        assert!(
            (point.x - x).abs() < 1e-6 && (point.y - y).abs() < 1e-6 && (point.value - height).abs() < 1e-6,
            "{point:?}"
        );
    }
}

#[test]
fn typed_stationary_points_are_told_apart() {
    let kinds = |expression: &str| {
        let surface = typed(expression).expect("a formula");
        surface.stationary().iter().map(|point| (point.x, point.y, point.kind)).collect::<Vec<_>>()
    };
    assert_eq!(kinds("x^4 + y^4"), [(0.0, 0.0, Type::GlobalMinimum)]);
    assert_eq!(kinds("-x^2 - y^2"), [(0.0, 0.0, Type::Maximum)]);
    assert_eq!(kinds("x^3 + y^2"), [(0.0, 0.0, Type::Saddle)]);
    assert_eq!(kinds("x + y"), []);
}

#[test]
fn a_fault_in_a_formula_names_its_column() {
    for (expression, column) in [
        ("x +", 4),
        ("x + * y", 5),
        ("(x + y", 7),
        ("x + z", 5),
        ("2 $ x", 3),
        ("", 1),
        ("foo(x)", 1),
        ("sin x", 5),
        ("x..2", 2),
        ("2xz", 3),
        ("xyz(1)", 3),
        ("x2", 2),
        ("x + ²", 5),
        ("sin²(x)", 4),
        ("|x + 1", 7),
        ("|x||y|", 4),
    ] {
        let error = typed(expression).err().unwrap_or_else(|| panic!("{expression:?} was taken"));
        assert_eq!(error.path, "surface.expression", "{expression}: {error}");
        assert!(error.message.starts_with(&format!("column {column}:")), "{expression}: {error}");
    }
}

#[test]
fn a_fault_in_a_formula_is_told_in_words() {
    let error = typed("x⁴").err().expect("no formula");
    assert!(error.message.contains("the end") && !error.message.contains("EOF"), "{error}");
}

#[test]
fn an_axis_that_is_not_there_is_named_with_its_place() {
    let network = serde_json::to_value(preset::spec("hw3-q1")).expect("plain data");
    let axis = |parameter: &str, row: usize| json!({ "parameter": parameter, "row": row, "column": 0 });
    for (axes, path) in [
        ([axis("W1", 0), axis("W3", 0)], "surface.axes[1].parameter"),
        ([axis("b1", 2), axis("W1", 0)], "surface.axes[0].row"),
    ] {
        let data = common::data(&json!({ "network": network, "axes": axes }));
        let error = Surface::read(&Reader::at(&data, "surface")).err().expect("no such parameter");
        assert_eq!(error.path, path, "{error}");
    }
}

#[test]
fn hostile_formulas_are_refused() {
    for expression in [
        "(".repeat(399),
        "-".repeat(399) + "x",
        "2^".repeat(199) + "x",
        "x+".repeat(5000) + "x",
        "sin(".repeat(99),
        "|".repeat(399),
        "x".to_owned() + &"²".repeat(399),
    ] {
        let error = typed(&expression).err().unwrap_or_else(|| panic!("{} was taken", &expression[..20]));
        assert_eq!(error.path, "surface.expression");
    }
    assert!(typed(&("x+".repeat(199) + "x")).is_ok());
}

#[test]
fn signs_bind_as_in_textbooks() {
    let at = |expression: &str| typed(expression).expect("a formula").field().value(2.0, 3.0);
    for (expression, expected) in [
        ("-x^2", -4.0),
        ("2^3^2", 512.0),
        ("2^-1", 0.5),
        ("x-y-1", -2.0),
        ("12/x/y", 2.0),
        ("2x^2", 8.0),
        ("2(x+1)y", 18.0),
        ("x y", 6.0),
        ("-x*-y", 6.0),
        ("+x", 2.0),
        ("1.5e1", 15.0),
        (".5x", 1.0),
        ("2pi/pi", 2.0),
        ("ln(e)", 1.0),
        ("xy", 6.0),
        ("2xy", 12.0),
        ("yyx", 18.0),
        ("2xy²", 36.0),
        ("x²y", 12.0),
        ("x³", 8.0),
        ("-x²", -4.0),
        ("(x + y)²/xy", 37.5),
        ("e²/e", std::f64::consts::E),
        ("xexp(yx - 6)", 2.0),
        ("xe/e", 2.0),
        ("|x - y|", 1.0),
        ("3·|x - 2y|²", 48.0),
        ("|x - |y - 7||y", 6.0),
    ] {
        assert!(close(at(expression), expected, 1e-15), "{expression} is {}", at(expression));
    }
}

#[test]
fn a_typed_surface_starts_at_a_number_that_is_written_short() {
    assert_eq!(typed("x y").expect("a formula").starts(), [[-2.4, 1.6]]);
}

#[test]
fn formulas_are_written_out() {
    let info = surfaces(Display::default());
    assert_eq!(info.len(), 19);
    for surface in &info {
        assert!(surface.formula.latex.starts_with("f = "), "{}: {}", surface.kind, surface.formula.latex);
        assert!(!surface.title.contains('.') && !surface.source.is_empty(), "{}", surface.kind);
        roxmltree::Document::parse(&surface.formula.mathml).unwrap_or_else(|error| panic!("{}: {error}", surface.kind));
    }
    let ravine = info.iter().find(|surface| surface.kind == "ravine").expect("in the catalogue");
    assert_eq!(ravine.formula.latex, "f = 0.1 \\, {x}^{2} + 2 \\, {y}^{2}");
}
