//! Boards within organisations, on both databases.

use disclosure::{
    MembershipId, NoticeId,
    content::hash,
    internal::{
        NewShowing, SUBJECT, Sealed, Writing,
        model::{Draft, Kind, Membership, Role, Seats, Tally, Text},
        octets,
        store::{
            board, file, members, organisation_of, organisations, overdue, seats, showings, tallies, units,
        },
    },
};
use transparency::{Act, Commitment, Subject, Subjects as _};

use super::*;

/// An organisation with two heads and one of the staff, of which each has joined with a code.
struct House {
    desk: Disclosures,
    hands: SetClock,
    db: Database,
}

impl House {
    async fn open(db: Database) -> Self {
        units::load_official(&db, Timestamp::UNIX_EPOCH).await.unwrap();
        // Friday.
        let hands = SetClock::at(date(2025, 10, 3), 9);
        Self {
            desk: desk(&db, &hands),
            hands,
            db,
        }
    }

    async fn found(&self, kind: Kind, name: &str, people: &[(u128, Role)]) -> Vec<Membership> {
        let internal = self.desk.internal();
        let id = internal.register(commune(), kind, name).await.unwrap();
        let organisation = organisation_of(&mut self.db.read().await.unwrap(), commune(), id)
            .await
            .unwrap()
            .unwrap();
        let mut joined = Vec::new();
        for (number, role) in people {
            let code = internal
                .code(&organisation, *role, Uuid::from_u128(9))
                .await
                .unwrap();
            let account = Uuid::from_u128(*number);
            internal.join(&code, account, "Người thử").await.unwrap();
            let mine = internal.of(account).await.unwrap();
            joined.extend(mine.into_iter().filter(|one| one.organisation.id == id));
        }
        joined
    }

    async fn agency(&self) -> [Membership; 3] {
        let people = [(21, Role::Head), (22, Role::Head), (23, Role::Staff)];
        let joined = self
            .found(Kind::Agency, "Trạm Y tế phường Vĩnh Hậu", &people)
            .await;
        joined.try_into().unwrap()
    }

    async fn published(&self, staff: &Membership, head: &Membership) -> NoticeId {
        let internal = self.desk.internal();
        let id = internal.begin(staff, &plan("Kế hoạch năm")).await.unwrap();
        internal.publish(head, at_first(id)).await.unwrap();
        id
    }

    async fn logged(&self, id: NoticeId) -> Vec<transparency::Logged> {
        let mut read = self.db.read().await.unwrap();
        let subject = Subject::new(SUBJECT, id.to_string());
        transparency::history(&mut read, commune(), &subject)
            .await
            .unwrap()
    }
}

fn plan(title: &str) -> Draft {
    Draft {
        matter: "policy".to_owned(),
        decided_on: date(2025, 10, 3),
        text: Text {
            title: title.to_owned(),
            body: "Nội dung.".to_owned(),
            correction: String::new(),
        },
    }
}

fn at_first(notice: NoticeId) -> Writing {
    Writing {
        notice,
        version: 1,
        revision: 1,
    }
}

#[tokio::test]
async fn a_code_lets_one_person_in_once() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, ..] = house.agency().await;
        let code = internal
            .code(&head.organisation, Role::Staff, head.member.account)
            .await
            .unwrap();
        let account = Uuid::from_u128(30);
        assert!(matches!(
            internal.join("0000-0000-0000-0000", account, "A").await,
            Err(ActError::Unknown)
        ));
        // As it is written on paper and read again: small letters, an O for a nought, no dashes.
        let typed = code.to_lowercase().replace('-', " ").replace('0', "o");
        internal.join(&typed, account, "A").await.unwrap();
        assert_eq!(internal.of(account).await.unwrap()[0].member.role, Role::Staff);
        let again = internal.join(&code, Uuid::from_u128(31), "B").await;
        assert!(matches!(again, Err(ActError::Unknown)));
        // Too old.
        let code = internal
            .code(&head.organisation, Role::Head, head.member.account)
            .await
            .unwrap();
        house.hands.set(date(2025, 10, 10), 10);
        let late = internal.join(&code, Uuid::from_u128(31), "B").await;
        assert!(matches!(late, Err(ActError::Unknown)));
        // Who belongs to it already takes the new role, and is there once.
        let code = internal
            .code(&head.organisation, Role::Head, head.member.account)
            .await
            .unwrap();
        internal.join(&code, account, "A").await.unwrap();
        let people = members(&mut house.db.read().await.unwrap(), &head.organisation)
            .await
            .unwrap();
        let mine: Vec<Role> = people
            .iter()
            .filter(|member| member.account == account)
            .map(|member| member.role)
            .collect();
        assert_eq!((people.len(), mine), (4, vec![Role::Head]));
    })
    .await;
}

