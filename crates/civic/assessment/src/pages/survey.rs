//! The survey: opening it and printing slips, answering with one, and what came of it.

use axum::{
    Extension, Form,
    extract::{Path, Query, State as Extract},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, Line},
    page::{
        self, Answer, Instead, Reader,
        components::{
            Cell, Choice, Column, Confirmation, Control, Field, Notice, Row, SummaryList, Table, TextKind,
            Tone,
        },
        form::{FormPage, Sent, Wrong, digits},
        sheet::{Part, Sheet},
    },
    random::grouped_code,
    text::{read_day, read_whole, write_day},
};
use units::Unit;

use super::{
    Came, FUNCTION, Pages, acting, at, home, may, missing, or_failed, or_refused, refused, revision,
    set_of_year, shell, then,
    words::{self, POINTS},
};
use crate::{
    criteria::CriteriaSet,
    model::{Survey, SurveyId},
    service::ActError,
    store,
};

async fn find<'p>(
    reader: &Reader,
    pages: &'p Pages,
    (noi, id): (&str, &str),
) -> Result<(Unit, Survey, &'p CriteriaSet), Instead> {
    let unit = at(reader, pages, noi)?;
    let id: SurveyId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let survey = or_failed(reader, store::survey(&mut read, unit.id, id).await)?;
    let survey = survey.ok_or_else(|| missing(reader))?;
    let set = pages.desk.set(&survey.set).ok_or_else(|| missing(reader))?;
    Ok((unit, survey, set))
}

fn title(reader: &Reader, set: &CriteriaSet, year: i16) -> String {
    let t = &reader.t;
    t.format(
        "assessment-survey-title",
        &[
            ("name", set.name.get(t.code()).into()),
            ("year", year.to_string().into()),
        ],
    )
}

fn open_form(
    reader: &Reader,
    pages: &Pages,
    (unit, set, year): (&Unit, &CriteriaSet, i16),
    sent: &Sent,
) -> FormPage {
    let t = &reader.t;
    let desk = format!("{}/viec", home(unit));
    let (_, citations) = words::law(
        t,
        &pages.desk,
        pages.desk.now().1,
        &[
            "assessment.survey.open",
            "assessment.survey.shown",
            "assessment.survey.content",
        ],
    );
    FormPage::new(
        reader,
        shell(reader, unit, title(reader, set, year)).crumb(t.text("assessment-desk"), desk.clone()),
        format!("{desk}/{}/{year}/khao-sat", set.slug),
        desk,
        t.text("assessment-act-open-survey"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("assessment-open-lead")))
    .field(
        Field::words("closes", t.text("assessment-ask-closes"), sent.get("closes"))
            .hint(t.text("assessment-day-hint")),
    )
    .field(
        digits("slips", t.text("assessment-ask-slips"), &sent.get("slips")).hint(t.with(
            "assessment-slips-hint",
            "most",
            crate::service::MOST_SLIPS,
        )),
    )
    .citations(citations)
}

