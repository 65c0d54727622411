//! What everybody may know: which places there are, and how much of what the law asks was done, as counts.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use organisations::{Organisation, OrganisationId};
use platform::page::{
    self, Answer, Reader, Shell,
    components::{Cell, Column, Empty, Row, SummaryList, Table, Tag, Tone},
};
use units::{CommuneFinder, Level, UnitId};

use super::{
    Came, FUNCTION, HOME, Pages, Part, Sheet, frame, href, list_of, or_failed, or_refused, place, seat, words,
};
use crate::{model::Tally, store};

/// The year that is asked for: one that a place can have done something in.
fn year_of(pages: &Pages, asked: &str) -> i16 {
    let (_, today) = pages.desk.now();
    asked
        .parse()
        .ok()
        .filter(|year| (2023..=today.year()).contains(year))
        .unwrap_or_else(|| today.year())
}

fn columns(reader: &Reader, first: &str) -> Vec<Column> {
    let t = &reader.t;
    vec![
        Column::text(t.text(first)),
        Column::number(t.text("workplace-column-conferences")),
        Column::number(t.text("workplace-column-dialogues")),
        Column::number(t.text("workplace-column-regulations")),
        Column::number(t.text("workplace-column-questions")),
        Column::number(t.text("workplace-column-answered")),
    ]
}

fn cells(reader: &Reader, first: Cell, tally: Tally) -> Row {
    let t = &reader.t;
    Row::new(vec![
        first,
        Cell::number(t, tally.conferences),
        Cell::number(t, tally.dialogues),
        Cell::number(t, tally.regulations),
        Cell::number(t, tally.questions),
        Cell::number(t, tally.answered),
    ])
}

pub(super) async fn index(reader: Reader, State(pages): State<Pages>, Query(came): Query<Came>) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let mut sheet = Sheet::new(
        &reader,
        Shell::new(&reader, t.text("workplace-title"))
            .lead(t.text("workplace-lead"))
            .active(HOME),
    );
    if let Some(actor) = &reader.visitor.actor {
        let mine = or_refused(&reader, pages.desk.of(actor.person().0).await)?;
        let mut part = Part::new("cua-toi", t.text("workplace-mine"));
        for one in &mine {
            let Some(unit) = units.get(one.organisation.unit) else {
                continue;
            };
            let role = t.text(&format!("workplace-role-{}", one.member.role.key()));
            let inside = format!("{}/trong", href(unit, one.organisation.id));
            part.cards.push(super::Card {
                title: Some((one.organisation.name.clone(), inside)),
                about: role,
                ..super::Card::default()
            });
        }
        if mine.is_empty() {
            let empty = Empty::new(t, t.text("workplace-mine-none"), t.text("workplace-mine-duty"));
            part.empty = Some(empty.action(t.text("workplace-join"), "/co-quan/tham-gia"));
        }
        sheet.parts.push(part);
    }
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let seats = or_failed(&reader, organisations::store::units(&mut read).await)?;
    let ids: Vec<i64> = seats.iter().map(|unit| unit.0).collect();
    let tallies = or_failed(&reader, store::tallies(&mut read, &ids, today.year()).await)?;
    drop(read);
    let mut provinces: BTreeMap<UnitId, Tally> = BTreeMap::new();
    for unit in &seats {
        if let Some(province) = units.ancestor(*unit, Level::Province) {
            provinces.entry(province.id).or_default();
        }
    }
    for ((unit, _), tally) in &tallies {
        if let Some(province) = units.ancestor(*unit, Level::Province) {
            provinces.entry(province.id).or_default().add(*tally);
        }
    }
    let rows: Vec<Row> = provinces
        .iter()
        .filter_map(|(id, tally)| {
            let unit = units.get(*id)?;
            let link = format!("{HOME}/{}", units.slug(*id));
            Some(cells(&reader, Cell::text(unit.name.as_str()).link(link), *tally))
        })
        .collect();
    let mut part = Part::new("cac-tinh", t.text("workplace-provinces"));
    if rows.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("workplace-none"),
            t.text("workplace-none-duty"),
        ));
    } else {
        part.table = Some(Table::new(
            t.with("workplace-year-caption", "year", today.year().to_string()),
            columns(&reader, "workplace-column-province"),
            rows,
        ));
    }
    sheet.parts.push(part);
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &came.q), list_of);
    sheet.finder = Some(Box::new(finder));
    Ok(sheet.show())
}