#[tokio::test]
async fn people_leave_and_organisations_close() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, deputy, staff] = house.agency().await;
        let refused = internal.end_membership(&staff, deputy.member.id).await;
        assert!(matches!(refused, Err(ActError::HeadsOnly)));
        let nobody = internal
            .end_membership(&head, MembershipId(Uuid::from_u128(77)))
            .await;
        assert!(matches!(nobody, Err(ActError::Stale)));
        internal.end_membership(&staff, staff.member.id).await.unwrap();
        assert_eq!(internal.of(staff.member.account).await.unwrap(), []);
        internal.end_membership(&head, deputy.member.id).await.unwrap();
        assert_eq!(internal.of(deputy.member.account).await.unwrap(), []);

        let name = &head.organisation.name;
        let twice = internal.register(commune(), Kind::Agency, name).await;
        assert!(matches!(twice, Err(ActError::Stale)));
        let code = internal
            .code(&head.organisation, Role::Staff, head.member.account)
            .await
            .unwrap();
        internal.close(commune(), head.organisation.id).await.unwrap();
        assert_eq!(internal.of(head.member.account).await.unwrap(), []);
        assert!(internal.join(&code, Uuid::from_u128(31), "B").await.is_err());
        let open = organisations(&mut house.db.read().await.unwrap(), commune())
            .await
            .unwrap();
        assert_eq!(open, []);
    })
    .await;
}

#[tokio::test]
async fn another_head_publishes_what_somebody_drafted() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, deputy, staff] = house.agency().await;
        let id = internal.begin(&staff, &plan("Kế hoạch năm")).await.unwrap();
        let by_staff = internal.publish(&staff, at_first(id)).await;
        assert!(matches!(by_staff, Err(ActError::HeadsOnly)));
        // A head who changed it has written it.
        internal
            .save(&head, at_first(id), &plan("Kế hoạch năm 2026"))
            .await
            .unwrap();
        let read = Writing {
            revision: 2,
            ..at_first(id)
        };
        let own = internal.publish(&head, read).await;
        assert!(matches!(own, Err(ActError::SamePerson)));
        // Only what was read is published.
        let unread = internal.publish(&deputy, at_first(id)).await;
        assert!(matches!(unread, Err(ActError::Stale)));
        assert_eq!(house.logged(id).await.len(), 0);
        internal.publish(&deputy, read).await.unwrap();
        let again = internal.publish(&deputy, read).await;
        assert!(matches!(again, Err(ActError::Stale)));
        let saved = internal.save(&staff, read, &plan("Khác")).await;
        assert!(matches!(saved, Err(ActError::Stale)));

        let mut db = house.db.read().await.unwrap();
        let found = file(&mut db, &staff.organisation, id).await.unwrap().unwrap();
        assert_eq!(found.public().unwrap().text.title, "Kế hoạch năm 2026");
        assert_eq!(found.notice.published_on(), Some(date(2025, 10, 3)));
    })
    .await;
}

