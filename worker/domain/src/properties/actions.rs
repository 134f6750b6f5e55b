//! What can happen, and what it does to the world.

use proptest::prelude::*;

use crate::ban::By;
use crate::person::{self, Answer, Refusal};
use crate::room::{self, Lock, Tool};
use crate::testing::{named, organizer, wide_ban};
use crate::time::Millis;
use crate::world::{Fault, Gate, Msg, Token, World, room_id};

/// Numbers pick among what is there: `n` is taken modulo how many there are.
#[derive(Clone, Debug)]
pub(super) enum Action {
    Enter {
        p: usize,
        r: usize,
        tab: usize,
        hold: bool,
    },
    Again {
        p: usize,
        tab: usize,
    },
    Leave {
        p: usize,
        tab: usize,
        away: bool,
    },
    Remove {
        p: usize,
        r: usize,
        ban: bool,
    },
    Ban {
        p: usize,
        feature: Option<usize>,
    },
    Copy,
    Connect {
        n: usize,
    },
    Step {
        n: usize,
    },
    Refuse {
        n: usize,
    },
    HangUp {
        n: usize,
    },
    BodyDies {
        n: usize,
    },
    GoIn {
        p: usize,
    },
    Deliver {
        n: usize,
        keep: bool,
        overlook: bool,
    },
    Lose {
        n: usize,
    },
    Flow,
    Look {
        p: usize,
        r: usize,
    },
    Hint {
        r: usize,
    },
    RingRoom {
        r: usize,
    },
    RingPerson {
        p: usize,
    },
    Pass {
        ms: Millis,
    },
    /// Time passes, alarms ring, everything arrives.
    Calm {
        ms: Millis,
    },
    LiveKit {
        down: bool,
    },
    Restart,
    Moderators {
        r: usize,
        who: usize,
    },
    Door {
        r: usize,
        open: bool,
        now: bool,
    },
    /// Somebody takes the stage, or a moderator takes it over; and shares if LiveKit answers at once.
    Claim {
        p: usize,
        over: bool,
        shares: bool,
    },
    Unclaim {
        p: usize,
    },
    LockTool {
        r: usize,
        what: usize,
        person: Option<usize>,
        locked: bool,
    },
    /// A client publishes its screen, allowed or not, or stops.
    Screen {
        p: usize,
        on: bool,
    },
    Wait {
        p: usize,
        r: usize,
    },
    Unwait {
        p: usize,
        r: usize,
    },
    Lock {
        r: usize,
        locked: bool,
    },
    Hand {
        p: usize,
        r: usize,
        raised: bool,
    },
    Seats {
        r: usize,
        n: i64,
    },
    Nothing,
}

