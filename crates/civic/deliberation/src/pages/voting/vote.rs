//! A vote's page: what everybody reads of it, and what those see who prepare it.

use askama::Template;
use axum::{
    extract::{Form, Path, State},
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, FormToken},
    db::Read,
    i18n::{Arg, Translator},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{
            Cell, Citation, Column, ErrorSummary, Field, Notice, Row, SummaryList, Table, Tag, Tone,
        },
    },
};
use rulebook::Place;

use super::{
    super::{by, may, or_failed, or_refused, round_place, then},
    Pages, Sent, Vote, Wrong, advisory_tag, answered, arg, clock_time, digits, find_vote, icon, many, number,
    with_errors, words,
};
use crate::{
    model::{Method, Outturn, RoundState, Slip},
    objections,
    rules::{self, BallotCondition, Form as VoteForm, Scope, Verdict},
    service::{ActError, Arrangements},
    store,
};

#[derive(Template)]
#[template(path = "voting/vote.html")]
struct VotePage {
    shell: Shell,
    token: FormToken,
    tags: Vec<Tag>,
    notices: Vec<Notice>,
    proposal: Vec<String>,
    /// What can be chosen, with its sign.
    options: Vec<(&'static str, String)>,
    facts: SummaryList,
    result: Option<ResultPart>,
    announcing: Vec<(String, String)>,
    sittings: Option<SittingsPart>,
    roll: RollPart,
    tools: Vec<(String, String)>,
    desk: Option<DeskPart>,
}

/// What the vote gave, with the sum anybody can redo.
struct ResultPart {
    verdict: Notice,
    sum: String,
    options: Table,
    accounts: SummaryList,
    check: String,
    citation: Citation,
}

/// The parts in which a meeting is held.
struct SittingsPart {
    table: Table,
    /// "40 + 35 = 75", once all of them are counted.
    sum: String,
    /// What those may do who do something at a sitting: its name, and the ways.
    tools: Vec<(String, Vec<(String, String)>)>,
}

/// Over which households it is counted.
struct RollPart {
    facts: SummaryList,
    note: String,
    /// How many objected to the list, when anybody did.
    objections: Option<SummaryList>,
    /// Where one can object.
    object: Option<String>,
}

/// What is done before it opens.
struct DeskPart {
    errors: ErrorSummary,
    deadlines: Vec<(String, Citation)>,
    fields: Vec<Field>,
    channels: Vec<Channel>,
    chair: Option<bool>,
    obstacle: Option<Notice>,
    arrange_href: String,
    open_href: String,
    cancel_href: String,
    planned: bool,
}

struct Channel {
    key: String,
    label: String,
    checked: bool,
}

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let vote = find_vote(&reader, &pages, &mut read, (&xa, &id, &lan)).await?;
    let sent = filled(&vote);
    vote_page(
        &reader,
        actor.as_ref(),
        &pages,
        (&mut read, &vote),
        &sent,
        &Wrong::new(),
    )
    .await
}

async fn vote_page(
    reader: &Reader,
    actor: Option<&Actor>,
    pages: &Pages,
    (read, vote): (&mut Read, &Vote),
    sent: &Sent,
    wrong: &Wrong,
) -> Answer {
    let t = &reader.t;
    let round = &vote.round;
    let slips = if round.state == RoundState::Open {
        or_failed(reader, store::slips(read, vote.unit.id, round.id).await)?
    } else {
        Vec::new()
    };
    let mut tags = vec![words::round_tag(t, round.state)];
    if round.advisory {
        tags.push(advisory_tag(t));
    }
    let desk = if may(actor, "call", round_place(round))
        && matches!(round.state, RoundState::Planned | RoundState::Open)
    {
        Some(desk(reader, pages, (read, vote), sent, wrong).await?)
    } else {
        None
    };
    let mut shell = vote.shell(reader).lead(vote.dossier.matter.title.as_str());
    if !wrong.is_empty() {
        shell = shell.with_errors();
    }
    let page = page::html(&VotePage {
        token: reader.form_token(),
        tags,
        notices: notices(t, actor, vote),
        proposal: platform::text::paragraphs(&vote.dossier.matter.proposal),
        options: vote
            .options(t)
            .into_iter()
            .enumerate()
            .map(|(option, label)| (icon(&vote.dossier, option), label))
            .collect(),
        facts: facts(t, vote, &slips),
        result: result(reader, pages, vote)?,
        announcing: announcing(t, vote),
        sittings: sittings(t, actor, vote),
        roll: roll(reader, pages, read, vote).await?,
        tools: tools(t, actor, vote),
        desk,
        shell,
    });
    Ok(answered(page, wrong))
}

