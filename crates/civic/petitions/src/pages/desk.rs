//! The officers' desk: what waits, in the order of its last days, and everything that can be done with one petition.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use platform::{
    access::{Actor, FormToken},
    i18n::Translator,
    page::{
        self, Answer, Reader, Shell,
        components::{
            Cell, Choice, Citation, Column, Confirmation, Control, Empty, Field, Notice, Pagination, Row,
            SummaryList, Table, Tag, Tone,
        },
        form::{Checks, FormPage, Sent, Wrong, area},
    },
};
use serde::Deserialize;
use units::{Level, Unit};

use super::{
    Found, Pages, by, find_for, follow::Told, hamlet_name, home, may, missing, or_failed, or_refused,
    refused, shell, then, unit_for,
};
use crate::{
    model::{Kind, Petition, PetitionId, Shown, State as Stands},
    rules::{self, Personal},
    service::{ActError, petition_id},
    store::{self, PAGE},
    words,
};

/// The longest answer, in letters.
const LONGEST_ANSWER: usize = 10_000;
/// Petitions in the short lists of the desk.
const SHORT: usize = 20;
/// States that stand as parts of the queue.
const PARTS: [Stands; 5] = [
    Stands::Held,
    Stands::Received,
    Stands::Classified,
    Stands::Assigned,
    Stands::Answered,
];

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Key of a state.
    phan: Option<String>,
    /// Day and identifier of the petition after which the list goes on.
    sau: Option<String>,
}

fn read_place(text: &str) -> Option<(Date, PetitionId)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, petition_id(id)?))
}

#[derive(Template)]
#[template(path = "petitions/queue.html")]
struct QueuePage {
    shell: Shell,
    parts: Vec<(String, String, bool)>,
    title: String,
    table: Option<Table>,
    empty: Option<Empty>,
    pagination: Pagination,
    others: Vec<Table>,
    keys: Option<String>,
    hooks: Option<String>,
}

pub(super) async fn queue(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let unit = unit_for(&reader, &pages, &actor, &xa, "read")?;
    queue_of(&reader, &pages, &actor, &unit, &asked).await
}

async fn queue_of(reader: &Reader, pages: &Pages, actor: &Actor, unit: &Unit, asked: &Asked) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let mut read = or_failed(reader, desk.db.read().await)?;
    let counts = or_failed(reader, store::in_states(&mut read, unit.id).await)?;
    let count = |state: Stands| {
        counts
            .iter()
            .find(|(one, _)| *one == state)
            .map_or(0, |(_, count)| *count)
    };
    let chosen = asked
        .phan
        .as_deref()
        .and_then(Stands::from_key)
        .filter(|state| PARTS.contains(state))
        .or_else(|| PARTS.into_iter().find(|state| count(*state) > 0))
        .unwrap_or(Stands::Received);
    let after = asked.sau.as_deref().and_then(read_place);
    let mut listed = or_failed(
        reader,
        store::queue(&mut read, unit.id, chosen, after, PAGE + 1).await,
    )?;
    let to_show = or_failed(reader, store::to_show(&mut read, unit.id, SHORT).await)?;
    let appeals = or_failed(reader, store::appeals(&mut read, unit.id, SHORT).await)?;
    let below: Vec<i64> = if unit.level == Level::Province {
        let units = desk.units.current();
        units
            .descendants(unit.id, today, Level::Commune)
            .iter()
            .map(|commune| commune.id.0)
            .collect()
    } else {
        Vec::new()
    };
    let escalated = if below.is_empty() {
        Vec::new()
    } else {
        or_failed(reader, store::escalated(&mut read, &below, 5 * SHORT).await)?
    };
    drop(read);
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let next = listed.last().filter(|_| more).map(|last| {
        format!(
            "{}/viec?phan={}&sau={}.{}",
            home(unit),
            chosen.key(),
            last.due_on,
            last.id
        )
    });
    let title = t.text(&format!("petitions-part-{}", chosen.key()));
    let rows = |petitions: &[Petition]| -> Vec<Row> {
        petitions
            .iter()
            .map(|petition| row(t, pages, petition, today))
            .collect()
    };
    let table = (!listed.is_empty()).then(|| Table::new(title.as_str(), columns(t), rows(&listed)));
    let empty = table.is_none().then(|| {
        Empty::new(
            t,
            t.text("petitions-queue-empty"),
            t.text("petitions-queue-empty-duty"),
        )
    });
    let mut others = Vec::new();
    for (key, petitions) in [
        ("petitions-queue-to-show", &to_show),
        ("petitions-queue-appeals", &appeals),
        ("petitions-queue-escalated", &escalated),
    ] {
        if !petitions.is_empty() {
            others.push(Table::new(t.text(key), columns(t), rows(petitions)));
        }
    }
    Ok(page::private(page::html(&QueuePage {
        shell: shell(reader, unit, t.text("petitions-queue-title")).lead(t.text("petitions-queue-lead")),
        parts: PARTS
            .into_iter()
            .map(|state| {
                let label = format!(
                    "{} ({})",
                    t.text(&format!("petitions-part-{}", state.key())),
                    count(state)
                );
                (
                    label,
                    format!("{}/viec?phan={}", home(unit), state.key()),
                    state == chosen,
                )
            })
            .collect(),
        title,
        table,
        empty,
        pagination: Pagination::new(t, None, next),
        others,
        keys: may(Some(actor), "approve", unit.id).then(|| format!("{}/khoa", home(unit))),
        hooks: (may(Some(actor), "approve", unit.id) && pages.desk.tells_hooks())
            .then(|| format!("{}/moc", home(unit))),
    })))
}

