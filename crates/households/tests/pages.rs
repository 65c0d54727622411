//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::{
    io::Cursor,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
};
use households::{Households, store};
use jiff::{Timestamp, civil::Date, civil::date};
use platform::{
    access::{Place, TOKEN_FIELD, testing::Someone},
    clock::FixedClock,
    db::{Database, PoolSize},
    i18n::{Texts, Translations},
    page::Site,
    testing::Answer,
};
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, UnitKind, Units, hamlets};

const TODAY: Date = date(2025, 10, 7);
/// A name that stands nowhere but in the register.
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const CANARY_PHONE: &str = "0912345678";

fn now() -> Timestamp {
    "2025-10-07T03:00:00.123456789Z".parse().unwrap()
}

/// What the reader of cells leaves to be said, as the program says it.
const INTAKE: &[Texts] = &[Texts {
    slice: "intake",
    vi: include_str!("../../intake/locales/vi.ftl"),
    en: include_str!("../../intake/locales/en.ftl"),
    km: include_str!("../../intake/locales/km.ftl"),
}];

/// A commune with two hamlets, served.
struct Village {
    app: Router,
    db: Database,
    units: LiveUnits,
    unit: UnitId,
    code: String,
    hamlets: Vec<UnitId>,
    routes: Vec<platform::access::Route>,
    _folder: tempfile::TempDir,
}

/// What stands in a hidden field of the page.
fn hidden(answer: &Answer, name: &str) -> String {
    let text = answer.text();
    let wanted = format!("name=\"{name}\" value=\"");
    let at = text
        .find(&wanted)
        .unwrap_or_else(|| panic!("no {name} in\n{text}"));
    text[at + wanted.len()..].split('"').next().unwrap().to_owned()
}

impl Village {
    async fn founded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("d.db").display());
        let db = Database::open(&address, PoolSize::default()).await.unwrap();
        db.migrate(&[units::MIGRATIONS, households::MIGRATIONS])
            .await
            .unwrap();
        units::load_official(&db, now()).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let unit = registry.children(province, TODAY).next().unwrap().clone();
        let mut write = db.write().await.unwrap();
        let source = units::NewSource {
            title: "Thử".to_owned(),
            ..units::NewSource::default()
        };
        let source = units::source_id(&mut write, &source).await.unwrap();
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
        let mut next = 0_u64;
        let desk = Households::new(
            db.clone(),
            Arc::new(FixedClock(now())),
            Box::new(move |octets| {
                next += 1;
                octets.fill(0);
                let at = octets.len() - 8;
                octets[at..].copy_from_slice(&next.to_be_bytes());
            }),
        );
        let texts = [platform::i18n::TEXTS, units::TEXTS, households::TEXTS, INTAKE];
        let site = Arc::new(Site {
            translations: Translations::new(&texts).unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        let mounted = households::routes(site, units.clone(), Arc::new(desk));
        Self {
            routes: mounted.routes(),
            app: mounted.into_router(),
            db,
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

    fn head(&self, hamlet: usize) -> Someone {
        self.someone("hamlet_head", Place::hamlet(self.unit, self.hamlets[hamlet]), 3)
    }

    /// An address in the commune.
    fn at(&self, rest: &str) -> String {
        format!("/ho/{}{rest}", self.code)
    }

    /// An address in the first hamlet.
    fn here(&self, rest: &str) -> String {
        self.at(&format!("/{}{rest}", self.hamlets[0]))
    }

    async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.app.clone().oneshot(request).await.unwrap()).await
    }

    async fn get(&self, who: &Someone, path: &str) -> Answer {
        self.ask(who.get(path)).await
    }

    async fn post(&self, who: &Someone, path: &str, form: &str) -> Answer {
        self.ask(who.post(path, form)).await
    }

    async fn send(&self, who: &Someone, name: &str, content: &[u8]) -> Answer {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"{TOKEN_FIELD}\"\r\n\r\n{}\r\n--b\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n",
            who.token()
        )
        .into_bytes();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request =
            Request::post(self.at("/nhap")).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.ask(who.send(request, Body::from(body))).await
    }

    /// The first hamlet's head lists a household; gives the address of its page.
    async fn lists(&self, number: i64, name: &str) -> String {
        let form = format!(
            "number={number}&name={name}&birth_year=1970&basis=full_capacity&phone={CANARY_PHONE}&address=S%E1%BB%91+5\
             &day=01/09/2025"
        );
        let listed = self.post(&self.head(0), &self.here("/them"), &form).await;
        let page = listed.location();
        page.strip_suffix("?xong=add").unwrap().to_owned()
    }
}

