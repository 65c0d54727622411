//! Staff conferences: called, counted, decided, concluded with a resolution.

use axum::{
    Form,
    extract::{Path, Query, State},
    http::header,
    response::IntoResponse as _,
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{
            Cell, Choice, Column, Empty, Field, Notice, Pagination, Row, SummaryList, Table, Tag, Tone,
        },
        form::{FormPage, Sent, Wrong, area, digits},
    },
    text::{paragraphs, write_day},
};

use super::{
    Came, Card, Inside, LONGEST_TEXT, LONGEST_TITLE, Pages, Part, Sheet, failed, inside, inside::task_cards,
    leading, missing, next, or_failed, or_refused, refused, revision, then, words,
};
use crate::{
    ActError,
    model::{Call, Conference, ConferenceId, ConferenceKind, ConferenceState},
    papers,
    rules::{self, Attendance, Vote},
    store,
};

/// What a conference is called.
pub(super) fn title(reader: &Reader, conference: &Conference) -> String {
    let t = &reader.t;
    t.format(
        "workplace-conference-title",
        &[
            (
                "kind",
                t.text(&format!("workplace-conference-kind-{}", conference.kind.key()))
                    .into(),
            ),
            ("date", conference.held_on.into()),
        ],
    )
}

pub(super) async fn list(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let found = store::conferences(&mut read, inside.of(), came.after()).await;
    let mut all = or_failed(&reader, found)?;
    drop(read);
    let more = all.len() > store::PAGE;
    all.truncate(store::PAGE);
    let base = inside.at("hoi-nghi");
    let last = all.last().filter(|_| more).map(|last| (last.held_on, last.id.0));
    let mut sheet = Sheet::new(&reader, inside.shell(&reader, t.text("workplace-tool-hoi-nghi")));
    if inside.who.is_head() {
        sheet
            .buttons
            .push((t.text("workplace-act-call"), inside.at("hoi-nghi/goi")));
    }
    let mut part = Part::new("danh-sach", t.text("workplace-conferences"));
    part.cards = all
        .iter()
        .map(|one| Card {
            title: Some((title(&reader, one), inside.at(&format!("hoi-nghi/{}", one.id)))),
            tags: vec![words::conference(t, one.state)],
            about: one.place.clone(),
            ..Card::default()
        })
        .collect();
    if all.is_empty() {
        part.empty = Some(Empty::new(
            t,
            t.text("workplace-conferences-none"),
            t.text("workplace-conferences-duty"),
        ));
    }
    sheet.parts.push(part);
    sheet.pagination = Pagination::new(t, came.after().map(|_| base.clone()), next(&base, last));
    Ok(sheet.private())
}

/// What the form of a call starts with: the people there are, or what failed before.
async fn begun(reader: &Reader, pages: &Pages, inside: &Inside, came: &Came) -> Result<Sent, Instead> {
    let of = inside.of();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut sent = vec![("thay".to_owned(), came.thay.clone())];
    let mut put = |name: &str, value: String| sent.push((name.to_owned(), value));
    if let Ok(failed) = came.thay.parse::<ConferenceId>()
        && let Some(before) = or_failed(reader, store::conference(&mut read, of, failed).await)?
    {
        let items: Vec<&str> = before.items.iter().map(|item| item.title.as_str()).collect();
        put("kind", before.kind.key().to_owned());
        put("attendance", before.attendance.key().to_owned());
        put("place", before.place.clone());
        put("agenda", before.agenda.clone());
        put("staff", before.staff.to_string());
        put("summoned", before.summoned.to_string());
        put("items", items.join("\n"));
        return Ok(Sent(sent));
    }
    let staff = or_refused(reader, pages.desk.staff(&mut read, of).await)?;
    put("kind", ConferenceKind::Yearly.key().to_owned());
    put("attendance", Attendance::Plenary.key().to_owned());
    put("staff", staff.to_string());
    put("summoned", staff.to_string());
    Ok(Sent(sent))
}

