//! Voting online with the code of a letter. What the code was, no address, log or other site gets to see; what the vote
//! was, nobody is told afterwards.

use askama::Template;
use axum::{
    Extension,
    extract::{Form, Path, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{FormToken, Line},
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Confirmation, Notice, Tag, Tone},
    },
};
use units::Unit;

use super::{
    super::{HOME, commune, failed, hamlet_name, or_failed},
    Pages, Sent, advisory_tag, icon, marks, options, words,
};
use crate::{
    model::{Dossier, RoundState},
    rules::{Form as VoteForm, Marks},
    service::{ActError, clean_code, printed_code},
    store,
};

/// The longest other opinion, in letters.
const LONGEST_OPINION: usize = 1_000;

#[derive(Template)]
#[template(path = "voting/ask_code.html")]
struct AskPage {
    shell: Shell,
    token: FormToken,
    action: String,
    wrong: Option<Notice>,
}

/// The frame of these pages. No page that another site is reached from may tell it where the reader was.
fn frame(reader: &Reader, title: String) -> Shell {
    Shell::new(reader, title).active(HOME)
}

fn private(page: Response) -> Response {
    let mut page = page::private(page);
    page.headers_mut()
        .insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    page
}

fn ask_page(reader: &Reader, unit: &Unit, wrong: Option<&str>) -> Response {
    let t = &reader.t;
    let page = page::html(&AskPage {
        shell: frame(reader, t.text("voting-online-title")).lead(t.with(
            "voting-online-lead",
            "commune",
            unit.name.as_str(),
        )),
        token: reader.form_token(),
        action: format!("/bieu-quyet/{}", unit.code),
        wrong: wrong.map(|key| Notice::new(t, Tone::Warning, t.text(key))),
    });
    private(match wrong {
        Some("voting-online-wait") => (StatusCode::TOO_MANY_REQUESTS, page).into_response(),
        Some(_) => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        None => page,
    })
}

pub(super) async fn ask(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    let unit = commune(&reader, &pages, &xa)?;
    Ok(ask_page(&reader, &unit, None))
}

/// A vote that a code lets its holder cast now.
struct Votable {
    unit: Unit,
    dossier: Dossier,
    hamlet: String,
    advisory: bool,
    code: String,
}

/// Finds the vote of a code. A wrong code, one that was used, one whose time is over: all are answered alike, so that
/// nobody learns from the answer whether a household has voted.
async fn votable(
    reader: &Reader,
    pages: &Pages,
    xa: &str,
    from: FromLine,
    code: &str,
) -> Result<Votable, Instead> {
    let unit = commune(reader, pages, xa)?;
    let now = pages.desk.now().0;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    if pages.wrong_codes.check(&line, now).is_err() {
        return Err(Instead::from(ask_page(reader, &unit, Some("voting-online-wait"))));
    }
    let code = clean_code(code.rsplit('#').next().unwrap_or(code));
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let found = or_failed(reader, store::slip_by_code(&mut read, unit.id, &code).await)?;
    let usable = match found {
        None => {
            pages.wrong_codes.count(&line, now);
            None
        }
        Some((round, slip)) => or_failed(reader, store::round(&mut read, unit.id, round).await)?
            .filter(|round| {
                round.form == VoteForm::OnlineVote
                    && round.state == RoundState::Open
                    && round.starts_at <= now
                    && now < round.ends_at
            })
            .filter(|_| slip.fate.is_none()),
    };
    let Some(round) = usable else {
        return Err(Instead::from(ask_page(
            reader,
            &unit,
            Some("voting-online-unusable"),
        )));
    };
    let dossier = or_failed(reader, pages.desk.dossier(&mut read, unit.id, round.matter).await)?;
    let Some(dossier) = dossier else {
        return Err(Instead::from(ask_page(
            reader,
            &unit,
            Some("voting-online-unusable"),
        )));
    };
    let hamlet = hamlet_name(reader, &mut read, round.hamlet).await?;
    Ok(Votable {
        unit,
        dossier,
        hamlet,
        advisory: round.advisory,
        code,
    })
}

struct Choosable {
    value: usize,
    label: String,
    about: String,
    icon: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "voting/online_ballot.html")]
struct BallotPage {
    shell: Shell,
    token: FormToken,
    tags: Vec<Tag>,
    notices: Vec<Notice>,
    hamlet: String,
    proposal: Vec<String>,
    options: Vec<Choosable>,
    several: bool,
    instruction: String,
    opinion: String,
    asks_opinion: bool,
    code: String,
    action: String,
}

