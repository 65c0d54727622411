//! Following a board by mail: asking, confirming, stopping.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use platform::{
    access::{FormToken, Network},
    i18n::Translator,
    page::{
        self, Answer, Instead, Reader, Shell,
        components::{Choice, Confirmation, Control, Empty, ErrorSummary, Field, Notice, TextKind, Tone},
    },
};
use serde::Deserialize;
use units::{Level, Unit, UnitId, hamlets::Hamlet};

use super::{HOME, Pages, hamlets, home, missing, or_failed, or_refused, resolve};
use crate::{
    follow::{Asked, Wish, board_name, rules::Rhythm},
    ids::FollowerId,
    service::ActError,
};

#[derive(Template)]
#[template(path = "disclosure/follow.html")]
struct FollowPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    notice: Option<Notice>,
    confirmation: Option<Confirmation>,
    not_here: Option<Empty>,
    form: Option<Vec<Field>>,
    action: String,
    feed: Option<String>,
    /// The feed of each hamlet.
    hamlets: Vec<(String, String)>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Written {
    #[serde(default)]
    address: String,
    #[serde(default)]
    rhythm: String,
    /// Number of a hamlet; empty for the whole board.
    #[serde(default)]
    hamlet: String,
}

/// Which hamlet is chosen to begin with.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Chosen {
    ap: Option<String>,
}

/// How a page about following stands.
enum Standing {
    Asking,
    WrongAddress,
    TooMany,
    Sent,
}

fn board(reader: &Reader, pages: &Pages, name: &str) -> Result<Unit, Instead> {
    resolve(pages, name)
        .filter(|unit| matches!(unit.level, Level::Commune | Level::Province))
        .ok_or_else(|| missing(reader))
}

pub(super) async fn ask(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Query(chosen): Query<Chosen>,
) -> Answer {
    let unit = board(&reader, &pages, &xa)?;
    let written = Written {
        hamlet: chosen.ap.unwrap_or_default(),
        ..Written::default()
    };
    ask_page(&reader, &pages, &unit, &written, &Standing::Asking).await
}

pub(super) async fn send(
    reader: Reader,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    network: Option<Extension<Network>>,
    Form(written): Form<Written>,
) -> Answer {
    let unit = board(&reader, &pages, &xa)?;
    if !pages.desk.sends_mail() {
        return ask_page(&reader, &pages, &unit, &written, &Standing::Asking).await;
    }
    let Ok(address) = platform::mail::address(&written.address) else {
        return ask_page(&reader, &pages, &unit, &written, &Standing::WrongAddress).await;
    };
    let hamlet = match written.hamlet.as_str() {
        "" => None,
        number => Some(UnitId(number.parse().map_err(|_| missing(&reader))?)),
    };
    let rhythm = Rhythm::from_key(&written.rhythm)
        .filter(|_| unit.level == Level::Commune)
        .unwrap_or(Rhythm::Daily);
    let wish = Wish {
        address,
        rhythm,
        language: reader.t.locale(),
        hamlet,
    };
    let network = network.map(|Extension(network)| network.0).unwrap_or_default();
    let asked = pages.desk.ask_to_follow(&unit, &wish, &network, &reader.t).await;
    let standing = match or_refused(&reader, asked)? {
        Asked::Sent => Standing::Sent,
        Asked::TooMany => Standing::TooMany,
    };
    ask_page(&reader, &pages, &unit, &written, &standing).await
}

/// The hamlets that can be followed each for itself.
async fn followable(reader: &Reader, pages: &Pages, unit: &Unit) -> Result<Vec<Hamlet>, Instead> {
    if unit.level != Level::Commune {
        return Ok(Vec::new());
    }
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    hamlets(reader, &mut read, unit.id, today).await
}

/// The choice between the whole board and one hamlet's.
fn hamlet_choice(t: &Translator, hamlets: &[Hamlet], chosen: &str) -> Option<Field> {
    let mut choices = vec![Choice::new("", t.text("disclosure-follow-whole"))];
    choices.extend(
        hamlets
            .iter()
            .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str())),
    );
    let field = Field::new(
        "hamlet",
        t.text("disclosure-follow-what"),
        Control::Select {
            choices,
            chosen: chosen.to_owned(),
        },
    );
    (!hamlets.is_empty()).then(|| field.hint(t.text("disclosure-follow-what-hint")))
}

