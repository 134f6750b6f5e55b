//! How a refusal travels: one [`Error`], always as `application/problem+json` with a stable `code`.
//!
//! The text a person or program sees says what to do; the cause of a failure of ours goes to the log only.

use std::fmt;

use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CONTENT_TYPE, ETAG, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use serde_json::{Map, Value, json};

use hallway_domain::ban::Barred;
use hallway_domain::catalogue::Named;
use hallway_domain::room::{Denied, Tool};
use hallway_domain::text;

use crate::scopes::Scope;
use crate::wire::At;

/// What request code answers with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A refusal or a failure on its way to the client.
#[derive(Clone, Debug)]
pub struct Error(Box<Problem>);

#[derive(Clone, Debug)]
struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: String,
    errors: Vec<FieldError>,
    extras: Map<String, Value>,
    retry_after: Option<u32>,
    etag: Option<String>,
    cause: Option<String>,
}

/// What is wrong with one field of a body or query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer into the body (`/moderators/3`); for queries the parameter's name after a slash.
    pub pointer: String,
    /// Stable word: `required`, `unknown`, `type`, `invalid`, `not_found`, `taken`.
    pub code: String,
    /// For people.
    pub detail: String,
}

impl FieldError {
    /// One field's fault.
    pub fn new(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> FieldError {
        FieldError { pointer: pointer.into(), code: code.to_owned(), detail: detail.into() }
    }
}

impl Error {
    fn new(status: StatusCode, code: &'static str, title: &'static str, detail: impl Into<String>) -> Error {
        let (errors, extras) = (Vec::new(), Map::new());
        Error(Box::new(Problem { status, code, title, detail: detail.into(), errors, extras, retry_after: None, etag: None, cause: None }))
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Error {
        self.0.extras.insert(name.to_owned(), value.into());
        self
    }

    fn retry_after(mut self, seconds: u32) -> Error {
        self.0.retry_after = Some(seconds);
        self
    }

    fn because(mut self, cause: impl Into<String>) -> Error {
        self.0.cause = Some(cause.into());
        self
    }

    /// 400: the body is not JSON.
    pub fn malformed(detail: impl Into<String>) -> Error {
        Error::new(StatusCode::BAD_REQUEST, "malformed", "The request could not be read", detail)
    }

    /// 401: no session, or one that is not ours.
    pub fn unauthenticated(detail: impl Into<String>) -> Error {
        Error::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Sign in first", detail)
    }

    /// 401: the session is over.
    pub fn session_expired() -> Error {
        let detail = "Your session is over. Open your personal link again.";
        Error::new(StatusCode::UNAUTHORIZED, "session_expired", "Session expired", detail)
    }

    /// 401: the personal link behind the session, or the link itself, was replaced.
    pub fn session_revoked() -> Error {
        let detail = "This link was replaced by a newer one. Ask the organizer for it.";
        Error::new(StatusCode::UNAUTHORIZED, "session_revoked", "Session revoked", detail)
    }

    /// 403: signed in, but not for this.
    pub fn forbidden(detail: impl Into<String>) -> Error {
        Error::new(StatusCode::FORBIDDEN, "forbidden", "Not allowed", detail)
    }

    /// 403: the key lacks a scope.
    pub fn needs(scope: Scope) -> Error {
        Error::forbidden(format!("This key may not do that: it needs the scope `{}`.", scope.word())).with("needs", scope.word())
    }

    /// 403: a cookie-borne write from a page that is not ours.
    pub fn bad_origin() -> Error {
        let detail = "Writes with a session cookie are taken from Hallway's own pages only.";
        Error::new(StatusCode::FORBIDDEN, "bad_origin", "Wrong origin", detail)
    }

    /// 403: put out, until then.
    pub fn banned(barred: &Barred) -> Error {
        let detail = "A moderator or organizer has removed you.";
        Error::new(StatusCode::FORBIDDEN, "banned", "You were removed", detail)
            .with("until", At(barred.until).to_string())
            .with("scope", barred.scope.word())
            .with("by", json!(barred.by))
            .with("reason", barred.reason.clone())
    }

    /// 403: a room's chat is for the people in it.
    pub fn no_seat() -> Error {
        let detail = "You are not in this room. Press Join first.";
        Error::new(StatusCode::FORBIDDEN, "no_seat", "Not in this room", detail)
    }

    /// 403: a moderator has locked this.
    pub fn locked(what: Tool) -> Error {
        let detail = "A moderator has locked this. Ask them to open it.";
        Error::new(StatusCode::FORBIDDEN, "locked", "Locked", detail).with("what", json!(what))
    }

    /// 409: somebody else shares their screen.
    pub fn stage_taken(holder: &Named) -> Error {
        let detail = "Somebody else shares their screen. Wait until they stop.";
        Error::new(StatusCode::CONFLICT, "stage_taken", "The stage is taken", detail).with("holder", json!(holder))
    }

    /// 404: there is no such thing, or not for you.
    pub fn not_found(noun: &str) -> Error {
        Error::new(StatusCode::NOT_FOUND, "not_found", "Not found", format!("There is no such {noun}."))
    }

    /// 405; `allow` lists what the route takes.
    pub fn method_not_allowed() -> Error {
        let detail = "This address does not take that method.";
        Error::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Method not allowed", detail)
    }

    /// 409: the row changed or exists already.
    pub fn conflict(detail: impl Into<String>) -> Error {
        Error::new(StatusCode::CONFLICT, "conflict", "Conflict", detail)
    }

    /// 409: other things need it.
    pub fn in_use(by: &[Named]) -> Error {
        let detail = "Features or rooms are limited to it. Change those in `used_by` first.";
        Error::new(StatusCode::CONFLICT, "in_use", "In use", detail).with("used_by", json!(by))
    }

    /// 412: somebody changed it since this edit began; `current` is the thing as it is now.
    pub fn changed(current: &str, etag: String) -> Error {
        let detail = "Somebody changed this in the meantime. Look at `current`, and send your change again with its ETag.";
        let current: Value = serde_json::from_str(current).unwrap_or_default();
        let mut error = Error::new(StatusCode::PRECONDITION_FAILED, "changed", "Changed in the meantime", detail).with("current", current);
        error.0.etag = Some(etag);
        error
    }

    /// 428: an edit that does not say what it was made from.
    pub fn if_match_required() -> Error {
        let detail = "Send If-Match with the ETag of what you change, or `*` to change it whatever it is.";
        Error::new(StatusCode::PRECONDITION_REQUIRED, "if_match_required", "If-Match required", detail)
    }

    /// 422: that Idempotency-Key came with another request before.
    pub fn idempotency_key_reused() -> Error {
        let detail = "This Idempotency-Key came with another request before. Take a new one for each thing you do.";
        Error::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused", "Idempotency-Key used before", detail)
    }

    /// 409: the first request of that Idempotency-Key is not answered yet.
    pub fn idempotency_at_work() -> Error {
        let detail = "The same request is being worked on. Send it again in a moment.";
        Error::new(StatusCode::CONFLICT, "idempotency_at_work", "Still at work", detail).retry_after(2)
    }

    /// Whether the batch was given up because the row had another version ([`crate::db::Db::only_if`]).
    pub fn came_between(&self) -> bool {
        self.cause().is_some_and(|cause| cause.contains("malformed JSON"))
    }

    /// 409: no seat of the person's role is free.
    pub fn room_full(attendee_limit: i64) -> Error {
        Error::new(StatusCode::CONFLICT, "room_full", "Room is full", "Every seat of this room is taken.")
            .with("attendee_limit", attendee_limit)
    }

    /// 409: closed by the organizer, with the reason shown on the card.
    pub fn room_closed(reason: Option<String>) -> Error {
        Error::new(StatusCode::CONFLICT, "room_closed", "Room is closed", "This room is closed.").with("reason", reason)
    }

    /// 409: a moderator lets nobody new in.
    pub fn room_locked() -> Error {
        let detail = "A moderator has locked this room. Try again later.";
        Error::new(StatusCode::CONFLICT, "room_locked", "Room is locked", detail)
    }

    /// 409: moderators of a room have seats of their own.
    pub fn not_needed() -> Error {
        let detail = "You moderate this room and need not wait. Press Join.";
        Error::new(StatusCode::CONFLICT, "not_needed", "No need to wait", detail)
    }

    /// 409: whoever has a seat does not wait for one.
    pub fn already_here() -> Error {
        Error::new(StatusCode::CONFLICT, "already_here", "Already here", "You have a seat in this room. Press Join.")
    }

    /// 409: a hundred wait already.
    pub fn queue_full() -> Error {
        let detail = "Too many people wait for this room. Try again later.";
        Error::new(StatusCode::CONFLICT, "queue_full", "Queue is full", detail)
    }

    /// 409: the other said no, a short while ago.
    pub fn declined(retry_at: i64) -> Error {
        let detail = "They declined. You may ask once more later.";
        Error::new(StatusCode::CONFLICT, "declined", "Declined", detail).with("retry_at", At(retry_at).to_string())
    }

    /// 409: one does not ask whom one blocks.
    pub fn blocked() -> Error {
        Error::new(StatusCode::CONFLICT, "blocked", "You block this person", "Unblock them first.")
    }

    /// 409: the person holds a seat in that other room and did not ask to move.
    pub fn in_another_room(id: &str, name: &str) -> Error {
        let detail = "You are in another room. Join with \"move\": true to leave it.";
        Error::new(StatusCode::CONFLICT, "in_another_room", "You are in another room", detail)
            .with("room", json!({ "id": id, "name": name }))
    }

    /// 409: this entry was left, moved or taken over.
    pub fn superseded() -> Error {
        let detail = "This entry has ended: it was left, moved or taken over by another tab.";
        Error::new(StatusCode::CONFLICT, "superseded", "Opened elsewhere", detail)
    }

    /// 409: the pre-join dialog was open too long.
    pub fn hold_expired() -> Error {
        let detail = "The seat was kept for two minutes. Press Join again.";
        Error::new(StatusCode::CONFLICT, "hold_expired", "Seat no longer held", detail)
    }

    /// 413: more than the route reads.
    pub fn too_large(limit: usize) -> Error {
        let detail = format!("The body is larger than {} KiB.", limit / 1024);
        Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "Too large", detail)
    }

