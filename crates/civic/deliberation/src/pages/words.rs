//! Words for states, roles, laws and sums, in the reader's language.

use facts::boards::Hung;
use platform::{
    i18n::{Arg, Locale, Translator},
    page::components::{Cell, Citation, SummaryList, Tag, Tone},
};
use rulebook::{Comparison, Explanation, Item, Language};

use crate::{
    model::{MatterState, RoundState},
    rules::{BallotCondition, CountError, Effect, Late, Recogniser, Refusal, RuleError, Signature, Verdict},
    service::ActError,
};

/// The rulebook's language for a reader.
pub(super) fn language(t: &Translator) -> Language {
    match t.locale() {
        Locale::Vi => Language::Vi,
        Locale::En => Language::En,
        Locale::Km => Language::Km,
    }
}

/// The article behind something, as a component.
pub(super) fn citation(t: &Translator, because: &Explanation<'_>) -> Citation {
    Citation::new(t, because.citation.in_language(language(t)))
}

/// The article behind something, in words.
pub(super) fn article(t: &Translator, because: &Explanation<'_>) -> String {
    because.citation.in_language(language(t))
}

/// The entry of the law's list, with its clause: "1. Chủ trương và mức đóng góp…".
pub(super) fn clause(t: &Translator, item: &Item) -> String {
    let label = item.label.get(language(t));
    match item.article.as_ref().and_then(|article| article.clause.as_ref()) {
        Some(clause) => format!("{clause}. {label}"),
        None => label.to_owned(),
    }
}

/// What a role is called.
pub(super) fn role(t: &Translator, role: &str) -> String {
    t.text(&format!("deliberation-role-{role}"))
}

/// The state of a matter as a tag.
pub(crate) fn state_tag(t: &Translator, state: MatterState) -> Tag {
    let tone = match state {
        MatterState::Adopted => Tone::Success,
        MatterState::NotAdopted | MatterState::Dropped => Tone::Problem,
        MatterState::Proposed | MatterState::Tabled => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("deliberation-state-{}", state.key())))
}

/// The state of a vote as a tag.
pub(super) fn round_tag(t: &Translator, state: RoundState) -> Tag {
    let tone = match state {
        RoundState::Counted => Tone::Success,
        RoundState::Cancelled => Tone::Problem,
        RoundState::Planned | RoundState::Open => Tone::Info,
    };
    Tag::new(tone, t.text(&format!("deliberation-round-{}", state.key())))
}

/// The sum that decides, in one line anybody can redo: "200 × 3 = 600 ≥ 300 × 2 = 600".
pub(crate) fn sum(t: &Translator, verdict: &Verdict<'_>) -> String {
    let sum = verdict.sum();
    let sign = match (sum.comparison, verdict.met) {
        (Comparison::AtLeast, true) => "≥",
        (Comparison::AtLeast, false) => "<",
        (Comparison::MoreThan, true) => ">",
        (Comparison::MoreThan, false) => "≤",
    };
    let number = |value: u64| t.number(i64::try_from(value).unwrap_or(i64::MAX));
    let product = |value: u128| t.number(i64::try_from(value).unwrap_or(i64::MAX));
    format!(
        "{} × {} = {} {sign} {} × {} = {}",
        number(verdict.yes),
        verdict.share.den,
        product(sum.left),
        number(verdict.total),
        verdict.share.num,
        product(sum.right),
    )
}

/// From when a decision has effect.
pub(super) fn effect(t: &Translator, effect: Effect) -> String {
    let who = |who: Recogniser| t.text(&format!("deliberation-recogniser-{}", who.key()));
    match effect {
        Effect::From(on) => t.format("deliberation-effect-from", &[("date", Arg::Date(on))]),
        Effect::Awaits(by) => t.with("deliberation-effect-awaits", "who", who(by)),
        Effect::AwaitsDate => t.text("deliberation-effect-awaits-date"),
        Effect::Refused(by) => t.with("deliberation-effect-refused", "who", who(by)),
        Effect::Annulled(on) => t.format("deliberation-effect-annulled", &[("date", Arg::Date(on))]),
    }
}

/// Where something hangs on the commune's boards.
pub(crate) fn hung(t: &Translator, hung: &Hung) -> SummaryList {
    let mut page = Cell::text(t.text("deliberation-hung-see")).link(hung.page.as_str());
    if hung.taken_down {
        page = page.tag(Tag::new(Tone::Problem, t.text("deliberation-hung-down")));
    }
    let published =
        Cell::text(t.instant(hung.published_at)).note(t.with("deliberation-hung-due", "date", hung.due_on));
    let boards = hung.boards.iter().map(|(name, since)| {
        let cell = match since {
            Some(since) => Cell::text(t.with("deliberation-hung-since", "date", *since)),
            None => Cell::text(t.text("deliberation-hung-not")),
        };
        (name.clone(), cell)
    });
    SummaryList::new(
        [
            (t.text("deliberation-hung-page"), page),
            (t.text("deliberation-hung-when"), published),
        ]
        .into_iter()
        .chain(boards)
        .collect(),
    )
}

