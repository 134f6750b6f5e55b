//! The same SQL on rusqlite, where the rules are tested, and in a real Durable Object, where they run, gives the same.
//!
//! The cases are data: natively they run as a unit test, in a Room object under the cargo feature `conformance` of the
//! Worker (never in a release build), both through [`differences`]. They hold what the rules rely on, not all of SQL. What
//! is known to differ stays out of the rules: a Durable Object binds every number as a double, so a bound number is never
//! divided, turned into text or asked for its type; stored in a STRICT column it is an integer again.

use crate::params;
use crate::sql::{Row, Sql, SqlError, Value};

/// A database that runs a body as one transaction.
pub trait Database {
    /// An error undoes all of it.
    fn transaction<T>(&self, body: impl FnOnce(&dyn Sql) -> Result<T, SqlError>) -> Result<T, SqlError>;
}

/// Tables of its own, and what is done with them.
struct Case {
    name: &'static str,
    /// Made before, dropped after.
    table: &'static str,
    columns: &'static str,
    /// Run after the table is made: triggers.
    script: &'static str,
    steps: Vec<Step>,
}

/// One transaction.
struct Step {
    statements: Vec<Statement>,
    /// Ends with an error of ours, which undoes it.
    undone: bool,
}

struct Statement {
    sql: &'static str,
    params: Vec<Value>,
    says: Says,
}

