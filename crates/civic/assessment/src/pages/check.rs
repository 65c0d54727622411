//! The desk of the level above: its own points with the reason beside each that differs, or back to the commune.

use axum::{
    Form,
    extract::{Path, State as Extract},
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Field, Notice, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
    text::read_whole,
};
use units::Unit;

use super::{
    FUNCTION, LONGEST_TEXT, Pages, find, href, may, missing, or_failed, or_refused, revision, shell, then,
    words::{self, NOTES, POINTS},
};
use crate::{
    criteria::CriteriaSet,
    model::{Assessment, State},
    service::Figures,
};

/// What the level above has to look at.
struct Checking<'p> {
    unit: Unit,
    of: Assessment,
    set: &'p CriteriaSet,
    now: Figures,
}

impl<'p> Checking<'p> {
    async fn of(
        reader: &Reader,
        pages: &'p Pages,
        actor: &Actor,
        (noi, id): (&str, &str),
    ) -> Result<Self, Instead> {
        let desk = &pages.desk;
        let (unit, of) = find(reader, pages, (noi, id)).await?;
        if !may(Some(actor), "check", unit.id) {
            return Err(Instead::from(page::forbidden(
                reader,
                reader.t.text("assessment-error-not-here"),
            )));
        }
        if !matches!(of.state, State::Submitted | State::Published) {
            return Err(missing(reader));
        }
        let set = desk.set(&of.set).ok_or_else(|| missing(reader))?;
        let mut read = or_failed(reader, desk.db.read().await)?;
        let now = or_refused(reader, desk.figures(&mut read, unit.id, (set, of.year)).await)?;
        Ok(Self { unit, of, set, now })
    }

    fn begun(&self) -> Sent {
        let mut sent = Vec::new();
        for (index, criterion) in self.set.criteria.iter().enumerate() {
            let score = self
                .of
                .scores
                .iter()
                .find(|score| score.criterion == criterion.key);
            let points = score.and_then(|score| score.points.or(score.own));
            let points = points.map(|points| points.to_string()).unwrap_or_default();
            sent.push((POINTS[index].to_owned(), points));
            let note = score.map(|score| score.note.clone()).unwrap_or_default();
            sent.push((NOTES[index].to_owned(), note));
        }
        Sent(sent)
    }

    fn form(&self, reader: &Reader, pages: &Pages, sent: &Sent) -> FormPage {
        let t = &reader.t;
        let corrects = self.of.state == State::Published;
        let title = t.format(
            "assessment-check-title",
            &[
                ("unit", self.unit.name.as_str().into()),
                ("name", self.set.name.get(t.code()).into()),
                ("year", self.of.year.to_string().into()),
            ],
        );
        let here = href(&self.unit, &self.of);
        let button = if corrects {
            "assessment-act-correct"
        } else {
            "assessment-act-publish"
        };
        let notice = Notice::new(t, Tone::Info, t.text("assessment-check-lead"));
        let notice = if corrects {
            notice
        } else {
            notice.link(t.text("assessment-act-send-back"), format!("{here}/tra-lai"))
        };
        let mut form = FormPage::new(
            reader,
            shell(reader, &self.unit, title),
            format!("{here}/xet"),
            here,
            t.text(button),
        )
        .notice(notice)
        .hidden("revision", self.of.revision);
        for (index, criterion) in self.set.criteria.iter().enumerate() {
            let score = self
                .of
                .scores
                .iter()
                .find(|score| score.criterion == criterion.key);
            let name = criterion.name.get(t.code());
            let own_note = score.map(|score| score.own_note.as_str()).unwrap_or_default();
            let counted = words::counted(t, &pages.desk, criterion, |source| self.of.counted(source));
            let now = words::counted(t, &pages.desk, criterion, |source| self.now.get(source).copied());
            let mut hint = vec![t.format(
                "assessment-check-hint",
                &[
                    ("most", criterion.most.into()),
                    (
                        "own",
                        words::points(t, self.set, score.and_then(|score| score.own)).into(),
                    ),
                ],
            )];
            if !own_note.is_empty() {
                hint.push(t.with("assessment-check-note", "note", own_note));
            }
            if !counted.is_empty() {
                hint.push(t.with("assessment-check-counted", "counted", counted.as_str()));
            }
            if now != counted {
                hint.push(t.with("assessment-now", "value", now));
            }
            let label = format!("{}. {name}", index + 1);
            form = form
                .field(
                    words::points_field(t, self.set, (POINTS[index], label), &sent.get(POINTS[index]))
                        .hint(hint.join(" ")),
                )
                .field(Field::words(
                    NOTES[index],
                    t.with("assessment-check-why", "number", (index + 1).to_string()),
                    sent.get(NOTES[index]),
                ));
        }
        let label = if corrects {
            "assessment-correct-why"
        } else {
            "assessment-publish-remark"
        };
        form.field(area("reason", t.text(label), &sent.get("reason")))
    }

