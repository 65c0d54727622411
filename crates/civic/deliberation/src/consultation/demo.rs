//! Invented consultations for the demo world: a plan and a covenant that are open, one that waits for its answer, one answered, one
//! decided, one withdrawn, and a draft. What is over has fixed dates, and identifiers that follow from them; what is open
//! is open on the day the world is made.

use std::sync::Arc;

use facts::{Catalogue, boards::Boards};
use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use platform::{
    clock::{SetClock, vietnam},
    db::Database,
    i18n::Translator,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use super::{
    model::{By, Channel, Outcome, Stance},
    service::{ActError, Consultations, Decision, Draft, Into, NewOpinion},
    store::{self, Among, Key},
};

/// A text that people are asked about.
struct Told {
    matter: &'static str,
    title: &'static str,
    introduction: &'static str,
    affects: &'static str,
    text: &'static str,
}

/// What somebody says: passage, stance, words.
type Said = (u32, Stance, &'static str);

const MARKET: Told = Told {
    matter: "community_interest",
    title: "Sắp xếp lại giờ họp và chỗ bán của chợ",
    introduction: "Chợ họp tràn ra đường, buổi sáng xe không đi được. Xã muốn định lại giờ họp và chỗ bán, và hỏi ý kiến người bán, người mua và các hộ chung quanh.",
    affects: "Tiểu thương, người đi chợ và các hộ quanh chợ",
    text: "Chợ họp từ 4 giờ đến 18 giờ mỗi ngày.\n\nNgười bán không lấn ra lòng đường; chỗ bán rau quả dời vào dãy phía sau.\n\nXe tải giao hàng trước 5 giờ sáng.\n\nMỗi sạp tự giữ sạch chỗ của mình và bỏ rác đúng nơi.",
};

const MARKET_SAID: &[Said] = &[
    (
        1,
        Stance::Disagree,
        "18 giờ công nhân mới tan ca, xin cho họp đến 19 giờ.",
    ),
    (
        1,
        Stance::Disagree,
        "Nên đóng cửa muộn hơn để người đi làm còn mua được đồ ăn.",
    ),
    (1, Stance::Agree, ""),
    (2, Stance::Disagree, "Dãy phía sau khuất, bán rau không ai thấy."),
    (2, Stance::Agree, "Đồng ý, đường thông thoáng thì ai cũng lợi."),
    (4, Stance::Agree, ""),
];

const CANAL: Told = Told {
    matter: "land_use",
    title: "Kế hoạch sử dụng đất năm 2026 của xã",
    introduction: "Kế hoạch cho biết năm nay chỗ nào làm đường, chỗ nào mở rộng trường, và đất công nào cho thuê.",
    affects: "Các hộ có đất ven đường và ven kênh",
    text: "Mở rộng trường mẫu giáo thêm 1.200 m² trên đất công.\n\nCho thuê 0,8 ha đất bãi bồi để trồng rau, ưu tiên hộ nghèo.\n\nDành 600 m² làm điểm tập kết rác xa khu dân cư.",
};

const CANAL_SAID: &[Said] = &[
    (2, Stance::Agree, "Ưu tiên hộ nghèo là đúng."),
    (
        3,
        Stance::Other,
        "Xin cho biết điểm tập kết rác đặt ở đâu, cách nhà dân bao nhiêu.",
    ),
];

const RULES: Told = Told {
    matter: "democracy_regulation",
    title: "Dự thảo quy chế thực hiện dân chủ của xã",
    introduction: "Quy chế nói rõ dân được biết, được bàn, được giám sát những gì, và ai phải trả lời dân trong bao lâu.",
    affects: "Mọi người dân trong xã",
    text: "Thông báo công khai dán tại trụ sở và nhà văn hóa ấp.\n\nTrả lời kiến nghị của dân trong 10 ngày làm việc.\n\nMỗi quý một lần đối thoại với dân tại ấp.",
};

const RULES_SAID: &[Said] = &[
    (
        2,
        Stance::Disagree,
        "Mười ngày lâu quá, việc nhỏ nên trả lời trong 5 ngày.",
    ),
    (3, Stance::Agree, ""),
    (0, Stance::Other, "Nên phát cả trên loa cho người lớn tuổi nghe."),
];

const MERGER: Told = Told {
    matter: "boundaries",
    title: "Sắp xếp, đổi tên hai ấp",
    introduction: "Bản này đăng nhầm và đã được rút.",
    affects: "Các hộ của hai ấp",
    text: "Hai ấp nhập thành một.\n\nTên mới do dân chọn.",
};

const PLAN: Told = Told {
    matter: "socio_economic_plan",
    title: "Dự thảo kế hoạch phát triển kinh tế - xã hội năm tới",
    introduction: "Xã dự định làm ba con đường, sửa trạm y tế và giúp 40 hộ thoát nghèo. Xin bà con cho biết việc nào nên làm trước.",
    affects: "Mọi người dân trong xã",
    text: "Làm mới 3,6 km đường bê tông ấp, bắt đầu từ đoạn hay ngập.\n\nSửa trạm y tế và thêm một bác sĩ trực hai ngày một tuần.\n\nGiúp 40 hộ thoát nghèo bằng vốn vay và dạy nghề.\n\nThu gom rác ba lần một tuần ở mọi ấp.",
};

const PLAN_SAID: &[Said] = &[
    (1, Stance::Agree, ""),
    (
        1,
        Stance::Other,
        "Đoạn đầu Kênh Ranh ngập nặng nhất, xin làm trước.",
    ),
    (4, Stance::Disagree, "Ba lần một tuần không đủ vào mùa nóng."),
];

const COVENANT: Told = Told {
    matter: "",
    title: "Dự thảo hương ước của ấp",
    introduction: "Hương ước do bà con trong ấp tự đặt ra. Dự thảo được dán 30 ngày để bà con góp ý trước khi họp ấp biểu quyết.",
    affects: "Các hộ trong ấp",
    text: "Nhà nào có đám, hàng xóm giúp công, không mở nhạc quá 22 giờ.\n\nMỗi tháng một buổi dọn kênh, mỗi hộ một người.\n\nKhông thả rông chó; chó ra đường phải rọ mõm.\n\nNhà có người bệnh nặng, tổ tương trợ thăm trong ba ngày.",
};

const BRIDGE: Told = Told {
    matter: "major_projects",
    title: "Phương án xây cầu qua kênh và bồi thường",
    introduction: "Cầu mới thay đò ngang. Có năm hộ phải dời hàng rào.",
    affects: "Năm hộ đầu cầu và người qua đò",
    text: "Cầu rộng 4 m, tải trọng 5 tấn.\n\nBồi thường hàng rào, cây trồng theo giá của tỉnh.\n\nĐò ngang chạy đến ngày thông cầu.",
};

/// What is told, and with whom.
struct Teller<'a> {
    desk: &'a Consultations,
    story: &'a SetClock,
}

/// Tells the story in up to two communes with hamlets, unless it was told in this database. Open consultations are
/// open on the day of the clock that `today` is from.
///
/// # Errors
/// [`ActError`]; what was told before stays.
pub async fn tell(
    (db, units): (&Database, &LiveUnits),
    law: (Arc<Catalogue>, Arc<Rulebook>),
    (boards, vietnamese): (impl FnOnce(SetClock) -> Arc<dyn Boards>, Translator),
    communes: &[UnitId],
    today: Date,
) -> Result<(), ActError> {
    let story = SetClock::default();
    let mut drawn = 0_u64;
    let desk = Consultations::new(
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
    let mut read = db.read().await?;
    if !store::shown_after(&mut read, None, 1).await?.is_empty() {
        return Ok(());
    }
    let mut told = Vec::new();
    for unit in communes {
        let hamlets = units::hamlets::page(&mut read, *unit, today, None, 1).await?;
        if let Some(hamlet) = hamlets.first() {
            told.push((*unit, hamlet.id));
        }
        if told.len() == 2 {
            break;
        }
    }
    drop(read);
    let teller = Teller {
        desk: &desk,
        story: &story,
    };
    for (index, (unit, hamlet)) in told.into_iter().enumerate() {
        match index {
            0 => {
                teller.decided(unit).await?;
                teller.answered(unit).await?;
                teller.asking(unit, &PLAN, PLAN_SAID, today).await?;
                teller.turn(today.saturating_sub(1.day()), 15)?;
                let draft = draft(&BRIDGE, None, today.saturating_add(45.days()));
                desk.begin(unit, &draft, officer()).await?;
                teller.covenant(unit, hamlet, today).await?;
            }
            _ => {
                teller.waiting(unit).await?;
                teller.withdrawn(unit).await?;
            }
        }
    }
    Ok(())
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

fn draft(told: &Told, hamlet: Option<UnitId>, closes_on: Date) -> Draft {
    Draft {
        hamlet,
        matter: told.matter.to_owned(),
        title: told.title.to_owned(),
        introduction: told.introduction.to_owned(),
        affects: told.affects.to_owned(),
        forms: ["community_meeting", "letter_box_or_hotline", "portal"]
            .map(str::to_owned)
            .to_vec(),
        text: told.text.to_owned(),
        closes_on,
    }
}

fn says(said: Said) -> NewOpinion {
    let (passage, stance, words) = said;
    NewOpinion {
        passage,
        stance,
        words: words.to_owned(),
        name: String::new(),
        hamlet: None,
    }
}

impl Teller<'_> {
    fn turn(&self, day: Date, hour: i8) -> Result<(), ActError> {
        let at = vietnam()
            .to_timestamp(day.at(hour, 0, 0, 0))
            .map_err(|error| ActError::Form(error.to_string()))?;
        self.story.turn(at);
        Ok(())
    }

    async fn open(
        &self,
        unit: UnitId,
        told: &Told,
        (on, closes_on): (Date, Date),
        said: &[Said],
    ) -> Result<Key, ActError> {
        self.turn(on, 8)?;
        let id = self
            .desk
            .begin(unit, &draft(told, None, closes_on), officer())
            .await?;
        let key = (unit, id);
        self.turn(on, 9)?;
        self.desk.open(key, 1, leader()).await?;
        self.turn(on.saturating_add(1.day()), 19)?;
        for said in said {
            self.desk.opine(key, &says(*said)).await?;
        }
        Ok(key)
    }

    /// Groups the opinions on a passage, with an answer.
    async fn answer(
        &self,
        key: Key,
        passage: u32,
        summary: &str,
        (outcome, answer, change): (Outcome, &str, &str),
    ) -> Result<(), ActError> {
        const MOST: usize = 100;
        let mut read = self.desk.db.read().await?;
        let opinions: Vec<_> = store::opinions(&mut read, key, Among::Ungrouped, None, MOST)
            .await?
            .iter()
            .map(|opinion| (opinion.id, opinion.passage))
            .filter(|(_, about)| *about == passage)
            .collect();
        drop(read);
        let into = Into::New(summary.to_owned());
        if let Some(group) = self.desk.group(key, &opinions, &into).await? {
            let changes = [(passage, change.to_owned())];
            let changes = if change.is_empty() { &[][..] } else { &changes };
            let answer = Some((outcome, answer.to_owned()));
            self.desk.answer(key, group, summary, answer, changes).await?;
        }
        Ok(())
    }

    async fn decided(&self, unit: UnitId) -> Result<(), ActError> {
        let key = self
            .open(unit, &MARKET, (date(2026, 2, 3), date(2026, 2, 28)), MARKET_SAID)
            .await?;
        self.turn(date(2026, 2, 10), 16)?;
        let paper = says((1, Stance::Disagree, "Tiểu thương dãy A xin họp chợ đến 19 giờ."));
        self.desk
            .enter(key, &paper, (Channel::Meeting, 14, date(2026, 2, 9)), officer())
            .await?;
        self.turn(date(2026, 3, 4), 9)?;
        self.answer(
            key,
            1,
            "Đề nghị họp chợ muộn hơn 18 giờ để người đi làm về còn mua được.",
            (
                Outcome::Accepted,
                "Xã thấy hợp lý và sửa giờ đóng cửa thành 19 giờ.",
                "Chợ họp từ 4 giờ đến 19 giờ mỗi ngày.",
            ),
        )
        .await?;
        self.answer(
            key,
            2,
            "Có ý kiến ngại dãy phía sau khuất, khó bán; có ý kiến ủng hộ để đường thông thoáng.",
            (
                Outcome::Explained,
                "Lòng đường phải giữ cho xe cứu thương, cứu hỏa. Xã sẽ làm bảng chỉ dẫn và thắp đèn dãy phía sau.",
                "",
            ),
        )
        .await?;
        self.answer(
            key,
            4,
            "Đồng ý giữ vệ sinh.",
            (Outcome::Explained, "Giữ nguyên như dự thảo.", ""),
        )
        .await?;
        self.turn(date(2026, 3, 6), 9)?;
        self.desk
            .summarise(
                key,
                "Người dân quan tâm nhất đến giờ đóng cửa và chỗ bán rau. Giờ đóng cửa được sửa theo ý kiến của tiểu thương.",
                leader(),
            )
            .await?;
        self.turn(date(2026, 3, 12), 9)?;
        let decision = Decision {
            passages: vec![
                (1, "Chợ họp từ 4 giờ đến 19 giờ mỗi ngày.".to_owned()),
                (2, MARKET_PASSAGE.to_owned()),
                (3, "Xe tải giao hàng trước 5 giờ sáng.".to_owned()),
                (
                    4,
                    "Mỗi sạp tự giữ sạch chỗ của mình và bỏ rác đúng nơi.".to_owned(),
                ),
            ],
            added: vec!["Dãy phía sau có bảng chỉ dẫn và đèn chiếu sáng.".to_owned()],
            text: "Quyết định số 41/QĐ-UBND ngày 12/03/2026 về giờ họp và chỗ bán của chợ, áp dụng từ 01/04/2026."
                .to_owned(),
            ..Decision::default()
        };
        self.desk.conclude(key, &decision, leader()).await
    }

    async fn answered(&self, unit: UnitId) -> Result<(), ActError> {
        let key = self
            .open(unit, &CANAL, (date(2026, 3, 16), date(2026, 4, 10)), CANAL_SAID)
            .await?;
        self.turn(date(2026, 3, 20), 10)?;
        self.desk
            .correct(
                key,
                1,
                "Mở rộng trường mẫu giáo thêm 1.250 m² trên đất công.",
                "Số liệu đo lại tại thực địa",
                officer(),
            )
            .await?;
        self.turn(date(2026, 4, 14), 9)?;
        self.answer(
            key,
            2,
            "Ủng hộ ưu tiên hộ nghèo thuê đất bãi bồi.",
            (Outcome::Explained, "Giữ nguyên như dự thảo.", ""),
        )
        .await?;
        self.answer(
            key,
            3,
            "Hỏi vị trí và khoảng cách của điểm tập kết rác.",
            (
                Outcome::Accepted,
                "Bổ sung vị trí và khoảng cách vào kế hoạch.",
                "Dành 600 m² ở cuối Kênh Ranh làm điểm tập kết rác, cách nhà dân gần nhất 500 m.",
            ),
        )
        .await?;
        self.turn(date(2026, 4, 15), 9)?;
        let overview = "Không có ý kiến phản đối; một ý kiến hỏi thêm được bổ sung vào văn bản.";
        self.desk.summarise(key, overview, leader()).await
    }

    async fn waiting(&self, unit: UnitId) -> Result<(), ActError> {
        let key = self
            .open(unit, &RULES, (date(2026, 4, 1), date(2026, 4, 21)), RULES_SAID)
            .await?;
        self.turn(date(2026, 4, 18), 9)?;
        self.desk
            .extend(key, date(2026, 4, 29), "Nghỉ lễ, nhiều ấp chưa kịp họp", leader())
            .await
    }

    async fn withdrawn(&self, unit: UnitId) -> Result<(), ActError> {
        let key = self
            .open(unit, &MERGER, (date(2026, 5, 4), date(2026, 6, 4)), &[])
            .await?;
        self.turn(date(2026, 5, 6), 14)?;
        self.desk
            .withdraw(key, "Đăng nhầm bản chưa được thống nhất", leader())
            .await
    }

    async fn asking(&self, unit: UnitId, told: &Told, said: &[Said], today: Date) -> Result<(), ActError> {
        let days = (today.saturating_sub(6.days()), today.saturating_add(20.days()));
        self.open(unit, told, days, said).await?;
        Ok(())
    }

    async fn covenant(&self, unit: UnitId, hamlet: UnitId, today: Date) -> Result<(), ActError> {
        let on = today.saturating_sub(4.days());
        let draft = draft(&COVENANT, Some(hamlet), on.saturating_add(35.days()));
        self.turn(on, 8)?;
        let id = self.desk.begin(unit, &draft, officer()).await?;
        self.turn(on, 9)?;
        self.desk.open((unit, id), 1, by(3, "hamlet_head")).await
    }
}

const MARKET_PASSAGE: &str = "Người bán không lấn ra lòng đường; chỗ bán rau quả dời vào dãy phía sau.";
