//! Votes on paper: sheets handed out and collected, each read by two people who do not see what the other read, and
//! by a third where they differ.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::{Form, Path, Query, State},
    http::{HeaderMap, HeaderName, StatusCode},
    response::{IntoResponse as _, Redirect, Response},
};
use documents::{Corner, Link, Sheet, Sheets, Sign};
use households::HouseholdId;
use jiff::civil::Date;
use platform::{
    access::{Actor, FormToken},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Confirmation, ErrorSummary, Field, Notice, Tag, Tone},
    },
};
use rulebook::Place;
use serde::Deserialize;

use super::{
    super::{by, missing, or_failed, or_refused, refused, round_place, then},
    PDF, Pages, Sent, Vote, arg, file, find_vote, icon, many, marks, origin, register, words,
};
use crate::{
    model::{Reading, RoundState, Slip},
    rules::{Entered, Fate, Form as VoteForm, Settled, settle},
    service::{ActError, clean_code, printed_code},
    store,
};

/// The camera, for this page alone: elsewhere the site's policy forbids it.
const CAMERA: (HeaderName, &str) = (HeaderName::from_static("permissions-policy"), "camera=(self)");

/// A vote on paper that is under way, with its slips and what was read.
struct Desk {
    vote: Vote,
    slips: Vec<Slip>,
    readings: BTreeMap<HouseholdId, Vec<Reading>>,
}

impl Desk {
    async fn of(
        reader: &Reader,
        actor: &Actor,
        pages: &Pages,
        address: (&str, &str, &str),
    ) -> Result<Self, Instead> {
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        let vote = find_vote(reader, pages, &mut read, address).await?;
        by(reader, actor, "enter", round_place(&vote.round))?;
        if vote.round.form == VoteForm::Meeting || vote.round.state != RoundState::Open {
            or_refused(reader, Err::<(), ActError>(ActError::Closed))?;
        }
        let key = (vote.unit.id, vote.round.id);
        let slips = or_failed(reader, store::slips(&mut read, key.0, key.1).await)?;
        let mut readings: BTreeMap<HouseholdId, Vec<Reading>> = BTreeMap::new();
        for reading in or_failed(reader, store::readings(&mut read, key.0, key.1).await)? {
            readings.entry(reading.household).or_default().push(reading);
        }
        Ok(Self {
            vote,
            slips,
            readings,
        })
    }

    /// As [`Desk::of`], of papers: codes for voting online are not read by anybody.
    async fn of_papers(
        reader: &Reader,
        actor: &Actor,
        pages: &Pages,
        address: (&str, &str, &str),
    ) -> Result<Self, Instead> {
        let desk = Self::of(reader, actor, pages, address).await?;
        if desk.vote.round.form != VoteForm::HouseholdBallot {
            return Err(missing(reader));
        }
        Ok(desk)
    }

    fn settled(&self, slip: &Slip) -> Settled {
        if let Some(fate) = slip.fate {
            return Settled::Agreed(fate);
        }
        let readings: Vec<Entered<uuid::Uuid>> = self
            .readings_of(slip)
            .iter()
            .map(|reading| Entered {
                by: reading.account,
                fate: reading.fate,
            })
            .collect();
        settle(&readings, None)
    }

    fn readings_of(&self, slip: &Slip) -> &[Reading] {
        self.readings.get(&slip.household).map_or(&[], Vec::as_slice)
    }

    /// What one person read on a paper.
    fn own(&self, slip: &Slip, actor: &Actor) -> Option<Fate> {
        self.readings_of(slip)
            .iter()
            .find(|reading| reading.account == actor.person().0)
            .map(|reading| reading.fate)
    }

    fn numbered(&self, number: &str) -> Option<&Slip> {
        let number: i64 = number.trim().parse().ok()?;
        self.slips.iter().find(|slip| slip.number == number)
    }

    /// The next paper that was collected, does not count yet and was not read by this person.
    fn next(&self, actor: &Actor) -> Option<&Slip> {
        self.slips.iter().find(|slip| {
            slip.collected_on.is_some() && slip.fate.is_none() && self.own(slip, actor).is_none()
        })
    }

    fn differing(&self) -> impl Iterator<Item = &Slip> {
        self.slips
            .iter()
            .filter(|slip| matches!(self.settled(slip), Settled::Differ(..)))
    }
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Which households: all, or those with something to be done.
    xem: Option<String>,
    /// A household's number.
    so: Option<String>,
    /// What was just done.
    xong: Option<String>,
}

