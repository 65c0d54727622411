//! Administrative procedures (thủ tục hành chính, TTHC): what to hand in, where, at what fee, and how long it takes.
//!
//! A procedure is a matter of item 13 of the law's list (Law 10/2022, Điều 11 khoản 13; Decree 63/2010, Điều 17): it is
//! drafted, approved, published, corrected and withdrawn as every other, hangs at the office for good, and stands in the
//! public log. What makes it a procedure is part of its version's text, and of the octets that are logged.

use platform::i18n::{Arg, Translator};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The matter that procedures belong to, as the law's list names it.
pub const MATTER: &str = "administrative_procedures";

/// Fields of administration (lĩnh vực), in the order in which they are offered.
pub const FIELDS: [&str; 11] = [
    "civil_status",
    "certification",
    "social_protection",
    "merit",
    "land",
    "construction",
    "business",
    "education",
    "culture",
    "population",
    "other",
];

/// The longest name, in letters: what a board and a list can hold.
pub(crate) const LONGEST_NAME: usize = 200;
/// The longest summary, in letters.
pub(crate) const LONGEST_SUMMARY: usize = 1_000;
/// The longest line of a form, in letters.
pub(crate) const LONGEST_LINE: usize = 300;
/// The most steps, and the most papers.
pub(crate) const MOST_LINES: usize = 40;
/// The longest time for settling, in working days, and the highest fee, in đồng: more is a slip of the pen.
pub(crate) const MOST_DAYS: i64 = 365;
pub(crate) const MOST_FEE: i64 = 100_000_000;

/// What makes a notice an administrative procedure. Its members and their order never change: logged hashes rest on
/// them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Procedure {
    /// Code in the national database of procedures, as `1.001193`; empty when it has none.
    pub code: String,
    /// Key of its field.
    pub field: String,
    /// What is done, step by step.
    pub steps: Vec<String>,
    /// What is handed in.
    pub papers: Vec<Paper>,
    /// Fee in đồng; 0 when it is free.
    pub fee: i64,
    /// The document that sets the fee, or what it depends on; may be empty for a free one.
    pub fee_basis: String,
    /// Time for settling in working days; 0 when it is settled at once.
    pub working_days: i64,
    /// Where it is handed in.
    pub office: String,
    /// What one gets.
    pub result: String,
    /// The documents it stands on.
    pub legal_basis: String,
    /// Where it can be done online; may be empty.
    pub online: String,
}

/// A paper to be handed in (thành phần hồ sơ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Paper {
    /// What it is.
    pub name: String,
    /// How many originals.
    pub originals: i64,
    /// How many copies.
    pub copies: i64,
}

/// A procedure as a form holds it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Written {
    /// Code.
    pub code: String,
    /// Key of the field.
    pub field: String,
    /// A step a line.
    pub steps: String,
    /// A paper a line: `name | originals | copies`.
    pub papers: String,
    /// Fee in đồng.
    pub fee: String,
    /// Basis of the fee.
    pub fee_basis: String,
    /// Working days.
    pub working_days: String,
    /// Where it is handed in.
    pub office: String,
    /// What one gets.
    pub result: String,
    /// Legal basis.
    pub legal_basis: String,
    /// Online address.
    pub online: String,
}

impl From<&Procedure> for Written {
    fn from(procedure: &Procedure) -> Self {
        let papers: Vec<String> = procedure
            .papers
            .iter()
            .map(|paper| format!("{} | {} | {}", paper.name, paper.originals, paper.copies))
            .collect();
        Self {
            code: procedure.code.clone(),
            field: procedure.field.clone(),
            steps: procedure.steps.join("\n"),
            papers: papers.join("\n"),
            fee: procedure.fee.to_string(),
            fee_basis: procedure.fee_basis.clone(),
            working_days: procedure.working_days.to_string(),
            office: procedure.office.clone(),
            result: procedure.result.clone(),
            legal_basis: procedure.legal_basis.clone(),
            online: procedure.online.clone(),
        }
    }
}

/// Whole numbers as people write them: `8000`, `8.000`, `8 000`. Empty means none; `2.5` is no whole number.
fn number(text: &str) -> Option<i64> {
    let mut groups = text.trim().split(['.', ' ', '\u{a0}']);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.is_empty() || first.len() > 3 {
            return None;
        }
        digits.push_str(group);
    }
    if digits.is_empty() {
        return Some(0);
    }
    digits
        .bytes()
        .all(|digit| digit.is_ascii_digit())
        .then(|| digits.parse().ok())?
}

fn lines(text: &str) -> Vec<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(platform::text::compose)
        .collect()
}