fn columns(t: &Translator) -> Vec<Column> {
    ["title", "category", "clock"]
        .map(|key| Column::text(t.text(&format!("petitions-column-{key}"))))
        .to_vec()
}

fn row(t: &Translator, pages: &Pages, petition: &Petition, today: Date) -> Row {
    let code = pages
        .desk
        .unit(petition.unit)
        .map(|unit| unit.code)
        .unwrap_or_default();
    let clock = Cell::text(t.date(petition.due_on));
    let title = if petition.title.is_empty() {
        "–"
    } else {
        petition.title.as_str()
    };
    Row::new(vec![
        Cell::text(title)
            .link(format!("{}/{code}/viec/{}", super::HOME, petition.id))
            .note(words::number(t, petition)),
        Cell::text(words::category(t, &pages.desk, &petition.category)),
        match words::clock_tag(t, petition, today) {
            Some(tag) => clock.tag(tag),
            None => clock.tag(words::state_tag(t, petition)),
        },
    ])
}

/// Something an officer can do: a form.
struct Act {
    action: String,
    heading: String,
    lead: String,
    fields: Vec<Field>,
    button: String,
    first: bool,
}

#[derive(Template)]
#[template(path = "petitions/desk.html")]
struct DeskPage {
    shell: Shell,
    token: FormToken,
    revision: i64,
    done: Option<Confirmation>,
    tag: Tag,
    clock: Option<Tag>,
    notices: Vec<Notice>,
    words: String,
    photos: Vec<(String, String)>,
    draft: String,
    answer: String,
    acts: Vec<Act>,
    links: Vec<(String, String)>,
    contact: SummaryList,
    has_contact: bool,
    facts: SummaryList,
    citations: Vec<Citation>,
    alike: Vec<(String, String, String)>,
    told: Vec<Told>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    xong: Option<String>,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    show_of(
        &reader,
        &pages,
        &actor,
        &found,
        came.xong.as_deref().unwrap_or_default(),
    )
    .await
}

