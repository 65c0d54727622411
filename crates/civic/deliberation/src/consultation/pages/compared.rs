//! Two texts beside each other, word by word.

use askama::{Template, filters::HtmlSafe};

use crate::consultation::rules::{self, Piece};

/// What stood there and what stands there now: gone words struck out, new ones underlined.
#[derive(Debug, Template)]
#[template(path = "consultation/compared.html")]
pub(super) struct Compared {
    pieces: Vec<Piece>,
}

impl Compared {
    pub(super) fn new(was: &str, became: &str) -> Self {
        Self {
            pieces: rules::compare(was, became),
        }
    }
}

impl HtmlSafe for Compared {}
