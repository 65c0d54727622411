//! A matter as everybody sees it: what is proposed, where it stands, how it was counted, what follows.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse as _,
};
use platform::{
    access::FormToken,
    db::Read,
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Cell, Citation, Column, Notice, Progress, Row, SummaryList, Table, Tag, Tone},
    },
};
use units::Unit;

use super::{
    Pages, find, hamlet_name, href, may, missing, or_failed, or_refused, place, round_href, shell, support,
    words,
};
use crate::{
    content,
    model::{Dossier, MatterState, Proposer, Round, RoundState, Task},
    rules::{self, Effect, Form, Question, Scope},
    service::ActError,
};

/// How a vote went, for the list of votes.
struct Vote {
    title: String,
    href: String,
    tags: Vec<Tag>,
    when: String,
    /// What was counted of each option: its sign, and the words.
    tallies: Vec<(&'static str, String)>,
    lines: Vec<String>,
    sum: Option<String>,
    citation: Option<Citation>,
}

/// Something done to carry the decision out.
struct Duty {
    what: String,
    facts: SummaryList,
    progress: Vec<String>,
    bar: Option<Progress>,
    action: Option<String>,
}

#[derive(Template)]
#[template(path = "deliberation/matter.html")]
struct MatterPage {
    shell: Shell,
    token: FormToken,
    tags: Vec<Tag>,
    notices: Vec<Notice>,
    paragraphs: Vec<String>,
    facts: SummaryList,
    citations: Vec<Citation>,
    support: Option<Progress>,
    support_note: String,
    candidates: Option<Table>,
    milestones: Option<Table>,
    votes: Vec<Vote>,
    no_votes: String,
    commune_sum: Option<String>,
    decision: Option<DecisionPart>,
    hung: Option<SummaryList>,
    tasks: Vec<Duty>,
    tools: Vec<Way>,
    /// Forms of one button.
    acts: Vec<Way>,
    proof: Option<SummaryList>,
    content_href: Option<String>,
}

/// The written decision.
struct DecisionPart {
    title: String,
    effect: Tag,
    paragraphs: Vec<String>,
    facts: SummaryList,
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
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(reader, pages, &mut read, xa, id).await?;
    let matter = &dossier.matter;
    let (_, today) = pages.desk.now();
    let scope = match matter.hamlet {
        Some(hamlet) => hamlet_name(reader, &mut read, hamlet).await?,
        None => t.text("deliberation-whole-commune"),
    };
    let law = or_refused(
        reader,
        rules::matters(&pages.desk.rulebook, today).map_err(ActError::from),
    )?;
    let item = law.value.iter().find(|item| item.key == matter.clause);
    let mut facts = vec![
        (t.text("deliberation-fact-scope"), Cell::text(scope)),
        (
            t.text("deliberation-fact-clause"),
            Cell::text(item.map(|item| words::clause(t, item)).unwrap_or_default()),
        ),
        (
            t.text("deliberation-fact-proposer"),
            Cell::text(t.text(&format!("deliberation-proposer-{}", matter.proposer.key())))
                .note(t.instant(matter.proposed.at)),
        ),
    ];
    if let Some(agreed) = &matter.agreed {
        facts.push((
            t.text("deliberation-fact-agreed"),
            Cell::text(words::role(t, &agreed.by.role)).note(t.instant(agreed.at)),
        ));
    }
    let mut citations = vec![words::citation(t, &law.because)];
    let (mut progress, mut support_note) = (None, String::new());
    if matter.state == MatterState::Proposed && matter.proposer == Proposer::Citizens {
        let found = or_refused(reader, pages.desk.support_of(&mut read, matter).await)?;
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let written = t.format(
            "deliberation-support-written",
            &[
                ("counted", Arg::Number(number(found.counted))),
                ("needed", Arg::Number(number(found.needed.unwrap_or(0)))),
                ("total", Arg::Number(number(found.total))),
            ],
        );
        progress = Some(Progress::new(
            "dong-thuan",
            t.text("deliberation-support"),
            written,
            found.counted,
            found.needed.unwrap_or(1),
        ));
        support_note = t.with("deliberation-support-lapsed", "count", number(found.lapsed));
        citations.push(words::citation(t, &found.because));
        citations.push(words::citation(t, &found.validity));
    }
    let mut votes = Vec::new();
    for round in &dossier.rounds {
        votes.push(vote(reader, pages, &mut read, &unit, &dossier, round).await?);
    }
    let commune_sum = if matter.scope() == Scope::Commune && dossier.counted().next().is_some() {
        let verdict = or_refused(reader, pages.desk.commune_verdict(&mut read, &dossier).await)?;
        citations.push(words::citation(t, &verdict.because));
        Some(words::sum(t, &verdict))
    } else {
        None
    };
    let effect = or_refused(reader, pages.desk.effect(&dossier))?;
    let proof = match &dossier.decision {
        Some(decision) if decision.published_at.is_some() => {
            Some(or_failed(reader, proof(t, &mut read, &dossier).await)?)
        }
        _ => None,
    };
    let hung = or_refused(reader, pages.desk.decision_hung(&mut read, matter).await)?;
    let own = support::own(reader, &mut read, &dossier).await?;
    drop(read);
    let base = href(&unit, matter.id);
    let content_href = proof.is_some().then(|| format!("{base}/noi-dung.json"));
    let (mut tools, mut acts) = ways(reader, &dossier, &base, effect);
    if let Some(own) = own {
        match own.household {
            Some((_, consents)) => {
                let word = if consents { "back" } else { "give" };
                let key = format!("deliberation-own-{}-{word}", own.purpose.key());
                acts.push((t.text(&key), format!("{base}/ho-toi")));
            }
            None if may(reader.visitor.actor.as_ref(), "propose", place(matter)) => {
                tools.push((t.text("deliberation-tool-mine"), "/ho-cua-toi".to_owned()));
            }
            None => {}
        }
    }
    let decision = dossier
        .decision
        .as_ref()
        .filter(|decision| {
            decision.final_at.is_some() || may(reader.visitor.actor.as_ref(), "decide", place(matter))
        })
        .map(|decision| decision_part(reader, pages, &dossier, decision, effect));
    let actor = reader.visitor.actor.as_ref();
    let carries_out = may(actor, "carry_out", place(matter));
    let page = MatterPage {
        shell: shell(reader, &unit, matter.title.clone()),
        token: reader.form_token(),
        tags: vec![words::state_tag(t, matter.state)],
        notices: notices(t, &dossier),
        paragraphs: platform::text::paragraphs(&matter.proposal),
        facts: SummaryList::new(facts),
        citations,
        support: progress,
        support_note,
        candidates: candidates(t, &dossier),
        milestones: or_refused(reader, milestones(t, pages, &dossier))?,
        no_votes: t.text("deliberation-no-votes"),
        votes,
        commune_sum,
        decision,
        hung: hung.map(|hung| words::hung(t, &hung)),
        tasks: dossier
            .tasks
            .iter()
            .map(|task| duty(t, task, carries_out.then(|| format!("{base}/viec/{}", task.id))))
            .collect(),
        tools,
        acts,
        proof,
        content_href,
    };
    Ok(page::html(&page))
}

fn notices(t: &Translator, dossier: &Dossier) -> Vec<Notice> {
    let matter = &dossier.matter;
    let mut notices = Vec::new();
    if matter.state == MatterState::Dropped {
        notices.push(Notice::new(
            t,
            Tone::Problem,
            t.with(
                "deliberation-dropped-notice",
                "reason",
                matter.dropped_reason.as_str(),
            ),
        ));
    }
    if matter.state == MatterState::Proposed && matter.proposer != Proposer::Citizens {
        notices.push(Notice::new(
            t,
            Tone::Info,
            t.text("deliberation-awaits-agreement"),
        ));
    }
    let annulled = dossier
        .decision
        .as_ref()
        .and_then(|decision| decision.annulled.as_ref());
    if let Some(annulled) = annulled {
        notices.push(Notice::new(
            t,
            Tone::Problem,
            t.format(
                "deliberation-annulled-notice",
                &[
                    ("role", Arg::Text(words::role(t, &annulled.role))),
                    ("date", Arg::Date(annulled.on)),
                    (
                        "ground",
                        Arg::Text(t.text(&format!("deliberation-ground-{}", annulled.ground.key()))),
                    ),
                    ("reason", Arg::Text(annulled.reasons.clone())),
                ],
            ),
        ));
    }
    notices
}

async fn vote(
    reader: &Reader,
    pages: &Pages,
    read: &mut Read,
    unit: &Unit,
    dossier: &Dossier,
    round: &Round,
) -> Result<Vote, Instead> {
    let t = &reader.t;
    let form = t.text(&format!("deliberation-form-{}", round.form.key()));
    let title = if dossier.matter.scope() == Scope::Commune {
        format!("{form} · {}", hamlet_name(reader, read, round.hamlet).await?)
    } else {
        form
    };
    let mut tags = vec![words::round_tag(t, round.state)];
    if round.advisory {
        tags.push(Tag::new(Tone::Warning, t.text("deliberation-advisory")));
    }
    let when = if round.form == Form::Meeting {
        t.instant(round.starts_at)
    } else {
        t.format(
            "deliberation-vote-period",
            &[
                ("from", Arg::Text(t.instant(round.starts_at))),
                ("to", Arg::Text(t.instant(round.ends_at))),
            ],
        )
    };
    let mut lines: Vec<String> = round.defects.iter().map(|late| words::late(t, *late)).collect();
    if round.state == RoundState::Cancelled {
        lines.push(t.with(
            "deliberation-cancelled",
            "reason",
            round.cancelled_reason.as_str(),
        ));
    }
    let mut tallies = Vec::new();
    let (mut sum, mut citation) = (None, None);
    if let Some(result) = &round.result {
        let count = &result.count;
        let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
        if dossier.matter.seats == 0 {
            tallies = [
                ("✓", "yes", Question::IN_FAVOUR),
                ("✗", "no", Question::AGAINST),
                ("…", "other", Question::OTHER),
            ]
            .map(|(sign, key, option)| {
                let key = format!("deliberation-result-{key}");
                (sign, t.format(&key, &[("count", number(count.of(option)))]))
            })
            .to_vec();
            if let Some(verdict) = or_refused(reader, pages.desk.verdict(dossier, round))? {
                sum = Some(words::sum(t, &verdict));
                citation = Some(words::citation(t, &verdict.because));
            }
        } else if let Some(elected) = or_refused(reader, pages.desk.elected(dossier, round))? {
            for candidate in &dossier.candidates {
                let line = t.format(
                    "deliberation-candidate-result",
                    &[
                        ("name", Arg::Text(candidate.name.clone())),
                        ("marks", number(count.of(candidate.option))),
                        ("total", number(count.households)),
                        ("needed", number(elected.needed.unwrap_or(0))),
                    ],
                );
                let word = if elected.options.contains(&candidate.option) {
                    t.text("deliberation-elected")
                } else if elected.tied.contains(&candidate.option) {
                    t.text("deliberation-tied")
                } else {
                    t.text("deliberation-not-elected")
                };
                lines.push(format!("{line} {word}"));
            }
            citation = Some(words::citation(t, &elected.because));
        }
        lines.push(t.format(
            "deliberation-result-rest",
            &[
                ("households", number(count.households)),
                ("spoiled", number(count.spoiled)),
                ("missing", number(count.missing)),
                ("refused", number(count.refused)),
            ],
        ));
    }
    Ok(Vote {
        title,
        href: round_href(unit, round),
        tags,
        when,
        tallies,
        lines,
        sum,
        citation,
    })
}

fn candidates(t: &Translator, dossier: &Dossier) -> Option<Table> {
    let rows: Vec<Row> = dossier
        .candidates
        .iter()
        .map(|candidate| {
            let name = Cell::text(candidate.name.as_str());
            let name = if candidate.self_nominated {
                name.note(t.text("deliberation-self-nominated"))
            } else {
                name
            };
            Row::new(vec![
                Cell::number(t, i64::from(candidate.option) + 1),
                name,
                Cell::text(candidate.about.as_str()),
            ])
        })
        .collect();
    (!rows.is_empty()).then(|| {
        Table::new(
            t.text("deliberation-candidates"),
            vec![
                Column::number(t.text("deliberation-column-number")),
                Column::text(t.text("deliberation-column-person")),
                Column::text(t.text("deliberation-column-about")),
            ],
            rows,
        )
    })
}

/// The steps before an election, against the day of its first vote that was not called off.
fn milestones(t: &Translator, pages: &Pages, dossier: &Dossier) -> Result<Option<Table>, ActError> {
    let vote = dossier
        .rounds
        .iter()
        .find(|round| round.state != RoundState::Cancelled);
    let (Some(vote), true) = (vote, dossier.matter.seats > 0) else {
        return Ok(None);
    };
    let rows = rules::schedule(&pages.desk.rulebook, vote.day())?
        .iter()
        .map(|step| {
            let done = dossier
                .milestones
                .iter()
                .find(|(milestone, _)| *milestone == step.milestone);
            let cell = match done {
                Some((_, on)) if *on > step.by => {
                    Cell::text(t.date(*on)).tag(Tag::new(Tone::Problem, t.text("deliberation-step-late")))
                }
                Some((_, on)) => Cell::text(t.date(*on)),
                None => Cell::text(t.text("deliberation-not-yet")),
            };
            Row::new(vec![
                Cell::text(t.text(&format!("deliberation-step-{}", step.milestone.key())))
                    .note(words::article(t, &step.because)),
                Cell::text(t.date(step.by)),
                cell,
            ])
        })
        .collect();
    Ok(Some(Table::new(
        t.text("deliberation-steps"),
        vec![
            Column::text(t.text("deliberation-column-step")),
            Column::text(t.text("deliberation-column-by")),
            Column::text(t.text("deliberation-column-done")),
        ],
        rows,
    )))
}

fn decision_part(
    reader: &Reader,
    pages: &Pages,
    dossier: &Dossier,
    decision: &crate::model::Decision,
    effect: Option<Effect>,
) -> DecisionPart {
    let t = &reader.t;
    let desk = &pages.desk;
    let day = |on: Option<jiff::civil::Date>| {
        on.map_or_else(
            || Cell::text(t.text("deliberation-not-yet")),
            |on| Cell::text(t.date(on)),
        )
    };
    let sent_by = rules::delivery_due(&desk.rulebook, &desk.calendar, decision.decided_on).ok();
    let mut facts = vec![
        (
            t.text("deliberation-fact-decided"),
            Cell::text(t.date(decision.decided_on)),
        ),
        (
            t.text("deliberation-fact-sent"),
            match &sent_by {
                Some(due) => day(decision.sent_on).note(t.format(
                    "deliberation-due",
                    &[
                        ("date", Arg::Date(due.due())),
                        ("article", Arg::Text(words::article(t, &due.because))),
                    ],
                )),
                None => day(decision.sent_on),
            },
        ),
    ];
    if decision.sent_on.is_some() {
        facts.push((t.text("deliberation-fact-received"), day(decision.received_on)));
    }
    if let Ok(Some(who)) = desk.recogniser(dossier) {
        let label = t.with(
            "deliberation-fact-answer",
            "who",
            t.text(&format!("deliberation-recogniser-{}", who.key())),
        );
        let cell = match (&decision.answer, decision.received_on) {
            (Some(answer), _) => {
                let text = t.text(&format!("deliberation-answer-{}", answer.outcome.key()));
                Cell::text(format!("{text}, {}", t.date(answer.on))).note(answer.reasons.as_str())
            }
            (None, Some(received)) => {
                match rules::recognition_due(&desk.rulebook, &desk.calendar, received) {
                    Ok(due) => Cell::text(t.text("deliberation-not-yet")).note(t.format(
                        "deliberation-due",
                        &[
                            ("date", Arg::Date(due.due())),
                            ("article", Arg::Text(words::article(t, &due.because))),
                        ],
                    )),
                    Err(_) => Cell::text(t.text("deliberation-not-yet")),
                }
            }
            (None, None) => Cell::text(t.text("deliberation-not-yet")),
        };
        facts.push((label, cell));
    }
    let (tone, text) = match (decision.final_at, effect) {
        (None, _) => (Tone::Warning, t.text("deliberation-decision-draft")),
        (Some(_), Some(effect)) => {
            let tone = match effect {
                Effect::From(_) => Tone::Success,
                Effect::Awaits(_) | Effect::AwaitsDate => Tone::Warning,
                Effect::Refused(_) | Effect::Annulled(_) => Tone::Problem,
            };
            (tone, words::effect(t, effect))
        }
        (Some(_), None) => (Tone::Info, String::new()),
    };
    DecisionPart {
        title: t.format(
            "deliberation-decision-title",
            &[
                (
                    "form",
                    Arg::Text(t.text(&format!("deliberation-kind-{}", decision.form.key()))),
                ),
                ("number", Arg::Text(format!("{:02}", decision.number))),
                ("year", Arg::Text(decision.year.to_string())),
            ],
        ),
        effect: Tag::new(tone, text),
        paragraphs: platform::text::paragraphs(&decision.text),
        facts: SummaryList::new(facts),
    }
}

fn duty(t: &Translator, task: &Task, action: Option<String>) -> Duty {
    let money = |dong: i64| t.with("deliberation-dong", "amount", t.number(dong));
    let mut facts = vec![
        (t.text("deliberation-task-who"), Cell::text(task.who.as_str())),
        (t.text("deliberation-task-due"), Cell::text(t.date(task.due_on))),
        (
            t.text("deliberation-task-done"),
            task.done_on.map_or_else(
                || Cell::text(t.text("deliberation-not-yet")),
                |on| Cell::text(t.date(on)),
            ),
        ),
    ];
    let spent = u64::try_from(task.spent()).unwrap_or(0);
    let bar = u64::try_from(task.money)
        .ok()
        .filter(|money| *money > 0)
        .map(|whole| {
            Progress::new(
                format!("tien-{}", task.id),
                t.text("deliberation-task-spent"),
                format!("{} / {}", money(task.spent()), money(task.money)),
                spent.min(whole),
                whole,
            )
        });
    if bar.is_none() && spent > 0 {
        facts.push((t.text("deliberation-task-spent"), Cell::text(money(task.spent()))));
    }
    Duty {
        what: task.what.clone(),
        facts: SummaryList::new(facts),
        progress: task
            .progress
            .iter()
            .map(|progress| format!("{}: {}", t.date(progress.on), progress.note))
            .collect(),
        bar,
        action,
    }
}

/// A label, and the address it leads to.
type Way = (String, String);

/// What the reader may do: pages to go to, and acts of one button.
fn ways(reader: &Reader, dossier: &Dossier, base: &str, effect: Option<Effect>) -> (Vec<Way>, Vec<Way>) {
    let t = &reader.t;
    let actor = reader.visitor.actor.as_ref();
    let matter = &dossier.matter;
    let here = place(matter);
    let may = |action: &str| may(actor, action, here);
    let (mut tools, mut acts) = (Vec::new(), Vec::new());
    if matter.scope() == Scope::Commune && matter.state != MatterState::Proposed {
        tools.push((t.text("voting-commune-title"), format!("{base}/cac-ap")));
    }
    let mut tool = |key: &str, path: &str| {
        tools.push((
            t.text(&format!("deliberation-tool-{key}")),
            format!("{base}/{path}"),
        ));
    };
    let decision = dossier.decision.as_ref();
    let is_final = decision.is_some_and(|decision| decision.final_at.is_some());
    if decision.is_some_and(|decision| decision.published_at.is_some()) {
        tool("decision-pdf", "quyet-dinh.pdf");
    }
    let proposed = matter.state == MatterState::Proposed;
    let mine = actor.is_some_and(|actor| actor.person().0 == matter.proposed.by.account);
    if proposed && mine {
        tool("reword", "sua");
    }
    if proposed && matter.proposer == Proposer::Citizens && may("gather") {
        tool("gather", "dong-thuan");
    }
    if proposed && may("agree") && !mine {
        acts.push((t.text("deliberation-act-agree"), format!("{base}/thong-nhat")));
    }
    let tabled = matches!(matter.state, MatterState::Tabled | MatterState::NotAdopted);
    if matter.seats > 0 && (proposed || tabled) && may("call") {
        tool("nominate", "ung-cu");
    }
    if tabled && may("call") {
        tool("call", "goi");
    }
    if matter.scope() == Scope::Commune && tabled && may("conclude") && dossier.counted().next().is_some() {
        acts.push((t.text("deliberation-act-conclude"), format!("{base}/tong-hop")));
    }
    if (proposed && (mine || may("agree"))) || (tabled && may("call") && dossier.rounds.is_empty()) {
        tool("drop", "rut");
    }
    if matter.state == MatterState::Adopted && may("decide") && !is_final {
        tool("decide", "quyet-dinh");
    }
    if is_final
        && (may("decide") || may("receive") || may("recognise") || may("recognise_for_front") || may("annul"))
    {
        tool("follow", "theo-doi");
    }
    if is_final && may("carry_out") && matches!(effect, Some(Effect::From(_))) {
        tool("task", "viec");
    }
    (tools, acts)
}

async fn proof(t: &Translator, read: &mut Read, dossier: &Dossier) -> platform::db::DbResult<SummaryList> {
    let subject = content::subject(dossier.matter.id);
    let history = transparency::history(read, dossier.matter.unit, &subject).await?;
    let acts = history
        .iter()
        .map(|logged| {
            let act = logged.known_act().map_or_else(
                || logged.act.clone(),
                |act| t.text(&format!("deliberation-logged-{}", act.word())),
            );
            let place = match logged.index {
                Some(index) => t.with(
                    "deliberation-logged-at",
                    "index",
                    i64::try_from(index).unwrap_or(i64::MAX),
                ),
                None => t.text("deliberation-logged-waiting"),
            };
            let cell = Cell::text(t.instant(logged.at))
                .link(transparency::href(logged.entry))
                .note(place);
            (act, cell)
        })
        .collect();
    Ok(SummaryList::new(acts))
}

/// The public content of a decision, whose hash stands in the log.
pub(super) async fn content(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (_, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    let octets = pages.desk.public_octets(&dossier).map_err(|_| missing(&reader))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], octets).into_response())
}
