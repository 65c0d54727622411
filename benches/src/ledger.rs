//! Pages over the ledgers of a commune that has received and spent for very long.

use std::{sync::Arc, time::Instant};

use anyhow::Context as _;
use axum::{body::Body, http::Request};
use clap::Args;
use contributions::{
    Contributions,
    ledger::{Account, Giver, Kind, Purse, Use},
    model::By,
    rules::{Basis, Terms},
    service::{Draft, page_of},
    store,
};
use jiff::{Timestamp, civil::date};
use platform::{
    clock::SetClock,
    db::{Database, Value as Bound},
    i18n::Translations,
    page::Site,
    params,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

/// A commune's ledgers.
#[derive(Args)]
pub struct Ledgers {
    /// A database: sqlite://PATH
    #[arg(long)]
    database: String,
    /// How many ledger lines; two for each entry
    #[arg(long)]
    lines: u64,
    /// How many times each page is asked for
    #[arg(long)]
    rounds: usize,
}

/// Campaigns, of which the first has half of all entries.
const CAMPAIGNS: u64 = 50;
/// Entries stored in one transaction.
const BATCH: i64 = 20_000;
/// Every so many gifts, one spending.
const GIFTS: i64 = 4;

/// Octets that a number is told by.
fn named<const N: usize>(campaign: u64, number: i64) -> Vec<u8> {
    let mut octets = [0; N];
    octets[..8].copy_from_slice(&campaign.to_be_bytes());
    octets[N - 8..].copy_from_slice(&number.to_be_bytes());
    octets.to_vec()
}

/// Fills a ledger with gifts of 1,000 đồng and spending, as rows: what is measured is reading.
async fn fill(db: &Database, unit: UnitId, id: &[u8], (campaign, entries): (u64, i64)) -> anyhow::Result<()> {
    let cash = Account::Purse(Purse::Cash).key();
    let income = Account::Income(Kind::Money, Giver::Households).key();
    let spent = Account::Spent(Kind::Money, Use::Works).key();
    let (mut left, mut given, mut used, mut gifts) = (0_i64, 0_i64, 0_i64, 0_i64);
    let mut first = 1;
    while first <= entries {
        let last = (first + BATCH - 1).min(entries);
        let (mut heads, mut lines, mut receipts) = (Vec::new(), Vec::new(), Vec::new());
        for number in first..=last {
            let gift = number % (GIFTS + 1) != 0;
            let amount = if gift { 1_000 } else { 500 };
            let receipt = named::<16>(campaign, number);
            let (kind, debit, credit) = if gift {
                left += amount;
                given += amount;
                gifts += 1;
                ("received", &cash, &income)
            } else {
                left -= amount;
                used += amount;
                ("spent", &spent, &cash)
            };
            heads.push(params![
                unit,
                id.to_vec(),
                number,
                kind,
                20_700 + number % 300,
                number,
                if gift { "" } else { "Mua vật tư" },
                if gift { "" } else { "HĐ 1" },
                Bound::Bytes(None),
                Bound::Bytes(gift.then(|| receipt.clone())),
                Bound::Int(None),
                Bound::Bytes(None),
                "",
                0,
                0,
                left,
                0,
                0,
                named::<32>(campaign, number),
                named::<32>(campaign, number),
                format!("{campaign}.{number}"),
                named::<16>(0, 1),
                "commune_officer",
                Bound::Bytes(None),
                Bound::Bytes(None),
            ]);
            lines.push(params![unit, id.to_vec(), number, 0, debit.as_str(), amount]);
            lines.push(params![unit, id.to_vec(), number, 1, credit.as_str(), -amount]);
            if gift {
                receipts.push(params![
                    unit,
                    receipt,
                    id.to_vec(),
                    number,
                    2_000 + i64::try_from(campaign)?,
                    number,
                    format!("{campaign:03}{number:07}"),
                    "money",
                    "households",
                    amount,
                    0,
                    0,
                    "",
                    20_700 + number % 300,
                    false,
                    Bound::Int(None),
                    Bound::Bytes(None),
                ]);
            }
        }
        let mut write = db.write().await?;
        write
            .insert_many(
                "INSERT INTO contribution_entry (unit_id, campaign_id, number, kind, on_day, at, text, document, file_hash, \
                 receipt_id, about, other_campaign, class, households, people, cash_after, bank_after, goods_after, chain, \
                 logged, once, account, role, record_id, support_id)",
                &heads,
                "",
            )
            .await?;
        write
            .insert_many(
                "INSERT INTO contribution_line (unit_id, campaign_id, number, line, account, amount)",
                &lines,
                "",
            )
            .await?;
        write
            .insert_many(
                "INSERT INTO contribution_receipt (unit_id, id, campaign_id, entry, year, number, code, kind, giver, amount, \
                 refunded, quantity, what, on_day, named, reversed_by, record_id)",
                &receipts,
                "",
            )
            .await?;
        write.commit().await?;
        first = last + 1;
    }
    let mut write = db.write().await?;
    for (account, balance) in [(&cash, left), (&income, -given), (&spent, used)] {
        write
            .execute(
                "INSERT INTO contribution_balance (unit_id, campaign_id, account, balance) VALUES ($1, $2, $3, $4)",
                &params![unit, id.to_vec(), account.as_str(), balance],
            )
            .await?;
    }
    write
        .execute(
            "INSERT INTO contribution_count (unit_id, campaign_id, what, amount) VALUES ($1, $2, 'gifts.money', $3)",
            &params![unit, id.to_vec(), gifts],
        )
        .await?;
    write
        .execute(
            "UPDATE contribution_campaign SET last_entry = $3, head = $4 WHERE unit_id = $1 AND id = $2",
            &params![unit, id.to_vec(), entries, named::<32>(campaign, entries)],
        )
        .await?;
    write.commit().await?;
    Ok(())
}

/// Stores the lines, unless they are there, and asks for pages.
pub async fn pages(args: &Ledgers) -> anyhow::Result<Value> {
    let db = super::open(&args.database).await?;
    let registry = Arc::new(super::official_units()?);
    units::load_official(&db, Timestamp::UNIX_EPOCH).await?;
    let day = date(2026, 9, 1);
    let province = registry.at("91", day).context("An Giang")?.id;
    let commune = registry.children(province, day).next().context("a commune")?;
    let (unit, code) = (commune.id, commune.code.clone());
    let mut drawn = 0_u64;
    let desk = Contributions::new(
        db.clone(),
        LiveUnits::new(Arc::clone(&registry)),
        (
            Arc::new(super::catalogue()?),
            Arc::new(rulebook::Rulebook::embedded().map_err(|_| anyhow::anyhow!("the rulebooks"))?),
        ),
        Arc::new(SetClock::at(day, 9)),
        Box::new(move |octets| {
            drawn += 1;
            for (octet, drawn) in octets.iter_mut().rev().zip(drawn.to_le_bytes()) {
                *octet = drawn;
            }
        }),
    );
    let by = |number| By {
        account: Uuid::from_u128(number),
        role: "commune_officer".to_owned(),
    };
    let start = Instant::now();
    let entries = i64::try_from(args.lines / 2)?;
    for campaign in 0..CAMPAIGNS {
        let draft = Draft {
            hamlet: None,
            basis: Basis::Sponsorship,
            purpose: "infrastructure".to_owned(),
            title: format!("Cuộc vận động {campaign}"),
            from: date(2026, 1, 1),
            until: date(2026, 12, 31),
            terms: Terms {
                aim: "Làm đường".to_owned(),
                scope: "Mọi người".to_owned(),
                method: "Có biên nhận".to_owned(),
                place: "Trụ sở".to_owned(),
                manager: "Ban vận động".to_owned(),
                ..Terms::default()
            },
        };
        let id = desk.draft(unit, &draft, by(1)).await?;
        desk.open((unit, id), 1, &by(2)).await?;
        let others = i64::try_from(CAMPAIGNS - 1)?;
        let own = if campaign == 0 {
            entries / 2
        } else {
            entries / 2 / others
        };
        fill(&db, unit, id.0.as_bytes(), (campaign, own)).await?;
    }
    let storing = start.elapsed().as_secs_f64();
    db.analyze().await?;
    let mut read = db.read().await?;
    let campaigns = store::campaigns(&mut read, unit, false, None, usize::try_from(CAMPAIGNS)?).await?;
    drop(read);
    let longest = campaigns
        .iter()
        .max_by_key(|campaign| campaign.last_entry)
        .context("a campaign")?;
    let lines: i64 = campaigns.iter().map(|campaign| 2 * campaign.last_entry).sum();
    let page = page_of(&code, longest.id);
    let api = format!("/api/v1/contributions/{code}/{}", longest.id);
    // A number in the middle that is no spending.
    let middle = longest.last_entry / 10 * 5 + 1;
    let asked = [
        ("campaigns of a commune", format!("/dong-gop/{code}")),
        ("campaign", page.clone()),
        ("ledger, latest", format!("{page}/so")),
        ("ledger, in the middle", format!("{page}/so?truoc={middle}")),
        ("ledger, earliest", format!("{page}/so?truoc=51")),
        ("receipt checked", format!("/bien-nhan/{code}-000{middle:07}")),
        ("500 entries as JSON", format!("{api}/entries?after={middle}")),
    ];
    let site = Arc::new(Site {
        translations: Translations::new(&[
            platform::i18n::TEXTS,
            units::TEXTS,
            facts::TEXTS,
            contributions::TEXTS,
        ])?,
        demo: false,
        navigation: Vec::new(),
    });
    let app = contributions::routes(site, Arc::new(desk)).into_router();
    let mut milliseconds = serde_json::Map::new();
    for (name, path) in &asked {
        let mut times = Vec::with_capacity(args.rounds);
        for _ in 0..args.rounds {
            let start = Instant::now();
            let request = Request::get(path).body(Body::empty())?;
            let response = app.clone().oneshot(request).await?;
            anyhow::ensure!(
                response.status().is_success(),
                "{path} answers {}",
                response.status()
            );
            axum::body::to_bytes(response.into_body(), usize::MAX).await?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        milliseconds.insert((*name).to_owned(), json!(times));
    }
    Ok(json!({ "lines": lines, "storing": storing, "milliseconds": milliseconds }))
}
