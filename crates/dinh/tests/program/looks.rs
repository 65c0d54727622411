//! The pages taken together: how they look at every size and colour, and whether their links lead anywhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

use platform::clock::{Clock as _, SystemClock};

use crate::{
    benefits,
    browser::{Browser, Scripts},
    households::{mended, sends},
    journeys::{PASSWORD, PROCEDURES, SHEET, sends_a_file, sends_procedures, signs_in},
    log::posts,
    votes,
    world::{Provider, Server, Tiles, free_port, words},
};

/// An example of every page that has an address of its own. A new page is added here.
const PAGES: [&str; 88] = [
    "/cong-khai",
    "/cong-khai?q=binh",
    "/cong-khai/an-giang",
    "/cong-khai/30292",
    "/cong-khai/30301",
    "/cong-khai/30307",
    "/cong-khai/30292/danh-muc",
    "/cong-khai/30292/theo-doi",
    "/thu-tuc/30292",
    "/thu-tuc/30292?q=khai+sinh&linh_vuc=civil_status",
    "/thu-tuc/30301",
    "/thu-tuc/30292/in",
    "/thu-tuc/01",
    "/thu-tuc/01/in",
    "/thu-tuc/91",
    "/thu-tuc/91?lang=km",
    "/dan-ban",
    "/dan-ban/30292",
    "/dan-ban/30292/chuc-danh",
    "/lay-y-kien",
    "/lay-y-kien?q=binh",
    "/lay-y-kien/30292",
    "/lay-y-kien/30301",
    "/lay-y-kien/30307",
    "/lay-y-kien/30292/019c2103-7280-743c-b7bc-6e2ff453f02a",
    "/lay-y-kien/30292/019c2103-7280-743c-b7bc-6e2ff453f02a/tong-hop",
    "/lay-y-kien/30292/019c2103-7280-743c-b7bc-6e2ff453f02a/ket-qua",
    "/lay-y-kien/30292/019c2103-7280-743c-b7bc-6e2ff453f02a/ban-doc",
    "/lay-y-kien/30301/019d468d-ee80-75e6-aa71-c7ade430781a",
    "/lay-y-kien/30301/019df07f-ca80-7815-8021-ef9dabd429ec",
    "/hoa-giai",
    "/hoa-giai?q=khong+co",
    "/hoa-giai/30292?nam=2026",
    "/hoa-giai/30307",
    "/hoa-giai/30292/14210",
    "/hoa-giai/30292/14218",
    "/hoa-giai/cam-nang/land",
    "/dong-gop",
    "/dong-gop?q=khong+co",
    "/dong-gop/30292",
    "/dong-gop/30307",
    "/dong-gop/30292/019cac0f-2680-7d98-a21d-be0f839a53ce",
    "/dong-gop/30292/01a09d6d-9680-7a3a-ad86-49d5bc5641ad",
    "/dong-gop/30292/01a09d6d-9680-7a3a-ad86-49d5bc5641ad/so",
    "/dong-gop/30292/01a09d6d-9680-7a3a-ad86-49d5bc5641ad/so?lang=km",
    "/bien-nhan",
    "/ho-tro",
    "/ho-tro/30292",
    "/ho-tro/30292/tra-cuu",
    "/ho-tro/30292/chuong-trinh/lao-dong-tu-do-dich-benh",
    "/tiep-cong-dan",
    "/tiep-cong-dan?q=khong+co",
    "/tiep-cong-dan/30292",
    "/tiep-cong-dan/30292/tra-cuu",
    "/kien-nghi",
    "/kien-nghi?q=binh",
    "/kien-nghi?q=khong+co",
    "/kien-nghi/30292",
    "/kien-nghi/30307",
    "/kien-nghi/30292/gui",
    "/kien-nghi/30292/gui?ve=0199bc2e-ae80-7000-8000-00000000000e",
    "/kien-nghi/30292/tra-cuu",
    "/kien-nghi/30292/thu-tuc/khieu-nai",
    "/kien-nghi/30292/thu-tuc/to-cao",
    "/dan-van-kheo?nam=2025",
    "/dan-van-kheo/an-giang",
    "/dan-van-kheo/an-giang/bang?nam=2020",
    "/dan-van-kheo/an-giang/bang?nam=2025",
    "/dan-van-kheo/30292",
    "/dan-van-kheo/30292?q=khong+co+o+dau",
    "/",
    "/bao-cao",
    "/bao-cao/an-giang/2020",
    "/bao-cao/an-giang/2025",
    "/bao-cao/an-giang/2020/chi-tieu/dan_van_kheo.registered.total",
    "/bao-cao/an-giang/2025/chi-tieu/dan_van_kheo.registered.total",
    "/bao-cao/an-giang/2020?lang=km",
    "/bao-cao/an-giangg/2020",
    "/don-vi",
    "/don-vi?q=phu+huu",
    "/don-vi/30352",
    "/so-minh-bach",
    "/so-minh-bach?lang=km",
    "/so-minh-bach?muc=khong-co",
    "/dang-nhap?ve=/nhap",
    "/ghi-danh",
    "/quyen-han",
    "/khong-co",
];

