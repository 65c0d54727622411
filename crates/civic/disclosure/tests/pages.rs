//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
};
use disclosure::{Disclosures, store};
use facts::Catalogue;
use jiff::{Timestamp, civil::Date, civil::date};
use platform::{
    access::{Place, TOKEN_FIELD, testing::Someone},
    calendar::WorkingCalendar,
    clock::FixedClock,
    db::{Database, PoolSize},
    i18n::{Locale, Texts, Translations},
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, UnitKind, Units, hamlets};

const TODAY: Date = date(2025, 10, 7);

/// With nanoseconds, as a machine's clock tells and no database keeps.
fn now() -> Timestamp {
    "2025-10-07T03:00:00.123456789Z".parse().unwrap()
}

/// The messages about files, which the program brings in beside the slices'.
const FILES: Texts = Texts {
    slice: "intake",
    vi: include_str!("../../../intake/locales/vi.ftl"),
    en: include_str!("../../../intake/locales/en.ftl"),
    km: include_str!("../../../intake/locales/km.ftl"),
};

fn translations() -> Translations {
    Translations::new(&[platform::i18n::TEXTS, &[FILES], units::TEXTS, disclosure::TEXTS]).unwrap()
}

/// A commune with two hamlets, served.
struct Village {
    app: Router,
    db: Database,
    units: LiveUnits,
    unit: UnitId,
    code: String,
    hamlets: Vec<UnitId>,
    _folder: tempfile::TempDir,
}

