//! Whole consultations, from draft to decision, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use std::sync::{Arc, Mutex, OnceLock};

use deliberation::{
    consultation::{
        ActError, ConsultationId, Consultations, Draft, Into, NewOpinion, Public,
        model::{By, Channel, EventKind, Outcome, Stance, State},
        service::Decision,
        store::{self, Among},
    },
    rules::Unanswered,
};
use facts::Catalogue;
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use platform::{
    clock::{Clock, vietnam},
    db::Database,
    params,
    testing::on_both,
};
use rulebook::Rulebook;
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[platform::db::Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    disclosure::MIGRATIONS,
    deliberation::MIGRATIONS,
];

const MONDAY: Date = date(2026, 10, 5);
/// Twenty days later: the first day on which a consultation of that Monday may close.
const EARLIEST: Date = date(2026, 10, 25);

/// A clock that a test moves, and that goes on by a second whenever it is looked at.
#[derive(Debug, Clone)]
struct Pointer(Arc<Mutex<Timestamp>>);

impl Clock for Pointer {
    fn now(&self) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        *now += jiff::SignedDuration::from_secs(1);
        *now
    }
}

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn by(number: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    }
}

fn officer() -> By {
    by(1, "commune_officer")
}

fn leader() -> By {
    by(2, "commune_leader")
}

struct World {
    db: Database,
    clock: Pointer,
    desk: Consultations,
    unit: UnitId,
    units: LiveUnits,
}

async fn world(db: &Database) -> World {
    let units = units();
    let province = units.at("91", MONDAY).unwrap().id;
    let unit = units.children(province, MONDAY).next().unwrap().id;
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let clock = Pointer(Arc::new(Mutex::new(Timestamp::UNIX_EPOCH)));
    let units = LiveUnits::new(units);
    let mut next = 99_u64;
    let desk = Consultations::new(
        db.clone(),
        units.clone(),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
        ),
        Arc::new(clock.clone()),
        Box::new(move |octets| {
            for octet in octets {
                next = next
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                *octet = next.to_be_bytes()[1];
            }
        }),
    );
    let world = World {
        db: db.clone(),
        clock,
        desk,
        unit,
        units,
    };
    world.on(MONDAY);
    world
}

fn draft() -> Draft {
    Draft {
        hamlet: None,
        matter: "community_interest".to_owned(),
        title: "Giờ hoạt động của chợ".to_owned(),
        introduction: "Xã định lại giờ họp chợ.".to_owned(),
        affects: "Hộ buôn bán".to_owned(),
        forms: vec!["portal".to_owned(), "letter_box_or_hotline".to_owned()],
        text: "Chợ họp từ 4 giờ.\n\nChợ đóng cửa lúc 18 giờ.\n\nCấm xe tải vào chợ.".to_owned(),
        closes_on: EARLIEST,
    }
}

fn says(passage: u32, stance: Stance, words: &str) -> NewOpinion {
    NewOpinion {
        passage,
        stance,
        words: words.to_owned(),
        name: String::new(),
        hamlet: None,
    }
}

type Key = (UnitId, ConsultationId);

impl World {
    fn on(&self, day: Date) {
        *self.clock.0.lock().unwrap() = vietnam().to_timestamp(day.at(9, 0, 0, 0)).unwrap();
    }

    async fn drafted(&self) -> Key {
        let id = self.desk.begin(self.unit, &draft(), officer()).await.unwrap();
        (self.unit, id)
    }

    async fn opened(&self) -> Key {
        let key = self.drafted().await;
        self.desk.open(key, 1, leader()).await.unwrap();
        key
    }

    async fn dossier(&self, key: Key) -> deliberation::consultation::model::Dossier {
        let mut read = self.db.read().await.unwrap();
        store::dossier(&mut read, key).await.unwrap().unwrap()
    }

    /// Puts all opinions that stand in no group into one.
    async fn group_all(&self, key: Key, summary: &str) -> deliberation::consultation::GroupId {
        let mut read = self.db.read().await.unwrap();
        let opinions = store::opinions(&mut read, key, Among::Ungrouped, None, 100)
            .await
            .unwrap();
        drop(read);
        let ids: Vec<_> = opinions
            .iter()
            .map(|opinion| (opinion.id, opinion.passage))
            .collect();
        let into = Into::New(summary.to_owned());
        self.desk.group(key, &ids, &into).await.unwrap().unwrap()
    }

