//! Forms about what moves: receiving, promises, giving back, spending, transfers, taking back.

use askama::Template;
use axum::{
    Form,
    extract::{Multipart, Path, State, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use platform::{
    access::{Actor, FormToken},
    files::{self, FileFault, NewFile},
    i18n::Translator,
    page::{
        self, Answer, Reader, Shell,
        components::{Choice, Control, ErrorSummary, Field, Notice, SummaryList, Tone},
        form::{Checks, FormPage, Sent, Wrong, area, digits},
    },
    text::{read_day, read_whole, write_day},
};

use super::{
    Found, Pages, fault, find_for,
    forms::{LONGEST_LINE, LONGEST_TEXT, form, items, radios, select, sent},
    manage::receipt_of,
    missing, or_failed, refused, then,
};
use crate::{
    ActError, CampaignId,
    ledger::{Giver, Kind, Purse, Use},
    model::{Donor, EntryKind, Gift, NewReceipt, NewSpending, PledgeId, Receipt, Supported},
    rules,
    service::CLASSES,
    store, words,
};

pub(super) fn givers(t: &Translator) -> Vec<Choice> {
    Giver::ALL
        .iter()
        .map(|&giver| Choice::new(giver.key(), words::giver(t, giver)))
        .collect()
}

fn purses(t: &Translator, found: &Found) -> Vec<Choice> {
    let bank = rules::account(&found.campaign.terms.account).is_some();
    Purse::ALL
        .iter()
        .filter(|purse| bank || **purse != Purse::Bank)
        .map(|&purse| Choice::new(purse.key(), words::purse(t, purse)))
        .collect()
}

pub(super) fn amount_field(t: &Translator, sent: &Sent) -> Field {
    digits("amount", t.text("contributions-amount"), &sent.get("amount"))
        .hint(t.text("contributions-ask-amount-hint"))
}

/// Reads an amount of đồng.
pub(super) fn amount_of(t: &Translator, sent: &Sent, wrong: &mut Wrong) -> i64 {
    let amount = read_whole(&sent.get("amount")).filter(|amount| *amount > 0);
    if amount.is_none() {
        wrong.add("amount", t.text("contributions-error-number"));
    }
    amount.unwrap_or_default()
}

fn purse_of(t: &Translator, sent: &Sent, wrong: &mut Wrong) -> Purse {
    let purse = Purse::from_key(&sent.get("purse"));
    if purse.is_none() {
        wrong.add("purse", t.text("contributions-error-choose"));
    }
    purse.unwrap_or(Purse::Cash)
}

/// What an act refused, beside the field it is about; the refusal again when it belongs to none.
fn beside(
    t: &Translator,
    error: ActError,
    (amount, day): (&'static str, &'static str),
) -> Result<Wrong, ActError> {
    let mut wrong = Wrong::default();
    match error {
        ActError::Ledger(what) => wrong.add(amount, fault(t, what)),
        ActError::Day(what) => wrong.add(day, words::day_fault(t, what)),
        other => return Err(other),
    }
    Ok(wrong)
}

fn receive_form(reader: &Reader, found: &Found, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let mut kinds: Vec<Choice> = purses(t, found)
        .into_iter()
        .map(|choice| {
            let label = t.with("contributions-money-into", "purse", choice.label.as_str());
            Choice::new(choice.value, label)
        })
        .collect();
    kinds.extend(found.campaign.terms.rates.iter().map(|rate| {
        let kind = if rate.labour { Kind::Labour } else { Kind::Goods };
        let label = t.format(
            "contributions-kind-at-rate",
            &[
                ("kind", words::kind(t, kind).into()),
                ("name", rate.name.as_str().into()),
                ("measure", rate.measure.as_str().into()),
                ("vnd", rate.vnd.into()),
            ],
        );
        Choice::new(rate.key.to_string(), label)
    }));
    form(
        reader,
        found,
        "thu",
        ("contributions-receive", "contributions-receive-button"),
    )
    .hidden("once", sent.get("once"))
    .field(
        radios(t, "gift", "contributions-ask-gift", kinds, sent).hint(t.text("contributions-ask-gift-hint")),
    )
    .field(amount_field(t, sent).hint(t.text("contributions-ask-quantity-hint")))
    .field(Field::words(
        "on",
        t.text("contributions-received-on"),
        sent.get("on"),
    ))
    .field(radios(t, "giver", "contributions-column-giver", givers(t), sent))
    .field(
        Field::words("name", t.text("contributions-paper-from"), sent.get("name"))
            .hint(t.text("contributions-ask-name-hint")),
    )
    .field(Field::words(
        "address",
        t.text("contributions-paper-address"),
        sent.get("address"),
    ))
    .checks(Checks {
        name: "named",
        legend: t.text("contributions-ask-named"),
        hint: t.text("contributions-ask-named-hint"),
        items: vec![(
            "1".to_owned(),
            t.text("contributions-name-me"),
            !sent.all("named").is_empty(),
        )],
    })
}

pub(super) async fn ask_receive(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (_, today) = pages.desk.now();
    let blank = sent(&[
        ("once", pages.desk.once()),
        ("on", write_day(today)),
        ("gift", Purse::Cash.key().to_owned()),
        ("giver", Giver::Households.key().to_owned()),
    ]);
    Ok(receive_form(&reader, &found, &blank).show(&reader.t, &Wrong::default()))
}

pub(super) async fn receive(
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
    let amount = amount_of(t, &sent, &mut wrong);
    let written = sent.get("gift");
    let gift = match (Purse::from_key(&written), written.parse::<i64>()) {
        (Some(purse), _) => Some(Gift::Money(purse, amount)),
        (None, Ok(rate)) => Some(Gift::InKind(rate, amount)),
        (None, Err(_)) => None,
    };
    if gift.is_none() {
        wrong.add("gift", t.text("contributions-error-choose"));
    }
    let giver = Giver::from_key(&sent.get("giver"));
    if giver.is_none() {
        wrong.add("giver", t.text("contributions-error-choose"));
    }
    let on = read_day(&sent.get("on"));
    if on.is_none() {
        wrong.add("on", t.text("contributions-error-day"));
    }
    for name in ["name", "address"] {
        if sent.get(name).chars().count() > LONGEST_LINE {
            wrong.words(t, (name, &sent.get(name)), LONGEST_LINE);
        }
    }
    let named = !sent.all("named").is_empty();
    if named && sent.get("name").is_empty() {
        wrong.add("name", t.text("contributions-error-no-name"));
    }
    let (Some(gift), Some(giver), Some(on), true) = (gift, giver, on, wrong.0.is_empty()) else {
        return Ok(receive_form(&reader, &found, &sent).show(t, &wrong));
    };
    let new = NewReceipt {
        gift,
        giver,
        on,
        donor: Donor {
            name: sent.get("name"),
            address: sent.get("address"),
        },
        named,
        pledge: None,
    };
    let by = found.by(&actor, "keep");
    let to = |id: crate::ReceiptId| {
        Redirect::to(&format!("{}/bien-nhan/{id}?xong=received", found.href())).into_response()
    };
    match pages
        .desk
        .receive(found.key(), &new, &sent.get("once"), &by)
        .await
    {
        Ok(receipt) => Ok(to(receipt.id)),
        Err(ActError::Before(_, Some(id))) => Ok(to(id)),
        Err(error) => match beside(t, error, ("amount", "on")) {
            Ok(wrong) => Ok(receive_form(&reader, &found, &sent).show(t, &wrong)),
            Err(error) => Ok(refused(&reader, &error)),
        },
    }
}

pub(super) async fn ask_name(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, bn)): Path<(String, String, String)>,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (receipt, donor) = receipt_of(&reader, &pages, &found, &bn).await?;
    let key = if receipt.named {
        "contributions-unname"
    } else {
        "contributions-name"
    };
    let page = form(&reader, &found, &format!("bien-nhan/{bn}/ten"), (key, key))
        .quote(t.text("contributions-paper-from"), donor.name)
        .hidden("named", u8::from(!receipt.named))
        .notice(Notice::new(t, Tone::Info, t.text("contributions-name-lead")));
    Ok(page::private(page.show(t, &Wrong::default())))
}

