//! Minutes and resolution of a conference, laid out as Decree 30/2020 has papers of the administration.

use documents::{Block, Cell, Column, Document, Language, Letterhead, Number, Row, Run, Signature, Table};
use jiff::Timestamp;
use organisations::Organisation;
use platform::{
    clock::moment,
    i18n::{Locale, Translator},
    text::paragraphs,
};

use crate::model::Conference;

/// What the paper is made of.
#[derive(Debug)]
pub struct Paper<'a> {
    /// The unit of the place.
    pub unit: &'a str,
    /// The place.
    pub organisation: &'a Organisation,
    /// The concluded conference.
    pub conference: &'a Conference,
    /// Whether it is invented.
    pub demo: bool,
}

fn fact(label: String, value: impl Into<String>) -> Block {
    Block::paragraph(vec![
        Run::new(format!("{label}: ")),
        Run::new(value.into()).bold(),
    ])
}

impl Paper<'_> {
    /// Minutes and resolution.
    #[must_use]
    pub fn resolution(&self, t: &Translator) -> Document {
        let conference = self.conference;
        let language = match t.locale() {
            Locale::Vi => Language::Vi,
            Locale::En => Language::En,
            Locale::Km => Language::Km,
        };
        let on = conference.concluded_on.unwrap_or(conference.held_on);
        let at: Timestamp = moment(on, 0);
        let issuer = self.organisation.name.clone();
        let kind = t.text(&format!("workplace-conference-kind-{}", conference.kind.key()));
        let mut document = Document::new(language, at, issuer.clone(), kind);
        document.type_name = Some(t.text("workplace-paper-type"));
        document.letterhead = Some(Letterhead {
            superior: None,
            issuer,
            number: None,
            symbol: "NQ-HN".to_owned(),
            place: self.unit.to_owned(),
            date: Some(on),
        });
        document.demo_notice = self.demo.then(|| t.text("shell-demo-label"));
        let number = |value: u64| t.number(i64::try_from(value).unwrap_or(i64::MAX));
        let mut blocks = vec![
            fact(t.text("workplace-ask-day"), t.date(conference.held_on)),
            fact(t.text("workplace-ask-place"), conference.place.as_str()),
            fact(t.text("workplace-column-summoned"), number(conference.summoned)),
            fact(
                t.text("workplace-column-present"),
                number(conference.present.unwrap_or_default()),
            ),
            Block::heading(1, t.text("workplace-votes")),
        ];
        let mut table = Table::new(
            t.text("workplace-votes-caption"),
            vec![
                Column::text(t.text("workplace-column-item")),
                Column::figures(t.text("workplace-column-for")),
                Column::figures(t.text("workplace-column-against")),
                Column::figures(t.text("workplace-column-blank")),
                Column::text(t.text("workplace-column-result")),
            ],
        );
        for item in &conference.items {
            let (vote, passed) = item.result.unwrap_or_default();
            let figure =
                |value: u64| Cell::number(language, Number::from(i64::try_from(value).unwrap_or(i64::MAX)));
            table.rows.push(Row::Data {
                cells: vec![
                    Cell::text(item.title.as_str()),
                    figure(vote.for_it),
                    figure(vote.against),
                    figure(vote.blank),
                    Cell::text(t.text(if passed {
                        "workplace-passed"
                    } else {
                        "workplace-not-passed"
                    })),
                ],
            });
        }
        blocks.push(Block::Table(table));
        blocks.push(Block::heading(1, t.text("workplace-resolution")));
        blocks.extend(paragraphs(&conference.resolution).into_iter().map(Block::text));
        blocks.push(Block::heading(1, t.text("workplace-minutes")));
        blocks.extend(paragraphs(&conference.minutes).into_iter().map(Block::text));
        document.blocks = blocks;
        document.signature = Some(Signature {
            capacity: vec![t.text("workplace-paper-for"), t.text("workplace-paper-chair")],
            name: None,
        });
        document
    }
}
