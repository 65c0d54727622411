//! The report of a year, laid out as Decree 30/2020 has papers.

use documents::{Block, Cell, Column, Document, Language, Letterhead, Number, Row, Signature, Table};
use jiff::civil::Date;
use platform::{
    clock::moment,
    i18n::{Locale, Translator},
    text::write_day,
};
use units::Unit;

use crate::{
    pages::{addressee, body, lines},
    service::Report,
};

/// What the paper is made of.
#[derive(Debug)]
pub(crate) struct Paper<'a> {
    /// The commune.
    pub unit: &'a Unit,
    /// The year.
    pub year: i16,
    /// What was counted.
    pub report: &'a Report,
    /// The day it is made.
    pub today: Date,
    /// Whether it is invented.
    pub demo: bool,
}

/// The report.
pub(crate) fn report(t: &Translator, paper: &Paper<'_>) -> Document {
    let language = match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    };
    let issuer = t.with(
        "supervision-paper-issuer",
        "unit",
        units::in_text(&paper.unit.name),
    );
    let title = t.with("supervision-report-of", "year", paper.year.to_string());
    let mut document = Document::new(language, moment(paper.today, 0), issuer.clone(), title.clone());
    document.type_name = Some(t.text("supervision-paper-type"));
    document.letterhead = Some(Letterhead {
        superior: None,
        issuer,
        number: None,
        symbol: "BC-GS".to_owned(),
        place: paper.unit.name.clone(),
        date: Some(paper.today),
    });
    document.demo_notice = paper.demo.then(|| t.text("shell-demo-label"));
    let mut columns = vec![Column::text(t.text("supervision-column-counted"))];
    columns.extend(
        paper
            .report
            .bodies
            .iter()
            .map(|(kind, _)| Column::figures(body(t, *kind))),
    );
    let mut counts = Table::new(title, columns);
    for index in 0..8 {
        let mut cells = Vec::new();
        for (at, (_, done)) in paper.report.bodies.iter().enumerate() {
            let (key, count) = lines(done)[index];
            if at == 0 {
                cells.push(Cell::text(t.text(key)));
            }
            cells.push(Cell::number(language, Number::from(count)));
        }
        counts.rows.push(Row::Data { cells });
    }
    let mut blocks = vec![
        Block::Table(counts),
        Block::text(t.text("supervision-report-note")),
    ];
    if !paper.report.sent.is_empty() {
        let mut table = Table::new(
            t.text("supervision-recommendations"),
            vec![
                Column::text(t.text("supervision-column-recommendation")),
                Column::text(t.text("supervision-column-to")),
                Column::text(t.text("supervision-column-sent")),
                Column::text(t.text("supervision-column-state")),
            ],
        );
        for one in &paper.report.sent {
            table.rows.push(Row::Data {
                cells: vec![
                    Cell::text(one.words.as_str()),
                    Cell::text(addressee(t, one.addressee)),
                    Cell::text(write_day(one.sent_on)),
                    Cell::text(t.text(&format!("supervision-state-{}", one.state.key()))),
                ],
            });
        }
        blocks.push(Block::Table(table));
    }
    document.blocks = blocks;
    document.signature = Some(Signature {
        capacity: vec![t.text("supervision-paper-for")],
        name: None,
    });
    document
}
