//! Hanging notices, made for a phone: what must hang at my boards today, "đã dán" with a photograph, "bị gỡ, rách".

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, Query, State, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse as _, Redirect},
};
use jiff::{Timestamp, civil::Time};
use platform::{
    access::{Actor, FormToken, Place},
    clock::vietnam,
    files::{self, FileFault},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Choice, Citation, Confirmation, Control, Empty, ErrorSummary, Field, Tag, TextKind},
    },
};
use serde::Deserialize;
use units::{Unit, UnitId};

use super::missing;
use super::{
    FUNCTION, Pages, by, committee, commune,
    compose::{Reason, octets},
    home,
    item::{Found, find, stand},
    not_here, or_failed, or_refused, shell, then, words,
};
use crate::{
    ids::{ItemId, SightingId, SiteId},
    model::{NewFile, Site},
    rules::{ClockState, Seen},
    service::NewSighting,
    store,
};

/// The longest remark, in letters.
const LONGEST_NOTE: usize = 300;

/// Whether the person hangs notices at a board: hamlet heads at those of their hamlets, officers at all.
fn hangs_at(actor: &Actor, unit: UnitId, site: &Site) -> bool {
    actor.may(FUNCTION, "post", place(unit, site))
}

/// Whose board it is: its hamlet's, or the commune's.
fn place(unit: UnitId, site: &Site) -> Place {
    match site.hamlet {
        Some(hamlet) => Place::hamlet(unit, hamlet),
        None => Place::from(unit),
    }
}

/// A notice at a board.
struct Hanging {
    title: String,
    href: String,
    act: String,
    state: Tag,
    until: String,
    poster: String,
}

/// A board with what belongs on it.
struct Board {
    name: String,
    due: Vec<Hanging>,
    hung: Vec<Hanging>,
}

#[derive(Template)]
#[template(path = "disclosure/hang.html")]
struct TodayPage {
    shell: Shell,
    done: Option<Confirmation>,
    boards: Vec<Board>,
    empty: Option<Empty>,
    citation: Option<Citation>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Came {
    /// What was just recorded.
    xong: Option<String>,
}

pub(super) async fn today(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    today_of(&reader, &actor, &pages, &xa, &came).await
}

async fn today_of(reader: &Reader, actor: &Actor, pages: &Pages, xa: &str, came: &Came) -> Answer {
    let t = &reader.t;
    let unit = commune(pages, xa).ok_or_else(|| missing(reader))?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let sites = or_failed(reader, store::sites(&mut read, unit.id).await)?;
    let open = or_refused(reader, pages.desk.open_matters(&mut read, unit.id, today).await)?;
    drop(read);
    let mine: Vec<&Site> = sites
        .iter()
        .filter(|site| site.closed_on.is_none_or(|closed| today < closed))
        .filter(|site| hangs_at(actor, unit.id, site))
        .collect();
    let holds_here = actor
        .places(FUNCTION, "post")
        .iter()
        .any(|place| place.unit == unit.id.0);
    if mine.is_empty() && !holds_here && !actor.may(FUNCTION, "post", unit.id) {
        return Err(Instead::from(not_here(reader)));
    }
    let mut citation = None;
    let boards: Vec<Board> = mine
        .into_iter()
        .map(|site| {
            let mut board = Board {
                name: site.name.clone(),
                due: Vec::new(),
                hung: Vec::new(),
            };
            for open in &open {
                let Some(clock) = &open.standing.clock else {
                    continue;
                };
                let Some(here) = clock.sites.iter().find(|clock| clock.site == site.id) else {
                    continue;
                };
                let item = &open.listed.item;
                let hanging = Hanging {
                    title: open.listed.version.text.title.clone(),
                    href: format!("{}/{}", home(&unit), item.id),
                    act: format!("{}/dan/{}/{}", home(&unit), item.id, site.id),
                    state: words::site_state(t, here, clock),
                    until: words::until(t, &open.standing),
                    poster: format!("{}/{}/to-dan.pdf", home(&unit), item.id),
                };
                if citation.is_none() {
                    citation = open
                        .standing
                        .posting
                        .as_ref()
                        .map(|posting| words::citation(t, &posting.because));
                }
                match (here.since, clock.state) {
                    (None, ClockState::Done { .. }) => {}
                    (None, _) => board.due.push(hanging),
                    (Some(_), _) => board.hung.push(hanging),
                }
            }
            board
        })
        .collect();
    let empty = boards
        .is_empty()
        .then(|| Empty::new(t, t.text("disclosure-hang-no-sites"), committee(reader, &unit)));
    let done = came
        .xong
        .as_deref()
        .and_then(Seen::from_key)
        .map(|seen| Confirmation {
            title: t.text(&format!("disclosure-hang-done-{}", seen.key())),
            text: t.text(&format!("disclosure-hang-done-{}-next", seen.key())),
        });
    Ok(page::html(&TodayPage {
        shell: shell(reader, &unit, t.text("disclosure-hang-title")).lead(t.with(
            "disclosure-hang-lead",
            "date",
            today,
        )),
        done,
        boards,
        empty,
        citation,
    }))
}

/// A matter at a board of one's own.
struct At {
    found: Found,
    site: Site,
}

impl At {
    fn unit(&self) -> &Unit {
        &self.found.unit
    }

