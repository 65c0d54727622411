//! The desk: a commune's campaigns with drafts, a campaign with what can be done, its receipts and promises.

use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::IntoResponse as _,
};
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Column, Confirmation, Empty, Notice, Pagination, Row, SummaryList, Table, Tone},
    },
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    FUNCTION, Found, Pages, PartsPage, Section, commune, commune_home, find_for, missing, not_here,
    or_failed, or_refused, place, public, shell, somewhere,
};
use crate::{
    ReceiptId,
    ledger::Kind,
    model::{Donor, Receipt},
    papers::Paper,
    rules::{self, State as Stands},
    service::printed_code,
    store::{self, PAGE},
    words,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    sau: Option<String>,
    xong: Option<String>,
    dong: Option<String>,
}

/// What was just done, by the word in the address.
const DONE: &[&str] = &[
    "drafted",
    "corrected",
    "rate",
    "opened",
    "stopped",
    "closed",
    "received",
    "named",
    "refunded",
    "paid",
    "reversed",
    "spent",
    "carried",
    "sent",
    "pledged",
    "taken-back",
    "statement",
    "matched",
];

/// Says what was just done.
fn done(t: &Translator, word: Option<String>) -> Option<Confirmation> {
    word.filter(|word| DONE.contains(&word.as_str()))
        .map(|word| Confirmation {
            title: t.text(&format!("contributions-done-{word}")),
            text: t.text("contributions-done-next"),
        })
}

/// The campaigns of a commune for those who keep them.
pub(super) async fn desk(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let unit = commune(&pages, &reader, &xa)?;
    if !somewhere(&actor, "read", &unit) {
        return Err(not_here(&reader));
    }
    let after = asked.sau.and_then(|id| id.parse().ok());
    let (campaigns, books, next) = public::listed(&reader, &pages, unit.id, (true, after)).await?;
    let home = commune_home(&unit);
    let title = t.with("contributions-desk-title", "unit", unit.name.as_str());
    let mut answer = PartsPage::new(shell(&reader, title).crumb(unit.name.as_str(), home.as_str()));
    if somewhere(&actor, "keep", &unit) {
        answer
            .buttons
            .push((t.text("contributions-draft"), format!("{home}/lap")));
    }
    let mut section = Section {
        id: "danh-sach",
        ..Section::default()
    };
    // Drafts of a hamlet are its keepers' business.
    let mine: Vec<_> = campaigns
        .into_iter()
        .filter(|campaign| campaign.state.is_public() || actor.may(FUNCTION, "read", place(campaign)))
        .collect();
    if mine.is_empty() {
        section.empty = Some(Empty::new(
            t,
            t.text("contributions-desk-empty"),
            t.text("contributions-desk-empty-duty"),
        ));
    } else {
        section.table = Some(public::campaigns_table(t, &mine, &books, |campaign| {
            format!("{}/viec", crate::service::page_of(&unit.code, campaign.id))
        }));
    }
    answer.sections.push(section);
    answer.pagination = Some(Pagination::new(
        t,
        None,
        next.map(|id| format!("{home}/viec?sau={id}")),
    ));
    Ok(page::private(page::html(&answer)))
}

/// What can be done with a campaign, by whom.
fn buttons(reader: &Reader, actor: &Actor, found: &Found) -> Vec<(String, String)> {
    let t = &reader.t;
    let state = found.campaign.state;
    let may = |action: &str| actor.may(FUNCTION, action, place(&found.campaign));
    let (keep, open) = (may("keep"), may("open"));
    let moves = matches!(state, Stands::Open | Stands::Stopped);
    let own = found.campaign.drafted.account == actor.person().0;
    [
        (state == Stands::Draft && open && !own, "contributions-open", "mo"),
        (state == Stands::Open && keep, "contributions-receive", "thu"),
        (moves && keep, "contributions-spend", "chi"),
        (state == Stands::Open && keep, "contributions-pledge", "hua"),
        (moves && keep, "contributions-statement", "sao-ke"),
        (moves && keep, "contributions-carry", "doi"),
        (moves && keep, "contributions-transfer", "chuyen"),
        (
            matches!(state, Stands::Draft | Stands::Open) && keep,
            "contributions-state-rate",
            "don-gia",
        ),
        (state == Stands::Draft && keep, "contributions-edit", "sua"),
        (state == Stands::Open && open, "contributions-stop", "dung"),
        (moves && open, "contributions-close", "ket-thuc"),
    ]
    .into_iter()
    .filter(|(allowed, _, _)| *allowed)
    .map(|(_, key, end)| (t.text(key), format!("{}/{end}", found.href())))
    .collect()
}

