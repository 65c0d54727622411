//! A headless Chromium that reads as a person does: it follows links by their words.
//!
//! WebDriver rather than Playwright: the journeys stay in Rust beside the program they prove, run and fail one by
//! one under nextest, and need only Debian's own browser and driver. What Playwright is better at, looking at a
//! page in many sizes and colours, `web/check.mjs` does.

use std::{
    io::{BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use thirtyfour::{
    ChromeCapabilities, ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver, prelude::*,
};

use crate::world::Server;

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scripts {
    /// As people have it.
    On,
    /// Everything must work all the same.
    Off,
}

/// A browser before a server. It is closed when dropped.
pub struct Browser {
    driver: WebDriver,
    /// Where the driver takes the commands that this client has no words for.
    session: String,
    origin: String,
    _chromedriver: Chromedriver,
    /// What the browser keeps on disk, removed with it.
    _profile: tempfile::TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The browser ends together with its driver below. Asking it to close first would need a runtime, which a
        // failing test may no longer have.
        let _ = self.driver.clone().leak();
    }
}

/// The driver and the browsers it has started: they are one process group.
struct Chromedriver(Child);

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let group = format!("-{}", self.0.id());
        // They may have ended already.
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Opens a browser of 1280 × 900 px, not yet on any page.
    pub async fn open(server: &Server, scripts: Scripts) -> Self {
        Self::at(server.origin(), scripts).await
    }

    /// The same before a server that is reached under another address.
    pub async fn at(origin: &str, scripts: Scripts) -> Self {
        Self::starts(origin, scripts, &[]).await
    }

    /// A browser with a camera, before which `film` (YUV4MPEG2) is shown over and over.
    pub async fn with_camera(server: &Server, film: &Path) -> Self {
        let camera = [
            "--use-fake-device-for-media-stream".to_owned(),
            // Whoever is asked whether the camera may be used says yes.
            "--use-fake-ui-for-media-stream".to_owned(),
            format!("--use-file-for-fake-video-capture={}", film.display()),
        ];
        Self::starts(server.origin(), Scripts::On, &camera).await
    }

    async fn starts(origin: &str, scripts: Scripts, more: &[String]) -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        let (chromedriver, address) = start_chromedriver();
        let mut capabilities = capabilities(scripts, profile.path());
        for argument in more {
            capabilities
                .add_arg(argument)
                .expect("an argument of the browser");
        }
        let driver = WebDriver::new(&address, capabilities)
            .await
            .expect("the browser starts");
        Self {
            session: format!("{address}/session/{}", driver.session_id()),
            driver,
            origin: origin.to_owned(),
            _chromedriver: chromedriver,
            _profile: profile,
        }
    }

    /// Makes the window as wide as a phone.
    pub async fn narrow(&self) {
        self.driver
            .set_window_rect(0, 0, 360, 800)
            .await
            .expect("a window of another size");
    }

    /// Gives the machine a keeper of passkeys that knows its owner's finger (W3C Web Authentication, level 3, chapter
    /// 11, "User Agent Automation").
    pub async fn gets_a_keeper_of_passkeys(&self) {
        let keeper = serde_json::json!({
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": true,
            "hasUserVerification": true,
            "isUserVerified": true,
            "isUserConsenting": true,
        });
        let answer = reqwest::Client::new()
            .post(format!("{}/webauthn/authenticator", self.session))
            .body(keeper.to_string())
            .send()
            .await
            .expect("the driver answers");
        assert!(
            answer.status().is_success(),
            "{}",
            answer.text().await.expect("its words")
        );
    }

    /// Types an address.
    pub async fn go(&self, path: &str) {
        self.driver
            .goto(format!("{}{path}", self.origin))
            .await
            .expect("the page loads");
    }

    /// Goes back to the page before.
    pub async fn back(&self) {
        self.driver.back().await.expect("the page before");
    }

    /// Loads the page again, also one that its service worker kept.
    pub async fn reload(&self) {
        self.driver.refresh().await.expect("the page loads again");
    }

    /// Waits until the page's service worker has kept it and its parts.
    pub async fn kept_for_later(&self) {
        let patience = Duration::from_secs(30);
        let kept = tokio::time::timeout(patience, async {
            let script =
                "const done = arguments[0]; caches.match(location.pathname).then((kept) => done(!!kept));";
            loop {
                let kept = self.driver.execute_async(script, Vec::new()).await;
                if kept.expect("an answer").convert().expect("yes or no") {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        assert!(kept.await.is_ok(), "the page was not kept");
    }

    /// All that this browser keeps for the site beyond the page: databases, caches and storage, octets as letters.
    pub async fn keeps(&self) -> String {
        const DUMP: &str = "
            const done = arguments[0];
            const plain = (what) => {
              if (what instanceof ArrayBuffer) what = new Uint8Array(what);
              if (what instanceof Uint8Array) return new TextDecoder().decode(what);
              if (Array.isArray(what)) return what.map(plain);
              if (what && typeof what === 'object')
                return Object.fromEntries(Object.entries(what).map(([name, value]) => [name, plain(value)]));
              return what;
            };
            const asked = (request) => new Promise((resolve, reject) => {
              request.onsuccess = () => resolve(request.result);
              request.onerror = () => reject(request.error);
            });
            (async () => {
              const found = [JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
              for (const { name } of await indexedDB.databases()) {
                const db = await asked(indexedDB.open(name));
                for (const store of db.objectStoreNames) {
                  const rows = await asked(db.transaction(store).objectStore(store).getAll());
                  found.push(`${name} ${store} ${JSON.stringify(plain(rows))}`);
                }
                db.close();
              }
              for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                  found.push(`${name} ${request.url} ${await (await cache.match(request)).text()}`);
                }
              }
              done(found.join('\\n'));
            })().catch((error) => done(`failed: ${error}`));";
        let kept = self.driver.execute_async(DUMP, Vec::new()).await;
        let kept: String = kept.expect("an answer").convert().expect("a text");
        assert!(!kept.starts_with("failed"), "{kept}");
        kept
    }

    /// The address shown, without the server's own part.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.expect("an address");
        url.as_str()
            .strip_prefix(&self.origin)
            .expect("still on this server")
            .to_owned()
    }

    /// The heading of the page.
    pub async fn heading(&self) -> String {
        self.text("h1").await
    }

    /// The text seen in the first element that matches.
    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.expect("its text")
    }

    /// The texts seen in all elements that match.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let mut texts = Vec::new();
        for element in self.driver.find_all(By::Css(css)).await.expect("a query") {
            texts.push(element.text().await.expect("its text"));
        }
        texts
    }

    /// The addresses that all matching links lead to, without the server's own part.
    pub async fn links(&self, css: &str) -> Vec<String> {
        let mut links = Vec::new();
        for element in self.driver.find_all(By::Css(css)).await.expect("a query") {
            let href = element.attr("href").await.expect("an attribute");
            links.extend(href);
        }
        links
    }

    /// The first element that matches.
    pub async fn find(&self, css: &str) -> WebElement {
        match self.driver.find(By::Css(css)).await {
            Ok(element) => element,
            Err(_) => panic!("nothing matches {css} on {}", self.path().await),
        }
    }

    /// Whether anything matches.
    pub async fn has(&self, css: &str) -> bool {
        !self
            .driver
            .find_all(By::Css(css))
            .await
            .expect("a query")
            .is_empty()
    }

    /// Follows the first link within `css` that reads `words`.
    pub async fn follow(&self, css: &str, words: &str) {
        for link in self
            .driver
            .find_all(By::Css(format!("{css} a")))
            .await
            .expect("a query")
        {
            if link.text().await.expect("its text") == words {
                link.click().await.expect("the link can be clicked");
                return;
            }
        }
        panic!(
            "no link {words:?} in {css} on {}: {:?}",
            self.path().await,
            self.texts(&format!("{css} a")).await
        );
    }

    /// Clicks what opens or chooses something on the page.
    pub async fn choose(&self, css: &str) {
        self.find(css).await.click().await.expect("it can be clicked");
    }

    /// Clicks a link or a button that leads to another page, and waits until this one is gone.
    pub async fn click(&self, css: &str) {
        let clicked = self.find(css).await;
        clicked.click().await.expect("it can be clicked");
        let gone = tokio::time::timeout(Duration::from_secs(30), async {
            while clicked.tag_name().await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        assert!(gone.await.is_ok(), "{css} led nowhere from {}", self.path().await);
        self.wait_for("footer").await;
    }

    /// Waits until something matches: for pages that follow work on the server.
    pub async fn wait_for(&self, css: &str) {
        let patience = Duration::from_secs(30);
        let found = tokio::time::timeout(patience, async {
            while !self.has(css).await {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        assert!(found.await.is_ok(), "{css} did not come on {}", self.path().await);
    }

    /// Types into a field; of a file field, the path of the file.
    pub async fn fill(&self, css: &str, words: &str) {
        self.find(css)
            .await
            .send_keys(words)
            .await
            .expect("it can be filled in");
    }

    /// Presses a key where the focus is.
    pub async fn press(&self, key: Key) {
        self.driver
            .action_chain()
            .send_keys(key)
            .perform()
            .await
            .expect("the key is pressed");
    }

    /// The element that has the focus.
    pub async fn focused(&self) -> WebElement {
        self.driver.active_element().await.expect("an element in focus")
    }

    /// How far the page is scrolled, so that what matches `css` stands within the window.
    pub async fn sees(&self, css: &str) -> bool {
        let top = self.find(css).await.rect().await.expect("its place").y;
        let scrolled = self
            .driver
            .execute("return [scrollY, innerHeight]", Vec::new())
            .await
            .expect("its place");
        let [from, height]: [f64; 2] = scrolled.convert().expect("two numbers");
        (from..from + height).contains(&top)
    }

    /// Whether the browser can read aloud.
    pub async fn speaks(&self) -> bool {
        self.driver
            .execute("return 'speechSynthesis' in window", Vec::new())
            .await
            .expect("an answer")
            .convert()
            .expect("yes or no")
    }

    /// Whether a script in a page runs.
    pub async fn runs_scripts(&self) -> bool {
        self.driver
            .goto("data:text/html,<title>no</title><script>document.title='yes'</script>")
            .await
            .expect("the page loads");
        self.driver.title().await.expect("its title") == "yes"
    }
}

fn capabilities(scripts: Scripts, profile: &Path) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--lang=vi-VN",
        "--window-size=1280,900",
    ] {
        capabilities
            .add_arg(argument)
            .expect("an argument of the browser");
    }
    let profile = format!("--user-data-dir={}", profile.display());
    capabilities
        .add_arg(&profile)
        .expect("an argument of the browser");
    // 2 is "block" among the browser's content settings.
    let javascript = if scripts == Scripts::On { 1 } else { 2 };
    capabilities
        .add_experimental_option(
            "prefs",
            serde_json::json!({
                "intl.accept_languages": "vi-VN,vi",
                "profile.managed_default_content_settings.javascript": javascript,
            }),
        )
        .expect("a preference of the browser");
    capabilities
}

/// Starts a driver on a free port, and tells its address.
fn start_chromedriver() -> (Chromedriver, String) {
    // It takes a port that is free on one protocol and ends when the same one is taken on the other.
    (0..5)
        .find_map(|_| try_chromedriver())
        .expect("chromedriver tells its port")
}

fn try_chromedriver() -> Option<(Chromedriver, String)> {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .process_group(0)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("chromedriver is installed (make tools)");
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let driver = Chromedriver(child);
    let port = lines.find_map(|line| {
        line.expect("its output")
            .strip_prefix("ChromeDriver was started successfully on port ")
            .map(|port| port.trim_end_matches('.').to_owned())
    })?;
    thread::spawn(move || lines.for_each(drop));
    Some((driver, format!("http://127.0.0.1:{port}")))
}
