//! Where in the law a rule stands.

use std::fmt;

use crate::message::{Language, LocalText, render};

/// A place inside a legal source: điều (article), khoản (clause), điểm (point).
///
/// Articles and clauses are text because an amendment inserts "Điều 3a" between 3 and 4.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Article {
    /// Điều: a number, perhaps with a letter.
    pub article: String,
    /// Khoản: a number, perhaps with a letter.
    pub clause: Option<String>,
    /// Điểm: one letter of the Vietnamese list (a, b, c, d, đ, …).
    pub point: Option<String>,
}

impl Article {
    /// "Điều 21, khoản 1, điểm b", or the same in another language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let part = |key, number: &str| render(language, key, &[("number", number.to_owned())]);
        let mut parts = vec![part("rulebook-cite-article", &self.article)];
        parts.extend(
            self.clause
                .as_deref()
                .map(|number| part("rulebook-cite-clause", number)),
        );
        parts.extend(
            self.point
                .as_deref()
                .map(|number| part("rulebook-cite-point", number)),
        );
        parts.join(", ")
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::Vi))
    }
}

/// A rule's citation: the source and the articles in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation<'a> {
    /// Title of the source.
    pub title: &'a LocalText,
    /// Its number and symbol, such as `10/2022/QH15`.
    pub number: &'a str,
    /// The articles that state the rule; empty when nobody has located it in the source yet.
    pub articles: &'a [Article],
}

impl Citation<'_> {
    /// The articles alone, for a page that has already named the source: "Điều 21, khoản 1".
    #[must_use]
    pub fn articles_in(&self, language: Language) -> String {
        if self.articles.is_empty() {
            return render(language, "rulebook-cite-unlocated", &[]);
        }
        let articles: Vec<_> = self
            .articles
            .iter()
            .map(|article| article.in_language(language))
            .collect();
        articles.join("; ")
    }

    /// The full form: "Điều 21, khoản 1, Luật Thực hiện dân chủ ở cơ sở (10/2022/QH15)".
    #[must_use]
    pub fn in_language(&self, language: Language) -> String {
        let args = [
            ("articles", self.articles_in(language)),
            ("title", self.title.get(language).to_owned()),
            ("number", self.number.to_owned()),
        ];
        render(language, "rulebook-cite-full", &args)
    }
}

/// The full form in Vietnamese, the language of the law.
impl fmt::Display for Citation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::Vi))
    }
}
