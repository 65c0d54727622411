//! A vote made known: the notice on paper, its text for the loudspeaker, its entry for calendars.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::IntoResponse as _,
};
use documents::Document;
use platform::{
    i18n::Locale,
    page::{self, Answer, Instead, Reader, Shell},
};

use super::{
    super::{missing, or_failed},
    DOCX, PDF, Pages, Vote, file, find_vote, origin, title,
    vote::threshold,
};
use crate::{
    ics,
    model::RoundState,
    papers::{self, Announced},
};

async fn found(reader: &Reader, pages: &Pages, address: (&str, &str, &str)) -> Result<(Vote, u64), Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let vote = find_vote(reader, pages, &mut read, address).await?;
    let households = match vote.round.opened {
        Some(opened) => opened.households,
        None => {
            let (_, today) = pages.desk.now();
            let count = or_failed(
                reader,
                households::roll::count(&mut read, vote.place(), today).await,
            )?;
            u64::try_from(count).unwrap_or(0)
        }
    };
    Ok((vote, households))
}

/// The notice of a vote that is to come, in the reader's language.
async fn notice(
    reader: &Reader,
    pages: &Pages,
    address: (&str, &str, &str),
    headers: &HeaderMap,
) -> Result<(Document, String), Instead> {
    let (vote, households) = found(reader, pages, address).await?;
    if vote.round.state == RoundState::Cancelled {
        return Err(missing(reader));
    }
    let announced = Announced {
        commune: vote.unit.name.clone(),
        hamlet: vote.hamlet.clone(),
        dossier: &vote.dossier,
        round: &vote.round,
        threshold: threshold(&reader.t, pages, &vote, households).unwrap_or_default(),
        page: format!("{}{}", origin(pages, headers), vote.href()),
        demo: pages.desk.demo,
    };
    let document = papers::notice(&reader.t, &announced);
    Ok((document, format!("thong-bao-{}", vote.round.id)))
}

pub(super) async fn pdf(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let (document, name) = notice(&reader, &pages, (&xa, &id, &lan), &headers).await?;
    file(&reader, document, documents::pdf, (format!("{name}.pdf"), PDF)).await
}

pub(super) async fn docx(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let (document, name) = notice(&reader, &pages, (&xa, &id, &lan), &headers).await?;
    file(&reader, document, documents::docx, (format!("{name}.docx"), DOCX)).await
}

pub(super) async fn ics(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Answer {
    let (vote, _) = found(&reader, &pages, (&xa, &id, &lan)).await?;
    let round = &vote.round;
    let event = ics::Event {
        uid: format!("{}@dinh", round.id),
        changed_at: vote.dossier.matter.changed_at,
        starts_at: round.starts_at,
        ends_at: round.ends_at,
        title: format!(
            "{} – {}",
            title(&reader.t, round, &vote.hamlet),
            vote.dossier.matter.title
        ),
        text: vote.dossier.matter.proposal.clone(),
        place: round.place.clone(),
        page: format!("{}{}", origin(&pages, &headers), vote.href()),
        cancelled: round.state == RoundState::Cancelled,
    };
    let parts: Vec<ics::Event> = vote
        .dossier
        .sittings_of(round.id)
        .map(|sitting| ics::Event {
            uid: format!("{}-{}@dinh", round.id, sitting.number),
            starts_at: sitting.starts_at,
            ends_at: sitting.starts_at,
            title: format!("{} – {}", event.title, sitting.name),
            place: sitting.place.clone(),
            ..event.clone()
        })
        .collect();
    let events = if parts.is_empty() { vec![event] } else { parts };
    let head = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.ics\"", round.id),
        ),
    ];
    Ok((head, ics::calendar(&events)).into_response())
}

#[derive(Template)]
#[template(path = "voting/script.html")]
struct ScriptPage {
    shell: Shell,
    sentences: Vec<String>,
}

/// The text for the loudspeaker. Always Vietnamese, as it is read out.
pub(super) async fn script(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id, lan)): Path<(String, String, String)>,
) -> Answer {
    let (vote, _) = found(&reader, &pages, (&xa, &id, &lan)).await?;
    let vietnamese = reader.site.translations.translator(Locale::Vi);
    Ok(page::html(&ScriptPage {
        shell: vote
            .below(&reader, reader.t.text("voting-script-title"))
            .lead(reader.t.text("voting-script-lead")),
        sentences: papers::script(
            &vietnamese,
            &vote.unit.name,
            &vote.hamlet,
            &vote.dossier,
            &vote.round,
        ),
    }))
}
