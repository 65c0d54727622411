//! One matter as everybody sees it: its text, where and until when it hangs, its versions, its proof.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    db::Read,
    files,
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Citation, Notice, SummaryList, Tag, Tone},
    },
};
use rulebook::Place;
use units::{Level, Unit};

use super::missing;
use super::{Pages, committee, home, keeper, may, or_failed, or_refused, shell, words};
use crate::{
    content,
    ids::ItemId,
    model::{ItemState, Matter, NewFile, Version},
    papers,
    rules::{self, Lasts},
    service::{Dossier, counting},
    standing::{Recorded, Standing, standing},
    store,
};

/// A matter that is or was public, with everything about it.
pub(super) struct Found {
    pub(super) unit: Unit,
    pub(super) dossier: Dossier,
}

impl Found {
    pub(super) fn href(&self) -> String {
        format!("{}/{}", home(&self.unit), self.dossier.item.id)
    }
}

/// Finds a public matter; what was never public is not there.
pub(super) async fn find(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<Found, Instead> {
    let found = find_any(reader, pages, xa, id).await?;
    if found.dossier.item.public_version == 0 {
        return Err(missing(reader));
    }
    Ok(found)
}

/// Finds a matter, also one that officers still write.
pub(super) async fn find_any(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Result<Found, Instead> {
    let unit = keeper(pages, xa).ok_or_else(|| missing(reader))?;
    let id: ItemId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let dossier = or_failed(reader, pages.desk.dossier(&mut read, unit.id, id).await)?;
    Ok(Found {
        unit,
        dossier: dossier.ok_or_else(|| missing(reader))?,
    })
}

/// Where a matter stands today.
pub(super) fn stand<'p>(
    reader: &Reader,
    pages: &'p Pages,
    dossier: &Dossier,
) -> Result<Standing<'p>, Instead> {
    let (_, today) = pages.desk.now();
    let recorded = Recorded {
        sites: &dossier.sites,
        sightings: &counting(&dossier.sightings),
        broadcast_on: &dossier.broadcast_on,
        exemptions: &dossier.exemptions,
    };
    or_refused(
        reader,
        standing(&pages.desk.rulebook, &dossier.item, recorded, today).map_err(Into::into),
    )
}

#[derive(Template)]
#[template(path = "disclosure/item.html")]
struct ItemPage {
    shell: Shell,
    tags: Vec<Tag>,
    notices: Vec<Notice>,
    text: Option<TextPart>,
    facts: SummaryList,
    citations: Vec<Citation>,
    tools: Vec<(String, String)>,
    officer: Vec<(String, String)>,
    attachments: Option<SummaryList>,
    boards: Option<SummaryList>,
    boards_note: String,
    broadcast: String,
    versions: Option<SummaryList>,
    proof: SummaryList,
    proof_at_boards: Option<SummaryList>,
    hash: String,
    content_href: Option<String>,
    ask_href: String,
}

/// The text of a version, ready to be read, also aloud.
pub(super) struct TextPart {
    pub(super) summary: String,
    pub(super) paragraphs: Vec<String>,
}

impl TextPart {
    pub(super) fn of(version: &Version) -> Self {
        Self {
            summary: version.text.summary.clone(),
            paragraphs: platform::text::paragraphs(&version.text.body),
        }
    }
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
    let found = find(reader, pages, xa, id).await?;
    let Found { unit, dossier } = &found;
    let item = &dossier.item;
    if unit.level == Level::Province && item.state != ItemState::Withdrawn {
        // A province has no board here: its procedures are shown as such, with their proof.
        return Ok(Redirect::to(&super::procedure::href(unit, item)).into_response());
    }
    let standing = stand(reader, pages, dossier)?;
    let version = dossier.public().ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (proof, proof_at_boards) = or_failed(reader, proof(t, &mut read, item).await)?;
    drop(read);

