//! Counting: what tellers counted at a meeting, papers that were read, votes that were cast; and the minutes of it.

use askama::Template;
use axum::{
    extract::{Form, Path, State},
    http::HeaderMap,
    response::{IntoResponse as _, Redirect},
};
use documents::Document;
use platform::{
    access::{Actor, FormToken},
    i18n::{Arg, Locale, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Choice, Control, ErrorSummary, Field, Notice, Tone},
    },
};
use rulebook::Place;

use super::{
    super::{by, missing, or_failed, or_refused, refused, round_place},
    DOCX, PDF, Pages, Sent, Vote, Wrong, answered, arg, digits, file, find_vote, many, origin,
    vote::{method_key, verdict_words},
    with_errors, words,
};
use crate::{
    model::{Duty, Method, Officer, RoundState, Slip},
    papers::{self, Minutes},
    rules::{Form as VoteForm, Hands, RuleError},
    service::ActError,
    sittings::Sitting,
    store,
};

/// People that a team can have at most on the form; how many it must have the law says.
const SEATS_OF_A_TEAM: [&str; 5] = ["nguoi-1", "nguoi-2", "nguoi-3", "nguoi-4", "nguoi-5"];
const WITNESSES: [&str; 2] = ["chung-kien-1", "chung-kien-2"];

#[derive(Template)]
#[template(path = "voting/form.html")]
struct CountPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notice: Option<Notice>,
    fields: Vec<Field>,
    button: String,
    cancel: String,
}

/// Where a count is asked for: a vote, or one of its sittings.
type At<'a> = ((&'a str, &'a str, &'a str), Option<&'a str>);

/// What is counted: a vote or one of its sittings, with its slips.
struct Counting {
    vote: Vote,
    slips: Vec<Slip>,
    sitting: Option<Sitting>,
}

impl Counting {
    /// Households noted at the door.
    fn attended(&self) -> usize {
        let number = self.sitting.as_ref().map(|sitting| sitting.number);
        self.slips
            .iter()
            .filter(|slip| slip.attended_at.is_some() && slip.sitting == number)
            .count()
    }
}

async fn counting(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    (address, cum): At<'_>,
) -> Result<Counting, Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let vote = find_vote(reader, pages, &mut read, address).await?;
    by(reader, actor, "count", round_place(&vote.round))?;
    if vote.round.state != RoundState::Open {
        or_refused(reader, Err::<(), ActError>(ActError::Closed))?;
    }
    let sitting = vote.sitting(reader, cum)?.cloned();
    if sitting.as_ref().is_some_and(|sitting| sitting.counted.is_some()) {
        or_refused(reader, Err::<(), ActError>(ActError::Closed))?;
    }
    let slips = or_failed(reader, store::slips(&mut read, vote.unit.id, vote.round.id).await)?;
    Ok(Counting { vote, slips, sitting })
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
) -> Answer {
    blank_of(&reader, &actor, &pages, ((&xa, &id, &lan), None)).await
}

/// As [`blank`], for one sitting.
pub(super) async fn blank_sitting(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, cum)): Path<(String, String, String, String)>,
) -> Answer {
    blank_of(&reader, &actor, &pages, ((&xa, &id, &lan), Some(&cum))).await
}

async fn blank_of(reader: &Reader, actor: &Actor, pages: &Pages, at: At<'_>) -> Answer {
    let counting = counting(reader, actor, pages, at).await?;
    let mut sent = Sent::default().set("method", Method::ShowOfHands.key());
    let here = counting.attended();
    if here > 0 {
        sent = sent.set("attending", here.to_string());
    }
    form_page(reader, pages, &counting, &sent, &Wrong::new())
}

fn mark_name(option: usize) -> String {
    format!("phieu-{option}")
}

