//! What people say: on a passage or on the whole, and what became of it.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query, State, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{FormToken, Line},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Choice, Control, Field, Notice, SummaryList, Tag, TextKind, Tone},
    },
};
use serde::Deserialize;

use super::{
    Found, Pages, compared::Compared, find, form::FormPage, form::Sent, form::Wrong, form::area, hamlets,
    missing, or_failed, or_refused, refused, shell, words,
};
use crate::{
    consultation::{
        model::{Opinion, Stance},
        service::{ActError, NewOpinion},
    },
    service::printed_code,
};

/// The longest opinion, in letters.
pub(super) const LONGEST_OPINION: usize = 5_000;
/// The longest name, in letters.
pub(super) const LONGEST_NAME: usize = 100;

#[derive(Debug, Default, Deserialize)]
pub(super) struct About {
    doan: Option<u32>,
}

/// Finds a consultation that takes opinions now.
async fn find_open(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<Found, Instead> {
    let found = find(reader, pages, xa, id).await?;
    if !found.consultation().is_shown() {
        return Err(missing(reader));
    }
    let (_, today) = pages.desk.now();
    if found.consultation().takes_opinions(today) {
        Ok(found)
    } else {
        Err(Instead::from(page::conflict(
            reader,
            reader.t.text("consultation-error-closed"),
        )))
    }
}

pub(super) async fn ask(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(about): Query<About>,
) -> Answer {
    let found = find_open(&reader, &pages, &xa, &id).await?;
    let sent = Sent(vec![("passage".to_owned(), about.doan.unwrap_or(0).to_string())]);
    form(&reader, &pages, &found, &sent, &Wrong::default()).await
}

/// The passage that a form is about; 0 for the whole.
pub(super) fn passage_of(reader: &Reader, found: &Found, sent: &Sent) -> Result<u32, Instead> {
    let number: u32 = sent.get("passage").parse().unwrap_or(0);
    if number == 0 || found.dossier.asked().any(|passage| passage.number == number) {
        Ok(number)
    } else {
        Err(missing(reader))
    }
}

pub(super) fn stances(reader: &Reader) -> Vec<Choice> {
    Stance::ALL
        .iter()
        .map(|stance| {
            Choice::new(
                stance.key(),
                reader.t.text(&format!("consultation-stance-{}", stance.key())),
            )
        })
        .collect()
}

/// The question where somebody lives.
pub(super) async fn hamlet_field(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    sent: &Sent,
) -> Result<Field, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut choices = vec![Choice::new("", reader.t.text("consultation-ask-hamlet-none"))];
    for hamlet in hamlets(reader, pages, &mut read, found.unit.id).await? {
        choices.push(Choice::new(hamlet.id.to_string(), hamlet.name));
    }
    Ok(Field::new(
        "hamlet",
        reader.t.text("consultation-ask-hamlet"),
        Control::Select {
            choices,
            chosen: sent.get("hamlet"),
        },
    ))
}

async fn form(reader: &Reader, pages: &Pages, found: &Found, sent: &Sent, wrong: &Wrong) -> Answer {
    let t = &reader.t;
    let consultation = found.consultation();
    let number = passage_of(reader, found, sent)?;
    let title = if number == 0 {
        t.text("consultation-comment-whole")
    } else {
        t.with("consultation-comment-on", "number", i64::from(number))
    };
    let quoted = found
        .dossier
        .passage(number)
        .map_or(consultation.introduction.as_str(), |passage| {
            passage.draft.as_str()
        });
    let name = if number == 0 {
        t.text("consultation-about-whole")
    } else {
        words::passage(t, number)
    };
    let shell = shell(reader, &found.unit, title)
        .lead(consultation.title.as_str())
        .crumb(consultation.title.as_str(), found.href());
    Ok(FormPage::new(
        reader,
        shell,
        format!("{}/gop-y", found.href()),
        found.href(),
        t.text("consultation-button-send"),
    )
    .quote(name, quoted)
    .hidden("passage", number)
    .trap()
    .field(Field::new(
        "stance",
        t.text("consultation-ask-stance"),
        Control::Radios {
            choices: stances(reader),
            chosen: sent.get("stance"),
        },
    ))
    .field(
        area("words", t.text("consultation-ask-words"), &sent.get("words"))
            .hint(t.text("consultation-ask-words-hint")),
    )
    .field(
        Field::words("name", t.text("consultation-ask-name"), sent.get("name"))
            .hint(t.text("consultation-ask-name-hint")),
    )
    .field(hamlet_field(reader, pages, found, sent).await?)
    .show(t, wrong))
}

