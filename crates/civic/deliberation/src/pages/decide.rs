//! The written decision: words, signatures, its way to the authority, its effect, and what is done to carry it out.

use std::collections::BTreeMap;

use axum::{
    Form as Sent,
    extract::{Path, State},
    http::header,
    response::IntoResponse as _,
};
use households::HouseholdId;
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::{Arg, Translator},
    page::{
        Answer, Instead, Reader,
        components::{Cell, Choice, Column, Field, Notice, Row, Table, Tone},
    },
};
use serde::Deserialize;
use units::Unit;

use super::{
    FUNCTION, Pages, by, find,
    form::{self, Form, LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT},
    hamlet_name, href, matter_shell, may, missing, or_failed, or_refused, place, refused, then, words,
};
use crate::{
    decision_paper,
    ids::TaskId,
    model::{DecisionForm, Dossier, Ground, Signed},
    rules::{self, Effect, Outcome, Question, Recogniser, Scope, Signature},
    service::ActError,
};

/// The words of a decision, as they were sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Written {
    #[serde(default)]
    loai: String,
    #[serde(default)]
    van_ban: String,
}

/// What a decision would say, for the first draft: the result and what was proposed.
fn first_words(t: &Translator, pages: &Pages, dossier: &Dossier) -> Result<String, ActError> {
    let matter = &dossier.matter;
    let mut parts = Vec::new();
    for round in dossier.deciding() {
        let Some(result) = &round.result else { continue };
        let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
        if matter.seats == 0 {
            parts.push(t.format(
                "deliberation-first-result",
                &[
                    ("date", Arg::Date(round.day())),
                    ("yes", number(result.count.of(Question::IN_FAVOUR))),
                    ("total", number(result.count.households)),
                ],
            ));
        } else if let Some(elected) = pages.desk.elected(dossier, round)? {
            for candidate in &dossier.candidates {
                if elected.options.contains(&candidate.option) {
                    parts.push(t.format(
                        "deliberation-first-elected",
                        &[
                            ("name", Arg::Text(candidate.name.clone())),
                            ("marks", number(result.count.of(candidate.option))),
                            ("total", number(result.count.households)),
                        ],
                    ));
                }
            }
        }
    }
    parts.push(matter.proposal.clone());
    Ok(parts.join("\n\n"))
}

async fn write_form(
    reader: &Reader,
    pages: &Pages,
    (unit, dossier): (&Unit, &Dossier),
    sent: &Written,
    wrong: bool,
) -> Answer {
    let t = &reader.t;
    let matter = &dossier.matter;
    let forms = DecisionForm::ALL
        .iter()
        .map(|form| Choice::new(form.key(), t.text(&format!("deliberation-kind-{}", form.key()))))
        .collect();
    let fault = wrong.then(|| t.text("deliberation-error-proposal"));
    let fields = vec![
        form::radios("loai", t.text("deliberation-field-kind"), forms, &sent.loai),
        form::faulty(
            t,
            form::area("van_ban", t.text("deliberation-field-decision"), &sent.van_ban)
                .hint(t.text("deliberation-field-proposal-hint")),
            fault.as_ref(),
        ),
    ];
    let base = href(unit, matter.id);
    let mut page = Form::new(
        matter_shell(reader, unit, matter, t.text("deliberation-tool-decide"))
            .lead(t.text("deliberation-decide-lead")),
        t.text("deliberation-button-save"),
        format!("{base}/quyet-dinh"),
        base.clone(),
        fields,
    );
    if dossier.decision.is_some() {
        page.table = signatures(t, dossier);
        let kinds: Vec<Signature> = dossier.signatures.iter().map(|signed| signed.kind).collect();
        let decided = dossier
            .decision
            .as_ref()
            .map_or(matter.proposed.at, |decision| decision.written.at);
        let decided = dossier.decision.as_ref().map_or_else(
            || platform::clock::vietnam().to_datetime(decided).date(),
            |decision| decision.decided_on,
        );
        let unsigned = or_refused(
            reader,
            rules::unsigned(&pages.desk.rulebook, decided, &kinds).map_err(ActError::from),
        )?;
        page.citations.push(words::citation(t, &unsigned.because));
        if unsigned.missing.is_empty() {
            page.others
                .push((t.text("deliberation-act-finalise"), format!("{base}/hoan-tat")));
        } else {
            let text = t.with(
                "deliberation-still-unsigned",
                "missing",
                words::unsigned(t, &unsigned.missing),
            );
            page.notices.push(
                Notice::new(t, Tone::Warning, text)
                    .link(t.text("deliberation-tool-sign"), format!("{base}/ky")),
            );
        }
    }
    Ok(page.page(reader))
}

