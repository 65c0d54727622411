//! People and their roles within one's own subtree: giving, ending, and printing codes.

use std::fmt::Write as _;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, Held, PersonId, Place, SIGN_IN},
    db::DbResult,
    page::{
        self, Reader, Shell,
        components::{
            Cell, Choice, Column, Confirmation, Control, Empty, ErrorSummary, Field, Link, Pagination, Row,
            SummaryList, Table, Tag, TextKind, Tone,
        },
    },
};
use serde::Deserialize;
use units::{Level, UnitId, hamlets};
use uuid::Uuid;

use super::{Pages, account::events_table, failed, period, place_name, role_name};
use crate::{
    rules,
    service::{Account, Grant, GrantError, NewGrant},
};

pub(super) const HOME: &str = "/quan-tri";
/// Where everybody is signed out.
pub(super) const ALL_OUT: &str = "/quan-tri/dang-xuat-tat-ca";
/// Roles on one page.
const PAGE: usize = 50;
/// Entries of the trace on a person's page.
const EVENTS: usize = 50;
/// The most characters of a name or a reason.
const LONGEST: usize = 200;

pub(super) fn person_href(person: PersonId) -> String {
    format!("{HOME}/nguoi/{person}")
}

pub(super) fn forbidden(reader: &Reader) -> Response {
    page::forbidden(reader, reader.t.text("identity-not-there"))
}

#[derive(Template)]
#[template(path = "identity/people.html")]
struct PeoplePage {
    shell: Shell,
    search: Field,
    heading: String,
    people: Option<Table>,
    empty: Option<Empty>,
    next: Pagination,
    create: Link,
    /// Where everybody is signed out, for who may.
    sign_all_out: Option<Link>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The unit whose people are listed.
    #[serde(rename = "don-vi")]
    unit: Option<String>,
    /// The role after which the list goes on.
    sau: Option<Uuid>,
    /// What was just done: `xong` a role given or ended, `ra` the person signed out.
    xong: Option<String>,
    ra: Option<String>,
}

impl Asked {
    /// The words for what was just done.
    fn done(&self) -> Option<&'static str> {
        let done = self.xong.as_ref().map(|_| "identity-done");
        done.or(self.ra.as_ref().map(|_| "identity-signed-out"))
    }
}

