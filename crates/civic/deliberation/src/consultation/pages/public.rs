//! What everybody reads: which communes ask, what they ask, what was answered and decided.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, header},
    response::IntoResponse as _,
};
use jiff::{Timestamp, civil::Date};
use platform::{
    i18n::{Arg, Locale, Translator},
    page::{
        self, Answer, Reader, Shell,
        components::{Cell, Citation, Column, Empty, Notice, Pagination, Row, SummaryList, Table, Tag, Tone},
    },
};
use rulebook::Place;
use serde::Deserialize;
use units::{CommuneFinder, UnitId};

use super::{
    HOME, Pages, committee, commune, compared::Compared, failed, find, home, may, missing, or_failed,
    or_refused, origin, place, shell, words,
};
use crate::consultation::{
    content,
    model::{Consultation, ConsultationId, EventKind, State as Stands},
    pages::Found,
    papers,
    rules::{self, Fate},
    store::{self, PAGE},
};
use crate::pages::words::hung as on_boards;

/// Communes on one page.
const FOUND: usize = 30;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Sought {
    q: Option<String>,
    /// Number of the commune after which the list goes on.
    sau: Option<i64>,
}

#[derive(Template)]
#[template(path = "consultation/index.html")]
struct IndexPage {
    shell: Shell,
    finder: CommuneFinder,
    open: Option<Table>,
    empty: Option<Empty>,
    pagination: Pagination,
}

pub(super) async fn index(
    reader: Reader,
    State(pages): State<Pages>,
    Query(sought): Query<Sought>,
) -> Answer {
    index_of(&reader, &pages, sought).await
}

async fn index_of(reader: &Reader, pages: &Pages, sought: Sought) -> Answer {
    let t = &reader.t;
    let units = pages.desk.units.current();
    let (_, today) = pages.desk.now();
    let q = sought.q.unwrap_or_default();
    let finder = CommuneFinder::new(t, (&units, today), (HOME, &q), home);
    let after = UnitId(sought.sau.unwrap_or(i64::MIN));
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut communes = or_failed(reader, store::communes(&mut read, today, after, FOUND + 1).await)?;
    drop(read);
    let more = communes.len() > FOUND;
    communes.truncate(FOUND);
    let next = communes
        .last()
        .filter(|_| more)
        .map(|(unit, _, _)| format!("{HOME}?sau={unit}"));
    let rows: Vec<Row> = communes
        .iter()
        .filter_map(|(id, count, first)| {
            let unit = units.get(*id)?;
            Some(Row::new(vec![
                Cell::text(unit.name.as_str())
                    .link(home(unit))
                    .note(unit.parent.map(|id| units.path(id)).unwrap_or_default()),
                Cell::number(t, *count),
                Cell::text(t.date(*first)),
            ]))
        })
        .collect();
    let empty = rows.is_empty().then(|| {
        Empty::new(
            t,
            t.text("consultation-index-empty"),
            t.text("consultation-index-empty-duty"),
        )
    });
    let open = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("consultation-communes"),
            vec![
                Column::text(t.text("consultation-column-commune")),
                Column::number(t.text("consultation-column-open")),
                Column::text(t.text("consultation-column-first")),
            ],
            rows,
        )
    });
    Ok(page::html(&IndexPage {
        shell: Shell::new(reader, t.text("consultation-index-title"))
            .lead(t.text("consultation-index-lead"))
            .active(HOME),
        finder,
        open,
        empty,
        pagination: Pagination::new(t, None, next),
    }))
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Microseconds and identifier of the consultation after which the list goes on.
    sau: Option<String>,
}

/// A consultation in a list.
struct Card {
    title: String,
    href: String,
    tag: Tag,
    about: String,
    dates: String,
    late: bool,
}

#[derive(Template)]
#[template(path = "consultation/list.html")]
struct ListPage {
    shell: Shell,
    tools: Vec<(String, String)>,
    feed: String,
    open: Vec<Card>,
    awaiting: Vec<Card>,
    ended: Vec<Card>,
    empty: Option<Empty>,
    nothing_open: bool,
    citations: Vec<Citation>,
    pagination: Pagination,
}

