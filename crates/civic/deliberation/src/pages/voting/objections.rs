//! Objections to the list of households before a vote freezes it: made by a household or for it, answered by those who
//! keep the register. Nobody else sees their words.

use askama::Template;
use axum::{
    extract::{Form, Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, FormToken},
    db::Read,
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Choice, Citation, Control, ErrorSummary, Field, Notice, SummaryList, Tag, Tone},
    },
};

use super::{
    super::{missing, or_failed, or_refused, refused, round_place},
    Pages, Sent, Vote, Wrong, answered, arg, find_vote, with_errors, words,
};
use crate::{
    ids::ObjectionId,
    model::{By, Channel, RoundState},
    objections::{Kind, NewObjection, Numbers, Objection, Outcome, store},
    pages::form::LONGEST_REASON,
    rules,
    service::ActError,
};

#[derive(Template)]
#[template(path = "voting/objections.html")]
struct ObjectionsPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notices: Vec<Notice>,
    numbers: SummaryList,
    citation: Option<Citation>,
    register: Option<String>,
    objections: Vec<Shown>,
    action: String,
    /// The form, where an objection can be made.
    fields: Vec<Field>,
    back: String,
}

/// An objection as its maker, or who answers it, sees it.
struct Shown {
    id: String,
    title: String,
    tag: Tag,
    words: String,
    made: String,
    answer: String,
    /// Where it is answered, and with which fields.
    form: Option<(String, Vec<Field>)>,
}

/// In which role somebody objects, and whether it is entered for others; none for who may not.
async fn objector(
    reader: &Reader,
    read: &mut Read,
    actor: &Actor,
    vote: &Vote,
) -> Result<Option<(By, Channel)>, Instead> {
    let place = round_place(&vote.round);
    let for_others = ["gather", "enter"]
        .into_iter()
        .find_map(|action| actor.by(super::FUNCTION, action, place));
    if let Some(by) = for_others {
        return Ok(Some((by, Channel::Paper)));
    }
    let links = or_failed(
        reader,
        households::link::of(read, vote.unit.id, actor.person().0).await,
    )?;
    let linked = links.iter().any(|link| link.place.hamlet == vote.round.hamlet);
    // A household that is missing from the list has no link to it: whoever may propose in the hamlet may say so.
    if !linked && !actor.may(super::FUNCTION, "propose", place) {
        return Ok(None);
    }
    let by = By {
        account: actor.person().0,
        role: "household_representative".to_owned(),
    };
    Ok(Some((by, Channel::Online)))
}

fn answers(actor: &Actor, vote: &Vote) -> Option<By> {
    actor.by("households", "write", round_place(&vote.round))
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let vote = find_vote(&reader, &pages, &mut read, (&xa, &id, &lan)).await?;
    let nothing = (Sent::default(), Wrong::new());
    objections_page(&reader, &actor, &pages, (&mut read, &vote), (None, nothing)).await
}

/// The page. `sent` is what was typed, and into which objection's answer; none for a new objection.
async fn objections_page(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (read, vote): (&mut Read, &Vote),
    (answering, (sent, wrong)): (Option<ObjectionId>, (Sent, Wrong)),
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let all = or_failed(reader, store::of_round(read, vote.unit.id, vote.round.id).await)?;
    let objector = objector(reader, read, actor, vote).await?;
    let answers = answers(actor, vote).is_some();
    let planned = vote.round.state == RoundState::Planned;
    let numbers = numbers(t, Numbers::of(&all, today));
    let due = rules::objection_due(&pages.desk.rulebook, &pages.desk.calendar, today).ok();
    let mut notices = Vec::new();
    if !planned {
        notices.push(Notice::new(t, Tone::Info, t.text("voting-objection-frozen")));
    } else if objector.is_none() && !answers {
        notices.push(Notice::new(t, Tone::Info, t.text("voting-objection-not-yours")));
    }
    let mut errors = ErrorSummary::of(t, &[]);
    let mut fields = Vec::new();
    if planned && let Some((_, channel)) = &objector {
        if answering.is_none() {
            (fields, errors) = with_errors(t, fields_of(t, *channel, &sent), &wrong);
        } else {
            fields = fields_of(t, *channel, &Sent::default());
        }
    }
    let mut objections = Vec::new();
    for objection in all {
        let own = objection.made.by.account == actor.person().0;
        if !own && !answers {
            continue;
        }
        let form = if answers && !own && objection.answer.is_none() {
            let here = answering == Some(objection.id);
            let typed = if here { sent.clone() } else { Sent::default() };
            let asked = answer_fields(t, objection.id, &typed);
            let asked = if here {
                let asked = with_faults(t, asked, &wrong);
                errors = ErrorSummary::of(t, &asked);
                asked
            } else {
                asked
            };
            Some((vote.at(&format!("danh-sach/{}", objection.id)), asked))
        } else {
            None
        };
        objections.push(shown(t, objection, today, form));
    }
    let mut shell = vote.below(reader, t.text("voting-objection-title"));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let page = page::html(&ObjectionsPage {
        shell,
        token: reader.form_token(),
        errors,
        notices,
        numbers,
        citation: due.as_ref().map(|due| words::citation(t, &due.because)),
        register: answers.then(|| format!("/ho/{}/{}", vote.unit.code, vote.round.hamlet.0)),
        objections,
        action: vote.at("danh-sach"),
        fields,
        back: format!("{}#danh-sach-ho", vote.href()),
    });
    Ok(answered(page, &wrong))
}