pub(super) async fn ask_open(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, bo, nam)): Path<(String, String, String)>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (set, year) = set_of_year(&reader, &pages, &unit, (&bo, &nam))?;
    if !set.has_survey() {
        return Err(missing(&reader));
    }
    let form = open_form(&reader, &pages, (&unit, set, year), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

/// Codes to cut apart and hand out. They are shown this once.
fn slips(
    reader: &Reader,
    unit: &Unit,
    (set, year, id): (&CriteriaSet, i16, SurveyId),
    codes: &[String],
) -> Response {
    let t = &reader.t;
    let base = home(unit);
    let mut sheet = Sheet::new(reader, shell(reader, unit, title(reader, set, year)));
    sheet.done = Some(Confirmation {
        title: t.text("assessment-slips-made"),
        text: t.text("assessment-slips-once"),
    });
    sheet.buttons = vec![(t.text("assessment-slips-done"), format!("{base}/viec/phieu/{id}"))];
    let mut part = Part::new("phieu", t.text("assessment-slips"));
    part.lead.push(t.with(
        "assessment-slips-lead",
        "address",
        format!("{base}/khao-sat/{id}"),
    ));
    let rows = codes
        .chunks(2)
        .map(|two| {
            Row::new(
                (0..2)
                    .map(|index| {
                        Cell::text(
                            two.get(index)
                                .map(|code| grouped_code(code, 4))
                                .unwrap_or_default(),
                        )
                    })
                    .collect(),
            )
        })
        .collect();
    part.table = Some(Table::new(
        t.text("assessment-slips"),
        vec![
            Column::text(t.text("assessment-column-code")),
            Column::text(t.text("assessment-column-code")),
        ],
        rows,
    ));
    sheet.parts.push(part);
    sheet.private()
}

pub(super) async fn open(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, bo, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (set, year) = set_of_year(&reader, &pages, &unit, (&bo, &nam))?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let closes = read_day(&sent.get("closes"));
    if closes.is_none() {
        wrong.add("closes", t.text("assessment-error-day"));
    }
    let count = read_whole(&sent.get("slips"));
    if count.is_none() {
        wrong.add(
            "slips",
            t.with("assessment-error-slips", "most", crate::service::MOST_SLIPS),
        );
    }
    let form = open_form(&reader, &pages, (&unit, set, year), &sent);
    let (Some(closes), Some(count)) = (closes, count) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let by = actor.acting(FUNCTION, "draft", unit.id);
    match pages
        .desk
        .open_survey((unit.id, set, year), (closes, count), &by)
        .await
    {
        Ok((id, codes)) => Ok(slips(&reader, &unit, (set, year, id), &codes)),
        Err(error) => {
            let field = if matches!(error, ActError::Slips) {
                "slips"
            } else {
                "closes"
            };
            Ok(then(
                &reader,
                Err::<(), _>(error),
                |()| String::new(),
                (form, field),
            ))
        }
    }
}

/// How often each answer was given, by question.
fn tallies(reader: &Reader, set: &CriteriaSet, all: &[crate::model::Tally]) -> Table {
    let t = &reader.t;
    let rows = set
        .questions
        .iter()
        .map(|question| {
            let mut cells = vec![Cell::text(question.name.get(t.code()))];
            cells.extend((1..=5).map(|answer| {
                let people = all
                    .iter()
                    .find(|one| one.question == question.key && one.answer == answer)
                    .map_or(0, |one| one.people);
                Cell::number(t, people)
            }));
            Row::new(cells)
        })
        .collect();
    let mut columns = vec![Column::text(t.text("assessment-column-question"))];
    columns.extend((1..=5).map(|answer| Column::number(t.text(&format!("assessment-answer-{answer}")))));
    Table::new(t.text("assessment-survey-result"), columns, rows).note(t.text("assessment-survey-note"))
}

/// How a survey stands, and what came of it once it may be shown.
async fn about(
    reader: &Reader,
    pages: &Pages,
    (survey, set): (&Survey, &CriteriaSet),
    sheet: &mut Sheet,
) -> Result<(), Instead> {
    let t = &reader.t;
    let desk = &pages.desk;
    let mut read = or_failed(reader, desk.db.read().await)?;
    let shown = or_refused(reader, desk.shown(&mut read, survey).await)?;
    let content = or_refused(reader, desk.content(&mut read, survey).await)?;
    drop(read);
    let mut facts = vec![
        (
            t.text("assessment-survey-opened"),
            Cell::text(write_day(survey.opened_on)),
        ),
        (
            t.text("assessment-survey-closes"),
            Cell::text(write_day(survey.closes_on)),
        ),
        (
            t.text("assessment-survey-printed"),
            Cell::number(t, survey.printed),
        ),
        (
            t.text("assessment-survey-answered"),
            Cell::number(t, survey.answered),
        ),
    ];
    if let Some(value) = content {
        facts.push((
            t.text("assessment-survey-share"),
            Cell::text(words::value(t, value)),
        ));
    }
    sheet.facts = Some(SummaryList::new(facts));
    let mut part = Part::new("ket-qua", t.text("assessment-survey-result"));
    match shown {
        Some(all) => part.table = Some(tallies(reader, set, &all)),
        None => part.lead.push(t.text("assessment-survey-hidden")),
    }
    let (lines, citations) = words::law(
        t,
        desk,
        survey.opened_on,
        &["assessment.survey.shown", "assessment.survey.content"],
    );
    part.lead.extend(lines);
    part.citations = citations;
    sheet.parts.push(part);
    Ok(())
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&noi, "read"))?;
    let (_, survey, set) = find(&reader, &pages, (&noi, &id)).await?;
    let shell = shell(&reader, &unit, title(&reader, set, survey.year))
        .crumb(t.text("assessment-desk"), format!("{}/viec", home(&unit)));
    let open = survey.is_open(pages.desk.now().1) && may(Some(&actor), "draft", unit.id);
    if !open {
        let mut sheet = Sheet::new(&reader, shell).done(words::done(t, &came.xong));
        about(&reader, &pages, (&survey, set), &mut sheet).await?;
        return Ok(sheet.private());
    }
    let form = act_form(&reader, (&unit, &survey, set), &Sent::default());
    let form = match words::done(t, &came.xong) {
        Some(done) => form.notice(Notice::new(t, Tone::Success, done.title)),
        None => form,
    };
    Ok(page::private(form.show(t, &Wrong::default())))
}

