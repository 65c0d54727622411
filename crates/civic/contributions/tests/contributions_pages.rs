//! Journeys through the pages as people in their roles send them, without a browser; and what no public page tells.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, extract::Request, http::StatusCode};
use contributions::Contributions;
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    access::{Place, testing::Someone},
    clock::SetClock,
    db::{Database, PoolSize},
    i18n::Translations,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units};

const TODAY: Date = date(2026, 9, 20);
/// What no public page may hold.
const CANARIES: [&str; 4] = ["Chim Hoàng Yến", "12 ngõ Kín", "Người Hứa Kín", "chim hoang yen"];

struct Village {
    app: Router,
    units: LiveUnits,
    unit: UnitId,
    code: String,
    clock: SetClock,
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

/// A form with a file, as browsers send one.
fn multipart(token: &str, fields: &[(&str, &str)], (name, octets): (&str, &[u8])) -> (String, Vec<u8>) {
    const EDGE: &str = "canh-cua-bieu-mau";
    let mut body = Vec::new();
    for (name, value) in std::iter::once(&("csrf", token)).chain(fields) {
        body.extend(
            format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(
        format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .bytes(),
    );
    body.extend(octets);
    body.extend(format!("\r\n--{EDGE}--\r\n").bytes());
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
            contributions::MIGRATIONS,
        ])
        .await
        .unwrap();
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let unit = registry.children(province, TODAY).next().unwrap().clone();
        let units = LiveUnits::new(Arc::new(registry));
        let clock = SetClock::at(TODAY, 9);
        let mut next = 7_u64;
        let desk = Contributions::new(
            db,
            units.clone(),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
            ),
            Arc::new(clock.clone()),
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
                contributions::TEXTS,
            ])
            .unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: contributions::routes(site, Arc::new(desk)).into_router(),
            units,
            unit: unit.id,
            code: unit.code,
            clock,
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, place: impl Into<Place>, number: u128) -> Someone {
        Someone::within(role, place, TODAY, Arc::new(self.units.clone()), number)
    }

    fn officer(&self) -> Someone {
        self.someone("commune_officer", self.unit, 2)
    }

    fn leader(&self) -> Someone {
        self.someone("commune_leader", self.unit, 3)
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
        file: (&str, &[u8]),
    ) -> Answer {
        let (kind, body) = multipart(who.token(), fields, file);
        let request = Request::builder()
            .method("POST")
            .uri(path)
            .header("content-type", kind);
        self.ask(who.send(request, body)).await
    }

    /// Drafts and opens a campaign, and gives the address of its page.
    async fn opened(&self) -> String {
        let path = format!("/dong-gop/{}/lap", self.code);
        let to = self.post(&self.officer(), &path, &campaign()).await.location();
        let page = to.strip_suffix("/viec?xong=drafted").unwrap().to_owned();
        self.post(&self.leader(), &format!("{page}/mo"), &[("revision", "1")])
            .await
            .location();
        page
    }
}

fn campaign() -> Vec<(&'static str, &'static str)> {
    vec![
        ("title", "Ủng hộ hộ bị tốc mái"),
        ("aim", "Lợp lại nhà"),
        ("basis", "appeal"),
        ("purpose", "disaster"),
        ("hamlet", ""),
        ("from", "01/09/2026"),
        ("until", "30/09/2026"),
        ("manager", "Ban vận động"),
        ("scope", "Mọi người"),
        ("method", "Có biên nhận"),
        ("place", "Trụ sở"),
        ("goal", "1.000.000"),
        ("account", "9700 1"),
        ("bank", "Ngân hàng"),
        ("account_name", "Ban vận động"),
        ("notice_number", "1/TB"),
        ("notice_on", "31/08/2026"),
    ]
}

fn cash<'a>(amount: &'a str, name: &'a str, once: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("once", once),
        ("gift", "cash"),
        ("amount", amount),
        ("on", "20/09/2026"),
        ("giver", "households"),
        ("name", name),
        ("address", if name.is_empty() { "" } else { CANARIES[1] }),
    ]
}