/// The place of a consultation in a list, as addresses write it.
pub(in crate::consultation) fn write_key(consultation: &Consultation) -> String {
    format!("{}.{}", consultation.changed_at.as_microsecond(), consultation.id)
}

/// Reads what [`write_key`] wrote.
pub(in crate::consultation) fn read_key(text: &str) -> Option<(Timestamp, ConsultationId)> {
    let (at, id) = text.split_once('.')?;
    Some((
        Timestamp::from_microsecond(at.parse().ok()?).ok()?,
        id.parse().ok()?,
    ))
}

pub(super) async fn list(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    list_of(&reader, &pages, &xa, asked).await
}

async fn list_of(reader: &Reader, pages: &Pages, xa: &str, asked: Asked) -> Answer {
    /// Open consultations of a commune that are shown at once.
    const OPEN: usize = 100;
    let t = &reader.t;
    let unit = commune(pages, xa).ok_or_else(|| missing(reader))?;
    let (_, today) = pages.desk.now();
    let before = asked.sau.as_deref().and_then(read_key);
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut going = or_failed(
        reader,
        store::list(&mut read, unit.id, [Stands::Open; 3], None, OPEN).await,
    )?;
    let over = [Stands::Answered, Stands::Concluded, Stands::Withdrawn];
    let mut ended = or_failed(
        reader,
        store::list(&mut read, unit.id, over, before, PAGE + 1).await,
    )?;
    drop(read);
    going.sort_by_key(|consultation| (consultation.closes_on, consultation.id));
    let more = ended.len() > PAGE;
    ended.truncate(PAGE);
    let base = home(&unit);
    let next = ended
        .last()
        .filter(|_| more)
        .map(|last| format!("{base}?sau={}", write_key(last)));
    let card = |consultation: &Consultation| Card {
        title: if consultation.is_shown() {
            consultation.title.clone()
        } else {
            t.text("consultation-withdrawn-title")
        },
        href: format!("{base}/{}", consultation.id),
        tag: words::state_tag(t, consultation, today),
        about: if consultation.is_shown() {
            consultation.introduction.clone()
        } else {
            consultation
                .withdrawn
                .as_ref()
                .map(|(_, reason)| t.with("consultation-withdrawn-because", "reason", reason.as_str()))
                .unwrap_or_default()
        },
        dates: dates(t, consultation),
        late: consultation.awaits_answer(today),
    };
    let (open, awaiting): (Vec<_>, Vec<_>) = going
        .iter()
        .partition(|consultation| consultation.takes_opinions(today));
    let mut tools = vec![(t.text("consultation-tool-feed"), format!("{base}/tin.atom"))];
    tools.push((
        t.text("consultation-tool-data"),
        format!("/api/v1/consultations/{}", unit.code),
    ));
    if super::desk::reads_somewhere(reader.visitor.actor.as_ref(), &unit) {
        tools.insert(0, (t.text("consultation-tool-desk"), format!("{base}/viec")));
    }
    let empty = (going.is_empty() && ended.is_empty()).then(|| {
        Empty::new(
            t,
            t.with("consultation-list-empty", "commune", unit.name.as_str()),
            t.with(
                "consultation-list-empty-duty",
                "committee",
                committee(reader, &unit),
            ),
        )
    });
    let citations = if awaiting.is_empty() {
        Vec::new()
    } else {
        words::answer_citations(t, &pages.desk, today)
    };
    Ok(page::html(&ListPage {
        shell: Shell::new(
            reader,
            t.with("consultation-list-title", "commune", unit.name.as_str()),
        )
        .lead(t.text("consultation-list-lead"))
        .active(HOME)
        .crumb(t.text("consultation-nav"), HOME),
        tools,
        feed: format!("{base}/tin.atom"),
        nothing_open: open.is_empty() && empty.is_none(),
        open: open.into_iter().map(card).collect(),
        awaiting: awaiting.into_iter().map(card).collect(),
        ended: ended.iter().map(card).collect(),
        empty,
        citations,
        pagination: Pagination::new(t, None, next),
    }))
}