    async fn sum_of(&self, measure: &str) -> i64 {
        let mut read = self.db.read().await.unwrap();
        read.one(
            "SELECT CAST(COALESCE(SUM(quantity), 0) AS BIGINT) FROM fact WHERE unit_id = $1 AND NOT withdrawn \
             AND (series = $2 OR series LIKE $3)",
            &params![self.unit, measure, format!("{measure}?%")],
            |row| row.get(0),
        )
        .await
        .unwrap()
        .unwrap()
    }

    /// What the log holds last about a consultation, and what is public of it now.
    async fn logged(&self, key: Key) -> (Vec<String>, bool) {
        let mut read = self.db.read().await.unwrap();
        let subject = deliberation::consultation::content::subject(key.1);
        let history = transparency::history(&mut read, key.0, &subject).await.unwrap();
        let public = Public::consultations(self.units.clone());
        let octets = public.octets(&mut read, key.0, &key.1.to_string()).await.unwrap();
        let last: Vec<u8> = read
            .one(
                "SELECT body FROM log_entry WHERE unit_id = $1 AND subject_id = $2 ORDER BY at DESC LIMIT 1",
                &params![key.0, key.1.to_string()],
                |row| row.get(0),
            )
            .await
            .unwrap()
            .unwrap();
        let last = String::from_utf8(last).unwrap();
        let agrees = octets.is_some_and(|octets| {
            last.contains(&format!(
                "\"content\":\"{}\"",
                transparency::Commitment::to(&octets)
            ))
        });
        (history.iter().map(|logged| logged.act.clone()).collect(), agrees)
    }
}

/// Rule 17 of the handbook: Law 10/2022, Điều 28 khoản 2.
#[tokio::test]
async fn a_consultation_may_not_close_before_its_twentieth_day() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let early = Draft {
            closes_on: date(2026, 10, 24),
            ..draft()
        };
        let refused = world.desk.begin(world.unit, &early, officer()).await;
        assert!(
            matches!(refused, Err(ActError::ClosesTooEarly(EARLIEST))),
            "{refused:?}"
        );
        let key = world.drafted().await;
        // A day later, twenty days are no longer left.
        world.on(date(2026, 10, 6));
        let refused = world.desk.open(key, 1, leader()).await;
        assert!(matches!(refused, Err(ActError::ClosesTooEarly(_))), "{refused:?}");
        world.on(MONDAY);
        world.desk.open(key, 1, leader()).await.unwrap();
        let refused = world.desk.extend(key, EARLIEST, "Mưa bão", leader()).await;
        assert!(matches!(refused, Err(ActError::Day)), "{refused:?}");
        world
            .desk
            .extend(key, date(2026, 10, 30), "Mưa bão", leader())
            .await
            .unwrap();
        let dossier = world.dossier(key).await;
        assert_eq!(dossier.consultation.closes_on, date(2026, 10, 30));
        assert_eq!(dossier.events.last().unwrap().kind, EventKind::Extended);
        assert_eq!(
            world.logged(key).await,
            (vec!["posted".to_owned(), "corrected".to_owned()], true)
        );
    })
    .await;
}

/// Decree 61/2023: thirty days for the draft of a village covenant.
#[tokio::test]
async fn a_covenant_is_open_for_thirty_days() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let covenant = |closes_on| Draft {
            hamlet: Some(UnitId(7)),
            closes_on,
            ..draft()
        };
        let refused = world
            .desk
            .begin(world.unit, &covenant(date(2026, 11, 3)), officer())
            .await;
        assert!(
            matches!(refused, Err(ActError::ClosesTooEarly(day)) if day == date(2026, 11, 4)),
            "{refused:?}"
        );
        let id = world
            .desk
            .begin(world.unit, &covenant(date(2026, 11, 4)), officer())
            .await
            .unwrap();
        let head = by(3, "hamlet_head");
        world.desk.open((world.unit, id), 1, head).await.unwrap();
        assert_eq!(world.sum_of("consultation.held").await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_wrote_a_draft_does_not_open_it_and_what_was_read_is_opened() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let key = world.drafted().await;
        let refused = world.desk.open(key, 1, by(1, "commune_leader")).await;
        assert!(matches!(refused, Err(ActError::SamePerson)), "{refused:?}");
        let changed = Draft {
            text: "Một.\n\nHai.".to_owned(),
            ..draft()
        };
        world.desk.save(key, 1, &changed, officer()).await.unwrap();
        let refused = world.desk.save(key, 1, &draft(), officer()).await;
        assert!(matches!(refused, Err(ActError::Stale)), "{refused:?}");
        let refused = world.desk.open(key, 1, leader()).await;
        assert!(matches!(refused, Err(ActError::Stale)), "{refused:?}");
        let refused = world.desk.opine(key, &says(1, Stance::Agree, "")).await;
        assert!(matches!(refused, Err(ActError::Stale)), "{refused:?}");
        world.desk.open(key, 2, leader()).await.unwrap();
        let dossier = world.dossier(key).await;
        assert_eq!(
            dossier
                .passages
                .iter()
                .map(|passage| passage.draft.as_str())
                .collect::<Vec<_>>(),
            ["Một.", "Hai."]
        );
        let refused = world.desk.give_up(key).await;
        assert!(matches!(refused, Err(ActError::Stale)), "{refused:?}");
    })
    .await;
}

