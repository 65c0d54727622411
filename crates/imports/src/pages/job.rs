//! What became of a file: how far it is, then what was read, what is wrong, what came in.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use platform::{
    access::Actor,
    i18n::{Arg, Translator},
    page::{
        self, Reader, Shell,
        components::{Cell, Confirmation, Link, Notice, Progress, SummaryList, Tone},
    },
};
use units::Level;
use uuid::Uuid;

use super::{
    HOME, Pages, batch_href, form_name,
    jobs::{Job, Sent, State as JobState, Work},
    shell,
    start::{SendForm, start},
};
use crate::{
    history::Undone,
    importer::{self, Outcome, Stage},
    problem::Problems,
};

#[derive(Template)]
#[template(path = "imports/waiting.html")]
struct WaitingPage {
    shell: Shell,
    progress: Progress,
}

#[derive(Template)]
#[template(path = "imports/result.html")]
struct ResultPage {
    shell: Shell,
    confirmation: Option<Confirmation>,
    notice: Option<Notice>,
    summary: SummaryList,
    /// Where what came in can be seen.
    links: Vec<Link>,
    problems: Option<Remarks>,
    notices: Option<Remarks>,
    /// The address that the wish to import the checked file is sent to, and the words on the button.
    import: Option<Link>,
    form: Option<SendForm>,
}

/// Problems or notices: where each stands, and what to do about it.
struct Remarks {
    list: SummaryList,
    /// How many more there are, in words; empty for none.
    more: String,
}

fn find(pages: &Pages, actor: &Actor, job: &str) -> Option<std::sync::Arc<Job>> {
    pages.jobs.get(job.parse::<Uuid>().ok()?, actor)
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(job): Path<String>,
) -> Response {
    let t = &reader.t;
    let Some(job) = find(&pages, &actor, &job) else {
        return page::not_found(&reader);
    };
    match (job.state(), job.sent()) {
        (JobState::Waiting, _) => waiting(&reader, &job, None),
        (JobState::Running(progress), _) => waiting(&reader, &job, progress),
        (JobState::Read(outcome), Some(sent)) => page::html(&result(&reader, &pages, &job, sent, &outcome)),
        (JobState::Undone(undone), _) => page::html(&undone_page(&reader, &job, undone)),
        (JobState::Read(_) | JobState::Failed, _) => {
            let shell = shell(&reader, t.text("imports-failed-title")).crumb(t.text("imports-title"), HOME);
            page::html(&ResultPage {
                notice: Some(Notice::new(t, Tone::Problem, t.text("imports-failed"))),
                form: job.sent().map(|sent| again(&pages, &reader, &job, sent)),
                ..ResultPage::of(shell)
            })
        }
    }
}

/// Imports a file that was checked.
pub(super) async fn confirm(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(job): Path<String>,
) -> Response {
    let Some(job) = find(&pages, &actor, &job) else {
        return page::not_found(&reader);
    };
    let JobState::Read(outcome) = job.state() else {
        return page::not_found(&reader);
    };
    match job.sent() {
        Some(sent) if outcome.is_sound() => {
            let mut sent = sent.clone();
            sent.choices.import = true;
            // What may be done now counts, not what might be when it was sent.
            sent.sender = actor;
            // What was guessed in the check is not guessed again.
            sent.choices.form = outcome.form.clone().unwrap_or_default();
            start(&reader, &pages, Work::Import(sent))
        }
        _ => page::not_found(&reader),
    }
}

impl ResultPage {
    fn of(shell: Shell) -> Self {
        Self {
            shell,
            confirmation: None,
            notice: None,
            summary: SummaryList::default(),
            links: Vec::new(),
            problems: None,
            notices: None,
            import: None,
            form: None,
        }
    }
}

fn again(pages: &Pages, reader: &Reader, job: &Job, sent: &Sent) -> SendForm {
    let kept = Some((job.id.to_string(), sent.file.name.as_str()));
    SendForm::again(pages, reader, &sent.choices, kept)
}

fn waiting(reader: &Reader, job: &Job, progress: Option<importer::Progress>) -> Response {
    let t = &reader.t;
    let name = job.sent().map(|sent| sent.file.name.clone()).unwrap_or_default();
    let (label, written, done, total) = match (progress, &job.work) {
        (Some(now), _) => {
            let stage = match now.stage {
                Stage::Looking => "imports-stage-looking",
                Stage::Checking => "imports-stage-checking",
                Stage::Writing => "imports-stage-writing",
            };
            let rows = ("rows", Arg::Number(number(now.rows)));
            let written = match now.total {
                Some(total) => t.format(
                    "imports-progress-of",
                    &[rows, ("total", Arg::Number(number(total)))],
                ),
                None => t.format("imports-progress", &[rows]),
            };
            (
                t.text(stage),
                written,
                now.rows.min(now.total.unwrap_or(0)),
                now.total.unwrap_or(1),
            )
        }
        (None, Work::Undo { .. }) => (t.text("imports-stage-undoing"), String::new(), 0, 1),
        (None, _) => (t.text("imports-stage-waiting"), String::new(), 0, 1),
    };
    let shell = shell(reader, t.text("imports-waiting-title"))
        .lead(t.with("imports-waiting-lead", "name", name))
        .crumb(t.text("imports-title"), HOME);
    page::html(&WaitingPage {
        shell,
        progress: Progress::new("progress", label, written, done, total),
    })
}

