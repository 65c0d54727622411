//! Journeys of readers through the pages, in a real browser.

use std::io::Cursor;

use platform::testing::MailServer;
use thirtyfour::Key;

use crate::{
    browser::{Browser, Scripts},
    world::{Provider, Server, free_port},
};

const ARTICLE: &str = "Báo An Giang: An Giang: Thực hiện tốt Quy chế dân chủ ở cơ sở, 07/10/2022";

/// The issue's own journey: open the report, find the contradiction, open one figure down.
async fn finds_the_contradictions_of_2020(browser: &Browser) {
    browser.go("/").await;
    browser
        .follow(".dinh-cards", "Báo cáo thực hiện dân chủ ở cơ sở năm 2020")
        .await;
    assert_eq!(browser.path().await, "/bao-cao/an-giang/2020");
    assert_eq!(
        browser.heading().await,
        "Tỉnh An Giang: báo cáo thực hiện dân chủ ở cơ sở năm 2020"
    );

    let notice = browser.text(".dinh-notice--warning").await;
    assert!(notice.contains("Số liệu có 2 mâu thuẫn"), "{notice}");
    browser.follow(".dinh-notice--warning", "Xem mâu thuẫn").await;
    assert_eq!(browser.path().await, "/bao-cao/an-giang/2020#mau-thuan");
    assert!(browser.sees("#mau-thuan").await, "the findings are not in sight");

    assert_eq!(
        browser.texts(".dinh-finding__value").await,
        ["2.374", "2.706", "1.772", "2.116"]
    );
    assert_eq!(
        browser.texts(".dinh-finding__arithmetic").await,
        [
            "Phép tính: 598 + 1.546 + 288 + 274 = 2.706 ≠ 2.374; chênh lệch +332",
            "Phép tính: 450 + 1.193 + 226 + 247 = 2.116 ≠ 1.772; chênh lệch +344",
        ]
    );
    for finding in ["#mau-thuan-1", "#mau-thuan-2"] {
        let verdicts = browser
            .texts(&format!("{finding} .dinh-finding__explanations strong"))
            .await;
        assert_eq!(verdicts, ["Loại trừ", "Loại trừ", "Loại trừ", "Giả thuyết"]);
        assert_eq!(
            browser.texts(&format!("{finding} .dinh-source")).await,
            [ARTICLE, ARTICLE]
        );
    }

    // The sum opens part by part.
    let parts = "#mau-thuan-1 .dinh-finding__parts";
    assert_eq!(
        browser.texts(&format!("{parts} a")).await,
        ["598", "1.546", "288", "274"]
    );
    let report = browser.path().await;
    for (figure, indicator) in [("598", "economy"), ("274", "political_system")] {
        browser.follow(parts, figure).await;
        let path = browser.path().await;
        assert!(
            path.contains("/chi-tieu/dan_van_kheo.registered") && path.contains(indicator),
            "{path}"
        );
        assert_eq!(browser.text(".dinh-figure__value strong").await, figure);
        browser.go(&report).await;
    }

    browser.follow("#mau-thuan-1", "2.374").await;
    assert_eq!(browser.heading().await, "Mô hình “Dân vận khéo” đăng ký");
    assert_eq!(browser.text(".dinh-figure__value strong").await, "2.374");
    let source = browser.text(".dinh-figure .dinh-source").await;
    assert_eq!(source, format!("{ARTICLE}; nguyên văn: “2.374”"));
}

/// From a figure to the communes it is made of, to the lines it counts, to one record.
async fn opens_a_figure_down_to_a_record(browser: &Browser) {
    browser.go("/bao-cao/an-giang/2025").await;
    browser
        .follow("#movements", "Mô hình “Dân vận khéo” đăng ký")
        .await;
    assert_eq!(
        browser.path().await,
        "/bao-cao/an-giang/2025/chi-tieu/dan_van_kheo.registered.total"
    );
    let whole: u32 = browser
        .text(".dinh-figure__value strong")
        .await
        .parse()
        .expect("a count");
    let communes = "main > .dinh-table-frame tbody";
    let parts = browser
        .texts(&format!("{communes} td[data-label='Đếm từ sổ']"))
        .await;
    assert_eq!(parts.len(), 3);
    let sum: u32 = parts
        .iter()
        .map(|part| part.parse::<u32>().expect("a count"))
        .sum();
    assert_eq!(sum, whole, "the communes add up to the province");

    // Down to a commune, whose own lines are as many as its figure says.
    let commune = browser.text(&format!("{communes} th a")).await;
    browser.follow(communes, &commune).await;
    assert_eq!(browser.text(".dinh-figure__value strong").await, parts[0]);
    assert!(browser.text(".dinh-lead").await.starts_with(&commune));
    assert_eq!(browser.links("#so tbody th a").await.len().to_string(), parts[0]);

    browser.click("#so tbody th a").await;
    assert!(browser.path().await.starts_with("/so/"));
    let record = browser.text(".dinh-summary").await;
    assert!(record.contains("Sổ mô hình “Dân vận khéo”"), "{record}");
    assert!(
        record.contains("Nguồn gốc") && record.contains("Dữ liệu minh họa"),
        "{record}"
    );
    assert!(
        browser
            .text(".dinh-demo")
            .await
            .contains("không phải số liệu thật")
    );
    browser.follow(".dinh-breadcrumbs", "Tỉnh An Giang 2025").await;
    assert_eq!(browser.path().await, "/bao-cao/an-giang/2025");
}

