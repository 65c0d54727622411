//! A visit: its draft with checklist and photographs, publishing it, and what everybody reads of it.

use axum::{
    Form,
    extract::{Multipart, Path, Query, State as Extract},
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Column, Field, Notice, Row, SummaryList, Table, Tag, Tone},
        form::{Brought, FormPage, Sent, Wrong, area},
        sheet::{Part, Sheet},
    },
    text::{read_day, write_day},
};
use units::Unit;

use super::{
    Came, FUNCTION, LONGEST_LINE, LONGEST_TEXT, Pages, acting, at, board_href, body, find_board, find_visit,
    home, may, missing, or_failed, or_refused, public, refused, revision, shell, then, visit_href, words,
};
use crate::{
    content,
    model::{Board, Checked, PictureId, PlanId, Seen, Visit, VisitId},
    rules,
    service::{ActError, hash},
    store,
};

/// Names of the fields for points and remarks, in the order of the checklist: names are static, checklists are data.
const POINTS: [&str; 12] = [
    "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8", "d9", "d10", "d11", "d12",
];
const REMARKS: [&str; 12] = [
    "g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8", "g9", "g10", "g11", "g12",
];
/// The field for photographs.
const PICTURES: &str = "pictures";

fn seen(t: &platform::i18n::Translator, seen: Seen) -> Tag {
    let tone = match seen {
        Seen::Yes => Tone::Success,
        Seen::No => Tone::Problem,
        Seen::Unseen => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("supervision-seen-{}", seen.key())))
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
    let visit = find_visit(&reader, &pages, &unit, &id).await?;
    let works = may(actor.as_ref(), "work", unit.id);
    if visit.published_on.is_none() && !works {
        return Err(missing(&reader));
    }
    let board = find_board(&reader, &pages, &unit, &visit.board.to_string()).await?;
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let pictures = or_failed(&reader, store::pictures(&mut read, &visit, hash).await)?;
    let subject = content::visit_subject(visit.id);
    let history = or_failed(&reader, transparency::history(&mut read, unit.id, &subject).await)?;
    drop(read);
    let here = visit_href(&unit, visit.id);
    let shell = shell(&reader, &unit, visit.subject.as_str())
        .crumb(board.title.as_str(), board_href(&unit, board.id));
    let mut sheet = Sheet::new(&reader, shell).done(words::done(t, &came.xong));
    if visit.published_on.is_none() {
        sheet
            .notices
            .push(Notice::new(t, Tone::Warning, t.text("supervision-draft-notice")));
        sheet.buttons = vec![
            (t.text("supervision-act-publish"), format!("{here}/cong-bo")),
            (t.text("supervision-act-change"), format!("{here}/sua")),
        ];
    } else if works && board.ended_on.is_none() {
        sheet.buttons.push((
            t.text("supervision-act-recommend"),
            format!("{}/kien-nghi?cuoc={}", board_href(&unit, board.id), visit.id),
        ));
    }
    let mut facts = vec![
        (
            t.text("supervision-column-day"),
            Cell::text(write_day(visit.held_on)),
        ),
        (
            t.text("supervision-column-place"),
            Cell::text(visit.place.as_str()),
        ),
        (
            t.text("supervision-column-board"),
            Cell::text(board.title.as_str())
                .link(board_href(&unit, board.id))
                .note(body(t, board.body)),
        ),
    ];
    if let Some(on) = visit.published_on {
        facts.push((t.text("supervision-published"), Cell::text(write_day(on))));
    }
    if let Some(proof) = words::proof(t, &history) {
        facts.push((t.text("supervision-proof"), proof));
    }
    sheet.facts = Some(SummaryList::new(facts));
    let items = or_refused(
        &reader,
        rules::checklist(&desk.rulebook, &visit.checklist, visit.held_on).map_err(ActError::from),
    )?;
    let mut part = Part::new("bang-kiem", t.text("supervision-checklist"));
    let rows = items
        .iter()
        .map(|item| {
            let check = visit.checks.iter().find(|check| check.item == item.key);
            let mut answer = match check {
                Some(check) => Cell::default().tag(seen(t, check.seen)),
                None => Cell::text(t.text("supervision-unchecked")),
            };
            if let Some(check) = check.filter(|check| !check.note.is_empty()) {
                answer = answer.note(check.note.as_str());
            }
            Row::new(vec![Cell::text(item.label.get(words::language(t))), answer])
        })
        .collect();
    part.table = Some(Table::new(
        t.text("supervision-checklist"),
        vec![
            Column::text(t.text("supervision-column-point")),
            Column::text(t.text("supervision-column-seen")),
        ],
        rows,
    ));
    sheet.parts.push(part);
    let mut part = Part::new("ket-qua", t.text("supervision-findings"));
    part.words = platform::text::paragraphs(&visit.findings);
    sheet.parts.push(part);
    if !pictures.is_empty() {
        let mut part = Part::new("anh", t.text("supervision-pictures"));
        part.pictures = pictures
            .into_iter()
            .map(|picture| (format!("{here}/anh/{}", picture.id), picture.caption))
            .collect();
        sheet.parts.push(part);
    }
    Ok(if visit.published_on.is_some() {
        sheet.show()
    } else {
        sheet.private()
    })
}

