//! Invented households of the demo world's first communes, the same for the same seed. Nobody is called so: families,
//! middle and given names are thrown together.

use std::sync::Arc;

use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    clock::{FixedClock, vietnam},
    db::Database,
};
use rand::{Rng as _, RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use units::{UnitId, hamlets};
use uuid::Uuid;

use crate::{
    model::{By, HamletKey, NewHousehold, Person, TraceKind},
    rules::{Basis, State},
    service::{ActError, Correction, Households, Seen},
    store,
};

/// The day on which the registers were brought in.
const OPENED: Date = date(2025, 9, 1);
/// The day of what has happened since.
const LATER: Date = date(2025, 11, 3);
/// How many communes have registers.
const COMMUNES: usize = 3;
/// How many hamlets of the communes after the first have one.
const HAMLETS: usize = 2;

const FAMILIES: [&str; 14] = [
    "Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý",
];
const MEN: [&str; 8] = ["Văn", "Hữu", "Thành", "Minh", "Công", "Quốc", "Hoàng", "Ngọc"];
const WOMEN: [&str; 6] = ["Thị", "Thị Kim", "Thị Ngọc", "Thị Mỹ", "Thị Bích", "Thị Thu"];
const MENS: [&str; 16] = [
    "An", "Bình", "Cường", "Dũng", "Đức", "Hải", "Hùng", "Khánh", "Lâm", "Long", "Nam", "Phúc", "Sơn", "Tài",
    "Thắng", "Tuấn",
];
const WOMENS: [&str; 16] = [
    "Anh",
    "Cúc",
    "Dung",
    "Hạnh",
    "Hoa",
    "Hương",
    "Lan",
    "Liên",
    "Loan",
    "Mai",
    "Nga",
    "Phượng",
    "Thảo",
    "Thu",
    "Tuyết",
    "Yến",
];
const STREETS: [&str; 6] = [
    "đường Kênh Ranh",
    "đường Kênh Xáng",
    "lộ Nông Thôn",
    "đường Bờ Kênh",
    "đường Chợ Cũ",
    "hẻm Đình Thần",
];

struct Dice(ChaCha8Rng);

impl Dice {
    fn pick<'a, const N: usize>(&mut self, items: &[&'a str; N]) -> &'a str {
        items[self.0.random_range(0..N)]
    }

    fn person(&mut self) -> Person {
        let (middle, given) = if self.0.random_bool(0.6) {
            (self.pick(&MEN), self.pick(&MENS))
        } else {
            (self.pick(&WOMEN), self.pick(&WOMENS))
        };
        let phone = self.0.random_bool(0.7);
        Person {
            name: format!("{} {middle} {given}", self.pick(&FAMILIES)),
            birth_year: Some(self.0.random_range(1945..=1999)),
            basis: if self.0.random_bool(0.02) {
                Basis::Nominated
            } else {
                Basis::FullCapacity
            },
            // No operator has numbers of this beginning, so nobody is ever called.
            phone: if phone {
                format!("0100{:06}", self.0.random_range(0..1_000_000))
            } else {
                String::new()
            },
        }
    }

    fn household(&mut self, number: i64) -> NewHousehold {
        let group = self.0.random_range(1..=12);
        let house = self.0.random_range(1..=400);
        NewHousehold {
            number,
            address: format!("Số {house}, {}, tổ {group}", self.pick(&STREETS)),
            person: self.person(),
            from: OPENED,
        }
    }
}

fn desk(db: &Database, day: Date, seed: u64) -> Result<Households, ActError> {
    let at: Timestamp = vietnam()
        .to_timestamp(day.at(9, 0, 0, 0))
        .map_err(|_| ActError::Damaged)?;
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    Ok(Households::new(
        db.clone(),
        Arc::new(FixedClock(at)),
        Box::new(move |octets| dice.fill_bytes(octets)),
    ))
}

fn by(role: &str, account: u128) -> By {
    By {
        account: Uuid::from_u128(account),
        role: role.to_owned(),
    }
}

/// Fills the registers of the first communes that have hamlets, unless one was filled before: in the first of all
/// hamlets but the last, whose register is still empty, in the others of two.
///
/// # Errors
/// [`ActError`]; what was filled before stays.
pub async fn tell(db: &Database, communes: &[UnitId], last_day: Date, seed: u64) -> Result<(), ActError> {
    let mut places: Vec<HamletKey> = Vec::new();
    let mut read = db.read().await?;
    let mut told = 0;
    for unit in communes {
        let mut all = hamlets::page(&mut read, *unit, last_day, None, 20).await?;
        if all.is_empty() {
            continue;
        }
        all.truncate(if told == 0 { all.len() - 1 } else { HAMLETS });
        places.extend(all.into_iter().map(|hamlet| HamletKey {
            unit: *unit,
            hamlet: hamlet.id,
        }));
        told += 1;
        if told == COMMUNES {
            break;
        }
    }
    let Some(first) = places.first() else {
        return Ok(());
    };
    if !store::tally(&mut read, first.unit).await?.is_empty() {
        return Ok(());
    }
    drop(read);
    let opening = desk(db, OPENED, seed)?;
    let mut act = opening.begin(TraceKind::Imported, "So ho gia dinh.xlsx".to_owned());
    let mut write = db.write().await?;
    for place in &places {
        let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed ^ place.hamlet.0.unsigned_abs()));
        let size = dice.0.random_range(60..=400);
        let firsts: Vec<_> = (1..=size)
            .map(|number| opening.first(*place, dice.household(number), act.at))
            .collect();
        for first in &firsts {
            act.note(&opening, *place, Some(first.id));
        }
        store::insert(&mut write, &firsts).await?;
    }
    act.commit(write, &by("commune_officer", 1)).await?;
    live(db, *first, seed).await
}

/// What has happened since in one hamlet: somebody died, a family moved away, a name was misspelt.
async fn live(db: &Database, place: HamletKey, seed: u64) -> Result<(), ActError> {
    let later = desk(db, LATER, seed.wrapping_add(1))?;
    let head = by("hamlet_head", 3);
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed.wrapping_add(2)));
    let mut read = db.read().await?;
    let some = store::page(&mut read, place, (store::Which::Listed, ""), 0, 12).await?;
    drop(read);
    for household in &some {
        let seen = Seen::from(household);
        match household.number {
            3 => {
                let reason = "Người đại diện trước đã mất; các thành viên thống nhất cử người mới";
                let act = later.represent(seen, dice.person(), LATER, reason, &head);
                act.await?;
            }
            7 => {
                let reason = "Cả hộ chuyển đến tỉnh khác";
                later.stand(seen, State::Moved, LATER, reason, &head).await?;
            }
            11 => {
                let correction = Correction {
                    number: household.number,
                    address: format!("{}, hẻm 2", household.address),
                    person: household.representative.person.clone().unwrap_or_default(),
                };
                later.correct(seen, correction, "Thiếu số hẻm", &head).await?;
            }
            _ => {}
        }
    }
    Ok(())
}
