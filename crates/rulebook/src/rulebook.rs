//! All books together: which rule is in force on a day.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::book::{Book, Confidence, Place, Rule, Source};
use crate::citation::Citation;
use crate::lookup::{Gap, LookupError, Neighbour};
use crate::message::LocalText;
use crate::problem::{Fault, Problem};
use crate::shipped::SHIPPED;
use crate::validity::Validity;
use crate::value::{Amount, Count, Days, Item, Selection, Share, Value, ValueKind};

/// The law as the loaded books state it.
#[derive(Debug, Clone)]
pub struct Rulebook {
    books: Vec<Book>,
    /// For every topic and kind of place, the stretches of time with the rule in force; never overlapping, by date.
    timelines: BTreeMap<String, BTreeMap<Place, Vec<Stretch>>>,
}

#[derive(Debug, Clone, Copy)]
struct Stretch {
    validity: Validity,
    book: usize,
    rule: usize,
}

/// The rule in force on a day, with everything a page needs to explain it.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation<'a> {
    /// What is ruled.
    pub topic: &'a str,
    /// The place the rule speaks of: the one asked for, or [`Place::Any`].
    pub place: Place,
    /// What it says.
    pub value: &'a Value,
    /// Where the law says so.
    pub citation: Citation<'a>,
    /// The days on which this rule is the one in force.
    pub validity: Validity,
    /// The rule in one sentence.
    pub summary: &'a LocalText,
    /// How well its text was known.
    pub confidence: Confidence,
    /// Whether the rule is doubtful; the note then says why. A page must show both.
    pub uncertain: bool,
    /// What a reader of the rule should know.
    pub note: Option<&'a LocalText>,
}

/// A typed value together with the rule it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruled<'a, T> {
    /// What the rule says.
    pub value: T,
    /// The rule.
    pub because: Explanation<'a>,
}

