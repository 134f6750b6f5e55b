//! For tests and the simulator: an object's database on rusqlite with the very files of `schema/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests and the simulator only")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::Error;
use crate::ban::{Barred, By, Face, Scope};
use crate::catalogue::{Named, Profile, RoomEntry};
use crate::sql::{Row, Sql, SqlError, Value, migrate};
use crate::time::Millis;
use crate::{person, room};

thread_local! {
    /// Databases that were used and put back, by their schema. To make one costs more than most tests.
    static USED: RefCell<BTreeMap<String, Vec<rusqlite::Connection>>> = const { RefCell::new(BTreeMap::new()) };
}

/// A database in memory. All that happens in it happens inside one outer transaction, which is rolled back in the end:
/// the next user finds the schema, the compiled statements, and no row of the last one's.
pub struct Db {
    connection: Option<rusqlite::Connection>,
    schema: String,
    written_before: i64,
}

impl Db {
    pub fn new(files: &[&str]) -> Db {
        let schema = files.concat();
        let used = USED.with_borrow_mut(|used| used.get_mut(&schema).and_then(Vec::pop));
        let connection = used.unwrap_or_else(|| {
            let connection = rusqlite::Connection::open_in_memory().unwrap();
            connection.set_prepared_statement_cache_capacity(256);
            as_a_durable_object(&connection);
            let db = Db { connection: Some(connection), schema: String::new(), written_before: 0 };
            migrate(&db, files).unwrap();
            db.run("BEGIN");
            db.take()
        });
        let mut db = Db { connection: Some(connection), schema, written_before: 0 };
        db.written_before = db.rows_written();
        db
    }

    fn connection(&self) -> &rusqlite::Connection {
        self.connection.as_ref().unwrap()
    }
    fn take(mut self) -> rusqlite::Connection {
        self.connection.take().unwrap()
    }
    fn run(&self, sql: &str) {
        self.connection().prepare_cached(sql).unwrap().execute([]).unwrap();
    }

    /// One command, one transaction: an error undoes it all.
    pub fn transaction<T>(&self, f: impl FnOnce(&dyn Sql) -> Result<T, Error>) -> Result<T, Error> {
        self.run("SAVEPOINT command");
        let out = f(self);
        if out.is_err() {
            self.run("ROLLBACK TO command");
        }
        self.run("RELEASE command");
        out
    }
    /// Rows written since the database was opened.
    pub fn rows_written(&self) -> i64 {
        self.number("SELECT total_changes()", &[]).unwrap() - self.written_before
    }
    /// The integer of a query with one row.
    pub fn count(&self, sql: &str) -> i64 {
        self.number(sql, &[]).unwrap()
    }
}

impl Drop for Db {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        // One that cannot be cleaned (a test panicked inside a command) is not used again.
        if connection.execute_batch("ROLLBACK; BEGIN").is_ok() {
            let _gone = USED.try_with(|used| used.borrow_mut().entry(std::mem::take(&mut self.schema)).or_default().push(connection));
        }
    }
}

/// Room `room_{n}` of feature `fea_{n}`: open, `attendees` and `moderators` seats, nobody named to moderate it.
pub fn room_entry(n: usize, attendees: i64, moderators: i64) -> RoomEntry {
    RoomEntry {
        id: format!("room_{n}"),
        event: "evt_1".into(),
        feature: format!("fea_{n}"),
        name: format!("Room {n}"),
        description: None,
        icon: None,
        image: None,
        enabled: true,
        closed_reason: None,
        attendee_limit: attendees,
        moderator_limit: moderators,
        moderators: vec![],
        groups: vec![],
        items: vec![],
        sfu: "main".into(),
        position: 0,
        version: 1,
        deleted: false,
        close_now: false,
        time_zone: "Europe/Berlin".into(),
        event_ends_at: 2_000_000_000_000,
        cleared_at: 0,
    }
}

/// Attendee `att_{n}` with link version 1.
pub fn profile(n: usize) -> Profile {
    Profile {
        id: format!("att_{n}"),
        event: "evt_1".into(),
        first_name: "Ada".into(),
        last_name: format!("No {n}"),
        email: Some(format!("ada{n}@example.org")),
        link_version: 1,
        version: 1,
        ..Profile::default()
    }
}

/// An organizer.
pub fn organizer() -> By {
    By::Organizer { key: Named { id: "key_1".into(), name: "Front desk".into() } }
}

/// An organizer puts attendee `att_{n}` out.
pub fn removal(id: &str, n: usize, ends_at: Option<Millis>) -> room::Command {
    room::Command::Remove {
        id: id.into(),
        person: format!("att_{n}"),
        by: organizer(),
        reason: None,
        ends_at,
        delete_messages: false,
        face: Some(Face::from(&profile(n))),
    }
}

/// An organizer bars somebody from a feature, or from the event.
pub fn wide_ban(id: &str, feature: Option<String>, ends_at: Millis) -> person::Command {
    let by = Named { id: "key_1".into(), name: "Front desk".into() };
    person::Command::WideBan { id: id.into(), feature, room: None, ends_at, by, reason: None, deleted_messages: 0 }
}

/// What somebody put out by [`removal`] or [`wide_ban`] is told.
pub fn barred(until: Millis, scope: Scope) -> Barred {
    Barred { until, scope, by: Named { id: "key_1".into(), name: "Front desk".into() }, reason: None }
}

/// Somebody as a room's entry names its moderators.
pub fn named(n: usize) -> Named {
    Named { id: format!("att_{n}"), name: profile(n).name() }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(s) => ValueRef::Text(s.as_bytes()),
        }))
    }
}

/// The limits of a Durable Object's SQLite, as workerd sets them: what is refused there must be refused here.
fn as_a_durable_object(connection: &rusqlite::Connection) {
    use rusqlite::limits::Limit;
    let limits = [
        (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
        (Limit::SQLITE_LIMIT_COLUMN, 100),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 5),
        (Limit::SQLITE_LIMIT_VDBE_OP, 25_000),
        (Limit::SQLITE_LIMIT_FUNCTION_ARG, 32),
        (Limit::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50),
        (Limit::SQLITE_LIMIT_VARIABLE_NUMBER, 100),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 10),
    ];
    for (limit, most) in limits {
        connection.set_limit(limit, most).unwrap();
    }
}

impl Sql for Db {
    fn exec(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        let wrong = |e: rusqlite::Error| SqlError(e.to_string());
        let mut statement = self.connection().prepare_cached(sql).map_err(wrong)?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(wrong)?;
        let mut out = vec![];
        while let Some(row) = rows.next().map_err(wrong)? {
            let mut values = vec![];
            for at in 0..columns {
                values.push(match row.get_ref(at).map_err(wrong)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(n) => Value::Int(n),
                    ValueRef::Text(t) => Value::Text(String::from_utf8_lossy(t).into_owned()),
                    other => return Err(SqlError(format!("no value of ours: {other:?}"))),
                });
            }
            out.push(Row(values));
        }
        Ok(out)
    }
    fn script(&self, sql: &str) -> Result<(), SqlError> {
        self.connection().execute_batch(sql).map_err(|e| SqlError(e.to_string()))
    }
}
