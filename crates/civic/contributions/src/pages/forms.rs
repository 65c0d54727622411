//! Forms about a campaign itself: writing it down, rates, opening, stopping, closing.

use axum::{
    Form,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, Place},
    i18n::Translator,
    page::{
        Answer, Instead, Reader,
        components::{Choice, Control, Field, Notice, Tone},
        form::{FormPage, Sent, Wrong, area, digits},
    },
    text::{read_day, read_whole, write_day},
};
use units::{Unit, hamlets::Hamlet};

use super::{
    FUNCTION, Found, Pages, commune, commune_home, find_for, not_here, or_failed, refused, shell, somewhere,
    then,
};
use crate::{
    ActError,
    model::Campaign,
    rules::{self, Basis, Decision, Rate, State as Stands, Terms},
    service::{Draft, PURPOSES},
    words,
};

/// Letters of a title, of a line and of what is written at length.
pub(super) const LONGEST_LINE: usize = 200;
pub(super) const LONGEST_TEXT: usize = 4_000;
/// The most hamlets that are offered.
const MOST_HAMLETS: usize = 500;
/// Fields of one line that may stay empty, each with its text.
const LINES: [&str; 8] = [
    "place",
    "bank",
    "account",
    "account_name",
    "authority",
    "notice_number",
    "decision_page",
    "decision_number",
];

pub(super) fn revision(sent: &Sent) -> i64 {
    sent.get("revision").parse().unwrap_or_default()
}

pub(super) fn sent(values: &[(&str, String)]) -> Sent {
    Sent(
        values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    )
}

pub(super) fn radios(t: &Translator, name: &str, label: &str, choices: Vec<Choice>, sent: &Sent) -> Field {
    Field::new(
        name,
        t.text(label),
        Control::Radios {
            choices,
            chosen: sent.get(name),
        },
    )
}

pub(super) fn select(t: &Translator, name: &str, label: &str, choices: Vec<Choice>, sent: &Sent) -> Field {
    Field::new(
        name,
        t.text(label),
        Control::Select {
            choices,
            chosen: sent.get(name),
        },
    )
}

/// The items of a list of the catalogue, to choose from.
pub(super) fn items(pages: &Pages, t: &Translator, list: &str) -> Vec<Choice> {
    pages
        .desk
        .catalogue()
        .list(list)
        .map(|list| {
            list.items
                .iter()
                .map(|item| Choice::new(item.key.as_str(), item.names.get(t.code())))
                .collect()
        })
        .unwrap_or_default()
}

/// A campaign that is being written down: a new one, or a draft that is bettered.
struct Asking<'a> {
    reader: &'a Reader,
    pages: &'a Pages,
    unit: Unit,
    campaign: Option<&'a Campaign>,
    hamlets: Vec<Hamlet>,
    /// Whether it may be the whole commune's.
    whole: bool,
}