/// All lines behind a figure can be paged through, none twice, and they are as many as the figure says.
async fn pages_through_all_lines(browser: &Browser) {
    browser
        .go("/bao-cao/an-giang/2025/chi-tieu/dan_van_kheo.registered.total")
        .await;
    let whole: usize = browser
        .text(".dinh-figure__value strong")
        .await
        .parse()
        .expect("a count");
    let mut lines = browser.links("#so tbody th a").await;
    assert_eq!(lines.len(), 50, "a full first page");
    while browser.has(".dinh-pagination a[rel=next]").await {
        browser.click(".dinh-pagination a[rel=next]").await;
        assert!(browser.path().await.contains("?sau="));
        lines.extend(browser.links("#so tbody th a").await);
    }
    browser.follow("#so", "Về đầu").await;
    assert_eq!(browser.links("#so tbody th a").await, lines[..50]);
    lines.sort();
    lines.dedup();
    assert_eq!(lines.len(), whole);
}

/// A year before the reorganisation, on the map of that year and on today's.
async fn draws_2024_on_todays_map(browser: &Browser) {
    browser.go("/bao-cao/an-giang/2024").await;
    assert!(
        browser
            .text(".dinh-lead")
            .await
            .contains("Địa giới tính đến ngày 31/12/2024")
    );
    assert_eq!(
        browser.text(".dinh-tools [aria-current=true]").await,
        "Địa giới năm 2024"
    );

    browser.follow(".dinh-tools", "Địa giới hiện nay").await;
    assert_eq!(browser.path().await, "/bao-cao/an-giang/2024?ranh-gioi=hien-nay");
    assert_eq!(
        browser.text(".dinh-tools [aria-current=true]").await,
        "Địa giới hiện nay"
    );
    let lead = browser.text(".dinh-lead").await;
    assert!(
        lead.contains("Số liệu năm 2024 tính theo địa giới hiện nay của Tỉnh An Giang"),
        "{lead}"
    );

    // The chosen map stays when a figure is opened, and shows the communes of today.
    browser
        .follow("#movements", "Mô hình “Dân vận khéo” đăng ký")
        .await;
    let path = browser.path().await;
    assert!(path.ends_with("?ranh-gioi=hien-nay"), "{path}");
    let today = browser.texts("main > .dinh-table-frame tbody th").await;
    assert!(
        today.iter().any(|commune| commune == "Phường Long Xuyên"),
        "{today:?}"
    );
    browser
        .go("/bao-cao/an-giang/2024/chi-tieu/dan_van_kheo.registered.total")
        .await;
    let then = browser.texts("main > .dinh-table-frame tbody th").await;
    assert!(
        then.iter().any(|district| district == "Thành phố Long Xuyên"),
        "{then:?}"
    );
}

/// The page stays the same page in another language, and so do the pages after it.
async fn reads_in_another_language(browser: &Browser) {
    browser.go("/bao-cao/an-giang/2024?ranh-gioi=hien-nay").await;
    browser.follow(".dinh-languages", "English").await;
    let path = browser.path().await;
    assert!(
        path.starts_with("/bao-cao/an-giang/2024?ranh-gioi=hien-nay"),
        "{path}"
    );
    assert_eq!(
        browser.find("html").await.attr("lang").await.unwrap().unwrap(),
        "en"
    );
    assert_eq!(
        browser.text(".dinh-tools [aria-current=true]").await,
        "Today's boundaries"
    );

    browser.go("/bao-cao/an-giang/2020").await;
    assert_eq!(
        browser.find("html").await.attr("lang").await.unwrap().unwrap(),
        "en"
    );
    let arithmetic = browser.text(".dinh-finding__arithmetic").await;
    assert!(
        arithmetic.contains("598 + 1,546 + 288 + 274 = 2,706 ≠ 2,374"),
        "{arithmetic}"
    );

    browser.follow(".dinh-languages", "ភាសាខ្មែរ").await;
    assert!(browser.path().await.starts_with("/bao-cao/an-giang/2020"));
    assert_eq!(
        browser.find("html").await.attr("lang").await.unwrap().unwrap(),
        "km"
    );
    let khmer = |text: &str| {
        text.chars()
            .any(|letter| ('\u{1780}'..='\u{17ff}').contains(&letter))
    };
    let heading = browser.heading().await;
    assert!(khmer(&heading), "{heading}");
    browser.follow(".dinh-languages", "Tiếng Việt").await;
    assert_eq!(
        browser.find("html").await.attr("lang").await.unwrap().unwrap(),
        "vi"
    );
}

/// A misspelt unit leads on to the one that was meant.
async fn finds_the_unit_that_was_meant(browser: &Browser) {
    browser.go("/bao-cao/an-giangg/2020").await;
    let heading = browser.heading().await;
    assert!(
        heading.contains("an-giangg") && heading.contains("2020"),
        "{heading}"
    );
    browser.follow("main table", "Tỉnh An Giang").await;
    assert_eq!(
        browser.heading().await,
        "Tỉnh An Giang: báo cáo thực hiện dân chủ ở cơ sở năm 2020"
    );
}

/// The reported figures of a year in which the parts of a whole do not add up to it.
pub const SHEET: &str = "unit,year,indicator,reported
An Giang,2021,dan_van_kheo.registered.total,100
An Giang,2021,dan_van_kheo.registered.economy,30
An Giang,2021,dan_van_kheo.registered.culture_society,40
An Giang,2021,dan_van_kheo.registered.political_system,20
An Giang,2021,dan_van_kheo.registered.defence_security,20
";

/// The password of every demo account.
pub const PASSWORD: &str = "đình làng mở cửa";

