//! Feedback, petitions and requests for information (phản ánh, kiến nghị, yêu cầu cung cấp thông tin): people are heard.
//!
//! Anybody sends one, signed in or not, and follows it with a code: received, classified, assigned, answered, accepted or
//! reopened, closed, by the clocks of the rulebook. Complaints and denunciations are recognised and led to their own
//! procedures. What is public of one is what an officer has freed of personal data, and it stands in the public log.

pub mod api;
pub mod content;
pub mod demo;
mod letters;
pub mod model;
pub mod open311;
mod pages;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;
mod telling;
mod words;

pub use letters::{LetterError, Letters};
pub use model::{Key, New, PetitionId};
pub use pages::routes;
pub use service::{ActError, Petitions, Sent, Tended};
pub use store::MIGRATIONS;
pub use subjects::Public;
pub use telling::Telling;

use platform::i18n::Texts;

/// The texts of this slice.
pub const TEXTS: &[Texts] = &[Texts {
    slice: "petitions",
    vi: include_str!("../locales/vi.ftl"),
    en: include_str!("../locales/en.ftl"),
    km: include_str!("../locales/km.ftl"),
}];
