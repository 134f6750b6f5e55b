//! Tests only: an object's database on rusqlite with the very files of `schema/`.

use std::cell::Cell;

use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::Error;
use crate::ban::{Barred, By, Face, Scope};
use crate::catalogue::{Named, Profile, RoomEntry};
use crate::sql::{Row, Sql, SqlError, Value, migrate};
use crate::time::Millis;
use crate::{person, room};

thread_local! { static CAPS_OFF: Cell<bool> = const { Cell::new(false) }; }

/// Whether the code's own counting is switched off, to see the schema refuse.
pub(crate) fn caps_off() -> bool {
    CAPS_OFF.get()
}

/// Run `f` with the code's own counting switched off.
pub(crate) fn without_caps<T>(f: impl FnOnce() -> T) -> T {
    CAPS_OFF.set(true);
    let out = f();
    CAPS_OFF.set(false);
    out
}

/// A database in memory.
pub(crate) struct Db(rusqlite::Connection);

impl Db {
    pub(crate) fn new(files: &[&str]) -> Db {
        let db = Db(rusqlite::Connection::open_in_memory().unwrap());
        migrate(&db, files).unwrap();
        db
    }
    /// One command, one transaction: an error undoes it all.
    pub(crate) fn transaction<T>(&self, f: impl FnOnce(&dyn Sql) -> Result<T, Error>) -> Result<T, Error> {
        self.0.execute_batch("BEGIN").unwrap();
        let out = f(self);
        self.0.execute_batch(if out.is_ok() { "COMMIT" } else { "ROLLBACK" }).unwrap();
        out
    }
}

impl Db {
    /// Rows written since the database was opened.
    pub(crate) fn rows_written(&self) -> i64 {
        self.number("SELECT total_changes()", &[]).unwrap()
    }
    /// The integer of a query with one row.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.number(sql, &[]).unwrap()
    }
}

/// Room `room_{n}` of feature `fea_{n}`: open, `attendees` and `moderators` seats, nobody named to moderate it.
pub(crate) fn room_entry(n: usize, attendees: i64, moderators: i64) -> RoomEntry {
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
    }
}

/// Attendee `att_{n}` with link version 1.
pub(crate) fn profile(n: usize) -> Profile {
    Profile {
        id: format!("att_{n}"),
        event: "evt_1".into(),
        first_name: "Ada".into(),
        last_name: format!("No {n}"),
        link_version: 1,
        version: 1,
        ..Profile::default()
    }
}

/// An organizer.
pub(crate) fn organizer() -> By {
    By::Organizer { key: Named { id: "key_1".into(), name: "Front desk".into() } }
}

/// An organizer puts attendee `att_{n}` out.
pub(crate) fn removal(id: &str, n: usize, ends_at: Option<Millis>) -> room::Command {
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
pub(crate) fn wide_ban(id: &str, feature: Option<String>, ends_at: Millis) -> person::Command {
    let by = Named { id: "key_1".into(), name: "Front desk".into() };
    person::Command::WideBan { id: id.into(), feature, room: None, ends_at, by, reason: None, deleted_messages: 0 }
}

/// What somebody put out by [`removal`] or [`wide_ban`] is told.
pub(crate) fn barred(until: Millis, scope: Scope) -> Barred {
    Barred { until, scope, by: Named { id: "key_1".into(), name: "Front desk".into() }, reason: None }
}

/// Somebody as a room's entry names its moderators.
pub(crate) fn named(n: usize) -> Named {
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

impl Sql for Db {
    fn exec(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        let wrong = |e: rusqlite::Error| SqlError(e.to_string());
        let mut statement = self.0.prepare_cached(sql).map_err(wrong)?;
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
        self.0.execute_batch(sql).map_err(|e| SqlError(e.to_string()))
    }
}
