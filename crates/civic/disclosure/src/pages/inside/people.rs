//! Registering organisations, codes to join with, an organisation's people, and its end.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, FormToken},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Choice, Confirmation, Control, ErrorSummary, Field, Notice, TextKind, Tone},
    },
};
use serde::Deserialize;
use units::Unit;

use super::{
    FUNCTION, HOME, Inside, Seat, frame, inside, kind_words, list_of, place, seat, shell, shell_inside,
};
use crate::{
    ids::MembershipId,
    internal::{
        model::{Kind, Member, Role},
        store,
    },
    pages::{Pages, missing, not_here, or_failed, or_refused, refused, then},
    service::ActError,
};

/// The longest name of an organisation, in letters.
const LONGEST_NAME: usize = 150;

#[derive(Template)]
#[template(path = "organisations/form.html")]
struct FormPage {
    shell: Shell,
    token: FormToken,
    action: String,
    errors: ErrorSummary,
    notice: Option<Notice>,
    fields: Vec<Field>,
    button: String,
    cancel: String,
}

/// The unit of an address, when the person may do something there.
fn allowed(reader: &Reader, pages: &Pages, actor: &Actor, noi: &str, action: &str) -> Result<Unit, Instead> {
    let unit = place(pages, noi).ok_or_else(|| missing(reader))?;
    if actor.may(FUNCTION, action, unit.id) {
        Ok(unit)
    } else {
        Err(Instead::from(not_here(reader)))
    }
}

/// The organisation of an address, when the person may do something where it has its seat.
async fn allowed_seat(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (noi, id): (&str, &str),
    action: &str,
) -> Result<Seat, Instead> {
    allowed(reader, pages, actor, noi, action)?;
    seat(reader, pages, noi, id).await
}

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct NewOrganisation {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
}

pub(in crate::pages) async fn ask_register(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let unit = allowed(&reader, &pages, &actor, &noi, "register")?;
    Ok(register_page(&reader, &unit, &NewOrganisation::default(), None))
}

fn register_page(
    reader: &Reader,
    unit: &Unit,
    written: &NewOrganisation,
    wrong: Option<(&str, &str)>,
) -> Response {
    let t = &reader.t;
    let fields: Vec<Field> = vec![
        Field::new(
            "kind",
            t.text("organisations-kind"),
            Control::Radios {
                choices: Kind::ALL
                    .map(|kind| {
                        let hint = format!("organisations-kind-hint-{}", kind.key().replace('_', "-"));
                        Choice::new(kind.key(), kind_words(reader, kind)).hint(t.text(&hint))
                    })
                    .to_vec(),
                chosen: written.kind.clone(),
            },
        ),
        Field::words("name", t.text("organisations-ask-name"), written.name.as_str())
            .hint(t.text("organisations-ask-name-hint")),
    ]
    .into_iter()
    .map(|field| match wrong {
        Some((name, key)) if field.name == name => field.error(t, t.text(key)),
        _ => field,
    })
    .collect();
    form_page(
        reader,
        frame(reader, unit, t.text("organisations-register-title"))
            .lead(t.text("organisations-register-lead")),
        (format!("{}/dang-ky", list_of(unit)), list_of(unit)),
        fields,
        (t.text("organisations-register-button"), None),
    )
}

fn form_page(
    reader: &Reader,
    mut shell: Shell,
    (action, cancel): (String, String),
    fields: Vec<Field>,
    (button, notice): (String, Option<Notice>),
) -> Response {
    let errors = ErrorSummary::of(&reader.t, &fields);
    let is_wrong = !errors.is_empty();
    if is_wrong {
        shell = shell.with_errors();
    }
    let page = page::html(&FormPage {
        shell,
        token: reader.form_token(),
        action,
        errors,
        notice,
        fields,
        button,
        cancel,
    });
    if is_wrong {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    }
}

/// Registers, and prints the code with which the head joins.
pub(in crate::pages) async fn register(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(noi): Path<String>,
    Form(new): Form<NewOrganisation>,
) -> Answer {
    let unit = allowed(&reader, &pages, &actor, &noi, "register")?;
    let words: Vec<&str> = new.name.split_whitespace().collect();
    let name = platform::text::compose(&words.join(" "));
    let kind = Kind::from_key(&new.kind);
    let wrong = if kind.is_none() {
        Some(("kind", "organisations-error-kind"))
    } else if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        Some(("name", "organisations-error-name"))
    } else {
        None
    };
    let (Some(kind), None) = (kind, wrong) else {
        return Ok(register_page(&reader, &unit, &new, wrong));
    };
    match pages.desk.internal().register(unit.id, kind, &name).await {
        Ok(id) => {
            let seat = seat(&reader, &pages, &noi, &id.to_string()).await?;
            slip(&reader, &actor, &pages, &seat, (Role::Head, seat.href())).await
        }
        Err(ActError::Stale) => {
            let wrong = Some(("name", "organisations-error-known"));
            Ok(register_page(&reader, &unit, &new, wrong))
        }
        Err(error) => Ok(refused(&reader, &error)),
    }
}

