//! Open311 GeoReport v2 (<https://wiki.open311.org/GeoReport_v2/>): other programs list services, send requests with a key,
//! and follow them. A jurisdiction is a commune (or province), by its code. What is public of a request is what everybody
//! may read of the petition; of others only where they stand.

use std::io::Write as _;

use axum::{
    Form,
    extract::{OriginalUri, Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::{Timestamp, ToSpan as _, civil::Date};
use platform::{
    access::{Policy, Routes},
    clock::{moment, vietnam},
    once,
    page::Reader,
    random::grouped_code,
};
use quick_xml::{Writer, events::BytesText};
use serde_json::{Map, Value, json};
use units::{Unit, hamlets::Hamlet};

use crate::{
    model::{Channel, Contact, Kind, New, Petition, Pin, State as Stands},
    pages::{Pages, home, origin, unit},
    rules,
    service::{ActError, petition_id},
    store, words,
};

/// The most requests of one answer, and days between the first and the last, as the specification has them.
const MOST: usize = 1_000;
const MOST_DAYS: i64 = 90;
/// Requests of a page, unless asked otherwise.
const PAGE_SIZE: usize = 100;
/// The longest description, in letters.
const LONGEST: usize = 4_000;

/// Names with values, as they are sent in an address or a form.
type Sent = Vec<(String, String)>;

pub(crate) fn routes() -> Routes<Pages> {
    let open = Policy::Open;
    Routes::new()
        .get("/open311/v2/discovery", open, discovery)
        .get("/open311/v2/discovery.json", open, discovery)
        .get("/open311/v2/discovery.xml", open, discovery)
        .get("/open311/v2/services.json", open, services)
        .get("/open311/v2/services.xml", open, services)
        .get("/open311/v2/services/{code}", open, definition)
        .get("/open311/v2/requests.json", open, requests)
        .get("/open311/v2/requests.xml", open, requests)
        .get("/open311/v2/requests/{id}", open, request)
        .get("/open311/v2/tokens/{id}", open, token)
        .post_by_link("/open311/v2/requests.json", send)
        .post_by_link("/open311/v2/requests.xml", send)
}

/// In which form an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Json,
    Xml,
}

impl Format {
    fn of(path: &str, headers: &HeaderMap) -> Self {
        let accept = headers
            .get(header::ACCEPT)
            .and_then(|accept| accept.to_str().ok());
        let wants_xml = path.ends_with(".xml")
            || (!path.ends_with(".json") && accept.is_some_and(|accept| accept.contains("xml")));
        if wants_xml { Self::Xml } else { Self::Json }
    }

    /// An answer: `names` are the elements that XML writes it as, the whole and each part.
    fn answer(self, status: StatusCode, (whole, part): (&str, &str), value: &Value) -> Response {
        let (kind, body) = match self {
            Self::Json => ("application/json; charset=utf-8", value.to_string()),
            Self::Xml => ("text/xml; charset=utf-8", xml(whole, part, value)),
        };
        let headers = [
            (header::CONTENT_TYPE, kind),
            // Programs of other sites read it in browsers: it is public, and keys are not kept by browsers.
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        (status, headers, body).into_response()
    }

    fn refuse(self, (status, description): (StatusCode, String)) -> Response {
        let errors = json!([{ "code": status.as_u16(), "description": description }]);
        self.answer(status, ("errors", "error"), &errors)
    }
}

/// The element of each entry of a list.
fn singular(list: &str) -> &str {
    match list {
        "attributes" => "attribute",
        "endpoints" => "endpoint",
        "formats" => "format",
        _ => "value",
    }
}

fn xml(whole: &str, part: &str, value: &Value) -> String {
    let mut writer = Writer::new(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_vec());
    // Writing to memory does not fail.
    let _ = element(&mut writer, whole, part, value);
    String::from_utf8(writer.into_inner()).unwrap_or_default()
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, part: &str, value: &Value) -> std::io::Result<()> {
    let text = match value {
        Value::Array(parts) => {
            writer.create_element(name).write_inner_content(|writer| {
                parts.iter().try_for_each(|one| element(writer, part, "", one))
            })?;
            return Ok(());
        }
        Value::Object(members) => {
            writer.create_element(name).write_inner_content(|writer| {
                members
                    .iter()
                    .try_for_each(|(key, one)| element(writer, key, singular(key), one))
            })?;
            return Ok(());
        }
        Value::Null => String::new(),
        Value::String(text) => text
            .chars()
            .filter(|c| !c.is_control() || "\n\t".contains(*c))
            .collect(),
        other => other.to_string(),
    };
    writer
        .create_element(name)
        .write_text_content(BytesText::new(&text))?;
    writer.get_mut().flush()
}

/// An address without `.json` or `.xml`.
fn bare(name: &str) -> &str {
    name.strip_suffix(".json")
        .or_else(|| name.strip_suffix(".xml"))
        .unwrap_or(name)
}

fn get<'s>(sent: &'s Sent, name: &str) -> &'s str {
    sent.iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.trim())
        .unwrap_or_default()
}

