//! The reader's own points as comma-separated values.
use super::Point;
use crate::error::{Error, Result};
use crate::words::{fill, text};

/// One point a line: x, y and the class, 0 or 1. A first line without any number is a heading; empty lines are left
/// out; commas, semicolons and tabs part the columns.
///
/// ```
/// use gradstep::dataset::points_of_csv;
/// assert_eq!(points_of_csv("x,y,class\n1,2,0\n-1,0.5,1")?.len(), 2);
/// let error = points_of_csv("1,2,0\n1,two,1").unwrap_err();
/// assert_eq!(error.path, "line 2, column 2");
/// # Ok::<(), gradstep::Error>(())
/// ```
///
/// # Errors
/// Names line and column, each from 1, of what is no number, missing, surplus or no class; fewer than two points.
pub fn points_of_csv(table: &str) -> Result<Vec<Point>> {
    points_of_csv_by(table, |cell| cell.parse().ok())
}

/// [`points_of_csv`] with a parser of decimals: the library's brings tables that weigh as much as the rest of the page's
/// first module, where a browser has one of its own that is as exact.
///
/// # Errors
/// As for [`points_of_csv`].
pub fn points_of_csv_by(table: &str, decimal: impl Fn(&str) -> Option<f64>) -> Result<Vec<Point>> {
    let number = |cell: &&str| is_plain(cell).then(|| decimal(cell)).flatten().filter(|value| value.is_finite());
    let mut points = Vec::new();
    for (index, line) in table.lines().enumerate() {
        let cells: Vec<&str> = line.split([',', ';', '\t']).map(str::trim).collect();
        let heading = index == 0 && cells.iter().all(|cell| number(cell).is_none());
        if line.trim().is_empty() || heading {
            continue;
        }
        points.push(point(&cells, index + 1, number)?);
    }
    if points.len() < 2 {
        let expected = fill("expected.plane_points", &[("most", &super::MOST_SAMPLES.to_string())]);
        return Err(Error::expected("", &expected, &points.len().to_string()));
    }
    Ok(points)
}

/// Neither a name (`inf`) nor another base.
fn is_plain(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|sign| sign.is_ascii_digit() || b"+-.eE".contains(&sign))
}

fn point(cells: &[&str], line: usize, number: impl Fn(&&str) -> Option<f64>) -> Result<Point> {
    let place = |column: usize| fill("found.place", &[("line", &line.to_string()), ("column", &column.to_string())]);
    let found = |cell: &str| fill("found.text", &[("text", &cell.chars().take(40).collect::<String>())]);
    if cells.len() != 3 {
        let column = cells.len().min(3) + 1;
        return Err(Error::expected(place(column), text("expected.three_columns"), &cells.len().to_string()));
    }
    let mut numbers = [0.0; 3];
    for (column, (value, cell)) in numbers.iter_mut().zip(cells).enumerate() {
        let unread = || Error::expected(place(column + 1), text("expected.number"), &found(cell));
        *value = number(cell).ok_or_else(unread)?;
    }
    let [x, y, class] = numbers;
    if class != 0.0 && class != 1.0 {
        return Err(Error::expected(place(3), text("expected.class"), &found(cells[2])));
    }
    Ok(Point { x, y, class })
}
