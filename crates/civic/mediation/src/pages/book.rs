//! The register that a team alone reads: its cases, and one of them.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse as _,
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Column, Confirmation, Empty, Link, Notice, Pagination, Row, SummaryList, Table, Tag, Tone,
        },
    },
};
use serde::Deserialize;

use super::{At, Came, Pages, at_work, or_failed, or_refused, refused, team_shell, words};
use crate::{
    cases::{Colleague, Opened},
    ids::CaseId,
    model::{Act, Case, Kept, Party, State as Stands, Told},
    papers::{self, Settlement},
    rules, store,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Before {
    /// The last case of the page before: `year-number`.
    truoc: Option<String>,
}

#[derive(Template)]
#[template(path = "mediation/register.html")]
struct RegisterPage {
    shell: Shell,
    new: String,
    phone: String,
    open: Option<Table>,
    empty: Option<Empty>,
    ended: Option<Table>,
    pagination: Pagination,
}

/// The parties of a case, as the list names it.
pub(super) fn parties(t: &Translator, told: Option<&Told>) -> String {
    told.map_or_else(
        || t.text("mediation-erased"),
        |told| {
            let names: Vec<&str> = told.parties.iter().map(|party| party.name.as_str()).collect();
            names.join(" – ")
        },
    )
}

/// Where a case stands, and until when something has to be done about it.
fn standing(reader: &Reader, pages: &Pages, case: &Case) -> Result<Cell, Instead> {
    let cell = Cell::text("").tag(words::state(&reader.t, case));
    Ok(match until(reader, pages, case)? {
        Some(note) => cell.note(note),
        None => cell,
    })
}

/// Until when something has to be done about a case, in words.
pub(super) fn until(reader: &Reader, pages: &Pages, case: &Case) -> Result<Option<String>, Instead> {
    let t = &reader.t;
    let law = pages.desk.law();
    let deadline = match (case.state, case.assigned, case.agreed_day, &case.ended) {
        (Stands::Received, ..) => rules::assign_by(law, case.received_on),
        (Stands::Assigned, Some((_, on)), None, _) => rules::begin_by(law, on),
        (Stands::Assigned, _, Some(day), _) => {
            return Ok(Some(t.with("mediation-agreed-day", "day", day)));
        }
        (.., Some(end)) => return Ok(Some(t.date(end.on))),
        _ => return Ok(None),
    };
    let due = deadline.map_err(|error| refused(reader, &error.into()))?.due();
    let key = if due < pages.today() {
        "mediation-was-due"
    } else {
        "mediation-is-due"
    };
    Ok(Some(t.with(key, "date", due)))
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Query(before): Query<Before>,
) -> Answer {
    let t = &reader.t;
    let (at, colleague) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let place = at.place();
    let start = before
        .truoc
        .as_deref()
        .and_then(|text| text.split_once('-'))
        .and_then(|(year, number)| Some((year.parse().ok()?, number.parse().ok()?)));
    let open = if start.is_none() {
        or_refused(&reader, pages.desk.list(place, None, &colleague.by).await)?
    } else {
        Vec::new()
    };
    let ended = pages.desk.list(place, Some(start), &colleague.by).await;
    let mut ended = or_refused(&reader, ended)?;
    let more = ended.len() > store::PAGE;
    ended.truncate(store::PAGE);
    let name = |case: &Case, told: &Option<Told>| {
        Cell::text(parties(t, told.as_ref()))
            .link(format!("{}/{}", at.register(), case.id))
            .note(format!(
                "{} · {}",
                words::number(t, case),
                t.text(&format!("mediation-dispute-{}", case.dispute.key()))
            ))
    };
    let table = |caption: &str, cases: &[(Case, Option<Told>)]| {
        let mut rows = Vec::new();
        for (case, told) in cases {
            rows.push(Row::new(vec![name(case, told), standing(&reader, &pages, case)?]));
        }
        let columns = vec![
            Column::text(t.text("mediation-column-parties")),
            Column::text(t.text("mediation-column-state")),
        ];
        Ok::<_, Instead>((!rows.is_empty()).then(|| Table::new(t.text(caption), columns, rows)))
    };
    let open_table = table("mediation-open-cases", &open)?;
    let ended_table = table("mediation-ended-cases", &ended)?;
    let next = ended.last().filter(|_| more).map(|(last, _)| {
        let (year, number) = last.number;
        format!("{}?truoc={year}-{number}", at.register())
    });
    let back = start.map(|_| at.register());
    let empty = (open_table.is_none() && start.is_none()).then(|| {
        Empty::new(
            t,
            t.text("mediation-no-open-cases"),
            t.text("mediation-no-open-cases-duty"),
        )
    });
    let title = t.with("mediation-register-title", "hamlet", at.hamlet.name.as_str());
    Ok(page::private(page::html(&RegisterPage {
        shell: team_shell(&reader, &at, title).lead(t.text("mediation-register-lead")),
        new: format!("{}/moi", at.register()),
        phone: format!("{}/dien-thoai", at.register()),
        open: open_table,
        empty,
        ended: ended_table,
        pagination: Pagination::new(t, back, next),
    })))
}

/// Something that was written about a case.
pub(super) struct Written {
    title: String,
    when: String,
    paragraphs: Vec<String>,
    agreed: Vec<String>,
}

/// What a party undertook.
struct Undertaken {
    text: String,
    due: String,
    state: Tag,
    link: Option<String>,
}

#[derive(Template)]
#[template(path = "mediation/case.html")]
struct CasePage {
    shell: Shell,
    done: Option<Confirmation>,
    notices: Vec<Notice>,
    summary: SummaryList,
    parties: Vec<Party>,
    matter: Vec<String>,
    buttons: Vec<Link>,
    notes: Vec<Written>,
    undertakings: Vec<Undertaken>,
    traces: Table,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, vu)): Path<(String, String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let (at, colleague) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let id: CaseId = vu.parse().map_err(|_| super::missing(&reader))?;
    let opened = pages.desk.open(at.place(), id, Act::Read, &colleague.by).await;
    let opened = or_refused(&reader, opened)?;
    let case = &opened.case;
    let href = format!("{}/{id}", at.register());
    let (paragraphs, all_parties) = match &opened.told {
        Some(told) => (platform::text::paragraphs(&told.matter), told.parties.clone()),
        None => (Vec::new(), Vec::new()),
    };
    let done = came.said(
        &reader,
        &[
            "moi",
            "phan-cong",
            "buoi",
            "ghi-chu",
            "ket-thuc",
            "tiep-tuc",
            "toa-an",
            "cam-ket",
        ],
    );
    Ok(page::private(page::html(&CasePage {
        shell: team_shell(&reader, &at, words::number(t, case))
            .crumb(t.text("mediation-register"), at.register())
            .lead(t.text("mediation-case-lead")),
        done,
        notices: notices(&reader, &pages, case)?,
        summary: summary(&reader, &at, &colleague, case),
        parties: all_parties,
        matter: paragraphs,
        buttons: buttons(t, &href, case),
        notes: notes(t, &opened),
        undertakings: undertakings(t, &href, &opened, pages.today()),
        traces: traces(t, &opened),
    })))
}

