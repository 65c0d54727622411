//! Linking an account to a household: the code that the register's keeper hands out, and the page of who takes it.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, FormToken},
    page::{
        self, Answer, Reader, Shell,
        components::{Control, ErrorSummary, Field, Notice, TextKind, Tone},
    },
};
use serde::Deserialize;
use units::UnitId;

use super::{Pages, hamlet_shell, household::find, missing, or_failed, refused};
use crate::{
    ids::LinkId,
    link,
    rules::State as Stands,
    service::{ActError, Seen},
};

/// Where people see the households they speak for.
const MINE: &str = "/ho-cua-toi";

#[derive(Template)]
#[template(path = "households/offer.html")]
struct OfferPage {
    shell: Shell,
    notice: Notice,
    code: String,
    how: String,
    back: String,
}

/// Offers a code for a household, and shows it once.
pub(super) async fn offer(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, ap, ho)): Path<(String, String, String)>,
) -> Answer {
    let found = find(&reader, (&actor, "write"), &pages, (&xa, &ap, &ho)).await?;
    if found.household.state != Stands::Listed {
        return Err(missing(&reader));
    }
    let t = &reader.t;
    let seen = Seen::from(&found.household);
    let code = pages.desk.offer_link(seen, &found.at.by).await;
    let code = code.map_err(|error| refused(&reader, &error))?;
    let title = t.with(
        "households-link-title",
        "number",
        found.household.number.to_string(),
    );
    Ok(page::html(&OfferPage {
        shell: hamlet_shell(&reader, &found.at, title),
        notice: Notice::new(t, Tone::Warning, t.text("households-link-once")),
        code: format!("{}-{code}", found.at.unit.code),
        how: t.text("households-link-how"),
        back: found.href(),
    }))
}

/// A household that somebody speaks for.
struct Mine {
    name: String,
    end: String,
}

#[derive(Template)]
#[template(path = "households/mine.html")]
struct MinePage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    homes: Vec<Mine>,
    code: Field,
    action: &'static str,
}

async fn mine_page(reader: &Reader, actor: &Actor, pages: &Pages, code: &str, wrong: bool) -> Answer {
    let t = &reader.t;
    let units = pages.units.current();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let mut of: Vec<UnitId> = actor.held().map(|held| UnitId(held.place.unit)).collect();
    of.sort_unstable();
    of.dedup();
    let mut homes = Vec::new();
    for unit in of {
        for link in or_failed(reader, link::of(&mut read, unit, actor.person().0).await)? {
            let hamlet = or_failed(reader, units::hamlets::get(&mut read, link.place.hamlet).await)?;
            let commune = units.get(unit).map(|unit| unit.name.clone()).unwrap_or_default();
            homes.push(Mine {
                name: format!(
                    "{}, {}, {commune}",
                    t.with("households-number", "number", link.number.to_string()),
                    hamlet.map(|hamlet| hamlet.name).unwrap_or_default()
                ),
                end: format!("{MINE}/{unit}/{}/bo", link.id),
            });
        }
    }
    drop(read);
    let field = Field::new(
        "code",
        t.text("households-link-code"),
        Control::Text {
            kind: TextKind::Code,
            value: code.to_owned(),
        },
    )
    .hint(t.text("households-link-code-hint"));
    let field = if wrong {
        field.error(t, t.text("households-link-wrong"))
    } else {
        field
    };
    let shell = Shell::new(reader, t.text("households-mine-title")).lead(t.text("households-mine-lead"));
    let page = page::html(&MinePage {
        shell: if wrong { shell.with_errors() } else { shell },
        token: reader.form_token(),
        errors: ErrorSummary::of(t, [&field]),
        homes,
        code: field,
        action: MINE,
    });
    Ok(if wrong {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    })
}

pub(super) async fn mine(reader: Reader, actor: Actor, State(pages): State<Pages>) -> Answer {
    mine_page(&reader, &actor, &pages, "", false).await
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Taken {
    #[serde(default)]
    code: String,
}

/// Takes a code: the commune's code, then its own letters.
pub(super) async fn take(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Form(sent): Form<Taken>,
) -> Answer {
    let units = pages.units.current();
    let found = sent
        .code
        .trim()
        .split_once('-')
        .and_then(|(unit, code)| Some((units.at(unit, pages.today())?.id, code.to_owned())));
    let Some((unit, code)) = found else {
        return mine_page(&reader, &actor, &pages, &sent.code, true).await;
    };
    match pages.desk.take_link(unit, &code, actor.person().0).await {
        Ok(()) => Ok(Redirect::to(MINE).into_response()),
        Err(ActError::Unknown) => mine_page(&reader, &actor, &pages, &sent.code, true).await,
        Err(error) => Err(refused(&reader, &error)),
    }
}

/// Ends a link of one's own.
pub(super) async fn end(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((unit, id)): Path<(String, String)>,
) -> Answer {
    let unit = unit.parse().map(UnitId).map_err(|_| missing(&reader))?;
    let id: LinkId = id.parse().map_err(|_| missing(&reader))?;
    match pages.desk.end_link(unit, id, actor.person().0).await {
        Ok(()) => Ok(Redirect::to(MINE).into_response()),
        Err(error) => Err(refused(&reader, &error)),
    }
}
