//! Sending a petition: the form, what is like it already, what it may be instead, and the code at the end.

use askama::Template;
use axum::{
    Extension, Form, Json,
    extract::{Multipart, Path, Query, State, multipart::MultipartError},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{FormToken, Line},
    files::{self, FileFault, NewFile},
    messages, once,
    page::{
        self, Answer, Reader, Shell,
        components::{Choice, Citation, Control, ErrorSummary, Field, Notice, TextKind, Tone},
        form::{Sent, Wrong, area},
        map::Map,
    },
    random::grouped_code,
};
use serde::{Deserialize, Serialize};
use units::Unit;

use super::{MOST_PHOTOS, Pages, hamlets, home, missing, or_failed, or_refused, procedure, shell, unit};
use crate::{
    model::{Channel, Contact, Kind, New, Petition, Pin},
    words,
};

/// The longest title, in letters.
pub(crate) const LONGEST_TITLE: usize = 150;
/// The longest text, in letters.
pub(crate) const LONGEST_WORDS: usize = 5_000;
/// The longest place, name or telephone number, in letters.
pub(crate) const LONGEST_LINE: usize = 150;

/// The page asks the telephone where it is, if its reader wants that.
const PLACE: (HeaderName, &str) = (
    HeaderName::from_static("permissions-policy"),
    "geolocation=(self)",
);

#[derive(Debug, Default, Deserialize)]
pub(super) struct About {
    /// Identifier of a public notice that is asked about.
    ve: Option<uuid::Uuid>,
}

/// A petition that is like the one being sent.
struct Alike {
    title: String,
    href: String,
    answer: String,
}

#[derive(Template)]
#[template(path = "petitions/ask.html")]
struct AskPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notices: Vec<Notice>,
    alike: Vec<Alike>,
    action: String,
    hidden: Vec<(&'static str, String)>,
    unit_code: String,
    similar: String,
    what: Vec<Field>,
    place: Vec<Field>,
    map: Option<Map>,
    photos: Field,
    contact: Vec<Field>,
    public: Field,
    rules: Vec<(String, Citation)>,
    by_mail: String,
    cancel: String,
}

pub(super) async fn blank(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(about): Query<About>,
) -> Answer {
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let mut sent = Sent::default();
    if let Some(notice) = about.ve {
        let path = format!("/cong-khai/{}/{notice}", unit.code);
        sent.0
            .push(("kind".to_owned(), Kind::InformationRequest.key().to_owned()));
        sent.0.push(("category".to_owned(), "funds".to_owned()));
        sent.0
            .push(("title".to_owned(), reader.t.text("petitions-about-notice-title")));
        sent.0.push((
            "words".to_owned(),
            reader.t.with("petitions-about-notice", "path", path),
        ));
    }
    form(
        &reader,
        &pages,
        &unit,
        &sent,
        &Wrong::default(),
        (Vec::new(), Vec::new()),
    )
    .await
}

fn radios(name: &str, label: String, choices: Vec<Choice>, chosen: String) -> Field {
    Field::new(name, label, Control::Radios { choices, chosen })
}

