//! Where one keeps registers, a commune's hamlets, a hamlet's households, its list to print, its trace.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, Place},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Column, Control, Empty, Field, Figure, Link, Pagination, Row, SummaryList, Table, TextKind,
        },
    },
};
use serde::Deserialize;
use units::UnitId;

use super::{
    At, FUNCTION, HOME, Pages, at, commune as find_commune, hamlet_shell, hamlets, home, not_here, or_failed,
    shell, words,
};
use crate::{
    model::Household,
    store::{self, PAGE, Which},
};

/// The most households on one printed list.
const MOST_PRINTED: usize = 5_000;
/// Lines of a hamlet's trace on one page.
const TRACES: usize = 50;

#[derive(Template)]
#[template(path = "households/index.html")]
struct IndexPage {
    shell: Shell,
    places: Vec<Link>,
}

/// The registers that somebody may read; the only one straight away.
pub(super) async fn index(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    let units = pages.units.current();
    let mut places = Vec::new();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    for place in actor.places(FUNCTION, "read") {
        let Some(unit) = units.get(UnitId(place.unit)) else {
            continue;
        };
        match place.hamlet {
            None => places.push(Link::new(unit.name.as_str(), home(unit))),
            Some(hamlet) => {
                let hamlet = or_failed(&reader, units::hamlets::get(&mut read, UnitId(hamlet)).await)?;
                if let Some(hamlet) = hamlet {
                    let name = format!("{}, {}", hamlet.name, unit.name);
                    places.push(Link::new(name, format!("{}/{}", home(unit), hamlet.id)));
                }
            }
        }
    }
    if let [only] = &places[..] {
        return Ok(Redirect::to(&only.href).into_response());
    }
    let shell = Shell::new(&reader, reader.t.text("households-nav"))
        .lead(reader.t.text("households-index-lead"))
        .active(HOME);
    Ok(page::html(&IndexPage { shell, places }))
}

#[derive(Template)]
#[template(path = "households/commune.html")]
struct CommunePage {
    shell: Shell,
    total: Figure,
    table: Option<Table>,
    empty: Option<Empty>,
    import: Option<String>,
}

/// The hamlets of a commune, with how many households each has.
pub(super) async fn commune(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let t = &reader.t;
    let unit = find_commune(&reader, &pages, &xa)?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let all = hamlets(&reader, &pages, &mut read, unit.id).await?;
    let mine = |action, hamlet: UnitId| actor.may(FUNCTION, action, Place::hamlet(unit.id, hamlet));
    let seen: Vec<_> = all.iter().filter(|hamlet| mine("read", hamlet.id)).collect();
    if seen.is_empty() && !actor.may(FUNCTION, "read", unit.id) {
        return Err(Instead::from(not_here(&reader)));
    }
    let tally = or_failed(&reader, store::tally(&mut read, unit.id).await)?;
    let counts = |hamlet| tally.get(&hamlet).copied().unwrap_or_default();
    let (listed, gone) = seen.iter().fold((0, 0), |sum, hamlet| {
        let (listed, gone) = counts(hamlet.id);
        (sum.0 + listed, sum.1 + gone)
    });
    let mut rows: Vec<Row> = seen
        .iter()
        .map(|hamlet| {
            let (listed, gone) = counts(hamlet.id);
            Row::new(vec![
                Cell::text(hamlet.name.as_str()).link(format!("{}/{}", home(&unit), hamlet.id)),
                Cell::number(t, listed),
                Cell::number(t, gone),
            ])
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("households-no-hamlets"),
            t.text("households-no-hamlets-duty"),
        )
    });
    let table = empty.is_none().then(|| {
        rows.push(Row::total(vec![
            Cell::text(t.text("households-total")),
            Cell::number(t, listed),
            Cell::number(t, gone),
        ]));
        Table::new(
            t.text("households-by-hamlet"),
            vec![
                Column::text(t.text("households-field-hamlet")),
                Column::number(t.text("households-column-listed")),
                Column::number(t.text("households-column-gone")),
            ],
            rows,
        )
    });
    let writes = all.iter().any(|hamlet| mine("write", hamlet.id));
    let title = t.with("households-commune-title", "unit", unit.name.as_str());
    let shell = Shell::new(&reader, title)
        .active(HOME)
        .crumb(t.text("households-nav"), HOME)
        .lead(t.text("households-private"));
    Ok(page::html(&CommunePage {
        shell,
        total: Figure::new(
            t.text("households-total-meaning"),
            t.number(listed),
            t.text("households-unit"),
        ),
        table,
        empty,
        import: writes.then(|| format!("{}/nhap", home(&unit))),
    }))
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    /// Words sought.
    q: Option<String>,
    /// The number after which the list goes on.
    sau: Option<i64>,
    /// `1` for those that left the register.
    roi: Option<String>,
}

