//! Following a petition with its code: where it stands, its answer, and what its asker can still do about it.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{FormToken, Line},
    i18n::Translator,
    once::CODE_SIGNS,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Choice, Confirmation, Control, Field, Notice, SummaryList, Tag, TextKind, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
    random::{clean_code, grouped_code},
};
use units::Unit;

use super::{
    Pages, committee, hamlet_name, home, missing, or_failed, or_refused, procedure, refused, shell, unit,
};
use crate::{
    model::{Dossier, Ending, Kind, Petition, Rating, State as Stands},
    rules::{self, NotReopened},
    service::ActError,
    store, words,
};

/// The longest reason, in letters.
const LONGEST_REASON: usize = 1_000;

pub(super) async fn ask_code(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    Ok(code_form(&reader, &unit, "", &Wrong::default()))
}

fn code_form(reader: &Reader, unit: &Unit, code: &str, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let shell = shell(reader, unit, t.text("petitions-look-up-title")).lead(t.text("petitions-look-up-lead"));
    FormPage::new(
        reader,
        shell,
        format!("{}/tra-cuu", home(unit)),
        home(unit),
        t.text("petitions-button-look-up"),
    )
    .field(
        Field::new(
            "code",
            t.text("petitions-ask-code"),
            Control::Text {
                kind: TextKind::Code,
                value: code.to_owned(),
            },
        )
        .hint(t.text("petitions-ask-code-hint")),
    )
    .show(t, wrong)
}

/// Why a petition cannot be reopened, in words.
pub(super) fn not_reopened(t: &Translator, why: NotReopened) -> String {
    match why {
        NotReopened::State => t.text("petitions-error-stale"),
        NotReopened::Late(day) => t.with("petitions-reopen-late", "day", day),
        NotReopened::Often(times) => t.with(
            "petitions-reopen-often",
            "count",
            i64::try_from(times).unwrap_or(i64::MAX),
        ),
    }
}

/// Something an asker can do: a form.
struct Act {
    action: String,
    heading: String,
    lead: String,
    field: Option<Field>,
    button: String,
    /// Whether it stands open on the page.
    first: bool,
}

/// What happened, as the page tells it.
pub(super) struct Told {
    pub(super) what: String,
    pub(super) who: String,
    pub(super) note: String,
}

#[derive(Template)]
#[template(path = "petitions/follow.html")]
struct FollowPage {
    shell: Shell,
    token: FormToken,
    done: Option<Confirmation>,
    code: String,
    tag: Tag,
    clock: Option<Tag>,
    notices: Vec<Notice>,
    words: String,
    answer: String,
    acts: Vec<Act>,
    facts: SummaryList,
    told: Vec<Told>,
}

/// Finds what a code leads to. Wrong codes are counted by their line, so that nobody tries them all.
async fn find(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    (code, line): (&str, &Line),
) -> Result<Dossier, Instead> {
    let t = &reader.t;
    let desk = &pages.desk;
    let now = desk.now().0;
    if let Err(minutes) = desk.guessing.check(line, now) {
        let page = page::bad_request(reader, t.with("petitions-error-often", "count", minutes));
        return Err(Instead::from(
            (StatusCode::TOO_MANY_REQUESTS, page).into_response(),
        ));
    }
    let mut read = or_failed(reader, desk.db.read().await)?;
    let found = or_refused(reader, desk.by_code(&mut read, unit.id, code).await)?;
    drop(read);
    found.ok_or_else(|| {
        desk.guessing.count(line, now);
        let wrong = Wrong(vec![("code", t.text("petitions-error-code"))]);
        Instead::from(code_form(reader, unit, code, &wrong))
    })
}

pub(super) async fn look_up(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let code = Sent(sent).get("code");
    let dossier = find(&reader, &pages, &unit, (&code, &line)).await?;
    show(&reader, &pages, &unit, (&dossier, &code), None).await
}

pub(super) async fn act(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, what)): Path<(String, String)>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    act_of(&reader, &pages, (&xa, &what), (&Sent(sent), &line)).await
}