fn dates(t: &Translator, consultation: &Consultation) -> String {
    let opened = consultation.opened_on().unwrap_or(consultation.closes_on);
    t.format(
        "consultation-dates",
        &[
            ("opened", Arg::Date(opened)),
            ("closes", Arg::Date(consultation.closes_on)),
        ],
    )
}

/// A passage as the page shows it.
struct Shown {
    number: u32,
    text: String,
    comment: Option<String>,
}

/// Something that happened.
struct Told {
    what: String,
    who: String,
    reason: String,
    pieces: Option<Compared>,
}

#[derive(Template)]
#[template(path = "consultation/show.html")]
struct ShowPage {
    shell: Shell,
    tag: Tag,
    notices: Vec<Notice>,
    shown: bool,
    introduction: String,
    passages: Vec<Shown>,
    comment_whole: Option<String>,
    look_up: Option<String>,
    tools: Vec<(String, String)>,
    officer: Option<String>,
    facts: SummaryList,
    citations: Vec<Citation>,
    told: Vec<Told>,
    hung: Option<SummaryList>,
    proof: SummaryList,
    content_href: Option<String>,
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    show_of(&reader, &pages, &xa, &id).await
}

async fn show_of(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let found = find(reader, pages, xa, id).await?;
    let consultation = found.consultation();
    let href = found.href();
    let mut read = or_failed(reader, desk.db.read().await)?;
    let history = or_failed(
        reader,
        transparency::history(&mut read, found.unit.id, &content::subject(consultation.id)).await,
    )?;
    let hung = or_refused(
        reader,
        desk.consultation_hung(&mut read, found.unit.id, &href).await,
    )?;
    drop(read);
    let shown = consultation.is_shown();
    let takes = consultation.takes_opinions(today);
    let passages = found
        .dossier
        .asked()
        .filter(|_| shown)
        .map(|passage| Shown {
            number: passage.number,
            text: passage.draft.clone(),
            comment: takes.then(|| format!("{href}/gop-y?doan={}", passage.number)),
        })
        .collect();
    let opened_on = consultation.opened_on().unwrap_or(today);
    let mut citations: Vec<Citation> = desk
        .closing(consultation.hamlet, opened_on)
        .ok()
        .map(|closing| words::citation(t, &closing.because))
        .into_iter()
        .collect();
    citations.extend(words::answer_citations_of(t, desk, consultation));
    let mut tools = Vec::new();
    if shown {
        for (key, end) in [
            ("consultation-tool-poster", "to-dan.pdf"),
            ("consultation-tool-script", "ban-doc"),
        ] {
            tools.push((t.text(key), format!("{href}/{end}")));
        }
    }
    let title = title(t, consultation);
    let officer = may(reader.visitor.actor.as_ref(), "read", place(consultation)).then(|| found.desk_href());
    Ok(page::html(&ShowPage {
        shell: shell(reader, &found.unit, title),
        tag: words::state_tag(t, consultation, today),
        notices: notices(t, &found, today),
        shown,
        introduction: consultation.introduction.clone(),
        passages,
        comment_whole: takes.then(|| format!("{href}/gop-y")),
        look_up: shown.then(|| format!("{href}/tra-cuu")),
        tools,
        officer,
        facts: facts(reader, pages, &found),
        citations,
        told: told(t, &found),
        hung: hung.map(|hung| on_boards(t, &hung)),
        proof: proof(t, &history),
        content_href: shown.then(|| format!("{href}/noi-dung.json")),
    }))
}

/// The title that readers see: of a withdrawn consultation none of its own words.
pub(super) fn title(t: &Translator, consultation: &Consultation) -> String {
    if consultation.is_shown() {
        consultation.title.clone()
    } else {
        t.text("consultation-withdrawn-title")
    }
}