fn signatures(t: &Translator, dossier: &Dossier) -> Option<Table> {
    let rows: Vec<Row> = dossier
        .signatures
        .iter()
        .map(|signed| {
            Row::new(vec![
                Cell::text(t.text(&format!("deliberation-signature-{}", signed.kind.key()))),
                Cell::text(signed.name.as_str()),
                Cell::text(t.date(signed.on)),
            ])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            t.text("deliberation-signatures"),
            vec![
                Column::text(t.text("deliberation-column-capacity")),
                Column::text(t.text("deliberation-column-person")),
                Column::text(t.text("deliberation-column-signed")),
            ],
            rows,
        )
    })
}

/// A matter, for somebody who may do something about it.
async fn allowed(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
    action: &str,
) -> Result<(Unit, Dossier), Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(reader, pages, &mut read, xa, id).await?;
    by(reader, actor, action, place(&dossier.matter))?;
    Ok((unit, dossier))
}

pub(super) async fn ask_write(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "decide").await?;
    let sent = match &dossier.decision {
        Some(decision) => Written {
            loai: decision.form.key().to_owned(),
            van_ban: decision.text.clone(),
        },
        None => Written {
            loai: DecisionForm::Resolution.key().to_owned(),
            van_ban: or_refused(&reader, first_words(&reader.t, &pages, &dossier))?,
        },
    };
    write_form(&reader, &pages, (&unit, &dossier), &sent, false).await
}

pub(super) async fn write(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Sent(sent): Sent<Written>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "decide").await?;
    let matter = &dossier.matter;
    let by = by(&reader, &actor, "decide", place(matter))?;
    let text = form::lines(&sent.van_ban);
    let kind = DecisionForm::from_key(&sent.loai);
    let (Some(kind), true) = (kind, form::within(&text, LONGEST_TEXT)) else {
        return write_form(&reader, &pages, (&unit, &dossier), &sent, true).await;
    };
    let done = pages
        .desk
        .write_decision(unit.id, matter.id, kind, &text, by)
        .await;
    Ok(then(
        &reader,
        done,
        &format!("{}/quyet-dinh", href(&unit, matter.id)),
    ))
}

/// A signature as it was sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct SignedForm {
    #[serde(default)]
    tu_cach: String,
    #[serde(default)]
    ten: String,
    /// Number of the household, for representatives.
    #[serde(default)]
    ho: String,
    #[serde(default)]
    ngay: String,
}

fn sign_form(
    reader: &Reader,
    unit: &Unit,
    dossier: &Dossier,
    sent: &SignedForm,
    faults: &BTreeMap<&str, String>,
) -> Answer {
    let t = &reader.t;
    let kinds = Signature::ALL
        .iter()
        .map(|kind| {
            Choice::new(
                kind.key(),
                t.text(&format!("deliberation-signature-{}", kind.key())),
            )
        })
        .collect();
    let fields = vec![
        form::radios(
            "tu_cach",
            t.text("deliberation-field-capacity"),
            kinds,
            &sent.tu_cach,
        ),
        Field::words("ten", t.text("deliberation-field-name"), sent.ten.as_str()),
        form::digits("ho", t.text("deliberation-field-household"), &sent.ho)
            .hint(t.text("deliberation-field-household-hint")),
        form::digits("ngay", t.text("deliberation-field-signed-on"), &sent.ngay),
    ];
    let fields = form::with_faults(t, fields, faults);
    let base = href(unit, dossier.matter.id);
    let mut page = Form::new(
        matter_shell(reader, unit, &dossier.matter, t.text("deliberation-tool-sign"))
            .lead(t.text("deliberation-sign-lead")),
        t.text("deliberation-button-sign"),
        format!("{base}/ky"),
        format!("{base}/quyet-dinh"),
        fields,
    );
    page.table = signatures(t, dossier);
    Ok(page.page(reader))
}

