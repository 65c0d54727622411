//! Whole decisions, from proposal to effect, on both databases.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

#[path = "store/boards.rs"]
mod boards;
#[path = "store/objections.rs"]
mod objections;
#[path = "store/sittings.rs"]
mod sittings;

use std::sync::{Arc, OnceLock};

use deliberation::{
    ActError, Arrangements, Deliberations, MatterId, NewMatter, NewRound, RoundId,
    model::{
        By, Channel, DecisionForm, Duty, Ground, MatterState, Method, Office, Officer, Proposer, Purpose,
        Signed,
    },
    rules::{CountError, Effect, Fate, Form, Hands, Late, Marks, Outcome, Recogniser, Settled, Signature},
    store,
};
use facts::Catalogue;
use households::{
    HouseholdId, Households,
    model::{HamletKey, NewHousehold, Person},
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    calendar::WorkingCalendar,
    clock::{SetClock, moment},
    db::Database,
    testing::on_both,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId, Units, hamlets::NewHamlet};
use uuid::Uuid;

const MIGRATIONS: &[&[platform::db::Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    disclosure::MIGRATIONS,
    households::MIGRATIONS,
    deliberation::MIGRATIONS,
];

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn commune() -> UnitId {
    let units = units();
    let day = date(2026, 10, 1);
    let province = units.at("91", day).unwrap().id;
    units.children(province, day).next().unwrap().id
}

fn random(seed: u64) -> platform::random::Fill {
    let mut next = seed;
    Box::new(move |octets| {
        for octet in octets {
            next = next
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            *octet = next.to_be_bytes()[1];
        }
    })
}

fn by(number: u128, role: &str) -> By {
    By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    }
}

fn head() -> By {
    by(1, "hamlet_head")
}

fn front_board() -> By {
    by(2, "front_board_head")
}

fn leader() -> By {
    by(3, "commune_leader")
}

/// A commune with two hamlets, and so many households in the first.
struct World {
    db: Database,
    clock: SetClock,
    desk: Deliberations,
    boards: Arc<disclosure::Disclosures>,
    unit: UnitId,
    hamlets: Vec<UnitId>,
    households: Vec<HouseholdId>,
}

const MONDAY: Date = date(2026, 10, 5);
const HELD: Date = date(2026, 10, 20);

async fn world(db: &Database, households: usize) -> World {
    let unit = commune();
    let clock = SetClock::at(MONDAY, 8);
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let source = units().sources()[0].id;
    let mut write = db.write().await.unwrap();
    let hamlets: Vec<NewHamlet> = ["Ấp Vĩnh Hưng", "Ấp Vĩnh Thạnh"]
        .iter()
        .map(|name| NewHamlet {
            commune: unit,
            code: None,
            name: (*name).to_owned(),
            kind: units::UnitKind::Ap,
            valid_from: None,
            valid_to: None,
            source,
        })
        .collect();
    let hamlets = units::hamlets::insert(&mut write, &hamlets).await.unwrap();
    write.commit().await.unwrap();
    let register = Households::new(db.clone(), Arc::new(clock.clone()), random(7));
    let mut listed = Vec::new();
    for (n, hamlet) in (0..households).map(|n| (n, hamlets[0])).chain([(0, hamlets[1])]) {
        let new = NewHousehold {
            number: i64::try_from(n).unwrap() + 1,
            address: String::new(),
            from: date(2025, 7, 1),
            person: Person {
                name: format!("Nguyễn Văn {n}"),
                ..Person::default()
            },
        };
        let by = By {
            account: Uuid::from_u128(1),
            role: "hamlet_head".to_owned(),
        };
        listed.push(register.list(HamletKey { unit, hamlet }, new, &by).await.unwrap());
    }
    listed.truncate(households);
    let boards = boards::open(db, &clock, unit, &hamlets).await;
    let desk = Deliberations::new(
        db.clone(),
        LiveUnits::new(units()),
        (
            Arc::new(Catalogue::delivered().unwrap()),
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        ),
        Arc::new(clock.clone()),
        random(99),
    )
    .boards(boards.clone(), boards::vietnamese());
    World {
        db: db.clone(),
        clock,
        desk,
        boards,
        unit,
        hamlets,
        households: listed,
    }
}

impl World {
    fn draft(&self, clause: &str) -> NewMatter {
        NewMatter {
            hamlet: Some(self.hamlets[0]),
            clause: clause.to_owned(),
            title: "Đổ bê tông đường ấp".to_owned(),
            proposal: "Mỗi hộ góp 500.000 đồng.".to_owned(),
            proposer: Proposer::HamletHead,
            office: None,
            seats: 0,
        }
    }