#[derive(Template)]
#[template(path = "organisations/slip.html")]
struct SlipPage {
    shell: Shell,
    name: String,
    role: String,
    code: String,
    address: String,
    back: String,
}

/// Makes a code and shows the sheet that is handed out. The code is told nowhere else.
async fn slip(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    seat: &Seat,
    (role, back): (Role, String),
) -> Answer {
    let t = &reader.t;
    let made = pages
        .desk
        .internal()
        .code(&seat.organisation, role, actor.person().0)
        .await;
    let code = or_refused(reader, made)?;
    let host = pages.desk.public_address.as_deref().unwrap_or_default();
    Ok(page::private(page::html(&SlipPage {
        shell: shell(reader, seat, t.text("organisations-slip-title")),
        name: seat.organisation.name.clone(),
        role: t.text(&format!("organisations-role-{}", role.key())),
        code,
        address: format!("{host}{HOME}/tham-gia"),
        back,
    })))
}

/// A code for the head of an organisation that has none, from whoever registers organisations. Where there is a head,
/// only heads let people in: an officer of the commune is no reader of what is published inside.
pub(in crate::pages) async fn code_for_head(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let seat = allowed_seat(&reader, &pages, &actor, (&noi, &id), "register").await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let members = or_failed(&reader, store::members(&mut read, &seat.organisation).await)?;
    drop(read);
    if members.iter().any(|member| member.role == Role::Head) {
        return Ok(page::conflict(
            &reader,
            reader.t.text("organisations-error-has-head"),
        ));
    }
    slip(&reader, &actor, &pages, &seat, (Role::Head, seat.href())).await
}

pub(in crate::pages) async fn ask_close(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let seat = allowed_seat(&reader, &pages, &actor, (&noi, &id), "close").await?;
    let t = &reader.t;
    let warning = Notice::new(t, Tone::Warning, t.text("organisations-close-warning"));
    Ok(form_page(
        &reader,
        shell(&reader, &seat, t.text("organisations-close-title")),
        (format!("{}/ket-thuc", seat.href()), seat.href()),
        Vec::new(),
        (t.text("organisations-button-close"), Some(warning)),
    ))
}

pub(in crate::pages) async fn close(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let seat = allowed_seat(&reader, &pages, &actor, (&noi, &id), "close").await?;
    let done = pages
        .desk
        .internal()
        .close(seat.unit.id, seat.organisation.id)
        .await;
    Ok(then(&reader, done, &list_of(&seat.unit)))
}

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Code {
    #[serde(default)]
    code: String,
}

pub(in crate::pages) async fn ask_join(reader: Reader, _: Actor) -> Answer {
    Ok(join_page(&reader, "", false))
}

fn join_page(reader: &Reader, written: &str, wrong: bool) -> Response {
    let t = &reader.t;
    let kind = Control::Text {
        kind: TextKind::Code,
        value: written.to_owned(),
    };
    let mut field = Field::new("code", t.text("organisations-ask-code"), kind)
        .hint(t.text("organisations-ask-code-hint"));
    if wrong {
        field = field.error(t, t.text("organisations-error-code"));
    }
    let shell = Shell::new(reader, t.text("organisations-join-title"))
        .lead(t.text("organisations-join-lead"))
        .active(HOME)
        .crumb(t.text("organisations-nav"), HOME);
    form_page(
        reader,
        shell,
        (format!("{HOME}/tham-gia"), HOME.to_owned()),
        vec![field],
        (t.text("organisations-join-button"), None),
    )
}

pub(in crate::pages) async fn join(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(form): Form<Code>,
) -> Answer {
    let joined = pages
        .desk
        .internal()
        .join(&form.code, actor.person().0, actor.name())
        .await;
    match joined {
        Ok(organisation) => {
            let units = pages.desk.units.current();
            let unit = units.get(organisation.unit).ok_or_else(|| missing(&reader))?;
            let board = format!("{}/bang?xong=tham-gia", super::href(unit, organisation.id));
            Ok(Redirect::to(&board).into_response())
        }
        Err(ActError::Unknown) => Ok(join_page(&reader, &form.code, true)),
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// Somebody in the list, with the way to end it.
struct Person {
    name: String,
    role: String,
    since: String,
    end: Option<String>,
    me: bool,
}

#[derive(Template)]
#[template(path = "organisations/people.html")]
struct PeoplePage {
    shell: Shell,
    token: FormToken,
    done: Option<Confirmation>,
    people: Vec<Person>,
    /// What those who are no heads are told instead of names.
    others: String,
    code: Option<Field>,
    codes: String,
    action: String,
    one_head: Option<Notice>,
}

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Came {
    #[serde(default)]
    xong: String,
}

pub(in crate::pages) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, &noi, &id).await?;
    list_of_people(&reader, &pages, &inside, &came).await
}

