//! The plan of the report: which sentences and tables stand in which section. It is data
//! (`data/reports/yearly.toml`), checked against the catalogue when it is read.

use std::collections::BTreeMap;

use facts::Catalogue;
use serde::Deserialize;

/// The plan of a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The sections, in order.
    pub section: Vec<SectionPlan>,
}

/// What stands in a section besides the table of its figures.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionPlan {
    /// Item of the catalogue's list `section`.
    pub key: String,
    /// Topics of the rulebook whose articles it answers to, each with its kind of place: `topic@place`.
    #[serde(default)]
    pub law: Vec<String>,
    /// Sentences.
    #[serde(default)]
    pub sentence: Vec<SentencePlan>,
    /// Breakdowns.
    #[serde(default)]
    pub table: Vec<TablePlan>,
}

/// A sentence that is said when all its figures are known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SentencePlan {
    /// Key of the text.
    pub key: String,
    /// Indicators by argument.
    pub figure: BTreeMap<String, String>,
    /// Shares by argument: part and whole.
    #[serde(default)]
    pub share: BTreeMap<String, [String; 2]>,
}

/// A breakdown by a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TablePlan {
    /// Key of the caption.
    pub caption: String,
    /// List of the rows.
    pub list: String,
    /// List of the blocks of rows.
    pub blocks: Option<String>,
    /// The columns.
    pub column: Vec<ColumnPlan>,
    /// A last column: the first of these columns as a share of the second.
    pub share: Option<[usize; 2]>,
    /// Whether bars stand beside it.
    pub chart: bool,
}

/// A column of a breakdown.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnPlan {
    /// Indicator of a row, with `{}` for the item and `{block}` for the block's item.
    pub cell: String,
    /// Indicator of the whole.
    pub total: String,
}

/// Why a plan can't be used.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// It is not written as plans are.
    #[error("the plan of the report can't be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// It names what the catalogue does not have.
    #[error("the plan of the report names what the catalogue does not have: {}", .0.join(", "))]
    Unknown(Vec<String>),
}

impl Plan {
    /// The plan that Đình is delivered with.
    ///
    /// # Errors
    /// [`PlanError`] when it does not fit the catalogue.
    pub fn delivered(catalogue: &Catalogue) -> Result<Self, PlanError> {
        Self::parse(include_str!("../../../../data/reports/yearly.toml"), catalogue)
    }

    /// Reads a plan.
    ///
    /// # Errors
    /// [`PlanError`] says what is wrong, all unknown names at once.
    pub fn parse(text: &str, catalogue: &Catalogue) -> Result<Self, PlanError> {
        let plan: Self = toml::from_str(text)?;
        let mut unknown = Vec::new();
        let mut indicator = |key: String| {
            if catalogue.indicator(&key).is_none() {
                unknown.push(key);
            }
        };
        for section in &plan.section {
            for sentence in &section.sentence {
                sentence
                    .figure
                    .values()
                    .chain(sentence.share.values().flatten())
                    .cloned()
                    .for_each(&mut indicator);
            }
            for table in &section.table {
                for (block, item) in table.places(catalogue) {
                    table
                        .column
                        .iter()
                        .for_each(|column| indicator(column.of(block.as_deref(), &item)));
                }
                for block in table.blocks(catalogue) {
                    table
                        .column
                        .iter()
                        .for_each(|column| indicator(column.whole(block.as_deref())));
                }
            }
        }
        for section in &plan.section {
            let known = catalogue
                .list("section")
                .is_some_and(|list| list.item(&section.key).is_some());
            if !known {
                unknown.push(section.key.clone());
            }
            for table in &section.table {
                let lists = [Some(&table.list), table.blocks.as_ref()];
                unknown.extend(
                    lists
                        .into_iter()
                        .flatten()
                        .filter(|key| catalogue.list(key).is_none())
                        .cloned(),
                );
            }
        }
        if unknown.is_empty() {
            Ok(plan)
        } else {
            Err(PlanError::Unknown(unknown))
        }
    }
}

impl TablePlan {
    /// Keys of the blocks; one `None` without blocks.
    #[must_use]
    pub fn blocks(&self, catalogue: &Catalogue) -> Vec<Option<String>> {
        match &self.blocks {
            None => vec![None],
            Some(list) => items(catalogue, list).into_iter().map(Some).collect(),
        }
    }

    /// Block and item of every row.
    #[must_use]
    pub fn places(&self, catalogue: &Catalogue) -> Vec<(Option<String>, String)> {
        let rows = items(catalogue, &self.list);
        self.blocks(catalogue)
            .into_iter()
            .flat_map(|block| rows.iter().map(move |item| (block.clone(), item.clone())))
            .collect()
    }
}

fn items(catalogue: &Catalogue, list: &str) -> Vec<String> {
    catalogue
        .list(list)
        .into_iter()
        .flat_map(|list| &list.items)
        .map(|item| item.key.clone())
        .collect()
}

impl ColumnPlan {
    /// Indicator of a row.
    #[must_use]
    pub fn of(&self, block: Option<&str>, item: &str) -> String {
        self.cell
            .replace("{block}", block.unwrap_or_default())
            .replace("{}", item)
    }

    /// Indicator of the whole.
    #[must_use]
    pub fn whole(&self, block: Option<&str>) -> String {
        self.total.replace("{block}", block.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delivered_plan_fits_the_delivered_catalogue() {
        Plan::delivered(&Catalogue::delivered().unwrap()).unwrap();
    }

    #[test]
    fn unknown_names_are_all_told_at_once() {
        let text =
            "[[section]]\nkey = \"moon\"\nsentence = [{ key = \"x\", figure = { a = \"cheese.total\" } }]";
        let error = Plan::parse(text, &Catalogue::delivered().unwrap())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("moon") && error.contains("cheese.total"),
            "{error}"
        );
    }
}
