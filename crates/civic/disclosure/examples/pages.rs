//! The pages of public posting as somebody in a role sees them, to look at while changing them:
//! `cargo run -p disclosure --example pages DATABASE ROLE COMMUNE [PORT]`, where `DATABASE` was made by `dinh demo`,
//! `ROLE` is a key of `data/access/policy.toml` or `stranger`, and `COMMUNE` the code of a commune.

use std::{env, sync::Arc};

use axum::{extract::Request, middleware};
use disclosure::Disclosures;
use facts::Catalogue;
use platform::{
    access::{FormToken, Policy, Visitor, testing::Someone},
    calendar::WorkingCalendar,
    clock::{Clock, SystemClock},
    db::{Database, PoolSize},
    i18n::Translations,
    page::{self, NavItem, Site},
};
use rulebook::Rulebook;
use units::{LiveUnits, Units, hamlets};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = env::args().skip(1);
    let mut word = || words.next().unwrap_or_default();
    let (database, role, commune, port) = (word(), word(), word(), word());
    let db = Database::open(&database, PoolSize::default()).await?;
    let mut read = db.read().await?;
    let units = LiveUnits::new(Arc::new(Units::load(&mut read).await?));
    let today = SystemClock.today();
    let unit = units.current().at(&commune, today).ok_or("no such commune")?.id;
    let hamlets = hamlets::page(&mut read, unit, today, None, 1).await?;
    drop(read);
    let visitor = if role == "stranger" {
        Visitor::default()
    } else {
        let place = match hamlets.first().filter(|_| role == "hamlet_head") {
            Some(hamlet) => platform::access::Place::hamlet(unit, hamlet.id),
            None => platform::access::Place::from(unit),
        };
        let someone = Someone::within(&role, place, today, Arc::new(units.clone()), 7);
        Visitor {
            actor: someone.actor().cloned(),
            token: FormToken::of("example"),
        }
    };
    let site = Arc::new(Site {
        translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, disclosure::TEXTS])?,
        demo: true,
        navigation: vec![NavItem {
            href: "/cong-khai",
            label_key: "disclosure-nav",
            policy: Policy::Open,
        }],
    });
    let calendar = WorkingCalendar::embedded().map_err(|_| "the calendar")?;
    let catalogue = Catalogue::delivered().map_err(|_| "the catalogue")?;
    let rulebook = Rulebook::embedded().map_err(|_| "the rulebook")?;
    let mut drawn = 0_u8;
    let desk = Disclosures::new(
        db,
        units,
        (Arc::new(catalogue), Arc::new(rulebook), calendar),
        Arc::new(SystemClock),
        Box::new(move |octets| {
            drawn = drawn.wrapping_add(1);
            octets.fill(drawn);
        }),
    )
    .demo(true);
    let app = disclosure::routes(Arc::clone(&site), Arc::new(desk))
        .merge(platform::assets::routes().mount(Arc::clone(&site)))
        .into_router()
        .fallback_service(axum::routing::any(page::fallback).with_state(site))
        .layer(middleware::from_fn(page::remember_language))
        .layer(middleware::from_fn(page::secure))
        .layer(middleware::from_fn(
            move |mut request: Request, next: middleware::Next| {
                request.extensions_mut().insert(visitor.clone());
                next.run(request)
            },
        ));
    let port = if port.is_empty() { "8089" } else { &port };
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    println!("http://{}/cong-khai/{commune}", listener.local_addr()?);
    axum::serve(listener, app).await?;
    Ok(())
}
