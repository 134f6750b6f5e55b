//! What people do. One file for each kind; to add one, write `fn(&Sim)` and a line in [`ACTIONS`].

mod chat;
mod click;
mod connect;
mod floor;
mod join;
mod knock;
mod leave;
mod lobby;
mod organizer;
mod removal;
mod stage;
pub(crate) mod waiting;

use crate::sim::Sim;

pub(crate) struct Action {
    pub(crate) name: &'static str,
    pub(crate) weight: u32,
    /// A world without it would be empty.
    pub(crate) needed: bool,
    pub(crate) run: fn(&Sim),
}

const fn often(name: &'static str, weight: u32, run: fn(&Sim)) -> Action {
    Action { name, weight, needed: false, run }
}

pub(crate) const ACTIONS: &[Action] = &[
    Action { name: "join", weight: 24, needed: true, run: join::join },
    often("there and back", 3, join::there_and_back),
    often("hold", 5, join::hold),
    often("leave", 4, leave::leave),
    often("leave by API", 1, leave::leave_whatever_is_there),
    often("reload", 4, leave::reload),
    often("close tab", 3, leave::close),
    often("browser dies", 2, leave::die),
    often("network lost", 3, leave::blip),
    often("old token", 6, knock::old_token),
    often("look", 1, knock::look),
    often("remove", 2, removal::remove),
    often("remove with ban", 2, removal::ban),
    often("feature ban", 1, removal::feature_ban),
    often("event ban", 1, removal::event_ban),
    often("lift", 2, removal::lift),
    often("write", 10, chat::post),
    often("write again", 2, chat::post_again),
    often("delete a line", 2, chat::delete),
    often("click", 2, click::click),
    often("listen", 5, chat::listen),
    often("socket breaks", 2, chat::hang_up),
    often("look at cards", 6, lobby::look),
    often("look away", 2, lobby::look_away),
    often("room moves", 2, organizer::places),
    often("moderators change", 2, organizer::moderators),
    often("room closes or opens", 2, organizer::door),
    often("limits change", 1, organizer::limits),
    often("groups change", 1, organizer::groups),
    often("link revoked", 1, organizer::revoke),
    often("connect", 6, connect::ask),
    often("answer a request", 5, connect::answer),
    often("block or unblock", 2, connect::block),
    often("another title", 1, organizer::title),
    often("wait", 6, waiting::wait),
    often("wait no more", 1, waiting::unwait),
    often("hand", 2, floor::hand),
    often("share", 8, stage::share),
    often("share by force", 2, stage::take_over),
    often("share unasked", 2, stage::cheat),
    often("stage taken away", 1, stage::clear),
    often("tool locked or unlocked", 4, stage::lock),
    often("hands lowered", 1, floor::lower),
    often("room locked or unlocked", 1, floor::lock),
];

/// Somebody does something; where rehearsals are, one of some twenty is that one ends.
pub(crate) fn one(sim: &Sim) {
    if sim.shape.rehearses && sim.chance(0.05) {
        sim.count("rehearsal cleared away");
        return organizer::clear(sim);
    }
    if let Some(action) = sim.weighted(&sim.shape.action_weights).and_then(|n| ACTIONS.get(n)) {
        sim.count(action.name);
        (action.run)(sim);
    }
}

/// Somebody's tab.
fn any_tab(sim: &Sim) -> (usize, usize) {
    (sim.somebody(), sim.below(sim.shape.tabs))
}

/// A tab that has an entry, if the first few looked at do.
fn busy_tab(sim: &Sim) -> Option<(usize, usize)> {
    (0..8).map(|_| any_tab(sim)).find(|(p, t)| sim.tab(*p, *t).entry.is_some())
}