pub(super) async fn ask_sign(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "decide").await?;
    let (_, today) = pages.desk.now();
    let sent = SignedForm {
        ngay: platform::text::write_day(today),
        ..SignedForm::default()
    };
    sign_form(&reader, &unit, &dossier, &sent, &BTreeMap::new())
}

pub(super) async fn sign(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Sent(sent): Sent<SignedForm>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "decide").await?;
    let t = &reader.t;
    let matter = &dossier.matter;
    let mut faults = BTreeMap::new();
    let kind = Signature::from_key(&sent.tu_cach);
    if kind.is_none() {
        faults.insert("tu_cach", t.text("deliberation-error-capacity"));
    }
    let name = form::line(&sent.ten);
    if !form::within(&name, LONGEST_NAME) {
        faults.insert("ten", t.text("deliberation-error-name"));
    }
    let on = platform::text::read_day(sent.ngay.trim());
    if on.is_none() {
        faults.insert("ngay", t.text("deliberation-error-past-day"));
    }
    let household = if kind == Some(Signature::Household) {
        let found = household(&reader, &pages, &dossier, sent.ho.trim()).await?;
        if found.is_none() {
            faults.insert("ho", t.text("deliberation-error-household"));
        }
        found
    } else {
        None
    };
    let (Some(kind), Some(on), true) = (kind, on, faults.is_empty()) else {
        return sign_form(&reader, &unit, &dossier, &sent, &faults);
    };
    let signed = Signed {
        kind,
        name,
        household,
        on,
    };
    let by = by(&reader, &actor, "decide", place(matter))?;
    let done = pages.desk.sign(unit.id, matter.id, &signed, by).await;
    match done {
        Err(error @ (ActError::Day | ActError::Stale)) => {
            let text = match error {
                ActError::Day => t.text("deliberation-error-signed-day"),
                _ => t.text("deliberation-error-signed-twice"),
            };
            sign_form(&reader, &unit, &dossier, &sent, &BTreeMap::from([("ngay", text)]))
        }
        done => Ok(then(
            &reader,
            done,
            &format!("{}/quyet-dinh", href(&unit, matter.id)),
        )),
    }
}

/// The household with a number on the roll that decided.
async fn household(
    reader: &Reader,
    pages: &Pages,
    dossier: &Dossier,
    number: &str,
) -> Result<Option<HouseholdId>, Instead> {
    let Ok(number) = number.parse::<i64>() else {
        return Ok(None);
    };
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    for round in dossier.deciding() {
        let Some(opened) = round.opened else { continue };
        let roll = or_failed(
            reader,
            households::roll::read(&mut read, round.unit, opened.roll).await,
        )?;
        let found = roll.and_then(|roll| {
            let entry = roll.entries.iter().find(|entry| entry.number == number)?;
            Some(entry.household)
        });
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

pub(super) async fn finalise(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "decide").await?;
    let matter = &dossier.matter;
    let by = by(&reader, &actor, "decide", place(matter))?;
    let done = pages.desk.finalise(unit.id, matter.id, by).await;
    Ok(then(&reader, done, &href(&unit, matter.id)))
}

/// What is noted about a final decision.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Followed {
    #[serde(default)]
    viec: String,
    #[serde(default)]
    ngay: String,
    #[serde(default)]
    ly_do: String,
    #[serde(default)]
    can_cu: String,
}

/// What can be done about a final decision, in the order of its life.
fn steps(pages: &Pages, actor: &Actor, dossier: &Dossier) -> Vec<&'static str> {
    let Some(decision) = &dossier.decision else {
        return Vec::new();
    };
    if decision.final_at.is_none() || decision.annulled.is_some() {
        return Vec::new();
    }
    let here = place(&dossier.matter);
    let may = |action: &str| actor.may(FUNCTION, action, here);
    let mut steps = Vec::new();
    if decision.sent_on.is_none() && may("decide") {
        steps.push("sent");
    }
    if decision.sent_on.is_some()
        && decision.received_on.is_none()
        && (may("receive") || may("recognise_for_front"))
    {
        steps.push("received");
    }
    let recogniser = pages.desk.recogniser(dossier).ok().flatten();
    let answers = match recogniser {
        Some(Recogniser::Committee) => may("recognise"),
        Some(Recogniser::Front) => may("recognise_for_front"),
        None => false,
    };
    if answers && decision.received_on.is_some() && decision.answer.is_none() {
        steps.extend(["recognised", "refused"]);
    }
    if dossier.matter.scope() == Scope::Commune && decision.set_for.is_none() && may("conclude") {
        steps.push("effect");
    }
    if may("annul") {
        steps.push("annulled");
    }
    steps
}

