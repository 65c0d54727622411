//! Guides to typical disputes, written for the people who have them and for those who mediate them. They are data, in
//! `guides/`.

use platform::page::components::Link;
use rulebook::Language;
use serde::Deserialize;

/// A text in three languages.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    vi: String,
    en: String,
    km: String,
}

impl Said {
    /// The text in one language.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
            Language::Km => &self.km,
        }
    }
}

/// A part of a guide: a heading, and lines below it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The heading.
    pub title: Said,
    /// The lines.
    pub lines: Vec<Said>,
}

/// A guide.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Its name in addresses.
    pub key: String,
    /// What it is called.
    pub title: Said,
    /// What it is about.
    pub lead: Said,
    /// Its parts.
    pub parts: Vec<Part>,
    /// The articles it stands on.
    pub articles: Vec<Said>,
}

/// All guides.
#[derive(Debug, Clone)]
pub struct Guides(Vec<Guide>);

const FILES: [&str; 5] = [
    include_str!("../guides/land.toml"),
    include_str!("../guides/inheritance.toml"),
    include_str!("../guides/debt.toml"),
    include_str!("../guides/neighbours.toml"),
    include_str!("../guides/family.toml"),
];

impl Guides {
    /// The guides that come with the program.
    ///
    /// # Errors
    /// When a file is damaged, which a test reads.
    pub fn delivered() -> Result<Self, toml::de::Error> {
        FILES
            .into_iter()
            .map(toml::from_str)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// All of them, in order.
    pub fn all(&self) -> impl Iterator<Item = &Guide> {
        self.0.iter()
    }

    /// The guide with this name.
    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Guide> {
        self.0.iter().find(|guide| guide.key == key)
    }

    /// Links to all of them.
    #[must_use]
    pub fn links(&self, language: Language) -> Vec<Link> {
        self.0
            .iter()
            .map(|guide| {
                Link::new(
                    guide.title.get(language),
                    format!("/hoa-giai/cam-nang/{}", guide.key),
                )
            })
            .collect()
    }
}
