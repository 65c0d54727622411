//! The table: of the country by provinces, of a province by communes, of a commune; with what was reported beside it.

use askama::Template;
use axum::extract::{Path, Query, State};
use facts::{
    Amount, Qualifier,
    reconcile::{Origin, Statement},
};
use platform::{
    i18n::Translator,
    page::{
        self, Answer, Reader, Shell,
        components::{
            Cell, Choice, Column, Control, Empty, Field, Finding, Notice, Part, Row, Side, Table, Tone,
        },
    },
};
use serde::Deserialize;
use units::{CommuneFinder, Unit, Units};

use super::{Pages, commune_home, home, may, or_failed, path, shell, unit_on, words};
use crate::{
    Movement,
    table::{self, Counts},
};

/// The first year of which anything can be told.
const FIRST_YEAR: i16 = 2007;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    nam: Option<String>,
}

/// The year asked for, or this one.
pub(super) fn year(asked: Option<&str>, this_year: i16) -> i16 {
    asked
        .and_then(|year| year.parse().ok())
        .filter(|year| (FIRST_YEAR..=this_year).contains(year))
        .unwrap_or(this_year)
}

/// A field to choose a year, latest first.
pub(super) fn year_field(t: &Translator, chosen: i16, this_year: i16, any: bool) -> Field {
    let every = any.then(|| Choice::new("", t.text("movements-any")));
    let years = (FIRST_YEAR..=this_year)
        .rev()
        .map(|year| Choice::new(year.to_string(), year.to_string()));
    Field::new(
        "nam",
        t.text("movements-year"),
        Control::Select {
            choices: every.into_iter().chain(years).collect(),
            chosen: if chosen == 0 {
                String::new()
            } else {
                chosen.to_string()
            },
        },
    )
}

#[derive(Template)]
#[template(path = "movements/table.html")]
struct TablePage {
    shell: Shell,
    finder: Option<CommuneFinder>,
    tools: Vec<(String, String)>,
    action: String,
    year: Field,
    empty: Option<Empty>,
    notices: Vec<Notice>,
    main: Option<Table>,
    below: Option<Table>,
    overlap: Option<Table>,
    reported: Option<Table>,
    findings: Vec<Finding>,
}

/// The country.
pub(super) async fn index(reader: Reader, State(pages): State<Pages>, Query(asked): Query<Asked>) -> Answer {
    let movement = pages.movement(&reader)?;
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let q = asked.q.clone().unwrap_or_default();
    let finder = CommuneFinder::new(&reader.t, (&units, today), (path(movement, ""), &q), |unit| {
        commune_home(movement, unit)
    });
    let country = units.country().clone();
    page_of(&reader, &pages, (&country, &asked), Some(finder)).await
}

/// A province or commune.
pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (_, today) = pages.desk.now();
    let year = year(asked.nam.as_deref(), today.year());
    let unit = unit_on(&pages, &reader, &noi, table::basis(year, today))?;
    page_of(&reader, &pages, (&unit, &asked), None).await
}

