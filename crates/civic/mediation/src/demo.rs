//! Invented teams and cases of the demo world's first communes. Nobody is called so, and nobody quarrelled.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use platform::{access::By, clock::SetClock};
use units::{UnitId, hamlets};
use uuid::Uuid;

use crate::{
    cases::{Assignment, Colleague, Court, Ending, NewCase, Seen},
    ids::CaseId,
    model::{Dispute, Election, HamletKey, Kept, NewMember, NoteKind, Party, Told, Words},
    service::{ActError, Mediations},
    store,
};

/// Names of parties and words that stand in the demo world's cases and nowhere else: tests look for them everywhere.
pub const CANARIES: [&str; 6] = [
    "Tiêu Văn Lụa",
    "Kha Thị Chỉ",
    "Mạc Hữu Đồng Xoài",
    "Giang Thị Ngọc Trầu",
    "con heo nái của nhà bên",
    "ba triệu rưỡi tiền hụi",
];

/// The day the teams were set up.
const SET_UP: Date = date(2025, 8, 4);
/// The day on which the demo world's figures come out.
const OUT: Date = date(2026, 4, 6);
/// How many communes have teams.
const COMMUNES: usize = 2;
/// Cases of hamlets in each quarter, hamlet by hamlet.
const CASES: [usize; 6] = [4, 1, 3, 0, 5, 2];

/// Name, whether a woman, whether of an ethnic minority.
const MEDIATORS: [(&str, bool, bool); 12] = [
    ("Huỳnh Văn Hòa", false, false),
    ("Lâm Thị Thuận", true, false),
    ("Trịnh Công Giải", false, false),
    ("Châu Sóc Kha", false, true),
    ("Thạch Thị Sa Rươl", true, true),
    ("Quách Văn Lẽ", false, false),
    ("Đàm Thị Phải", true, false),
    ("Vương Hữu Nghĩa", false, false),
    ("Âu Dương Tình", false, false),
    ("Tống Thị Nhẫn", true, false),
    ("La Văn Nhịn", false, false),
    ("Mã Thị Lành", true, false),
];

const MATTERS: [(Dispute, &str); 5] = [
    (
        Dispute::Land,
        "Hai nhà tranh nhau bốn tấc đất sau hàng rào dâm bụt; cột mốc cũ bị nước cuốn.",
    ),
    (
        Dispute::Neighbours,
        "Tiếng loa hát lúc khuya và con heo nái của nhà bên ủi đổ hàng rào.",
    ),
    (
        Dispute::Civil,
        "Còn thiếu ba triệu rưỡi tiền hụi từ đầu năm, hẹn ba lần chưa trả.",
    ),
    (
        Dispute::Family,
        "Vợ chồng cãi nhau về tiền gửi cho cha mẹ hai bên, đã ra ở riêng một tuần.",
    ),
    (Dispute::Neighbours, "Cành xoài nhà này rụng lá sang mái nhà kia."),
];

fn mediator(account: Uuid) -> By {
    By {
        account,
        role: "mediator".to_owned(),
    }
}

/// Sets up teams and tells of cases, unless that was done before.
///
/// # Errors
/// [`ActError`]; what was told before stays.
pub async fn tell(
    all: &Mediations,
    clock: &SetClock,
    communes: &[UnitId],
    last_day: Date,
) -> Result<(), ActError> {
    let mut told = 0;
    for unit in communes {
        clock.set(SET_UP, 9);
        let mut read = all.db.read().await?;
        let places: Vec<HamletKey> = hamlets::page(&mut read, *unit, last_day, None, 20)
            .await?
            .into_iter()
            .map(|hamlet| HamletKey {
                unit: *unit,
                hamlet: hamlet.id,
            })
            .collect();
        if places.is_empty() {
            continue;
        }
        if !store::teams(&mut read, *unit).await?.is_empty() {
            return Ok(());
        }
        let mut names = Vec::new();
        for place in &places {
            names.push(
                hamlets::get(&mut read, place.hamlet)
                    .await?
                    .map(|hamlet| hamlet.name)
                    .unwrap_or_default(),
            );
        }
        drop(read);
        // The last hamlet has no team yet, the one before lacks a woman.
        for (at, (place, name)) in places.iter().zip(&names).enumerate() {
            if at + 1 == places.len() && places.len() > 1 {
                continue;
            }
            clock.set(SET_UP, 9);
            let lacks = at > 0 && at + 2 == places.len();
            team(all, clock, *place, (name, at, lacks)).await?;
            cases(all, clock, *place, at).await?;
        }
        told += 1;
        if told == COMMUNES {
            break;
        }
    }
    clock.set(OUT, 9);
    all.tend().await?;
    Ok(())
}

