//! A hamlet's team: what everybody may know of it, and what officers do to it.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
};
use platform::{
    access::{Actor, Place},
    i18n::Arg,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Citation, Column, Confirmation, Empty, Link, Notice, Row, SummaryList, Table, Tag,
            Tone,
        },
    },
};

use super::{
    At, Came, Pages, at,
    desk::{Ask, Desk, LINE, Sent, Sheet, fresh, written, yes_or_no},
    done, home, or_failed, or_refused, refused, shell, team_shell, words,
};
use crate::{
    cases::FUNCTION,
    ids::MemberId,
    model::{Election, Member, NewMember, Team},
    rules::{self, Size},
    service::{ActError, Refused},
    store,
};

/// The largest allowance that is no slip, in đồng.
const MOST_PAID: i64 = 100_000_000;
/// The most households of a hamlet.
const MOST_HOUSEHOLDS: i64 = 100_000;

/// One demand of the law, in words.
struct Demanded {
    met: Tag,
    text: String,
    citation: Citation,
}

#[derive(Template)]
#[template(path = "mediation/team.html")]
struct TeamPage {
    shell: Shell,
    done: Option<Confirmation>,
    empty: Option<Empty>,
    demands: Vec<Demanded>,
    summary: Option<SummaryList>,
    members: Option<Table>,
    names_private: bool,
    waiting: Option<Table>,
    buttons: Vec<Link>,
    more: Vec<Link>,
    training: Option<Table>,
    allowances: Option<Table>,
}

/// A hamlet's team, as everybody may know it; officers see what was given to it as well.
pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let at = at(&reader, &pages, &mut read, (&xa, &ap)).await?;
    let today = pages.today();
    let place = Place::hamlet(at.unit.id, at.hamlet.id);
    let may = |action| {
        actor
            .as_ref()
            .is_some_and(|actor| actor.may(FUNCTION, action, place))
    };
    let keeps = may("keep");
    let home = at.home();
    let mut buttons = Vec::new();
    let mut add = |show: bool, key: &str, href: &str| {
        if show {
            buttons.push(Link::new(t.text(key), format!("{home}/{href}")));
        }
    };
    let title = t.with("mediation-team-title", "hamlet", at.hamlet.name.as_str());
    let frame = shell(&reader, &at.unit, title).lead(t.text("mediation-team-lead"));
    let done = came.said(
        &reader,
        &[
            "lap",
            "them",
            "ra-soat",
            "tap-huan",
            "thu-lao",
            "thoi",
            "cong-nhan",
            "nhan",
        ],
    );
    let found = or_failed(&reader, store::team(&mut read, at.place()).await)?;
    let Some(team) = found else {
        add(keeps, "mediation-button-set-up", "lap");
        return Ok(page::html(&TeamPage {
            shell: frame,
            done,
            empty: Some(Empty::new(
                t,
                t.text("mediation-no-team-here"),
                t.text("mediation-no-teams-duty"),
            )),
            demands: Vec::new(),
            summary: None,
            members: None,
            names_private: false,
            waiting: None,
            buttons,
            more: Vec::new(),
            training: None,
            allowances: None,
        }));
    };
    let members = or_failed(&reader, store::members(&mut read, at.unit.id, team.id).await)?;
    let (training, allowances) = if keeps {
        (
            or_failed(&reader, store::training(&mut read, at.unit.id, team.id).await)?,
            or_failed(&reader, store::allowances(&mut read, at.unit.id, team.id).await)?,
        )
    } else {
        (Vec::new(), Vec::new())
    };
    drop(read);
    add(may("work"), "mediation-button-register", "so");
    add(may("receive"), "mediation-button-receive", "nhan");
    add(keeps, "mediation-button-enter", "them");
    let more: Vec<Link> = [
        ("mediation-button-train", "tap-huan"),
        ("mediation-button-pay", "thu-lao"),
        ("mediation-button-review", "ra-soat"),
        ("mediation-button-dissolve", "giai-the"),
    ]
    .into_iter()
    .filter(|_| keeps)
    .map(|(key, href)| Link::new(t.text(key), format!("{home}/{href}")))
    .collect();
    let size = Size::on(&members, today);
    let demands = rules::composition(&pages.desk.rulebook, size, team.minority_area, today)
        .map_err(|error| refused(&reader, &error.into()))?;
    let public = rules::names_are_public(&pages.desk.rulebook, today)
        .map_err(|error| refused(&reader, &error.into()))?;
    let demanded = demands.iter().map(|demand| Demanded {
        met: if demand.is_met() {
            Tag::new(Tone::Success, t.text("mediation-met"))
        } else {
            Tag::new(Tone::Warning, t.text("mediation-not-met"))
        },
        text: if demand.is_met() {
            let there = i64::try_from(demand.there).unwrap_or(i64::MAX);
            t.with(&format!("mediation-has-{}", demand.seat.key()), "there", there)
        } else {
            words::lacking(t, demand)
        },
        citation: words::citation(t, &demand.because),
    });
    let money = |given: &crate::model::Given<i64>| {
        Row::new(vec![
            Cell::text(given.name.as_str()),
            Cell::text(t.date(given.on)),
            Cell::text(t.with("mediation-dong", "amount", given.what)),
        ])
    };
    let taught = |given: &crate::model::Given<String>| {
        Row::new(vec![
            Cell::text(given.name.as_str()),
            Cell::text(t.date(given.on)),
            Cell::text(given.what.as_str()),
        ])
    };
    let table = |caption: &str, last: &str, rows: Vec<Row>| {
        (!rows.is_empty()).then(|| {
            let columns = vec![
                Column::text(t.text("mediation-column-mediator")),
                Column::text(t.text("mediation-column-day")),
                Column::text(t.text(last)),
            ];
            Table::new(t.text(caption), columns, rows)
        })
    };
    Ok(page::html(&TeamPage {
        shell: frame,
        done,
        empty: None,
        demands: demanded.collect(),
        summary: Some(summary(&reader, &team)),
        members: serving(&reader, &at, &members, (public || keeps, keeps), &pages),
        names_private: !public,
        waiting: waiting(&reader, &at, &members, (keeps, may("recognise")), &pages)?,
        buttons,
        more,
        training: table(
            "mediation-training",
            "mediation-column-training",
            training.iter().map(taught).collect(),
        ),
        allowances: table(
            "mediation-allowances",
            "mediation-column-amount",
            allowances.iter().map(money).collect(),
        ),
    }))
}