/// Rule 17: no decision without summary and answers (Điều 28).
#[tokio::test]
async fn a_decision_waits_for_every_answer_and_reasons_against_the_majority() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let key = world.opened().await;
        let desk = &world.desk;
        desk.opine(key, &says(2, Stance::Disagree, "Đóng muộn hơn."))
            .await
            .unwrap();
        desk.opine(key, &says(0, Stance::Agree, "")).await.unwrap();
        let refused = desk.opine(key, &says(1, Stance::Other, "")).await;
        assert!(matches!(refused, Err(ActError::Nothing)), "{refused:?}");
        let refused = desk.opine(key, &says(4, Stance::Agree, "")).await;
        assert!(matches!(refused, Err(ActError::Unknown)), "{refused:?}");

        let decision = Decision {
            text: "Giữ nguyên.".to_owned(),
            ..Decision::default()
        };
        let missing = |refused: Result<(), ActError>| match refused {
            Err(ActError::Unanswered(missing)) => missing,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            missing(desk.conclude(key, &decision, leader()).await),
            Unanswered::Open
        );
        assert_eq!(
            missing(desk.summarise(key, "Chung", leader()).await),
            Unanswered::Open
        );

        // On the last day people still speak; the day after, nobody does but on paper from before.
        world.on(EARLIEST);
        desk.opine(key, &says(1, Stance::Agree, "")).await.unwrap();
        world.on(date(2026, 10, 26));
        let refused = desk.opine(key, &says(1, Stance::Agree, "")).await;
        assert!(matches!(refused, Err(ActError::Closed)), "{refused:?}");
        let paper = says(2, Stance::Disagree, "Tiểu thương xin đóng lúc 20 giờ.");
        let late = (Channel::Paper, 12, date(2026, 10, 26));
        let refused = desk.enter(key, &paper, late, officer()).await;
        assert!(matches!(refused, Err(ActError::Day)), "{refused:?}");
        desk.enter(key, &paper, (Channel::Paper, 12, EARLIEST), officer())
            .await
            .unwrap();

        assert_eq!(
            missing(desk.conclude(key, &decision, leader()).await),
            Unanswered::Ungrouped(4)
        );
        let group = world.group_all(key, "Đề nghị đóng cửa muộn hơn.").await;
        let dossier = world.dossier(key).await;
        let grouped = &dossier.groups[0];
        assert_eq!(grouped.passages, [1, 2]);
        assert_eq!(
            (grouped.tally.agree, grouped.tally.disagree, grouped.tally.other),
            (2, 13, 0)
        );
        assert_eq!(
            missing(desk.conclude(key, &decision, leader()).await),
            Unanswered::Groups(1)
        );
        let unchanged = Some((Outcome::Accepted, "Đồng ý.".to_owned()));
        let refused = desk.answer(key, group, "Muộn hơn.", unchanged, &[]).await;
        assert!(matches!(refused, Err(ActError::Nothing)), "{refused:?}");
        let explained = Some((Outcome::Explained, "Chợ đêm cần bảo vệ.".to_owned()));
        desk.answer(key, group, "Muộn hơn.", explained, &[])
            .await
            .unwrap();
        assert_eq!(
            missing(desk.conclude(key, &decision, leader()).await),
            Unanswered::Summary
        );
        desk.summarise(key, "Phần lớn muốn chợ đóng muộn hơn.", leader())
            .await
            .unwrap();
        // Thirteen of fifteen object to what stays.
        assert_eq!(
            missing(desk.conclude(key, &decision, leader()).await),
            Unanswered::Reasons
        );
        let decision = Decision {
            passages: vec![(3, String::new())],
            added: vec!["Có bãi giữ xe.".to_owned()],
            reasons: "Không đủ người bảo vệ ban đêm.".to_owned(),
            ..decision
        };
        desk.conclude(key, &decision, leader()).await.unwrap();
        let dossier = world.dossier(key).await;
        assert_eq!(dossier.consultation.state, State::Concluded);
        assert!(dossier.consultation.against_majority);
        let finals: Vec<(&str, &str)> = dossier
            .passages
            .iter()
            .map(|passage| (passage.draft.as_str(), passage.final_text.as_deref().unwrap()))
            .collect();
        assert_eq!(finals[1].0, finals[1].1);
        assert_eq!(finals[2], ("Cấm xe tải vào chợ.", ""));
        assert_eq!(finals[3], ("", "Có bãi giữ xe."));
        let (acts, agrees) = world.logged(key).await;
        assert_eq!(acts.len(), 3);
        assert!(agrees, "the log holds the hash of what is public");
        // What is answered is not grouped or entered any more.
        let refused = desk.dissolve(key, group).await;
        assert!(matches!(refused, Err(ActError::Stale)), "{refused:?}");
        let refused = desk.withdraw(key, "Nhầm", leader()).await;
        assert!(matches!(refused, Err(ActError::Stale)), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn what_is_accepted_changes_the_text_and_is_counted_once() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let key = world.opened().await;
        let desk = &world.desk;
        assert_eq!(world.sum_of("consultation.held").await, 1);
        assert_eq!(world.sum_of("consultation.answered").await, 0);
        for _ in 0..3 {
            desk.opine(key, &says(2, Stance::Other, "Nên đóng lúc 19 giờ."))
                .await
                .unwrap();
        }
        desk.opine(key, &says(2, Stance::Agree, "")).await.unwrap();
        world.on(EARLIEST.saturating_add(1.day()));
        let group = world.group_all(key, "Đóng lúc 19 giờ.").await;
        let accepted = Some((Outcome::Accepted, "Hợp lý.".to_owned()));
        let change = [(2, "Chợ đóng cửa lúc 19 giờ.".to_owned())];
        desk.answer(key, group, "Đóng lúc 19 giờ.", accepted, &change)
            .await
            .unwrap();
        let dossier = world.dossier(key).await;
        assert_eq!(
            dossier.promised(dossier.passage(2).unwrap()),
            "Chợ đóng cửa lúc 19 giờ."
        );
        desk.summarise(key, "", leader()).await.unwrap();
        for (measure, sum) in [
            ("consultation.held", 1),
            ("consultation.opinions", 4),
            ("consultation.in_favour", 1),
            ("consultation.answered", 1),
        ] {
            assert_eq!(world.sum_of(measure).await, sum, "{measure}");
        }
        assert!(world.logged(key).await.1);
        // Withdrawn, it counts no more, and nothing of it is public but the reason.
        desk.withdraw(key, "Cấp trên đã quyết định khác.", leader())
            .await
            .unwrap();
        assert_eq!(world.sum_of("consultation.held").await, 0);
        assert!(!world.logged(key).await.1);
        assert!(!world.dossier(key).await.consultation.is_shown());
    })
    .await;
}

