//! Votes through their pages, as people in their roles send them, without a browser.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::{Arc, OnceLock};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
};
use deliberation::{
    Deliberations, MatterId, NewMatter,
    model::{By, MatterState, Proposer},
    store,
};
use facts::Catalogue;
use households::{
    HouseholdId, Households,
    model::{HamletKey, NewHousehold, Person},
};
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
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units, hamlets::NewHamlet};
use uuid::Uuid;

const CALLED: Date = date(2026, 10, 12);
const HELD: Date = date(2026, 10, 20);
const ENDS: Date = date(2026, 10, 23);

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
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

/// A hamlet with households, served.
struct Village {
    app: Router,
    db: Database,
    clock: SetClock,
    desk: Arc<Deliberations>,
    unit: UnitId,
    code: String,
    hamlets: Vec<UnitId>,
    homes: Vec<HouseholdId>,
    _folder: tempfile::TempDir,
}

impl Village {
    async fn founded(households: usize) -> Self {
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
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = units();
        let province = registry.at("91", CALLED).unwrap().id;
        let unit = registry.children(province, CALLED).next().unwrap().clone();
        let clock = SetClock::default();
        clock.set(CALLED, 8);
        let mut write = db.write().await.unwrap();
        let new: Vec<NewHamlet> = ["Ấp Vĩnh Hưng", "Ấp Vĩnh Thạnh"]
            .iter()
            .map(|name| NewHamlet {
                commune: unit.id,
                code: None,
                name: (*name).to_owned(),
                kind: units::UnitKind::Ap,
                valid_from: None,
                valid_to: None,
                source: registry.sources()[0].id,
            })
            .collect();
        let hamlets = units::hamlets::insert(&mut write, &new).await.unwrap();
        write.commit().await.unwrap();
        let register = Households::new(db.clone(), Arc::new(clock.clone()), random(7));
        let mut homes = Vec::new();
        let places = (0..households).map(|n| (n, hamlets[0])).chain([(0, hamlets[1])]);
        for (n, hamlet) in places {
            let new = NewHousehold {
                number: i64::try_from(n).unwrap() + 1,
                address: format!("Tổ {}", n / 2 + 1),
                from: date(2025, 7, 1),
                person: Person {
                    name: format!("Nguyễn Văn Bí{n}"),
                    ..Person::default()
                },
            };
            let by = By {
                account: Uuid::from_u128(1),
                role: "hamlet_head".to_owned(),
            };
            homes.push(
                register
                    .list(
                        HamletKey {
                            unit: unit.id,
                            hamlet,
                        },
                        new,
                        &by,
                    )
                    .await
                    .unwrap(),
            );
        }
        homes.truncate(households);
        let desk = Deliberations::new(
            db.clone(),
            LiveUnits::new(registry),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(clock.clone()),
            random(99),
        )
        .public_address(Some("https://dinh.example".to_owned()));
        let desk = Arc::new(desk);
        let site = Arc::new(Site {
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, deliberation::TEXTS])
                .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: deliberation::routes(site, Arc::clone(&desk)).into_router(),
            db,
            clock,
            desk,
            unit: unit.id,
            code: unit.code,
            hamlets,
            homes,
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, place: impl Into<Place>, number: u128) -> Someone {
        Someone::within(role, place, CALLED, Arc::new(LiveUnits::new(units())), number)
    }

    fn head(&self) -> Someone {
        self.someone("hamlet_head", Place::hamlet(self.unit, self.hamlets[0]), 1)
    }

    fn reader(&self, number: u128) -> Someone {
        let hamlet = Place::hamlet(self.unit, self.hamlets[0]);
        self.someone("ballot_team_member", hamlet, number)
    }