/// Signs in to a demo account, as its page tells newcomers to.
pub async fn signs_in(browser: &Browser, login: &str) {
    browser.go("/dang-nhap").await;
    browser.fill("#login", login).await;
    browser.fill("#password", PASSWORD).await;
    browser.click("main form button").await;
    browser.wait_for(".dinh-account__out").await;
    assert_eq!(browser.path().await, "/tai-khoan");
}

/// Sends a file on the import page to be checked, and waits for the answer.
pub async fn sends_a_file(browser: &Browser, server: &Server, name: &str, content: &str) {
    let file = server.folder().join(name);
    std::fs::write(&file, content).expect("a file");
    browser.go("/nhap").await;
    browser.fill("#file", &file.display().to_string()).await;
    browser.click("form[action='/nhap'] button").await;
    browser.wait_for(".dinh-notice").await;
}

/// An officer brings in figures, sees where they contradict each other, and takes them back.
async fn imports_a_file_and_takes_it_back(browser: &Browser, server: &Server) {
    browser.go("/nhap").await;
    assert_eq!(
        browser.path().await,
        "/dang-nhap?ve=/nhap",
        "strangers import nothing"
    );
    signs_in(browser, "can-bo-tinh").await;
    sends_a_file(browser, server, "sai.csv", &SHEET.replace(",30\n", ",3O\n")).await;
    assert!(
        browser
            .text(".dinh-notice--problem")
            .await
            .contains("Không có gì được ghi")
    );
    let problem = browser.text("#loi").await;
    assert!(problem.contains("Ô D3") && problem.contains("3O"), "{problem}");

    sends_a_file(browser, server, "dung.csv", SHEET).await;
    assert!(
        browser
            .text(".dinh-notice")
            .await
            .contains("Đọc được 5 dòng, không có lỗi")
    );
    browser.go("/bao-cao/an-giang/2021").await;
    assert!(!browser.has(".dinh-finding").await, "a check writes nothing");

    sends_a_file(browser, server, "dung.csv", SHEET).await;
    browser.click("form[action^='/nhap/viec/'] button").await;
    browser.wait_for("a[href^='/nhap/lan/']").await;
    browser.go("/bao-cao/an-giang/2021").await;
    let arithmetic = browser.text(".dinh-finding__arithmetic").await;
    assert!(
        arithmetic.contains("30 + 40 + 20 + 20 = 110 ≠ 100"),
        "{arithmetic}"
    );
    assert_eq!(browser.text(".dinh-finding .dinh-source").await, "dung.csv");

    browser.back().await;
    browser.click("a[href^='/nhap/lan/']").await;
    browser.click("a[href$='/huy']").await;
    browser.fill("main [name=reason]", "Nhập nhầm năm").await;
    browser.click("main form button").await;
    browser.wait_for(".dinh-confirmation").await;
    browser.go("/bao-cao/an-giang/2021").await;
    assert!(
        !browser.has(".dinh-finding").await,
        "what was taken back counts no more"
    );
}

#[tokio::test]
async fn an_officer_imports_a_file_and_takes_it_back() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::On).await;
    imports_a_file_and_takes_it_back(&browser, &server).await;
}

#[tokio::test]
async fn a_newcomer_finds_the_contradictions_and_their_source() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::On).await;
    finds_the_contradictions_of_2020(&browser).await;
}

#[tokio::test]
async fn a_figure_opens_down_to_records() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::On).await;
    opens_a_figure_down_to_a_record(&browser).await;
    pages_through_all_lines(&browser).await;
}

#[tokio::test]
async fn maps_languages_and_misspelt_names_lead_on() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::On).await;
    draws_2024_on_todays_map(&browser).await;
    finds_the_unit_that_was_meant(&browser).await;
    reads_in_another_language(&browser).await;
}

#[tokio::test]
async fn without_scripts_everything_works() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::Off).await;
    assert!(
        !browser.runs_scripts().await,
        "this browser was to run no scripts"
    );
    finds_the_contradictions_of_2020(&browser).await;
    opens_a_figure_down_to_a_record(&browser).await;
    pages_through_all_lines(&browser).await;
    draws_2024_on_todays_map(&browser).await;
    finds_the_unit_that_was_meant(&browser).await;
    imports_a_file_and_takes_it_back(&browser, &server).await;
    reads_in_another_language(&browser).await;
}

#[tokio::test]
async fn the_keyboard_alone_reaches_a_report() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::On).await;
    assert!(browser.runs_scripts().await);
    browser.go("/").await;
    let reports = browser.links(".dinh-cards a").await;
    browser.press(Key::Tab).await;
    let first = browser.focused().await;
    assert_eq!(first.text().await.unwrap(), "Đến nội dung chính");
    assert!(
        first.is_displayed().await.unwrap(),
        "the skip link is shown when it has the focus"
    );
    browser.press(Key::Enter).await;
    assert_eq!(
        browser.focused().await.attr("id").await.unwrap().as_deref(),
        Some("main")
    );
    browser.press(Key::Tab).await;
    let report = browser.focused().await;
    assert_eq!(report.attr("href").await.unwrap().as_ref(), reports.first());
    let outline = report.css_value("outline-style").await.unwrap();
    let shadow = report.css_value("box-shadow").await.unwrap();
    assert!(outline != "none" || shadow != "none", "the focus can be seen");
    browser.press(Key::Enter).await;
    assert_eq!(browser.path().await, reports[0]);
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so_with_its_status() {
    let server = Server::start();
    for (path, status) in [
        ("/bao-cao/an-giangg/2020", 404),
        ("/bao-cao/an-giang/2020/chi-tieu/khong.co", 404),
        ("/so/1/khong-co", 404),
        ("/khong-co", 404),
        ("/bao-cao/an-giang/nam-ngoai", 400),
        ("/bao-cao/an-giang/2020.odt", 400),
        ("/bao-cao/an-giang/2020?ranh-gioi=hom-qua", 400),
    ] {
        let response = server.get(path).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        let page = response.text().await.unwrap();
        assert!(
            page.contains("<h1>") && page.contains("lang=\"vi\""),
            "{path} is no page: {page}"
        );
    }
}

