//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, extract::Request, http::StatusCode};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    access::testing::Someone,
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, PoolSize},
    i18n::Translations,
    once,
    outbox::OutboxKey,
    page::Site,
    testing::Answer,
};
use reception::Receptions;
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units};

/// A Monday.
const TODAY: Date = date(2026, 11, 16);
/// Words that stand nowhere but in a booking.
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const CANARY_WORDS: &str = "ranh đất với nhà ông Bảy Cò";

/// A commune, served.
struct Village {
    app: Router,
    db: Database,
    clock: SetClock,
    units: LiveUnits,
    unit: UnitId,
    other: UnitId,
    code: String,
    _folder: tempfile::TempDir,
}

/// The values of all fields of a name on a page.
fn values(page: &Answer, name: &str) -> Vec<String> {
    page.text()
        .split(&format!("name=\"{name}\" value=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .collect()
}

/// What stands in the first element of a class.
fn class(page: &Answer, class: &str) -> String {
    let text = page.text();
    let rest = text
        .split(&format!("class=\"{class}\">"))
        .nth(1)
        .unwrap_or_else(|| panic!("no {class} in\n{text}"));
    rest.split('<').next().unwrap().to_owned()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let escaped = |value: &str| -> String {
        value
            .bytes()
            .map(|octet| {
                if octet.is_ascii_alphanumeric() {
                    char::from(octet).to_string()
                } else {
                    format!("%{octet:02X}")
                }
            })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect::<Vec<_>>()
        .join("&")
}

impl Village {
    async fn founded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("d.db").display());
        let db = Database::open(&address, PoolSize::default()).await.unwrap();
        db.migrate(&[
            platform::outbox::MIGRATIONS,
            units::MIGRATIONS,
            facts::MIGRATIONS,
            transparency::MIGRATIONS,
            reception::MIGRATIONS,
        ])
        .await
        .unwrap();
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let communes: Vec<units::Unit> = registry.children(province, TODAY).take(2).cloned().collect();
        let units = LiveUnits::new(Arc::new(registry));
        let clock = SetClock::at(TODAY, 9);
        let mut next = 7_u64;
        let desk = Receptions::new(
            db.clone(),
            units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(clock.clone()),
            (
                OutboxKey::new([7; 32]),
                Box::new(move |octets| {
                    for octet in octets {
                        next = next
                            .wrapping_mul(6_364_136_223_846_793_005)
                            .wrapping_add(1_442_695_040_888_963_407);
                        *octet = next.to_be_bytes()[1];
                    }
                }),
            ),
        );
        let site = Arc::new(Site {
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, reception::TEXTS])
                .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: reception::routes(site, Arc::new(desk)).into_router(),
            db,
            clock,
            units,
            unit: communes[0].id,
            other: communes[1].id,
            code: communes[0].code.clone(),
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, unit: UnitId, number: u128) -> Someone {
        Someone::within(role, unit, TODAY, Arc::new(self.units.clone()), number)
    }

    fn officer(&self) -> Someone {
        self.someone("commune_officer", self.unit, 1)
    }

    async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.app.clone().oneshot(request).await.unwrap()).await
    }

    async fn get(&self, someone: &Someone, end: &str) -> Answer {
        self.ask(someone.get(&format!("/tiep-cong-dan/{}{end}", self.code)))
            .await
    }

    async fn post(&self, someone: &Someone, end: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(someone.post(&format!("/tiep-cong-dan/{}{end}", self.code), &encoded(fields)))
            .await
    }

    /// Announces a session on the Thursday, with three turns; its identifier.
    async fn announced(&self) -> String {
        let fields = [
            ("first", "19/11/2026"),
            ("starts", "7h30"),
            ("minutes", "30"),
            ("turns", "3"),
            ("receiver", "chair"),
            ("manner", "in_person"),
            ("place", "Phòng tiếp công dân"),
        ];
        let answer = self.post(&self.officer(), "/viec/moi", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let page = self.ask(self.officer().get(&answer.location())).await.ok();
        page.holds("Đã thông báo lịch tiếp");
        let link = format!("/tiep-cong-dan/{}/viec/", self.code);
        page.text()
            .split(&link)
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .find(|id| id.len() == 36)
            .unwrap()
    }

    /// Fills the form in and sends it, with the work a browser does or without.
    async fn book(&self, session: &str, fields: &[(&str, &str)], works: bool) -> Answer {
        let stranger = Someone::stranger();
        let form = self.get(&stranger, &format!("/dat/{session}")).await.ok();
        let once = values(&form, "once").remove(0);
        let day = values(&form, "work_day").remove(0);
        let work = if works {
            (0_u64..)
                .map(|nonce| nonce.to_string())
                .find(|nonce| once::proves(&self.code, &once, &day, nonce, TODAY))
                .unwrap()
        } else {
            String::new()
        };
        let mut all = vec![
            ("once", once.as_str()),
            ("work_day", day.as_str()),
            ("work", work.as_str()),
        ];
        all.extend(fields);
        self.post(&stranger, &format!("/dat/{session}"), &all).await
    }
}

