//! Pages over many models of a movement: a province with all its communes, as a reader asks for them.

use std::{sync::Arc, time::Instant};

use anyhow::Context as _;
use axum::{body::Body, http::Request};
use clap::Args;
use facts::{ColumnValue, Ledger, NewRecord, RecordId, Values};
use jiff::{Timestamp, civil::date};
use movements::{Movement, Movements, definition};
use platform::{clock::SetClock, i18n::Translations, page::Site};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use units::LiveUnits;

/// Models of a province.
#[derive(Args)]
pub struct Models {
    /// A database: sqlite://PATH
    #[arg(long)]
    database: String,
    /// How many models
    #[arg(long)]
    models: u64,
    /// How many times each page is asked for
    #[arg(long)]
    rounds: usize,
}

const YEAR: i16 = 2025;
/// Pages by name.
const PAGES: [(&str, &str); 6] = [
    ("country", "/dan-van-kheo?nam=2025"),
    ("province", "/dan-van-kheo/an-giang/bang?nam=2025"),
    ("gallery", "/dan-van-kheo/an-giang"),
    (
        "narrowed",
        "/dan-van-kheo/an-giang?nam=2025&linh-vuc=economy&loc=duoc-cong-nhan",
    ),
    ("search", "/dan-van-kheo/an-giang?q=mo+hinh+77"),
    ("nothing", "/dan-van-kheo/an-giang?q=khong+co+o+dau"),
];

/// Stores the models, unless they are there, and asks for pages.
pub async fn pages(args: &Models) -> anyhow::Result<Value> {
    let db = super::open(&args.database).await?;
    let registry = Arc::new(super::official_units()?);
    units::load_official(&db, Timestamp::UNIX_EPOCH).await?;
    let catalogue = Arc::new(super::catalogue()?);
    let movements: Arc<[Movement]> = definition::delivered(&catalogue)?.into();
    let day = date(YEAR, 12, 31);
    let province = registry.at("91", day).context("An Giang")?.id;
    let communes: Vec<_> = registry.children(province, day).map(|unit| unit.id).collect();
    let form = catalogue.record_kind(&movements[0].record).context("the form")?;
    let fields = movements[0].fields(&catalogue);
    let groups = movements[0].groups(&catalogue);
    let mut drawn = 0_u64;
    let desk = Movements::new(
        db.clone(),
        LiveUnits::new(Arc::clone(&registry)),
        (Arc::clone(&catalogue), Arc::clone(&movements)),
        Arc::new(SetClock::at(day, 9)),
        Box::new(move |octets| {
            drawn += 1;
            for (octet, drawn) in octets.iter_mut().rev().zip(drawn.to_le_bytes()) {
                *octet = drawn;
            }
        }),
    );
    let at = |items: &[facts::catalogue::Item], number: u64| -> ColumnValue {
        let index = usize::try_from(number).unwrap_or(0) % items.len().max(1);
        ColumnValue::Choice(items.get(index).map(|item| item.key.clone()).unwrap_or_default())
    };
    let start = Instant::now();
    let mut ledger = Ledger::open(&db, Timestamp::UNIX_EPOCH).await?;
    let mut records = Vec::with_capacity(super::CHUNK);
    for number in 0..args.models {
        let columns = &movements[0].columns;
        let mut values = Values::new();
        let mut put = |key: &str, value| values.insert(key.to_owned(), value);
        put(&columns.title, ColumnValue::Text(format!("Mô hình {number}")));
        put(&columns.group, at(groups, number / 3));
        put(&columns.field, at(fields, number));
        put(
            &columns.holder,
            ColumnValue::Choice(movements[0].holders[0].key.clone()),
        );
        put(&columns.registered_on, ColumnValue::Date(date(YEAR, 2, 3)));
        if number % 5 > 0 {
            put(&columns.carried_out_on, ColumnValue::Date(date(YEAR, 8, 3)));
        }
        if number % 5 > 1 {
            put(&columns.recognised_on, ColumnValue::Date(date(YEAR, 11, 3)));
        }
        put(&columns.maintained, ColumnValue::Flag(number % 4 == 0));
        let mut octets = [0; 10];
        octets[2..].copy_from_slice(&number.to_be_bytes());
        let turn = usize::try_from(number).unwrap_or(0) % communes.len().max(1);
        records.push(NewRecord {
            id: RecordId(platform::id::uuid_v7(Timestamp::UNIX_EPOCH, octets)),
            unit: communes.get(turn).copied().context("a commune")?,
            hamlet: None,
            entry: form
                .enter(&catalogue, &values)
                .map_err(|_| anyhow::anyhow!("the form does not take the model"))?,
            demo: false,
            batch: None,
        });
        if records.len() == super::CHUNK {
            ledger.append(&records).await?;
            records.clear();
        }
    }
    ledger.append(&records).await?;
    ledger.commit().await?;
    let (adopted, _) = desk.adopt().await?;
    let storing = start.elapsed().as_secs_f64();
    db.analyze().await?;
    let site = Arc::new(Site {
        translations: Translations::new(&[
            platform::i18n::TEXTS,
            units::TEXTS,
            facts::TEXTS,
            movements::TEXTS,
        ])?,
        demo: false,
        navigation: Vec::new(),
    });
    let app = movements::routes(site, Arc::new(desk)).into_router();
    let mut milliseconds = serde_json::Map::new();
    for (name, path) in PAGES {
        let mut times = Vec::with_capacity(args.rounds);
        for _ in 0..args.rounds {
            let start = Instant::now();
            let response = app
                .clone()
                .oneshot(Request::get(path).body(Body::empty())?)
                .await?;
            anyhow::ensure!(
                response.status().is_success(),
                "{path} answers {}",
                response.status()
            );
            axum::body::to_bytes(response.into_body(), usize::MAX).await?;
            times.push(start.elapsed().as_secs_f64() * 1000.0);
        }
        milliseconds.insert(name.to_owned(), json!(times));
    }
    Ok(json!({ "models": adopted, "storing": storing, "milliseconds": milliseconds }))
}