    fn action(&self) -> String {
        format!(
            "{}/dan/{}/{}",
            home(self.unit()),
            self.found.dossier.item.id,
            self.site.id
        )
    }
}

async fn at(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, id, site): (&str, &str, &str),
) -> Result<At, Instead> {
    let found = find(reader, pages, xa, id).await?;
    let site: SiteId = site.parse().map_err(|_| missing(reader))?;
    let site = found
        .dossier
        .sites
        .iter()
        .find(|known| known.id == site)
        .cloned()
        .ok_or_else(|| missing(reader))?;
    if hangs_at(actor, found.unit.id, &site) {
        Ok(At { found, site })
    } else {
        Err(Instead::from(not_here(reader)))
    }
}

/// What was recorded at the board before.
struct Earlier {
    text: String,
    note: String,
    voided: String,
    photo: Option<String>,
    void: Option<String>,
}

/// A form as it was filled in.
#[derive(Debug, Clone, Default)]
struct Written {
    seen: String,
    day: String,
    time: String,
    note: String,
    photo: Option<NewFile>,
    fault: Option<FileFault>,
}

#[derive(Template)]
#[template(path = "disclosure/sighting.html")]
struct SightingPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    state: Option<Tag>,
    site: String,
    fields: Vec<Field>,
    action: String,
    back: String,
    earlier: Vec<Earlier>,
    reason_label: String,
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, site)): Path<(String, String, String)>,
) -> Answer {
    let at = at(&reader, &actor, &pages, (&xa, &id, &site)).await?;
    let (now, _) = pages.desk.now();
    let there = vietnam().to_datetime(now);
    let hangs = stand(&reader, &pages, &at.found.dossier)?
        .clock
        .is_some_and(|clock| {
            clock
                .sites
                .iter()
                .any(|site| site.site == at.site.id && site.since.is_some())
        });
    let written = Written {
        // The likelier of the two comes chosen.
        seen: if hangs { Seen::Missing } else { Seen::Posted }.key().to_owned(),
        day: platform::text::write_day(there.date()),
        time: format!("{:02}:{:02}", there.hour(), there.minute()),
        ..Written::default()
    };
    sighting_page(&reader, &pages, &at, &written, &[])
}

