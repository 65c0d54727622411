//! One database interface for SQLite and PostgreSQL.
//!
//! One SQL text serves both engines: `$1` placeholders, types both know (`BIGINT`, `TEXT`, `BYTEA`,
//! `BOOLEAN`, `DOUBLE PRECISION`), sums cast back with `CAST(SUM(x) AS BIGINT)`. A unit of work is a
//! transaction, [`Read`] or [`Write`]; a write ends by [`Write::commit`] or is rolled back when dropped.
//!
//! SQLite has one writer at a time, so writes queue on a pool of one connection and never meet
//! `SQLITE_BUSY` from their own process; reads run beside them on a snapshot (WAL).

use std::{str::FromStr, time::Duration};

use sqlx::{
    AssertSqlSafe, Decode, Executor, Row as _, SqlSafeStr, Type,
    migrate::{MigrationType, Migrator},
    pool::PoolOptions,
    postgres::{PgArguments, PgConnectOptions, PgPool, PgRow, Postgres},
    sqlite::{
        Sqlite, SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqliteRow,
        SqliteSynchronous,
    },
};

/// What went wrong between Đình and its database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The `--database` address is neither `sqlite://PATH` nor `postgres://…`.
    #[error("database address {0:?} is not understood: write sqlite://PATH or postgres://USER@HOST/NAME")]
    Address(String),
    /// The engine refused or failed.
    #[error(transparent)]
    Engine(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored value does not mean what its column promises.
    #[error("a stored value is damaged: {0}")]
    Damaged(String),
}

/// Result of a database call.
pub type DbResult<T> = Result<T, DbError>;

/// One step of the schema. Versions are unique over all slices and grow with time
/// (`YYYYMMDDNN`); a released step is never edited.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Unique, growing number of the step.
    pub version: i64,
    /// A few words for the operator.
    pub name: &'static str,
    /// SQL that runs on both engines.
    pub sql: &'static str,
}

/// A bound value. `None` is SQL `NULL` of that type, which PostgreSQL needs to know.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// 64-bit integer: counts, đồng, days and microseconds since 1970.
    Int(Option<i64>),
    /// UTF-8 text in NFC.
    Text(Option<String>),
    /// Octets: identifiers and hashes.
    Bytes(Option<Vec<u8>>),
    /// Floating point, for coordinates and areas only, never for money or counts.
    Real(Option<f64>),
    /// Truth value.
    Bool(bool),
}

impl From<i64> for Value {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}
impl From<Option<i64>> for Value {
    fn from(v: Option<i64>) -> Self {
        Self::Int(v)
    }
}
impl From<&str> for Value {
    fn from(v: &str) -> Self {
        Self::Text(Some(v.to_owned()))
    }
}
impl From<String> for Value {
    fn from(v: String) -> Self {
        Self::Text(Some(v))
    }
}
impl From<Option<String>> for Value {
    fn from(v: Option<String>) -> Self {
        Self::Text(v)
    }
}
impl From<Vec<u8>> for Value {
    fn from(v: Vec<u8>) -> Self {
        Self::Bytes(Some(v))
    }
}
impl From<f64> for Value {
    fn from(v: f64) -> Self {
        Self::Real(Some(v))
    }
}
impl From<Option<f64>> for Value {
    fn from(v: Option<f64>) -> Self {
        Self::Real(v)
    }
}
impl From<bool> for Value {
    fn from(v: bool) -> Self {
        Self::Bool(v)
    }
}
impl From<jiff::civil::Date> for Value {
    fn from(v: jiff::civil::Date) -> Self {
        Self::Int(Some(days_since_1970(v)))
    }
}
impl From<Option<jiff::civil::Date>> for Value {
    fn from(v: Option<jiff::civil::Date>) -> Self {
        Self::Int(v.map(days_since_1970))
    }
}
impl From<jiff::Timestamp> for Value {
    fn from(v: jiff::Timestamp) -> Self {
        Self::Int(Some(v.as_microsecond()))
    }
}

/// A date as stored: days since 1970-01-01, negative before.
#[must_use]
pub fn days_since_1970(date: jiff::civil::Date) -> i64 {
    i64::from(
        jiff::civil::date(1970, 1, 1)
            .until(date)
            .map_or(0, |span| span.get_days()),
    )
}

/// The date of a stored day number.
///
/// # Errors
/// [`DbError::Damaged`] when the number lies outside the years −9999 to 9999.
pub fn date_from_days(days: i64) -> DbResult<jiff::civil::Date> {
    jiff::Span::new()
        .try_days(days)
        .and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span))
        .map_err(|_| DbError::Damaged(format!("day number {days} is no date")))
}