type Refusal = (StatusCode, String);

/// The unit that a jurisdiction names.
fn jurisdiction(reader: &Reader, pages: &Pages, sent: &Sent) -> Result<Unit, Refusal> {
    match get(sent, "jurisdiction_id") {
        "" => Err((
            StatusCode::BAD_REQUEST,
            reader.t.text("petitions-open311-no-jurisdiction"),
        )),
        name => unit(pages, name).ok_or_else(|| {
            (
                StatusCode::NOT_FOUND,
                reader.t.text("petitions-open311-unknown-jurisdiction"),
            )
        }),
    }
}

fn failed(reader: &Reader, error: &dyn std::error::Error) -> Refusal {
    tracing::error!(%error, "an Open311 request failed");
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        reader.t.text("petitions-api-failed"),
    )
}

/// The hamlets of a commune today.
async fn hamlets(reader: &Reader, pages: &Pages, unit: &Unit) -> Result<Vec<Hamlet>, Refusal> {
    const MOST: usize = 500;
    let (_, today) = pages.desk.now();
    let found = async {
        let mut read = pages.desk.db.read().await?;
        units::hamlets::page(&mut read, unit.id, today, None, MOST).await
    };
    found.await.map_err(|error| failed(reader, &error))
}

async fn discovery(
    reader: Reader,
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
) -> Response {
    let base = origin(&pages, &headers);
    let changed = "2026-11-26T00:00:00+07:00";
    let value = json!({
        "changeset": changed,
        "contact": reader.t.text("petitions-open311-contact"),
        "key_service": reader.t.text("petitions-open311-keys"),
        "endpoints": [{
            "specification": "http://wiki.open311.org/GeoReport_v2",
            "url": format!("{base}/open311/v2"),
            "changeset": changed,
            "type": "production",
            "formats": ["application/json", "text/xml"],
        }],
    });
    Format::of(uri.path(), &headers).answer(StatusCode::OK, ("discovery", ""), &value)
}

async fn services(
    reader: Reader,
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(sent): Query<Sent>,
) -> Response {
    let format = Format::of(uri.path(), &headers);
    let listed = jurisdiction(&reader, &pages, &sent).and_then(|_| {
        pages
            .desk
            .items("petition.categories")
            .map_err(|error| failed(&reader, &error))
    });
    match listed {
        Err(refusal) => format.refuse(refusal),
        Ok(items) => {
            let list: Vec<Value> = items
                .iter()
                .map(|item| {
                    let name = item.label.get(words::language(&reader.t));
                    json!({
                        "service_code": item.key,
                        "service_name": name,
                        "description": reader.t.with("petitions-open311-service", "category", name),
                        "metadata": true,
                        "type": "realtime",
                        "keywords": platform::text::fold(name).replace(", ", ","),
                        "group": reader.t.text("petitions-nav"),
                    })
                })
                .collect();
            format.answer(StatusCode::OK, ("services", "service"), &Value::from(list))
        }
    }
}