enum Says {
    /// Columns parted by `|`, rows by `;`.
    Rows(&'static str),
    /// Part of the error's text.
    Error(&'static str),
}

/// How many cases there are.
pub fn count() -> usize {
    cases().len()
}

/// Runs every case; what came out otherwise than expected, a line each.
pub fn differences(database: &impl Database) -> Vec<String> {
    let mut found = vec![];
    for case in cases() {
        let prepared = database.transaction(|sql| {
            sql.script(&format!("DROP TABLE IF EXISTS {0}; CREATE TABLE {0} {1};", case.table, case.columns))?;
            if case.script.is_empty() { Ok(()) } else { sql.script(case.script) }
        });
        if let Err(error) = prepared {
            found.push(format!("{}: {}", case.name, error.0));
            continue;
        }
        for step in &case.steps {
            let ran = database.transaction(|sql| {
                found.extend(
                    step.statements.iter().filter_map(|statement| statement.difference(sql)).map(|d| format!("{}: {d}", case.name)),
                );
                if step.undone { Err(SqlError(UNDONE.into())) } else { Ok(()) }
            });
            let ended = ran.err().map(|error| error.0);
            if ended.as_deref() != step.undone.then_some(UNDONE) {
                found.push(format!("{}: the transaction ended with {ended:?}", case.name));
            }
        }
        if let Err(error) = database.transaction(|sql| sql.script(&format!("DROP TABLE {};", case.table))) {
            found.push(format!("{}: {}", case.name, error.0));
        }
    }
    found
}

const UNDONE: &str = "undone on purpose";

impl Statement {
    fn difference(&self, sql: &dyn Sql) -> Option<String> {
        let came = sql.exec(self.sql, &self.params);
        let as_expected = match (&self.says, &came) {
            (Says::Rows(rows), Ok(came)) => text(came) == *rows,
            (Says::Error(part), Err(error)) => error.0.contains(part),
            _ => false,
        };
        let came = came.map_or_else(|error| format!("error {}", error.0), |rows| text(&rows));
        let wanted = match self.says {
            Says::Rows(rows) => rows.to_owned(),
            Says::Error(part) => format!("error {part}"),
        };
        (!as_expected).then(|| format!("{} gave {came}, not {wanted}", self.sql))
    }
}

fn text(rows: &[Row]) -> String {
    let value = |value: &Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Int(n) => n.to_string(),
        Value::Text(text) => format!("'{text}'"),
    };
    let row = |row: &Row| row.0.iter().map(value).collect::<Vec<_>>().join("|");
    rows.iter().map(row).collect::<Vec<_>>().join(";")
}

fn says(sql: &'static str, params: &[Value], rows: &'static str) -> Statement {
    Statement { sql, params: params.to_vec(), says: Says::Rows(rows) }
}

fn refused(sql: &'static str, params: &[Value], error: &'static str) -> Statement {
    Statement { sql, params: params.to_vec(), says: Says::Error(error) }
}

fn commit(statements: Vec<Statement>) -> Step {
    Step { statements, undone: false }
}

fn undo(statements: Vec<Statement>) -> Step {
    Step { statements, undone: true }
}

/// Milliseconds of November 2026: beyond 32 bits.
const NOW: i64 = 1_795_386_052_123;
/// The largest integer a double holds with all below it.
const LARGEST: i64 = (1 << 53) - 1;

fn cases() -> Vec<Case> {
    vec![numbers(), flags(), text_values(), numbered(), aggregates(), upserts(), triggers(), rollback(), constraints(), limits()]
}

fn numbers() -> Case {
    Case {
        name: "numbers",
        table: "conf_numbers",
        columns: "(id INTEGER PRIMARY KEY, at INTEGER) STRICT",
        script: "",
        steps: vec![
            commit(vec![
                says("INSERT INTO conf_numbers VALUES (?, ?)", params![1, NOW], ""),
                says("INSERT INTO conf_numbers VALUES (?, ?)", params![2, LARGEST], ""),
                says("INSERT INTO conf_numbers VALUES (?, ?)", params![3, -NOW], ""),
                says("INSERT INTO conf_numbers VALUES (?, ?)", params![4, None::<i64>], ""),
                says("INSERT INTO conf_numbers VALUES (?, ?)", params![5, 0], ""),
                says("INSERT INTO conf_numbers VALUES (?, ?)", params![6, 2_147_483_648_i64], ""),
            ]),
            commit(vec![
                says(
                    "SELECT id, at, typeof(id), typeof(at) FROM conf_numbers ORDER BY id",
                    &[],
                    "1|1795386052123|'integer'|'integer';2|9007199254740991|'integer'|'integer';3|-1795386052123|'integer'|'integer';\
                     4|NULL|'integer'|'null';5|0|'integer'|'integer';6|2147483648|'integer'|'integer'",
                ),
                says("SELECT ?", params![NOW], "1795386052123"),
                says("SELECT id FROM conf_numbers WHERE at = ?", params![NOW], "1"),
                says("SELECT id FROM conf_numbers WHERE at <= ? ORDER BY id", params![0], "3;5"),
                says("SELECT id FROM conf_numbers WHERE at IS ?", params![None::<i64>], "4"),
                says("SELECT id FROM conf_numbers WHERE at = ?", params![None::<i64>], ""),
                says("UPDATE conf_numbers SET at = at + 1 WHERE id = ?", params![1], ""),
                says("UPDATE conf_numbers SET at = at + ? WHERE id = 5", params![NOW], ""),
                says("SELECT at, typeof(at) FROM conf_numbers WHERE id IN (1, 5)", &[], "1795386052124|'integer';1795386052123|'integer'"),
                says("SELECT at / 1000, at % 1000 FROM conf_numbers WHERE id = 1", &[], "1795386052|124"),
                says("SELECT id * 65536 + 7 FROM conf_numbers WHERE id = 6", &[], "393223"),
            ]),
        ],
    }
}

fn flags() -> Case {
    Case {
        name: "flags",
        table: "conf_flags",
        columns: "(id TEXT PRIMARY KEY, yes INTEGER NOT NULL CHECK (yes IN (0, 1))) STRICT, WITHOUT ROWID",
        script: "",
        steps: vec![commit(vec![
            says("INSERT INTO conf_flags VALUES (?, ?), (?, ?)", params!["a", true, "b", false], ""),
            says("SELECT id FROM conf_flags WHERE yes", &[], "'a'"),
            says("SELECT id FROM conf_flags WHERE yes = ?", params![false], "'b'"),
            says("SELECT yes, typeof(yes) FROM conf_flags ORDER BY id", &[], "1|'integer';0|'integer'"),
            refused("INSERT INTO conf_flags VALUES ('c', ?)", params![2], "CHECK constraint failed"),
            refused("INSERT INTO conf_flags VALUES ('c', ?)", params!["true"], "cannot store TEXT value in INTEGER column"),
            says("SELECT (yes = 1) = (id IS NOT NULL) FROM conf_flags ORDER BY id", &[], "1;0"),
        ])],
    }
}

fn text_values() -> Case {
    Case {
        name: "text",
        table: "conf_text",
        columns: "(id TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID",
        script: "",
        steps: vec![commit(vec![
            says("INSERT INTO conf_text VALUES ('a', ?)", params!["Zoë van Dijk \u{1f9d1}\u{200d}\u{1f680}"], ""),
            says("INSERT INTO conf_text VALUES ('b', ?)", params!["\u{645}\u{631}\u{62d}\u{628}\u{627}"], ""),
            says("INSERT INTO conf_text VALUES ('c', ?)", params!["007"], ""),
            says("INSERT INTO conf_text VALUES ('d', ?)", params![""], ""),
            says("INSERT INTO conf_text VALUES ('e', ?)", params![None::<&str>], ""),
            says("INSERT INTO conf_text VALUES ('f', ?)", params!["it's \"x\"; -- \n\t\\"], ""),
            says(
                "SELECT value, length(value) FROM conf_text ORDER BY id",
                &[],
                "'Zoë van Dijk \u{1f9d1}\u{200d}\u{1f680}'|16;'\u{645}\u{631}\u{62d}\u{628}\u{627}'|5;'007'|3;''|0;NULL|NULL;\
                 'it's \"x\"; -- \n\t\\'|16",
            ),
            says("SELECT id FROM conf_text WHERE value = ?", params!["007"], "'c'"),
            says("SELECT id FROM conf_text WHERE value = ?", params!["7"], ""),
            says("SELECT id FROM conf_text WHERE value = ?", params!["zoë"], ""),
            says("SELECT COALESCE(value, ?) FROM conf_text WHERE id = 'e'", params!["none"], "'none'"),
            says("SELECT json_extract(?, '$.a.b')", params![r#"{"a":{"b":"x"}}"#], "'x'"),
        ])],
    }
}

fn numbered() -> Case {
    Case {
        name: "numbered parameters",
        table: "conf_numbered",
        columns: "(person TEXT PRIMARY KEY, epoch INTEGER NOT NULL, spent INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        script: "",
        steps: vec![commit(vec![
            says("INSERT INTO conf_numbered VALUES (?1, ?2, ?2) ON CONFLICT (person) DO UPDATE SET epoch = ?2", params!["a", 3], ""),
            says("INSERT INTO conf_numbered VALUES (?1, ?2, ?2) ON CONFLICT (person) DO UPDATE SET epoch = ?2", params!["a", 4], ""),
            says("SELECT person, epoch, spent FROM conf_numbered", &[], "'a'|4|3"),
            says("SELECT ?2, ?1, ?2", params!["x", NOW], "1795386052123|'x'|1795386052123"),
            says("UPDATE conf_numbered SET epoch = ?1 WHERE epoch < ?1", params![9], ""),
            says("UPDATE conf_numbered SET epoch = ?1 WHERE epoch < ?1", params![5], ""),
            says("SELECT epoch FROM conf_numbered", &[], "9"),
        ])],
    }
}

fn aggregates() -> Case {
    Case {
        name: "aggregates",
        table: "conf_many",
        columns: "(kind TEXT NOT NULL, due INTEGER) STRICT",
        script: "",
        steps: vec![commit(vec![
            says("SELECT COUNT(*), MIN(due), MAX(due), COALESCE(MAX(due), 13), SUM(due) FROM conf_many", &[], "0|NULL|NULL|13|NULL"),
            says("INSERT INTO conf_many VALUES ('a', ?1), ('a', ?1), ('b', ?2), ('b', NULL)", params![NOW, 5], ""),
            says("SELECT COUNT(*), COUNT(due), MIN(due), MAX(due) FROM conf_many", &[], "4|3|5|1795386052123"),
            // As scalar functions with a bound number: what they give is stored as an integer again.
            says("SELECT MAX(due, ?1), MIN(due, ?1) FROM conf_many WHERE due = 5", params![7], "7|5"),
            says("UPDATE conf_many SET due = MAX(due, ?) WHERE kind = 'b'", params![NOW + 1], ""),
            says("SELECT due, typeof(due) FROM conf_many WHERE kind = 'b' ORDER BY due", &[], "NULL|'null';1795386052124|'integer'"),
            says("SELECT kind, COUNT(*) FROM conf_many GROUP BY kind HAVING COUNT(*) >= ? ORDER BY kind", params![2], "'a'|2;'b'|2"),
            says("SELECT COUNT(*) FROM conf_many WHERE kind NOT IN (SELECT kind FROM conf_many WHERE due IS NULL)", &[], "2"),
            says("SELECT EXISTS (SELECT 1 FROM conf_many WHERE due > ?)", params![NOW], "1"),
            says("SELECT total(due) > 0 FROM conf_many", &[], "1"),
        ])],
    }
}

fn upserts() -> Case {
    Case {
        name: "upserts without rowid",
        table: "conf_jobs",
        columns: "(kind TEXT NOT NULL, key TEXT NOT NULL, due INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
                   PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID",
        script: "",
        steps: vec![commit(vec![
            says(
                "INSERT INTO conf_jobs (kind, key, due) VALUES (?1, ?2, ?3)
                  ON CONFLICT (kind, key) DO UPDATE SET due = MIN(due, ?3)",
                params!["list", "", NOW],
                "",
            ),
            says(
                "INSERT INTO conf_jobs (kind, key, due) VALUES (?1, ?2, ?3)
                  ON CONFLICT (kind, key) DO UPDATE SET due = MIN(due, ?3)",
                params!["list", "", NOW + 5],
                "",
            ),
            says("SELECT due, tries, typeof(due) FROM conf_jobs", &[], "1795386052123|0|'integer'"),
            says(
                "INSERT INTO conf_jobs (kind, key, due) VALUES (?1, ?2, ?3)
                  ON CONFLICT (kind, key) DO UPDATE SET due = excluded.due, tries = tries + 1 WHERE excluded.due < due",
                params!["list", "", NOW - 5],
                "",
            ),
            says("SELECT due, tries FROM conf_jobs", &[], "1795386052118|1"),
            says("INSERT OR IGNORE INTO conf_jobs VALUES ('list', '', 1, 1)", &[], ""),
            refused("INSERT INTO conf_jobs VALUES ('list', '', 1, 1)", &[], "UNIQUE constraint failed: conf_jobs.kind, conf_jobs.key"),
            says("DELETE FROM conf_jobs WHERE kind = ? AND key = ?", params!["list", ""], ""),
            says("SELECT COUNT(*) FROM conf_jobs", &[], "0"),
        ])],
    }
}

fn triggers() -> Case {
    Case {
        name: "triggers",
        table: "conf_seats",
        columns: "(person TEXT PRIMARY KEY, state TEXT NOT NULL, dirty INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        script: "CREATE TRIGGER conf_full BEFORE INSERT ON conf_seats WHEN (SELECT COUNT(*) FROM conf_seats) >= 2
                 BEGIN SELECT RAISE(ABORT, 'room_full'); END;
                 CREATE TRIGGER conf_stays BEFORE UPDATE OF state ON conf_seats WHEN OLD.state = 'evicting' AND NEW.state <> 'evicting'
                 BEGIN SELECT RAISE(ABORT, 'evicting_stays'); END;
                 CREATE TRIGGER conf_proof BEFORE DELETE ON conf_seats WHEN OLD.dirty = 1
                 BEGIN SELECT RAISE(ABORT, 'seat_not_proven_empty'); END;",
        steps: vec![
            commit(vec![
                says("INSERT INTO conf_seats VALUES (?, ?, ?)", params!["a", "live", true], ""),
                says("INSERT INTO conf_seats VALUES (?, ?, ?)", params!["b", "evicting", false], ""),
                refused("INSERT INTO conf_seats VALUES (?, ?, ?)", params!["c", "live", false], "room_full"),
                refused("UPDATE conf_seats SET state = ? WHERE person = ?", params!["live", "b"], "evicting_stays"),
                refused("DELETE FROM conf_seats WHERE person = ?", params!["a"], "seat_not_proven_empty"),
                refused("DELETE FROM conf_seats", &[], "seat_not_proven_empty"),
            ]),
            // A refused statement undoes itself and nothing else.
            commit(vec![
                says("SELECT person, state FROM conf_seats ORDER BY person", &[], "'a'|'live';'b'|'evicting'"),
                says("DELETE FROM conf_seats WHERE person = 'b'", &[], ""),
                refused("INSERT INTO conf_seats VALUES ('c', 'live', 0), ('d', 'live', 0)", &[], "room_full"),
                says("SELECT COUNT(*) FROM conf_seats", &[], "1"),
                says("UPDATE conf_seats SET dirty = 0", &[], ""),
            ]),
            commit(vec![says("DELETE FROM conf_seats", &[], ""), says("SELECT COUNT(*) FROM conf_seats", &[], "0")]),
        ],
    }
}

fn rollback() -> Case {
    Case {
        name: "rollback",
        table: "conf_rollback",
        columns: "(id INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT",
        script: "",
        steps: vec![
            commit(vec![says("INSERT INTO conf_rollback VALUES (1, 'kept')", &[], "")]),
            undo(vec![
                says("INSERT INTO conf_rollback VALUES (?, ?)", params![2, "lost"], ""),
                says("UPDATE conf_rollback SET value = 'changed' WHERE id = 1", &[], ""),
                says("SELECT id, value FROM conf_rollback ORDER BY id", &[], "1|'changed';2|'lost'"),
            ]),
            undo(vec![refused("INSERT INTO conf_rollback VALUES (1, 'again')", &[], "UNIQUE constraint failed")]),
            commit(vec![
                says("SELECT id, value FROM conf_rollback ORDER BY id", &[], "1|'kept'"),
                refused("INSERT INTO conf_rollback VALUES (1, 'again')", &[], "UNIQUE constraint failed"),
                says("INSERT INTO conf_rollback VALUES (2, 'kept, too')", &[], ""),
            ]),
            commit(vec![says("SELECT id, value FROM conf_rollback ORDER BY id", &[], "1|'kept';2|'kept, too'")]),
        ],
    }
}

fn constraints() -> Case {
    Case {
        name: "constraints and wrong SQL",
        table: "conf_checks",
        columns: "(one INTEGER PRIMARY KEY CHECK (one = 1), state TEXT NOT NULL, until INTEGER,
                   CHECK ((state IN ('held', 'granted')) = (until IS NOT NULL))) STRICT",
        script: "",
        steps: vec![commit(vec![
            says("INSERT INTO conf_checks VALUES (1, 'held', ?)", params![NOW], ""),
            refused("INSERT INTO conf_checks VALUES (2, 'live', NULL)", &[], "CHECK constraint failed"),
            refused("UPDATE conf_checks SET until = NULL", &[], "CHECK constraint failed"),
            refused("UPDATE conf_checks SET state = NULL", &[], "NOT NULL constraint failed: conf_checks.state"),
            refused("SELECT nowhere FROM conf_checks", &[], "no such column: nowhere"),
            refused("SELECT 1 FROM conf_nothing", &[], "no such table: conf_nothing"),
            refused("SELEKT 1", &[], "syntax error"),
            says("INSERT INTO conf_checks VALUES (1, 'live', NULL) ON CONFLICT (one) DO UPDATE SET state = 'live', until = NULL", &[], ""),
            says("SELECT one, state, until FROM conf_checks", &[], "1|'live'|NULL"),
        ])],
    }
}

fn limits() -> Case {
    Case {
        name: "order and limit",
        table: "conf_order",
        columns: "(id TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID",
        script: "",
        steps: vec![commit(vec![
            says("INSERT INTO conf_order VALUES ('b', 1), ('a', 1), ('c', 0)", &[], ""),
            says("SELECT id FROM conf_order ORDER BY position, id", &[], "'c';'a';'b'"),
            says("SELECT id FROM conf_order ORDER BY position DESC, id LIMIT ?", params![2], "'a';'b'"),
            says("SELECT id FROM conf_order ORDER BY id LIMIT ? OFFSET ?", params![1, 1], "'b'"),
            says("SELECT id FROM conf_order WHERE id IN (?, ?) ORDER BY id", params!["a", "c"], "'a';'c'"),
        ])],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Db;

    impl Database for Db {
        fn transaction<T>(&self, body: impl FnOnce(&dyn Sql) -> Result<T, SqlError>) -> Result<T, SqlError> {
            Db::transaction(self, body)
        }
    }

    #[test]
    fn rusqlite_gives_what_the_cases_expect() {
        assert_eq!(differences(&Db::new(&[])), Vec::<String>::new());
    }

    #[test]
    fn a_difference_is_found() {
        let wrong = says("SELECT 1", &[], "2");
        assert!(wrong.difference(&Db::new(&[])).is_some_and(|d| d == "SELECT 1 gave 1, not 2"));
        assert!(refused("SELECT 1", &[], "error").difference(&Db::new(&[])).is_some());
    }
}
