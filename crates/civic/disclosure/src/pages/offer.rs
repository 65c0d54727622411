//! Where, when and with whom a commune offers what its province decided.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, FormToken},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader,
        components::{
            Cell, Choice, Column, Confirmation, Control, ErrorSummary, Field, Notice, Row, Table, Tone,
        },
    },
    text::compose,
};
use serde::Deserialize;
use units::Unit;

use super::{
    Pages, by, compose::allowed, missing, or_failed, or_refused, procedure::catalogue, refused, shell, words,
};
use crate::{
    catalogue::{
        model::{Offer, Offered},
        store as catalogues,
    },
    ids::ItemId,
    model::ItemState,
    service::ActError,
};

/// The longest answer, in letters.
const LONGEST: usize = 300;

/// A form as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filled {
    offered: String,
    office: String,
    hours: String,
    contact: String,
    note: String,
    revision: i64,
}

impl Filled {
    fn of(offered: Option<&Offered>) -> Self {
        let Some(Offered { offer, revision, .. }) = offered else {
            return Self {
                offered: "yes".to_owned(),
                ..Self::default()
            };
        };
        Self {
            offered: if offer.offered { "yes" } else { "no" }.to_owned(),
            office: offer.office.clone(),
            hours: offer.hours.clone(),
            contact: offer.contact.clone(),
            note: offer.note.clone(),
            revision: *revision,
        }
    }

    /// The offer, or every field that is wrong with the key of what to say.
    fn read(&self) -> Result<Offer, Vec<(&'static str, &'static str)>> {
        let mut wrong = Vec::new();
        let mut line = |name: &'static str, text: &str| {
            let text = compose(text.trim());
            if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
                wrong.push((name, "disclosure-offer-error-line"));
            }
            text
        };
        let offer = Offer {
            offered: self.offered != "no",
            office: line("office", &self.office),
            hours: line("hours", &self.hours),
            contact: line("contact", &self.contact),
            note: line("note", &self.note),
        };
        if !offer.offered && offer.note.is_empty() {
            wrong.push(("note", "disclosure-offer-error-note"));
        }
        if wrong.is_empty() { Ok(offer) } else { Err(wrong) }
    }
}

#[derive(Template)]
#[template(path = "disclosure/offer.html")]
struct OfferPage {
    shell: page::Shell,
    token: FormToken,
    confirmation: Option<Confirmation>,
    notice: Notice,
    errors: ErrorSummary,
    fields: Vec<Field>,
    revision: i64,
    action: String,
    cancel: String,
    history: Option<Table>,
}

/// A procedure of the province that a commune offers, or all of them.
struct About {
    unit: Unit,
    item: Option<ItemId>,
    title: String,
    offered: Option<Offered>,
    history: Vec<Offered>,
}

impl About {
    fn href(&self) -> String {
        match self.item {
            Some(item) => format!("{}/{item}/noi-nop", catalogue(&self.unit)),
            None => format!("{}/noi-nop", catalogue(&self.unit)),
        }
    }

    fn back(&self) -> String {
        match self.item {
            Some(item) => format!("{}/{item}", catalogue(&self.unit)),
            None => catalogue(&self.unit),
        }
    }
}

async fn about(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id): (&str, Option<&str>),
) -> Result<About, Instead> {
    let unit = allowed(reader, pages, actor, xa, "draft")?;
    let province = pages.desk.province_of(unit.id).ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (item, title) = match id {
        None => (None, reader.t.text("disclosure-offer-all")),
        Some(id) => {
            let id: ItemId = id.parse().map_err(|_| missing(reader))?;
            let dossier = or_failed(reader, pages.desk.dossier(&mut read, province, id).await)?
                .filter(|dossier| dossier.item.state == ItemState::Published)
                .ok_or_else(|| missing(reader))?;
            let title = dossier.public().map(|version| version.text.title.clone());
            (Some(id), title.ok_or_else(|| missing(reader))?)
        }
    };
    let history = or_failed(reader, catalogues::offer_history(&mut read, unit.id, item).await)?;
    Ok(About {
        unit,
        item,
        title,
        offered: history.first().cloned(),
        history,
    })
}

