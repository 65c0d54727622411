//! Papers: the list that hangs for objection, and the sheet on which who is paid signs, laid out as Decree 30/2020 has
//! papers of the administration.

use documents::{
    Block, Cell, Column, Document, Language, Letterhead, Link, Number, Row, Run, Signature, Table,
};
use jiff::Timestamp;
use platform::i18n::{Arg, Locale, Translator};

use crate::{content, model::Package};

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number.
    pub number: i64,
    /// The name.
    pub name: String,
    /// The hamlet.
    pub hamlet: String,
    /// đồng; not on the posted list: it may tell of an illness.
    pub amount: i64,
}

/// What papers have in common.
#[derive(Debug)]
pub struct Paper<'a> {
    /// The commune.
    pub unit: &'a str,
    /// The package.
    pub package: &'a Package,
    /// What it is called.
    pub title: String,
    /// When the paper is made.
    pub at: Timestamp,
    /// Whether all of it is invented.
    pub demo: bool,
}

fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

impl Paper<'_> {
    fn document(&self, t: &Translator, kind: &str, symbol: &str) -> Document {
        let issuer = t.with("benefits-committee", "unit", units::in_text(self.unit));
        let mut document = Document::new(language(t), self.at, issuer.clone(), self.title.clone());
        document.type_name = Some(t.text(kind));
        document.letterhead = Some(Letterhead {
            superior: None,
            issuer,
            number: None,
            symbol: symbol.to_owned(),
            place: self.unit.to_owned(),
            date: self.package.posted_on,
        });
        document.demo_notice = self.demo.then(|| t.text("shell-demo-label"));
        document
    }

    /// The list as it hangs: number, name, hamlet, and how to object. The salt of its hash is on it, so that whoever kept
    /// it can show later what hung.
    #[must_use]
    pub fn posted(&self, t: &Translator, lines: &[Line], address: &str) -> Document {
        let mut document = self.document(t, "benefits-paper-list", "DS-UBND");
        let mut table = Table::new(
            t.text("benefits-list"),
            vec![
                Column::text(t.text("benefits-column-number")),
                Column::text(t.text("benefits-column-name")),
                Column::text(t.text("benefits-column-hamlet")),
            ],
        );
        for line in lines {
            table.rows.push(Row::Data {
                cells: vec![
                    Cell::text(line.number.to_string()),
                    Cell::text(line.name.as_str()),
                    Cell::text(line.hamlet.as_str()),
                ],
            });
        }
        let until = self.package.posted_until.unwrap_or(self.package.until);
        let where_to = match Link::parse(address) {
            Ok(link) => Block::paragraph(vec![Run::new(address).link(link)]),
            Err(_) => Block::text(address),
        };
        document.blocks = vec![
            Block::text(t.with("benefits-list-lead", "until", until)),
            where_to,
            Block::Table(table),
            Block::text(t.text("benefits-list-note")),
        ];
        if let (Some(hash), Some(salt)) = (&self.package.list_hash, &self.package.list_salt) {
            document.blocks.push(Block::text(t.format(
                "benefits-paper-hash",
                &[
                    ("hash", Arg::Text(content::hex(hash))),
                    ("salt", Arg::Text(content::hex(salt))),
                ],
            )));
        }
        document.signature = Some(Signature {
            capacity: vec![t.text("benefits-paper-chair")],
            name: None,
        });
        document
    }

    /// The sheet of payments: who is paid how much, with room to sign.
    #[must_use]
    pub fn payments(&self, t: &Translator, lines: &[Line]) -> Document {
        let mut document = self.document(t, "benefits-paper-payments", "BC-UBND");
        let mut table = Table::new(
            t.text("benefits-paper-payments-table"),
            vec![
                Column::text(t.text("benefits-column-number")),
                Column::text(t.text("benefits-column-name")),
                Column::text(t.text("benefits-column-hamlet")),
                Column::figures(t.text("benefits-column-vnd")),
                Column::text(t.text("benefits-paper-sign")),
            ],
        );
        let figure = |value: i64| Cell::number(language(t), Number::Integer { value });
        for line in lines {
            table.rows.push(Row::Data {
                cells: vec![
                    Cell::text(line.number.to_string()),
                    Cell::text(line.name.as_str()),
                    Cell::text(line.hamlet.as_str()),
                    figure(line.amount),
                    Cell::empty(),
                ],
            });
        }
        let sum = lines.iter().map(|line| line.amount).sum();
        table.rows.push(Row::Total {
            cells: vec![
                Cell::text(t.text("benefits-approved")),
                Cell::empty(),
                Cell::empty(),
                figure(sum),
                Cell::empty(),
            ],
        });
        document.blocks = vec![Block::Table(table)];
        document.signature = Some(Signature {
            capacity: vec![t.text("benefits-paper-payer")],
            name: None,
        });
        document
    }
}
