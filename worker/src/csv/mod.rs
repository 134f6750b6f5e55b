//! Tables as CSV files that spreadsheets open: UTF-8 with a mark, CRLF, and no cell that could be taken for a formula.
//! What [`Writer`] writes, [`read`] reads back as it was.

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};

use crate::error::{Error, Result};

mod cell;
mod read;

pub use cell::several;
pub use {
    cell::split,
    read::{Broken, Sheet, read},
};

/// Byte order mark: without it some spreadsheets guess another encoding.
const MARK: &str = "\u{feff}";

/// Writes a table, and gives away its bytes whenever asked.
pub struct Writer {
    inner: csv::Writer<Vec<u8>>,
}

impl Writer {
    /// Begins a file.
    pub fn new<S: AsRef<str>>(header: &[S]) -> Result<Writer> {
        let mut writer = Writer { inner: inner(MARK.as_bytes().to_vec()) };
        writer.row(header)?;
        Ok(writer)
    }

    /// The next row, of as many cells as the header has.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) -> Result<()> {
        self.inner.write_record(cells.iter().map(|cell| cell::guarded(cell.as_ref()).into_owned())).map_err(|e| broken(&e))
    }

    /// The bytes since the last call.
    pub fn take(&mut self) -> Result<Vec<u8>> {
        std::mem::replace(&mut self.inner, inner(Vec::new())).into_inner().map_err(|e| broken(e.error()))
    }
}

fn inner(begun: Vec<u8>) -> csv::Writer<Vec<u8>> {
    // A part of a file begins with any row.
    csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).flexible(true).from_writer(begun)
}

fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::internal(format!("csv: {error}"))
}

/// A small table as an answer, to be saved as `name` (letters, digits, `-`, `_`) with `.csv`.
pub fn file<S: AsRef<str>, R: AsRef<[S]>>(name: &str, header: &[&str], rows: &[R]) -> Result<Response> {
    let mut writer = Writer::new(header)?;
    for row in rows {
        writer.row(row.as_ref())?;
    }
    bytes(name, writer.take()?)
}

/// A table that was written as an answer.
pub fn bytes(name: &str, bytes: Vec<u8>) -> Result<Response> {
    Ok((headers(name)?, bytes).into_response())
}

/// A table of any length as an answer, sent while it is made. An error breaks the download off: half a report must not
/// look like a whole one.
pub fn stream(name: &str, parts: impl Stream<Item = Result<Vec<u8>>> + Send + 'static) -> Result<Response> {
    use futures_util::StreamExt;
    let parts = parts.map(|part| part.map(Bytes::from).map_err(|e| std::io::Error::other(e.to_string())));
    Ok((headers(name)?, Body::from_stream(parts)).into_response())
}

/// A name as part of a file's: its ASCII letters and digits; the id where it has none.
pub fn slug(name: &str, id: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(40).collect();
    if slug.is_empty() { id.to_owned() } else { slug }
}

fn headers(name: &str) -> Result<[(HeaderName, HeaderValue); 3]> {
    let named = HeaderValue::try_from(format!("attachment; filename=\"{name}.csv\"; filename*=UTF-8''{name}.csv"));
    let named = named.map_err(|e| Error::internal(format!("csv name: {e}")))?;
    Ok([
        (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_DISPOSITION, named),
    ])
}

#[cfg(test)]
mod tests;
