//! Who sent a request, and what that person may do where.

use std::{convert::Infallible, fmt, sync::Arc};

use axum::{
    extract::{FromRequestParts, OptionalFromRequestParts, OriginalUri},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use jiff::civil::Date;

use super::{FormToken, SIGN_IN, Table, with_return};

/// A person's account. It names nobody outside the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(pub uuid::Uuid);

/// Who acts: the account, which no page shows, and the role, which every page may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// The account.
    pub account: uuid::Uuid,
    /// Key of the role in which it acts.
    pub role: String,
}

/// A signed-in session, for its owner's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub uuid::Uuid);

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<PersonId> for crate::db::Value {
    fn from(id: PersonId) -> Self {
        Self::Bytes(Some(id.0.as_bytes().to_vec()))
    }
}

impl From<SessionId> for crate::db::Value {
    fn from(id: SessionId) -> Self {
        Self::Bytes(Some(id.0.as_bytes().to_vec()))
    }
}

/// Where an act takes place: a unit, or a hamlet of a commune.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the unit; of a hamlet, of its commune.
    pub unit: i64,
    /// Number of the hamlet, when the act takes place in one.
    pub hamlet: Option<i64>,
}

impl Place {
    /// A hamlet of a commune.
    #[must_use]
    pub fn hamlet(commune: impl Into<i64>, hamlet: impl Into<i64>) -> Self {
        Self {
            unit: commune.into(),
            hamlet: Some(hamlet.into()),
        }
    }
}

impl<Unit: Into<i64>> From<Unit> for Place {
    fn from(unit: Unit) -> Self {
        Self {
            unit: unit.into(),
            hamlet: None,
        }
    }
}

/// Which unit lies in which. The units' room has the real one.
pub trait Territory: fmt::Debug + Send + Sync {
    /// Whether, on that day, `above` exists and what `unit` is or has become lies in it, or is it.
    fn within(&self, unit: i64, above: i64, day: Date) -> bool;
}

/// A role as somebody holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Key of the role.
    pub role: String,
    /// Where.
    pub place: Place,
    /// First day.
    pub from: Date,
    /// First day on which it is over; `None` until further notice.
    pub to: Option<Date>,
}

impl Held {
    /// Whether it is held on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }

    /// Whether, on a day, it reaches a place.
    #[must_use]
    pub fn reaches(&self, place: Place, territory: &dyn Territory, day: Date) -> bool {
        self.on(day)
            && match self.place.hamlet {
                None => territory.within(place.unit, self.place.unit, day),
                Some(hamlet) => {
                    place.hamlet == Some(hamlet)
                        && place.unit == self.place.unit
                        && territory.within(place.unit, place.unit, day)
                }
            }
    }
}

/// Why somebody may not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No role held today allows it there.
    #[error("no role allows it there")]
    NoRole,
    /// The same person has done another act on the matter, and the law has two people do the two.
    #[error("who has done {0:?} on this matter may not do this too")]
    Separated(String),
}

struct Inner {
    person: PersonId,
    name: String,
    session: SessionId,
    held: Vec<Held>,
    withheld: Vec<Held>,
    confirmed: bool,
    table: Arc<Table>,
    territory: Arc<dyn Territory>,
    day: Date,
}

/// The person signed in. A handler that takes an `Actor` answers strangers with the way to the sign-in page.
/// Cloning is cheap.
#[derive(Clone)]
pub struct Actor(Arc<Inner>);

impl fmt::Debug for Actor {
    /// Without the name: it may stand in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Actor")
            .field("person", &self.0.person)
            .finish_non_exhaustive()
    }
}

impl Actor {
    /// A person with the roles held, on a day.
    #[must_use]
    pub fn new(
        person: PersonId,
        name: impl Into<String>,
        session: SessionId,
        held: Vec<Held>,
        (table, territory, day): (Arc<Table>, Arc<dyn Territory>, Date),
    ) -> Self {
        Self(Arc::new(Inner {
            person,
            name: name.into(),
            session,
            held,
            withheld: Vec::new(),
            confirmed: false,
            table,
            territory,
            day,
        }))
    }

    /// The same person, whose roles that ask for a second factor count only once one has been given: they are taken
    /// out of those held and kept apart. `asks` tells which roles those are, by their keys.
    #[must_use]
    pub fn withholding(self, asks: impl Fn(&str) -> bool) -> Self {
        let inner = &self.0;
        let (withheld, held) = inner.held.iter().cloned().partition(|held| asks(&held.role));
        Self(Arc::new(Inner {
            name: inner.name.clone(),
            held,
            withheld,
            table: Arc::clone(&inner.table),
            territory: Arc::clone(&inner.territory),
            ..*self.0
        }))
    }

