//! Pages of the report: where there are figures, a report, a figure opened down, a record.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{FromRef, Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use facts::{
    RecordId,
    catalogue::{Combine, Formula, Indicator},
    figures::Counted,
    lines::{Behind, LineKey, lines},
    store,
};
use platform::{
    access::{Mounted, Policy, Routes},
    page::{
        self, Reader, Shell, Site,
        components::{
            Cell, Chart, Citation, Column, Empty, Explanation, Figure, Finding, Notice, Pagination, Part,
            Row, Side, SummaryList, Table, Tag, Tone, Verdict,
        },
    },
};
use units::{Level, UnitId};

use crate::{
    address, api, export,
    model::{Boundaries, Breakdown, BreakdownCell, FigureRow, Report, RowKind, Section, Shown},
    service::{ReportError, Reports, Wanted},
};

/// Lines of records on one page.
const PAGE: usize = 50;

#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) reports: Arc<Reports>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice.
pub fn routes(site: Arc<Site>, reports: Arc<Reports>) -> Mounted {
    Routes::new()
        .get("/", Policy::Open, home)
        .get("/bao-cao", Policy::Open, index)
        .get("/bao-cao/{unit}/{year}", Policy::Open, report)
        .get(
            "/bao-cao/{unit}/{year}/chi-tieu/{indicator}",
            Policy::Open,
            figure,
        )
        .get("/so/{unit}/{record}", Policy::Open, record)
        .merge(api::routes())
        .mount(Pages { site, reports })
}

/// What an address asks for behind its question mark; the last of several with one name counts.
pub(crate) type Asked = Query<BTreeMap<String, String>>;

impl Pages {
    /// The report that an address asks for; on the map of its year unless the address says otherwise.
    pub(crate) fn wanted(&self, unit: &str, year: &str, asked: &Asked) -> Result<Wanted, ReportError> {
        let boundaries = match asked.get("ranh-gioi") {
            None => Boundaries::default(),
            Some(word) => Boundaries::from_word(word).ok_or_else(|| ReportError::Boundaries(word.clone()))?,
        };
        self.reports.wanted(unit, year, boundaries)
    }
}

fn failed(reader: &Reader, error: &ReportError) -> Response {
    match error {
        ReportError::Year(year) => page::bad_request(
            reader,
            reader.t.with("reports-unknown-year", "year", year.as_str()),
        ),
        ReportError::Boundaries(word) => page::bad_request(
            reader,
            reader.t.with("reports-unknown-boundaries", "word", word.as_str()),
        ),
        ReportError::Unit(_) => page::not_found(reader),
        ReportError::Database(_) | ReportError::Document(_) => {
            tracing::error!(error = %error, "a report could not be made");
            page::server_error(reader)
        }
    }
}

#[derive(Template)]
#[template(path = "reports/index.html")]
struct IndexPage {
    shell: Shell,
    covered: Vec<Covered>,
    empty: Empty,
    find_label: String,
}

struct Covered {
    name: String,
    note: String,
    years: Vec<CoveredYear>,
}

struct CoveredYear {
    label: String,
    href: String,
    findings: Option<Tag>,
}

async fn home(reader: Reader, State(pages): State<Pages>) -> Response {
    let shell =
        Shell::new(&reader, reader.t.text("reports-home-title")).lead(reader.t.text("reports-home-lead"));
    overview(&reader, &pages, shell).await
}

async fn index(reader: Reader, State(pages): State<Pages>) -> Response {
    let shell = Shell::new(&reader, reader.t.text("reports-index-title"))
        .lead(reader.t.text("reports-index-lead"))
        .active("/bao-cao");
    overview(&reader, &pages, shell).await
}

async fn overview(reader: &Reader, pages: &Pages, shell: Shell) -> Response {
    match overview_of(reader, pages, shell).await {
        Ok(page) => page::html(&page),
        Err(error) => failed(reader, &error),
    }
}

