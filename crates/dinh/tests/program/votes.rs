//! Journeys through votes: a meeting whose door loses its network, papers that two people read, a vote with a code.

use std::sync::Arc;

use deliberation::{
    Arrangements, Deliberations, MatterId, NewMatter, NewRound, RoundId,
    model::{By, Channel, DecisionForm, Duty, Method, Officer, Proposer, Purpose, Signed},
    rules::{Fate, Form, Hands, Marks, Signature},
    store,
};
use facts::Catalogue;
use households::model::HamletKey;
use jiff::{Timestamp, ToSpan as _};
use platform::{
    calendar::WorkingCalendar,
    clock::{Clock as _, SystemClock, vietnam},
    db::{Database, PoolSize},
};
use rulebook::Rulebook;
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::watch,
};
use units::{LiveUnits, Units, hamlets};

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    world::Server,
};

const COMMUNE: &str = "30292";

/// What the demo world's first hamlet decides on, put there as its people would have.
struct Hamlet {
    db: Database,
    desk: Deliberations,
    place: HamletKey,
}

impl Hamlet {
    async fn of(server: &Server) -> Self {
        let db = Database::open(&server.database(), PoolSize { connections: 2 })
            .await
            .unwrap();
        let mut read = db.read().await.unwrap();
        let units = Arc::new(Units::load(&mut read).await.unwrap());
        let today = SystemClock.today();
        let unit = units.at(COMMUNE, today).unwrap().id;
        let hamlet = hamlets::page(&mut read, unit, today, None, 1).await.unwrap()[0].id;
        drop(read);
        let mut next = 1_u64;
        let desk = Deliberations::new(
            db.clone(),
            LiveUnits::new(units),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
                WorkingCalendar::embedded().unwrap(),
            ),
            Arc::new(SystemClock),
            Box::new(move |octets| {
                for octet in octets {
                    next = next
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    *octet = next.to_be_bytes()[1];
                }
            }),
        );
        let place = HamletKey { unit, hamlet };
        Self { db, desk, place }
    }

    async fn tabled(&self, clause: &str) -> MatterId {
        let by = |number, role: &str| By {
            account: uuid::Uuid::from_u128(number),
            role: role.to_owned(),
        };
        let new = NewMatter {
            hamlet: Some(self.place.hamlet),
            clause: clause.to_owned(),
            title: "Đặt ghế đá ở sân nhà văn hóa".to_owned(),
            proposal: "Mỗi hộ góp một ngày công.".to_owned(),
            proposer: Proposer::HamletHead,
            office: None,
            seats: 0,
        };
        let unit = self.place.unit;
        let id = self.desk.propose(unit, &new, by(1, "hamlet_head")).await.unwrap();
        self.desk
            .agree(unit, id, by(2, "front_board_head"))
            .await
            .unwrap();
        id
    }

    /// Calls a vote that ends so many seconds from now, and opens it.
    async fn opened(&self, id: MatterId, form: Form, seconds: i64) -> RoundId {
        let by = By {
            account: uuid::Uuid::from_u128(1),
            role: "hamlet_head".to_owned(),
        };
        let unit = self.place.unit;
        let soon = Timestamp::from_microsecond(SystemClock.now().as_microsecond()).unwrap() + 1.second();
        let new = NewRound {
            hamlet: self.place.hamlet,
            form,
            advisory: false,
            starts_at: soon,
            ends_at: soon + seconds.seconds(),
            place: String::new(),
        };
        let round = self.desk.call(unit, id, &new, by.clone()).await.unwrap();
        let today = SystemClock.today();
        let arranged = Arrangements {
            reported_on: Some(today),
            agreed_on: Some(today),
            ..Arrangements::default()
        };
        self.desk
            .arrange(unit, round, &arranged, by.clone())
            .await
            .unwrap();
        self.desk.open(unit, round, by).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        round
    }

    async fn codes(&self, round: RoundId) -> Vec<String> {
        let mut read = self.db.read().await.unwrap();
        let slips = store::slips(&mut read, self.place.unit, round).await.unwrap();
        slips.into_iter().map(|slip| slip.code).collect()
    }
}

