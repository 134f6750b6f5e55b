//! What a request carries along: environment, settings, the only clock, fresh ids, and what it has cost so far.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use http::request::Parts;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use worker::{Context, Env};

use crate::auth::{Organizer, Rate};
use crate::config::Config;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::ids::Kind;

/// Header under which a request's id travels.
pub const REQUEST_ID: &str = "x-request-id";

/// One request (or one run of cron) and its surroundings. Cheap to clone; handlers take it as an argument.
#[derive(Clone)]
pub struct App {
    /// The Worker's bindings.
    pub env: Env,
    /// Its settings.
    pub config: Arc<Config>,
    /// Counters of this request.
    pub cost: Cost,
    request: Arc<Request>,
}

struct Request {
    id: String,
    origin: String,
    who: OnceLock<String>,
    organizer: OnceLock<Organizer>,
    rate: OnceLock<Rate>,
    /// In an object, and not in the Worker.
    inside: bool,
    context: Option<Context>,
}

impl App {
    /// The context of a request: its id is kept if it brought a good one, its origin is that of its URL.
    pub fn of_request<B>(env: Env, context: Context, request: &http::Request<B>) -> Result<App> {
        let given = request.headers().get("x-request-id").and_then(|value| value.to_str().ok());
        let id = match given.filter(|id| is_request_id(id)) {
            Some(id) => id.to_owned(),
            None => new_uuid(now())?,
        };
        App::new(env, Some(context), id, origin_of(request.uri()))
    }

    /// The context of a call inside an object: it goes under the id of the request that made it.
    pub fn of_call(env: Env, request: &worker::Request) -> Result<App> {
        match request.headers().get(REQUEST_ID).ok().flatten() {
            Some(id) if is_request_id(&id) => App::new(env, None, id, String::new()),
            _ => App::of_cron(env),
        }
    }

    /// The context of work nobody asked for: cron and alarms. It knows no origin but `PUBLIC_URL`.
    pub fn of_cron(env: Env) -> Result<App> {
        let id = new_uuid(now())?;
        App::new(env, None, id, String::new())
    }

    fn new(env: Env, context: Option<Context>, id: String, origin: String) -> Result<App> {
        let config = Config::of(&env)?;
        let request = Request {
            id,
            origin,
            who: OnceLock::new(),
            organizer: OnceLock::new(),
            rate: OnceLock::new(),
            inside: context.is_none(),
            context,
        };
        Ok(App { env, config, cost: Cost::default(), request: Arc::new(request) })
    }

    /// Milliseconds since 1970: the only clock of the Worker. It stands still between two awaits.
    pub fn now(&self) -> i64 {
        now() + if self.request.inside { crate::faults::clock() } else { 0 }
    }

    /// The catalogue, counting into this request's cost.
    pub fn db(&self) -> Result<Db> {
        Db::open(&self.env, self.cost.clone())
    }

    /// Where files are kept.
    pub fn bucket(&self) -> Result<worker::Bucket> {
        self.env.bucket("IMAGES").map_err(|e| Error::internal(format!("binding IMAGES: {e}")))
    }

    /// A fresh id of a kind, as in `app.new_id::<kind::Room>()`.
    pub fn new_id<K: Kind>(&self) -> Result<String> {
        Ok(format!("{}{}", K::PREFIX, new_uuid(self.now())?))
    }

    /// Scheme, host and port this request came to.
    pub fn origin(&self) -> &str {
        &self.request.origin
    }

    /// Where people find Hallway: `PUBLIC_URL`, else the request's own origin. No slash at the end.
    pub fn public_url(&self) -> &str {
        self.config.public_url.as_deref().unwrap_or(&self.request.origin)
    }

    /// Whether a page of that origin may write with our cookies.
    pub fn allows_origin(&self, origin: &str) -> bool {
        let ours = [self.origin(), self.config.public_url.as_deref().unwrap_or_default()];
        !origin.is_empty() && (ours.contains(&origin) || self.config.allowed_origins.iter().any(|o| o == origin))
    }

    /// Work that goes on after the answer, up to 30 s. Nothing that must happen may rely on it.
    pub fn wait_until(&self, work: impl Future<Output = ()> + 'static) {
        match &self.request.context {
            Some(context) => context.wait_until(work),
            None => worker::wasm_bindgen_futures::spawn_local(work),
        }
    }

    /// Goes along in every answer and log line.
    pub fn request_id(&self) -> &str {
        &self.request.id
    }

