//! Journeys through the pages as people in their roles send them, without a browser, and Open311 with its clients.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use petitions::{Petitions, Telling, store};
use platform::{
    access::testing::Someone,
    calendar::WorkingCalendar,
    clock::{Clock, SetClock},
    db::{Database, PoolSize},
    hooks::{self, Hooks},
    i18n::Translations,
    messages::{Channel, Messages},
    once,
    outbox::OutboxKey,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, UnitKind, Units, hamlets};

const TODAY: Date = date(2026, 11, 16);

/// A clock that goes on by a microsecond whenever it is looked at.
#[derive(Debug)]
struct Ticking(SetClock, AtomicI64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let ticks = self.1.fetch_add(1, Ordering::Relaxed);
        self.0.now() + jiff::SignedDuration::from_micros(ticks)
    }
}

/// A commune, served.
struct Village {
    app: Router,
    desk: Arc<Petitions>,
    db: Database,
    clock: SetClock,
    units: LiveUnits,
    unit: UnitId,
    other: UnitId,
    province: UnitId,
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

/// What stands in the element of a class.
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
            hooks::MIGRATIONS,
            units::MIGRATIONS,
            facts::MIGRATIONS,
            transparency::MIGRATIONS,
            petitions::MIGRATIONS,
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
        let texts = Translations::new(&[platform::i18n::TEXTS, units::TEXTS, petitions::TEXTS]).unwrap();
        let key = OutboxKey::new([7; 32]);
        let counted = || {
            let mut next = 0_u8;
            Box::new(move |octets: &mut [u8]| {
                next = next.wrapping_add(1);
                octets.fill(next);
            })
        };
        let sms = Messages::new(vec![Channel::Sms], "https://dinh.example", key.clone(), counted());
        let telling = Telling {
            post: None,
            inbox: None,
            messages: Some(Arc::new(sms)),
            hooks: Some(Arc::new(Hooks::new(hooks::Settings::default(), key, counted()))),
            translations: texts.clone(),
        };
        let desk = Petitions::new(
            db.clone(),
            units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(Ticking(clock.clone(), AtomicI64::new(0))),
            Box::new(move |octets| {
                for octet in octets {
                    next = next
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    *octet = next.to_be_bytes()[1];
                }
            }),
        );
        let desk = Arc::new(desk.tell_by(telling));
        let site = Arc::new(Site {
            translations: texts,
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: petitions::routes(site, Arc::clone(&desk)).into_router(),
            desk,
            db,
            clock,
            units,
            unit: communes[0].id,
            other: communes[1].id,
            province,
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

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 2)
    }

    async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.app.clone().oneshot(request).await.unwrap()).await
    }

    async fn get(&self, someone: &Someone, end: &str) -> Answer {
        self.ask(someone.get(&format!("/kien-nghi/{}{end}", self.code)))
            .await
    }

    async fn post(&self, someone: &Someone, end: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(someone.post(&format!("/kien-nghi/{}{end}", self.code), &encoded(fields)))
            .await
    }

    /// Fills the form in and sends it, with the work a browser does or without.
    async fn send(&self, fields: &[(&str, &str)], works: bool) -> Answer {
        let stranger = Someone::stranger();
        let form = self.get(&stranger, "/gui").await.ok();
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
            ("csrf", stranger.token()),
            ("once", &once),
            ("work_day", &day),
            ("work", &work),
        ];
        all.extend(fields);
        let body: String = all
            .iter()
            .map(|(name, value)| {
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
            })
            .collect();
        let request = Request::post(format!("/kien-nghi/{}/gui", self.code))
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        self.ask(stranger.send(request, format!("{body}--x--\r\n"))).await
    }

    /// Does something with the petition at the desk, at the revision the page shows.
    async fn act(&self, someone: &Someone, desk: &str, what: &str, fields: &[(&str, &str)]) -> Answer {
        // Each form tells the revision it was made for; that for making public has a page of its own.
        let form = if what == "cong-khai" {
            format!("{desk}/{what}")
        } else {
            desk.to_owned()
        };
        let page = self.ask(someone.get(&form)).await.ok();
        let revision = values(&page, "revision").into_iter().next().unwrap_or_default();
        let mut all = vec![("revision", revision.as_str())];
        all.extend(fields);
        self.ask(someone.post(&format!("{desk}/{what}"), &encoded(&all)))
            .await
    }

    /// The page at the desk of the newest petition.
    async fn newest(&self) -> String {
        let mut read = self.db.read().await.unwrap();
        let petition = store::waiting(&mut read, self.unit, 1).await.unwrap().remove(0);
        format!("/kien-nghi/{}/viec/{}", self.code, petition.id)
    }
}

