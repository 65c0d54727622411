//! What the people of an organisation read, and how it was made known.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, FormToken},
    db::Read,
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Choice, Citation, Confirmation, Control, Empty, ErrorSummary, Field, Notice, Pagination,
            SummaryList, Tag, Tone,
        },
    },
};
use serde::Deserialize;
use transparency::Subject;

use super::{Inside, RuleWords, inside, shell_inside};
use crate::{
    ids::{NoticeId, ShowingId},
    internal::{
        self, NewShowing, SUBJECT,
        model::{File, Notice as Told, Showing, Version},
        rules::{self, Stretch},
        store,
    },
    model::ItemState,
    pages::{Pages, missing, or_failed, or_refused, then, words},
    rules::{Duty, duty},
};

/// The longest remark, in letters.
const LONGEST_NOTE: usize = 300;

/// A notice on the board.
struct Card {
    title: String,
    href: String,
    tags: Vec<Tag>,
    matter: String,
    when: String,
}

#[derive(Template)]
#[template(path = "organisations/board.html")]
struct BoardPage {
    shell: Shell,
    done: Option<Confirmation>,
    tools: Vec<(String, String)>,
    overdue: Option<Notice>,
    written: Vec<Card>,
    cards: Vec<Card>,
    empty: Option<Empty>,
    pagination: Pagination,
}

#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Came {
    #[serde(default)]
    xong: String,
    /// Day and identifier of the notice after which the list goes on.
    #[serde(default)]
    sau: String,
}

fn read_key(text: &str) -> Option<(Date, NoticeId)> {
    let (day, id) = text.split_once('.')?;
    Some((day.parse().ok()?, id.parse().ok()?))
}

pub(in crate::pages) async fn board(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, &noi, &id).await?;
    board_of(&reader, &pages, &inside, &came).await
}

async fn board_of(reader: &Reader, pages: &Pages, inside: &Inside, came: &Came) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let of = &inside.seat.organisation;
    let after = read_key(&came.sau);
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut listed = or_failed(reader, store::board(&mut read, of, after).await)?;
    let overdue = or_failed(reader, store::overdue(&mut read, of, today).await)?;
    drop(read);
    let base = inside.seat.board();
    let more = listed.len() > store::PAGE;
    listed.truncate(store::PAGE);
    let next = listed
        .last()
        .filter(|_| more)
        .map(|(last, _)| format!("{base}?sau={}.{}", last.decided_on, last.id));
    let (mut written, mut cards) = (Vec::new(), Vec::new());
    for (notice, version) in &listed {
        let card = card(reader, pages, inside, notice, version);
        if notice.state == ItemState::Draft {
            written.push(card);
        } else {
            cards.push(card);
        }
    }
    let empty = (cards.is_empty() && after.is_none()).then(|| {
        Empty::new(
            t,
            t.text("organisations-board-empty"),
            t.text("organisations-board-duty"),
        )
        .action(
            t.text("disclosure-tool-write"),
            format!("{}/soan", inside.seat.href()),
        )
    });
    let tools = vec![
        (
            t.text("disclosure-tool-write"),
            format!("{}/soan", inside.seat.href()),
        ),
        (
            t.text("organisations-people"),
            format!("{}/nguoi", inside.seat.href()),
        ),
        (t.text("organisations-tool-public"), inside.seat.href()),
    ];
    Ok(page::html(&BoardPage {
        shell: super::shell(reader, &inside.seat, t.text("organisations-board"))
            .lead(t.text("organisations-board-lead")),
        done: done(t, &came.xong),
        tools,
        overdue: (!overdue.is_empty()).then(|| {
            Notice::new(
                t,
                Tone::Problem,
                t.with("organisations-overdue", "count", overdue.len()),
            )
        }),
        written,
        cards,
        empty,
        pagination: Pagination::new(t, after.map(|_| base), next),
    }))
}

/// What was just done.
fn done(t: &Translator, key: &str) -> Option<Confirmation> {
    [
        "tham-gia",
        "bo",
        "cong-khai",
        "thu-hoi",
        "ket-thuc",
        "hinh-thuc",
        "huy",
    ]
    .contains(&key)
    .then(|| Confirmation {
        title: t.text(&format!("organisations-done-{key}")),
        text: t.text(&format!("organisations-done-{key}-next")),
    })
}

