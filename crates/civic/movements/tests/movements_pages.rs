//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, extract::Request, http::StatusCode};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use movements::{Movement, Movements, definition};
use platform::{
    access::{Place, testing::Someone},
    clock::SetClock,
    db::{Database, PoolSize},
    i18n::Translations,
    page::Site,
    testing::Answer,
};
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, UnitKind, Units, hamlets};

const TODAY: Date = date(2026, 6, 22);

/// A commune with two hamlets, served.
struct Village {
    app: Router,
    units: LiveUnits,
    unit: UnitId,
    code: String,
    hamlets: Vec<UnitId>,
    _folder: tempfile::TempDir,
}

/// A form's content.
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

/// A form with files, as browsers send one.
fn multipart(token: &str, fields: &[(&str, &str)], picture: Option<&[u8]>) -> (String, Vec<u8>) {
    const EDGE: &str = "canh-cua-bieu-mau";
    let mut body = Vec::new();
    for (name, value) in std::iter::once(&("csrf", token)).chain(fields) {
        body.extend(
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    if let Some(picture) = picture {
        body.extend(
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"pictures\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n").bytes(),
        );
        body.extend(picture);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{EDGE}--\r\n").bytes());
    (format!("multipart/form-data; boundary={EDGE}"), body)
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
            movements::MIGRATIONS,
        ])
        .await
        .unwrap();
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let unit = registry.children(province, TODAY).next().unwrap().clone();
        let source = registry.sources()[0].id;
        let mut write = db.write().await.unwrap();
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
        let catalogue = Arc::new(Catalogue::delivered().unwrap());
        let movements: Arc<[Movement]> = definition::delivered(&catalogue).unwrap().into();
        let mut next = 7_u64;
        let desk = Movements::new(
            db,
            units.clone(),
            (catalogue, movements),
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
            translations: Translations::new(&[
                platform::i18n::TEXTS,
                units::TEXTS,
                facts::TEXTS,
                movements::TEXTS,
            ])
            .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: movements::routes(site, Arc::new(desk)).into_router(),
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

    fn head(&self) -> Someone {
        self.someone("hamlet_head", Place::hamlet(self.unit, self.hamlets[0]), 1)
    }

    fn officer(&self) -> Someone {
        self.someone("commune_officer", self.unit, 2)
    }

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 3)
    }

    fn at(&self, rest: &str) -> String {
        format!("/dan-van-kheo/{}{rest}", self.code)
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

    async fn upload(
        &self,
        who: &Someone,
        path: &str,
        fields: &[(&str, &str)],
        picture: Option<&[u8]>,
    ) -> Answer {
        let (kind, body) = multipart(who.token(), fields, picture);
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("content-type", kind);
        self.ask(who.send(request, body)).await
    }

    /// Registers a model and gives the address of its page.
    async fn registered(&self, who: &Someone, fields: &[(&str, &str)]) -> String {
        let answer = self.post(who, &self.at("/dang-ky"), fields).await;
        let to = answer.location();
        to.strip_suffix("/viec?xong=registered").unwrap().to_owned()
    }

    async fn council(&self) {
        for name in [
            "Thành viên A",
            "Thành viên B",
            "Thành viên C",
            "Thành viên D",
            "Thành viên E",
        ] {
            self.post(
                &self.leader(),
                &self.at("/hoi-dong"),
                &[
                    ("name", name),
                    ("office", "Ủy viên"),
                    ("hamlet", ""),
                    ("since", "01/01/2026"),
                ],
            )
            .await
            .location();
        }
    }
}

/// The names of the fields of a page that begin with something.
fn fields(page: &Answer, beginning: &str) -> Vec<String> {
    let mut names: Vec<String> = page
        .text()
        .split("name=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|name| name.starts_with(beginning))
        .map(str::to_owned)
        .collect();
    names.dedup();
    names
}

fn asked<'a>(hamlet: &'a str, title: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("title", title),
        ("aim", "Đoạn đường tối và nhiều rác"),
        ("hamlet", hamlet),
        ("group", "new_rural"),
        ("field", "culture_society"),
        ("holder", "collective"),
        ("holder_name", "Chi hội Phụ nữ khóm"),
        ("consent_on", ""),
        ("registered_on", "10/02/2026"),
        ("touched", "economy"),
    ]
}

fn drawn() -> Vec<u8> {
    let mut octets = Vec::new();
    let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([90, 140, 80]));
    picture
        .write_to(&mut std::io::Cursor::new(&mut octets), image::ImageFormat::Png)
        .unwrap();
    octets
}

