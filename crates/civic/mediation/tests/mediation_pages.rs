//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
};
use facts::Catalogue;
use jiff::civil::{Date, date};
use mediation::{Mediations, People, model::HamletKey, seal::MasterKey};
use platform::{
    access::{Place, testing::Someone},
    calendar::WorkingCalendar,
    clock::{SetClock, moment},
    db::{Database, PoolSize, Read},
    i18n::Translations,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, UnitKind, Units, hamlets};
use uuid::Uuid;

const TODAY: Date = date(2026, 3, 2);
/// A name that stands nowhere but in a case.
const CANARY: &str = "Tiêu Thị Hoàng Yến";
const MEDIATOR: u128 = 7;

/// One account has the role of a mediator everywhere.
#[derive(Debug)]
struct One;

impl People for One {
    fn mediators<'a>(&'a self, _: &'a mut Read, _: HamletKey, _: Date) -> mediation::Found<'a> {
        let one = (Uuid::from_u128(MEDIATOR), "Lâm Thị Thuận".to_owned());
        Box::pin(std::future::ready(Ok(vec![one])))
    }
}

struct Village {
    app: Router,
    unit: UnitId,
    hamlet: UnitId,
    home: String,
    _folder: tempfile::TempDir,
}

impl Village {
    async fn founded() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", folder.path().join("d.db").display());
        let db = Database::open(&address, PoolSize::default()).await.unwrap();
        db.migrate(&[units::MIGRATIONS, facts::MIGRATIONS, mediation::MIGRATIONS])
            .await
            .unwrap();
        units::load_official(&db, moment(TODAY, 8)).await.unwrap();
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
        let hamlet = hamlets::insert(&mut write, &new).await.unwrap()[0];
        write.commit().await.unwrap();
        let mut next = 0_u64;
        let all = Mediations::new(
            db,
            LiveUnits::new(Arc::new(registry)),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            (
                Arc::new(SetClock::at(TODAY, 9)),
                Box::new(move |octets| {
                    next += 1;
                    octets.fill(0);
                    let at = octets.len() - 8;
                    octets[at..].copy_from_slice(&next.to_be_bytes());
                }),
            ),
            (Arc::new(One), Some(MasterKey::new([5; 32]))),
        );
        let site = Arc::new(Site {
            translations: Translations::new(&[platform::i18n::TEXTS, mediation::TEXTS]).unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: mediation::routes(site, Arc::new(all)).unwrap().into_router(),
            unit: unit.id,
            hamlet,
            home: format!("/hoa-giai/{}/{hamlet}", unit.code),
            _folder: folder,
        }
    }

    async fn ask(&self, request: Request) -> Answer {
        Answer::of(self.app.clone().oneshot(request).await.unwrap()).await
    }

    fn someone(&self, role: &str, hamlet: bool, number: u128) -> Someone {
        let place = if hamlet {
            Place::hamlet(self.unit, self.hamlet)
        } else {
            Place::from(self.unit)
        };
        Someone::within(
            role,
            place,
            TODAY,
            Arc::new(platform::access::testing::Flat),
            number,
        )
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.home)
    }

    /// A team of three, of whom the first keeps the register.
    async fn with_team() -> Self {
        let village = Self::founded().await;
        let officer = village.someone("commune_officer", false, 1);
        let chair = village.someone("commune_leader", false, 2);
        let set_up = "name=Tổ hòa giải Bình Hòa&set_up_on=02/02/2026&minority_area=yes";
        village
            .ask(officer.post(&village.at("/lap"), &form(set_up)))
            .await
            .location();
        for (number, name) in ["Lâm Thị Thuận", "Trịnh Công Giải", "Vương Hữu Nghĩa"]
            .into_iter()
            .enumerate()
        {
            let account = if number == 0 {
                Uuid::from_u128(MEDIATOR).to_string()
            } else {
                String::new()
            };
            let woman = if number == 0 { "yes" } else { "no" };
            let entered = format!(
                "member_name={name}&woman={woman}&minority=no&law_degree=no&method=secret_ballot\
                 &elected_on=02/02/2026&in_favour=60&households=100&listed_on=03/02/2026&account={account}"
            );
            village
                .ask(officer.post(&village.at("/them"), &form(&entered)))
                .await
                .location();
        }
        for _ in 0..3 {
            let page = village.ask(chair.get(&village.home)).await.ok().text();
            let at = page.find("/cong-nhan/").unwrap();
            let link = page[at..].split('"').next().unwrap().to_owned();
            let recognised = form("recognised_on=05/02/2026&leader=no");
            village
                .ask(chair.post(&village.at(&link), &recognised))
                .await
                .location();
        }
        village
    }
}

