//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;
use tlog::VerifierKey;

use crate::config::SettingsArgs;

/// Đình keeps the records of grassroots democracy and counts the yearly report from them.
#[derive(Debug, Parser)]
#[command(
    name = "dinh",
    version,
    max_term_width = 100,
    after_help = "Start with:\n  dinh demo                                 look around in a demo world\n  \
                  dinh check --unit an-giang --year 2020    see a report that does not add up\n\n\
                  Settings are read from ./dinh.toml, then the environment (DINH_DATABASE, …), then flags."
)]
pub struct Cli {
    #[command(flatten)]
    pub settings: SettingsArgs,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Prepare a demo world (once) and serve it
    #[command(
        after_help = "Examples:\n  dinh demo\n  dinh demo --communes 5 --years 1 --prepare-only\n\n\
                            Everything the demo invents says so on every page."
    )]
    Demo(DemoArgs),
    /// Serve a database
    #[command(
        after_help = "Example:\n  dinh serve --database postgres://dinh@db/dinh --listen 127.0.0.1:8080"
    )]
    Serve(ServeArgs),
    /// Bring the database up to date and load the official units; can be run again
    Migrate,
    /// Bring in records or reported figures from a spreadsheet; all or nothing
    #[command(after_help = "Examples:\n  dinh import so-mo-hinh.xlsx --dry-run\n  \
                            dinh import seed-figures.csv --source-publisher \"Báo An Giang\" --source-date 2022-10-07\n\n\
                            The same content is imported once, whatever the file is called.\n\
                            Exit code: 0 imported, or imported before; 1 refused, each fault with its cell; 2 misuse.")]
    Import(ImportArgs),
    /// Write an empty form to fill in, as XLSX; without a form, list them
    #[command(
        after_help = "Examples:\n  dinh template\n  dinh template dan_van_kheo_model --out so-mo-hinh.xlsx"
    )]
    Template(TemplateArgs),
    /// List where the figures of a unit and a year contradict each other; exit 1 when they do
    #[command(
        after_help = "Example:\n  dinh check --unit an-giang --year 2020 --format json\n\n\
                            Names resolve among the units of that year.\n\
                            Exit code: 0 no contradiction, 1 contradictions, 2 misuse."
    )]
    Check(CheckArgs),
    /// Write the yearly report of a unit
    #[command(
        after_help = "Examples:\n  dinh report --unit an-giang --year 2025 --format pdf --out bao-cao.pdf\n  \
                            dinh report --unit an-giang --year 2020 --boundaries today --format json"
    )]
    Report(ReportArgs),
    /// Administrative units through time
    #[command(subcommand)]
    Units(UnitsCommand),
    /// The law as data
    #[command(subcommand)]
    Rulebook(RulebookCommand),
    /// Facts and their roll-ups
    #[command(subcommand)]
    Facts(FactsCommand),
    /// Administrators, who give everybody else accounts and roles
    #[command(subcommand)]
    Admin(AdminCommand),
    /// The public log
    #[command(subcommand)]
    Log(LogCommand),
    /// Check a public log as a stranger does, and every public item against its last entry
    #[command(
        after_help = "Examples:\n  dinh verify https://dinh.example.vn --since so-minh-bach.txt\n  \
                      dinh verify ban-sao/ --key 'dinh.example.vn/log+…'\n  \
                      dinh verify dinh-12.tlog-proof --key 'dinh.example.vn/log+…'\n  \
                      dinh verify --database sqlite://dinh.db\n\n\
                      Exit code: 0 everything holds; 1 something does not, each fault on its line; 2 misuse."
    )]
    Verify(VerifyArgs),
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The address of a server, a folder that `dinh log export` wrote, or a file with a proof; without it, the
    /// database of the settings
    #[arg(value_name = "URL|DIR|FILE")]
    pub target: Option<String>,
    /// The log's public key, known from elsewhere: name+id+key
    #[arg(long, value_name = "KEY")]
    pub key: Option<VerifierKey>,
    /// Remember here what was found good, and compare with it the next time; a plain checkpoint is read too
    #[arg(long, value_name = "FILE")]
    pub since: Option<PathBuf>,
    /// A witness that must have signed; can be repeated
    #[arg(long = "witness", value_name = "KEY")]
    pub witnesses: Vec<VerifierKey>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    pub format: TextFormat,
}

