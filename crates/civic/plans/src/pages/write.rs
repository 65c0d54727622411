//! Writing a plan: its draft, issuing it, evaluating it, and its next period.

use axum::{
    Form,
    extract::{Path, State as Extract},
};
use jiff::civil::Date;
use platform::{
    access::Actor,
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader,
        components::{Choice, Field, Notice, Tone},
        form::{FormPage, Sent, Wrong, area},
    },
    text::{fold, read_day, write_day},
};
use units::{Unit, UnitId};

use super::{
    FUNCTION, LONGEST_LINE, LONGEST_TEXT, Pages, acting, find, home, href, missing, or_failed, revision,
    shell, tasks::fresh, then, words,
};
use crate::{
    model::{Kind, Plan, PlanId, Recurs, State, Target, TargetId, Task},
    store,
};

/// The most targets and tasks of one form.
const MOST_LINES: usize = 60;
/// Names of the fields for what was reached, and why, in the order of the targets.
const REACHED: [&str; 60] = [
    "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "r16",
    "r17", "r18", "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r30", "r31",
    "r32", "r33", "r34", "r35", "r36", "r37", "r38", "r39", "r40", "r41", "r42", "r43", "r44", "r45", "r46",
    "r47", "r48", "r49", "r50", "r51", "r52", "r53", "r54", "r55", "r56", "r57", "r58", "r59", "r60",
];
const WHY: [&str; 60] = [
    "w1", "w2", "w3", "w4", "w5", "w6", "w7", "w8", "w9", "w10", "w11", "w12", "w13", "w14", "w15", "w16",
    "w17", "w18", "w19", "w20", "w21", "w22", "w23", "w24", "w25", "w26", "w27", "w28", "w29", "w30", "w31",
    "w32", "w33", "w34", "w35", "w36", "w37", "w38", "w39", "w40", "w41", "w42", "w43", "w44", "w45", "w46",
    "w47", "w48", "w49", "w50", "w51", "w52", "w53", "w54", "w55", "w56", "w57", "w58", "w59", "w60",
];

/// The hamlet of a commune, or the commune of a province, that an office in words names.
pub(super) async fn assigned(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    owner: &str,
) -> Result<Option<UnitId>, Instead> {
    let (_, today) = pages.desk.now();
    let wanted = fold(owner.trim());
    let units = pages.desk.units.current();
    let below = units
        .children(unit.id, today)
        .find(|below| fold(&below.name) == wanted)
        .map(|below| below.id);
    if below.is_some() {
        return Ok(below);
    }
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let hamlets = or_failed(reader, units::hamlets::all(&mut read, unit.id).await)?;
    Ok(hamlets
        .into_iter()
        .find(|hamlet| fold(&hamlet.name) == wanted)
        .map(|hamlet| hamlet.id))
}

fn bad_line(t: &Translator, key: &str, index: usize) -> String {
    t.with(key, "number", i64::try_from(index + 1).unwrap_or(i64::MAX))
}

fn filled(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| (index, line.split(';').map(str::trim).collect()))
}

/// Targets as they are typed, one in a line: what; figure; measure.
fn read_targets(t: &Translator, text: &str) -> Result<Vec<Target>, String> {
    let mut targets = Vec::new();
    for (index, parts) in filled(text) {
        let target = match parts.as_slice() {
            [title, planned, measure] if !title.is_empty() && !measure.is_empty() => {
                words::read_hundredths(planned).map(|planned| Target {
                    id: TargetId(uuid::Uuid::nil()),
                    title: (*title).to_owned(),
                    measure: (*measure).to_owned(),
                    planned,
                    reached: None,
                    verdict: None,
                    why: String::new(),
                })
            }
            _ => None,
        };
        let target = target.filter(|target| {
            target.title.chars().count() <= LONGEST_LINE && target.measure.chars().count() <= LONGEST_LINE
        });
        match target {
            Some(target) if targets.len() < MOST_LINES => targets.push(target),
            _ => return Err(bad_line(t, "plans-error-target-line", index)),
        }
    }
    Ok(targets)
}

/// Tasks as they are typed, one in a line: what; who; last day; first day, which may be left out.
fn read_tasks(t: &Translator, unit: &Unit, text: &str, starts_on: Date) -> Result<Vec<Task>, String> {
    let mut tasks = Vec::new();
    for (index, parts) in filled(text) {
        let task = match parts.as_slice() {
            [title, owner, due, rest @ ..] if !title.is_empty() && !owner.is_empty() && rest.len() <= 1 => {
                let begins_on = match rest.first().filter(|begins| !begins.is_empty()) {
                    Some(begins) => read_day(begins),
                    None => Some(starts_on),
                };
                read_day(due).zip(begins_on).map(|(due_on, begins_on)| Task {
                    begins_on,
                    due_on,
                    ..fresh(
                        unit,
                        PlanId(uuid::Uuid::nil()),
                        (*title).to_owned(),
                        (*owner).to_owned(),
                    )
                })
            }
            _ => None,
        };
        let task = task.filter(|task| {
            task.begins_on <= task.due_on
                && task.title.chars().count() <= LONGEST_LINE
                && task.owner.chars().count() <= LONGEST_LINE
        });
        match task {
            Some(task) if tasks.len() < MOST_LINES => tasks.push(task),
            _ => return Err(bad_line(t, "plans-error-task-line", index)),
        }
    }
    Ok(tasks)
}