/// The fields of a meeting's count.
fn meeting_fields(t: &Translator, vote: &Vote, sent: &Sent) -> Vec<Field> {
    let methods = Method::ALL
        .iter()
        .map(|method| Choice::new(method.key(), t.text(method_key(*method))))
        .collect();
    let mut fields = vec![
        Field::new(
            "method",
            t.text("voting-fact-method"),
            Control::Radios {
                choices: methods,
                chosen: sent.get("method").to_owned(),
            },
        ),
        digits(
            "attending",
            t.text("voting-count-attending"),
            sent.get("attending"),
        )
        .hint(t.text("voting-count-attending-hint")),
    ];
    for (option, label) in vote.options(t).into_iter().enumerate() {
        let name = mark_name(option);
        let value = sent.get(&name).to_owned();
        fields.push(digits(&name, label, &value));
    }
    fields.push(
        digits("spoiled", t.text("voting-count-spoiled"), sent.get("spoiled"))
            .hint(t.text("voting-count-spoiled-hint")),
    );
    fields.push(
        digits(
            "abstained",
            t.text("voting-count-abstained"),
            sent.get("abstained"),
        )
        .hint(t.text("voting-count-abstained-hint")),
    );
    fields.push(Field::words(
        "chair",
        t.text("voting-duty-chair"),
        sent.get("chair"),
    ));
    fields.push(Field::words(
        "secretary",
        t.text("voting-duty-secretary"),
        sent.get("secretary"),
    ));
    fields
}

fn form_page(reader: &Reader, pages: &Pages, counting: &Counting, sent: &Sent, wrong: &Wrong) -> Answer {
    let t = &reader.t;
    let Counting { vote, slips, sitting } = counting;
    let form = vote.round.form;
    let mut fields = match form {
        VoteForm::Meeting => meeting_fields(t, vote, sent),
        VoteForm::HouseholdBallot | VoteForm::OnlineVote => Vec::new(),
    };
    let team_key = match form {
        VoteForm::Meeting => "voting-ask-teller",
        VoteForm::HouseholdBallot | VoteForm::OnlineVote => "voting-ask-team",
    };
    for (number, name) in (1..).zip(SEATS_OF_A_TEAM) {
        fields.push(Field::words(
            name,
            t.with(team_key, "number", i64::from(number)),
            sent.get(name),
        ));
    }
    if form != VoteForm::OnlineVote {
        for (number, name) in (1..).zip(WITNESSES) {
            fields.push(Field::words(
                name,
                t.with("voting-ask-witness", "number", i64::from(number)),
                sent.get(name),
            ));
        }
    }
    let (fields, errors) = with_errors(t, fields, wrong);
    let text = match form {
        VoteForm::Meeting => t.format(
            "voting-count-lead-meeting",
            &[
                ("here", arg(many(counting.attended()))),
                ("all", arg(many(slips.len()))),
            ],
        ),
        VoteForm::HouseholdBallot | VoteForm::OnlineVote => {
            let settled = slips.iter().filter(|slip| slip.fate.is_some()).count();
            t.format(
                &format!("voting-count-lead-{}", form.key()),
                &[("settled", arg(many(settled))), ("all", arg(many(slips.len())))],
            )
        }
    };
    let early = form != VoteForm::Meeting && pages.desk.now().0 < vote.round.ends_at;
    let notice = if early {
        Notice::new(
            t,
            Tone::Warning,
            t.with("voting-count-early", "when", t.instant(vote.round.ends_at)),
        )
    } else {
        Notice::new(t, Tone::Info, text)
    };
    let mut shell = vote.below(reader, t.text("voting-count-title"));
    if let Some(sitting) = sitting {
        shell = shell.lead(format!("{} · {}", sitting.name, sitting.place));
    }
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let page = page::html(&CountPage {
        shell,
        token: reader.form_token(),
        errors,
        notice: Some(notice),
        fields,
        button: t.text("voting-button-count"),
        cancel: vote.href(),
    });
    Ok(answered(page, wrong))
}

/// A number of households; nothing written is none.
fn figure(t: &Translator, sent: &Sent, name: &str) -> Result<u64, String> {
    let text: String = sent
        .get(name)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '.')
        .collect();
    if text.is_empty() {
        return Ok(0);
    }
    text.parse().map_err(|_| t.text("voting-error-number"))
}

