//! What each command does. A command answers `true` when all is well and `false` when it found something.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use platform::{
    clock::{Clock as _, SystemClock},
    db::Write,
    i18n::{Arg, Locale, Translator},
};
use rulebook::{Book, Language, Place};
use units::{
    import,
    view::{self, UnitBrief, UnitView},
};

use crate::{
    cli::{
        AdminCreateArgs, CheckArgs, DemoArgs, ExplainArgs, ImportArgs, MediationForgetArgs, ReportArgs,
        ReportFormat, ServeArgs, TemplateArgs, TextFormat, UnitFile, UnitImportArgs, UnitReorganiseArgs,
        UnitSearchArgs, UnitShowArgs, UnitUndoArgs,
    },
    config::Settings,
    house::{self, House},
    serve,
    trouble::Trouble,
};

pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}") {
        // Whoever reads us has seen enough (`dinh … | head`).
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

fn unreadable(file: &Path, error: std::io::Error) -> Trouble {
    Trouble::Read {
        file: file.to_owned(),
        error,
    }
}

fn write_file(file: &Path, bytes: &[u8]) -> Result<(), Trouble> {
    std::fs::write(file, bytes).map_err(|error| Trouble::Write {
        file: file.to_owned(),
        error,
    })
}

pub fn terminal(settings: &Settings) -> anyhow::Result<Translator> {
    Ok(house::translations()?.translator(settings.language.into()))
}

pub async fn migrate(settings: &Settings) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    print(
        &house
            .translator()
            .with("dinh-migrated", "units", house.units.current().all().len()),
    )?;
    house.db.close().await;
    Ok(true)
}

pub async fn demo(settings: &Settings, args: &DemoArgs) -> anyhow::Result<bool> {
    let mut house = House::open(settings).await?;
    let t = house.translator();
    let world = demo::World {
        communes: args.communes.into(),
        years: args.years.into(),
        seed: args.seed,
        ..demo::World::default()
    };
    if !house.demo {
        print(&t.text("dinh-demo-preparing"))?;
    }
    let mut told = 0;
    demo::prepare(&house.db, &world, &mut |progress| {
        let tenth = progress.done * 10 / progress.places.max(1);
        if tenth > told {
            told = tenth;
            tracing::info!(records = progress.records, "{} %", tenth * 10);
        }
    })
    .await?;
    house.tell_of_households(&world).await?;
    // Decisions hang on boards, and are in the registers that the story of the boards ends with.
    house.tell_of_deliberation(&world).await?;
    house.tell_of_disclosure().await?;
    house.tell_of_consultations().await?;
    house.tell_of_petitions().await?;
    house.tell_of_receptions().await?;
    house.tell_of_movements().await?;
    house.tell_of_contributions().await?;
    house.tell_of_plans().await?;
    house.tell_of_supervision().await?;
    house.tell_of_assessments().await?;
    house.tell_of_benefits().await?;
    if !house.demo {
        house.db.analyze().await?;
    }
    house.demo = true;
    let today = house.clock.today();
    let province = house.units.current().resolve(demo::PROVINCE, today)?.id;
    identity::prepare_demo(&house.identity()?, province).await?;
    house.tell_of_mediation(&world).await?;
    house.tell_of_organisations().await?;
    house.tell_of_workplaces().await?;
    print(&t.text("dinh-demo-ready"))?;
    if args.prepare_only {
        house.db.close().await;
        return Ok(true);
    }
    serve::serve(&house, args.listen.unwrap_or(settings.listen)).await?;
    Ok(true)
}

pub async fn serve(settings: &Settings, args: &ServeArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    serve::serve(&house, args.listen.unwrap_or(settings.listen)).await?;
    Ok(true)
}

pub async fn check(settings: &Settings, args: &CheckArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    let reports = house.reports()?;
    let wanted = reports.wanted(
        &args.subject.unit,
        &args.subject.year,
        args.subject.boundaries.into(),
    )?;
    let report = reports.report(&t, wanted).await?;
    house.db.close().await;
    match args.format {
        TextFormat::Json => print(&serde_json::to_string_pretty(&report.findings)?)?,
        TextFormat::Text => print(&reports::text::findings(&t, &report))?,
    }
    Ok(report.findings.is_empty())
}

