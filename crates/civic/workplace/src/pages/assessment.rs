//! The assessment of a year: the place's own points beside what was counted, confirmed by the level above.

use axum::{
    Form,
    extract::{Path, Query, State},
};
use jiff::civil::date;
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Column, Empty, Field, Notice, Row, SummaryList, Table, Tag, Tone},
        form::{FormPage, Sent, Wrong, area, digits},
    },
};

use super::{
    Came, FUNCTION, Inside, LONGEST_TEXT, Pages, Part, Seat, Sheet, href, inside, inside::duties, leading,
    list_of, missing, not_here, or_failed, or_refused, place, revision, seat, then, words,
};
use crate::{
    ActError,
    model::{Assessment, AssessmentState},
    rules::{self, Criterion, Duty, Standing},
    service::Year,
    store,
};

/// The year that an address names: one that can have been worked in.
fn year_of(reader: &Reader, pages: &Pages, nam: &str) -> Result<i16, Instead> {
    let (_, today) = pages.desk.now();
    nam.parse()
        .ok()
        .filter(|year| (2023..=today.year()).contains(year))
        .ok_or_else(|| missing(reader))
}

fn criteria<'p>(
    reader: &Reader,
    pages: &'p Pages,
    seat: &Seat,
    year: i16,
) -> Result<Vec<Criterion<'p>>, Instead> {
    let place = seat.organisation.kind.place();
    let found = rules::criteria(&pages.desk.rulebook, place, date(year, 12, 31));
    or_refused(reader, found.map_err(ActError::from))
}

/// The points that what was counted speaks for: all of them for what is done, half for what was late, none for what is not
/// done. What can't be counted here has none.
fn suggested(criterion: &Criterion<'_>, year: &Year) -> Option<u64> {
    let duty = Duty::from_key(&criterion.item.key)?;
    let (_, standing) = year.duties.iter().find(|(known, _)| *known == duty)?;
    Some(match standing {
        Standing::Done | Standing::Optional => criterion.most,
        Standing::Late => criterion.most / 2,
        Standing::Waiting | Standing::Overdue => 0,
    })
}

fn points(t: &platform::i18n::Translator, value: Option<u64>) -> Cell {
    match value.and_then(|value| i64::try_from(value).ok()) {
        Some(value) => Cell::number(t, value),
        None => Cell::missing(t),
    }
}