    async fn tabled(&self, new: &NewMatter) -> MatterId {
        let id = self.desk.propose(self.unit, new, head()).await.unwrap();
        self.desk.agree(self.unit, id, front_board()).await.unwrap();
        id
    }

    async fn called(&self, id: MatterId, form: Form, advisory: bool, hamlet: usize) -> RoundId {
        let meeting = form == Form::Meeting;
        let new = NewRound {
            hamlet: self.hamlets[hamlet],
            form,
            advisory,
            starts_at: moment(HELD, 8),
            ends_at: if meeting {
                moment(HELD, 8)
            } else {
                moment(date(2026, 10, 23), 17)
            },
            place: "Nhà văn hóa ấp".to_owned(),
        };
        self.desk.call(self.unit, id, &new, head()).await.unwrap()
    }

    async fn state(&self, id: MatterId) -> MatterState {
        let mut read = self.db.read().await.unwrap();
        store::matter(&mut read, self.unit, id)
            .await
            .unwrap()
            .unwrap()
            .state
    }

    async fn dossier(&self, id: MatterId) -> deliberation::model::Dossier {
        let mut read = self.db.read().await.unwrap();
        self.desk
            .dossier(&mut read, self.unit, id)
            .await
            .unwrap()
            .unwrap()
    }

    async fn met(&self, round: RoundId, attending: u64, marks: Vec<u64>) -> Result<(), ActError> {
        let spent: u64 = marks.iter().sum();
        let hands = Hands {
            attending,
            marks,
            spoiled: 0,
            abstained: attending.saturating_sub(spent),
        };
        self.desk
            .count_meeting(
                self.unit,
                round,
                (Method::ShowOfHands, &hands),
                &tellers(3),
                head(),
            )
            .await
    }

    async fn sign_all(&self, id: MatterId) {
        let all = [
            (Signature::HamletHead, None),
            (Signature::FrontBoardHead, None),
            (Signature::Household, Some(self.households[0])),
            (Signature::Household, Some(self.households[1])),
        ];
        for (kind, household) in all {
            let signed = Signed {
                kind,
                name: "Người ký".to_owned(),
                household,
                on: self.desk.now().1,
            };
            self.desk.sign(self.unit, id, &signed, head()).await.unwrap();
        }
    }

    async fn final_decision(&self, id: MatterId) {
        self.desk
            .write_decision(
                self.unit,
                id,
                DecisionForm::Resolution,
                "Thống nhất làm đường.",
                head(),
            )
            .await
            .unwrap();
        self.sign_all(id).await;
        self.desk.finalise(self.unit, id, head()).await.unwrap();
    }
}

fn people(duty: Duty, count: usize) -> Vec<Officer> {
    (0..count)
        .map(|n| Officer {
            duty,
            name: format!("Người thứ {n}"),
        })
        .collect()
}

fn tellers(count: usize) -> Vec<Officer> {
    people(Duty::Teller, count)
}

const YES: Fate = Fate::Marked(Marks::one(0));
const NO: Fate = Fate::Marked(Marks::one(1));

