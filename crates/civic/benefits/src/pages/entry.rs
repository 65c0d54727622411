//! An application: entered, decided about, paid. Who it is of is seen by those who read in its hamlet.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, Place},
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Column, Control, Field, Notice, Row, SummaryList, Table, Tag, Tone},
        form::{FormPage, Sent, Wrong},
    },
    text::{read_day, write_day},
};
use units::Unit;

use super::{
    Asked, Doing, FUNCTION, LONGEST_LINE, LONGEST_WORDS, Pages, Sheet, allowed, desk_link, find, hamlets,
    may, missing, or_failed, or_refused, refused, shell, words,
};
use crate::{
    model::{Application, ApplicationId, Elsewhere, Means, Package, Standing, State as Stands},
    programme::Programme,
    rules,
    service::{ActError, Benefits, Correcting, Entering},
    store,
};

/// An application with where it stands.
struct Found {
    unit: Unit,
    package: Package,
    application: Application,
}

impl Found {
    fn place(&self) -> Place {
        Place::hamlet(self.unit.id, self.application.hamlet)
    }

    fn link(&self) -> String {
        format!(
            "{}/ho-so/{}",
            desk_link(&self.unit, &self.package),
            self.application.id
        )
    }

    fn key(&self, sent: &Sent) -> (units::UnitId, ApplicationId, i64) {
        let revision = sent.get("revision").parse().unwrap_or_default();
        (self.unit.id, self.application.id, revision)
    }
}

async fn find_one(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id, ho): (&str, &str, &str),
    action: &str,
) -> Result<Found, Instead> {
    let (unit, package) = find(reader, pages, xa, id).await?;
    let ho: ApplicationId = ho.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let application = or_failed(reader, store::application(&mut read, unit.id, ho).await)?;
    drop(read);
    let application = application
        .filter(|application| application.package == package.id)
        .ok_or_else(|| missing(reader))?;
    let found = Found {
        unit,
        package,
        application,
    };
    allowed(reader, actor, action, found.place())?;
    Ok(found)
}

fn programme<'a>(reader: &Reader, pages: &'a Pages, package: &Package) -> Result<&'a Programme, Instead> {
    pages
        .desk
        .programmes
        .get(&package.programme)
        .ok_or_else(|| missing(reader))
}

async fn form(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (unit, package, action): (&Unit, &Package, String),
    (sent, wrong): (&Sent, &Wrong),
) -> Answer {
    let t = &reader.t;
    let programme = programme(reader, pages, package)?;
    let own = hamlets(reader, pages, actor, ("enter", unit)).await?;
    let choices = own
        .iter()
        .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str()))
        .collect();
    let back = desk_link(unit, package);
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("benefits-enter"))
            .crumb(pages.desk.title(t, package), back.clone())
            .lead(t.text("benefits-enter-lead")),
        action,
        back,
        t.text("benefits-enter-button"),
    )
    .hidden("revision", sent.get("revision"))
    .field(
        Field::words("name", t.text("benefits-ask-name"), sent.get("name"))
            .hint(t.text("benefits-ask-name-hint")),
    )
    .field(
        Field::words(
            "identifier",
            t.text("benefits-ask-identifier"),
            sent.get("identifier"),
        )
        .hint(t.text("benefits-ask-identifier-hint")),
    )
    .field(Field::new(
        "hamlet",
        t.text("benefits-column-hamlet"),
        Control::Select {
            choices,
            chosen: sent.get("hamlet"),
        },
    ));
    for field in words::questions(t, programme, sent) {
        form = form.field(field);
    }
    Ok(page::private(form.show(t, wrong)))
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    if hamlets(&reader, &pages, &actor, ("enter", &unit))
        .await?
        .is_empty()
    {
        return Err(super::not_here(&reader));
    }
    if !matches!(package.state, Stands::Open | Stands::Posted) {
        return Ok(refused(&reader, &ActError::Stale));
    }
    let action = format!("{}/ho-so", desk_link(&unit, &package));
    let (sent, wrong) = (Sent::default(), Wrong::default());
    form(
        &reader,
        &pages,
        &actor,
        (&unit, &package, action),
        (&sent, &wrong),
    )
    .await
}

