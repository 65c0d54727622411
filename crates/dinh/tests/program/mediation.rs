//! Mediation from outside: what a team does on a phone, and what nobody else finds anywhere.

use std::{collections::BTreeSet, fs};

use mediation::demo::CANARIES;

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    votes::{Line, says},
    world::Server,
};

/// The hamlet of the demo world's mediator, and its register.
const TEAM: &str = "/hoa-giai/30292/14210";
const REGISTER: &str = "/hoa-giai/30292/14210/so";

#[tokio::test]
async fn a_mediator_settles_a_quarrel_by_phone() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::Off).await;
    browser.narrow().await;
    signs_in(&browser, "hoa-giai-vien").await;
    browser.go(TEAM).await;
    browser.follow("main", "Mở sổ hòa giải").await;
    let listed = browser.text("main").await;
    assert!(listed.contains("Tiêu Văn Lụa"), "{listed}");

    // What is not for mediation is led elsewhere, and nothing of it is kept.
    browser.follow("main", "Ghi việc mới").await;
    browser.choose("label[for='refused-2']").await;
    browser.click("main form button").await;
    let refused = browser.text("main").await;
    assert!(
        refused.contains("Công an") && refused.contains("Điều 3"),
        "{refused}"
    );

    browser.go(&format!("{REGISTER}/moi")).await;
    browser.choose("label[for='refused-1']").await;
    browser.choose("label[for='dispute-2']").await;
    browser.fill("#party_1", "Ông Một").await;
    browser.click("main form button").await;
    let wrong = browser.text(".govuk-error-summary").await;
    assert!(wrong.contains("Điền vào đây"), "{wrong}");
    browser.fill("#party_2", "Bà Hai").await;
    browser.fill("#matter", "Rào lấn nửa mét").await;
    browser.click("main form button").await;
    let case = browser.path().await;
    assert!(case.starts_with(REGISTER), "{case}");
    let shown = browser.text("main").await;
    assert!(
        shown.contains("Ông Một") && shown.contains("Phân công hòa giải viên chậm nhất"),
        "{shown}"
    );

    browser.follow("main", "Phân công hòa giải viên").await;
    browser.click("main form button").await;
    browser.follow("main", "Ghi buổi hòa giải").await;
    browser.fill("#words", "Hai bên cùng đo lại").await;
    browser.click("main form button").await;
    browser.follow("main", "Kết thúc").await;
    browser.choose("label[for='ending-1']").await;
    browser.fill("#words", "Hai bên bằng lòng").await;
    browser.click("main form button").await;
    let wrong = browser.text(".govuk-error-summary").await;
    assert!(
        wrong.contains("Điền vào đây"),
        "a settlement says what was agreed: {wrong}"
    );
    browser.fill("#agreed", "Dời rào về mốc cũ").await;
    browser.choose("label[for='written-1']").await;
    browser.click("main form button").await;
    let shown = browser.text("main").await;
    assert!(
        shown.contains("hòa giải thành") && shown.contains("Dời rào về mốc cũ"),
        "{shown}"
    );
    assert!(
        browser
            .has(&format!(
                "a[href$='{}/van-ban.pdf']",
                case.split('?').next().unwrap()
            ))
            .await
    );
    let traces = browser.text("#dau-vet").await;
    assert!(traces.contains("hòa giải viên"), "{traces}");
}