async fn show_of(reader: &Reader, pages: &Pages, actor: &Actor, found: &Found, came: &str) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let petition = found.petition();
    let base = found.desk_href();
    let mut read = or_failed(reader, desk.db.read().await)?;
    let hamlet = hamlet_name(reader, &mut read, petition).await?;
    let works = may(Some(actor), "handle", found.unit.id);
    let contact = if works {
        or_failed(reader, store::contact(&mut read, found.key()).await)?
    } else {
        None
    };
    let alike = if works && petition.is_open() {
        or_refused(reader, desk.duplicates(&mut read, petition).await)?
    } else {
        Vec::new()
    };
    drop(read);
    let fact = |key: &str, text: String| (t.text(key), Cell::text(text));
    let mut facts = vec![
        fact("petitions-fact-kind", words::kind(t, petition.kind)),
        fact(
            "petitions-fact-category",
            words::category(t, desk, &petition.category),
        ),
        fact("petitions-fact-received", t.date(petition.received_on)),
        fact("petitions-fact-clock-from", t.date(petition.clock_from)),
        fact("petitions-fact-due", t.date(petition.due_on)),
        fact(
            "petitions-fact-public",
            t.text(if petition.may_publish {
                "petitions-yes"
            } else {
                "petitions-no"
            }),
        ),
    ];
    let place: Vec<String> = hamlet
        .into_iter()
        .chain(Some(petition.place.clone()).filter(|place| !place.is_empty()))
        .chain(
            petition
                .pin
                .map(|pin| format!("{:.5}, {:.5}", pin.latitude, pin.longitude)),
        )
        .collect();
    if !place.is_empty() {
        facts.push(fact("petitions-fact-place", place.join(", ")));
    }
    if !petition.office.is_empty() {
        facts.push(fact(
            "petitions-fact-office",
            words::item(t, desk, "petition.offices", &petition.office),
        ));
    }
    let has_contact = contact.is_some();
    let contact = contact
        .map(|contact| {
            let mail = if contact.mail.is_some() {
                t.text("petitions-contact-mail-kept")
            } else {
                String::new()
            };
            [
                ("petitions-ask-name", contact.name),
                ("petitions-ask-phone", contact.phone),
                ("petitions-ask-mail", mail),
            ]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| fact(key, value))
            .collect()
        })
        .unwrap_or_default();
    let citations = rules::answer_topic(petition.kind)
        .ok()
        .and_then(|topic| {
            desk.rulebook
                .explain(topic, rulebook::Place::Any, petition.clock_from)
                .ok()
        })
        .map(|because| words::citation(t, &because))
        .into_iter()
        .collect();
    let mut links = Vec::new();
    if petition.shown_at.is_some() {
        links.push((t.text("petitions-tool-public"), found.href()));
    }
    if works
        && petition.may_publish
        && petition.answered_at.is_some()
        && petition.hidden_at.is_none()
        && petition.merged_into.is_none()
    {
        let key = if petition.is_shown() {
            "petitions-tool-correct"
        } else {
            "petitions-tool-show"
        };
        links.insert(0, (t.text(key), format!("{base}/cong-khai")));
    }
    for (key, other) in [
        ("petitions-tool-from", petition.from),
        ("petitions-tool-to", petition.to),
    ] {
        if let Some((unit, id)) = other
            && may(Some(actor), "read", unit)
            && let Ok(there) = desk.unit(unit)
        {
            links.push((t.text(key), format!("{}/viec/{id}", home(&there))));
        }
    }
    if let Some(id) = petition.merged_into {
        links.push((
            t.text("petitions-tool-main"),
            format!("{}/viec/{id}", home(&found.unit)),
        ));
    }
    let title = if petition.title.is_empty() {
        words::number(t, petition)
    } else {
        petition.title.clone()
    };
    let told = found
        .dossier
        .events
        .iter()
        .map(|event| Told {
            what: words::event(t, Some(desk), event),
            who: format!("{}, {}", words::role(t, &event.role), t.instant(event.at)),
            note: event.note.clone(),
        })
        .collect();
    Ok(page::private(page::html(&DeskPage {
        shell: shell(reader, &found.unit, title)
            .lead(words::number(t, petition))
            .crumb(
                t.text("petitions-queue-title"),
                format!("{}/viec", home(&found.unit)),
            ),
        token: reader.form_token(),
        revision: petition.revision,
        done: (!came.is_empty()).then(|| Confirmation {
            title: t.text("petitions-done"),
            text: t.text("petitions-done-next"),
        }),
        tag: words::state_tag(t, petition),
        clock: words::clock_tag(t, petition, today),
        notices: notices(t, pages, actor, found),
        words: petition.words.clone(),
        photos: found
            .dossier
            .photos
            .iter()
            .map(|photo| {
                (
                    words::photo(t, photo.number),
                    format!("{base}/anh/{}", photo.number),
                )
            })
            .collect(),
        draft: petition
            .drafted
            .as_ref()
            .map(|_| petition.draft.clone())
            .unwrap_or_default(),
        answer: petition.answer.clone(),
        acts: acts(reader, pages, actor, found),
        links,
        contact: SummaryList::new(contact),
        has_contact,
        facts: SummaryList::new(facts),
        citations,
        alike: alike
            .into_iter()
            .map(|other| {
                (
                    other.number_text(),
                    other.title.clone(),
                    format!("{}/viec/{}", home(&found.unit), other.id),
                )
            })
            .collect(),
        told,
    })))
}

