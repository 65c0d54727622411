//! Rules: clocks around holidays, hints, personal data, likeness, proofs of work.

#![expect(clippy::unwrap_used, reason = "a missing rule ends the test")]

use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use petitions::{
    model::{Channel, Ending, Kind, Petition, PetitionId, Shown, State},
    rules::{self, Effect, NotReopened, Personal, Standing},
};
use platform::calendar::WorkingCalendar;
use proptest::prelude::*;
use rulebook::Rulebook;
use units::UnitId;

fn book() -> Rulebook {
    Rulebook::embedded().unwrap()
}

fn calendar() -> WorkingCalendar {
    WorkingCalendar::embedded().unwrap()
}

fn petition(due_on: Date) -> Petition {
    Petition {
        unit: UnitId(1),
        id: PetitionId(uuid::Uuid::nil()),
        number: (2026, 1),
        kind: Kind::Feedback,
        category: "roads".to_owned(),
        title: "Đường hỏng".to_owned(),
        words: "Đường hỏng từ tháng trước".to_owned(),
        hamlet: None,
        place: String::new(),
        pin: None,
        may_publish: false,
        channel: Channel::Web,
        code_hash: Vec::new(),
        once_hash: Vec::new(),
        state: State::Received,
        ending: None,
        revision: 1,
        received_on: due_on,
        clock_from: due_on,
        due_on,
        office: String::new(),
        draft: String::new(),
        drafted: None,
        answer: String::new(),
        answered_at: None,
        first_answered_on: None,
        in_time: false,
        open_until: None,
        reopened: 0,
        rating: None,
        merged_into: None,
        from: None,
        to: None,
        escalated_on: None,
        public: Shown::default(),
        shown_at: None,
        hidden_at: None,
        hidden_reason: String::new(),
        hidden_note: String::new(),
        appeal: String::new(),
        appeal_decided_at: None,
        closed_at: None,
        contact_until: None,
        changed_at: Timestamp::UNIX_EPOCH,
        record: None,
    }
}

/// Days of the years whose holidays the Government has announced, and of those that are computed.
fn a_day() -> impl Strategy<Value = Date> {
    (0_i64..4_000).prop_map(|days| date(2020, 1, 1).saturating_add(days.days()))
}

proptest! {
    /// The last day is worked, and so many working days lie behind the first: no holiday, no weekend, no make-up day
    /// is counted wrongly.
    #[test]
    fn an_answer_is_due_on_a_working_day_after_so_many_of_them(from in a_day()) {
        let (book, calendar) = (book(), calendar());
        for (kind, count) in [(Kind::Feedback, 7), (Kind::Petition, 10), (Kind::InformationRequest, 10)] {
            let due = rules::answer_clock(&book, &calendar, kind, from).unwrap().due();
            prop_assert!(calendar.is_working_day(due), "{from} {due}");
            let mut worked = 0;
            let mut day = from;
            while day < due {
                day = day.tomorrow().unwrap();
                worked += i32::from(calendar.is_working_day(day));
            }
            prop_assert_eq!(worked, count);
        }
    }

    /// Who sends later is never answered earlier.
    #[test]
    fn a_later_petition_is_never_due_earlier(from in a_day(), later in 0_i64..30) {
        let (book, calendar) = (book(), calendar());
        let due = |day| rules::answer_clock(&book, &calendar, Kind::Feedback, day).unwrap().due();
        prop_assert!(due(from) <= due(from.saturating_add(later.days())));
    }

    /// A petition goes up on the first day after its last one, and on no day before.
    #[test]
    fn what_is_overdue_goes_up_and_nothing_else(due in a_day(), today in -40_i64..40) {
        let petition = petition(due);
        let day = due.saturating_add(today.days());
        prop_assert_eq!(rules::escalates(&petition, day), today > 0);
        let wanted = if today > 0 { Standing::Over(today) } else { Standing::Left(-today) };
        prop_assert_eq!(rules::standing(&petition, day), wanted);
        let answered = Petition { state: State::Answered, ..petition };
        prop_assert_eq!(rules::standing(&answered, day), Standing::Still);
    }

    /// The middle is one of the days, and no more than half of all took less, and no more than half took more.
    #[test]
    fn the_median_is_in_the_middle(all in prop::collection::vec(0_i64..60, 1..80)) {
        let counted: Vec<(i64, i64)> = (0..60)
            .map(|days| (days, i64::try_from(all.iter().filter(|one| **one == days).count()).unwrap()))
            .filter(|(_, count)| *count > 0)
            .collect();
        let median = rules::median(&counted).unwrap();
        prop_assert!(all.contains(&median));
        let half = all.len() / 2;
        prop_assert!(all.iter().filter(|one| **one < median).count() <= half);
        prop_assert!(all.iter().filter(|one| **one > median).count() <= half);
    }

    /// Whatever stands around it, a number, a card and an address never come through; and no text makes it panic.
    #[test]
    fn what_looks_personal_is_covered(before in "[\\PC\\n]{0,30}", after in "[\\PC\\n]{0,30}") {
        for secret in ["0912345678", "0912 345 678", "+84 912 345 678", "091.234.5678", "079123456789", "an.nguyen@example.vn"] {
            let text = format!("{before} {secret} {after}");
            let covered = rules::redact(&text, |_| "[…]".to_owned());
            prop_assert!(!covered.contains(secret), "{covered}");
        }
        let _ = rules::redact(&format!("{before}{after}"), |_| String::new());
    }

    /// What is covered is covered: covering again finds nothing more.
    #[test]
    fn covering_is_done_once(text in "[\\PC\\n]{0,60}") {
        let covered = rules::redact(&text, |_| "[…]".to_owned());
        prop_assert_eq!(rules::redact(&covered, |_| "[…]".to_owned()), covered);
    }
}