fn sighting_page(
    reader: &Reader,
    pages: &Pages,
    at: &At,
    written: &Written,
    wrong: &[(&'static str, String)],
) -> Answer {
    let t = &reader.t;
    let standing = stand(reader, pages, &at.found.dossier)?;
    let state = standing.clock.as_ref().and_then(|clock| {
        let here = clock.sites.iter().find(|site| site.site == at.site.id)?;
        Some(words::site_state(t, here, clock))
    });
    let with_error = |field: Field| {
        let found = wrong.iter().find(|(name, _)| *name == field.name);
        match found {
            Some((_, text)) => field.clone().error(t, text.as_str()),
            None => field,
        }
    };
    let seen = [Seen::Posted, Seen::Missing]
        .map(|seen| {
            Choice::new(seen.key(), t.text(&format!("disclosure-seen-{}", seen.key())))
                .hint(t.text(&format!("disclosure-seen-{}-hint", seen.key())))
        })
        .to_vec();
    let digits = |value: &str| Control::Text {
        kind: TextKind::Digits,
        value: value.to_owned(),
    };
    let fields: Vec<Field> = [
        Field::new(
            "seen",
            t.text("disclosure-ask-seen"),
            Control::Radios {
                choices: seen,
                chosen: written.seen.clone(),
            },
        ),
        Field::new(
            "photo",
            t.text("disclosure-ask-photo"),
            Control::File {
                accept: "image/*".to_owned(),
            },
        )
        .hint(t.text("disclosure-ask-photo-hint")),
        Field::new("day", t.text("disclosure-ask-seen-day"), digits(&written.day))
            .hint(t.text("disclosure-day-hint")),
        Field::new("time", t.text("disclosure-ask-seen-time"), digits(&written.time))
            .hint(t.text("disclosure-ask-seen-time-hint")),
        Field::words("note", t.text("disclosure-ask-note"), written.note.as_str())
            .hint(t.text("disclosure-ask-note-hint")),
    ]
    .into_iter()
    .map(with_error)
    .collect();
    let errors = ErrorSummary::of(t, &fields);
    let title = at
        .found
        .dossier
        .public()
        .map(|version| version.text.title.clone())
        .unwrap_or_default();
    let action = at.action();
    let earlier = at
        .found
        .dossier
        .sightings
        .iter()
        .rev()
        .filter(|sighting| sighting.site == at.site.id)
        .map(|sighting| Earlier {
            text: format!(
                "{}, {}",
                t.text(&format!("disclosure-seen-{}", sighting.seen.key())),
                t.instant(sighting.at)
            ),
            note: sighting.note.clone(),
            voided: sighting
                .voided
                .as_ref()
                .map(|reason| t.with("disclosure-voided", "reason", reason.as_str()))
                .unwrap_or_default(),
            photo: sighting
                .photo
                .filter(|_| sighting.voided.is_none())
                .map(|hash| format!("{}/tep/{}", at.found.href(), crate::content::hex(&hash))),
            void: sighting
                .voided
                .is_none()
                .then(|| format!("{action}/huy/{}", sighting.id)),
        })
        .collect();
    let back = format!("{}/dan", home(at.unit()));
    let mut shell = shell(reader, at.unit(), title).crumb(t.text("disclosure-hang-title"), back.as_str());
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let page = page::html(&SightingPage {
        shell,
        token: reader.form_token(),
        state,
        site: at.site.name.clone(),
        fields,
        action,
        back,
        earlier,
        reason_label: t.text("disclosure-ask-void-reason"),
        errors,
    });
    Ok(if wrong.is_empty() {
        page
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    })
}

async fn take(mut form: Multipart) -> Result<Written, MultipartError> {
    let mut written = Written::default();
    while let Some(part) = form.next_field().await? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "photo" {
            let octets = octets(part).await?;
            if !octets.is_empty() {
                // Drawing a picture anew takes a while: it must not hold up other readers.
                let taken = tokio::task::spawn_blocking(move || files::photograph(&octets)).await;
                match taken.unwrap_or(Err(FileFault::Damaged)) {
                    Ok(photo) => written.photo = Some(photo),
                    Err(fault) => written.fault = Some(fault),
                }
            }
            continue;
        }
        let answer = platform::text::compose(part.text().await?.trim());
        match name.as_str() {
            "seen" => written.seen = answer,
            "day" => written.day = answer,
            "time" => written.time = answer,
            "note" => written.note = answer,
            _ => {}
        }
    }
    Ok(written)
}

/// Reads "7:05", "07:05", "7h05" and "7h".
fn read_time(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once([':', 'h', 'H', 'g']).unwrap_or((text, "0"));
    let minute = if minute.trim().is_empty() {
        "0"
    } else {
        minute.trim()
    };
    Time::new(hour.trim().parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

fn moment(written: &Written) -> Result<Timestamp, &'static str> {
    let day = platform::text::read_day(&written.day).ok_or("day")?;
    let time = read_time(&written.time).ok_or("time")?;
    vietnam().to_timestamp(day.to_datetime(time)).map_err(|_| "day")
}

pub(super) async fn record(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, site)): Path<(String, String, String)>,
    form: Multipart,
) -> Answer {
    record_of(&reader, &actor, &pages, (&xa, &id, &site), form).await
}

