//! A unit as open data, and in words for a terminal. Field names are stable.

use std::collections::BTreeMap;

use jiff::civil::Date;
use platform::{
    clock::vietnam,
    i18n::{Arg, Translator},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Dispute, Level, Link, Reorganisation, Source, Unit, UnitId, UnitKind, Units, Unresolved, import::Problem,
};

/// A unit in a few words.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnitBrief {
    /// Code.
    pub code: String,
    /// Full name.
    pub name: String,
    /// What it is called in law.
    pub kind: UnitKind,
    /// Level of government.
    pub level: Level,
    /// Name with those above it.
    pub path: String,
    /// First day; `null` when it is older than the data.
    pub valid_from: Option<Date>,
    /// First day on which it is no more; `null` while it exists.
    pub valid_to: Option<Date>,
}

impl UnitBrief {
    /// A unit in a few words.
    #[must_use]
    pub fn of(units: &Units, unit: &Unit) -> Self {
        Self {
            code: unit.code.clone(),
            name: unit.name.clone(),
            kind: unit.kind,
            level: unit.level,
            path: units.path(unit.id),
            valid_from: unit.valid_from,
            valid_to: unit.valid_to,
        }
    }
}

/// How much of the older unit went into the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// All of it.
    Whole,
    /// A part; the rest went elsewhere.
    Part,
}

impl Share {
    /// How much a link says.
    #[must_use]
    pub fn of(link: &Link) -> Self {
        if link.partial { Self::Part } else { Self::Whole }
    }

    /// Key of the translated word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Whole => "units-share-whole",
            Self::Part => "units-share-part",
        }
    }
}

/// A unit that another was formed from, or became.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LinkView {
    /// The unit.
    #[serde(flatten)]
    pub unit: UnitBrief,
    /// How much of the older unit went into the newer one.
    pub share: Share,
    /// Nothing changed but the unit above: same name and kind, same territory.
    pub unchanged: bool,
    /// Concluded from the links of communes, not stated by a source.
    pub derived: bool,
    /// Title of the source.
    pub source: String,
    /// The resolution that decided it.
    pub legal_document: String,
}

/// What another source says against the links of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DisputeView {
    /// The older unit.
    pub old: UnitBrief,
    /// The newer unit.
    pub new: UnitBrief,
    /// The source says that the one went into the other; `false`: that it did not.
    pub asserts: bool,
    /// Title of the source.
    pub source: String,
}

/// All that is known about a unit on a day.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct UnitView {
    /// The unit.
    #[serde(flatten)]
    pub unit: UnitBrief,
    /// The day for which units below are counted.
    pub on: Date,
    /// The unit it is part of.
    pub parent: Option<UnitBrief>,
    /// Latitude and longitude of the centre in degrees.
    pub centre: Option<(f64, f64)>,
    /// Area in km².
    pub area_km2: Option<f64>,
    /// What it was formed from on its first day.
    pub formed_from: Vec<LinkView>,
    /// What it became when it ended.
    pub became: Vec<LinkView>,
    /// How many units of each kind stand directly below on the day.
    pub children: BTreeMap<UnitKind, usize>,
    /// What other sources say against its links.
    pub disputes: Vec<DisputeView>,
    /// Where it was taken from.
    pub source: Option<Source>,
}

