//! What of a vote goes onto paper and over the loudspeaker: notice, sheets, minutes of the count.

use documents::{Block, Cell, Column, Document, Letterhead, Link, Number, Row, Run, Table, spoken};
use jiff::{Timestamp, civil::Date};
use platform::{
    clock::vietnam,
    i18n::{Arg, Locale, Translator},
};

use crate::{
    model::{Dossier, Duty, Officer, Outturn, Round},
    rules::Form,
    sittings::Sitting,
};

fn language(t: &Translator) -> documents::Language {
    match t.locale() {
        Locale::Vi => documents::Language::Vi,
        Locale::En => documents::Language::En,
        Locale::Km => documents::Language::Km,
    }
}

fn day(at: Timestamp) -> Date {
    vietnam().to_datetime(at).date()
}

/// "19:00 ngày 20/10/2026".
fn moment(t: &Translator, at: Timestamp) -> String {
    let there = vietnam().to_datetime(at);
    t.format(
        "voting-at",
        &[
            (
                "time",
                Arg::Text(format!("{:02}:{:02}", there.hour(), there.minute())),
            ),
            ("date", Arg::Date(there.date())),
        ],
    )
}

/// The name of a place without its kind: "Vĩnh Hậu" of "Xã Vĩnh Hậu".
fn bare(name: &str) -> &str {
    ["Đặc khu ", "Phường ", "Xã "]
        .iter()
        .find_map(|kind| name.strip_prefix(kind))
        .unwrap_or(name)
}

/// What kind of hamlet it is, by its name: "khóm" of "Khóm Bình Hòa".
fn kind(hamlet: &str) -> String {
    ["Khu phố", "Tổ dân phố"]
        .into_iter()
        .find(|kind| hamlet.starts_with(kind))
        .or(hamlet.split_whitespace().next())
        .unwrap_or_default()
        .to_lowercase()
}

fn letterhead(commune: &str, hamlet: &str, symbol: &str, date: Option<Date>) -> Letterhead {
    Letterhead {
        superior: Some(commune.to_owned()),
        issuer: hamlet.to_owned(),
        number: None,
        symbol: symbol.to_owned(),
        place: bare(commune).to_owned(),
        date,
    }
}

/// A vote to be made known.
#[derive(Debug)]
pub struct Announced<'a> {
    /// The commune's name.
    pub commune: String,
    /// The hamlet's name.
    pub hamlet: String,
    /// The matter.
    pub dossier: &'a Dossier,
    /// The vote.
    pub round: &'a Round,
    /// How many households it takes, with the article.
    pub threshold: String,
    /// Address of its page.
    pub page: String,
    /// Whether it is invented.
    pub demo: bool,
}