    /// The roles of today that wait for a second factor.
    pub fn withheld(&self) -> impl Iterator<Item = &Held> {
        self.0.withheld.iter().filter(|held| held.on(self.0.day))
    }

    /// Whether a role that waits for a second factor would allow it somewhere.
    #[must_use]
    pub fn would_with_second_factor(&self, function: &str, action: &str) -> bool {
        self.withheld().any(|held| self.allows(held, function, action))
    }

    /// The same person, who has just proved again who that is.
    #[must_use]
    pub fn confirmed(self) -> Self {
        self.with_confirmed(true)
    }

    pub(super) fn unconfirmed(self) -> Self {
        self.with_confirmed(false)
    }

    fn with_confirmed(self, confirmed: bool) -> Self {
        let inner = &self.0;
        Self(Arc::new(Inner {
            name: inner.name.clone(),
            held: inner.held.clone(),
            withheld: inner.withheld.clone(),
            confirmed,
            table: Arc::clone(&inner.table),
            territory: Arc::clone(&inner.territory),
            ..*self.0
        }))
    }

    /// The account.
    #[must_use]
    pub fn person(&self) -> PersonId {
        self.0.person
    }

    /// What the person is called, for that person's own eyes.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The session that the request belongs to.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.0.session
    }

    /// Whether the person has proved within the last minutes who that is.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.0.confirmed
    }

    /// Today, as everything about this request takes it.
    #[must_use]
    pub fn day(&self) -> Date {
        self.0.day
    }

    /// The roles held today.
    pub fn held(&self) -> impl Iterator<Item = &Held> {
        self.0.held.iter().filter(|held| held.on(self.0.day))
    }

    /// Whether a role held today allows an action of a function in a place: `actor.may("disclosure", "draft", unit)`,
    /// or [`Place::hamlet`] for what is a hamlet's.
    #[must_use]
    pub fn may(&self, function: &str, action: &str, place: impl Into<Place>) -> bool {
        self.role_for(function, action, place).is_some()
    }

    /// The role by which [`Actor::may`] allows it: in this role the person acts there.
    #[must_use]
    pub fn role_for(&self, function: &str, action: &str, place: impl Into<Place>) -> Option<&str> {
        let place = place.into();
        self.held()
            .find(|held| {
                self.allows(held, function, action)
                    && held.reaches(place, self.0.territory.as_ref(), self.0.day)
            })
            .map(|held| held.role.as_str())
    }

    /// Who acts there, in the role by which [`Actor::may`] allows it; none when no role does.
    #[must_use]
    pub fn by(&self, function: &str, action: &str, place: impl Into<Place>) -> Option<By> {
        Some(By {
            account: self.person().0,
            role: self.role_for(function, action, place)?.to_owned(),
        })
    }

    /// As [`Actor::by`], for who was let through already; without a role when another way of the policy led here.
    #[must_use]
    pub fn acting(&self, function: &str, action: &str, place: impl Into<Place>) -> By {
        self.by(function, action, place).unwrap_or_else(|| By {
            account: self.person().0,
            role: String::new(),
        })
    }

    /// As [`Actor::may`], on a matter on which `done` was done before, act by act: nobody does alone what the law
    /// divides between two.
    ///
    /// # Errors
    /// [`Refusal`], to be told to the person.
    pub fn may_after<'d>(
        &self,
        function: &str,
        action: &str,
        place: impl Into<Place>,
        done: impl IntoIterator<Item = (&'d str, PersonId)>,
    ) -> Result<(), Refusal> {
        if !self.may(function, action, place) {
            return Err(Refusal::NoRole);
        }
        let apart: Vec<&str> = self.0.table.apart_from(function, action).collect();
        match done
            .into_iter()
            .find(|(act, by)| *by == self.0.person && apart.contains(act))
        {
            Some((act, _)) => Err(Refusal::Separated(act.to_owned())),
            None => Ok(()),
        }
    }

    /// Whether the person may do it anywhere.
    #[must_use]
    pub fn may_somewhere(&self, function: &str, action: &str) -> bool {
        self.allowing(function, action).next().is_some()
    }

    /// The places for which the person holds roles that allow it; all below them belong to them too.
    #[must_use]
    pub fn places(&self, function: &str, action: &str) -> Vec<Place> {
        let mut places: Vec<Place> = self.allowing(function, action).map(|held| held.place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The roles that the person may give others in a place. Nobody gives a role to himself; the caller sees to it.
    #[must_use]
    pub fn may_grant(&self, role: &str, place: impl Into<Place>) -> bool {
        let place = place.into();
        self.held().any(|held| {
            let grants = self.0.table.role(&held.role).map_or(&[][..], |role| &role.grants);
            grants.iter().any(|granted| granted == role)
                && held.reaches(place, self.0.territory.as_ref(), self.0.day)
        })
    }

    fn allowing<'a>(&'a self, function: &'a str, action: &'a str) -> impl Iterator<Item = &'a Held> {
        self.held()
            .filter(move |held| self.allows(held, function, action))
    }

    fn allows(&self, held: &Held, function: &str, action: &str) -> bool {
        let role = self.0.table.role(&held.role);
        role.is_some_and(|role| role.allows(function, action))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Response> {
        let visitor = Visitor::of(parts);
        visitor.actor.ok_or_else(|| {
            let back = parts
                .extensions
                .get::<OriginalUri>()
                .map_or(&parts.uri, |original| &original.0)
                .path_and_query()
                .map_or("/", |path| path.as_str());
            Redirect::to(&with_return(SIGN_IN, back)).into_response()
        })
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Actor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Infallible> {
        Ok(Visitor::of(parts).actor)
    }
}

/// Whoever sent a request: somebody signed in, or a stranger; and the token for the forms on the page.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The person, when signed in.
    pub actor: Option<Actor>,
    /// What the forms of the page carry.
    pub token: FormToken,
}

