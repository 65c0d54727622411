//! What the commands promise to people and programs: their answers and exit codes.

use std::{fs, process::Output};

use platform::db::{Database, PoolSize};
use serde_json::Value;

use crate::world::{SMALL, Server, World, dinh, words};

const FINE: i32 = 0;
const FOUND: i32 = 1;
const MISUSE: i32 = 2;

#[track_caller]
fn ended(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}", words(output));
}

#[track_caller]
fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", words(output)))
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn complained(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

#[test]
fn check_lists_the_two_contradictions_of_the_article_and_exits_1() {
    let world = World::small();
    let output = world.run("check --unit an-giang --year 2020 --format json");
    ended(&output, FOUND);
    let findings = json(&output);
    let told: Vec<[i64; 3]> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            [
                &finding["left"]["value"],
                &finding["right"]["value"],
                &finding["difference"],
            ]
            .map(|number| number.as_i64().unwrap())
        })
        .collect();
    assert_eq!(told, [[2374, 2706, 332], [1772, 2116, 344]]);
    for finding in findings.as_array().unwrap() {
        for side in ["left", "right"] {
            assert!(finding[side]["source"].as_str().unwrap().contains("Báo An Giang"));
        }
        let verdicts: Vec<&str> = finding["explanations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|tried| tried["verdict"].as_str().unwrap())
            .collect();
        assert_eq!(
            verdicts.iter().filter(|verdict| **verdict == "ruled_out").count(),
            3
        );
        assert_eq!(
            verdicts
                .iter()
                .filter(|verdict| **verdict == "hypothesis")
                .count(),
            1
        );
        assert_eq!(verdicts.len(), 4, "nothing is presented as a fact");
    }

    let text = printed(&world.run("check --unit an-giang --year 2020"));
    for part in [
        "2.374",
        "2.706",
        "+332",
        "1.772",
        "2.116",
        "+344",
        "Loại trừ",
        "Giả thuyết",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn check_exits_0_when_there_is_nothing_to_find() {
    let world = World::small();
    let output = world.run("check --unit an-giang --year 1990 --format json");
    ended(&output, FINE);
    assert_eq!(json(&output), Value::Array(Vec::new()));
    let output = world.run("check --unit an-giang --year 1990");
    ended(&output, FINE);
    assert!(
        printed(&output).contains("không tìm thấy mâu thuẫn"),
        "{}",
        words(&output)
    );
}

#[test]
fn a_unit_is_found_by_code_name_and_short_address_in_the_units_of_its_year() {
    let world = World::small();
    let asked = |unit: &str| {
        let mut command = world.command("check --year 2020 --format json --unit");
        let output = command.arg(unit).output().unwrap();
        ended(&output, FOUND);
        output.stdout
    };
    let by_slug = asked("an-giang");
    for other in ["89", "Tỉnh An Giang", "an giang"] {
        assert!(asked(other) == by_slug, "{other} is not an-giang in 2020");
    }
    // 91 is An Giang since 2025 and was Kiên Giang before.
    let output = world.run("report --unit 91 --year 2020 --format json");
    assert_eq!(json(&output)["unit"]["name"], "Tỉnh Kiên Giang");
    let output = world.run("report --unit 91 --year 2025 --format json");
    assert_eq!(json(&output)["unit"]["name"], "Tỉnh An Giang");
}

#[test]
fn misuse_exits_2_and_says_what_to_do() {
    let world = World::small();
    for (line, help) in [
        ("check --year 2020", "--unit"),
        ("check --unit an-giang", "--year"),
        ("check --unit an-giang --year nam-ngoai", "bốn chữ số"),
        ("check --unit an-giang --year 20", "bốn chữ số"),
        (
            "check --unit khong-dau-co --year 2020",
            "Ngày 31/12/2020 không có đơn vị nào có tên hoặc mã “khong-dau-co”",
        ),
        (
            "check --unit khong-dau-co --year 2020 --language en",
            "no unit has the name or code",
        ),
        // Many communes are called Phú Hữu: the message offers their codes.
        (
            "check --unit phu-huu --year 2020",
            "30352 Xã Phú Hữu, Huyện An Phú, Tỉnh An Giang",
        ),
        ("check --unit an-giang --year 2020 --format xml", "json"),
        ("report --unit an-giang --year 2020 --format odt", "docx"),
        ("report --unit an-giang --year 2020", "--format"),
        (
            "report --unit an-giang --year 2020 --format json --boundaries mai",
            "“mai” không hợp lệ cho --boundaries <BOUNDARIES>. Hãy chọn một trong: year, today.",
        ),
        ("units show 30352 --on 2022-13-10", "2022-13-10"),
        ("units undo 7 --reason nhầm", "Không có lần sắp xếp nào mang số 7"),
        (
            "rulebook check khong-co.toml",
            "Không đọc được khong-co.toml: không có tệp này.",
        ),
        (
            "rulebook check khong-co.toml --language en",
            "Can’t read khong-co.toml: there is no such file.",
        ),
        (
            "import khong-co.xlsx",
            "Không đọc được khong-co.xlsx: không có tệp này.",
        ),
        ("import khong-co.xlsx --form la", "Không có mẫu “la”"),
        ("template la", "Các mẫu: reported, "),
        ("units import hamlets khong-co.csv", "Không đọc được khong-co.csv"),
        (
            "check --config khong-co.toml --unit 89 --year 2020",
            "Không đọc được khong-co.toml",
        ),
        ("demo --communes 103 --prepare-only", "1..=102"),
        ("chek", "Không có lệnh “chek”. Có phải là: check"),
        (
            "chek --language=en",
            "There is no command “chek”. Did you mean: check",
        ),
        (
            "check --yaer 2020 --unit 89",
            "Không hiểu “--yaer”. Có phải là: --year",
        ),
    ] {
        let output = world.run(line);
        ended(&output, MISUSE);
        assert!(output.stdout.is_empty(), "dinh {line}: {}", words(&output));
        let complaint = complained(&output);
        assert!(
            complaint.contains(help),
            "dinh {line} does not say {help:?}: {complaint}"
        );
        assert!(!complaint.contains("panicked"), "dinh {line}: {complaint}");
    }
    let output = dinh(world.folder())
        .args([
            "check",
            "--unit",
            "an-giang",
            "--year",
            "2020",
            "--database",
            "mysql://somewhere/else",
        ])
        .output()
        .unwrap();
    ended(&output, MISUSE);
    assert!(
        complained(&output).contains("Không hiểu địa chỉ cơ sở dữ liệu “mysql://somewhere/else”"),
        "{}",
        words(&output)
    );
}

#[test]
fn help_teaches_every_command_by_example() {
    let world = World::small();
    for line in [
        "--help",
        "help demo",
        "help check",
        "help report",
        "help import",
        "help units show",
        "help units import",
        "help units reorganise",
        "help units undo",
    ] {
        let output = dinh(world.folder()).args(line.split(' ')).output().unwrap();
        ended(&output, FINE);
        assert!(
            printed(&output).contains("  dinh "),
            "dinh {line} shows no example"
        );
    }
}

#[test]
fn a_report_is_written_in_every_format() {
    let world = World::small();
    for (format, start) in [
        ("html", "<!doctype html>"),
        ("json", "{"),
        ("xlsx", "PK\u{3}\u{4}"),
        ("pdf", "%PDF-"),
        ("docx", "PK\u{3}\u{4}"),
    ] {
        let line = format!("report --unit an-giang --year 2020 --format {format} --out bao-cao.{format}");
        let output = world.run(&line);
        ended(&output, FINE);
        assert!(
            printed(&output).contains(&format!("bao-cao.{format}")),
            "{}",
            words(&output)
        );
        let written = fs::read(world.folder().join(format!("bao-cao.{format}"))).unwrap();
        assert!(
            written.starts_with(start.as_bytes()),
            "{format} starts with something else"
        );
    }
    let page = fs::read_to_string(world.folder().join("bao-cao.html")).unwrap();
    assert!(page.contains("2.374") && page.contains("2.706") && page.contains("lang=\"vi\""));
    let octets = fs::read(world.folder().join("bao-cao.json")).unwrap();
    let output = world.run("report --unit an-giang --year 2020 --format json");
    assert!(
        output.stdout == octets,
        "without --out the same goes to standard output"
    );
    let report = json(&output);
    assert_eq!(report["demo"], true, "an invented world says so");
    assert_eq!(report["findings"].as_array().unwrap().len(), 2);

    let english = json(&world.run("report --unit an-giang --year 2020 --format json --language en"));
    assert_eq!(english["language"], "en");
    assert_eq!(english["findings"][0]["right"]["text"], "2,706");
}

#[test]
fn a_rulebook_is_checked_by_line_and_column() {
    let world = World::small();
    let delivered = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../rulebooks/2007-phap-lenh-34.toml"
    );
    let check = |file: &str| {
        dinh(world.folder())
            .args(["rulebook", "check", file])
            .output()
            .unwrap()
    };
    ended(&check(delivered), FINE);

    let book = fs::read_to_string(delivered).unwrap();
    let line = 1 + book
        .lines()
        .position(|line| line.starts_with("valid_from"))
        .unwrap();
    let wrong = book.replacen("valid_from = 2007-07-01", "valid_form = 2007-07-01", 1);
    fs::write(world.folder().join("2007-phap-lenh-34.toml"), wrong).unwrap();
    let output = check("2007-phap-lenh-34.toml");
    ended(&output, FOUND);
    let said = printed(&output);
    assert!(
        said.contains(&format!("2007-phap-lenh-34.toml:{line}:1")),
        "{said}"
    );
    assert!(said.contains("valid_form"), "{said}");
}

#[test]
fn a_unit_is_shown_as_it_was_on_a_day() {
    let world = World::small();
    let on = |day: &str| {
        let output = world.run(&format!("units show 30352 --on {day} --format json"));
        ended(&output, FINE);
        json(&output)
    };
    let before = on("2022-05-10");
    assert_eq!(before["name"], "Xã Phú Hữu");
    assert_eq!(before["path"], "Xã Phú Hữu, Huyện An Phú, Tỉnh An Giang");
    assert_eq!(before["valid_to"], "2025-07-01");
    let after = on("2025-07-01");
    assert_eq!(after["path"], "Xã Phú Hữu, Tỉnh An Giang");
    assert_eq!(after["valid_from"], "2025-07-01");
    let from: Vec<[&str; 2]> = after["formed_from"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| [&link["code"], &link["share"]].map(|text| text.as_str().unwrap()))
        .collect();
    assert_eq!(from, [["30352", "whole"], ["30358", "part"], ["30361", "whole"]]);

    let output = world.run("units show khong-co --on 2025-07-01");
    ended(&output, MISUSE);
}

const MERGER: &str = "\
action,code,name,parent_code,new_code,partial
close,30352,,,,
close,30346,,,,
open,30352,Phường Phú Hội,91,,
link,30352,,,30352,0
link,30346,,,30352,0
";

#[test]
fn a_reorganisation_is_imported_shown_undone_and_shown_again() {
    let world = World::small();
    let show = |code: &str| world.run(&format!("units show {code} --on 2026-07-01 --format json"));
    let import = |file: &str, more: &[&str]| {
        let mut command = world.command("units reorganise");
        command.args([
            file,
            "--effective",
            "2026-07-01",
            "--title",
            "Nhập xã Phú Hữu và xã Nhơn Hội",
        ]);
        command.args(["--document", "Nghị quyết thử", "--source", "Công báo thử"]);
        command.args(more).output().unwrap()
    };
    fs::write(world.folder().join("sap-xep.csv"), MERGER).unwrap();
    let before = [show("30352"), show("30346")].map(|output| json(&output));
    assert_eq!(before[0]["name"], "Xã Phú Hữu");

    let wrong = MERGER
        .replace("link,30346,,,30352,0\n", "")
        .replace("Phường Phú Hội", "Phú Hội");
    fs::write(world.folder().join("sai.csv"), wrong).unwrap();
    let output = import("sai.csv", &[]);
    ended(&output, FOUND);
    let said = printed(&output);
    assert!(
        said.contains("Dòng 3, cột code: 30346 kết thúc mà không nhập vào đâu"),
        "{said}"
    );
    assert!(
        said.contains("Dòng 4, cột name: “Phú Hội” cần bắt đầu bằng một trong"),
        "{said}"
    );
    assert!(said.contains("Chưa nhập gì cả"), "{said}");
    let output = import("sap-xep.csv", &["--dry-run"]);
    ended(&output, FINE);
    assert!(printed(&output).contains("Chưa ghi gì"), "{}", words(&output));
    assert_eq!(json(&show("30352")), before[0], "a dry run changes nothing");

    let output = import("sap-xep.csv", &[]);
    ended(&output, FINE);
    assert!(
        printed(&output).contains("dinh units undo 2"),
        "{}",
        words(&output)
    );
    assert!(printed(&import("sap-xep.csv", &[])).contains("đã được nhập trước đây"));
    let merged = json(&show("30352"));
    assert_eq!(merged["name"], "Phường Phú Hội");
    assert_eq!(merged["formed_from"].as_array().unwrap().len(), 2);
    ended(&show("30346"), MISUSE);
    let listed = printed(&world.run("units reorganisations"));
    assert!(
        listed.contains("2. Từ ngày 01/07/2026: Nhập xã Phú Hữu và xã Nhơn Hội (Nghị quyết thử)"),
        "{listed}"
    );

    let undo = || {
        world
            .command("units undo 2 --reason")
            .arg("Nhập nhầm")
            .output()
            .unwrap()
    };
    let output = undo();
    ended(&output, FINE);
    assert!(
        printed(&output).contains("Nhập xã Phú Hữu và xã Nhơn Hội"),
        "{}",
        words(&output)
    );
    assert_eq!([show("30352"), show("30346")].map(|output| json(&output)), before);
    assert!(printed(&world.run("units reorganisations")).contains("lý do: Nhập nhầm"));
    let output = undo();
    ended(&output, MISUSE);
    assert!(
        complained(&output).contains("đã được hủy ngày"),
        "{}",
        words(&output)
    );
}

#[test]
fn corrected_links_and_hamlets_are_imported() {
    let world = World::small();
    fs::write(
        world.folder().join("sua.csv"),
        "action,old_code,new_code,effective,partial,source,reason\n\
         retract,31378,31654,2025-07-01,,Nghị quyết 1668/NQ-UBTVQH15,Trùng tên\n\
         add,31378,31378,01/07/2025,0,Nghị quyết 1668/NQ-UBTVQH15,\n\
         retract,31657,31378,2025-07-01,,Nghị quyết 1668/NQ-UBTVQH15,\n\
         add,31657,31654,2025-07-01,0,Nghị quyết 1668/NQ-UBTVQH15,\n",
    )
    .unwrap();
    let became = || json(&world.run("units show 31378 --on 2025-06-30 --format json"))["became"].clone();
    let before = became();
    assert_eq!(before.as_array().unwrap().len(), 2);
    ended(&world.run("units import successions sua.csv --dry-run"), FINE);
    assert_eq!(became(), before);
    ended(&world.run("units import successions sua.csv"), FINE);
    assert_eq!(became().as_array().unwrap().len(), 1);
    let output = world.run("units import successions sua.csv");
    ended(&output, FINE);
    assert!(
        printed(&output).contains("đã được nhập trước đây"),
        "{}",
        words(&output)
    );

    fs::write(
        world.folder().join("ap.csv"),
        "commune_code,name,kind,source\n30352,Phú Thành,Thôn bản,Phòng Văn hóa\n",
    )
    .unwrap();
    let output = world.run("units import hamlets ap.csv");
    ended(&output, FOUND);
    assert!(
        printed(&output).contains("Dòng 2, cột kind: “Thôn bản” không hợp lệ"),
        "{}",
        words(&output)
    );
}

#[tokio::test]
async fn the_proof_of_the_roll_ups_finds_a_cell_changed_behind_its_back() {
    let world = World::small();
    ended(&world.run("facts rebuild --verify"), FINE);

    let db = Database::open(&world.database(), PoolSize::default())
        .await
        .unwrap();
    let mut write = db.write().await.unwrap();
    let touched = write
        .execute(
            "UPDATE cell SET value = value + 7 WHERE unit_id = (SELECT MIN(unit_id) FROM cell) AND period = \
             (SELECT MAX(period) FROM cell c WHERE c.unit_id = cell.unit_id) AND series = \
             (SELECT MIN(series) FROM cell c WHERE c.unit_id = cell.unit_id AND c.period = cell.period)",
            &[],
        )
        .await
        .unwrap();
    write.commit().await.unwrap();
    db.close().await;
    assert!(touched > 0);

    let output = world.run("facts rebuild --verify");
    ended(&output, FOUND);
    assert!(
        printed(&output).contains("An Giang"),
        "the cell is named by its unit: {}",
        words(&output)
    );
    ended(&world.run("facts rebuild"), FINE);
    ended(&world.run("facts rebuild --verify"), FINE);
}

#[test]
fn a_demo_world_is_prepared_once_and_never_over_another() {
    let world = World::small();
    let before = fs::read(world.folder().join("dinh.db")).unwrap().len();
    let again = world
        .command(&SMALL.join(" "))
        .arg("--prepare-only")
        .output()
        .unwrap();
    ended(&again, FINE);
    let other = world.run("demo --communes 4 --years 2 --prepare-only");
    ended(&other, MISUSE);
    let complaint = complained(&other);
    assert!(
        complaint.contains("communes 3") && complaint.contains("communes 4"),
        "{complaint}"
    );
    assert_eq!(fs::read(world.folder().join("dinh.db")).unwrap().len(), before);
}

#[tokio::test]
async fn a_server_asked_to_stop_ends_well() {
    let server = Server::start();
    assert_eq!(server.get("/health/live").await.status(), 200);
    assert_eq!(server.get("/health/ready").await.status(), 200);
    assert!(server.stop().success());
}

#[tokio::test]
async fn both_databases_give_the_same_octets() {
    let server = std::env::var("DINH_TEST_POSTGRES")
        .expect("DINH_TEST_POSTGRES is not set: run the tests as `scripts/with-postgres cargo nextest run`");
    let admin = Database::open(&server, PoolSize::default()).await.unwrap();
    for statement in [
        "DROP SCHEMA IF EXISTS program_contract CASCADE",
        "CREATE SCHEMA program_contract",
    ] {
        let mut write = admin.write().await.unwrap();
        write.execute(statement, &[]).await.unwrap();
        write.commit().await.unwrap();
    }
    admin.close().await;
    let separator = if server.contains('?') { '&' } else { '?' };
    let postgres = format!("{server}{separator}options=-c%20search_path%3Dprogram_contract");

    let world = World::small();
    let on_postgres = |line: &str| {
        dinh(world.folder())
            .args(["--database", &postgres])
            .args(line.split(' '))
            .output()
            .unwrap()
    };
    ended(&on_postgres(&format!("{} --prepare-only", SMALL.join(" "))), FINE);
    for line in [
        "report --unit an-giang --year 2020 --format json",
        "report --unit an-giang --year 2024 --format json",
        "report --unit an-giang --year 2024 --boundaries today --format json",
        "report --unit an-giang --year 2025 --format json",
        "report --unit an-giang --year 2025 --format html",
        "check --unit an-giang --year 2025 --format json",
        "units show 30352 --on 2025-07-01 --format json",
        "facts rebuild --verify",
    ] {
        let (ours, theirs) = (world.run(line), on_postgres(line));
        assert_eq!(ours.status, theirs.status, "dinh {line}: {}", words(&theirs));
        assert!(!ours.stdout.is_empty(), "dinh {line}: {}", words(&ours));
        assert!(
            ours.stdout == theirs.stdout,
            "dinh {line} differs between SQLite and PostgreSQL"
        );
    }
}
