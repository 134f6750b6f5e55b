//! The Person object's shell: a command's journey through the rooms, carried to its end before the answer.

use std::cell::RefCell;
use std::rc::Rc;

use hallway_domain::Outcome;
use hallway_domain::catalogue::Profile;
use hallway_domain::person::{self, Answer, Command, Effect, Journey, Landing};
use hallway_domain::{lobby as lobby_rules, room as room_rules};
use serde::{Deserialize, Serialize};
use worker::{DurableObject, Env, Request, Response, State, WebSocket, WebSocketIncomingMessage, durable_object};

use super::sockets::{self, Close};
use super::storage::Store;
use super::wake::Wake;
use super::{call, lobby, room};
use crate::app::App;
use crate::error::{Error, Result};
use crate::faults;
use crate::frames;

const BINDING: &str = "PERSON";
/// So many batches one flush sends at most.
const ROUNDS: usize = 1_000;
/// The tag of every socket here: all are this person's.
const EVERY_TAB: &str = "tab";

/// Where a command's journey ended, as it travels from the object.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
enum End {
    Answer { answer: Answer },
    Unfinished,
}

impl From<End> for Landing {
    fn from(end: End) -> Landing {
        match end {
            End::Answer { answer } => Landing::Answer(answer),
            End::Unfinished => Landing::Unfinished,
        }
    }
}

/// Ask a person and have the journey carried to its end.
pub async fn ask(app: &App, person: &str, command: &Command) -> Result<Landing> {
    call::ask(app, BINDING, person, None, command).await.map(|end: End| end.into())
}

/// Ask a person for a socket.
pub async fn listen(app: &App, person: &str, command: &Command) -> Result<std::result::Result<WebSocket, Landing>> {
    let socket: std::result::Result<WebSocket, End> = call::listen(app, BINDING, person, command).await?;
    Ok(socket.map_err(Landing::from))
}

/// Tell a person something; where it leads is theirs to carry.
pub(super) async fn tell(app: &App, person: &str, command: &Command) -> Result<()> {
    ask(app, person, command).await.map(|_| ())
}

/// The person as the object knows them; a cold one reads D1. Nothing: there is no such attendee.
pub async fn profile(app: &App, person: &str) -> Result<Option<Profile>> {
    match ask(app, person, &Command::WhoIs).await? {
        Landing::Answer(Answer::Profile { profile }) if !profile.deleted => Ok(Some(*profile)),
        _ => Ok(None),
    }
}

/// The person, who tells a lobby of their changes from now on, and the number of that; nothing: their session is over.
pub async fn watch(app: &App, person: &str, place: &str, link_version: i64) -> Result<Option<(i64, Profile)>> {
    match ask(app, person, &Command::Watch { place: place.to_owned(), link_version }).await? {
        Landing::Answer(Answer::Watching { gen_no, profile }) => Ok(Some((gen_no, *profile))),
        _ => Ok(None),
    }
}

/// There is no such lobby for them.
pub async fn unwatch(app: &App, person: &str, place: &str, gen_no: i64) -> Result<()> {
    tell(app, person, &Command::Unwatch { place: place.to_owned(), gen_no }).await
}

/// Ring the alarm from outside; true if nothing is due any more.
pub(super) async fn knock(app: &App, person: &str) -> Result<bool> {
    Ok(matches!(ask(app, person, &Command::Alarm).await?, Landing::Answer(Answer::Resting | Answer::Cold)))
}

/// Have a person send D1 all it has not; false: it could not.
pub(super) async fn flush(app: &App, person: &str) -> Result<bool> {
    ask(app, person, &Command::Flush).await.map(|landing| landing == Landing::Answer(Answer::Outbox { unsent: false }))
}

