//! The Person's shell, as `worker/src/objects/person.rs`: a command's journey through the rooms.

use hallway_domain::person::{Answer, Command, Effect, Journey, Landing};
use hallway_domain::world::{index, person_id};
use hallway_domain::{Outcome, lobby, room};

use super::wake::{Object, after_commit};
use crate::exec::Owner;
use crate::network::{Copies, Lost, call};
use crate::sim::Sim;
use crate::{catalogue, checks};

/// Ask a person and have the journey carried to its end.
pub(crate) async fn ask(sim: &Sim, p: usize, command: Command) -> Result<Landing, Lost> {
    call(sim, Owner::Person(p), Copies::Maybe, move |sim| serve(sim, p, command.clone())).await
}

pub(crate) async fn serve(sim: Sim, p: usize, command: Command) -> Result<Landing, Lost> {
    Ok(match travel(&sim, p, command.clone()).await? {
        Landing::Overtaken => match travel(&sim, p, command).await? {
            Landing::Overtaken => Landing::Unfinished,
            landing => landing,
        },
        landing => landing,
    })
}

/// One command and everything that follows from it.
async fn travel(sim: &Sim, p: usize, command: Command) -> Result<Landing, Lost> {
    let hold = matches!(command, Command::Enter { hold: true, .. });
    let mut first = commit(sim, p, command.clone())?;
    if first.answer == Answer::Cold {
        warm(sim, p).await?;
        first = commit(sim, p, command)?;
    }
    let mut journey = Journey::new(first);
    while let Some(effect) = journey.next_effect() {
        // Where it fails, the row that stands for it stays; the alarm or the next call repeats it.
        if let Ok(Some(command)) = perform(sim, p, effect).await {
            journey.feed(commit(sim, p, command)?);
        }
    }
    Ok(journey.finish(hold))
}

fn commit(sim: &Sim, p: usize, command: Command) -> Result<Outcome<Answer, Effect>, Lost> {
    let told = command.clone();
    let outcome = sim.world.borrow_mut().person_decides(p, command);
    let outcome = outcome.map_err(|error| {
        sim.tell(|| format!("person {p}: {told:?} failed: {error}"));
        Lost::Failed
    })?;
    sim.tell(|| format!("person {p}: {} → {}", brief(&told), brief_answer(&outcome.answer)));
    crate::actions::waiting::heard(sim, p, &outcome.effects);
    checks::warm::person(sim, p, &outcome.answer);
    checks::pairs::check(sim, p, &told, &outcome.answer, &outcome.effects);
    let clock = sim.world.borrow().person_clock(p);
    after_commit(sim, Object::Person(p), clock, outcome.alarm, outcome.answer == Answer::Resting);
    Ok(outcome)
}

async fn warm(sim: &Sim, p: usize) -> Result<(), Lost> {
    catalogue::read(sim).await?;
    let profile = sim.world.borrow().profiles[p].clone();
    commit(sim, p, Command::Learn { profile })?;
    Ok(())
}

/// Ask another person. A boxed future: theirs may be made of ours.
fn elsewhere(sim: &Sim, p: usize, command: Command) -> std::pin::Pin<Box<dyn Future<Output = Result<Landing, Lost>>>> {
    let sim = sim.clone();
    Box::pin(async move { ask(&sim, p, command).await })
}

/// Ask the room; its answer is the next command.
async fn perform(sim: &Sim, p: usize, effect: Effect) -> Result<Option<Command>, Lost> {
    match effect {
        Effect::Hold { room, epoch, grant, again, person, feature_bans } => {
            let hold = room::Command::Hold { person: *person, epoch, grant, feature_bans };
            match super::room::ask(sim, index(&room), hold).await? {
                room::Answer::Hold { answer } => Ok(Some(Command::HoldAnswered { room, epoch, again, answer: Box::new(answer) })),
                _ => Err(Lost::Failed),
            }
        }
        Effect::Release { room, fence, evict } => {
            let release = room::Command::Release { person: person_id(p), fence, evict };
            match super::room::ask(sim, index(&room), release).await? {
                room::Answer::Release { answer } => Ok(Some(Command::Released { room, fence, answer })),
                _ => Err(Lost::Failed),
            }
        }
        Effect::Wait { room, gen_no, person, feature_bans } => {
            match super::room::ask(sim, index(&room), room::Command::Wait { person: *person, gen_no, feature_bans }).await? {
                room::Answer::Waiting { answer } => Ok(Some(Command::WaitAnswered { room, answer })),
                _ => Err(Lost::Failed),
            }
        }
        Effect::Unwait { room, gen_no, leaves, person, feature_bans } => {
            let version = person.version;
            super::room::ask(sim, index(&room), room::Command::Unwait { person: *person, gen_no, leaves, feature_bans }).await?;
            Ok(Some(Command::Unwaited { room, gen_no, leaves, version }))
        }
        Effect::Act { home, act } => {
            let number = act.number;
            match elsewhere(sim, index(&home), Command::Act { act }).await? {
                Landing::Answer(Answer::Acted { copy, verdict }) => Ok(Some(Command::Acted { number, copy, verdict })),
                _ => Err(Lost::Failed),
            }
        }
        Effect::TellPair { other, copy } => match elsewhere(sim, index(&other), Command::Told { copy }).await? {
            Landing::Answer(Answer::Heard { rev, card }) => Ok(Some(Command::Heard { rev, card })),
            _ => Err(Lost::Failed),
        },
        Effect::Flush { batch } => {
            catalogue::put(sim, |world| world.write_to_d1(&batch)).await?;
            Ok(Some(Command::Flushed { sent: batch.receipt() }))
        }
        Effect::TellLobby { place, gen_no, viewer, deleted } => {
            let version = viewer.version;
            match super::lobby::ask(sim, super::lobby::named(&place), lobby::Command::Viewer { viewer, gen_no, deleted }).await? {
                lobby::Answer::Told { nobody } => Ok(Some(Command::LobbyTold { place, gen_no, version, nobody })),
                _ => Err(Lost::Failed),
            }
        }
        Effect::IndexBan { ban } => {
            catalogue::put(sim, |world| world.write_ban_to_d1(&ban)).await?;
            Ok(Some(Command::BanIndexed { id: ban.id, lifted: ban.lifted_at.is_some() }))
        }
        // Sockets: told within the commit.
        Effect::Say { .. } | Effect::HangUp | Effect::HangUpExpired => Ok(None),
    }
}

fn brief(command: &Command) -> String {
    match command {
        Command::Learn { profile } => format!("learn version {}, link {}", profile.version, profile.link_version),
        Command::HoldAnswered { room, epoch, again, answer } => match answer.as_ref() {
            room::HoldAnswer::Seat { seat, .. } => format!("{room} answered hold {epoch} (again {again}): {:?}", seat.state),
            other => format!("{room} answered hold {epoch} (again {again}): {other:?}"),
        },
        other => format!("{other:?}"),
    }
}

fn brief_answer(answer: &Answer) -> String {
    match answer {
        Answer::Seat { epoch, answer, .. } => match answer.as_ref() {
            room::HoldAnswer::Seat { seat, .. } => format!("epoch {epoch}: {:?}", seat.state),
            other => format!("epoch {epoch}: {other:?}"),
        },
        Answer::Profile { .. } => "profile".into(),
        other => format!("{other:?}"),
    }
}
