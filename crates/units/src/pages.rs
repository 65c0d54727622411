//! Pages about units: the provinces of a day, a search, and each unit with its history.

use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{
    extract::{FromRef, Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Mounted, Policy, Routes},
    clock::Clock,
    db::{Database, DbResult},
    i18n::Translator,
    page::{
        self, Reader, Shell, Site,
        components::{
            Cell, Column, Control, Empty, Field, Notice, Pagination, Row, SummaryList, Table, Tag, TextKind,
            Tone,
        },
    },
};
use serde::Deserialize;

use crate::{
    Candidate, Level, Link, LiveUnits, SourceId, TWO_LEVELS_FROM, Unit, UnitId, Units, Unresolved, api,
    hamlets::{self, Hamlet},
    view::{Share, UnitView, area_words, counts, days, dispute_words, kind_word, source_words},
};

/// Hamlets on one page.
const HAMLETS: usize = 100;
/// Units shown for one search.
pub(crate) const FOUND: usize = 30;

#[derive(Debug, Clone)]
pub(crate) struct Pages {
    site: Arc<Site>,
    pub(crate) units: LiveUnits,
    db: Database,
    pub(crate) clock: Arc<dyn Clock>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the slice: `/don-vi`, `/don-vi/{code}`, `/api/v1/units`, `/api/v1/units/{unit}`.
pub fn routes(site: Arc<Site>, units: LiveUnits, db: Database, clock: Arc<dyn Clock>) -> Mounted {
    Routes::new()
        .get("/don-vi", Policy::Open, index)
        .get("/don-vi/{code}", Policy::Open, unit)
        .get("/units", Policy::Open, || async {
            Redirect::permanent("/don-vi")
        })
        .get("/units/{code}", Policy::Open, to_vietnamese)
        .get("/api/v1/units", Policy::Open, api::list)
        .get("/api/v1/units/{unit}", Policy::Open, api::unit)
        .mount(Pages {
            site,
            units,
            db,
            clock,
        })
}

async fn to_vietnamese(Path(code): Path<String>) -> Response {
    // A code has nothing to be escaped; whatever else was asked for is found again by the search.
    if code.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        Redirect::permanent(&format!("/don-vi/{code}")).into_response()
    } else {
        Redirect::permanent("/don-vi").into_response()
    }
}

/// What an address asks for besides the unit.
#[derive(Debug, Default, Deserialize)]
struct Asked {
    /// The day, 2024-12-31 or 31/12/2024.
    ngay: Option<String>,
    /// Words to search for.
    q: Option<String>,
    /// The hamlet after which the list goes on.
    sau: Option<i64>,
}

impl Asked {
    /// The day asked for, or today; `Err` with what was written when it is no day.
    fn day(&self, today: Date) -> Result<Date, String> {
        let written = self
            .ngay
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let Some(written) = written else { return Ok(today) };
        platform::text::read_day(written).ok_or_else(|| written.to_owned())
    }
}

fn no_day(reader: &Reader, written: &str) -> Response {
    page::bad_request(reader, reader.t.with("units-no-day", "found", written))
}

/// The address of a unit's page, on a day on which it exists.
fn href(unit: &Unit, today: Date) -> String {
    let ended = unit
        .valid_to
        .filter(|to| *to <= today)
        .map(|to| to.yesterday().unwrap_or(to));
    let day = ended.or_else(|| unit.valid_from.filter(|from| *from > today));
    match day {
        Some(day) => format!("/don-vi/{}?ngay={day}", unit.code),
        None => format!("/don-vi/{}", unit.code),
    }
}

/// An entry of a list of units.
struct UnitLink {
    href: String,
    name: String,
    place: String,
    share: String,
}

fn place(units: &Units, unit: &Unit) -> String {
    unit.parent
        .map(|parent| units.path(parent))
        .filter(|_| unit.level > Level::Province)
        .unwrap_or_default()
}

/// A way to see the same list on another day.
struct DayLink {
    href: String,
    label: String,
}

#[derive(Template)]
#[template(path = "units/index.html")]
struct IndexPage {
    shell: Shell,
    search: Field,
    ngay: Option<String>,
    found: Option<Table>,
    nothing: Option<Empty>,
    provinces_heading: String,
    provinces: Table,
    days: Vec<DayLink>,
    sources: Vec<String>,
}

