//! The Room object's shell: LiveKit, lobbies and persons are told what the domain decided.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;

use futures_util::future::join_all;
use hallway_domain::room::{self, Answer, Audience, Command, Denied, Effect, HoldAnswer, ReleaseAnswer, StageState, Tool, WaitAnswer, Why};
use hallway_domain::{Outcome, lobby as lobby_rules, person as person_rules};
use worker::{Delay, DurableObject, Env, Request, Response, State, WebSocket, WebSocketIncomingMessage, durable_object};

use super::sockets::{self, Close};
use super::storage::Store;
use super::wake::Wake;
use super::{call, lobby, person};
use crate::app::App;
use crate::error::{Error, Result};
use crate::faults;
use crate::frames;
use crate::sfu;

const BINDING: &str = "ROOM";
/// So many batches one flush sends at most: fifty thousand messages.
const ROUNDS: usize = 1_000;
/// Somebody who claims the stage waits so long for LiveKit, looking so often. Its yes takes some 20 ms.
const GRANTED_IN: i64 = 3_000;
const LOOK_AGAIN: Duration = Duration::from_millis(30);

/// Ask a room.
pub async fn ask(app: &App, room: &str, command: &Command) -> Result<Answer> {
    call::ask(app, BINDING, room, None, command).await
}

/// Ask a room for a socket.
pub async fn listen(app: &App, room: &str, command: &Command) -> Result<std::result::Result<WebSocket, Answer>> {
    call::listen(app, BINDING, room, command).await
}

/// Ask a room, creating its object near `region` if it is new.
pub(super) async fn ask_near(app: &App, region: Option<&str>, room: &str, command: &Command) -> Result<Answer> {
    call::ask(app, BINDING, room, region, command).await
}

/// Ring the alarm from outside; true if nothing is due any more.
pub(super) async fn knock(app: &App, room: &str) -> Result<bool> {
    ask(app, room, &Command::Alarm).await.map(|answer| answer == Answer::Cold || answer == Answer::Resting)
}

/// Have a room send D1 all it has not; false: it could not.
pub(super) async fn flush(app: &App, room: &str) -> Result<bool> {
    ask(app, room, &Command::Flush).await.map(|answer| answer != Answer::Outbox { unsent: true })
}