fn notices(t: &Translator, pages: &Pages, actor: &Actor, found: &Found) -> Vec<Notice> {
    let petition = found.petition();
    let mut notices = Vec::new();
    let text = format!("{} {}", petition.title, petition.words);
    if petition.is_open()
        && let Some(kind) = pages.desk.hint(&text)
    {
        let key = format!("petitions-desk-hint-{}", kind.key());
        notices.push(Notice::new(t, Tone::Warning, t.text(&key)));
    }
    if petition.escalated_on.is_some() && petition.is_open() {
        notices.push(Notice::new(
            t,
            Tone::Problem,
            t.text("petitions-notice-escalated"),
        ));
    }
    if petition
        .drafted
        .as_ref()
        .is_some_and(|by| by.account == actor.person().0)
    {
        notices.push(Notice::new(t, Tone::Info, t.text("petitions-error-same-person")));
    }
    if !petition.appeal.is_empty() && petition.appeal_decided_at.is_none() {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with("petitions-notice-appeal", "words", petition.appeal.as_str()),
        ));
    }
    notices
}

fn select(reader: &Reader, pages: &Pages, (name, topic): (&str, &str), chosen: &str) -> Field {
    let t = &reader.t;
    let choices = pages
        .desk
        .items(topic)
        .unwrap_or_default()
        .iter()
        .map(|item| Choice::new(item.key.as_str(), item.label.get(words::language(t))))
        .collect();
    Field::new(
        name,
        t.text(&format!("petitions-ask-{name}")),
        Control::Select {
            choices,
            chosen: chosen.to_owned(),
        },
    )
}

