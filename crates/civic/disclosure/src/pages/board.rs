//! Which communes there are, a province's communes, a commune's board, its registers.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::IntoResponse as _,
};
use jiff::civil::Date;
use platform::{
    i18n::Arg,
    page::{
        self, Answer, Reader, Shell,
        components::{
            Cell, Choice, Citation, Column, Control, Empty, Field, Figure, Notice, Pagination, Row, Table,
            Tag, TextKind, Tone,
        },
    },
};
use rulebook::Place;
use serde::Deserialize;
use units::{CommuneFinder, Level, Unit, UnitId};

use super::{
    HOME, Pages, committee, home, may, or_failed, or_refused, read_key, resolve, shell, words, write_key,
};
use crate::{
    ids::ItemId,
    internal::store::seats,
    jobs::Open,
    model::{ItemState, Matter},
    rules,
    store::{self, Counts, Filter, Listed, PAGE},
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    q: Option<String>,
}

#[derive(Template)]
#[template(path = "disclosure/index.html")]
struct IndexPage {
    shell: Shell,
    finder: CommuneFinder,
    provinces: Option<Table>,
    empty: Option<Empty>,
}

pub(super) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    index_of(&reader, &pages, sought.q.unwrap_or_default()).await
}

async fn index_of(reader: &Reader, pages: &Pages, q: String) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &q), home);
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut communes = or_failed(reader, store::keepers(&mut read).await)?;
    communes.retain(|unit| pages.desk.is_commune(*unit));
    let ids: Vec<i64> = communes.iter().map(|unit| unit.0).collect();
    let counts = or_failed(reader, store::counts(&mut read, &ids).await)?;
    let mut provinces: BTreeMap<UnitId, (i64, Counts)> = BTreeMap::new();
    for unit in communes {
        if let Some(province) = units.ancestor(unit, Level::Province) {
            let sum = provinces.entry(province.id).or_default();
            let own = counts.get(&unit).copied().unwrap_or_default();
            sum.0 += 1;
            sum.1.published += own.published;
            sum.1.missed += own.missed;
        }
    }
    let rows: Vec<Row> = provinces
        .iter()
        .filter_map(|(id, (communes, counts))| {
            Some(Row::new(vec![
                Cell::text(units.get(*id)?.name.as_str()).link(format!("{HOME}/{}", units.slug(*id))),
                Cell::number(t, *communes),
                Cell::number(t, counts.published),
                Cell::number(t, counts.missed),
            ]))
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("disclosure-index-empty"),
            t.text("disclosure-index-empty-duty"),
        )
    });
    let provinces = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("disclosure-provinces"),
            vec![
                Column::text(t.text("disclosure-column-province")),
                Column::number(t.text("disclosure-column-communes")),
                Column::number(t.text("disclosure-column-published")),
                Column::number(t.text("disclosure-column-missed")),
            ],
            rows,
        )
    });
    let shell = Shell::new(reader, t.text("disclosure-index-title"))
        .lead(t.text("disclosure-index-lead"))
        .active(HOME);
    Ok(page::html(&IndexPage {
        shell,
        finder,
        provinces,
        empty,
    }))
}

#[derive(Template)]
#[template(path = "disclosure/province.html")]
struct ProvincePage {
    shell: Shell,
    figures: Vec<Figure>,
    table: Option<Table>,
    empty: Option<Empty>,
    procedures: String,
    report: String,
    follow: String,
}

