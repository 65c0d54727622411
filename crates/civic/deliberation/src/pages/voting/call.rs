//! Calling a vote: its form, hamlet, day and place.

use askama::Template;
use axum::{
    extract::{Form, Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::Timestamp;
use platform::{
    access::{Actor, FormToken, Place},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Choice, Control, ErrorSummary, Field, Notice, Tone},
    },
};
use units::{Unit, UnitId};

use super::{
    super::{FUNCTION, by, find, hamlet_name, hamlets, href, matter_shell, or_failed, or_refused, words},
    Pages, Sent, Wrong, answered, digits, moment, read_time, with_errors,
};
use crate::{
    model::{Dossier, MatterState},
    rules::{self, Form as VoteForm, RuleError, Scope, Weight},
    service::{ActError, NewRound},
};

/// In the place of a hamlet: all of them.
const ALL: &str = "tat-ca";

#[derive(Template)]
#[template(path = "voting/form.html")]
struct CallPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notice: Option<Notice>,
    fields: Vec<Field>,
    button: String,
    cancel: String,
}

/// A matter that can be voted on, with the hamlets in which this person may call.
struct Callable {
    unit: Unit,
    dossier: Dossier,
    hamlets: Vec<(UnitId, String)>,
}

async fn callable(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id): (&str, &str),
) -> Result<Callable, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(reader, pages, &mut read, xa, id).await?;
    let all = match dossier.matter.hamlet {
        Some(hamlet) => vec![(hamlet, hamlet_name(reader, &mut read, hamlet).await?)],
        None => hamlets(reader, pages, &mut read, unit.id)
            .await?
            .into_iter()
            .map(|hamlet| (hamlet.id, hamlet.name))
            .collect(),
    };
    let hamlets: Vec<(UnitId, String)> = all
        .into_iter()
        .filter(|(hamlet, _)| actor.may(FUNCTION, "call", Place::hamlet(unit.id, *hamlet)))
        .collect();
    if hamlets.is_empty() {
        by(reader, actor, "call", unit.id)?;
    }
    if !matches!(
        dossier.matter.state,
        MatterState::Tabled | MatterState::NotAdopted
    ) {
        or_refused(reader, Err::<(), ActError>(ActError::Stale))?;
    }
    Ok(Callable {
        unit,
        dossier,
        hamlets,
    })
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let callable = callable(&reader, &actor, &pages, (&xa, &id)).await?;
    let sent = Sent::default()
        .set("form", VoteForm::Meeting.key())
        .set("hour", "19:00");
    form_page(&reader, &pages, &callable, &sent, &Vec::new())
}

/// What a form is worth for the matter, and when it may be used.
fn choice(t: &Translator, pages: &Pages, dossier: &Dossier, form: VoteForm) -> Result<Choice, RuleError> {
    let (_, today) = pages.desk.now();
    let book = &pages.desk.rulebook;
    let matter = &dossier.matter;
    let label = t.text(&format!("voting-form-{}", form.key()));
    let weight = rules::weight(book, &matter.clause, matter.scope(), form, today)?;
    let (label, hint) = match &weight {
        Weight::Advisory(because) => (
            format!("{label} – {}", t.text("voting-advisory")),
            t.with("voting-form-advisory-hint", "article", words::article(t, because)),
        ),
        Weight::Binding(because) => {
            let because = match form {
                VoteForm::HouseholdBallot => {
                    rules::ballot_condition(book, &matter.clause, matter.scope(), today)?.because
                }
                VoteForm::Meeting | VoteForm::OnlineVote => because.clone(),
            };
            (
                label,
                t.with(
                    &format!("voting-form-{}-hint", form.key()),
                    "article",
                    words::article(t, &because),
                ),
            )
        }
    };
    Ok(Choice::new(form.key(), label).hint(hint))
}

fn form_page(reader: &Reader, pages: &Pages, callable: &Callable, sent: &Sent, wrong: &Wrong) -> Answer {
    let t = &reader.t;
    let matter = &callable.dossier.matter;
    let forms = VoteForm::ALL.map(|form| choice(t, pages, &callable.dossier, form));
    let forms: Result<Vec<Choice>, RuleError> = forms.into_iter().collect();
    let forms = or_refused(reader, forms.map_err(ActError::from))?;
    let mut fields = vec![Field::new(
        "form",
        t.text("voting-ask-form"),
        Control::Radios {
            choices: forms,
            chosen: sent.get("form").to_owned(),
        },
    )];
    if matter.scope() == Scope::Commune && callable.hamlets.len() > 1 {
        let all = Choice::new(ALL, t.text("voting-all-hamlets"));
        let each = callable
            .hamlets
            .iter()
            .map(|(id, name)| Choice::new(id.0.to_string(), name.as_str()));
        fields.push(
            Field::new(
                "hamlet",
                t.text("voting-ask-hamlet"),
                Control::Select {
                    choices: std::iter::once(all).chain(each).collect(),
                    chosen: sent.get("hamlet").to_owned(),
                },
            )
            .hint(t.text("voting-ask-hamlet-hint")),
        );
    }
    fields.extend([
        digits("day", t.text("voting-ask-day"), sent.get("day")).hint(t.text("voting-day-hint")),
        digits("hour", t.text("voting-ask-hour"), sent.get("hour")).hint(t.text("voting-hour-hint")),
        Field::words("place", t.text("voting-ask-place"), sent.get("place"))
            .hint(t.text("voting-ask-place-hint")),
        digits("end_day", t.text("voting-ask-end-day"), sent.get("end_day"))
            .hint(t.text("voting-ask-end-hint")),
        digits("end_hour", t.text("voting-ask-end-hour"), sent.get("end_hour")),
    ]);
    let (fields, errors) = with_errors(t, fields, wrong);
    let mut shell =
        matter_shell(reader, &callable.unit, matter, t.text("voting-call-title")).lead(matter.title.as_str());
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let notice = match callable.hamlets.as_slice() {
        [(_, name)] => Some(Notice::new(
            t,
            Tone::Info,
            t.with("voting-call-for", "hamlet", name.as_str()),
        )),
        _ => None,
    };
    let page = page::html(&CallPage {
        shell,
        token: reader.form_token(),
        errors,
        notice,
        fields,
        button: t.text("voting-button-call"),
        cancel: href(&callable.unit, matter.id),
    });
    Ok(answered(page, wrong))
}