fn duty_of<'p>(pages: &'p Pages, inside: &Inside, notice: &Told) -> Option<Duty<'p>> {
    let place = inside.seat.organisation.kind.place();
    duty(&pages.desk.rulebook, place, &notice.matter, notice.decided_on).ok()
}

fn title(t: &Translator, notice: &Told, version: &Version) -> String {
    if notice.state == ItemState::Withdrawn {
        t.text("disclosure-withdrawn-title")
    } else if version.text.title.is_empty() {
        t.text("disclosure-no-title")
    } else {
        version.text.title.clone()
    }
}

fn tags(t: &Translator, notice: &Told, today: Date) -> Vec<Tag> {
    let mut tags = vec![match notice.state {
        ItemState::Draft => Tag::new(Tone::Warning, t.text("disclosure-version-draft")),
        ItemState::Archived => Tag::new(Tone::Info, t.text("organisations-state-ended")),
        state => words::state_tag(t, state),
    }];
    if notice.state == ItemState::Draft && notice.due_on < today {
        tags.push(Tag::new(Tone::Problem, t.text("disclosure-overdue")));
    }
    tags
}

fn card(reader: &Reader, pages: &Pages, inside: &Inside, notice: &Told, version: &Version) -> Card {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    Card {
        title: title(t, notice, version),
        href: format!("{}/{}", inside.seat.board(), notice.id),
        tags: tags(t, notice, today),
        matter: duty_of(pages, inside, notice)
            .map(|duty| words::matter(t, duty.item))
            .unwrap_or_default(),
        when: match notice.published_on() {
            Some(on) => t.with("disclosure-posted-on", "date", on),
            None => t.with("organisations-due", "date", notice.due_on),
        },
    }
}

/// A notice of the organisation, found for one of its people.
pub(super) struct Found {
    pub(super) inside: Inside,
    pub(super) file: File,
}

impl Found {
    pub(super) fn href(&self) -> String {
        format!("{}/{}", self.inside.seat.board(), self.file.notice.id)
    }
}

/// Finds a notice for somebody. Who is not among the organisation's people never learns whether there is one.
pub(super) async fn find(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (noi, id, tin): (&str, &str, &str),
) -> Result<Found, Instead> {
    let inside = inside(reader, actor, pages, noi, id).await?;
    let notice: NoticeId = tin.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let file = or_failed(
        reader,
        store::file(&mut read, &inside.seat.organisation, notice).await,
    )?;
    Ok(Found {
        inside,
        file: file.ok_or_else(|| missing(reader))?,
    })
}

/// A button that sends a form.
struct Button {
    label: String,
    action: String,
    /// Version and revision that the person has read.
    read: Option<(i64, i64)>,
    quiet: bool,
}

/// A text as it is read.
struct TextPart {
    heading: String,
    note: String,
    paragraphs: Vec<String>,
}

impl TextPart {
    fn of(heading: String, note: String, version: &Version) -> Self {
        Self {
            heading,
            note,
            paragraphs: platform::text::paragraphs(&version.text.body),
        }
    }
}

/// A way in which it was made known.
struct Way {
    form: String,
    when: String,
    note: String,
    tag: Option<Tag>,
    take_down: Option<String>,
    void: String,
}

#[derive(Template)]
#[template(path = "organisations/notice.html")]
struct NoticePage {
    shell: Shell,
    token: FormToken,
    done: Option<Confirmation>,
    tags: Vec<Tag>,
    notices: Vec<Notice>,
    text: Option<TextPart>,
    draft: Option<TextPart>,
    buttons: Vec<Button>,
    links: Vec<(String, String)>,
    facts: SummaryList,
    citations: Vec<Citation>,
    ways: Vec<Way>,
    posting: String,
    form: Option<FormPart>,
    old: Vec<TextPart>,
    proof: Option<SummaryList>,
    contents: Vec<(String, String)>,
}

/// The form that records how it was made known.
struct FormPart {
    errors: ErrorSummary,
    open: bool,
    action: String,
    fields: Vec<Field>,
    doubt: Option<Notice>,
}

