//! What everybody may read: criteria, results by unit, a result with its reasons, the table of a province.

use axum::extract::{Path, Query, State as Extract};
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        Answer, Reader, Shell,
        components::{Cell, Column, Empty, Notice, Row, SummaryList, Table, Tone},
        sheet::{Card, Part, Sheet},
    },
};
use units::{CommuneFinder, Level, Unit};

use super::{Came, HOME, Pages, at, find, home, href, may, missing, or_failed, or_refused, shell, words};
use crate::{
    content,
    criteria::{CriteriaSet, Scale},
    model::{Assessment, Objection, ObjectionState, State, Value},
    service::{Assessments, Figures},
    store,
};

/// Sets with their addresses, those in force first.
fn sets_part(t: &Translator, desk: &Assessments) -> Part {
    let mut part = Part::new("bo-tieu-chi", t.text("assessment-sets"));
    part.lead.push(t.text("assessment-sets-lead"));
    part.cards = desk
        .sets
        .iter()
        .map(|set| Card {
            title: Some((set.name.get(t.code()).to_owned(), set_href(set))),
            words: vec![set.about.get(t.code()).to_owned()],
            about: set.basis.source.clone(),
            ..Card::default()
        })
        .collect();
    part
}

fn set_href(set: &CriteriaSet) -> String {
    format!("{HOME}/bo-tieu-chi/{}", set.slug)
}

pub(super) async fn index(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let shell = Shell::new(&reader, t.text("assessment-title"))
        .lead(t.text("assessment-lead"))
        .active(HOME);
    let mut sheet = Sheet::new(&reader, shell);
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &came.q), home);
    sheet.finder = Some(Box::new(finder));
    sheet.parts.push(sets_part(t, &pages.desk));
    Ok(sheet.show())
}

pub(super) async fn set(reader: Reader, Extract(pages): Extract<Pages>, Path(slug): Path<String>) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let set = desk.set_at(&slug).ok_or_else(|| missing(&reader))?;
    let name = set.name.get(t.code());
    let shell = Shell::new(&reader, name)
        .lead(set.about.get(t.code()))
        .active(HOME)
        .crumb(t.text("assessment-nav"), HOME);
    let mut sheet = Sheet::new(&reader, shell);
    if !set.basis.certain {
        sheet
            .notices
            .push(Notice::new(t, Tone::Warning, t.text("assessment-uncertain")));
    }
    let years = match set.until {
        Some(until) => format!("{}–{until}", set.from),
        None => t.with("assessment-from-year", "year", set.from.to_string()),
    };
    sheet.facts = Some(SummaryList::new(vec![
        (t.text("assessment-basis"), Cell::text(set.basis.source.as_str())),
        (t.text("assessment-years"), Cell::text(years)),
        (
            t.text("assessment-scale"),
            Cell::text(match set.scale {
                Scale::Points => t.with("assessment-scale-points", "most", set.most()),
                Scale::Met => t.with("assessment-scale-met", "most", set.most()),
            }),
        ),
    ]));
    let mut part = Part::new("tieu-chi", t.text("assessment-criteria"));
    let rows = set
        .criteria
        .iter()
        .map(|criterion| {
            let figures: Vec<String> = criterion
                .evidence
                .iter()
                .map(|evidence| {
                    t.format(
                        "assessment-evidence-rule",
                        &[
                            ("name", words::evidence(t, desk, evidence).into()),
                            ("none", t.number(evidence.none).into()),
                            ("full", t.number(evidence.full).into()),
                        ],
                    )
                })
                .collect();
            Row::new(vec![
                Cell::text(criterion.name.get(t.code())),
                Cell::number(t, criterion.most),
                Cell::text(if figures.is_empty() {
                    t.text("assessment-no-evidence")
                } else {
                    figures.join("; ")
                }),
            ])
        })
        .collect();
    part.table = Some(
        Table::new(
            t.text("assessment-criteria"),
            vec![
                Column::text(t.text("assessment-column-criterion")),
                Column::number(t.text("assessment-column-most")),
                Column::text(t.text("assessment-column-evidence")),
            ],
            rows,
        )
        .note(t.text("assessment-evidence-note")),
    );
    sheet.parts.push(part);
    let mut part = Part::new("xep-loai", t.text("assessment-grades"));
    let rows = set
        .grades
        .iter()
        .map(|grade| {
            Row::new(vec![
                Cell::text(grade.name.get(t.code())),
                Cell::number(t, grade.least),
            ])
        })
        .collect();
    part.table = Some(Table::new(
        t.text("assessment-grades"),
        vec![
            Column::text(t.text("assessment-column-grade")),
            Column::number(t.text("assessment-column-least")),
        ],
        rows,
    ));
    sheet.parts.push(part);
    if set.has_survey() {
        let mut part = Part::new("khao-sat", t.text("assessment-survey"));
        part.lead.push(t.text("assessment-survey-lead"));
        part.cards = set
            .questions
            .iter()
            .map(|question| Card {
                words: vec![question.name.get(t.code()).to_owned()],
                ..Card::default()
            })
            .collect();
        sheet.parts.push(part);
    }
    Ok(sheet.show())
}

