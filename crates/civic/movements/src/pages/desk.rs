//! The desk of a commune: its models of a year, registering one, and the council.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, FormToken, Place},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Column, Control, Empty, ErrorSummary, Field, Notice, Pagination, Row, Table, Tone,
        },
        form::{Checks, FormPage, Sent, Wrong, area},
    },
    text::{read_day, write_day},
};
use serde::Deserialize;
use units::{Unit, hamlets::Hamlet};

use super::{
    FUNCTION, Pages, by, commune, commune_home, find_for, href, may, not_here, or_failed, or_refused,
    refused, shell, table, then, words,
};
use crate::{
    ActError, ModelId, Movement,
    model::{MemberId, Model},
    rules::State as Stands,
    service::Registration,
    store::{self, Narrowed, PAGE},
};

/// Letters of a title, and of what is written at length.
const LONGEST_TITLE: usize = 200;
pub(super) const LONGEST_TEXT: usize = 4_000;
const LONGEST_NAME: usize = 120;
/// The most hamlets that are offered.
const MOST_HAMLETS: usize = 500;

/// Whether somebody may do something in a commune or in any of its hamlets.
fn somewhere(actor: &Actor, action: &str, unit: &Unit) -> bool {
    actor.may(FUNCTION, action, unit.id)
        || actor
            .places(FUNCTION, action)
            .iter()
            .any(|place| place.unit == unit.id.0)
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    nam: Option<String>,
    sau: Option<String>,
}

#[derive(Template)]
#[template(path = "movements/desk.html")]
struct DeskPage {
    shell: Shell,
    buttons: Vec<(String, String)>,
    action: String,
    year: Field,
    states: Option<Table>,
    models: Option<Table>,
    empty: Option<Empty>,
    pagination: Pagination,
}

/// The commune's models of a year, for those who keep them.
pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let movement = pages.movement(&reader)?;
    let unit = commune(&pages, &reader, &noi)?;
    if !somewhere(&actor, "read", &unit) {
        return Err(not_here(&reader));
    }
    let (_, today) = pages.desk.now();
    let year = table::year(asked.nam.as_deref(), today.year());
    let home = commune_home(movement, &unit);
    let narrowed = Narrowed {
        year,
        ..Narrowed::default()
    };
    let after = asked
        .sau
        .and_then(|id| Some((id.parse::<ModelId>().ok()?, unit.id)));
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let found = store::list(&mut read, &[unit.id.0], &movement.key, &narrowed, after, PAGE + 1).await;
    let mut models = or_failed(&reader, found)?;
    let states = or_failed(
        &reader,
        store::by_state(&mut read, unit.id, &movement.key, year).await,
    )?;
    drop(read);
    let more = models.len() > PAGE;
    models.truncate(PAGE);
    let next = models
        .last()
        .filter(|_| more)
        .map(|last| format!("{home}/viec?nam={year}&sau={}", last.id));
    let mut buttons = Vec::new();
    if somewhere(&actor, "register", &unit) {
        buttons.push((t.text("movements-tool-register"), format!("{home}/dang-ky")));
    }
    if may(Some(&actor), "recognise", unit.id.into()) {
        buttons.push((t.text("movements-tool-council"), format!("{home}/hoi-dong")));
    }
    let states: Vec<Row> = Stands::ALL
        .iter()
        .filter_map(|state| {
            let (_, count) = states.iter().find(|(there, _)| there == state)?;
            Some(Row::new(vec![
                Cell::text(words::state(t, *state)),
                Cell::number(t, *count),
            ]))
        })
        .collect();
    let fields = movement.fields(pages.desk.catalogue());
    let rows: Vec<Row> = models
        .iter()
        .map(|model| {
            Row::new(vec![
                Cell::text(model.title.as_str())
                    .link(format!("{}/viec", href(&unit, model)))
                    .note(words::item(t, fields, &model.field)),
                Cell::text(t.date(model.registered_on)),
                Cell::text("").tag(words::tag(t, model.state)),
            ])
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.with("movements-desk-empty", "year", year.to_string()),
            t.text("movements-table-empty-duty"),
        )
    });
    let title = t.format(
        "movements-desk-title",
        &[
            ("unit", unit.name.as_str().into()),
            ("year", year.to_string().into()),
        ],
    );
    Ok(page::html(&DeskPage {
        shell: shell(&reader, movement, title).crumb(unit.name.as_str(), home.as_str()),
        buttons,
        action: format!("{home}/viec"),
        year: table::year_field(t, year, today.year(), false),
        states: (!states.is_empty()).then(|| {
            Table::new(
                t.text("movements-by-state"),
                vec![
                    Column::text(t.text("movements-column-state")),
                    Column::number(t.text("movements-column-models")),
                ],
                states,
            )
        }),
        models: (!rows.is_empty()).then(|| {
            Table::new(
                t.with("movements-desk-caption", "year", year.to_string()),
                vec![
                    Column::text(t.text("movements-column-model")),
                    Column::text(t.text("movements-registered-on")),
                    Column::text(t.text("movements-column-state")),
                ],
                rows,
            )
        }),
        empty,
        pagination: Pagination::new(t, None, next),
    }))
}