#[derive(Template)]
#[template(path = "voting/paper.html")]
struct DeskPage {
    shell: Shell,
    token: FormToken,
    counts: Vec<(String, String)>,
    notice: Option<Notice>,
    shown: Vec<(String, String, bool)>,
    households: Vec<OnDesk>,
    today: String,
    href: String,
    next: Option<String>,
    mismatches: Option<String>,
}

/// A household's paper on the desk.
struct OnDesk {
    id: String,
    number: i64,
    address: String,
    tags: Vec<Tag>,
    read: Option<String>,
}

pub(super) async fn desk(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    desk_of(&reader, &actor, &pages, (&xa, &id, &lan), &asked).await
}

async fn desk_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str, &str),
    asked: &Asked,
) -> Answer {
    let t = &reader.t;
    let desk = Desk::of_papers(reader, actor, pages, address).await?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let register = register(reader, &mut read, &desk.vote).await?;
    drop(read);
    let href = desk.vote.at("phieu");
    let chosen = asked.xem.as_deref().unwrap_or("tat-ca");
    let is_shown = |slip: &Slip| match chosen {
        "chua-phat" => slip.handed_on.is_none() && slip.fate.is_none(),
        "chua-thu" => slip.handed_on.is_some() && slip.collected_on.is_none() && slip.fate.is_none(),
        "chua-doc" => slip.collected_on.is_some() && slip.fate.is_none() && desk.own(slip, actor).is_none(),
        _ => true,
    };
    let households = desk
        .slips
        .iter()
        .filter(|slip| is_shown(slip))
        .map(|slip| OnDesk {
            id: slip.household.to_string(),
            number: slip.number,
            address: register
                .get(&slip.household)
                .map(|household| household.address.clone())
                .unwrap_or_default(),
            tags: tags(t, &desk, slip, actor),
            read: slip
                .fate
                .is_none()
                .then(|| format!("{href}/doc?so={}", slip.number)),
        })
        .collect();
    let count = |which: &dyn Fn(&Slip) -> bool| {
        let count = desk.slips.iter().filter(|slip| which(slip)).count();
        t.format(
            "voting-of-all",
            &[("count", arg(many(count))), ("all", arg(many(desk.slips.len())))],
        )
    };
    let counts = vec![
        (
            t.text("voting-so-far-handed"),
            count(&|slip| slip.handed_on.is_some()),
        ),
        (
            t.text("voting-so-far-collected"),
            count(&|slip| slip.collected_on.is_some()),
        ),
        (
            t.text("voting-so-far-settled"),
            count(&|slip| slip.fate.is_some()),
        ),
    ];
    let shown = ["tat-ca", "chua-phat", "chua-thu", "chua-doc"]
        .map(|key| {
            (
                t.text(&format!("voting-show-{key}")),
                format!("{href}?xem={key}"),
                key == chosen,
            )
        })
        .to_vec();
    let differing = desk.differing().count();
    let page = page::html(&DeskPage {
        shell: desk
            .vote
            .below(reader, t.text("voting-paper-title"))
            .lead(desk.vote.dossier.matter.title.as_str()),
        token: reader.form_token(),
        counts,
        notice: (asked.xong.as_deref() == Some("khong-thay"))
            .then(|| Notice::new(t, Tone::Warning, t.text("voting-code-unknown"))),
        shown,
        households,
        today: platform::text::write_day(pages.desk.now().1),
        next: desk
            .next(actor)
            .map(|slip| format!("{href}/doc?so={}", slip.number)),
        mismatches: (differing > 0).then(|| {
            t.with(
                "voting-mismatches",
                "count",
                t.number(i64::try_from(differing).unwrap_or(i64::MAX)),
            )
        }),
        href,
    });
    Ok(with_camera(page))
}

fn with_camera(page: Response) -> Response {
    ([CAMERA], page).into_response()
}

/// A day of this vote, without its year: "20/10".
fn short(day: Date) -> String {
    format!("{:02}/{:02}", day.day(), day.month())
}

/// Where a household's paper is. What somebody else read on it, it does not tell.
fn tags(t: &Translator, desk: &Desk, slip: &Slip, actor: &Actor) -> Vec<Tag> {
    let mut tags = Vec::new();
    if let Some(on) = slip.handed_on {
        tags.push(Tag::new(
            Tone::Info,
            t.with("voting-tag-handed", "day", short(on)),
        ));
    }
    if let Some(on) = slip.collected_on {
        tags.push(Tag::new(
            Tone::Info,
            t.with("voting-tag-collected", "day", short(on)),
        ));
    }
    if slip.fate.is_some() {
        tags.push(Tag::new(Tone::Success, t.text("voting-tag-settled")));
    } else if desk.own(slip, actor).is_some() {
        tags.push(Tag::new(Tone::Info, t.text("voting-tag-own")));
    }
    tags
}

