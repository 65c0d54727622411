//! What officers do with opinions: enter those from paper, group them, answer the groups, publish the answers and the
//! decision.

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{Actor, FormToken},
    i18n::Arg,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Choice, Confirmation, Control, Empty, ErrorSummary, Field, Notice, Pagination, Tag, Tone,
        },
    },
};
use serde::Deserialize;

use super::{
    Found, Pages, by,
    comment::{hamlet_field, opinion, passage_of, stances},
    desk::{about, desk_form},
    find_for,
    form::{Checks, Sent, Wrong, area, digits},
    may, missing, or_failed, place, refused, then, words,
};
use crate::{
    consultation::{
        model::{Channel, Group, GroupId, Opinion, OpinionId, Outcome, State as Stands},
        rules,
        service::{ActError, Decision, Into},
        store::{self, Among, OPINIONS},
    },
    service::printed_code,
};

/// The longest summary or answer, in letters.
const LONGEST_ANSWER: usize = 5_000;
/// The longest passage, in letters.
const LONGEST_PASSAGE: usize = 10_000;
/// The most people who share an opinion on one paper.
const MOST_PEOPLE: u64 = 100_000;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// The group whose opinions are asked for; without it, those in none.
    nhom: Option<String>,
    /// Passage and identifier of the opinion after which the list goes on.
    sau: Option<String>,
    /// The code of an opinion that was just entered; never part of an address.
    #[serde(skip)]
    code: Option<String>,
}

/// An opinion as officers read it.
struct Heard {
    value: String,
    about: String,
    stance: String,
    words: String,
    source: String,
}

/// A group as officers see it.
struct Grouped {
    about: String,
    summary: String,
    tally: String,
    answered: Option<Tag>,
    opinions: String,
    answer: Option<String>,
}

#[derive(Template)]
#[template(path = "consultation/opinions.html")]
struct OpinionsPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    done: Option<Confirmation>,
    groups: Vec<Grouped>,
    heading: String,
    heard: Vec<Heard>,
    empty: Option<Empty>,
    action: Option<String>,
    into: Field,
    summary: Field,
    pagination: Pagination,
    back: String,
}

pub(super) async fn opinions(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "read").await?;
    opinions_page(
        &reader,
        &actor,
        &pages,
        &found,
        &asked,
        (&Sent::default(), &Wrong::default()),
    )
    .await
}