/// One person.
#[durable_object]
pub struct Person {
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

impl DurableObject for Person {
    fn new(state: State, env: Env) -> Self {
        let store = Store::open(&state, person::SCHEMA).map_err(|e| e.to_string());
        let name = RefCell::new(store.as_ref().map(|store| store.name(&state, person::own_id)).unwrap_or_default());
        Person {
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
        let end = self.shell.serve(&app, command.clone()).await;
        if let (Ok(End::Answer { answer: Answer::Listening { hello } }), Command::Listen { session_ends_at, .. }) = (&end, &command) {
            let hello = frames::of_person(hello.clone());
            return sockets::accept(&self.shell.state, EVERY_TAB, *session_ends_at, app.now(), &hello);
        }
        let spent = self.shell.store.as_ref().map(Store::spent).unwrap_or_default();
        call::answer(end, &app.cost, spent)
    }

    async fn alarm(&self) -> worker::Result<Response> {
        let _step = faults::step(&self.shell.state, &self.shell.name.borrow(), true);
        self.shell.wake.rang();
        let rung = match App::of_cron(self.shell.env.clone()) {
            Ok(app) => self.shell.clone().serve(&app, Command::Alarm).await.map(drop),
            Err(error) => Err(error),
        };
        self.shell.wake.rung(&self.shell.state, "person alarm", rung).await
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
    async fn serve(&self, app: &App, command: Command) -> Result<End> {
        if command == Command::Flush {
            return Ok(End::Answer { answer: self.flush(app).await? });
        }
        Ok(match self.travel(app, command.clone()).await? {
            Landing::Answer(answer) => End::Answer { answer },
            Landing::Unfinished => End::Unfinished,
            Landing::Overtaken => match self.travel(app, command).await? {
                Landing::Answer(answer) => End::Answer { answer },
                Landing::Unfinished | Landing::Overtaken => End::Unfinished,
            },
        })
    }

    /// Send D1 all it has not, a batch at a time; the answer says whether it has it.
    async fn flush(&self, app: &App) -> Result<Answer> {
        for _ in 0..ROUNDS {
            let sent = self.commit(app, Command::Flush).await?;
            if sent.effects.is_empty() {
                return Ok(sent.answer);
            }
            for effect in sent.effects {
                match self.perform(app, effect).await {
                    Ok(Some(command)) => drop(self.commit(app, command).await?),
                    Ok(None) => {}
                    Err(_) => return Ok(Answer::Outbox { unsent: true }),
                }
            }
        }
        Ok(Answer::Outbox { unsent: true })
    }

    /// One command and everything that follows from it.
    async fn travel(&self, app: &App, command: Command) -> Result<Landing> {
        let hold = matches!(command, Command::Enter { hold: true, .. });
        let mut first = self.commit(app, command.clone()).await?;
        if first.answer == Answer::Cold && self.warm(app).await? {
            first = self.commit(app, command).await?;
        }
        let mut journey = Journey::new(first);
        while let Some(effect) = journey.next_effect() {
            match self.perform(app, effect).await {
                Ok(Some(command)) => journey.feed(self.commit(app, command).await?),
                Ok(None) => {}
                // The row that stands for this effect stays; the alarm or the next call repeats it.
                Err(error) => worker::console_warn!("{}", serde_json::json!({ "message": "person effect", "error": error.to_string() })),
            }
        }
        Ok(journey.finish(hold))
    }

    /// Decide in one transaction, tell the sockets, then see to the alarm.
    async fn commit(&self, app: &App, command: Command) -> Result<Outcome<Answer, Effect>> {
        let mut outcome = self.decide(app, command)?;
        let (said, later): (Vec<Effect>, Vec<Effect>) = outcome.effects.into_iter().partition(Effect::is_for_sockets);
        outcome.effects = later;
        for effect in said {
            if let Some(command) = self.say(app, effect) {
                let more = self.decide(app, command)?;
                outcome.alarm = more.alarm;
                outcome.effects.extend(more.effects);
            }
        }
        let name = self.name.borrow().clone();
        self.wake.at(&self.state, app, &name, outcome.alarm, outcome.answer == Answer::Resting).await;
        Ok(outcome)
    }

    /// Read the catalogue once; false where there is no such attendee.
    async fn warm(&self, app: &App) -> Result<bool> {
        let name = self.name.borrow().clone();
        let Some(profile) = crate::db::attendees::profile(&app.db()?, &name).await? else { return Ok(false) };
        self.commit(app, Command::Learn { profile }).await?;
        Ok(true)
    }

    fn decide(&self, app: &App, command: Command) -> Result<Outcome<Answer, Effect>> {
        let store = self.store.as_ref().map_err(|e| Error::unavailable(5, format!("person storage: {e}")))?;
        store.transaction(|sql| person::handle(sql, app.now(), command)).map_err(|e| Error::internal(format!("person: {e}")))
    }

    /// Carry out what concerns the sockets; it never waits.
    fn say(&self, app: &App, effect: Effect) -> Option<Command> {
        match effect {
            Effect::Say { frame } => sockets::say(&self.state, &frames::of_person(frame)),
            Effect::HangUp => sockets::hang_up(&self.state, EVERY_TAB, &Close::Session),
            Effect::HangUpExpired => {
                return Some(Command::SessionsEnded { next: sockets::hang_up_expired(&self.state, app.now()) });
            }
            _ => {}
        }
        None
    }

    /// Ask the room or tell the index; the answer is the next command.
    async fn perform(&self, app: &App, effect: Effect) -> Result<Option<Command>> {
        let me = self.name.borrow().clone();
        let odd = |answer| Error::internal(format!("a room answered {answer:?}"));
        match effect {
            Effect::Hold { room, epoch, grant, again, person, feature_bans } => {
                let region = person.region.clone();
                let hold = room_rules::Command::Hold { person: *person, epoch, grant, feature_bans };
                match room::ask_near(app, region.as_deref(), &room, &hold).await? {
                    room_rules::Answer::Hold { answer } => Ok(Some(Command::HoldAnswered { room, epoch, again, answer: Box::new(answer) })),
                    other => Err(odd(other)),
                }
            }
            Effect::Release { room, fence, evict } => {
                let release = room_rules::Command::Release { person: me, fence, evict };
                match room::ask(app, &room, &release).await? {
                    room_rules::Answer::Release { answer } => Ok(Some(Command::Released { room, fence, answer })),
                    other => Err(odd(other)),
                }
            }
            Effect::Wait { room, gen_no, person, feature_bans } => {
                let region = person.region.clone();
                let wait = room_rules::Command::Wait { person: *person, gen_no, feature_bans };
                match room::ask_near(app, region.as_deref(), &room, &wait).await? {
                    room_rules::Answer::Waiting { answer } => Ok(Some(Command::WaitAnswered { room, answer })),
                    other => Err(odd(other)),
                }
            }
            Effect::Unwait { room, gen_no, leaves, person, feature_bans } => {
                let version = person.version;
                let unwait = room_rules::Command::Unwait { person: *person, gen_no, leaves, feature_bans };
                room::ask(app, &room, &unwait).await?;
                Ok(Some(Command::Unwaited { room, gen_no, leaves, version }))
            }
            Effect::Act { home, act } => {
                let number = act.number;
                match ask(app, &home, &Command::Act { act }).await? {
                    Landing::Answer(Answer::Acted { copy, verdict }) => Ok(Some(Command::Acted { number, copy, verdict })),
                    other => Err(Error::internal(format!("a pair's home answered {other:?}"))),
                }
            }
            Effect::TellPair { other, copy } => match ask(app, &other, &Command::Told { copy }).await? {
                Landing::Answer(Answer::Heard { rev, card }) => Ok(Some(Command::Heard { rev, card })),
                other => Err(Error::internal(format!("the other one of a pair answered {other:?}"))),
            },
            Effect::Flush { batch } => {
                crate::db::outbox::put(&app.db()?, &batch).await?;
                Ok(Some(Command::Flushed { sent: batch.receipt() }))
            }
            Effect::TellLobby { place, gen_no, viewer, deleted } => {
                let version = viewer.version;
                match lobby::ask(app, &place, &lobby_rules::Command::Viewer { viewer, gen_no, deleted }).await? {
                    lobby_rules::Answer::Told { nobody } => Ok(Some(Command::LobbyTold { place, gen_no, version, nobody })),
                    other => Err(Error::internal(format!("a lobby answered {other:?}"))),
                }
            }
            Effect::IndexBan { ban } => {
                crate::db::bans::put(&app.db()?, &ban).await?;
                Ok(Some(Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }))
            }
            Effect::Say { .. } | Effect::HangUp | Effect::HangUpExpired => Ok(None),
        }
    }
}