    /// 415: a body that does not call itself JSON.
    pub fn unsupported_media_type() -> Error {
        let detail = "Send the body as application/json.";
        Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Unsupported media type", detail)
    }

    /// 415: no picture of a sort we take.
    pub fn unsupported_image(detail: &str) -> Error {
        Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_image", "Not a picture we take", detail)
    }

    /// 415: no table.
    pub fn not_csv() -> Error {
        let detail = "Send the file as text/csv.";
        Error::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "Unsupported media type", detail)
    }

    /// 422: a file that is no table, or too long a one.
    pub fn unreadable_csv(detail: impl Into<String>) -> Error {
        Error::new(StatusCode::UNPROCESSABLE_ENTITY, "unreadable_csv", "The file cannot be read", detail)
    }

    /// 409: some rows cannot be imported; the import as it is.
    pub fn has_errors(rows: usize, import: Value) -> Error {
        let detail = format!("{rows} rows cannot be imported as they are. Correct them, or import the others only.");
        Error::new(StatusCode::CONFLICT, "has_errors", "Some rows have errors", detail).with("import", import)
    }

    /// 422: JSON, but not what this route takes.
    pub fn invalid(errors: Vec<FieldError>) -> Error {
        let detail = match errors.as_slice() {
            [one] => one.detail.clone(),
            many => format!("{} fields are not right.", many.len()),
        };
        let mut error = Error::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", "Not valid", detail);
        error.0.errors = errors;
        error
    }