#[tokio::test]
async fn a_hamlets_model_goes_from_registration_to_the_gallery_and_the_provinces_table() {
    let village = Village::founded().await;
    let hamlet = village.hamlets[0].to_string();
    let nobody = Someone::stranger();
    village
        .get(&nobody, &village.at(""))
        .await
        .ok()
        .holds("Chưa có mô hình nào");
    village
        .get(&nobody, "/dan-van-kheo")
        .await
        .ok()
        .holds("Chưa có mô hình nào của");

    // The hamlet's head registers; a form with faults keeps what was written.
    let head = village.head();
    let form = village.get(&head, &village.at("/dang-ky")).await.ok();
    form.holds("Khóm Bình Hòa")
        .lacks("Khóm Bình Khánh")
        .lacks("Cả xã");
    let mut faulty = asked(&hamlet, "Con đường sáng");
    faulty[1].1 = "";
    let again = village.post(&head, &village.at("/dang-ky"), &faulty).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    again.holds("value=\"Con đường sáng\"").holds("Xin viết");
    let elsewhere = village.hamlets[1].to_string();
    let other = village
        .post(&head, &village.at("/dang-ky"), &asked(&elsewhere, "Nơi khác"))
        .await;
    assert_eq!(
        other.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "not in another hamlet"
    );
    let model = village.registered(&head, &asked(&hamlet, "Con đường sáng")).await;
    village
        .get(&head, &format!("{model}/viec?xong=registered"))
        .await
        .ok()
        .holds("Đã đăng ký")
        .holds("viết kế hoạch");

    // The officer records what was done, with a picture.
    let officer = village.officer();
    let to = format!("{model}/thuc-hien");
    let evidence = [
        ("revision", "1"),
        ("on", "20/06/2026"),
        ("done", "Bốn mươi hai nhà mắc đèn trước cửa"),
        ("outcome", "Đường sáng, không còn rác"),
        ("figure-households", "42"),
        ("figure-raised", "36.500.000"),
        ("caption", "Đoạn đường sau khi mắc đèn"),
    ];
    let mut wrong = evidence;
    wrong[4].1 = "bốn mươi";
    let refused = village.upload(&officer, &to, &wrong, None).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.holds("số nguyên").holds("Bốn mươi hai nhà mắc đèn");
    village
        .upload(&officer, &to, &evidence, Some(&drawn()))
        .await
        .location();
    village
        .get(&nobody, &village.at("?q=con+duong+sang"))
        .await
        .ok()
        .holds("Đường sáng, không còn rác");

    // Who registered does not recognise; the council's votes decide.
    let review = format!("{model}/xet");
    assert_eq!(village.get(&officer, &review).await.status, StatusCode::FORBIDDEN);
    let leader = village.leader();
    assert!(
        village
            .get(&leader, &review)
            .await
            .location()
            .ends_with("/hoi-dong")
    );
    village.council().await;
    let page = village.get(&leader, &review).await.ok();
    let votes = fields(&page, "vote-");
    assert_eq!(votes.len(), 5);
    let mut sent = vec![
        ("revision", "2"),
        ("on", "21/06/2026"),
        ("number", "58/QĐ-UBND"),
        ("reasons", ""),
    ];
    sent.extend(votes.iter().map(|name| (name.as_str(), "for")));
    let few = village.post(&leader, &review, &sent[..7]).await;
    assert_eq!(few.status, StatusCode::UNPROCESSABLE_ENTITY);
    few.holds("từng thành viên");
    village.post(&leader, &review, &sent).await.location();

    // Everybody finds it, with its picture, and both tables count it once.
    let shown = village.get(&nobody, &model).await.ok();
    shown
        .holds("Được công nhận")
        .holds("5 tán thành")
        .holds("36.500.000 đồng")
        .holds("Đoạn đường sau khi mắc đèn")
        .holds("Đang chờ vào sổ");
    let picture = shown.text().split("src=\"").find_map(|rest| {
        let address = rest.split('"').next()?;
        address.starts_with("/mo-hinh/").then(|| address.to_owned())
    });
    let picture = village.get(&nobody, &picture.unwrap()).await.ok();
    assert_eq!(picture.headers["content-type"], "image/png");
    village
        .get(&nobody, &format!("{model}/noi-dung.json"))
        .await
        .ok()
        .holds("58/QĐ-UBND");
    for path in ["/dan-van-kheo/an-giang/bang?nam=2026", "/dan-van-kheo?nam=2026"] {
        let table = village.get(&nobody, path).await.ok();
        table.holds("Văn hóa - xã hội").holds("Chồng lấn");
    }
    village
        .get(&nobody, "/api/v1/movements/dan-van-kheo/an-giang/2026/csv")
        .await
        .ok()
        .holds("An Giang,2026,new_rural,culture_society,1,1,1,0")
        .holds("An Giang,2026,,,1,1,1,0");
    village
        .get(&nobody, "/api/v1/movements/dan-van-kheo/an-giang/2026")
        .await
        .ok()
        .holds("\"total\":{\"registered\":1,\"carried_out\":1,\"recognised\":1,\"maintained\":0}")
        .holds("\"main\":\"culture_society\",\"touched\":\"economy\",\"models\":1");
    let paper = village.get(&leader, &format!("{model}/giay-khen.pdf")).await.ok();
    assert!(paper.body.starts_with(b"%PDF"));
}

