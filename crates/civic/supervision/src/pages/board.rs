//! A board: its members and what it lacks, its programme, its visits; founding and ending it.

use axum::{
    Form,
    extract::{Path, Query, State as Extract},
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Column, Empty, Field, Notice, Row, SummaryList, Table, Tag, Tone},
        form::{FormPage, Sent, Wrong, area},
        sheet::{Part, Sheet},
    },
    text::{read_day, write_day},
};
use units::Unit;
use uuid::Uuid;

use super::{
    Came, FUNCTION, LONGEST_LINE, Pages, acting, at, board_href, body, find_board, home, may, missing,
    or_failed, public, revision, shell, then, visit_href, words,
};
use crate::{
    model::{Board, BoardId, Body, Member, MemberId, Office, Plan, PlanId, Visit},
    rules, store,
};

/// The most members and entries of one form.
const MOST_LINES: usize = 60;

/// The year of a programme that an address names, or today's.
fn year_of(came: &str, today: Date) -> i16 {
    came.parse()
        .ok()
        .filter(|year| (2000..=today.year() + 1).contains(year))
        .unwrap_or_else(|| today.year())
}

fn office(t: &platform::i18n::Translator, office: Office) -> String {
    t.text(&format!("supervision-office-{}", office.key()))
}

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = at(&reader, &pages, &xa)?;
    let board = find_board(&reader, &pages, &unit, &id).await?;
    let (_, today) = desk.now();
    let year = year_of(&came.nam, today);
    let span = (jiff::civil::date(year, 1, 1), jiff::civil::date(year, 12, 31));
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let members = or_failed(&reader, store::members(&mut read, unit.id, board.id).await)?;
    let plans = or_failed(&reader, store::plans(&mut read, unit.id, board.id, year).await)?;
    let visits = or_failed(
        &reader,
        store::visits_of(&mut read, unit.id, board.id, span).await,
    )?;
    let hamlets = or_failed(&reader, units::hamlets::count(&mut read, unit.id, today).await)?;
    drop(read);
    let here = board_href(&unit, board.id);
    let keeps = may(actor.as_ref(), "keep", unit.id) && board.ended_on.is_none();
    let works = may(actor.as_ref(), "work", unit.id) && board.ended_on.is_none();
    let mut sheet =
        Sheet::new(&reader, shell(&reader, &unit, board.title.as_str())).done(words::done(t, &came.xong));
    if board.ended_on.is_none() {
        let hamlets = u64::try_from(hamlets).unwrap_or_default();
        let law = (&*desk.rulebook, &desk.calendar);
        for lack in rules::lacks(law, (&board, &members), (today, hamlets)) {
            sheet
                .notices
                .push(Notice::new(t, Tone::Warning, words::lack(t, &lack)));
        }
    }
    if works {
        sheet.buttons = vec![
            (t.text("supervision-act-visit"), format!("{here}/cuoc")),
            (t.text("supervision-act-recommend"), format!("{here}/kien-nghi")),
            (
                t.with("supervision-act-plan", "year", year.to_string()),
                format!("{here}/chuong-trinh/{year}"),
            ),
        ];
    }
    if keeps {
        sheet.buttons.extend([
            (t.text("supervision-act-member"), format!("{here}/thanh-vien")),
            (t.text("supervision-act-end"), format!("{here}/ket-thuc")),
        ]);
    }
    sheet.facts = Some(about(t, &board));
    sheet
        .parts
        .push(members_part(t, (&here, keeps), (&members, today)));
    let visits: Vec<&Visit> = visits
        .iter()
        .filter(|visit| works || visit.published_on.is_some())
        .collect();
    let mut part = plan_part(t, (&unit, &here, works), (year, &plans, &visits));
    let next = [year - 1, year + 1]
        .into_iter()
        .filter(|other| *other <= today.year() + 1);
    for other in next {
        sheet.tools.push((
            t.with("supervision-to-year", "year", other.to_string()),
            format!("{here}?nam={other}"),
        ));
    }
    if plans.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.with("supervision-no-plan", "year", year.to_string()),
            t.text("supervision-no-plan-duty"),
        ));
    }
    sheet.parts.push(part);
    let mut part = Part::new("cuoc", t.text("supervision-visits"));
    if visits.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-visits"),
            t.text("supervision-no-visits-duty"),
        ));
    } else {
        part.table = Some(public::visits_table(t, &unit, &visits));
    }
    sheet.parts.push(part);
    let mut part = Part::new("luat", t.text("supervision-law"));
    (part.lead, part.citations) = words::law(t, desk, today, rules::composition_topics(board.body));
    sheet.parts.push(part);
    Ok(if works || keeps {
        sheet.private()
    } else {
        sheet.show()
    })
}

