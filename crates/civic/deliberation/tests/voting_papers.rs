//! What of a vote goes onto paper, over the loudspeaker and into calendars, word by word.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use deliberation::{
    MatterId, RoundId, ics,
    model::{
        Act, By, Candidate, Dossier, Duty, Matter, MatterState, Method, Officer, Outturn, Proposer, Round,
        RoundState,
    },
    papers::{self, Announced, Minutes},
    rules::{Count, Form},
};
use documents::{Block, CellValue, Document, Row, Run};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::i18n::{Locale, Translations, Translator};
use units::UnitId;
use uuid::Uuid;

fn translator(locale: Locale) -> Translator {
    Translations::new(&[platform::i18n::TEXTS, units::TEXTS, deliberation::TEXTS])
        .unwrap()
        .translator(locale)
}

fn moment(day: Date, hour: i8) -> Timestamp {
    platform::clock::vietnam()
        .to_timestamp(day.at(hour, 0, 0, 0))
        .unwrap()
}

fn act(day: Date) -> Act {
    Act {
        by: By {
            account: Uuid::from_u128(1),
            role: "hamlet_head".to_owned(),
        },
        at: moment(day, 18),
    }
}

fn round(form: Form, advisory: bool) -> Round {
    let ends_at = if form == Form::Meeting {
        moment(date(2026, 10, 20), 19)
    } else {
        moment(date(2026, 10, 23), 17)
    };
    Round {
        unit: UnitId(1),
        id: RoundId(Uuid::from_u128(2)),
        matter: MatterId(Uuid::from_u128(1)),
        hamlet: UnitId(5),
        form,
        advisory,
        state: RoundState::Counted,
        starts_at: moment(date(2026, 10, 20), 19),
        ends_at,
        place: "Nhà văn hóa khóm; cổng sau, bên trái".to_owned(),
        planned: act(date(2026, 10, 12)),
        notice: Some((date(2026, 10, 17), vec!["posting".to_owned()])),
        papers_on: None,
        reported_on: None,
        agreed_on: None,
        chosen_by_chair: false,
        clusters_approved_on: None,
        opened: None,
        defects: Vec::new(),
        result: None,
        cancelled_reason: String::new(),
    }
}

fn dossier(candidates: &[&str]) -> Dossier {
    let seats = u8::from(!candidates.is_empty());
    Dossier {
        matter: Matter {
            unit: UnitId(1),
            id: MatterId(Uuid::from_u128(1)),
            hamlet: Some(UnitId(5)),
            clause: "contribution_level".to_owned(),
            title: "Đổ bê tông đường khóm".to_owned(),
            proposal: "Mỗi hộ góp 500.000 đồng.\n\nHộ nghèo được miễn.".to_owned(),
            proposer: Proposer::HamletHead,
            office: None,
            seats,
            state: MatterState::Tabled,
            proposed: act(date(2026, 10, 1)),
            agreed: None,
            changed_at: act(date(2026, 10, 12)).at,
            dropped_reason: String::new(),
            record: None,
        },
        candidates: (0..)
            .zip(candidates)
            .map(|(option, name)| Candidate {
                option,
                name: (*name).to_owned(),
                about: "Tổ 2".to_owned(),
                self_nominated: false,
            })
            .collect(),
        milestones: Vec::new(),
        sittings: Vec::new(),
        rounds: Vec::new(),
        decision: None,
        signatures: Vec::new(),
        tasks: Vec::new(),
    }
}

fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// A document as lines of text.
fn text(document: &Document) -> String {
    let mut lines = Vec::new();
    if let Some(head) = &document.letterhead {
        lines.push(format!(
            "{} / {} / {} / {}, {:?}",
            head.superior.as_deref().unwrap_or_default(),
            head.issuer,
            head.symbol,
            head.place,
            head.date
        ));
    }
    lines.push(format!(
        "{}: {}",
        document.type_name.as_deref().unwrap_or_default(),
        document.title
    ));
    for block in &document.blocks {
        match block {
            Block::Paragraph { runs } => lines.push(words(runs)),
            Block::List { items, .. } => lines.extend(items.iter().map(|item| format!("- {}", words(item)))),
            Block::Table(table) => {
                lines.push(format!("[{}]", table.caption));
                for row in &table.rows {
                    let (Row::Data { cells } | Row::Total { cells }) = row else {
                        continue;
                    };
                    let cells: Vec<&str> = cells
                        .iter()
                        .map(|cell| match &cell.value {
                            CellValue::Empty => "",
                            _ => cell.shown(),
                        })
                        .collect();
                    lines.push(cells.join(" | "));
                }
            }
            other => lines.push(format!("{other:?}")),
        }
    }
    if let Some(signature) = &document.signature {
        lines.push(format!("({})", signature.capacity.join(" / ")));
    }
    lines.join("\n")
}

fn notice(t: &Translator, dossier: &Dossier, round: &Round) -> String {
    let document = papers::notice(
        t,
        &Announced {
            commune: "Phường Bình Đức".to_owned(),
            hamlet: "Khóm Bình Hòa".to_owned(),
            dossier,
            round,
            threshold: "cần ít nhất 20 trên tổng số 30 hộ tán thành (Điều 21)".to_owned(),
            page: "https://dinh.example/dan-ban/30292/x/lan/y".to_owned(),
            demo: false,
        },
    );
    assert!(documents::pdf(&document).unwrap().starts_with(b"%PDF-"));
    assert!(documents::docx(&document).unwrap().starts_with(b"PK"));
    text(&document)
}