impl UnitView {
    /// All that the registry knows about a unit on a day.
    #[must_use]
    pub fn of(units: &Units, unit: &Unit, on: Date) -> Self {
        let brief = |id: UnitId| units.get(id).map(|unit| UnitBrief::of(units, unit));
        let links = |links: &[Link], unchanged: Option<UnitId>| {
            links
                .iter()
                .filter_map(|link| {
                    Some(LinkView {
                        unit: brief(link.unit)?,
                        share: Share::of(link),
                        unchanged: unchanged == Some(link.unit),
                        derived: link.derived,
                        source: units
                            .source(link.source)
                            .map_or_else(String::new, |s| s.title.clone()),
                        legal_document: units
                            .reorganisation(link.reorganisation)
                            .map_or_else(String::new, |r| r.legal_document.clone()),
                    })
                })
                .collect()
        };
        let dispute = |dispute: &Dispute| {
            Some(DisputeView {
                old: brief(dispute.old)?,
                new: brief(dispute.new)?,
                asserts: dispute.asserts,
                source: units
                    .source(dispute.source)
                    .map_or_else(String::new, |s| s.title.clone()),
            })
        };
        let history = units.history(unit.id);
        Self {
            unit: UnitBrief::of(units, unit),
            on,
            parent: unit.parent.and_then(brief),
            centre: unit.centre,
            area_km2: unit.area_km2,
            formed_from: links(
                units.predecessors(unit.id),
                history.as_ref().and_then(|h| h.continues),
            ),
            became: links(
                units.successors(unit.id),
                history.as_ref().and_then(|h| h.continued_by),
            ),
            children: units.child_counts(unit.id, on),
            disputes: units.disputes(unit.id).filter_map(dispute).collect(),
            source: units.source(unit.source).cloned(),
        }
    }
}

/// Units found for a query.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchView {
    /// What was asked for.
    pub query: String,
    /// Units of any day, best first.
    pub units: Vec<UnitBrief>,
}

impl SearchView {
    /// Searches.
    #[must_use]
    pub fn of(units: &Units, query: &str, limit: usize) -> Self {
        let found = units.search(query, limit);
        Self {
            query: query.to_owned(),
            units: found.into_iter().map(|unit| UnitBrief::of(units, unit)).collect(),
        }
    }
}

/// The word for a kind in the reader's language.
#[must_use]
pub fn kind_word(t: &Translator, kind: UnitKind) -> String {
    t.text(&format!("units-kind-{}", kind.key().replace('_', "-")))
}

/// The days of a unit in words: "từ 01/07/2025", "đến hết 30/06/2025"; empty when no day is known.
#[must_use]
pub fn days(t: &Translator, from: Option<Date>, to: Option<Date>) -> String {
    let last = to.map(|to| to.yesterday().unwrap_or(to));
    match (from, last) {
        (Some(from), Some(last)) => t.format(
            "units-days-between",
            &[("from", from.into()), ("to", last.into())],
        ),
        (Some(from), None) => t.with("units-days-from", "from", from),
        (None, Some(last)) => t.with("units-days-to", "to", last),
        (None, None) => String::new(),
    }
}

/// How many units of each kind there are: "85 xã, 14 phường, 3 đặc khu"; empty for none.
#[must_use]
pub fn counts(t: &Translator, children: &BTreeMap<UnitKind, usize>) -> String {
    let each: Vec<String> = children
        .iter()
        .map(|(kind, count)| {
            let key = format!("units-count-{}", kind.key().replace('_', "-"));
            t.with(&key, "count", *count)
        })
        .collect();
    each.join(", ")
}

/// What a link says in words: "Xã Phú Hội, Huyện An Phú, Tỉnh An Giang (một phần)".
#[must_use]
pub fn link_words(t: &Translator, link: &LinkView) -> String {
    let share = t.text(if link.unchanged {
        "units-share-unchanged"
    } else {
        link.share.key()
    });
    t.format(
        "units-link",
        &[("unit", Arg::from(&link.unit.path)), ("share", share.into())],
    )
}

/// A dispute in words.
#[must_use]
pub fn dispute_words(t: &Translator, dispute: &DisputeView) -> String {
    let key = if dispute.asserts {
        "units-dispute-claims"
    } else {
        "units-dispute-denies"
    };
    t.format(
        key,
        &[
            ("source", Arg::from(&dispute.source)),
            ("old", Arg::from(&dispute.old.path)),
            ("new", Arg::from(&dispute.new.path)),
        ],
    )
}

