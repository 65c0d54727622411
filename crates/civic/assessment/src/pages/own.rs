//! The commune's desk: what is to be assessed, and the commune's own points beside what was counted.

use axum::{
    Form,
    extract::{Path, Query, State as Extract},
};
use platform::{
    access::Actor,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Choice, Column, Notice, Row, Table, Tone},
        form::{FormPage, Sent, Wrong, area},
        sheet::{Part, Sheet},
    },
    text::read_whole,
};
use units::{Level, Unit};

use super::{
    Came, LONGEST_TEXT, Pages, acting, home, href, may, missing, or_failed, or_refused, revision,
    set_of_year, shell, then,
    words::{self, NOTES, POINTS},
};
use crate::{
    criteria::CriteriaSet,
    model::{Assessment, ObjectionState, Score, State, Survey},
    rules,
    service::Figures,
    store,
};

/// Years back that the desk offers to assess.
const YEARS: i16 = 2;

pub(super) async fn desk(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
    Query(came): Query<Came>,
) -> Answer {
    let t = &reader.t;
    let desk = &pages.desk;
    let unit = acting(&reader, &pages, &actor, (&noi, "read"))?;
    if unit.level != Level::Commune {
        return Err(missing(&reader));
    }
    let (_, today) = desk.now();
    let mut read = or_failed(&reader, desk.db.read().await)?;
    let all = or_failed(&reader, store::of_unit(&mut read, unit.id).await)?;
    let surveys = or_failed(&reader, store::surveys(&mut read, unit.id).await)?;
    let mut waiting = 0;
    for one in all.iter().filter(|one| one.state == State::Published) {
        let objections = or_failed(&reader, store::objections(&mut read, unit.id, one.id).await)?;
        waiting += objections
            .iter()
            .filter(|objection| objection.state == ObjectionState::Waiting)
            .count();
    }
    drop(read);
    let writes = may(Some(&actor), "draft", unit.id);
    let mut sheet = Sheet::new(&reader, shell(&reader, &unit, t.text("assessment-desk")))
        .done(words::done(t, &came.xong));
    if waiting > 0 {
        sheet.notices.push(Notice::new(
            t,
            Tone::Warning,
            t.with(
                "assessment-waiting",
                "count",
                i64::try_from(waiting).unwrap_or(i64::MAX),
            ),
        ));
    }
    let mut part = Part::new("viec", t.text("assessment-to-assess"));
    part.lead.push(t.text("assessment-to-assess-lead"));
    let mut rows = Vec::new();
    for year in (today.year() - YEARS + 1..=today.year()).rev() {
        for set in desk.sets.iter().filter(|set| set.is_for(unit.kind, year)) {
            let one = all.iter().find(|one| one.set == set.key && one.year == year);
            let survey = surveys
                .iter()
                .find(|survey| survey.set == set.key && survey.year == year);
            rows.push(line(&reader, (&unit, set, year), (one, survey), writes));
        }
    }
    part.table = Some(Table::new(
        t.text("assessment-to-assess"),
        vec![
            Column::text(t.text("assessment-column-year")),
            Column::text(t.text("assessment-column-set")),
            Column::text(t.text("assessment-column-state")),
            Column::text(t.text("assessment-survey")),
        ],
        rows,
    ));
    sheet.parts.push(part);
    Ok(sheet.private())
}

fn line(
    reader: &Reader,
    (unit, set, year): (&Unit, &CriteriaSet, i16),
    (one, survey): (Option<&Assessment>, Option<&Survey>),
    writes: bool,
) -> Row {
    let t = &reader.t;
    let base = format!("{}/viec/{}/{year}", home(unit), set.slug);
    let mut name = Cell::text(set.name.get(t.code()));
    let open = one.is_none_or(|one| one.state.is_the_communes());
    if open && writes {
        name = name.link(base.clone());
    } else if let Some(one) = one {
        name = name.link(href(unit, one));
    }
    let standing = match one {
        Some(one) => {
            let mut cell = Cell::default().tag(words::state(t, one.state));
            if one.state == State::Returned {
                cell = cell.note(one.reason.as_str());
            }
            cell
        }
        None => Cell::text(t.text("assessment-not-begun")),
    };
    let asked = match survey {
        Some(survey) => Cell::text(t.format(
            "assessment-survey-count",
            &[
                ("answered", survey.answered.into()),
                ("printed", survey.printed.into()),
            ],
        ))
        .link(format!("{}/viec/phieu/{}", home(unit), survey.id)),
        None if set.has_survey() && writes => {
            Cell::text(t.text("assessment-survey-open-it")).link(format!("{base}/khao-sat"))
        }
        None => Cell::text(String::new()),
    };
    Row::new(vec![Cell::text(year.to_string()), name, standing, asked])
}

/// What a commune has to fill in.
struct Asking<'p> {
    unit: Unit,
    set: &'p CriteriaSet,
    year: i16,
    known: Option<Assessment>,
    now: Figures,
}

impl<'p> Asking<'p> {
    async fn of(
        reader: &Reader,
        pages: &'p Pages,
        unit: Unit,
        (bo, nam): (&str, &str),
    ) -> Result<Self, Instead> {
        let desk = &pages.desk;
        let (set, year) = set_of_year(reader, pages, &unit, (bo, nam))?;
        let mut read = or_failed(reader, desk.db.read().await)?;
        let known = or_failed(reader, store::of_year(&mut read, unit.id, (&set.key, year)).await)?;
        let now = or_refused(reader, desk.figures(&mut read, unit.id, (set, year)).await)?;
        Ok(Self {
            unit,
            set,
            year,
            known,
            now,
        })
    }