/// A way to the server that can be cut, as a telephone's network is.
pub struct Line {
    pub origin: String,
    up: watch::Sender<bool>,
}

impl Line {
    pub async fn to(server: &Server) -> Self {
        let target = server.origin().trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let (up, state) = watch::channel(true);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let (target, mut state) = (target.clone(), state.clone());
                tokio::spawn(async move {
                    if !*state.borrow() {
                        return;
                    }
                    let Ok(mut far) = TcpStream::connect(target).await else {
                        return;
                    };
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        _ = state.wait_for(|up| !up) => {}
                    }
                });
            }
        });
        Self { origin, up }
    }

    pub fn cut(&self) {
        self.up.send_replace(false);
    }

    pub fn mend(&self) {
        self.up.send_replace(true);
    }
}

/// Pages of votes in every state, by who looks at them: everybody, the hamlet's head, a second reader of papers, somebody
/// of a household.
pub struct Pages {
    pub open: Vec<String>,
    pub of_the_head: Vec<String>,
    pub of_a_reader: Vec<String>,
    pub of_a_household: Vec<String>,
}

/// Puts votes of every form into every state, in the demo world's first hamlet.
pub async fn pages(server: &Server) -> Pages {
    let hamlet = Hamlet::of(server).await;
    let (desk, unit) = (&hamlet.desk, hamlet.place.unit);
    let by = |number, role: &str| By {
        account: uuid::Uuid::from_u128(number),
        role: role.to_owned(),
    };
    let head = || by(1, "hamlet_head");
    let matter_page = |matter: MatterId| format!("/dan-ban/{COMMUNE}/{matter}");
    let vote_page = |matter: MatterId, round: RoundId| format!("{}/lan/{round}", matter_page(matter));
    let (mut open, mut of_the_head, mut of_a_reader) = (Vec::new(), Vec::new(), Vec::new());
    let mut of_a_household = vec!["/y-kien-cua-toi".to_owned()];

    // Called, not yet open: in each form, and in parts.
    let now = Timestamp::from_microsecond(SystemClock.now().as_microsecond()).unwrap();
    for form in Form::ALL {
        let matter = hamlet.tabled("other_self_management").await;
        let new = NewRound {
            hamlet: hamlet.place.hamlet,
            form,
            advisory: false,
            starts_at: now + 72.hours(),
            ends_at: now + 96.hours(),
            place: "Nhà văn hóa".to_owned(),
        };
        let round = desk.call(unit, matter, &new, head()).await.unwrap();
        let page = vote_page(matter, round);
        open.extend([matter_page(matter), page.clone(), format!("{page}/ban-doc")]);
        of_the_head.extend([page.clone(), format!("{page}/danh-sach")]);
        if form == Form::OnlineVote {
            of_the_head.push(format!("{}/dong-y-truc-tuyen", matter_page(matter)));
        }
        if form != Form::Meeting {
            continue;
        }
        of_a_household.extend([matter_page(matter), page.clone(), format!("{page}/danh-sach")]);
        for name in ["Cụm kênh Ba", "Cụm chợ cũ"] {
            let part = deliberation::sittings::NewSitting {
                name: name.to_owned(),
                place: format!("Nhà sinh hoạt {name}"),
                starts_at: now + 72.hours(),
            };
            desk.add_sitting(unit, round, &part).await.unwrap();
        }
        let objection = deliberation::objections::NewObjection {
            kind: deliberation::objections::Kind::Missing,
            words: "Hộ số 7 mới tách, chưa có trong sổ.".to_owned(),
            channel: Channel::Paper,
        };
        desk.object(unit, round, &objection, by(9, "front_board_head"))
            .await
            .unwrap();
        of_the_head.push(format!("{page}/cum"));
    }

    // Open, with what is done at it.
    let matter = hamlet.tabled("other_self_management").await;
    open.push(matter_page(matter));
    of_the_head.push(format!("{}/goi", matter_page(matter)));
    let meeting = vote_page(matter, hamlet.opened(matter, Form::Meeting, 0).await);
    open.push(meeting.clone());
    of_the_head.extend(["", "/diem-danh", "/kiem-phieu"].map(|end| format!("{meeting}{end}")));
    let matter = hamlet.tabled("other_self_management").await;
    let round = hamlet.opened(matter, Form::HouseholdBallot, 0).await;
    let mut read = hamlet.db.read().await.unwrap();
    let slips = store::slips(&mut read, unit, round).await.unwrap();
    drop(read);
    let today = SystemClock.today();
    for slip in &slips[..3] {
        desk.carry(unit, round, slip.household, (Some(today), Some(today)))
            .await
            .unwrap();
    }
    for (reader, option) in [(31, 0), (32, 1)] {
        let fate = Fate::Marked(Marks::one(option));
        desk.read_paper(
            unit,
            round,
            slips[0].household,
            fate,
            by(reader, "ballot_team_member"),
        )
        .await
        .unwrap();
    }
    let ballot = vote_page(matter, round);
    open.push(ballot.clone());
    let ends = ["", "/phieu", "/phieu/doc?so=2", "/phieu/lech", "/kiem-phieu"];
    of_the_head.extend(ends.map(|end| format!("{ballot}{end}")));
    of_a_reader.extend(["/phieu", "/phieu/doc?so=3"].map(|end| format!("{ballot}{end}")));
    open.push(format!("/bieu-quyet/{COMMUNE}"));

    // Called off; and matters that are proposed, given up, or everybody's.
    let matter = hamlet.tabled("other_self_management").await;
    let round = hamlet.opened(matter, Form::Meeting, 0).await;
    desk.cancel(unit, round, "Mưa lớn, không đủ người dự.", head())
        .await
        .unwrap();
    open.push(vote_page(matter, round));
    desk.drop_matter(unit, matter, "Để năm sau.", head())
        .await
        .unwrap();
    open.push(matter_page(matter));
    for (clause, place, proposer) in [
        (
            "other_self_management",
            Some(hamlet.place.hamlet),
            Proposer::Citizens,
        ),
        ("contribution_level", None, Proposer::CommuneChair),
    ] {
        let new = NewMatter {
            hamlet: place,
            clause: clause.to_owned(),
            title: "Dọn rác dọc kênh".to_owned(),
            proposal: "Mỗi tháng một buổi.".to_owned(),
            proposer,
            office: None,
            seats: 0,
        };
        let id = desk.propose(unit, &new, by(5, "commune_leader")).await.unwrap();
        open.push(matter_page(id));
        match place {
            Some(_) => of_the_head.push(format!("{}/dong-thuan", matter_page(id))),
            None => {
                desk.agree(unit, id, by(6, "front_officer")).await.unwrap();
                open.push(format!("{}/cac-ap", matter_page(id)));
            }
        }
    }
    of_the_head.extend([
        format!("/dan-ban/{COMMUNE}/de-xuat"),
        "/y-kien-cua-toi".to_owned(),
        "/ho-cua-toi".to_owned(),
    ]);
    Pages {
        open,
        of_the_head,
        of_a_reader,
        of_a_household,
    }
}

