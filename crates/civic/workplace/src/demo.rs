//! Invented conferences, dialogues, regulations and questions for the places of the demo world that have people with demo
//! accounts. Days are counted back from the day on which the world is prepared.

use std::sync::Arc;

use facts::Catalogue;
use jiff::{ToSpan as _, civil::Date};
use organisations::{Kind, Membership, Organisation, Role, store as places};
use platform::{
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, Read},
};
use rulebook::Rulebook;
use units::LiveUnits;
use uuid::Uuid;

use crate::{
    ActError, Workplaces,
    model::{Call, ConferenceId, ConferenceKind, DialogueKind, Verdict},
    rules::{Attendance, DEMOCRACY, Vote},
    store,
};

/// Tells the story in the places there are, unless it was told.
///
/// # Errors
/// [`ActError`]; what was told before stays.
pub async fn tell(
    db: &Database,
    units: &LiveUnits,
    law: (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    today: Date,
) -> Result<(), ActError> {
    let mut read = db.read().await?;
    if store::is_begun(&mut read).await? {
        return Ok(());
    }
    let mut told = Vec::new();
    for unit in places::units(&mut read).await? {
        for of in places::organisations(&mut read, unit).await? {
            if let Some(people) = People::of(&mut read, of).await? {
                told.push(people);
            }
        }
    }
    drop(read);
    // In the order in which they were made: the people with demo accounts belong to the first of their kind.
    told.sort_by_key(|people| people.of.id);
    let clock = SetClock::at(today, 9);
    let mut drawn = 1_u64 << 33;
    let desk = Workplaces::new(
        db.clone(),
        units.clone(),
        law,
        Arc::new(clock.clone()),
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
        clock: &clock,
        today,
    };
    let agency = told.iter().find(|people| people.of.kind == Kind::Agency);
    if let Some(people) = agency {
        teller.agency(people).await?;
    }
    let enterprise = told.iter().find(|people| people.of.kind == Kind::StateEnterprise);
    if let Some(people) = enterprise {
        teller.enterprise(people).await?;
    }
    Ok(())
}

/// A place with a head and somebody who works there.
struct People {
    of: Organisation,
    head: Membership,
    worker: Membership,
}

impl People {
    async fn of(read: &mut Read, of: Organisation) -> Result<Option<Self>, ActError> {
        let members = places::members(read, &of).await?;
        let one = |role: Role| {
            members
                .iter()
                .find(|member| member.role == role)
                .map(|member| Membership {
                    organisation: of.clone(),
                    member: member.clone(),
                })
        };
        let (head, worker) = (one(Role::Head), one(Role::Staff));
        Ok(head.zip(worker).map(|(head, worker)| Self { of, head, worker }))
    }
}

struct Teller<'a> {
    desk: &'a Workplaces,
    clock: &'a SetClock,
    today: Date,
}

