//! The last thing that happens to a request: its answer gets its common headers, the log gets one line of JSON.
//!
//! A line never holds a query string, a token, an e-mail address or what somebody wrote.

use std::panic;

use axum::extract::MatchedPath;
use axum::response::Response;
use http::header::{CACHE_CONTROL, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use serde_json::{Value, json};
use worker::{console_error, console_log};

use crate::app::App;
use crate::auth::Rate;
use crate::error::{Error, keep_allow};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const RATE: HeaderName = HeaderName::from_static("ratelimit");
const RATE_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
const COST: HeaderName = HeaderName::from_static("x-hallway-cost");

/// A request on its way to its line in the log.
pub struct Entry {
    method: Method,
    gate: bool,
    began: u64,
}

impl Entry {
    /// Notes when a request came.
    pub fn open<B>(request: &Request<B>) -> Entry {
        let gate = request.uri().path().starts_with("/sfu/");
        Entry { method: request.method().clone(), gate, began: worker::Date::now().as_millis() }
    }

    /// Finishes the answer and writes the line. Without an `App` the Worker itself is not set up.
    pub fn close(self, app: Option<&App>, response: Response) -> Response {
        let id = app.map(App::request_id).unwrap_or_default();
        let error = response.extensions().get::<Error>().cloned();
        let route = self.route(&response);
        let mut response = match &error {
            Some(e) => written_out(e, id, &response),
            None => response,
        };
        self.line(app, id, &route, response.status(), error.as_ref());
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            common_headers(&mut response, app);
        }
        response
    }

    fn route(&self, response: &Response) -> String {
        match response.extensions().get::<MatchedPath>() {
            Some(matched) => matched.as_str().to_owned(),
            None if self.gate => "/sfu/{name}".to_owned(),
            None => "none".to_owned(),
        }
    }

    fn line(&self, app: Option<&App>, id: &str, route: &str, status: StatusCode, error: Option<&Error>) {
        let [hops, statements, rows_read, rows_written] = app.map(|app| app.cost.counts()).unwrap_or_default();
        let mut line = json!({
            "message": "request",
            "request": id,
            "method": self.method.as_str(),
            "route": route,
            "status": status.as_u16(),
            "ms": worker::Date::now().as_millis().saturating_sub(self.began),
            "cost": { "hops": hops, "statements": statements, "rows_read": rows_read, "rows_written": rows_written },
            "who": app.and_then(App::who),
        });
        if let (Value::Object(fields), Some(e)) = (&mut line, error) {
            fields.insert("code".to_owned(), json!(e.code()));
            fields.insert("cause".to_owned(), json!(e.cause()));
        }
        if status.is_server_error() { console_error!("{line}") } else { console_log!("{line}") }
    }
}

/// A failure outside of any request.
pub fn failure(place: &str, e: &Error) {
    console_error!("{}", json!({ "message": place, "code": e.code(), "cause": e.cause() }));
}

/// Panics leave their place in the log. Their text only if it is the program's own: it could quote a request.
pub fn panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|at| format!("{}:{}", at.file(), at.line()));
        let text = info.payload().downcast_ref::<&'static str>();
        console_error!("{}", json!({ "message": "panic", "place": place, "text": text }));
    }));
}

fn written_out(e: &Error, id: &str, before: &Response) -> Response {
    let mut response = e.answer(id);
    keep_allow(before, &mut response);
    response
}

fn common_headers(response: &mut Response, app: Option<&App>) {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let Some(app) = app else { return };
    if let Ok(id) = HeaderValue::try_from(app.request_id()) {
        headers.insert(REQUEST_ID, id);
    }
    if let Some(rate) = app.rate() {
        rate_headers(headers, rate);
    }
    if app.config.expose_cost
        && let Ok(cost) = HeaderValue::try_from(app.cost.to_string())
    {
        headers.insert(COST, cost);
    }
}

/// As in the IETF's draft: the policy, and what is left of it.
fn rate_headers(headers: &mut HeaderMap, rate: Rate) {
    let policy = format!("\"organizer\";q={};w={}", rate.limit, crate::db::keys::WINDOW / 1_000);
    let left = format!("\"organizer\";r={};t={}", rate.left, rate.reset);
    for (name, text) in [(RATE_POLICY, policy), (RATE, left)] {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(name, value);
        }
    }
}