fn act_form(reader: &Reader, (unit, survey, set): (&Unit, &Survey, &CriteriaSet), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let desk = format!("{}/viec", home(unit));
    let choices = ["phieu", "ngay", "dong"]
        .map(|key| {
            Choice::new(key, t.text(&format!("assessment-survey-act-{key}")))
                .hint(t.text(&format!("assessment-survey-act-hint-{key}")))
        })
        .to_vec();
    let counted = t.format(
        "assessment-survey-count",
        &[
            ("answered", survey.answered.into()),
            ("printed", survey.printed.into()),
        ],
    );
    FormPage::new(
        reader,
        shell(reader, unit, title(reader, set, survey.year)).crumb(t.text("assessment-desk"), desk.clone()),
        format!("{desk}/phieu/{}", survey.id),
        desk,
        t.text("assessment-button-go-on"),
    )
    .notice(Notice::new(
        t,
        Tone::Info,
        t.format(
            "assessment-survey-standing",
            &[("counted", counted.into()), ("date", survey.closes_on.into())],
        ),
    ))
    .hidden("revision", survey.revision)
    .field(words::radios(
        "lam",
        t.text("assessment-survey-act"),
        choices,
        &sent.get("lam"),
    ))
    .field(digits(
        "slips",
        t.text("assessment-ask-slips"),
        &sent.get("slips"),
    ))
    .field(
        Field::words("closes", t.text("assessment-ask-closes"), sent.get("closes"))
            .hint(t.text("assessment-day-hint")),
    )
}