async fn opinions_page(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    found: &Found,
    asked: &Asked,
    (sent, wrong): (&Sent, &Wrong),
) -> Answer {
    let t = &reader.t;
    let among = match &asked.nhom {
        None => Among::Ungrouped,
        Some(text) => {
            let id: GroupId = text.parse().map_err(|_| missing(reader))?;
            group_of(reader, found, id)?;
            Among::Group(id)
        }
    };
    let after = asked.sau.as_deref().and_then(|text| {
        let (passage, id) = text.split_once('.')?;
        Some((passage.parse().ok()?, id.parse::<OpinionId>().ok()?))
    });
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut listed = or_failed(
        reader,
        store::opinions(&mut read, found.key(), among, after, OPINIONS + 1).await,
    )?;
    let hamlets = super::hamlets(reader, pages, &mut read, found.unit.id).await?;
    drop(read);
    let more = listed.len() > OPINIONS;
    listed.truncate(OPINIONS);
    let base = format!("{}/y-kien", found.desk_href());
    let next = listed.last().filter(|_| more).map(|last| {
        let group = asked
            .nhom
            .as_ref()
            .map(|group| format!("nhom={group}&"))
            .unwrap_or_default();
        format!("{base}?{group}sau={}.{}", last.passage, last.id)
    });
    let open = found.consultation().state == Stands::Open;
    let can = open && may(Some(actor), "draft", place(found.consultation()));
    let groups = found
        .dossier
        .groups
        .iter()
        .map(|group| Grouped {
            about: words::about(t, group),
            summary: group.summary.clone(),
            tally: words::tally(t, group.tally),
            answered: group
                .answer
                .as_ref()
                .map(|(outcome, _)| words::outcome(t, *outcome)),
            opinions: format!("{base}?nhom={}", group.id),
            answer: can.then(|| format!("{}/nhom/{}", found.desk_href(), group.id)),
        })
        .collect();
    let heard: Vec<Heard> = listed
        .iter()
        .map(|opinion| {
            let hamlet = hamlets
                .iter()
                .find(|hamlet| Some(hamlet.id) == opinion.hamlet)
                .map(|hamlet| hamlet.name.as_str());
            heard_of(reader, opinion, hamlet)
        })
        .collect();
    let mut choices = vec![Choice::new("moi", t.text("consultation-into-new"))];
    for group in &found.dossier.groups {
        if among != Among::Group(group.id) {
            let begins: String = group.summary.chars().take(80).collect();
            choices.push(Choice::new(group.id.to_string(), begins));
        }
    }
    if among != Among::Ungrouped {
        choices.push(Choice::new("khong", t.text("consultation-into-none")));
    }
    let with_error = |field: Field| match wrong.0.iter().find(|(name, _)| *name == field.name) {
        Some((_, text)) => field.error(t, text.as_str()),
        None => field,
    };
    let into = with_error(Field::new(
        "into",
        t.text("consultation-ask-into"),
        Control::Select {
            choices,
            chosen: sent.get("into"),
        },
    ));
    let summary = with_error(
        area(
            "summary",
            t.text("consultation-ask-summary"),
            &sent.get("summary"),
        )
        .hint(t.text("consultation-ask-summary-hint")),
    );
    let errors = ErrorSummary::of(t, [&into, &summary]);
    let mut shell = about(
        reader,
        found,
        t.text("consultation-opinions-title"),
        words::tally(t, found.dossier.tally),
    );
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let heading = match among {
        Among::Ungrouped => t.with(
            "consultation-ungrouped",
            "count",
            i64::try_from(found.dossier.ungrouped).unwrap_or(i64::MAX),
        ),
        Among::Group(id) => group_of(reader, found, id)?.summary.clone(),
    };
    Ok(page::html(&OpinionsPage {
        shell,
        token: reader.form_token(),
        errors,
        done: asked.code.as_ref().map(|code| Confirmation {
            title: t.text("consultation-entered"),
            text: t.with("consultation-entered-code", "code", printed_code(code)),
        }),
        groups,
        heading,
        empty: heard.is_empty().then(|| {
            Empty::new(
                t,
                t.text("consultation-opinions-none"),
                t.text("consultation-opinions-none-duty"),
            )
        }),
        action: (can && !heard.is_empty()).then(|| format!("{}/gom", found.desk_href())),
        heard,
        into,
        summary,
        pagination: Pagination::new(t, None, next),
        back: base,
    }))
}

fn heard_of(reader: &Reader, opinion: &Opinion, hamlet: Option<&str>) -> Heard {
    let t = &reader.t;
    let mut source = vec![
        t.text(&format!("consultation-channel-{}", opinion.channel.key())),
        t.date(opinion.given_on),
    ];
    if opinion.people > 1 {
        source.push(t.with(
            "consultation-people",
            "count",
            i64::try_from(opinion.people).unwrap_or(i64::MAX),
        ));
    }
    if !opinion.name.is_empty() {
        source.push(opinion.name.clone());
    }
    source.extend(hamlet.map(str::to_owned));
    Heard {
        value: format!("{}.{}", opinion.passage, opinion.id),
        about: words::passage(t, opinion.passage),
        stance: t.text(&format!("consultation-stance-{}", opinion.stance.key())),
        words: opinion.words.clone(),
        source: source.join(" · "),
    }
}

fn group_of<'f>(reader: &Reader, found: &'f Found, id: GroupId) -> Result<&'f Group, Instead> {
    found
        .dossier
        .groups
        .iter()
        .find(|group| group.id == id)
        .ok_or_else(|| missing(reader))
}