fn notices(t: &Translator, actor: Option<&Actor>, vote: &Vote) -> Vec<Notice> {
    let round = &vote.round;
    let mut notices = Vec::new();
    // Each household's code is made when the list is frozen, so nothing can be printed before.
    let prints = round.form != VoteForm::Meeting && may(actor, "enter", round_place(round));
    if prints && round.state == RoundState::Planned {
        let key = format!("voting-sheets-later-{}", round.form.key());
        notices.push(Notice::new(t, Tone::Info, t.text(&key)));
    }
    if !round.cancelled_reason.is_empty() {
        notices.push(Notice::new(
            t,
            Tone::Problem,
            t.with(
                "voting-cancelled-notice",
                "reason",
                round.cancelled_reason.as_str(),
            ),
        ));
    }
    if round.advisory {
        notices.push(Notice::new(t, Tone::Warning, t.text("voting-advisory-notice")));
    }
    for late in &round.defects {
        notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with("voting-defect", "what", words::late(t, *late)),
        ));
    }
    notices
}

/// When and where, and how many have taken part so far: numbers only.
fn facts(t: &Translator, vote: &Vote, slips: &[Slip]) -> SummaryList {
    let round = &vote.round;
    let mut entries = vec![
        (
            t.text("voting-fact-form"),
            Cell::text(t.text(&format!("voting-form-{}", round.form.key()))),
        ),
        (t.text("voting-fact-hamlet"), Cell::text(vote.hamlet.as_str())),
    ];
    let parts = vote.dossier.sittings_of(round.id).count();
    if parts > 0 {
        entries.push((
            t.text("voting-fact-sittings"),
            Cell::text(number(t, many(parts))).link("#cum"),
        ));
    }
    if round.form == VoteForm::Meeting && round.starts_at == round.ends_at {
        entries.push((t.text("voting-fact-when"), Cell::text(at(t, round.starts_at))));
    } else {
        entries.push((t.text("voting-fact-from"), Cell::text(at(t, round.starts_at))));
        entries.push((t.text("voting-fact-until"), Cell::text(at(t, round.ends_at))));
    }
    if parts == 0 && !round.place.is_empty() {
        entries.push((t.text("voting-fact-place"), Cell::text(round.place.as_str())));
    }
    if let Some((on, _)) = &round.notice {
        entries.push((t.text("voting-fact-notice"), Cell::text(t.date(*on))));
    }
    if round.state == RoundState::Open {
        let all = many(slips.len());
        let so_far = |key: &str, count: usize| {
            (
                t.text(key),
                Cell::text(t.format("voting-of-all", &[("count", arg(many(count))), ("all", arg(all))])),
            )
        };
        let count = |which: fn(&Slip) -> bool| slips.iter().filter(|slip| which(slip)).count();
        match round.form {
            VoteForm::Meeting => entries.push(so_far(
                "voting-so-far-attending",
                count(|slip| slip.attended_at.is_some()),
            )),
            VoteForm::HouseholdBallot => {
                entries.push(so_far(
                    "voting-so-far-handed",
                    count(|slip| slip.handed_on.is_some()),
                ));
                entries.push(so_far(
                    "voting-so-far-collected",
                    count(|slip| slip.collected_on.is_some()),
                ));
            }
            VoteForm::OnlineVote => {
                entries.push(so_far("voting-so-far-voted", count(|slip| slip.fate.is_some())));
            }
        }
    }
    SummaryList::new(entries)
}

