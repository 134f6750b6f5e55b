//! A tab of a browser that behaves like ours (`public/src/features/seat`, `room/stay.ts`): it repeats the same entry, asks
//! again when its connection ends, and takes a new entry only once or when its person presses Join.

use hallway_domain::person::{Answer, Command, Landing, Refusal};
use hallway_domain::room::HoldAnswer;
use hallway_domain::time::Millis;
use hallway_domain::world::{Gate, News, Token, room_id};

use crate::exec::Owner;
use crate::gate;
use crate::network::Lost;
use crate::objects::person;
use crate::sim::Sim;

/// How long getting in is tried: at the door, and for somebody who was inside.
const AT_THE_DOOR: Millis = 25_000;
const INSIDE: Millis = 60_000;
/// The pre-join dialog renews its hold so often.
const RENEW: Millis = 15_000;

#[derive(Clone, Debug, Default)]
pub(crate) struct Tab {
    /// Room and entry id, kept over reloads.
    pub(crate) entry: Option<(usize, String)>,
    pub(crate) conn: Option<usize>,
    pub(crate) token: Option<Token>,
    /// Of the session's link.
    pub(crate) link_version: Option<i64>,
}

impl Sim {
    pub(crate) fn tab(&self, p: usize, t: usize) -> Tab {
        self.tabs.borrow()[p][t].clone()
    }
    pub(crate) fn with_tab<T>(&self, p: usize, t: usize, change: impl FnOnce(&mut Tab) -> T) -> T {
        change(&mut self.tabs.borrow_mut()[p][t])
    }
    /// The entry for this room, made if the tab has none.
    pub(crate) fn open_entry(&self, p: usize, t: usize, r: usize) {
        if self.tab(p, t).entry.is_none_or(|(room, _)| room != r) {
            self.renew_entry(p, t, r);
        }
    }
    pub(crate) fn renew_entry(&self, p: usize, t: usize, r: usize) {
        let id = self.new_id("entry");
        self.with_tab(p, t, |tab| tab.entry = Some((r, id)));
    }
    /// From now on the tab does this; what it did before is forgotten.
    pub(crate) fn tab_does(&self, p: usize, t: usize, what: impl Future<Output = ()> + 'static) {
        let me = Owner::Tab(p, t);
        self.exec.kill(|owner| owner == me);
        self.exec.spawn(me, what);
    }
}

/// `POST /rooms/{room}/join`.
pub(crate) async fn enter(sim: &Sim, p: usize, t: usize, hold: bool, moving: bool) -> Result<Landing, Lost> {
    let tab = sim.tab(p, t);
    let Some((r, id)) = tab.entry else { return Err(Lost::OnTheWay) };
    let link_version = tab.link_version.unwrap_or(1);
    person::ask(sim, p, Command::Enter { room: room_id(r), id, hold, moving, link_version }).await
}

/// `POST /rooms/{room}/leave`.
pub(crate) async fn leave(sim: &Sim, p: usize, r: usize, id: Option<String>, away: bool) {
    let _either_way = person::ask(sim, p, Command::Leave { room: room_id(r), id, away, link_version: None }).await;
}

/// Join, connect, and try again as long as that makes sense.
pub(crate) async fn get_in(sim: Sim, p: usize, t: usize, moving: bool, was_inside: bool) {
    let deadline = sim.now() + if was_inside { INSIDE } else { AT_THE_DOOR };
    let mut may_renew = !was_inside;
    while let Some((r, id)) = sim.tab(p, t).entry {
        let Ok(Landing::Answer(answer)) = enter(&sim, p, t, false, moving).await else {
            // 503: the same call again.
            if sim.now() > deadline {
                return end(&sim, p, t);
            }
            sim.sleep(sim.between(400, 5_000)).await;
            continue;
        };
        match answer {
            Answer::Seat { epoch, answer, .. } if matches!(*answer, HoldAnswer::Seat { .. }) => {
                let token = Token { room: r, person: p, epoch };
                sim.with_tab(p, t, |tab| tab.token = Some(token));
                if go_through(&sim, p, t, token, &id).await {
                    return;
                }
            }
            Answer::Refused { refusal: Refusal::Superseded } if may_renew => {
                may_renew = false;
                sim.renew_entry(p, t, r);
                continue;
            }
            Answer::Refused { refusal: Refusal::Revoked } => {
                // A new link comes by mail.
                let newest = sim.world.borrow().profiles[p].link_version;
                sim.with_tab(p, t, |tab| tab.link_version = Some(newest));
            }
            Answer::Refused { .. } => return end(&sim, p, t),
            _ => {}
        }
        if sim.now() > deadline {
            return end(&sim, p, t);
        }
        sim.sleep(sim.between(400, 5_000)).await;
    }
}