#[derive(Debug, Args)]
pub struct WitnessArgs {
    /// The address of the server
    #[arg(value_name = "URL")]
    pub address: String,
    /// The file of the witness's private key, made when absent
    #[arg(long, value_name = "FILE")]
    pub key_file: PathBuf,
    /// The name of the witness, for a key that is made: an address without scheme
    #[arg(long)]
    pub name: Option<String>,
    /// The log's public key, known from elsewhere
    #[arg(long, value_name = "KEY")]
    pub key: Option<VerifierKey>,
    /// Where the witness remembers what it has signed
    #[arg(long, value_name = "FILE")]
    pub since: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum LogCommand {
    /// Write the log as a folder of files that any web server can serve; can be repeated
    #[command(after_help = "Example:\n  dinh log export ban-sao/")]
    Export {
        /// The folder, made when absent
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Give the waiting entries their places and sign, once; `dinh serve` does it by itself
    Sign,
    /// Show the log's public keys, the one in use first
    Key,
    /// Replace the log's key: the new one is announced under the old one
    #[command(after_help = "Stop the server first. docs/src/log-keys.md has the whole procedure.")]
    RotateKey {
        /// The old key is lost, or others have it: the new key signs alone, and people must be told of it on paper
        #[arg(long)]
        lost: bool,
    },
    /// Check a log as its witness, sign what was found good, and bring the signature to it
    #[command(
        after_help = "Examples:\n  dinh log witness https://dinh.example --key-file mat-tran.key --name mat-tran.example \
                      --since so-minh-bach.txt\n\n\
                      The first time, the witness's key is made and its public half shown, for the log's operator to put \
                      among log_witnesses.\n\
                      Exit code: 0 signed; 1 something does not hold, nothing was signed; 2 misuse, or not taken."
    )]
    Witness(Box<WitnessArgs>),
    /// End a log whose newest entries are lost, and open another that holds what is left
    #[command(
        after_help = "Only when no newer copy of the database is to be had: docs/src/log-keys.md has the whole \
                      procedure. The new log takes its name from log_origin, which has to be another one."
    )]
    Restart,
}

#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Make an administrator, and print the one-time code to enrol with; for one who is there, a new code
    #[command(
        after_help = "Example:\n  dinh admin create --login quan-tri --name \"Nguyễn Văn A\" --unit an-giang\n\n\
                            A new installation has no accounts: this makes the first."
    )]
    Create(AdminCreateArgs),
    /// Sign everybody out, when an intruder may have somebody's session
    #[command(
        after_help = "Passwords, passkeys and cards of codes stay; everybody has to sign in again. A running server \
                      takes no old session from then on."
    )]
    SignAllOut,
}

#[derive(Debug, Args)]
pub struct AdminCreateArgs {
    /// What the administrator signs in with: plain letters, digits, hyphens, dots
    #[arg(long)]
    pub login: String,
    /// The administrator's name
    #[arg(long)]
    pub name: String,
    /// Code, name or short address of the unit, with all below it; the whole country without it
    #[arg(long)]
    pub unit: Option<String>,
}

#[derive(Debug, Args)]
pub struct DemoArgs {
    /// How many of An Giang's 102 communes have records
    #[arg(long, default_value_t = 102, value_parser = clap::value_parser!(u16).range(1..=102))]
    pub communes: u16,
    /// How many years of records, the last being 2025
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u16).range(1..=10))]
    pub years: u16,
    /// Another seed makes another world
    #[arg(long, default_value_t = 2020)]
    pub seed: u64,
    /// Stop after preparing
    #[arg(long)]
    pub prepare_only: bool,
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Where to listen
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub listen: Option<SocketAddr>,
}

/// Which map a report is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Boundaries {
    /// Boundaries at the end of the year reported on
    #[default]
    Year,
    /// Boundaries of today
    Today,
}

impl From<Boundaries> for reports::Boundaries {
    fn from(boundaries: Boundaries) -> Self {
        match boundaries {
            Boundaries::Year => Self::OfTheYear,
            Boundaries::Today => Self::OfToday,
        }
    }
}

#[derive(Debug, Args)]
pub struct Subject {
    /// Code, name or short address of the unit: 91, "Tỉnh An Giang", an-giang
    #[arg(long)]
    pub unit: String,
    /// The year, four digits
    #[arg(long)]
    pub year: String,
    /// Which boundaries
    #[arg(long, value_enum, default_value_t)]
    pub boundaries: Boundaries,
}

#[derive(Debug, Args)]
pub struct ImportArgs {
    /// The file: XLSX or CSV
    pub file: PathBuf,
    /// The form it fills (`dinh template` lists them); without it, the headers tell
    #[arg(long)]
    pub form: Option<String>,
    /// The sheet to read; without it, the one that fits
    #[arg(long)]
    pub sheet: Option<String>,
    /// Only check: say what would come of it and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// What the source of reported figures is called; the file's name without it
    #[arg(long, default_value = "")]
    pub source_title: String,
    /// Who published it
    #[arg(long, default_value = "")]
    pub source_publisher: String,
    /// When it was published, as 2022-10-07
    #[arg(long, value_name = "DATE")]
    pub source_date: Option<Date>,
    /// Where it is found: an address, a number
    #[arg(long, default_value = "")]
    pub source_locator: String,
}

#[derive(Debug, Args)]
pub struct TemplateArgs {
    /// Key of the form
    pub form: Option<String>,
    /// Where to write it
    #[arg(long, value_name = "FILE", requires = "form")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub subject: Subject,
    /// How the findings are written
    #[arg(long, value_enum, default_value_t)]
    pub format: TextFormat,
}

/// How something is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TextFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// The kind of file of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// A page
    Html,
    /// Open data
    Json,
    /// To calculate with
    Xlsx,
    /// To print and keep
    Pdf,
    /// To edit
    Docx,
}

