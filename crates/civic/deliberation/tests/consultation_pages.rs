//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::Request,
    http::{HeaderMap, StatusCode, header},
};
use deliberation::consultation::{self, Consultations};
use facts::Catalogue;
use jiff::{
    Timestamp, ToSpan as _,
    civil::{Date, date},
};
use platform::{
    access::{Place, testing::Someone},
    clock::{Clock, vietnam},
    db::{Database, PoolSize},
    i18n::{Locale, Translations},
    page::Site,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, UnitKind, Units, hamlets};

const TODAY: Date = date(2026, 10, 5);

/// A clock that a test moves, and that goes on by a second whenever it is looked at.
#[derive(Debug, Clone)]
struct Pointer(Arc<Mutex<Timestamp>>);

impl Pointer {
    fn set(&self, day: Date) {
        *self.0.lock().unwrap() = vietnam().to_timestamp(day.at(9, 0, 0, 0)).unwrap();
    }
}

impl Clock for Pointer {
    fn now(&self) -> Timestamp {
        let mut now = self.0.lock().unwrap();
        *now += jiff::SignedDuration::from_secs(1);
        *now
    }
}

/// A commune with two hamlets, served.
struct Village {
    app: Router,
    db: Database,
    clock: Pointer,
    units: LiveUnits,
    unit: UnitId,
    code: String,
    hamlets: Vec<UnitId>,
    _folder: tempfile::TempDir,
}

/// What was answered.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    /// The address that a form leads on to.
    fn location(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text);
        self.headers[header::LOCATION].to_str().unwrap().to_owned()
    }

    fn holds(&self, words: &str) -> &Self {
        assert!(self.text.contains(words), "{words:?} is not in\n{}", self.text);
        self
    }

    fn lacks(&self, words: &str) -> &Self {
        assert!(!self.text.contains(words), "{words:?} is in\n{}", self.text);
        self
    }

    /// The values of all fields of a name.
    fn values(&self, name: &str) -> Vec<String> {
        self.text
            .split(&format!("name=\"{name}\" value=\""))
            .skip(1)
            .map(|rest| rest.split('"').next().unwrap().to_owned())
            .collect()
    }

    /// What stands in the element of a class.
    fn class(&self, class: &str) -> String {
        let start = format!("class=\"{class}\">");
        let rest = self
            .text
            .split(&start)
            .nth(1)
            .unwrap_or_else(|| panic!("no {class} in\n{}", self.text));
        rest.split('<').next().unwrap().to_owned()
    }
}

