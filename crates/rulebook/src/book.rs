//! One legal source as a file of rules.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use crate::citation::Article;
use crate::message::LocalText;
use crate::problem::{Fault, Problem};
use crate::read::{Fields, Node, Position, Reader, is_key, is_source_id, is_topic};
use crate::validity::Validity;
use crate::value::{
    Amount, Base, Bound, Comparison, Count, DayKind, Days, Item, Selection, Share, Value, ValueKind,
};

/// The kinds of place in which the law applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// Commune level: xã, phường, đặc khu (and thị trấn before 2025-07-01).
    Commune,
    /// Thôn, ấp, tổ dân phố, khóm, khu phố: the self-managed community inside a commune.
    Hamlet,
    /// Cơ quan, đơn vị: a state agency or public service unit.
    Agency,
    /// Doanh nghiệp nhà nước.
    StateEnterprise,
    /// Tổ hòa giải: the grassroots mediation team of a hamlet.
    MediationTeam,
    /// Wherever no rule speaks of the place itself.
    Any,
}

impl Place {
    const WORDS: &[(&str, Self)] = &[
        ("commune", Self::Commune),
        ("hamlet", Self::Hamlet),
        ("agency", Self::Agency),
        ("state_enterprise", Self::StateEnterprise),
        ("mediation_team", Self::MediationTeam),
        ("any", Self::Any),
    ];

    /// The kind of place that a word of a rulebook file names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS
            .iter()
            .find(|(known, _)| *known == word)
            .map(|(_, place)| *place)
    }

    /// All words for kinds of place.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::WORDS.iter().map(|(word, _)| *word)
    }

    /// The word for this place in a rulebook file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Hamlet => "hamlet",
            Self::Agency => "agency",
            Self::StateEnterprise => "state_enterprise",
            Self::MediationTeam => "mediation_team",
            Self::Any => "any",
        }
    }
}

/// How well whoever wrote the rule knew the law's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Confidence {
    /// The statutory text itself was read.
    FullText,
    /// The text was read as quoted or summarised by somebody else.
    Excerpt,
    /// Written from knowledge; to be checked against the text.
    Recalled,
}

impl Confidence {
    const WORDS: &[(&str, Self)] = &[
        ("full_text", Self::FullText),
        ("excerpt", Self::Excerpt),
        ("recalled", Self::Recalled),
    ];
}

/// A legal source: a law, ordinance, decree or circular.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Stable name, equal to the file's name without `.toml`.
    pub id: String,
    /// Number and symbol, such as `10/2022/QH15`.
    pub number: String,
    /// Title.
    pub title: LocalText,
    /// The body that issued it, in Vietnamese.
    pub issuer: String,
    /// When it is in force, as it says itself or as was known when the file was written.
    pub validity: Validity,
    /// Ids of sources that end on the day before this one begins.
    pub replaces: Vec<String>,
    /// Ids of sources that stay in force but yield to this one where both speak.
    pub prevails_over: Vec<String>,
    /// How well its text was known.
    pub confidence: Confidence,
    /// What a reader of its rules should know.
    pub note: Option<LocalText>,
}

/// One rule: what holds on a topic in a kind of place, and where the law says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Dotted name of what is ruled, such as `disclosure.deadline`.
    pub topic: String,
    /// Where the rule applies.
    pub place: Place,
    /// What it says.
    pub value: Value,
    /// The articles that say so; empty when not yet located in the source.
    pub articles: Vec<Article>,
    /// When it is in force, inside its source's validity.
    pub validity: Validity,
    /// How well its text was known.
    pub confidence: Confidence,
    /// Whether the rule itself is doubtful; the note then says why.
    pub uncertain: bool,
    /// What a reader of the rule should know.
    pub note: Option<LocalText>,
    /// The rule in one sentence.
    pub summary: LocalText,
    pub(crate) at: Position,
}

/// A legal source with its rules, as one file holds them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The source.
    pub source: Source,
    /// Its rules, in the file's order.
    pub rules: Vec<Rule>,
    pub(crate) at: Position,
}

const BOOK_KEYS: &[&str] = &["source", "rule"];
const SOURCE_KEYS: &[&str] = &[
    "id",
    "number",
    "title",
    "issuer",
    "valid_from",
    "valid_to",
    "replaces",
    "prevails_over",
    "confidence",
    "note",
];
const RULE_KEYS: &[&str] = &[
    "topic",
    "place",
    "cite",
    "valid_from",
    "valid_to",
    "confidence",
    "uncertain",
    "note",
    "summary",
];
const BOUNDS: &[&str] = &["at_least", "at_most", "exactly"];