fn call_form(reader: &Reader, pages: &Pages, inside: &Inside, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let kinds = ConferenceKind::ALL
        .iter()
        .map(|kind| {
            Choice::new(
                kind.key(),
                t.text(&format!("workplace-conference-kind-{}", kind.key())),
            )
        })
        .collect();
    let attendances = Attendance::ALL
        .iter()
        .map(|one| Choice::new(one.key(), t.text(&format!("workplace-attendance-{}", one.key()))))
        .collect();
    let place = inside.of().kind.place();
    let topics = [
        "conference.deadline",
        "conference.delegates_from",
        "conference.extraordinary",
        "conference.quorum",
    ];
    let (lines, citations, _) = words::law(t, &pages.desk.rulebook, (place, today), &topics);
    let mut form = inside.form(
        reader,
        (t.text("workplace-call"), t.text("workplace-act-call")),
        ("hoi-nghi/goi", "hoi-nghi"),
    );
    for line in lines {
        form = form.notice(Notice::new(t, Tone::Info, line));
    }
    form.hidden("thay", sent.get("thay"))
        .field(words::radios(
            "kind",
            t.text("workplace-ask-kind"),
            kinds,
            sent.get("kind"),
        ))
        .field(words::radios(
            "attendance",
            t.text("workplace-ask-attendance"),
            attendances,
            sent.get("attendance"),
        ))
        .field(
            Field::words("held_on", t.text("workplace-ask-day"), sent.get("held_on"))
                .hint(t.text("workplace-ask-day-hint")),
        )
        .field(
            Field::words("place", t.text("workplace-ask-place"), sent.get("place"))
                .hint(t.text("workplace-ask-place-hint")),
        )
        .field(digits("staff", t.text("workplace-ask-staff"), &sent.get("staff")))
        .field(
            digits(
                "summoned",
                t.text("workplace-ask-summoned"),
                &sent.get("summoned"),
            )
            .hint(t.text("workplace-ask-summoned-hint")),
        )
        .field(area(
            "agenda",
            t.text("workplace-ask-agenda"),
            &sent.get("agenda"),
        ))
        .field(
            area("items", t.text("workplace-ask-items"), &sent.get("items"))
                .hint(t.text("workplace-ask-items-hint")),
        )
        .citations(citations)
}

pub(super) async fn ask_call(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let sent = begun(&reader, &pages, &inside, &came).await?;
    Ok(page::private(
        call_form(&reader, &pages, &inside, &sent).show(&reader.t, &Wrong::default()),
    ))
}

pub(super) async fn call(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let sent = Sent(sent);
    let form = call_form(&reader, &pages, &inside, &sent);
    let mut wrong = Wrong::default();
    let kind = ConferenceKind::from_key(&sent.get("kind"));
    if kind.is_none() {
        wrong.add("kind", t.text("workplace-error-choose"));
    }
    let attendance = Attendance::from_key(&sent.get("attendance"));
    if attendance.is_none() {
        wrong.add("attendance", t.text("workplace-error-choose"));
    }
    let held_on = words::day(t, &mut wrong, ("held_on", &sent.get("held_on")));
    wrong.words(t, ("place", &sent.get("place")), LONGEST_TITLE);
    let staff = words::whole(t, &mut wrong, ("staff", &sent.get("staff")));
    let summoned = words::whole(t, &mut wrong, ("summoned", &sent.get("summoned")));
    wrong.words(t, ("agenda", &sent.get("agenda")), LONGEST_TEXT);
    wrong.words(t, ("items", &sent.get("items")), LONGEST_TEXT);
    let (Some(kind), Some(attendance), Some(held_on), Some(staff), Some(summoned), true) =
        (kind, attendance, held_on, staff, summoned, wrong.0.is_empty())
    else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    let call = Call {
        kind,
        attendance,
        held_on,
        place: sent.get("place"),
        agenda: sent.get("agenda"),
        staff,
        summoned,
        items: sent.get("items").lines().map(str::to_owned).collect(),
        again_of: sent.get("thay").parse().ok(),
    };
    let done = pages.desk.call(&inside.who, &call).await;
    let href = |id: ConferenceId| inside.at(&format!("hoi-nghi/{id}?xong=goi"));
    Ok(then(&reader, done, href, (form, "summoned")))
}

async fn find(reader: &Reader, pages: &Pages, inside: &Inside, hn: &str) -> Result<Conference, Instead> {
    let id: ConferenceId = hn.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::conference(&mut read, inside.of(), id).await)?;
    found.ok_or_else(|| missing(reader))
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, hn)): Path<(String, String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let found = find(&reader, &pages, &inside, &hn).await?;
    show_of(&reader, &pages, &inside, (&found, &came)).await
}

