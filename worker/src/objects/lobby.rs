//! The Lobby object's shell: one place's cards.

use std::cell::RefCell;

use hallway_domain::lobby::{self, Answer, Command};
use worker::{DurableObject, Env, Request, Response, State, WebSocket, WebSocketIncomingMessage, durable_object};

use super::call;
use super::storage::Store;
use crate::app::App;
use crate::error::{Error, Result};

const BINDING: &str = "LOBBY";

/// Ask a lobby, named by its feature's or item's id.
pub async fn ask(app: &App, place: &str, command: &Command) -> Result<Answer> {
    call::ask(app, BINDING, place, None, command).await
}

/// Ask a lobby, creating its object near `region` if it is new.
pub(super) async fn ask_near(app: &App, region: Option<&str>, place: &str, command: &Command) -> Result<Answer> {
    call::ask(app, BINDING, place, region, command).await
}

/// One feature's cards, or one item's.
#[durable_object]
pub struct Lobby {
    env: Env,
    store: std::result::Result<Store, String>,
    name: RefCell<String>,
}

impl DurableObject for Lobby {
    fn new(state: State, env: Env) -> Self {
        let store = Store::open(&state, lobby::SCHEMA).map_err(|e| e.to_string());
        let name = RefCell::new(state.id().name().unwrap_or_default());
        Lobby { env, store, name }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        let app = App::of_call(self.env.clone(), &request).map_err(|e| worker::Error::RustError(e.to_string()))?;
        let (name, command) = call::read::<Command>(request).await?;
        self.name.replace(name);
        let answer = self.serve(&app, command).await;
        let spent = self.store.as_ref().map(Store::spent).unwrap_or_default();
        call::answer(answer, &app.cost, spent)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        Response::empty()
    }

    async fn websocket_message(&self, ws: WebSocket, _: WebSocketIncomingMessage) -> worker::Result<()> {
        ws.close(Some(1008), Some("this socket only listens"))
    }

    async fn websocket_close(&self, _: WebSocket, _: usize, _: String, _: bool) -> worker::Result<()> {
        Ok(())
    }

    async fn websocket_error(&self, _: WebSocket, _: worker::Error) -> worker::Result<()> {
        Ok(())
    }
}

impl Lobby {
    async fn serve(&self, app: &App, command: Command) -> Result<Answer> {
        let answer = self.commit(app, command.clone())?;
        if answer != Answer::Cold {
            return Ok(answer);
        }
        let name = self.name.borrow().clone();
        let Some(entry) = crate::db::lobbies::entry(&app.db()?, &name).await? else { return Ok(Answer::Cold) };
        self.commit(app, Command::Learn { entry })?;
        self.commit(app, command)
    }

    fn commit(&self, app: &App, command: Command) -> Result<Answer> {
        let store = self.store.as_ref().map_err(|e| Error::unavailable(5, format!("lobby storage: {e}")))?;
        let outcome = store.transaction(|sql| lobby::handle(sql, app.now(), command));
        outcome.map(|o| o.answer).map_err(|e| Error::internal(format!("lobby: {e}")))
    }
}
