//! Connecting to signalling as livekit-client does, and as it would never do.
//!
//! A socket that LiveKit answered with its JoinResponse is a participant in its list (in state JOINING, for a minute):
//! a body, as far as seats are concerned, without any media.

use std::time::Duration;

use futures_util::StreamExt;
use livekit_protocol::{JoinResponse, SignalResponse, signal_response};
use prost::Message as _;
use reqwest::{Method, StatusCode, Upgraded};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::client::Answer;
use crate::world::World;

const PATIENCE: Duration = Duration::from_secs(20);

/// One try to get in.
#[derive(Clone, Debug)]
pub struct Knock {
    method: Method,
    url: String,
    query: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    upgrade: bool,
}

impl Knock {
    /// A websocket request to that path of a server, with what livekit-client always sends.
    pub fn at(url: &str, path: &str) -> Knock {
        let own = [("auto_subscribe", "1"), ("sdk", "js"), ("version", "2.23.0"), ("protocol", "16")];
        let query = own.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Knock { method: Method::GET, url: format!("{url}{path}"), query, headers: vec![], upgrade: true }
    }

    /// Without what livekit-client sends.
    pub fn plain(mut self) -> Knock {
        self.query.clear();
        self
    }

    /// At the gate of a world, nothing shown yet.
    pub fn bare(world: &World) -> Knock {
        Knock::at(&world.url, "/sfu/main/rtc")
    }

    /// At the gate with the token in the query, as browsers do.
    pub fn query(world: &World, token: &str) -> Knock {
        Knock::bare(world).with_query("access_token", token)
    }

    /// At the gate with the token as Bearer, as native clients do.
    pub fn bearer(world: &World, token: &str) -> Knock {
        Knock::bare(world).with_header("authorization", &format!("Bearer {token}"))
    }

    /// At another path of the same server.
    pub fn path(mut self, world: &World, path: &str) -> Knock {
        self.url = format!("{}{path}", world.url);
        self
    }

    /// One more pair in the query.
    pub fn with_query(mut self, name: &str, value: &str) -> Knock {
        self.query.push((name.to_owned(), value.to_owned()));
        self
    }

    /// One more header.
    pub fn with_header(mut self, name: &str, value: &str) -> Knock {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With the session cookie of somebody, from a page of that origin.
    pub fn with_cookie(self, session: &str, origin: &str) -> Knock {
        self.with_header("cookie", &format!("__Host-hallway={session}")).with_header("origin", origin)
    }

    /// By another method.
    pub fn method(mut self, method: Method) -> Knock {
        self.method = method;
        self
    }

    /// As an ordinary request.
    pub fn without_upgrade(mut self) -> Knock {
        self.upgrade = false;
        self
    }

    /// Knocks: a socket, or the refusal.
    pub async fn send(self) -> Result<Socket, Answer> {
        match self.upgrade().await {
            Ok(upgraded) => Ok(Socket::over(upgraded).await),
            Err(answer) => Err(answer),
        }
    }

    /// Knocks at a server that may die meanwhile; nothing where it did, or refused.
    pub async fn send_to_the_dying(self) -> Option<Socket> {
        Some(Socket::over(self.try_upgrade().await.ok()?.ok()?).await)
    }

    /// Knocks: the bare connection, or the refusal.
    pub async fn upgrade(self) -> Result<Upgraded, Answer> {
        let asked = format!("{} {}", self.method, self.url);
        match self.try_upgrade().await {
            Ok(answered) => answered,
            Err(e) => panic!("{asked}: {e:?}"),
        }
    }

    async fn try_upgrade(self) -> reqwest::Result<Result<Upgraded, Answer>> {
        // A client of its own: an upgraded connection must not come from or go to a pool.
        let http = reqwest::Client::builder().pool_max_idle_per_host(0).timeout(Duration::from_secs(60)).build().expect("a client");
        let asked = format!("{} {}", self.method, self.url);
        let pairs: Vec<String> = self.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = http.request(self.method, format!("{}?{}", self.url, pairs.join("&")));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if self.upgrade {
            request = request.header("connection", "Upgrade").header("upgrade", "websocket");
            request = request.header("sec-websocket-version", "13").header("sec-websocket-key", "aGFsbHdheS1ibGFja2JveA==");
        }
        let response = request.send().await?;
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return Ok(Err(Answer::read(asked, response).await));
        }
        response.upgrade().await.map(Ok)
    }

