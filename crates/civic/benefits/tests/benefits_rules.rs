//! Programmes as data, their expressions and verdicts; money that balances; numbers that point at nobody.

#![expect(clippy::unwrap_used, reason = "what is missing ends the test")]

use benefits::{
    content,
    expr::{self, Expr, ExprFault, Order},
    model::{Elsewhere, Package, PackageId, Standing, State},
    programme::{Answer, AnswerFault, Fault, HIGHEST, Kind, Programme, Programmes, Question},
    rules::{self, Hindrance, Totals},
};
use facts::Catalogue;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use units::UnitId;
use uuid::Uuid;

fn delivered() -> Programmes {
    Programmes::delivered().unwrap_or_else(|problem| panic!("{problem}"))
}

fn answers(programme: &Programme, written: &[&str]) -> Vec<Answer> {
    written
        .iter()
        .enumerate()
        .map(|(at, written)| programme.answer(at, written).unwrap())
        .collect()
}

#[test]
fn every_file_of_the_folder_is_delivered_and_counted_under_a_class_of_the_catalogue() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../data/benefits");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| format!("data/benefits/{}", entry.unwrap().file_name().to_str().unwrap()))
        .filter(|name| name.ends_with(".toml"))
        .collect();
    files.sort();
    let names: Vec<&str> = benefits::programme::DELIVERED
        .iter()
        .map(|(name, _)| *name)
        .collect();
    assert_eq!(files, names);
    let catalogue = Catalogue::delivered().unwrap();
    let classes = catalogue.list("support_programme").unwrap();
    for programme in delivered().iter() {
        assert!(classes.item(&programme.class).is_some(), "{}", programme.class);
        // What is shipped is invented, and says so.
        assert!(programme.example && !programme.basis.certain);
        assert!(programme.amounts.iter().all(|amount| !amount.certain));
    }
}

#[test]
fn a_poor_household_is_entitled_to_its_gift_and_another_learns_why_not() {
    let all = delivered();
    let gift = all.get("qua-tet-ho-ngheo").unwrap();
    let verdict = gift.verdict(&answers(gift, &["poor", "yes", "5"]));
    assert!(verdict.entitled());
    assert_eq!((verdict.amount, verdict.persons), (600_000, 5));
    assert_eq!(
        gift.verdict(&answers(gift, &["near_poor", "yes", "1"])).amount,
        400_000
    );
    let verdict = gift.verdict(&answers(gift, &["neither", "no", "0"]));
    assert_eq!((verdict.failed.as_slice(), verdict.amount), (&[0, 1][..], 0));
    assert_eq!(verdict.persons, 1, "an application is for somebody");

    let work = all.get("lao-dong-tu-do-dich-benh").unwrap();
    let given = ["yes", "yes", "no", "street", "15", "1.499.999", "yes", "2"];
    assert_eq!(
        work.verdict(&answers(work, &given)).amount,
        1_500_000 + 1_000_000 + 2 * 1_000_000
    );
    let late = ["yes", "yes", "no", "street", "14", "1499999", "yes", "2"];
    assert_eq!(work.verdict(&answers(work, &late)).failed, [3]);
    assert_eq!(work.answer(4, ""), Err(AnswerFault::Number(366)));
    assert_eq!(work.answer(4, "367"), Err(AnswerFault::Number(366)));
    assert_eq!(work.answer(3, "king"), Err(AnswerFault::Choose));
    assert!(all.exclude("sua-nha-ho-ngheo", "lao-dong-tu-do-dich-benh"));
    assert!(
        all.exclude("lao-dong-tu-do-dich-benh", "sua-nha-ho-ngheo"),
        "both ways"
    );
    assert!(!all.exclude("qua-tet-ho-ngheo", "sua-nha-ho-ngheo"));
}

const MINIMAL: &str = r#"key = "thu"
name = { vi = "Thử", en = "Trial", km = "សាកល្បង" }
about = { vi = "a", en = "a", km = "a" }
of = "person"
class = "other"
basis = { source = "a", certain = false }
from = "2026-01-01"
example = true
persons = "count"
excludes = []

[[question]]
key = "count"
kind = "count"
most = 9
ask = { vi = "a", en = "a", km = "a" }

[[condition]]
when = "count > 0"
needs = { vi = "a", en = "a", km = "a" }
fails = { vi = "a", en = "a", km = "a" }
article = "1"
certain = false

