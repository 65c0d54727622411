//! What those who keep a model do with it: plan, evidence, giving up, consent, review, undoing, and the letter of commendation.

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, Query, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, FormToken},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Confirmation, Control, ErrorSummary, Field, Notice, SummaryList, Tag, Tone,
        },
        form::{Brought, FormPage, Sent, Wrong, area, digits},
    },
    text::{read_day, read_whole, write_day},
};
use serde::Deserialize;

use super::{
    Found, Pages, by, commune_home, desk::LONGEST_TEXT, failed, find_for, may, missing, or_failed,
    or_refused, place, refused, shell, show, then, words,
};
use crate::{
    ActError,
    model::{Member, MemberId, PictureId},
    papers,
    rules::{self, CouncilFault, State as Stands, Vote},
    service::{Outcome, Review},
};

/// Letters of the number of a decision.
const LONGEST_NUMBER: usize = 60;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Done {
    xong: Option<String>,
}

/// What was just done, by the word in the address.
const DONE: &[&str] = &[
    "registered",
    "corrected",
    "planned",
    "carried_out",
    "not_carried_out",
    "recognised",
    "not_recognised",
    "consent",
    "undone",
];

#[derive(Template)]
#[template(path = "movements/manage.html")]
struct ManagePage {
    shell: Shell,
    done: Option<Confirmation>,
    tag: Tag,
    notices: Vec<Notice>,
    buttons: Vec<(String, String)>,
    facts: SummaryList,
    pictures: Vec<show::Pictured>,
    told: Vec<show::Told>,
}

/// What may be undone by whom: the action whose step was wrong.
fn undoing(state: Stands) -> Option<&'static str> {
    match state {
        Stands::Recognised | Stands::NotRecognised => Some("recognise"),
        Stands::CarriedOut => Some("carry_out"),
        Stands::Registered | Stands::Planned | Stands::NotCarriedOut => Some("register"),
        Stands::Withdrawn => None,
    }
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(done): Query<Done>,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    let model = found.model();
    let href = found.href();
    let here = |action: &str| may(Some(&actor), action, place(model));
    let mut buttons: Vec<(String, String)> = Vec::new();
    let mut button = |allowed: bool, key: &str, end: &str| {
        if allowed {
            buttons.push((t.text(key), format!("{href}/{end}")));
        }
    };
    let open = matches!(model.state, Stands::Registered | Stands::Planned);
    button(
        model.state == Stands::CarriedOut && here("recognise"),
        "movements-act-review",
        "xet",
    );
    button(open && here("carry_out"), "movements-act-carry-out", "thuc-hien");
    button(open && here("register"), "movements-act-plan", "ke-hoach");
    button(
        model.state == Stands::CarriedOut && here("carry_out"),
        "movements-act-better",
        "thuc-hien",
    );
    button(
        model.state == Stands::Recognised,
        "movements-act-commendation",
        "giay-khen.pdf",
    );
    button(open && here("register"), "movements-act-edit", "sua");
    let person = found
        .movement
        .holder(&model.holder)
        .is_some_and(|holder| holder.person);
    button(
        person && model.state.counts() && here("register"),
        "movements-act-consent",
        "dong-y",
    );
    button(
        open && here("register"),
        "movements-act-give-up",
        "khong-thuc-hien",
    );
    button(
        undoing(model.state).is_some_and(&here),
        "movements-act-undo",
        "hoan-tac",
    );
    let mut notices = Vec::new();
    if model.state == Stands::CarriedOut && !here("recognise") {
        notices.push(Notice::new(t, Tone::Info, t.text("movements-awaits-council")));
    }
    let late = found
        .movement
        .usually_until(model.year)
        .is_some_and(|until| model.registered_on > until);
    if late && open {
        notices.push(Notice::new(
            t,
            Tone::Info,
            format!(
                "{} {}",
                t.text("movements-registered-late"),
                words::basis(t, &found.movement.registration.basis)
            ),
        ));
    }
    if !model.state.counts() {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.text("movements-withdrawn-notice"),
        ));
    }
    let mut facts = show::facts(&reader, &pages, &found);
    if person {
        let consent = match model.consent_on {
            Some(day) => t.with("movements-consent-given", "day", day),
            None => t.text("movements-consent-none"),
        };
        facts.insert(
            1,
            (
                t.text("movements-holder-real"),
                Cell::text(model.holder_name.as_str()).note(consent),
            ),
        );
    }
    for (key, text) in [
        ("movements-aim", &model.aim),
        ("movements-plan", &model.plan),
        ("movements-done", &model.done),
        ("movements-outcome", &model.outcome),
        ("movements-reasons", &model.reasons),
    ] {
        if !text.is_empty() {
            facts.push((t.text(key), Cell::text(text.as_str())));
        }
    }
    let done = done
        .xong
        .filter(|word| DONE.contains(&word.as_str()))
        .map(|word| Confirmation {
            title: t.text(&format!("movements-done-{}", word.replace('_', "-"))),
            text: t.text(&format!("movements-next-{}", model.state.key().replace('_', "-"))),
        });
    Ok(page::html(&ManagePage {
        shell: framed(&reader, &found, model.title.clone()),
        done,
        tag: words::tag(t, model.state),
        notices,
        buttons,
        facts: SummaryList::new(facts),
        pictures: show::pictured(&found, model.state == Stands::CarriedOut && here("carry_out")),
        told: show::told(t, &found.dossier),
    }))
}

