//! Journeys through votes: a meeting whose door loses its network, papers that two people read, a vote with a code.

use std::sync::Arc;

use deliberation::{
    Arrangements, Deliberations, MatterId, NewMatter, NewRound, RoundId,
    model::{By, Channel, Proposer, Purpose},
    rules::Form,
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