pub async fn report(settings: &Settings, args: &ReportArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    let reports = house.reports()?;
    let wanted = reports.wanted(
        &args.subject.unit,
        &args.subject.year,
        args.subject.boundaries.into(),
    )?;
    let format = match args.format {
        ReportFormat::Html => None,
        ReportFormat::Json => Some(reports::export::Format::Json),
        ReportFormat::Xlsx => Some(reports::export::Format::Xlsx),
        ReportFormat::Pdf => Some(reports::export::Format::Pdf),
        ReportFormat::Docx => Some(reports::export::Format::Docx),
    };
    let bytes = match format {
        None => serve::page(&house, &wanted_path(&reports, wanted)).await?,
        Some(format) => {
            let report = reports.report(&t, wanted).await?;
            reports::export::file(
                &t,
                &report,
                format,
                house.clock.now(),
                settings.public_address.as_deref(),
            )?
        }
    };
    house.db.close().await;
    match &args.out {
        Some(path) => {
            write_file(path, &bytes)?;
            print(&t.with("dinh-written", "file", path.display().to_string()))?;
        }
        None => std::io::stdout().lock().write_all(&bytes)?,
    }
    Ok(true)
}

fn wanted_path(reports: &reports::Reports, wanted: reports::Wanted) -> String {
    let slug = reports.units().slug(wanted.unit);
    format!("/bao-cao/{slug}/{}{}", wanted.year, wanted.boundaries.query())
}

pub async fn units_show(settings: &Settings, args: &UnitShowArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    let date = args.on.unwrap_or_else(|| house.clock.today());
    let units = house.units.current();
    let view = UnitView::of(&units, units.resolve(&args.code, date)?, date);
    match args.format {
        TextFormat::Json => print(&serde_json::to_string_pretty(&view)?)?,
        TextFormat::Text => print(&view::text(&t, &view))?,
    }
    house.db.close().await;
    Ok(true)
}

pub async fn units_search(settings: &Settings, args: &UnitSearchArgs) -> anyhow::Result<bool> {
    const MOST: usize = 50;
    let house = House::open(settings).await?;
    let t = house.translator();
    let units = house.units.current();
    let found: Vec<UnitBrief> = units
        .search(&args.query, MOST)
        .into_iter()
        .map(|unit| UnitBrief::of(&units, unit))
        .collect();
    match args.format {
        TextFormat::Json => print(&serde_json::to_string_pretty(&found)?)?,
        TextFormat::Text => {
            for unit in &found {
                print(&format!(
                    "{}\t{}\t{}",
                    unit.code,
                    unit.path,
                    view::days(&t, unit.valid_from, unit.valid_to)
                ))?;
            }
        }
    }
    house.db.close().await;
    Ok(!found.is_empty())
}

pub async fn units_import(settings: &Settings, args: &UnitImportArgs) -> anyhow::Result<bool> {
    let bytes = std::fs::read(&args.file).map_err(|error| unreadable(&args.file, error))?;
    let house = House::open(settings).await?;
    let at = house.clock.now();
    let mut write = house.db.write().await?;
    let outcome = match args.what {
        UnitFile::Successions => match import::read_successions(&bytes) {
            Ok(rows) => import::successions(&mut write, &rows, at).await,
            Err(problems) => Err(import::ImportError::Problems(problems)),
        },
        UnitFile::Hamlets => match import::read_hamlets(&bytes) {
            Ok(rows) => import::hamlets(&mut write, &rows, at).await,
            Err(problems) => Err(import::ImportError::Problems(problems)),
        },
    };
    let stored = units_stored(&house, write, outcome, args.dry_run).await?;
    house.db.close().await;
    Ok(stored != Stored::Refused)
}

/// What became of a file about units.
#[derive(Debug, PartialEq, Eq)]
enum Stored {
    Kept,
    Unchanged,
    Refused,
}

