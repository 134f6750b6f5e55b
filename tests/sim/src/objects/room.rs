//! The Room's shell, as `worker/src/objects/room.rs`.

use std::collections::VecDeque;

use hallway_domain::ban::{By, Face};
use hallway_domain::bugs::{self, Bug};
use hallway_domain::catalogue::Named;
use hallway_domain::room::{self, Answer, Command, Effect, HoldAnswer, ReleaseAnswer, StageState};
use hallway_domain::world::{Msg, Token, index, person_id, room_id};
use hallway_domain::{lobby, person};

use super::wake::{Object, after_commit};
use crate::exec::Owner;
use crate::network::{Copies, Lost, call};
use crate::sim::Sim;
use crate::{catalogue, livekit};
use crate::{checks, ears};

pub(crate) type Decided = (Answer, Vec<Effect>);

/// Ask a room, over the network.
pub(crate) async fn ask(sim: &Sim, r: usize, command: Command) -> Result<Answer, Lost> {
    call(sim, Owner::Room(r), Copies::Maybe, move |sim| serve(sim, r, command.clone())).await
}

/// One command from outside, its effects carried out.
pub(crate) async fn serve(sim: Sim, r: usize, command: Command) -> Result<Answer, Lost> {
    if bugs::on(Bug::BanAfterTheCall)
        && let Command::Remove { person, .. } = &command
    {
        livekit::ask(&sim, r, Effect::RemoveBody { person: person.clone(), rev: 0, open: false }).await.map_err(|_| Lost::Failed)?;
    }
    let (mut answer, mut effects) = commit(&sim, r, command.clone())?;
    if answer == Answer::Cold && !matches!(command, Command::Alarm | Command::Learn { .. }) {
        warm(&sim, r).await?;
        (answer, effects) = commit(&sim, r, command.clone())?;
    }
    match command {
        Command::Release { .. } if answer == (Answer::Release { answer: ReleaseAnswer::Draining }) => {
            let all: Vec<_> = effects.into_iter().map(|effect| start(&sim, r, effect)).collect();
            for one in all {
                one.await;
            }
            Ok(commit(&sim, r, command)?.0)
        }
        Command::Claim { event, person, .. } if is_claimed(&answer) => {
            go_on(&sim, r, effects);
            granted(&sim, r, Command::Claim { event, person, take_over: false }).await
        }
        _ => {
            go_on(&sim, r, effects);
            Ok(answer)
        }
    }
}

/// Who claims the stage waits for LiveKit, three seconds.
async fn granted(sim: &Sim, r: usize, claim: Command) -> Result<Answer, Lost> {
    let until = sim.now() + 3_000;
    loop {
        sim.sleep(300).await;
        let (answer, effects) = commit(sim, r, claim.clone())?;
        go_on(sim, r, effects);
        if !is_claimed(&answer) || sim.now() >= until {
            return Ok(answer);
        }
    }
}

fn is_claimed(answer: &Answer) -> bool {
    matches!(answer, Answer::Stage { stage } if stage.state == StageState::Claimed)
}

/// Decide in one transaction, then see to the alarm.
pub(crate) fn commit(sim: &Sim, r: usize, command: Command) -> Result<Decided, Lost> {
    let told = command.clone();
    let outcome = sim.world.borrow_mut().room_decides(r, command);
    let outcome = outcome.map_err(|error| {
        sim.tell(|| format!("room {r}: {} failed: {error}", brief(&told)));
        Lost::Failed
    })?;
    sim.tell(|| format!("room {r}: {} → {}", brief(&told), brief_answer(&outcome.answer)));
    checks::cards::pushed(sim, r, &outcome.effects);
    checks::cards::refused(sim, r, &told, &outcome.answer);
    checks::chat::posted(sim, r, &told, &outcome.answer);
    ears::told(sim, r, &outcome.effects);
    ears::opened(sim, r, &told, &outcome.answer);
    checks::warm::room(sim, r, &outcome.answer);
    let clock = sim.world.borrow().room_clock(r);
    after_commit(sim, Object::Room(r), clock, outcome.alarm, outcome.answer == Answer::Resting);
    Ok((outcome.answer, outcome.effects))
}

/// A cold room reads the catalogue once.
pub(crate) async fn warm(sim: &Sim, r: usize) -> Result<(), Lost> {
    catalogue::read(sim).await?;
    let entry = sim.world.borrow().entries[r].clone();
    commit(sim, r, Command::Learn { entry })?;
    Ok(())
}

/// The gate's first call. The number of the connection, if it may go on.
pub(crate) async fn connect(sim: Sim, token: Token) -> Result<Option<usize>, Lost> {
    let r = token.room;
    if sim.world.borrow().is_cold(r) {
        warm(&sim, r).await?;
    }
    let conn = sim.world.borrow_mut().connect(token);
    sim.tell(|| format!("room {r}: connect of {token:?} → {conn:?}"));
    take_from_wire(&sim, r);
    Ok(conn)
}