fn ballot_page(reader: &Reader, votable: &Votable, sent: &Sent, wrong: bool) -> Response {
    let t = &reader.t;
    let dossier = &votable.dossier;
    let question = dossier.question();
    let chosen = marks(sent);
    let mut notices = Vec::new();
    let mut tags = Vec::new();
    if votable.advisory {
        tags.push(advisory_tag(t));
        notices.push(Notice::new(t, Tone::Warning, t.text("voting-advisory-notice")));
    }
    if wrong {
        notices.push(Notice::new(
            t,
            Tone::Problem,
            words::act_error(t, &ActError::NoVote),
        ));
    }
    let choosable = options(t, dossier)
        .into_iter()
        .enumerate()
        .map(|(option, label)| Choosable {
            value: option,
            label,
            about: dossier
                .candidates
                .get(option)
                .map(|candidate| candidate.about.clone())
                .unwrap_or_default(),
            icon: icon(dossier, option),
            chosen: chosen.0 & (1 << option) != 0,
        })
        .collect();
    let mut shell = frame(reader, dossier.matter.title.clone());
    if wrong {
        shell = shell.with_errors();
    }
    let page = page::html(&BallotPage {
        shell,
        token: reader.form_token(),
        tags,
        notices,
        hamlet: votable.hamlet.clone(),
        proposal: platform::text::paragraphs(&dossier.matter.proposal),
        options: choosable,
        several: question.most > 1,
        instruction: if question.most > 1 {
            t.with("voting-online-choose-several", "count", i64::from(question.most))
        } else {
            t.text("voting-online-choose-one")
        },
        opinion: sent.get("y-kien").to_owned(),
        asks_opinion: dossier.matter.seats == 0,
        code: votable.code.clone(),
        action: format!("/bieu-quyet/{}/xem-lai", votable.unit.code),
    });
    private(if wrong {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    })
}

type FromLine = Option<Extension<Line>>;

pub(super) async fn ballot(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    from: FromLine,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let votable = votable(&reader, &pages, &xa, from, sent.get("ma")).await?;
    Ok(ballot_page(&reader, &votable, &sent, false))
}

#[derive(Template)]
#[template(path = "voting/online_review.html")]
struct ReviewPage {
    shell: Shell,
    token: FormToken,
    tags: Vec<Tag>,
    title: String,
    chosen: Vec<Choosable>,
    opinion: String,
    code: String,
    cast: String,
    change: String,
}

fn understood(votable: &Votable, sent: &Sent) -> Option<(Marks, String)> {
    let marks = marks(sent);
    let other = Marks::one(crate::rules::Question::OTHER);
    let opinion: String = if votable.dossier.matter.seats == 0 && marks == other {
        sent.get("y-kien").chars().take(LONGEST_OPINION).collect()
    } else {
        String::new()
    };
    votable
        .dossier
        .question()
        .admits(marks)
        .then_some((marks, opinion))
}

/// What is about to be sent, to be looked at once more.
pub(super) async fn review(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    from: FromLine,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let sent = Sent::of(form);
    let votable = votable(&reader, &pages, &xa, from, sent.get("ma")).await?;
    if !sent.get("sua").is_empty() {
        return Ok(ballot_page(&reader, &votable, &sent, false));
    }
    let Some((marks, opinion)) = understood(&votable, &sent) else {
        return Ok(ballot_page(&reader, &votable, &sent, true));
    };
    let all = options(t, &votable.dossier);
    let chosen = marks
        .options()
        .map(usize::from)
        .filter_map(|option| {
            Some(Choosable {
                value: option,
                label: all.get(option)?.clone(),
                about: String::new(),
                icon: icon(&votable.dossier, option),
                chosen: true,
            })
        })
        .collect();
    let base = format!("/bieu-quyet/{}", votable.unit.code);
    Ok(private(page::html(&ReviewPage {
        shell: frame(&reader, t.text("voting-online-review-title")).lead(t.text("voting-online-review-lead")),
        token: reader.form_token(),
        tags: votable.advisory.then(|| advisory_tag(t)).into_iter().collect(),
        title: votable.dossier.matter.title.clone(),
        chosen,
        opinion,
        code: printed_code(&votable.code),
        cast: format!("{base}/gui"),
        change: format!("{base}/xem-lai"),
    })))
}

pub(super) async fn cast(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    from: FromLine,
    form: Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent::of(form);
    let votable = votable(&reader, &pages, &xa, from, sent.get("ma")).await?;
    let Some((marks, opinion)) = understood(&votable, &sent) else {
        return Ok(ballot_page(&reader, &votable, &sent, true));
    };
    let done = pages
        .desk
        .cast(votable.unit.id, &votable.code, marks, &opinion)
        .await;
    Ok(match done {
        Ok(()) => {
            private(Redirect::to(&format!("/bieu-quyet/{}/da-nhan", votable.unit.code)).into_response())
        }
        // Somebody was quicker, or its time has just ended.
        Err(ActError::Unknown | ActError::Closed | ActError::Voted) => {
            ask_page(&reader, &votable.unit, Some("voting-online-unusable"))
        }
        Err(ActError::NoVote) => ballot_page(&reader, &votable, &sent, true),
        Err(error) => failed(&reader, &error),
    })
}

#[derive(Template)]
#[template(path = "voting/received.html")]
struct ReceivedPage {
    shell: Shell,
    done: Confirmation,
    home: String,
}

/// The vote is in. What it was is not said: nobody can be made to show it.
pub(super) async fn received(reader: Reader, State(pages): State<Pages>, Path(xa): Path<String>) -> Answer {
    let t = &reader.t;
    let unit = commune(&reader, &pages, &xa)?;
    Ok(private(page::html(&ReceivedPage {
        shell: frame(&reader, t.text("voting-online-received-title")),
        done: Confirmation {
            title: t.text("voting-online-received"),
            text: t.text("voting-online-received-next"),
        },
        home: super::super::home(&unit),
    })))
}
