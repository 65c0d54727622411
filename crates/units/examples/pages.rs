//! The pages about units on the real map, to look at while changing them:
//! `cargo run -p units --example pages [PORT]`, then open the address it names.

use std::{env, sync::Arc};

use axum::middleware;
use platform::{
    access::Policy,
    clock::{Clock, SystemClock},
    db::{Database, PoolSize},
    i18n::Translations,
    page::{self, NavItem, Site},
};
use units::{LiveUnits, MIGRATIONS, TEXTS, Units, load_official};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = env::args().nth(1).unwrap_or_else(|| "8087".to_owned());
    let folder = tempfile::tempdir()?;
    let address = format!("sqlite://{}", folder.path().join("units.db").display());
    let db = Database::open(&address, PoolSize::default()).await?;
    db.migrate(&[MIGRATIONS]).await?;
    load_official(&db, SystemClock.now()).await?;
    let units = LiveUnits::new(Arc::new(Units::load(&mut db.read().await?).await?));
    let site = Arc::new(Site {
        translations: Translations::new(&[platform::i18n::TEXTS, TEXTS])?,
        demo: false,
        navigation: vec![NavItem {
            href: "/don-vi",
            label_key: "units-nav",
            policy: Policy::Open,
        }],
    });
    let app = units::routes(Arc::clone(&site), units, db, Arc::new(SystemClock))
        .merge(platform::assets::routes().mount(Arc::clone(&site)))
        .into_router()
        .fallback_service(axum::routing::any(page::fallback).with_state(site))
        .layer(middleware::from_fn(page::remember_language))
        .layer(middleware::from_fn(page::secure));
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}/don-vi", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
