//! What everybody reads: the campaigns of a commune, a campaign, its statement, and whether a receipt is genuine.

use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader,
        components::{
            Cell, Column, Control, Empty, Field, Notice, Pagination, Row, SummaryList, Table, TextKind, Tone,
        },
    },
    random::clean_code,
};
use serde::Deserialize;
use transparency::Subject;
use units::{CommuneFinder, UnitId};

use super::{
    Ask, FUNCTION, Found, HOME, Pages, PartsPage, Section, commune, commune_home, day_or_none, failed,
    find_public, missing, or_failed, or_refused, place, promise, shell, somewhere,
};
use crate::{
    content,
    ledger::{Account, Books, Kind, Totals},
    model::{Campaign, CampaignId, Counts},
    papers::Paper,
    rules::{self, Basis},
    service::{CLASSES, CODE, PURPOSES, page_of},
    store::{self, PAGE},
    words,
};

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    q: Option<String>,
    sau: Option<String>,
    ma: Option<String>,
}

/// Where one chooses a commune.
pub(super) async fn index(reader: Reader, State(pages): State<Pages>, Query(asked): Query<Asked>) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let q = asked.q.unwrap_or_default();
    let shell = page::Shell::new(&reader, t.text("contributions-title"))
        .active(HOME)
        .lead(t.text("contributions-lead"));
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &q), commune_home);
    let mut answer = PartsPage::new(shell);
    answer.finder = Some(finder);
    answer.sections.push(Section {
        id: "bien-nhan",
        heading: t.text("contributions-check-title"),
        links: vec![(t.text("contributions-check-go"), "/bien-nhan".to_owned())],
        ..Section::default()
    });
    Ok(page::html(&answer))
}

/// What was given, spent and is left, kind by kind.
pub(super) fn totals_table(t: &Translator, totals: &Totals, counts: &Counts) -> Table {
    let row = |kind: Kind, total: crate::ledger::Total| {
        let gifts = counts.get(&Counts::gifts(kind.key()));
        let mut name = Cell::text(words::kind(t, kind));
        if kind == Kind::Labour && counts.get(Counts::DAYS) > 0 {
            name = name.note(t.with("contributions-days-count", "days", counts.get(Counts::DAYS)));
        }
        Row::new(vec![
            name,
            Cell::number(t, gifts),
            Cell::number(t, total.given),
            Cell::number(t, total.spent),
            Cell::number(t, total.left),
        ])
    };
    Table::new(
        t.text("contributions-totals"),
        vec![
            Column::text(t.text("contributions-column-kind")),
            Column::number(t.text("contributions-gifts")),
            Column::number(t.text("contributions-given")),
            Column::number(t.text("contributions-spent")),
            Column::number(t.text("contributions-left")),
        ],
        vec![
            row(Kind::Money, totals.money),
            row(Kind::Goods, totals.goods),
            row(Kind::Labour, totals.labour),
        ],
    )
    .note(t.text("contributions-totals-note"))
}

/// Whether a ledger balances, in words.
pub(super) fn balance_notice(t: &Translator, totals: &Totals) -> Notice {
    let args = [
        ("given", totals.money.given.into()),
        ("came", totals.came.into()),
        ("owed", totals.owed.into()),
        ("spent", totals.money.spent.into()),
        ("left", totals.money.left.into()),
    ];
    if totals.balances() {
        Notice::new(t, Tone::Info, t.format("contributions-balances", &args))
    } else {
        Notice::new(t, Tone::Problem, t.format("contributions-balances-not", &args))
    }
}