/// A unit in words, line by line, for a terminal.
#[must_use]
pub fn text(t: &Translator, view: &UnitView) -> String {
    let mut lines = vec![format!("{} {}", view.unit.code, view.unit.path)];
    let mut line = |key: &str, value: String| {
        if !value.is_empty() {
            lines.push(t.format(
                "units-line",
                &[("label", t.text(key).into()), ("value", value.into())],
            ));
        }
    };
    line("units-kind", kind_word(t, view.unit.kind));
    line("units-days", days(t, view.unit.valid_from, view.unit.valid_to));
    line(
        "units-area",
        view.area_km2.map_or_else(String::new, |area| area_words(t, area)),
    );
    line("units-below", counts(t, &view.children));
    for (key, links) in [
        ("units-formed-from", &view.formed_from),
        ("units-became", &view.became),
    ] {
        for link in links {
            line(key, link_words(t, link));
        }
    }
    for dispute in &view.disputes {
        line("units-disputed", dispute_words(t, dispute));
    }
    line(
        "units-source",
        view.source
            .as_ref()
            .map_or_else(String::new, |source| source_words(t, source)),
    );
    lines.join("\n")
}

/// An area in km² with two digits behind the decimal sign.
#[must_use]
pub fn area_words(t: &Translator, area: f64) -> String {
    // Vietnam has 331,000 km²: hundredths of them fit easily.
    let hundredths = (area * 100.0).round() as i64;
    t.with("units-area-value", "area", t.decimal(hundredths, 2))
}

/// A source with its publisher and licence.
#[must_use]
pub fn source_words(t: &Translator, source: &Source) -> String {
    let mut words = source.title.clone();
    if !source.publisher.is_empty() {
        words = format!("{words} ({})", source.publisher);
    }
    if source.licence.is_empty() {
        return words;
    }
    let licence = Arg::from(&source.licence);
    t.format(
        "units-source-licence",
        &[("source", words.into()), ("licence", licence)],
    )
}

/// Why a text names no unit on a day, with the units that may have been meant, line by line, for a terminal.
#[must_use]
pub fn unresolved_text(t: &Translator, unresolved: &Unresolved) -> String {
    let groups = match unresolved {
        Unresolved::Ambiguous { candidates, .. } => vec![("units-candidates", candidates)],
        Unresolved::Unknown {
            near, other_dates, ..
        } => vec![("units-other-dates", other_dates), ("units-near", near)],
    };
    let mut lines = vec![unresolved.words(t)];
    for (heading, candidates) in groups {
        lines.extend(candidates.iter().map(|candidate| {
            let unit = format!("{} {}", candidate.code, candidate.path);
            t.format(
                "units-line",
                &[("label", t.text(heading).into()), ("value", unit.into())],
            )
        }));
    }
    lines.join("\n")
}

/// A reorganisation in one line for a terminal: its number, day, title and resolution, and whether it was undone.
#[must_use]
pub fn reorganisation_text(t: &Translator, reorganisation: &Reorganisation) -> String {
    let line = t.format(
        "units-reorganisation",
        &[
            ("number", reorganisation.id.0.to_string().into()),
            ("date", reorganisation.effective.into()),
            ("title", (&reorganisation.title).into()),
            ("document", (&reorganisation.legal_document).into()),
        ],
    );
    match &reorganisation.undone {
        None => line,
        Some(undone) => t.format(
            "units-reorganisation-undone",
            &[
                ("reorganisation", line.into()),
                ("date", vietnam().to_datetime(undone.at).date().into()),
                ("reason", (&undone.reason).into()),
            ],
        ),
    }
}

/// What is wrong with a file, where, and what was expected, in words.
#[must_use]
pub fn problem_words(t: &Translator, problem: &Problem) -> String {
    let args: Vec<(&str, Arg)> = problem
        .args
        .iter()
        .map(|(name, value)| (*name, Arg::from(value)))
        .collect();
    let what = t.format(problem.key, &args);
    // Line numbers are names, not amounts: they take no thousands separator.
    let line = Arg::from(problem.line.to_string());
    match problem.column {
        // Not of a row but of what was said beside the file.
        Some(column) if problem.line == 0 => t.format(
            "units-problem-beside",
            &[("column", column.into()), ("what", what.into())],
        ),
        None if problem.line == 0 => what,
        Some(column) => t.format(
            "units-problem-in-column",
            &[("line", line), ("column", column.into()), ("what", what.into())],
        ),
        None => t.format("units-problem-on-line", &[("line", line), ("what", what.into())]),
    }
}
