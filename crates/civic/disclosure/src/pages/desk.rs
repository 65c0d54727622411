//! The officers' desk: what is unfinished, where notices hang, whether there is a loudspeaker.

use askama::Template;
use axum::{
    Form,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse as _,
};
use platform::{
    access::{Actor, FormToken},
    i18n::Arg,
    page::{
        self, Answer, Reader, Shell,
        components::{
            Cell, Choice, Column, Control, Empty, ErrorSummary, Field, Notice, Row, Table, Tag, Tone,
        },
    },
};
use rulebook::Place;
use serde::Deserialize;
use units::{Unit, UnitId};

use super::missing;
use super::{
    Pages, by, committee,
    compose::{Reason, allowed, version_tag},
    hamlets, home, may, or_failed, or_refused, shell, then, words,
};
use crate::{
    ids::SiteId,
    model::{ItemState, Site},
    rules::{self, BroadcastState, SiteKind},
    store,
};

/// A matter that has to be broadcast.
struct ToBroadcast {
    title: String,
    href: String,
    state: String,
    action: String,
}

#[derive(Template)]
#[template(path = "disclosure/desk.html")]
struct DeskPage {
    shell: Shell,
    token: FormToken,
    write: String,
    unfinished: Option<Table>,
    nothing: Option<Empty>,
    no_sites: Option<Notice>,
    sites: String,
    hang: Option<String>,
    broadcasts: Vec<ToBroadcast>,
    may_broadcast: bool,
    exempt: Option<String>,
    exempt_action: String,
}

pub(super) async fn show(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    show_of(&reader, &actor, &pages, &xa).await
}

async fn show_of(reader: &Reader, actor: &Actor, pages: &Pages, xa: &str) -> Answer {
    let t = &reader.t;
    let unit = allowed(reader, pages, actor, xa, "draft")?;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let unfinished = or_failed(reader, store::unfinished(&mut read, unit.id).await)?;
    let sites = or_failed(reader, store::sites(&mut read, unit.id).await)?;
    let exemptions = or_failed(reader, store::exemptions(&mut read, unit.id).await)?;
    let open = or_refused(reader, pages.desk.open_matters(&mut read, unit.id, today).await)?;
    drop(read);
    let base = home(&unit);
    let rows: Vec<Row> = unfinished
        .iter()
        .map(|listed| {
            let item = &listed.item;
            let title = if listed.version.text.title.is_empty() {
                t.text("disclosure-no-title")
            } else {
                listed.version.text.title.clone()
            };
            let late = item.state == ItemState::Draft && item.due_on < today;
            let due = Cell::text(t.date(item.due_on));
            let due = if late {
                due.tag(Tag::new(Tone::Problem, t.text("disclosure-overdue")))
            } else {
                due
            };
            let what = if item.state == ItemState::Published {
                t.text("disclosure-desk-correction")
            } else {
                rules::duty(
                    &pages.desk.rulebook,
                    Place::Commune,
                    &item.matter,
                    item.decided_on,
                )
                .map(|duty| words::matter(t, duty.item))
                .unwrap_or_default()
            };
            Row::new(vec![
                Cell::text(title)
                    .link(format!("{base}/soan/{}", item.id))
                    .note(what),
                Cell::default().tag(version_tag(t, &listed.version)),
                due,
            ])
        })
        .collect();
    let nothing = rows.is_empty().then(|| {
        Empty::new(t, t.text("disclosure-desk-empty"), committee(reader, &unit))
            .action(t.text("disclosure-tool-write"), format!("{base}/soan"))
    });
    let unfinished = (!rows.is_empty()).then(|| {
        Table::new(
            t.text("disclosure-desk-unfinished"),
            vec![
                Column::text(t.text("disclosure-column-notice")),
                Column::text(t.text("disclosure-column-state")),
                Column::text(t.text("disclosure-column-due")),
            ],
            rows,
        )
    });
    let broadcasts = open
        .iter()
        .filter_map(|open| match open.standing.broadcast {
            Some(state @ BroadcastState::Going { .. }) => Some(ToBroadcast {
                title: open.listed.version.text.title.clone(),
                href: format!("{base}/{}/ban-doc", open.listed.item.id),
                state: words::broadcast(t, state),
                action: format!("{base}/phat/{}", open.listed.item.id),
            }),
            _ => None,
        })
        .collect();
    let exempt = exemptions
        .iter()
        .find(|exemption| exemption.covers(today))
        .map(|exemption| {
            t.format(
                "disclosure-exempt-now",
                &[
                    ("from", Arg::Date(exemption.from)),
                    ("reason", Arg::Text(exemption.reason.clone())),
                    ("role", Arg::Text(words::role(t, &exemption.role))),
                ],
            )
        });
    let has_open_sites = sites.iter().any(|site| site.closed_on.is_none());
    Ok(page::html(&DeskPage {
        shell: shell(reader, &unit, t.text("disclosure-desk-title")).lead(t.text("disclosure-desk-lead")),
        token: reader.form_token(),
        write: format!("{base}/soan"),
        unfinished,
        nothing,
        no_sites: (!has_open_sites).then(|| Notice::new(t, Tone::Warning, t.text("disclosure-lack-sites"))),
        sites: format!("{base}/diem"),
        hang: may(Some(actor), "post", unit.id).then(|| format!("{base}/dan")),
        broadcasts,
        may_broadcast: may(Some(actor), "post", unit.id),
        exempt,
        exempt_action: format!("{base}/truyen-thanh"),
    }))
}

