//! Journeys through the pages of agencies and state enterprises, as their people, officers and strangers send them.

#![expect(clippy::unwrap_used, reason = "what is missing on a page ends the journey")]

use std::sync::Arc;

use axum::{Router, http::StatusCode};
use disclosure::Disclosures;
use facts::Catalogue;
use jiff::civil::{Date, date};
use platform::{
    access::testing::Someone,
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, PoolSize},
    i18n::Translations,
    page::Site,
    testing::Answer,
};
use rulebook::Rulebook;
use tower::ServiceExt as _;
use units::{LiveUnits, UnitId, Units};

/// Friday.
const TODAY: Date = date(2025, 10, 3);
/// What nobody outside may read anywhere.
const TITLE: &str = "Chi tiêu chín tháng";
const BODY: &str = "Mua thuốc hết hai trăm triệu";
const REASON: &str = "Nhầm cột số liệu";

/// A commune, served, in which organisations have their seat.
struct Town {
    app: Router,
    desk: Arc<Disclosures>,
    db: Database,
    clock: SetClock,
    units: LiveUnits,
    unit: UnitId,
    code: String,
    _folder: tempfile::TempDir,
}

impl Town {
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
        let clock = SetClock::at(TODAY, 9);
        units::load_official(&db, jiff::Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
        let registry = Units::load(&mut db.read().await.unwrap()).await.unwrap();
        let province = registry.at("91", TODAY).unwrap().id;
        let unit = registry.children(province, TODAY).next().unwrap().clone();
        let units = LiveUnits::new(Arc::new(registry));
        let mut next = 0_u64;
        let desk = Arc::new(
            Disclosures::new(
                db.clone(),
                units.clone(),
                (
                    Arc::new(Catalogue::delivered().unwrap()),
                    Arc::new(Rulebook::embedded().unwrap()),
                    WorkingCalendar::embedded().unwrap(),
                ),
                Arc::new(clock.clone()),
                Box::new(move |octets| {
                    next += 1;
                    octets.fill(0);
                    for (octet, value) in octets.iter_mut().rev().zip(next.to_be_bytes().iter().rev()) {
                        *octet = *value;
                    }
                }),
            )
            .public_address(Some("https://dinh.example".to_owned())),
        );
        let texts = [platform::i18n::TEXTS, units::TEXTS, disclosure::TEXTS];
        let site = Arc::new(Site {
            translations: Translations::new(&texts).unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        Self {
            app: disclosure::routes(site, Arc::clone(&desk)).into_router(),
            desk,
            db,
            clock,
            units,
            unit: unit.id,
            code: unit.code,
            _folder: folder,
        }
    }

    fn someone(&self, role: &str, number: u128) -> Someone {
        let territory = Arc::new(self.units.clone());
        Someone::within(role, self.unit, TODAY, territory, number)
    }

    fn officer(&self) -> Someone {
        self.someone("commune_officer", 1)
    }

    fn leader(&self) -> Someone {
        self.someone("commune_leader", 2)
    }

    /// Somebody without any say in the commune.
    fn worker(&self, number: u128) -> Someone {
        self.someone("mediator", number)
    }

    fn at(&self, rest: &str) -> String {
        format!("/co-quan/{}{rest}", self.code)
    }

    async fn get(&self, who: &Someone, path: &str) -> Answer {
        Answer::of(self.app.clone().oneshot(who.get(path)).await.unwrap()).await
    }

    async fn post(&self, who: &Someone, path: &str, form: &str) -> Answer {
        let answer = self.app.clone().oneshot(who.post(path, form)).await.unwrap();
        Answer::of(answer).await
    }

    /// Registers an organisation, of which the workers 21 and 22 are heads and 23 is staff; gives its address.
    async fn registered(&self, kind: &str, name: &str) -> String {
        let form = format!("kind={kind}&name={}", encoded(name));
        let slip = self.post(&self.officer(), &self.at("/dang-ky"), &form).await.ok();
        slip.holds(name);
        slip.holds("https://dinh.example/co-quan/tham-gia");
        let page = link(&slip, &self.at("/"));
        self.joins(&self.worker(21), &slip).await;
        let second = self
            .post(&self.worker(21), &format!("{page}/nguoi/ma"), "role=head")
            .await
            .ok();
        self.joins(&self.worker(22), &second).await;
        let third = self
            .post(&self.worker(21), &format!("{page}/nguoi/ma"), "role=staff")
            .await
            .ok();
        self.joins(&self.worker(23), &third).await;
        page
    }

    async fn joins(&self, who: &Someone, slip: &Answer) {
        let text = slip.text();
        let code = text
            .split("dinh-code-sheet__code\">")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap();
        let joined = self
            .post(who, "/co-quan/tham-gia", &format!("code={}", encoded(code)))
            .await;
        assert!(joined.location().ends_with("/bang?xong=tham-gia"));
    }

    /// Staff drafts, a head publishes; gives the notice's address.
    async fn published(&self, page: &str, matter: &str) -> String {
        let draft = self
            .post(&self.worker(23), &format!("{page}/soan"), &written(matter))
            .await
            .location();
        let done = self
            .post(
                &self.worker(21),
                &format!("{draft}/cong-khai"),
                "version=1&revision=1",
            )
            .await;
        assert!(done.location().ends_with("xong=cong-khai"));
        draft
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|octet| format!("%{octet:02X}")).collect()
}

fn written(matter: &str) -> String {
    format!(
        "matter={matter}&decided_on=03/10/2025&title={}&body={}",
        encoded(TITLE),
        encoded(BODY)
    )
}

/// The last address in the page that begins so.
fn link(answer: &Answer, start: &str) -> String {
    let text = answer.text();
    let wanted = format!("href=\"{start}");
    let at = text
        .rfind(&wanted)
        .unwrap_or_else(|| panic!("no {start} in\n{text}"));
    text[at + 6..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn staff_drafts_a_head_publishes_and_everybody_sees_only_that_it_is_done() {
    let town = Town::founded().await;
    let stranger = Someone::stranger();
    town.get(&stranger, &town.at(""))
        .await
        .ok()
        .holds("chưa có cơ quan, doanh nghiệp nhà nước nào");
    let page = town.registered("agency", "Trạm Y tế Thử").await;
    let form = town.get(&town.worker(23), &format!("{page}/soan")).await.ok();
    form.holds("Dự toán, quyết toán ngân sách");
    form.holds("Chưa chắc chắn:");

    let draft = town
        .post(&town.worker(23), &format!("{page}/soan"), &written("budget"))
        .await
        .location();
    let preview = town.get(&town.worker(23), &draft).await.ok();
    preview.holds(BODY);
    preview.holds("10/10/2025");
    preview.holds("Điều 47, khoản 2");
    preview.holds("Chờ người đứng đầu");
    preview.lacks("cong-khai\"");
    let by_staff = town
        .post(
            &town.worker(23),
            &format!("{draft}/cong-khai"),
            "version=1&revision=1",
        )
        .await;
    assert_eq!(by_staff.status, StatusCode::FORBIDDEN);
    town.post(
        &town.worker(21),
        &format!("{draft}/cong-khai"),
        "version=1&revision=1",
    )
    .await
    .location();

    let seen = town.get(&town.worker(22), &draft).await.ok();
    seen.holds(BODY);
    seen.holds("Đúng hạn");
    seen.holds("23/10/2025");
    seen.holds("Còn 20 ngày");
    town.get(&town.worker(22), &format!("{page}/bang"))
        .await
        .ok()
        .holds(TITLE);
    // Its people prove it: the octets whose hash stands in the log, with their salt.
    let octets = town
        .get(&town.worker(22), &format!("{draft}/ban/1/noi-dung.json"))
        .await
        .ok();
    octets.holds("\"salt\":");
    octets.holds(TITLE);

    let public = town.get(&stranger, &page).await.ok();
    public.holds("Đang công khai");
    public.holds("03/10/2025");
    public.holds("Điều 46");
    public.holds("Chưa chắc chắn:");
    public.lacks(TITLE);
    public.lacks(BODY);
}

#[tokio::test]
async fn outsiders_are_told_why_and_how_to_ask_and_not_whether_there_is_a_notice() {
    let town = Town::founded().await;
    let page = town.registered("agency", "Trạm Y tế Thử").await;
    let notice = town.published(&page, "budget").await;
    let other = town.registered("agency", "Trường học Thử").await;
    let id = notice.rsplit('/').next().unwrap();
    let elsewhere = format!("{other}/bang/{id}");
    let nothing = format!("{page}/bang/0199bc2e-ae80-7000-8000-00000000000e");
    for outsider in [town.officer(), town.leader(), town.someone("agency_head", 9)] {
        let mut answers = Vec::new();
        for path in [
            &notice,
            &nothing,
            &format!("{page}/bang"),
            &format!("{page}/soan"),
            &format!("{page}/nguoi"),
            &format!("{notice}/ban/1/noi-dung.json"),
            &format!("{notice}/sua"),
            &format!("{notice}/thu-hoi"),
        ] {
            let answer = town.get(&outsider, path).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
            answer.holds("xin người đứng đầu hoặc cấp phó một mã");
            answer.lacks(TITLE);
            answers.push(answer.text());
        }
        // The language links alone carry the address.
        assert_eq!(answers[0].len(), answers[1].len());
        for act in [
            "cong-khai",
            "bo",
            "dinh-chinh",
            "thu-hoi",
            "ket-thuc",
            "hinh-thuc",
        ] {
            let form = "version=1&revision=1&reason=x&form=posting&from=03/10/2025";
            let answer = town.post(&outsider, &format!("{notice}/{act}"), form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{act}");
        }
    }
    // Strangers sign in first.
    let stranger = town.get(&Someone::stranger(), &notice).await;
    assert!(stranger.location().starts_with("/dang-nhap?ve="));
    // The people of one organisation do not find its notices under another.
    let answer = town.get(&town.worker(23), &elsewhere).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    town.get(&town.worker(23), &notice).await.ok();
}

#[tokio::test]
async fn nothing_of_what_is_published_inside_reaches_a_public_page_feed_search_or_open_data() {
    let town = Town::founded().await;
    let page = town.registered("agency", "Trạm Y tế Thử").await;
    let notice = town.published(&page, "budget").await;
    let withdrawn = town.published(&page, "welfare").await;
    let reason = format!("reason={}", encoded(REASON));
    town.post(&town.worker(22), &format!("{withdrawn}/thu-hoi"), &reason)
        .await
        .location();
    let id = notice.rsplit('/').next().unwrap();
    let board = format!("/cong-khai/{}", town.code);
    for path in [
        "/co-quan".to_owned(),
        "/co-quan?q=binh".to_owned(),
        town.at(""),
        town.at("?q=tram"),
        "/co-quan/an-giang".to_owned(),
        page.clone(),
        "/cong-khai".to_owned(),
        "/cong-khai/an-giang".to_owned(),
        board.clone(),
        format!("{board}?q=chi+tieu+chin+thang"),
        format!("{board}/tin.atom"),
        format!("{board}/danh-muc"),
        format!("/api/v1/organisations/{}", town.code),
        format!("/api/v1/disclosures/{}?q=chi+tieu", town.code),
        format!("/api/v1/procedures/{}", town.code),
        format!("/thu-tuc/{}", town.code),
    ] {
        for who in [Someone::stranger(), town.officer()] {
            let answer = town.get(&who, &path).await.ok();
            for secret in [TITLE, BODY, REASON, "Người thử 2", id] {
                // A search field shows what was asked for.
                if !path.contains("q=chi+tieu") || secret != TITLE {
                    answer.lacks(secret);
                }
            }
        }
    }
    // And the public page says what there is: counts.
    let open = town
        .get(
            &Someone::stranger(),
            &format!("/api/v1/organisations/{}", town.code),
        )
        .await
        .ok();
    open.holds("\"budget\":{\"standing\":1");
    open.holds("\"withdrawn\":1");
}

#[tokio::test]
async fn what_is_overdue_is_counted_for_the_organisation_the_commune_and_the_province() {
    let town = Town::founded().await;
    let page = town.registered("state_enterprise", "Xí nghiệp Thử").await;
    let draft = town
        .post(
            &town.worker(23),
            &format!("{page}/soan"),
            &written("business_situation"),
        )
        .await
        .location();
    // Fifteen days from Friday, the 3rd, end on a Saturday: the last day is Monday, the 20th.
    town.clock.set(date(2025, 10, 20), 9);
    assert_eq!(town.desk.internal().tend().await.unwrap(), (0, 0));
    town.clock.set(date(2025, 10, 21), 9);
    assert_eq!(town.desk.internal().tend().await.unwrap(), (1, 0));
    assert_eq!(town.desk.internal().tend().await.unwrap(), (0, 0));
    let stranger = Someone::stranger();
    town.get(&stranger, &page).await.ok().holds("1 quá hạn");
    let board = format!("/cong-khai/{}", town.code);
    let commune = town.get(&stranger, &board).await.ok();
    commune.holds("1 việc công khai nội bộ đang quá hạn");
    commune.lacks(TITLE);
    town.get(&stranger, "/co-quan/an-giang")
        .await
        .ok()
        .holds("data-label=\"Việc quá hạn\" class=\"dinh-number\"><span>1</span>");
    // Late is better than never.
    let read = "version=1&revision=1";
    town.post(&town.worker(21), &format!("{draft}/cong-khai"), read)
        .await
        .location();
    town.get(&town.worker(23), &draft).await.ok().holds("Quá hạn");
    town.get(&stranger, &board)
        .await
        .ok()
        .lacks("công khai nội bộ đang quá hạn");
    assert_eq!(town.desk.internal().tend().await.unwrap(), (0, 0));
    // The facts keep that it was missed, and that it was published late.
    let mut read = town.db.read().await.unwrap();
    let facts = read
        .all(
            "SELECT kind FROM record WHERE retracted_at IS NULL ORDER BY kind",
            &[],
            |row| row.get::<String>(0),
        )
        .await
        .unwrap();
    assert_eq!(facts, ["internal_disclosure", "internal_missed"]);
}

#[tokio::test]
async fn ways_of_making_it_known_are_recorded_counted_and_taken_back() {
    let town = Town::founded().await;
    let page = town.registered("agency", "Trạm Y tế Thử").await;
    let notice = town.published(&page, "budget").await;
    let staff = town.worker(23);
    let ways = format!("{notice}/hinh-thuc");
    // What is wrong is said, and nothing typed is lost.
    let wrong = town
        .post(&staff, &ways, "form=&from=31/12/2030&note=Ghi+ch%C3%BA")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("Xin chọn một hình thức.");
    wrong.holds("Thời điểm này ở tương lai.");
    wrong.holds("value=\"31/12/2030\"");
    wrong.holds("value=\"Ghi chú\"");
    town.post(&staff, &ways, "form=posting&from=03/10/2025")
        .await
        .location();
    let shown = town.get(&staff, &notice).await.ok();
    shown.holds("Niêm yết tại trụ sở");
    shown.holds("Từ 03/10/2025");
    let down = shown
        .text()
        .split("action=\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|action| action.ends_with("/go"))
        .unwrap()
        .to_owned();
    // Taken down before its twenty days are over.
    town.clock.set(date(2025, 10, 10), 9);
    town.post(&staff, &down, "").await.location();
    town.get(&staff, &notice)
        .await
        .ok()
        .holds("Gỡ sớm, lẽ ra đến 23/10/2025");
    town.post(&staff, &down.replace("/go", "/huy"), "")
        .await
        .location();
    town.get(&staff, &notice)
        .await
        .ok()
        .lacks("Gỡ sớm")
        .holds("chưa ghi hình thức nào khác");
    town.post(&staff, &ways, "form=written_notice&from=10/10/2025")
        .await
        .location();
    town.get(&staff, &notice)
        .await
        .ok()
        .holds("nên không phải niêm yết");
}

#[tokio::test]
async fn a_notice_is_corrected_withdrawn_and_ended() {
    let town = Town::founded().await;
    let page = town.registered("agency", "Trạm Y tế Thử").await;
    let notice = town.published(&page, "budget").await;
    let (head, deputy, staff) = (town.worker(21), town.worker(22), town.worker(23));
    town.get(&head, &notice).await.ok().lacks("/ket-thuc\"");
    let edit = town
        .post(&staff, &format!("{notice}/dinh-chinh"), "")
        .await
        .location();
    town.get(&deputy, &notice)
        .await
        .ok()
        .holds("phải nói đính chính điều gì");
    let form = format!("title={}&body=Kh%C3%A1c&version=2&revision=1", encoded(TITLE));
    let wrong = town.post(&staff, &edit, &form).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("Xin nói đính chính điều gì");
    town.post(&staff, &edit, &format!("{form}&correction=Sai+s%E1%BB%91"))
        .await
        .location();
    // Somebody else's newer text is not overwritten, and what was typed stays.
    let late = town
        .post(&deputy, &edit, &format!("{form}&correction=Mu%E1%BB%99n"))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    late.holds("value=\"Muộn\"");
    town.post(&deputy, &format!("{notice}/cong-khai"), "version=2&revision=2")
        .await
        .location();
    let seen = town.get(&staff, &notice).await.ok();
    seen.holds("Sai số");
    seen.holds("Các bản trước");

    // Its time is over after twenty days.
    town.clock.set(date(2025, 10, 24), 9);
    let over = town.get(&head, &notice).await.ok();
    over.holds("/ket-thuc\"");
    town.post(&head, &format!("{notice}/ket-thuc"), "")
        .await
        .location();
    town.get(&staff, &notice)
        .await
        .ok()
        .holds("Đã hết thời gian")
        .holds("Khác");

    let other = town.published(&page, "welfare").await;
    let refused = town.get(&staff, &format!("{other}/thu-hoi")).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let empty = town.post(&head, &format!("{other}/thu-hoi"), "reason=+").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let reason = format!("reason={}", encoded(REASON));
    town.post(&head, &format!("{other}/thu-hoi"), &reason)
        .await
        .location();
    town.get(&staff, &other).await.ok().holds(REASON).lacks(BODY);
    let content = town.get(&staff, &format!("{other}/ban/1/noi-dung.json")).await;
    assert_eq!(content.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn people_join_leave_and_are_named_to_heads_alone() {
    let town = Town::founded().await;
    let page = town.registered("agency", "Trạm Y tế Thử").await;
    let (head, staff) = (town.worker(21), town.worker(23));
    let all = town.get(&head, &format!("{page}/nguoi")).await.ok();
    for name in ["Người thử 21", "Người thử 22", "Người thử 23"] {
        all.holds(name);
    }
    let own = town.get(&staff, &format!("{page}/nguoi")).await.ok();
    own.holds("Có 3 người.");
    own.holds("Người thử 23");
    own.lacks("Người thử 21");
    let code = town.post(&staff, &format!("{page}/nguoi/ma"), "role=head").await;
    assert_eq!(code.status, StatusCode::FORBIDDEN);
    let wrong = town
        .post(&town.worker(30), "/co-quan/tham-gia", "code=0000-1111")
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    wrong.holds("value=\"0000-1111\"");
    town.get(&staff, "/co-quan").await.ok().holds("Trạm Y tế Thử");

    let end = link(&own, &format!("{page}/nguoi/"));
    town.get(&staff, &end).await.ok().holds("Rời khỏi nơi này");
    assert_eq!(town.post(&staff, &end, "").await.location(), page);
    let after = town.get(&staff, &format!("{page}/bang")).await;
    assert_eq!(after.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn registering_is_an_officers_and_closing_a_leaders() {
    let town = Town::founded().await;
    let page = town.registered("agency", "Trạm Y tế Thử").await;
    let register = town.at("/dang-ky");
    let twice = town
        .post(
            &town.officer(),
            &register,
            &format!("kind=agency&name={}", encoded("  Trạm Y tế  Thử ")),
        )
        .await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    twice.holds("đã có cơ quan, doanh nghiệp tên ấy");
    let unnamed = town.post(&town.officer(), &register, "kind=agency&name=").await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Where there is a head, an officer lets nobody in, himself least of all.
    let code = town.post(&town.officer(), &format!("{page}/ma"), "").await;
    assert_eq!(code.status, StatusCode::CONFLICT);
    code.lacks("dinh-code-sheet__code");
    town.get(&town.officer(), &page)
        .await
        .ok()
        .lacks("In mã cho người đứng đầu");
    let mediator = town.get(&town.worker(40), &register).await;
    assert_eq!(mediator.status, StatusCode::FORBIDDEN);
    let elsewhere = town.units.current();
    let province = elsewhere.at("91", TODAY).unwrap().id;
    let next = elsewhere.children(province, TODAY).nth(1).unwrap().code.clone();
    let other = town
        .get(&town.officer(), &format!("/co-quan/{next}/dang-ky"))
        .await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);

    let close = format!("{page}/ket-thuc");
    let officer = town.get(&town.officer(), &close).await;
    assert_eq!(officer.status, StatusCode::FORBIDDEN);
    town.get(&town.leader(), &close)
        .await
        .ok()
        .holds("không hoàn lại được");
    assert_eq!(
        town.post(&town.leader(), &close, "").await.location(),
        town.at("")
    );
    let gone = town.get(&town.worker(21), &format!("{page}/bang")).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}