/// What this person can do with a petition now, what comes next first.
fn acts(reader: &Reader, pages: &Pages, actor: &Actor, found: &Found) -> Vec<Act> {
    let t = &reader.t;
    let petition = found.petition();
    let unit = found.unit.id;
    let works = may(Some(actor), "handle", unit);
    let approves = may(Some(actor), "approve", unit);
    let mut acts: Vec<Act> = Vec::new();
    let mut add = |path: &str, fields: Vec<Field>| {
        let end = path.rsplit('/').next().unwrap_or(path).to_owned();
        acts.push(Act {
            action: format!("{}/{path}", found.desk_href()),
            heading: t.text(&format!("petitions-do-{end}")),
            lead: t.text(&format!("petitions-do-{end}-lead")),
            fields,
            button: t.text(&format!("petitions-do-{end}-button")),
            first: acts.is_empty(),
        });
    };
    let why = |end: &str| area(&format!("why-{end}"), t.text("petitions-ask-why"), "");
    if !petition.appeal.is_empty() && petition.appeal_decided_at.is_none() && approves {
        let choices = ["yes", "no"]
            .map(|key| Choice::new(key, t.text(&format!("petitions-appeal-{key}"))))
            .to_vec();
        add(
            "duyet/phan-doi",
            vec![
                Field::new(
                    "heard",
                    t.text("petitions-ask-heard"),
                    Control::Radios {
                        choices,
                        chosen: String::new(),
                    },
                ),
                why("phan-doi"),
            ],
        );
    }
    let drafted = petition.drafted.as_ref();
    if petition.state == Stands::Assigned
        && approves
        && drafted.is_some_and(|by| by.account != actor.person().0)
    {
        add("duyet/tra-loi", Vec::new());
        add("duyet/tra-lai", vec![why("tra-lai")]);
    }
    if works {
        if petition.state == Stands::Held {
            add("xu-ly/nhan", Vec::new());
            add(
                "xu-ly/tu-choi",
                vec![
                    select(reader, pages, ("reason", "petition.moderation.reasons"), ""),
                    why("tu-choi"),
                ],
            );
        }
        if petition.state == Stands::Assigned && drafted.is_none() {
            add(
                "xu-ly/soan",
                vec![area("answer", t.text("petitions-ask-answer"), &petition.draft)],
            );
        }
        let classify = |add: &mut dyn FnMut(&str, Vec<Field>)| {
            let kinds = Kind::ALL
                .iter()
                .map(|kind| Choice::new(kind.key(), words::kind(t, *kind)))
                .collect();
            add(
                "xu-ly/phan-loai",
                vec![
                    Field::new(
                        "kind",
                        t.text("petitions-ask-kind-desk"),
                        Control::Select {
                            choices: kinds,
                            chosen: petition.kind.key().to_owned(),
                        },
                    ),
                    select(
                        reader,
                        pages,
                        ("category", "petition.categories"),
                        &petition.category,
                    ),
                ],
            );
        };
        if petition.state == Stands::Received {
            classify(&mut add);
        }
        if matches!(petition.state, Stands::Classified | Stands::Assigned) {
            add(
                "xu-ly/giao",
                vec![select(
                    reader,
                    pages,
                    ("office", "petition.offices"),
                    &petition.office,
                )],
            );
            classify(&mut add);
        }
        if petition.is_open() {
            add(
                "xu-ly/gop",
                vec![
                    Field::words("into", t.text("petitions-ask-into"), "")
                        .hint(t.text("petitions-ask-into-hint")),
                ],
            );
            let (_, today) = pages.desk.now();
            let mut fields = vec![
                Field::words("to", t.text("petitions-ask-to"), "").hint(t.text("petitions-ask-to-hint")),
                why("chuyen"),
            ];
            if let Ok((_, because)) = rules::handover(&pages.desk.rulebook, true, today)
                && let Some(last) = fields.last_mut()
            {
                *last = last.clone().hint(because.summary.get(words::language(t)));
            }
            add("xu-ly/chuyen", fields);
        }
        if petition.is_shown() {
            add(
                "xu-ly/go",
                vec![
                    select(reader, pages, ("reason", "petition.moderation.reasons"), ""),
                    why("go"),
                ],
            );
        }
    }
    if petition.is_open() && petition.escalated_on.is_some() && may(Some(actor), "urge", unit) {
        add("nhac", vec![why("nhac")]);
    }
    acts
}

pub(super) async fn photo(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, number)): Path<(String, String, i64)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let photo = or_failed(&reader, store::photo(&mut read, found.key(), number).await)?;
    photo
        .map(|(file, _)| page::picture(file, false))
        .ok_or_else(|| missing(&reader))
}

pub(super) async fn handle(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, what)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    handle_of(&reader, &actor, &pages, (&xa, &id, &what), &Sent(sent)).await
}

