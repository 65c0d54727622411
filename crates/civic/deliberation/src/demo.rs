//! Invented matters for the demo world: a road that a meeting decided and that is being built, a hamlet head elected and
//! recognised, a covenant that did not pass, a citizens' proposal that gathers consent, a matter that awaits its vote.
//! The same every time.

use std::sync::Arc;

use facts::{Catalogue, boards::Boards};
use households::{HouseholdId, model::HamletKey};
use jiff::civil::{Date, date};
use platform::{
    calendar::WorkingCalendar,
    clock::{SetClock, moment},
    db::Database,
    i18n::Translator,
};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, hamlets};
use uuid::Uuid;

use crate::{
    ids::{MatterId, RoundId},
    model::{By, Channel, DecisionForm, Duty, Method, Office, Officer, Proposer, Purpose, Signed},
    rules::{Form, Hands, Milestone, Outcome, Signature},
    service::{ActError, Arrangements, Deliberations, NewMatter, NewRound},
    store::{self, Filter},
};

/// What is told about a hamlet, and with whom.
struct Teller<'a> {
    desk: &'a Deliberations,
    story: &'a SetClock,
    place: HamletKey,
    /// What such a hamlet is called in a sentence: "ấp", "khóm".
    kind: String,
    homes: Vec<HouseholdId>,
}

fn by(account: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(account),
        role: role.to_owned(),
    }
}

fn head() -> By {
    by(3, "hamlet_head")
}

fn front() -> By {
    by(4, "front_board_head")
}

fn leader() -> By {
    by(2, "commune_leader")
}