pub(super) async fn people(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Query(asked): Query<Asked>,
) -> Response {
    let identity = &pages.identity;
    let t = &reader.t;
    let units = identity.units.current();
    let typed = asked.unit.as_deref().map(str::trim).unwrap_or_default();
    let found = match typed {
        "" => actor
            .places("people", "enrol")
            .first()
            .and_then(|place| units.get(UnitId(place.unit))),
        text => units.resolve(text, actor.day()).ok(),
    };
    let mut search =
        Field::words("don-vi", t.text("identity-ask-unit"), typed).hint(t.text("identity-ask-unit-hint"));
    let Some(unit) = found else {
        search = search.error(t, t.text("identity-no-unit"));
        let page = PeoplePage {
            shell: Shell::new(&reader, t.text("identity-people-title")).with_errors(),
            search,
            heading: String::new(),
            people: None,
            empty: None,
            next: Pagination::new(t, None, None),
            create: Link::new(t.text("identity-new-title"), format!("{HOME}/nguoi-moi")),
            sign_all_out: None,
        };
        return (StatusCode::NOT_FOUND, page::html(&page)).into_response();
    };
    let whole = actor.may("people", "enrol", unit.id);
    let own = actor.places("people", "enrol");
    if !whole && !own.iter().any(|place| place.unit == unit.id.0) {
        return forbidden(&reader);
    }
    let after = asked.sau.unwrap_or_default();
    let mut listed = match identity.people_in(unit.id.0, after, PAGE + 1).await {
        Ok(listed) => listed,
        Err(error) => return failed(&reader, &error),
    };
    let more = listed.len() > PAGE;
    listed.truncate(PAGE);
    let next = listed
        .last()
        .filter(|_| more)
        .map(|(grant, _)| format!("{HOME}?don-vi={}&sau={}", units.slug(unit.id), grant.id));
    let mut rows = Vec::new();
    for (grant, name) in &listed {
        // Who answers for one hamlet only sees the people of that hamlet.
        if !actor.may("people", "enrol", grant.held.place) {
            continue;
        }
        let place = match place_name(identity, grant.held.place).await {
            Ok(place) => place,
            Err(error) => return failed(&reader, &error),
        };
        rows.push(Row::new(vec![
            Cell::text(name.as_str()).link(person_href(grant.account)),
            Cell::text(role_name(t, &grant.held.role)).note(place),
            Cell::text(period(t, grant.held.from, grant.held.to)),
        ]));
    }
    let columns = vec![
        Column::text(t.text("identity-ask-name")),
        Column::text(t.text("identity-column-role")),
        Column::text(t.text("identity-column-period")),
    ];
    let empty = rows
        .is_empty()
        .then(|| Empty::new(t, t.text("identity-people-empty"), t.text("identity-people-duty")));
    let heading = units.path(unit.id);
    page::html(&PeoplePage {
        shell: Shell::new(&reader, t.text("identity-people-title")).lead(t.text("identity-people-lead")),
        search,
        people: (!rows.is_empty()).then(|| {
            Table::new(
                t.with("identity-people-of", "unit", heading.as_str()),
                columns,
                rows,
            )
        }),
        heading,
        empty,
        next: Pagination::new(
            t,
            asked
                .sau
                .map(|_| format!("{HOME}?don-vi={}", units.slug(unit.id))),
            next,
        ),
        create: Link::new(t.text("identity-new-title"), format!("{HOME}/nguoi-moi")),
        sign_all_out: actor
            .may("people", "sign_all_out", UnitId::COUNTRY)
            .then(|| Link::new(t.text("identity-sign-all-out-title"), ALL_OUT)),
    })
}

#[derive(Template)]
#[template(path = "identity/person.html")]
struct PersonPage {
    shell: Shell,
    confirmation: Option<Confirmation>,
    summary: SummaryList,
    roles: Table,
    /// Roles that whoever looks may end.
    ends: Vec<Link>,
    give: Option<Link>,
    /// Where a code is asked for, and the words on the button.
    code: Option<Link>,
    /// Where a card of codes is printed.
    card: Option<Link>,
    /// Where the person is signed out everywhere, and the words on the button.
    sign_out: Option<Link>,
    events: Option<Table>,
}

/// The person that an address names, if whoever looks answers for a place where that person holds a role.
pub(super) async fn find(
    pages: &Pages,
    actor: &Actor,
    person: &str,
) -> DbResult<Option<(Account, Vec<Grant>)>> {
    let Ok(id) = person.parse().map(PersonId) else {
        return Ok(None);
    };
    let Some(account) = pages.identity.person(id).await? else {
        return Ok(None);
    };
    let grants = pages.identity.grants(id).await?;
    let seen = grants
        .iter()
        .any(|grant| actor.may("people", "enrol", grant.held.place));
    Ok(seen.then_some((account, grants)))
}