/// Pages of somebody signed in.
const OF_AN_ADMINISTRATOR: [&str; 7] = [
    "/tai-khoan",
    "/tai-khoan/cach-dang-nhap",
    "/tai-khoan/phien",
    "/tai-khoan/mat-khau",
    "/quan-tri",
    "/quan-tri?don-vi=khong-co",
    "/quan-tri/nguoi-moi",
];

/// Pages of an administrator whose role waits for a second factor, where people reach the server by a name.
const WAITING_FOR_A_SECOND_FACTOR: [&str; 5] = [
    "/buoc-hai?ve=/quan-tri",
    "/tai-khoan",
    "/tai-khoan/cach-dang-nhap",
    "/tai-khoan/khoa-truy-cap/moi",
    "/xac-nhan",
];

/// Pages of an officer who posts what people have to know.
const OF_A_COMMUNE_OFFICER: [&str; 23] = [
    "/cong-khai/30292/viec",
    "/cong-khai/30292/soan",
    "/cong-khai/30292/soan-thu-tuc",
    "/thu-tuc/30292/nhap",
    "/thu-tuc/30292/noi-nop",
    "/cong-khai/30292/diem",
    "/cong-khai/30292/dan",
    "/lay-y-kien/30292/viec",
    "/lay-y-kien/30292/soan",
    "/kien-nghi/30292/viec",
    "/kien-nghi/30292/viec?phan=assigned",
    "/dan-van-kheo/30292/viec",
    "/dan-van-kheo/30292/dang-ky",
    "/dong-gop/30292/viec",
    "/dong-gop/30292/lap",
    "/dong-gop/30292/019b8bab-0680-7b9e-9bde-3797fa29f815/viec",
    "/dong-gop/30292/019b8bab-0680-7b9e-9bde-3797fa29f815/viec/so",
    "/dong-gop/30292/019b8bab-0680-7b9e-9bde-3797fa29f815/thu",
    "/dong-gop/30292/019b8bab-0680-7b9e-9bde-3797fa29f815/chi",
    "/ho-tro/30292/viec",
    "/ho-tro/30292/viec/moi",
    "/tiep-cong-dan/30292/viec",
    "/tiep-cong-dan/30292/viec/moi",
];

/// Matters of the demo world's story that were decided or not, as those see them who carry them on: a road that is being
/// built, a covenant that did not pass, lamps that gather support.
const OF_DECIDED_MATTERS: [&str; 4] = [
    "/dan-ban/30292/0199b73f-4100-7a74-9332-de5fcc12b04d",
    "/dan-ban/30292/0199b73f-4100-7a74-9332-de5fcc12b04d/theo-doi",
    "/dan-ban/30292/0199db4b-c500-737c-bfad-4b83cdb11e24",
    "/dan-ban/30292/019a2364-cd00-7079-b447-15dc33d8cdd0",
];

