//! Invented notices for the demo world: a commune in order, one whose notice was torn down and another withdrawn, one
//! that owes its people something. The same every time: dates are fixed, and identifiers follow from them.

use std::sync::Arc;

use facts::Catalogue;
use image::{ImageFormat, Rgb, RgbImage};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    calendar::WorkingCalendar,
    clock::{SetClock, vietnam},
    db::Database,
    files,
    i18n::Translator,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, hamlets::Hamlet};
use uuid::Uuid;

use crate::{
    ids::{ItemId, SiteId},
    model::{By, NewFile, Site, Text},
    procedures::{self, Procedure},
    rules::{Seen, SiteKind},
    service::{ActError, Disclosures, Draft, NewSighting, Writing},
    store,
};

/// The day on which the demo world ends and is tended last.
const END: (Date, i8) = (date(2026, 1, 5), 8);

/// A notice of the story.
struct Told {
    matter: &'static str,
    decided: Date,
    published: Date,
    title: &'static str,
    summary: &'static str,
    body: &'static str,
}

const PLAN: Told = Told {
    matter: "budget",
    decided: date(2025, 10, 3),
    published: date(2025, 10, 7),
    title: "Thực hiện ngân sách quý III năm 2025",
    summary: "Chín tháng đầu năm xã thu được 12,4 tỷ đồng, chi 11,8 tỷ đồng. Khoản chi lớn nhất là sửa đường và trường học.",
    body: "Tổng thu ngân sách 9 tháng là 12.400.000.000 đồng, đạt 78,5% dự toán năm.\n\nTổng chi là 11.800.000.000 đồng: sửa đường ấp 4.200.000.000 đồng, trường học 3.100.000.000 đồng, trạm y tế 900.000.000 đồng, chi thường xuyên phần còn lại.\n\nBảng chi tiết kèm theo thông báo này.",
};

const FEES: Told = Told {
    matter: "fees",
    decided: date(2025, 10, 17),
    published: date(2025, 10, 21),
    title: "Mức thu phí sử dụng chợ từ 01/11/2025",
    summary: "Từ 01/11/2025, mỗi sạp trong chợ đóng 4.000 đồng một ngày. Hộ nghèo được miễn.",
    body: "Mức thu: sạp cố định 4.000 đồng/ngày; người bán không cố định 2.000 đồng/ngày. Hộ nghèo, hộ cận nghèo được miễn.\n\nNgười thu phải giao biên lai. Ai bị thu sai xin báo Ban quản lý chợ hoặc Ủy ban nhân dân.",
};

const RULES: Told = Told {
    matter: "regulation_and_officials",
    decided: date(2025, 9, 12),
    published: date(2025, 9, 16),
    title: "Quy chế thực hiện dân chủ và nhiệm vụ của công chức",
    summary: "Ai phụ trách việc gì, tiếp dân ngày nào, và dân được biết, được bàn những gì.",
    body: "Quy chế nêu các nội dung dân biết, dân bàn, dân quyết định, dân giám sát.\n\nDanh sách công chức, nhiệm vụ và lịch tiếp công dân được niêm yết thường xuyên tại trụ sở.",
};

const ROAD: Told = Told {
    matter: "projects_and_land",
    decided: date(2025, 11, 12),
    published: date(2025, 11, 14),
    title: "Làm đường bê tông dọc Kênh Ranh",
    summary: "Đường dài 2,4 km, rộng 3 m, làm từ tháng 12/2025 đến tháng 4/2026. Không thu hồi đất ở.",
    body: "Dự án dài 2,4 km, mặt đường rộng 3 m, tổng mức đầu tư 3.650.000.000 đồng, trong đó Nhân dân đóng góp 350.000.000 đồng theo nghị quyết của ấp.\n\nĐơn vị thi công được chọn qua đấu thầu. Ban Giám sát đầu tư của cộng đồng theo dõi từ ngày khởi công.",
};

const POOR: Told = Told {
    matter: "social_security_support",
    decided: date(2025, 12, 5),
    published: date(2025, 12, 9),
    title: "Kết quả rà soát hộ nghèo, hộ cận nghèo năm 2025",
    summary: "Xã còn 64 hộ nghèo và 112 hộ cận nghèo, giảm 21 hộ nghèo so với năm trước.",
    body: "Kết quả rà soát: 64 hộ nghèo, 112 hộ cận nghèo. Tiêu chí và cách bình xét đã được họp dân ở từng ấp.\n\nAi thấy bình xét chưa đúng xin báo Trưởng ấp hoặc Ủy ban nhân dân.",
};

