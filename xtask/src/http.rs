//! A small JSON client for servers on this machine.

use std::time::Duration;

use anyhow::Context;
use serde_json::Value;
use ureq::Agent;

/// Talks to one server with one bearer token.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    base: String,
    bearer: String,
}

fn agent(limit: Duration) -> Agent {
    Agent::config_builder().http_status_as_error(false).timeout_global(Some(limit)).build().into()
}

impl Client {
    /// `base` without the slash at its end, e.g. `http://127.0.0.1:8787/api/v1`.
    pub fn new(base: impl Into<String>, bearer: impl Into<String>) -> Self {
        Self { agent: agent(Duration::from_secs(30)), base: base.into(), bearer: bearer.into() }
    }

    /// POST; the answer's JSON. Anything but 2xx is an error that quotes the answer.
    pub fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let url = format!("{}{path}", self.base);
        let request = self.agent.post(&url).header("authorization", format!("Bearer {}", self.bearer));
        let mut answer = request.send_json(body).with_context(|| format!("POST {url}"))?;
        let status = answer.status();
        let text = answer.body_mut().read_to_string()?;
        anyhow::ensure!(status.is_success(), "POST {path} answered {status}: {text}\nto {body}");
        serde_json::from_str(&text).with_context(|| format!("POST {path} answered no JSON: {text}"))
    }
}

/// Whether `url` answers 200 within two seconds.
pub fn is_up(url: &str) -> bool {
    answers(url, Duration::from_secs(2))
}

/// Whether `url` answers 200 in time.
pub fn answers(url: &str, limit: Duration) -> bool {
    agent(limit).get(url).call().is_ok_and(|answer| answer.status() == 200)
}