/// Pages of a leader who answers the people that were consulted.
const OF_A_LEADER: [&str; 7] = [
    "/lay-y-kien/30292/viec",
    "/lay-y-kien/30292/soan/019cf428-2e80-7a73-b5b8-63d672183c0d",
    "/lay-y-kien/30292/soan/019cf428-2e80-7a73-b5b8-63d672183c0d/y-kien",
    "/lay-y-kien/30292/soan/019cf428-2e80-7a73-b5b8-63d672183c0d/ket-luan",
    "/kien-nghi/30292/khoa",
    "/kien-nghi/30292/moc",
    "/dan-van-kheo/30292/hoi-dong",
];

/// Pages of an officer who keeps the registers of households. One household has another representative than at first,
/// the other moved away.
const OF_THE_REGISTER: [&str; 14] = [
    "/ho/30292",
    "/ho/30292/14210",
    "/ho/30292/14210?q=khong+ai",
    "/ho/30292/14210?roi=1",
    "/ho/30292/14210/in",
    "/ho/30292/14210/dau-vet",
    "/ho/30292/14210/them",
    "/ho/30292/14210/01990300-ad00-76a7-bffe-10cd0bd08964",
    "/ho/30292/14210/01990300-ad00-76a7-bffe-10cd0bd08964/sua",
    "/ho/30292/14210/01990300-ad00-76a7-bffe-10cd0bd08964/dai-dien",
    "/ho/30292/14210/01990300-ad00-76a7-bffe-10cd0bd08964/roi-so",
    "/ho/30292/14210/01990300-ad00-7918-8a5c-7dc763c1308f/ghi-lai",
    "/ho/30292/14218",
    "/ho/30292/nhap",
];

/// Pages of an officer who keeps mediation teams.
const OF_TEAMS: [&str; 9] = [
    "/hoa-giai/30292",
    "/hoa-giai/30292/14210",
    "/hoa-giai/30292/14210/them",
    "/hoa-giai/30292/14210/ra-soat",
    "/hoa-giai/30292/14210/tap-huan",
    "/hoa-giai/30292/14210/thu-lao",
    "/hoa-giai/30292/14210/giai-the",
    "/hoa-giai/30292/14218/lap",
    "/hoa-giai/30292/thong-ke?nam=2026",
];

/// The pages of a mediator: the register, a case that goes on, one that was settled, and what is done to them.
async fn mediation_pages(server: &Server) -> Vec<String> {
    let register = "/hoa-giai/30292/14210/so";
    let mut pages = ["", "/moi", "/dien-thoai"]
        .map(|page| format!("{register}{page}"))
        .to_vec();
    let browser = Browser::open(server, Scripts::On).await;
    signs_in(&browser, "hoa-giai-vien").await;
    browser.go(register).await;
    let cases = browser.links("main table th a").await;
    for case in [cases.first(), cases.last()].into_iter().flatten() {
        pages.push(case.clone());
        browser.go(case).await;
        let steps = browser.links("main > .dinh-buttons a").await;
        pages.extend(steps.into_iter().filter(|step| !step.ends_with(".pdf")));
    }
    pages
}

/// The pages that everybody may see of the demo world's organisations, and, of one that it works in, those of its head.
async fn organisation_pages(server: &Server) -> [Vec<String>; 2] {
    let browser = Browser::open(server, Scripts::On).await;
    let mut open = [
        "/co-quan",
        "/co-quan?q=binh",
        "/co-quan/an-giang",
        "/co-quan/30292",
        "/co-quan/30307",
    ]
    .map(str::to_owned)
    .to_vec();
    for name in ["Trạm Y tế", "Xí nghiệp Thủy nông"] {
        browser.go("/co-quan/30292").await;
        browser
            .follow("table tbody", &format!("{name} phường Bình Đức"))
            .await;
        open.push(browser.path().await);
    }
    signs_in(&browser, "thu-truong").await;
    browser.go("/co-quan").await;
    browser.follow("#cua-toi", "Trạm Y tế phường Bình Đức").await;
    let board = browser.path().await;
    let page = board.trim_end_matches("/bang");
    let mut inside = ["", "/bang", "/nguoi", "/soan"]
        .map(|end| format!("{page}{end}"))
        .to_vec();
    inside.extend(["/co-quan", "/co-quan/tham-gia"].map(str::to_owned));
    let notices = browser.links(".dinh-posted__title a").await;
    assert!(notices.len() > 4, "{notices:?}");
    inside.extend(notices);
    browser.go(&board).await;
    browser
        .follow("#thong-bao", "Dự toán và chi tiêu 9 tháng của Trạm")
        .await;
    inside.push(format!("{}/thu-hoi", browser.path().await));
    browser.go(&board).await;
    browser.click("#dang-soan h3 a").await;
    inside.push(format!("{}/sua", browser.path().await));
    browser.go(&format!("{page}/nguoi")).await;
    inside.extend(browser.links(".dinh-posted a").await);
    [open, inside]
}