pub(super) async fn carry(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let desk = Desk::of_papers(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let Some(day) = sent.day("day") else {
        return Err(Instead::from(refused(&reader, &ActError::Day)));
    };
    let key = (desk.vote.unit.id, desk.vote.round.id);
    let ticked: Vec<&Slip> = desk
        .slips
        .iter()
        .filter(|slip| sent.all("ho").any(|id| id == slip.household.to_string()))
        .collect();
    for slip in ticked {
        let days = match sent.get("viec") {
            "phat" => (Some(day), slip.collected_on),
            "thu" => (slip.handed_on.or(Some(day)), Some(day)),
            "chua-thu" => (slip.handed_on, None),
            "chua-phat" => (None, None),
            _ => continue,
        };
        or_refused(
            &reader,
            pages.desk.carry(key.0, key.1, slip.household, days).await,
        )?;
    }
    let shown = match sent.get("xem") {
        "" => String::new(),
        shown => format!("?xem={shown}"),
    };
    Ok(Redirect::to(&format!("{}{shown}", desk.vote.at("phieu"))).into_response())
}

/// Finds a paper by its household's number, or by the code that a camera or a person read.
pub(super) async fn look_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let desk = Desk::of_papers(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let asked = sent.get("tim");
    let code = clean_code(asked.rsplit('#').next().unwrap_or(asked));
    let found = desk
        .numbered(asked)
        .or_else(|| desk.slips.iter().find(|slip| slip.code == code));
    let href = desk.vote.at("phieu");
    let to = match found {
        Some(slip) => format!("{href}/doc?so={}", slip.number),
        None => format!("{href}?xong=khong-thay"),
    };
    Ok(Redirect::to(&to).into_response())
}

/// What can be read on a paper.
struct Choosable {
    value: String,
    label: String,
    icon: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "voting/reading.html")]
struct ReadingPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    done: Option<Confirmation>,
    number: i64,
    options: Vec<Choosable>,
    /// Whether several options can be marked.
    several: bool,
    fates: Vec<Choosable>,
    action: String,
    back: String,
    settled: bool,
    button: String,
}

/// What was read, as the form sends it: marks, or a word.
fn fate_of(sent: &Sent) -> Option<Fate> {
    match sent.get("khac") {
        "spoiled" => return Some(Fate::Spoiled),
        "refused" => return Some(Fate::Refused),
        "missing" => return Some(Fate::Missing),
        _ => {}
    }
    let marks = marks(sent);
    (marks.0 != 0).then_some(Fate::Marked(marks))
}

fn fate_word(fate: Fate) -> &'static str {
    match fate {
        Fate::Marked(_) => "marked",
        Fate::Spoiled => "spoiled",
        Fate::Missing => "missing",
        Fate::Refused => "refused",
    }
}

/// What was read, in words.
fn fate_words(t: &Translator, vote: &Vote, fate: Fate) -> String {
    match fate {
        Fate::Marked(marks) => {
            let options = vote.options(t);
            let names: Vec<&str> = marks
                .options()
                .filter_map(|option| options.get(usize::from(option)).map(String::as_str))
                .collect();
            names.join("; ")
        }
        other => t.text(&format!("voting-fate-{}", fate_word(other))),
    }
}

fn choosable(t: &Translator, vote: &Vote, chosen: Option<Fate>) -> (Vec<Choosable>, Vec<Choosable>) {
    let options = vote
        .options(t)
        .into_iter()
        .enumerate()
        .map(|(option, label)| Choosable {
            value: option.to_string(),
            label,
            icon: icon(&vote.dossier, option),
            chosen: matches!(chosen, Some(Fate::Marked(marks)) if marks.0 & (1 << option) != 0),
        })
        .collect();
    let fates = [Fate::Spoiled, Fate::Refused, Fate::Missing]
        .map(|fate| Choosable {
            value: fate_word(fate).to_owned(),
            label: t.text(&format!("voting-fate-{}", fate_word(fate))),
            icon: "",
            chosen: chosen == Some(fate),
        })
        .into_iter()
        .collect();
    (options, fates)
}