/// One room.
#[durable_object]
pub struct Room {
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

impl DurableObject for Room {
    fn new(state: State, env: Env) -> Self {
        let store = Store::open(&state, room::SCHEMA).map_err(|e| e.to_string());
        let name = RefCell::new(store.as_ref().map(|store| store.name(&state, room::own_id)).unwrap_or_default());
        Room {
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
        if let (Ok(Answer::Hello { hello }), Command::Listen { person, session_ends_at, .. }) = (&answer, &command) {
            let hello = frames::room_hello((**hello).clone());
            return sockets::accept(&self.shell.state, person, *session_ends_at, app.now(), &hello);
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
        self.shell.wake.rung(&self.shell.state, "room alarm", rung).await
    }

    async fn websocket_message(&self, ws: WebSocket, _: WebSocketIncomingMessage) -> worker::Result<()> {
        sockets::close(&ws, &Close::Spoke);
        Ok(())
    }

    async fn websocket_close(&self, ws: WebSocket, _: usize, _: String, _: bool) -> worker::Result<()> {
        self.closed(&ws).await;
        Ok(())
    }

    async fn websocket_error(&self, ws: WebSocket, _: worker::Error) -> worker::Result<()> {
        self.closed(&ws).await;
        Ok(())
    }
}

impl Room {
    /// A socket is gone. If it was its person's last, the room hears of it; that may be lost.
    async fn closed(&self, ws: &WebSocket) {
        let (Some(person), Ok(app)) = (sockets::left_alone(&self.shell.state, ws), App::of_cron(self.shell.env.clone())) else { return };
        let _step = faults::step(&self.shell.state, &self.shell.name.borrow(), false);
        let _lost = self.shell.clone().serve(&app, Command::Deaf { person }).await;
    }
}

impl Shell {
    /// One command from outside, warmed up if the room was cold, its effects carried out.
    async fn serve(self: Rc<Self>, app: &App, command: Command) -> Result<Answer> {
        if command == Command::Flush {
            return self.flush(app).await;
        }
        let (mut answer, mut effects) = self.commit(app, command.clone()).await?;
        if answer == Answer::Cold && !matches!(command, Command::Alarm | Command::Learn { .. }) {
            if !self.warm(app).await? {
                return Ok(unknown(&command));
            }
            (answer, effects) = self.commit(app, command.clone()).await?;
        }
        match command {
            // The caller waits for the proof: LiveKit is asked now, and what it says is in the answer.
            Command::Release { .. } if answer == (Answer::Release { answer: ReleaseAnswer::Draining }) => {
                self.carry_all(app, effects).await;
                Ok(self.commit(app, command).await?.0)
            }
            Command::Claim { event, person, .. } if is_claimed(&answer) => {
                self.granted(app, effects, Command::Claim { event, person, take_over: false }).await
            }
            Command::Mute { what, .. } => self.mute(app, what, answer).await,
            // Nobody waits: a LiveKit that hangs must not keep the next alarm, and with it the cards, from ringing.
            _ => {
                if !effects.is_empty() {
                    let (shell, app) = (self.clone(), app.clone());
                    self.state.wait_until(async move { shell.carry_all(&app, effects).await });
                }
                Ok(answer)
            }
        }
    }

    /// The caller waits a moment for LiveKit: what there is to ask is asked now, and the claim repeated until it is granted.
    async fn granted(self: Rc<Self>, app: &App, effects: Vec<Effect>, claim: Command) -> Result<Answer> {
        let (shell, carried) = (self.clone(), app.clone());
        self.state.wait_until(async move { shell.carry_all(&carried, effects).await });
        let until = app.now() + GRANTED_IN;
        loop {
            Delay::from(LOOK_AGAIN).await;
            let (answer, effects) = self.commit(app, claim.clone()).await?;
            if !effects.is_empty() {
                let (shell, app) = (self.clone(), app.clone());
                self.state.wait_until(async move { shell.carry_all(&app, effects).await });
            }
            if !is_claimed(&answer) || app.now() >= until {
                return Ok(answer);
            }
        }
    }

    /// LiveKit mutes them; whom it muted hears of it. It is the caller who waits and tries again.
    async fn mute(&self, app: &App, what: Tool, answer: Answer) -> Result<Answer> {
        let Answer::Mute { people, by } = answer else { return Ok(answer) };
        let room = self.name.borrow().clone();
        let (people, done) = sfu::people::mute(&self.sfu(app)?, app.now(), &room, what, &people).await;
        self.commit(app, Command::Muted { by, what, people }).await?;
        Ok(Answer::Muted { done })
    }

    /// Send D1 all it has not, a batch at a time; the answer says whether it has it. A room that knows nothing owes nothing.
    async fn flush(self: Rc<Self>, app: &App) -> Result<Answer> {
        for _ in 0..ROUNDS {
            let (answer, effects) = self.commit(app, Command::Flush).await?;
            let (for_d1, rest): (Vec<Effect>, Vec<Effect>) = effects.into_iter().partition(Effect::is_for_d1);
            if !rest.is_empty() {
                let (shell, app) = (self.clone(), app.clone());
                self.state.wait_until(async move { shell.carry_all(&app, rest).await });
            }
            if for_d1.is_empty() {
                return Ok(answer);
            }
            for effect in for_d1 {
                match self.perform(app, effect).await {
                    Ok(Some(command)) => drop(self.commit(app, command).await?),
                    Ok(None) => {}
                    Err(_) => return Ok(Answer::Outbox { unsent: true }),
                }
            }
        }
        Ok(Answer::Outbox { unsent: true })
    }

    /// Decide in one transaction, tell the sockets, then see to the alarm.
    async fn commit(&self, app: &App, command: Command) -> Result<(Answer, Vec<Effect>)> {
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
        Ok((outcome.answer, later))
    }

    fn decide(&self, app: &App, command: Command) -> Result<Outcome<Answer, Effect>> {
        let store = self.store.as_ref().map_err(|e| Error::unavailable(5, format!("room storage: {e}")))?;
        store.transaction(|sql| room::handle(sql, app.now(), command)).map_err(|e| Error::internal(format!("room: {e}")))
    }

    /// Carry out what concerns the sockets; it never waits.
    fn say(&self, app: &App, effect: Effect) -> Option<Command> {
        match effect {
            Effect::Say { to: Audience::All, frame } => sockets::say(&self.state, &frames::of_room(frame)),
            Effect::Say { to: Audience::Only { people }, frame } => {
                let text = frames::of_room(frame);
                people.iter().for_each(|person| sockets::say_to(&self.state, person, &text));
            }
            Effect::HangUp { person, why } => {
                let why = if why == Why::Removed { Close::Removed } else { Close::NoSeat };
                sockets::hang_up(&self.state, &person, &why);
            }
            Effect::HangUpExpired => {
                return Some(Command::SessionsEnded { next: sockets::hang_up_expired(&self.state, app.now()) });
            }
            _ => {}
        }
        None
    }

    /// Read the catalogue once; false where there is no such room.
    async fn warm(&self, app: &App) -> Result<bool> {
        let name = self.name.borrow().clone();
        let Some(entry) = crate::db::rooms::warm(&app.db()?, &name).await? else { return Ok(false) };
        self.commit(app, Command::Learn { entry }).await?;
        Ok(true)
    }

    /// All effects at once; each one's answer is a command, whose effects follow.
    async fn carry_all(&self, app: &App, effects: Vec<Effect>) {
        join_all(effects.into_iter().map(|effect| self.carry(app, effect))).await;
    }

    async fn carry(&self, app: &App, first: Effect) {
        let mut queue = VecDeque::from([first]);
        while let Some(effect) = queue.pop_front() {
            let more = match self.perform(app, effect).await {
                Ok(Some(command)) => self.commit(app, command).await.map(|(_, effects)| effects),
                Ok(None) => Ok(vec![]),
                Err(error) => Err(error),
            };
            match more {
                Ok(effects) => queue.extend(effects),
                Err(error) => worker::console_warn!("{}", serde_json::json!({ "message": "room effect", "error": error.to_string() })),
            }
        }
    }

    /// Carry out one effect; what came of it is the next command.
    async fn perform(&self, app: &App, effect: Effect) -> Result<Option<Command>> {
        let room = self.name.borrow().clone();
        match effect {
            Effect::RemoveBody { person, rev, open } => {
                let ok = sfu::rooms::remove(&self.sfu(app)?, app.now(), &room, &person).await?;
                Ok(Some(Command::BodyRemoved { person, rev, open, ok }))
            }
            Effect::ListBodies { pass, revs } => {
                let list = sfu::rooms::list(&self.sfu(app)?, app.now(), &room).await?;
                let present = list.iter().map(sfu::people::present).collect();
                Ok(Some(Command::BodiesListed { pass, revs, present }))
            }
            Effect::Permit { person, call, rights } => {
                let ok = sfu::people::permit(&self.sfu(app)?, app.now(), &room, &person, rights).await?;
                Ok(Some(Command::Permitted { person, call, ok }))
            }
            Effect::PushCard { place, rev, card } => {
                lobby::ask(app, &place, &lobby_rules::Command::Card { room, rev, card }).await?;
                Ok(Some(Command::CardTaken { place, rev }))
            }
            Effect::Freed { person, epoch, quiet } => {
                person::tell(app, &person, &person_rules::Command::Freed { room, epoch, quiet }).await?;
                Ok(None)
            }
            Effect::TellRemoved { ban } => {
                person::tell(app, &ban.person.id.clone(), &person_rules::Command::Removed { ban }).await?;
                Ok(None)
            }
            Effect::TellWord { person, rev, room, feature, word } => {
                person::tell(app, &person, &person_rules::Command::Word { rev, room, feature, word }).await?;
                Ok(Some(Command::WordTold { person, rev }))
            }
            Effect::TellLifted { ban } => {
                person::tell(app, &ban.person.id.clone(), &person_rules::Command::Lifted { ban }).await?;
                Ok(None)
            }
            Effect::Flush { batch } => {
                crate::db::outbox::put(&app.db()?, &batch).await?;
                Ok(Some(Command::Flushed { sent: batch.receipt() }))
            }
            Effect::IndexBan { ban } => {
                crate::db::bans::put(&app.db()?, &ban).await?;
                Ok(Some(Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }))
            }
            Effect::Say { .. } | Effect::HangUp { .. } | Effect::HangUpExpired => Ok(None),
        }
    }

    /// The LiveKit server this room is pinned to.
    fn sfu(&self, app: &App) -> Result<crate::config::Sfu> {
        let store = self.store.as_ref().map_err(|e| Error::unavailable(5, e.clone()))?;
        let pin = store.transaction(room::pinned_to).map_err(|e| Error::internal(e.to_string()))?.unwrap_or_default();
        app.config.sfu(&pin).cloned().ok_or_else(|| Error::internal(format!("no LiveKit server is called {pin:?}")))
    }
}

fn is_claimed(answer: &Answer) -> bool {
    matches!(answer, Answer::Stage { stage } if stage.state == StageState::Claimed)
}

/// What a room that does not exist answers.
fn unknown(command: &Command) -> Answer {
    match command {
        Command::Hold { .. } => Answer::Hold { answer: HoldAnswer::NotFound },
        Command::Wait { .. } => Answer::Waiting { answer: WaitAnswer::Refused { answer: Box::new(HoldAnswer::NotFound) } },
        Command::Release { .. } => Answer::Release { answer: ReleaseAnswer::Gone },
        Command::View { .. } => Answer::View { seat: None, room: None },
        Command::Connect { .. } | Command::Connected { .. } | Command::Check { .. } => {
            Answer::Door { admit: false, superseded: false, sfu: String::new(), holder: None }
        }
        Command::Remove { .. }
        | Command::Lift { .. }
        | Command::Bans { .. }
        | Command::Post { .. }
        | Command::ReadChat { .. }
        | Command::DeleteMessage { .. }
        | Command::RaiseHand { .. }
        | Command::LowerHands { .. }
        | Command::LockRoom { .. }
        | Command::Where
        | Command::Claim { .. }
        | Command::Unclaim { .. }
        | Command::Lock { .. }
        | Command::Mute { .. }
        | Command::Listen { .. } => Answer::Denied { why: Denied::NotFound },
        _ => Answer::Done,
    }
}
