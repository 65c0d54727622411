//! Cookies of ours: read, and written with the attributes that keep them to this site.

use axum::http::{HeaderMap, HeaderValue, header};

/// How cookies are named and bound. Over HTTPS their names begin with `__Host-`, by which a browser takes them only
/// from this very host, over HTTPS, for all paths. Over plain HTTP on this machine they have plain names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookies {
    /// Whether people reach the server over HTTPS.
    pub secure: bool,
}

impl Cookies {
    fn name(self, name: &str) -> String {
        format!("{}{name}", if self.secure { "__Host-" } else { "" })
    }

    /// The value of a cookie that the browser sent.
    #[must_use]
    pub fn read<'h>(self, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
        let wanted = self.name(name);
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find_map(|(name, value)| (name == wanted).then_some(value))
    }

    /// A cookie to set, for `seconds`, or until the browser is closed. `value` has letters, digits, `-`, `_`, `.` only.
    /// No script reads it, and no other site's page sends it, except by a link (`SameSite=Lax`).
    #[must_use]
    pub fn write(self, name: &str, value: &str, seconds: Option<i64>) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let age = seconds.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        let cookie = format!(
            "{}={value}; Path=/{age}; HttpOnly; SameSite=Lax{secure}",
            self.name(name)
        );
        HeaderValue::from_str(&cookie).ok()
    }

    /// A cookie to forget.
    #[must_use]
    pub fn forget(self, name: &str) -> Option<HeaderValue> {
        self.write(name, "", Some(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_a_cookie_is_bound_to_this_host() {
        let cookie = Cookies { secure: true }.write("phien", "abc", Some(60)).unwrap();
        assert_eq!(
            cookie,
            "__Host-phien=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        );
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("lang=vi; phien=plain; __Host-phien=abc"),
        );
        assert_eq!(Cookies { secure: true }.read(&headers, "phien"), Some("abc"));
        assert_eq!(Cookies { secure: false }.read(&headers, "phien"), Some("plain"));
        assert_eq!(Cookies { secure: true }.read(&headers, "khac"), None);
    }
}