fn about(t: &platform::i18n::Translator, board: &Board) -> SummaryList {
    let mut facts = vec![
        (t.text("supervision-column-body"), Cell::text(body(t, board.body))),
        (
            t.text("supervision-column-recognised"),
            Cell::text(write_day(board.recognised_on)),
        ),
    ];
    if !board.investor.is_empty() {
        facts.push((
            t.text("supervision-investor"),
            Cell::text(board.investor.as_str()),
        ));
    }
    if let Some(until) = board.term_until {
        facts.push((t.text("supervision-term"), Cell::text(write_day(until))));
    }
    if let Some(on) = board.ended_on {
        facts.push((
            t.text("supervision-ended"),
            Cell::text(write_day(on)).note(board.ended_why.as_str()),
        ));
    }
    SummaryList::new(facts)
}

fn members_part(
    t: &platform::i18n::Translator,
    (here, keeps): (&str, bool),
    (members, today): (&[Member], Date),
) -> Part {
    let mut part = Part::new("thanh-vien", t.text("supervision-members"));
    let rows: Vec<Row> = members
        .iter()
        .map(|member| {
            let mut name = Cell::text(member.name.as_str());
            if keeps && member.until.is_none() {
                name = name.link(format!("{here}/thanh-vien/{}", member.id));
            }
            let time = match member.until {
                Some(until) => t.format(
                    "supervision-served",
                    &[("since", member.since.into()), ("until", until.into())],
                ),
                None => t.with("supervision-serves", "since", member.since),
            };
            let mut time = Cell::text(time);
            if !member.serves(today) {
                time = time.tag(Tag::new(Tone::Info, t.text("supervision-not-serving")));
            }
            Row::new(vec![
                name,
                Cell::text(office(t, member.office)),
                Cell::text(member.stands_for.as_str()),
                time,
            ])
        })
        .collect();
    if rows.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("supervision-no-members"),
            t.text("supervision-no-boards-duty"),
        ));
        return part;
    }
    part.table = Some(Table::new(
        t.text("supervision-members"),
        vec![
            Column::text(t.text("supervision-column-name")),
            Column::text(t.text("supervision-column-office")),
            Column::text(t.text("supervision-column-stands-for")),
            Column::text(t.text("supervision-column-time")),
        ],
        rows,
    ));
    part
}

fn plan_part(
    t: &platform::i18n::Translator,
    (unit, here, works): (&Unit, &str, bool),
    (year, plans, visits): (i16, &[Plan], &[&Visit]),
) -> Part {
    let mut part = Part::new(
        "chuong-trinh",
        t.with("supervision-plan", "year", year.to_string()),
    );
    if plans.is_empty() {
        return part;
    }
    let rows = plans
        .iter()
        .map(|plan| {
            let visit = visits.iter().find(|visit| visit.plan == Some(plan.id));
            let standing = match (visit, &plan.dropped_why) {
                (Some(visit), _) if visit.published_on.is_some() => {
                    Cell::text(t.with("supervision-carried-out", "date", visit.held_on))
                        .link(visit_href(unit, visit.id))
                }
                (Some(visit), _) => Cell::text(t.text("supervision-draft")).link(visit_href(unit, visit.id)),
                (None, Some(why)) => Cell::text(t.with("supervision-dropped", "why", why.as_str())),
                (None, None) if works => {
                    Cell::text(t.text("supervision-act-visit")).link(format!("{here}/cuoc?viec={}", plan.id))
                }
                (None, None) => Cell::text(t.text("supervision-planned")),
            };
            let mut subject = Cell::text(plan.subject.as_str());
            if works && visit.is_none() && plan.dropped_why.is_none() {
                subject = subject.link(format!("{here}/bo-viec/{}", plan.id));
            }
            Row::new(vec![
                Cell::text(t.with("supervision-month", "month", i64::from(plan.month))),
                subject,
                standing,
            ])
        })
        .collect();
    part.table = Some(Table::new(
        t.with("supervision-plan", "year", year.to_string()),
        vec![
            Column::text(t.text("supervision-column-month")),
            Column::text(t.text("supervision-column-subject")),
            Column::text(t.text("supervision-column-state")),
        ],
        rows,
    ));
    part
}