/// What a province's table begins with: the sets that some commune of it is assessed by.
fn province_part(t: &Translator, pages: &Pages, unit: &Unit) -> Part {
    let year = pages.desk.now().1.year();
    let mut part = Part::new("bang", t.text("assessment-tables"));
    part.lead.push(t.text("assessment-tables-lead"));
    part.cards = pages
        .desk
        .sets
        .iter()
        .map(|set| {
            let last = set.until.map_or(year, |until| until.min(year)).max(set.from);
            Card {
                title: Some((
                    set.name.get(t.code()).to_owned(),
                    format!("{}/bang/{}/{last}", home(unit), set.slug),
                )),
                ..Card::default()
            }
        })
        .collect();
    part
}

pub(super) async fn unit(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = at(&reader, &pages, &noi)?;
    let (_, today) = desk.now();
    let title = t.with("assessment-heading", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, title));
    sheet.buttons = vec![(
        t.text("assessment-commendations"),
        format!("{}/khen-thuong", home(&unit)),
    )];
    if unit.level == Level::Province {
        sheet.parts.push(province_part(t, &pages, &unit));
        return Ok(sheet.show());
    }
    sheet
        .buttons
        .push((t.text("assessment-look-up"), format!("{}/tra-cuu", home(&unit))));
    if may(actor.as_ref(), "read", unit.id) {
        sheet
            .buttons
            .insert(0, (t.text("assessment-desk"), format!("{}/viec", home(&unit))));
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let all = or_failed(&reader, store::of_unit(&mut read, unit.id).await)?;
    let surveys = or_failed(&reader, store::surveys(&mut read, unit.id).await)?;
    drop(read);
    for survey in surveys.iter().filter(|survey| survey.is_open(today)) {
        let name = desk
            .set(&survey.set)
            .map(|set| set.name.get(t.code()).to_owned())
            .unwrap_or_default();
        sheet.notices.push(
            Notice::new(
                t,
                Tone::Info,
                t.format(
                    "assessment-survey-open",
                    &[("name", name.into()), ("date", survey.closes_on.into())],
                ),
            )
            .link(
                t.text("assessment-survey-answer"),
                format!("{}/khao-sat/{}", home(&unit), survey.id),
            ),
        );
    }
    let mut part = Part::new("ket-qua", t.text("assessment-results"));
    let rows: Vec<Row> = all
        .iter()
        .filter(|one| one.state == State::Published)
        .filter_map(|one| Some((one, desk.set(&one.set)?)))
        .map(|(one, set)| {
            Row::new(vec![
                Cell::text(one.year.to_string()),
                Cell::text(set.name.get(t.code())).link(href(&unit, one)),
                Cell::text(words::grade(t, set, one.grade.as_deref().unwrap_or_default())),
                one.published_on
                    .map_or_else(|| Cell::missing(t), |on| Cell::text(t.date(on))),
            ])
        })
        .collect();
    if rows.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("assessment-empty"),
            t.text("assessment-empty-duty"),
        ));
    } else {
        part.table = Some(Table::new(
            t.text("assessment-results"),
            vec![
                Column::text(t.text("assessment-column-year")),
                Column::text(t.text("assessment-column-set")),
                Column::text(t.text("assessment-column-grade")),
                Column::text(t.text("assessment-column-published")),
            ],
            rows,
        ));
    }
    sheet.parts.push(part);
    let mut part = sets_part(t, desk);
    part.cards = part
        .cards
        .into_iter()
        .zip(&desk.sets)
        .filter(|(_, set)| set.is_for(unit.kind, today.year()))
        .map(|(card, _)| card)
        .collect();
    sheet.parts.push(part);
    Ok(sheet.show())
}

