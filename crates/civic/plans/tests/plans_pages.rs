//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, extract::Request, http::StatusCode};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use plans::Plans;
use platform::{
    access::{TOKEN_FIELD, testing::Someone},
    clock::SetClock,
    db::{Database, PoolSize},
    i18n::Translations,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units};

/// A Monday.
const TODAY: Date = date(2026, 11, 16);
const HOME: &str = "/ke-hoach/30292";

/// A commune, served.
struct Village {
    app: Router,
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
            plans::MIGRATIONS,
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
        let desk = Plans::new(
            db.clone(),
            units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
            ),
            Arc::new(SetClock::at(TODAY, 9)),
            Box::new(move |octets| {
                for octet in octets {
                    next = next
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    *octet = next.to_be_bytes()[1];
                }
            }),
        );
        let site = Arc::new(Site {
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, plans::TEXTS]).unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: plans::routes(site, Arc::new(desk)).into_router(),
            units,
            unit,
            other,
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

    /// An officer drafts a plan of the month and a leader issues it; the address of its page.
    async fn issued(&self, kind: &str, tasks: &str) -> String {
        let fields = [
            ("revision", "0"),
            ("title", "Kế hoạch tháng 11"),
            ("kind", kind),
            ("from", "01/11/2026"),
            ("to", "30/11/2026"),
            ("recurs", "monthly"),
            ("targets", "Đường khóm; 2,5; km"),
            ("tasks", tasks),
        ];
        let kept = self.post(&self.officer(), &format!("{HOME}/soan"), &fields).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
        let plan = kept.location().split('?').next().unwrap().to_owned();
        assert_eq!(
            self.get(&Someone::stranger(), &plan).await.status,
            StatusCode::NOT_FOUND
        );
        let issue = format!("{plan}/ban-hanh");
        assert_eq!(
            self.get(&self.officer(), &issue).await.status,
            StatusCode::FORBIDDEN
        );
        let revision = self.revision(&self.leader(), &issue).await;
        let fields = [("revision", revision.as_str()), ("lam", "ban-hanh")];
        let done = self.post(&self.leader(), &issue, &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
        plan
    }
}

/// The first address on a page that begins so.
fn link(page: &Answer, begin: &str) -> String {
    page.text()
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .find(|href| href.starts_with(begin))
        .unwrap_or_else(|| panic!("no link {begin}"))
}

const TASKS: &str = "Đổ bê tông; Ban Quản lý dự án; 20/11/2026\nSơn cầu; Khóm 1; 10/11/2026; 02/11/2026";