impl Village {
    /// Gives each commune a hamlet.
    async fn with_hamlets(&self) {
        let mut write = self.db.write().await.unwrap();
        let source = self.units.current().sources()[0].id;
        let new = [self.unit, self.other].map(|commune| hamlets::NewHamlet {
            commune,
            code: None,
            name: "Ấp Vĩnh Thạnh".to_owned(),
            kind: UnitKind::Ap,
            valid_from: None,
            valid_to: None,
            source,
        });
        hamlets::insert(&mut write, &new).await.unwrap();
        write.commit().await.unwrap();
    }

    /// Tells the demo world's story here, on a day.
    async fn demo(&self, today: Date) {
        self.with_hamlets().await;
        let law = (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        );
        let communes = [self.unit, self.other];
        petitions::demo::tell(&self.db, &self.units, law, &communes, today)
            .await
            .unwrap();
        self.clock.set(today, 18);
    }

    async fn texts(&self, sql: &'static str) -> Vec<String> {
        let mut read = self.db.read().await.unwrap();
        read.all(sql, &[], |row| row.get(0)).await.unwrap()
    }
}

/// Addresses that a page leads to.
fn leads_to(page: &str) -> Vec<String> {
    ["href=\"", "src=\""]
        .iter()
        .flat_map(|attribute| page.split(attribute).skip(1))
        .filter_map(|rest| rest.split('"').next())
        .map(|address| address.replace("&amp;", "&"))
        .filter(|address| address.starts_with("/kien-nghi"))
        .collect()
}

