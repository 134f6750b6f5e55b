//! Who a request is from: [`Attendee`] by personal link, [`Organizer`] by API key; sessions for both.
//!
//! A session is a JWT (HS256) in a `__Host-` cookie or, the same value, as a bearer token. A write or upgrade
//! that rides on a cookie must come from one of our own pages ([`App::allows_origin`]). The Person object has
//! the last word on a revoked link; routes that ask it compare `link_version` ([`Attendee::must_match`]).

use axum::extract::FromRequestParts;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hallway_domain::catalogue::Profile;
use hmac::{Hmac, Mac};
use http::header::{AUTHORIZATION, COOKIE, ORIGIN, UPGRADE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use worker::send::SendFuture;

use crate::app::{App, app_of};
use crate::db;
use crate::error::{Error, Result};
use crate::ids::{Id, kind};

/// An attendee's session lasts a week: longer than most events.
pub const ATTENDEE_SESSION: i64 = 7 * 24 * 3600;
/// An organizer's session lasts a working day.
pub const ORGANIZER_SESSION: i64 = 12 * 3600;
/// What every API key starts with.
pub const KEY_PREFIX: &str = "hw_live_";

/// The two sorts of sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A person of an event.
    Attendee,
    /// Somebody with an organizer's key.
    Organizer,
}

impl Audience {
    /// The cookie its sessions travel in.
    pub fn cookie(self) -> &'static str {
        match self {
            Audience::Attendee => "__Host-hallway",
            Audience::Organizer => "__Host-hallway-org",
        }
    }
}

/// What a session says; times in seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Which sort.
    pub aud: Audience,
    /// The attendee's or key's id.
    pub sub: String,
    /// The event; nothing for a key to all of them.
    pub evt: Option<String>,
    /// The link version it was made with; 0 for organizers.
    pub ver: i64,
    /// Made at.
    pub iat: i64,
    /// Over at.
    pub exp: i64,
}

/// Gives `jsonwebtoken` its HMAC: livekit-api carries one and installs it at its first use.
pub fn install_hmac() {
    // The empty token is refused, after the installation.
    let _ = livekit_api::access_token::Claims::from_unverified("");
}

impl Session {
    /// The text for cookie and bearer.
    pub fn sign(&self, secret: &str) -> Result<String> {
        let key = EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), self, &key).map_err(|e| Error::internal(format!("sign: {e}")))
    }

    /// A session of ours of that sort that is not over at `now` (ms).
    pub fn read(token: &str, secret: &str, aud: Audience, now: i64) -> Result<Session> {
        let session = decode(token, secret).ok_or_else(|| Error::unauthenticated("This is no session of ours."))?;
        if session.aud != aud {
            return Err(Error::forbidden("This session is for another part of Hallway."));
        }
        if session.exp.saturating_mul(1000) <= now { Err(Error::session_expired()) } else { Ok(session) }
    }
}

/// The signature counts, time is compared by the caller: `jsonwebtoken` would ask a clock of its own.
fn decode(token: &str, secret: &str) -> Option<Session> {
    let mut rules = Validation::new(Algorithm::HS256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let key = DecodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::decode::<Session>(token, &key, &rules).ok().map(|data| data.claims)
}

/// `Set-Cookie` of a session, or of its end when `max_age` is 0.
pub fn set_cookie(aud: Audience, value: &str, max_age: i64) -> Result<HeaderValue> {
    let cookie = format!("{}={value}; Path=/; Max-Age={max_age}; Secure; HttpOnly; SameSite=Lax", aud.cookie());
    HeaderValue::try_from(cookie).map_err(|e| Error::internal(format!("cookie: {e}")))
}

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
    /// The one event the key is good for; nothing: all.
    pub event: Option<String>,
}

impl Organizer {
    /// For queries: the event to stay inside of.
    pub fn scope(&self) -> Option<&str> {
        self.event.as_deref()
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

/// The key is looked up every time: a revoked one ends its sessions at once.
async fn organizer_of(app: &App, token: &str) -> Result<Organizer> {
    let db = app.db()?;
    let key = if token.starts_with(KEY_PREFIX) {
        db::keys::by_hash(&db, &hash_of_key(token)).await?
    } else {
        let session = Session::read(token, &app.config.session_secret, Audience::Organizer, app.now())?;
        db::keys::find(&db, &session.sub).await?
    };
    let key = key.ok_or_else(|| Error::unauthenticated("This key is not known, or no longer in force."))?;
    app.saw(&key.id);
    Ok(Organizer { key: key.id, event: key.event })
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
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() => {
            Ok(Some(token.trim()))
        }
        _ => Err(Error::unauthenticated("Authorization must be `Bearer` and a token.")),
    }
}

fn cookie(headers: &HeaderMap, aud: Audience) -> Option<&str> {
    let pairs = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(';'));
    let mut named = pairs.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == aud.cookie());
    named.next().map(|(_, value)| value).filter(|value| !value.is_empty())
}

/// How a key is stored.
pub fn hash_of_key(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A personal link's secret: `{attendee}.{version}.{mac}`. It can be made again at any time.
pub fn link_secret(secret: &str, attendee: &str, version: i64) -> Result<String> {
    let mac = link_mac(secret, attendee, version)?.finalize().into_bytes();
    Ok(format!("{attendee}.{version}.{}", URL_SAFE_NO_PAD.encode(mac)))
}

/// The attendee and link version of a personal link (the whole URL or its secret), if we made it.
pub fn read_link(secret: &str, link: &str) -> Result<Option<(String, i64)>> {
    let text = link.trim().rsplit('#').next().unwrap_or_default();
    let parts: Vec<&str> = text.split('.').collect();
    let [attendee, version, mac] = parts.as_slice() else { return Ok(None) };
    let Some(attendee) = Id::<kind::Attendee>::parse(attendee) else { return Ok(None) };
    let Ok(version) = version.parse::<i64>() else { return Ok(None) };
    let Ok(mac) = URL_SAFE_NO_PAD.decode(mac) else { return Ok(None) };
    // Compares in constant time.
    let ours = link_mac(secret, &attendee, version)?.verify_slice(&mac).is_ok();
    Ok(ours.then(|| (attendee.to_string(), version)))
}

fn link_mac(secret: &str, attendee: &str, version: i64) -> Result<Hmac<Sha256>> {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|e| Error::internal(format!("link: {e}")))?;
    Ok(mac.chain_update(format!("link:{attendee}:{version}")))
}

#[cfg(test)]
mod tests;
