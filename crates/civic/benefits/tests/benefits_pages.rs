//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, extract::Request, http::StatusCode};
use benefits::{Benefits, programme::Programmes};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    access::{Place, testing::Someone},
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
use units::{LiveUnits, SourceId, UnitId, UnitKind, Units, hamlets::NewHamlet};

/// A Monday.
const TODAY: Date = date(2026, 11, 16);
/// What stands nowhere but in an application or an objection.
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const CANARY_NUMBER: &str = "091080999777";
const CANARY_WORDS: &str = "nhà lầu ba tầng";

/// A commune, served.
struct Village {
    app: Router,
    db: Database,
    clock: SetClock,
    units: LiveUnits,
    unit: UnitId,
    other: UnitId,
    hamlets: Vec<UnitId>,
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

/// An address without what was just done.
fn plain(location: &str) -> String {
    location.split('?').next().unwrap().to_owned()
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
            benefits::MIGRATIONS,
        ])
        .await
        .unwrap();
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let communes: Vec<units::Unit> = registry.children(province, TODAY).take(2).cloned().collect();
        let units = LiveUnits::new(Arc::new(registry));
        let hamlet = |name: &str| NewHamlet {
            commune: communes[0].id,
            code: None,
            name: name.to_owned(),
            kind: UnitKind::Ap,
            valid_from: None,
            valid_to: None,
            source: SourceId(1),
        };
        let mut write = db.write().await.unwrap();
        let hamlets = [hamlet("Ấp Vĩnh Thành"), hamlet("Ấp Vĩnh Lợi")];
        let hamlets = units::hamlets::insert(&mut write, &hamlets).await.unwrap();
        write.commit().await.unwrap();
        let clock = SetClock::at(TODAY, 9);
        let mut next = 7_u64;
        let desk = Benefits::new(
            db.clone(),
            units.clone(),
            Programmes::delivered().unwrap(),
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
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, benefits::TEXTS]).unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: benefits::routes(site, Arc::new(desk)).into_router(),
            db,
            clock,
            units,
            unit: communes[0].id,
            other: communes[1].id,
            hamlets,
            code: communes[0].code.clone(),
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, place: impl Into<Place>, number: u128) -> Someone {
        Someone::within(role, place, TODAY, Arc::new(self.units.clone()), number)
    }

    fn officer(&self) -> Someone {
        self.someone("commune_officer", self.unit, 1)
    }

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 2)
    }

    fn head(&self, at: usize) -> Someone {
        self.someone("hamlet_head", Place::hamlet(self.unit, self.hamlets[at]), 3)
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

    fn home(&self) -> String {
        format!("/ho-tro/{}", self.code)
    }

    /// Opens a package of gifts; the address of its desk.
    async fn opened(&self) -> String {
        let fields = [
            ("programme", "qua-tet-ho-ngheo"),
            ("from", "01/01/2027"),
            ("until", "31/12/2027"),
            ("budget", "10.000.000"),
            ("posting", "5"),
        ];
        let path = format!("{}/viec/moi", self.home());
        let answer = self.post(&self.officer(), &path, &fields).await;
        plain(&answer.location())
    }

    async fn enters(
        &self,
        someone: &Someone,
        desk: &str,
        (name, number, at, class): (&str, &str, usize, &str),
    ) -> Answer {
        let hamlet = self.hamlets[at].to_string();
        let fields = [
            ("name", name),
            ("identifier", number),
            ("hamlet", hamlet.as_str()),
            ("q1", class),
            ("q2", "yes"),
            ("q3", "4"),
        ];
        self.post(someone, &format!("{desk}/ho-so"), &fields).await
    }

    /// Does something on a page whose form carries the revision.
    async fn act(&self, someone: &Someone, page: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
        let shown = self.get(someone, page).await.ok();
        let revision = values(&shown, "revision").remove(0);
        let mut all = vec![("revision", revision.as_str())];
        all.extend(fields);
        self.post(someone, to, &all).await
    }

    async fn posted(&self, desk: &str) {
        let submitted = self
            .act(
                &self.officer(),
                desk,
                &format!("{desk}/danh-sach"),
                &[("lam", "trinh")],
            )
            .await;
        assert_eq!(submitted.status, StatusCode::SEE_OTHER, "{}", submitted.text());
        let approved = self
            .act(
                &self.leader(),
                desk,
                &format!("{desk}/duyet"),
                &[("lam", "duyet")],
            )
            .await;
        assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.text());
    }

    /// Fills the form of objection in and sends it, with the work a browser does or without.
    async fn objects(&self, public: &str, fields: &[(&str, &str)], works: bool) -> Answer {
        let stranger = Someone::stranger();
        let path = format!("{public}/y-kien");
        let form = self.get(&stranger, &path).await.ok();
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
        self.post(&stranger, &path, &all).await
    }
}