/// The frame of a page about a model at the desk.
fn framed(reader: &Reader, found: &Found<'_>, title: String) -> Shell {
    let home = commune_home(found.movement, &found.unit);
    shell(reader, found.movement, title)
        .crumb(found.unit.name.as_str(), home.as_str())
        .crumb(
            reader.t.text("movements-tool-desk"),
            format!("{home}/viec?nam={}", found.model().year),
        )
}

/// A form about a model.
fn form(reader: &Reader, found: &Found<'_>, end: &str, (title, button): (&str, &str)) -> FormPage {
    let t = &reader.t;
    FormPage::new(
        reader,
        framed(reader, found, t.text(title)),
        format!("{}/{end}", found.href()),
        found.desk_href(),
        t.text(button),
    )
    .quote(words::state(t, found.model().state), found.model().title.as_str())
    .hidden("revision", found.model().revision)
}

fn revision(sent: &Sent) -> i64 {
    sent.get("revision").parse().unwrap_or_default()
}

fn done_at(found: &Found<'_>, word: &str) -> String {
    format!("{}?xong={word}", found.desk_href())
}

fn plan_form(reader: &Reader, found: &Found<'_>, sent: &Sent) -> FormPage {
    let t = &reader.t;
    form(
        reader,
        found,
        "ke-hoach",
        ("movements-plan-title", "movements-button-plan"),
    )
    .field(
        area("plan", t.text("movements-ask-plan"), &sent.get("plan")).hint(t.text("movements-ask-plan-hint")),
    )
    .field(
        Field::words("until", t.text("movements-plan-until"), sent.get("until")).hint(t.with(
            "movements-ask-until-hint",
            "year",
            found.model().year.to_string(),
        )),
    )
}

pub(super) async fn ask_plan(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let model = found.model();
    let sent = Sent(vec![
        ("plan".to_owned(), model.plan.clone()),
        (
            "until".to_owned(),
            model.plan_until.map(write_day).unwrap_or_default(),
        ),
    ]);
    Ok(plan_form(&reader, &found, &sent).show(&reader.t, &Wrong::default()))
}

pub(super) async fn plan(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let mut wrong = Wrong::default();
    wrong.words(t, ("plan", &sent.get("plan")), LONGEST_TEXT);
    let until = read_day(&sent.get("until"));
    if until.is_none() {
        wrong.add("until", t.text("movements-error-day"));
    }
    let (Some(until), true) = (until, wrong.0.is_empty()) else {
        return Ok(plan_form(&reader, &found, &sent).show(t, &wrong));
    };
    let by = by(&actor, "register", place(found.model()));
    let plan = sent.get("plan");
    match pages
        .desk
        .plan(found.key(), revision(&sent), (&plan, until), &by)
        .await
    {
        Err(ActError::Day(fault)) => {
            wrong.add("until", words::day_fault(t, fault));
            Ok(plan_form(&reader, &found, &sent).show(t, &wrong))
        }
        done => Ok(then(&reader, done, &done_at(&found, "planned"))),
    }
}

#[derive(Template)]
#[template(path = "movements/evidence.html")]
struct EvidencePage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    title: String,
    action: String,
    revision: i64,
    fields: Vec<Field>,
    back: String,
}

