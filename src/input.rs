//! Reading plain data from outside with the place of every value at hand.
//!
//! JavaScript values and JSON both arrive as [`Value`]; a [`Reader`] walks it and knows its path, so an
//! error can say `layers[1].weights[0]`. Written by hand rather than derived: derived readers lose the path
//! inside tagged enums and let surplus fields pass.
use crate::error::{Error, Result};
use crate::matrix::Matrix;
use crate::words::{fill, text};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Data of any shape. `Absent` stands for JavaScript's `undefined`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Absent,
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
    /// Anything that is no data: a function, a symbol, a BigInt; with a phrase for it.
    Other(String),
    /// Nested more deeply than any spec is (or in a cycle).
    TooDeep,
    /// With more entries than are left of [`MOST_VALUES`].
    TooMany,
}

/// The most entries of lists and objects that are read at once: far more than any lab needs, too few to fill the module's memory.
pub const MOST_VALUES: usize = 4_000_000;

/// Nothing that is read here nests more deeply than this; a cycle ends here, too.
pub const DEEPEST: usize = 16;

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Depth(DEEPEST).deserialize(deserializer)
    }
}

#[derive(Clone, Copy)]
struct Depth(usize);

impl<'de> DeserializeSeed<'de> for Depth {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> std::result::Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Depth {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("plain data")
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_bytes<E>(self, value: &[u8]) -> std::result::Result<Value, E> {
        Ok(Value::List(value.iter().map(|byte| Value::Number(f64::from(*byte))).collect()))
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> std::result::Result<Value, A::Error> {
        if self.0 == 0 {
            while access.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Value::TooDeep);
        }
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(Depth(self.0 - 1))? {
            list.push(value);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> std::result::Result<Value, A::Error> {
        if self.0 == 0 {
            while access.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Value::TooDeep);
        }
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<String>()? {
            entries.push((key, access.next_value_seed(Depth(self.0 - 1))?));
        }
        Ok(Value::Object(entries))
    }
}

impl Value {
    /// A short phrase for messages: what this is, never more than a few words of it.
    pub fn describe(&self) -> String {
        match self {
            Value::Absent => text("found.absent").to_owned(),
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => number(*value),
            Value::Text(value) => fill("found.text", &[("text", &shorten(value))]),
            Value::List(list) => fill("found.list", &[("count", &list.len().to_string())]),
            Value::Object(_) => text("found.object").to_owned(),
            Value::Other(phrase) => phrase.clone(),
            Value::TooDeep => text("found.too_deep").to_owned(),
            Value::TooMany => fill("found.too_many", &[("most", &MOST_VALUES.to_string())]),
        }
    }
}

fn number(value: f64) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    if value != 0.0 && !(1e-5..1e15).contains(&value.abs()) { format!("{value:e}") } else { format!("{value}") }
}

fn shorten(value: &str) -> String {
    const LONGEST: usize = 40;
    if value.chars().count() <= LONGEST {
        value.to_owned()
    } else {
        value.chars().take(LONGEST).chain(['…']).collect()
    }
}

/// A value and the path that led to it.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Reader<'a> {
    pub fn new(value: &'a Value) -> Self {
        Self { value, path: String::new() }
    }

    /// A value that stands at `path` of something larger.
    pub fn at(value: &'a Value, path: impl Into<String>) -> Self {
        Self { value, path: path.into() }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn expected(&self, expected: &str) -> Error {
        Error::expected(self.path.clone(), expected, &self.value.describe())
    }

    /// The fields of an object, which may be only those of `known`.
    pub fn object(&self, known: &[&str]) -> Result<Fields<'a>> {
        let Value::Object(entries) = self.value else { return Err(self.expected(text("expected.object"))) };
        let fields = Fields { entries, path: self.path.clone() };
        for (key, value) in entries {
            if !known.contains(&key.as_str()) && *value != Value::Absent {
                let found = fill("found.field", &[("name", &shorten(key))]);
                let expected = fill("expected.fields", &[("names", &known.join(", "))]);
                return Err(Error::expected(fields.path_of(&shorten(key)), &expected, &found));
            }
        }
        Ok(fields)
    }

    /// The fields of an object whose names are data: each with its value.
    pub fn entries(&self) -> Result<Vec<(String, Reader<'a>)>> {
        let Value::Object(entries) = self.value else { return Err(self.expected(text("expected.object"))) };
        let fields = Fields { entries, path: self.path.clone() };
        let given = entries.iter().filter(|(_, value)| *value != Value::Absent);
        Ok(given.map(|(key, value)| (key.clone(), Reader { value, path: fields.path_of(&shorten(key)) })).collect())
    }

    /// Whether it is an object with this field, whatever its other fields are.
    pub fn has(&self, name: &str) -> bool {
        matches!(self.value, Value::Object(entries) if entries.iter().any(|(key, _)| key == name))
    }

