//! Journeys through the pages as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, extract::Request, http::StatusCode};
use deliberation::{
    Deliberations, MatterId, NewRound,
    model::{By, Duty, Method, Officer},
    rules::{Form, Hands},
};
use facts::Catalogue;
use households::{
    Households,
    model::{HamletKey, NewHousehold, Person},
};
use jiff::civil::{Date, date};
use platform::{
    access::{Place, testing::Someone},
    calendar::WorkingCalendar,
    clock::{Clock, SetClock, moment},
    db::{Database, PoolSize},
    i18n::Translations,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, UnitKind, Units, hamlets};
use uuid::Uuid;

const TODAY: Date = date(2026, 10, 20);

/// A commune with two hamlets and ten households in the first, served.
struct Village {
    app: Router,
    desk: Arc<Deliberations>,
    register: Households,
    desk_db: Database,
    units: LiveUnits,
    clock: SetClock,
    unit: UnitId,
    code: String,
    hamlet: UnitId,
    _folder: tempfile::TempDir,
}

fn random(seed: u64) -> platform::random::Fill {
    let mut next = seed;
    Box::new(move |octets| {
        for octet in octets {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *octet = next.to_be_bytes()[1];
        }
    })
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
            households::MIGRATIONS,
            deliberation::MIGRATIONS,
        ])
        .await
        .unwrap();
        let clock = SetClock::at(TODAY, 7);
        units::load_official(&db, clock.now()).await.unwrap();
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
        let hamlet = hamlets::insert(&mut write, &new).await.unwrap()[0];
        write.commit().await.unwrap();
        let desk_db = db.clone();
        let register = Households::new(db.clone(), Arc::new(clock.clone()), random(1));
        let units = LiveUnits::new(Arc::new(registry));
        let desk = Arc::new(Deliberations::new(
            db,
            units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(clock.clone()),
            random(2),
        ));
        let site = Arc::new(Site {
            translations: Translations::new(&[
                platform::i18n::TEXTS,
                units::TEXTS,
                households::TEXTS,
                deliberation::TEXTS,
            ])
            .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        let village = Self {
            app: deliberation::routes(site, Arc::clone(&desk)).into_router(),
            desk,
            register,
            desk_db,
            units,
            clock,
            unit: unit.id,
            code: unit.code,
            hamlet,
            _folder: folder,
        };
        for number in 1..=10 {
            village.lists(number).await;
        }
        village
    }

    async fn lists(&self, number: i64) {
        let new = NewHousehold {
            number,
            address: String::new(),
            from: date(2025, 7, 1),
            person: Person {
                name: format!("Canary Thị {number}"),
                ..Person::default()
            },
        };
        let by = By {
            account: Uuid::from_u128(1),
            role: "hamlet_head".to_owned(),
        };
        let place = HamletKey {
            unit: self.unit,
            hamlet: self.hamlet,
        };
        self.register.list(place, new, &by).await.unwrap();
    }

    fn someone(&self, role: &str, place: impl Into<Place>, number: u128) -> Someone {
        Someone::within(role, place, TODAY, Arc::new(self.units.clone()), number)
    }

    fn here(&self) -> Place {
        Place::hamlet(self.unit, self.hamlet)
    }

    fn head(&self) -> Someone {
        self.someone("hamlet_head", self.here(), 1)
    }

    fn front(&self) -> Someone {
        self.someone("front_board_head", self.here(), 2)
    }

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 3)
    }

    fn citizen(&self) -> Someone {
        self.someone("household_representative", self.here(), 4)
    }

    fn at(&self, rest: &str) -> String {
        format!("/dan-ban/{}{rest}", self.code)
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

    /// A meeting on a tabled matter at which so many of ten raise their hands.
    async fn hold_meeting(&self, page: &str, in_favour: u64) {
        let id: MatterId = page.rsplit('/').next().unwrap().parse().unwrap();
        let by = || By {
            account: Uuid::from_u128(1),
            role: "hamlet_head".to_owned(),
        };
        let new = NewRound {
            hamlet: self.hamlet,
            form: Form::Meeting,
            advisory: false,
            starts_at: moment(TODAY, 8),
            ends_at: moment(TODAY, 8),
            place: "Nhà văn hóa".to_owned(),
        };
        let round = self.desk.call(self.unit, id, &new, by()).await.unwrap();
        self.clock.set(TODAY, 9);
        self.desk.open(self.unit, round, by()).await.unwrap();
        let hands = Hands {
            attending: 10,
            marks: vec![in_favour, 10 - in_favour, 0],
            spoiled: 0,
            abstained: 0,
        };
        let officers: Vec<Officer> = (0..3)
            .map(|n| Officer {
                duty: Duty::Teller,
                name: format!("Canary kiểm phiếu {n}"),
            })
            .collect();
        self.desk
            .count_meeting(self.unit, round, (Method::ShowOfHands, &hands), &officers, by())
            .await
            .unwrap();
    }
}