    /// 422 for one field.
    pub fn invalid_at(pointer: &str, code: &str, detail: impl Into<String>) -> Error {
        Error::invalid(vec![FieldError::new(pointer, code, detail)])
    }

    /// 429: slow down.
    pub fn rate_limited(retry_after: u32) -> Error {
        let detail = "Too many requests. Try again in a moment.";
        Error::new(StatusCode::TOO_MANY_REQUESTS, "rate_limited", "Too many requests", detail).retry_after(retry_after)
    }

    /// 429: a day's requests to connect are used up.
    pub fn too_many_requests(retry_after: u32) -> Error {
        let detail = "You asked thirty people within a day. Wait for their answers, or ask again later.";
        Error::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", "Too many requests", detail).retry_after(retry_after)
    }

    /// 503: R2 did not do it.
    pub fn bucket(cause: worker::Error) -> Error {
        Error::unavailable(5, format!("R2: {cause}"))
    }

    /// 503: LiveKit does not answer. The same call may be sent again.
    pub fn sfu_unavailable(retry_after: u32, cause: impl Into<String>) -> Error {
        let detail = "The video server does not answer. Try again in a moment.";
        Error::new(StatusCode::SERVICE_UNAVAILABLE, "sfu_unavailable", "Video is not available", detail)
            .retry_after(retry_after)
            .because(cause)
    }

