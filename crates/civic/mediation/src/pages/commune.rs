//! Where everybody finds a commune's teams and figures, and officers find what has to be done.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use facts::Period;
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::Arg,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Column, Confirmation, Empty, Link, Notice, Row, Table, Tone},
    },
};
use serde::Deserialize;
use units::{CommuneFinder, Unit, UnitId, hamlets::Hamlet};

use super::{Came, HOME, Pages, commune_of, home, or_failed, refused, words};
use crate::{
    cases::FUNCTION,
    ids::TeamId,
    model::{Member, Team},
    rules::{self, Demand, RuleError, Size},
    store::{self, Shown},
    suppression::Figure,
};

/// Communes that a search finds at most, and that the list of those with teams shows.
const FOUND: usize = 30;
/// The most hamlets of a commune.
const HAMLETS: usize = 500;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    q: Option<String>,
    sau: Option<i64>,
}

#[derive(Template)]
#[template(path = "mediation/index.html")]
struct IndexPage {
    shell: Shell,
    finder: CommuneFinder,
    with_teams: Option<Table>,
    nothing: Option<Empty>,
    guides: Vec<Link>,
    more: Option<String>,
}

/// Where one looks for one's commune, and reads the guides.
pub(super) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let today = pages.today();
    let q = sought.q.unwrap_or_default();
    let mut more = None;
    let mut with_teams = None;
    let mut nothing = None;
    if q.trim().is_empty() {
        let mut read = or_failed(&reader, pages.desk.db.read().await)?;
        let after = sought.sau.map(UnitId);
        let mut communes = or_failed(&reader, store::communes(&mut read, after, FOUND + 1).await)?;
        if communes.len() > FOUND {
            communes.truncate(FOUND);
            more = communes.last().map(|(last, _)| format!("{HOME}?sau={}", last.0));
        }
        let rows: Vec<Row> = communes
            .iter()
            .filter_map(|(id, teams)| {
                let unit = units.get(*id)?;
                Some(Row::new(vec![
                    Cell::text(unit.name.as_str()).link(home(unit)).note(t.with(
                        "mediation-teams-count",
                        "count",
                        *teams,
                    )),
                    Cell::text(unit.parent.map(|id| units.path(id)).unwrap_or_default()),
                ]))
            })
            .collect();
        if rows.is_empty() {
            nothing = Some(Empty::new(
                t,
                t.text("mediation-no-teams-anywhere"),
                t.text("mediation-no-teams-duty"),
            ));
        } else {
            let columns = vec![
                Column::text(t.text("mediation-column-commune")),
                Column::text(t.text("mediation-column-province")),
            ];
            with_teams = Some(Table::new(t.text("mediation-with-teams"), columns, rows));
        }
    }
    Ok(page::html(&IndexPage {
        shell: Shell::new(&reader, t.text("mediation-title"))
            .lead(t.text("mediation-lead"))
            .active(HOME),
        finder: CommuneFinder::new(t, (&units, today), (HOME, &q), home),
        with_teams,
        nothing,
        guides: pages.guides.links(words::language(t)),
        more,
    }))
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Year {
    nam: Option<i16>,
    #[serde(flatten)]
    came: Came,
}

/// What is not mediated, and where one goes with it.
pub(super) struct Elsewhere {
    pub(super) what: String,
    pub(super) office: String,
}

#[derive(Template)]
#[template(path = "mediation/commune.html")]
struct CommunePage {
    shell: Shell,
    done: Option<Confirmation>,
    todo: Vec<Link>,
    statistics: Option<String>,
    teams: Option<Table>,
    empty: Option<Empty>,
    figures: Option<Table>,
    no_figures: Option<Empty>,
    hidden: Option<Notice>,
    years: Vec<Link>,
    elsewhere: Vec<Elsewhere>,
    elsewhere_law: String,
    guides: Vec<Link>,
}