const COVENANT: &str = "noi_dung=village_covenant&ten=Quy+%C6%B0%E1%BB%9Bc+kh%C3%B3m&van_ban=Gi%E1%BB%AF+v%E1%BB%87+sinh.&chuc_danh=&so_nguoi=";

#[tokio::test]
async fn a_covenant_goes_from_proposal_to_recognition() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    village
        .get(&stranger, &village.at(""))
        .await
        .holds("chưa có việc nào");
    let form = village.get(&village.head(), &village.at("/de-xuat")).await;
    form.holds("3. Nội dung hương ước");
    form.holds("Điều 15");

    let faulty = village
        .post(
            &village.head(),
            &village.at("/de-xuat"),
            "noi_dung=hamlet_head&ten=&van_ban=Gi%E1%BB%AF&so_nguoi=99",
        )
        .await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    faulty.holds("Hãy viết tên việc");
    faulty.holds("Hãy chọn chức danh");
    faulty.holds("từ 1 đến 15");
    faulty.holds(">Giữ</textarea>");

    let sent = format!("noi={}&{COVENANT}", village.hamlet);
    let page = village
        .post(&village.head(), &village.at("/de-xuat"), &sent)
        .await
        .location();
    village
        .get(&stranger, &page)
        .await
        .holds("chờ Mặt trận thống nhất");
    let same = village
        .post(&village.head(), &format!("{page}/thong-nhat"), "")
        .await;
    assert_eq!(same.status, StatusCode::FORBIDDEN);
    village
        .post(&village.front(), &format!("{page}/thong-nhat"), "")
        .await
        .location();
    village.hold_meeting(&page, 6).await;

    let shown = village.get(&stranger, &page).await;
    shown.holds("6 × 2 = 12 &#62; 10 × 1 = 10");
    shown.holds("Điều 21, khoản 1");
    shown.holds("Đã thông qua");
    shown.holds("Thông báo họp gửi muộn");
    shown.lacks("Canary");

    let draft = village.get(&village.head(), &format!("{page}/quyet-dinh")).await;
    draft.holds("6 trên tổng số 10 đại diện hộ gia đình tán thành");
    let written = "loai=resolution&van_ban=Th%E1%BB%91ng+nh%E1%BA%A5t+quy+%C6%B0%E1%BB%9Bc.";
    village
        .post(&village.head(), &format!("{page}/quyet-dinh"), written)
        .await
        .location();
    village.get(&stranger, &page).await.lacks("Thống nhất quy ước");
    let early = village
        .post(&village.head(), &format!("{page}/hoan-tat"), "")
        .await;
    early.holds("2 đại diện hộ gia đình");
    for form in [
        "tu_cach=hamlet_head&ten=Canary+A&ngay=20/10/2026",
        "tu_cach=front_board_head&ten=Canary+B&ngay=20/10/2026",
        "tu_cach=household_representatives&ten=Canary+C&ho=1&ngay=20/10/2026",
        "tu_cach=household_representatives&ten=Canary+D&ho=2&ngay=20/10/2026",
    ] {
        village
            .post(&village.head(), &format!("{page}/ky"), form)
            .await
            .location();
    }
    let twice = village
        .post(
            &village.head(),
            &format!("{page}/ky"),
            "tu_cach=household_representatives&ten=Canary+E&ho=2&ngay=20/10/2026",
        )
        .await;
    twice.holds("đã ký");
    village
        .post(&village.head(), &format!("{page}/hoan-tat"), "")
        .await
        .location();
    let public = village.get(&stranger, &page).await;
    public.holds("Thống nhất quy ước");
    public.holds("Chưa có hiệu lực: chờ Ủy ban nhân dân cấp xã công nhận");
    public.holds("/so-minh-bach/muc/");
    public.lacks("Canary");
    let content = village.get(&stranger, &format!("{page}/noi-dung.json")).await;
    content.holds("\"households\":10");
    content.lacks("Canary");
    let paper = village.get(&stranger, &format!("{page}/quyet-dinh.pdf")).await;
    assert!(paper.body.starts_with(b"%PDF"));

    let follow = format!("{page}/theo-doi");
    village
        .post(&village.head(), &follow, "viec=sent&ngay=20/10/2026")
        .await
        .location();
    let wrong = village
        .post(&village.head(), &follow, "viec=recognised&ngay=20/10/2026")
        .await;
    wrong.holds("không có việc gì phải ghi");
    let early = village
        .post(&village.leader(), &follow, "viec=recognised&ngay=20/10/2026")
        .await;
    early.holds("Hãy chọn một việc bạn được làm lúc này");
    village
        .post(&village.leader(), &follow, "viec=received&ngay=20/10/2026")
        .await
        .location();
    let refused = village
        .post(&village.leader(), &follow, "viec=refused&ly_do=")
        .await;
    refused.holds("Hãy ghi rõ lý do");
    village
        .post(&village.leader(), &follow, "viec=recognised&ly_do=")
        .await
        .location();
    let done = village.get(&stranger, &page).await;
    done.holds("Có hiệu lực từ ngày 20/10/2026");
    village
        .post(
            &village.head(),
            &format!("{page}/viec"),
            "viec=D%C3%A1n+quy+%C6%B0%E1%BB%9Bc&ai=T%E1%BB%95+t%E1%BB%B1+qu%E1%BA%A3n&han=01/12/2026&tien=1.500.000",
        )
        .await
        .location();
    village.get(&stranger, &page).await.holds("1.500.000 đồng");
}