/// The notice of a vote: Mẫu số 01 for a meeting, and the like for papers and online votes.
#[must_use]
pub fn notice(t: &Translator, announced: &Announced<'_>) -> Document {
    let Announced { dossier, round, .. } = announced;
    let matter = &dossier.matter;
    let on = round
        .notice
        .as_ref()
        .map_or_else(|| day(round.planned.at), |(on, _)| *on);
    let mut document = Document::new(
        language(t),
        round.planned.at,
        announced.hamlet.as_str(),
        t.with(
            &format!("voting-notice-title-{}", round.form.key()),
            "matter",
            matter.title.as_str(),
        ),
    );
    document.letterhead = Some(letterhead(&announced.commune, &announced.hamlet, "TB", Some(on)));
    document.type_name = Some(t.text("voting-notice-type"));
    document.demo_notice = announced.demo.then(|| t.text("shell-demo-label"));
    let mut line = |label: &str, text: String| {
        document.blocks.push(Block::paragraph(vec![
            Run::new(format!("{}: ", t.text(label))).bold(),
            Run::new(text),
        ]));
    };
    if round.advisory {
        line("voting-fact-form", t.text("voting-advisory"));
    }
    line(
        "voting-notice-to",
        t.with("voting-notice-households", "hamlet", announced.hamlet.as_str()),
    );
    let sittings: Vec<_> = dossier.sittings_of(round.id).collect();
    match round.form {
        Form::Meeting if !sittings.is_empty() => {
            for sitting in &sittings {
                line("voting-column-sitting", sitting_words(t, sitting));
            }
        }
        Form::Meeting => line("voting-fact-when", moment(t, round.starts_at)),
        Form::HouseholdBallot | Form::OnlineVote => {
            line("voting-fact-from", moment(t, round.starts_at));
            line("voting-fact-until", moment(t, round.ends_at));
        }
    }
    if sittings.is_empty() && !round.place.is_empty() {
        line("voting-fact-place", round.place.clone());
    }
    line("voting-question", matter.title.clone());
    if !announced.threshold.is_empty() {
        line("voting-notice-threshold", announced.threshold.clone());
    }
    document.blocks.extend(
        platform::text::paragraphs(&matter.proposal)
            .into_iter()
            .map(Block::text),
    );
    if matter.seats > 0 {
        document.blocks.push(Block::List {
            ordered: true,
            items: dossier
                .candidates
                .iter()
                .map(|candidate| vec![Run::new(with_about(&candidate.name, &candidate.about))])
                .collect(),
        });
    }
    document.blocks.push(Block::text(
        t.text(&format!("voting-notice-please-{}", round.form.key())),
    ));
    let mut address = Run::new(announced.page.as_str());
    // An address that no file can lead to is printed all the same.
    if let Ok(link) = Link::parse(announced.page.as_str()) {
        address = address.link(link);
    }
    document.blocks.push(Block::paragraph(vec![
        Run::new(format!("{} ", t.text("voting-notice-more"))),
        address,
    ]));
    document.signature = Some(documents::Signature {
        capacity: vec![
            t.with("voting-signs-head", "kind", kind(&announced.hamlet))
                .to_uppercase(),
        ],
        name: None,
    });
    document
}

/// "Cụm kênh Ba: 19:00 ngày 20/10/2026, tại Nhà văn hóa".
fn sitting_words(t: &Translator, sitting: &Sitting) -> String {
    t.format(
        "voting-sitting-at",
        &[
            ("name", Arg::Text(sitting.name.clone())),
            ("when", Arg::Text(moment(t, sitting.starts_at))),
            ("place", Arg::Text(sitting.place.clone())),
        ],
    )
}

fn with_about(name: &str, about: &str) -> String {
    if about.is_empty() {
        name.to_owned()
    } else {
        format!("{name}: {about}")
    }
}

fn spoken_time(there: jiff::civil::DateTime) -> String {
    let said = |value: i8| spoken::number(u64::try_from(value).unwrap_or(0));
    if there.minute() == 0 {
        format!("{} giờ", said(there.hour()))
    } else {
        format!("{} giờ {}", said(there.hour()), said(there.minute()))
    }
}

/// What is read out over the loudspeaker, sentence by sentence. `t` is Vietnamese.
#[must_use]
pub fn script(t: &Translator, commune: &str, hamlet: &str, dossier: &Dossier, round: &Round) -> Vec<String> {
    let text = |name: &str| Arg::Text(name.to_owned());
    let there = vietnam().to_datetime(round.starts_at);
    let time = spoken_time(there);
    let parts: Vec<String> = dossier
        .sittings_of(round.id)
        .map(|sitting| {
            let there = vietnam().to_datetime(sitting.starts_at);
            t.format(
                "voting-script-sitting",
                &[
                    ("name", text(&sitting.name)),
                    ("time", Arg::Text(spoken_time(there))),
                    ("date", Arg::Text(spoken::date(there.date()))),
                    ("place", text(&sitting.place)),
                ],
            )
        })
        .collect();
    let form = if parts.is_empty() {
        round.form.key()
    } else {
        "meeting-in-parts"
    };
    let opening = t.format(
        &format!("voting-script-{form}"),
        &[
            ("commune", text(commune)),
            ("hamlet", text(hamlet)),
            ("time", Arg::Text(time)),
            ("date", Arg::Text(spoken::date(there.date()))),
            ("until", Arg::Text(spoken::date(day(round.ends_at)))),
            ("place", text(&round.place)),
            ("matter", text(&dossier.matter.title)),
        ],
    );
    let closing = t.text("voting-script-closing");
    let advisory = if round.advisory {
        t.text("voting-advisory-notice")
    } else {
        String::new()
    };
    std::iter::once(opening.as_str())
        .chain(parts.iter().map(String::as_str))
        .chain([dossier.matter.proposal.as_str(), &advisory, &closing])
        .flat_map(spoken::sentences)
        .collect()
}