async fn definition(
    reader: Reader,
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    Path(code): Path<String>,
    headers: HeaderMap,
    Query(sent): Query<Sent>,
) -> Response {
    let format = Format::of(uri.path(), &headers);
    match definition_of(&reader, &pages, bare(&code), &sent).await {
        Ok(value) => format.answer(StatusCode::OK, ("service_definition", ""), &value),
        Err(refusal) => format.refuse(refusal),
    }
}

async fn definition_of(reader: &Reader, pages: &Pages, code: &str, sent: &Sent) -> Result<Value, Refusal> {
    let t = &reader.t;
    let unit = jurisdiction(reader, pages, sent)?;
    let items = pages
        .desk
        .items("petition.categories")
        .map_err(|error| failed(reader, &error))?;
    if !items.iter().any(|item| item.key == code) {
        return Err((StatusCode::NOT_FOUND, t.text("petitions-open311-unknown-service")));
    }
    let hamlets = hamlets(reader, pages, &unit).await?;
    let kinds: Vec<Value> = Kind::ALL
        .iter()
        .filter(|kind| kind.is_answered_here())
        .map(|kind| json!({ "key": kind.key(), "name": words::kind(t, *kind) }))
        .collect();
    let places: Vec<Value> = hamlets
        .iter()
        .map(|hamlet| json!({ "key": hamlet.id.to_string(), "name": hamlet.name }))
        .collect();
    let yes_no = json!([
        { "key": "yes", "name": t.text("petitions-ask-public-yes") },
        { "key": "no", "name": t.text("petitions-ask-public-no") },
    ]);
    let attribute = |order: u8, code: &str, label: &str, values: Value| {
        json!({
            "variable": true,
            "code": code,
            "datatype": "singlevaluelist",
            "required": false,
            "datatype_description": null,
            "order": order,
            "description": t.text(label),
            "values": values,
        })
    };
    Ok(json!({
        "service_code": code,
        "attributes": [
            attribute(1, "kind", "petitions-ask-kind-desk", Value::from(kinds)),
            attribute(2, "hamlet", "petitions-ask-hamlet", Value::from(places)),
            attribute(3, "public", "petitions-ask-public", yes_no),
        ],
    }))
}

/// An instant as the specification writes it.
fn instant(at: Timestamp) -> String {
    format!(
        "{}+07:00",
        vietnam().to_datetime(at).strftime("%Y-%m-%dT%H:%M:%S")
    )
}

/// What is told of a petition: everything public of one that is shown, of others where they stand.
fn told(reader: &Reader, pages: &Pages, unit: &Unit, petition: &Petition, base: &str) -> Value {
    let t = &reader.t;
    let shown = petition.is_shown();
    let done = matches!(petition.state, Stands::Answered | Stands::Closed);
    let mut value = Map::new();
    let mut put = |key: &str, one: Value| value.insert(key.to_owned(), one);
    put("service_request_id", petition.id.to_string().into());
    put("status", if done { "closed" } else { "open" }.into());
    let notes = if shown {
        petition.public.answer.clone()
    } else {
        words::state_tag(t, petition).text
    };
    put("status_notes", notes.into());
    put(
        "service_name",
        words::category(t, &pages.desk, &petition.category).into(),
    );
    put("service_code", petition.category.as_str().into());
    let description = shown.then(|| format!("{}\n{}", petition.public.title, petition.public.words));
    put("description", description.into());
    put("agency_responsible", unit.name.as_str().into());
    put("service_notice", Value::Null);
    put(
        "requested_datetime",
        instant(moment(petition.received_on, 0)).into(),
    );
    put("updated_datetime", instant(petition.changed_at).into());
    put(
        "expected_datetime",
        (!done).then(|| instant(moment(petition.due_on, 17))).into(),
    );
    put("address", Value::Null);
    put("address_id", Value::Null);
    put("zipcode", Value::Null);
    let pin = petition.pin.filter(|_| shown).map(Pin::coarse);
    put("lat", pin.map(|pin| pin.latitude).into());
    put("long", pin.map(|pin| pin.longitude).into());
    put(
        "media_url",
        shown
            .then(|| format!("{base}{}/{}", home(unit), petition.id))
            .into(),
    );
    Value::Object(value)
}