[[amount]]
vnd = 1000
times = "count"
says = { vi = "a", en = "a", km = "a" }
certain = false
"#;

#[test]
fn a_fault_is_told_with_its_line_and_reason() {
    assert!(Programmes::load(&[("thu.toml", MINIMAL)]).is_ok());
    let unknown = |text: &str| Fault::Expression(text.to_owned(), ExprFault::Question("cuont".to_owned()));
    for (was, is, line, fault) in [
        ("key = \"thu\"", "key = \"Thử\"", 1, Fault::Key("Thử".to_owned())),
        (
            "from = \"2026-01-01\"",
            "from = \"1/1/2026\"",
            7,
            Fault::Day("1/1/2026".to_owned()),
        ),
        (
            "from = \"2026-01-01\"",
            "from = \"2026-01-01\"\nuntil = \"2025-01-01\"",
            8,
            Fault::Ends,
        ),
        (
            "persons = \"count\"",
            "persons = \"people\"",
            9,
            Fault::Counts("people".to_owned()),
        ),
        (
            "excludes = []",
            "excludes = [\"x\"]",
            10,
            Fault::Programme("x".to_owned()),
        ),
        (
            "key = \"count\"",
            "key = \"and\"",
            13,
            Fault::Key("and".to_owned()),
        ),
        ("most = 9", "", 13, Fault::Limits),
        ("kind = \"count\"", "kind = \"yes_no\"", 13, Fault::Limits),
        ("count > 0", "cuont > 0", 19, unknown("cuont > 0")),
        ("vnd = 1000", "vnd = 0", 26, Fault::Amount),
    ] {
        let text = MINIMAL.replacen(was, is, 1);
        let problem = Programmes::load(&[("thu.toml", &text)]).unwrap_err();
        assert_eq!((problem.line, &problem.fault), (line, &fault), "{problem}");
        assert!(problem.to_string().starts_with("thu.toml, line "));
    }
    let problem = Programmes::load(&[("thu.toml", &MINIMAL.replace("example = true", "exemple = true"))]);
    let problem = problem.unwrap_err();
    assert_eq!(problem.line, 8, "{problem}");
    assert!(matches!(problem.fault, Fault::Syntax(_)));
    let twice = Programmes::load(&[("a", MINIMAL), ("b", MINIMAL)]).unwrap_err();
    assert_eq!(twice.fault, Fault::Key("thu".to_owned()));
}

fn question(key: &str, kind: Kind) -> Question {
    let gift = delivered();
    let ask = gift.iter().next().unwrap().questions[0].ask.clone();
    Question {
        key: key.to_owned(),
        kind,
        ask,
    }
}

fn questions() -> Vec<Question> {
    let all = delivered();
    let gift = all.get("qua-tet-ho-ngheo").unwrap();
    vec![
        question("a", Kind::YesNo),
        question("n", Kind::Count(9)),
        question("vnd", Kind::Money(9)),
        question("c", gift.questions[0].kind.clone()),
    ]
}

#[test]
fn what_an_expression_can_t_be_is_told() {
    let asked = questions();
    let fault = |text: &str| expr::read(text, &asked).unwrap_err();
    assert_eq!(fault(""), ExprFault::End);
    assert_eq!(fault("a and"), ExprFault::End);
    assert_eq!(fault("(a"), ExprFault::End);
    assert_eq!(fault("a)"), ExprFault::Sign(")".to_owned()));
    assert_eq!(fault("a; drop"), ExprFault::Sign(";".to_owned()));
    assert_eq!(fault("b"), ExprFault::Question("b".to_owned()));
    assert_eq!(fault("n"), ExprFault::Kind("n".to_owned(), "a count"));
    assert_eq!(fault("a = 1"), ExprFault::Kind("a".to_owned(), "yes or no"));
    assert_eq!(
        fault("c < poor"),
        ExprFault::Kind("c".to_owned(), "one of its items")
    );
    assert_eq!(
        fault("c = rich"),
        ExprFault::Item("c".to_owned(), "rich".to_owned())
    );
    assert_eq!(
        fault("n = 99999999999999999999"),
        ExprFault::Number("99999999999999999999".to_owned())
    );
    let deep = format!("{}a{}", "(".repeat(40), ")".repeat(40));
    assert_eq!(fault(&deep), ExprFault::Deep);
    assert_eq!(fault(&format!("{}a", "not ".repeat(40))), ExprFault::Deep);
    // `and` binds more closely than `or`.
    let read = expr::read("a or a and n >= 1_0", &asked).unwrap();
    assert_eq!(
        read,
        Expr::Any(vec![
            Expr::Yes(0),
            Expr::All(vec![Expr::Yes(0), Expr::Number(1, Order::AtLeast, 10)])
        ])
    );
}

