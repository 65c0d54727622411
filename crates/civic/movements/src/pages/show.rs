//! A model's page: what was done, what came of it, who can be learnt from, and the proof.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse as _,
};
use platform::{
    i18n::Translator,
    page::{
        self, Answer, Reader, Shell,
        components::{Cell, Notice, SummaryList, Tag, Tone},
    },
};

use super::{
    Found, Pages, commune_home, find, href, may, missing, or_failed, or_refused, place, shell, words,
};
use crate::{
    content,
    model::{Dossier, EventKind, PictureId},
    rules::State as Stands,
    store,
};

/// A picture as pages show it.
pub(super) struct Pictured {
    pub(super) src: String,
    pub(super) caption: String,
    /// Where it is taken away; none for those who may not.
    pub(super) remove: Option<String>,
}

pub(super) fn pictured(found: &Found<'_>, removable: bool) -> Vec<Pictured> {
    let href = found.href();
    found
        .dossier
        .pictures
        .iter()
        .map(|picture| {
            let src = format!("{href}/anh/{}", picture.id);
            Pictured {
                caption: picture.caption.clone(),
                remove: removable.then(|| format!("{src}/go")),
                src,
            }
        })
        .collect()
}

/// Something that happened.
pub(super) struct Told {
    pub(super) what: String,
    pub(super) when: String,
    pub(super) reason: String,
}

/// What happened, oldest first.
pub(super) fn told(t: &Translator, dossier: &Dossier) -> Vec<Told> {
    dossier
        .events
        .iter()
        .map(|event| {
            let what = if event.kind == EventKind::Undone {
                let was = event.was.map(|was| words::state(t, was)).unwrap_or_default();
                t.with("movements-event-undone", "state", was)
            } else {
                t.text(&format!("movements-event-{}", event.kind.key()))
            };
            let who = if event.role.is_empty() {
                String::new()
            } else {
                format!(" · {}", t.text(&format!("movements-role-{}", event.role)))
            };
            Told {
                what,
                when: format!("{}{who}", t.instant(event.at)),
                reason: event.reason.clone(),
            }
        })
        .collect()
}

/// What is known about a model, as everybody may know it.
pub(super) fn facts(reader: &Reader, pages: &Pages, found: &Found<'_>) -> Vec<(String, Cell)> {
    let t = &reader.t;
    let (model, movement, catalogue) = (found.model(), found.movement, pages.desk.catalogue());
    let fields = movement.fields(catalogue);
    let mut facts = vec![
        (t.text("movements-holder"), Cell::text(found.holder(reader))),
        (
            t.text("movements-group"),
            Cell::text(words::capital(&words::item(
                t,
                movement.groups(catalogue),
                &model.group,
            ))),
        ),
        (
            t.text("movements-column-main"),
            Cell::text(words::capital(&words::item(t, fields, &model.field))),
        ),
    ];
    if !model.touched.is_empty() {
        let touched: Vec<String> = model
            .touched
            .iter()
            .map(|field| words::item(t, fields, field))
            .collect();
        facts.push((
            t.text("movements-touched"),
            Cell::text(words::capital(&touched.join("; "))).note(t.text("movements-touched-note")),
        ));
    }
    let mut day = |key: &str, day: Option<jiff::civil::Date>| {
        if day.is_some() {
            facts.push((t.text(key), Cell::text(words::day_or_none(t, day))));
        }
    };
    day("movements-registered-on", Some(model.registered_on));
    day("movements-plan-until", model.plan_until);
    day(
        "movements-carried-out-on",
        model.carried_out_on.filter(|_| model.state.is_carried_out()),
    );
    day("movements-decided-on", model.decided_on);
    if !model.number.is_empty() {
        facts.push((t.text("movements-number"), Cell::text(model.number.as_str())));
    }
    if let Some(tally) = &found.dossier.tally {
        facts.push((t.text("movements-votes"), Cell::text(words::tally(t, tally))));
    }
    for (key, amount) in &model.figures {
        if let Some(kind) = movement.figure(key) {
            let unit = catalogue
                .unit_of_measure(&kind.unit)
                .map(|unit| unit.names.get(t.code()).to_owned())
                .unwrap_or_default();
            facts.push((
                kind.name.get(t.code()).to_owned(),
                Cell::text(format!("{} {unit}", t.number(*amount))),
            ));
        }
    }
    facts
}

