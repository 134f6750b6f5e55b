//! Lost updates: an answer carries a strong `ETag`, the hash of what it shows, and an edit names with `If-Match` what it
//! was made from. Who comes second gets 412 with the thing as it is now, not somebody else's change overwritten.
//!
//! The hash is compared with what was read; that nothing came between reading and writing, the batch itself makes sure
//! ([`crate::db::Db::only_if`]), and the edit reads again ([`edit`]).

use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, ETAG, IF_MATCH};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::{Error, Result};

/// A thing's JSON with its `ETag`.
pub struct Tagged<T>(pub StatusCode, pub T);

/// 200 with an `ETag`.
pub fn ok<T>(view: T) -> Tagged<T> {
    Tagged(StatusCode::OK, view)
}

/// 201 with an `ETag`.
pub fn created<T>(view: T) -> Tagged<T> {
    Tagged(StatusCode::CREATED, view)
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let Tagged(status, view) = self;
        let Ok(text) = serde_json::to_string(&view) else { return Error::internal("not to be written as JSON").into_response() };
        let tag = tag_of(&text);
        let mut response = (status, text).into_response();
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Ok(tag) = HeaderValue::try_from(tag) {
            response.headers_mut().insert(ETAG, tag);
        }
        response
    }
}

/// The strong tag of a representation.
pub fn tag_of(text: &str) -> String {
    let digits: String = Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digits}\"")
}

/// What an edit was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// `*`, or nothing where nothing is demanded: whatever is there.
    Any,
    /// One of these tags.
    Tags(Vec<String>),
}

impl IfMatch {
    fn read(parts: &Parts) -> Result<Option<IfMatch>> {
        let mut tags = Vec::new();
        for value in parts.headers.get_all(IF_MATCH) {
            let text = value.to_str().map_err(|_| Error::malformed("If-Match is a list of ETags, or `*`."))?;
            tags.extend(text.split(',').map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()));
        }
        match tags.as_slice() {
            [] => Ok(None),
            [one] if one == "*" => Ok(Some(IfMatch::Any)),
            _ => Ok(Some(IfMatch::Tags(tags))),
        }
    }

    /// Whether the write must be of the version that was read.
    pub fn is_exact(&self) -> bool {
        matches!(self, IfMatch::Tags(_))
    }

    /// 412 with what is there now, if that is not what the edit was made from.
    pub fn must_be<T: Serialize>(&self, view: &T) -> Result<()> {
        let IfMatch::Tags(tags) = self else { return Ok(()) };
        let text = serde_json::to_string(view).map_err(|e| Error::internal(format!("view: {e}")))?;
        let tag = tag_of(&text);
        if tags.contains(&tag) { Ok(()) } else { Err(Error::changed(&text, tag)) }
    }
}

/// Demanded: 428 without.
impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<IfMatch> {
        IfMatch::read(parts)?.ok_or_else(Error::if_match_required)
    }
}

/// May be left out.
pub struct MaybeIfMatch(pub IfMatch);

impl<S: Send + Sync> FromRequestParts<S> for MaybeIfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<MaybeIfMatch> {
        Ok(MaybeIfMatch(IfMatch::read(parts)?.unwrap_or(IfMatch::Any)))
    }
}

/// So often an edit is tried when other changes come between its reading and its writing.
const TRIES: usize = 5;

/// Runs an edit (read, compare, write) until nothing came between.
pub async fn edit<T>(mut once: impl AsyncFnMut() -> Result<T>) -> Result<T> {
    for _ in 1..TRIES {
        match once().await {
            Err(e) if e.came_between() => {}
            done => return done,
        }
    }
    once().await
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn parts(tags: &[&str]) -> Parts {
        let mut request = http::Request::builder();
        for tag in tags {
            request = request.header(IF_MATCH, *tag);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn an_edit_names_what_it_was_made_from() {
        let view = json!({ "name": "Lobby" });
        let tag = tag_of(&view.to_string());
        assert_eq!(IfMatch::read(&parts(&[])).unwrap(), None);
        assert_eq!(IfMatch::read(&parts(&["*"])).unwrap(), Some(IfMatch::Any));
        let fits = |tags: &[&str]| IfMatch::read(&parts(tags)).unwrap().unwrap().must_be(&view);
        assert!(
            fits(&["*"]).is_ok() && fits(&[&tag]).is_ok() && fits(&["\"x\"", &tag]).is_ok() && fits(&[&format!("\"x\", {tag}")]).is_ok()
        );
        let refused = fits(&["\"x\""]).unwrap_err();
        assert_eq!((refused.status(), refused.code()), (StatusCode::PRECONDITION_FAILED, "changed"));
        assert_eq!(refused.document("")["current"], view);
        assert_eq!(refused.answer("").headers()[ETAG], tag.as_str());
        // A weak tag never matches: the comparison is of bytes.
        assert!(fits(&[&format!("W/{tag}")]).is_err());
    }

    #[test]
    fn an_edit_is_tried_again_when_something_came_between() {
        use futures_util::FutureExt;
        let mut runs = 0;
        let end = edit(async || {
            runs += 1;
            if runs < 3 { Err(Error::database("D1_ERROR: malformed JSON: SQLITE_ERROR")) } else { Ok(runs) }
        });
        assert_eq!(end.now_or_never().unwrap().unwrap(), 3);
        let mut runs = 0;
        let end = edit(async || -> Result<()> {
            runs += 1;
            Err(Error::not_found("room"))
        });
        assert_eq!(end.now_or_never().unwrap().unwrap_err().code(), "not_found");
        assert_eq!(runs, 1);
    }
}