/// Puts ticked opinions into a group.
pub(super) async fn group(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let t = &reader.t;
    let found = find_for(reader, &pages, &actor, (&xa, &id), "draft").await?;
    let ticked: Vec<(OpinionId, u32)> = sent
        .all("opinion")
        .iter()
        .filter_map(|value| {
            let (passage, id) = value.split_once('.')?;
            Some((id.parse().ok()?, passage.parse().ok()?))
        })
        .collect();
    let summary = sent.get("summary");
    let mut wrong = Wrong::default();
    let into = match sent.get("into").as_str() {
        "khong" => Into::Nowhere,
        "moi" | "" => {
            wrong.words(t, ("summary", &summary), LONGEST_ANSWER);
            Into::New(summary)
        }
        text => Into::Old(text.parse().map_err(|_| missing(reader))?),
    };
    if ticked.is_empty() {
        wrong.add("into", t.text("consultation-error-none-ticked"));
    }
    if !wrong.0.is_empty() {
        let page = opinions_page(reader, &actor, &pages, &found, &Asked::default(), (&sent, &wrong)).await?;
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    let done = pages.desk.group(found.key(), &ticked, &into).await;
    Ok(then(reader, done, &format!("{}/y-kien", found.desk_href())))
}

async fn enter_form(reader: &Reader, pages: &Pages, found: &Found, sent: &Sent, wrong: &Wrong) -> Answer {
    let t = &reader.t;
    let mut passages = vec![Choice::new("0", t.text("consultation-about-whole"))];
    passages.extend(
        found
            .dossier
            .asked()
            .map(|passage| Choice::new(passage.number.to_string(), words::passage(t, passage.number))),
    );
    let channels = Channel::ALL
        .iter()
        .filter(|channel| **channel != Channel::Online)
        .map(|channel| {
            Choice::new(
                channel.key(),
                t.text(&format!("consultation-channel-{}", channel.key())),
            )
        })
        .collect();
    Ok(desk_form(
        reader,
        found,
        ("consultation-enter-title", "consultation-enter-lead"),
        ("nhap", "consultation-button-enter"),
    )
    .field(Field::new(
        "channel",
        t.text("consultation-ask-channel"),
        Control::Radios {
            choices: channels,
            chosen: sent.get("channel"),
        },
    ))
    .field(Field::words(
        "given_on",
        t.text("consultation-ask-given"),
        sent.get("given_on"),
    ))
    .field(Field::new(
        "passage",
        t.text("consultation-ask-passage"),
        Control::Select {
            choices: passages,
            chosen: sent.get("passage"),
        },
    ))
    .field(Field::new(
        "stance",
        t.text("consultation-ask-stance"),
        Control::Radios {
            choices: stances(reader),
            chosen: sent.get("stance"),
        },
    ))
    .field(area(
        "words",
        t.text("consultation-ask-words"),
        &sent.get("words"),
    ))
    .field(
        digits("people", t.text("consultation-ask-people"), &sent.get("people"))
            .hint(t.text("consultation-ask-people-hint")),
    )
    .field(Field::words(
        "name",
        t.text("consultation-ask-name"),
        sent.get("name"),
    ))
    .field(hamlet_field(reader, pages, found, sent).await?)
    .show(t, wrong))
}

pub(super) async fn ask_enter(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "draft").await?;
    let (_, today) = pages.desk.now();
    let sent = Sent(vec![
        (
            "given_on".to_owned(),
            platform::text::write_day(today.min(found.consultation().closes_on)),
        ),
        ("people".to_owned(), "1".to_owned()),
        ("channel".to_owned(), Channel::Paper.key().to_owned()),
    ]);
    enter_form(&reader, &pages, &found, &sent, &Wrong::default()).await
}

