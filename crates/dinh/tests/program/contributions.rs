//! A gift as an officer and a giver with a phone live through it, in a real browser: given, checked by the code on the
//! receipt, seen in the ledger that balances, given back.

use crate::{
    browser::{Browser, Scripts},
    journeys::signs_in,
    world::Server,
};

#[tokio::test]
async fn a_gift_is_receipted_checked_and_given_back() {
    let server = Server::start();
    let giver = Browser::open(&server, Scripts::Off).await;
    giver.narrow().await;
    giver.go("/dong-gop/30292").await;
    giver.follow("#danh-sach", "Quỹ “Vì người nghèo” của xã").await;
    let campaign = giver.path().await;
    assert!(giver.text("main").await.contains("Sổ cân đến từng đồng"));

    let officer = Browser::open(&server, Scripts::On).await;
    signs_in(&officer, "can-bo-xa").await;
    officer.narrow().await;
    officer.go(&format!("{campaign}/thu")).await;
    officer.click("main form button").await;
    assert!(
        officer.has(".govuk-error-summary").await,
        "an amount is asked for"
    );
    officer.fill("#amount", "1.250.000").await;
    officer.fill("#name", "Bà Không Muốn Nêu Tên").await;
    officer.click("main form button").await;
    assert!(officer.text(".dinh-confirmation").await.contains("lập biên nhận"));
    let receipt = officer.path().await;
    let links = officer.links("#bien-nhan a").await;
    let checking = links
        .iter()
        .find(|link| link.contains("/bien-nhan/30292-"))
        .expect("the address of the code");
    let checking = checking
        .strip_prefix(server.origin())
        .unwrap_or(checking)
        .to_owned();

    giver.go(&checking).await;
    let page = giver.text("main").await;
    assert!(
        page.contains("1.250.000") && page.contains("còn hiệu lực"),
        "{page}"
    );
    assert!(!page.contains("Không Muốn Nêu Tên"));
    giver.go(&format!("{campaign}/so")).await;
    let ledger = giver.text("main").await;
    assert!(
        ledger.contains("Sổ cân đến từng đồng") && ledger.contains("Một người ủng hộ"),
        "{ledger}"
    );
    assert!(!ledger.contains("Không Muốn Nêu Tên"));

    officer.go(receipt.split('?').next().unwrap_or(&receipt)).await;
    officer.follow(".dinh-buttons", "Hoàn lại").await;
    officer.choose("#purse-1").await;
    officer.fill("#reason", "Người ủng hộ chuyển nhầm quỹ").await;
    officer.click("main form button").await;
    assert!(officer.text(".dinh-confirmation").await.contains("hoàn lại"));

    giver.go(&checking).await;
    assert!(giver.text("main").await.contains("đã hoàn lại 1.250.000 đồng"));
    giver.go(&campaign).await;
    assert!(giver.text("main").await.contains("Sổ cân đến từng đồng"));
}
