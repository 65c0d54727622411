//! An import from its file to its commit.

use std::{io, path::Path, sync::Arc};

use facts::{
    BatchId, BatchState, Catalogue, Ledger, NewBatch, NewRecord, NewReported, RecordId, ReportedId, Source,
    SourceId,
    store::{self, Batch},
};
use intake::ContentHash;
use jiff::{Timestamp, civil::Date};
use platform::{
    access::Actor,
    clock::Clock,
    db::{Database, DbError, DbResult, Read},
    i18n::{Locale, Translator},
    random::{Fill, Random},
};
use units::{LiveUnits, UnitId};

use crate::{
    desk::{Desk, Understood},
    forms::{REPORTED, What},
    guess,
    problem::{Problem, Problems},
    reader,
};

/// Imports files.
pub struct Importer {
    pub(crate) db: Database,
    pub(crate) units: LiveUnits,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) clock: Arc<dyn Clock>,
    random: Random,
}

impl std::fmt::Debug for Importer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Importer")
            .field("db", &self.db)
            .finish_non_exhaustive()
    }
}

/// Where reported values were stated. What is empty is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceText {
    /// What it is called; the file's name when empty.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When it was published.
    pub published_on: Option<Date>,
    /// Where it is found: an address, a number.
    pub locator: String,
}

/// What to import, and as what.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What the file is called by the person who sent it.
    pub name: String,
    /// Key of the form that it fills; without it, the headers tell.
    pub form: Option<String>,
    /// The sheet to read; without it, the one that fits.
    pub sheet: Option<String>,
    /// Where reported values were stated.
    pub source: SourceText,
    /// Who sends it: rows about units for which that person may not import are faults. Without one, whoever runs the
    /// command on the server, everything may come in.
    pub sender: Option<Actor>,
}

/// What is being done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It is gone through as a whole.
    Looking,
    /// Its rows are read and understood.
    Checking,
    /// Its rows are written.
    Writing,
}

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Rows gone through in this stage.
    pub rows: u64,
    /// Rows there are, once that is known.
    pub total: Option<u64>,
    /// Size of the file in bytes.
    pub file_bytes: u64,
}

/// What came of a file.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Key of the form that it fills, once that is known.
    pub form: Option<String>,
    /// The sheet that was read; a CSV file has none.
    pub sheet: Option<String>,
    /// Rows of the table that were looked at: those accepted and those with problems.
    pub rows: u64,
    /// Rows with problems.
    pub bad_rows: u64,
    /// Rows that became, or would become, records or values.
    pub accepted: u64,
    /// What was read in a way that the sender should know about.
    pub notices: Problems,
    /// What stands in the way; nothing was written unless there are none.
    pub problems: Problems,
    /// The content's identity, when all of it could be read.
    pub content: Option<ContentHash>,
    /// The import that brought the same content before.
    pub already: Option<Batch>,
    /// The import that was done; `None` after a check, or when something stood in the way.
    pub batch: Option<BatchId>,
    /// Units and years that the rows are about: the first few.
    pub touched: Vec<(UnitId, i16)>,
}

impl Outcome {
    /// Whether the file could be imported as it is.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty() && self.already.is_none() && self.accepted > 0
    }
}