fn offer_page(
    reader: &Reader,
    about: &About,
    filled: &Filled,
    confirmation: Option<Confirmation>,
    wrong: &[(&'static str, String)],
) -> axum::response::Response {
    let t = &reader.t;
    let line = |name: &'static str, value: &str| {
        Field::words(name, t.text(&format!("disclosure-offer-{name}")), value)
            .hint(t.text(&format!("disclosure-offer-{name}-hint")))
    };
    let choices = ["yes", "no"]
        .map(|key| Choice::new(key, t.text(&format!("disclosure-offer-offered-{key}"))))
        .to_vec();
    let mut fields = vec![
        line("office", &filled.office),
        line("hours", &filled.hours),
        line("contact", &filled.contact),
        line("note", &filled.note),
    ];
    // Whether it is handed in here is said of each procedure, never of all at once.
    if about.item.is_some() {
        fields.insert(
            0,
            Field::new(
                "offered",
                t.text("disclosure-offer-offered"),
                Control::Radios {
                    choices,
                    chosen: filled.offered.clone(),
                },
            ),
        );
    }
    let fields: Vec<Field> = fields
        .into_iter()
        .map(|field| match wrong.iter().find(|(name, _)| *name == field.name) {
            Some((_, text)) => field.error(t, text.as_str()),
            None => field,
        })
        .collect();
    let errors = ErrorSummary::of(t, &fields);
    let mut shell = shell(reader, &about.unit, t.text("disclosure-offer-title"))
        .lead(about.title.as_str())
        .crumb(t.text("disclosure-procedures-title"), catalogue(&about.unit));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    page::html(&OfferPage {
        shell,
        token: reader.form_token(),
        confirmation,
        notice: Notice::new(t, Tone::Info, t.text("disclosure-offer-lead")),
        errors,
        fields,
        revision: filled.revision,
        action: about.href(),
        cancel: about.back(),
        history: (!about.history.is_empty()).then(|| history(t, &about.history)),
    })
}

fn history(t: &Translator, all: &[Offered]) -> Table {
    let rows = all
        .iter()
        .map(|one| {
            let offer = &one.offer;
            let said = [&offer.office, &offer.hours, &offer.contact, &offer.note];
            let said: Vec<&str> = said
                .into_iter()
                .map(String::as_str)
                .filter(|text| !text.is_empty())
                .collect();
            let said = if offer.offered {
                said.join("; ")
            } else {
                format!("{} {}", t.text("disclosure-offer-not-here"), said.join("; "))
            };
            Row::new(vec![
                Cell::text(t.instant(one.at)).note(words::role(t, &one.role)),
                Cell::text(if said.is_empty() {
                    t.text("disclosure-offer-as-common")
                } else {
                    said
                }),
            ])
        })
        .collect();
    Table::new(
        t.text("disclosure-offer-history"),
        vec![
            Column::text(t.text("disclosure-offer-when")),
            Column::text(t.text("disclosure-offer-said")),
        ],
        rows,
    )
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    xong: Option<String>,
}

async fn show(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    named: (&str, Option<&str>),
    came: &Came,
) -> Answer {
    let about = about(reader, pages, actor, named).await?;
    let t = &reader.t;
    let confirmation = came.xong.as_ref().map(|_| Confirmation {
        title: t.text("disclosure-offer-done"),
        text: t.text("disclosure-offer-done-next"),
    });
    let filled = Filled::of(about.offered.as_ref());
    Ok(offer_page(reader, &about, &filled, confirmation, &[]))
}

async fn set(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    named: (&str, Option<&str>),
    filled: &Filled,
) -> Answer {
    let about = about(reader, pages, actor, named).await?;
    let t = &reader.t;
    let offer = match filled.read() {
        Ok(offer) => offer,
        Err(wrong) => {
            let wrong: Vec<(&str, String)> = wrong
                .into_iter()
                .map(|(field, key)| (field, t.text(key)))
                .collect();
            let page = offer_page(reader, &about, filled, None, &wrong);
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let unit = about.unit.id;
    let acts = by(actor, "draft", unit);
    let done = pages
        .desk
        .offer(unit, (about.item, filled.revision), &offer, acts)
        .await;
    match done {
        Ok(_) => Ok(Redirect::to(&format!("{}?xong=1", about.href())).into_response()),
        Err(ActError::Stale) => {
            let wrong = [("office", t.text("disclosure-error-saved-by-other"))];
            let page = offer_page(reader, &about, filled, None, &wrong);
            Ok((StatusCode::CONFLICT, page).into_response())
        }
        Err(error) => Ok(refused(reader, &error)),
    }
}

pub(super) async fn show_all(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    show(&reader, &pages, &actor, (&xa, None), &came).await
}

pub(super) async fn set_all(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(filled): Form<Filled>,
) -> Answer {
    let filled = Filled {
        offered: "yes".to_owned(),
        ..filled
    };
    set(&reader, &pages, &actor, (&xa, None), &filled).await
}

pub(super) async fn show_one(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    show(&reader, &pages, &actor, (&xa, Some(&id)), &came).await
}

pub(super) async fn set_one(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(filled): Form<Filled>,
) -> Answer {
    set(&reader, &pages, &actor, (&xa, Some(&id)), &filled).await
}

/// How a commune offers a procedure, for the list of what is to be known about it.
pub(super) async fn of(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    item: ItemId,
) -> Result<Option<Offered>, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let offers = or_refused(reader, pages.desk.offers(&mut read, unit.id).await)?;
    Ok(offers.of(item))
}
