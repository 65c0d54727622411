//! A guide to a kind of dispute, to be read and printed.

use askama::Template;
use axum::extract::{Path, State};
use platform::page::{
    self, Answer, Reader, Shell,
    components::{Link, Notice, Tone},
};

use super::{HOME, Pages, missing, words};

#[derive(Template)]
#[template(path = "mediation/guide.html")]
struct GuidePage {
    shell: Shell,
    notice: Notice,
    parts: Vec<(String, Vec<String>)>,
    articles: Vec<String>,
    others: Vec<Link>,
}

pub(super) async fn show(reader: Reader, State(pages): State<Pages>, Path(key): Path<String>) -> Answer {
    let t = &reader.t;
    let language = words::language(t);
    let guide = pages.guides.find(&key).ok_or_else(|| missing(&reader))?;
    let shell = Shell::new(&reader, guide.title.get(language))
        .active(HOME)
        .crumb(t.text("mediation-nav"), HOME)
        .lead(guide.lead.get(language));
    let parts = guide.parts.iter().map(|part| {
        let lines = part.lines.iter().map(|line| line.get(language).to_owned());
        (part.title.get(language).to_owned(), lines.collect())
    });
    let articles = guide
        .articles
        .iter()
        .map(|article| article.get(language).to_owned());
    let others = pages.guides.links(language);
    Ok(page::html(&GuidePage {
        shell,
        notice: Notice::new(t, Tone::Info, t.text("mediation-guide-notice")),
        parts: parts.collect(),
        articles: articles.collect(),
        others: others
            .into_iter()
            .filter(|link| !link.href.ends_with(&format!("/{key}")))
            .collect(),
    }))
}