/// Members as they are typed, one in a line: name; office; hamlet. What is wrong names the line.
fn read_members(t: &platform::i18n::Translator, text: &str, since: Date) -> Result<Vec<Member>, String> {
    let mut members = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let parts: Vec<&str> = line.split(';').map(str::trim).collect();
        let held = match parts.get(1).map(|office| platform::text::fold(office)) {
            Some(held) if held == "truong ban" => Some(Office::Head),
            Some(held) if held == "pho truong ban" || held == "pho ban" => Some(Office::Deputy),
            Some(held) if held == "uy vien" || held == "thanh vien" || held.is_empty() => {
                Some(Office::Member)
            }
            None => Some(Office::Member),
            Some(_) => None,
        };
        let (Some(name), Some(held)) = (parts.first().filter(|name| !name.is_empty()), held) else {
            let number = i64::try_from(index + 1).unwrap_or(i64::MAX);
            return Err(t.with("supervision-error-member-line", "number", number));
        };
        if members.len() >= MOST_LINES || line.chars().count() > LONGEST_LINE {
            return Err(t.with(
                "supervision-error-lines",
                "most",
                i64::try_from(MOST_LINES).unwrap_or(i64::MAX),
            ));
        }
        members.push(Member {
            unit: units::UnitId(0),
            id: MemberId(Uuid::nil()),
            board: BoardId(Uuid::nil()),
            name: (*name).to_owned(),
            office: held,
            stands_for: parts.get(2).copied().unwrap_or_default().to_owned(),
            since,
            until: None,
        });
    }
    if members.is_empty() {
        return Err(t.text("supervision-error-members"));
    }
    Ok(members)
}