/// A form's content.
fn form(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, value)| {
            let value: String = value
                .bytes()
                .map(|octet| {
                    if octet.is_ascii_alphanumeric() {
                        char::from(octet).to_string()
                    } else {
                        format!("%{octet:02X}")
                    }
                })
                .collect();
            format!("{name}={value}")
        })
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
            deliberation::MIGRATIONS,
        ])
        .await
        .unwrap();
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let unit = registry.children(province, TODAY).next().unwrap().clone();
        let mut write = db.write().await.unwrap();
        let source = registry.sources()[0].id;
        let new = ["Khóm Bình Hòa", "Khóm Bình Khánh"].map(|name| hamlets::NewHamlet {
            commune: unit.id,
            code: None,
            name: name.to_owned(),
            kind: UnitKind::Khom,
            valid_from: None,
            valid_to: None,
            source,
        });
        let hamlets = hamlets::insert(&mut write, &new).await.unwrap();
        write.commit().await.unwrap();
        let units = LiveUnits::new(Arc::new(registry));
        let clock = Pointer(Arc::new(Mutex::new(Timestamp::UNIX_EPOCH)));
        clock.set(TODAY);
        let mut next = 7_u64;
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
        )
        .public_address(Some("https://dinh.example".to_owned()));
        let site = Arc::new(Site {
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, deliberation::TEXTS])
                .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: consultation::routes(site, Arc::new(desk)).into_router(),
            db,
            clock,
            units,
            unit: unit.id,
            code: unit.code,
            hamlets,
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

    fn head(&self) -> Someone {
        self.someone("hamlet_head", Place::hamlet(self.unit, self.hamlets[0]), 3)
    }

    fn at(&self, rest: &str) -> String {
        format!("/lay-y-kien/{}{rest}", self.code)
    }

    async fn ask(&self, request: Request) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    async fn get(&self, who: &Someone, path: &str) -> Answer {
        self.ask(who.get(path)).await
    }

    async fn post(&self, who: &Someone, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(who.post(path, &form(fields))).await
    }

    /// Drafts and opens a consultation; gives its public address and the one at the desk.
    async fn opened(&self) -> (String, String) {
        let saved = self
            .post(&self.officer(), &self.at("/soan"), &DRAFT)
            .await
            .location();
        let desk = saved.split('?').next().unwrap().to_owned();
        let opened = self
            .post(&self.leader(), &format!("{desk}/mo"), &[("revision", "1")])
            .await;
        assert!(opened.location().ends_with("xong=mo"));
        (desk.replace("/soan/", "/"), desk)
    }

    /// Says something on a page; gives the code.
    async fn says(&self, page: &str, fields: &[(&str, &str)]) -> String {
        let thanks = self
            .post(&Someone::stranger(), &format!("{page}/gop-y"), fields)
            .await;
        assert_eq!(thanks.status, StatusCode::CREATED, "{}", thanks.text);
        assert_eq!(thanks.headers[header::CACHE_CONTROL], "no-store");
        thanks.class("dinh-code")
    }
}

const DRAFT: [(&str, &str); 8] = [
    ("matter", "community_interest"),
    ("title", "Giờ hoạt động của chợ"),
    ("introduction", "Xã định lại giờ họp chợ <b>."),
    ("affects", "Hộ buôn bán"),
    ("text", "Chợ họp từ 4 giờ.\r\nChợ đóng cửa lúc 18 giờ."),
    ("closes_on", "25/10/2026"),
    ("forms", "portal"),
    ("forms", "letter_box_or_hotline"),
];