#[tokio::test]
async fn a_turn_is_booked_seen_and_given_up_with_its_code() {
    let village = Village::founded().await;
    let session = village.announced().await;
    let stranger = Someone::stranger();
    let list = village.get(&stranger, "").await.ok();
    list.holds("Thứ Năm, 19/11/2026, 07:30–09:00")
        .holds("Chủ tịch Ủy ban nhân dân")
        .holds("Tuần từ 23/11/2026 chưa có ngày");

    // Nothing chosen: the form comes back with what was written.
    let wrong = village.book(&session, &[("name", "Út Nhỏ")], true).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("Chọn loại việc.").holds("value=\"Út Nhỏ\"");

    let booked = village
        .book(
            &session,
            &[("number", "2"), ("matter", "petition"), ("name", CANARY)],
            true,
        )
        .await;
    assert_eq!(booked.status, StatusCode::CREATED, "{}", booked.text());
    booked.holds("Đã đặt lượt").holds("Lượt 2, lúc 08:00");
    let code = class(&booked, "dinh-code");
    assert_eq!(code.len(), 14, "three groups of four: {code}");

    let again = village
        .book(&session, &[("number", "2"), ("matter", "question")], true)
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    again
        .holds("Lượt này không còn trống.")
        .holds("Lượt 1, lúc 07:30");

    let wrong = village
        .post(&stranger, "/tra-cuu", &[("code", "AAAA-BBBB-CCCC")])
        .await;
    wrong.holds("Không tìm thấy lượt với mã này");
    // Typed as people type it.
    let typed = code.to_lowercase().replace('-', " ");
    let seen = village.post(&stranger, "/tra-cuu", &[("code", &typed)]).await;
    seen.holds("Lượt 2, lúc 08:00");
    assert!(!seen.text().contains(CANARY), "the name is nowhere on the page");
    let gone = village
        .post(&stranger, "/tra-cuu", &[("code", &typed), ("lam", "huy")])
        .await;
    gone.holds("Đã hủy lượt");
    let list = village.get(&stranger, &format!("/dat/{session}")).await.ok();
    list.holds("Lượt 2, lúc 08:00");
}