/// Reads a form and enters it, or shows it again with what is wrong.
async fn enters(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (unit, package, correcting): (&Unit, &Package, Correcting),
    sent: Sent,
) -> Answer {
    let t = &reader.t;
    let programme = programme(reader, pages, package)?;
    let base = desk_link(unit, package);
    let action = match correcting {
        Some((id, _)) => format!("{base}/ho-so/{id}/sua"),
        None => format!("{base}/ho-so"),
    };
    let place = (unit, package, action);
    let mut wrong = Wrong::default();
    let name = sent.get("name");
    wrong.words(t, ("name", &name), LONGEST_LINE);
    if rules::identifier(&sent.get("identifier")).is_none() {
        wrong.add("identifier", t.text("benefits-error-identifier"));
    }
    let own = hamlets(reader, pages, actor, ("enter", unit)).await?;
    let hamlet = own
        .iter()
        .find(|hamlet| hamlet.id.to_string() == sent.get("hamlet"));
    if hamlet.is_none() {
        wrong.add("hamlet", t.text("benefits-error-choose"));
    }
    let answers = words::answers(t, programme, &sent, &mut wrong);
    let (Some(hamlet), true) = (hamlet, wrong.0.is_empty()) else {
        return form(reader, pages, actor, place, (&sent, &wrong)).await;
    };
    let entering = Entering {
        hamlet: hamlet.id,
        name,
        identifier: sent.get("identifier"),
        answers,
    };
    let by = actor.acting(FUNCTION, "enter", Place::hamlet(unit.id, hamlet.id));
    match pages
        .desk
        .enter((unit.id, package.id), correcting, &entering, &by)
        .await
    {
        Ok(id) => {
            let word = if correcting.is_some() {
                "corrected"
            } else {
                "entered"
            };
            Ok(Redirect::to(&format!("{base}/ho-so/{id}?xong={word}")).into_response())
        }
        Err(error @ (ActError::Twice | ActError::Identifier)) => {
            wrong.add("identifier", words::why(t, &error));
            form(reader, pages, actor, place, (&sent, &wrong)).await
        }
        Err(ActError::Stale) => {
            wrong.add("name", t.text("benefits-error-stale"));
            let mut answer = form(reader, pages, actor, place, (&sent, &wrong)).await?;
            *answer.status_mut() = StatusCode::CONFLICT;
            Ok(answer)
        }
        Err(error) => Ok(refused(reader, &error)),
    }
}

pub(super) async fn enter(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    enters(&reader, &pages, &actor, (&unit, &package, None), Sent(sent)).await
}

pub(super) async fn edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, ho)): Path<(String, String, String)>,
) -> Answer {
    let found = find_one(&reader, &pages, &actor, (&xa, &id, &ho), "enter").await?;
    if found.application.standing != Standing::Waiting {
        return Ok(refused(&reader, &ActError::Stale));
    }
    let programme = programme(&reader, &pages, &found.package)?;
    let applicant = pages.desk.applicant(&found.application);
    let mut sent = words::given(programme, &applicant.answers);
    for (name, value) in [
        ("revision", found.application.revision.to_string()),
        ("name", applicant.name),
        ("identifier", applicant.identifier),
        ("hamlet", found.application.hamlet.to_string()),
    ] {
        sent.push((name.to_owned(), value));
    }
    let action = format!("{}/sua", found.link());
    let place = (&found.unit, &found.package, action);
    form(&reader, &pages, &actor, place, (&Sent(sent), &Wrong::default())).await
}

pub(super) async fn correct(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, ho)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find_one(&reader, &pages, &actor, (&xa, &id, &ho), "enter").await?;
    let sent = Sent(sent);
    let revision = sent.get("revision").parse().unwrap_or_default();
    let correcting = Some((found.application.id, revision));
    enters(
        &reader,
        &pages,
        &actor,
        (&found.unit, &found.package, correcting),
        sent,
    )
    .await
}

