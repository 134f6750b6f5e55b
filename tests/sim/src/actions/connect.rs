//! People ask each other to connect, answer, think better of it, and block.

use hallway_domain::params;
use hallway_domain::person::{Answer, Card, Command, Landing, Verb};
use hallway_domain::sql::Sql;
use hallway_domain::world::{index, person_id};

use crate::exec::Owner;
use crate::objects::person;
use crate::sim::Sim;

/// Two people; often the same two, so that requests cross.
fn two(sim: &Sim) -> (usize, usize) {
    let (p, q) = (sim.somebody(), sim.somebody());
    if p == q { (p, (p + 1) % sim.persons()) } else { (p, q) }
}

/// The app says it again until it is answered.
fn say(sim: &Sim, p: usize, q: usize, what: &'static str, command: impl Fn(i64) -> Command + 'static) {
    sim.tell(|| format!("person {p} to person {q}: {what}"));
    let task_sim = sim.clone();
    sim.exec.spawn(Owner::Outside, async move {
        for _ in 0..3 {
            let link_version = task_sim.world.borrow().profiles[p].link_version;
            match person::ask(&task_sim, p, command(link_version)).await {
                Ok(Landing::Answer(Answer::Connection { connection, made })) => {
                    if made {
                        task_sim.count("new requests");
                    }
                    if connection.person.email.is_some() {
                        task_sim.count("addresses seen");
                    }
                    return;
                }
                Ok(Landing::Answer(_)) => return,
                _ => task_sim.sleep(task_sim.between(200, 4_000)).await,
            }
        }
    });
}

pub(crate) fn ask(sim: &Sim) {
    let (p, q) = two(sim);
    sim.seen_pairs.borrow_mut().yes(p, q);
    let other = Card::from(&sim.world.borrow().profiles[q]);
    say(sim, p, q, "connect", move |link_version| Command::Connect { other: other.clone(), link_version });
    if sim.chance(0.3) {
        sim.seen_pairs.borrow_mut().yes(q, p);
        let other = Card::from(&sim.world.borrow().profiles[p]);
        say(sim, q, p, "connect", move |link_version| Command::Connect { other: other.clone(), link_version });
    }
}

/// Somebody who has a request, of theirs or of another, does something about it.
pub(crate) fn answer(sim: &Sim) {
    let Some((p, q, outgoing)) = (0..8).find_map(|_| request(sim, sim.somebody())) else { return };
    let ways = if outgoing { vec![Verb::Withdraw] } else { vec![Verb::Accept, Verb::Decline, Verb::Withdraw] };
    let Some(verb) = sim.pick(&ways) else { return };
    if verb == Verb::Accept {
        sim.seen_pairs.borrow_mut().yes(p, q);
    }
    let what = match verb {
        Verb::Accept => "yes",
        Verb::Decline => "no",
        _ => "I did not ask",
    };
    say(sim, p, q, what, move |link_version| Command::Respond { other: person_id(q), verb, link_version });
}

fn request(sim: &Sim, p: usize) -> Option<(usize, usize, bool)> {
    let sql = "SELECT other, asker = ? FROM connections WHERE state = 'pending'";
    let rows = sim.world.borrow().persons[p].exec(sql, params![person_id(p)]).ok()?;
    let row = sim.pick(&rows)?;
    Some((p, index(&row.text(0).ok()?), row.flag(1).ok()?))
}

pub(crate) fn block(sim: &Sim) {
    let ((p, q), on) = (two(sim), sim.chance(0.6));
    let other = Card::from(&sim.world.borrow().profiles[q]);
    say(sim, p, q, if on { "block" } else { "unblock" }, move |link_version| Command::Block { other: other.clone(), on, link_version });
}
