//! Invented receptions for the demo world: weeks that were, with their turns and notices, and weeks to come, of which one is
//! moved. Nobody in it is named.

use std::sync::Arc;

use facts::Catalogue;
use jiff::{
    ToSpan as _,
    civil::{Date, Weekday},
};
use platform::{
    access::By, calendar::WorkingCalendar, clock::SetClock, db::Database, i18n::Locale, outbox::OutboxKey,
};
use rulebook::Rulebook;
use units::{LiveUnits, UnitId};
use uuid::Uuid;

use crate::{
    ActError, Receptions,
    model::{Announcement, Manner, Matter, Receiver, Said, Session, Wanted},
    rules, store,
};

/// Weeks told of that were.
const PAST_WEEKS: i64 = 4;
/// Weeks told of that are to come.
const WEEKS_AHEAD: i64 = 5;

struct Teller<'a> {
    desk: &'a Receptions,
    story: &'a SetClock,
    unit: UnitId,
}

fn officer() -> By {
    By {
        account: Uuid::from_u128(0x0d0_0070),
        role: "commune_officer".to_owned(),
    }
}

impl Teller<'_> {
    async fn book(&self, session: &Session, number: i64, matter: Matter) -> Result<crate::TurnId, ActError> {
        let wanted = Wanted {
            number,
            matter,
            said: Said::default(),
            language: Locale::Vi,
        };
        let once = self.desk.once();
        let booked = self.desk.book((session.unit, session.id), &once, &wanted).await?;
        Ok(booked.turn.id)
    }

    /// A session that was: who came, who did not, and of what became known.
    async fn held(&self, session: &Session, latest: bool) -> Result<(), ActError> {
        self.story.set(session.held_on.saturating_sub(2.days()), 10);
        let first = self.book(session, 1, Matter::Petition).await?;
        let second = self.book(session, 2, Matter::Complaint).await?;
        let third = self.book(session, 4, Matter::Question).await?;
        self.story.set(session.held_on, 11);
        for (turn, came) in [(first, true), (second, true), (third, false)] {
            self.desk.mark((self.unit, turn), came).await?;
        }
        let key = (session.unit, session.id);
        let walked = self.desk.walk_in(key, Matter::Feedback).await?;
        self.desk.end_day(key, session.revision, &officer()).await?;
        self.desk.notify((self.unit, walked), "accepted").await?;
        if !latest {
            self.story.set(session.held_on.saturating_add(5.days()), 9);
            self.desk.notify((self.unit, first), "accepted").await?;
            self.desk.notify((self.unit, second), "forwarded").await?;
        }
        Ok(())
    }

    async fn tell(&self, calendar: &WorkingCalendar, today: Date) -> Result<(), ActError> {
        let monday = rules::monday_of(today);
        let first = monday.saturating_sub((PAST_WEEKS * 7).days());
        let last = monday.saturating_add((WEEKS_AHEAD * 7 + 6).days());
        self.story.set(first, 8);
        let new = Announcement {
            days: rules::weekly(Weekday::Thursday, first, last, calendar),
            starts: 7 * 60 + 30,
            turn_minutes: 20,
            turns: 9,
            receiver: Receiver::Chair,
            manner: Manner::InPerson,
            place: "Phòng tiếp công dân, trụ sở Ủy ban nhân dân xã".to_owned(),
        };
        self.desk.announce(self.unit, &new, &officer()).await?;
        let mut read = self.desk.db.read().await?;
        let sessions = store::between(&mut read, self.unit, (first, last), new.days.len()).await?;
        drop(read);
        let (past, coming): (Vec<_>, Vec<_>) =
            sessions.into_iter().partition(|session| session.held_on < monday);
        for (index, session) in past.iter().enumerate() {
            self.held(session, index + 1 == past.len()).await?;
        }
        // The next session that nobody can have begun yet, so that the story is the same at every hour of today.
        let mut coming = coming.into_iter().filter(|session| session.held_on > today);
        self.story.set(today, 6);
        if let Some(next) = coming.next() {
            self.book(&next, 1, Matter::Petition).await?;
            self.book(&next, 2, Matter::Feedback).await?;
        }
        if let Some(moved) = coming.nth(1) {
            let to = (
                moved.held_on.saturating_add(1.day()),
                moved.starts,
                "Chủ tịch dự kỳ họp Hội đồng nhân dân tỉnh",
            );
            match self
                .desk
                .move_to((moved.unit, moved.id), moved.revision, to, &officer())
                .await
            {
                // The day after may be a holiday.
                Err(ActError::Unfit(_)) | Ok(()) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Tells of receptions in the first commune with a hamlet; nothing when it was told already.
///
/// # Errors
/// [`ActError`]
pub async fn tell(
    (db, units): (&Database, &LiveUnits),
    (catalogue, rulebook, calendar): (Arc<Catalogue>, Arc<Rulebook>, WorkingCalendar),
    key: OutboxKey,
    communes: &[UnitId],
    today: Date,
) -> Result<(), ActError> {
    let mut read = db.read().await?;
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
    let Some(unit) = told else { return Ok(()) };
    if !store::between(&mut read, unit, (Date::MIN, Date::MAX), 1)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    drop(read);
    let story = SetClock::default();
    let mut drawn = 0_u64;
    let desk = Receptions::new(
        db.clone(),
        units.clone(),
        (catalogue, rulebook, calendar.clone()),
        Arc::new(story.clone()),
        (
            key,
            Box::new(move |octets| {
                drawn += 1;
                let mut count = drawn.wrapping_mul(0x9e37_79b9_7f4a_7c15);
                for octet in octets.iter_mut().rev() {
                    *octet = count.to_le_bytes()[0];
                    count = count.rotate_right(7);
                }
            }),
        ),
    )
    .demo(true);
    let teller = Teller {
        desk: &desk,
        story: &story,
        unit,
    };
    teller.tell(&calendar, today).await
}
