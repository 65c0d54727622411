//! Invented supervision for the demo world: an inspectorate and a board for one project, a year's programme, visits, and
//! recommendations of which one is done, one promised and one owed. Names are invented.

use jiff::{ToSpan as _, civil::Date};
use platform::{access::By, clock::SetClock};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    ActError, Supervision,
    model::{
        Addressee, Board, BoardId, Body, Checked, Member, MemberId, Office, PlanId, Said, Seen, Visit,
        VisitId,
    },
    rules, store,
};

fn by(role: &str, number: u128) -> By {
    By {
        account: Uuid::from_u128(0x0d0_00b0 + number),
        role: role.to_owned(),
    }
}

struct Teller<'a> {
    desk: &'a Supervision,
    story: &'a SetClock,
    unit: UnitId,
}

impl Teller<'_> {
    async fn board(
        &self,
        (body, title, investor): (Body, &str, &str),
        recognised_on: Date,
        names: &[(&str, Office, &str)],
    ) -> Result<BoardId, ActError> {
        self.story.set(recognised_on, 9);
        let new = Board {
            unit: self.unit,
            id: BoardId(Uuid::nil()),
            body,
            title: title.to_owned(),
            investor: investor.to_owned(),
            recognised_on,
            term_until: None,
            ended_on: None,
            ended_why: String::new(),
            record: None,
            revision: 0,
        };
        let members = names
            .iter()
            .map(|(name, office, stands_for)| Member {
                unit: self.unit,
                id: MemberId(Uuid::nil()),
                board: BoardId(Uuid::nil()),
                name: (*name).to_owned(),
                office: *office,
                stands_for: (*stands_for).to_owned(),
                since: recognised_on,
                until: None,
            })
            .collect();
        self.desk.found(new, members, &by("front_officer", 0)).await
    }

    async fn visit(
        &self,
        board: BoardId,
        plan: Option<PlanId>,
        (subject, place, checklist, findings): (&str, &str, &str, &str),
        held_on: Date,
        wrong: &[usize],
    ) -> Result<VisitId, ActError> {
        self.story.set(held_on, 15);
        let items = rules::checklist(&self.desk.rulebook, checklist, held_on)?;
        let checks = items
            .iter()
            .enumerate()
            .map(|(index, item)| Checked {
                item: item.key.clone(),
                seen: if wrong.contains(&index) {
                    Seen::No
                } else {
                    Seen::Yes
                },
                note: String::new(),
            })
            .collect();
        let visit = Visit {
            unit: self.unit,
            id: VisitId(Uuid::nil()),
            board,
            plan,
            subject: subject.to_owned(),
            place: place.to_owned(),
            held_on,
            checklist: checklist.to_owned(),
            findings: findings.to_owned(),
            published_on: None,
            record: None,
            revision: 0,
            checks,
        };
        let member = by("inspectorate_member", 1);
        let id = self.desk.draft(visit, (&[], ""), &member).await?;
        self.story.set(held_on.saturating_add(1.day()), 9);
        self.desk.publish((self.unit, id), 1, &member).await?;
        Ok(id)
    }

    async fn tell(&self, today: Date) -> Result<(), ActError> {
        let member = by("inspectorate_member", 1);
        let leader = by("commune_leader", 2);
        let begun = today.saturating_sub(200.days());
        let inspectorate = self
            .board(
                (Body::Inspectorate, "Ban Thanh tra nhân dân", ""),
                begun,
                &[
                    ("Lâm Văn Sáu", Office::Head, "Khóm 1"),
                    ("Trịnh Thị Hai", Office::Deputy, "Khóm 2"),
                    ("Châu Văn Đen", Office::Member, "Khóm 3"),
                    ("Néang Sa Rươne", Office::Member, "Khóm 4"),
                    ("Hồ Thị Bảy", Office::Member, "Khóm 5"),
                ],
            )
            .await?;
        let key = (self.unit, inspectorate);
        self.story.set(begun.saturating_add(5.days()), 9);
        let months = [150_i64, 60, 20].map(|ago| today.saturating_sub(ago.days()));
        let subjects = [
            "Công khai dự toán và các khoản dân đóng góp",
            "Chi trả trợ giúp xã hội",
            "Niêm yết kế hoạch sử dụng đất",
        ];
        for (day, subject) in months.iter().zip(subjects) {
            let entry = [(day.month(), subject.to_owned())];
            self.desk.plan(key, day.year(), &entry, &member).await?;
        }
        let mut read = self.desk.db.read().await?;
        let plans = store::plans(&mut read, self.unit, inspectorate, months[0].year()).await?;
        drop(read);
        let planned = |subject: &str| {
            plans
                .iter()
                .find(|plan| plan.subject == subject)
                .map(|plan| plan.id)
        };
        let first = self
            .visit(
                inspectorate,
                planned(subjects[0]),
                (
                    subjects[0],
                    "Trụ sở Ủy ban nhân dân phường",
                    "contributions",
                    "Sổ thu khớp với biên nhận. Hai chứng từ chi chưa kèm hóa đơn.",
                ),
                months[0],
                &[2],
            )
            .await?;
        let to = Addressee::Committee;
        let asked = "Bổ sung hóa đơn cho hai chứng từ chi và công khai lại bảng chi.";
        let done = self
            .desk
            .recommend(key, (Some(first), to, asked), &member)
            .await?;
        self.story.set(months[0].saturating_add(9.days()), 10);
        let promised = months[0].saturating_add(30.days());
        self.desk
            .answer(
                (self.unit, done),
                1,
                ("Sẽ bổ sung và niêm yết lại trong tháng.", Some(promised)),
                &leader,
            )
            .await?;
        self.story.set(months[0].saturating_add(25.days()), 10);
        self.desk
            .follow(
                (self.unit, done),
                2,
                ("Đã xem hóa đơn và bảng chi niêm yết lại.", Some(true)),
                &member,
            )
            .await?;
        let second = self
            .visit(
                inspectorate,
                planned(subjects[1]),
                (
                    subjects[1],
                    "Bưu điện phường",
                    "support",
                    "Danh sách được niêm yết đủ ngày. Bốn hộ nhận chậm một kỳ.",
                ),
                months[1],
                &[2],
            )
            .await?;
        let asked = "Chi trả bù cho bốn hộ nhận chậm và báo lại trước kỳ sau.";
        let kept = self
            .desk
            .recommend(key, (Some(second), to, asked), &member)
            .await?;
        self.story.set(months[1].saturating_add(19.days()), 10);
        self.desk
            .answer(
                (self.unit, kept),
                1,
                (
                    "Đã chuyển bưu điện chi bù, hoàn tất trước ngày ghi dưới đây.",
                    Some(today.saturating_add(20.days())),
                ),
                &leader,
            )
            .await?;
        self.story.set(months[1].saturating_add(30.days()), 10);
        self.desk
            .follow(
                (self.unit, kept),
                2,
                ("Hai hộ đã nhận, hai hộ còn chờ.", None),
                &member,
            )
            .await?;
        let project = self
            .board(
                (
                    Body::InvestmentBoard,
                    "Công trình nâng cấp đường khóm 3",
                    "Ban Quản lý dự án phường",
                ),
                today.saturating_sub(90.days()),
                &[
                    ("Huỳnh Văn Tư", Office::Head, "Mặt trận Tổ quốc phường"),
                    ("Châu Văn Đen", Office::Deputy, "Ban Thanh tra nhân dân"),
                    ("Lý Thị Út", Office::Member, "Khóm 3"),
                    ("Phan Văn Lành", Office::Member, "Khóm 3"),
                    ("Danh Thị Sáu", Office::Member, "Khóm 3"),
                ],
            )
            .await?;
        let third = self
            .visit(
                project,
                None,
                (
                    "Mặt đường đoạn từ chợ đến cầu",
                    "Khóm 3",
                    "works",
                    "Bê tông dày 16 cm ở ba điểm đo, bản vẽ ghi 18 cm. Biển công trình thiếu ngày xong.",
                ),
                today.saturating_sub(21.days()),
                &[0, 1],
            )
            .await?;
        // Its answer is owed, and its day is over.
        self.desk
            .recommend(
                (self.unit, project),
                (
                    Some(third),
                    Addressee::Investor,
                    "Đo lại chiều dày mặt đường cùng người dân và sửa đoạn chưa đủ.",
                ),
                &member,
            )
            .await?;
        self.story.set(today.saturating_sub(1.day()), 9);
        let said = Said {
            words: "Cống trước nhà văn hóa khóm 3 đặt cao hơn mặt đường, mưa là ngập.".to_owned(),
            contact: String::new(),
        };
        let once = self.desk.once();
        self.desk.observe(self.unit, Some(project), &once, &said).await?;
        Ok(())
    }
}

/// Tells of supervision in the first commune with a hamlet; nothing when it was told already. `desk` acts by `story`.
///
/// # Errors
/// [`ActError`]
pub async fn tell(
    (desk, story): (&Supervision, &SetClock),
    units: &LiveUnits,
    communes: &[UnitId],
    today: Date,
) -> Result<(), ActError> {
    let mut read = desk.db.read().await?;
    let mut told = None;
    for unit in communes {
        if !units::hamlets::page(&mut read, *unit, today, None, 1)
            .await?
            .is_empty()
        {
            told = Some(*unit);
            break;
        }
    }
    let Some(unit) = told.filter(|unit| units.current().get(*unit).is_some()) else {
        return Ok(());
    };
    if !store::boards(&mut read, unit).await?.is_empty() {
        return Ok(());
    }
    drop(read);
    Teller { desk, story, unit }.tell(today).await
}