async fn show_of(
    reader: &Reader,
    pages: &Pages,
    inside: &Inside,
    (found, came): (&Conference, &Came),
) -> Answer {
    let t = &reader.t;
    let of = inside.of();
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let tasks = or_failed(reader, store::tasks_of(&mut read, of, found.id.0).await)?;
    let again = or_failed(reader, store::called_again(&mut read, of.unit, found.id).await)?;
    drop(read);
    let base = format!("hoi-nghi/{}", found.id);
    let shell = inside
        .shell(reader, title(reader, found))
        .crumb(t.text("workplace-tool-hoi-nghi"), inside.at("hoi-nghi"));
    let mut sheet = Sheet::new(reader, shell).done(words::done(&reader.t, &came.xong));
    sheet.tags.push(words::conference(t, found.state));
    notices(reader, pages, &mut sheet, (inside, found, again))?;
    sheet.buttons = buttons(reader, inside, (found, again, today), &base);
    let number = |value: u64| t.number(i64::try_from(value).unwrap_or(i64::MAX));
    let mut facts = vec![
        (t.text("workplace-ask-day"), Cell::text(t.date(found.held_on))),
        (t.text("workplace-ask-place"), Cell::text(found.place.as_str())),
        (
            t.text("workplace-ask-attendance"),
            Cell::text(t.text(&format!("workplace-attendance-{}", found.attendance.key()))),
        ),
        (
            t.text("workplace-column-summoned"),
            Cell::text(t.format(
                "workplace-summoned-of",
                &[
                    ("summoned", number(found.summoned).into()),
                    ("staff", number(found.staff).into()),
                ],
            )),
        ),
        (
            t.text("workplace-column-present"),
            found.present.map_or_else(
                || Cell::text(t.text("workplace-not-counted")),
                |present| Cell::text(number(present)),
            ),
        ),
    ];
    if found.call > 1 {
        facts.push((t.text("workplace-column-call"), Cell::number(t, found.call)));
    }
    sheet.facts = Some(SummaryList::new(facts));
    let mut part = Part::new("noi-dung", t.text("workplace-agenda"));
    part.words = paragraphs(&found.agenda);
    sheet.parts.push(part);
    sheet.parts.push(votes(reader, pages, inside, found)?);
    if found.state == ConferenceState::Concluded {
        let mut part = Part::new("nghi-quyet", t.text("workplace-resolution"));
        part.words = paragraphs(&found.resolution);
        sheet.parts.push(part);
        let mut part = Part::new("bien-ban", t.text("workplace-minutes"));
        part.words = paragraphs(&found.minutes);
        sheet.parts.push(part);
        let mut part = Part::new("viec", t.text("workplace-tasks"));
        part.cards = task_cards(t, inside, &tasks, today);
        sheet.parts.push(part);
    }
    Ok(sheet.private())
}

/// What has to be known before the rest: how many are needed, why it failed or was cancelled.
fn notices(
    reader: &Reader,
    pages: &Pages,
    sheet: &mut Sheet,
    (inside, found, again): (&Inside, &Conference, Option<ConferenceId>),
) -> Result<(), Instead> {
    let t = &reader.t;
    let share = rules::quorum(&pages.desk.rulebook, inside.of().kind.place(), found.held_on);
    let needed = or_refused(reader, share.map_err(ActError::from))?
        .value
        .needed(found.summoned)
        .and_then(|needed| i64::try_from(needed).ok())
        .unwrap_or_default();
    let mut put = |tone, text| sheet.notices.push(Notice::new(t, tone, text));
    match found.state {
        ConferenceState::Called => put(Tone::Info, t.with("workplace-needed", "needed", needed)),
        ConferenceState::Failed => {
            put(Tone::Problem, t.with("workplace-failed", "needed", needed));
            if found.call > 1 {
                put(Tone::Info, t.text("workplace-failed-twice"));
            }
        }
        ConferenceState::Cancelled => put(
            Tone::Warning,
            t.with("workplace-cancelled", "reason", found.reason.as_str()),
        ),
        ConferenceState::Open | ConferenceState::Concluded => {}
    }
    if let Some(again) = again {
        let link = inside.at(&format!("hoi-nghi/{again}"));
        sheet.notices.push(
            Notice::new(t, Tone::Info, t.text("workplace-called-again"))
                .link(t.text("workplace-to-again"), link),
        );
    }
    Ok(())
}