/// What has to be done about a case, and by when.
fn notices(reader: &Reader, pages: &Pages, case: &Case) -> Result<Vec<Notice>, Instead> {
    let t = &reader.t;
    let (law, today) = (pages.desk.law(), pages.today());
    let mut notices = Vec::new();
    let mut add = |key: &str, deadline: Result<rules::Deadline<'_>, rules::RuleError>| {
        let deadline = deadline.map_err(|error| refused(reader, &error.into()))?;
        notices.push(words::deadline(t, key, &deadline, today));
        Ok::<_, Instead>(())
    };
    match (case.state, case.assigned) {
        (Stands::Received, _) => add("assign", rules::assign_by(law, case.received_on))?,
        (Stands::Assigned, Some((_, on))) if case.agreed_day.is_none() => {
            add("begin", rules::begin_by(law, on))?;
        }
        _ => {}
    }
    if let Some(end) = case.ended.as_ref().filter(|_| case.state == Stands::Settled)
        && case.court_asked_on.is_none()
    {
        add("court", rules::court_by(law, end.on))?;
    }
    if case.state == Stands::Unsettled {
        notices.push(Notice::new(t, Tone::Info, t.text("mediation-unsettled-next")));
    }
    if let Some(at) = case.erased_at {
        let said = t.with("mediation-erased-at", "when", t.instant(at));
        notices.push(Notice::new(t, Tone::Info, said));
    } else if let Some(on) = case.erase_on {
        notices.push(Notice::new(
            t,
            Tone::Info,
            t.with("mediation-erase-on", "date", on),
        ));
    }
    Ok(notices)
}

