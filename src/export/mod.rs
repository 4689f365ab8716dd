//! Worked solutions to take away: documents, tables and scripts, as pure functions from a problem to text.
//!
//! Documents and tables are written from the derivation's steps ([`crate::derivation`]); the scripts' lines are the
//! derivation's expressions once more, in Python.
mod document;
mod ledger;
mod python;
mod script;
mod settings;

pub use document::{Format, worked_solution, worksheets};
pub use ledger::{TableFormat, ledger};
pub use script::{Library, script};
pub(crate) use settings::{settings, settings_of_fit};

use crate::derivation::{Display, Notation};
use crate::error::Result;
use crate::input::Reader;
use crate::words::text;

/// No document is longer.
const MOST_ITERATIONS: u64 = 100;

/// What a document or a table shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// From the first on.
    pub iterations: u64,
    pub display: Display,
}

impl Extent {
    /// The options `iterations` (1 to 100), `digits` (0 to 15) and `notation`, beside `format` from `formats`.
    ///
    /// # Errors
    /// Names the place of whatever is missing, surplus or out of range.
    pub fn read(reader: &Reader, formats: &[&'static str]) -> Result<(Self, &'static str)> {
        let fields = reader.object(&["iterations", "digits", "format", "notation"])?;
        let notation = fields.or("notation", Notation::Standard, |notation| {
            Ok(match notation.one_of(&["standard", "handout"])? {
                "handout" => Notation::Handout,
                _ => Notation::Standard,
            })
        })?;
        let iterations = fields.required("iterations")?.integer(1, MOST_ITERATIONS)?;
        let digits = fields.required("digits")?.integer(0, 15)? as usize;
        let format = fields.required("format")?.one_of(formats)?;
        Ok((Self { iterations, display: Display { digits, notation } }, format))
    }
}

/// `text` with `<`, `>`, `&` and `"` as HTML writes them.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `text` with the characters that Markdown, or the HTML in it, reads as commands written out.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '$' | '|' | '~' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
    out
}

/// `words` with the characters that LaTeX reads as commands written out, and in a language from right to left what keeps
/// its own direction.
fn tex(words: &str) -> String {
    let isolates = ['\u{2066}', '\u{2068}', '\u{2069}'];
    if !is_rtl() {
        return escaped(&words.replace(isolates, ""));
    }
    let (mut out, mut open, mut from) = (String::new(), 0, 0);
    for part in words.split_inclusive(isolates) {
        from += part.len();
        let bare = part.trim_end_matches(isolates);
        if open == 0 {
            outside(bare, &mut out);
        } else {
            out.push_str(&escaped(bare));
        }
        if part.ends_with(['\u{2066}', '\u{2068}']) {
            // the second has the direction of its first letter
            let first = words[from..].chars().find(|letter| letter.is_alphabetic());
            let turns = part.ends_with('\u{2068}') && first.is_some_and(is_rtl_letter);
            out.push_str(if turns { "\\RL{" } else { "\\LR{" });
            open += 1;
        } else if part.ends_with('\u{2069}') && open > 0 {
            out.push('}');
            open -= 1;
        }
    }
    out + &"}".repeat(open)
}

/// Words from left to right among others: TeX would set each by itself, in the order of the others.
fn outside(words: &str, out: &mut String) {
    let mut rest = words;
    while let Some(start) = rest.find(is_ltr) {
        let run = &rest[start..];
        let all = &run[..run.find(is_rtl_letter).unwrap_or(run.len())];
        let bare = all.trim_end_matches(|letter: char| !letter.is_alphanumeric());
        let closes = all[bare.len()..].starts_with(')') && bare.matches('(').count() > bare.matches(')').count();
        let end = bare.len() + usize::from(closes);
        out.push_str(&escaped(&rest[..start]));
        out.push_str(&format!("\\LR{{{}}}", escaped(&run[..end])));
        rest = &run[end..];
    }
    out.push_str(&escaped(rest));
}

fn is_ltr(letter: char) -> bool {
    letter.is_alphabetic() && !is_rtl_letter(letter)
}

/// Of the scripts from right to left, which stand together in Unicode.
fn is_rtl_letter(letter: char) -> bool {
    letter.is_alphabetic()
        && matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '\\' => out.push_str("\\textbackslash{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
    out
}

/// A formula's words in letters that are joined from right to left: mathematics would set each letter by itself.
fn joined(latex: &str) -> String {
    let mut parts = latex.split("\\mathrm{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once('}') {
            Some((word, rest)) if word.starts_with(is_rtl_letter) => {
                out.push_str(&format!("\\text{{\\RL{{{word}}}}}{rest}"));
            }
            _ => out.push_str(&format!("\\mathrm{{{part}")),
        }
    }
    out
}

/// Whether the chosen language is written from right to left.
fn is_rtl() -> bool {
    text("language.direction") == "rtl"
}

/// What stands before the text of a LaTeX document: amsmath for the formulas, graphicx to fit wide ones to the line,
/// and the letters of the language.
fn preamble() -> String {
    let (before, after) = if is_rtl() { RTL } else { LTR };
    [before, PACKAGES, after].concat()
}

const PACKAGES: &str = r"\usepackage[margin=2cm]{geometry}
\usepackage{amsmath,graphicx,longtable}
\newcommand{\fit}[1]{\[\resizebox{\ifdim\width>\linewidth\linewidth\else\width\fi}{!}{$\displaystyle #1$}\]}
\setlength{\parindent}{0pt}
";

/// For pdfLaTeX as for the others, with the signs of the sentences.
const LTR: (&str, &str) = (
    r"\documentclass[a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
",
    r"\DeclareUnicodeCharacter{00B2}{\ensuremath{^{2}}}
\DeclareUnicodeCharacter{2080}{\ensuremath{_{0}}}
\DeclareUnicodeCharacter{2202}{\ensuremath{\partial}}
\DeclareUnicodeCharacter{1D40}{\ensuremath{^{\top}}}
\DeclareUnicodeCharacter{1D58}{\ensuremath{^{u}}}
\DeclareUnicodeCharacter{03A6}{\ensuremath{\Phi}}
\DeclareUnicodeCharacter{03C3}{\ensuremath{\sigma}}
\DeclareUnicodeCharacter{03C6}{\ensuremath{\varphi}}
\DeclareUnicodeCharacter{1DBB}{\ensuremath{^{z}}}
\DeclareUnicodeCharacter{207B}{\ensuremath{^{-}}}
\DeclareUnicodeCharacter{2212}{\ensuremath{-}}
",
);

/// Joined letters and lines from right to left are XeLaTeX's, which the first line says to people and editors. The font has
/// the signs of the sentences, too; what goes from left to right has it without the script, which turns brackets and numbers.
const RTL: (&str, &str) = (
    r"% !TeX program = xelatex
\documentclass[a4paper]{article}
",
    r"\usepackage{fontspec}
\setmainfont[Script=Arabic]{DejaVu Sans}
\newfontfamily\latin{DejaVu Sans}
\usepackage{bidi}
\let\turned\LR
\renewcommand{\LR}[1]{\turned{\latin #1}}
\setRTL
",
);