/// The first address in the page that begins so.
fn link(answer: &Answer, start: &str) -> String {
    let text = answer.text();
    let wanted = format!("\"{start}");
    let at = text
        .find(&wanted)
        .unwrap_or_else(|| panic!("no {start} in\n{text}"));
    text[at + 1..].split('"').next().unwrap().to_owned()
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
            disclosure::MIGRATIONS,
        ])
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
        let mut next = 0_u8;
        let desk = Disclosures::new(
            db.clone(),
            units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(FixedClock(now())),
            Box::new(move |octets| {
                next += 1;
                octets.fill(next);
            }),
        )
        .public_address(Some("https://dinh.example".to_owned()));
        let site = Arc::new(Site {
            translations: translations(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: disclosure::routes(site, Arc::new(desk)).into_router(),
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

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 2)
    }

    fn head(&self) -> Someone {
        self.someone("hamlet_head", Place::hamlet(self.unit, self.hamlets[0]), 3)
    }

    fn at(&self, rest: &str) -> String {
        format!("/cong-khai/{}{rest}", self.code)
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

    async fn upload(
        &self,
        who: &Someone,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        let mut part = |head: String, content: &[u8]| {
            body.extend_from_slice(
                format!("--b\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes(),
            );
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        };
        part(format!("name=\"{TOKEN_FIELD}\""), who.token().as_bytes());
        for (name, value) in fields {
            part(format!("name=\"{name}\""), value.as_bytes());
        }
        for (name, file, content) in files {
            part(format!("name=\"{name}\"; filename=\"{file}\""), content);
        }
        body.extend_from_slice(b"--b--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.ask(who.send(request, Body::from(body))).await
    }

    /// Drafts, approves and publishes a notice; gives the address of its page.
    async fn post_notice(&self) -> String {
        let draft = self
            .upload(
                &self.officer(),
                &self.at("/soan"),
                &NOTICE,
                &[("files", "Bảng thu chi.pdf", b"%PDF-1.7 table")],
            )
            .await
            .location();
        let read = "version=1&revision=1";
        let approved = self.post(&self.leader(), &format!("{draft}/duyet"), read).await;
        assert!(approved.location().ends_with("xong=duyet"));
        let published = self
            .post(&self.officer(), &format!("{draft}/cong-bo"), read)
            .await;
        assert!(published.location().ends_with("xong=cong-bo"));
        draft.replace("/soan/", "/")
    }
}

const NOTICE: [(&str, &str); 5] = [
    ("matter", "fees"),
    ("decided_on", "03/10/2025"),
    ("title", "Mức thu phí chợ Đình Vĩnh Hậu"),
    ("summary", "Mỗi sạp 4.000 đồng một ngày."),
    (
        "body",
        "Sạp cố định 4.000 đồng/ngày.\n\nHộ nghèo được miễn <script>alert(1)</script>.",
    ),
];

#[tokio::test]
async fn an_officer_posts_in_one_go_and_a_citizen_finds_and_proves_it() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village
        .get(&stranger, &village.at(""))
        .await
        .holds("chưa công khai nội dung nào");

    let form = village.get(&village.officer(), &village.at("/soan")).await;
    form.holds("12. Phí, lệ phí");
    form.holds("Niêm yết ít nhất 30 ngày liên tục");
    form.holds("Phát thanh ít nhất 3 ngày liên tục");
    let draft = village
        .upload(&village.officer(), &village.at("/soan"), &NOTICE, &[])
        .await
        .location();
    let preview = village.get(&village.officer(), &draft).await;
    preview.holds("10/10/2025");
    preview.holds("Điều 12, khoản 3");
    preview.holds("Điều 13, khoản 3");
    // Nobody sees a draft but officers.
    let public = draft.replace("/soan/", "/");
    assert_eq!(
        village.get(&stranger, &public).await.status,
        StatusCode::NOT_FOUND
    );
    village
        .get(&stranger, &village.at(""))
        .await
        .lacks("Mức thu phí chợ");

    let page = village.post_notice().await;
    let board = village.get(&stranger, &village.at("?q=dinh+vinh+hau")).await;
    board.holds("Mức thu phí chợ Đình Vĩnh Hậu");
    let item = village.get(&stranger, &page).await;
    item.holds("Ủy ban nhân dân phường");
    item.holds("Công chức cấp xã");
    item.lacks("Người thử");
    item.holds("Điều 11, khoản 12");
    item.holds("&#60;script&#62;");
    item.lacks("<script>alert");
    // The hash on the page is that of the content it leads to, and the log holds it.
    let content = village
        .get(&stranger, &link(&item, &format!("{page}/ban/1/noi-dung.json")))
        .await;
    let hash = disclosure::content::hex(&disclosure::content::hash(&content.body));
    item.holds(&hash);
    link(&item, "/so-minh-bach/muc/");
    let mut read = village.db.read().await.unwrap();
    let id = page.rsplit('/').next().unwrap();
    let subject = transparency::Subject::new("notice", id);
    let history = transparency::history(&mut read, village.unit, &subject)
        .await
        .unwrap();
    assert_eq!(history.len(), 1);
    drop(read);

    let file = village
        .get(&stranger, &link(&item, &format!("{page}/tep/")))
        .await;
    assert_eq!(file.body, b"%PDF-1.7 table");
    assert_eq!(file.headers[header::CONTENT_TYPE], "application/pdf");
    let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert!(
        disposition.starts_with("attachment; filename=\"bang thu chi.pdf\""),
        "{disposition}"
    );
    assert!(
        disposition.contains("filename*=UTF-8''B%E1%BA%A3ng"),
        "{disposition}"
    );
    assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(
        file.headers[header::CONTENT_SECURITY_POLICY],
        "default-src 'none'; sandbox"
    );

    let poster = village.get(&stranger, &format!("{page}/to-dan.pdf")).await;
    assert!(poster.body.starts_with(b"%PDF-"), "a sheet to print");
    let feed = village.get(&stranger, &village.at("/tin.atom")).await;
    feed.holds(&format!("<link href=\"https://dinh.example{page}\"/>"));
    let data = village
        .get(&stranger, &format!("/api/v1/disclosures/{}", village.code))
        .await;
    let data: serde_json::Value = serde_json::from_slice(&data.body).unwrap();
    assert_eq!(data["items"][0]["sha256"], hash.as_str());
    let detail = village
        .get(&stranger, &format!("/api/v1/disclosures/{}/{id}", village.code))
        .await;
    let detail: serde_json::Value = serde_json::from_slice(&detail.body).unwrap();
    assert_eq!(detail["log"][0]["act"], "posted");
    let asked = village.get(&stranger, &link(&item, &format!("{page}/hoi"))).await;
    asked.holds(id);
}

#[tokio::test]
async fn who_writes_does_not_approve_and_roles_end_at_their_commune() {
    let village = Village::founded().await;
    let draft = village
        .upload(&village.leader(), &village.at("/soan"), &NOTICE, &[])
        .await
        .location();
    let read = "version=1&revision=1";
    village
        .get(&village.leader(), &draft)
        .await
        .holds("Người soạn không tự duyệt");
    let own = village
        .post(&village.leader(), &format!("{draft}/duyet"), read)
        .await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    let unapproved = village
        .post(&village.officer(), &format!("{draft}/cong-bo"), read)
        .await;
    assert_eq!(unapproved.status, StatusCode::CONFLICT);
    let officer = village
        .post(&village.officer(), &format!("{draft}/duyet"), read)
        .await;
    assert_eq!(officer.status, StatusCode::FORBIDDEN);
    let elsewhere = village.someone("commune_leader", UnitId(village.unit.0 + 1), 9);
    for path in ["/viec", "/soan"] {
        let answer = village.get(&elsewhere, &village.at(path)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    let answer = village.post(&elsewhere, &format!("{draft}/duyet"), read).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let stranger = Someone::stranger();
    let answer = village.get(&stranger, &village.at("/soan")).await;
    assert!(answer.location().starts_with("/dang-nhap"));
    // Without the page's token nothing is taken.
    let forged = village
        .ask(
            village
                .leader()
                .send(Request::post(format!("{draft}/bo")), "version=1"),
        )
        .await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_form_with_mistakes_comes_back_filled_in() {
    let village = Village::founded().await;
    let answer = village
        .upload(
            &village.officer(),
            &village.at("/soan"),
            &[
                ("matter", "fees"),
                ("decided_on", "31/02/2025"),
                ("title", ""),
                ("summary", "Tóm tắt còn nguyên"),
                ("body", "Nội dung còn nguyên"),
            ],
            &[("files", "a.exe", b"MZ program")],
        )
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.holds("href=\"#decided_on\"");
    answer.holds("href=\"#title\"");
    answer.holds("href=\"#files\"");
    answer.holds("Không nhận loại tệp này");
    answer.holds("value=\"31/02/2025\"");
    answer.holds("Tóm tắt còn nguyên");
    answer.holds("Nội dung còn nguyên");
    answer.holds("value=\"fees\" selected");
    let future = [("decided_on", "08/10/2025")];
    let fields: Vec<_> = NOTICE
        .into_iter()
        .filter(|(name, _)| *name != "decided_on")
        .chain(future)
        .collect();
    let answer = village
        .upload(&village.officer(), &village.at("/soan"), &fields, &[])
        .await;
    answer.holds("ở tương lai");
    let old = [("decided_on", "03/10/2005")];
    let fields: Vec<_> = NOTICE
        .into_iter()
        .filter(|(name, _)| *name != "decided_on")
        .chain(old)
        .collect();
    let answer = village
        .upload(&village.officer(), &village.at("/soan"), &fields, &[])
        .await;
    assert_eq!(
        answer.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "no law of 2005 is in the books"
    );
}

#[tokio::test]
async fn an_edit_never_overwrites_what_somebody_else_saved() {
    let village = Village::founded().await;
    let draft = village
        .upload(&village.officer(), &village.at("/soan"), &NOTICE, &[])
        .await
        .location();
    let edit = |summary: &'static str| {
        let mut fields = NOTICE.to_vec();
        fields[3].1 = summary;
        fields.push(("revision", "1"));
        fields
    };
    let path = format!("{draft}/sua");
    let first = village
        .upload(&village.leader(), &path, &edit("Người thứ nhất"), &[])
        .await;
    assert_eq!(first.location(), draft);
    let second = village
        .upload(&village.officer(), &path, &edit("Người thứ hai"), &[])
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    second.holds("Người thứ hai");
    village
        .get(&village.officer(), &draft)
        .await
        .holds("Người thứ nhất");
}

#[tokio::test]
async fn a_withdrawn_notice_leaves_its_reason_and_hash_alone() {
    let village = Village::founded().await;
    let page = village.post_notice().await;
    let stranger = Someone::stranger();
    let item = village.get(&stranger, &page).await;
    let file = link(&item, &format!("{page}/tep/"));
    let withdraw = format!(
        "{}/thu-hoi",
        page.replace(&village.code, &format!("{}/soan", village.code))
    );
    let empty = village.post(&village.leader(), &withdraw, "reason=+").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = village
        .post(
            &village.leader(),
            &withdraw,
            "reason=L%E1%BB%99+t%C3%AAn%0Ang%C6%B0%E1%BB%9Di",
        )
        .await;
    assert_eq!(done.location(), page);
    let left = village.get(&stranger, &page).await;
    left.holds("Lý do: Lộ tên người");
    left.holds("Lãnh đạo Ủy ban nhân dân cấp xã");
    left.lacks("Mức thu phí chợ");
    left.lacks("4.000");
    for gone in [
        file.as_str(),
        &format!("{page}/ban/1"),
        &format!("{page}/ban/1/noi-dung.json"),
        &format!("{page}/to-dan.pdf"),
        &format!("{page}/ban-doc"),
    ] {
        assert_eq!(
            village.get(&stranger, gone).await.status,
            StatusCode::NOT_FOUND,
            "{gone}"
        );
    }
    for list in [
        village.at(""),
        village.at("/tin.atom"),
        format!("/api/v1/disclosures/{}", village.code),
    ] {
        village.get(&stranger, &list).await.lacks("Mức thu phí chợ");
    }
}

/// A small picture, as a telephone would send it.
fn photograph() -> Vec<u8> {
    let mut octets = Vec::new();
    image::RgbImage::new(8, 8)
        .write_to(&mut std::io::Cursor::new(&mut octets), image::ImageFormat::Jpeg)
        .unwrap();
    octets
}

#[tokio::test]
async fn a_hamlet_head_hangs_notices_at_the_own_boards_only() {
    let village = Village::founded().await;
    let added = village
        .post(&village.officer(), &village.at("/diem"), "all=1")
        .await;
    assert_eq!(added.location(), village.at("/diem"));
    let page = village.post_notice().await;
    let today = village.get(&village.head(), &village.at("/dan")).await;
    today.holds("khóm Bình Hòa");
    today.lacks("khóm Bình Khánh");
    today.lacks("Trụ sở");
    let board = link(&today, &village.at("/dan/"));
    village
        .get(&village.head(), &board)
        .await
        .holds("value=\"07/10/2025\"");

    let fields = [
        ("seen", "posted"),
        ("day", "07/10/2025"),
        ("time", "9h30"),
        ("note", ""),
    ];
    let without = village.upload(&village.head(), &board, &fields, &[]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    without.holds("Xin chụp hoặc chọn một ảnh");
    let photo = photograph();
    let late = [("seen", "posted"), ("day", "07/10/2025"), ("time", "23:00")];
    let future = village
        .upload(&village.head(), &board, &late, &[("photo", "a.jpg", &photo)])
        .await;
    future.holds("ở tương lai");
    let done = village
        .upload(&village.head(), &board, &fields, &[("photo", "a.jpg", &photo)])
        .await;
    assert_eq!(done.location(), village.at("/dan?xong=posted"));
    let item = village.get(&Someone::stranger(), &page).await;
    item.holds("Từ 07/10/2025");
    item.holds("Chưa dán đủ các điểm");
    item.holds("Đã dán tại điểm");
    let picture = village
        .get(&Someone::stranger(), &link(&item, &format!("{page}/tep/")))
        .await;
    assert!(picture.status.is_success());

    // Another hamlet's head records nothing here, nor at the office.
    let other = village.someone("hamlet_head", Place::hamlet(village.unit, village.hamlets[1]), 4);
    let refused = village
        .upload(&other, &board, &fields, &[("photo", "a.jpg", &photo)])
        .await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);

    let torn = [
        ("seen", "missing"),
        ("day", "07/10/2025"),
        ("time", "09:45"),
        ("note", "Mưa lớn"),
    ];
    let done = village.upload(&village.head(), &board, &torn, &[]).await;
    assert_eq!(done.location(), village.at("/dan?xong=missing"));
    let again = village.get(&village.head(), &board).await;
    again.holds("Mưa lớn");
    let void = link(&again, &format!("{board}/huy/"));
    let voided = village
        .post(&village.head(), &void, "reason=Nh%E1%BA%A7m+b%E1%BA%A3ng")
        .await;
    assert_eq!(voided.location(), board);
    village
        .get(&village.head(), &board)
        .await
        .holds("Đã hủy vì ghi nhầm: Nhầm bảng");
}

#[tokio::test]
async fn what_is_logged_is_what_is_public() {
    use transparency::Subjects as _;
    let village = Village::founded().await;
    let page = village.post_notice().await;
    let id = page.rsplit('/').next().unwrap().to_owned();
    let notices = disclosure::Public::notices(village.units.clone());
    let mut read = village.db.read().await.unwrap();
    let items = notices.items(&mut read, None, 10).await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(
        (items[0].id.as_str(), items[0].unit_code.as_str()),
        (id.as_str(), village.code.as_str())
    );
    let octets = notices
        .octets(&mut read, village.unit, &id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(octets, items[0].octets);
    let dossier = store::versions(&mut read, village.unit, id.parse().unwrap())
        .await
        .unwrap();
    assert_eq!(dossier[0].content_hash, Some(disclosure::content::hash(&octets)));
    let after = Some((village.unit, id.clone()));
    assert_eq!(notices.items(&mut read, after, 10).await.unwrap(), []);
    let registers = disclosure::Public::registers(village.units.clone());
    assert_eq!(
        registers.octets(&mut read, village.unit, &id).await.unwrap(),
        None
    );
    drop(read);

    // A row changed behind Đình's back no longer matches its entry.
    let mut write = village.db.write().await.unwrap();
    write
        .execute("UPDATE disclosure_version SET body = 'Sạp 40.000 đồng'", &[])
        .await
        .unwrap();
    write.commit().await.unwrap();
    let mut read = village.db.read().await.unwrap();
    let octets = notices
        .octets(&mut read, village.unit, &id)
        .await
        .unwrap()
        .unwrap();
    assert_ne!(dossier[0].content_hash, Some(disclosure::content::hash(&octets)));
}

#[tokio::test]
async fn paper_and_loudspeaker_say_what_the_notice_says() {
    let village = Village::founded().await;
    let page = village.post_notice().await;
    let script = village
        .get(&Someone::stranger(), &format!("{page}/ban-doc"))
        .await;
    let text = script.text();
    let list = text.split("id=\"ban-doc\" lang=\"vi\">").nth(1).unwrap();
    let sentences: Vec<&str> = list
        .split("</ol>")
        .next()
        .unwrap()
        .split("<li>")
        .skip(1)
        .map(|item| item.split("</li>").next().unwrap())
        .collect();
    insta::assert_snapshot!("script", sentences.join("\n"));
    let english = village
        .get(&Someone::stranger(), &format!("{page}/ban-doc?lang=en"))
        .await;
    english.holds("Sạp cố định bốn nghìn đồng");
    let t = translations().translator(Locale::Vi);
    assert_eq!(t.code(), "vi");
}

#[tokio::test]
async fn the_story_of_the_demo_world_is_the_same_every_time() {
    async fn told() -> (Vec<String>, i64) {
        let village = Village::founded().await;
        let law = (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        );
        let communes = [village.unit];
        disclosure::demo::tell(&village.db, &village.units, law, &communes, &translations())
            .await
            .unwrap();
        let mut read = village.db.read().await.unwrap();
        let filter = store::Filter::default();
        let listed = store::board(&mut read, village.unit, &filter, 50).await.unwrap();
        let lines = listed
            .iter()
            .map(|listed| {
                let hash = listed
                    .version
                    .content_hash
                    .map(|hash| disclosure::content::hex(&hash[..4]));
                format!(
                    "{} {} v{} {}",
                    listed.item.state.key(),
                    listed.version.text.title,
                    listed.version.number,
                    hash.unwrap_or_default()
                )
            })
            .collect();
        let entries = read
            .one("SELECT COUNT(*) FROM log_entry", &[], |row| row.get(0))
            .await
            .unwrap()
            .unwrap();
        (lines, entries)
    }
    let first = told().await;
    assert_eq!(first, told().await);
    insta::assert_snapshot!("demo", format!("{}\n{} entries", first.0.join("\n"), first.1));
}

/// A form of a procedure, as a browser sends it.
fn procedure_form(changes: &[(&str, &str)]) -> String {
    let fields = [
        ("name", "Đăng ký khai sinh"),
        ("summary", "Cha mẹ đi khai sinh cho trẻ."),
        ("field", "civil_status"),
        ("code", "MH.01"),
        ("office", "Trung tâm phục vụ hành chính công"),
        ("papers", "Tờ khai | 1 | 0\r\nGiấy tờ tùy thân | 0 | 1"),
        ("steps", "Nộp hồ sơ\r\nNhận kết quả"),
        ("working_days", "3"),
        ("fee", "8.000"),
        ("fee_basis", "Nghị quyết của Hội đồng nhân dân tỉnh"),
        ("result", "Giấy khai sinh"),
        ("legal_basis", "Luật Hộ tịch"),
        ("online", "https://dichvucong.example/ks"),
        ("decided_on", "06/10/2025"),
    ];
    let kept = fields
        .iter()
        .filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    let escaped = |value: &str| -> String { value.bytes().map(|octet| format!("%{octet:02X}")).collect() };
    kept.chain(changes)
        .map(|(name, value)| format!("{name}={}", escaped(value)))
        .collect::<Vec<_>>()
        .join("&")
}

#[tokio::test]
async fn an_officer_posts_a_procedure_and_a_citizen_finds_what_to_bring() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let catalogue = format!("/thu-tuc/{}", village.code);
    village
        .get(&stranger, &catalogue)
        .await
        .holds("chưa công khai thủ tục hành chính nào");

    let write = village.at("/soan-thu-tuc");
    assert_eq!(
        village
            .post(
                &village.leader(),
                &write,
                &procedure_form(&[("fee", "tám nghìn")])
            )
            .await
            .status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    let wrong = village
        .post(
            &village.officer(),
            &write,
            &procedure_form(&[("papers", "Tờ khai | không | 1")]),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("mỗi dòng một loại giấy tờ");
    wrong.holds("Tờ khai | không | 1");
    let draft = village
        .post(&village.officer(), &write, &procedure_form(&[]))
        .await
        .location();
    village
        .get(&stranger, &catalogue)
        .await
        .lacks("Đăng ký khai sinh");
    let id = draft.rsplit('/').next().unwrap().to_owned();
    assert_eq!(
        village
            .get(&village.officer(), &format!("{draft}/sua"))
            .await
            .location(),
        format!("{draft}/sua-thu-tuc")
    );
    let again = procedure_form(&[("revision", "1"), ("working_days", "2")]);
    village
        .post(&village.officer(), &format!("{draft}/sua-thu-tuc"), &again)
        .await
        .location();
    let read = "version=1&revision=2";
    village
        .post(&village.leader(), &format!("{draft}/duyet"), read)
        .await
        .location();
    village
        .post(&village.officer(), &format!("{draft}/cong-bo"), read)
        .await
        .location();

    for found in ["", "?q=khai+sinh", "?q=dang%20ky&linh_vuc=civil_status"] {
        village
            .get(&stranger, &format!("{catalogue}{found}"))
            .await
            .holds("Đăng ký khai sinh");
    }
    for other in ["?q=ket+hon", "?linh_vuc=land"] {
        let answer = village.get(&stranger, &format!("{catalogue}{other}")).await;
        answer.lacks("Đăng ký khai sinh");
        answer.holds("Không có thủ tục nào hợp");
    }
    let page = village.get(&stranger, &format!("{catalogue}/{id}")).await;
    for words in [
        "2 ngày làm việc",
        "8.000 đồng",
        "1 bản sao",
        "Nhận kết quả",
        "Nghị quyết của Hội đồng",
    ] {
        page.holds(words);
    }
    // The notice says the same in words, hangs for good, and stands in the log with its structure.
    let notice = village.get(&stranger, &village.at(&format!("/{id}"))).await;
    notice.holds("Thời gian giải quyết: 2 ngày làm việc.");
    notice.holds("Niêm yết thường xuyên");
    let logged = village
        .get(&stranger, &village.at(&format!("/{id}/ban/1/noi-dung.json")))
        .await;
    let logged: serde_json::Value = serde_json::from_slice(&logged.body).unwrap();
    assert_eq!(logged["procedure"]["fee"], 8_000);
    let open = village
        .get(
            &stranger,
            &format!("/api/v1/procedures/{}?field=civil_status", village.code),
        )
        .await;
    let open: serde_json::Value = serde_json::from_slice(&open.body).unwrap();
    assert_eq!(open["procedures"][0]["procedure"]["papers"][1]["copies"], 1);
    assert_eq!(open["procedures"][0]["notice"]["id"], id.as_str());

    // A change is a new version with its reason; what is withdrawn is gone from the catalogue.
    let form = village
        .post(&village.officer(), &format!("{draft}/dinh-chinh"), "x=1")
        .await
        .location();
    assert_eq!(
        village.get(&village.officer(), &form).await.location(),
        format!("{draft}/sua-thu-tuc")
    );
    let changed = procedure_form(&[
        ("revision", "1"),
        ("fee", "0"),
        ("fee_basis", ""),
        ("correction", "Miễn lệ phí"),
    ]);
    village
        .post(&village.officer(), &format!("{draft}/sua-thu-tuc"), &changed)
        .await
        .location();
    let read = "version=2&revision=2";
    village
        .post(&village.leader(), &format!("{draft}/duyet"), read)
        .await
        .location();
    village
        .post(&village.officer(), &format!("{draft}/cong-bo"), read)
        .await
        .location();
    let page = village.get(&stranger, &format!("{catalogue}/{id}")).await;
    page.holds("Không thu tiền");
    page.holds("3 ngày làm việc");
    village
        .post(
            &village.leader(),
            &format!("{draft}/thu-hoi"),
            "reason=Nh%E1%BA%A7m",
        )
        .await
        .location();
    village
        .get(&stranger, &catalogue)
        .await
        .lacks("Đăng ký khai sinh");
    let gone = village.get(&stranger, &format!("{catalogue}/{id}")).await;
    assert_eq!(gone.location(), village.at(&format!("/{id}")));
}

/// What the story of the demo world left: matters with their versions, sightings, entries of the log, procedures.
async fn left(db: &Database, units: &[UnitId]) -> Vec<String> {
    let mut read = db.read().await.unwrap();
    let mut lines = Vec::new();
    for unit in units {
        let filter = store::Filter::default();
        for listed in store::board(&mut read, *unit, &filter, 100).await.unwrap() {
            let hash = listed
                .version
                .content_hash
                .map(|hash| disclosure::content::hex(&hash));
            lines.push(format!(
                "{} {} v{} {} {}",
                listed.item.id,
                listed.item.state.key(),
                listed.item.last_version,
                listed.version.text.title,
                hash.unwrap_or_default()
            ));
        }
    }
    for sql in [
        "SELECT COUNT(*) FROM disclosure_item",
        "SELECT COUNT(*) FROM disclosure_site",
        "SELECT COUNT(*) FROM disclosure_sighting",
        "SELECT COUNT(*) FROM disclosure_broadcast",
        "SELECT COUNT(*) FROM disclosure_exemption",
        "SELECT COUNT(*) FROM disclosure_missed",
        "SELECT COUNT(*) FROM disclosure_offer",
        "SELECT COUNT(*) FROM disclosure_catalogue",
        "SELECT COUNT(*) FROM log_entry",
        "SELECT COUNT(*) FROM record",
    ] {
        let count: Option<i64> = read.one(sql, &[], |row| row.get(0)).await.unwrap();
        lines.push(format!("{} {sql}", count.unwrap()));
    }
    lines
}

#[tokio::test]
async fn a_story_that_was_interrupted_is_told_to_its_end_and_nothing_twice() {
    async fn village() -> (Village, Vec<UnitId>) {
        let village = Village::founded().await;
        let registry = village.units.current();
        let province = registry.get(village.unit).unwrap().parent.unwrap();
        let communes: Vec<UnitId> = registry
            .children(province, TODAY)
            .take(3)
            .map(|unit| unit.id)
            .collect();
        let mut write = village.db.write().await.unwrap();
        let source = units::NewSource {
            title: "Thử".to_owned(),
            ..units::NewSource::default()
        };
        let source = units::source_id(&mut write, &source).await.unwrap();
        for commune in &communes[1..] {
            let new = ["Ấp Một", "Ấp Hai"].map(|name| hamlets::NewHamlet {
                commune: *commune,
                code: None,
                name: name.to_owned(),
                kind: UnitKind::Ap,
                valid_from: None,
                valid_to: None,
                source,
            });
            hamlets::insert(&mut write, &new).await.unwrap();
        }
        write.commit().await.unwrap();
        let mut units = communes;
        units.push(province);
        (village, units)
    }
    async fn tell(village: &Village, units: &[UnitId]) -> Result<(), disclosure::ActError> {
        let law = (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        );
        disclosure::demo::tell(&village.db, &village.units, law, &units[..3], &translations()).await
    }
    async fn execute(village: &Village, sql: &'static str) {
        let mut write = village.db.write().await.unwrap();
        write.execute(sql, &[]).await.unwrap();
        write.commit().await.unwrap();
    }
    let (whole, units) = village().await;
    tell(&whole, &units).await.unwrap();
    let expected = left(&whole.db, &units).await;
    tell(&whole, &units).await.unwrap();
    assert_eq!(left(&whole.db, &units).await, expected, "told once");

    // The disk is full again and again: at every third act that the log is to take.
    let (cut, units) = village().await;
    execute(&cut, "CREATE TABLE cut (entries INTEGER)").await;
    execute(&cut, "INSERT INTO cut VALUES (0)").await;
    let mut interrupted = 0;
    execute(
        &cut,
        "CREATE TRIGGER full BEFORE INSERT ON log_entry \
         WHEN (SELECT COUNT(*) FROM log_entry) >= (SELECT MAX(entries) FROM cut) \
         BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
    )
    .await;
    while tell(&cut, &units).await.is_err() {
        interrupted += 1;
        assert!(interrupted < 200, "the story never ends");
        execute(&cut, "INSERT INTO cut SELECT MAX(entries) + 3 FROM cut").await;
    }
    assert!(interrupted > 20, "{interrupted}");
    assert_eq!(left(&cut.db, &units).await, expected);
}

const CATALOGUE: &str = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Tóm tắt,Nơi nộp,Giấy tờ phải nộp,Các bước,Số ngày làm việc,\
    \"Phí, lệ phí (đồng)\",Căn cứ thu phí,Kết quả,Căn cứ pháp lý,Làm trực tuyến
MH.01,Đăng ký khai sinh,Hộ tịch,Cha mẹ đi khai sinh cho trẻ.,Trung tâm cấp xã,Tờ khai | 1 | 0,Nộp hồ sơ,0,0,,Giấy khai sinh,Luật Hộ tịch,
MH.02,Tách thửa đất,Đất đai,Chia một thửa làm nhiều thửa.,Trung tâm cấp xã,Đơn | 1 | 0,Nộp hồ sơ,DAYS,0,,Giấy chứng nhận,Luật Đất đai,
";

#[tokio::test]
async fn a_province_sends_a_catalogue_mends_it_and_every_commune_shows_it() {
    let village = Village::founded().await;
    let registry = village.units.current();
    let province = registry.get(village.unit).unwrap().parent.unwrap();
    let officer = village.someone("provincial_officer", province, 11);
    let head = village.someone("agency_head", province, 12);
    let stranger = Someone::stranger();
    let desk = "/thu-tuc/91/nhap";
    let empty = village.get(&stranger, "/thu-tuc/91").await;
    empty.holds("công bố danh mục thủ tục hành chính");
    empty.lacks("/thu-tuc/91/nhap");
    for who in [&stranger, &village.officer()] {
        assert_ne!(village.get(who, desk).await.status, StatusCode::OK);
    }
    village
        .get(&officer, desk)
        .await
        .holds("Chưa có tệp danh mục nào");
    let mau = village.get(&stranger, "/thu-tuc/mau.xlsx").await;
    assert_eq!((mau.status, &mau.body[..2]), (StatusCode::OK, &b"PK"[..]));
    village
        .get(&stranger, "/thu-tuc/mau.csv")
        .await
        .holds("Mã thủ tục");

    let answers = [("decision", "12/QĐ-UBND"), ("decided_on", "01/10/2025")];
    let wrong = CATALOGUE.replace("DAYS", "mười");
    let missing = village.upload(&officer, desk, &[], &[]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Xin ghi số quyết định", "Xin chọn một tệp"] {
        missing.holds(words);
    }
    let wrong = village
        .upload(
            &officer,
            desk,
            &answers,
            &[("file", "thu-tuc.csv", wrong.as_bytes())],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Ô H3, cột “Số ngày làm việc”", "mười", "12/QĐ-UBND"] {
        wrong.holds(words);
    }
    village.get(&stranger, "/thu-tuc/91").await.lacks("Tách thửa đất");

    let sound = CATALOGUE.replace("DAYS", "12");
    let file = [("file", "thu-tuc.csv", sound.as_bytes())];
    let sent = village.upload(&officer, desk, &answers, &file).await.location();
    let page = sent.split('?').next().unwrap().to_owned();
    let waiting = village.get(&officer, &sent).await;
    waiting.holds("chờ duyệt");
    waiting.holds("Tách thửa đất");
    waiting.lacks(&format!("{page}/duyet"));
    village.get(&stranger, "/thu-tuc/91").await.lacks("Tách thửa đất");
    let read = village.get(&head, &page).await;
    let text = read.text();
    let shown = text.split("name=\"shown\" value=\"").nth(1).unwrap();
    let approve = format!("shown={}", shown.split('"').next().unwrap());
    let refused = village.post(&officer, &format!("{page}/duyet"), &approve).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let done = village
        .post(&head, &format!("{page}/duyet"), &approve)
        .await
        .location();
    assert!(done.ends_with("xong=duyet"), "{done}");
    let trace = village.get(&officer, &done).await;
    trace.holds("Đã công khai danh mục");
    trace.holds("Thêm mới");

    // The province, each of its communes and open data show it.
    village.get(&stranger, "/thu-tuc/91").await.holds("Tách thửa đất");
    let catalogue = format!("/thu-tuc/{}", village.code);
    for found in ["", "?q=tach+thua", "?linh_vuc=land", "/in"] {
        village
            .get(&stranger, &format!("{catalogue}{found}"))
            .await
            .holds("Tách thửa đất");
    }
    let listed = village
        .get(&stranger, &format!("{catalogue}?linh_vuc=land"))
        .await;
    listed.holds("Danh mục chung của tỉnh");
    let address = link(&listed, &format!("{catalogue}/0"));
    let shown = village.get(&stranger, &address).await;
    for words in [
        "12 ngày làm việc",
        "danh mục chung do Tỉnh An Giang công bố",
        "Trung tâm cấp xã",
    ] {
        shown.holds(words);
    }
    let open = village
        .get(&stranger, &format!("/api/v1/procedures/{}", village.code))
        .await;
    let open: serde_json::Value = serde_json::from_slice(&open.body).unwrap();
    assert_eq!(open["procedures"].as_array().unwrap().len(), 2);
    assert_eq!(open["procedures"][0]["decided_by"], "91");

    // A commune says where, and nothing else; it does not announce the same again.
    let offer = format!("{address}/noi-nop");
    assert_ne!(village.get(&stranger, &offer).await.status, StatusCode::OK);
    let form = "offered=no&office=&hours=&contact=&note=&revision=0";
    let wrong = village.post(&village.officer(), &offer, form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = "offered=yes&office=Nh%C3%A0+v%C4%83n+h%C3%B3a&hours=7+gi%E1%BB%9D&contact=&note=&revision=0";
    let saved = village.post(&village.officer(), &offer, form).await.location();
    village.get(&village.officer(), &saved).await.holds("Đã lưu");
    let stale = village.post(&village.officer(), &offer, form).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let shown = village.get(&stranger, &address).await;
    shown.holds("Nhà văn hóa");
    shown.lacks("Trung tâm cấp xã");
    let own = procedure_form(&[("code", "MH.02")]);
    let refused = village
        .post(&village.officer(), &village.at("/soan-thu-tuc"), &own)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.holds("đã có trong danh mục chung của tỉnh");

    // The same file changes nothing, another one changes what it names, and is taken back as a whole.
    let same = village.upload(&officer, desk, &answers, &file).await;
    same.holds("Cả 2 thủ tục trong tệp đã có đúng như vậy");
    let undo = format!("{page}/hoan-tac");
    let empty = village.post(&head, &undo, "reason=").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(
        village.post(&officer, &undo, "reason=x").await.status,
        StatusCode::FORBIDDEN
    );
    village.post(&head, &undo, "reason=Nh%E1%BA%A7m").await.location();
    village.get(&stranger, &catalogue).await.lacks("Tách thửa đất");
    village.get(&officer, desk).await.holds("Đã hoàn tác");
}

#[tokio::test]
async fn a_provincial_officer_corrects_one_procedure_and_communes_see_it() {
    let village = Village::founded().await;
    let registry = village.units.current();
    let province = registry.get(village.unit).unwrap().parent.unwrap();
    let officer = village.someone("provincial_officer", province, 11);
    let head = village.someone("agency_head", province, 12);
    let stranger = Someone::stranger();
    let draft = village
        .post(&officer, "/cong-khai/91/soan-thu-tuc", &procedure_form(&[]))
        .await
        .location();
    // A province has no other notices here, and none of a commune's duties.
    assert_eq!(
        village.get(&officer, "/cong-khai/91/soan").await.status,
        StatusCode::NOT_FOUND
    );
    let preview = village.get(&officer, &draft).await;
    preview.lacks("Niêm yết");
    preview.holds("/thu-tuc/91/nhap");
    let read = "version=1&revision=1";
    village
        .post(&head, &format!("{draft}/duyet"), read)
        .await
        .location();
    village
        .post(&officer, &format!("{draft}/cong-bo"), read)
        .await
        .location();
    let id = draft.rsplit('/').next().unwrap();
    let page = format!("/thu-tuc/{}/{id}", village.code);
    village.get(&stranger, &page).await.holds("3 ngày làm việc");
    assert_eq!(
        village
            .get(&stranger, &format!("/cong-khai/91/{id}"))
            .await
            .location(),
        format!("/thu-tuc/91/{id}")
    );
    village
        .get(&stranger, &format!("/cong-khai/91/{id}/ban/1/noi-dung.json"))
        .await
        .holds("\"working_days\":3");
    village
        .post(&officer, &format!("{draft}/dinh-chinh"), "x=1")
        .await
        .location();
    let changed = procedure_form(&[
        ("revision", "1"),
        ("working_days", "1"),
        ("correction", "Rút ngắn"),
    ]);
    village
        .post(&officer, &format!("{draft}/sua-thu-tuc"), &changed)
        .await
        .location();
    let read = "version=2&revision=2";
    village
        .post(&head, &format!("{draft}/duyet"), read)
        .await
        .location();
    village
        .post(&officer, &format!("{draft}/cong-bo"), read)
        .await
        .location();
    let corrected = village.get(&stranger, &page).await;
    corrected.holds("1 ngày làm việc");
    corrected.holds("Rút ngắn");
    // Nothing of it is a commune's.
    let index = village.get(&stranger, "/cong-khai").await;
    index.lacks("Tỉnh An Giang");
}