/// Tells the story in the first two hamlets with a register of the first commune that has one, unless it was told in
/// this database. Decisions hang on the boards that `boards` makes for the story's clock.
///
/// # Errors
/// [`ActError`]; what was told before stays.
pub async fn tell(
    (db, units): (&Database, &LiveUnits),
    law: (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    (boards, vietnamese): (impl FnOnce(SetClock) -> Arc<dyn Boards>, Translator),
    communes: &[UnitId],
    seed: u64,
) -> Result<(), ActError> {
    const DAY: Date = date(2025, 10, 1);
    let story = SetClock::at(DAY, 8);
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let desk = Deliberations::new(
        db.clone(),
        units.clone(),
        law,
        Arc::new(story.clone()),
        Box::new(move |octets| dice.fill_bytes(octets)),
    )
    .demo(true)
    .boards(boards(story.clone()), vietnamese);
    let mut read = db.read().await?;
    for unit in communes {
        let known = households::roll::counts(&mut read, *unit, DAY).await?;
        if known.is_empty() {
            continue;
        }
        if !store::matters(&mut read, *unit, &Filter::default(), 1)
            .await?
            .is_empty()
        {
            return Ok(());
        }
        let mut places = Vec::new();
        for hamlet in hamlets::page(&mut read, *unit, DAY, None, 50).await? {
            if known.contains_key(&hamlet.id) {
                let place = HamletKey {
                    unit: *unit,
                    hamlet: hamlet.id,
                };
                let homes = households::roll::on(&mut read, place, DAY).await?;
                let kind = hamlet.name.split(' ').next().unwrap_or_default().to_lowercase();
                places.push((place, kind, homes.iter().map(|entry| entry.household).collect()));
            }
        }
        drop(read);
        let mut places = places.into_iter();
        if let Some((place, kind, homes)) = places.next() {
            let teller = Teller {
                desk: &desk,
                story: &story,
                place,
                kind,
                homes,
            };
            teller.road().await?;
            teller.covenant().await?;
            teller.lamps().await?;
            teller.clean_up().await?;
        }
        if let Some((place, kind, homes)) = places.next() {
            let teller = Teller {
                desk: &desk,
                story: &story,
                place,
                kind,
                homes,
            };
            teller.election().await?;
        }
        return Ok(());
    }
    Ok(())
}

impl Teller<'_> {
    fn total(&self) -> u64 {
        u64::try_from(self.homes.len()).unwrap_or(u64::MAX)
    }

    /// A text with the hamlet's own word in the place of the rural one.
    fn here(&self, text: &str) -> String {
        text.split(' ')
            .map(|word| {
                word.strip_prefix("ấp")
                    .filter(|rest| matches!(*rest, "" | "," | "."))
                    .map_or_else(|| word.to_owned(), |rest| format!("{}{rest}", self.kind))
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    async fn propose(&self, on: Date, new: NewMatter, who: By) -> Result<MatterId, ActError> {
        self.story.set(on, 9);
        self.desk.propose(self.place.unit, &new, who).await
    }

    fn draft(&self, clause: &str, title: &str, proposal: &str) -> NewMatter {
        NewMatter {
            hamlet: Some(self.place.hamlet),
            clause: clause.to_owned(),
            title: self.here(title),
            proposal: self.here(proposal),
            proposer: Proposer::HamletHead,
            office: None,
            seats: 0,
        }
    }

    /// Calls a meeting, tells everybody in time, opens it on its day.
    async fn meeting(&self, id: MatterId, on: Date) -> Result<RoundId, ActError> {
        let unit = self.place.unit;
        let new = NewRound {
            hamlet: self.place.hamlet,
            form: Form::Meeting,
            advisory: false,
            starts_at: moment(on, 8),
            ends_at: moment(on, 8),
            place: self.here("Nhà văn hóa ấp"),
        };
        let round = self.desk.call(unit, id, &new, head()).await?;
        let told = on.saturating_sub(jiff::Span::new().days(4));
        self.story.set(told, 16);
        let arranged = Arrangements {
            notice: Some((told, vec!["posting".to_owned(), "loudspeaker".to_owned()])),
            papers_on: Some(told),
            ..Arrangements::default()
        };
        self.desk.arrange(unit, round, &arranged, head()).await?;
        self.story.set(on, 8);
        self.desk.open(unit, round, head()).await?;
        Ok(round)
    }

    /// Counts a meeting at which so many of a hundred households came.
    async fn count(
        &self,
        round: RoundId,
        came: u64,
        marks: impl Fn(u64) -> Vec<u64>,
    ) -> Result<(), ActError> {
        let attending = self.total() * came / 100;
        let marks = marks(attending);
        let spent: u64 = marks.iter().sum();
        let hands = Hands {
            attending,
            marks,
            spoiled: 0,
            abstained: attending.saturating_sub(spent),
        };
        let people = ["Lê Văn Tám", "Trần Thị Chín", "Phạm Văn Mười"];
        let officers: Vec<Officer> = people
            .iter()
            .map(|name| Officer {
                duty: Duty::Teller,
                name: (*name).to_owned(),
            })
            .collect();
        self.desk
            .count_meeting(
                self.place.unit,
                round,
                (Method::ShowOfHands, &hands),
                &officers,
                head(),
            )
            .await
    }

    async fn decide(&self, id: MatterId, on: Date, text: &str) -> Result<(), ActError> {
        let unit = self.place.unit;
        self.story.set(on, 10);
        self.desk
            .write_decision(unit, id, DecisionForm::Resolution, &self.here(text), head())
            .await?;
        let kinds = [
            (Signature::HamletHead, None),
            (Signature::FrontBoardHead, None),
            (Signature::Household, self.homes.first()),
            (Signature::Household, self.homes.get(1)),
        ];
        for (kind, household) in kinds {
            let signed = Signed {
                kind,
                name: "Chữ ký trên bản giấy".to_owned(),
                household: household.copied(),
                on,
            };
            self.desk.sign(unit, id, &signed, head()).await?;
        }
        self.desk.finalise(unit, id, head()).await?;
        self.desk.send(unit, id, on, head()).await
    }

    async fn road(&self) -> Result<(), ActError> {
        let unit = self.place.unit;
        let new = self.draft(
            "contribution_level",
            "Góp 500.000 đồng mỗi hộ để đổ bê tông đường Kênh Ranh",
            "Đường Kênh Ranh đoạn qua ấp dài 800 m, nay lầy lội vào mùa mưa.\n\nMỗi hộ góp 500.000 đồng, chia hai lần; hộ nghèo, hộ cận nghèo không phải góp. Xã hỗ trợ xi măng. Tổ vận động của ấp thu, chi và công khai từng khoản.",
        );
        let id = self.propose(date(2025, 10, 6), new, head()).await?;
        self.desk.agree(unit, id, front()).await?;
        let round = self.meeting(id, date(2025, 10, 18)).await?;
        self.count(round, 86, |came| vec![came - came / 20, came / 20, 0])
            .await?;
        self.decide(
            id,
            date(2025, 10, 20),
            "Cộng đồng dân cư thống nhất góp 500.000 đồng mỗi hộ để đổ bê tông đường Kênh Ranh.\n\nHộ nghèo, hộ cận nghèo không phải góp. Tiền thu, chi được niêm yết hằng tháng tại nhà văn hóa ấp.",
        )
        .await?;
        self.story.set(date(2025, 11, 3), 9);
        let task = (
            "Đổ bê tông 400 m đoạn đầu",
            "Tổ vận động làm đường của ấp",
            date(2025, 12, 15),
            60_000_000,
        );
        let first = self.desk.plan_task(unit, id, task, head()).await?;
        let task = (
            "Đổ bê tông 400 m đoạn cuối",
            "Tổ vận động làm đường của ấp",
            date(2026, 3, 31),
            60_000_000,
        );
        self.desk.plan_task(unit, id, task, head()).await?;
        self.story.set(date(2025, 11, 24), 9);
        let news = ("Đã dọn nền, mua cát đá cho 200 m", 21_500_000, false);
        self.desk.progress(unit, id, first, news, head()).await?;
        self.story.set(date(2025, 12, 12), 9);
        let news = ("Đổ xong 400 m, đã nghiệm thu có dân tham gia", 36_200_000, true);
        self.desk.progress(unit, id, first, news, head()).await
    }

    async fn covenant(&self) -> Result<(), ActError> {
        let new = self.draft(
            "village_covenant",
            "Quy ước giờ giấc sinh hoạt, hát loa kẹo kéo",
            "Không hát loa kẹo kéo sau 21 giờ các ngày trong tuần, sau 22 giờ ngày cuối tuần và lễ, tết.",
        );
        let id = self.propose(date(2025, 10, 27), new, head()).await?;
        self.desk.agree(self.place.unit, id, front()).await?;
        let round = self.meeting(id, date(2025, 11, 8)).await?;
        self.count(round, 55, |came| vec![came * 3 / 4, came / 5, 0])
            .await
    }

    async fn lamps(&self) -> Result<(), ActError> {
        let unit = self.place.unit;
        let new = NewMatter {
            proposer: Proposer::Citizens,
            ..self.draft(
                "other_self_management",
                "Lắp đèn chiếu sáng đường ấp bằng năng lượng mặt trời",
                "Lắp 24 đèn ở những đoạn tối; mỗi tổ tự quản trông coi đèn của mình.",
            )
        };
        let id = self
            .propose(date(2025, 12, 8), new, by(9, "household_representative"))
            .await?;
        // The first ones on the register move away or pass on in the story of the households.
        let needed = self.homes.len().div_ceil(10);
        let given = &self.homes[20..20 + needed * 2 / 3];
        self.story.set(date(2025, 12, 20), 9);
        let signed = (date(2025, 12, 20), Channel::Paper);
        self.desk
            .consent_all(unit, id, (Purpose::Support, given), signed, head())
            .await
    }

    async fn clean_up(&self) -> Result<(), ActError> {
        let new = self.draft(
            "other_self_management",
            "Ngày thứ Bảy xanh: dọn rác kênh mỗi tháng một lần",
            "Sáng thứ Bảy tuần đầu mỗi tháng, mỗi hộ cử một người dọn rác dọc kênh từ 6 giờ đến 8 giờ.",
        );
        let id = self.propose(date(2026, 1, 5), new, head()).await?;
        self.desk.agree(self.place.unit, id, front()).await
    }

    async fn election(&self) -> Result<(), ActError> {
        let unit = self.place.unit;
        let new = NewMatter {
            office: Some(Office::HamletHead),
            seats: 1,
            ..self.draft(
                "hamlet_head",
                "Bầu Trưởng ấp nhiệm kỳ mới",
                "Bầu một Trưởng ấp trong số những người ứng cử.",
            )
        };
        let id = self.propose(date(2025, 10, 13), new, leader()).await?;
        self.desk.agree(unit, id, front()).await?;
        let list = [
            (
                "Trần Thị Sáu".to_owned(),
                "Sinh năm 1972, chi hội trưởng phụ nữ ấp".to_owned(),
                false,
            ),
            (
                "Lê Văn Bảy".to_owned(),
                "Sinh năm 1968, tự ứng cử".to_owned(),
                true,
            ),
        ];
        self.desk.nominate(unit, id, &list, head()).await?;
        let steps = [
            (Milestone::Plan, date(2025, 10, 20)),
            (Milestone::Candidates, date(2025, 10, 29)),
            (Milestone::Team, date(2025, 11, 4)),
            (Milestone::Announcement, date(2025, 11, 10)),
        ];
        for (milestone, on) in steps {
            self.story.set(on, 9);
            self.desk.milestone(unit, id, (milestone, on), head()).await?;
        }
        let round = self.meeting(id, date(2025, 11, 16)).await?;
        self.count(round, 91, |came| vec![came * 3 / 4, came - came * 3 / 4])
            .await?;
        self.decide(
            id,
            date(2025, 11, 17),
            "Cộng đồng dân cư bầu bà Trần Thị Sáu làm Trưởng ấp.",
        )
        .await?;
        self.desk.receive(unit, id, date(2025, 11, 17), leader()).await?;
        self.story.set(date(2025, 11, 20), 14);
        self.desk
            .answer(unit, id, Outcome::Recognised, "", leader())
            .await
    }
}