const MISTAKEN: Told = Told {
    matter: "disaster_support",
    decided: date(2025, 12, 1),
    published: date(2025, 12, 3),
    title: "Danh sách hỗ trợ sau dông lốc",
    summary: "Bản này đăng nhầm và đã được thu hồi.",
    body: "Nội dung đăng nhầm.",
};

const LATE: Told = Told {
    matter: "funds_and_contributions",
    decided: date(2025, 12, 10),
    published: date(2025, 12, 30),
    title: "Thu, chi quỹ do Nhân dân đóng góp năm 2025",
    summary: "Các quỹ thu 486.000.000 đồng, đã chi 412.500.000 đồng, còn lại 73.500.000 đồng.",
    body: "Quỹ vì người nghèo thu 210.000.000 đồng; quỹ đền ơn đáp nghĩa thu 96.000.000 đồng; đóng góp làm cầu, đường 180.000.000 đồng.\n\nĐã chi 412.500.000 đồng. Sổ thu chi xem tại trụ sở.",
};

/// Invented procedures in our own words; fees are examples.
const PROCEDURES: &str = include_str!("../demo/procedures.json");

/// A procedure of the demo world.
#[derive(Debug, serde::Deserialize)]
struct Shown {
    name: String,
    summary: String,
    procedure: Procedure,
}

/// What is told about a commune, and with whom.
struct Teller<'a> {
    desk: &'a Disclosures,
    story: &'a SetClock,
    unit: UnitId,
    sites: Vec<Site>,
}

/// Tells the story in up to three communes, unless it was told in this database.
///
/// # Errors
/// [`ActError`]; communes told before stay.
pub async fn tell(
    db: &Database,
    units: &LiveUnits,
    law: (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    communes: &[UnitId],
    t: &Translator,
) -> Result<(), ActError> {
    let story = SetClock::default();
    story.turn(moment(PLAN.decided, 8)?);
    let mut drawn = 0_u64;
    let desk = Disclosures::new(
        db.clone(),
        units.clone(),
        law,
        Arc::new(story.clone()),
        Box::new(move |octets| {
            drawn += 1;
            let count = drawn.to_be_bytes();
            octets.fill(0);
            for (octet, value) in octets.iter_mut().rev().zip(count.iter().rev()) {
                *octet = *value;
            }
        }),
    )
    .demo(true);
    let mut read = db.read().await?;
    if !store::communes(&mut read).await?.is_empty() {
        return Ok(());
    }
    let mut told = Vec::new();
    for unit in communes {
        let hamlets = units::hamlets::page(&mut read, *unit, END.0, None, 20).await?;
        if !hamlets.is_empty() {
            told.push((*unit, hamlets));
        }
        if told.len() == 3 {
            break;
        }
    }
    drop(read);
    let mut first = None;
    for (index, (unit, hamlets)) in told.into_iter().enumerate() {
        let mut teller = Teller {
            desk: &desk,
            story: &story,
            unit,
            sites: Vec::new(),
        };
        teller.open_sites(&hamlets, t).await?;
        match index {
            0 => teller.in_order().await?,
            1 => teller.torn_and_withdrawn().await?,
            _ => teller.owing().await?,
        }
        teller.turn(END.0, END.1)?;
        desk.tend_commune(unit, t).await?;
        if index == 0 {
            first = Some(teller);
        }
    }
    if let Some(teller) = first {
        teller.catalogue(t).await?;
    }
    Ok(())
}

fn moment(day: Date, hour: i8) -> Result<Timestamp, ActError> {
    let there = day.at(hour, 0, 0, 0);
    vietnam()
        .to_timestamp(there)
        .map_err(|error| ActError::Form(error.to_string()))
}

fn by(account: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(account),
        role: role.to_owned(),
    }
}

fn officer() -> By {
    by(1, "commune_officer")
}

fn leader() -> By {
    by(2, "commune_leader")
}

fn head() -> By {
    by(3, "hamlet_head")
}