/// The form of the evidence. What is wrong with figures stands apart: their names follow from the movement.
fn evidence_page(
    reader: &Reader,
    found: &Found<'_>,
    sent: &Sent,
    (wrong, figures): (&Wrong, &[String]),
) -> Response {
    let t = &reader.t;
    let mut fields = vec![
        Field::words("on", t.text("movements-carried-out-on"), sent.get("on")),
        area("done", t.text("movements-ask-done"), &sent.get("done")).hint(t.text("movements-ask-done-hint")),
        area("outcome", t.text("movements-ask-outcome"), &sent.get("outcome"))
            .hint(t.text("movements-ask-outcome-hint")),
    ];
    for kind in &found.movement.figures {
        let name = format!("figure-{}", kind.key);
        fields.push(
            digits(&name, kind.name.get(t.code()).to_owned(), &sent.get(&name))
                .hint(t.text("movements-ask-figure-hint")),
        );
    }
    fields.push(
        Field::new(
            "pictures",
            t.text("movements-ask-pictures"),
            Control::Files {
                accept: "image/jpeg,image/png,image/webp".to_owned(),
            },
        )
        .hint(t.text("movements-ask-pictures-hint")),
    );
    fields.push(Field::words(
        "caption",
        t.text("movements-ask-caption"),
        sent.get("caption"),
    ));
    for field in &mut fields {
        if let Some((_, text)) = wrong.0.iter().find(|(name, _)| *name == field.name) {
            *field = field.clone().error(t, text.as_str());
        }
        if figures.contains(&field.name) {
            *field = field.clone().error(t, t.text("movements-error-number"));
        }
    }
    let errors = ErrorSummary::of(t, &fields);
    let faulty = !errors.is_empty();
    let mut shell = framed(reader, found, t.text("movements-carry-out-title"));
    if faulty {
        shell = shell.with_errors();
    }
    let page = page::html(&EvidencePage {
        shell,
        token: reader.form_token(),
        errors,
        title: found.model().title.clone(),
        action: format!("{}/thuc-hien", found.href()),
        revision: found.model().revision,
        fields,
        back: found.desk_href(),
    });
    if faulty {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    }
}

pub(super) async fn ask_carry_out(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "carry_out").await?;
    let model = found.model();
    let (_, today) = pages.desk.now();
    let mut sent = vec![
        ("on".to_owned(), write_day(model.carried_out_on.unwrap_or(today))),
        ("done".to_owned(), model.done.clone()),
        ("outcome".to_owned(), model.outcome.clone()),
    ];
    sent.extend(
        model
            .figures
            .iter()
            .map(|(key, amount)| (format!("figure-{key}"), amount.to_string())),
    );
    Ok(evidence_page(
        &reader,
        &found,
        &Sent(sent),
        (&Wrong::default(), &[]),
    ))
}

pub(super) async fn carry_out(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Multipart,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "carry_out").await?;
    let evidence = Brought::take(form, "pictures").await.map_err(|error| {
        tracing::debug!(%error, "a form can't be read");
        Instead::from(page::bad_request(&reader, t.text("movements-error-broken")))
    })?;
    let sent = &evidence.sent;
    let mut wrong = Wrong::default();
    let on = read_day(&sent.get("on"));
    if on.is_none() {
        wrong.add("on", t.text("movements-error-day"));
    }
    wrong.words(t, ("done", &sent.get("done")), LONGEST_TEXT);
    wrong.words(t, ("outcome", &sent.get("outcome")), LONGEST_TEXT);
    let (mut figures, mut faulty) = (Vec::new(), Vec::new());
    for kind in &found.movement.figures {
        let name = format!("figure-{}", kind.key);
        let written = sent.get(&name);
        match read_whole(&written) {
            _ if written.is_empty() => {}
            Some(amount) => figures.push((kind.key.clone(), amount)),
            None => faulty.push(name),
        }
    }
    if let Some(fault) = evidence.fault {
        wrong.add("pictures", t.text(fault.key()));
    }
    let caption = sent.get("caption");
    if !evidence.pictures.is_empty() && caption.is_empty() {
        wrong.add("caption", t.text("movements-error-caption"));
    }
    let (Some(on), true) = (on, wrong.0.is_empty() && faulty.is_empty()) else {
        return Ok(evidence_page(&reader, &found, sent, (&wrong, &faulty)));
    };
    let outcome = Outcome {
        on,
        done: sent.get("done"),
        outcome: sent.get("outcome"),
        figures,
        pictures: evidence
            .pictures
            .into_iter()
            .map(|picture| (picture, caption.clone()))
            .collect(),
    };
    let by = by(&actor, "carry_out", place(found.model()));
    match pages
        .desk
        .carry_out(found.key(), revision(sent), &outcome, &by)
        .await
    {
        Err(ActError::Day(fault)) => {
            wrong.add("on", words::day_fault(t, fault));
            Ok(evidence_page(&reader, &found, sent, (&wrong, &[])))
        }
        done => Ok(then(&reader, done, &done_at(&found, "carried_out"))),
    }
}

