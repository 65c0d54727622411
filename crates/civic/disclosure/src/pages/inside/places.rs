//! What everybody may know: which organisations there are, what the law asks of them, and how much of it is done. No
//! word of what they publish inside.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::page::{
    self, Answer, Reader, Shell,
    components::{
        Cell, Choice, Column, Control, Empty, Field, Figure, Notice, Row, SummaryList, Table, Tag, TextKind,
        Tone,
    },
};
use serde::Deserialize;
use units::{CommuneFinder, Level, Unit, UnitId};

use super::{FUNCTION, HOME, RuleWords, frame, href, kind_words, list_of, place, seat};
use crate::{
    ids::OrganisationId,
    internal::{
        model::{Kind, Membership, Organisation, Role, Seats, Tally},
        rules, store,
    },
    pages::{Pages, missing, or_failed, or_refused, words},
    rules::items,
};

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Sought {
    #[serde(default)]
    q: String,
    #[serde(default)]
    loai: String,
}

#[derive(Template)]
#[template(path = "organisations/index.html")]
struct IndexPage {
    shell: Shell,
    mine: Vec<(String, String, String)>,
    signed_in: bool,
    finder: CommuneFinder,
    provinces: Option<Table>,
    empty: Option<Empty>,
}

pub(in crate::pages) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    index_of(&reader, &pages, &sought.q).await
}

async fn index_of(reader: &Reader, pages: &Pages, q: &str) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let mine: Vec<Membership> = match &reader.visitor.actor {
        Some(actor) => or_refused(reader, pages.desk.internal().of(actor.person().0).await)?,
        None => Vec::new(),
    };
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let ids: Vec<i64> = or_failed(reader, store::units(&mut read).await)?
        .iter()
        .map(|unit| unit.0)
        .collect();
    let seats = or_failed(reader, store::seats(&mut read, &ids).await)?;
    drop(read);
    let mut provinces: BTreeMap<UnitId, Seats> = BTreeMap::new();
    for (unit, own) in &seats {
        if let Some(province) = units.ancestor(*unit, Level::Province) {
            provinces.entry(province.id).or_default().add(*own);
        }
    }
    let rows: Vec<Row> = provinces
        .iter()
        .filter_map(|(id, own)| {
            let unit = units.get(*id)?;
            Some(seats_row(
                reader,
                unit,
                &format!("{HOME}/{}", units.slug(*id)),
                *own,
            ))
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("organisations-index-empty"),
            t.text("organisations-register-duty"),
        )
    });
    let provinces = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("organisations-provinces"),
            seats_columns(reader, Level::Province),
            rows,
        )
    });
    Ok(page::html(&IndexPage {
        shell: Shell::new(reader, t.text("organisations-title"))
            .lead(t.text("organisations-lead"))
            .active(HOME),
        signed_in: reader.visitor.actor.is_some(),
        mine: mine
            .iter()
            .filter_map(|mine| {
                let unit = units.get(mine.organisation.unit)?;
                let role = t.text(&format!("organisations-role-{}", mine.member.role.key()));
                let board = format!("{}/bang", href(unit, mine.organisation.id));
                Some((mine.organisation.name.clone(), board, role))
            })
            .collect(),
        finder: CommuneFinder::new(t, (&units, today), (HOME, q), list_of),
        provinces,
        empty,
    }))
}

fn seats_columns(reader: &Reader, level: Level) -> Vec<Column> {
    let t = &reader.t;
    let first = if level == Level::Province {
        "disclosure-column-province"
    } else {
        "disclosure-column-commune"
    };
    vec![
        Column::text(t.text(first)),
        Column::number(t.text("organisations-column-agencies")),
        Column::number(t.text("organisations-column-enterprises")),
        Column::number(t.text("disclosure-column-missed")),
    ]
}

fn seats_row(reader: &Reader, unit: &Unit, href: &str, own: Seats) -> Row {
    let t = &reader.t;
    Row::new(vec![
        Cell::text(unit.name.as_str()).link(href),
        Cell::number(t, own.agencies),
        Cell::number(t, own.enterprises),
        Cell::number(t, own.missed),
    ])
}

