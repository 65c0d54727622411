//! What everybody reads: how a unit answers, and the petitions that are public.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse as _,
};
use jiff::{Timestamp, ToSpan as _};
use platform::{
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Citation, Empty, Figure, Notice, Pagination, SummaryList, Tag, Tone},
        map::Map,
    },
};
use serde::Deserialize;
use units::{CommuneFinder, Unit};

use super::{
    Found, HOME, Pages, committee, find_any, hamlet_name, home, may, missing, or_failed, or_refused,
    procedure, shell, unit,
};
use crate::{
    content,
    model::{EventKind, Kind, Petition, PetitionId, State as Stands},
    rules,
    service::COUNTED_DAYS,
    store::{self, Counts, PAGE},
    words,
};

/// Petitions on the page that were public once.
const HIDDEN: usize = 20;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    q: Option<String>,
}

#[derive(Template)]
#[template(path = "petitions/index.html")]
struct IndexPage {
    shell: Shell,
    finder: CommuneFinder,
}

pub(super) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    let (_, today) = pages.desk.now();
    let units = pages.desk.units.current();
    let q = sought.q.unwrap_or_default();
    Ok(page::html(&IndexPage {
        shell: Shell::new(&reader, reader.t.text("petitions-index-title"))
            .lead(reader.t.text("petitions-index-lead"))
            .active(HOME),
        finder: CommuneFinder::new(&reader.t, (&units, today), (HOME, &q), home),
    }))
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Microseconds and identifier of the petition after which the list goes on.
    sau: Option<String>,
}

/// The place of a petition in the public list, as addresses write it.
pub(crate) fn write_key(petition: &Petition) -> String {
    let at = petition.shown_at.map_or(0, Timestamp::as_microsecond);
    format!("{at}.{}", petition.id)
}

/// Reads what [`write_key`] wrote.
pub(crate) fn read_key(text: &str) -> Option<(Timestamp, PetitionId)> {
    let (at, id) = text.split_once('.')?;
    Some((
        Timestamp::from_microsecond(at.parse().ok()?).ok()?,
        id.parse().ok()?,
    ))
}

/// A petition in a list.
struct Card {
    title: String,
    href: String,
    tag: Tag,
    about: String,
    answer: String,
    dates: String,
}

#[derive(Template)]
#[template(path = "petitions/list.html")]
struct ListPage {
    shell: Shell,
    send: String,
    tools: Vec<(String, String)>,
    feed: String,
    figures: Vec<Figure>,
    figures_note: String,
    map: Option<Map>,
    cards: Vec<Card>,
    empty: Option<Empty>,
    hidden: Vec<(String, String)>,
    rules: Vec<(String, Citation)>,
    pagination: Pagination,
}

pub(super) async fn list(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    list_of(&reader, &pages, &xa, &asked).await
}

async fn list_of(reader: &Reader, pages: &Pages, xa: &str, asked: &Asked) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = unit(pages, xa).ok_or_else(|| missing(reader))?;
    let (_, today) = desk.now();
    let before = asked.sau.as_deref().and_then(read_key);
    let since = today.saturating_sub(COUNTED_DAYS.days());
    let mut read = or_failed(reader, desk.db.read().await)?;
    let counts = or_failed(reader, store::counts(&mut read, unit.id, since, today).await)?;
    let mut shown = or_failed(reader, store::shown(&mut read, unit.id, before, PAGE + 1).await)?;
    let hidden = or_failed(reader, store::hidden(&mut read, unit.id, HIDDEN).await)?;
    let map = match &desk.map {
        None => None,
        Some(settings) => {
            let marks = super::marks(reader, &mut read, &unit).await?;
            (!marks.is_empty()).then(|| Map::of(t, settings, &marks))
        }
    };
    drop(read);
    let more = shown.len() > PAGE;
    shown.truncate(PAGE);
    let next = shown
        .last()
        .filter(|_| more)
        .map(|last| format!("{}?sau={}", home(&unit), write_key(last)));
    let committee = committee(reader, &unit);
    let empty = shown.is_empty().then(|| {
        Empty::new(
            t,
            t.text("petitions-empty"),
            t.with("petitions-empty-duty", "committee", committee.as_str()),
        )
        .action(t.text("petitions-tool-send"), format!("{}/gui", home(&unit)))
    });
    let mut tools = vec![
        (
            t.text("petitions-tool-look-up"),
            format!("{}/tra-cuu", home(&unit)),
        ),
        (
            t.text("petitions-tool-complaint"),
            procedure::href(&unit, Kind::Complaint),
        ),
        (
            t.text("petitions-tool-denunciation"),
            procedure::href(&unit, Kind::Denunciation),
        ),
        (t.text("petitions-tool-feed"), format!("{}/tin.atom", home(&unit))),
    ];
    if may(reader.visitor.actor.as_ref(), "read", unit.id) {
        tools.insert(
            0,
            (t.text("petitions-tool-queue"), format!("{}/viec", home(&unit))),
        );
    }
    let cards = shown
        .iter()
        .map(|petition| card(t, pages, &unit, petition))
        .collect();
    let shown = page::html(&ListPage {
        shell: Shell::new(reader, t.with("petitions-list-title", "unit", unit.name.as_str()))
            .lead(t.with("petitions-list-lead", "committee", committee.as_str()))
            .active(HOME)
            .crumb(t.text("petitions-nav"), HOME),
        send: format!("{}/gui", home(&unit)),
        tools,
        feed: format!("{}/tin.atom", home(&unit)),
        figures: figures(t, &counts),
        figures_note: t.with("petitions-figures-note", "day", since),
        map,
        cards,
        empty,
        hidden: hidden
            .iter()
            .map(|petition| {
                let at = petition.hidden_at.map(|at| t.instant(at)).unwrap_or_default();
                (
                    words::number(t, petition),
                    format!("{at}: {}", why_hidden(t, pages, petition)),
                )
            })
            .collect(),
        rules: words::clocks(t, desk, today),
        pagination: Pagination::new(t, None, next),
    });
    Ok(super::with_map(pages, shown))
}

