//! Objections to the list of households before a vote freezes it, on both databases.

use std::sync::Arc;

use deliberation::{
    ActError,
    consultation::Consultations,
    model::Channel,
    objections::{Kind, NewObjection, Numbers, Outcome, store},
    rules::Form,
};
use facts::Catalogue;
use jiff::civil::date;
use platform::testing::on_both;
use rulebook::Rulebook;
use units::LiveUnits;

use super::{HELD, MIGRATIONS, by, head, random, units, world};

#[tokio::test]
async fn a_vote_opens_once_objections_to_its_list_are_answered() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 9).await;
        let (desk, unit) = (&world.desk, world.unit);
        let id = world.tabled(&world.draft("contribution_level")).await;
        let round = world.called(id, Form::Meeting, false, 0).await;
        let new = |words: &str| NewObjection {
            kind: Kind::Missing,
            words: words.to_owned(),
            channel: Channel::Online,
        };
        let person = || by(71, "household_representative");
        assert!(matches!(
            desk.object(unit, round, &new("  "), person()).await,
            Err(ActError::Reasons)
        ));
        // A Friday: three working days later it is Wednesday.
        world.clock.set(date(2026, 10, 16), 9);
        let first = desk
            .object(unit, round, &new("Hộ ông Tám bị sót."), person())
            .await
            .unwrap();
        let second = desk
            .object(unit, round, &new("Hộ tôi bị sót."), head())
            .await
            .unwrap();
        let all = async || {
            let mut read = db.read().await.unwrap();
            store::of_round(&mut read, unit, round).await.unwrap()
        };
        assert_eq!(all().await[0].due_on, date(2026, 10, 21));
        let none = desk
            .answer_objection(unit, (round, first), (Outcome::Kept, ""), head())
            .await;
        assert!(matches!(none, Err(ActError::Reasons)));
        let own = desk
            .answer_objection(unit, (round, second), (Outcome::Corrected, "Đã ghi."), head())
            .await;
        assert!(matches!(own, Err(ActError::SamePerson)));
        let answer = (Outcome::Corrected, "Đã ghi hộ số 10 vào sổ.");
        desk.answer_objection(unit, (round, first), answer, head())
            .await
            .unwrap();
        assert!(matches!(
            desk.answer_objection(unit, (round, first), answer, head()).await,
            Err(ActError::Stale)
        ));

        world.clock.set(HELD, 8);
        assert!(
            matches!(desk.open(unit, round, head()).await, Err(ActError::NotYet)),
            "one is not answered"
        );
        let numbers = Numbers::of(&all().await, date(2026, 10, 22));
        assert_eq!(
            (numbers.corrected, numbers.kept, numbers.waiting, numbers.overdue),
            (1, 0, 1, 1)
        );
        let officer = by(5, "commune_officer");
        desk.answer_objection(
            unit,
            (round, second),
            (Outcome::Kept, "Hộ này ở ấp bên."),
            officer,
        )
        .await
        .unwrap();
        desk.open(unit, round, head()).await.unwrap();
        assert!(
            matches!(
                desk.object(unit, round, &new("Muộn rồi."), person()).await,
                Err(ActError::Stale)
            ),
            "the list is frozen"
        );
    })
    .await;
}

#[tokio::test]
async fn who_objected_sees_it_and_erases_its_words_once_it_is_answered() {
    on_both(MIGRATIONS, async |db| {
        let world = world(&db, 3).await;
        let (desk, unit) = (&world.desk, world.unit);
        let mine = Consultations::new(
            db.clone(),
            LiveUnits::new(units()),
            (
                Arc::new(Catalogue::delivered().unwrap()),
                Arc::new(Rulebook::embedded().unwrap()),
            ),
            Arc::new(world.clock.clone()),
            random(5),
        );
        let id = world.tabled(&world.draft("contribution_level")).await;
        let round = world.called(id, Form::Meeting, false, 0).await;
        let person = by(71, "household_representative");
        let new = |channel| NewObjection {
            kind: Kind::Representative,
            words: "Ông Tám không còn đại diện hộ số 2.".to_owned(),
            channel,
        };
        let own = desk
            .object(unit, round, &new(Channel::Online), person.clone())
            .await
            .unwrap();
        desk.object(unit, round, &new(Channel::Paper), person.clone())
            .await
            .unwrap();
        let said = async || {
            let mut read = db.read().await.unwrap();
            mine.mine(&mut read, unit, person.account, &[])
                .await
                .unwrap()
                .objections
        };
        let objections = said().await;
        assert_eq!(
            objections.len(),
            1,
            "what was entered for others is not one's own"
        );
        assert_eq!((objections[0].matter, objections[0].round), (id, round));
        let key = (unit, round, own);
        assert!(
            mine.erase_objection(key, person.account).await.is_err(),
            "nobody can answer what is erased"
        );
        desk.answer_objection(unit, (round, own), (Outcome::Corrected, "Đã sửa."), head())
            .await
            .unwrap();
        assert!(
            mine.erase_objection(key, head().account).await.is_err(),
            "it is another's"
        );
        mine.erase_objection(key, person.account).await.unwrap();
        let objection = &said().await[0].objection;
        assert_eq!(objection.words, "");
        assert_eq!(
            objection.answer.as_ref().unwrap().reason,
            "Đã sửa.",
            "the answer stays, and is counted"
        );
    })
    .await;
}