impl Visitor {
    /// The visitor of a request; a stranger whose forms are not taken when nobody has looked.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{ToSpan as _, civil::date};
    use proptest::prelude::*;

    use super::*;

    /// Units in a row, each within the one before: 1 is the country, 2 a province, 3 a commune.
    #[derive(Debug)]
    struct Chain;

    impl Territory for Chain {
        fn within(&self, unit: i64, above: i64, _: Date) -> bool {
            above <= unit
        }
    }

    fn actor(held: Vec<Held>, day: Date) -> Actor {
        let person = PersonId(uuid::Uuid::from_u128(1));
        let session = SessionId(uuid::Uuid::from_u128(2));
        Actor::new(
            person,
            "A",
            session,
            held,
            (Table::delivered(), Arc::new(Chain), day),
        )
    }

    fn days() -> impl Strategy<Value = Date> {
        (0..3000_i32).prop_map(|days| date(2020, 1, 1).saturating_add(days.days()))
    }

    fn held() -> impl Strategy<Value = Held> {
        let roles: Vec<String> = Table::delivered()
            .roles()
            .iter()
            .map(|role| role.key.clone())
            .collect();
        (
            proptest::sample::select(roles),
            1..5_i64,
            proptest::option::of(10..13_i64),
            days(),
            proptest::option::of(days()),
        )
            .prop_map(|(role, unit, hamlet, from, to)| Held {
                role,
                place: Place { unit, hamlet },
                from,
                to,
            })
    }

    fn acts() -> Vec<(String, String)> {
        let table = Table::delivered();
        let all = table.roles().iter().flat_map(|role| &role.may);
        all.flat_map(|(function, actions)| actions.iter().map(|action| (function.clone(), action.clone())))
            .collect()
    }