/// What tellers counted, or what is wrong with which field.
fn hands(t: &Translator, vote: &Vote, sent: &Sent) -> Result<(Method, Hands), Wrong> {
    let mut wrong = Wrong::new();
    let method = Method::from_key(sent.get("method"));
    if method.is_none() {
        wrong.push(("method", t.text("voting-error-method")));
    }
    if sent.get("attending").is_empty() {
        wrong.push(("attending", t.text("voting-error-number")));
    }
    let mut read = |field: &'static str, name: &str| {
        figure(t, sent, name).unwrap_or_else(|text| {
            wrong.push((field, text));
            0
        })
    };
    let hands = Hands {
        attending: read("attending", "attending"),
        marks: (0..usize::from(vote.dossier.question().options))
            .map(|option| read("attending", &mark_name(option)))
            .collect(),
        spoiled: read("spoiled", "spoiled"),
        abstained: read("abstained", "abstained"),
    };
    if method == Some(Method::ShowOfHands) && hands.spoiled > 0 {
        wrong.push(("spoiled", t.text("voting-error-spoiled-hands")));
    }
    for duty in ["chair", "secretary"] {
        if sent.get(duty).is_empty() {
            wrong.push((duty, t.text("voting-error-name")));
        }
    }
    match method {
        Some(method) if wrong.is_empty() => Ok((method, hands)),
        _ => Err(wrong),
    }
}

/// The people with a duty, as the form names them.
fn officers(form: VoteForm, sent: &Sent) -> Vec<Officer> {
    let team = if form == VoteForm::Meeting {
        Duty::Teller
    } else {
        Duty::Team
    };
    let named = [("chair", Duty::Chair), ("secretary", Duty::Secretary)]
        .into_iter()
        .chain(SEATS_OF_A_TEAM.map(|name| (name, team)))
        .chain(WITNESSES.map(|name| (name, Duty::Witness)));
    named
        .map(|(name, duty)| Officer {
            duty,
            name: sent.get(name).to_owned(),
        })
        .filter(|officer| !officer.name.is_empty())
        .collect()
}

/// Households that must have watched the count, where the law asks for any.
fn witnesses(
    t: &Translator,
    pages: &Pages,
    vote: &Vote,
    method: Option<Method>,
    officers: &[Officer],
) -> Result<Wrong, RuleError> {
    let topic = match (vote.round.form, method) {
        (VoteForm::Meeting, Some(Method::SecretBallot)) => "meeting.count.witnesses",
        (VoteForm::HouseholdBallot, _) => "ballot.count.witnesses",
        (VoteForm::Meeting | VoteForm::OnlineVote, _) => return Ok(Wrong::new()),
    };
    let asked = pages
        .desk
        .rulebook
        .count(topic, Place::Hamlet, vote.round.day())?;
    let there = officers
        .iter()
        .filter(|officer| officer.duty == Duty::Witness)
        .count();
    Ok(if asked.value.contains(many(there)) {
        Wrong::new()
    } else {
        let text = t.format(
            "voting-error-witnesses",
            &[
                ("count", arg(asked.value.min)),
                ("article", Arg::Text(words::article(t, &asked.because))),
            ],
        );
        vec![("chung-kien-1", text)]
    })
}

pub(super) async fn record(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    record_of(&reader, &actor, &pages, ((&xa, &id, &lan), None), Sent::of(form)).await
}

/// As [`record`], for one sitting.
pub(super) async fn record_sitting(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, cum)): Path<(String, String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let at = ((xa.as_str(), id.as_str(), lan.as_str()), Some(cum.as_str()));
    record_of(&reader, &actor, &pages, at, Sent::of(form)).await
}