/// The communes of a province with their grades in a year; who checks them also sees what waits.
pub(super) async fn table(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((noi, bo, nam)): Path<(String, String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = at(&reader, &pages, &noi)?;
    let set = desk.set_at(&bo).ok_or_else(|| missing(&reader))?;
    let year: i16 = nam.parse().map_err(|_| missing(&reader))?;
    let (_, today) = desk.now();
    let last = set.until.map_or(today.year(), |until| until.min(today.year()));
    if unit.level != Level::Province || !(set.from..=last).contains(&year) {
        return Err(missing(&reader));
    }
    let units = desk.units.current();
    let below: Vec<Unit> = units
        .children(unit.id, today)
        .filter(|below| set.is_for(below.kind, year))
        .cloned()
        .collect();
    let ids: Vec<_> = below.iter().map(|below| below.id).collect();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let found = or_failed(&reader, store::among(&mut read, &ids, (&set.key, year)).await)?;
    drop(read);
    let inside = may(actor.as_ref(), "check", unit.id);
    let title = t.format(
        "assessment-table-title",
        &[
            ("name", set.name.get(t.code()).into()),
            ("year", year.to_string().into()),
        ],
    );
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, title)).done(words::done(t, &came.xong));
    for other in [year - 1, year + 1] {
        if (set.from..=last).contains(&other) {
            sheet.buttons.push((
                t.with("assessment-to-year", "year", other.to_string()),
                format!("{}/bang/{}/{other}", home(&unit), set.slug),
            ));
        }
    }
    let mut part = Part::new("xep-loai", t.text("assessment-by-grade"));
    let published: Vec<&Assessment> = found.iter().filter(|one| one.state == State::Published).collect();
    let mut rows: Vec<Row> = set
        .grades
        .iter()
        .map(|grade| {
            let count = published
                .iter()
                .filter(|one| one.grade.as_deref() == Some(grade.key.as_str()))
                .count();
            Row::new(vec![
                Cell::text(grade.name.get(t.code())),
                Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX)),
            ])
        })
        .collect();
    let count = |count: usize| Cell::number(t, i64::try_from(count).unwrap_or(i64::MAX));
    rows.push(Row::total(vec![
        Cell::text(t.text("assessment-graded")),
        count(published.len()),
    ]));
    rows.push(Row::total(vec![
        Cell::text(t.text("assessment-communes")),
        count(below.len()),
    ]));
    part.table = Some(Table::new(
        t.text("assessment-by-grade"),
        vec![
            Column::text(t.text("assessment-column-grade")),
            Column::number(t.text("assessment-column-count")),
        ],
        rows,
    ));
    sheet.parts.push(part);
    let mut part = Part::new("don-vi", t.text("assessment-by-unit"));
    let rows = below
        .iter()
        .map(|below| {
            let one = found.iter().find(|one| one.unit == below.id);
            let shown = one.filter(|one| inside || one.state == State::Published);
            let mut name = Cell::text(below.name.as_str());
            if let Some(one) = shown {
                name = name.link(match one.state {
                    State::Submitted if inside => format!("{}/xet", href(below, one)),
                    _ => href(below, one),
                });
            }
            let standing = match shown {
                Some(one) => Cell::default().tag(words::state(t, one.state)),
                None => Cell::text(t.text("assessment-none-published")),
            };
            let grade = shown.and_then(|one| one.grade.as_deref());
            Row::new(vec![
                name,
                standing,
                Cell::text(grade.map_or_else(String::new, |key| words::grade(t, set, key))),
            ])
        })
        .collect();
    part.table = Some(Table::new(
        t.text("assessment-by-unit"),
        vec![
            Column::text(t.text("assessment-column-unit")),
            Column::text(t.text("assessment-column-state")),
            Column::text(t.text("assessment-column-grade")),
        ],
        rows,
    ));
    sheet.parts.push(part);
    Ok(sheet.show())
}