fn found_form(reader: &Reader, pages: &Pages, unit: &Unit, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let choices = Body::ALL
        .iter()
        .map(|kind| Choice::new(kind.key(), body(t, *kind)))
        .collect();
    let desk = format!("{}/viec", home(unit));
    let topics: Vec<&str> = Body::ALL
        .iter()
        .flat_map(|kind| rules::composition_topics(*kind).iter().copied())
        .collect();
    let (_, citations) = words::law(t, &pages.desk, pages.desk.now().1, &topics);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-found")).crumb(t.text("supervision-desk"), desk.clone()),
        format!("{desk}/ban"),
        desk,
        t.text("supervision-act-found"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("supervision-found-lead")))
    .field(words::radios(
        "body",
        t.text("supervision-column-body"),
        choices,
        &sent.get("body"),
    ))
    .field(
        Field::words("title", t.text("supervision-ask-title"), sent.get("title"))
            .hint(t.text("supervision-ask-title-hint")),
    )
    .field(
        Field::words("investor", t.text("supervision-investor"), sent.get("investor"))
            .hint(t.text("supervision-investor-hint")),
    )
    .field(words::day_field(
        t,
        "day",
        t.text("supervision-column-recognised"),
        sent.get("day"),
    ))
    .field(words::day_field(
        t,
        "until",
        t.text("supervision-ask-term"),
        sent.get("until"),
    ))
    .field(
        area("members", t.text("supervision-members"), &sent.get("members"))
            .hint(t.text("supervision-members-hint")),
    )
    .citations(citations)
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&xa, "keep"))?;
    let form = found_form(&reader, &pages, &unit, &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn found(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(xa): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let unit = acting(&reader, &pages, &actor, (&xa, "keep"))?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let kind = Body::from_key(&sent.get("body"));
    if kind.is_none() {
        wrong.add("body", t.text("supervision-error-choose"));
    }
    wrong.words(t, ("title", &sent.get("title")), LONGEST_LINE);
    let investor = sent.get("investor");
    if investor.chars().count() > LONGEST_LINE {
        wrong.words(t, ("investor", &investor), LONGEST_LINE);
    }
    let day = read_day(&sent.get("day"));
    if day.is_none() {
        wrong.add("day", t.text("supervision-error-day"));
    }
    let typed = sent.get("until");
    let until = read_day(&typed);
    if !typed.is_empty() && until.is_none() {
        wrong.add("until", t.text("supervision-error-day"));
    }
    let members = read_members(t, &sent.get("members"), day.unwrap_or(Date::MIN));
    if let Err(text) = &members {
        wrong.add("members", text.clone());
    }
    let form = found_form(&reader, &pages, &unit, &sent);
    let (Some(kind), Some(day), Ok(members), true) = (kind, day, members, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let new = Board {
        unit: unit.id,
        id: BoardId(Uuid::nil()),
        body: kind,
        title: sent.get("title"),
        investor,
        recognised_on: day,
        term_until: until,
        ended_on: None,
        ended_why: String::new(),
        record: None,
        revision: 0,
    };
    let by = actor.acting(FUNCTION, "keep", unit.id);
    let done = pages.desk.found(new, members, &by).await;
    let next = |id| format!("{}?xong=lap-ban", board_href(&unit, id));
    let field = match &done {
        Err(crate::ActError::Project) => "investor",
        Err(crate::ActError::Second) => "body",
        _ => "day",
    };
    Ok(then(&reader, done, next, (form, field)))
}

async fn kept(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id, action): (&str, &str, &str),
) -> Result<(Unit, Board), Instead> {
    let unit = acting(reader, pages, actor, (xa, action))?;
    let board = find_board(reader, pages, &unit, id).await?;
    Ok((unit, board))
}

fn member_form(reader: &Reader, (unit, board): (&Unit, &Board), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = board_href(unit, board.id);
    let choices = Office::ALL
        .iter()
        .map(|held| Choice::new(held.key(), office(t, *held)))
        .collect();
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-member")).crumb(board.title.as_str(), here.clone()),
        format!("{here}/thanh-vien"),
        here,
        t.text("supervision-act-member"),
    )
    .field(Field::words(
        "name",
        t.text("supervision-column-name"),
        sent.get("name"),
    ))
    .field(words::radios(
        "office",
        t.text("supervision-column-office"),
        choices,
        &sent.get("office"),
    ))
    .field(Field::words(
        "stands_for",
        t.text("supervision-column-stands-for"),
        sent.get("stands_for"),
    ))
    .field(words::day_field(
        t,
        "day",
        t.text("supervision-ask-since"),
        sent.get("day"),
    ))
}

pub(super) async fn ask_member(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "keep")).await?;
    let form = member_form(&reader, (&unit, &board), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn add_member(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "keep")).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    wrong.words(t, ("name", &sent.get("name")), LONGEST_LINE);
    let stands_for = sent.get("stands_for");
    if stands_for.chars().count() > LONGEST_LINE {
        wrong.words(t, ("stands_for", &stands_for), LONGEST_LINE);
    }
    let held = Office::from_key(&sent.get("office"));
    if held.is_none() {
        wrong.add("office", t.text("supervision-error-choose"));
    }
    let day = read_day(&sent.get("day"));
    if day.is_none() {
        wrong.add("day", t.text("supervision-error-day"));
    }
    let form = member_form(&reader, (&unit, &board), &sent);
    let (Some(held), Some(since), true) = (held, day, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let new = Member {
        unit: unit.id,
        id: MemberId(Uuid::nil()),
        board: board.id,
        name: sent.get("name"),
        office: held,
        stands_for,
        since,
        until: None,
    };
    let by = actor.acting(FUNCTION, "keep", unit.id);
    let done = pages.desk.add_member(new, &by).await;
    let next = |()| format!("{}?xong=thanh-vien", board_href(&unit, board.id));
    Ok(then(&reader, done, next, (form, "day")))
}

