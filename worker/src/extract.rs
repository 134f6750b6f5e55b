//! What handlers take from a request besides who it is from: [`Id`]s of the path, the [`Body`], the [`Params`].

use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequest, Path, Request};
use bytes::{Bytes, BytesMut};
use garde::Validate;
use http::HeaderMap;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http_body_util::{BodyExt, Limited};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_path_to_error::Segment;

use crate::error::{Error, FieldError, Result};
use crate::ids::{Id, Kind};

/// Longest JSON body taken.
pub const BODY_LIMIT: usize = 64 * 1024;
/// So much more of a longer one is read before the refusal.
const DRAIN: usize = 4 * 1024 * 1024;

impl<K: Kind, S: Send + Sync> FromRequestParts<S> for Id<K> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Id<K>> {
        let text = Path::<String>::from_request_parts(parts, state).await;
        text.ok().and_then(|Path(text)| Id::parse(&text)).ok_or_else(|| Error::not_found(K::NOUN))
    }
}

/// A JSON body of type `T`, checked: 413, 415, 400 and 422 leave here.
pub struct Body<T>(pub T);

impl<T, S> FromRequest<S> for Body<T>
where
    T: DeserializeOwned + Validate<Context = ()>,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Body<T>> {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Error::unsupported_media_type());
        }
        let bytes = Limited::new(body, BODY_LIMIT).collect().await.map_err(|_| Error::too_large(BODY_LIMIT))?;
        parse(&bytes.to_bytes()).map(Body)
    }
}

/// A body that may be left out.
impl<T, S> OptionalFromRequest<S> for Body<T>
where
    T: DeserializeOwned + Validate<Context = ()>,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Option<Body<T>>> {
        let headers = request.headers();
        let empty = headers.get(CONTENT_LENGTH).is_none_or(|length| length == "0");
        if empty && !headers.contains_key(CONTENT_TYPE) {
            return Ok(None);
        }
        <Body<T> as FromRequest<S>>::from_request(request, state).await.map(Some)
    }
}

/// The query string as type `T`, checked: 422 leaves here.
pub struct Params<T>(pub T);

impl<T, S> FromRequestParts<S> for Params<T>
where
    T: DeserializeOwned + Validate<Context = ()>,
    S: Send + Sync,
{
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Params<T>> {
        let query = parts.uri.query().unwrap_or_default();
        let pairs = serde_urlencoded::Deserializer::new(form_pairs(query));
        let value: T =
            serde_path_to_error::deserialize(pairs).map_err(|e| Error::invalid(vec![fault(e.path(), &e.inner().to_string())]))?;
        checked(value).map(Params)
    }
}

fn form_pairs(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}

/// A request's whole body of at most `limit` bytes. One that is too long is read to its end all the same, as far as [`DRAIN`], and dropped: an
/// answer before the end of the body breaks the connection for the requests behind it.
pub async fn read<B: http_body::Body<Data = Bytes> + Unpin>(headers: &HeaderMap, mut body: B, limit: usize) -> Result<Bytes> {
    let said = within_limit(headers, limit);
    let (mut kept, mut length) = (BytesMut::new(), 0_usize);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| Error::malformed("The body broke off."))?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length <= limit {
            kept.extend_from_slice(&data);
        } else if length > limit.saturating_add(DRAIN) {
            break;
        }
    }
    said?;
    if length > limit { Err(Error::too_large(limit)) } else { Ok(kept.freeze()) }
}