pub(super) async fn name(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, bn)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (receipt, _) = receipt_of(&reader, &pages, &found, &bn).await?;
    let named = Sent(sent).get("named") == "1";
    let done = pages.desk.name(found.key(), receipt.id, named).await;
    let to = format!("{}/bien-nhan/{}?xong=named", found.href(), receipt.id);
    Ok(then(&reader, done, &to))
}

fn refund_form(reader: &Reader, found: &Found, receipt: &Receipt, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let mut page = form(
        reader,
        found,
        &format!("bien-nhan/{}/hoan", receipt.id),
        ("contributions-refund", "contributions-refund"),
    )
    .hidden("once", sent.get("once"))
    .quote(
        t.with("contributions-paper-receipt", "number", receipt.printed()),
        words::vnd(t, receipt.amount - receipt.refunded),
    )
    .field(amount_field(t, sent));
    if receipt.kind == Kind::Money {
        let mut from = purses(t, found);
        from.push(Choice::new("later", t.text("contributions-pay-later")));
        page = page.field(radios(t, "purse", "contributions-ask-purse", from, sent));
    }
    page.field(
        area("reason", t.text("contributions-reason"), &sent.get("reason"))
            .hint(t.text("contributions-ask-public-words")),
    )
}

pub(super) async fn ask_refund(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, bn)): Path<(String, String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (receipt, _) = receipt_of(&reader, &pages, &found, &bn).await?;
    let blank = sent(&[
        ("once", pages.desk.once()),
        ("amount", (receipt.amount - receipt.refunded).to_string()),
    ]);
    Ok(refund_form(&reader, &found, &receipt, &blank).show(&reader.t, &Wrong::default()))
}

