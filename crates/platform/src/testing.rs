//! Runs a store's tests on both databases. A missing PostgreSQL fails the test: skipping would prove nothing.

use std::{future::Future, sync::atomic::AtomicU32, sync::atomic::Ordering};

use sqlx::Executor as _;

use crate::db::{Database, Migration, PoolSize};

static SCHEMAS: AtomicU32 = AtomicU32::new(0);

/// Runs `test` on a fresh SQLite file and then on a fresh schema of the PostgreSQL named by
/// `DINH_TEST_POSTGRES` (`scripts/with-postgres COMMAND` starts one and sets it).
///
/// # Panics
/// When a database can't be prepared, or `test` panics.
#[expect(
    clippy::expect_used,
    reason = "for tests: a database that can't be prepared ends the test"
)]
pub async fn on_both<F, Run>(migrations: &[&[Migration]], test: F)
where
    F: Fn(Database) -> Run,
    Run: Future<Output = ()>,
{
    let folder = tempfile::tempdir().expect("temporary folder");
    let address = format!("sqlite://{}", folder.path().join("test.db").display());
    let sqlite = Database::open(&address, PoolSize { connections: 4 })
        .await
        .expect("open SQLite");
    sqlite.migrate(migrations).await.expect("migrate SQLite");
    test(sqlite.clone()).await;
    sqlite.close().await;

    let server = std::env::var("DINH_TEST_POSTGRES")
        .expect("DINH_TEST_POSTGRES is not set: run the tests as `scripts/with-postgres cargo nextest run`");
    let schema = format!(
        "test_{}_{}",
        std::process::id(),
        SCHEMAS.fetch_add(1, Ordering::Relaxed)
    );
    let admin = sqlx::PgPool::connect(&server)
        .await
        .expect("reach the test PostgreSQL");
    // Safe: the name is made of digits above.
    let run = |sql: String| admin.execute(sqlx::AssertSqlSafe(sql));
    run(format!("DROP SCHEMA IF EXISTS {schema} CASCADE"))
        .await
        .expect("drop old schema");
    run(format!("CREATE SCHEMA {schema}"))
        .await
        .expect("create schema");
    let separator = if server.contains('?') { '&' } else { '?' };
    let address = format!("{server}{separator}options=-c%20search_path%3D{schema}");
    let postgres = Database::open(&address, PoolSize { connections: 4 })
        .await
        .expect("open PostgreSQL");
    postgres.migrate(migrations).await.expect("migrate PostgreSQL");
    test(postgres.clone()).await;
    postgres.close().await;
    run(format!("DROP SCHEMA {schema} CASCADE"))
        .await
        .expect("drop schema");
}
