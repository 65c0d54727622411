//! Invented notices for the demo world: a commune in order, one whose notice was torn down and another withdrawn, one
//! that owes its people something. The same every time: dates are fixed, and identifiers follow from them.

use std::sync::{Arc, Mutex, PoisonError};

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
    i18n::{Locale, Translations, Translator},
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, hamlets::Hamlet};
use uuid::Uuid;

use crate::{
    catalogue::{
        file as catalogue_file,
        model::{NewCatalogue, Offer},
        store as catalogues,
    },
    content,
    ids::{ItemId, SiteId},
    model::{By, ItemState, NewFile, Site, Text, VersionState},
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
    summary: "Chín tháng đầu năm {kind} thu được 12,4 tỷ đồng, chi 11,8 tỷ đồng. Khoản chi lớn nhất là sửa đường và trường học.",
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
    summary: "{Kind} còn 64 hộ nghèo và 112 hộ cận nghèo, giảm 21 hộ nghèo so với năm trước.",
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

/// The procedures that the province of the demo world decides for its communes, as the file that its officer sends.
const COMMON: &str = include_str!("../demo/common.csv");

/// Where draws come from: each step of the story has its own, so that a story that was interrupted goes on as it would
/// have, and no step draws what another one drew.
#[derive(Debug, Clone, Default)]
struct Draws(Arc<Mutex<(String, u64)>>);

impl Draws {
    fn of(&self, step: String) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (step, 0);
    }

    fn fill(&self, octets: &mut [u8]) {
        let mut drawn = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for part in octets.chunks_mut(32) {
            drawn.1 += 1;
            let hash = content::hash(format!("{}/{}", drawn.0, drawn.1).as_bytes());
            part.copy_from_slice(&hash[..part.len()]);
        }
    }
}

/// What is told about a commune, and with whom. Each step looks first whether it was told already.
struct Teller<'a> {
    desk: &'a Disclosures,
    story: &'a SetClock,
    draws: &'a Draws,
    unit: UnitId,
    sites: Vec<Site>,
}