/// Keeps what was imported unless it is a dry run or a problem was found, and says which.
async fn units_stored(
    house: &House,
    write: Write,
    outcome: Result<import::Outcome, import::ImportError>,
    dry_run: bool,
) -> anyhow::Result<Stored> {
    let t = house.translator();
    match outcome {
        Ok(import::Outcome::Already) => {
            print(&t.text("dinh-units-import-already"))?;
            Ok(Stored::Unchanged)
        }
        Ok(import::Outcome::Done { entries }) if dry_run => {
            print(&t.with("dinh-import-would", "count", entries))?;
            Ok(Stored::Unchanged)
        }
        Ok(import::Outcome::Done { entries }) => {
            write.commit().await?;
            print(&t.with("dinh-import-done", "count", entries))?;
            Ok(Stored::Kept)
        }
        Err(import::ImportError::Problems(problems)) => {
            for problem in &problems {
                print(&view::problem_words(&t, problem))?;
            }
            print(&t.with("dinh-import-refused", "count", problems.len()))?;
            Ok(Stored::Refused)
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn units_reorganise(settings: &Settings, args: &UnitReorganiseArgs) -> anyhow::Result<bool> {
    let bytes = std::fs::read(&args.file).map_err(|error| unreadable(&args.file, error))?;
    let house = House::open(settings).await?;
    let mut write = house.db.write().await?;
    let outcome = match import::read_changes(&bytes) {
        Ok(changes) => {
            let new = import::NewReorganisation {
                title: args.title.clone(),
                legal_document: args.document.clone(),
                effective: args.effective,
                source: units::NewSource {
                    title: args.source.clone(),
                    publisher: args.source_publisher.clone(),
                    locator: args.source_locator.clone(),
                    licence: String::new(),
                },
                changes,
            };
            import::reorganisation(&mut write, &new, house.clock.now()).await
        }
        Err(problems) => Err(import::ImportError::Problems(problems)),
    };
    let stored = units_stored(&house, write, outcome, args.dry_run).await?;
    if stored == Stored::Kept {
        house.units.reload(&house.db).await?;
        let units = house.units.current();
        if let Some(made) = units.reorganisations().last() {
            print(
                &house
                    .translator()
                    .with("dinh-units-reorganised", "number", made.id.0.to_string()),
            )?;
        }
    }
    house.db.close().await;
    Ok(stored != Stored::Refused)
}

pub async fn units_reorganisations(settings: &Settings) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    for reorganisation in house.units.current().reorganisations() {
        print(&view::reorganisation_text(&t, reorganisation))?;
    }
    house.db.close().await;
    Ok(true)
}

pub async fn units_undo(settings: &Settings, args: &UnitUndoArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let id = units::ReorganisationId(args.reorganisation);
    units::undo(&house.db, id, house.clock.now(), &args.reason).await?;
    let units = house.units.current();
    let title = units
        .reorganisation(id)
        .map_or("", |undone| undone.title.as_str());
    print(&house.translator().with("dinh-units-undone", "title", title))?;
    house.db.close().await;
    Ok(true)
}

#[expect(
    clippy::print_stderr,
    reason = "progress is for the person at the terminal, not for the output"
)]
fn show_progress(t: &Translator, progress: imports::Progress) {
    let key = match progress.stage {
        imports::Stage::Looking => "dinh-import-looking",
        imports::Stage::Checking => "dinh-import-checking",
        imports::Stage::Writing => "dinh-import-writing",
    };
    eprintln!(
        "{}",
        t.with(key, "rows", i64::try_from(progress.rows).unwrap_or(i64::MAX))
    );
}