fn follow_form(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (unit, dossier): (&Unit, &Dossier),
    sent: &Followed,
    faults: &BTreeMap<&str, String>,
) -> Answer {
    let t = &reader.t;
    let steps = steps(pages, actor, dossier);
    let base = href(unit, dossier.matter.id);
    let choices: Vec<Choice> = steps
        .iter()
        .map(|step| Choice::new(*step, t.text(&format!("deliberation-follow-{step}"))))
        .collect();
    let chosen = if sent.viec.is_empty() {
        steps.first().copied().unwrap_or_default().to_owned()
    } else {
        sent.viec.clone()
    };
    let mut fields = vec![form::radios(
        "viec",
        t.text("deliberation-field-step"),
        choices,
        &chosen,
    )];
    if steps
        .iter()
        .any(|step| matches!(*step, "sent" | "received" | "effect"))
    {
        fields.push(
            form::digits("ngay", t.text("deliberation-field-day"), &sent.ngay)
                .hint(t.text("deliberation-field-day-hint")),
        );
    }
    if steps
        .iter()
        .any(|step| matches!(*step, "recognised" | "refused" | "annulled"))
    {
        fields.push(
            form::area("ly_do", t.text("deliberation-field-reason"), &sent.ly_do)
                .hint(t.text("deliberation-field-reason-hint")),
        );
    }
    if steps.contains(&"annulled") {
        let grounds = Ground::ALL
            .iter()
            .map(|ground| {
                Choice::new(
                    ground.key(),
                    t.text(&format!("deliberation-ground-{}", ground.key())),
                )
            })
            .collect();
        fields.push(form::select(
            "can_cu",
            t.text("deliberation-field-ground"),
            grounds,
            &sent.can_cu,
        ));
    }
    let fields = form::with_faults(t, fields, faults);
    let mut page = Form::new(
        matter_shell(reader, unit, &dossier.matter, t.text("deliberation-tool-follow"))
            .lead(t.text("deliberation-follow-lead")),
        t.text("deliberation-button-save"),
        format!("{base}/theo-doi"),
        base,
        fields,
    );
    if steps.is_empty() {
        page.fields = Vec::new();
        page.notices
            .push(Notice::new(t, Tone::Info, t.text("deliberation-follow-none")));
    }
    Ok(page.page(reader))
}

pub(super) async fn ask_follow(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop(read);
    let (_, today) = pages.desk.now();
    let sent = Followed {
        ngay: platform::text::write_day(today),
        ..Followed::default()
    };
    follow_form(
        &reader,
        &actor,
        &pages,
        (&unit, &dossier),
        &sent,
        &BTreeMap::new(),
    )
}

