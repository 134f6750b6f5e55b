//! D1: SQL in, domain types out; a file per resource. Every query carries the event or the id of one object.
//!
//! A change bumps the `version` of every object it concerns and writes a pending push for each in the same
//! batch ([`touch`]); a batch is one transaction.

use std::cell::RefCell;

use hallway_domain::sql::Value;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use worker::wasm_bindgen::JsValue;
use worker::{D1Database, D1PreparedStatement, D1Result, Env};

use crate::app::Cost;
use crate::error::{Error, Result};
use crate::faults::{self, Point};

pub mod attendees;
pub mod audit;
pub mod awake;
pub mod bans;
pub mod batch;
pub mod clear;
pub mod events;
pub mod features;
pub mod forgets;
pub mod groups;
pub mod idempotency;
pub mod imports;
pub mod items;
pub mod keys;
pub mod lobbies;
pub mod order;
pub mod outbox;
pub mod person_data;
pub mod pushes;
pub mod reports;
pub mod rooms;
pub mod touch;

/// The catalogue. Counts what it does.
pub struct Db {
    d1: D1Database,
    cost: Cost,
    along: RefCell<Vec<Statement>>,
}

/// A statement with its values, ready for [`Db::batch`].
pub type Statement = D1PreparedStatement;

impl Db {
    /// The binding `DB`. Objects pass `Cost::default()` or their own counter.
    pub fn open(env: &Env, cost: Cost) -> Result<Db> {
        let d1 = env.d1("DB").map_err(|e| Error::internal(format!("binding DB: {e}")))?;
        Ok(Db { d1, cost, along: RefCell::default() })
    }

    /// Binds values (`params![…]`) to a statement with `?1`, `?2`, …
    pub fn statement(&self, sql: &str, values: &[Value]) -> Result<Statement> {
        let values: Vec<JsValue> = values.iter().map(js).collect();
        if values.is_empty() {
            return Ok(self.d1.prepare(sql));
        }
        self.d1.prepare(sql).bind(&values).map_err(failure)
    }

    /// Every row of a query.
    pub async fn all<T: DeserializeOwned>(&self, sql: &str, values: &[Value]) -> Result<Vec<T>> {
        let statement = self.statement(sql, values)?;
        let result = faults::around(Point::D1, async { statement.all().await.map_err(failure) }).await?;
        self.count(&result);
        rows(&result)
    }

    /// The first row of a query.
    pub async fn first<T: DeserializeOwned>(&self, sql: &str, values: &[Value]) -> Result<Option<T>> {
        Ok(self.all(sql, values).await?.into_iter().next())
    }

    /// A statement that goes along with the next batch, whatever that is: an audit entry. A change that turns out to be
    /// none runs no batch, and leaves no entry.
    pub fn along(&self, statement: Statement) {
        self.along.borrow_mut().push(statement);
    }

    /// The next batch only counts if this row still has that version; otherwise nothing of it is done and the error says
    /// that something [`Error::came_between`].
    pub fn only_if(&self, table: &'static str, id: &str, version: i64) -> Result<()> {
        // What is no JSON breaks the statement, and with it the batch.
        let sql = format!("SELECT 1 FROM {table} WHERE id = ?1 AND json(CASE WHEN version = ?2 THEN '1' ELSE 'changed' END) IS NULL");
        self.along(self.statement(&sql, hallway_domain::params![id, version])?);
        Ok(())
    }

    /// Runs statements in one transaction: all or none.
    pub async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<D1Result>> {
        if statements.is_empty() {
            return Ok(Vec::new());
        }
        // First, so that a version is looked at before it grows. Their results are nobody's.
        let along = self.along.take();
        let ahead = along.len();
        let statements: Vec<Statement> = along.into_iter().chain(statements).collect();
        let results = faults::around(Point::D1, async { self.d1.batch(statements).await.map_err(failure) }).await?;
        results.iter().for_each(|result| self.count(result));
        Ok(results.into_iter().skip(ahead).collect())
    }