/// The gate's second call.
pub(crate) async fn connected(sim: Sim, r: usize, conn: usize) -> Result<bool, Lost> {
    let yes = sim.world.borrow_mut().confirm_at_room(conn);
    let p = sim.world.borrow().media.conns[conn].token.person;
    sim.seen.borrow_mut().confirmed(r, p, sim.now(), yes);
    sim.tell(|| format!("room {r}: confirm of connection {conn} → {yes}"));
    take_from_wire(&sim, r);
    Ok(yes)
}

/// What the world's own gate calls left: effects to carry out, an alarm to set.
fn take_from_wire(sim: &Sim, r: usize) {
    let (said, sent, clock, alarm) = {
        let mut world = sim.world.borrow_mut();
        let said = std::mem::take(&mut world.said);
        (said, std::mem::take(&mut world.wire), world.room_clock(r), world.room_looks[r].alarm)
    };
    ears::told(sim, r, &said);
    after_commit(sim, Object::Room(r), clock, alarm, false);
    let effects = sent.into_iter().filter_map(|msg| match msg {
        Msg::FromRoom(_, effect) => Some(effect),
        _ => None,
    });
    go_on(sim, r, effects.collect());
}

/// Nobody waits for these.
pub(crate) fn go_on(sim: &Sim, r: usize, effects: Vec<Effect>) {
    for effect in effects {
        drop(start(sim, r, effect));
    }
}

fn start(sim: &Sim, r: usize, effect: Effect) -> impl Future<Output = Option<()>> + use<> {
    let (done, waiting) = sim.exec.oneshot();
    let task = carry(sim.clone(), r, effect);
    sim.exec.spawn(Owner::Room(r), async move {
        task.await;
        done.send(());
    });
    waiting
}

/// One effect; its answer is a command, whose effects follow.
async fn carry(sim: Sim, r: usize, first: Effect) {
    let mut queue = VecDeque::from([first]);
    while let Some(effect) = queue.pop_front() {
        if let Ok(Some(command)) = perform(&sim, r, effect).await
            && let Ok((_, effects)) = commit(&sim, r, command)
        {
            queue.extend(effects);
        }
    }
}

async fn perform(sim: &Sim, r: usize, effect: Effect) -> Result<Option<Command>, Lost> {
    match effect {
        Effect::RemoveBody { .. } | Effect::ListBodies { .. } | Effect::Permit { .. } => livekit::ask(sim, r, effect).await.map(Some),
        Effect::PushCard { place, rev, card } => {
            super::lobby::ask(sim, (index(&place), 0), lobby::Command::Card { room: room_id(r), rev, card }).await?;
            Ok(Some(Command::CardTaken { place, rev }))
        }
        Effect::Freed { person, epoch, quiet } => {
            super::person::ask(sim, index(&person), person::Command::Freed { room: room_id(r), epoch, quiet }).await?;
            Ok(None)
        }
        Effect::TellWord { person, rev, room, feature, word } => {
            super::person::ask(sim, index(&person), person::Command::Word { rev, room, feature, word }).await?;
            Ok(Some(Command::WordTold { person, rev }))
        }
        Effect::TellRemoved { ban } => {
            super::person::ask(sim, index(&ban.person.id), person::Command::Removed { ban }).await?;
            Ok(None)
        }
        Effect::TellLifted { ban } => {
            super::person::ask(sim, index(&ban.person.id), person::Command::Lifted { ban }).await?;
            Ok(None)
        }
        Effect::Flush { batch } => {
            catalogue::put(sim, |world| world.write_to_d1(&batch)).await?;
            Ok(Some(Command::Flushed { sent: batch.receipt() }))
        }
        Effect::IndexBan { ban } => {
            catalogue::put(sim, |world| world.write_ban_to_d1(&ban)).await?;
            Ok(Some(Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }))
        }
        // Sockets: told within the commit.
        Effect::Say { .. } | Effect::HangUp { .. } | Effect::HangUpExpired => Ok(None),
    }
}

fn brief(command: &Command) -> String {
    match command {
        Command::Learn { entry } => {
            let who: Vec<&str> = entry.moderators.iter().map(|m| m.id.as_str()).collect();
            format!("learn version {}, open {}, moderators {who:?}", entry.version, entry.enabled)
        }
        Command::Hold { person, epoch, grant, feature_bans } => {
            format!("hold {} epoch {epoch} grant {grant} feature bans {}", person.id, feature_bans.len())
        }
        other => format!("{other:?}"),
    }
}

fn brief_answer(answer: &Answer) -> String {
    match answer {
        Answer::Hold { answer: HoldAnswer::Seat { seat, .. } } => format!("{seat:?}"),
        Answer::View { seat, .. } => format!("view, seat {seat:?}"),
        other => format!("{other:?}"),
    }
}

/// A removal as the Worker sends it.
pub(crate) fn removal(id: &str, p: usize, by: usize, ends_at: Option<i64>, deletes: bool) -> Command {
    let key = Named { id: format!("key_{by}"), name: "Front desk".into() };
    room::Command::Remove {
        id: id.to_owned(),
        person: person_id(p),
        by: By::Organizer { key },
        reason: None,
        ends_at,
        delete_messages: deletes,
        face: Some(Face { id: person_id(p), name: String::new(), avatar: None }),
    }
}