fn form(reader: &Reader, (unit, plan): (&Unit, Option<&Plan>), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let (action, back, title) = match plan {
        Some(plan) => {
            let here = href(unit, plan.id);
            (format!("{here}/sua"), here, "plans-act-change")
        }
        None => (format!("{}/soan", home(unit)), home(unit), "plans-act-draft"),
    };
    let kinds = Kind::ALL
        .iter()
        .map(|kind| Choice::new(kind.key(), t.text(&format!("plans-kind-{}", kind.key()))))
        .collect();
    let recurs = Recurs::ALL
        .iter()
        .map(|recurs| Choice::new(recurs.key(), t.text(&format!("plans-recurs-{}", recurs.key()))))
        .collect();
    let or = |name: &str, otherwise: &str| {
        Some(sent.get(name))
            .filter(|chosen| !chosen.is_empty())
            .unwrap_or_else(|| otherwise.to_owned())
    };
    FormPage::new(
        reader,
        shell(reader, unit, t.text(title)),
        action,
        back,
        t.text("plans-button-keep"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("plans-draft-lead")))
    .hidden("revision", plan.map_or(0, |plan| plan.revision))
    .field(Field::words(
        "title",
        t.text("plans-column-plan"),
        sent.get("title"),
    ))
    .field(words::radios(
        "kind",
        t.text("plans-ask-kind"),
        kinds,
        &or("kind", Kind::Ordinary.key()),
    ))
    .field(Field::words("basis", t.text("plans-basis"), sent.get("basis")).hint(t.text("plans-basis-hint")))
    .field(words::day_field(
        t,
        "from",
        t.text("plans-column-from"),
        sent.get("from"),
    ))
    .field(words::day_field(
        t,
        "to",
        t.text("plans-column-to"),
        sent.get("to"),
    ))
    .field(words::radios(
        "recurs",
        t.text("plans-recurs"),
        recurs,
        &or("recurs", Recurs::Never.key()),
    ))
    .field(area("targets", t.text("plans-targets"), &sent.get("targets")).hint(t.text("plans-targets-hint")))
    .field(area("tasks", t.text("plans-tasks"), &sent.get("tasks")).hint(t.text("plans-tasks-hint")))
}