/// The minutes of a count.
#[derive(Debug)]
pub struct Minutes<'a> {
    /// The commune's name.
    pub commune: String,
    /// The hamlet's name.
    pub hamlet: String,
    /// The matter.
    pub dossier: &'a Dossier,
    /// The vote.
    pub round: &'a Round,
    /// The sitting, when the minutes are of one.
    pub sitting: Option<&'a Sitting>,
    /// What it gave.
    pub outturn: &'a Outturn,
    /// What could be chosen.
    pub options: Vec<String>,
    /// People with a duty in it.
    pub officers: Vec<Officer>,
    /// The verdict, in words, with the sum and the article.
    pub verdict: Vec<String>,
    /// "Mẫu số 02", and how many copies are made.
    pub form: String,
    /// So many copies; none where the law says nothing.
    pub copies: Option<u64>,
    /// Of an online vote, the representatives who took part: number and name. For officers alone.
    pub participants: Vec<(i64, String)>,
    /// What the law has attached to it, and the page that shows it: the picture of an online vote's result.
    pub attached: Option<(String, String)>,
    /// Whether it is invented.
    pub demo: bool,
}

/// The minutes of a count: Mẫu số 02 of a meeting, Mẫu số 04 of household ballots, and those of an online vote. They
/// name people, so they are for officers.
#[must_use]
pub fn minutes(t: &Translator, minutes: &Minutes<'_>) -> Document {
    let Minutes {
        dossier,
        round,
        outturn,
        ..
    } = minutes;
    let mut document = Document::new(
        language(t),
        outturn.counted.at,
        minutes.hamlet.as_str(),
        t.with("voting-minutes-title", "matter", dossier.matter.title.as_str()),
    );
    document.letterhead = Some(letterhead(
        &minutes.commune,
        &minutes.hamlet,
        "BB",
        Some(day(outturn.counted.at)),
    ));
    document.type_name = Some(t.text(&format!("voting-minutes-type-{}", round.form.key())));
    document.demo_notice = minutes.demo.then(|| t.text("shell-demo-label"));
    let blocks = &mut document.blocks;
    if !minutes.form.is_empty() {
        blocks.push(Block::paragraph(vec![Run::new(minutes.form.as_str()).italic()]));
    }
    let mut line = |label: String, text: String| {
        blocks.push(Block::paragraph(vec![
            Run::new(format!("{label}: ")).bold(),
            Run::new(text),
        ]));
    };
    if round.advisory {
        line(t.text("voting-fact-form"), t.text("voting-advisory"));
    }
    let parts: Vec<&Sitting> = match minutes.sitting {
        Some(sitting) => vec![sitting],
        None => dossier.sittings_of(round.id).collect(),
    };
    for sitting in &parts {
        line(t.text("voting-column-sitting"), sitting_words(t, sitting));
    }
    if parts.is_empty() {
        line(t.text("voting-fact-from"), moment(t, round.starts_at));
    }
    if round.form != Form::Meeting {
        line(t.text("voting-fact-until"), moment(t, round.ends_at));
    }
    line(t.text("voting-minutes-end"), moment(t, outturn.counted.at));
    if parts.is_empty() && !round.place.is_empty() {
        line(t.text("voting-fact-place"), round.place.clone());
    }
    if let Some(method) = outturn.method {
        line(
            t.text("voting-fact-method"),
            t.text(&format!("voting-method-{}", method.key())),
        );
    }
    for duty in Duty::ALL {
        let names: Vec<&str> = minutes
            .officers
            .iter()
            .filter(|officer| officer.duty == *duty)
            .map(|officer| officer.name.as_str())
            .collect();
        if !names.is_empty() {
            line(t.text(&format!("voting-duty-{}", duty.key())), names.join("; "));
        }
    }
    blocks.push(Block::Table(figures(t, minutes)));
    if minutes.sitting.is_none() && !parts.is_empty() {
        blocks.push(Block::Table(by_sitting(t, minutes, &parts)));
    }
    blocks.extend(minutes.verdict.iter().map(Block::text));
    if !minutes.participants.is_empty() {
        blocks.push(Block::Table(participants(t, minutes)));
    }
    if let Some((what, page)) = &minutes.attached {
        blocks.push(Block::paragraph(vec![
            Run::new(format!("{what}: ")).bold(),
            Run::new(page.as_str()),
        ]));
    }
    if let Some(copies) = minutes.copies {
        blocks.push(Block::text(t.format(
            "voting-minutes-copies",
            &[
                ("count", Arg::Number(i64::try_from(copies).unwrap_or(i64::MAX))),
                ("hamlet", Arg::Text(minutes.hamlet.clone())),
            ],
        )));
    }
    blocks.push(Block::Table(signing(t, minutes)));
    document
}

