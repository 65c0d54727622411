//! What a person who sends a file gets to see: rows, or problems with their place, in three languages.

mod bad_files;
mod good_files;
mod legacy_text;
mod messages;
mod robustness;
mod support;
mod templates;
