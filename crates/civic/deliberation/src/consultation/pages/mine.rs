//! What one person said, for that person alone: a page, a file to take along, and erasing.

use askama::Template;
use axum::{
    Json,
    extract::{Form, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Redirect},
};
use jiff::civil::Date;
use platform::{
    access::{Actor, FormToken},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Control, Field, Tag, TextKind, Tone},
    },
};
use serde::Serialize;
use units::{Level, Unit, UnitId};

use super::{Pages, form::Sent, or_failed, or_refused, words};
use crate::{
    consultation::{ActError, ConsultationId},
    hanging,
    ids::{ObjectionId, RoundId},
    mine::Mine,
    service::{clean_code, printed_code},
};

/// Where people see what they said.
const MINE: &str = "/y-kien-cua-toi";
/// The most codes of one request.
const MOST_CODES: usize = 20;

/// Something said.
struct Entry {
    title: String,
    href: String,
    what: String,
    words: String,
    tag: Option<Tag>,
    /// What an erasing form sends; none where nothing can be erased.
    erase: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "consultation/mine.html")]
struct MinePage {
    shell: Shell,
    token: FormToken,
    parts: Vec<(String, Vec<Entry>)>,
    kept: Vec<String>,
    fields: Vec<Field>,
    missed: bool,
    /// The codes and communes known by now, for the forms to carry on.
    carried: Vec<(&'static str, String)>,
}

/// Whose data is asked for: the communes, and the codes typed so far.
struct Asked {
    units: Vec<Unit>,
    codes: Vec<String>,
    typed: String,
}

/// The communes of the person's roles, and the one that was typed.
fn asked(pages: &Pages, actor: &Actor, sent: &Sent) -> Asked {
    let (_, today) = pages.desk.now();
    let all = pages.desk.units.current();
    let typed = sent.get("xa");
    let held = actor.held().map(|held| UnitId(held.place.unit));
    let named = all.resolve(&typed, today).ok().map(|unit| unit.id);
    let mut units: Vec<Unit> = Vec::new();
    for unit in held.chain(named).filter_map(|id| all.get(id)) {
        if unit.level == Level::Commune && units.iter().all(|known| known.id != unit.id) {
            units.push(unit.clone());
        }
    }
    let mut codes: Vec<String> = Vec::new();
    for code in sent.all("code").iter().map(|code| clean_code(code)) {
        if !code.is_empty() && !codes.contains(&code) && codes.len() < MOST_CODES {
            codes.push(code);
        }
    }
    Asked { units, codes, typed }
}

async fn gathered(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    asked: &Asked,
) -> Result<Vec<(Unit, Mine)>, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut all = Vec::new();
    for unit in &asked.units {
        let mine = pages
            .desk
            .mine(&mut read, unit.id, actor.person().0, &asked.codes)
            .await;
        all.push((unit.clone(), or_refused(reader, mine)?));
    }
    Ok(all)
}

pub(super) async fn show(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    page_of(&reader, &actor, &pages, &Sent::default()).await
}

pub(super) async fn look_up(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    page_of(&reader, &actor, &pages, &Sent(sent)).await
}

async fn page_of(reader: &Reader, actor: &Actor, pages: &Pages, sent: &Sent) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let asked = asked(pages, actor, sent);
    let all = gathered(reader, pages, actor, &asked).await?;
    let found = all.iter().map(|(_, mine)| mine.opinions.len()).sum::<usize>();
    let mut parts: Vec<(String, Vec<Entry>)> = ["opinions", "objections", "consents", "proposals"]
        .into_iter()
        .map(|part| (t.text(&format!("consultation-mine-{part}")), Vec::new()))
        .collect();
    for (unit, mine) in &all {
        parts[0].1.extend(opinions(t, unit, mine, today));
        parts[1].1.extend(objections(t, unit, mine));
        parts[2].1.extend(consents(t, unit, mine));
        parts[3].1.extend(proposals(t, unit, mine));
    }
    let mut carried: Vec<(&'static str, String)> =
        asked.codes.iter().map(|code| ("code", code.clone())).collect();
    if !asked.typed.is_empty() {
        carried.push(("xa", asked.typed.clone()));
    }
    let typed = if asked.typed.is_empty() {
        asked
            .units
            .first()
            .map(|unit| unit.code.clone())
            .unwrap_or_default()
    } else {
        asked.typed.clone()
    };
    let page = page::html(&MinePage {
        shell: Shell::new(reader, t.text("consultation-mine-title")).lead(t.text("consultation-mine-lead")),
        token: reader.form_token(),
        parts,
        kept: ["opinions", "objections", "consents", "proposals", "votes"]
            .map(|part| t.text(&format!("consultation-mine-kept-{part}")))
            .to_vec(),
        fields: vec![
            Field::words("xa", t.text("consultation-mine-commune"), &typed)
                .hint(t.text("consultation-mine-commune-hint")),
            Field::new(
                "code",
                t.text("consultation-ask-code"),
                Control::Text {
                    kind: TextKind::Code,
                    value: String::new(),
                },
            )
            .hint(t.text("consultation-ask-code-hint")),
        ],
        missed: !asked.codes.is_empty() && found < asked.codes.len(),
        carried,
    });
    Ok(page::private(page))
}