#[tokio::test]
async fn five_working_days_in_an_agency_and_fifteen_days_in_an_enterprise() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, _, staff] = house.agency().await;
        let enterprise = house
            .found(Kind::StateEnterprise, "Công ty Cấp nước", &[(41, Role::Staff)])
            .await;
        let late = internal.begin(&staff, &plan("Kế hoạch năm")).await.unwrap();
        let draft = Draft {
            matter: "business_situation".to_owned(),
            ..plan("Tình hình quý III")
        };
        let other = internal.begin(&enterprise[0], &draft).await.unwrap();
        // The list of the other chapter does not hold it.
        let wrong = internal.begin(&enterprise[0], &plan("Kế hoạch năm")).await;
        assert!(matches!(wrong, Err(ActError::Law(_))));

        let mut read = house.db.read().await.unwrap();
        let due = |found: Vec<(disclosure::internal::model::Notice, _)>| found[0].0.due_on;
        // From Friday, the 3rd of October: five working days end on the next Friday; fifteen days on a Saturday, so
        // that the last day is the Monday after it.
        let of_agency = due(board(&mut read, &head.organisation, None).await.unwrap());
        assert_eq!(of_agency, date(2025, 10, 10));
        let of_enterprise = due(board(&mut read, &enterprise[0].organisation, None).await.unwrap());
        assert_eq!(of_enterprise, date(2025, 10, 20));

        let on_the_day = overdue(&mut read, &head.organisation, date(2025, 10, 10)).await;
        assert_eq!(on_the_day.unwrap(), []);
        let after = overdue(&mut read, &head.organisation, date(2025, 10, 11)).await;
        assert_eq!(after.unwrap()[0].id, late);
        // One organisation knows nothing of another.
        let elsewhere = file(&mut read, &head.organisation, other).await.unwrap();
        assert_eq!(elsewhere, None);
        drop(read);
        // What was given up is overdue no more, and on no board.
        internal.give_up(&head, late).await.unwrap();
        let mut read = house.db.read().await.unwrap();
        let after = overdue(&mut read, &head.organisation, date(2025, 10, 11)).await;
        assert_eq!(after.unwrap(), []);
        assert_eq!(board(&mut read, &head.organisation, None).await.unwrap().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn members_prove_what_was_published_and_the_log_tells_nobody_what() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let [head, _, staff] = house.agency().await;
        let id = house.published(&staff, &head).await;
        let found = file(&mut house.db.read().await.unwrap(), &head.organisation, id)
            .await
            .unwrap()
            .unwrap();
        let version = found.public().unwrap();
        let published = version.published.clone().unwrap();
        let octets = octets(
            &head.organisation,
            &found.notice,
            version,
            (published.at, &published.salt),
        )
        .unwrap();
        let logged = house.logged(id).await;
        assert_eq!(logged.len(), 1);
        let mut read = house.db.read().await.unwrap();
        let kept = read
            .one(
                "SELECT body FROM log_entry WHERE entry_id = $1",
                &platform::params![logged[0].entry.0.0.to_vec()],
                |row| row.get::<Vec<u8>>(0),
            )
            .await
            .unwrap()
            .unwrap();
        let entry = transparency::Entry::parse(&kept).unwrap();
        assert_eq!(logged[0].known_act(), Some(Act::Posted));
        assert_eq!(entry.content(), Commitment::to(&octets));
        assert_eq!(entry.content().0.0, hash(&octets));
        assert_eq!(entry.id(), published.entry);
        let told = String::from_utf8(entry.to_octets()).unwrap();
        assert!(told.contains("\"place\":\"agency\"") && told.contains("\"matter\":\"policy\""));
        assert!(!told.contains("Kế hoạch") && !told.contains("Trạm"), "{told}");
        assert!(!told.contains(&head.organisation.id.to_string()), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_correction_gives_its_reason_and_keeps_what_was_before() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, _, staff] = house.agency().await;
        let id = house.published(&staff, &head).await;
        house.hands.set(date(2025, 10, 6), 9);
        internal.correct(&staff, id).await.unwrap();
        let twice = internal.correct(&staff, id).await;
        assert!(matches!(twice, Err(ActError::Stale)));
        let second = |revision| Writing {
            notice: id,
            version: 2,
            revision,
        };
        let without_reason = internal.publish(&head, second(1)).await;
        assert!(matches!(without_reason, Err(ActError::Stale)));
        let mut text = plan("Kế hoạch năm, sửa số liệu");
        text.text.correction = "Sai số liệu".to_owned();
        internal.save(&staff, second(1), &text).await.unwrap();
        internal.publish(&head, second(2)).await.unwrap();
        let found = file(&mut house.db.read().await.unwrap(), &head.organisation, id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(found.notice.published_on(), Some(date(2025, 10, 3)));
        assert_eq!(found.public().unwrap().text.correction, "Sai số liệu");
        assert_eq!(found.version(1).unwrap().text.title, "Kế hoạch năm");
        let acts: Vec<Option<Act>> = house
            .logged(id)
            .await
            .iter()
            .map(transparency::Logged::known_act)
            .collect();
        assert_eq!(acts, [Some(Act::Posted), Some(Act::Corrected)]);
    })
    .await;
}