impl<'a> Asking<'a> {
    async fn of(
        reader: &'a Reader,
        pages: &'a Pages,
        actor: &Actor,
        (unit, campaign): (Unit, Option<&'a Campaign>),
    ) -> Result<Self, Instead> {
        if !somewhere(actor, "keep", &unit) {
            return Err(not_here(reader));
        }
        let (_, today) = pages.desk.now();
        let mut read = or_failed(reader, pages.desk.db.read().await)?;
        let hamlets = units::hamlets::page(&mut read, unit.id, today, None, MOST_HAMLETS).await;
        let mut hamlets = or_failed(reader, hamlets)?;
        hamlets.retain(|hamlet| actor.may(FUNCTION, "keep", Place::hamlet(unit.id, hamlet.id)));
        let whole = actor.may(FUNCTION, "keep", unit.id);
        Ok(Self {
            reader,
            pages,
            unit,
            campaign,
            hamlets,
            whole,
        })
    }

    fn form(&self, sent: &Sent) -> FormPage {
        let t = &self.reader.t;
        let home = commune_home(&self.unit);
        let (title, action, cancel) = match self.campaign {
            Some(campaign) => {
                let href = crate::service::page_of(&self.unit.code, campaign.id);
                (
                    t.text("contributions-edit-title"),
                    format!("{href}/sua"),
                    format!("{href}/viec"),
                )
            }
            None => (
                t.with("contributions-draft-title", "unit", self.unit.name.as_str()),
                format!("{home}/lap"),
                format!("{home}/viec"),
            ),
        };
        let shell = shell(self.reader, title)
            .lead(t.text("contributions-draft-lead"))
            .crumb(self.unit.name.as_str(), home.as_str());
        let mut hamlets: Vec<Choice> = self
            .hamlets
            .iter()
            .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str()))
            .collect();
        if self.whole {
            hamlets.insert(0, Choice::new("", t.text("contributions-whole-commune")));
        }
        let bases = Basis::ALL
            .iter()
            .map(|&basis| {
                Choice::new(basis.key(), words::basis(t, basis)).hint(t.text(&format!(
                    "contributions-basis-{}-hint",
                    basis.key().replace('_', "-")
                )))
            })
            .collect();
        let line = |name: &str| {
            let dashed = name.replace('_', "-");
            Field::words(
                name,
                t.text(&format!("contributions-ask-{dashed}")),
                sent.get(name),
            )
        };
        let hinted = |name: &str| {
            let dashed = name.replace('_', "-");
            line(name).hint(t.text(&format!("contributions-ask-{dashed}-hint")))
        };
        let mut page = FormPage::new(self.reader, shell, action, cancel, t.text("contributions-save"));
        if let Some(campaign) = self.campaign {
            page = page.hidden("revision", campaign.revision);
        }
        page = page
            .field(line("title"))
            .field(
                area("aim", t.text("contributions-aim"), &sent.get("aim"))
                    .hint(t.text("contributions-ask-aim-hint")),
            )
            .field(radios(t, "basis", "contributions-basis", bases, sent))
            .field(select(
                t,
                "purpose",
                "contributions-purpose",
                items(self.pages, t, PURPOSES),
                sent,
            ))
            .field(select(t, "hamlet", "contributions-hamlet", hamlets, sent))
            .field(line("from"))
            .field(hinted("until"))
            .field(hinted("manager"))
            .field(area("scope", t.text("contributions-scope"), &sent.get("scope")))
            .field(
                area("method", t.text("contributions-method"), &sent.get("method"))
                    .hint(t.text("contributions-ask-method-hint")),
            )
            .field(line("place"))
            .field(
                digits("goal", t.text("contributions-goal"), &sent.get("goal"))
                    .hint(t.text("contributions-ask-goal-hint")),
            )
            .field(hinted("account"))
            .field(line("bank"))
            .field(line("account_name"))
            .field(hinted("authority"))
            .field(line("notice_number"))
            .field(hinted("notice_on"))
            .field(hinted("decision_page"))
            .field(line("decision_number"))
            .field(line("decision_on"))
            .field(digits(
                "decision_yes",
                t.text("contributions-ask-decision-yes"),
                &sent.get("decision_yes"),
            ))
            .field(
                digits(
                    "decision_total",
                    t.text("contributions-ask-decision-total"),
                    &sent.get("decision_total"),
                )
                .hint(t.text("contributions-ask-decision-total-hint")),
            );
        let (_, today) = self.pages.desk.now();
        if let Ok(share) = rules::threshold(&self.pages.desk.rulebook, today) {
            page = page.citations(vec![words::citation(t, &share.because)]);
        }
        page
    }

    /// Reads the form; what is wrong with it stands in the second.
    fn read(&self, sent: &Sent) -> (Draft, Wrong) {
        let t = &self.reader.t;
        let mut wrong = Wrong::default();
        wrong.words(t, ("title", &sent.get("title")), LONGEST_LINE);
        wrong.words(t, ("manager", &sent.get("manager")), LONGEST_LINE);
        wrong.words(t, ("aim", &sent.get("aim")), LONGEST_TEXT);
        for name in ["scope", "method"] {
            if sent.get(name).chars().count() > LONGEST_TEXT {
                wrong.words(t, (name, &sent.get(name)), LONGEST_TEXT);
            }
        }
        for name in LINES {
            if sent.get(name).chars().count() > LONGEST_LINE {
                wrong.words(t, (name, &sent.get(name)), LONGEST_LINE);
            }
        }
        let basis = Basis::from_key(&sent.get("basis"));
        if basis.is_none() {
            wrong.add("basis", t.text("contributions-error-choose"));
        }
        let hamlet = sent.get("hamlet");
        let chosen = self.hamlets.iter().find(|there| there.id.to_string() == hamlet);
        if chosen.is_none() && !(hamlet.is_empty() && self.whole) {
            wrong.add("hamlet", t.text("contributions-error-choose"));
        }
        let mut day = |name: &'static str, needed: bool| {
            let written = sent.get(name);
            let day = read_day(&written);
            if day.is_none() && (needed || !written.is_empty()) {
                wrong.add(name, t.text("contributions-error-day"));
            }
            day
        };
        let (from, until) = (day("from", true), day("until", true));
        let (notice_on, decision_on) = (day("notice_on", false), day("decision_on", false));
        let mut number = |name: &'static str| {
            let written = sent.get(name);
            match read_whole(&written) {
                Some(number) => number,
                None if written.is_empty() => 0,
                None => {
                    wrong.add(name, t.text("contributions-error-number"));
                    0
                }
            }
        };
        let goal = number("goal");
        let (yes, total) = (number("decision_yes"), number("decision_total"));
        let draft = Draft {
            hamlet: chosen.map(|hamlet| hamlet.id),
            basis: basis.unwrap_or(Basis::Sponsorship),
            purpose: sent.get("purpose"),
            title: sent.get("title"),
            from: from.unwrap_or_default(),
            until: until.unwrap_or_default(),
            terms: Terms {
                aim: sent.get("aim"),
                scope: sent.get("scope"),
                method: sent.get("method"),
                place: sent.get("place"),
                manager: sent.get("manager"),
                goal,
                bank: sent.get("bank"),
                account: sent.get("account"),
                account_name: sent.get("account_name"),
                authority: sent.get("authority"),
                notice_on,
                notice_number: sent.get("notice_number"),
                decision: Decision {
                    page: sent.get("decision_page"),
                    number: sent.get("decision_number"),
                    on: decision_on,
                    yes,
                    total,
                    found: false,
                },
                rates: Vec::new(),
            },
        };
        (draft, wrong)
    }

    /// What an act refused, beside its field; the refusal again when it belongs to none.
    fn fault(&self, error: ActError) -> Result<Wrong, ActError> {
        let t = &self.reader.t;
        let mut wrong = Wrong::default();
        match error {
            ActError::Day(fault) => wrong.add("until", words::day_fault(t, fault)),
            ActError::NoDecision => {
                wrong.add("decision_page", t.text("contributions-error-no-decision"));
            }
            ActError::AccountTaken(_) => {
                wrong.add("account", t.text("contributions-error-account-taken"));
            }
            ActError::NotListed(_) => wrong.add("purpose", t.text("contributions-error-choose")),
            other => return Err(other),
        }
        Ok(wrong)
    }
}

