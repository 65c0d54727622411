//! How much of a file is read before it is refused.

/// Limits that keep one file from filling the memory or holding the processor. The defaults fit the largest file
/// a spreadsheet program can save of a sensible form.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Parts in an XLSX file, which is a ZIP archive.
    pub entries: u64,
    /// Bytes that an XLSX file may unpack to, counted while unpacking over everything that is read, twice for a
    /// sheet that is read twice.
    pub unpacked_bytes: u64,
    /// How many times larger than packed a part of an XLSX file may become. Real sheets stay below 50; the
    /// format allows 1,000.
    pub ratio: u64,
    /// Bytes of the table of texts of an XLSX file. It is the one thing held in memory as a whole, because the
    /// cells refer to it in any order.
    pub shared_text_bytes: usize,
    /// Bytes of one cell or of one XML tag.
    pub cell_bytes: usize,
    /// Columns, counted up to the last one that is not empty.
    pub columns: u32,
    /// The number of the last row.
    pub rows: u32,
    /// The first rows of a sheet, among which its header row must be.
    pub header_rows: u32,
    /// Merged ranges on a sheet.
    pub merges: usize,
    /// Problems kept, and notices kept; the rest is counted.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            entries: 2_000,
            unpacked_bytes: 4 << 30,
            ratio: 200,
            shared_text_bytes: 256 << 20,
            cell_bytes: 1 << 20,
            columns: 256,
            rows: 1_048_576,
            header_rows: 20,
            merges: 10_000,
            problems: 200,
        }
    }
}