/// The form of the names that messages show as an example.
const TOPIC_FORM: &str = "disclosure.deadline";
const KEY_FORM: &str = "land_use";
const SOURCE_ID_FORM: &str = "2022-luat-10";
const INSERTED_FORM: &str = "3a";
const POINT_FORM: &str = "a";

/// Numbers in rules are small; a larger one is a slip.
const POSITIVE: Range<u32> = 1..1_000_001;
const FROM_ZERO: Range<u32> = 0..1_000_001;

impl Book {
    /// Reads one file. `file_name` is printed in problems, and its last part without `.toml` must be the source's id.
    ///
    /// # Errors
    ///
    /// All problems of the file, in the file's order. Where the file is not TOML, the problems are those of its
    /// syntax alone, because nothing else can be trusted then.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, Vec<Problem>> {
        let (document, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader::new(file_name, text);
        for error in &errors {
            let span = error.span().unwrap_or(0..0);
            let read = reader.quote(&span);
            // TOML's own message ends in a line feed and may have several lines.
            let lines: Vec<_> = error
                .message()
                .lines()
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .collect();
            reader.report(&span, Fault::Syntax, read, lines.join("; "));
        }
        let book = if errors.is_empty() {
            reader.book(&document)
        } else {
            None
        };
        let mut problems = reader.problems;
        problems.sort_by_key(|problem| (problem.line, problem.column));
        match book {
            Some(book) if problems.is_empty() => Ok(book),
            _ => Err(problems),
        }
    }
}

impl<'t> Reader<'t> {
    fn book(&mut self, document: &'t toml::Spanned<DeTable<'t>>) -> Option<Book> {
        let fields = Fields::new(document.get_ref(), 0..0, "file");
        self.only_known(&fields, BOOK_KEYS);
        let source = self
            .required(&fields, "source")
            .and_then(|node| self.source(node));
        let rules = self
            .required(&fields, "rule")
            .and_then(|node| self.list(node))
            .unwrap_or_default();
        let rules: Vec<_> = rules
            .iter()
            .filter_map(|node| self.rule(node, source.as_ref()))
            .collect();
        self.no_duplicates(&rules);
        let at = self.position(fields.get("source")?.span().start);
        Some(Book {
            source: source?,
            rules,
            at,
        })
    }

    fn source(&mut self, node: &'t Node<'t>) -> Option<Source> {
        let fields = self.table(node, "source", SOURCE_KEYS)?;
        let id = self.required(&fields, "id").and_then(|node| self.source_id(node));
        if let (Some(id), Some(node)) = (&id, fields.get("id")) {
            self.id_is_file_name(id, node);
        }
        let number = self.required_text(&fields, "number");
        let title = self
            .required(&fields, "title")
            .and_then(|node| self.local_text(node, "title"));
        let issuer = self.required_text(&fields, "issuer");
        let from = self
            .required(&fields, "valid_from")
            .and_then(|node| self.date(node));
        let to = self.optional(&fields, "valid_to", Self::date);
        let validity = from
            .zip(to)
            .and_then(|(from, to)| self.validity(&fields, Validity { from, to }));
        let replaces = self.source_ids(&fields, "replaces");
        let prevails_over = self.source_ids(&fields, "prevails_over");
        let confidence = self
            .required(&fields, "confidence")
            .and_then(|node| self.word(node, Confidence::WORDS));
        let note = self.optional(&fields, "note", |reader, node| reader.local_text(node, "note"));
        Some(Source {
            id: id?,
            number: number?,
            title: title?,
            issuer: issuer?,
            validity: validity?,
            replaces,
            prevails_over,
            confidence: confidence?,
            note: note?,
        })
    }

    fn source_id(&mut self, node: &'t Node<'t>) -> Option<String> {
        self.name(node, SOURCE_ID_FORM, is_source_id)
    }

    fn id_is_file_name(&mut self, id: &str, node: &Node<'t>) {
        let at = self.position(node.span().start);
        let name = at.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = name.strip_suffix(".toml").unwrap_or(name);
        if stem != id {
            self.problems.push(at.problem(Fault::IdNotFileName, id, stem));
        }
    }

    fn source_ids(&mut self, fields: &Fields<'t>, key: &str) -> Vec<String> {
        let nodes = fields
            .get(key)
            .and_then(|node| self.list(node))
            .unwrap_or_default();
        nodes.iter().filter_map(|node| self.source_id(node)).collect()
    }