async fn record_of(reader: &Reader, actor: &Actor, pages: &Pages, at: At<'_>, sent: Sent) -> Answer {
    let t = &reader.t;
    let counting = counting(reader, actor, pages, at).await?;
    let Counting { vote, sitting, .. } = &counting;
    let by = by(reader, actor, "count", round_place(&vote.round))?;
    let form = vote.round.form;
    let officers = officers(form, &sent);
    let key = (vote.unit.id, vote.round.id);
    let counted = if form == VoteForm::Meeting {
        match hands(t, vote, &sent) {
            Err(wrong) => return form_page(reader, pages, &counting, &sent, &wrong),
            Ok(hands) => Some(hands),
        }
    } else {
        None
    };
    let method = counted.as_ref().map(|(method, _)| *method);
    let wrong = witnesses(t, pages, vote, method, &officers);
    let wrong = or_refused(reader, wrong.map_err(ActError::from))?;
    if !wrong.is_empty() {
        return form_page(reader, pages, &counting, &sent, &wrong);
    }
    let done = match (&counted, sitting) {
        (Some((method, hands)), Some(sitting)) => {
            pages
                .desk
                .count_sitting(key.0, (key.1, sitting.number), (*method, hands), &officers, by)
                .await
        }
        (Some((method, hands)), None) => {
            pages
                .desk
                .count_meeting(key.0, key.1, (*method, hands), &officers, by)
                .await
        }
        (None, _) => pages.desk.count_votes(key.0, key.1, &officers, by).await,
    };
    let field = match &done {
        Ok(()) => {
            let part = if sitting.is_some() { "cum" } else { "ket-qua" };
            return Ok(Redirect::to(&format!("{}#{part}", vote.href())).into_response());
        }
        Err(ActError::Team(_) | ActError::Unsettled { .. } | ActError::Closed) => SEATS_OF_A_TEAM[0],
        Err(ActError::Count(_)) => "attending",
        Err(error) => return Ok(refused(reader, error)),
    };
    let text = done
        .err()
        .map(|error| words::act_error(t, &error))
        .unwrap_or_default();
    form_page(reader, pages, &counting, &sent, &vec![(field, text)])
}

/// The minutes of a counted vote. They are in Vietnamese, whatever the reader's language: they are signed and sent.
async fn minutes(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    ((address, cum), origin): (At<'_>, &str),
) -> Result<(Document, String), Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let vote = find_vote(reader, pages, &mut read, address).await?;
    by(reader, actor, "count", round_place(&vote.round))?;
    // The minutes of the whole name all its sittings.
    let sitting = match cum {
        Some(_) => vote.sitting(reader, cum)?,
        None => None,
    };
    let outturn = match sitting {
        Some(sitting) => sitting.outturn(vote.dossier.question()),
        None => vote.round.result.clone(),
    };
    let outturn = outturn.ok_or_else(|| missing(reader))?;
    let number = sitting.map_or(0, |sitting| sitting.number);
    let officers = or_failed(
        reader,
        store::officers(&mut read, (vote.unit.id, vote.round.id), number).await,
    )?;
    let t = reader.site.translations.translator(Locale::Vi);
    let participants = if vote.round.form == VoteForm::OnlineVote {
        participants(reader, &mut read, &vote).await?
    } else {
        Vec::new()
    };
    let book = &pages.desk.rulebook;
    let day = vote.round.day();
    let form = match vote.round.form {
        VoteForm::Meeting => Some("meeting.count.form"),
        VoteForm::HouseholdBallot => Some("ballot.count.form"),
        VoteForm::OnlineVote => None,
    };
    let form = form.and_then(|topic| book.text(topic, Place::Hamlet, day).ok());
    let copies = (vote.round.form == VoteForm::Meeting)
        .then(|| book.count("meeting.count.copies", Place::Hamlet, day).ok())
        .flatten();
    let document = papers::minutes(
        &t,
        &Minutes {
            commune: vote.unit.name.clone(),
            hamlet: vote.hamlet.clone(),
            dossier: &vote.dossier,
            round: &vote.round,
            sitting,
            outturn: &outturn,
            options: vote.options(&t),
            officers,
            // A sitting alone decides nothing.
            verdict: match sitting {
                Some(_) => vec![t.text("voting-sitting-no-verdict")],
                None => or_refused(reader, verdict(&t, pages, &vote))?,
            },
            form: form
                .map(|form| {
                    format!(
                        "{} ({})",
                        form.value.get(words::language(&t)),
                        words::article(&t, &form.because)
                    )
                })
                .unwrap_or_default(),
            copies: copies.map(|copies| copies.value.min),
            attached: attached(&t, pages, &vote, origin),
            participants,
            demo: pages.desk.demo,
        },
    );
    let part = sitting
        .map(|sitting| format!("-cum-{}", sitting.number))
        .unwrap_or_default();
    Ok((document, format!("bien-ban-{}{part}", vote.round.id)))
}