pub(super) async fn reading(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let desk = Desk::of_papers(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let slip = desk
        .numbered(asked.so.as_deref().unwrap_or_default())
        .ok_or_else(|| missing(&reader))?;
    let done = asked.xong.is_some();
    Ok(reading_page(&reader, &actor, &desk, slip, (done, "")))
}

fn reading_page(
    reader: &Reader,
    actor: &Actor,
    desk: &Desk,
    slip: &Slip,
    (done, wrong): (bool, &str),
) -> Response {
    let t = &reader.t;
    let (options, fates) = choosable(t, &desk.vote, desk.own(slip, actor));
    let errors = errors_at(t, wrong);
    let title = t.with("voting-reading-title", "number", slip.number);
    let page = page::html(&ReadingPage {
        shell: desk
            .vote
            .below(reader, title)
            .crumb(t.text("voting-paper-title"), desk.vote.at("phieu"))
            .lead(t.text("voting-reading-lead")),
        token: reader.form_token(),
        errors,
        done: done.then(|| Confirmation {
            title: t.text("voting-reading-kept"),
            text: t.text("voting-reading-next"),
        }),
        number: slip.number,
        several: desk.vote.dossier.question().most > 1,
        options,
        fates,
        action: desk.vote.at("phieu/doc"),
        back: desk.vote.at("phieu"),
        settled: slip.fate.is_some(),
        button: t.text("voting-button-read"),
    });
    let page = with_camera(page);
    if wrong.is_empty() {
        page
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    }
}

fn errors_at(t: &Translator, wrong: &str) -> ErrorSummary {
    let field = Field::words("chon-1", "", "");
    if wrong.is_empty() {
        ErrorSummary::of(t, &[])
    } else {
        ErrorSummary::of(t, &[field.error(t, wrong)])
    }
}

pub(super) async fn read(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let desk = Desk::of_papers(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let slip = desk.numbered(sent.get("so")).ok_or_else(|| missing(&reader))?;
    let Some(fate) = fate_of(&sent) else {
        let text = reader.t.text("voting-error-choose");
        return Ok(reading_page(&reader, &actor, &desk, slip, (false, &text)));
    };
    let by = by(&reader, &actor, "enter", round_place(&desk.vote.round))?;
    let key = (desk.vote.unit.id, desk.vote.round.id);
    or_refused(
        &reader,
        pages
            .desk
            .read_paper(key.0, key.1, slip.household, fate, by)
            .await,
    )?;
    let next = desk
        .slips
        .iter()
        .find(|other| {
            other.household != slip.household
                && other.collected_on.is_some()
                && other.fate.is_none()
                && desk.own(other, &actor).is_none()
        })
        .map_or_else(
            || desk.vote.at("phieu"),
            |next| format!("{}?so={}&xong=1", desk.vote.at("phieu/doc"), next.number),
        );
    Ok(Redirect::to(&next).into_response())
}

#[derive(Template)]
#[template(path = "voting/mismatches.html")]
struct MismatchesPage {
    shell: Shell,
    token: FormToken,
    papers: Vec<ReadingPart>,
    action: String,
    back: String,
}

/// A paper that two people read differently.
struct ReadingPart {
    title: String,
    number: i64,
    differing: Vec<String>,
    options: Vec<Choosable>,
    several: bool,
    fates: Vec<Choosable>,
    /// Whether this person is one of the two, and so may not decide.
    own: bool,
}

pub(super) async fn mismatches(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
) -> Answer {
    let t = &reader.t;
    let desk = Desk::of_papers(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let papers = desk
        .differing()
        .map(|slip| {
            let own = desk.own(slip, &actor).is_some();
            let (options, fates) = choosable(t, &desk.vote, None);
            let differing = match desk.settled(slip) {
                Settled::Differ(first, second) if !own => [first, second]
                    .map(|fate| fate_words(t, &desk.vote, fate))
                    .to_vec(),
                _ => Vec::new(),
            };
            ReadingPart {
                title: t.with("voting-sheet-household", "number", slip.number),
                number: slip.number,
                differing,
                options,
                several: desk.vote.dossier.question().most > 1,
                fates,
                own,
            }
        })
        .collect();
    Ok(page::html(&MismatchesPage {
        shell: desk
            .vote
            .below(&reader, t.text("voting-mismatches-title"))
            .crumb(t.text("voting-paper-title"), desk.vote.at("phieu"))
            .lead(t.text("voting-mismatches-lead")),
        token: reader.form_token(),
        papers,
        action: desk.vote.at("phieu/lech"),
        back: desk.vote.at("phieu"),
    }))
}

pub(super) async fn decide(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let desk = Desk::of_papers(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let slip = desk.numbered(sent.get("so")).ok_or_else(|| missing(&reader))?;
    let fate = or_refused(&reader, fate_of(&sent).ok_or(ActError::NoVote))?;
    let by = by(&reader, &actor, "enter", round_place(&desk.vote.round))?;
    let key = (desk.vote.unit.id, desk.vote.round.id);
    let done = pages
        .desk
        .decide_paper(key.0, key.1, slip.household, fate, by)
        .await;
    Ok(then(&reader, done, &desk.vote.at("phieu/lech")))
}

/// The sheets to be printed: ballots, or letters with the codes for voting online. Whoever holds a letter can vote, so
/// they are for those who hand them out.
pub(super) async fn sheets(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let desk = Desk::of(&reader, &actor, &pages, (&xa, &id, &lan)).await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let register = register(&reader, &mut read, &desk.vote).await?;
    drop(read);
    let sheets = sheets_of(&reader, &pages, &desk, &origin(&pages, &headers), |slip| {
        register
            .get(&slip.household)
            .map(|household| household.address.clone())
            .unwrap_or_default()
    })?;
    let name = format!("phieu-{}.pdf", desk.vote.round.id);
    file(&reader, sheets, documents::sheets, (name, PDF)).await
}

fn sheets_of(
    reader: &Reader,
    pages: &Pages,
    desk: &Desk,
    origin: &str,
    address: impl Fn(&Slip) -> String,
) -> Result<Sheets, Instead> {
    let t = &reader.t;
    let vote = &desk.vote;
    let on_paper = vote.round.form == VoteForm::HouseholdBallot;
    let mut sheets = Vec::new();
    for slip in &desk.slips {
        // What follows the hash sign stays in the browser: no log and no other site gets to see the code.
        let page = if on_paper {
            format!("{origin}{}#{}", vote.href(), slip.code)
        } else {
            format!("{origin}/bieu-quyet/{}#{}", vote.unit.code, slip.code)
        };
        let link = Link::parse(page).map_err(|error| Instead::from(super::super::failed(reader, &error)))?;
        sheets.push(Sheet {
            household: t.with("voting-sheet-household", "number", slip.number),
            address: address(slip),
            code: printed_code(&slip.code),
            link,
        });
    }
    let signs = |option: usize| match (vote.dossier.matter.seats, option) {
        (0, 0) => Sign::Yes,
        (0, 1) => Sign::No,
        (0, _) => Sign::Other,
        _ => Sign::None,
    };
    let choices = vote
        .options(t)
        .into_iter()
        .enumerate()
        .map(|(option, label)| documents::Choice {
            label,
            sign: signs(option),
        })
        .collect();
    let instruction = if !on_paper {
        t.with("voting-letter-instruction", "when", t.instant(vote.round.ends_at))
    } else if vote.dossier.matter.seats > 0 {
        t.with(
            "voting-ballot-instruction-election",
            "count",
            i64::from(vote.dossier.question().most),
        )
    } else {
        t.text("voting-ballot-instruction")
    };
    Ok(Sheets {
        language: match t.locale() {
            platform::i18n::Locale::Vi => documents::Language::Vi,
            platform::i18n::Locale::En => documents::Language::En,
            platform::i18n::Locale::Km => documents::Language::Km,
        },
        produced_at: vote
            .round
            .opened
            .map_or(vote.round.planned.at, |opened| opened.at),
        issuer: format!("{}, {}", vote.hamlet, vote.unit.name),
        heading: t.text(if on_paper {
            "voting-ballot-heading"
        } else {
            "voting-letter-heading"
        }),
        title: vote.dossier.matter.title.clone(),
        body: platform::text::paragraphs(&vote.dossier.matter.proposal),
        instruction,
        choices: if on_paper { choices } else { Vec::new() },
        mark: if on_paper { mark(t, pages, vote) } else { None },
        advisory: vote.round.advisory.then(|| t.text("voting-advisory")),
        caption: t.text("voting-sheet-code"),
        sheets,
        demo_notice: pages.desk.demo.then(|| t.text("shell-demo-label")),
    })
}

/// What makes the ballot genuine, and where it belongs.
fn mark(t: &Translator, pages: &Pages, vote: &Vote) -> Option<(Corner, String)> {
    let book = &pages.desk.rulebook;
    let day = vote.round.day();
    let place = vote.dossier.matter.scope().place();
    let mark = book.choice("ballot.mark", place, day).ok()?.value;
    let corner = match mark {
        "hanging_seal_top_left" => Corner::TopLeft,
        "head_signature_bottom_right" => Corner::BottomRight,
        _ => return None,
    };
    let listed = book.items("ballot.marks", Place::Hamlet, day).ok()?;
    let item = listed.value.iter().find(|item| item.key == mark)?;
    Some((corner, item.label.get(words::language(t)).to_owned()))
}
