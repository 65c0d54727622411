//! What everybody reads: what a commune gives and to whom, how far it is, and the list while it is posted.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, header::HeaderName},
};
use platform::{
    access::Actor,
    i18n::{Arg, Translator},
    page::{
        self, Answer, Reader, Shell,
        components::{Cell, Column, Confirmation, Empty, Notice, Pagination, Row, SummaryList, Table, Tone},
        form::{FormPage, Sent, Wrong},
    },
};
use serde::Deserialize;
use units::{CommuneFinder, Unit};

use super::{
    Asked, HOME, MOST, PAGE, Pages, Sheet, desk_link, find, home, link, missing, or_failed, or_refused, pdf,
    shell, unit, words,
};
use crate::{
    model::{Package, State as Stands},
    papers,
    programme::{Programme, Words},
    rules::{self, Totals},
    service::{self, MOST_ENTRIES, hamlet_name},
    store,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    q: Option<String>,
}

pub(super) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let q = sought.q.unwrap_or_default();
    let shell = Shell::new(&reader, t.text("benefits-page"))
        .lead(t.text("benefits-lead"))
        .active(HOME);
    let mut sheet = Sheet::new(&reader, shell);
    sheet.finder = Some(CommuneFinder::new(t, (&units, today), (HOME, &q), home));
    sheet.rules = words::law(t, &pages.desk);
    Ok(page::html(&sheet))
}

fn said<'a>(t: &Translator, words: &'a Words) -> &'a str {
    words.get(t.code())
}

/// The packages of a commune, each leading to `to`.
pub(super) fn packages_table(
    t: &Translator,
    pages: &Pages,
    packages: &[Package],
    to: impl Fn(&Package) -> String,
) -> Table {
    let (_, today) = pages.desk.now();
    let rows = packages
        .iter()
        .map(|package| {
            Row::new(vec![
                Cell::text(pages.desk.title(t, package)).link(to(package)),
                Cell::text(words::state(t, package, today)),
                Cell::number(t, package.entries),
                Cell::number(t, package.approved),
            ])
        })
        .collect();
    Table::new(
        t.text("benefits-packages"),
        vec![
            Column::text(t.text("benefits-column-package")),
            Column::text(t.text("benefits-column-state")),
            Column::number(t.text("benefits-column-entries")),
            Column::number(t.text("benefits-column-approved")),
        ],
        rows,
    )
}

pub(super) async fn list(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let packages = or_failed(&reader, store::packages(&mut read, unit.id, MOST).await)?;
    drop(read);
    let title = t.with("benefits-heading", "unit", units::in_text(&unit.name));
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, title).lead(t.text("benefits-lead")),
    );
    let base = home(&unit);
    sheet.buttons = vec![(t.text("benefits-look-up"), format!("{base}/tra-cuu"))];
    if actor.is_some_and(|actor| super::lets_in(&reader, &actor, unit.id).is_ok()) {
        sheet
            .buttons
            .push((t.text("benefits-desk"), format!("{base}/viec")));
    }
    if packages.is_empty() {
        sheet.empty = Some(Empty::new(
            t,
            t.text("benefits-empty"),
            t.text("benefits-empty-duty"),
        ));
    } else {
        sheet.tables.push(packages_table(t, &pages, &packages, |package| {
            link(&unit, package)
        }));
    }
    let rows = pages
        .desk
        .programmes
        .iter()
        .filter(|programme| programme.is_open(today))
        .map(|programme| {
            let mut about = Cell::text(said(t, &programme.about));
            if programme.example {
                about = about.note(t.text("benefits-example"));
            }
            Row::new(vec![
                Cell::text(said(t, &programme.name)).link(format!("{base}/chuong-trinh/{}", programme.key)),
                about,
            ])
        })
        .collect();
    sheet.tables.push(Table::new(
        t.text("benefits-programmes"),
        vec![
            Column::text(t.text("benefits-column-programme")),
            Column::text(t.text("benefits-column-about")),
        ],
        rows,
    ));
    sheet.rules = words::law(t, &pages.desk);
    Ok(page::html(&sheet))
}

