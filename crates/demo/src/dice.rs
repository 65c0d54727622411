//! Chance, drawn from the seed of the world. Every unit and year has its own stream, so that a commune's records
//! are the same in a small world and a large one.

use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(stream);
        Self(source)
    }

    /// True in so many of a hundred cases.
    pub(crate) fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// A number from `low` to `high`, both included; `low` when there is none between.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        if low < high {
            self.0.random_range(low..=high)
        } else {
            low
        }
    }

    /// A position in a list of that length.
    pub(crate) fn position(&mut self, length: usize) -> usize {
        if length > 1 {
            self.0.random_range(0..length)
        } else {
            0
        }
    }

    /// One of the items.
    pub(crate) fn pick<T: Copy, const N: usize>(&mut self, items: &[T; N]) -> T {
        items[self.position(N)]
    }

    /// One of the items, each as often as its weight says.
    pub(crate) fn weighted<T: Copy, const N: usize>(&mut self, items: &[(i64, T); N]) -> T {
        let mut left = self.between(1, items.iter().map(|(weight, _)| weight).sum());
        let mut chosen = items[0].1;
        for (weight, item) in items {
            if left > 0 {
                chosen = *item;
            }
            left -= weight;
        }
        chosen
    }

    /// How often something happens that is expected so many times.
    pub(crate) fn times(&mut self, expected: f64) -> usize {
        let spread = expected * self.0.random_range(0.6..1.4);
        let sure = spread.floor();
        let one_more = self.0.random_bool((spread - sure).clamp(0.0, 1.0));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, not negative and small: a rate times at most 200"
        )]
        let sure = sure as usize;
        sure + usize::from(one_more)
    }

    /// Random octets for an identifier.
    pub(crate) fn octets(&mut self) -> [u8; 10] {
        self.0.random()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(7, 1);
        let mut seen = [0; 3];
        for _ in 0..10_000 {
            seen[dice.weighted(&[(1, 0_usize), (0, 1), (3, 2)])] += 1;
        }
        assert_eq!(seen[1], 0);
        assert!((2_200..2_800).contains(&seen[0]), "{seen:?}");
    }

    #[test]
    fn what_is_expected_happens_on_average() {
        let mut dice = Dice::new(7, 2);
        let sum: usize = (0..10_000).map(|_| dice.times(2.25)).sum();
        assert!((22_000..23_000).contains(&sum), "{sum}");
    }

    #[test]
    fn streams_differ_and_come_again() {
        let draw = |stream| Dice::new(3, stream).octets();
        assert_eq!(draw(5), draw(5));
        assert_ne!(draw(5), draw(6));
    }
}