/// Builds the list of bound values of a statement: `params![unit.0, "text", date]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { [$($crate::db::Value::from($value)),*] };
}

/// A row of an answer. Columns are read by position, in the order of the `SELECT`.
#[derive(Debug)]
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// Reads column `index` (from 0).
    ///
    /// # Errors
    /// [`DbError::Engine`] when the column does not exist or holds another type.
    pub fn get<T>(&self, index: usize) -> DbResult<T>
    where
        T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>,
    {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(index)?,
            Self::Postgres(row) => row.try_get(index)?,
        })
    }

    /// Reads a date stored as days since 1970.
    ///
    /// # Errors
    /// As [`Row::get`], and [`DbError::Damaged`] for a number that is no date.
    pub fn date(&self, index: usize) -> DbResult<jiff::civil::Date> {
        date_from_days(self.get(index)?)
    }

    /// Reads a date that may be absent.
    ///
    /// # Errors
    /// As [`Row::date`].
    pub fn date_or_none(&self, index: usize) -> DbResult<Option<jiff::civil::Date>> {
        self.get::<Option<i64>>(index)?.map(date_from_days).transpose()
    }

    /// Reads an instant stored as microseconds since 1970.
    ///
    /// # Errors
    /// As [`Row::get`], and [`DbError::Damaged`] for a number that is no instant.
    pub fn instant(&self, index: usize) -> DbResult<jiff::Timestamp> {
        let micros: i64 = self.get(index)?;
        jiff::Timestamp::from_microsecond(micros)
            .map_err(|_| DbError::Damaged(format!("{micros} microseconds is no instant")))
    }

    /// As [`Row::instant`], for a column that may be empty.
    ///
    /// # Errors
    /// As [`Row::instant`].
    pub fn instant_or_none(&self, index: usize) -> DbResult<Option<jiff::Timestamp>> {
        self.get::<Option<i64>>(index)?
            .map(|_| self.instant(index))
            .transpose()
    }
}

#[derive(Debug, Clone)]
enum Pools {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// An open database. Cloning shares the connections.
#[derive(Debug, Clone)]
pub struct Database {
    pools: Pools,
}

/// How many connections a process keeps.
#[derive(Debug, Clone, Copy)]
pub struct PoolSize {
    /// Connections for reading; on PostgreSQL also for writing. At least 2.
    pub connections: u32,
}

impl Default for PoolSize {
    fn default() -> Self {
        Self { connections: 8 }
    }
}

impl Database {
    /// Opens `sqlite://PATH` (made when absent) or `postgres://…`.
    ///
    /// # Errors
    /// [`DbError::Address`] for another address, [`DbError::Engine`] when it can't be reached.
    pub async fn open(address: &str, size: PoolSize) -> DbResult<Self> {
        let pools = if let Some(path) = address.strip_prefix("sqlite://") {
            if path.is_empty() {
                return Err(DbError::Address(address.to_owned()));
            }
            let options = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Normal)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                // Rows cross from the engine's thread to ours; with a short queue the two wait for each other.
                .row_buffer_size(4096)
                .pragma("temp_store", "memory")
                .pragma("mmap_size", "1073741824")
                .pragma("cache_size", "-32000");
            // The writer opens first: it makes the file and sets WAL, which readers then find.
            let writer = PoolOptions::<Sqlite>::new()
                .max_connections(1)
                .connect_with(options.clone())
                .await?;
            let readers = PoolOptions::<Sqlite>::new()
                .max_connections(size.connections.max(2))
                .connect_lazy_with(options);
            Pools::Sqlite { readers, writer }
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(address)?;
            Pools::Postgres(
                PoolOptions::<Postgres>::new()
                    .max_connections(size.connections.max(2))
                    .connect_with(options)
                    .await?,
            )
        } else {
            return Err(DbError::Address(address.to_owned()));
        };
        Ok(Self { pools })
    }

