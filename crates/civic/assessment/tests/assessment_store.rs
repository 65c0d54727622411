//! Assessments, surveys, objections and commendations on both databases: who may do what when, what is counted, what is
//! erased.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use std::sync::{Arc, OnceLock};

use assessment::{
    ActError, Assessments, criteria,
    model::{AssessmentId, Commendation, CommendationId, ObjectionState, Said, Score, State, Value},
    rules::ScoreFault,
    store,
};
use facts::Catalogue;
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use platform::{
    access::By,
    calendar::WorkingCalendar,
    clock::SetClock,
    db::{Database, Migration},
    outbox::OutboxKey,
    testing::on_both,
};
use rulebook::Rulebook;
use transparency::Subjects as _;
use units::{LiveUnits, UnitId, Units};
use uuid::Uuid;

const MIGRATIONS: &[&[Migration]] = &[
    units::MIGRATIONS,
    facts::MIGRATIONS,
    transparency::MIGRATIONS,
    assessment::MIGRATIONS,
];
const MONDAY: Date = date(2026, 11, 16);
/// Words that stand nowhere but in what somebody says, and in a commendation's names.
const CANARY: &str = "Tiêu Thị Hoàng Yến";

fn units() -> Arc<Units> {
    static UNITS: OnceLock<Arc<Units>> = OnceLock::new();
    let build = || Arc::new(Units::build(units::official_parts(Timestamp::UNIX_EPOCH).unwrap()).unwrap());
    Arc::clone(UNITS.get_or_init(build))
}

fn by(role: &str, number: u128) -> By {
    By {
        account: Uuid::from_u128(number),
        role: role.to_owned(),
    }
}

struct World {
    db: Database,
    clock: SetClock,
    all: Assessments,
    live: LiveUnits,
    unit: UnitId,
}

async fn world(db: &Database) -> World {
    let units = units();
    let unit = units.at("30292", MONDAY).unwrap().id;
    units::load_official(db, Timestamp::UNIX_EPOCH).await.unwrap();
    let clock = SetClock::at(MONDAY, 9);
    let catalogue = Arc::new(Catalogue::delivered().unwrap());
    let sets = criteria::delivered(&catalogue).unwrap();
    let live = LiveUnits::new(units);
    let mut seed = 7_u64;
    let all = Assessments::new(
        (db.clone(), live.clone(), sets),
        (
            catalogue,
            Arc::new(Rulebook::embedded().unwrap()),
            WorkingCalendar::embedded().unwrap(),
        ),
        Arc::new(clock.clone()),
        (
            OutboxKey::new([3; 32]),
            Box::new(move |octets| {
                for octet in octets {
                    seed = seed
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1_442_695_040_888_963_407);
                    *octet = seed.to_be_bytes()[1];
                }
            }),
        ),
    );
    World {
        db: db.clone(),
        clock,
        all,
        live,
        unit,
    }
}

impl World {
    fn scores(&self, points: impl Fn(i64) -> i64) -> Vec<Score> {
        let set = self.all.set("commune_democracy").unwrap();
        set.criteria
            .iter()
            .map(|criterion| Score {
                criterion: criterion.key.clone(),
                own: Some(points(criterion.most)),
                own_note: "Có biên bản".to_owned(),
                ..Score::default()
            })
            .collect()
    }

    async fn submitted(&self) -> AssessmentId {
        let set = self.all.set("commune_democracy").unwrap();
        let scores = self.scores(|most| most);
        self.all
            .submit((self.unit, set, 2026), 0, &scores, &by("commune_leader", 2))
            .await
            .unwrap()
    }

    async fn found(&self, id: AssessmentId) -> assessment::model::Assessment {
        let mut read = self.db.read().await.unwrap();
        store::assessment(&mut read, self.unit, id)
            .await
            .unwrap()
            .unwrap()
    }

