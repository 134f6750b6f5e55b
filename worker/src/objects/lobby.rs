//! The Lobby object's shell: one place's cards, the sockets of those who look at them, and the place's shards.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::join_all;
use hallway_domain::Outcome;
use hallway_domain::lobby::{self, Answer, Command, Effect, Here, News};
use worker::{DurableObject, Env, Request, Response, State, WebSocket, WebSocketIncomingMessage, durable_object};

use super::call;
use super::crowd;
use super::sockets::{self, Close};
use super::storage::Store;
use super::wake::Wake;
use crate::app::App;
use crate::error::{Error, Result};
use crate::faults;

const BINDING: &str = "LOBBY";
/// A shard asks its primary so often before it gives up.
const WELCOMES: usize = 3;

/// Ask a lobby, named by its feature's or item's id, or by a shard's name.
pub async fn ask(app: &App, place: &str, command: &Command) -> Result<Answer> {
    call::ask(app, BINDING, place, None, command).await
}

/// Ask a lobby for a socket.
pub async fn listen(app: &App, place: &str, command: &Command) -> Result<std::result::Result<WebSocket, Answer>> {
    call::listen(app, BINDING, place, command).await
}

/// Ask a lobby, creating its object near `region` if it is new.
pub(super) async fn ask_near(app: &App, region: Option<&str>, place: &str, command: &Command) -> Result<Answer> {
    call::ask(app, BINDING, place, region, command).await
}

/// Ring the alarm from outside; true if nothing is due any more.
pub(super) async fn knock(app: &App, place: &str) -> Result<bool> {
    ask(app, place, &Command::Alarm).await.map(|answer| answer == Answer::Cold || answer == Answer::Resting)
}

/// One feature's cards, or one item's.
#[durable_object]
pub struct Lobby {
    shell: Rc<Shell>,
    #[cfg(feature = "conformance")]
    instance: super::conformance::Instance,
}

struct Shell {
    state: State,
    env: Env,
    store: std::result::Result<Store, String>,
    wake: Wake,
    name: RefCell<String>,
}

impl DurableObject for Lobby {
    fn new(state: State, env: Env) -> Self {
        let store = Store::open(&state, lobby::SCHEMA).map_err(|e| e.to_string());
        let name = RefCell::new(store.as_ref().map(|store| store.name(&state, lobby::own_id)).unwrap_or_default());
        Lobby {
            shell: Rc::new(Shell { state, env, store, wake: Wake::default(), name }),
            #[cfg(feature = "conformance")]
            instance: super::conformance::Instance::new(),
        }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        #[cfg(feature = "conformance")]
        if let Some(answer) = super::conformance::answer(&request, &self.shell.store, &self.instance) {
            return answer;
        }
        let app = App::of_call(self.shell.env.clone(), &request).map_err(|e| worker::Error::RustError(e.to_string()))?;
        let (name, command) = call::read::<Command>(request).await?;
        let _step = faults::step(&self.shell.state, &name, false);
        self.shell.name.replace(name);
        let answer = self.shell.clone().serve(&app, command.clone()).await;
        if let (Ok(Answer::Hello { .. }), Command::Listen { viewer, session_ends_at, .. }) = (&answer, command) {
            // Read anew: setting the alarm may have taken a moment, and nobody tells a socket that is not open yet.
            let cards = self.shell.everything().map_err(|e| worker::Error::RustError(e.to_string()))?;
            return crowd::accept(&self.shell.state, viewer, session_ends_at, app.now(), &cards);
        }
        let spent = self.shell.store.as_ref().map(Store::spent).unwrap_or_default();
        call::answer(answer, &app.cost, spent)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        let _step = faults::step(&self.shell.state, &self.shell.name.borrow(), true);
        self.shell.wake.rang();
        let rung = match App::of_cron(self.shell.env.clone()) {
            Ok(app) => self.shell.clone().serve(&app, Command::Alarm).await.map(drop),
            Err(error) => Err(error),
        };
        self.shell.wake.rung(&self.shell.state, "lobby alarm", rung).await
    }

    async fn websocket_message(&self, ws: WebSocket, _: WebSocketIncomingMessage) -> worker::Result<()> {
        sockets::close(&ws, &Close::Spoke);
        Ok(())
    }

    async fn websocket_close(&self, _: WebSocket, _: usize, _: String, _: bool) -> worker::Result<()> {
        Ok(())
    }

    async fn websocket_error(&self, _: WebSocket, _: worker::Error) -> worker::Result<()> {
        Ok(())
    }
}