async fn overview_of(reader: &Reader, pages: &Pages, shell: Shell) -> Result<IndexPage, ReportError> {
    let units = pages.reports.units();
    let mut covered = Vec::new();
    for (unit, years) in pages.reports.covered().await? {
        let mut shown = Vec::new();
        for year in years {
            let slug = units.slug(unit.id);
            let wanted = pages
                .reports
                .wanted(&slug, &year.to_string(), Boundaries::OfTheYear)?;
            let count = pages.reports.gather(&units, wanted).await?.findings.len();
            shown.push(CoveredYear {
                label: year.to_string(),
                href: address::report(&slug, year, Boundaries::OfTheYear),
                findings: (count > 0).then(|| {
                    Tag::new(
                        Tone::Warning,
                        reader.t.with("reports-home-contradictions", "count", count),
                    )
                }),
            });
        }
        let note = match (unit.valid_to, unit.valid_from) {
            // The stored day is the first on which it is no more.
            (Some(to), _) => reader
                .t
                .with("reports-until", "date", to.yesterday().unwrap_or(to)),
            (None, Some(from)) => reader.t.with("reports-from", "date", from),
            (None, None) => String::new(),
        };
        covered.push(Covered {
            name: unit.name,
            note,
            years: shown,
        });
    }
    Ok(IndexPage {
        shell,
        covered,
        empty: Empty::new(
            &reader.t,
            reader.t.text("reports-index-empty"),
            reader.t.text("reports-index-empty-duty"),
        ),
        find_label: reader.t.text("reports-index-find"),
    })
}

#[derive(Template)]
#[template(path = "reports/report.html")]
struct ReportPage {
    shell: Shell,
    report: Report,
    sections: Vec<SectionPart>,
    findings: Vec<Finding>,
    notice: Option<Notice>,
    maps: Vec<Choice>,
    years: Vec<Choice>,
    downloads: Vec<Choice>,
    sources: Option<Table>,
}

struct Choice {
    label: String,
    href: String,
    current: bool,
}

struct SectionPart {
    key: String,
    title: String,
    citations: Vec<Citation>,
    sentences: Vec<Vec<LinkedPiece>>,
    figures: Option<Table>,
    tables: Vec<Table>,
    charts: Vec<Chart>,
    empty: Option<Empty>,
}

struct LinkedPiece {
    text: String,
    href: Option<String>,
}

async fn report(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, year)): Path<(String, String)>,
    asked: Asked,
) -> Response {
    // The year may carry the format of a document: 2020.pdf.
    let (year, format) = match year.split_once('.') {
        Some((year, format)) => (year.to_owned(), Some(format.to_owned())),
        None => (year, None),
    };
    let wanted = match pages.wanted(&unit, &year, &asked) {
        Ok(wanted) => wanted,
        Err(ReportError::Unit(unresolved)) => return unknown_unit(&reader, &pages, &unresolved, &year),
        Err(error) => return failed(&reader, &error),
    };
    let report = match pages.reports.report(&reader.t, wanted).await {
        Ok(report) => report,
        Err(error) => return failed(&reader, &error),
    };
    match format {
        None => page::html(&report_page(&reader, report, wanted)),
        Some(format) => document(&reader, &pages, report, &format).await,
    }
}

async fn document(reader: &Reader, pages: &Pages, report: Report, format: &str) -> Response {
    let Some(format) = export::Format::from_extension(format) else {
        return page::bad_request(reader, reader.t.with("reports-unknown-format", "format", format));
    };
    let name = format!("dinh-{}-{}.{}", report.unit.slug, report.year, format.extension());
    let t = reader.t.clone();
    let address = pages.reports.address().map(str::to_owned);
    let now = pages.reports.clock().now();
    // Setting a document takes milliseconds of pure work: it must not hold up other readers.
    let made =
        tokio::task::spawn_blocking(move || export::file(&t, &report, format, now, address.as_deref())).await;
    match made {
        Ok(Ok(bytes)) => (
            [
                (header::CONTENT_TYPE, format.media_type().to_owned()),
                (
                    header::CONTENT_DISPOSITION,
                    format!("attachment; filename=\"{name}\""),
                ),
            ],
            bytes,
        )
            .into_response(),
        Ok(Err(error)) => failed(reader, &error.into()),
        Err(error) => {
            tracing::error!(%error, "a document could not be set");
            page::server_error(reader)
        }
    }
}

