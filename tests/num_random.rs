//! The seeded generator: pinned numbers, distributions, independence of streams.

use gradstep::num::random::Random;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const COUNT: usize = 100_000;

/// Mean and variance of what `draw` gives.
fn moments(mut draw: impl FnMut() -> f64) -> (f64, f64) {
    let values: Vec<f64> = (0..COUNT).map(|_| draw()).collect();
    let mean = values.iter().sum::<f64>() / COUNT as f64;
    (mean, values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / COUNT as f64)
}

/// The bits agree with a second program, written from the papers; the normal numbers to the last place.
/// Changing these changes what every saved link with a seed shows.
#[test]
fn the_numbers_of_a_seed_are_pinned() {
    let first = |seed, stream: &[u64]| {
        let mut random = Random::new(seed, stream);
        [random.bits(), random.bits(), random.normal().to_bits(), random.normal().to_bits()]
    };
    assert_eq!(
        first(0, &[]),
        [0x5317_5d61_490b_23df, 0x61da_6f3d_c380_d507, 0x3fee_2246_05c9_5bbd, 0x3fb1_61b1_b90c_e7c1]
    );
    assert_eq!(
        first(1, &[2, 3]),
        [0x95f6_ee1b_9473_8a38, 0x8bf7_8e04_b038_0b85, 0x3ff5_d01a_4c8e_1f61, 0xbfc5_856a_f499_d664]
    );
    assert_eq!(
        first(u64::MAX, &[0]),
        [0x7d94_c508_f967_1d28, 0xa9e5_4af9_09ef_9e16, 0x3fed_e517_a867_42db, 0x3ff7_56fa_9716_0f23]
    );
}

#[test]
fn uniform_and_between_have_their_moments_and_ranges() {
    let mut random = Random::new(3, &[1]);
    // Five standard errors of the mean and of the variance.
    let (mean, variance) = moments(|| random.uniform());
    assert!((mean - 0.5).abs() < 5.0 * 0.2887 / 316.2, "{mean}");
    assert!((variance - 1.0 / 12.0).abs() < 5.0 * 0.0745 / 316.2, "{variance}");
    assert!((0..COUNT).all(|_| (0.0..1.0).contains(&random.uniform())));
    assert!((0..COUNT).all(|_| (-3.0..=2.0).contains(&random.between(-3.0, 2.0))));
}

#[test]
fn normal_has_its_moments_and_is_finite() {
    let mut random = Random::new(4, &[1]);
    let (mean, variance) = moments(|| random.normal());
    assert!(mean.abs() < 5.0 / 316.2, "{mean}");
    assert!((variance - 1.0).abs() < 7.1 / 316.2, "{variance}");
    // Neighbours, which come from one pair, are not correlated; the tails have their share.
    let (mean, _) = moments(|| random.normal() * random.normal());
    assert!(mean.abs() < 5.0 / 316.2, "{mean}");
    let (share, _) = moments(|| f64::from(u8::from(random.normal().abs() > 2.0)));
    assert!((share - 0.0455).abs() < 5.0 * 0.2084 / 316.2, "{share}");
}

#[test]
fn below_is_even() {
    let mut random = Random::new(6, &[]);
    for count in [1, 2, 3, 7, 10, 64, 1000] {
        let mut seen = vec![0.0; count];
        for _ in 0..COUNT {
            seen[random.below(count)] += 1.0;
        }
        // Chi-squared with count − 1 degrees of freedom, within five standard deviations.
        let expected = COUNT as f64 / count as f64;
        let chi: f64 = seen.iter().map(|n: &f64| (n - expected).powi(2) / expected).sum();
        let freedom = count as f64 - 1.0;
        assert!(chi <= freedom + 5.0 * (2.0 * freedom).sqrt() + 1e-9, "{count}: {chi}");
    }
    assert_eq!(random.below(0), 0);
}

#[test]
fn shuffle_gives_every_order_equally_often() {
    let mut random = Random::new(7, &[]);
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..24_000 {
        let mut order = [0, 1, 2, 3];
        random.shuffle(&mut order);
        *seen.entry(order).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), 24);
    assert!(seen.values().all(|n| (850..1150).contains(n)), "{seen:?}");
    let mut long: Vec<usize> = (0..1000).collect();
    random.shuffle(&mut long);
    long.sort_unstable();
    assert!(long.into_iter().eq(0..1000));
    random.shuffle(&mut []);
}

#[test]
fn streams_do_not_depend_on_each_other() {
    let mut drawn = Random::new(9, &[1, 5]);
    drawn.normal();
    let mut firsts: Vec<u64> = Vec::new();
    for seed in 0..10 {
        for stream in [&[][..], &[0], &[1], &[0, 0], &[0, 1], &[1, 0], &[5, 1], &[1, 5]] {
            firsts.push(Random::new(seed, stream).bits());
        }
    }
    firsts.sort_unstable();
    firsts.dedup();
    assert_eq!(firsts.len(), 80);
}