fn paper(line: &str) -> Option<Paper> {
    let mut parts = line.split('|').map(str::trim);
    let name = parts.next().filter(|name| !name.is_empty())?.to_owned();
    let (originals, copies) = match (parts.next(), parts.next()) {
        // A paper without numbers is handed in once, as it is.
        (None, _) => (1, 0),
        (Some(originals), copies) => (number(originals)?, number(copies.unwrap_or_default())?),
    };
    let few = |count: i64| (0..=99).contains(&count);
    (parts.next().is_none() && few(originals) && few(copies) && originals + copies > 0).then_some(Paper {
        name,
        originals,
        copies,
    })
}

/// Reads a form.
///
/// # Errors
/// Every field that is wrong, with the key of what to say.
pub fn read(written: &Written) -> Result<Procedure, Vec<(&'static str, &'static str)>> {
    let mut wrong = Vec::new();
    let mut line = |name: &'static str, text: &str, needed: bool| {
        let text = platform::text::compose(text.trim());
        let sound = text.chars().count() <= LONGEST_LINE
            && !text.chars().any(char::is_control)
            && (!needed || !text.is_empty());
        if !sound {
            wrong.push((name, "disclosure-error-procedure-line"));
        }
        text
    };
    let code = line("code", &written.code, false);
    let fee_basis = line("fee_basis", &written.fee_basis, false);
    let office = line("office", &written.office, true);
    let result = line("result", &written.result, true);
    let legal_basis = line("legal_basis", &written.legal_basis, true);
    let online = line("online", &written.online, false);
    if !(online.is_empty() || online.starts_with("https://")) {
        wrong.push(("online", "disclosure-error-procedure-online"));
    }
    if !FIELDS.contains(&written.field.as_str()) {
        wrong.push(("field", "disclosure-error-procedure-field"));
    }
    let fee = number(&written.fee).filter(|fee| *fee <= MOST_FEE);
    match fee {
        None => wrong.push(("fee", "disclosure-error-procedure-fee")),
        Some(fee) if fee > 0 && fee_basis.is_empty() => {
            wrong.push(("fee_basis", "disclosure-error-procedure-fee-basis"));
        }
        Some(_) => {}
    }
    let working_days = number(&written.working_days).filter(|days| *days <= MOST_DAYS);
    if working_days.is_none() {
        wrong.push(("working_days", "disclosure-error-procedure-days"));
    }
    let steps = lines(&written.steps);
    let few = |lines: &[String]| {
        lines.len() <= MOST_LINES && lines.iter().all(|line| line.chars().count() <= LONGEST_LINE)
    };
    if steps.is_empty() || !few(&steps) {
        wrong.push(("steps", "disclosure-error-procedure-steps"));
    }
    let listed = lines(&written.papers);
    let papers: Option<Vec<Paper>> = listed.iter().map(|line| paper(line)).collect();
    if papers.is_none() || !few(&listed) {
        wrong.push(("papers", "disclosure-error-procedure-papers"));
    }
    match (wrong.is_empty(), fee, working_days, papers) {
        (true, Some(fee), Some(working_days), Some(papers)) => Ok(Procedure {
            code,
            field: written.field.clone(),
            steps,
            papers,
            fee,
            fee_basis,
            working_days,
            office,
            result,
            legal_basis,
            online,
        }),
        _ => Err(wrong),
    }
}

/// The fee in words.
#[must_use]
pub fn fee(t: &Translator, procedure: &Procedure) -> String {
    match procedure.fee {
        0 => t.text("disclosure-procedure-free"),
        fee => t.with("disclosure-procedure-dong", "amount", t.number(fee)),
    }
}

/// The time for settling in words.
#[must_use]
pub fn time(t: &Translator, procedure: &Procedure) -> String {
    match procedure.working_days {
        0 => t.text("disclosure-procedure-at-once"),
        days => t.with("disclosure-procedure-days", "count", days),
    }
}

/// How often a paper is handed in, in words.
#[must_use]
pub fn copies(t: &Translator, paper: &Paper) -> String {
    let count = |key: &str, count: i64| (count > 0).then(|| t.with(key, "count", count));
    let parts: Vec<String> = [
        count("disclosure-procedure-originals", paper.originals),
        count("disclosure-procedure-copies", paper.copies),
    ]
    .into_iter()
    .flatten()
    .collect();
    parts.join(", ")
}