/// The code of the receipt on a page.
fn code(page: &Answer) -> String {
    let text = page.text();
    let at = text
        .find("/bien-nhan/3")
        .or_else(|| text.find("href=\"/bien-nhan/"))
        .unwrap();
    text[at..]
        .trim_start_matches("href=\"")
        .trim_start_matches("/bien-nhan/")
        .split('"')
        .next()
        .unwrap()
        .to_owned()
}

#[tokio::test]
async fn what_is_given_is_receipted_checked_shown_and_given_back() {
    let village = Village::founded().await;
    let stranger = Someone::stranger();
    let page = village.opened().await;
    let officer = village.officer();
    let to = village
        .post(
            &officer,
            &format!("{page}/thu"),
            &cash("500.000", CANARIES[0], "một"),
        )
        .await
        .location();
    let again = village
        .post(
            &officer,
            &format!("{page}/thu"),
            &cash("500.000", CANARIES[0], "một"),
        )
        .await
        .location();
    assert_eq!(to, again, "a form that is sent twice is entered once");
    let receipt = village.get(&officer, &to).await.ok();
    receipt.holds(CANARIES[0]).holds("00001/2026").holds("500.000");
    let code = code(&receipt);
    let href = to.split('?').next().unwrap().to_owned();
    let pdf = village.get(&officer, &format!("{href}/in.pdf")).await.ok();
    assert!(pdf.body.starts_with(b"%PDF-"));

    let checked = village.get(&stranger, &format!("/bien-nhan/{code}")).await.ok();
    checked
        .holds("500.000")
        .holds("Ủng hộ hộ bị tốc mái")
        .holds("còn hiệu lực")
        .lacks(CANARIES[0]);
    let typed = format!("/bien-nhan?ma={}", code.to_lowercase());
    let typed = village.get(&stranger, &typed).await.location();
    village.get(&stranger, &typed).await.ok().holds("còn hiệu lực");
    let unknown = village
        .get(&stranger, &format!("/bien-nhan/{}-22222222XX", village.code))
        .await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);

    let ledger = village.get(&stranger, &format!("{page}/so")).await.ok();
    ledger
        .holds("Một người ủng hộ")
        .holds("Sổ cân đến từng đồng")
        .lacks(CANARIES[0]);

    // The giver asks to be named, and takes that back.
    for (named, is_shown) in [("1", true), ("0", false)] {
        village
            .post(&officer, &format!("{href}/ten"), &[("named", named)])
            .await
            .location();
        let ledger = village.get(&stranger, &format!("{page}/so")).await.ok();
        if is_shown {
            ledger.holds(CANARIES[0]);
        } else {
            ledger.lacks(CANARIES[0]);
        }
    }

    let refund = [
        ("once", "hoàn"),
        ("amount", "200.000"),
        ("purse", "cash"),
        ("reason", "Theo yêu cầu"),
    ];
    let path = format!("{href}/hoan");
    let much = village
        .post(
            &officer,
            &path,
            &[
                ("once", "x"),
                ("amount", "600.000"),
                ("purse", "cash"),
                ("reason", "x"),
            ],
        )
        .await;
    assert_eq!(much.status, StatusCode::UNPROCESSABLE_ENTITY);
    village.post(&officer, &path, &refund).await.location();
    let checked = village.get(&stranger, &format!("/bien-nhan/{code}")).await.ok();
    checked.holds("200.000");
    let api = format!("/api/v1/contributions/{}", village.code);
    let listed: serde_json::Value =
        serde_json::from_slice(&village.get(&stranger, &api).await.ok().body).unwrap();
    let money = &listed["campaigns"][0]["money"];
    assert_eq!(
        (money["given"].as_i64(), money["left"].as_i64()),
        (Some(300_000), Some(300_000))
    );
    assert_eq!(listed["campaigns"][0]["balances"], true);
}