#[tokio::test]
async fn citizens_gather_a_tenth_and_the_list_stays_private() {
    let village = Village::founded().await;
    let sent = format!(
        "noi={}&noi_dung=other_self_management&ten=L%C3%A0m+s%E1%BA%A1ch+k%C3%AAnh&van_ban=M%E1%BB%97i+th%C3%A1ng+m%E1%BB%99t+l%E1%BA%A7n.",
        village.hamlet
    );
    let page = village
        .post(&village.citizen(), &village.at("/de-xuat"), &sent)
        .await
        .location();
    let list = format!("{page}/dong-thuan");
    let seen = village.get(&village.head(), &list).await;
    seen.holds("1. Canary Thị 1");
    for who in [Someone::stranger(), village.citizen(), village.leader()] {
        village.get(&who, &list).await.lacks("Canary");
    }
    village
        .get(&Someone::stranger(), &page)
        .await
        .holds("0 hộ đồng thuận; cần 1 trong tổng số 10 hộ");
    let home = seen.text();
    let at = home.find("name=\"ho\" value=\"").unwrap() + "name=\"ho\" value=\"".len();
    let id = &home[at..at + 36];
    let late = village
        .post(&village.head(), &list, &format!("ngay=21/10/2026&ho={id}"))
        .await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    village
        .post(&village.head(), &list, &format!("ngay=20/10/2026&ho={id}"))
        .await
        .location();
    village.get(&Someone::stranger(), &page).await.holds("Đưa ra bàn");
}

#[tokio::test]
async fn what_is_given_up_keeps_its_reason() {
    let village = Village::founded().await;
    let sent = format!("noi={}&{COVENANT}", village.hamlet);
    let page = village
        .post(&village.head(), &village.at("/de-xuat"), &sent)
        .await
        .location();
    let ask = format!("{page}/rut");
    village
        .post(&village.head(), &ask, "ly_do=")
        .await
        .holds("Hãy ghi rõ lý do");
    village
        .post(&village.head(), &ask, "ly_do=Tr%C3%B9ng+vi%E1%BB%87c+kh%C3%A1c")
        .await
        .location();
    let shown = village.get(&Someone::stranger(), &page).await;
    shown.holds("Đã rút. Lý do: Trùng việc khác");
    let board = village
        .get(&Someone::stranger(), &village.at("?trang_thai=dropped"))
        .await;
    board.holds("Quy ước khóm");
    village
        .get(&Someone::stranger(), &village.at("?trang_thai=adopted"))
        .await
        .holds("Không có việc nào như bạn chọn");
}

#[tokio::test]
async fn a_household_supports_a_proposal_online_and_takes_it_back() {
    let village = Village::founded().await;
    let sent = format!(
        "noi={}&noi_dung=other_self_management&ten=L%C3%A0m+s%E1%BA%A1ch+k%C3%AAnh&van_ban=M%E1%BB%97i+th%C3%A1ng.",
        village.hamlet
    );
    let page = village
        .post(&village.citizen(), &village.at("/de-xuat"), &sent)
        .await
        .location();
    let own = format!("{page}/ho-toi");
    let neighbour = village.someone("household_representative", village.here(), 5);
    village.get(&neighbour, &page).await.lacks("Hộ tôi đồng thuận");
    let stranger = village.post(&neighbour, &own, "").await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND, "no household is linked");

    // Twenty households: two consents are a tenth.
    for number in 11..=20 {
        village.lists(number).await;
    }
    let mut read = village.desk_db.read().await.unwrap();
    let place = HamletKey {
        unit: village.unit,
        hamlet: village.hamlet,
    };
    let home = households::roll::on(&mut read, place, TODAY).await.unwrap()[0].household;
    let home = households::store::household(&mut read, place, home)
        .await
        .unwrap()
        .unwrap();
    drop(read);
    let keeper = By {
        account: Uuid::from_u128(1),
        role: "hamlet_head".to_owned(),
    };
    let code = village
        .register
        .offer_link(households::Seen::from(&home), &keeper)
        .await
        .unwrap();
    village
        .register
        .take_link(village.unit, &code, Uuid::from_u128(5))
        .await
        .unwrap();
    village.get(&neighbour, &page).await.holds("Hộ tôi đồng thuận");
    village.post(&neighbour, &own, "").await.location();
    let given = village.get(&neighbour, &page).await;
    given.holds("1 hộ đồng thuận; cần 2 trong tổng số 20 hộ");
    given.holds("Hộ tôi rút đồng thuận");
    given.lacks("Canary");
    village.post(&neighbour, &own, "").await.location();
    village
        .get(&Someone::stranger(), &page)
        .await
        .holds("0 hộ đồng thuận");
}