fn day(text: &str) -> Option<Date> {
    text.parse::<Timestamp>()
        .map(|at| vietnam().to_datetime(at).date())
        .ok()
        .or_else(|| text.parse().ok())
}

async fn requests(
    reader: Reader,
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(sent): Query<Sent>,
) -> Response {
    let format = Format::of(uri.path(), &headers);
    let base = origin(&pages, &headers);
    match requests_of(&reader, &pages, &sent, &base).await {
        Ok(list) => format.answer(
            StatusCode::OK,
            ("service_requests", "request"),
            &Value::from(list),
        ),
        Err(refusal) => format.refuse(refusal),
    }
}

async fn requests_of(reader: &Reader, pages: &Pages, sent: &Sent, base: &str) -> Result<Vec<Value>, Refusal> {
    let wrong = |key: &str| (StatusCode::BAD_REQUEST, reader.t.text(key));
    let unit = jurisdiction(reader, pages, sent)?;
    let ids = get(sent, "service_request_id");
    if !ids.is_empty() {
        let mut list = Vec::new();
        for id in ids.split(',').take(50) {
            list.push(one(reader, pages, &unit, id, base).await?);
        }
        return Ok(list);
    }
    let (_, today) = pages.desk.now();
    let read_day = |name: &str| match get(sent, name) {
        "" => Ok(None),
        text => day(text).map(Some).ok_or_else(|| wrong("petitions-open311-date")),
    };
    let (first, last) = (read_day("start_date")?, read_day("end_date")?);
    let last = last
        .unwrap_or_else(|| first.map_or(today, |first| first.saturating_add(MOST_DAYS.days()).min(today)));
    let first = first.unwrap_or_else(|| last.saturating_sub(MOST_DAYS.days()));
    if first.saturating_add(MOST_DAYS.days()) < last {
        return Err(wrong("petitions-open311-span"));
    }
    let codes: Vec<&str> = get(sent, "service_code")
        .split(',')
        .filter(|code| !code.is_empty())
        .collect();
    let stands: Vec<&str> = get(sent, "status")
        .split(',')
        .filter(|one| !one.is_empty())
        .collect();
    if stands.iter().any(|one| !matches!(*one, "open" | "closed")) {
        return Err(wrong("petitions-open311-status"));
    }
    let number = |name: &str, otherwise: usize| match get(sent, name) {
        "" => Ok(otherwise),
        text => text
            .parse()
            .ok()
            .filter(|number| *number > 0)
            .ok_or_else(|| wrong("petitions-open311-page")),
    };
    let (page, size) = (number("page", 1)?, number("page_size", PAGE_SIZE)?.min(MOST));
    let found = async {
        let mut read = pages.desk.db.read().await?;
        store::shown_between(&mut read, unit.id, (first, last), MOST).await
    };
    let found = found.await.map_err(|error| failed(reader, &error))?;
    let is_done = |petition: &Petition| matches!(petition.state, Stands::Answered | Stands::Closed);
    Ok(found
        .iter()
        .filter(|petition| codes.is_empty() || codes.contains(&petition.category.as_str()))
        .filter(|petition| {
            stands.is_empty() || stands.contains(&if is_done(petition) { "closed" } else { "open" })
        })
        .skip((page - 1).saturating_mul(size))
        .take(size)
        .map(|petition| told(reader, pages, &unit, petition, base))
        .collect())
}

