//! Complaints (khiếu nại) and denunciations (tố cáo): which procedure is theirs, step by step with its articles, and which
//! office. Nothing is asked here and nothing is kept.

use askama::Template;
use axum::extract::{Path, State};
use platform::page::{
    self, Answer, Reader, Shell,
    components::{Citation, Notice, Tone},
};
use rulebook::Place;
use units::Unit;

use super::{Pages, committee, home, missing, shell, unit};
use crate::{model::Kind, words};

/// The steps of a procedure: topics of the rulebook.
const COMPLAINT: &[&str] = &[
    "complaint.filing",
    "complaint.acceptance",
    "complaint.first.resolution",
    "complaint.first.resolution.complex",
    "complaint.second.filing",
    "complaint.second.resolution",
];
const DENUNCIATION: &[&str] = &[
    "denunciation.identity_secret",
    "denunciation.first_handling",
    "denunciation.forwarding",
    "denunciation.resolution",
    "denunciation.extension",
];

/// The word of each procedure in addresses.
const WORD_OF_COMPLAINTS: &str = "khieu-nai";
const WORD_OF_DENUNCIATIONS: &str = "to-cao";

/// The address of the procedure of complaints, or of denunciations, in a unit.
pub(crate) fn href(unit: &Unit, kind: Kind) -> String {
    let word = if kind == Kind::Complaint {
        WORD_OF_COMPLAINTS
    } else {
        WORD_OF_DENUNCIATIONS
    };
    format!("{}/thu-tuc/{word}", home(unit))
}

#[derive(Template)]
#[template(path = "petitions/procedure.html")]
struct ProcedurePage {
    shell: Shell,
    notice: Notice,
    where_to: Vec<String>,
    steps: Vec<(String, Citation)>,
    feedback: String,
}

pub(super) async fn show(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, kind)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let unit = unit(&pages, &xa).ok_or_else(|| missing(&reader))?;
    let (kind, topics) = match kind.as_str() {
        WORD_OF_COMPLAINTS => (Kind::Complaint, COMPLAINT),
        WORD_OF_DENUNCIATIONS => (Kind::Denunciation, DENUNCIATION),
        _ => return Err(missing(&reader)),
    };
    let (_, today) = pages.desk.now();
    let steps = topics
        .iter()
        .filter_map(|topic| pages.desk.rulebook.explain(topic, Place::Any, today).ok())
        .map(|because| {
            let summary = because.summary.get(words::language(t)).to_owned();
            (summary, words::citation(t, &because))
        })
        .collect();
    let key = kind.key();
    let committee = committee(&reader, &unit);
    let text = |part: &str| {
        t.with(
            &format!("petitions-{key}-{part}"),
            "committee",
            committee.as_str(),
        )
    };
    Ok(page::html(&ProcedurePage {
        shell: shell(&reader, &unit, text("title")).lead(text("lead")),
        notice: Notice::new(t, Tone::Info, text("notice")),
        where_to: ["where-1", "where-2", "where-3"].map(text).to_vec(),
        steps,
        feedback: format!("{}/gui", home(&unit)),
    }))
}