pub(super) async fn follow(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Sent(sent): Sent<Followed>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop(read);
    let t = &reader.t;
    let desk = &pages.desk;
    let matter = &dossier.matter;
    let here = place(matter);
    if !steps(&pages, &actor, &dossier).contains(&sent.viec.as_str()) {
        let faults = BTreeMap::from([("viec", t.text("deliberation-error-step"))]);
        return follow_form(&reader, &actor, &pages, (&unit, &dossier), &sent, &faults);
    }
    let day = platform::text::read_day(sent.ngay.trim());
    let reasons = form::lines(&sent.ly_do);
    let again = |field: &'static str, key: &str| {
        let faults = BTreeMap::from([(field, t.text(key))]);
        follow_form(&reader, &actor, &pages, (&unit, &dossier), &sent, &faults)
    };
    let needs_day = matches!(sent.viec.as_str(), "sent" | "received" | "effect");
    let Some(day) = day.or((!needs_day).then_some(Date::MIN)) else {
        return again("ngay", "deliberation-error-past-day");
    };
    if reasons.chars().count() > LONGEST_REASON {
        return again("ly_do", "deliberation-error-reasons");
    }
    let key = (unit.id, matter.id);
    let as_role = |action: &str| by(&reader, &actor, action, here);
    let answering = if desk.recogniser(&dossier).ok().flatten() == Some(Recogniser::Front) {
        "recognise_for_front"
    } else {
        "recognise"
    };
    let done = match sent.viec.as_str() {
        "sent" => desk.send(key.0, key.1, day, as_role("decide")?).await,
        "received" => {
            let action = if may(Some(&actor), "receive", here) {
                "receive"
            } else {
                "recognise_for_front"
            };
            desk.receive(key.0, key.1, day, as_role(action)?).await
        }
        "recognised" => {
            desk.answer(key.0, key.1, Outcome::Recognised, &reasons, as_role(answering)?)
                .await
        }
        "refused" => {
            desk.answer(key.0, key.1, Outcome::Refused, &reasons, as_role(answering)?)
                .await
        }
        "effect" => desk.set_effect(key.0, key.1, day, as_role("conclude")?).await,
        _ => {
            let ground = Ground::from_key(&sent.can_cu).unwrap_or(Ground::ProcedureBreached);
            desk.annul(key.0, key.1, ground, &reasons, as_role("annul")?)
                .await
        }
    };
    match done {
        Err(ActError::Reasons) => again("ly_do", "deliberation-error-reasons"),
        Err(ActError::Day) => again("ngay", "deliberation-error-day"),
        done => Ok(then(&reader, done, &href(&unit, matter.id))),
    }
}

/// Something to be done, as it was sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Planned {
    #[serde(default)]
    viec: String,
    #[serde(default)]
    ai: String,
    #[serde(default)]
    han: String,
    #[serde(default)]
    tien: String,
}

fn task_form(
    reader: &Reader,
    unit: &Unit,
    dossier: &Dossier,
    sent: &Planned,
    faults: &BTreeMap<&str, String>,
) -> Answer {
    let t = &reader.t;
    let fields = vec![
        Field::words("viec", t.text("deliberation-field-task"), sent.viec.as_str()),
        Field::words("ai", t.text("deliberation-field-who"), sent.ai.as_str())
            .hint(t.text("deliberation-field-who-hint")),
        form::digits("han", t.text("deliberation-field-due"), &sent.han),
        form::digits("tien", t.text("deliberation-field-money"), &sent.tien)
            .hint(t.text("deliberation-field-money-hint")),
    ];
    let fields = form::with_faults(t, fields, faults);
    let base = href(unit, dossier.matter.id);
    let page = Form::new(
        matter_shell(reader, unit, &dossier.matter, t.text("deliberation-tool-task")),
        t.text("deliberation-button-save"),
        format!("{base}/viec"),
        base,
        fields,
    );
    Ok(page.page(reader))
}

pub(super) async fn ask_task(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "carry_out").await?;
    task_form(&reader, &unit, &dossier, &Planned::default(), &BTreeMap::new())
}

pub(super) async fn plan_task(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Sent(sent): Sent<Planned>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "carry_out").await?;
    let t = &reader.t;
    let matter = &dossier.matter;
    let mut faults = BTreeMap::new();
    let (what, who) = (form::line(&sent.viec), form::line(&sent.ai));
    if !form::within(&what, LONGEST_REASON) {
        faults.insert("viec", t.text("deliberation-error-task"));
    }
    if !form::within(&who, LONGEST_NAME) {
        faults.insert("ai", t.text("deliberation-error-who"));
    }
    let due = platform::text::read_day(sent.han.trim());
    if due.is_none() {
        faults.insert("han", t.text("deliberation-error-due"));
    }
    let money = form::dong(&sent.tien);
    if money.is_none() {
        faults.insert("tien", t.text("deliberation-error-money"));
    }
    let (Some(due), Some(money), true) = (due, money, faults.is_empty()) else {
        return task_form(&reader, &unit, &dossier, &sent, &faults);
    };
    let by = by(&reader, &actor, "carry_out", place(matter))?;
    let done = pages
        .desk
        .plan_task(unit.id, matter.id, (&what, &who, due, money), by)
        .await;
    Ok(then(
        &reader,
        done,
        &format!("{}#thuc-hien", href(&unit, matter.id)),
    ))
}

