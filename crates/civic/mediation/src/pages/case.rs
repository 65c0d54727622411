//! What is asked about a case: taking it down, and each step after.

use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, By},
    i18n::Arg,
    page::{
        self, Answer, Instead, Reader,
        components::{Choice, Notice, Tone},
    },
};
use rulebook::Item;

use super::{
    At, Pages, at, at_work,
    desk::{Ask, Desk, LINE, Sent, Sheet, TEXT, fresh, written, yes_or_no},
    done, or_failed, refused, team_shell, words,
};
use crate::{
    cases::{Assignment, Colleague, Court, Ending, NewCase, Seen},
    ids::{CaseId, UndertakingId},
    model::{Case, Dispute, Kept, NoteKind, Party, State as Stands, Told, Words},
    rules,
    service::{ActError, Refused},
    store,
};

/// The answer that says that nothing of the list of what is not mediated is the matter.
pub(super) const NONE: &str = "none";
/// Parties beyond the two that are asked for by themselves.
const MOST_OTHERS: usize = 20;

// Taking a case down

pub(super) fn list<'p>(reader: &Reader, pages: &'p Pages, topic: &str) -> Result<&'p [Item], Instead> {
    rules::list(&pages.desk.rulebook, topic, pages.today()).map_err(|error| refused(reader, &error.into()))
}

/// What is asked when a case is taken down.
pub(super) fn questions(reader: &Reader, pages: &Pages) -> Result<Vec<(&'static str, Ask)>, Instead> {
    let t = &reader.t;
    let refusals = rules::refusals(&pages.desk.rulebook, pages.today())
        .map_err(|error| refused(reader, &error.into()))?;
    let mut screened = vec![Choice::new(NONE, t.text("mediation-none-of-these"))];
    screened.extend(refusals.kinds.iter().map(|(kind, office)| {
        let offered = Choice::new(kind.key.as_str(), words::item(t, kind));
        offered.hint(t.with("mediation-goes-to", "office", words::item(t, office)))
    }));
    let disputes = Dispute::ALL
        .iter()
        .map(|kind| Choice::new(kind.key(), t.text(&format!("mediation-dispute-{}", kind.key()))));
    let grounds = words::choices(t, list(reader, pages, "mediation.grounds")?);
    Ok(vec![
        ("refused", Ask::One(screened)),
        ("dispute", Ask::One(disputes.collect())),
        ("ground", Ask::One(grounds)),
        ("received_on", Ask::Day),
        ("party_1", Ask::Line),
        ("contact_1", Ask::Line),
        ("party_2", Ask::Line),
        ("contact_2", Ask::Line),
        ("others", Ask::Text),
        ("matter", Ask::Text),
    ])
}

fn new_sheet(
    reader: &Reader,
    at: &At,
    pages: &Pages,
    (act, href, cancel): (&str, &str, String),
) -> Result<Sheet, Instead> {
    let t = &reader.t;
    Ok(Sheet {
        shell: team_shell(reader, at, t.text(&format!("mediation-{act}-title")))
            .lead(t.text(&format!("mediation-{act}-lead"))),
        notice: Some(Notice::new(t, Tone::Info, t.text("mediation-sealed"))),
        asked: questions(reader, pages)?,
        action: format!("{}/{href}", at.home()),
        button: "mediation-button-take-down",
        cancel,
    })
}

/// What was filled in; none with a fault noted.
pub(super) fn read_new(desk: &mut Desk<'_>, grounds: &[Item]) -> Option<NewCase> {
    let dispute = desk.one("dispute", Dispute::from_key);
    let ground = desk.one("ground", |key| {
        grounds
            .iter()
            .find(|item| item.key == key)
            .map(|item| item.key.clone())
    });
    let received_on = desk.day("received_on");
    let mut parties = vec![
        Party {
            name: desk.text("party_1", LINE),
            contact: desk.maybe("contact_1", LINE),
        },
        Party {
            name: desk.text("party_2", LINE),
            contact: desk.maybe("contact_2", LINE),
        },
    ];
    let others = desk.maybe("others", TEXT);
    let lines: Vec<&str> = others
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    if lines.len() > MOST_OTHERS {
        desk.fault("others", "mediation-fault-others");
    }
    parties.extend(lines.into_iter().map(|name| Party {
        name: name.to_owned(),
        contact: String::new(),
    }));
    let matter = desk.text("matter", TEXT);
    Some(NewCase {
        dispute: dispute?,
        ground: ground?,
        received_on,
        told: Told { parties, matter },
    })
    .filter(|_| desk.is_sound())
}

