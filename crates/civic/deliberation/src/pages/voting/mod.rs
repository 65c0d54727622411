//! Votes: called, announced, attended or handed out, cast, read, counted.

mod call;
mod commune;
mod consent;
mod count;
mod door;
mod notice;
mod objections;
mod online;
mod paper;
mod sittings;
mod vote;

use std::collections::BTreeMap;

use axum::{
    extract::Form,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use households::{
    HouseholdId,
    model::{HamletKey, Household},
};
use jiff::{
    Timestamp,
    civil::{Date, Time},
};
use platform::{
    access::{Policy, Routes},
    clock::vietnam,
    db::Read,
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Control, ErrorSummary, Field, Tag, TextKind, Tone},
    },
};
use units::Unit;

use super::{
    FUNCTION, Pages, failed, find, find_round, hamlet_name, matter_shell, missing, or_failed, round_href,
    words,
};
use crate::{
    model::{Dossier, Round},
    rules,
    sittings::Sitting,
};

/// The routes of votes.
pub(super) fn routes() -> Routes<Pages> {
    let call = Policy::May(FUNCTION, "call");
    let enter = Policy::May(FUNCTION, "enter");
    let count = Policy::May(FUNCTION, "count");
    let gather = Policy::May(FUNCTION, "gather");
    Routes::new()
        .get("/dan-ban/{xa}/{id}/goi", call, call::blank)
        .post("/dan-ban/{xa}/{id}/goi", call, call::call)
        .get("/dan-ban/{xa}/{id}/cac-ap", Policy::Open, commune::show)
        .get("/dan-ban/{xa}/{id}/dong-y-truc-tuyen", gather, consent::show)
        .post("/dan-ban/{xa}/{id}/dong-y-truc-tuyen", gather, consent::tick)
        .get("/dan-ban/{xa}/{id}/lan/{lan}", Policy::Open, vote::show)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/chuan-bi", call, vote::arrange)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/mo", call, vote::open)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/huy", call, vote::cancel)
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/danh-sach",
            Policy::SignedIn,
            objections::show,
        )
        .post(
            "/dan-ban/{xa}/{id}/lan/{lan}/danh-sach",
            Policy::SignedIn,
            objections::object,
        )
        .post(
            "/dan-ban/{xa}/{id}/lan/{lan}/danh-sach/{don}",
            Policy::May("households", "write"),
            objections::answer,
        )
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/thong-bao.pdf",
            Policy::Open,
            notice::pdf,
        )
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/thong-bao.docx",
            Policy::Open,
            notice::docx,
        )
        .get("/dan-ban/{xa}/{id}/lan/{lan}/lich.ics", Policy::Open, notice::ics)
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/ban-doc",
            Policy::Open,
            notice::script,
        )
        .get("/dan-ban/{xa}/{id}/lan/{lan}/diem-danh", enter, door::show)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/diem-danh", enter, door::tap)
        .get("/dan-ban/{xa}/{id}/lan/{lan}/kiem-phieu", count, count::blank)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/kiem-phieu", count, count::record)
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/bien-ban.pdf",
            count,
            count::minutes_pdf,
        )
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/bien-ban.docx",
            count,
            count::minutes_docx,
        )
        .get("/dan-ban/{xa}/{id}/lan/{lan}/cum", call, sittings::show)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/cum", call, sittings::add)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/cum/{so}/bo", call, sittings::remove)
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/cum/{so}/diem-danh",
            enter,
            door::show_sitting,
        )
        .post(
            "/dan-ban/{xa}/{id}/lan/{lan}/cum/{so}/diem-danh",
            enter,
            door::tap_sitting,
        )
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/cum/{so}/kiem-phieu",
            count,
            count::blank_sitting,
        )
        .post(
            "/dan-ban/{xa}/{id}/lan/{lan}/cum/{so}/kiem-phieu",
            count,
            count::record_sitting,
        )
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/cum/{so}/bien-ban.pdf",
            count,
            count::sitting_minutes_pdf,
        )
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/cum/{so}/bien-ban.docx",
            count,
            count::sitting_minutes_docx,
        )
        .get("/dan-ban/{xa}/{id}/lan/{lan}/phieu", enter, paper::desk)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/phieu", enter, paper::carry)
        .get("/dan-ban/{xa}/{id}/lan/{lan}/phieu.pdf", enter, paper::sheets)
        .get("/dan-ban/{xa}/{id}/lan/{lan}/phieu/doc", enter, paper::reading)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/phieu/doc", enter, paper::read)
        .post("/dan-ban/{xa}/{id}/lan/{lan}/phieu/tim", enter, paper::look_up)
        .get(
            "/dan-ban/{xa}/{id}/lan/{lan}/phieu/lech",
            enter,
            paper::mismatches,
        )
        .post("/dan-ban/{xa}/{id}/lan/{lan}/phieu/lech", enter, paper::decide)
        .get("/bieu-quyet/{xa}", Policy::Open, online::ask)
        .post("/bieu-quyet/{xa}", Policy::Open, online::ballot)
        .post("/bieu-quyet/{xa}/xem-lai", Policy::Open, online::review)
        .post("/bieu-quyet/{xa}/gui", Policy::Open, online::cast)
        .get("/bieu-quyet/{xa}/da-nhan", Policy::Open, online::received)
}