/// Why something is not shown any more: the reason of the list, and the words.
fn why_hidden(t: &Translator, pages: &Pages, petition: &Petition) -> String {
    let reason = words::reason(t, &pages.desk, &petition.hidden_reason);
    if petition.hidden_note.is_empty() {
        reason
    } else {
        format!("{reason}. {}", petition.hidden_note)
    }
}

fn figures(t: &Translator, counts: &Counts) -> Vec<Figure> {
    let number = |key: &str, value: i64| Figure::new(t.text(key), t.number(value), t.text("petitions-unit"));
    let [in_time, late] = counts.answered;
    let rated: i64 = counts.ratings.iter().sum();
    let mut figures = vec![
        number("petitions-figure-received", counts.received),
        number("petitions-figure-waiting", counts.waiting).source(t.with(
            "petitions-figure-overdue",
            "count",
            counts.overdue,
        )),
    ];
    let share = |part: i64, whole: i64| words::percent(t, part, whole).unwrap_or_else(|| "–".to_owned());
    figures.push(
        Figure::new(
            t.text("petitions-figure-in-time"),
            share(in_time, in_time + late),
            String::new(),
        )
        .source(t.with("petitions-figure-of", "count", in_time + late)),
    );
    figures.push(Figure::new(
        t.text("petitions-figure-median"),
        rules::median(&counts.days).map_or_else(|| "–".to_owned(), |days| t.number(days)),
        t.text("petitions-days"),
    ));
    figures.push(number("petitions-figure-reopened", counts.reopened));
    figures.push(
        Figure::new(
            t.text("petitions-figure-satisfied"),
            share(counts.ratings[0], rated),
            String::new(),
        )
        .source(t.with("petitions-figure-rated", "count", rated)),
    );
    figures
}

fn card(t: &Translator, pages: &Pages, unit: &Unit, petition: &Petition) -> Card {
    Card {
        title: petition.public.title.clone(),
        href: format!("{}/{}", home(unit), petition.id),
        tag: words::state_tag(t, petition),
        about: words::category(t, &pages.desk, &petition.category),
        answer: petition.public.answer.clone(),
        dates: dates(t, petition),
    }
}

fn dates(t: &Translator, petition: &Petition) -> String {
    let received = t.with("petitions-received-on", "day", petition.received_on);
    match petition.first_answered_on {
        None => received,
        Some(on) => format!(
            "{} · {received} · {}",
            words::number(t, petition),
            t.with(
                if petition.in_time {
                    "petitions-answered-in-time"
                } else {
                    "petitions-answered-late"
                },
                "day",
                on
            )
        ),
    }
}

#[derive(Template)]
#[template(path = "petitions/show.html")]
struct ShowPage {
    shell: Shell,
    tag: Tag,
    notices: Vec<Notice>,
    shown: bool,
    words: String,
    answer: String,
    answered: String,
    photos: Vec<(String, String)>,
    officer: Option<String>,
    facts: SummaryList,
    told: Vec<super::follow::Told>,
    proof: SummaryList,
    content_href: Option<String>,
    back: String,
}

/// Finds a petition that is public, or was.
async fn find(reader: &Reader, pages: &Pages, (xa, id): (&str, &str)) -> Result<Found, Instead> {
    let found = find_any(reader, pages, xa, id).await?;
    if found.petition().shown_at.is_some() {
        Ok(found)
    } else {
        Err(missing(reader))
    }
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    show_of(&reader, &pages, (&xa, &id)).await
}

