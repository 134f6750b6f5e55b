//! Only in builds for tests: the SQL suite of `hallway_domain::conformance` in a Room object's own SQLite.

use hallway_domain::conformance::{Database, count, differences};
use hallway_domain::sql::{Sql, SqlError};
use serde::{Deserialize, Serialize};
use worker::{Request, Response};

use super::storage::Store;
use crate::app::App;
use crate::error::{Error, Result};

/// The object's path that asks for the suite, and the name of an object that is no room.
const SCRATCH: &str = "conformance";

/// How the suite went.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// Cases run.
    pub cases: usize,
    /// What came out otherwise than on rusqlite.
    pub differences: Vec<String>,
}

impl Database for Store {
    fn transaction<T>(&self, body: impl FnOnce(&dyn Sql) -> std::result::Result<T, SqlError>) -> std::result::Result<T, SqlError> {
        Store::transaction(self, body)
    }
}

/// Has a Room object run the suite.
pub async fn run(app: &App) -> Result<Report> {
    let failed = |e: worker::Error| Error::internal(format!("conformance: {e}"));
    let stub = app.env.durable_object("ROOM").and_then(|objects| objects.get_by_name(SCRATCH)).map_err(failed)?;
    stub.fetch_with_str(&format!("https://object/{SCRATCH}")).await.map_err(failed)?.json().await.map_err(failed)
}

/// The object's side: an answer if this is the question.
pub(super) fn answer(request: &Request, store: &std::result::Result<Store, String>) -> Option<worker::Result<Response>> {
    let asked = request.path().trim_start_matches('/') == SCRATCH;
    asked.then(|| match store {
        Ok(store) => Response::from_json(&Report { cases: count(), differences: differences(store) }),
        Err(error) => Response::error(error.clone(), 503),
    })
}