    let mut tags = Vec::new();
    if item.state != ItemState::Published {
        tags.push(words::state_tag(t, item.state));
    }
    if let Some(clock) = &standing.clock {
        tags.push(words::clock(t, clock));
    }
    let withdrawn = item.state == ItemState::Withdrawn;
    let href = found.href();
    let mut tools = if withdrawn {
        Vec::new()
    } else {
        vec![
            (t.text("disclosure-tool-poster"), format!("{href}/to-dan.pdf")),
            (t.text("disclosure-tool-script"), format!("{href}/ban-doc")),
        ]
    };
    let page = item.page.iter().cloned();
    tools.extend(page.map(|page| (t.text("disclosure-tool-page"), page)));
    let procedure = version.text.procedure.as_ref().filter(|_| !withdrawn);
    tools.extend(procedure.map(|_| {
        let page = format!("/thu-tuc/{}/{}", unit.code, item.id);
        (t.text("disclosure-procedure-see"), page)
    }));
    let title = words::title(t, item, &version.text.title);
    let page = ItemPage {
        shell: shell(reader, unit, title),
        tags,
        notices: notices(t, item, version),
        text: (!withdrawn).then(|| TextPart::of(version)),
        facts: facts(reader, &found, &standing, version),
        citations: citations(t, &standing),
        tools,
        officer: officer(reader, &found),
        attachments: (!withdrawn)
            .then(|| attachments(t, dossier, version.number, &format!("{href}/tep")))
            .flatten(),
        boards: boards(t, &found, &standing),
        boards_note: boards_note(t, &standing),
        broadcast: standing
            .broadcast
            .map(|state| words::broadcast(t, state))
            .unwrap_or_default(),
        versions: (!withdrawn).then(|| versions(t, &found)).flatten(),
        proof,
        proof_at_boards,
        hash: version
            .content_hash
            .map(|hash| content::hex(&hash))
            .unwrap_or_default(),
        content_href: (!withdrawn).then(|| format!("{href}/ban/{}/noi-dung.json", version.number)),
        ask_href: format!("{href}/hoi"),
    };
    Ok(page::html(&page))
}

fn notices(t: &Translator, item: &Matter, version: &Version) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some(withdrawal) = &item.withdrawn {
        notices.push(Notice::new(
            t,
            Tone::Problem,
            t.format(
                "disclosure-withdrawn-notice",
                &[
                    ("role", Arg::Text(words::role(t, &withdrawal.role))),
                    ("when", Arg::Text(t.instant(withdrawal.at))),
                    ("reason", Arg::Text(withdrawal.reason.clone())),
                ],
            ),
        ));
    }
    if item.state == ItemState::Archived {
        let when = item.archived_at.map(|at| t.instant(at)).unwrap_or_default();
        notices.push(Notice::new(
            t,
            Tone::Info,
            t.with("disclosure-archived-notice", "when", when),
        ));
    }
    if item.state == ItemState::Published && !version.correction.is_empty() {
        notices.push(Notice::new(
            t,
            Tone::Info,
            t.format(
                "disclosure-corrected-notice",
                &[
                    (
                        "when",
                        Arg::Text(
                            version
                                .published
                                .as_ref()
                                .map(|(_, at)| t.instant(*at))
                                .unwrap_or_default(),
                        ),
                    ),
                    ("reason", Arg::Text(version.correction.clone())),
                ],
            ),
        ));
    }
    notices
}

/// What every page owes its reader: who posted it, when, until when it stays, under which article.
fn facts(reader: &Reader, found: &Found, standing: &Standing<'_>, version: &Version) -> SummaryList {
    let t = &reader.t;
    let item = &found.dossier.item;
    let published = version.published.as_ref();
    let mut entries = vec![
        (
            t.text("disclosure-fact-by"),
            Cell::text(committee(reader, &found.unit)).note(
                published
                    .map(|(role, _)| words::role(t, role))
                    .unwrap_or_default(),
            ),
        ),
        (
            t.text("disclosure-fact-when"),
            Cell::text(item.published_at.map(|at| t.instant(at)).unwrap_or_default())
                .tag(timeliness(t, item)),
        ),
        (
            t.text("disclosure-fact-due"),
            Cell::text(t.date(item.due_on)).note(t.with("disclosure-fact-decided", "date", item.decided_on)),
        ),
        (
            t.text("disclosure-fact-until"),
            Cell::text(words::until(t, standing)),
        ),
    ];
    let (matter, article) = match (&standing.duty, item.quarter) {
        (Some(duty), _) => (words::matter(t, duty.item), words::article(t, duty.item)),
        (None, Some(quarter)) => (words::quarter(t, quarter), String::new()),
        (None, None) => (String::new(), String::new()),
    };
    entries.push((t.text("disclosure-fact-matter"), Cell::text(matter).note(article)));
    SummaryList::new(entries)
}