#[tokio::test]
async fn a_notice_is_withdrawn_with_a_reason_or_ends_after_its_time() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, _, staff] = house.agency().await;
        let withdrawn = house.published(&staff, &head).await;
        let ended = house.published(&staff, &head).await;
        assert!(matches!(
            internal.withdraw(&staff, withdrawn, "Nhầm").await,
            Err(ActError::HeadsOnly)
        ));
        internal.withdraw(&head, withdrawn, "Nhầm").await.unwrap();
        assert!(matches!(
            internal.withdraw(&head, withdrawn, "Nhầm").await,
            Err(ActError::Stale)
        ));
        // Twenty days after the third of October end with the twenty-third.
        house.hands.set(date(2025, 10, 23), 22);
        assert!(matches!(internal.end(&head, ended).await, Err(ActError::Stale)));
        house.hands.set(date(2025, 10, 24), 1);
        assert!(matches!(
            internal.end(&staff, ended).await,
            Err(ActError::HeadsOnly)
        ));
        internal.end(&head, ended).await.unwrap();
        let mut read = house.db.read().await.unwrap();
        let first = file(&mut read, &head.organisation, withdrawn).await.unwrap();
        let notice = first.unwrap().notice;
        assert_eq!(notice.state, ItemState::Withdrawn);
        assert_eq!(notice.withdrawn.unwrap().1, "Nhầm");
        let second = file(&mut read, &head.organisation, ended).await.unwrap();
        assert_eq!(second.unwrap().notice.state, ItemState::Archived);
        drop(read);
        assert_eq!(house.logged(ended).await[1].known_act(), Some(Act::Archived));
        assert_eq!(house.logged(withdrawn).await[1].known_act(), Some(Act::Withdrawn));
    })
    .await;
}

#[tokio::test]
async fn everybody_may_know_how_much_is_done_and_what_is_owed() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, _, staff] = house.agency().await;
        let enterprise = house
            .found(Kind::StateEnterprise, "Công ty Cấp nước", &[(41, Role::Staff)])
            .await;
        house.published(&staff, &head).await;
        let withdrawn = house.published(&staff, &head).await;
        internal.withdraw(&head, withdrawn, "Nhầm").await.unwrap();
        let owed = internal.begin(&staff, &plan("Kế hoạch quý")).await.unwrap();
        let given_up = internal.begin(&staff, &plan("Bỏ")).await.unwrap();
        internal.give_up(&staff, given_up).await.unwrap();
        house.hands.set(date(2025, 10, 13), 9);
        assert_eq!(internal.tend().await.unwrap(), (1, 0));
        assert_eq!(internal.tend().await.unwrap(), (0, 0));

        let mut read = house.db.read().await.unwrap();
        assert_eq!(units(&mut read).await.unwrap(), [commune()]);
        let counted = seats(&mut read, &[commune().0, 1]).await.unwrap();
        let all = Seats {
            agencies: 1,
            enterprises: 1,
            missed: 1,
        };
        assert_eq!(counted.into_iter().collect::<Vec<_>>(), [(commune(), all)]);
        let told = tallies(&mut read, commune(), date(2025, 10, 13)).await.unwrap();
        assert_eq!(told.get(&enterprise[0].organisation.id), None);
        let Tally {
            standing,
            ended,
            withdrawn,
            overdue,
            last,
        } = told[&head.organisation.id]["policy"];
        assert_eq!((standing, ended, withdrawn, overdue), (1, 0, 1, 1));
        assert!(last.is_some());
        drop(read);

        // Published late, it is owed no more; what was missed stays counted.
        internal.publish(&head, at_first(owed)).await.unwrap();
        let mut read = house.db.read().await.unwrap();
        let counted = seats(&mut read, &[commune().0]).await.unwrap();
        assert_eq!(counted[&commune()].missed, 0);
        let counts = read
            .all(
                "SELECT kind, COUNT(*) FROM record WHERE retracted_at IS NULL GROUP BY kind ORDER BY kind",
                &[],
                |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)),
            )
            .await
            .unwrap();
        let wanted = [("internal_disclosure", 3), ("internal_missed", 1)];
        assert_eq!(counts, wanted.map(|(kind, count)| (kind.to_owned(), count)));
    })
    .await;
}