/// The gate with this token; true if the tab is inside with it.
async fn go_through(sim: &Sim, p: usize, t: usize, token: Token, id: &str) -> bool {
    let Some(conn) = gate::connect(sim, token).await else { return false };
    let still_wanted = sim.tab(p, t).entry.is_some_and(|entry| entry.1 == id);
    if !still_wanted {
        gate::hang_up(sim, conn);
        return false;
    }
    sim.count("stays");
    sim.with_tab(p, t, |tab| tab.conn = Some(conn));
    // Gone again before the tab knew of it: nobody else will tell it.
    sim.world.borrow().media.conns[conn].gate == Gate::Proxy
}

fn end(sim: &Sim, p: usize, t: usize) {
    sim.with_tab(p, t, |tab| tab.entry = None);
}

/// The pre-join dialog: a hold, renewed until somebody presses something or the server says no.
pub(crate) async fn keep(sim: Sim, p: usize, t: usize) {
    while sim.tab(p, t).entry.is_some() {
        if let Ok(Landing::Answer(Answer::Refused { .. } | Answer::Here { .. })) = enter(&sim, p, t, true, false).await {
            return end(&sim, p, t);
        }
        sim.sleep(RENEW).await;
    }
}

/// A body is gone: its tab hears of it, if it still has one.
pub(crate) fn cut(sim: &Sim, news: News) {
    let p = news.person;
    let Some(t) = sim.tabs.borrow()[p].iter().position(|tab| tab.conn == Some(news.conn)) else { return };
    sim.with_tab(p, t, |tab| tab.conn = None);
    if news.replaced {
        // A newer tab: this one says so and stops.
        sim.exec.kill(|owner| owner == Owner::Tab(p, t));
        return end(sim, p, t);
    }
    let task = come_back(sim.clone(), p, t);
    sim.tab_does(p, t, task);
}

/// LiveKit's client tries with its token first; where that fails our server is asked again.
pub(crate) async fn come_back(sim: Sim, p: usize, t: usize) {
    sim.sleep(sim.between(50, 1_500)).await;
    for _ in 0..sim.below(3) {
        let tab = sim.tab(p, t);
        let (Some(token), Some((_, id))) = (tab.token, tab.entry) else { break };
        if go_through(&sim, p, t, token, &id).await {
            return;
        }
        sim.sleep(sim.between(300, 2_000)).await;
    }
    get_in(sim, p, t, false, true).await;
}

/// The browser is gone, with a goodbye to LiveKit or without.
pub(crate) fn close(sim: &Sim, p: usize, t: usize, goodbye: bool) {
    sim.exec.kill(|owner| owner == Owner::Tab(p, t));
    drop_connection(sim, p, t, goodbye);
}

pub(crate) fn drop_connection(sim: &Sim, p: usize, t: usize, goodbye: bool) {
    let Some(conn) = sim.with_tab(p, t, |tab| tab.conn.take()) else { return };
    gate::hang_up(sim, conn);
    if goodbye {
        let mut world = sim.world.borrow_mut();
        let key = world.media.bodies.iter().find(|(_, body)| body.conn == conn).map(|(key, _)| *key);
        if let Some((r, p)) = key {
            world.media.drop_body(r, p);
        }
    }
}