/// A form as a browser writes it.
fn form(text: &str) -> String {
    let mut sent = String::new();
    for octet in text.bytes() {
        if octet.is_ascii_alphanumeric() || b"=&-_.".contains(&octet) {
            sent.push(char::from(octet));
        } else {
            sent.push_str(&format!("%{octet:02X}"));
        }
    }
    sent
}

#[tokio::test]
async fn everybody_sees_what_a_team_lacks_and_officers_what_is_to_be_done() {
    let village = Village::with_team().await;
    let stranger = Someone::stranger();
    let team = village.ask(stranger.get(&village.home)).await.ok();
    team.holds("Lâm Thị Thuận")
        .holds("Có 3 hòa giải viên")
        .holds("Điều 12")
        .holds("chưa đủ hòa giải viên người dân tộc")
        .lacks("Ghi thù lao")
        .lacks("/thoi/");
    let commune = village.home.rsplit_once('/').unwrap().0.to_owned();
    village
        .ask(stranger.get(&commune))
        .await
        .ok()
        .holds("chưa đủ")
        .holds("Chưa có tổ")
        .holds("18001769")
        .lacks("Việc cần làm");
    let officer = village.someone("commune_officer", false, 1);
    village
        .ask(officer.get(&commune))
        .await
        .ok()
        .holds("Việc cần làm")
        .holds("Khóm Bình Khánh: chưa có tổ hòa giải");
    // Too few in favour: not elected, and nothing that was typed is lost.
    let few = "member_name=Âu Dương Tình&woman=no&minority=no&law_degree=no&method=open_vote\
               &elected_on=02/02/2026&in_favour=50&households=100&listed_on=03/02/2026&account=";
    let answer = village.ask(officer.post(&village.at("/them"), &form(few))).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    answer.holds("chưa trúng cử").holds("Âu Dương Tình");
    for (path, sent) in [
        (
            "/tap-huan",
            "training=Luật Đất đai&held_on=20/02/2026&mediator=all",
        ),
        ("/ra-soat", "reviewed_on=01/03/2026&minority_area=no"),
    ] {
        village
            .ask(officer.post(&village.at(path), &form(sent)))
            .await
            .location();
    }
    village
        .ask(officer.get(&village.home))
        .await
        .ok()
        .holds("Luật Đất đai")
        .lacks("chưa đủ hòa giải viên người dân tộc");
    village
        .ask(officer.get(&format!("{commune}/thong-ke?nam=2026&ky=6")))
        .await
        .ok()
        .holds("Hòa giải viên được tập huấn trong kỳ")
        .holds("6 tháng đầu năm 2026");
    let file = village
        .ask(officer.get(&format!("{commune}/thong-ke.xlsx?nam=2026")))
        .await
        .ok();
    assert_eq!(&file.body[..2], b"PK", "a spreadsheet");
}