    /// Which engine this is: `sqlite` or `postgres`.
    #[must_use]
    pub fn engine(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres(_) => "postgres",
        }
    }

    /// Brings the schema up to date; steps already taken are left alone, so it can be run again.
    ///
    /// # Errors
    /// [`DbError::Migration`] when a step fails or a taken step has since been edited.
    pub async fn migrate(&self, slices: &[&[Migration]]) -> DbResult<()> {
        let steps = slices
            .iter()
            .flat_map(|steps| steps.iter())
            .map(|step| {
                sqlx::migrate::Migration::new(
                    step.version,
                    step.name.into(),
                    MigrationType::Simple,
                    step.sql.into_sql_str(),
                    false,
                )
            })
            .collect();
        let migrator = Migrator::with_migrations(steps);
        match &self.pools {
            Pools::Sqlite { writer, .. } => migrator.run(writer).await?,
            Pools::Postgres(pool) => migrator.run(pool).await?,
        }
        Ok(())
    }

    /// Starts a reading transaction on one consistent snapshot.
    ///
    /// # Errors
    /// [`DbError::Engine`] when no connection is to be had.
    pub async fn read(&self) -> DbResult<Read> {
        Ok(Read(match &self.pools {
            Pools::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => Tx::Postgres(
                pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .await?,
            ),
        }))
    }

    /// Starts a writing transaction.
    ///
    /// # Errors
    /// [`DbError::Engine`] when no connection is to be had.
    pub async fn write(&self) -> DbResult<Write> {
        Ok(Write(Read(match &self.pools {
            Pools::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })))
    }

    /// Lets the engine refresh its statistics after large changes, so that plans stay good.
    ///
    /// # Errors
    /// [`DbError::Engine`] when the engine fails.
    pub async fn analyze(&self) -> DbResult<()> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => writer.execute("ANALYZE").await.map(drop)?,
            Pools::Postgres(pool) => pool.execute("ANALYZE").await.map(drop)?,
        }
        Ok(())
    }

    /// Waits for running work and closes all connections.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

#[derive(Debug)]
enum Tx {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A reading transaction.
#[derive(Debug)]
pub struct Read(Tx);

/// A writing transaction: it can read too, and changes nothing unless [`Write::commit`] is called.
#[derive(Debug)]
pub struct Write(Read);

macro_rules! bind_all {
    ($query:expr, $params:expr) => {{
        let mut query = $query;
        for value in $params {
            query = match value {
                Value::Int(v) => query.bind(*v),
                Value::Text(v) => query.bind(v.clone()),
                Value::Bytes(v) => query.bind(v.clone()),
                Value::Real(v) => query.bind(*v),
                Value::Bool(v) => query.bind(*v),
            };
        }
        query
    }};
}

fn sqlite_query(
    sql: impl SqlSafeStr,
    params: &[Value],
) -> sqlx::query::Query<'static, Sqlite, SqliteArguments> {
    bind_all!(sqlx::query::<Sqlite>(sql), params)
}

fn postgres_query(
    sql: impl SqlSafeStr,
    params: &[Value],
) -> sqlx::query::Query<'static, Postgres, PgArguments> {
    bind_all!(sqlx::query::<Postgres>(sql), params)
}

impl Read {
    /// All rows of a query, each made into a `T`.
    ///
    /// # Errors
    /// What the engine or `make` says.
    pub async fn all<T>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        mut make: impl FnMut(&Row) -> DbResult<T>,
    ) -> DbResult<Vec<T>> {
        match &mut self.0 {
            Tx::Sqlite(tx) => {
                let rows = sqlite_query(sql, params).fetch_all(&mut **tx).await?;
                rows.into_iter().map(|row| make(&Row::Sqlite(row))).collect()
            }
            Tx::Postgres(tx) => {
                let rows = postgres_query(sql, params).fetch_all(&mut **tx).await?;
                rows.into_iter().map(|row| make(&Row::Postgres(row))).collect()
            }
        }
    }

    /// All rows of a query over a list of units: `head`, then the units in parentheses, then `tail`.
    /// Placeholders in `head` and `tail` number `params` from `$1`.
    /// The list is asked in parts, so rows come grouped by part, not in one order, and a sum over units
    /// must be finished by the caller.
    ///
    /// # Errors
    /// What the engine or `make` says.
    pub async fn all_among<T>(
        &mut self,
        head: &'static str,
        units: &[i64],
        tail: &'static str,
        params: &[Value],
        mut make: impl FnMut(&Row) -> DbResult<T>,
    ) -> DbResult<Vec<T>> {
        /// Units asked for at once: the text of the query stays far below what SQLite takes (a million octets).
        const MOST: usize = 20_000;
        let mut found = Vec::new();
        for chunk in units.chunks(MOST) {
            // Written out, not bound: SQLite's cost of naming parameters grows with their square.
            let numbers: Vec<String> = chunk.iter().map(i64::to_string).collect();
            // Safe: `head` and `tail` are literals of the program, the rest are numbers.
            let sql = AssertSqlSafe(format!("{head} ({}) {tail}", numbers.join(",")));
            // No other list is the same, so nobody would use what the engine made of this one.
            match &mut self.0 {
                Tx::Sqlite(tx) => {
                    let query = sqlite_query(sql, params).persistent(false);
                    for row in query.fetch_all(&mut **tx).await? {
                        found.push(make(&Row::Sqlite(row))?);
                    }
                }
                Tx::Postgres(tx) => {
                    let query = postgres_query(sql, params).persistent(false);
                    for row in query.fetch_all(&mut **tx).await? {
                        found.push(make(&Row::Postgres(row))?);
                    }
                }
            }
        }
        Ok(found)
    }

    /// The first row of a query, when there is one.
    ///
    /// # Errors
    /// What the engine or `make` says.
    pub async fn one<T>(
        &mut self,
        sql: &'static str,
        params: &[Value],
        make: impl FnOnce(&Row) -> DbResult<T>,
    ) -> DbResult<Option<T>> {
        match &mut self.0 {
            Tx::Sqlite(tx) => {
                let row = sqlite_query(sql, params).fetch_optional(&mut **tx).await?;
                row.map(|row| make(&Row::Sqlite(row))).transpose()
            }
            Tx::Postgres(tx) => {
                let row = postgres_query(sql, params).fetch_optional(&mut **tx).await?;
                row.map(|row| make(&Row::Postgres(row))).transpose()
            }
        }
    }
}

