//! Boards within agencies (cơ quan, đơn vị) and state enterprises (doanh nghiệp nhà nước): what the law wants known to
//! an organisation's own people (công khai nội bộ), Law 10/2022, Điều 46 to 48 and 64 to 66.
//!
//! Nothing of it is public. Who is no member gets the answer of an address that nothing lives at, and neither feeds nor
//! search nor open data know of it. Only the public log holds a salted commitment to each version that was published,
//! so that members can prove when it was and what it said.

mod content;
pub mod model;
pub mod rules;
mod service;
pub mod store;

pub use content::{SUBJECT, octets};
pub use service::{Internal, Writing};