pub(super) async fn picture(
    reader: Reader,
    actor: Option<Actor>,
    Extract(pages): Extract<Pages>,
    Path((xa, id, anh)): Path<(String, String, String)>,
) -> Answer {
    let unit = at(&reader, &pages, &xa)?;
    let visit = find_visit(&reader, &pages, &unit, &id).await?;
    let public = visit.published_on.is_some();
    if !public && !may(actor.as_ref(), "work", unit.id) {
        return Err(missing(&reader));
    }
    let picture: PictureId = anh.parse().map_err(|_| missing(&reader))?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let file = or_failed(
        &reader,
        store::picture(&mut read, (unit.id, visit.id, picture)).await,
    )?;
    Ok(page::picture(file.ok_or_else(|| missing(&reader))?, public))
}

/// What a visit's form is about.
struct Asking {
    unit: Unit,
    board: Board,
    /// The draft that is changed; none for a new one.
    visit: Option<Visit>,
    plan: Option<(PlanId, String)>,
    today: Date,
}

impl Asking {
    fn here(&self) -> String {
        match &self.visit {
            Some(visit) => format!("{}/sua", visit_href(&self.unit, visit.id)),
            None => format!("{}/cuoc", board_href(&self.unit, self.board.id)),
        }
    }

    fn begun(&self) -> Sent {
        let mut sent = Vec::new();
        if let Some(visit) = &self.visit {
            sent.extend([
                ("subject".to_owned(), visit.subject.clone()),
                ("place".to_owned(), visit.place.clone()),
                ("day".to_owned(), write_day(visit.held_on)),
                ("checklist".to_owned(), visit.checklist.clone()),
                ("findings".to_owned(), visit.findings.clone()),
            ]);
        } else {
            let subject = self.plan.as_ref().map(|(_, subject)| subject.clone());
            sent.push(("subject".to_owned(), subject.unwrap_or_default()));
            sent.push(("day".to_owned(), write_day(self.today)));
        }
        Sent(sent)
    }

    /// A form: without a checklist chosen it asks for one; with it, for its points too.
    fn form(&self, reader: &Reader, pages: &Pages, sent: &Sent) -> Result<FormPage, ActError> {
        let t = &reader.t;
        let book = &pages.desk.rulebook;
        let language = words::language(t);
        let title = if self.visit.is_some() {
            "supervision-act-change"
        } else {
            "supervision-act-visit"
        };
        let back = match &self.visit {
            Some(visit) => visit_href(&self.unit, visit.id),
            None => board_href(&self.unit, self.board.id),
        };
        let chosen = sent.get("checklist");
        let points = rules::checklist(book, &chosen, self.today).unwrap_or(&[]);
        let button = if points.is_empty() {
            "supervision-button-go-on"
        } else {
            "supervision-button-keep"
        };
        let choices = rules::checklists(book, self.today)?
            .iter()
            .map(|item| Choice::new(item.key.as_str(), item.label.get(language)))
            .collect();
        let mut form = FormPage::new(
            reader,
            shell(reader, &self.unit, t.text(title))
                .crumb(self.board.title.as_str(), board_href(&self.unit, self.board.id)),
            self.here(),
            back,
            t.text(button),
        )
        .notice(Notice::new(t, Tone::Info, t.text("supervision-visit-lead")))
        .hidden("revision", self.visit.as_ref().map_or(0, |visit| visit.revision))
        .field(Field::words(
            "subject",
            t.text("supervision-column-subject"),
            sent.get("subject"),
        ))
        .field(Field::words(
            "place",
            t.text("supervision-column-place"),
            sent.get("place"),
        ))
        .field(words::day_field(
            t,
            "day",
            t.text("supervision-column-day"),
            sent.get("day"),
        ))
        .field(words::radios(
            "checklist",
            t.text("supervision-checklist"),
            choices,
            &chosen,
        ));
        if let Some((plan, _)) = &self.plan {
            form = form.hidden("plan", plan);
        }
        for (index, item) in points.iter().enumerate().take(POINTS.len()) {
            let check = self
                .visit
                .as_ref()
                .filter(|visit| visit.checklist == chosen)
                .and_then(|visit| visit.checks.iter().find(|check| check.item == item.key));
            let kept = |name: &str, known: Option<String>| {
                Some(sent.get(name))
                    .filter(|typed| !typed.is_empty())
                    .or(known)
                    .unwrap_or_default()
            };
            let choices = Seen::ALL
                .iter()
                .map(|seen| Choice::new(seen.key(), t.text(&format!("supervision-seen-{}", seen.key()))))
                .collect();
            let label = format!("{}. {}", index + 1, item.label.get(language));
            form = form
                .field(words::radios(
                    POINTS[index],
                    label,
                    choices,
                    &kept(POINTS[index], check.map(|check| check.seen.key().to_owned())),
                ))
                .field(Field::words(
                    REMARKS[index],
                    t.with("supervision-ask-remark", "number", (index + 1).to_string()),
                    kept(REMARKS[index], check.map(|check| check.note.clone())),
                ));
        }
        if points.is_empty() {
            return Ok(form.in_parts());
        }
        Ok(form
            .hidden("asked", &chosen)
            .field(
                area("findings", t.text("supervision-findings"), &sent.get("findings"))
                    .hint(t.text("supervision-findings-hint")),
            )
            .files(
                PICTURES,
                t.text("supervision-pictures"),
                t.text("supervision-pictures-hint"),
            )
            .field(
                Field::words("caption", t.text("supervision-ask-caption"), sent.get("caption"))
                    .hint(t.text("supervision-ask-caption-hint")),
            ))
    }