impl std::ops::Deref for Write {
    type Target = Read;
    fn deref(&self) -> &Read {
        &self.0
    }
}

impl std::ops::DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Read {
        &mut self.0
    }
}

/// The most values one statement binds; SQLite takes 32,766 and PostgreSQL 65,535.
const MAX_BOUND: usize = 30_000;
/// The most rows one statement inserts: SQLite's cost of naming parameters grows with their square.
const MAX_ROWS: usize = 50;

impl Write {
    /// Runs a statement and says how many rows it touched.
    ///
    /// # Errors
    /// What the engine says.
    pub async fn execute(&mut self, sql: &'static str, params: &[Value]) -> DbResult<u64> {
        Ok(match &mut self.0.0 {
            Tx::Sqlite(tx) => sqlite_query(sql, params)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
            Tx::Postgres(tx) => postgres_query(sql, params)
                .execute(&mut **tx)
                .await?
                .rows_affected(),
        })
    }

    /// Inserts many rows with few statements. `head` is `INSERT INTO table (a, b)`, `tail` what follows
    /// the values (`ON CONFLICT …`, or empty); every row has the same number of values.
    ///
    /// # Errors
    /// What the engine says; [`DbError::Damaged`] when rows differ in length.
    pub async fn insert_many<const N: usize>(
        &mut self,
        head: &'static str,
        rows: &[[Value; N]],
        tail: &'static str,
    ) -> DbResult<u64> {
        let mut touched = 0;
        for chunk in rows.chunks((MAX_BOUND / N.max(1)).clamp(1, MAX_ROWS)) {
            // SQLite looks a numbered placeholder up among all others, a bare one it just counts.
            let numbered = matches!(self.0.0, Tx::Postgres(_));
            let mut sql = String::with_capacity(head.len() + tail.len() + chunk.len() * N * 6);
            sql.push_str(head);
            sql.push_str(" VALUES ");
            for row in 0..chunk.len() {
                sql.push_str(if row == 0 { "(" } else { ",(" });
                for column in 0..N {
                    if column > 0 {
                        sql.push(',');
                    }
                    if numbered {
                        sql.push('$');
                        sql.push_str(&(row * N + column + 1).to_string());
                    } else {
                        sql.push('?');
                    }
                }
                sql.push(')');
            }
            sql.push(' ');
            sql.push_str(tail);
            let params: Vec<Value> = chunk.iter().flatten().cloned().collect();
            // Safe: `head` and `tail` are literals of the program, the rest is placeholders.
            touched += match &mut self.0.0 {
                Tx::Sqlite(tx) => sqlite_query(AssertSqlSafe(sql), &params)
                    .execute(&mut **tx)
                    .await?
                    .rows_affected(),
                Tx::Postgres(tx) => postgres_query(AssertSqlSafe(sql), &params)
                    .execute(&mut **tx)
                    .await?
                    .rows_affected(),
            };
        }
        Ok(touched)
    }

    /// Makes all changes lasting.
    ///
    /// # Errors
    /// What the engine says; then nothing was changed.
    pub async fn commit(self) -> DbResult<()> {
        match self.0.0 {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