/// What the form of a registration is shown with.
struct Asking<'a> {
    reader: &'a Reader,
    pages: &'a Pages,
    movement: &'a Movement,
    unit: Unit,
    /// The hamlets in which the actor may register.
    hamlets: Vec<Hamlet>,
    /// Whether the actor may register for the whole commune.
    whole: bool,
    /// Last year's models that may be gone on from.
    before: Vec<Model>,
    /// The model that is bettered.
    model: Option<Model>,
}

impl<'a> Asking<'a> {
    async fn of(
        reader: &'a Reader,
        pages: &'a Pages,
        movement: &'a Movement,
        actor: &Actor,
        (unit, model): (Unit, Option<Model>),
    ) -> Result<Self, Instead> {
        if !somewhere(actor, "register", &unit) {
            return Err(not_here(reader));
        }
        let (_, today) = pages.desk.now();
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        let hamlets = units::hamlets::page(&mut read, unit.id, today, None, MOST_HAMLETS).await;
        let hamlets = or_failed(reader, hamlets)?
            .into_iter()
            .filter(|hamlet| actor.may(FUNCTION, "register", Place::hamlet(unit.id, hamlet.id)))
            .collect();
        let year = model.as_ref().map_or(today.year(), |model| model.year);
        let before = store::continuable(&mut read, unit.id, &movement.key, year - 1, 200).await;
        let mut before = or_failed(reader, before)?;
        if let Some(kept) = model.as_ref().and_then(|model| model.continued_from) {
            let kept = or_failed(reader, store::model(&mut read, (unit.id, kept)).await)?;
            before.extend(kept);
        }
        let whole = actor.may(FUNCTION, "register", unit.id);
        Ok(Self {
            reader,
            pages,
            movement,
            unit,
            hamlets,
            whole,
            before,
            model,
        })
    }

    fn address(&self) -> (String, String) {
        match &self.model {
            Some(model) => {
                let base = href(&self.unit, model);
                (format!("{base}/sua"), format!("{base}/viec"))
            }
            None => {
                let home = commune_home(self.movement, &self.unit);
                (format!("{home}/dang-ky"), format!("{home}/viec"))
            }
        }
    }

    fn choices(&self, items: &[facts::catalogue::Item]) -> Vec<Choice> {
        let t = &self.reader.t;
        items
            .iter()
            .map(|item| Choice::new(item.key.as_str(), words::capital(item.names.get(t.code()))))
            .collect()
    }

