//! A search for today's communes by name, for the pages on which one first chooses a commune.

use askama::{Template, filters::HtmlSafe};
use jiff::civil::Date;
use platform::{
    i18n::Translator,
    page::components::{Cell, Column, Control, Empty, Field, Row, Table, TextKind},
};

use crate::{Level, Unit, Units};

/// Communes found by one search.
const FOUND: usize = 30;

/// The form, and what was found.
#[derive(Debug, Template)]
#[template(path = "units/finder.html")]
pub struct CommuneFinder {
    action: &'static str,
    field: Field,
    button: String,
    found: Option<Table>,
    nothing: Option<Empty>,
}

impl HtmlSafe for CommuneFinder {}

impl CommuneFinder {
    /// A form that asks the page `action` for communes called `q`, and those that exist `today`, each leading to its
    /// `home`. Nothing is looked for until something is asked.
    #[must_use]
    pub fn new(
        t: &Translator,
        (units, today): (&Units, Date),
        (action, q): (&'static str, &str),
        home: impl Fn(&Unit) -> String,
    ) -> Self {
        let kind = Control::Text {
            kind: TextKind::Search,
            value: q.to_owned(),
        };
        let rows: Vec<Row> = if q.trim().is_empty() {
            Vec::new()
        } else {
            units
                .search(q, FOUND)
                .into_iter()
                .filter(|unit| unit.level == Level::Commune && unit.valid_on(today))
                .map(|unit| {
                    Row::new(vec![
                        Cell::text(unit.name.as_str()).link(home(unit)),
                        Cell::text(unit.parent.map(|id| units.path(id)).unwrap_or_default()),
                    ])
                })
                .collect()
        };
        let nothing = (rows.is_empty() && !q.trim().is_empty())
            .then(|| Empty::new(t, t.with("units-find-nothing", "q", q), t.text("units-find-hint")));
        let columns = vec![
            Column::text(t.text("units-column-commune")),
            Column::text(t.text("units-column-place")),
        ];
        Self {
            action,
            field: Field::new("q", t.text("units-find-commune"), kind),
            button: t.text("units-find"),
            found: (!rows.is_empty()).then(|| Table::new(t.text("units-found-communes"), columns, rows)),
            nothing,
        }
    }
}