/// Reads and checks what somebody says.
pub(super) fn opinion(reader: &Reader, sent: &Sent, passage: u32, wrong: &mut Wrong) -> Option<NewOpinion> {
    let t = &reader.t;
    let (text, name) = (sent.get("words"), sent.get("name"));
    let stance = Stance::from_key(&sent.get("stance"));
    match stance {
        None => wrong.add("stance", t.text("consultation-error-stance")),
        // Who agrees need not say why; who does not, has to be understood.
        Some(Stance::Agree) if text.is_empty() => {}
        Some(_) => wrong.words(t, ("words", &text), LONGEST_OPINION),
    }
    if name.chars().count() > LONGEST_NAME {
        wrong.words(t, ("name", &name), LONGEST_NAME);
    }
    Some(NewOpinion {
        passage,
        stance: stance?,
        words: text,
        name,
        hamlet: sent.get("hamlet").parse().ok().map(units::UnitId),
    })
}

#[derive(Template)]
#[template(path = "consultation/thanks.html")]
struct ThanksPage {
    shell: Shell,
    code: String,
    look_up: String,
    back: String,
    title: String,
}

pub(super) async fn take(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    from: Option<Extension<Line>>,
    form: Result<Form<Vec<(String, String)>>, FormRejection>,
) -> Answer {
    let Form(sent) = form.map_err(|_| {
        Instead::from(page::bad_request(
            &reader,
            reader.t.text("consultation-error-broken"),
        ))
    })?;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    take_of(&reader, &pages, (&xa, &id), (Sent(sent), line)).await
}

async fn take_of(
    reader: &Reader,
    pages: &Pages,
    (xa, id): (&str, &str),
    (sent, line): (Sent, Line),
) -> Answer {
    let t = &reader.t;
    let found = find_open(reader, pages, xa, id).await?;
    let passage = passage_of(reader, &found, &sent)?;
    let mut wrong = Wrong::default();
    let new = opinion(reader, &sent, passage, &mut wrong);
    let known_hamlet = match new.as_ref().and_then(|new| new.hamlet) {
        None => true,
        Some(chosen) => {
            let mut read = or_failed(reader, pages.desk.db.read().await)?;
            hamlets(reader, pages, &mut read, found.unit.id)
                .await?
                .iter()
                .any(|hamlet| hamlet.id == chosen)
        }
    };
    let new = match new {
        Some(new) if wrong.0.is_empty() && known_hamlet => new,
        _ => return form(reader, pages, &found, &sent, &wrong).await,
    };
    if !sent.get("website").is_empty() {
        return Ok(page::bad_request(reader, t.text("consultation-error-machine")));
    }
    if let Err(minutes) = pages.desk.limiter.admit(&line, pages.desk.now().0) {
        let page = page::bad_request(reader, t.with("consultation-error-often", "count", minutes));
        return Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response());
    }
    let code = or_refused(reader, pages.desk.opine(found.key(), &new).await)?;
    let page = page::html(&ThanksPage {
        shell: shell(reader, &found.unit, t.text("consultation-thanks-title"))
            .lead(t.text("consultation-thanks-lead"))
            .crumb(found.consultation().title.as_str(), found.href()),
        code: printed_code(&code),
        look_up: format!("{}/tra-cuu", found.href()),
        back: found.href(),
        title: found.consultation().title.clone(),
    });
    Ok(page::private((StatusCode::CREATED, page).into_response()))
}

pub(super) async fn ask_code(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find(&reader, &pages, &xa, &id).await?;
    Ok(code_form(&reader, &found, "", &Wrong::default()))
}

fn code_form(reader: &Reader, found: &Found, code: &str, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let title = super::public::title(t, found.consultation());
    let shell = shell(reader, &found.unit, t.text("consultation-look-up-title"))
        .lead(t.text("consultation-look-up-lead"))
        .crumb(title, found.href());
    FormPage::new(
        reader,
        shell,
        format!("{}/tra-cuu", found.href()),
        found.href(),
        t.text("consultation-button-look-up"),
    )
    .field(
        Field::new(
            "code",
            t.text("consultation-ask-code"),
            Control::Text {
                kind: TextKind::Code,
                value: code.to_owned(),
            },
        )
        .hint(t.text("consultation-ask-code-hint")),
    )
    .show(t, wrong)
}