    fn form(&self, sent: &Sent, similar: &[Model]) -> FormPage {
        let t = &self.reader.t;
        let catalogue = self.pages.desk.catalogue();
        let movement = self.movement;
        let title = if self.model.is_some() {
            t.text("movements-edit-title")
        } else {
            t.with("movements-register-title", "unit", self.unit.name.as_str())
        };
        let (action, cancel) = self.address();
        let shell = shell(self.reader, movement, title)
            .lead(words::basis(t, &movement.registration.basis))
            .crumb(self.unit.name.as_str(), commune_home(movement, &self.unit));
        let button = if self.model.is_some() {
            "movements-button-save"
        } else {
            "movements-button-register"
        };
        let radios = |name: &str, label: &str, choices: Vec<Choice>| {
            Field::new(
                name,
                t.text(label),
                Control::Radios {
                    choices,
                    chosen: sent.get(name),
                },
            )
        };
        let mut hamlets: Vec<Choice> = self
            .hamlets
            .iter()
            .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str()))
            .collect();
        if self.whole {
            hamlets.insert(0, Choice::new("", t.text("movements-whole-commune")));
        }
        let before = std::iter::once(Choice::new("", t.text("movements-continued-none")))
            .chain(
                self.before
                    .iter()
                    .map(|model| Choice::new(model.id.to_string(), model.title.as_str())),
            )
            .collect();
        let mut page = FormPage::new(self.reader, shell, action, cancel, t.text(button));
        for (at, model) in similar.iter().enumerate() {
            let text = if at == 0 {
                t.with("movements-similar", "count", similar.len())
            } else {
                t.text("movements-similar-too")
            };
            let label = t.format(
                "movements-similar-one",
                &[
                    ("title", model.title.as_str().into()),
                    ("year", model.year.to_string().into()),
                    ("state", words::state(t, model.state).into()),
                ],
            );
            page = page.notice(Notice::new(t, Tone::Info, text).link(label, href(&self.unit, model)));
        }
        if !similar.is_empty() {
            page = page.hidden("seen", "1");
        }
        if let Some(model) = &self.model {
            page = page.hidden("revision", model.revision);
        }
        page = page
            .field(
                Field::words("title", t.text("movements-ask-title"), sent.get("title"))
                    .hint(t.text("movements-ask-title-hint")),
            )
            .field(
                area("aim", t.text("movements-ask-aim"), &sent.get("aim"))
                    .hint(t.text("movements-ask-aim-hint")),
            )
            .field(Field::new(
                "hamlet",
                t.text("movements-ask-hamlet"),
                Control::Select {
                    choices: hamlets,
                    chosen: sent.get("hamlet"),
                },
            ))
            .field(radios(
                "group",
                "movements-group",
                self.choices(movement.groups(catalogue)),
            ))
            .field(
                radios(
                    "field",
                    "movements-column-main",
                    self.choices(movement.fields(catalogue)),
                )
                .hint(t.text("movements-ask-field-hint")),
            )
            .field(radios(
                "holder",
                "movements-holder",
                self.choices(movement.holder_names(catalogue)),
            ))
            .field(
                Field::words(
                    "holder_name",
                    t.text("movements-ask-holder-name"),
                    sent.get("holder_name"),
                )
                .hint(t.text("movements-ask-holder-hint")),
            )
            .field(
                Field::words(
                    "consent_on",
                    t.text("movements-ask-consent"),
                    sent.get("consent_on"),
                )
                .hint(t.text("movements-ask-consent-hint")),
            )
            .field(Field::words(
                "registered_on",
                t.text("movements-registered-on"),
                sent.get("registered_on"),
            ));
        if !self.before.is_empty() {
            page = page.field(
                Field::new(
                    "before",
                    t.text("movements-ask-before"),
                    Control::Select {
                        choices: before,
                        chosen: sent.get("before"),
                    },
                )
                .hint(t.text("movements-ask-before-hint")),
            );
        }
        let ticked = sent.all("touched");
        page.checks(Checks {
            name: "touched",
            legend: t.text("movements-touched"),
            hint: t.text("movements-touched-note"),
            items: movement
                .fields(catalogue)
                .iter()
                .map(|field| {
                    (
                        field.key.clone(),
                        words::capital(field.names.get(t.code())),
                        ticked.contains(&field.key),
                    )
                })
                .collect(),
        })
    }

    /// Reads the form; what is wrong with it stands in the second.
    fn read(&self, sent: &Sent) -> (Registration, Wrong) {
        let t = &self.reader.t;
        let catalogue = self.pages.desk.catalogue();
        let mut wrong = Wrong::default();
        wrong.words(t, ("title", &sent.get("title")), LONGEST_TITLE);
        wrong.words(t, ("aim", &sent.get("aim")), LONGEST_TEXT);
        wrong.words(t, ("holder_name", &sent.get("holder_name")), LONGEST_NAME);
        for (name, items) in [
            ("group", self.movement.groups(catalogue)),
            ("field", self.movement.fields(catalogue)),
            ("holder", self.movement.holder_names(catalogue)),
        ] {
            if !items.iter().any(|item| item.key == sent.get(name)) {
                wrong.add(name, t.text("movements-error-choose"));
            }
        }
        let hamlet = sent.get("hamlet");
        let chosen = self.hamlets.iter().find(|there| there.id.to_string() == hamlet);
        if chosen.is_none() && !(hamlet.is_empty() && self.whole) {
            wrong.add("hamlet", t.text("movements-error-choose"));
        }
        let registered_on = read_day(&sent.get("registered_on"));
        if registered_on.is_none() {
            wrong.add("registered_on", t.text("movements-error-day"));
        }
        let consent = sent.get("consent_on");
        let consent_on = read_day(&consent);
        if consent_on.is_none() && !consent.is_empty() {
            wrong.add("consent_on", t.text("movements-error-day"));
        }
        let new = Registration {
            hamlet: chosen.map(|hamlet| hamlet.id),
            group: sent.get("group"),
            field: sent.get("field"),
            touched: sent.all("touched"),
            holder: sent.get("holder"),
            holder_name: sent.get("holder_name"),
            consent_on,
            title: sent.get("title"),
            aim: sent.get("aim"),
            registered_on: registered_on.unwrap_or_default(),
            continued_from: sent.get("before").parse().ok(),
        };
        (new, wrong)
    }

    /// What an act refused, beside its field; the refusal again when it belongs to none.
    fn fault(&self, error: ActError) -> Result<Wrong, ActError> {
        let t = &self.reader.t;
        let mut wrong = Wrong::default();
        match error {
            ActError::Day(fault) => wrong.add("registered_on", words::day_fault(t, fault)),
            ActError::Twice(_) => wrong.add("title", t.text("movements-error-twice")),
            ActError::NotContinued => wrong.add("before", t.text("movements-error-not-continued")),
            other => return Err(other),
        }
        Ok(wrong)
    }
}