/// A commune's teams and figures.
pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Year>,
) -> Answer {
    let t = &reader.t;
    let unit = commune_of(&reader, &pages, &xa)?;
    let today = pages.today();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let hamlets = units::hamlets::page(&mut read, unit.id, today, None, HAMLETS).await;
    let hamlets = or_failed(&reader, hamlets)?;
    let teams = or_failed(&reader, store::teams(&mut read, unit.id).await)?;
    let members = or_failed(&reader, store::all_members(&mut read, unit.id).await)?;
    let year = asked
        .nam
        .filter(|year| (2014..=today.year()).contains(year))
        .unwrap_or(today.year());
    let shown = or_failed(&reader, store::shown(&mut read, unit.id, year).await)?;
    drop(read);
    let may = |action| {
        actor
            .as_ref()
            .is_some_and(|actor| actor.may(FUNCTION, action, unit.id))
    };
    let keeps = may("keep");
    let standing =
        standing(&pages, &teams, &members, today).map_err(|error| refused(&reader, &error.into()))?;
    let rows: Vec<Row> = hamlets
        .iter()
        .map(|hamlet| team_row(&reader, &unit, hamlet, &standing))
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("mediation-no-hamlets"),
            t.text("mediation-no-teams-duty"),
        )
    });
    let columns = vec![
        Column::text(t.text("mediation-column-hamlet")),
        Column::text(t.text("mediation-column-team")),
    ];
    let todo = if keeps || may("recognise") {
        todo(&reader, &pages, (&unit, &hamlets), &standing, today)?
    } else {
        Vec::new()
    };
    let refusals =
        rules::refusals(&pages.desk.rulebook, today).map_err(|error| refused(&reader, &error.into()))?;
    let elsewhere = refusals.kinds.iter().map(|(what, office)| Elsewhere {
        what: words::item(t, what).to_owned(),
        office: words::item(t, office).to_owned(),
    });
    let thresholds =
        rules::thresholds(&pages.desk.rulebook, today).map_err(|error| refused(&reader, &error.into()))?;
    let some_hidden = shown.values().flatten().any(|(_, value)| value.is_none());
    let hidden = some_hidden.then(|| {
        Notice::new(
            t,
            Tone::Info,
            t.with("mediation-hidden-why", "least", thresholds.hamlet),
        )
    });
    let no_figures = shown.is_empty().then(|| {
        Empty::new(
            t,
            t.with("mediation-no-figures", "year", year.to_string()),
            t.text("mediation-no-figures-duty"),
        )
    });
    let years = (year - 1..=year + 1)
        .filter(|other| *other != year && *other <= today.year())
        .map(|other| {
            let label = t.with("mediation-of-year", "year", other.to_string());
            Link::new(label, format!("{}?nam={other}#so-lieu", home(&unit)))
        });
    let title = t.with("mediation-commune-title", "unit", unit.name.as_str());
    let shell = Shell::new(&reader, title)
        .active(HOME)
        .crumb(t.text("mediation-nav"), HOME)
        .lead(t.text("mediation-commune-lead"));
    Ok(page::html(&CommunePage {
        shell,
        done: asked.came.said(&reader, &["giai-the"]),
        todo,
        statistics: may("count").then(|| format!("{}/thong-ke", home(&unit))),
        teams: empty
            .is_none()
            .then(|| Table::new(t.text("mediation-teams-by-hamlet"), columns, rows)),
        empty,
        figures: no_figures
            .is_none()
            .then(|| figures(&reader, year, &hamlets, &shown)),
        no_figures,
        hidden,
        years: years.collect(),
        elsewhere: elsewhere.collect(),
        elsewhere_law: words::article(t, &refusals.law),
        guides: pages.guides.links(words::language(t)),
    }))
}

/// A hamlet's team, its mediators, and how it stands to what the law asks.
type Standing<'a> = BTreeMap<UnitId, (&'a Team, &'a [Member], Vec<Demand<'a>>)>;

fn standing<'a>(
    pages: &'a Pages,
    teams: &'a [Team],
    members: &'a BTreeMap<TeamId, Vec<Member>>,
    today: Date,
) -> Result<Standing<'a>, RuleError> {
    teams
        .iter()
        .map(|team| {
            let of_team = members.get(&team.id).map_or(&[][..], Vec::as_slice);
            let size = Size::on(of_team, today);
            let demands = rules::composition(&pages.desk.rulebook, size, team.minority_area, today)?;
            Ok((team.place.hamlet, (team, of_team, demands)))
        })
        .collect()
}