#[tokio::test]
async fn a_persons_name_stays_with_the_officers() {
    let village = Village::founded().await;
    let hamlet = village.hamlets[0].to_string();
    let mut fields = asked(&hamlet, "Lớp học đêm");
    fields[5].1 = "individual";
    fields[6].1 = "Nguyễn Thị Bảy";
    let officer = village.officer();
    let model = village.registered(&officer, &fields).await;
    let nobody = Someone::stranger();
    for path in [
        model.clone(),
        village.at("?loc=tat-ca"),
        village.at("/bang?nam=2026"),
    ] {
        village.get(&nobody, &path).await.ok().lacks("Bảy");
    }
    village
        .get(&nobody, &model)
        .await
        .ok()
        .holds("Một cá nhân ở Khóm Bình Hòa");
    village
        .get(&officer, &format!("{model}/viec"))
        .await
        .ok()
        .holds("Nguyễn Thị Bảy")
        .holds("Chưa đồng ý");
    let agreed = [("revision", "1"), ("consent_on", "12/02/2026")];
    village
        .post(&officer, &format!("{model}/dong-y"), &agreed)
        .await
        .location();
    village.get(&nobody, &model).await.ok().holds("Nguyễn Thị Bảy");
}

#[tokio::test]
async fn models_alike_are_shown_before_another_is_registered() {
    let village = Village::founded().await;
    let officer = village.officer();
    village
        .registered(&officer, &asked("", "Phân loại rác tại nguồn"))
        .await;
    let mut fields = asked("", "Mô hình phân loại rác ở chợ");
    let alike = village
        .post(&officer, &village.at("/dang-ky"), &fields)
        .await
        .ok();
    alike
        .holds("Phân loại rác tại nguồn (2026")
        .holds("name=\"seen\" value=\"1\"");
    fields.push(("seen", "1"));
    village.registered(&officer, &fields).await;
    let twice = village.post(&officer, &village.at("/dang-ky"), &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    twice.holds("tính một lần trong năm");
}

#[tokio::test]
async fn a_wrong_step_is_undone_with_its_reason_for_all_to_read() {
    let village = Village::founded().await;
    let officer = village.officer();
    let model = village
        .registered(&officer, &asked("", "Chợ không túi ni lông"))
        .await;
    let nobody = Someone::stranger();
    let to = format!("{model}/khong-thuc-hien");
    let silent = village
        .post(&officer, &to, &[("revision", "1"), ("reason", "")])
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    village
        .post(&officer, &to, &[("revision", "1"), ("reason", "Chợ dời chỗ")])
        .await
        .location();
    village
        .get(&nobody, &model)
        .await
        .ok()
        .holds("Không thực hiện vì: ")
        .holds("Chợ dời chỗ");
    let undo = format!("{model}/hoan-tac");
    let stale = village
        .post(&officer, &undo, &[("revision", "1"), ("reason", "Ghi nhầm")])
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    village
        .post(&officer, &undo, &[("revision", "2"), ("reason", "Ghi nhầm")])
        .await
        .location();
    village
        .get(&nobody, &model)
        .await
        .ok()
        .holds("Đã đăng ký")
        .holds("Ghi nhầm")
        .lacks("Không thực hiện vì: ");
    village
        .post(&officer, &undo, &[("revision", "3"), ("reason", "Trùng")])
        .await
        .location();
    assert_eq!(village.get(&nobody, &model).await.status, StatusCode::NOT_FOUND);
    village
        .get(&officer, &format!("{model}/viec"))
        .await
        .ok()
        .holds("Trùng");
    let stranger = village.someone("commune_officer", UnitId(village.unit.0 + 1), 9);
    assert_eq!(
        village.get(&stranger, &format!("{model}/viec")).await.status,
        StatusCode::FORBIDDEN
    );
}
