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
    access::{TOKEN_FIELD, testing::Someone},
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, PoolSize},
    i18n::Translations,
    once,
    outbox::OutboxKey,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use supervision::Supervision;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units};

/// A Monday.
const TODAY: Date = date(2026, 11, 16);
/// Words that stand nowhere but in what a citizen says.
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const HOME: &str = "/giam-sat/30292";

/// A commune, served.
struct Village {
    app: Router,
    db: Database,
    units: LiveUnits,
    unit: UnitId,
    other: UnitId,
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
            units::MIGRATIONS,
            facts::MIGRATIONS,
            transparency::MIGRATIONS,
            supervision::MIGRATIONS,
        ])
        .await
        .unwrap();
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let unit = registry.at("30292", TODAY).unwrap().id;
        let province = registry.at("91", TODAY).unwrap().id;
        let mut children = registry.children(province, TODAY);
        let other = children.find(|child| child.id != unit).unwrap().id;
        drop(children);
        let units = LiveUnits::new(Arc::new(registry));
        let mut next = 7_u64;
        let desk = Supervision::new(
            db.clone(),
            units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(SetClock::at(TODAY, 9)),
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
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, supervision::TEXTS])
                .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: supervision::routes(site, Arc::new(desk)).into_router(),
            db,
            units,
            unit,
            other,
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, unit: UnitId, number: u128) -> Someone {
        Someone::within(role, unit, TODAY, Arc::new(self.units.clone()), number)
    }

    fn front(&self) -> Someone {
        self.someone("front_officer", self.unit, 1)
    }

    fn inspector(&self) -> Someone {
        self.someone("inspectorate_member", self.unit, 2)
    }

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 3)
    }

    async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.app.clone().oneshot(request).await.unwrap()).await
    }

    async fn get(&self, someone: &Someone, path: &str) -> Answer {
        self.ask(someone.get(path)).await
    }

    async fn post(&self, someone: &Someone, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(someone.post(path, &encoded(fields))).await
    }

    async fn revision(&self, someone: &Someone, path: &str) -> String {
        values(&self.get(someone, path).await.ok(), "revision").remove(0)
    }

    /// Sends a form with files but without any file.
    async fn upload(&self, someone: &Someone, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = [(TOKEN_FIELD, someone.token())];
        let parts = token.iter().chain(fields).map(|(name, value)| {
            format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        });
        let body = parts.collect::<String>() + "--x--\r\n";
        let request = Request::post(path).header("content-type", "multipart/form-data; boundary=x");
        let request = someone.send(request, body);
        self.ask(request).await
    }

    /// The Front records an inspectorate; the address of its page.
    async fn board(&self) -> String {
        let fields = [
            ("body", "inspectorate"),
            ("title", "Ban Thanh tra nhân dân"),
            ("day", "02/03/2026"),
            (
                "members",
                "Lâm Văn Sáu; Trưởng ban; Khóm 1\nTrịnh Thị Hai; Phó Trưởng ban; Khóm 2\nChâu Văn Đen",
            ),
        ];
        let answer = self
            .post(&self.front(), &format!("{HOME}/viec/ban"), &fields)
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        answer.location().split('?').next().unwrap().to_owned()
    }

    /// The inspectorate writes a visit down and publishes it; the address of its page.
    async fn visit(&self, board: &str) -> String {
        let path = format!("{board}/cuoc");
        let mut fields = vec![
            ("revision", "0"),
            ("subject", "Niêm yết dự toán"),
            ("place", "Nhà văn hóa khóm 1"),
            ("day", "14/11/2026"),
            ("checklist", "disclosure"),
        ];
        let asked = self.upload(&self.inspector(), &path, &fields).await.ok();
        asked.holds("Niêm yết đúng nơi, dễ đọc");
        fields.extend([
            ("asked", "disclosure"),
            ("d1", "yes"),
            ("d2", "no"),
            ("g2", "Treo sau cửa"),
            ("d3", "yes"),
        ]);
        fields.push(("findings", "Treo sau cửa, người dân không thấy."));
        let kept = self.upload(&self.inspector(), &path, &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
        let visit = kept.location().split('?').next().unwrap().to_owned();
        let publish = format!("{visit}/cong-bo");
        let revision = self.revision(&self.inspector(), &publish).await;
        let go = [("revision", revision.as_str()), ("lam", "cong-bo")];
        let back = self.post(&self.inspector(), &publish, &go).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        back.holds("Bảng kiểm còn điểm chưa ghi");
        let change = format!("{visit}/sua");
        let revision = self.revision(&self.inspector(), &change).await;
        fields[0].1 = revision.as_str();
        fields.push(("d4", "unseen"));
        let kept = self.upload(&self.inspector(), &change, &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
        assert_eq!(
            self.get(&Someone::stranger(), &visit).await.status,
            StatusCode::NOT_FOUND
        );
        let revision = self.revision(&self.inspector(), &publish).await;
        let go = [("revision", revision.as_str()), ("lam", "cong-bo")];
        let done = self.post(&self.inspector(), &publish, &go).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        visit
    }
}

#[tokio::test]
async fn a_board_is_recorded_with_what_it_lacks_and_its_programme() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village
        .get(&stranger, HOME)
        .await
        .ok()
        .holds("Chưa có ban giám sát nào ở đây.")
        .holds("Chưa có kiến nghị nào.");
    let wrong = [
        ("body", "inspectorate"),
        ("title", "Ban Thanh tra nhân dân"),
        ("day", "hôm qua"),
        ("members", "Lâm Văn Sáu; Trưởng ban\nTrịnh Thị Hai; Thủ quỹ"),
    ];
    let back = village
        .post(&village.front(), &format!("{HOME}/viec/ban"), &wrong)
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Dòng 2 chưa đúng")
        .holds("Viết ngày/tháng/năm")
        .holds("Trịnh Thị Hai; Thủ quỹ");
    let board = village.board().await;
    let page = village.get(&stranger, &board).await.ok();
    page.holds("Ban chưa đủ 5 thành viên.")
        .holds("Lâm Văn Sáu")
        .holds("Chưa có chương trình giám sát năm 2026.");
    page.lacks("Thêm thành viên");
    let again = village
        .post(
            &village.front(),
            &format!("{HOME}/viec/ban"),
            &[
                ("body", "inspectorate"),
                ("title", "Ban khác"),
                ("day", "02/03/2026"),
                ("members", "A; Trưởng ban"),
            ],
        )
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.holds("đang hoạt động");
    let plan = format!("{board}/chuong-trinh/2026");
    let back = village
        .post(&village.inspector(), &plan, &[("entries", "13; Đường")])
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Dòng 1 chưa đúng").holds("13; Đường");
    village
        .post(
            &village.inspector(),
            &plan,
            &[("entries", "3; Đường khóm 3\n11; Niêm yết dự toán")],
        )
        .await;
    village
        .get(&stranger, &board)
        .await
        .ok()
        .holds("Tháng 3")
        .holds("Đường khóm 3")
        .holds("Chưa giám sát");
    for (someone, path) in [
        (village.inspector(), format!("{board}/thanh-vien")),
        (village.leader(), plan),
        (
            village.someone("inspectorate_member", village.other, 9),
            format!("{board}/cuoc"),
        ),
        (
            village.someone("front_officer", village.other, 9),
            format!("{HOME}/viec"),
        ),
    ] {
        assert_eq!(
            village.get(&someone, &path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let add = format!("{board}/thanh-vien");
    let fields = [
        ("name", "Néang Sa Rươne"),
        ("office", "member"),
        ("stands_for", "Khóm 4"),
        ("day", "01/10/2026"),
    ];
    let added = village.post(&village.front(), &add, &fields).await;
    village
        .get(&village.front(), &added.location())
        .await
        .ok()
        .holds("Đã thêm thành viên");
}

#[tokio::test]
async fn a_visit_leads_to_a_recommendation_that_is_answered_and_followed_in_the_open() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let board = village.board().await;
    let visit = village.visit(&board).await;
    village
        .get(&stranger, &visit)
        .await
        .ok()
        .holds("Treo sau cửa, người dân không thấy.")
        .holds("Chưa xem được")
        .holds("Ghi trong sổ minh bạch");
    let id = visit.rsplit('/').next().unwrap();
    let path = format!("{board}/kien-nghi");
    let empty = village
        .post(&village.inspector(), &path, &[("to", "committee"), ("cuoc", id)])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("to", "committee"),
        ("cuoc", id),
        ("words", "Treo lại ở chỗ người dân đọc được."),
    ];
    let sent = village.post(&village.inspector(), &path, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let one = sent.location().split('?').next().unwrap().to_owned();
    village
        .get(&stranger, &one)
        .await
        .ok()
        .holds("Chưa trả lời. Hạn trả lời là ngày 01/12/2026.")
        .holds("Điều 40, khoản 1, điểm c");
    let answer = format!("{one}/tra-loi");
    assert_eq!(
        village.get(&village.inspector(), &answer).await.status,
        StatusCode::FORBIDDEN
    );
    let revision = village.revision(&village.leader(), &answer).await;
    let past = [
        ("revision", revision.as_str()),
        ("answer", "Sẽ treo lại"),
        ("day", "01/11/2026"),
    ];
    let back = village.post(&village.leader(), &answer, &past).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Ngày phải từ 16/11/2026 trở đi.").holds("Sẽ treo lại");
    let right = [
        ("revision", revision.as_str()),
        ("answer", "Sẽ treo lại"),
        ("day", "20/11/2026"),
    ];
    village.post(&village.leader(), &answer, &right).await;
    let twice = village.post(&village.leader(), &answer, &right).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    let follow = format!("{one}/theo-doi");
    let revision = village.revision(&village.inspector(), &follow).await;
    let fields = [
        ("revision", revision.as_str()),
        ("lam", "xong"),
        ("words", "Đã treo ở cổng nhà văn hóa."),
    ];
    let done = village.post(&village.inspector(), &follow, &fields).await;
    village
        .get(&stranger, &done.location())
        .await
        .ok()
        .holds("Đã làm xong")
        .holds("Đúng hạn")
        .holds("Đã treo ở cổng nhà văn hóa.");
    village
        .get(&stranger, &format!("{HOME}/bao-cao/2026"))
        .await
        .ok()
        .holds("Kiến nghị đã gửi");
    let pdf = village
        .get(&stranger, &format!("{HOME}/bao-cao/2026/bao-cao.pdf"))
        .await
        .ok();
    assert!(pdf.body.starts_with(b"%PDF"));
    village
        .get(&stranger, "/api/v1/supervision/30292")
        .await
        .ok()
        .holds("\"state\":\"done\"")
        .holds("Niêm yết dự toán");
    for path in [
        "/giam-sat/91",
        "/giam-sat/khong-co",
        "/giam-sat/30292/bao-cao/2027",
        "/giam-sat/30292/ban/x",
    ] {
        assert_eq!(
            village.get(&stranger, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_observation_is_the_boards_to_read_and_nobody_elses() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village.board().await;
    let path = format!("{HOME}/gui");
    let form = village.get(&stranger, &path).await.ok();
    let (once, day) = (
        values(&form, "once").remove(0),
        values(&form, "work_day").remove(0),
    );
    let work = (0_u64..)
        .map(|nonce| nonce.to_string())
        .find(|nonce| once::proves("30292", &once, &day, nonce, TODAY))
        .unwrap();
    let mut fields = vec![
        ("once", once.as_str()),
        ("work_day", day.as_str()),
        ("work", work.as_str()),
        ("board", "khac"),
        ("contact", CANARY),
    ];
    let back = village.post(&stranger, &path, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds(CANARY);
    let words = format!("{CANARY} thấy cống trước khóm 3 đặt cao");
    fields.push(("words", words.as_str()));
    let made = village.post(&stranger, &path, &fields).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let code = once::code("supervision-code", &once);
    let desk = village
        .get(&village.inspector(), &format!("{HOME}/viec"))
        .await
        .ok();
    desk.holds(CANARY);
    // The committee that is supervised reads nothing of it.
    village
        .get(&village.leader(), &format!("{HOME}/viec"))
        .await
        .ok()
        .lacks("Hoàng Yến");
    let page = desk
        .text()
        .split(&format!("href=\"{HOME}/viec/phan-anh/"))
        .nth(1)
        .map(|rest| format!("{HOME}/viec/phan-anh/{}", rest.split('"').next().unwrap()))
        .unwrap();
    assert_eq!(
        village.get(&village.leader(), &page).await.status,
        StatusCode::FORBIDDEN
    );
    let none = village
        .post(&village.inspector(), &page, &[("answer", "Cảm ơn bà con")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.holds("Cảm ơn bà con");
    let fields = [("state", "taken_up"), ("answer", "Thứ Năm ban đi xem cống.")];
    let done = village.post(&village.inspector(), &page, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(
        village.get(&village.inspector(), &page).await.status,
        StatusCode::CONFLICT
    );
    let follow = format!("{HOME}/tra-cuu");
    let found = village.post(&stranger, &follow, &[("code", &code)]).await.ok();
    found.holds("Thứ Năm ban đi xem cống.").lacks("Hoàng Yến");
    let wrong = village
        .post(&stranger, &follow, &[("code", "AAAABBBBCCCC")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for public in [HOME, "/api/v1/supervision/30292"] {
        village
            .get(&stranger, public)
            .await
            .ok()
            .lacks("Hoàng Yến")
            .lacks("Thứ Năm ban đi");
    }
    let stored: Vec<Vec<u8>> = village
        .db
        .read()
        .await
        .unwrap()
        .all("SELECT sealed FROM supervision_observation", &[], |row| {
            row.get(0)
        })
        .await
        .unwrap();
    assert!(!String::from_utf8_lossy(&stored[0]).contains("Hoàng"));
}