fn summary(reader: &Reader, team: &Team) -> SummaryList {
    let t = &reader.t;
    let reviewed = team
        .reviewed_on
        .map_or_else(|| t.text("mediation-not-reviewed"), |on| t.date(on));
    let area = if team.minority_area { "yes" } else { "no" };
    SummaryList::new(vec![
        (t.text("mediation-field-name"), Cell::text(team.name.as_str())),
        (
            t.text("mediation-field-set_up_on"),
            Cell::text(t.date(team.set_up_on)),
        ),
        (t.text("mediation-field-reviewed_on"), Cell::text(reviewed)),
        (
            t.text("mediation-field-minority_area"),
            Cell::text(t.text(&format!("mediation-{area}"))),
        ),
    ])
}

/// The mediators in office.
fn serving(
    reader: &Reader,
    at: &At,
    members: &[Member],
    (named, keeps): (bool, bool),
    pages: &Pages,
) -> Option<Table> {
    let t = &reader.t;
    let today = pages.today();
    let rows: Vec<Row> = members
        .iter()
        .filter(|member| named && member.serves_on(today))
        .map(|member| {
            let since = member.recognised_on.unwrap_or(today);
            let mut name =
                Cell::text(member.entered.name.as_str()).note(t.with("mediation-since", "date", since));
            if member.leader {
                name = name.tag(Tag::new(Tone::Info, t.text("mediation-leader")));
            }
            let mut cells = vec![name];
            if keeps {
                cells.push(Cell::text(t.text("mediation-link-end")).link(format!(
                    "{}/thoi/{}",
                    at.home(),
                    member.id
                )));
            }
            Row::new(cells)
        })
        .collect();
    (!rows.is_empty()).then(|| {
        let mut columns = vec![Column::text(t.text("mediation-column-mediator"))];
        if keeps {
            columns.push(Column::text(t.text("mediation-column-act")));
        }
        Table::new(t.text("mediation-members"), columns, rows)
    })
}