pub(super) async fn refund(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, bn)): Path<(String, String, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (receipt, _) = receipt_of(&reader, &pages, &found, &bn).await?;
    let mut wrong = Wrong::default();
    let amount = amount_of(t, &sent, &mut wrong);
    wrong.words(t, ("reason", &sent.get("reason")), LONGEST_TEXT);
    let from = match sent.get("purse").as_str() {
        _ if receipt.kind != Kind::Money => None,
        "later" => None,
        _ => Some(purse_of(t, &sent, &mut wrong)),
    };
    if !wrong.0.is_empty() {
        return Ok(refund_form(&reader, &found, &receipt, &sent).show(t, &wrong));
    }
    let by = found.by(&actor, "keep");
    let reason = sent.get("reason");
    let once = sent.get("once");
    let done = pages
        .desk
        .refund(found.key(), receipt.id, (amount, from), &reason, (&once, &by))
        .await;
    match done {
        Err(error @ ActError::Ledger(_)) => {
            let wrong = beside(t, error, ("amount", "amount")).unwrap_or_default();
            Ok(refund_form(&reader, &found, &receipt, &sent).show(t, &wrong))
        }
        done => {
            let to = format!("{}/bien-nhan/{}?xong=refunded", found.href(), receipt.id);
            Ok(then(&reader, done, &to))
        }
    }
}

/// The entry that a form is about.
async fn entry_of(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    number: i64,
) -> Result<crate::model::Entry, page::Instead> {
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let entry = or_failed(reader, store::entry(&mut read, found.key(), number).await)?;
    entry.ok_or_else(|| missing(reader))
}

fn quoted(t: &Translator, page: FormPage, entry: &crate::model::Entry) -> FormPage {
    let amount: i64 = entry.lines.iter().map(|line| line.amount.max(0)).sum();
    page.quote(
        t.with("contributions-about-entry", "number", entry.number),
        format!(
            "{} · {} · {}",
            words::entry(t, entry.kind),
            t.date(entry.on),
            words::vnd(t, amount)
        ),
    )
}

fn pay_back_form(reader: &Reader, found: &Found, entry: &crate::model::Entry, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let page = form(
        reader,
        found,
        &format!("tra/{}", entry.number),
        ("contributions-pay-back", "contributions-pay-back"),
    )
    .hidden("once", sent.get("once"));
    quoted(t, page, entry).field(radios(
        t,
        "purse",
        "contributions-ask-purse",
        purses(t, found),
        sent,
    ))
}

