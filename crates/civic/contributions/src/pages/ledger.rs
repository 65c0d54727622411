//! The ledger of a campaign, a page at a time: for everybody without names but of those who asked for it, and for those who
//! keep it with who gave and what can be done about an entry.

use std::collections::BTreeMap;

use axum::extract::{Path, Query, State};
use platform::{
    access::Actor,
    page::{
        self, Answer, Reader,
        components::{Cell, Column, Empty, Pagination, Row, Table},
    },
};
use serde::Deserialize;

use super::{Found, Pages, PartsPage, Section, find_for, find_public, or_failed, public};
use crate::{
    ReceiptId,
    ledger::Line,
    model::{Donor, Entry, EntryKind, Receipt},
    store::{self, PAGE},
    words,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    truoc: Option<i64>,
}

/// What an entry moved: the sum of its debits.
fn amount(lines: &[Line]) -> i64 {
    lines.iter().map(|line| line.amount.max(0)).sum()
}

/// Debits and credits of an entry in words: "Tiền mặt ← Tiền: hộ gia đình".
fn accounts(reader: &Reader, lines: &[Line]) -> String {
    let named = |debit: bool| -> String {
        let names: Vec<String> = lines
            .iter()
            .filter(|line| (line.amount > 0) == debit)
            .map(|line| words::account(&reader.t, line.account))
            .collect();
        names.join(", ")
    };
    format!("{} ← {}", named(true), named(false))
}

/// What happened about entries, and the receipts behind them.
struct Behind {
    about: BTreeMap<i64, (EntryKind, i64)>,
    receipts: BTreeMap<ReceiptId, (Receipt, Donor)>,
}

async fn behind(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    entries: &[Entry],
) -> Result<Behind, page::Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let numbers = entries.iter().map(|entry| entry.number);
    let range = (
        numbers.clone().min().unwrap_or_default(),
        numbers.max().unwrap_or_default(),
    );
    Ok(Behind {
        about: or_failed(reader, store::about(&mut read, found.key(), range).await)?,
        receipts: or_failed(
            reader,
            store::receipts_between(&mut read, found.key(), range).await,
        )?,
    })
}

fn row(reader: &Reader, pages: &Pages, found: &Found, entry: &Entry, behind: &Behind, desk: bool) -> Row {
    let t = &reader.t;
    let receipt = entry
        .receipt
        .and_then(|id| behind.receipts.get(&id))
        .filter(|(receipt, _)| receipt.entry == entry.number);
    let mut what = vec![words::entry(t, entry.kind)];
    if let Some(about) = entry.about {
        what.push(t.with("contributions-about-entry", "number", about));
    }
    let mut more = Vec::new();
    if let Some((receipt, donor)) = receipt {
        let who = if (receipt.named || desk) && !donor.name.is_empty() {
            donor.name.clone()
        } else {
            t.text("contributions-somebody")
        };
        let who = if desk && !receipt.named && !donor.name.is_empty() {
            t.with("contributions-unnamed", "name", who)
        } else {
            who
        };
        what.push(who);
        what.push(t.with("contributions-receipt-short", "number", receipt.printed()));
        if receipt.quantity > 0 {
            more.push(words::valued(t, receipt));
        }
    } else if !entry.text.is_empty() {
        what.push(entry.text.clone());
    }
    if !entry.document.is_empty() {
        more.push(t.with(
            "contributions-document-short",
            "document",
            entry.document.as_str(),
        ));
    }
    if let Some(hash) = &entry.file {
        let hash: String = crate::content::hex(hash).chars().take(16).collect();
        more.push(t.with("contributions-file-hash", "hash", hash));
    }
    if !entry.supported.class.is_empty() {
        more.push(t.format(
            "contributions-supported-short",
            &[
                (
                    "class",
                    public::item(pages, t, crate::service::CLASSES, &entry.supported.class).into(),
                ),
                ("households", entry.supported.households.into()),
                ("people", entry.supported.people.into()),
            ],
        ));
    }
    match behind.about.get(&entry.number) {
        Some((EntryKind::Reversed, by)) => {
            more.push(t.with("contributions-reversed-by", "number", *by));
        }
        Some((_, by)) => more.push(t.with("contributions-paid-by", "number", *by)),
        None => {}
    }
    more.push(accounts(reader, &entry.lines));
    let number = Cell::text(t.number(entry.number)).note(t.date(entry.on));
    let number = if desk {
        number
    } else {
        number.link(transparency::href(entry.logged))
    };
    let mut cells = vec![
        number,
        Cell::text(what.join(" · ")).note(more.join(" · ")),
        Cell::number(t, amount(&entry.lines)),
        Cell::number(t, entry.after[0] + entry.after[1]),
        Cell::number(t, entry.after[2]),
    ];
    if desk {
        cells.push(act(reader, found, entry, receipt, behind));
    }
    Row::new(cells)
}