/// Those who were elected and wait for the chair.
fn waiting(
    reader: &Reader,
    at: &At,
    members: &[Member],
    (keeps, recognises): (bool, bool),
    pages: &Pages,
) -> Result<Option<Table>, Instead> {
    let t = &reader.t;
    if !keeps && !recognises {
        return Ok(None);
    }
    let mut rows = Vec::new();
    let elected = members
        .iter()
        .filter(|member| member.recognised_on.is_none() && member.ended.is_none());
    for member in elected {
        let election = &member.entered.election;
        let due = rules::recognise_by(pages.desk.law(), election.listed_on)
            .map_err(|error| refused(reader, &error.into()))?;
        let votes = t.format(
            "mediation-votes",
            &[
                ("in_favour", Arg::Number(election.in_favour)),
                ("households", Arg::Number(election.households)),
                ("date", Arg::Date(election.on)),
            ],
        );
        let act = if recognises {
            Cell::text(t.text("mediation-link-recognise")).link(format!(
                "{}/cong-nhan/{}",
                at.home(),
                member.id
            ))
        } else {
            Cell::text(t.text("mediation-waits-for-chair"))
        };
        let late = due.due() < pages.today();
        let mut by = Cell::text(t.date(due.due())).note(words::article(t, &due.because));
        if late {
            by = by.tag(Tag::new(Tone::Problem, t.text("mediation-late")));
        }
        rows.push(Row::new(vec![
            Cell::text(member.entered.name.as_str()).note(votes),
            by,
            act,
        ]));
    }
    Ok((!rows.is_empty()).then(|| {
        let columns = vec![
            Column::text(t.text("mediation-column-elected")),
            Column::text(t.text("mediation-column-due")),
            Column::text(t.text("mediation-column-act")),
        ];
        Table::new(t.text("mediation-waiting"), columns, rows)
    }))
}

type Address = Path<(String, String)>;
type MemberAddress = Path<(String, String, String)>;

/// A hamlet in which somebody may do what is asked.
async fn here(
    reader: &Reader,
    actor: &Actor,
    action: &str,
    pages: &Pages,
    (xa, ap): (&str, &str),
) -> Result<(At, platform::access::By), Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let at = at(reader, pages, &mut read, (xa, ap)).await?;
    let by = at.by(reader, actor, action)?;
    Ok((at, by))
}

fn member_id(reader: &Reader, text: &str) -> Result<MemberId, Instead> {
    text.parse().map_err(|_| super::missing(reader))
}

