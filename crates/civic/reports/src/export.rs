//! The report as files: open data in JSON, and documents to print, edit and calculate with.

use documents::{
    Block, Cell, Chart, Column, Document, Language, Link, Notice, Number, Qualifier, Row, Run, Table, Tone,
};
use facts::catalogue::{Column as FormColumn, ColumnKind};
use jiff::Timestamp;
use platform::i18n::{Locale, Translator};

use crate::{
    address,
    model::{Breakdown, BreakdownCell, Piece, Report, RowKind, Section, Shown},
    service::Reports,
};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Open data.
    Json,
    /// To calculate with.
    Xlsx,
    /// To print and keep.
    Pdf,
    /// To edit.
    Docx,
}

impl Format {
    /// All kinds, as they are offered.
    pub const ALL: [Self; 4] = [Self::Pdf, Self::Docx, Self::Xlsx, Self::Json];

    /// The ending of the file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// The kind with that ending.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// The bytes of a file. `at` is when it was made, and stands in documents but not in open data, which stays
/// the same as long as the figures do. `address` starts the links of documents; without it there are none.
///
/// # Errors
/// What the writer of documents says.
pub fn file(
    t: &Translator,
    report: &Report,
    format: Format,
    at: Timestamp,
    address: Option<&str>,
) -> Result<Vec<u8>, documents::Error> {
    match format {
        Format::Json => Ok(json(report)),
        Format::Xlsx => documents::xlsx(&document(t, report, at, address)),
        Format::Pdf => documents::pdf(&document(t, report, at, address)),
        Format::Docx => documents::docx(&document(t, report, at, address)),
    }
}

/// The report as open data: pretty-printed, keys in the order of the model, a new line at the end.
#[must_use]
pub fn json(report: &Report) -> Vec<u8> {
    // A report is texts, numbers and lists: nothing in it can fail to be JSON.
    let mut bytes = serde_json::to_vec_pretty(report).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

struct Writer<'a> {
    t: &'a Translator,
    report: &'a Report,
    language: Language,
    address: Option<&'a str>,
}

/// The report as a document.
#[must_use]
pub fn document(t: &Translator, report: &Report, at: Timestamp, address: Option<&str>) -> Document {
    let language = match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    };
    let writer = Writer {
        t,
        report,
        language,
        address,
    };
    let mut document = Document::new(language, at, t.text("reports-author"), report.title.clone());
    document.demo_notice = report.demo.then(|| t.text("reports-demo-notice"));
    document.blocks.push(Block::text(t.format(
        "reports-lead",
        &[
            ("path", report.unit.path.as_str().into()),
            ("date", report.boundary.date.into()),
        ],
    )));
    if report.findings.is_empty() {
        document.blocks.push(Block::text(t.text("reports-no-findings")));
    } else {
        document.blocks.push(Block::Notice(Notice {
            tone: Tone::Warning,
            title: t.with("reports-findings-notice", "count", report.findings.len()),
            lines: vec![vec![Run::new(t.text("reports-findings-notice-lead"))]],
        }));
    }
    for (number, section) in (1..).zip(&report.sections) {
        writer.section(&mut document.blocks, number, section);
    }
    writer.closing(&mut document.blocks);
    document
}