impl Sought {
    fn which(&self) -> Which {
        if self.roi.as_deref() == Some("1") {
            Which::Gone
        } else {
            Which::Listed
        }
    }
}

#[derive(Template)]
#[template(path = "households/list.html")]
struct ListPage {
    shell: Shell,
    home: String,
    search: Field,
    gone: bool,
    table: Option<Table>,
    empty: Option<Empty>,
    pagination: Pagination,
    writes: bool,
}

/// A hamlet's households.
pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Query(sought): Query<Sought>,
) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let at = at(&reader, (&actor, "read"), &pages, &mut read, (&xa, &ap)).await?;
    let words = sought.q.clone().unwrap_or_default();
    let after = sought.sau.unwrap_or(0);
    let asked = (sought.which(), words.as_str());
    let mut found = or_failed(
        &reader,
        store::page(&mut read, at.place(), asked, after, PAGE + 1).await,
    )?;
    let count = or_failed(
        &reader,
        crate::roll::count(&mut read, at.place(), pages.today()).await,
    )?;
    drop(read);
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let gone = sought.which() == Which::Gone;
    let address = |after: Option<i64>| {
        let mut query: Vec<String> = Vec::new();
        query.extend((!words.is_empty()).then(|| format!("q={}", encoded(&words))));
        query.extend(gone.then(|| "roi=1".to_owned()));
        query.extend(after.map(|after| format!("sau={after}")));
        if query.is_empty() {
            at.home()
        } else {
            format!("{}?{}", at.home(), query.join("&"))
        }
    };
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| address(Some(last.number)));
    let pagination = Pagination::new(t, (after > 0).then(|| address(None)), next);
    let writes = actor.may(FUNCTION, "write", Place::hamlet(at.unit.id, at.hamlet.id));
    let empty = found
        .is_empty()
        .then(|| empty(&reader, &at, &words, gone, writes));
    let rows: Vec<Row> = found
        .iter()
        .map(|household| row(&reader, &at, household))
        .collect();
    let table = (!rows.is_empty()).then(|| {
        let caption = if gone {
            "households-caption-gone"
        } else {
            "households-caption"
        };
        Table::new(
            t.with(caption, "hamlet", at.hamlet.name.as_str()),
            vec![
                Column::text(t.text("households-field-representative")),
                Column::text(t.text("households-field-address")),
            ],
            rows,
        )
    });
    let search = Control::Text {
        kind: TextKind::Search,
        value: words.clone(),
    };
    let search = Field::new("q", t.text("households-search"), search).hint(t.text("households-search-hint"));
    let title = t.with("households-hamlet-title", "hamlet", at.hamlet.name.as_str());
    Ok(page::html(&ListPage {
        shell: shell(&reader, &at.unit, title).lead(t.format(
            "households-count",
            &[
                ("hamlet", at.hamlet.name.as_str().into()),
                ("count", count.into()),
            ],
        )),
        home: at.home(),
        search,
        gone,
        table,
        empty,
        pagination,
        writes,
    }))
}

fn row(reader: &Reader, at: &At, household: &Household) -> Row {
    let t = &reader.t;
    let number = t.with("households-number", "number", household.number.to_string());
    let mut name = Cell::text(words::name(t, &household.representative))
        .link(format!("{}/{}", at.home(), household.id))
        .note(number);
    if household.state != crate::rules::State::Listed {
        name = name.tag(words::state(t, household));
    }
    Row::new(vec![name, Cell::text(household.address.as_str())])
}