    proptest! {
        #[test]
        fn what_is_allowed_above_is_allowed_below(held in held(), day in days(), unit in 1..5_i64, deeper in 0..3_i64) {
            let actor = actor(vec![held.clone()], day);
            for (function, action) in acts() {
                if held.place.hamlet.is_none() && actor.may(&function, &action, unit) {
                    prop_assert!(actor.may(&function, &action, unit + deeper));
                    prop_assert!(actor.may(&function, &action, Place::hamlet(unit + deeper, 10)));
                }
            }
        }

        #[test]
        fn a_longer_period_never_allows_less(held in held(), day in days(), more in 0..400_i32, unit in 1..5_i64) {
            let longer = Held {
                from: held.from.saturating_sub(more.days()),
                to: held.to.map(|to| to.saturating_add(more.days())),
                ..held.clone()
            };
            let (shorter, longer) = (actor(vec![held.clone()], day), actor(vec![longer], day));
            let place = Place { unit, hamlet: held.place.hamlet };
            for (function, action) in acts() {
                prop_assert!(!shorter.may(&function, &action, place) || longer.may(&function, &action, place));
            }
        }

        #[test]
        fn outside_its_days_a_role_allows_nothing(held in held(), day in days()) {
            prop_assume!(!held.on(day));
            let place = held.place;
            let actor = actor(vec![held], day);
            for (function, action) in acts() {
                prop_assert!(!actor.may(&function, &action, place));
                prop_assert!(!actor.may_somewhere(&function, &action));
            }
        }

        #[test]
        fn a_role_that_waits_for_a_second_factor_allows_nothing(
            held in proptest::collection::vec(held(), 1..6), day in days(), unit in 1..5_i64,
        ) {
            let whole = actor(held, day);
            let waiting = whole.clone().withholding(|role| role == "administrator");
            let others = whole.held().filter(|held| held.role != "administrator").cloned().collect();
            let others = actor(others, day);
            for (function, action) in acts() {
                prop_assert_eq!(waiting.may(&function, &action, unit), others.may(&function, &action, unit));
                prop_assert_eq!(
                    waiting.may_somewhere(&function, &action) || waiting.would_with_second_factor(&function, &action),
                    whole.may_somewhere(&function, &action)
                );
            }
            prop_assert!(!waiting.may_grant("administrator", unit));
        }

        #[test]
        fn more_roles_never_allow_less(mine in held(), more in held(), day in days(), unit in 1..5_i64) {
            let (few, many) = (actor(vec![mine.clone()], day), actor(vec![mine, more], day));
            for (function, action) in acts() {
                prop_assert!(!few.may(&function, &action, unit) || many.may(&function, &action, unit));
            }
        }

        #[test]
        fn whoever_did_one_of_two_separated_acts_never_does_the_other(
            held in proptest::collection::vec(held(), 1..6), day in days(), unit in 1..5_i64,
        ) {
            let actor = actor(held, day);
            let other = PersonId(uuid::Uuid::from_u128(9));
            for (act, then) in [("draft", "approve"), ("approve", "draft")] {
                let mine = actor.may_after("disclosure", then, unit, [(act, actor.person())]);
                prop_assert!(mine.is_err());
                let theirs = actor.may_after("disclosure", then, unit, [(act, other)]);
                prop_assert_eq!(theirs.is_ok(), actor.may("disclosure", then, unit));
            }
        }

        #[test]
        fn a_hamlet_s_role_stays_in_its_hamlet(held in held(), day in days(), unit in 1..5_i64, hamlet in 10..13_i64) {
            prop_assume!(held.place.hamlet.is_some());
            let own = held.place;
            let actor = actor(vec![held], day);
            for (function, action) in acts() {
                prop_assert!(!actor.may(&function, &action, own.unit));
                if Place::hamlet(unit, hamlet) != own {
                    prop_assert!(!actor.may(&function, &action, Place::hamlet(unit, hamlet)));
                }
            }
        }
    }

    #[test]
    fn an_administrator_gives_only_within_his_own_subtree() {
        let held = Held {
            role: "administrator".into(),
            place: Place::from(3),
            from: date(2025, 7, 1),
            to: None,
        };
        let actor = actor(vec![held], date(2026, 1, 1));
        assert!(actor.may_grant("hamlet_head", Place::hamlet(3, 10)));
        assert!(actor.may_grant("administrator", 3));
        assert!(!actor.may_grant("administrator", 2));
        assert!(!actor.may_grant("no such role", 3));
    }

    #[test]
    fn who_holds_several_roles_acts_in_the_one_held_there() {
        let held = |role: &str, unit: i64| Held {
            role: role.into(),
            place: Place::from(unit),
            from: date(2025, 7, 1),
            to: None,
        };
        let apart = actor(
            vec![held("commune_leader", 4), held("commune_officer", 3)],
            date(2026, 1, 1),
        );
        assert_eq!(apart.role_for("disclosure", "draft", 4), Some("commune_leader"));
        assert_eq!(apart.role_for("disclosure", "draft", 3), Some("commune_officer"));
        assert_eq!(apart.role_for("disclosure", "approve", 3), None);
    }

    #[test]
    fn a_name_never_reaches_a_log() {
        let text = format!("{:?}", actor(Vec::new(), date(2026, 1, 1)));
        assert!(!text.contains("\"A\""), "{text}");
    }
}
