//! Who a request is from: [`Attendee`] by personal link, [`Organizer`] by API key; sessions for both.
//!
//! A session ([`Session`]) is in a `__Host-` cookie or, the same value, a bearer token. A write or upgrade
//! that rides on a cookie must come from one of our own pages ([`App::allows_origin`]). The Person object has
//! the last word on a revoked link; routes that ask it compare `link_version` ([`Attendee::must_match`]).

use axum::extract::FromRequestParts;
use hallway_domain::ban::By;
use hallway_domain::catalogue::{Named, Profile, RoomEntry};
use http::header::{AUTHORIZATION, COOKIE, ORIGIN, UPGRADE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use worker::send::SendFuture;

use crate::app::{App, app_of};
use crate::credentials::{Audience, KEY_PREFIX, Session, hash_of_key};
use crate::db;
use crate::error::{Error, Result};
use crate::scopes::Scope;

/// An attendee with a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attendee {
    /// `att_…`
    pub person: String,
    /// `evt_…`
    pub event: String,
    /// Link version the session was made with.
    pub link_version: i64,
    /// When the session is over, ms.
    pub expires_at: i64,
}

impl Attendee {
    /// Refuses a session that the person's profile no longer agrees with.
    pub fn must_match(&self, profile: &Profile) -> Result<()> {
        let same = profile.event == self.event && profile.link_version == self.link_version && !profile.deleted;
        if same { Ok(()) } else { Err(Error::session_revoked()) }
    }

    /// The attendee of the cookie, if one came along. The gate compares it with the token's person.
    pub fn of_cookie(app: &App, headers: &HeaderMap) -> Result<Option<Attendee>> {
        let Some(token) = cookie(headers, Audience::Attendee) else { return Ok(None) };
        Attendee::of_token(app, token).map(Some)
    }

    fn of_token(app: &App, token: &str) -> Result<Attendee> {
        let session = Session::read(token, &app.config.session_secret, Audience::Attendee, app.now())?;
        let event = session.evt.ok_or_else(|| Error::unauthenticated("This is no session of ours."))?;
        app.saw(&session.sub);
        let expires_at = session.exp.saturating_mul(1000);
        Ok(Attendee { person: session.sub, event, link_version: session.ver, expires_at })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Attendee {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Attendee> {
        let app = app_of(parts)?;
        Attendee::of_token(&app, credential(&app, parts, Audience::Attendee)?)
    }
}

/// Somebody with an organizer's key, or a session made with one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organizer {
    /// `key_…`
    pub key: String,
    /// What the organizer calls the key.
    pub name: String,
    /// The one event the key is good for; nothing: all.
    pub event: Option<String>,
    /// What it may do beside reading.
    pub scopes: Vec<Scope>,
}

impl Organizer {
    /// For queries: the event to stay inside of.
    pub fn scope(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// 403 for a key without that scope.
    pub fn must(&self, scope: Scope) -> Result<()> {
        if self.scopes.contains(&scope) { Ok(()) } else { Err(Error::needs(scope)) }
    }

    /// The key, as records name it.
    pub fn named(&self) -> Named {
        Named { id: self.key.clone(), name: self.name.clone() }
    }

    /// 404 for events of others.
    pub fn must_reach(&self, event: &str) -> Result<()> {
        match self.scope() {
            Some(own) if own != event => Err(Error::not_found("event")),
            _ => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Organizer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Organizer> {
        let app = app_of(parts)?;
        let token = credential(&app, parts, Audience::Organizer)?;
        SendFuture::new(organizer_of(&app, token)).await
    }
}

/// Somebody who may moderate: an attendee, whose Room knows whether they do, or an organizer. Of two cookies the
/// attendee's counts: rooms are attendees' pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moderating {
    /// By personal link.
    Attendee(Attendee),
    /// By API key.
    Organizer(Organizer),
}

impl<S: Send + Sync> FromRequestParts<S> for Moderating {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Moderating> {
        let app = app_of(parts)?;
        let bears_key = bearer(&parts.headers)?.is_some_and(|token| token.starts_with(KEY_PREFIX));
        let attendee = credential(&app, parts, Audience::Attendee).and_then(|token| Attendee::of_token(&app, token));
        match attendee {
            Ok(attendee) => Ok(Moderating::Attendee(attendee)),
            // No attendee's session: an organizer's, else the attendee's refusal stands.
            Err(refused) if bears_key || matches!(refused.code(), "forbidden" | "unauthenticated") => {
                let Ok(token) = credential(&app, parts, Audience::Organizer) else { return Err(refused) };
                let organizer = SendFuture::new(organizer_of(&app, token)).await?;
                organizer.must(Scope::Moderate)?;
                Ok(Moderating::Organizer(organizer))
            }
            Err(refused) => Err(refused),
        }
    }
}

/// Who acts here, as the Room is told, and what only an organizer's look-up brings along.
pub struct Hand {
    /// For the Room.
    pub by: By,
    /// `evt_…`
    pub event: String,
    /// An organizer's key, and the room as the catalogue has it.
    pub organizer: Option<(Named, RoomEntry)>,
}

impl Moderating {
    /// An organizer must reach the room's event; whether an attendee moderates the room, the Room says.
    pub async fn hand(&self, app: &App, room: &str) -> Result<Hand> {
        match self {
            Moderating::Attendee(a) => {
                let by = By::Attendee { id: a.person.clone(), event: a.event.clone() };
                Ok(Hand { by, event: a.event.clone(), organizer: None })
            }
            Moderating::Organizer(o) => {
                let found = db::rooms::find(&app.db()?, o.scope(), room).await?;
                let entry = found.ok_or_else(|| Error::not_found("room"))?.entry;
                let key = o.named();
                Ok(Hand { by: By::Organizer { key: key.clone() }, event: entry.event.clone(), organizer: Some((key, entry)) })
            }
        }
    }
}

/// Whether a request says that it is an organizer's; whether it is, [`Organizer`] tells.
pub fn rides_as_organizer(app: &App, parts: &Parts) -> bool {
    let token = credential(app, parts, Audience::Organizer);
    token.is_ok_and(|token| {
        token.starts_with(KEY_PREFIX) || Session::read(token, &app.config.session_secret, Audience::Organizer, 0).is_ok()
    })
}

/// The key is looked up every time, once per request: a revoked one ends its sessions at once. Each look is a call that
/// counts.
async fn organizer_of(app: &App, token: &str) -> Result<Organizer> {
    if let Some(organizer) = app.organizer() {
        return Ok(organizer.clone());
    }
    let (db, now) = (app.db()?, app.now());
    let key = if token.starts_with(KEY_PREFIX) {
        db::keys::by_hash(&db, &hash_of_key(token), now).await?
    } else {
        let session = Session::read(token, &app.config.session_secret, Audience::Organizer, now)?;
        db::keys::by_id(&db, &session.sub, now).await?
    };
    let key = key.ok_or_else(|| Error::unauthenticated("This key is not known, or no longer in force."))?;
    app.saw(&key.id);
    let rate = Rate::of(app.config.organizer_rate, key.calls, now);
    app.spent(rate);
    if rate.is_over() {
        return Err(Error::rate_limited(rate.reset));
    }
    let organizer = Organizer { key: key.id, name: key.name, event: key.event, scopes: key.scopes };
    app.found(organizer.clone());
    Ok(organizer)
}

/// What a key has left in this window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Calls a window has.
    pub limit: i64,
    /// Calls that are left.
    pub left: i64,
    /// Seconds until the next window.
    pub reset: u32,
    over: bool,
}

impl Rate {
    fn of(limit: i64, calls: i64, now: i64) -> Rate {
        let ends = db::keys::window(now) + db::keys::WINDOW;
        let reset = u32::try_from((ends - now + 999) / 1_000).unwrap_or(1);
        Rate { limit, left: (limit - calls).max(0), reset, over: calls > limit }
    }