#[tokio::test]
async fn every_download_on_the_report_is_the_document_it_says() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::On).await;
    browser.go("/bao-cao/an-giang/2020").await;
    let downloads = browser.links(".dinh-tools a[download]").await;
    assert_eq!(downloads.len(), 4);
    for path in downloads {
        let response = server.get(&path).await;
        assert_eq!(response.status(), 200, "{path}");
        let named = response.headers()["content-disposition"]
            .to_str()
            .unwrap()
            .to_owned();
        let (_, kind) = path.rsplit_once('.').unwrap();
        assert_eq!(
            named,
            format!("attachment; filename=\"dinh-an-giang-2020.{kind}\"")
        );
        let octets = response.bytes().await.unwrap();
        match kind {
            "pdf" => assert!(octets.starts_with(b"%PDF-"), "{path}"),
            "json" => {
                let report: serde_json::Value = serde_json::from_slice(&octets).unwrap();
                assert_eq!(report["findings"].as_array().unwrap().len(), 2);
            }
            "docx" => assert!(parts(&octets).iter().any(|part| part == "word/document.xml")),
            "xlsx" => assert!(parts(&octets).iter().any(|part| part == "xl/workbook.xml")),
            other => panic!("{other} is a new kind of document: say here what it should be"),
        }
    }
}

fn parts(octets: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(octets)).expect("a zip archive");
    archive
        .file_names()
        .map(|name| name.expect("a name").into_owned())
        .collect()
}

/// A citizen finds a notice without typing diacritics, sees where it hangs and its older text, and follows its proof.
#[tokio::test]
async fn a_citizen_finds_a_notice_and_its_proof() {
    let server = Server::start();
    for scripts in [Scripts::On, Scripts::Off] {
        let browser = Browser::open(&server, scripts).await;
        browser.go("/cong-khai").await;
        browser.follow("table", "Tỉnh An Giang").await;
        browser.follow("table", "Phường Bình Đức").await;
        browser.choose("#thong-bao summary").await;
        browser.fill("#q", "ngan sach quy iii").await;
        browser.click("#thong-bao form button").await;
        browser.wait_for("#thong-bao details[open]").await;
        browser
            .follow("#thong-bao", "Thực hiện ngân sách quý III năm 2025")
            .await;
        let facts = browser.text("#niem-yet").await;
        for words in [
            "Lãnh đạo Ủy ban nhân dân cấp xã",
            "07/10/2025",
            "Điều 13, khoản 2",
            "07/11/2025",
        ] {
            assert!(facts.contains(words), "{words} is not in {facts}");
        }
        assert_eq!(
            browser
                .find("[data-read-aloud]")
                .await
                .is_displayed()
                .await
                .unwrap(),
            scripts == Scripts::On && browser.speaks().await,
            "a button that can do nothing is not shown"
        );
        let item = browser.path().await;
        browser.click("#phien-ban dd a[href$='/ban/1']").await;
        assert!(browser.text("main").await.contains("900.000.000"));
        browser.go(&item).await;
        let poster = server.get(&format!("{item}/to-dan.pdf")).await;
        assert_eq!(poster.headers()["content-type"], "application/pdf");
        let entry = browser.links("#minh-chung dd a").await.remove(0);
        assert!(entry.starts_with("/so-minh-bach/muc/"), "{entry}");
        browser.go(&entry).await;
        assert!(
            browser.heading().await.ends_with("Công khai"),
            "{}",
            browser.heading().await
        );
    }
}

/// A wrong password says nothing about the account, and what was typed is kept; then the right one leads on to the page
/// that was wanted.
#[tokio::test]
async fn an_officer_signs_in_to_the_page_that_was_wanted_and_out_again() {
    let server = Server::start();
    let browser = Browser::open(&server, Scripts::Off).await;
    browser.go("/quan-tri").await;
    let mut answers = Vec::new();
    for login in ["quan-tri", "khong-co-ai"] {
        browser.find("#login").await.clear().await.unwrap();
        browser.fill("#login", login).await;
        browser.fill("#password", "sai mật khẩu").await;
        browser.click("main form button").await;
        assert_eq!(
            browser
                .find("#login")
                .await
                .prop("value")
                .await
                .unwrap()
                .as_deref(),
            Some(login)
        );
        answers.push(browser.text("#login-error").await);
    }
    assert_eq!(
        answers[0], answers[1],
        "the answer does not tell which accounts there are"
    );
    browser.find("#login").await.clear().await.unwrap();
    browser.fill("#login", "quan-tri").await;
    browser.fill("#password", PASSWORD).await;
    browser.click("main form button").await;
    assert_eq!(browser.path().await, "/quan-tri");
    assert_eq!(browser.heading().await, "Người và vai trò");

    browser.click(".dinh-account__out").await;
    assert_eq!(browser.path().await, "/");
    browser.go("/quan-tri").await;
    assert_eq!(browser.path().await, "/dang-nhap?ve=/quan-tri");
}