pub async fn import(settings: &Settings, args: &ImportArgs) -> anyhow::Result<bool> {
    /// Progress is told once for so many rows.
    const STEP: u64 = 50_000;
    let house = House::open(settings).await?;
    let t = house.translator();
    let importer = house.importer();
    let options = imports::Options {
        name: args
            .file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        form: args.form.clone(),
        sheet: args.sheet.clone(),
        source: imports::SourceText {
            title: args.source_title.clone(),
            publisher: args.source_publisher.clone(),
            published_on: args.source_date,
            locator: args.source_locator.clone(),
        },
        sender: None,
    };
    let told = AtomicU64::new(0);
    let teller = t.clone();
    let progress: Arc<dyn Fn(imports::Progress) + Send + Sync> = Arc::new(move |progress| {
        let step = progress.rows / STEP;
        if step > 0 && told.swap(step, Ordering::Relaxed) != step {
            show_progress(&teller, progress);
        }
    });
    let outcome = if args.dry_run {
        importer.check(&args.file, &options, &progress).await
    } else {
        importer.apply(&args.file, &options, &progress).await
    };
    let outcome = match outcome {
        Err(imports::ImportError::File(error)) => return Err(unreadable(&args.file, error).into()),
        outcome => outcome?,
    };
    for (key, problems) in [
        ("dinh-import-notice", &outcome.notices),
        ("dinh-import-problem", &outcome.problems),
    ] {
        for problem in problems.list() {
            print(&t.format(
                key,
                &[
                    ("place", problem.place_text(&t).into()),
                    ("read", problem.read.as_str().into()),
                    ("text", problem.text(&t, importer.catalogue()).into()),
                ],
            ))?;
        }
        if problems.more() > 0 {
            print(&t.with(
                "dinh-import-more",
                "count",
                i64::try_from(problems.more()).unwrap_or(i64::MAX),
            ))?;
        }
    }
    house.db.close().await;
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    if !outcome.problems.is_empty() {
        print(&t.format(
            "dinh-import-rows",
            &[
                ("rows", count(outcome.rows).into()),
                ("good", count(outcome.accepted).into()),
                ("bad", count(outcome.bad_rows).into()),
            ],
        ))?;
        print(&t.with("dinh-import-refused", "count", count(outcome.problems.count())))?;
        return Ok(false);
    }
    if let Some(batch) = &outcome.already {
        print(
            &t.format(
                "dinh-import-already",
                &[
                    ("file", batch.name.as_str().into()),
                    (
                        "date",
                        platform::clock::vietnam()
                            .to_datetime(batch.imported_at)
                            .date()
                            .into(),
                    ),
                ],
            ),
        )?;
    } else if args.dry_run {
        print(&t.with("dinh-import-would", "count", count(outcome.accepted)))?;
    } else {
        print(&t.with("dinh-import-done", "count", count(outcome.accepted)))?;
    }
    Ok(true)
}

pub async fn template(settings: &Settings, args: &TemplateArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    let importer = house.importer();
    match &args.form {
        None => {
            for (key, name) in importer.forms(&t) {
                print(&format!("{key}\t{name}"))?;
            }
        }
        Some(form) => {
            let bytes = importer.template(form, &t)?;
            let path = args
                .out
                .clone()
                .unwrap_or_else(|| PathBuf::from(format!("{form}.xlsx")));
            write_file(&path, &bytes)?;
            print(&t.with("dinh-written", "file", path.display().to_string()))?;
        }
    }
    house.db.close().await;
    Ok(true)
}

fn law_language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

pub fn rulebook_check(settings: &Settings, files: &[PathBuf]) -> anyhow::Result<bool> {
    let t = terminal(settings)?;
    let mut faults = 0;
    for path in files {
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
        let name = path.to_string_lossy();
        let problems = match Book::parse(&name, &text) {
            Err(problems) => problems,
            Ok(_) => beside_the_others(path, &text).err().unwrap_or_default(),
        };
        if problems.is_empty() {
            print(&t.with("dinh-rulebook-ok", "file", name.as_ref()))?;
        }
        for problem in &problems {
            print(&problem.in_language(law_language(&t)))?;
        }
        faults += problems.len();
    }
    if faults > 0 {
        print(&t.with("dinh-rulebook-problems", "count", faults))?;
    }
    Ok(faults == 0)
}

/// A book must also agree with the delivered ones, in place of its namesake among them.
fn beside_the_others(path: &Path, text: &str) -> Result<(), Vec<rulebook::Problem>> {
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let others = rulebook::SHIPPED
        .iter()
        .copied()
        .filter(|(other, _)| !other.ends_with(name.as_str()));
    rulebook::Rulebook::parse(others.chain([(name.as_str(), text)])).map(drop)
}

pub fn rulebook_explain(settings: &Settings, args: &ExplainArgs) -> anyhow::Result<bool> {
    const PLACES: [Place; 6] = [
        Place::Commune,
        Place::Hamlet,
        Place::Agency,
        Place::StateEnterprise,
        Place::MediationTeam,
        Place::Any,
    ];
    let t = terminal(settings)?;
    let language = law_language(&t);
    let Some(place) = PLACES.into_iter().find(|place| place.word() == args.place) else {
        let known: Vec<&str> = PLACES.iter().map(|place| place.word()).collect();
        return Err(Trouble::Place {
            found: args.place.clone(),
            known: known.join(", "),
        }
        .into());
    };
    let book = house::rulebook()?;
    let date = args.on.unwrap_or_else(|| SystemClock.today());
    match book.explain(&args.topic, place, date) {
        Ok(because) => {
            print(because.summary.get(language))?;
            print(&because.citation.in_language(language))?;
            print(&t.with("dinh-rulebook-in-force", "validity", because.validity.to_string()))?;
            if because.uncertain {
                print(&t.text("dinh-rulebook-uncertain"))?;
            }
            if let Some(note) = because.note {
                print(note.get(language))?;
            }
            Ok(true)
        }
        Err(error) => {
            print(&error.in_language(language))?;
            Ok(false)
        }
    }
}