/// Tells the story in up to three communes and their province, unless it was told in this database. A story that was
/// interrupted is told to its end, and nothing of it twice.
///
/// # Errors
/// [`ActError`]; what was told before stays.
pub async fn tell(
    db: &Database,
    units: &LiveUnits,
    law: (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    communes: &[UnitId],
    translations: &Translations,
) -> Result<(), ActError> {
    let t = &translations.translator(Locale::Vi);
    let story = SetClock::default();
    story.turn(moment(PLAN.decided, 8)?);
    let draws = Draws::default();
    let drawn = draws.clone();
    let desk = Disclosures::new(
        db.clone(),
        units.clone(),
        law,
        Arc::new(story.clone()),
        Box::new(move |octets| drawn.fill(octets)),
    )
    .demo(true);
    let mut tellers = Vec::new();
    let mut read = db.read().await?;
    for unit in communes {
        let hamlets = units::hamlets::page(&mut read, *unit, END.0, None, 20).await?;
        if !hamlets.is_empty() {
            let teller = Teller {
                desk: &desk,
                story: &story,
                draws: &draws,
                unit: *unit,
                sites: Vec::new(),
            };
            tellers.push((teller, hamlets));
        }
        if tellers.len() == 3 {
            break;
        }
    }
    drop(read);
    let Some((first, _)) = tellers.first() else {
        return Ok(());
    };
    let province = desk.province_of(first.unit);
    if first.is_told(province).await? {
        return Ok(());
    }
    for (index, (teller, hamlets)) in tellers.iter_mut().enumerate() {
        teller.open_sites(hamlets, t).await?;
        match index {
            0 => teller.in_order(t).await?,
            1 => teller.torn_and_withdrawn().await?,
            _ => teller.owing().await?,
        }
        teller.tend(END.0, t).await?;
    }
    if let Some((first, _)) = tellers.first() {
        first.catalogue(t).await?;
        first.offer().await?;
        if let Some(province) = province {
            // The last step: with it the story is told.
            first.common(province, translations).await?;
        }
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

fn provincial_officer() -> By {
    by(4, "provincial_officer")
}

fn provincial_head() -> By {
    by(5, "agency_head")
}

impl Teller<'_> {
    fn turn(&self, day: Date, hour: i8) -> Result<Timestamp, ActError> {
        let at = moment(day, hour)?;
        self.story.turn(at);
        Ok(at)
    }

    /// Begins a step of this commune's story.
    fn step(&self, name: &str) {
        self.draws.of(format!("{}/{name}", self.unit));
    }

    /// The story is told when its last step is; and when somebody else keeps boards here, among which it has no place.
    /// What others hung before there was a board is no reason against it.
    async fn is_told(&self, province: Option<UnitId>) -> Result<bool, ActError> {
        let mut read = self.desk.db.read().await?;
        let sites = store::sites(&mut read, self.unit).await?;
        if sites.is_empty() {
            return Ok(false);
        }
        if sites.iter().all(|site| site.id != self.site_id(None)) {
            return Ok(true);
        }
        let Some(province) = province else {
            return Ok(false);
        };
        let common = catalogues::catalogues(&mut read, province, None).await?;
        Ok(common.iter().any(|one| one.settled.is_some()))
    }

    /// The identifier of the office, or of a hamlet's board.
    fn site_id(&self, hamlet: Option<UnitId>) -> SiteId {
        self.step(&format!("site/{}", hamlet.map_or(0, |hamlet| hamlet.0)));
        SiteId(self.desk.uuid(Timestamp::UNIX_EPOCH))
    }

    fn name(&self) -> String {
        let units = self.desk.units.current();
        units
            .get(self.unit)
            .map(|unit| unit.name.clone())
            .unwrap_or_default()
    }

    /// A text with the word for this unit's kind: xã, phường, đặc khu.
    fn local(&self, text: &str) -> String {
        let units = self.desk.units.current();
        let kind = units.get(self.unit).map_or("", |unit| unit.kind.prefix());
        text.replace("{Kind}", kind)
            .replace("{kind}", &kind.to_lowercase())
    }

    async fn open_sites(&mut self, hamlets: &[Hamlet], t: &Translator) -> Result<(), ActError> {
        self.turn(date(2025, 9, 1), 8)?;
        let site = |kind, hamlet, name| Site {
            id: self.site_id(hamlet),
            kind,
            hamlet,
            name,
            opened_on: date(2025, 9, 1),
            closed_on: None,
        };
        let office = t.with("disclosure-site-office-of", "commune", self.name());
        let mut sites = vec![site(SiteKind::Office, None, office)];
        for hamlet in hamlets {
            let point = t.with("disclosure-site-point-of", "hamlet", hamlet.name.as_str());
            sites.push(site(SiteKind::CommunityPoint, Some(hamlet.id), point));
        }
        let known = store::sites(&mut self.desk.db.read().await?, self.unit).await?;
        let new: Vec<Site> = sites
            .iter()
            .filter(|site| known.iter().all(|known| known.id != site.id))
            .cloned()
            .collect();
        self.desk.open_sites(self.unit, &new).await?;
        self.sites = sites;
        Ok(())
    }

    /// Does what has to be done by itself on a day. At most one quarter has ended then without its register.
    async fn tend(&self, day: Date, t: &Translator) -> Result<(), ActError> {
        self.turn(day, END.1)?;
        let registers = store::registers(&mut self.desk.db.read().await?, self.unit).await?;
        // What an interrupted round drew for its register is not drawn again for something else.
        self.step(&format!("tend/{day}/{}", registers.len()));
        self.desk.tend_commune(self.unit, t).await?;
        Ok(())
    }

    async fn publish(&self, told: &Told, added: Vec<NewFile>) -> Result<ItemId, ActError> {
        let draft = Draft {
            matter: told.matter.to_owned(),
            decided_on: told.decided,
            text: Text {
                title: told.title.to_owned(),
                summary: self.local(told.summary),
                body: self.local(told.body),
                ..Text::default()
            },
            added,
            ..Draft::default()
        };
        self.through(&draft, told.published).await
    }

    /// Begins a matter on a day, unless it was begun.
    async fn begin(&self, draft: &Draft, day: Date) -> Result<ItemId, ActError> {
        let at = self.turn(day, 8)?;
        let name = format!("begin/{}/{day}", draft.text.title);
        self.step(&name);
        let id = ItemId(self.desk.uuid(at));
        let known = store::item(&mut self.desk.db.read().await?, self.unit, id).await?;
        if known.is_some() {
            return Ok(id);
        }
        // It draws the same once more.
        self.step(&name);
        self.desk.begin(self.unit, draft, officer()).await
    }

    /// Approves and publishes a version on a day, unless it was. A correction is published by who approves it.
    async fn settle(&self, item: ItemId, (version, revision): (i64, i64), day: Date) -> Result<(), ActError> {
        let writing = Writing {
            item,
            version,
            revision,
        };
        let versions = store::versions(&mut self.desk.db.read().await?, self.unit, item).await?;
        let state = versions
            .iter()
            .find(|known| known.number == version)
            .map(|known| known.state);
        if state == Some(VersionState::Draft) {
            self.turn(day, 9)?;
            self.desk.approve(self.unit, writing, leader()).await?;
        }
        if matches!(state, Some(VersionState::Draft | VersionState::Approved)) {
            self.turn(day, 10)?;
            self.step(&format!("publish/{item}/{version}"));
            let who = if version == 1 { officer() } else { leader() };
            self.desk.publish(self.unit, item, version, who).await?;
        }
        Ok(())
    }

    /// Drafts, approves and publishes on a day.
    async fn through(&self, draft: &Draft, day: Date) -> Result<ItemId, ActError> {
        let item = self.begin(draft, day).await?;
        self.settle(item, (1, 1), day).await?;
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

    /// Where and when the commune receives what its province decided.
    async fn offer(&self) -> Result<(), ActError> {
        let known = catalogues::offers(&mut self.desk.db.read().await?, self.unit).await?;
        if !known.is_empty() {
            return Ok(());
        }
        self.turn(END.0, 10)?;
        let offer = Offer {
            offered: true,
            office: self.local("Trung tâm Phục vụ hành chính công, cạnh trụ sở {kind}"),
            hours: "Thứ Hai đến thứ Sáu: 7 giờ đến 11 giờ, 13 giờ đến 17 giờ".to_owned(),
            contact: "Bộ phận tiếp nhận, số minh họa 0000 000 000".to_owned(),
            note: String::new(),
        };
        self.desk
            .offer(self.unit, (None, 0), &offer, officer())
            .await
            .map(drop)
    }

    /// The province's catalogue, sent by its officer and approved by another person.
    async fn common(&self, province: UnitId, translations: &Translations) -> Result<(), ActError> {
        let new = NewCatalogue {
            name: "danh-muc-chung.csv".to_owned(),
            octets: COMMON.as_bytes().to_vec(),
            decision: "MH-01/QĐ-UBND".to_owned(),
            decided_on: date(2025, 12, 29),
        };
        self.turn(END.0, 11)?;
        self.draws.of(format!("{province}/send"));
        // Sent again, it is the one that waits.
        let id = self
            .desk
            .send_catalogue(province, &new, provincial_officer())
            .await?;
        let sheet = catalogue_file::read(&new.octets, &new.name, translations)
            .map_err(|error| ActError::Form(error.to_string()))?;
        let against = self
            .desk
            .against(&mut self.desk.db.read().await?, province)
            .await?;
        let plan = sheet
            .plan(&against)
            .map_err(|problems| ActError::Form(format!("{problems:?}")))?;
        self.turn(END.0, 14)?;
        self.draws.of(format!("{province}/approve"));
        let shown = plan.fingerprint();
        let t = translations.translator(Locale::Vi);
        self.desk
            .publish_catalogue(province, id, (&sheet, &shown), provincial_head(), &t)
            .await
            .map(drop)
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
        let known = store::sightings(&mut self.desk.db.read().await?, self.unit, item).await?;
        if known.iter().any(|known| known.site == site.id && known.at == at) {
            return Ok(());
        }
        let new = NewSighting {
            item,
            site: site.id,
            seen,
            at,
            photo: photo.then(board_photograph).flatten(),
            note: String::new(),
        };
        let who = if site.hamlet.is_some() { head() } else { officer() };
        self.step(&format!("hang/{item}/{}/{day}", site.id));
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
    async fn in_order(&self, t: &Translator) -> Result<(), ActError> {
        let rules = self.publish(&RULES, Vec::new()).await?;
        self.hang_everywhere(rules, RULES.published, true).await?;
        self.tend(date(2025, 10, 1), t).await?;

        let table = budget_table(&units::in_text(&self.name()))?;
        let plan = self.publish(&PLAN, table.into_iter().collect()).await?;
        self.hang_everywhere(plan, date(2025, 10, 8), false).await?;
        self.correct(plan).await?;

        let fees = self.publish(&FEES, Vec::new()).await?;
        self.hang_everywhere(fees, date(2025, 10, 22), false).await?;
        for day in 22..25 {
            let day = date(2025, 10, day);
            self.turn(day, 17)?;
            self.desk.broadcast(self.unit, fees, day, officer()).await?;
        }
        self.hang_decisions().await
    }

    /// Hangs what other civic functions published, on the day it was.
    async fn hang_decisions(&self) -> Result<(), ActError> {
        let mut read = self.desk.db.read().await?;
        let watched = store::watched(&mut read, self.unit).await?;
        drop(read);
        for item in watched.into_iter().map(|listed| listed.item) {
            let (Some(on), Some(_)) = (item.published_on(), &item.page) else {
                continue;
            };
            let serves = |site: &&Site| site.hamlet.is_none() || site.hamlet == item.hamlet;
            for site in self.sites.iter().filter(serves) {
                self.hang(item.id, site, on, Seen::Posted, false).await?;
            }
        }
        Ok(())
    }

    /// Corrects a figure of the budget.
    async fn correct(&self, plan: ItemId) -> Result<(), ActError> {
        let day = date(2025, 10, 9);
        self.turn(day, 8)?;
        let mut read = self.desk.db.read().await?;
        let versions = store::versions(&mut read, self.unit, plan).await?;
        let files = store::attachments(&mut read, self.unit, plan).await?;
        drop(read);
        if versions.len() < 2 {
            self.desk.correct(self.unit, plan, officer()).await?;
        }
        let draft = Draft {
            matter: PLAN.matter.to_owned(),
            decided_on: PLAN.decided,
            text: Text {
                title: PLAN.title.to_owned(),
                summary: self.local(PLAN.summary),
                body: self.local(PLAN.body).replace("900.000.000", "950.000.000"),
                ..Text::default()
            },
            correction: "Sửa số chi cho trạm y tế: 950 triệu đồng, không phải 900 triệu đồng.".to_owned(),
            kept: files
                .into_iter()
                .filter(|file| file.version == 1)
                .map(|file| file.hash)
                .collect(),
            added: Vec::new(),
        };
        if versions.get(1).is_none_or(|version| version.revision == 1) {
            let writing = Writing {
                item: plan,
                version: 2,
                revision: 1,
            };
            self.desk.save(self.unit, writing, &draft, officer()).await?;
        }
        self.settle(plan, (2, 2), day).await
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
        let known = store::item(&mut self.desk.db.read().await?, self.unit, mistaken).await?;
        if known.is_some_and(|known| known.state == ItemState::Published) {
            let reason = "Đăng nhầm bản chưa rà soát; bản đúng sẽ công khai sau khi rà soát xong.";
            self.desk.withdraw(self.unit, mistaken, reason, leader()).await?;
        }
        let plan = self.publish(&PLAN, Vec::new()).await?;
        self.hang_everywhere(plan, date(2025, 10, 9), false).await
    }

    /// A commune that owes: published late, not hung everywhere, a draft past its deadline, no loudspeaker.
    async fn owing(&self) -> Result<(), ActError> {
        self.turn(date(2025, 12, 1), 8)?;
        let known = store::exemptions(&mut self.desk.db.read().await?, self.unit).await?;
        if known.is_empty() {
            let reason = self.local("{Kind} mới thành lập, chưa có đài truyền thanh");
            self.desk.exempt(self.unit, &reason, officer()).await?;
        }
        let poor = self.publish(&POOR, Vec::new()).await?;
        for site in self.sites.iter().take(3) {
            self.hang(poor, site, date(2025, 12, 10), Seen::Posted, true)
                .await?;
        }
        let late = self.publish(&LATE, Vec::new()).await?;
        self.hang_everywhere(late, date(2025, 12, 31), false).await?;
        let draft = Draft {
            matter: "public_assets".to_owned(),
            decided_on: date(2025, 12, 11),
            text: Text {
                title: "Mua sắm, quản lý tài sản công năm 2025".to_owned(),
                summary: self.local("{Kind} mua một máy in và sửa mái trụ sở."),
                body: "Chi tiết đang được rà soát.".to_owned(),
                ..Text::default()
            },
            ..Draft::default()
        };
        self.begin(&draft, date(2025, 12, 12)).await.map(drop)
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
fn budget_table(commune: &str) -> Result<Option<NewFile>, ActError> {
    let mut document = documents::Document::new(
        documents::Language::Vi,
        moment(PLAN.decided, 8)?,
        format!("Ủy ban nhân dân {commune}"),
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
