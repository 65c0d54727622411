//! The officers' desk: drafts and their opening, and what can be done with an open consultation.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, FormToken, Place},
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Column, Confirmation, Control, Empty, Field, Notice, Row, SummaryList, Table, Tag,
            Tone,
        },
    },
};
use serde::Deserialize;
use units::{Unit, UnitId};

use super::{
    FUNCTION, Found, Pages, by, commune, find_for, form::Checks, form::FormPage, form::Sent, form::Wrong,
    form::area, hamlets, home, may, missing, not_here, or_failed, or_refused, place, refused, shell, then,
    words,
};
use crate::consultation::{
    model::{Consultation, State as Stands},
    rules,
    service::{ActError, Draft},
    store,
};

/// The longest title, in letters.
const LONGEST_TITLE: usize = 200;
/// The longest introduction, in letters.
const LONGEST_INTRODUCTION: usize = 3_000;
/// The longest passage, and the longest text, in letters.
const LONGEST_TEXT: usize = 100_000;
/// Passages of a text at most: as many as one page can show and one answer can name.
const MOST_PASSAGES: usize = 300;
/// The longest reason, in letters: the public log keeps it.
pub(super) const LONGEST_REASON: usize = 500;
/// The choice of a covenant instead of a matter of the law's list.
const COVENANT: &str = "covenant";

/// Whether somebody reads opinions on anything of a commune: on all, or on a hamlet's covenant.
pub(super) fn reads_somewhere(actor: Option<&Actor>, unit: &Unit) -> bool {
    does_somewhere(actor, "read", unit)
}

fn does_somewhere(actor: Option<&Actor>, action: &str, unit: &Unit) -> bool {
    actor.is_some_and(|actor| {
        actor.may(FUNCTION, action, unit.id)
            || actor
                .places(FUNCTION, action)
                .iter()
                .any(|place| place.unit == unit.id.0)
    })
}

fn commune_for(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    xa: &str,
    action: &str,
) -> Result<Unit, Instead> {
    let unit = commune(pages, xa).ok_or_else(|| missing(reader))?;
    if does_somewhere(Some(actor), action, &unit) {
        Ok(unit)
    } else {
        Err(Instead::from(not_here(reader)))
    }
}

#[derive(Template)]
#[template(path = "consultation/desk.html")]
struct DeskPage {
    shell: Shell,
    write: Option<String>,
    tables: Vec<Table>,
    empty: Option<Empty>,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    /// Consultations of a state on the desk.
    const MOST: usize = 100;
    let (reader, pages) = (&reader, &pages);
    let t = &reader.t;
    let unit = commune_for(reader, pages, &actor, &xa, "read")?;
    let (_, today) = pages.desk.now();
    let base = home(&unit);
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut tables = Vec::new();
    for (key, states) in [
        ("consultation-desk-drafts", [Stands::Draft; 3]),
        ("consultation-desk-open", [Stands::Open; 3]),
        ("consultation-desk-answered", [Stands::Answered; 3]),
    ] {
        let listed = or_failed(reader, store::list(&mut read, unit.id, states, None, MOST).await)?;
        let mut rows = Vec::new();
        for consultation in listed
            .iter()
            .filter(|consultation| may(Some(&actor), "read", place(consultation)))
        {
            rows.push(Row::new(vec![
                Cell::text(consultation.title.as_str()).link(format!("{base}/soan/{}", consultation.id)),
                Cell::default().tag(words::state_tag(t, consultation, today)),
                Cell::text(t.date(consultation.closes_on)),
            ]));
        }
        if !rows.is_empty() {
            tables.push(Table::new(
                t.text(key),
                vec![
                    Column::text(t.text("consultation-column-title")),
                    Column::text(t.text("consultation-column-state")),
                    Column::text(t.text("consultation-column-closes")),
                ],
                rows,
            ));
        }
    }
    drop(read);
    let write = does_somewhere(Some(&actor), "draft", &unit).then(|| format!("{base}/soan"));
    let empty = tables.is_empty().then(|| {
        Empty::new(
            t,
            t.text("consultation-desk-empty"),
            super::committee(reader, &unit),
        )
    });
    Ok(page::html(&DeskPage {
        shell: shell(reader, &unit, t.text("consultation-desk-title")).lead(t.text("consultation-desk-lead")),
        write,
        tables,
        empty,
    }))
}