impl Shell {
    /// One command from outside, warmed up if the lobby was cold, its effects carried out.
    async fn serve(self: Rc<Self>, app: &App, command: Command) -> Result<Answer> {
        let mut answer = self.clone().commit(app, command.clone()).await?;
        if answer == Answer::Cold && !matches!(command, Command::Alarm | Command::Learn { .. }) {
            let name = self.name.borrow().clone();
            let Some(entry) = crate::db::lobbies::entry(&app.db()?, &name).await? else { return Ok(Answer::Cold) };
            self.clone().commit(app, Command::Learn { entry }).await?;
            answer = self.clone().commit(app, command.clone()).await?;
        }
        for _ in 0..WELCOMES {
            let Answer::Unsubscribed { gen_no } = answer else { break };
            self.clone().subscribe(app, gen_no).await?;
            answer = self.clone().commit(app, command.clone()).await?;
        }
        Ok(answer)
    }

    /// A shard's first listener comes: from now on the primary tells it what changes.
    async fn subscribe(self: Rc<Self>, app: &App, gen_no: i64) -> Result<()> {
        let shard = self.name.borrow().clone();
        let primary = lobby::primary_of(&shard).unwrap_or(&shard);
        match ask(app, primary, &Command::Subscribe { shard: shard.clone(), gen_no }).await? {
            Answer::State { gen_no, state } => {
                let news = News::Welcome { shard: shard.clone(), state };
                self.commit(app, Command::Sync { gen_no, news }).await.map(drop)
            }
            other => Err(Error::unavailable(2, format!("a lobby answered {other:?} to its shard"))),
        }
    }

    /// Decide in one transaction, tell the sockets, see to the alarm, and leave the rest to be done while nobody waits.
    async fn commit(self: Rc<Self>, app: &App, command: Command) -> Result<Answer> {
        let mut outcome = self.decide(app, command)?;
        let (said, mut later): (Vec<Effect>, Vec<Effect>) = outcome.effects.into_iter().partition(Effect::is_for_sockets);
        for effect in said {
            if let Some(command) = self.say(app, effect) {
                let more = self.decide(app, command)?;
                (outcome.alarm, later) = (more.alarm, [later, more.effects].concat());
            }
        }
        let name = self.name.borrow().clone();
        self.wake.at(&self.state, app, &name, outcome.alarm, outcome.answer == Answer::Resting).await;
        if !later.is_empty() {
            let (shell, app) = (self.clone(), app.clone());
            self.state.wait_until(async move {
                join_all(later.into_iter().map(|effect| shell.clone().carry(&app, effect))).await;
            });
        }
        Ok(outcome.answer)
    }

    fn decide(&self, app: &App, command: Command) -> Result<Outcome<Answer, Effect>> {
        let store = self.store.as_ref().map_err(|e| Error::unavailable(5, format!("lobby storage: {e}")))?;
        let theirs = match &command {
            Command::Listen { viewer, .. } | Command::Viewer { viewer, .. } => self.state.get_websockets_with_tag(&viewer.person).len(),
            _ => 0,
        };
        let shard = lobby::primary_of(&self.name.borrow()).is_some();
        let here = Here { listeners: self.state.get_websockets().len(), theirs, shard };
        store.transaction(|sql| lobby::handle(sql, app.now(), here, command)).map_err(|e| Error::internal(format!("lobby: {e}")))
    }

    fn everything(&self) -> Result<lobby::State> {
        let store = self.store.as_ref().map_err(|e| Error::unavailable(5, format!("lobby storage: {e}")))?;
        let cards = store.transaction(lobby::everything).map_err(|e| Error::internal(format!("lobby: {e}")))?;
        cards.ok_or_else(|| Error::internal("a lobby forgot its place"))
    }

    /// Carry out what concerns the sockets; it never waits.
    fn say(&self, app: &App, effect: Effect) -> Option<Command> {
        match effect {
            Effect::Say { delta } => crowd::tell(&self.state, &delta),
            Effect::Anew { state } => crowd::tell_anew(&self.state, &state),
            Effect::Meet { viewer, deleted, state } => crowd::meet(&self.state, &viewer, deleted, &state),
            Effect::HangUpExpired => {
                return Some(Command::SessionsEnded { next: sockets::hang_up_expired(&self.state, app.now()) });
            }
            Effect::PushShard { .. } => {}
        }
        None
    }

    /// Tell a shard. Where it fails, its row stays due.
    async fn carry(self: Rc<Self>, app: &App, effect: Effect) {
        let Effect::PushShard { shard, gen_no, news } = effect else { return };
        let told = match ask(app, &shard, &Command::Sync { gen_no, news }).await {
            Ok(Answer::Synced { gen_no, seq, listening }) => {
                let has = Command::ShardHas { shard: shard.clone(), gen_no, seq, listening };
                // What it leads to is due at once at the earliest, and then the alarm's.
                Box::pin(self.commit(app, has)).await.map(drop)
            }
            Ok(other) => Err(Error::internal(format!("a shard answered {other:?}"))),
            Err(error) => Err(error),
        };
        if let Err(error) = told {
            worker::console_warn!("{}", serde_json::json!({ "message": "shard", "shard": shard, "error": error.to_string() }));
        }
    }
}