/// The blank form.
pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let movement = pages.movement(&reader)?;
    let unit = commune(&pages, &reader, &noi)?;
    let asking = Asking::of(&reader, &pages, movement, &actor, (unit, None)).await?;
    let (_, today) = pages.desk.now();
    let sent = Sent(vec![("registered_on".to_owned(), write_day(today))]);
    Ok(asking.form(&sent, &[]).show(&reader.t, &Wrong::default()))
}

/// Registers a model. Models like it are shown first, once.
pub(super) async fn register(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let movement = pages.movement(&reader)?;
    let unit = commune(&pages, &reader, &noi)?;
    let asking = Asking::of(&reader, &pages, movement, &actor, (unit, None)).await?;
    let (new, wrong) = asking.read(&sent);
    if !wrong.0.is_empty() {
        return Ok(asking.form(&sent, &[]).show(t, &wrong));
    }
    let unit = &asking.unit;
    if sent.get("seen").is_empty() && new.continued_from.is_none() {
        let mut read = or_failed(&reader, pages.desk.db.read().await)?;
        let similar = pages
            .desk
            .similar(&mut read, unit.id, &movement.key, (&new.title, None))
            .await;
        let similar = or_refused(&reader, similar)?;
        drop(read);
        if !similar.is_empty() {
            return Ok(asking.form(&sent, &similar).show(t, &wrong));
        }
    }
    let place = match new.hamlet {
        Some(hamlet) => Place::hamlet(unit.id, hamlet),
        None => unit.id.into(),
    };
    let done = pages
        .desk
        .register(unit.id, &movement.key, &new, by(&actor, "register", place))
        .await;
    match done {
        Ok(id) => Ok(Redirect::to(&format!(
            "{}/{}/{id}/viec?xong=registered",
            super::MODELS,
            unit.code
        ))
        .into_response()),
        Err(error) => match asking.fault(error) {
            Ok(wrong) => Ok(asking.form(&sent, &[]).show(t, &wrong)),
            Err(error) => Ok(refused(&reader, &error)),
        },
    }
}