async fn province(reader: &Reader, pages: &Pages, province: &Unit) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let communes = units.descendants(province.id, today, Level::Commune);
    let ids: Vec<i64> = communes.iter().map(|unit| unit.id.0).collect();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let counts = or_failed(reader, store::counts(&mut read, &ids).await)?;
    let ids: Vec<i64> = ids.into_iter().chain([province.id.0]).collect();
    let seats = or_failed(reader, seats(&mut read, &ids).await)?;
    let inside: i64 = seats.values().map(|seats| seats.missed).sum();
    let (mut published, mut missed, mut silent) = (0, 0, 0);
    let mut rows = Vec::new();
    for unit in communes {
        let Some(own) = counts.get(&unit.id) else {
            silent += 1;
            continue;
        };
        published += own.published;
        missed += own.missed;
        rows.push((
            own.missed,
            Row::new(vec![
                Cell::text(unit.name.as_str()).link(home(unit)),
                Cell::number(t, own.published),
                Cell::number(t, own.missed),
                Cell::number(t, seats.get(&unit.id).map_or(0, |seats| seats.missed)),
            ]),
        ));
    }
    // Where most is overdue comes first; the order within is the registry's.
    rows.sort_by_key(|(missed, _)| std::cmp::Reverse(*missed));
    let figure = |key: &str, value: i64| {
        Figure::new(
            t.text(&format!("disclosure-figure-{key}")),
            t.number(value),
            t.text(&format!("disclosure-unit-{key}")),
        )
    };
    let figures = vec![
        figure("published", published),
        figure("missed", missed),
        Figure::new(
            t.text("organisations-figure-inside"),
            t.number(inside),
            t.text("organisations-unit-missed"),
        )
        .opens(
            t.text("organisations-figure-opens"),
            format!("{}/{}", super::inside::HOME, province.code),
        ),
        figure("silent", silent),
    ];
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("disclosure-index-empty"),
            t.text("disclosure-index-empty-duty"),
        )
    });
    let table = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("disclosure-communes"),
            vec![
                Column::text(t.text("disclosure-column-commune")),
                Column::number(t.text("disclosure-column-published")),
                Column::number(t.text("disclosure-column-missed")),
                Column::number(t.text("organisations-column-inside")),
            ],
            rows.into_iter().map(|(_, row)| row).collect(),
        )
    });
    let shell = Shell::new(
        reader,
        t.with("disclosure-province-title", "province", province.name.as_str()),
    )
    .lead(t.text("disclosure-province-lead"))
    .crumb(t.text("disclosure-nav"), HOME)
    .active(HOME);
    Ok(page::html(&ProvincePage {
        shell,
        figures,
        table,
        empty,
        procedures: super::procedure::catalogue(province),
        report: format!("/bao-cao/{}/{}#know", units.slug(province.id), today.year()),
        follow: format!("{}/theo-doi", home(province)),
    }))
}

/// Which part of a board is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    muc: Option<String>,
    trang_thai: Option<String>,
    tu: Option<String>,
    den: Option<String>,
    /// Microseconds and identifier of the matter after which the list goes on.
    sau: Option<String>,
}

impl Asked {
    /// The filter; a field that holds no day is left out of it, and named.
    fn filter(&self) -> (Filter, Vec<&'static str>) {
        let mut wrong = Vec::new();
        let mut day = |name, written: &Option<String>| {
            let written = written
                .as_deref()
                .map(str::trim)
                .filter(|text| !text.is_empty())?;
            let day = platform::text::read_day(written);
            if day.is_none() {
                wrong.push(name);
            }
            day
        };
        let (from, to) = (day("tu", &self.tu), day("den", &self.den));
        let filter = Filter {
            matter: self.muc.clone().filter(|key| !key.is_empty()),
            state: self
                .trang_thai
                .as_deref()
                .and_then(ItemState::from_key)
                .filter(|state| *state != ItemState::Draft),
            from,
            to,
            mark: None,
            words: self.q.clone().unwrap_or_default(),
            before: self.sau.as_deref().and_then(read_key),
        };
        (filter, wrong)
    }

    fn is_filtered(&self) -> bool {
        [&self.q, &self.muc, &self.trang_thai, &self.tu, &self.den]
            .into_iter()
            .any(|field| field.as_ref().is_some_and(|text| !text.trim().is_empty()))
    }

    /// The address of the page after a matter, with the same filter.
    fn next(&self, path: &str, item: &Matter) -> Option<String> {
        let key = write_key(item)?;
        let mut query = String::new();
        for (name, value) in [
            ("q", &self.q),
            ("muc", &self.muc),
            ("trang_thai", &self.trang_thai),
            ("tu", &self.tu),
            ("den", &self.den),
        ] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                query.push_str(&format!("{name}={}&", escaped(value)));
            }
        }
        Some(format!("{path}?{query}sau={key}"))
    }
}

/// A value in an address.
pub(super) fn escaped(value: &str) -> String {
    let mut out = String::new();
    for octet in value.bytes() {
        if octet.is_ascii_alphanumeric() || b"-_.~".contains(&octet) {
            out.push(char::from(octet));
        } else {
            out.push_str(&format!("%{octet:02X}"));
        }
    }
    out
}

/// A duty that is overdue.
struct Overdue {
    what: Vec<String>,
    title: String,
    href: Option<String>,
    duty: String,
    citation: Option<Citation>,
}

/// A notice on the board.
struct Card {
    title: String,
    href: String,
    tags: Vec<Tag>,
    matter: String,
    posted: String,
    until: String,
    summary: String,
}