/// An administrator makes an account and prints its sheet; its owner enrols on a phone, sees the session, ends another.
#[tokio::test]
async fn a_newcomer_enrols_with_a_printed_code_on_a_phone() {
    let server = Server::start();
    let office = Browser::open(&server, Scripts::Off).await;
    signs_in(&office, "quan-tri").await;
    office.go("/quan-tri/nguoi-moi").await;
    office.fill("#name", "Lê Văn Tám").await;
    office.fill("#role", "Công chức tỉnh").await;
    office.fill("#reason", "Quyết định 12/QĐ-UBND").await;
    office.click("main form button").await;
    assert_eq!(office.heading().await, "Lê Văn Tám");
    office.click("form[action$='/ma'] button").await;
    assert_eq!(office.heading().await, "Phiếu ghi danh");
    let code = office.text(".dinh-code-sheet__code").await;

    let phone = Browser::open(&server, Scripts::Off).await;
    phone.narrow().await;
    phone.go(&format!("/ghi-danh?ma={code}")).await;
    phone.fill("#password", "12345678").await;
    phone.fill("#again", "12345678").await;
    phone.click("main form button").await;
    assert!(phone.text("#password-error").await.contains("dễ đoán"));
    for field in ["#password", "#again"] {
        phone.fill(field, "con trâu đi trước cái cày").await;
    }
    phone.click("main form button").await;
    assert_eq!(phone.text(".dinh-confirmation__title").await, "Đã ghi danh");
    assert!(phone.text(".dinh-summary").await.contains("le-van-tam"));

    // The same person on another machine; then the phone puts an end to that.
    let machine = Browser::open(&server, Scripts::Off).await;
    machine.go("/dang-nhap").await;
    machine.fill("#login", "le-van-tam").await;
    machine.fill("#password", "con trâu đi trước cái cày").await;
    machine.click("main form button").await;
    assert_eq!(machine.path().await, "/tai-khoan");
    phone.go("/tai-khoan/phien").await;
    assert_eq!(phone.texts(".dinh-cards > li").await.len(), 2);
    phone.click(".dinh-cards form button").await;
    assert_eq!(phone.texts(".dinh-cards > li").await.len(), 1);
    machine.go("/tai-khoan").await;
    assert_eq!(machine.path().await, "/dang-nhap?ve=/tai-khoan");
}

