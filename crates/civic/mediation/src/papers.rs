//! What goes onto paper: a settlement in writing, and the Justice department's form.

use documents::{Block, Cell, Column, Document, Language, Number, Row, Run, Signature, Table};
use jiff::{Timestamp, civil::Date};
use platform::{
    clock::vietnam,
    i18n::{Arg, Locale, Translator},
};

use crate::{cases::Opened, model::NoteKind};

/// What a settlement's paper is made of (Law 35/2013, Article 24, clause 2).
#[derive(Debug)]
pub(crate) struct Settlement<'a> {
    /// The commune.
    pub(crate) commune: String,
    /// The hamlet.
    pub(crate) hamlet: String,
    /// The team.
    pub(crate) team: String,
    /// Who mediated.
    pub(crate) mediator: String,
    /// What started it, in words.
    pub(crate) ground: String,
    /// The case.
    pub(crate) opened: &'a Opened,
    /// Whether it is invented.
    pub(crate) demo: bool,
}

fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// The document, to be signed by hand by parties and mediator.
#[must_use]
pub(crate) fn settlement(t: &Translator, paper: &Settlement<'_>) -> Document {
    let opened = paper.opened;
    let case = &opened.case;
    let day = case.ended.as_ref().map_or(case.received_on, |end| end.on);
    let title = t.format(
        "mediation-paper-title",
        &[
            ("number", Arg::Text(case.number.1.to_string())),
            ("year", Arg::Text(case.number.0.to_string())),
        ],
    );
    let place = format!("{}, {}, {}", paper.team, paper.hamlet, paper.commune);
    let produced_at = vietnam()
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::UNIX_EPOCH);
    let mut document = Document::new(language(t), produced_at, paper.team.clone(), title);
    document.type_name = Some(t.text("mediation-paper-type"));
    document.demo_notice = paper.demo.then(|| t.text("shell-demo-label"));
    let head = |key: &str| Block::heading(1, t.text(key));
    let mut blocks = vec![
        Block::paragraph(vec![Run::new(place).bold()]),
        Block::text(t.with("mediation-paper-day", "date", day)),
        head("mediation-paper-grounds"),
        Block::text(t.with("mediation-paper-law", "ground", paper.ground.as_str())),
        head("mediation-paper-parties"),
    ];
    let told = opened.told.clone().unwrap_or_default();
    let parties = told.parties.iter().map(|party| {
        let mut runs = vec![Run::new(party.name.clone()).bold()];
        if !party.contact.is_empty() {
            runs.push(Run::new(format!(", {}", party.contact)));
        }
        runs
    });
    blocks.push(Block::List {
        ordered: true,
        items: parties.collect(),
    });
    let text = |blocks: &mut Vec<Block>, words: &str| {
        blocks.extend(platform::text::paragraphs(words).into_iter().map(Block::text));
    };
    blocks.push(head("mediation-paper-matter"));
    text(&mut blocks, &told.matter);
    blocks.push(head("mediation-paper-course"));
    for (note, words) in &opened.notes {
        if matches!(note.kind, NoteKind::Session | NoteKind::End) {
            let words = words.clone().unwrap_or_default();
            let when = t.with("mediation-paper-on", "date", note.day);
            blocks.push(Block::paragraph(vec![Run::new(when).bold()]));
            text(&mut blocks, &words.text);
        }
    }
    blocks.push(head("mediation-paper-agreed"));
    for (_, words) in opened.notes.iter().filter(|(note, _)| note.kind == NoteKind::End) {
        text(
            &mut blocks,
            &words
                .as_ref()
                .map(|words| words.agreed.clone())
                .unwrap_or_default(),
        );
    }
    if !opened.undertakings.is_empty() {
        blocks.push(head("mediation-paper-undertakings"));
        let items = opened.undertakings.iter().map(|(undertaking, words)| {
            let mut runs = vec![Run::new(words.clone().unwrap_or_default())];
            if let Some(due) = undertaking.due_on {
                runs.push(Run::new(format!(
                    " ({})",
                    t.with("mediation-undertaking-due", "date", due)
                )));
            }
            runs
        });
        blocks.push(Block::List {
            ordered: true,
            items: items.collect(),
        });
    }
    blocks.push(head("mediation-paper-signatures"));
    let room = |name: &str| vec![Run::new(format!("{name}: ")), Run::new("…………………………")];
    blocks.push(Block::List {
        ordered: false,
        items: told.parties.iter().map(|party| room(&party.name)).collect(),
    });
    document.blocks = blocks;
    document.signature = Some(Signature {
        capacity: vec![t.text("mediation-paper-mediator")],
        name: Some(paper.mediator.clone()),
    });
    document
}

/// A line of the Justice department's form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// What is counted, in words.
    pub(crate) label: String,
    /// How many.
    pub(crate) value: i64,
    /// Whether it is a part of the one above.
    pub(crate) part: bool,
}

/// The Justice department's form as a document.
#[must_use]
pub(crate) fn statistics(
    t: &Translator,
    title: String,
    (committee, lines): (String, &[Line]),
    (from, to): (Date, Date),
    (at, demo): (Timestamp, bool),
) -> Document {
    let language = language(t);
    let mut document = Document::new(language, at, committee, title.clone());
    document.demo_notice = demo.then(|| t.text("shell-demo-label"));
    let mut table = Table::new(
        title,
        vec![
            Column::text(t.text("mediation-column-what")),
            Column::figures(t.text("mediation-column-count")),
        ],
    );
    for line in lines {
        let label = if line.part {
            format!("– {}", line.label)
        } else {
            line.label.clone()
        };
        table.rows.push(Row::Data {
            cells: vec![
                Cell::text(label),
                Cell::number(language, Number::Integer { value: line.value }),
            ],
        });
    }
    let span = t.format(
        "mediation-statistics-span",
        &[("from", Arg::Date(from)), ("to", Arg::Date(to))],
    );
    document.blocks = vec![Block::text(span), Block::Table(table)];
    document
}