async fn handle_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id, what): (&str, &str, &str),
    sent: &Sent,
) -> Answer {
    let found = find_for(reader, pages, actor, (xa, id), "handle").await?;
    let desk = &pages.desk;
    let who = by(actor, "handle", found.unit.id);
    let (key, revision) = (found.key(), sent.get("revision").parse().unwrap_or_default());
    let why = sent.get(&format!("why-{what}"));
    let done = match what {
        "nhan" => desk.release(key, revision, &who).await,
        "tu-choi" => {
            desk.refuse(key, revision, (&sent.get("reason"), &why), &who)
                .await
        }
        "phan-loai" => match Kind::from_key(&sent.get("kind")) {
            Some(kind) => {
                desk.classify(key, revision, (kind, &sent.get("category")), &who)
                    .await
            }
            None => Err(ActError::Nothing),
        },
        "giao" => desk.assign(key, revision, &sent.get("office"), &who).await,
        "soan" => {
            let answer: String = sent.get("answer").chars().take(LONGEST_ANSWER).collect();
            desk.draft(key, revision, &answer, &who).await
        }
        "gop" => {
            let number = sent.get("into");
            let parts = number
                .split_once('/')
                .and_then(|(number, year)| Some((year.trim().parse().ok()?, number.trim().parse().ok()?)));
            let mut read = or_failed(reader, desk.db.read().await)?;
            let main = match parts {
                Some(parts) => or_failed(reader, store::by_number(&mut read, found.unit.id, parts).await)?,
                None => None,
            };
            drop(read);
            match main {
                Some(main) => desk.merge(key, revision, main.id, &who).await,
                None => Err(ActError::Itself),
            }
        }
        "chuyen" => {
            let target = super::unit(pages, &sent.get("to"));
            match target {
                Some(target) => desk
                    .hand_over(key, revision, (target.id, &why), &who)
                    .await
                    .map(|_| ()),
                None => Err(ActError::Itself),
            }
        }
        "go" => desk.hide(key, revision, (&sent.get("reason"), &why), &who).await,
        _ => return Err(missing(reader)),
    };
    Ok(then(reader, done, &format!("{}?xong={what}", found.desk_href())))
}

pub(super) async fn approve(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, what)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "approve").await?;
    let desk = &pages.desk;
    let who = by(&actor, "approve", found.unit.id);
    let (key, revision) = (found.key(), sent.get("revision").parse().unwrap_or_default());
    let why = sent.get(&format!("why-{what}"));
    let done = match what.as_str() {
        "tra-loi" => desk.approve(key, revision, &who).await,
        "tra-lai" => desk.give_back(key, revision, &why, &who).await,
        "phan-doi" => match sent.get("heard").as_str() {
            heard @ ("yes" | "no") => {
                desk.decide_appeal(key, revision, (heard == "yes", &why), &who)
                    .await
            }
            _ => Err(ActError::Nothing),
        },
        _ => return Err(missing(&reader)),
    };
    Ok(then(&reader, done, &format!("{}?xong={what}", found.desk_href())))
}

pub(super) async fn urge(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "urge").await?;
    let who = by(&actor, "urge", found.unit.id);
    let revision = sent.get("revision").parse().unwrap_or_default();
    let done = pages
        .desk
        .urge(found.key(), revision, &sent.get("why-nhac"), &who)
        .await;
    Ok(then(&reader, done, &format!("{}?xong=nhac", found.desk_href())))
}