fn opinions<'m>(
    t: &'m Translator,
    unit: &'m Unit,
    mine: &'m Mine,
    today: Date,
) -> impl Iterator<Item = Entry> + 'm {
    mine.opinions.iter().map(move |said| {
        let (consultation, opinion) = (&said.consultation, &said.opinion);
        let gone = opinion.taken_back_on.or(opinion.erased_on);
        let stance = t.text(&format!("consultation-stance-{}", opinion.stance.key()));
        let about = words::passage(t, opinion.passage);
        let given = t.date(opinion.given_on);
        let what = match opinion.taken_back_on {
            Some(_) => format!("{given} · {about}"),
            None => format!("{given} · {about} · {stance}"),
        };
        let tag = match (opinion.taken_back_on, opinion.erased_on) {
            (Some(on), _) => Some(Tag::new(
                Tone::Info,
                t.with("consultation-mine-taken-back", "on", on),
            )),
            (None, Some(on)) => Some(Tag::new(Tone::Info, t.with("consultation-mine-erased", "on", on))),
            (None, None) if consultation.takes_opinions(today) => {
                Some(Tag::new(Tone::Success, t.text("consultation-mine-open")))
            }
            (None, None) => None,
        };
        let name = if opinion.name.is_empty() {
            String::new()
        } else {
            format!(" ({})", opinion.name)
        };
        Entry {
            title: super::public::title(t, consultation),
            href: hanging::consultation_page(&unit.code, consultation.id),
            what: format!("{what} · {}{name}", printed_code(&said.code)),
            words: opinion.words.clone(),
            tag,
            erase: if gone.is_none() {
                vec![
                    ("loai", "y-kien".to_owned()),
                    ("don-vi", unit.code.clone()),
                    ("lay-y-kien", consultation.id.to_string()),
                    ("ma", said.code.clone()),
                ]
            } else {
                Vec::new()
            },
        }
    })
}

fn objections<'m>(t: &'m Translator, unit: &'m Unit, mine: &'m Mine) -> impl Iterator<Item = Entry> + 'm {
    mine.objections.iter().map(move |objected| {
        let objection = &objected.objection;
        let page = hanging::decision_page(&unit.code, objected.matter);
        let answered = objection.answer.as_ref();
        let kind = t.text(&format!("voting-objection-kind-{}", objection.kind.key()));
        Entry {
            title: kind,
            href: format!("{page}/lan/{}/danh-sach", objected.round),
            what: match answered {
                Some(answer) => format!("{} · {}", t.instant(objection.made.at), answer.reason),
                None => t.instant(objection.made.at),
            },
            words: objection.words.clone(),
            tag: Some(match answered {
                Some(answer) => Tag::new(
                    Tone::Success,
                    t.text(&format!("voting-objection-outcome-{}", answer.outcome.key())),
                ),
                None => Tag::new(
                    Tone::Warning,
                    t.with("voting-objection-due", "date", objection.due_on),
                ),
            }),
            erase: if answered.is_some() && !objection.words.is_empty() {
                vec![
                    ("loai", "danh-sach".to_owned()),
                    ("don-vi", unit.code.clone()),
                    ("lan", objected.round.to_string()),
                    ("don", objection.id.to_string()),
                ]
            } else {
                Vec::new()
            },
        }
    })
}

fn consents<'m>(t: &'m Translator, unit: &'m Unit, mine: &'m Mine) -> impl Iterator<Item = Entry> + 'm {
    mine.consents.iter().map(move |consent| Entry {
        title: consent.title.clone(),
        href: hanging::decision_page(&unit.code, consent.matter),
        what: format!(
            "{} · {}",
            t.date(consent.given_on),
            t.text(&format!("consultation-mine-purpose-{}", consent.purpose.key()))
        ),
        words: String::new(),
        tag: consent
            .withdrawn_on
            .map(|on| Tag::new(Tone::Info, t.with("consultation-mine-taken-back", "on", on))),
        erase: Vec::new(),
    })
}

fn proposals<'m>(t: &'m Translator, unit: &'m Unit, mine: &'m Mine) -> impl Iterator<Item = Entry> + 'm {
    mine.proposals.iter().map(move |proposed| Entry {
        title: proposed.title.clone(),
        href: hanging::decision_page(&unit.code, proposed.matter),
        what: t.instant(proposed.at),
        words: String::new(),
        tag: Some(crate::pages::words::state_tag(t, proposed.state)),
        erase: Vec::new(),
    })
}