fn unknown_unit(reader: &Reader, pages: &Pages, unresolved: &units::Unresolved, year: &str) -> Response {
    let units = pages.reports.units();
    let candidates = unresolved.candidates();
    let rows = candidates
        .iter()
        .map(|candidate| {
            let slug = units.slug(candidate.id);
            let href = address::report(&slug, year.parse().unwrap_or(0), Boundaries::OfTheYear);
            Row::new(vec![
                Cell::text(candidate.path.clone()).link(href),
                Cell::text(candidate.code.clone()),
            ])
        })
        .collect::<Vec<_>>();
    let shell = Shell::new(
        reader,
        reader.t.format(
            "reports-unknown-unit",
            &[("name", unresolved.text().into()), ("year", year.into())],
        ),
    )
    .crumb(reader.t.text("reports-nav"), "/bao-cao")
    .active("/bao-cao");
    let table = (!rows.is_empty()).then(|| {
        Table::new(
            reader.t.text("reports-meant"),
            vec![
                Column::text(reader.t.text("reports-column-place")),
                Column::text(reader.t.text("reports-column-code")),
            ],
            rows,
        )
    });
    let mut response = page::html(&ChoosePage { shell, table });
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

#[derive(Template)]
#[template(path = "reports/choose.html")]
struct ChoosePage {
    shell: Shell,
    table: Option<Table>,
}

fn report_page(reader: &Reader, report: Report, wanted: Wanted) -> ReportPage {
    let t = &reader.t;
    let slug = report.unit.slug.as_str();
    let href = |boundaries| address::report(slug, report.year, boundaries);
    let maps = [Boundaries::OfTheYear, Boundaries::OfToday]
        .into_iter()
        .map(|boundaries| Choice {
            label: match boundaries {
                Boundaries::OfTheYear => t.with("reports-boundary-as-was", "year", report.year.to_string()),
                Boundaries::OfToday => t.text("reports-boundary-today"),
            },
            href: href(boundaries),
            current: boundaries == wanted.boundaries,
        })
        .collect();
    let years = [report.year - 1, report.year + 1]
        .into_iter()
        .map(|year| Choice {
            label: year.to_string(),
            href: address::report(slug, year, wanted.boundaries),
            current: false,
        })
        .collect();
    let downloads = export::Format::ALL
        .into_iter()
        .map(|format| Choice {
            label: format.extension().to_uppercase(),
            href: format!(
                "/bao-cao/{slug}/{}.{}{}",
                report.year,
                format.extension(),
                wanted.boundaries.query()
            ),
            current: false,
        })
        .collect();
    let notice = (!report.findings.is_empty()).then(|| {
        let count = t.with("reports-findings-notice", "count", report.findings.len());
        Notice::new(
            t,
            Tone::Warning,
            format!("{count}. {}", t.text("reports-findings-notice-lead")),
        )
        .link(t.text("reports-findings-see"), "#mau-thuan")
    });
    let mut lead = t.format(
        "reports-lead",
        &[
            ("path", report.unit.path.as_str().into()),
            ("date", wanted.basis.into()),
        ],
    );
    if wanted.boundaries == Boundaries::OfToday {
        let more = t.format(
            "reports-boundary-today-of",
            &[
                ("year", report.year.to_string().into()),
                ("unit", report.unit.name.as_str().into()),
            ],
        );
        lead = format!("{lead} {more}");
    }
    let shell = Shell::new(reader, report.title.clone())
        .lead(lead)
        .crumb(t.text("reports-nav"), "/bao-cao")
        .active("/bao-cao");
    ReportPage {
        shell,
        sections: report
            .sections
            .iter()
            .map(|section| section_part(reader, section, &report, wanted))
            .collect(),
        findings: report
            .findings
            .iter()
            .map(|finding| finding_box(reader, finding, &report, wanted))
            .collect(),
        notice,
        maps,
        years,
        downloads,
        sources: sources_table(reader, &report),
        report,
    }
}

fn sources_table(reader: &Reader, report: &Report) -> Option<Table> {
    let t = &reader.t;
    (!report.sources.is_empty()).then(|| {
        let rows = (1..).zip(&report.sources).map(|(number, source)| {
            Row::new(vec![
                Cell::text(format!("[{number}] {}", source.title)).note(source.publisher.clone()),
                Cell::text(source.published_on.map(|day| t.date(day)).unwrap_or_default()),
                Cell::text(source.locator.clone()),
            ])
        });
        Table::new(
            t.text("reports-sources-lead"),
            vec![
                Column::text(t.text("reports-column-source")),
                Column::text(t.text("reports-column-date")),
                Column::text(t.text("reports-column-locator")),
            ],
            rows.collect(),
        )
    })
}

fn shown_cell(reader: &Reader, shown: Option<&Shown>, href: Option<String>, contradicted: bool) -> Cell {
    let Some(shown) = shown else {
        return Cell::missing(&reader.t);
    };
    let mut cell = Cell::text(shown.text.clone());
    if let Some(href) = href {
        cell = cell.link(href);
    }
    if contradicted {
        cell = cell.tag(Tag::new(Tone::Warning, reader.t.text("reports-contradicted")));
    }
    cell
}

fn reported_cell(reader: &Reader, row: &FigureRow, href: &str) -> Cell {
    let Some((first, others)) = row.reported.split_first() else {
        return Cell::missing(&reader.t);
    };
    let mut note = format!("[{}]", first.source);
    for other in others {
        note.push_str(&format!("; {} [{}]", other.shown.text, other.source));
    }
    shown_cell(
        reader,
        Some(&first.shown),
        Some(href.to_owned()),
        row.contradicted,
    )
    .note(note)
}

fn section_part(reader: &Reader, section: &Section, report: &Report, wanted: Wanted) -> SectionPart {
    let t = &reader.t;
    let href =
        |indicator: &str| address::figure(&report.unit.slug, report.year, wanted.boundaries, indicator);
    let figures = (!section.figures.is_empty()).then(|| {
        let rows = section.figures.iter().map(|row| {
            let link = href(&row.indicator);
            Row::new(vec![
                Cell::text(row.name.clone()).link(link.clone()),
                shown_cell(reader, row.counted.as_ref(), Some(link.clone()), false),
                reported_cell(reader, row, &link),
                Cell::text(row.unit.clone()),
            ])
        });
        Table::new(
            t.text("reports-section-figures"),
            vec![
                Column::text(t.text("reports-column-indicator")),
                Column::number(t.text("reports-column-counted")),
                Column::number(t.text("reports-column-reported")),
                Column::text(t.text("reports-column-unit")),
            ],
            rows.collect(),
        )
    });
    let charts = section
        .tables
        .iter()
        .filter_map(|table| {
            let chart = table.chart.as_ref()?;
            Some(Chart::new(
                t,
                table.caption.clone(),
                chart.svg(crate::chart::Medium::Page),
                breakdown_table(reader, table, report, wanted),
            ))
        })
        .collect();
    SectionPart {
        key: section.key.clone(),
        title: section.title.clone(),
        citations: section
            .laws
            .iter()
            .map(|law| Citation::new(t, law.clone()))
            .collect(),
        sentences: section
            .sentences
            .iter()
            .map(|sentence| {
                sentence
                    .pieces
                    .iter()
                    .map(|piece| LinkedPiece {
                        text: piece.text.clone(),
                        href: piece.indicator.as_deref().map(href),
                    })
                    .collect()
            })
            .collect(),
        figures,
        tables: section
            .tables
            .iter()
            .filter(|table| table.chart.is_none())
            .map(|table| breakdown_table(reader, table, report, wanted))
            .collect(),
        charts,
        empty: section
            .empty
            .as_ref()
            .map(|text| Empty::new(t, text.clone(), t.text("reports-section-empty-duty"))),
    }
}

fn breakdown_table(reader: &Reader, table: &Breakdown, report: &Report, wanted: Wanted) -> Table {
    let href = |cell: &BreakdownCell| {
        cell.indicator
            .as_ref()
            .map(|indicator| address::figure(&report.unit.slug, report.year, wanted.boundaries, indicator))
    };
    let rows = table.rows.iter().map(|row| {
        let cells = || {
            std::iter::once(Cell::text(row.label.clone()))
                .chain(
                    row.cells
                        .iter()
                        .map(|cell| shown_cell(reader, cell.shown.as_ref(), href(cell), cell.contradicted)),
                )
                .collect()
        };
        match row.kind {
            RowKind::Block => Row::group(row.label.clone()),
            RowKind::Item => Row::new(cells()),
            RowKind::Total => Row::total(cells()),
        }
    });
    let columns = std::iter::once(Column::text(table.of.clone()))
        .chain(table.columns.iter().map(|name| Column::number(name.clone())))
        .collect();
    Table::new(table.caption.clone(), columns, rows.collect()).note(table.note.clone().unwrap_or_default())
}

fn finding_box(reader: &Reader, finding: &crate::model::Finding, report: &Report, wanted: Wanted) -> Finding {
    let side = |side: &crate::model::Side| Side {
        label: side.label.clone(),
        value: side.text.clone(),
        source: side.source.clone(),
        // A sum opens part by part.
        href: match side.indicators.as_slice() {
            [only] => Some(address::figure(
                &report.unit.slug,
                report.year,
                wanted.boundaries,
                only,
            )),
            _ => None,
        },
        parts: side
            .parts
            .iter()
            .map(|part| Part {
                label: part.label.clone(),
                value: part.text.clone(),
                href: address::figure(&part.unit, part.year, wanted.boundaries, &part.indicator),
            })
            .collect(),
    };
    let explanations = finding
        .explanations
        .iter()
        .map(|explanation| Explanation {
            verdict: match explanation.verdict {
                "ruled_out" => Verdict::RuledOut,
                "possible" => Verdict::Possible,
                _ => Verdict::Hypothesis,
            },
            text: explanation.text.clone(),
        })
        .collect();
    Finding::new(
        &reader.t,
        finding.id.clone(),
        finding.title.clone(),
        side(&finding.left),
        side(&finding.right),
        finding.arithmetic.clone(),
    )
    .explanations(explanations)
}

#[derive(Template)]
#[template(path = "reports/figure.html")]
struct FigurePage {
    shell: Shell,
    figures: Vec<Figure>,
    meaning: SummaryList,
    empty: Option<Empty>,
    undivided: Option<Table>,
    by_unit: Option<Table>,
    records: Option<Table>,
    no_records: bool,
    pagination: Pagination,
    back: Choice,
}

async fn figure(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, year, indicator)): Path<(String, String, String)>,
    asked: Asked,
) -> Response {
    let Some(indicator) = pages.reports.catalogue().indicator(&indicator).cloned() else {
        return page::not_found(&reader);
    };
    let wanted = match pages.wanted(&unit, &year, &asked) {
        Ok(wanted) => wanted,
        Err(ReportError::Unit(unresolved)) => return unknown_unit(&reader, &pages, &unresolved, &year),
        Err(error) => return failed(&reader, &error),
    };
    let after = match asked.get("sau").map(|key| key.parse::<LineKey>()).transpose() {
        Ok(after) => after,
        Err(_) => {
            return Redirect::to(&format!("/bao-cao/{unit}/{year}/chi-tieu/{}", indicator.key))
                .into_response();
        }
    };
    match figure_page(&reader, &pages, wanted, &indicator, after).await {
        Ok(page) => page::html(&page),
        Err(error) => failed(&reader, &error),
    }
}