impl Teller<'_> {
    fn turn(&self, ago: i64) -> Date {
        let day = self.today.saturating_sub(ago.days());
        self.clock.set(day, 9);
        day
    }

    async fn revision(&self, of: &Organisation, id: ConferenceId) -> Result<(ConferenceId, i64), ActError> {
        let found = store::conference(&mut self.desk.db.read().await?, of, id).await?;
        Ok((id, found.ok_or(ActError::Unknown)?.revision))
    }

    async fn conference(
        &self,
        people: &People,
        (called, held): (i64, i64),
        (staff, votes): (u64, &[(&str, Vote)]),
    ) -> Result<ConferenceId, ActError> {
        self.turn(called);
        let call = Call {
            kind: ConferenceKind::Yearly,
            attendance: Attendance::Plenary,
            held_on: self.today.saturating_sub(held.days()),
            place: "Hội trường tầng 1, 8 giờ".to_owned(),
            agenda: "Kiểm điểm một năm thực hiện nghị quyết hội nghị trước.\n\nBàn chỉ tiêu thi đua, chế độ, phúc lợi năm tới.".to_owned(),
            staff,
            summoned: staff,
            items: votes.iter().map(|(title, _)| (*title).to_owned()).collect(),
            again_of: None,
        };
        self.desk.call(&people.head, &call).await
    }

    async fn concluded(
        &self,
        people: &People,
        id: ConferenceId,
        (held, present): (i64, u64),
        votes: &[(&str, Vote)],
    ) -> Result<(), ActError> {
        let (of, head) = (&people.of, &people.head);
        self.turn(held);
        self.desk
            .count_present(head, self.revision(of, id).await?, present)
            .await?;
        for (position, (_, vote)) in (1..).zip(votes) {
            self.desk
                .count_votes(head, self.revision(of, id).await?, (position, *vote))
                .await?;
        }
        let texts = (
            "Người đứng đầu báo cáo một năm; Công đoàn báo cáo phong trào thi đua; mười ý kiến phát biểu.",
            "Hội nghị thông qua chỉ tiêu thi đua và mức quỹ phúc lợi năm tới.\n\nGiao Công đoàn theo dõi, kiểm điểm sáu tháng một lần.",
            "Kiểm điểm việc thực hiện nghị quyết hội nghị",
        );
        self.desk
            .conclude(head, self.revision(of, id).await?, texts)
            .await
    }

    async fn agency(&self, people: &People) -> Result<(), ActError> {
        let (desk, of, head, worker) = (self.desk, &people.of, &people.head, &people.worker);
        let votes = [
            (
                "Chỉ tiêu thi đua năm tới",
                Vote {
                    for_it: 16,
                    against: 1,
                    blank: 1,
                },
            ),
            (
                "Trích quỹ phúc lợi cho chuyến tham quan",
                Vote {
                    for_it: 8,
                    against: 7,
                    blank: 3,
                },
            ),
        ];
        let conference = self.conference(people, (60, 45), (22, &votes)).await?;
        self.concluded(people, conference, (45, 18), &votes).await?;
        desk.add_task(
            head,
            conference.0,
            ("Niêm yết lịch trực mới", self.today.saturating_sub(5.days())),
        )
        .await?;

        self.turn(40);
        let held_on = self.today.saturating_sub(30.days());
        let dialogue = desk
            .call_dialogue(
                head,
                (DialogueKind::Periodic, held_on),
                ("Phòng họp, 14 giờ", "Ca trực đêm, phụ cấp và trang thiết bị."),
            )
            .await?;
        self.turn(38);
        desk.propose(worker, dialogue, ("Ca trực đêm cần hai người để an toàn.", false))
            .await?;
        desk.propose(worker, dialogue, ("Xin thay máy đo huyết áp đã hỏng.", true))
            .await?;
        self.turn(30);
        let read = store::dialogue(&mut desk.db.read().await?, of, dialogue)
            .await?
            .ok_or(ActError::Unknown)?;
        desk.hold_dialogue(
            head,
            (dialogue, read.revision),
            "Người đứng đầu và đại diện người lao động trao đổi thẳng thắn; thống nhất hai kết luận.",
        )
        .await?;
        let answers = [
            "Từ tháng tới mỗi ca trực đêm có hai người.",
            "Đã đưa vào kế hoạch mua sắm quý này.",
        ];
        for (topic, answer) in read.topics.iter().zip(answers) {
            desk.answer_topic(head, (dialogue, topic.id), answer).await?;
        }
        let task = desk
            .add_task(
                head,
                dialogue.0,
                (
                    "Phân lại lịch trực đêm: mỗi ca hai người",
                    self.today.saturating_sub(10.days()),
                ),
            )
            .await?;
        self.turn(15);
        desk.end_task(head, task, "Lịch mới áp dụng từ đầu tháng.")
            .await?;

        self.turn(70);
        let until = desk.earliest_end(of)?;
        let regulation = desk
            .consult(
                head,
                (
                    DEMOCRACY,
                    "Quy chế thực hiện dân chủ",
                    "Điều 1. Những việc phải công khai.\n\nĐiều 2. Những việc mọi người bàn và quyết định.\n\nĐiều 3. Những việc mọi người tham gia ý kiến.\n\nĐiều 4. Những việc mọi người kiểm tra, giám sát.",
                ),
                until,
            )
            .await?;
        self.turn(65);
        desk.opine(
            worker,
            regulation,
            "Điều 3 nên ghi rõ thời hạn trả lời ý kiến là mười ngày làm việc.",
        )
        .await?;
        self.turn(50);
        let read = store::regulation(&mut desk.db.read().await?, of, regulation)
            .await?
            .ok_or(ActError::Unknown)?;
        for opinion in &read.opinions {
            desk.answer_opinion(
                head,
                (regulation, opinion.id),
                (Verdict::Accepted, "Đã ghi thời hạn vào Điều 3."),
            )
            .await?;
        }
        desk.adopt(
            head,
            (regulation, read.revision),
            (
                "Số 12/QĐ",
                "Điều 1. Những việc phải công khai.\n\nĐiều 2. Những việc mọi người bàn và quyết định.\n\nĐiều 3. Những việc mọi người tham gia ý kiến; ý kiến được trả lời trong mười ngày làm việc.\n\nĐiều 4. Những việc mọi người kiểm tra, giám sát.",
            ),
        )
        .await?;

        self.turn(25);
        let until = desk.earliest_end(of)?;
        let ended = desk
            .consult(
                head,
                (
                    "working",
                    "Nội quy cơ quan",
                    "Điều 1. Giờ làm việc.\n\nĐiều 2. Trang phục.\n\nĐiều 3. Giữ gìn tài sản chung.",
                ),
                until,
            )
            .await?;
        self.turn(18);
        desk.opine(
            worker,
            ended,
            "Giờ làm việc mùa nước nổi nên bắt đầu muộn hơn nửa giờ.",
        )
        .await?;

        self.turn(4);
        let until = desk.earliest_end(of)?;
        let open = desk
            .consult(
                head,
                (
                    "spending",
                    "Quy chế chi tiêu nội bộ",
                    "Điều 1. Công tác phí.\n\nĐiều 2. Văn phòng phẩm.\n\nĐiều 3. Phúc lợi.",
                ),
                until,
            )
            .await?;
        self.turn(2);
        desk.opine(worker, open, "Mức khoán xăng xe nên tính theo quãng đường.")
            .await?;

        self.turn(35);
        let answered = desk
            .ask(
                worker,
                ("Khi nào có kết quả xét nâng lương trước thời hạn?", false),
            )
            .await?;
        self.turn(28);
        desk.answer(
            head,
            answered,
            "Hội đồng lương họp vào tuần cuối tháng; kết quả đăng trên bảng nội bộ.",
        )
        .await?;
        self.turn(20);
        desk.ask(worker, ("Nhà xe dột, bao giờ sửa?", true)).await?;
        self.turn(1);
        desk.ask(worker, ("Có được đổi ngày nghỉ bù sang tháng sau không?", false))
            .await?;

        self.turn(12);
        let points: Vec<(String, u64, String)> = [
            ("publishing", 18, "Một nội dung công khai chậm"),
            ("conference", 20, ""),
            ("dialogue", 15, ""),
            ("regulation", 15, ""),
            ("questions", 8, "Một câu hỏi chưa trả lời"),
            ("follow_up", 12, ""),
        ]
        .map(|(key, points, note)| (key.to_owned(), points, note.to_owned()))
        .to_vec();
        let year = self.today.saturating_sub(12.days()).year();
        desk.assess(head, (year, 0), &points).await?;
        self.turn(6);
        let confirmed: Vec<(String, u64)> = points
            .iter()
            .map(|(key, points, _)| (key.clone(), *points))
            .collect();
        // Whoever confirms is of the level above, and nobody of the place.
        let above = Uuid::from_u128(990);
        desk.confirm(of, (year, 1), (&confirmed, ""), above).await?;
        Ok(())
    }

    async fn enterprise(&self, people: &People) -> Result<(), ActError> {
        let (desk, of, head, worker) = (self.desk, &people.of, &people.head, &people.worker);
        let votes = [(
            "Thỏa ước lao động tập thể sửa đổi",
            Vote {
                for_it: 41,
                against: 3,
                blank: 1,
            },
        )];
        let failed = self.conference(people, (40, 30), (60, &votes)).await?;
        self.turn(30);
        desk.count_present(head, self.revision(of, failed).await?, 31)
            .await?;
        self.turn(28);
        let call = Call {
            kind: ConferenceKind::Yearly,
            attendance: Attendance::Plenary,
            held_on: self.today.saturating_sub(14.days()),
            place: "Sân kho, 7 giờ 30".to_owned(),
            agenda: "Thỏa ước lao động tập thể và quỹ khen thưởng.".to_owned(),
            staff: 60,
            summoned: 60,
            items: votes.iter().map(|(title, _)| (*title).to_owned()).collect(),
            again_of: Some(failed),
        };
        let again = desk.call(head, &call).await?;
        self.concluded(people, again, (14, 45), &votes).await?;
        self.turn(3);
        desk.call_dialogue(
            head,
            (DialogueKind::Periodic, self.today.saturating_add(10.days())),
            ("Phòng họp đội 2, 15 giờ", "An toàn lao động mùa nước lên."),
        )
        .await?;
        desk.ask(worker, ("Đồ bảo hộ năm nay phát vào tháng nào?", false))
            .await?;
        Ok(())
    }
}
