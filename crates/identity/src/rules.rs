//! The rules, without I/O: which passwords are taken, how long one waits after failed attempts, when a session is
//! over, and whom one may help to enrol.

use jiff::{Timestamp, ToSpan as _};
use platform::access::{Actor, Held};
use sha2::{Digest as _, Sha256};

use crate::Settings;

/// The most characters of a password; more would only cost time.
pub const LONGEST_PASSWORD: usize = 128;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weak {
    /// It has fewer characters than asked for.
    TooShort,
    /// It has more than [`LONGEST_PASSWORD`].
    TooLong,
    /// It is among the common ones, or made of the person's own names.
    Common,
    /// It is known from a breach of another site.
    Breached,
}

/// Words that Vietnamese people make passwords of, beside those that the library knows.
const COMMON_WORDS: &str = include_str!("../common-words.txt");

/// Passwords known from breaches: the first [`PREFIX`] octets of the SHA-256 of each, in order; written by
/// `web/build.mjs`. One that is not among them is taken for one that is once in half a billion times.
const BREACHED: &[u8] = include_bytes!("../../../web/dist/breached-passwords.bin");
const PREFIX: usize = 6;

/// Whether a password, as typed or in small letters, is known from a breach.
fn is_breached(password: &str) -> bool {
    let (known, _) = BREACHED.as_chunks::<PREFIX>();
    [password, &password.to_lowercase()].into_iter().any(|spelling| {
        let hash = Sha256::digest(spelling);
        known
            .binary_search_by(|prefix| prefix[..].cmp(&hash[..PREFIX]))
            .is_ok()
    })
}

/// Whether a password is taken. There are no rules on which signs it must have: length and rarity count. `own` are the
/// names that others know of the person.
///
/// # Errors
/// [`Weak`].
pub fn password(password: &str, own: &[&str], settings: &Settings) -> Result<(), Weak> {
    let length = password.chars().count();
    if length < settings.password_length {
        return Err(Weak::TooShort);
    }
    if length > LONGEST_PASSWORD {
        return Err(Weak::TooLong);
    }
    let folded = platform::text::fold(password);
    let own: Vec<String> = own
        .iter()
        .flat_map(|name| {
            let name = platform::text::fold(name);
            let whole = name.replace(' ', "");
            name.split([' ', '-', '.'])
                .map(str::to_owned)
                .chain([whole])
                .collect::<Vec<_>>()
        })
        .filter(|name| name.chars().count() > 1)
        .collect();
    let mut known: Vec<&str> = own.iter().map(String::as_str).collect();
    known.extend(
        COMMON_WORDS
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with('#')),
    );
    let common =
        |text: &str| zxcvbn::zxcvbn(text, &known).guesses_log10() < f64::from(settings.password_guesses);
    if common(password) || common(&folded) || common(&folded.replace(' ', "")) {
        return Err(Weak::Common);
    }
    if is_breached(password) {
        return Err(Weak::Breached);
    }
    Ok(())
}

/// For how many seconds after the last of so many failures the next attempt waits: none for the first `free`, then
/// one, two, four, … up to the longest.
#[must_use]
pub fn wait(failures: i64, free: i64, longest: i64) -> i64 {
    match failures - free {
        over if over <= 0 => 0,
        over => 1_i64
            .checked_shl(u32::try_from(over - 1).unwrap_or(u32::MAX))
            .filter(|seconds| *seconds > 0)
            .map_or(longest, |seconds| seconds.min(longest)),
    }
}

/// Whether a session is over, by its use or by its age.
#[must_use]
pub fn is_over(created: Timestamp, used: Timestamp, now: Timestamp, settings: &Settings) -> bool {
    let after = |instant: Timestamp, span| instant.checked_add(span).is_ok_and(|end| end <= now);
    after(used, settings.idle_minutes.minutes()) || after(created, settings.session_hours.hours())
}

/// Whether who has proved it then need not prove again now.
#[must_use]
pub fn is_confirmed(confirmed: Timestamp, now: Timestamp, settings: &Settings) -> bool {
    confirmed
        .checked_add(settings.confirmed_minutes.minutes())
        .is_ok_and(|until| now < until)
}

/// Whether one may hand out a code for an account that holds these roles: only if one could have given each of them.
/// Otherwise a hamlet head could become the administrator who lives in the hamlet. Never for oneself.
#[must_use]
pub fn may_enrol(actor: &Actor, account: platform::access::PersonId, held: &[Held]) -> bool {
    actor.person() != account
        && !held.is_empty()
        && held
            .iter()
            .all(|held| actor.may_grant(&held.role, held.place) && actor.may("people", "enrol", held.place))
}

/// Whether one of the means of sign-in may be removed: something must be left to sign in with, a password or
/// `others`.
#[must_use]
pub fn may_remove(password: bool, others: usize) -> bool {
    password || others > 0
}

/// The most characters of a passkey's name.
pub const LONGEST_KEY_NAME: usize = 60;

/// What somebody calls a passkey, as it is stored; `None` when nothing is left of it.
#[must_use]
pub fn key_name(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let name: String = platform::text::compose(&words.join(" "))
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST_KEY_NAME)
        .collect();
    (!name.is_empty()).then_some(name)
}

/// A name to sign in with, as it is stored: folded, of letters, digits, hyphens, dots.
#[must_use]
pub fn login(typed: &str) -> Option<String> {
    let login = platform::text::fold(typed).replace(' ', "-");
    let sound = (3..=40).contains(&login.len())
        && login.starts_with(|c: char| c.is_ascii_alphanumeric())
        && login
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '.');
    sound.then_some(login)
}