fn empty(reader: &Reader, at: &At, sought: &str, gone: bool, writes: bool) -> Empty {
    let t = &reader.t;
    if !sought.is_empty() {
        let text = t.with("households-found-nothing", "q", sought);
        return Empty::new(t, text, t.text("households-found-nothing-hint"));
    }
    if gone {
        return Empty::new(
            t,
            t.text("households-none-gone"),
            t.text("households-none-gone-hint"),
        );
    }
    let none = Empty::new(t, t.text("households-none"), t.text("households-none-duty"));
    if writes {
        none.action(
            t.text("households-button-import"),
            format!("{}/nhap", home(&at.unit)),
        )
    } else {
        none
    }
}

/// Words as part of an address.
fn encoded(words: &str) -> String {
    let address = platform::access::with_return("", words);
    address.strip_prefix("?ve=").unwrap_or_default().to_owned()
}

#[derive(Template)]
#[template(path = "households/print.html")]
struct PrintPage {
    shell: Shell,
    table: Option<Table>,
    empty: Option<Empty>,
}

/// The list to print and to sign at a meeting.
pub(super) async fn print(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let at = at(&reader, (&actor, "read"), &pages, &mut read, (&xa, &ap)).await?;
    let all = store::page(&mut read, at.place(), (Which::Listed, ""), 0, MOST_PRINTED).await;
    let all = or_failed(&reader, all)?;
    drop(read);
    let rows: Vec<Row> = all
        .iter()
        .map(|household| {
            let born = household.representative.person.as_ref();
            let born = born.and_then(|person| person.birth_year);
            Row::new(vec![
                Cell::text(household.number.to_string()),
                Cell::text(words::name(t, &household.representative)),
                Cell::text(born.map(|year| year.to_string()).unwrap_or_default()),
                Cell::text(household.address.as_str()),
                Cell::text(""),
            ])
        })
        .collect();
    let empty = rows
        .is_empty()
        .then(|| Empty::new(t, t.text("households-none"), t.text("households-none-duty")));
    let table = empty.is_none().then(|| {
        let columns = vec![
            Column::text(t.text("households-field-number")),
            Column::text(t.text("households-field-representative")),
            Column::text(t.text("households-field-birth_year")),
            Column::text(t.text("households-field-address")),
            Column::text(t.text("households-column-signature")),
        ];
        let caption = t.with("households-caption", "hamlet", at.hamlet.name.as_str());
        Table::new(caption, columns, rows)
    });
    let lead = t.format(
        "households-print-lead",
        &[
            ("count", i64::try_from(all.len()).unwrap_or(i64::MAX).into()),
            ("date", pages.today().into()),
        ],
    );
    let shell = hamlet_shell(&reader, &at, t.text("households-print-title")).lead(lead);
    Ok(page::html(&PrintPage { shell, table, empty }))
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Before {
    truoc: Option<uuid::Uuid>,
}

#[derive(Template)]
#[template(path = "households/trace.html")]
struct TracePage {
    shell: Shell,
    traces: Option<SummaryList>,
    empty: Option<Empty>,
    pagination: Pagination,
}

/// What was done to a hamlet's register.
pub(super) async fn trace(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Query(before): Query<Before>,
) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let at = at(&reader, (&actor, "read"), &pages, &mut read, (&xa, &ap)).await?;
    let found = store::traces(&mut read, at.place(), None, before.truoc, TRACES + 1).await;
    let mut found = or_failed(&reader, found)?;
    drop(read);
    let more = found.len() > TRACES;
    found.truncate(TRACES);
    let home = format!("{}/dau-vet", at.home());
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| format!("{home}?truoc={}", last.id));
    let pagination = Pagination::new(t, before.truoc.map(|_| home), next);
    let empty = found
        .is_empty()
        .then(|| Empty::new(t, t.text("households-trace-none"), t.text("households-none-duty")));
    let shell =
        hamlet_shell(&reader, &at, t.text("households-trace-title")).lead(t.text("households-trace-lead"));
    Ok(page::html(&TracePage {
        shell,
        traces: empty.is_none().then(|| words::traces(t, &found, true)),
        empty,
        pagination,
    }))
}