async fn draft_form(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (unit, editing): (&Unit, Option<&Found>),
    sent: &Sent,
    wrong: &Wrong,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let mut matters = vec![Choice::new("", t.text("consultation-ask-matter-choose"))];
    let everywhere = may(Some(actor), "draft", unit.id.into());
    if everywhere {
        for item in or_refused(reader, pages.desk.matters(today))? {
            let article = item
                .article
                .as_ref()
                .map(|article| article.in_language(words::language(t)))
                .unwrap_or_default();
            let label = format!("{article}: {}", item.label.get(words::language(t)));
            matters.push(Choice::new(item.key.as_str(), label));
        }
    }
    matters.push(Choice::new(COVENANT, t.text("consultation-ask-matter-covenant")));
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut places = vec![Choice::new("", t.text("consultation-ask-covenant-none"))];
    for hamlet in hamlets(reader, pages, &mut read, unit.id).await? {
        if may(Some(actor), "draft", Place::hamlet(unit.id, hamlet.id)) {
            places.push(Choice::new(hamlet.id.to_string(), hamlet.name));
        }
    }
    drop(read);
    let select = |choices, chosen| Control::Select { choices, chosen };
    let ticked = sent.all("forms");
    let forms = or_refused(reader, pages.desk.forms(today))?
        .iter()
        .map(|item| {
            (
                item.key.clone(),
                item.label.get(words::language(t)).to_owned(),
                ticked.contains(&item.key),
            )
        })
        .collect();
    let mut citations = Vec::new();
    let mut earliest = String::new();
    for (key, hamlet) in [
        ("consultation-earliest", None),
        ("consultation-earliest-covenant", Some(UnitId(0))),
    ] {
        let closing = or_refused(reader, pages.desk.closing(hamlet, today))?;
        if !earliest.is_empty() {
            earliest.push(' ');
        }
        earliest.push_str(&t.with(key, "day", closing.earliest));
        citations.push(words::citation(t, &closing.because));
    }
    let base = home(unit);
    let (action, cancel, title) = match editing {
        Some(found) => (
            format!("{}/sua", found.desk_href()),
            found.desk_href(),
            t.text("consultation-edit-title"),
        ),
        None => (
            format!("{base}/soan"),
            format!("{base}/viec"),
            t.text("consultation-write-title"),
        ),
    };
    Ok(FormPage::new(
        reader,
        shell(reader, unit, title)
            .lead(t.text("consultation-write-lead"))
            .crumb(t.text("consultation-desk-title"), format!("{base}/viec")),
        action,
        cancel,
        t.text("consultation-button-save"),
    )
    .hidden("revision", sent.get("revision"))
    .field(
        Field::new(
            "matter",
            t.text("consultation-ask-matter"),
            select(matters, sent.get("matter")),
        )
        .hint(t.text("consultation-ask-matter-hint")),
    )
    .field(Field::new(
        "covenant",
        t.text("consultation-ask-covenant"),
        select(places, sent.get("covenant")),
    ))
    .field(Field::words(
        "title",
        t.text("consultation-ask-title"),
        sent.get("title"),
    ))
    .field(
        area(
            "introduction",
            t.text("consultation-ask-introduction"),
            &sent.get("introduction"),
        )
        .hint(t.text("consultation-ask-introduction-hint")),
    )
    .field(
        Field::words("affects", t.text("consultation-ask-affects"), sent.get("affects"))
            .hint(t.text("consultation-ask-affects-hint")),
    )
    .field(
        area("text", t.text("consultation-ask-text"), &sent.get("text"))
            .hint(t.text("consultation-ask-text-hint")),
    )
    .field(
        Field::words(
            "closes_on",
            t.text("consultation-ask-closes"),
            sent.get("closes_on"),
        )
        .hint(earliest),
    )
    .checks(Checks {
        name: "forms",
        legend: t.text("consultation-ask-forms"),
        hint: t.text("consultation-ask-forms-hint"),
        items: forms,
    })
    .citations(citations)
    .show(t, wrong))
}

