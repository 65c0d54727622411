//! Invented plans for the demo world: this year's with tasks in every state, last year's closed, an emergency with its points,
//! and a project with its money.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use platform::{access::By, clock::SetClock};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    ActError, Plans,
    model::{
        Entry, EntryKind, Kind, Plan, PlanId, Project, ProjectId, Recurs, State, Target, TargetId, Task,
        TaskId, TaskState,
    },
    store,
};

fn by(role: &str, number: u128) -> By {
    By {
        account: Uuid::from_u128(0x0d0_00d0 + number),
        role: role.to_owned(),
    }
}

struct Teller<'a> {
    desk: &'a Plans,
    story: &'a SetClock,
    unit: UnitId,
}

impl Teller<'_> {
    fn plan(&self, kind: Kind, title: &str, (from, to): (Date, Date), recurs: Recurs) -> Plan {
        Plan {
            unit: self.unit,
            id: PlanId(Uuid::nil()),
            kind,
            title: title.to_owned(),
            basis: "Nghị quyết của Hội đồng nhân dân phường".to_owned(),
            starts_on: from,
            ends_on: to,
            recurs,
            follows: None,
            state: State::Draft,
            issued_on: None,
            closed_on: None,
            evaluation: String::new(),
            revision: 0,
        }
    }

    fn task(&self, title: &str, owner: &str, (begins_on, due_on): (Date, Date)) -> Task {
        Task {
            unit: self.unit,
            id: TaskId(Uuid::nil()),
            plan: PlanId(Uuid::nil()),
            title: title.to_owned(),
            owner: owner.to_owned(),
            assigned_to: None,
            begins_on,
            due_on,
            state: TaskState::Open,
            percent: 0,
            done_on: None,
            why: String::new(),
            record: None,
            revision: 1,
        }
    }

    async fn issued(
        &self,
        plan: Plan,
        targets: &[Target],
        tasks: &[Task],
        on: Date,
    ) -> Result<PlanId, ActError> {
        self.story.set(on, 9);
        let id = self
            .desk
            .draft(plan, (targets, tasks), &by("commune_officer", 0))
            .await?;
        self.desk
            .issue((self.unit, id), 1, &by("commune_leader", 1))
            .await?;
        Ok(id)
    }

    async fn of_the_year(&self, today: Date) -> Result<(), ActError> {
        let year = today.year();
        let span = (date(year, 1, 1), date(year, 12, 31));
        let targets = [
            ("Đường khóm được nâng cấp", "km", 250),
            ("Hộ dân dùng nước sạch", "%", 9_800),
        ]
        .map(|(title, measure, planned)| Target {
            id: TargetId(Uuid::nil()),
            title: title.to_owned(),
            measure: measure.to_owned(),
            planned,
            reached: None,
            verdict: None,
            why: String::new(),
        });
        let inside = |day: Date| day.clamp(span.0, span.1);
        let ago = |days: i64| inside(today.saturating_sub(days.days()));
        let ahead = |days: i64| inside(today.saturating_add(days.days()));
        let tasks = [
            self.task(
                "Nâng cấp đường khóm 3",
                "Ban Quản lý dự án phường",
                (ago(150), ahead(9)),
            ),
            self.task(
                "Sửa cống thoát nước chợ",
                "Phòng Kinh tế, Hạ tầng",
                (ago(100), ago(12)),
            ),
            self.task("Tổng vệ sinh ba tháng một lần", "Khóm 1", (ago(120), ago(30))),
            self.task(
                "Rà soát hộ chưa có nước sạch",
                "Phòng Kinh tế, Hạ tầng",
                (ago(60), ahead(40)),
            ),
            self.task(
                "Lấy ý kiến người dân về kế hoạch năm sau",
                "Văn phòng",
                (ahead(5), ahead(30)),
            ),
        ];
        let plan = self.plan(
            Kind::Ordinary,
            &format!("Kế hoạch phát triển kinh tế - xã hội năm {year}"),
            span,
            Recurs::Yearly,
        );
        let id = self.issued(plan, &targets, &tasks, ago(155)).await?;
        let mut read = self.desk.db.read().await?;
        let plan = store::plan(&mut read, self.unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let tasks = store::tasks(&mut read, &plan).await?;
        drop(read);
        for (title, percent, days, text) in [
            (
                "Nâng cấp đường khóm 3",
                45,
                20,
                "Xong nền đường, chờ đổ bê tông đoạn cuối.",
            ),
            (
                "Sửa cống thoát nước chợ",
                60,
                25,
                "Đặt xong 40 mét cống, còn đoạn trước chợ.",
            ),
            (
                "Tổng vệ sinh ba tháng một lần",
                100,
                34,
                "Bà con ra quân sáng Chủ nhật, hơn trăm người.",
            ),
        ] {
            let task = tasks
                .iter()
                .find(|task| task.title == title)
                .ok_or(ActError::Unknown)?;
            self.story.set(ago(days), 15);
            self.desk
                .progress((self.unit, task.id), task.revision, (percent, text), (&[], ""))
                .await?;
        }
        Ok(())
    }

    async fn of_last_year(&self, today: Date) -> Result<(), ActError> {
        let year = today.year() - 1;
        let span = (date(year, 1, 1), date(year, 12, 31));
        let target = Target {
            id: TargetId(Uuid::nil()),
            title: "Hộ nghèo giảm".to_owned(),
            measure: "hộ".to_owned(),
            planned: 4_000,
            reached: None,
            verdict: None,
            why: String::new(),
        };
        let task = self.task(
            "Hỗ trợ sinh kế cho hộ nghèo",
            "Phòng Văn hóa, Xã hội",
            (span.0, date(year, 11, 30)),
        );
        let plan = self.plan(
            Kind::Ordinary,
            &format!("Kế hoạch giảm nghèo năm {year}"),
            span,
            Recurs::Never,
        );
        let id = self.issued(plan, &[target], &[task], date(year, 1, 15)).await?;
        let mut read = self.desk.db.read().await?;
        let plan = store::plan(&mut read, self.unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        let (targets, tasks) = (
            store::targets(&mut read, &plan).await?,
            store::tasks(&mut read, &plan).await?,
        );
        drop(read);
        self.story.set(date(year, 11, 20), 9);
        let done = (100, "Bốn mươi lăm hộ nhận vốn và con giống.");
        self.desk
            .progress((self.unit, tasks[0].id), tasks[0].revision, done, (&[], ""))
            .await?;
        self.story.set(date(year, 12, 28), 9);
        let why = "Ba hộ chuyển đi nơi khác trước khi xét.".to_owned();
        let reached = [(targets[0].id, 3_700, why)];
        self.desk
            .close(
                (self.unit, id),
                plan.revision,
                (
                    &reached,
                    "Đạt phần lớn chỉ tiêu; năm sau tiếp tục với các hộ còn lại.",
                ),
                &by("commune_leader", 1),
            )
            .await
    }

    async fn flood(&self, today: Date) -> Result<(), ActError> {
        let span = (today.saturating_sub(3.days()), today.saturating_add(12.days()));
        let plan = self.plan(
            Kind::Emergency,
            "Ứng phó triều cường, ngập ở khóm ven sông",
            span,
            Recurs::Never,
        );
        let id = self.issued(plan, &[], &[], span.0).await?;
        let key = (self.unit, id);
        let school = self
            .desk
            .set_up(key, "Điểm trường khóm 2", "Trường Tiểu học, khóm 2")
            .await?;
        let ferry = self.desk.set_up(key, "Chốt bến đò", "Bến đò khóm 5").await?;
        let officer = by("commune_officer", 0);
        let entry = |point, kind, item: &str, amount, hour| Entry {
            point,
            kind,
            item: item.to_owned(),
            amount,
            words: String::new(),
            noted_at: platform::clock::moment(today.saturating_sub(1.day()), hour),
        };
        let all = [
            entry(school, EntryKind::Shift, "", 6, 6),
            entry(school, EntryKind::Supply, "Gạo (kg)", 400, 7),
            entry(school, EntryKind::Supply, "Nước uống (thùng)", 60, 7),
            entry(school, EntryKind::Situation, "sheltered", 34, 8),
            entry(school, EntryKind::Supply, "Gạo (kg)", -85, 11),
            entry(school, EntryKind::Situation, "need", 51, 12),
            entry(ferry, EntryKind::Shift, "", 3, 6),
            entry(ferry, EntryKind::Situation, "passed", 212, 17),
        ];
        self.story.set(today.saturating_sub(1.day()), 18);
        for entry in &all {
            self.desk.report(key, &self.desk.once(), entry, &officer).await?;
        }
        Ok(())
    }

    async fn project(&self, today: Date) -> Result<(), ActError> {
        let year = today.year();
        let begun_on = date(year, 1, 20);
        self.story.set(begun_on.min(today), 9);
        let new = Project {
            unit: self.unit,
            id: ProjectId(Uuid::nil()),
            title: "Nâng cấp đường khóm 3".to_owned(),
            investor: "Ban Quản lý dự án phường".to_owned(),
            basis: "Quyết định đầu tư của Ủy ban nhân dân phường".to_owned(),
            begun_on: begun_on.min(today),
            ended_on: None,
            revision: 1,
        };
        let id = self.desk.add_project(new, &by("commune_officer", 0)).await?;
        let key = (self.unit, id);
        let planned =
            [0, 0, 300, 300, 400, 400, 400, 400, 300, 200, 200, 100].map(|million| million * 1_000_000);
        self.desk.assign(key, year, (3_000_000_000, &planned)).await?;
        for (month, million) in (1_i8..today.month()).zip([0, 0, 280, 310, 390, 260, 220, 310, 270, 180, 150])
        {
            self.story.set(date(year, month, 1).last_of_month(), 16);
            self.desk
                .disburse(key, (year, month), million * 1_000_000)
                .await?;
        }
        Ok(())
    }
}

/// Tells of plans in the first commune with a hamlet; nothing when it was told already. `desk` acts by `story`.
///
/// # Errors
/// [`ActError`]
pub async fn tell(
    (desk, story): (&Plans, &SetClock),
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
    if !store::plans(&mut read, unit, None, 1).await?.is_empty() {
        return Ok(());
    }
    drop(read);
    let teller = Teller { desk, story, unit };
    teller.of_last_year(today).await?;
    teller.of_the_year(today).await?;
    teller.project(today).await?;
    teller.flood(today).await
}