/// Feedback of the Friday before the lunar new year of 2026: the seven working days begin when the offices open again.
#[test]
fn tet_is_not_counted() {
    let (book, calendar) = (book(), calendar());
    let clock = rules::answer_clock(&book, &calendar, Kind::Feedback, date(2026, 2, 13)).unwrap();
    assert!(clock.reckoning.skipped.len() >= 7, "{:?}", clock.reckoning);
    let until = calendar.add_working_days(date(2026, 2, 13), 7).unwrap();
    assert_eq!(clock.due(), until);
    assert!(clock.due() > date(2026, 2, 28), "{}", clock.due());
}

#[test]
fn complaints_and_denunciations_have_no_clock_here() {
    let (book, calendar) = (book(), calendar());
    for kind in [Kind::Complaint, Kind::Denunciation] {
        assert!(rules::answer_clock(&book, &calendar, kind, date(2026, 11, 25)).is_err());
    }
}

#[test]
fn a_hand_over_begins_the_term_anew_between_units_alone() {
    let book = book();
    let day = date(2026, 11, 25);
    assert_eq!(rules::handover(&book, true, day).unwrap().0, Effect::Restarts);
    assert_eq!(rules::handover(&book, false, day).unwrap().0, Effect::Continues);
}

#[test]
fn the_asker_reopens_in_time_and_not_for_ever() {
    let until = date(2026, 11, 25);
    let answered = Petition {
        state: State::Answered,
        open_until: Some(until),
        ..petition(until)
    };
    assert_eq!(rules::may_reopen(&answered, 2, until), Ok(()));
    let late = until.tomorrow().unwrap();
    assert_eq!(
        rules::may_reopen(&answered, 2, late),
        Err(NotReopened::Late(until))
    );
    assert!(rules::elapses(&answered, late) && !rules::elapses(&answered, until));
    let accepted = Petition {
        state: State::Closed,
        ending: Some(Ending::Accepted),
        ..answered.clone()
    };
    assert_eq!(rules::may_reopen(&accepted, 2, until), Ok(()));
    let often = Petition {
        reopened: 2,
        ..answered.clone()
    };
    assert_eq!(rules::may_reopen(&often, 2, until), Err(NotReopened::Often(2)));
    let merged = Petition {
        ending: Some(Ending::Merged),
        ..accepted
    };
    assert_eq!(rules::may_reopen(&merged, 2, until), Err(NotReopened::State));
}

#[test]
fn words_hint_and_do_not_judge() {
    let book = book();
    let day = date(2026, 11, 25);
    let list = |topic| rules::items(&book, topic, day).unwrap();
    let hint = |text: &str| {
        rules::hint(
            text,
            list("petition.words.complaint"),
            list("petition.words.denunciation"),
        )
    };
    assert_eq!(hint("Tôi TỐ CÁO cán bộ nhận hối lộ"), Some(Kind::Denunciation));
    assert_eq!(
        hint("Xin khiếu nại quyết định thu hồi đất"),
        Some(Kind::Complaint)
    );
    assert_eq!(hint("Tố cáo và khiếu nại"), Some(Kind::Denunciation));
    assert_eq!(hint("Đèn đường đầu hẻm hỏng ba hôm nay"), None);
}

#[test]
fn personal_data_are_found_and_figures_are_not() {
    let text = "Tôi là Nguyễn Văn An, CCCD 089123456789, số nhà 12/3A đường Trần Hưng Đạo, gọi 0912.345.678 hoặc \
                an@example.vn. Cống nghẹt từ ngày 15/10/2025, sửa hết 1.250.000.000 đồng, dài 120 m, theo 12/NQ-CĐDC.";
    let found: Vec<(&str, Personal)> = rules::personal(text)
        .into_iter()
        .map(|(from, to, what)| (&text[from..to], what))
        .collect();
    assert_eq!(
        found,
        [
            ("Nguyễn Văn An", Personal::Name),
            ("089123456789", Personal::Number),
            ("12/3A", Personal::House),
            ("Trần Hưng Đạo", Personal::Name),
            ("0912.345.678", Personal::Phone),
            ("an@example.vn", Personal::Mail),
        ]
    );
    for fine in [
        "Ủy ban nhân dân xã Vĩnh Hậu",
        "Châu Đốc, Tri Tôn, Thoại Sơn",
        "năm 2025 có 12 hộ",
        "Điều 15 khoản 2",
    ] {
        assert_eq!(rules::personal(fine), [], "{fine}");
    }
    assert_eq!(
        rules::redact("anh Tuấn ở ấp 2, ĐT 0912345678", |what| format!(
            "[{}]",
            what.key()
        )),
        "anh [name] ở ấp 2, ĐT [phone]"
    );
}

#[test]
fn the_like_is_found_without_diacritics() {
    let written = [
        "Cống đầu ấp Vĩnh Thạnh bị nghẹt, mưa là ngập",
        "Đèn đường hẻm 12 không sáng",
        "Xin hỏi thủ tục khai sinh",
    ];
    let find = |typed: &str| -> Vec<&str> {
        rules::likest(typed, &written, |one| (*one).to_owned(), 3)
            .into_iter()
            .copied()
            .collect()
    };
    assert_eq!(find("cong dau ap bi nghet nuoc"), [written[0]]);
    assert_eq!(find("den duong khong sang"), [written[1]]);
    assert_eq!(find("con chó sủa cả đêm"), Vec::<&str>::new());
    assert_eq!(find(""), Vec::<&str>::new());
}