    /// Gives the commune's own points, but `first` for what people must know.
    async fn publish(&self, id: AssessmentId, first: i64, reason: &str) -> Result<(), ActError> {
        let of = self.found(id).await;
        let points: Vec<(String, i64, String)> = of
            .scores
            .iter()
            .map(|score| {
                let own = score.own.unwrap();
                let given = if score.criterion == "known" { first } else { own };
                let note = if given == own {
                    String::new()
                } else {
                    "Chưa đủ minh chứng".to_owned()
                };
                (score.criterion.clone(), given, note)
            })
            .collect();
        self.all
            .publish(
                (self.unit, id),
                of.revision,
                (&points, reason),
                &by("provincial_officer", 3),
            )
            .await
    }

    /// Records that stand, by kind.
    async fn counted(&self) -> Vec<(String, i64)> {
        let mut read = self.db.read().await.unwrap();
        read.all(
            "SELECT kind, COUNT(*) FROM record WHERE retracted_at IS NULL GROUP BY kind ORDER BY kind",
            &[],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn a_year_goes_from_draft_over_the_province_to_a_result_that_is_counted_once() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let set = world.all.set("commune_democracy").unwrap();
        let of = (world.unit, set, 2026);
        let officer = by("commune_officer", 1);
        let mut begun = world.scores(|most| most);
        begun[1].own = None;
        let id = world.all.draft(of, 0, &begun, &officer).await.unwrap();
        assert_eq!(world.found(id).await.state, State::Draft);
        // A second first draft, as when two officers begin at once.
        assert!(matches!(
            world.all.draft(of, 0, &begun, &officer).await,
            Err(ActError::Stale)
        ));
        let revision = world.found(id).await.revision;
        assert!(matches!(
            world
                .all
                .submit(of, revision, &begun, &by("commune_leader", 2))
                .await,
            Err(ActError::Score(ScoreFault::Missing(_)))
        ));
        let whole = world.scores(|most| most);
        world
            .all
            .submit(of, revision, &whole, &by("commune_leader", 2))
            .await
            .unwrap();
        let sent = world.found(id).await;
        assert_eq!((sent.state, sent.own_grade.as_str()), (State::Submitted, "good"));
        assert!(matches!(
            world.all.draft(of, sent.revision, &begun, &officer).await,
            Err(ActError::Stale)
        ));

        // Back to the commune, and in again.
        let key = (world.unit, id);
        let province = by("provincial_officer", 3);
        assert!(matches!(
            world.all.send_back(key, sent.revision, " ", &province).await,
            Err(ActError::Nothing)
        ));
        world
            .all
            .send_back(key, sent.revision, "Bổ sung biên bản", &province)
            .await
            .unwrap();
        let back = world.found(id).await;
        assert_eq!(
            (back.state, back.reason.as_str()),
            (State::Returned, "Bổ sung biên bản")
        );
        world
            .all
            .submit(of, back.revision, &whole, &by("commune_leader", 2))
            .await
            .unwrap();

        // Who sent it in does not check it.
        let sent = world.found(id).await;
        let same: Vec<(String, i64, String)> = sent
            .scores
            .iter()
            .map(|score| (score.criterion.clone(), score.own.unwrap(), String::new()))
            .collect();
        assert!(matches!(
            world
                .all
                .publish(key, sent.revision, (&same, ""), &by("provincial_officer", 2))
                .await,
            Err(ActError::SamePerson)
        ));
        world.publish(id, 5, "").await.unwrap();
        let result = world.found(id).await;
        assert_eq!(
            (result.sum(), result.grade.as_deref(), result.version),
            (85, Some("fair"), 1)
        );
        assert_eq!(world.counted().await, [("democracy_assessment".to_owned(), 1)]);

        // Corrected, it is counted once still, and its proof follows.
        assert!(matches!(world.publish(id, 18, " ").await, Err(ActError::Nothing)));
        world.publish(id, 18, "Đã có biên bản").await.unwrap();
        let result = world.found(id).await;
        assert_eq!((result.grade.as_deref(), result.version), (Some("good"), 2));
        assert_eq!(world.counted().await, [("democracy_assessment".to_owned(), 1)]);
        let mut read = db.read().await.unwrap();
        let subject = assessment::content::result_subject(id);
        let history = transparency::history(&mut read, world.unit, &subject)
            .await
            .unwrap();
        assert_eq!(history.len(), 2);
        let public = assessment::Public::results(world.live.clone());
        let items = public.items(&mut read, None, 10).await.unwrap();
        assert_eq!(items.len(), 1);
        let octets = String::from_utf8(items[0].octets.clone()).unwrap();
        assert!(octets.contains("\"grade\":\"good\"") && octets.contains("\"version\":2"));
        assert!(!octets.contains(&Uuid::from_u128(2).to_string()));
        let after = Some((items[0].unit, items[0].id.clone()));
        assert!(public.items(&mut read, after, 10).await.unwrap().is_empty());
        let among = store::among(&mut read, &[world.unit], ("commune_democracy", 2026))
            .await
            .unwrap();
        assert_eq!(among.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn years_to_come_and_sets_of_other_places_are_refused() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let set = world.all.set("commune_democracy").unwrap();
        let officer = by("commune_officer", 1);
        assert!(matches!(
            world.all.draft((world.unit, set, 2027), 0, &[], &officer).await,
            Err(ActError::TooEarly(2027))
        ));
        // 30292 is a ward: no rural commune.
        let rural = world.all.set("new_rural_2026").unwrap();
        assert!(matches!(
            world.all.draft((world.unit, rural, 2026), 0, &[], &officer).await,
            Err(ActError::Unknown)
        ));
    })
    .await;
}

#[tokio::test]
async fn a_survey_counts_each_slip_once_and_keeps_no_answer_of_anybody() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let set = world.all.set("commune_democracy").unwrap();
        let officer = by("commune_officer", 1);
        let of = (world.unit, set, 2026);
        assert!(matches!(
            world.all.open_survey(of, (date(2026, 12, 30), 12), &officer).await,
            Err(ActError::Closing(last)) if last == date(2026, 12, 16)
        ));
        assert!(matches!(
            world.all.open_survey(of, (date(2026, 11, 20), 0), &officer).await,
            Err(ActError::Slips)
        ));
        let (id, codes) = world
            .all
            .open_survey(of, (date(2026, 11, 20), 12), &officer)
            .await
            .unwrap();
        assert!(matches!(
            world
                .all
                .open_survey(of, (date(2026, 11, 20), 12), &officer)
                .await,
            Err(ActError::Stale)
        ));
        let key = (world.unit, id);
        let good = ["informed", "asked", "answered", "served"].map(|question| (question, 5));
        let poor = ["informed", "asked", "answered", "served"].map(|question| (question, 2));
        for code in &codes[..9] {
            world
                .all
                .answer_survey(key, &code.to_lowercase(), &good)
                .await
                .unwrap();
        }
        assert!(matches!(
            world.all.answer_survey(key, &codes[0], &poor).await,
            Err(ActError::Used)
        ));
        assert!(matches!(
            world.all.answer_survey(key, "AAAAAAAA", &poor).await,
            Err(ActError::Code)
        ));
        assert!(matches!(
            world.all.answer_survey(key, &codes[9], &poor[..3]).await,
            Err(ActError::Unasked)
        ));
        let mut six = poor;
        six[0].1 = 6;
        assert!(matches!(
            world.all.answer_survey(key, &codes[9], &six).await,
            Err(ActError::Unasked)
        ));
        let mut read = db.read().await.unwrap();
        let survey = store::survey(&mut read, world.unit, id).await.unwrap().unwrap();
        assert_eq!((survey.printed, survey.answered), (12, 9));
        drop(read);
        // Nine are too few to be shown, even once it is over.
        world.clock.set(date(2026, 11, 21), 9);
        let mut read = db.read().await.unwrap();
        assert_eq!(world.all.content(&mut read, &survey).await.unwrap(), None);
        drop(read);
        world.clock.set(date(2026, 11, 18), 9);
        world.all.answer_survey(key, &codes[9], &poor).await.unwrap();
        let mut read = db.read().await.unwrap();
        let survey = store::survey(&mut read, world.unit, id).await.unwrap().unwrap();
        // While it is open, nothing is shown: what the next answer adds would be that answer.
        assert_eq!(world.all.shown(&mut read, &survey).await.unwrap(), None);
        drop(read);
        let more = world
            .all
            .more_slips(key, survey.revision, 3, &officer)
            .await
            .unwrap();
        assert_eq!(more.len(), 3);
        assert!(matches!(
            world.all.more_slips(key, survey.revision, 3, &officer).await,
            Err(ActError::Stale)
        ));
        world
            .all
            .close_survey(key, survey.revision + 1, None, &officer)
            .await
            .unwrap();
        assert!(matches!(
            world.all.answer_survey(key, &more[0], &good).await,
            Err(ActError::Over(_))
        ));
        let mut read = db.read().await.unwrap();
        let survey = store::survey(&mut read, world.unit, id).await.unwrap().unwrap();
        assert_eq!((survey.printed, survey.answered), (15, 10));
        assert_eq!(
            world.all.content(&mut read, &survey).await.unwrap(),
            Some(Value::Share { part: 36, whole: 40 })
        );
        let figures = world
            .all
            .figures(&mut read, world.unit, (set, 2026))
            .await
            .unwrap();
        assert_eq!(figures.get("survey"), Some(&Value::Share { part: 36, whole: 40 }));
        // Nothing joins a slip with an answer: the table of slips has no time, no order of use and no answers.
        let slips: Vec<(bool, i64)> = read
            .all(
                "SELECT used, COUNT(*) FROM assessment_slip GROUP BY used ORDER BY used",
                &[],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .await
            .unwrap();
        assert_eq!(slips, [(false, 5), (true, 10)]);
    })
    .await;
}