    /// What was sent, or what is wrong with it; nothing when a checklist was only chosen.
    fn read(&self, reader: &Reader, pages: &Pages, brought: &Brought) -> (Option<Visit>, Wrong) {
        let t = &reader.t;
        let sent = &brought.sent;
        let mut wrong = Wrong::default();
        wrong.words(t, ("subject", &sent.get("subject")), LONGEST_LINE);
        wrong.words(t, ("place", &sent.get("place")), LONGEST_LINE);
        let day = read_day(&sent.get("day"));
        if day.is_none() {
            wrong.add("day", t.text("supervision-error-day"));
        }
        let key = sent.get("checklist");
        let items = rules::checklist(&pages.desk.rulebook, &key, self.today);
        if items.is_err() {
            wrong.add("checklist", t.text("supervision-error-choose"));
        }
        let findings = sent.get("findings");
        if findings.chars().count() > LONGEST_TEXT {
            wrong.words(t, ("findings", &findings), LONGEST_TEXT);
        }
        if let Some(fault) = brought.fault {
            wrong.add(PICTURES, t.text(fault.key()));
        }
        if !brought.pictures.is_empty() && sent.get("caption").is_empty() {
            wrong.add("caption", t.text("supervision-error-caption"));
        }
        let (Some(held_on), Ok(items), true) = (day, items, wrong.0.is_empty()) else {
            return (None, wrong);
        };
        // Another checklist than the one whose points were asked: its points are asked first.
        if sent.get("asked") != key {
            return (None, wrong);
        }
        let checks = items
            .iter()
            .enumerate()
            .take(POINTS.len())
            .filter_map(|(index, item)| {
                Some(Checked {
                    item: item.key.clone(),
                    seen: Seen::from_key(&sent.get(POINTS[index]))?,
                    note: sent.get(REMARKS[index]).chars().take(LONGEST_LINE).collect(),
                })
            })
            .collect();
        let known = self.visit.as_ref();
        let plan = self.plan.as_ref().map(|(plan, _)| *plan);
        let visit = Visit {
            unit: self.unit.id,
            id: known.map_or_else(|| VisitId(uuid::Uuid::nil()), |visit| visit.id),
            board: self.board.id,
            plan: known.map_or(plan, |visit| visit.plan),
            subject: sent.get("subject"),
            place: sent.get("place"),
            held_on,
            checklist: key,
            findings,
            published_on: None,
            record: None,
            revision: revision(sent),
            checks,
        };
        (Some(visit), wrong)
    }
}