/// What can be done with a conference now.
fn buttons(
    reader: &Reader,
    inside: &Inside,
    (found, again, today): (&Conference, Option<ConferenceId>, jiff::civil::Date),
    base: &str,
) -> Vec<(String, String)> {
    let t = &reader.t;
    let mut buttons = Vec::new();
    let mut put = |key: &str, rest: &str| buttons.push((t.text(key), inside.at(&format!("{base}/{rest}"))));
    if found.state == ConferenceState::Concluded {
        put("workplace-act-paper", "nghi-quyet.pdf");
    }
    if !inside.who.is_head() {
        return buttons;
    }
    let voted = found.items.iter().filter(|item| item.result.is_some()).count();
    let came = found.held_on <= today;
    match found.state {
        ConferenceState::Called => {
            if came {
                put("workplace-act-present", "lam/co-mat");
            }
            put("workplace-act-item", "lam/noi-dung");
        }
        ConferenceState::Open => {
            if voted == found.items.len() {
                put("workplace-act-conclude", "lam/nghi-quyet");
            }
            put("workplace-act-item", "lam/noi-dung");
            if voted == 0 {
                put("workplace-act-present", "lam/co-mat");
            }
        }
        ConferenceState::Failed if again.is_none() => {
            buttons.push((
                t.text("workplace-act-call-again"),
                inside.at(&format!("hoi-nghi/goi?thay={}", found.id)),
            ));
            buttons.push((
                t.text("workplace-act-present"),
                inside.at(&format!("{base}/lam/co-mat")),
            ));
        }
        ConferenceState::Concluded => put("workplace-act-task", "lam/viec"),
        ConferenceState::Failed | ConferenceState::Cancelled => {}
    }
    if found.state != ConferenceState::Cancelled {
        buttons.push((
            t.text("workplace-act-cancel"),
            inside.at(&format!("{base}/lam/huy")),
        ));
    }
    buttons
}

/// What is decided, with the votes.
fn votes(reader: &Reader, pages: &Pages, inside: &Inside, found: &Conference) -> Result<Part, Instead> {
    let t = &reader.t;
    let mut part = Part::new("bieu-quyet", t.text("workplace-votes"));
    let place = inside.of().kind.place();
    let topics = ["conference.threshold"];
    (part.lead, part.citations, part.notices) =
        words::law(t, &pages.desk.rulebook, (place, found.held_on), &topics);
    if let Some(present) = found.present {
        let share = rules::threshold(&pages.desk.rulebook, place, found.held_on);
        let needed = or_refused(reader, share.map_err(ActError::from))?
            .value
            .needed(present)
            .and_then(|needed| i64::try_from(needed).ok())
            .unwrap_or_default();
        part.lead.push(t.with("workplace-votes-needed", "needed", needed));
    }
    let voting = inside.who.is_head() && found.state == ConferenceState::Open;
    let rows = found
        .items
        .iter()
        .map(|item| {
            let mut title = Cell::text(item.title.as_str());
            if voting {
                title =
                    title.link(inside.at(&format!("hoi-nghi/{}/lam/bieu-quyet-{}", found.id, item.position)));
            }
            let number = |value: u64| Cell::number(t, i64::try_from(value).unwrap_or(i64::MAX));
            match item.result {
                Some((vote, passed)) => Row::new(vec![
                    title.tag(if passed {
                        Tag::new(Tone::Success, t.text("workplace-passed"))
                    } else {
                        Tag::new(Tone::Problem, t.text("workplace-not-passed"))
                    }),
                    number(vote.for_it),
                    number(vote.against),
                    number(vote.blank),
                ]),
                None => Row::new(vec![title, Cell::missing(t), Cell::missing(t), Cell::missing(t)]),
            }
        })
        .collect();
    part.table = Some(Table::new(
        t.text("workplace-votes-caption"),
        vec![
            Column::text(t.text("workplace-column-item")),
            Column::number(t.text("workplace-column-for")),
            Column::number(t.text("workplace-column-against")),
            Column::number(t.text("workplace-column-blank")),
        ],
        rows,
    ));
    Ok(part)
}