/// The case book goes to a house without a network and comes back; whoever opens the telephone's store without the
/// passphrase reads nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_mediator_carries_the_case_book_where_there_is_no_network() {
    const PASSPHRASE: &str = "lúa sông đình ghe";
    const STATE: &str = "#trang-thai";
    const WRITTEN: &str = "Hai bên chịu đo lại ranh vào thứ bảy";
    let server = Server::start();
    let line = Line::to(&server).await;
    let browser = Browser::at(&line.origin, Scripts::On).await;
    browser.narrow().await;
    signs_in(&browser, "hoa-giai-vien").await;
    browser.go(REGISTER).await;
    browser.follow("main", "Sổ trên điện thoại").await;
    browser.wait_for("#so-tay[data-ready]").await;
    browser.kept_for_later().await;

    browser.fill("#pass_new", "ngan").await;
    browser.choose("[data-part=keep] button").await;
    says(&browser, STATE, "ít nhất 12 ký tự").await;
    browser.fill("#pass_new", PASSPHRASE).await;
    browser.fill("#pass_again", &format!("ngan{PASSPHRASE}")).await;
    browser.choose("[data-part=keep] button").await;
    says(&browser, STATE, "bản mới nhất").await;
    let cases = browser.text("#viec").await;
    assert!(cases.contains("Tiêu Văn Lụa"), "{cases}");

    // Without a network, on the road: locked, opened again, written.
    line.cut();
    browser.reload().await;
    browser.wait_for("#so-tay[data-ready]").await;
    assert!(
        !browser.text("body").await.contains("Tiêu Văn Lụa"),
        "it is locked"
    );
    browser.fill("#pass", "không phải mật khẩu").await;
    browser.choose("[data-part=open] button").await;
    says(&browser, STATE, "chưa đúng").await;
    browser.fill("#pass", &format!("ngan{PASSPHRASE}")).await;
    browser.choose("[data-part=open] button").await;
    says(&browser, STATE, "Không có mạng").await;
    let title = browser.text("#viec details summary strong").await;
    browser.choose("#viec details summary").await;
    browser.choose("#viec details [data-act=write]").await;
    browser.choose("label[for='kind-2']").await;
    browser.choose("[data-part=entry] form .dinh-button").await;
    says(&browser, STATE, "Điền vào đây").await;
    browser.fill("#words", WRITTEN).await;
    browser.choose("[data-part=entry] form .dinh-button").await;
    says(&browser, "#cho-gui", WRITTEN).await;
    // What is not for mediation is led elsewhere here too, and not kept.
    browser.choose("[data-act=new]").await;
    for label in ["refused-2", "dispute-1", "ground-1"] {
        browser.choose(&format!("label[for='{label}']")).await;
    }
    browser.fill("#party_1", "Ông Trộm").await;
    browser.fill("#party_2", "Bà Mất").await;
    browser.fill("#matter", "Mất con trâu").await;
    browser
        .choose("[data-part=case] form .dinh-buttons .dinh-button")
        .await;
    says(&browser, STATE, "Công an").await;
    // Taken down where it was told.
    browser.choose("[data-act=new]").await;
    for label in ["refused-1", "dispute-4", "ground-1"] {
        browser.choose(&format!("label[for='{label}']")).await;
    }
    browser.fill("#party_1", "Ông Loa Kẹo Kéo").await;
    browser.fill("#party_2", "Bà Mất Ngủ").await;
    browser.fill("#matter", "Hát đến nửa đêm").await;
    browser
        .choose("[data-part=case] form .dinh-buttons .dinh-button")
        .await;
    says(&browser, "#cho-gui", "Hát đến nửa đêm").await;

    let kept = browser.keeps().await;
    assert!(
        kept.contains("dinh-casebook books") && kept.contains("Giữ sổ trên điện thoại này"),
        "the store was read: {}",
        &kept[..kept.len().min(2_000)]
    );
    for words in CANARIES.iter().copied().chain([
        "Tiêu Văn Lụa",
        WRITTEN,
        "Loa Kẹo Kéo",
        "Mất Ngủ",
        "nửa đêm",
        "con trâu",
        PASSPHRASE,
    ]) {
        assert!(!kept.contains(words), "{words} lies open on the telephone");
    }

    line.mend();
    browser.choose("[data-act=exchange]").await;
    says(&browser, STATE, "bản mới nhất").await;
    assert!(browser.has("#cho-gui[hidden]").await, "nothing waits");
    let cases = browser.text("#viec").await;
    assert!(cases.contains("Ông Loa Kẹo Kéo"), "{cases}");
    browser.go(REGISTER).await;
    let listed = browser.text("main").await;
    assert_eq!(listed.matches("Ông Loa Kẹo Kéo").count(), 1, "{listed}");
    assert!(!listed.contains("Ông Trộm"), "{listed}");
    browser.follow("main", &title).await;
    let shown = browser.text("main").await;
    assert!(
        shown.contains(WRITTEN) && shown.contains("mang theo trên điện thoại"),
        "{shown}"
    );

    // Erased from the telephone.
    browser.go(&format!("{REGISTER}/dien-thoai")).await;
    browser.wait_for("#so-tay[data-ready]").await;
    browser.choose("#xoa summary").await;
    browser.choose("[data-act=drop]").await;
    browser.wait_for("[data-part=keep]:not([hidden])").await;
    assert!(browser.keeps().await.contains("books []"), "nothing is left");
}

