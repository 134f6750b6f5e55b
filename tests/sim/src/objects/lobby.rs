//! The Lobby's shell, as `worker/src/objects/lobby.rs`, and the route that finds a lobby with room.

use hallway_domain::lobby::{self, Answer, Command, Effect, News, SCHEMA, Viewer};
use hallway_domain::testing::Db;
use hallway_domain::world::{index, person_id};
use hallway_domain::{Outcome, person};

use super::wake::{Object, after_commit};
use crate::exec::Owner;
use crate::network::{Copies, Lost, call};
use crate::sim::Sim;
use crate::{catalogue, looks};

/// Feature, and number of the shard; 0: the place's own.
pub(crate) type Name = (usize, usize);

pub(crate) fn name(at: Name) -> String {
    let place = format!("fea_{}", at.0);
    if at.1 == 0 { place } else { lobby::shard_name(&place, at.1 as i64) }
}

pub(crate) fn named(name: &str) -> Name {
    match lobby::primary_of(name) {
        Some(place) => (index(place), name[place.len() + 1..].parse().unwrap()),
        None => (index(name), 0),
    }
}

/// Ask a lobby, over the network.
pub(crate) async fn ask(sim: &Sim, at: Name, command: Command) -> Result<Answer, Lost> {
    call(sim, Owner::Lobby(at.0, at.1), Copies::Maybe, move |sim| serve(sim, at, command.clone())).await
}

/// A tab asks for the socket of a place; `Ok(false)`: it is not for them.
pub(crate) async fn find(sim: &Sim, p: usize, f: usize) -> Result<bool, Lost> {
    let (mut at, mut shards) = ((f, 0), 0);
    for _ in 0..8 {
        let link_version = sim.world.borrow().profiles[p].link_version;
        let watch = person::Command::Watch { place: name(at), link_version };
        let person::Landing::Answer(person::Answer::Watching { gen_no, profile }) = super::person::ask(sim, p, watch).await? else {
            return Ok(false);
        };
        let (viewer, ends_at) = (Viewer::from(&*profile), sim.now() + if sim.chance(0.1) { 60_000 } else { 86_400_000 });
        let listen = Command::Listen { event: "evt_1".into(), viewer, gen_no, limit: sim.shape.listeners, session_ends_at: ends_at };
        match ask(sim, at, listen).await? {
            Answer::Hello { .. } => return Ok(true),
            Answer::Outdated => {}
            Answer::Elsewhere { shards: open } => {
                shards = open;
                at = (f, 1 + sim.below(open as usize));
            }
            Answer::Full => {
                let Answer::Elsewhere { shards: open } = ask(sim, (f, 0), Command::Grow { shards }).await? else { return Ok(false) };
                shards = open;
                at = (f, open as usize);
            }
            Answer::NotFound => {
                super::person::ask(sim, p, person::Command::Unwatch { place: name(at), gen_no }).await?;
                return Ok(false);
            }
            _ => return Ok(false),
        }
    }
    Ok(false)
}

/// One command from outside, warmed up if the lobby was cold, its effects carried out.
pub(crate) async fn serve(sim: Sim, at: Name, command: Command) -> Result<Answer, Lost> {
    let mut answer = commit(&sim, at, command.clone())?;
    if answer == Answer::Cold && !matches!(command, Command::Alarm | Command::Learn { .. }) {
        catalogue::read(&sim).await?;
        let entry = sim.world.borrow().lobby_entry(at.0);
        commit(&sim, at, Command::Learn { entry })?;
        answer = commit(&sim, at, command.clone())?;
    }
    for _ in 0..3 {
        let Answer::Unsubscribed { gen_no } = answer else { break };
        let subscribe = Command::Subscribe { shard: name(at), gen_no };
        let Answer::State { gen_no, state } = Box::pin(ask(&sim, (at.0, 0), subscribe)).await? else { return Err(Lost::Failed) };
        commit(&sim, at, Command::Sync { gen_no, news: News::Welcome { shard: name(at), state } })?;
        answer = commit(&sim, at, command.clone())?;
    }
    Ok(answer)
}

/// Decide in one transaction, tell the sockets, see to the alarm.
fn commit(sim: &Sim, at: Name, command: Command) -> Result<Answer, Lost> {
    let listen =
        if let Command::Listen { viewer, session_ends_at, .. } = &command { Some((viewer.clone(), *session_ends_at)) } else { None };
    let mut outcome = decide(sim, at, command)?;
    let (said, mut later): (Vec<Effect>, Vec<Effect>) = outcome.effects.into_iter().partition(Effect::is_for_sockets);
    for effect in said {
        if let Some(command) = looks::told(sim, at, effect) {
            let more = decide(sim, at, command)?;
            outcome.alarm = more.alarm;
            later.extend(more.effects);
        }
    }
    if let (Answer::Hello { state }, Some((viewer, ends_at))) = (&outcome.answer, listen) {
        looks::opened(sim, at, viewer, ends_at, state);
    }
    sim.looks.borrow_mut().alarms.insert(at, outcome.alarm);
    after_commit(sim, Object::Lobby(at.0, at.1), sim.now(), outcome.alarm, outcome.answer == Answer::Resting);
    for effect in later {
        let task = carry(sim.clone(), at, effect);
        sim.exec.spawn(Owner::Lobby(at.0, at.1), task);
    }
    Ok(outcome.answer)
}

fn decide(sim: &Sim, at: Name, command: Command) -> Result<Outcome<Answer, Effect>, Lost> {
    let here = looks::here(sim, at, &command);
    let told = sim.story_wanted().then(|| format!("{command:?}"));
    let run = |db: &Db| db.transaction(|sql| lobby::handle(sql, sim.now(), here, command));
    let outcome = if at.1 == 0 {
        run(&sim.world.borrow().lobbies[at.0])
    } else {
        make(sim, at);
        run(&sim.looks.borrow().shards[&at])
    };
    let outcome = outcome.map_err(|error| {
        sim.broken(format!("lobby {at:?}: the schema had to say no: {error}"));
        Lost::Failed
    })?;
    sim.tell(|| format!("lobby {at:?}: {:.200} → {:.200}", told.unwrap_or_default(), format!("{:?}", outcome.answer)));
    Ok(outcome)
}

/// A shard's object is made when it is first asked.
fn make(sim: &Sim, at: Name) {
    sim.looks.borrow_mut().shards.entry(at).or_insert_with(|| Db::new(SCHEMA));
    sim.wakes.borrow_mut().entry(Object::Lobby(at.0, at.1)).or_default();
}

/// Tell a shard; its answer is a command.
async fn carry(sim: Sim, at: Name, effect: Effect) {
    let Effect::PushShard { shard, gen_no, news } = effect else { return };
    if let Ok(Answer::Synced { gen_no, seq, listening }) = ask(&sim, named(&shard), Command::Sync { gen_no, news }).await {
        let _unsure = commit(&sim, at, Command::ShardHas { shard, gen_no, seq, listening });
    }
}

/// Whether a socket of theirs may be open now.
pub(crate) fn may_look(sim: &Sim, p: usize, f: usize) -> bool {
    let world = sim.world.borrow();
    let (entry, profile) = (world.lobby_entry(f), &world.profiles[p]);
    debug_assert_eq!(profile.id, person_id(p));
    entry.groups.is_empty() || entry.groups.iter().any(|group| profile.groups.contains(group))
}
