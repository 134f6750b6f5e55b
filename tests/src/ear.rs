//! Listening to a Room or a Person as the app does.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Upgraded;
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::client::Answer;
use crate::gate::Knock;
use crate::world::World;

/// An open socket. Dropped, it vanishes without a goodbye.
#[derive(Debug)]
pub struct Ear {
    heard: watch::Receiver<Heard>,
    say: mpsc::Sender<Message>,
    worker: JoinHandle<()>,
}

#[derive(Clone, Debug, Default)]
struct Heard {
    frames: Vec<Value>,
    /// Close code; 1006 if it just broke off.
    closed: Option<u16>,
}

impl Ear {
    /// Opens it with a session as Bearer; a refusal ends the test.
    pub async fn open(world: &World, path: &str, session: &str) -> Ear {
        let knock = Knock::at(&world.url, path).plain().with_header("authorization", &format!("Bearer {session}"));
        Ear::knock(knock).await.unwrap_or_else(|answer| panic!("no socket: {answer}"))
    }

    /// Opens a Room's, with what was said after a number.
    pub async fn resume(world: &World, path: &str, session: &str, after: i64) -> Ear {
        let knock = Knock::at(&world.url, path).plain().with_query("after", &after.to_string());
        let knock = knock.with_header("authorization", &format!("Bearer {session}"));
        Ear::knock(knock).await.unwrap_or_else(|answer| panic!("no socket: {answer}"))
    }

    /// Opens it by any knock.
    pub async fn knock(knock: Knock) -> Result<Ear, Answer> {
        let upgraded = knock.upgrade().await?;
        let stream = WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await;
        let (tell, heard) = watch::channel(Heard::default());
        let (say, said) = mpsc::channel(8);
        Ok(Ear { heard, say, worker: tokio::spawn(work(stream, tell, said)) })
    }

    /// Says something, which no client of ours would.
    pub async fn say(&self, message: Message) {
        self.say.send(message).await.expect("an open socket");
    }

    /// Everything heard so far.
    pub fn frames(&self) -> Vec<Value> {
        self.heard.borrow().frames.clone()
    }

    /// Waits for a frame; what `pick` makes of the first that fits.
    pub async fn hears<T>(&self, what: &str, limit: Duration, pick: impl Fn(&Value) -> Option<T>) -> T {
        self.until(what, limit, |heard| heard.frames.iter().find_map(&pick)).await
    }

    /// Waits for a frame of that type.
    pub async fn frame(&self, kind: &str, limit: Duration) -> Value {
        self.hears(&format!("a frame {kind}"), limit, |frame| (frame["type"] == kind).then(|| frame.clone())).await
    }

    /// Waits until it is closed; the code.
    pub async fn closed(&self, limit: Duration) -> u16 {
        self.until("the socket to be closed", limit, |heard| heard.closed).await
    }

    /// Whether it is still open.
    pub fn is_open(&self) -> bool {
        self.heard.borrow().closed.is_none()
    }

    async fn until<T>(&self, what: &str, limit: Duration, ask: impl Fn(&Heard) -> Option<T>) -> T {
        let mut heard = self.heard.clone();
        let waited = tokio::time::timeout(limit, heard.wait_for(|heard| ask(heard).is_some())).await;
        let seen = waited.ok().and_then(Result::ok).and_then(|heard| ask(&heard));
        seen.unwrap_or_else(|| panic!("waited {} s for {what}; heard {} frames", limit.as_secs(), self.frames().len()))
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.worker.abort();
    }
}

async fn work(mut stream: WebSocketStream<Upgraded>, tell: watch::Sender<Heard>, mut said: mpsc::Receiver<Message>) {
    let mut code = 1006;
    loop {
        tokio::select! {
            message = stream.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    let frame = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.to_string()));
                    tell.send_modify(|heard| heard.frames.push(frame));
                }
                Some(Ok(Message::Close(frame))) => {
                    code = frame.map_or(1005, |frame| frame.code.into());
                    // The frame counts: workerd closes the connection under it only when the object sleeps, 10 s later.
                    break;
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
            Some(message) = said.recv() => drop(stream.send(message).await),
        }
    }
    tell.send_modify(|heard| heard.closed = Some(code));
    tell.closed().await;
}