/// The form in which a petition is freed of personal data before it is made public: what was found is covered already.
fn show_form(reader: &Reader, found: &Found, public: &Shown, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let petition = found.petition();
    let left: Vec<String> = [&public.title, &public.words, &public.answer]
        .iter()
        .flat_map(|text| {
            rules::personal(text).into_iter().map(|(from, to, what)| {
                format!(
                    "{}: “{}”",
                    t.text(&format!("petitions-personal-{}", what.key())),
                    &text[from..to]
                )
            })
        })
        .collect();
    let shell = shell(reader, &found.unit, t.text("petitions-show-title"))
        .lead(t.text("petitions-show-lead"))
        .crumb(
            t.text("petitions-queue-title"),
            format!("{}/viec", home(&found.unit)),
        )
        .crumb(words::number(t, petition), found.desk_href());
    let mut form = FormPage::new(
        reader,
        shell,
        format!("{}/cong-khai", found.desk_href()),
        found.desk_href(),
        t.text("petitions-show-button"),
    )
    .hidden("revision", petition.revision)
    .quote(t.text("petitions-ask-title"), petition.title.as_str())
    .quote(t.text("petitions-words"), petition.words.as_str())
    .quote(t.text("petitions-answer"), petition.answer.as_str())
    .field(Field::words(
        "title",
        t.text("petitions-ask-title"),
        public.title.as_str(),
    ))
    .field(area("words", t.text("petitions-show-words"), &public.words))
    .field(area("answer", t.text("petitions-answer"), &public.answer));
    if !left.is_empty() {
        form = form
            .notice(Notice::new(
                t,
                Tone::Warning,
                t.with("petitions-show-left", "what", left.join("; ")),
            ))
            .checks(Checks {
                name: "looked",
                legend: t.text("petitions-show-looked"),
                hint: String::new(),
                items: vec![("yes".to_owned(), t.text("petitions-show-looked-yes"), false)],
            });
    }
    if !found.dossier.photos.is_empty() {
        form = form.checks(Checks {
            name: "photo",
            legend: t.text("petitions-show-photos"),
            hint: t.text("petitions-show-photos-hint"),
            items: found
                .dossier
                .photos
                .iter()
                .map(|photo| {
                    (
                        photo.number.to_string(),
                        words::photo(t, photo.number),
                        photo.is_public,
                    )
                })
                .collect(),
        });
    }
    page::private(form.show(t, wrong))
}

pub(super) async fn ask_show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "handle").await?;
    let petition = found.petition();
    let t = &reader.t;
    let cover = |what: Personal| t.text(&format!("petitions-cover-{}", what.key()));
    let public = if petition.is_shown() {
        petition.public.clone()
    } else {
        Shown {
            title: rules::redact(&petition.title, cover),
            words: rules::redact(&petition.words, cover),
            answer: rules::redact(&petition.answer, cover),
        }
    };
    Ok(show_form(&reader, &found, &public, &Wrong::default()))
}

pub(super) async fn make_public(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "handle").await?;
    let public = Shown {
        title: sent.get("title"),
        words: sent.get("words"),
        answer: sent.get("answer"),
    };
    let mut wrong = Wrong::default();
    wrong.words(t, ("title", &public.title), super::ask::LONGEST_TITLE);
    wrong.words(t, ("words", &public.words), super::ask::LONGEST_WORDS);
    wrong.words(t, ("answer", &public.answer), LONGEST_ANSWER);
    let left = [&public.title, &public.words, &public.answer]
        .iter()
        .any(|text| !rules::personal(text).is_empty());
    if left && sent.get("looked") != "yes" {
        wrong.add("words", t.text("petitions-error-looked"));
    }
    if !wrong.0.is_empty() {
        return Ok(show_form(&reader, &found, &public, &wrong));
    }
    let photos: Vec<i64> = sent
        .all("photo")
        .iter()
        .filter_map(|number| number.parse().ok())
        .collect();
    let who = by(&actor, "handle", found.unit.id);
    let revision = sent.get("revision").parse().unwrap_or_default();
    let done = pages
        .desk
        .show(found.key(), revision, &public, &photos, &who)
        .await;
    match done {
        Err(error) => Ok(refused(&reader, &error)),
        Ok(()) => Ok(then::<()>(
            &reader,
            Ok(()),
            &format!("{}?xong=cong-khai", found.desk_href()),
        )),
    }
}