/// A vote with all around it.
struct Vote {
    unit: Unit,
    dossier: Dossier,
    round: Round,
    hamlet: String,
}

/// A vote, by its address.
async fn find_vote(
    reader: &Reader,
    pages: &Pages,
    read: &mut Read,
    (xa, id, round): (&str, &str, &str),
) -> Result<Vote, Instead> {
    let (unit, dossier) = find(reader, pages, read, xa, id).await?;
    let round = find_round(reader, &dossier, round)?.clone();
    let hamlet = hamlet_name(reader, read, round.hamlet).await?;
    Ok(Vote {
        unit,
        dossier,
        round,
        hamlet,
    })
}

impl Vote {
    fn href(&self) -> String {
        round_href(&self.unit, &self.round)
    }

    fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.href())
    }

    /// The frame of the vote's own page.
    fn shell(&self, reader: &Reader) -> Shell {
        matter_shell(
            reader,
            &self.unit,
            &self.dossier.matter,
            title(&reader.t, &self.round, &self.hamlet),
        )
    }

    /// The frame of a page under the vote.
    fn below(&self, reader: &Reader, heading: String) -> Shell {
        matter_shell(reader, &self.unit, &self.dossier.matter, heading)
            .crumb(title(&reader.t, &self.round, &self.hamlet), self.href())
    }

    fn place(&self) -> HamletKey {
        HamletKey {
            unit: self.unit.id,
            hamlet: self.round.hamlet,
        }
    }

    /// The sitting that an address names: `None` where the meeting is held in one, or the address names none.
    fn sitting(&self, reader: &Reader, number: Option<&str>) -> Result<Option<&Sitting>, Instead> {
        let Some(number) = number else {
            // What is held in parts has no door, count or minutes of its own.
            return match self.dossier.sittings_of(self.round.id).next() {
                None => Ok(None),
                Some(_) => Err(missing(reader)),
            };
        };
        let number: u8 = number.parse().map_err(|_| missing(reader))?;
        self.dossier
            .sittings_of(self.round.id)
            .find(|sitting| sitting.number == number)
            .map(Some)
            .ok_or_else(|| missing(reader))
    }

    /// The address of something of the vote, or of one of its sittings.
    fn at_sitting(&self, sitting: Option<&Sitting>, rest: &str) -> String {
        match sitting {
            Some(sitting) => self.at(&format!("cum/{}/{rest}", sitting.number)),
            None => self.at(rest),
        }
    }

    /// What can be chosen, in the order of the ballot.
    fn options(&self, t: &Translator) -> Vec<String> {
        options(t, &self.dossier)
    }
}

/// What a vote is called: "Họp dân: Ấp Vĩnh Hưng".
fn title(t: &Translator, round: &Round, hamlet: &str) -> String {
    t.with(&format!("voting-title-{}", round.form.key()), "hamlet", hamlet)
}

/// What can be chosen, in the order of the ballot: in favour, against, another opinion; or the candidates.
fn options(t: &Translator, dossier: &Dossier) -> Vec<String> {
    if dossier.matter.seats > 0 {
        dossier
            .candidates
            .iter()
            .map(|candidate| candidate.name.clone())
            .collect()
    } else {
        ["voting-option-yes", "voting-option-no", "voting-option-other"]
            .map(|key| t.text(key))
            .to_vec()
    }
}

/// The sign beside an option, for people who do not read easily.
fn icon(dossier: &Dossier, option: usize) -> &'static str {
    match (dossier.matter.seats, option) {
        (0, 0) => "✓",
        (0, 1) => "✗",
        (0, _) => "…",
        _ => "",
    }
}