/// What can be done about an entry.
fn act(
    reader: &Reader,
    found: &Found,
    entry: &Entry,
    receipt: Option<&(Receipt, Donor)>,
    behind: &Behind,
) -> Cell {
    let t = &reader.t;
    let href = found.href();
    if let Some((receipt, _)) = receipt {
        return Cell::text(t.text("contributions-open-receipt"))
            .link(format!("{href}/bien-nhan/{}", receipt.id));
    }
    if behind.about.contains_key(&entry.number) {
        return Cell::text("—");
    }
    if entry.kind.is_to_be_paid_back() {
        return Cell::text(t.text("contributions-pay-back")).link(format!("{href}/tra/{}", entry.number));
    }
    if entry.kind.can_be_reversed() {
        return Cell::text(t.text("contributions-reverse")).link(format!("{href}/huy/{}", entry.number));
    }
    Cell::text("—")
}

async fn answer(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    (before, desk): (Option<i64>, bool),
) -> Answer {
    let t = &reader.t;
    let key = found.key();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let from = before.unwrap_or(i64::MAX);
    let mut entries = or_failed(
        reader,
        store::entries_before(&mut read, key, from, PAGE + 1).await,
    )?;
    let books = or_failed(reader, store::books(&mut read, key).await)?;
    drop(read);
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let behind = behind(reader, pages, found, &entries).await?;
    let mut columns = vec![
        Column::text(t.text("contributions-column-entry")),
        Column::text(t.text("contributions-column-what")),
        Column::number(t.text("contributions-column-amount")),
        Column::number(t.text("contributions-column-money-after")),
        Column::number(t.text("contributions-column-goods-after")),
    ];
    if desk {
        columns.push(Column::text(t.text("contributions-column-do")));
    }
    let rows: Vec<Row> = entries
        .iter()
        .map(|entry| row(reader, pages, found, entry, &behind, desk))
        .collect();
    let title = t.text("contributions-ledger");
    let (shell, home) = if desk {
        (
            found.desk_shell(reader, title),
            format!("{}/so", found.desk_href()),
        )
    } else {
        (
            found
                .shell(reader, title)
                .lead(t.text("contributions-ledger-lead")),
            format!("{}/so", found.href()),
        )
    };
    let mut shown = PartsPage::new(shell);
    shown.notices.push(public::balance_notice(t, &books.totals()));
    let mut section = Section {
        id: "so",
        ..Section::default()
    };
    if rows.is_empty() {
        section.empty = Some(Empty::new(
            t,
            t.text("contributions-ledger-empty"),
            t.text("contributions-ledger-empty-duty"),
        ));
    } else {
        section.table = Some(
            Table::new(t.text("contributions-entries"), columns, rows)
                .note(t.text("contributions-ledger-note")),
        );
    }
    shown.sections.push(section);
    if books.0.values().any(|balance| *balance != 0) {
        shown.sections.push(Section {
            id: "tai-khoan",
            table: Some(public::accounts_table(t, &books)),
            ..Section::default()
        });
    }
    let next = entries
        .last()
        .filter(|_| more)
        .map(|last| format!("{home}?truoc={}", last.number));
    let previous = before.and_then(|_| {
        let first = entries.first()?.number;
        let page = i64::try_from(PAGE).unwrap_or(i64::MAX);
        (first < found.campaign.last_entry).then(|| format!("{home}?truoc={}", first + page + 1))
    });
    shown.pagination = Some(Pagination::new(t, previous, next));
    let page = page::html(&shown);
    Ok(if desk { page::private(page) } else { page })
}

/// The ledger as everybody reads it.
pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let found = find_public(&reader, &pages, (&xa, &id)).await?;
    answer(&reader, &pages, &found, (asked.truoc, false)).await
}

/// The ledger as those read it who keep it.
pub(super) async fn private(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    answer(&reader, &pages, &found, (asked.truoc, true)).await
}