/// "19:00 ngày 20/10/2026".
pub(super) fn at(t: &Translator, instant: jiff::Timestamp) -> String {
    t.format(
        "voting-at",
        &[
            ("time", Arg::Text(clock_time(instant))),
            (
                "date",
                Arg::Date(platform::clock::vietnam().to_datetime(instant).date()),
            ),
        ],
    )
}

/// The parts of a meeting. What one of them gave is told when all are counted, so that nobody votes after it.
fn sittings(t: &Translator, actor: Option<&Actor>, vote: &Vote) -> Option<SittingsPart> {
    let all: Vec<_> = vote.dossier.sittings_of(vote.round.id).collect();
    if all.is_empty() {
        return None;
    }
    let told = vote.round.result.is_some();
    let election = vote.dossier.matter.seats > 0;
    let mut columns = vec![
        Column::text(t.text("voting-column-sitting")),
        Column::text(t.text("voting-column-when")),
        Column::number(t.text("voting-count-attending")),
    ];
    if !election {
        columns.push(Column::number(t.text("voting-option-yes")));
    }
    let place = round_place(&vote.round);
    let (enters, counts) = (may(actor, "enter", place), may(actor, "count", place));
    let open = vote.round.state == RoundState::Open;
    let (mut rows, mut tools) = (Vec::new(), Vec::new());
    let (mut yes, mut attending) = (Vec::new(), Vec::new());
    for sitting in all {
        let hands = sitting.counted.as_ref().map(|counted| &counted.hands);
        let figure = |value: Option<u64>| match (told, value, hands) {
            (true, Some(value), _) => Cell::text(number(t, value)),
            (_, _, Some(_)) => Cell::text(t.text("voting-sitting-counted")),
            _ => Cell::text(t.text("voting-sitting-waiting")),
        };
        let mut cells = vec![
            Cell::text(sitting.name.as_str()),
            Cell::text(at(t, sitting.starts_at)).note(sitting.place.as_str()),
            figure(hands.map(|hands| hands.attending)),
        ];
        let in_favour = hands.and_then(|hands| hands.marks.first().copied());
        if !election {
            cells.push(figure(in_favour));
        }
        rows.push(Row::new(cells));
        attending.extend(hands.map(|hands| hands.attending));
        yes.extend(in_favour);
        let mut ways = Vec::new();
        let mut way = |key: &str, rest: &str| ways.push((t.text(key), vote.at_sitting(Some(sitting), rest)));
        if open && enters && hands.is_none() {
            way("voting-tool-door", "diem-danh");
        }
        if open && counts && hands.is_none() {
            way("voting-tool-count", "kiem-phieu");
        }
        if counts && hands.is_some() {
            way("voting-tool-minutes", "bien-ban.pdf");
            way("voting-tool-minutes-docx", "bien-ban.docx");
        }
        if !ways.is_empty() {
            tools.push((sitting.name.clone(), ways));
        }
    }
    let line = |parts: &[u64]| {
        let written: Vec<String> = parts.iter().map(|part| number(t, *part)).collect();
        format!("{} = {}", written.join(" + "), number(t, parts.iter().sum()))
    };
    let sum = match (told, election) {
        (false, _) => String::new(),
        (true, true) => t.with("voting-sittings-sum-election", "attending", line(&attending)),
        (true, false) => t.format(
            "voting-sittings-sum",
            &[
                ("yes", Arg::Text(line(&yes))),
                ("attending", Arg::Text(line(&attending))),
            ],
        ),
    };
    Some(SittingsPart {
        table: Table::new(t.text("voting-sittings-each"), columns, rows),
        sum,
        tools,
    })
}

fn result(reader: &Reader, pages: &Pages, vote: &Vote) -> Result<Option<ResultPart>, Instead> {
    let Some(outturn) = &vote.round.result else {
        return Ok(None);
    };
    let part = if vote.dossier.matter.seats > 0 {
        elected(&reader.t, pages, vote, outturn)
    } else {
        adopted(&reader.t, pages, vote, outturn)
    };
    or_refused(reader, part)
}