    fn read(&self, reader: &Reader, sent: &Sent) -> (Vec<(String, i64, String)>, Wrong) {
        let t = &reader.t;
        let mut wrong = Wrong::default();
        let mut points = Vec::new();
        for (index, criterion) in self.set.criteria.iter().enumerate() {
            let given = read_whole(&sent.get(POINTS[index]));
            let note = sent.get(NOTES[index]);
            if note.chars().count() > LONGEST_TEXT {
                wrong.words(t, (NOTES[index], &note), LONGEST_TEXT);
            }
            let score = self
                .of
                .scores
                .iter()
                .find(|score| score.criterion == criterion.key);
            match given {
                Some(given) if (0..=criterion.most).contains(&given) => {
                    if score.and_then(|score| score.own) != Some(given) && note.is_empty() {
                        wrong.add(NOTES[index], t.text("assessment-error-unexplained"));
                    }
                    points.push((criterion.key.clone(), given, note));
                }
                _ => wrong.add(
                    POINTS[index],
                    t.with("assessment-error-points-of", "most", criterion.most),
                ),
            }
        }
        (points, wrong)
    }
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let checking = Checking::of(&reader, &pages, &actor, (&noi, &id)).await?;
    let form = checking.form(&reader, &pages, &checking.begun());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn publish(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let checking = Checking::of(&reader, &pages, &actor, (&noi, &id)).await?;
    let sent = Sent(sent);
    let (points, mut wrong) = checking.read(&reader, &sent);
    let reason = sent.get("reason");
    let corrects = checking.of.state == State::Published;
    if corrects || reason.chars().count() > LONGEST_TEXT {
        wrong.words(&reader.t, ("reason", &reason), LONGEST_TEXT);
    }
    let form = checking.form(&reader, &pages, &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "check", checking.unit.id);
    let key = (checking.unit.id, checking.of.id);
    let done = pages
        .desk
        .publish(key, revision(&sent), (&points, &reason), &by)
        .await;
    let next = |()| format!("{}?xong=cong-bo", href(&checking.unit, &checking.of));
    Ok(then(&reader, done, next, (form, "reason")))
}

fn back_form(reader: &Reader, checking: &Checking<'_>, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = href(&checking.unit, &checking.of);
    FormPage::new(
        reader,
        shell(reader, &checking.unit, t.text("assessment-back-title")),
        format!("{here}/tra-lai"),
        format!("{here}/xet"),
        t.text("assessment-act-send-back"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("assessment-back-lead")))
    .hidden("revision", checking.of.revision)
    .field(area("reason", t.text("assessment-back-why"), &sent.get("reason")))
}

pub(super) async fn ask_back(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let checking = Checking::of(&reader, &pages, &actor, (&noi, &id)).await?;
    let form = back_form(&reader, &checking, &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn send_back(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let checking = Checking::of(&reader, &pages, &actor, (&noi, &id)).await?;
    let sent = Sent(sent);
    let reason = sent.get("reason");
    let mut wrong = Wrong::default();
    wrong.words(&reader.t, ("reason", &reason), LONGEST_TEXT);
    let form = back_form(&reader, &checking, &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "check", checking.unit.id);
    let key = (checking.unit.id, checking.of.id);
    let done = pages.desk.send_back(key, revision(&sent), &reason, &by).await;
    // The one that was sent back has no page for the level above any more; the table of its year has it.
    let province = checking.unit.parent;
    let units = pages.desk.units.current();
    let above = province.and_then(|id| units.get(id));
    let next = |()| match above {
        Some(above) => format!(
            "{}/bang/{}/{}?xong=tra-lai",
            super::home(above),
            checking.set.slug,
            checking.of.year
        ),
        None => super::home(&checking.unit),
    };
    Ok(then(&reader, done, next, (form, "reason")))
}
