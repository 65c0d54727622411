//! Invented agencies and a state enterprise for the demo world, with people who have demo accounts and notices at every
//! stage. Days are counted back from the day on which the world is prepared.

use std::sync::Arc;

use facts::Catalogue;
use jiff::{ToSpan as _, civil::Date};
use platform::{
    calendar::WorkingCalendar,
    clock::{SetClock, vietnam},
    db::Database,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use super::{
    NewShowing, Writing,
    model::{Draft, Kind, Membership, Role, Text},
    rules, store,
};
use crate::{
    ids::NoticeId,
    service::{ActError, Disclosures},
};

/// Accounts of the demo world, and what they are called.
#[derive(Debug, Clone)]
pub struct People {
    /// Head of the agency.
    pub head: (Uuid, String),
    /// Deputy of the agency.
    pub deputy: (Uuid, String),
    /// Works in the agency.
    pub employee: (Uuid, String),
    /// Works in the state enterprise.
    pub worker: (Uuid, String),
}

/// A notice of the story: key of the matter, days ago that it was decided, title, text.
struct Told {
    matter: &'static str,
    decided: i64,
    title: &'static str,
    body: &'static str,
}

const BUDGET: Told = Told {
    matter: "budget",
    decided: 12,
    title: "Dự toán và chi tiêu 9 tháng của Trạm",
    body: "Dự toán năm là 1.840.000.000 đồng, 9 tháng đã chi 1.312.000.000 đồng: lương và phụ cấp 980.000.000 đồng, thuốc và vật tư 241.000.000 đồng, điện nước, sửa chữa 91.000.000 đồng.\n\nAi muốn xem chứng từ xin gặp kế toán vào sáng thứ Năm.",
};

const RULES: Told = Told {
    matter: "internal_rules",
    decided: 60,
    title: "Nội quy trực và quy chế chi tiêu nội bộ",
    body: "Ca trực đêm hai người, phụ cấp theo quy chế chi tiêu nội bộ đã được hội nghị viên chức thông qua.\n\nAi đổi ca phải báo trước một ngày.",
};

const MISTAKEN: Told = Told {
    matter: "personnel",
    decided: 20,
    title: "Danh sách xét nâng lương trước thời hạn",
    body: "Bản này chưa được Hội đồng lương xét.",
};

const WELFARE: Told = Told {
    matter: "welfare",
    decided: 2,
    title: "Chế độ nghỉ bù và quà Tết",
    body: "Nghỉ bù được đăng ký theo lịch trực. Quà Tết mỗi người 500.000 đồng từ quỹ phúc lợi.",
};

const ASSETS: Told = Told {
    matter: "public_assets",
    decided: 40,
    title: "Mua sắm máy siêu âm",
    body: "Chi tiết đang được rà soát.",
};

const SCHOOL: Told = Told {
    matter: "work_plans",
    decided: 15,
    title: "Kế hoạch năm học",
    body: "Kế hoạch dạy học, phân công và lịch họp tổ chuyên môn.",
};

const BUSINESS: Told = Told {
    matter: "business_situation",
    decided: 25,
    title: "Tình hình sản xuất, kinh doanh quý III",
    body: "Diện tích phục vụ tưới tiêu 4.200 ha. Doanh thu quý III đạt 3.150.000.000 đồng, chi phí 2.870.000.000 đồng.",
};

const BONUS: Told = Told {
    matter: "bonus_and_welfare",
    decided: 35,
    title: "Quỹ khen thưởng, phúc lợi",
    body: "Số dư và các khoản chi đang được tổng hợp.",
};

/// Tells the story in the first two communes and the province, unless there are organisations in this database.
///
/// # Errors
/// [`ActError`]; organisations told before stay.
pub async fn tell(
    db: &Database,
    units: &LiveUnits,
    law: (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    communes: &[UnitId],
    people: &People,
    today: Date,
) -> Result<(), ActError> {
    if !store::units(&mut db.read().await?).await?.is_empty() {
        return Ok(());
    }
    let story = SetClock::default();
    let mut drawn = 1_u64 << 32;
    let desk = Disclosures::new(
        db.clone(),
        units.clone(),
        law,
        Arc::new(story.clone()),
        Box::new(move |octets| {
            drawn += 1;
            octets.fill(0);
            for (octet, value) in octets.iter_mut().rev().zip(drawn.to_be_bytes().iter().rev()) {
                *octet = *value;
            }
        }),
    )
    .demo(true);
    let teller = Teller {
        desk: &desk,
        story: &story,
        today,
    };
    let name = |unit: UnitId| {
        let units = units.current();
        units
            .get(unit)
            .map(|unit| units::in_text(&unit.name))
            .unwrap_or_default()
    };
    let [first, others @ ..] = communes else {
        return Ok(());
    };
    teller
        .clinic(*first, &format!("Trạm Y tế {}", name(*first)), people)
        .await?;
    teller
        .school(*first, &format!("Trường Tiểu học {}", name(*first)))
        .await?;
    teller
        .waterworks(*first, &format!("Xí nghiệp Thủy nông {}", name(*first)), people)
        .await?;
    if let Some(second) = others.first() {
        teller
            .school(*second, &format!("Trường Mẫu giáo {}", name(*second)))
            .await?;
    }
    teller.turn(0, 1)?;
    desk.internal().tend().await?;
    Ok(())
}

struct Teller<'a> {
    desk: &'a Disclosures,
    story: &'a SetClock,
    today: Date,
}

fn invented(number: u128, name: &str) -> (Uuid, String) {
    (Uuid::from_u128(number), name.to_owned())
}

impl Teller<'_> {
    /// Sets the story's clock to an hour of a day so many days ago.
    fn turn(&self, ago: i64, hour: i8) -> Result<Date, ActError> {
        let day = self.today.saturating_sub(ago.days());
        let at = vietnam()
            .to_timestamp(day.at(hour, 0, 0, 0))
            .map_err(|error| ActError::Form(error.to_string()))?;
        self.story.turn(at);
        Ok(day)
    }

    async fn found(
        &self,
        unit: UnitId,
        (kind, name): (Kind, &str),
        people: &[(&(Uuid, String), Role)],
    ) -> Result<Vec<Membership>, ActError> {
        let internal = self.desk.internal();
        self.turn(90, 8)?;
        let id = internal.register(unit, kind, name).await?;
        let organisation = store::organisation_of(&mut self.desk.db.read().await?, unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let mut joined = Vec::new();
        for ((account, name), role) in people {
            let code = internal.code(&organisation, *role, *account).await?;
            internal.join(&code, *account, name).await?;
            let mine = internal.of(*account).await?;
            joined.extend(mine.into_iter().filter(|mine| mine.organisation.id == id));
        }
        Ok(joined)
    }

    async fn begin(&self, who: &Membership, told: &Told) -> Result<NoticeId, ActError> {
        let decided_on = self.today.saturating_sub(told.decided.days());
        self.turn(told.decided, 14)?;
        let draft = Draft {
            matter: told.matter.to_owned(),
            decided_on,
            text: Text {
                title: told.title.to_owned(),
                body: told.body.to_owned(),
                correction: String::new(),
            },
        };
        self.desk.internal().begin(who, &draft).await
    }

    /// Drafts on the day of the decision and publishes so many days later.
    async fn publish(
        &self,
        (writer, head): (&Membership, &Membership),
        told: &Told,
        later: i64,
    ) -> Result<NoticeId, ActError> {
        let notice = self.begin(writer, told).await?;
        self.turn(told.decided - later, 9)?;
        let writing = Writing {
            notice,
            version: 1,
            revision: 1,
        };
        self.desk.internal().publish(head, writing).await?;
        Ok(notice)
    }

    async fn show(&self, who: &Membership, notice: NoticeId, form: &str, note: &str) -> Result<(), ActError> {
        let (_, from) = self.desk.now();
        let new = NewShowing {
            form: form.to_owned(),
            from,
            until: None,
            note: note.to_owned(),
        };
        self.desk.internal().show(who, notice, new).await
    }

    /// An agency with something at every stage.
    async fn clinic(&self, unit: UnitId, name: &str, people: &People) -> Result<(), ActError> {
        let joined = self
            .found(
                unit,
                (Kind::Agency, name),
                &[
                    (&people.head, Role::Head),
                    (&people.deputy, Role::Head),
                    (&people.employee, Role::Staff),
                ],
            )
            .await?;
        let [head, deputy, employee] = joined.as_slice() else {
            return Err(ActError::Unknown);
        };
        let internal = self.desk.internal();

        let rules = self.publish((employee, head), &RULES, 3).await?;
        self.turn(30, 9)?;
        internal.end(head, rules).await?;

        let mistaken = self.publish((employee, deputy), &MISTAKEN, 1).await?;
        self.turn(18, 9)?;
        let reason = "Đăng nhầm bản chưa được Hội đồng lương xét.";
        internal.withdraw(head, mistaken, reason).await?;

        let budget = self.publish((employee, head), &BUDGET, 2).await?;
        self.show(employee, budget, "conference", "Họp giao ban tháng")
            .await?;
        self.show(
            employee,
            budget,
            rules::POSTING,
            "Bảng tin trước phòng hành chính",
        )
        .await?;
        self.turn(8, 9)?;
        internal.correct(employee, budget).await?;
        let text = Draft {
            matter: BUDGET.matter.to_owned(),
            decided_on: self.today.saturating_sub(BUDGET.decided.days()),
            text: Text {
                title: BUDGET.title.to_owned(),
                body: BUDGET.body.replace("91.000.000", "96.000.000"),
                correction: "Sửa khoản điện nước, sửa chữa: 96 triệu đồng.".to_owned(),
            },
        };
        let mut writing = Writing {
            notice: budget,
            version: 2,
            revision: 1,
        };
        internal.save(employee, writing, &text).await?;
        writing.revision = 2;
        internal.publish(deputy, writing).await?;

        self.begin(deputy, &ASSETS).await?;
        self.begin(employee, &WELFARE).await?;
        Ok(())
    }

    /// An agency in order.
    async fn school(&self, unit: UnitId, name: &str) -> Result<(), ActError> {
        let (head, teacher) = (invented(901, "Đinh Thị Hiệu"), invented(902, "Dương Văn Giáo"));
        let joined = self
            .found(
                unit,
                (Kind::Agency, name),
                &[(&head, Role::Head), (&teacher, Role::Staff)],
            )
            .await?;
        let [head, teacher] = joined.as_slice() else {
            return Err(ActError::Unknown);
        };
        self.publish((teacher, head), &SCHOOL, 3).await?;
        Ok(())
    }

    /// A state enterprise that published one matter late and owes another.
    async fn waterworks(&self, unit: UnitId, name: &str, people: &People) -> Result<(), ActError> {
        let (head, deputy) = (invented(903, "Trương Văn Giám"), invented(904, "Quách Thị Đốc"));
        let joined = self
            .found(
                unit,
                (Kind::StateEnterprise, name),
                &[
                    (&head, Role::Head),
                    (&deputy, Role::Head),
                    (&people.worker, Role::Staff),
                ],
            )
            .await?;
        let [head, deputy, worker] = joined.as_slice() else {
            return Err(ActError::Unknown);
        };
        let business = self.publish((worker, head), &BUSINESS, 20).await?;
        self.show(head, business, rules::WRITTEN, "Gửi tận tay từng người")
            .await?;
        self.begin(deputy, &BONUS).await?;
        Ok(())
    }
}