pub(super) async fn ask_draft(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = commune(&pages, &reader, &xa)?;
    let asking = Asking::of(&reader, &pages, &actor, (unit, None)).await?;
    let (_, today) = pages.desk.now();
    let blank = sent(&[("from", write_day(today))]);
    Ok(asking.form(&blank).show(&reader.t, &Wrong::default()))
}

pub(super) async fn draft(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let unit = commune(&pages, &reader, &xa)?;
    let asking = Asking::of(&reader, &pages, &actor, (unit, None)).await?;
    let (new, wrong) = asking.read(&sent);
    if !wrong.0.is_empty() {
        return Ok(asking.form(&sent).show(t, &wrong));
    }
    let unit = &asking.unit;
    let place = match new.hamlet {
        Some(hamlet) => Place::hamlet(unit.id, hamlet),
        None => unit.id.into(),
    };
    let by = actor.acting(FUNCTION, "keep", place);
    match pages.desk.draft(unit.id, &new, by).await {
        Ok(id) => {
            let href = crate::service::page_of(&unit.code, id);
            Ok(Redirect::to(&format!("{href}/viec?xong=drafted")).into_response())
        }
        Err(error) => match asking.fault(error) {
            Ok(wrong) => Ok(asking.form(&sent).show(t, &wrong)),
            Err(error) => Ok(refused(&reader, &error)),
        },
    }
}