/// A vote as the form describes it, for one hamlet; the hamlet is put in by the caller.
fn understood(t: &Translator, pages: &Pages, dossier: &Dossier, sent: &Sent) -> Result<NewRound, Wrong> {
    let mut wrong = Wrong::new();
    let form = VoteForm::from_key(sent.get("form"));
    if form.is_none() {
        wrong.push(("form", t.text("voting-error-form")));
    }
    let mut instant = |day: &'static str, hour: &'static str| -> Option<Timestamp> {
        let (read_day, read_hour) = (sent.day(day), read_time(sent.get(hour)));
        if read_day.is_none() {
            wrong.push((day, t.text("voting-error-day")));
        }
        if read_hour.is_none() {
            wrong.push((hour, t.text("voting-error-hour")));
        }
        moment(read_day?, read_hour?)
    };
    let starts_at = instant("day", "hour");
    let ends_at = match form {
        Some(VoteForm::Meeting) | None => starts_at,
        Some(_) => instant("end_day", "end_hour"),
    };
    if starts_at.is_some_and(|at| at < pages.desk.now().0) {
        wrong.push(("day", t.text("voting-error-past")));
    }
    if let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at)
        && ends_at < starts_at
    {
        wrong.push(("end_day", t.text("voting-error-end")));
    }
    if form == Some(VoteForm::Meeting) && sent.get("place").is_empty() {
        wrong.push(("place", t.text("voting-error-place")));
    }
    let (Some(form), Some(starts_at), Some(ends_at), true) = (form, starts_at, ends_at, wrong.is_empty())
    else {
        return Err(wrong);
    };
    let matter = &dossier.matter;
    let day = platform::clock::vietnam().to_datetime(ends_at).date();
    let weight = rules::weight(&pages.desk.rulebook, &matter.clause, matter.scope(), form, day)
        .map_err(|error| vec![("form", words::law_error(t, &error))])?;
    Ok(NewRound {
        hamlet: UnitId(0),
        form,
        advisory: !weight.binds(),
        starts_at,
        ends_at,
        place: sent.get("place").to_owned(),
    })
}

pub(super) async fn call(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    call_of(&reader, &actor, &pages, (&xa, &id), Sent::of(form)).await
}

async fn call_of(reader: &Reader, actor: &Actor, pages: &Pages, address: (&str, &str), sent: Sent) -> Answer {
    let t = &reader.t;
    let callable = callable(reader, actor, pages, address).await?;
    let new = match understood(t, pages, &callable.dossier, &sent) {
        Ok(new) => new,
        Err(wrong) => return form_page(reader, pages, &callable, &sent, &wrong),
    };
    let asked = sent.get("hamlet");
    let targets: Vec<UnitId> = callable
        .hamlets
        .iter()
        .map(|(id, _)| *id)
        .filter(|id| callable.hamlets.len() == 1 || asked == ALL || asked == id.0.to_string())
        .collect();
    if targets.is_empty() {
        let wrong = vec![("hamlet", t.text("voting-error-hamlet"))];
        return form_page(reader, pages, &callable, &sent, &wrong);
    }
    let matter = &callable.dossier.matter;
    let mut called = None;
    let mut refusal = None;
    for hamlet in &targets {
        let by = by(reader, actor, "call", Place::hamlet(callable.unit.id, *hamlet))?;
        let new = NewRound {
            hamlet: *hamlet,
            ..new.clone()
        };
        match pages.desk.call(callable.unit.id, matter.id, &new, by).await {
            Ok(round) => called = Some(round),
            // Of all hamlets, those whose vote is under way or that have approved are left as they are.
            Err(error) => refusal = Some(error),
        }
    }
    match (called, refusal) {
        (Some(round), _) if targets.len() == 1 => Ok(led_to(&format!(
            "{}/lan/{round}",
            href(&callable.unit, matter.id)
        ))),
        (Some(_), _) => Ok(led_to(&format!("{}/cac-ap", href(&callable.unit, matter.id)))),
        (None, Some(ActError::Stale)) => {
            let wrong = vec![("form", t.text("voting-error-under-way"))];
            form_page(reader, pages, &callable, &sent, &wrong)
        }
        (None, Some(error @ (ActError::Day | ActError::NotYet | ActError::Law(_)))) => {
            let wrong = vec![("form", words::act_error(t, &error))];
            form_page(reader, pages, &callable, &sent, &wrong)
        }
        (None, error) => or_refused(reader, Err(error.unwrap_or(ActError::Unknown))),
    }
}

fn led_to(href: &str) -> Response {
    Redirect::to(href).into_response()
}
