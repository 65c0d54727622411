//! The desk: packages, their applications and objections, the way of a list from its entering to its end.

use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, PersonId},
    i18n::Translator,
    page::{
        self, Answer, Reader,
        components::{
            Cell, Choice, Column, Control, Empty, Field, Notice, Pagination, Row, Table, Tag, Tone,
        },
        form::{FormPage, Sent, Wrong, digits},
    },
    text::{read_day, read_whole, write_day},
};
use units::{Unit, hamlets::Hamlet};

use super::{
    Asked, Doing, FUNCTION, LONGEST_WORDS, MOST, PAGE, Pages, Sheet, allowed, desk_link, find, hamlets, home,
    lets_in, link, may, missing, object, or_failed, or_refused, pdf, public, refused, shell, unit, words,
};
use crate::{
    model::{Application, NewPackage, Objection, Package, State as Stands},
    papers, rules,
    service::{ActError, MOST_ENTRIES, hamlet_name},
    store,
};

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    lets_in(&reader, &actor, unit.id)?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let packages = or_failed(&reader, store::packages(&mut read, unit.id, MOST).await)?;
    drop(read);
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, t.text("benefits-desk")));
    sheet.done = asked.confirmation(t);
    if may(Some(&actor), "keep", unit.id) {
        sheet
            .buttons
            .push((t.text("benefits-open"), format!("{}/viec/moi", home(&unit))));
    }
    if packages.is_empty() {
        sheet.empty = Some(Empty::new(
            t,
            t.text("benefits-empty"),
            t.text("benefits-empty-duty"),
        ));
    } else {
        let table = public::packages_table(t, &pages, &packages, |package| desk_link(&unit, package));
        sheet.tables.push(table);
    }
    sheet.rules = words::law(t, &pages.desk);
    Ok(page::private(page::html(&sheet)))
}

fn form(reader: &Reader, pages: &Pages, unit: &Unit, (sent, wrong): (&Sent, &Wrong)) -> Response {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let programmes = pages
        .desk
        .programmes
        .iter()
        .filter(|programme| programme.is_open(today))
        .map(|programme| Choice::new(programme.key.as_str(), programme.name.get(t.code())))
        .collect();
    let usual = rules::posting_days(&pages.desk.rulebook, today).map_or(0, |(least, _)| least);
    let or = |name: &str, usual: String| match sent.get(name) {
        typed if typed.is_empty() && sent.0.is_empty() => usual,
        typed => typed,
    };
    let base = home(unit);
    let page = FormPage::new(
        reader,
        shell(reader, unit, t.text("benefits-open")).lead(t.text("benefits-open-lead")),
        format!("{base}/viec/moi"),
        format!("{base}/viec"),
        t.text("benefits-open"),
    )
    .field(Field::new(
        "programme",
        t.text("benefits-column-programme"),
        Control::Select {
            choices: programmes,
            chosen: sent.get("programme"),
        },
    ))
    .field(
        Field::words("from", t.text("benefits-ask-from"), sent.get("from")).hint(t.text("benefits-day-hint")),
    )
    .field(
        Field::words("until", t.text("benefits-ask-until"), sent.get("until"))
            .hint(t.text("benefits-day-hint")),
    )
    .field(digits(
        "budget",
        t.text("benefits-ask-budget"),
        &sent.get("budget"),
    ))
    .field(digits(
        "posting",
        t.text("benefits-ask-posting"),
        &or("posting", usual.to_string()),
    ))
    .citations(
        words::law(t, &pages.desk)
            .into_iter()
            .map(|(_, citation)| citation)
            .take(2)
            .collect(),
    );
    page::private(page.show(t, wrong))
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    allowed(&reader, &actor, "keep", unit.id)?;
    Ok(form(
        &reader,
        &pages,
        &unit,
        (&Sent::default(), &Wrong::default()),
    ))
}