/// The pages of supervision that everybody may see, and those of a board, of the Front and of the committee.
async fn supervision_pages(server: &Server) -> [Vec<String>; 4] {
    let browser = Browser::open(server, Scripts::On).await;
    let home = "/giam-sat/30292";
    let year = SystemClock.today().year();
    let mut open = vec!["/giam-sat".to_owned(), home.to_owned()];
    open.extend(["kien-nghi", "gui", "tra-cuu"].map(|end| format!("{home}/{end}")));
    open.push(format!("{home}/bao-cao/{year}"));
    browser.go(home).await;
    let boards = browser.links("#ban table a").await;
    let sent = browser.links("#kien-nghi table a").await;
    let visits = browser.links("#cuoc table a").await;
    signs_in(&browser, "thanh-tra").await;
    browser.go(&boards[0]).await;
    let mut inspector = browser.links("main .dinh-buttons a").await;
    inspector.extend(browser.links("#chuong-trinh table a").await);
    inspector.extend([format!("{home}/viec"), format!("{}/theo-doi", sent[0])]);
    browser.go(&format!("{home}/viec")).await;
    inspector.extend(browser.links("#phan-anh table a").await);
    let front = vec![
        format!("{home}/viec/ban"),
        format!("{}/thanh-vien", boards[0]),
        format!("{}/ket-thuc", boards[0]),
    ];
    let leader = vec![format!("{}/tra-loi", sent[0])];
    open.extend(boards.into_iter().chain(sent).chain(visits));
    assert!(open.len() > 12 && inspector.len() > 6, "{open:?} {inspector:?}");
    [open, inspector, front, leader]
}

/// The pages of plans that everybody may see, and those of an officer and of a leader.
async fn plan_pages(server: &Server) -> [Vec<String>; 3] {
    let browser = Browser::open(server, Scripts::On).await;
    let home = "/ke-hoach/30292";
    let mut open = ["/ke-hoach", home, "/ke-hoach/an-giang", "/ke-hoach/30292/du-an"]
        .map(str::to_owned)
        .to_vec();
    browser.go(home).await;
    open.extend(browser.links("#gap table a").await);
    let plans = browser.links("#ke-hoach table a").await;
    open.extend(plans.iter().map(|plan| format!("{plan}/bang")));
    open.extend(plans.clone());
    browser.go("/ke-hoach/30292/du-an").await;
    let project = browser.links("#du-an table a").await.remove(0);
    open.push(project.clone());
    signs_in(&browser, "can-bo-xa").await;
    let mut officer = vec![format!("{home}/soan"), "/ke-hoach/30292/du-an/them".to_owned()];
    for page in plans.iter().chain([&project]) {
        browser.go(page).await;
        officer.extend(browser.links("main .dinh-buttons a").await);
        officer.extend(browser.links("#chot table a").await);
    }
    let task = open.iter().find(|page| page.contains("/viec/")).expect("a task");
    officer.push(format!("{task}/tien-do"));
    let leader = vec![
        format!("{}/danh-gia", plans[0]),
        format!("{task}/bo"),
        format!("{project}/ket-thuc"),
    ];
    assert!(open.len() > 12 && officer.len() > 7, "{open:?} {officer:?}");
    [open, officer, leader]
}