/// How many there are, as everybody sees it.
pub(super) fn numbers(t: &Translator, numbers: Numbers) -> SummaryList {
    let mut waiting = Cell::text(super::number(t, numbers.waiting));
    if numbers.overdue > 0 {
        let overdue = t.format("voting-objection-overdue", &[("count", arg(numbers.overdue))]);
        waiting = waiting.tag(Tag::new(Tone::Problem, overdue));
    }
    SummaryList::new(vec![
        (
            t.text("voting-objections-all"),
            Cell::text(super::number(t, numbers.all())),
        ),
        (
            t.text("voting-objections-corrected"),
            Cell::text(super::number(t, numbers.corrected)),
        ),
        (
            t.text("voting-objections-kept"),
            Cell::text(super::number(t, numbers.kept)),
        ),
        (t.text("voting-objections-waiting"), waiting),
    ])
}

fn fields_of(t: &Translator, channel: Channel, sent: &Sent) -> Vec<Field> {
    let kinds = Kind::ALL
        .iter()
        .map(|kind| {
            Choice::new(
                kind.key(),
                t.text(&format!("voting-objection-kind-{}", kind.key())),
            )
        })
        .collect();
    let hint = format!("voting-objection-words-hint-{}", channel.key());
    vec![
        Field::new(
            "kind",
            t.text("voting-objection-kind"),
            Control::Radios {
                choices: kinds,
                chosen: sent.get("kind").to_owned(),
            },
        ),
        Field::new(
            "words",
            t.text("voting-objection-words"),
            Control::TextArea {
                value: sent.get("words").to_owned(),
            },
        )
        .hint(t.text(&hint)),
    ]
}

/// The fields of one answer; their names tell them from those of another one on the same page.
fn answer_fields(t: &Translator, id: ObjectionId, sent: &Sent) -> Vec<Field> {
    let outcomes = Outcome::ALL
        .iter()
        .map(|outcome| {
            Choice::new(
                outcome.key(),
                t.text(&format!("voting-objection-outcome-{}", outcome.key())),
            )
        })
        .collect();
    vec![
        Field::new(
            format!("outcome-{id}"),
            t.text("voting-objection-outcome"),
            Control::Radios {
                choices: outcomes,
                chosen: sent.get(&format!("outcome-{id}")).to_owned(),
            },
        ),
        Field::words(
            format!("reason-{id}"),
            t.text("voting-objection-reason"),
            sent.get(&format!("reason-{id}")),
        )
        .hint(t.text("voting-objection-reason-hint")),
    ]
}

/// Fields of an answer with what is wrong with them: `outcome`, whosever answer it is.
fn with_faults(t: &Translator, fields: Vec<Field>, wrong: &Wrong) -> Vec<Field> {
    fields
        .into_iter()
        .map(|field| {
            let about = field.name.split('-').next().unwrap_or_default().to_owned();
            match wrong.iter().find(|(name, _)| *name == about) {
                Some((_, text)) => field.error(t, text.as_str()),
                None => field,
            }
        })
        .collect()
}

