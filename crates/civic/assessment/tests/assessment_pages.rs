//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use assessment::{Assessments, criteria};
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
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units};

/// A Monday.
const TODAY: Date = date(2026, 11, 16);
/// Words that stand nowhere but in an objection and among the names of individuals.
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const OWN: &str = "/danh-gia/30292/viec/dan-chu-o-xa/2026";

/// A commune and its province, served.
struct Village {
    app: Router,
    db: Database,
    units: LiveUnits,
    unit: UnitId,
    other: UnitId,
    province: UnitId,
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
            assessment::MIGRATIONS,
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
        let catalogue = Arc::new(Catalogue::delivered().unwrap());
        let sets = criteria::delivered(&catalogue).unwrap();
        let mut next = 7_u64;
        let desk = Assessments::new(
            (db.clone(), units.clone(), sets),
            (
                catalogue,
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
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, assessment::TEXTS])
                .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: assessment::routes(site, Arc::new(desk)).into_router(),
            db,
            units,
            unit,
            other,
            province,
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, unit: UnitId, number: u128) -> Someone {
        Someone::within(role, unit, TODAY, Arc::new(self.units.clone()), number)
    }

    fn officer(&self) -> Someone {
        self.someone("commune_officer", self.unit, 1)
    }

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 2)
    }

    fn province(&self) -> Someone {
        self.someone("provincial_officer", self.province, 3)
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

    /// The leader sends the year in with these points; the address of the assessment.
    async fn sent_in(&self, points: [&str; 6]) -> String {
        let revision = self.revision(&self.leader(), OWN).await;
        let names = ["p1", "p2", "p3", "p4", "p5", "p6"];
        let mut fields = vec![("revision", revision.as_str()), ("lam", "nop")];
        fields.extend(names.into_iter().zip(points));
        let answer = self.post(&self.leader(), OWN, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        let desk = self.get(&self.leader(), &answer.location()).await.ok();
        desk.holds("Đã nộp lên tỉnh").holds("Chờ tỉnh xem lại");
        let link = "href=\"/danh-gia/30292/";
        let id = desk
            .text()
            .split(link)
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .find(|id| id.len() == 36)
            .unwrap();
        format!("/danh-gia/30292/{id}")
    }

    /// The province publishes it, with other points for the first criterion.
    async fn published(&self) -> String {
        let result = self.sent_in(["18", "18", "15", "10", "20", "5"]).await;
        let check = format!("{result}/xet");
        let revision = self.revision(&self.province(), &check).await;
        let fields = [
            ("revision", revision.as_str()),
            ("p1", "12"),
            ("n1", "Thiếu biên bản niêm yết quý III"),
            ("p2", "18"),
            ("p3", "15"),
            ("p4", "10"),
            ("p5", "20"),
            ("p6", "5"),
        ];
        let answer = self.post(&self.province(), &check, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        result
    }
}

#[tokio::test]
async fn a_year_is_assessed_checked_and_read_by_everybody() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village
        .get(&stranger, "/danh-gia/30292")
        .await
        .ok()
        .holds("Chưa có kết quả nào được công bố.")
        .holds("Phường đạt chuẩn đô thị văn minh");
    village
        .get(&stranger, "/danh-gia/bo-tieu-chi/dan-chu-o-xa")
        .await
        .ok()
        .holds("Thang điểm 100")
        .holds("chưa được đối chiếu với văn bản gốc");

    // An officer keeps a draft, with a word too many; it comes back as it was written.
    let revision = village.revision(&village.officer(), OWN).await;
    let wrong = [
        ("revision", revision.as_str()),
        ("lam", "luu"),
        ("p1", "21"),
        ("n1", "Sổ niêm yết của sáu ấp"),
    ];
    let back = village.post(&village.officer(), OWN, &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Chấm từ 0 đến 20.").holds("Sổ niêm yết của sáu ấp");
    let right = [
        ("revision", revision.as_str()),
        ("lam", "luu"),
        ("p1", "18"),
        ("n1", "Sổ niêm yết của sáu ấp"),
    ];
    let kept = village.post(&village.officer(), OWN, &right).await;
    village
        .get(&village.officer(), &kept.location())
        .await
        .ok()
        .holds("Đã lưu bản nháp");
    // The same form sent by who read it before: somebody changed it in the meantime.
    let stale = village.post(&village.leader(), OWN, &right).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    // An officer does not send it in.
    let revision = village.revision(&village.officer(), OWN).await;
    let mut all = vec![("revision", revision.as_str()), ("lam", "nop")];
    all.extend(["p1", "p2", "p3", "p4", "p5", "p6"].map(|name| (name, "5")));
    let refused = village.post(&village.officer(), OWN, &all).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.holds("Lãnh đạo xã nộp bản đánh giá.");

    let result = village.published().await;
    let page = village.get(&stranger, &result).await.ok();
    page.holds("khá")
        .holds("Thiếu biên bản niêm yết quý III")
        .holds("Nhận ý kiến đến hết ngày")
        .holds("chưa có sổ để đếm");
    village
        .get(&stranger, "/danh-gia/30292")
        .await
        .ok()
        .holds("Thực hiện dân chủ ở xã, phường");
    let table = "/danh-gia/91/bang/dan-chu-o-xa/2026";
    village
        .get(&stranger, table)
        .await
        .ok()
        .holds("Đã công bố kết quả");
    let data = village.get(&stranger, "/api/v1/assessments/30292").await.ok();
    data.holds("\"grade\":\"fair\"").holds("\"own\":18,\"points\":12");
    // A correction needs its reason, and says that it is one.
    let check = format!("{result}/xet");
    let revision = village.revision(&village.province(), &check).await;
    let mut fields = vec![("revision", revision.as_str()), ("reason", "")];
    fields.extend([
        ("p1", "18"),
        ("p2", "18"),
        ("p3", "15"),
        ("p4", "10"),
        ("p5", "20"),
        ("p6", "5"),
    ]);
    let back = village.post(&village.province(), &check, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    fields[1].1 = "Đã có biên bản";
    let answer = village.post(&village.province(), &check, &fields).await;
    village
        .get(&stranger, &answer.location())
        .await
        .ok()
        .holds("Lần 2, đã sửa so với lần đầu")
        .holds("Đã có biên bản");
}

#[tokio::test]
async fn nobody_sees_or_does_what_is_not_theirs() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let neighbour = village.someone("commune_leader", village.other, 7);
    let result = village.sent_in(["18", "18", "15", "10", "20", "5"]).await;
    assert_eq!(
        village.get(&stranger, &result).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        village.get(&neighbour, &result).await.status,
        StatusCode::NOT_FOUND
    );
    for path in [OWN, "/danh-gia/30292/viec", "/danh-gia/30292/khen-thuong/them"] {
        assert_eq!(
            village.get(&neighbour, path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let check = format!("{result}/xet");
    assert_eq!(
        village.get(&village.leader(), &check).await.status,
        StatusCode::FORBIDDEN
    );
    // The table of the province shows a stranger nothing of what waits.
    let table = "/danh-gia/91/bang/dan-chu-o-xa/2026";
    assert!(
        !village
            .get(&stranger, table)
            .await
            .ok()
            .text()
            .contains("Chờ tỉnh")
    );
    village
        .get(&village.province(), table)
        .await
        .ok()
        .holds("Chờ tỉnh xem lại");
    for path in [
        "/danh-gia/khong-co",
        "/danh-gia/bo-tieu-chi/khong-co",
        "/danh-gia/91/bang/dan-chu-o-xa/2027",
        "/danh-gia/91/bang/dan-chu-o-xa/1999",
        "/danh-gia/30292/bang/dan-chu-o-xa/2026",
    ] {
        assert_eq!(
            village.get(&stranger, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let rural = "/danh-gia/30292/viec/nong-thon-moi-2026-2030/2026";
    assert_eq!(
        village.get(&village.officer(), rural).await.status,
        StatusCode::NOT_FOUND
    );
    // Sent back with a reason, it is the commune's again.
    let back = format!("{result}/tra-lai");
    let revision = village.revision(&village.province(), &back).await;
    let empty = village
        .post(&village.province(), &back, &[("revision", &revision)])
        .await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [
        ("revision", revision.as_str()),
        ("reason", "Bổ sung số liệu ấp Trung"),
    ];
    let answer = village.post(&village.province(), &back, &fields).await;
    village
        .get(&village.province(), &answer.location())
        .await
        .ok()
        .holds("Đã trả lại cho xã");
    village
        .get(&village.officer(), OWN)
        .await
        .ok()
        .holds("Bổ sung số liệu ấp Trung");
}

#[tokio::test]
async fn an_objection_is_sent_without_an_account_answered_in_public_and_followed() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let result = village.published().await;
    let path = format!("{result}/y-kien");
    let form = village.get(&stranger, &path).await.ok();
    let (once, day) = (
        values(&form, "once").remove(0),
        values(&form, "work_day").remove(0),
    );
    let work = (0_u64..)
        .map(|nonce| nonce.to_string())
        .find(|nonce| once::proves("30292", &once, &day, nonce, TODAY))
        .unwrap();
    let contact = format!("{CANARY}, 0912 345 678");
    let mut fields = vec![
        ("once", once.as_str()),
        ("work_day", day.as_str()),
        ("work", work.as_str()),
        ("contact", contact.as_str()),
    ];
    let back = village.post(&stranger, &path, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds(CANARY);
    let words = format!("{CANARY}: tiêu chí 2 chấm cao");
    fields.push(("words", words.as_str()));
    let made = village.post(&stranger, &path, &fields).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    made.holds("Đã nhận ý kiến");
    let code = once::code("assessment-code", &once);

    // Who answers reads it; nobody else does, anywhere.
    let page = village.get(&village.province(), &result).await.ok();
    let answering = page
        .text()
        .split(&format!("href=\"{result}/y-kien/"))
        .nth(1)
        .map(|rest| format!("{result}/y-kien/{}", rest.split('"').next().unwrap()))
        .unwrap();
    village
        .get(&village.province(), &answering)
        .await
        .ok()
        .holds(CANARY);
    assert_eq!(
        village.get(&village.leader(), &answering).await.status,
        StatusCode::FORBIDDEN
    );
    let none = village
        .post(&village.province(), &answering, &[("answer", "Có lý")])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    none.holds("Hãy chọn một câu trả lời.").holds("Có lý");
    let fields = [
        ("verdict", "khong"),
        ("answer", "Điểm dựa vào 14 cuộc họp đã ghi sổ."),
    ];
    let answer = village.post(&village.province(), &answering, &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let again = village.get(&village.province(), &answering).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let page = village.get(&stranger, &result).await.ok();
    page.holds("Điểm dựa vào 14 cuộc họp đã ghi sổ.");
    let data = village.get(&stranger, "/api/v1/assessments/30292").await.ok();
    for public in [&page, &data] {
        assert!(!public.text().contains("Hoàng Yến") && !public.text().contains("0912"));
    }
    let follow = "/danh-gia/30292/tra-cuu";
    let found = village.post(&stranger, follow, &[("code", &code)]).await.ok();
    found.holds("Không tiếp thu").holds("14 cuộc họp");
    assert!(!found.text().contains("Hoàng Yến"));
    let wrong = village.post(&stranger, follow, &[("code", "AAAABBBBCCCC")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let stored: Vec<Vec<u8>> = village
        .db
        .read()
        .await
        .unwrap()
        .all("SELECT sealed FROM assessment_objection", &[], |row| row.get(0))
        .await
        .unwrap();
    assert!(!String::from_utf8_lossy(&stored[0]).contains("Hoàng"));
}

#[tokio::test]
async fn a_survey_is_opened_answered_with_slips_and_shown_when_it_is_over() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let open = format!("{OWN}/khao-sat");
    let wrong = [("closes", "31/12/2026"), ("slips", "12")];
    let back = village.post(&village.officer(), &open, &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Chọn ngày từ hôm nay đến 16/12/2026.")
        .holds("value=\"12\"");
    let slips = village
        .post(
            &village.officer(),
            &open,
            &[("closes", "20/11/2026"), ("slips", "12")],
        )
        .await
        .ok();
    slips.holds("mã phiếu không hiện lại lần nào nữa");
    let text = slips.text();
    let is_code = |piece: &&str| {
        let sign = |sign: u8| sign.is_ascii_uppercase() || sign.is_ascii_digit();
        piece.len() == 9
            && piece
                .bytes()
                .enumerate()
                .all(|(at, octet)| if at == 4 { octet == b'-' } else { sign(octet) })
    };
    let codes: Vec<String> = text
        .split(['<', '>'])
        .map(str::trim)
        .filter(is_code)
        .map(str::to_owned)
        .collect();
    assert_eq!(codes.len(), 12);
    let survey = text
        .split("/khao-sat/")
        .nth(1)
        .map(|rest| format!("/danh-gia/30292/khao-sat/{}", &rest[..36]))
        .unwrap();
    village
        .get(&stranger, "/danh-gia/30292")
        .await
        .ok()
        .holds("Đang khảo sát");
    let answers = [("p1", "5"), ("p2", "4"), ("p3", "4"), ("p4", "1")];
    let mut fields = vec![("code", "sai mã rồi")];
    fields.extend(answers);
    let back = village.post(&stranger, &survey, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Không có phiếu nào mang mã này");
    let back = village
        .post(&stranger, &survey, &[("code", &codes[0]), ("p1", "5")])
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for code in &codes[..10] {
        fields[0].1 = code;
        let answer = village.post(&stranger, &survey, &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    }
    let used = village.post(&stranger, &survey, &fields).await;
    used.holds("Phiếu này đã được dùng để trả lời.");
    let thanked = village.get(&stranger, &format!("{survey}?xong=gui")).await.ok();
    thanked
        .holds("Cảm ơn bạn đã trả lời")
        .holds("Kết quả hiện ra khi khảo sát đã kết thúc");
    let desk = survey.replace("/khao-sat/", "/viec/phieu/");
    let revision = village.revision(&village.officer(), &desk).await;
    let none = village
        .post(&village.officer(), &desk, &[("revision", &revision)])
        .await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [("revision", revision.as_str()), ("lam", "dong")];
    let closed = village.post(&village.officer(), &desk, &fields).await;
    village
        .get(&village.officer(), &closed.location())
        .await
        .ok()
        .holds("Đã kết thúc khảo sát");
    village
        .get(&stranger, &survey)
        .await
        .ok()
        .holds("(30 trên 40)")
        .holds("Số người chọn từng mức");
    // What residents said speaks for the criterion.
    village
        .get(&village.officer(), OWN)
        .await
        .ok()
        .holds("(30 trên 40)");
}

#[tokio::test]
async fn a_commendation_is_recorded_printed_and_revoked() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let list = "/danh-gia/30292/khen-thuong";
    village
        .get(&stranger, list)
        .await
        .ok()
        .holds("Chưa có quyết định khen thưởng nào.");
    let path = format!("{list}/them");
    let mut fields = vec![
        ("title", "Khen thưởng các ấp làm tốt"),
        ("day", "15/11/2026"),
        ("for", "grassroots_democracy"),
        ("reason", "Họp dân đều"),
        ("individuals", CANARY),
    ];
    let wrong = village.post(&village.leader(), &path, &fields[..3]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("Ghi ít nhất một tập thể hoặc cá nhân");
    fields.push(("collectives", "Ấp Thượng\n\nẤp Hạ"));
    let made = village.post(&village.leader(), &path, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let here = made.location().split('?').next().unwrap().to_owned();
    village.get(&village.leader(), &here).await.ok().holds(CANARY);
    let page = village.get(&stranger, &here).await.ok();
    page.holds("Ấp Hạ")
        .holds("Và 1 cá nhân, không nêu tên trên trang này.");
    assert!(!page.text().contains("Hoàng Yến"));
    let data = village.get(&stranger, "/api/v1/assessments/30292").await.ok();
    data.holds("\"individuals\":1");
    assert!(!data.text().contains("Hoàng Yến"));
    let pdf = village
        .get(&village.leader(), &format!("{here}/quyet-dinh.pdf"))
        .await
        .ok();
    assert!(pdf.body.starts_with(b"%PDF"));
    let revoke = format!("{here}/huy");
    let revision = village.revision(&village.leader(), &revoke).await;
    let fields = [("revision", revision.as_str()), ("reason", "Trao nhầm đơn vị")];
    let done = village.post(&village.leader(), &revoke, &fields).await;
    village
        .get(&stranger, &done.location())
        .await
        .ok()
        .holds("Trao nhầm đơn vị");
    village.get(&stranger, list).await.ok().holds("Đã hủy bỏ");
    assert!(
        !village
            .get(&stranger, "/api/v1/assessments/30292")
            .await
            .ok()
            .text()
            .contains("Ấp Thượng")
    );
}