/// The verdict in words: how many were in favour, how many it takes.
pub(super) fn verdict_words(t: &Translator, verdict: &Verdict<'_>, advisory: bool) -> String {
    let key = match (advisory, verdict.met) {
        (true, _) => "voting-verdict-advisory",
        (false, true) => "voting-verdict-met",
        (false, false) => "voting-verdict-unmet",
    };
    t.format(
        key,
        &[
            ("yes", arg(verdict.yes)),
            ("needed", arg(verdict.needed.unwrap_or(0))),
            ("total", arg(verdict.total)),
        ],
    )
}

fn adopted(
    t: &Translator,
    pages: &Pages,
    vote: &Vote,
    outturn: &Outturn,
) -> Result<Option<ResultPart>, ActError> {
    let Some(verdict) = pages.desk.verdict(&vote.dossier, &vote.round)? else {
        return Ok(None);
    };
    let tone = match (vote.round.advisory, verdict.met) {
        (true, _) => Tone::Info,
        (false, true) => Tone::Success,
        (false, false) => Tone::Problem,
    };
    let rows = vote
        .options(t)
        .into_iter()
        .enumerate()
        .zip(&outturn.count.marks)
        .map(|((option, label), marks)| {
            let label = format!("{} {label}", icon(&vote.dossier, option));
            Row::new(vec![Cell::text(label), Cell::text(number(t, *marks))])
        })
        .collect();
    Ok(Some(ResultPart {
        verdict: Notice::new(t, tone, verdict_words(t, &verdict, vote.round.advisory)),
        sum: words::sum(t, &verdict),
        options: options_table(t, rows),
        accounts: accounts(t, outturn),
        check: check(t, outturn),
        citation: words::citation(t, &verdict.because),
    }))
}

fn elected(
    t: &Translator,
    pages: &Pages,
    vote: &Vote,
    outturn: &Outturn,
) -> Result<Option<ResultPart>, ActError> {
    let Some(elected) = pages.desk.elected(&vote.dossier, &vote.round)? else {
        return Ok(None);
    };
    let count = &outturn.count;
    let mut rows = Vec::new();
    for candidate in &vote.dossier.candidates {
        let marks = count.of(candidate.option);
        let verdict = Verdict {
            yes: marks,
            total: count.households,
            needed: elected.needed,
            met: elected.share.is_met(marks, count.households),
            share: elected.share,
            because: elected.because.clone(),
        };
        let mut cell = Cell::text(number(t, marks)).note(words::sum(t, &verdict));
        if elected.options.contains(&candidate.option) {
            cell = cell.tag(Tag::new(Tone::Success, t.text("voting-elected")));
        }
        if elected.tied.contains(&candidate.option) {
            cell = cell.tag(Tag::new(Tone::Warning, t.text("voting-tied")));
        }
        rows.push(Row::new(vec![Cell::text(candidate.name.as_str()), cell]));
    }
    let tone = match elected.vacant {
        0 => Tone::Success,
        _ => Tone::Warning,
    };
    let text = t.format(
        "voting-election-outcome",
        &[
            ("elected", arg(many(elected.options.len()))),
            ("seats", Arg::Number(vote.dossier.matter.seats.into())),
            ("needed", arg(elected.needed.unwrap_or(0))),
            ("total", arg(count.households)),
        ],
    );
    Ok(Some(ResultPart {
        verdict: Notice::new(t, tone, text),
        sum: String::new(),
        options: options_table(t, rows),
        accounts: accounts(t, outturn),
        check: check(t, outturn),
        citation: words::citation(t, &elected.because),
    }))
}

fn options_table(t: &Translator, rows: Vec<Row>) -> Table {
    Table::new(
        t.text("voting-table-options"),
        vec![
            Column::text(t.text("voting-column-option")),
            Column::number(t.text("voting-column-households")),
        ],
        rows,
    )
}