pub(super) fn action() -> impl Strategy<Value = Action> {
    let (p, r, tab, n) = (0..4usize, 0..2usize, 0..2usize, 0..64usize);
    let time = prop::sample::select(vec![250, 1_000, 5_000, 10_000, 16_000, 31_000, 46_000, 91_000]);
    prop_oneof![
        1 => Just(Action::Nothing),
        14 => (p.clone(), r.clone(), tab.clone(), prop::bool::weighted(0.2)).prop_map(|(p, r, tab, hold)| Action::Enter { p, r, tab, hold }),
        5 => (p.clone(), tab.clone()).prop_map(|(p, tab)| Action::Again { p, tab }),
        4 => (p.clone(), tab, prop::bool::weighted(0.3)).prop_map(|(p, tab, away)| Action::Leave { p, tab, away }),
        4 => (p.clone(), r.clone(), prop::bool::ANY).prop_map(|(p, r, ban)| Action::Remove { p, r, ban }),
        1 => (p.clone(), prop::option::of(r.clone())).prop_map(|(p, feature)| Action::Ban { p, feature }),
        1 => Just(Action::Copy),
        10 => n.clone().prop_map(|n| Action::Connect { n }),
        20 => n.clone().prop_map(|n| Action::Step { n }),
        1 => n.clone().prop_map(|n| Action::Refuse { n }),
        4 => n.clone().prop_map(|n| Action::HangUp { n }),
        1 => n.clone().prop_map(|n| Action::BodyDies { n }),
        10 => p.clone().prop_map(|p| Action::GoIn { p }),
        20 => (n.clone(), prop::bool::weighted(0.15), prop::bool::weighted(0.1))
            .prop_map(|(n, keep, overlook)| Action::Deliver { n, keep, overlook }),
        2 => n.prop_map(|n| Action::Lose { n }),
        6 => Just(Action::Flow),
        1 => (p.clone(), r.clone()).prop_map(|(p, r)| Action::Look { p, r }),
        1 => r.clone().prop_map(|r| Action::Hint { r }),
        5 => r.clone().prop_map(|r| Action::RingRoom { r }),
        3 => p.clone().prop_map(|p| Action::RingPerson { p }),
        7 => time.clone().prop_map(|ms| Action::Pass { ms }),
        7 => time.prop_map(|ms| Action::Calm { ms }),
        2 => prop::bool::weighted(0.4).prop_map(|down| Action::LiveKit { down }),
        1 => Just(Action::Restart),
        2 => (r.clone(), p.clone()).prop_map(|(r, who)| Action::Moderators { r, who }),
        6 => (p.clone(), prop::bool::weighted(0.3), prop::bool::ANY).prop_map(|(p, over, shares)| Action::Claim { p, over, shares }),
        2 => p.clone().prop_map(|p| Action::Unclaim { p }),
        3 => (r.clone(), 0..4usize, prop::option::of(p.clone()), prop::bool::weighted(0.6))
            .prop_map(|(r, what, person, locked)| Action::LockTool { r, what, person, locked }),
        5 => (p.clone(), prop::bool::weighted(0.7)).prop_map(|(p, on)| Action::Screen { p, on }),
        12 => (p.clone(), r.clone()).prop_map(|(p, r)| Action::Wait { p, r }),
        2 => (p.clone(), r.clone()).prop_map(|(p, r)| Action::Unwait { p, r }),
        2 => (r.clone(), prop::bool::weighted(0.4)).prop_map(|(r, locked)| Action::Lock { r, locked }),
        3 => (p.clone(), r.clone(), prop::bool::weighted(0.8)).prop_map(|(p, r, raised)| Action::Hand { p, r, raised }),
        1 => (r.clone(), 1..3i64).prop_map(|(r, n)| Action::Seats { r, n }),
        1 => (r, prop::bool::weighted(0.6), prop::bool::weighted(0.3)).prop_map(|(r, open, now)| Action::Door { r, open, now }),
    ]
}

/// A browser tab: its entry id is new for another room and after leaving.
#[derive(Clone, Debug, Default)]
struct Tab {
    room: usize,
    id: String,
}

pub(super) struct Play {
    pub(super) world: World,
    tabs: Vec<[Tab; 2]>,
    ids: usize,
    /// The last removal or ban, to be sent again.
    removal: Option<(usize, usize, String)>,
    overlooked: bool,
}

impl Play {
    pub(super) fn new(world: World) -> Play {
        let tabs = world.persons.iter().map(|_| Default::default()).collect();
        Play { world, tabs, ids: 0, removal: None, overlooked: false }
    }

    pub(super) fn all(&mut self, actions: &[Action]) -> Result<(), Fault> {
        for (n, action) in actions.iter().enumerate() {
            self.act(action);
            self.world.check().map_err(|e| format!("after action {n}, {action:?}: {e}"))?;
        }
        Ok(())
    }

    /// Every room takes people again.
    pub(super) fn reopen(&mut self) {
        for r in 0..self.world.rooms.len() {
            let moderators = if r == 0 { vec![named(3)] } else { vec![] };
            self.world.lock(r, false);
            self.world.edit(r, |e| {
                e.enabled = true;
                e.close_now = false;
                e.moderators = moderators;
            });
        }
    }

    /// A coin that depends on what happened.
    pub(super) fn odd(&self) -> bool {
        self.ids % 2 == 1
    }

    pub(super) fn new_id(&mut self, kind: &str) -> String {
        self.ids += 1;
        format!("{kind}_{}", self.ids)
    }