/// A criterion's figures: as they were when the assessment was sent in, and as they are now where that differs.
pub(super) fn evidence_cell(
    t: &Translator,
    desk: &Assessments,
    (of, now): (&Assessment, &Figures),
    criterion: &crate::criteria::Criterion,
) -> Cell {
    let mut cell = Cell::text(words::counted(t, desk, criterion, |source| of.counted(source)));
    let changed: Vec<String> = criterion
        .evidence
        .iter()
        .filter_map(|one| {
            let is: Option<Value> = now.get(one.source()).copied();
            (is != of.counted(one.source())).then(|| is.map(|is| words::value(t, is)))?
        })
        .collect();
    if !changed.is_empty() {
        cell = cell.note(t.with("assessment-now", "value", changed.join("; ")));
    }
    if let Some(first) = criterion.evidence.first()
        && let Some(address) = words::behind(desk, (of.unit, of.year), first)
    {
        cell = cell.link(address);
    }
    cell
}

/// Criteria with the points of both, what each says, and the figures.
pub(super) fn scores(
    t: &Translator,
    desk: &Assessments,
    (set, of, now): (&CriteriaSet, &Assessment, &Figures),
) -> Table {
    let mut rows: Vec<Row> = set
        .criteria
        .iter()
        .map(|criterion| {
            let score = of.scores.iter().find(|score| score.criterion == criterion.key);
            let mut own = Cell::text(words::points(t, set, score.and_then(|score| score.own)));
            let mut points = Cell::text(words::points(t, set, score.and_then(|score| score.points)));
            if let Some(score) = score {
                if !score.own_note.is_empty() {
                    own = own.note(score.own_note.as_str());
                }
                if !score.note.is_empty() {
                    points = points.note(score.note.as_str());
                }
            }
            Row::new(vec![
                Cell::text(criterion.name.get(t.code())),
                Cell::number(t, criterion.most),
                own,
                points,
                evidence_cell(t, desk, (of, now), criterion),
            ])
        })
        .collect();
    rows.push(Row::total(vec![
        Cell::text(t.text("assessment-sum")),
        Cell::number(t, set.most()),
        Cell::text(t.number(of.own_sum())),
        Cell::text(if of.grade.is_some() {
            t.number(of.sum())
        } else {
            String::new()
        }),
        Cell::text(String::new()),
    ]));
    Table::new(
        t.text("assessment-scores"),
        vec![
            Column::text(t.text("assessment-column-criterion")),
            Column::number(t.text("assessment-column-most")),
            Column::text(t.text("assessment-column-own")),
            Column::text(t.text("assessment-column-points")),
            Column::text(t.text("assessment-column-evidence")),
        ],
        rows,
    )
    .note(t.text("assessment-evidence-kept"))
}