/// Reads and checks a draft.
fn checked(reader: &Reader, pages: &Pages, actor: &Actor, unit: &Unit, sent: &Sent) -> Result<Draft, Wrong> {
    let t = &reader.t;
    let mut wrong = Wrong::default();
    let matter = sent.get("matter");
    let mut hamlet = None;
    if matter == COVENANT {
        hamlet = sent.get("covenant").parse().ok().map(UnitId);
        if hamlet.is_none() {
            wrong.add("covenant", t.text("consultation-error-covenant"));
        }
    } else if matter.is_empty() {
        wrong.add("matter", t.text("consultation-error-matter"));
    }
    let place = match hamlet {
        Some(hamlet) => Place::hamlet(unit.id, hamlet),
        None => unit.id.into(),
    };
    if wrong.0.is_empty() && !may(Some(actor), "draft", place) {
        wrong.add("matter", t.text("consultation-error-not-here"));
    }
    let (title, introduction, affects, text) = (
        sent.get("title"),
        sent.get("introduction"),
        sent.get("affects"),
        sent.get("text"),
    );
    wrong.words(t, ("title", &title), LONGEST_TITLE);
    wrong.words(t, ("introduction", &introduction), LONGEST_INTRODUCTION);
    wrong.words(t, ("affects", &affects), LONGEST_TITLE);
    wrong.words(t, ("text", &text), LONGEST_TEXT);
    if rules::passages(&text).len() > MOST_PASSAGES {
        let most = i64::try_from(MOST_PASSAGES).unwrap_or(i64::MAX);
        wrong.add("text", t.with("consultation-error-passages", "most", most));
    }
    let closes_on = platform::text::read_day(&sent.get("closes_on"));
    let (_, today) = pages.desk.now();
    match closes_on {
        None => wrong.add("closes_on", t.text("consultation-error-no-day")),
        Some(day) => match pages.desk.closing(hamlet, today) {
            Ok(closing) if day < closing.earliest => {
                let article = closing.because.citation.in_language(words::language(t));
                wrong.add(
                    "closes_on",
                    t.format(
                        "consultation-error-closes",
                        &[
                            ("day", Arg::Date(closing.earliest)),
                            ("article", Arg::Text(article)),
                        ],
                    ),
                );
            }
            Ok(_) => {}
            Err(ActError::Law(error)) => wrong.add("closes_on", words::law_error(t, &error)),
            Err(_) => wrong.add("closes_on", t.text("consultation-error-no-day")),
        },
    }
    let listed = pages.desk.forms(today).unwrap_or_default();
    let forms: Vec<String> = sent
        .all("forms")
        .into_iter()
        .filter(|key| listed.iter().any(|item| item.key == *key))
        .collect();
    match closes_on {
        Some(closes_on) if wrong.0.is_empty() => Ok(Draft {
            hamlet,
            matter,
            title,
            introduction,
            affects,
            forms,
            text,
            closes_on,
        }),
        _ => Err(wrong),
    }
}

fn place_of(unit: &Unit, draft: &Draft) -> Place {
    match draft.hamlet {
        Some(hamlet) => Place::hamlet(unit.id, hamlet),
        None => unit.id.into(),
    }
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = commune_for(&reader, &pages, &actor, &xa, "draft")?;
    // What these pages are is one of the forms.
    let sent = Sent(vec![("forms".to_owned(), "portal".to_owned())]);
    draft_form(&reader, &actor, &pages, (&unit, None), &sent, &Wrong::default()).await
}

pub(super) async fn begin(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, pages, sent) = (&reader, &pages, Sent(sent));
    let unit = commune_for(reader, pages, &actor, &xa, "draft")?;
    let draft = match checked(reader, pages, &actor, &unit, &sent) {
        Ok(draft) => draft,
        Err(wrong) => return draft_form(reader, &actor, pages, (&unit, None), &sent, &wrong).await,
    };
    let place = place_of(&unit, &draft);
    let begun = pages
        .desk
        .begin(unit.id, &draft, by(&actor, "draft", place))
        .await;
    let id = or_refused(reader, begun)?;
    Ok(Redirect::to(&format!("{}/soan/{id}?xong=luu", home(&unit))).into_response())
}