/// A campaign for those who keep it.
pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    let (key, campaign, href) = (found.key(), &found.campaign, found.href());
    let (_, today) = pages.desk.now();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let books = or_failed(&reader, store::books(&mut read, key).await)?;
    let counts = or_failed(&reader, store::counts(&mut read, key).await)?;
    let owed = or_failed(&reader, store::to_be_paid_back(&mut read, key, PAGE).await)?;
    let before = asked.sau.and_then(|id| id.parse().ok());
    let pledges = or_failed(&reader, store::pledges(&mut read, key, before, PAGE + 1).await)?;
    let after = asked.dong.and_then(|id| id.parse().ok());
    let lines = or_failed(&reader, store::unmatched(&mut read, key, after, PAGE + 1).await)?;
    drop(read);
    let mut answer = PartsPage::new(
        shell(&reader, campaign.title.as_str())
            .crumb(found.unit.name.as_str(), commune_home(&found.unit))
            .crumb(
                t.text("contributions-desk"),
                format!("{}/viec", commune_home(&found.unit)),
            ),
    );
    answer.done = done(t, asked.xong);
    answer.tag = Some(words::tag(t, campaign.state));
    answer.buttons = buttons(&reader, &actor, &found);
    if campaign.state == Stands::Draft {
        let lacking = rules::lacking(&pages.desk.rulebook, (campaign.basis, today), &campaign.terms);
        let lacking = or_refused(&reader, lacking.map_err(Into::into))?;
        let needs: Vec<String> = lacking.iter().map(|need| words::need(t, *need)).collect();
        answer.notices.push(if needs.is_empty() {
            Notice::new(t, Tone::Info, t.text("contributions-ready"))
        } else {
            let text = t.with("contributions-error-lacking", "needs", needs.join("; "));
            Notice::new(t, Tone::Warning, text)
        });
    } else {
        answer.notices.push(public::balance_notice(t, &books.totals()));
    }
    answer.sections.push(Section {
        id: "so-du",
        table: Some(public::totals_table(t, &books.totals(), &counts)),
        links: vec![
            (
                t.text("contributions-ledger-desk"),
                format!("{}/so", found.desk_href()),
            ),
            (t.text("contributions-public-page"), href.clone()),
        ],
        ..Section::default()
    });
    if !owed.is_empty() {
        let rows = owed
            .iter()
            .map(|entry| {
                let amount: i64 = entry.lines.iter().map(|line| line.amount.max(0)).sum();
                Row::new(vec![
                    Cell::text(t.number(entry.number)).note(t.date(entry.on)),
                    Cell::text(words::entry(t, entry.kind)).note(entry.text.as_str()),
                    Cell::number(t, amount),
                    Cell::text(t.text("contributions-pay-back")).link(format!("{href}/tra/{}", entry.number)),
                ])
            })
            .collect();
        let columns = vec![
            Column::text(t.text("contributions-column-entry")),
            Column::text(t.text("contributions-column-what")),
            Column::number(t.text("contributions-column-amount")),
            Column::text(t.text("contributions-column-do")),
        ];
        answer.sections.push(Section {
            id: "phai-tra",
            table: Some(Table::new(t.text("contributions-owed"), columns, rows)),
            ..Section::default()
        });
    }
    if !lines.is_empty() {
        let more = lines.get(PAGE - 1).filter(|_| lines.len() > PAGE);
        let rows = lines
            .iter()
            .take(PAGE)
            .map(|line| {
                Row::new(vec![
                    Cell::text(t.date(line.on)).note(line.reference.as_str()),
                    Cell::text(line.text.as_str()),
                    Cell::number(t, line.amount),
                    Cell::text(t.text("contributions-say-what")).link(format!("{href}/sao-ke/{}", line.id)),
                ])
            })
            .collect();
        let columns = vec![
            Column::text(t.text("contributions-column-day")),
            Column::text(t.text("contributions-statement-text")),
            Column::number(t.text("contributions-column-amount")),
            Column::text(t.text("contributions-column-do")),
        ];
        answer.sections.push(Section {
            id: "sao-ke",
            table: Some(
                Table::new(t.text("contributions-unmatched"), columns, rows)
                    .note(t.text("contributions-unmatched-note")),
            ),
            links: more
                .map(|line| {
                    (
                        t.text("contributions-more"),
                        format!("{}?dong={}#sao-ke", found.desk_href(), line.id),
                    )
                })
                .into_iter()
                .collect(),
            ..Section::default()
        });
    }
    if !pledges.is_empty() {
        let more = pledges.get(PAGE - 1).filter(|_| pledges.len() > PAGE);
        let rows = pledges
            .iter()
            .take(PAGE)
            .map(|pledge| {
                let name = if pledge.name.is_empty() {
                    t.text("contributions-somebody")
                } else {
                    pledge.name.clone()
                };
                Row::new(vec![
                    Cell::text(pledge.code.as_str()).note(if pledge.counted {
                        t.date(pledge.on)
                    } else {
                        t.with("contributions-promise-sent", "day", t.date(pledge.on))
                    }),
                    Cell::text(name).note(words::giver(t, pledge.giver)),
                    Cell::number(t, pledge.amount),
                    Cell::text(t.text("contributions-take-back"))
                        .link(format!("{href}/hua/{}/thoi", pledge.id)),
                ])
            })
            .collect();
        let columns = vec![
            Column::text(t.text("contributions-pledge-code")),
            Column::text(t.text("contributions-column-giver")),
            Column::number(t.text("contributions-column-amount")),
            Column::text(t.text("contributions-column-do")),
        ];
        answer.sections.push(Section {
            id: "hua",
            table: Some(
                Table::new(t.text("contributions-pledges"), columns, rows)
                    .note(t.text("contributions-pledges-note")),
            ),
            links: more
                .map(|pledge| {
                    (
                        t.text("contributions-more"),
                        format!("{}?sau={}#hua", found.desk_href(), pledge.id),
                    )
                })
                .into_iter()
                .collect(),
            ..Section::default()
        });
    }
    let mut facts = public::about(&reader, &pages, &found);
    facts.insert(
        0,
        (
            t.text("contributions-aim"),
            Cell::text(campaign.terms.aim.as_str()),
        ),
    );
    answer.sections.push(Section {
        id: "thong-tin",
        heading: t.text("contributions-about"),
        facts: Some(SummaryList::new(facts)),
        table: public::rates(t, campaign),
        ..Section::default()
    });
    Ok(page::private(page::html(&answer)))
}