/// The whole procedure as running text, for boards, loudspeakers, search and the log. `t` is Vietnamese.
#[must_use]
pub fn body(t: &Translator, procedure: &Procedure) -> String {
    let named = |key: &str, text: String| (!text.is_empty()).then(|| format!("{}: {text}.", t.text(key)));
    let numbered = |items: Vec<String>| {
        let items = (1..)
            .zip(items)
            .map(|(number, item): (usize, String)| format!("{number}) {item}"));
        items.collect::<Vec<_>>().join("; ")
    };
    let papers = procedure
        .papers
        .iter()
        .map(|paper| format!("{} ({})", paper.name, copies(t, paper)))
        .collect();
    let fee = match (procedure.fee_basis.as_str(), fee(t, procedure)) {
        ("", fee) => fee,
        (basis, fee) => t.format(
            "disclosure-procedure-fee-because",
            &[("fee", Arg::Text(fee)), ("basis", Arg::Text(basis.to_owned()))],
        ),
    };
    [
        named("disclosure-procedure-code", procedure.code.clone()),
        named("disclosure-procedure-office", procedure.office.clone()),
        named("disclosure-procedure-papers", numbered(papers)),
        named("disclosure-procedure-steps", numbered(procedure.steps.clone())),
        named("disclosure-procedure-time", time(t, procedure)),
        named("disclosure-procedure-fee", fee),
        named("disclosure-procedure-result", procedure.result.clone()),
        named("disclosure-procedure-online", procedure.online.clone()),
        named("disclosure-procedure-legal-basis", procedure.legal_basis.clone()),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join("\n\n")
}

/// The words under which a procedure is found by what it is, not by what it says. Nobody can type them: what is typed is
/// cut at such signs.
#[must_use]
pub fn marks(procedure: &Procedure) -> [String; 2] {
    [mark(None), mark(Some(&procedure.field))]
}

/// The mark of all procedures, or of those of a field.
#[must_use]
pub fn mark(field: Option<&str>) -> String {
    format!("procedure:{}", field.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn birth() -> Written {
        Written {
            code: "1.001193".to_owned(),
            field: "civil_status".to_owned(),
            steps: "Nộp hồ sơ\n\n Nhận kết quả ".to_owned(),
            papers: "Tờ khai\nGiấy chứng sinh | 1 | 0\nGiấy tờ tùy thân | 0 | 1".to_owned(),
            fee: "8.000".to_owned(),
            fee_basis: "Nghị quyết của Hội đồng nhân dân tỉnh".to_owned(),
            working_days: "0".to_owned(),
            office: "Trung tâm phục vụ hành chính công xã".to_owned(),
            result: "Giấy khai sinh".to_owned(),
            legal_basis: "Luật Hộ tịch 2014".to_owned(),
            online: "https://dichvucong.example".to_owned(),
        }
    }

    #[test]
    fn a_form_is_read_as_people_fill_it_in() {
        let procedure = read(&birth()).unwrap();
        assert_eq!(procedure.steps, ["Nộp hồ sơ", "Nhận kết quả"]);
        assert_eq!((procedure.fee, procedure.working_days), (8_000, 0));
        let counts: Vec<(i64, i64)> = procedure
            .papers
            .iter()
            .map(|paper| (paper.originals, paper.copies))
            .collect();
        assert_eq!(counts, [(1, 0), (1, 0), (0, 1)]);
        assert_eq!(
            read(&Written::from(&procedure)).unwrap(),
            procedure,
            "what was saved is read again"
        );
    }

    #[test]
    fn what_is_wrong_is_named_by_its_field() {
        type Change = fn(&mut Written);
        let wrong: [(&str, Change); 10] = [
            ("field", |w| w.field = "khong-co".to_owned()),
            ("steps", |w| w.steps = " \n ".to_owned()),
            ("papers", |w| w.papers = "Tờ khai | 0 | 0".to_owned()),
            ("papers", |w| w.papers = "| 1 | 0".to_owned()),
            ("fee", |w| w.fee = "tám nghìn".to_owned()),
            ("fee", |w| w.fee = "-5".to_owned()),
            ("fee_basis", |w| w.fee_basis = String::new()),
            ("working_days", |w| w.working_days = "2.5".to_owned()),
            ("office", |w| w.office = " ".to_owned()),
            ("online", |w| w.online = "javascript:alert(1)".to_owned()),
        ];
        for (field, change) in wrong {
            let mut written = birth();
            change(&mut written);
            let fields: Vec<&str> = read(&written)
                .unwrap_err()
                .into_iter()
                .map(|(field, _)| field)
                .collect();
            assert_eq!(fields, [field], "{written:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_or_refused(papers in "\\PC{0,60}", fee in "\\PC{0,20}", days in "\\PC{0,8}") {
            let written = Written { papers, fee, working_days: days, ..birth() };
            if let Ok(procedure) = read(&written) {
                prop_assert!((0..=MOST_FEE).contains(&procedure.fee));
                prop_assert!((0..=MOST_DAYS).contains(&procedure.working_days));
                prop_assert!(procedure.papers.iter().all(|paper| paper.originals + paper.copies > 0));
                prop_assert_eq!(read(&Written::from(&procedure)), Ok(procedure));
            }
        }
    }
}