async fn form(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    sent: &Sent,
    wrong: &Wrong,
    (notices, alike): (Vec<Notice>, Vec<Petition>),
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let kinds = Kind::ALL
        .iter()
        .map(|kind| {
            let key = kind.key().replace('_', "-");
            Choice::new(kind.key(), t.text(&format!("petitions-kind-{key}")))
                .hint(t.text(&format!("petitions-kind-{key}-hint")))
        })
        .collect();
    let mut categories = vec![Choice::new("", t.text("petitions-ask-category-choose"))];
    for item in or_refused(reader, desk.items("petition.categories"))? {
        categories.push(Choice::new(item.key.as_str(), item.label.get(words::language(t))));
    }
    let mut places = vec![Choice::new("", t.text("petitions-ask-hamlet-none"))];
    let mut read = or_failed(reader, desk.db.read().await)?;
    for hamlet in hamlets(reader, pages, &mut read, unit.id).await? {
        places.push(Choice::new(hamlet.id.to_string(), hamlet.name));
    }
    let map = match &desk.map {
        None => None,
        Some(settings) => {
            let marks = super::marks(reader, &mut read, unit).await?;
            Some(Map::of(t, settings, &marks).picking("latitude", "longitude"))
        }
    };
    drop(read);
    let what = vec![
        radios("kind", t.text("petitions-ask-kind"), kinds, sent.get("kind")),
        Field::new(
            "category",
            t.text("petitions-ask-category"),
            Control::Select {
                choices: categories,
                chosen: sent.get("category"),
            },
        ),
        Field::words("title", t.text("petitions-ask-title"), sent.get("title"))
            .hint(t.text("petitions-ask-title-hint")),
        area("words", t.text("petitions-ask-words"), &sent.get("words"))
            .hint(t.text("petitions-ask-words-hint")),
    ];
    let place = vec![
        Field::new(
            "hamlet",
            t.text("petitions-ask-hamlet"),
            Control::Select {
                choices: places,
                chosen: sent.get("hamlet"),
            },
        ),
        Field::words("place", t.text("petitions-ask-place"), sent.get("place"))
            .hint(t.text("petitions-ask-place-hint")),
    ];
    let photos = Field::new(
        "photos",
        t.text("petitions-ask-photos"),
        Control::Files {
            accept: "image/jpeg,image/png,image/webp".to_owned(),
        },
    )
    .hint(t.with(
        "petitions-ask-photos-hint",
        "count",
        i64::try_from(MOST_PHOTOS).unwrap_or_default(),
    ));
    let mut contact = vec![
        Field::words("name", t.text("petitions-ask-name"), sent.get("name")),
        Field::words("phone", t.text("petitions-ask-phone"), sent.get("phone")),
    ];
    if desk.sends_mail() {
        contact.push(Field::new(
            "mail",
            t.text("petitions-ask-mail"),
            Control::Text {
                kind: TextKind::Email,
                value: sent.get("mail"),
            },
        ));
    }
    if !desk.channels().is_empty() {
        let mut choices = vec![Choice::new("", t.text("petitions-ask-tell-not"))];
        for channel in desk.channels() {
            let key = format!("petitions-ask-tell-{}", channel.key());
            choices.push(Choice::new(channel.key(), t.text(&key)));
        }
        let chosen = sent.get("tell");
        contact.push(
            radios("tell", t.text("petitions-ask-tell"), choices, chosen)
                .hint(t.text("petitions-ask-tell-hint")),
        );
    }
    let public = radios(
        "public",
        t.text("petitions-ask-public"),
        ["yes", "no"]
            .map(|key| {
                Choice::new(key, t.text(&format!("petitions-ask-public-{key}")))
                    .hint(t.text(&format!("petitions-ask-public-{key}-hint")))
            })
            .to_vec(),
        match sent.get("public").as_str() {
            "" => "no".to_owned(),
            other => other.to_owned(),
        },
    );
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| desk.once());
    let (_, today) = desk.now();
    let seen = if notices.is_empty() && alike.is_empty() {
        sent.get("seen")
    } else {
        "1".to_owned()
    };
    let mut page = AskPage {
        shell: shell(
            reader,
            unit,
            t.with("petitions-ask-heading", "unit", unit.name.as_str()),
        )
        .lead(t.text("petitions-ask-lead")),
        token: reader.form_token(),
        errors: ErrorSummary::of(t, []),
        notices,
        alike: alike
            .into_iter()
            .map(|petition| Alike {
                href: format!("{}/{}", home(unit), petition.id),
                title: petition.public.title,
                answer: petition.public.answer,
            })
            .collect(),
        action: format!("{}/gui", home(unit)),
        hidden: vec![
            ("once", once),
            ("seen", seen),
            ("work_day", today.to_string()),
            ("work", String::new()),
            ("latitude", sent.get("latitude")),
            ("longitude", sent.get("longitude")),
        ],
        unit_code: unit.code.clone(),
        similar: format!("{}/tuong-tu", home(unit)),
        what,
        place,
        map,
        photos,
        contact,
        public,
        rules: words::clocks(t, desk, today),
        by_mail: desk
            .address(unit)
            .map(|address| t.with("petitions-ask-by-mail", "address", address))
            .unwrap_or_default(),
        cancel: home(unit),
    };
    for field in page
        .what
        .iter_mut()
        .chain(&mut page.place)
        .chain([&mut page.photos])
        .chain(&mut page.contact)
    {
        if let Some((_, text)) = wrong.0.iter().find(|(name, _)| *name == field.name) {
            *field = field.clone().error(t, text.as_str());
        }
    }
    page.errors = ErrorSummary::of(
        t,
        page.what
            .iter()
            .chain(&page.place)
            .chain([&page.photos])
            .chain(&page.contact),
    );
    let asks_again = !page.notices.is_empty() || !page.alike.is_empty();
    if !wrong.0.is_empty() {
        page.shell = page.shell.with_errors();
    }
    let status = if wrong.0.is_empty() && !asks_again {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    // The telephone may say where it is, here and on no other page.
    let shown = (status, [PLACE], page::html(&page)).into_response();
    Ok(page::private(super::with_map(pages, shown)))
}

