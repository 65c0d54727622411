//! The server: routes of all slices, the layers around them, start and stop.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use assessment::Assessments;
use axum::{
    Json, Router,
    extract::{FromRef, State},
    http::StatusCode,
};
use benefits::Benefits;
use disclosure::{Disclosures, jobs::Tended};
use identity::Identity;
use mediation::Mediations;
use movements::Movements;
use petitions::{Letters, Petitions};
use platform::{
    access::{Mounted, Policy, Routes},
    db::Database,
    i18n::{Locale, Translations, Translator},
    outbox::Carry,
    page::{self, NavItem, Site},
};
use reception::Receptions;
use supervision::Supervision;
use tokio::{net::TcpListener, sync::watch, task::JoinSet};
use tower_http::{compression::CompressionLayer, timeout::TimeoutLayer, trace::TraceLayer};
use utoipa::OpenApi as _;

use crate::{house::House, trouble::Trouble};

/// The longest a request may take: a large file comes slowly over a weak line.
const TIMEOUT: Duration = Duration::from_secs(600);

/// The description of all open data.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut api = reports::api::Api::openapi();
    api.merge(units::api::Api::openapi());
    api.merge(transparency::api::Api::openapi());
    api.merge(benefits::api::Api::openapi());
    api.merge(contributions::api::Api::openapi());
    api.merge(deliberation::consultation::api::Api::openapi());
    api.merge(disclosure::api::Api::openapi());
    api.merge(deliberation::api::Api::openapi());
    api.merge(movements::api::Api::openapi());
    api.merge(petitions::api::Api::openapi());
    api.merge(assessment::api::Api::openapi());
    api.merge(plans::api::Api::openapi());
    api.merge(reception::api::Api::openapi());
    api.merge(supervision::api::Api::openapi());
    api.merge(workplace::api::Api::openapi());
    api.info.title = "Đình".to_owned();
    api.info.version = env!("CARGO_PKG_VERSION").to_owned();
    api.info.description = Some("Open data on grassroots democracy, counted from records.".to_owned());
    api
}

/// The server's own routes stand on this.
#[derive(Clone)]
struct Own {
    site: Arc<Site>,
    db: Database,
}

impl FromRef<Own> for Arc<Site> {
    fn from_ref(own: &Own) -> Self {
        Arc::clone(&own.site)
    }
}

fn site(house: &House) -> Arc<Site> {
    let item = |href, label_key, policy| NavItem {
        href,
        label_key,
        policy,
    };
    Arc::new(Site {
        translations: house.translations.clone(),
        demo: house.demo,
        navigation: vec![
            item("/cong-khai", "disclosure-nav", Policy::Open),
            item("/co-quan", "organisations-nav", Policy::Open),
            item("/noi-lam-viec", "workplace-nav", Policy::Open),
            item("/ke-hoach", "plans-nav", Policy::Open),
            item("/giam-sat", "supervision-nav", Policy::Open),
            item("/danh-gia", "assessment-nav", Policy::Open),
            item("/dan-ban", "deliberation-nav", Policy::Open),
            item("/lay-y-kien", "consultation-nav", Policy::Open),
            item("/hoa-giai", "mediation-nav", Policy::Open),
            item(home_of_movements(house), "movements-nav", Policy::Open),
            item("/ho-tro", "benefits-nav", Policy::Open),
            item("/dong-gop", "contributions-nav", Policy::Open),
            item("/kien-nghi", "petitions-nav", Policy::Open),
            item("/tiep-cong-dan", "reception-nav", Policy::Open),
            item("/bao-cao", "reports-nav", Policy::Open),
            item("/don-vi", "units-nav", Policy::Open),
            item("/so-minh-bach", "transparency-nav", Policy::Open),
            item("/ho", "households-nav", Policy::May("households", "read")),
            item("/nhap", "imports-nav", Policy::May("imports", "import")),
            item(
                "/quan-tri",
                "identity-people-title",
                Policy::May("people", "enrol"),
            ),
        ],
    })
}

/// The first page of the first movement, from which the others are reached.
fn home_of_movements(house: &House) -> &'static str {
    house
        .movements
        .first()
        .map_or("/", |movement| movements::path(movement, ""))
}