pub(super) async fn ask_edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let campaign = &found.campaign;
    let terms = &campaign.terms;
    let day = |day: Option<jiff::civil::Date>| day.map(write_day).unwrap_or_default();
    let number = |number: i64| {
        if number == 0 {
            String::new()
        } else {
            number.to_string()
        }
    };
    let filled = sent(&[
        ("title", campaign.title.clone()),
        ("aim", terms.aim.clone()),
        ("basis", campaign.basis.key().to_owned()),
        ("purpose", campaign.purpose.clone()),
        (
            "hamlet",
            campaign
                .hamlet
                .map(|hamlet| hamlet.to_string())
                .unwrap_or_default(),
        ),
        ("from", write_day(campaign.from)),
        ("until", write_day(campaign.until)),
        ("manager", terms.manager.clone()),
        ("scope", terms.scope.clone()),
        ("method", terms.method.clone()),
        ("place", terms.place.clone()),
        ("goal", number(terms.goal)),
        ("account", terms.account.clone()),
        ("bank", terms.bank.clone()),
        ("account_name", terms.account_name.clone()),
        ("authority", terms.authority.clone()),
        ("notice_number", terms.notice_number.clone()),
        ("notice_on", day(terms.notice_on)),
        ("decision_page", terms.decision.page.clone()),
        ("decision_number", terms.decision.number.clone()),
        ("decision_on", day(terms.decision.on)),
        ("decision_yes", number(terms.decision.yes)),
        ("decision_total", number(terms.decision.total)),
    ]);
    let asking = Asking::of(&reader, &pages, &actor, (found.unit.clone(), Some(campaign))).await?;
    Ok(asking.form(&filled).show(&reader.t, &Wrong::default()))
}

pub(super) async fn edit(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let unit = found.unit.clone();
    let asking = Asking::of(&reader, &pages, &actor, (unit, Some(&found.campaign))).await?;
    let (new, wrong) = asking.read(&sent);
    if !wrong.0.is_empty() {
        return Ok(asking.form(&sent).show(t, &wrong));
    }
    let by = found.by(&actor, "keep");
    match pages.desk.correct(found.key(), revision(&sent), &new, &by).await {
        Ok(()) => Ok(Redirect::to(&found.done_at("corrected")).into_response()),
        Err(error) => match asking.fault(error) {
            Ok(wrong) => Ok(asking.form(&sent).show(t, &wrong)),
            Err(error) => Ok(refused(&reader, &error)),
        },
    }
}

/// A form about a campaign.
pub(super) fn form(reader: &Reader, found: &Found, end: &str, (title, button): (&str, &str)) -> FormPage {
    let t = &reader.t;
    FormPage::new(
        reader,
        found.desk_shell(reader, t.text(title)),
        format!("{}/{end}", found.href()),
        found.desk_href(),
        t.text(button),
    )
    .quote(
        words::state(t, found.campaign.state),
        found.campaign.title.as_str(),
    )
}

fn rate_form(reader: &Reader, found: &Found, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let kinds = vec![
        Choice::new("goods", t.text("contributions-kind-goods")),
        Choice::new("labour", t.text("contributions-kind-labour")),
    ];
    form(
        reader,
        found,
        "don-gia",
        ("contributions-state-rate", "contributions-save"),
    )
    .hidden("revision", found.campaign.revision)
    .field(radios(t, "kind", "contributions-column-kind", kinds, sent))
    .field(
        Field::words("name", t.text("contributions-rate-name"), sent.get("name"))
            .hint(t.text("contributions-rate-name-hint")),
    )
    .field(
        Field::words(
            "measure",
            t.text("contributions-rate-measure"),
            sent.get("measure"),
        )
        .hint(t.text("contributions-rate-measure-hint")),
    )
    .field(digits("vnd", t.text("contributions-rate-vnd"), &sent.get("vnd")))
    .field(
        Field::words("source", t.text("contributions-rate-source"), sent.get("source"))
            .hint(t.text("contributions-rate-source-hint")),
    )
}

