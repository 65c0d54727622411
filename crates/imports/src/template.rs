//! Empty forms to download.

use facts::catalogue::{Column, ColumnKind};
use intake::{ColumnText, TemplateText};
use platform::i18n::Translator;

use crate::{
    forms::HAMLET,
    importer::{ImportError, Importer},
};

/// The most characters of a note; beyond, spreadsheet programs cut it.
const LONGEST_NOTE: usize = 1_000;

impl Importer {
    /// An XLSX file to fill in, with the headers of a form and what each column holds, in the reader's language.
    ///
    /// # Errors
    /// [`ImportError::UnknownForm`]; [`ImportError::Template`] for texts that a spreadsheet can't hold.
    pub fn template(&self, form: &str, t: &Translator) -> Result<Vec<u8>, ImportError> {
        let what = self.form(form)?;
        let text = TemplateText {
            data_sheet: t.text("imports-template-data"),
            guide_sheet: t.text("imports-template-guide"),
            guide_headings: [
                t.text("imports-template-column"),
                t.text("imports-template-needed"),
                t.text("imports-template-holds"),
                t.text("imports-template-example"),
            ],
            required: t.text("imports-template-required"),
            optional: t.text("imports-template-optional"),
            columns: what
                .columns(&self.catalogue)
                .map(|column| self.column_text(column, t))
                .collect(),
        };
        Ok(intake::template(&what.form(&self.catalogue, t.locale()), &text)?)
    }

    fn column_text(&self, column: &Column, t: &Translator) -> ColumnText {
        let kind = match &column.kind {
            ColumnKind::Text if column.key == HAMLET => "hamlet",
            ColumnKind::Text => "text",
            ColumnKind::Count => "count",
            ColumnKind::Money => "money",
            ColumnKind::Date => "date",
            ColumnKind::Flag => "flag",
            ColumnKind::Choice(_) => "choice",
            ColumnKind::Choices(_) => "choices",
            ColumnKind::Unit => "unit",
            ColumnKind::Indicator => "indicator",
            ColumnKind::Amount => "amount",
            ColumnKind::Period => "period",
        };
        let list = match &column.kind {
            ColumnKind::Choice(list) | ColumnKind::Choices(list) => self.catalogue.list(list),
            _ => None,
        };
        let name = |item: &facts::catalogue::Item| item.names.get(t.code()).to_owned();
        let items: Vec<String> = list
            .map(|list| list.items.iter().map(name).collect())
            .unwrap_or_default();
        let mut note = t.with(&format!("imports-note-{kind}"), "items", items.join("; "));
        if note.chars().count() > LONGEST_NOTE {
            note = note.chars().take(LONGEST_NOTE).chain(['…']).collect();
        }
        let example = match (&column.kind, items.first()) {
            (ColumnKind::Choice(_) | ColumnKind::Choices(_), Some(first)) => first.clone(),
            (ColumnKind::Indicator, _) => {
                let first = self.catalogue.indicators().first();
                first
                    .map(|indicator| indicator.names.get(t.code()).to_owned())
                    .unwrap_or_default()
            }
            (ColumnKind::Text, _) => String::new(),
            _ => t.text(&format!("imports-example-{kind}")),
        };
        ColumnText { note, example }
    }
}