    fn is_over(self) -> bool {
        self.over
    }
}

/// The bearer token, else the cookie; the latter only from our own pages when it could change something.
fn credential<'a>(app: &App, parts: &'a Parts, aud: Audience) -> Result<&'a str> {
    if let Some(token) = bearer(&parts.headers)? {
        return Ok(token);
    }
    let token = cookie(&parts.headers, aud).ok_or_else(|| Error::unauthenticated("This needs a session."))?;
    let reads = matches!(parts.method, Method::GET | Method::HEAD) && !parts.headers.contains_key(UPGRADE);
    if reads {
        return Ok(token);
    }
    must_be_ours(app, &parts.headers)?;
    Ok(token)
}

/// 403 unless `Origin` is one of ours: for writes and upgrades that ride on a cookie.
pub fn must_be_ours(app: &App, headers: &HeaderMap) -> Result<()> {
    let origin = headers.get(ORIGIN).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if app.allows_origin(origin) { Ok(()) } else { Err(Error::bad_origin()) }
}

/// The token of `Authorization: Bearer`; any other scheme is refused, not passed over.
pub fn bearer(headers: &HeaderMap) -> Result<Option<&str>> {
    let Some(value) = headers.get(AUTHORIZATION) else { return Ok(None) };
    let words = value.to_str().ok().and_then(|text| text.split_once(' '));
    match words {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => Ok(Some(token.trim())),
        _ => Err(Error::unauthenticated("Authorization must be `Bearer` and a token.")),
    }
}

fn cookie(headers: &HeaderMap, aud: Audience) -> Option<&str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    let mut named = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == aud.cookie());
    named.next().map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// `Set-Cookie` of a session, or of its end when `max_age` is 0.
pub fn set_cookie(aud: Audience, value: &str, max_age: i64) -> Result<HeaderValue> {
    let cookie = format!("{}={value}; Path=/; Max-Age={max_age}; Secure; HttpOnly; SameSite=Lax", aud.cookie());
    HeaderValue::try_from(cookie).map_err(|e| Error::internal(format!("cookie: {e}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_and_bearers_are_found_where_they_are() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("a=b; __Host-hallway-org=org; __Host-hallway=att; c"));
        assert_eq!(cookie(&headers, Audience::Attendee), Some("att"));
        assert_eq!(cookie(&headers, Audience::Organizer), Some("org"));
        assert_eq!(bearer(&headers).unwrap(), None);
        headers.insert(AUTHORIZATION, HeaderValue::from_static("bearer  token "));
        assert_eq!(bearer(&headers).unwrap(), Some("token"));
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Basic token"));
        assert!(bearer(&headers).is_err());
    }

    #[test]
    fn calls_are_counted_down_to_the_windows_end() {
        let rate = |calls| Rate::of(10, calls, 61_500);
        assert_eq!((rate(1).left, rate(1).reset, rate(1).is_over()), (9, 59, false));
        assert_eq!((rate(10).left, rate(10).is_over()), (0, false));
        assert_eq!((rate(11).left, rate(11).is_over()), (0, true));
    }

    #[test]
    fn a_session_cookie_is_a_host_cookie() {
        let cookie = set_cookie(Audience::Attendee, "v", 60).unwrap();
        assert_eq!(cookie.to_str().unwrap(), "__Host-hallway=v; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax");
    }
}
