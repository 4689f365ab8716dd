//! Whether some polynomial of the degree parts the classes, decided from the order of the labels alone.
//!
//! A cost without l2 has no finite optimum exactly where some polynomial p ≠ 0 on the data has p ≥ 0 at every 1 and
//! p ≤ 0 at every 0: moving the weights along p then lowers the cost for ever (Albert & Anderson, *On the existence of
//! maximum likelihood estimates in logistic regression models*, 1984). Such a p must be 0 where both classes stand at
//! one x, and must change its sign an odd number of times between neighbours of different classes. Its fewest roots,
//! counted with multiplicity, are therefore those here; letting p be 0 at further points needs no fewer.
use serde::Serialize;

/// How the classes lie along the line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Separation {
    /// Whether a polynomial of the degree asked for separates them; false where both classes stand at every point.
    pub separable: bool,
    /// Whether it does so without being 0 at any point.
    pub complete: bool,
    /// The roots, with multiplicity, of a polynomial of the lowest degree that separates them, in order.
    pub roots: Vec<f64>,
}

/// One place on the line.
#[derive(Clone, Copy, PartialEq)]
enum At {
    /// All of one class.
    Pure(bool),
    Both,
}

/// `x` and `labels` (0 or 1) have one length.
///
/// ```
/// use gradstep::logistic::separation;
/// let inside = separation(&[-2.0, 0.0, 2.0], &[0.0, 1.0, 0.0], 2);
/// assert!(inside.separable && inside.roots == [-1.0, 1.0]);
/// assert!(!separation(&[-2.0, 0.0, 2.0], &[0.0, 1.0, 0.0], 1).separable);
/// ```
pub fn separation(x: &[f64], labels: &[f64], degree: usize) -> Separation {
    let places = places(x, labels);
    let mut roots = Vec::new();
    let mut last: Option<(f64, bool)> = None;
    // where both classes stand since the last pure place
    let mut both: Vec<f64> = Vec::new();
    for (x, at) in &places {
        let At::Pure(class) = *at else {
            both.push(*x);
            continue;
        };
        let needed = both.len();
        roots.append(&mut both);
        if let Some((before, other)) = last
            && (needed % 2 == 1) != (other != class)
        {
            let at_both = roots.last().copied().filter(|_| needed > 0);
            roots.push(at_both.unwrap_or(before + (x - before) / 2.0));
        }
        last = Some((*x, class));
    }
    roots.append(&mut both);
    let mixed = places.iter().any(|(_, at)| *at == At::Both);
    let separable = last.is_some() && roots.len() <= degree;
    Separation { separable, complete: separable && !mixed, roots }
}

/// The distinct points in order, each with its classes.
fn places(x: &[f64], labels: &[f64]) -> Vec<(f64, At)> {
    let mut points: Vec<(f64, bool)> = x.iter().zip(labels).map(|(x, label)| (*x, *label == 1.0)).collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut places: Vec<(f64, At)> = Vec::new();
    for (x, class) in points {
        match places.last_mut() {
            Some((known, at)) if *known == x => {
                if *at != At::Pure(class) {
                    *at = At::Both;
                }
            }
            _ => places.push((x, At::Pure(class))),
        }
    }
    places
}