#[tokio::test]
async fn ways_of_making_something_known_are_kept_within_the_organisation() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let internal = house.desk.internal();
        let [head, _, staff] = house.agency().await;
        let stranger = house.found(Kind::Agency, "Trường học", &[(41, Role::Head)]).await;
        let id = house.published(&staff, &head).await;
        let way = |form: &str, from| NewShowing {
            form: form.to_owned(),
            from,
            until: None,
            note: String::new(),
        };
        let day = date(2025, 10, 3);
        internal.show(&staff, id, way("posting", day)).await.unwrap();
        for (wrong, who) in [
            (way("loudspeaker", day), &staff),
            (way("posting", date(2025, 10, 4)), &staff),
            (way("posting", date(2025, 10, 2)), &staff),
            (way("posting", day), &stranger[0]),
        ] {
            assert!(internal.show(who, id, wrong).await.is_err());
        }
        let of_notice = async || {
            let mut read = house.db.read().await.unwrap();
            showings(&mut read, commune(), id).await.unwrap()
        };
        let hung = of_notice().await.remove(0);
        assert!(internal.take_down(&stranger[0], id, hung.id).await.is_err());
        house.hands.set(date(2025, 10, 6), 9);
        internal.take_down(&head, id, hung.id).await.unwrap();
        assert_eq!(of_notice().await[0].until, Some(date(2025, 10, 6)));
        assert!(internal.take_down(&head, id, hung.id).await.is_err());
        assert!(internal.void_showing(&stranger[0], id, hung.id).await.is_err());
        internal.void_showing(&staff, id, hung.id).await.unwrap();
        assert_eq!(of_notice().await, []);
    })
    .await;
}

#[tokio::test]
async fn who_has_the_database_compares_what_nobody_else_reads() {
    on_both(MIGRATIONS, |db| async move {
        let house = House::open(db).await;
        let [head, _, staff] = house.agency().await;
        let first = house.published(&staff, &head).await;
        let second = house.published(&staff, &head).await;
        let mut read = house.db.read().await.unwrap();
        let registry = Units::load(&mut read).await.unwrap();
        let sealed = Sealed::new(LiveUnits::new(Arc::new(registry)));
        assert!(sealed.is_sealed());
        let page = sealed.items(&mut read, None, 1).await.unwrap();
        let rest = sealed
            .items(&mut read, Some((page[0].unit, page[0].id.clone())), 10)
            .await
            .unwrap();
        let mut ids = vec![page[0].id.clone(), rest[0].id.clone()];
        let mut wanted = vec![first.to_string(), second.to_string()];
        ids.sort();
        wanted.sort();
        assert_eq!((ids, rest.len()), (wanted, 1));
        for item in page.iter().chain(&rest) {
            let hidden = sealed.octets(&mut read, item.unit, &item.id).await.unwrap();
            assert_eq!(hidden, None);
            let subject = Subject::new(SUBJECT, item.id.clone());
            let logged = transparency::history(&mut read, item.unit, &subject)
                .await
                .unwrap();
            let kept = read
                .one(
                    "SELECT body FROM log_entry WHERE entry_id = $1",
                    &platform::params![logged[0].entry.0.0.to_vec()],
                    |row| row.get::<Vec<u8>>(0),
                )
                .await
                .unwrap()
                .unwrap();
            let entry = transparency::Entry::parse(&kept).unwrap();
            assert_eq!(entry.content(), Commitment::to(&item.octets));
        }
    })
    .await;
}