/// Who is entitled to what.
fn explain(t: &Translator, sheet: &mut Sheet, programme: &Programme) {
    if programme.example {
        sheet
            .notices
            .push(Notice::new(t, Tone::Info, t.text("benefits-example-lead")));
    }
    sheet.sections = vec![
        (t.text("benefits-who"), words::needs(t, programme)),
        (t.text("benefits-how-much"), words::amounts(t, programme)),
    ];
}

/// The paper a programme stands on.
fn basis(t: &Translator, programme: &Programme) -> (String, Cell) {
    let mut basis = Cell::text(programme.basis.source.as_str());
    if !programme.basis.certain {
        basis = basis.note(t.text("benefits-basis-uncertain"));
    }
    (t.text("benefits-basis"), basis)
}

fn checking(
    reader: &Reader,
    (unit, programme): (&Unit, &Programme),
    (sent, wrong): (&Sent, &Wrong),
) -> axum::response::Response {
    let t = &reader.t;
    let base = home(unit);
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, said(t, &programme.name)).lead(t.text("benefits-check-lead")),
        format!("{base}/chuong-trinh/{}", programme.key),
        base,
        t.text("benefits-check"),
    );
    for (at, line) in words::needs(t, programme).into_iter().enumerate() {
        form = form.quote(
            t.with("benefits-condition-number", "number", (at + 1).to_string()),
            line,
        );
    }
    for field in words::questions(t, programme, sent) {
        form = form.field(field);
    }
    page::private(form.show(t, wrong))
}

pub(super) async fn programme(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, key)): Path<(String, String)>,
) -> Answer {
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let programme = pages.desk.programmes.get(&key).ok_or_else(|| missing(&reader))?;
    Ok(checking(
        &reader,
        (&unit, programme),
        (&Sent::default(), &Wrong::default()),
    ))
}

/// Says what somebody's answers come to. Nothing of them is kept, neither here nor in an address.
pub(super) async fn check(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, key)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let programme = pages.desk.programmes.get(&key).ok_or_else(|| missing(&reader))?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let answers = words::answers(t, programme, &sent, &mut wrong);
    if !wrong.0.is_empty() {
        return Ok(checking(&reader, (&unit, programme), (&sent, &wrong)));
    }
    let verdict = programme.verdict(&answers);
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, said(t, &programme.name)));
    explain(t, &mut sheet, programme);
    sheet.facts = Some(SummaryList::new(vec![basis(t, programme)]));
    if verdict.entitled() {
        sheet.done = Some(Confirmation {
            title: t.with("benefits-check-entitled", "amount", verdict.amount),
            text: t.text("benefits-check-next"),
        });
    } else {
        let reasons = words::failed(t, programme, &verdict);
        sheet
            .notices
            .push(Notice::new(t, Tone::Warning, t.text("benefits-check-not")));
        if !reasons.is_empty() {
            sheet.sections.insert(0, (t.text("benefits-check-why"), reasons));
        }
    }
    sheet
        .notices
        .push(Notice::new(t, Tone::Info, t.text("benefits-check-forgotten")));
    sheet.buttons = vec![
        (
            t.text("benefits-check-again"),
            format!("{}/chuong-trinh/{}", home(&unit), programme.key),
        ),
        (t.text("benefits-back"), home(&unit)),
    ];
    Ok(page::private(page::html(&sheet)))
}