pub async fn admin_create(settings: &Settings, args: &AdminCreateArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    let unit = match &args.unit {
        Some(unit) => house.units.current().resolve(unit, house.clock.today())?.id,
        None => units::UnitId::COUNTRY,
    };
    let Some(login) = identity::rules::login(&args.login) else {
        anyhow::bail!("--login needs 3 to 40 plain letters, digits, hyphens or dots");
    };
    let (code, expires) = house
        .identity()?
        .create_administrator(&login, &args.name, unit)
        .await?;
    house.db.close().await;
    print(&t.format(
        "dinh-admin-created",
        &[
            ("login", login.into()),
            ("unit", house.units.current().path(unit).into()),
        ],
    ))?;
    print(&t.with("dinh-admin-code", "code", code.grouped()))?;
    let until = platform::clock::vietnam().to_datetime(expires);
    let address = settings.public_address.clone().unwrap_or_default();
    print(&t.format(
        "dinh-admin-next",
        &[
            ("address", format!("{address}/ghi-danh").into()),
            ("date", until.date().into()),
            (
                "time",
                format!("{:02}:{:02}", until.hour(), until.minute()).into(),
            ),
        ],
    ))?;
    Ok(true)
}

pub async fn admin_sign_all_out(settings: &Settings) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let ended = house.identity()?.end_all_sessions().await?;
    house.db.close().await;
    let ended = i64::try_from(ended).unwrap_or(i64::MAX);
    print(
        &house
            .translator()
            .with("dinh-admin-signed-all-out", "count", ended),
    )?;
    Ok(true)
}

pub async fn mediation_forget(settings: &Settings, args: &MediationForgetArgs) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let units = house.units.current();
    let unit = units.resolve(&args.unit, house.clock.today())?;
    let cases = house.mediations().await?.forget(unit.id).await?;
    let args = [
        ("unit", Arg::from(unit.name.as_str())),
        ("count", Arg::Number(i64::try_from(cases).unwrap_or(i64::MAX))),
    ];
    let said = house.translator().format("dinh-mediation-forgotten", &args);
    house.db.close().await;
    print(&said)?;
    Ok(true)
}

pub async fn facts_rebuild(settings: &Settings, verify: bool) -> anyhow::Result<bool> {
    let house = House::open(settings).await?;
    let t = house.translator();
    if !verify {
        facts::proof::rebuild(&house.db).await?;
        print(&t.text("dinh-facts-rebuilt"))?;
        house.db.close().await;
        return Ok(true);
    }
    let units = house.units.current();
    let found = facts::proof::verify(&house.db).await?;
    for difference in &found.differences {
        let value = |side: Option<(i64, i64)>| {
            side.map_or_else(|| t.text("dinh-facts-none"), |(value, _)| t.number(value))
        };
        print(&t.format(
            "dinh-facts-cell",
            &[
                ("unit", units.path(difference.unit).into()),
                ("period", difference.period.to_string().into()),
                ("series", difference.series.as_str().into()),
                ("cell", value(difference.cell).into()),
                ("facts", value(difference.facts).into()),
            ],
        ))?;
    }
    if found.differences.is_empty() {
        print(&t.format(
            "dinh-facts-verified",
            &[("cells", found.cells.into()), ("facts", found.facts.into())],
        ))?;
    } else {
        print(&t.with("dinh-facts-differ", "count", found.differences.len()))?;
    }
    let (ledgers, wrong) = house.contributions()?.verify().await?;
    for what in &wrong {
        print(what)?;
    }
    let key = if wrong.is_empty() {
        "dinh-ledgers-verified"
    } else {
        "dinh-ledgers-wrong"
    };
    print(&t.format(
        key,
        &[
            ("ledgers", i64::try_from(ledgers).unwrap_or(i64::MAX).into()),
            ("wrong", wrong.len().into()),
        ],
    ))?;
    house.db.close().await;
    Ok(found.differences.is_empty() && wrong.is_empty())
}
