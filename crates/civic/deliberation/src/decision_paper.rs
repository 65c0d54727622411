//! The community's decision on paper (Mẫu 03 of Decree 59/2023): no state letterhead, signed by hand.

use documents::{Block, Document, Run};
use jiff::Timestamp;
use platform::i18n::{Arg, Locale, Translator};

use crate::model::{Decision, Matter};

/// What a decision's paper is made of.
#[derive(Debug)]
pub struct Decided<'a> {
    /// The commune.
    pub commune: String,
    /// The hamlet; none for a decision of the whole commune.
    pub hamlet: Option<String>,
    /// The matter.
    pub matter: &'a Matter,
    /// The decision.
    pub decision: &'a Decision,
    /// Its text.
    pub paragraphs: Vec<String>,
    /// From when it has effect, in words.
    pub effect: Option<String>,
    /// Whether it is invented.
    pub demo: bool,
}

/// The document.
#[must_use]
pub fn decision(t: &Translator, decided: &Decided<'_>) -> Document {
    let language = match t.locale() {
        Locale::Vi => documents::Language::Vi,
        Locale::En => documents::Language::En,
        Locale::Km => documents::Language::Km,
    };
    let decision = decided.decision;
    let place = match &decided.hamlet {
        Some(hamlet) => format!("{hamlet}, {}", decided.commune),
        None => decided.commune.clone(),
    };
    let produced_at = decision.published_at.unwrap_or(Timestamp::UNIX_EPOCH);
    let mut document = Document::new(language, produced_at, place.clone(), decided.matter.title.clone());
    document.type_name = Some(t.text(&format!("deliberation-kind-{}", decision.form.key())));
    document.demo_notice = decided.demo.then(|| t.text("shell-demo-label"));
    let mut blocks = vec![
        Block::paragraph(vec![Run::new(place).bold()]),
        Block::paragraph(vec![
            Run::new(t.format(
                "deliberation-decision-number",
                &[
                    ("number", Arg::Text(format!("{:02}", decision.number))),
                    ("year", Arg::Text(decision.year.to_string())),
                    ("date", Arg::Date(decision.decided_on)),
                ],
            ))
            .italic(),
        ]),
    ];
    blocks.extend(decided.paragraphs.iter().map(Block::text));
    if let Some(effect) = &decided.effect {
        blocks.push(Block::text(effect));
    }
    blocks.push(Block::heading(1, t.text("deliberation-signatures")));
    let room = |key: &str| vec![Run::new(format!("{}: ", t.text(key))), Run::new("…………………………")];
    blocks.push(Block::List {
        ordered: false,
        items: vec![
            room("deliberation-signature-hamlet_head"),
            room("deliberation-signature-front_board_head"),
            room("deliberation-signature-household_representatives"),
            room("deliberation-signature-household_representatives"),
        ],
    });
    document.blocks = blocks;
    document
}
