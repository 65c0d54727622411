//! What is public of a consultation, as octets that anybody can hash. Opinions are in it as the groups' summaries and
//! counts alone, and only once they are published.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use transparency::Subject;

use super::model::{ConsultationId, Dossier, Tally};

/// Kind of a consultation in the public log.
pub const CONSULTATION: &str = "consultation";

/// The subject of entries on a consultation.
#[must_use]
pub fn subject(id: ConsultationId) -> Subject {
    Subject::new(CONSULTATION, id.to_string())
}

/// The public content. Its members and their order never change: logged hashes rest on them.
#[derive(Debug, Serialize)]
struct Content<'a> {
    unit: &'a str,
    id: String,
    hamlet: Option<i64>,
    matter: &'a str,
    title: &'a str,
    introduction: &'a str,
    affects: &'a str,
    forms: &'a [String],
    opened_at: Option<Timestamp>,
    closes_on: Date,
    passages: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summary<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<Decision<'a>>,
}

#[derive(Debug, Serialize)]
struct Summary<'a> {
    published_at: Timestamp,
    overview: &'a str,
    opinions: Counts,
    groups: Vec<Grouped<'a>>,
}

#[derive(Debug, Serialize)]
struct Counts {
    agree: u64,
    disagree: u64,
    other: u64,
}

impl From<Tally> for Counts {
    fn from(tally: Tally) -> Self {
        Self {
            agree: tally.agree,
            disagree: tally.disagree,
            other: tally.other,
        }
    }
}

#[derive(Debug, Serialize)]
struct Grouped<'a> {
    passages: &'a [u32],
    summary: &'a str,
    opinions: Counts,
    outcome: &'a str,
    answer: &'a str,
    changes: Vec<Change<'a>>,
}

#[derive(Debug, Serialize)]
struct Change<'a> {
    passage: u32,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct Decision<'a> {
    published_at: Timestamp,
    text: &'a str,
    against_majority: bool,
    reasons: &'a str,
    passages: Vec<&'a str>,
}

/// The public octets: JSON in UTF-8 without white space.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn octets(unit_code: &str, dossier: &Dossier) -> Result<Vec<u8>, serde_json::Error> {
    let consultation = &dossier.consultation;
    let summary = consultation.summarised_at.map(|published_at| Summary {
        published_at,
        overview: &consultation.overview,
        opinions: dossier.tally.into(),
        groups: dossier
            .groups
            .iter()
            .map(|group| Grouped {
                passages: &group.passages,
                summary: &group.summary,
                opinions: group.tally.into(),
                outcome: group.answer.as_ref().map_or("", |(outcome, _)| outcome.key()),
                answer: group.answer.as_ref().map_or("", |(_, answer)| answer),
                changes: group
                    .changes
                    .iter()
                    .map(|(passage, text)| Change {
                        passage: *passage,
                        text,
                    })
                    .collect(),
            })
            .collect(),
    });
    let decision = consultation.concluded_at.map(|published_at| Decision {
        published_at,
        text: &consultation.decision,
        against_majority: consultation.against_majority,
        reasons: &consultation.reasons,
        passages: dossier
            .passages
            .iter()
            .map(|passage| passage.final_text.as_deref().unwrap_or_default())
            .collect(),
    });
    serde_json::to_vec(&Content {
        unit: unit_code,
        id: consultation.id.to_string(),
        hamlet: consultation.hamlet.map(|hamlet| hamlet.0),
        matter: &consultation.matter,
        title: &consultation.title,
        introduction: &consultation.introduction,
        affects: &consultation.affects,
        forms: &consultation.forms,
        opened_at: consultation.opened.as_ref().map(|opened| opened.at),
        closes_on: consultation.closes_on,
        passages: dossier.asked().map(|passage| passage.draft.as_str()).collect(),
        summary,
        decision,
    })
}
