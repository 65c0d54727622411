//! The bank's statement: brought in whole or not at all, then line by line said what it is.

use axum::{
    Form,
    extract::{Multipart, Path, State},
    response::{IntoResponse as _, Redirect},
};
use intake::{ColumnText, Problems, TemplateText};
use platform::{
    access::Actor,
    i18n::{self, Translator},
    page::{
        self, Answer, Reader,
        components::{Cell, Choice, Control, ErrorSummary, Field, Notice, SummaryList, Tone},
        form::{FormPage, Sent, Wrong},
    },
};

use super::{
    Found, Pages, failed, find_for,
    forms::{form, radios, sent},
    missing,
    money::{UploadPage, taken},
    or_failed, or_refused, public, refused,
};
use crate::{
    ActError, ReceiptId,
    ledger::Giver,
    model::{PledgeId, StatementLine, StatementLineId},
    statement::{self, Likely, Meaning},
    store, words,
};

/// The most problems that are shown.
const MOST_PROBLEMS: usize = 50;

fn upload(reader: &Reader, found: &Found) -> UploadPage {
    let t = &reader.t;
    UploadPage {
        shell: found
            .desk_shell(reader, t.text("contributions-statement"))
            .lead(t.text("contributions-statement-lead")),
        token: reader.form_token(),
        errors: ErrorSummary::of(t, []),
        notices: vec![
            Notice::new(t, Tone::Info, t.text("contributions-statement-columns")).link(
                t.text("contributions-statement-template"),
                format!("{}/sao-ke/mau.xlsx", found.href()),
            ),
        ],
        problems: None,
        title: found.campaign.title.clone(),
        action: format!("{}/sao-ke", found.href()),
        once: String::new(),
        fields: vec![Field::new(
            "file",
            t.text("contributions-statement-file"),
            Control::File {
                accept: ".xlsx,.csv".to_owned(),
            },
        )],
        button: t.text("contributions-statement-button"),
        back: found.desk_href(),
    }
}

pub(super) async fn ask(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    Ok(upload(&reader, &found).show(&reader.t, &Wrong::default()))
}

/// Problems with their rows and columns, in the reader's language.
fn remarks(t: &Translator, problems: &Problems) -> SummaryList {
    let said = |key: &str, args: intake::Args| {
        let args: Vec<_> = args
            .into_iter()
            .map(|(name, value)| (name, i18n::Arg::Text(value)))
            .collect();
        t.format(key, &args)
    };
    let entries = problems
        .list()
        .iter()
        .take(MOST_PROBLEMS)
        .map(|problem| {
            let (key, args) = problem.place.message();
            let place = said(key, args);
            let (key, args) = problem.message();
            let mut cell = Cell::text(said(key, args));
            if !problem.read.is_empty() {
                cell = cell.note(t.with("contributions-statement-read", "read", problem.read.as_str()));
            }
            (place, cell)
        })
        .collect();
    SummaryList::new(entries)
}

pub(super) async fn take(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Multipart,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (_, name, octets) = match taken(form).await {
        Ok(taken) => taken,
        Err(error) => {
            tracing::debug!(%error, "a form can't be read");
            return Ok(page::bad_request(&reader, t.text("contributions-error-broken")));
        }
    };
    let mut wrong = Wrong::default();
    if octets.is_empty() || octets.len() > statement::MOST_OCTETS {
        wrong.add("file", t.text("contributions-statement-no-file"));
        return Ok(upload(&reader, &found).show(t, &wrong));
    }
    let sheet = tokio::task::spawn_blocking(move || statement::understand(&octets, &name)).await;
    let sheet = match sheet {
        Ok(Ok(sheet)) => sheet,
        Ok(Err(error)) => return Ok(failed(&reader, &error)),
        Err(error) => return Ok(failed(&reader, &error)),
    };
    if !sheet.problems.is_empty() {
        wrong.add("file", t.text("contributions-statement-wrong"));
        let mut page = upload(&reader, &found);
        page.problems = Some(remarks(t, &sheet.problems));
        return Ok(page.show(t, &wrong));
    }
    let kept = pages.desk.keep_statement(found.key(), &sheet.lines).await;
    let new = or_refused(&reader, kept)?;
    if new == 0 {
        let mut page = upload(&reader, &found);
        page.notices.insert(
            0,
            Notice::new(
                t,
                Tone::Info,
                t.with("contributions-statement-same", "count", sheet.lines.len()),
            ),
        );
        return Ok(page.show(t, &wrong));
    }
    Ok(Redirect::to(&format!("{}#sao-ke", found.done_at("statement"))).into_response())
}

/// An empty statement as a spreadsheet.
pub(super) async fn template(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let form = statement::form();
    let text = TemplateText {
        data_sheet: t.text("contributions-statement-sheet"),
        guide_sheet: t.text("contributions-statement-guide"),
        guide_headings: [
            t.text("contributions-statement-column"),
            t.text("contributions-statement-needed"),
            t.text("contributions-statement-holds"),
            t.text("contributions-statement-example"),
        ],
        required: t.text("contributions-statement-required"),
        optional: t.text("contributions-statement-optional"),
        columns: form
            .columns
            .iter()
            .map(|column| ColumnText {
                note: t.text(&format!("contributions-statement-{}-hint", column.key)),
                example: t.text(&format!("contributions-statement-{}-example", column.key)),
            })
            .collect(),
    };
    match intake::template(&form, &text) {
        Ok(octets) => Ok(public::download(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "sao-ke.xlsx",
            octets,
        )),
        Err(error) => Ok(failed(&reader, &error)),
    }
}