/// The pages of assessments that everybody may see, and those of the commune and of the province.
async fn assessment_pages(server: &Server) -> [Vec<String>; 3] {
    let browser = Browser::open(server, Scripts::On).await;
    let home = "/danh-gia/30292";
    let mut open = [
        "/danh-gia",
        "/danh-gia/bo-tieu-chi/dan-chu-o-xa",
        "/danh-gia/bo-tieu-chi/do-thi-van-minh",
        home,
        "/danh-gia/an-giang",
        "/danh-gia/30292/tra-cuu",
        "/danh-gia/30292/khen-thuong",
    ]
    .map(str::to_owned)
    .to_vec();
    browser.go(home).await;
    open.extend(browser.links("#ket-qua table a").await);
    let survey = browser.links("main a[href*='/khao-sat/']").await;
    let desk = survey[0].replace("/khao-sat/", "/viec/phieu/");
    open.extend(survey);
    browser.go(&format!("{home}/khen-thuong")).await;
    let commendation = browser.links("main table a").await.remove(0);
    open.push(commendation.clone());
    browser.go("/danh-gia/an-giang").await;
    open.extend(browser.links("#bang h3 a").await);
    let leader = vec![
        format!("{home}/viec"),
        format!("{home}/khen-thuong/them"),
        format!("{commendation}/huy"),
        commendation,
        desk,
    ];
    signs_in(&browser, "lanh-dao-xa").await;
    browser.go(&format!("{home}/viec")).await;
    let forms = browser.links("main table a").await;
    let leader = leader.into_iter().chain(forms).collect();
    let result = open.iter().find(|page| page.len() == home.len() + 37);
    let province = result.map(|result| format!("{result}/xet")).into_iter().collect();
    assert!(open.len() > 11, "{open:?}");
    [open, leader, province]
}

/// The pages of workplaces that everybody may see, and those of the people of one of them.
async fn workplace_pages(server: &Server) -> [Vec<String>; 2] {
    let browser = Browser::open(server, Scripts::On).await;
    let mut open = ["/noi-lam-viec", "/noi-lam-viec/an-giang", "/noi-lam-viec/30292"]
        .map(str::to_owned)
        .to_vec();
    signs_in(&browser, "thu-truong").await;
    browser.go("/noi-lam-viec").await;
    browser.follow("#cua-toi", "Trạm Y tế phường Bình Đức").await;
    let mut inside = vec![browser.path().await];
    let page = inside[0].trim_end_matches("/trong").to_owned();
    open.push(page.clone());
    for list in ["hoi-nghi", "doi-thoai", "quy-che", "hoi-dap"] {
        let list = format!("{page}/{list}");
        browser.go(&list).await;
        let entries = browser.links("main h3 a").await;
        for entry in &entries {
            browser.go(entry).await;
            let acts = browser.links("main .dinh-buttons a").await;
            inside.extend(acts.into_iter().filter(|act| !act.ends_with(".pdf")));
        }
        inside.extend(entries);
        inside.push(list);
    }
    for form in [
        "hoi-nghi/goi",
        "doi-thoai/goi",
        "quy-che/moi",
        "hoi-dap/hoi",
        "danh-gia",
    ] {
        inside.push(format!("{page}/{form}"));
    }
    assert!(inside.len() > 20, "{inside:?}");
    [open, inside]
}

/// The pages of the register, and that of a file that waits to be confirmed.
async fn register_pages(server: &Server) -> Vec<String> {
    let mut pages = OF_THE_REGISTER.map(str::to_owned).to_vec();
    let browser = Browser::open(server, Scripts::On).await;
    signs_in(&browser, "can-bo-xa").await;
    sends(&browser, server, "dung.csv", &mended()).await;
    pages.push(browser.path().await);
    pages
}

/// The first notice on a part of a board.
async fn notice_page(browser: &Browser, board: &str) -> String {
    browser.go(&format!("/cong-khai/{board}")).await;
    browser.click(".dinh-posted__title a").await;
    browser.path().await
}