async fn act_of(
    reader: &Reader,
    pages: &Pages,
    (xa, what): (&str, &str),
    (sent, line): (&Sent, &Line),
) -> Answer {
    let desk = &pages.desk;
    let unit = unit(pages, xa).ok_or_else(|| missing(reader))?;
    let code = sent.get("code");
    find(reader, pages, &unit, (&code, line)).await?;
    let why: String = sent
        .get(&format!("why-{what}"))
        .chars()
        .take(LONGEST_REASON)
        .collect();
    let done = match what {
        "chap-nhan" => desk.accept(unit.id, &code).await,
        "xem-lai" => desk.reopen(unit.id, &code, &why).await,
        "khac" => desk.part(unit.id, &code, &why).await,
        "bo-sung" => desk.say_more(unit.id, &code, &why).await,
        "rut" => desk.withdraw(unit.id, &code).await,
        "khong-cong-khai" => desk.keep_private(unit.id, &code).await,
        "phan-doi" => desk.appeal(unit.id, &code, &why).await,
        "danh-gia" => match Rating::from_key(&sent.get("rating")) {
            Some(rating) => desk.rate(unit.id, &code, rating).await,
            None => Err(ActError::Nothing),
        },
        _ => return Err(missing(reader)),
    };
    if let Err(error) = done {
        return Ok(refused(reader, &error));
    }
    let dossier = find(reader, pages, &unit, (&code, line)).await?;
    show(reader, pages, &unit, (&dossier, &code), Some(what)).await
}

async fn show(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    (dossier, code): (&Dossier, &str),
    done: Option<&str>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let (_, today) = desk.now();
    let petition = &dossier.petition;
    let now_at = or_refused(reader, desk.unit(petition.unit))?;
    let mut read = or_failed(reader, desk.db.read().await)?;
    let hamlet = hamlet_name(reader, &mut read, petition).await?;
    // The answer of the petition it was merged into is its answer too.
    let main = match petition.merged_into {
        Some(id) => or_failed(reader, store::petition(&mut read, (petition.unit, id)).await)?,
        None => None,
    };
    drop(read);
    let told = dossier
        .events
        .iter()
        .filter(|event| !event.kind.is_internal())
        .map(|event| Told {
            what: words::event(t, Some(desk), event),
            who: format!("{}, {}", words::role(t, &event.role), t.instant(event.at)),
            note: event.note.clone(),
        })
        .collect();
    let fact = |key: &str, text: String| (t.text(key), Cell::text(text));
    let mut facts = vec![
        fact("petitions-fact-number", petition.number_text()),
        fact("petitions-fact-kind", words::kind(t, petition.kind)),
        fact(
            "petitions-fact-category",
            words::category(t, desk, &petition.category),
        ),
        fact("petitions-fact-unit", committee(reader, &now_at)),
        fact("petitions-fact-received", t.date(petition.received_on)),
        fact(
            "petitions-fact-public",
            t.text(if petition.may_publish {
                "petitions-yes"
            } else {
                "petitions-no"
            }),
        ),
    ];
    if petition.clock_from != petition.received_on {
        facts.push(fact("petitions-fact-clock-from", t.date(petition.clock_from)));
    }
    if petition.is_open() {
        facts.push(fact("petitions-fact-due", t.date(petition.due_on)));
    }
    let place: Vec<String> = hamlet
        .into_iter()
        .chain(Some(petition.place.clone()).filter(|place| !place.is_empty()))
        .collect();
    if !place.is_empty() {
        facts.push(fact("petitions-fact-place", place.join(", ")));
    }
    let answer = main
        .as_ref()
        .map_or(petition.answer.as_str(), |main| main.answer.as_str());
    let title = if petition.title.is_empty() {
        words::number(t, petition)
    } else {
        petition.title.clone()
    };
    let page = page::html(&FollowPage {
        shell: shell(reader, unit, title).lead(words::number(t, petition)),
        token: reader.form_token(),
        done: done.map(|what| Confirmation {
            title: t.text(&format!("petitions-did-{what}")),
            text: t.text("petitions-did-next"),
        }),
        code: grouped_code(&clean_code(code, CODE_SIGNS), 4),
        tag: words::state_tag(t, petition),
        clock: words::clock_tag(t, petition, today),
        notices: notices(reader, pages, unit, dossier),
        words: petition.words.clone(),
        answer: answer.to_owned(),
        acts: acts(reader, pages, unit, petition),
        facts: SummaryList::new(facts),
        told,
    });
    Ok(page::private(page))
}

