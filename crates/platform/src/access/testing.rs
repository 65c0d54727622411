//! For tests of slices: requests of people in a role, or of nobody, as if they had signed in.
//!
//! ```
//! use platform::access::testing::Someone;
//! let officer = Someone::with("commune_officer", 30352, jiff::civil::date(2026, 11, 23));
//! let request = officer.post("/niem-yet/moi", "title=A");
//! ```

use std::sync::Arc;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderValue, header, request::Builder},
};
use jiff::civil::Date;

use super::{Actor, FormToken, Held, PersonId, Place, SessionId, TOKEN_FIELD, Table, Territory, Visitor};

/// A territory in which every unit lies in the country (unit 1) and in itself.
#[derive(Debug, Clone, Copy)]
pub struct Flat;

impl Territory for Flat {
    fn within(&self, unit: i64, above: i64, _: Date) -> bool {
        above == 1 || above == unit
    }
}

/// Somebody who sends requests.
#[derive(Debug, Clone)]
pub struct Someone {
    visitor: Visitor,
}

impl Someone {
    /// A stranger: not signed in, with a browser that keeps cookies.
    #[must_use]
    pub fn stranger() -> Self {
        Self {
            visitor: Visitor {
                actor: None,
                token: FormToken::of("test"),
            },
        }
    }

    /// Somebody who holds one role in a place, who has just signed in, on a day.
    #[must_use]
    pub fn with(role: &str, place: impl Into<Place>, day: Date) -> Self {
        Self::within(role, place, day, Arc::new(Flat), 1)
    }

    /// As [`Someone::with`], on a real map, and told apart from others by a number.
    #[must_use]
    pub fn within(
        role: &str,
        place: impl Into<Place>,
        day: Date,
        territory: Arc<dyn Territory>,
        number: u128,
    ) -> Self {
        let held = Held {
            role: role.to_owned(),
            place: place.into(),
            from: day,
            to: None,
        };
        let person = PersonId(uuid::Uuid::from_u128(number));
        let session = SessionId(uuid::Uuid::from_u128(number));
        let name = format!("Người thử {number}");
        let actor = Actor::new(
            person,
            name,
            session,
            vec![held],
            (Table::delivered(), territory, day),
        );
        Self {
            visitor: Visitor {
                actor: Some(actor.confirmed()),
                token: FormToken::of("test"),
            },
        }
    }

    /// The same person, who signed in long ago.
    #[must_use]
    pub fn unconfirmed(&self) -> Self {
        let mut someone = self.clone();
        someone.visitor.actor = someone.visitor.actor.map(Actor::unconfirmed);
        someone
    }

    /// The person, unless a stranger.
    #[must_use]
    pub fn actor(&self) -> Option<&Actor> {
        self.visitor.actor.as_ref()
    }

    /// The token that this person's forms carry.
    #[must_use]
    pub fn token(&self) -> &str {
        self.visitor.token.value()
    }

    /// Sends any request as this person, from a page of this site.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "for tests: a request that can't be written ends the test"
    )]
    pub fn send(&self, request: Builder, body: impl Into<Body>) -> Request {
        let mut request = request.body(body.into()).expect("a request");
        request
            .headers_mut()
            .entry("sec-fetch-site")
            .or_insert(HeaderValue::from_static("same-origin"));
        request.extensions_mut().insert(self.visitor.clone());
        request
    }

    /// Asks for a page.
    #[must_use]
    pub fn get(&self, path: &str) -> Request {
        self.send(Request::get(path), Body::empty())
    }

    /// Sends a form, `a=1&b=2`, with its token.
    #[must_use]
    pub fn post(&self, path: &str, form: &str) -> Request {
        let body = format!("{TOKEN_FIELD}={}&{form}", self.token());
        self.send(
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded"),
            body,
        )
    }
}
