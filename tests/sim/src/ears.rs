//! Who listens to a room, as the app does: by numbers. A frame that leaves a gap makes it ask; one that is old is dropped.

use std::collections::BTreeMap;

use hallway_domain::room::{Answer, Audience, Command, Effect, Frame, Log, Read};
use hallway_domain::world::{index, person_id};

use crate::exec::Owner;
use crate::network::Lost;
use crate::objects::room;
use crate::sim::Sim;

/// Somebody's open socket, and what they have read on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ear {
    /// Nothing up to this number is missing.
    pub(crate) number: i64,
    /// By `seq`: the id, and whether it is shown or deleted.
    pub(crate) lines: BTreeMap<i64, (String, bool)>,
    /// Asking what it missed.
    pub(crate) behind: bool,
}

/// By room and person: the sockets a room holds outlive its instance.
pub(crate) type Ears = BTreeMap<(usize, usize), Ear>;

impl Ear {
    fn take(&mut self, log: &Log) {
        for message in &log.messages {
            self.lines.insert(message.seq, (message.id.clone(), message.text.is_some()));
        }
        self.number = self.number.max(log.seq);
    }
}

/// Opens a socket, if the room lets them; whatever they read before is kept.
pub(crate) fn open(sim: &Sim, r: usize, p: usize) {
    let after = sim.past_ears.borrow().get(&(r, p)).map(|ear| ear.number);
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        let ends_at = task_sim.now() + 86_400_000;
        let (event, person) = ("evt_1".to_owned(), person_id(p));
        // The hello and the socket come of one piece of work: nothing is said in between.
        let _unheard =
            room::ask(&task_sim, r, Command::Listen { event, person, after: Some(after.unwrap_or(0)), session_ends_at: ends_at }).await;
    });
}

/// The room took a socket.
pub(crate) fn opened(sim: &Sim, r: usize, command: &Command, answer: &Answer) {
    let (Command::Listen { person, .. }, Answer::Hello { hello }) = (command, answer) else { return };
    let who = (r, index(person));
    let mut ear = sim.past_ears.borrow_mut().remove(&who).or_else(|| sim.ears.borrow().get(&who).cloned()).unwrap_or_default();
    ear.take(&hello.log);
    ear.behind = false;
    let more = hello.log.more;
    sim.ears.borrow_mut().insert(who, ear);
    if more {
        catch_up(sim, r, who.1);
    }
}

/// What concerns the sockets is done within the commit.
pub(crate) fn told(sim: &Sim, r: usize, effects: &[Effect]) {
    for effect in effects {
        match effect {
            Effect::Say { to: Audience::All, frame: Frame::Chat { after, seq, messages } } => {
                let log = Log { messages: messages.clone(), seq: *seq, more: false };
                heard(sim, r, *after, &log);
            }
            Effect::HangUp { person, .. } => close(sim, r, index(person)),
            _ => {}
        }
    }
}

fn heard(sim: &Sim, r: usize, after: i64, log: &Log) {
    let mut behind = vec![];
    for ((_, p), ear) in sim.ears.borrow_mut().iter_mut().filter(|((room, _), _)| *room == r) {
        if log.seq <= ear.number {
            continue;
        }
        if after > ear.number {
            behind.push(*p);
        } else {
            ear.take(log);
        }
    }
    behind.into_iter().for_each(|p| catch_up(sim, r, p));
}

/// Ask for what came after the last number known, until it is there.
fn catch_up(sim: &Sim, r: usize, p: usize) {
    let asks = sim.ears.borrow_mut().get_mut(&(r, p)).is_some_and(|ear| !std::mem::replace(&mut ear.behind, true));
    if !asks {
        return;
    }
    sim.count("chat caught up");
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        loop {
            let Some(number) = task_sim.ears.borrow().get(&(r, p)).map(|ear| ear.number) else { return };
            let (event, person) = ("evt_1".to_owned(), person_id(p));
            let read = Command::ReadChat { event, person, part: Read::After(number), limit: 200 };
            let answer = room::ask(&task_sim, r, read).await;
            if caught_up(&task_sim, r, p, answer) {
                return;
            }
            task_sim.sleep(task_sim.between(300, 3_000)).await;
        }
    });
}

/// Takes an answer; whether that was all. A lost one is asked for again.
fn caught_up(sim: &Sim, r: usize, p: usize, answer: Result<Answer, Lost>) -> bool {
    let mut ears = sim.ears.borrow_mut();
    let (Some(ear), Ok(answer)) = (ears.get_mut(&(r, p)), answer) else { return !ears.contains_key(&(r, p)) };
    let more = match answer {
        Answer::Chat { log } => {
            ear.take(&log);
            log.more
        }
        _ => false,
    };
    ear.behind = more;
    !more
}

/// One socket breaks; its person comes back with what they know.
pub(crate) fn break_one(sim: &Sim) {
    let open: Vec<(usize, usize)> = sim.ears.borrow().keys().copied().collect();
    let Some((r, p)) = sim.pick(&open) else { return };
    sim.tell(|| format!("the socket of person {p} to room {r} breaks"));
    close(sim, r, p);
    let (task_sim, wait) = (sim.clone(), sim.between(100, 5_000));
    let told_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        let _may_be_lost = room::ask(&told_sim, r, Command::Deaf { person: person_id(p) }).await;
    });
    sim.exec.spawn(Owner::Outside, async move {
        task_sim.sleep(wait).await;
        open_again(&task_sim, r, p);
    });
}

fn open_again(sim: &Sim, r: usize, p: usize) {
    if !sim.ears.borrow().contains_key(&(r, p)) {
        open(sim, r, p);
    }
}

fn close(sim: &Sim, r: usize, p: usize) {
    if let Some(ear) = sim.ears.borrow_mut().remove(&(r, p)) {
        sim.past_ears.borrow_mut().insert((r, p), ear);
    }
}