pub(super) async fn enter(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let t = &reader.t;
    let found = find_for(reader, &pages, &actor, (&xa, &id), "draft").await?;
    let passage = passage_of(reader, &found, &sent)?;
    let mut wrong = Wrong::default();
    let channel = Channel::from_key(&sent.get("channel")).filter(|channel| *channel != Channel::Online);
    if channel.is_none() {
        wrong.add("channel", t.text("consultation-error-channel"));
    }
    let given_on = platform::text::read_day(&sent.get("given_on"));
    if given_on.is_none() {
        wrong.add("given_on", t.text("consultation-error-no-day"));
    }
    let people = sent
        .get("people")
        .parse::<u64>()
        .ok()
        .filter(|people| (1..=MOST_PEOPLE).contains(people));
    if people.is_none() {
        wrong.add("people", t.text("consultation-error-people"));
    }
    let new = opinion(reader, &sent, passage, &mut wrong);
    let (Some(new), Some(channel), Some(given_on), Some(people), true) =
        (new, channel, given_on, people, wrong.0.is_empty())
    else {
        return enter_form(reader, &pages, &found, &sent, &wrong).await;
    };
    let who = by(&actor, "draft", place(found.consultation()));
    match pages
        .desk
        .enter(found.key(), &new, (channel, people, given_on), who)
        .await
    {
        Ok(code) => {
            let found = find_for(reader, &pages, &actor, (&xa, &id), "draft").await?;
            let asked = Asked {
                code: Some(code),
                ..Asked::default()
            };
            let blank = (&Sent::default(), &Wrong::default());
            opinions_page(reader, &actor, &pages, &found, &asked, blank).await
        }
        Err(ActError::Day) => {
            wrong.add("given_on", t.text("consultation-error-day"));
            enter_form(reader, &pages, &found, &sent, &wrong).await
        }
        Err(error) => Ok(refused(reader, &error)),
    }
}

fn answer_form(reader: &Reader, found: &Found, group: &Group, sent: &Sent, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let outcomes = Outcome::ALL
        .iter()
        .map(|outcome| {
            Choice::new(
                outcome.key(),
                t.text(&format!("consultation-outcome-{}", outcome.key())),
            )
            .hint(t.text(&format!("consultation-outcome-{}-hint", outcome.key())))
        })
        .collect();
    let end = format!("nhom/{}", group.id);
    let mut form = desk_form(
        reader,
        found,
        ("consultation-answer-title", "consultation-answer-lead"),
        (&end, "consultation-button-answer"),
    )
    .quote(words::about(t, group), words::tally(t, group.tally))
    .field(
        area(
            "summary",
            t.text("consultation-ask-summary"),
            &sent.get("summary"),
        )
        .hint(t.text("consultation-ask-summary-hint")),
    )
    .field(Field::new(
        "outcome",
        t.text("consultation-ask-outcome"),
        Control::Radios {
            choices: outcomes,
            chosen: sent.get("outcome"),
        },
    ))
    .field(
        area("answer", t.text("consultation-ask-answer"), &sent.get("answer"))
            .hint(t.text("consultation-ask-answer-hint")),
    );
    for number in &group.passages {
        let name = format!("doan-{number}");
        form = form.after(
            area(
                &name,
                t.with("consultation-ask-changed", "number", i64::from(*number)),
                &sent.get(&name),
            )
            .hint(t.text("consultation-ask-changed-hint")),
        );
    }
    form.show(t, wrong)
}

pub(super) async fn ask_answer(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, nhom)): Path<(String, String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "draft").await?;
    let group = group_of(&reader, &found, nhom.parse().map_err(|_| missing(&reader))?)?;
    let mut sent = vec![("summary".to_owned(), group.summary.clone())];
    if let Some((outcome, answer)) = &group.answer {
        sent.push(("outcome".to_owned(), outcome.key().to_owned()));
        sent.push(("answer".to_owned(), answer.clone()));
    }
    for number in &group.passages {
        let changed = group.changes.iter().find(|(passage, _)| passage == number);
        let words = match (changed, found.dossier.passage(*number)) {
            (Some((_, became)), _) => became.clone(),
            (None, Some(passage)) => passage.draft.clone(),
            (None, None) => String::new(),
        };
        sent.push((format!("doan-{number}"), words));
    }
    Ok(answer_form(
        &reader,
        &found,
        group,
        &Sent(sent),
        &Wrong::default(),
    ))
}