    async fn tabled(&self, clause: &str, hamlet: Option<UnitId>) -> MatterId {
        let by = |number, role: &str| By {
            account: Uuid::from_u128(number),
            role: role.to_owned(),
        };
        let new = NewMatter {
            hamlet,
            clause: clause.to_owned(),
            title: "Đổ bê tông đường ấp".to_owned(),
            proposal: "Mỗi hộ góp 500.000 đồng.".to_owned(),
            proposer: Proposer::HamletHead,
            office: None,
            seats: 0,
        };
        let id = self
            .desk
            .propose(self.unit, &new, by(1, "hamlet_head"))
            .await
            .unwrap();
        self.desk
            .agree(self.unit, id, by(2, "front_board_head"))
            .await
            .unwrap();
        id
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

    /// Calls a vote through the form, and gives its address.
    async fn called(&self, matter: MatterId, form: &str) -> String {
        let path = format!("/dan-ban/{}/{matter}/goi", self.code);
        self.get(&self.head(), &path).await.ok();
        let fields = format!(
            "form={form}&day=20/10/2026&hour=08:00&place=Nh%C3%A0+v%C4%83n+h%C3%B3a&end_day=23/10/2026&end_hour=17:00"
        );
        self.post(&self.head(), &path, &fields).await.location()
    }

    async fn state(&self, matter: MatterId) -> MatterState {
        let mut read = self.db.read().await.unwrap();
        store::matter(&mut read, self.unit, matter)
            .await
            .unwrap()
            .unwrap()
            .state
    }

    async fn codes(&self, vote: &str) -> Vec<String> {
        let mut read = self.db.read().await.unwrap();
        let round = vote.rsplit('/').next().unwrap().parse().unwrap();
        let slips = store::slips(&mut read, self.unit, round).await.unwrap();
        slips.into_iter().map(|slip| slip.code).collect()
    }
}

const TELLERS: &str = "nguoi-1=T%E1%BB%95+M%E1%BB%99t&nguoi-2=T%E1%BB%95+Hai&nguoi-3=T%E1%BB%95+Ba";

#[tokio::test]
async fn a_form_that_says_nonsense_comes_back_filled_in() {
    let village = Village::founded(3).await;
    let matter = village
        .tabled("contribution_level", Some(village.hamlets[0]))
        .await;
    let path = format!("/dan-ban/{}/{matter}/goi", village.code);
    let form = village.get(&village.head(), &path).await.ok();
    form.holds("Biểu quyết trực tuyến – Lấy ý kiến tham khảo");
    let back = village
        .post(
            &village.head(),
            &path,
            "form=meeting&day=31/02/2026&hour=25h&place=S%C3%A2n+%C4%91%C3%ACnh",
        )
        .await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("31/02/2026");
    back.holds("Sân đình");
    back.holds("Đây không phải là ngày");
    let past = village
        .post(
            &village.head(),
            &path,
            "form=meeting&day=01/10/2026&hour=8h&place=S%C3%A2n",
        )
        .await;
    past.holds("Thời điểm này đã qua");
    let stranger = village.get(&Someone::stranger(), &path).await;
    assert_eq!(
        stranger.status,
        StatusCode::SEE_OTHER,
        "a stranger signs in first"
    );
    let elsewhere = village.someone("hamlet_head", Place::hamlet(village.unit, village.hamlets[1]), 5);
    assert_eq!(village.get(&elsewhere, &path).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_meeting_is_called_attended_and_counted() {
    let village = Village::founded(6).await;
    let (head, stranger) = (village.head(), Someone::stranger());
    let matter = village
        .tabled("contribution_level", Some(village.hamlets[0]))
        .await;
    let vote = village.called(matter, "meeting").await;
    let page = village.get(&stranger, &vote).await.ok();
    page.holds("Sắp diễn ra");
    page.holds("Số hộ trong sổ hôm nay");
    page.lacks("Nguyễn Văn Bí");
    page.lacks("Mở biểu quyết");
    let desk = village.get(&head, &vote).await.ok();
    desk.holds("Thông báo chậm nhất ngày 18/10/2026");
    desk.holds("Gửi tài liệu đến từng hộ chậm nhất ngày 18/10/2026");

    village.clock.set(date(2026, 10, 19), 9);
    let no_channel = village
        .post(&head, &format!("{vote}/chuan-bi"), "notice_on=18/10/2026")
        .await;
    assert_eq!(no_channel.status, StatusCode::UNPROCESSABLE_ENTITY);
    no_channel.holds("value=\"18/10/2026\"");
    let arranged = "notice_on=18/10/2026&channel=posting&channel=loudspeaker&papers_on=19/10/2026";
    village
        .post(&head, &format!("{vote}/chuan-bi"), arranged)
        .await
        .location();
    let early = village.post(&head, &format!("{vote}/mo"), "").await;
    assert_eq!(early.status, StatusCode::BAD_REQUEST);

    village.clock.set(HELD, 8);
    village.post(&head, &format!("{vote}/mo"), "").await.location();
    let page = village.get(&stranger, &vote).await.ok();
    page.holds("Tài liệu gửi từng hộ muộn");
    page.holds("Chưa bị sửa");
    page.holds("0 trên 6 hộ");

    // At the door: names for those who note them, and for nobody else.
    let door = format!("{vote}/diem-danh");
    assert_eq!(village.get(&stranger, &door).await.status, StatusCode::SEE_OTHER);
    let list = village.get(&head, &door).await.ok();
    list.holds("Nguyễn Văn Bí5");
    let found = village.get(&head, &format!("{door}?tim=van+bi3")).await.ok();
    found.holds("Nguyễn Văn Bí3");
    found.lacks("Nguyễn Văn Bí5");
    for home in village.homes.iter().take(5) {
        village
            .post(&head, &door, &format!("den={home}"))
            .await
            .location();
    }
    village
        .post(&head, &door, &format!("ve={}", village.homes[4]))
        .await
        .location();
    // A phone that was offline sends what it kept, some of it for the second time.
    let kept = format!(
        "den={0}@1792458000000&den={0}@1792458000000&den={1}@1792458000000",
        village.homes[0], village.homes[4]
    );
    let body = format!("{}={}&{kept}", platform::access::TOKEN_FIELD, head.token());
    let request = Request::post(&door)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json");
    let told = village.ask(head.send(request, Body::from(body))).await.ok();
    let told: serde_json::Value = serde_json::from_slice(&told.body).unwrap();
    assert_eq!(told["all"], 6);
    assert_eq!(told["here"].as_array().unwrap().len(), 5);

    // More hands than people at the door: explained, and nothing typed is lost.
    let count = format!("{vote}/kiem-phieu");
    village
        .get(&head, &count)
        .await
        .ok()
        .holds("Đã điểm danh 5 trên 6 hộ");
    let people = format!("{TELLERS}&chair=Ch%E1%BB%A7+Tr%C3%AC&secretary=Th%C6%B0+K%C3%BD");
    let too_many = village
        .post(
            &head,
            &count,
            &format!("method=show_of_hands&attending=6&phieu-0=6&phieu-1=0&phieu-2=0&{people}"),
        )
        .await;
    assert_eq!(too_many.status, StatusCode::UNPROCESSABLE_ENTITY);
    too_many.holds("6 nhiều hơn tổng số 5");
    too_many.holds("Tổ Ba");
    let parts = village
        .post(
            &head,
            &count,
            &format!("method=show_of_hands&attending=5&phieu-0=3&phieu-1=1&phieu-2=0&{people}"),
        )
        .await;
    parts.holds("Các phần cộng lại được 4, không khớp với 5");
    let secret = village
        .post(
            &head,
            &count,
            &format!("method=secret_ballot&attending=5&phieu-0=4&phieu-1=1&{people}"),
        )
        .await;
    secret.holds("Phải có 2 hộ chứng kiến");
    let counted = village
        .post(
            &head,
            &count,
            &format!("method=show_of_hands&attending=5&phieu-0=4&phieu-1=1&phieu-2=0&{people}"),
        )
        .await
        .location();
    assert_eq!(counted, format!("{vote}#ket-qua"));
    assert_eq!(village.state(matter).await, MatterState::Adopted);

    let page = village.get(&stranger, &vote).await.ok();
    page.holds("Thông qua: 4 hộ tán thành; cần ít nhất 4 trên tổng số 6 hộ.");
    page.holds("4 × 3 = 12 ≥ 6 × 2 = 12");
    page.holds("5 + 0 + 1 + 0 = 6");
    page.holds("Điều 21");
    page.lacks("Tổ Ba");
    page.lacks("Nguyễn Văn Bí");

    // Minutes name people, so they are for officers.
    let minutes = format!("{vote}/bien-ban.pdf");
    assert_eq!(
        village.get(&stranger, &minutes).await.status,
        StatusCode::SEE_OTHER
    );
    let pdf = village.get(&head, &minutes).await.ok();
    assert!(pdf.body.starts_with(b"%PDF-"));
    let docx = village.get(&head, &format!("{vote}/bien-ban.docx")).await.ok();
    assert!(docx.body.starts_with(b"PK"));
}

#[tokio::test]
async fn a_vote_is_made_known_on_paper_by_voice_and_in_calendars() {
    let village = Village::founded(3).await;
    let stranger = Someone::stranger();
    let matter = village
        .tabled("contribution_level", Some(village.hamlets[0]))
        .await;
    let vote = village.called(matter, "meeting").await;
    let pdf = village
        .get(&stranger, &format!("{vote}/thong-bao.pdf"))
        .await
        .ok();
    assert!(pdf.body.starts_with(b"%PDF-"));
    village
        .get(&stranger, &format!("{vote}/thong-bao.docx"))
        .await
        .ok();
    let script = village.get(&stranger, &format!("{vote}/ban-doc")).await.ok();
    script.holds(
        "Buổi họp bắt đầu lúc tám giờ ngày hai mươi tháng mười năm hai nghìn không trăm hai mươi sáu.",
    );
    script.holds("năm trăm nghìn đồng");
    let ics = village.get(&stranger, &format!("{vote}/lich.ics")).await.ok();
    assert_eq!(ics.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    let text = ics.text();
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    let calendar: icalendar::Calendar = text.parse().unwrap();
    let event = calendar
        .components
        .iter()
        .find_map(|part| part.as_event())
        .unwrap();
    use icalendar::{Component as _, EventLike as _};
    assert_eq!(
        event.get_summary(),
        Some("Họp dân: Ấp Vĩnh Hưng – Đổ bê tông đường ấp")
    );
    assert_eq!(event.get_location(), Some("Nhà văn hóa"));
    assert_eq!(event.property_value("DTSTART"), Some("20261020T010000Z"));
    assert!(
        event
            .get_url()
            .unwrap()
            .starts_with("https://dinh.example/dan-ban/")
    );
}

#[tokio::test]
async fn papers_are_read_by_two_blindly_and_by_a_third_where_they_differ() {
    let village = Village::founded(4).await;
    let matter = village
        .tabled("other_self_management", Some(village.hamlets[0]))
        .await;
    let head = village.head();
    let vote = village.called(matter, "household_ballot").await;
    village.clock.set(HELD, 8);
    let refused = village.post(&head, &format!("{vote}/mo"), "").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    village
        .get(&head, &vote)
        .await
        .holds("Trưởng ấp và Ban công tác Mặt trận phải thống nhất");
    village
        .post(&head, &format!("{vote}/chuan-bi"), "agreed_on=19/10/2026")
        .await
        .location();
    village.post(&head, &format!("{vote}/mo"), "").await.location();

    let sheets = village.get(&head, &format!("{vote}/phieu.pdf")).await.ok();
    assert!(sheets.body.starts_with(b"%PDF-"));
    let desk = format!("{vote}/phieu");
    let three: Vec<String> = village.homes[..3]
        .iter()
        .map(|home| format!("ho={home}"))
        .collect();
    let three = three.join("&");
    for what in ["phat", "thu"] {
        village
            .post(&head, &desk, &format!("viec={what}&day=20/10/2026&{three}"))
            .await
            .location();
    }
    let page = village.get(&head, &desk).await.ok();
    page.holds("3 trên 4 hộ");
    page.lacks("Nguyễn Văn Bí");
    assert!(
        page.headers["permissions-policy"]
            .to_str()
            .unwrap()
            .contains("camera=(self)")
    );

    // Two readers; the second one's page does not tell what the first one entered.
    let (first, second, third) = (village.reader(11), village.reader(12), village.reader(13));
    let read = format!("{desk}/doc");
    let empty = village.post(&first, &read, "so=1").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (number, option) in [(1, 0), (2, 0), (3, 0)] {
        let next = village
            .post(&first, &read, &format!("so={number}&chon={option}&khac="))
            .await
            .location();
        assert!(
            number == 3 || next.contains(&format!("so={}", number + 1)),
            "{next}"
        );
    }
    village
        .get(&first, &format!("{read}?so=3"))
        .await
        .ok()
        .holds("value=\"0\" checked");
    village
        .get(&second, &format!("{read}?so=3"))
        .await
        .ok()
        .lacks("checked");
    for (number, option) in [(1, 0), (2, 0), (3, 1)] {
        village
            .post(&second, &read, &format!("so={number}&chon={option}&khac="))
            .await
            .location();
    }
    let codes = village.codes(&vote).await;
    let jumped = village
        .post(
            &third,
            &format!("{desk}/tim"),
            &format!("tim=https://dinh.example/x%23{}", codes[1]),
        )
        .await
        .location();
    assert!(jumped.ends_with("/doc?so=2"), "{jumped}");
    village
        .post(&third, &format!("{desk}/tim"), "tim=AAAAA-AAAAA")
        .await
        .location();

    let differ = format!("{desk}/lech");
    let own = village.get(&first, &differ).await.ok();
    own.holds("Bạn là một trong hai người");
    let looks = village.get(&third, &differ).await.ok();
    looks.holds("Hộ số 3");
    looks.holds("<li>Không đồng ý</li>");
    assert_eq!(
        village.post(&first, &differ, "so=3&chon=0&khac=").await.status,
        StatusCode::FORBIDDEN
    );

    let count = format!("{vote}/kiem-phieu");
    let people = format!("{TELLERS}&chung-kien-1=H%E1%BB%99+A&chung-kien-2=H%E1%BB%99+B");
    village.clock.set(ENDS, 17);
    let unsettled = village.post(&head, &count, &people).await;
    assert_eq!(unsettled.status, StatusCode::UNPROCESSABLE_ENTITY);
    unsettled.holds("1 phiếu hai người đọc khác nhau");
    village
        .post(&third, &differ, "so=3&chon=0&khac=")
        .await
        .location();
    village.post(&head, &count, &people).await.location();
    let page = village.get(&Someone::stranger(), &vote).await.ok();
    page.holds("Thông qua: 3 hộ tán thành; cần ít nhất 3 trên tổng số 4 hộ.");
    page.holds("3 + 0 + 1 + 0 = 4");
    assert_eq!(village.state(matter).await, MatterState::Adopted);
}

#[tokio::test]
async fn households_vote_online_with_the_code_of_their_letter() {
    let village = Village::founded(5).await;
    let matter = village
        .tabled("other_self_management", Some(village.hamlets[0]))
        .await;
    let head = village.head();
    let vote = village.called(matter, "online_vote").await;
    village.clock.set(HELD, 8);
    village
        .post(
            &head,
            &format!("{vote}/chuan-bi"),
            "reported_on=19/10/2026&agreed_on=19/10/2026",
        )
        .await
        .location();
    let consent = format!("/dan-ban/{}/{matter}/dong-y-truc-tuyen", village.code);
    village
        .post(
            &head,
            &consent,
            &format!("day=20/10/2026&ho={}&ho={}", village.homes[0], village.homes[1]),
        )
        .await
        .location();
    village
        .get(&head, &vote)
        .await
        .holds("Mới có 2 hộ đồng ý biểu quyết trực tuyến; cần ít nhất 3 hộ.");
    village
        .post(
            &head,
            &consent,
            &format!("day=20/10/2026&ho={}", village.homes[2]),
        )
        .await
        .location();
    village
        .get(&head, &consent)
        .await
        .ok()
        .holds("Đã có 3 trên 5 hộ đồng ý");
    village.post(&head, &format!("{vote}/mo"), "").await.location();

    let stranger = Someone::stranger();
    let base = format!("/bieu-quyet/{}", village.code);
    let asked = village.get(&stranger, &base).await.ok();
    assert_eq!(asked.headers[header::REFERRER_POLICY], "no-referrer");
    let codes = village.codes(&vote).await;
    let ballot = village
        .post(&stranger, &base, &format!("ma={}", codes[0].to_lowercase()))
        .await
        .ok();
    ballot.holds("✓");
    ballot.holds("Không đồng ý");
    let nothing = village
        .post(&stranger, &format!("{base}/xem-lai"), &format!("ma={}", codes[0]))
        .await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    for code in &codes[..3] {
        let review = village
            .post(
                &stranger,
                &format!("{base}/xem-lai"),
                &format!("ma={code}&chon=0"),
            )
            .await
            .ok();
        review.holds("Gửi rồi thì không đổi được nữa");
        let done = village
            .post(&stranger, &format!("{base}/gui"), &format!("ma={code}&chon=0"))
            .await
            .location();
        let receipt = village.get(&stranger, &done).await.ok();
        receipt.holds("Phiếu của hộ bạn đã được ghi.");
        receipt.lacks("Đồng ý");
    }
    // Used, wrong, over: the answers can't be told apart.
    let used = village.post(&stranger, &base, &format!("ma={}", codes[0])).await;
    let wrong = village.post(&stranger, &base, "ma=AAAAA-AAAAA").await;
    village.clock.set(ENDS, 17);
    let over = village.post(&stranger, &base, &format!("ma={}", codes[4])).await;
    assert_eq!(
        (used.status, used.text()),
        (StatusCode::UNPROCESSABLE_ENTITY, wrong.text())
    );
    assert_eq!(over.text(), wrong.text());

    village
        .post(&head, &format!("{vote}/kiem-phieu"), TELLERS)
        .await
        .location();
    let page = village.get(&stranger, &vote).await.ok();
    page.holds("Thông qua: 3 hộ tán thành");
    page.lacks("Nguyễn Văn Bí");
    for code in &codes {
        page.lacks(code);
    }
    village.get(&head, &format!("{vote}/bien-ban.pdf")).await.ok();
    for _ in 0..25 {
        village.post(&stranger, &base, "ma=AAAAA-AAAAA").await;
    }
    let wait = village.post(&stranger, &base, "ma=AAAAA-AAAAA").await;
    assert_eq!(wait.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_commune_draws_its_result_from_its_hamlets() {
    let village = Village::founded(3).await;
    let matter = village.tabled("contribution_level", None).await;
    let officer = village.someone("commune_officer", village.unit, 21);
    let leader = village.someone("commune_leader", village.unit, 22);
    let call = format!("/dan-ban/{}/{matter}/goi", village.code);
    let fields = "form=meeting&hamlet=tat-ca&day=20/10/2026&hour=8h&place=Nh%C3%A0+v%C4%83n+h%C3%B3a";
    let all = village.post(&officer, &call, fields).await.location();
    assert!(all.ends_with("/cac-ap"), "{all}");
    let mut read = village.db.read().await.unwrap();
    let dossier = village
        .desk
        .dossier(&mut read, village.unit, matter)
        .await
        .unwrap()
        .unwrap();
    drop(read);
    assert_eq!(dossier.rounds.len(), 2);
    village.clock.set(HELD, 8);
    let people = format!("{TELLERS}&chair=A&secretary=B");
    for round in &dossier.rounds {
        let here = if round.hamlet == village.hamlets[0] { 3 } else { 1 };
        let vote = format!("/dan-ban/{}/{matter}/lan/{}", village.code, round.id);
        village.post(&officer, &format!("{vote}/mo"), "").await.location();
        village
            .get(&leader, &all)
            .await
            .ok()
            .lacks("Chốt kết quả toàn xã");
        village
            .post(
                &officer,
                &format!("{vote}/kiem-phieu"),
                &format!("method=show_of_hands&attending={here}&phieu-0={here}&{people}"),
            )
            .await
            .location();
    }
    let page = village.get(&leader, &all).await.ok();
    page.holds("Đã có 2 trên 2 ấp, khóm tán thành; cần ít nhất 2.");
    page.holds("3 × 3 = 9 ≥ 3 × 2 = 6");
    page.holds("2 × 3 = 6 ≥ 2 × 2 = 4");
    page.holds("Chốt kết quả toàn xã");
    village
        .get(&Someone::stranger(), &all)
        .await
        .ok()
        .lacks("Chốt kết quả");
    village
        .post(&leader, &all.replace("cac-ap", "tong-hop"), "")
        .await
        .location();
    assert_eq!(village.state(matter).await, MatterState::Adopted);
}

#[tokio::test]
async fn parts_of_a_hamlet_meet_apart_and_are_told_together() {
    let village = Village::founded(6).await;
    let (head, stranger) = (village.head(), Someone::stranger());
    let matter = village
        .tabled("contribution_level", Some(village.hamlets[0]))
        .await;
    let vote = village.called(matter, "meeting").await;
    let plan = format!("{vote}/cum");
    village
        .get(&head, &plan)
        .await
        .ok()
        .holds("Cuộc họp chưa chia cụm");
    let nonsense = village
        .post(&head, &plan, "name=&day=20/10/2026&hour=8h&place=Nh%C3%A0+A")
        .await;
    assert_eq!(nonsense.status, StatusCode::UNPROCESSABLE_ENTITY);
    nonsense.holds("Hãy ghi tên cụm");
    for (name, hour) in [
        ("K%C3%AAnh+Ba", "8h"),
        ("Ch%E1%BB%A3+c%C5%A9", "14h"),
        ("Nh%E1%BA%A7m", "9h"),
    ] {
        let fields = format!("name={name}&day=20/10/2026&hour={hour}&place=Nh%C3%A0+{name}");
        village.post(&head, &plan, &fields).await.location();
    }
    village.post(&head, &format!("{plan}/3/bo"), "").await.location();
    let page = village.get(&stranger, &vote).await.ok();
    page.holds("Kênh Ba");
    page.holds("14:00 ngày 20/10/2026");
    page.lacks("Nhầm");
    let calendar = village.get(&stranger, &format!("{vote}/lich.ics")).await.ok();
    assert_eq!(calendar.text().matches("BEGIN:VEVENT").count(), 2);
    village
        .get(&stranger, &format!("{vote}/ban-doc"))
        .await
        .ok()
        .holds("Kênh Ba họp lúc tám giờ");

    village.clock.set(date(2026, 10, 18), 9);
    let arranged = "notice_on=18/10/2026&channel=posting&papers_on=18/10/2026";
    village
        .post(&head, &format!("{vote}/chuan-bi"), arranged)
        .await
        .location();
    village
        .get(&head, &vote)
        .await
        .ok()
        .holds("Chưa ghi ngày Ủy ban nhân dân xã chấp thuận");
    let arranged = format!("{arranged}&clusters_on=17/10/2026");
    village
        .post(&head, &format!("{vote}/chuan-bi"), &arranged)
        .await
        .location();
    village.clock.set(HELD, 15);
    village.post(&head, &format!("{vote}/mo"), "").await.location();
    assert_eq!(
        village.get(&head, &format!("{vote}/diem-danh")).await.status,
        StatusCode::NOT_FOUND,
        "each part has its own door"
    );
    let door = |part: u8| format!("{plan}/{part}/diem-danh");
    for (part, homes) in [(1, 0..3), (2, 3..5)] {
        for home in &village.homes[homes] {
            village
                .post(&head, &door(part), &format!("den={home}"))
                .await
                .location();
        }
    }
    let list = village.get(&head, &door(2)).await.ok();
    list.holds("Đã dự ở cụm khác");
    list.holds("<strong id=\"da-den\">2</strong>");

    let people = format!("{TELLERS}&chair=A&secretary=B");
    let count = |part: u8, yes: u8| {
        (
            format!("{plan}/{part}/kiem-phieu"),
            format!("method=show_of_hands&attending={yes}&phieu-0={yes}&{people}"),
        )
    };
    let (path, fields) = count(1, 3);
    village.post(&head, &path, &fields).await.location();
    let page = village.get(&stranger, &vote).await.ok();
    page.holds("Đã kiểm");
    page.lacks("Tán thành: 3");
    let (path, fields) = count(2, 2);
    village.post(&head, &path, &fields).await.location();
    let page = village.get(&stranger, &vote).await.ok();
    page.holds("Tán thành: 3 + 2 = 5. Dự họp: 3 + 2 = 5.");
    page.holds("5 × 3 = 15 ≥ 6 × 2 = 12");
    page.lacks("Tổ Ba");
    for file in ["bien-ban.pdf", "cum/1/bien-ban.pdf", "cum/2/bien-ban.docx"] {
        village.get(&head, &format!("{vote}/{file}")).await.ok();
    }
    assert_eq!(village.state(matter).await, MatterState::Adopted);
}

#[tokio::test]
async fn who_is_missing_from_the_list_objects_and_is_answered() {
    let village = Village::founded(3).await;
    let (head, stranger) = (village.head(), Someone::stranger());
    let matter = village
        .tabled("contribution_level", Some(village.hamlets[0]))
        .await;
    let vote = village.called(matter, "meeting").await;
    let list = format!("{vote}/danh-sach");
    assert_eq!(village.get(&stranger, &list).await.status, StatusCode::SEE_OTHER);
    let here = Place::hamlet(village.unit, village.hamlets[0]);
    let person = village.someone("household_representative", here, 51);
    let elsewhere = village.someone(
        "household_representative",
        Place::hamlet(village.unit, village.hamlets[1]),
        52,
    );
    let page = village.get(&elsewhere, &list).await.ok();
    page.holds("Chỉ người của các hộ trong ấp");
    page.lacks("Gửi đề nghị</button>");
    let fields = "kind=missing&words=H%E1%BB%99+b%C3%A0+T%C6%B0+b%E1%BB%8B+s%C3%B3t";
    assert_eq!(
        village.post(&elsewhere, &list, fields).await.status,
        StatusCode::FORBIDDEN
    );
    let empty = village.post(&person, &list, "words=").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    empty.holds("Hãy chọn việc cần sửa");
    let sent = village.post(&person, &list, fields).await.location();
    let id = sent.rsplit("#don-").next().unwrap().to_owned();
    let own = village.get(&person, &list).await.ok();
    own.holds("Hộ bà Tư bị sót");
    own.holds("hạn 15/10/2026");

    // The public sees numbers; another person of the hamlet sees no more.
    let public = village.get(&stranger, &vote).await.ok();
    public.holds("Chờ trả lời");
    public.lacks("bà Tư");
    let neighbour = village.someone("household_representative", here, 53);
    village.get(&neighbour, &list).await.ok().lacks("bà Tư");
    village
        .get(&head, &vote)
        .await
        .ok()
        .holds("đề nghị sửa danh sách hộ chưa trả lời");

    let answer = format!("{list}/{id}");
    let silent = village
        .post(&head, &answer, &format!("outcome-{id}=corrected"))
        .await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    silent.holds("Hãy ghi lý do");
    let said = format!("outcome-{id}=corrected&reason-{id}=%C4%90%C3%A3+ghi+h%E1%BB%99+s%E1%BB%91+4");
    village.post(&head, &answer, &said).await.location();
    village.get(&person, &list).await.ok().holds("Đã ghi hộ số 4");
    let public = village.get(&stranger, &vote).await.ok();
    public.holds("Đã sửa sổ");
    public.lacks("hộ số 4");
}

#[tokio::test]
async fn an_election_is_counted_by_candidate_and_its_term_ends_in_sight() {
    let village = Village::founded(5).await;
    let (head, stranger) = (village.head(), Someone::stranger());
    let by = |number, role: &str| By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    };
    let new = NewMatter {
        hamlet: Some(village.hamlets[0]),
        clause: "hamlet_head".to_owned(),
        title: "Bầu Trưởng ấp".to_owned(),
        proposal: "Bầu Trưởng ấp nhiệm kỳ mới.".to_owned(),
        proposer: Proposer::HamletHead,
        office: Some(deliberation::model::Office::HamletHead),
        seats: 1,
    };
    let (desk, unit) = (&village.desk, village.unit);
    let id = desk.propose(unit, &new, by(1, "hamlet_head")).await.unwrap();
    desk.agree(unit, id, by(2, "front_board_head")).await.unwrap();
    let list = [
        ("Trần Thị Sáu".to_owned(), String::new(), false),
        ("Lê Văn Bảy".to_owned(), String::new(), true),
    ];
    desk.nominate(unit, id, &list, by(1, "hamlet_head"))
        .await
        .unwrap();

    // Sheets have codes, and codes are made with the roll.
    let ballot = village.called(id, "household_ballot").await;
    village
        .get(&head, &ballot)
        .await
        .ok()
        .holds("Phiếu cho từng hộ in được khi mở biểu quyết");
    village.get(&stranger, &ballot).await.ok().lacks("in được khi mở");
    assert_eq!(
        village.get(&head, &format!("{ballot}/phieu.pdf")).await.status,
        StatusCode::BAD_REQUEST
    );
    village
        .post(
            &head,
            &format!("{ballot}/huy"),
            "reason=H%E1%BB%8Dp+tr%C6%B0%E1%BB%9Bc",
        )
        .await
        .location();

    let vote = village.called(id, "meeting").await;
    village.clock.set(HELD, 9);
    village.post(&head, &format!("{vote}/mo"), "").await.location();
    let count = format!("{vote}/kiem-phieu");
    let form = village.get(&head, &count).await.ok();
    form.holds("Trần Thị Sáu");
    form.holds("Lê Văn Bảy");
    form.lacks("Ý kiến khác");
    let people = format!("{TELLERS}&chair=A&secretary=B");
    let over = village
        .post(
            &head,
            &count,
            &format!("method=show_of_hands&attending=4&phieu-0=4&phieu-1=1&{people}"),
        )
        .await;
    assert_eq!(over.status, StatusCode::UNPROCESSABLE_ENTITY);
    village
        .post(
            &head,
            &count,
            &format!("method=show_of_hands&attending=4&phieu-0=3&phieu-1=1&{people}"),
        )
        .await
        .location();
    let page = village.get(&stranger, &vote).await.ok();
    page.holds("3 × 2 = 6 &#62; 5 × 1 = 5");
    page.holds("1 × 2 = 2 ≤ 5 × 1 = 5");
    page.holds("Trúng cử");

    village.clock.set(HELD, 10);
    let text = "Bầu bà Trần Thị Sáu.";
    let form = deliberation::model::DecisionForm::Resolution;
    desk.write_decision(unit, id, form, text, by(1, "hamlet_head"))
        .await
        .unwrap();
    for (kind, household) in [
        (deliberation::rules::Signature::HamletHead, None),
        (deliberation::rules::Signature::FrontBoardHead, None),
        (deliberation::rules::Signature::Household, Some(village.homes[0])),
        (deliberation::rules::Signature::Household, Some(village.homes[1])),
    ] {
        let signed = deliberation::model::Signed {
            kind,
            name: "Người ký".to_owned(),
            household,
            on: HELD,
        };
        desk.sign(unit, id, &signed, by(1, "hamlet_head")).await.unwrap();
    }
    desk.finalise(unit, id, by(1, "hamlet_head")).await.unwrap();
    desk.send(unit, id, HELD, by(1, "hamlet_head")).await.unwrap();
    desk.receive(unit, id, HELD, by(3, "commune_leader"))
        .await
        .unwrap();
    let outcome = deliberation::rules::Outcome::Recognised;
    desk.answer(unit, id, outcome, "", by(3, "commune_leader"))
        .await
        .unwrap();
    let offices = format!("/dan-ban/{}/chuc-danh", village.code);
    let page = village.get(&stranger, &offices).await.ok();
    page.holds("Trần Thị Sáu");
    page.holds("20/10/2031");
    page.lacks("Đã hết nhiệm kỳ");
    let board = format!("/dan-ban/{}", village.code);
    village.get(&stranger, &board).await.ok().lacks("hết nhiệm kỳ");
    village.clock.set(date(2031, 10, 20), 8);
    village
        .get(&stranger, &offices)
        .await
        .ok()
        .holds("Đã hết nhiệm kỳ");
    village
        .get(&stranger, &board)
        .await
        .ok()
        .holds("1 người đã hết nhiệm kỳ");
}