#[tokio::test]
async fn anybody_learns_who_is_entitled_and_nothing_of_it_is_kept() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let list = village.get(&stranger, &village.home()).await.ok();
    list.holds("Chưa có gói hỗ trợ nào.")
        .holds("Ủy ban nhân dân xã có trách nhiệm công khai")
        .holds("Quà Tết cho hộ nghèo, hộ cận nghèo")
        .holds("Ví dụ minh họa");
    let page = format!("{}/chuong-trinh/qua-tet-ho-ngheo", village.home());
    village
        .get(&stranger, &page)
        .await
        .ok()
        .holds("Có tên trong danh sách hộ nghèo")
        .holds("Điều 1, khoản 1")
        .holds("[?]");
    let wrong = village
        .post(&stranger, &page, &[("q1", "poor"), ("q3", "41")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong
        .holds("Chọn một trả lời.")
        .holds("Ghi một số nguyên từ 0 đến 40.")
        .holds("value=\"41\"");
    let entitled = village
        .post(&stranger, &page, &[("q1", "poor"), ("q2", "yes"), ("q3", "4")])
        .await
        .ok();
    entitled
        .holds("được hỗ trợ 600.000 đồng")
        .holds("không được lưu lại ở đâu cả");
    village
        .post(&stranger, &page, &[("q1", "neither"), ("q2", "yes"), ("q3", "4")])
        .await
        .ok()
        .holds("chưa đủ điều kiện")
        .holds("Không có tên trong danh sách hộ nghèo");
    let mut read = village.db.read().await.unwrap();
    let kept = read
        .one("SELECT COUNT(*) FROM benefit_application", &[], |row| {
            row.get::<i64>(0)
        })
        .await
        .unwrap();
    assert_eq!(kept, Some(0));
    assert_eq!(
        village
            .get(&stranger, &format!("{}/chuong-trinh/khong-co", village.home()))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_list_is_posted_objected_to_answered_and_goes_with_its_time() {
    let village = Village::founded().await;
    let (officer, stranger) = (village.officer(), Someone::stranger());
    let desk = village.opened().await;
    let public = desk.replacen("/viec/", "/", 1);
    let entered = village
        .enters(&officer, &desk, (CANARY, CANARY_NUMBER, 0, "poor"))
        .await;
    let first = plain(&entered.location());
    village.get(&officer, &first).await.ok().holds(CANARY_NUMBER);
    for number in 2..=7_usize {
        let (name, id) = (format!("Người {number}"), format!("09108000000{number}"));
        let entered = village
            .enters(&officer, &desk, (&name, &id, number % 2, "near_poor"))
            .await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
    }
    let list = format!("{public}/danh-sach");
    assert_eq!(
        village.get(&stranger, &list).await.status,
        StatusCode::NOT_FOUND,
        "not posted yet"
    );
    village.posted(&desk).await;
    let shown = village.get(&stranger, &list).await.ok();
    shown.holds(CANARY).holds("Ấp Vĩnh Thành").holds("23/11/2026");
    assert!(!shown.text().contains(CANARY_NUMBER), "never an identifier");
    assert!(!shown.text().contains("600.000"), "nor what somebody is given");
    assert_eq!(shown.headers.get("x-robots-tag").unwrap(), "noindex, noarchive");
    assert!(
        shown.headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("no-store")
    );
    let paper = village
        .get(&stranger, &format!("{public}/danh-sach.pdf"))
        .await
        .ok();
    assert!(paper.body.starts_with(b"%PDF"));

    let wrong = village
        .objects(&public, &[("about", "entry"), ("words", CANARY_WORDS)], true)
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("Không có số này").holds(CANARY_WORDS);
    let fields = [("about", "entry"), ("entry", "1"), ("words", CANARY_WORDS)];
    let sent = village.objects(&public, &fields, true).await;
    assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
    let code = class(&sent, "dinh-code");
    assert_eq!(code.len(), 14, "three groups of four: {code}");
    let look_up = format!("{}/tra-cuu", village.home());
    village
        .post(&stranger, &look_up, &[("code", "AAAA-BBBB-CCCC")])
        .await
        .holds("Không tìm thấy ý kiến");
    village
        .post(&stranger, &look_up, &[("code", &code)])
        .await
        .ok()
        .holds("Hạn trả lời");

    let shown = village.get(&officer, &desk).await.ok();
    shown.holds("Chưa được chi: danh sách niêm yết đến hết 23/11/2026");
    let link = shown
        .text()
        .split(&format!("{desk}/y-kien/"))
        .nth(1)
        .map(|rest| format!("{desk}/y-kien/{}", rest.split('"').next().unwrap()))
        .unwrap();
    village.get(&officer, &link).await.ok().holds(CANARY_WORDS);
    let silent = village.post(&officer, &link, &[("outcome", "removed")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let answered = village
        .post(
            &officer,
            &link,
            &[("outcome", "removed"), ("answer", "Đã xác minh tại chỗ")],
        )
        .await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    let twice = village
        .post(&officer, &link, &[("outcome", "kept"), ("answer", "Không")])
        .await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    village
        .post(&stranger, &look_up, &[("code", &code)])
        .await
        .ok()
        .holds("Đưa ra khỏi danh sách")
        .holds("Đã xác minh tại chỗ");
    let shown = village.get(&stranger, &list).await.ok();
    assert!(!shown.text().contains(CANARY));

    village.clock.set(date(2026, 11, 24), 9);
    assert_eq!(village.get(&stranger, &list).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        village
            .get(&stranger, &format!("{public}/danh-sach.pdf"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let late = village.get(&stranger, &format!("{public}/y-kien")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = village.get(&stranger, &public).await.ok();
    page.holds("Danh sách có tên đã được gỡ xuống")
        .holds("ít nên không hiện");
    assert!(!page.text().contains("Người 2"), "figures alone are left");
    let api = village
        .get(&stranger, &format!("/api/v1/benefits/{}", village.code))
        .await
        .ok()
        .text();
    assert!(api.contains("\"approved_vnd\":2400000"), "{api}");
    assert!(!api.contains("Người") && !api.contains(CANARY_NUMBER));

    // Now it is paid: wrong days are refused, a payment is undone, the rest goes back.
    let second = {
        let shown = village.get(&officer, &desk).await.ok().text();
        let rest = shown.split("Người 2").next().unwrap().to_owned();
        let id = rest.rsplit(&format!("{desk}/ho-so/")).next().unwrap().to_owned();
        format!("{desk}/ho-so/{}", id.split('"').next().unwrap())
    };
    let pay = format!("{second}/chi");
    let paid = [
        ("lam", "chi"),
        ("on", "23/11/2026"),
        ("means", "cash"),
        ("signed", "yes"),
    ];
    let wrong = village.act(&officer, &second, &pay, &paid).await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    wrong.holds("ngày chi phải sau thời gian niêm yết");
    let paid = [
        ("lam", "chi"),
        ("on", "24/11/2026"),
        ("means", "cash"),
        ("signed", "yes"),
    ];
    let done = village.act(&officer, &second, &pay, &paid).await;
    village
        .get(&officer, &done.location())
        .await
        .ok()
        .holds("Đã ghi khoản chi")
        .holds("Đã ký nhận");
    let sheet = village.get(&officer, &format!("{desk}/bang-chi.pdf")).await.ok();
    assert!(sheet.body.starts_with(b"%PDF"));
    let many = format!("{desk}/chi-tra");
    village.get(&officer, &many).await.ok().holds("value=\"3-7\"");
    let pay = |numbers: &'static str, on: &'static str| {
        [
            ("numbers", numbers),
            ("on", on),
            ("means", "account"),
            ("signed", "yes"),
        ]
    };
    for (numbers, on, why) in [
        ("ba, bốn", "24/11/2026", "Ghi các số hồ sơ, ví dụ: 1-20, 23."),
        ("2-4", "24/11/2026", "Hồ sơ số 2 không chờ chi"),
        ("3-4", "23/11/2026", "ngày chi phải sau thời gian niêm yết"),
    ] {
        let refused = village.post(&officer, &many, &pay(numbers, on)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.holds(why).holds(&format!("value=\"{numbers}\""));
    }
    let paid = village.post(&officer, &many, &pay("3-4", "24/11/2026")).await;
    village
        .get(&officer, &paid.location())
        .await
        .ok()
        .holds("Đã ghi các khoản chi");
    village.get(&officer, &many).await.ok().holds("value=\"5-7\"");
    let paper = format!("{desk}/y-kien-giay");
    village
        .get(&officer, &paper)
        .await
        .ok()
        .holds("value=\"24/11/2026\"");
    let came = |on: &'static str| {
        [
            ("received", on),
            ("about", "entry"),
            ("entry", "5"),
            ("words", "Đã có nhà mới"),
        ]
    };
    let late = village.post(&officer, &paper, &came("24/11/2026")).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    late.holds("từ 16/11/2026 đến 23/11/2026").holds("Đã có nhà mới");
    let entered = village.post(&officer, &paper, &came("23/11/2026")).await;
    assert_eq!(entered.status, StatusCode::CREATED);
    assert_eq!(class(&entered, "dinh-code").len(), 14, "for the receipt");
    let hindered = village.get(&officer, &many).await;
    assert_eq!(hindered.status, StatusCode::CONFLICT);
    hindered.holds("còn 1 ý kiến chưa trả lời");
    let shown = village.get(&officer, &desk).await.ok().text();
    let waiting = shown
        .split(&format!("{desk}/y-kien/"))
        .find(|part| part.contains("hạn trả lời"))
        .and_then(|part| part.split('"').next())
        .unwrap();
    let kept = [("outcome", "kept"), ("answer", "Nhà mới là của con")];
    let answered = village
        .post(&officer, &format!("{desk}/y-kien/{waiting}"), &kept)
        .await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    let closed = village
        .act(
            &officer,
            &desk,
            &format!("{desk}/danh-sach"),
            &[("lam", "ket-thuc")],
        )
        .await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER);
    village
        .get(&stranger, &public)
        .await
        .ok()
        .holds("Đã kết thúc")
        .holds("1.200.000");
}

#[tokio::test]
async fn everybody_does_what_is_his_and_sees_no_more() {
    let village = Village::founded().await;
    let (officer, leader, stranger) = (village.officer(), village.leader(), Someone::stranger());
    let desk = village.opened().await;
    let head = village.head(0);
    let mine = village
        .enters(&head, &desk, (CANARY, CANARY_NUMBER, 0, "poor"))
        .await;
    let mine = plain(&mine.location());
    let foreign = village
        .enters(&head, &desk, ("Người 9", "091080000009", 1, "poor"))
        .await;
    assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY, "another hamlet");
    let other = village
        .enters(&officer, &desk, ("Người 8", "091080000008", 1, "poor"))
        .await;
    let other = plain(&other.location());
    let seen = village.get(&head, &desk).await.ok();
    seen.holds(CANARY);
    assert!(!seen.text().contains("Người 8"), "of his own hamlet alone");
    assert_eq!(village.get(&head, &other).await.status, StatusCode::FORBIDDEN);
    let against = [("revision", "1"), ("lam", "quyet"), ("reason", "Quen biết")];
    let decided = village.post(&head, &format!("{mine}/lam"), &against).await;
    assert_eq!(decided.status, StatusCode::FORBIDDEN, "the commune decides");

    // The same household, entered again, is named to nobody; the form stays filled in.
    let twice = village
        .enters(&officer, &desk, ("Yến", "091.080.999.777", 1, "poor"))
        .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    twice.holds("đã có trong gói hỗ trợ này").holds("value=\"Yến\"");

    let elsewhere = village.someone("commune_officer", village.other, 4);
    for (someone, path, status) in [
        (&stranger, desk.clone(), StatusCode::SEE_OTHER),
        (&stranger, mine.clone(), StatusCode::SEE_OTHER),
        (&elsewhere, desk.clone(), StatusCode::FORBIDDEN),
        (&elsewhere, mine.clone(), StatusCode::FORBIDDEN),
        (
            &leader,
            format!("{}/viec/moi", village.home()),
            StatusCode::FORBIDDEN,
        ),
        (&leader, format!("{desk}/bang-chi.pdf"), StatusCode::FORBIDDEN),
        (&head, format!("{desk}/bang-chi.pdf"), StatusCode::FORBIDDEN),
    ] {
        assert_eq!(village.get(someone, &path).await.status, status, "{path}");
    }
    // Who reads does not need the number to approve.
    let read = village.get(&leader, &mine).await.ok();
    read.holds(CANARY);
    assert!(!read.text().contains(CANARY_NUMBER));
    let submitted = village
        .act(&officer, &desk, &format!("{desk}/danh-sach"), &[("lam", "trinh")])
        .await;
    assert_eq!(submitted.status, StatusCode::SEE_OTHER);
    let same = village.someone("commune_leader", village.unit, 1);
    let approve = [("revision", "2"), ("lam", "duyet")];
    let refused = village.post(&same, &format!("{desk}/duyet"), &approve).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    refused.holds("Cần một người khác");
    let back = [("lam", "tra-lai"), ("reason-back", "Thiếu hộ ở ấp Vĩnh Lợi")];
    let back = village.act(&leader, &desk, &format!("{desk}/duyet"), &back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    village
        .get(&officer, &desk)
        .await
        .ok()
        .holds("Danh sách được trả lại: Thiếu hộ ở ấp Vĩnh Lợi");
    let cancel = [("lam", "huy"), ("reason-cancel", "Hết kinh phí")];
    village
        .act(&officer, &desk, &format!("{desk}/danh-sach"), &cancel)
        .await;
    let public = desk.replacen("/viec/", "/", 1);
    village
        .get(&stranger, &public)
        .await
        .ok()
        .holds("Đã hủy")
        .holds("Hết kinh phí");
}

#[tokio::test]
async fn without_a_machine_s_work_fewer_objections_are_taken_from_one_place() {
    let village = Village::founded().await;
    let desk = village.opened().await;
    let public = desk.replacen("/viec/", "/", 1);
    village
        .enters(&village.officer(), &desk, (CANARY, CANARY_NUMBER, 0, "poor"))
        .await;
    village.posted(&desk).await;
    let fields = [("about", "absence"), ("words", "Thiếu bà Tư")];
    for _ in 0..3 {
        let sent = village.objects(&public, &fields, false).await;
        assert_eq!(sent.status, StatusCode::CREATED);
    }
    let often = village.objects(&public, &fields, false).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
    often.holds("Quá nhiều lần từ nơi này").holds("Thiếu bà Tư");
    let worked = village.objects(&public, &fields, true).await;
    assert_eq!(
        worked.status,
        StatusCode::CREATED,
        "whose machine worked is let in"
    );
    let mut machine = fields.to_vec();
    machine.push(("website", "https://spam.example"));
    let machine = village.objects(&public, &machine, true).await;
    assert_eq!(machine.status, StatusCode::BAD_REQUEST);
}