async fn ask_page(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    written: &Written,
    standing: &Standing,
) -> Answer {
    let t = &reader.t;
    let hamlets = followable(reader, pages, unit).await?;
    let mut address = Field::new(
        "address",
        t.text("disclosure-follow-address"),
        Control::Text {
            kind: TextKind::Email,
            value: written.address.clone(),
        },
    )
    .hint(t.text("disclosure-follow-address-hint"));
    if matches!(standing, Standing::WrongAddress) {
        address = address.error(t, t.text("disclosure-error-address"));
    }
    let chosen = Rhythm::from_key(&written.rhythm).unwrap_or(Rhythm::Daily);
    let rhythm = (unit.level == Level::Commune).then(|| {
        let choices = [Rhythm::Daily, Rhythm::Each]
            .map(|rhythm| {
                Choice::new(
                    rhythm.key(),
                    t.text(&format!("disclosure-follow-{}", rhythm.key())),
                )
            })
            .to_vec();
        Field::new(
            "rhythm",
            t.text("disclosure-follow-rhythm"),
            Control::Radios {
                choices,
                chosen: chosen.key().to_owned(),
            },
        )
    });
    let errors = ErrorSummary::of(t, [&address]);
    let name = board_name(t, unit);
    let mut shell = Shell::new(reader, t.text("disclosure-follow-title"))
        .lead(t.with("disclosure-follow-lead", "board", name.as_str()))
        .active(HOME)
        .crumb(t.text("disclosure-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let sends = pages.desk.sends_mail();
    let feed = (unit.level == Level::Commune).then(|| format!("{}/tin.atom", home(unit)));
    let not_here = (!sends).then(|| {
        let empty = Empty::new(
            t,
            t.text("disclosure-follow-not-here"),
            t.text("disclosure-follow-not-here-duty"),
        );
        match &feed {
            Some(feed) => empty.action(t.text("disclosure-tool-feed"), feed.as_str()),
            None => empty.action(t.text("disclosure-follow-to-board"), home(unit)),
        }
    });
    let sent = matches!(standing, Standing::Sent);
    let page = page::html(&FollowPage {
        shell,
        token: reader.form_token(),
        errors,
        notice: matches!(standing, Standing::TooMany)
            .then(|| Notice::new(t, Tone::Warning, t.text("disclosure-follow-too-many"))),
        confirmation: sent.then(|| Confirmation {
            title: t.text("disclosure-follow-sent"),
            text: t.with("disclosure-follow-sent-next", "address", written.address.trim()),
        }),
        not_here,
        form: (sends && !sent).then(|| {
            let what = hamlet_choice(t, &hamlets, &written.hamlet);
            [Some(address), what, rhythm].into_iter().flatten().collect()
        }),
        action: format!("{}/theo-doi", home(unit)),
        feed: feed.filter(|_| sends),
        hamlets: hamlets
            .iter()
            .map(|hamlet| {
                let feed = format!("{}/ap/{}/tin.atom", home(unit), hamlet.id);
                (hamlet.name.clone(), feed)
            })
            .collect(),
    });
    Ok(match standing {
        Standing::Asking | Standing::Sent => page,
        Standing::WrongAddress => (StatusCode::UNPROCESSABLE_ENTITY, page).into_response(),
        Standing::TooMany => (StatusCode::TOO_MANY_REQUESTS, page).into_response(),
    })
}

/// A page on which one button does what a mail's link is for: looking at a link changes nothing, since mail servers
/// look at links too.
#[derive(Template)]
#[template(path = "disclosure/follow_link.html")]
struct LinkPage {
    shell: Shell,
    token: Option<FormToken>,
    confirmation: Option<Confirmation>,
    button: String,
    back: (String, String),
}

/// What a link in a mail names.
struct Link {
    unit: Unit,
    id: FollowerId,
    token: String,
    /// What is followed, in words.
    board: String,
}

async fn link(
    reader: &Reader,
    pages: &Pages,
    (unit, id, token): (String, String, String),
) -> Result<Link, Instead> {
    let number: i64 = unit.parse().map_err(|_| missing(reader))?;
    let units = pages.desk.units.current();
    // Also one that is no more: its followers can still stop.
    let unit = units.get(UnitId(number)).cloned();
    let unit = unit.ok_or_else(|| missing(reader))?;
    let id = id.parse().map_err(|_| missing(reader))?;
    let board = or_refused(reader, pages.desk.followed_board(&unit, id, &reader.t).await)?;
    Ok(Link {
        unit,
        id,
        token,
        board,
    })
}

fn link_page(
    reader: &Reader,
    (unit, board): (&Unit, &str),
    (title, lead): (&str, &str),
    confirmation: Option<Confirmation>,
    button: Option<&str>,
    token: Option<FormToken>,
) -> Response {
    let t = &reader.t;
    let shell = Shell::new(reader, t.text(title))
        .lead(t.with(lead, "board", board))
        .active(HOME)
        .crumb(t.text("disclosure-nav"), HOME)
        .crumb(unit.name.as_str(), home(unit));
    page::html(&LinkPage {
        shell,
        token,
        confirmation,
        button: button.map(|key| t.text(key)).unwrap_or_default(),
        back: (t.text("disclosure-follow-to-board"), home(unit)),
    })
}

const CONFIRMING: (&str, &str) = (
    "disclosure-follow-confirm-title",
    "disclosure-follow-confirm-lead",
);
const STOPPING: (&str, &str) = ("disclosure-follow-stop-title", "disclosure-follow-stop-lead");

/// The page for a link that confirms nothing any more.
fn stale(reader: &Reader) -> Response {
    page::bad_request(reader, reader.t.text("disclosure-follow-stale"))
}

pub(super) async fn confirm_page(
    reader: Reader,
    State(pages): State<Pages>,
    Path(named): Path<(String, String, String)>,
) -> Answer {
    let Link {
        unit,
        id,
        token,
        board,
    } = link(&reader, &pages, named).await?;
    let good = or_refused(&reader, pages.desk.to_confirm(unit.id, id, &token).await)?;
    Ok(match good {
        None => stale(&reader),
        Some(_) => {
            let button = Some("disclosure-follow-confirm-button");
            link_page(
                &reader,
                (&unit, &board),
                CONFIRMING,
                None,
                button,
                Some(reader.form_token()),
            )
        }
    })
}

pub(super) async fn confirm(
    reader: Reader,
    State(pages): State<Pages>,
    Path(named): Path<(String, String, String)>,
) -> Answer {
    let Link {
        unit,
        id,
        token,
        board,
    } = link(&reader, &pages, named).await?;
    let t = &reader.t;
    match pages.desk.confirm_following(unit.id, id, &token).await {
        Err(ActError::Unknown) => Ok(stale(&reader)),
        done => {
            let rhythm = or_refused(&reader, done)?;
            let confirmation = Confirmation {
                title: t.text("disclosure-follow-confirmed"),
                text: t.text(&format!("disclosure-follow-{}", rhythm.key())),
            };
            Ok(link_page(
                &reader,
                (&unit, &board),
                CONFIRMING,
                Some(confirmation),
                None,
                None,
            ))
        }
    }
}

pub(super) async fn stop_page(
    reader: Reader,
    State(pages): State<Pages>,
    Path(named): Path<(String, String, String)>,
) -> Answer {
    let Link {
        unit,
        id,
        token,
        board,
    } = link(&reader, &pages, named).await?;
    if !pages.desk.knows_stop(unit.id, id, &token) {
        return Err(missing(&reader));
    }
    let button = Some("disclosure-follow-stop-button");
    Ok(link_page(&reader, (&unit, &board), STOPPING, None, button, None))
}

/// One click, from the page above or from a mail program (RFC 8058).
pub(super) async fn stop(
    reader: Reader,
    State(pages): State<Pages>,
    Path(named): Path<(String, String, String)>,
) -> Answer {
    let Link {
        unit,
        id,
        token,
        board,
    } = link(&reader, &pages, named).await?;
    let t = &reader.t;
    or_refused(&reader, pages.desk.stop_following(unit.id, id, &token).await)?;
    let confirmation = Confirmation {
        title: t.text("disclosure-follow-stopped"),
        text: t.text("disclosure-follow-stopped-next"),
    };
    Ok(link_page(
        &reader,
        (&unit, &board),
        STOPPING,
        Some(confirmation),
        None,
        None,
    ))
}