/// The money of a package, as it adds up.
pub(super) fn totals_table(t: &Translator, totals: &Totals) -> Table {
    let line = |key: &str, entries: i64, amount: i64| {
        vec![
            Cell::text(t.text(key)),
            Cell::number(t, amount).note(t.with("benefits-entries-are", "count", entries)),
        ]
    };
    let left = totals.entries - totals.paid_entries - totals.returned_entries;
    Table::new(
        t.text("benefits-totals"),
        vec![
            Column::text(t.text("benefits-column-what")),
            Column::number(t.text("benefits-column-vnd")),
        ],
        vec![
            Row::new(line("benefits-paid", totals.paid_entries, totals.paid)),
            Row::new(line("benefits-outstanding", left, totals.outstanding())),
            Row::new(line(
                "benefits-returned",
                totals.returned_entries,
                totals.returned,
            )),
            Row::total(line("benefits-approved", totals.entries, totals.approved)),
        ],
    )
}

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let key = (unit.id, package.id);
    let counted = or_failed(&reader, store::counted(&mut read, key).await)?;
    let hamlets = or_failed(&reader, units::hamlets::all(&mut read, unit.id).await)?;
    let (objections, unanswered) = or_failed(&reader, store::objection_counts(&mut read, key).await)?;
    drop(read);
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, desk.title(t, &package)));
    let programme = desk.programmes.get(&package.programme);
    if let Some(programme) = programme {
        explain(t, &mut sheet, programme);
    }
    let mut facts = vec![
        (
            t.text("benefits-column-state"),
            Cell::text(words::state(t, &package, today)),
        ),
        (t.text("benefits-period"), Cell::text(words::period(t, &package))),
        (
            t.text("benefits-budget"),
            Cell::text(words::vnd(t, package.budget)),
        ),
        (
            t.text("benefits-posting"),
            Cell::text(t.with("benefits-posting-days", "count", package.posting_days)),
        ),
    ];
    if package.state == Stands::Cancelled {
        facts.push((t.text("benefits-reason"), Cell::text(package.reason.as_str())));
    }
    if package.posted_on.is_some() {
        facts.push((
            t.text("benefits-objections"),
            Cell::text(t.format(
                "benefits-objections-are",
                &[
                    ("count", Arg::Number(objections)),
                    ("open", Arg::Number(unanswered)),
                ],
            )),
        ));
        facts.push((
            t.text("benefits-overridden"),
            Cell::number(t, package.overridden).note(t.text("benefits-overridden-hint")),
        ));
    }
    if let Some(programme) = programme {
        facts.push(basis(t, programme));
    }
    if let Some(hash) = &package.list_hash {
        facts.push((
            t.text("benefits-list-hash"),
            Cell::text(crate::content::hex(hash)).note(t.text("benefits-list-hash-hint")),
        ));
    }
    sheet.facts = Some(SummaryList::new(facts));
    if rules::is_posted(&package, today) {
        let base = link(&unit, &package);
        sheet.buttons = vec![
            (t.text("benefits-list"), format!("{base}/danh-sach")),
            (t.text("benefits-object"), format!("{base}/y-kien")),
        ];
    } else if matches!(package.state, Stands::Posted | Stands::Closed) {
        sheet
            .notices
            .push(Notice::new(t, Tone::Info, t.text("benefits-list-over")));
    }
    if let Some(programme) = programme {
        let own = format!("{}/chuong-trinh/{}", home(&unit), programme.key);
        sheet.buttons.push((t.text("benefits-check-own"), own));
    }
    if actor.is_some_and(|actor| super::lets_in(&reader, &actor, unit.id).is_ok()) {
        sheet
            .buttons
            .push((t.text("benefits-desk"), desk_link(&unit, &package)));
    }
    if matches!(package.state, Stands::Posted | Stands::Closed) {
        let least = or_refused(
            &reader,
            rules::threshold(&desk.rulebook, today).map_err(Into::into),
        )?;
        let mut by_hamlet: Vec<(units::UnitId, i64, i64)> = Vec::new();
        let mut sums = Vec::new();
        for (hamlet, standing, count, amount) in counted {
            sums.push((standing, count, amount));
            let of = Totals::of(&[(standing, count, amount)]);
            match by_hamlet.iter_mut().find(|(id, ..)| *id == hamlet) {
                Some(found) => {
                    found.1 += of.entries;
                    found.2 += of.paid_entries;
                }
                None => by_hamlet.push((hamlet, of.entries, of.paid_entries)),
            }
        }
        by_hamlet.retain(|(_, entries, _)| *entries > 0);
        let totals = Totals::of(&sums);
        sheet.tables.push(totals_table(t, &totals));
        let cell = |value: Option<i64>| match value {
            Some(value) => Cell::number(t, value),
            None => Cell::text(t.text("benefits-hidden")),
        };
        let shown = rules::shown(&by_hamlet, least);
        let rows: Vec<Row> = shown
            .into_iter()
            .map(|shown| {
                Row::new(vec![
                    Cell::text(hamlet_name(&hamlets, shown.hamlet)),
                    cell(shown.entries),
                    cell(shown.paid),
                ])
            })
            .collect();
        if !rows.is_empty() {
            let columns = vec![
                Column::text(t.text("benefits-column-hamlet")),
                Column::number(t.text("benefits-column-entries")),
                Column::number(t.text("benefits-column-paid")),
            ];
            let table = Table::new(t.text("benefits-by-hamlet"), columns, rows);
            let note = t.with("benefits-hidden-note", "count", least);
            sheet.tables.push(table.note(note));
        }
    }
    sheet.rules = words::law(t, desk);
    Ok(page::html(&sheet))
}

