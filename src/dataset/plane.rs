//! Two classes in the plane, as TensorFlow Playground draws them (Smilkov et al. 2017, `dataset.ts`): first the
//! points of one class, then those of the other.
use super::Point;
use crate::num::random::Random;
use std::f64::consts::TAU;

/// The plane is shown from −6 to 6 in both directions.
pub const EXTENT: f64 = 6.0;

/// Points of circle, XOR and spiral lie within this distance (XOR: in this square).
const RADIUS: f64 = 5.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Class 1 in the disc, class 0 in a ring about it.
    Circle,
    /// Class 1 where x and y have one sign.
    Xor,
    /// One normal cloud about (2, 2), one about (−2, −2).
    Gauss,
    /// Two arms.
    Spiral,
}

impl Shape {
    /// `samples` points (an odd one is dropped, but by XOR); `noise` from 0 to 0.5.
    pub fn draw(self, samples: usize, noise: f64, random: &mut Random) -> Vec<Point> {
        let half = samples / 2;
        match self {
            Self::Circle => {
                let inner: Vec<_> = (0..half).map(|_| ring(0.0, 0.5, noise, random)).collect();
                let outer = (0..half).map(|_| ring(0.7, 1.0, noise, random));
                inner.into_iter().chain(outer).collect()
            }
            Self::Xor => (0..samples).map(|_| checker(noise, random)).collect(),
            Self::Gauss => {
                // noise from 0 to 0.5 becomes a variance from 0.5 to 4
                let std = (0.5 + 7.0 * noise).sqrt();
                let mut cloud = |centre: f64, class| Point {
                    x: centre + std * random.normal(),
                    y: centre + std * random.normal(),
                    class,
                };
                let first: Vec<_> = (0..half).map(|_| cloud(2.0, 1.0)).collect();
                let second: Vec<_> = (0..half).map(|_| cloud(-2.0, 0.0)).collect();
                first.into_iter().chain(second).collect()
            }
            Self::Spiral => {
                let first: Vec<_> = (0..half).map(|index| arm(index, half, 0.0, 1.0, noise, random)).collect();
                let second = (0..half).map(|index| arm(index, half, 0.5 * TAU, 0.0, noise, random));
                first.into_iter().chain(second).collect()
            }
        }
    }
}

/// A point between two radii, as shares of the whole; noise moves what its class is read from.
fn ring(from: f64, to: f64, noise: f64, random: &mut Random) -> Point {
    let r = random.between(from * RADIUS, to * RADIUS);
    let angle = random.between(0.0, TAU);
    let (x, y) = (r * libm::sin(angle), r * libm::cos(angle));
    let moved_x = x + random.between(-RADIUS, RADIUS) * noise;
    let moved_y = y + random.between(-RADIUS, RADIUS) * noise;
    let inside = (moved_x * moved_x + moved_y * moved_y).sqrt() < 0.5 * RADIUS;
    Point { x, y, class: f64::from(u8::from(inside)) }
}

/// A point off the axes; noise moves what its class is read from.
fn checker(noise: f64, random: &mut Random) -> Point {
    const GAP: f64 = 0.3;
    let mut coordinate = || {
        let value = random.between(-RADIUS, RADIUS);
        if value > 0.0 { value + GAP } else { value - GAP }
    };
    let (x, y) = (coordinate(), coordinate());
    let moved_x = x + random.between(-RADIUS, RADIUS) * noise;
    let moved_y = y + random.between(-RADIUS, RADIUS) * noise;
    Point { x, y, class: f64::from(u8::from(moved_x * moved_y >= 0.0)) }
}

/// Point `index` of an arm of 1¾ turns.
fn arm(index: usize, count: usize, turn: f64, class: f64, noise: f64, random: &mut Random) -> Point {
    let share = index as f64 / count as f64;
    let (r, angle) = (RADIUS * share, 1.75 * share * TAU + turn);
    let x = r * libm::sin(angle) + random.between(-1.0, 1.0) * noise;
    let y = r * libm::cos(angle) + random.between(-1.0, 1.0) * noise;
    Point { x, y, class }
}