pub(super) async fn person(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(person): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let shown = async {
        match find(&pages, &actor, &person).await? {
            Some((account, grants)) => person_page(&reader, &actor, &pages, account, &grants, asked.done())
                .await
                .map(Some),
            None => Ok(None),
        }
    };
    match shown.await {
        Ok(Some(page)) => page::html(&page),
        Ok(None) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

async fn person_page(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    account: Account,
    grants: &[Grant],
    done: Option<&str>,
) -> DbResult<PersonPage> {
    let t = &reader.t;
    let identity = &pages.identity;
    let mut rows = Vec::new();
    let mut ends = Vec::new();
    let is_other = account.id != actor.person();
    for grant in grants {
        let place = place_name(identity, grant.held.place).await?;
        let mut role = Cell::text(role_name(t, &grant.held.role)).note(place.as_str());
        let over = !grant.held.on(actor.day());
        if over {
            role = role.tag(Tag::new(Tone::Info, t.text("identity-not-now")));
        }
        let mut reason = grant.reason.clone();
        if let Some((at, _, why)) = &grant.ended {
            let args = [("when", t.instant(*at).into()), ("reason", why.as_str().into())];
            let _ = write!(reason, "; {}", t.format("identity-ended-because", &args));
        }
        rows.push(Row::new(vec![
            role,
            Cell::text(period(t, grant.held.from, grant.held.to)),
            Cell::text(reason),
        ]));
        let open = grant.ended.is_none() && grant.held.to.is_none_or(|to| to > actor.day());
        if is_other && open && actor.may_grant(&grant.held.role, grant.held.place) {
            let args = [
                ("role", role_name(t, &grant.held.role).into()),
                ("place", place.into()),
            ];
            ends.push(Link::new(
                t.format("identity-end-role", &args),
                format!("{}/vai-tro/{}", person_href(account.id), grant.id),
            ));
        }
    }
    let columns = vec![
        Column::text(t.text("identity-column-role")),
        Column::text(t.text("identity-column-period")),
        Column::text(t.text("identity-column-reason")),
    ];
    let held: Vec<Held> = grants
        .iter()
        .map(|grant| grant.held.clone())
        .filter(|held| held.on(actor.day()) || held.from > actor.day())
        .collect();
    let href = person_href(account.id);
    let state = if account.enrolled {
        Tag::new(Tone::Success, t.text("identity-state-enrolled"))
    } else {
        Tag::new(Tone::Warning, t.text("identity-state-new"))
    };
    let events = identity.events(account.id, EVENTS).await?;
    Ok(PersonPage {
        shell: Shell::new(reader, account.name.clone()).crumb(t.text("identity-people-title"), HOME),
        confirmation: done.map(|key| Confirmation {
            title: t.text(key),
            text: t.text(&format!("{key}-next")),
        }),
        summary: SummaryList::new(vec![(
            t.text("identity-ask-login"),
            Cell::text(account.login.as_str()).tag(state),
        )]),
        roles: Table::new(t.text("identity-roles"), columns, rows),
        ends,
        give: is_other.then(|| Link::new(t.text("identity-give-role"), format!("{href}/vai-tro"))),
        sign_out: rules::may_enrol(actor, account.id, &held).then(|| {
            let words = t.text("identity-sign-out-everywhere");
            Link::new(words, format!("{href}/dang-xuat"))
        }),
        code: rules::may_enrol(actor, account.id, &held).then(|| {
            let words = if account.enrolled {
                "identity-print-recovery"
            } else {
                "identity-print-code"
            };
            Link::new(t.text(words), format!("{href}/ma"))
        }),
        card: rules::may_enrol(actor, account.id, &held)
            .then(|| Link::new(t.text("identity-print-card"), format!("{href}/the-ma"))),
        events: events_table(t, &events),
    })
}

#[derive(Template)]
#[template(path = "identity/form.html")]
struct FormPage {
    shell: Shell,
    errors: ErrorSummary,
    fields: Vec<Field>,
    button: String,
    back: String,
}

/// A role to give, as it was written.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Written {
    #[serde(default)]
    name: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    hamlet: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    reason: String,
}

/// What is wrong with it, by the field's name.
type Wrong = Vec<(&'static str, &'static str)>;

fn fields(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    written: &Written,
    new: bool,
    wrong: &Wrong,
) -> Vec<Field> {
    let t = &reader.t;
    let mut fields = Vec::new();
    if new {
        fields.push(Field::words(
            "name",
            t.text("identity-ask-name"),
            written.name.as_str(),
        ));
        let kind = Control::Text {
            kind: TextKind::Words,
            value: written.login.clone(),
        };
        fields.push(
            Field::new("login", t.text("identity-ask-login"), kind).hint(t.text("identity-ask-login-hint")),
        );
    }
    let table = &pages.identity.table;
    let choices = table
        .roles()
        .iter()
        .filter(|role| {
            actor.held().any(|held| {
                table
                    .role(&held.role)
                    .is_some_and(|own| own.grants.contains(&role.key))
            })
        })
        .map(|role| Choice::new(role.key.as_str(), role_name(t, &role.key)))
        .collect();
    let role = Control::Select {
        choices,
        chosen: written.role.clone(),
    };
    fields.push(Field::new("role", t.text("identity-column-role"), role));
    fields.push(
        Field::words("unit", t.text("identity-ask-unit"), written.unit.as_str())
            .hint(t.text("identity-ask-unit-hint")),
    );
    fields.push(
        Field::words("hamlet", t.text("identity-ask-hamlet"), written.hamlet.as_str())
            .hint(t.text("identity-ask-hamlet-hint")),
    );
    fields.push(
        Field::words("from", t.text("identity-ask-from"), written.from.as_str())
            .hint(t.text("identity-ask-day-hint")),
    );
    fields.push(
        Field::words("to", t.text("identity-ask-to"), written.to.as_str())
            .hint(t.text("identity-ask-to-hint")),
    );
    fields.push(
        Field::words(
            "reason",
            t.text("identity-column-reason"),
            written.reason.as_str(),
        )
        .hint(t.text("identity-ask-reason-hint")),
    );
    for (name, key) in wrong {
        fields = fields
            .into_iter()
            .map(|field| {
                if field.name == *name {
                    field.error(t, t.text(key))
                } else {
                    field
                }
            })
            .collect();
    }
    fields
}

/// A form with today's date and the person's own place already in it.
async fn prepared(pages: &Pages, actor: &Actor, reader: &Reader) -> DbResult<Written> {
    let units = pages.identity.units.current();
    let place = actor.places("people", "enrol").first().copied();
    let hamlet = match place.and_then(|place| place.hamlet) {
        Some(hamlet) => hamlets::get(&mut pages.identity.db.read().await?, UnitId(hamlet)).await?,
        None => None,
    };
    Ok(Written {
        unit: place
            .map(|place| units.slug(UnitId(place.unit)))
            .unwrap_or_default(),
        hamlet: hamlet.map(|hamlet| hamlet.name).unwrap_or_default(),
        from: reader.t.date(actor.day()),
        ..Written::default()
    })
}

fn trimmed(text: &str) -> String {
    platform::text::compose(text.trim())
        .chars()
        .take(LONGEST)
        .collect()
}

/// What was written, understood; or what is wrong with it.
async fn understood(
    pages: &Pages,
    actor: &Actor,
    written: &Written,
) -> DbResult<Result<(Held, String), Wrong>> {
    let identity = &pages.identity;
    let units = identity.units.current();
    let mut wrong = Wrong::new();
    let unit = units.resolve(written.unit.trim(), actor.day()).ok();
    if unit.is_none() {
        wrong.push(("unit", "identity-no-unit"));
    }
    let mut hamlet = None;
    let named = platform::text::fold(&written.hamlet);
    if let Some(unit) = unit.filter(|unit| !named.is_empty() && unit.level == Level::Commune) {
        let all = hamlets::all(&mut identity.db.read().await?, unit.id).await?;
        let mut fitting = all.iter().filter(|hamlet| {
            let name = platform::text::fold(&hamlet.name);
            let on = hamlet.valid_from.is_none_or(|from| from <= actor.day())
                && hamlet.valid_to.is_none_or(|to| actor.day() < to);
            on && (name == named || name.split_once(' ').is_some_and(|(_, short)| short == named))
        });
        hamlet = fitting.next().map(|hamlet| hamlet.id.0);
        if fitting.next().is_some() {
            hamlet = None;
        }
    }
    if !named.is_empty() && hamlet.is_none() && unit.is_some() {
        wrong.push(("hamlet", "identity-no-hamlet"));
    }
    let day = |text: &str| -> Result<Option<Date>, ()> {
        match text.trim() {
            "" => Ok(None),
            text => platform::text::read_day(text).map(Some).ok_or(()),
        }
    };
    let from = day(&written.from);
    if !matches!(from, Ok(Some(_))) {
        wrong.push(("from", "identity-no-day"));
    }
    let to = day(&written.to);
    if to.is_err() {
        wrong.push(("to", "identity-no-day"));
    }
    let reason = trimmed(&written.reason);
    if reason.is_empty() {
        wrong.push(("reason", "identity-no-reason"));
    }
    Ok(match (unit, from, to) {
        (Some(unit), Ok(Some(from)), Ok(last)) if wrong.is_empty() => Ok((
            Held {
                role: written.role.clone(),
                place: Place {
                    unit: unit.id.0,
                    hamlet,
                },
                from,
                // The form asks for the last day; what is kept is the first day after it.
                to: last.and_then(|last| last.tomorrow().ok()),
            },
            reason,
        )),
        _ => Err(wrong),
    })
}

/// The field that an error is about.
fn refused(error: &GrantError) -> Option<(&'static str, &'static str)> {
    match error {
        GrantError::NotPermitted => Some(("role", "identity-not-there")),
        GrantError::Level => Some(("role", "identity-wrong-level")),
        GrantError::Days => Some(("to", "identity-wrong-days")),
        GrantError::Taken => Some(("login", "identity-login-taken")),
        GrantError::Gone | GrantError::Db(_) | GrantError::Hash(_) => None,
    }
}

fn new_page(reader: &Reader, pages: &Pages, actor: &Actor, written: &Written, wrong: &Wrong) -> FormPage {
    let t = &reader.t;
    let fields = fields(reader, pages, actor, written, true, wrong);
    let mut shell = Shell::new(reader, t.text("identity-new-title"))
        .lead(t.text("identity-new-lead"))
        .crumb(t.text("identity-people-title"), HOME);
    if !wrong.is_empty() {
        shell = shell.with_errors();
    }
    FormPage {
        shell,
        errors: ErrorSummary::of(t, &fields),
        fields,
        button: t.text("identity-create"),
        back: HOME.to_owned(),
    }
}

pub(super) async fn ask_new(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Response {
    match prepared(&pages, &actor, &reader).await {
        Ok(written) => page::html(&new_page(&reader, &pages, &actor, &written, &Wrong::new())),
        Err(error) => failed(&reader, &error),
    }
}

pub(super) async fn create(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(written): Form<Written>,
) -> Response {
    let again = |wrong: Wrong| {
        let page = page::html(&new_page(&reader, &pages, &actor, &written, &wrong));
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let name = trimmed(&written.name);
    let typed = if written.login.trim().is_empty() {
        &name
    } else {
        &written.login
    };
    let login = rules::login(typed);
    let mut wrong = Wrong::new();
    if name.is_empty() {
        wrong.push(("name", "identity-no-name"));
    }
    if login.is_none() && !name.is_empty() {
        wrong.push(("login", "identity-no-login"));
    }
    let understood = match understood(&pages, &actor, &written).await {
        Ok(understood) => understood,
        Err(error) => return failed(&reader, &error),
    };
    let (held, reason) = match understood {
        Ok(understood) => understood,
        Err(more) => {
            wrong.extend(more);
            return again(wrong);
        }
    };
    let Some(login) = login.filter(|_| wrong.is_empty()) else {
        return again(wrong);
    };
    match pages.identity.create(&actor, &login, &name, held, &reason).await {
        Ok(person) => Redirect::to(&format!("{}?xong=1", person_href(person))).into_response(),
        Err(error) => match refused(&error) {
            Some(wrong) => again(vec![wrong]),
            None => failed(&reader, &error),
        },
    }
}

fn grant_page(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    account: &Account,
    written: &Written,
    wrong: &Wrong,
) -> FormPage {
    let t = &reader.t;
    let fields = fields(reader, pages, actor, written, false, wrong);
    let mut shell = Shell::new(reader, t.text("identity-give-role"))
        .lead(t.text("identity-give-lead"))
        .crumb(t.text("identity-people-title"), HOME)
        .crumb(account.name.as_str(), person_href(account.id));
    if !wrong.is_empty() {
        shell = shell.with_errors();
    }
    FormPage {
        shell,
        errors: ErrorSummary::of(t, &fields),
        fields,
        button: t.text("identity-give-role"),
        back: person_href(account.id),
    }
}

pub(super) async fn ask_grant(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(person): Path<String>,
) -> Response {
    let asked = async {
        let found = find(&pages, &actor, &person).await?;
        Ok((found, prepared(&pages, &actor, &reader).await?))
    };
    match asked.await {
        Ok((Some((account, _)), written)) => page::html(&grant_page(
            &reader,
            &pages,
            &actor,
            &account,
            &written,
            &Wrong::new(),
        )),
        Ok((None, _)) => page::not_found(&reader),
        Err(error) => failed(&reader, &error as &platform::db::DbError),
    }
}

pub(super) async fn grant(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(person): Path<String>,
    Form(written): Form<Written>,
) -> Response {
    let account = match find(&pages, &actor, &person).await {
        Ok(Some((account, _))) => account,
        Ok(None) => return page::not_found(&reader),
        Err(error) => return failed(&reader, &error),
    };
    let again = |wrong: Wrong| {
        let page = page::html(&grant_page(&reader, &pages, &actor, &account, &written, &wrong));
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let (held, reason) = match understood(&pages, &actor, &written).await {
        Ok(Ok(understood)) => understood,
        Ok(Err(wrong)) => return again(wrong),
        Err(error) => return failed(&reader, &error),
    };
    let grant = NewGrant {
        account: account.id,
        held,
        reason,
    };
    match pages.identity.grant(&actor, grant).await {
        Ok(()) => Redirect::to(&format!("{}?xong=1", person_href(account.id))).into_response(),
        Err(error) => match refused(&error) {
            Some(wrong) => again(vec![wrong]),
            None => failed(&reader, &error),
        },
    }
}

/// The reason for ending a role.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Ending {
    #[serde(default)]
    reason: String,
}

fn end_page(reader: &Reader, account: &Account, grant: &Grant, written: &str, missing: bool) -> FormPage {
    let t = &reader.t;
    let mut reason = Field::words("reason", t.text("identity-column-reason"), written)
        .hint(t.text("identity-ask-reason-hint"));
    let mut shell = Shell::new(
        reader,
        t.with("identity-end-title", "role", role_name(t, &grant.held.role)),
    )
    .lead(t.with("identity-end-lead", "name", account.name.as_str()))
    .crumb(t.text("identity-people-title"), HOME)
    .crumb(account.name.as_str(), person_href(account.id));
    if missing {
        reason = reason.error(t, t.text("identity-no-reason"));
        shell = shell.with_errors();
    }
    let fields = vec![reason];
    FormPage {
        shell,
        errors: ErrorSummary::of(t, &fields),
        fields,
        button: t.text("identity-end"),
        back: person_href(account.id),
    }
}

async fn find_grant(
    pages: &Pages,
    actor: &Actor,
    (person, grant): &(String, String),
) -> DbResult<Option<(Account, Grant)>> {
    let Some((account, grants)) = find(pages, actor, person).await? else {
        return Ok(None);
    };
    let found = grants
        .into_iter()
        .find(|found| found.id.to_string() == *grant && found.ended.is_none());
    Ok(found.map(|grant| (account, grant)))
}

pub(super) async fn ask_end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(path): Path<(String, String)>,
) -> Response {
    match find_grant(&pages, &actor, &path).await {
        Ok(Some((account, grant))) => page::html(&end_page(&reader, &account, &grant, "", false)),
        Ok(None) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(path): Path<(String, String)>,
    Form(ending): Form<Ending>,
) -> Response {
    let (account, grant) = match find_grant(&pages, &actor, &path).await {
        Ok(Some(found)) => found,
        Ok(None) => return page::not_found(&reader),
        Err(error) => return failed(&reader, &error),
    };
    let reason = trimmed(&ending.reason);
    if reason.is_empty() {
        let page = page::html(&end_page(&reader, &account, &grant, "", true));
        return (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    }
    match pages
        .identity
        .end_grant(&actor, account.id, grant.id, &reason)
        .await
    {
        Ok(()) => Redirect::to(&format!("{}?xong=1", person_href(account.id))).into_response(),
        Err(GrantError::NotPermitted) => forbidden(&reader),
        Err(GrantError::Gone) => page::not_found(&reader),
        Err(error) => failed(&reader, &error),
    }
}

/// Signs a person out everywhere.
pub(super) async fn sign_out(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(person): Path<String>,
) -> Response {
    let account = match find(&pages, &actor, &person).await {
        Ok(Some((account, _))) => account,
        Ok(None) => return page::not_found(&reader),
        Err(error) => return failed(&reader, &error),
    };
    match pages.identity.sign_out_everywhere(&actor, account.id).await {
        Ok(()) => Redirect::to(&format!("{}?ra=1", person_href(account.id))).into_response(),
        Err(GrantError::NotPermitted) => forbidden(&reader),
        Err(error) => failed(&reader, &error),
    }
}

pub(super) async fn ask_sign_all_out(reader: Reader) -> Response {
    let t = &reader.t;
    page::html(&FormPage {
        shell: Shell::new(&reader, t.text("identity-sign-all-out-title"))
            .lead(t.text("identity-sign-all-out-lead"))
            .crumb(t.text("identity-people-title"), HOME),
        errors: ErrorSummary::of(t, []),
        fields: Vec::new(),
        button: t.text("identity-sign-all-out"),
        back: HOME.to_owned(),
    })
}

/// Signs everybody out.
pub(super) async fn sign_all_out(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Response {
    match pages.identity.sign_everybody_out(&actor).await {
        Ok(()) => Redirect::to(SIGN_IN).into_response(),
        Err(GrantError::NotPermitted) => forbidden(&reader),
        Err(error) => failed(&reader, &error),
    }
}

#[derive(Template)]
#[template(path = "identity/code.html")]
struct CodePage {
    shell: Shell,
    name: String,
    login: String,
    code: String,
    expires: String,
    address: String,
    /// The link as a drawing; none when the address of the server is not known.
    qr: Option<String>,
    back: String,
}

pub(super) async fn code(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(person): Path<String>,
) -> Response {
    let t = &reader.t;
    let account = match find(&pages, &actor, &person).await {
        Ok(Some((account, _))) => account,
        Ok(None) => return page::not_found(&reader),
        Err(error) => return failed(&reader, &error),
    };
    let (code, expires) = match pages.identity.code(&actor, account.id).await {
        Ok(drawn) => drawn,
        Err(GrantError::NotPermitted) => return forbidden(&reader),
        Err(error) => return failed(&reader, &error),
    };
    let code = code.grouped();
    let address = format!("{}/ghi-danh", pages.address);
    let link = format!("{address}?ma={code}");
    page::html(&CodePage {
        shell: Shell::new(&reader, t.text("identity-code-title"))
            .crumb(t.text("identity-people-title"), HOME)
            .crumb(account.name.as_str(), person_href(account.id)),
        back: person_href(account.id),
        name: account.name,
        login: account.login,
        code,
        expires: t.instant(expires),
        qr: (!pages.address.is_empty()).then(|| drawing(&link)).flatten(),
        address,
    })
}

/// A QR code as SVG, without the declaration that stands only at the head of a file.
fn drawing(text: &str) -> Option<String> {
    let code = qrcode::QrCode::new(text).ok()?;
    let svg = code
        .render::<qrcode::render::svg::Color<'_>>()
        .min_dimensions(220, 220)
        .build();
    svg.find("<svg").map(|at| svg[at..].to_owned())
}