    fn enter(&mut self, p: usize, r: usize, tab: usize, hold: bool) {
        if self.tabs[p][tab].id.is_empty() || self.tabs[p][tab].room != r {
            self.tabs[p][tab] = Tab { room: r, id: self.new_id("entry") };
        }
        let id = self.tabs[p][tab].id.clone();
        let answer = self.world.enter(p, r, &id, hold, !hold);
        if matches!(answer, Answer::Refused { refusal: Refusal::Superseded }) {
            self.tabs[p][tab] = Tab::default();
        }
    }

    fn pick<T: Clone>(from: &[T], n: usize) -> Option<T> {
        (!from.is_empty()).then(|| from[n % from.len()].clone())
    }

    fn conns(&self, of: impl Fn(Gate) -> bool) -> Vec<usize> {
        (0..self.world.media.conns.len()).filter(|i| of(self.world.media.conns[*i].gate)).collect()
    }

    fn act(&mut self, action: &Action) {
        let w = &mut self.world;
        match *action {
            Action::Enter { p, r, tab, hold } => self.enter(p, r, tab, hold),
            Action::Again { p, tab } => {
                if !self.tabs[p][tab].id.is_empty() {
                    self.enter(p, self.tabs[p][tab].room, tab, false);
                }
            }
            Action::Leave { p, tab, away } => self.leave(p, tab, away),
            Action::Remove { p, r, ban } => {
                let id = self.new_id("rem");
                self.world.remove(r, p, &id, ban.then_some(60_000));
                self.removal = Some((r, p, id));
            }
            Action::Copy => {
                if let Some((r, p, id)) = self.removal.clone() {
                    w.remove(r, p, &id, Some(60_000));
                }
            }
            Action::Ban { p, feature } => {
                let (id, ends_at) = (self.new_id("ban"), self.world.now + 60_000);
                let feature = feature.map(|f| format!("fea_{f}"));
                self.world.person(p, wide_ban(&id, feature, ends_at));
            }
            Action::Connect { n } => {
                // Newest tokens first: the old ones mostly fail.
                let tokens: Vec<Token> = w.tokens.iter().rev().copied().collect();
                if let Some(token) = Self::pick(&tokens, n % 5) {
                    w.connect(token);
                }
            }
            Action::Step { n } => self.step(n),
            Action::Refuse { n } => {
                let taken: Vec<usize> = (0..w.media.conns.len()).filter(|i| w.media.conns[*i].taken.is_some()).collect();
                if let Some(i) = Self::pick(&taken, n) {
                    w.refuse(i);
                }
            }
            Action::HangUp { n } => {
                let alive = self.conns(|g| g != Gate::Dead);
                if let Some(i) = Self::pick(&alive, n) {
                    self.world.hang_up(i);
                }
            }
            Action::BodyDies { n } => {
                let lonely: Vec<(usize, usize)> =
                    w.media.bodies.iter().filter(|(_, b)| w.media.conns[b.conn].gate == Gate::Dead).map(|(k, _)| *k).collect();
                if let Some((r, p)) = Self::pick(&lonely, n) {
                    w.media.drop_body(r, p);
                }
            }
            Action::GoIn { p } => {
                w.flow();
                if let Some(token) = w.tokens.iter().rfind(|t| t.person == p).copied() {
                    w.go_in(token);
                }
            }
            Action::Deliver { n, keep, overlook } => self.deliver(n, keep, overlook),
            Action::Lose { n } => {
                if !w.wire.is_empty() {
                    w.wire.remove(n % w.wire.len());
                }
            }
            Action::Flow => w.flow(),
            Action::Look { p, r } => drop(w.room(r, room::Command::View { viewer: format!("att_{p}") })),
            Action::Hint { r } => drop(w.room(r, room::Command::Hint)),
            Action::RingRoom { r } => w.ring_room(r),
            Action::RingPerson { p } => w.ring_person(p),
            Action::Pass { ms } => w.pass(ms),
            Action::Calm { ms } => w.pass_ringing(ms),
            Action::LiveKit { down } => w.media.down = down,
            Action::Restart => w.media.restart(),
            Action::Moderators { r, who } => w.edit(r, |e| e.moderators = vec![named(who)]),
            Action::Door { r, open, now } => w.edit(r, |e| {
                e.enabled = open;
                e.close_now = !open && now;
            }),
            Action::Claim { p, over, shares } => {
                // Mostly somebody who is there.
                let p = (p..w.persons.len()).chain(0..p).find(|p| !w.media.inside(*p).is_empty()).unwrap_or(p);
                self.claim(p, over);
                if shares {
                    self.world.flow();
                    self.screen(p, true);
                }
            }
            Action::Unclaim { p } => {
                let by = By::Attendee { id: format!("att_{p}"), event: "evt_1".into() };
                if let Some(r) = Self::room_of(w, p) {
                    w.room(r, room::Command::Unclaim { by });
                }
            }
            Action::LockTool { r, what, person, locked } => {
                let what = [Tool::Microphone, Tool::Camera, Tool::Share, Tool::Chat][what];
                let lock = Lock { person: person.map(|p| format!("att_{p}")), what };
                w.room(r, room::Command::Lock { by: organizer(), lock, locked });
            }
            Action::Screen { p, on } => self.screen(p, on),
            Action::Wait { p, r } => drop(w.person(p, person::Command::Wait { room: room_id(r), link_version: 1 })),
            Action::Unwait { p, r } => drop(w.person(p, person::Command::Unwait { room: room_id(r), link_version: 1 })),
            Action::Lock { r, locked } => w.lock(r, locked),
            Action::Hand { p, r, raised } => {
                let hand = room::Command::RaiseHand { event: "evt_1".into(), person: format!("att_{p}"), raised };
                w.room(r, hand);
            }
            Action::Seats { r, n } => w.edit(r, |e| e.attendee_limit = n),
            Action::Nothing => {}
        }
    }