#[tokio::test]
async fn a_team_works_and_nobody_else_reads() {
    let village = Village::with_team().await;
    let me = village.someone("mediator", true, MEDIATOR);
    let refused = "refused=domestic_violence&dispute=family&ground=party_request&received_on=02/03/2026\
                   &party_1=A&party_2=B&matter=x";
    let answer = village.ask(me.post(&village.at("/so/moi"), &form(refused))).await;
    answer.holds("18001769").holds("Điều 3");
    village
        .ask(me.get(&village.at("/so")))
        .await
        .ok()
        .holds("Không có việc nào đang làm");

    // A hamlet head hands it over, and does not see it again.
    let head = village.someone("hamlet_head", true, 9);
    let told = format!(
        "refused=none&dispute=land&ground=party_request&received_on=02/03/2026&party_1={CANARY}\
         &contact_1=0912345678&party_2=Ông Hai&matter=Rào lấn nửa mét"
    );
    let answer = village.ask(head.post(&village.at("/nhan"), &form(&told))).await;
    let back = answer.location();
    village
        .ask(head.get(&back))
        .await
        .ok()
        .holds("chỉ tổ đọc được")
        .lacks(CANARY);
    let list = village.ask(me.get(&village.at("/so"))).await.ok();
    assert_eq!(list.headers[header::CACHE_CONTROL], "no-store");
    list.holds(CANARY).holds("05/03/2026");
    let page = list.text();
    let at = page.find("/so/0").unwrap();
    let case = village.at(page[at..].split('"').next().unwrap());
    for (role, hamlet, number) in [
        ("hamlet_head", true, 9),
        ("mediator", true, 8),
        ("commune_officer", false, 1),
        ("commune_leader", false, MEDIATOR),
        ("administrator", false, MEDIATOR),
        ("provincial_officer", false, 3),
    ] {
        let other = village.someone(role, hamlet, number);
        for path in [village.at("/so"), case.clone(), format!("{case}/van-ban.pdf")] {
            let answer = village.ask(other.get(&path)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {path}");
            answer.lacks(CANARY);
        }
    }
    village
        .ask(Someone::stranger().get(&village.home))
        .await
        .ok()
        .lacks(CANARY);

    let revision = |page: &Answer| {
        let text = page.text();
        let at = text.find("name=\"revision\" value=\"").unwrap() + 23;
        text[at..].split('"').next().unwrap().to_owned()
    };
    let page = village.ask(me.get(&format!("{case}/phan-cong"))).await.ok();
    let chosen = page.text();
    let at = chosen.find("id=\"mediator-1\"").unwrap();
    let value = chosen[at..].split("value=\"").nth(1).unwrap();
    let mediator = value.split('"').next().unwrap();
    let sent = format!(
        "revision={}&mediator={mediator}&assigned_on=02/03/2026&on_the_spot=yes&agreed_day=",
        revision(&page)
    );
    village
        .ask(me.post(&format!("{case}/phan-cong"), &form(&sent)))
        .await
        .location();
    let page = village.ask(me.get(&format!("{case}/ket-thuc"))).await.ok();
    let sent = format!(
        "revision={}&ending=agreement&day=02/03/2026&words=Bắt tay&agreed=Dời rào&undertaking_1=Dời rào\
         &due_1=10/03/2026&undertaking_2=&due_2=&written=yes",
        revision(&page)
    );
    let stale = sent.replace(&format!("revision={}", revision(&page)), "revision=1");
    let answer = village
        .ask(me.post(&format!("{case}/ket-thuc"), &form(&stale)))
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    village
        .ask(me.post(&format!("{case}/ket-thuc"), &form(&sent)))
        .await
        .location();
    let shown = village.ask(me.get(&case)).await.ok();
    shown
        .holds("hòa giải thành")
        // Six months end on a holiday, and so with the working day after it.
        .holds("Yêu cầu Tòa án công nhận được nộp đến hết 03/09/2026")
        .holds("02/03/2031")
        .holds("hạn 10/03/2026")
        .holds("trưởng thôn, trưởng ấp");
    let paper = village.ask(me.get(&format!("{case}/van-ban.pdf"))).await.ok();
    assert_eq!(&paper.body[..5], b"%PDF-");
    assert_eq!(paper.headers[header::CACHE_CONTROL], "no-store");
}

#[tokio::test]
async fn a_telephone_gets_the_open_cases_and_says_what_is_wrong_with_an_entry() {
    let village = Village::with_team().await;
    let me = village.someone("mediator", true, MEDIATOR);
    let phone = village.at("/so/dien-thoai");
    let copy = format!("{phone}/ban-sao");
    let entry =
        |number: u32, rest: &str| form(&format!("id=00000000-0000-4000-8000-00000000000{number}&{rest}"));
    let told = format!(
        "refused=none&dispute=land&ground=party_request&received_on=02/03/2026&party_1={CANARY}\
         &contact_1=0912345678&party_2=Ông Hai&matter=Rào lấn nửa mét"
    );
    for _ in 0..2 {
        let answer = village.ask(me.post(&phone, &entry(1, &told))).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
    }
    // The page has no word of it; the copy has, for the team alone.
    let page = village.ask(me.get(&phone)).await.ok();
    assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    page.lacks(CANARY).holds("Giữ sổ trên điện thoại này");
    let answer = village.ask(me.get(&copy)).await.ok();
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    let book: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(book["until"], "2026-03-16");
    let cases = book["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 1);
    assert_eq!(cases[0]["parties"][0][0], CANARY);
    for (role, hamlet, number) in [
        ("hamlet_head", true, 9),
        ("mediator", true, 8),
        ("administrator", false, MEDIATOR),
    ] {
        let other = village.someone(role, hamlet, number);
        for path in [&phone, &copy] {
            let answer = village.ask(other.get(path)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role} {path}");
            answer.lacks(CANARY);
        }
        let answer = village.ask(other.post(&phone, &entry(9, &told))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{role}");
    }
    let case = cases[0]["id"].as_str().unwrap();
    for (rest, words) in [
        (
            format!("case={case}&kind=note&day=02/03/2026&words="),
            "Điền vào đây",
        ),
        (
            format!("case={case}&kind=end&day=02/03/2026&words=x"),
            "Chọn một câu trả lời",
        ),
        (
            format!("case={case}&kind=note&day=03/03/2026&words=x"),
            "chưa đến",
        ),
        (
            "case=01990300-ad00-76a7-bffe-10cd0bd08964&kind=note&day=02/03/2026&words=x".to_owned(),
            "Không còn việc này",
        ),
        ("case=x&kind=note&day=02/03/2026&words=x".to_owned(), "bị hỏng"),
        (
            told.replace("refused=none", "refused=crime"),
            "Chọn một câu trả lời",
        ),
        (told.replace("party_2=Ông Hai", "party_2="), "Bên thứ hai"),
    ] {
        let answer = village.ask(me.post(&phone, &entry(2, &rest))).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{rest}");
        answer.holds(words);
    }
    let note = format!("case={case}&kind=note&day=02/03/2026&words=Đã gặp bà Yến");
    let answer = village.ask(me.post(&phone, &entry(2, &note))).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    village
        .ask(me.get(&copy))
        .await
        .ok()
        .holds("Đã gặp bà Yến")
        .holds("Ghi chú");
    village
        .ask(me.get(&village.at(&format!("/so/{case}"))))
        .await
        .ok()
        .holds("mang theo trên điện thoại");
}

#[tokio::test]
async fn guides_are_read_by_everybody_in_every_language() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village
        .ask(stranger.get("/hoa-giai"))
        .await
        .ok()
        .holds("/hoa-giai/cam-nang/land");
    for key in ["land", "inheritance", "debt", "neighbours", "family"] {
        for (language, words) in [
            ("vi", "Điều luật liên quan"),
            ("en", "The law"),
            ("km", "មាត្រាច្បាប់"),
        ] {
            village
                .ask(stranger.get(&format!("/hoa-giai/cam-nang/{key}?lang={language}")))
                .await
                .ok()
                .holds(words);
        }
    }
    let answer = village.ask(stranger.get("/hoa-giai/cam-nang/x")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