/// What became of every household's vote; the parts make the whole.
fn accounts(t: &Translator, outturn: &Outturn) -> SummaryList {
    let count = &outturn.count;
    let mut entries = Vec::new();
    let mut put = |key: &str, value: u64| entries.push((t.text(key), Cell::text(number(t, value))));
    put("voting-count-households", count.households);
    if let Some(attending) = outturn.attending {
        put("voting-count-attending", attending);
    }
    put("voting-count-valid", count.valid);
    put("voting-count-spoiled", count.spoiled);
    put("voting-count-missing", count.missing);
    put("voting-count-refused", count.refused);
    if let Some(method) = outturn.method {
        entries.push((
            t.text("voting-fact-method"),
            Cell::text(t.text(method_key(method))),
        ));
    }
    entries.push((
        t.text("voting-fact-counted"),
        Cell::text(t.instant(outturn.counted.at)).note(words::role(t, &outturn.counted.by.role)),
    ));
    SummaryList::new(entries)
}

pub(super) fn method_key(method: Method) -> &'static str {
    match method {
        Method::ShowOfHands => "voting-method-show_of_hands",
        Method::SecretBallot => "voting-method-secret_ballot",
    }
}

/// "200 + 3 + 90 + 7 = 300".
fn check(t: &Translator, outturn: &Outturn) -> String {
    let count = &outturn.count;
    format!(
        "{} + {} + {} + {} = {}",
        number(t, count.valid),
        number(t, count.spoiled),
        number(t, count.missing),
        number(t, count.refused),
        number(t, count.households)
    )
}

fn announcing(t: &Translator, vote: &Vote) -> Vec<(String, String)> {
    if matches!(vote.round.state, RoundState::Cancelled | RoundState::Counted) {
        return Vec::new();
    }
    vec![
        (t.text("voting-tool-notice"), vote.at("thong-bao.pdf")),
        (t.text("voting-tool-notice-docx"), vote.at("thong-bao.docx")),
        (t.text("voting-tool-script"), vote.at("ban-doc")),
        (t.text("voting-tool-calendar"), vote.at("lich.ics")),
    ]
}

async fn roll(reader: &Reader, pages: &Pages, read: &mut Read, vote: &Vote) -> Result<RollPart, Instead> {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let objections = or_failed(
        reader,
        objections::store::of_round(read, vote.unit.id, vote.round.id).await,
    )?;
    let objections = (!objections.is_empty())
        .then(|| super::objections::numbers(t, objections::Numbers::of(&objections, today)));
    let planned = vote.round.state == RoundState::Planned;
    let object = planned.then(|| vote.at("danh-sach"));
    let Some(opened) = vote.round.opened else {
        let count = or_failed(reader, households::roll::count(read, vote.place(), today).await)?;
        return Ok(RollPart {
            facts: SummaryList::new(vec![(
                t.text("voting-register-count"),
                Cell::text(t.number(count)),
            )]),
            note: if planned {
                t.text("voting-roll-object")
            } else {
                String::new()
            },
            objections,
            object,
        });
    };
    let roll = or_failed(
        reader,
        households::roll::read(read, vote.unit.id, opened.roll).await,
    )?;
    let mut entries = vec![
        (
            t.text("voting-roll-count"),
            Cell::text(number(t, opened.households)),
        ),
        (t.text("voting-roll-since"), Cell::text(t.instant(opened.at))),
    ];
    if let Some(roll) = &roll {
        let whole = roll.computed_digest() == roll.digest;
        let tag = if whole {
            Tag::new(Tone::Success, t.text("voting-roll-untouched"))
        } else {
            Tag::new(Tone::Problem, t.text("voting-roll-touched"))
        };
        entries.push((
            t.text("voting-roll-digest"),
            Cell::text(facts_hex(&roll.digest)).tag(tag),
        ));
    }
    Ok(RollPart {
        facts: SummaryList::new(entries),
        note: t.text("voting-roll-frozen"),
        objections,
        object,
    })
}

/// Octets in hexadecimal digits, in groups that a narrow screen can break.
fn facts_hex(octets: &[u8]) -> String {
    let groups: Vec<String> = octets
        .chunks(4)
        .map(|group| group.iter().map(|octet| format!("{octet:02x}")).collect())
        .collect();
    groups.join(" ")
}