async fn one(reader: &Reader, pages: &Pages, unit: &Unit, id: &str, base: &str) -> Result<Value, Refusal> {
    let unknown = || {
        (
            StatusCode::NOT_FOUND,
            reader.t.text("petitions-open311-unknown-request"),
        )
    };
    let id = petition_id(id.trim()).ok_or_else(unknown)?;
    let found = async {
        let mut read = pages.desk.db.read().await?;
        store::petition(&mut read, (unit.id, id)).await
    };
    let found = found.await.map_err(|error| failed(reader, &error))?;
    // What is still looked at, and what led elsewhere, is nobody's to ask after here.
    found
        .filter(|petition| petition.state != Stands::Held)
        .map(|petition| told(reader, pages, unit, &petition, base))
        .ok_or_else(unknown)
}

async fn request(
    reader: Reader,
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(sent): Query<Sent>,
) -> Response {
    let format = Format::of(uri.path(), &headers);
    let base = origin(&pages, &headers);
    let found = match jurisdiction(&reader, &pages, &sent) {
        Ok(unit) => one(&reader, &pages, &unit, bare(&id), &base).await,
        Err(refusal) => Err(refusal),
    };
    match found {
        Ok(value) => format.answer(StatusCode::OK, ("service_requests", "request"), &json!([value])),
        Err(refusal) => format.refuse(refusal),
    }
}

async fn token(
    reader: Reader,
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    Path(token): Path<String>,
    from: Option<axum::Extension<platform::access::Line>>,
    headers: HeaderMap,
    Query(sent): Query<Sent>,
) -> Response {
    let format = Format::of(uri.path(), &headers);
    let line = from.map(|axum::Extension(line)| line).unwrap_or_default();
    match token_of(&reader, &pages, (bare(&token), &line), &sent).await {
        Ok(value) => format.answer(StatusCode::OK, ("service_requests", "request"), &value),
        Err(refusal) => format.refuse(refusal),
    }
}

async fn token_of(
    reader: &Reader,
    pages: &Pages,
    (token, line): (&str, &platform::access::Line),
    sent: &Sent,
) -> Result<Value, Refusal> {
    let desk = &pages.desk;
    let unit = jurisdiction(reader, pages, sent)?;
    let now = desk.now().0;
    if let Err(minutes) = desk.guessing.check(line, now) {
        return Err((
            StatusCode::TOO_MANY_REQUESTS,
            reader.t.with("petitions-error-often", "count", minutes),
        ));
    }
    let found = async {
        let mut read = desk.db.read().await?;
        desk.by_code(&mut read, unit.id, token).await
    };
    let found = found.await.map_err(|error| failed(reader, &error))?;
    match found {
        Some(dossier) => Ok(json!([{
            "service_request_id": dossier.petition.id.to_string(),
            "token": token,
        }])),
        None => {
            desk.guessing.count(line, now);
            Err((
                StatusCode::NOT_FOUND,
                reader.t.text("petitions-open311-unknown-token"),
            ))
        }
    }
}

async fn send(
    reader: Reader,
    State(pages): State<Pages>,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    Query(in_address): Query<Sent>,
    form: Result<Form<Sent>, axum::extract::rejection::FormRejection>,
) -> Response {
    let format = Format::of(uri.path(), &headers);
    let mut sent = in_address;
    match form {
        Ok(Form(form)) => sent.extend(form),
        Err(_) => return format.refuse((StatusCode::BAD_REQUEST, reader.t.text("petitions-open311-form"))),
    }
    match send_of(&reader, &pages, &sent).await {
        Ok(value) => format.answer(StatusCode::CREATED, ("service_requests", "request"), &value),
        Err(refusal) => format.refuse(refusal),
    }
}

