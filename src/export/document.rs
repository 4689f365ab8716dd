//! The worked solution as a document: what is given, then every step with its rule, its numbers and its result.
use super::{Extent, html, joined, markdown, preamble, tex};
use crate::derivation::{Display, Formula, Step, numbers};
use crate::error::Result;
use crate::problem::{Problem, given};
use crate::words::{fill, language, text};
use std::fmt::Write as _;

/// What a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Compiles as it stands.
    Latex,
    /// With LaTeX between `$`.
    Markdown,
    /// A whole page with MathML, ready to be printed.
    Html,
}

impl Format {
    pub const NAMES: [&'static str; 3] = ["latex", "markdown", "html"];

    pub fn named(name: &str) -> Self {
        match name {
            "latex" => Self::Latex,
            "markdown" => Self::Markdown,
            _ => Self::Html,
        }
    }
}

/// The worked solution of the first iterations.
///
/// ```
/// use gradstep::export::{Extent, Format, worked_solution};
/// use gradstep::{derivation::Display, preset, problem};
///
/// let mut problem = problem::network(preset::spec("hw3-q1").expect("a preset"));
/// let extent = Extent { iterations: 1, display: Display::default() };
/// let latex = worked_solution(&mut problem, extent, Format::Latex)?;
/// assert!(latex.starts_with("\\documentclass") && latex.contains("0.4739"));
/// # Ok::<(), gradstep::Error>(())
/// ```
///
/// # Errors
/// Where the problem has no such iteration.
pub fn worked_solution(problem: &mut dyn Problem, extent: Extent, format: Format) -> Result<String> {
    let mut page = Page { format, out: String::new() };
    page.begin(text("export.title"));
    page.given(problem, extent.display)?;
    page.solution(problem, extent, false)?;
    page.end();
    Ok(page.out)
}

/// Sheets for a class in one document, each on pages of its own under its title: what is given and, step by step, the
/// rule with a blank for the result; with `key` the results.
///
/// # Errors
/// Where a problem has no such iteration.
pub fn worksheets(
    sheets: &mut [(String, Box<dyn Problem>)],
    extent: Extent,
    format: Format,
    key: bool,
) -> Result<String> {
    let mut page = Page { format, out: String::new() };
    page.begin(text(if key { "export.key" } else { "export.worksheet" }));
    for (place, (title, problem)) in sheets.iter_mut().enumerate() {
        if place > 0 {
            page.new_page();
        }
        page.heading(2, title);
        page.given(problem.as_mut(), extent.display)?;
        page.solution(problem.as_mut(), extent, !key)?;
    }
    page.end();
    Ok(page.out)
}

struct Page {
    format: Format,
    out: String,
}

impl Page {
    fn write(&mut self, text: std::fmt::Arguments) {
        // a String takes text
        let _ = self.out.write_fmt(text);
    }