/// What was sent with the form.
#[derive(Debug, Default)]
struct Taken {
    sent: Sent,
    photos: Vec<NewFile>,
    fault: Option<FileFault>,
}

async fn take(mut form: Multipart) -> Result<Taken, MultipartError> {
    let mut taken = Taken::default();
    while let Some(mut part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "photos" {
            let text = part.text().await?;
            taken.sent.0.push((name, text));
            continue;
        }
        let mut octets = Vec::new();
        while let Some(chunk) = part.chunk().await? {
            if octets.len() <= files::MOST_OCTETS {
                octets.extend_from_slice(&chunk);
            }
        }
        // A browser sends an empty file when none was chosen.
        if octets.is_empty() {
            continue;
        }
        if taken.photos.len() >= MOST_PHOTOS {
            taken.fault = Some(FileFault::TooMany);
            continue;
        }
        // Drawing a picture anew takes a while: it must not hold up other readers.
        let drawn = tokio::task::spawn_blocking(move || files::photograph(&octets)).await;
        match drawn.unwrap_or(Err(FileFault::Damaged)) {
            Ok(photo) => taken.photos.push(photo),
            Err(fault) => taken.fault = Some(fault),
        }
    }
    Ok(taken)
}

/// Where a telephone says it is.
pub(crate) fn pin(latitude: &str, longitude: &str) -> Option<Pin> {
    Pin::new(latitude.trim().parse().ok()?, longitude.trim().parse().ok()?)
}

