//! One household: what is known about it, and the acts on it.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, Place},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Column, Confirmation, Control, ErrorSummary, Field, Notice, Row, SummaryList,
            Table, TextKind, Tone,
        },
    },
    text::{compose, read_day},
};
use serde::Deserialize;

use super::{At, Came, FUNCTION, Faults, Pages, at, hamlet_shell, missing, or_failed, refused, words};
use crate::{
    file::{GREATEST_NUMBER, LONGEST_ADDRESS, LONGEST_NAME, is_name},
    ids::{HouseholdId, RepresentativeId},
    model::{Household, NewHousehold, Person, Representative},
    rules::{Basis, EARLIEST_BIRTH, Refused, State as Stands, is_birth_year, read_phone},
    service::{ActError, Correction, Seen},
    store,
};

/// The longest reason, in letters.
const LONGEST_REASON: usize = 300;
/// Lines of the trace shown on a household's page.
const TRACES: usize = 200;

/// A form as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    number: String,
    address: String,
    name: String,
    birth_year: String,
    basis: String,
    phone: String,
    day: String,
    state: String,
    reason: String,
    /// How many acts there had been on the household when the form was made.
    revision: i64,
}

/// The questions of a form; what is asked decides what is read.
const PERSON: [&str; 4] = ["name", "birth_year", "basis", "phone"];

/// Reads a form, and notes what is wrong with it.
struct Desk<'a> {
    t: &'a Translator,
    written: &'a Written,
    today: Date,
    faults: Faults,
}

impl<'a> Desk<'a> {
    fn new(t: &'a Translator, written: &'a Written, today: Date) -> Self {
        Self {
            t,
            written,
            today,
            faults: Faults::new(),
        }
    }

    fn fault(&mut self, field: &'static str, text: String) {
        self.faults.insert(field, text);
    }

    fn number(&mut self) -> i64 {
        let number = self.written.number.trim().parse().unwrap_or(0);
        if !(1..=GREATEST_NUMBER).contains(&number) {
            self.fault("number", self.t.text("households-fault-number"));
        }
        number
    }

    fn address(&mut self) -> String {
        let address = compose(self.written.address.trim());
        if address.chars().count() > LONGEST_ADDRESS {
            let most = self.t.with("households-fault-long", "most", LONGEST_ADDRESS);
            self.fault("address", most);
        }
        address
    }

    fn person(&mut self) -> Person {
        let name = compose(&self.written.name.split_whitespace().collect::<Vec<_>>().join(" "));
        if !is_name(&name) || name.chars().count() > LONGEST_NAME {
            self.fault("name", self.t.text("households-fault-name"));
        }
        let year = self.written.birth_year.trim();
        let birth_year = year.parse().ok().filter(|year| is_birth_year(*year, self.today));
        if !year.is_empty() && birth_year.is_none() {
            let args = [
                ("from", EARLIEST_BIRTH.to_string().into()),
                ("to", self.today.year().to_string().into()),
            ];
            self.fault("birth_year", self.t.format("households-fault-birth-year", &args));
        }
        let basis = Basis::from_key(&self.written.basis);
        if basis.is_none() {
            self.fault("basis", self.t.text("households-fault-choose"));
        }
        let phone = self.written.phone.trim();
        let read = read_phone(phone);
        if !phone.is_empty() && read.is_none() {
            self.fault("phone", self.t.text("households-fault-phone"));
        }
        Person {
            name,
            birth_year,
            basis: basis.unwrap_or_default(),
            phone: read.unwrap_or_default(),
        }
    }

    fn day(&mut self) -> Date {
        let day = read_day(&self.written.day);
        match day {
            None => self.fault("day", self.t.text("households-fault-day")),
            Some(day) if day > self.today => self.fault("day", self.t.text("households-fault-future")),
            Some(_) => {}
        }
        day.unwrap_or(self.today)
    }

    fn reason(&mut self) -> String {
        let reason = compose(self.written.reason.trim());
        if reason.is_empty() {
            self.fault("reason", self.t.text("households-fault-reason"));
        } else if reason.chars().count() > LONGEST_REASON {
            let most = self.t.with("households-fault-long", "most", LONGEST_REASON);
            self.fault("reason", most);
        }
        reason
    }