/// That a vote decides nothing, wherever it is shown.
fn advisory_tag(t: &Translator) -> Tag {
    Tag::new(Tone::Warning, t.text("voting-advisory"))
}

/// A form as it was sent: names may repeat.
#[derive(Debug, Clone, Default)]
struct Sent(Vec<(String, String)>);

impl Sent {
    fn of(Form(pairs): Form<Vec<(String, String)>>) -> Self {
        let clean = |(name, value): (String, String)| (name, platform::text::compose(value.trim()));
        Self(pairs.into_iter().map(clean).collect())
    }

    fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map_or("", |(_, value)| value)
    }

    fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }

    fn day(&self, name: &str) -> Option<Date> {
        platform::text::read_day(self.get(name))
    }

    fn household(&self, name: &str) -> Option<HouseholdId> {
        self.get(name).parse().ok()
    }
}

/// What is wrong with which field.
type Wrong = Vec<(&'static str, String)>;

/// Fields with what is wrong with them, and the summary above.
fn with_errors(t: &Translator, fields: Vec<Field>, wrong: &Wrong) -> (Vec<Field>, ErrorSummary) {
    let fields: Vec<Field> = fields
        .into_iter()
        .map(|field| match wrong.iter().find(|(name, _)| *name == field.name) {
            Some((_, text)) => field.error(t, text.as_str()),
            None => field,
        })
        .collect();
    let errors = ErrorSummary::of(t, &fields);
    (fields, errors)
}

/// A form's page as it is answered: with an error's status when something is wrong.
fn answered(page: Response, wrong: &Wrong) -> Response {
    if wrong.is_empty() {
        page
    } else {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    }
}

/// A field for digits.
fn digits(name: &str, label: String, value: &str) -> Field {
    Field::new(
        name,
        label,
        Control::Text {
            kind: TextKind::Digits,
            value: value.to_owned(),
        },
    )
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

/// The instant of a day and hour in Vietnam.
fn moment(day: Date, time: Time) -> Option<Timestamp> {
    vietnam().to_timestamp(day.to_datetime(time)).ok()
}

/// An instant's hour in Vietnam: "07:05".
fn clock_time(at: Timestamp) -> String {
    let there = vietnam().to_datetime(at);
    format!("{:02}:{:02}", there.hour(), there.minute())
}

/// A number of households, as the reader's language writes it.
fn number(t: &Translator, value: u64) -> String {
    t.number(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A number as an argument of a text.
fn arg(value: u64) -> platform::i18n::Arg {
    platform::i18n::Arg::Number(i64::try_from(value).unwrap_or(i64::MAX))
}

/// How many there are.
fn many(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// The address that links on paper and in feeds start with.
fn origin(pages: &Pages, headers: &HeaderMap) -> String {
    page::origin(pages.desk.public_address.as_deref(), headers)
}

/// A file made by a writer of documents, off the threads that serve other readers.
async fn file<D: Send + 'static>(
    reader: &Reader,
    document: D,
    write: fn(&D) -> Result<Vec<u8>, documents::Error>,
    (name, media_type): (String, &'static str),
) -> Answer {
    let made = tokio::task::spawn_blocking(move || write(&document)).await;
    let octets = match made {
        Ok(Ok(octets)) => octets,
        Ok(Err(error)) => return Ok(failed(reader, &error)),
        Err(error) => return Ok(failed(reader, &error)),
    };
    Ok((
        [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("inline; filename=\"{name}\""),
            ),
        ],
        octets,
    )
        .into_response())
}

const PDF: &str = "application/pdf";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The households' addresses as the register has them now, for what is carried to their doors.
async fn register(
    reader: &Reader,
    read: &mut Read,
    vote: &Vote,
) -> Result<BTreeMap<HouseholdId, Household>, Instead> {
    let listed = or_failed(
        reader,
        households::store::register(read, vote.unit.id, Some(vote.round.hamlet)).await,
    )?;
    Ok(listed
        .into_iter()
        .map(|household| (household.id, household))
        .collect())
}

/// Whether an option was chosen, from boxes that were ticked.
fn marks(sent: &Sent) -> rules::Marks {
    rules::Marks::of(
        sent.all("chon")
            .filter_map(|option| option.parse::<u8>().ok())
            .filter(|option| *option < 32),
    )
}
