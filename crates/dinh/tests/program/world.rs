//! A small demo world, made once for each build of the program, and the program run on copies of it.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Arc, Mutex},
    thread,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_dinh");

/// The parameters of the world that tests run on.
pub const SMALL: [&str; 5] = ["demo", "--communes", "3", "--years", "2"];

/// The program with no settings but those named here: neither the tester's environment nor a configuration file.
pub fn dinh(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    let ours = std::env::vars_os().map(|(name, _)| name).filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("DINH_") && name != "DINH_TEST_POSTGRES"
    });
    for name in ours {
        command.env_remove(name);
    }
    command.current_dir(folder).args(["--log", "warn"]);
    command
}

/// A demo world in a folder of its own, removed when dropped.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// A copy of the small demo world.
    pub fn small() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let world = prepared();
        fs::copy(&world, folder.path().join("dinh.db")).expect("copy the demo world");
        // What is sealed in it opens with its keys only.
        for key in ["mediation-key", "mail-key"] {
            let kept = format!("{}.{key}", world.display());
            fs::copy(kept, folder.path().join(format!("dinh.db.{key}"))).expect("copy its key");
        }
        Self { folder }
    }

    /// The folder that commands run in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of its database.
    pub fn database(&self) -> String {
        format!("sqlite://{}", self.folder().join("dinh.db").display())
    }

    /// Runs a command on it: `run("check --unit an-giang --year 2020")`.
    pub fn run(&self, line: &str) -> Output {
        self.command(line).output().expect("the program starts")
    }

    /// A command on it, not yet started. Words are separated by spaces.
    pub fn command(&self, line: &str) -> Command {
        let mut command = dinh(self.folder());
        command
            .args(["--database", &self.database()])
            .args(line.split(' '));
        command
    }
}

/// The file of the prepared world. Each test is a process of its own, so they agree on it by a lock; it is made
/// anew when the program has been built anew.
fn prepared() -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = home.join("small-world.db");
    let stamp = home.join("small-world.of");
    let lock = File::create(home.join("small-world.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let built = fs::metadata(PROGRAM)
        .and_then(|program| program.modified())
        .expect("the program is built");
    let wanted = format!("{built:?} {SMALL:?}");
    if fs::read_to_string(&stamp).ok().as_ref() != Some(&wanted) {
        for ending in ["", "-wal", "-shm"] {
            // It need not be there.
            let _ = fs::remove_file(format!("{}{ending}", file.display()));
        }
        let output = dinh(home)
            .args(["--database", &format!("sqlite://{}", file.display())])
            .args(SMALL)
            .arg("--prepare-only")
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", words(&output));
        fs::write(&stamp, wanted).expect("note what the world was made by");
    }
    file
}

/// A port of this machine that nothing listens on now.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

/// An OpenID Connect provider of others' making, which takes anybody at his word. It ends when dropped.
pub struct Provider {
    child: Child,
    /// The address by which it calls itself.
    pub issuer: String,
}

impl Provider {
    /// Starts it for a site to which it sends people back at `redirect`.
    pub fn start(redirect: &str) -> Self {
        let port = free_port();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/oidc");
        let mut child = Command::new("node")
            .current_dir(folder)
            .args(["provider.mjs", &port.to_string(), redirect])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node is installed");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let told = lines.find(|line| line.as_ref().is_ok_and(|line| line.starts_with("serving ")));
        assert!(
            told.is_some(),
            "the provider did not start (make test installs it)"
        );
        thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            issuer: format!("http://127.0.0.1:{port}"),
        }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A server of map pictures on this machine; it goes on until the test ends.
pub struct Tiles {
    port: u16,
}

impl Tiles {
    /// Starts it.
    pub fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("its address").port();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                thread::spawn(move || draw(stream));
            }
        });
        Self { port }
    }

    /// The part of the configuration that names it.
    pub fn settings(&self) -> String {
        settings_of_a_map(self.port)
    }
}

/// The part of the configuration for a map whose pictures come from a port of this machine.
pub fn settings_of_a_map(port: u16) -> String {
    format!(
        "[map]\ntiles = \"http://127.0.0.1:{port}/{{z}}/{{x}}/{{y}}.svg\"\nattribution = \"© Bản đồ thử\"\n\
         view = [10.6, 105.1, 11]\n"
    )
}