impl Teller<'_> {
    fn turn(&self, day: Date, hour: i8) -> Result<Timestamp, ActError> {
        let at = moment(day, hour)?;
        self.story.turn(at);
        Ok(at)
    }

    async fn open_sites(&mut self, hamlets: &[Hamlet], t: &Translator) -> Result<(), ActError> {
        let at = self.turn(date(2025, 9, 1), 8)?;
        let units = self.desk.units.current();
        let name = units
            .get(self.unit)
            .map(|unit| unit.name.clone())
            .unwrap_or_default();
        let site = |kind, hamlet, name| Site {
            id: SiteId(self.desk.uuid(at)),
            kind,
            hamlet,
            name,
            opened_on: date(2025, 9, 1),
            closed_on: None,
        };
        let office = t.with("disclosure-site-office-of", "commune", name);
        let mut sites = vec![site(SiteKind::Office, None, office)];
        for hamlet in hamlets {
            let point = t.with("disclosure-site-point-of", "hamlet", hamlet.name.as_str());
            sites.push(site(SiteKind::CommunityPoint, Some(hamlet.id), point));
        }
        self.desk.open_sites(self.unit, &sites).await?;
        self.sites = sites;
        Ok(())
    }

    async fn publish(&self, told: &Told, added: Vec<NewFile>) -> Result<ItemId, ActError> {
        let draft = Draft {
            matter: told.matter.to_owned(),
            decided_on: told.decided,
            text: Text {
                title: told.title.to_owned(),
                summary: told.summary.to_owned(),
                body: told.body.to_owned(),
                ..Text::default()
            },
            added,
            ..Draft::default()
        };
        self.through(&draft, told.published).await
    }

    /// Drafts, approves and publishes on a day.
    async fn through(&self, draft: &Draft, day: Date) -> Result<ItemId, ActError> {
        self.turn(day, 8)?;
        let item = self.desk.begin(self.unit, draft, officer()).await?;
        self.turn(day, 9)?;
        let writing = Writing {
            item,
            version: 1,
            revision: 1,
        };
        self.desk.approve(self.unit, writing, leader()).await?;
        self.turn(day, 10)?;
        self.desk.publish(self.unit, item, 1, officer()).await?;
        Ok(item)
    }

    /// The commune's administrative procedures, announced together and hung at the office.
    async fn catalogue(&self, t: &Translator) -> Result<(), ActError> {
        for shown in serde_json::from_str::<Vec<Shown>>(PROCEDURES)? {
            let draft = Draft {
                matter: procedures::MATTER.to_owned(),
                decided_on: END.0,
                text: Text {
                    title: shown.name,
                    summary: shown.summary,
                    body: procedures::body(t, &shown.procedure),
                    procedure: Some(shown.procedure),
                },
                ..Draft::default()
            };
            let item = self.through(&draft, END.0).await?;
            self.hang_everywhere(item, END.0, true).await?;
        }
        Ok(())
    }

    async fn hang(
        &self,
        item: ItemId,
        site: &Site,
        day: Date,
        seen: Seen,
        photo: bool,
    ) -> Result<(), ActError> {
        let at = self.turn(day, 15)?;
        let new = NewSighting {
            item,
            site: site.id,
            seen,
            at,
            photo: photo.then(board_photograph).flatten(),
            note: String::new(),
        };
        let who = if site.hamlet.is_some() { head() } else { officer() };
        self.desk.see(self.unit, new, who).await?;
        Ok(())
    }

    /// Hangs at all sites on a day; only at the office what the law wants there alone.
    async fn hang_everywhere(&self, item: ItemId, day: Date, office_only: bool) -> Result<(), ActError> {
        for (index, site) in self.sites.iter().enumerate() {
            if !office_only || site.kind == SiteKind::Office {
                self.hang(item, site, day, Seen::Posted, index < 2).await?;
            }
        }
        Ok(())
    }

    /// A commune that does what the law asks, and corrected a figure openly.
    async fn in_order(&self) -> Result<(), ActError> {
        let rules = self.publish(&RULES, Vec::new()).await?;
        self.hang_everywhere(rules, RULES.published, true).await?;

        let plan = self.publish(&PLAN, budget_table()?.into_iter().collect()).await?;
        self.hang_everywhere(plan, date(2025, 10, 8), false).await?;
        self.turn(date(2025, 10, 9), 8)?;
        self.desk.correct(self.unit, plan, officer()).await?;
        let draft = Draft {
            matter: PLAN.matter.to_owned(),
            decided_on: PLAN.decided,
            text: Text {
                title: PLAN.title.to_owned(),
                summary: PLAN.summary.to_owned(),
                body: PLAN.body.replace("900.000.000", "950.000.000"),
                ..Text::default()
            },
            correction: "Sửa số chi cho trạm y tế: 950 triệu đồng, không phải 900 triệu đồng.".to_owned(),
            kept: {
                let mut read = self.desk.db.read().await?;
                let files = store::attachments(&mut read, self.unit, plan).await?;
                files
                    .into_iter()
                    .filter(|file| file.version == 1)
                    .map(|file| file.hash)
                    .collect()
            },
            added: Vec::new(),
        };
        let mut writing = Writing {
            item: plan,
            version: 2,
            revision: 1,
        };
        self.desk.save(self.unit, writing, &draft, officer()).await?;
        self.turn(date(2025, 10, 9), 9)?;
        writing.revision = 2;
        self.desk.approve(self.unit, writing, leader()).await?;
        self.desk.publish(self.unit, plan, 2, leader()).await?;

        let fees = self.publish(&FEES, Vec::new()).await?;
        self.hang_everywhere(fees, date(2025, 10, 22), false).await?;
        for day in 22..25 {
            let day = date(2025, 10, day);
            self.turn(day, 17)?;
            self.desk.broadcast(self.unit, fees, day, officer()).await?;
        }
        Ok(())
    }

    /// A commune in which a notice was torn down before its time, and another withdrawn.
    async fn torn_and_withdrawn(&self) -> Result<(), ActError> {
        let road = self.publish(&ROAD, Vec::new()).await?;
        self.hang_everywhere(road, date(2025, 11, 17), false).await?;
        if let Some(point) = self.sites.last() {
            self.hang(road, point, date(2025, 12, 8), Seen::Missing, true)
                .await?;
        }
        let mistaken = self.publish(&MISTAKEN, Vec::new()).await?;
        self.turn(date(2025, 12, 3), 14)?;
        let reason = "Đăng nhầm bản chưa rà soát; bản đúng sẽ công khai sau khi rà soát xong.";
        self.desk.withdraw(self.unit, mistaken, reason, leader()).await?;
        let plan = self.publish(&PLAN, Vec::new()).await?;
        self.hang_everywhere(plan, date(2025, 10, 9), false).await
    }

    /// A commune that owes: published late, not hung everywhere, a draft past its deadline, no loudspeaker.
    async fn owing(&self) -> Result<(), ActError> {
        self.turn(date(2025, 12, 1), 8)?;
        let reason = "Xã mới thành lập, chưa có đài truyền thanh";
        self.desk.exempt(self.unit, reason, officer()).await?;
        let poor = self.publish(&POOR, Vec::new()).await?;
        for site in self.sites.iter().take(3) {
            self.hang(poor, site, date(2025, 12, 10), Seen::Posted, true)
                .await?;
        }
        let late = self.publish(&LATE, Vec::new()).await?;
        self.hang_everywhere(late, date(2025, 12, 31), false).await?;
        self.turn(date(2025, 12, 12), 8)?;
        let draft = Draft {
            matter: "public_assets".to_owned(),
            decided_on: date(2025, 12, 11),
            text: Text {
                title: "Mua sắm, quản lý tài sản công năm 2025".to_owned(),
                summary: "Xã mua một máy in và sửa mái trụ sở.".to_owned(),
                body: "Chi tiết đang được rà soát.".to_owned(),
                ..Text::default()
            },
            ..Draft::default()
        };
        self.desk.begin(self.unit, &draft, officer()).await?;
        Ok(())
    }
}