async fn figure_page(
    reader: &Reader,
    pages: &Pages,
    wanted: Wanted,
    indicator: &Indicator,
    after: Option<LineKey>,
) -> Result<FigurePage, ReportError> {
    let t = &reader.t;
    let reports = &pages.reports;
    let units = reports.units();
    let desk = reports.desk(t, &units);
    let gathered = reports.gather(&units, wanted).await?;
    let figures = &gathered.figures;
    let figure = figures.figure(&indicator.key);
    let unit = desk.unit(wanted.unit);
    let href = |slug: &str, indicator: &str| address::figure(slug, wanted.year, wanted.boundaries, indicator);

    let mut read = reports.database().read().await?;
    let behind = Behind {
        indicator: &indicator.key,
        unit: wanted.unit,
        period: wanted.period(),
        basis: wanted.basis,
    };
    let mut found = lines(&mut read, &units, reports.catalogue(), behind, after, PAGE + 1).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);

    let name = indicator.names.get(t.code());
    let measured = desk.unit_of_measure(indicator);
    let mut cards = Vec::new();
    let counted = figure.and_then(|figure| figure.counted.as_ref());
    if let Some(shown) = counted.and_then(|counted| desk.counted(indicator, counted)) {
        cards.push(Figure::new(
            t.text("reports-figure-counted"),
            shown.text,
            measured.clone(),
        ));
    }
    for value in figure.into_iter().flat_map(|figure| &figure.reported) {
        let source = figures.sources.get(&value.source);
        let words = source.map_or_else(String::new, |source| {
            let published = source
                .published_on
                .map(|day| format!(", {}", t.date(day)))
                .unwrap_or_default();
            let written = if value.as_written.is_empty() {
                String::new()
            } else {
                format!(
                    "; {}",
                    t.with("reports-figure-as-written", "text", value.as_written.as_str())
                )
            };
            format!("{}: {}{published}{written}", source.publisher, source.title)
        });
        let shown = desk.amount(indicator, value.amount);
        cards
            .push(Figure::new(t.text("reports-figure-reported"), shown.text, measured.clone()).source(words));
    }
    let empty = cards.is_empty().then(|| {
        let who = t.text(&format!("reports-level-{}", indicator.reported_by.key()));
        Empty::new(t, t.text("reports-figure-none"), who)
    });
    let undivided = match counted {
        Some(Counted::AtLeast { undivided, .. }) => Some(Table::new(
            t.text("reports-figure-undivided-lead"),
            vec![Column::text(t.text("reports-column-place")), Column::number(name)],
            undivided
                .iter()
                .map(|(unit, value)| {
                    let shown = desk.counted(indicator, &Counted::Exact(*value));
                    Row::new(vec![
                        Cell::text(desk.unit(*unit).path),
                        shown_cell(reader, shown.as_ref(), None, false),
                    ])
                })
                .collect(),
        )),
        _ => None,
    };
    let rows: Vec<Row> = figures
        .breakdown(&units, reports.catalogue(), &[&indicator.key])
        .into_iter()
        .filter(|row| row.counted.iter().any(Option::is_some) || !row.reported.is_empty())
        .map(|row| {
            let below = desk.unit(row.unit);
            let link = href(&below.slug, &indicator.key);
            let shown = row
                .counted
                .first()
                .and_then(Option::as_ref)
                .and_then(|counted| desk.counted(indicator, counted));
            let reported = row
                .reported
                .first()
                .map(|value| desk.amount(indicator, value.amount));
            let own = row.unit == wanted.unit;
            Row::new(vec![
                if own {
                    Cell::text(t.text("reports-figure-own"))
                } else {
                    Cell::text(below.name).link(link.clone())
                },
                shown_cell(reader, shown.as_ref(), (!own).then_some(link), false),
                shown_cell(reader, reported.as_ref(), None, false),
            ])
        })
        .collect();
    let by_unit = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("reports-figure-by-unit"),
            vec![
                Column::text(t.text("reports-column-place")),
                Column::number(t.text("reports-column-counted")),
                Column::number(t.text("reports-column-reported")),
            ],
            rows,
        )
    });
    let next = more.then(|| found.last()).flatten().map(|line| {
        let separator = if wanted.boundaries.query().is_empty() {
            '?'
        } else {
            '&'
        };
        format!("{}{separator}sau={}", href(&unit.slug, &indicator.key), line.key)
    });
    let records = (!found.is_empty()).then(|| {
        let rows = found.iter().map(|line| {
            let kind = reports.catalogue().record_kind(&line.record.kind);
            let form = kind.map_or(line.record.kind.as_str(), |kind| kind.names.get(t.code()));
            let title = if line.record.title.is_empty() {
                form
            } else {
                &line.record.title
            };
            let mut cell = Cell::text(title).link(format!("/so/{}/{}", line.record.unit.0, line.record.id));
            if line.record.demo {
                cell = cell.tag(Tag::new(Tone::Info, t.text("reports-demo-record")));
            }
            let quantity = desk.amount(indicator, facts::Amount::exact(line.quantity));
            Row::new(vec![
                cell,
                Cell::text(desk.unit(line.record.unit).name),
                Cell::text(t.date(line.date)),
                shown_cell(reader, Some(&quantity), None, false),
            ])
        });
        Table::new(
            t.text("reports-figure-records-lead"),
            vec![
                Column::text(t.text("reports-column-records")),
                Column::text(t.text("reports-column-place")),
                Column::text(t.text("reports-column-date")),
                Column::number(t.text("reports-column-quantity")),
            ],
            rows.collect(),
        )
    });
    let shell = Shell::new(reader, name)
        .lead(t.format(
            "reports-figure-lead",
            &[
                ("unit", unit.path.as_str().into()),
                ("year", wanted.year.to_string().into()),
            ],
        ))
        .crumb(t.text("reports-nav"), "/bao-cao")
        .crumb(
            format!("{} {}", unit.name, wanted.year),
            address::report(&unit.slug, wanted.year, wanted.boundaries),
        )
        .active("/bao-cao");
    Ok(FigurePage {
        shell,
        figures: cards,
        meaning: SummaryList::new(meaning(reader, reports, indicator, wanted, &unit.slug)),
        empty,
        undivided,
        by_unit,
        no_records: records.is_none()
            && matches!(indicator.formula, Formula::Counts { .. } | Formula::Reported),
        records,
        pagination: Pagination::new(t, None, next),
        back: Choice {
            label: t.text("reports-figure-first"),
            href: href(&unit.slug, &indicator.key),
            current: after.is_none(),
        },
    })
}