async fn new_one(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id, plan): (&str, &str, &str),
) -> Result<Asking, Instead> {
    let unit = acting(reader, pages, actor, (xa, "work"))?;
    let board = find_board(reader, pages, &unit, id).await?;
    let (_, today) = pages.desk.now();
    let mut chosen = None;
    if let Ok(plan) = plan.parse::<PlanId>() {
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        for year in [today.year() - 1, today.year(), today.year() + 1] {
            let plans = or_failed(reader, store::plans(&mut read, unit.id, board.id, year).await)?;
            let found = plans
                .into_iter()
                .find(|known| known.id == plan && known.dropped_why.is_none());
            chosen = chosen.or(found.map(|found| (found.id, found.subject)));
        }
    }
    Ok(Asking {
        unit,
        board,
        visit: None,
        plan: chosen,
        today,
    })
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Query(came): Query<Came>,
) -> Answer {
    let asking = new_one(&reader, &pages, &actor, (&xa, &id, &came.viec)).await?;
    let form = or_refused(&reader, asking.form(&reader, &pages, &asking.begun()))?;
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

async fn keep(reader: &Reader, pages: &Pages, actor: &Actor, (asking, brought): (Asking, Brought)) -> Answer {
    let (visit, wrong) = asking.read(reader, pages, &brought);
    let form = or_refused(reader, asking.form(reader, pages, &brought.sent))?;
    let Some(visit) = visit else {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    };
    let by = actor.acting(FUNCTION, "work", asking.unit.id);
    let caption = brought.sent.get("caption");
    let done = pages.desk.draft(visit, (&brought.pictures, &caption), &by).await;
    let next = |id| format!("{}?xong=luu", visit_href(&asking.unit, id));
    Ok(then(reader, done, next, (form, "day")))
}

async fn taken(reader: &Reader, form: Multipart) -> Result<Brought, Instead> {
    Brought::take(form, PICTURES).await.map_err(|error| {
        tracing::debug!(%error, "a form with photographs was not sent whole");
        Instead::from(page::bad_request(
            reader,
            reader.t.text("supervision-error-upload"),
        ))
    })
}

pub(super) async fn draft(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Multipart,
) -> Answer {
    let brought = taken(&reader, form).await?;
    let plan = brought.sent.get("plan");
    let asking = new_one(&reader, &pages, &actor, (&xa, &id, &plan)).await?;
    keep(&reader, &pages, &actor, (asking, brought)).await
}

async fn known_one(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (xa, id): (&str, &str),
) -> Result<Asking, Instead> {
    let unit = acting(reader, pages, actor, (xa, "work"))?;
    let visit = find_visit(reader, pages, &unit, id).await?;
    if visit.published_on.is_some() {
        return Err(Instead::from(refused(reader, &ActError::Stale)));
    }
    let board = find_board(reader, pages, &unit, &visit.board.to_string()).await?;
    Ok(Asking {
        unit,
        board,
        visit: Some(visit),
        plan: None,
        today: pages.desk.now().1,
    })
}

pub(super) async fn ask_change(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let asking = known_one(&reader, &pages, &actor, (&xa, &id)).await?;
    let form = or_refused(&reader, asking.form(&reader, &pages, &asking.begun()))?;
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn change(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Multipart,
) -> Answer {
    let brought = taken(&reader, form).await?;
    let asking = known_one(&reader, &pages, &actor, (&xa, &id)).await?;
    keep(&reader, &pages, &actor, (asking, brought)).await
}

fn publish_form(reader: &Reader, (unit, visit): (&Unit, &Visit), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = visit_href(unit, visit.id);
    let choices = ["cong-bo", "bo"]
        .map(|key| {
            Choice::new(key, t.text(&format!("supervision-publish-{key}")))
                .hint(t.text(&format!("supervision-publish-hint-{key}")))
        })
        .to_vec();
    let chosen = Some(sent.get("lam")).filter(|chosen| !chosen.is_empty());
    FormPage::new(
        reader,
        shell(reader, unit, t.text("supervision-act-publish")),
        format!("{here}/cong-bo"),
        here,
        t.text("supervision-button-go-on"),
    )
    .quote(t.text("supervision-column-subject"), visit.subject.as_str())
    .quote(
        t.text("supervision-findings"),
        public::first_line(&visit.findings),
    )
    .notice(Notice::new(t, Tone::Warning, t.text("supervision-publish-lead")))
    .hidden("revision", visit.revision)
    .field(words::radios(
        "lam",
        t.text("supervision-publish-ask"),
        choices,
        chosen.as_deref().unwrap_or("cong-bo"),
    ))
}

pub(super) async fn ask_publish(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let asking = known_one(&reader, &pages, &actor, (&xa, &id)).await?;
    let visit = asking.visit.as_ref().ok_or_else(|| missing(&reader))?;
    let form = publish_form(&reader, (&asking.unit, visit), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn publish(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let asking = known_one(&reader, &pages, &actor, (&xa, &id)).await?;
    let visit = asking.visit.as_ref().ok_or_else(|| missing(&reader))?;
    let sent = Sent(sent);
    let form = publish_form(&reader, (&asking.unit, visit), &sent);
    let key = (asking.unit.id, visit.id);
    if sent.get("lam") == "bo" {
        let done = pages.desk.discard(key, revision(&sent)).await;
        let next = |()| format!("{}/viec?xong=bo-nhap", home(&asking.unit));
        return Ok(then(&reader, done, next, (form, "lam")));
    }
    let by = actor.acting(FUNCTION, "work", asking.unit.id);
    let done = pages.desk.publish(key, revision(&sent), &by).await;
    let next = |()| format!("{}?xong=cong-bo", visit_href(&asking.unit, visit.id));
    Ok(then(&reader, done, next, (form, "lam")))
}