/// Why an import could not even be tried. What is wrong with a file is in its [`Outcome`].
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file can't be read.
    #[error("the file can't be read: {0}")]
    File(#[from] io::Error),
    /// There is no such form.
    #[error("there is no form {0:?}; the forms are: {1}")]
    UnknownForm(String, String),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A template could not be written.
    #[error(transparent)]
    Template(#[from] intake::TemplateError),
}

/// Where understood rows go.
enum Sink {
    /// Nowhere: this is a check.
    Check(Read),
    /// Into the ledger.
    Write {
        ledger: Box<Ledger>,
        batch: BatchId,
        source: SourceId,
        at: Timestamp,
    },
}

impl Importer {
    /// An importer into `db`. Units are found on the maps of `units`, as they are when a file is gone through.
    #[must_use]
    pub fn new(
        db: Database,
        units: LiveUnits,
        catalogue: Arc<Catalogue>,
        clock: Arc<dyn Clock>,
        fill: Fill,
    ) -> Self {
        Self {
            db,
            units,
            catalogue,
            clock,
            random: Random::new(fill),
        }
    }

    /// The forms that a file may fill, each with its key and its name.
    #[must_use]
    pub fn forms(&self, t: &Translator) -> Vec<(String, String)> {
        What::all(&self.catalogue)
            .map(|what| (what.key().to_owned(), what.name(t)))
            .collect()
    }

    /// What the messages about its problems are composed with.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Reads the whole file and says what would come of it. Nothing is written.
    ///
    /// # Errors
    /// [`ImportError`]; what is wrong with the file itself is in the outcome.
    pub async fn check(
        &self,
        path: &Path,
        options: &Options,
        progress: &Arc<dyn Fn(Progress) + Send + Sync>,
    ) -> Result<Outcome, ImportError> {
        let what = match self.what(path, options, progress).await? {
            Ok(what) => what,
            Err(outcome) => return Ok(*outcome),
        };
        let mut sink = Sink::Check(self.db.read().await?);
        let mut outcome = self.pass(path, options, what, &mut sink, progress).await?;
        if let (Some(content), Sink::Check(read)) = (&outcome.content, &mut sink) {
            outcome.already = store::same_batch(read, &content.0).await?;
        }
        Ok(outcome)
    }

    /// Checks the file, and if nothing stands in the way, writes all of it in one transaction.
    ///
    /// # Errors
    /// [`ImportError`]; what is wrong with the file itself is in the outcome. In both cases nothing was written.
    pub async fn apply(
        &self,
        path: &Path,
        options: &Options,
        progress: &Arc<dyn Fn(Progress) + Send + Sync>,
    ) -> Result<Outcome, ImportError> {
        let checked = self.check(path, options, progress).await?;
        let (true, Some(content), Some(form)) =
            (checked.is_sound(), checked.content, checked.form.as_deref())
        else {
            return Ok(checked);
        };
        let what = self.form(form)?;
        let at = self.clock.now();
        let batch = BatchId(self.id(at));
        let mut ledger = Ledger::open(&self.db, at).await?;
        let state = ledger
            .begin_batch(&NewBatch {
                id: batch,
                content_hash: content.0,
                name: options.name.clone(),
                form: form.to_owned(),
            })
            .await?;
        if let BatchState::Same(same) = state {
            return Ok(Outcome {
                already: Some(same),
                ..checked
            });
        }
        let source = SourceId(self.id(at));
        if form == REPORTED {
            ledger.add_source(&named_source(source, options)).await?;
        }
        let mut sink = Sink::Write {
            ledger: Box::new(ledger),
            batch,
            source,
            at,
        };
        let mut written = self.pass(path, options, what, &mut sink, progress).await?;
        if written.content != Some(content) || written.accepted != checked.accepted {
            // Dropping the ledger takes everything back.
            written
                .problems
                .push(Problem::of_file("imports-file-changed", Vec::new()));
            return Ok(written);
        }
        if let Sink::Write { ledger, .. } = sink {
            ledger.commit().await?;
        }
        written.batch = Some(batch);
        Ok(written)
    }

    pub(crate) fn form(&self, key: &str) -> Result<What<'_>, ImportError> {
        What::of(&self.catalogue, key).ok_or_else(|| {
            let keys: Vec<&str> = What::all(&self.catalogue).map(What::key).collect();
            ImportError::UnknownForm(key.to_owned(), keys.join(", "))
        })
    }

    /// The form asked for, or the one that the headers tell; else an outcome that says why there is none.
    async fn what(
        &self,
        path: &Path,
        options: &Options,
        progress: &Arc<dyn Fn(Progress) + Send + Sync>,
    ) -> Result<Result<What<'_>, Box<Outcome>>, ImportError> {
        if let Some(form) = &options.form {
            return self.form(form).map(Ok);
        }
        let mut reading_options = reading_options(options);
        reading_options.limits.problems = guess::MOST_HEADERS;
        let report = reporter(path, progress, false)?;
        let rows = reader::start(
            path,
            &options.name,
            guess::probe(&self.catalogue),
            reading_options,
            report,
        );
        let reading = rows.finish().await?;
        let mut outcome = Outcome {
            sheet: reading.sheet.clone(),
            ..Outcome::default()
        };
        match guess::headers(&reading) {
            Err(problems) => problems
                .into_iter()
                .for_each(|problem| outcome.problems.push(problem)),
            Ok(headers) => match guess::fitting(&self.catalogue, &headers) {
                Ok(what) => return Ok(Ok(what)),
                Err(problem) => outcome.problems.push(*problem),
            },
        }
        Ok(Err(Box::new(outcome)))
    }

    async fn pass(
        &self,
        path: &Path,
        options: &Options,
        what: What<'_>,
        sink: &mut Sink,
        progress: &Arc<dyn Fn(Progress) + Send + Sync>,
    ) -> Result<Outcome, ImportError> {
        let units = self.units.current();
        let mut desk = Desk::new(&units, &self.catalogue, what, options.sender.as_ref());
        let report = reporter(path, progress, matches!(sink, Sink::Write { .. }))?;
        let form = what.form(&self.catalogue, Locale::Vi);
        let mut rows = reader::start(path, &options.name, form, reading_options(options), report);
        while let Some(chunk) = rows.chunks.recv().await {
            let understood = desk.understand(sink.read(), &chunk).await?;
            self.put(sink, understood).await?;
            if desk.given_up() {
                break;
            }
        }
        let reading = rows.finish().await?;
        desk.problems.merge(&reading.problems);
        desk.notices.merge(&reading.notices);
        Ok(Outcome {
            form: Some(what.key().to_owned()),
            sheet: reading.sheet,
            rows: desk.accepted + desk.rejected + reading.bad_rows,
            bad_rows: desk.rejected + reading.bad_rows,
            accepted: desk.accepted,
            notices: desk.notices,
            content: reading.content.filter(|_| desk.problems.is_empty()),
            problems: desk.problems,
            already: None,
            batch: None,
            touched: desk.touched.into_iter().collect(),
        })
    }

    async fn put(&self, sink: &mut Sink, understood: Vec<Understood>) -> DbResult<()> {
        let Sink::Write {
            ledger,
            batch,
            source,
            at,
        } = sink
        else {
            return Ok(());
        };
        let (mut records, mut values) = (Vec::new(), Vec::new());
        for one in understood {
            match one {
                Understood::Record { unit, hamlet, entry } => records.push(NewRecord {
                    id: RecordId(self.id(*at)),
                    unit,
                    hamlet,
                    entry,
                    demo: false,
                    batch: Some(*batch),
                }),
                Understood::Reported {
                    unit,
                    period,
                    indicator,
                    amount,
                    as_written,
                    note,
                } => values.push(NewReported {
                    id: ReportedId(self.id(*at)),
                    unit,
                    indicator,
                    period,
                    amount,
                    as_written,
                    note,
                    source: *source,
                    batch: Some(*batch),
                }),
            }
        }
        ledger.append(&records).await?;
        ledger.report(&values).await
    }

    /// A new identifier of that instant.
    pub(crate) fn id(&self, at: Timestamp) -> uuid::Uuid {
        self.random.uuid(at)
    }
}