    fn validity(&mut self, fields: &Fields<'t>, validity: Validity) -> Option<Validity> {
        match validity.to {
            Some(to) if to < validity.from => {
                let span = fields
                    .get("valid_to")
                    .map_or(fields.span.clone(), toml::Spanned::span);
                self.report(
                    &span,
                    Fault::EndsBeforeStart,
                    to.to_string(),
                    validity.from.to_string(),
                );
                None
            }
            _ => Some(validity),
        }
    }

    fn rule(&mut self, node: &'t Node<'t>, source: Option<&Source>) -> Option<Rule> {
        let known: Vec<_> = RULE_KEYS
            .iter()
            .copied()
            .chain(ValueKind::ALL.map(ValueKind::word))
            .collect();
        let fields = self.table(node, "rule", &known)?;
        let topic = self
            .required(&fields, "topic")
            .and_then(|node| self.name(node, TOPIC_FORM, is_topic));
        let place = self
            .required(&fields, "place")
            .and_then(|node| self.word(node, Place::WORDS));
        let value = self
            .value_kind(&fields)
            .and_then(|(kind, node)| self.value(kind, node));
        let articles = self.articles(&fields);
        let validity = self.rule_validity(&fields, source.map(|source| source.validity));
        let confidence = self.optional(&fields, "confidence", |reader, node| {
            reader.word(node, Confidence::WORDS)
        });
        let uncertain = self
            .optional(&fields, "uncertain", Self::flag)
            .map(Option::unwrap_or_default);
        let note = self.optional(&fields, "note", |reader, node| reader.local_text(node, "note"));
        let summary = self
            .required(&fields, "summary")
            .and_then(|node| self.local_text(node, "summary"));
        let name = topic.as_deref().unwrap_or("rule");
        if uncertain == Some(true) && fields.get("note").is_none() {
            self.report(&fields.span, Fault::UncertainWithoutNote, name, "note");
        }
        Some(Rule {
            topic: topic?,
            place: place?,
            value: value?,
            articles: articles?,
            validity: validity?,
            confidence: confidence?.or(source.map(|source| source.confidence))?,
            uncertain: uncertain?,
            note: note?,
            summary: summary?,
            at: self.position(fields.span.start),
        })
    }

    /// A rule's own days, or its source's where it states none.
    fn rule_validity(&mut self, fields: &Fields<'t>, source: Option<Validity>) -> Option<Validity> {
        let from = self.optional(fields, "valid_from", Self::date);
        let to = self.optional(fields, "valid_to", Self::date);
        let source = source?;
        let own = Validity {
            from: from?.unwrap_or(source.from),
            to: to?.or(source.to),
        };
        let validity = self.validity(fields, own)?;
        if validity.from < source.from || validity.last() > source.last() {
            self.report(
                &fields.span,
                Fault::OutsideSource,
                validity.to_string(),
                source.to_string(),
            );
            return None;
        }
        Some(validity)
    }

    /// The cited articles; an empty list stands for `cite = "unknown"`.
    fn articles(&mut self, fields: &Fields<'t>) -> Option<Vec<Article>> {
        let Some(node) = fields.get("cite") else {
            let topic = fields.get("topic").and_then(|node| node.get_ref().as_str());
            self.report(
                &fields.span,
                Fault::MissingCitation,
                topic.unwrap_or("rule"),
                "cite",
            );
            return None;
        };
        if node.get_ref().is_str() {
            return self.word(node, &[("unknown", ())]).map(|()| Vec::new());
        }
        if node.get_ref().is_table() {
            return self.article(node).map(|article| vec![article]);
        }
        let articles: Vec<_> = self.list(node)?.iter().map(|node| self.article(node)).collect();
        articles.into_iter().collect()
    }

    fn article(&mut self, node: &'t Node<'t>) -> Option<Article> {
        let fields = self.table(node, "cite", &["article", "clause", "point"])?;
        let article = self
            .required(&fields, "article")
            .and_then(|node| self.article_number(node));
        let clause = self.optional(&fields, "clause", Self::article_number);
        let point = self.optional(&fields, "point", |reader, node| {
            reader.name(node, POINT_FORM, is_point)
        });
        Some(Article {
            article: article?,
            clause: clause?,
            point: point?,
        })
    }