#[test]
fn notices_say_what_the_form_asks_for() {
    let t = translator(Locale::Vi);
    insta::assert_snapshot!(
        "notice_of_a_meeting",
        notice(&t, &dossier(&[]), &round(Form::Meeting, false))
    );
    insta::assert_snapshot!(
        "notice_of_an_election_on_paper",
        notice(
            &t,
            &dossier(&["Trần Thị Sáu", "Lê Văn Bảy"]),
            &round(Form::HouseholdBallot, false)
        )
    );
    insta::assert_snapshot!(
        "notice_of_an_advisory_vote_in_khmer",
        notice(
            &translator(Locale::Km),
            &dossier(&[]),
            &round(Form::OnlineVote, true)
        )
    );
}

#[test]
fn the_loudspeaker_says_everything_in_words() {
    let t = translator(Locale::Vi);
    let scripts: Vec<String> = Form::ALL
        .map(|form| {
            let round = round(form, form == Form::OnlineVote);
            papers::script(&t, "Phường Bình Đức", "Khóm Bình Hòa", &dossier(&[]), &round).join("\n")
        })
        .to_vec();
    let scripts = scripts.join("\n\n");
    assert!(!scripts.chars().any(|c| c.is_ascii_digit()), "{scripts}");
    insta::assert_snapshot!("scripts", scripts);
}

fn minutes(dossier: &Dossier, round: &Round, outturn: &Outturn, participants: &[(i64, &str)]) -> String {
    let duties = [
        (Duty::Chair, "Trần Văn Ấp"),
        (Duty::Secretary, "Cao Thị Ban"),
        (
            if round.form == Form::Meeting {
                Duty::Teller
            } else {
                Duty::Team
            },
            "Mai Văn Phiếu",
        ),
        (Duty::Witness, "Chau Kim"),
    ];
    let document = papers::minutes(
        &translator(Locale::Vi),
        &Minutes {
            commune: "Phường Bình Đức".to_owned(),
            hamlet: "Khóm Bình Hòa".to_owned(),
            dossier,
            round,
            sitting: None,
            outturn,
            options: ["Đồng ý", "Không đồng ý", "Ý kiến khác"]
                .map(str::to_owned)
                .to_vec(),
            officers: duties
                .map(|(duty, name)| Officer {
                    duty,
                    name: name.to_owned(),
                })
                .to_vec(),
            verdict: vec!["Thông qua: 20 hộ tán thành.".to_owned()],
            form: "Mẫu số 02".to_owned(),
            copies: (round.form == Form::Meeting).then_some(3),
            participants: participants
                .iter()
                .map(|(number, name)| (*number, (*name).to_owned()))
                .collect(),
            attached: (round.form == Form::OnlineVote).then(|| {
                (
                    "Ảnh chụp màn hình kết quả".to_owned(),
                    "https://dinh.example/x#ket-qua".to_owned(),
                )
            }),
            demo: false,
        },
    );
    assert!(documents::pdf(&document).unwrap().starts_with(b"%PDF-"));
    text(&document)
}

#[test]
fn minutes_hold_every_figure_and_name() {
    let count = Count {
        households: 30,
        valid: 24,
        spoiled: 1,
        missing: 4,
        refused: 1,
        marks: vec![20, 3, 1],
    };
    let meeting = Outturn {
        method: Some(Method::SecretBallot),
        attending: Some(26),
        count: count.clone(),
        counted: act(date(2026, 10, 20)),
    };
    insta::assert_snapshot!(
        "minutes_of_a_meeting",
        minutes(&dossier(&[]), &round(Form::Meeting, false), &meeting, &[])
    );
    let online = Outturn {
        method: None,
        attending: None,
        count,
        counted: act(date(2026, 10, 23)),
    };
    insta::assert_snapshot!(
        "minutes_of_an_online_vote",
        minutes(
            &dossier(&[]),
            &round(Form::OnlineVote, true),
            &online,
            &[(1, "Nguyễn Thị Hộ"), (7, "Chau Sóc")]
        )
    );
}

#[test]
fn another_program_reads_the_calendar() {
    use icalendar::{Component as _, EventLike as _};
    let round = round(Form::HouseholdBallot, false);
    let event = ics::Event {
        uid: "1@dinh".to_owned(),
        changed_at: act(date(2026, 10, 12)).at,
        starts_at: round.starts_at,
        ends_at: round.ends_at,
        title: "Phát phiếu lấy ý kiến: Khóm Bình Hòa – Đổ bê tông đường khóm, từ cầu sắt; đến nhà văn hóa"
            .to_owned(),
        text: "Mỗi hộ góp 500.000 đồng.\n\nDấu \\ và dấu phẩy, chấm phẩy;".to_owned(),
        place: round.place.clone(),
        page: "https://dinh.example/dan-ban/30292/x/lan/y".to_owned(),
        cancelled: true,
    };
    let written = ics::calendar(std::slice::from_ref(&event));
    assert!(written.split("\r\n").all(|line| line.len() <= 75), "{written}");
    let calendar: icalendar::Calendar = written.parse().unwrap();
    let read = calendar
        .components
        .iter()
        .find_map(|part| part.as_event())
        .unwrap();
    assert_eq!(read.get_summary(), Some(event.title.as_str()));
    assert_eq!(read.get_description(), Some(event.text.as_str()));
    assert_eq!(read.get_location(), Some(event.place.as_str()));
    assert_eq!(read.property_value("DTSTART"), Some("20261020T120000Z"));
    assert_eq!(read.property_value("DTEND"), Some("20261023T100000Z"));
    assert_eq!(read.get_status(), Some(icalendar::EventStatus::Cancelled));
}