/// A draft as the form holds it.
fn begun(t: &Translator, plan: &Plan, (targets, tasks): (&[Target], &[Task])) -> Sent {
    let targets: Vec<String> = targets
        .iter()
        .map(|target| {
            let planned = words::hundredths(t, target.planned);
            format!("{}; {planned}; {}", target.title, target.measure)
        })
        .collect();
    let tasks: Vec<String> = tasks
        .iter()
        .map(|task| {
            format!(
                "{}; {}; {}; {}",
                task.title,
                task.owner,
                write_day(task.due_on),
                write_day(task.begins_on)
            )
        })
        .collect();
    Sent(
        [
            ("title", plan.title.clone()),
            ("kind", plan.kind.key().to_owned()),
            ("basis", plan.basis.clone()),
            ("from", write_day(plan.starts_on)),
            ("to", write_day(plan.ends_on)),
            ("recurs", plan.recurs.key().to_owned()),
            ("targets", targets.join("\n")),
            ("tasks", tasks.join("\n")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec(),
    )
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let form = form(&reader, (&unit, None), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

async fn kept(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (unit, known): (Unit, Option<Plan>),
    sent: Sent,
) -> Answer {
    let t = &reader.t;
    let mut wrong = Wrong::default();
    wrong.words(t, ("title", &sent.get("title")), LONGEST_LINE);
    let basis = sent.get("basis");
    if basis.chars().count() > LONGEST_TEXT {
        wrong.words(t, ("basis", &basis), LONGEST_TEXT);
    }
    let kind = Kind::from_key(&sent.get("kind"));
    let recurs = Recurs::from_key(&sent.get("recurs"));
    for (name, missing) in [("kind", kind.is_none()), ("recurs", recurs.is_none())] {
        if missing {
            wrong.add(name, t.text("plans-error-choose"));
        }
    }
    let days = ["from", "to"].map(|name| {
        let day = read_day(&sent.get(name));
        if day.is_none() {
            wrong.add(name, t.text("plans-error-day"));
        }
        day
    });
    let targets = read_targets(t, &sent.get("targets"));
    if let Err(text) = &targets {
        wrong.add("targets", text.clone());
    }
    let tasks = read_tasks(t, &unit, &sent.get("tasks"), days[0].unwrap_or(Date::MIN));
    if let Err(text) = &tasks {
        wrong.add("tasks", text.clone());
    }
    let form = form(reader, (&unit, known.as_ref()), &sent);
    let (Some(kind), Some(recurs), [Some(starts_on), Some(ends_on)], Ok(targets), Ok(mut tasks), true) =
        (kind, recurs, days, targets, tasks, wrong.0.is_empty())
    else {
        return Ok(page::private(form.show(t, &wrong)));
    };
    for task in &mut tasks {
        task.assigned_to = assigned(reader, pages, &unit, &task.owner).await?;
    }
    let plan = Plan {
        unit: unit.id,
        id: known.as_ref().map_or(PlanId(uuid::Uuid::nil()), |known| known.id),
        kind,
        title: sent.get("title"),
        basis,
        starts_on,
        ends_on,
        recurs,
        follows: known.as_ref().and_then(|known| known.follows),
        state: State::Draft,
        issued_on: None,
        closed_on: None,
        evaluation: String::new(),
        revision: revision(&sent),
    };
    let by = actor.acting(FUNCTION, "draft", unit.id);
    let done = pages.desk.draft(plan, (&targets, &tasks), &by).await;
    let next = |id| format!("{}?xong=luu", href(&unit, id));
    Ok(then(reader, done, next, (form, "to")))
}

pub(super) async fn keep(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path(noi): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let unit = acting(&reader, &pages, &actor, (&noi, "draft"))?;
    kept(&reader, &pages, &actor, (unit, None), Sent(sent)).await
}

/// A draft for who writes it.
async fn drafted(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (noi, id, action): (&str, &str, &str),
) -> Result<(Unit, Plan), Instead> {
    acting(reader, pages, actor, (noi, action))?;
    let (unit, plan) = find(reader, pages, Some(actor), (noi, id)).await?;
    if plan.state == State::Draft {
        Ok((unit, plan))
    } else {
        Err(Instead::from(page::conflict(
            reader,
            reader.t.text("plans-error-stale"),
        )))
    }
}

pub(super) async fn ask_change(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let (unit, plan) = drafted(&reader, &pages, &actor, (&noi, &id, "draft")).await?;
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let targets = or_failed(&reader, store::targets(&mut read, &plan).await)?;
    let tasks = or_failed(&reader, store::tasks(&mut read, &plan).await)?;
    drop(read);
    let sent = begun(&reader.t, &plan, (&targets, &tasks));
    let form = form(&reader, (&unit, Some(&plan)), &sent);
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn change(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (unit, plan) = drafted(&reader, &pages, &actor, (&noi, &id, "draft")).await?;
    kept(&reader, &pages, &actor, (unit, Some(plan)), Sent(sent)).await
}

fn issue_form(reader: &Reader, (unit, plan): (&Unit, &Plan), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = href(unit, plan.id);
    let choices = ["ban-hanh", "bo"]
        .map(|key| {
            Choice::new(key, t.text(&format!("plans-issue-{key}")))
                .hint(t.text(&format!("plans-issue-hint-{key}")))
        })
        .to_vec();
    let chosen = Some(sent.get("lam")).filter(|chosen| !chosen.is_empty());
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-issue")),
        format!("{here}/ban-hanh"),
        here,
        t.text("plans-button-go-on"),
    )
    .quote(t.text("plans-column-plan"), plan.title.as_str())
    .hidden("revision", plan.revision)
    .field(words::radios(
        "lam",
        t.text("plans-issue-ask"),
        choices,
        chosen.as_deref().unwrap_or("ban-hanh"),
    ))
}

pub(super) async fn ask_issue(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let (unit, plan) = drafted(&reader, &pages, &actor, (&noi, &id, "issue")).await?;
    let form = issue_form(&reader, (&unit, &plan), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn issue(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let (unit, plan) = drafted(&reader, &pages, &actor, (&noi, &id, "issue")).await?;
    let sent = Sent(sent);
    let form = issue_form(&reader, (&unit, &plan), &sent);
    let key = (unit.id, plan.id);
    if sent.get("lam") == "bo" {
        let done = pages.desk.discard(key, revision(&sent)).await;
        return Ok(then(
            &reader,
            done,
            |()| format!("{}?xong=bo-nhap", home(&unit)),
            (form, "lam"),
        ));
    }
    let by = actor.acting(FUNCTION, "issue", unit.id);
    let done = pages.desk.issue(key, revision(&sent), &by).await;
    let next = |()| format!("{}?xong=ban-hanh", href(&unit, plan.id));
    Ok(then(&reader, done, next, (form, "lam")))
}

fn close_form(reader: &Reader, (unit, plan, targets): (&Unit, &Plan, &[Target]), sent: &Sent) -> FormPage {
    let t = &reader.t;
    let here = href(unit, plan.id);
    let mut form = FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-close")).crumb(plan.title.as_str(), here.clone()),
        format!("{here}/danh-gia"),
        here,
        t.text("plans-act-close"),
    )
    .notice(Notice::new(t, Tone::Warning, t.text("plans-close-lead")))
    .hidden("revision", plan.revision);
    for (index, target) in targets.iter().enumerate().take(MOST_LINES) {
        let planned = t.format(
            "plans-target-planned",
            &[
                ("planned", words::hundredths(t, target.planned).into()),
                ("measure", target.measure.as_str().into()),
            ],
        );
        form = form
            .field(
                Field::words(
                    REACHED[index],
                    t.with("plans-ask-reached", "title", target.title.as_str()),
                    sent.get(REACHED[index]),
                )
                .hint(planned),
            )
            .field(Field::words(
                WHY[index],
                t.text("plans-ask-why"),
                sent.get(WHY[index]),
            ));
    }
    form.field(area(
        "evaluation",
        t.text("plans-evaluation"),
        &sent.get("evaluation"),
    ))
}

async fn in_force(
    reader: &Reader,
    pages: &Pages,
    actor: &Actor,
    (noi, id): (&str, &str),
) -> Result<(Unit, Plan, Vec<Target>), Instead> {
    acting(reader, pages, actor, (noi, "issue"))?;
    let (unit, plan) = find(reader, pages, Some(actor), (noi, id)).await?;
    if plan.state != State::Issued {
        return Err(missing(reader));
    }
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let targets = or_failed(reader, store::targets(&mut read, &plan).await)?;
    Ok((unit, plan, targets))
}

pub(super) async fn ask_close(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    let (unit, plan, targets) = in_force(&reader, &pages, &actor, (&noi, &id)).await?;
    let form = close_form(&reader, (&unit, &plan, &targets), &Sent::default());
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn close(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let (unit, plan, targets) = in_force(&reader, &pages, &actor, (&noi, &id)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let mut reached = Vec::new();
    for (index, target) in targets.iter().enumerate().take(MOST_LINES) {
        let why = sent.get(WHY[index]);
        match words::read_hundredths(&sent.get(REACHED[index])) {
            None => wrong.add(REACHED[index], t.text("plans-error-figure")),
            Some(value) if value < target.planned && why.is_empty() => {
                wrong.add(WHY[index], t.text("plans-error-why"));
            }
            Some(value) => reached.push((target.id, value, why)),
        }
    }
    let evaluation = sent.get("evaluation");
    wrong.words(t, ("evaluation", &evaluation), LONGEST_TEXT);
    let form = close_form(&reader, (&unit, &plan, &targets), &sent);
    if !wrong.0.is_empty() {
        return Ok(page::private(form.show(t, &wrong)));
    }
    let by = actor.acting(FUNCTION, "issue", unit.id);
    let done = pages
        .desk
        .close((unit.id, plan.id), revision(&sent), (&reached, &evaluation), &by)
        .await;
    let next = |()| format!("{}?xong=danh-gia", href(&unit, plan.id));
    Ok(then(&reader, done, next, (form, "evaluation")))
}

fn renew_form(reader: &Reader, (unit, plan): (&Unit, &Plan)) -> FormPage {
    let t = &reader.t;
    let here = href(unit, plan.id);
    FormPage::new(
        reader,
        shell(reader, unit, t.text("plans-act-renew")),
        format!("{here}/ky-sau"),
        here,
        t.text("plans-act-renew"),
    )
    .quote(t.text("plans-column-plan"), plan.title.as_str())
    .notice(Notice::new(t, Tone::Info, t.text("plans-renew-lead")))
}

pub(super) async fn ask_renew(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan) = find(&reader, &pages, Some(&actor), (&noi, &id)).await?;
    let form = renew_form(&reader, (&unit, &plan));
    Ok(page::private(form.show(&reader.t, &Wrong::default())))
}

pub(super) async fn renew(
    reader: Reader,
    actor: Actor,
    Extract(pages): Extract<Pages>,
    Path((noi, id)): Path<(String, String)>,
) -> Answer {
    acting(&reader, &pages, &actor, (&noi, "draft"))?;
    let (unit, plan) = find(&reader, &pages, Some(&actor), (&noi, &id)).await?;
    let by = actor.acting(FUNCTION, "draft", unit.id);
    let done = pages.desk.renew((unit.id, plan.id), &by).await;
    let next = |id| format!("{}?xong=ky-sau", href(&unit, id));
    Ok(then(
        &reader,
        done,
        next,
        (renew_form(&reader, (&unit, &plan)), "lam"),
    ))
}
