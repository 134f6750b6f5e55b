//! Tables as CSV files that spreadsheets open: UTF-8 with a mark, CRLF, and no cell that could be taken for a formula.

use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};

use crate::error::{Error, Result};

/// Spreadsheets calculate what begins so.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// A cell: what could be a formula gets an apostrophe in front, which an import takes away again.
fn guarded(cell: &str) -> String {
    if cell.starts_with(FORMULA) { format!("'{cell}") } else { cell.to_owned() }
}

/// The file's bytes: a header and rows of as many cells.
fn written<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> Result<Vec<u8>> {
    let broken = |e: csv::Error| Error::internal(format!("csv: {e}"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(header).map_err(broken)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| guarded(cell))).map_err(broken)?;
    }
    writer.into_inner().map_err(|e| Error::internal(format!("csv: {e}")))
}

/// The file as an answer, to be saved as `name` (letters, digits, `-`) with `.csv`.
pub fn file<const N: usize>(name: &str, header: [&str; N], rows: &[[String; N]]) -> Result<Response> {
    let bytes = written(header, rows)?;
    let named = HeaderValue::try_from(format!("attachment; filename=\"{name}.csv\"; filename*=UTF-8''{name}.csv"));
    let named = named.map_err(|e| Error::internal(format!("csv name: {e}")))?;
    let headers: [(HeaderName, HeaderValue); 3] = [
        (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_DISPOSITION, named),
    ];
    Ok((headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_text() {
        let rows = [["a,b".to_owned(), "=1+2".to_owned()], ["\"x\"\nz".to_owned(), "Übung".to_owned()]];
        let text = String::from_utf8(written(["one", "two"], &rows).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}one,two\r\n\"a,b\",'=1+2\r\n\"\"\"x\"\"\nz\",Übung\r\n");
        for start in FORMULA {
            assert_eq!(guarded(&format!("{start}x")), format!("'{start}x"));
        }
        assert_eq!((guarded("'x"), guarded("x=1")), ("'x".to_owned(), "x=1".to_owned()));
    }
}