/// What an indicator means, how it is had, and what becomes of it when units merge.
fn meaning(
    reader: &Reader,
    reports: &Reports,
    indicator: &Indicator,
    wanted: Wanted,
    slug: &str,
) -> Vec<(String, Cell)> {
    let t = &reader.t;
    let catalogue = reports.catalogue();
    let name = |key: &str| {
        catalogue
            .indicator(key)
            .map_or_else(|| key.to_owned(), |known| known.names.get(t.code()).to_owned())
    };
    let formula = match &indicator.formula {
        Formula::Counts { measure, .. } => {
            let forms: Vec<&str> = catalogue
                .record_kinds()
                .iter()
                .filter(|kind| kind.emissions.iter().any(|emission| emission.measure == *measure))
                .map(|kind| kind.names.get(t.code()))
                .collect();
            t.with("reports-figure-formula-counts", "forms", forms.join("; "))
        }
        Formula::Sum(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| name(part)).collect();
            t.with("reports-figure-formula-sum", "parts", parts.join(" + "))
        }
        Formula::Ratio { of, to } => t.format(
            "reports-figure-formula-ratio",
            &[("of", name(of).into()), ("to", name(to).into())],
        ),
        Formula::Reported => t.text("reports-figure-formula-reported"),
    };
    let combine = match &indicator.combine {
        Combine::Sum => t.text("reports-figure-combine-sum"),
        Combine::Latest => t.text("reports-figure-combine-latest"),
        Combine::Weighted(by) => t.with("reports-figure-combine-weighted", "weight", name(by)),
        Combine::None => t.text("reports-figure-combine-none"),
    };
    let mut entries = vec![
        (
            t.text("reports-figure-meaning"),
            Cell::text(indicator.meaning.get(t.code())),
        ),
        (t.text("reports-figure-formula"), Cell::text(formula)),
        (t.text("reports-figure-merger"), Cell::text(combine)),
    ];
    if let Some(part) = &indicator.part_of {
        let link = address::figure(slug, wanted.year, wanted.boundaries, &part.whole);
        entries.push((
            t.text("reports-figure-part-of"),
            Cell::text(name(&part.whole)).link(link),
        ));
    }
    entries
}