/// A member in office whom an address names.
async fn member(reader: &Reader, pages: &Pages, board: &Board, id: &str) -> Result<Member, Instead> {
    let id: MemberId = id.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let members = or_failed(reader, store::members(&mut read, board.unit, board.id).await)?;
    members
        .into_iter()
        .find(|member| member.id == id && member.until.is_none())
        .ok_or_else(|| missing(reader))
}

fn end_member_form(
    reader: &Reader,
    (unit, board, member): (&Unit, &Board, &Member),
    sent: &Sent,
) -> FormPage {
    let t = &reader.t;
    let here = board_href(unit, board.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-end-member")).crumb(board.title.as_str(), here.clone()),
        format!("{here}/thanh-vien/{}", member.id),
        here,
        t.text("supervision-act-end-member"),
    )
    .quote(office(t, member.office), member.name.as_str())
    .field(words::day_field(
        t,
        "day",
        t.text("supervision-ask-until"),
        sent.get("day"),
    ))
}

pub(super) async fn ask_end_member(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id, tv)): Path<(String, String, String)>,
) -> Answer {
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "keep")).await?;
    let member = member(&reader, &pages, &board, &tv).await?;
    let form = end_member_form(&reader, (&unit, &board, &member), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn end_member(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id, tv)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "keep")).await?;
    let member = member(&reader, &pages, &board, &tv).await?;
    let sent = Sent(sent);
    let form = end_member_form(&reader, (&unit, &board, &member), &sent);
    let Some(day) = read_day(&sent.get("day")) else {
        let wrong = Wrong(vec![("day", t.text("supervision-error-day"))]);
        return Ok(page::private(form.show(t, &wrong)));
    };
    let by = actor.acting(FUNCTION, "keep", unit.id);
    let key = (unit.id, board.id, member.id);
    let done = pages.desk.end_member(key, day, &by).await;
    let next = |()| format!("{}?xong=thoi-giu", board_href(&unit, board.id));
    Ok(then(&reader, done, next, (form, "day")))
}

fn end_form(reader: &Reader, (unit, board): (&Unit, &Board), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = board_href(unit, board.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-end")).crumb(board.title.as_str(), here.clone()),
        format!("{here}/ket-thuc"),
        here,
        t.text("supervision-act-end"),
    )
    .notice(Notice::new(t, Tone::Warning, t.text("supervision-end-lead")))
    .hidden("revision", board.revision)
    .field(words::day_field(
        t,
        "day",
        t.text("supervision-ended"),
        sent.get("day"),
    ))
    .field(area(
        "reason",
        t.text("supervision-ask-reason"),
        &sent.get("reason"),
    ))
}

pub(super) async fn ask_end(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "keep")).await?;
    let form = end_form(&reader, (&unit, &board), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "keep")).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    wrong.words(t, ("reason", &sent.get("reason")), LONGEST_LINE);
    let day = read_day(&sent.get("day"));
    if day.is_none() {
        wrong.add("day", t.text("supervision-error-day"));
    }
    let form = end_form(&reader, (&unit, &board), &sent);
    let (Some(day), true) = (day, wrong.0.is_empty()) else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let by = actor.acting(FUNCTION, "keep", unit.id);
    let key = (unit.id, board.id);
    let done = pages
        .desk
        .end_board(key, revision(&sent), (day, &sent.get("reason")), &by)
        .await;
    let next = |()| format!("{}?xong=ket-thuc", board_href(&unit, board.id));
    Ok(then(&reader, done, next, (form, "day")))
}