#[derive(Template)]
#[template(path = "disclosure/board.html")]
struct BoardPage {
    shell: Shell,
    tools: Vec<(String, String)>,
    overdue: Vec<Overdue>,
    in_order: Option<Notice>,
    filter: Vec<Field>,
    filter_open: bool,
    action: String,
    cards: Vec<Card>,
    empty: Option<Empty>,
    pagination: Pagination,
    feed: String,
}

pub(super) async fn board(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let Some(unit) = resolve(&pages, &xa) else {
        return Ok(page::not_found(&reader));
    };
    match unit.level {
        Level::Commune => board_of(&reader, &pages, &unit, &asked).await,
        Level::Province => province(&reader, &pages, &unit).await,
        _ => Ok(page::not_found(&reader)),
    }
}

async fn board_of(reader: &Reader, pages: &Pages, unit: &Unit, asked: &Asked) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let mut read = or_failed(reader, desk.db.read().await)?;
    let open = or_refused(reader, desk.open_matters(&mut read, unit.id, today).await)?;
    let sites = or_failed(reader, store::sites(&mut read, unit.id).await)?;
    let missing = or_refused(reader, desk.missing_registers(&mut read, unit.id, today).await)?;
    let (filter, wrong) = asked.filter();
    let mut listed = or_failed(reader, store::board(&mut read, unit.id, &filter, PAGE + 1).await)?;
    let seats = or_failed(reader, seats(&mut read, &[unit.id.0]).await)?;
    drop(read);

    let mut overdue = Vec::new();
    for open in &open {
        overdue.extend(overdue_of(reader, unit, open, &sites));
    }
    let register_rule = desk
        .rulebook
        .explain("disclosure.register.interval", Place::Commune, today);
    if !missing.is_empty() {
        let quarters: Vec<String> = missing
            .into_iter()
            .map(|quarter| words::quarter(t, quarter))
            .collect();
        overdue.push(Overdue {
            what: vec![t.text("disclosure-lack-register")],
            title: quarters.join("; "),
            href: None,
            duty: committee(reader, unit),
            citation: register_rule.as_ref().ok().map(|rule| words::citation(t, rule)),
        });
    }

    let inside = seats.get(&unit.id).map_or(0, |seats| seats.missed);
    if inside > 0 {
        overdue.push(Overdue {
            what: vec![t.with("organisations-overdue", "count", inside)],
            title: t.text("organisations-of-commune"),
            href: Some(format!("{}/{}", super::inside::HOME, unit.code)),
            duty: t.text("organisations-of-commune-duty"),
            citation: None,
        });
    }

    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let next = listed
        .last()
        .filter(|_| more)
        .and_then(|last| asked.next(&home(unit), &last.item));
    let standings: BTreeMap<ItemId, &Open<'_>> =
        open.iter().map(|open| (open.listed.item.id, open)).collect();
    let cards: Vec<Card> = listed
        .iter()
        .map(|listed| {
            card(
                reader,
                pages,
                unit,
                listed,
                standings.get(&listed.item.id).copied(),
            )
        })
        .collect();
    let empty = cards.is_empty().then(|| {
        if asked.is_filtered() {
            Empty::new(
                t,
                t.text("disclosure-board-no-match"),
                t.text("disclosure-board-no-match-hint"),
            )
            .action(t.text("disclosure-board-all"), home(unit))
        } else {
            Empty::new(
                t,
                t.with("disclosure-board-empty", "commune", unit.name.as_str()),
                committee(reader, unit),
            )
        }
    });
    let nothing_yet = cards.is_empty() && !asked.is_filtered();
    let in_order = (overdue.is_empty() && !nothing_yet)
        .then(|| Notice::new(t, Tone::Success, t.text("disclosure-nothing-overdue")));
    let shell = shell_of_board(reader, unit);
    Ok(page::html(&BoardPage {
        shell,
        tools: tools(reader, unit),
        overdue,
        in_order,
        filter: filter_fields(reader, pages, asked, &wrong, today),
        filter_open: asked.is_filtered(),
        action: home(unit),
        cards,
        empty,
        pagination: Pagination::new(t, filter.before.map(|_| home(unit)), next),
        feed: format!("{}/tin.atom", home(unit)),
    }))
}

fn shell_of_board(reader: &Reader, unit: &Unit) -> Shell {
    Shell::new(
        reader,
        reader
            .t
            .with("disclosure-board-title", "commune", unit.name.as_str()),
    )
    .lead(reader.t.text("disclosure-board-lead"))
    .crumb(reader.t.text("disclosure-nav"), HOME)
    .active(HOME)
}