impl Rulebook {
    /// Puts books together, in any order.
    ///
    /// # Errors
    ///
    /// All contradictions between the books: two sources speaking of one topic and place on the same day when neither
    /// replaces the other or prevails over it, references to unknown sources, lists and entries, one topic with
    /// values of different kinds. Where references between sources are wrong, these alone: which source holds cannot
    /// be told then.
    pub fn new(books: Vec<Book>) -> Result<Self, Vec<Problem>> {
        let mut problems = source_problems(&books);
        if !problems.is_empty() {
            return Err(problems);
        }
        let claims = claims(&books, &mut problems);
        let mut timelines: BTreeMap<String, BTreeMap<Place, Vec<Stretch>>> = BTreeMap::new();
        for (topic, places) in claims {
            problems.extend(mixed_kinds(&books, places.values().flatten()));
            for (place, claims) in places {
                problems.extend(disagreements(&books, &claims));
                let timeline = timeline(&books, &claims);
                if !timeline.is_empty() {
                    timelines
                        .entry(topic.to_owned())
                        .or_default()
                        .insert(place, timeline);
                }
            }
        }
        let rulebook = Self { books, timelines };
        problems.extend(rulebook.selection_problems());
        if problems.is_empty() {
            return Ok(rulebook);
        }
        problems.sort_by(|one, other| {
            (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column))
        });
        Err(problems)
    }

    /// Reads files, each with its name, and puts them together.
    ///
    /// # Errors
    ///
    /// The problems of all files; if each file is right by itself, the contradictions between them.
    pub fn parse<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Self, Vec<Problem>> {
        let mut books = Vec::new();
        let mut problems = Vec::new();
        for (name, text) in files {
            match Book::parse(name, text) {
                Ok(book) => books.push(book),
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() {
            Self::new(books)
        } else {
            Err(problems)
        }
    }

    /// The books that come with the program.
    ///
    /// # Errors
    ///
    /// None as long as the tests of this crate pass; problems are returned all the same, so that nobody has to trust
    /// that.
    pub fn embedded() -> Result<Self, Vec<Problem>> {
        Self::parse(SHIPPED.iter().copied())
    }

    /// The legal sources, in the order given.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.books.iter().map(|book| &book.source)
    }

    /// Every topic with the places it is ruled for, by name.
    pub fn topics(&self) -> impl Iterator<Item = (&str, Place)> {
        self.timelines
            .iter()
            .flat_map(|(topic, places)| places.keys().map(|place| (topic.as_str(), *place)))
    }

    /// The rule in force on the day of the event: the one for the place, else the one for any place.
    ///
    /// `date` is when the thing happened, never today: an old decision is judged by the law of its time.
    ///
    /// # Errors
    ///
    /// [`LookupError`] when no book knows the topic, none rules it for the place, or the books hold no rule for that
    /// day; the error then names the nearest ones.
    pub fn explain(&self, topic: &str, place: Place, date: Date) -> Result<Explanation<'_>, LookupError> {
        let places = self
            .timelines
            .get(topic)
            .ok_or_else(|| LookupError::UnknownTopic {
                topic: topic.to_owned(),
                near: self.topics_near(topic),
            })?;
        let wanted = if place == Place::Any {
            vec![place]
        } else {
            vec![place, Place::Any]
        };
        let stretches: Vec<_> = wanted
            .iter()
            .filter_map(|place| places.get(place))
            .flatten()
            .collect();
        if stretches.is_empty() {
            let places = places.keys().copied().collect();
            return Err(LookupError::NoRuleForPlace {
                topic: topic.to_owned(),
                place,
                places,
            });
        }
        if let Some(stretch) = stretches.iter().find(|stretch| stretch.validity.contains(date)) {
            return Ok(self.explanation(stretch));
        }
        let before = stretches
            .iter()
            .filter(|s| s.validity.last() < date)
            .max_by_key(|s| s.validity.last());
        let after = stretches
            .iter()
            .filter(|s| date < s.validity.from)
            .min_by_key(|s| s.validity.from);
        let neighbour = |stretch: &&Stretch| Neighbour {
            validity: stretch.validity,
            citation: self.explanation(stretch).citation.to_string(),
        };
        Err(LookupError::NotInForce(Box::new(Gap {
            topic: topic.to_owned(),
            place,
            date,
            before: before.map(neighbour),
            after: after.map(neighbour),
        })))
    }

    fn explanation(&self, stretch: &Stretch) -> Explanation<'_> {
        let source = &self.books[stretch.book].source;
        let rule = self.rule(stretch);
        Explanation {
            topic: &rule.topic,
            place: rule.place,
            value: &rule.value,
            citation: Citation {
                title: &source.title,
                number: &source.number,
                articles: &rule.articles,
            },
            validity: stretch.validity,
            summary: &rule.summary,
            confidence: rule.confidence,
            uncertain: rule.uncertain,
            note: rule.note.as_ref().or(source.note.as_ref()),
        }
    }

    fn rule(&self, stretch: &Stretch) -> &Rule {
        &self.books[stretch.book].rules[stretch.rule]
    }

    /// The topics under the longest beginning that the unknown topic shares with known ones; if there are none, what
    /// known topics begin with.
    fn topics_near(&self, topic: &str) -> Vec<String> {
        let mut stem = topic;
        while let Some((shorter, _)) = stem.rsplit_once('.') {
            stem = shorter;
            let near: Vec<_> = self
                .timelines
                .keys()
                .filter(|known| is_under(known, stem))
                .cloned()
                .collect();
            if !near.is_empty() {
                return near;
            }
        }
        let mut beginnings: Vec<_> = self
            .timelines
            .keys()
            .filter_map(|known| known.split('.').next())
            .collect();
        beginnings.dedup();
        beginnings.into_iter().map(str::to_owned).collect()
    }

    fn typed<'a, T>(
        &'a self,
        (topic, place, date): (&str, Place, Date),
        wanted: ValueKind,
        value: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Ruled<'a, T>, LookupError> {
        let because = self.explain(topic, place, date)?;
        let found = because.value.kind();
        match value(because.value) {
            Some(value) => Ok(Ruled { value, because }),
            None => Err(LookupError::WrongKind {
                topic: topic.to_owned(),
                wanted,
                found,
            }),
        }
    }

    /// Each selection's list must be stated, with the chosen entries, on all days of the selection.
    fn selection_problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for stretch in self.timelines.values().flat_map(BTreeMap::values).flatten() {
            let rule = self.rule(stretch);
            let (Value::Set(selection) | Value::Choice(selection)) = &rule.value else {
                continue;
            };
            let lists = self.lists(&selection.of, rule.place, stretch.validity);
            let mut bare = vec![stretch.validity];
            for (validity, _) in &lists {
                bare = bare
                    .into_iter()
                    .flat_map(|days| days.without(*validity))
                    .collect();
            }
            if let Some(days) = bare.first() {
                problems.push(
                    rule.at
                        .problem(Fault::UnknownList, &selection.of, days.to_string()),
                );
            }
            for (_, items) in &lists {
                let known: Vec<_> = items.iter().map(|item| item.key.as_str()).collect();
                for key in selection.keys.iter().filter(|key| !known.contains(&key.as_str())) {
                    problems.push(rule.at.problem(Fault::UnknownItem, key, known.join(", ")));
                }
            }
        }
        problems
    }

    /// The lists a selection may mean: those stated for its own place, else those stated for any other.
    fn lists(&self, topic: &str, place: Place, validity: Validity) -> Vec<(Validity, &[Item])> {
        let Some(places) = self.timelines.get(topic) else {
            return Vec::new();
        };
        let own = places.get(&place);
        let stretches = own.map_or_else(
            || places.values().flatten().collect(),
            |own| own.iter().collect::<Vec<_>>(),
        );
        stretches
            .into_iter()
            .filter(|stretch| stretch.validity.overlaps(validity))
            .filter_map(|stretch| match &self.rule(stretch).value {
                Value::Items(items) => Some((stretch.validity, items.as_slice())),
                _ => None,
            })
            .collect()
    }
}

