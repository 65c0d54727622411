//! Journeys through the pages as people of a place and others send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, extract::Request, http::StatusCode};
use disclosure::{Disclosures, internal};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use organisations::{Kind, Organisation, Role};
use platform::{
    access::testing::Someone,
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, PoolSize},
    i18n::Translations,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units};
use workplace::Workplaces;

const TODAY: Date = date(2026, 3, 2);
/// Planted where only a place's people may read it.
const CANARY: &str = "Chim-hoang-yen-7431";

/// A commune with a clinic and a state enterprise, served.
struct Village {
    app: Router,
    clock: SetClock,
    units: LiveUnits,
    unit: UnitId,
    code: String,
    clinic: Organisation,
    _folder: tempfile::TempDir,
}

fn form(fields: &[(&str, &str)]) -> String {
    let encoded = |value: &str| -> String {
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
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect::<Vec<_>>()
        .join("&")
}

fn random(mut next: u64) -> platform::random::Fill {
    Box::new(move |octets| {
        for octet in octets {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *octet = next.to_be_bytes()[1];
        }
    })
}

const HEAD: u128 = 1;
const WORKER: u128 = 2;
const STRANGER_AT_THE_OTHER: u128 = 3;

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
            disclosure::MIGRATIONS,
            workplace::MIGRATIONS,
        ])
        .await
        .unwrap();
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let unit = registry.children(province, TODAY).next().unwrap().clone();
        let units = LiveUnits::new(Arc::new(registry));
        let clock = SetClock::at(TODAY, 9);
        let law = || {
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            )
        };
        let boards = Disclosures::new(
            db.clone(),
            units.clone(),
            law(),
            Arc::new(clock.clone()),
            random(11),
        );
        let mut clinic = None;
        for (kind, name, people) in [
            (
                Kind::Agency,
                "Trạm Y tế",
                &[(HEAD, Role::Head), (WORKER, Role::Staff)][..],
            ),
            (
                Kind::StateEnterprise,
                "Xí nghiệp Thủy nông",
                &[(STRANGER_AT_THE_OTHER, Role::Head)][..],
            ),
        ] {
            let id = boards.internal().register(unit.id, kind, name).await.unwrap();
            let of = internal::store::organisation_of(&mut db.read().await.unwrap(), unit.id, id)
                .await
                .unwrap()
                .unwrap();
            for (number, role) in people {
                let account = uuid::Uuid::from_u128(*number);
                let code = boards.internal().code(&of, *role, account).await.unwrap();
                boards
                    .internal()
                    .join(&code, account, &format!("Nguyễn Văn {number}"))
                    .await
                    .unwrap();
            }
            clinic.get_or_insert(of);
        }
        let desk = Workplaces::new(db, units.clone(), law(), Arc::new(clock.clone()), random(41));
        let site = Arc::new(Site {
            translations: Translations::new(&[
                platform::i18n::TEXTS,
                units::TEXTS,
                facts::TEXTS,
                workplace::TEXTS,
            ])
            .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: workplace::routes(site, Arc::new(desk)).into_router(),
            clock,
            units,
            unit: unit.id,
            code: unit.code,
            clinic: clinic.unwrap(),
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, number: u128) -> Someone {
        Someone::within(role, self.unit, TODAY, Arc::new(self.units.clone()), number)
    }

    fn head(&self) -> Someone {
        self.someone("household_representative", HEAD)
    }

    fn worker(&self) -> Someone {
        self.someone("household_representative", WORKER)
    }

    fn at(&self, rest: &str) -> String {
        format!("/noi-lam-viec/{}/{}{rest}", self.code, self.clinic.id)
    }

    async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.app.clone().oneshot(request).await.unwrap()).await
    }

    async fn get(&self, who: &Someone, path: &str) -> Answer {
        self.ask(who.get(path)).await
    }

    async fn post(&self, who: &Someone, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(who.post(path, &form(fields))).await
    }

    /// Calls a conference with one matter, and gives the address of its page.
    async fn called(&self) -> String {
        let answer = self
            .post(
                &self.head(),
                &self.at("/hoi-nghi/goi"),
                &[
                    ("kind", "yearly"),
                    ("attendance", "plenary"),
                    ("held_on", "02/03/2026"),
                    ("place", "Hội trường"),
                    ("staff", "30"),
                    ("summoned", "30"),
                    ("agenda", CANARY),
                    ("items", "Chỉ tiêu thi đua"),
                ],
            )
            .await;
        answer.location().strip_suffix("?xong=goi").unwrap().to_owned()
    }

    /// The revision that a form sends along.
    async fn revision(&self, path: &str) -> String {
        let page = self.get(&self.head(), path).await.ok().text();
        let (_, rest) = page.split_once(r#"name="revision" value=""#).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    }
}

#[tokio::test]
async fn a_conference_is_called_counted_decided_and_printed() {
    let v = Village::founded().await;
    let head = v.head();
    v.get(&head, &v.at("/trong"))
        .await
        .ok()
        .holds("Hội nghị hằng năm");
    let wrong = v
        .post(
            &head,
            &v.at("/hoi-nghi/goi"),
            &[("kind", "yearly"), ("place", "Phòng họp 4")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("Phòng họp 4").holds("Ghi ngày như");
    let page = v.called().await;
    v.get(&head, &page).await.ok().holds("20").holds(CANARY);
    let counting = format!("{page}/lam/co-mat");
    let many = v
        .post(
            &head,
            &counting,
            &[("revision", &v.revision(&counting).await), ("present", "31")],
        )
        .await;
    assert_eq!(many.status, StatusCode::UNPROCESSABLE_ENTITY);
    many.holds("không nhiều hơn số người được triệu tập");
    v.post(
        &head,
        &counting,
        &[("revision", &v.revision(&counting).await), ("present", "20")],
    )
    .await
    .location();
    let voting = format!("{page}/lam/bieu-quyet-1");
    v.post(
        &head,
        &voting,
        &[
            ("revision", &v.revision(&voting).await),
            ("for_it", "11"),
            ("against", "4"),
            ("blank", "5"),
        ],
    )
    .await
    .location();
    let ending = format!("{page}/lam/nghi-quyet");
    v.post(
        &head,
        &ending,
        &[
            ("revision", &v.revision(&ending).await),
            ("resolution", "Thông qua chỉ tiêu"),
            ("minutes", "Mười ý kiến"),
        ],
    )
    .await
    .location();
    v.get(&v.worker(), &page).await.ok().holds("Thông qua chỉ tiêu");
    let paper = v.get(&v.worker(), &format!("{page}/nghi-quyet.pdf")).await.ok();
    assert!(paper.body.starts_with(b"%PDF"));
    assert_eq!(paper.headers["cache-control"], "no-store");
    let data = v
        .get(
            &Someone::stranger(),
            &format!("/api/v1/workplaces/{}/2026", v.code),
        )
        .await
        .ok();
    data.holds(r#""conferences":1"#).lacks(CANARY);
}

#[tokio::test]
async fn nobody_else_reads_a_word() {
    let v = Village::founded().await;
    let (head, worker) = (v.head(), v.worker());
    let conference = v.called().await;
    let asked = [("question", CANARY), ("name", "khong")];
    v.post(&worker, &v.at("/hoi-dap/hoi"), &asked).await.location();
    let named = [("question", "Nhà xe dột?"), ("name", "co")];
    v.post(&worker, &v.at("/hoi-dap/hoi"), &named).await.location();
    let regulation = v
        .post(
            &head,
            &v.at("/quy-che/moi"),
            &[
                ("kind", "democracy"),
                ("title", CANARY),
                ("draft", CANARY),
                ("until", "20/03/2026"),
            ],
        )
        .await
        .location();
    let regulation = regulation.split('?').next().unwrap().to_owned();
    v.post(
        &worker,
        &format!("{regulation}/lam/gop-y"),
        &[("opinion", CANARY)],
    )
    .await
    .location();
    let dialogue = v
        .post(
            &head,
            &v.at("/doi-thoai/goi"),
            &[
                ("kind", "periodic"),
                ("held_on", "05/03/2026"),
                ("place", CANARY),
                ("agenda", CANARY),
            ],
        )
        .await
        .location();
    let dialogue = dialogue.split('?').next().unwrap().to_owned();
    let inner = [
        v.at("/trong"),
        v.at("/hoi-nghi"),
        v.at("/hoi-nghi/goi"),
        conference.clone(),
        format!("{conference}/nghi-quyet.pdf"),
        format!("{conference}/lam/co-mat"),
        v.at("/doi-thoai"),
        dialogue,
        v.at("/quy-che"),
        regulation.clone(),
        v.at("/hoi-dap"),
        v.at("/hoi-dap/hoi"),
        v.at("/danh-gia"),
        v.at("/danh-gia/2026"),
    ];
    // The canary can be found where it may be read.
    v.get(&worker, &v.at("/hoi-dap"))
        .await
        .ok()
        .holds(CANARY)
        .holds("Nguyễn Văn 2")
        .holds("Một người trong đơn vị");
    let opinions = v.get(&head, &regulation).await.ok();
    opinions.holds(CANARY).lacks("Nguyễn Văn 2");
    let others = [
        Someone::stranger(),
        v.someone("household_representative", STRANGER_AT_THE_OTHER),
        v.someone("household_representative", 77),
        v.someone("commune_officer", 78),
        v.someone("commune_leader", 79),
        v.someone("administrator", 80),
    ];
    for (number, other) in others.iter().enumerate() {
        for path in &inner {
            let answer = v.get(other, path).await;
            assert_ne!(answer.status, StatusCode::OK, "{number} {path}");
            answer.lacks(CANARY).lacks("Nguyễn Văn");
            let missing = path.replace(&conference[conference.len() - 12..], "000000000000");
            assert_eq!(
                v.get(other, &missing).await.status,
                answer.status,
                "{number} {missing}"
            );
        }
        for path in [
            "/noi-lam-viec".to_owned(),
            format!("/noi-lam-viec/{}", v.code),
            v.at(""),
        ] {
            v.get(other, &path).await.ok().lacks(CANARY).lacks("Nguyễn Văn");
        }
        let posted = v.post(other, &v.at("/hoi-dap/hoi"), &asked).await;
        if posted.status == StatusCode::SEE_OTHER {
            assert!(posted.location().starts_with("/dang-nhap"), "{number}");
        }
    }
    let heard = v.get(&head, &v.at("/hoi-dap")).await.ok();
    assert_eq!(
        heard.text().matches(CANARY).count(),
        1,
        "nothing is asked from outside"
    );
    // Staff neither call nor answer.
    for path in [
        v.at("/hoi-nghi/goi"),
        format!("{conference}/lam/co-mat"),
        v.at("/quy-che/moi"),
    ] {
        assert_eq!(
            v.get(&worker, &path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_draft_is_answered_and_adopted_and_a_dialogue_followed_up() {
    let v = Village::founded().await;
    let (head, worker) = (v.head(), v.worker());
    let short = v
        .post(
            &head,
            &v.at("/quy-che/moi"),
            &[
                ("kind", "democracy"),
                ("title", "Quy chế"),
                ("draft", "Điều 1"),
                ("until", "10/03/2026"),
            ],
        )
        .await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    short.holds("17/03/2026");
    let regulation = v
        .post(
            &head,
            &v.at("/quy-che/moi"),
            &[
                ("kind", "democracy"),
                ("title", "Quy chế"),
                ("draft", "Điều 1"),
                ("until", "17/03/2026"),
            ],
        )
        .await
        .location();
    let regulation = regulation.split('?').next().unwrap().to_owned();
    v.post(
        &worker,
        &format!("{regulation}/lam/gop-y"),
        &[("opinion", "Thêm thời hạn")],
    )
    .await
    .location();
    let page = v.get(&head, &regulation).await.ok().text();
    let (_, rest) = page.split_once("/lam/tra-loi-").unwrap();
    let answering = format!("{regulation}/lam/tra-loi-{}", rest.split_once('"').unwrap().0);
    let unsaid = v.post(&head, &answering, &[("answer", "Đã thêm")]).await;
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    v.post(
        &head,
        &answering,
        &[("verdict", "accepted"), ("answer", "Đã thêm")],
    )
    .await
    .location();
    v.get(&worker, &regulation)
        .await
        .ok()
        .holds("Tiếp thu")
        .holds("Đã thêm");
    v.clock.set(date(2026, 3, 18), 9);
    let adopting = format!("{regulation}/lam/ban-hanh");
    v.post(
        &head,
        &adopting,
        &[
            ("revision", &v.revision(&adopting).await),
            ("number", "1/QĐ"),
            ("text", "Điều 1 mới"),
        ],
    )
    .await
    .location();
    v.get(&worker, &regulation).await.ok().holds("Điều 1 mới");

    let dialogue = v
        .post(
            &head,
            &v.at("/doi-thoai/goi"),
            &[
                ("kind", "periodic"),
                ("held_on", "18/03/2026"),
                ("place", "Phòng họp"),
                ("agenda", "Ca trực"),
            ],
        )
        .await
        .location();
    let dialogue = dialogue.split('?').next().unwrap().to_owned();
    v.post(
        &worker,
        &format!("{dialogue}/lam/de-xuat"),
        &[("topic", "Hai người một ca")],
    )
    .await
    .location();
    let holding = format!("{dialogue}/lam/ket-luan");
    v.post(
        &head,
        &holding,
        &[
            ("revision", &v.revision(&holding).await),
            ("minutes", "Đã trao đổi"),
        ],
    )
    .await
    .location();
    v.post(
        &head,
        &format!("{dialogue}/lam/viec"),
        &[("task", "Phân lại ca trực"), ("due_on", "30/03/2026")],
    )
    .await
    .location();
    let inside = v.get(&head, &v.at("/trong")).await.ok();
    inside.holds("Phân lại ca trực");
    let text = inside.text();
    let (_, rest) = text.split_once("/viec/").unwrap();
    let task = v.at(&format!("/viec/{}", rest.split_once('"').unwrap().0));
    v.post(&head, &task, &[("outcome", "Xong lịch mới")])
        .await
        .location();
    v.get(&worker, &dialogue).await.ok().holds("Xong lịch mới");
}

#[tokio::test]
async fn the_level_above_confirms_a_grade_that_everybody_sees() {
    let v = Village::founded().await;
    let head = v.head();
    let leader = v.someone("commune_leader", 79);
    let own = v.at("/danh-gia/2026");
    let points: Vec<(String, String)> = (1..=6).map(|at| (format!("p{at}"), "14".to_owned())).collect();
    let mut fields: Vec<(&str, &str)> = points
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let mut high = fields.clone();
    high[0].1 = "21";
    let wrong = v.post(&head, &own, &high).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    fields.push(("revision", "0"));
    v.post(&head, &own, &fields).await.location();
    v.get(&head, &v.at("/danh-gia"))
        .await
        .ok()
        .holds("chờ cấp trên xác nhận");
    let list = format!("/noi-lam-viec/{}/xep-loai", v.code);
    v.get(&leader, &list).await.ok().holds("Trạm Y tế");
    assert_eq!(
        v.get(&v.someone("commune_officer", 78), &list).await.status,
        StatusCode::FORBIDDEN
    );
    let confirming = v.at("/xep-loai/2026");
    v.get(&leader, &confirming).await.ok().holds("khá");
    fields.pop();
    fields.push(("revision", "1"));
    v.post(&leader, &confirming, &fields).await.location();
    v.get(&Someone::stranger(), &v.at("")).await.ok().holds("khá");
    v.post(
        &leader,
        &format!("{confirming}/tra-lai"),
        &[("revision", "2"), ("reason", "Thiếu minh chứng")],
    )
    .await
    .location();
    v.get(&Someone::stranger(), &v.at("")).await.ok().lacks(">khá<");
}
