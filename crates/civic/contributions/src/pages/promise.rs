//! Promising money without an account: whoever does gets a code to write into the transfer. Nobody owes anything by it.

use axum::{
    Extension, Form,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::{SignedDuration, civil::Date};
use platform::{
    access::{Limiter, Line},
    once,
    page::{
        self, Answer, Instead, Reader,
        components::{Cell, Confirmation, Field, Notice, SummaryList, Tone},
        form::{FormPage, Sent, Wrong},
    },
    random::grouped_code,
};

use super::{
    Contributions, Found, Pages, PartsPage, Section, find_public,
    forms::{LONGEST_LINE, radios, sent},
    missing,
    money::{amount_field, amount_of, givers},
    reason, refused,
};
use crate::{
    ledger::Giver,
    model::{Campaign, Pledge},
    rules::{self, Basis},
    words,
};

/// Promises sent by one line within the time.
const MOST_SENT: usize = 20;
/// Promises sent by one line within the time when no machine worked for them.
const MOST_UNPROVEN: usize = 3;
/// How long a promise counts against its line.
const SENT_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// How often promises are taken from one line.
#[derive(Debug)]
pub(super) struct Limits {
    proven: Limiter,
    unproven: Limiter,
}

impl Limits {
    pub(super) fn new(desk: &Contributions) -> Self {
        Self {
            proven: desk.limiter(MOST_SENT, SENT_WITHIN),
            unproven: desk.limiter(MOST_UNPROVEN, SENT_WITHIN),
        }
    }
}

/// Whether anybody may promise something to a campaign. What a law makes compulsory is nobody's to promise.
pub(super) fn takes(campaign: &Campaign, today: Date) -> bool {
    campaign.basis != Basis::Law && rules::receives(campaign.state, campaign.until, today)
}

async fn find(reader: &Reader, pages: &Pages, address: (&str, &str)) -> Result<Found, Instead> {
    let found = find_public(reader, pages, address).await?;
    if found.campaign.basis == Basis::Law {
        return Err(missing(reader));
    }
    if takes(&found.campaign, pages.desk.now().1) {
        return Ok(found);
    }
    let t = &reader.t;
    Err(Instead::from(page::conflict(
        reader,
        t.text("contributions-promise-over"),
    )))
}

fn form(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    (sent, wrong): (&Sent, &Wrong),
    notice: Option<Notice>,
) -> Response {
    let t = &reader.t;
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| pages.desk.once_open());
    let href = found.href();
    let mut form = FormPage::new(
        reader,
        found
            .shell(reader, t.text("contributions-promise"))
            .lead(t.text("contributions-promise-lead")),
        format!("{href}/toi-hua"),
        href,
        t.text("contributions-promise-button"),
    )
    .hidden("once", once)
    .worked(&found.unit.code, pages.desk.now().1)
    .trap()
    .field(amount_field(t, sent))
    .field(radios(t, "giver", "contributions-column-giver", givers(t), sent))
    .field(
        Field::words("name", t.text("contributions-promise-name"), sent.get("name"))
            .hint(t.text("contributions-promise-name-hint")),
    );
    if let Some(notice) = notice {
        form = form.notice(notice);
    }
    page::private(form.show(t, wrong))
}

pub(super) async fn ask(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find(&reader, &pages, (&xa, &id)).await?;
    let blank = sent(&[("giver", Giver::Households.key().to_owned())]);
    Ok(form(&reader, &pages, &found, (&blank, &Wrong::default()), None))
}

pub(super) async fn make(
    reader: Reader,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    from: Option<Extension<Line>>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let t = &reader.t;
    let line = from.map(|Extension(line)| line).unwrap_or_default();
    let found = find(&reader, &pages, (&xa, &id)).await?;
    let sent = Sent(sent);
    let mut wrong = Wrong::default();
    let amount = amount_of(t, &sent, &mut wrong);
    let giver = Giver::from_key(&sent.get("giver"));
    if giver.is_none() {
        wrong.add("giver", t.text("contributions-error-choose"));
    }
    let name = sent.get("name");
    if name.chars().count() > LONGEST_LINE {
        wrong.words(t, ("name", &name), LONGEST_LINE);
    }
    let (Some(giver), true) = (giver, wrong.0.is_empty()) else {
        return Ok(form(&reader, &pages, &found, (&sent, &wrong), None));
    };
    // Machines fill in what people do not see.
    if !sent.get("website").is_empty() {
        return Ok(page::bad_request(&reader, t.text("contributions-error-machine")));
    }
    let once = Some(sent.get("once"))
        .filter(|once| once::is_once(once))
        .unwrap_or_else(|| pages.desk.once_open());
    let (at, today) = pages.desk.now();
    let (day, work) = (sent.get("work_day"), sent.get("work"));
    let limiter = if once::proves(&found.unit.code, &once, &day, &work, today) {
        &pages.limits.proven
    } else {
        &pages.limits.unproven
    };
    if let Err(minutes) = limiter.admit(&line, at) {
        let often = t.with("contributions-error-often", "count", minutes);
        let notice = Notice::new(t, Tone::Warning, often);
        let mut answer = form(&reader, &pages, &found, (&sent, &wrong), Some(notice));
        *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(answer);
    }
    match pages
        .desk
        .promise(found.key(), &once, (amount, giver), &name)
        .await
    {
        Ok(pledge) => {
            let mut answer = promised(&reader, &found, &pledge);
            *answer.status_mut() = StatusCode::CREATED;
            Ok(answer)
        }
        Err(error) => match reason(t, &error) {
            Some(why) => {
                wrong.add("amount", why);
                Ok(form(&reader, &pages, &found, (&sent, &wrong), None))
            }
            None => Ok(refused(&reader, &error)),
        },
    }
}

fn promised(reader: &Reader, found: &Found, pledge: &Pledge) -> Response {
    let t = &reader.t;
    let terms = &found.campaign.terms;
    let mut facts = vec![
        (
            t.text("contributions-pledge-code"),
            Cell::text(grouped_code(&pledge.code, 4)).note(t.text("contributions-promise-code-note")),
        ),
        (
            t.text("contributions-amount"),
            Cell::text(words::vnd(t, pledge.amount)),
        ),
    ];
    if !terms.account.is_empty() {
        let account = format!("{} · {} · {}", terms.account, terms.bank, terms.account_name);
        facts.push((t.text("contributions-account"), Cell::text(account)));
    }
    if !terms.place.is_empty() {
        facts.push((t.text("contributions-place"), Cell::text(terms.place.as_str())));
    }
    let mut answer = PartsPage::new(found.shell(reader, t.text("contributions-promise-done")));
    answer.done = Some(Confirmation {
        title: t.text("contributions-promise-done"),
        text: t.text("contributions-promise-free"),
    });
    answer.sections.push(Section {
        id: "loi-hua",
        heading: t.text("contributions-promise-next"),
        facts: Some(SummaryList::new(facts)),
        links: vec![(found.campaign.title.clone(), found.href())],
        ..Section::default()
    });
    page::private(page::html(&answer))
}