/// What kind of device a browser says it runs on, as the end of a translation key, and the browser's name. The rest of
/// what browsers say is not kept.
#[must_use]
pub fn device(user_agent: &str) -> (&'static str, &'static str) {
    let has = |word: &str| user_agent.contains(word);
    let kind = if has("iPad") || has("Android") && !has("Mobile") {
        "tablet"
    } else if has("iPhone") || has("Android") {
        "phone"
    } else if has("Windows") || has("Macintosh") || has("Linux") || has("CrOS") {
        "computer"
    } else {
        "unknown"
    };
    let browsers = [
        ("CocCoc", "Cốc Cốc"),
        ("coc_coc", "Cốc Cốc"),
        ("Edg", "Edge"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let name = browsers
        .iter()
        .find(|(word, _)| has(word))
        .map_or("", |(_, name)| name);
    (kind, name)
}

/// Where a request came from, coarse enough to name nobody: the first three numbers of an IPv4 address, the first
/// three groups of an IPv6 one.
#[must_use]
pub fn network(address: core::net::IpAddr) -> String {
    match address.to_canonical() {
        core::net::IpAddr::V4(address) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}.*")
        }
        core::net::IpAddr::V6(address) => {
            let [a, b, c, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:*")
        }
    }
}

/// The line a request comes by: an IPv4 address, or the half of an IPv6 one that a line is given.
#[must_use]
pub fn line(address: core::net::IpAddr) -> String {
    match address.to_canonical() {
        core::net::IpAddr::V4(address) => address.to_string(),
        core::net::IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;
    use platform::access::{
        Place,
        testing::{Flat, Someone},
    };
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn common_passwords_are_refused_and_long_phrases_taken() {
        let settings = Settings::default();
        let own = ["Nguyễn Thị Sáu", "nguyen.sau"];
        for common in [
            "password1",
            "12345678",
            "matkhau123",
            "anhyeuem",
            "vietnam2025",
            "qwertyuiop",
            "nguyensau1",
            "Nguyễn Sáu",
            "aaaaaaaaaa",
            "angiang2025",
        ] {
            assert_eq!(password(common, &own, &settings), Err(Weak::Common), "{common}");
        }
        for taken in [
            "con trâu đi trước cái cày",
            "hạt gạo làng ta ba mùa",
            "vgTq8-mmWx",
        ] {
            assert_eq!(password(taken, &own, &settings), Ok(()), "{taken}");
        }
        for breached in ["VjpUjlhFkFU5bY9P", "VKNUKA4I5NASTIK"] {
            assert_eq!(
                password(breached, &own, &settings),
                Err(Weak::Breached),
                "{breached}"
            );
        }
        assert_eq!(password("ngắn", &own, &settings), Err(Weak::TooShort));
        assert_eq!(
            password(&"dài lê thê ".repeat(20), &own, &settings),
            Err(Weak::TooLong)
        );
    }

    proptest! {
        #[test]
        fn waiting_grows_and_never_ends_in_a_lock(failures in 0..10_000_i64, free in 1..100_i64, longest in 1..10_000_i64) {
            let now = wait(failures, free, longest);
            prop_assert!((0..=longest).contains(&now));
            prop_assert!(wait(failures + 1, free, longest) >= now);
            prop_assert_eq!(now == 0, failures <= free);
        }

        #[test]
        fn a_hamlet_head_never_enrols_who_holds_more(role in proptest::sample::select(
            platform::access::Table::delivered().roles().iter().map(|role| role.key.clone()).collect::<Vec<_>>()
        ), hamlet in 10..12_i64) {
            let day = date(2026, 1, 1);
            let head = Someone::within("hamlet_head", Place::hamlet(3, 10), day, Arc::new(Flat), 1);
            let held = Held { role: role.clone(), place: Place::hamlet(3, hamlet), from: day, to: None };
            let other = platform::access::PersonId(uuid::Uuid::from_u128(2));
            let may = may_enrol(head.actor().unwrap(), other, &[held]);
            prop_assert_eq!(may, role == "household_representative" && hamlet == 10);
        }
    }

    #[test]
    fn a_session_ends_unused_or_old() {
        let settings = Settings::default();
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let over = |created, used, now| is_over(at(created), at(used), at(now), &settings);
        assert!(!over(
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-01T11:59:59Z"
        ));
        assert!(over(
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-01T12:00:00Z"
        ));
        assert!(!over(
            "2026-01-01T00:00:00Z",
            "2026-01-07T23:00:00Z",
            "2026-01-07T23:59:59Z"
        ));
        assert!(over(
            "2026-01-01T00:00:00Z",
            "2026-01-07T23:00:00Z",
            "2026-01-08T00:00:00Z"
        ));
    }

    #[test]
    fn names_to_sign_in_with_are_plain() {
        assert_eq!(login("Nguyễn Thị Sáu").as_deref(), Some("nguyen-thi-sau"));
        assert_eq!(login("  Dinh.Sau ").as_deref(), Some("dinh.sau"));
        for wrong in ["ab", "a@b.vn", "<x>", "-ab", &"a".repeat(41)] {
            assert_eq!(login(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn devices_and_networks_are_told_coarsely() {
        let phone =
            "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36";
        assert_eq!(device(phone), ("phone", "Chrome"));
        assert_eq!(device("curl/8"), ("unknown", ""));
        assert_eq!(network("113.161.70.9".parse().unwrap()), "113.161.70.*");
        assert_eq!(network("2001:ee0:4f0:1::9".parse().unwrap()), "2001:ee0:4f0:*");
        assert_eq!(network("::ffff:10.1.2.3".parse().unwrap()), "10.1.2.*");
    }
}
