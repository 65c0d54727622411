//! Invented assessments for the demo world: a year that was published and objected to, a survey that is over and one that is
//! open, an assessment that waits for the province, a commendation. Nobody in it is named.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use platform::{access::By, clock::SetClock};
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    ActError, Assessments,
    criteria::CriteriaSet,
    model::{AssessmentId, Commendation, CommendationId, Said, Score},
    rules, store,
};

/// Slips of a survey, and how many of them are answered with.
const SLIPS: i64 = 60;
const ANSWERED: usize = 37;

fn by(role: &str, number: u128) -> By {
    By {
        account: Uuid::from_u128(0x0d0_0090 + number),
        role: role.to_owned(),
    }
}

struct Teller<'a> {
    desk: &'a Assessments,
    story: &'a SetClock,
    unit: UnitId,
}

impl Teller<'_> {
    async fn survey(&self, set: &CriteriaSet, year: i16, opened_on: Date) -> Result<(), ActError> {
        self.story.set(opened_on, 8);
        let of = (self.unit, set, year);
        let until = opened_on.saturating_add(21.days());
        let (id, codes) = self
            .desk
            .open_survey(of, (until, SLIPS), &by("commune_officer", 0))
            .await?;
        self.story.set(opened_on.saturating_add(1.day()), 9);
        for (index, code) in codes.iter().take(ANSWERED).enumerate() {
            let answers: Vec<(&str, i64)> = set
                .questions
                .iter()
                .enumerate()
                // Mostly content, some not: from the numbers of slip and question.
                .map(|(at, question)| {
                    let answer = [5, 4, 4, 5, 3, 4, 2, 5, 4, 1][(index * 3 + at) % 10];
                    (question.key.as_str(), answer)
                })
                .collect();
            self.desk.answer_survey((self.unit, id), code, &answers).await?;
        }
        Ok(())
    }

    async fn sent_in(&self, set: &CriteriaSet, year: i16, on: Date) -> Result<AssessmentId, ActError> {
        self.story.set(on, 9);
        let mut read = self.desk.db.read().await?;
        let figures = self.desk.figures(&mut read, self.unit, (set, year)).await?;
        drop(read);
        let scores: Vec<Score> = set
            .criteria
            .iter()
            .map(|criterion| {
                let suggested = rules::suggested(criterion, |source| figures.get(source).copied());
                Score {
                    criterion: criterion.key.clone(),
                    own: Some(suggested.unwrap_or(criterion.most * 7 / 10)),
                    own_note: if suggested.is_some() {
                        String::new()
                    } else {
                        "Chưa có số liệu đếm được; xã căn cứ biên bản họp ấp và sổ theo dõi.".to_owned()
                    },
                    ..Score::default()
                }
            })
            .collect();
        self.desk
            .submit((self.unit, set, year), 0, &scores, &by("commune_leader", 1))
            .await
    }

    async fn published(&self, set: &CriteriaSet, year: i16, on: Date) -> Result<AssessmentId, ActError> {
        let id = self.sent_in(set, year, on).await?;
        self.story.set(on.saturating_add(9.days()), 14);
        let mut read = self.desk.db.read().await?;
        let of = store::assessment(&mut read, self.unit, id)
            .await?
            .ok_or(ActError::Unknown)?;
        drop(read);
        let mut lowered = false;
        let points: Vec<(String, i64, String)> = of
            .scores
            .iter()
            .map(|score| {
                let own = score.own.unwrap_or_default();
                // The first criterion without a figure is given less: nothing was attached to it.
                if !lowered && !score.own_note.is_empty() && own > 2 {
                    lowered = true;
                    let note = "Chưa có biên bản kèm theo cho hai ấp; trừ 2 điểm.";
                    (score.criterion.clone(), own - 2, note.to_owned())
                } else {
                    (score.criterion.clone(), own, String::new())
                }
            })
            .collect();
        self.desk
            .publish(
                (self.unit, id),
                of.revision,
                (&points, ""),
                &by("provincial_officer", 2),
            )
            .await?;
        Ok(id)
    }

    async fn tell(&self, today: Date) -> Result<(), ActError> {
        let Some(set) = self.desk.set("commune_democracy") else {
            return Ok(());
        };
        let year = today.year();
        let begun = date(year, 1, 1);
        // What a year's report says is told in the January after it; a story told in the first days of a year has no year
        // behind it that was assessed yet.
        let assessed_on = date(year, 1, 12);
        if assessed_on.saturating_add(40.days()) < today {
            self.survey(set, year - 1, begun.saturating_sub(25.days()))
                .await?;
            let id = self.published(set, year - 1, assessed_on).await?;
            let mut read = self.desk.db.read().await?;
            let of = store::assessment(&mut read, self.unit, id).await?;
            drop(read);
            let published_on = of.and_then(|of| of.published_on).unwrap_or(assessed_on);
            self.story.set(published_on.saturating_add(3.days()), 10);
            let said = Said {
                words: "Đề nghị nói rõ vì sao tiêu chí lấy ý kiến được chấm cao.".to_owned(),
                contact: String::new(),
            };
            let code = self
                .desk
                .object((self.unit, id), &self.desk.once(), &said)
                .await?;
            let mut read = self.desk.db.read().await?;
            let (objection, _) = self.desk.by_code(&mut read, self.unit, &code).await?;
            drop(read);
            self.story.set(published_on.saturating_add(8.days()), 10);
            let answer = "Điểm dựa vào số cuộc đối thoại và số ý kiến được trả lời trong sổ; mở số liệu ở cột “Số liệu đếm được” để xem từng cuộc.";
            self.desk
                .answer((self.unit, objection.id), (false, answer))
                .await?;
            self.commend(published_on.saturating_add(20.days())).await?;
        }
        self.survey(set, year, today.saturating_sub(2.days())).await
    }

    async fn commend(&self, on: Date) -> Result<(), ActError> {
        self.story.set(on, 9);
        let new = Commendation {
            unit: self.unit,
            id: CommendationId(Uuid::nil()),
            title: "Khen thưởng các ấp, khóm làm tốt dân chủ ở cơ sở".to_owned(),
            number: String::new(),
            commended_for: "grassroots_democracy".to_owned(),
            decided_on: on,
            reason: "Họp dân đều, công khai đúng hạn, trả lời hết ý kiến người dân trong năm.".to_owned(),
            collectives: vec![
                "Ban công tác Mặt trận ấp Thượng".to_owned(),
                "Tổ hòa giải ấp Trung".to_owned(),
            ],
            individuals: 0,
            sealed: None,
            revoked_on: None,
            revoked_why: String::new(),
            record: None,
            revision: 1,
        };
        let names = ["Cá nhân trong bản trình diễn".to_owned()];
        self.desk.commend(new, &names, &by("commune_leader", 1)).await?;
        Ok(())
    }
}

/// Tells of assessments in the first commune with a hamlet; nothing when it was told already. `desk` acts by `story`.
///
/// # Errors
/// [`ActError`]
pub async fn tell(
    (desk, story): (&Assessments, &SetClock),
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
    if !store::surveys(&mut read, unit).await?.is_empty() {
        return Ok(());
    }
    drop(read);
    Teller { desk, story, unit }.tell(today).await
}