fn sheet(
    reader: &Reader,
    at: &At,
    (act, href): (&str, &str),
    asked: Vec<(&'static str, Ask)>,
    button: &'static str,
) -> Sheet {
    let t = &reader.t;
    Sheet {
        shell: team_shell(reader, at, t.text(&format!("mediation-{act}-title")))
            .lead(t.text(&format!("mediation-{act}-lead"))),
        notice: None,
        asked,
        action: format!("{}/{href}", at.home()),
        button,
        cancel: at.home(),
    }
}

// Setting up

fn set_up_sheet(reader: &Reader, at: &At) -> Sheet {
    let asked = vec![
        ("name", Ask::Line),
        ("set_up_on", Ask::Day),
        ("minority_area", yes_or_no(&reader.t)),
    ];
    sheet(reader, at, ("set-up", "lap"), asked, "mediation-button-save")
}

pub(super) async fn ask_set_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let name = reader
        .t
        .with("mediation-team-name", "hamlet", at.hamlet.name.as_str());
    let sent = fresh([
        ("name", name),
        ("set_up_on", written(pages.today())),
        ("minority_area", "no".to_owned()),
    ]);
    Ok(set_up_sheet(&reader, &at).page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn set_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    let name = desk.text("name", LINE);
    let on = desk.day("set_up_on");
    let area = desk.yes("minority_area");
    if desk.is_sound() {
        or_refused(&reader, pages.desk.set_up(at.place(), name, on, area).await)?;
        return Ok(done(&at.home(), "lap"));
    }
    Ok(set_up_sheet(&reader, &at).page(&desk))
}

// Entering who was elected

async fn enter_sheet(reader: &Reader, at: &At, pages: &Pages) -> Result<Sheet, Instead> {
    let t = &reader.t;
    let today = pages.today();
    let methods = rules::list(&pages.desk.rulebook, "mediation.mediator.election.methods", today)
        .map_err(|error| refused(reader, &error.into()))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let people = pages.desk.people.mediators(&mut read, at.place(), today).await;
    let people = or_failed(reader, people)?;
    let mut accounts = vec![Choice::new("", t.text("mediation-no-account"))];
    accounts.extend(
        people
            .into_iter()
            .map(|(id, name)| Choice::new(id.to_string(), name)),
    );
    let asked = vec![
        ("member_name", Ask::Line),
        ("woman", yes_or_no(t)),
        ("minority", yes_or_no(t)),
        ("law_degree", yes_or_no(t)),
        ("method", Ask::One(words::choices(t, methods))),
        ("elected_on", Ask::Day),
        ("in_favour", Ask::Number),
        ("households", Ask::Number),
        ("listed_on", Ask::Day),
        ("account", Ask::Pick(accounts)),
    ];
    let mut form = sheet(reader, at, ("enter", "them"), asked, "mediation-button-save");
    let (_, because) = rules::is_elected(&pages.desk.rulebook, 0, 0, today)
        .map_err(|error| refused(reader, &error.into()))?;
    let rule = t.with("mediation-enter-rule", "article", words::article(t, &because));
    form.notice = Some(Notice::new(t, Tone::Info, rule));
    Ok(form)
}

pub(super) async fn ask_enter(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let sent = fresh([("listed_on", written(pages.today()))]);
    let form = enter_sheet(&reader, &at, &pages).await?;
    Ok(form.page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn enter(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, by) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let today = pages.today();
    let mut desk = Desk::new(&reader.t, &sent, today);
    let methods = rules::list(&pages.desk.rulebook, "mediation.mediator.election.methods", today)
        .map_err(|error| refused(&reader, &error.into()))?;
    let new = NewMember {
        name: desk.text("member_name", LINE),
        woman: desk.yes("woman"),
        minority: desk.yes("minority"),
        law_degree: desk.yes("law_degree"),
        election: Election {
            method: desk
                .one("method", |key| {
                    methods
                        .iter()
                        .find(|item| item.key == key)
                        .map(|item| item.key.clone())
                })
                .unwrap_or_default(),
            on: desk.day("elected_on"),
            in_favour: desk.number("in_favour", MOST_HOUSEHOLDS),
            households: desk.number("households", MOST_HOUSEHOLDS),
            listed_on: desk.day("listed_on"),
        },
        account: match desk.raw("account") {
            "" => None,
            id => {
                let mut read = or_failed(&reader, pages.desk.db.read().await)?;
                let people = pages.desk.people.mediators(&mut read, at.place(), today).await;
                let people = or_failed(&reader, people)?;
                let found = people.iter().find(|(account, _)| account.to_string() == id);
                if found.is_none() {
                    desk.fault("account", "mediation-fault-choose");
                }
                found.map(|(account, _)| *account)
            }
        },
    };
    if desk.is_sound() {
        match pages.desk.enter(at.place(), new, by.account).await {
            Ok(_) => return Ok(done(&at.home(), "them")),
            Err(ActError::Refused(Refused::NotElected)) => {
                desk.fault("in_favour", "mediation-refused-not-elected");
            }
            Err(ActError::Refused(Refused::TooEarly)) => {
                desk.fault("listed_on", "mediation-refused-too-early");
            }
            Err(ActError::Refused(Refused::AccountTaken)) => {
                desk.fault("account", "mediation-refused-account-taken");
            }
            Err(error) => return Err(refused(&reader, &error)),
        }
    }
    Ok(enter_sheet(&reader, &at, &pages).await?.page(&desk))
}

// Recognising

fn recognise_sheet(reader: &Reader, at: &At, id: MemberId) -> Sheet {
    let asked = vec![("recognised_on", Ask::Day), ("leader", yes_or_no(&reader.t))];
    let href = format!("cong-nhan/{id}");
    sheet(
        reader,
        at,
        ("recognise", &href),
        asked,
        "mediation-button-recognise",
    )
}

pub(super) async fn ask_recognise(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, nguoi)): MemberAddress,
) -> Answer {
    let (at, _) = here(&reader, &actor, "recognise", &pages, (&xa, &ap)).await?;
    let id = member_id(&reader, &nguoi)?;
    let sent = fresh([
        ("recognised_on", written(pages.today())),
        ("leader", "no".to_owned()),
    ]);
    Ok(recognise_sheet(&reader, &at, id).page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn recognise(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, nguoi)): MemberAddress,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, by) = here(&reader, &actor, "recognise", &pages, (&xa, &ap)).await?;
    let id = member_id(&reader, &nguoi)?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    let on = desk.day("recognised_on");
    let leader = desk.yes("leader");
    if desk.is_sound() {
        match pages
            .desk
            .recognise(at.place(), id, (on, leader), by.account)
            .await
        {
            Ok(()) => return Ok(done(&at.home(), "cong-nhan")),
            Err(ActError::Refused(Refused::TooEarly)) => {
                desk.fault("recognised_on", "mediation-refused-too-early");
            }
            Err(error) => return Err(refused(&reader, &error)),
        }
    }
    Ok(recognise_sheet(&reader, &at, id).page(&desk))
}