async fn list_of_people(reader: &Reader, pages: &Pages, inside: &Inside, came: &Came) -> Answer {
    let t = &reader.t;
    let (now, _) = pages.desk.now();
    let of = &inside.seat.organisation;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let members = or_failed(reader, store::members(&mut read, of).await)?;
    let codes = or_failed(reader, store::codes(&mut read, of, now).await)?;
    drop(read);
    let heads = members.iter().filter(|member| member.role == Role::Head).count();
    let is_head = inside.who.is_head();
    let total = members.len();
    let person = |member: &Member| {
        let me = member.id == inside.who.member.id;
        Person {
            name: member.name.clone(),
            role: t.text(&format!("organisations-role-{}", member.role.key())),
            since: t.with("organisations-since", "date", member.from),
            end: Some(format!("{}/nguoi/{}/ket-thuc", inside.seat.href(), member.id)),
            me,
        }
    };
    // Names are for heads; everybody sees their own.
    let people = members
        .iter()
        .filter(|member| is_head || member.id == inside.who.member.id)
        .map(person)
        .collect();
    Ok(page::html(&PeoplePage {
        shell: shell_inside(reader, inside, t.text("organisations-people"))
            .lead(t.text("organisations-people-lead")),
        token: reader.form_token(),
        done: (came.xong == "ket-thuc").then(|| Confirmation {
            title: t.text("organisations-done-end"),
            text: t.text("organisations-done-end-next"),
        }),
        people,
        others: if is_head {
            String::new()
        } else {
            t.with("organisations-people-count", "count", total)
        },
        code: is_head.then(|| {
            Field::new(
                "role",
                t.text("organisations-ask-role"),
                Control::Radios {
                    choices: [Role::Staff, Role::Head]
                        .map(|role| {
                            let hint = t.text(&format!("organisations-role-hint-{}", role.key()));
                            Choice::new(role.key(), t.text(&format!("organisations-role-{}", role.key())))
                                .hint(hint)
                        })
                        .to_vec(),
                    chosen: Role::Staff.key().to_owned(),
                },
            )
        }),
        codes: if is_head && codes > 0 {
            t.with("organisations-codes-waiting", "count", codes)
        } else {
            String::new()
        },
        action: format!("{}/nguoi/ma", inside.seat.href()),
        one_head: (heads < 2).then(|| Notice::new(t, Tone::Warning, t.text("organisations-one-head"))),
    }))
}

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct ForRole {
    #[serde(default)]
    role: String,
}

pub(in crate::pages) async fn code(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(form): Form<ForRole>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, &noi, &id).await?;
    if !inside.who.is_head() {
        return Ok(refused(&reader, &ActError::HeadsOnly));
    }
    let role = Role::from_key(&form.role).unwrap_or(Role::Staff);
    let back = format!("{}/nguoi", inside.seat.href());
    slip(&reader, &actor, &pages, &inside.seat, (role, back)).await
}

/// The person of the organisation that an address names: a head's to end, or one's own time.
async fn member(reader: &Reader, pages: &Pages, inside: &Inside, ai: &str) -> Result<Member, Instead> {
    let id: MembershipId = ai.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let members = or_failed(reader, store::members(&mut read, &inside.seat.organisation).await)?;
    members
        .into_iter()
        .find(|member| member.id == id && (inside.who.is_head() || member.id == inside.who.member.id))
        .ok_or_else(|| missing(reader))
}

pub(in crate::pages) async fn ask_end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, ai)): Path<(String, String, String)>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, &noi, &id).await?;
    let member = member(&reader, &pages, &inside, &ai).await?;
    let t = &reader.t;
    let me = member.id == inside.who.member.id;
    let (title, text) = if me {
        (
            t.text("organisations-leave-title"),
            t.text("organisations-leave-warning"),
        )
    } else {
        (
            t.with("organisations-end-title", "name", member.name.as_str()),
            t.text("organisations-end-warning"),
        )
    };
    let people = format!("{}/nguoi", inside.seat.href());
    Ok(form_page(
        &reader,
        shell_inside(&reader, &inside, title),
        (format!("{people}/{ai}/ket-thuc"), people),
        Vec::new(),
        (
            t.text("organisations-end-button"),
            Some(Notice::new(t, Tone::Warning, text)),
        ),
    ))
}

pub(in crate::pages) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, ai)): Path<(String, String, String)>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, &noi, &id).await?;
    let member = member(&reader, &pages, &inside, &ai).await?;
    let me = member.id == inside.who.member.id;
    let done = pages.desk.internal().end_membership(&inside.who, member.id).await;
    let next = if me {
        inside.seat.href()
    } else {
        format!("{}/nguoi?xong=ket-thuc", inside.seat.href())
    };
    Ok(then(&reader, done, &next))
}
