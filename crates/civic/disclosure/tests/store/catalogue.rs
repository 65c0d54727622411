//! Catalogues of procedures as files, on both databases.

use disclosure::{
    ActError, CatalogueId, Disclosures, ItemId,
    catalogue::{
        Outcome,
        file::{self, Plan, Sheet},
        model::{NewCatalogue, Offer, State},
        store as catalogues,
    },
    model::{By, ItemState},
    store,
};
use jiff::civil::date;
use platform::{
    clock::{SetClock, moment},
    db::Database,
    i18n::Locale,
    testing::on_both,
};
use units::{Level, UnitId};

use super::{MIGRATIONS, by, commune, desk, leader, officer, translations, units as registry};

const HEADINGS: &str = "Mã thủ tục,Tên thủ tục,Lĩnh vực,Tóm tắt,Nơi nộp,Giấy tờ phải nộp,Các bước,Số ngày làm việc,\
    \"Phí, lệ phí (đồng)\",Căn cứ thu phí,Kết quả,Căn cứ pháp lý,Làm trực tuyến";

fn row(code: &str, name: &str, days: &str, fee: &str) -> String {
    format!(
        "{code},{name},Hộ tịch,Ai cần thì làm.,Trung tâm,\"Tờ khai | 1 | 0\nCăn cước | 0 | 1\",\"Nộp\nNhận\",{days},{fee},\
         Nghị quyết của tỉnh,Giấy,Luật Hộ tịch,"
    )
}