/// A board in the list, with the form that closes it.
struct SiteRow {
    name: String,
    kind: String,
    since: String,
    close: String,
}

#[derive(Template)]
#[template(path = "disclosure/sites.html")]
struct SitesPage {
    shell: Shell,
    token: FormToken,
    errors: ErrorSummary,
    sites: Vec<SiteRow>,
    empty: Option<Empty>,
    all: bool,
    without: Vec<String>,
    action: String,
    kind: Field,
    hamlet: Field,
    name: Field,
}

/// A new board, or one for each hamlet that has none.
#[derive(Debug, Default, Deserialize)]
pub(super) struct NewSite {
    /// Set when the office and every hamlet without a board get one.
    #[serde(default)]
    all: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    hamlet: String,
    #[serde(default)]
    name: String,
}

pub(super) async fn sites(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = allowed(&reader, &pages, &actor, &xa, "post")?;
    sites_page(&reader, &pages, &unit, &NewSite::default(), None).await
}

async fn sites_page(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    written: &NewSite,
    wrong: Option<&str>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let sites = or_failed(reader, store::sites(&mut read, unit.id).await)?;
    let hamlets = hamlets(reader, &mut read, unit.id, today).await?;
    drop(read);
    let open: Vec<&Site> = sites.iter().filter(|site| site.closed_on.is_none()).collect();
    let without: Vec<String> = hamlets
        .iter()
        .filter(|hamlet| !open.iter().any(|site| site.hamlet == Some(hamlet.id)))
        .map(|hamlet| hamlet.name.clone())
        .collect();
    let no_office = !open.iter().any(|site| site.kind == SiteKind::Office);
    let kind_label =
        |kind: SiteKind| t.text(&format!("disclosure-sitekind-{}", kind.key().replace('_', "-")));
    let base = format!("{}/diem", home(unit));
    let rows = open
        .iter()
        .map(|site| SiteRow {
            name: site.name.clone(),
            kind: kind_label(site.kind),
            since: t.with("disclosure-site-opened", "date", site.opened_on),
            close: format!("{base}/{}/dong", site.id),
        })
        .collect();
    let kinds = SiteKind::ALL
        .map(|kind| Choice::new(kind.key(), kind_label(kind)))
        .to_vec();
    let mut places = vec![Choice::new("", t.text("disclosure-site-no-hamlet"))];
    places.extend(
        hamlets
            .iter()
            .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str())),
    );
    let mut name = Field::words("name", t.text("disclosure-ask-site-name"), written.name.as_str())
        .hint(t.text("disclosure-ask-site-name-hint"));
    if let Some(key) = wrong {
        name = name.error(t, t.text(key));
    }
    let errors = ErrorSummary::of(t, [&name]);
    let mut shell = shell(reader, unit, t.text("disclosure-sites-title"))
        .lead(t.text("disclosure-sites-lead"))
        .crumb(t.text("disclosure-tool-desk"), format!("{}/viec", home(unit)));
    if !errors.is_empty() {
        shell = shell.with_errors();
    }
    let page = page::html(&SitesPage {
        shell,
        token: reader.form_token(),
        errors,
        empty: open
            .is_empty()
            .then(|| Empty::new(t, t.text("disclosure-sites-empty"), committee(reader, unit))),
        sites: rows,
        all: no_office || !without.is_empty(),
        without,
        action: base,
        kind: Field::new(
            "kind",
            t.text("disclosure-ask-site-kind"),
            Control::Radios {
                choices: kinds,
                chosen: if written.kind.is_empty() {
                    SiteKind::CommunityPoint.key().to_owned()
                } else {
                    written.kind.clone()
                },
            },
        ),
        hamlet: Field::new(
            "hamlet",
            t.text("disclosure-ask-site-hamlet"),
            Control::Select {
                choices: places,
                chosen: written.hamlet.clone(),
            },
        ),
        name,
    });
    Ok(if wrong.is_some() {
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    } else {
        page
    })
}

