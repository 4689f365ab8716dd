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

/// Where a text stands in a picture of the chart: its left end and the lower edge of its line.
fn place_of(picture: &str, text: &str) -> (f64, f64) {
    let start = &picture[..picture.find(&format!("\n{text}\n")).unwrap_or_else(|| panic!("{text} in {picture}"))];
    let tag = &start[start.rfind("<text").expect("a text")..];
    let number = |name: &str| {
        let from = &tag[tag.find(&format!(" {name}=\"")).expect("an attribute") + name.len() + 3..];
        from[..from.find('"').expect("its end")].parse::<f64>().expect("a number")
    };
    (number("x"), number("y"))
}

#[test]
fn labels_stand_apart_and_off_each_others_lines() {
    let falling = |start: f64, factor: f64, end: f64, count: i32| -> Vec<f64> {
        (0..count).map(|iteration| end + (start - end) * factor.powi(iteration)).collect()
    };
    for count in [1, 2, 3, 45, 400] {
        for ratio in [1.0, 1.1, 2.0, 5.4] {
            for factor in [0.5, 0.8, 0.97, 1.02] {
                for logarithmic in [true, false] {
                    let costs = falling(0.1384, factor, 1e-6, count);
                    let other = falling(0.1384 * ratio, factor.max(0.9), 2e-4, count);
                    let picture = svg(&costs, &other, logarithmic);
                    let [(x, y), (other_x, other_y)] =
                        ["least squares", "cross-entropy"].map(|text| place_of(&picture, text));
                    // sizes of the picture are doubled: lines of 12 px, words of some 80
                    let apart = (y - other_y).abs() >= 24.0 || (x - other_x).abs() >= 150.0;
                    assert!(apart, "{x}, {y} and {other_x}, {other_y}: {count} {ratio} {factor} {logarithmic}");
                    for (x, y) in [(x, y), (other_x, other_y)] {
                        assert!((0.0..570.0).contains(&x) && (24.0..=360.0).contains(&y), "{x}, {y} is within");
                    }
                }
            }
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
