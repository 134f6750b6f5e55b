//! Reading a table somebody made: in a spreadsheet, with commas, semicolons or tabs.

use super::cell::unguarded;

/// A table as it was read. Every row has as many cells as the header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Names of the columns, trimmed.
    pub header: Vec<String>,
    /// Rows that say anything, with the line each began on; the header's is 1.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// Why a file is no table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Not UTF-8.
    Encoding,
    /// No header.
    Empty,
    /// More cells in a row than the header has columns: its line, how many, and how many there are.
    TooManyCells {
        /// Where the row begins.
        line: u64,
        /// Cells in it.
        cells: usize,
        /// Columns of the header.
        columns: usize,
    },
    /// A quote that is not closed, or the like.
    Unreadable(String),
}

/// Reads a file as [`super::Writer`] writes it, or as spreadsheets do. Missing cells at a row's end are empty ones.
pub fn read(bytes: &[u8]) -> Result<Sheet, Broken> {
    let text = std::str::from_utf8(bytes).map_err(|_| Broken::Encoding)?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(text)).from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut lines = Lines { text, at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|e| Broken::Unreadable(e.to_string()))?;
        let line = lines.of(record.position().map_or(0, csv::Position::byte));
        let mut cells: Vec<String> = record.iter().map(|cell| unguarded(cell).to_owned()).collect();
        if sheet.header.is_empty() {
            sheet.header = cells.into_iter().map(|name| name.trim().to_owned()).collect();
            continue;
        }
        let columns = sheet.header.len();
        // Spreadsheets leave delimiters behind where something once stood.
        while cells.len() > columns && cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if cells.len() > columns {
            return Err(Broken::TooManyCells { line, cells: cells.len(), columns });
        }
        cells.resize(columns, String::new());
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            sheet.rows.push((line, cells));
        }
    }
    if sheet.header.iter().all(String::is_empty) { Err(Broken::Empty) } else { Ok(sheet) }
}

/// Counts lines. The reader's own count is one short where a row before ended with CRLF or empty lines follow.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the row that begins at this byte, or after the line ends there.
    fn of(&mut self, byte: u64) -> u64 {
        let bytes = self.text.as_bytes();
        let begin = usize::try_from(byte).unwrap_or(usize::MAX).min(bytes.len());
        let ends = bytes.iter().skip(begin).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = bytes.get(self.at..begin + ends).unwrap_or_default();
        self.line += u64::try_from(passed.iter().filter(|byte| **byte == b'\n').count()).unwrap_or_default();
        self.at = begin + ends;
        self.line
    }
}

/// What stands between the columns of the first line.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += u32::from(!quoted && byte == *delimiter);
        }
    }
    // The first of equals: a comma, if in doubt.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| *delimiter)
}