#[tokio::test]
async fn nobody_above_opens_a_register() {
    let server = Server::start();
    for login in ["can-bo-xa", "lanh-dao-xa", "quan-tri", "truong-ap", "can-bo-tinh"] {
        let browser = Browser::open(&server, Scripts::Off).await;
        signs_in(&browser, login).await;
        browser.go(REGISTER).await;
        let shown = browser.text("body").await;
        for canary in CANARIES {
            assert!(!shown.contains(canary), "{login} reads {canary}");
        }
        assert!(!browser.has("main a[href*='/so/']").await, "{login}");
    }
}

/// Every page and file that a stranger can reach from the front page on, the open data, the public log, what the server
/// wrote to its log, and the octets of the database: none holds a name or a word of a case.
#[tokio::test]
async fn nothing_of_a_case_is_found_anywhere() {
    /// The most pages; links of one kind are alike.
    const MOST: usize = 400;
    const OF_A_KIND: usize = 12;
    let server = Server::start();
    let mut waiting: Vec<String> = [
        "/",
        "/hoa-giai",
        "/hoa-giai/30292",
        "/hoa-giai/30292?nam=2026",
        "/hoa-giai/30292?nam=2025",
        TEAM,
        REGISTER,
        "/bao-cao/an-giang/2025",
        "/api/openapi.json",
        "/api/v1/log/entries",
        "/api/v1/reports/30292/2025",
        "/so-minh-bach",
        "/log/checkpoint",
    ]
    .map(str::to_owned)
    .into();
    let mut seen: BTreeSet<String> = waiting.iter().cloned().collect();
    let mut kinds: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    let mut asked = 0;
    while let Some(path) = waiting.pop() {
        asked += 1;
        let octets = server.get(&path).await.bytes().await.expect("an answer");
        for canary in CANARIES {
            assert!(!holds(&octets, canary), "{canary} is on {path}");
        }
        let Ok(text) = std::str::from_utf8(&octets) else {
            continue;
        };
        for link in text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            let link = link.split('#').next().unwrap_or_default().replace("&amp;", "&");
            let kind: Vec<&str> = link.split(['/', '?', '=']).take(3).collect();
            let count = kinds.entry(kind.join("/")).or_default();
            if link.starts_with('/') && *count < OF_A_KIND && seen.len() < MOST && seen.insert(link.clone()) {
                *count += 1;
                waiting.push(link);
            }
        }
    }
    assert!(asked > 60, "only {asked} addresses were asked");
    for canary in CANARIES {
        assert!(!server.log().contains(canary), "{canary} is in the server's log");
    }
    let mut files = 0;
    for entry in fs::read_dir(server.folder()).expect("its folder") {
        let path = entry.expect("a file").path();
        if path.is_file() {
            files += 1;
            let octets = fs::read(&path).expect("its octets");
            for canary in CANARIES {
                assert!(!holds(&octets, canary), "{canary} is in {}", path.display());
            }
        }
    }
    assert!(files >= 2, "the database and its key");
    // The check can fail: what is public in the same database is found there.
    let database = fs::read(server.folder().join("dinh.db")).expect("the database");
    assert!(holds(&database, "Lâm Thị Thuận"), "a mediator's name is public");
}

fn holds(octets: &[u8], words: &str) -> bool {
    octets.windows(words.len()).any(|part| part == words.as_bytes())
}