// Ending

fn endings<'p>(reader: &Reader, pages: &'p Pages) -> Result<&'p [rulebook::Item], Instead> {
    rules::list(&pages.desk.rulebook, "mediation.mediator.endings", pages.today())
        .map_err(|error| refused(reader, &error.into()))
}

fn end_sheet(reader: &Reader, at: &At, pages: &Pages, id: MemberId) -> Result<Sheet, Instead> {
    let whys = words::choices(&reader.t, endings(reader, pages)?);
    let asked = vec![("why", Ask::One(whys)), ("ended_on", Ask::Day)];
    let href = format!("thoi/{id}");
    Ok(sheet(reader, at, ("end", &href), asked, "mediation-button-end"))
}

pub(super) async fn ask_end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, nguoi)): MemberAddress,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let id = member_id(&reader, &nguoi)?;
    let sent = fresh([("ended_on", written(pages.today()))]);
    Ok(end_sheet(&reader, &at, &pages, id)?.page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, nguoi)): MemberAddress,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let id = member_id(&reader, &nguoi)?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    let known = endings(&reader, &pages)?;
    let why = desk.one("why", |key| known.iter().find(|item| item.key == key));
    let on = desk.day("ended_on");
    if let (true, Some(why)) = (desk.is_sound(), why) {
        match pages.desk.end_member(at.place(), id, on, &why.key).await {
            Ok(()) => return Ok(done(&at.home(), "thoi")),
            Err(ActError::Refused(Refused::TooEarly)) => {
                desk.fault("ended_on", "mediation-refused-too-early");
            }
            Err(error) => return Err(refused(&reader, &error)),
        }
    }
    Ok(end_sheet(&reader, &at, &pages, id)?.page(&desk))
}

// Reviewing

fn review_sheet(reader: &Reader, at: &At) -> Sheet {
    let asked = vec![("reviewed_on", Ask::Day), ("minority_area", yes_or_no(&reader.t))];
    sheet(reader, at, ("review", "ra-soat"), asked, "mediation-button-save")
}

