//! Which communes decide on something, and a commune's matters.

use askama::Template;
use axum::extract::{Path, Query, State};
use platform::page::{
    self, Answer, Reader, Shell,
    components::{Cell, Choice, Column, Control, Empty, Field, Notice, Pagination, Row, Table, Tag, Tone},
};
use serde::Deserialize;
use units::{CommuneFinder, UnitId};

use super::{HOME, Pages, commune, hamlets, home, href, may, or_failed, read_key, shell, words, write_key};
use crate::{
    model::MatterState,
    rules,
    store::{self, Filter, PAGE},
};

/// Communes named on the first page.
const FOUND: usize = 30;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "deliberation/index.html")]
struct IndexPage {
    shell: Shell,
    finder: CommuneFinder,
    communes: Option<Table>,
    empty: Option<Empty>,
}

/// Communes by name, and those in which something was decided last.
pub(super) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let counts = or_failed(&reader, store::communes(&mut read, FOUND).await)?;
    drop(read);
    let rows: Vec<Row> = counts
        .into_iter()
        .filter_map(|(id, (matters, adopted))| {
            let unit = units.get(id)?;
            Some(Row::new(vec![
                Cell::text(unit.name.as_str())
                    .link(home(unit))
                    .note(unit.parent.map(|id| units.path(id)).unwrap_or_default()),
                Cell::number(t, matters),
                Cell::number(t, adopted),
            ]))
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("deliberation-index-empty"),
            t.text("deliberation-index-empty-duty"),
        )
    });
    let communes = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("deliberation-communes"),
            vec![
                Column::text(t.text("deliberation-column-commune")),
                Column::number(t.text("deliberation-column-matters")),
                Column::number(t.text("deliberation-column-adopted")),
            ],
            rows,
        )
    });
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &sought.q), home);
    let shell = Shell::new(&reader, t.text("deliberation-index-title"))
        .lead(t.text("deliberation-index-lead"))
        .active(HOME);
    Ok(page::html(&IndexPage {
        shell,
        finder,
        communes,
        empty,
    }))
}

/// Which matters of a commune are asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    ap: String,
    #[serde(default)]
    trang_thai: String,
    /// Microseconds and identifier of the matter after which the list goes on.
    #[serde(default)]
    sau: String,
}

/// A matter in the list.
struct Card {
    title: String,
    href: String,
    tag: Tag,
    clause: String,
    place: String,
    changed: String,
}

#[derive(Template)]
#[template(path = "deliberation/board.html")]
struct BoardPage {
    shell: Shell,
    notice: Option<Notice>,
    tools: Vec<(String, String)>,
    action: String,
    filter: Vec<Field>,
    cards: Vec<Card>,
    empty: Option<Empty>,
    pagination: Pagination,
}