pub(super) async fn edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "draft").await?;
    let consultation = found.consultation();
    if consultation.state != Stands::Draft {
        return Ok(refused(&reader, &ActError::Stale));
    }
    let text: Vec<&str> = found
        .dossier
        .asked()
        .map(|passage| passage.draft.as_str())
        .collect();
    let one = |name: &str, value: String| (name.to_owned(), value);
    let mut sent = vec![
        one("revision", consultation.revision.to_string()),
        one(
            "matter",
            if consultation.hamlet.is_some() {
                COVENANT.to_owned()
            } else {
                consultation.matter.clone()
            },
        ),
        one(
            "covenant",
            consultation
                .hamlet
                .map(|hamlet| hamlet.to_string())
                .unwrap_or_default(),
        ),
        one("title", consultation.title.clone()),
        one("introduction", consultation.introduction.clone()),
        one("affects", consultation.affects.clone()),
        one("text", text.join("\n\n")),
        one("closes_on", platform::text::write_day(consultation.closes_on)),
    ];
    sent.extend(consultation.forms.iter().map(|form| one("forms", form.clone())));
    draft_form(
        &reader,
        &actor,
        &pages,
        (&found.unit, Some(&found)),
        &Sent(sent),
        &Wrong::default(),
    )
    .await
}