/// A form that asks for a reason and nothing else.
fn reason_form(
    reader: &Reader,
    found: &Found<'_>,
    end: &str,
    (title, button, lead): (&str, &str, &str),
    sent: &Sent,
) -> FormPage {
    let t = &reader.t;
    form(reader, found, end, (title, button))
        .notice(Notice::new(t, Tone::Info, t.text(lead)))
        .field(area(
            "reason",
            t.text("movements-ask-reason"),
            &sent.get("reason"),
        ))
}

fn reason_of(t: &Translator, sent: &Sent) -> Result<String, Wrong> {
    let reason = sent.get("reason");
    let mut wrong = Wrong::default();
    wrong.words(t, ("reason", &reason), LONGEST_TEXT);
    if wrong.0.is_empty() {
        Ok(reason)
    } else {
        Err(wrong)
    }
}

const GIVE_UP: (&str, &str, &str) = (
    "movements-act-give-up",
    "movements-button-give-up",
    "movements-give-up-lead",
);
const REMOVE: (&str, &str, &str) = (
    "movements-remove-title",
    "movements-button-remove",
    "movements-remove-lead",
);
const UNDO: (&str, &str, &str) = (
    "movements-act-undo",
    "movements-button-undo",
    "movements-undo-lead",
);

pub(super) async fn ask_give_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let form = reason_form(&reader, &found, "khong-thuc-hien", GIVE_UP, &Sent::default());
    Ok(form.show(&reader.t, &Wrong::default()))
}

pub(super) async fn give_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let reason = match reason_of(&reader.t, &sent) {
        Ok(reason) => reason,
        Err(wrong) => {
            let form = reason_form(&reader, &found, "khong-thuc-hien", GIVE_UP, &sent);
            return Ok(form.show(&reader.t, &wrong));
        }
    };
    let by = by(&actor, "register", place(found.model()));
    let done = pages
        .desk
        .give_up(found.key(), revision(&sent), &reason, &by)
        .await;
    Ok(then(&reader, done, &done_at(&found, "not_carried_out")))
}

pub(super) async fn ask_remove(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, anh)): Path<(String, String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "carry_out").await?;
    let form = reason_form(
        &reader,
        &found,
        &format!("anh/{anh}/go"),
        REMOVE,
        &Sent::default(),
    );
    Ok(form.show(&reader.t, &Wrong::default()))
}

pub(super) async fn remove(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, anh)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "carry_out").await?;
    let picture: PictureId = anh.parse().map_err(|_| missing(&reader))?;
    let reason = match reason_of(&reader.t, &sent) {
        Ok(reason) => reason,
        Err(wrong) => {
            let form = reason_form(&reader, &found, &format!("anh/{anh}/go"), REMOVE, &sent);
            return Ok(form.show(&reader.t, &wrong));
        }
    };
    let by = by(&actor, "carry_out", place(found.model()));
    let done = pages
        .desk
        .remove_picture(found.key(), picture, &reason, &by)
        .await;
    Ok(then(&reader, done, &found.desk_href()))
}

/// Finds a model for somebody who may undo its last step, with the action whose step it was.
async fn find_undoing<'a>(
    reader: &Reader,
    pages: &'a Pages,
    actor: &Actor,
    address: (&str, &str),
) -> Result<(Found<'a>, &'static str), Instead> {
    let found = find_for(reader, pages, actor, address, "read").await?;
    match undoing(found.model().state) {
        Some(action) if may(Some(actor), action, place(found.model())) => Ok((found, action)),
        Some(_) => Err(super::not_here(reader)),
        None => Err(Instead::from(refused(reader, &ActError::Stale))),
    }
}