/// An officer whose role asks for a second factor makes a passkey on the way to the page that was wanted, and signs in
/// with it the next time; grave acts ask for it again, or for the password.
#[tokio::test]
async fn an_officer_signs_in_with_a_passkey() {
    let server = Server::by_name("[identity]\nconfirmed_minutes = 1");
    let browser = Browser::open(&server, Scripts::On).await;
    browser.gets_a_keeper_of_passkeys().await;
    signs_in(&browser, "quan-tri").await;
    assert!(browser.text(".dinh-notice").await.contains("chưa có hiệu lực"));
    browser.go("/quan-tri").await;
    assert_eq!(browser.path().await, "/buoc-hai?ve=/quan-tri");
    browser.click("main a.dinh-button").await;
    assert!(
        !browser
            .find("[data-no-passkeys]")
            .await
            .is_displayed()
            .await
            .unwrap()
    );
    browser.click("form[data-passkey] button").await;
    browser.wait_for(".dinh-account__out").await;
    assert_eq!(browser.path().await, "/quan-tri");

    browser.go("/tai-khoan/cach-dang-nhap").await;
    assert_eq!(browser.text("#khoa-truy-cap strong").await, "Máy tính, Chrome");
    browser.click(".dinh-account__out").await;
    browser.go("/dang-nhap?ve=/quan-tri").await;
    browser.click("form[data-passkey] button").await;
    browser.wait_for(".dinh-account__out").await;
    assert_eq!(browser.path().await, "/quan-tri");
    browser.go("/xac-nhan?ve=/quan-tri/nguoi-moi").await;
    browser.click("form[data-passkey] button").await;
    browser.wait_for("#login").await;
    assert_eq!(browser.path().await, "/quan-tri/nguoi-moi");

    // The machine has lost it: the person is told, and stays on the page.
    let other = Browser::open(&server, Scripts::On).await;
    other.gets_a_keeper_of_passkeys().await;
    other.go("/dang-nhap").await;
    other.choose("form[data-passkey] button").await;
    let trouble = other.find("[data-trouble]").await;
    let told = tokio::time::timeout(std::time::Duration::from_secs(30), async {
        while !trouble.is_displayed().await.unwrap() {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    });
    assert!(told.await.is_ok(), "nothing is said");
    assert_eq!(other.path().await, "/dang-nhap");
    // Where no script runs there is no button that can do nothing.
    let plain = Browser::open(&server, Scripts::Off).await;
    plain.go("/dang-nhap").await;
    assert!(
        !plain
            .find("form[data-passkey]")
            .await
            .is_displayed()
            .await
            .unwrap()
    );
}

/// Says at the provider who that is.
async fn says_who(browser: &Browser, who: &str) {
    browser.wait_for("#who").await;
    browser.fill("#who", who).await;
    browser.choose("form button").await;
    browser.wait_for(".dinh-page").await;
}

/// An identity elsewhere opens an account once its owner has linked it, and never makes one.
#[tokio::test]
async fn somebody_signs_in_through_a_provider_once_linked() {
    let port = free_port();
    let provider = Provider::start(&format!("http://localhost:{port}/dang-nhap/qua/thu/ve"));
    let server = Server::with_provider(port, &provider);
    let browser = Browser::open(&server, Scripts::Off).await;
    browser.go("/dang-nhap").await;
    browser.follow("main", "Đăng nhập qua Cổng thử").await;
    says_who(&browser, "nguoi-1").await;
    assert_eq!(browser.path().await, "/lien-ket");
    assert!(browser.heading().await.contains("chưa mở tài khoản nào"));
    browser.fill("#code", "ABCD-ABCD-ABCD-ABCD").await;
    browser.click("main form button").await;
    assert!(browser.text("#code-error").await.contains("Mã không đúng"));

    // By the owner, signed in.
    signs_in(&browser, "quan-tri").await;
    browser.go("/tai-khoan/cach-dang-nhap").await;
    browser.follow("#dinh-danh", "Liên kết Cổng thử").await;
    browser.wait_for(".dinh-confirmation").await;
    assert_eq!(
        browser.text(".dinh-confirmation__title").await,
        "Đã liên kết định danh"
    );
    assert_eq!(browser.text("#dinh-danh strong").await, "Cổng thử");
    browser.click(".dinh-account__out").await;
    browser.go("/dang-nhap?ve=/quan-tri").await;
    browser.follow("main", "Đăng nhập qua Cổng thử").await;
    browser.wait_for(".dinh-account__out").await;
    assert_eq!(browser.path().await, "/quan-tri");
    browser.go("/tai-khoan/phien").await;
    assert!(
        browser
            .text(".dinh-cards")
            .await
            .contains("qua nhà cung cấp định danh")
    );

    // To prove again who one is, one signs in there anew, as the same person.
    browser.go("/xac-nhan?ve=/tai-khoan/phien").await;
    browser.follow("main", "Xác nhận qua Cổng thử").await;
    says_who(&browser, "nguoi-1").await;
    assert_eq!(browser.path().await, "/tai-khoan/phien");
    let other = Browser::open(&server, Scripts::Off).await;
    signs_in(&other, "quan-tri").await;
    other.go("/xac-nhan?ve=/tai-khoan/phien").await;
    other.follow("main", "Xác nhận qua Cổng thử").await;
    says_who(&other, "nguoi-2").await;
    assert!(other.text(".dinh-notice--problem").await.contains("không thành"));

    // With a printed code, by somebody who has no password at all: the last way in can't be removed.
    browser.go("/quan-tri/nguoi-moi").await;
    browser.fill("#name", "Lê Văn Tám").await;
    browser.fill("#role", "Công chức tỉnh").await;
    browser.fill("#reason", "Quyết định 12/QĐ-UBND").await;
    browser.click("main form button").await;
    browser.click("form[action$='/ma'] button").await;
    let code = browser.text(".dinh-code-sheet__code").await;
    let phone = Browser::open(&server, Scripts::Off).await;
    phone.narrow().await;
    phone.go("/dang-nhap").await;
    phone.follow("main", "Đăng nhập qua Cổng thử").await;
    says_who(&phone, "nguoi-3").await;
    phone.fill("#code", &code).await;
    phone.click("main form button").await;
    assert_eq!(phone.path().await, "/tai-khoan/cach-dang-nhap?lai=1");
    assert!(phone.text("#mat-khau").await.contains("chưa có mật khẩu"));
    phone.click("#dinh-danh .dinh-cards a").await;
    phone.click("main form button").await;
    assert!(phone.text(".dinh-notice--problem").await.contains("cuối cùng"));

    // It is taken off; then it opens nothing. Without the provider the password remains.
    browser.go("/tai-khoan/cach-dang-nhap").await;
    browser.click("#dinh-danh .dinh-cards a").await;
    browser.click("main form button").await;
    assert_eq!(browser.text(".dinh-confirmation__title").await, "Đã gỡ định danh");
    browser.click(".dinh-account__out").await;
    browser.go("/dang-nhap").await;
    browser.follow("main", "Đăng nhập qua Cổng thử").await;
    browser.wait_for("#code").await;
    assert_eq!(browser.path().await, "/lien-ket");
    drop(provider);
    browser.go("/dang-nhap").await;
    browser.follow("main", "Đăng nhập qua Cổng thử").await;
    browser.wait_for(".dinh-notice--problem").await;
    let told = browser.text(".dinh-notice--problem").await;
    assert!(told.contains("Cổng thử hiện không trả lời"), "{told}");
    signs_in(&browser, "quan-tri").await;
}

/// A picture of one white pixel.
const PHOTOGRAPH: [u8; 69] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
    0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00,
    0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xff, 0xff, 0x3f, 0x00, 0x05, 0xfe,
    0x02, 0xfe, 0x0d, 0xef, 0x46, 0xb8, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60,
    0x82,
];

/// An officer writes a notice, another person approves it, it is published; the hamlet head hangs it, on a telephone.
/// An officer writes a notice on the fares of a ferry, a leader approves it, the officer publishes it. Gives the address
/// of the officers' page about it.
async fn posts_the_ferry_s_fares(server: &Server) -> String {
    let officer = Browser::open(server, Scripts::Off).await;
    signs_in(&officer, "can-bo-xa").await;
    officer.go("/cong-khai/30292").await;
    officer.follow(".dinh-tools", "Soạn thông báo").await;
    officer.choose("#matter option[value='fees']").await;
    for (field, words) in [
        ("#decided_on", "02/11/2026"),
        ("#title", "Mức thu phí bến đò Vàm Cống"),
        ("#summary", "Mỗi lượt qua đò 3.000 đồng."),
        (
            "#body",
            "Người đi bộ 3.000 đồng một lượt, xe máy 6.000 đồng một lượt.",
        ),
    ] {
        officer.fill(field, words).await;
    }
    officer.click("main form button").await;
    officer.wait_for("#luat").await;
    assert!(officer.text("#luat").await.contains("09/11/2026"), "the deadline");
    assert!(
        !officer.has("form[action$='/duyet']").await,
        "an officer does not approve"
    );
    let draft = officer.path().await;

    let leader = Browser::open(server, Scripts::Off).await;
    signs_in(&leader, "lanh-dao-xa").await;
    leader.go(&draft).await;
    leader.click("form[action$='/duyet'] button").await;
    leader.wait_for(".dinh-confirmation").await;
    officer.go(&draft).await;
    officer.click("form[action$='/cong-bo'] button").await;
    officer.wait_for(".dinh-confirmation").await;
    draft
}

