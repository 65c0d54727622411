//! Invented campaigns for the demo world: a road that households decided on, an appeal after a storm, the Fund for the poor,
//! and a draft. Small, and balanced to the đồng.

use std::sync::Arc;

use facts::{Catalogue, boards::Boards};
use jiff::civil::{Date, date};
use platform::{clock::SetClock, db::Database, files::NewFile, i18n::Translator};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    ActError, Contributions, Key,
    ledger::{Giver, Purse, Use},
    model::{By, Donor, Gift, NewReceipt, NewSpending, Supported},
    rules::{Basis, Decision, Rate, Terms},
    service::Draft,
    store,
};

/// The decision of the demo world's story that the road stands on.
const ROAD_DECISION: &str = "0199b73f-4100-7a74-9332-de5fcc12b04d";

struct Teller<'a> {
    desk: &'a Contributions,
    story: &'a SetClock,
    unit: UnitId,
}

fn by(number: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(0x0d0_0060 + number),
        role: role.to_owned(),
    }
}

fn officer() -> By {
    by(1, "commune_officer")
}

fn leader() -> By {
    by(2, "commune_leader")
}

/// A paper that says it is invented.
fn paper(what: &str) -> NewFile {
    NewFile {
        name: "chung-tu.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        content: format!("%PDF-1.4\n% Chứng từ minh họa: {what}\n%%EOF\n").into_bytes(),
    }
}

fn cash(amount: i64, giver: Giver, on: Date, name: &str) -> NewReceipt {
    NewReceipt {
        gift: Gift::Money(Purse::Cash, amount),
        giver,
        on,
        donor: Donor {
            name: name.to_owned(),
            address: String::new(),
        },
        named: false,
        pledge: None,
    }
}

