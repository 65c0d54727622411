//! The collector of routes: none without a policy, and a gate before each.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRef, OriginalUri, Request, State},
    handler::Handler,
    http::{Method, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Redirect, Response},
    routing::{MethodFilter, MethodRouter, on},
};

use super::{CONFIRM, SECOND_FACTOR, SIGN_IN, Visitor, forgery, with_return};
use crate::page::{self, Reader, Site};

/// Who may ask for a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Policy {
    /// Everybody.
    Open,
    /// Who is signed in, for what is one's own.
    SignedIn,
    /// As [`Policy::SignedIn`], after proving once more who one is.
    SignedInAgain,
    /// Who holds a role that allows an action of a function: `May("disclosure", "draft")`. The gate asks whether the
    /// role is held anywhere; the handler asks [`super::Actor::may`] about the unit at hand.
    May(&'static str, &'static str),
    /// As [`Policy::May`], after proving once more who one is: for what is grave.
    MayAgain(&'static str, &'static str),
}

impl Policy {
    /// The function and action that a role must allow.
    #[must_use]
    pub fn permission(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::May(function, action) | Self::MayAgain(function, action) => Some((function, action)),
            Self::Open | Self::SignedIn | Self::SignedInAgain => None,
        }
    }

    /// Whether who asks proves once more who that is.
    #[must_use]
    pub fn asks_again(self) -> bool {
        matches!(self, Self::SignedInAgain | Self::MayAgain(..))
    }
}

/// A declared route.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The path, with `{…}` for what varies.
    pub path: &'static str,
    /// `GET` (which answers `HEAD` too) or `POST`.
    pub method: &'static str,
    /// Who may ask for it.
    pub policy: Policy,
}

/// The routes of a slice, collected: `Routes::new().get("/nhap", Policy::Open, show).mount(state)`.
pub struct Routes<S> {
    entries: Vec<Entry<S>>,
}

struct Entry<S> {
    route: Route,
    routed: MethodRouter<S>,
    /// Whether the address itself is the proof, so that no form token is asked for.
    by_link: bool,
}

impl<S> Default for Routes<S>
where
    S: Clone + Send + Sync + 'static,
{
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Routes<S>
where
    S: Clone + Send + Sync + 'static,
{
    /// No routes yet.
    #[must_use]
    pub fn new() -> Self {
        Self { entries: Vec::new() }
    }

    /// Adds a page or a file to read.
    #[must_use]
    pub fn get<H, T>(mut self, path: &'static str, policy: Policy, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add("GET", path, policy, on(MethodFilter::GET, handler));
        self
    }

    /// Adds what a form is sent to. The gate takes the form only with its page's token.
    #[must_use]
    pub fn post<H, T>(mut self, path: &'static str, policy: Policy, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add("POST", path, policy, on(MethodFilter::POST, handler));
        self
    }

    /// Adds what a form with files is sent to, of at most so many octets in all. The form's first field is its token.
    #[must_use]
    pub fn upload<H, T>(mut self, path: &'static str, policy: Policy, most_octets: usize, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        let routed = on(MethodFilter::POST, handler).layer(DefaultBodyLimit::max(most_octets));
        self.add("POST", path, policy, routed);
        self
    }

    /// Adds what may be sent from anywhere by whoever knows the address, which holds a secret that the handler checks:
    /// the one click that stops mail (RFC 8058). No form token is asked for.
    #[must_use]
    pub fn post_by_link<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, S>,
        T: 'static,
    {
        self.add("POST", path, Policy::Open, on(MethodFilter::POST, handler));
        if let Some(entry) = self.entries.last_mut() {
            entry.by_link = true;
        }
        self
    }

    fn add(&mut self, method: &'static str, path: &'static str, policy: Policy, routed: MethodRouter<S>) {
        self.entries.push(Entry {
            route: Route { path, method, policy },
            routed,
            by_link: false,
        });
    }

    /// Adds the routes of a part of the slice.
    #[must_use]
    pub fn merge(mut self, part: Self) -> Self {
        self.entries.extend(part.entries);
        self
    }

    /// Puts the gate before each route, and gives the handlers what they stand on.
    #[must_use]
    pub fn mount(self, state: S) -> Mounted
    where
        Arc<Site>: FromRef<S>,
    {
        let site = Arc::<Site>::from_ref(&state);
        let mut router = Router::new();
        let mut routes = Vec::new();
        for Entry {
            route,
            routed,
            by_link,
        } in self.entries
        {
            let gate = Gate {
                site: Arc::clone(&site),
                policy: route.policy,
                by_link,
            };
            router = router.route(
                route.path,
                routed.route_layer(middleware::from_fn_with_state(gate, keep)),
            );
            routes.push(route);
        }
        Mounted {
            router: router.with_state(state),
            routes,
        }
    }
}

/// Routes with their gates, ready to be served.
#[derive(Debug, Default)]
pub struct Mounted {
    router: Router,
    routes: Vec<Route>,
}

impl Mounted {
    /// Adds the routes of another slice.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.routes.extend(other.routes);
        self
    }

    /// All routes, by path.
    #[must_use]
    pub fn routes(&self) -> Vec<Route> {
        let mut routes = self.routes.clone();
        routes.sort();
        routes
    }

    /// What answers requests.
    pub fn into_router(self) -> Router {
        self.router
    }
}

