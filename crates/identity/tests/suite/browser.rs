//! Somebody's browser before the room's pages: it keeps cookies and sends forms with their page's token.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use identity::Identity;
use platform::{i18n::Translations, page::Site};
use tower::ServiceExt as _;

/// Where people reach the server.
pub const ORIGIN: &str = "https://dinh.example";

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Answer {
    /// What the server wants the browser to be asked for.
    pub fn asked(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

/// A browser.
pub struct Browser {
    app: Router,
    cookies: BTreeMap<String, String>,
    token: String,
}

impl Browser {
    /// Opens a browser before the pages of `identity`.
    pub fn open(identity: Arc<Identity>) -> Self {
        let site = Arc::new(Site {
            translations: Translations::new(&[platform::i18n::TEXTS, units::TEXTS, identity::TEXTS]).unwrap(),
            demo: false,
            navigation: Vec::new(),
        });
        let mounted = identity::routes(site, Arc::clone(&identity), identity::Declared::default(), ORIGIN);
        Self {
            app: mounted
                .into_router()
                .layer(axum::middleware::from_fn_with_state(identity, identity::identify)),
            cookies: BTreeMap::new(),
            token: String::new(),
        }
    }

    /// Another browser with the same cookies.
    pub fn copy(&self) -> Self {
        Self {
            app: self.app.clone(),
            cookies: self.cookies.clone(),
            token: self.token.clone(),
        }
    }

    /// The same browser, before the pages of another hour.
    pub fn at(self, identity: Arc<Identity>) -> Self {
        Self {
            app: Self::open(identity).app,
            ..self
        }
    }

    async fn send(&mut self, method: Method, path: &str, form: Option<&str>, header_token: bool) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::USER_AGENT, "Windows Chrome")
            .header(header::REFERER, format!("{ORIGIN}/tai-khoan"))
            .header(header::COOKIE, cookies.join("; "));
        if header_token {
            request = request.header("x-csrf-token", &self.token);
        }
        let body = match form {
            Some(form) => {
                request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
                Body::from(format!("csrf={}&{form}", self.token))
            }
            None => Body::empty(),
        };
        let answer = self
            .app
            .clone()
            .oneshot(request.body(body).unwrap())
            .await
            .unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = cookie.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        let text = |name| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (status, location) = (answer.status(), text(header::LOCATION));
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let body = String::from_utf8(body.to_vec()).unwrap();
        if let Some((_, rest)) = body.split_once("name=\"csrf\" value=\"") {
            self.token = rest[..64].to_owned();
        }
        Answer {
            status,
            location,
            body,
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, None, false).await
    }

    /// Sends a form from a page opened before it.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = form
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        self.send(Method::POST, path, Some(&pairs.join("&")), false).await
    }

    /// Asks as a script does.
    pub async fn asks(&mut self, path: &str) -> Answer {
        self.send(Method::POST, path, None, true).await
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Signs in with a password.
    pub async fn signs_in(&mut self, login: &str, password: &str) -> Answer {
        self.get("/dang-nhap").await;
        let form = [("login", login), ("password", password)];
        let answer = self.post("/dang-nhap", &form).await;
        // The token of the next page belongs to the new session.
        self.get("/tai-khoan/phien").await;
        answer
    }
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|octet| {
            if octet.is_ascii_alphanumeric() {
                char::from(octet).to_string()
            } else {
                format!("%{octet:02X}")
            }
        })
        .collect()
}