pub(super) async fn act(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (_, survey, set) = find(&reader, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let form = act_form(&reader, (&unit, &survey, set), &sent);
    let by = actor.acting(FUNCTION, "draft", unit.id);
    let key = (unit.id, survey.id);
    let desk = &pages.desk;
    let here = format!("{}/viec/phieu/{}", home(&unit), survey.id);
    match sent.get("lam").as_str() {
        "phieu" => {
            let count = read_whole(&sent.get("slips")).unwrap_or_default();
            match desk.more_slips(key, revision(&sent), count, &by).await {
                Ok(codes) => Ok(slips(&reader, &unit, (set, survey.year, survey.id), &codes)),
                Err(error) => Ok(then(
                    &reader,
                    Err::<(), _>(error),
                    |()| String::new(),
                    (form, "slips"),
                )),
            }
        }
        "ngay" => {
            let Some(day) = read_day(&sent.get("closes")) else {
                let wrong = Wrong(vec![("closes", t.text("assessment-error-day"))]);
                return Ok(page::private(form.show(t, &wrong)));
            };
            let done = desk.close_survey(key, revision(&sent), Some(day), &by).await;
            Ok(then(
                &reader,
                done,
                |()| format!("{here}?xong=doi"),
                (form, "closes"),
            ))
        }
        "dong" => {
            let done = desk.close_survey(key, revision(&sent), None, &by).await;
            Ok(then(
                &reader,
                done,
                |()| format!("{here}?xong=dong"),
                (form, "lam"),
            ))
        }
        _ => {
            let wrong = Wrong(vec![("lam", t.text("assessment-error-choose"))]);
            Ok(page::private(form.show(t, &wrong)))
        }
    }
}

fn answer_form(
    reader: &Reader,
    (unit, survey, set): (&Unit, &Survey, &CriteriaSet),
    sent: &Sent,
) -> FormPage {
    let t = &reader.t;
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, title(reader, set, survey.year)).lead(t.with(
            "assessment-answer-lead",
            "date",
            survey.closes_on,
        )),
        format!("{}/khao-sat/{}", home(unit), survey.id),
        home(unit),
        t.text("assessment-button-answer"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("assessment-answer-secret")))
    .field(
        Field::new(
            "code",
            t.text("assessment-ask-slip"),
            Control::Text {
                kind: TextKind::Code,
                value: sent.get("code"),
            },
        )
        .hint(t.text("assessment-ask-slip-hint")),
    );
    for (index, question) in set.questions.iter().enumerate() {
        let choices = (1..=5)
            .rev()
            .map(|answer| Choice::new(answer.to_string(), t.text(&format!("assessment-answer-{answer}"))))
            .collect();
        let label = format!("{}. {}", index + 1, question.name.get(t.code()));
        form = form.field(words::radios(
            POINTS[index],
            label,
            choices,
            &sent.get(POINTS[index]),
        ));
    }
    form
}

pub(super) async fn ask(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let (unit, survey, set) = find(&reader, &pages, (&noi, &id)).await?;
    if survey.is_open(pages.desk.now().1) && came.xong.is_empty() {
        let form = answer_form(&reader, (&unit, &survey, set), &Sent::default());
        return Ok(page::private(form.show(t, &Wrong::default())));
    }
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, title(&reader, set, survey.year)));
    if came.xong == "gui" {
        sheet.done = Some(Confirmation {
            title: t.text("assessment-done-gui"),
            text: t.text("assessment-done-next-gui"),
        });
    }
    about(&reader, &pages, (&survey, set), &mut sheet).await?;
    Ok(sheet.show())
}

pub(super) async fn answer(
    reader: Reader,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let (unit, survey, set) = find(&reader, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let desk = &pages.desk;
    let now = desk.now().0;
    if let Err(minutes) = desk.guessing.check(&line, now) {
        let page = page::bad_request(&reader, t.with("assessment-error-often", "count", minutes));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let form = answer_form(&reader, (&unit, &survey, set), &sent);
    let mut wrong = Wrong::default();
    let mut answers = Vec::new();
    for (index, question) in set.questions.iter().enumerate() {
        match read_whole(&sent.get(POINTS[index])) {
            Some(answer) if (1..=5).contains(&answer) => answers.push((question.key.as_str(), answer)),
            _ => wrong.add(POINTS[index], t.text("assessment-error-choose")),
        }
    }
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(t, &wrong)));
    }
    match desk
        .answer_survey((unit.id, survey.id), &sent.get("code"), &answers)
        .await
    {
        Ok(()) => {
            let next = format!("{}/khao-sat/{}?xong=gui", home(&unit), survey.id);
            Ok(Redirect::to(&next).into_response())
        }
        Err(error @ (ActError::Code | ActError::Used)) => {
            desk.guessing.count(&line, now);
            Ok(then(
                &reader,
                Err::<(), _>(error),
                |()| String::new(),
                (form, "code"),
            ))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}