/// Answers one request with a picture.
fn draw(mut stream: std::net::TcpStream) {
    const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='256' height='256'>\
         <rect width='256' height='256' fill='#e8e4d4' stroke='#9aa58f'/><path d='M0 90 C90 60 160 170 256 120' \
         stroke='#7fa6c9' stroke-width='14' fill='none'/></svg>";
    let mut asked = [0; 2_048];
    // Who leaves before the answer misses nothing that a test looks at.
    let _ = stream.read(&mut asked);
    let _ = write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: image/svg+xml\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{PICTURE}",
        PICTURE.len()
    );
}

/// All that a command said, for messages of failed tests.
pub fn words(output: &Output) -> String {
    format!(
        "{}\n{}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A running server on a world of its own. It ends when dropped.
pub struct Server {
    child: Child,
    origin: String,
    log: Arc<Mutex<String>>,
    world: World,
}

impl Server {
    /// Serves a copy of the small demo world on a free port of this machine.
    pub fn start() -> Self {
        Self::with_settings("")
    }

    /// The same as browsers reach it by a name, which they make passkeys for.
    pub fn by_name(settings: &str) -> Self {
        let mut server = Self::with_settings(&format!("public_address = \"http://localhost\"\n{settings}"));
        server.origin = server.origin.replace("127.0.0.1", "localhost");
        server
    }

    /// The same on a port, where a provider says who people are.
    pub fn with_provider(port: u16, provider: &Provider) -> Self {
        let settings = format!(
            "public_address = \"http://localhost:{port}\"\n[identity]\nsecond_factor_roles = []\n\
             [[identity.provider]]\nkey = \"thu\"\nname = \"Cổng thử\"\nissuer = \"{}\"\n\
             client_id = \"dinh\"\nclient_secret_file = \"secret\"\n",
            provider.issuer
        );
        let mut server = Self::at(&format!("127.0.0.1:{port}"), &settings);
        server.origin = format!("http://localhost:{port}");
        server
    }

    /// The same with a configuration file.
    pub fn with_settings(settings: &str) -> Self {
        Self::at("127.0.0.1:0", settings)
    }

    /// The same on an address of this machine.
    pub fn at(address: &str, settings: &str) -> Self {
        let world = World::small();
        fs::write(world.folder().join("dinh.toml"), settings).expect("write the settings");
        let secret = "a secret of this test only, of 32+ octets\n";
        fs::write(world.folder().join("secret"), secret).expect("write a secret");
        let mut child = world
            .command(&format!("serve --listen {address} --log info --log-format json"))
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("its log")).lines();
        let log = Arc::new(Mutex::new(String::new()));
        let mut origin = None;
        while origin.is_none() {
            let Some(Ok(line)) = lines.next() else {
                panic!("the server ended: {}", log.lock().expect("its log"));
            };
            let entry: serde_json::Value = serde_json::from_str(&line).expect("a line of the log is JSON");
            origin = entry["fields"]["address"].as_str().map(str::to_owned);
            log.lock().expect("its log").push_str(&line);
        }
        // A pipe that nobody reads would stop the server.
        let rest = Arc::clone(&log);
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut log = rest.lock().expect("its log");
                log.push_str(&line);
                log.push('\n');
            }
        });
        Self {
            child,
            origin: origin.expect("the address was logged"),
            log,
            world,
        }
    }

    /// `http://127.0.0.1:PORT`, or by name.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of its database.
    pub fn database(&self) -> String {
        self.world.database()
    }

    /// A folder for the files of a test.
    pub fn folder(&self) -> &Path {
        self.world.folder()
    }

    /// What it has logged so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("its log").clone()
    }

    /// Asks it for a page or a file.
    pub async fn get(&self, path: &str) -> reqwest::Response {
        reqwest::get(format!("{}{path}", self.origin))
            .await
            .expect("the server answers")
    }

    /// Asks it politely to stop, and waits until it has.
    pub fn stop(mut self) -> std::process::ExitStatus {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(asked.expect("kill runs").success());
        self.child.wait().expect("the server ends")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
