//! Calls to LiveKit, and what it tells on its own: webhooks to us, and to clients that their connection is gone.

use hallway_domain::bugs::{self, Bug};
use hallway_domain::params;
use hallway_domain::room::{Command, Effect};
use hallway_domain::world::{News, person_id};

use crate::client;
use crate::exec::Owner;
use crate::network::{Copies, Lost, latency};
use crate::objects::room;
use crate::sim::Sim;

/// A room's question. LiveKit acts when the question arrives; its answer may be late or lost.
pub(crate) async fn ask(sim: &Sim, r: usize, effect: Effect) -> Result<Command, Lost> {
    sim.sleep(latency(sim)).await;
    let answer = sim.world.borrow_mut().ask_livekit(r, &effect);
    let Some(answer) = answer else {
        sim.sleep(sim.between(100, 5_000)).await;
        return Err(Lost::NoLivekit);
    };
    if sim.fault("LiveKit's answer lost", sim.rates().timed_out) {
        sim.sleep(sim.between(1_000, 5_000)).await;
        return Err(Lost::OnTheWay);
    }
    if sim.fault("LiveKit's answer late", sim.rates().slow_answer) {
        sim.sleep(sim.between(500, 12_000)).await;
    }
    sim.sleep(latency(sim)).await;
    Ok(answer)
}

/// What LiveKit has to tell since the last step.
pub(crate) fn news(sim: &Sim) {
    let news = std::mem::take(&mut sim.world.borrow_mut().media.news);
    for one in news {
        sim.seen.borrow_mut().body(one.room, one.person, sim.now(), one.joined);
        sim.tell(|| {
            let what = if one.joined { "came into" } else { "is out of" };
            format!("LiveKit: person {} {what} room {} (connection {})", one.person, one.room, one.conn)
        });
        if !one.joined {
            client::cut(sim, one);
        }
        if !sim.fault("webhook lost", sim.rates().webhook_lost) {
            let task = webhook(sim.clone(), one);
            sim.exec.spawn(Owner::Outside, task);
        }
    }
}

/// A webhook is a hint to look; nothing in it is believed.
async fn webhook(sim: Sim, news: News) {
    let r = news.room;
    let told = crate::network::call(&sim, Owner::Room(r), Copies::Maybe, move |sim| async move {
        if bugs::on(Bug::WebhookBelieved) && !news.joined {
            believe(&sim, news);
        }
        room::serve(sim, r, Command::Hint).await
    });
    let _hint = told.await;
}

/// What a trusting server does: `participant_left` frees the seat.
fn believe(sim: &Sim, news: News) {
    let (world, person) = (sim.world.borrow(), person_id(news.person));
    let freed = world.rooms[news.room].transaction(|sql| {
        sql.exec("DELETE FROM attempts WHERE person = ?", params![&person])?;
        sql.exec("UPDATE seats SET dirty = 0 WHERE person = ?", params![&person])?;
        sql.exec("UPDATE people SET spent = 1 WHERE person = ? AND spent = 0", params![&person])?;
        sql.exec("DELETE FROM jobs WHERE key = ?", params![&person])?;
        sql.exec("DELETE FROM seats WHERE person = ?", params![&person])
    });
    assert!(freed.is_ok(), "{freed:?}");
}