impl Sink {
    fn read(&mut self) -> &mut Read {
        match self {
            Self::Check(read) => read,
            Self::Write { ledger, .. } => ledger.write(),
        }
    }
}

fn named_source(id: SourceId, options: &Options) -> Source {
    let given = &options.source;
    let title = if given.title.is_empty() {
        &options.name
    } else {
        &given.title
    };
    Source {
        id,
        title: title.clone(),
        publisher: given.publisher.clone(),
        published_on: given.published_on,
        locator: given.locator.clone(),
        note: String::new(),
    }
}

fn reading_options(options: &Options) -> intake::Options {
    intake::Options {
        sheet: options.sheet.clone(),
        limits: intake::Limits::default(),
    }
}

/// What tells the caller how far the reader is. While writing, the reader's first look is not told again.
fn reporter(
    path: &Path,
    progress: &Arc<dyn Fn(Progress) + Send + Sync>,
    writing: bool,
) -> io::Result<impl FnMut(intake::Progress) + Send + 'static> {
    let file_bytes = std::fs::metadata(path)?.len();
    let progress = Arc::clone(progress);
    Ok(move |now: intake::Progress| {
        let stage = match (now.stage, writing) {
            (intake::Stage::Checking, true) => return,
            (intake::Stage::Checking, false) => Stage::Looking,
            (intake::Stage::Reading, false) => Stage::Checking,
            (intake::Stage::Reading, true) => Stage::Writing,
        };
        progress(Progress {
            stage,
            rows: now.rows,
            total: now.total,
            file_bytes,
        });
    })
}
