//! The stack under test, started once and shared, or somebody's own.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use serde_json::json;
use tokio::runtime::Runtime;
use uuid::Uuid;
use xtask::secrets::{Secrets, sha256_hex};
use xtask::stack::{Options, Stack};

use crate::client::Client;
use crate::event::Event;
use crate::livekit::Livekit;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    // Installs the HMAC that jsonwebtoken works with.
    let _refused = livekit_api::access_token::Claims::from_unverified("");
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
});

/// A test's body, on the one runtime.
pub fn run<F: Future>(test: F) -> F::Output {
    RUNTIME.block_on(test)
}

/// A running stack and the ways into it.
#[derive(Debug)]
pub struct World {
    /// The Worker, as `http://127.0.0.1:port`.
    pub url: String,
    /// Nobody.
    pub anybody: Client,
    /// An organizer with a key to everything.
    pub organizer: Client,
    /// LiveKit behind the gate.
    pub livekit: Livekit,
    /// What only the Worker should know.
    pub secrets: Secrets,
    /// The organizer's API key.
    pub key: String,
    stack: Mutex<Stack>,
    /// An event and the key to it alone.
    limited: (String, String),
}

impl World {
    /// The one that all tests share. Tests that kill something start their own.
    pub fn shared() -> &'static World {
        static SHARED: LazyLock<World> = LazyLock::new(|| World::start(Options::default()));
        &SHARED
    }

    /// A world of one's own, gone when it is dropped. `HALLWAY_WORKER` names another build than build/.
    pub fn start(mut options: Options) -> World {
        options.worker = options.worker.or_else(|| std::env::var_os("HALLWAY_WORKER").map(Into::into));
        let stack = Stack::start(options).unwrap_or_else(|e| panic!("no stack: {e:#}"));
        let secrets = Secrets::load_or_make(&stack.dir.join("secrets.json")).expect("the stack's secrets");
        let http = reqwest::Client::builder().timeout(Duration::from_secs(60)).build().expect("a client");
        let anybody = Client::new(http.clone(), &stack.url);
        let mut world = World {
            url: stack.url.clone(),
            organizer: anybody.bearer(&stack.organizer_key),
            anybody,
            livekit: Livekit::new(http, stack.sfu.clone()),
            secrets,
            key: stack.organizer_key.clone(),
            stack: Mutex::new(stack),
            limited: Default::default(),
        };
        world.limit();
        world
    }

    /// The processes themselves.
    pub fn stack(&self) -> MutexGuard<'_, Stack> {
        self.stack.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The event of [`World::limited_key`].
    pub fn limited_event(&'static self) -> Event {
        Event { world: self, id: self.limited.0.clone() }
    }

    /// An API key that is good for one event only.
    pub fn limited_key(&self) -> &str {
        &self.limited.1
    }

    /// What the API cannot make. Written while nobody asks D1 anything: it takes it badly when others lock its file.
    fn limit(&mut self) {
        let (event, key) = (format!("evt_{}", Uuid::now_v7().simple()), format!("hw_live_{}{}", Uuid::new_v4().simple(), "0".repeat(11)));
        let catalogue = self.catalogue();
        let sql = "INSERT INTO events (id, name, time_zone, starts_at, ends_at, created_at) VALUES (?1, 'Limited', 'UTC', 0, 1, 0)";
        catalogue.execute(sql, [&event]).expect("an event");
        let hash = sha256_hex(key.as_bytes());
        let sql = "INSERT INTO api_keys (id, hash, event, name, created_at) VALUES (?1, ?2, ?3, 'test', 0)";
        catalogue.execute(sql, [&format!("key_{}", &hash[..32]), &hash, &event]).expect("a key");
        self.limited = (event, key);
    }

    /// The catalogue's database, past the API: to break things.
    pub fn catalogue(&self) -> Connection {
        let folder = self.stack().dir.join("state").join("v3").join("d1").join("miniflare-D1DatabaseObject");
        let files = std::fs::read_dir(&folder).expect("D1's folder").map(|entry| entry.expect("a file").path());
        let databases = files.filter(|path| path.extension().is_some_and(|extension| extension == "sqlite"));
        let mut opened = databases.map(|path| {
            let database = Connection::open(path).expect("a database");
            database.busy_timeout(Duration::from_secs(20)).expect("a time-out");
            database
        });
        let ours =
            |database: &Connection| ["api_keys", "gone_api_keys"].iter().any(|name| database.table_exists(None, *name).unwrap_or_default());
        opened.find(ours).expect("the catalogue")
    }

    /// A new event that goes on now.
    pub async fn event(&'static self) -> Event {
        Event::new(self).await
    }

    /// [`World::start`] for a test that needs a world as long as it runs; leaked, its processes end with the binary.
    pub fn own(options: Options) -> &'static World {
        Box::leak(Box::new(World::start(options)))
    }

    /// The time zone, start and end of a test's event.
    pub(crate) fn event_body() -> serde_json::Value {
        json!({ "name": "Test Days", "time_zone": "Europe/Vienna", "starts_at": "2026-01-01T08:00:00Z", "ends_at": "2027-12-31T18:00:00Z" })
    }
}
