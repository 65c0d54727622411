//! What is public of a conference and of an assessment, as octets that anybody can hash: figures, and no word of what was
//! said.

use jiff::civil::Date;
use organisations::Organisation;
use serde::Serialize;
use transparency::Subject;

use crate::model::{Assessment, AssessmentId, Conference, ConferenceId, ConferenceState};

/// Kind of a concluded conference in the public log.
pub const CONFERENCE: &str = "workplace-conference";
/// Kind of a confirmed assessment in the public log.
pub const ASSESSMENT: &str = "workplace-assessment";

/// The subject of entries on a conference.
#[must_use]
pub fn conference_subject(id: ConferenceId) -> Subject {
    Subject::new(CONFERENCE, id.to_string())
}

/// The subject of entries on an assessment.
#[must_use]
pub fn assessment_subject(id: AssessmentId) -> Subject {
    Subject::new(ASSESSMENT, id.to_string())
}

/// The members and their order never change: logged hashes rest on them.
#[derive(Serialize)]
struct Held<'a> {
    unit: &'a str,
    id: String,
    organisation: String,
    name: &'a str,
    kind: &'a str,
    attendance: &'a str,
    held_on: Date,
    call: i64,
    staff: u64,
    summoned: u64,
    present: u64,
    items: usize,
    passed: usize,
}

/// The public octets of a conference: JSON in UTF-8 without white space; none while it is not concluded.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn conference(
    unit: &str,
    of: &Organisation,
    conference: &Conference,
) -> Result<Option<Vec<u8>>, serde_json::Error> {
    if conference.state != ConferenceState::Concluded {
        return Ok(None);
    }
    serde_json::to_vec(&Held {
        unit,
        id: conference.id.to_string(),
        organisation: of.id.to_string(),
        name: &of.name,
        kind: conference.kind.key(),
        attendance: conference.attendance.key(),
        held_on: conference.held_on,
        call: conference.call,
        staff: conference.staff,
        summoned: conference.summoned,
        present: conference.present.unwrap_or_default(),
        items: conference.items.len(),
        passed: conference
            .items
            .iter()
            .filter(|item| item.result.is_some_and(|(_, passed)| passed))
            .count(),
    })
    .map(Some)
}

/// The members and their order never change: logged hashes rest on them.
#[derive(Serialize)]
struct Graded<'a> {
    unit: &'a str,
    id: String,
    organisation: String,
    name: &'a str,
    year: i16,
    grade: &'a str,
    confirmed_on: Date,
}

/// The public octets of an assessment: JSON in UTF-8 without white space; none while it is not confirmed.
///
/// # Errors
/// Never for what the program stores; the type is that of the writer.
pub fn assessment(
    unit: &str,
    of: &Organisation,
    assessment: &Assessment,
) -> Result<Option<Vec<u8>>, serde_json::Error> {
    let (Some(grade), Some(confirmed_on)) = (assessment.grade, assessment.confirmed_on) else {
        return Ok(None);
    };
    serde_json::to_vec(&Graded {
        unit,
        id: assessment.id.to_string(),
        organisation: of.id.to_string(),
        name: &of.name,
        year: assessment.year,
        grade: grade.key(),
        confirmed_on,
    })
    .map(Some)
}