#[tokio::test]
async fn an_objection_is_sealed_answered_in_time_and_forgotten() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let id = world.submitted().await;
        let key = (world.unit, id);
        let said = Said {
            words: format!("{CANARY} không thấy bảng công khai"),
            contact: CANARY.to_owned(),
        };
        let once = format!("{:032x}", 1);
        assert!(matches!(
            world.all.object(key, &once, &said).await,
            Err(ActError::Stale)
        ));
        world.publish(id, 20, "").await.unwrap();
        assert!(matches!(
            world.all.object(key, &once, &Said::default()).await,
            Err(ActError::Nothing)
        ));
        let code = world.all.object(key, &once, &said).await.unwrap();
        assert_eq!(
            world.all.object(key, &once, &said).await.unwrap(),
            code,
            "sent again"
        );
        let mut read = db.read().await.unwrap();
        let all = store::objections(&mut read, world.unit, id).await.unwrap();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].due_on, date(2026, 11, 30));
        assert!(!String::from_utf8_lossy(all[0].sealed.as_ref().unwrap()).contains("Hoàng"));
        assert_eq!(world.all.said(&all[0]), said);
        drop(read);
        let objection = (world.unit, all[0].id);
        assert!(matches!(
            world.all.answer(objection, (true, "")).await,
            Err(ActError::Nothing)
        ));
        world
            .all
            .answer(objection, (true, "Đã trừ điểm tiêu chí 1"))
            .await
            .unwrap();
        assert!(matches!(
            world.all.answer(objection, (false, "Khác")).await,
            Err(ActError::Stale)
        ));
        let mut read = db.read().await.unwrap();
        let (found, _) = world.all.by_code(&mut read, world.unit, &code).await.unwrap();
        assert_eq!(found.state, ObjectionState::Upheld);
        assert!(matches!(
            world.all.by_code(&mut read, world.unit, "AAAABBBBCCCC").await,
            Err(ActError::Unknown)
        ));
        drop(read);
        world.clock.set(date(2027, 1, 15), 9);
        assert_eq!(world.all.tend().await.unwrap(), 0);
        world.clock.set(date(2027, 1, 16), 9);
        assert_eq!(world.all.tend().await.unwrap(), 1);
        let mut read = db.read().await.unwrap();
        let (found, _) = world.all.by_code(&mut read, world.unit, &code).await.unwrap();
        assert_eq!(
            (found.sealed.is_none(), found.answer.as_str()),
            (true, "Đã trừ điểm tiêu chí 1")
        );
        drop(read);
        assert!(matches!(
            world.all.object(key, &format!("{:032x}", 2), &said).await,
            Err(ActError::Over(until)) if until == date(2026, 12, 1)
        ));
    })
    .await;
}