fn timeliness(t: &Translator, item: &Matter) -> Tag {
    if item.published_on().is_some_and(|on| on <= item.due_on) {
        Tag::new(Tone::Success, t.text("disclosure-on-time"))
    } else {
        Tag::new(Tone::Warning, t.text("disclosure-late"))
    }
}

fn citations(t: &Translator, standing: &Standing<'_>) -> Vec<Citation> {
    let because = standing
        .duty
        .iter()
        .map(|duty| &duty.because)
        .chain(standing.posting.iter().map(|posting| &posting.because))
        .chain(
            standing
                .duty
                .iter()
                .filter_map(|duty| duty.broadcast.as_ref())
                .map(|broadcast| &broadcast.because),
        );
    because.map(|because| words::citation(t, because)).collect()
}

/// What officers may do with it, when one is reading.
fn officer(reader: &Reader, found: &Found) -> Vec<(String, String)> {
    let t = &reader.t;
    let actor = reader.visitor.actor.as_ref();
    let unit = found.unit.id;
    let mut ways = Vec::new();
    if may(actor, "draft", unit) {
        ways.push((
            t.text("disclosure-tool-manage"),
            format!("{}/soan/{}", home(&found.unit), found.dossier.item.id),
        ));
    }
    ways
}

/// What hangs on a version.
pub(super) fn attachments(
    t: &Translator,
    dossier: &Dossier,
    version: i64,
    base: &str,
) -> Option<SummaryList> {
    let entries: Vec<(String, Cell)> = dossier
        .attached(version)
        .map(|attachment| {
            let hash = content::hex(&attachment.hash);
            let cell = Cell::text(attachment.name.as_str())
                .link(format!("{base}/{hash}"))
                .note(t.with("disclosure-sha256", "hash", &hash[..16]));
            (words::kind(t, attachment), cell)
        })
        .collect();
    (!entries.is_empty()).then(|| SummaryList::new(entries))
}

/// Each board with where it stands there.
fn boards(t: &Translator, found: &Found, standing: &Standing<'_>) -> Option<SummaryList> {
    let clock = standing.clock.as_ref()?;
    let dossier = &found.dossier;
    let entries: Vec<(String, Cell)> = clock
        .sites
        .iter()
        .filter_map(|site| {
            let named = dossier.sites.iter().find(|known| known.id == site.site)?;
            let photo = dossier
                .sightings
                .iter()
                .rev()
                .filter(|sighting| sighting.site == site.site && sighting.voided.is_none())
                .find_map(|sighting| sighting.photo);
            let since = site
                .since
                .map(|since| t.with("disclosure-site-since", "date", since));
            let mut cell = Cell::text(match (&since, photo) {
                (Some(since), None) => since.clone(),
                (Some(since), Some(_)) => format!("{since} ({})", t.text("disclosure-site-photo")),
                (None, Some(_)) => t.text("disclosure-site-photo"),
                (None, None) => String::new(),
            })
            .tag(words::site_state(t, site, clock))
            .note(words::gaps(t, &site.gaps));
            if let Some(hash) = photo {
                cell = cell.link(format!("{}/tep/{}", found.href(), content::hex(&hash)));
            }
            Some((named.name.clone(), cell))
        })
        .collect();
    (!entries.is_empty()).then(|| SummaryList::new(entries))
}

/// How the days at the boards count together.
fn boards_note(t: &Translator, standing: &Standing<'_>) -> String {
    match standing.posting.as_ref().map(|posting| posting.lasts) {
        Some(Lasts::Days(days)) => t.with("disclosure-boards-note", "count", i64::from(days)),
        Some(Lasts::Permanently) => t.text("disclosure-boards-note-permanent"),
        None => String::new(),
    }
}