    fn screen(&mut self, p: usize, on: bool) {
        let w = &mut self.world;
        if let Some(r) = w.media.inside(p).first().copied()
            && w.media.screen(r, p, on)
            && on
        {
            w.watch.reach("shared");
        }
    }

    fn room_of(w: &World, p: usize) -> Option<usize> {
        (0..w.rooms.len()).find(|r| w.seats(*r).contains_key(&p))
    }

    fn claim(&mut self, p: usize, take_over: bool) {
        let w = &mut self.world;
        let Some(r) = Self::room_of(w, p) else { return };
        let claim = room::Command::Claim { event: "evt_1".into(), person: format!("att_{p}"), take_over };
        if let room::Answer::Stage { stage } = w.room(r, claim) {
            w.watch.reach(if stage.state == room::StageState::Granted { "stage kept" } else { "stage claimed" });
        }
    }

    fn leave(&mut self, p: usize, tab: usize, away: bool) {
        let Tab { room, id } = self.tabs[p][tab].clone();
        if id.is_empty() {
            return;
        }
        self.world.person(p, person::Command::Leave { room: room_id(room), id: Some(id), away, link_version: None });
        if !away {
            self.tabs[p][tab] = Tab::default();
        }
    }

    /// One connection takes its next step.
    fn step(&mut self, n: usize) {
        let alive = self.conns(|g| !matches!(g, Gate::Dead | Gate::Proxy));
        let Some(i) = Self::pick(&alive, n) else { return };
        match self.world.media.conns[i].gate {
            Gate::Admitted => drop(self.world.open(i)),
            Gate::Opening if !self.world.media.down => self.world.complete(i),
            Gate::Got101 => drop(self.world.confirm(i)),
            Gate::Confirmed => self.world.hand(i),
            _ => {}
        }
    }

    /// A message arrives, perhaps a second time later; LiveKit overlooks somebody once in a story at most.
    fn deliver(&mut self, n: usize, keep: bool, overlook: bool) {
        let w = &mut self.world;
        if w.wire.is_empty() {
            return;
        }
        let at = n % w.wire.len();
        let msg = w.wire.remove(at);
        if keep {
            w.wire.push(msg.clone());
        }
        let asks = matches!(&msg, Msg::FromRoom(_, room::Effect::RemoveBody { .. } | room::Effect::ListBodies { .. }));
        if overlook && asks && !self.overlooked {
            self.overlooked = true;
            w.media.overlook = true;
        }
        w.deliver(msg);
        w.media.overlook = false;
    }
}