/// An example of every page for everybody.
async fn open_pages(server: &Server) -> Vec<String> {
    let mut pages = PAGES.map(str::to_owned).to_vec();
    let browser = Browser::open(server, Scripts::On).await;

    browser.go("/lay-y-kien/30292").await;
    browser.click("#dang-mo li:first-child h3 a").await;
    let consultation = browser.path().await;
    for end in ["", "/gop-y", "/gop-y?doan=1", "/tra-cuu"] {
        pages.push(format!("{consultation}{end}"));
    }

    let notice = notice_page(&browser, "30292?q=ngan+sach+quy").await;
    for end in ["", "/ban/1", "/ban-doc", "/hoi"] {
        pages.push(format!("{notice}{end}"));
    }
    pages.push(notice_page(&browser, "30301?trang_thai=withdrawn").await);
    browser.go("/kien-nghi/30292").await;
    browser.click("#da-tra-loi li:first-child h3 a").await;
    pages.push(browser.path().await);

    for n in 1..=32 {
        posts(
            &server.database(),
            &n.to_string(),
            &format!("Thông báo số {n} về lịch tiếp công dân"),
        )
        .await;
    }
    while server.get("/so-minh-bach/31").await.status() != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    pages.push("/so-minh-bach/31".to_owned());
    // A procedure that the province decided, and one of the commune's own.
    for catalogue in ["/thu-tuc/30301", "/thu-tuc/30292?q=khai+sinh"] {
        browser.go(catalogue).await;
        browser.click("table tbody th a").await;
        pages.push(browser.path().await);
    }
    browser.go("/dan-van-kheo/30292?loc=duoc-cong-nhan").await;
    browser.click("#mo-hinh li:first-child h3 a").await;
    pages.push(browser.path().await);
    pages.push("/so-minh-bach?truoc=2".to_owned());

    browser
        .go("/bao-cao/an-giang/2025/chi-tieu/dan_van_kheo.registered.total")
        .await;
    browser.click("#so tbody th a").await;
    pages.push(browser.path().await);
    pages
}

/// The pages of a provincial officer who brings in procedures, and of who approves them and takes them back.
async fn catalogue_pages(server: &Server) -> Vec<String> {
    let mut pages = vec!["/thu-tuc/91/nhap".to_owned()];
    let browser = Browser::open(server, Scripts::On).await;
    signs_in(&browser, "can-bo-tinh").await;
    sends_procedures(&browser, server, "dung.csv", &PROCEDURES.replace(",một,", ",1,")).await;
    pages.push(browser.path().await);
    browser.go("/thu-tuc/91/nhap").await;
    browser.click("table tbody tr:last-child th a").await;
    pages.push(browser.path().await);
    pages
}

/// The pages of an officer who works on petitions: one of each part of the queue, and what is to be made public.
async fn desk_pages(server: &Server) -> Vec<String> {
    let mut pages = Vec::new();
    let browser = Browser::open(server, Scripts::On).await;
    signs_in(&browser, "can-bo-xa").await;
    for part in ["held", "received", "classified", "assigned", "answered"] {
        browser.go(&format!("/kien-nghi/30292/viec?phan={part}")).await;
        browser.click("main table tbody a").await;
        pages.push(browser.path().await);
    }
    browser.follow("main", "Đưa ra công khai").await;
    pages.push(browser.path().await);
    pages
}

/// How a commune offers one procedure of its province, and what its officer can do with a notice.
async fn officer_pages(server: &Server) -> Vec<String> {
    let browser = Browser::open(server, Scripts::On).await;
    signs_in(&browser, "can-bo-xa").await;
    browser.go("/thu-tuc/30292?q=giam+ho").await;
    browser.click("table tbody th a").await;
    browser.click("a[href$='/noi-nop']").await;
    let offer = browser.path().await;
    let notice = notice_page(&browser, "30292?q=ngan+sach+quy").await;
    vec![offer, notice.replace("30292/", "30292/soan/")]
}