/// A commune's matters, what changed last first.
pub(super) async fn board(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let unit = commune(&reader, &pages, &xa)?;
    let (_, today) = pages.desk.now();
    let filter = Filter {
        hamlet: asked.ap.parse().ok().map(UnitId),
        state: MatterState::from_key(&asked.trang_thai),
        before: read_key(&asked.sau),
    };
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let hamlets = hamlets(&reader, &pages, &mut read, unit.id).await?;
    let mut found = or_failed(
        &reader,
        store::matters(&mut read, unit.id, &filter, PAGE + 1).await,
    )?;
    let overstaying = or_failed(&reader, store::overstaying(&mut read, unit.id, today).await)?;
    drop(read);
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let base = home(&unit);
    let next = found.last().filter(|_| more).map(|last| {
        format!(
            "{base}?ap={}&trang_thai={}&sau={}",
            filter.hamlet.map(|hamlet| hamlet.to_string()).unwrap_or_default(),
            filter.state.map(MatterState::key).unwrap_or_default(),
            write_key(last)
        )
    });
    let law = rules::matters(&pages.desk.rulebook, today).ok();
    let cards: Vec<Card> = found
        .iter()
        .map(|matter| Card {
            title: matter.title.clone(),
            href: href(&unit, matter.id),
            tag: words::state_tag(t, matter.state),
            clause: law
                .as_ref()
                .and_then(|law| law.value.iter().find(|item| item.key == matter.clause))
                .map(|item| words::clause(t, item))
                .unwrap_or_default(),
            place: matter.hamlet.map_or_else(
                || t.text("deliberation-whole-commune"),
                |id| {
                    let hamlet = hamlets.iter().find(|hamlet| hamlet.id == id);
                    hamlet.map(|hamlet| hamlet.name.clone()).unwrap_or_default()
                },
            ),
            changed: t.with("deliberation-changed", "at", t.instant(matter.changed_at)),
        })
        .collect();
    let actor = reader.visitor.actor.as_ref();
    let may_propose = actor.is_some_and(|actor| {
        actor
            .places(super::FUNCTION, "propose")
            .iter()
            .any(|place| place.unit == unit.id.0)
    }) || may(actor, "propose", unit.id);
    let mut tools = vec![(t.text("deliberation-tool-offices"), format!("{base}/chuc-danh"))];
    if may_propose {
        tools.insert(
            0,
            (t.text("deliberation-tool-propose"), format!("{base}/de-xuat")),
        );
    }
    let filtered = filter.hamlet.is_some() || filter.state.is_some() || filter.before.is_some();
    let empty = cards.is_empty().then(|| {
        let text = if filtered {
            "deliberation-board-none"
        } else {
            "deliberation-board-empty"
        };
        Empty::new(t, t.text(text), t.text("deliberation-board-empty-duty"))
    });
    let all = Choice::new("", t.text("deliberation-filter-all"));
    let states = MatterState::ALL.iter().map(|state| {
        Choice::new(
            state.key(),
            t.text(&format!("deliberation-state-{}", state.key())),
        )
    });
    let places = hamlets
        .iter()
        .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str()));
    let filter_fields = vec![
        Field::new(
            "ap",
            t.text("deliberation-filter-hamlet"),
            Control::Select {
                choices: std::iter::once(all.clone()).chain(places).collect(),
                chosen: asked.ap.clone(),
            },
        ),
        Field::new(
            "trang_thai",
            t.text("deliberation-filter-state"),
            Control::Select {
                choices: std::iter::once(all).chain(states).collect(),
                chosen: asked.trang_thai.clone(),
            },
        ),
    ];
    let title = t.with("deliberation-board-title", "commune", unit.name.as_str());
    let shell = Shell::new(&reader, title)
        .lead(t.text("deliberation-board-lead"))
        .crumb(t.text("deliberation-nav"), HOME)
        .active(HOME);
    Ok(page::html(&BoardPage {
        shell,
        notice: (overstaying > 0).then(|| {
            Notice::new(
                t,
                Tone::Warning,
                t.with("deliberation-terms-expired", "count", overstaying),
            )
            .link(t.text("deliberation-tool-offices"), format!("{base}/chuc-danh"))
        }),
        tools,
        action: base,
        filter: filter_fields,
        cards,
        empty,
        pagination: Pagination::new(t, None, next),
    }))
}

#[derive(Template)]
#[template(path = "deliberation/offices.html")]
struct OfficesPage {
    shell: Shell,
    table: Option<Table>,
    empty: Option<Empty>,
}

/// Who holds an office to which the people elected, and until when.
pub(super) async fn offices(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    const MOST: usize = 500;
    let t = &reader.t;
    let unit = commune(&reader, &pages, &xa)?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let hamlets = hamlets(&reader, &pages, &mut read, unit.id).await?;
    let terms = or_failed(&reader, store::terms(&mut read, unit.id, None, MOST).await)?;
    drop(read);
    let rows: Vec<Row> = terms
        .iter()
        .map(|term| {
            let hamlet = term
                .hamlet
                .and_then(|id| hamlets.iter().find(|hamlet| hamlet.id == id))
                .map(|hamlet| hamlet.name.clone())
                .unwrap_or_default();
            let name = Cell::text(term.name.as_str()).note(hamlet);
            let name = match term.matter {
                Some(matter) => name.link(href(&unit, matter)),
                None => name,
            };
            let until = match (&term.ended, term.ends_on) {
                (Some((on, reason)), _) => Cell::text(t.date(*on)).note(reason.as_str()),
                (None, Some(ends)) if ends <= today => {
                    Cell::text(t.date(ends)).tag(Tag::new(Tone::Problem, t.text("deliberation-term-expired")))
                }
                (None, Some(ends)) => Cell::text(t.date(ends)),
                (None, None) => Cell::text(t.text("deliberation-term-open")),
            };
            Row::new(vec![
                Cell::text(t.text(&format!("deliberation-office-{}", term.office.key()))),
                name,
                Cell::text(t.date(term.begins_on)),
                until,
            ])
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("deliberation-offices-empty"),
            t.text("deliberation-board-empty-duty"),
        )
    });
    let table = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("deliberation-offices-title"),
            vec![
                Column::text(t.text("deliberation-column-office")),
                Column::text(t.text("deliberation-column-person")),
                Column::text(t.text("deliberation-column-from")),
                Column::text(t.text("deliberation-column-until")),
            ],
            rows,
        )
    });
    Ok(page::html(&OfficesPage {
        shell: shell(&reader, &unit, t.text("deliberation-offices-title"))
            .lead(t.text("deliberation-offices-lead")),
        table,
        empty,
    }))
}