fn notices(reader: &Reader, pages: &Pages, unit: &Unit, dossier: &Dossier) -> Vec<Notice> {
    let t = &reader.t;
    let petition = &dossier.petition;
    let mut notices = Vec::new();
    if petition.unit != unit.id {
        let (effect, because) = match rules::handover(&pages.desk.rulebook, true, petition.clock_from) {
            Ok(found) => found,
            Err(_) => return notices,
        };
        let key = match effect {
            rules::Effect::Restarts => "petitions-notice-moved-restarts",
            rules::Effect::Continues => "petitions-notice-moved-continues",
        };
        let text = format!("{} {}", t.text(key), because.summary.get(words::language(t)));
        notices.push(Notice::new(t, Tone::Info, text));
    }
    match (petition.state, petition.ending) {
        (Stands::Held, _) => notices.push(Notice::new(t, Tone::Info, t.text("petitions-thanks-held"))),
        (Stands::Answered, _) => {
            if let Some(until) = petition.open_until {
                notices.push(Notice::new(
                    t,
                    Tone::Success,
                    t.with("petitions-notice-answered", "day", until),
                ));
            }
        }
        (_, Some(Ending::Merged)) => {
            notices.push(Notice::new(t, Tone::Info, t.text("petitions-notice-merged")))
        }
        (_, Some(Ending::Complaint)) => notices.push(
            Notice::new(t, Tone::Warning, t.text("petitions-notice-complaint")).link(
                t.text("petitions-hint-complaint-link"),
                procedure::href(unit, Kind::Complaint),
            ),
        ),
        (_, Some(Ending::Denunciation)) => notices.push(
            Notice::new(t, Tone::Warning, t.text("petitions-notice-denunciation")).link(
                t.text("petitions-hint-denunciation-link"),
                procedure::href(unit, Kind::Denunciation),
            ),
        ),
        _ if petition.escalated_on.is_some() && petition.is_open() => {
            notices.push(Notice::new(
                t,
                Tone::Warning,
                t.text("petitions-notice-escalated"),
            ));
        }
        _ => {}
    }
    if petition.is_shown() {
        let home = pages
            .desk
            .unit(petition.unit)
            .map_or_else(|_| home(unit), |there| home(&there));
        notices.push(Notice::new(t, Tone::Info, t.text("petitions-notice-shown")).link(
            t.text("petitions-notice-shown-link"),
            format!("{home}/{}", petition.id),
        ));
    }
    notices
}

fn acts(reader: &Reader, pages: &Pages, unit: &Unit, petition: &Petition) -> Vec<Act> {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let mut acts: Vec<Act> = Vec::new();
    let mut add = |end: &str, field: Option<Field>| {
        acts.push(Act {
            action: format!("{}/tra-cuu/{end}", home(unit)),
            heading: t.text(&format!("petitions-act-{end}")),
            lead: t.text(&format!("petitions-act-{end}-lead")),
            field,
            button: t.text(&format!("petitions-act-{end}-button")),
            // What cannot be undone does not offer itself.
            first: acts.is_empty() && !matches!(end, "rut" | "khong-cong-khai" | "bo-sung"),
        });
    };
    let why = |end: &str| Some(area(&format!("why-{end}"), t.text("petitions-ask-why"), ""));
    if petition.state == Stands::Answered {
        add("chap-nhan", None);
    }
    let most = rules::most_reopenings(&pages.desk.rulebook, today).unwrap_or_default();
    if rules::may_reopen(petition, most, today).is_ok() {
        add("xem-lai", why("xem-lai"));
    }
    if matches!(petition.state, Stands::Answered | Stands::Closed)
        && petition.answered_at.is_some()
        && petition.rating.is_none()
    {
        let choices = Rating::ALL
            .iter()
            .map(|rating| {
                Choice::new(
                    rating.key(),
                    t.text(&format!("petitions-rating-{}", rating.key())),
                )
            })
            .collect();
        add(
            "danh-gia",
            Some(Field::new(
                "rating",
                t.text("petitions-ask-rating"),
                Control::Radios {
                    choices,
                    chosen: String::new(),
                },
            )),
        );
    }
    if petition.ending == Some(Ending::Merged) {
        add("khac", why("khac"));
    }
    if petition.may_appeal() {
        add("phan-doi", why("phan-doi"));
    }
    if petition.takes_more() {
        let words = area("why-bo-sung", t.text("petitions-ask-more"), "");
        add("bo-sung", Some(words));
    }
    if petition.may_publish && petition.hidden_at.is_none() {
        add("khong-cong-khai", None);
    }
    if (petition.is_open() || petition.state == Stands::Held) && petition.answered_at.is_none() {
        add("rut", None);
    }
    acts
}
