//! From the file to the records, on SQLite and PostgreSQL.

use facts::Qualifier;
use imports::{Brought, Undone};
use platform::{params, testing::on_both};
use units::{UnitKind, hamlets};

use crate::support::{Given, MIGRATIONS, article, count, importer, models, now, told, units, written};

#[tokio::test]
async fn the_articles_figures_come_in_once_as_they_were_printed() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        let mut file = Given::new("so-lieu-2020.csv", &article());
        file.options.source.publisher = "Báo An Giang".to_owned();

        let checked = file.check(&importer).await;
        assert_eq!(told(&importer, &checked.problems), "");
        assert_eq!(
            (checked.form.as_deref(), checked.accepted),
            (Some("reported"), 11)
        );
        assert_eq!(written(&db).await, 0, "a check writes nothing");

        let done = file.apply(&importer).await;
        let batch = done.batch.unwrap();
        let old_an_giang = units()
            .resolve("An Giang", jiff::civil::date(2020, 12, 31))
            .unwrap()
            .id;
        assert_eq!(done.touched, [(old_an_giang, 2020)]);
        let entries = importer.entries(batch, None, 100).await.unwrap();
        let mut values: Vec<(String, i64, Qualifier)> = entries
            .into_iter()
            .map(|entry| match entry.brought {
                Brought::Reported {
                    indicator, amount, ..
                } => (indicator, amount.value, amount.qualifier),
                Brought::Record { .. } => panic!("a record came out of reported values"),
            })
            .collect();
        values.sort();
        assert_eq!(values.len(), 11);
        assert_eq!(
            values[0],
            (
                "contributions.social_security_vnd".to_owned(),
                100_000_000_000,
                Qualifier::MoreThan
            )
        );
        assert!(values.contains(&("dan_van_kheo.registered.total".to_owned(), 2374, Qualifier::Exact)));
        assert!(values.contains(&(
            "dan_van_kheo.carried_out.total".to_owned(),
            1772,
            Qualifier::Exact
        )));
        let source = importer.source_of(batch).await.unwrap().unwrap();
        assert_eq!(
            (source.title.as_str(), source.publisher.as_str()),
            ("so-lieu-2020.csv", "Báo An Giang")
        );

        // The same content under another name is known again.
        let before = written(&db).await;
        let again = Given::new("ban-sao.csv", &article()).apply(&importer).await;
        assert_eq!(again.batch, None);
        assert_eq!(
            again.already.map(|same| same.name).as_deref(),
            Some("so-lieu-2020.csv")
        );
        assert_eq!(written(&db).await, before);
    })
    .await;
}

#[tokio::test]
async fn one_bad_row_of_a_thousand_keeps_all_out() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        let good = "Xã Vĩnh Hậu,,Mô hình,\"“Dân vận khéo”\",Phát triển kinh tế,Tập thể,05/03/2026,";
        let good = good.replace("Xã Vĩnh Hậu", "30367");
        let mut rows = vec![good.as_str(); 1_000];
        let bad = good.replace("05/03/2026", "05/13/2026");
        rows[500] = &bad;
        let outcome = Given::new("so.csv", &models(&rows)).apply(&importer).await;
        assert_eq!(
            (outcome.rows, outcome.accepted, outcome.bad_rows),
            (1_000, 999, 1)
        );
        assert_eq!(outcome.batch, None);
        insta::assert_snapshot!("one_bad_row", told(&importer, &outcome.problems));
        assert_eq!(written(&db).await, 0);

        rows[500] = &good;
        let outcome = Given::new("so.csv", &models(&rows)).apply(&importer).await;
        assert_eq!(told(&importer, &outcome.problems), "");
        assert_eq!((outcome.accepted, outcome.batch.is_some()), (1_000, true));
        let sql = "SELECT CAST(SUM(value) AS BIGINT) FROM cell WHERE series LIKE 'dan_van_kheo.registered%' \
                   AND period = 20261";
        assert_eq!(count(&db, sql, &[]).await, 1_000);
    })
    .await;
}

