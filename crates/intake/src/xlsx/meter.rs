//! Unpacking with an eye on the meter.

use std::cell::Cell;
use std::io::{BufRead, Read, Result};

use crate::problem::{LimitReached, Message};

/// Bytes a part may unpack to before its ratio is looked at: small parts of nothing but repetition are normal.
const GRACE: u64 = 8 << 20;

/// What is left to unpack of the whole file, shared by all its parts.
#[derive(Debug)]
pub(super) struct Budget(Cell<u64>);

impl Budget {
    pub(super) fn new(bytes: u64) -> Self {
        Self(Cell::new(bytes))
    }
}

/// A reader of one part that fails when the part, the file or one XML tag becomes too large. It counts what really
/// comes out, because the sizes an archive declares are its author's claims.
pub(super) struct Metered<'b, R> {
    inner: R,
    budget: &'b Budget,
    /// What is left to this part by the ratio.
    allowance: u64,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    /// Bytes since the current tag began.
    tag: usize,
    most_tag: usize,
}

impl<'b, R: Read> Metered<'b, R> {
    /// `packed` is the size of the part in the archive, `ratio` how many times it may grow.
    pub(super) fn new(inner: R, budget: &'b Budget, packed: u64, ratio: u64, most_tag: usize) -> Self {
        Self {
            inner,
            budget,
            allowance: packed.saturating_mul(ratio).max(GRACE),
            buffer: vec![0; 32 << 10].into_boxed_slice(),
            start: 0,
            end: 0,
            tag: 0,
            most_tag,
        }
    }

    /// Says that another tag begins here.
    pub(super) fn begin_tag(&mut self) {
        self.tag = 0;
    }
}

impl<R: Read> BufRead for Metered<'_, R> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        if self.tag > self.most_tag {
            return Err(LimitReached(Message::new("intake-cell-too-long").with("max", self.most_tag)).into());
        }
        if self.start == self.end {
            let read = self.inner.read(&mut self.buffer)?;
            let bytes = read as u64;
            let left = self.budget.0.get().checked_sub(bytes);
            let (Some(left), Some(allowance)) = (left, self.allowance.checked_sub(bytes)) else {
                return Err(LimitReached(Message::new("intake-zip-bomb")).into());
            };
            self.budget.0.set(left);
            self.allowance = allowance;
            (self.start, self.end) = (0, read);
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, amount: usize) {
        self.start = (self.start + amount).min(self.end);
        self.tag += amount;
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let mut available = self.fill_buf()?;
        let read = available.read(into)?;
        self.consume(read);
        Ok(read)
    }
}
