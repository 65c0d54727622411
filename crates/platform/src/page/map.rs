//! A map of pictures ("tiles") from the server that the installation names. Without one, without scripts, or when it does not
//! answer, pages do without: whatever a map shows or asks for stands in a list beside it.

use askama::Template;
use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use serde::{Deserialize, Serialize};

use super::headers;
use crate::i18n::Translator;

/// The part `[map]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where its pictures are: `https://tiles.example.vn/{z}/{x}/{y}.png`. Readers' browsers ask there for what they look at,
    /// so it should be a server that the authority runs or trusts.
    pub tiles: String,
    /// Whose map it is, as its licence asks: shown on it.
    pub attribution: String,
    /// What is seen at first where nothing better is known: latitude and longitude in degrees, and the step of enlargement
    /// (0 the whole earth, 18 a house).
    pub view: [f64; 3],
}

impl Settings {
    /// What is wrong with the settings, for whoever wrote them.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn check(&self) -> Result<(), String> {
        let here = ["http://127.0.0.1", "http://localhost"];
        let sound =
            self.tiles.starts_with("https://") || here.iter().any(|begins| self.tiles.starts_with(begins));
        if !sound || self.origin().is_none() {
            return Err(format!("tiles = {:?} is no https:// address", self.tiles));
        }
        for part in ["{z}", "{x}", "{y}"] {
            if !self.tiles.contains(part) {
                return Err(format!("tiles = {:?} has no {part}", self.tiles));
            }
        }
        let [latitude, longitude, zoom] = self.view;
        let on_earth = latitude.abs() <= 85.0 && longitude.abs() <= 180.0 && (0.0..=18.0).contains(&zoom);
        if on_earth {
            Ok(())
        } else {
            Err(format!(
                "view = {:?} is no latitude, longitude and step from 0 to 18",
                self.view
            ))
        }
    }

    /// Scheme, host and port of the pictures; `None` when that can't be told, or signs in it would say more to a browser.
    fn origin(&self) -> Option<&str> {
        let from = self.tiles.find("://")? + 3;
        let end = self.tiles.get(from..)?.find('/')? + from;
        let origin = self.tiles.get(..end)?;
        let plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | ':' | '/');
        (end > from && origin.chars().all(plain)).then_some(origin)
    }
}

/// A place on a map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mark {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What is there.
    pub title: String,
    /// The page about it.
    pub href: String,
}

/// A map on a page.
#[derive(Debug, Clone, Template)]
#[template(path = "components/map.html")]
pub struct Map {
    t: Translator,
    settings: Settings,
    marks: String,
    has_marks: bool,
    /// Names of the fields that a place is picked for.
    pick: Option<(&'static str, &'static str)>,
}

impl Map {
    /// A map that shows places; one without places is not shown.
    #[must_use]
    pub fn of(t: &Translator, settings: &Settings, marks: &[Mark]) -> Self {
        Self {
            t: t.clone(),
            settings: settings.clone(),
            marks: serde_json::to_string(marks).unwrap_or_default(),
            has_marks: !marks.is_empty(),
            pick: None,
        }
    }

    /// A map on which a place is picked for two fields of the form around it: latitude and longitude. The places shown tell
    /// where it begins.
    #[must_use]
    pub fn picking(mut self, latitude: &'static str, longitude: &'static str) -> Self {
        self.pick = Some((latitude, longitude));
        self
    }

    /// Lets the page of a map load its pictures.
    #[must_use]
    pub fn allowed(settings: &Settings, mut page: Response) -> Response {
        let policy = settings
            .origin()
            .map(|origin| format!("{}; img-src 'self' data: {origin}", headers::POLICY))
            .and_then(|policy| HeaderValue::from_str(&policy).ok());
        if let Some(policy) = policy {
            page.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        page
    }
}

impl askama::filters::HtmlSafe for Map {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_sources_are_refused_by_name() {
        let read = |tiles: &str, view: [f64; 3]| {
            Settings {
                tiles: tiles.to_owned(),
                attribution: "© OpenStreetMap".to_owned(),
                view,
            }
            .check()
        };
        let an_giang = [10.5, 105.1, 9.0];
        assert_eq!(read("https://tiles.example.vn/{z}/{x}/{y}.png", an_giang), Ok(()));
        assert_eq!(read("http://127.0.0.1:9/{z}/{x}/{y}.png", an_giang), Ok(()));
        for (tiles, view, name) in [
            ("http://tiles.example.vn/{z}/{x}/{y}.png", an_giang, "https"),
            (
                "https://tiles.example.vn;script-src *//{z}/{x}/{y}",
                an_giang,
                "https",
            ),
            ("https://tiles.example.vn/{z}/{x}.png", an_giang, "{y}"),
            (
                "https://tiles.example.vn/{z}/{x}/{y}.png",
                [100.0, 0.0, 3.0],
                "view",
            ),
            (
                "https://tiles.example.vn/{z}/{x}/{y}.png",
                [10.0, 105.0, 30.0],
                "view",
            ),
        ] {
            assert!(read(tiles, view).unwrap_err().contains(name), "{tiles}");
        }
    }
}