#[derive(Template)]
#[template(path = "consultation/opinion.html")]
struct OpinionPage {
    shell: Shell,
    token: FormToken,
    notices: Vec<Notice>,
    facts: SummaryList,
    words: String,
    tag: Option<Tag>,
    summary: String,
    answer: String,
    changes: Vec<(String, Compared)>,
    take_back: Option<String>,
    code: String,
    back: String,
}

pub(super) async fn look_up(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, pages, sent) = (&reader, &pages, Sent(sent));
    let found = find(reader, pages, &xa, &id).await?;
    let code = sent.get("code");
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let opinion = or_refused(reader, pages.desk.by_code(&mut read, found.key(), &code).await)?;
    drop(read);
    let Some(opinion) = opinion else {
        let wrong = Wrong(vec![("code", reader.t.text("consultation-error-code"))]);
        return Ok(code_form(reader, &found, &code, &wrong));
    };
    Ok(page::private(opinion_page(
        reader, pages, &found, &opinion, &code,
    )))
}

fn opinion_page(reader: &Reader, pages: &Pages, found: &Found, opinion: &Opinion, code: &str) -> Response {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let consultation = found.consultation();
    let gone = opinion.taken_back_on;
    let published = consultation.is_shown() && consultation.summarised_at.is_some();
    let group = opinion
        .group
        .filter(|_| published)
        .and_then(|id| found.dossier.groups.iter().find(|group| group.id == id));
    let mut notices = Vec::new();
    notices.push(if let Some(on) = gone {
        Notice::new(t, Tone::Info, t.with("consultation-opinion-gone", "on", on))
    } else if !consultation.is_shown() {
        Notice::new(t, Tone::Warning, t.text("consultation-opinion-withdrawn"))
    } else if published {
        Notice::new(t, Tone::Success, t.text("consultation-opinion-answered")).link(
            t.text("consultation-to-summary"),
            format!("{}/tong-hop", found.href()),
        )
    } else if opinion.group.is_some() {
        Notice::new(t, Tone::Info, t.text("consultation-opinion-grouped"))
    } else {
        Notice::new(t, Tone::Info, t.text("consultation-opinion-waiting"))
    });
    let fact = |key: &str, text: String| (t.text(key), Cell::text(text));
    let mut facts = vec![
        fact("consultation-fact-about", words::passage(t, opinion.passage)),
        fact("consultation-fact-given", t.date(opinion.given_on)),
    ];
    if gone.is_none() {
        facts.push(fact(
            "consultation-fact-stance",
            t.text(&format!("consultation-stance-{}", opinion.stance.key())),
        ));
    }
    let title = super::public::title(t, consultation);
    page::html(&OpinionPage {
        shell: shell(reader, &found.unit, t.text("consultation-opinion-title"))
            .lead(title.as_str())
            .crumb(title, found.href()),
        token: reader.form_token(),
        notices,
        facts: SummaryList::new(facts),
        words: opinion.words.clone(),
        tag: group
            .and_then(|group| group.answer.as_ref())
            .map(|(outcome, _)| words::outcome(t, *outcome)),
        summary: group.map(|group| group.summary.clone()).unwrap_or_default(),
        answer: group
            .and_then(|group| group.answer.as_ref())
            .map(|(_, answer)| answer.clone())
            .unwrap_or_default(),
        changes: group
            .map(|group| {
                group
                    .changes
                    .iter()
                    .filter_map(|(number, became)| {
                        let passage = found.dossier.passage(*number)?;
                        Some((words::passage(t, *number), Compared::new(&passage.draft, became)))
                    })
                    .collect()
            })
            .unwrap_or_default(),
        take_back: (gone.is_none() && consultation.takes_opinions(today))
            .then(|| format!("{}/rut-y-kien", found.href())),
        code: code.to_owned(),
        back: found.href(),
    })
}

pub(super) async fn take_back(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find(&reader, &pages, &xa, &id).await?;
    let code = Sent(sent).get("code");
    match pages.desk.take_back(found.key(), &code).await {
        Ok(()) | Err(ActError::Stale) => {}
        Err(error) => return Ok(refused(&reader, &error)),
    }
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let opinion = or_refused(&reader, pages.desk.by_code(&mut read, found.key(), &code).await)?;
    drop(read);
    Ok(match opinion {
        Some(opinion) => page::private(opinion_page(&reader, &pages, &found, &opinion, &code)),
        None => Redirect::to(&found.href()).into_response(),
    })
}