fn versions(t: &Translator, found: &Found) -> Option<SummaryList> {
    let published: Vec<&Version> = found
        .dossier
        .versions
        .iter()
        .filter(|version| version.published.is_some())
        .collect();
    if published.len() < 2 {
        return None;
    }
    let entries = published
        .into_iter()
        .rev()
        .map(|version| {
            let why = if version.correction.is_empty() {
                t.text("disclosure-version-first")
            } else {
                version.correction.clone()
            };
            let when = version
                .published
                .as_ref()
                .map(|(_, at)| t.instant(*at))
                .unwrap_or_default();
            let mut cell = Cell::text(when)
                .link(format!("{}/ban/{}", found.href(), version.number))
                .note(why);
            if version.number == found.dossier.item.public_version {
                cell = cell.tag(Tag::new(Tone::Success, t.text("disclosure-version-now")));
            }
            (t.with("disclosure-version", "number", version.number), cell)
        })
        .collect();
    Some(SummaryList::new(entries))
}

/// The acts on the matter in the public log: those on its text, and those at its boards.
pub(super) async fn proof(
    t: &Translator,
    read: &mut Read,
    item: &Matter,
) -> platform::db::DbResult<(SummaryList, Option<SummaryList>)> {
    let history = transparency::history(read, item.unit, &content::subject(item)).await?;
    let (mut acts, mut at_boards) = (Vec::new(), Vec::new());
    for logged in &history {
        let known = logged.known_act();
        let act = known.map_or_else(
            || logged.act.clone(),
            |act| t.text(&format!("disclosure-act-{}", act.word())),
        );
        let place = match logged.index {
            Some(index) => t.with(
                "disclosure-logged-at",
                "index",
                i64::try_from(index).unwrap_or(i64::MAX),
            ),
            None => t.text("disclosure-logged-waiting"),
        };
        let cell = Cell::text(t.instant(logged.at))
            .link(transparency::href(logged.entry))
            .note(place);
        match known {
            Some(transparency::Act::Displayed | transparency::Act::Removed) => at_boards.push((act, cell)),
            _ => acts.push((act, cell)),
        }
    }
    let at_boards = (!at_boards.is_empty()).then(|| SummaryList::new(at_boards));
    Ok((SummaryList::new(acts), at_boards))
}

#[derive(Template)]
#[template(path = "disclosure/version.html")]
struct VersionPage {
    shell: Shell,
    notice: Notice,
    text: TextPart,
    attachments: Option<SummaryList>,
    hash: String,
    content_href: String,
}

/// An older version that was public, or the present one by its number.
pub(super) async fn version(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, so)): Path<(String, String, i64)>,
) -> Answer {
    version_of(&reader, &pages, &xa, &id, so).await
}

async fn version_of(reader: &Reader, pages: &Pages, xa: &str, id: &str, so: i64) -> Answer {
    let t = &reader.t;
    let found = find(reader, pages, xa, id).await?;
    let version = public_version(reader, &found, so)?;
    let href = found.href();
    let current = so == found.dossier.item.public_version;
    let when = version
        .published
        .as_ref()
        .map(|(_, at)| t.instant(*at))
        .unwrap_or_default();
    let notice = if current {
        Notice::new(t, Tone::Info, t.with("disclosure-version-is-now", "when", when))
    } else {
        Notice::new(
            t,
            Tone::Warning,
            t.with("disclosure-version-is-old", "when", when),
        )
    };
    let title = t.format(
        "disclosure-version-title",
        &[
            ("title", Arg::Text(version.text.title.clone())),
            ("number", Arg::Number(so)),
        ],
    );
    Ok(page::html(&VersionPage {
        shell: shell(reader, &found.unit, title).crumb(version.text.title.as_str(), href.as_str()),
        notice: notice.link(t.text("disclosure-version-to-now"), href.as_str()),
        text: TextPart::of(version),
        attachments: attachments(t, &found.dossier, so, &format!("{href}/tep")),
        hash: version
            .content_hash
            .map(|hash| content::hex(&hash))
            .unwrap_or_default(),
        content_href: format!("{href}/ban/{so}/noi-dung.json"),
    }))
}

/// A version that was public, of a matter that was not withdrawn.
fn public_version<'f>(reader: &Reader, found: &'f Found, number: i64) -> Result<&'f Version, Instead> {
    found
        .dossier
        .version(number)
        .filter(|version| version.published.is_some() && found.dossier.item.state != ItemState::Withdrawn)
        .ok_or_else(|| missing(reader))
}