/// The page that says why this is not mediated, and who deals with it. Nothing of what was filled in is kept.
fn not_mediated(reader: &Reader, pages: &Pages, key: &str) -> Result<Option<Response>, Instead> {
    let t = &reader.t;
    let refusals = rules::refusals(&pages.desk.rulebook, pages.today())
        .map_err(|error| refused(reader, &error.into()))?;
    let Some((what, office)) = refusals.find(key) else {
        return Ok(None);
    };
    let said = t.format(
        "mediation-not-mediated",
        &[
            ("what", Arg::from(words::item(t, what))),
            ("office", Arg::from(words::item(t, office))),
            ("law", Arg::Text(words::article(t, &refusals.law))),
            ("article", Arg::Text(words::article(t, &refusals.because))),
        ],
    );
    let page = page::bad_request(reader, said);
    Ok(Some((StatusCode::UNPROCESSABLE_ENTITY, page).into_response()))
}

async fn take_down(
    reader: &Reader,
    (at, by): (&At, &By),
    pages: &Pages,
    sent: &Sent,
    frame: (&str, &str, String),
) -> Result<Result<CaseId, Response>, Instead> {
    let mut desk = Desk::new(&reader.t, sent, pages.today());
    let grounds = list(reader, pages, "mediation.grounds")?;
    let screened = desk.one("refused", |key| (!key.is_empty()).then(|| key.to_owned()));
    if let Some(key) = screened.filter(|key| key != NONE) {
        if let Some(page) = not_mediated(reader, pages, &key)? {
            return Ok(Err(page));
        }
        desk.fault("refused", "mediation-fault-choose");
    }
    if let Some(new) = read_new(&mut desk, grounds) {
        return match pages.desk.receive(at.place(), new, by).await {
            Ok(id) => Ok(Ok(id)),
            Err(error) => Err(refused(reader, &error)),
        };
    }
    Ok(Err(new_sheet(reader, at, pages, frame)?.page(&desk)))
}

fn fresh_case(pages: &Pages) -> Sent {
    fresh([
        ("received_on", written(pages.today())),
        ("ground", "party_request".to_owned()),
    ])
}

pub(super) async fn ask_new(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
) -> Answer {
    let (at, _) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let form = new_sheet(&reader, &at, &pages, ("new", "so/moi", at.register()))?;
    Ok(form.page(&Desk::new(&reader.t, &fresh_case(&pages), pages.today())))
}

pub(super) async fn add(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, colleague) = at_work(&reader, &actor, &pages, (&xa, &ap)).await?;
    let frame = ("new", "so/moi", at.register());
    match take_down(&reader, (&at, &colleague.by), &pages, &sent, frame).await? {
        Ok(id) => Ok(done(&format!("{}/{id}", at.register()), "moi")),
        Err(page) => Ok(page),
    }
}

/// A hamlet where somebody may hand a case to the team.
async fn at_door(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str),
) -> Result<(At, By), Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let at = at(reader, pages, &mut read, address).await?;
    let by = at.by(reader, actor, "receive")?;
    if or_failed(reader, store::team(&mut read, at.place()).await)?.is_none() {
        return Err(super::missing(reader));
    }
    Ok((at, by))
}

pub(super) async fn ask_receive(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
) -> Answer {
    let (at, _) = at_door(&reader, &actor, &pages, (&xa, &ap)).await?;
    let form = new_sheet(&reader, &at, &pages, ("receive", "nhan", at.home()))?;
    Ok(form.page(&Desk::new(&reader.t, &fresh_case(&pages), pages.today())))
}