    /// Knocks; a refusal ends the test.
    pub async fn open(self) -> Socket {
        self.send().await.unwrap_or_else(|answer| panic!("not let in: {answer}"))
    }

    /// Knocks; being let in ends the test.
    pub async fn refused(self) -> Answer {
        let what = format!("{self:?}");
        match self.send().await {
            Ok(_) => panic!("let in: {what}"),
            Err(answer) => answer,
        }
    }
}

/// An open signalling socket. Dropped, it vanishes without a goodbye.
#[derive(Debug)]
pub struct Socket {
    heard: watch::Receiver<Heard>,
    reader: JoinHandle<()>,
}

/// What LiveKit has said on it.
#[derive(Clone, Debug, Default)]
pub struct Heard {
    /// Its greeting.
    pub join: Option<JoinResponse>,
    /// The newest token it handed out.
    pub token: Option<String>,
    /// Why it sent us away, as livekit-client would be told (`PARTICIPANT_REMOVED` is 4).
    pub leave: Option<i32>,
    /// The socket is closed.
    pub closed: bool,
}

impl Socket {
    async fn over(upgraded: Upgraded) -> Socket {
        let stream = WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await;
        let (tell, heard) = watch::channel(Heard::default());
        Socket { heard, reader: tokio::spawn(read(stream, tell)) }
    }

    /// LiveKit's greeting.
    pub async fn joined(&self) -> JoinResponse {
        self.until("LiveKit's greeting", PATIENCE, |heard| heard.join.clone()).await
    }

    /// The token LiveKit hands to everybody it lets in.
    pub async fn refreshed_token(&self) -> String {
        self.until("a refreshed token", PATIENCE, |heard| heard.token.clone()).await
    }

    /// Waits until the other side has closed it; the reason LiveKit gave, if any.
    pub async fn ended(&self, limit: Duration) -> Option<i32> {
        self.until("the socket to be closed", limit, |heard| (heard.closed || heard.leave.is_some()).then_some(heard.leave)).await
    }

    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        !self.heard.borrow().closed
    }

    async fn until<T>(&self, what: &str, limit: Duration, ask: impl Fn(&Heard) -> Option<T>) -> T {
        let mut heard = self.heard.clone();
        let waited = tokio::time::timeout(limit, heard.wait_for(|heard| ask(heard).is_some())).await;
        let last = waited.unwrap_or_else(|_| panic!("waited {} s for {what}", limit.as_secs())).map(|heard| ask(&heard));
        last.ok().flatten().unwrap_or_else(|| panic!("the socket closed before {what}"))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

async fn read(mut stream: WebSocketStream<Upgraded>, tell: watch::Sender<Heard>) {
    // Reading answers pings, too.
    while let Some(Ok(message)) = stream.next().await {
        let Message::Binary(bytes) = message else { continue };
        let Ok(SignalResponse { message: Some(said) }) = SignalResponse::decode(bytes) else { continue };
        tell.send_modify(|heard| match said {
            signal_response::Message::Join(join) => heard.join = Some(join),
            signal_response::Message::RefreshToken(token) => heard.token = Some(token),
            signal_response::Message::Leave(leave) => heard.leave = Some(leave.reason),
            _ => {}
        });
    }
    tell.send_modify(|heard| heard.closed = true);
    // The channel stays open: whoever waits sees `closed` and the rest of what was heard.
    tell.closed().await;
}
