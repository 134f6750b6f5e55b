//! What proves who somebody is, without a platform: sessions, personal links, API keys. [`crate::auth`] finds them in
//! a request. `now` is a value; keys are compared by hash, links in constant time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    const PERSON: &str = "att_0192f0c1e2a37b4c8d5e6f7081920a1b";

    fn session(aud: Audience) -> Session {
        Session { aud, sub: PERSON.to_owned(), evt: Some("evt_1".to_owned()), ver: 2, iat: 1_000, exp: 2_000 }
    }

    fn read(token: &str, secret: &str, now: i64) -> std::result::Result<Session, &'static str> {
        Session::read(token, secret, Audience::Attendee, now).map_err(|e| e.code())
    }

    #[test]
    fn a_session_comes_back_as_it_was_until_it_is_over() {
        install_hmac();
        let token = session(Audience::Attendee).sign(SECRET).unwrap();
        assert_eq!(read(&token, SECRET, 1_999_999), Ok(session(Audience::Attendee)));
        assert_eq!(read(&token, SECRET, 2_000_000), Err("session_expired"));
    }

    #[test]
    fn a_session_of_others_or_of_another_sort_is_refused() {
        install_hmac();
        let token = session(Audience::Attendee).sign(SECRET).unwrap();
        assert_eq!(read(&token, &SECRET.to_uppercase(), 0), Err("unauthenticated"));
        assert_eq!(read("", SECRET, 0), Err("unauthenticated"));
        assert_eq!(read("a.b.c", SECRET, 0), Err("unauthenticated"));
        let organizer = session(Audience::Organizer).sign(SECRET).unwrap();
        assert_eq!(read(&organizer, SECRET, 0), Err("forbidden"));
    }

    #[test]
    fn a_session_without_signature_or_with_other_claims_is_refused() {
        install_hmac();
        let token = session(Audience::Attendee).sign(SECRET).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        assert_eq!(read(&format!("{none}.{}.", parts[1]), SECRET, 0), Err("unauthenticated"));
        let claims = serde_json::to_string(&Session { sub: "att_other".to_owned(), ..session(Audience::Attendee) }).unwrap();
        let forged = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(claims), parts[2]);
        assert_eq!(read(&forged, SECRET, 0), Err("unauthenticated"));
    }

    #[test]
    fn a_link_is_read_from_its_secret_and_from_the_whole_address() {
        let secret = link_secret(SECRET, PERSON, 3).unwrap();
        let expected = Some((PERSON.to_owned(), 3));
        assert_eq!(read_link(SECRET, &secret).unwrap(), expected);
        assert_eq!(read_link(SECRET, &format!(" https://rooms.example.org/enter#{secret}\n")).unwrap(), expected);
    }

    #[test]
    fn a_changed_link_is_nobodys() {
        let secret = link_secret(SECRET, PERSON, 3).unwrap();
        let other_version = secret.replacen(".3.", ".4.", 1);
        let other_person = secret.replacen("0a1b", "0a1c", 1);
        let cut = secret.get(..secret.len() - 1).unwrap().to_owned();
        for bad in [other_version, other_person, cut, format!("{secret}.x"), String::new(), "..".to_owned()] {
            assert_eq!(read_link(SECRET, &bad).unwrap(), None, "{bad}");
        }
        assert_eq!(read_link(&SECRET.to_uppercase(), &secret).unwrap(), None);
    }
}
