//! Figures, what they open down to, and what does not agree between them.

use askama::{Template, filters::HtmlSafe};

use super::{Link, Table, Tag, Tone};
use crate::i18n::Translator;

/// One figure that a page is about.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/figure.html")]
pub struct Figure {
    meaning: String,
    value: String,
    unit: String,
    qualifier: String,
    opens: Option<Link>,
    source: String,
}

impl Figure {
    /// `value` is written as the reader's language does; `meaning` says what is counted, where and when.
    #[must_use]
    pub fn new(meaning: impl Into<String>, value: impl Into<String>, unit: impl Into<String>) -> Self {
        Self {
            meaning: meaning.into(),
            value: value.into(),
            unit: unit.into(),
            qualifier: String::new(),
            opens: None,
            source: String::new(),
        }
    }

    /// Adds the word before a figure that isn't exact ("hơn", "khoảng").
    #[must_use]
    pub fn qualifier(mut self, word: impl Into<String>) -> Self {
        self.qualifier = word.into();
        self
    }

    /// Adds what the figure opens down to.
    #[must_use]
    pub fn opens(mut self, label: impl Into<String>, href: impl Into<String>) -> Self {
        self.opens = Some(Link::new(label, href));
        self
    }

    /// Adds where the figure is from.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }
}

/// One of the two figures that do not agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// What kind of figure: "reported", "sum of the fields".
    pub label: String,
    /// The figure, with qualifier and unit.
    pub value: String,
    /// Where it is from.
    pub source: String,
    /// What it opens down to.
    pub href: Option<String>,
    /// The figures that it is the sum of, each with what it opens down to; none for a figure of its own.
    pub parts: Vec<Part>,
}

/// A summand of a [`Side`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it counts.
    pub label: String,
    /// The figure.
    pub value: String,
    /// What it opens down to.
    pub href: String,
}

/// How a possible explanation of a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Arithmetic leaves no room for it.
    RuledOut,
    /// The figures fit it; that proves nothing yet.
    Possible,
    /// A hypothesis that these figures can't decide.
    Hypothesis,
}

/// A possible explanation of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// How it stands.
    pub verdict: Verdict,
    /// The explanation, with the arithmetic for or against it.
    pub text: String,
}

/// Two figures that should agree and do not: both are shown, neither is changed.
#[derive(Debug, Clone, Template)]
#[template(path = "components/finding.html")]
pub struct Finding {
    t: Translator,
    id: String,
    title: String,
    left: Side,
    right: Side,
    arithmetic: String,
    explanations: Vec<Explanation>,
}

impl Finding {
    /// `id` names the finding on its page; `arithmetic` is the sum that shows the difference.
    #[must_use]
    pub fn new(
        t: &Translator,
        id: impl Into<String>,
        title: impl Into<String>,
        left: Side,
        right: Side,
        arithmetic: impl Into<String>,
    ) -> Self {
        Self {
            t: t.clone(),
            id: id.into(),
            title: title.into(),
            left,
            right,
            arithmetic: arithmetic.into(),
            explanations: Vec::new(),
        }
    }

    /// Adds the explanations that were weighed.
    #[must_use]
    pub fn explanations(mut self, explanations: Vec<Explanation>) -> Self {
        self.explanations = explanations;
        self
    }

    fn sides(&self) -> [&Side; 2] {
        [&self.left, &self.right]
    }

    fn tag(&self, verdict: Verdict) -> Tag {
        let (tone, key) = match verdict {
            Verdict::RuledOut => (Tone::Problem, "component-verdict-ruled-out"),
            Verdict::Possible => (Tone::Info, "component-verdict-possible"),
            Verdict::Hypothesis => (Tone::Warning, "component-verdict-hypothesis"),
        };
        Tag::new(tone, self.t.text(key))
    }
}

/// How far something is done.
#[derive(Debug, Clone, PartialEq, Eq, Template)]
#[template(path = "components/progress.html")]
pub struct Progress {
    id: String,
    label: String,
    written: String,
    done: u64,
    total: u64,
}

impl Progress {
    /// `written` says in words how far it is ("74,6 %: 1.772 trên 2.374"); `id` names it on its page.
    #[must_use]
    pub fn new(
        id: impl Into<String>,
        label: impl Into<String>,
        written: impl Into<String>,
        done: u64,
        total: u64,
    ) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            written: written.into(),
            done,
            total,
        }
    }

    /// `<progress>` shows what exceeds its maximum as full and refuses a maximum of nothing.
    fn maximum(&self) -> u64 {
        self.total.max(1)
    }
}

/// A drawing of figures, with the same figures as a table for who can't see it.
#[derive(Debug, Clone, Template)]
#[template(path = "components/chart.html")]
pub struct Chart {
    t: Translator,
    caption: String,
    svg: String,
    table: Table,
    series: Vec<String>,
    source: String,
}

impl Chart {
    /// `svg` is the drawing's markup, put into the page as it is: it must come from our own drawing code, which
    /// escapes its labels, and use the classes `chart-*` instead of colours. `table` holds the same figures.
    #[must_use]
    pub fn new(t: &Translator, caption: impl Into<String>, svg: impl Into<String>, table: Table) -> Self {
        Self {
            t: t.clone(),
            caption: caption.into(),
            svg: svg.into(),
            table,
            series: Vec::new(),
            source: String::new(),
        }
    }

    /// Adds the names of up to four series, in the order of the classes `chart-bar`, `chart-bar-2`, ….
    #[must_use]
    pub fn series(mut self, names: Vec<String>) -> Self {
        self.series = names;
        self
    }

    /// Each series' class and name.
    fn legend(&self) -> impl Iterator<Item = (&'static str, &String)> {
        ["chart-bar", "chart-bar-2", "chart-bar-3", "chart-bar-4"]
            .into_iter()
            .zip(&self.series)
    }

    /// Adds where the figures are from.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }
}

impl HtmlSafe for Figure {}
impl HtmlSafe for Finding {}
impl HtmlSafe for Progress {}
impl HtmlSafe for Chart {}
