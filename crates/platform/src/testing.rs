//! Runs a store's tests on both databases, and a mail server on loopback. A missing PostgreSQL or mail server fails the
//! test: skipping would prove nothing.

use std::{
    fs,
    future::Future,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::atomic::AtomicU32,
    sync::atomic::Ordering,
    time::Duration,
};

use axum::{
    http::{HeaderMap, StatusCode, header},
    response::Response,
};
use sqlx::Executor as _;

use crate::db::{Database, Migration, PoolSize};

/// What a route answered, read to its end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its octets.
    pub body: Vec<u8>,
}

impl Answer {
    /// Reads an answer to its end.
    ///
    /// # Panics
    /// When it breaks off.
    #[expect(
        clippy::expect_used,
        reason = "for tests: an answer that breaks off ends the test"
    )]
    pub async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .expect("a whole answer");
        Self {
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
        }
    }

    /// What it says.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Itself, when it is a page.
    ///
    /// # Panics
    /// When it is something else.
    pub fn ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        self
    }

    /// The address that a form leads on to.
    ///
    /// # Panics
    /// When it leads nowhere.
    #[expect(
        clippy::expect_used,
        reason = "for tests: a form that leads nowhere ends the test"
    )]
    pub fn location(&self) -> String {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.text());
        let location = self.headers.get(header::LOCATION).expect("a location");
        location.to_str().expect("an address").to_owned()
    }

    /// Checks that words stand in it.
    ///
    /// # Panics
    /// When they do not.
    pub fn holds(&self, words: &str) -> &Self {
        assert!(
            self.text().contains(words),
            "{words:?} is not in\n{}",
            self.text()
        );
        self
    }

    /// Checks that words do not stand in it.
    ///
    /// # Panics
    /// When they do.
    pub fn lacks(&self, words: &str) -> &Self {
        assert!(!self.text().contains(words), "{words:?} is in\n{}", self.text());
        self
    }
}

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

/// A program of another's that takes web hooks on loopback, `tests/hooks/receiver.py`, and checks their signatures. It ends
/// when dropped.
#[derive(Debug)]
pub struct HookReceiver {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

/// What a [`HookReceiver`] took.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Told {
    /// `true` when the signature holds, else why not.
    pub verified: serde_json::Value,
    /// The identifier of the event.
    pub id: String,
    /// What was told.
    pub body: serde_json::Value,
}

impl HookReceiver {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// When it is not installed (`make test` installs it) or does not start.
    #[must_use]
    #[expect(clippy::expect_used, reason = "for tests: without its program a test ends")]
    pub fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = tempfile::tempdir().expect("temporary folder");
        let mut child = Command::new(root.join("target/venv/bin/python3"))
            .arg(root.join("tests/hooks/receiver.py"))
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the library is installed: make target/venv/hooks");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("its output");
        let port = line.trim().parse().expect("it tells its port");
        let receiver = Self { child, port, folder };
        receiver.knows("whsec_bm90IHlldA==");
        receiver
    }

    /// Tells it the secret by which it checks from now on.
    ///
    /// # Panics
    /// When it can't be written down.
    #[expect(
        clippy::expect_used,
        reason = "for tests: what can't be written ends the test"
    )]
    pub fn knows(&self, secret: &str) {
        fs::write(self.folder.path().join("secret"), secret).expect("write the secret");
    }

    /// Its address with a path.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// All it has been told, in order.
    ///
    /// # Panics
    /// When what it has written can't be read.
    #[must_use]
    #[expect(clippy::expect_used, reason = "for tests: what can't be read ends the test")]
    pub fn told(&self) -> Vec<Told> {
        (1..)
            .map(|number: usize| self.folder.path().join(format!("{number}.json")))
            .take_while(|file| file.exists())
            .map(|file| serde_json::from_slice(&fs::read(file).expect("a file")).expect("what it was told"))
            .collect()
    }
}