/// Points by criterion, with the sum.
fn table(reader: &Reader, (criteria, found, year): (&[Criterion<'_>], &Assessment, &Year)) -> Table {
    let t = &reader.t;
    let mut rows: Vec<Row> = criteria
        .iter()
        .map(|criterion| {
            let score = found
                .scores
                .iter()
                .find(|score| score.criterion == criterion.item.key);
            let mut name = Cell::text(criterion.item.label.get(words::language(t)));
            if let Some(score) = score
                && !score.note.is_empty()
            {
                name = name.note(score.note.as_str());
            }
            Row::new(vec![
                name,
                points(t, Some(criterion.most)),
                points(t, suggested(criterion, year)),
                points(t, score.map(|score| score.own)),
                points(t, score.and_then(|score| score.confirmed)),
            ])
        })
        .collect();
    let confirmed = found.grade.map(|_| {
        found
            .scores
            .iter()
            .filter_map(|score| score.confirmed)
            .sum::<u64>()
    });
    rows.push(Row::total(vec![
        Cell::text(t.text("workplace-sum")),
        points(t, Some(criteria.iter().map(|criterion| criterion.most).sum())),
        Cell::text(""),
        points(t, Some(found.scores.iter().map(|score| score.own).sum())),
        points(t, confirmed),
    ]));
    Table::new(
        t.text("workplace-points"),
        vec![
            Column::text(t.text("workplace-column-criterion")),
            Column::number(t.text("workplace-column-most")),
            Column::number(t.text("workplace-column-suggested")),
            Column::number(t.text("workplace-column-own")),
            Column::number(t.text("workplace-column-confirmed")),
        ],
        rows,
    )
    .note(t.text("workplace-points-note"))
}

/// What an assessment says.
fn about(reader: &Reader, found: &Assessment) -> SummaryList {
    let t = &reader.t;
    let mut facts = vec![
        (
            t.text("workplace-own-grade"),
            Cell::text(words::grade(t, found.own_grade)).note(t.date(found.assessed_on)),
        ),
        (
            t.text("workplace-grade"),
            match (found.grade, found.confirmed_on) {
                (Some(grade), Some(on)) => Cell::text(words::grade(t, grade)).note(t.date(on)),
                _ => Cell::text(t.text("workplace-not-graded")),
            },
        ),
    ];
    if !found.reason.is_empty() {
        facts.push((
            t.text("workplace-confirm-reason"),
            Cell::text(found.reason.as_str()),
        ));
    }
    SummaryList::new(facts)
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let (_, today) = pages.desk.now();
    let shown = if came.nam.is_empty() {
        today.year()
    } else {
        year_of(&reader, &pages, &came.nam)?
    };
    let of = inside.of();
    let year = or_refused(&reader, pages.desk.year(of, shown).await)?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let found = or_failed(&reader, store::assessment(&mut read, of, shown).await)?;
    drop(read);
    let shell = inside.shell(
        &reader,
        t.with("workplace-assessment-title", "year", shown.to_string()),
    );
    let mut sheet = Sheet::new(&reader, shell).done(words::done(&reader.t, &came.xong));
    if inside.who.is_head()
        && found
            .as_ref()
            .is_none_or(|found| found.state != AssessmentState::Confirmed)
    {
        sheet.buttons.push((
            t.text("workplace-act-assess"),
            inside.at(&format!("danh-gia/{shown}")),
        ));
    }
    for other in [shown - 1, shown + 1] {
        if (2024..=today.year()).contains(&other) {
            sheet.buttons.push((
                t.with("workplace-to-year", "year", other.to_string()),
                inside.at(&format!("danh-gia?nam={other}")),
            ));
        }
    }
    let mut part = Part::new("da-lam", t.text("workplace-evidence"));
    part.lead.push(t.text("workplace-evidence-lead"));
    part.table = Some(duties(t, Some(&inside), (shown, &year)));
    sheet.parts.push(part);
    let mut part = Part::new("diem", t.text("workplace-points"));
    match &found {
        Some(found) => {
            let criteria = criteria(&reader, &pages, &inside.seat, shown)?;
            sheet.tags.push(words::assessment(t, found.state));
            sheet.facts = Some(about(&reader, found));
            part.table = Some(table(&reader, (&criteria, found, &year)));
        }
        None => {
            part.empty = Some(Empty::new(
                t,
                t.with("workplace-assessment-none", "year", shown.to_string()),
                t.text("workplace-assessment-duty"),
            ));
        }
    }
    let topics = [
        "workplace.assessment.grade.good",
        "workplace.assessment.grade.fair",
        "workplace.assessment.grade.average",
    ];
    (part.lead, part.citations, part.notices) = words::law(
        t,
        &pages.desk.rulebook,
        (of.kind.place(), date(shown, 12, 31)),
        &topics,
    );
    sheet.parts.push(part);
    Ok(sheet.private())
}

/// What a head has to fill in: points and a remark by criterion.
struct Asking<'p> {
    criteria: Vec<Criterion<'p>>,
    known: Option<Assessment>,
    year: Year,
    number: i16,
}

/// Names of form fields are static; criteria are data. Points come under these, in the order of the criteria.
const POINTS: [&str; 12] = [
    "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9", "p10", "p11", "p12",
];

impl<'p> Asking<'p> {
    async fn of(reader: &Reader, pages: &'p Pages, seat: &Seat, number: i16) -> Result<Self, Instead> {
        let of = &seat.organisation;
        let year = or_refused(reader, pages.desk.year(of, number).await)?;
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        let known = or_failed(reader, store::assessment(&mut read, of, number).await)?;
        Ok(Self {
            criteria: criteria(reader, pages, seat, number)?,
            known,
            year,
            number,
        })
    }

    fn revision(&self) -> i64 {
        self.known.as_ref().map_or(0, |known| known.revision)
    }

    /// What stands in the fields at first: what is known, or what was counted.
    fn begun(&self, confirming: bool) -> Sent {
        let mut sent = Vec::new();
        for (name, criterion) in POINTS.iter().zip(&self.criteria) {
            let score = self.known.as_ref().and_then(|known| {
                known
                    .scores
                    .iter()
                    .find(|score| score.criterion == criterion.item.key)
            });
            let value = match score {
                Some(score) => Some(score.own),
                None => suggested(criterion, &self.year),
            };
            sent.push((
                (*name).to_owned(),
                value.map(|value| value.to_string()).unwrap_or_default(),
            ));
            if let Some(score) = score.filter(|_| !confirming) {
                sent.push((format!("{name}-note"), score.note.clone()));
            }
        }
        Sent(sent)
    }

    fn fields(&self, reader: &Reader, mut form: FormPage, (sent, confirming): (&Sent, bool)) -> FormPage {
        let t = &reader.t;
        form = form.hidden("revision", self.revision());
        for (name, criterion) in POINTS.iter().zip(&self.criteria) {
            let label = criterion.item.label.get(words::language(t));
            let counted = Duty::from_key(&criterion.item.key)
                .map(|duty| inside::counted(t, &self.year, duty))
                .unwrap_or_default();
            let most = i64::try_from(criterion.most).unwrap_or(i64::MAX);
            let hint = t.format(
                "workplace-points-hint",
                &[("most", most.into()), ("counted", counted.into())],
            );
            form = form.field(digits(name, label.to_owned(), &sent.get(name)).hint(hint));
            if !confirming {
                let note = format!("{name}-note");
                let written = sent.get(&note);
                form = form.field(Field::words(
                    note,
                    t.with("workplace-ask-note", "criterion", label),
                    written,
                ));
            }
        }
        form
    }

    fn read(&self, reader: &Reader, sent: &Sent) -> (Vec<(String, u64)>, Wrong) {
        let t = &reader.t;
        let mut wrong = Wrong::default();
        let mut all = Vec::new();
        for (name, criterion) in POINTS.iter().zip(&self.criteria) {
            let value = words::whole(t, &mut wrong, (name, &sent.get(name)));
            match value {
                Some(value) if value > criterion.most => {
                    wrong.add(name, t.text("workplace-error-points"));
                }
                Some(value) => all.push((criterion.item.key.clone(), value)),
                None => {}
            }
        }
        (all, wrong)
    }
}

fn own_form(reader: &Reader, inside: &Inside, (asking, sent): (&Asking<'_>, &Sent)) -> FormPage {
    let t = &reader.t;
    let form = inside
        .form(
            reader,
            (
                t.with("workplace-assess-title", "year", asking.number.to_string()),
                t.text("workplace-act-assess"),
            ),
            (
                &format!("danh-gia/{}", asking.number),
                &format!("danh-gia?nam={}", asking.number),
            ),
        )
        .notice(Notice::new(t, Tone::Info, t.text("workplace-assess-lead")));
    asking.fields(reader, form, (sent, false))
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
) -> Answer {
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &nam)?;
    let asking = Asking::of(&reader, &pages, &inside.seat, year).await?;
    let form = own_form(&reader, &inside, (&asking, &asking.begun(false)));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn assess(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &nam)?;
    let asking = Asking::of(&reader, &pages, &inside.seat, year).await?;
    let sent = Sent(sent);
    let form = own_form(&reader, &inside, (&asking, &sent));
    let (read, wrong) = asking.read(&reader, &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let noted: Vec<(String, u64, String)> = read
        .into_iter()
        .zip(POINTS)
        .map(|((key, points), name)| (key, points, sent.get(&format!("{name}-note"))))
        .collect();
    let done = pages
        .desk
        .assess(&inside.who, (year, revision(&sent)), &noted)
        .await;
    let href = |()| inside.at(&format!("danh-gia?nam={year}&xong=tu-cham"));
    Ok(then(&reader, done, href, (form, POINTS[0])))
}

/// A place for who confirms assessments above it.
async fn above(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str),
) -> Result<Seat, Instead> {
    let seat = seat(reader, pages, address).await?;
    if actor.may(FUNCTION, "confirm", seat.unit.id) {
        Ok(seat)
    } else {
        Err(not_here(reader))
    }
}

/// The assessments of a unit's places, for who confirms them.
pub(super) async fn waiting(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let unit = place(&pages, &reader, &noi)?;
    if !actor.may(FUNCTION, "confirm", unit.id) {
        return Err(not_here(&reader));
    }
    let (_, today) = pages.desk.now();
    let year = if came.nam.is_empty() {
        today.year()
    } else {
        year_of(&reader, &pages, &came.nam)?
    };
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let places = or_failed(
        &reader,
        organisations::store::organisations(&mut read, unit.id).await,
    )?;
    let found = or_failed(&reader, store::assessments(&mut read, unit.id, year).await)?;
    drop(read);
    let title = t.with("workplace-confirm-list", "year", year.to_string());
    let mut sheet =
        Sheet::new(&reader, super::frame(&reader, &unit, title)).done(words::done(&reader.t, &came.xong));
    for other in [year - 1, year + 1] {
        if (2024..=today.year()).contains(&other) {
            sheet.buttons.push((
                t.with("workplace-to-year", "year", other.to_string()),
                format!("{}/xep-loai?nam={other}", list_of(&unit)),
            ));
        }
    }
    let mut part = Part::new("danh-sach", t.text("workplace-list"));
    let rows: Vec<Row> = places
        .iter()
        .map(|one| {
            let assessment = found.iter().find(|found| found.organisation == one.id);
            let mut name = Cell::text(one.name.as_str());
            if assessment.is_some() {
                name = name.link(format!("{}/xep-loai/{year}", href(&unit, one.id)));
            }
            let tag = match assessment {
                Some(found) => words::assessment(t, found.state),
                None => Tag::new(Tone::Info, t.text("workplace-not-assessed")),
            };
            let grade = assessment.and_then(|found| found.grade);
            Row::new(vec![
                name,
                Cell::default().tag(tag),
                grade.map_or_else(
                    || Cell::text(t.text("workplace-not-graded")),
                    |grade| Cell::text(words::grade(t, grade)),
                ),
            ])
        })
        .collect();
    if rows.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.with("workplace-none-in", "unit", unit.name.as_str()),
            t.text("workplace-none-duty"),
        ));
    } else {
        part.table = Some(Table::new(
            t.with("workplace-year-caption", "year", year.to_string()),
            vec![
                Column::text(t.text("workplace-column-place")),
                Column::text(t.text("workplace-column-standing")),
                Column::text(t.text("workplace-grade")),
            ],
            rows,
        ));
    }
    sheet.parts.push(part);
    Ok(sheet.private())
}