async fn show_of(reader: &Reader, pages: &Pages, named: (&str, &str)) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let found = find(reader, pages, named).await?;
    let petition = found.petition();
    let shown = petition.is_shown();
    let mut read = or_failed(reader, desk.db.read().await)?;
    let hamlet = hamlet_name(reader, &mut read, petition).await?;
    let subject = content::subject(petition.id);
    let history = or_failed(
        reader,
        transparency::history(&mut read, found.unit.id, &subject).await,
    )?;
    drop(read);
    let mut notices = Vec::new();
    if !shown {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with(
                "petitions-hidden-because",
                "reason",
                why_hidden(t, pages, petition),
            ),
        ));
    } else if petition.state == Stands::Assigned {
        notices.push(Notice::new(t, Tone::Info, t.text("petitions-notice-reopened")));
    }
    let fact = |key: &str, text: String| (t.text(key), Cell::text(text));
    let mut facts = vec![
        fact("petitions-fact-number", petition.number_text()),
        fact("petitions-fact-kind", words::kind(t, petition.kind)),
        fact(
            "petitions-fact-category",
            words::category(t, desk, &petition.category),
        ),
        fact("petitions-fact-unit", committee(reader, &found.unit)),
        fact("petitions-fact-received", t.date(petition.received_on)),
    ];
    if let Some(hamlet) = hamlet.filter(|_| shown) {
        facts.push(fact("petitions-fact-place", hamlet));
    }
    if !petition.office.is_empty() {
        let office = words::item(t, desk, "petition.offices", &petition.office);
        facts.push(fact("petitions-fact-office", office));
    }
    // The words of a reason, and what askers write and think, are not everybody's.
    let told = found
        .dossier
        .events
        .iter()
        .filter(|event| !event.kind.is_internal())
        .filter(|event| {
            !matches!(
                event.kind,
                EventKind::ContactErased | EventKind::Rated | EventKind::Appealed | EventKind::Added
            )
        })
        .map(|event| super::follow::Told {
            what: words::event(t, Some(desk), event),
            who: format!("{}, {}", words::role(t, &event.role), t.instant(event.at)),
            note: String::new(),
        })
        .collect();
    let title = if shown {
        petition.public.title.clone()
    } else {
        words::number(t, petition)
    };
    let href = found.href();
    Ok(page::html(&ShowPage {
        shell: shell(reader, &found.unit, title).lead(words::number(t, petition)),
        tag: words::state_tag(t, petition),
        notices,
        shown,
        words: petition.public.words.clone(),
        answer: petition.public.answer.clone(),
        answered: dates(t, petition),
        photos: found
            .dossier
            .photos
            .iter()
            .filter(|photo| shown && photo.is_public)
            .map(|photo| {
                (
                    words::photo(t, photo.number),
                    format!("{href}/anh/{}", photo.number),
                )
            })
            .collect(),
        officer: may(reader.visitor.actor.as_ref(), "read", found.unit.id).then(|| found.desk_href()),
        facts: SummaryList::new(facts),
        told,
        proof: proof(t, &history),
        content_href: shown.then(|| format!("{href}/noi-dung.json")),
        back: home(&found.unit),
    }))
}

fn proof(t: &Translator, history: &[transparency::Logged]) -> SummaryList {
    let entries = history
        .iter()
        .map(|logged| {
            let act = logged.known_act().map_or_else(
                || logged.act.clone(),
                |act| t.text(&format!("petitions-act-log-{}", act.word())),
            );
            let place = match logged.index {
                Some(index) => t.with(
                    "petitions-logged-at",
                    "index",
                    i64::try_from(index).unwrap_or(i64::MAX),
                ),
                None => t.text("petitions-logged-waiting"),
            };
            let cell = Cell::text(t.instant(logged.at))
                .link(transparency::href(logged.entry))
                .note(place);
            (act, cell)
        })
        .collect();
    SummaryList::new(entries)
}

pub(super) async fn content(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find(&reader, &pages, (&xa, &id)).await?;
    if !found.petition().is_shown() {
        return Err(missing(&reader));
    }
    let octets = content::octets(&found.unit.code, found.petition());
    let octets = or_refused(&reader, octets.map_err(Into::into))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], octets).into_response())
}

pub(super) async fn photo(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, number)): Path<(String, String, i64)>,
) -> Answer {
    let found = find(&reader, &pages, (&xa, &id)).await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let photo = or_failed(&reader, store::photo(&mut read, found.key(), number).await)?;
    match photo {
        Some((file, true)) if found.petition().is_shown() => Ok(page::picture(file, true)),
        _ => Err(missing(&reader)),
    }
}