impl Drop for HookReceiver {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A mail server on loopback, `tests/mail/server.py`, which keeps what it takes. It ends when dropped.
#[derive(Debug)]
pub struct MailServer {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl MailServer {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// When it is not installed (`make test` installs it) or does not start.
    #[must_use]
    pub fn start() -> Self {
        Self::started(tempfile::tempdir().ok(), &[])
    }

    /// Starts one that takes mail after STARTTLS only, from who signs in as `dinh` with the password `mật khẩu`. Its
    /// certificate is for `localhost` and stands in the file `certificate.pem` of [`MailServer::folder`].
    ///
    /// # Panics
    /// As [`MailServer::start`]; the certificate is made by `openssl`.
    #[must_use]
    #[expect(clippy::expect_used, reason = "for tests: without its server a test ends")]
    pub fn start_with_tls() -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let made = Command::new("openssl")
            .current_dir(folder.path())
            .args([
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
            ])
            .args([
                "-keyout",
                "key.pem",
                "-out",
                "certificate.pem",
                "-days",
                "1",
                "-subj",
                "/CN=localhost",
            ])
            .args([
                "-addext",
                "subjectAltName=DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
            ])
            .output()
            .expect("openssl is installed (make tools)");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let files = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
        Self::started(Some(folder), &files)
    }

    #[expect(clippy::expect_used, reason = "for tests: without its server a test ends")]
    fn started(folder: Option<tempfile::TempDir>, tls: &[PathBuf]) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let folder = folder.expect("temporary folder");
        let mut child = Command::new(root.join("target/venv/bin/python3"))
            .arg(root.join("tests/mail/server.py"))
            .arg(folder.path())
            .args(tls)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mail server is installed: make target/venv/bin/aiosmtpd");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output"))
            .read_line(&mut line)
            .expect("its output");
        Self {
            child,
            port: line.trim().parse().expect("the mail server tells its port"),
            folder,
        }
    }

    /// Where it listens on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Sends it a message as mail programs do: the words after the head are UTF-8.
    ///
    /// # Panics
    /// When it is not taken.
    #[expect(clippy::expect_used, reason = "for tests: what can't be sent ends the test")]
    pub fn send(&self, from: &str, to: &str, (head, words): (&str, &str)) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut child = Command::new(root.join("target/venv/bin/python3"))
            .arg(root.join("tests/mail/send.py"))
            .args([&self.port.to_string(), from, to])
            .stdin(Stdio::piped())
            .spawn()
            .expect("python is installed");
        let message = format!(
            "From: {from}\nTo: {to}\n{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\
             Content-Transfer-Encoding: 8bit\n\n{words}\n"
        );
        child
            .stdin
            .take()
            .expect("its input")
            .write_all(message.as_bytes())
            .expect("its input");
        assert!(
            child.wait().expect("it ends").success(),
            "the message was not taken"
        );
    }

    /// The Maildir into which it delivers what is for `kien-nghi…`.
    #[must_use]
    pub fn inbox(&self) -> PathBuf {
        self.folder.path().join("inbox")
    }

    /// The folder it writes to.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// All mail it has taken, in order: the envelope on the first line, then the message.
    ///
    /// # Panics
    /// When what it has written can't be read.
    #[must_use]
    #[expect(clippy::expect_used, reason = "for tests: what can't be read ends the test")]
    pub fn taken(&self) -> Vec<String> {
        (1..)
            .map(|number: usize| self.folder.path().join(format!("{number}.eml")))
            .take_while(|file| file.exists())
            .map(|file: PathBuf| fs::read_to_string(file).expect("a mail in UTF-8"))
            .collect()
    }

    /// Waits until it has taken so many mails, and gives them.
    ///
    /// # Panics
    /// When they have not come after half a minute.
    pub async fn wait_for(&self, count: usize) -> Vec<String> {
        const STEP: Duration = Duration::from_millis(50);
        for _ in 0..600 {
            let taken = self.taken();
            if taken.len() >= count {
                return taken;
            }
            tokio::time::sleep(STEP).await;
        }
        panic!("of {count} mails there are only: {:#?}", self.taken());
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