/// The file to take along. Its members are in English, as in all open data of the program.
#[derive(Debug, Serialize)]
struct File {
    made_at: String,
    opinions: Vec<FileOpinion>,
    objections: Vec<FileObjection>,
    consents: Vec<FileConsent>,
    proposals: Vec<FileProposal>,
}

#[derive(Debug, Serialize)]
struct FileOpinion {
    page: String,
    title: String,
    passage: u32,
    stance: &'static str,
    words: String,
    name: String,
    given_on: Date,
    taken_back_on: Option<Date>,
    erased_on: Option<Date>,
}

#[derive(Debug, Serialize)]
struct FileObjection {
    page: String,
    kind: &'static str,
    words: String,
    made_at: String,
    outcome: Option<&'static str>,
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct FileConsent {
    page: String,
    title: String,
    purpose: &'static str,
    given_on: Date,
    taken_back_on: Option<Date>,
}

#[derive(Debug, Serialize)]
struct FileProposal {
    page: String,
    title: String,
    state: &'static str,
    proposed_at: String,
}

pub(super) async fn file(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let asked = asked(&pages, &actor, &Sent(sent));
    let all = gathered(&reader, &pages, &actor, &asked).await?;
    let mut file = File {
        made_at: pages.desk.now().0.to_string(),
        opinions: Vec::new(),
        objections: Vec::new(),
        consents: Vec::new(),
        proposals: Vec::new(),
    };
    for (unit, mine) in all {
        file.opinions
            .extend(mine.opinions.into_iter().map(|said| FileOpinion {
                page: hanging::consultation_page(&unit.code, said.consultation.id),
                title: super::public::title(&reader.t, &said.consultation),
                passage: said.opinion.passage,
                stance: said.opinion.stance.key(),
                words: said.opinion.words,
                name: said.opinion.name,
                given_on: said.opinion.given_on,
                taken_back_on: said.opinion.taken_back_on,
                erased_on: said.opinion.erased_on,
            }));
        file.objections
            .extend(mine.objections.into_iter().map(|objected| {
                let page = hanging::decision_page(&unit.code, objected.matter);
                let answer = objected.objection.answer;
                FileObjection {
                    page: format!("{page}/lan/{}", objected.round),
                    kind: objected.objection.kind.key(),
                    words: objected.objection.words,
                    made_at: objected.objection.made.at.to_string(),
                    outcome: answer.as_ref().map(|answer| answer.outcome.key()),
                    reason: answer.map(|answer| answer.reason),
                }
            }));
        file.consents
            .extend(mine.consents.into_iter().map(|consent| FileConsent {
                page: hanging::decision_page(&unit.code, consent.matter),
                title: consent.title,
                purpose: consent.purpose.key(),
                given_on: consent.given_on,
                taken_back_on: consent.withdrawn_on,
            }));
        file.proposals
            .extend(mine.proposals.into_iter().map(|proposed| FileProposal {
                page: hanging::decision_page(&unit.code, proposed.matter),
                title: proposed.title,
                state: proposed.state.key(),
                proposed_at: proposed.at.to_string(),
            }));
    }
    let name = HeaderValue::from_static("attachment; filename=\"y-kien-cua-toi.json\"");
    let mut answer = page::private(Json(file).into_response());
    answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    Ok(answer)
}

/// Erases one thing, and shows the rest again.
pub(super) async fn erase(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let (_, today) = pages.desk.now();
    let unit = pages
        .desk
        .units
        .current()
        .at(&sent.get("don-vi"), today)
        .map(|unit| unit.id);
    let unit = unit.ok_or_else(|| super::missing(&reader))?;
    let done = match sent.get("loai").as_str() {
        "y-kien" => {
            let id: ConsultationId = sent
                .get("lay-y-kien")
                .parse()
                .map_err(|_| super::missing(&reader))?;
            pages.desk.erase_opinion((unit, id), &sent.get("ma")).await
        }
        "danh-sach" => {
            let round: RoundId = sent.get("lan").parse().map_err(|_| super::missing(&reader))?;
            let id: ObjectionId = sent.get("don").parse().map_err(|_| super::missing(&reader))?;
            pages
                .desk
                .erase_objection((unit, round, id), actor.person().0)
                .await
        }
        _ => return Err(super::missing(&reader)),
    };
    match done {
        // Erased twice, it is erased.
        Ok(()) | Err(ActError::Stale) => {}
        Err(error) => return Ok(super::refused(&reader, &error)),
    }
    if sent.all("code").is_empty() {
        return Ok(Redirect::to(MINE).into_response());
    }
    page_of(&reader, &actor, &pages, &sent).await
}