/// Entries as they are typed, one in a line: month; subject.
fn read_entries(t: &platform::i18n::Translator, text: &str) -> Result<Vec<(i8, String)>, String> {
    let mut entries = Vec::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let entry = line.split_once(';').and_then(|(month, subject)| {
            let month: i8 = month.trim().parse().ok()?;
            let subject = subject.trim();
            ((1..=12).contains(&month) && !subject.is_empty()).then(|| (month, subject.to_owned()))
        });
        match entry {
            Some(entry) if line.chars().count() <= LONGEST_LINE && entries.len() < MOST_LINES => {
                entries.push(entry);
            }
            _ => {
                let number = i64::try_from(index + 1).unwrap_or(i64::MAX);
                return Err(t.with("supervision-error-plan-line", "number", number));
            }
        }
    }
    if entries.is_empty() {
        return Err(t.text("supervision-error-nothing"));
    }
    Ok(entries)
}

fn plan_form(reader: &Reader, (unit, board, year): (&Unit, &Board, i16), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = board_href(unit, board.id);
    FormPage::new(
        reader,
        shell(
            reader,
            unit,
            t.with("supervision-act-plan", "year", year.to_string()),
        )
        .crumb(board.title.as_str(), here.clone()),
        format!("{here}/chuong-trinh/{year}"),
        format!("{here}?nam={year}"),
        t.text("supervision-button-add"),
    )
    .field(
        area("entries", t.text("supervision-ask-entries"), &sent.get("entries"))
            .hint(t.text("supervision-ask-entries-hint")),
    )
}

fn plan_year(reader: &Reader, pages: &Pages, nam: &str) -> Result<i16, Instead> {
    let (_, today) = pages.desk.now();
    nam.parse()
        .ok()
        .filter(|year| (today.year() - 1..=today.year() + 1).contains(year))
        .ok_or_else(|| missing(reader))
}

pub(super) async fn ask_plan(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id, nam)): Path<(String, String, String)>,
) -> Answer {
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "work")).await?;
    let year = plan_year(&reader, &pages, &nam)?;
    let form = plan_form(&reader, (&unit, &board, year), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn plan(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "work")).await?;
    let year = plan_year(&reader, &pages, &nam)?;
    let sent = Sent(sent);
    let form = plan_form(&reader, (&unit, &board, year), &sent);
    let entries = match read_entries(t, &sent.get("entries")) {
        Ok(entries) => entries,
        Err(text) => return Ok(page::private(form.show(t, &Wrong(vec![("entries", text)])))),
    };
    let by = actor.acting(FUNCTION, "work", unit.id);
    let done = pages.desk.plan((unit.id, board.id), year, &entries, &by).await;
    let next = |()| format!("{}?nam={year}&xong=chuong-trinh", board_href(&unit, board.id));
    Ok(then(&reader, done, next, (form, "entries")))
}

fn drop_form(reader: &Reader, (unit, board, id): (&Unit, &Board, PlanId), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = board_href(unit, board.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-drop")).crumb(board.title.as_str(), here.clone()),
        format!("{here}/bo-viec/{id}"),
        here,
        t.text("supervision-act-drop"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("supervision-drop-lead")))
    .field(area(
        "reason",
        t.text("supervision-ask-reason"),
        &sent.get("reason"),
    ))
}

pub(super) async fn ask_drop(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id, viec)): Path<(String, String, String)>,
) -> Answer {
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "work")).await?;
    let plan: PlanId = viec.parse().map_err(|_| missing(&reader))?;
    let form = drop_form(&reader, (&unit, &board, plan), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn drop_plan(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id, viec)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (unit, board) = kept(&reader, &pages, &actor, (&xa, &id, "work")).await?;
    let plan: PlanId = viec.parse().map_err(|_| missing(&reader))?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    wrong.words(&reader.t, ("reason", &sent.get("reason")), LONGEST_LINE);
    let form = drop_form(&reader, (&unit, &board, plan), &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "work", unit.id);
    let done = pages
        .desk
        .drop_plan((unit.id, plan), &sent.get("reason"), &by)
        .await;
    let next = |()| format!("{}?xong=bo-viec", board_href(&unit, board.id));
    Ok(then(&reader, done, next, (form, "reason")))
}