#[derive(Template)]
#[template(path = "organisations/unit.html")]
struct UnitPage {
    shell: Shell,
    tools: Vec<(String, String)>,
    figures: Vec<Figure>,
    filter: Vec<Field>,
    action: String,
    own: Option<Table>,
    empty: Option<Empty>,
    communes: Option<Table>,
}

pub(in crate::pages) async fn unit(
    reader: Reader,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Query(sought): Query<Sought>,
) -> Answer {
    let unit = place(&pages, &noi).ok_or_else(|| missing(&reader))?;
    unit_of(&reader, &pages, &unit, &sought).await
}

async fn unit_of(reader: &Reader, pages: &Pages, unit: &Unit, sought: &Sought) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let all = or_failed(reader, store::organisations(&mut read, unit.id).await)?;
    let tallies = or_failed(reader, store::tallies(&mut read, unit.id, today).await)?;
    let below: Vec<&Unit> = if unit.level == Level::Province {
        units.descendants(unit.id, today, Level::Commune)
    } else {
        Vec::new()
    };
    let ids: Vec<i64> = below.iter().map(|unit| unit.id.0).chain([unit.id.0]).collect();
    let seats = or_failed(reader, store::seats(&mut read, &ids).await)?;
    drop(read);

    let sum = seats.values().fold(Seats::default(), |mut sum, own| {
        sum.add(*own);
        sum
    });
    let figure = |key: &str, unit: &str, value: i64| {
        Figure::new(
            t.text(&format!("organisations-column-{key}")),
            t.number(value),
            t.text(&format!("organisations-unit-{unit}")),
        )
    };
    let figures = vec![
        figure("agencies", "agencies", sum.agencies),
        figure("enterprises", "enterprises", sum.enterprises),
        figure("missed", "missed", sum.missed),
    ];
    let wanted = platform::text::fold(sought.q.trim());
    let kind = Kind::from_key(&sought.loai);
    let rows: Vec<Row> = all
        .iter()
        .filter(|one| kind.is_none_or(|kind| one.kind == kind))
        .filter(|one| platform::text::fold(&one.name).contains(&wanted))
        .map(|one| organisation_row(reader, unit, one, &tallies))
        .collect();
    let filtered = !wanted.is_empty() || kind.is_some();
    let nothing = rows.is_empty() && (filtered || sum == Seats::default());
    let empty = nothing.then(|| {
        if filtered {
            Empty::new(
                t,
                t.text("organisations-no-match"),
                t.text("disclosure-board-no-match-hint"),
            )
            .action(t.text("organisations-all"), list_of(unit))
        } else {
            Empty::new(
                t,
                t.with("organisations-empty", "unit", unit.name.as_str()),
                t.text("organisations-register-duty"),
            )
        }
    });
    let own = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("organisations-list"),
            vec![
                Column::text(t.text("organisations-column-name")),
                Column::number(t.text("organisations-column-standing")),
                Column::number(t.text("disclosure-column-missed")),
            ],
            rows,
        )
    });
    let mut below: Vec<(i64, Row)> = below
        .iter()
        .filter_map(|unit| {
            let own = *seats.get(&unit.id)?;
            Some((own.missed, seats_row(reader, unit, &list_of(unit), own)))
        })
        .collect();
    // Where most is overdue comes first; the order within is the registry's.
    below.sort_by_key(|(missed, _)| std::cmp::Reverse(*missed));
    let rows: Vec<Row> = below.into_iter().map(|(_, row)| row).collect();
    let communes = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("organisations-communes"),
            seats_columns(reader, Level::Commune),
            rows,
        )
    });
    Ok(page::html(&UnitPage {
        shell: frame_of_list(reader, unit),
        tools: tools(reader, unit),
        figures,
        filter: if all.len() > 5 || filtered {
            filter(reader, sought)
        } else {
            Vec::new()
        },
        action: list_of(unit),
        own,
        empty,
        communes,
    }))
}