#[tokio::test]
async fn an_officer_posts_and_a_hamlet_head_hangs_it_by_phone() {
    let server = Server::start();
    let draft = posts_the_ferry_s_fares(&server).await;

    let head = Browser::open(&server, Scripts::Off).await;
    head.narrow().await;
    signs_in(&head, "truong-ap").await;
    head.go("/cong-khai/30292/dan").await;
    let id = draft.rsplit('/').next().unwrap();
    head.click(&format!("a.dinh-button[href*='/dan/{id}/']")).await;
    let photograph = server.folder().join("bang.png");
    std::fs::write(&photograph, PHOTOGRAPH).unwrap();
    head.fill("#photo", &photograph.display().to_string()).await;
    head.click("main form button").await;
    head.wait_for(".dinh-confirmation").await;
    assert_eq!(head.text(".dinh-confirmation__title").await, "Đã ghi: đang dán");

    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.go(&draft.replace("/soan/", "/")).await;
    let boards = citizen.text("#niem-yet").await;
    assert!(
        boards.contains("Đang dán") && boards.contains("xem ảnh"),
        "{boards}"
    );
    assert!(
        !boards.contains("Trần Văn Ấp") && !boards.contains("Lê Thị Xã"),
        "{boards}"
    );
}

/// The path of the link in a mail that a person would click: the first that begins and ends so.
fn link_of(mail: &str, ending: &str) -> String {
    let whole = mail.replace("=\r\n", "").replace("=\n", "");
    let links = whole.split("http://dinh.example").skip(1);
    links
        .filter_map(|rest| {
            rest.split(|c: char| c.is_whitespace() || c == '>' || c == '"')
                .next()
        })
        .find(|path| path.starts_with("/theo-doi/") && path.ends_with(ending))
        .unwrap_or_else(|| panic!("no link in\n{whole}"))
        .to_owned()
}