pub(super) async fn unit(
    reader: Reader,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let unit = place(&pages, &reader, &noi)?;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let year = year_of(&pages, &came.nam);
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let all = or_failed(
        &reader,
        organisations::store::organisations(&mut read, unit.id).await,
    )?;
    let below: Vec<_> = if unit.level == Level::Province {
        units.descendants(unit.id, today, Level::Commune)
    } else {
        Vec::new()
    };
    let ids: Vec<i64> = below.iter().map(|unit| unit.id.0).chain([unit.id.0]).collect();
    let tallies = or_failed(&reader, store::tallies(&mut read, &ids, year).await)?;
    let seats = or_failed(&reader, organisations::store::units(&mut read).await)?;
    drop(read);
    let title = t.with("workplace-title-of", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(
        &reader,
        Shell::new(&reader, title)
            .lead(t.text("workplace-lead-of"))
            .active(HOME)
            .crumb(t.text("workplace-nav"), HOME),
    );
    let actor = reader.visitor.actor.as_ref();
    if actor.is_some_and(|actor| actor.may(FUNCTION, "confirm", unit.id)) {
        sheet.tools.push((
            t.text("workplace-tool-confirm"),
            format!("{}/xep-loai", list_of(&unit)),
        ));
    }
    sheet.tools.push((
        t.text("workplace-tool-organisations"),
        format!("/co-quan/{}", unit.code),
    ));
    sheet.tools.push((
        t.text("workplace-tool-data"),
        format!("/api/v1/workplaces/{}/{year}", unit.code),
    ));
    let mut part = Part::new("danh-sach", t.text("workplace-list"));
    if all.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.with("workplace-none-in", "unit", unit.name.as_str()),
            t.text("workplace-none-duty"),
        ));
    } else {
        let rows = all
            .iter()
            .map(|one| {
                let tally = tallies.get(&(unit.id, one.id)).copied().unwrap_or_default();
                let mut first = Cell::text(one.name.as_str())
                    .link(href(&unit, one.id))
                    .note(t.text(&format!("workplace-kind-{}", one.kind.key())));
                if let Some(grade) = tally.grade {
                    first = first.tag(Tag::new(Tone::Success, words::grade(t, grade)));
                }
                cells(&reader, first, tally)
            })
            .collect();
        part.table = Some(Table::new(
            t.with("workplace-year-caption", "year", year.to_string()),
            columns(&reader, "workplace-column-place"),
            rows,
        ));
    }
    sheet.parts.push(part);
    let rows: Vec<Row> = below
        .iter()
        .filter(|unit| seats.contains(&unit.id))
        .map(|unit| {
            let mut sum = Tally::default();
            for ((_, _), tally) in tallies.iter().filter(|((seat, _), _)| *seat == unit.id) {
                sum.add(*tally);
            }
            cells(&reader, Cell::text(unit.name.as_str()).link(list_of(unit)), sum)
        })
        .collect();
    if !rows.is_empty() {
        let mut part = Part::new("cac-xa", t.text("workplace-communes"));
        part.table = Some(Table::new(
            t.with("workplace-year-caption", "year", year.to_string()),
            columns(&reader, "workplace-column-commune"),
            rows,
        ));
        sheet.parts.push(part);
    }
    Ok(sheet.show())
}

/// The counts of one place in a year.
async fn tally_of(
    reader: &Reader,
    pages: &Pages,
    of: &Organisation,
    year: i16,
) -> Result<Tally, page::Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut found: BTreeMap<(UnitId, OrganisationId), Tally> =
        or_failed(reader, store::tallies(&mut read, &[of.unit.0], year).await)?;
    Ok(found.remove(&(of.unit, of.id)).unwrap_or_default())
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let seat = seat(&reader, &pages, (&noi, &id)).await?;
    let of = &seat.organisation;
    let (_, today) = pages.desk.now();
    let year = year_of(&pages, &came.nam);
    let tally = tally_of(&reader, &pages, of, year).await?;
    let before = tally_of(&reader, &pages, of, year - 1).await?;
    let mut sheet = Sheet::new(
        &reader,
        frame(&reader, &seat.unit, of.name.as_str()).lead(t.text("workplace-show-lead")),
    );
    let is_mine = match &reader.visitor.actor {
        Some(actor) => or_refused(&reader, pages.desk.of(actor.person().0).await)?
            .iter()
            .any(|mine| mine.organisation.id == of.id),
        None => false,
    };
    if is_mine {
        sheet
            .buttons
            .push((t.text("workplace-to-inside"), format!("{}/trong", seat.href())));
    }
    sheet.buttons.push((
        t.text("workplace-to-published"),
        format!("/co-quan/{}/{}", seat.unit.code, of.id),
    ));
    let row = |year: i16, tally: Tally| cells(&reader, Cell::text(year.to_string()), tally);
    let grade = |tally: Tally| {
        tally.grade.map_or_else(
            || Cell::text(t.text("workplace-not-graded")),
            |grade| Cell::text(words::grade(t, grade)),
        )
    };
    sheet.facts = Some(SummaryList::new(vec![
        (
            t.text("workplace-kind"),
            Cell::text(t.text(&format!("workplace-kind-{}", of.kind.key()))),
        ),
        (
            t.with("workplace-grade-of", "year", year.to_string()),
            grade(tally),
        ),
        (
            t.with("workplace-grade-of", "year", (year - 1).to_string()),
            grade(before),
        ),
    ]));
    let mut part = Part::new("da-lam", t.text("workplace-counts"));
    part.lead.push(t.text("workplace-counts-lead"));
    part.table = Some(Table::new(
        t.text("workplace-counts"),
        columns(&reader, "workplace-column-year"),
        vec![row(year, tally), row(year - 1, before)],
    ));
    sheet.parts.push(part);
    let topics = [
        "conference.deadline",
        "conference.quorum",
        "conference.threshold",
        "workplace.dialogue.yearly",
        "workplace.regulation.consultation",
        "workplace.question.answer",
    ];
    let mut part = Part::new("luat", t.text("workplace-law"));
    (part.lead, part.citations, part.notices) =
        words::law(t, &pages.desk.rulebook, (of.kind.place(), today), &topics);
    sheet.parts.push(part);
    Ok(sheet.show())
}
