//! `Idempotency-Key`: an organizer's POST that is sent again with the same key is answered again, not done again.
//!
//! Kept for a day, per API key. Only answers that say it was done are kept; a refusal or a failure may be sent again. A
//! request whose Worker died on it may be repeated after a minute: the one case in which something can be made twice.

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, ETAG};
use http::{HeaderName, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use worker::send::SendFuture;

use crate::app::{App, app_of};
use crate::auth::{Organizer, rides_as_organizer};
use crate::db::{self, idempotency::Earlier};
use crate::error::{Error, Result};

/// The header.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is an earlier one.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// Longest key taken, in characters.
const LONGEST: usize = 255;
/// A request that is not finished after that is not at work any more, ms.
const AT_WORK: i64 = 60_000;
/// How long answers are kept, ms.
const KEPT: i64 = 24 * 3_600_000;
/// Longest answer kept, in bytes: D1 takes rows of 2 MB.
const BODY: usize = 1_500_000;

/// In an answer's extensions: its body holds a secret that is shown once.
#[derive(Clone, Copy)]
pub struct ShownOnce;

/// Around every route.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(&KEY) {
        return next.run(request).await;
    }
    SendFuture::new(async move { once(request, next).await.unwrap_or_else(IntoResponse::into_response) }).await
}

async fn once(request: Request, next: Next) -> Result<Response> {
    let (mut parts, body) = request.into_parts();
    let app = app_of(&parts)?;
    if !rides_as_organizer(&app, &parts) {
        return Ok(next.run(Request::from_parts(parts, body)).await);
    }
    let name = name_of(parts.headers.get(&KEY))?;
    // The handler's own extraction finds it again without asking.
    let organizer = Organizer::from_request_parts(&mut parts, &()).await?;
    let bytes = body.collect().await.map_err(|_| Error::malformed("The body broke off."))?.to_bytes();
    let address = parts.uri.path_and_query().map(|p| p.as_str().to_owned()).unwrap_or_default();
    let asked = hash(&address, &bytes);
    let db = app.db()?;
    if let Some(earlier) = db::idempotency::begin(&db, &organizer.key, &name, &asked, app.now()).await? {
        if earlier.request != asked {
            return Err(Error::idempotency_key_reused());
        }
        if earlier.status.is_some() {
            return replay(earlier);
        }
        let (began, now) = (earlier.began_at, app.now());
        if now - began < AT_WORK || !db::idempotency::take_over(&db, &organizer.key, &name, began, now).await? {
            return Err(Error::idempotency_at_work());
        }
    }
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    keep(&db, &organizer.key, &name, response).await
}

/// The answer is kept before it is given.
async fn keep(db: &db::Db, key: &str, name: &str, response: Response) -> Result<Response> {
    if !response.status().is_success() {
        // What fails here stands as at work for a minute: no reason to refuse the answer.
        let _ = db::idempotency::forget(db, key, name).await;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(|_| Error::internal("an answer broke off"))?.to_bytes();
    let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let secret = parts.extensions.get::<ShownOnce>().is_some() || bytes.len() > BODY;
    let body = if secret { None } else { String::from_utf8(bytes.to_vec()).ok() };
    let answer = Earlier {
        request: String::new(),
        began_at: 0,
        status: Some(parts.status.as_u16()),
        etag: text(ETAG),
        kind: text(CONTENT_TYPE),
        body,
    };
    if let Err(error) = db::idempotency::finish(db, key, name, &answer).await {
        crate::log::failure("idempotency", &error);
    }
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn replay(earlier: Earlier) -> Result<Response> {
    let Some(body) = earlier.body else { return Err(Error::conflict("This was done before; its answer is not kept.")) };
    let status = earlier.status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or_default();
    let mut response = (status, Bytes::from(body)).into_response();
    let headers = response.headers_mut();
    headers.remove(CONTENT_TYPE);
    for (name, value) in [(CONTENT_TYPE, earlier.kind), (ETAG, earlier.etag), (REPLAYED, Some("true".to_owned()))] {
        if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

fn name_of(value: Option<&HeaderValue>) -> Result<String> {
    let name = value.and_then(|value| value.to_str().ok()).map(str::trim).unwrap_or_default();
    let good = (1..=LONGEST).contains(&name.len());
    if good { Ok(name.to_owned()) } else { Err(Error::malformed("Idempotency-Key is 1 to 255 plain characters.")) }
}

fn hash(address: &str, body: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(address.as_bytes());
    hash.update([0]);
    hash.update(body);
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Drops answers that were kept long enough.
pub async fn sweep(app: &App) -> Result<()> {
    db::idempotency::sweep(&app.db()?, app.now() - KEPT).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_and_body_make_a_request() {
        assert_eq!(hash("/a", b"b"), hash("/a", b"b"));
        assert_ne!(hash("/a", b"b"), hash("/ab", b""));
        assert_ne!(hash("/a", b"b"), hash("/a", b"c"));
    }

    #[test]
    fn a_key_has_some_plain_characters() {
        let good = HeaderValue::from_static(" 0192f0c1 ");
        assert_eq!(name_of(Some(&good)).unwrap(), "0192f0c1");
        let long = HeaderValue::try_from("x".repeat(256)).unwrap();
        for bad in [None, Some(&HeaderValue::from_static(" ")), Some(&long)] {
            assert_eq!(name_of(bad).unwrap_err().code(), "malformed");
        }
    }
}
