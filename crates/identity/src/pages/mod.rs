//! The pages of this room: signing in and out, one's own account, people and their roles, who may do what.

mod account;
mod admin;
mod cards;
mod enrol;
mod matrix;
mod means;
mod providers;
mod sign_in;

use std::sync::Arc;

use axum::{
    extract::FromRef,
    http::{HeaderValue, header},
    response::Response,
};
use jiff::civil::Date;
use platform::{
    access::{ACCOUNT, CONFIRM, Mounted, Place, Policy, Route, Routes, SECOND_FACTOR, SIGN_IN, SIGN_OUT},
    db::DbResult,
    i18n::Translator,
    page::{self, Reader, Site},
};
use units::{UnitId, hamlets};

use crate::{
    identify::{DEVICE, SESSION},
    rules::Weak,
    service::{Identity, SignIn},
};

/// The declared routes of the whole program, for the page that shows them. It is filled when all are known.
pub type Declared = Arc<std::sync::OnceLock<Vec<Route>>>;

#[derive(Debug, Clone)]
struct Pages {
    site: Arc<Site>,
    identity: Arc<Identity>,
    declared: Declared,
    /// The address under which people reach the server; empty when it is not known.
    address: Arc<str>,
}

impl FromRef<Pages> for Arc<Site> {
    fn from_ref(pages: &Pages) -> Self {
        Arc::clone(&pages.site)
    }
}