#[tokio::test]
async fn a_unit_is_the_one_of_the_records_day() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        let rows = [
            "\"Vĩnh Hậu, An Giang\",,Cũ,general,economy,collective,01/06/2025,",
            "\"Vĩnh Hậu, An Giang\",,Mới,general,economy,collective,01/08/2025,",
        ];
        let done = Given::new("so.csv", &models(&rows)).apply(&importer).await;
        assert_eq!(told(&importer, &done.problems), "");
        let entries = importer.entries(done.batch.unwrap(), None, 10).await.unwrap();
        let registry = units();
        for entry in entries {
            let unit = registry.get(entry.unit).unwrap();
            let Brought::Record { date, title, .. } = entry.brought else {
                panic!("not a record")
            };
            assert!(unit.valid_on(date));
            assert_eq!(unit.code, if title == "Cũ" { "30364" } else { "30367" });
        }

        let rows = [
            "Phường Mỹ Bình,,Đã sáp nhập,general,economy,collective,01/08/2025,",
            "Xã Phú Hữu,,Trùng tên,general,economy,collective,01/08/2025,",
            "Xã Vĩnh Hâuu,,Gõ nhầm,general,economy,collective,01/08/2025,",
            "\"An Phú, An Giang\",,Cấp nào,general,economy,collective,01/06/2025,",
        ];
        let wrong = Given::new("so.csv", &models(&rows)).apply(&importer).await;
        insta::assert_snapshot!("units_of_a_day", told(&importer, &wrong.problems));

        // A former district keeps records of its own when it is named as one.
        let rows = [
            "Huyện An Phú,,Của huyện,general,economy,collective,01/06/2025,",
            "886,,Của huyện,general,economy,collective,01/06/2025,",
        ];
        let done = Given::new("huyen.csv", &models(&rows)).apply(&importer).await;
        assert_eq!(told(&importer, &done.problems), "");
        let entries = importer.entries(done.batch.unwrap(), None, 10).await.unwrap();
        let codes: Vec<&str> = entries
            .iter()
            .map(|entry| registry.get(entry.unit).unwrap().code.as_str())
            .collect();
        assert_eq!(codes, ["886", "886"]);
    })
    .await;
}

#[tokio::test]
async fn hamlets_are_found_by_name_within_the_commune() {
    on_both(MIGRATIONS, |db| async move {
        units::load_official(&db, now()).await.unwrap();
        let registry = units();
        let commune = registry.at("30367", jiff::civil::date(2026, 3, 5)).unwrap().id;
        let mut write = db.write().await.unwrap();
        let source = registry.sources()[0].id;
        let new = ["Ấp Vĩnh Thành", "Ấp Vĩnh Lợi"].map(|name| hamlets::NewHamlet {
            commune,
            code: None,
            name: name.to_owned(),
            kind: UnitKind::on_level(units::Level::Hamlet, "Ấp").unwrap(),
            valid_from: None,
            valid_to: None,
            source,
        });
        let ids = hamlets::insert(&mut write, &new).await.unwrap();
        write.commit().await.unwrap();

        let importer = importer(&db);
        let row = |hamlet: &str| format!("30367,{hamlet},A,general,economy,collective,05/03/2026,");
        let [full, short] = [row("Ấp Vĩnh Thành"), row("vinh loi")];
        let elsewhere = "30352,Ấp Phú Hòa,B,general,economy,collective,05/03/2026,";
        let done = Given::new("so.csv", &models(&[&full, &short, elsewhere]))
            .apply(&importer)
            .await;
        assert_eq!(told(&importer, &done.problems), "");
        insta::assert_snapshot!("no_hamlets", told(&importer, &done.notices));
        for (id, found) in [(ids[0], 1), (ids[1], 1)] {
            let sql = "SELECT COUNT(*) FROM record WHERE hamlet_id = $1";
            assert_eq!(count(&db, sql, &params![id.0]).await, found);
        }
        assert_eq!(
            count(&db, "SELECT COUNT(*) FROM record WHERE hamlet_id IS NULL", &[]).await,
            1
        );

        // The register of conferences calls its records by their hamlets.
        let header = "\"Xã, phường, đặc khu\",\"Ấp, khóm\",Ngày tổ chức,Tổng số hộ,Số hộ dự";
        let conference = format!("{header}\n30367,Ấp Vĩnh Lợi,20/12/2025,412,350\n");
        let done = Given::new("hoi-nghi.csv", conference.as_bytes())
            .apply(&importer)
            .await;
        assert_eq!(told(&importer, &done.problems), "");
        assert_eq!(done.form.as_deref(), Some("hamlet_conference"));
        let sql = "SELECT hamlet_id FROM record WHERE kind = 'hamlet_conference' AND title = 'Ấp Vĩnh Lợi'";
        assert_eq!(count(&db, sql, &[]).await, ids[1].0);

        let wrong = Given::new("so.csv", &models(&[&row("Vĩnh Thạnh")]))
            .apply(&importer)
            .await;
        insta::assert_snapshot!("unknown_hamlet", told(&importer, &wrong.problems));
    })
    .await;
}

