//! Which figures of a quarter are shown, so that none that is small enough to point at somebody can be computed from
//! the others.
//!
//! The figures of a commune are the flows of a network. Each quarter has two nodes, one into which the cases of hamlets
//! flow and one out of which cases are settled or not:
//!
//! ```text
//! outside ──hamlet──▶ told ──received──▶ in hand ──settled, unsettled──▶ outside
//!                                  ▲        │
//!                  pending before ─┘        └─ pending after ▶ in hand of the next quarter
//! ```
//!
//! What flows into a node flows out of it, and these are all sums that figures obey. A reader knows the flows that are
//! shown, and that no flow is below zero. A hidden flow can be computed from what is shown exactly when no other one
//! can take up its change: when no way of hidden flows leads around through it, along which one more (or one less) could
//! flow. That is found by looking for the way; tests compare it with trying out all possible figures.

use std::collections::VecDeque;

use units::UnitId;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Cases that a hamlet's team was told of.
    Hamlet(UnitId),
    /// Cases received in the whole commune.
    Received,
    /// Cases settled.
    Settled,
    /// Cases ended without settlement.
    Unsettled,
    /// Cases open at the end of the quarter.
    Pending,
}

impl Figure {
    /// The key in the database and in texts, and the hamlet (0 for the commune).
    #[must_use]
    pub const fn key(self) -> (&'static str, i64) {
        match self {
            Self::Hamlet(hamlet) => ("hamlet", hamlet.0),
            Self::Received => ("received", 0),
            Self::Settled => ("settled", 0),
            Self::Unsettled => ("unsettled", 0),
            Self::Pending => ("pending", 0),
        }
    }

    /// The one with this key.
    #[must_use]
    pub fn from_key(key: &str, hamlet: i64) -> Option<Self> {
        match key {
            "hamlet" => Some(Self::Hamlet(UnitId(hamlet))),
            "received" => Some(Self::Received),
            "settled" => Some(Self::Settled),
            "unsettled" => Some(Self::Unsettled),
            "pending" => Some(Self::Pending),
            _ => None,
        }
    }

    /// Whether it is the whole commune's.
    #[must_use]
    pub const fn is_of_commune(self) -> bool {
        !matches!(self, Self::Hamlet(_))
    }
}

/// A figure of a quarter. Quarters are counted from 0, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The quarter.
    pub quarter: usize,
    /// What it counts.
    pub figure: Figure,
    /// How many.
    pub value: i64,
    /// Whether it is hidden.
    pub hidden: bool,
}

const OUTSIDE: usize = 0;

impl Cell {
    /// The nodes it flows from and to, among `quarters`.
    fn ends(&self, quarters: usize) -> (usize, usize) {
        let told = 1 + 2 * self.quarter;
        let in_hand = told + 1;
        match self.figure {
            Figure::Hamlet(_) => (OUTSIDE, told),
            Figure::Received => (told, in_hand),
            Figure::Settled | Figure::Unsettled => (in_hand, OUTSIDE),
            Figure::Pending if self.quarter + 1 < quarters => (in_hand, in_hand + 2),
            Figure::Pending => (in_hand, OUTSIDE),
        }
    }
}

/// Whether a hidden figure could be another one, as far as a reader can tell.
#[must_use]
pub fn is_safe(cells: &[Cell], at: usize) -> bool {
    let quarters = cells.iter().map(|cell| cell.quarter + 1).max().unwrap_or(0);
    let (from, to) = cells[at].ends(quarters);
    // One more through it needs a way back from its end to its beginning; one less, a way from its beginning to its end.
    leads(cells, quarters, at, to, from) || (cells[at].value > 0 && leads(cells, quarters, at, from, to))
}

/// Whether hidden flows other than `without` lead from one node to another: along a flow one more can always go, against
/// it only where something flows.
fn leads(cells: &[Cell], quarters: usize, without: usize, from: usize, to: usize) -> bool {
    let mut seen = vec![false; 1 + 2 * quarters];
    seen[from] = true;
    let mut waiting = VecDeque::from([from]);
    while let Some(node) = waiting.pop_front() {
        if node == to {
            return true;
        }
        for (at, cell) in cells.iter().enumerate() {
            if at == without || !cell.hidden {
                continue;
            }
            let (start, end) = cell.ends(quarters);
            for (here, there, open) in [(start, end, true), (end, start, cell.value > 0)] {
                if here == node && open && !seen[there] {
                    seen[there] = true;
                    waiting.push_back(there);
                }
            }
        }
    }
    false
}

/// Hides what has to be hidden among the figures of the last quarter; those of earlier quarters are out, and stay as they
/// are. A number is small when it is not zero and below its threshold: the first for hamlets, the second for the commune.
pub fn hide(cells: &mut [Cell], (hamlet, commune): (i64, i64)) {
    let last = cells.iter().map(|cell| cell.quarter).max().unwrap_or(0);
    let small = |cell: &Cell| {
        let threshold = if cell.figure.is_of_commune() {
            commune
        } else {
            hamlet
        };
        cell.value > 0 && cell.value < threshold
    };
    for cell in cells.iter_mut().filter(|cell| cell.quarter == last) {
        cell.hidden = small(cell);
    }
    // Each round hides one figure more, so it ends; with all of the quarter hidden a reader learns nothing new.
    while let Some(exposed) = (0..cells.len()).find(|at| cells[*at].hidden && !is_safe(cells, *at)) {
        let shown = |cells: &[Cell]| {
            let mut shown: Vec<usize> = (0..cells.len())
                .filter(|at| cells[*at].quarter == last && !cells[*at].hidden)
                .collect();
            // Hamlets before the commune, something before nothing, little before much: what is lost least.
            shown.sort_by_key(|at| {
                let cell = &cells[*at];
                (cell.figure.is_of_commune(), cell.value == 0, cell.value, *at)
            });
            shown
        };
        let candidates = shown(cells);
        let helping = candidates.iter().copied().find(|at| {
            cells[*at].hidden = true;
            let helps = is_safe(cells, exposed);
            cells[*at].hidden = false;
            helps
        });
        match helping.or(candidates.first().copied()) {
            Some(at) => cells[at].hidden = true,
            // Only what is out already exposes it; nothing that is still to be decided changes that.
            None => break,
        }
    }
}