    /// What stands in the fields at first: what was kept, or what the figures suggest.
    fn begun(&self) -> Sent {
        let mut sent = Vec::new();
        for (index, criterion) in self.set.criteria.iter().enumerate() {
            let score = self
                .known
                .as_ref()
                .and_then(|known| known.scores.iter().find(|score| score.criterion == criterion.key));
            let points = match score {
                Some(score) => score.own,
                None => rules::suggested(criterion, |source| self.now.get(source).copied()),
            };
            let points = points.map(|points| points.to_string()).unwrap_or_default();
            sent.push((POINTS[index].to_owned(), points));
            if let Some(score) = score {
                sent.push((NOTES[index].to_owned(), score.own_note.clone()));
            }
        }
        Sent(sent)
    }

    fn form(&self, reader: &Reader, pages: &Pages, sent: &Sent) -> FormPage {
        let t = &reader.t;
        let title = t.format(
            "assessment-own-title",
            &[
                ("name", self.set.name.get(t.code()).into()),
                ("year", self.year.to_string().into()),
            ],
        );
        let desk = format!("{}/viec", home(&self.unit));
        let mut form = FormPage::new(
            reader,
            shell(reader, &self.unit, title).crumb(t.text("assessment-desk"), desk.clone()),
            format!("{desk}/{}/{}", self.set.slug, self.year),
            desk,
            t.text("assessment-button-go-on"),
        )
        .notice(Notice::new(t, Tone::Info, t.text("assessment-own-lead")))
        .hidden("revision", self.known.as_ref().map_or(0, |known| known.revision));
        if let Some(known) = self.known.as_ref().filter(|known| known.state == State::Returned) {
            form = form.quote(t.text("assessment-sent-back-why"), known.reason.as_str());
        }
        for (index, criterion) in self.set.criteria.iter().enumerate() {
            let name = criterion.name.get(t.code());
            let counted = words::counted(t, &pages.desk, criterion, |source| self.now.get(source).copied());
            let suggested = rules::suggested(criterion, |source| self.now.get(source).copied());
            let hint = t.format(
                "assessment-points-hint",
                &[
                    ("most", criterion.most.into()),
                    (
                        "counted",
                        if counted.is_empty() {
                            t.text("assessment-no-evidence").into()
                        } else {
                            counted.into()
                        },
                    ),
                    ("suggested", words::points(t, self.set, suggested).into()),
                ],
            );
            let label = format!("{}. {name}", index + 1);
            form = form
                .field(
                    words::points_field(t, self.set, (POINTS[index], label), &sent.get(POINTS[index]))
                        .hint(hint),
                )
                .field(area(
                    NOTES[index],
                    t.with("assessment-own-note", "number", (index + 1).to_string()),
                    &sent.get(NOTES[index]),
                ));
        }
        let choices = ["luu", "nop"]
            .map(|key| {
                Choice::new(key, t.text(&format!("assessment-then-{key}")))
                    .hint(t.text(&format!("assessment-then-hint-{key}")))
            })
            .to_vec();
        let chosen = Some(sent.get("lam")).filter(|chosen| !chosen.is_empty());
        form.field(words::radios(
            "lam",
            t.text("assessment-then"),
            choices,
            chosen.as_deref().unwrap_or("luu"),
        ))
    }

    fn read(&self, reader: &Reader, sent: &Sent, whole: bool) -> (Vec<Score>, Wrong) {
        let t = &reader.t;
        let mut wrong = Wrong::default();
        let mut scores = Vec::new();
        for (index, criterion) in self.set.criteria.iter().enumerate() {
            let typed = sent.get(POINTS[index]);
            let own = read_whole(&typed);
            let within = own.is_some_and(|own| (0..=criterion.most).contains(&own));
            if (!typed.is_empty() || whole) && !within {
                let text = t.with("assessment-error-points-of", "most", criterion.most);
                wrong.add(POINTS[index], text);
            }
            let own_note = sent.get(NOTES[index]);
            if own_note.chars().count() > LONGEST_TEXT {
                wrong.words(t, (NOTES[index], &own_note), LONGEST_TEXT);
            }
            scores.push(Score {
                criterion: criterion.key.clone(),
                own,
                own_note,
                ..Score::default()
            });
        }
        (scores, wrong)
    }
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, bo, nam)): Path<(String, String, String)>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let asking = Asking::of(&reader, &pages, unit, (&bo, &nam)).await?;
    if asking
        .known
        .as_ref()
        .is_some_and(|known| !known.state.is_the_communes())
    {
        return Ok(page::conflict(&reader, reader.t.text("assessment-error-sent-in")));
    }
    let form = asking.form(&reader, &pages, &asking.begun());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn keep(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, bo, nam)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let asking = Asking::of(&reader, &pages, unit, (&bo, &nam)).await?;
    let sent = Sent(sent);
    let submits = sent.get("lam") == "nop";
    let (scores, mut wrong) = asking.read(&reader, &sent, submits);
    if submits && !may(Some(&actor), "submit", asking.unit.id) {
        wrong.add("lam", reader.t.text("assessment-error-submit"));
    }
    let form = asking.form(&reader, &pages, &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(&reader.t, &wrong)));
    }
    let desk = &pages.desk;
    let of = (asking.unit.id, asking.set, asking.year);
    let done = if submits {
        let by = actor.acting(super::FUNCTION, "submit", asking.unit.id);
        desk.submit(of, revision(&sent), &scores, &by).await
    } else {
        let by = actor.acting(super::FUNCTION, "draft", asking.unit.id);
        desk.draft(of, revision(&sent), &scores, &by).await
    };
    let word = if submits { "nop" } else { "luu" };
    let next = |_| format!("{}/viec?xong={word}", home(&asking.unit));
    Ok(then(&reader, done, next, (form, "lam")))
}