pub(super) async fn ask_rate(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    Ok(rate_form(&reader, &found, &Sent::default()).show(&reader.t, &Wrong::default()))
}

pub(super) async fn rate(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let mut wrong = Wrong::default();
    if !["goods", "labour"].contains(&sent.get("kind").as_str()) {
        wrong.add("kind", t.text("contributions-error-choose"));
    }
    for name in ["name", "measure", "source"] {
        wrong.words(t, (name, &sent.get(name)), LONGEST_LINE);
    }
    let vnd = read_whole(&sent.get("vnd")).filter(|vnd| *vnd > 0);
    let (Some(vnd), true) = (vnd, wrong.0.is_empty()) else {
        if vnd.is_none() {
            wrong.add("vnd", t.text("contributions-error-number"));
        }
        return Ok(rate_form(&reader, &found, &sent).show(t, &wrong));
    };
    let rate = Rate {
        key: 0,
        labour: sent.get("kind") == "labour",
        name: sent.get("name"),
        measure: sent.get("measure"),
        vnd,
        source: sent.get("source"),
    };
    let done = pages.desk.state_rate(found.key(), revision(&sent), &rate).await;
    Ok(then(&reader, done, &found.done_at("rate")))
}

pub(super) async fn ask_open(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "open").await?;
    let (_, today) = pages.desk.now();
    let mut page = form(
        &reader,
        &found,
        "mo",
        ("contributions-open-title", "contributions-open"),
    )
    .hidden("revision", found.campaign.revision)
    .notice(Notice::new(t, Tone::Info, t.text("contributions-open-lead")));
    if let Ok(because) = rules::basis_rule(&pages.desk.rulebook, found.campaign.basis, today) {
        page = page.citations(vec![words::citation(t, &because)]);
    }
    Ok(page.show(t, &Wrong::default()))
}

pub(super) async fn open(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "open").await?;
    let by = found.by(&actor, "open");
    let done = pages.desk.open(found.key(), revision(&Sent(sent)), &by).await;
    Ok(then(&reader, done, &found.done_at("opened")))
}

/// The form that ends receiving, or the campaign.
fn end_form(reader: &Reader, found: &Found, state: Stands, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let (end, title, ask) = if state == Stands::Stopped {
        ("dung", "contributions-stop", "contributions-ask-stop")
    } else {
        ("ket-thuc", "contributions-close", "contributions-ask-close")
    };
    form(reader, found, end, (title, title))
        .hidden("revision", found.campaign.revision)
        .field(
            area("reason", t.text(ask), &sent.get("reason")).hint(t.text("contributions-ask-public-words")),
        )
}

pub(super) async fn ask_stop(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "open").await?;
    Ok(end_form(&reader, &found, Stands::Stopped, &Sent::default()).show(&reader.t, &Wrong::default()))
}

pub(super) async fn ask_close(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "open").await?;
    Ok(end_form(&reader, &found, Stands::Closed, &Sent::default()).show(&reader.t, &Wrong::default()))
}

async fn end(
    (reader, actor, pages): (Reader, Actor, Pages),
    address: (String, String),
    state: Stands,
    sent: Sent,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&address.0, &address.1), "open").await?;
    let mut wrong = Wrong::default();
    let reason = sent.get("reason");
    wrong.words(t, ("reason", &reason), LONGEST_TEXT);
    if !wrong.0.is_empty() {
        return Ok(end_form(&reader, &found, state, &sent).show(t, &wrong));
    }
    let by = found.by(&actor, "open");
    let (key, revision) = (found.key(), revision(&sent));
    let (done, word) = if state == Stands::Stopped {
        (pages.desk.stop(key, revision, &reason, &by).await, "stopped")
    } else {
        (pages.desk.close(key, revision, &reason, &by).await, "closed")
    };
    Ok(then(&reader, done, &found.done_at(word)))
}

pub(super) async fn stop(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(address): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    end((reader, actor, pages), address, Stands::Stopped, Sent(sent)).await
}

pub(super) async fn close(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(address): Path<(String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    end((reader, actor, pages), address, Stands::Closed, Sent(sent)).await
}