/// What went out too late.
pub(super) fn late(t: &Translator, late: Late) -> String {
    t.text(&format!("deliberation-late-{}", late.key()))
}

/// Signatures that are missing: "2 đại diện hộ gia đình".
pub(super) fn unsigned(t: &Translator, missing: &[(Signature, u64)]) -> String {
    let parts: Vec<String> = missing
        .iter()
        .map(|(kind, count)| {
            t.with(
                &format!("deliberation-unsigned-{}", kind.key()),
                "count",
                i64::try_from(*count).unwrap_or(i64::MAX),
            )
        })
        .collect();
    parts.join("; ")
}

/// Why a vote can't be opened, with the article.
pub(super) fn refusal(t: &Translator, refusal: &Refusal<'_>) -> String {
    let (text, because) = match refusal {
        Refusal::Condition(condition, because) => {
            let key = match condition {
                BallotCondition::ChosenByCommuneChair => "deliberation-refusal-chair",
                BallotCondition::AfterFailedMeeting => "deliberation-refusal-meeting",
                BallotCondition::AgreedByHeadAndFront => "deliberation-refusal-agreement",
            };
            (t.text(key), because)
        }
        Refusal::NotReported(because) => (t.text("deliberation-refusal-report"), because),
        Refusal::NotAgreed(because) => (t.text("deliberation-refusal-agreement"), because),
        Refusal::OnlineNotAccepted {
            accepted,
            needed,
            because,
        } => {
            let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
            let text = t.format(
                "deliberation-refusal-online",
                &[
                    ("accepted", number(*accepted)),
                    ("needed", number(needed.unwrap_or(0))),
                ],
            );
            (text, because)
        }
        Refusal::OnlyAdvisory(because) => (t.text("deliberation-refusal-advisory"), because),
    };
    format!("{text} ({})", article(t, because))
}

/// Why the law could not be applied.
pub(super) fn law_error(t: &Translator, error: &RuleError) -> String {
    match error {
        RuleError::Lookup(error) => error.in_language(language(t)),
        RuleError::Calendar(_) => t.text("deliberation-error-calendar"),
        RuleError::Unknown(_) => t.text("deliberation-error-clause"),
        RuleError::MoreThanAll { yes, total } => more_than_all(t, *yes, *total),
    }
}

fn more_than_all(t: &Translator, part: u64, whole: u64) -> String {
    let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
    t.format(
        "deliberation-error-more-than-all",
        &[("part", number(part)), ("whole", number(whole))],
    )
}

/// Why an act was not done, for those errors that a person can mend.
pub(super) fn act_error(t: &Translator, error: &ActError) -> String {
    let number = |value: u64| Arg::Number(i64::try_from(value).unwrap_or(i64::MAX));
    match error {
        ActError::Law(error) => law_error(t, error),
        ActError::Count(CountError::TooMany { votes, households }) => more_than_all(t, *votes, *households),
        ActError::Count(CountError::PartsAndWhole { parts, whole }) => t.format(
            "deliberation-error-parts",
            &[("parts", number(*parts)), ("whole", number(*whole))],
        ),
        ActError::Count(CountError::Twice | CountError::Options { .. }) => t.text("deliberation-error-count"),
        ActError::Unsettled { unread, differ } => t.format(
            "deliberation-error-unsettled",
            &[("unread", number(*unread)), ("differ", number(*differ))],
        ),
        ActError::Unsigned(missing) => t.with("deliberation-error-unsigned", "missing", unsigned(t, missing)),
        ActError::Team(people) => t.with(
            "deliberation-error-team",
            "count",
            i64::try_from(*people).unwrap_or(i64::MAX),
        ),
        ActError::NoHouseholds => t.text("deliberation-error-no-households"),
        ActError::NotYet => t.text("deliberation-error-not-yet"),
        ActError::Closed => t.text("deliberation-error-closed"),
        ActError::Voted => t.text("deliberation-error-voted"),
        ActError::NoVote => t.text("deliberation-error-no-vote"),
        ActError::Reasons => t.text("deliberation-error-reasons"),
        ActError::Day => t.text("deliberation-error-day"),
        ActError::Unknown
        | ActError::Stale
        | ActError::SamePerson
        | ActError::Boards(_)
        | ActError::Form(_)
        | ActError::Log(_)
        | ActError::Content(_)
        | ActError::Db(_) => t.text("deliberation-error-stale"),
    }
}
