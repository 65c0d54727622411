//! The decision to commend, laid out as Decree 30/2020 has papers of the administration.

use documents::{Block, Document, Language, Letterhead, Run, Signature};
use platform::{
    clock::moment,
    i18n::{Locale, Translator},
    text::paragraphs,
};
use units::Unit;

use crate::model::Commendation;

/// What the paper is made of.
#[derive(Debug)]
pub struct Paper<'a> {
    /// The unit that commends.
    pub unit: &'a Unit,
    /// What it decided.
    pub commendation: &'a Commendation,
    /// Names of individuals.
    pub names: &'a [String],
    /// What is commended.
    pub what: &'a str,
    /// Whether it is invented.
    pub demo: bool,
}

/// The decision.
#[must_use]
pub fn decision(t: &Translator, paper: &Paper<'_>) -> Document {
    let of = paper.commendation;
    let language = match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    };
    let issuer = t.with(
        "assessment-paper-committee",
        "unit",
        units::in_text(&paper.unit.name),
    );
    let mut document = Document::new(
        language,
        moment(of.decided_on, 0),
        issuer.clone(),
        of.title.clone(),
    );
    document.type_name = Some(t.text("assessment-paper-type"));
    document.letterhead = Some(Letterhead {
        superior: None,
        issuer: issuer.clone(),
        number: None,
        symbol: if of.number.is_empty() {
            "QĐ-UBND".to_owned()
        } else {
            of.number.clone()
        },
        place: paper.unit.name.clone(),
        date: Some(of.decided_on),
    });
    document.demo_notice = paper.demo.then(|| t.text("shell-demo-label"));
    let mut blocks = vec![Block::text(t.format(
        "assessment-paper-decides",
        &[("unit", issuer.into()), ("what", paper.what.into())],
    ))];
    blocks.extend(paragraphs(&of.reason).into_iter().map(Block::text));
    for (heading, names) in [
        ("assessment-paper-collectives", of.collectives.as_slice()),
        ("assessment-paper-individuals", paper.names),
    ] {
        if names.is_empty() {
            continue;
        }
        blocks.push(Block::paragraph(vec![Run::new(t.text(heading)).bold()]));
        blocks.extend(
            names
                .iter()
                .enumerate()
                .map(|(index, name)| Block::text(format!("{}. {name}", index + 1))),
        );
    }
    document.blocks = blocks;
    document.signature = Some(Signature {
        capacity: vec![
            t.text("assessment-paper-on-behalf"),
            t.text("assessment-paper-chair"),
        ],
        name: None,
    });
    document
}