    /// Whether the form can be taken.
    fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Notes what the register says against it; other refusals are no matter of the form.
    fn refuse(&mut self, error: ActError) -> Result<(), ActError> {
        match error {
            ActError::NumberTaken(number) => {
                let text = self
                    .t
                    .with("households-fault-taken", "number", number.to_string());
                self.fault("number", text);
            }
            ActError::Refused(Refused::TooEarly(last)) => {
                self.fault("day", self.t.with("households-fault-early", "last", last));
            }
            ActError::Refused(Refused::InFuture) => {
                self.fault("day", self.t.text("households-fault-future"));
            }
            other => return Err(other),
        }
        Ok(())
    }
}

#[derive(Template)]
#[template(path = "households/form.html")]
struct FormPage {
    shell: Shell,
    errors: ErrorSummary,
    notice: Option<Notice>,
    fields: Vec<Field>,
    action: String,
    revision: i64,
    button: String,
    cancel: String,
}

/// A form to be shown: which act, which questions, where it is sent and where one goes without it.
struct Sheet<'a> {
    /// The last part of the act's keys.
    act: &'static str,
    asked: &'a [&'static str],
    action: String,
    cancel: String,
    notice: Option<Notice>,
}

fn field(t: &Translator, written: &Written, name: &'static str) -> Field {
    let label = t.text(&format!("households-field-{name}"));
    let text = |kind, value: &str| Control::Text {
        kind,
        value: value.to_owned(),
    };
    let choices = |values: &[(&str, String)]| -> Vec<Choice> {
        let choice = |(value, label): &(&str, String)| Choice::new(*value, label.as_str());
        values.iter().map(choice).collect()
    };
    match name {
        "number" => Field::new(name, label, text(TextKind::Digits, &written.number))
            .hint(t.text("households-hint-number")),
        "address" => {
            Field::words(name, label, written.address.as_str()).hint(t.text("households-hint-address"))
        }
        "name" => Field::words(name, label, written.name.as_str()),
        "birth_year" => Field::new(name, label, text(TextKind::Digits, &written.birth_year))
            .hint(t.text("households-hint-optional")),
        "phone" => Field::new(name, label, text(TextKind::Digits, &written.phone))
            .hint(t.text("households-hint-phone")),
        "day" => Field::words(name, label, written.day.as_str()).hint(t.text("households-hint-day")),
        "basis" => {
            let all = Basis::ALL.map(|basis| {
                let key = basis.key();
                (key, t.text(&format!("households-basis-{key}")))
            });
            let control = Control::Radios {
                choices: choices(&all),
                chosen: written.basis.clone(),
            };
            Field::new(name, label, control).hint(t.text("households-hint-basis"))
        }
        "state" => {
            let all = [Stands::Moved, Stands::Merged, Stands::Ended].map(|state| {
                let key = state.key();
                (key, t.text(&format!("households-leave-{key}")))
            });
            let control = Control::Radios {
                choices: choices(&all),
                chosen: written.state.clone(),
            };
            Field::new(name, label, control)
        }
        _ => {
            let control = Control::TextArea {
                value: written.reason.clone(),
            };
            Field::new(name, label, control).hint(t.text("households-hint-reason"))
        }
    }
}

fn sheet(reader: &Reader, at: &At, sheet: Sheet<'_>, written: &Written, faults: &Faults) -> Response {
    let t = &reader.t;
    let fields: Vec<Field> = sheet
        .asked
        .iter()
        .map(|name| {
            let field = field(t, written, name);
            match faults.get(name) {
                Some(fault) => field.error(t, fault.as_str()),
                None => field,
            }
        })
        .collect();
    let mut shell = hamlet_shell(reader, at, t.text(&format!("households-{}-title", sheet.act)))
        .lead(t.text(&format!("households-{}-lead", sheet.act)));
    if !faults.is_empty() {
        shell = shell.with_errors();
    }
    let page = page::html(&FormPage {
        shell,
        errors: ErrorSummary::of(t, &fields),
        notice: sheet.notice,
        fields,
        action: sheet.action,
        revision: written.revision,
        button: t.text(&format!("households-{}-button", sheet.act)),
        cancel: sheet.cancel,
    });
    if faults.is_empty() {
        page
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    }
}

fn done(href: &str, what: &str) -> Response {
    Redirect::to(&format!("{href}?xong={what}")).into_response()
}

// Adding a household

const NEW: [&str; 7] = ["number", "name", "birth_year", "basis", "phone", "address", "day"];

fn new_sheet(at: &At) -> Sheet<'static> {
    Sheet {
        act: "add",
        asked: &NEW,
        action: format!("{}/them", at.home()),
        cancel: at.home(),
        notice: None,
    }
}