pub(super) async fn ask_pay_back(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, so)): Path<(String, String, i64)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let entry = entry_of(&reader, &pages, &found, so).await?;
    let purse = if entry.kind == EntryKind::Held { "bank" } else { "" };
    let blank = sent(&[("once", pages.desk.once()), ("purse", purse.to_owned())]);
    Ok(pay_back_form(&reader, &found, &entry, &blank).show(&reader.t, &Wrong::default()))
}

pub(super) async fn pay_back(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, so)): Path<(String, String, i64)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let entry = entry_of(&reader, &pages, &found, so).await?;
    let mut wrong = Wrong::default();
    let purse = purse_of(t, &sent, &mut wrong);
    if !wrong.0.is_empty() {
        return Ok(pay_back_form(&reader, &found, &entry, &sent).show(t, &wrong));
    }
    let by = found.by(&actor, "keep");
    let done = pages
        .desk
        .pay_back(found.key(), so, purse, (&sent.get("once"), &by))
        .await;
    Ok(then(&reader, done, &found.done_at("paid")))
}

fn reverse_form(reader: &Reader, found: &Found, entry: &crate::model::Entry, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let page = form(
        reader,
        found,
        &format!("huy/{}", entry.number),
        ("contributions-reverse-title", "contributions-reverse"),
    )
    .hidden("once", sent.get("once"))
    .notice(Notice::new(t, Tone::Info, t.text("contributions-reverse-lead")));
    quoted(t, page, entry).field(
        area("reason", t.text("contributions-reason"), &sent.get("reason"))
            .hint(t.text("contributions-ask-public-words")),
    )
}

pub(super) async fn ask_reverse(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, so)): Path<(String, String, i64)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let entry = entry_of(&reader, &pages, &found, so).await?;
    let blank = sent(&[("once", pages.desk.once())]);
    Ok(reverse_form(&reader, &found, &entry, &blank).show(&reader.t, &Wrong::default()))
}

pub(super) async fn reverse(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, so)): Path<(String, String, i64)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Answer {
    let sent = Sent(sent);
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let entry = entry_of(&reader, &pages, &found, so).await?;
    let mut wrong = Wrong::default();
    wrong.words(t, ("reason", &sent.get("reason")), LONGEST_TEXT);
    if !wrong.0.is_empty() {
        return Ok(reverse_form(&reader, &found, &entry, &sent).show(t, &wrong));
    }
    let by = found.by(&actor, "keep");
    let done = pages
        .desk
        .reverse(found.key(), so, &sent.get("reason"), (&sent.get("once"), &by))
        .await;
    Ok(then(&reader, done, &found.done_at("reversed")))
}

#[derive(Template)]
#[template(path = "contributions/upload.html")]
pub(super) struct UploadPage {
    pub(super) shell: Shell,
    pub(super) token: FormToken,
    pub(super) errors: ErrorSummary,
    pub(super) notices: Vec<Notice>,
    pub(super) problems: Option<SummaryList>,
    pub(super) title: String,
    pub(super) action: String,
    pub(super) once: String,
    pub(super) fields: Vec<Field>,
    pub(super) button: String,
    pub(super) back: String,
}

impl UploadPage {
    /// The page (status 422 when something is wrong), with what is wrong beside its fields.
    pub(super) fn show(mut self, t: &Translator, wrong: &Wrong) -> Response {
        for field in &mut self.fields {
            if let Some((_, text)) = wrong.0.iter().find(|(name, _)| *name == field.name) {
                *field = field.clone().error(t, text.as_str());
            }
        }
        self.errors = ErrorSummary::of(t, &self.fields);
        if wrong.0.is_empty() {
            return page::html(&self);
        }
        self.shell = self.shell.with_errors();
        (StatusCode::UNPROCESSABLE_ENTITY, page::html(&self)).into_response()
    }
}

