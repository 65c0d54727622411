//! What the tests share: an importer, files, and problems in words.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use facts::Catalogue;
use imports::{Importer, Options, Outcome, Problems, Progress};
use jiff::Timestamp;
use platform::{
    clock::FixedClock,
    db::{Database, Value},
    i18n::{Locale, Translations, Translator},
};
use units::{LiveUnits, Units};

pub type Watch = Arc<dyn Fn(Progress) + Send + Sync>;

pub fn now() -> Timestamp {
    "2026-11-23T01:30:00Z".parse().unwrap()
}

/// The official units of both maps.
pub fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(now()).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

/// Random octets that are the same every time.
pub fn counter() -> platform::random::Fill {
    let mut next = 0_u64;
    Box::new(move |octets| {
        next += 1;
        octets.fill(0);
        let number = next.to_be_bytes();
        let start = octets.len() - number.len();
        octets[start..].copy_from_slice(&number);
    })
}

pub fn importer(db: &Database) -> Importer {
    Importer::new(
        db.clone(),
        LiveUnits::new(units()),
        Arc::new(Catalogue::delivered().unwrap()),
        Arc::new(FixedClock(now())),
        counter(),
    )
}

pub const MIGRATIONS: &[&[platform::db::Migration]] =
    &[units::MIGRATIONS, facts::MIGRATIONS, imports::MIGRATIONS];

pub fn translations() -> Translations {
    Translations::new(&[
        platform::i18n::TEXTS,
        facts::TEXTS,
        &[platform::i18n::Texts {
            slice: "intake",
            vi: include_str!("../../../intake/locales/vi.ftl"),
            en: include_str!("../../../intake/locales/en.ftl"),
            km: include_str!("../../../intake/locales/km.ftl"),
        }],
        imports::TEXTS,
    ])
    .unwrap()
}

pub fn vietnamese() -> Translator {
    translations().translator(Locale::Vi)
}

/// A file in a folder that goes away with it.
pub struct Given {
    _folder: tempfile::TempDir,
    pub path: PathBuf,
    pub options: Options,
}

impl Given {
    pub fn new(name: &str, content: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        Self {
            _folder: folder,
            path,
            options: Options {
                name: name.to_owned(),
                ..Options::default()
            },
        }
    }

    pub fn form(mut self, form: &str) -> Self {
        self.options.form = Some(form.to_owned());
        self
    }

    pub async fn check(&self, importer: &Importer) -> Outcome {
        importer.check(&self.path, &self.options, &quiet()).await.unwrap()
    }

    pub async fn apply(&self, importer: &Importer) -> Outcome {
        importer.apply(&self.path, &self.options, &quiet()).await.unwrap()
    }
}

pub fn quiet() -> Watch {
    Arc::new(|_| {})
}

/// The article's figures, as the demo world is delivered with them.
pub fn article() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo/an-giang-2020.csv");
    std::fs::read(path).unwrap()
}

/// Problems as a Vietnamese reader sees them, one a line.
pub fn told(importer: &Importer, problems: &Problems) -> String {
    let t = vietnamese();
    let mut lines: Vec<String> = problems
        .list()
        .iter()
        .map(|problem| {
            let place = problem.place_text(&t);
            let text = problem.text(&t, importer.catalogue());
            // Whatever is said can be said in every language.
            for locale in Locale::ALL {
                let t = translations().translator(locale);
                assert!(!problem.text(&t, importer.catalogue()).is_empty());
            }
            format!("{place} | {} | {text}", problem.read)
        })
        .collect();
    if problems.more() > 0 {
        lines.push(format!("+{}", problems.more()));
    }
    lines.join("\n")
}

/// One number of the database.
pub async fn count(db: &Database, sql: &'static str, params: &[Value]) -> i64 {
    let mut read = db.read().await.unwrap();
    read.one(sql, params, |row| row.get(0)).await.unwrap().unwrap()
}

/// How many rows are in the tables that an import writes to.
pub async fn written(db: &Database) -> i64 {
    let sql = "SELECT (SELECT COUNT(*) FROM record) + (SELECT COUNT(*) FROM fact) + (SELECT COUNT(*) FROM cell) \
               + (SELECT COUNT(*) FROM reported) + (SELECT COUNT(*) FROM report_source) \
               + (SELECT COUNT(*) FROM import_batch)";
    count(db, sql, &[]).await
}

/// A register of models as CSV: a header that quotes what needs it, then one line for each row.
pub fn models(rows: &[&str]) -> Vec<u8> {
    let header = "\"Xã, phường, đặc khu\",\"Ấp, khóm\",Tên mô hình,Nhóm danh hiệu,Lĩnh vực chính,Đối tượng,\
                  Ngày đăng ký,Ngày thực hiện";
    format!("{header}\n{}\n", rows.join("\n")).into_bytes()
}