/// The campaigns of a commune as a table.
pub(super) fn campaigns_table(
    t: &Translator,
    campaigns: &[Campaign],
    books: &std::collections::BTreeMap<CampaignId, Books>,
    href: impl Fn(&Campaign) -> String,
) -> Table {
    let rows = campaigns
        .iter()
        .map(|campaign| {
            let totals = books.get(&campaign.id).map(Books::totals).unwrap_or_default();
            Row::new(vec![
                Cell::text(campaign.title.as_str())
                    .link(href(campaign))
                    .note(words::basis(t, campaign.basis))
                    .tag(words::tag(t, campaign.state)),
                Cell::text(words::period(t, campaign.from, campaign.until)),
                Cell::number(t, totals.money.given),
                Cell::number(t, totals.money.spent),
                Cell::number(t, totals.money.left),
                Cell::number(t, totals.goods.given),
            ])
        })
        .collect();
    Table::new(
        t.text("contributions-campaigns"),
        vec![
            Column::text(t.text("contributions-column-campaign")),
            Column::text(t.text("contributions-period")),
            Column::number(t.text("contributions-column-money-given")),
            Column::number(t.text("contributions-column-money-spent")),
            Column::number(t.text("contributions-column-money-left")),
            Column::number(t.text("contributions-column-goods-given")),
        ],
        rows,
    )
    .note(t.text("contributions-totals-note"))
}

/// A page of a commune's campaigns with their balances, and where the next begins.
pub(super) async fn listed(
    reader: &Reader,
    pages: &Pages,
    unit: UnitId,
    (drafts, after): (bool, Option<CampaignId>),
) -> Result<
    (
        Vec<Campaign>,
        std::collections::BTreeMap<CampaignId, Books>,
        Option<CampaignId>,
    ),
    Instead,
> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = store::campaigns(&mut read, unit, drafts, after, PAGE + 1).await;
    let mut campaigns = or_failed(reader, found)?;
    let more = campaigns.len() > PAGE;
    campaigns.truncate(PAGE);
    let books = match (campaigns.last(), campaigns.first()) {
        (Some(least), Some(most)) => {
            let books = store::books_between(&mut read, unit, (least.id, most.id)).await;
            or_failed(reader, books)?
        }
        _ => std::collections::BTreeMap::new(),
    };
    let next = campaigns.last().filter(|_| more).map(|last| last.id);
    Ok((campaigns, books, next))
}

/// The campaigns of a commune.
pub(super) async fn commune_page(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let t = &reader.t;
    let unit = commune(&pages, &reader, &xa)?;
    let after = asked.sau.and_then(|id| id.parse().ok());
    let (campaigns, books, next) = listed(&reader, &pages, unit.id, (false, after)).await?;
    let home = commune_home(&unit);
    let title = t.with("contributions-of", "unit", unit.name.as_str());
    let shell = shell(&reader, title).lead(t.text("contributions-lead-commune"));
    let mut answer = PartsPage::new(shell);
    let actor = reader.visitor.actor.as_ref();
    if actor.is_some_and(|actor| somewhere(actor, "read", &unit)) {
        answer
            .buttons
            .push((t.text("contributions-desk"), format!("{home}/viec")));
    }
    let mut section = Section {
        id: "danh-sach",
        ..Section::default()
    };
    if campaigns.is_empty() {
        section.empty = Some(Empty::new(
            t,
            t.text("contributions-empty"),
            t.text("contributions-empty-duty"),
        ));
    } else {
        section.table = Some(campaigns_table(t, &campaigns, &books, |campaign| {
            page_of(&unit.code, campaign.id)
        }));
    }
    answer.sections.push(section);
    let next = next.map(|id| format!("{home}?sau={id}"));
    answer.pagination = Some(Pagination::new(t, None, next));
    Ok(page::html(&answer))
}

/// The name of a list's item, or its key when the list has it no more.
pub(super) fn item(pages: &Pages, t: &Translator, list: &str, key: &str) -> String {
    pages
        .desk
        .catalogue()
        .list(list)
        .and_then(|list| list.item(key))
        .map_or_else(|| key.to_owned(), |item| item.names.get(t.code()).to_owned())
}