async fn page_of(
    reader: &Reader,
    pages: &Pages,
    (unit, asked): (&Unit, &Asked),
    finder: Option<CommuneFinder>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let movement = pages.movement(reader)?;
    let (_, today) = desk.now();
    let year = year(asked.nam.as_deref(), today.year());
    let units = desk.units.current();
    let mut read = or_failed(reader, desk.db.read().await)?;
    let table = desk.table(&mut read, &units, movement, (unit.id, year)).await;
    let table = or_failed(reader, table)?;
    drop(read);
    let view = View {
        t,
        desk,
        movement,
        units: &units,
        unit,
        table: &table,
    };
    let is_country = finder.is_some();
    let gallery = home(movement, &units, unit.id);
    let mut tools = Vec::new();
    if !is_country {
        tools.push((t.text("movements-tool-gallery"), gallery.clone()));
    }
    let data = format!("/api/v1/movements/{}/{}/{year}", movement.slug, unit.code);
    tools.push((t.text("movements-tool-csv"), format!("{data}/csv")));
    tools.push((t.text("movements-tool-json"), data));
    if is_country {
        let others = desk.all().iter().filter(|other| other.key != movement.key);
        tools.extend(others.map(|other| (other.name.get(t.code()).to_owned(), path(other, "").to_owned())));
    }
    let desk_open = unit.level == units::Level::Commune
        && unit.valid_on(today)
        && may(reader.visitor.actor.as_ref(), "read", unit.id.into());
    if desk_open {
        tools.push((t.text("movements-tool-desk"), format!("{gallery}/viec")));
    }
    let title = if is_country {
        movement.name.get(t.code()).to_owned()
    } else {
        t.format(
            "movements-table-title",
            &[
                ("movement", movement.name.get(t.code()).into()),
                ("unit", unit.name.as_str().into()),
                ("year", year.to_string().into()),
            ],
        )
    };
    let counted = table.total.iter().any(Option::is_some);
    let reported = view.reported();
    let empty = (!counted && reported.is_none()).then(|| {
        Empty::new(
            t,
            t.format(
                "movements-table-empty",
                &[
                    ("unit", unit.name.as_str().into()),
                    ("year", year.to_string().into()),
                ],
            ),
            t.text("movements-table-empty-duty"),
        )
    });
    let mut notices = Vec::new();
    if table.lower_bound {
        notices.push(Notice::new(t, Tone::Info, t.text("movements-lower-bound")));
    }
    if !table.findings.is_empty() {
        notices.push(
            Notice::new(
                t,
                Tone::Warning,
                t.with("movements-findings-notice", "count", table.findings.len()),
            )
            .link(t.text("movements-findings-see"), "#mau-thuan"),
        );
    }
    let mut shell = if is_country {
        Shell::new(reader, title).active(path(movement, ""))
    } else {
        shell(reader, movement, title)
    };
    shell = shell.lead(if is_country {
        movement.about.get(t.code()).to_owned()
    } else {
        t.format(
            "movements-table-lead",
            &[("path", units.path(unit.id).into()), ("date", table.basis.into())],
        )
    });
    if let Some(above) = province_above(&units, unit) {
        shell = shell.crumb(
            above.name.as_str(),
            format!("{}/bang?nam={year}", home(movement, &units, above.id)),
        );
    }
    Ok(page::html(&TablePage {
        shell,
        finder,
        tools,
        action: if is_country {
            path(movement, "").to_owned()
        } else {
            format!("{gallery}/bang")
        },
        year: year_field(t, year, today.year(), false),
        empty,
        notices,
        main: counted.then(|| view.main()),
        below: view.below(),
        overlap: view.overlap(),
        reported,
        findings: (1..)
            .zip(&table.findings)
            .map(|(number, finding)| view.finding(number, finding))
            .collect(),
    }))
}

/// The province that a commune lies in.
pub(super) fn province_above<'a>(units: &'a Units, unit: &Unit) -> Option<&'a Unit> {
    (unit.level > units::Level::Province)
        .then(|| units.ancestor(unit.id, units::Level::Province))
        .flatten()
}

/// What a table is shown with.
struct View<'a> {
    t: &'a Translator,
    desk: &'a crate::Movements,
    movement: &'a Movement,
    units: &'a Units,
    unit: &'a Unit,
    table: &'a table::Table,
}

/// What the four columns open down to in the gallery.
const OPENS: [&str; 4] = ["tat-ca", "da-thuc-hien", "duoc-cong-nhan", "duy-tri"];