const HEADER: &str = "Thôn/ấp,Số hộ,Họ và tên đại diện,Năm sinh,Địa chỉ,Điện thoại\n";

#[tokio::test]
async fn a_head_lists_a_household_changes_its_representative_and_sees_the_trace() {
    let village = Village::founded().await;
    let head = village.head(0);
    let nothing = village.get(&head, &village.here("")).await;
    nothing.holds("Sổ chưa có hộ nào");

    // What is wrong is named, and nothing typed is lost.
    let wrong = "number=0&name=7&birth_year=1800&basis=&phone=12&address=Chợ&day=08/10/2025";
    let wrong = village.post(&head, &village.here("/them"), wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for fault in [
        "Ghi số hộ bằng chữ số",
        "Ghi họ và tên đầy đủ",
        "Ghi năm sinh từ 1900 đến 2025",
        "Chọn một câu trả lời",
        "Ghi số điện thoại 10 hoặc 11",
        "Ngày này chưa đến",
        "value=\"Chợ\"",
    ] {
        wrong.holds(fault);
    }
    let page = village.lists(1, CANARY).await;
    let taken = "number=1&name=Trần+Văn+Ba&basis=full_capacity&day=01/09/2025";
    let taken = village.post(&head, &village.here("/them"), taken).await;
    taken.holds("Số 1 đã có hộ khác dùng");
    let list = village.get(&head, &village.here("?q=tieu+thi")).await;
    list.holds(CANARY);
    let nobody = village.get(&head, &village.here("?q=khong+ai")).await;
    nobody.holds("Không có hộ nào khớp với “khong ai”");

    let form = village.get(&head, &format!("{page}/dai-dien")).await;
    form.holds("Hiện nay: Tiêu Thị Hoàng Yến, từ 01/09/2025");
    let revision = hidden(&form, "revision");
    let change =
        format!("revision={revision}&name=Lê+Văn+Tám&basis=nominated&day=05/10/2025&reason=Bà+Yến+đi+xa");
    let changed = village.post(&head, &format!("{page}/dai-dien"), &change).await;
    let shown = village.get(&head, &changed.location()).await;
    for words in [
        "Đã đổi người đại diện",
        "Lê Văn Tám",
        "từ 01/09/2025 đến trước 05/10/2025",
        "Lý do: Bà Yến đi xa",
        "Trưởng ấp, tổ trưởng tổ dân phố",
        "Người được các thành viên thống nhất cử",
    ] {
        shown.holds(words);
    }
    // The same form again comes too late.
    let late = village.post(&head, &format!("{page}/dai-dien"), &change).await;
    assert_eq!(late.status, StatusCode::CONFLICT);

    // It leaves the register, and comes back as if it never had.
    let form = village.get(&head, &format!("{page}/roi-so")).await;
    let leave = format!(
        "revision={}&state=moved&day=06/10/2025&reason=Chuyển",
        hidden(&form, "revision")
    );
    let left = village.post(&head, &format!("{page}/roi-so"), &leave).await;
    let shown = village.get(&head, &left.location()).await;
    shown.holds("Hộ này đã rời sổ");
    village.get(&head, &village.here("")).await.holds("có 0 hộ");
    village
        .get(&head, &village.here("?roi=1"))
        .await
        .holds("Đã chuyển đi");
    let form = village.get(&head, &format!("{page}/ghi-lai")).await;
    form.holds("value=\"06/10/2025\"");
    let back = format!(
        "revision={}&day=06/10/2025&reason=Nhầm",
        hidden(&form, "revision")
    );
    let back = village.post(&head, &format!("{page}/ghi-lai"), &back).await;
    assert!(back.location().ends_with("?xong=return"));
    village.get(&head, &village.here("")).await.holds("có 1 hộ");
    let trace = village.get(&head, &village.here("/dau-vet")).await;
    trace.holds("Hộ số 1: Đổi tình trạng. Tình trạng: “Đang có tên trong sổ” thành “Đã chuyển đi”.");
    village.get(&head, &village.here("/in")).await.holds("Ký tên");
}

#[tokio::test]
async fn only_who_keeps_a_register_sees_it() {
    let village = Village::founded().await;
    let page = village.lists(1, CANARY).await;
    let representative = {
        let mut read = village.db.read().await.unwrap();
        let all = store::register(&mut read, village.unit, None).await.unwrap();
        all[0].representative.id
    };
    let paths: Vec<String> = village
        .routes
        .iter()
        .filter(|route| route.method == "GET")
        .map(|route| {
            let household = page.rsplit('/').next().unwrap();
            route
                .path
                .replace("{xa}", &village.code)
                .replace("{ap}", &village.hamlets[0].to_string())
                .replace("{ho}", household)
                .replace("{nguoi}", &representative.to_string())
                .replace("{tep}", household)
        })
        .collect();
    assert!(paths.len() > 14, "{paths:?}");
    assert!(paths.iter().all(|path| !path.starts_with("/api/")));
    let commune = village.unit;
    let province = village.units.current().at("91", TODAY).unwrap().id;
    let strangers = [
        Someone::stranger(),
        village.head(1),
        village.someone("provincial_officer", province, 9),
        village.someone("administrator", commune, 9),
        village.someone("front_officer", commune, 9),
        village.someone("mediator", Place::hamlet(commune, village.hamlets[0]), 9),
        village.someone(
            "household_representative",
            Place::hamlet(commune, village.hamlets[0]),
            9,
        ),
        village.someone("commune_officer", UnitId(commune.0 + 1), 9),
    ];
    for who in &strangers {
        for path in &paths {
            let answer = village.get(who, path).await;
            answer.lacks(CANARY);
            answer.lacks(CANARY_PHONE);
        }
        let export = village.post(who, &village.here("/tai-ve"), "").await;
        assert_ne!(export.status, StatusCode::OK);
    }
    // The check can fail: who keeps the register does see it.
    for who in [
        village.head(0),
        village.officer(),
        village.someone("commune_leader", commune, 5),
    ] {
        village.get(&who, &page).await.holds(CANARY);
    }
    let leader = village.someone("commune_leader", commune, 5);
    village.get(&leader, &page).await.lacks("/dai-dien");
    assert_eq!(
        village.get(&leader, &format!("{page}/sua")).await.status,
        StatusCode::FORBIDDEN
    );
    // A hamlet's household is not found under another hamlet's address.
    let elsewhere = page.replace(
        &format!("/{}/", village.hamlets[0]),
        &format!("/{}/", village.hamlets[1]),
    );
    let elsewhere = village.get(&village.officer(), &elsewhere).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_is_mended_shown_confirmed_and_says_nothing_new_again() {
    let village = Village::founded().await;
    let officer = village.officer();
    village.lists(1, "Trần Thi Lan").await;
    village.lists(2, "Phạm Văn Hai").await;
    village.lists(9, "Ngô Văn Chín").await;
    let wrong = format!(
        "{HEADER}Khóm Bình Hoà,1,Trần Thị Lan,1970,,0912 345 678\n\
         Khóm Bình Xa,2,Phạm Văn Hai,1970,,\n\
         Bình Khánh,3,Lê Văn Ba,2050,,12\n\
         Bình Khánh,3,Lê Văn Ba,1950,,\n\
         Bình Khánh,3,Lê Văn Bốn,1950,,\n"
    );
    let answer = village.send(&officer, "so.csv", wrong.as_bytes()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "Chưa có gì được ghi vào sổ",
        "Xã không có thôn, tổ dân phố tên như vậy. Ghi một trong: Khóm Bình Hòa; Khóm Bình Khánh",
        "Ghi số điện thoại 10 hoặc 11 chữ số",
        "Ghi năm sinh từ 1900 đến 2025",
        "Hộ này đã có ở dòng 5",
    ] {
        answer.holds(words);
    }
    // What is right in it was not written either.
    village
        .get(&officer, &village.here(""))
        .await
        .holds("Trần Thi Lan");

    let right = format!(
        "{HEADER}Khóm Bình Hòa,1,Trần Thị Lan,1970,,0912 345 678\n\
         Khóm Bình Hòa,2,Võ Thị Sáu,1980,,\n\
         Bình Khánh,3,{CANARY},1950,Số 7,912345679\n"
    );
    let plan = village
        .send(&officer, "so.csv", right.as_bytes())
        .await
        .location();
    let shown = village.get(&officer, &plan).await;
    for words in [
        "Chưa có gì được ghi",
        "Họ và tên người đại diện: “Trần Thi Lan” thành “Trần Thị Lan”.",
        "Đổi người đại diện từ hôm nay: Phạm Văn Hai thành Võ Thị Sáu.",
        "Hộ số 3, Khóm Bình Khánh",
        "vẫn giữ nguyên trong sổ",
    ] {
        shown.holds(words);
    }
    // Only its sender confirms it, and only what was shown.
    let other = village.someone("commune_officer", village.unit, 8);
    assert_eq!(village.get(&other, &plan).await.status, StatusCode::NOT_FOUND);
    let foreign = village.post(&officer, &plan, "shown=0").await;
    foreign.holds("Sổ vừa thay đổi");
    let form = format!("shown={}", hidden(&shown, "shown"));
    let done = village.post(&officer, &plan, &form).await.location();
    village.get(&officer, &done).await.holds("Ghi mới 1 hộ, sửa 2 hộ");
    assert_eq!(
        village.post(&officer, &plan, &form).await.status,
        StatusCode::NOT_FOUND
    );
    let list = village.get(&officer, &village.here("")).await;
    for name in ["Trần Thị Lan", "Võ Thị Sáu", "Ngô Văn Chín"] {
        list.holds(name);
    }
    let again = village.send(&officer, "so-2.csv", right.as_bytes()).await;
    again.holds("Tệp không có gì mới: 3 hộ");
    // A file that is given up leaves nothing behind.
    let more = right.replace("Số 7", "Số 8");
    let plan = village
        .send(&officer, "so-3.csv", more.as_bytes())
        .await
        .location();
    village.post(&officer, &format!("{plan}/bo"), "").await.location();
    assert_eq!(village.get(&officer, &plan).await.status, StatusCode::NOT_FOUND);

    // A hamlet head brings in his own hamlet and no other.
    let head = village.head(0);
    let foreign = village.send(&head, "so.csv", more.as_bytes()).await;
    foreign.holds("Bạn không giữ sổ của thôn này");
}

#[tokio::test]
async fn what_is_taken_away_can_be_brought_in_and_leaves_a_trace() {
    let village = Village::founded().await;
    let officer = village.officer();
    village.lists(1, CANARY).await;
    village.lists(2, "Phạm Văn Hai").await;
    let file = village.post(&officer, &village.here("/tai-ve"), "").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(
        file.headers[header::CONTENT_DISPOSITION],
        "attachment; filename=\"so-ho-khom-binh-hoa.xlsx\""
    );
    let mut names = Vec::new();
    let form = intake::Form::new("x", "x")
        .column(intake::Column::new(
            "name",
            &["Họ và tên đại diện"],
            intake::Kind::Text { max_len: 100 },
        ))
        .ignoring_unknown();
    intake::read(
        Cursor::new(&file.body),
        "x",
        &form,
        &intake::Options::default(),
        &mut |row| {
            names.push(row.text("name").unwrap_or_default().to_owned());
            ControlFlow::Continue(())
        },
        &mut |_| {},
    )
    .unwrap();
    assert_eq!(names, [CANARY, "Phạm Văn Hai"]);
    let trace = village.get(&officer, &village.here("/dau-vet")).await;
    trace.holds("Tải sổ về");
    trace.holds("Công chức xã");
    let same = village.send(&officer, "so.xlsx", &file.body).await;
    same.holds("Tệp không có gì mới: 2 hộ");
    let template = village.get(&officer, "/ho/mau.xlsx").await;
    assert_eq!(template.status, StatusCode::OK);
    let empty = village.send(&officer, "mau.xlsx", &template.body).await;
    empty.holds("không có dòng dữ liệu nào đọc được");
}

#[tokio::test]
async fn what_a_person_wants_erased_is_on_no_page() {
    let village = Village::founded().await;
    let head = village.head(0);
    let page = village.lists(1, CANARY).await;
    let shown = village.get(&head, &page).await.text();
    let at = shown.find(&format!("{page}/xoa/")).unwrap();
    let erase = shown[at..].split('"').next().unwrap().to_owned();
    let form = village.get(&head, &erase).await;
    form.holds("Không lấy lại được");
    let answer = format!("revision={}&reason=Đơn+số+3", hidden(&form, "revision"));
    let done = village.post(&head, &erase, &answer).await.location();
    for path in [
        done,
        page,
        village.here(""),
        village.here("/in"),
        village.here("/dau-vet"),
    ] {
        let shown = village.get(&head, &path).await;
        assert_eq!(shown.status, StatusCode::OK, "{path}");
        shown.lacks(CANARY);
        shown.lacks(CANARY_PHONE);
    }
    village.get(&head, &village.here("")).await.holds("có 1 hộ");
    let unconfirmed = village.get(&head.unconfirmed(), &erase).await;
    assert!(unconfirmed.location().starts_with("/xac-nhan"));
}

#[tokio::test]
async fn long_registers_page_by_number() {
    let village = Village::founded().await;
    for number in 1..=51 {
        village.lists(number, "Trần Văn Ba").await;
    }
    let head = village.head(0);
    let first = village.get(&head, &village.here("?q=tran")).await;
    first.holds("Hộ số 50<");
    first.lacks("Hộ số 51<");
    first.holds("?q=tran&#38;sau=50");
    let second = village.get(&head, &village.here("?q=tran&sau=50")).await;
    second.holds("Hộ số 51<");
    second.lacks("Hộ số 50<");
    let officer = village.officer();
    let commune = village.get(&officer, &village.at("")).await;
    commune.holds("Khóm Bình Khánh");
    commune.holds("51");
    assert_eq!(village.get(&head, "/ho").await.location(), village.here(""));
    assert_eq!(village.get(&officer, "/ho").await.location(), village.at(""));
    village.get(&head, &village.at("")).await.lacks("Khóm Bình Khánh");
}

/// Counts what is asked of the database.
struct Asked(Arc<AtomicUsize>);

impl tracing::Subscriber for Asked {
    fn enabled(&self, about: &tracing::Metadata<'_>) -> bool {
        about.target() == "sqlx::query"
    }
    fn new_span(&self, _: &tracing::span::Attributes<'_>) -> tracing::span::Id {
        tracing::span::Id::from_u64(1)
    }
    fn record(&self, _: &tracing::span::Id, _: &tracing::span::Record<'_>) {}
    fn record_follows_from(&self, _: &tracing::span::Id, _: &tracing::span::Id) {}
    fn event(&self, _: &tracing::Event<'_>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
    fn enter(&self, _: &tracing::span::Id) {}
    fn exit(&self, _: &tracing::span::Id) {}
}

#[tokio::test]
async fn a_page_asks_a_few_things_however_long_the_register_is() {
    let asked = Arc::new(AtomicUsize::new(0));
    // Queries run on threads of their own. Under nextest each test has its process.
    tracing::subscriber::set_global_default(Asked(Arc::clone(&asked))).unwrap();
    let village = Village::founded().await;
    let officer = village.officer();
    let page = village.lists(1, "Trần Văn Ba").await;
    for number in 2..=40 {
        village.lists(number, "Trần Văn Ba").await;
    }
    for page in [
        village.at(""),
        village.here(""),
        village.here("/in"),
        village.here("/dau-vet"),
        page,
    ] {
        asked.store(0, Ordering::SeqCst);
        assert_eq!(village.get(&officer, &page).await.status, StatusCode::OK);
        let asked = asked.load(Ordering::SeqCst);
        assert!((1..=8).contains(&asked), "{page} asks {asked} times");
    }
}