/// What is known about a campaign, as everybody may know it.
pub(super) fn about(reader: &Reader, pages: &Pages, found: &Found) -> Vec<(String, Cell)> {
    let t = &reader.t;
    let campaign = &found.campaign;
    let terms = &campaign.terms;
    let mut facts = vec![
        (
            t.text("contributions-basis"),
            Cell::text(words::basis(t, campaign.basis)),
        ),
        (
            t.text("contributions-purpose"),
            Cell::text(item(pages, t, PURPOSES, &campaign.purpose)),
        ),
        (
            t.text("contributions-period"),
            Cell::text(words::period(t, campaign.from, campaign.until))
                .note(t.text("contributions-period-note")),
        ),
    ];
    let mut add = |key: &str, text: &str| {
        if !text.is_empty() {
            facts.push((t.text(key), Cell::text(text)));
        }
    };
    add(
        "contributions-hamlet",
        found.hamlet.as_deref().unwrap_or_default(),
    );
    add("contributions-manager", &terms.manager);
    add("contributions-scope", &terms.scope);
    add("contributions-method", &terms.method);
    add("contributions-place", &terms.place);
    add("contributions-authority", &terms.authority);
    if !terms.account.is_empty() {
        let account = format!("{} · {} · {}", terms.account, terms.bank, terms.account_name);
        facts.push((
            t.text("contributions-account"),
            Cell::text(account).note(t.text("contributions-account-note")),
        ));
    }
    if !terms.notice_number.is_empty() {
        let notice = format!("{} · {}", terms.notice_number, day_or_none(t, terms.notice_on));
        facts.push((t.text("contributions-notice"), Cell::text(notice)));
    }
    if campaign.basis == Basis::Households {
        let decision = &terms.decision;
        let mut cell = Cell::text(t.format(
            "contributions-decision-result",
            &[
                ("number", decision.number.as_str().into()),
                ("day", day_or_none(t, decision.on).into()),
                ("yes", decision.yes.into()),
                ("total", decision.total.into()),
            ],
        ));
        if decision.found {
            cell = cell.link(decision.page.as_str());
        } else {
            cell = cell.note(t.text("contributions-decision-paper"));
        }
        facts.push((t.text("contributions-decision"), cell));
    }
    if terms.goal > 0 {
        facts.push((
            t.text("contributions-goal"),
            Cell::text(words::vnd(t, terms.goal)),
        ));
    }
    facts
}

/// The rates at which goods and work are valued.
pub(super) fn rates(t: &Translator, campaign: &Campaign) -> Option<Table> {
    let rows: Vec<Row> = campaign
        .terms
        .rates
        .iter()
        .map(|rate| {
            let kind = if rate.labour { Kind::Labour } else { Kind::Goods };
            Row::new(vec![
                Cell::text(rate.name.as_str()).note(words::kind(t, kind)),
                Cell::text(rate.measure.as_str()),
                Cell::number(t, rate.vnd),
                Cell::text(rate.source.as_str()),
            ])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            t.text("contributions-rates"),
            vec![
                Column::text(t.text("contributions-rate-name")),
                Column::text(t.text("contributions-rate-measure")),
                Column::number(t.text("contributions-rate-vnd")),
                Column::text(t.text("contributions-rate-source")),
            ],
            rows,
        )
    })
}

/// Who was supported, by class and number.
fn supported(pages: &Pages, t: &Translator, counts: &Counts) -> Option<Table> {
    let list = pages.desk.catalogue().list(CLASSES)?;
    let rows: Vec<Row> = list
        .items
        .iter()
        .filter_map(|item| {
            let households = counts.get(&Counts::households(&item.key));
            let people = counts.get(&Counts::people(&item.key));
            (households + people > 0).then(|| {
                Row::new(vec![
                    Cell::text(item.names.get(t.code())),
                    Cell::number(t, households),
                    Cell::number(t, people),
                ])
            })
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            t.text("contributions-supported"),
            vec![
                Column::text(t.text("contributions-class")),
                Column::number(t.text("contributions-households")),
                Column::number(t.text("contributions-people")),
            ],
            rows,
        )
        .note(t.text("contributions-supported-note"))
    })
}

fn proof(reader: &Reader, history: &[transparency::Logged]) -> SummaryList {
    let t = &reader.t;
    SummaryList::new(
        history
            .iter()
            .map(|logged| {
                let act = logged.known_act().map_or_else(
                    || logged.act.clone(),
                    |act| t.text(&format!("contributions-act-{}", act.word())),
                );
                let place = match logged.index {
                    Some(index) => t.with(
                        "contributions-logged-at",
                        "index",
                        i64::try_from(index).unwrap_or(i64::MAX),
                    ),
                    None => t.text("contributions-logged-waiting"),
                };
                let when = Cell::text(t.instant(logged.at)).link(transparency::href(logged.entry));
                (act, when.note(place))
            })
            .collect(),
    )
}