/// Reads and checks a form. What is wrong stands in `wrong`.
fn read_form(reader: &Reader, pages: &Pages, taken: &Taken, wrong: &mut Wrong) -> Option<New> {
    let t = &reader.t;
    let sent = &taken.sent;
    let kind = Kind::from_key(&sent.get("kind"));
    if kind.is_none() {
        wrong.add("kind", t.text("petitions-error-kind"));
    }
    let category = sent.get("category");
    let categories = pages.desk.items("petition.categories").unwrap_or_default();
    if !categories.iter().any(|item| item.key == category) {
        wrong.add("category", t.text("petitions-error-category"));
    }
    let (title, text) = (sent.get("title"), sent.get("words"));
    wrong.words(t, ("title", &title), LONGEST_TITLE);
    wrong.words(t, ("words", &text), LONGEST_WORDS);
    for name in ["place", "name", "phone"] {
        let value = sent.get(name);
        if value.chars().count() > LONGEST_LINE {
            wrong.words(t, (name, &value), LONGEST_LINE);
        }
    }
    let mail = match sent.get("mail").as_str() {
        "" => None,
        typed => match platform::mail::address(typed) {
            Ok(mail) => Some(mail),
            Err(_) => {
                wrong.add("mail", t.text("petitions-error-mail"));
                None
            }
        },
    };
    let tell_by: Vec<messages::Channel> = messages::Channel::from_key(&sent.get("tell"))
        .into_iter()
        .filter(|channel| pages.desk.channels().contains(channel))
        .collect();
    if !tell_by.is_empty() && messages::Phone::read(&sent.get("phone")).is_none() {
        wrong.add("phone", t.text("petitions-error-phone"));
    }
    if let Some(fault) = taken.fault {
        wrong.add("photos", t.text(fault.key()));
    }
    Some(New {
        kind: kind?,
        category,
        title,
        words: text,
        hamlet: sent.get("hamlet").parse().ok().map(units::UnitId),
        place: sent.get("place"),
        pin: pin(&sent.get("latitude"), &sent.get("longitude")),
        may_publish: sent.get("public") == "yes",
        channel: Channel::Web,
        contact: Some(Contact {
            name: sent.get("name"),
            phone: sent.get("phone"),
            mail,
            language: t.locale(),
            tell_by,
        }),
        photos: taken.photos.clone(),
    })
}

#[derive(Template)]
#[template(path = "petitions/thanks.html")]
struct ThanksPage {
    shell: Shell,
    number: String,
    code: String,
    notice: Notice,
    due: String,
    look_up: String,
    link: String,
    back: String,
}

/// What a program is told that sent a form kept on a phone.
#[derive(Debug, Serialize)]
struct Told {
    number: String,
    code: String,
    held: bool,
    page: String,
}

pub(super) async fn send(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    from: Option<Extension<Line>>,
    headers: HeaderMap,
    form: Multipart,
) -> Answer {
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let taken = match take(form).await {
        Ok(taken) => taken,
        Err(error) => {
            tracing::info!(%error, "a form broke off");
            return Ok(page::bad_request(
                &reader,
                reader.t.text("petitions-error-broken"),
            ));
        }
    };
    let for_script = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.starts_with("application/json"));
    send_of(&reader, &pages, (&xa, for_script), (taken, line), &headers).await
}