    /// The text of the field `kind`, before the other fields are known.
    pub fn kind(&self, known: &[&'static str]) -> Result<&'static str> {
        let Value::Object(entries) = self.value else { return Err(self.expected(text("expected.object"))) };
        let fields = Fields { entries, path: self.path.clone() };
        fields.required("kind")?.one_of(known)
    }

    pub fn one_of(&self, known: &[&'static str]) -> Result<&'static str> {
        let found = match self.value {
            Value::Text(name) => known.iter().find(|candidate| *candidate == name),
            _ => None,
        };
        found.copied().ok_or_else(|| self.not_one_of(known))
    }

    /// The error of what is none of these.
    pub fn not_one_of(&self, known: &[&str]) -> Error {
        self.expected(&fill("expected.one_of", &[("names", &known.join(", "))]))
    }

    pub fn number(&self) -> Result<f64> {
        match self.value {
            Value::Number(value) if value.is_finite() => Ok(*value),
            _ => Err(self.expected(text("expected.number"))),
        }
    }

    /// A finite number for which `holds` is true; `range` says in signs which those are ("> 0").
    pub fn number_where(&self, range: &str, holds: impl Fn(f64) -> bool) -> Result<f64> {
        match self.value {
            Value::Number(value) if value.is_finite() && holds(*value) => Ok(*value),
            _ => Err(self.expected(&fill("expected.number_where", &[("range", range)]))),
        }
    }

    /// A whole number from `least` to `most`.
    pub fn integer(&self, least: u64, most: u64) -> Result<u64> {
        match self.value {
            Value::Number(value) if value.fract() == 0.0 && *value >= least as f64 && *value <= most as f64 => {
                Ok(*value as u64)
            }
            _ => {
                let (least, most) = (least.to_string(), most.to_string());
                Err(self.expected(&fill("expected.integer", &[("least", &least), ("most", &most)])))
            }
        }
    }

    pub fn is_null(&self) -> bool {
        *self.value == Value::Null
    }

    pub fn boolean(&self) -> Result<bool> {
        match self.value {
            Value::Bool(value) => Ok(*value),
            _ => Err(self.expected(text("expected.boolean"))),
        }
    }

    pub fn text(&self) -> Result<String> {
        match self.value {
            Value::Text(value) => Ok(value.clone()),
            _ => Err(self.expected(text("expected.text"))),
        }
    }

    pub fn list(&self) -> Result<Vec<Reader<'a>>> {
        let Value::List(list) = self.value else { return Err(self.expected(text("expected.list"))) };
        let item = |(index, value)| Reader { value, path: format!("{}[{index}]", self.path) };
        Ok(list.iter().enumerate().map(item).collect())
    }

    /// A list of finite numbers.
    pub fn numbers(&self) -> Result<Vec<f64>> {
        let Value::List(list) = self.value else { return Err(self.expected(text("expected.list"))) };
        // a path for each of a million numbers would take more room than they do
        let one = |(index, value): (usize, &'a Value)| match value {
            Value::Number(number) if number.is_finite() => Ok(*number),
            _ => Reader { value, path: format!("{}[{index}]", self.path) }.number(),
        };
        list.iter().enumerate().map(one).collect()
    }

    /// A number that may be infinite or NaN: a result that is handed back to be shown.
    pub fn number_of_any_kind(&self) -> Result<f64> {
        match self.value {
            Value::Number(value) => Ok(*value),
            _ => Err(self.expected(text("expected.any_number"))),
        }
    }

    /// A list of such numbers.
    pub fn numbers_of_any_kind(&self) -> Result<Vec<f64>> {
        self.list()?.iter().map(Reader::number_of_any_kind).collect()
    }

    /// A list of exactly `count` finite numbers.
    pub fn numbers_of(&self, count: usize) -> Result<Vec<f64>> {
        match self.value {
            Value::List(list) if list.len() != count => {
                Err(self.expected(&fill("error.numbers", &[("count", &count.to_string())])))
            }
            _ => self.numbers(),
        }
    }

    /// A rectangle: x_min, x_max, y_min, y_max, each minimum below its maximum.
    pub fn domain(&self) -> Result<[f64; 4]> {
        match self.numbers_of(4)?[..] {
            [x_min, x_max, y_min, y_max] if x_min < x_max && y_min < y_max => Ok([x_min, x_max, y_min, y_max]),
            _ => Err(self.expected(text("expected.domain"))),
        }
    }

    /// At least one row of at least one number each, all rows of one length: `columns` where that is given,
    /// else that of the first row.
    pub fn matrix(&self, columns: Option<usize>) -> Result<Matrix> {
        let rows = self.list()?;
        let Some(first) = rows.first() else { return Err(self.expected(text("expected.rows"))) };
        let columns = match columns {
            Some(columns) => columns,
            None => first.list()?.len(),
        };
        if columns == 0 {
            return Err(first.expected(text("expected.row")));
        }
        // the first row does not speak for all of them
        let mut values = Vec::with_capacity(rows.len().saturating_mul(columns).min(MOST_VALUES));
        for row in &rows {
            values.extend(row.numbers_of(columns)?);
        }
        Matrix::new(rows.len(), columns, values)
    }
}

/// The fields of one object.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    entries: &'a [(String, Value)],
    path: String,
}

impl<'a> Fields<'a> {
    fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    pub fn optional(&self, name: &str) -> Option<Reader<'a>> {
        let (_, value) = self.entries.iter().find(|(key, value)| key == name && *value != Value::Absent)?;
        Some(Reader { value, path: self.path_of(name) })
    }

    /// # Errors
    /// Where the field is missing: the path is that of the missing field.
    pub fn required(&self, name: &str) -> Result<Reader<'a>> {
        let missing = || {
            let expected = fill("expected.field", &[("name", name)]);
            Error::expected(self.path_of(name), &expected, text("found.absent"))
        };
        self.optional(name).ok_or_else(missing)
    }

    /// `read` of the field, or `default` where it is missing.
    pub fn or<T>(&self, name: &str, default: T, read: impl FnOnce(&Reader<'a>) -> Result<T>) -> Result<T> {
        self.optional(name).map_or(Ok(default), |reader| read(&reader))
    }
}