/// The routes of all slices, each with its policy.
pub async fn routes(house: &House, site: &Arc<Site>, identity: &Arc<Identity>) -> anyhow::Result<Mounted> {
    let declared = identity::Declared::default();
    let own = Routes::new()
        .get("/api/openapi.json", Policy::Open, || async { Json(openapi()) })
        .get("/health/live", Policy::Open, || async { "ok" })
        .get("/health/ready", Policy::Open, ready)
        .merge(platform::assets::routes())
        .mount(Own {
            site: Arc::clone(site),
            db: house.db.clone(),
        });
    let all = own
        .merge(disclosure::routes(
            Arc::clone(site),
            Arc::new(house.disclosures()?),
        ))
        .merge(deliberation::routes(
            Arc::clone(site),
            Arc::new(house.deliberations()?),
        ))
        .merge(deliberation::consultation::routes(
            Arc::clone(site),
            Arc::new(house.consultations()?),
        ))
        .merge(assessment::routes(
            Arc::clone(site),
            Arc::new(house.assessments()?),
        ))
        .merge(benefits::routes(Arc::clone(site), Arc::new(house.benefits()?)))
        .merge(contributions::routes(
            Arc::clone(site),
            Arc::new(house.contributions()?),
        ))
        .merge(mediation::routes(
            Arc::clone(site),
            Arc::new(house.mediations().await?),
        )?)
        .merge(movements::routes(Arc::clone(site), Arc::new(house.movements())))
        .merge(petitions::routes(Arc::clone(site), Arc::new(house.petitions()?)))
        .merge(plans::routes(Arc::clone(site), Arc::new(house.plans())))
        .merge(reception::routes(Arc::clone(site), Arc::new(house.receptions()?)))
        .merge(reports::routes(Arc::clone(site), Arc::new(house.reports()?)))
        .merge(supervision::routes(
            Arc::clone(site),
            Arc::new(house.supervision()?),
        ))
        .merge(workplace::routes(Arc::clone(site), Arc::new(house.workplaces())))
        .merge(units::routes(
            Arc::clone(site),
            house.units.clone(),
            house.db.clone(),
            Arc::clone(&house.clock),
        ))
        .merge(households::routes(
            Arc::clone(site),
            house.units.clone(),
            Arc::new(house.households()),
        ))
        .merge(imports::routes(Arc::clone(site), Arc::new(house.importer())))
        .merge(identity::routes(
            Arc::clone(site),
            Arc::clone(identity),
            Arc::clone(&declared),
            house.public_address().unwrap_or_default(),
        ));
    // Just made, so nobody has filled it before.
    let _ = declared.set(all.routes());
    Ok(all)
}

/// What answers requests: all routes, and the layers around them.
pub async fn app(house: &House) -> anyhow::Result<Router> {
    let site = site(house);
    let log = transparency::routes(Arc::clone(&site), Arc::new(house.public_log()));
    let identity = Arc::new(house.identity()?);
    Ok(routes(house, &site, &identity)
        .await?
        .into_router()
        .merge(log)
        .fallback_service(axum::routing::any(page::fallback).with_state(site))
        .layer(axum::middleware::from_fn_with_state(identity, identity::identify))
        .layer(axum::middleware::from_fn(page::remember_language))
        .layer(axum::middleware::from_fn(page::secure))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            TIMEOUT,
        ))
        .layer(CompressionLayer::new())
        .layer(TraceLayer::new_for_http()))
}

/// The page at `path`, as the server would answer it, for writing to a file.
pub async fn page(house: &House, path: &str) -> anyhow::Result<Vec<u8>> {
    use tower::ServiceExt as _;
    let request = axum::http::Request::get(path).body(axum::body::Body::empty())?;
    let response = app(house).await?.oneshot(request).await?;
    anyhow::ensure!(
        response.status().is_success(),
        "the page {path} answers {}",
        response.status()
    );
    Ok(axum::body::to_bytes(response.into_body(), usize::MAX)
        .await?
        .to_vec())
}