/// A drawn picture of a notice on a board: invented, and seen to be.
fn board_photograph() -> Option<NewFile> {
    let picture = RgbImage::from_fn(480, 360, |x, y| {
        let on_sheet = (150..330).contains(&x) && (60..300).contains(&y);
        let on_line = (170..310).contains(&x) && (100..270).contains(&y) && y % 20 < 6;
        let on_board = (40..440).contains(&x) && (30..330).contains(&y);
        match (on_sheet, on_line, on_board) {
            (true, true, _) => Rgb([60, 70, 80]),
            (true, false, _) => Rgb([250, 250, 246]),
            (false, _, true) => Rgb([150, 110, 70]),
            (false, _, false) => Rgb([205, 220, 228]),
        }
    });
    let mut octets = Vec::new();
    let written = picture.write_to(&mut std::io::Cursor::new(&mut octets), ImageFormat::Png);
    written.ok().and_then(|()| files::photograph(&octets).ok())
}

/// The table that hangs on the budget.
fn budget_table() -> Result<Option<NewFile>, ActError> {
    let mut document = documents::Document::new(
        documents::Language::Vi,
        moment(PLAN.decided, 8)?,
        "Ủy ban nhân dân xã",
        "Bảng thu, chi ngân sách 9 tháng năm 2025",
    );
    document.demo_notice = Some("Bản trình diễn".to_owned());
    document.blocks = [
        "Sửa đường ấp: 4.200.000.000 đồng",
        "Trường học: 3.100.000.000 đồng",
        "Trạm y tế: 950.000.000 đồng",
        "Chi thường xuyên: 3.550.000.000 đồng",
    ]
    .map(documents::Block::text)
    .to_vec();
    let Ok(octets) = documents::pdf(&document) else {
        return Ok(None);
    };
    Ok(files::attachment("Thu chi 9 thang nam 2025.pdf", octets).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_procedures_shown_are_such_as_officers_could_write() {
        let shown: Vec<Shown> = serde_json::from_str(PROCEDURES).unwrap();
        assert!(shown.len() >= 12, "{}", shown.len());
        for shown in shown {
            let written = procedures::Written::from(&shown.procedure);
            assert_eq!(procedures::read(&written), Ok(shown.procedure), "{}", shown.name);
        }
    }
}