fn frame_of_list(reader: &Reader, unit: &Unit) -> Shell {
    let t = &reader.t;
    Shell::new(
        reader,
        t.with("organisations-title-of", "unit", units::in_text(&unit.name)),
    )
    .lead(t.text("organisations-lead-of"))
    .active(HOME)
    .crumb(t.text("organisations-nav"), HOME)
}

/// The ways on from a unit's list; who registers organisations has one more.
fn tools(reader: &Reader, unit: &Unit) -> Vec<(String, String)> {
    let t = &reader.t;
    let mut tools = Vec::new();
    let actor = reader.visitor.actor.as_ref();
    if actor.is_some_and(|actor| actor.may(FUNCTION, "register", unit.id)) {
        tools.push((
            t.text("organisations-tool-register"),
            format!("{}/dang-ky", list_of(unit)),
        ));
    }
    tools.push((
        t.text("organisations-tool-unit"),
        format!("/cong-khai/{}", unit.code),
    ));
    tools.push((
        t.text("disclosure-tool-data"),
        format!("/api/v1/organisations/{}", unit.code),
    ));
    tools
}

fn filter(reader: &Reader, sought: &Sought) -> Vec<Field> {
    let t = &reader.t;
    let mut kinds = vec![Choice::new("", t.text("disclosure-filter-any"))];
    kinds.extend(Kind::ALL.map(|kind| Choice::new(kind.key(), kind_words(reader, kind))));
    vec![
        Field::new(
            "q",
            t.text("organisations-filter-name"),
            Control::Text {
                kind: TextKind::Search,
                value: sought.q.clone(),
            },
        ),
        Field::new(
            "loai",
            t.text("organisations-kind"),
            Control::Select {
                choices: kinds,
                chosen: sought.loai.clone(),
            },
        ),
    ]
}

/// All matters of an organisation together.
pub(super) fn sum(matters: Option<&BTreeMap<String, Tally>>) -> Tally {
    let mut all = Tally::default();
    for tally in matters.into_iter().flatten().map(|(_, tally)| tally) {
        all.add(*tally);
    }
    all
}

fn organisation_row(
    reader: &Reader,
    unit: &Unit,
    one: &Organisation,
    tallies: &BTreeMap<OrganisationId, BTreeMap<String, Tally>>,
) -> Row {
    let t = &reader.t;
    let own = sum(tallies.get(&one.id));
    let overdue = Cell::number(t, own.overdue);
    Row::new(vec![
        Cell::text(one.name.as_str())
            .link(href(unit, one.id))
            .note(kind_words(reader, one.kind)),
        Cell::number(t, own.standing),
        if own.overdue > 0 {
            overdue.tag(Tag::new(Tone::Problem, t.text("disclosure-overdue")))
        } else {
            overdue
        },
    ])
}

#[derive(Template)]
#[template(path = "organisations/show.html")]
struct ShowPage {
    shell: Shell,
    buttons: Vec<(String, String)>,
    code_action: Option<String>,
    notices: Vec<Notice>,
    facts: SummaryList,
    list: RuleWords,
    duties: Table,
    rules: Vec<RuleWords>,
    forms: Vec<String>,
    forms_rule: Option<RuleWords>,
    token: platform::access::FormToken,
    mine: Option<String>,
}

pub(in crate::pages) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    show_of(&reader, &pages, &noi, &id).await
}

