//! A matter of the whole commune: each hamlet's vote with its own sum, and the sum over hamlets that decides.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use platform::{
    access::{Actor, FormToken},
    i18n::Translator,
    page::{
        self, Answer, Reader, Shell,
        components::{Cell, Citation, Column, Empty, Notice, Row, Table, Tag, Tone},
    },
};
use units::{Unit, UnitId};

use super::{
    super::{find, hamlets, href, matter_shell, may, missing, or_failed, or_refused},
    Pages, arg, words,
};
use crate::{
    model::{Dossier, MatterState, Round, RoundState},
    rules::Scope,
    service::ActError,
};

#[derive(Template)]
#[template(path = "voting/commune.html")]
struct CommunePage {
    shell: Shell,
    token: FormToken,
    standing: Notice,
    sum: String,
    citation: Citation,
    table: Table,
    empty: Option<Empty>,
    conclude: Option<String>,
    call: Option<String>,
}

pub(super) async fn show(
    reader: Reader,
    actor: Option<Actor>,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    show_of(&reader, actor.as_ref(), &pages, (&xa, &id)).await
}

async fn show_of(reader: &Reader, actor: Option<&Actor>, pages: &Pages, (xa, id): (&str, &str)) -> Answer {
    let t = &reader.t;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(reader, pages, &mut read, xa, id).await?;
    let matter = &dossier.matter;
    if matter.scope() != Scope::Commune {
        return Err(missing(reader));
    }
    let hamlets = hamlets(reader, pages, &mut read, unit.id).await?;
    let verdict = or_refused(reader, pages.desk.commune_verdict(&mut read, &dossier).await)?;
    drop(read);
    // Of each hamlet the vote that counts, or else the one that was called last.
    let mut shown: BTreeMap<UnitId, &Round> = dossier
        .rounds
        .iter()
        .filter(|round| round.state != RoundState::Cancelled)
        .map(|round| (round.hamlet, round))
        .collect();
    for round in dossier.deciding() {
        let newer = shown.get(&round.hamlet).is_some_and(|shown| {
            matches!(shown.state, RoundState::Planned | RoundState::Open) && !shown.advisory
        });
        if !newer {
            shown.insert(round.hamlet, round);
        }
    }
    let mut rows = Vec::new();
    for hamlet in &hamlets {
        let round = shown.get(&hamlet.id).copied();
        rows.push(or_refused(
            reader,
            row(t, pages, (&unit, &dossier), &hamlet.name, round),
        )?);
    }
    let under_way = dossier
        .rounds
        .iter()
        .any(|round| !round.advisory && matches!(round.state, RoundState::Planned | RoundState::Open));
    let open = matches!(matter.state, MatterState::Tabled | MatterState::NotAdopted);
    let counted = dossier.counted().next().is_some();
    let conclude = format!("{}/tong-hop", href(&unit, matter.id));
    let tone = if verdict.met { Tone::Success } else { Tone::Info };
    let standing = t.format(
        "voting-commune-standing",
        &[
            ("approving", arg(verdict.yes)),
            ("hamlets", arg(verdict.total)),
            ("needed", arg(verdict.needed.unwrap_or(0))),
        ],
    );
    Ok(page::html(&CommunePage {
        shell: matter_shell(reader, &unit, matter, t.text("voting-commune-title"))
            .lead(t.text("voting-commune-lead")),
        token: reader.form_token(),
        standing: Notice::new(t, tone, standing),
        sum: words::sum(t, &verdict),
        citation: words::citation(t, &verdict.because),
        table: Table::new(
            t.text("voting-commune-table"),
            vec![
                Column::text(t.text("voting-fact-hamlet")),
                Column::text(t.text("voting-column-state")),
                Column::text(t.text("voting-column-sum")),
            ],
            rows,
        ),
        empty: hamlets.is_empty().then(|| {
            Empty::new(
                t,
                t.text("voting-commune-empty"),
                t.text("voting-commune-empty-duty"),
            )
        }),
        conclude: (open && counted && !under_way && may(actor, "conclude", unit.id)).then_some(conclude),
        call: (open && may(actor, "call", unit.id)).then(|| format!("{}/goi", href(&unit, matter.id))),
    }))
}

fn row(
    t: &Translator,
    pages: &Pages,
    (unit, dossier): (&Unit, &Dossier),
    hamlet: &str,
    round: Option<&Round>,
) -> Result<Row, ActError> {
    let Some(round) = round else {
        return Ok(Row::new(vec![
            Cell::text(hamlet),
            Cell::text(t.text("voting-not-called")),
            Cell::text(""),
        ]));
    };
    let name = Cell::text(hamlet).link(super::super::round_href(unit, round));
    let state = Cell::text("").tag(words::round_tag(t, round.state));
    let verdict = pages.desk.verdict(dossier, round)?;
    let sum = match verdict {
        Some(verdict) => {
            let tag = match (round.advisory, verdict.met) {
                (true, _) => super::advisory_tag(t),
                (false, true) => Tag::new(Tone::Success, t.text("voting-hamlet-approves")),
                (false, false) => Tag::new(Tone::Problem, t.text("voting-hamlet-does-not")),
            };
            Cell::text(words::sum(t, &verdict)).tag(tag)
        }
        None => Cell::text(""),
    };
    Ok(Row::new(vec![name, state, sum]))
}