fn result(reader: &Reader, pages: &Pages, job: &Job, sent: &Sent, outcome: &Outcome) -> ResultPage {
    let t = &reader.t;
    let title = if outcome.batch.is_some() {
        "imports-done-title"
    } else if outcome.already.is_some() {
        "imports-already-title"
    } else if outcome.is_sound() {
        "imports-sound-title"
    } else {
        "imports-wrong-title"
    };
    let mut shell = shell(reader, t.text(title)).crumb(t.text("imports-title"), HOME);
    let mut summary = vec![(t.text("imports-column-file"), Cell::text(sent.file.name.as_str()))];
    if let Some(form) = &outcome.form {
        summary.push((
            t.text("imports-column-form"),
            Cell::text(form_name(pages, t, form)),
        ));
    }
    if let Some(sheet) = &outcome.sheet {
        summary.push((t.text("imports-column-sheet"), Cell::text(sheet.as_str())));
    }
    summary.push((t.text("imports-rows-read"), Cell::number(t, number(outcome.rows))));
    if !outcome.problems.is_empty() {
        summary.push((
            t.text("imports-rows-good"),
            Cell::number(t, number(outcome.accepted)),
        ));
        summary.push((
            t.text("imports-rows-bad"),
            Cell::number(t, number(outcome.bad_rows)),
        ));
        summary.push((
            t.text("imports-count-problems"),
            Cell::number(t, number(outcome.problems.count())),
        ));
    }
    if !outcome.notices.is_empty() {
        summary.push((
            t.text("imports-count-notices"),
            Cell::number(t, number(outcome.notices.count())),
        ));
    }
    let count = Arg::Number(number(outcome.accepted));
    let (mut confirmation, mut notice, mut links, mut import) = (None, None, Vec::new(), None);
    if let Some(batch) = outcome.batch {
        confirmation = Some(Confirmation {
            title: t.with("imports-done", "count", count),
            text: t.text("imports-done-next"),
        });
        links.push(Link::new(t.text("imports-see-brought"), batch_href(batch)));
        links.extend(reports(pages, t, outcome));
    } else if let Some(same) = &outcome.already {
        let args = [
            ("name", Arg::from(same.name.as_str())),
            ("when", Arg::from(t.instant(same.imported_at))),
        ];
        let text = t.format("imports-already", &args);
        notice =
            Some(Notice::new(t, Tone::Info, text).link(t.text("imports-see-brought"), batch_href(same.id)));
    } else if outcome.is_sound() {
        notice = Some(Notice::new(
            t,
            Tone::Info,
            t.with("imports-sound", "count", count.clone()),
        ));
        let label = t.with("imports-do-import", "count", count);
        import = Some(Link::new(label, format!("/nhap/viec/{}", job.id)));
    } else {
        shell = shell.with_errors();
        notice = Some(Notice::new(t, Tone::Problem, t.text("imports-wrong")));
    }
    ResultPage {
        confirmation,
        notice,
        summary: SummaryList::new(summary),
        links,
        problems: remarks(pages, t, &outcome.problems),
        notices: remarks(pages, t, &outcome.notices),
        import,
        form: outcome.batch.is_none().then(|| again(pages, reader, job, sent)),
        ..ResultPage::of(shell)
    }
}

/// The reports in which what came in is counted.
fn reports(pages: &Pages, t: &Translator, outcome: &Outcome) -> Vec<Link> {
    let units = pages.importer.units.current();
    let above = outcome.touched.iter().map(|(unit, year)| {
        let province = units
            .ancestor(*unit, Level::Province)
            .map_or(*unit, |province| province.id);
        (province, *year)
    });
    let once: BTreeSet<_> = above.collect();
    once.into_iter()
        .map(|(unit, year)| {
            let name = units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
            let args = [("unit", Arg::from(name)), ("year", Arg::from(year.to_string()))];
            Link::new(
                t.format("imports-see-report", &args),
                format!("/bao-cao/{}/{year}", units.slug(unit)),
            )
        })
        .collect()
}

fn remarks(pages: &Pages, t: &Translator, found: &Problems) -> Option<Remarks> {
    if found.is_empty() {
        return None;
    }
    let entries = found.list().iter().map(|problem| {
        let mut cell = Cell::text(problem.text(t, pages.importer.catalogue()));
        if !problem.read.is_empty() {
            cell = cell.note(t.with("imports-read", "read", problem.read.as_str()));
        }
        (problem.place_text(t), cell)
    });
    Some(Remarks {
        list: SummaryList::new(entries.collect()),
        more: if found.more() > 0 {
            t.with("imports-more", "count", number(found.more()))
        } else {
            String::new()
        },
    })
}

fn undone_page(reader: &Reader, job: &Job, undone: Undone) -> ResultPage {
    let t = &reader.t;
    let shell = shell(reader, t.text("imports-undone-title")).crumb(t.text("imports-title"), HOME);
    let mut page = ResultPage::of(shell);
    match undone {
        Undone::Done { entries } => {
            page.confirmation = Some(Confirmation {
                title: t.with("imports-undone", "count", number(entries)),
                text: t.text("imports-undone-next"),
            });
        }
        Undone::Already | Undone::Unknown => {
            page.notice = Some(Notice::new(t, Tone::Info, t.text("imports-undone-before")));
        }
    }
    if let Work::Undo { batch, .. } = job.work {
        page.links
            .push(Link::new(t.text("imports-see-brought"), batch_href(batch)));
    }
    page
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