pub(super) async fn answer(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, nhom)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let t = &reader.t;
    let found = find_for(reader, &pages, &actor, (&xa, &id), "draft").await?;
    let group = group_of(reader, &found, nhom.parse().map_err(|_| missing(reader))?)?;
    let mut wrong = Wrong::default();
    let (summary, answer) = (sent.get("summary"), sent.get("answer"));
    wrong.words(t, ("summary", &summary), LONGEST_ANSWER);
    wrong.words(t, ("answer", &answer), LONGEST_ANSWER);
    let outcome = Outcome::from_key(&sent.get("outcome"));
    if outcome.is_none() {
        wrong.add("outcome", t.text("consultation-error-outcome"));
    }
    let changes: Vec<(u32, String)> = group
        .passages
        .iter()
        .map(|number| {
            let words: String = sent
                .get(&format!("doan-{number}"))
                .chars()
                .take(LONGEST_PASSAGE)
                .collect();
            (*number, rules::passages(&words).join(" "))
        })
        .collect();
    let (Some(outcome), true) = (outcome, wrong.0.is_empty()) else {
        return Ok(answer_form(reader, &found, group, &sent, &wrong));
    };
    match pages
        .desk
        .answer(found.key(), group.id, &summary, Some((outcome, answer)), &changes)
        .await
    {
        Err(ActError::Nothing) => {
            wrong.add("outcome", t.text("consultation-error-unchanged"));
            Ok(answer_form(reader, &found, group, &sent, &wrong))
        }
        done => Ok(then(reader, done, &format!("{}/y-kien", found.desk_href()))),
    }
}

pub(super) async fn dissolve(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, nhom)): Path<(String, String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "draft").await?;
    let group = group_of(&reader, &found, nhom.parse().map_err(|_| missing(&reader))?)?;
    let done = pages.desk.dissolve(found.key(), group.id).await;
    Ok(then(&reader, done, &format!("{}/y-kien", found.desk_href())))
}

fn summarise_form(reader: &Reader, pages: &Pages, found: &Found, sent: &Sent, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let mut form = desk_form(
        reader,
        found,
        ("consultation-summarise-title", "consultation-summarise-lead"),
        ("tong-hop", "consultation-button-summarise"),
    );
    if let Some(missing) = pages.desk.before_answer(&found.dossier) {
        form = form.notice(Notice::new(t, Tone::Warning, words::unanswered(t, missing)));
    }
    for group in &found.dossier.groups {
        let answer = group
            .answer
            .as_ref()
            .map(|(_, answer)| answer.as_str())
            .unwrap_or_default();
        form = form.quote(format!("{} — {}", words::about(t, group), group.summary), answer);
    }
    form.field(
        area(
            "overview",
            t.text("consultation-ask-overview"),
            &sent.get("overview"),
        )
        .hint(t.text("consultation-ask-overview-hint")),
    )
    .citations(words::answer_citations_of(t, &pages.desk, found.consultation()))
    .show(t, wrong)
}

pub(super) async fn ask_summarise(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "conclude").await?;
    Ok(summarise_form(
        &reader,
        &pages,
        &found,
        &Sent::default(),
        &Wrong::default(),
    ))
}

pub(super) async fn summarise(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let found = find_for(reader, &pages, &actor, (&xa, &id), "conclude").await?;
    let mut wrong = Wrong::default();
    let overview = sent.get("overview");
    wrong.words(&reader.t, ("overview", &overview), LONGEST_ANSWER);
    if !wrong.0.is_empty() {
        return Ok(summarise_form(reader, &pages, &found, &sent, &wrong));
    }
    let who = by(&actor, "conclude", place(found.consultation()));
    let done = pages.desk.summarise(found.key(), &overview, who).await;
    Ok(then(
        reader,
        done,
        &format!("{}?xong=tong-hop", found.desk_href()),
    ))
}

