//! The gate, as `worker/src/gate.rs`: attempt before, LiveKit's 101, confirm, the client's 101. Each of them may be the last.

use std::collections::BTreeMap;

use hallway_domain::bugs::{self, Bug};
use hallway_domain::room::Command;
use hallway_domain::world::{Gate, Token};

use crate::exec::Owner;
use crate::network::{Copies, Lost, call, latency};
use crate::objects::room;
use crate::sim::Sim;

/// Requests at work in the Worker, each with its connection once it has one.
#[derive(Default)]
pub(crate) struct Gates {
    last: u64,
    pub(crate) alive: BTreeMap<u64, Option<usize>>,
}

/// A client, or somebody with an old token, knocks. The number of the connection that was let in.
pub(crate) async fn connect(sim: &Sim, token: Token) -> Option<usize> {
    sim.count("connects");
    let gate = {
        let mut gates = sim.gates.borrow_mut();
        gates.last += 1;
        let gate = gates.last;
        gates.alive.insert(gate, None);
        gate
    };
    let (answer, waiting) = sim.exec.oneshot();
    let task = pass(sim.clone(), gate, token);
    sim.exec.spawn(Owner::Gate(gate), async move { answer.send(task.await) });
    let conn = waiting.await;
    sim.gates.borrow_mut().alive.remove(&gate);
    conn?.ok()
}

async fn pass(sim: Sim, gate: u64, token: Token) -> Result<usize, Lost> {
    let r = token.room;
    let Some(conn) = call(&sim, Owner::Room(r), Copies::Never, move |sim| room::connect(sim, token)).await? else {
        return Err(Lost::OnTheWay);
    };
    sim.gates.borrow_mut().alive.insert(gate, Some(conn));
    // Half of those who lost their connection go on with the body they had.
    sim.world.borrow_mut().media.conns[conn].resumes = sim.chance(0.5);
    sim.sleep(latency(&sim)).await;
    // CreateRoom comes before the join: where it fails, LiveKit was never asked to let anybody in.
    if sim.world.borrow().media.down && sim.chance(0.5) {
        return failed(&sim, r, conn, true).await;
    }
    if !sim.world.borrow_mut().open(conn) {
        return failed(&sim, r, conn, false).await;
    }
    joining(&sim, conn).await;
    let gone_wrong = sim.world.borrow().media.conns[conn].gate != Gate::Got101;
    if gone_wrong {
        hang_up(&sim, conn);
        return failed(&sim, r, conn, false).await;
    }
    if bugs::on(Bug::NoConfirm) {
        sim.world.borrow_mut().media.conns[conn].gate = Gate::Confirmed;
    } else {
        // Never retried.
        let yes = call(&sim, Owner::Room(r), Copies::Never, move |sim| room::connected(sim, r, conn)).await;
        if yes != Ok(true) {
            hang_up(&sim, conn);
            return Err(Lost::OnTheWay);
        }
    }
    sim.sleep(latency(&sim)).await;
    sim.world.borrow_mut().hand(conn);
    let inside = sim.world.borrow().media.conns[conn].gate == Gate::Proxy;
    sim.tell(|| format!("gate: the client of connection {conn} has its 101: {inside}"));
    if inside { Ok(conn) } else { Err(Lost::OnTheWay) }
}

/// LiveKit works on the join; it goes on with it whether or not the gate still waits.
async fn joining(sim: &Sim, conn: usize) {
    let slow = sim.fault("LiveKit's join slow", sim.rates().slow_join);
    let takes = if slow { sim.between(1_000, 20_000) } else { sim.between(10, 300) };
    let (patience, finisher) = (sim.between(3_000, 15_000), sim.clone());
    sim.exec.spawn(Owner::Outside, async move {
        finisher.sleep(takes).await;
        finisher.world.borrow_mut().complete(conn);
    });
    sim.sleep(takes.min(patience) + 1).await;
}

/// Only a definite answer is told to the room; after a time-out nobody knows whether a body will appear.
async fn failed(sim: &Sim, r: usize, conn: usize, definite: bool) -> Result<usize, Lost> {
    if definite || bugs::on(Bug::TimeoutIsRefusal) {
        let _either_way = room::ask(sim, r, Command::Failed { conn: format!("conn_{conn}") }).await;
    }
    Err(Lost::NoLivekit)
}

/// The connection ends at our side; LiveKit notices later.
pub(crate) fn hang_up(sim: &Sim, conn: usize) {
    sim.tell(|| format!("connection {conn}: hung up"));
    sim.world.borrow_mut().hang_up(conn);
}