/// The routes of the room. Printed codes lead to `address`, without a slash at its end.
pub fn routes(site: Arc<Site>, identity: Arc<Identity>, declared: Declared, address: &str) -> Mounted {
    let enrol = Policy::May("people", "enrol");
    let enrol_again = Policy::MayAgain("people", "enrol");
    let sign_all_out = Policy::MayAgain("people", "sign_all_out");
    Routes::new()
        .get(SIGN_IN, Policy::Open, sign_in::ask)
        .post(SIGN_IN, Policy::Open, sign_in::sign_in)
        .post(SIGN_OUT, Policy::SignedIn, sign_in::sign_out)
        .get(CONFIRM, Policy::SignedIn, sign_in::ask_again)
        .post(CONFIRM, Policy::SignedIn, sign_in::confirm)
        .post("/dang-nhap/khoa/hoi", Policy::Open, means::ask_to_sign_in)
        .post("/dang-nhap/khoa", Policy::Open, means::sign_in)
        .post("/xac-nhan/khoa/hoi", Policy::SignedIn, means::ask_to_confirm)
        .post("/xac-nhan/khoa", Policy::SignedIn, means::confirm)
        .get(SECOND_FACTOR, Policy::SignedIn, means::second_factor)
        .post(SECOND_FACTOR, Policy::SignedIn, cards::confirm)
        .get(cards::CARD, Policy::SignedInAgain, cards::ask)
        .post(cards::CARD, Policy::SignedInAgain, cards::print_own)
        .get("/tai-khoan/the-ma/huy", Policy::SignedInAgain, cards::ask_removal)
        .post("/tai-khoan/the-ma/huy", Policy::SignedInAgain, cards::remove)
        .get(means::MEANS, Policy::SignedIn, means::list)
        .get(
            "/tai-khoan/khoa-truy-cap/moi",
            Policy::SignedInAgain,
            means::ask_name,
        )
        .post("/tai-khoan/khoa-truy-cap/moi", Policy::SignedInAgain, means::add)
        .post(
            "/tai-khoan/khoa-truy-cap/hoi",
            Policy::SignedInAgain,
            means::ask_new,
        )
        .get(
            "/tai-khoan/khoa-truy-cap/{key}",
            Policy::SignedInAgain,
            means::ask_removal,
        )
        .post(
            "/tai-khoan/khoa-truy-cap/{key}",
            Policy::SignedInAgain,
            means::remove,
        )
        .get(
            "/dang-nhap/qua/{provider}",
            Policy::Open,
            providers::go_to_sign_in,
        )
        .get("/dang-nhap/qua/{provider}/ve", Policy::Open, providers::come_back)
        .get("/lien-ket", Policy::Open, providers::ask_code)
        .post("/lien-ket", Policy::Open, providers::link)
        .get(
            "/xac-nhan/qua/{provider}",
            Policy::SignedIn,
            providers::go_to_confirm,
        )
        .get(
            "/tai-khoan/lien-ket/{provider}",
            Policy::SignedInAgain,
            providers::go_to_link,
        )
        .get(
            "/tai-khoan/dinh-danh/{link}",
            Policy::SignedInAgain,
            providers::ask_removal,
        )
        .post(
            "/tai-khoan/dinh-danh/{link}",
            Policy::SignedInAgain,
            providers::remove,
        )
        .get("/ghi-danh", Policy::Open, enrol::ask)
        .post("/ghi-danh", Policy::Open, enrol::enrol)
        .get(ACCOUNT, Policy::SignedIn, account::show)
        .get(
            "/tai-khoan/mat-khau",
            Policy::SignedInAgain,
            account::ask_password,
        )
        .post(
            "/tai-khoan/mat-khau",
            Policy::SignedInAgain,
            account::change_password,
        )
        .get("/tai-khoan/phien", Policy::SignedIn, account::sessions)
        .post("/tai-khoan/phien", Policy::SignedInAgain, account::end_others)
        .post("/tai-khoan/phien/{session}", Policy::SignedInAgain, account::end)
        .get("/quan-tri", enrol, admin::people)
        .get("/quan-tri/nguoi-moi", enrol_again, admin::ask_new)
        .post("/quan-tri/nguoi-moi", enrol_again, admin::create)
        .get("/quan-tri/nguoi/{person}", enrol, admin::person)
        .get("/quan-tri/nguoi/{person}/vai-tro", enrol_again, admin::ask_grant)
        .post("/quan-tri/nguoi/{person}/vai-tro", enrol_again, admin::grant)
        .get(
            "/quan-tri/nguoi/{person}/vai-tro/{grant}",
            enrol_again,
            admin::ask_end,
        )
        .post(
            "/quan-tri/nguoi/{person}/vai-tro/{grant}",
            enrol_again,
            admin::end,
        )
        .post("/quan-tri/nguoi/{person}/ma", enrol_again, admin::code)
        .post("/quan-tri/nguoi/{person}/the-ma", enrol_again, cards::print_for)
        .post("/quan-tri/nguoi/{person}/dang-xuat", enrol_again, admin::sign_out)
        .get(admin::ALL_OUT, sign_all_out, admin::ask_sign_all_out)
        .post(admin::ALL_OUT, sign_all_out, admin::sign_all_out)
        .get("/quyen-han", Policy::Open, matrix::show)
        .mount(Pages {
            site,
            identity,
            declared,
            address: address.into(),
        })
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Response {
    tracing::error!(%error, "a page of accounts can't be shown");
    page::server_error(reader)
}

/// How a role's days are told.
fn period(t: &Translator, from: Date, to: Option<Date>) -> String {
    match to.and_then(|to| to.yesterday().ok()) {
        Some(last) => t.format("identity-period", &[("from", from.into()), ("to", last.into())]),
        None => t.with("identity-period-open", "from", from),
    }
}

fn role_name(t: &Translator, role: &str) -> String {
    t.text(&format!("identity-role-{role}"))
}

/// The name of a place, as in an address.
async fn place_name(identity: &Identity, place: Place) -> DbResult<String> {
    let unit = identity.units.current().path(UnitId(place.unit));
    let Some(hamlet) = place.hamlet else {
        return Ok(unit);
    };
    let hamlet = hamlets::get(&mut identity.db.read().await?, UnitId(hamlet)).await?;
    Ok(match hamlet {
        Some(hamlet) => format!("{}, {unit}", hamlet.name),
        None => unit,
    })
}

fn weak_text(t: &Translator, weak: Weak, identity: &Identity) -> String {
    let length = i64::try_from(identity.settings.password_length).unwrap_or(i64::MAX);
    match weak {
        Weak::TooShort => t.with("identity-weak-short", "length", length),
        Weak::TooLong => t.text("identity-weak-long"),
        Weak::Common => t.text("identity-weak-common"),
        Weak::Breached => t.text("identity-weak-breached"),
    }
}

/// How long to wait, in words.
fn wait_text(t: &Translator, seconds: i64) -> String {
    if seconds < 60 {
        t.with("identity-wait-seconds", "count", seconds)
    } else {
        t.with("identity-wait-minutes", "count", (seconds + 59) / 60)
    }
}

/// How long a browser keeps the mark of a device: as long as browsers keep any cookie.
const DEVICE_SECONDS: i64 = 400 * 24 * 3600;

/// Sets the cookies of somebody who has just signed in, or proved again who that is.
fn with_cookies(identity: &Identity, done: &SignIn, mut response: Response) -> Response {
    let SignIn::Done { session, device } = done else {
        return response;
    };
    let seconds = identity.settings.session_hours * 3600;
    let cookies = [
        identity.cookies.write(SESSION, session, Some(seconds)),
        (!device.is_empty())
            .then(|| identity.cookies.write(DEVICE, device, Some(DEVICE_SECONDS)))
            .flatten(),
    ];
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Says how long to wait, to programs too.
fn with_wait(seconds: i64, mut response: Response) -> Response {
    *response.status_mut() = axum::http::StatusCode::TOO_MANY_REQUESTS;
    if let Ok(value) = HeaderValue::from_str(&seconds.to_string()) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    response
}