fn file_of(rows: &[String]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

fn two_rows() -> Vec<u8> {
    file_of(&[
        row("1.001193", "Đăng ký khai sinh", "0", "8.000"),
        row("1.000894", "Đăng ký kết hôn", "5", "0"),
    ])
}

fn province() -> UnitId {
    registry().ancestor(commune(), Level::Province).unwrap().id
}

fn read(octets: &[u8]) -> Sheet {
    file::read(octets, "thu-tuc.csv", &translations()).unwrap()
}

async fn plan(desk: &Disclosures, db: &Database, unit: UnitId, octets: &[u8]) -> Result<Plan, Vec<String>> {
    let mut open = db.read().await.unwrap();
    let against = desk.against(&mut open, unit).await.unwrap();
    let t = translations();
    read(octets).plan(&against).map_err(|problems| {
        problems
            .list()
            .iter()
            .map(|problem| {
                let column = problem.place.column_letter().unwrap_or_default();
                let row = problem.place.row.unwrap_or_default();
                let (key, args) = problem.message();
                let args: Vec<_> = args
                    .into_iter()
                    .map(|(name, value)| (name, value.into()))
                    .collect();
                format!("{column}{row} {}", t.translator(Locale::Vi).format(key, &args))
            })
            .collect()
    })
}

async fn send(desk: &Disclosures, unit: UnitId, octets: &[u8]) -> CatalogueId {
    let new = NewCatalogue {
        name: "thu-tuc.csv".to_owned(),
        octets: octets.to_vec(),
        decision: "12/QĐ-UBND".to_owned(),
        decided_on: date(2025, 10, 1),
    };
    desk.send_catalogue(unit, &new, officer()).await.unwrap()
}

async fn approve(
    desk: &Disclosures,
    db: &Database,
    (unit, id): (UnitId, CatalogueId),
    octets: &[u8],
    who: By,
) -> Result<Outcome, ActError> {
    let shown = plan(desk, db, unit, octets).await.unwrap().fingerprint();
    let t = translations().translator(Locale::Vi);
    desk.publish_catalogue(unit, id, (&read(octets), &shown), who, &t)
        .await
}

async fn published(desk: &Disclosures, db: &Database, unit: UnitId, octets: &[u8]) -> CatalogueId {
    let id = send(desk, unit, octets).await;
    let done = approve(desk, db, (unit, id), octets, leader()).await.unwrap();
    assert_eq!(done, Outcome::Published);
    id
}

async fn titles(db: &Database, unit: UnitId) -> Vec<String> {
    let mut read = db.read().await.unwrap();
    let mut titles: Vec<String> = store::procedures(&mut read, unit)
        .await
        .unwrap()
        .into_iter()
        .map(|listed| listed.version.text.title)
        .collect();
    titles.sort();
    titles
}

async fn count(db: &Database, sql: &'static str) -> i64 {
    let mut read = db.read().await.unwrap();
    read.one(sql, &[], |row| row.get(0)).await.unwrap().unwrap()
}

fn hands() -> SetClock {
    let hands = SetClock::default();
    hands.turn(moment(date(2025, 10, 7), 8));
    hands
}

#[tokio::test]
async fn every_fault_of_a_file_is_named_with_its_cell_and_nothing_changes() {
    on_both(MIGRATIONS, async |db| {
        let desk = desk(&db, &hands());
        let octets = file_of(&[
            row("1.001193", "Đăng ký khai sinh", "mai", "8.000"),
            row("1.000894", "Đăng ký kết hôn", "5", "0"),
            row("1.000894", "Đăng ký kết hôn lại", "5", "0"),
            row("2.1", "Thủ tục khác", "500", "0"),
            row("", "Thu tiền không căn cứ", "1", "9").replace("Nghị quyết của tỉnh", ""),
            row("", "Ví dụ: Chứng thực bản sao từ bản chính", "1", "0"),
        ]);
        let wrong = plan(&desk, &db, province(), &octets).await.unwrap_err();
        let cells: Vec<&str> = wrong.iter().map(|text| text.split(' ').next().unwrap()).collect();
        // Each row has two line breaks within cells, which do not count as rows.
        for (cell, said) in [
            ("H", "Cần một số"),
            ("A", "Thủ tục này đã có ở dòng"),
            ("H", "Lớn nhất là 365"),
            ("J", "Có thu tiền thì phải nêu căn cứ"),
            ("B", "dòng ví dụ của mẫu"),
        ] {
            let found = wrong
                .iter()
                .any(|text| text.starts_with(cell) && text.contains(said));
            assert!(found, "{cell} {said}: {wrong:?}");
        }
        assert_eq!(cells.len(), 5, "{wrong:?}");
        assert!(titles(&db, province()).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_province_decides_once_and_every_commune_shows_it() {
    on_both(MIGRATIONS, async |db| {
        let hands = hands();
        let desk = desk(&db, &hands);
        let (province, octets) = (province(), two_rows());
        let id = send(&desk, province, &octets).await;
        assert_eq!(
            send(&desk, province, &octets).await,
            id,
            "sent twice, it waits once"
        );
        assert!(matches!(
            approve(&desk, &db, (province, id), &octets, officer()).await,
            Err(ActError::SamePerson)
        ));
        assert!(
            titles(&db, province).await.is_empty(),
            "nothing before it is approved"
        );
        let done = approve(&desk, &db, (province, id), &octets, leader())
            .await
            .unwrap();
        assert_eq!(done, Outcome::Published);
        assert_eq!(
            titles(&db, province).await,
            ["Đăng ký khai sinh", "Đăng ký kết hôn"]
        );
        assert!(matches!(
            approve(&desk, &db, (province, id), &octets, leader()).await,
            Ok(Outcome::Otherwise) | Err(ActError::Stale)
        ));

        // The same file again changes nothing.
        let again = plan(&desk, &db, province, &octets).await.unwrap();
        assert!(again.is_empty());
        assert_eq!((again.same, again.unmentioned.len()), (2, 0));

        // Each stands in the log, and nothing of it is counted as a duty of a commune.
        assert_eq!(count(&db, "SELECT COUNT(*) FROM log_entry").await, 2);
        let t = translations().translator(Locale::Vi);
        hands.turn(moment(date(2026, 2, 1), 8));
        let tended = desk.tend(&t).await.unwrap();
        assert_eq!((tended.registers, tended.missed), (0, 0));
        assert_eq!(count(&db, "SELECT COUNT(*) FROM record").await, 0);

        // What the province decided a commune does not announce again, neither by file nor one by one.
        let wrong = plan(&desk, &db, commune(), &octets).await.unwrap_err();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
        assert!(
            wrong[0].starts_with("A2 Thủ tục này đã có trong danh mục chung"),
            "{wrong:?}"
        );
        assert!(desk.is_common(commune(), "1.000894", "").await.unwrap());
        assert!(!desk.is_common(commune(), "", "Đăng ký kết hôn").await.unwrap());
        assert!(!desk.is_common(province, "1.000894", "").await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_file_changes_what_it_names_and_is_taken_back_as_a_whole() {
    on_both(MIGRATIONS, async |db| {
        let hands = hands();
        let desk = desk(&db, &hands);
        let province = province();
        published(&desk, &db, province, &two_rows()).await;
        hands.turn(moment(date(2025, 10, 8), 8));
        let changed = file_of(&[
            row("1.000894", "Đăng ký kết hôn", "3", "0"),
            row("1.000656", "Đăng ký khai tử", "0", "0"),
        ]);
        let second = published(&desk, &db, province, &changed).await;
        assert_eq!(
            titles(&db, province).await.len(),
            3,
            "what a file does not name stays"
        );
        let days = async |code: &str| {
            let mut read = db.read().await.unwrap();
            let all = store::procedures(&mut read, province).await.unwrap();
            let found = all
                .into_iter()
                .filter_map(|listed| Some((listed.version.number, listed.version.text.procedure?)))
                .find(|(_, procedure)| procedure.code == code);
            found.map(|(version, procedure)| (version, procedure.working_days))
        };
        assert_eq!(days("1.000894").await, Some((2, 3)));

        hands.turn(moment(date(2025, 10, 9), 8));
        let why = "Quyết định bị hủy";
        desk.undo_catalogue(province, second, why, leader())
            .await
            .unwrap();
        assert_eq!(days("1.000894").await, Some((3, 5)), "it says again what it said");
        assert_eq!(days("1.000656").await, None);
        assert!(matches!(
            desk.undo_catalogue(province, second, why, leader()).await,
            Err(ActError::Stale)
        ));
        let mut read = db.read().await.unwrap();
        let trace = catalogues::catalogues(&mut read, province, None).await.unwrap();
        let states: Vec<State> = trace.iter().map(|one| one.state).collect();
        assert_eq!(states, [State::Undone, State::Published]);
        assert_eq!(trace[0].undone.as_ref().unwrap().2, why);
        let items = catalogues::items(&mut read, province, second).await.unwrap();
        let states: Vec<ItemState> = {
            let mut states = Vec::new();
            for (item, _, _) in &items {
                states.push(
                    store::item(&mut read, province, *item)
                        .await
                        .unwrap()
                        .unwrap()
                        .state,
                );
            }
            states
        };
        assert_eq!(states, [ItemState::Withdrawn, ItemState::Published]);
        drop(read);

        // The file of the first day, when something of it has been changed since, is not taken back by halves.
        let first = trace[1].id;
        assert!(matches!(
            desk.undo_catalogue(province, first, why, leader()).await,
            Err(ActError::Stale)
        ));
        assert_eq!(titles(&db, province).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_approved_is_what_was_read() {
    on_both(MIGRATIONS, async |db| {
        let desk = desk(&db, &hands());
        let (province, octets) = (province(), two_rows());
        let one = send(&desk, province, &octets).await;
        let shown = plan(&desk, &db, province, &octets).await.unwrap().fingerprint();
        let other = file_of(&[row("1.000894", "Đăng ký kết hôn", "9", "0")]);
        published(&desk, &db, province, &other).await;
        let t = translations().translator(Locale::Vi);
        let done = desk
            .publish_catalogue(province, one, (&read(&octets), &shown), leader(), &t)
            .await
            .unwrap();
        assert_eq!(done, Outcome::Otherwise);
        assert_eq!(titles(&db, province).await, ["Đăng ký kết hôn"]);
        desk.drop_catalogue(province, one, officer()).await.unwrap();
        assert!(matches!(
            desk.drop_catalogue(province, one, officer()).await,
            Err(ActError::Stale)
        ));
    })
    .await;
}

#[tokio::test]
async fn a_commune_says_where_it_offers_a_procedure_and_no_more() {
    on_both(MIGRATIONS, async |db| {
        let desk = desk(&db, &hands());
        published(&desk, &db, province(), &two_rows()).await;
        let item = {
            let mut read = db.read().await.unwrap();
            store::procedures(&mut read, province()).await.unwrap()[0].item.id
        };
        let office = |office: &str| Offer {
            offered: true,
            office: office.to_owned(),
            ..Offer::default()
        };
        let unit = commune();
        desk.offer(unit, (None, 0), &office("Trụ sở xã"), officer())
            .await
            .unwrap();
        desk.offer(unit, (Some(item), 0), &office("Nhà văn hóa"), officer())
            .await
            .unwrap();
        assert!(matches!(
            desk.offer(unit, (Some(item), 0), &office("Nơi khác"), officer())
                .await,
            Err(ActError::Stale)
        ));
        desk.offer(
            unit,
            (Some(item), 1),
            &office("Trạm y tế"),
            by(9, "commune_officer"),
        )
        .await
        .unwrap();
        let mut read = db.read().await.unwrap();
        let offers = desk.offers(&mut read, unit).await.unwrap();
        assert_eq!(offers.of(item).unwrap().offer.office, "Trạm y tế");
        let other = ItemId(uuid::Uuid::from_u128(77));
        assert_eq!(offers.of(other).unwrap().offer.office, "Trụ sở xã");
        let history = catalogues::offer_history(&mut read, unit, Some(item))
            .await
            .unwrap();
        assert_eq!(history.len(), 2);
        drop(read);
        assert!(matches!(
            desk.offer(unit, (Some(other), 0), &office("Đâu đó"), officer())
                .await,
            Err(ActError::Unknown)
        ));
    })
    .await;
}

#[test]
fn what_is_written_out_reads_back_the_same() {
    let translations = translations();
    for locale in Locale::ALL {
        let t = translations.translator(locale);
        let empty = file::workbook(&translations, &t, &[]).unwrap();
        assert!(empty.starts_with(b"PK"));
        let sheet = file::read(&empty, "mau.xlsx", &translations).unwrap();
        assert!(
            sheet.plan(&file::Against::default()).is_err(),
            "an empty form is no catalogue"
        );
        let csv = file::csv(&t).into_bytes();
        let sheet = file::read(&csv, "mau.csv", &translations).unwrap();
        let problems = sheet.plan(&file::Against::default()).unwrap_err();
        let keys: Vec<&str> = problems
            .list()
            .iter()
            .map(|problem| problem.expected.key)
            .collect();
        assert_eq!(
            keys,
            ["disclosure-catalogue-example"],
            "the example has to be written over"
        );
    }
}