#[tokio::test]
async fn no_public_page_tells_who_gave_or_promised() {
    let village = Village::founded().await;
    let (officer, stranger) = (village.officer(), Someone::stranger());
    let page = village.opened().await;
    let rate = [
        ("revision", "2"),
        ("kind", "goods"),
        ("name", "Tôn"),
        ("measure", "m²"),
        ("vnd", "115.000"),
        ("source", "Báo giá"),
    ];
    village
        .post(&officer, &format!("{page}/don-gia"), &rate)
        .await
        .location();
    let mut goods = cash("10", CANARIES[0], "hai");
    goods[1] = ("gift", "1");
    let first = village
        .post(
            &officer,
            &format!("{page}/thu"),
            &cash("700.000", CANARIES[0], "một"),
        )
        .await
        .location();
    village
        .post(&officer, &format!("{page}/thu"), &goods)
        .await
        .location();
    let pledge = [
        ("amount", "90.000"),
        ("giver", "households"),
        ("name", CANARIES[2]),
    ];
    village
        .post(&officer, &format!("{page}/hua"), &pledge)
        .await
        .location();
    let own = format!("{page}/toi-hua");
    let form = village.get(&stranger, &own).await.ok();
    form.holds("không ai đòi");
    let mut promise = vec![
        ("once", "0123456789abcdef0123456789abcdef"),
        ("giver", "households"),
    ];
    let wrong = village.post(&stranger, &own, &promise).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    promise.extend([("amount", "80.000"), ("name", CANARIES[2])]);
    let mut codes = Vec::new();
    for _ in 0..3 {
        let made = village.post(&stranger, &own, &promise).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
        made.holds("Đã nhận lời hứa").holds("80.000");
        codes.push(made.text().split("loi-hua").nth(1).unwrap().to_owned());
    }
    assert_eq!(codes[0], codes[2], "sent again, the same code");
    let often = village.post(&stranger, &own, &promise).await;
    assert_eq!(often.status, StatusCode::TOO_MANY_REQUESTS);
    often.holds("Quá nhiều lần").holds("value=\"80.000\"");
    promise.push(("website", "x"));
    assert_eq!(
        village.post(&stranger, &own, &promise).await.status,
        StatusCode::BAD_REQUEST
    );
    let statement = "Ngày,Số tiền,Số tham chiếu,Nội dung\n15/09/2026,55.000,FT1,chim hoang yen\n";
    village
        .upload(
            &officer,
            &format!("{page}/sao-ke"),
            &[],
            ("a.csv", statement.as_bytes()),
        )
        .await
        .location();
    let spending = [
        ("once", "chi"),
        ("purse", "cash"),
        ("use", "support"),
        ("amount", "300.000"),
        ("day", "20/09/2026"),
        ("text", "Trao tiền"),
        ("document", "DS 1"),
        ("class", "disaster"),
        ("households", "1"),
        ("people", "4"),
    ];
    let list = format!("%PDF-1.4\n{}", CANARIES[0]);
    village
        .upload(
            &officer,
            &format!("{page}/chi"),
            &spending,
            ("ds.pdf", list.as_bytes()),
        )
        .await
        .location();

    // Those who keep it see all of it.
    let desk = village.get(&officer, &format!("{page}/viec")).await.ok();
    desk.holds(CANARIES[2]).holds(CANARIES[3]);
    assert_eq!(desk.headers["cache-control"], "no-store");
    village
        .get(&officer, &format!("{page}/viec/so"))
        .await
        .ok()
        .holds(CANARIES[0]);
    village.get(&officer, &first).await.ok().holds(CANARIES[1]);
    let file = village.get(&officer, &format!("{page}/chung-tu/3")).await.ok();
    assert!(file.text().contains(CANARIES[0]));
    let receipt = village.get(&officer, &first).await.ok();

    let api = page.replace("/dong-gop/", "/api/v1/contributions/");
    for path in [
        "/dong-gop".to_owned(),
        format!("/dong-gop/{}", village.code),
        page.clone(),
        format!("{page}/so"),
        format!("{page}/noi-dung.json"),
        format!("{page}/so.json"),
        format!("/bien-nhan/{}", code(&receipt)),
        format!("/api/v1/contributions/{}", village.code),
        api.clone(),
        format!("{api}/entries"),
        format!("{api}/entries/csv"),
    ] {
        let shown = village.get(&stranger, &path).await.ok();
        for canary in CANARIES {
            shown.lacks(canary);
        }
    }
    village
        .get(&stranger, &page)
        .await
        .ok()
        .holds("Đã hứa")
        .holds("90.000");
    let xlsx = village
        .get(&stranger, &format!("{page}/quyet-toan.xlsx"))
        .await
        .ok();
    assert!(xlsx.body.starts_with(b"PK"));
    let pdf = village
        .get(&stranger, &format!("{page}/quyet-toan.pdf"))
        .await
        .ok();
    assert!(pdf.body.starts_with(b"%PDF-"));
    let csv = village.get(&stranger, &format!("{api}/entries/csv")).await.ok();
    csv.holds("3,spent,2026-09-20,,spent.money.support,300000,0,DS 1,disaster,1,4,Trao tiền");
    // None of the private pages answers a stranger.
    for end in ["viec", "viec/so", "chung-tu/3", "sao-ke", "thu"] {
        let refused = village.get(&stranger, &format!("{page}/{end}")).await;
        assert_ne!(refused.status, StatusCode::OK, "{end}");
    }
}