async fn team(
    all: &Mediations,
    clock: &SetClock,
    place: HamletKey,
    (name, at, lacks): (&str, usize, bool),
) -> Result<(), ActError> {
    let officer = Uuid::from_u128(1);
    let chair = Uuid::from_u128(2);
    all.set_up(place, format!("Tổ hòa giải {name}"), SET_UP, at == 0)
        .await?;
    let mut read = all.db.read().await?;
    let mut accounts = all
        .people
        .mediators(&mut read, place, date(2026, 1, 1))
        .await?
        .into_iter();
    drop(read);
    let men = |(_, woman, _): &&(&str, bool, bool)| !lacks || !woman;
    let chosen: Vec<_> = MEDIATORS
        .iter()
        .cycle()
        .skip(at * 5)
        .filter(men)
        .take(4)
        .collect();
    for (number, (name, woman, minority)) in chosen.into_iter().enumerate() {
        let last = number == 3;
        // The fourth was elected later; in the first hamlet the chair has yet to recognise it.
        let on = if last { date(2026, 3, 10) } else { SET_UP };
        clock.set(on.saturating_add(3.days()), 10);
        let account = if number == 0 {
            accounts.next().map(|(id, _)| id)
        } else {
            None
        };
        let new = NewMember {
            name: (*name).to_owned(),
            woman: *woman,
            minority: *minority,
            law_degree: number == 1,
            account,
            election: Election {
                on,
                method: "open_vote".to_owned(),
                in_favour: 148 + i64::try_from(number).unwrap_or(0) * 11,
                households: 236,
                listed_on: on.saturating_add(2.days()),
            },
        };
        let id = all.enter(place, new, officer).await?;
        if !(last && at == 0) {
            let day = on.saturating_add(3.days());
            all.recognise(place, id, (day, number == 0), chair).await?;
        }
    }
    clock.set(date(2026, 3, 20), 9);
    let title = "Kỹ năng hòa giải tranh chấp đất đai";
    all.train(place, None, (date(2025, 11, 12), title)).await?;
    let mut read = all.db.read().await?;
    let (_, members) = all.team(&mut read, place).await?;
    drop(read);
    if let Some(first) = members.first() {
        all.pay(place, first.id, date(2025, 12, 20), 600_000).await?;
    }
    Ok(())
}

/// The cases of a hamlet in two quarters, and, in the first, some that are still open.
async fn cases(all: &Mediations, clock: &SetClock, place: HamletKey, at: usize) -> Result<(), ActError> {
    let mut read = all.db.read().await?;
    let (team, members) = all.team(&mut read, place).await?;
    drop(read);
    let Some(first) = members.first() else {
        return Ok(());
    };
    let colleague = Colleague {
        by: mediator(first.entered.account.unwrap_or_else(|| Uuid::from_u128(3))),
        me: first.id,
        team,
        members: members.clone(),
    };
    for (quarter, start) in [date(2025, 10, 6), date(2026, 1, 12)].into_iter().enumerate() {
        for number in 0..CASES[(at + quarter) % CASES.len()] {
            let days = i64::try_from(number).unwrap_or(0) * 11;
            let day = start.saturating_add(days.days());
            case(
                all,
                clock,
                (place, &colleague),
                (at + number + quarter, day, number),
            )
            .await?;
        }
    }
    if at == 0 {
        for (number, day) in [(2_usize, date(2026, 3, 16)), (1, date(2026, 3, 30))] {
            clock.set(day, 14);
            let id = all.receive(place, new_case(number, day), &colleague.by).await?;
            if number == 2 {
                assign(all, (place, id, 1), day, &colleague).await?;
                clock.set(day.saturating_add(2.days()), 15);
                let text =
                    "Hai bên gặp nhau ở nhà văn hóa, thống nhất lại số tiền còn thiếu; chưa chốt ngày trả.";
                let seen = seen(place, id, 2);
                let about = (NoteKind::Session, day.saturating_add(2.days()));
                all.write_down(seen, about, text, &colleague.by).await?;
            }
        }
    }
    Ok(())
}

