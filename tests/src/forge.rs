//! Sessions and tokens that nobody gave us.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{EncodingKey, Header};
use serde_json::{Value, json};

/// Now, in seconds.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock after 1970");
    i64::try_from(since.as_secs()).expect("a clock before the year 292 billion")
}

/// A JWT (HS256) of these claims.
pub fn sign(claims: &Value, secret: &str) -> String {
    jsonwebtoken::encode(&Header::default(), claims, &EncodingKey::from_secret(secret.as_bytes())).expect("a token")
}

/// What a JWT says, unverified.
pub fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64")).expect("claims")
}

/// The same token with changed claims, signed again.
pub fn changed(token: &str, secret: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut claims = claims(token);
    change(&mut claims);
    sign(&claims, secret)
}

/// The same token with changed claims under the old signature.
pub fn tampered(token: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let mut claims = claims(token);
    change(&mut claims);
    parts[1] = URL_SAFE_NO_PAD.encode(claims.to_string());
    parts.join(".")
}

/// A session as the Worker signs it; `age` is how many seconds ago it ended, negative for one that goes on.
pub fn session(secret: &str, audience: &str, subject: &str, event: Option<&str>, age: i64) -> String {
    let exp = now() - age;
    sign(&json!({ "aud": audience, "sub": subject, "evt": event, "ver": 1, "iat": exp - 3600, "exp": exp }), secret)
}