pub(super) async fn add_sites(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(new): Form<NewSite>,
) -> Answer {
    add_sites_of(&reader, &actor, &pages, &xa, &new).await
}

async fn add_sites_of(reader: &Reader, actor: &Actor, pages: &Pages, xa: &str, new: &NewSite) -> Answer {
    /// The longest name of a board, in letters.
    const LONGEST: usize = 120;
    let t = &reader.t;
    let unit = allowed(reader, pages, actor, xa, "post")?;
    let (at, today) = pages.desk.now();
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let known = or_failed(reader, store::sites(&mut read, unit.id).await)?;
    let hamlets = hamlets(reader, &mut read, unit.id, today).await?;
    drop(read);
    let site = |kind, hamlet: Option<UnitId>, name: String| Site {
        id: SiteId(pages.desk.uuid(at)),
        kind,
        hamlet,
        name,
        opened_on: today,
        closed_on: None,
    };
    let is_open =
        |wanted: &dyn Fn(&Site) -> bool| known.iter().any(|site| site.closed_on.is_none() && wanted(site));
    let mut added = Vec::new();
    if new.all.is_empty() {
        let name = platform::text::compose(new.name.trim());
        let kind = SiteKind::from_key(&new.kind);
        let hamlet = hamlets.iter().find(|hamlet| hamlet.id.to_string() == new.hamlet);
        let wrong = match kind {
            None => Some("disclosure-error-site-kind"),
            _ if name.is_empty() || name.chars().count() > LONGEST => Some("disclosure-error-site-name"),
            _ if name.chars().any(char::is_control) => Some("disclosure-error-site-name"),
            _ if is_open(&|site| site.name == name) => Some("disclosure-error-site-known"),
            Some(kind) => {
                added.push(site(kind, hamlet.map(|hamlet| hamlet.id), name));
                None
            }
        };
        if wrong.is_some() {
            return sites_page(reader, pages, &unit, new, wrong).await;
        }
    } else {
        if !is_open(&|site| site.kind == SiteKind::Office) {
            let name = t.with("disclosure-site-office-of", "commune", units::in_text(&unit.name));
            added.push(site(SiteKind::Office, None, name));
        }
        for hamlet in hamlets {
            if !is_open(&|site| site.hamlet == Some(hamlet.id)) {
                let name = t.with("disclosure-site-point-of", "hamlet", units::in_text(&hamlet.name));
                added.push(site(SiteKind::CommunityPoint, Some(hamlet.id), name));
            }
        }
    }
    let done = pages.desk.open_sites(unit.id, &added).await;
    Ok(then(reader, done, &format!("{}/diem", home(&unit))))
}

pub(super) async fn close_site(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, site)): Path<(String, String)>,
) -> Answer {
    let unit = allowed(&reader, &pages, &actor, &xa, "post")?;
    let site: SiteId = site.parse().map_err(|_| missing(&reader))?;
    let done = pages.desk.close_site(unit.id, site).await;
    Ok(then(&reader, done, &format!("{}/diem", home(&unit))))
}

/// Records that there is no loudspeaker system, with the reason; or, without one, that there is one again.
pub(super) async fn exempt(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(reason): Form<Reason>,
) -> Answer {
    let unit = allowed(&reader, &pages, &actor, &xa, "post")?;
    let done = match reason.line() {
        Some(line) => {
            pages
                .desk
                .exempt(unit.id, &line, by(&actor, "post", unit.id))
                .await
        }
        None => pages.desk.end_exemption(unit.id).await,
    };
    Ok(then(&reader, done, &format!("{}/viec", home(&unit))))
}