/// The octets whose hash stands in the log.
pub(super) async fn content(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, so)): Path<(String, String, i64)>,
) -> Answer {
    content_of(&reader, &pages, &xa, &id, so).await
}

async fn content_of(reader: &Reader, pages: &Pages, xa: &str, id: &str, so: i64) -> Answer {
    let found = find(reader, pages, xa, id).await?;
    let version = public_version(reader, &found, so)?;
    let octets = or_refused(reader, pages.desk.public_octets(&found.dossier, version))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], octets).into_response())
}

/// A file that hangs on what is public, or a photograph of a board.
pub(super) async fn file(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, hash)): Path<(String, String, String)>,
) -> Answer {
    file_of(&reader, &pages, (&xa, &id, &hash)).await
}

async fn file_of(reader: &Reader, pages: &Pages, (xa, id, hash): (&str, &str, &str)) -> Answer {
    let unit = keeper(pages, xa).ok_or_else(|| missing(reader))?;
    let id: ItemId = id.parse().map_err(|_| missing(reader))?;
    let hash = content::from_hex(hash).ok_or_else(|| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let file = or_failed(reader, store::public_file(&mut read, unit.id, id, &hash).await)?;
    Ok(served(file.ok_or_else(|| missing(reader))?))
}

/// A stored file, served so that nothing in it can run in a reader's browser under our name.
pub(super) fn served(file: NewFile) -> Response {
    let shown = files::is_picture(&file.media_type);
    let name = if file.name.is_empty() {
        "anh.jpg"
    } else {
        file.name.as_str()
    };
    let plain: String = platform::text::fold(name)
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || "-_. ".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    let encoded: String = name
        .bytes()
        .map(|octet| {
            if octet.is_ascii_alphanumeric() || b"-_.".contains(&octet) {
                char::from(octet).to_string()
            } else {
                format!("%{octet:02X}")
            }
        })
        .collect();
    let disposition = format!(
        "{}; filename=\"{plain}\"; filename*=UTF-8''{encoded}",
        if shown { "inline" } else { "attachment" }
    );
    let mut headers = HeaderMap::new();
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, &file.media_type);
    put(header::CONTENT_DISPOSITION, &disposition);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox");
    // A withdrawn file must not go on being read from a cache.
    put(header::CACHE_CONTROL, "private, no-cache");
    (headers, file.content).into_response()
}