fn commendation(unit: UnitId) -> Commendation {
    Commendation {
        unit,
        id: CommendationId(Uuid::nil()),
        title: "Khen thưởng năm 2026".to_owned(),
        number: "12/QĐ-UBND".to_owned(),
        commended_for: "grassroots_democracy".to_owned(),
        decided_on: MONDAY,
        reason: "Họp dân đều".to_owned(),
        collectives: vec!["Ấp Thượng".to_owned(), "Ấp Hạ".to_owned()],
        individuals: 0,
        sealed: None,
        revoked_on: None,
        revoked_why: String::new(),
        record: None,
        revision: 1,
    }
}

#[tokio::test]
async fn a_commendation_is_counted_names_nobody_in_public_and_can_be_revoked() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db).await;
        let leader = by("commune_leader", 2);
        let mut nobody = commendation(world.unit);
        nobody.collectives.clear();
        assert!(matches!(
            world.all.commend(nobody, &[], &leader).await,
            Err(ActError::Commended)
        ));
        let mut early = commendation(world.unit);
        early.decided_on = date(2026, 11, 17);
        assert!(matches!(
            world.all.commend(early, &[], &leader).await,
            Err(ActError::Commended)
        ));
        let mut odd = commendation(world.unit);
        odd.commended_for = "fame".to_owned();
        assert!(matches!(
            world.all.commend(odd, &[], &leader).await,
            Err(ActError::Form(_))
        ));
        let names = [CANARY.to_owned()];
        let id = world
            .all
            .commend(commendation(world.unit), &names, &leader)
            .await
            .unwrap();
        assert_eq!(world.counted().await, [("commendation".to_owned(), 1)]);
        let mut read = db.read().await.unwrap();
        let found = store::commendation(&mut read, world.unit, id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!((found.commended(), found.individuals), (3, 1));
        assert_eq!(world.all.names(&found), names);
        let public = assessment::Public::commendations(world.live.clone());
        let items = public.items(&mut read, None, 10).await.unwrap();
        let octets = String::from_utf8(items[0].octets.clone()).unwrap();
        assert!(octets.contains("Ấp Thượng") && !octets.contains("Hoàng Yến"));
        drop(read);
        let key = (world.unit, id);
        assert!(matches!(
            world
                .all
                .revoke(key, found.revision + 1, "Trao nhầm", &leader)
                .await,
            Err(ActError::Stale)
        ));
        world
            .all
            .revoke(key, found.revision, "Trao nhầm", &leader)
            .await
            .unwrap();
        assert!(matches!(
            world
                .all
                .revoke(key, found.revision + 1, "Trao nhầm", &leader)
                .await,
            Err(ActError::Stale)
        ));
        assert!(world.counted().await.is_empty());
        let mut read = db.read().await.unwrap();
        let found = store::commendation(&mut read, world.unit, id)
            .await
            .unwrap()
            .unwrap();
        assert!(found.sealed.is_none() && found.revoked_why == "Trao nhầm");
        assert!(public.items(&mut read, None, 10).await.unwrap().is_empty());
        let listed = store::commendations(&mut read, world.unit, None, 10)
            .await
            .unwrap();
        assert_eq!(listed.len(), 1);
        let before = Some((listed[0].decided_on, listed[0].id.0));
        assert!(
            store::commendations(&mut read, world.unit, before, 10)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}