/// A campaign.
pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let found = find_public(&reader, &pages, (&xa, &id)).await?;
    let campaign = &found.campaign;
    let href = found.href();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let books = or_failed(&reader, store::books(&mut read, found.key()).await)?;
    let counts = or_failed(&reader, store::counts(&mut read, found.key()).await)?;
    let subject: Subject = content::campaign_subject(campaign.id);
    let history = transparency::history(&mut read, found.unit.id, &subject).await;
    let history = or_failed(&reader, history)?;
    drop(read);
    let totals = books.totals();
    let shell =
        shell(&reader, campaign.title.as_str()).crumb(found.unit.name.as_str(), commune_home(&found.unit));
    let mut answer = PartsPage::new(shell);
    answer.tag = Some(words::tag(t, campaign.state));
    answer.notices.push(balance_notice(t, &totals));
    let (_, today) = pages.desk.now();
    if campaign.state == rules::State::Open && today > campaign.until {
        answer.notices.push(Notice::new(
            t,
            Tone::Info,
            t.with("contributions-ended", "day", campaign.until),
        ));
    }
    if !campaign.reason.is_empty() {
        let key = format!("contributions-because-{}", campaign.state.key());
        answer.notices.push(Notice::new(
            t,
            Tone::Info,
            t.with(&key, "reason", campaign.reason.as_str()),
        ));
    }
    if promise::takes(campaign, today) {
        answer
            .buttons
            .push((t.text("contributions-promise"), format!("{href}/toi-hua")));
    }
    answer
        .buttons
        .push((t.text("contributions-ledger"), format!("{href}/so")));
    let actor = reader.visitor.actor.as_ref();
    if actor.is_some_and(|actor| actor.may(FUNCTION, "read", place(campaign))) {
        answer
            .buttons
            .push((t.text("contributions-manage"), found.desk_href()));
    }
    let mut money = about(&reader, &pages, &found);
    if counts.get(Counts::PROMISES) > 0 {
        money.push((
            t.text("contributions-promised"),
            Cell::text(words::vnd(t, counts.get(Counts::PROMISED)))
                .note(t.text("contributions-promised-note")),
        ));
    }
    answer.sections.push(Section {
        id: "muc-dich",
        words: platform::text::paragraphs(&campaign.terms.aim),
        table: Some(totals_table(t, &totals, &counts)),
        ..Section::default()
    });
    if let Some(table) = supported(&pages, t, &counts) {
        answer.sections.push(Section {
            id: "thu-huong",
            table: Some(table),
            ..Section::default()
        });
    }
    answer.sections.push(Section {
        id: "thong-tin",
        heading: t.text("contributions-about"),
        facts: Some(SummaryList::new(money)),
        ..Section::default()
    });
    if let Some(table) = rates(t, campaign) {
        answer.sections.push(Section {
            id: "don-gia",
            table: Some(table),
            ..Section::default()
        });
    }
    answer.sections.push(Section {
        id: "tai-ve",
        heading: t.text("contributions-downloads"),
        links: vec![
            (
                t.text("contributions-statement-pdf"),
                format!("{href}/quyet-toan.pdf"),
            ),
            (
                t.text("contributions-statement-xlsx"),
                format!("{href}/quyet-toan.xlsx"),
            ),
            (
                t.text("contributions-ledger-csv"),
                format!(
                    "/api/v1/contributions/{}/{}/entries/csv",
                    found.unit.code, campaign.id
                ),
            ),
            (
                t.text("contributions-ledger-json"),
                format!(
                    "/api/v1/contributions/{}/{}/entries",
                    found.unit.code, campaign.id
                ),
            ),
            (t.text("contributions-check-go"), "/bien-nhan".to_owned()),
        ],
        ..Section::default()
    });
    if !history.is_empty() {
        answer.sections.push(Section {
            id: "minh-chung",
            heading: t.text("contributions-proof"),
            facts: Some(proof(&reader, &history)),
            links: vec![
                (
                    t.text("contributions-proof-content"),
                    format!("{href}/noi-dung.json"),
                ),
                (t.text("contributions-proof-book"), format!("{href}/so.json")),
            ],
            ..Section::default()
        });
    }
    let law = &pages.desk.rulebook;
    let day = campaign.opened_on.unwrap_or(today);
    if let Ok(because) = rules::basis_rule(law, campaign.basis, day) {
        answer.citations.push(words::citation(t, &because));
    }
    if campaign.basis == Basis::Households
        && let Some(on) = campaign.terms.decision.on
        && let Ok(share) = rules::threshold(law, on)
    {
        answer.citations.push(words::citation(t, &share.because));
    }
    for topic in [
        "contributions.receipts_after_end",
        "contributions.publish_received",
        "contributions.publish_spent",
    ] {
        if campaign.basis == Basis::Appeal
            && let Ok(because) = law.explain(topic, rulebook::Place::Any, day)
        {
            answer.citations.push(words::citation(t, &because));
        }
    }
    Ok(page::html(&answer))
}