pub(super) async fn ask_undo(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (found, _) = find_undoing(&reader, &pages, &actor, (&xa, &id)).await?;
    let form = reason_form(&reader, &found, "hoan-tac", UNDO, &Sent::default());
    Ok(form.show(&reader.t, &Wrong::default()))
}

pub(super) async fn undo(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let (found, action) = find_undoing(&reader, &pages, &actor, (&xa, &id)).await?;
    let reason = match reason_of(&reader.t, &sent) {
        Ok(reason) => reason,
        Err(wrong) => {
            let form = reason_form(&reader, &found, "hoan-tac", UNDO, &sent);
            return Ok(form.show(&reader.t, &wrong));
        }
    };
    let by = by(&actor, action, place(found.model()));
    let done = pages.desk.undo(found.key(), revision(&sent), &reason, &by).await;
    Ok(then(&reader, done, &done_at(&found, "undone")))
}

fn consent_form(reader: &Reader, found: &Found<'_>, sent: &Sent) -> FormPage {
    let t = &reader.t;
    form(
        reader,
        found,
        "dong-y",
        ("movements-act-consent", "movements-button-save"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("movements-consent-lead")))
    .field(
        Field::words(
            "consent_on",
            t.text("movements-ask-consent"),
            sent.get("consent_on"),
        )
        .hint(t.text("movements-ask-consent-hint")),
    )
}

pub(super) async fn ask_consent(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let given = found.model().consent_on.map(write_day).unwrap_or_default();
    let sent = Sent(vec![("consent_on".to_owned(), given)]);
    Ok(consent_form(&reader, &found, &sent).show(&reader.t, &Wrong::default()))
}

pub(super) async fn consent(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let written = sent.get("consent_on");
    let day = read_day(&written);
    let mut wrong = Wrong::default();
    if day.is_none() && !written.is_empty() {
        wrong.add("consent_on", t.text("movements-error-day"));
        return Ok(consent_form(&reader, &found, &sent).show(t, &wrong));
    }
    let by = by(&actor, "register", place(found.model()));
    match pages.desk.consent(found.key(), revision(&sent), day, &by).await {
        Err(ActError::Day(fault)) => {
            wrong.add("consent_on", words::day_fault(t, fault));
            Ok(consent_form(&reader, &found, &sent).show(t, &wrong))
        }
        done => Ok(then(&reader, done, &done_at(&found, "consent"))),
    }
}

/// The form of a review: one question for each member.
fn review_form(
    reader: &Reader,
    found: &Found<'_>,
    council: &[(Member, bool)],
    (sent, fault): (&Sent, Option<String>),
) -> FormPage {
    let t = &reader.t;
    let rule = &found.movement.council;
    let rule_text = t.format(
        "movements-council-rule",
        &[
            ("least", i64::from(rule.least).into()),
            ("part", i64::from(rule.part).into()),
            ("whole", i64::from(rule.whole).into()),
        ],
    );
    let mut page = form(
        reader,
        found,
        "xet",
        ("movements-review-title", "movements-button-review"),
    )
    .quote(t.text("movements-done"), found.model().done.as_str())
    .quote(t.text("movements-outcome"), found.model().outcome.as_str())
    .notice(Notice::new(
        t,
        Tone::Info,
        format!("{rule_text} {}", words::basis(t, &rule.basis)),
    ));
    if let Some(fault) = fault {
        page = page.notice(Notice::new(t, Tone::Problem, fault));
    }
    page = page.field(Field::words("on", t.text("movements-decided-on"), sent.get("on")));
    for (member, related) in council {
        let name = format!("vote-{}", member.id);
        let offered: &[Vote] = if *related {
            &[Vote::Related]
        } else {
            &[Vote::For, Vote::Against, Vote::Blank, Vote::Absent, Vote::Related]
        };
        let choices = offered
            .iter()
            .map(|vote| Choice::new(vote.key(), t.text(&format!("movements-vote-{}", vote.key()))))
            .collect();
        let chosen = if *related {
            Vote::Related.key().to_owned()
        } else {
            sent.get(&name)
        };
        let mut field = Field::new(
            name,
            format!("{}, {}", member.name, member.office),
            Control::Radios { choices, chosen },
        );
        if *related {
            field = field.hint(t.text("movements-related-hint"));
        }
        page = page.field(field);
    }
    page.field(
        Field::words("number", t.text("movements-number"), sent.get("number"))
            .hint(t.text("movements-number-hint")),
    )
    .field(
        area("reasons", t.text("movements-reasons"), &sent.get("reasons"))
            .hint(t.text("movements-reasons-hint")),
    )
}

