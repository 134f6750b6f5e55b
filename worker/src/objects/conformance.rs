//! Only in builds for tests: the SQL suite of `hallway_domain::conformance` in a Room object's own SQLite, and which
//! instance of an object answers.

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

/// Asks an object for its instance.
const ASK: &str = "x-hallway-instance";

/// One instance of an object: another one after hibernation or eviction.
pub(super) struct Instance(String);

impl Instance {
    pub(super) fn new() -> Instance {
        Instance(crate::app::random::<8>().map(|bytes| format!("{bytes:?}")).unwrap_or_default())
    }
}

/// Which instance of a Room or Person answers.
pub async fn instance(app: &App, binding: &str, name: &str) -> Result<String> {
    let failed = |e: worker::Error| Error::internal(format!("instance: {e}"));
    let stub = app.env.durable_object(binding).and_then(|objects| objects.get_by_name(name)).map_err(failed)?;
    let headers = worker::Headers::new();
    headers.set(ASK, "1").map_err(failed)?;
    let mut init = worker::RequestInit::new();
    init.with_headers(headers);
    let request = Request::new_with_init(&format!("https://object/{name}"), &init).map_err(failed)?;
    stub.fetch_with_request(request).await.map_err(failed)?.text().await.map_err(failed)
}

/// Has a Room object run the suite.
pub async fn run(app: &App) -> Result<Report> {
    let failed = |e: worker::Error| Error::internal(format!("conformance: {e}"));
    let stub = app.env.durable_object("ROOM").and_then(|objects| objects.get_by_name(SCRATCH)).map_err(failed)?;
    stub.fetch_with_str(&format!("https://object/{SCRATCH}")).await.map_err(failed)?.json().await.map_err(failed)
}

/// The object's side: an answer if this is the question.
pub(super) fn answer(
    request: &Request,
    store: &std::result::Result<Store, String>,
    instance: &Instance,
) -> Option<worker::Result<Response>> {
    if request.headers().has(ASK).unwrap_or_default() {
        return Some(Response::ok(instance.0.clone()));
    }
    let asked = request.path().trim_start_matches('/') == SCRATCH;
    asked.then(|| match store {
        Ok(store) => Response::from_json(&Report { cases: count(), differences: differences(store) }),
        Err(error) => Response::error(error.clone(), 503),
    })
}
