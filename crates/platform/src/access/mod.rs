//! Who may do what: what every slice stands on.
//!
//! * A slice adds its routes to a [`Routes`], each with its [`Policy`]: a route without one can't be written.
//! * The [`Table`] says which role may do what; it is one file, `data/access/policy.toml`.
//! * A handler takes an [`Actor`], the person signed in, and asks [`Actor::may`] about the unit at hand: the gate
//!   before the handler only knows that the person may do it *somewhere*.
//! * Every request that changes something carries the [`FormToken`] of the page it comes from; the gate refuses the
//!   others.
//!
//! Accounts, sessions and the roles people hold are the room `identity`'s, which puts a [`Visitor`] into every
//! request. Where it has not been, everybody is a stranger and no form is taken.

mod actor;
pub mod cookies;
mod forgery;
mod limit;
mod origin;
mod routes;
mod table;
pub mod testing;

pub use actor::{Actor, By, Held, PersonId, Place, Refusal, SessionId, Territory, Visitor};
pub use forgery::{FormToken, TOKEN_FIELD, TOKEN_HEADER};
pub use limit::Limiter;
pub use origin::is_from_here;
pub use routes::{Mounted, Policy, Route, Routes};
pub use table::{Role, Table, TableError};

/// The network a request comes from, coarse enough to name nobody; an extension of the request, put there by the room
/// that knows visitors. Empty when it is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network(pub String);

/// The line a request comes by, fine enough to tell one household's from its neighbour's; an extension of the request
/// like [`Network`]. It is an address, so it is never kept: [`Limiter`] takes it. Empty when it is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub String);

/// Where people sign in; `?ve=` names the page to come back to.
pub const SIGN_IN: &str = "/dang-nhap";
/// Where a form signs people out.
pub const SIGN_OUT: &str = "/dang-xuat";
/// Where people look after their own account.
pub const ACCOUNT: &str = "/tai-khoan";
/// Where people prove once more who they are before something grave; `?ve=` names the page to come back to.
pub const CONFIRM: &str = "/xac-nhan";
/// Where people whose role asks for a second factor give it; `?ve=` names the page to come back to.
pub const SECOND_FACTOR: &str = "/buoc-hai";

/// `path?ve=back`: where to go, and where to come back to.
#[must_use]
pub fn with_return(path: &str, back: &str) -> String {
    let mut address = format!("{path}?ve=");
    for octet in back.bytes() {
        if octet.is_ascii_alphanumeric() || b"-_./~".contains(&octet) {
            address.push(char::from(octet));
        } else {
            address.push_str(&format!("%{octet:02X}"));
        }
    }
    address
}

/// The page to come back to, when it is one of ours: a path such as `//elsewhere.example` leads off the site.
#[must_use]
pub fn return_to(asked: Option<&str>) -> Option<&str> {
    asked.filter(|path| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains('\\')
            && !path.chars().any(char::is_control)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_comes_back_to_this_site_only() {
        assert_eq!(return_to(Some("/nhap?mau=a")), Some("/nhap?mau=a"));
        for elsewhere in ["//x.example", "https://x.example", "/\\x.example", "", "/a\nb"] {
            assert_eq!(return_to(Some(elsewhere)), None, "{elsewhere}");
        }
        assert_eq!(
            with_return(SIGN_IN, "/nhap?mau=ổ"),
            "/dang-nhap?ve=/nhap%3Fmau%3D%E1%BB%95"
        );
    }
}
