//! Worked solutions, exercises, checking, as `api.d.ts` has them.
use super::convert::{error, plain, value};
use super::network::Answer;
use crate::check::{check, read_answers};
use crate::error::Result;
use crate::exercise::{ExerciseOptions, exercise};
use crate::export::{Extent, Format, Library, TableFormat, ledger, script, worked_solution};
use crate::input::Reader;
use crate::problem;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_name = markAnswers)]
pub fn check_answers(spec: &JsValue, answers: &JsValue, options: &JsValue) -> Answer {
    let marked = || {
        let mut problem = problem::read(&Reader::new(&value(spec)))?;
        let answers = read_answers(&Reader::at(&value(answers), "answers"))?;
        let options = value(options);
        let digits = Reader::at(&options, "options").object(&["digits"])?.required("digits")?.integer(0, 15)?;
        check(problem.as_mut(), &answers, digits as u32)
    };
    plain(&marked().map_err(error)?)
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