/// The form of an act, with the field beside which its fault stands; none for an act there is not.
fn act_form(
    reader: &Reader,
    inside: &Inside,
    (found, viec): (&Conference, &str),
    sent: &Sent,
) -> Option<(FormPage, &'static str)> {
    let t = &reader.t;
    let base = format!("hoi-nghi/{}", found.id);
    let form = |title: &str, button: &str| {
        inside
            .form(
                reader,
                (t.text(title), t.text(button)),
                (&format!("{base}/lam/{viec}"), &base),
            )
            .hidden("revision", found.revision)
    };
    Some(match viec {
        "co-mat" => (
            form("workplace-present-title", "workplace-act-present").field(
                digits("present", t.text("workplace-ask-present"), &sent.get("present")).hint(t.with(
                    "workplace-ask-present-hint",
                    "summoned",
                    i64::try_from(found.summoned).unwrap_or(i64::MAX),
                )),
            ),
            "present",
        ),
        "noi-dung" => (
            form("workplace-item-title", "workplace-act-item").field(Field::words(
                "title",
                t.text("workplace-ask-item"),
                sent.get("title"),
            )),
            "title",
        ),
        "nghi-quyet" => {
            let passed: Vec<&str> = found
                .items
                .iter()
                .filter(|item| item.result.is_some_and(|(_, passed)| passed))
                .map(|item| item.title.as_str())
                .collect();
            (
                form("workplace-conclude-title", "workplace-act-conclude")
                    .quote(t.text("workplace-passed"), passed.join("\n"))
                    .field(area(
                        "resolution",
                        t.text("workplace-ask-resolution"),
                        &sent.get("resolution"),
                    ))
                    .field(
                        area("minutes", t.text("workplace-ask-minutes"), &sent.get("minutes"))
                            .hint(t.text("workplace-ask-minutes-hint")),
                    ),
                "resolution",
            )
        }
        "huy" => (
            form("workplace-cancel-title", "workplace-act-cancel")
                .notice(Notice::new(t, Tone::Warning, t.text("workplace-cancel-warning")))
                .field(area(
                    "reason",
                    t.text("workplace-ask-reason"),
                    &sent.get("reason"),
                )),
            "reason",
        ),
        "viec" => (
            task_fields(reader, form("workplace-task-title", "workplace-act-task"), sent),
            "due_on",
        ),
        voting => {
            let position: i64 = voting.strip_prefix("bieu-quyet-")?.parse().ok()?;
            let item = found.items.iter().find(|item| item.position == position)?;
            let written = |name: &str, counted: fn(Vote) -> u64| {
                let sent = sent.get(name);
                match item.result {
                    Some((vote, _)) if sent.is_empty() => counted(vote).to_string(),
                    _ => sent,
                }
            };
            (
                form("workplace-vote-title", "workplace-act-vote")
                    .quote(t.text("workplace-column-item"), item.title.as_str())
                    .field(
                        digits(
                            "for_it",
                            t.text("workplace-column-for"),
                            &written("for_it", |vote| vote.for_it),
                        )
                        .hint(
                            t.with(
                                "workplace-vote-hint",
                                "present",
                                found
                                    .present
                                    .and_then(|present| i64::try_from(present).ok())
                                    .unwrap_or_default(),
                            ),
                        ),
                    )
                    .field(digits(
                        "against",
                        t.text("workplace-column-against"),
                        &written("against", |vote| vote.against),
                    ))
                    .field(digits(
                        "blank",
                        t.text("workplace-column-blank"),
                        &written("blank", |vote| vote.blank),
                    )),
                "for_it",
            )
        }
    })
}

/// The questions about a task.
pub(super) fn task_fields(reader: &Reader, form: FormPage, sent: &Sent) -> FormPage {
    let t = &reader.t;
    form.field(area("task", t.text("workplace-ask-task"), &sent.get("task")))
        .field(
            Field::words("due_on", t.text("workplace-ask-due"), sent.get("due_on"))
                .hint(t.text("workplace-ask-day-hint")),
        )
}