/// Machines that gather names are told not to.
fn not_gathered(mut answer: axum::response::Response) -> axum::response::Response {
    answer.headers_mut().insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, noarchive"),
    );
    page::private(answer)
}

pub(super) async fn posted(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    if !rules::is_posted(&package, today) {
        return Ok(page::not_found(&reader));
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let after = asked.sau.unwrap_or_default();
    let key = (unit.id, package.id);
    let mut entries = or_failed(&reader, store::listed(&mut read, key, after, PAGE + 1).await)?;
    let hamlets = or_failed(&reader, units::hamlets::all(&mut read, unit.id).await)?;
    drop(read);
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let base = link(&unit, &package);
    let until = package.posted_until.unwrap_or(today);
    let mut sheet = Sheet::new(
        &reader,
        shell(&reader, &unit, t.text("benefits-list"))
            .crumb(desk.title(t, &package), base.clone())
            .lead(t.with("benefits-list-lead", "until", until)),
    );
    sheet.buttons = vec![
        (t.text("benefits-object"), format!("{base}/y-kien")),
        (t.text("benefits-paper"), format!("{base}/danh-sach.pdf")),
    ];
    let rows = entries
        .iter()
        .map(|entry| {
            let mut name = Cell::text(desk.applicant(entry).name);
            if let Some(day) = entry.added_on {
                name = name.note(t.with("benefits-added-on", "day", day));
            }
            Row::new(vec![
                Cell::text(entry.number.to_string()),
                name,
                Cell::text(hamlet_name(&hamlets, entry.hamlet)),
            ])
        })
        .collect();
    sheet.tables.push(
        Table::new(
            desk.title(t, &package),
            vec![
                Column::text(t.text("benefits-column-number")),
                Column::text(t.text("benefits-column-name")),
                Column::text(t.text("benefits-column-hamlet")),
            ],
            rows,
        )
        .note(t.text("benefits-list-note")),
    );
    let next = entries
        .last()
        .filter(|_| more)
        .map(|last| format!("{base}/danh-sach?sau={}", last.number));
    let first = (after > 0).then(|| format!("{base}/danh-sach"));
    sheet.pagination = Some(Pagination::new(t, first, next));
    Ok(not_gathered(page::html(&sheet)))
}

pub(super) async fn paper(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    let t = &reader.t;
    let (unit, package) = find(&reader, &pages, &xa, &id).await?;
    let desk = &pages.desk;
    let (at, today) = desk.now();
    if !rules::is_posted(&package, today) {
        return Ok(page::not_found(&reader));
    }
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let key = (unit.id, package.id);
    let entries = or_failed(&reader, store::listed(&mut read, key, 0, MOST_ENTRIES).await)?;
    let hamlets = or_failed(&reader, units::hamlets::all(&mut read, unit.id).await)?;
    drop(read);
    let origin = page::origin(desk.public_address.as_deref(), &headers);
    let lines: Vec<papers::Line> = entries
        .iter()
        .map(|entry| papers::Line {
            number: entry.number,
            name: desk.applicant(entry).name,
            hamlet: hamlet_name(&hamlets, entry.hamlet).to_owned(),
            amount: entry.amount,
        })
        .collect();
    let paper = papers::Paper {
        unit: &unit.name,
        package: &package,
        title: desk.title(t, &package),
        at,
        demo: desk.demo,
    };
    let address = format!("{origin}{}", service::page_of(&unit.code, package.id));
    let document = paper.posted(t, &lines, &address);
    Ok(pdf(&reader, document, "danh-sach-niem-yet.pdf").await)
}
