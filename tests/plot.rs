//! The cost chart as SVG, from plain data.
use gradstep::plot::{Colour, CostChart, Labels, draw_costs};
use plotters_svg::SVGBackend;

fn svg(costs: &[f64], other: &[f64], logarithmic: bool) -> String {
    let chart = CostChart {
        costs: costs.to_vec(),
        other: other.to_vec(),
        cursor: 2,
        logarithmic,
        pixel_ratio: 2.0,
        font_family: "sans-serif".into(),
        soft: Colour(91, 102, 117),
        line: Colour(220, 217, 207),
        cost: Colour(138, 90, 0),
        labels: Labels { cost: "least squares".into(), other: "cross-entropy".into(), iteration: "iteration".into() },
    };
    let mut out = String::new();
    draw_costs(&chart, SVGBackend::with_string(&mut out, (720, 400))).expect("SVG takes everything");
    out
}

#[test]
fn draws_both_costs_and_where_the_reader_stands() {
    for logarithmic in [false, true] {
        let out = svg(&[0.1384, 0.1175, 0.0982], &[0.7467, 0.6632, 0.58], logarithmic);
        assert!(out.contains("least squares") && out.contains("cross-entropy"), "{out}");
        assert!(out.contains("<circle"), "{out}");
        assert!(!out.contains("NaN"), "{out}");
    }
}

#[test]
fn leaves_a_gap_where_a_cost_is_not_finite_and_nothing_where_none_is() {
    let out = svg(&[1.0, 2.0, f64::INFINITY, f64::NAN, 3.0, 2.0], &[], false);
    let unbroken = svg(&[1.0, 2.0, 2.5, 2.5, 3.0, 2.0], &[], false);
    assert_eq!(out.matches("<polyline").count(), unbroken.matches("<polyline").count() + 1);
    assert!(!out.contains("NaN") && !out.contains("inf"), "{out}");
    assert!(!svg(&[f64::NAN; 3], &[], true).contains("<polyline"));
    assert!(!svg(&[], &[], false).contains("<polyline"));
}

#[test]
fn holds_costs_of_zero_and_runs_that_do_not_move() {
    for costs in [&[0.0, 0.0][..], &[0.5, 0.5], &[0.5], &[1e300, 1e-300], &[-1.0, -2.0]] {
        for logarithmic in [false, true] {
            assert!(!svg(costs, &[], logarithmic).contains("NaN"), "{costs:?}");
        }
    }
}

#[test]
fn a_field_map_has_its_lowest_row_below_and_lines_at_the_levels() {
    use gradstep::plot::{HeightScale, LEVELS, MapStyle, colour, field_map};
    let paint = |text: &str| colour(text).expect("a colour");
    let style =
        MapStyle { stops: vec![paint("#000000"), paint("#ffffff")], line: paint("#ff0000"), empty: paint("#00ff00") };
    let (columns, rows) = (64, 200);
    let heights: Vec<f64> = (0..columns * rows).map(|index| (index / columns) as f64).collect();
    let pixels = field_map(&heights, columns, &style);
    assert_eq!(pixels.len(), 4 * columns * rows);
    let at = |row: usize, column: usize| &pixels[4 * (row * columns + column)..][..4];
    assert!(at(0, 5)[0] > 240 && at(rows - 1, 5)[0] < 10, "the picture's last row is the lowest y");
    // every line where its height is, counted from below
    let scale = HeightScale::of(&heights);
    for line in 1..LEVELS {
        let row = scale.level(line).round() as usize;
        let [red, green, ..] = at(rows - 1 - row, 9) else { panic!("a pixel") };
        assert!(red > green, "line {line} in row {row}");
        assert!((scale.at(scale.level(line)) - line as f64 / LEVELS as f64).abs() < 1e-12);
    }
    let holes = field_map(&[f64::NAN, 1.0, f64::INFINITY, 2.0], 2, &style);
    assert_eq!((&holes[..4], &holes[8..12]), (&[0, 255, 0, 255][..], &[0, 255, 0, 255][..]));
    assert!(field_map(&heights, 7, &style).is_empty() && field_map(&[], 0, &style).is_empty());
}