#[tokio::test]
async fn a_meeting_decides_from_proposal_to_effect() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 9).await;
        let (desk, unit) = (&world.desk, world.unit);
        let id = desk
            .propose(unit, &world.draft("contribution_level"), head())
            .await
            .unwrap();
        assert!(matches!(
            desk.agree(unit, id, head()).await,
            Err(ActError::SamePerson)
        ));
        desk.agree(unit, id, front_board()).await.unwrap();
        let round = world.called(id, Form::Meeting, false, 0).await;
        assert!(
            matches!(desk.open(unit, round, head()).await, Err(ActError::Closed)),
            "before its day"
        );
        world.clock.set(date(2026, 10, 19), 9);
        let sent = Arrangements {
            notice: Some((
                date(2026, 10, 18),
                vec!["posting".to_owned(), "loudspeaker".to_owned()],
            )),
            papers_on: Some(date(2026, 10, 19)),
            ..Arrangements::default()
        };
        desk.arrange(unit, round, &sent, head()).await.unwrap();
        world.clock.set(HELD, 8);
        desk.open(unit, round, head()).await.unwrap();
        let dossier = world.dossier(id).await;
        assert_eq!(dossier.rounds[0].defects, [Late::Papers]);
        assert_eq!(dossier.rounds[0].opened.unwrap().households, 9);

        // At the door, twice for one household, and once by mistake.
        let arrived = moment(HELD, 8);
        for household in world.households.iter().take(7).chain(world.households.first()) {
            desk.attend(unit, (round, None), *household, Some(arrived))
                .await
                .unwrap();
        }
        desk.attend(unit, (round, None), world.households[6], None)
            .await
            .unwrap();
        assert!(matches!(
            world.met(round, 7, vec![6, 1, 0]).await,
            Err(ActError::Count(CountError::TooMany {
                votes: 7,
                households: 6
            }))
        ));
        let hands = Hands {
            attending: 6,
            marks: vec![6, 0, 0],
            spoiled: 0,
            abstained: 0,
        };
        let two = desk
            .count_meeting(unit, round, (Method::ShowOfHands, &hands), &tellers(2), head())
            .await;
        assert!(matches!(two, Err(ActError::Team(2))));
        world.met(round, 6, vec![6, 0, 0]).await.unwrap();
        assert_eq!(
            world.state(id).await,
            MatterState::Adopted,
            "6 of 9 are two thirds"
        );

        desk.write_decision(unit, id, DecisionForm::Resolution, "Thống nhất.", head())
            .await
            .unwrap();
        assert!(matches!(
            desk.finalise(unit, id, head()).await,
            Err(ActError::Unsigned(missing)) if missing.len() == 3
        ));
        world.sign_all(id).await;
        // Other words take the signatures with them.
        desk.write_decision(unit, id, DecisionForm::Resolution, "Thống nhất làm.", head())
            .await
            .unwrap();
        assert!(matches!(
            desk.finalise(unit, id, head()).await,
            Err(ActError::Unsigned(_))
        ));
        world.sign_all(id).await;
        desk.finalise(unit, id, head()).await.unwrap();
        let dossier = world.dossier(id).await;
        assert_eq!(desk.effect(&dossier).unwrap(), Some(Effect::From(HELD)));
        assert_eq!(
            (
                dossier.decision.as_ref().unwrap().number,
                dossier.decision.as_ref().unwrap().year
            ),
            (1, 2026)
        );
        assert!(matches!(
            desk.write_decision(unit, id, DecisionForm::Resolution, "Khác.", head())
                .await,
            Err(ActError::Stale)
        ));
        desk.send(unit, id, HELD, head()).await.unwrap();
        desk.receive(unit, id, HELD, leader()).await.unwrap();
        assert!(
            matches!(
                desk.answer(unit, id, Outcome::Recognised, "", leader()).await,
                Err(ActError::Stale)
            ),
            "this clause needs no recognition"
        );
        let task = desk
            .plan_task(
                unit,
                id,
                (
                    "Đổ bê tông 300 m",
                    "Ban vận động ấp",
                    date(2026, 12, 1),
                    90_000_000,
                ),
                head(),
            )
            .await
            .unwrap();
        desk.progress(unit, id, task, ("Xong 100 m", 30_000_000, false), head())
            .await
            .unwrap();
        desk.progress(unit, id, task, ("Xong", 55_000_000, true), head())
            .await
            .unwrap();
        let dossier = world.dossier(id).await;
        assert_eq!(
            (dossier.tasks[0].spent(), dossier.tasks[0].done_on),
            (85_000_000, Some(HELD))
        );
        desk.annul(
            unit,
            id,
            Ground::ProcedureBreached,
            "Gửi tài liệu muộn.",
            leader(),
        )
        .await
        .unwrap();
        let dossier = world.dossier(id).await;
        assert_eq!(desk.effect(&dossier).unwrap(), Some(Effect::Annulled(HELD)));

        // What the public log holds last is the hash of what is public now.
        let mut read = db.read().await.unwrap();
        let subject = deliberation::content::subject(id);
        let logged = transparency::history(&mut read, unit, &subject).await.unwrap();
        let words: Vec<_> = logged.iter().map(|logged| logged.act.as_str()).collect();
        assert_eq!(words, ["posted", "corrected", "corrected", "corrected"]);
        desk.public_octets(&dossier).unwrap();
    })
    .await;
}