#[tokio::test]
async fn a_citizen_says_something_is_answered_and_finds_what_became_of_it() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let empty = village.get(&stranger, &village.at("")).await;
    empty.holds("chưa lấy ý kiến về nội dung nào").holds("Điều 25");

    let (page, desk) = village.opened().await;
    let shown = village.get(&stranger, &page).await;
    shown
        .holds("Giờ hoạt động của chợ")
        .holds("Còn 20 ngày góp ý")
        .holds("Điều 28, khoản 2")
        .holds("Điều 25, khoản 5")
        .holds(&format!("{page}/gop-y?doan=2"))
        .holds("Lãnh đạo Ủy ban nhân dân cấp xã")
        .holds("/so-minh-bach/muc/")
        .lacks("<b>.")
        .lacks("Người thử");
    let index = village.get(&stranger, "/lay-y-kien").await;
    index.holds(&village.at(""));

    let form_page = village.get(&stranger, &format!("{page}/gop-y?doan=2")).await;
    form_page.holds("Chợ đóng cửa lúc 18 giờ.").holds("Khóm Bình Hòa");
    // Who does not agree has to say what.
    let wordless = [("passage", "2"), ("stance", "disagree")];
    let refused = village.post(&stranger, &format!("{page}/gop-y"), &wordless).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.holds("error-summary");
    let hamlet = village.hamlets[0].to_string();
    let said = [
        ("passage", "2"),
        ("stance", "disagree"),
        ("words", "Đóng lúc 19 giờ."),
        ("name", "Trần Thị Bưởi"),
        ("hamlet", hamlet.as_str()),
    ];
    let code = village.says(&page, &said).await;
    let unwanted = village
        .says(&page, &[("passage", "1"), ("stance", "agree")])
        .await;
    // A machine fills in every field.
    let machine = village
        .post(
            &stranger,
            &format!("{page}/gop-y"),
            &[("passage", "1"), ("stance", "agree"), ("website", "x")],
        )
        .await;
    assert_eq!(machine.status, StatusCode::BAD_REQUEST);

    let mine = village
        .post(&stranger, &format!("{page}/tra-cuu"), &[("code", &code)])
        .await;
    mine.holds("Đóng lúc 19 giờ.").holds("đang chờ tổng hợp");
    assert_eq!(mine.headers[header::CACHE_CONTROL], "no-store");
    let gone = village
        .post(&stranger, &format!("{page}/rut-y-kien"), &[("code", &unwanted)])
        .await;
    gone.holds("Ý kiến đã được rút lại ngày 05/10/2026");
    let nothing = village
        .post(&stranger, &format!("{page}/tra-cuu"), &[("code", "AAAAA-AAAAA")])
        .await;
    nothing.holds("Không có ý kiến nào mang mã này");

    // The officer enters a paper, and reads both.
    let entered = village
        .post(
            &village.officer(),
            &format!("{desk}/nhap"),
            &[
                ("channel", "paper"),
                ("given_on", "05/10/2026"),
                ("passage", "2"),
                ("stance", "disagree"),
                ("words", "Tiểu thương xin 19 giờ."),
                ("people", "12"),
            ],
        )
        .await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.text);
    entered.holds("Mã tra cứu để trao cho người nêu ý kiến");
    let opinions = village.get(&village.officer(), &format!("{desk}/y-kien")).await;
    opinions
        .holds("Trần Thị Bưởi")
        .holds("12 người cùng nêu")
        .holds("Khóm Bình Hòa");
    let ticked = opinions.values("opinion");
    assert_eq!(ticked.len(), 2);

    village.clock.set(date(2026, 10, 26));
    let closed = village
        .post(&stranger, &format!("{page}/gop-y"), &[("stance", "agree")])
        .await;
    assert_eq!(closed.status, StatusCode::CONFLICT);
    village
        .get(&stranger, &page)
        .await
        .holds("Chưa được công bố quyết định");
    let grouped = village
        .post(
            &village.officer(),
            &format!("{desk}/gom"),
            &[
                ("opinion", &ticked[0]),
                ("opinion", &ticked[1]),
                ("into", "moi"),
                ("summary", "Đề nghị đóng cửa muộn hơn."),
            ],
        )
        .await;
    grouped.location();
    let opinions = village.get(&village.officer(), &format!("{desk}/y-kien")).await;
    let start = format!("{desk}/nhom/");
    let group = opinions
        .text
        .split(&start)
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let answer = format!("{start}{group}");
    let unchanged = [
        ("summary", "Đề nghị đóng cửa muộn hơn."),
        ("outcome", "accepted"),
        ("answer", "Đồng ý."),
        ("doan-2", "Chợ đóng cửa lúc 18 giờ."),
    ];
    let refused = village.post(&village.officer(), &answer, &unchanged).await;
    refused.holds("phải sửa ít nhất một đoạn");
    let changed = [
        ("summary", "Đề nghị đóng cửa muộn hơn."),
        ("outcome", "accepted"),
        ("answer", "Đồng ý."),
        ("doan-2", "Chợ đóng cửa lúc 19 giờ."),
    ];
    village
        .post(&village.officer(), &answer, &changed)
        .await
        .location();
    // Nothing of it is public yet.
    let summary = village.get(&stranger, &format!("{page}/tong-hop")).await;
    summary.holds("Chưa có tổng hợp ý kiến").lacks("muộn hơn");
    let forbidden = village
        .post(
            &village.officer(),
            &format!("{desk}/tong-hop"),
            &[("overview", "Chung.")],
        )
        .await;
    assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
    // The decision waits for the answers, and the page says so.
    let early = village
        .post(
            &village.leader(),
            &format!("{desk}/ket-luan"),
            &[("decision", "Quyết định 1")],
        )
        .await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    early.holds("Chưa công bố tổng hợp và giải trình, tiếp thu");
    village
        .post(
            &village.leader(),
            &format!("{desk}/tong-hop"),
            &[("overview", "Phần lớn muốn muộn hơn.")],
        )
        .await
        .location();
    let summary = village.get(&stranger, &format!("{page}/tong-hop")).await;
    summary
        .holds("Đề nghị đóng cửa muộn hơn.")
        .holds("13 ý kiến: 0 đồng ý, 13 không đồng ý, 0 ý kiến khác")
        .holds("<del>18</del>")
        .holds("<ins>19</ins>")
        .lacks("Bưởi")
        .lacks("Tiểu thương xin");
    let conclude = village.get(&village.leader(), &format!("{desk}/ket-luan")).await;
    conclude.holds("Chợ đóng cửa lúc 19 giờ.");
    village
        .post(
            &village.leader(),
            &format!("{desk}/ket-luan"),
            &[
                ("decision", "Quyết định 41/QĐ-UBND"),
                ("doan-1", "Chợ họp từ 4 giờ."),
                ("doan-2", "Chợ đóng cửa lúc 19 giờ."),
                ("added", "Có bãi giữ xe."),
            ],
        )
        .await
        .location();
    let result = village.get(&stranger, &format!("{page}/ket-qua")).await;
    result
        .holds("Quyết định 41/QĐ-UBND")
        .holds("Giữ nguyên")
        .holds("<ins>Có bãi giữ xe.</ins>");
    let mine = village
        .post(&stranger, &format!("{page}/tra-cuu"), &[("code", &code)])
        .await;
    mine.holds("Ý kiến đã được trả lời công khai").holds("Đồng ý.");
}