fn shown(
    t: &Translator,
    objection: Objection,
    today: jiff::civil::Date,
    form: Option<(String, Vec<Field>)>,
) -> Shown {
    let (tag, answer) = match &objection.answer {
        Some(answered) => {
            let tone = match answered.outcome {
                Outcome::Corrected => Tone::Success,
                Outcome::Kept => Tone::Info,
            };
            let outcome = t.text(&format!("voting-objection-outcome-{}", answered.outcome.key()));
            let answer = t.format(
                "voting-objection-answered",
                &[
                    ("role", Arg::Text(words::role(t, &answered.role))),
                    ("when", Arg::Text(t.instant(answered.at))),
                    ("reason", Arg::Text(answered.reason.clone())),
                ],
            );
            (Tag::new(tone, outcome), answer)
        }
        None => {
            let tone = if objection.due_on < today {
                Tone::Problem
            } else {
                Tone::Warning
            };
            let tag = Tag::new(tone, t.with("voting-objection-due", "date", objection.due_on));
            (tag, String::new())
        }
    };
    Shown {
        id: objection.id.to_string(),
        title: t.text(&format!("voting-objection-kind-{}", objection.kind.key())),
        tag,
        words: if objection.words.is_empty() {
            t.text("voting-objection-erased")
        } else {
            objection.words
        },
        made: t.format(
            "voting-objection-made",
            &[
                ("role", Arg::Text(words::role(t, &objection.made.by.role))),
                ("when", Arg::Text(t.instant(objection.made.at))),
            ],
        ),
        answer,
        form,
    }
}

pub(super) async fn object(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let sent = Sent::of(form);
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let vote = find_vote(&reader, &pages, &mut read, (&xa, &id, &lan)).await?;
    let Some((by, channel)) = objector(&reader, &mut read, &actor, &vote).await? else {
        return Err(Instead::from(page::forbidden(
            &reader,
            t.text("voting-objection-not-yours"),
        )));
    };
    let mut wrong = Wrong::new();
    let kind = Kind::from_key(sent.get("kind"));
    if kind.is_none() {
        wrong.push(("kind", t.text("voting-error-objection-kind")));
    }
    let length = sent.get("words").chars().count();
    if length == 0 || length > LONGEST_REASON {
        wrong.push(("words", t.text("voting-error-objection-words")));
    }
    let (Some(kind), true) = (kind, wrong.is_empty()) else {
        return objections_page(&reader, &actor, &pages, (&mut read, &vote), (None, (sent, wrong))).await;
    };
    drop(read);
    let new = NewObjection {
        kind,
        words: sent.get("words").to_owned(),
        channel,
    };
    let done = pages.desk.object(vote.unit.id, vote.round.id, &new, by).await;
    let id = or_refused(&reader, done)?;
    Ok(Redirect::to(&format!("{}#don-{id}", vote.at("danh-sach"))).into_response())
}

pub(super) async fn answer(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, don)): Path<(String, String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let sent = Sent::of(form);
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let vote = find_vote(&reader, &pages, &mut read, (&xa, &id, &lan)).await?;
    let don: ObjectionId = don.parse().map_err(|_| missing(&reader))?;
    let Some(by) = answers(&actor, &vote) else {
        return Err(Instead::from(page::forbidden(
            &reader,
            t.text("deliberation-error-not-here"),
        )));
    };
    let reason = sent.get(&format!("reason-{don}")).to_owned();
    let outcome = Outcome::from_key(sent.get(&format!("outcome-{don}")));
    let mut wrong = Wrong::new();
    if outcome.is_none() {
        wrong.push(("outcome", t.text("voting-error-objection-outcome")));
    }
    if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
        wrong.push(("reason", t.text("voting-error-objection-reason")));
    }
    let (Some(outcome), true) = (outcome, wrong.is_empty()) else {
        return objections_page(
            &reader,
            &actor,
            &pages,
            (&mut read, &vote),
            (Some(don), (sent, wrong)),
        )
        .await;
    };
    drop(read);
    let done = pages
        .desk
        .answer_objection(vote.unit.id, (vote.round.id, don), (outcome, &reason), by)
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&format!("{}#don-{don}", vote.at("danh-sach"))).into_response()),
        Err(error @ ActError::Stale) => Ok((StatusCode::CONFLICT, refused(&reader, &error)).into_response()),
        Err(error) => Ok(refused(&reader, &error)),
    }
}
