//! The life of matters, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

#[path = "store/catalogue.rs"]
mod catalogue;
#[path = "store/follow.rs"]
mod follow;
#[path = "store/internal.rs"]
mod internal;

use std::sync::{Arc, OnceLock};

use disclosure::{
    ActError, Disclosures, Draft, NewSighting, SiteId, Writing,
    model::{By, ItemState, NewFile, Site, Text, VersionState},
    rules::{ClockState, Lack, Seen, SiteKind},
    service::counting,
    standing::{Recorded, standing},
    store::{self, Filter},
};
use facts::Catalogue;
use jiff::{Timestamp, civil::Date, civil::date};
use platform::{
    calendar::WorkingCalendar,
    clock::{SetClock, moment},
    db::Database,
    i18n::{Locale, Texts, Translations},
    testing::on_both,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[platform::db::Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    disclosure::MIGRATIONS,
];

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

/// A commune of today's An Giang.
fn commune() -> UnitId {
    let units = units();
    let day = date(2025, 10, 1);
    let province = units.at("91", day).unwrap().id;
    units.children(province, day).next().unwrap().id
}

/// The messages about files, which the program brings in beside the slices'.
const FILES: Texts = Texts {
    slice: "intake",
    vi: include_str!("../../../intake/locales/vi.ftl"),
    en: include_str!("../../../intake/locales/en.ftl"),
    km: include_str!("../../../intake/locales/km.ftl"),
};

fn translations() -> Translations {
    Translations::new(&[platform::i18n::TEXTS, &[FILES], disclosure::TEXTS]).unwrap()
}

fn desk(db: &Database, hands: &SetClock) -> Disclosures {
    let mut next = 0_u64;
    Disclosures::new(
        db.clone(),
        LiveUnits::new(units()),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        ),
        Arc::new(hands.clone()),
        Box::new(move |octets| {
            next += 1;
            octets.fill(0);
            let start = octets.len() - 8;
            octets[start..].copy_from_slice(&next.to_be_bytes());
        }),
    )
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

fn head() -> By {
    by(3, "hamlet_head")
}

fn draft(matter: &str, decided_on: Date, title: &str) -> Draft {
    Draft {
        matter: matter.to_owned(),
        decided_on,
        text: Text {
            title: title.to_owned(),
            summary: "Tóm tắt dễ hiểu.".to_owned(),
            body: "Nội dung đầy đủ về đường Vĩnh Hậu.".to_owned(),
            procedure: None,
        },
        ..Draft::default()
    }
}

fn first(item: disclosure::ItemId) -> Writing {
    Writing {
        item,
        version: 1,
        revision: 1,
    }
}

/// Drafts, approves and publishes.
async fn posted(desk: &Disclosures, draft: &Draft) -> disclosure::ItemId {
    let unit = commune();
    let id = desk.begin(unit, draft, officer()).await.unwrap();
    desk.approve(unit, first(id), leader()).await.unwrap();
    desk.publish(unit, id, 1, leader()).await.unwrap();
    id
}

fn sites() -> [Site; 2] {
    let site = |number, kind, name: &str| Site {
        id: SiteId(Uuid::from_u128(number)),
        kind,
        hamlet: None,
        name: name.to_owned(),
        opened_on: date(2025, 7, 1),
        closed_on: None,
    };
    [
        site(101, SiteKind::Office, "Trụ sở"),
        site(102, SiteKind::CommunityPoint, "Điểm ấp Vĩnh Phú"),
    ]
}

async fn cells(db: &Database, series: &str) -> i64 {
    db.read()
        .await
        .unwrap()
        .one(
            "SELECT CAST(COALESCE(SUM(value), 0) AS BIGINT) FROM cell WHERE unit_id = $1 AND yearly = $2 AND series = $3",
            &platform::params![commune(), true, series],
            |row| row.get(0),
        )
        .await
        .unwrap()
        .unwrap()
}

async fn logged(db: &Database, kind: &str, id: disclosure::ItemId) -> Vec<String> {
    let subject = transparency::Subject::new(kind, id.to_string());
    let mut read = db.read().await.unwrap();
    let history = transparency::history(&mut read, commune(), &subject)
        .await
        .unwrap();
    history.into_iter().map(|entry| entry.act).collect()
}

#[tokio::test]
async fn a_notice_lives_from_draft_to_archive_and_nothing_is_lost() {
    on_both(MIGRATIONS, |db| async move {
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let hands = SetClock::at(date(2025, 10, 6), 9);
        let desk = desk(&db, &hands);
        let unit = commune();
        let mut written = draft("budget", date(2025, 10, 3), "Thực hiện ngân sách quý III");
        written.added = vec![NewFile {
            name: "bang.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            content: b"%PDF-1.7".to_vec(),
        }];
        let id = desk.begin(unit, &written, officer()).await.unwrap();

        let refused = desk.approve(unit, first(id), officer()).await;
        assert!(matches!(refused, Err(ActError::SamePerson)), "{refused:?}");
        let refused = desk.publish(unit, id, 1, leader()).await;
        assert!(
            matches!(refused, Err(ActError::Stale)),
            "not approved: {refused:?}"
        );
        assert_eq!(
            cells(&db, "disclosure.posted?item=item_2&timeliness=on_time").await,
            0
        );

        desk.approve(unit, first(id), leader()).await.unwrap();
        // A change after the approval makes it void: only what was read is approved.
        let mut changed = written.clone();
        changed.added.clear();
        changed.kept = vec![disclosure::content::hash(b"%PDF-1.7")];
        changed.text.title.push_str(" năm 2025");
        desk.save(unit, first(id), &changed, officer()).await.unwrap();
        assert!(matches!(
            desk.publish(unit, id, 1, leader()).await,
            Err(ActError::Stale)
        ));
        assert!(
            matches!(
                desk.approve(unit, first(id), leader()).await,
                Err(ActError::Stale)
            ),
            "the leader has read the first text"
        );
        let again = Writing {
            revision: 2,
            ..first(id)
        };
        desk.approve(unit, again, leader()).await.unwrap();
        desk.publish(unit, id, 1, officer()).await.unwrap();
        assert!(matches!(
            desk.publish(unit, id, 1, officer()).await,
            Err(ActError::Stale)
        ));

        assert_eq!(cells(&db, "disclosure.due?item=item_2").await, 1);
        assert_eq!(
            cells(&db, "disclosure.posted?item=item_2&timeliness=on_time").await,
            1
        );
        let mut read = db.read().await.unwrap();
        let dossier = desk.dossier(&mut read, unit, id).await.unwrap().unwrap();
        assert_eq!(dossier.item.due_on, date(2025, 10, 10));
        assert_eq!(dossier.attached(1).count(), 1);
        let octets = disclosure::content::octets(
            &units().get(unit).unwrap().code,
            &dossier.item,
            dossier.public().unwrap(),
            dossier.item.published_at.unwrap(),
            &dossier.attachments,
        )
        .unwrap();
        assert_eq!(
            dossier.public().unwrap().content_hash,
            Some(disclosure::content::hash(&octets)),
            "whoever has the octets can compute the hash"
        );
        drop(read);

        hands.set(date(2025, 10, 8), 9);
        desk.correct(unit, id, officer()).await.unwrap();
        assert!(matches!(
            desk.correct(unit, id, officer()).await,
            Err(ActError::Stale)
        ));
        let second = Writing {
            item: id,
            version: 2,
            revision: 1,
        };
        let mut better = changed.clone();
        better.text.body = "Số đúng là 12 triệu.".to_owned();
        better.correction = "Sửa số tiền".to_owned();
        desk.save(unit, second, &better, officer()).await.unwrap();
        let second = Writing {
            revision: 2,
            ..second
        };
        desk.approve(unit, second, leader()).await.unwrap();
        desk.publish(unit, id, 2, leader()).await.unwrap();
        let mut read = db.read().await.unwrap();
        let dossier = desk.dossier(&mut read, unit, id).await.unwrap().unwrap();
        assert_eq!(
            dossier.item.published_on(),
            Some(date(2025, 10, 6)),
            "the first day stays"
        );
        assert_eq!(dossier.public().unwrap().text.body, "Số đúng là 12 triệu.");
        assert_eq!(
            dossier.version(1).unwrap().text.body,
            "Nội dung đầy đủ về đường Vĩnh Hậu.",
            "the old version can be read"
        );
        assert_eq!(dossier.attached(2).count(), 1);
        drop(read);
        assert_eq!(
            cells(&db, "disclosure.due?item=item_2").await,
            1,
            "one matter, counted once"
        );

        desk.withdraw(unit, id, "Đăng nhầm văn bản", leader())
            .await
            .unwrap();
        assert!(matches!(
            desk.archive(unit, id, leader()).await,
            Err(ActError::Stale)
        ));
        let mut read = db.read().await.unwrap();
        let item = store::item(&mut read, unit, id).await.unwrap().unwrap();
        assert_eq!(item.state, ItemState::Withdrawn);
        assert_eq!(item.withdrawn.unwrap().reason, "Đăng nhầm văn bản");
        let file = disclosure::content::hash(b"%PDF-1.7");
        assert_eq!(
            store::public_file(&mut read, unit, id, &file).await.unwrap(),
            None
        );
        assert!(
            store::any_file(&mut read, unit, id, &file)
                .await
                .unwrap()
                .is_some()
        );
        drop(read);
        assert_eq!(
            logged(&db, "notice", id).await,
            ["posted", "corrected", "withdrawn"]
        );
    })
    .await;
}

#[tokio::test]
async fn the_board_is_searched_without_diacritics_and_paged_by_key() {
    on_both(MIGRATIONS, |db| async move {
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let hands = SetClock::at(date(2025, 10, 6), 9);
        let desk = desk(&db, &hands);
        let unit = commune();
        let mut ids = Vec::new();
        for (day, matter, title) in [
            (6, "budget", "Dự toán ngân sách"),
            (7, "fees", "Mức thu phí chợ"),
            (8, "projects_and_land", "Làm đường Đình Vĩnh Hậu"),
            (9, "budget", "Quyết toán ngân sách"),
            (9, "budget", "Công khai ngân sách bổ sung"),
        ] {
            hands.set(date(2025, 10, day), 9);
            ids.push(posted(&desk, &draft(matter, date(2025, 10, 3), title)).await);
        }
        let mut read = db.read().await.unwrap();
        let mut titles = async |filter: Filter| -> Vec<String> {
            let found = store::board(&mut read, unit, &filter, 2).await.unwrap();
            found
                .into_iter()
                .map(|listed| listed.version.text.title)
                .collect()
        };
        let words = |words: &str| Filter {
            words: words.to_owned(),
            ..Filter::default()
        };
        assert_eq!(titles(words("dinh")).await, ["Làm đường Đình Vĩnh Hậu"]);
        assert_eq!(titles(words("ĐÌNH vĩnh")).await, ["Làm đường Đình Vĩnh Hậu"]);
        assert_eq!(titles(words("đình chợ")).await, Vec::<String>::new());
        assert_eq!(titles(words("phi cho")).await, ["Mức thu phí chợ"]);
        assert_eq!(titles(words("%")).await.len(), 2, "no words, no filter");
        let budget = Filter {
            matter: Some("budget".to_owned()),
            ..Filter::default()
        };
        let page = titles(budget.clone()).await;
        assert_eq!(page, ["Công khai ngân sách bổ sung", "Quyết toán ngân sách"]);
        let next = Filter {
            before: Some((moment(date(2025, 10, 9), 9), ids[3])),
            ..budget
        };
        assert_eq!(titles(next).await, ["Dự toán ngân sách"]);
        let days = Filter {
            from: Some(date(2025, 10, 7)),
            to: Some(date(2025, 10, 8)),
            ..Filter::default()
        };
        assert_eq!(titles(days).await, ["Làm đường Đình Vĩnh Hậu", "Mức thu phí chợ"]);
        drop(read);
        desk.withdraw(unit, ids[2], "Nhầm", leader()).await.unwrap();
        let mut read = db.read().await.unwrap();
        let found = store::board(&mut read, unit, &words("dinh"), 5).await.unwrap();
        assert_eq!(found, [], "what was withdrawn is not found by its words");
        let withdrawn = Filter {
            state: Some(ItemState::Withdrawn),
            ..Filter::default()
        };
        assert_eq!(
            store::board(&mut read, unit, &withdrawn, 5).await.unwrap().len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn sightings_run_the_clock_and_a_mistake_can_be_voided() {
    on_both(MIGRATIONS, |db| async move {
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let hands = SetClock::at(date(2025, 10, 6), 8);
        let desk = desk(&db, &hands);
        let unit = commune();
        desk.open_sites(unit, &sites()).await.unwrap();
        let id = posted(&desk, &draft("budget", date(2025, 10, 3), "Ngân sách")).await;
        let [office, point] = sites();
        let see = |site: SiteId, seen, day, hour| NewSighting {
            item: id,
            site,
            seen,
            at: moment(day, hour),
            photo: None,
            note: String::new(),
        };
        let day = date(2025, 10, 7);
        hands.set(day, 18);
        desk.see(unit, see(office.id, Seen::Posted, day, 9), officer())
            .await
            .unwrap();
        desk.see(unit, see(point.id, Seen::Posted, day, 10), head())
            .await
            .unwrap();
        let early = desk
            .see(unit, see(point.id, Seen::Posted, date(2025, 10, 5), 10), head())
            .await;
        assert!(matches!(early, Err(ActError::Stale)), "before it was published");
        let late = desk.see(unit, see(point.id, Seen::Posted, day, 19), head()).await;
        assert!(matches!(late, Err(ActError::Stale)), "in the future");

        hands.set(date(2025, 10, 20), 9);
        let torn = desk
            .see(unit, see(point.id, Seen::Missing, date(2025, 10, 20), 7), head())
            .await
            .unwrap();
        let state = async |today| {
            let mut read = db.read().await.unwrap();
            let dossier = desk.dossier(&mut read, unit, id).await.unwrap().unwrap();
            let book = Rulebook::embedded().unwrap();
            let recorded = Recorded {
                sites: &dossier.sites,
                sightings: &counting(&dossier.sightings),
                broadcast_on: &dossier.broadcast_on,
                exemptions: &dossier.exemptions,
            };
            let standing = standing(&book, &dossier.item, recorded, today).unwrap();
            (standing.clock.unwrap().state, standing.lacks)
        };
        let (clock, lacks) = state(date(2025, 10, 20)).await;
        assert_eq!(clock, ClockState::Waiting);
        assert_eq!(lacks, [Lack::Gap(point.id, date(2025, 10, 20))]);
        desk.void(unit, id, torn, "Nhìn nhầm bảng").await.unwrap();
        assert!(matches!(
            desk.void(unit, id, torn, "").await,
            Err(ActError::Stale)
        ));
        let (clock, lacks) = state(date(2025, 10, 20)).await;
        assert_eq!(
            clock,
            ClockState::Running {
                since: day,
                until: date(2025, 11, 6),
                days_left: 17
            }
        );
        assert_eq!(lacks, []);
        assert_eq!(
            logged(&db, "notice", id).await,
            ["posted", "displayed", "displayed", "removed"]
        );
    })
    .await;
}

#[tokio::test]
async fn missed_duties_are_noted_once_and_made_good() {
    on_both(MIGRATIONS, |db| async move {
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let hands = SetClock::at(date(2025, 10, 6), 8);
        let desk = desk(&db, &hands);
        let unit = commune();
        let t = translations().translator(Locale::Vi);
        desk.open_sites(unit, &sites()).await.unwrap();
        let fees = posted(&desk, &draft("fees", date(2025, 10, 3), "Phí chợ")).await;
        let late = draft("budget", date(2025, 10, 3), "Ngân sách");
        let unpublished = desk.begin(unit, &late, officer()).await.unwrap();
        assert_eq!(desk.tend(&t).await.unwrap().missed, 0, "there is still time");

        hands.set(date(2025, 10, 11), 0);
        let tended = desk.tend(&t).await.unwrap();
        assert_eq!(tended.missed, 4, "publication, two sites, broadcast");
        assert_eq!(desk.tend(&t).await.unwrap().missed, 0, "noted once");
        assert_eq!(cells(&db, "disclosure.missed?duty=posting").await, 2);
        assert_eq!(cells(&db, "disclosure.missed?duty=broadcast").await, 1);
        assert_eq!(cells(&db, "disclosure.missed?duty=publication").await, 1);
        assert_eq!(
            cells(&db, "disclosure.due?item=item_2").await,
            1,
            "what should be public counts as due"
        );
        let mut read = db.read().await.unwrap();
        let counts = store::counts(&mut read, &[unit.0]).await.unwrap();
        assert_eq!((counts[&unit].published, counts[&unit].missed), (1, 4));
        drop(read);

        hands.set(date(2025, 10, 13), 8);
        desk.exempt(unit, "Xã chưa có đài truyền thanh", officer())
            .await
            .unwrap();
        desk.approve(unit, first(unpublished), leader()).await.unwrap();
        desk.publish(unit, unpublished, 1, leader()).await.unwrap();
        for site in sites() {
            for item in [fees, unpublished] {
                let new = NewSighting {
                    item,
                    site: site.id,
                    seen: Seen::Posted,
                    at: moment(date(2025, 10, 13), 8),
                    photo: None,
                    note: String::new(),
                };
                desk.see(unit, new, head()).await.unwrap();
            }
        }
        for day in 13..16 {
            hands.set(date(2025, 10, day), 20);
            desk.broadcast(unit, fees, date(2025, 10, day), officer())
                .await
                .unwrap();
        }
        let tended = desk.tend(&t).await.unwrap();
        assert_eq!((tended.missed, tended.resolved), (0, 4));
        assert_eq!(cells(&db, "disclosure.due?item=item_2").await, 1);
        assert_eq!(
            cells(&db, "disclosure.posted?item=item_2&timeliness=late").await,
            1
        );
        assert_eq!(
            cells(&db, "disclosure.missed?duty=posting").await,
            2,
            "it was missed"
        );

        hands.set(date(2025, 11, 13), 8);
        let settled = desk.tend(&t).await.unwrap();
        assert_eq!(settled.settled, 2, "thirty days have passed everywhere");
        let mut read = db.read().await.unwrap();
        assert_eq!(store::watched(&mut read, unit).await.unwrap(), []);
        drop(read);
        assert_eq!(facts::proof::verify(&db).await.unwrap().differences, []);
    })
    .await;
}

#[tokio::test]
async fn the_register_of_an_empty_quarter_says_whose_duty_it_was() {
    on_both(MIGRATIONS, async |db| {
        let hands = SetClock::at(date(2025, 8, 5), 9);
        let desk = desk(&db, &hands);
        posted(&desk, &draft("fees", date(2025, 8, 1), "Phí chợ")).await;
        hands.set(date(2026, 1, 5), 8);
        let t = translations().translator(Locale::Vi);
        assert_eq!(desk.tend(&t).await.unwrap().registers, 2);
        let mut read = db.read().await.unwrap();
        let registers = store::registers(&mut read, commune()).await.unwrap();
        let text = &registers[0].version.text;
        assert!(
            text.summary.contains("không công khai nội dung nào") && !text.summary.contains("0 nội dung"),
            "{}",
            text.summary
        );
        assert!(
            text.body.contains("thuộc về Ủy ban nhân dân phường"),
            "{}",
            text.body
        );
    })
    .await;
}

#[tokio::test]
async fn rule_12_the_register_of_a_quarter_is_posted_by_itself_once() {
    on_both(MIGRATIONS, |db| async move {
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let hands = SetClock::at(date(2025, 10, 6), 8);
        let desk = desk(&db, &hands);
        let unit = commune();
        let t = translations().translator(Locale::Vi);
        posted(&desk, &draft("budget", date(2025, 10, 3), "Ngân sách quý III")).await;
        let secret = posted(&desk, &draft("fees", date(2025, 10, 3), "Tên bị rút")).await;
        desk.withdraw(unit, secret, "Nhầm", leader()).await.unwrap();
        assert_eq!(desk.tend(&t).await.unwrap().registers, 0);
        hands.set(date(2025, 12, 31), 23);
        assert_eq!(
            desk.tend(&t).await.unwrap().registers,
            0,
            "the quarter has not ended"
        );
        hands.set(date(2026, 1, 1), 0);
        assert_eq!(desk.tend(&t).await.unwrap().registers, 1);
        assert_eq!(desk.tend(&t).await.unwrap().registers, 0);
        hands.set(date(2026, 4, 1), 0);
        assert_eq!(
            desk.tend(&t).await.unwrap().registers,
            1,
            "also of a quarter without notices"
        );

        let mut read = db.read().await.unwrap();
        let registers = store::registers(&mut read, unit).await.unwrap();
        assert_eq!(
            registers
                .iter()
                .map(|register| register.item.state)
                .collect::<Vec<_>>(),
            [ItemState::Published, ItemState::Archived],
            "the next one replaces the last"
        );
        assert_eq!(registers[1].version.state, VersionState::Published);
        insta::assert_snapshot!(
            "register",
            format!(
                "{}\n{}\n\n{}\n---\n{}",
                registers[1].version.text.title,
                registers[1].version.text.summary,
                registers[1].version.text.body,
                registers[0].version.text.body,
            )
        );
        assert_eq!(cells(&db, "disclosure.register").await, 2);
        drop(read);
        assert_eq!(
            logged(&db, "disclosure-register", registers[1].item.id).await,
            ["posted", "archived"]
        );
    })
    .await;
}