    /// A whole number, or text such as "3a" for what an amendment inserted.
    fn article_number(&mut self, node: &'t Node<'t>) -> Option<String> {
        if node.get_ref().is_str() {
            return self.name(node, INSERTED_FORM, is_inserted_number);
        }
        self.number(node, POSITIVE).map(|number| number.to_string())
    }

    fn value(&mut self, kind: ValueKind, node: &'t Node<'t>) -> Option<Value> {
        match kind {
            ValueKind::Days => self.days(node).map(Value::Days),
            ValueKind::Hours => self.amount(node, "hours").map(Value::Hours),
            ValueKind::Months => self.amount(node, "months").map(Value::Months),
            ValueKind::Years => self.amount(node, "years").map(Value::Years),
            ValueKind::Count => self.count(node).map(Value::Count),
            ValueKind::Share => self.share(node).map(Value::Share),
            ValueKind::Items => self.items(node).map(Value::Items),
            ValueKind::Set => self.set(node).map(Value::Set),
            ValueKind::Choice => self.choice(node).map(Value::Choice),
            ValueKind::Flag => self.flag(node).map(Value::Flag),
            ValueKind::Text => self.local_text(node, "text").map(Value::Text),
        }
    }

    fn days(&mut self, node: &'t Node<'t>) -> Option<Days> {
        const KINDS: &[(&str, DayKind)] = &[("working", DayKind::Working), ("calendar", DayKind::Calendar)];
        let fields = self.table(
            node,
            "days",
            &["at_least", "at_most", "exactly", "kind", "consecutive"],
        )?;
        let bounded = self.bounded(&fields);
        let kind = self
            .required(&fields, "kind")
            .and_then(|node| self.word(node, KINDS));
        let consecutive = self
            .optional(&fields, "consecutive", Self::flag)
            .map(Option::unwrap_or_default);
        let (bound, count) = bounded?;
        Some(Days {
            bound,
            count,
            kind: kind?,
            consecutive: consecutive?,
        })
    }

    fn amount(&mut self, node: &'t Node<'t>, name: &'static str) -> Option<Amount> {
        let fields = self.table(node, name, BOUNDS)?;
        let (bound, count) = self.bounded(&fields)?;
        Some(Amount { bound, count })
    }

    fn bounded(&mut self, fields: &Fields<'t>) -> Option<(Bound, u32)> {
        let (word, node) = self.exactly_one(fields, BOUNDS)?;
        let bound = match word {
            "at_least" => Bound::AtLeast,
            "at_most" => Bound::AtMost,
            _ => Bound::Exactly,
        };
        Some((bound, self.number(node, POSITIVE)?))
    }

    fn count(&mut self, node: &'t Node<'t>) -> Option<Count> {
        let fields = self.table(node, "count", BOUNDS)?;
        if let Some(node) = fields.get("exactly") {
            self.exactly_one(&fields, BOUNDS)?;
            let number = u64::from(self.number(node, FROM_ZERO)?);
            return Some(Count {
                min: number,
                max: Some(number),
            });
        }
        let min = self.optional(&fields, "at_least", |reader, node| reader.number(node, FROM_ZERO));
        let max = self.optional(&fields, "at_most", |reader, node| reader.number(node, FROM_ZERO));
        let (min, max) = (min?, max?);
        if min.is_none() && max.is_none() {
            self.exactly_one(&fields, BOUNDS)?;
        }
        let min = min.unwrap_or_default();
        if let Some(max) = max.filter(|max| *max < min) {
            self.report(&fields.span, Fault::EmptyRange, min.to_string(), max.to_string());
            return None;
        }
        Some(Count {
            min: u64::from(min),
            max: max.map(u64::from),
        })
    }

    fn share(&mut self, node: &'t Node<'t>) -> Option<Share> {
        let fields = self.table(node, "share", &["at_least", "more_than", "of"])?;
        let of = self
            .required(&fields, "of")
            .and_then(|node| self.word(node, Base::WORDS));
        let (word, node) = self.exactly_one(&fields, &["at_least", "more_than"])?;
        let comparison = if word == "at_least" {
            Comparison::AtLeast
        } else {
            Comparison::MoreThan
        };
        let (num, den) = self.fraction(node, comparison)?;
        Some(Share {
            comparison,
            num,
            den,
            of: of?,
        })
    }