fn line_form(reader: &Reader, found: &Found, line: &StatementLine, likely: &Likely, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let with_code = |label: String, written: bool| {
        if written {
            t.with("contributions-line-coded", "what", label)
        } else {
            label
        }
    };
    let mut choices = Vec::new();
    for (receipt, written) in &likely.receipts {
        let label = t.format(
            "contributions-line-receipt",
            &[("number", receipt.printed().into()), ("day", receipt.on.into())],
        );
        choices.push(Choice::new(
            format!("r.{}", receipt.id),
            with_code(label, *written),
        ));
    }
    for (pledge, written) in &likely.pledges {
        let label = t.format(
            "contributions-line-pledge",
            &[
                ("code", pledge.code.as_str().into()),
                ("amount", pledge.amount.into()),
                ("name", pledge.name.as_str().into()),
            ],
        );
        choices.push(Choice::new(
            format!("p.{}", pledge.id),
            with_code(label, *written),
        ));
    }
    for &giver in Giver::ALL {
        let label = t.with("contributions-line-gift", "giver", words::giver(t, giver));
        choices.push(Choice::new(format!("g.{}", giver.key()), label));
    }
    choices.push(
        Choice::new("hold", t.text("contributions-line-hold")).hint(t.text("contributions-line-hold-hint")),
    );
    form(
        reader,
        found,
        &format!("sao-ke/{}", line.id),
        ("contributions-say-what", "contributions-line-button"),
    )
    .hidden("once", sent.get("once"))
    .quote(
        format!("{} · {}", t.date(line.on), words::vnd(t, line.amount)),
        format!("{} · {}", line.reference, line.text),
    )
    .field(radios(t, "what", "contributions-line-ask", choices, sent))
}

async fn line_of(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    dong: &str,
) -> Result<(StatementLine, Likely), page::Instead> {
    let id: StatementLineId = dong.parse().map_err(|_| missing(reader))?;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let line = or_failed(reader, store::statement_line(&mut read, found.key(), id).await)?
        .ok_or_else(|| missing(reader))?;
    if line.entry.is_some() {
        return Err(page::Instead::from(refused(reader, &ActError::Stale)));
    }
    let likely = pages.desk.likely(&mut read, found.key(), &line).await;
    let likely = or_refused(reader, likely)?;
    Ok((line, likely))
}

pub(super) async fn ask_line(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, dong)): Path<(String, String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (line, likely) = line_of(&reader, &pages, &found, &dong).await?;
    // What holds the code is chosen already; the officer still says it.
    let receipt = likely.receipts.iter().find(|(_, written)| *written);
    let pledge = likely.pledges.iter().find(|(_, written)| *written);
    let chosen = match (receipt, pledge) {
        (Some((receipt, _)), _) => format!("r.{}", receipt.id),
        (None, Some((pledge, _))) => format!("p.{}", pledge.id),
        (None, None) => String::new(),
    };
    let blank = sent(&[("once", pages.desk.once()), ("what", chosen)]);
    let page = line_form(&reader, &found, &line, &likely, &blank).show(&reader.t, &Wrong::default());
    Ok(page::private(page))
}

/// What an officer chose.
fn meaning(chosen: &str) -> Option<Meaning> {
    if chosen == "hold" {
        return Some(Meaning::Hold);
    }
    let (what, which) = chosen.split_once('.')?;
    match what {
        "r" => which.parse::<ReceiptId>().ok().map(Meaning::Receipt),
        "p" => which.parse::<PledgeId>().ok().map(Meaning::Pledge),
        "g" => Giver::from_key(which).map(Meaning::Gift),
        _ => None,
    }
}

pub(super) async fn line(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, dong)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let line: StatementLineId = dong.parse().map_err(|_| missing(&reader))?;
    let Some(meaning) = meaning(&sent.get("what")) else {
        let (line, likely) = line_of(&reader, &pages, &found, &dong).await?;
        let mut wrong = Wrong::default();
        wrong.add("what", t.text("contributions-error-choose"));
        let page = line_form(&reader, &found, &line, &likely, &sent).show(t, &wrong);
        return Ok(page::private(page));
    };
    let by = found.by(&actor, "keep");
    let done = pages
        .desk
        .say_what(found.key(), line, meaning, (&sent.get("once"), &by))
        .await;
    match done {
        Err(ActError::Day(fault)) => {
            let (line, likely) = line_of(&reader, &pages, &found, &dong).await?;
            let mut wrong = Wrong::default();
            wrong.add("what", words::day_fault(t, fault));
            let page = line_form(&reader, &found, &line, &likely, &sent).show(t, &wrong);
            Ok(page::private(page))
        }
        done => Ok(super::then(&reader, done, &found.done_at("matched"))),
    }
}