/// What else the minutes of an online vote hold: a picture of the result, which its page shows.
fn attached(t: &Translator, pages: &Pages, vote: &Vote, origin: &str) -> Option<(String, String)> {
    if vote.round.form != VoteForm::OnlineVote {
        return None;
    }
    let contents = pages
        .desk
        .rulebook
        .items("online.minutes.contents", Place::Hamlet, vote.round.day())
        .ok()?;
    let picture = contents.value.iter().find(|item| item.key == "screenshot")?;
    Some((
        picture.label.get(words::language(t)).to_owned(),
        format!("{origin}{}#ket-qua", vote.href()),
    ))
}

/// The verdict, the sum, the article.
fn verdict(t: &Translator, pages: &Pages, vote: &Vote) -> Result<Vec<String>, ActError> {
    if vote.dossier.matter.seats > 0 {
        let Some(elected) = pages.desk.elected(&vote.dossier, &vote.round)? else {
            return Ok(Vec::new());
        };
        let names: Vec<&str> = vote
            .dossier
            .candidates
            .iter()
            .filter(|candidate| elected.options.contains(&candidate.option))
            .map(|candidate| candidate.name.as_str())
            .collect();
        let names = if names.is_empty() {
            t.text("voting-nobody-elected")
        } else {
            t.with("voting-elected-names", "names", names.join("; "))
        };
        return Ok(vec![names, words::article(t, &elected.because)]);
    }
    let Some(verdict) = pages.desk.verdict(&vote.dossier, &vote.round)? else {
        return Ok(Vec::new());
    };
    Ok(vec![
        verdict_words(t, &verdict, vote.round.advisory),
        format!(
            "{} ({})",
            words::sum(t, &verdict),
            words::article(t, &verdict.because)
        ),
    ])
}

/// The households that took part in an online vote, with their representatives. How they voted stands nowhere here.
async fn participants(
    reader: &Reader,
    read: &mut platform::db::Read,
    vote: &Vote,
) -> Result<Vec<(i64, String)>, Instead> {
    let slips = or_failed(reader, store::slips(read, vote.unit.id, vote.round.id).await)?;
    let Some(opened) = vote.round.opened else {
        return Ok(Vec::new());
    };
    let roll = or_failed(
        reader,
        households::roll::read(read, vote.unit.id, opened.roll).await,
    )?;
    Ok(slips
        .iter()
        .filter(|slip| slip.fate.is_some())
        .map(|slip| {
            let name = roll
                .as_ref()
                .and_then(|roll| roll.entry(slip.household))
                .and_then(|entry| entry.name.clone())
                .unwrap_or_else(|| reader.t.text("voting-name-erased"));
            (slip.number, name)
        })
        .collect())
}

pub(super) async fn minutes_pdf(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let origin = origin(&pages, &headers);
    let at = ((xa.as_str(), id.as_str(), lan.as_str()), None);
    let (document, name) = minutes(&reader, &actor, &pages, (at, &origin)).await?;
    file(&reader, document, documents::pdf, (format!("{name}.pdf"), PDF)).await
}

pub(super) async fn minutes_docx(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let origin = origin(&pages, &headers);
    let at = ((xa.as_str(), id.as_str(), lan.as_str()), None);
    let (document, name) = minutes(&reader, &actor, &pages, (at, &origin)).await?;
    file(&reader, document, documents::docx, (format!("{name}.docx"), DOCX)).await
}

pub(super) async fn sitting_minutes_pdf(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, cum)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let origin = origin(&pages, &headers);
    let at = ((xa.as_str(), id.as_str(), lan.as_str()), Some(cum.as_str()));
    let (document, name) = minutes(&reader, &actor, &pages, (at, &origin)).await?;
    file(&reader, document, documents::pdf, (format!("{name}.pdf"), PDF)).await
}

pub(super) async fn sitting_minutes_docx(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan, cum)): Path<(String, String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let origin = origin(&pages, &headers);
    let at = ((xa.as_str(), id.as_str(), lan.as_str()), Some(cum.as_str()));
    let (document, name) = minutes(&reader, &actor, &pages, (at, &origin)).await?;
    file(&reader, document, documents::docx, (format!("{name}.docx"), DOCX)).await
}