#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(flatten)]
    pub subject: Subject,
    /// The kind of file
    #[arg(long, value_enum)]
    pub format: ReportFormat,
    /// Where to write it; standard output without it
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum UnitsCommand {
    /// Show a unit as it was on a day, with its history
    #[command(
        after_help = "Examples:\n  dinh units show 30352\n  dinh units show 30352 --on 2022-05-10 --format json"
    )]
    Show(UnitShowArgs),
    /// Import corrections: hamlets, or links between old and new units; all or nothing
    #[command(
        after_help = "Examples:\n  dinh units import successions sua-ke-thua.csv --dry-run\n  \
                      dinh units import hamlets ap-khom.csv\n\n\
                      The files are CSV in UTF-8 with a heading. Columns, in any order; those in brackets may be left \
                      out:\n  successions: action (add, retract, claim, deny), old_code, new_code, effective, \
                      [partial], source, [reason]\n  hamlets: commune_code, name, kind, [code], [valid_from], \
                      [valid_to], source\n\n\
                      Exit code: 0 imported, or imported before; 1 refused, each fault with its line and column; \
                      2 misuse."
    )]
    Import(UnitImportArgs),
    /// Record a new reorganisation: which units end, which begin, and what becomes what; all or nothing
    #[command(
        after_help = "Example:\n  dinh units reorganise sap-xep-2027.csv --effective 2027-01-01 --title \"Sắp xếp xã \
                      năm 2027\" \\\n    --document \"Nghị quyết số …\" --source \"Công báo số …\" --dry-run\n\n\
                      The file is CSV in UTF-8 with a heading; each row is one change:\n  \
                      close: code\n  open:  code, name (with its kind: \"Xã Phú Hữu\"), parent_code, [latitude], \
                      [longitude], [area_km2]\n  link:  code, new_code, partial (1 when the old unit is split, \
                      else 0)\n\n\
                      Exit code: 0 recorded, or recorded before; 1 refused, each fault with its line and column; \
                      2 misuse."
    )]
    Reorganise(UnitReorganiseArgs),
    /// List the recorded reorganisations with their numbers
    Reorganisations,
    /// Undo a reorganisation that was recorded wrongly; it is marked, nothing is deleted
    #[command(after_help = "Example:\n  dinh units undo 2 --reason \"Nhập nhầm tệp\"\n\n\
                      `dinh units reorganisations` lists the numbers.")]
    Undo(UnitUndoArgs),
    /// Find units by name, with or without diacritics, of any time
    #[command(after_help = "Example:\n  dinh units search \"phu huu\"")]
    Search(UnitSearchArgs),
}

#[derive(Debug, Args)]
pub struct UnitShowArgs {
    /// Code or name
    pub code: String,
    /// The day, as 2022-05-10; today without it
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    pub format: TextFormat,
}

/// What a file of corrections holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnitFile {
    /// Links between old and new units: added or retracted
    Successions,
    /// Hamlets of communes
    Hamlets,
}

#[derive(Debug, Args)]
pub struct UnitImportArgs {
    /// What the file holds
    #[arg(value_enum)]
    pub what: UnitFile,
    /// The file, in CSV
    pub file: PathBuf,
    /// Only check: say what would come of it and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct UnitReorganiseArgs {
    /// The file of changes, in CSV
    pub file: PathBuf,
    /// First day of the new units, as 2027-01-01
    #[arg(long, value_name = "DATE")]
    pub effective: Date,
    /// What the reorganisation is called
    #[arg(long)]
    pub title: String,
    /// The resolution that decided it
    #[arg(long)]
    pub document: String,
    /// What the source of the file is called
    #[arg(long)]
    pub source: String,
    /// Who published the source
    #[arg(long, default_value = "")]
    pub source_publisher: String,
    /// Where the source is found: an address, a number
    #[arg(long, default_value = "")]
    pub source_locator: String,
    /// Only check: say what would come of it and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Args)]
pub struct UnitUndoArgs {
    /// Number of the reorganisation
    pub reorganisation: i64,
    /// Why, for those who read its history
    #[arg(long)]
    pub reason: String,
}

#[derive(Debug, Args)]
pub struct UnitSearchArgs {
    /// Name or a part of it
    pub query: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t)]
    pub format: TextFormat,
}

#[derive(Debug, Subcommand)]
pub enum RulebookCommand {
    /// Read rulebook files and name every fault by line and column; exit 1 when there are any
    Check {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Say which rule was in force on a day, and under which article
    #[command(
        after_help = "Example:\n  dinh rulebook explain disclosure.deadline --place commune --on 2025-07-01"
    )]
    Explain(ExplainArgs),
}

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// What is ruled, as disclosure.deadline
    pub topic: String,
    /// Kind of place: commune, hamlet, agency, state_enterprise, mediation_team, any
    #[arg(long, default_value = "any")]
    pub place: String,
    /// The day of the event; today without it
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
}

#[derive(Debug, Subcommand)]
pub enum FactsCommand {
    /// Recompute the roll-ups from the facts
    Rebuild {
        /// Change nothing; name every cell that differs, exit 1 when there are any
        #[arg(long)]
        verify: bool,
    },
}