fn notices(t: &Translator, found: &Found, today: Date) -> Vec<Notice> {
    let consultation = found.consultation();
    let href = found.href();
    match consultation.state {
        Stands::Draft => Vec::new(),
        Stands::Open if consultation.takes_opinions(today) => {
            vec![Notice::new(t, Tone::Info, t.text("consultation-notice-private"))]
        }
        Stands::Open => vec![Notice::new(
            t,
            Tone::Warning,
            t.with(
                "consultation-notice-awaits",
                "count",
                words::days(consultation.closes_on, today),
            ),
        )],
        Stands::Answered => vec![
            Notice::new(t, Tone::Info, t.text("consultation-notice-answered"))
                .link(t.text("consultation-to-summary"), format!("{href}/tong-hop")),
        ],
        Stands::Concluded => vec![
            Notice::new(t, Tone::Success, t.text("consultation-notice-concluded"))
                .link(t.text("consultation-to-result"), format!("{href}/ket-qua")),
            Notice::new(t, Tone::Info, t.text("consultation-notice-answered"))
                .link(t.text("consultation-to-summary"), format!("{href}/tong-hop")),
        ],
        Stands::Withdrawn => {
            let reason = consultation
                .withdrawn
                .as_ref()
                .map(|(_, reason)| reason.as_str())
                .unwrap_or_default();
            vec![Notice::new(
                t,
                Tone::Problem,
                t.with("consultation-withdrawn-because", "reason", reason),
            )]
        }
    }
}

fn facts(reader: &Reader, pages: &Pages, found: &Found) -> SummaryList {
    let t = &reader.t;
    let consultation = found.consultation();
    let (matter, article) = words::matter(t, &pages.desk, found);
    let mut entries = Vec::new();
    let mut put = |key: &str, cell: Cell| entries.push((t.text(key), cell));
    put(
        "consultation-fact-who",
        Cell::text(committee(reader, &found.unit)),
    );
    put("consultation-fact-matter", Cell::text(matter).note(article));
    if consultation.is_shown() {
        put(
            "consultation-fact-affects",
            Cell::text(consultation.affects.as_str()),
        );
        put(
            "consultation-fact-forms",
            Cell::text(words::forms(t, &pages.desk, consultation)),
        );
    }
    if let Some(opened_on) = consultation.opened_on() {
        put("consultation-fact-opened", Cell::text(t.date(opened_on)));
    }
    put(
        "consultation-fact-closes",
        Cell::text(t.date(consultation.closes_on)),
    );
    SummaryList::new(entries)
}

fn told(t: &Translator, found: &Found) -> Vec<Told> {
    found
        .dossier
        .events
        .iter()
        .map(|event| Told {
            what: words::event(t, event),
            who: t.format(
                "consultation-event-who",
                &[
                    ("role", Arg::Text(words::role(t, &event.role))),
                    ("at", Arg::Text(t.instant(event.at))),
                ],
            ),
            reason: event.reason.clone(),
            pieces: (event.kind == EventKind::Corrected && found.consultation().is_shown())
                .then(|| Compared::new(&event.was, &event.became)),
        })
        .collect()
}

fn proof(t: &Translator, history: &[transparency::Logged]) -> SummaryList {
    let entries = history
        .iter()
        .map(|logged| {
            let act = logged.known_act().map_or_else(
                || logged.act.clone(),
                |act| t.text(&format!("consultation-act-{}", act.word())),
            );
            let place = match logged.index {
                Some(index) => t.with(
                    "consultation-logged-at",
                    "index",
                    i64::try_from(index).unwrap_or(i64::MAX),
                ),
                None => t.text("consultation-logged-waiting"),
            };
            (
                act,
                Cell::text(t.instant(logged.at))
                    .link(transparency::href(logged.entry))
                    .note(place),
            )
        })
        .collect();
    SummaryList::new(entries)
}

/// A change that an accepted opinion brings.
struct Change {
    name: String,
    pieces: Compared,
}

/// A group in the public summary.
struct Grouped {
    about: String,
    summary: String,
    tally: String,
    tag: Option<Tag>,
    answer: String,
    changes: Vec<Change>,
}

#[derive(Template)]
#[template(path = "consultation/summary.html")]
struct SummaryPage {
    shell: Shell,
    notices: Vec<Notice>,
    empty: Option<Empty>,
    overview: String,
    tally: String,
    groups: Vec<Grouped>,
    hung: Option<SummaryList>,
    citations: Vec<Citation>,
}

/// The public summary of opinions, with the answer to each group.
pub(super) async fn summary(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    summary_of(&reader, &pages, &xa, &id).await
}