fn json(octets: Vec<u8>) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], octets).into_response()
}

/// What is public of a campaign, as the log knows it.
pub(super) async fn content(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_public(&reader, &pages, (&xa, &id)).await?;
    let octets = content::campaign(&found.unit.code, &found.campaign);
    Ok(json(or_refused(&reader, octets.map_err(Into::into))?))
}

/// Its ledger, as the log knows it.
pub(super) async fn book(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_public(&reader, &pages, (&xa, &id)).await?;
    let campaign = &found.campaign;
    let octets = content::book(&found.unit.code, campaign.id, campaign.last_entry, &campaign.head);
    Ok(json(or_refused(&reader, octets.map_err(Into::into))?))
}

/// A file to be saved.
pub(super) fn download(media_type: &'static str, name: &str, octets: Vec<u8>) -> Response {
    (
        [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ],
        octets,
    )
        .into_response()
}

async fn statement(
    reader: &Reader,
    pages: &Pages,
    address: (&str, &str),
) -> Result<(Found, documents::Document), Instead> {
    let found = find_public(reader, pages, address).await?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let books = or_failed(reader, store::books(&mut read, found.key()).await)?;
    let counts = or_failed(reader, store::counts(&mut read, found.key()).await)?;
    let paper = Paper {
        commune: &found.unit.name,
        campaign: &found.campaign,
        at: pages.desk.now().0,
        demo: pages.desk.demo,
    };
    let document = paper.statement(&reader.t, &books, &counts);
    Ok((found, document))
}

pub(super) async fn pdf(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (_, document) = statement(&reader, &pages, (&xa, &id)).await?;
    let made = set(&reader, move || documents::pdf(&document)).await?;
    Ok(download("application/pdf", "quyet-toan.pdf", made))
}

pub(super) async fn xlsx(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (_, document) = statement(&reader, &pages, (&xa, &id)).await?;
    let made = set(&reader, move || documents::xlsx(&document)).await?;
    Ok(download(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "quyet-toan.xlsx",
        made,
    ))
}

/// Sets a document away from the threads that serve requests.
pub(super) async fn set(
    reader: &Reader,
    make: impl FnOnce() -> Result<Vec<u8>, documents::Error> + Send + 'static,
) -> Result<Vec<u8>, Instead> {
    match tokio::task::spawn_blocking(make).await {
        Ok(Ok(made)) => Ok(made),
        Ok(Err(error)) => Err(Instead::from(failed(reader, &error))),
        Err(error) => Err(Instead::from(failed(reader, &error))),
    }
}

fn code_field(t: &Translator, code: &str) -> Ask {
    Ask {
        action: "/bien-nhan".to_owned(),
        field: Field::new(
            "ma",
            t.text("contributions-check-code"),
            Control::Text {
                kind: TextKind::Code,
                value: code.to_owned(),
            },
        )
        .hint(t.text("contributions-check-hint")),
        button: t.text("contributions-check-button"),
    }
}

/// Asks for the code of a receipt.
pub(super) async fn ask_code(reader: Reader, Query(asked): Query<Asked>) -> Answer {
    let t = &reader.t;
    if let Some(code) = asked
        .ma
        .map(|code| code.trim().to_owned())
        .filter(|code| !code.is_empty())
    {
        let plain: String = code
            .chars()
            .filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-')
            .collect();
        if !plain.is_empty() {
            return Ok(Redirect::to(&format!("/bien-nhan/{plain}")).into_response());
        }
    }
    let shell = shell(&reader, t.text("contributions-check-title")).lead(t.text("contributions-check-lead"));
    let mut answer = PartsPage::new(shell);
    answer.ask = Some(code_field(t, ""));
    Ok(page::html(&answer))
}