#[tokio::test]
async fn too_few_days_are_refused_with_the_article_and_nothing_typed_is_lost() {
    let village = Village::founded().await;
    let mut early = DRAFT;
    early[5] = ("closes_on", "24/10/2026");
    let refused = village
        .post(&village.officer(), &village.at("/soan"), &early)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused
        .holds("Sớm nhất là 25/10/2026")
        .holds("Điều 28, khoản 2")
        .holds("Chợ đóng cửa lúc 18 giờ.");
    let mut no_matter = DRAFT;
    no_matter[0] = ("matter", "weather");
    let refused = village
        .post(&village.officer(), &village.at("/soan"), &no_matter)
        .await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn who_may_do_what_is_asked_at_every_door() {
    let village = Village::founded().await;
    let saved = village
        .post(&village.officer(), &village.at("/soan"), &DRAFT)
        .await
        .location();
    let desk = saved.split('?').next().unwrap();
    let public = desk.replace("/soan/", "/");
    let stranger = Someone::stranger();
    // A draft is nobody's but the officers'.
    assert_eq!(
        village.get(&stranger, &public).await.status,
        StatusCode::NOT_FOUND
    );
    let own = village.get(&village.officer(), desk).await;
    own.holds("Người soạn không được tự mở").lacks("/mo\"");
    assert_eq!(
        village.get(&village.head(), desk).await.status,
        StatusCode::FORBIDDEN,
        "a hamlet head has no business with a commune's draft"
    );
    let elsewhere = village.someone("commune_leader", 999_999, 9);
    assert_eq!(
        village.get(&elsewhere, desk).await.status,
        StatusCode::FORBIDDEN,
        "another commune's leader has no business here"
    );
    // The head of a hamlet opens the covenant of that hamlet, and no other.
    let covenant = |hamlet: &str| {
        let mut draft = DRAFT.to_vec();
        draft[0] = ("matter", "covenant");
        draft[5] = ("closes_on", "04/11/2026");
        draft
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .chain([("covenant".to_owned(), hamlet.to_owned())])
            .collect::<Vec<_>>()
    };
    for (hamlet, status) in [
        (village.hamlets[0], StatusCode::SEE_OTHER),
        (village.hamlets[1], StatusCode::FORBIDDEN),
    ] {
        let fields = covenant(&hamlet.to_string());
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let saved = village
            .post(&village.officer(), &village.at("/soan"), &fields)
            .await
            .location();
        let desk = saved.split('?').next().unwrap();
        let opened = village
            .post(&village.head(), &format!("{desk}/mo"), &[("revision", "1")])
            .await;
        assert_eq!(opened.status, status, "{}", opened.text);
    }
    let list = village.get(&stranger, &village.at("")).await;
    list.holds("Còn 30 ngày góp ý");
    // The Front reads and changes nothing.
    let front = village.someone("front_officer", village.unit, 4);
    assert_eq!(
        village.get(&front, &format!("{desk}/y-kien")).await.status,
        StatusCode::OK
    );
    assert_eq!(
        village
            .post(&front, &format!("{desk}/gom"), &[("into", "moi")])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

/// Words that stand in opinions alone, so that wherever they appear something leaks.
#[tokio::test]
async fn neither_an_opinion_nor_a_name_nor_a_code_gets_out() {
    const CANARIES: [&str; 3] = ["Hoàng-yến-ý-kiến", "Hoàng-yến-họ-tên", "Hoàng-yến-trên-giấy"];
    let village = Village::founded().await;
    let (page, desk) = village.opened().await;
    let code = village
        .says(
            &page,
            &[
                ("passage", "2"),
                ("stance", "other"),
                ("words", CANARIES[0]),
                ("name", CANARIES[1]),
            ],
        )
        .await;
    let entered = village
        .post(
            &village.officer(),
            &format!("{desk}/nhap"),
            &[
                ("channel", "meeting"),
                ("given_on", "05/10/2026"),
                ("passage", "0"),
                ("stance", "disagree"),
                ("words", CANARIES[2]),
                ("people", "3"),
            ],
        )
        .await;
    assert_eq!(entered.status, StatusCode::OK);
    let watched = async |when: &str| {
        let id = page.rsplit('/').next().unwrap();
        let api = format!("/api/v1/consultations/{}", village.code);
        let mut texts = Vec::new();
        for path in [
            "/lay-y-kien".to_owned(),
            village.at(""),
            village.at("/tin.atom"),
            page.clone(),
            format!("{page}/gop-y"),
            format!("{page}/tra-cuu"),
            format!("{page}/tong-hop"),
            format!("{page}/ket-qua"),
            format!("{page}/noi-dung.json"),
            format!("{page}/ban-doc"),
            api.clone(),
            format!("{api}?state=answered"),
            format!("{api}?state=concluded"),
            format!("{api}/{id}"),
        ] {
            texts.push((path.clone(), village.get(&Someone::stranger(), &path).await.text));
        }
        let mut read = village.db.read().await.unwrap();
        let log: Vec<Vec<u8>> = read
            .all("SELECT body FROM log_entry", &[], |row| row.get(0))
            .await
            .unwrap();
        assert!(!log.is_empty());
        texts.extend(
            log.iter()
                .map(|body| ("the log".to_owned(), String::from_utf8_lossy(body).into_owned())),
        );
        let records: Vec<String> = read
            .all("SELECT title || body FROM record", &[], |row| row.get(0))
            .await
            .unwrap();
        texts.extend(records.into_iter().map(|text| ("the register".to_owned(), text)));
        for (place, text) in texts {
            for canary in CANARIES
                .iter()
                .copied()
                .chain([code.as_str(), &code.replace('-', "")])
            {
                assert!(!text.contains(canary), "{when}: {place} tells {canary}");
            }
        }
    };
    watched("open").await;
    village.clock.set(date(2026, 10, 26));
    let opinions = village.get(&village.officer(), &format!("{desk}/y-kien")).await;
    opinions.holds(CANARIES[0]).holds(CANARIES[1]).holds(CANARIES[2]);
    let ticked = opinions.values("opinion");
    village
        .post(
            &village.officer(),
            &format!("{desk}/gom"),
            &[
                ("opinion", &ticked[0]),
                ("opinion", &ticked[1]),
                ("into", "moi"),
                ("summary", "Ý kiến chung."),
            ],
        )
        .await
        .location();
    watched("grouped").await;
    let opinions = village.get(&village.officer(), &format!("{desk}/y-kien")).await;
    let start = format!("{desk}/nhom/");
    let group = opinions
        .text
        .split(&start)
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    village
        .post(
            &village.officer(),
            &format!("{start}{group}"),
            &[
                ("summary", "Ý kiến chung."),
                ("outcome", "explained"),
                ("answer", "Giữ nguyên."),
            ],
        )
        .await
        .location();
    let overview = [("overview", "Chung.")];
    village
        .post(&village.leader(), &format!("{desk}/tong-hop"), &overview)
        .await
        .location();
    watched("answered").await;
    // More than half object to what stays: without reasons there is no decision.
    let decision = [("decision", "Giữ nguyên"), ("doan-1", "Một."), ("doan-2", "Hai.")];
    let refused = village
        .post(&village.leader(), &format!("{desk}/ket-luan"), &decision)
        .await;
    refused.holds("phải nêu rõ lý do");
    let mut reasoned = decision.to_vec();
    reasoned.push(("reasons", "Không đủ kinh phí."));
    village
        .post(&village.leader(), &format!("{desk}/ket-luan"), &reasoned)
        .await
        .location();
    watched("decided").await;
    village
        .get(&Someone::stranger(), &format!("{page}/ket-qua"))
        .await
        .holds("khác với ý kiến của đa số")
        .holds("Không đủ kinh phí.");
}

#[tokio::test]
async fn changes_after_the_opening_are_told_and_a_withdrawal_leaves_its_reason() {
    let village = Village::founded().await;
    let (page, desk) = village.opened().await;
    let stranger = Someone::stranger();
    let earlier = [("on", "20/10/2026"), ("reason", "Sớm hơn")];
    let refused = village
        .post(&village.leader(), &format!("{desk}/gia-han"), &earlier)
        .await;
    refused.holds("Chỉ dời được về sau ngày 25/10/2026");
    let later = [("on", "30/10/2026"), ("reason", "Mưa bão")];
    village
        .post(&village.leader(), &format!("{desk}/gia-han"), &later)
        .await
        .location();
    let corrected = [
        ("passage", "2"),
        ("text", "Chợ đóng cửa lúc 18 giờ 30."),
        ("reason", "Ghi thiếu phút"),
    ];
    village
        .post(&village.officer(), &format!("{desk}/dinh-chinh"), &corrected)
        .await
        .location();
    let shown = village.get(&stranger, &page).await;
    shown
        .holds("Gia hạn từ 25/10/2026 đến 30/10/2026")
        .holds("Mưa bão")
        .holds("Đính chính đoạn 2")
        .holds("<ins>giờ 30.</ins>");
    let feed = village.get(&stranger, &village.at("/tin.atom")).await;
    feed.holds("<category term=\"open\"/>");
    village
        .post(
            &village.leader(),
            &format!("{desk}/rut"),
            &[("reason", "Đăng nhầm")],
        )
        .await
        .location();
    let gone = village.get(&stranger, &page).await;
    gone.holds("Đăng nhầm")
        .lacks("Giờ hoạt động của chợ")
        .lacks("18 giờ");
    assert_eq!(
        village
            .get(&stranger, &format!("{page}/noi-dung.json"))
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    village
        .get(&stranger, &village.at(""))
        .await
        .holds("Đăng nhầm")
        .lacks("Giờ hoạt động của chợ");
}

#[tokio::test]
async fn one_network_does_not_flood_a_consultation() {
    let village = Village::founded().await;
    let (page, _) = village.opened().await;
    let agree = [("passage", "1"), ("stance", "agree")];
    for _ in 0..30 {
        village.says(&page, &agree).await;
    }
    let often = village
        .post(&Someone::stranger(), &format!("{page}/gop-y"), &agree)
        .await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
    often.holds("góp ý trên giấy");
    village.clock.set(TODAY.saturating_add(1.day()));
    village.says(&page, &agree).await;
}

#[tokio::test]
async fn paper_and_loudspeaker_say_where_and_until_when() {
    let village = Village::founded().await;
    let (page, _) = village.opened().await;
    let stranger = Someone::stranger();
    let sheet = village.get(&stranger, &format!("{page}/to-dan.pdf")).await;
    assert_eq!(sheet.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(sheet.text.starts_with("%PDF"));
    let script = village.get(&stranger, &format!("{page}/ban-doc")).await;
    script
        .holds("Kính thưa bà con")
        .holds("mười tám giờ")
        .holds("hai mươi lăm tháng mười");
    let translator = Translations::new(&[platform::i18n::TEXTS, deliberation::TEXTS])
        .unwrap()
        .translator(Locale::En);
    assert_eq!(
        translator.with("consultation-state-open", "count", 1_i64),
        "1 day left"
    );
}

#[tokio::test]
async fn a_person_sees_takes_along_and_erases_what_was_said() {
    let village = Village::founded().await;
    let (page, _) = village.opened().await;
    let first = village
        .says(
            &page,
            &[
                ("passage", "0"),
                ("stance", "disagree"),
                ("words", "Xin giữ chợ cũ."),
            ],
        )
        .await;
    let second = village
        .says(
            &page,
            &[
                ("passage", "0"),
                ("stance", "disagree"),
                ("words", "Giờ này sớm quá."),
                ("name", "Trần Thị Chín"),
            ],
        )
        .await;
    let stranger = Someone::stranger();
    let mine = "/y-kien-cua-toi";
    assert_eq!(village.get(&stranger, mine).await.status, StatusCode::SEE_OTHER);
    let person = village.someone(
        "household_representative",
        Place::hamlet(village.unit, village.hamlets[0]),
        77,
    );
    let blank = village.get(&person, mine).await;
    blank.lacks("Xin giữ chợ cũ.");
    blank.holds(&format!("value=\"{}\"", village.code));
    let wrong = village
        .post(&person, mine, &[("xa", &village.code), ("code", "AAAAA-AAAAA")])
        .await;
    wrong.holds("Có mã không dẫn đến ý kiến nào");
    let both = [
        ("xa", village.code.as_str()),
        ("code", first.as_str()),
        ("code", second.as_str()),
    ];
    let found = village.post(&person, mine, &both).await;
    found.holds("Xin giữ chợ cũ.");
    found.holds("Trần Thị Chín");
    assert_eq!(found.headers[header::CACHE_CONTROL], "no-store");
    let file = village.post(&person, "/y-kien-cua-toi/tai-ve", &both).await;
    let file: serde_json::Value = serde_json::from_str(&file.text).unwrap();
    assert_eq!(file["opinions"].as_array().unwrap().len(), 2);
    assert_eq!(file["opinions"][1]["name"], "Trần Thị Chín");

    // While opinions are taken, erasing takes one back whole.
    let id = page.rsplit('/').next().unwrap().to_owned();
    let erase = |code: &str| {
        [
            ("loai", "y-kien".to_owned()),
            ("don-vi", village.code.clone()),
            ("lay-y-kien", id.clone()),
            ("ma", code.to_owned()),
            ("xa", village.code.clone()),
            ("code", code.to_owned()),
        ]
    };
    let send = async |code: &str| {
        let fields = erase(code);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        village.post(&person, "/y-kien-cua-toi/xoa", &fields).await
    };
    let gone = send(&first).await;
    gone.holds("Đã rút ngày");
    gone.lacks("Xin giữ chợ cũ.");

    // Later the words and the name go, and what was said still counts.
    village.clock.set(TODAY.saturating_add(60.days()));
    let erased = send(&second).await;
    erased.holds("Đã xóa lời và tên ngày");
    erased.lacks("Giờ này sớm quá.");
    erased.lacks("Trần Thị Chín");
    let mut read = village.db.read().await.unwrap();
    let key = (village.unit, id.parse().unwrap());
    let dossier = consultation::store::dossier(&mut read, key)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((dossier.tally.disagree, dossier.tally.total()), (1, 1));
}