#[tokio::test]
async fn the_code_leads_to_the_opinion_and_takes_it_back_while_open() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let key = world.opened().await;
        let named = NewOpinion {
            name: "Trần Thị Bưởi".to_owned(),
            ..says(1, Stance::Disagree, "Bốn giờ sớm quá.")
        };
        let code = world.desk.opine(key, &named).await.unwrap();
        let other = world.desk.opine(key, &says(1, Stance::Agree, "")).await.unwrap();
        assert_ne!(code, other);
        let find = async |code: &str| {
            let mut read = world.db.read().await.unwrap();
            world.desk.by_code(&mut read, key, code).await.unwrap()
        };
        // As people write it: in small letters, with the dash of the printed form.
        let written = format!("{}-{}", &code[..5], &code[5..]).to_lowercase();
        assert_eq!(find(&written).await.unwrap().words, "Bốn giờ sớm quá.");
        assert_eq!(find("AAAAA-AAAAA").await, None);
        world.desk.take_back(key, &written).await.unwrap();
        let gone = find(&code).await.unwrap();
        assert_eq!(
            (gone.words.as_str(), gone.name.as_str(), gone.taken_back_on),
            ("", "", Some(MONDAY))
        );
        assert_eq!(world.dossier(key).await.tally.total(), 1);
        let again = world.desk.take_back(key, &code).await;
        assert!(matches!(again, Err(ActError::Stale)), "{again:?}");
        world.on(EARLIEST.saturating_add(1.day()));
        let late = world.desk.take_back(key, &other).await;
        assert!(matches!(late, Err(ActError::Closed)), "{late:?}");
    })
    .await;
}