    /// 503: a part of ours (D1, an object) does not answer. The same call may be sent again.
    pub fn unavailable(retry_after: u32, cause: impl Into<String>) -> Error {
        let detail = "Hallway cannot do this right now. Try again in a moment.";
        Error::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Not available", detail).retry_after(retry_after).because(cause)
    }

    /// 500: a fault of ours. The cause is logged and never sent.
    pub fn internal(cause: impl Into<String>) -> Error {
        let detail = "Something went wrong on our side. It has been logged under this request's id.";
        Error::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Internal error", detail).because(cause)
    }

    /// The HTTP status this travels with.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What is wrong with single fields.
    pub fn fields(&self) -> &[FieldError] {
        &self.0.errors
    }

    /// The stable word.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What the log may know of it.
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// Whether the database refused a change by a constraint whose text contains `name`.
    pub fn violates(&self, name: &str) -> bool {
        self.0.code == "conflict" && self.cause().is_some_and(|cause| cause.contains(name))
    }

    /// The problem document; `instance` is the request's id.
    pub fn document(&self, instance: &str) -> Value {
        let p = &self.0;
        let mut document = json!({
            "type": format!("urn:hallway:problem:{}", p.code),
            "title": p.title,
            "status": p.status.as_u16(),
            "detail": p.detail,
            "instance": instance,
            "code": p.code,
        });
        if let Value::Object(fields) = &mut document {
            if !p.errors.is_empty() {
                fields.insert("errors".to_owned(), json!(p.errors));
            }
            fields.extend(p.extras.clone());
        }
        document
    }