impl View<'_> {
    fn columns(&self, first: &str) -> Vec<Column> {
        let t = self.t;
        [
            Column::text(t.text(first)),
            Column::number(t.text("movements-column-registered")),
            Column::number(t.text("movements-column-carried-out")),
            Column::number(t.text("movements-column-recognised")),
            Column::number(t.text("movements-column-maintained")),
        ]
        .into()
    }

    fn cells(&self, label: Cell, counts: &Counts, href: &dyn Fn(&str) -> Option<String>) -> Vec<Cell> {
        let counts = counts.iter().zip(OPENS).map(|(count, opens)| match count {
            None => Cell::missing(self.t),
            Some(count) => {
                let cell = Cell::number(self.t, *count);
                match href(opens).filter(|_| *count > 0) {
                    Some(href) => cell.link(href),
                    None => cell,
                }
            }
        });
        std::iter::once(label).chain(counts).collect()
    }

    fn main(&self) -> Table {
        let (t, catalogue) = (self.t, self.desk.catalogue());
        let groups = self.movement.groups(catalogue);
        let fields = self.movement.fields(catalogue);
        let base = home(self.movement, self.units, self.unit.id);
        let year = self.table.year;
        let is_country = self.unit.level == units::Level::Country;
        let href = |group: Option<&str>, field: Option<&str>| {
            let (group, field) = (
                group.unwrap_or_default().to_owned(),
                field.unwrap_or_default().to_owned(),
            );
            let base = base.clone();
            move |opens: &str| {
                (!is_country)
                    .then(|| format!("{base}?nam={year}&nhom={group}&linh-vuc={field}&loc={opens}#mo-hinh"))
            }
        };
        let mut rows = Vec::new();
        for group in groups {
            rows.push(Row::group(words::capital(group.names.get(t.code()))));
            for line in self
                .table
                .lines
                .iter()
                .filter(|line| line.group.as_deref() == Some(&group.key))
            {
                let opens = href(line.group.as_deref(), line.field.as_deref());
                match &line.field {
                    Some(field) => rows.push(Row::new(self.cells(
                        Cell::text(words::capital(&words::item(t, fields, field))),
                        &line.counts,
                        &opens,
                    ))),
                    None => rows.push(Row::total(self.cells(
                        Cell::text(t.text("movements-sum-group")),
                        &line.counts,
                        &opens,
                    ))),
                }
            }
        }
        if groups.len() > 1 {
            rows.push(Row::group(t.text("movements-all-groups")));
            for line in &self.table.fields {
                let field = line.field.as_deref().unwrap_or_default();
                rows.push(Row::new(self.cells(
                    Cell::text(words::capital(&words::item(t, fields, field))),
                    &line.counts,
                    &href(None, Some(field)),
                )));
            }
        }
        rows.push(Row::total(self.cells(
            Cell::text(t.text("movements-sum")),
            &self.table.total,
            &href(None, None),
        )));
        Table::new(
            t.format(
                "movements-table-caption",
                &[
                    ("unit", self.unit.name.as_str().into()),
                    ("year", year.to_string().into()),
                ],
            ),
            self.columns("movements-column-field"),
            rows,
        )
        .note(t.text("movements-table-note"))
    }

    fn below(&self) -> Option<Table> {
        let t = self.t;
        let year = self.table.year;
        let rows: Vec<Row> = self
            .table
            .below
            .iter()
            .filter(|row| row.counts.iter().any(Option::is_some))
            .filter_map(|row| {
                let unit = self.units.get(row.unit)?;
                let base = home(self.movement, self.units, row.unit);
                let own = row.unit == self.unit.id;
                let name = if own {
                    t.text("movements-own")
                } else {
                    unit.name.clone()
                };
                let label = if own {
                    Cell::text(name)
                } else {
                    Cell::text(name).link(format!("{base}/bang?nam={year}"))
                };
                let opens = |opens: &str| {
                    (unit.level > units::Level::Country)
                        .then(|| format!("{base}?nam={year}&loc={opens}#mo-hinh"))
                };
                Some(Row::new(self.cells(label, &row.counts, &opens)))
            })
            .collect();
        (!rows.is_empty() && self.unit.level < units::Level::Commune).then(|| {
            let silent = self.table.below.len() - rows.len();
            let table = Table::new(
                t.format(
                    "movements-below-caption",
                    &[
                        ("unit", self.unit.name.as_str().into()),
                        ("year", year.to_string().into()),
                    ],
                ),
                self.columns("movements-column-unit"),
                rows,
            );
            if silent > 0 {
                table.note(t.with("movements-below-silent", "count", silent))
            } else {
                table
            }
        })
    }

    fn overlap(&self) -> Option<Table> {
        let t = self.t;
        let fields = self.movement.fields(self.desk.catalogue());
        let rows: Vec<Row> = self
            .table
            .overlap
            .iter()
            .map(|overlap| {
                Row::new(vec![
                    Cell::text(words::capital(&words::item(t, fields, &overlap.main))),
                    Cell::text(words::capital(&words::item(t, fields, &overlap.touched))),
                    Cell::number(t, overlap.models),
                ])
            })
            .collect();
        (!rows.is_empty()).then(|| {
            Table::new(
                t.text("movements-overlap-caption"),
                vec![
                    Column::text(t.text("movements-column-main")),
                    Column::text(t.text("movements-column-touched")),
                    Column::number(t.text("movements-column-models")),
                ],
                rows,
            )
            .note(t.text("movements-overlap-note"))
        })
    }

    fn name(&self, indicator: &str) -> String {
        self.desk.catalogue().indicator(indicator).map_or_else(
            || indicator.to_owned(),
            |known| known.names.get(self.t.code()).to_owned(),
        )
    }

    fn source(&self, id: facts::SourceId) -> String {
        let Some(source) = self.table.figures.sources.get(&id) else {
            return String::new();
        };
        let mut text = source.title.clone();
        if !source.publisher.is_empty() {
            text = format!("{}: {text}", source.publisher);
        }
        match source.published_on {
            Some(day) => format!("{text}, {}", self.t.date(day)),
            None => text,
        }
    }

    /// What was reported, with what was counted beside it. Neither is changed.
    fn reported(&self) -> Option<Table> {
        let t = self.t;
        let rows: Vec<Row> = self
            .table
            .reported(self.movement, self.desk.catalogue())
            .into_iter()
            .map(|(indicator, counted, reported)| {
                let difference = counted
                    .filter(|_| reported.amount.qualifier == Qualifier::Exact)
                    .map(|counted| reported.amount.value - counted);
                Row::new(vec![
                    Cell::text(self.name(indicator)),
                    counted.map_or_else(|| Cell::missing(t), |counted| Cell::number(t, counted)),
                    Cell::text(reported.amount.text(t, 0)).note(self.source(reported.source)),
                    difference
                        .map_or_else(|| Cell::missing(t), |difference| Cell::text(t.signed(difference))),
                ])
            })
            .collect();
        (!rows.is_empty()).then(|| {
            Table::new(
                t.text("movements-reported-caption"),
                vec![
                    Column::text(t.text("movements-column-figure")),
                    Column::number(t.text("movements-column-counted")),
                    Column::number(t.text("movements-column-reported")),
                    Column::number(t.text("movements-column-difference")),
                ],
                rows,
            )
            .note(t.text("movements-reported-note"))
        })
    }

    fn side(&self, statement: &Statement) -> Side {
        let mut label = self.name(&statement.indicator);
        if statement.unit != self.unit.id
            && let Some(unit) = self.units.get(statement.unit)
        {
            label = format!("{label}, {}", unit.name);
        }
        Side {
            label,
            value: statement.amount.text(self.t, 0),
            source: self.origin(statement.origin),
            href: None,
            parts: Vec::new(),
        }
    }

    fn origin(&self, origin: Origin) -> String {
        match origin {
            Origin::Counted => self.t.text("movements-column-counted"),
            Origin::Reported(id) => self.source(id),
        }
    }

    fn finding(&self, number: usize, finding: &facts::Finding) -> Finding {
        let (t, catalogue) = (self.t, self.desk.catalogue());
        let parts = &finding.right.parts;
        let right = match parts.as_slice() {
            [only] => self.side(only),
            _ => {
                let mut sources: Vec<String> = parts.iter().map(|part| self.origin(part.origin)).collect();
                sources.dedup();
                Side {
                    label: t.with("movements-finding-sum", "count", parts.len()),
                    value: Amount::exact(finding.right.least).text(t, 0),
                    source: sources.join("; "),
                    href: None,
                    parts: parts
                        .iter()
                        .map(|part| {
                            let side = self.side(part);
                            Part {
                                label: side.label,
                                value: side.value,
                                href: format!(
                                    "/bao-cao/{}/{}/chi-tieu/{}",
                                    self.units.slug(part.unit),
                                    self.table.year,
                                    part.indicator
                                ),
                            }
                        })
                        .collect(),
                }
            }
        };
        let rule = catalogue.rule(&finding.rule);
        Finding::new(
            t,
            format!("mau-thuan-{number}"),
            t.with(
                "movements-finding-title",
                "rule",
                rule.map_or(finding.rule.as_str(), |rule| rule.names.get(t.code())),
            ),
            self.side(&finding.left),
            right,
            finding.arithmetic.text(t, catalogue),
        )
    }
}