#[tokio::test]
async fn a_correction_stays_visible_with_what_stood_there() {
    on_both(MIGRATIONS, |db| async move {
        let world = world(&db).await;
        let key = world.opened().await;
        let desk = &world.desk;
        let refused = desk
            .correct(key, 1, "Chợ họp từ 4 giờ.", "Không đổi", officer())
            .await;
        assert!(matches!(refused, Err(ActError::Nothing)), "{refused:?}");
        desk.correct(key, 1, "Chợ họp từ 4 giờ 30.", "Ghi thiếu phút", officer())
            .await
            .unwrap();
        let dossier = world.dossier(key).await;
        let told = dossier.events.last().unwrap();
        assert_eq!(
            (told.was.as_str(), told.became.as_str()),
            ("Chợ họp từ 4 giờ.", "Chợ họp từ 4 giờ 30.")
        );
        assert_eq!(dossier.passages[0].draft, "Chợ họp từ 4 giờ 30.");
        assert!(world.logged(key).await.1);
    })
    .await;
}

/// Luật 10/2022, Điều 11 khoản 11: plan, content, summary and answers are published; Điều 13: on boards and loudspeakers.
#[tokio::test]
async fn question_and_answers_hang_on_the_boards_and_come_down_together() {
    on_both(MIGRATIONS, |db| async move {
        let mut world = world(&db).await;
        let boards = disclosure::Disclosures::new(
            db.clone(),
            world.units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                platform::calendar::WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(world.clock.clone()),
            {
                let mut next = 0_u8;
                Box::new(move |octets| {
                    for octet in octets {
                        next = next.wrapping_mul(73).wrapping_add(91);
                        *octet = next;
                    }
                })
            },
        );
        let vietnamese = platform::i18n::Translations::new(&[platform::i18n::TEXTS, deliberation::TEXTS])
            .unwrap()
            .translator(platform::i18n::Locale::Vi);
        world.desk = world.desk.boards(Arc::new(boards), vietnamese);
        let (desk, unit) = (&world.desk, world.unit);
        let board = async || {
            let mut read = db.read().await.unwrap();
            disclosure::store::board(&mut read, unit, &disclosure::store::Filter::default(), 10)
                .await
                .unwrap()
        };

        let key = world.drafted().await;
        assert!(board().await.is_empty(), "a draft is nobody's business");
        desk.open(key, 1, leader()).await.unwrap();
        desk.correct(key, 2, "Chợ đóng cửa lúc 17 giờ.", "Ghi nhầm giờ.", officer())
            .await
            .unwrap();
        let hung = board().await;
        let [question] = &hung[..] else { panic!("{hung:?}") };
        assert_eq!(
            (question.item.matter.as_str(), question.version.number),
            ("consultation", 2)
        );
        assert_eq!(question.version.correction, "Ghi nhầm giờ.");
        assert!(
            question.version.text.body.contains("2. Chợ đóng cửa lúc 17 giờ."),
            "{}",
            question.version.text.body
        );

        desk.opine(key, &says(2, Stance::Disagree, "Nên đóng lúc 19 giờ."))
            .await
            .unwrap();
        world.on(EARLIEST.saturating_add(1.day()));
        let group = world.group_all(key, "Đóng lúc 19 giờ.").await;
        let explained = Some((Outcome::Explained, "Chợ không có đèn.".to_owned()));
        desk.answer(key, group, "Đóng lúc 19 giờ.", explained, &[])
            .await
            .unwrap();
        assert_eq!(board().await.len(), 1, "answers are public with the summary");
        desk.summarise(key, "", leader()).await.unwrap();
        let hung = board().await;
        let [answers, _] = &hung[..] else {
            panic!("{hung:?}")
        };
        assert_eq!(answers.item.decided_on, EARLIEST.saturating_add(1.day()));
        let text = &answers.version.text;
        assert_eq!(text.summary, "1 ý kiến: 0 đồng ý, 1 không đồng ý, 0 ý kiến khác.");
        assert!(
            text.body
                .contains("Đóng lúc 19 giờ. (1 ý kiến). Giải trình: Chợ không có đèn."),
            "{}",
            text.body
        );

        desk.withdraw(key, "Cấp trên đã quyết định khác.", leader())
            .await
            .unwrap();
        for listed in board().await {
            assert_eq!(listed.item.state, disclosure::model::ItemState::Withdrawn);
        }
    })
    .await;
}
