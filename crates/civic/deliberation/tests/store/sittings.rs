//! Meetings held in parts, on both databases: several doors and counts, one vote.

use deliberation::{
    ActError, Arrangements,
    model::{MatterState, Method},
    rules::{CountError, Form, Hands, Late},
    sittings::NewSitting,
};
use jiff::civil::date;
use platform::{clock::moment, testing::on_both};

use super::{HELD, MIGRATIONS, head, tellers, world};

fn hands(attending: u64, yes: u64) -> Hands {
    Hands {
        attending,
        marks: vec![yes, attending - yes, 0],
        spoiled: 0,
        abstained: 0,
    }
}

#[tokio::test]
async fn clusters_meet_apart_and_decide_together() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 9).await;
        let (desk, unit) = (&world.desk, world.unit);
        let id = world.tabled(&world.draft("contribution_level")).await;
        let round = world.called(id, Form::Meeting, false, 0).await;
        let part = |name: &str, day, hour| NewSitting {
            name: name.to_owned(),
            place: format!("Nhà {name}"),
            starts_at: moment(day, hour),
        };
        for (name, day) in [("Cụm một", HELD), ("Cụm hai", date(2026, 10, 21)), ("Nhầm", HELD)] {
            desk.add_sitting(unit, round, &part(name, day, 8)).await.unwrap();
        }
        desk.remove_sitting(unit, round, 3).await.unwrap();
        let dossier = world.dossier(id).await;
        assert_eq!(dossier.rounds[0].first_day(), HELD);
        assert_eq!(
            dossier.rounds[0].day(),
            date(2026, 10, 21),
            "the last one ends it"
        );

        let sent = |clusters_approved_on| Arrangements {
            notice: Some((date(2026, 10, 19), vec!["posting".to_owned()])),
            papers_on: Some(date(2026, 10, 18)),
            clusters_approved_on,
            ..Arrangements::default()
        };
        world.clock.set(HELD, 9);
        desk.arrange(unit, round, &sent(None), head()).await.unwrap();
        assert!(
            matches!(desk.open(unit, round, head()).await, Err(ActError::NotYet)),
            "the committee has not approved the plan"
        );
        desk.arrange(unit, round, &sent(Some(date(2026, 10, 16))), head())
            .await
            .unwrap();
        desk.open(unit, round, head()).await.unwrap();
        assert_eq!(
            world.dossier(id).await.rounds[0].defects,
            [Late::Notice],
            "counted back from the first sitting"
        );

        // One household comes to both: it counts where it came first.
        let at = Some(moment(HELD, 9));
        for household in &world.households[..4] {
            desk.attend(unit, (round, Some(1)), *household, at).await.unwrap();
        }
        for household in &world.households[3..7] {
            desk.attend(unit, (round, Some(2)), *household, at).await.unwrap();
        }
        desk.attend(unit, (round, Some(2)), world.households[0], None)
            .await
            .unwrap();
        let method = Method::ShowOfHands;
        let whole = desk
            .count_meeting(unit, round, (method, &hands(7, 7)), &tellers(3), head())
            .await;
        assert!(matches!(whole, Err(ActError::Stale)), "counted in parts alone");
        let early = desk
            .count_sitting(unit, (round, 2), (method, &hands(3, 3)), &tellers(3), head())
            .await;
        assert!(matches!(early, Err(ActError::Closed)), "it meets tomorrow");
        let many = desk
            .count_sitting(unit, (round, 1), (method, &hands(5, 5)), &tellers(3), head())
            .await;
        assert!(matches!(
            many,
            Err(ActError::Count(CountError::TooMany {
                votes: 5,
                households: 4
            }))
        ));
        let few = desk
            .count_sitting(unit, (round, 1), (method, &hands(4, 4)), &tellers(2), head())
            .await;
        assert!(matches!(few, Err(ActError::Team(2))));
        desk.count_sitting(unit, (round, 1), (method, &hands(4, 4)), &tellers(3), head())
            .await
            .unwrap();
        assert_eq!(
            world.state(id).await,
            MatterState::Tabled,
            "one part decides nothing"
        );
        world.clock.set(date(2026, 10, 21), 9);
        desk.count_sitting(unit, (round, 2), (method, &hands(3, 2)), &tellers(3), head())
            .await
            .unwrap();

        assert_eq!(
            world.state(id).await,
            MatterState::Adopted,
            "6 of 9 are two thirds"
        );
        let dossier = world.dossier(id).await;
        let result = dossier.rounds[0].result.as_ref().unwrap();
        assert_eq!(result.attending, Some(7));
        assert_eq!(
            (result.count.marks.clone(), result.count.missing),
            (vec![6, 1, 0], 2)
        );
        let again = desk
            .count_sitting(unit, (round, 2), (method, &hands(3, 3)), &tellers(3), head())
            .await;
        assert!(matches!(again, Err(ActError::Closed)));
    })
    .await;
}