/// The notice as a large-print sheet for a board.
pub(super) async fn poster(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer {
    poster_of(&reader, &pages, &xa, &id, &headers).await
}

async fn poster_of(reader: &Reader, pages: &Pages, xa: &str, id: &str, headers: &HeaderMap) -> Answer {
    let found = find(reader, pages, xa, id).await?;
    let version = public_version(reader, &found, found.dossier.item.public_version)?;
    let standing = stand(reader, pages, &found.dossier)?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let history = or_failed(
        reader,
        transparency::history(&mut read, found.unit.id, &content::subject(&found.dossier.item)).await,
    )?;
    drop(read);
    // The entry about the text on the sheet: of the same instant as its publication.
    let entry = history
        .iter()
        .find(|logged| version.published.as_ref().is_some_and(|(_, at)| *at == logged.at))
        .map(|logged| logged.entry);
    let origin = origin(pages, headers);
    let sheet = papers::poster(
        &reader.t,
        &papers::Sheet {
            committee: committee(reader, &found.unit),
            version,
            item: &found.dossier.item,
            standing: &standing,
            page: format!("{origin}{}", found.href()),
            proof: entry.map(|entry| format!("{origin}{}", transparency::href(entry))),
            demo: pages.desk.demo,
        },
    );
    // Setting a sheet takes milliseconds of pure work: it must not hold up other readers.
    let set = tokio::task::spawn_blocking(move || documents::poster(&sheet)).await;
    let octets = match set {
        Ok(Ok(octets)) => octets,
        Ok(Err(error)) => return Ok(super::failed(reader, &error)),
        Err(error) => return Ok(super::failed(reader, &error)),
    };
    let name = format!("inline; filename=\"to-dan-{}.pdf\"", found.dossier.item.id);
    Ok((
        [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        octets,
    )
        .into_response())
}

/// The address that links on paper and in feeds start with.
pub(super) fn origin(pages: &Pages, headers: &HeaderMap) -> String {
    page::origin(pages.desk.public_address.as_deref(), headers)
}

#[derive(Template)]
#[template(path = "disclosure/script.html")]
struct ScriptPage {
    shell: Shell,
    sentences: Vec<String>,
    duty: String,
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
    let version = public_version(reader, &found, found.dossier.item.public_version)?;
    let standing = stand(reader, pages, &found.dossier)?;
    let vietnamese = reader.site.translations.translator(platform::i18n::Locale::Vi);
    let broadcast = standing.duty.as_ref().and_then(|duty| duty.broadcast.as_ref());
    let title = t.with("disclosure-script-title", "title", version.text.title.as_str());
    Ok(page::html(&ScriptPage {
        shell: shell(reader, &found.unit, title)
            .lead(t.text("disclosure-script-lead"))
            .crumb(version.text.title.as_str(), found.href()),
        sentences: papers::script(&vietnamese, &found.unit.name, version, &found.dossier.item),
        duty: match broadcast {
            Some(duty) => t.with("disclosure-script-duty", "count", i64::from(duty.days)),
            None => t.text("disclosure-script-no-duty"),
        },
        citation: broadcast.map(|duty| words::citation(t, &duty.because)),
    }))
}

#[derive(Template)]
#[template(path = "disclosure/ask.html")]
struct AskPage {
    shell: Shell,
    committee: String,
    unit_code: String,
    reference: String,
    request_citation: Option<Citation>,
    simple: String,
}

/// How to ask about a notice, or object to it.
pub(super) async fn ask(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    ask_of(&reader, &pages, &xa, &id).await
}

async fn ask_of(reader: &Reader, pages: &Pages, xa: &str, id: &str) -> Answer {
    let t = &reader.t;
    let found = find(reader, pages, xa, id).await?;
    let version = found.dossier.public().ok_or_else(|| missing(reader))?;
    let title = words::title(t, &found.dossier.item, &version.text.title);
    let (_, today) = pages.desk.now();
    let book = &pages.desk.rulebook;
    let simple = book.days("information.request.simple", Place::Any, today);
    Ok(page::html(&AskPage {
        shell: shell(reader, &found.unit, t.text("disclosure-ask-title"))
            .lead(title.as_str())
            .crumb(title, found.href()),
        committee: committee(reader, &found.unit),
        unit_code: found.unit.code.clone(),
        reference: found.dossier.item.id.to_string(),
        request_citation: simple.as_ref().ok().map(|rule| words::citation(t, &rule.because)),
        simple: simple
            .as_ref()
            .map(|rule| t.with("disclosure-ask-information", "count", i64::from(rule.value.count)))
            .unwrap_or_default(),
    }))
}

/// What the law asks of a kind of matter, for officers who choose it.
pub(super) fn duty_words(t: &Translator, duty: &rules::Duty<'_>) -> Vec<(String, Citation)> {
    let mut words_of = Vec::new();
    if let Some(because) = &duty.website {
        words_of.push((t.text("disclosure-asks-website"), words::citation(t, because)));
    }
    if let Some(posting) = &duty.posting {
        let sites: Vec<String> = posting
            .sites
            .iter()
            .map(|site| t.text(&format!("disclosure-sitekind-{}", site.key().replace('_', "-"))))
            .collect();
        let sites = Arg::Text(sites.join(", "));
        let text = match posting.lasts {
            Lasts::Days(days) => t.format(
                "disclosure-asks-posting",
                &[("count", Arg::Number(days.into())), ("sites", sites)],
            ),
            Lasts::Permanently => t.format("disclosure-asks-posting-permanent", &[("sites", sites)]),
        };
        words_of.push((text, words::citation(t, &posting.because)));
    }
    if let Some(broadcast) = &duty.broadcast {
        words_of.push((
            t.with("disclosure-asks-broadcast", "count", i64::from(broadcast.days)),
            words::citation(t, &broadcast.because),
        ));
    }
    words_of
}
