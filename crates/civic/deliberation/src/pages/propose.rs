//! Putting a matter forward, changing its words, agreeing, giving up; candidates and the steps before an election.

use std::collections::BTreeMap;

use axum::{
    Form as Sent,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect},
};
use platform::{
    access::{Actor, Place},
    page::{
        Answer, Reader,
        components::{Choice, Field, Notice, Tone},
    },
};
use serde::Deserialize;
use units::{Unit, UnitId, hamlets::Hamlet};

use super::{
    FUNCTION, Pages, by, commune, find,
    form::{self, Form, LONGEST_NAME, LONGEST_REASON, LONGEST_TEXT, LONGEST_TITLE},
    hamlets, home, href, matter_shell, missing, or_failed, or_refused, place, refused, shell, then, words,
};
use crate::{
    model::{Matter, Office, Proposer},
    rules::{self, Milestone},
    service::{ActError, NewMatter},
};

/// The most seats of one election.
const MOST_SEATS: u8 = 15;
/// The most candidates: what a ballot's marks can hold.
const MOST_CANDIDATES: usize = 32;

/// A matter as it was filled in.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Written {
    /// Number of the hamlet; "xa" for the whole commune.
    #[serde(default)]
    noi: String,
    #[serde(default)]
    noi_dung: String,
    #[serde(default)]
    ten: String,
    #[serde(default)]
    van_ban: String,
    /// For elections: who is elected, or "" for other matters.
    #[serde(default)]
    chuc_danh: String,
    #[serde(default)]
    so_nguoi: String,
}

/// Where the reader may propose in a commune.
struct Where {
    hamlets: Vec<Hamlet>,
    whole: bool,
}

async fn where_to(
    reader: &Reader,
    actor: &Actor,
    pages: &Pages,
    unit: &Unit,
) -> Result<Where, platform::page::Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let hamlets = hamlets(reader, pages, &mut read, unit.id).await?;
    drop(read);
    let whole = actor.may(FUNCTION, "propose", unit.id);
    let hamlets: Vec<Hamlet> = hamlets
        .into_iter()
        .filter(|hamlet| {
            actor
                .places(FUNCTION, "propose")
                .contains(&Place::hamlet(unit.id, hamlet.id))
        })
        .collect();
    if hamlets.is_empty() && !whole {
        by(reader, actor, "propose", unit.id)?;
    }
    Ok(Where { hamlets, whole })
}

fn written_form(
    reader: &Reader,
    pages: &Pages,
    unit: &Unit,
    places: &Where,
    written: &Written,
    faults: &BTreeMap<&str, String>,
) -> Answer {
    let t = &reader.t;
    let (_, today) = pages.desk.now();
    let law = or_refused(
        reader,
        rules::matters(&pages.desk.rulebook, today).map_err(ActError::from),
    )?;
    let mut where_choices: Vec<Choice> = places
        .hamlets
        .iter()
        .map(|hamlet| Choice::new(hamlet.id.to_string(), hamlet.name.as_str()))
        .collect();
    if places.whole {
        where_choices.push(Choice::new("xa", t.text("deliberation-whole-commune")));
    }
    let chosen = if written.noi.is_empty() {
        where_choices
            .first()
            .map(|choice| choice.value.clone())
            .unwrap_or_default()
    } else {
        written.noi.clone()
    };
    let clauses = law
        .value
        .iter()
        .map(|item| Choice::new(item.key.as_str(), words::clause(t, item)))
        .collect();
    let mut offices = vec![Choice::new("", t.text("deliberation-office-none"))];
    offices.extend(Office::ALL.iter().map(|office| {
        Choice::new(
            office.key(),
            t.text(&format!("deliberation-office-{}", office.key())),
        )
    }));
    let fields = vec![
        form::radios("noi", t.text("deliberation-field-where"), where_choices, &chosen),
        form::radios(
            "noi_dung",
            t.text("deliberation-field-clause"),
            clauses,
            &written.noi_dung,
        ),
        Field::words("ten", t.text("deliberation-field-title"), written.ten.as_str())
            .hint(t.text("deliberation-field-title-hint")),
        form::area("van_ban", t.text("deliberation-field-proposal"), &written.van_ban)
            .hint(t.text("deliberation-field-proposal-hint")),
        form::select(
            "chuc_danh",
            t.text("deliberation-field-office"),
            offices,
            &written.chuc_danh,
        )
        .hint(t.text("deliberation-field-office-hint")),
        form::digits("so_nguoi", t.text("deliberation-field-seats"), &written.so_nguoi)
            .hint(t.text("deliberation-field-seats-hint")),
    ];
    let fields = form::with_faults(t, fields, faults);
    let base = home(unit);
    let mut page = Form::new(
        shell(reader, unit, t.text("deliberation-propose-title")).lead(t.text("deliberation-propose-lead")),
        t.text("deliberation-button-propose"),
        format!("{base}/de-xuat"),
        base,
        fields,
    );
    page.citations.push(words::citation(t, &law.because));
    Ok(page.page(reader))
}