fn new_case(number: usize, day: Date) -> NewCase {
    let (dispute, matter) = MATTERS[number % MATTERS.len()];
    let party = |name: &str, contact: &str| Party {
        name: name.to_owned(),
        contact: contact.to_owned(),
    };
    NewCase {
        dispute,
        ground: "party_request".to_owned(),
        received_on: day,
        told: Told {
            parties: vec![
                // No operator has numbers of this beginning, so nobody is ever called.
                party(CANARIES[(number * 2) % 4], "tổ 4, điện thoại 0100222333"),
                party(CANARIES[(number * 2 + 1) % 4], ""),
            ],
            matter: matter.to_owned(),
        },
    }
}

fn seen(place: HamletKey, id: CaseId, revision: i64) -> Seen {
    Seen { place, id, revision }
}

async fn assign(
    all: &Mediations,
    (place, id, revision): (HamletKey, CaseId, i64),
    day: Date,
    colleague: &Colleague,
) -> Result<(), ActError> {
    let assignment = Assignment {
        mediator: colleague.me,
        on: day,
        on_the_spot: false,
        agreed_day: None,
    };
    all.assign(seen(place, id, revision), assignment, colleague).await
}

/// One case from its beginning to its end; every fourth is not settled.
async fn case(
    all: &Mediations,
    clock: &SetClock,
    (place, colleague): (HamletKey, &Colleague),
    (kind, day, number): (usize, Date, usize),
) -> Result<(), ActError> {
    clock.set(day, 9);
    let by = &colleague.by;
    let id = all.receive(place, new_case(kind, day), by).await?;
    clock.set(day.saturating_add(3.days()), 9);
    assign(all, (place, id, 1), day.saturating_add(1.day()), colleague).await?;
    let about = (NoteKind::Session, day.saturating_add(3.days()));
    let text = "Mời hai bên đến nhà văn hóa. Mỗi bên nói hết ý mình; cùng ra xem tận nơi.";
    all.write_down(seen(place, id, 2), about, text, by).await?;
    let end = day.saturating_add(9.days());
    clock.set(end, 16);
    let settled = number % 4 != 3;
    let ending = Ending {
        on: end,
        key: if settled { "agreement" } else { "party_stops" }.to_owned(),
        words: Words {
            text: if settled {
                "Hai bên bắt tay nhau, tự nguyện đồng ý, không ai ép ai."
            } else {
                "Một bên muốn đưa ra cơ quan khác giải quyết."
            }
            .to_owned(),
            agreed: if settled {
                "Mỗi bên nhường một phần; cùng làm lại hàng rào trong tháng."
            } else {
                ""
            }
            .to_owned(),
        },
        undertakings: vec![(
            "Cùng làm lại hàng rào, chia đôi tiền vật tư.".to_owned(),
            Some(end.saturating_add(20.days())),
        )],
        written: number == 0,
    };
    all.end(seen(place, id, 3), ending, by).await?;
    if number == 0 {
        clock.set(end.saturating_add(21.days()), 9);
        let opened = all
            .open(place, id, crate::model::Act::Read, by)
            .await?
            .undertakings;
        if let Some((undertaking, _)) = opened.first() {
            let on = end.saturating_add(21.days());
            let text = "Hàng rào đã xong, hai nhà vui vẻ.";
            all.follow_up(seen(place, id, 4), undertaking.id, (Kept::Kept, on), text, by)
                .await?;
            let asked = Court::Asked(on);
            all.court(seen(place, id, 5), asked, "Hai bên cùng ký đơn.", by)
                .await?;
        }
    }
    Ok(())
}