    /// The answer for a request of that id. `Allow` of an earlier answer is kept by the caller.
    pub fn answer(&self, instance: &str) -> Response {
        let mut response = (self.0.status, self.document(instance).to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(etag) = self.0.etag.as_deref().and_then(|tag| HeaderValue::try_from(tag).ok()) {
            headers.insert(ETAG, etag);
        }
        if let Some(seconds) = self.0.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// An answer without its request's id yet: `lib.rs` finds the error in the extensions and writes it in full.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = self.answer("");
        response.extensions_mut().insert(self);
        response
    }
}

/// Keeps `Allow` when an error's answer is written anew.
pub fn keep_allow(from: &Response, to: &mut Response) {
    if let Some(allow) = from.headers().get(ALLOW) {
        to.headers_mut().insert(ALLOW, allow.clone());
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cause() {
            Some(cause) => write!(f, "{}: {cause}", self.0.code),
            None => write!(f, "{}: {}", self.0.code, self.0.detail),
        }
    }
}

impl std::error::Error for Error {}

/// What a Room's no is called on the wire.
impl From<Denied> for Error {
    fn from(why: Denied) -> Error {
        match why {
            Denied::NotFound => Error::not_found("room, message or ban"),
            Denied::NoSeat { .. } => Error::no_seat(),
            Denied::Banned { barred } => Error::banned(&barred),
            Denied::NotYours => Error::forbidden("This message is somebody else's."),
            Denied::Taken => Error::conflict("This id is in use. Choose another one."),
            Denied::Length { length: 0 } => Error::invalid_at("/text", "required", "Write something first."),
            Denied::Length { length } => {
                let detail = format!("A message has at most {} characters; this one has {length}.", text::MESSAGE);
                Error::invalid_at("/text", "too_long", detail)
            }
            Denied::Wait { millis } => Error::rate_limited(u32::try_from((millis + 999) / 1_000).unwrap_or(1).max(1)),
            Denied::NotModerator => Error::forbidden("You do not moderate this room."),
            Denied::TargetModerates => Error::forbidden("A moderator of the room can be removed by the organizer only."),
            Denied::Oneself => Error::forbidden("You cannot remove yourself. Press Leave."),
            Denied::Unknown => Error::not_found("person"),
            Denied::Locked { what } => Error::locked(what),
            Denied::StageTaken { holder } => Error::stage_taken(&holder),
            Denied::MeansModerator => Error::forbidden("Moderators are neither locked nor muted."),
        }
    }
}

impl From<worker::Error> for Error {
    fn from(error: worker::Error) -> Error {
        match crate::db::message_of(&error) {
            Some(message) => Error::database(&message),
            None => Error::internal(error.to_string()),
        }
    }
}

impl Error {
    /// What D1 said: a broken constraint is a conflict, a wrong statement our fault, all else an outage.
    pub fn database(message: &str) -> Error {
        if message.contains("SQLITE_CONSTRAINT") || message.contains("constraint failed") {
            return Error::conflict("Something else changed at the same time. Read it again.").because(message);
        }
        if message.contains("malformed JSON") {
            return Error::conflict("Others change this at the same time. Try again.").because(message);
        }
        if message.contains("SQLITE_ERROR") || message.contains("D1_TYPE_ERROR") || message.contains("SQLITE_MISMATCH") {
            return Error::internal(message);
        }
        Error::unavailable(5, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_code_its_request_and_its_extras() {
        let document = Error::room_full(13).document("req-1234");
        assert_eq!(document["code"], "room_full");
        assert_eq!(document["status"], 409);
        assert_eq!(document["instance"], "req-1234");
        assert_eq!(document["attendee_limit"], 13);
        assert!(document.get("errors").is_none());
        let by = hallway_domain::catalogue::Named { id: "att_1".to_owned(), name: "Ada".to_owned() };
        let barred = Barred { until: 0, scope: hallway_domain::ban::Scope::Room, by, reason: None };
        assert_eq!(Error::banned(&barred).document("")["until"], "1970-01-01T00:00:00Z");
    }

    #[test]
    fn causes_stay_inside() {
        let error = Error::internal("secret path");
        assert!(!error.document("x").to_string().contains("secret"));
        assert_eq!(error.cause(), Some("secret path"));
    }

    #[test]
    fn d1_messages_are_told_apart() {
        let unique = Error::database("D1_ERROR: UNIQUE constraint failed: attendees.event, attendees.email: SQLITE_CONSTRAINT");
        assert!(unique.violates("attendees.email"));
        assert_eq!(unique.status(), StatusCode::CONFLICT);
        assert_eq!(Error::database("D1_ERROR: no such table: x: SQLITE_ERROR").code(), "internal");
        assert_eq!(Error::database("D1_ERROR: Network connection lost.").code(), "unavailable");
    }
}
