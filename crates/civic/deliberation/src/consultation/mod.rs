//! Consultations (lấy ý kiến Nhân dân): before an authority decides, people say what they think of a text, passage by
//! passage, and are answered in public (Law 10/2022, Điều 25 to 28; village covenants: Decree 61/2023).

pub mod api;
pub mod content;
pub mod demo;
pub mod model;
mod pages;
pub mod papers;
pub mod rules;
pub mod service;
pub mod store;
mod subjects;

pub use model::{ConsultationId, GroupId, OpinionId};
pub use pages::routes;
pub use service::{ActError, Consultations, Draft, Into, NewOpinion};
pub use subjects::Public;