pub(super) async fn receive(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap)): Path<(String, String)>,
    Form(sent): Form<Sent>,
) -> Answer {
    let (at, by) = at_door(&reader, &actor, &pages, (&xa, &ap)).await?;
    let frame = ("receive", "nhan", at.home());
    match take_down(&reader, (&at, &by), &pages, &sent, frame).await? {
        Ok(_) => Ok(done(&at.home(), "nhan")),
        Err(page) => Ok(page),
    }
}

// The steps of a case

/// What is done to a case, as its address names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Assign,
    Session,
    Note,
    End,
    Resume,
    Court,
    FollowUp(UndertakingId),
}

impl Step {
    fn of(text: &str) -> Option<Self> {
        match text {
            "phan-cong" => Some(Self::Assign),
            "buoi" => Some(Self::Session),
            "ghi-chu" => Some(Self::Note),
            "ket-thuc" => Some(Self::End),
            "tiep-tuc" => Some(Self::Resume),
            "toa-an" => Some(Self::Court),
            other => Some(Self::FollowUp(other.strip_prefix("cam-ket-")?.parse().ok()?)),
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Session => "session",
            Self::Note => "note",
            Self::End => "close",
            Self::Resume => "resume",
            Self::Court => "court",
            Self::FollowUp(_) => "follow-up",
        }
    }

    /// What is said on the page one comes back to.
    const fn done(self) -> &'static str {
        match self {
            Self::Assign => "phan-cong",
            Self::Session => "buoi",
            Self::Note => "ghi-chu",
            Self::End => "ket-thuc",
            Self::Resume => "tiep-tuc",
            Self::Court => "toa-an",
            Self::FollowUp(_) => "cam-ket",
        }
    }

    /// Whether a case stands where this can be done.
    const fn fits(self, case: &Case) -> bool {
        match self {
            Self::Assign => case.state.is_open(),
            Self::Session => matches!(case.state, Stands::Assigned | Stands::Begun),
            Self::Note => case.erased_at.is_none(),
            Self::End => case.state.is_open(),
            Self::Resume => matches!(case.state, Stands::Unsettled) && case.erased_at.is_none(),
            Self::Court | Self::FollowUp(_) => {
                matches!(case.state, Stands::Settled) && case.erased_at.is_none()
            }
        }
    }
}

/// A case on which somebody of its team does something.
struct Work {
    at: At,
    colleague: Colleague,
    case: Case,
    step: Step,
}

impl Work {
    fn href(&self) -> String {
        format!("{}/{}", self.at.register(), self.case.id)
    }

    fn seen(&self, desk: &Desk<'_>) -> Seen {
        Seen {
            place: self.at.place(),
            id: self.case.id,
            revision: desk.revision(),
        }
    }
}

type Address = Path<(String, String, String, String)>;

