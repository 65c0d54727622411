//! What people find in the files.

mod any_text;
mod docx;
mod links;
mod pdf;
mod sample;
mod sheets;
mod xlsx;