#[tokio::test]
async fn papers_follow_a_failed_meeting_and_two_people_read_each() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 6).await;
        let (desk, unit) = (&world.desk, world.unit);
        let id = world.tabled(&world.draft("contribution_level")).await;
        let paper = world.called(id, Form::HouseholdBallot, false, 0).await;
        world.clock.set(HELD, 9);
        assert!(
            matches!(desk.open(unit, paper, head()).await, Err(ActError::NotYet)),
            "the law wants a meeting first"
        );
        desk.cancel(unit, paper, "Phải họp trước.", head()).await.unwrap();
        world.clock.set(HELD, 7);
        let meeting = world.called(id, Form::Meeting, false, 0).await;
        world.clock.set(HELD, 9);
        desk.open(unit, meeting, head()).await.unwrap();
        world.met(meeting, 4, vec![3, 1, 0]).await.unwrap();
        assert_eq!(
            world.state(id).await,
            MatterState::NotAdopted,
            "3 of 6 are not two thirds"
        );

        world.clock.set(HELD, 7);
        let paper = world.called(id, Form::HouseholdBallot, false, 0).await;
        world.clock.set(HELD, 9);
        desk.open(unit, paper, head()).await.unwrap();
        let homes = &world.households;
        for home in &homes[..5] {
            desk.carry(unit, paper, *home, (Some(HELD), Some(HELD)))
                .await
                .unwrap();
        }
        let read = |home: usize, reader: u128, fate| {
            desk.read_paper(unit, paper, homes[home], fate, by(reader, "x"))
        };
        for home in 0..3 {
            assert_eq!(read(home, 10, YES).await.unwrap(), Settled::Once(YES));
            assert_eq!(
                read(home, 10, YES).await.unwrap(),
                Settled::Once(YES),
                "the same person again"
            );
            assert_eq!(read(home, 11, YES).await.unwrap(), Settled::Agreed(YES));
        }
        assert!(matches!(read(0, 12, NO).await, Err(ActError::Voted)));
        read(3, 10, YES).await.unwrap();
        assert_eq!(read(3, 11, NO).await.unwrap(), Settled::Differ(YES, NO));
        read(4, 10, Fate::Marked(Marks(0b11))).await.unwrap();
        let ballot_team = people(Duty::Team, 3);
        world.clock.set(date(2026, 10, 23), 16);
        assert!(matches!(
            desk.count_votes(unit, paper, &ballot_team, head()).await,
            Err(ActError::Closed)
        ));
        world.clock.set(date(2026, 10, 23), 17);
        assert!(matches!(
            desk.count_votes(unit, paper, &ballot_team, head()).await,
            Err(ActError::Unsettled { unread: 1, differ: 1 })
        ));
        assert_eq!(
            read(4, 11, Fate::Spoiled).await.unwrap(),
            Settled::Agreed(Fate::Spoiled),
            "two crosses are no vote"
        );
        assert!(matches!(
            desk.decide_paper(unit, paper, homes[3], YES, by(10, "x")).await,
            Err(ActError::SamePerson)
        ));
        desk.decide_paper(unit, paper, homes[3], YES, by(12, "x"))
            .await
            .unwrap();
        desk.count_votes(unit, paper, &ballot_team, head()).await.unwrap();
        let dossier = world.dossier(id).await;
        let count = &dossier
            .rounds
            .iter()
            .find(|round| round.id == paper)
            .unwrap()
            .result
            .as_ref()
            .unwrap()
            .count;
        assert_eq!(
            (count.valid, count.spoiled, count.missing, count.refused),
            (4, 1, 1, 0)
        );
        assert_eq!(count.marks, [4, 0, 0]);
        assert_eq!(
            world.state(id).await,
            MatterState::Adopted,
            "4 of 6 are two thirds"
        );
    })
    .await;
}