    fn count(&self, result: &D1Result) {
        let meta = result.meta().ok().flatten();
        let number = |n: Option<usize>| n.and_then(|n| u64::try_from(n).ok()).unwrap_or_default();
        let read = number(meta.as_ref().and_then(|m| m.rows_read));
        let written = number(meta.as_ref().and_then(|m| m.rows_written));
        self.cost.add(1, read, written);
    }
}

/// The rows of one result of a batch.
pub fn rows<T: DeserializeOwned>(result: &D1Result) -> Result<Vec<T>> {
    result.results().map_err(|e| Error::internal(format!("row: {e}")))
}

/// Rows a result of a batch changed.
pub fn changes(result: &D1Result) -> usize {
    result.meta().ok().flatten().and_then(|meta| meta.changes).unwrap_or_default()
}

/// Numbers travel as doubles; D1 has no other.
#[allow(clippy::cast_precision_loss)]
fn js(value: &Value) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Int(n) => JsValue::from_f64(*n as f64),
        Value::Text(text) => JsValue::from_str(text),
    }
}

/// What D1 says of an error, if the error is D1's.
pub fn message_of(error: &worker::Error) -> Option<String> {
    match error {
        worker::Error::D1(e) => {
            let error: &worker::js_sys::Error = e.as_ref();
            Some(String::from(error.message()))
        }
        _ => None,
    }
}

fn failure(error: worker::Error) -> Error {
    Error::database(&message_of(&error).unwrap_or_else(|| error.to_string()))
}

/// The columns a patch changes, and no others: two patches of different fields both hold.
#[derive(Default)]
pub struct Changes {
    columns: Vec<String>,
    values: Vec<Value>,
}

impl Changes {
    /// Sets a column if its value differs.
    pub fn set<T: PartialEq + Clone + Into<Value>>(mut self, column: &'static str, before: &T, after: &T) -> Changes {
        if before != after {
            self.values.push(after.clone().into());
            // `?1` is the row's id.
            self.columns.push(format!("{column} = ?{}", self.values.len() + 1));
        }
        self
    }

    /// The update of the row with that id, if there is anything to update; `always` is set besides.
    pub fn statement(self, db: &Db, table: &'static str, id: &str, always: &'static str) -> Result<Option<Statement>> {
        if self.columns.is_empty() {
            return Ok(None);
        }
        let columns = self.columns.join(", ");
        let values: Vec<Value> = std::iter::once(Value::from(id)).chain(self.values).collect();
        db.statement(&format!("UPDATE {table} SET {columns}{always} WHERE id = ?1"), &values).map(Some)
    }
}

/// A list for `json_each(?)`: one value instead of many.
pub fn list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    serde_json::json!(items).to_string()
}

/// Those of `ids` that are no row of `table` in that event, with their places in the list.
pub async fn missing(db: &Db, table: Table, event: &str, ids: &[String]) -> Result<Vec<usize>> {
    #[derive(Deserialize)]
    struct Place {
        key: usize,
    }
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (table, live) = table.words();
    let sql = format!(
        "SELECT j.key AS key FROM json_each(?1) j
         WHERE NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = j.value AND t.event = ?2{live})"
    );
    let places: Vec<Place> = db.all(&sql, hallway_domain::params![list(ids), event]).await?;
    Ok(places.into_iter().map(|place| place.key).collect())
}

/// Tables other rows point at.
#[derive(Clone, Copy)]
pub enum Table {
    /// `groups`
    Groups,
    /// `attendees` who are not deleted
    Attendees,
    /// `items` that are not deleted
    Items,
}

impl Table {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Table::Groups => ("groups", ""),
            Table::Attendees => ("attendees", " AND t.deleted_at IS NULL"),
            Table::Items => ("items", " AND t.deleted_at IS NULL"),
        }
    }
}

/// 0 and 1 of a column as a truth value.
pub fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<bool, D::Error> {
    Ok(i64::deserialize(deserializer)? != 0)
}

/// A JSON text of a column as what it holds.
pub fn json<'de, D: Deserializer<'de>, T: DeserializeOwned>(deserializer: D) -> std::result::Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    serde_json::from_str(&text).map_err(serde::de::Error::custom)
}