fn confirm_form(reader: &Reader, seat: &Seat, (asking, sent): (&Asking<'_>, &Sent)) -> FormPage {
    let t = &reader.t;
    let title = t.with("workplace-confirm-title", "year", asking.number.to_string());
    let list = format!("{}/xep-loai", list_of(&seat.unit));
    let base = format!("{}/xep-loai/{}", seat.href(), asking.number);
    let mut form = FormPage::new(
        reader,
        seat.shell(reader, title)
            .crumb(t.text("workplace-tool-confirm"), list.clone()),
        base.clone(),
        list,
        t.text("workplace-act-confirm"),
    );
    if let Some(known) = &asking.known {
        let tone = if known.state == AssessmentState::Confirmed {
            Tone::Success
        } else {
            Tone::Info
        };
        let grade = known.grade.unwrap_or(known.own_grade);
        let text = t.format(
            "workplace-confirm-lead",
            &[
                ("grade", words::grade(t, grade).into()),
                ("date", known.confirmed_on.unwrap_or(known.assessed_on).into()),
            ],
        );
        form = form.notice(
            Notice::new(t, tone, text).link(t.text("workplace-act-send-back"), format!("{base}/tra-lai")),
        );
        for score in known.scores.iter().filter(|score| !score.note.is_empty()) {
            let criterion = asking
                .criteria
                .iter()
                .find(|criterion| criterion.item.key == score.criterion);
            if let Some(criterion) = criterion {
                form = form.quote(criterion.item.label.get(words::language(t)), score.note.as_str());
            }
        }
    }
    asking.fields(reader, form, (sent, true)).field(
        area("reason", t.text("workplace-confirm-reason"), &sent.get("reason"))
            .hint(t.text("workplace-confirm-reason-hint")),
    )
}

pub(super) async fn ask_confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
) -> Answer {
    let seat = above(&reader, &actor, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &nam)?;
    let asking = Asking::of(&reader, &pages, &seat, year).await?;
    if asking.known.is_none() {
        return Err(missing(&reader));
    }
    let form = confirm_form(&reader, &seat, (&asking, &asking.begun(true)));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let seat = above(&reader, &actor, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &nam)?;
    let asking = Asking::of(&reader, &pages, &seat, year).await?;
    let sent = Sent(sent);
    let form = confirm_form(&reader, &seat, (&asking, &sent));
    let (points, mut wrong) = asking.read(&reader, &sent);
    let reason = sent.get("reason");
    if reason.chars().count() > LONGEST_TEXT {
        wrong.words(&reader.t, ("reason", &reason), LONGEST_TEXT);
    }
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "confirm", seat.unit.id).account;
    let done = pages
        .desk
        .confirm(
            &seat.organisation,
            (year, revision(&sent)),
            (&points, &reason),
            by,
        )
        .await;
    let next = |_| format!("{}/xep-loai?nam={year}&xong=xac-nhan", list_of(&seat.unit));
    Ok(then(&reader, done, next, (form, "reason")))
}