pub(super) async fn blank(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
) -> Answer {
    let unit = commune(&reader, &pages, &xa)?;
    let places = where_to(&reader, &actor, &pages, &unit).await?;
    written_form(
        &reader,
        &pages,
        &unit,
        &places,
        &Written::default(),
        &BTreeMap::new(),
    )
}

pub(super) async fn propose(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path(xa): Path<String>,
    Sent(written): Sent<Written>,
) -> Answer {
    let unit = commune(&reader, &pages, &xa)?;
    let places = where_to(&reader, &actor, &pages, &unit).await?;
    let t = &reader.t;
    let mut faults: BTreeMap<&str, String> = BTreeMap::new();
    let hamlet = match written.noi.as_str() {
        "xa" if places.whole => Ok(None),
        number => number
            .parse()
            .ok()
            .map(UnitId)
            .filter(|id| places.hamlets.iter().any(|hamlet| hamlet.id == *id))
            .map(Some)
            .ok_or(()),
    };
    if hamlet.is_err() {
        faults.insert("noi", t.text("deliberation-error-where"));
    }
    let hamlet = hamlet.unwrap_or_default();
    let here = hamlet.map_or_else(|| Place::from(unit.id), |hamlet| Place::hamlet(unit.id, hamlet));
    let (_, today) = pages.desk.now();
    let (title, proposal) = (form::line(&written.ten), form::lines(&written.van_ban));
    if !form::within(&title, LONGEST_TITLE) {
        faults.insert("ten", t.text("deliberation-error-title"));
    }
    if !form::within(&proposal, LONGEST_TEXT) {
        faults.insert("van_ban", t.text("deliberation-error-proposal"));
    }
    let office = Office::from_key(&written.chuc_danh);
    let seats = if written.so_nguoi.trim().is_empty() {
        Some(0)
    } else {
        written
            .so_nguoi
            .trim()
            .parse::<u8>()
            .ok()
            .filter(|seats| *seats <= MOST_SEATS)
    };
    if seats.is_none() {
        faults.insert("so_nguoi", t.text("deliberation-error-seats"));
    }
    match rules::elects(&pages.desk.rulebook, &written.noi_dung, today) {
        Err(error) => {
            faults.insert("noi_dung", words::law_error(t, &error));
        }
        Ok(_) if written.noi_dung.is_empty() => {
            faults.insert("noi_dung", t.text("deliberation-error-clause-missing"));
        }
        Ok(true) if office.is_none() => {
            faults.insert("chuc_danh", t.text("deliberation-error-office"));
        }
        Ok(false) if office.is_some() => {
            faults.insert("chuc_danh", t.text("deliberation-error-no-office"));
        }
        Ok(_) => {}
    }
    if hamlet.is_none() && !faults.contains_key("noi_dung") && !faults.contains_key("noi") {
        let possible = rules::commune_matters(&pages.desk.rulebook, today)
            .is_ok_and(|items| items.iter().any(|item| item.key == written.noi_dung));
        if !possible {
            faults.insert("noi_dung", t.text("deliberation-error-commune-clause"));
        }
    }
    if !faults.is_empty() {
        return written_form(&reader, &pages, &unit, &places, &written, &faults);
    }
    let by = by(&reader, &actor, "propose", here)?;
    let proposer = match by.role.as_str() {
        "commune_leader" => Proposer::CommuneChair,
        "hamlet_head" => Proposer::HamletHead,
        _ => Proposer::Citizens,
    };
    let new = NewMatter {
        hamlet,
        clause: written.noi_dung.clone(),
        title,
        proposal,
        proposer,
        office,
        seats: seats.unwrap_or(0),
    };
    match pages.desk.propose(unit.id, &new, by).await {
        Ok(id) => Ok(Redirect::to(&href(&unit, id)).into_response()),
        Err(error) => Ok(refused(&reader, &error)),
    }
}

/// New words for a matter.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Reworded {
    #[serde(default)]
    ten: String,
    #[serde(default)]
    van_ban: String,
}