#[tokio::test]
async fn rule_05_and_06_online_votes_bind_only_where_the_law_lets_them() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 5).await;
        let (desk, unit) = (&world.desk, world.unit);
        let homes = &world.households;
        let road = world.tabled(&world.draft("contribution_level")).await;
        let online = NewRound {
            hamlet: world.hamlets[0],
            form: Form::OnlineVote,
            advisory: false,
            starts_at: moment(HELD, 8),
            ends_at: moment(date(2026, 10, 23), 17),
            place: String::new(),
        };
        assert!(matches!(
            desk.call(unit, road, &online, head()).await,
            Err(ActError::NotYet)
        ));
        world.called(road, Form::OnlineVote, true, 0).await;

        let id = world.tabled(&world.draft("other_self_management")).await;
        let round = world.called(id, Form::OnlineVote, false, 0).await;
        world.clock.set(HELD, 8);
        let told = Arrangements {
            reported_on: Some(HELD),
            agreed_on: Some(HELD),
            ..Arrangements::default()
        };
        desk.arrange(unit, round, &told, head()).await.unwrap();
        let accept = |home: usize| {
            desk.consent(
                unit,
                id,
                (Purpose::Online, homes[home]),
                (HELD, Channel::Paper),
                head(),
            )
        };
        accept(0).await.unwrap();
        accept(1).await.unwrap();
        assert!(
            matches!(desk.open(unit, round, head()).await, Err(ActError::NotYet)),
            "2 of 5"
        );
        accept(2).await.unwrap();
        desk.open(unit, round, head()).await.unwrap();

        let mut read = db.read().await.unwrap();
        let slips = store::slips(&mut read, unit, round).await.unwrap();
        drop(read);
        assert_eq!(slips.len(), 5);
        let code = |home: usize| deliberation::service::printed_code(&slips[home].code).to_lowercase();
        assert!(matches!(
            desk.cast(unit, "AAAAA-AAAAA", Marks::one(0), "").await,
            Err(ActError::Unknown)
        ));
        assert!(matches!(
            desk.cast(unit, &code(0), Marks(0b11), "").await,
            Err(ActError::NoVote)
        ));
        for home in 0..3 {
            desk.cast(unit, &code(home), Marks::one(0), "").await.unwrap();
        }
        desk.cast(unit, &code(3), Marks::one(2), "Nên chờ hết mưa.")
            .await
            .unwrap();
        assert!(matches!(
            desk.cast(unit, &code(3), Marks::one(0), "").await,
            Err(ActError::Voted)
        ));
        world.clock.set(date(2026, 10, 23), 17);
        assert!(matches!(
            desk.cast(unit, &code(4), Marks::one(1), "").await,
            Err(ActError::Closed)
        ));
        desk.count_votes(unit, round, &people(Duty::Team, 3), head())
            .await
            .unwrap();
        assert_eq!(
            world.state(id).await,
            MatterState::Adopted,
            "3 of 5 are more than half"
        );
    })
    .await;
}

#[tokio::test]
async fn rule_07_a_commune_decides_by_its_hamlets() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 3).await;
        let (desk, unit) = (&world.desk, world.unit);
        let new = NewMatter {
            hamlet: None,
            proposer: Proposer::CommuneChair,
            ..world.draft("contribution_level")
        };
        let covenant = NewMatter {
            clause: "village_covenant".to_owned(),
            ..new.clone()
        };
        assert!(matches!(
            desk.propose(unit, &covenant, leader()).await,
            Err(ActError::NotYet)
        ));
        let id = desk.propose(unit, &new, leader()).await.unwrap();
        desk.agree(unit, id, by(4, "front_officer")).await.unwrap();
        let first = world.called(id, Form::Meeting, false, 0).await;
        let second = world.called(id, Form::Meeting, false, 1).await;
        world.clock.set(HELD, 9);
        desk.open(unit, first, head()).await.unwrap();
        world.met(first, 3, vec![2, 1, 0]).await.unwrap();
        assert!(matches!(
            desk.conclude_commune(unit, id, leader()).await,
            Err(ActError::Stale)
        ));
        let dossier = world.dossier(id).await;
        let mut read = db.read().await.unwrap();
        let verdict = desk.commune_verdict(&mut read, &dossier).await.unwrap();
        assert_eq!((verdict.yes, verdict.total, verdict.met), (1, 2, false));
        drop(read);
        desk.open(unit, second, head()).await.unwrap();
        world.met(second, 1, vec![1, 0, 0]).await.unwrap();
        desk.conclude_commune(unit, id, leader()).await.unwrap();
        assert_eq!(world.state(id).await, MatterState::Adopted);
        world.final_decision(id).await;
        assert_eq!(
            desk.effect(&world.dossier(id).await).unwrap(),
            Some(Effect::AwaitsDate)
        );
        desk.set_effect(unit, id, date(2026, 11, 1), leader())
            .await
            .unwrap();
        assert_eq!(
            desk.effect(&world.dossier(id).await).unwrap(),
            Some(Effect::From(date(2026, 11, 1)))
        );
    })
    .await;
}

