//! Accounts of the demo world: one for each role, with a password that the sign-in page shows.

use jiff::civil::date;
use platform::{
    access::{Held, Place},
    db::DbResult,
};
use units::{UnitId, hamlets};
use uuid::Uuid;

use crate::{Identity, service::GrantError, store};

/// The password of all demo accounts. They sign in nowhere but in a demo world.
pub const PASSWORD: &str = "đình làng mở cửa";

/// Name to sign in with, role, name.
pub(crate) const PEOPLE: [(&str, &str, &str); 13] = [
    ("truong-ap", "hamlet_head", "Trần Văn Ấp"),
    ("truong-ban", "front_board_head", "Cao Thị Ban"),
    ("to-kiem-phieu", "ballot_team_member", "Mai Văn Phiếu"),
    ("can-bo-xa", "commune_officer", "Lê Thị Xã"),
    ("lanh-dao-xa", "commune_leader", "Phạm Văn Chủ"),
    ("thu-truong", "agency_head", "Võ Thị Trưởng"),
    ("hoa-giai-vien", "mediator", "Huỳnh Văn Hòa"),
    ("thanh-tra", "inspectorate_member", "Bùi Thị Thanh"),
    ("mat-tran", "front_officer", "Đỗ Văn Mặt"),
    ("can-bo-tinh", "provincial_officer", "Ngô Thị Tỉnh"),
    ("thu-truong-tinh", "agency_head", "Lâm Văn Sở"),
    ("quan-tri", "administrator", "Đặng Văn Quản"),
    ("ho-gia-dinh", "household_representative", "Nguyễn Thị Hộ"),
];

/// People who hold no role but work in an organisation of the demo world: name to sign in with, key of what they are,
/// name.
pub(crate) const WORKERS: [(&str, &str, &str); 3] = [
    ("pho-thu-truong", "deputy", "Lý Văn Phó"),
    ("nhan-vien", "employee", "Tạ Thị Viên"),
    ("cong-nhan", "worker", "Hồ Văn Công"),
];

/// Makes the demo accounts in a province and its first commune that has hamlets.
///
/// # Errors
/// What the engine says, or the hash.
pub async fn prepare(identity: &Identity, province: UnitId) -> Result<(), GrantError> {
    let today = identity.clock.today();
    let units = identity.units.current();
    let mut read = identity.db.read().await?;
    let mut home = None;
    for commune in units.descendants(province, today, units::Level::Commune) {
        if let Some(hamlet) = hamlets::page(&mut read, commune.id, today, None, 1).await?.pop() {
            home = Some((commune.id, hamlet.id));
            break;
        }
    }
    drop(read);
    let Some((commune, hamlet)) = home else {
        return Ok(());
    };
    let people = PEOPLE.map(|(login, role, name)| {
        let place = match role {
            "provincial_officer" | "administrator" => Place::from(province),
            "agency_head" if login.ends_with("-tinh") => Place::from(province),
            "hamlet_head"
            | "front_board_head"
            | "ballot_team_member"
            | "household_representative"
            | "mediator" => Place::hamlet(commune, hamlet),
            _ => Place::from(commune),
        };
        let held = Held {
            role: role.to_owned(),
            place,
            from: date(2025, 7, 1),
            to: None,
        };
        (login, name.to_owned(), Some(held))
    });
    let workers = WORKERS.map(|(login, _, name)| (login, name.to_owned(), None));
    identity
        .create_demo(people.into_iter().chain(workers).collect(), PASSWORD)
        .await
}

/// The demo account of that name and what it is called, once it was made.
///
/// # Errors
/// What the engine says.
pub async fn account(identity: &Identity, login: &str) -> DbResult<Option<(Uuid, String)>> {
    let found = store::account_by_login(&mut identity.db.read().await?, login).await?;
    Ok(found
        .filter(|account| account.demo)
        .map(|account| (account.id.0, account.name)))
}