async fn send_of(reader: &Reader, pages: &Pages, sent: &Sent) -> Result<Value, Refusal> {
    let t = &reader.t;
    let desk = &pages.desk;
    let wrong = |key: &str| (StatusCode::BAD_REQUEST, t.text(key));
    let unit = jurisdiction(reader, pages, sent)?;
    let known = async {
        let mut read = desk.db.read().await?;
        desk.knows_api_key(&mut read, unit.id, get(sent, "api_key")).await
    };
    if !known.await.map_err(|error| failed(reader, &error))? {
        return Err((StatusCode::FORBIDDEN, t.text("petitions-open311-key")));
    }
    let category = get(sent, "service_code");
    if category.is_empty() {
        return Err(wrong("petitions-open311-no-service"));
    }
    let categories = desk
        .items("petition.categories")
        .map_err(|error| failed(reader, &error))?;
    if !categories.iter().any(|item| item.key == category) {
        return Err((StatusCode::NOT_FOUND, t.text("petitions-open311-unknown-service")));
    }
    let pin = match (get(sent, "lat"), get(sent, "long")) {
        ("", "") => None,
        (latitude, longitude) => Some(
            latitude
                .parse()
                .ok()
                .zip(longitude.parse().ok())
                .and_then(|(latitude, longitude)| Pin::new(latitude, longitude))
                .ok_or_else(|| wrong("petitions-open311-place"))?,
        ),
    };
    let address = [get(sent, "address_string"), get(sent, "address_id")]
        .into_iter()
        .find(|address| !address.is_empty())
        .unwrap_or_default();
    let hamlet = match get(sent, "attribute[hamlet]") {
        "" => None,
        key => {
            let all = hamlets(reader, pages, &unit).await?;
            let known = all.iter().find(|hamlet| hamlet.id.to_string() == key);
            Some(known.ok_or_else(|| wrong("petitions-open311-hamlet"))?.id)
        }
    };
    if pin.is_none() && address.is_empty() && hamlet.is_none() {
        return Err(wrong("petitions-open311-no-place"));
    }
    let description = platform::text::compose(get(sent, "description"));
    if description.is_empty() || description.chars().count() > LONGEST {
        return Err(wrong("petitions-open311-description"));
    }
    let kind = match get(sent, "attribute[kind]") {
        "" => Kind::Feedback,
        key => Kind::from_key(key)
            .filter(|kind| kind.is_answered_here())
            .ok_or_else(|| wrong("petitions-open311-kind"))?,
    };
    let mail = match get(sent, "email") {
        "" => None,
        typed => Some(platform::mail::address(typed).map_err(|_| wrong("petitions-error-mail"))?),
    };
    let name = [get(sent, "last_name"), get(sent, "first_name")].join(" ");
    let mut words = description.clone();
    // The picture stays where it is: this server asks no other for anything.
    if !get(sent, "media_url").is_empty() {
        words = format!("{words}\n\n{}", get(sent, "media_url"));
    }
    let new = New {
        kind,
        category: category.to_owned(),
        title: rules::title_of(&description),
        words,
        hamlet,
        place: platform::text::compose(address).chars().take(150).collect(),
        pin,
        may_publish: get(sent, "attribute[public]") == "yes",
        channel: Channel::Open311,
        contact: Some(Contact {
            name: platform::text::compose(name.trim()),
            phone: get(sent, "phone").chars().take(50).collect(),
            mail,
            language: t.locale(),
            tell_by: Vec::new(),
        }),
        photos: Vec::new(),
    };
    // A program that sends again says so with the same identifier of its own; without one, each sending is another.
    let once = match get(sent, "device_id") {
        once if once::is_once(once) => once.to_owned(),
        _ => desk.once(),
    };
    let done = desk
        .submit(unit.id, &once, &new, true)
        .await
        .map_err(|error| match error {
            ActError::Law(_) | ActError::Nothing => wrong("petitions-open311-description"),
            other => failed(reader, &other),
        })?;
    Ok(json!([{
        "token": done.code,
        "service_notice": t.with("petitions-open311-notice", "code", grouped_code(&done.code, 4)),
        "account_id": null,
    }]))
}