async fn summary_of(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Answer {
    let t = &reader.t;
    let found = find(reader, pages, xa, id).await?;
    let consultation = found.consultation();
    if !consultation.is_shown() {
        return Err(missing(reader));
    }
    let (_, today) = pages.desk.now();
    let published = consultation.summarised_at;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let page = format!("{}/tong-hop", found.href());
    let hung = or_refused(
        reader,
        pages
            .desk
            .consultation_hung(&mut read, found.unit.id, &page)
            .await,
    )?;
    drop(read);
    let mut notices = Vec::new();
    if consultation.awaits_answer(today) {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with(
                "consultation-notice-awaits",
                "count",
                words::days(consultation.closes_on, today),
            ),
        ));
    }
    let empty = published.is_none().then(|| {
        Empty::new(
            t,
            t.text("consultation-summary-none"),
            t.with(
                "consultation-summary-duty",
                "committee",
                committee(reader, &found.unit),
            ),
        )
    });
    let groups = found
        .dossier
        .groups
        .iter()
        .filter(|_| published.is_some())
        .map(|group| Grouped {
            about: words::about(t, group),
            summary: group.summary.clone(),
            tally: words::tally(t, group.tally),
            tag: group
                .answer
                .as_ref()
                .map(|(outcome, _)| words::outcome(t, *outcome)),
            answer: group
                .answer
                .as_ref()
                .map(|(_, answer)| answer.clone())
                .unwrap_or_default(),
            changes: group
                .changes
                .iter()
                .filter_map(|(number, became)| {
                    let passage = found.dossier.passage(*number)?;
                    Some(Change {
                        name: words::passage(t, *number),
                        pieces: Compared::new(&passage.draft, became),
                    })
                })
                .collect(),
        })
        .collect();
    let mut shell = shell(reader, &found.unit, t.text("consultation-summary-title"))
        .lead(consultation.title.as_str())
        .crumb(consultation.title.as_str(), found.href());
    if let Some(at) = published {
        shell = shell.lead(t.format(
            "consultation-summary-lead",
            &[
                ("title", Arg::Text(consultation.title.clone())),
                ("at", Arg::Text(t.instant(at))),
            ],
        ));
    }
    Ok(page::html(&SummaryPage {
        shell,
        notices,
        empty,
        overview: consultation.overview.clone(),
        tally: if published.is_some() {
            words::tally(t, found.dossier.tally)
        } else {
            String::new()
        },
        groups,
        hung: hung.map(|hung| on_boards(t, &hung)),
        citations: words::answer_citations_of(t, &pages.desk, consultation),
    }))
}

/// A passage of the final text beside the draft.
struct Final {
    name: String,
    tag: Tag,
    pieces: Compared,
}

#[derive(Template)]
#[template(path = "consultation/result.html")]
struct ResultPage {
    shell: Shell,
    missing: Option<Notice>,
    decision: String,
    against: Option<Notice>,
    reasons: String,
    passages: Vec<Final>,
    citations: Vec<Citation>,
}

/// What was decided, passage by passage beside the draft; before that, what is missing.
pub(super) async fn result(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    result_of(&reader, &pages, &xa, &id).await
}