/// The file of an entry's document, for those who keep the campaign.
pub(super) async fn file(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, so)): Path<(String, String, i64)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let file = or_failed(&reader, store::file(&mut read, found.key(), so).await)?;
    let file = file.ok_or_else(|| missing(&reader))?;
    let kind = HeaderValue::from_str(&file.media_type)
        .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"));
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, kind),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("attachment"),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; sandbox"),
        ),
    ];
    Ok(page::private((headers, file.content).into_response()))
}

/// A receipt of a campaign, with who gave.
pub(super) async fn receipt_of(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    bn: &str,
) -> Result<(Receipt, Donor), Instead> {
    let id: ReceiptId = bn.parse::<Uuid>().map(ReceiptId).map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let receipt = or_failed(reader, store::receipt(&mut read, found.unit.id, id).await)?
        .filter(|receipt| receipt.campaign == found.campaign.id)
        .ok_or_else(|| missing(reader))?;
    let donor = or_failed(reader, store::donor(&mut read, found.unit.id, id).await)?;
    Ok((receipt, donor))
}

/// A receipt for those who keep it.
pub(super) async fn receipt(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, bn)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    let (receipt, donor) = receipt_of(&reader, &pages, &found, &bn).await?;
    let href = format!("{}/bien-nhan/{}", found.href(), receipt.id);
    let code = printed_code(&found.unit.code, &receipt);
    let title = t.with("contributions-paper-receipt", "number", receipt.printed());
    let mut answer = PartsPage::new(found.desk_shell(&reader, title));
    answer.done = done(t, asked.xong);
    let tone = if receipt.reversed_by.is_some() || receipt.refunded > 0 {
        Tone::Warning
    } else {
        Tone::Success
    };
    answer
        .notices
        .push(Notice::new(t, tone, words::receipt_state(t, &receipt)));
    answer
        .buttons
        .push((t.text("contributions-print-receipt"), format!("{href}/in.pdf")));
    let moves = matches!(found.campaign.state, Stands::Open | Stands::Stopped);
    let keep = actor.may(FUNCTION, "keep", place(&found.campaign)) && moves;
    let stands = receipt.reversed_by.is_none() && receipt.refunded < receipt.amount;
    if keep && stands && receipt.kind != Kind::Labour {
        answer
            .buttons
            .push((t.text("contributions-refund"), format!("{href}/hoan")));
    }
    if keep && receipt.reversed_by.is_none() && receipt.refunded == 0 {
        answer.buttons.push((
            t.text("contributions-reverse"),
            format!("{}/huy/{}", found.href(), receipt.entry),
        ));
    }
    if keep && !donor.name.is_empty() {
        let key = if receipt.named {
            "contributions-unname"
        } else {
            "contributions-name"
        };
        answer.buttons.push((t.text(key), format!("{href}/ten")));
    }
    let name = if donor.name.is_empty() {
        t.text("contributions-somebody")
    } else {
        donor.name.clone()
    };
    let named = if receipt.named {
        t.text("contributions-named")
    } else {
        t.text("contributions-not-named")
    };
    let mut facts = vec![
        (t.text("contributions-paper-from"), Cell::text(name).note(named)),
        (
            t.text("contributions-column-giver"),
            Cell::text(words::giver(t, receipt.giver)),
        ),
    ];
    if !donor.address.is_empty() {
        facts.push((
            t.text("contributions-paper-address"),
            Cell::text(donor.address.as_str()),
        ));
    }
    facts.push((
        t.text("contributions-column-kind"),
        Cell::text(words::kind(t, receipt.kind)),
    ));
    if receipt.quantity > 0 {
        facts.push((
            t.text("contributions-what"),
            Cell::text(words::valued(t, &receipt)),
        ));
    }
    facts.extend([
        (
            t.text("contributions-amount"),
            Cell::text(words::vnd(t, receipt.amount)),
        ),
        (
            t.text("contributions-received-on"),
            Cell::text(t.date(receipt.on)),
        ),
        (
            t.text("contributions-check-code"),
            Cell::text(code.as_str()).link(format!("/bien-nhan/{code}")),
        ),
        (
            t.text("contributions-column-entry"),
            Cell::text(t.number(receipt.entry)),
        ),
    ]);
    answer.sections.push(Section {
        id: "bien-nhan",
        facts: Some(SummaryList::new(facts)),
        ..Section::default()
    });
    Ok(page::private(page::html(&answer)))
}

/// The receipt on paper, with the code by which anybody checks it.
pub(super) async fn receipt_pdf(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, bn)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    let (receipt, donor) = receipt_of(&reader, &pages, &found, &bn).await?;
    let code = printed_code(&found.unit.code, &receipt);
    let origin = page::origin(pages.desk.public_address.as_deref(), &headers);
    let address = format!("{origin}/bien-nhan/{code}");
    let paper = Paper {
        commune: &found.unit.name,
        campaign: &found.campaign,
        at: pages.desk.now().0,
        demo: pages.desk.demo,
    };
    let document = paper
        .receipt(&reader.t, (&receipt, &donor), (&code, &address))
        .map_err(|error| Instead::from(super::failed(&reader, &error)))?;
    let made = public::set(&reader, move || documents::pdf(&document)).await?;
    let name = format!("bien-nhan-{:05}-{}.pdf", receipt.number, receipt.year);
    Ok(page::private(public::download("application/pdf", &name, made)))
}