impl Teller<'_> {
    async fn opened(&self, draft: &Draft, rates: &[Rate], on: Date) -> Result<Key, ActError> {
        self.story.set(on, 8);
        let id = match self.desk.draft(self.unit, draft, officer()).await {
            // The story of decisions may be told elsewhere, or not at all.
            Err(ActError::NoDecision) => {
                let mut without = draft.clone();
                without.terms.decision.page.clear();
                self.desk.draft(self.unit, &without, officer()).await?
            }
            drafted => drafted?,
        };
        let key = (self.unit, id);
        let mut revision = 1;
        for rate in rates {
            self.desk.state_rate(key, revision, rate).await?;
            revision += 1;
        }
        self.story.set(on, 10);
        self.desk.open(key, revision, &leader()).await?;
        Ok(key)
    }

    async fn give(&self, key: Key, new: NewReceipt) -> Result<(), ActError> {
        self.story.set(new.on, 14);
        let once = self.desk.once();
        self.desk.receive(key, &new, &once, &officer()).await?;
        Ok(())
    }

    async fn spend(&self, key: Key, new: NewSpending) -> Result<(), ActError> {
        self.story.set(new.day, 15);
        let once = self.desk.once();
        self.desk.spend(key, &new, (&once, &officer())).await?;
        Ok(())
    }

    async fn road(&self, code: &str) -> Result<(), ActError> {
        let draft = Draft {
            hamlet: None,
            basis: Basis::Households,
            purpose: "infrastructure".to_owned(),
            title: "Làm đường bê tông ấp, nhà nước và Nhân dân cùng làm".to_owned(),
            from: date(2026, 3, 2),
            until: date(2026, 6, 30),
            terms: Terms {
                aim: "Đổ bê tông 620 m đường ấp rộng 3 m. Nhà nước cấp xi măng; các hộ góp tiền mua cát, đá và góp ngày công.".to_owned(),
                scope: "Các hộ trong ấp đã bàn và quyết định mức góp; hộ nghèo được miễn.".to_owned(),
                method: "Góp tại nhà văn hóa ấp, có biên nhận; chi khi có chứng từ và hai người ký.".to_owned(),
                place: "Nhà văn hóa ấp".to_owned(),
                manager: "Ban Phát triển ấp".to_owned(),
                goal: 90_000_000,
                decision: Decision {
                    page: format!("/dan-ban/{code}/{ROAD_DECISION}"),
                    number: "01/NQ-CĐDC".to_owned(),
                    on: Some(date(2026, 1, 18)),
                    yes: 212,
                    total: 268,
                    found: false,
                },
                ..Terms::default()
            },
        };
        let rates = [
            Rate {
                key: 0,
                labour: true,
                name: "Công lao động phổ thông".to_owned(),
                measure: "ngày công".to_owned(),
                vnd: 280_000,
                source: "Nghị quyết họp ấp ngày 18/01/2026".to_owned(),
            },
            Rate {
                key: 0,
                labour: false,
                name: "Cát xây dựng".to_owned(),
                measure: "m³".to_owned(),
                vnd: 260_000,
                source: "Giá công bố tại địa phương, quý I năm 2026".to_owned(),
            },
        ];
        let key = self.opened(&draft, &rates, date(2026, 3, 2)).await?;
        for (day, amount, giver) in [
            (4, 18_500_000, Giver::Households),
            (9, 24_000_000, Giver::Households),
            (16, 15_000_000, Giver::Enterprise),
            (23, 21_500_000, Giver::Households),
        ] {
            self.give(key, cash(amount, giver, date(2026, 3, day), ""))
                .await?;
        }
        for (day, rate, quantity) in [(7, 2, 24), (20, 1, 96), (28, 1, 64)] {
            let gift = Gift::InKind(rate, quantity);
            let new = NewReceipt {
                gift,
                ..cash(1, Giver::Households, date(2026, 3, day), "")
            };
            self.give(key, new).await?;
        }
        for (day, from, amount, text, document) in [
            (
                date(2026, 4, 6),
                Some(Purse::Cash),
                52_000_000,
                "Mua đá 1×2 và cát",
                "HĐ 0000121 ngày 06/4/2026",
            ),
            (
                date(2026, 4, 20),
                None,
                6_240_000,
                "Dùng cát Nhân dân góp",
                "BB giao nhận 02 ngày 20/4/2026",
            ),
            (
                date(2026, 5, 11),
                Some(Purse::Cash),
                27_000_000,
                "Thuê máy trộn, máy đầm",
                "HĐ 0000347 ngày 11/5/2026",
            ),
        ] {
            let new = NewSpending {
                from,
                on: Use::Works,
                amount,
                day,
                text: text.to_owned(),
                document: document.to_owned(),
                file: paper(document),
                supported: Supported::default(),
            };
            self.spend(key, new).await?;
        }
        self.story.set(date(2026, 7, 6), 9);
        let campaign = store::campaign(&mut self.desk.db.read().await?, key)
            .await?
            .ok_or(ActError::Unknown)?;
        self.desk
            .close(
                key,
                campaign.revision,
                "Đường đã nghiệm thu ngày 03/7/2026; thu chi bằng nhau, không còn tiền và hiện vật.",
                &leader(),
            )
            .await
    }

    async fn storm(&self) -> Result<(), ActError> {
        let draft = Draft {
            hamlet: None,
            basis: Basis::Appeal,
            purpose: "disaster".to_owned(),
            title: "Ủng hộ các hộ bị tốc mái sau lốc xoáy tháng 9".to_owned(),
            from: date(2026, 9, 14),
            until: date(2026, 10, 31),
            terms: Terms {
                aim: "Giúp 23 hộ bị tốc mái lợp lại nhà trước mùa nước nổi.".to_owned(),
                scope: "Mọi người, cơ quan, doanh nghiệp; hoàn toàn tự nguyện.".to_owned(),
                method: "Nhận qua tài khoản riêng và tại trụ sở; trao trực tiếp theo danh sách bình xét, có ký nhận.".to_owned(),
                place: "Trụ sở Ủy ban Mặt trận Tổ quốc xã".to_owned(),
                manager: "Ban vận động cứu trợ xã".to_owned(),
                goal: 150_000_000,
                bank: "Ngân hàng minh họa, chi nhánh huyện".to_owned(),
                account: "9700 2026 0914".to_owned(),
                account_name: "Ban vận động cứu trợ xã".to_owned(),
                notice_on: Some(date(2026, 9, 13)),
                notice_number: "05/TB-BVĐ".to_owned(),
                ..Terms::default()
            },
        };
        let rates = [Rate {
            key: 0,
            labour: false,
            name: "Tôn lợp sóng vuông".to_owned(),
            measure: "m²".to_owned(),
            vnd: 115_000,
            source: "Báo giá ba cửa hàng ngày 12/9/2026, lấy giá thấp nhất".to_owned(),
        }];
        let key = self.opened(&draft, &rates, date(2026, 9, 14)).await?;
        for (day, purse, amount, giver) in [
            (15, Purse::Bank, 40_000_000, Giver::Organisation),
            (16, Purse::Bank, 25_000_000, Giver::Enterprise),
            (17, Purse::Cash, 7_350_000, Giver::Households),
            (21, Purse::Bank, 30_000_000, Giver::Outside),
        ] {
            let new = NewReceipt {
                gift: Gift::Money(purse, amount),
                ..cash(amount, giver, date(2026, 9, day), "")
            };
            self.give(key, new).await?;
        }
        let named = NewReceipt {
            donor: Donor {
                name: "Cửa hàng vật liệu Minh Họa".to_owned(),
                address: String::new(),
            },
            named: true,
            gift: Gift::InKind(1, 260),
            ..cash(1, Giver::Enterprise, date(2026, 9, 18), "")
        };
        self.give(key, named).await?;
        for (day, from, amount, text, households, people) in [
            (date(2026, 9, 25), None, 29_900_000, "Trao tôn lợp nhà", 9, 34),
            (
                date(2026, 9, 28),
                Some(Purse::Bank),
                70_000_000,
                "Trao tiền sửa nhà, mỗi hộ 5 triệu đồng",
                14,
                51,
            ),
        ] {
            let document = format!("Danh sách ký nhận ngày {}/9/2026", day.day());
            let new = NewSpending {
                from,
                on: Use::Support,
                amount,
                day,
                text: text.to_owned(),
                file: paper(&document),
                document,
                supported: Supported {
                    class: "disaster".to_owned(),
                    households,
                    people,
                },
            };
            self.spend(key, new).await?;
        }
        Ok(())
    }

    async fn poor(&self) -> Result<(), ActError> {
        let draft = Draft {
            hamlet: None,
            basis: Basis::PoorFund,
            purpose: "poor_fund".to_owned(),
            title: "Quỹ “Vì người nghèo” của xã".to_owned(),
            from: date(2026, 1, 5),
            until: date(2035, 12, 31),
            terms: Terms {
                aim: "Giúp hộ nghèo, hộ cận nghèo về nhà ở, sinh kế, học hành.".to_owned(),
                scope: "Mọi người, tự nguyện; tháng cao điểm từ 17/10 đến 18/11.".to_owned(),
                method: "Nhận qua tài khoản riêng hoặc tại trụ sở; Ban vận động xét và trao công khai."
                    .to_owned(),
                place: "Trụ sở Ủy ban Mặt trận Tổ quốc xã".to_owned(),
                manager: "Ban vận động Quỹ “Vì người nghèo” xã".to_owned(),
                bank: "Ngân hàng minh họa, chi nhánh huyện".to_owned(),
                account: "9700 2026 0105".to_owned(),
                account_name: "Quỹ Vì người nghèo xã".to_owned(),
                authority: "Quyết định 02/QĐ-MTTQ ngày 04/01/2026 về Ban vận động quỹ".to_owned(),
                ..Terms::default()
            },
        };
        let key = self.opened(&draft, &[], date(2026, 1, 5)).await?;
        for (on, purse, amount, giver) in [
            (date(2026, 1, 12), Purse::Bank, 12_000_000, Giver::Organisation),
            (date(2026, 5, 19), Purse::Cash, 3_400_000, Giver::Households),
            (date(2026, 10, 17), Purse::Bank, 46_000_000, Giver::Enterprise),
            (date(2026, 10, 20), Purse::Cash, 8_250_000, Giver::Households),
        ] {
            let new = NewReceipt {
                gift: Gift::Money(purse, amount),
                ..cash(amount, giver, on, "")
            };
            self.give(key, new).await?;
        }
        let new = NewSpending {
            from: Some(Purse::Bank),
            on: Use::Support,
            amount: 40_000_000,
            day: date(2026, 11, 9),
            text: "Hỗ trợ xây nhà Đại đoàn kết".to_owned(),
            document: "QĐ 11/QĐ-BVĐ ngày 09/11/2026".to_owned(),
            file: paper("QĐ 11"),
            supported: Supported {
                class: "housing".to_owned(),
                households: 1,
                people: 4,
            },
        };
        self.spend(key, new).await
    }

    async fn draft(&self) -> Result<(), ActError> {
        self.story.set(date(2026, 11, 16), 9);
        let draft = Draft {
            hamlet: None,
            basis: Basis::Sponsorship,
            purpose: "social_security".to_owned(),
            title: "Tài trợ xe đạp cho học sinh ở xa".to_owned(),
            from: date(2026, 12, 1),
            until: date(2035, 6, 30),
            terms: Terms {
                aim: "Ba mươi xe đạp cho học sinh nhà xa trường trên 3 km.".to_owned(),
                manager: "Hội Khuyến học xã".to_owned(),
                ..Terms::default()
            },
        };
        self.desk.draft(self.unit, &draft, officer()).await?;
        Ok(())
    }
}