#[tokio::test]
async fn no_page_feed_export_or_log_entry_of_the_demo_world_holds_a_personal_datum() {
    let village = Village::founded().await;
    village.demo(date(2026, 11, 25)).await;
    let states = village
        .texts("SELECT DISTINCT state || '/' || ending FROM petition ORDER BY 1")
        .await;
    assert_eq!(
        states,
        [
            "answered/",
            "assigned/",
            "classified/",
            "closed/accepted",
            "closed/complaint",
            "closed/denunciation",
            "closed/elapsed",
            "closed/handed_over",
            "closed/merged",
            "closed/refused",
            "closed/withdrawn",
            "held/",
            "received/",
        ]
    );
    let code = &village.code;
    let mut open = vec![
        "/kien-nghi".to_owned(),
        format!("/kien-nghi/{code}"),
        format!("/kien-nghi?q={code}"),
        format!("/api/v1/petitions/{code}"),
        format!("/open311/v2/requests.json?jurisdiction_id={code}"),
        format!("/open311/v2/requests.xml?jurisdiction_id={code}"),
        format!("/open311/v2/services.xml?jurisdiction_id={code}"),
    ];
    // Whoever knows identifiers learns nothing more.
    for id in village.texts("SELECT lower(hex(id)) FROM petition").await {
        let id = uuid::Uuid::parse_str(&id).unwrap();
        open.push(format!("/kien-nghi/{code}/{id}"));
        open.push(format!("/kien-nghi/{code}/{id}/noi-dung.json"));
        open.push(format!("/api/v1/petitions/{code}/{id}"));
        open.push(format!("/open311/v2/requests/{id}.json?jurisdiction_id={code}"));
    }
    let like = village
        .post(
            &Someone::stranger(),
            "/tuong-tu",
            &[("q", "Cống đầu ấp nghẹt, mưa là ngập")],
        )
        .await
        .ok();
    like.holds("Cống đầu ấp nghẹt");
    for canary in petitions::demo::CANARIES {
        like.lacks(canary);
    }
    let mut seen = std::collections::BTreeSet::new();
    let mut public = 0;
    while let Some(path) = open.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let answer = village.ask(Someone::stranger().get(&path)).await;
        let text = answer.text();
        public += usize::from(answer.status == StatusCode::OK);
        for canary in petitions::demo::CANARIES {
            assert!(!text.contains(canary), "{canary} is on {path}:\n{text}");
        }
        open.extend(leads_to(&text));
    }
    assert!(public > 30, "only {public} pages were looked at");
    let logged = village.texts("SELECT CAST(body AS TEXT) FROM log_entry").await;
    let records = village
        .texts("SELECT title || CAST(body AS TEXT) FROM record")
        .await;
    assert!(
        logged.len() > 4 && records.len() > 8,
        "{} {}",
        logged.len(),
        records.len()
    );
    for text in logged.iter().chain(&records) {
        for canary in petitions::demo::CANARIES {
            assert!(!text.contains(canary), "{canary} is in {text}");
        }
    }
    // And of the denunciation nothing is left at all, while those who answer see whom they answer.
    let denounced = village
        .texts("SELECT title || words || place || draft FROM petition WHERE ending = 'denunciation'")
        .await;
    assert_eq!(denounced, [""]);
    let kept = village.texts("SELECT name FROM petition_contact").await;
    assert!(
        kept.len() > 5
            && kept
                .iter()
                .all(|name| petitions::demo::CANARIES.contains(&name.as_str()))
    );
    // The log and what is public agree.
    let shown = village
        .texts("SELECT public_title FROM petition WHERE shown_at IS NOT NULL AND hidden_at IS NULL")
        .await;
    assert_eq!(shown.len(), 3);
}

const DRAIN: &[(&str, &str)] = &[
    ("kind", "feedback"),
    ("category", "drainage"),
    ("title", "Cống đầu ấp nghẹt"),
    ("words", "Mưa là ngập. Tôi là Nguyễn Văn An, gọi 0912345678."),
    ("place", "đầu ấp"),
    ("name", "Nguyễn Văn An"),
    ("phone", "0912345678"),
    ("public", "yes"),
];