/// Where else the same person stands: told to who handles the application, to others as a number.
fn elsewhere_table(t: &Translator, pages: &Pages, elsewhere: &[Elsewhere]) -> Table {
    let units = pages.desk.units.current();
    let rows = elsewhere
        .iter()
        .map(|there| {
            let unit = units.get(there.unit).map_or("", |unit| unit.name.as_str());
            let name = pages
                .desk
                .programmes
                .get(&there.programme)
                .map_or(there.programme.as_str(), |programme| programme.name.get(t.code()));
            let period = t.format(
                "benefits-period-is",
                &[("from", Arg::Date(there.from)), ("until", Arg::Date(there.until))],
            );
            Row::new(vec![
                Cell::text(name).note(period),
                Cell::text(unit),
                Cell::text(t.text(&format!("benefits-standing-{}", there.standing.key()))),
            ])
        })
        .collect();
    Table::new(
        t.text("benefits-elsewhere"),
        vec![
            Column::text(t.text("benefits-column-package")),
            Column::text(t.text("benefits-column-unit")),
            Column::text(t.text("benefits-column-standing")),
        ],
        rows,
    )
}

/// What can be done with an application before it is on a list.
fn deciding(t: &Translator, found: &Found) -> Vec<Doing> {
    let action = format!("{}/lam", found.link());
    let hidden = vec![("revision", found.application.revision.to_string())];
    let mut doings = Vec::new();
    if !found.application.overridden.is_empty() {
        doings.push(Doing {
            action: action.clone(),
            heading: t.text("benefits-undecide"),
            hidden: hidden.clone(),
            buttons: vec![("bo-quyet", t.text("benefits-undecide"))],
            ..Doing::default()
        });
    } else if found.application.amount > 0 {
        doings.push(Doing {
            action: action.clone(),
            heading: t.text("benefits-decide"),
            lines: vec![t.text("benefits-decide-lead")],
            hidden: hidden.clone(),
            fields: vec![Field::words("reason", t.text("benefits-reason"), "")],
            buttons: vec![("quyet", t.text("benefits-decide"))],
            ..Doing::default()
        });
    }
    doings.push(Doing {
        action,
        heading: t.text("benefits-take-out"),
        lines: vec![t.text("benefits-take-out-lead")],
        hidden,
        buttons: vec![("rut", t.text("benefits-take-out"))],
        ..Doing::default()
    });
    doings
}

/// How it was paid, and whether its receiver signed.
pub(super) fn how_paid(t: &Translator, sent: &Sent) -> [Field; 2] {
    let or = |name: &str, usual: &str| match sent.get(name) {
        chosen if chosen.is_empty() => usual.to_owned(),
        chosen => chosen,
    };
    let means = Means::ALL
        .iter()
        .map(|means| Choice::new(means.key(), t.text(&format!("benefits-means-{}", means.key()))))
        .collect();
    let signed = vec![
        Choice::new("yes", t.text("benefits-yes")),
        Choice::new("no", t.text("benefits-no")),
    ];
    [
        Field::new(
            "means",
            t.text("benefits-ask-means"),
            Control::Radios {
                choices: means,
                chosen: or("means", Means::Cash.key()),
            },
        ),
        Field::new(
            "signed",
            t.text("benefits-ask-signed"),
            Control::Radios {
                choices: signed,
                chosen: or("signed", "yes"),
            },
        ),
    ]
}

