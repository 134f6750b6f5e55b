//! What the Worker is told from outside: secrets and vars, read once per isolate.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use worker::Env;

use crate::error::{Error, Result};

/// Shortest secret taken: 256 bits of text.
const SECRET_LENGTH: usize = 32;

/// Listeners of one lobby, unless said otherwise.
const LOBBY_LISTENERS: usize = 1_000;
/// Calls a minute of one API key, if nobody says otherwise.
const ORGANIZER_RATE: i64 = 1_200;

/// The Worker's settings. Holds secrets: no `Debug`.
pub struct Config {
    /// Signs sessions.
    pub session_secret: String,
    /// Signs personal links.
    pub link_secret: String,
    /// The LiveKit servers; at least one.
    pub pool: Vec<Sfu>,
    /// Where people find Hallway, without a trailing slash; nothing: the request's own origin.
    pub public_url: Option<String>,
    /// Origins besides our own whose cookie-borne writes are taken.
    pub allowed_origins: Vec<String>,
    /// So many listeners one lobby takes before it hands others on to a shard.
    pub lobby_listeners: usize,
    /// Calls a minute that one API key has.
    pub organizer_rate: i64,
    /// Whether answers carry `x-hallway-cost`.
    pub expose_cost: bool,
}

/// One LiveKit server of the pool.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sfu {
    /// Name in `/sfu/{name}/rtc`, `[a-z0-9-]{1,16}`.
    pub name: String,
    /// Private address, `http://host:port`.
    pub origin: String,
    /// LiveKit API key.
    pub api_key: String,
    /// Its secret.
    pub api_secret: String,
    /// What the proxy in front of LiveKit demands; empty: nothing.
    #[serde(default)]
    pub door_secret: String,
}

impl Config {
    /// The settings of this Worker; parsed at the first call of an isolate.
    pub fn of(env: &Env) -> Result<Arc<Config>> {
        static CONFIG: OnceLock<Arc<Config>> = OnceLock::new();
        if let Some(config) = CONFIG.get() {
            return Ok(config.clone());
        }
        let read = |name: &str| env.secret(name).ok().map(|value| value.to_string());
        let config = Config::parse(read).map_err(|what| Error::internal(format!("configuration: {what}")))?;
        Ok(CONFIG.get_or_init(|| Arc::new(config)).clone())
    }

    /// Settings from named values; the error says which one is wrong, never what it was.
    pub fn parse(read: impl Fn(&str) -> Option<String>) -> std::result::Result<Config, String> {
        let secret = |name: &str| match read(name) {
            Some(value) if value.len() >= SECRET_LENGTH => Ok(value),
            _ => Err(format!("{name} is missing or shorter than {SECRET_LENGTH} characters")),
        };
        let text = |name: &str| read(name).filter(|value| !value.trim().is_empty());
        Ok(Config {
            session_secret: secret("SESSION_SECRET")?,
            link_secret: secret("LINK_SECRET")?,
            pool: pool(&read("SFU_POOL").unwrap_or_default())?,
            public_url: text("PUBLIC_URL").map(|url| url.trim().trim_end_matches('/').to_owned()),
            allowed_origins: text("ALLOWED_ORIGINS").map(|list| origins(&list)).unwrap_or_default(),
            lobby_listeners: number("LOBBY_LISTENERS", text("LOBBY_LISTENERS"), LOBBY_LISTENERS)?,
            organizer_rate: number("ORGANIZER_RATE", text("ORGANIZER_RATE"), ORGANIZER_RATE)?,
            expose_cost: read("EXPOSE_COST").as_deref() == Some("1"),
        })
    }

    /// The member of the pool a new room stays on: its id, which is random, chooses.
    pub fn pin(&self, room: &str) -> Result<String> {
        let digits = room.get(room.len().saturating_sub(8)..).unwrap_or_default();
        let number = usize::from_str_radix(digits, 16).unwrap_or_default();
        let chosen = number.checked_rem(self.pool.len()).and_then(|at| self.pool.get(at));
        chosen.map(|sfu| sfu.name.clone()).ok_or_else(|| Error::internal("the pool is empty"))
    }

    /// The pool's member of that name.
    pub fn sfu(&self, name: &str) -> Option<&Sfu> {
        self.pool.iter().find(|sfu| sfu.name == name)
    }
}

/// Without a number: the usual one.
fn number<N: std::str::FromStr + PartialOrd + Default>(name: &str, text: Option<String>, usual: N) -> std::result::Result<N, String> {
    let Some(text) = text else { return Ok(usual) };
    text.trim().parse().ok().filter(|n| *n > N::default()).ok_or_else(|| format!("{name} is no number above 0"))
}

fn origins(list: &str) -> Vec<String> {
    list.split(',').map(|origin| origin.trim().trim_end_matches('/').to_owned()).filter(|o| !o.is_empty()).collect()
}

fn pool(text: &str) -> std::result::Result<Vec<Sfu>, String> {
    // The parser's message could quote a secret; line and column are enough.
    let mut pool: Vec<Sfu> =
        serde_json::from_str(text).map_err(|e| format!("SFU_POOL is not the expected JSON (line {}, column {})", e.line(), e.column()))?;
    let named =
        |name: &str| (1..=16).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if pool.is_empty() || !pool.iter().all(|sfu| named(&sfu.name)) {
        return Err("SFU_POOL needs at least one server, each with a name like [a-z0-9-]{1,16}".to_owned());
    }
    for sfu in &mut pool {
        sfu.origin = sfu.origin.trim_end_matches('/').to_owned();
    }
    Ok(pool)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POOL: &str = r#"[{"name":"main","origin":"http://127.0.0.1:7880/","api_key":"k","api_secret":"s"}]"#;

    fn with(pool: &str, session: &str) -> std::result::Result<Config, String> {
        Config::parse(|name| match name {
            "SESSION_SECRET" => Some(session.to_owned()),
            "LINK_SECRET" => Some("l".repeat(32)),
            "SFU_POOL" => Some(pool.to_owned()),
            "PUBLIC_URL" => Some("https://rooms.example.org/".to_owned()),
            "ALLOWED_ORIGINS" => Some(" http://localhost:5173, ".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn reads_what_it_needs_and_normalises_addresses() {
        let config = with(POOL, &"s".repeat(32)).unwrap();
        assert_eq!(config.public_url.as_deref(), Some("https://rooms.example.org"));
        assert_eq!(config.allowed_origins, ["http://localhost:5173"]);
        assert_eq!(config.sfu("main").map(|sfu| sfu.origin.as_str()), Some("http://127.0.0.1:7880"));
        assert!(config.sfu("other").is_none());
        assert!(!config.expose_cost);
        assert_eq!(config.lobby_listeners, 1_000);
    }

    #[test]
    fn a_lobby_takes_some_listeners() {
        let listeners = |text: &str| number("LOBBY_LISTENERS", Some(text.to_owned()), 1_000_usize);
        assert_eq!(listeners(" 3 "), Ok(3));
        assert!(listeners("0").is_err() && listeners("many").is_err());
    }

    #[test]
    fn says_which_setting_is_wrong_and_never_its_value() {
        let short = with(POOL, "hunter2").err().unwrap();
        assert!(short.contains("SESSION_SECRET") && !short.contains("hunter2"));
        let broken = with(r#"[{"name":"main","api_secret":"hunter2","nonsense":1}]"#, &"s".repeat(32)).err().unwrap();
        assert!(broken.contains("SFU_POOL") && !broken.contains("hunter2"));
        assert!(with("[]", &"s".repeat(32)).is_err());
    }
}
