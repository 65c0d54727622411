//! Boards within agencies (cơ quan, đơn vị) and state enterprises (doanh nghiệp nhà nước): what the law wants known to
//! an organisation's own people (công khai nội bộ), Law 10/2022, Điều 46 to 48 and 64 to 66.
//!
//! No word of it is public: neither feeds nor search nor open data know what was published, and who is no member is
//! refused whether or not there is such a notice. Public are an organisation's name, what the law's list asks of it, and
//! how much of that is done or overdue, as counts. The public log holds a salted commitment to each version that was
//! published, so that members can prove when it was and what it said.

mod content;
pub mod demo;
pub mod model;
pub mod rules;
mod sealed;
mod service;
pub mod store;

pub use content::{SUBJECT, octets};
pub use sealed::Sealed;
pub use service::{Internal, NewShowing, Writing};