/// What can be done with an application once its list may be paid.
fn paying(t: &Translator, found: &Found, today: jiff::civil::Date) -> Vec<Doing> {
    let action = format!("{}/chi", found.link());
    let hidden = vec![("revision", found.application.revision.to_string())];
    let [means, signed] = how_paid(t, &Sent::default());
    match found.application.standing {
        Standing::Listed => vec![
            Doing {
                action: action.clone(),
                heading: t.with("benefits-pay", "amount", found.application.amount),
                hidden: hidden.clone(),
                fields: vec![
                    Field::words("on", t.text("benefits-ask-paid-on"), write_day(today))
                        .hint(t.text("benefits-day-hint")),
                    means,
                    signed,
                ],
                buttons: vec![("chi", t.text("benefits-pay-button"))],
                open: true,
                ..Doing::default()
            },
            Doing {
                action,
                heading: t.text("benefits-give-back"),
                lines: vec![t.text("benefits-give-back-lead")],
                hidden,
                buttons: vec![("tra", t.text("benefits-give-back"))],
                ..Doing::default()
            },
        ],
        Standing::Paid | Standing::Returned => vec![Doing {
            action,
            heading: t.text("benefits-undo"),
            lines: vec![t.text("benefits-undo-lead")],
            hidden,
            buttons: vec![("hoan", t.text("benefits-undo"))],
            ..Doing::default()
        }],
        Standing::Waiting | Standing::Removed => Vec::new(),
    }
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, ho)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let found = find_one(&reader, &pages, &actor, (&xa, &id, &ho), "read").await?;
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let handles = may(Some(&actor), "enter", found.place());
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let hamlet = or_failed(
        &reader,
        units::hamlets::get(&mut read, found.application.hamlet).await,
    )?;
    let elsewhere = or_refused(&reader, desk.elsewhere(&mut read, &found.application).await)?;
    let hindrance = or_refused(&reader, desk.hindrance(&mut read, &found.package).await)?;
    drop(read);
    let (application, package) = (&found.application, &found.package);
    let programme = programme(&reader, &pages, package)?;
    let applicant = desk.applicant(application);
    let title = t.with("benefits-application", "number", application.number.to_string());
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &found.unit, title)
            .crumb(desk.title(t, package), desk_link(&found.unit, package))
            .lead(words::verdict(t, application)),
    );
    sheet.done = asked.confirmation(t);
    let mut facts = vec![
        (
            t.text("benefits-column-standing"),
            Cell::text(t.text(&format!("benefits-standing-{}", application.standing.key()))),
        ),
        (
            t.text("benefits-column-hamlet"),
            Cell::text(hamlet.map(|hamlet| hamlet.name).unwrap_or_default()),
        ),
        (
            t.text("benefits-column-vnd"),
            Cell::text(words::vnd(t, application.amount)),
        ),
    ];
    if application.sealed.is_some() {
        facts.insert(
            0,
            (t.text("benefits-ask-name"), Cell::text(applicant.name.as_str())),
        );
        if handles {
            facts.insert(
                1,
                (
                    t.text("benefits-ask-identifier"),
                    Cell::text(applicant.identifier.as_str()),
                ),
            );
        }
        if let Some(answers) = Benefits::answers(programme, &applicant) {
            for (at, (question, answer)) in programme.questions.iter().zip(answers).enumerate() {
                facts.push((
                    question.ask.get(t.code()).to_owned(),
                    Cell::text(words::answered(t, programme, at, answer)),
                ));
            }
        }
    } else {
        sheet
            .notices
            .push(Notice::new(t, Tone::Info, t.text("benefits-erased")));
    }
    if !application.overridden.is_empty() {
        facts.push((
            t.text("benefits-against"),
            Cell::text(applicant.reason.as_str()).note(t.with(
                "benefits-against-by",
                "role",
                t.text(&format!("benefits-role-{}", application.overridden)),
            )),
        ));
    }
    if let Some(on) = application.settled_on {
        let means = application
            .means
            .map(|means| t.text(&format!("benefits-means-{}", means.key())))
            .unwrap_or_default();
        let mut cell = Cell::text(write_day(on)).note(means);
        if application.standing == Standing::Paid {
            cell = cell.tag(Tag::new(
                Tone::Info,
                t.text(if application.signed {
                    "benefits-signed"
                } else {
                    "benefits-not-signed"
                }),
            ));
        }
        facts.push((t.text("benefits-settled-on"), cell));
    }
    sheet.facts = Some(SummaryList::new(facts));
    if let Some(verdict) = desk.verdict(package, application) {
        let mut reasons = words::failed(t, programme, &verdict);
        if desk.is_excluded(package, &elsewhere) {
            reasons.push(t.text("benefits-excluded"));
        }
        if !reasons.is_empty() {
            sheet.sections.push((t.text("benefits-why-not"), reasons));
        }
    }
    if !elsewhere.is_empty() {
        if handles {
            sheet.tables.push(elsewhere_table(t, &pages, &elsewhere));
        } else {
            let text = t.with("benefits-elsewhere-count", "count", elsewhere.len());
            sheet.notices.push(Notice::new(t, Tone::Info, text));
        }
    }
    let takes = matches!(package.state, Stands::Open | Stands::Posted);
    if handles && takes && application.standing == Standing::Waiting {
        sheet
            .buttons
            .push((t.text("benefits-correct"), format!("{}/sua", found.link())));
        if may(Some(&actor), "keep", found.unit.id) {
            sheet.acts.extend(deciding(t, &found));
        }
    }
    if may(Some(&actor), "pay", found.unit.id) && package.state == Stands::Posted {
        match hindrance {
            None => sheet.acts.extend(paying(t, &found, today)),
            Some(why) => sheet
                .notices
                .push(Notice::new(t, Tone::Info, words::hindrance(t, why))),
        }
    }
    sheet
        .buttons
        .push((t.text("benefits-back-to-list"), desk_link(&found.unit, package)));
    Ok(page::private(page::html(&sheet)))
}