async fn at_case(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (xa, ap, vu, viec): (&str, &str, &str, &str),
) -> Result<Work, Instead> {
    let (at, colleague) = at_work(reader, actor, pages, (xa, ap)).await?;
    let id: CaseId = vu.parse().map_err(|_| super::missing(reader))?;
    let step = Step::of(viec).ok_or_else(|| super::missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let case = or_failed(reader, store::case(&mut read, at.place(), id).await)?;
    let case = case.ok_or_else(|| super::missing(reader))?;
    if !step.fits(&case) {
        return Err(refused(reader, &ActError::Refused(Refused::NotNow)));
    }
    Ok(Work {
        at,
        colleague,
        case,
        step,
    })
}

fn sheet(reader: &Reader, pages: &Pages, work: &Work) -> Result<Sheet, Instead> {
    let t = &reader.t;
    let today = pages.today();
    let key = work.step.key();
    let mut notice = None;
    let asked = match work.step {
        Step::Assign => {
            let mediators = work
                .colleague
                .members
                .iter()
                .filter(|member| member.serves_on(today))
                .map(|member| Choice::new(member.id.to_string(), member.entered.name.as_str()));
            notice = Some(Notice::new(t, Tone::Info, t.text("mediation-assign-conflict")));
            vec![
                ("mediator", Ask::One(mediators.collect())),
                ("assigned_on", Ask::Day),
                ("on_the_spot", yes_or_no(t)),
                ("agreed_day", Ask::Day),
            ]
        }
        Step::Session | Step::Note => vec![("day", Ask::Day), ("words", Ask::Text)],
        Step::End => {
            let mut choices = Vec::new();
            if work.case.state == Stands::Begun {
                choices = words::choices(t, list(reader, pages, "mediation.endings")?);
            }
            let refusals = rules::refusals(&pages.desk.rulebook, work.case.received_on)
                .map_err(|error| refused(reader, &error.into()))?;
            choices.extend(refusals.kinds.iter().map(|(kind, office)| {
                let label = t.with("mediation-stop-because", "what", words::item(t, kind));
                Choice::new(kind.key.as_str(), label).hint(words::item(t, office))
            }));
            notice = Some(Notice::new(t, Tone::Info, t.text("mediation-close-notice")));
            vec![
                ("ending", Ask::One(choices)),
                ("day", Ask::Day),
                ("words", Ask::Text),
                ("agreed", Ask::Text),
                ("undertaking_1", Ask::Line),
                ("due_1", Ask::Day),
                ("undertaking_2", Ask::Line),
                ("due_2", Ask::Day),
                ("written", yes_or_no(t)),
            ]
        }
        Step::Resume => vec![("day", Ask::Day)],
        Step::Court => {
            if let Some(end) = &work.case.ended {
                let due = rules::court_by(pages.desk.law(), end.on)
                    .map_err(|error| refused(reader, &error.into()))?;
                notice = Some(words::deadline(t, "court", &due, today));
            }
            let answers = if work.case.court_asked_on.is_some() {
                &["recognised", "refused"][..]
            } else {
                &["asked"][..]
            };
            let choices = answers
                .iter()
                .map(|key| Choice::new(*key, t.text(&format!("mediation-court-{key}"))));
            vec![
                ("court", Ask::One(choices.collect())),
                ("day", Ask::Day),
                ("words", Ask::Text),
            ]
        }
        Step::FollowUp(_) => {
            let choices = Kept::ALL
                .iter()
                .map(|kept| Choice::new(kept.key(), t.text(&format!("mediation-kept-{}", kept.key()))));
            vec![
                ("kept", Ask::One(choices.collect())),
                ("day", Ask::Day),
                ("words", Ask::Text),
            ]
        }
    };
    let viec = match work.step {
        Step::FollowUp(id) => format!("cam-ket-{id}"),
        step => step.done().to_owned(),
    };
    Ok(Sheet {
        shell: team_shell(reader, &work.at, t.text(&format!("mediation-{key}-title")))
            .crumb(t.text("mediation-register"), work.at.register())
            .crumb(words::number(t, &work.case), work.href())
            .lead(t.text(&format!("mediation-{key}-lead"))),
        notice,
        asked,
        action: format!("{}/{viec}", work.href()),
        button: "mediation-button-save",
        cancel: work.href(),
    })
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, vu, viec)): Address,
) -> Answer {
    let work = at_case(&reader, &actor, &pages, (&xa, &ap, &vu, &viec)).await?;
    let today = written(pages.today());
    let mut sent = fresh([
        ("day", today.clone()),
        ("assigned_on", today),
        ("on_the_spot", "no".to_owned()),
        ("written", "no".to_owned()),
        ("revision", work.case.revision.to_string()),
        ("mediator", work.colleague.me.to_string()),
    ]);
    if let Some((mediator, _)) = work.case.assigned {
        sent.insert("mediator".to_owned(), mediator.to_string());
    }
    Ok(sheet(&reader, &pages, &work)?.page(&Desk::new(&reader.t, &sent, pages.today())))
}

