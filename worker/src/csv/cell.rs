//! One cell: text that no spreadsheet calculates, and several values in one.

use std::borrow::Cow;

use super::{MARK, broken};
use crate::error::Result;

/// Spreadsheets calculate what begins so; some after turning full-width signs into plain ones.
const FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// What some spreadsheets drop before they look.
fn is_passed_over(c: char) -> bool {
    c == ' ' || c == '\u{a0}' || c == '\u{feff}' || ('\u{200b}'..='\u{200f}').contains(&c)
}

/// Whether it begins like a formula, or as one that is guarded already.
fn is_risky(cell: &str) -> bool {
    cell.trim_start_matches(|c| c == '\'' || is_passed_over(c)).starts_with(FORMULA)
}

/// What could be a formula gets an apostrophe in front; so does what begins with apostrophes before a formula, so that
/// taking one away always gives the text back.
pub(super) fn guarded(cell: &str) -> Cow<'_, str> {
    if is_risky(cell) { format!("'{cell}").into() } else { cell.into() }
}

/// The text behind a guard.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_risky(rest) => rest,
        _ => cell,
    }
}

/// Several values in one cell: semicolons between, quoted where a value holds one.
pub fn several<S: AsRef<str>>(values: &[S]) -> Result<String> {
    if values.is_empty() {
        return Ok(String::new());
    }
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(values.iter().map(|value| value.as_ref().as_bytes())).map_err(|e| broken(&e))?;
    let mut text = String::from_utf8(writer.into_inner().map_err(|e| broken(e.error()))?).map_err(|e| broken(&e))?;
    text.truncate(text.trim_end_matches('\n').len());
    Ok(text)
}

/// The values of a cell, trimmed; empty ones are none.
pub fn split(cell: &str) -> Vec<String> {
    // The reader takes a mark from the beginning; the first value may begin with one of its own.
    let cell = format!("{MARK}{cell}");
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(cell.as_bytes());
    let records = reader.records().filter_map(std::result::Result::ok);
    let values = records.flat_map(|record| record.iter().map(|value| value.trim().to_owned()).collect::<Vec<_>>());
    values.filter(|value| !value.is_empty()).collect()
}