pub(super) async fn ask_review(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (team, _) = or_refused(&reader, pages.desk.team(&mut read, at.place()).await)?;
    let area = if team.minority_area { "yes" } else { "no" };
    let sent = fresh([
        ("reviewed_on", written(pages.today())),
        ("minority_area", area.to_owned()),
    ]);
    Ok(review_sheet(&reader, &at).page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn review(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    let on = desk.day("reviewed_on");
    let area = desk.yes("minority_area");
    if desk.is_sound() {
        match pages.desk.review(at.place(), on, area).await {
            Ok(()) => return Ok(done(&at.home(), "ra-soat")),
            Err(ActError::Refused(Refused::TooEarly)) => {
                desk.fault("reviewed_on", "mediation-refused-too-early");
            }
            Err(error) => return Err(refused(&reader, &error)),
        }
    }
    Ok(review_sheet(&reader, &at).page(&desk))
}

// Dissolving

fn dissolve_sheet(reader: &Reader, at: &At) -> Sheet {
    let t = &reader.t;
    let mut form = sheet(
        reader,
        at,
        ("dissolve", "giai-the"),
        vec![("ended_on", Ask::Day)],
        "mediation-button-dissolve",
    );
    form.notice = Some(Notice::new(
        t,
        Tone::Warning,
        t.text("mediation-dissolve-warning"),
    ));
    form
}

pub(super) async fn ask_dissolve(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let sent = fresh([("ended_on", written(pages.today()))]);
    Ok(dissolve_sheet(&reader, &at).page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn dissolve(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    let on = desk.day("ended_on");
    if desk.is_sound() {
        match pages.desk.dissolve(at.place(), on, "team_dissolved").await {
            Ok(()) => return Ok(done(&home(&at.unit), "giai-the")),
            Err(ActError::Refused(Refused::TooEarly)) => {
                desk.fault("ended_on", "mediation-refused-too-early");
            }
            Err(error) => return Err(refused(&reader, &error)),
        }
    }
    Ok(dissolve_sheet(&reader, &at).page(&desk))
}

// What is given to mediators

/// The mediators in office, to choose from.
async fn mediators(reader: &Reader, at: &At, pages: &Pages) -> Result<Vec<Choice>, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (_, members) = or_refused(reader, pages.desk.team(&mut read, at.place()).await)?;
    let today = pages.today();
    Ok(members
        .iter()
        .filter(|member| member.serves_on(today))
        .map(|member| Choice::new(member.id.to_string(), member.entered.name.as_str()))
        .collect())
}

async fn train_sheet(reader: &Reader, at: &At, pages: &Pages) -> Result<Sheet, Instead> {
    let mut who = vec![Choice::new("all", reader.t.text("mediation-whole-team"))];
    who.extend(mediators(reader, at, pages).await?);
    let asked = vec![
        ("training", Ask::Line),
        ("held_on", Ask::Day),
        ("mediator", Ask::Pick(who)),
    ];
    Ok(sheet(
        reader,
        at,
        ("train", "tap-huan"),
        asked,
        "mediation-button-save",
    ))
}

pub(super) async fn ask_train(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let sent = fresh([
        ("held_on", written(pages.today())),
        ("mediator", "all".to_owned()),
    ]);
    let form = train_sheet(&reader, &at, &pages).await?;
    Ok(form.page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn train(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    let title = desk.text("training", LINE);
    let on = desk.day("held_on");
    let only = desk.one("mediator", |who| match who {
        "all" => Some(None),
        id => id.parse().ok().map(Some),
    });
    if let (true, Some(only)) = (desk.is_sound(), only) {
        match pages.desk.train(at.place(), only, (on, &title)).await {
            Ok(()) => return Ok(done(&at.home(), "tap-huan")),
            Err(ActError::Refused(Refused::NotInOffice)) => {
                desk.fault("mediator", "mediation-refused-not-in-office");
            }
            Err(error) => return Err(refused(&reader, &error)),
        }
    }
    Ok(train_sheet(&reader, &at, &pages).await?.page(&desk))
}

async fn pay_sheet(reader: &Reader, at: &At, pages: &Pages) -> Result<Sheet, Instead> {
    let who = mediators(reader, at, pages).await?;
    let asked = vec![
        ("mediator", Ask::Pick(who)),
        ("paid_on", Ask::Day),
        ("amount", Ask::Number),
    ];
    Ok(sheet(
        reader,
        at,
        ("pay", "thu-lao"),
        asked,
        "mediation-button-save",
    ))
}

pub(super) async fn ask_pay(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let sent = fresh([("paid_on", written(pages.today()))]);
    let form = pay_sheet(&reader, &at, &pages).await?;
    Ok(form.page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn pay(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Address,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, _) = here(&reader, &actor, "keep", &pages, (&xa, &ap)).await?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    let mediator = desk.one("mediator", |id| id.parse().ok());
    let on = desk.day("paid_on");
    let amount = desk.number("amount", MOST_PAID);
    if let (true, Some(mediator)) = (desk.is_sound(), mediator) {
        or_refused(&reader, pages.desk.pay(at.place(), mediator, on, amount).await)?;
        return Ok(done(&at.home(), "thu-lao"));
    }
    Ok(pay_sheet(&reader, &at, &pages).await?.page(&desk))
}
