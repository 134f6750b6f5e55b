//! Secrets of a local stack: made once, kept in its folder, never committed.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::Context;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What a stack needs to know and nobody else.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// Signs sessions.
    pub session: String,
    /// Makes personal links.
    pub link: String,
    /// LiveKit's API secret.
    pub livekit: String,
    /// The header that opens the proxy in front of LiveKit.
    pub door: String,
    /// The first organizer's API key.
    pub organizer_key: String,
}

impl Secrets {
    /// Those of `file`, made and written there if it is not there yet.
    pub fn load_or_make(file: &Path) -> anyhow::Result<Self> {
        if let Ok(text) = std::fs::read_to_string(file) {
            return Self::read(&text).with_context(|| format!("{} is damaged", file.display()));
        }
        let made = Self {
            session: token(43)?,
            link: token(43)?,
            livekit: token(43)?,
            door: token(43)?,
            organizer_key: format!("hw_live_{}", token(43)?),
        };
        std::fs::write(file, made.write().to_string())?;
        Ok(made)
    }

    fn read(text: &str) -> anyhow::Result<Self> {
        let value: Value = serde_json::from_str(text)?;
        let get = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned).with_context(|| format!("no {name}"));
        Ok(Self {
            session: get("session")?,
            link: get("link")?,
            livekit: get("livekit")?,
            door: get("door")?,
            organizer_key: get("organizer_key")?,
        })
    }

    fn write(&self) -> Value {
        json!({
            "session": self.session, "link": self.link, "livekit": self.livekit,
            "door": self.door, "organizer_key": self.organizer_key,
        })
    }
}

/// SHA-256 in hex: how an API key stands in the database.
pub fn sha256_hex(text: &[u8]) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Random characters of base64url. The last has four bits, as 32 bytes in base64 have at the 43rd.
fn token(length: usize) -> anyhow::Result<String> {
    let mut random = vec![0_u8; length];
    File::open("/dev/urandom").context("no /dev/urandom")?.read_exact(&mut random)?;
    if let Some(last) = random.last_mut() {
        *last &= 0b11_1100;
    }
    let letter = |byte: &u8| BASE64_URL.get(usize::from(byte & 63)).map(|letter| char::from(*letter));
    Ok(random.iter().filter_map(letter).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_43_characters_and_never_the_same() {
        let (one, two) = (token(43).unwrap(), token(43).unwrap());
        assert_eq!(one.len(), 43);
        assert_ne!(one, two);
    }

    #[test]
    fn a_hash_is_the_known_one() {
        assert!(sha256_hex(b"abc").starts_with("ba7816bf8f01cfea"));
    }
}