pub(super) async fn save(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, pages, sent) = (&reader, &pages, Sent(sent));
    let found = find_for(reader, pages, &actor, (&xa, &id), "draft").await?;
    let about = (&found.unit, Some(&found));
    let draft = match checked(reader, pages, &actor, &found.unit, &sent) {
        Ok(draft) => draft,
        Err(wrong) => return draft_form(reader, &actor, pages, about, &sent, &wrong).await,
    };
    let revision = sent.get("revision").parse().unwrap_or_default();
    let who = by(&actor, "draft", place_of(&found.unit, &draft));
    match pages.desk.save(found.key(), revision, &draft, who).await {
        Ok(()) => Ok(Redirect::to(&format!("{}?xong=luu", found.desk_href())).into_response()),
        // Somebody else saved first: nothing typed here is lost.
        Err(ActError::Stale) => {
            let wrong = Wrong(vec![(
                "title",
                reader.t.text("consultation-error-saved-by-other"),
            )]);
            let page = draft_form(reader, &actor, pages, about, &sent, &wrong).await?;
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Ok(refused(reader, &error)),
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    /// What was just done.
    xong: Option<String>,
}

/// A button that sends a form.
struct Button {
    label: String,
    action: String,
    revision: Option<i64>,
    quiet: bool,
}

#[derive(Template)]
#[template(path = "consultation/manage.html")]
struct ManagePage {
    shell: Shell,
    token: FormToken,
    done: Option<Confirmation>,
    tag: Tag,
    notices: Vec<Notice>,
    facts: SummaryList,
    introduction: String,
    passages: Vec<(u32, String)>,
    buttons: Vec<Button>,
    links: Vec<(String, String)>,
}

pub(super) async fn manage(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    Ok(manage_page(
        &reader,
        &actor,
        &pages,
        &found,
        came.xong.as_deref().unwrap_or_default(),
    ))
}

fn manage_page(reader: &Reader, actor: &Actor, pages: &Pages, found: &Found, came: &str) -> Response {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let consultation = found.consultation();
    let here = place(consultation);
    let can = |action: &str| may(Some(actor), action, here);
    let base = found.desk_href();
    let mut notices = Vec::new();
    let mut buttons = Vec::new();
    let mut links = Vec::new();
    let link = |key: &str, end: &str| (t.text(key), format!("{base}/{end}"));
    match consultation.state {
        Stands::Draft => draft_tools(t, pages, actor, found, &mut notices, &mut buttons, &mut links),
        Stands::Open => {
            links.push(link("consultation-to-opinions", "y-kien"));
            if can("draft") {
                links.push(link("consultation-to-enter", "nhap"));
                if consultation.takes_opinions(today) {
                    links.push(link("consultation-to-correct", "dinh-chinh"));
                }
            }
            if can("open") {
                links.push(link("consultation-to-extend", "gia-han"));
            }
            let missing = pages.desk.before_answer(&found.dossier);
            match missing {
                Some(missing) => notices.push(Notice::new(
                    t,
                    if consultation.awaits_answer(today) {
                        Tone::Warning
                    } else {
                        Tone::Info
                    },
                    words::unanswered(t, missing),
                )),
                None if can("conclude") => links.push(link("consultation-to-summarise", "tong-hop")),
                None => notices.push(Notice::new(
                    t,
                    Tone::Info,
                    t.text("consultation-ready-to-summarise"),
                )),
            }
            if can("conclude") {
                links.push(link("consultation-to-withdraw", "rut"));
            }
        }
        Stands::Answered => {
            links.push(link("consultation-to-opinions", "y-kien"));
            if can("conclude") {
                links.push(link("consultation-to-conclude", "ket-luan"));
                links.push(link("consultation-to-withdraw", "rut"));
            } else {
                notices.push(Notice::new(
                    t,
                    Tone::Info,
                    t.text("consultation-ready-to-conclude"),
                ));
            }
        }
        Stands::Concluded | Stands::Withdrawn => links.push(link("consultation-to-opinions", "y-kien")),
    }
    if consultation.is_public() {
        links.push((t.text("consultation-to-public"), found.href()));
    }
    let done = [
        "luu",
        "mo",
        "gia-han",
        "dinh-chinh",
        "rut",
        "nhap",
        "tong-hop",
        "ket-luan",
    ]
    .contains(&came)
    .then(|| Confirmation {
        title: t.text(&format!("consultation-done-{came}")),
        text: t.text(&format!("consultation-done-{came}-next")),
    });
    let (matter, article) = words::matter(t, &pages.desk, found);
    let fact = |key: &str, cell: Cell| (t.text(key), cell);
    let mut facts = vec![
        fact("consultation-fact-matter", Cell::text(matter).note(article)),
        fact(
            "consultation-fact-affects",
            Cell::text(consultation.affects.as_str()),
        ),
        fact(
            "consultation-fact-forms",
            Cell::text(words::forms(t, &pages.desk, consultation)),
        ),
        fact(
            "consultation-fact-closes",
            Cell::text(t.date(consultation.closes_on)),
        ),
        fact(
            "consultation-fact-drafted",
            Cell::text(words::role(t, &consultation.drafted.by.role))
                .note(t.instant(consultation.drafted.at)),
        ),
    ];
    if consultation.is_public() {
        facts.push(fact(
            "consultation-fact-opinions",
            Cell::text(words::tally(t, found.dossier.tally)),
        ));
    }
    let crumb = format!("{}/viec", home(&found.unit));
    page::html(&ManagePage {
        shell: shell(reader, &found.unit, consultation.title.as_str())
            .crumb(t.text("consultation-desk-title"), crumb),
        token: reader.form_token(),
        done,
        tag: words::state_tag(t, consultation, today),
        notices,
        facts: SummaryList::new(facts),
        introduction: consultation.introduction.clone(),
        passages: found
            .dossier
            .asked()
            .map(|passage| (passage.number, passage.draft.clone()))
            .collect(),
        buttons,
        links,
    })
}

/// What can be done with a draft, and by whom.
fn draft_tools(
    t: &Translator,
    pages: &Pages,
    actor: &Actor,
    found: &Found,
    notices: &mut Vec<Notice>,
    buttons: &mut Vec<Button>,
    links: &mut Vec<(String, String)>,
) {
    let consultation: &Consultation = found.consultation();
    let here = place(consultation);
    let base = found.desk_href();
    let (_, today) = pages.desk.now();
    let early = pages
        .desk
        .closing(consultation.hamlet, today)
        .ok()
        .map(|closing| closing.earliest)
        .filter(|earliest| consultation.closes_on < *earliest);
    if let Some(earliest) = early {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with("consultation-error-too-early", "day", earliest),
        ));
    }
    if may(Some(actor), "draft", here) {
        links.push((t.text("consultation-to-edit"), format!("{base}/sua")));
        buttons.push(Button {
            label: t.text("consultation-button-give-up"),
            action: format!("{base}/bo"),
            revision: None,
            quiet: true,
        });
    }
    let own = actor.person().0 == consultation.drafted.by.account;
    if own {
        notices.push(Notice::new(
            t,
            Tone::Info,
            t.text("consultation-error-same-person"),
        ));
    } else if may(Some(actor), "open", here) && early.is_none() {
        buttons.insert(
            0,
            Button {
                label: t.text("consultation-button-open"),
                action: format!("{base}/mo"),
                revision: Some(consultation.revision),
                quiet: false,
            },
        );
    }
}