/// Reads a form with one file: its answers, and the file's name and octets.
pub(super) async fn taken(mut form: Multipart) -> Result<(Sent, String, Vec<u8>), MultipartError> {
    let mut answers = Sent::default();
    let (mut name, mut octets) = (String::new(), Vec::new());
    while let Some(mut part) = form.next_field().await? {
        let field = part.name().unwrap_or_default().to_owned();
        if field != "file" {
            answers.0.push((field, part.text().await?));
            continue;
        }
        part.file_name().unwrap_or_default().clone_into(&mut name);
        while let Some(chunk) = part.chunk().await? {
            // A little behind the most is enough to know that it is too large.
            if octets.len() <= files::MOST_OCTETS {
                octets.extend_from_slice(&chunk);
            }
        }
    }
    Ok((answers, name, octets))
}

fn spend_page(reader: &Reader, pages: &Pages, found: &Found, sent: &Sent) -> UploadPage {
    let t = &reader.t;
    let mut from = purses(t, found);
    from.push(Choice::new("goods", t.text("contributions-account-goods")));
    let uses = Use::ALL
        .iter()
        .map(|&on| Choice::new(on.key(), words::on(t, on)))
        .collect();
    let mut classes = vec![Choice::new("", t.text("contributions-nobody"))];
    classes.extend(items(pages, t, CLASSES));
    UploadPage {
        shell: found.desk_shell(reader, t.text("contributions-spend")),
        token: reader.form_token(),
        errors: ErrorSummary::of(t, []),
        notices: Vec::new(),
        problems: None,
        title: found.campaign.title.clone(),
        action: format!("{}/chi", found.href()),
        once: sent.get("once"),
        fields: vec![
            radios(t, "purse", "contributions-ask-purse", from, sent),
            radios(t, "use", "contributions-ask-use", uses, sent),
            amount_field(t, sent),
            Field::words("day", t.text("contributions-spent-on"), sent.get("day")),
            area("text", t.text("contributions-ask-for"), &sent.get("text"))
                .hint(t.text("contributions-ask-public-words")),
            Field::words("document", t.text("contributions-document"), sent.get("document"))
                .hint(t.text("contributions-ask-document-hint")),
            Field::new(
                "file",
                t.text("contributions-file"),
                Control::File {
                    accept: ".pdf,.docx,.xlsx,.odt,.ods,image/jpeg,image/png,image/webp".to_owned(),
                },
            )
            .hint(t.text("contributions-ask-file-hint")),
            select(t, "class", "contributions-class", classes, sent)
                .hint(t.text("contributions-ask-class-hint")),
            digits(
                "households",
                t.text("contributions-households"),
                &sent.get("households"),
            ),
            digits("people", t.text("contributions-people"), &sent.get("people")),
        ],
        button: t.text("contributions-spend-button"),
        back: found.desk_href(),
    }
}

pub(super) async fn ask_spend(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (_, today) = pages.desk.now();
    let blank = sent(&[("once", pages.desk.once()), ("day", write_day(today))]);
    Ok(spend_page(&reader, &pages, &found, &blank).show(&reader.t, &Wrong::default()))
}

/// Takes a document in, away from the threads that serve requests: drawing a picture anew takes a while.
async fn document(name: String, octets: Vec<u8>) -> Result<NewFile, FileFault> {
    let taken = tokio::task::spawn_blocking(move || files::attachment(&name, octets)).await;
    taken.unwrap_or(Err(FileFault::Damaged))
}