fn team_row(reader: &Reader, unit: &Unit, hamlet: &Hamlet, standing: &Standing<'_>) -> Row {
    let t = &reader.t;
    let name = Cell::text(hamlet.name.as_str()).link(format!("{}/{}", home(unit), hamlet.id));
    match standing.get(&hamlet.id) {
        None => Row::new(vec![name, Cell::text(t.text("mediation-no-team"))]),
        Some((_, _, demands)) => {
            let lacking: Vec<String> = demands
                .iter()
                .filter(|demand| !demand.is_met())
                .map(|demand| words::lacking(t, demand))
                .collect();
            let there = demands.first().map_or(0, |demand| demand.there);
            let there = i64::try_from(there).unwrap_or(i64::MAX);
            Row::new(vec![
                name,
                Cell::text(t.with("mediation-mediators-count", "count", there))
                    .tag(words::composition_tag(t, demands))
                    .note(lacking.join(" ")),
            ])
        }
    }
}

/// What officers have to do about teams.
fn todo(
    reader: &Reader,
    pages: &Pages,
    (unit, hamlets): (&Unit, &[Hamlet]),
    standing: &Standing<'_>,
    today: Date,
) -> Result<Vec<Link>, Instead> {
    let t = &reader.t;
    let mut todo = Vec::new();
    for hamlet in hamlets {
        let page = format!("{}/{}", home(unit), hamlet.id);
        let mut add = |key: &str, args: &[(&str, Arg)]| {
            let mut args = args.to_vec();
            args.push(("hamlet", Arg::from(hamlet.name.as_str())));
            todo.push(Link::new(t.format(key, &args), page.clone()));
        };
        let Some((team, members, demands)) = standing.get(&hamlet.id) else {
            add("mediation-todo-no-team", &[]);
            continue;
        };
        for demand in demands.iter().filter(|demand| !demand.is_met()) {
            add(
                "mediation-todo-lacking",
                &[("what", Arg::Text(words::lacking(t, demand)))],
            );
        }
        let waiting = members
            .iter()
            .filter(|member| member.recognised_on.is_none() && member.ended.is_none());
        for member in waiting {
            let due = rules::recognise_by(pages.desk.law(), member.entered.election.listed_on)
                .map_err(|error| refused(reader, &error.into()))?;
            let late = due.due() < today;
            let key = if late {
                "mediation-todo-recognise-late"
            } else {
                "mediation-todo-recognise"
            };
            add(
                key,
                &[
                    ("name", Arg::from(member.entered.name.as_str())),
                    ("due", Arg::Date(due.due())),
                ],
            );
        }
        let last = team.reviewed_on.unwrap_or(team.set_up_on);
        let (due, _) =
            rules::review_by(&pages.desk.rulebook, last).map_err(|error| refused(reader, &error.into()))?;
        if due < today {
            add("mediation-todo-review", &[("due", Arg::Date(due))]);
        }
    }
    Ok(todo)
}

/// The figures of a year: hamlets and the commune by quarter.
fn figures(reader: &Reader, year: i16, hamlets: &[Hamlet], shown: &BTreeMap<Period, Vec<Shown>>) -> Table {
    let t = &reader.t;
    let quarters: Vec<Period> = shown.keys().copied().collect();
    let cell = |quarter: &Period, figure: Figure| {
        let found = shown
            .get(quarter)
            .and_then(|counts| counts.iter().find(|(other, _)| *other == figure));
        match found {
            None => Cell::missing(t),
            Some((_, None)) => Cell::text(t.text("mediation-hidden")),
            Some((_, Some(value))) => Cell::number(t, *value),
        }
    };
    let row = |label: String, figure: Figure| {
        let mut cells = vec![Cell::text(label)];
        cells.extend(quarters.iter().map(|quarter| cell(quarter, figure)));
        cells
    };
    let mut rows = vec![Row::group(t.text("mediation-figures-commune"))];
    for (key, figure) in [
        ("mediation-figure-received", Figure::Received),
        ("mediation-figure-settled", Figure::Settled),
        ("mediation-figure-unsettled", Figure::Unsettled),
        ("mediation-figure-pending", Figure::Pending),
    ] {
        rows.push(Row::new(row(t.text(key), figure)));
    }
    rows.push(Row::group(t.text("mediation-figures-hamlets")));
    for hamlet in hamlets {
        rows.push(Row::new(row(hamlet.name.clone(), Figure::Hamlet(hamlet.id))));
    }
    let mut columns = vec![Column::text(t.text("mediation-column-what"))];
    columns.extend(
        quarters
            .iter()
            .map(|quarter| Column::number(words::quarter(t, *quarter))),
    );
    Table::new(
        t.with("mediation-figures", "year", year.to_string()),
        columns,
        rows,
    )
    .note(t.text("mediation-figures-note"))
}