/// An expression as it is written, with what it means.
#[derive(Debug, Clone)]
enum Tree {
    Yes,
    Number(&'static str, i64),
    Item(&'static str),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
}

impl Tree {
    fn text(&self) -> String {
        match self {
            Self::Yes => "a".to_owned(),
            Self::Number(sign, than) => format!("n{sign}{than}"),
            Self::Item(item) => format!("c = {item}"),
            Self::Not(part) => format!("not ({})", part.text()),
            Self::And(one, other) => format!("({}) and ({})", one.text(), other.text()),
            Self::Or(one, other) => format!("({}) or ({})", one.text(), other.text()),
        }
    }

    fn means(&self, a: bool, n: i64, c: usize) -> bool {
        match self {
            Self::Yes => a,
            Self::Number("<", than) => n < *than,
            Self::Number("<=", than) => n <= *than,
            Self::Number(">", than) => n > *than,
            Self::Number(">=", than) => n >= *than,
            Self::Number("!=", than) => n != *than,
            Self::Number(_, than) => n == *than,
            Self::Item(item) => ["poor", "near_poor", "neither"][c] == *item,
            Self::Not(part) => !part.means(a, n, c),
            Self::And(one, other) => one.means(a, n, c) && other.means(a, n, c),
            Self::Or(one, other) => one.means(a, n, c) || other.means(a, n, c),
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let sign = proptest::sample::select(vec!["<", "<=", ">", ">=", "!=", "="]);
    let item = proptest::sample::select(vec!["poor", "near_poor", "neither"]);
    let leaf = prop_oneof![
        Just(Tree::Yes),
        (sign, 0_i64..10).prop_map(|(sign, than)| Tree::Number(sign, than)),
        item.prop_map(Tree::Item),
    ];
    leaf.prop_recursive(5, 24, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|part| Tree::Not(Box::new(part))),
            (inner.clone(), inner.clone()).prop_map(|(one, other)| Tree::And(Box::new(one), Box::new(other))),
            (inner.clone(), inner).prop_map(|(one, other)| Tree::Or(Box::new(one), Box::new(other))),
        ]
    })
}

fn package(state: State, posted_until: Option<Date>) -> Package {
    Package {
        unit: UnitId(1),
        id: PackageId(Uuid::from_u128(1)),
        programme: "qua-tet-ho-ngheo".to_owned(),
        from: date(2026, 1, 1),
        until: date(2026, 12, 31),
        budget: 1,
        posting_days: 5,
        state,
        opened_on: date(2026, 11, 2),
        opened_by: Uuid::nil(),
        submitted_by: None,
        posted_on: None,
        posted_until,
        entries: 0,
        approved: 0,
        overridden: 0,
        list_hash: None,
        list_salt: None,
        ended_on: None,
        paid: 0,
        returned: 0,
        reason: String::new(),
        revision: 1,
        kept_until: None,
    }
}

#[test]
fn nothing_is_paid_while_a_list_hangs_or_an_objection_waits() {
    let until = date(2026, 11, 16);
    let posted = package(State::Posted, Some(until));
    assert!(rules::is_posted(&posted, until));
    assert_eq!(
        rules::hindrance(&posted, 0, until),
        Some(Hindrance::Posted(until))
    );
    let after = until.tomorrow().unwrap();
    assert!(!rules::is_posted(&posted, after));
    assert_eq!(
        rules::hindrance(&posted, 1, after),
        Some(Hindrance::Objections(1))
    );
    assert_eq!(rules::hindrance(&posted, 0, after), None);
    for state in [State::Open, State::Submitted, State::Closed, State::Cancelled] {
        let other = package(state, Some(until));
        assert_eq!(
            rules::hindrance(&other, 0, after),
            Some(Hindrance::State),
            "{state:?}"
        );
        assert!(!rules::is_posted(&other, until), "{state:?}");
    }
}

#[test]
fn an_identifier_is_known_however_it_is_typed() {
    for (typed, read) in [
        ("091 080 000001", Some("091080000001")),
        ("091.080-000001", Some("091080000001")),
        ("350123456", Some("350123456")),
        ("hn-2024/0012", Some("HN20240012")),
        ("12345678", None),
        ("0910800000011", None),
        ("abc", None),
        ("không có", None),
        ("", None),
    ] {
        assert_eq!(rules::identifier(typed).as_deref(), read, "{typed:?}");
    }
}

#[test]
fn who_stands_elsewhere_is_kept_out_in_the_same_period_by_what_counts() {
    let all = delivered();
    let year = |year| (date(year, 1, 1), date(year, 12, 31));
    let there = |standing, granted, year: i16| Elsewhere {
        unit: UnitId(2),
        programme: "sua-nha-ho-ngheo".to_owned(),
        from: date(year, 1, 1),
        until: date(year, 12, 31),
        standing,
        granted,
    };
    let here = ("lao-dong-tu-do-dich-benh", year(2026));
    let kept_out = |there: &Elsewhere| rules::excluded(&all, here, there);
    assert!(kept_out(&there(Standing::Paid, true, 2026)));
    assert!(kept_out(&there(Standing::Waiting, true, 2026)));
    assert!(
        !kept_out(&there(Standing::Waiting, false, 2026)),
        "not granted there"
    );
    assert!(!kept_out(&there(Standing::Removed, true, 2026)));
    assert!(!kept_out(&there(Standing::Returned, true, 2026)));
    assert!(!kept_out(&there(Standing::Paid, true, 2025)), "another period");
    let gift = ("qua-tet-ho-ngheo", year(2026));
    assert!(!rules::excluded(&all, gift, &there(Standing::Paid, true, 2026)));
}

#[test]
fn a_list_s_hash_rests_on_all_of_it_and_on_its_salt() {
    let list = [(1, "Nguyễn Văn Hai", "Ấp 1"), (2, "Trần Thị Bảy", "Ấp 2")];
    let hash = content::list_hash(&[7; 32], list);
    assert_eq!(hash.len(), 32);
    assert_eq!(hash, content::list_hash(&[7; 32], list));
    assert_ne!(hash, content::list_hash(&[8; 32], list));
    assert_ne!(hash, content::list_hash(&[7; 32], [list[0]]));
    assert_ne!(hash, content::list_hash(&[7; 32], [list[1], list[0]]));
}

/// All ways in which hidden numbers, each at least one, can come to a sum.
fn ways(cells: usize, sum: i64) -> Vec<Vec<i64>> {
    if cells == 1 {
        return if sum >= 1 { vec![vec![sum]] } else { Vec::new() };
    }
    (1..=sum)
        .flat_map(|first| {
            ways(cells - 1, sum - first).into_iter().map(move |mut rest| {
                rest.push(first);
                rest
            })
        })
        .collect()
}

#[test]
fn numbers_of_a_list_are_read_as_people_write_them() {
    assert_eq!(rules::numbers("1-3, 7;9–10"), Some(vec![1, 2, 3, 7, 9, 10]));
    assert_eq!(rules::numbers(" 5 , 2, 2-3,"), Some(vec![2, 3, 5]));
    assert_eq!(rules::numbers(""), Some(Vec::new()));
    for wrong in [
        "0",
        "-2",
        "3-1",
        "a",
        "1-",
        "1-2-3",
        "1.5",
        "1-1001",
        "1-9223372036854775807",
    ] {
        assert_eq!(rules::numbers(wrong), None, "{wrong}");
    }
    assert_eq!(rules::numbers("1-600, 700-1200"), None, "too many");
}

proptest! {
    #[test]
    fn numbers_that_are_written_are_read_again(numbers in proptest::collection::btree_set(1_i64..2_000, 0..1_000)) {
        let numbers: Vec<i64> = numbers.into_iter().collect();
        prop_assert_eq!(rules::numbers(&rules::written(&numbers)), Some(numbers));
    }

    #[test]
    fn an_expression_means_what_it_says(tree in tree(), a: bool, n in 0_i64..10, c in 0_usize..3) {
        let asked = questions();
        let read = expr::read(&tree.text(), &asked).unwrap();
        let answers = [Answer::Flag(a), Answer::Number(n), Answer::Number(0), Answer::Chosen(c)];
        prop_assert_eq!(read.holds(&answers), tree.means(a, n, c), "{}", tree.text());
    }

    #[test]
    fn nothing_written_breaks_the_reader(text in "[ancv poer_()<>=!0-9đ]{0,60}") {
        let asked = questions();
        if let Ok(read) = expr::read(&text, &asked) {
            prop_assert!(!Expr::All(vec![read, Expr::Yes(0)]).holds(&[]));
        }
    }

    #[test]
    fn a_verdict_is_the_conditions_and_never_more_than_is_counted(
        numbers in proptest::collection::vec(0_i64..HIGHEST, 20), flags in proptest::collection::vec(any::<bool>(), 20),
    ) {
        for programme in delivered().iter() {
            let answers: Vec<Answer> = programme.questions.iter().enumerate().map(|(at, question)| match &question.kind {
                Kind::YesNo => Answer::Flag(flags[at]),
                Kind::Count(most) | Kind::Money(most) => Answer::Number(numbers[at] % (most + 1)),
                Kind::Choice(items) => Answer::Chosen(usize::try_from(numbers[at]).unwrap() % items.len()),
            }).collect();
            let verdict = programme.verdict(&answers);
            prop_assert!((0..=HIGHEST).contains(&verdict.amount));
            prop_assert!(verdict.persons >= 1);
            prop_assert_eq!(verdict.entitled(), verdict.failed.is_empty() && verdict.amount > 0);
            prop_assert!(verdict.failed.iter().all(|at| *at < programme.conditions.len()));
            // What is kept of answers is read again as the same.
            for (at, answer) in answers.iter().enumerate() {
                prop_assert_eq!(programme.answer(at, &programme.written(at, *answer)), Ok(*answer));
            }
        }
    }

    #[test]
    fn money_balances(counted in proptest::collection::vec((0_usize..5, 0_i64..1000, 0_i64..1_000_000_000), 0..20)) {
        let counted: Vec<_> = counted.into_iter().map(|(at, count, amount)| (Standing::ALL[at], count, amount)).collect();
        let totals = Totals::of(&counted);
        prop_assert_eq!(totals.approved, totals.paid + totals.returned + totals.outstanding());
        let outstanding: i64 = counted.iter().filter(|(standing, ..)| *standing == Standing::Listed).map(|(_, _, amount)| amount).sum();
        prop_assert_eq!(totals.outstanding(), outstanding);
        prop_assert!(totals.entries >= totals.paid_entries + totals.returned_entries);
    }

    #[test]
    fn periods_overlap_when_they_share_a_day(a in 0_i32..60, b in 0_i32..20, c in 0_i32..60, d in 0_i32..20) {
        use jiff::ToSpan as _;
        let day = |days: i32| date(2026, 1, 1).saturating_add(days.days());
        let shared = (a..=a + b).any(|one| (c..=c + d).contains(&one));
        prop_assert_eq!(rules::overlap((day(a), day(a + b)), (day(c), day(c + d))), shared);
    }

    #[test]
    fn no_hamlet_s_small_number_can_be_reckoned(hamlets in proptest::collection::vec((1_i64..12, 0_i64..12), 1..5)) {
        const LEAST: i64 = 5;
        let hamlets: Vec<(UnitId, i64, i64)> = (1..).zip(&hamlets)
            .map(|(id, (entries, paid))| (UnitId(id), *entries, *paid.min(entries))).collect();
        let shown = rules::shown(&hamlets, LEAST);
        if shown.is_empty() {
            return Ok(());
        }
        prop_assert_eq!(shown.len(), hamlets.len());
        let whole: i64 = hamlets.iter().map(|(_, entries, _)| entries).sum();
        let seen: i64 = shown.iter().filter_map(|shown| shown.entries).sum();
        let hidden = shown.iter().filter(|shown| shown.entries.is_none()).count();
        prop_assert!(shown.iter().all(|shown| shown.entries.is_none_or(|entries| entries >= LEAST)));
        if hidden > 0 {
            let ways = ways(hidden, whole - seen);
            for at in 0..hidden {
                let mut values: Vec<i64> = ways.iter().map(|way| way[at]).collect();
                values.sort_unstable();
                values.dedup();
                prop_assert!(values.len() > 1, "{hamlets:?} {shown:?}");
            }
        }
        let unpaid = shown.iter().filter(|shown| shown.paid.is_none()).count();
        prop_assert_ne!(unpaid, 1, "one alone is what is left of the whole");
        for (shown, (_, entries, paid)) in shown.iter().zip(&hamlets) {
            if shown.paid.is_some() {
                prop_assert!(shown.entries.is_some());
                prop_assert!(*paid == 0 || paid == entries || (*paid >= LEAST && entries - paid >= LEAST));
            }
        }
    }
}