#[tokio::test]
async fn without_a_machine_s_work_fewer_turns_are_taken_from_one_place() {
    let village = Village::founded().await;
    let session = village.announced().await;
    let fields = |number| [("number", number), ("matter", "feedback")];
    // One turn over and over: its second booking is refused, and still counts against its place.
    assert_eq!(
        village.book(&session, &fields("1"), false).await.status,
        StatusCode::CREATED
    );
    for _ in 0..2 {
        let taken = village.book(&session, &fields("1"), false).await;
        assert_eq!(taken.status, StatusCode::CONFLICT);
    }
    let often = village.book(&session, &fields("2"), false).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
    often.holds("Quá nhiều lần từ nơi này");
    let worked = village.book(&session, &fields("2"), true).await;
    assert_eq!(
        worked.status,
        StatusCode::CREATED,
        "whose machine worked is let in"
    );
    let machine = village
        .book(
            &session,
            &[
                ("number", "3"),
                ("matter", "feedback"),
                ("website", "https://spam.example"),
            ],
            true,
        )
        .await;
    assert_eq!(machine.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn what_cannot_be_announced_or_moved_comes_back_filled_in() {
    let village = Village::founded().await;
    let officer = village.officer();
    let fields = |first, starts, receiver| {
        [
            ("first", first),
            ("starts", starts),
            ("minutes", "30"),
            ("turns", "3"),
            ("receiver", receiver),
            ("manner", "in_person"),
            ("place", "Phòng tiếp công dân số 7"),
        ]
    };
    for (sent, said) in [
        (
            fields("22/11/2026", "07:30", "chair"),
            "Ngày 22/11/2026 là ngày nghỉ",
        ),
        (fields("13/11/2026", "07:30", "chair"), "Ngày 13/11/2026 đã qua"),
        (fields("31/31/2026", "07:30", "chair"), "Ghi ngày dạng"),
        (fields("19/11/2026", "25:00", "chair"), "Ghi giờ dạng"),
        (fields("19/11/2026", "23:30", "chair"), "phải kết thúc trong ngày"),
        (
            fields("19/11/2026", "07:30", "other"),
            "phải do Chủ tịch trực tiếp tiếp",
        ),
    ] {
        let answer = village.post(&officer, "/viec/moi", &sent).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        answer.holds(said).holds("Phòng tiếp công dân số 7");
    }

    let session = village.announced().await;
    let page = format!("/viec/{session}/lich");
    let form = village.get(&officer, &page).await.ok();
    form.holds("value=\"19/11/2026\"").holds("value=\"07:30\"");
    let change = |what, day, reason| {
        [
            ("revision", "1"),
            ("lam", what),
            ("day", day),
            ("starts", "08:00"),
            ("reason", reason),
        ]
    };
    let silent = village
        .post(&officer, &page, &change("doi", "20/11/2026", ""))
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent.holds("Ghi lý do").holds("value=\"20/11/2026\"");
    let sunday = village
        .post(&officer, &page, &change("doi", "22/11/2026", "Họp bất thường"))
        .await;
    sunday.holds("là ngày nghỉ").holds("Họp bất thường");
    let moved = village
        .post(&officer, &page, &change("doi", "20/11/2026", "Họp bất thường"))
        .await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER);
    let desk = village.ask(officer.get(&moved.location())).await.ok();
    desk.holds("Đã dời buổi tiếp");
    // Who had the old page open is told, with what was written.
    let stale = village
        .post(&officer, &page, &change("huy", "20/11/2026", "Bão số 13"))
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    stale.holds("vừa được thay đổi").holds("Bão số 13");
    let public = village.get(&Someone::stranger(), "").await.ok();
    public.holds("Dời từ 19/11/2026.").holds("Lý do: Họp bất thường");
    let calendar = village.get(&Someone::stranger(), "/lich.ics").await.ok().text();
    assert!(
        calendar.contains("DTSTART;TZID=Asia/Ho_Chi_Minh:20261120T080000"),
        "{calendar}"
    );
    assert!(calendar.contains("SEQUENCE:2"), "{calendar}");
    let sheet = village.get(&Someone::stranger(), "/lich.pdf").await;
    assert!(sheet.body.starts_with(b"%PDF"));
}

#[tokio::test]
async fn a_day_is_received_by_those_who_may_and_names_are_theirs_alone() {
    let village = Village::founded().await;
    let session = village.announced().await;
    let booked = village
        .book(
            &session,
            &[
                ("number", "1"),
                ("matter", "petition"),
                ("name", CANARY),
                ("words", CANARY_WORDS),
            ],
            true,
        )
        .await;
    assert_eq!(booked.status, StatusCode::CREATED);
    let denounced = village
        .book(
            &session,
            &[
                ("number", "2"),
                ("matter", "denunciation"),
                ("name", "Lê Thị Kín"),
            ],
            true,
        )
        .await;
    denounced.holds("Danh tính người tố cáo được luật bảo vệ");

    let officer = village.officer();
    let day = format!("/viec/{session}");
    village
        .get(&officer, &day)
        .await
        .ok()
        .holds(CANARY)
        .holds(CANARY_WORDS);
    let reader = village.someone("commune_leader", village.unit, 2);
    let elsewhere = village.someone("commune_officer", village.other, 3);
    assert_eq!(village.get(&elsewhere, &day).await.status, StatusCode::FORBIDDEN);
    for (someone, end) in [
        (&Someone::stranger(), String::new()),
        (&Someone::stranger(), format!("/{session}")),
        (&Someone::stranger(), "/lich.ics".to_owned()),
        (&officer, "/viec".to_owned()),
        (&reader, "/viec".to_owned()),
    ] {
        let page = village.get(someone, &end).await.ok().text();
        assert!(!page.contains(CANARY) && !page.contains(CANARY_WORDS), "{end}");
    }
    let all = village.get(&officer, &day).await.text();
    assert!(!all.contains("Lê Thị Kín"), "of who denounces nothing is kept");
    let api = village
        .ask(Someone::stranger().get(&format!("/api/v1/receptions/{}", village.code)))
        .await
        .ok()
        .text();
    assert!(!api.contains(CANARY) && !api.contains("petition"), "{api}");
    let mut read = village.db.read().await.unwrap();
    let logged: Vec<Vec<u8>> = read
        .all("SELECT body FROM log_entry WHERE body IS NOT NULL", &[], |row| {
            row.get(0)
        })
        .await
        .unwrap();
    let records: Vec<String> = read
        .all("SELECT body || title FROM record", &[], |row| row.get(0))
        .await
        .unwrap();
    assert!(!logged.is_empty() && !records.is_empty());
    let kept = logged
        .iter()
        .map(|body| String::from_utf8_lossy(body).into_owned())
        .chain(records);
    for text in kept {
        assert!(!text.contains(CANARY) && !text.contains("denunciation"), "{text}");
    }
    drop(read);

    village.clock.set(date(2026, 11, 19), 8);
    let page = village.get(&officer, &day).await.ok();
    let turn = values(&page, "turn").remove(0);
    let receive = format!("{day}/tiep");
    for (what, said) in [
        ("khong-den", "người đặt lượt không đến"),
        ("den", "người đặt lượt đã đến"),
    ] {
        let done = village
            .post(&officer, &receive, &[("lam", what), ("turn", &turn)])
            .await;
        village.ask(officer.get(&done.location())).await.ok().holds(said);
    }
    let walked = village
        .post(&officer, &receive, &[("lam", "vang-lai"), ("matter", "question")])
        .await;
    assert_eq!(walked.status, StatusCode::SEE_OTHER);
    let done = village
        .post(
            &officer,
            &receive,
            &[
                ("lam", "ket-qua"),
                ("turn", &turn),
                ("field", "outcome-1"),
                ("outcome-1", "accepted"),
            ],
        )
        .await;
    let page = village.ask(officer.get(&done.location())).await.ok();
    page.holds("Đã ghi ngày thông báo kết quả")
        .holds("hạn 03/12/2026");
    let ended = village
        .post(&officer, &receive, &[("lam", "xong"), ("revision", "1")])
        .await;
    village
        .ask(officer.get(&ended.location()))
        .await
        .ok()
        .holds("Đã kết thúc buổi tiếp");
    // Ten working days later the notice that was not given is overdue.
    village.clock.set(date(2026, 12, 4), 8);
    village.get(&officer, "/viec").await.ok().holds("Quá hạn");
}