#[tokio::test]
async fn somebody_sends_one_follows_it_and_it_becomes_public_without_personal_data() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village
        .get(&stranger, "")
        .await
        .ok()
        .holds("Chưa có việc nào được công khai");
    let thanks = village.send(DRAIN, true).await;
    assert_eq!(thanks.status, StatusCode::CREATED, "{}", thanks.text());
    thanks.holds("thời hạn bắt đầu tính").holds("25/11/2026");
    assert_eq!(thanks.headers[header::CACHE_CONTROL], "no-store");
    let code = class(&thanks, "dinh-code");
    let follow = village.post(&stranger, "/tra-cuu", &[("code", &code)]).await.ok();
    follow.holds("Cống đầu ấp nghẹt").holds("còn 9 ngày");
    village
        .post(&stranger, "/tra-cuu", &[("code", "2222-2222-2222")])
        .await
        .holds("Không có mã này");

    let (officer, leader) = (village.officer(), village.leader());
    let desk = village.newest().await;
    let page = village.ask(officer.get(&desk)).await.ok();
    page.holds("Nguyễn Văn An").holds("0912345678");
    village
        .ask(leader.get(&desk))
        .await
        .ok()
        .lacks("<h2>Liên hệ</h2>");
    village
        .act(
            &officer,
            &desk,
            "xu-ly/phan-loai",
            &[("kind", "feedback"), ("category", "drainage")],
        )
        .await
        .location();
    village
        .act(&officer, &desk, "xu-ly/giao", &[("office", "economy")])
        .await
        .location();
    village
        .act(
            &officer,
            &desk,
            "xu-ly/soan",
            &[("answer", "Đã thông cống, cảm ơn anh An.")],
        )
        .await
        .location();
    let refused = village.act(&officer, &desk, "duyet/tra-loi", &[]).await;
    assert_eq!(
        refused.status,
        StatusCode::FORBIDDEN,
        "an officer does not approve"
    );
    village.act(&leader, &desk, "duyet/tra-loi", &[]).await.location();

    let follow = village.post(&stranger, "/tra-cuu", &[("code", &code)]).await.ok();
    follow
        .holds("Đã thông cống")
        .holds("Chấp nhận")
        .lacks("Soạn câu trả lời");
    village
        .post(
            &stranger,
            "/tra-cuu/danh-gia",
            &[("code", &code), ("rating", "satisfied")],
        )
        .await
        .ok();
    village
        .post(&stranger, "/tra-cuu/chap-nhan", &[("code", &code)])
        .await
        .ok()
        .holds("Đã chấp nhận");

    let form = village.ask(officer.get(&format!("{desk}/cong-khai"))).await.ok();
    form.holds("[tên người]").holds("[số điện thoại]");
    let unread = village
        .act(
            &officer,
            &desk,
            "cong-khai",
            &[
                ("title", "Cống đầu ấp nghẹt"),
                ("words", "Gọi 0912345678."),
                ("answer", "Đã thông cống."),
            ],
        )
        .await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
    unread.holds("Xin che nốt").holds("“0912345678”");
    let shown = village
        .act(
            &officer,
            &desk,
            "cong-khai",
            &[
                ("title", "Cống đầu ấp nghẹt"),
                ("words", "Mưa là ngập."),
                ("answer", "Đã thông cống."),
            ],
        )
        .await;
    assert!(shown.location().ends_with("xong=cong-khai"));
    let public = desk.replace("/viec/", "/");
    let page = village.ask(stranger.get(&public)).await.ok();
    page.holds("Đã thông cống")
        .holds("Công khai")
        .lacks("0912345678")
        .lacks("Nguyễn Văn An")
        .lacks("cảm ơn anh");
    for end in ["", "/tin.atom"] {
        village
            .get(&stranger, end)
            .await
            .ok()
            .holds("Cống đầu ấp nghẹt")
            .lacks("0912345678")
            .lacks("Nguyễn");
    }
    village
        .get(&stranger, "")
        .await
        .ok()
        .holds("100 %")
        .holds("đúng hạn");
    let api = format!("/api/v1/petitions/{}", village.code);
    village
        .ask(stranger.get(&api))
        .await
        .ok()
        .holds("\"answered_in_time\":1")
        .lacks("0912345678");
    let id = public.rsplit('/').next().unwrap();
    village
        .ask(stranger.get(&format!("{api}/{id}")))
        .await
        .ok()
        .holds("\"act\":\"posted\"");

    // Who sends the like is shown the answer first, and may send it all the same.
    let alike = village
        .send(
            &[
                ("kind", "feedback"),
                ("category", "drainage"),
                ("title", "cong dau ap nghet"),
                ("words", "mua la ngap"),
                ("public", "no"),
            ],
            true,
        )
        .await;
    assert_eq!(alike.status, StatusCode::UNPROCESSABLE_ENTITY);
    alike.holds("Có việc giống thế này").holds(&public);
    assert_eq!(values(&alike, "seen"), ["1"]);
    let sent = village
        .send(
            &[
                ("seen", "1"),
                ("kind", "feedback"),
                ("category", "drainage"),
                ("title", "cong dau ap nghet"),
                ("words", "mua la ngap"),
                ("public", "no"),
            ],
            true,
        )
        .await;
    assert_eq!(sent.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_form_with_faults_comes_back_with_what_was_written() {
    let village = Village::founded().await;
    let answer = village
        .send(
            &[("kind", "feedback"), ("title", "Cống nghẹt"), ("words", "")],
            true,
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.holds("Xin chọn lĩnh vực").holds("value=\"Cống nghẹt\"");
    let elsewhere: Vec<_> = DRAIN.iter().copied().chain([("hamlet", "99999999")]).collect();
    let answer = village.send(&elsewhere, true).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.holds("Xin chọn lại ấp, khóm trong danh sách.");
}

#[tokio::test]
async fn complaints_and_denunciations_are_led_to_their_procedures() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    for (kind, place, words) in [
        ("complaint", "khieu-nai", "90 ngày"),
        ("denunciation", "to-cao", "giữ bí mật"),
    ] {
        let sent = village
            .send(
                &[
                    ("kind", kind),
                    ("category", "land"),
                    ("title", "a"),
                    ("words", "b"),
                ],
                true,
            )
            .await;
        assert!(sent.location().ends_with(&format!("/thu-tuc/{place}")));
        village
            .ask(stranger.get(&sent.location()))
            .await
            .ok()
            .holds(words)
            .holds("Điều");
    }
    // A hint is no block: sent again, it is taken, without its sender.
    let fields = [
        ("kind", "feedback"),
        ("category", "funds"),
        ("title", "Thu tiền"),
        ("words", "Tôi tố cáo ông B nhận hối lộ."),
        ("name", "Lê Thị Bí Mật"),
        ("public", "yes"),
    ];
    let hinted = village.send(&fields, true).await;
    assert_eq!(hinted.status, StatusCode::UNPROCESSABLE_ENTITY);
    hinted
        .holds("Nội dung này giống một tố cáo")
        .holds("/thu-tuc/to-cao");
    let mut again = fields.to_vec();
    again.push(("seen", "1"));
    assert_eq!(village.send(&again, true).await.status, StatusCode::CREATED);
    let desk = village.newest().await;
    village
        .ask(village.officer().get(&desk))
        .await
        .ok()
        .lacks("Lê Thị Bí Mật")
        .holds("chữ của tố cáo");
}

#[tokio::test]
async fn who_wants_a_message_says_to_which_telephone() {
    let village = Village::founded().await;
    let mut fields = DRAIN.to_vec();
    fields.retain(|(name, _)| *name != "phone");
    fields.extend([("tell", "sms"), ("phone", "0296 3852 346")]);
    let form = village.send(&fields, true).await;
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
    form.holds("Ghi số điện thoại di động nhận tin")
        .holds("0296 3852 346")
        .lacks("value=\"zalo\"");
    fields.pop();
    fields.push(("phone", "0912 345 678"));
    assert_eq!(village.send(&fields, true).await.status, StatusCode::CREATED);
    let mut read = village.db.read().await.unwrap();
    let waiting = platform::outbox::count(&mut read, village.unit.0, "waiting")
        .await
        .unwrap();
    assert_eq!(waiting, 1, "the telephone is told that it was received");
}

#[tokio::test]
async fn a_leader_lets_another_program_be_told_and_stops_it() {
    let village = Village::founded().await;
    let leader = village.leader();
    assert_eq!(
        village.get(&village.officer(), "/moc").await.status,
        StatusCode::FORBIDDEN
    );
    village
        .get(&leader, "/moc")
        .await
        .ok()
        .holds("Chưa báo cho chương trình nào.");
    village
        .get(&leader, "/viec")
        .await
        .ok()
        .holds("Báo cho chương trình khác");
    for (url, fault) in [
        ("cdc.example.vn", "Ghi địa chỉ đầy đủ"),
        ("https://127.0.0.1/hook", "nằm trong mạng nội bộ"),
        ("https://an:b@cdc.example.vn", "không được chứa tên và mật khẩu"),
    ] {
        let form = village.post(&leader, "/moc", &[("url", url)]).await;
        assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
        form.holds(fault).holds(url);
    }
    let url = ("url", "https://cdc.example.vn/hook");
    let page = village.post(&leader, "/moc", &[url]).await.ok();
    page.holds("whsec_").holds("Chưa báo lần nào.");
    let again = village.post(&leader, "/moc", &[url]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.holds("Địa chỉ này đã có.").lacks("whsec_");
    let page = village.get(&leader, "/moc").await.ok();
    page.lacks("whsec_");
    let action = page
        .text()
        .split("/moc/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap()
        .to_owned();
    village
        .post(&leader, &format!("/moc/{action}/thu"), &[])
        .await
        .ok()
        .holds("Đã gửi thử");
    let other = village.someone("commune_leader", village.other, 9);
    assert_eq!(
        village
            .post(&other, &format!("/moc/{action}/het"), &[])
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    village
        .post(&leader, &format!("/moc/{action}/het"), &[])
        .await
        .ok()
        .holds("Đã dừng")
        .lacks("Gửi thử</button>");
    let gone = village.post(&leader, &format!("/moc/{action}/thu"), &[]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_script_it_waits_to_be_looked_at_and_is_not_refused() {
    let village = Village::founded().await;
    let sent = village.send(DRAIN, false).await;
    assert_eq!(sent.status, StatusCode::CREATED);
    sent.holds("có người xem qua trước");
    let officer = village.officer();
    let queue = village.get(&officer, "/viec").await.ok();
    queue.holds("Chờ xem qua (1)").holds("Cống đầu ấp nghẹt");
    let text = queue.text();
    let desk = text.split("/viec/").nth(1).unwrap().split('"').next().unwrap();
    let desk = format!("/kien-nghi/{}/viec/{desk}", village.code);
    village.act(&officer, &desk, "xu-ly/nhan", &[]).await.location();
    village.get(&officer, "/viec").await.ok().holds("Mới nhận (1)");
}

#[tokio::test]
async fn the_province_sees_what_is_overdue_below_and_asks_for_it() {
    let village = Village::founded().await;
    village.send(DRAIN, true).await;
    village.clock.set(date(2026, 11, 27), 9);
    village.desk.tend().await.unwrap();
    let above = village.someone("provincial_officer", village.province, 9);
    let queue = village.ask(above.get("/kien-nghi/91/viec")).await.ok();
    queue.holds("Quá hạn ở cấp dưới").holds("quá hạn 2 ngày");
    let desk = village.newest().await;
    let done = village
        .act(&above, &desk, "nhac", &[("why-nhac", "Trả lời trước thứ Sáu")])
        .await;
    assert!(done.location().ends_with("xong=nhac"));
    let elsewhere = village.someone("commune_officer", village.other, 7);
    assert_eq!(
        village.ask(elsewhere.get(&desk)).await.status,
        StatusCode::FORBIDDEN
    );
    let nobody = village.ask(Someone::stranger().get(&desk)).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn codes_cannot_be_tried_without_end() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    for _ in 0..20 {
        village
            .post(&stranger, "/tra-cuu", &[("code", "2222-2222-2222")])
            .await;
    }
    let answer = village
        .post(&stranger, "/tra-cuu", &[("code", "2222-2222-2222")])
        .await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
}

/// Clients from PyPI that nobody here wrote, over HTTP on loopback; `make test` installs them.
#[tokio::test(flavor = "multi_thread")]
async fn open311_clients_read_send_and_follow() {
    let village = Village::founded().await;
    village.send(DRAIN, true).await;
    let (officer, leader) = (village.officer(), village.leader());
    let desk = village.newest().await;
    for (who, what, fields) in [
        (
            &officer,
            "xu-ly/phan-loai",
            vec![("kind", "feedback"), ("category", "drainage")],
        ),
        (&officer, "xu-ly/giao", vec![("office", "economy")]),
        (&officer, "xu-ly/soan", vec![("answer", "Đã thông cống.")]),
        (&leader, "duyet/tra-loi", vec![]),
        (
            &officer,
            "cong-khai",
            vec![
                ("title", "Cống nghẹt"),
                ("words", "Mưa & ngập <b>."),
                ("answer", "Đã thông cống."),
            ],
        ),
    ] {
        village.act(who, &desk, what, &fields).await.location();
    }
    let page = village
        .post(&leader, "/khoa", &[("name", "Ứng dụng của tỉnh")])
        .await
        .ok();
    let key = class(&page, "dinh-hash");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/open311/v2", listener.local_addr().unwrap());
    let app = village.app.clone();
    let server = tokio::spawn(async move { axum::serve(listener, app).await });
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let output = tokio::task::spawn_blocking({
        let code = village.code.clone();
        move || {
            Command::new(root.join("target/venv-open311/bin/python3"))
                .arg(root.join("tests/open311/client.py"))
                .args([&address, &code, &key])
                .output()
                .expect("the clients are installed: make target/venv-open311/bin/python3")
        }
    })
    .await
    .unwrap();
    server.abort();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success(), "{said}");
    // What was sent is followed on the pages with the same code.
    let token = said.trim();
    let follow = village
        .post(&Someone::stranger(), "/tra-cuu", &[("code", token)])
        .await
        .ok();
    follow.holds("Đèn đường đầu hẻm tắt");
    let xml = village
        .ask(Someone::stranger().get(&format!(
            "/open311/v2/requests.xml?jurisdiction_id={}",
            village.code
        )))
        .await
        .ok();
    xml.holds("<service_requests><request>")
        .holds("Mưa &amp; ngập &lt;b&gt;.");
}

#[tokio::test]
async fn open311_refuses_as_the_specification_has_it() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let code = &village.code;
    for (path, status) in [
        ("/open311/v2/services.json".to_owned(), 400),
        (
            "/open311/v2/services.json?jurisdiction_id=99999999".to_owned(),
            404,
        ),
        (
            format!("/open311/v2/services/none.json?jurisdiction_id={code}"),
            404,
        ),
        (
            format!("/open311/v2/requests.json?jurisdiction_id={code}&status=maybe"),
            400,
        ),
        (
            format!(
                "/open311/v2/requests.json?jurisdiction_id={code}&start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z"
            ),
            400,
        ),
        (
            format!("/open311/v2/requests/none.json?jurisdiction_id={code}"),
            404,
        ),
        (
            format!("/open311/v2/tokens/ABCD.json?jurisdiction_id={code}"),
            404,
        ),
        (
            format!("/open311/v2/requests.json?jurisdiction_id={code}&page=0"),
            400,
        ),
        (
            format!("/open311/v2/requests.json?jurisdiction_id={code}&page=3&page_size=10"),
            200,
        ),
        ("/open311/v2/discovery.json".to_owned(), 200),
    ] {
        let answer = village.ask(stranger.get(&path)).await;
        assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.text());
        if status >= 400 {
            answer.holds(&format!("\"code\":{status}"));
        }
    }
    let xml = village.ask(stranger.get("/open311/v2/services.xml")).await;
    xml.holds("<errors><error>").holds("<code>400</code>");
}

#[tokio::test]
async fn open311_takes_hamlets_of_its_own_commune_alone() {
    let village = Village::founded().await;
    village.with_hamlets().await;
    let page = village
        .post(&village.leader(), "/khoa", &[("name", "Ứng dụng của tỉnh")])
        .await
        .ok();
    let key = class(&page, "dinh-hash");
    let stranger = Someone::stranger();
    let mut read = village.db.read().await.unwrap();
    let mut sent = Vec::new();
    for commune in [village.unit, village.other] {
        let hamlets = hamlets::page(&mut read, commune, date(2026, 11, 25), None, 1).await;
        let hamlet = hamlets.unwrap().remove(0).id.to_string();
        let body = encoded(&[
            ("jurisdiction_id", &village.code),
            ("api_key", &key),
            ("service_code", "drainage"),
            ("description", "Cống nghẹt"),
            ("attribute[hamlet]", &hamlet),
        ]);
        sent.push(
            village
                .ask(stranger.post("/open311/v2/requests.json", &body))
                .await,
        );
    }
    assert_eq!(sent[0].status, StatusCode::CREATED, "{}", sent[0].text());
    assert_eq!(sent[1].status, StatusCode::BAD_REQUEST, "{}", sent[1].text());
    sent[1].holds("attribute[hamlet]");
}
