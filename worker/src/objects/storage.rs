//! A Durable Object's SQLite behind the domain's `Sql`, and the one transaction per command.

use std::cell::Cell;

use hallway_domain::sql::{Row, Sql, SqlError, Value, migrate};
use worker::js_sys::{Function, Reflect};
use worker::wasm_bindgen::closure::ScopedClosure;
use worker::wasm_bindgen::{JsCast, JsValue};
use worker::{SqlStorage, SqlStorageValue, State};

/// What the SQL of one command has cost.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Spent {
    pub(super) statements: u64,
    pub(super) rows_read: u64,
    pub(super) rows_written: u64,
}

/// The database of one object.
pub(super) struct Store {
    sql: ObjectSql,
    storage: JsValue,
}

impl Store {
    /// Open it and bring it to the newest of `files`.
    pub(super) fn open(state: &State, files: &[&str]) -> Result<Store, SqlError> {
        let sql = ObjectSql { sql: state.storage().sql(), spent: Cell::default() };
        let storage = Reflect::get(state.as_raw(), &"storage".into()).map_err(thrown)?;
        let store = Store { sql, storage };
        store.transaction(|sql| migrate(sql, files))?;
        store.sql.spent.take();
        Ok(store)
    }

    /// Run `body` as one transaction: an error undoes all of it.
    ///
    /// workers-rs binds only the asynchronous kind, which would let other requests wait; `transactionSync` is reached
    /// by name. It calls back at once and never again, so a borrowed closure is enough.
    pub(super) fn transaction<T>(&self, body: impl FnOnce(&dyn Sql) -> Result<T, SqlError>) -> Result<T, SqlError> {
        let run: Function =
            Reflect::get(&self.storage, &"transactionSync".into()).and_then(|f| f.dyn_into::<Function>()).map_err(thrown)?;
        let mut body = Some(body);
        let mut out = None;
        let mut once = || -> Result<JsValue, JsValue> {
            let Some(body) = body.take() else { return Err("transaction ran twice".into()) };
            let result = body(&self.sql);
            let thrown = result.as_ref().err().map(|e| JsValue::from_str(&e.0));
            out = Some(result);
            thrown.map_or(Ok(JsValue::UNDEFINED), Err)
        };
        let closure = ScopedClosure::<dyn FnMut() -> Result<JsValue, JsValue>>::borrow_mut_aborting(&mut once);
        let ran = run.call1(&self.storage, closure.as_js_value());
        drop(closure);
        match (out, ran) {
            (Some(Ok(value)), Ok(_)) => Ok(value),
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(thrown(error)),
            (None, Ok(_)) => Err(SqlError("transaction did not run".into())),
        }
    }

    /// What the object is called. It is told its name by whoever asks it, but not by an alarm: a warm one finds it
    /// in its own entry.
    pub(super) fn name(&self, state: &State, own: impl FnOnce(&dyn Sql) -> Result<Option<String>, SqlError>) -> String {
        let name = state.id().name().or_else(|| self.transaction(own).ok().flatten());
        self.sql.spent.take();
        name.unwrap_or_default()
    }

    /// What was spent since the last call of this.
    pub(super) fn spent(&self) -> Spent {
        self.sql.spent.take()
    }
}

struct ObjectSql {
    sql: SqlStorage,
    spent: Cell<Spent>,
}

impl Sql for ObjectSql {
    fn exec(&self, sql: &str, params: &[Value]) -> Result<Vec<Row>, SqlError> {
        let bound: Vec<SqlStorageValue> = params.iter().map(bind).collect();
        let cursor = self.sql.exec(sql, bound).map_err(|e| SqlError(e.to_string()))?;
        let mut rows = vec![];
        for row in cursor.raw() {
            let row = row.map_err(|e| SqlError(e.to_string()))?;
            rows.push(Row(row.into_iter().map(read).collect::<Result<_, _>>()?));
        }
        let mut spent = self.spent.get();
        spent.statements += 1;
        spent.rows_read += cursor.rows_read() as u64;
        spent.rows_written += cursor.rows_written() as u64;
        self.spent.set(spent);
        Ok(rows)
    }

    fn script(&self, sql: &str) -> Result<(), SqlError> {
        self.sql.exec(sql, None).map(|_| ()).map_err(|e| SqlError(e.to_string()))
    }
}

fn bind(value: &Value) -> SqlStorageValue {
    match value {
        Value::Null => SqlStorageValue::Null,
        Value::Int(n) => SqlStorageValue::Integer(*n),
        Value::Text(s) => SqlStorageValue::String(s.clone()),
    }
}

fn read(value: SqlStorageValue) -> Result<Value, SqlError> {
    Ok(match value {
        SqlStorageValue::Null => Value::Null,
        SqlStorageValue::Integer(n) => Value::Int(n),
        SqlStorageValue::String(s) => Value::Text(s),
        other => return Err(SqlError(format!("no value of ours: {other:?}"))),
    })
}

fn thrown(value: JsValue) -> SqlError {
    let text = value.as_string().or_else(|| Reflect::get(&value, &"message".into()).ok()?.as_string());
    SqlError(text.unwrap_or_else(|| "JavaScript threw something unreadable".into()))
}