/// The form of a registration that is bettered.
pub(super) async fn edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let model = found.model().clone();
    let mut sent: Vec<(String, String)> = [
        ("title", model.title.clone()),
        ("aim", model.aim.clone()),
        (
            "hamlet",
            model.hamlet.map(|hamlet| hamlet.to_string()).unwrap_or_default(),
        ),
        ("group", model.group.clone()),
        ("field", model.field.clone()),
        ("holder", model.holder.clone()),
        ("holder_name", model.holder_name.clone()),
        ("consent_on", model.consent_on.map(write_day).unwrap_or_default()),
        ("registered_on", write_day(model.registered_on)),
        (
            "before",
            model
                .continued_from
                .map(|before| before.to_string())
                .unwrap_or_default(),
        ),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    sent.extend(
        model
            .touched
            .iter()
            .map(|field| ("touched".to_owned(), field.clone())),
    );
    let asking = Asking::of(
        &reader,
        &pages,
        found.movement,
        &actor,
        (found.unit.clone(), Some(model)),
    )
    .await?;
    Ok(asking.form(&Sent(sent), &[]).show(&reader.t, &Wrong::default()))
}

/// Saves a registration that was bettered.
pub(super) async fn save(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "register").await?;
    let key = found.key();
    let by = by(&actor, "register", super::place(found.model()));
    let back = format!("{}?xong=corrected", found.desk_href());
    let asking = Asking::of(
        &reader,
        &pages,
        found.movement,
        &actor,
        (found.unit.clone(), Some(found.model().clone())),
    )
    .await?;
    let (new, wrong) = asking.read(&sent);
    if !wrong.0.is_empty() {
        return Ok(asking.form(&sent, &[]).show(t, &wrong));
    }
    let revision = sent.get("revision").parse().unwrap_or_default();
    match pages.desk.correct(key, revision, &new, &by).await {
        Ok(()) => Ok(Redirect::to(&back).into_response()),
        Err(error) => match asking.fault(error) {
            Ok(wrong) => Ok(asking.form(&sent, &[]).show(t, &wrong)),
            Err(error) => Ok(refused(&reader, &error)),
        },
    }
}

/// A member of the council in the list.
struct Seat {
    name: String,
    about: String,
    end: String,
}

#[derive(Template)]
#[template(path = "movements/council.html")]
struct CouncilPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notice: Notice,
    seats: Vec<Seat>,
    empty: Option<Empty>,
    action: String,
    fields: Vec<Field>,
}