pub(super) async fn ask_act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, hn, viec)): Path<(String, String, String, String)>,
) -> Answer {
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let found = find(&reader, &pages, &inside, &hn).await?;
    let (_, today) = pages.desk.now();
    let sent = if viec == "viec" {
        Sent(vec![("due_on".to_owned(), write_day(today))])
    } else {
        Sent::default()
    };
    let (form, _) = act_form(&reader, &inside, (&found, &viec), &sent).ok_or_else(|| missing(&reader))?;
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn act(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, hn, viec)): Path<(String, String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let inside = leading(&reader, &actor, &pages, (&noi, &id)).await?;
    let found = find(&reader, &pages, &inside, &hn).await?;
    let sent = Sent(sent);
    let (form, field) = act_form(&reader, &inside, (&found, &viec), &sent).ok_or_else(|| missing(&reader))?;
    let read = (found.id, revision(&sent));
    let (desk, who) = (&pages.desk, &inside.who);
    let mut wrong = Wrong::default();
    let (done, key) = match viec.as_str() {
        "co-mat" => {
            let Some(present) = words::whole(t, &mut wrong, ("present", &sent.get("present"))) else {
                return Ok(page::private(form.show(t, &wrong)));
            };
            (desk.count_present(who, read, present).await.map(drop), "co-mat")
        }
        "noi-dung" => {
            wrong.words(t, ("title", &sent.get("title")), LONGEST_TITLE);
            if !wrong.0.is_empty() {
                return Ok(page::private(form.show(t, &wrong)));
            }
            (desk.add_item(who, read, &sent.get("title")).await, "noi-dung")
        }
        "nghi-quyet" => {
            wrong.words(t, ("resolution", &sent.get("resolution")), LONGEST_TEXT);
            wrong.words(t, ("minutes", &sent.get("minutes")), LONGEST_TEXT);
            if !wrong.0.is_empty() {
                return Ok(page::private(form.show(t, &wrong)));
            }
            let review = t.text("workplace-review");
            let texts = (sent.get("minutes"), sent.get("resolution"));
            let done = desk.conclude(who, read, (&texts.0, &texts.1, &review)).await;
            (done, "nghi-quyet")
        }
        "huy" => (
            desk.cancel_conference(who, read, &sent.get("reason")).await,
            "huy",
        ),
        "viec" => {
            wrong.words(t, ("task", &sent.get("task")), LONGEST_TEXT);
            let due = words::day(t, &mut wrong, ("due_on", &sent.get("due_on")));
            let Some(due) = due.filter(|_| wrong.0.is_empty()) else {
                return Ok(page::private(form.show(t, &wrong)));
            };
            let done = desk.add_task(who, found.id.0, (&sent.get("task"), due)).await;
            (done.map(drop), "viec")
        }
        voting => {
            let position = voting
                .strip_prefix("bieu-quyet-")
                .and_then(|position| position.parse().ok())
                .unwrap_or_default();
            let mut count = |name| words::whole(t, &mut wrong, (name, &sent.get(name)));
            let (Some(for_it), Some(against), Some(blank)) =
                (count("for_it"), count("against"), count("blank"))
            else {
                return Ok(page::private(form.show(t, &wrong)));
            };
            let vote = Vote {
                for_it,
                against,
                blank,
            };
            let done = desk.count_votes(who, read, (position, vote)).await;
            (done.map(drop), "bieu-quyet")
        }
    };
    let href = |()| inside.at(&format!("hoi-nghi/{}?xong={key}", found.id));
    Ok(then(&reader, done, href, (form, field)))
}

/// Minutes and resolution of a concluded conference, as PDF.
pub(super) async fn paper(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((noi, id, hn)): Path<(String, String, String)>,
) -> Answer {
    let inside = inside(&reader, &actor, &pages, (&noi, &id)).await?;
    let found = find(&reader, &pages, &inside, &hn).await?;
    if found.state != ConferenceState::Concluded {
        return Ok(refused(&reader, &ActError::Unknown));
    }
    let paper = papers::Paper {
        unit: &inside.seat.unit.name,
        organisation: inside.of(),
        conference: &found,
        demo: pages.desk.demo,
    };
    let document = paper.resolution(&reader.t);
    let made = tokio::task::spawn_blocking(move || documents::pdf(&document)).await;
    match made {
        Ok(Ok(octets)) => Ok(page::private(
            ([(header::CONTENT_TYPE, "application/pdf")], octets).into_response(),
        )),
        Ok(Err(error)) => Ok(failed(&reader, &error)),
        Err(error) => Ok(failed(&reader, &error)),
    }
}