#[derive(Debug, Clone)]
struct Gate {
    site: Arc<Site>,
    policy: Policy,
    by_link: bool,
}

impl FromRef<Gate> for Arc<Site> {
    fn from_ref(gate: &Gate) -> Self {
        Arc::clone(&gate.site)
    }
}

/// The gate: who may not go on is told why, and what to do.
async fn keep(State(gate): State<Gate>, reader: Reader, request: Request, next: Next) -> Response {
    let visitor = request.extensions().get::<Visitor>().cloned().unwrap_or_default();
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let api = request.uri().path().starts_with("/api/");
    if gate.policy != Policy::Open {
        let Some(actor) = &visitor.actor else {
            return if api {
                StatusCode::UNAUTHORIZED.into_response()
            } else {
                Redirect::to(&with_return(SIGN_IN, &back(&request, changes))).into_response()
            };
        };
        if let Some((function, action)) = gate.policy.permission()
            && !actor.may_somewhere(function, action)
        {
            if actor.would_with_second_factor(function, action) && !api {
                return Redirect::to(&with_return(SECOND_FACTOR, &back(&request, changes))).into_response();
            }
            return page::forbidden(&reader, reader.t.text("shell-forbidden-explanation"));
        }
        if gate.policy.asks_again() && !actor.is_confirmed() {
            return Redirect::to(&with_return(CONFIRM, &back(&request, changes))).into_response();
        }
    }
    if !changes || gate.by_link {
        return next.run(request).await;
    }
    match forgery::check(request, &visitor.token).await {
        Ok(request) => next.run(request).await,
        Err(forgery::Forged::TooLarge) => {
            let answer = page::bad_request(&reader, reader.t.text("shell-form-too-large"));
            (StatusCode::PAYLOAD_TOO_LARGE, answer).into_response()
        }
        Err(forgery::Forged::Elsewhere) => {
            page::forbidden(&reader, reader.t.text("shell-form-from-elsewhere"))
        }
        Err(forgery::Forged::NoToken) => page::forbidden(&reader, reader.t.text("shell-form-outdated")),
    }
}

/// The page to come back to: the one asked for, or the one that holds the form.
fn back(request: &Request, changes: bool) -> String {
    if changes {
        let referer = request
            .headers()
            .get(header::REFERER)
            .and_then(|value| value.to_str().ok());
        let path = referer
            .and_then(|referer| referer.split_once("://"))
            .and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
        return path.unwrap_or_else(|| "/".to_owned());
    }
    request
        .extensions()
        .get::<OriginalUri>()
        .map_or(request.uri(), |original| &original.0)
        .path_and_query()
        .map_or_else(|| "/".to_owned(), ToString::to_string)
}
