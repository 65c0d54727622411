//! Documents people print, send and keep: one neutral [`Document`] in, the bytes of a file out.
//!
//! - [`pdf()`] for paper, archive and screen readers: the layout of NĐ 30/2020/NĐ-CP, PDF/A-2a and PDF/UA-1;
//! - [`docx()`] for officers who go on writing;
//! - [`xlsx()`] for those who go on counting.
//!
//! Everything here is a pure function: no database, no network, no files, no clock. Equal documents give equal
//! bytes, so a file can be checked against its hash years later.

mod chart;
mod columns;
mod docx;
mod error;
mod fonts;
pub mod format;
mod model;
mod pdf;
mod poster;
mod prepare;
mod sheets;
pub mod spoken;
mod words;
mod xlsx;

pub use docx::docx;
pub use error::Error;
pub use model::*;
pub use pdf::pdf;
pub use poster::{Code, Poster, poster, qr};
pub use sheets::{Choice, Corner, Sheet, Sheets, Sign, sheets};
pub use xlsx::xlsx;