/// The ways on from a board; officers and hamlet heads have more.
fn tools(reader: &Reader, unit: &Unit) -> Vec<(String, String)> {
    let t = &reader.t;
    let actor = reader.visitor.actor.as_ref();
    let base = home(unit);
    let mut tools = Vec::new();
    if may(actor, "draft", unit.id) {
        tools.push((t.text("disclosure-tool-write"), format!("{base}/soan")));
        tools.push((t.text("disclosure-tool-desk"), format!("{base}/viec")));
    }
    let hangs_here = actor.is_some_and(|actor| {
        actor
            .places(super::FUNCTION, "post")
            .iter()
            .any(|place| place.unit == unit.id.0)
    });
    if hangs_here || may(actor, "post", unit.id) {
        tools.push((t.text("disclosure-tool-hang"), format!("{base}/dan")));
    }
    tools.push((
        t.text("disclosure-tool-procedures"),
        format!("/thu-tuc/{}", unit.code),
    ));
    tools.push((
        t.text("organisations-title"),
        format!("{}/{}", super::inside::HOME, unit.code),
    ));
    tools.push((t.text("disclosure-tool-registers"), format!("{base}/danh-muc")));
    tools.push((t.text("disclosure-tool-follow"), format!("{base}/theo-doi")));
    tools.push((t.text("disclosure-tool-feed"), format!("{base}/tin.atom")));
    tools.push((
        t.text("disclosure-tool-data"),
        format!("/api/v1/disclosures/{}", unit.code),
    ));
    tools
}