fn figures(t: &Translator, minutes: &Minutes<'_>) -> Table {
    let count = &minutes.outturn.count;
    let mut table = Table::new(
        t.text("voting-table-options"),
        vec![
            Column::text(t.text("voting-column-option")),
            Column::figures(t.text("voting-column-households")),
        ],
    );
    let cell = |value: u64| {
        Cell::number(
            language(t),
            Number::from(i64::try_from(value).unwrap_or(i64::MAX)),
        )
    };
    for (option, marks) in minutes.options.iter().zip(&count.marks) {
        table.rows.push(Row::Data {
            cells: vec![Cell::text(option.as_str()), cell(*marks)],
        });
    }
    let mut put = |key: &str, value: u64| {
        table.rows.push(Row::Data {
            cells: vec![Cell::text(t.text(key)), cell(value)],
        });
    };
    if let Some(attending) = minutes.outturn.attending {
        put("voting-count-attending", attending);
    }
    put("voting-count-valid", count.valid);
    put("voting-count-spoiled", count.spoiled);
    put("voting-count-missing", count.missing);
    put("voting-count-refused", count.refused);
    table.rows.push(Row::Total {
        cells: vec![
            Cell::text(t.text("voting-count-households")),
            cell(count.households),
        ],
    });
    table
}

/// What each sitting gave, and the whole.
fn by_sitting(t: &Translator, minutes: &Minutes<'_>, parts: &[&Sitting]) -> Table {
    let cell = |value: u64| {
        Cell::number(
            language(t),
            Number::from(i64::try_from(value).unwrap_or(i64::MAX)),
        )
    };
    let mut columns = vec![
        Column::text(t.text("voting-column-sitting")),
        Column::figures(t.text("voting-count-attending")),
    ];
    columns.extend(minutes.options.iter().map(Column::figures));
    let mut table = Table::new(t.text("voting-sittings"), columns);
    for sitting in parts {
        let Some(counted) = &sitting.counted else {
            continue;
        };
        let mut cells = vec![Cell::text(sitting.name.as_str()), cell(counted.hands.attending)];
        cells.extend(counted.hands.marks.iter().map(|marks| cell(*marks)));
        table.rows.push(Row::Data { cells });
    }
    let mut cells = vec![
        Cell::text(t.text("voting-sittings-all")),
        cell(minutes.outturn.attending.unwrap_or(0)),
    ];
    cells.extend(minutes.outturn.count.marks.iter().map(|marks| cell(*marks)));
    table.rows.push(Row::Total { cells });
    table
}

fn participants(t: &Translator, minutes: &Minutes<'_>) -> Table {
    let mut table = Table::new(
        t.text("voting-minutes-participants"),
        vec![
            Column::figures(t.text("voting-column-number")),
            Column::text(t.text("voting-column-representative")),
        ],
    );
    for (number, name) in &minutes.participants {
        table.rows.push(Row::Data {
            cells: vec![Cell::text(number.to_string()), Cell::text(name.as_str())],
        });
    }
    table
}

/// Room for each signature.
fn signing(t: &Translator, minutes: &Minutes<'_>) -> Table {
    let mut table = Table::new(
        t.text("voting-minutes-signatures"),
        vec![
            Column::text(t.text("voting-column-duty")),
            Column::text(t.text("voting-column-name")),
            Column::text(t.text("voting-column-signature")),
        ],
    );
    for officer in &minutes.officers {
        table.rows.push(Row::Data {
            cells: vec![
                Cell::text(t.text(&format!("voting-duty-{}", officer.duty.key()))),
                Cell::text(officer.name.as_str()),
                Cell::empty(),
            ],
        });
    }
    table
}