/// The pages of an officer who imports files: they come into being as the work goes on.
async fn import_pages(server: &Server) -> Vec<String> {
    let mut pages = vec!["/nhap".to_owned(), "/bao-cao".to_owned()];
    let browser = Browser::open(server, Scripts::On).await;
    signs_in(&browser, "can-bo-tinh").await;
    let wrong = SHEET.replace(",30\n", ",3O\n");
    sends_a_file(&browser, server, "sai.csv", &wrong).await;
    pages.push(browser.path().await);
    sends_a_file(&browser, server, "dung.csv", SHEET).await;
    pages.push(browser.path().await);
    browser.click("form[action^='/nhap/viec/'] button").await;
    browser.wait_for("a[href^='/nhap/lan/']").await;
    pages.push(browser.path().await);
    browser.click("a[href^='/nhap/lan/']").await;
    pages.push(browser.path().await);
    browser.click("a[href$='/huy']").await;
    pages.push(browser.path().await);
    pages
}

/// The pages of a posted list that everybody may see, and those of the officers who keep it.
async fn benefit_pages(server: &Server) -> [Vec<String>; 2] {
    let browser = Browser::open(server, Scripts::Off).await;
    let page = benefits::posted(&browser).await;
    let open = ["", "/danh-sach", "/y-kien"].map(|end| format!("{page}{end}"));
    let desk = page.replacen("/30292/", "/30292/viec/", 1);
    signs_in(&browser, "can-bo-xa").await;
    browser.go(&desk).await;
    let mut kept = ["", "/ho-so", "/y-kien-giay"]
        .map(|end| format!("{desk}{end}"))
        .to_vec();
    for link in ["main table a[href*='/ho-so/']", "main table a[href*='/y-kien/']"] {
        kept.extend(browser.links(link).await.into_iter().take(1));
    }
    [open.to_vec(), kept]
}

/// `web/check.mjs` opens each page at phone and desk width, in light and in dark, and asks axe-core.
#[tokio::test]
async fn every_page_is_in_order_at_every_size_and_colour() {
    let server = Server::start();
    looked_at(&server, None, &open_pages(&server).await);
    looked_at(&server, Some("can-bo-tinh"), &import_pages(&server).await);
    let [open, inside] = organisation_pages(&server).await;
    looked_at(&server, None, &open);
    looked_at(&server, Some("thu-truong"), &inside);
    looked_at(&server, Some("can-bo-xa"), &["/co-quan/30292/dang-ky".to_owned()]);
    let [open, inspector, front, leader] = supervision_pages(&server).await;
    looked_at(&server, None, &open);
    looked_at(&server, Some("thanh-tra"), &inspector);
    looked_at(&server, Some("mat-tran"), &front);
    looked_at(&server, Some("lanh-dao-xa"), &leader);
    let [open, officer, leader] = plan_pages(&server).await;
    looked_at(&server, None, &open);
    looked_at(&server, Some("can-bo-xa"), &officer);
    looked_at(&server, Some("lanh-dao-xa"), &leader);
    let [open, leader, province] = assessment_pages(&server).await;
    looked_at(&server, None, &open);
    looked_at(&server, Some("lanh-dao-xa"), &leader);
    looked_at(&server, Some("can-bo-tinh"), &province);
    let [open, kept] = benefit_pages(&server).await;
    looked_at(&server, None, &open);
    looked_at(&server, Some("can-bo-xa"), &kept);
    let [open, inside] = workplace_pages(&server).await;
    looked_at(&server, None, &open);
    looked_at(&server, Some("thu-truong"), &inside);
    looked_at(
        &server,
        Some("lanh-dao-xa"),
        &["/noi-lam-viec/30292/xep-loai".to_owned()],
    );
    looked_at(
        &server,
        Some("can-bo-xa"),
        &OF_A_COMMUNE_OFFICER.map(str::to_owned),
    );
    let catalogue = catalogue_pages(&server).await;
    looked_at(&server, Some("can-bo-tinh"), &catalogue);
    looked_at(&server, Some("thu-truong-tinh"), &catalogue[1..]);
    looked_at(&server, Some("can-bo-xa"), &officer_pages(&server).await);
    looked_at(&server, Some("can-bo-xa"), &desk_pages(&server).await);
    looked_at(&server, Some("can-bo-xa"), &register_pages(&server).await);
    looked_at(&server, Some("can-bo-xa"), &OF_TEAMS.map(str::to_owned));
    looked_at(&server, Some("hoa-giai-vien"), &mediation_pages(&server).await);
    let votes = votes::pages(&server).await;
    looked_at(&server, None, &votes.open);
    looked_at(&server, Some("truong-ap"), &votes.of_the_head);
    looked_at(&server, Some("to-kiem-phieu"), &votes.of_a_reader);
    looked_at(&server, Some("ho-gia-dinh"), &votes.of_a_household);
    looked_at(&server, Some("truong-ap"), &OF_DECIDED_MATTERS.map(str::to_owned));
    looked_at(
        &server,
        Some("lanh-dao-xa"),
        &OF_DECIDED_MATTERS.map(str::to_owned),
    );
    looked_at(&server, Some("lanh-dao-xa"), &OF_A_LEADER.map(str::to_owned));
    looked_at(&server, Some("quan-tri"), &OF_AN_ADMINISTRATOR.map(str::to_owned));
    let server = Server::by_name("");
    looked_at(&server, None, &["/dang-nhap".to_owned()]);
    looked_at(
        &server,
        Some("quan-tri"),
        &WAITING_FOR_A_SECOND_FACTOR.map(str::to_owned),
    );
    let tiles = Tiles::start();
    let server = Server::with_settings(&tiles.settings());
    looked_at(
        &server,
        None,
        &["/kien-nghi/30292/gui", "/kien-nghi/30292"].map(str::to_owned),
    );
    let port = free_port();
    let provider = Provider::start(&format!("http://localhost:{port}/dang-nhap/qua/thu/ve"));
    let server = Server::with_provider(port, &provider);
    looked_at(&server, None, &["/dang-nhap".to_owned()]);
    looked_at(
        &server,
        Some("quan-tri"),
        &["/tai-khoan/cach-dang-nhap".to_owned()],
    );
}