#[tokio::test]
async fn a_citizen_follows_a_board_by_mail_and_stops_with_one_click() {
    let mail = MailServer::start();
    let server = Server::with_settings(&format!(
        "public_address = \"http://dinh.example\"\n[mail]\nserver = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n\
         from = \"Bảng công khai <thong-bao@dinh.example>\"\n",
        mail.port()
    ));
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go("/cong-khai/30292").await;
    citizen.follow(".dinh-tools", "Theo dõi qua thư điện tử").await;
    citizen.click("main form button").await;
    citizen.wait_for(".govuk-error-summary").await;
    citizen.fill("#address", "nguyen.an@example.vn").await;
    citizen.choose("input[value='each']").await;
    citizen.click("main form button").await;
    citizen.wait_for(".dinh-confirmation").await;
    assert!(
        citizen
            .text(".dinh-confirmation")
            .await
            .contains("nguyen.an@example.vn")
    );

    let asked = mail.wait_for(1).await.remove(0);
    assert!(asked.contains("-> nguyen.an@example.vn\n"), "{asked}");
    citizen.go(&link_of(&asked, "")).await;
    citizen.click("main form button").await;
    citizen.wait_for(".dinh-confirmation").await;
    assert_eq!(citizen.text(".dinh-confirmation__title").await, "Đã xác nhận");

    let draft = posts_the_ferry_s_fares(&server).await;
    let news = mail.wait_for(2).await.remove(1);
    let item = draft.replace("/soan/", "/");
    assert!(
        news.replace("=\r\n", "").replace("=\n", "").contains(&item),
        "{item} is not in {news}"
    );
    assert!(
        news.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"),
        "{news}"
    );

    // As the mail program does it: no cookie, no page before, from anywhere.
    let stop = link_of(&news, "/dung");
    citizen.go(&stop).await;
    assert_eq!(citizen.heading().await, "Ngừng nhận thư");
    let one_click = reqwest::Client::new()
        .post(format!("{}{stop}", server.origin()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body("List-Unsubscribe=One-Click")
        .send()
        .await
        .unwrap();
    assert_eq!(one_click.status(), 200);
    // The page that was open still does what it says.
    citizen.click("main form button").await;
    citizen.wait_for(".dinh-confirmation").await;
    assert_eq!(citizen.text(".dinh-confirmation__title").await, "Đã ngừng");
    citizen.go(&link_of(&asked, "")).await;
    assert!(
        !citizen.has("main form").await,
        "there is nothing to confirm any more"
    );
    assert_eq!(mail.taken().len(), 2);
    assert!(
        !server.log().contains("nguyen.an"),
        "an address stands in the log:\n{}",
        server.log()
    );
}

#[tokio::test]
async fn where_mail_is_not_set_up_the_page_says_so_and_offers_the_feed() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.go("/cong-khai/30292/theo-doi").await;
    assert!(!citizen.has("main form").await);
    assert!(citizen.has("main a[href='/cong-khai/30292/tin.atom']").await);
    // Each hamlet has a feed of what hangs at its boards.
    let feeds = citizen.links("main details a").await;
    assert!(feeds.len() > 1, "{feeds:?}");
    let feed = server.get(&feeds[0]).await.text().await.unwrap();
    assert!(
        feed.contains("Điểm niêm yết") && feed.contains("<entry>"),
        "{feed}"
    );
}

#[tokio::test]
async fn a_citizen_finds_a_procedure_and_prints_it() {
    let server = Server::start();
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go("/cong-khai/30292").await;
    citizen.follow(".dinh-tools", "Thủ tục hành chính").await;
    assert!(citizen.links("table tbody a").await.len() >= 12);
    citizen.fill("#q", "ket hon").await;
    citizen.click("main form button").await;
    citizen.wait_for("table").await;
    citizen.follow("table", "Đăng ký kết hôn").await;
    assert!(citizen.text("#ho-so").await.contains("1 bản chính"));
    assert!(citizen.text("#noi-nop").await.contains("Không thu tiền"));
    let sheet = citizen.links("main a[href$='/to-dan.pdf']").await.remove(0);
    let sheet = server.get(&sheet).await;
    assert_eq!(sheet.headers()["content-type"], "application/pdf");
    assert!(citizen.path().await.starts_with("/thu-tuc/30292/"));
    citizen.follow("main", "Thông báo và minh chứng").await;
    assert!(citizen.text("#niem-yet").await.contains("Niêm yết thường xuyên"));
}

/// A province's procedures as its officer keeps them; the time of the second is a word where a number should be.
pub const PROCEDURES: &str = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Tóm tắt,Nơi nộp,Giấy tờ phải nộp,Các bước,Số ngày làm việc,\
    \"Phí, lệ phí (đồng)\",Căn cứ thu phí,Kết quả,Căn cứ pháp lý,Làm trực tuyến
MH.901,Cấp bản sao trích lục hộ tịch,Hộ tịch,Ai mất giấy thì xin bản sao từ sổ gốc.,Trung tâm cấp xã,Tờ khai | 1 | 0,\
    Nộp tờ khai,0,8000,Số tiền minh họa,Bản sao trích lục,Luật Hộ tịch năm 2014,
MH.902,Xác nhận nơi ở để vay vốn,Lĩnh vực khác,Hộ vay vốn ưu đãi cần giấy này.,Trung tâm cấp xã,Đơn đề nghị | 1 | 0,\
    Nộp đơn,một,0,,Giấy xác nhận,Nghị định về tín dụng chính sách,
";

/// Sends a file of a province's procedures.
pub async fn sends_procedures(browser: &Browser, server: &Server, name: &str, content: &str) {
    let file = server.folder().join(name);
    std::fs::write(&file, content).expect("a file");
    browser.go("/thu-tuc/91/nhap").await;
    browser.fill("#decision", "77/QĐ-UBND").await;
    browser.fill("#decided_on", "05/01/2026").await;
    browser.fill("#file", &file.display().to_string()).await;
    browser.click("main form[enctype] button").await;
}

#[tokio::test]
async fn a_province_brings_in_its_procedures_and_a_citizen_of_a_commune_finds_one() {
    let server = Server::start();
    let officer = Browser::open(&server, Scripts::Off).await;
    signs_in(&officer, "can-bo-tinh").await;
    officer.go("/thu-tuc/91").await;
    officer
        .follow(".dinh-tools", "Nhập danh mục thủ tục từ tệp")
        .await;
    assert_eq!(officer.heading().await, "Nhập danh mục thủ tục từ tệp");

    sends_procedures(&officer, &server, "sai.csv", PROCEDURES).await;
    let problem = officer.text("#loi").await;
    assert!(
        problem.contains("Ô H3") && problem.contains("Số ngày làm việc") && problem.contains("một"),
        "{problem}"
    );
    let citizen = Browser::open(&server, Scripts::Off).await;
    citizen.narrow().await;
    citizen.go("/thu-tuc/30301?q=vay+von").await;
    assert!(!citizen.has("table").await, "nothing of a bad file is public");

    let mended = PROCEDURES.replace(",một,", ",1,");
    sends_procedures(&officer, &server, "dung.csv", &mended).await;
    assert_eq!(
        officer.text(".dinh-confirmation__title").await,
        "Tệp đúng cả, đã gửi chờ duyệt"
    );
    let page = officer.path().await;
    assert!(
        !officer.has("form[action$='/duyet']").await,
        "who sends does not approve"
    );

    let head = Browser::open(&server, Scripts::Off).await;
    signs_in(&head, "thu-truong-tinh").await;
    head.go(page.split('?').next().unwrap_or_default()).await;
    assert!(head.text("#them").await.contains("Xác nhận nơi ở để vay vốn"));
    head.click("form[action$='/duyet'] button").await;
    assert_eq!(
        head.text(".dinh-confirmation__title").await,
        "Đã công khai danh mục"
    );

    citizen.go("/thu-tuc/30301").await;
    citizen.fill("#q", "vay von").await;
    citizen.click("main form button").await;
    citizen.wait_for("table").await;
    citizen.follow("table", "Xác nhận nơi ở để vay vốn").await;
    citizen.wait_for("#ho-so").await;
    assert!(citizen.path().await.starts_with("/thu-tuc/30301/"));
    assert!(citizen.text("#noi-nop").await.contains("1 ngày làm việc"));
    assert!(
        citizen
            .text(".dinh-notice")
            .await
            .contains("danh mục chung do Tỉnh An Giang")
    );
}