async fn council_page(
    reader: &Reader,
    pages: &Pages,
    (movement, unit): (&Movement, &Unit),
    (sent, wrong): (&Sent, &Wrong),
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let members = or_failed(
        reader,
        store::members(&mut read, unit.id, &movement.key, today).await,
    )?;
    let hamlets = units::hamlets::page(&mut read, unit.id, today, None, MOST_HAMLETS).await;
    let hamlets = or_failed(reader, hamlets)?;
    drop(read);
    let home = commune_home(movement, unit);
    let name_of = |id: units::UnitId| {
        hamlets
            .iter()
            .find(|hamlet| hamlet.id == id)
            .map(|hamlet| hamlet.name.clone())
            .unwrap_or_default()
    };
    let seats: Vec<Seat> = members
        .iter()
        .map(|member| Seat {
            name: member.name.clone(),
            about: match member.hamlet {
                Some(hamlet) => format!("{} · {}", member.office, name_of(hamlet)),
                None => member.office.clone(),
            },
            end: format!("{home}/hoi-dong/{}/thoi", member.id),
        })
        .collect();
    let council = &movement.council;
    let rule = t.format(
        "movements-council-rule",
        &[
            ("least", i64::from(council.least).into()),
            ("part", i64::from(council.part).into()),
            ("whole", i64::from(council.whole).into()),
        ],
    );
    let missing = i64::from(council.least) - i64::try_from(seats.len()).unwrap_or(i64::MAX);
    let tone = if missing > 0 { Tone::Warning } else { Tone::Info };
    let notice = Notice::new(t, tone, format!("{rule} {}", words::basis(t, &council.basis)));
    let choices = std::iter::once(Choice::new("", t.text("movements-no-hamlet")))
        .chain(
            hamlets
                .iter()
                .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str())),
        )
        .collect();
    let mut fields = vec![
        Field::words("name", t.text("movements-ask-member"), sent.get("name")),
        Field::words("office", t.text("movements-ask-office"), sent.get("office")),
        Field::new(
            "hamlet",
            t.text("movements-ask-speaks-for"),
            Control::Select {
                choices,
                chosen: sent.get("hamlet"),
            },
        )
        .hint(t.text("movements-ask-speaks-for-hint")),
        Field::words("since", t.text("movements-ask-since"), sent.get("since")),
    ];
    for field in &mut fields {
        if let Some((_, text)) = wrong.0.iter().find(|(name, _)| *name == field.name) {
            *field = field.clone().error(t, text.as_str());
        }
    }
    let errors = ErrorSummary::of(t, &fields);
    let mut shell = shell(
        reader,
        movement,
        t.with("movements-council-title", "unit", unit.name.as_str()),
    )
    .crumb(unit.name.as_str(), home.as_str());
    if !wrong.0.is_empty() {
        shell = shell.with_errors();
    }
    let empty = seats.is_empty().then(|| {
        Empty::new(
            t,
            t.text("movements-council-empty"),
            t.text("movements-council-empty-duty"),
        )
    });
    let page = page::html(&CouncilPage {
        shell,
        token: reader.form_token(),
        errors,
        notice,
        seats,
        empty,
        action: format!("{home}/hoi-dong"),
        fields,
    });
    Ok(if wrong.0.is_empty() {
        page
    } else {
        (axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    })
}

fn council_of<'a>(
    reader: &Reader,
    pages: &'a Pages,
    actor: &Actor,
    noi: &str,
) -> Result<(&'a Movement, Unit), Instead> {
    let movement = pages.movement(reader)?;
    let unit = commune(pages, reader, noi)?;
    if may(Some(actor), "recognise", unit.id.into()) {
        Ok((movement, unit))
    } else {
        Err(not_here(reader))
    }
}

/// The council and its members.
pub(super) async fn council(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let (movement, unit) = council_of(&reader, &pages, &actor, &noi)?;
    let (_, today) = pages.desk.now();
    let sent = Sent(vec![("since".to_owned(), write_day(today))]);
    council_page(&reader, &pages, (movement, &unit), (&sent, &Wrong::default())).await
}

/// Adds a member.
pub(super) async fn add_member(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t: &Translator = &reader.t;
    let (movement, unit) = council_of(&reader, &pages, &actor, &noi)?;
    let (_, today) = pages.desk.now();
    let mut wrong = Wrong::default();
    wrong.words(t, ("name", &sent.get("name")), LONGEST_NAME);
    wrong.words(t, ("office", &sent.get("office")), LONGEST_NAME);
    let since: Option<Date> = read_day(&sent.get("since")).filter(|day| *day <= today);
    let Some(since) = since.filter(|_| wrong.0.is_empty()) else {
        if since.is_none() {
            wrong.add("since", t.text("movements-error-day"));
        }
        return council_page(&reader, &pages, (movement, &unit), (&sent, &wrong)).await;
    };
    let hamlet = sent.get("hamlet").parse().ok().map(units::UnitId);
    let done = pages
        .desk
        .add_member(
            unit.id,
            &movement.key,
            (&sent.get("name"), &sent.get("office")),
            hamlet,
            since,
        )
        .await;
    Ok(then(
        &reader,
        done,
        &format!("{}/hoi-dong", commune_home(movement, &unit)),
    ))
}

/// Ends a membership.
pub(super) async fn end_member(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, ai)): Path<(String, String)>,
) -> Answer {
    let (movement, unit) = council_of(&reader, &pages, &actor, &noi)?;
    let member: MemberId = ai.parse().map_err(|_| super::missing(&reader))?;
    let done = pages.desk.end_member(unit.id, member).await;
    Ok(then(
        &reader,
        done,
        &format!("{}/hoi-dong", commune_home(movement, &unit)),
    ))
}