pub(super) async fn ask_new(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let at = at(&reader, (&actor, "write"), &pages, &mut read, (&xa, &ap)).await?;
    let number = or_failed(&reader, store::next_number(&mut read, at.place()).await)?;
    let written = Written {
        number: number.to_string(),
        basis: Basis::FullCapacity.key().to_owned(),
        day: reader.t.date(pages.today()),
        ..Written::default()
    };
    Ok(sheet(&reader, &at, new_sheet(&at), &written, &Faults::new()))
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Form(written): Form<Written>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let at = at(&reader, (&actor, "write"), &pages, &mut read, (&xa, &ap)).await?;
    drop(read);
    let mut desk = Desk::new(&reader.t, &written, pages.today());
    let new = NewHousehold {
        number: desk.number(),
        address: desk.address(),
        person: desk.person(),
        from: desk.day(),
    };
    if desk.is_sound() {
        match pages.desk.list(at.place(), new, &at.by).await {
            Ok(id) => return Ok(done(&format!("{}/{id}", at.home()), "add")),
            Err(error) => desk.refuse(error).map_err(|error| refused(&reader, &error))?,
        }
    }
    Ok(sheet(&reader, &at, new_sheet(&at), &written, &desk.faults))
}

/// A household where somebody may do what is asked.
struct Found {
    at: At,
    household: Household,
}

impl Found {
    fn href(&self) -> String {
        format!("{}/{}", self.at.home(), self.household.id)
    }

    /// The household as the form's page showed it.
    fn seen(&self, written: &Written) -> Seen {
        Seen {
            revision: written.revision,
            ..Seen::from(&self.household)
        }
    }

    fn sheet(&self, act: &'static str, asked: &'static [&'static str], last: &str) -> Sheet<'static> {
        Sheet {
            act,
            asked,
            action: format!("{}/{last}", self.href()),
            cancel: self.href(),
            notice: None,
        }
    }
}

type Address = Path<(String, String, String)>;

async fn find(
    reader: &Reader,
    (actor, action): (&Actor, &str),
    pages: &Pages,
    (xa, ap, ho): (&str, &str, &str),
) -> Result<Found, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let at = at(reader, (actor, action), pages, &mut read, (xa, ap)).await?;
    let id: HouseholdId = ho.parse().map_err(|_| missing(reader))?;
    let household = or_failed(reader, store::household(&mut read, at.place(), id).await)?;
    let household = household.ok_or_else(|| missing(reader))?;
    Ok(Found { at, household })
}

// What is known about it

#[derive(Template)]
#[template(path = "households/household.html")]
struct HouseholdPage {
    shell: Shell,
    done: Option<Confirmation>,
    notice: Option<Notice>,
    summary: SummaryList,
    href: String,
    listed: bool,
    writes: bool,
    history: Table,
    traces: SummaryList,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let found = find(&reader, (&actor, "read"), &pages, (&xa, &ap, &ho)).await?;
    let household = &found.household;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let key = (household.place, household.id);
    let people = or_failed(&reader, store::representatives(&mut read, key.0, key.1).await)?;
    let traces = or_failed(
        &reader,
        store::traces(&mut read, key.0, Some(key.1), None, TRACES).await,
    )?;
    drop(read);
    let place = Place::hamlet(found.at.unit.id, found.at.hamlet.id);
    let writes = actor.may(FUNCTION, "write", place);
    let listed = household.state == Stands::Listed;
    let since = t.with("households-since", "date", household.since);
    let mut summary = vec![
        (
            t.text("households-field-state"),
            Cell::text("").tag(words::state(t, household)).note(since),
        ),
        (
            t.text("households-field-representative"),
            Cell::text(words::name(t, &household.representative)).note(t.with(
                "households-span-open",
                "from",
                household.representative.from,
            )),
        ),
    ];
    if let Some(person) = &household.representative.person {
        summary.extend(words::person(t, person));
    }
    let address = if household.address.is_empty() {
        Cell::missing(t)
    } else {
        Cell::text(household.address.as_str())
    };
    summary.push((t.text("households-field-address"), address));
    const DONE: [&str; 6] = ["add", "correct", "represent", "leave", "return", "erase"];
    let done = came
        .xong
        .as_deref()
        .filter(|what| DONE.contains(what))
        .map(|what| Confirmation {
            title: t.text(&format!("households-{what}-done")),
            text: t.text("households-done-next"),
        });
    let title = t.with("households-number", "number", household.number.to_string());
    Ok(page::html(&HouseholdPage {
        shell: hamlet_shell(&reader, &found.at, title),
        done,
        notice: (!listed).then(|| Notice::new(t, Tone::Warning, t.text("households-not-listed"))),
        summary: SummaryList::new(summary),
        href: found.href(),
        listed,
        writes,
        history: history(t, &found, &people, writes),
        traces: words::traces(t, &traces, false),
    }))
}

/// Who spoke for the household when; those recorded by mistake are named as such.
fn history(t: &Translator, found: &Found, people: &[Representative], writes: bool) -> Table {
    let rows = people.iter().enumerate().rev().map(|(at, one)| {
        let later = people.get(at + 1..).unwrap_or_default();
        let until = later.iter().find(|later| !later.mistaken).map(|later| later.from);
        let when = if one.mistaken {
            t.with("households-mistaken", "date", one.from)
        } else {
            words::span(t, one.from, until)
        };
        let mut act = Cell::text("");
        if writes && one.person.is_some() {
            act =
                Cell::text(t.text("households-erase-link")).link(format!("{}/xoa/{}", found.href(), one.id));
        }
        Row::new(vec![Cell::text(words::name(t, one)).note(when), act])
    });
    Table::new(
        t.text("households-history"),
        vec![
            Column::text(t.text("households-field-representative")),
            Column::text(t.text("households-column-data")),
        ],
        rows.collect(),
    )
}

// Putting right

const CORRECT: [&str; 7] = [
    "number",
    "name",
    "birth_year",
    "basis",
    "phone",
    "address",
    "reason",
];
const CORRECT_ERASED: [&str; 3] = ["number", "address", "reason"];

fn correct_sheet(found: &Found) -> Sheet<'static> {
    let erased = found.household.representative.person.is_none();
    let asked: &[&str] = if erased { &CORRECT_ERASED } else { &CORRECT };
    found.sheet("correct", asked, "sua")
}