/// What was written into the form.
#[derive(Debug, Default, Deserialize)]
pub(in crate::pages) struct Written {
    #[serde(default)]
    form: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    note: String,
}

pub(in crate::pages) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    show_of(&reader, &pages, &found, (&came.xong, &Written::default(), &[])).await
}

type Filled<'w> = (&'w str, &'w Written, &'w [(&'static str, String)]);

async fn show_of(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    (came, written, wrong): Filled<'_>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let notice = &found.file.notice;
    let newest = found
        .file
        .version(notice.last_version)
        .ok_or_else(|| missing(reader))?;
    let shown = found.file.public().unwrap_or(newest);
    let duty = duty_of(pages, &found.inside, notice);
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let unit = found.inside.seat.unit.id;
    let showings = or_failed(reader, store::showings(&mut read, unit, notice.id).await)?;
    let proof = or_failed(reader, proof(t, &mut read, found).await)?;
    drop(read);
    let withdrawn = notice.state == ItemState::Withdrawn;
    let draft = found.file.draft();
    let (buttons, links, mut notices) = ways_on(reader, pages, found, today);
    notices.splice(0..0, states(t, &found.file));
    let version_words = |version: &Version| {
        let at = version
            .published
            .as_ref()
            .map(|published| t.instant(published.at));
        match at {
            Some(when) => t.with("organisations-version-of", "when", when),
            None => t.text("organisations-version-unpublished"),
        }
    };
    let old = found
        .file
        .versions
        .iter()
        .filter(|version| !withdrawn && version.published.is_some() && version.number != shown.number)
        .map(|version| TextPart::of(version.text.title.clone(), version_words(version), version))
        .collect();
    let contents = found
        .file
        .versions
        .iter()
        .filter(|version| !withdrawn && version.published.is_some())
        .map(|version| {
            (
                t.with("organisations-proof-content", "number", version.number),
                format!("{}/ban/{}/noi-dung.json", found.href(), version.number),
            )
        })
        .collect();
    let text = (!withdrawn).then(|| TextPart::of(title(t, notice, shown), String::new(), shown));
    let correction = draft.filter(|draft| draft.number != shown.number);
    let posting = duty
        .as_ref()
        .and_then(|duty| duty.posting.as_ref())
        .filter(|_| notice.state == ItemState::Published)
        .map(|posting| {
            if rules::told_in_writing(&showings) {
                t.text("organisations-posting-not-needed")
            } else {
                posting.because.summary.get(words::language(t)).to_owned()
            }
        })
        .unwrap_or_default();
    let is_wrong = !wrong.is_empty();
    let mut shell = shell_inside(reader, &found.inside, title(t, notice, shown));
    if is_wrong {
        shell = shell.with_errors();
    }
    let page = page::html(&NoticePage {
        shell,
        token: reader.form_token(),
        done: done(t, came),
        tags: tags(t, notice, today),
        notices,
        text,
        draft: correction.map(|draft| {
            TextPart::of(
                draft.text.title.clone(),
                t.with(
                    "organisations-correction-of",
                    "reason",
                    draft.text.correction.as_str(),
                ),
                draft,
            )
        }),
        buttons,
        links,
        facts: facts(t, found, duty.as_ref(), today),
        citations: citations(t, pages, found, duty.as_ref()),
        ways: showings
            .iter()
            .map(|showing| way(reader, pages, found, duty.as_ref(), showing))
            .collect(),
        posting,
        form: (notice.state == ItemState::Published)
            .then(|| record_form(reader, pages, found, (written, wrong))),
        old,
        proof,
        contents,
    });
    Ok(if is_wrong {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    })
}

/// The articles on the list, the deadline and the time it must stand.
fn citations(t: &Translator, pages: &Pages, found: &Found, duty: Option<&Duty<'_>>) -> Vec<Citation> {
    let place = found.inside.seat.organisation.kind.place();
    let decided = found.file.notice.decided_on;
    let deadline = pages
        .desk
        .rulebook
        .explain("disclosure.deadline", place, decided)
        .ok();
    let stands = duty.and_then(|duty| duty.intranet.as_ref());
    duty.map(|duty| &duty.because)
        .into_iter()
        .chain(deadline.as_ref())
        .chain(stands.map(|rule| &rule.because))
        .map(|because| words::citation(t, because))
        .collect()
}

/// What a reader has to know before the text.
fn states(t: &Translator, file: &File) -> Vec<Notice> {
    let mut notices = Vec::new();
    if let Some((at, reason)) = &file.notice.withdrawn {
        let named = [
            ("when", Arg::Text(t.instant(*at))),
            ("reason", Arg::Text(reason.clone())),
        ];
        notices.push(Notice::new(
            t,
            Tone::Problem,
            t.format("organisations-withdrawn", &named),
        ));
        return notices;
    }
    let corrected = file
        .public()
        .filter(|version| !version.text.correction.is_empty());
    if let Some(version) = corrected {
        let when = version
            .published
            .as_ref()
            .map(|published| t.instant(published.at));
        let named = [
            ("when", Arg::Text(when.unwrap_or_default())),
            ("reason", Arg::Text(version.text.correction.clone())),
        ];
        notices.push(Notice::new(
            t,
            Tone::Info,
            t.format("disclosure-corrected-notice", &named),
        ));
    }
    notices
}

/// What this person may do with the notice now, and why not more.
fn ways_on(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    today: Date,
) -> (Vec<Button>, Vec<(String, String)>, Vec<Notice>) {
    let t = &reader.t;
    let base = found.href();
    let who = &found.inside.who;
    let (mut buttons, mut links, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    let mut button = |key: &str, way: &str, read: Option<(i64, i64)>, quiet: bool| {
        buttons.push(Button {
            label: t.text(key),
            action: format!("{base}/{way}"),
            read,
            quiet,
        });
    };
    let published = found.file.notice.state == ItemState::Published;
    if let Some(draft) = found.file.draft() {
        let read = Some((draft.number, draft.revision));
        let mut info = |key: &str| notices.push(Notice::new(t, Tone::Info, t.text(key)));
        if !who.is_head() {
            info("organisations-wait-head");
        } else if draft.drafted_by == who.member.account {
            info("organisations-wait-other");
        } else if published && draft.text.correction.is_empty() {
            info("organisations-wait-reason");
        } else {
            button("organisations-button-publish", "cong-khai", read, false);
        }
        links.push((t.text("disclosure-link-edit"), format!("{base}/sua")));
        button("disclosure-button-give-up", "bo", read, true);
    } else if published {
        button("disclosure-button-correct", "dinh-chinh", None, true);
    }
    if published && who.is_head() {
        let days = duty_of(pages, &found.inside, &found.file.notice).and_then(|duty| duty.intranet);
        let on = found.file.notice.published_on();
        let over = on.is_some_and(|on| days.is_none_or(|days| rules::last_day(on, days.value) < today));
        if over {
            button("organisations-button-end", "ket-thuc", None, true);
        }
        links.push((t.text("disclosure-button-withdraw"), format!("{base}/thu-hoi")));
    }
    (buttons, links, notices)
}

fn facts(t: &Translator, found: &Found, duty: Option<&Duty<'_>>, today: Date) -> SummaryList {
    let notice = &found.file.notice;
    let matter = duty.map_or_else(Cell::default, |duty| {
        Cell::text(words::matter(t, duty.item)).note(words::article(t, duty.item))
    });
    let mut entries = vec![
        (t.text("disclosure-fact-matter"), matter),
        (
            t.text("disclosure-fact-due"),
            Cell::text(t.date(notice.due_on)).note(t.with(
                "disclosure-fact-decided",
                "date",
                notice.decided_on,
            )),
        ),
    ];
    if let (Some(at), Some(on)) = (notice.published_at, notice.published_on()) {
        let tag = if on <= notice.due_on {
            Tag::new(Tone::Success, t.text("disclosure-on-time"))
        } else {
            Tag::new(Tone::Warning, t.text("disclosure-late"))
        };
        entries.push((t.text("disclosure-fact-when"), Cell::text(t.instant(at)).tag(tag)));
        let stands = duty.and_then(|duty| duty.intranet.as_ref());
        if let Some(days) = stands.filter(|_| notice.state == ItemState::Published) {
            let through = rules::last_day(on, days.value);
            entries.push((
                t.text("organisations-fact-stands"),
                Cell::text(t.date(through)).tag(stretch_tag(t, rules::stretch(on, None, days.value, today))),
            ));
        }
    }
    SummaryList::new(entries)
}

fn stretch_tag(t: &Translator, stretch: Stretch) -> Tag {
    match stretch {
        Stretch::Enough { .. } => Tag::new(Tone::Success, t.text("organisations-stretch-enough")),
        Stretch::Short { through } => Tag::new(
            Tone::Problem,
            t.with("organisations-stretch-short", "date", through),
        ),
        Stretch::Running { days_left: 0, .. } => Tag::new(Tone::Info, t.text("disclosure-clock-last-day")),
        Stretch::Running { days_left, .. } => Tag::new(
            Tone::Info,
            t.with("organisations-stretch-left", "count", i64::from(days_left)),
        ),
    }
}

fn way(reader: &Reader, pages: &Pages, found: &Found, duty: Option<&Duty<'_>>, showing: &Showing) -> Way {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let kind = found.inside.seat.organisation.kind;
    let form = rules::forms(&pages.desk.rulebook, kind, today)
        .ok()
        .and_then(|forms| forms.value.iter().find(|form| form.key == showing.form))
        .map_or_else(
            || showing.form.clone(),
            |form| form.label.get(words::language(t)).to_owned(),
        );
    let when = match (rules::lasts(&showing.form), showing.until) {
        (false, _) => t.date(showing.from),
        (true, None) => t.with("disclosure-site-since", "date", showing.from),
        (true, Some(until)) => t.format(
            "organisations-way-between",
            &[("from", Arg::Date(showing.from)), ("until", Arg::Date(until))],
        ),
    };
    let days = duty
        .and_then(|duty| duty.intranet.as_ref())
        .filter(|_| rules::lasts(&showing.form));
    let base = format!("{}/hinh-thuc/{}", found.href(), showing.id);
    let hangs = rules::lasts(&showing.form) && showing.until.is_none();
    Way {
        form,
        when,
        note: showing.note.clone(),
        tag: days.map(|days| stretch_tag(t, rules::stretch(showing.from, showing.until, days.value, today))),
        take_down: hangs.then(|| format!("{base}/go")),
        void: format!("{base}/huy"),
    }
}

fn record_form(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    (written, wrong): (&Written, &[(&'static str, String)]),
) -> FormPart {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let kind = found.inside.seat.organisation.kind;
    let forms = rules::forms(&pages.desk.rulebook, kind, today).ok();
    let choices = forms
        .as_ref()
        .map(|forms| {
            forms
                .value
                .iter()
                .map(|form| Choice::new(form.key.as_str(), form.label.get(words::language(t))))
                .collect()
        })
        .unwrap_or_default();
    let from = if written.form.is_empty() && written.from.is_empty() {
        platform::text::write_day(today)
    } else {
        written.from.clone()
    };
    let fields: Vec<Field> = vec![
        Field::new(
            "form",
            t.text("organisations-ask-form"),
            Control::Radios {
                choices,
                chosen: written.form.clone(),
            },
        ),
        Field::words("from", t.text("organisations-ask-from"), from).hint(t.text("disclosure-day-hint")),
        Field::words("until", t.text("organisations-ask-until"), written.until.as_str())
            .hint(t.text("organisations-ask-until-hint")),
        Field::words("note", t.text("disclosure-ask-note"), written.note.as_str())
            .hint(t.text("organisations-ask-note-hint")),
    ]
    .into_iter()
    .map(|field| match wrong.iter().find(|(name, _)| *name == field.name) {
        Some((_, text)) => field.error(t, text.as_str()),
        None => field,
    })
    .collect();
    FormPart {
        errors: ErrorSummary::of(t, &fields),
        open: !wrong.is_empty(),
        action: format!("{}/hinh-thuc", found.href()),
        fields,
        doubt: forms.and_then(|forms| RuleWords::of(reader, &forms.because).doubt),
    }
}

/// Every act on the notice in the public log, for its people.
async fn proof(
    t: &Translator,
    read: &mut Read,
    found: &Found,
) -> platform::db::DbResult<Option<SummaryList>> {
    let subject = Subject::new(SUBJECT, found.file.notice.id.to_string());
    let history = transparency::history(read, found.inside.seat.unit.id, &subject).await?;
    let acts: Vec<(String, Cell)> = history
        .iter()
        .map(|logged| {
            let act = logged.known_act().map_or_else(
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
            (act, cell)
        })
        .collect();
    Ok((!acts.is_empty()).then(|| SummaryList::new(acts)))
}

/// The octets whose hash stands in the log, with their salt, for the people of the organisation alone.
pub(in crate::pages) async fn content(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin, so)): Path<(String, String, String, i64)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let version = found
        .file
        .version(so)
        .filter(|_| found.file.notice.state != ItemState::Withdrawn)
        .ok_or_else(|| missing(&reader))?;
    let published = version.published.as_ref().ok_or_else(|| missing(&reader))?;
    let octets = internal::octets(
        &found.inside.seat.organisation,
        &found.file.notice,
        version,
        (published.at, &published.salt),
    );
    let octets = or_refused(&reader, octets.map_err(Into::into))?;
    let mut response: Response = ([(header::CONTENT_TYPE, "application/json")], octets).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-store"),
    );
    Ok(response)
}

/// Checks what was written into the form.
fn check(
    t: &Translator,
    written: &Written,
    notice: &Told,
    today: Date,
) -> Result<NewShowing, Vec<(&'static str, String)>> {
    let mut wrong = Vec::new();
    let mut day = |name: &'static str, text: &str| {
        let day = platform::text::read_day(text);
        let key = match day {
            None => Some("disclosure-day-error"),
            Some(day) if day > today => Some("disclosure-error-future"),
            Some(day) if day < notice.decided_on => Some("organisations-error-before"),
            Some(_) => None,
        };
        if let Some(key) = key {
            wrong.push((name, t.text(key)));
        }
        day
    };
    let from = day("from", written.from.trim());
    let until = if written.until.trim().is_empty() {
        None
    } else {
        day("until", written.until.trim())
    };
    if from.is_some() && until.is_some() && until < from {
        wrong.push(("until", t.text("organisations-error-until")));
    }
    if written.form.is_empty() {
        wrong.push(("form", t.text("organisations-error-form")));
    }
    let note = platform::text::compose(written.note.trim());
    if note.chars().count() > LONGEST_NOTE {
        wrong.push(("note", t.text("disclosure-error-note")));
    }
    match (from, wrong.is_empty()) {
        (Some(from), true) => Ok(NewShowing {
            form: written.form.clone(),
            from,
            until,
            note,
        }),
        _ => Err(wrong),
    }
}

pub(in crate::pages) async fn record(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin)): Path<(String, String, String)>,
    Form(written): Form<Written>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let (_, today) = pages.desk.now();
    let new = match check(&reader.t, &written, &found.file.notice, today) {
        Ok(new) => new,
        Err(wrong) => return show_of(&reader, &pages, &found, ("", &written, &wrong)).await,
    };
    let done = pages
        .desk
        .internal()
        .show(&found.inside.who, found.file.notice.id, new)
        .await;
    Ok(then(&reader, done, &format!("{}?xong=hinh-thuc", found.href())))
}

pub(in crate::pages) async fn take_down(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin, lan)): Path<(String, String, String, String)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let showing: ShowingId = lan.parse().map_err(|_| missing(&reader))?;
    let done = pages
        .desk
        .internal()
        .take_down(&found.inside.who, found.file.notice.id, showing)
        .await;
    Ok(then(&reader, done, &format!("{}?xong=hinh-thuc", found.href())))
}

pub(in crate::pages) async fn void(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, tin, lan)): Path<(String, String, String, String)>,
) -> Answer {
    let found = find(&reader, &actor, &pages, (&noi, &id, &tin)).await?;
    let showing: ShowingId = lan.parse().map_err(|_| missing(&reader))?;
    let done = pages
        .desk
        .internal()
        .void_showing(&found.inside.who, found.file.notice.id, showing)
        .await;
    Ok(then(&reader, done, &format!("{}?xong=huy", found.href())))
}
