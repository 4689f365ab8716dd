//! Worked solutions, exercises, checking, as `npm/gradstep.d.ts` has them.
use super::convert::{error, plain, value};
use super::network::{Answer, read_display};
use crate::check::{
    Misconception, ScoreRule, check, example, example_of_fit, read_answers, read_asked, read_marked, score, your_step,
};
use crate::derivation::Formula;
use crate::error::Result;
use crate::exercise::{ExerciseOptions, exercise};
use crate::export::{Extent, Format, Library, TableFormat, ledger, script, worked_solution, worksheets};
use crate::input::Reader;
use crate::matrix::Matrix;
use crate::problem;
use crate::words::{fill, text};
use serde::Serialize;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_name = markAnswers)]
pub fn check_answers(spec: &JsValue, answers: &JsValue, options: &JsValue) -> Answer {
    let marked = || {
        let mut problem = problem::read(&Reader::new(&value(spec)))?;
        let answers = read_answers(&Reader::at(&value(answers), "answers"), problem.as_ref())?;
        let options = value(options);
        let digits = Reader::at(&options, "options").object(&["digits"])?.required("digits")?.integer(0, 15)?;
        check(problem.as_mut(), &answers, digits as u32)
    };
    plain(&marked().map_err(error)?)
}

/// One step with the student's own numbers put in.
#[wasm_bindgen(js_name = yourStep)]
pub fn your_own_step(
    spec: &JsValue,
    answers: &JsValue,
    options: &JsValue,
    iteration: &JsValue,
    id: &JsValue,
    display: &JsValue,
) -> Answer {
    let display = read_display(display)?;
    let step = || {
        let mut problem = problem::read(&Reader::new(&value(spec)))?;
        let answers = read_answers(&Reader::at(&value(answers), "answers"), problem.as_ref())?;
        let options = value(options);
        let digits = Reader::at(&options, "options").object(&["digits"])?.required("digits")?.integer(0, 15)?;
        let iteration = Reader::at(&value(iteration), "iteration").integer(1, 1000)?;
        let id = value(id);
        let reader = Reader::at(&id, "id");
        let quantity = problem.quantity(&reader.text()?).ok_or_else(|| reader.expected(text("expected.id")))?;
        your_step(problem.as_mut(), &answers, digits as u32, (iteration, quantity), display)
    };
    plain(&step().map_err(error)?)
}

/// What a sheet is worth: the quantities asked for, their verdicts, the rule.
#[wasm_bindgen(js_name = scoreAnswers)]
pub fn score_answers(asked: &JsValue, verdicts: &JsValue, rule: &JsValue) -> Answer {
    let scored = || {
        let asked = read_asked(&Reader::at(&value(asked), "asked"))?;
        let marked = read_marked(&Reader::at(&value(verdicts), "verdicts"))?;
        Ok(score(&asked, &marked, &ScoreRule::read(&Reader::at(&value(rule), "rule"))?))
    };
    plain(&scored().map_err(error)?)
}

/// The names of all slips.
#[wasm_bindgen]
pub fn misconceptions() -> Answer {
    plain(&Misconception::ALL)
}

/// What is given for an iteration: what is agreed on, where it is the first, and numbers, each with its symbol.
#[wasm_bindgen(js_name = given)]
pub fn given(spec: &JsValue, iteration: &JsValue, display: &JsValue) -> Answer {
    let display = read_display(display)?;
    let list = || {
        let mut problem = problem::read(&Reader::new(&value(spec)))?;
        let iteration = Reader::at(&value(iteration), "iteration").integer(1, 1000)?;
        let list = problem::given(problem.as_mut(), iteration)?;
        let named = |(quantity, value)| Named { symbol: problem.symbol(quantity, display), value };
        let settings = if iteration == 1 { problem.settings() } else { Vec::new() };
        Ok(Given { numbers: list.into_iter().map(named).collect(), settings })
    };
    plain(&list().map_err(error)?)
}

#[derive(Serialize)]
struct Given {
    settings: Vec<String>,
    numbers: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    symbol: Formula,
    value: Matrix,
}