/// Typed questions. Each answers with the value and the rule it comes from.
///
/// # Errors
///
/// As [`Rulebook::explain`], and [`LookupError::WrongKind`] when the rule says something of another kind.
impl Rulebook {
    /// A number of days.
    pub fn days(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, Days>, LookupError> {
        self.typed((topic, place, date), ValueKind::Days, |value| match value {
            Value::Days(days) => Some(*days),
            _ => None,
        })
    }

    /// A number of hours.
    pub fn hours(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, Amount>, LookupError> {
        self.typed((topic, place, date), ValueKind::Hours, |value| match value {
            Value::Hours(amount) => Some(*amount),
            _ => None,
        })
    }

    /// A number of months.
    pub fn months(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, Amount>, LookupError> {
        self.typed((topic, place, date), ValueKind::Months, |value| match value {
            Value::Months(amount) => Some(*amount),
            _ => None,
        })
    }

    /// A number of years.
    pub fn years(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, Amount>, LookupError> {
        self.typed((topic, place, date), ValueKind::Years, |value| match value {
            Value::Years(amount) => Some(*amount),
            _ => None,
        })
    }

    /// How many there must or may be.
    pub fn count(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, Count>, LookupError> {
        self.typed((topic, place, date), ValueKind::Count, |value| match value {
            Value::Count(count) => Some(*count),
            _ => None,
        })
    }

    /// A share that must be reached.
    pub fn share(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, Share>, LookupError> {
        self.typed((topic, place, date), ValueKind::Share, |value| match value {
            Value::Share(share) => Some(*share),
            _ => None,
        })
    }

    /// A list that the law states.
    pub fn items(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, &[Item]>, LookupError> {
        self.typed((topic, place, date), ValueKind::Items, |value| match value {
            Value::Items(items) => Some(items.as_slice()),
            _ => None,
        })
    }

    /// The entries of a list that apply.
    pub fn set(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, &Selection>, LookupError> {
        self.typed((topic, place, date), ValueKind::Set, |value| match value {
            Value::Set(selection) => Some(selection),
            _ => None,
        })
    }

    /// The key of the one entry of a list that applies.
    pub fn choice(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, &str>, LookupError> {
        self.typed((topic, place, date), ValueKind::Choice, |value| match value {
            Value::Choice(selection) => selection.keys.first().map(String::as_str),
            _ => None,
        })
    }

    /// Yes or no.
    pub fn flag(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, bool>, LookupError> {
        self.typed((topic, place, date), ValueKind::Flag, |value| match value {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        })
    }

    /// Words.
    pub fn text(&self, topic: &str, place: Place, date: Date) -> Result<Ruled<'_, &LocalText>, LookupError> {
        self.typed((topic, place, date), ValueKind::Text, |value| match value {
            Value::Text(text) => Some(text),
            _ => None,
        })
    }
}

fn is_under(topic: &str, stem: &str) -> bool {
    topic.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'))
}

/// The day on which the earliest source that replaces this one begins.
fn replacement_date(books: &[Book], source: &Source) -> Option<Date> {
    let newer = books
        .iter()
        .filter(|book| book.source.replaces.contains(&source.id));
    newer.map(|book| book.source.validity.from).min()
}

/// What the rules claim: for each topic and place the stretches of time, up to the day their source was replaced.
fn claims<'b>(
    books: &'b [Book],
    problems: &mut Vec<Problem>,
) -> BTreeMap<&'b str, BTreeMap<Place, Vec<Stretch>>> {
    let mut claims: BTreeMap<&str, BTreeMap<Place, Vec<Stretch>>> = BTreeMap::new();
    for (book, Book { source, rules, .. }) in books.iter().enumerate() {
        let end = replacement_date(books, source);
        for (index, rule) in rules.iter().enumerate() {
            let left = end.map_or(Some(rule.validity), |end| rule.validity.before(end));
            if let Some(validity) = left {
                let places = claims.entry(&rule.topic).or_default();
                places.entry(rule.place).or_default().push(Stretch {
                    validity,
                    book,
                    rule: index,
                });
            } else {
                // The rule begins only after its source was replaced: it would never hold.
                let source = end.map_or_else(String::new, |end| format!("< {end}"));
                problems.push(
                    rule.at
                        .problem(Fault::OutsideSource, rule.validity.to_string(), source),
                );
            }
        }
    }
    claims
}

fn prevails(one: &Book, other: &Book) -> bool {
    one.source.prevails_over.contains(&other.source.id)
}

/// Sources named twice, unknown, replaced by older ones, or prevailing in a circle.
fn source_problems(books: &[Book]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut by_id: BTreeMap<&str, &Book> = BTreeMap::new();
    for book in books {
        if let Some(earlier) = by_id.insert(&book.source.id, book) {
            problems.push(
                book.at
                    .problem(Fault::DuplicateSource, &book.source.id, earlier.at.to_string()),
            );
        }
    }
    for book in books {
        let source = &book.source;
        for id in source.replaces.iter().chain(&source.prevails_over) {
            if !by_id.contains_key(id.as_str()) {
                let known: Vec<_> = by_id.keys().copied().collect();
                problems.push(book.at.problem(Fault::UnknownSource, id, known.join(", ")));
            }
        }
        for old in source.replaces.iter().filter_map(|id| by_id.get(id.as_str())) {
            let (new_from, old_from) = (source.validity.from, old.source.validity.from);
            if new_from <= old_from {
                let read = format!("{} ({old_from})", old.source.id);
                problems.push(book.at.problem(Fault::ReplacesNewer, read, new_from.to_string()));
            }
        }
    }
    problems.extend(precedence_circle(&by_id));
    problems
}

/// Takes away sources that prevail over nothing left, again and again; whatever remains goes round in a circle.
fn precedence_circle(by_id: &BTreeMap<&str, &Book>) -> Option<Problem> {
    let mut left = by_id.clone();
    loop {
        let before = left.len();
        let ids: Vec<_> = left.keys().copied().collect();
        left.retain(|_, book| {
            book.source
                .prevails_over
                .iter()
                .any(|id| ids.contains(&id.as_str()))
        });
        if left.len() == before {
            break;
        }
    }
    let circle: Vec<_> = left.keys().copied().collect();
    let (id, book) = left.first_key_value()?;
    Some(book.at.problem(Fault::PrecedenceCircle, *id, circle.join(", ")))
}

/// Pairs of rules in force on the same day from two sources of which neither prevails.
fn disagreements(books: &[Book], claims: &[Stretch]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, one) in claims.iter().enumerate() {
        for other in &claims[..index] {
            let (ours, theirs) = (&books[one.book], &books[other.book]);
            let settled = one.book == other.book || prevails(ours, theirs) || prevails(theirs, ours);
            if !settled && one.validity.overlaps(other.validity) {
                let (rule, earlier) = (&ours.rules[one.rule], &theirs.rules[other.rule]);
                let read = format!("{} ({})", rule.topic, rule.place.word());
                problems.push(
                    rule.at
                        .problem(Fault::SourcesDisagree, read, earlier.at.to_string()),
                );
            }
        }
    }
    problems
}

/// Rules whose value is of another kind than the topic's first.
fn mixed_kinds<'s>(books: &[Book], claims: impl Iterator<Item = &'s Stretch>) -> Vec<Problem> {
    let rules: Vec<_> = claims.map(|claim| &books[claim.book].rules[claim.rule]).collect();
    let Some(first) = rules.first() else {
        return Vec::new();
    };
    let differing = rules
        .iter()
        .filter(|rule| rule.value.kind() != first.value.kind());
    differing
        .map(|rule| {
            let expected = format!("{} ({})", first.value.kind().word(), first.at);
            rule.at
                .problem(Fault::MixedKinds, rule.value.kind().word(), expected)
        })
        .collect()
}

/// Cuts out of each claim the days on which a prevailing source speaks, and sorts what is left by date.
fn timeline(books: &[Book], claims: &[Stretch]) -> Vec<Stretch> {
    let mut timeline = Vec::new();
    for claim in claims {
        let mut left = vec![claim.validity];
        for stronger in claims
            .iter()
            .filter(|other| prevails(&books[other.book], &books[claim.book]))
        {
            left = left
                .into_iter()
                .flat_map(|part| part.without(stronger.validity))
                .collect();
        }
        timeline.extend(left.into_iter().map(|validity| Stretch { validity, ..*claim }));
    }
    timeline.sort_by_key(|stretch: &Stretch| stretch.validity.from);
    timeline
}