async fn index(State(pages): State<Pages>, reader: Reader, Query(asked): Query<Asked>) -> Response {
    let (units, today, t) = (pages.units.current(), pages.clock.today(), &reader.t);
    let date = match asked.day(today) {
        Ok(date) => date,
        Err(written) => return no_day(&reader, &written),
    };
    let query = asked.q.as_deref().map(str::trim).unwrap_or_default();
    let found = units.search(query, FOUND);
    let nothing = (!query.is_empty() && found.is_empty()).then(|| {
        Empty::new(
            t,
            t.with("units-found-nothing", "query", query),
            t.text("units-found-nothing-duty"),
        )
    });
    let kind = Control::Text {
        kind: TextKind::Search,
        value: query.to_owned(),
    };
    page::html(&IndexPage {
        shell: Shell::new(&reader, t.text("units-title"))
            .lead(t.text("units-lead"))
            .active("/don-vi"),
        search: Field::new("q", t.text("units-search-label"), kind).hint(t.text("units-search-hint")),
        ngay: (date != today).then(|| date.to_string()),
        found: (!found.is_empty()).then(|| found_table(t, &units, &found, query, today)),
        nothing,
        provinces_heading: t.with("units-provinces-on", "date", date),
        provinces: provinces_table(t, &units, date, today),
        days: day_links(t, &units, date, today),
        sources: sources(t, &units, units.sources().iter().map(|source| source.id)),
    })
}

fn found_table(t: &Translator, units: &Units, found: &[&Unit], query: &str, today: Date) -> Table {
    let rows = found
        .iter()
        .map(|unit| {
            let mut name = Cell::text(&unit.name)
                .link(href(unit, today))
                .note(place(units, unit));
            if !unit.valid_on(today) {
                name = name.tag(Tag::new(Tone::Info, days(t, unit.valid_from, unit.valid_to)));
            }
            Row::new(vec![name, Cell::text(&unit.code)])
        })
        .collect();
    Table::new(
        t.format(
            "units-found",
            &[("count", found.len().into()), ("query", query.into())],
        ),
        vec![
            Column::text(t.text("units-name")),
            Column::text(t.text("units-code")),
        ],
        rows,
    )
}

fn provinces_table(t: &Translator, units: &Units, date: Date, today: Date) -> Table {
    let with_districts = !units
        .descendants(UnitId::COUNTRY, date, Level::District)
        .is_empty();
    let mut columns = vec![Column::text(t.text("units-province"))];
    if with_districts {
        columns.push(Column::number(t.text("units-level-district")));
    }
    columns.push(Column::number(t.text("units-level-commune")));
    let (mut districts, mut communes, mut provinces) = (0, 0, 0_usize);
    let mut rows = Vec::new();
    for province in units.children(UnitId::COUNTRY, date) {
        let below = units.descendants(province.id, date, Level::Commune);
        let between = units.descendants(province.id, date, Level::District).len();
        provinces += 1;
        districts += between;
        communes += below.len();
        let mut cells = vec![
            Cell::text(&province.name)
                .link(href(province, today))
                .note(&province.code),
        ];
        if with_districts {
            cells.push(count(t, between));
        }
        cells.push(count(t, below.len()));
        rows.push(Row::new(cells));
    }
    let mut total = vec![Cell::text(t.with("units-provinces-total", "count", provinces))];
    if with_districts {
        total.push(count(t, districts));
    }
    total.push(count(t, communes));
    rows.push(Row::total(total));
    Table::new(t.text("units-provinces-caption"), columns, rows)
}

fn count(t: &Translator, count: usize) -> Cell {
    Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX))
}

/// The map of today and the last day of each map before.
fn day_links(t: &Translator, units: &Units, date: Date, today: Date) -> Vec<DayLink> {
    let mut links: Vec<DayLink> = units
        .turning_days()
        .into_iter()
        .filter_map(|day| day.yesterday().ok())
        .filter(|day| *day != date)
        .map(|day| DayLink {
            href: format!("/don-vi?ngay={day}#cap-tinh"),
            label: t.with("units-map-on", "date", day),
        })
        .collect();
    if date != today {
        links.push(DayLink {
            href: "/don-vi#cap-tinh".to_owned(),
            label: t.text("units-map-today"),
        });
    }
    links
}

