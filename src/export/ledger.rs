//! Every quantity of every iteration as one table: a row a number.
use super::{Extent, joined, preamble, tex};
use crate::derivation::format_number;
use crate::error::Result;
use crate::problem::Problem;
use crate::words::text;

/// What a table is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableFormat {
    /// Comma-separated, numbers with all their digits.
    Csv,
    Markdown,
    /// Compiles as it stands.
    Latex,
}

impl TableFormat {
    pub const NAMES: [&'static str; 3] = ["csv", "markdown", "latex"];

    pub fn named(name: &str) -> Self {
        match name {
            "csv" => Self::Csv,
            "markdown" => Self::Markdown,
            _ => Self::Latex,
        }
    }
}

/// The ledger of the first iterations: iteration, id, row and column from 1, value.
///
/// ```
/// use gradstep::export::{Extent, TableFormat, ledger};
/// use gradstep::{derivation::Display, preset, problem};
///
/// let mut problem = problem::network(preset::spec("hw3-q1").expect("a preset"));
/// let extent = Extent { iterations: 2, display: Display::default() };
/// let csv = ledger(&mut problem, extent, TableFormat::Csv)?;
/// assert_eq!(csv.lines().nth(1), Some("1,z1,1,1,-0.7"));
/// # Ok::<(), gradstep::Error>(())
/// ```
///
/// # Errors
/// Where the problem has no such iteration.
pub fn ledger(problem: &mut dyn Problem, extent: Extent, format: TableFormat) -> Result<String> {
    let display = extent.display;
    let mut rows: Vec<[String; 5]> = Vec::new();
    for iteration in 1..=extent.iterations {
        for step in problem.steps(iteration, display)? {
            for row in 0..step.value.rows() {
                for column in 0..step.value.columns() {
                    let value = step.value.get(row, column);
                    let name = match format {
                        TableFormat::Csv => step.id.clone(),
                        _ => format!("${}$", step.symbol.latex),
                    };
                    let number = match format {
                        TableFormat::Csv => value.to_string(),
                        _ => format_number(value, display.digits),
                    };
                    rows.push([iteration.to_string(), name, (row + 1).to_string(), (column + 1).to_string(), number]);
                }
            }
        }
    }
    Ok(match format {
        TableFormat::Csv => {
            let mut out = String::from("iteration,id,row,column,value\n");
            rows.iter().for_each(|row| out.push_str(&(row.join(",") + "\n")));
            out
        }
        TableFormat::Markdown => {
            let head = heads().join(" | ");
            let mut out = format!("| {head} |\n| --: | --- | --: | --: | --: |\n");
            rows.iter().for_each(|row| out.push_str(&format!("| {} |\n", row.join(" | "))));
            out
        }
        TableFormat::Latex => {
            let (before, head) = (preamble(), heads().map(tex).join(" & "));
            let mut out = format!("{before}\\begin{{document}}\n\\begin{{longtable}}{{rlrrr}}\n{head} \\\\\n\\hline\n");
            out.push_str("\\endhead\n");
            rows.iter().for_each(|row| out.push_str(&format!("{} \\\\\n", joined(&row.join(" & ")))));
            out + "\\end{longtable}\n\\end{document}\n"
        }
    })
}

fn heads() -> [&'static str; 5] {
    [
        "export.column.iteration",
        "export.column.quantity",
        "export.column.row",
        "export.column.column",
        "export.column.value",
    ]
    .map(text)
}