    /// Notes for the log who the request is from (a person's or key's id); the first word counts.
    pub fn saw(&self, who: &str) {
        let _ = self.request.who.set(who.to_owned());
    }

    /// Keeps the organizer for further looks in the same request.
    pub fn found(&self, organizer: Organizer) {
        let _ = self.request.organizer.set(organizer);
    }

    /// The organizer, once found.
    pub fn organizer(&self) -> Option<&Organizer> {
        self.request.organizer.get()
    }

    /// Notes what the caller's key has left.
    pub fn spent(&self, rate: Rate) {
        let _ = self.request.rate.set(rate);
    }

    /// What the caller's key has left, once known.
    pub fn rate(&self) -> Option<Rate> {
        self.request.rate.get().copied()
    }

    /// Who the request is from, once known.
    pub fn who(&self) -> Option<&str> {
        self.request.who.get().map(String::as_str)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for App {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<App> {
        app_of(parts)
    }
}

/// The context `lib.rs` put into the request.
pub fn app_of(parts: &Parts) -> Result<App> {
    parts.extensions.get::<App>().cloned().ok_or_else(|| Error::internal("the request has no App"))
}

/// Counters of what one request cost; clones count together.
#[derive(Clone, Default)]
pub struct Cost(Arc<Counters>);

#[derive(Default)]
struct Counters {
    hops: AtomicU64,
    statements: AtomicU64,
    rows_read: AtomicU64,
    rows_written: AtomicU64,
}

impl Cost {
    /// One call of a Durable Object.
    pub fn hop(&self) {
        self.0.hops.fetch_add(1, Ordering::Relaxed);
    }

    /// SQL statements run, here or in an object, with the rows they read and wrote.
    pub fn add(&self, statements: u64, rows_read: u64, rows_written: u64) {
        self.0.statements.fetch_add(statements, Ordering::Relaxed);
        self.0.rows_read.fetch_add(rows_read, Ordering::Relaxed);
        self.0.rows_written.fetch_add(rows_written, Ordering::Relaxed);
    }

    /// Hops, statements, rows read, rows written.
    pub fn counts(&self) -> [u64; 4] {
        let c = &self.0;
        [&c.hops, &c.statements, &c.rows_read, &c.rows_written].map(|n| n.load(Ordering::Relaxed))
    }
}

impl std::fmt::Display for Cost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [hops, statements, read, written] = self.counts();
        write!(f, "hops={hops}; statements={statements}; rows_read={read}; rows_written={written}")
    }
}

/// `N` bytes nobody can guess.
pub fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Error::internal(format!("randomness: {e}")))?;
    Ok(bytes)
}

/// Whether the platform knows a time zone of that name.
pub fn time_zone_exists(name: &str) -> bool {
    let formatter = Reflect::get(&js_sys::global(), &"Intl".into()).and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()));
    let made = formatter.and_then(|formatter| {
        let options = js_sys::Object::new();
        Reflect::set(&options, &"timeZone".into(), &name.into())?;
        let arguments = js_sys::Array::of2(&JsValue::UNDEFINED, &options);
        let formatter: &js_sys::Function = formatter.unchecked_ref();
        Reflect::construct(formatter, &arguments)
    });
    made.is_ok()
}

fn now() -> i64 {
    i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX)
}

fn new_uuid(now: i64) -> Result<String> {
    let random = random::<10>()?;
    let millis = u64::try_from(now).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid().simple().to_string())
}

fn origin_of(uri: &http::Uri) -> String {
    match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
        _ => String::new(),
    }
}

fn is_request_id(id: &str) -> bool {
    (8..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_are_short_and_plain() {
        assert!(is_request_id("abc-DEF_0123"));
        for bad in ["short", "with space!!", "new\nline--", &"x".repeat(65)] {
            assert!(!is_request_id(bad), "{bad}");
        }
    }

    #[test]
    fn fresh_ids_sort_by_age_and_differ() {
        let (a, b, c) = (new_uuid(1_000).unwrap(), new_uuid(1_000).unwrap(), new_uuid(2_000).unwrap());
        assert_ne!(a, b);
        assert!(a < c && b < c);
        assert_eq!(a.len(), 32);
    }

    #[test]
    fn clones_of_a_cost_count_together() {
        let cost = Cost::default();
        cost.clone().hop();
        cost.clone().add(2, 9, 4);
        assert_eq!(cost.to_string(), "hops=1; statements=2; rows_read=9; rows_written=4");
    }
}