fn settled(
    reader: &Reader,
    found: &Found,
    result: Result<(), ActError>,
    word: &str,
) -> Result<Response, Instead> {
    or_refused(reader, result)?;
    Ok(Redirect::to(&format!("{}?xong={word}", found.link())).into_response())
}

pub(super) async fn act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, ho)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find_one(&reader, &pages, &actor, (&xa, &id, &ho), "enter").await?;
    // A hamlet head enters for his neighbours; against the rules decides the commune.
    allowed(&reader, &actor, "keep", found.unit.id)?;
    let sent = Sent(sent);
    let by = actor.acting(FUNCTION, "keep", found.unit.id);
    let key = found.key(&sent);
    let why = sent.get("reason");
    if why.chars().count() > LONGEST_WORDS {
        return Ok(page::bad_request(&reader, reader.t.text("benefits-error-long")));
    }
    let (word, result) = match sent.get("lam").as_str() {
        "quyet" => ("decided", pages.desk.decide(key, true, &why, &by).await),
        "bo-quyet" => ("undecided", pages.desk.decide(key, false, "", &by).await),
        "rut" => ("taken-out", pages.desk.take_out(key, &by).await),
        _ => ("", Err(ActError::Unknown)),
    };
    settled(&reader, &found, result, word)
}

pub(super) async fn pay(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, ho)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find_one(&reader, &pages, &actor, (&xa, &id, &ho), "read").await?;
    allowed(&reader, &actor, "pay", found.unit.id)?;
    let sent = Sent(sent);
    let by = actor.acting(FUNCTION, "pay", found.unit.id);
    let key = found.key(&sent);
    let (word, result) = match sent.get("lam").as_str() {
        "chi" => {
            let on = read_day(&sent.get("on"));
            let result = match (on, Means::from_key(&sent.get("means"))) {
                (Some(on), Some(means)) => {
                    let paid = (on, means, sent.get("signed") == "yes");
                    pages.desk.pay(key, paid, &by).await
                }
                _ => Err(ActError::Day),
            };
            ("paid", result)
        }
        "tra" => ("returned", pages.desk.give_back(key, &by).await),
        "hoan" => ("undone", pages.desk.undo(key, &by).await),
        _ => ("", Err(ActError::Unknown)),
    };
    settled(&reader, &found, result, word)
}