fn conclude_form(reader: &Reader, pages: &Pages, found: &Found, sent: &Sent, wrong: &Wrong) -> Response {
    let t = &reader.t;
    let unheeded = rules::unheeded(&found.dossier.groups);
    let total = found.dossier.tally.total();
    let against = rules::against_majority(unheeded, total);
    let mut form = desk_form(
        reader,
        found,
        ("consultation-conclude-title", "consultation-conclude-lead"),
        ("ket-luan", "consultation-button-conclude"),
    );
    if let Some(missing) = pages.desk.before_conclusion(&found.dossier, false, "-") {
        form = form.notice(Notice::new(t, Tone::Warning, words::unanswered(t, missing)));
    }
    if against {
        let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
        form = form.notice(Notice::new(
            t,
            Tone::Warning,
            t.format(
                "consultation-against-sum",
                &[("unheeded", number(unheeded)), ("total", number(total))],
            ),
        ));
    }
    form = form.field(
        area(
            "decision",
            t.text("consultation-ask-decision"),
            &sent.get("decision"),
        )
        .hint(t.text("consultation-ask-decision-hint")),
    );
    for passage in found.dossier.asked() {
        let name = format!("doan-{}", passage.number);
        form = form.field(area(
            &name,
            t.with("consultation-ask-final", "number", i64::from(passage.number)),
            &sent.get(&name),
        ));
    }
    form.field(
        area("added", t.text("consultation-ask-added"), &sent.get("added"))
            .hint(t.text("consultation-ask-added-hint")),
    )
    .checks(Checks {
        name: "differs",
        legend: t.text("consultation-ask-differs"),
        hint: t.text("consultation-ask-differs-hint"),
        items: vec![(
            "1".to_owned(),
            t.text("consultation-differs"),
            against || !sent.get("differs").is_empty(),
        )],
    })
    .after(
        area(
            "reasons",
            t.text("consultation-ask-reasons"),
            &sent.get("reasons"),
        )
        .hint(t.text("consultation-ask-reasons-hint")),
    )
    .citations(words::answer_citations_of(t, &pages.desk, found.consultation()))
    .show(t, wrong)
}

pub(super) async fn ask_conclude(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "conclude").await?;
    let sent = found
        .dossier
        .asked()
        .map(|passage| {
            (
                format!("doan-{}", passage.number),
                found.dossier.promised(passage),
            )
        })
        .collect();
    Ok(conclude_form(
        &reader,
        &pages,
        &found,
        &Sent(sent),
        &Wrong::default(),
    ))
}

pub(super) async fn conclude(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (reader, sent) = (&reader, Sent(sent));
    let t = &reader.t;
    let found = find_for(reader, &pages, &actor, (&xa, &id), "conclude").await?;
    let mut wrong = Wrong::default();
    let text = sent.get("decision");
    wrong.words(t, ("decision", &text), LONGEST_ANSWER);
    if !wrong.0.is_empty() {
        return Ok(conclude_form(reader, &pages, &found, &sent, &wrong));
    }
    let decision = Decision {
        passages: found
            .dossier
            .asked()
            .map(|passage| (passage.number, sent.get(&format!("doan-{}", passage.number))))
            .collect(),
        added: rules::passages(&sent.get("added")),
        text,
        differs: !sent.get("differs").is_empty(),
        reasons: sent.get("reasons"),
    };
    let who = by(&actor, "conclude", place(found.consultation()));
    match pages.desk.conclude(found.key(), &decision, who).await {
        Err(ActError::Unanswered(crate::rules::Unanswered::Reasons)) => {
            wrong.add("reasons", t.text("consultation-missing-reasons"));
            Ok(conclude_form(reader, &pages, &found, &sent, &wrong))
        }
        done => Ok(then(
            reader,
            done,
            &format!("{}?xong=ket-luan", found.desk_href()),
        )),
    }
}