#[derive(Template)]
#[template(path = "movements/model.html")]
struct ModelPage {
    shell: Shell,
    tag: Tag,
    notices: Vec<Notice>,
    aim: Vec<String>,
    plan: Vec<String>,
    done: Vec<String>,
    outcome: Vec<String>,
    pictures: Vec<Pictured>,
    facts: SummaryList,
    chain: Vec<(String, String)>,
    officer: Option<String>,
    told: Vec<Told>,
    proof: Option<SummaryList>,
    content_href: Option<String>,
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    show_of(&reader, &pages, (&xa, &id)).await
}

async fn show_of(reader: &Reader, pages: &Pages, address: (&str, &str)) -> Answer {
    let t = &reader.t;
    let found = find(reader, pages, address).await?;
    let model = found.model();
    let officer = may(reader.visitor.actor.as_ref(), "read", place(model)).then(|| found.desk_href());
    if !model.state.counts() && officer.is_none() {
        return Err(missing(reader));
    }
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let history = transparency::history(&mut read, found.unit.id, &content::subject(model.id)).await;
    let history = or_failed(reader, history)?;
    let before = match model.continued_from {
        Some(before) => or_failed(reader, store::model(&mut read, (model.unit, before)).await)?,
        None => None,
    };
    let next = or_failed(reader, store::next_of(&mut read, model.key()).await)?;
    drop(read);
    let mut chain = Vec::new();
    for (key, other) in [("movements-before", before), ("movements-next", next)] {
        if let Some(other) = other {
            chain.push((
                t.format(
                    key,
                    &[
                        ("year", other.year.to_string().into()),
                        ("title", other.title.as_str().into()),
                    ],
                ),
                href(&found.unit, &other),
            ));
        }
    }
    let mut notices = Vec::new();
    if !model.reasons.is_empty() {
        let key = format!("movements-because-{}", model.state.key());
        if matches!(model.state, Stands::NotCarriedOut | Stands::NotRecognised) {
            notices.push(Notice::new(
                t,
                Tone::Warning,
                t.with(&key, "reason", model.reasons.as_str()),
            ));
        }
    }
    if model.registered.is_none() && model.done.is_empty() {
        notices.push(Notice::new(t, Tone::Info, t.text("movements-from-register")));
    }
    if model.kept_up > 0 {
        notices.push(Notice::new(
            t,
            Tone::Info,
            t.with("movements-kept-up-notice", "years", model.kept_up),
        ));
    }
    let public = or_refused(reader, pages.desk.public_octets(&found.dossier))?.is_some();
    let entries = history
        .iter()
        .map(|logged| {
            let act = logged.known_act().map_or_else(
                || logged.act.clone(),
                |act| t.text(&format!("movements-act-{}", act.word())),
            );
            let place = match logged.index {
                Some(index) => t.with(
                    "movements-logged-at",
                    "index",
                    i64::try_from(index).unwrap_or(i64::MAX),
                ),
                None => t.text("movements-logged-waiting"),
            };
            let when = Cell::text(t.instant(logged.at)).link(transparency::href(logged.entry));
            (act, when.note(place))
        })
        .collect::<Vec<_>>();
    let paragraphs = |text: &str| platform::text::paragraphs(text);
    let facts = facts(reader, pages, &found);
    Ok(page::html(&ModelPage {
        shell: shell(reader, found.movement, model.title.as_str()).crumb(
            found.unit.name.as_str(),
            commune_home(found.movement, &found.unit),
        ),
        tag: words::tag(t, model.state),
        notices,
        aim: paragraphs(&model.aim),
        plan: paragraphs(&model.plan),
        done: paragraphs(&model.done),
        outcome: paragraphs(&model.outcome),
        pictures: pictured(&found, false),
        facts: SummaryList::new(facts),
        chain,
        officer,
        told: told(t, &found.dossier),
        proof: (!entries.is_empty()).then(|| SummaryList::new(entries)),
        content_href: public.then(|| format!("{}/noi-dung.json", found.href())),
    }))
}

/// What is public of a recognised model, as the log knows it.
pub(super) async fn content(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find(&reader, &pages, (&xa, &id)).await?;
    let octets = or_refused(&reader, pages.desk.public_octets(&found.dossier))?;
    let octets = octets.ok_or_else(|| missing(&reader))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], octets).into_response())
}

/// A picture of a model.
pub(super) async fn picture(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, anh)): Path<(String, String, String)>,
) -> Answer {
    let found = find(&reader, &pages, (&xa, &id)).await?;
    let picture: PictureId = anh.parse().map_err(|_| missing(&reader))?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let file = or_failed(&reader, store::picture(&mut read, found.key(), picture).await)?;
    let file = file.ok_or_else(|| missing(&reader))?;
    Ok(page::picture(file, true))
}