pub(super) async fn act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, vu, viec)): Address,
    Form(sent): Form<Sent>,
) -> Answer {
    let work = at_case(&reader, &actor, &pages, (&xa, &ap, &vu, &viec)).await?;
    let mut desk = Desk::new(&reader.t, &sent, pages.today());
    match step(&pages, &work, &mut desk).await {
        Some(Ok(href)) => return Ok(done(&href, work.step.done())),
        Some(Err(ActError::Refused(Refused::TooEarly))) => {
            let day = if work.step == Step::Assign {
                "assigned_on"
            } else {
                "day"
            };
            desk.fault(day, "mediation-refused-too-early");
        }
        Some(Err(ActError::Refused(Refused::NotInOffice))) => {
            desk.fault("mediator", "mediation-refused-not-in-office");
        }
        Some(Err(error)) => return Err(refused(&reader, &error)),
        None => {}
    }
    Ok(sheet(&reader, &pages, &work)?.page(&desk))
}

/// Reads the form and does the step: where to go then; none when the form has faults.
async fn step(pages: &Pages, work: &Work, desk: &mut Desk<'_>) -> Option<Result<String, ActError>> {
    let by = &work.colleague.by;
    let seen = work.seen(desk);
    let here = work.href();
    let all = &pages.desk;
    match work.step {
        Step::Assign => {
            let mediator = desk.one("mediator", |id| id.parse().ok());
            let assignment = Assignment {
                on: desk.day("assigned_on"),
                on_the_spot: desk.yes("on_the_spot"),
                agreed_day: desk.maybe_day("agreed_day"),
                mediator: mediator?,
            };
            if !desk.is_sound() {
                return None;
            }
            Some(all.assign(seen, assignment, &work.colleague).await.map(|()| here))
        }
        Step::Session | Step::Note => {
            let day = desk.day("day");
            let text = desk.text("words", TEXT);
            if !desk.is_sound() {
                return None;
            }
            let kind = if work.step == Step::Note {
                NoteKind::Note
            } else {
                NoteKind::Session
            };
            let done = all.write_down(seen, (kind, day), &text, by).await;
            Some(done.map(|()| here))
        }
        Step::End => {
            let key = desk.one("ending", |key| (!key.is_empty()).then(|| key.to_owned()));
            let on = desk.day("day");
            let text = desk.text("words", TEXT);
            let settled = key.as_deref().and_then(rules::after) == Some(Stands::Settled);
            let agreed = if settled {
                desk.text("agreed", TEXT)
            } else {
                desk.maybe("agreed", TEXT)
            };
            let undertakings = [
                undertaking(desk, "undertaking_1", "due_1"),
                undertaking(desk, "undertaking_2", "due_2"),
            ];
            let written = desk.yes("written");
            let key = key?;
            if !desk.is_sound() {
                return None;
            }
            let ending = Ending {
                on,
                key,
                words: Words { text, agreed },
                undertakings: undertakings.into_iter().flatten().collect(),
                written,
            };
            Some(all.end(seen, ending, by).await.map(|()| here))
        }
        Step::Resume => {
            let day = desk.day("day");
            if !desk.is_sound() {
                return None;
            }
            let resumed = all.resume(seen, day, by).await;
            Some(resumed.map(|id| format!("{}/{id}", work.at.register())))
        }
        Step::Court => {
            let what = desk.one("court", |key| {
                ["asked", "recognised", "refused"]
                    .into_iter()
                    .find(|known| *known == key)
            });
            let on = desk.day("day");
            let text = desk.maybe("words", TEXT);
            let court = match what? {
                "asked" => Court::Asked(on),
                "recognised" => Court::Recognised(on),
                _ => Court::Refused(on),
            };
            if !desk.is_sound() {
                return None;
            }
            Some(all.court(seen, court, &text, by).await.map(|()| here))
        }
        Step::FollowUp(id) => {
            let kept = desk.one("kept", Kept::from_key);
            let on = desk.day("day");
            let text = desk.maybe("words", TEXT);
            let kept = kept?;
            if !desk.is_sound() {
                return None;
            }
            Some(
                all.follow_up(seen, id, (kept, on), &text, by)
                    .await
                    .map(|()| here),
            )
        }
    }
}

/// What a party undertakes, with its day; none when nothing is filled in.
fn undertaking(desk: &mut Desk<'_>, text: &'static str, due: &'static str) -> Option<(String, Option<Date>)> {
    let words = desk.maybe(text, LINE);
    let day = desk.maybe_day(due);
    (!words.is_empty()).then_some((words, day))
}