pub(super) async fn ask_correct(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let person = found.household.representative.person.clone().unwrap_or_default();
    let written = Written {
        number: found.household.number.to_string(),
        address: found.household.address.clone(),
        name: person.name,
        birth_year: person.birth_year.map(|year| year.to_string()).unwrap_or_default(),
        basis: person.basis.key().to_owned(),
        phone: person.phone,
        revision: found.household.revision,
        ..Written::default()
    };
    Ok(sheet(
        &reader,
        &found.at,
        correct_sheet(&found),
        &written,
        &Faults::new(),
    ))
}

pub(super) async fn correct(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
    Form(written): Form<Written>,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let mut desk = Desk::new(&reader.t, &written, pages.today());
    let correction = Correction {
        number: desk.number(),
        address: desk.address(),
        person: if found.household.representative.person.is_some() {
            desk.person()
        } else {
            Person::default()
        },
    };
    let reason = desk.reason();
    if desk.is_sound() {
        let act = pages
            .desk
            .correct(found.seen(&written), correction, &reason, &found.at.by);
        match act.await {
            Ok(()) => return Ok(done(&found.href(), "correct")),
            Err(error) => desk.refuse(error).map_err(|error| refused(&reader, &error))?,
        }
    }
    Ok(sheet(
        &reader,
        &found.at,
        correct_sheet(&found),
        &written,
        &desk.faults,
    ))
}

// Another representative

const REPRESENT: [&str; 6] = [PERSON[0], PERSON[1], PERSON[2], PERSON[3], "day", "reason"];

pub(super) async fn ask_represent(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let written = Written {
        basis: Basis::FullCapacity.key().to_owned(),
        day: reader.t.date(pages.today()),
        revision: found.household.revision,
        ..Written::default()
    };
    let form = represent_sheet(&reader, &found);
    Ok(sheet(&reader, &found.at, form, &written, &Faults::new()))
}

fn represent_sheet(reader: &Reader, found: &Found) -> Sheet<'static> {
    let t = &reader.t;
    let name = words::name(t, &found.household.representative);
    let now = t.format(
        "households-represent-now",
        &[
            ("name", name.into()),
            ("from", found.household.representative.from.into()),
        ],
    );
    Sheet {
        notice: Some(Notice::new(t, Tone::Info, now)),
        ..found.sheet("represent", &REPRESENT, "dai-dien")
    }
}

