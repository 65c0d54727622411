#![doc = include_str!("../README.md")]

mod book;
mod citation;
mod lookup;
mod message;
mod problem;
mod read;
mod rulebook;
mod shipped;
mod validity;
mod value;

pub use book::{Book, Confidence, Place, Rule, Source};
pub use citation::{Article, Citation};
pub use lookup::{Gap, LookupError, Neighbour};
pub use message::{Language, LocalText};
pub use problem::{Fault, Problem};
pub use rulebook::{Explanation, Rulebook, Ruled};
pub use shipped::SHIPPED;
pub use validity::Validity;
pub use value::{
    Amount, Base, Bound, Comparison, Count, DayKind, Days, Item, Selection, Share, Value, ValueKind,
};