/// Waits until an element says what it should.
pub async fn says(browser: &Browser, css: &str, words: &str) {
    let patience = std::time::Duration::from_secs(30);
    let said = tokio::time::timeout(patience, async {
        while !browser.text(css).await.contains(words) {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    });
    assert!(said.await.is_ok(), "{css} says {:?}", browser.text(css).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_attended_and_counted_though_the_network_fails() {
    let server = Server::start();
    let hamlet = Hamlet::of(&server).await;
    let matter = hamlet.tabled("contribution_level").await;
    let line = Line::to(&server).await;
    let browser = Browser::at(&line.origin, Scripts::On).await;
    browser.narrow().await;
    signs_in(&browser, "truong-ap").await;
    browser.go(&format!("/dan-ban/{COMMUNE}/{matter}/goi")).await;
    let today = vietnam().to_datetime(SystemClock.now()).date();
    browser
        .fill(
            "#day",
            &format!("{:02}/{:02}/{}", today.day(), today.month(), today.year()),
        )
        .await;
    let hour = browser.find("#hour").await;
    hour.clear().await.unwrap();
    browser.fill("#hour", "23:59").await;
    browser.click("main form .dinh-button").await;
    let wrong = browser.text(".govuk-error-summary").await;
    assert!(wrong.contains("Hãy ghi nơi họp"), "{wrong}");
    browser.fill("#place", "Nhà văn hóa khóm").await;
    browser.click("main form .dinh-button").await;
    let vote = browser.path().await;
    browser.click("form[action$='/mo'] button").await;
    browser.follow("main", "Điểm danh ở cửa").await;

    let tap = "li[data-household] button[name='den']";
    browser.wait_for("#cua[data-ready]").await;
    browser.choose(tap).await;
    says(&browser, "#tinh-trang", "Đã gửi hết").await;
    // The worker has the page before the network goes.
    browser.kept_for_later().await;
    line.cut();
    browser.choose(tap).await;
    says(&browser, "#tinh-trang", "Chưa gửi: 1").await;
    browser.reload().await;
    browser.wait_for("#cua[data-ready]").await;
    assert_eq!(browser.text("#da-den").await, "2");
    browser.choose(tap).await;
    says(&browser, "#tinh-trang", "Chưa gửi: 2").await;
    assert_eq!(browser.text("#da-den").await, "3");
    line.mend();
    browser.reload().await;
    says(&browser, "#tinh-trang", "Đã gửi hết").await;
    assert_eq!(browser.text("#da-den").await, "3");

    browser.go(&vote).await;
    let facts = browser.text("#khi-nao").await;
    assert!(facts.contains("3 trên 124 hộ"), "{facts}");
    browser.follow("main", "Kiểm phiếu").await;
    for (field, words) in [
        ("#phieu-0", "2"),
        ("#phieu-1", "1"),
        ("#chair", "Trần Văn Ấp"),
        ("#secretary", "Cao Thị Ban"),
        ("#nguoi-1", "Mai Văn Phiếu"),
        ("#nguoi-2", "Chau Kim"),
        ("#nguoi-3", "Néang Sa"),
    ] {
        browser.fill(field, words).await;
    }
    browser.click("main form .dinh-button").await;
    let result = browser.text("#ket-qua").await;
    for words in [
        "Không thông qua: 2 hộ tán thành; cần ít nhất 83 trên tổng số 124 hộ.",
        "2 × 3 = 6 < 124 × 2 = 248",
        "3 + 0 + 121 + 0 = 124",
    ] {
        assert!(result.contains(words), "{words:?} is not in {result}");
    }
    // Names stay with those who note them.
    let public = server.get(&vote).await.text().await.unwrap();
    assert!(!public.contains("Néang Sa"), "a teller's name is public");
    let log = server.log();
    assert!(!log.contains("Néang Sa"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn papers_are_entered_twice_and_a_mismatch_is_settled_by_a_third() {
    let server = Server::start();
    let hamlet = Hamlet::of(&server).await;
    let matter = hamlet.tabled("other_self_management").await;
    let round = hamlet.opened(matter, Form::HouseholdBallot, 0).await;
    let papers = format!("/dan-ban/{COMMUNE}/{matter}/lan/{round}/phieu");
    let first = Browser::open(&server, Scripts::Off).await;
    signs_in(&first, "truong-ap").await;
    first.go(&papers).await;
    for row in 1..=2 {
        first
            .choose(&format!(".dinh-door li:nth-child({row}) input"))
            .await;
    }
    first.click("button[value='thu']").await;
    let counts = first.text("main .dinh-summary").await;
    assert!(counts.contains("2 trên 124 hộ"), "{counts}");
    first.follow("main", "Đọc phiếu tiếp theo").await;
    first.choose("label[for='chon-1-1']").await;
    first.click("main form .dinh-button").await;
    assert_eq!(first.heading().await, "Phiếu của hộ số 2");
    first.choose("label[for='chon-2-1']").await;
    first.click("main form .dinh-button").await;

    let second = Browser::open(&server, Scripts::Off).await;
    signs_in(&second, "to-kiem-phieu").await;
    second.go(&papers).await;
    second.follow("main", "Đọc phiếu tiếp theo").await;
    second.choose("label[for='chon-1-1']").await;
    second.click("main form .dinh-button").await;
    second.choose("label[for='chon-2-2']").await;
    second.click("main form .dinh-button").await;
    let counts = second.text("main .dinh-summary").await;
    assert!(counts.contains("1 trên 124 hộ"), "{counts}");
    second.follow("main", "Phiếu đọc khác nhau: 1").await;
    let own = second.text("main").await;
    assert!(own.contains("cần người khác quyết định"), "{own}");
    drop(second);

    let third = Browser::open(&server, Scripts::Off).await;
    signs_in(&third, "truong-ban").await;
    third.go(&format!("{papers}/lech")).await;
    third.choose("label[for='chon-2-2']").await;
    third.click("main form .dinh-button").await;
    let done = third.text("main").await;
    assert!(done.contains("Không có phiếu nào đọc khác nhau"), "{done}");

    first.go(&papers.replace("/phieu", "/kiem-phieu")).await;
    for (field, words) in [
        ("#nguoi-1", "Cao Thị Ban"),
        ("#nguoi-2", "Mai Văn Phiếu"),
        ("#nguoi-3", "Chau Kim"),
        ("#chung-kien-1", "Hộ một"),
    ] {
        first.fill(field, words).await;
    }
    first.click("main form .dinh-button").await;
    let wrong = first.text(".govuk-error-summary").await;
    assert!(wrong.contains("Phải có 2 hộ chứng kiến"), "{wrong}");
    first.fill("#chung-kien-2", "Hộ hai").await;
    first.click("main form .dinh-button").await;
    let result = first.text("#ket-qua").await;
    assert!(result.contains("1 × 2 = 2 ≤ 124 × 1 = 124"), "{result}");
    assert!(result.contains("2 + 0 + 122 + 0 = 124"), "{result}");
}

/// Điều 11, 13 and 23: a decision hangs on the boards of its hamlet from its effect until it is annulled.
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_hangs_on_the_boards_until_it_is_annulled() {
    let server = Server::start();
    let hamlet = Hamlet::of(&server).await;
    let matter = hamlet.tabled("contribution_level").await;
    let round = hamlet.opened(matter, Form::Meeting, 0).await;
    let (desk, unit) = (&hamlet.desk, hamlet.place.unit);
    let head = || By {
        account: uuid::Uuid::from_u128(1),
        role: "hamlet_head".to_owned(),
    };
    let hands = Hands {
        attending: 124,
        marks: vec![120, 4, 0],
        spoiled: 0,
        abstained: 0,
    };
    let tellers: Vec<Officer> = ["Mai Văn Phiếu", "Chau Kim", "Néang Sa"]
        .map(|name| Officer {
            duty: Duty::Teller,
            name: name.to_owned(),
        })
        .to_vec();
    desk.count_meeting(unit, round, (Method::ShowOfHands, &hands), &tellers, head())
        .await
        .unwrap();
    let text = "Mỗi hộ góp một ngày công.";
    desk.write_decision(unit, matter, DecisionForm::Resolution, text, head())
        .await
        .unwrap();
    let mut read = hamlet.db.read().await.unwrap();
    let slips = store::slips(&mut read, unit, round).await.unwrap();
    drop(read);
    for (kind, household) in [
        (Signature::HamletHead, None),
        (Signature::FrontBoardHead, None),
        (Signature::Household, Some(slips[0].household)),
        (Signature::Household, Some(slips[1].household)),
    ] {
        let signed = Signed {
            kind,
            name: "Người ký".to_owned(),
            household,
            on: SystemClock.today(),
        };
        desk.sign(unit, matter, &signed, head()).await.unwrap();
    }

    let page = format!("/dan-ban/{COMMUNE}/{matter}");
    let browser = Browser::open(&server, Scripts::Off).await;
    signs_in(&browser, "truong-ap").await;
    browser.go(&format!("{page}/quyet-dinh")).await;
    browser.click("form[action$='/hoan-tat'] button").await;
    browser.go(&page).await;
    let decided = browser.text("#quyet-dinh").await;
    assert!(
        decided.contains("Trụ sở") && decided.contains("Chưa dán"),
        "{decided}"
    );
    assert_eq!(decided.matches("Điểm sinh hoạt").count(), 1, "{decided}");
    browser.follow("main", "Xem nội dung niêm yết").await;
    let item = browser.path().await;
    let hung = browser.text("main").await;
    assert!(hung.contains("120 × 3 = 360 ≥ 124 × 2 = 248"), "{hung}");
    assert!(hung.contains("đóng góp"), "{hung}");
    // The hamlet's head finds it among what must hang at the hamlet's point today, and hangs it.
    browser.go(&format!("/cong-khai/{COMMUNE}/dan")).await;
    let today = browser.text("main").await;
    assert!(today.contains("Đặt ghế đá ở sân nhà văn hóa"), "{today}");
    browser.go(&item).await;
    browser.follow("main", "Xem trang gốc").await;
    assert_eq!(browser.path().await, page);
    drop(browser);

    let leader = Browser::open(&server, Scripts::Off).await;
    signs_in(&leader, "lanh-dao-xa").await;
    leader.go(&format!("{page}/theo-doi")).await;
    leader.choose("input[name='viec'][value='annulled']").await;
    leader.fill("#ly_do", "Gửi tài liệu muộn.").await;
    leader.click("main form .dinh-button").await;
    let public = server.get(&item).await.text().await.unwrap();
    assert!(public.contains("Gửi tài liệu muộn."), "{public}");
    assert!(!public.contains("120 × 3"), "its words are not shown any more");
    let page = server.get(&page).await.text().await.unwrap();
    assert!(page.contains("Đã gỡ"), "{page}");
}

/// A film of one still picture: a QR code as it looks on a paper that lies on a table, 640 × 480 px, in the format that
/// Chromium takes for a camera (YUV4MPEG2).
fn film_of(text: &str, file: &std::path::Path) {
    const WIDTH: usize = 640;
    const HEIGHT: usize = 480;
    const MODULE: usize = 7;
    let code = qrcode::QrCode::new(text).expect("a code of the text");
    let side = code.width();
    let (left, top) = ((WIDTH - side * MODULE) / 2, (HEIGHT - side * MODULE) / 2);
    let colors = code.to_colors();
    let mut light = vec![224_u8; WIDTH * HEIGHT];
    for (n, color) in colors.iter().enumerate() {
        if *color == qrcode::Color::Dark {
            for y in 0..MODULE {
                let row = (top + n / side * MODULE + y) * WIDTH + left + n % side * MODULE;
                light[row..row + MODULE].fill(32);
            }
        }
    }
    let mut film = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420mpeg2\n").into_bytes();
    for _ in 0..2 {
        film.extend_from_slice(b"FRAME\n");
        film.extend_from_slice(&light);
        film.extend(std::iter::repeat_n(128_u8, WIDTH * HEIGHT / 2));
    }
    std::fs::write(file, film).expect("a film");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_camera_finds_the_paper_of_a_household() {
    let server = Server::start();
    let hamlet = Hamlet::of(&server).await;
    let matter = hamlet.tabled("other_self_management").await;
    let round = hamlet.opened(matter, Form::HouseholdBallot, 0).await;
    let codes = hamlet.codes(round).await;
    let folder = tempfile::tempdir().unwrap();
    let film = folder.path().join("phieu.y4m");
    // What the third household's paper has printed on it.
    film_of(
        &format!("{}/bieu-quyet/{COMMUNE}#{}", server.origin(), codes[2]),
        &film,
    );
    let browser = Browser::with_camera(&server, &film).await;
    browser.narrow().await;
    signs_in(&browser, "truong-ap").await;
    let papers = format!("/dan-ban/{COMMUNE}/{matter}/lan/{round}/phieu");
    browser.go(&papers).await;
    browser.click("button[data-scan]").await;
    assert_eq!(browser.path().await, format!("{papers}/doc?so=3"));
    assert_eq!(browser.heading().await, "Phiếu của hộ số 3");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_household_votes_online_with_the_code_of_its_letter() {
    let server = Server::start();
    let hamlet = Hamlet::of(&server).await;
    let matter = hamlet.tabled("other_self_management").await;
    let today = SystemClock.today();
    let mut read = hamlet.db.read().await.unwrap();
    let homes: Vec<_> = households::roll::on(&mut read, hamlet.place, today)
        .await
        .unwrap()
        .into_iter()
        .map(|entry| entry.household)
        .take(63)
        .collect();
    drop(read);
    let by = By {
        account: uuid::Uuid::from_u128(1),
        role: "hamlet_head".to_owned(),
    };
    hamlet
        .desk
        .consent_all(
            hamlet.place.unit,
            matter,
            (Purpose::Online, &homes),
            (today, Channel::Paper),
            by,
        )
        .await
        .unwrap();
    let round = hamlet.opened(matter, Form::OnlineVote, 600).await;
    let codes = hamlet.codes(round).await;
    let browser = Browser::open(&server, Scripts::On).await;
    browser.narrow().await;
    browser.go(&format!("/bieu-quyet/{COMMUNE}#{}", codes[0])).await;
    browser.wait_for("input[name='chon']").await;
    assert!(
        !browser.path().await.contains(&codes[0]),
        "the code is out of sight"
    );
    browser.choose("label[for='chon-3']").await;
    browser.fill("#y-kien", "Nên đặt thêm cây xanh.").await;
    browser.click("main form:last-of-type .dinh-button").await;
    let review = browser.text("main").await;
    assert!(
        review.contains("Ý kiến khác") && review.contains("cây xanh"),
        "{review}"
    );
    browser.click("button[name='sua']").await;
    browser.choose("label[for='chon-1']").await;
    browser.click("main form:last-of-type .dinh-button").await;
    browser.click("main form .dinh-button:not([name])").await;
    let receipt = browser.text("main").await;
    assert!(receipt.contains("Phiếu của hộ bạn đã được ghi"), "{receipt}");
    assert!(!receipt.contains("Đồng ý"), "{receipt}");

    // The same letter again, typed without a script.
    let plain = Browser::open(&server, Scripts::Off).await;
    plain.go(&format!("/bieu-quyet/{COMMUNE}")).await;
    plain.fill("#ma", &codes[0]).await;
    plain.click("main form .dinh-button").await;
    let used = plain.text(".dinh-notice").await;
    assert!(used.contains("Mã này không dùng được lúc này"), "{used}");

    let vote = format!("/dan-ban/{COMMUNE}/{matter}/lan/{round}");
    let public = server.get(&vote).await.text().await.unwrap();
    assert!(public.contains("1 trên 124 hộ"), "{public}");
    let log = server.log();
    for code in &codes {
        assert!(
            !public.contains(code.as_str()) && !log.contains(code.as_str()),
            "a code is known"
        );
    }
}