fn sources(t: &Translator, units: &Units, ids: impl IntoIterator<Item = SourceId>) -> Vec<String> {
    let ids: BTreeSet<SourceId> = ids.into_iter().collect();
    ids.into_iter()
        .filter_map(|id| units.source(id))
        .map(|source| source_words(t, source))
        .collect()
}

/// Units to choose from, under a heading.
struct Choices {
    heading: String,
    links: Vec<UnitLink>,
}

#[derive(Template)]
#[template(path = "units/choose.html")]
struct ChoosePage {
    shell: Shell,
    groups: Vec<Choices>,
}

/// The answer when a text names no unit or several: those that may be meant.
fn choose(reader: &Reader, units: &Units, unresolved: &Unresolved, today: Date) -> Response {
    let t = &reader.t;
    let group = |heading: &str, candidates: &[Candidate]| {
        let links = candidates
            .iter()
            .filter_map(|candidate| units.get(candidate.id))
            .map(|unit| UnitLink {
                href: href(unit, today),
                name: unit.name.clone(),
                place: place(units, unit),
                share: t.with("units-code-is", "code", &unit.code),
            });
        Choices {
            heading: t.text(heading),
            links: links.collect(),
        }
    };
    let (status, title, groups) = match unresolved {
        Unresolved::Ambiguous { candidates, .. } => (
            StatusCode::MULTIPLE_CHOICES,
            "units-ambiguous-title",
            vec![group("units-candidates", candidates)],
        ),
        Unresolved::Unknown {
            near, other_dates, ..
        } => (
            StatusCode::NOT_FOUND,
            "units-unknown-title",
            vec![group("units-other-dates", other_dates), group("units-near", near)],
        ),
    };
    let shell = Shell::new(reader, t.text(title))
        .lead(unresolved.words(t))
        .crumb(t.text("units-title"), "/don-vi")
        .active("/don-vi");
    let groups = groups
        .into_iter()
        .filter(|group| !group.links.is_empty())
        .collect();
    (status, page::html(&ChoosePage { shell, groups })).into_response()
}

/// A turn in the history of a unit.
struct Turn {
    id: &'static str,
    heading: String,
    lead: String,
    links: Vec<UnitLink>,
    notes: Vec<String>,
}

#[derive(Template)]
#[template(path = "units/unit.html")]
struct UnitPage {
    shell: Shell,
    notice: Option<Notice>,
    summary: SummaryList,
    history: Vec<Turn>,
    disputes: Vec<Notice>,
    children_heading: String,
    children: Option<Table>,
    hamlets: Option<Table>,
    no_hamlets: Option<Empty>,
    pagination: Pagination,
    sources: Vec<String>,
}

async fn unit(
    State(pages): State<Pages>,
    reader: Reader,
    Path(text): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let (units, today) = (pages.units.current(), pages.clock.today());
    let date = match asked.day(today) {
        Ok(date) => date,
        Err(written) => return no_day(&reader, &written),
    };
    let unit = match units.resolve(&text, date) {
        Ok(unit) => unit,
        Err(unresolved) => {
            // An old link without a day: when the unit existed once only, show it as it was then.
            if let Unresolved::Unknown { other_dates, .. } = &unresolved
                && asked.ngay.is_none()
                && let [only] = other_dates.as_slice()
                && let Some(unit) = units.get(only.id)
            {
                return Redirect::to(&href(unit, today)).into_response();
            }
            return choose(&reader, &units, &unresolved, today);
        }
    };
    let list = match hamlet_page(&pages.db, unit, date, asked.sau).await {
        Ok(list) => list,
        Err(error) => {
            tracing::error!(%error, unit = unit.id.0, "hamlets can't be read");
            return page::server_error(&reader);
        }
    };
    page::html(&unit_page(&reader, &units, unit, (date, today), list))
}

/// A page of hamlets, and whether there are more.
async fn hamlet_page(
    db: &Database,
    unit: &Unit,
    date: Date,
    after: Option<i64>,
) -> DbResult<Option<(Vec<Hamlet>, bool)>> {
    if unit.level != Level::Commune {
        return Ok(None);
    }
    let mut read = db.read().await?;
    let mut found = hamlets::page(&mut read, unit.id, date, after.map(UnitId), HAMLETS + 1).await?;
    let more = found.len() > HAMLETS;
    found.truncate(HAMLETS);
    Ok(Some((found, more)))
}