/// What those may do who do something in the vote.
fn tools(t: &Translator, actor: Option<&Actor>, vote: &Vote) -> Vec<(String, String)> {
    let round = &vote.round;
    let place = round_place(round);
    let (enters, counts) = (may(actor, "enter", place), may(actor, "count", place));
    let mut tools = Vec::new();
    let mut tool = |key: &str, href: String| tools.push((t.text(key), href));
    let in_parts = vote.dossier.sittings_of(round.id).next().is_some();
    if round.state == RoundState::Planned && round.form == VoteForm::Meeting && may(actor, "call", place) {
        tool("voting-tool-sittings", vote.at("cum"));
    }
    if round.state == RoundState::Open && !in_parts {
        if enters {
            match round.form {
                VoteForm::Meeting => tool("voting-tool-door", vote.at("diem-danh")),
                VoteForm::HouseholdBallot => tool("voting-tool-paper", vote.at("phieu")),
                VoteForm::OnlineVote => tool("voting-tool-letters", vote.at("phieu.pdf")),
            }
        }
        if counts {
            tool("voting-tool-count", vote.at("kiem-phieu"));
        }
    }
    if round.state == RoundState::Counted && counts {
        tool("voting-tool-minutes", vote.at("bien-ban.pdf"));
        tool("voting-tool-minutes-docx", vote.at("bien-ban.docx"));
    }
    if round.form == VoteForm::OnlineVote && round.state == RoundState::Open {
        tool("voting-tool-vote", format!("/bieu-quyet/{}", vote.unit.code));
    }
    if round.form == VoteForm::OnlineVote
        && round.state == RoundState::Planned
        && !round.advisory
        && may(actor, "gather", place)
    {
        tool(
            "voting-tool-consent",
            format!(
                "{}/dong-y-truc-tuyen",
                super::super::href(&vote.unit, vote.dossier.matter.id)
            ),
        );
    }
    tools
}

/// The arrangements as they stand, as the form writes them.
fn filled(vote: &Vote) -> Sent {
    let round = &vote.round;
    let mut sent = Sent::default();
    let days = [
        ("notice_on", round.notice.as_ref().map(|(on, _)| *on)),
        ("papers_on", round.papers_on),
        ("reported_on", round.reported_on),
        ("agreed_on", round.agreed_on),
        ("clusters_on", round.clusters_approved_on),
    ];
    for (name, day) in days {
        if let Some(day) = day {
            sent = sent.set(name, platform::text::write_day(day));
        }
    }
    for channel in round.notice.iter().flat_map(|(_, channels)| channels) {
        sent = sent.set("channel", channel.as_str());
    }
    if round.chosen_by_chair {
        sent = sent.set("chair", "1");
    }
    sent
}

/// The fields that the law asks for in a form of vote, by name.
fn asked(pages: &Pages, vote: &Vote) -> Vec<&'static str> {
    let matter = &vote.dossier.matter;
    let round = &vote.round;
    let book = &pages.desk.rulebook;
    let mut asked = vec!["notice_on"];
    match round.form {
        VoteForm::Meeting => {
            let calling = rules::calling(book, &[&matter.clause], false, round.first_day());
            if calling.is_ok_and(|calling| calling.papers_by.is_some()) {
                asked.push("papers_on");
            }
            let in_parts = vote.dossier.sittings_of(round.id).next().is_some();
            let approved = rules::clusters_need_approval(book, round.first_day());
            if in_parts && approved.is_ok_and(|approved| approved.value) {
                asked.push("clusters_on");
            }
        }
        VoteForm::HouseholdBallot => {
            asked.push("reported_on");
            let condition = rules::ballot_condition(book, &matter.clause, matter.scope(), round.day());
            match condition.map(|condition| condition.value) {
                Ok(BallotCondition::AgreedByHeadAndFront) => asked.push("agreed_on"),
                Ok(BallotCondition::ChosenByCommuneChair) => asked.push("chair"),
                Ok(BallotCondition::AfterFailedMeeting) | Err(_) => {}
            }
        }
        VoteForm::OnlineVote => asked.extend(["reported_on", "agreed_on"]),
    }
    asked
}