fn back_form(reader: &Reader, seat: &Seat, (asking, sent): (&Asking<'_>, &Sent)) -> FormPage {
    let t = &reader.t;
    let base = format!("{}/xep-loai/{}", seat.href(), asking.number);
    FormPage::new(
        reader,
        seat.shell(reader, t.text("workplace-send-back-title")),
        format!("{base}/tra-lai"),
        base,
        t.text("workplace-act-send-back"),
    )
    .notice(Notice::new(
        t,
        Tone::Warning,
        t.text("workplace-send-back-warning"),
    ))
    .hidden("revision", asking.revision())
    .field(area(
        "reason",
        t.text("workplace-ask-reason"),
        &sent.get("reason"),
    ))
}

pub(super) async fn ask_send_back(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
) -> Answer {
    let seat = above(&reader, &actor, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &nam)?;
    let asking = Asking::of(&reader, &pages, &seat, year).await?;
    if asking.known.is_none() {
        return Err(missing(&reader));
    }
    let form = back_form(&reader, &seat, (&asking, &Sent::default()));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn send_back(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let seat = above(&reader, &actor, &pages, (&noi, &id)).await?;
    let year = year_of(&reader, &pages, &nam)?;
    let asking = Asking::of(&reader, &pages, &seat, year).await?;
    let sent = Sent(sent);
    let form = back_form(&reader, &seat, (&asking, &sent));
    let done = pages
        .desk
        .send_back(&seat.organisation, (year, revision(&sent)), &sent.get("reason"))
        .await;
    let next = |()| format!("{}/xep-loai?nam={year}&xong=tra-lai", list_of(&seat.unit));
    Ok(then(&reader, done, next, (form, "reason")))
}
