//! The one small door to SQLite: the same SQL runs on a Durable Object's storage and, in tests, on rusqlite.
//!
//! Only NULL, integers (within ±2^53, since a Durable Object binds numbers as doubles) and text cross it;
//! booleans are 0 and 1, because a bound `true` would be stored as the text 'true'.

use thiserror::Error;

/// A value that goes into or comes out of SQLite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// NULL
    Null,
    /// An integer within ±2^53.
    Int(i64),
    /// UTF-8 text.
    Text(String),
}

/// The database refused or failed; the text is SQLite's, for logs and for the names our triggers raise.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("sql: {0}")]
pub struct SqlError(pub String);

/// One row, read by column number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The integer in column `at`; an error where there is none.
    pub fn int(&self, at: usize) -> Result<i64, SqlError> {
        self.opt_int(at)?.ok_or_else(|| SqlError(format!("column {at} is null")))
    }
    /// The integer in column `at`, or nothing where it is NULL.
    pub fn opt_int(&self, at: usize) -> Result<Option<i64>, SqlError> {
        match self.0.get(at) {
            Some(Value::Int(n)) => Ok(Some(*n)),
            Some(Value::Null) => Ok(None),
            other => Err(SqlError(format!("column {at} is no integer: {other:?}"))),
        }
    }
    /// The smallest of all columns that are not NULL.
    pub fn earliest(&self) -> Result<Option<i64>, SqlError> {
        (0..self.0.len()).try_fold(None, |first: Option<i64>, at| {
            let here = self.opt_int(at)?;
            Ok(first.into_iter().chain(here).min())
        })
    }
    /// 0 or 1 in column `at` as a truth value.
    pub fn flag(&self, at: usize) -> Result<bool, SqlError> {
        Ok(self.int(at)? != 0)
    }
    /// The text in column `at`; an error where there is none.
    pub fn text(&self, at: usize) -> Result<String, SqlError> {
        self.opt_text(at)?.ok_or_else(|| SqlError(format!("column {at} is null")))
    }
    /// The text in column `at`, or nothing where it is NULL.
    pub fn opt_text(&self, at: usize) -> Result<Option<String>, SqlError> {
        match self.0.get(at) {
            Some(Value::Text(s)) => Ok(Some(s.clone())),
            Some(Value::Null) => Ok(None),
            other => Err(SqlError(format!("column {at} is no text: {other:?}"))),
        }
    }
}

/// A SQLite database inside a transaction.
pub trait Sql {
    /// Run one statement and give all its rows.
    fn exec(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError>;
    /// Run several statements without parameters: a schema file.
    fn script(&self, sql: &str) -> Result<(), SqlError>;

    /// The first row, if there is one.
    fn first(&self, sql: &str, params: &[Value]) -> Result<Option<Row>, SqlError> {
        Ok(self.exec(sql, params)?.into_iter().next())
    }
    /// The integer a query that always has one row gives.
    fn number(&self, sql: &str, params: &[Value]) -> Result<i64, SqlError> {
        self.first(sql, params)?.ok_or_else(|| SqlError("no row".into()))?.int(0)
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Self {
        Value::Int(n)
    }
}
impl From<bool> for Value {
    fn from(b: bool) -> Self {
        Value::Int(b.into())
    }
}
impl From<&str> for Value {
    fn from(s: &str) -> Self {
        Value::Text(s.to_owned())
    }
}
impl From<&String> for Value {
    fn from(s: &String) -> Self {
        Value::Text(s.clone())
    }
}
impl From<String> for Value {
    fn from(s: String) -> Self {
        Value::Text(s)
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Null, Into::into)
    }
}

/// `params![a, b]`: a slice of [`Value`]s.
#[macro_export]
macro_rules! params {
    ($($v:expr),* $(,)?) => { &[$($crate::sql::Value::from($v)),*][..] };
}

/// Bring an object's database to the newest of `files`, in order, each once. Forward only.
pub fn migrate(sql: &dyn Sql, files: &[&str]) -> Result<(), SqlError> {
    sql.script("CREATE TABLE IF NOT EXISTS schema_version (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;")?;
    let have = sql.first("SELECT version FROM schema_version", params![])?.map_or(Ok(0), |r| r.int(0))?;
    let have = usize::try_from(have).unwrap_or(usize::MAX);
    for (n, file) in files.iter().enumerate().skip(have) {
        sql.script(file)?;
        let version = i64::try_from(n + 1).unwrap_or(i64::MAX);
        sql.exec("INSERT INTO schema_version VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET version = excluded.version", params![version])?;
    }
    Ok(())
}