/// By when what has to go out.
fn deadlines(t: &Translator, pages: &Pages, vote: &Vote) -> Result<Vec<(String, Citation)>, ActError> {
    let round = &vote.round;
    let book = &pages.desk.rulebook;
    match round.form {
        VoteForm::Meeting => {
            let clause = vote.dossier.matter.clause.as_str();
            let calling = rules::calling(book, &[clause], false, round.first_day())?;
            let mut deadlines = vec![(
                t.with("voting-deadline-notice", "date", calling.notice_by),
                words::citation(t, &calling.notice),
            )];
            if let (Some(by), Some(because)) = (calling.papers_by, &calling.papers) {
                deadlines.push((
                    t.with("voting-deadline-papers", "date", by),
                    words::citation(t, because),
                ));
            }
            Ok(deadlines)
        }
        VoteForm::HouseholdBallot => {
            let notice = book
                .days("ballot.notice", Place::Hamlet, round.day())
                .map_err(rules::RuleError::from)?;
            let starts = platform::clock::vietnam().to_datetime(round.starts_at).date();
            let days = jiff::Span::new().days(i64::from(notice.value.count));
            Ok(vec![(
                t.with("voting-deadline-notice", "date", starts.saturating_sub(days)),
                words::citation(t, &notice.because),
            )])
        }
        VoteForm::OnlineVote => {
            let reported = book
                .flag("online.reported_first", Place::Hamlet, round.day())
                .map_err(rules::RuleError::from)?;
            Ok(vec![(
                t.text("voting-deadline-report"),
                words::citation(t, &reported.because),
            )])
        }
    }
}

async fn desk(
    reader: &Reader,
    pages: &Pages,
    (read, vote): (&mut Read, &Vote),
    sent: &Sent,
    wrong: &Wrong,
) -> Result<DeskPart, Instead> {
    let t = &reader.t;
    let round = &vote.round;
    let asked = asked(pages, vote);
    let fields = asked
        .iter()
        .filter(|name| **name != "chair")
        .map(|name| {
            digits(name, t.text(&format!("voting-ask-{name}")), sent.get(name))
                .hint(t.text("voting-day-hint"))
        })
        .collect();
    let (fields, errors) = with_errors(t, fields, wrong);
    let listed = or_refused(
        reader,
        pages
            .desk
            .rulebook
            .items("meeting.notice.channels", Place::Hamlet, round.day())
            .map_err(|error| ActError::from(rules::RuleError::from(error))),
    )?;
    let channels = listed
        .value
        .iter()
        .map(|item| Channel {
            key: item.key.clone(),
            label: item.label.get(words::language(t)).to_owned(),
            checked: sent.all("channel").any(|channel| channel == item.key),
        })
        .collect();
    let obstacle = or_refused(reader, pages.desk.obstacle(read, &vote.dossier, round).await)?;
    let waiting = or_failed(
        reader,
        objections::store::waiting(read, vote.unit.id, round.id).await,
    )?;
    let obstacle = match (obstacle, round.state) {
        (_, RoundState::Planned) if waiting > 0 => Some(Notice::new(
            t,
            Tone::Warning,
            t.with("voting-objections-before", "count", waiting),
        )),
        (_, RoundState::Planned)
            if asked.contains(&"clusters_on") && round.clusters_approved_on.is_none() =>
        {
            Some(Notice::new(
                t,
                Tone::Warning,
                t.text("voting-sittings-not-approved"),
            ))
        }
        (Some(refusal), RoundState::Planned) => {
            Some(Notice::new(t, Tone::Warning, words::refusal(t, &refusal)))
        }
        (None, RoundState::Planned) if round.starts_at > pages.desk.now().0 => {
            let starts = platform::clock::vietnam().to_datetime(round.starts_at).date();
            Some(Notice::new(
                t,
                Tone::Info,
                t.with("voting-opens-on", "date", starts),
            ))
        }
        _ => None,
    };
    Ok(DeskPart {
        errors,
        deadlines: or_refused(reader, deadlines(t, pages, vote))?,
        fields,
        channels,
        chair: asked.contains(&"chair").then(|| sent.get("chair") == "1"),
        obstacle,
        arrange_href: vote.at("chuan-bi"),
        open_href: vote.at("mo"),
        cancel_href: vote.at("huy"),
        planned: round.state == RoundState::Planned,
    })
}

