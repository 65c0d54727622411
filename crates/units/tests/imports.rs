//! Corrections, reorganisations and hamlets from files, in both databases.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use jiff::{Timestamp, civil::date};
use platform::{db::Database, testing::on_both};
use units::{
    MIGRATIONS, NewSource, ReorganisationId, UndoError, Unit, UnitKind, Units, hamlets,
    import::{self, HamletRow, ImportError, NewReorganisation, Outcome, Problem, SuccessionRow},
    load_official, undo,
};

fn now() -> Timestamp {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

const TODAY: jiff::civil::Date = date(2026, 11, 23);
const LAST: jiff::civil::Date = date(2025, 6, 30);

/// What a file holds.
enum Content<'a> {
    Successions(&'a [SuccessionRow]),
    Hamlets(&'a [HamletRow]),
    Reorganisation(&'a NewReorganisation),
}

/// Stores it all, or nothing.
async fn stored(db: &Database, content: Content<'_>) -> Result<Outcome, ImportError> {
    let mut write = db.write().await.unwrap();
    let outcome = match content {
        Content::Successions(rows) => import::successions(&mut write, rows, now()).await?,
        Content::Hamlets(rows) => import::hamlets(&mut write, rows, now()).await?,
        Content::Reorganisation(new) => import::reorganisation(&mut write, new, now()).await?,
    };
    write.commit().await.unwrap();
    Ok(outcome)
}

async fn registry(db: &Database) -> Units {
    Units::load(&mut db.read().await.unwrap()).await.unwrap()
}

fn problems(error: ImportError) -> Vec<Problem> {
    match error {
        ImportError::Problems(problems) => problems,
        ImportError::Db(error) => panic!("{error}"),
    }
}

/// One line each: where, what, and the arguments.
fn told(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems
        .iter()
        .map(|p| {
            let args: Vec<String> = p
                .args
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            format!(
                "{} {} {} {}",
                p.line,
                p.column.unwrap_or("-"),
                p.key,
                args.join(" | ")
            )
        })
        .collect();
    lines.join("\n")
}

const CORRECTION: &str = "\
action,old_code,new_code,effective,partial,source,reason
retract,31378,31654,2025-07-01,,Nghị quyết 1668/NQ-UBTVQH15,Trùng tên với xã Phú Hữu huyện Long Phú
add,31378,31378,01/07/2025,0,Nghị quyết 1668/NQ-UBTVQH15,
retract,31657,31378,2025-07-01,,Nghị quyết 1668/NQ-UBTVQH15,
add,31657,31654,2025-07-01,0,Nghị quyết 1668/NQ-UBTVQH15,
";

#[tokio::test]
async fn a_disputed_link_is_corrected_and_the_dispute_ends() {
    on_both(&[MIGRATIONS], |db| async move {
        load_official(&db, now()).await.unwrap();
        let rows = import::read_successions(CORRECTION.as_bytes()).unwrap();
        let before = registry(&db).await;
        let old = before.at("31378", LAST).unwrap().id;
        assert_eq!(before.successors(old).len(), 2);
        assert_eq!(before.disputes(old).count(), 1);

        assert_eq!(
            stored(&db, Content::Successions(&rows)).await.unwrap(),
            Outcome::Done { entries: 4 }
        );
        let after = registry(&db).await;
        let [link] = after.successors(old) else {
            panic!("{:?}", after.successors(old))
        };
        assert_eq!(link.unit, after.at("31378", TODAY).unwrap().id);
        assert!(!link.partial);
        assert_eq!(
            after.source(link.source).unwrap().title,
            "Nghị quyết 1668/NQ-UBTVQH15"
        );
        assert_eq!(after.disputes(old).count(), 0);

        assert_eq!(
            stored(&db, Content::Successions(&rows)).await.unwrap(),
            Outcome::Already
        );
    })
    .await;
}

#[tokio::test]
async fn corrections_that_do_not_fit_change_nothing() {
    on_both(&[MIGRATIONS], |db| async move {
        load_official(&db, now()).await.unwrap();
        let text = "action,old_code,new_code,effective,partial,source,reason\n\
            retract,30355,30337,2025-07-01,,Thử,\n\
            add,30358,99999,2025-07-01,1,Thử,\n\
            add,30313,30313,2024-01-01,0,Thử,\n\
            retract,30313,30352,2025-07-01,0,Thử,\n\
            claim,30313,30313,2025-07-01,0,Thử,\n\
            retract,30355,30337,2025-07-01,,Thử,\n";
        let rows = import::read_successions(text.as_bytes()).unwrap();
        let found = problems(stored(&db, Content::Successions(&rows)).await.unwrap_err());
        insta::allow_duplicates! { insta::assert_snapshot!(told(&found), @r#"
    2 partial units-import-partial code=30355 | count=1 | expected=0
    3 new_code units-import-no-unit-begins found=99999 | date=2025-07-01 | expected=
    4 old_code units-import-no-unit-ends found=30313 | date=2024-01-01 | expected=2025-07-01
    4 new_code units-import-no-unit-begins found=30313 | date=2024-01-01 | expected=2025-07-01
    5 action units-import-link-absent old=30313 | new=30352
    6 action units-import-link-there old=30313 | new=30313
    7 - units-import-link-twice old=30355 | new=30337
    7 action units-import-link-absent old=30355 | new=30337
    "#) };
        let units = registry(&db).await;
        assert_eq!(units.successors(units.at("30355", LAST).unwrap().id).len(), 2);
        // Nothing was written down either: the same rows are checked again, not taken as known.
        assert!(stored(&db, Content::Successions(&rows)).await.is_err());
    })
    .await;
}

#[test]
fn a_bad_file_is_told_by_line_and_column() {
    let read = |text: &[u8]| told(&import::read_successions(text).unwrap_err());
    insta::assert_snapshot!(read(b"action,old_code,effective,sourse\nadd,1,2025-07-01,x\n"), @r#"
    1 - units-import-column-missing missing=new_code | expected=action, old_code, new_code, effective, partial, source, reason
    1 - units-import-column-missing missing=source | expected=action, old_code, new_code, effective, partial, source, reason
    1 - units-import-column-unknown found=sourse | expected=action, old_code, new_code, effective, partial, source, reason
    "#);
    insta::assert_snapshot!(
        read("\u{feff}source,action,old_code,new_code,effective,partial\nA,thêm,1,2,2025-13-01,có\n,add,,2,,0\n".as_bytes()),
        @r#"
    2 action units-import-choice found=thêm | expected=add, retract, claim, deny
    2 effective units-import-date found=2025-13-01
    2 partial units-import-choice found=có | expected=0, 1
    3 old_code units-import-empty 
    3 effective units-import-empty 
    3 source units-import-empty
    "#
    );
    insta::assert_snapshot!(read(b"action,old_code,new_code,effective,source\nadd,1,2,2025-07-01\n"), @r#"2 - units-import-cells found=4 | expected=5"#);
    insta::assert_snapshot!(read(b"action,old_code,new_code,effective,source\nadd,1,2,2025-07-01,T\xb8n\n"), @r#"2 - units-import-encoding"#);
    insta::assert_snapshot!(
        told(&import::read_changes("action,code,name,parent_code,latitude\nopen,30300,Xã A,,91°\nmerge,,,,\n".as_bytes()).unwrap_err()),
        @r#"
    2 parent_code units-import-empty 
    2 latitude units-import-number found=91° | from=-90 | to=90
    3 code units-import-empty 
    3 action units-import-choice found=merge | expected=close, open, link
    "#
    );
    insta::assert_snapshot!(
        told(&import::read_hamlets("commune_code,name,kind,source\n30352,,Xã,\n".as_bytes()).unwrap_err()),
        @r#"
    2 name units-import-empty 
    2 kind units-import-choice found=Xã | expected=Ấp, Thôn, Làng, Bản, Buôn, Bon, Phum, Sóc, Khóm, Tổ dân phố, Khu phố, Khối phố
    2 source units-import-empty
    "#
    );
}

fn merger(changes: &str) -> NewReorganisation {
    NewReorganisation {
        title: "Nhập xã Phú Hữu và xã Nhơn Hội".to_owned(),
        legal_document: "Nghị quyết thử".to_owned(),
        effective: date(2026, 7, 1),
        source: NewSource {
            title: "Thử".to_owned(),
            ..NewSource::default()
        },
        changes: import::read_changes(changes.as_bytes()).unwrap(),
    }
}

const MERGER: &str = "\
action,code,name,parent_code,new_code,partial,latitude,longitude,area_km2
close,30352,,,,,,,
close,30346,,,,,,,
open,30352,Phường Phú Hội,91,,,10.85,105.1,120.5
link,30352,,,30352,0,,,
link,30346,,,30352,0,,,
";

#[tokio::test]
async fn a_reorganisation_is_recorded_and_undone_without_losing_anything() {
    on_both(&[MIGRATIONS], |db| async move {
        load_official(&db, now()).await.unwrap();
        let before = registry(&db).await;
        assert_eq!(
            stored(&db, Content::Reorganisation(&merger(MERGER))).await.unwrap(),
            Outcome::Done { entries: 5 }
        );
        assert_eq!(
            stored(&db, Content::Reorganisation(&merger(MERGER))).await.unwrap(),
            Outcome::Already
        );

        let after = registry(&db).await;
        let merged = after.at("30352", TODAY).unwrap();
        assert_eq!(
            (merged.name.as_str(), merged.kind),
            ("Phường Phú Hội", UnitKind::Ward)
        );
        assert_eq!(merged.centre, Some((10.85, 105.1)));
        assert_eq!(after.predecessors(merged.id).len(), 2);
        assert_eq!(after.at("30352", date(2026, 6, 30)).unwrap().name, "Xã Phú Hữu");
        assert_eq!(after.at("30346", TODAY), None);
        let an_giang = after.at("91", TODAY).unwrap().id;
        assert_eq!(after.children(an_giang, TODAY).count(), 101);
        let phu_hoi = after.at("30355", LAST).unwrap().id;
        let contributors = after.contributors(merged.id, TODAY);
        assert!(
            contributors.shared.contains_key(&phu_hoi),
            "a part went to An Phú in 2025"
        );
        let merged = merged.clone();

        let id = after.reorganisations().last().unwrap().id;
        assert_eq!(id, ReorganisationId(2));
        assert!(matches!(
            undo(&db, id, now(), " ").await,
            Err(UndoError::NoReason)
        ));
        undo(&db, id, now(), "Nhập nhầm").await.unwrap();
        let undone = registry(&db).await;
        assert_eq!(undone.all(), before.all(), "the map is as if it had not been");
        assert_eq!(
            undone.undone(merged.id).map(|unit: &Unit| unit.name.as_str()),
            Some("Phường Phú Hội")
        );
        assert_eq!(undone.get(merged.id), None);
        assert_eq!(
            undone.reorganisation(id).unwrap().undone.as_ref().unwrap().reason,
            "Nhập nhầm"
        );

        let again = undo(&db, id, now(), "Nhập nhầm").await.unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!(again, @r#""Nhập xã Phú Hữu và xã Nhơn Hội" was already undone on 2026-11-23T01:00:00Z because: Nhập nhầm"#) };
        let unknown = undo(&db, ReorganisationId(77), now(), "x").await.unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!(unknown, @r#"there is no reorganisation 77: see the list of reorganisations"#) };

        // What was undone can be recorded again, rightly, as other units.
        let right = MERGER.replace("Phường Phú Hội", "Xã Phú Hội");
        stored(&db, Content::Reorganisation(&merger(&right))).await.unwrap();
        let right = registry(&db).await;
        assert_ne!(right.at("30352", TODAY).unwrap().id, merged.id);
        assert_eq!(right.at("30352", TODAY).unwrap().name, "Xã Phú Hội");

        let built_on = undo(&db, ReorganisationId(1), now(), "x").await.unwrap_err();
        insta::allow_duplicates! { insta::assert_snapshot!(built_on, @r#"undo first what was built on it: Nhập xã Phú Hữu và xã Nhơn Hội"#) };
    })
    .await;
}

#[tokio::test]
async fn a_reorganisation_that_leaves_something_hanging_is_refused() {
    on_both(&[MIGRATIONS], |db| async move {
        load_official(&db, now()).await.unwrap();
        let refused = |changes: &'static str| {
            let db = db.clone();
            async move {
                told(&problems(
                    stored(&db, Content::Reorganisation(&merger(changes)))
                        .await
                        .unwrap_err(),
                ))
            }
        };
        let problems_told = refused(
            "action,code,name,parent_code,new_code,partial\n\
                 close,30352,,,,\n\
                 close,30352,,,,\n\
                 close,91,,,,\n\
                 close,99999,,,,\n\
                 open,30313,Xã Mới,91,,\n\
                 open,30999,Mới,92,,\n\
                 open,30998,Xã Mới,30997,,\n\
                 open,309,Xã Mới,30997,,\n\
                 open,3099,Xã Mới,91,,\n\
                 open,30997,Xã Mới Nữa,92,,\n\
                 link,30352,,,30997,1\n\
                 link,30313,,,30111,0\n",
        )
        .await;
        let others: Vec<&str> = problems_told
            .lines()
            .filter(|line| !line.contains("child-left"))
            .collect();
        insta::allow_duplicates! { insta::assert_snapshot!(others.join("\n"), @r#"
    3 code units-import-code-twice found=30352
    3 partial units-import-partial code=30352 | count=1 | expected=0
    5 code units-import-no-unit-on found=99999 | date=2026-07-01
    6 code units-import-code-taken found=30313 | unit=Xã Mỹ Hòa Hưng
    6 parent_code units-import-parent found=91 | date=2026-07-01
    7 name units-import-kind found=Mới | expected=Phường, Thị trấn, Xã, Đặc khu
    8 parent_code units-import-parent found=30997 | date=2026-07-01
    9 parent_code units-import-parent found=30997 | date=2026-07-01
    10 code units-import-code found=3099
    13 code units-import-link-not-closed found=30313
    13 new_code units-import-link-not-opened found=30111
    "#) };
        assert_eq!(registry(&db).await.reorganisations().len(), 1);
        let empty = NewReorganisation {
            title: String::new(),
            changes: vec![],
            ..merger(MERGER)
        };
        let refused = problems(stored(&db, Content::Reorganisation(&empty)).await.unwrap_err());
        insta::allow_duplicates! { insta::assert_snapshot!(told(&refused), @r#"
    0 title units-import-empty 
    0 - units-import-nothing
    "#) };
    })
    .await;
}

const HAMLETS: &str = "\
commune_code,name,kind,code,valid_from,valid_to,source
30352,Phú Thành,ấp,A1,,,Phòng Văn hóa
30352,Ấp Phú Hiệp,Ấp,,,,Phòng Văn hóa
30352,Ấp Phú Lợi,Ấp,,2025-07-01,2026-01-01,Phòng Văn hóa
30352,Ấp Phú Lợi,Ấp,,2026-01-01,,Phòng Văn hóa
30352,Phú Nghĩa,Ấp,,2020-01-01,2025-07-01,Phòng Văn hóa
";

#[tokio::test]
async fn hamlets_are_kept_under_their_commune_and_corrected_by_a_later_file() {
    on_both(&[MIGRATIONS], |db| async move {
        load_official(&db, now()).await.unwrap();
        let units = registry(&db).await;
        let (new, old) = (
            units.at("30352", TODAY).unwrap().id,
            units.at("30352", LAST).unwrap().id,
        );
        let rows = import::read_hamlets(HAMLETS.as_bytes()).unwrap();
        assert_eq!(
            stored(&db, Content::Hamlets(&rows)).await.unwrap(),
            Outcome::Done { entries: 5 }
        );
        assert_eq!(
            stored(&db, Content::Hamlets(&rows)).await.unwrap(),
            Outcome::Already
        );

        let mut read = db.read().await.unwrap();
        let names = |page: &[hamlets::Hamlet]| page.iter().map(|h| h.name.clone()).collect::<Vec<_>>();
        let all = hamlets::page(&mut read, new, TODAY, None, 10).await.unwrap();
        assert_eq!(names(&all), ["Ấp Phú Thành", "Ấp Phú Hiệp", "Ấp Phú Lợi"]);
        assert_eq!(hamlets::count(&mut read, new, TODAY).await.unwrap(), 3);
        assert_eq!(
            hamlets::page(&mut read, new, TODAY, Some(all[0].id), 1)
                .await
                .unwrap(),
            [all[1].clone()]
        );
        assert_eq!(
            hamlets::get(&mut read, all[0].id)
                .await
                .unwrap()
                .unwrap()
                .code
                .as_deref(),
            Some("A1")
        );
        assert_eq!(
            hamlets::get(&mut read, new).await.unwrap(),
            None,
            "a commune is no hamlet"
        );
        assert_eq!(
            names(&hamlets::page(&mut read, old, LAST, None, 10).await.unwrap()),
            ["Ấp Phú Nghĩa"]
        );
        drop(read);

        let correction = "commune_code,name,kind,code,valid_to,source\n\
            30352,Ấp Phú Thành,Ấp,A1,2026-10-01,Phòng Văn hóa\n\
            30352,Phú Thành Đông,Ấp,,,Phòng Văn hóa\n";
        let rows = import::read_hamlets(correction.as_bytes()).unwrap();
        stored(&db, Content::Hamlets(&rows[1..])).await.unwrap();
        stored(&db, Content::Hamlets(&rows[..1])).await.unwrap();
        let mut read = db.read().await.unwrap();
        let all = hamlets::page(&mut read, new, TODAY, None, 10).await.unwrap();
        assert_eq!(names(&all), ["Ấp Phú Hiệp", "Ấp Phú Lợi", "Ấp Phú Thành Đông"]);
        assert_eq!(hamlets::all(&mut read, new).await.unwrap().len(), 5);
        drop(read);

        let wrong = "commune_code,name,kind,valid_from,valid_to,source\n\
            30111,A,Ấp,,,x\n\
            30352,Phú Hiệp,ap,2026-02-02,,x\n\
            30352,B,Khóm,2026-02-02,2026-02-02,x\n\
            30352,C,Khóm,2024-01-01,2026-01-01,x\n\
            30352,D,Khóm,,,x\n\
            30352,Khóm D,Khóm,2025-08-01,,x\n";
        let rows = import::read_hamlets(wrong.as_bytes()).unwrap();
        let found = problems(stored(&db, Content::Hamlets(&rows)).await.unwrap_err());
        insta::allow_duplicates! { insta::assert_snapshot!(told(&found), @r#"
    2 commune_code units-import-commune found=30111 | expected=
    4 valid_to units-import-days 
    5 valid_to units-import-outlives unit=Xã Phú Hữu | date=2025-07-01
    "#) };
        let clashing = [rows[1].clone(), rows[4].clone(), rows[5].clone()];
        let found = problems(stored(&db, Content::Hamlets(&clashing)).await.unwrap_err());
        insta::allow_duplicates! { insta::assert_snapshot!(told(&found), @r#"
    3 name units-import-hamlet-twice found=Ấp Phú Hiệp
    7 name units-import-hamlet-twice found=Khóm D
    "#) };
    })
    .await;
}