fn summary(reader: &Reader, at: &At, colleague: &Colleague, case: &Case) -> SummaryList {
    let t = &reader.t;
    let mut entries = vec![
        (
            t.text("mediation-column-state"),
            Cell::text("").tag(words::state(t, case)),
        ),
        (
            t.text("mediation-field-dispute"),
            Cell::text(t.text(&format!("mediation-dispute-{}", case.dispute.key()))),
        ),
        (
            t.text("mediation-field-received_on"),
            Cell::text(t.date(case.received_on)),
        ),
    ];
    if let Some((mediator, on)) = case.assigned {
        let name = words::name(&colleague.members, mediator);
        let since = t.with("mediation-assigned-on", "date", on);
        entries.push((t.text("mediation-field-mediator"), Cell::text(name).note(since)));
    }
    let mut day = |key: &str, day: Option<Date>| {
        if let Some(day) = day {
            entries.push((t.text(key), Cell::text(t.date(day))));
        }
    };
    day("mediation-field-agreed_day", case.agreed_day);
    day("mediation-begun-on", case.begun_on);
    day("mediation-column-ended", case.ended.as_ref().map(|end| end.on));
    day("mediation-court-asked", case.court_asked_on);
    if let Some((on, result)) = &case.court_ended {
        entries.push((
            t.text(&format!("mediation-court-{result}")),
            Cell::text(t.date(*on)),
        ));
    }
    if let Some(before) = case.continues {
        entries.push((
            t.text("mediation-continues"),
            Cell::text(t.text("mediation-link-before")).link(format!("{}/{before}", at.register())),
        ));
    }
    SummaryList::new(entries)
}

fn buttons(t: &Translator, href: &str, case: &Case) -> Vec<Link> {
    let steps: &[(&str, &str)] = match case.state {
        _ if case.erased_at.is_some() => &[],
        Stands::Received => &[
            ("mediation-assign-title", "phan-cong"),
            ("mediation-note-title", "ghi-chu"),
            ("mediation-close-title", "ket-thuc"),
        ],
        Stands::Assigned | Stands::Begun => &[
            ("mediation-session-title", "buoi"),
            ("mediation-close-title", "ket-thuc"),
            ("mediation-note-title", "ghi-chu"),
            ("mediation-reassign", "phan-cong"),
        ],
        Stands::Settled => &[
            ("mediation-button-paper", "van-ban.pdf"),
            ("mediation-court-title", "toa-an"),
            ("mediation-note-title", "ghi-chu"),
        ],
        Stands::Unsettled => &[
            ("mediation-resume-title", "tiep-tuc"),
            ("mediation-note-title", "ghi-chu"),
        ],
        Stands::Excluded => &[("mediation-note-title", "ghi-chu")],
    };
    steps
        .iter()
        .filter(|(_, step)| *step != "van-ban.pdf" || case.written)
        .map(|(key, step)| Link::new(t.text(key), format!("{href}/{step}")))
        .collect()
}

fn notes(t: &Translator, opened: &Opened) -> Vec<Written> {
    opened
        .notes
        .iter()
        .map(|(note, words)| {
            let words = words.clone().unwrap_or_default();
            let when = t.format(
                "mediation-note-when",
                &[
                    ("day", Arg::Date(note.day)),
                    ("at", Arg::Text(t.instant(note.at))),
                    (
                        "role",
                        Arg::Text(t.text(&format!("mediation-role-{}", note.role))),
                    ),
                ],
            );
            Written {
                title: t.text(&format!("mediation-kind-{}", note.kind.key())),
                when,
                paragraphs: platform::text::paragraphs(&words.text),
                agreed: platform::text::paragraphs(&words.agreed),
            }
        })
        .collect()
}