#[tokio::test]
async fn a_plan_is_written_issued_worked_on_and_evaluated_in_the_open() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village
        .get(&stranger, HOME)
        .await
        .ok()
        .holds("Chưa có kế hoạch nào được ban hành.");
    let wrong = [
        ("revision", "0"),
        ("title", "Kế hoạch tháng 11"),
        ("kind", "ordinary"),
        ("from", "01/11/2026"),
        ("to", "30/11/2026"),
        ("recurs", "never"),
        ("targets", "Đường; nhiều; km"),
        ("tasks", "Sơn cầu; Khóm 1"),
    ];
    let back = village
        .post(&village.officer(), &format!("{HOME}/soan"), &wrong)
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Dòng 1 chưa đúng: nội dung; số; đơn vị.")
        .holds("Sơn cầu; Khóm 1");
    let plan = village.issued("ordinary", TASKS).await;
    village
        .get(&stranger, &plan)
        .await
        .ok()
        .holds("Quá hạn")
        .holds("Có nguy cơ trễ")
        .holds("Nhiệm vụ theo thời gian")
        .holds("Ghi trong sổ minh bạch");
    village
        .get(&stranger, HOME)
        .await
        .ok()
        .holds("Việc quá hạn hoặc có nguy cơ trễ")
        .holds("Sơn cầu");
    village
        .get(&stranger, &format!("{plan}/bang"))
        .await
        .ok()
        .holds("Quá hạn (1)");
    let calendar = village.get(&stranger, &format!("{HOME}/lich.ics")).await.ok();
    calendar
        .holds("BEGIN:VCALENDAR")
        .holds("DTSTART;VALUE=DATE:20261110");
    let page = village.get(&stranger, &plan).await.ok();
    let task = link(&page, &format!("{HOME}/viec/"));
    assert_eq!(
        village
            .get(
                &village.someone("commune_officer", village.other, 9),
                &format!("{task}/tien-do")
            )
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let progress = format!("{task}/tien-do");
    let revision = village.revision(&village.officer(), &progress).await;
    let wrong = [
        ("revision", revision.as_str()),
        ("percent", "120"),
        ("words", "Sơn xong một bên"),
    ];
    let back = village.upload(&village.officer(), &progress, &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Ghi từ 0 đến 100.").holds("Sơn xong một bên");
    let right = [
        ("revision", revision.as_str()),
        ("percent", "100"),
        ("words", "Sơn xong cả hai bên"),
    ];
    let done = village.upload(&village.officer(), &progress, &right).await;
    village
        .get(&stranger, &done.location())
        .await
        .ok()
        .holds("Sơn xong cả hai bên")
        .holds("Đã xong");
    let close = format!("{plan}/danh-gia");
    let revision = village.revision(&village.leader(), &close).await;
    let wrong = [
        ("revision", revision.as_str()),
        ("r1", "2"),
        ("evaluation", "Khá"),
    ];
    let back = village.post(&village.leader(), &close, &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Chưa đạt thì ghi lý do.");
    let right = [
        ("revision", revision.as_str()),
        ("r1", "2"),
        ("w1", "Mưa kéo dài"),
        ("evaluation", "Khá"),
    ];
    let done = village.post(&village.leader(), &close, &right).await;
    village
        .get(&stranger, &done.location())
        .await
        .ok()
        .holds("Đạt một phần")
        .holds("Mưa kéo dài");
    let next = village
        .post(&village.officer(), &format!("{plan}/ky-sau"), &[])
        .await;
    village
        .get(&village.officer(), &next.location())
        .await
        .ok()
        .holds("01/12/2026 đến 31/12/2026");
    village
        .get(&stranger, "/api/v1/plans/30292")
        .await
        .ok()
        .holds("\"verdict\":\"partly\"")
        .holds("\"planned\":250");
    for path in [
        "/ke-hoach/khong-co",
        "/ke-hoach/30292/x",
        "/ke-hoach/30292/viec/x",
        "/ke-hoach/30292/du-an/x",
    ] {
        assert_eq!(
            village.get(&stranger, path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_point_reports_by_the_hour_in_numbers_alone() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let plan = village.issued("emergency", "").await;
    let point = [("name", "Chốt bến đò"), ("place", "Bến đò khóm 5")];
    let made = village
        .post(&village.officer(), &format!("{plan}/chot"), &point)
        .await;
    let page = village.get(&village.officer(), &made.location()).await.ok();
    let point = link(&page, &format!("{plan}/chot/"));
    let send = async |fields: &[(&str, &str)]| {
        let once = values(&village.get(&village.officer(), &point).await.ok(), "once").remove(0);
        let mut all = vec![("once", once.as_str())];
        all.extend(fields);
        village.post(&village.officer(), &point, &all).await
    };
    let back = send(&[("what", "out"), ("item", "Gạo (kg)"), ("amount", "5")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Chỉ còn 0.");
    let back = send(&[("what", "in"), ("amount", "nhiều")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Ghi tên vật tư.");
    for fields in [
        [("what", "in"), ("item", "Gạo (kg)"), ("amount", "400")],
        [("what", "out"), ("item", "Gạo (kg)"), ("amount", "85")],
        [("what", "s:need"), ("item", ""), ("amount", "51")],
        [("what", "shift"), ("item", ""), ("amount", "6")],
    ] {
        let sent = send(&fields).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    }
    village
        .get(&stranger, &plan)
        .await
        .ok()
        .holds("Người đang cần giúp")
        .holds("315")
        .holds("Vật tư còn ở chốt");
    assert_eq!(
        village.get(&village.leader(), &point).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_project_shows_what_was_spent_against_plan() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let home = format!("{HOME}/du-an");
    village
        .get(&stranger, &home)
        .await
        .ok()
        .holds("Chưa có dự án nào.");
    let fields = [
        ("title", "Đường khóm 3"),
        ("investor", "Ban Quản lý dự án"),
        ("day", "05/01/2026"),
    ];
    let made = village
        .post(&village.officer(), &format!("{home}/them"), &fields)
        .await;
    let project = made.location().split('?').next().unwrap().to_owned();
    let assign = format!("{project}/von/2026");
    let wrong = [("assigned", "1.000.000"), ("m3", "1.200.000")];
    let back = village.post(&village.officer(), &assign, &wrong).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Vượt vốn được giao");
    let right = [("assigned", "1.000.000"), ("m3", "600.000"), ("m6", "400.000")];
    village.post(&village.officer(), &assign, &right).await;
    let disburse = format!("{project}/giai-ngan/2026");
    let sent = village
        .post(
            &village.officer(),
            &disburse,
            &[("month", "3"), ("amount", "500.000")],
        )
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    village
        .get(&stranger, &project)
        .await
        .ok()
        .holds("500.000")
        .holds("Chậm so với kế hoạch");
    village
        .get(&stranger, &home)
        .await
        .ok()
        .holds("Đường khóm 3")
        .holds("1.000.000");
    let end = format!("{project}/ket-thuc");
    let revision = village.revision(&village.leader(), &end).await;
    let done = village
        .post(
            &village.leader(),
            &end,
            &[("revision", &revision), ("day", "16/11/2026")],
        )
        .await;
    village
        .get(&stranger, &done.location())
        .await
        .ok()
        .holds("Ngày kết thúc");
    let late = village
        .post(&village.officer(), &disburse, &[("month", "6"), ("amount", "1")])
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
}