/// Whether a receipt is genuine, and what it says: everything but who gave.
pub(super) async fn check(reader: Reader, State(pages): State<Pages>, Path(ma): Path<String>) -> Answer {
    let t = &reader.t;
    let plain: String = clean_code(&ma, 40);
    let at = plain.len().saturating_sub(CODE);
    let (unit_code, code) = plain.split_at_checked(at).unwrap_or_default();
    let units = pages.desk.units.current();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let mut receipt = None;
    for unit in units.all().iter().filter(|unit| unit.code == unit_code) {
        let found = or_failed(&reader, store::receipt_with(&mut read, unit.id, code).await)?;
        receipt = found.map(|found| (unit.clone(), found)).or(receipt);
    }
    let shell = shell(&reader, t.text("contributions-check-title"));
    let mut answer = PartsPage::new(shell);
    let Some((unit, receipt)) = receipt else {
        answer.notices.push(Notice::new(
            t,
            Tone::Problem,
            t.with("contributions-check-unknown", "code", ma),
        ));
        answer.ask = Some(code_field(t, ""));
        return Ok((axum::http::StatusCode::NOT_FOUND, page::html(&answer)).into_response());
    };
    let campaign = store::campaign(&mut read, (unit.id, receipt.campaign)).await;
    let campaign = or_failed(&reader, campaign)?.ok_or_else(|| missing(&reader))?;
    let tone = if receipt.reversed_by.is_some() || receipt.refunded > 0 {
        Tone::Warning
    } else {
        Tone::Success
    };
    answer
        .notices
        .push(Notice::new(t, tone, words::receipt_state(t, &receipt)));
    let home = page_of(&unit.code, campaign.id);
    let mut facts = vec![
        (
            t.text("contributions-receipt-number"),
            Cell::text(receipt.printed()),
        ),
        (
            t.text("contributions-column-campaign"),
            Cell::text(campaign.title.as_str()).link(home.as_str()),
        ),
        (
            t.text("contributions-column-commune"),
            Cell::text(unit.name.as_str()).link(commune_home(&unit)),
        ),
        (
            t.text("contributions-column-kind"),
            Cell::text(words::kind(t, receipt.kind)),
        ),
        (
            t.text("contributions-amount"),
            Cell::text(words::vnd(t, receipt.amount)),
        ),
        (
            t.text("contributions-received-on"),
            Cell::text(t.date(receipt.on)),
        ),
    ];
    if receipt.kind != Kind::Money {
        facts.push((
            t.text("contributions-what"),
            Cell::text(words::valued(t, &receipt)),
        ));
    }
    facts.push((
        t.text("contributions-column-entry"),
        Cell::text(t.number(receipt.entry)).link(format!("{home}/so?truoc={}", receipt.entry + 1)),
    ));
    answer.sections.push(Section {
        id: "bien-nhan",
        words: Vec::new(),
        facts: Some(SummaryList::new(facts)),
        ..Section::default()
    });
    answer
        .notices
        .push(Notice::new(t, Tone::Info, t.text("contributions-check-no-name")));
    Ok(page::html(&answer))
}

/// The accounts that hold something, for those who keep them.
pub(super) fn accounts_table(t: &Translator, books: &Books) -> Table {
    let rows = Account::all()
        .into_iter()
        .filter(|account| books.balance(*account) != 0)
        .map(|account| {
            // Two columns: three do not fit a telephone's width beside each other.
            let balance = books.balance(account);
            let side = if balance > 0 {
                "contributions-column-debit"
            } else {
                "contributions-column-credit"
            };
            Row::new(vec![
                Cell::text(words::account(t, account)).note(t.text(side)),
                Cell::number(t, balance.abs()),
            ])
        })
        .collect();
    Table::new(
        t.text("contributions-accounts"),
        vec![
            Column::text(t.text("contributions-column-account")),
            Column::number(t.text("contributions-column-amount")),
        ],
        rows,
    )
}