pub(super) async fn arrange(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    arrange_of(&reader, &actor, &pages, (&xa, &id, &lan), Sent::of(form)).await
}

async fn arrange_of(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    address: (&str, &str, &str),
    sent: Sent,
) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let vote = find_vote(reader, pages, &mut read, address).await?;
    let by = by(reader, actor, "call", round_place(&vote.round))?;
    let asked = asked(pages, &vote);
    let (_, today) = pages.desk.now();
    let mut wrong = Wrong::new();
    let mut day = |name: &'static str, before| {
        if !asked.contains(&name) {
            return before;
        }
        if sent.get(name).is_empty() {
            return None;
        }
        let day = sent.day(name);
        match day {
            None => wrong.push((name, t.text("voting-error-day"))),
            Some(day) if day > today => wrong.push((name, t.text("voting-error-future"))),
            Some(_) => {}
        }
        day
    };
    let round = &vote.round;
    let notice_on = day("notice_on", None);
    let arrangements = Arrangements {
        papers_on: day("papers_on", round.papers_on),
        reported_on: day("reported_on", round.reported_on),
        agreed_on: day("agreed_on", round.agreed_on),
        clusters_approved_on: day("clusters_on", round.clusters_approved_on),
        chosen_by_chair: if asked.contains(&"chair") {
            sent.get("chair") == "1"
        } else {
            round.chosen_by_chair
        },
        notice: notice_on.map(|on| (on, sent.all("channel").map(str::to_owned).collect())),
    };
    if notice_on.is_some() && sent.all("channel").next().is_none() {
        wrong.push(("notice_on", t.text("voting-error-channel")));
    }
    if !wrong.is_empty() {
        return vote_page(reader, Some(actor), pages, (&mut read, &vote), &sent, &wrong).await;
    }
    drop(read);
    let done = pages
        .desk
        .arrange(vote.unit.id, round.id, &arrangements, by)
        .await;
    Ok(then(reader, done, &format!("{}#chuan-bi", vote.href())))
}

pub(super) async fn open(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let vote = find_vote(&reader, &pages, &mut read, (&xa, &id, &lan)).await?;
    let by = by(&reader, &actor, "call", round_place(&vote.round))?;
    drop(read);
    let done = pages.desk.open(vote.unit.id, vote.round.id, by).await;
    Ok(then(&reader, done, &vote.href()))
}

pub(super) async fn cancel(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let vote = find_vote(&reader, &pages, &mut read, (&xa, &id, &lan)).await?;
    let by = by(&reader, &actor, "call", round_place(&vote.round))?;
    drop(read);
    let done = pages
        .desk
        .cancel(vote.unit.id, vote.round.id, sent.get("reason"), by)
        .await;
    match done {
        Ok(()) => Ok(Redirect::to(&vote.href()).into_response()),
        done => Ok(then(&reader, done, &vote.href())),
    }
}

/// How many votes it takes before anybody has voted: shown on notices and sheets.
pub(super) fn threshold(t: &Translator, pages: &Pages, vote: &Vote, total: u64) -> Option<String> {
    let matter = &vote.dossier.matter;
    let verdict =
        rules::hamlet_verdict(&pages.desk.rulebook, &matter.clause, vote.round.day(), 0, total).ok()?;
    let key = if matter.scope() == Scope::Commune {
        "voting-threshold-commune"
    } else {
        "voting-threshold"
    };
    Some(t.format(
        key,
        &[
            ("needed", arg(verdict.needed?)),
            ("total", arg(total)),
            ("article", Arg::Text(words::article(t, &verdict.because))),
        ],
    ))
}