pub(super) async fn open(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    allowed(&reader, &actor, "keep", unit.id)?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let (from, until) = (read_day(&sent.get("from")), read_day(&sent.get("until")));
    for (name, day) in [("from", from), ("until", until)] {
        if day.is_none() {
            wrong.add(name, t.text("benefits-error-date"));
        }
    }
    let budget = read_whole(&sent.get("budget")).filter(|budget| *budget > 0);
    if budget.is_none() {
        wrong.add("budget", t.text("benefits-error-budget"));
    }
    let (Some(from), Some(until), Some(budget)) = (from, until, budget) else {
        return Ok(form(&reader, &pages, &unit, (&sent, &wrong)));
    };
    let new = NewPackage {
        programme: sent.get("programme"),
        from,
        until,
        budget,
        posting_days: sent.get("posting").parse().unwrap_or_default(),
    };
    let by = actor.acting(FUNCTION, "keep", unit.id);
    match pages.desk.open(unit.id, &new, &by).await {
        Ok(id) => Ok(Redirect::to(&format!("{}/viec/{id}?xong=opened", home(&unit))).into_response()),
        Err(error @ ActError::Day) => {
            wrong.add("until", words::why(t, &error));
            Ok(form(&reader, &pages, &unit, (&sent, &wrong)))
        }
        Err(error @ ActError::PostingDays(..)) => {
            wrong.add("posting", words::why(t, &error));
            Ok(form(&reader, &pages, &unit, (&sent, &wrong)))
        }
        Err(ActError::Unknown) => {
            wrong.add("programme", t.text("benefits-error-choose"));
            Ok(form(&reader, &pages, &unit, (&sent, &wrong)))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

fn applications_table(
    t: &Translator,
    pages: &Pages,
    (unit, package): (&Unit, &Package),
    (applications, hamlets): (&[Application], &[Hamlet]),
) -> Table {
    let rows = applications
        .iter()
        .map(|application| {
            let name = pages.desk.applicant(application).name;
            let name = if name.is_empty() {
                t.text("benefits-erased")
            } else {
                name
            };
            let mut verdict = Cell::text(words::verdict(t, application));
            if !application.overridden.is_empty() {
                verdict = verdict.tag(Tag::new(Tone::Warning, t.text("benefits-against")));
            }
            Row::new(vec![
                Cell::text(format!("{}. {name}", application.number))
                    .link(format!("{}/ho-so/{}", desk_link(unit, package), application.id))
                    .note(hamlet_name(hamlets, application.hamlet)),
                verdict,
                Cell::number(t, application.amount),
                Cell::text(t.text(&format!("benefits-standing-{}", application.standing.key()))),
            ])
        })
        .collect();
    Table::new(
        t.text("benefits-applications"),
        vec![
            Column::text(t.text("benefits-column-name")),
            Column::text(t.text("benefits-column-verdict")),
            Column::number(t.text("benefits-column-vnd")),
            Column::text(t.text("benefits-column-standing")),
        ],
        rows,
    )
}

fn objections_table(
    t: &Translator,
    pages: &Pages,
    (unit, package): (&Unit, &Package),
    objections: &[Objection],
) -> Table {
    let (_, today) = pages.desk.now();
    let rows = objections
        .iter()
        .map(|objection| {
            let href = format!("{}/y-kien/{}", desk_link(unit, package), objection.id);
            let mut stands = match objection.outcome {
                Some(outcome) => Cell::text(t.text(&format!("benefits-outcome-{}", outcome.key()))),
                None => Cell::text(t.with("benefits-due-on", "day", objection.due_on)),
            };
            if objection.outcome.is_none() && objection.due_on < today {
                stands = stands.tag(Tag::new(Tone::Problem, t.text("benefits-overdue")));
            }
            Row::new(vec![
                Cell::text(write_day(objection.filed_on)).link(href),
                Cell::text(object::about(t, objection)),
                stands,
            ])
        })
        .collect();
    Table::new(
        t.text("benefits-objections"),
        vec![
            Column::text(t.text("benefits-filed-on")),
            Column::text(t.text("benefits-ask-about")),
            Column::text(t.text("benefits-outcome")),
        ],
        rows,
    )
}

fn reason(t: &Translator, name: &str) -> Field {
    Field::words(name, t.text("benefits-reason"), "").hint(t.text("benefits-reason-hint"))
}

/// What can be done with a package, by whom.
fn doings(t: &Translator, (unit, package): (&Unit, &Package), actor: &Actor, hindered: bool) -> Vec<Doing> {
    let base = desk_link(unit, package);
    let revision = vec![("revision", package.revision.to_string())];
    let keeps = may(Some(actor), "keep", unit.id);
    let mut doings = Vec::new();
    if package.state == Stands::Open && keeps {
        doings.push(Doing {
            action: format!("{base}/danh-sach"),
            heading: t.text("benefits-submit"),
            lines: vec![t.text("benefits-submit-lead")],
            hidden: revision.clone(),
            buttons: vec![("trinh", t.text("benefits-submit"))],
            ..Doing::default()
        });
    }
    let before = package
        .submitted_by
        .into_iter()
        .chain([package.opened_by])
        .map(|account| ("keep", PersonId(account)));
    if package.state == Stands::Submitted && actor.may_after(FUNCTION, "approve", unit.id, before).is_ok() {
        doings.push(Doing {
            action: format!("{base}/duyet"),
            heading: t.text("benefits-approve"),
            lines: vec![t.with("benefits-approve-lead", "count", package.posting_days)],
            hidden: revision.clone(),
            buttons: vec![("duyet", t.text("benefits-approve"))],
            ..Doing::default()
        });
        doings.push(Doing {
            action: format!("{base}/duyet"),
            heading: t.text("benefits-send-back"),
            hidden: revision.clone(),
            fields: vec![reason(t, "reason-back")],
            buttons: vec![("tra-lai", t.text("benefits-send-back"))],
            ..Doing::default()
        });
    }
    if package.state == Stands::Posted && keeps && !hindered {
        doings.push(Doing {
            action: format!("{base}/danh-sach"),
            heading: t.text("benefits-close"),
            lines: vec![t.text("benefits-close-lead")],
            hidden: revision.clone(),
            buttons: vec![("ket-thuc", t.text("benefits-close"))],
            ..Doing::default()
        });
    }
    if matches!(package.state, Stands::Open | Stands::Submitted | Stands::Posted) && keeps {
        doings.push(Doing {
            action: format!("{base}/danh-sach"),
            heading: t.text("benefits-cancel"),
            lines: vec![t.text("benefits-cancel-lead")],
            hidden: revision,
            fields: vec![reason(t, "reason-cancel")],
            buttons: vec![("huy", t.text("benefits-cancel"))],
            ..Doing::default()
        });
    }
    doings
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    lets_in(&reader, &actor, unit.id)?;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let whole = may(Some(&actor), "read", unit.id);
    let mine = hamlets(&reader, &pages, &actor, ("read", &unit)).await?;
    let key = (unit.id, package.id);
    let after = asked.sau.unwrap_or_default();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let all = or_failed(&reader, units::hamlets::all(&mut read, unit.id).await)?;
    let mut applications = Vec::new();
    if whole {
        applications = or_failed(
            &reader,
            store::applications(&mut read, key, after, PAGE + 1).await,
        )?;
    } else {
        // A hamlet head has one hamlet, as a rule.
        for hamlet in &mine {
            let found = store::of_hamlet(&mut read, key, hamlet.id, after, PAGE + 1).await;
            applications.extend(or_failed(&reader, found)?);
        }
        applications.sort_by_key(|application| application.number);
    }
    let objections = if whole {
        or_failed(&reader, store::objections(&mut read, key, MOST).await)?
    } else {
        Vec::new()
    };
    let totals = or_refused(&reader, desk.totals(&mut read, &package).await)?;
    let granted = or_failed(&reader, store::granted(&mut read, key).await)?;
    let doubled = or_failed(&reader, store::doubled(&mut read, key).await)?;
    let hindrance = or_refused(&reader, desk.hindrance(&mut read, &package).await)?;
    drop(read);

    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, desk.title(t, &package))
            .crumb(t.text("benefits-desk"), format!("{}/viec", home(&unit)))
            .lead(words::state(t, &package, today)),
    );
    sheet.done = asked.confirmation(t);
    if let (Stands::Posted, Some(why)) = (package.state, hindrance) {
        sheet
            .notices
            .push(Notice::new(t, Tone::Info, words::hindrance(t, why)));
    }
    if package.state == Stands::Open && !package.reason.is_empty() {
        let text = t.with("benefits-sent-back-because", "reason", package.reason.as_str());
        sheet.notices.push(Notice::new(t, Tone::Warning, text));
    }
    if package.state == Stands::Open && granted.1 > package.budget {
        let over = ActError::OverBudget(granted.1 - package.budget);
        sheet
            .notices
            .push(Notice::new(t, Tone::Warning, words::why(t, &over)));
    }
    if doubled > 0 && whole {
        let text = t.with("benefits-doubled", "count", doubled);
        sheet.notices.push(Notice::new(t, Tone::Info, text));
    }
    let takes = matches!(package.state, Stands::Open | Stands::Posted);
    if takes
        && !hamlets(&reader, &pages, &actor, ("enter", &unit))
            .await?
            .is_empty()
    {
        let href = format!("{}/ho-so", desk_link(&unit, &package));
        sheet.buttons.push((t.text("benefits-enter"), href));
    }
    sheet
        .buttons
        .push((t.text("benefits-public-page"), link(&unit, &package)));
    if package.state == Stands::Posted && may(Some(&actor), "keep", unit.id) {
        let href = format!("{}/y-kien-giay", desk_link(&unit, &package));
        sheet.buttons.push((t.text("benefits-on-paper"), href));
    }
    if package.state == Stands::Posted && hindrance.is_none() && may(Some(&actor), "pay", unit.id) {
        let href = format!("{}/chi-tra", desk_link(&unit, &package));
        sheet.buttons.push((t.text("benefits-together"), href));
    }
    if may(Some(&actor), "pay", unit.id) && package.posted_on.is_some() {
        let href = format!("{}/bang-chi.pdf", desk_link(&unit, &package));
        sheet.buttons.push((t.text("benefits-sheet"), href));
    }
    let more = applications.len() > PAGE;
    applications.truncate(PAGE);
    if applications.is_empty() {
        sheet.empty = Some(Empty::new(
            t,
            t.text("benefits-no-applications"),
            t.text("benefits-no-applications-duty"),
        ));
    } else {
        let listed = (applications.as_slice(), all.as_slice());
        let table = applications_table(t, &pages, (&unit, &package), listed);
        sheet.tables.push(table);
        let base = desk_link(&unit, &package);
        let next = applications
            .last()
            .filter(|_| more)
            .map(|last| format!("{base}?sau={}", last.number));
        let first = (after > 0).then_some(base);
        sheet.pagination = Some(Pagination::new(t, first, next));
    }
    if !objections.is_empty() {
        sheet
            .tables
            .push(objections_table(t, &pages, (&unit, &package), &objections));
    }
    if package.posted_on.is_some() && whole {
        sheet.tables.push(public::totals_table(t, &totals));
    }
    sheet.acts = doings(t, (&unit, &package), &actor, hindrance.is_some());
    sheet.rules = words::law(t, desk);
    Ok(page::private(page::html(&sheet)))
}

fn done(reader: &Reader, result: Result<(), ActError>, to: String) -> Answer {
    or_refused(reader, result)?;
    Ok(Redirect::to(&to).into_response())
}

/// A reason that is short enough to be public.
fn short(reader: &Reader, words: String) -> Result<String, page::Instead> {
    if words.chars().count() > LONGEST_WORDS {
        let text = reader.t.text("benefits-error-long");
        return Err(page::Instead::from(page::bad_request(reader, text)));
    }
    Ok(words)
}

pub(super) async fn keep(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "keep", unit.id)?;
    let sent = Sent(sent);
    let by = actor.acting(FUNCTION, "keep", unit.id);
    let key = (unit.id, package.id);
    let revision = sent.get("revision").parse().unwrap_or_default();
    let (word, result) = match sent.get("lam").as_str() {
        "trinh" => ("submitted", pages.desk.submit(key, revision, &by).await),
        "ket-thuc" => ("closed", pages.desk.close(key, revision, &by).await),
        "huy" => {
            let why = short(&reader, sent.get("reason-cancel"))?;
            ("cancelled", pages.desk.cancel(key, revision, &why, &by).await)
        }
        _ => ("", Err(ActError::Unknown)),
    };
    done(
        &reader,
        result,
        format!("{}?xong={word}", desk_link(&unit, &package)),
    )
}