#[derive(Template)]
#[template(path = "reports/record.html")]
struct RecordPage {
    shell: Shell,
    values: SummaryList,
    retracted: Option<Notice>,
}

async fn record(
    reader: Reader,
    State(pages): State<Pages>,
    Path((unit, record)): Path<(String, String)>,
) -> Response {
    let (Ok(unit), Ok(id)) = (unit.parse::<i64>(), record.parse::<RecordId>()) else {
        return page::not_found(&reader);
    };
    match record_page(&reader, &pages, UnitId(unit), id).await {
        Ok(Some(page)) => page::html(&page),
        Ok(None) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

async fn record_page(
    reader: &Reader,
    pages: &Pages,
    unit: UnitId,
    id: RecordId,
) -> Result<Option<RecordPage>, ReportError> {
    let t = &reader.t;
    let reports = &pages.reports;
    let units = reports.units();
    let mut read = reports.database().read().await?;
    let Some(record) = store::record(&mut read, unit, id).await? else {
        return Ok(None);
    };
    let Some(kind) = reports.catalogue().record_kind(&record.kind) else {
        return Ok(None);
    };
    let form = kind.names.get(t.code()).to_owned();
    let mut entries = vec![(t.text("reports-record-form"), Cell::text(form.clone()))];
    for column in &kind.columns {
        let Some(value) = record.body.get(&column.key) else {
            continue;
        };
        entries.push((
            column.names.get(t.code()).to_owned(),
            Cell::text(export::column_text(t, reports, column, value)),
        ));
    }
    let path = units.path(record.unit);
    let title = if record.title.is_empty() {
        form
    } else {
        record.title.clone()
    };
    let mut shell = Shell::new(reader, title)
        .lead(t.format(
            "reports-record-lead",
            &[("unit", path.into()), ("date", record.date.into())],
        ))
        .crumb(t.text("reports-nav"), "/bao-cao")
        .active("/bao-cao");
    if let Some(province) = units.ancestor(record.unit, Level::Province) {
        let year = record.date.year();
        let slug = units.slug(province.id);
        shell = shell.crumb(
            format!("{} {year}", province.name),
            address::report(&slug, year, Boundaries::OfTheYear),
        );
    }
    if record.demo {
        entries.push((
            t.text("reports-record-origin"),
            Cell::text("").tag(Tag::new(Tone::Info, t.text("reports-demo-record"))),
        ));
    }
    let retracted = record.retracted.as_ref().map(|retraction| {
        Notice::new(
            t,
            Tone::Problem,
            t.with("reports-record-retracted", "reason", retraction.reason.as_str()),
        )
    });
    Ok(Some(RecordPage {
        shell,
        values: SummaryList::new(entries),
        retracted,
    }))
}