async fn ready(State(own): State<Own>) -> (StatusCode, &'static str) {
    let answer = async {
        own.db
            .read()
            .await?
            .one("SELECT 1", &[], |row| row.get::<i32>(0))
            .await
    };
    match answer.await {
        Ok(_) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}

/// Serves until asked to stop, then lets running requests finish.
pub async fn serve(house: &House, listen: SocketAddr) -> anyhow::Result<()> {
    house.open_log().await?;
    let app = app(house).await?;
    let listener = TcpListener::bind(listen).await.map_err(|error| Trouble::Listen {
        address: listen,
        error,
    })?;
    tracing::info!(address = %format!("http://{}", listener.local_addr()?), "serving");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let sequencer = tokio::spawn(house.sequencer().run(async move {
        // Stopping and forgetting to say so come to the same.
        let _ = stopped.await;
    }));
    let telling = tokio::spawn(tell(house.disclosures()?, house.translations.clone()));
    let (stop_carriers, stopping) = watch::channel(());
    let mut carrying = JoinSet::new();
    if let Some(carrier) = house.carrier()? {
        carry(&mut carrying, carrier, &stopping);
    }
    carry(&mut carrying, house.teller()?, &stopping);
    for messenger in house.messengers()? {
        carry(&mut carrying, messenger, &stopping);
    }
    let mut tending = JoinSet::new();
    tending.spawn(read_letters(house.petitions()?));
    let (disclosures, vietnamese) = (house.disclosures()?, house.translations.translator(Locale::Vi));
    tending.spawn(every_hour(async move || {
        tend_disclosures(&disclosures, &vietnamese).await;
    }));
    let mediations = house.mediations().await?;
    tending.spawn(every_hour(async move || tend_mediation(&mediations).await));
    let petitions = house.petitions()?;
    tending.spawn(every_hour(async move || tend_petitions(&petitions).await));
    let receptions = house.receptions()?;
    tending.spawn(every_hour(async move || tend_receptions(&receptions).await));
    let assessments = house.assessments()?;
    tending.spawn(every_hour(async move || tend_assessments(&assessments).await));
    let supervision = house.supervision()?;
    tending.spawn(every_hour(async move || tend_supervision(&supervision).await));
    let benefits = house.benefits()?;
    tending.spawn(every_hour(async move || tend_benefits(&benefits).await));
    tending.spawn(adopt(house.movements()));
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(asked_to_stop())
        .await?;
    drop(stop);
    drop(stop_carriers);
    telling.abort();
    tending.abort_all();
    sequencer.await.context("the writer of the public log failed")?;
    while let Some(carried) = carrying.join_next().await {
        carried.context("a carrier of the outbox failed")?;
    }
    house.db.close().await;
    Ok(())
}

/// Lets a carrier bring out what waits, until the server stops.
fn carry(carrying: &mut JoinSet<()>, carrier: impl Carry + Send + 'static, stopping: &watch::Receiver<()>) {
    let mut stopping = stopping.clone();
    carrying.spawn(async move {
        // Stopping and forgetting to say so come to the same.
        carrier.run(async move { drop(stopping.changed().await) }).await;
    });
}

/// Reads every few seconds the mail that came in.
async fn read_letters(petitions: Petitions) {
    const PAUSE: Duration = Duration::from_secs(5);
    while petitions.reads_mail() {
        match petitions.read_letters().await {
            Ok(letters) if letters == Letters::default() => {}
            Ok(letters) => tracing::info!(
                taken = letters.taken,
                added = letters.added,
                puzzling = letters.puzzling,
                automatic = letters.automatic,
                aside = letters.aside,
                "read mail that came in"
            ),
            Err(error) => tracing::error!(%error, "mail that came in could not be read"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Does every hour what a slice does by itself. What is half done when the server stops is rolled back, and done at the
/// next start.
async fn every_hour(mut tend: impl AsyncFnMut()) {
    const HOUR: Duration = Duration::from_secs(3_600);
    loop {
        tend().await;
        tokio::time::sleep(HOUR).await;
    }
}

/// What public posting does by itself: registers of ended quarters, duties that were missed.
async fn tend_disclosures(disclosures: &Disclosures, vietnamese: &Translator) {
    match disclosures.tend(vietnamese).await {
        Ok(tended) if tended == Tended::default() => {}
        Ok(tended) => tracing::info!(
            registers = tended.registers,
            missed = tended.missed,
            resolved = tended.resolved,
            "tended public posting"
        ),
        Err(error) => tracing::error!(%error, "public posting could not be tended"),
    }
}

/// What mediation does by itself: figures of ended quarters, erasing what has had its time.
async fn tend_mediation(mediations: &Mediations) {
    match mediations.tend().await {
        Ok(tended) if tended == mediation::Tended::default() => {}
        Ok(tended) => tracing::info!(
            quarters = tended.quarters,
            erased = tended.erased,
            "tended mediation"
        ),
        Err(error) => tracing::error!(%error, "mediation could not be tended"),
    }
}

/// What assessments do by themselves: what was said in objections is erased on its date.
async fn tend_assessments(assessments: &Assessments) {
    match assessments.tend().await {
        Ok(0) => {}
        Ok(forgotten) => tracing::info!(forgotten, "tended assessments"),
        Err(error) => tracing::error!(%error, "assessments could not be tended"),
    }
}

/// What supervision does by itself: what citizens said is erased on its date.
async fn tend_supervision(supervision: &Supervision) {
    match supervision.tend().await {
        Ok(0) => {}
        Ok(forgotten) => tracing::info!(forgotten, "tended supervision"),
        Err(error) => tracing::error!(%error, "supervision could not be tended"),
    }
}

/// What receptions do by themselves: reminders are written, what is not to be kept is erased.
async fn tend_receptions(receptions: &Receptions) {
    match receptions.tend().await {
        Ok(tended) if tended == reception::Tended::default() => {}
        Ok(tended) => tracing::info!(
            reminded = tended.reminded,
            forgotten = tended.forgotten,
            "tended receptions"
        ),
        Err(error) => tracing::error!(%error, "receptions could not be tended"),
    }
}

/// What packages of support do by themselves: what is not to be kept is erased.
async fn tend_benefits(benefits: &Benefits) {
    match benefits.tend().await {
        Ok(tended) if tended == ::benefits::Tended::default() => {}
        Ok(tended) => tracing::info!(
            forgotten = tended.forgotten,
            hashes = tended.hashes,
            "tended packages of support"
        ),
        Err(error) => tracing::error!(%error, "packages of support could not be tended"),
    }
}

/// What petitions do by themselves: what is overdue goes up, what is settled closes, contacts are erased.
async fn tend_petitions(petitions: &Petitions) {
    match petitions.tend().await {
        Ok(tended) if tended == ::petitions::Tended::default() => {}
        Ok(tended) => tracing::info!(
            escalated = tended.escalated,
            closed = tended.closed,
            forgotten = tended.forgotten,
            "tended petitions"
        ),
        Err(error) => tracing::error!(%error, "petitions could not be tended"),
    }
}

/// Gives every model that came into a register with a file its page, soon after it came.
async fn adopt(movements: Movements) {
    const PAUSE: Duration = Duration::from_secs(300);
    loop {
        match movements.adopt().await {
            Ok((0, 0)) => {}
            Ok((came, went)) => tracing::info!(came, went, "gave models of registers their pages"),
            Err(error) => tracing::error!(%error, "models of registers could not be given pages"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Puts into the outbox every few seconds what followers of boards wait for.
async fn tell(disclosures: Disclosures, translations: Translations) {
    const PAUSE: Duration = Duration::from_secs(5);
    while disclosures.sends_mail() {
        match disclosures.tell_followers(&translations).await {
            Ok(0) => {}
            Ok(put) => tracing::info!(put, "wrote to followers"),
            Err(error) => tracing::error!(%error, "followers could not be told"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn asked_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} }
            }
            Err(_) => drop(interrupt.await),
        }
    }
    #[cfg(not(unix))]
    drop(interrupt.await);
    tracing::info!("stopping");
}

#[cfg(test)]
mod tests {
    use axum::http::header;
    use platform::access::{CONFIRM, SIGN_IN, Table, testing::Someone};
    use tower::ServiceExt as _;

    use super::*;
    use crate::config::SettingsArgs;

    #[test]
    fn all_open_data_is_described() {
        let api = openapi();
        let paths: Vec<&String> = api.paths.paths.keys().collect();
        assert_eq!(
            paths,
            [
                "/api/v1/assessments/{unit}",
                "/api/v1/benefits/{unit}",
                "/api/v1/consultations/{unit}",
                "/api/v1/consultations/{unit}/{id}",
                "/api/v1/contributions/{unit}",
                "/api/v1/contributions/{unit}/{id}",
                "/api/v1/contributions/{unit}/{id}/entries",
                "/api/v1/contributions/{unit}/{id}/entries/csv",
                "/api/v1/decisions/{unit}",
                "/api/v1/decisions/{unit}/{id}",
                "/api/v1/disclosures/{unit}",
                "/api/v1/disclosures/{unit}/{id}",
                "/api/v1/indicators",
                "/api/v1/log",
                "/api/v1/log/entries",
                "/api/v1/log/entries/{index}",
                "/api/v1/log/entries/{index}/content",
                "/api/v1/log/entries/{index}/item",
                "/api/v1/movements/{movement}/{unit}/{year}",
                "/api/v1/movements/{movement}/{unit}/{year}/csv",
                "/api/v1/organisations/{unit}",
                "/api/v1/petitions/{unit}",
                "/api/v1/petitions/{unit}/{id}",
                "/api/v1/plans/{unit}",
                "/api/v1/procedures/{unit}",
                "/api/v1/receptions/{unit}",
                "/api/v1/reports/{unit}/{year}",
                "/api/v1/reports/{unit}/{year}/findings",
                "/api/v1/supervision/{unit}",
                "/api/v1/units",
                "/api/v1/units/{unit}",
                "/api/v1/workplaces/{unit}/{year}",
            ]
        );
    }

    /// What the gate answered.
    #[derive(Debug, PartialEq, Eq)]
    enum Answer {
        Allowed,
        SignInFirst,
        ConfirmFirst,
        Refused,
    }

    async fn answer(app: &Router, route: &platform::access::Route, someone: &Someone) -> Answer {
        let path: String = route
            .path
            .split('/')
            .map(|step| if step.starts_with('{') { "x" } else { step })
            .collect::<Vec<_>>()
            .join("/");
        let request = match route.method {
            "GET" => someone.get(&path),
            "POST" => someone.post(&path, "x=1"),
            other => panic!("{other}: say here how it is asked for"),
        };
        let response = app.clone().oneshot(request).await.unwrap();
        let location = response.headers().get(header::LOCATION);
        let to = location.and_then(|to| to.to_str().ok()).unwrap_or_default();
        match response.status() {
            StatusCode::FORBIDDEN => Answer::Refused,
            StatusCode::UNAUTHORIZED => Answer::SignInFirst,
            StatusCode::SEE_OTHER if to.starts_with(&format!("{SIGN_IN}?ve=")) => Answer::SignInFirst,
            StatusCode::SEE_OTHER if to.starts_with(&format!("{CONFIRM}?ve=")) => Answer::ConfirmFirst,
            _ => Answer::Allowed,
        }
    }

    /// Every route × every role, and nobody, against the running router.
    #[tokio::test]
    async fn every_route_answers_every_role_as_the_table_says() {
        let folder = tempfile::tempdir().unwrap();
        let args = SettingsArgs {
            database: Some(format!("sqlite://{}", folder.path().join("x.db").display())),
            ..SettingsArgs::default()
        };
        let settings = crate::config::Settings::gather(&args).unwrap();
        let house = House::open(&settings).await.unwrap();
        let identity = Arc::new(house.identity().unwrap());
        let mounted = routes(&house, &site(&house), &identity).await.unwrap();
        let all = mounted.routes();
        // Handlers find where a request comes from in every request, as the layer in front puts it there.
        let app = mounted
            .into_router()
            .layer(axum::Extension(identity::Whence::default()));
        let table = Table::delivered();
        let day = house.clock.today();
        let mut wrong = Vec::new();
        for route in &all {
            if let Some((function, action)) = route.policy.permission() {
                assert!(
                    table.knows(function, action),
                    "{route:?} asks for what no role allows"
                );
            }
            let mut expect = |who: &str, got: Answer, wanted: Answer| {
                if got != wanted {
                    wrong.push(format!("{who}: {route:?} answers {got:?} instead of {wanted:?}"));
                }
            };
            let wanted = if route.policy == Policy::Open {
                Answer::Allowed
            } else {
                Answer::SignInFirst
            };
            expect("nobody", answer(&app, route, &Someone::stranger()).await, wanted);
            for role in table.roles() {
                let allowed = route
                    .policy
                    .permission()
                    .is_none_or(|(function, action)| role.allows(function, action));
                let someone = Someone::with(&role.key, 1, day);
                let wanted = if allowed { Answer::Allowed } else { Answer::Refused };
                expect(&role.key, answer(&app, route, &someone).await, wanted);
                let wanted = match (allowed, route.policy.asks_again()) {
                    (false, _) => Answer::Refused,
                    (true, true) => Answer::ConfirmFirst,
                    (true, false) => Answer::Allowed,
                };
                expect(
                    &role.key,
                    answer(&app, route, &someone.unconfirmed()).await,
                    wanted,
                );
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(all.len() > 40, "only {} routes", all.len());
        // Each is declared once.
        let mut addresses: Vec<_> = all.iter().map(|route| (route.path, route.method)).collect();
        addresses.dedup();
        assert_eq!(addresses.len(), all.len());
        house.db.close().await;
    }
}
