//! The signs and groups that an expression is written with, and what each written form does with them.
use super::expr::{Function, Over};
use super::name::{Glyph, Name};
use super::number::Precision;
use crate::matrix::Matrix;
use crate::quantity::Quantity;

/// A sign between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Plus,
    Minus,
    /// The minus of a negation.
    Negative,
    /// Between symbols, which stand side by side.
    Times,
    /// Between numbers.
    Dot,
    Hadamard,
    Equals,
    /// ←
    Becomes,
}

/// Something with a beginning and an end; `next` separates its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Parentheses,
    /// Parentheses around one negative number.
    Signed,
    Fraction,
    Square,
    Power,
    Root,
    Transpose,
    /// e to the power of …
    Exponential,
    Call(Function),
    Max,
    Min,
    Sum(Over),
    /// Equal forms, one below the other.
    Chain,
    /// Numbers one below the other.
    Column,
}

/// What a group holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// A single symbol or number.
    pub simple: bool,
    /// Higher than a line of text: brackets grow with it.
    pub tall: bool,
}

impl Content {
    pub const SIGN: Self = Self { simple: true, tall: false };
}

/// One written form.
pub(super) trait Writer {
    fn quantity(&mut self, name: &Name, linear: bool);
    fn letter(&mut self, glyph: Glyph);
    fn number(&mut self, value: f64, precision: Precision);
    fn matrix(&mut self, matrix: &Matrix, decimals: usize);
    fn operator(&mut self, operator: Operator);
    fn open(&mut self, group: Group, content: Content);
    fn next(&mut self, group: Group);
    fn close(&mut self, group: Group, content: Content);
    /// What follows, up to `untag`, is this quantity.
    fn tag(&mut self, _quantity: Quantity) {}
    fn untag(&mut self) {}
    /// The place where the lines of a chain are aligned.
    fn align(&mut self) {}
}