async fn council_for(
    reader: &Reader,
    pages: &Pages,
    found: &Found<'_>,
    day: jiff::civil::Date,
) -> Result<Vec<(Member, bool)>, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    or_refused(reader, pages.desk.council(&mut read, found.model(), day).await)
}

pub(super) async fn ask_review(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "recognise").await?;
    let (_, today) = pages.desk.now();
    let council = council_for(&reader, &pages, &found, today).await?;
    if council.is_empty() {
        let href = format!("{}/hoi-dong", commune_home(found.movement, &found.unit));
        return Ok(Redirect::to(&href).into_response());
    }
    let sent = Sent(vec![("on".to_owned(), write_day(today))]);
    Ok(review_form(&reader, &found, &council, (&sent, None)).show(&reader.t, &Wrong::default()))
}

pub(super) async fn review(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "recognise").await?;
    let (_, today) = pages.desk.now();
    let on = read_day(&sent.get("on"));
    let council = council_for(&reader, &pages, &found, on.unwrap_or(today)).await?;
    let mut wrong = Wrong::default();
    let Some(on) = on else {
        wrong.add("on", t.text("movements-error-day"));
        return Ok(review_form(&reader, &found, &council, (&sent, None)).show(t, &wrong));
    };
    let votes: Vec<(MemberId, Vote)> = council
        .iter()
        .filter_map(|(member, _)| {
            let vote = Vote::from_key(&sent.get(&format!("vote-{}", member.id)))?;
            Some((member.id, vote))
        })
        .collect();
    // What follows from the votes tells which of number and reasons is needed.
    let fault = if votes.len() < council.len() {
        Some(CouncilFault::Votes)
    } else {
        let tally = rules::Tally::of(votes.iter().map(|(_, vote)| *vote));
        match rules::verdict(&found.movement.council, &tally) {
            Ok(true) => {
                wrong.words(t, ("number", &sent.get("number")), LONGEST_NUMBER);
                None
            }
            Ok(false) => {
                wrong.words(t, ("reasons", &sent.get("reasons")), LONGEST_TEXT);
                None
            }
            Err(fault) => Some(fault),
        }
    };
    if fault.is_some() || !wrong.0.is_empty() {
        let fault = fault.map(|fault| words::council_fault(t, &fault));
        let unprocessable = fault.is_some() && wrong.0.is_empty();
        let page = review_form(&reader, &found, &council, (&sent, fault)).show(t, &wrong);
        return Ok(if unprocessable {
            (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
        } else {
            page
        });
    }
    let review = Review {
        on,
        number: sent.get("number"),
        votes,
        reasons: sent.get("reasons"),
    };
    let by = by(&actor, "recognise", place(found.model()));
    match pages
        .desk
        .review(found.key(), revision(&sent), &review, &by)
        .await
    {
        Err(ActError::Day(fault)) => {
            wrong.add("on", words::day_fault(t, fault));
            Ok(review_form(&reader, &found, &council, (&sent, None)).show(t, &wrong))
        }
        Ok(recognised) => {
            let word = if recognised {
                "recognised"
            } else {
                "not_recognised"
            };
            Ok(Redirect::to(&done_at(&found, word)).into_response())
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// The letter of commendation (giấy khen), for those who hand it over: it names the holder.
pub(super) async fn commendation(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    let document = papers::commendation(
        t,
        &papers::Commended {
            commune: found.unit.name.as_str(),
            movement: found.movement.name.get(t.code()),
            hamlet: found.hamlet.as_deref(),
            model: found.model(),
            demo: pages.desk.demo,
        },
    );
    let document = document.ok_or_else(|| missing(&reader))?;
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    match made {
        Ok(Ok(octets)) => Ok(([(header::CONTENT_TYPE, "application/pdf")], octets).into_response()),
        Ok(Err(error)) => Ok(failed(&reader, &error)),
        Err(error) => Ok(failed(&reader, &error)),
    }
}
