//! How the pages look: `web/check.mjs` opens each at phone and desk width, in light and in dark, and asks axe-core.

use std::{path::Path, process::Command};

use crate::world::{Server, words};

/// An example of every public page. A new page is added here.
const PAGES: [&str; 13] = [
    "/",
    "/bao-cao",
    "/bao-cao/an-giang/2020",
    "/bao-cao/an-giang/2025",
    "/bao-cao/an-giang/2020/chi-tieu/dan_van_kheo.registered.total",
    "/bao-cao/an-giang/2025/chi-tieu/dan_van_kheo.registered.total",
    "/bao-cao/an-giang/2020?lang=km",
    "/bao-cao/an-giangg/2020",
    "/don-vi",
    "/don-vi?q=phu+huu",
    "/don-vi/30352",
    "/nhap",
    "/khong-co",
];

#[tokio::test]
async fn every_page_is_in_order_at_every_size_and_colour() {
    let server = Server::start();
    let figure = server
        .get("/bao-cao/an-giang/2025/chi-tieu/dan_van_kheo.registered.total")
        .await;
    let figure = figure.text().await.expect("a page");
    let record = figure
        .split('"')
        .find(|text| text.starts_with("/so/"))
        .expect("a record");
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    let output = Command::new("node")
        .current_dir(web)
        .args(["check.mjs", "--no-pictures", server.origin()])
        .args(PAGES)
        .arg(record)
        .output()
        .expect("node is installed");
    assert!(
        output.status.success(),
        "{}\nThe server said:\n{}",
        words(&output),
        server.log()
    );
}