fn unit_page(
    reader: &Reader,
    units: &Units,
    unit: &Unit,
    (date, today): (Date, Date),
    hamlets: Option<(Vec<Hamlet>, bool)>,
) -> UnitPage {
    let t = &reader.t;
    let mut shell = Shell::new(reader, &unit.name)
        .lead(lead(t, units, unit))
        .crumb(t.text("units-title"), "/don-vi")
        .active("/don-vi");
    let above: Vec<&Unit> = units
        .ancestors(unit.id)
        .filter(|above| above.level > Level::Country)
        .collect();
    for above in above.iter().rev() {
        shell = shell.crumb(&above.name, href(above, today));
    }
    let (formed, became) = (units.predecessors(unit.id), units.successors(unit.id));
    let mut used: Vec<SourceId> = formed.iter().chain(became).map(|link| link.source).collect();
    used.push(unit.source);
    let view = UnitView::of(units, unit, date);
    let disputes = units.disputes(unit.id).map(|dispute| dispute.source);
    used.extend(disputes);
    let (list, more) = hamlets.unwrap_or_default();
    used.extend(list.iter().map(|hamlet| hamlet.source));
    let next = list.last().filter(|_| more).map(|last| {
        let day = if date == today {
            String::new()
        } else {
            format!("ngay={date}&")
        };
        format!("/don-vi/{}?{day}sau={}#thon-to", unit.code, last.id)
    });
    UnitPage {
        notice: ended_notice(t, units, unit, today),
        summary: summary(t, units, unit, (date, today)),
        history: history(t, units, unit, today),
        disputes: view
            .disputes
            .iter()
            .map(|dispute| Notice::new(t, Tone::Warning, dispute_words(t, dispute)))
            .collect(),
        children_heading: t.with("units-below-on", "date", date),
        children: children_table(t, units, unit, (date, today)),
        no_hamlets: (unit.level == Level::Commune && list.is_empty())
            .then(|| Empty::new(t, t.text("units-no-hamlets"), t.text("units-no-hamlets-duty"))),
        hamlets: (!list.is_empty()).then(|| hamlets_table(t, unit, &list)),
        pagination: Pagination::new(t, None, next),
        sources: sources(t, units, used),
        shell,
    }
}

/// Where the unit lies and when it exists.
fn lead(t: &Translator, units: &Units, unit: &Unit) -> String {
    let place = place(units, unit);
    let days = days(t, unit.valid_from, unit.valid_to);
    [place, days]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("; ")
}

fn ended_notice(t: &Translator, units: &Units, unit: &Unit, today: Date) -> Option<Notice> {
    let ended = unit.valid_to.filter(|to| *to <= today)?;
    let notice = Notice::new(t, Tone::Info, t.with("units-ended", "date", ended));
    Some(match units.successors(unit.id) {
        [only] => match units.get(only.unit) {
            Some(next) => notice.link(units.path(next.id), href(next, today)),
            None => notice,
        },
        _ => notice,
    })
}

fn summary(t: &Translator, units: &Units, unit: &Unit, (date, today): (Date, Date)) -> SummaryList {
    let mut entries = vec![
        (t.text("units-code"), Cell::text(&unit.code)),
        (t.text("units-kind"), Cell::text(kind_word(t, unit.kind))),
    ];
    if let Some(parent) = unit.parent.and_then(|parent| units.get(parent))
        && parent.level > Level::Country
    {
        entries.push((
            t.text("units-parent"),
            Cell::text(&parent.name).link(href(parent, today)),
        ));
    }
    if let Some(area) = unit.area_km2 {
        entries.push((t.text("units-area"), Cell::text(area_words(t, area))));
    }
    if let Some((latitude, longitude)) = unit.centre {
        entries.push((
            t.text("units-centre"),
            Cell::text(format!("{latitude:.4}, {longitude:.4}")),
        ));
    }
    if matches!(unit.level, Level::Province | Level::Commune) {
        let year = report_year(unit, date);
        let words = t.with("units-report-of", "year", year.to_string());
        let report = format!("/bao-cao/{}/{year}", units.slug(unit.id));
        entries.push((t.text("units-report"), Cell::text(words).link(report)));
    }
    SummaryList::new(entries)
}