#[tokio::test]
async fn forms_say_what_is_wrong_and_lose_nothing() {
    let village = Village::founded().await;
    let (officer, leader, stranger) = (village.officer(), village.leader(), Someone::stranger());
    let lap = format!("/dong-gop/{}/lap", village.code);
    village
        .get(&stranger, &format!("/dong-gop/{}", village.code))
        .await
        .ok()
        .holds("Ở đây sẽ có các cuộc vận động");
    let mut half = campaign();
    half[5] = ("from", "hôm nay");
    let back = village.post(&officer, &lap, &half).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    back.holds("Hãy ghi ngày dạng")
        .holds("hôm nay")
        .holds("Lợp lại nhà");

    let mut bare = campaign();
    bare.retain(|(name, _)| !name.starts_with("notice") && *name != "account");
    let to = village.post(&officer, &lap, &bare).await.location();
    let page = to.strip_suffix("/viec?xong=drafted").unwrap().to_owned();
    village
        .get(&officer, &to)
        .await
        .ok()
        .holds("Còn thiếu trước khi mở");
    assert_eq!(
        village.get(&stranger, &page).await.status,
        StatusCode::NOT_FOUND,
        "a draft is nobody's"
    );
    let lacking = village
        .post(&leader, &format!("{page}/mo"), &[("revision", "1")])
        .await;
    assert_eq!(lacking.status, StatusCode::CONFLICT);
    lacking.holds("thông báo gửi Ủy ban nhân dân xã");

    let page = village.opened().await;
    let path = format!("{page}/thu");
    let nothing = village.post(&officer, &path, &cash("không", "", "một")).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    nothing.holds("Hãy ghi một số lớn hơn 0");
    village.clock.set(date(2026, 10, 3), 9);
    let mut late = cash("10.000", "", "hai");
    late[3] = ("on", "02/10/2026");
    let late = village.post(&officer, &path, &late).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    late.holds("Đã hết thời gian tiếp nhận");
    let poor = [
        ("once", "chi"),
        ("purse", "cash"),
        ("use", "works"),
        ("amount", "1"),
        ("day", "20/09/2026"),
        ("text", "Mua đinh"),
        ("document", "HĐ 1"),
    ];
    let refused = village
        .upload(&officer, &format!("{page}/chi"), &poor, ("a.pdf", b"%PDF-1.4"))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.holds("không còn nhiều như vậy").holds("Mua đinh");
    let bad = "Ngày,Số tiền,Số tham chiếu\n31/02/2026,55.000,FT1\n";
    let bad = village
        .upload(
            &officer,
            &format!("{page}/sao-ke"),
            &[],
            ("a.csv", bad.as_bytes()),
        )
        .await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    bad.holds("Tệp có chỗ sai");
    let template = village
        .get(&officer, &format!("{page}/sao-ke/mau.xlsx"))
        .await
        .ok();
    assert!(template.body.starts_with(b"PK"));
    for form in ["thu", "chi", "hua", "doi", "chuyen", "don-gia", "sao-ke"] {
        village.get(&officer, &format!("{page}/{form}")).await.ok();
    }
    for form in ["dung", "ket-thuc"] {
        village.get(&leader, &format!("{page}/{form}")).await.ok();
        assert_eq!(
            village.get(&officer, &format!("{page}/{form}")).await.status,
            StatusCode::FORBIDDEN
        );
    }
}