/// A tiny example of a slip in a `problem` of this kind; null where there is none.
#[wasm_bindgen(js_name = slipExample)]
pub fn slip_example(kind: &JsValue, display: &JsValue, problem: &JsValue) -> Answer {
    let display = read_display(display)?;
    let name = value(kind);
    let kind = Reader::at(&name, "kind").one_of(&Misconception::ALL.map(Misconception::name)).map_err(error)?;
    let kind = Misconception::ALL.into_iter().find(|known| known.name() == kind);
    let problem = value(problem);
    let problem = Reader::at(&problem, "problem").one_of(&["network", "logistic"]).map_err(error)?;
    let of = if problem == "logistic" { example_of_fit } else { example };
    plain(&kind.and_then(|kind| of(kind, display)))
}

#[wasm_bindgen(js_name = exercise)]
pub fn new_exercise(options: &JsValue) -> Answer {
    let options = ExerciseOptions::read(&Reader::at(&value(options), "options")).map_err(error)?;
    plain(&exercise(&options))
}

#[wasm_bindgen(js_name = workedSolution)]
pub fn solution(spec: &JsValue, options: &JsValue) -> std::result::Result<String, JsValue> {
    written(spec, options, &Format::NAMES, |problem, extent, format| {
        worked_solution(problem, extent, Format::named(format))
    })
}

/// The numbers of the first iterations as a table.
#[wasm_bindgen(js_name = ledger)]
pub fn table(spec: &JsValue, options: &JsValue) -> std::result::Result<String, JsValue> {
    written(spec, options, &TableFormat::NAMES, |problem, extent, format| {
        ledger(problem, extent, TableFormat::named(format))
    })
}

/// A Python script that reproduces the numbers.
#[wasm_bindgen(js_name = script)]
pub fn python(spec: &JsValue, options: &JsValue) -> std::result::Result<String, JsValue> {
    written(spec, options, &Library::NAMES, |problem, extent, library| {
        script(problem, extent.iterations, extent.display.digits, Library::named(library))
    })
}

/// Sheets for a class: a list of titles, each with a problem or the options of an exercise, in one document; with `key`
/// their solutions.
#[wasm_bindgen(js_name = worksheets)]
pub fn sheets(list: &JsValue, key: &JsValue, options: &JsValue) -> std::result::Result<String, JsValue> {
    let text = || {
        let list = value(list);
        let one = |reader: &Reader| {
            let fields = reader.object(&["title", "options", "spec"])?;
            let problem: Box<dyn problem::Problem> = match fields.optional("spec") {
                Some(spec) => problem::read(&spec)?,
                None => Box::new(problem::network(exercise(&ExerciseOptions::read(&fields.required("options")?)?))),
            };
            Ok((fields.required("title")?.text()?, problem))
        };
        let reader = Reader::at(&list, "list");
        let readers = reader.list()?;
        if readers.len() > MOST_SHEETS {
            return Err(reader.expected(&fill("expected.sheets", &[("most", &MOST_SHEETS.to_string())])));
        }
        let mut sheets = readers.iter().map(one).collect::<Result<Vec<_>>>()?;
        let key = Reader::at(&value(key), "key").boolean()?;
        let (extent, format) = Extent::read(&Reader::at(&value(options), "options"), &Format::NAMES)?;
        worksheets(&mut sheets, extent, Format::named(format), key)
    };
    text().map_err(error)
}

/// A class.
const MOST_SHEETS: usize = 200;

fn written(
    spec: &JsValue,
    options: &JsValue,
    formats: &[&'static str],
    write: impl Fn(&mut dyn problem::Problem, Extent, &str) -> Result<String>,
) -> std::result::Result<String, JsValue> {
    let text = || {
        let mut problem = problem::read(&Reader::new(&value(spec)))?;
        let (extent, format) = Extent::read(&Reader::at(&value(options), "options"), formats)?;
        write(problem.as_mut(), extent, format)
    };
    text().map_err(error)
}