async fn show_of(reader: &Reader, pages: &Pages, noi: &str, id: &str) -> Answer {
    let t = &reader.t;
    let seat = seat(reader, pages, noi, id).await?;
    let (_, today) = pages.desk.now();
    let one = &seat.organisation;
    let book = &pages.desk.rulebook;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let tallies = or_failed(reader, store::tallies(&mut read, seat.unit.id, today).await)?;
    let members = or_failed(reader, store::members(&mut read, one).await)?;
    let has_head = members.iter().any(|member| member.role == Role::Head);
    drop(read);
    let own = tallies.get(&one.id);
    let all = sum(own);
    let list = or_refused(reader, items(book, one.kind.place(), today).map_err(Into::into))?;
    let rows: Vec<Row> = list
        .value
        .iter()
        .map(|item| {
            let tally = own
                .and_then(|own| own.get(&item.key))
                .copied()
                .unwrap_or_default();
            Row::new(vec![
                Cell::text(words::matter(t, item)),
                Cell::default().tag(met(reader, tally)),
                Cell::number(t, tally.standing),
                Cell::text(
                    tally
                        .last_on()
                        .map_or_else(|| t.text("organisations-never"), |on| t.date(on)),
                ),
            ])
        })
        .collect();
    let duties = Table::new(
        t.text("organisations-duties"),
        vec![
            Column::text(t.text("disclosure-column-matter")),
            Column::text(t.text("disclosure-column-state")),
            Column::number(t.text("organisations-column-standing")),
            Column::text(t.text("organisations-column-last")),
        ],
        rows,
    );
    let rules = [
        "disclosure.deadline",
        "disclosure.intranet.duration",
        "disclosure.posting.duration",
    ]
    .iter()
    .filter_map(|topic| book.explain(topic, one.kind.place(), today).ok())
    .map(|because| RuleWords::of(reader, &because))
    .collect();
    let forms = rules::forms(book, one.kind, today).ok();
    let actor = reader.visitor.actor.as_ref();
    let is_mine = match actor {
        Some(actor) => or_refused(reader, pages.desk.internal().of(actor.person().0).await)?
            .iter()
            .any(|mine| mine.organisation.id == one.id),
        None => false,
    };
    let may = |action| actor.is_some_and(|actor| actor.may(FUNCTION, action, seat.unit.id));
    let mut buttons = Vec::new();
    if may("close") {
        buttons.push((
            t.text("organisations-button-close"),
            format!("{}/ket-thuc", seat.href()),
        ));
    }
    let overdue = if all.overdue > 0 {
        Notice::new(
            t,
            Tone::Problem,
            t.with("organisations-overdue", "count", all.overdue),
        )
    } else {
        Notice::new(t, Tone::Success, t.text("organisations-nothing-overdue"))
    };
    let facts = SummaryList::new(vec![
        (
            t.text("organisations-kind"),
            Cell::text(kind_words(reader, one.kind)),
        ),
        (
            t.text("organisations-fact-seat"),
            Cell::text(pages.desk.units.current().path(seat.unit.id)),
        ),
        (
            t.text("organisations-fact-since"),
            Cell::text(t.date(one.opened_on)),
        ),
        (
            t.text("organisations-fact-published"),
            Cell::text(t.format(
                "organisations-fact-counts",
                &[
                    ("standing", platform::i18n::Arg::Number(all.standing)),
                    ("ended", platform::i18n::Arg::Number(all.ended)),
                    ("withdrawn", platform::i18n::Arg::Number(all.withdrawn)),
                ],
            )),
        ),
    ]);
    Ok(page::html(&ShowPage {
        shell: frame(reader, &seat.unit, one.name.as_str()).lead(t.text("organisations-show-lead")),
        buttons,
        code_action: (may("register") && !has_head).then(|| format!("{}/ma", seat.href())),
        notices: vec![overdue],
        facts,
        list: RuleWords::of(reader, &list.because),
        duties,
        rules,
        forms: forms
            .as_ref()
            .map(|forms| {
                forms
                    .value
                    .iter()
                    .map(|form| form.label.get(words::language(t)).to_owned())
                    .collect()
            })
            .unwrap_or_default(),
        forms_rule: forms.as_ref().map(|forms| RuleWords::of(reader, &forms.because)),
        token: reader.form_token(),
        mine: is_mine.then(|| seat.board()),
    }))
}

/// Whether what the law asks of a matter is done, as far as the counts tell.
fn met(reader: &Reader, tally: Tally) -> Tag {
    let t = &reader.t;
    if tally.overdue > 0 {
        return Tag::new(
            Tone::Problem,
            t.with("organisations-met-overdue", "count", tally.overdue),
        );
    }
    let (tone, key) = if tally.standing > 0 {
        (Tone::Success, "organisations-met-standing")
    } else if tally.ended > 0 {
        (Tone::Success, "organisations-met-ended")
    } else {
        (Tone::Info, "organisations-met-none")
    };
    Tag::new(tone, t.text(key))
}
