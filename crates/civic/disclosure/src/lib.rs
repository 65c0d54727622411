//! Public posting (công khai, niêm yết): people know.
//!
//! A commune's officer posts what the law lists, another one approves it, hamlet heads hang it on their boards, and
//! everybody sees what is posted, for how long, under which article, and what is overdue and whose duty it is.

mod ids;
pub mod model;
pub mod rules;
pub mod store;

pub use ids::{ItemId, ProcedureId, SightingId, SiteId};
pub use store::MIGRATIONS;