fn looked_at(server: &Server, login: Option<&str>, pages: &[String]) {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let output = Command::new("node")
        .current_dir(web)
        .args(["check.mjs", "--no-pictures"])
        .args(login.map(|login| format!("--sign-in={login}:{PASSWORD}")))
        .arg(server.origin())
        .args(pages)
        .output()
        .expect("node is installed");
    assert!(
        output.status.success(),
        "{}\nThe server said:\n{}",
        words(&output),
        server.log()
    );
}

/// Links of one kind on one page are alike: a few of them stand for all.
const OF_A_KIND: usize = 4;

#[tokio::test]
async fn every_kind_of_link_leads_somewhere() {
    let server = Server::start();
    let mut asked = BTreeSet::new();
    let mut dead = Vec::new();
    let [organisations, _] = organisation_pages(&server).await;
    for page in open_pages(&server).await.into_iter().chain(organisations) {
        let text = server.get(&page).await.text().await.expect("a page");
        let mut kinds: BTreeMap<(&str, usize), usize> = BTreeMap::new();
        for link in text
            .split("href=\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            if let Some(anchor) = link.strip_prefix('#') {
                if !text.contains(&format!("id=\"{anchor}\"")) {
                    dead.push(format!("{page}: nothing is called {link}"));
                }
                continue;
            }
            let seen = kinds
                .entry((first_step(link), link.matches('/').count()))
                .or_default();
            *seen += 1;
            if !link.starts_with('/') || *seen > OF_A_KIND || !asked.insert(link.to_owned()) {
                continue;
            }
            let status = server.get(&link.replace("&amp;", "&")).await.status();
            // In other languages, the page that is not there is still not there.
            if !status.is_success() && link.split('?').next() != page.split('?').next() {
                dead.push(format!("{page}: {link} answers {status}"));
            }
        }
    }
    assert!(dead.is_empty(), "{}", dead.join("\n"));
    assert!(asked.len() > 40, "only {} links were found", asked.len());
}

/// `/bao-cao` of `/bao-cao/an-giang/2020`.
fn first_step(link: &str) -> &str {
    let end = link
        .get(1..)
        .and_then(|rest| rest.find(['/', '?']))
        .map_or(link.len(), |at| at + 1);
    &link[..end]
}