async fn send_of(
    reader: &Reader,
    pages: &Pages,
    (xa, for_script): (&str, bool),
    (taken, line): (Taken, Line),
    headers: &HeaderMap,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = unit(pages, xa).ok_or_else(|| missing(reader))?;
    let mut wrong = Wrong::default();
    let new = read_form(reader, pages, &taken, &mut wrong);
    let sent = &taken.sent;
    // Its own procedure: nothing is kept here, whatever else stands in the form.
    if let Some(kind) = Kind::from_key(&sent.get("kind")).filter(|kind| !kind.is_answered_here()) {
        return Ok(Redirect::to(&procedure::href(&unit, kind)).into_response());
    }
    let mut read = or_failed(reader, desk.db.read().await)?;
    if let Some(chosen) = new.as_ref().and_then(|new| new.hamlet) {
        let all = hamlets(reader, pages, &mut read, unit.id).await?;
        if !all.iter().any(|hamlet| hamlet.id == chosen) {
            wrong.add("hamlet", t.text("petitions-error-hamlet"));
        }
    }
    let new = match new {
        Some(new) if wrong.0.is_empty() => new,
        _ => {
            drop(read);
            return form(reader, pages, &unit, sent, &wrong, (Vec::new(), Vec::new())).await;
        }
    };
    let text = format!("{} {}", new.title, new.words);
    // A form kept on a phone was looked at when it was written, if there was a network then.
    if sent.get("seen").is_empty() && !for_script {
        let mut notices = Vec::new();
        if let Some(kind) = desk.hint(&text) {
            let key = format!("petitions-hint-{}", kind.key());
            notices.push(
                Notice::new(t, Tone::Warning, t.text(&key))
                    .link(t.text(&format!("{key}-link")), procedure::href(&unit, kind)),
            );
        }
        let alike = or_refused(reader, desk.similar(&mut read, unit.id, &text).await)?;
        if !notices.is_empty() || !alike.is_empty() {
            drop(read);
            if !new.photos.is_empty() {
                notices.push(Notice::new(t, Tone::Info, t.text("petitions-photos-again")));
            }
            return form(reader, pages, &unit, sent, &wrong, (notices, alike)).await;
        }
    }
    drop(read);
    if let Err(minutes) = desk.sending.admit(&line, desk.now().0) {
        let notice = Notice::new(
            t,
            Tone::Warning,
            t.with("petitions-error-often", "count", minutes),
        );
        let mut answer = form(reader, pages, &unit, sent, &wrong, (vec![notice], Vec::new())).await?;
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(answer);
    }
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| desk.once());
    let (_, today) = desk.now();
    // Who has no script proves nothing, and machines fill in what people do not see: somebody looks at it first.
    let proven = sent.get("website").is_empty()
        && once::proves(&unit.code, &once, &sent.get("work_day"), &sent.get("work"), today);
    let done = or_refused(reader, desk.submit(unit.id, &once, &new, proven).await)?;
    let mut read = or_failed(reader, desk.db.read().await)?;
    let kept = or_failed(reader, crate::store::petition(&mut read, done.key).await)?;
    drop(read);
    let kept = kept.ok_or_else(|| missing(reader))?;
    if for_script {
        let told = Told {
            number: kept.number_text(),
            code: grouped_code(&done.code, 4),
            held: done.held,
            page: format!("{}/tra-cuu", home(&unit)),
        };
        return Ok(page::private((StatusCode::CREATED, Json(told)).into_response()));
    }
    Ok(page::private(thanks(
        reader,
        pages,
        &unit,
        (&kept, &done.code),
        headers,
    )))
}

fn thanks(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    (kept, code): (&Petition, &str),
    headers: &HeaderMap,
) -> Response {
    let t = &reader.t;
    let held = kept.state == crate::model::State::Held;
    let notice = if held {
        Notice::new(t, Tone::Info, t.text("petitions-thanks-held"))
    } else {
        Notice::new(t, Tone::Success, t.text("petitions-thanks-received"))
    };
    let look_up = format!("{}/tra-cuu", home(unit));
    let page = page::html(&ThanksPage {
        shell: shell(reader, unit, t.text("petitions-thanks-title")).lead(kept.title.as_str()),
        number: words::number(t, kept),
        code: grouped_code(code, 4),
        notice,
        due: if held {
            String::new()
        } else {
            t.with("petitions-thanks-due", "day", kept.due_on)
        },
        link: format!("{}{look_up}", super::origin(pages, headers)),
        look_up,
        back: home(unit),
    });
    (StatusCode::CREATED, page).into_response()
}

/// What a script shows while somebody writes.
#[derive(Debug, Serialize)]
struct Suggested {
    /// Public petitions that are like it: title and page.
    similar: Vec<(String, String)>,
    /// What it may be instead, and the page of that procedure.
    hint: Option<(String, String)>,
}

pub(super) async fn similar(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(typed): Form<Vec<(String, String)>>,
) -> Answer {
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let words: String = Sent(typed).get("q").chars().take(LONGEST_WORDS).collect();
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let found = or_refused(&reader, pages.desk.similar(&mut read, unit.id, &words).await)?;
    drop(read);
    let hint = pages.desk.hint(&words).map(|kind| {
        (
            reader.t.text(&format!("petitions-hint-{}", kind.key())),
            procedure::href(&unit, kind),
        )
    });
    let similar = found
        .into_iter()
        .map(|petition| (petition.public.title, format!("{}/{}", home(&unit), petition.id)))
        .collect();
    Ok(page::private(Json(Suggested { similar, hint }).into_response()))
}