pub(super) async fn spend(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
    form: Multipart,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let (sent, name, octets) = match taken(form).await {
        Ok(taken) => taken,
        Err(error) => {
            tracing::debug!(%error, "a form can't be read");
            return Ok(page::bad_request(&reader, t.text("contributions-error-broken")));
        }
    };
    let mut wrong = Wrong::default();
    let from = match sent.get("purse").as_str() {
        "goods" => None,
        _ => Some(purse_of(t, &sent, &mut wrong)),
    };
    let on = Use::from_key(&sent.get("use"));
    if on.is_none() {
        wrong.add("use", t.text("contributions-error-choose"));
    }
    let amount = amount_of(t, &sent, &mut wrong);
    let day = read_day(&sent.get("day"));
    if day.is_none() {
        wrong.add("day", t.text("contributions-error-day"));
    }
    wrong.words(t, ("text", &sent.get("text")), LONGEST_TEXT);
    wrong.words(t, ("document", &sent.get("document")), LONGEST_LINE);
    let file = document(name, octets).await;
    if let Err(fault) = &file {
        wrong.add("file", t.text(fault.key()));
    }
    let mut number = |name: &'static str| {
        let written = sent.get(name);
        let number = if written.is_empty() {
            Some(0)
        } else {
            read_whole(&written)
        };
        if number.is_none() {
            wrong.add(name, t.text("contributions-error-number"));
        }
        number.unwrap_or_default()
    };
    let supported = Supported {
        households: number("households"),
        people: number("people"),
        class: sent.get("class"),
    };
    if on == Some(Use::Support) {
        if supported.class.is_empty() {
            wrong.add("class", t.text("contributions-error-choose"));
        }
        if supported.households + supported.people == 0 {
            wrong.add("households", t.text("contributions-error-supported"));
        }
    }
    let (Ok(file), Some(on), Some(day), true) = (file, on, day, wrong.0.is_empty()) else {
        return Ok(spend_page(&reader, &pages, &found, &sent).show(t, &wrong));
    };
    let new = NewSpending {
        from,
        on,
        amount,
        day,
        text: sent.get("text"),
        document: sent.get("document"),
        file,
        supported,
    };
    let by = found.by(&actor, "keep");
    match pages
        .desk
        .spend(found.key(), &new, (&sent.get("once"), &by))
        .await
    {
        Ok(_) | Err(ActError::Before(..)) => Ok(Redirect::to(&found.done_at("spent")).into_response()),
        Err(error) => match beside(t, error, ("amount", "day")) {
            Ok(wrong) => Ok(spend_page(&reader, &pages, &found, &sent).show(t, &wrong)),
            Err(error) => Ok(refused(&reader, &error)),
        },
    }
}

fn carry_form(reader: &Reader, found: &Found, sent: &Sent) -> FormPage {
    let t = &reader.t;
    let ways = Purse::ALL
        .iter()
        .map(|purse| {
            Choice::new(
                purse.key(),
                t.text(&format!("contributions-carry-{}", purse.key())),
            )
        })
        .collect();
    form(
        reader,
        found,
        "doi",
        ("contributions-carry", "contributions-carry"),
    )
    .hidden("once", sent.get("once"))
    .field(radios(t, "purse", "contributions-ask-way", ways, sent))
    .field(amount_field(t, sent))
}

pub(super) async fn ask_carry(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let blank = sent(&[("once", pages.desk.once())]);
    Ok(carry_form(&reader, &found, &blank).show(&reader.t, &Wrong::default()))
}

pub(super) async fn carry(
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
    let amount = amount_of(t, &sent, &mut wrong);
    let purse = purse_of(t, &sent, &mut wrong);
    if !wrong.0.is_empty() {
        return Ok(carry_form(&reader, &found, &sent).show(t, &wrong));
    }
    let by = found.by(&actor, "keep");
    let done = pages
        .desk
        .carry(found.key(), (purse, amount), (&sent.get("once"), &by))
        .await;
    match done {
        Err(error @ ActError::Ledger(_)) => {
            let wrong = beside(t, error, ("amount", "amount")).unwrap_or_default();
            Ok(carry_form(&reader, &found, &sent).show(t, &wrong))
        }
        done => Ok(then(&reader, done, &found.done_at("carried"))),
    }
}

async fn transfer_form(
    reader: &Reader,
    pages: &Pages,
    found: &Found,
    sent: &Sent,
) -> Result<FormPage, page::Instead> {
    const MOST: usize = 200;
    let t = &reader.t;
    let mut read = or_failed(reader, pages.desk.db.read().await)?;
    let others = store::campaigns(&mut read, found.unit.id, false, None, MOST).await;
    let others = or_failed(reader, others)?
        .into_iter()
        .filter(|other| {
            other.id != found.campaign.id && matches!(other.state, rules::State::Open | rules::State::Stopped)
        })
        .map(|other| Choice::new(other.id.to_string(), other.title))
        .collect();
    Ok(form(
        reader,
        found,
        "chuyen",
        ("contributions-transfer", "contributions-transfer"),
    )
    .hidden("once", sent.get("once"))
    .notice(Notice::new(t, Tone::Info, t.text("contributions-transfer-lead")))
    .field(select(t, "to", "contributions-ask-to", others, sent))
    .field(radios(
        t,
        "purse",
        "contributions-ask-purse",
        purses(t, found),
        sent,
    ))
    .field(amount_field(t, sent))
    .field(
        area("reason", t.text("contributions-reason"), &sent.get("reason"))
            .hint(t.text("contributions-ask-public-words")),
    )
    .field(
        Field::words("document", t.text("contributions-document"), sent.get("document"))
            .hint(t.text("contributions-ask-transfer-document-hint")),
    ))
}