impl Writer<'_> {
    fn link(&self, indicator: &str) -> Option<Link> {
        let report = self.report;
        let figure = address::figure(&report.unit.slug, report.year, report.boundary.basis, indicator);
        Link::parse(format!("{}{figure}", self.address?)).ok()
    }

    fn section(&self, blocks: &mut Vec<Block>, number: usize, section: &Section) {
        blocks.push(Block::heading(1, format!("{number}. {}", section.title)));
        for sentence in &section.sentences {
            blocks.push(Block::paragraph(
                sentence
                    .pieces
                    .iter()
                    .map(|piece| self.run(piece))
                    .collect::<Vec<_>>(),
            ));
        }
        if let Some(empty) = &section.empty {
            blocks.push(Block::paragraph(vec![Run::new(empty.clone()).italic()]));
        }
        if !section.figures.is_empty() {
            let mut table = Table::new(
                format!("{}: {}", section.title, self.t.text("reports-section-figures")),
                vec![
                    Column::text(self.t.text("reports-column-indicator")),
                    Column::figures(self.t.text("reports-column-counted")),
                    Column::figures(self.t.text("reports-column-reported")),
                    Column::text(self.t.text("reports-column-unit")),
                ],
            );
            for row in &section.figures {
                let mut reported = self.cell(
                    row.reported.first().map(|stated| &stated.shown),
                    Some(&row.indicator),
                );
                for stated in &row.reported {
                    let title = self
                        .report
                        .sources
                        .get(stated.source.saturating_sub(1))
                        .map(|source| source.title.clone());
                    if let Some(title) = title {
                        let note = table.note(title);
                        reported = reported.note(note);
                    }
                }
                if row.contradicted {
                    let note = table.note(self.t.text("reports-contradicted-note"));
                    reported = reported.note(note);
                }
                table.rows.push(Row::Data {
                    cells: vec![
                        Cell::text(row.name.clone()),
                        self.cell(row.counted.as_ref(), Some(&row.indicator)),
                        reported,
                        Cell::text(row.unit.clone()),
                    ],
                });
            }
            blocks.push(Block::Table(table));
        }
        for breakdown in &section.tables {
            if let Some(chart) = &breakdown.chart {
                blocks.push(Block::Chart(Chart {
                    svg: chart.svg(crate::chart::Medium::Paper),
                    alt: chart.words(),
                    caption: breakdown.caption.clone(),
                }));
            }
            blocks.push(Block::Table(self.breakdown(breakdown)));
        }
        if !section.laws.is_empty() {
            let laws = format!("{}: {}.", self.t.text("reports-law"), section.laws.join("; "));
            blocks.push(Block::paragraph(vec![Run::new(laws).italic()]));
        }
    }

    fn run(&self, piece: &Piece) -> Run {
        let run = Run::new(piece.text.clone());
        let Some(indicator) = &piece.indicator else {
            return run;
        };
        match self.link(indicator) {
            Some(link) => run.bold().link(link),
            None => run.bold(),
        }
    }

    fn cell(&self, shown: Option<&Shown>, indicator: Option<&str>) -> Cell {
        let Some(shown) = shown else {
            return Cell::text("–");
        };
        let cell = match (shown.value, shown.qualifier) {
            (Some(value), "exact") if shown.decimals == 0 => Cell::number(self.language, value.into()),
            (Some(mantissa), "exact") => Cell::number(
                self.language,
                Number::Percent {
                    mantissa,
                    scale: shown.decimals,
                },
            ),
            (Some(value), "at_least") if shown.decimals == 0 => {
                Cell::qualified(self.language, value.into(), Qualifier::AtLeast)
            }
            (Some(value), "about") if shown.decimals == 0 => {
                Cell::qualified(self.language, value.into(), Qualifier::About)
            }
            _ => Cell::text(shown.text.clone()),
        };
        match indicator.and_then(|indicator| self.link(indicator)) {
            Some(link) => cell.link(link),
            None => cell,
        }
    }

    fn breakdown(&self, breakdown: &Breakdown) -> Table {
        let columns: Vec<Column> = std::iter::once(Column::text(breakdown.of.clone()))
            .chain(breakdown.columns.iter().map(|name| Column::figures(name.clone())))
            .collect();
        let mut table = Table::new(breakdown.caption.clone(), columns);
        for row in &breakdown.rows {
            let mut contradicted = false;
            let mut cells = vec![Cell::text(row.label.clone())];
            for BreakdownCell {
                shown,
                indicator,
                contradicted: flagged,
            } in &row.cells
            {
                contradicted |= flagged;
                let mut cell = self.cell(shown.as_ref(), indicator.as_deref());
                if *flagged && row.kind == RowKind::Total {
                    let note = table.note(self.t.text("reports-contradicted-note"));
                    cell = cell.note(note);
                }
                cells.push(cell);
            }
            table.rows.push(match row.kind {
                RowKind::Block => Row::Group {
                    text: row.label.clone(),
                },
                RowKind::Item => Row::Data { cells },
                RowKind::Total => Row::Total { cells },
            });
        }
        table
    }

    fn closing(&self, blocks: &mut Vec<Block>) {
        let t = self.t;
        blocks.push(Block::heading(1, t.text("reports-findings-title")));
        if self.report.findings.is_empty() {
            blocks.push(Block::text(t.text("reports-no-findings")));
        } else {
            blocks.push(Block::text(t.text("reports-findings-lead")));
        }
        for finding in &self.report.findings {
            let side = |side: &crate::model::Side| {
                vec![
                    Run::new(format!("{}: ", side.label)),
                    Run::new(side.text.clone()).bold(),
                    Run::new(format!(" ({})", side.source)),
                ]
            };
            let mut lines = vec![side(&finding.left), side(&finding.right)];
            lines.push(vec![Run::new(finding.arithmetic.clone()).bold()]);
            lines.extend(
                finding
                    .notes
                    .iter()
                    .map(|note| vec![Run::new(note.clone()).italic()]),
            );
            lines.extend(finding.explanations.iter().map(|tried| {
                let verdict = t.text(&format!("reports-verdict-{}", tried.verdict.replace('_', "-")));
                vec![
                    Run::new(format!("{verdict}. ")).bold(),
                    Run::new(tried.text.clone()),
                ]
            }));
            blocks.push(Block::Notice(Notice {
                tone: Tone::Warning,
                title: finding.title.clone(),
                lines,
            }));
        }
        blocks.push(Block::heading(1, t.text("reports-proposals-title")));
        blocks.push(Block::List {
            ordered: false,
            items: self
                .report
                .proposals
                .iter()
                .map(|proposal| vec![Run::new(proposal.clone())])
                .collect(),
        });
        blocks.push(Block::heading(1, t.text("reports-sources-title")));
        if self.report.sources.is_empty() {
            blocks.push(Block::text(t.text("reports-sources-counted")));
        } else {
            blocks.push(Block::List {
                ordered: true,
                items: self
                    .report
                    .sources
                    .iter()
                    .map(|source| {
                        let published = source
                            .published_on
                            .map(|day| format!(", {}", t.date(day)))
                            .unwrap_or_default();
                        vec![Run::new(format!(
                            "{}: {}{published}. {}",
                            source.publisher, source.title, source.locator
                        ))]
                    })
                    .collect(),
            });
        }
    }
}

