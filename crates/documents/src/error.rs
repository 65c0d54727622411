/// Why no document was made. All but the last three name a mistake in the model, which the caller can mend.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No title.
    #[error("the document has no title: set `title`")]
    NoTitle,
    /// A heading that says nothing; PDF/UA-1 forbids it.
    #[error("a heading has no text: give it one or leave it out")]
    EmptyHeading,
    /// A heading level out of place.
    #[error("heading “{text}” has level {level} after level {before}: go down one level at a time, 1 to 4")]
    HeadingLevel {
        /// Text of the heading.
        text: String,
        /// Its level.
        level: u8,
        /// Level of the heading before it, 0 if it is the first.
        before: u8,
    },
    /// A table without columns.
    #[error("table {table} has no columns")]
    NoColumns {
        /// Number of the table, from 1.
        table: usize,
    },
    /// Column groups that do not cover the columns.
    #[error("the column groups of table {table} cover {covered} columns of {columns}, or one covers none")]
    ColumnGroups {
        /// Number of the table, from 1.
        table: usize,
        /// Sum of their spans.
        covered: usize,
        /// Columns there are.
        columns: usize,
    },
    /// A row with too few or too many cells.
    #[error("row {row} of table {table} has {cells} cells for {columns} columns")]
    CellCount {
        /// Number of the table, from 1.
        table: usize,
        /// Number of the row, from 1.
        row: usize,
        /// Cells it has.
        cells: usize,
        /// Columns there are.
        columns: usize,
    },
    /// A reference to a note the table does not have.
    #[error("row {row} of table {table} refers to note {note}: take references from the same table")]
    Note {
        /// Number of the table, from 1.
        table: usize,
        /// Number of the row, from 1.
        row: usize,
        /// Number of the note.
        note: usize,
    },
    /// More decimals than a number can have.
    #[error("row {row} of table {table} holds a number with {scale} decimals: use at most 18")]
    Scale {
        /// Number of the table, from 1.
        table: usize,
        /// Number of the row, from 1.
        row: usize,
        /// Decimals asked for.
        scale: u8,
    },
    /// A chart without text alternative.
    #[error("chart {chart} has no text alternative: set `alt`")]
    NoAlternative {
        /// Number of the chart, from 1.
        chart: usize,
    },
    /// A chart that is not SVG.
    #[error("chart {chart} cannot be drawn: {reason}")]
    Chart {
        /// Number of the chart, from 1.
        chart: usize,
        /// What the SVG reader says.
        reason: String,
    },
    /// An address that may not stand in a document.
    #[error(
        "“{address}” cannot be linked to: use an absolute https:, http: or mailto: address without spaces"
    )]
    Link {
        /// The address.
        address: String,
    },
    /// The typesetter refused: a fault in our template, never in the text.
    #[error("typesetting failed: {0}")]
    Typesetting(String),
    /// The workbook could not be written.
    #[error("writing the workbook failed: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The package could not be written.
    #[error("writing the document package failed: {0}")]
    Package(#[from] zip::result::ZipError),
}