pub(super) async fn ask_transfer(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let blank = sent(&[("once", pages.desk.once())]);
    let form = transfer_form(&reader, &pages, &found, &blank).await?;
    Ok(form.show(&reader.t, &Wrong::default()))
}

pub(super) async fn transfer(
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
    let to = sent.get("to").parse::<CampaignId>().ok();
    if to.is_none() {
        wrong.add("to", t.text("contributions-error-choose"));
    }
    let purse = purse_of(t, &sent, &mut wrong);
    let amount = amount_of(t, &sent, &mut wrong);
    wrong.words(t, ("reason", &sent.get("reason")), LONGEST_TEXT);
    wrong.words(t, ("document", &sent.get("document")), LONGEST_LINE);
    let (Some(to), true) = (to, wrong.0.is_empty()) else {
        return Ok(transfer_form(&reader, &pages, &found, &sent)
            .await?
            .show(t, &wrong));
    };
    let by = found.by(&actor, "keep");
    let (reason, document) = (sent.get("reason"), sent.get("document"));
    let done = pages
        .desk
        .transfer(
            found.key(),
            to,
            (purse, amount),
            (&reason, &document),
            (&sent.get("once"), &by),
        )
        .await;
    match done {
        Err(error @ ActError::Ledger(_)) => {
            let wrong = beside(t, error, ("amount", "amount")).unwrap_or_default();
            Ok(transfer_form(&reader, &pages, &found, &sent)
                .await?
                .show(t, &wrong))
        }
        done => Ok(then(&reader, done, &found.done_at("sent"))),
    }
}

fn pledge_form(reader: &Reader, found: &Found, sent: &Sent) -> FormPage {
    let t = &reader.t;
    form(
        reader,
        found,
        "hua",
        ("contributions-pledge", "contributions-pledge-button"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("contributions-pledge-lead")))
    .field(amount_field(t, sent))
    .field(radios(t, "giver", "contributions-column-giver", givers(t), sent))
    .field(
        Field::words("name", t.text("contributions-paper-from"), sent.get("name"))
            .hint(t.text("contributions-ask-name-hint")),
    )
}

pub(super) async fn ask_pledge(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id)): Path<(String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let blank = sent(&[("giver", Giver::Households.key().to_owned())]);
    Ok(pledge_form(&reader, &found, &blank).show(&reader.t, &Wrong::default()))
}

pub(super) async fn pledge(
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
        return Ok(pledge_form(&reader, &found, &sent).show(t, &wrong));
    };
    let done = pages.desk.pledge(found.key(), (amount, giver), &name).await;
    Ok(then(&reader, done, &format!("{}#hua", found.done_at("pledged"))))
}

pub(super) async fn ask_take_back(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, hua)): Path<(String, String, String)>,
) -> Answer {
    let t = &reader.t;
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let page = form(
        &reader,
        &found,
        &format!("hua/{hua}/thoi"),
        ("contributions-take-back", "contributions-take-back"),
    )
    .notice(Notice::new(t, Tone::Info, t.text("contributions-take-back-lead")));
    Ok(page.show(t, &Wrong::default()))
}

pub(super) async fn take_back(
    reader: Reader,
    actor: Actor,
    State(pages): State<Pages>,
    Path((xa, id, hua)): Path<(String, String, String)>,
) -> Answer {
    let found = find_for(&reader, &pages, &actor, (&xa, &id), "keep").await?;
    let pledge: PledgeId = hua.parse().map_err(|_| missing(&reader))?;
    let by = found.by(&actor, "keep");
    let done = pages.desk.take_pledge_back(found.key(), pledge, &by).await;
    Ok(then(&reader, done, &found.done_at("taken-back")))
}
