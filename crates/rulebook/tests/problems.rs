//! What an author of a rulebook file is told.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails like the test")]

use rulebook::{Book, Language, Problem, Rulebook};

fn told(problems: &[Problem], language: Language) -> String {
    problems
        .iter()
        .map(|problem| problem.in_language(language) + "\n")
        .collect()
}

fn of_file(name: &str, text: &str) -> String {
    told(&Book::parse(name, text).unwrap_err(), Language::En)
}

/// A right book of one rule, whose parts the tests replace.
fn book(id: &str, from: &str, more: &str, rule: &str) -> Result<Book, Vec<Problem>> {
    let text = format!(
        "[source]\nid = \"{id}\"\nnumber = \"1\"\nissuer = \"Quốc hội\"\nvalid_from = {from}\n\
         confidence = \"full_text\"\ntitle = {{ vi = \"v\", en = \"e\", km = \"k\" }}\n{more}\n\
         [[rule]]\nplace = \"commune\"\ncite = {{ article = 1 }}\n\
         summary = {{ vi = \"v\", en = \"e\", km = \"k\" }}\n{rule}\n"
    );
    Book::parse(&format!("{id}.toml"), &text)
}

fn together(books: impl IntoIterator<Item = Result<Book, Vec<Problem>>>) -> String {
    let books = books.into_iter().map(|book| book.unwrap()).collect();
    match Rulebook::new(books) {
        Ok(_) => "no problem".to_owned(),
        Err(problems) => told(&problems, Language::En),
    }
}

const NOTICE: &str = "topic = \"meeting.notice\"\ndays = { at_least = 2, kind = \"calendar\" }";

#[test]
fn all_problems_of_a_file_are_told_with_their_places() {
    let problems = Book::parse("rulebooks/2030-bad.toml", include_str!("bad/2030-bad.toml")).unwrap_err();
    insta::assert_snapshot!("bad_file_in_english", told(&problems, Language::En));
    insta::assert_snapshot!("bad_file_in_vietnamese", told(&problems, Language::Vi));
}

#[test]
fn a_file_that_is_not_toml_is_told_where() {
    insta::assert_snapshot!(
        "unclosed",
        of_file("x.toml", "[source\nid = \"x\"\nnumber = 'a\n")
    );
    insta::assert_snapshot!(
        "bad_values",
        of_file(
            "x.toml",
            "[source]\nvalid_from = 2023-02-30\nnumber = 'a\nid = yes\n"
        )
    );
    insta::assert_snapshot!("twice", of_file("x.toml", "[source]\nid = \"x\"\nid = \"x\"\n"));
    insta::assert_snapshot!("empty", of_file("x.toml", ""));
}

#[test]
fn columns_count_letters_not_bytes() {
    let problems = Book::parse("x.toml", "source = { title = { vi = \"Điều\", màu = 1 } }\n").unwrap_err();
    assert!(
        problems
            .iter()
            .all(|problem| problem.line == 1 && problem.column <= 48),
        "{problems:?}"
    );
}

#[test]
fn one_topic_has_one_rule_a_day_in_a_book() {
    let second = format!(
        "{NOTICE}\n[[rule]]\nplace = \"commune\"\ncite = {{ article = 2 }}\n\
         summary = {{ vi = \"v\", en = \"e\", km = \"k\" }}\nvalid_from = 2024-01-01\n{NOTICE}\n"
    );
    insta::assert_snapshot!(told(
        &book("2023-a", "2023-01-01", "", &second).unwrap_err(),
        Language::En
    ));
}

#[test]
fn a_rule_stays_inside_its_source() {
    let early = format!("{NOTICE}\nvalid_from = 2022-12-31");
    insta::assert_snapshot!(told(
        &book("2023-a", "2023-01-01", "", &early).unwrap_err(),
        Language::En
    ));
}

#[test]
fn a_rule_that_begins_after_its_source_was_replaced_is_refused() {
    let late = format!("{NOTICE}\nvalid_from = 2024-01-01");
    let books = [
        book("2020-a", "2020-01-01", "", &late),
        book("2023-b", "2023-01-01", "replaces = [\"2020-a\"]", NOTICE),
    ];
    insta::assert_snapshot!(together(books));
}

#[test]
fn two_sources_may_not_claim_one_day_unless_one_prevails() {
    let old = || book("2020-a", "2020-01-01", "", NOTICE);
    let new = |more| book("2023-b", "2023-01-01", more, NOTICE);
    insta::assert_snapshot!(together([old(), new("")]));
    assert_eq!(together([old(), new("replaces = [\"2020-a\"]")]), "no problem");
    assert_eq!(
        together([old(), new("prevails_over = [\"2020-a\"]")]),
        "no problem"
    );
}

#[test]
fn references_between_sources_are_checked() {
    let circle = [
        book("2020-a", "2020-01-01", "prevails_over = [\"2023-b\"]", NOTICE),
        book("2023-b", "2023-01-01", "prevails_over = [\"2020-a\"]", NOTICE),
    ];
    insta::assert_snapshot!("circle", together(circle));
    let backwards = [
        book(
            "2020-a",
            "2020-01-01",
            "replaces = [\"2023-b\", \"1999-c\"]",
            NOTICE,
        ),
        book("2023-b", "2023-01-01", "", NOTICE),
        book("2023-b", "2023-01-01", "", NOTICE),
    ];
    insta::assert_snapshot!("backwards", together(backwards));
}

#[test]
fn a_topic_keeps_one_kind_of_value_and_selections_name_real_entries() {
    let months = "topic = \"meeting.notice\"\nmonths = { at_least = 2 }";
    let kinds = [
        book("2020-a", "2020-01-01", "", NOTICE),
        book("2023-b", "2023-01-01", "replaces = [\"2020-a\"]", months),
    ];
    insta::assert_snapshot!("kinds", together(kinds));
    let items =
        "topic = \"meeting.forms\"\nitems = [{ key = \"hands\", vi = \"v\", en = \"e\", km = \"k\" }]";
    let set = "topic = \"meeting.form\"\nset = { of = \"meeting.forms\", keys = [\"hands\", \"feet\"] }";
    let choice = "topic = \"meeting.form\"\nchoice = { of = \"meeting.methods\", key = \"hands\" }";
    let selection = [
        book("2020-a", "2020-01-01", "", items),
        book("2023-b", "2023-01-01", "", set),
    ];
    insta::assert_snapshot!("selection", together(selection));
    insta::assert_snapshot!("no_list", together([book("2023-b", "2023-01-01", "", choice)]));
}