    fn begin(&mut self, title: &str) {
        match self.format {
            Format::Latex => {
                let (before, title) = (preamble(), tex(title));
                self.write(format_args!("{before}\\title{{{title}}}\\date{{}}\n\\begin{{document}}\n\\maketitle\n"));
            }
            Format::Markdown => self.write(format_args!("# {}\n", markdown(title))),
            Format::Html => {
                let (title, style) = (html(title), include_str!("print.css"));
                let (tag, direction) = (language(), text("language.direction"));
                self.write(format_args!(
                    "<!DOCTYPE html>\n<html lang=\"{tag}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
                     <style>\n{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
                ));
            }
        }
    }

    fn given(&mut self, problem: &mut dyn Problem, display: Display) -> Result<()> {
        self.heading(2, text("export.given"));
        for line in problem.settings() {
            self.item(&line);
        }
        self.end_items();
        self.numbers_given(problem, 1, display)
    }

    fn numbers_given(&mut self, problem: &mut dyn Problem, iteration: u64, display: Display) -> Result<()> {
        for (quantity, value) in given(problem, iteration)? {
            self.equation(&problem.symbol(quantity, display), &numbers(&value, display));
        }
        Ok(())
    }

    fn solution(&mut self, problem: &mut dyn Problem, extent: Extent, blank: bool) -> Result<()> {
        for iteration in 1..=extent.iterations {
            self.heading(2, &fill("export.iteration", &[("number", &iteration.to_string())]));
            if iteration > 1 {
                self.numbers_given(problem, iteration, extent.display)?;
            }
            for step in problem.steps(iteration, extent.display)? {
                if blank {
                    self.question(&step);
                } else {
                    self.step(&step, extent.display);
                }
            }
        }
        Ok(())
    }

    fn new_page(&mut self) {
        match self.format {
            Format::Latex => self.out.push_str("\\newpage\n"),
            Format::Markdown => self.out.push_str("\n---\n\n"),
            Format::Html => self.out.push_str("<hr class=\"page\">\n"),
        }
    }

    fn end(&mut self) {
        match self.format {
            Format::Latex => self.out.push_str("\\end{document}\n"),
            Format::Markdown => {}
            Format::Html => self.out.push_str("</body>\n</html>\n"),
        }
    }

    fn heading(&mut self, level: usize, words: &str) {
        match self.format {
            Format::Latex => {
                let command = if level == 2 { "section*" } else { "subsection*" };
                self.write(format_args!("\\{command}{{{}}}\n", tex(words)));
            }
            Format::Markdown => self.write(format_args!("\n{} {}\n\n", "#".repeat(level), markdown(words))),
            Format::Html => self.write(format_args!("<h{level}>{}</h{level}>\n", html(words))),
        }
    }

    fn item(&mut self, words: &str) {
        match self.format {
            Format::Latex => self.write(format_args!("{}\\\\\n", tex(words))),
            Format::Markdown => self.write(format_args!("- {}\n", markdown(words))),
            Format::Html => self.write(format_args!("<p class=\"setting\">{}</p>\n", html(words))),
        }
    }

    fn end_items(&mut self) {
        self.out.push('\n');
    }

    fn sentence(&mut self, words: &str) {
        match self.format {
            Format::Latex => self.write(format_args!("{}\n", tex(words))),
            Format::Markdown => self.write(format_args!("{}\n\n", markdown(words))),
            Format::Html => self.write(format_args!("<p>{}</p>\n", html(words))),
        }
    }

    fn formula(&mut self, formula: &Formula) {
        match self.format {
            Format::Latex => self.write(format_args!("\\fit{{{}}}\n", joined(&formula.latex))),
            Format::Markdown => self.write(format_args!("$$\n{}\n$$\n\n", formula.latex)),
            Format::Html => self.write(format_args!("<p class=\"formula\">{}</p>\n", formula.mathml)),
        }
    }

    fn equation(&mut self, left: &Formula, right: &Formula) {
        let latex = format!("{} = {}", left.latex, right.latex);
        let mathml = format!("{} = {}", left.mathml, right.mathml);
        self.formula(&Formula { latex, mathml, speech: String::new() });
    }

    /// A rule and, in the result's shape, room to write.
    fn question(&mut self, step: &Step) {
        self.heading(3, &step.title);
        self.formula(&step.formula);
        let (rows, columns) = step.value.shape();
        match self.format {
            Format::Html => {
                let row = format!("<tr>{}</tr>", "<td></td>".repeat(columns));
                let symbol = &step.symbol.mathml;
                let cells = row.repeat(rows);
                self.write(format_args!("<div class=\"blank\">{symbol} = <table>{cells}</table></div>\n"));
            }
            Format::Latex | Format::Markdown => {
                let row = vec!["\\underline{\\hspace{5em}}"; columns].join(" & ");
                let cells = vec![row; rows].join(" \\\\[1.2ex] ");
                let latex = format!("{} = \\begin{{bmatrix}} {cells} \\end{{bmatrix}}", step.symbol.latex);
                self.formula(&Formula { latex, ..Formula::default() });
            }
        }
    }

    fn step(&mut self, step: &Step, display: Display) {
        self.heading(3, &step.title);
        self.sentence(&step.why);
        self.formula(&step.formula);
        self.formula(&step.substituted);
        self.equation(&step.symbol, &numbers(&step.value, display));
    }
}