pub(super) async fn approve(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "approve", unit.id)?;
    let sent = Sent(sent);
    let by = actor.acting(FUNCTION, "approve", unit.id);
    let key = (unit.id, package.id);
    let revision = sent.get("revision").parse().unwrap_or_default();
    let (word, result) = match sent.get("lam").as_str() {
        "duyet" => ("approved", pages.desk.approve(key, revision, &by).await),
        "tra-lai" => {
            let why = short(&reader, sent.get("reason-back"))?;
            ("sent-back", pages.desk.send_back(key, revision, &why, &by).await)
        }
        _ => ("", Err(ActError::Unknown)),
    };
    done(
        &reader,
        result,
        format!("{}?xong={word}", desk_link(&unit, &package)),
    )
}

pub(super) async fn sheet(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    allowed(&reader, &actor, "pay", unit.id)?;
    let desk = &pages.desk;
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let key = (unit.id, package.id);
    let entries = or_failed(&reader, store::listed(&mut read, key, 0, MOST_ENTRIES).await)?;
    let all = or_failed(&reader, units::hamlets::all(&mut read, unit.id).await)?;
    drop(read);
    let lines: Vec<papers::Line> = entries
        .iter()
        .map(|entry| papers::Line {
            number: entry.number,
            name: desk.applicant(entry).name,
            hamlet: hamlet_name(&all, entry.hamlet).to_owned(),
            amount: entry.amount,
        })
        .collect();
    let paper = papers::Paper {
        unit: &unit.name,
        package: &package,
        title: desk.title(t, &package),
        at: desk.now().0,
        demo: desk.demo,
    };
    Ok(pdf(&reader, paper.payments(t, &lines), "bang-chi-tra.pdf").await)
}