pub(super) async fn open(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "open").await?;
    let revision = Sent(sent).get("revision").parse().unwrap_or_default();
    let who = by(&actor, "open", place(found.consultation()));
    let done = pages.desk.open(found.key(), revision, who).await;
    Ok(then(&reader, done, &format!("{}?xong=mo", found.desk_href())))
}

pub(super) async fn give_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "draft").await?;
    let done = pages.desk.give_up(found.key()).await;
    Ok(then(&reader, done, &format!("{}/viec", home(&found.unit))))
}

/// The frame of a form about a consultation.
pub(super) fn about(reader: &Reader, found: &Found, title: String, lead: String) -> Shell {
    shell(reader, &found.unit, title)
        .lead(lead)
        .crumb(
            reader.t.text("consultation-desk-title"),
            format!("{}/viec", home(&found.unit)),
        )
        .crumb(found.consultation().title.as_str(), found.desk_href())
}

/// A form about a consultation, sent to an address below its page at the desk.
pub(super) fn desk_form(
    reader: &Reader,
    found: &Found,
    (title, lead): (&str, &str),
    (end, button): (&str, &str),
) -> FormPage {
    let t = &reader.t;
    FormPage::new(
        reader,
        about(reader, found, t.text(title), t.text(lead)),
        format!("{}/{end}", found.desk_href()),
        found.desk_href(),
        t.text(button),
    )
}

pub(super) fn reason_field(reader: &Reader, sent: &Sent) -> Field {
    Field::words(
        "reason",
        reader.t.text("consultation-ask-reason"),
        sent.get("reason"),
    )
    .hint(reader.t.text("consultation-ask-reason-hint"))
}

fn extend_form(reader: &Reader, found: &Found, sent: &Sent, wrong: &Wrong) -> Response {
    let t = &reader.t;
    desk_form(
        reader,
        found,
        ("consultation-extend-title", "consultation-extend-lead"),
        ("gia-han", "consultation-button-extend"),
    )
    .field(
        Field::words("on", t.text("consultation-ask-new-day"), sent.get("on")).hint(t.with(
            "consultation-ask-new-day-hint",
            "day",
            found.consultation().closes_on,
        )),
    )
    .field(reason_field(reader, sent))
    .show(t, wrong)
}

pub(super) async fn ask_extend(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "open").await?;
    Ok(extend_form(&reader, &found, &Sent::default(), &Wrong::default()))
}