/// The year of the day, or the one before when the unit did not see the end of it: a report is of the units at
/// the end of its year.
fn report_year(unit: &Unit, date: Date) -> i16 {
    let ended = unit.valid_to.is_some_and(|to| to <= date.last_of_year());
    if ended { date.year() - 1 } else { date.year() }
}

fn history(t: &Translator, units: &Units, unit: &Unit, today: Date) -> Vec<Turn> {
    let Some(history) = units.history(unit.id) else {
        return Vec::new();
    };
    let mut turns = Vec::new();
    if let Some(from) = unit.valid_from {
        turns.push(Turn {
            id: "hinh-thanh",
            heading: t.with("units-formed-on", "date", from),
            lead: match (history.continues, history.formed_from) {
                (Some(_), _) => t.text("units-continues"),
                (None, []) => t.text("units-formed-unknown"),
                (None, links) => t.with("units-formed-lead", "count", links.len()),
            },
            links: links(t, units, history.formed_from, history.continues, today),
            notes: notes(t, units, history.formed_from),
        });
    }
    if let Some(to) = unit.valid_to {
        turns.push(Turn {
            id: "ket-thuc",
            heading: t.with("units-became-on", "date", to),
            lead: match (history.continued_by, history.became) {
                (Some(_), _) => t.text("units-continued"),
                (None, []) if unit.level == Level::District && to == TWO_LEVELS_FROM => {
                    t.text("units-district-ended")
                }
                (None, []) => t.text("units-became-unknown"),
                (None, links) => t.with("units-became-lead", "count", links.len()),
            },
            links: links(t, units, history.became, history.continued_by, today),
            notes: notes(t, units, history.became),
        });
    }
    turns
}

fn links(
    t: &Translator,
    units: &Units,
    links: &[Link],
    unchanged: Option<UnitId>,
    today: Date,
) -> Vec<UnitLink> {
    let one = |link: &Link| {
        let unit = units.get(link.unit)?;
        let unchanged = unchanged == Some(link.unit);
        Some(UnitLink {
            href: href(unit, today),
            name: unit.name.clone(),
            place: place(units, unit),
            share: t.text(if unchanged {
                "units-share-unchanged"
            } else {
                Share::of(link).key()
            }),
        })
    };
    links.iter().filter_map(one).collect()
}

/// What decided on links, and that some are concluded.
fn notes(t: &Translator, units: &Units, links: &[Link]) -> Vec<String> {
    let decided: BTreeSet<&str> = links
        .iter()
        .filter_map(|link| units.reorganisation(link.reorganisation))
        .map(|reorganisation| reorganisation.legal_document.as_str())
        .collect();
    let mut notes: Vec<String> = decided
        .into_iter()
        .map(|document| t.with("units-decided-by", "document", document))
        .collect();
    if links.iter().any(|link| link.derived) {
        notes.push(t.text("units-derived"));
    }
    notes
}

fn children_table(t: &Translator, units: &Units, unit: &Unit, (date, today): (Date, Date)) -> Option<Table> {
    let children: Vec<&Unit> = units.children(unit.id, date).collect();
    let level = children.first()?.level;
    let with_communes = level < Level::Commune;
    let mut columns = vec![
        Column::text(t.text("units-name")),
        Column::text(t.text("units-code")),
    ];
    if with_communes {
        columns.push(Column::number(t.text("units-level-commune")));
    }
    let row = |child: &&Unit| {
        let mut cells = vec![
            Cell::text(&child.name).link(href(child, today)),
            Cell::text(&child.code),
        ];
        if with_communes {
            cells.push(count(t, units.descendants(child.id, date, Level::Commune).len()));
        }
        Row::new(cells)
    };
    let caption = counts(t, &units.child_counts(unit.id, date));
    Some(Table::new(caption, columns, children.iter().map(row).collect()))
}

fn hamlets_table(t: &Translator, unit: &Unit, hamlets: &[Hamlet]) -> Table {
    let rows = hamlets
        .iter()
        .map(|hamlet| {
            let days = days(t, hamlet.valid_from, hamlet.valid_to);
            Row::new(vec![
                Cell::text(&hamlet.name).note(days),
                Cell::text(hamlet.code.clone().unwrap_or_default()),
            ])
        })
        .collect();
    Table::new(
        t.with("units-hamlets-of", "unit", &unit.name),
        vec![
            Column::text(t.text("units-name")),
            Column::text(t.text("units-code")),
        ],
        rows,
    )
}