    fn fraction(&mut self, node: &Node<'t>, comparison: Comparison) -> Option<(u32, u32)> {
        let text = self.text(node)?;
        let parts = text.split_once('/').and_then(|(num, den)| {
            let whole = |part: &str| {
                part.bytes()
                    .all(|byte| byte.is_ascii_digit())
                    .then(|| part.parse::<u32>().ok())
                    .flatten()
            };
            Some((whole(num)?, whole(den)?))
        });
        let Some((num, den)) = parts else {
            self.report(&node.span(), Fault::NotFraction, text, "2/3");
            return None;
        };
        if den == 0 {
            self.report(&node.span(), Fault::ZeroDenominator, text, "2/3");
            return None;
        }
        let possible = match comparison {
            Comparison::AtLeast => 1..=den,
            Comparison::MoreThan => 1..=den - 1,
        };
        if !possible.contains(&num) {
            let (low, high) = possible.into_inner();
            self.report(
                &node.span(),
                Fault::ImpossibleShare,
                text,
                format!("{low}/{den}..{high}/{den}"),
            );
            return None;
        }
        Some((num, den))
    }

    fn items(&mut self, node: &'t Node<'t>) -> Option<Vec<Item>> {
        let nodes = self.list(node)?;
        let items: Vec<_> = nodes.iter().map(|node| self.item(node)).collect();
        let keys = items
            .iter()
            .map(|item| item.as_ref().map(|item| item.key.as_str()));
        self.no_repetition(nodes, &keys.collect::<Vec<_>>());
        items.into_iter().collect()
    }

    /// No key of a list stands in it twice; `keys` holds what could be read of the nodes.
    fn no_repetition(&mut self, nodes: &[Node<'t>], keys: &[Option<&str>]) {
        let mut first = BTreeMap::new();
        for (node, key) in nodes.iter().zip(keys) {
            let Some(key) = key else { continue };
            let at = self.position(node.span().start);
            if let Some(earlier) = first.get(key) {
                self.problems
                    .push(at.problem(Fault::DuplicateItem, *key, Position::to_string(earlier)));
            } else {
                first.insert(key, at);
            }
        }
    }

    fn item(&mut self, node: &'t Node<'t>) -> Option<Item> {
        let fields = self.table(node, "items", &["key", "cite", "vi", "en", "km"])?;
        let key = self
            .required(&fields, "key")
            .and_then(|node| self.name(node, KEY_FORM, is_key));
        let label = self.languages(&fields);
        let article = self.optional(&fields, "cite", Self::article);
        Some(Item {
            key: key?,
            label: label?,
            article: article?,
        })
    }

    fn set(&mut self, node: &'t Node<'t>) -> Option<Selection> {
        let fields = self.table(node, "set", &["of", "keys"])?;
        let of = self
            .required(&fields, "of")
            .and_then(|node| self.name(node, TOPIC_FORM, is_topic));
        let nodes = self.required(&fields, "keys").and_then(|node| self.list(node))?;
        let keys: Vec<_> = nodes
            .iter()
            .map(|node| self.name(node, KEY_FORM, is_key))
            .collect();
        self.no_repetition(nodes, &keys.iter().map(Option::as_deref).collect::<Vec<_>>());
        Some(Selection {
            of: of?,
            keys: keys.into_iter().collect::<Option<_>>()?,
        })
    }

    fn choice(&mut self, node: &'t Node<'t>) -> Option<Selection> {
        let fields = self.table(node, "choice", &["of", "key"])?;
        let of = self
            .required(&fields, "of")
            .and_then(|node| self.name(node, TOPIC_FORM, is_topic));
        let key = self
            .required(&fields, "key")
            .and_then(|node| self.name(node, KEY_FORM, is_key));
        Some(Selection {
            of: of?,
            keys: vec![key?],
        })
    }

    /// Within one book, one topic and place has at most one rule on any day.
    fn no_duplicates(&mut self, rules: &[Rule]) {
        let mut seen: BTreeMap<_, Vec<&Rule>> = BTreeMap::new();
        for rule in rules {
            let earlier = seen.entry((&rule.topic, rule.place)).or_default();
            if let Some(other) = earlier
                .iter()
                .find(|other| other.validity.overlaps(rule.validity))
            {
                let read = format!("{} ({})", rule.topic, rule.place.word());
                self.problems
                    .push(rule.at.problem(Fault::DuplicateRule, read, other.at.to_string()));
            }
            earlier.push(rule);
        }
    }
}

/// "3a": digits, then one small letter.
fn is_inserted_number(text: &str) -> bool {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_lowercase());
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && text.len() - digits.len() <= 1
}

/// One small letter, đ included.
fn is_point(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|letter| letter.is_ascii_lowercase() || letter == 'đ')
        && letters.next().is_none()
}