fn reword_form(reader: &Reader, unit: &Unit, matter: &Matter, words: &Reworded, faults: [bool; 2]) -> Answer {
    let t = &reader.t;
    let fault = |wrong: bool, key: &str| wrong.then(|| t.text(key));
    let fields = vec![
        form::faulty(
            t,
            Field::words("ten", t.text("deliberation-field-title"), words.ten.as_str()),
            fault(faults[0], "deliberation-error-title").as_ref(),
        ),
        form::faulty(
            t,
            form::area("van_ban", t.text("deliberation-field-proposal"), &words.van_ban),
            fault(faults[1], "deliberation-error-proposal").as_ref(),
        ),
    ];
    let base = href(unit, matter.id);
    let mut page = Form::new(
        matter_shell(reader, unit, matter, t.text("deliberation-tool-reword")),
        t.text("deliberation-button-save"),
        format!("{base}/sua"),
        base,
        fields,
    );
    page.notices.push(Notice::new(
        t,
        Tone::Warning,
        t.text("deliberation-reword-warning"),
    ));
    Ok(page.page(reader))
}

pub(super) async fn ask_reword(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    let matter = &dossier.matter;
    own(&reader, &actor, matter)?;
    let words = Reworded {
        ten: matter.title.clone(),
        van_ban: matter.proposal.clone(),
    };
    reword_form(&reader, &unit, matter, &words, [false; 2])
}

/// Only who put a matter forward changes its words.
fn own(reader: &Reader, actor: &Actor, matter: &Matter) -> Result<(), platform::page::Instead> {
    if actor.person().0 == matter.proposed.by.account {
        Ok(())
    } else {
        Err(missing(reader))
    }
}

pub(super) async fn reword(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Sent(sent): Sent<Reworded>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop(read);
    let matter = &dossier.matter;
    own(&reader, &actor, matter)?;
    let by = by(&reader, &actor, "propose", place(matter))?;
    let (title, proposal) = (form::line(&sent.ten), form::lines(&sent.van_ban));
    let faults = [
        !form::within(&title, LONGEST_TITLE),
        !form::within(&proposal, LONGEST_TEXT),
    ];
    if faults.contains(&true) {
        return reword_form(&reader, &unit, matter, &sent, faults);
    }
    let done = pages.desk.reword(unit.id, matter.id, &title, &proposal, by).await;
    Ok(then(&reader, done, &href(&unit, matter.id)))
}

pub(super) async fn agree(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop(read);
    let matter = &dossier.matter;
    let by = by(&reader, &actor, "agree", place(matter))?;
    let done = pages.desk.agree(unit.id, matter.id, by).await;
    Ok(then(&reader, done, &href(&unit, matter.id)))
}

pub(super) async fn conclude(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop(read);
    let matter = &dossier.matter;
    let by = by(&reader, &actor, "conclude", place(matter))?;
    let done = pages.desk.conclude_commune(unit.id, matter.id, by).await;
    Ok(then(&reader, done, &href(&unit, matter.id)))
}

/// A reason, as it was sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Reason {
    #[serde(default)]
    ly_do: String,
}

fn drop_form(reader: &Reader, unit: &Unit, matter: &Matter, reason: &str, wrong: bool) -> Answer {
    let t = &reader.t;
    let fault = wrong.then(|| t.text("deliberation-error-reasons"));
    let field = form::faulty(
        t,
        form::area("ly_do", t.text("deliberation-field-reason"), reason),
        fault.as_ref(),
    );
    let base = href(unit, matter.id);
    let mut page = Form::new(
        matter_shell(reader, unit, matter, t.text("deliberation-tool-drop")),
        t.text("deliberation-button-drop"),
        format!("{base}/rut"),
        base,
        vec![field],
    );
    page.notices
        .push(Notice::new(t, Tone::Warning, t.text("deliberation-drop-warning")));
    Ok(page.page(reader))
}

pub(super) async fn ask_drop(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop_form(&reader, &unit, &dossier.matter, "", false)
}

pub(super) async fn drop_matter(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Sent(sent): Sent<Reason>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop(read);
    let matter = &dossier.matter;
    let action = if actor.person().0 == matter.proposed.by.account {
        "propose"
    } else if actor.may(FUNCTION, "call", place(matter)) {
        "call"
    } else {
        "agree"
    };
    let by = by(&reader, &actor, action, place(matter))?;
    let reason = form::line(&sent.ly_do);
    if !form::within(&reason, LONGEST_REASON) {
        return drop_form(&reader, &unit, matter, &sent.ly_do, true);
    }
    let done = pages.desk.drop_matter(unit.id, matter.id, &reason, by).await;
    Ok(then(&reader, done, &href(&unit, matter.id)))
}

/// The list of candidates, and the steps before an election, as they were sent.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Nominated {
    /// One candidate a line: name; what the list says; "+" at the end for who nominated themselves.
    #[serde(default)]
    danh_sach: String,
    #[serde(default)]
    plan: String,
    #[serde(default)]
    candidates: String,
    #[serde(default)]
    team_formed: String,
    #[serde(default)]
    announcement: String,
}