pub(super) async fn extend(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let t = &reader.t;
    let found = find_for(reader, &pages, &actor, (&xa, &id), "open").await?;
    let mut wrong = Wrong::default();
    let reason = sent.get("reason");
    wrong.words(t, ("reason", &reason), LONGEST_REASON);
    let on = platform::text::read_day(&sent.get("on"));
    if on.is_none() {
        wrong.add("on", t.text("consultation-error-no-day"));
    }
    let (Some(on), true) = (on, wrong.0.is_empty()) else {
        return Ok(extend_form(reader, &found, &sent, &wrong));
    };
    let who = by(&actor, "open", place(found.consultation()));
    match pages.desk.extend(found.key(), on, &reason, who).await {
        Err(ActError::Day) => {
            wrong.add(
                "on",
                t.with("consultation-error-later", "day", found.consultation().closes_on),
            );
            Ok(extend_form(reader, &found, &sent, &wrong))
        }
        done => Ok(then(reader, done, &format!("{}?xong=gia-han", found.desk_href()))),
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Which {
    doan: Option<u32>,
}

fn correct_form(reader: &Reader, found: &Found, sent: &Sent, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let mut choices = vec![Choice::new("0", t.text("consultation-introduction"))];
    for passage in found.dossier.asked() {
        let begins: String = passage.draft.chars().take(60).collect();
        choices.push(Choice::new(
            passage.number.to_string(),
            format!("{}: {begins}", words::passage(t, passage.number)),
        ));
    }
    desk_form(
        reader,
        found,
        ("consultation-correct-title", "consultation-correct-lead"),
        ("dinh-chinh", "consultation-button-correct"),
    )
    .field(Field::new(
        "passage",
        t.text("consultation-ask-passage"),
        Control::Select {
            choices,
            chosen: sent.get("passage"),
        },
    ))
    .field(area(
        "text",
        t.text("consultation-ask-new-words"),
        &sent.get("text"),
    ))
    .field(reason_field(reader, sent))
    .show(t, wrong)
}

pub(super) async fn ask_correct(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "draft").await?;
    let number = which.doan.unwrap_or(0);
    let text = found
        .dossier
        .passage(number)
        .map(|passage| passage.draft.clone())
        .unwrap_or_default();
    let sent = Sent(vec![
        ("passage".to_owned(), number.to_string()),
        ("text".to_owned(), text),
    ]);
    Ok(correct_form(&reader, &found, &sent, &Wrong::default()))
}

pub(super) async fn correct(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let t = &reader.t;
    let found = find_for(reader, &pages, &actor, (&xa, &id), "draft").await?;
    let mut wrong = Wrong::default();
    let (text, reason) = (sent.get("text"), sent.get("reason"));
    wrong.words(t, ("text", &text), LONGEST_INTRODUCTION);
    wrong.words(t, ("reason", &reason), LONGEST_REASON);
    if !wrong.0.is_empty() {
        return Ok(correct_form(reader, &found, &sent, &wrong));
    }
    let number = sent.get("passage").parse().unwrap_or_default();
    let who = by(&actor, "draft", place(found.consultation()));
    match pages.desk.correct(found.key(), number, &text, &reason, who).await {
        Err(ActError::Nothing) => {
            wrong.add("text", t.text("consultation-error-nothing"));
            Ok(correct_form(reader, &found, &sent, &wrong))
        }
        done => Ok(then(
            reader,
            done,
            &format!("{}?xong=dinh-chinh", found.desk_href()),
        )),
    }
}

fn withdraw_form(reader: &Reader, found: &Found, sent: &Sent, wrong: &Wrong) -> Response {
    let t = &reader.t;
    desk_form(
        reader,
        found,
        ("consultation-withdraw-title", "consultation-withdraw-lead"),
        ("rut", "consultation-button-withdraw"),
    )
    .notice(Notice::new(
        t,
        Tone::Warning,
        t.text("consultation-withdraw-warning"),
    ))
    .field(reason_field(reader, sent))
    .show(t, wrong)
}

pub(super) async fn ask_withdraw(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "conclude").await?;
    Ok(withdraw_form(
        &reader,
        &found,
        &Sent::default(),
        &Wrong::default(),
    ))
}

pub(super) async fn withdraw(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let found = find_for(reader, &pages, &actor, (&xa, &id), "conclude").await?;
    let mut wrong = Wrong::default();
    let reason = sent.get("reason");
    wrong.words(&reader.t, ("reason", &reason), LONGEST_REASON);
    if !wrong.0.is_empty() {
        return Ok(withdraw_form(reader, &found, &sent, &wrong));
    }
    let who = by(&actor, "conclude", place(found.consultation()));
    let done = pages.desk.withdraw(found.key(), &reason, who).await;
    Ok(then(reader, done, &format!("{}?xong=rut", found.desk_href())))
}