async fn record_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str, &str),
    form: Multipart,
) -> Answer {
    let t = &reader.t;
    let at = at(reader, actor, pages, address).await?;
    let written = take(form).await.map_err(|error| {
        tracing::debug!(%error, "a form can't be read");
        Instead::from(page::bad_request(reader, t.text("disclosure-error-broken")))
    })?;
    let (now, _) = pages.desk.now();
    let mut wrong: Vec<(&'static str, String)> = Vec::new();
    let seen = Seen::from_key(&written.seen);
    if seen.is_none() {
        wrong.push(("seen", t.text("disclosure-error-seen")));
    }
    if let Some(fault) = written.fault {
        wrong.push(("photo", t.text(fault.key())));
    } else if seen == Some(Seen::Posted) && written.photo.is_none() {
        wrong.push(("photo", t.text("disclosure-error-photo")));
    }
    if written.note.chars().count() > LONGEST_NOTE {
        wrong.push(("note", t.text("disclosure-error-note")));
    }
    let moment = moment(&written);
    let published = at.found.dossier.item.published_on();
    match moment {
        Err("time") => wrong.push(("time", t.text("disclosure-error-time"))),
        Err(field) => wrong.push((field, t.text("disclosure-day-error"))),
        Ok(when) if when > now => wrong.push(("day", t.text("disclosure-error-future"))),
        Ok(when) if published.is_some_and(|on| vietnam().to_datetime(when).date() < on) => {
            wrong.push(("day", t.text("disclosure-error-before-published")));
        }
        Ok(_) => {}
    }
    let (Some(seen), Ok(moment), true) = (seen, moment, wrong.is_empty()) else {
        return sighting_page(reader, pages, &at, &written, &wrong);
    };
    let new = NewSighting {
        item: at.found.dossier.item.id,
        site: at.site.id,
        seen,
        at: moment,
        photo: written.photo,
        note: written.note,
    };
    or_refused(
        reader,
        pages
            .desk
            .see(
                at.unit().id,
                new,
                by(actor, "post", place(at.unit().id, &at.site)),
            )
            .await,
    )?;
    let back = format!("{}/dan?xong={}", home(at.unit()), seen.key());
    Ok(Redirect::to(&back).into_response())
}

/// Says that a sighting was recorded by mistake.
pub(super) async fn void(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, site, sighting)): Path<(String, String, String, String)>,
    Form(reason): Form<Reason>,
) -> Answer {
    let at = at(&reader, &actor, &pages, (&xa, &id, &site)).await?;
    let sighting: SightingId = sighting.parse().map_err(|_| missing(&reader))?;
    let line = reason.line().ok_or_else(|| {
        Instead::from(page::bad_request(
            &reader,
            reader.t.text("disclosure-error-reason"),
        ))
    })?;
    let known = at
        .found
        .dossier
        .sightings
        .iter()
        .any(|known| known.id == sighting && known.site == at.site.id);
    if !known {
        return Err(missing(&reader));
    }
    let item = at.found.dossier.item.id;
    let done = pages.desk.void(at.unit().id, item, sighting, &line).await;
    Ok(then(&reader, done, &at.action()))
}

/// Notes that a matter was broadcast today.
pub(super) async fn broadcast(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let unit = super::compose::allowed(&reader, &pages, &actor, &xa, "post")?;
    let item: ItemId = id.parse().map_err(|_| missing(&reader))?;
    let (_, today) = pages.desk.now();
    let done = pages
        .desk
        .broadcast(unit.id, item, today, by(&actor, "post", unit.id))
        .await;
    Ok(then(&reader, done, &format!("{}/viec", home(&unit))))
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(read_time("7:05"), Some(time(7, 5, 0, 0)));
        assert_eq!(read_time("07h30"), Some(time(7, 30, 0, 0)));
        assert_eq!(read_time("7h"), Some(time(7, 0, 0, 0)));
        assert_eq!(read_time("25:00"), None);
        assert_eq!(read_time("sáng"), None);
    }
}