#[tokio::test]
async fn an_import_taken_back_counts_no_more_and_can_come_again() {
    on_both(MIGRATIONS, |db| async move {
        let importer = importer(&db);
        let row = "30367,,Mô hình,general,economy,collective,05/03/2026,06/03/2026";
        for (name, content) in [("so.csv", models(&[row, row, row])), ("bao-cao.csv", article())] {
            let file = Given::new(name, &content);
            let batch = file.apply(&importer).await.batch.unwrap();
            let brought = u64::try_from(importer.import(batch).await.unwrap().unwrap().entries).unwrap();
            let done = importer.undo(batch, "nhập nhầm sổ").await.unwrap();
            assert_eq!(done, Undone::Done { entries: brought });
            assert_eq!(importer.undo(batch, "lại").await.unwrap(), Undone::Already);
            let entries = importer.entries(batch, None, 100).await.unwrap();
            assert!(
                entries.iter().all(|entry| entry.retracted),
                "what was taken back stays"
            );
            let import = importer.import(batch).await.unwrap().unwrap();
            assert_eq!(import.undone, Some((now(), "nhập nhầm sổ".to_owned())));
            assert_eq!(
                count(&db, "SELECT COUNT(*) FROM cell WHERE value <> 0", &[]).await,
                0
            );

            let again = file.apply(&importer).await;
            assert_eq!(told(&importer, &again.problems), "");
            assert_ne!(again.batch.unwrap(), batch);
            importer.undo(again.batch.unwrap(), "hết").await.unwrap();
        }
        let unknown = facts::BatchId(platform::id::uuid_v7(now(), [9; 10]));
        assert_eq!(importer.undo(unknown, "?").await.unwrap(), Undone::Unknown);
        let history = importer.history(None, 10).await.unwrap();
        let names: Vec<&str> = history.iter().map(|import| import.name.as_str()).collect();
        assert_eq!(
            names,
            ["bao-cao.csv", "bao-cao.csv", "so.csv", "so.csv"],
            "newest first"
        );
        assert_eq!(
            importer.history(Some(history[1].id), 10).await.unwrap(),
            history[2..]
        );
    })
    .await;
}

#[tokio::test]
async fn an_empty_template_is_known_for_its_form() {
    on_both(MIGRATIONS, |db| async move {
        // Nothing is written, so one database is enough.
        if db.engine() != "sqlite" {
            return;
        }
        let importer = importer(&db);
        for locale in platform::i18n::Locale::ALL {
            let t = crate::support::translations().translator(locale);
            for (form, _) in importer.forms(&t) {
                let empty = Given::new("mau.xlsx", &importer.template(&form, &t).unwrap());
                let outcome = empty.form(&form).check(&importer).await;
                let problems: Vec<&imports::Expected> =
                    outcome.problems.list().iter().map(|problem| &problem.expected).collect();
                assert!(
                    matches!(problems[..], [imports::Expected::File(message)] if message.key == "intake-no-rows"),
                    "{form}: {problems:?}"
                );
            }
        }
    })
    .await;
}

#[test]
fn every_language_has_every_text() {
    assert_eq!(
        platform::i18n::incompleteness(imports::TEXTS),
        Vec::<String>::new()
    );
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [own.join("src"), own.join("templates")];
    let folders = [folders[0].as_path(), folders[1].as_path()];
    let unused = platform::i18n::unused_keys(imports::TEXTS, &folders).unwrap();
    assert_eq!(unused, ["imports-nav"], "the program's navigation names the page");
}
