//! The letter of commendation (giấy khen), laid out as Decree 30/2020 has papers of the administration.

use documents::{Block, Document, Letterhead, Run, Signature};
use jiff::Timestamp;
use platform::{
    clock::vietnam,
    i18n::{Locale, Translator},
};

use crate::{model::Model, rules::State};

/// What the letter is made of.
#[derive(Debug)]
pub struct Commended<'a> {
    /// The commune.
    pub commune: &'a str,
    /// The movement.
    pub movement: &'a str,
    /// The hamlet of the model.
    pub hamlet: Option<&'a str>,
    /// The model.
    pub model: &'a Model,
    /// Whether it is invented.
    pub demo: bool,
}

/// The letter; none for a model that is not recognised.
#[must_use]
pub fn commendation(t: &Translator, commended: &Commended<'_>) -> Option<Document> {
    let model = commended.model;
    let on = model.decided_on.filter(|_| model.state == State::Recognised)?;
    let committee = t.with("movements-paper-committee", "commune", lowered(commended.commune));
    let language = match t.locale() {
        Locale::Vi => documents::Language::Vi,
        Locale::En => documents::Language::En,
        Locale::Km => documents::Language::Km,
    };
    let produced_at = vietnam()
        .to_timestamp(on.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let mut document = Document::new(
        language,
        produced_at,
        committee.clone(),
        t.text("movements-paper-title"),
    );
    document.letterhead = Some(Letterhead {
        superior: None,
        issuer: committee.clone(),
        number: None,
        symbol: "GK-UBND".to_owned(),
        place: commended.commune.to_owned(),
        date: Some(on),
    });
    document.demo_notice = commended.demo.then(|| t.text("shell-demo-label"));
    let mut holder = if model.holder_name.is_empty() {
        "…………………………………………………".to_owned()
    } else {
        model.holder_name.clone()
    };
    if let Some(hamlet) = commended.hamlet {
        holder = format!("{holder}, {hamlet}");
    }
    let mut blocks = vec![
        Block::paragraph(vec![Run::new(t.with(
            "movements-paper-gives",
            "committee",
            committee,
        ))]),
        Block::paragraph(vec![Run::new(holder).bold()]),
        Block::paragraph(vec![
            Run::new(t.format(
                "movements-paper-for",
                &[
                    ("movement", commended.movement.into()),
                    ("year", model.year.to_string().into()),
                ],
            )),
            Run::new(" "),
            Run::new(model.title.as_str()).bold(),
        ]),
    ];
    if !model.outcome.is_empty() {
        blocks.push(Block::paragraph(vec![Run::new(model.outcome.as_str()).italic()]));
    }
    if !model.number.is_empty() {
        blocks.push(Block::text(t.format(
            "movements-paper-decision",
            &[("number", model.number.as_str().into()), ("date", on.into())],
        )));
    }
    document.blocks = blocks;
    document.signature = Some(Signature {
        capacity: vec![
            t.text("movements-paper-on-behalf"),
            t.text("movements-paper-chair"),
        ],
        name: None,
    });
    Some(document)
}

/// A commune's name as it stands within a sentence: "xã Vĩnh Hậu".
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}