/// A value of a record as its column means it.
pub(crate) fn column_text(
    t: &Translator,
    reports: &Reports,
    column: &FormColumn,
    value: &serde_json::Value,
) -> String {
    let item = |list: &str, key: &str| {
        let found = reports.catalogue().list(list).and_then(|list| list.item(key));
        found.map_or_else(|| key.to_owned(), |item| item.names.get(t.code()).to_owned())
    };
    match (&column.kind, value) {
        (ColumnKind::Money, serde_json::Value::Number(number)) => t.with(
            "reports-vnd",
            "value",
            t.number(number.as_i64().unwrap_or_default()),
        ),
        (_, serde_json::Value::Number(number)) => t.number(number.as_i64().unwrap_or_default()),
        (_, serde_json::Value::Bool(true)) => t.text("reports-yes"),
        (_, serde_json::Value::Bool(false)) => t.text("reports-no"),
        (ColumnKind::Date, serde_json::Value::String(day)) => {
            day.parse().map_or_else(|_| day.clone(), |day| t.date(day))
        }
        (ColumnKind::Choice(list), serde_json::Value::String(key)) => item(list, key),
        (ColumnKind::Choices(list), serde_json::Value::Array(keys)) => {
            let names: Vec<String> = keys
                .iter()
                .filter_map(|key| Some(item(list, key.as_str()?)))
                .collect();
            names.join("; ")
        }
        (_, serde_json::Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}
