//! What people find in the files.

mod docx;
mod links;
mod pdf;
mod sample;
mod xlsx;
