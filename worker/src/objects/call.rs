//! One way to ask an object: a command as JSON goes in, its answer and what it cost come back. A request for a socket
//! carries its command in a header, and a yes is the socket.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::wasm_bindgen::JsValue;
use worker::{Headers, Method, Request, RequestInit, Response, WebSocket};

use super::storage::Spent;
use crate::app::{App, Cost, REQUEST_ID};
use crate::error::{Error, Result};

/// Where the command of a request for a socket travels.
const COMMAND: &str = "x-hallway-command";
/// Commands are small; a person's longest is a profile.
const LARGEST_LOBBY: usize = 4 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Envelope<A> {
    answer: A,
    /// Hops, statements, rows read, rows written.
    cost: [u64; 4],
}

/// Ask the object `name` of a binding. An object that cannot answer now is a 503.
pub(super) async fn ask<C: Serialize, A: DeserializeOwned>(
    app: &App,
    binding: &str,
    name: &str,
    hint: Option<&str>,
    command: &C,
) -> Result<A> {
    let body = serde_json::to_string(command).map_err(|e| Error::internal(e.to_string()))?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post).with_body(Some(JsValue::from_str(&body)));
    opened(app, send(app, binding, name, hint, Headers::new(), init).await?).await
}

/// Ask the object for a socket: it, or the answer that says why not.
pub(super) async fn listen<C: Serialize, A: DeserializeOwned>(
    app: &App,
    binding: &str,
    name: &str,
    command: &C,
) -> Result<std::result::Result<WebSocket, A>> {
    let headers = Headers::new();
    headers.set("upgrade", "websocket")?;
    headers.set(COMMAND, &serde_json::to_string(command).map_err(|e| Error::internal(e.to_string()))?)?;
    let response = send(app, binding, name, None, headers, RequestInit::new()).await?;
    if response.status_code() == 101 {
        let lost = || Error::unavailable(2, format!("{binding} {name}: no socket"));
        return response.websocket().ok_or_else(lost).map(Ok);
    }
    opened(app, response).await.map(Err)
}

async fn send(app: &App, binding: &str, name: &str, hint: Option<&str>, headers: Headers, mut init: RequestInit) -> Result<Response> {
    let gone = |e: worker::Error| Error::unavailable(2, format!("{binding} {name}: {e}"));
    let objects = app.env.durable_object(binding).map_err(|e| Error::internal(e.to_string()))?;
    let stub = match hint {
        Some(hint) => objects.get_by_name_with_location_hint(name, hint),
        None => objects.get_by_name(name),
    }
    .map_err(gone)?;
    headers.set(REQUEST_ID, app.request_id()).map_err(gone)?;
    init.with_headers(headers);
    // Names the object to itself: an object is not told its own name.
    let request = Request::new_with_init(&format!("https://object/{name}"), &init).map_err(gone)?;
    app.cost.hop();
    stub.fetch_with_request(request).await.map_err(gone)
}

/// The answer of an envelope; what it cost is added to the request's.
async fn opened<A: DeserializeOwned>(app: &App, mut response: Response) -> Result<A> {
    let text = response.text().await.map_err(|e| Error::unavailable(2, e.to_string()))?;
    if response.status_code() != 200 {
        return Err(Error::unavailable(2, format!("object: {} {text}", response.status_code())));
    }
    let envelope: Envelope<A> = serde_json::from_str(&text).map_err(|e| Error::internal(format!("object: {e}")))?;
    let [hops, statements, read, written] = envelope.cost;
    for _ in 0..hops {
        app.cost.hop();
    }
    app.cost.add(statements, read, written);
    Ok(envelope.answer)
}

/// The object's side: its own name and the command.
pub(super) async fn read<C: DeserializeOwned>(mut request: Request) -> worker::Result<(String, C)> {
    let name = request.path().trim_start_matches('/').to_owned();
    let text = match request.headers().get(COMMAND)? {
        Some(text) => text,
        None => request.text().await?,
    };
    if text.len() > LARGEST_LOBBY {
        return Err(worker::Error::RustError("command too large".into()));
    }
    let command = serde_json::from_str(&text).map_err(|e| worker::Error::RustError(format!("command: {e}")))?;
    Ok((name, command))
}

/// The object's answer; a failure is logged here and says 503 to the caller.
pub(super) fn answer<A: Serialize>(answer: Result<A>, cost: &Cost, spent: Spent) -> worker::Result<Response> {
    match answer {
        Ok(answer) => {
            cost.add(spent.statements, spent.rows_read, spent.rows_written);
            Response::from_json(&Envelope { answer, cost: cost.counts() })
        }
        Err(error) => {
            worker::console_error!("{}", serde_json::json!({ "message": "object failed", "error": error.to_string() }));
            Response::error(error.code(), 503)
        }
    }
}