async fn result_of(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Answer {
    let t = &reader.t;
    let found = find(reader, pages, xa, id).await?;
    let consultation = found.consultation();
    if !consultation.is_shown() {
        return Err(missing(reader));
    }
    let lacking = consultation.concluded_at.is_none().then(|| {
        // How many opinions wait is for officers alone; that some do is everybody's.
        let what = match pages.desk.before_conclusion(&found.dossier, false, "-") {
            Some(crate::rules::Unanswered::Open) => t.text("consultation-missing-open"),
            Some(_) => t.text("consultation-missing-summary"),
            None => t.text("consultation-missing-decision"),
        };
        Notice::new(t, Tone::Warning, what)
    });
    let passages = found
        .dossier
        .passages
        .iter()
        .filter(|_| lacking.is_none())
        .map(|passage| {
            let became = passage.final_text.as_deref().unwrap_or_default();
            let (tone, key) = match rules::fate(&passage.draft, became) {
                Fate::Kept => (Tone::Info, "consultation-fate-kept"),
                Fate::Changed => (Tone::Success, "consultation-fate-changed"),
                Fate::Dropped => (Tone::Problem, "consultation-fate-dropped"),
                Fate::Added => (Tone::Success, "consultation-fate-added"),
            };
            Final {
                name: words::passage(t, passage.number),
                tag: Tag::new(tone, t.text(key)),
                pieces: Compared::new(&passage.draft, became),
            }
        })
        .collect();
    Ok(page::html(&ResultPage {
        shell: shell(reader, &found.unit, t.text("consultation-result-title"))
            .lead(consultation.title.as_str())
            .crumb(consultation.title.as_str(), found.href()),
        missing: lacking,
        decision: consultation.decision.clone(),
        against: consultation
            .against_majority
            .then(|| Notice::new(t, Tone::Warning, t.text("consultation-against"))),
        reasons: consultation.reasons.clone(),
        passages,
        citations: words::answer_citations_of(t, &pages.desk, consultation),
    }))
}

/// The octets whose hash stands in the log.
pub(super) async fn content(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find(&reader, &pages, &xa, &id).await?;
    if !found.consultation().is_shown() {
        return Err(missing(&reader));
    }
    let octets = or_refused(&reader, pages.desk.public_octets(&found.dossier))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], octets).into_response())
}

/// The call for opinions as a large-print sheet for a board.
pub(super) async fn poster(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    poster_of(&reader, &pages, (&xa, &id), &headers).await
}

async fn poster_of(reader: &Reader, pages: &Pages, (xa, id): (&str, &str), headers: &HeaderMap) -> Answer {
    let found = find(reader, pages, xa, id).await?;
    let consultation = found.consultation();
    if !consultation.is_shown() {
        return Err(missing(reader));
    }
    let (_, today) = pages.desk.now();
    let because = pages
        .desk
        .closing(consultation.hamlet, consultation.opened_on().unwrap_or(today))
        .map(|closing| closing.because.citation.in_language(words::language(&reader.t)))
        .unwrap_or_default();
    let sheet = papers::poster(
        &reader.t,
        &papers::Sheet {
            committee: committee(reader, &found.unit),
            dossier: &found.dossier,
            because,
            forms: words::forms(&reader.t, &pages.desk, consultation),
            page: format!("{}{}", origin(pages, headers), found.href()),
            demo: pages.desk.demo,
        },
    );
    // Setting a sheet takes milliseconds of pure work: it must not hold up other readers.
    let set = tokio::task::spawn_blocking(move || documents::poster(&sheet)).await;
    let octets = match set {
        Ok(Ok(octets)) => octets,
        Ok(Err(error)) => return Ok(failed(reader, &error)),
        Err(error) => return Ok(failed(reader, &error)),
    };
    let name = format!("inline; filename=\"lay-y-kien-{}.pdf\"", consultation.id);
    Ok((
        [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        octets,
    )
        .into_response())
}

#[derive(Template)]
#[template(path = "consultation/script.html")]
struct ScriptPage {
    shell: Shell,
    sentences: Vec<String>,
    citation: Option<Citation>,
}

/// The text for the loudspeaker: short sentences, everything in words. Always Vietnamese, as it is read out.
pub(super) async fn script(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    script_of(&reader, &pages, &xa, &id).await
}

async fn script_of(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Answer {
    let t = &reader.t;
    let found = find(reader, pages, xa, id).await?;
    let consultation = found.consultation();
    if !consultation.is_shown() {
        return Err(missing(reader));
    }
    let (_, today) = pages.desk.now();
    let vietnamese = reader.site.translations.translator(Locale::Vi);
    let broadcast = pages
        .desk
        .rulebook
        .explain("disclosure.loudspeaker.duration", Place::Commune, today);
    Ok(page::html(&ScriptPage {
        shell: shell(reader, &found.unit, t.text("consultation-script-title"))
            .lead(t.text("consultation-script-lead"))
            .crumb(consultation.title.as_str(), found.href()),
        sentences: papers::script(&vietnamese, &found.unit.name, &found.dossier),
        citation: broadcast.ok().map(|because| words::citation(t, &because)),
    }))
}