/// 413 for a body that says it is too long.
pub fn within_limit(headers: &HeaderMap, limit: usize) -> Result<()> {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > limit) { Err(Error::too_large(limit)) } else { Ok(()) }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// A checked value from JSON text.
pub fn parse<T: DeserializeOwned + Validate<Context = ()>>(bytes: &[u8]) -> Result<T> {
    // serde would fill a struct from a list, too.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        let json = serde_json::from_slice::<IgnoredAny>(bytes);
        return Err(json.map_or_else(|e| not_json(&e), |_| Error::invalid_at("", "type", "Expected an object.")));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut json).map_err(|e| match e.inner().classify() {
        serde_json::error::Category::Data => Error::invalid(vec![fault(e.path(), &e.inner().to_string())]),
        // A number where one of several words belongs is no syntax error, though serde_json says so.
        _ if serde_json::from_slice::<IgnoredAny>(bytes).is_ok() => Error::invalid(vec![fault(e.path(), "not of the right type")]),
        _ => not_json(e.inner()),
    })?;
    json.end().map_err(|e| not_json(&e))?;
    checked(value)
}

fn not_json(e: &serde_json::Error) -> Error {
    Error::malformed(format!("The body is not JSON (line {}, column {}).", e.line(), e.column()))
}

/// Runs the rules of `T`; what breaks becomes 422 with a pointer to it.
fn checked<T: Validate<Context = ()>>(value: T) -> Result<T> {
    let Err(report) = value.validate() else { return Ok(value) };
    let errors = report.iter().map(|(path, error)| FieldError::new(pointer(&path.to_string()), "invalid", sentence(error.message())));
    Err(Error::invalid(errors.collect()))
}

/// garde's `moderators[3].name` as a JSON Pointer.
fn pointer(path: &str) -> String {
    let mut pointer = String::new();
    for part in path.split(['.', '[']).filter(|part| !part.is_empty()) {
        pointer.push('/');
        pointer.push_str(part.trim_end_matches(']'));
    }
    pointer
}

/// What serde found, told in its own words at the place where it found it.
fn fault(path: &serde_path_to_error::Path, message: &str) -> FieldError {
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1"))),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    let what = message.split(" at line ").next().unwrap_or(message);
    let quoted = what.split('`').nth(1).unwrap_or_default();
    if what.starts_with("missing field") {
        return FieldError::new(format!("{pointer}/{quoted}"), "required", "This field is required.");
    }
    if what.starts_with("unknown field") {
        return FieldError::new(pointer, "unknown", "This field is not known here.");
    }
    FieldError::new(pointer, "type", sentence(what))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    struct Sample {
        #[garde(length(chars, min = 1, max = 5))]
        name: String,
        #[serde(default)]
        #[garde(inner(length(chars, max = 3)))]
        tags: Vec<String>,
    }

    fn refusal(body: &str) -> (String, String, String) {
        let document = parse::<Sample>(body.as_bytes()).unwrap_err().document("");
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let error = &document["errors"][0];
        (text(&document["code"]), text(&error["pointer"]), text(&error["code"]))
    }

    #[test]
    fn broken_json_is_malformed_and_wrong_json_is_invalid_with_a_pointer() {
        let is = |body: &str, code: &str, pointer: &str, word: &str| {
            assert_eq!(refusal(body), (code.to_owned(), pointer.to_owned(), word.to_owned()), "{body}");
        };
        is("{", "malformed", "", "");
        is("", "malformed", "", "");
        is(r#"{"name":"a"} x"#, "malformed", "", "");
        is("{}", "invalid", "/name", "required");
        is(r#"{"name":1}"#, "invalid", "/name", "type");
        is(r#"{"name":"a","nope":1}"#, "invalid", "/nope", "unknown");
        is(r#"{"name":"a","tags":["x",2]}"#, "invalid", "/tags/1", "type");
        is(r#"{"name":""}"#, "invalid", "/name", "invalid");
        is(r#"{"name":"a","tags":["x","long"]}"#, "invalid", "/tags/1", "invalid");
        is("[]", "invalid", "", "type");
        is(r#"["Lobby",[]]"#, "invalid", "", "type");
        is("[", "malformed", "", "");
    }

    #[test]
    fn good_json_is_taken() {
        let sample: Sample = parse(br#" {"name":"Lobby","tags":["a"]} "#).unwrap();
        assert_eq!((sample.name.as_str(), sample.tags.len()), ("Lobby", 1));
    }
}