/// Tells of campaigns in the first of the communes that has hamlets, once, whatever interrupts it.
///
/// # Errors
/// [`ActError`]
pub async fn tell(
    (db, units): (&Database, &LiveUnits),
    law: (Arc<Catalogue>, Arc<Rulebook>),
    (boards, vietnamese): (impl FnOnce(SetClock) -> Arc<dyn Boards>, Translator),
    communes: &[UnitId],
    today: Date,
) -> Result<(), ActError> {
    let mut read = db.read().await?;
    let mut told = None;
    for unit in communes {
        let hamlets = units::hamlets::page(&mut read, *unit, today, None, 1).await?;
        if !hamlets.is_empty() {
            told = Some(*unit);
            break;
        }
    }
    let Some(unit) = told else { return Ok(()) };
    let known: Vec<String> = store::campaigns(&mut read, unit, true, None, 10)
        .await?
        .into_iter()
        .map(|campaign| campaign.title)
        .collect();
    drop(read);
    let story = SetClock::default();
    // Drawn anew after an interruption, so that nothing told before is drawn again.
    let mut drawn = u64::try_from(known.len()).unwrap_or_default() << 32;
    let desk = Contributions::new(
        db.clone(),
        units.clone(),
        law,
        Arc::new(story.clone()),
        Box::new(move |octets| {
            drawn += 1;
            let mut count = drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15);
            for octet in octets.iter_mut().rev() {
                *octet = count.to_le_bytes()[0];
                count = count.rotate_right(7);
            }
        }),
    )
    .demo(true)
    .boards(boards(story.clone()), vietnamese);
    let code = desk.code_of(unit)?;
    let teller = Teller {
        desk: &desk,
        story: &story,
        unit,
    };
    // Each is told whole before the next, and one that is there is not told again.
    if known.is_empty() {
        teller.poor().await?;
    }
    if known.len() < 2 {
        teller.road(&code).await?;
    }
    if known.len() < 3 {
        teller.storm().await?;
    }
    if known.len() < 4 {
        teller.draft().await?;
    }
    Ok(())
}