/// News of a task, as they were sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct News {
    #[serde(default)]
    tin: String,
    #[serde(default)]
    tien: String,
    #[serde(default)]
    xong: String,
}

fn news_form(
    reader: &Reader,
    unit: &Unit,
    dossier: &Dossier,
    task: TaskId,
    sent: &News,
    faults: &BTreeMap<&str, String>,
) -> Answer {
    let t = &reader.t;
    let task = dossier
        .tasks
        .iter()
        .find(|known| known.id == task)
        .ok_or_else(|| missing(reader))?;
    let done = vec![
        Choice::new("", t.text("deliberation-task-going")),
        Choice::new("1", t.text("deliberation-task-finished")),
    ];
    let fields = vec![
        form::area("tin", t.text("deliberation-field-news"), &sent.tin),
        form::digits("tien", t.text("deliberation-field-spent"), &sent.tien)
            .hint(t.text("deliberation-field-money-hint")),
        form::radios("xong", t.text("deliberation-field-done"), done, &sent.xong),
    ];
    let fields = form::with_faults(t, fields, faults);
    let base = href(unit, dossier.matter.id);
    let page = Form::new(
        matter_shell(reader, unit, &dossier.matter, task.what.clone()),
        t.text("deliberation-button-save"),
        format!("{base}/viec/{}", task.id),
        base,
        fields,
    );
    Ok(page.page(reader))
}

pub(super) async fn ask_news(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, task)): Path<(String, String, String)>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "carry_out").await?;
    let task = task.parse().map_err(|_| missing(&reader))?;
    news_form(&reader, &unit, &dossier, task, &News::default(), &BTreeMap::new())
}

pub(super) async fn tell_news(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, task)): Path<(String, String, String)>,
    Sent(sent): Sent<News>,
) -> Answer {
    let (unit, dossier) = allowed(&reader, &actor, &pages, (&xa, &id), "carry_out").await?;
    let task: TaskId = task.parse().map_err(|_| missing(&reader))?;
    let t = &reader.t;
    let mut faults = BTreeMap::new();
    let note = form::lines(&sent.tin);
    if !form::within(&note, LONGEST_REASON) {
        faults.insert("tin", t.text("deliberation-error-news"));
    }
    let spent = form::dong(&sent.tien);
    if spent.is_none() {
        faults.insert("tien", t.text("deliberation-error-money"));
    }
    let (Some(spent), true) = (spent, faults.is_empty()) else {
        return news_form(&reader, &unit, &dossier, task, &sent, &faults);
    };
    let matter = &dossier.matter;
    let by = by(&reader, &actor, "carry_out", place(matter))?;
    let done = pages
        .desk
        .progress(
            unit.id,
            matter.id,
            task,
            (&note, spent, !sent.xong.is_empty()),
            by,
        )
        .await;
    Ok(then(
        &reader,
        done,
        &format!("{}#thuc-hien", href(&unit, matter.id)),
    ))
}

/// The decision on paper. Names of signatories are left to their own hands.
pub(super) async fn paper(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    let hamlet = match dossier.matter.hamlet {
        Some(hamlet) => Some(hamlet_name(&reader, &mut read, hamlet).await?),
        None => None,
    };
    drop(read);
    let decision = dossier
        .decision
        .as_ref()
        .filter(|decision| decision.published_at.is_some())
        .ok_or_else(|| missing(&reader))?;
    let t = &reader.t;
    let effect = or_refused(&reader, pages.desk.effect(&dossier))?;
    let sheet = decision_paper::Decided {
        commune: unit.name.clone(),
        hamlet,
        matter: &dossier.matter,
        decision,
        paragraphs: platform::text::paragraphs(&decision.text),
        effect: effect.map(|effect: Effect| words::effect(t, effect)),
        demo: pages.desk.demo,
    };
    let document = decision_paper::decision(t, &sheet);
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    match made {
        Ok(Ok(octets)) => Ok(([(header::CONTENT_TYPE, "application/pdf")], octets).into_response()),
        Ok(Err(error)) => Ok(refused(&reader, &ActError::Form(error.to_string()))),
        Err(error) => Ok(refused(&reader, &ActError::Form(error.to_string()))),
    }
}