pub(super) async fn represent(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
    Form(written): Form<Written>,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let mut desk = Desk::new(&reader.t, &written, pages.today());
    let (person, from, reason) = (desk.person(), desk.day(), desk.reason());
    if desk.is_sound() {
        let act = pages
            .desk
            .represent(found.seen(&written), person, from, &reason, &found.at.by);
        match act.await {
            Ok(()) => return Ok(done(&found.href(), "represent")),
            Err(error) => desk.refuse(error).map_err(|error| refused(&reader, &error))?,
        }
    }
    let form = represent_sheet(&reader, &found);
    Ok(sheet(&reader, &found.at, form, &written, &desk.faults))
}

// Leaving the register and coming back

const LEAVE: [&str; 3] = ["state", "day", "reason"];
const RETURN: [&str; 2] = ["day", "reason"];

pub(super) async fn ask_leave(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let written = Written {
        day: reader.t.date(pages.today()),
        revision: found.household.revision,
        ..Written::default()
    };
    let form = found.sheet("leave", &LEAVE, "roi-so");
    Ok(sheet(&reader, &found.at, form, &written, &Faults::new()))
}

pub(super) async fn leave(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
    Form(written): Form<Written>,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let mut desk = Desk::new(&reader.t, &written, pages.today());
    let state = Stands::from_key(&written.state).filter(|state| *state != Stands::Listed);
    if state.is_none() {
        desk.fault("state", reader.t.text("households-fault-choose"));
    }
    stand(&reader, &pages, &found, desk, (state, "leave", &LEAVE, "roi-so")).await
}

pub(super) async fn ask_return(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let written = Written {
        day: reader.t.date(found.household.since),
        revision: found.household.revision,
        ..Written::default()
    };
    let form = found.sheet("return", &RETURN, "ghi-lai");
    Ok(sheet(&reader, &found.at, form, &written, &Faults::new()))
}

pub(super) async fn come_back(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Address,
    Form(written): Form<Written>,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let desk = Desk::new(&reader.t, &written, pages.today());
    let form = (Some(Stands::Listed), "return", &RETURN[..], "ghi-lai");
    stand(&reader, &pages, &found, desk, form).await
}

async fn stand(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    mut desk: Desk<'_>,
    (next, act, asked, last): (Option<Stands>, &'static str, &'static [&'static str], &str),
) -> Answer {
    let (day, reason) = (desk.day(), desk.reason());
    let seen = found.seen(desk.written);
    if let Some(next) = next.filter(|_| desk.is_sound()) {
        match pages.desk.stand(seen, next, day, &reason, &found.at.by).await {
            Ok(()) => return Ok(done(&found.href(), act)),
            Err(error) => desk.refuse(error).map_err(|error| refused(reader, &error))?,
        }
    }
    let form = found.sheet(act, asked, last);
    Ok(sheet(reader, &found.at, form, desk.written, &desk.faults))
}

// Erasing what is known about a person

const ERASE: [&str; 1] = ["reason"];
type PersonAddress = Path<(String, String, String, String)>;

fn erase_sheet(reader: &Reader, found: &Found, id: RepresentativeId) -> Sheet<'static> {
    let t = &reader.t;
    let address = format!("xoa/{id}");
    Sheet {
        notice: Some(Notice::new(t, Tone::Warning, t.text("households-erase-warning"))),
        ..found.sheet("erase", &ERASE, &address)
    }
}

pub(super) async fn ask_erase(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho, nguoi)): PersonAddress,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let id = nguoi.parse().map_err(|_| missing(&reader))?;
    let written = Written {
        revision: found.household.revision,
        ..Written::default()
    };
    let form = erase_sheet(&reader, &found, id);
    Ok(sheet(&reader, &found.at, form, &written, &Faults::new()))
}

pub(super) async fn erase(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho, nguoi)): PersonAddress,
    Form(written): Form<Written>,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    let id = nguoi.parse().map_err(|_| missing(&reader))?;
    let mut desk = Desk::new(&reader.t, &written, pages.today());
    let reason = desk.reason();
    if desk.is_sound() {
        let act = pages.desk.erase(found.seen(&written), id, &reason, &found.at.by);
        return match act.await {
            Ok(()) => Ok(done(&found.href(), "erase")),
            Err(error) => Err(refused(&reader, &error)),
        };
    }
    let form = erase_sheet(&reader, &found, id);
    Ok(sheet(&reader, &found.at, form, &written, &desk.faults))
}