fn undertakings(t: &Translator, href: &str, opened: &Opened, today: Date) -> Vec<Undertaken> {
    opened
        .undertakings
        .iter()
        .map(|(undertaking, words)| {
            let overdue =
                undertaking.state == Kept::Open && undertaking.due_on.is_some_and(|due| due < today);
            let (tone, key) = match undertaking.state {
                Kept::Open if overdue => (Tone::Problem, "mediation-late".to_owned()),
                Kept::Open => (Tone::Info, "mediation-kept-open".to_owned()),
                Kept::Kept => (Tone::Success, "mediation-kept-kept".to_owned()),
                Kept::Broken => (Tone::Problem, "mediation-kept-broken".to_owned()),
            };
            Undertaken {
                text: words.clone().unwrap_or_else(|| t.text("mediation-erased")),
                due: undertaking
                    .due_on
                    .map(|due| t.with("mediation-undertaking-due", "date", due))
                    .unwrap_or_default(),
                state: Tag::new(tone, t.text(&key)),
                link: words
                    .is_some()
                    .then(|| format!("{href}/cam-ket-{}", undertaking.id)),
            }
        })
        .collect()
}

fn traces(t: &Translator, opened: &Opened) -> Table {
    let rows = opened.traces.iter().map(|trace| {
        let account = trace.account.simple().to_string();
        let who = t.format(
            "mediation-trace-who",
            &[
                (
                    "role",
                    Arg::Text(t.text(&format!("mediation-role-{}", trace.role))),
                ),
                ("account", Arg::from(account.get(24..).unwrap_or_default())),
            ],
        );
        Row::new(vec![
            Cell::text(t.instant(trace.at)),
            Cell::text(who),
            Cell::text(t.text(&format!("mediation-act-{}", trace.act.key()))),
        ])
    });
    Table::new(
        t.text("mediation-traces"),
        vec![
            Column::text(t.text("mediation-column-when")),
            Column::text(t.text("mediation-column-who")),
            Column::text(t.text("mediation-column-act")),
        ],
        rows.collect(),
    )
}

/// The settlement in writing, where the parties wanted it.
pub(super) async fn paper(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, vu)): Path<(String, String, String)>,
) -> Answer {
    let (at, colleague) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let id: CaseId = vu.parse().map_err(|_| super::missing(&reader))?;
    let opened = pages.desk.open(at.place(), id, Act::Printed, &colleague.by).await;
    let opened = or_refused(&reader, opened)?;
    if !opened.case.written || opened.told.is_none() {
        return Err(super::missing(&reader));
    }
    // The paper is signed in the language of the law, whatever the reader's.
    let t = pages.site.translations.translator(platform::i18n::Locale::Vi);
    let ground = rules::list(&pages.desk.rulebook, "mediation.grounds", opened.case.received_on)
        .map_err(|error| refused(&reader, &error.into()))?
        .iter()
        .find(|item| item.key == opened.case.ground)
        .map(|item| words::item(&t, item).to_owned())
        .unwrap_or_default();
    let document = papers::settlement(
        &t,
        &Settlement {
            commune: at.unit.name.clone(),
            hamlet: at.hamlet.name.clone(),
            team: colleague.team.name.clone(),
            mediator: opened
                .case
                .assigned
                .map(|(id, _)| words::name(&colleague.members, id))
                .unwrap_or_default(),
            ground,
            opened: &opened,
            demo: pages.desk.demo,
        },
    );
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    let made = or_failed(&reader, made)?;
    let octets = or_failed(&reader, made)?;
    let (year, number) = opened.case.number;
    let name = format!("inline; filename=\"hoa-giai-thanh-{number}-{year}.pdf\"");
    Ok(page::private(
        (
            [
                (header::CONTENT_TYPE, "application/pdf".to_owned()),
                (header::CONTENT_DISPOSITION, name),
            ],
            octets,
        )
            .into_response(),
    ))
}