/// Objections to a result: how many, and what was answered; never what was said or by whom.
fn objections_part(
    t: &Translator,
    (unit, of): (&Unit, &Assessment),
    all: &[Objection],
    checks: bool,
) -> Part {
    let mut part = Part::new("y-kien", t.text("assessment-objections"));
    part.cards = all
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let number = i64::try_from(index + 1).unwrap_or(i64::MAX);
            let mut card = Card {
                words: vec![t.with("assessment-objection-number", "number", number)],
                tags: vec![words::objection(t, one.state)],
                about: match one.answered_on {
                    Some(on) => t.with("assessment-answered-on", "date", on),
                    None => t.with("assessment-answer-due", "date", one.due_on),
                },
                answer_name: t.text("assessment-answer"),
                answer: platform::text::paragraphs(&one.answer),
                ..Card::default()
            };
            if checks && one.state == ObjectionState::Waiting {
                card.links.push((
                    t.text("assessment-act-answer"),
                    format!("{}/y-kien/{}", href(unit, of), one.id),
                ));
            }
            card
        })
        .collect();
    if part.cards.is_empty() {
        part.lead.push(t.text("assessment-objections-none"));
    }
    part
}

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (unit, of) = find(&reader, &pages, (&noi, &id)).await?;
    let set = desk.set(&of.set).ok_or_else(|| missing(&reader))?;
    let (reads, checks) = (
        may(actor.as_ref(), "read", unit.id),
        may(actor.as_ref(), "check", unit.id),
    );
    if of.state != State::Published && !reads && !checks {
        return Err(missing(&reader));
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let now = or_refused(&reader, desk.figures(&mut read, unit.id, (set, of.year)).await)?;
    let objections = or_failed(&reader, store::objections(&mut read, unit.id, of.id).await)?;
    let subject = content::result_subject(of.id);
    let history = or_failed(&reader, transparency::history(&mut read, unit.id, &subject).await)?;
    drop(read);
    let title = t.format(
        "assessment-result-title",
        &[
            ("name", set.name.get(t.code()).into()),
            ("year", of.year.to_string().into()),
        ],
    );
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, title)).done(words::done(t, &came.xong));
    sheet.tags.push(words::state(t, of.state));
    if !set.basis.certain {
        sheet.notices.push(
            Notice::new(t, Tone::Warning, t.text("assessment-uncertain"))
                .link(t.text("assessment-to-set"), set_href(set)),
        );
    }
    let mut facts = Vec::new();
    if let (Some(grade), Some(on)) = (&of.grade, of.published_on) {
        facts.push((
            t.text("assessment-column-grade"),
            Cell::text(words::grade(t, set, grade)).note(t.with("assessment-published-on", "date", on)),
        ));
        if of.version > 1 {
            facts.push((
                t.text("assessment-version"),
                Cell::text(t.with("assessment-version-is", "version", of.version)),
            ));
        }
    }
    if !of.own_grade.is_empty() {
        facts.push((
            t.text("assessment-own-grade"),
            Cell::text(words::grade(t, set, &of.own_grade)).note(
                of.submitted_on
                    .map(|on| t.with("assessment-submitted-on", "date", on))
                    .unwrap_or_default(),
            ),
        ));
    }
    if !of.reason.is_empty() {
        facts.push((t.text("assessment-reason"), Cell::text(of.reason.as_str())));
    }
    if let Some(proof) = words::proof(t, &history) {
        facts.push((t.text("assessment-proof"), proof));
    }
    sheet.facts = Some(SummaryList::new(facts));
    if checks && matches!(of.state, State::Submitted | State::Published) {
        let label = if of.state == State::Submitted {
            "assessment-act-check"
        } else {
            "assessment-act-correct"
        };
        sheet
            .buttons
            .push((t.text(label), format!("{}/xet", href(&unit, &of))));
    }
    let mut part = Part::new("diem", t.text("assessment-scores"));
    part.table = Some(scores(t, desk, (set, &of, &now)));
    sheet.parts.push(part);
    if of.state == State::Published {
        let mut part = objections_part(t, (&unit, &of), &objections, checks);
        let (_, today) = desk.now();
        let until = or_refused(&reader, desk.objections_until(&of))?;
        if let Some(until) = until {
            if today <= until {
                part.lead
                    .insert(0, t.with("assessment-object-until", "date", until));
                sheet.buttons.push((
                    t.text("assessment-act-object"),
                    format!("{}/y-kien", href(&unit, &of)),
                ));
            } else {
                part.lead
                    .insert(0, t.with("assessment-object-over", "date", until));
            }
        }
        let (_, citations) = words::law(
            t,
            desk,
            of.published_on.unwrap_or(today),
            &["assessment.objection.open", "assessment.objection.answer"],
        );
        part.citations = citations;
        sheet.parts.push(part);
    }
    Ok(if of.state == State::Published {
        sheet.show()
    } else {
        sheet.private()
    })
}