/// What is lacking of a matter, lacks of one kind together.
fn overdue_of(reader: &Reader, unit: &Unit, open: &Open<'_>, sites: &[crate::model::Site]) -> Vec<Overdue> {
    let t = &reader.t;
    let committee = committee(reader, unit);
    let item = &open.listed.item;
    // The title of what is not public yet is nobody's but the officers'.
    let public = item.state == ItemState::Published;
    let title = match &open.standing.duty {
        Some(duty) if !public => words::matter(t, duty.item),
        _ => open.listed.version.text.title.clone(),
    };
    let mut grouped: Vec<(&'static str, Overdue)> = Vec::new();
    for lack in &open.standing.lacks {
        let (what, duty) = words::lack(t, *lack, item, sites, &committee);
        let known = grouped
            .iter_mut()
            .find(|(key, late)| *key == lack.key() && late.duty == duty);
        if let Some((_, late)) = known {
            late.what.push(what);
            continue;
        }
        let because = match lack {
            rules::Lack::Publication => open.standing.duty.as_ref().map(|duty| &duty.because),
            rules::Lack::Broadcast => open
                .standing
                .duty
                .as_ref()
                .and_then(|duty| duty.broadcast.as_ref())
                .map(|broadcast| &broadcast.because),
            _ => open.standing.posting.as_ref().map(|posting| &posting.because),
        };
        let late = Overdue {
            what: vec![what],
            title: title.clone(),
            href: public.then(|| format!("{}/{}", home(unit), item.id)),
            duty,
            citation: because.map(|because| words::citation(t, because)),
        };
        grouped.push((lack.key(), late));
    }
    grouped.into_iter().map(|(_, late)| late).collect()
}

fn card(reader: &Reader, pages: &Pages, unit: &Unit, listed: &Listed, open: Option<&Open<'_>>) -> Card {
    let t = &reader.t;
    let item = &listed.item;
    let text = &listed.version.text;
    let matter = match item.quarter {
        Some(quarter) => words::quarter(t, quarter),
        None => rules::duty(
            &pages.desk.rulebook,
            Place::Commune,
            &item.matter,
            item.decided_on,
        )
        .map(|duty| words::matter(t, duty.item))
        .unwrap_or_default(),
    };
    let mut tags = Vec::new();
    if item.state != ItemState::Published {
        tags.push(words::state_tag(t, item.state));
    }
    if let Some(clock) = open.and_then(|open| open.standing.clock.as_ref()) {
        tags.push(words::clock(t, clock));
    }
    Card {
        title: words::title(t, item, &text.title),
        href: format!("{}/{}", home(unit), item.id),
        tags,
        matter,
        posted: item
            .published_on()
            .map(|on| t.with("disclosure-posted-on", "date", on))
            .unwrap_or_default(),
        until: open
            .map(|open| words::until(t, &open.standing))
            .unwrap_or_default(),
        summary: if item.state == ItemState::Withdrawn {
            item.withdrawn
                .as_ref()
                .map(|withdrawal| {
                    t.with(
                        "disclosure-withdrawn-because",
                        "reason",
                        withdrawal.reason.as_str(),
                    )
                })
                .unwrap_or_default()
        } else {
            text.summary.clone()
        },
    }
}

fn filter_fields(
    reader: &Reader,
    pages: &Pages,
    asked: &Asked,
    wrong: &[&'static str],
    today: Date,
) -> Vec<Field> {
    let t = &reader.t;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut matters = vec![Choice::new("", t.text("disclosure-filter-any"))];
    if let Ok(list) = rules::items(&pages.desk.rulebook, Place::Commune, today) {
        matters.extend(
            list.value
                .iter()
                .map(|item| Choice::new(item.key.as_str(), words::matter(t, item))),
        );
    }
    let mut states = vec![Choice::new("", t.text("disclosure-filter-any"))];
    states.extend(
        [ItemState::Published, ItemState::Withdrawn, ItemState::Archived]
            .map(|state| Choice::new(state.key(), t.text(&format!("disclosure-state-{}", state.key())))),
    );
    let day = |name: &'static str, label: &str, value: &Option<String>| {
        let field = Field::words(name, t.text(label), text(value)).hint(t.text("disclosure-day-hint"));
        if wrong.contains(&name) {
            field.error(t, t.text("disclosure-day-error"))
        } else {
            field
        }
    };
    vec![
        Field::new(
            "q",
            t.text("disclosure-filter-words"),
            Control::Text {
                kind: TextKind::Search,
                value: text(&asked.q),
            },
        )
        .hint(t.text("disclosure-filter-words-hint")),
        Field::new(
            "muc",
            t.text("disclosure-filter-matter"),
            Control::Select {
                choices: matters,
                chosen: text(&asked.muc),
            },
        ),
        Field::new(
            "trang_thai",
            t.text("disclosure-filter-state"),
            Control::Select {
                choices: states,
                chosen: text(&asked.trang_thai),
            },
        ),
        day("tu", "disclosure-filter-from", &asked.tu),
        day("den", "disclosure-filter-to", &asked.den),
    ]
}

#[derive(Template)]
#[template(path = "disclosure/registers.html")]
struct RegistersPage {
    shell: Shell,
    citation: Option<Citation>,
    missing: Vec<Notice>,
    table: Option<Table>,
    empty: Option<Empty>,
}

/// The registers of a commune.
pub(super) async fn registers(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    match super::commune(&pages, &xa) {
        Some(unit) => registers_of(&reader, &pages, &unit).await,
        None => Ok(page::not_found(&reader)),
    }
}

async fn registers_of(reader: &Reader, pages: &Pages, unit: &Unit) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let mut read = or_failed(reader, desk.db.read().await)?;
    let registers = or_failed(reader, store::registers(&mut read, unit.id).await)?;
    let missing = or_refused(reader, desk.missing_registers(&mut read, unit.id, today).await)?;
    let rows: Vec<Row> = registers
        .iter()
        .map(|register| {
            Row::new(vec![
                Cell::text(register.version.text.title.as_str())
                    .link(format!("{}/{}", home(unit), register.item.id))
                    .tag(words::state_tag(t, register.item.state)),
                Cell::text(
                    register
                        .item
                        .published_on()
                        .map(|on| t.date(on))
                        .unwrap_or_default(),
                ),
            ])
        })
        .collect();
    let rule = desk
        .rulebook
        .explain("disclosure.register.interval", Place::Commune, today);
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("disclosure-registers-empty"),
            t.format(
                "disclosure-registers-empty-duty",
                &[("committee", Arg::Text(committee(reader, unit)))],
            ),
        )
    });
    let table = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("disclosure-registers-title"),
            vec![
                Column::text(t.text("disclosure-column-register")),
                Column::text(t.text("disclosure-column-posted")),
            ],
            rows,
        )
    });
    let shell =
        shell(reader, unit, t.text("disclosure-registers-title")).lead(t.text("disclosure-registers-lead"));
    Ok(page::html(&RegistersPage {
        shell,
        citation: rule.as_ref().ok().map(|rule| words::citation(t, rule)),
        missing: missing
            .into_iter()
            .map(|quarter| {
                Notice::new(
                    t,
                    Tone::Warning,
                    t.with(
                        "disclosure-register-missing",
                        "quarter",
                        words::quarter(t, quarter),
                    ),
                )
            })
            .collect(),
        table,
        empty,
    })
    .into_response())
}