#[tokio::test]
async fn rule_08_citizens_table_a_matter_with_a_tenth_of_all_households() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 20).await;
        let (desk, unit) = (&world.desk, world.unit);
        let new = NewMatter {
            proposer: Proposer::Citizens,
            ..world.draft("other_self_management")
        };
        let id = desk
            .propose(unit, &new, by(9, "household_representative"))
            .await
            .unwrap();
        let consent = |home: usize, on: Date| {
            desk.consent(
                unit,
                id,
                (Purpose::Support, world.households[home]),
                (on, Channel::Paper),
                head(),
            )
        };
        consent(0, date(2026, 7, 4)).await.unwrap();
        consent(1, MONDAY).await.unwrap();
        assert_eq!(world.state(id).await, MatterState::Proposed, "one has lapsed");
        consent(1, MONDAY).await.unwrap();
        assert_eq!(
            world.state(id).await,
            MatterState::Proposed,
            "a household counts once"
        );
        assert!(matches!(consent(2, date(2026, 10, 6)).await, Err(ActError::Day)));
        let stranger = HouseholdId(Uuid::from_u128(1));
        assert!(matches!(
            desk.consent(
                unit,
                id,
                (Purpose::Support, stranger),
                (MONDAY, Channel::Paper),
                head()
            )
            .await,
            Err(ActError::Unknown)
        ));
        consent(2, MONDAY).await.unwrap();
        assert_eq!(world.state(id).await, MatterState::Tabled);

        let other = desk
            .propose(unit, &new, by(9, "household_representative"))
            .await
            .unwrap();
        desk.consent(
            unit,
            other,
            (Purpose::Support, world.households[0]),
            (MONDAY, Channel::Paper),
            head(),
        )
        .await
        .unwrap();
        desk.reword(
            unit,
            other,
            "Việc khác",
            "Khác.",
            by(9, "household_representative"),
        )
        .await
        .unwrap();
        let mut read = db.read().await.unwrap();
        let matter = store::matter(&mut read, unit, other).await.unwrap().unwrap();
        assert_eq!(
            desk.support_of(&mut read, &matter).await.unwrap().counted,
            0,
            "other words, other consents"
        );
        drop(read);
        desk.agree(unit, other, front_board()).await.unwrap();
        assert_eq!(
            world.state(other).await,
            MatterState::Tabled,
            "below a tenth, the Front board approves"
        );
    })
    .await;
}

#[tokio::test]
async fn an_elected_head_is_in_office_when_recognised() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 5).await;
        let (desk, unit) = (&world.desk, world.unit);
        let new = NewMatter {
            office: Some(Office::HamletHead),
            seats: 1,
            ..world.draft("hamlet_head")
        };
        let id = world.tabled(&new).await;
        let round = world.called(id, Form::Meeting, false, 0).await;
        world.clock.set(HELD, 8);
        assert!(
            matches!(desk.open(unit, round, head()).await, Err(ActError::NotYet)),
            "nobody stands"
        );
        let list = [
            ("Trần Thị Sáu".to_owned(), "Giới thiệu".to_owned(), false),
            ("Lê Văn Bảy".to_owned(), String::new(), true),
        ];
        desk.nominate(unit, id, &list, head()).await.unwrap();
        desk.open(unit, round, head()).await.unwrap();
        world.met(round, 5, vec![3, 2]).await.unwrap();
        assert_eq!(world.state(id).await, MatterState::Adopted);
        world.final_decision(id).await;
        let dossier = world.dossier(id).await;
        assert_eq!(
            desk.effect(&dossier).unwrap(),
            Some(Effect::Awaits(Recogniser::Committee))
        );
        assert!(matches!(
            desk.answer(unit, id, Outcome::Recognised, "", leader()).await,
            Err(ActError::Day)
        ));
        desk.send(unit, id, HELD, head()).await.unwrap();
        desk.receive(unit, id, HELD, leader()).await.unwrap();
        assert!(matches!(
            desk.answer(unit, id, Outcome::Refused, " ", leader()).await,
            Err(ActError::Reasons)
        ));
        assert!(matches!(
            desk.answer(unit, id, Outcome::Recognised, "", head()).await,
            Err(ActError::SamePerson)
        ));
        world.clock.set(date(2026, 10, 22), 10);
        desk.answer(unit, id, Outcome::Recognised, "", leader())
            .await
            .unwrap();
        let mut read = db.read().await.unwrap();
        let terms = store::terms(&mut read, unit, Some(world.hamlets[0]), 10)
            .await
            .unwrap();
        let term = &terms[0];
        assert_eq!(
            (term.name.as_str(), term.begins_on, term.ends_on),
            ("Trần Thị Sáu", date(2026, 10, 22), Some(date(2031, 10, 22)))
        );
        let record = store::matter(&mut read, unit, id)
            .await
            .unwrap()
            .unwrap()
            .record
            .unwrap();
        let record = facts::store::record(&mut read, unit, record)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(record.body["recognised_on"], "2026-10-22");
        assert_eq!(record.body["in_favour"], 3);
    })
    .await;
}