impl Nominated {
    fn days(&self) -> [(Milestone, &str); 4] {
        [
            (Milestone::Plan, &self.plan),
            (Milestone::Candidates, &self.candidates),
            (Milestone::Team, &self.team_formed),
            (Milestone::Announcement, &self.announcement),
        ]
    }

    /// The candidates, none when a line has no name or a name that is too long.
    fn list(&self) -> Option<Vec<(String, String, bool)>> {
        let mut list = Vec::new();
        for written in self
            .danh_sach
            .lines()
            .map(form::line)
            .filter(|line| !line.is_empty())
        {
            let (written, alone) = match written.strip_suffix('+') {
                Some(rest) => (rest.trim().to_owned(), true),
                None => (written, false),
            };
            let (name, about) = written.split_once(';').unwrap_or((&written, ""));
            let name = name.trim().to_owned();
            if !form::within(&name, LONGEST_NAME) {
                return None;
            }
            list.push((name, about.trim().to_owned(), alone));
        }
        (!list.is_empty() && list.len() <= MOST_CANDIDATES).then_some(list)
    }
}

fn nominate_form(
    reader: &Reader,
    unit: &Unit,
    matter: &Matter,
    sent: &Nominated,
    faults: &BTreeMap<&str, String>,
) -> Answer {
    let t = &reader.t;
    let mut fields = vec![
        form::area(
            "danh_sach",
            t.text("deliberation-field-candidates"),
            &sent.danh_sach,
        )
        .hint(t.text("deliberation-field-candidates-hint")),
    ];
    for (milestone, day) in sent.days() {
        fields.push(form::digits(
            milestone.key(),
            t.text(&format!("deliberation-step-{}", milestone.key())),
            day,
        ));
    }
    let fields = form::with_faults(t, fields, faults);
    let base = href(unit, matter.id);
    let page = Form::new(
        matter_shell(reader, unit, matter, t.text("deliberation-tool-nominate"))
            .lead(t.text("deliberation-nominate-lead")),
        t.text("deliberation-button-save"),
        format!("{base}/ung-cu"),
        base,
        fields,
    );
    Ok(page.page(reader))
}

pub(super) async fn ask_nominate(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    let listed: Vec<String> = dossier
        .candidates
        .iter()
        .map(|candidate| {
            let about = if candidate.about.is_empty() {
                String::new()
            } else {
                format!("; {}", candidate.about)
            };
            let alone = if candidate.self_nominated { " +" } else { "" };
            format!("{}{about}{alone}", candidate.name)
        })
        .collect();
    let done = |milestone: Milestone| {
        dossier
            .milestones
            .iter()
            .find(|(known, _)| *known == milestone)
            .map(|(_, on)| platform::text::write_day(*on))
            .unwrap_or_default()
    };
    let sent = Nominated {
        danh_sach: listed.join("\n"),
        plan: done(Milestone::Plan),
        candidates: done(Milestone::Candidates),
        team_formed: done(Milestone::Team),
        announcement: done(Milestone::Announcement),
    };
    nominate_form(&reader, &unit, &dossier.matter, &sent, &BTreeMap::new())
}

pub(super) async fn nominate(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    Sent(sent): Sent<Nominated>,
) -> Answer {
    let mut read = or_failed(&reader, pages.desk.db.read().await)?;
    let (unit, dossier) = find(&reader, &pages, &mut read, &xa, &id).await?;
    drop(read);
    let t = &reader.t;
    let matter = &dossier.matter;
    let by = by(&reader, &actor, "call", place(matter))?;
    let mut faults = BTreeMap::new();
    let list = sent.list();
    if list.is_none() {
        faults.insert("danh_sach", t.text("deliberation-error-candidates"));
    }
    let (_, today) = pages.desk.now();
    let mut days = Vec::new();
    for (milestone, written) in sent.days() {
        if written.trim().is_empty() {
            continue;
        }
        match platform::text::read_day(written.trim()).filter(|day| *day <= today) {
            Some(day) => days.push((milestone, day)),
            None => {
                faults.insert(milestone.key(), t.text("deliberation-error-past-day"));
            }
        }
    }
    let (Some(list), true) = (list, faults.is_empty()) else {
        return nominate_form(&reader, &unit, matter, &sent, &faults);
    };
    let mut done = pages.desk.nominate(unit.id, matter.id, &list, by.clone()).await;
    for step in days {
        if done.is_ok() {
            done = pages.desk.milestone(unit.id, matter.id, step, by.clone()).await;
        }
    }
    Ok(then(&reader, done, &href(&unit, matter.id)))
}
