//! One world: the real Persons, Rooms and Lobbies, and the models round them, moved on step by step by one seed.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::ops::Deref;
use std::rc::Rc;

use fastrand::Rng;
use hallway_domain::bugs::{self, Bug};
use hallway_domain::time::Millis;
use hallway_domain::world::{START, World};

use crate::catalogue::D1;
use crate::checks::outbox::Seen;
use crate::checks::pairs::SeenPairs;
use crate::checks::records::Records;
use crate::client::Tab;
use crate::ears::Ears;
use crate::exec::{Exec, Owner, Sleep};
use crate::gate::Gates;
use crate::looks::Looks;
use crate::objects::wake::{Object, Wake};
use crate::shape::{Rates, Shape};
use crate::{actions, catalogue, checks, faults, livekit, objects, quiet};

/// So much of a story is printed.
const STORY: usize = 60;

/// Nothing is under way if nothing happens within this time.
const IDLE: Millis = 2_000;

/// So many events within one millisecond are no coincidence.
const BUSY: usize = 300;

/// A handle on one world; tasks keep copies of it.
#[derive(Clone)]
pub(crate) struct Sim(Rc<Inner>);

pub(crate) struct Inner {
    pub(crate) exec: Rc<Exec>,
    pub(crate) world: RefCell<World>,
    pub(crate) shape: Shape,
    pub(crate) d1: RefCell<D1>,
    pub(crate) gates: RefCell<Gates>,
    pub(crate) tabs: RefCell<Vec<Vec<Tab>>>,
    pub(crate) wakes: RefCell<BTreeMap<Object, Wake>>,
    pub(crate) records: RefCell<Records>,
    pub(crate) seen: RefCell<Seen>,
    pub(crate) seen_pairs: RefCell<SeenPairs>,
    /// Open sockets of rooms, and what those read that were open before.
    pub(crate) ears: RefCell<Ears>,
    pub(crate) past_ears: RefCell<Ears>,
    /// Open sockets of lobbies, and the shards.
    pub(crate) looks: RefCell<Looks>,
    /// No more faults and nobody's doing: quiet.
    pub(crate) calm: Cell<bool>,
    rng: RefCell<Rng>,
    ids: Cell<u64>,
    steps: Cell<usize>,
    /// Events since time last passed.
    still: Cell<usize>,
    counts: RefCell<BTreeMap<&'static str, u64>>,
    story: RefCell<Option<VecDeque<String>>>,
}

impl Deref for Sim {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// How one world ended.
pub(crate) struct End {
    pub(crate) steps: usize,
    pub(crate) simulated: Millis,
    /// Faults and doings, by kind.
    pub(crate) counts: BTreeMap<&'static str, u64>,
    /// What the rules had to decide that is worth reaching.
    pub(crate) reached: BTreeMap<&'static str, u64>,
    pub(crate) wrong: Option<String>,
    pub(crate) story: Vec<String>,
}

/// What to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) seed: u64,
    pub(crate) bug: Option<Bug>,
    /// Quiet begins after so many steps at the latest.
    pub(crate) steps: Option<usize>,
    /// Keep the story: only where it will be read, for it takes most of the time.
    pub(crate) story: bool,
}

/// Live one world to its end.
pub(crate) fn run(order: Order) -> End {
    bugs::set(order.bug);
    let mut rng = Rng::with_seed(order.seed);
    let mut shape = Shape::of(order.seed, &mut rng);
    shape.steps = order.steps.unwrap_or(shape.steps).min(shape.steps);
    let mut world = World::cold(shape.profiles.clone(), shape.rooms.clone());
    if order.bug == Some(Bug::CapsAndWallOff) {
        world.rooms.iter().for_each(objects::tear_down_the_wall);
    }
    world.now = START;
    world.watch.slack = 2 * faults::WRONG;
    let tabs = vec![vec![Tab::default(); shape.tabs]; shape.profiles.len()];
    let sim = Sim(Rc::new(Inner {
        exec: Exec::new(START),
        d1: RefCell::new(D1::new(&world)),
        wakes: RefCell::new(Wake::all(&world)),
        world: RefCell::new(world),
        shape,
        gates: RefCell::default(),
        tabs: RefCell::new(tabs),
        records: RefCell::default(),
        seen: RefCell::default(),
        seen_pairs: RefCell::default(),
        ears: RefCell::default(),
        past_ears: RefCell::default(),
        looks: RefCell::default(),
        calm: Cell::new(false),
        rng: RefCell::new(rng),
        ids: Cell::new(0),
        steps: Cell::new(0),
        still: Cell::new(0),
        counts: RefCell::default(),
        story: RefCell::new(order.story.then(VecDeque::new)),
    }));
    let outcome = sim.live().and_then(|()| quiet::come(&sim));
    // Tasks hold the world, and the world holds them.
    sim.exec.kill(|_| true);
    End {
        steps: sim.steps.get(),
        simulated: sim.exec.now() - START,
        counts: sim.counts.take(),
        reached: sim.world.borrow().watch.reached.iter().map(|(what, times)| (*what, *times as u64)).collect(),
        wrong: outcome.err(),
        story: sim.story.take().unwrap_or_default().into(),
    }
}

impl Sim {
    fn live(&self) -> Result<(), String> {
        self.exec.spawn(Owner::Outside, catalogue::cron(self.clone()));
        while self.steps.get() < self.shape.steps {
            // While nothing much is under way, people act, and hours do not go by.
            let idle = self.next_event().is_none_or(|at| at > self.now() + IDLE);
            if self.chance(if idle { 0.4 } else { self.shape.doing }) {
                actions::one(self);
            } else if self.chance(self.shape.bad_luck) {
                faults::one(self);
            } else {
                self.advance();
            }
            self.settle()?;
        }
        Ok(())
    }

    /// To the next thing that happens by itself, and on until `until` at most.
    pub(crate) fn advance_until(&self, until: Millis) -> Result<(), String> {
        while self.next_event().is_some_and(|at| at <= until) {
            self.advance();
            self.settle()?;
        }
        self.set_now(until);
        self.settle()
    }

    fn next_event(&self) -> Option<Millis> {
        let alarm = self.wakes.borrow().values().filter_map(|w| w.rings_at).min();
        [self.exec.next_timer(), alarm, self.world.borrow().media.next_event()].into_iter().flatten().min()
    }

    fn advance(&self) {
        if let Some(at) = self.next_event() {
            self.set_now(at);
        }
    }

    /// LiveKit does what it does by then; alarms and timers that are due go off, however late that is.
    pub(crate) fn set_now(&self, at: Millis) {
        self.still.set(if at > self.now() { 0 } else { self.still.get() + 1 });
        if self.still.get() > BUSY {
            self.broken("busy: things are due again and again, and no moment passes".into());
        }
        {
            let mut world = self.world.borrow_mut();
            let ms = (at - world.now).max(0);
            world.pass(ms);
        }
        self.exec.advance(at);
        objects::wake::ring(self);
    }

    /// Run what is ready; look at the world after each piece.
    fn settle(&self) -> Result<(), String> {
        loop {
            livekit::news(self);
            checks::after_step(self)?;
            self.steps.set(self.steps.get() + 1);
            if !self.exec.run_one() {
                return Ok(());
            }
        }
    }

    pub(crate) fn now(&self) -> Millis {
        self.exec.now()
    }
    pub(crate) fn sleep(&self, ms: Millis) -> Sleep {
        self.exec.sleep(ms)
    }
    pub(crate) fn rates(&self) -> Rates {
        if self.calm.get() { Rates::default() } else { self.shape.rates }
    }

    pub(crate) fn chance(&self, rate: f64) -> bool {
        rate > 0.0 && self.rng.borrow_mut().f64() < rate
    }
    /// A fault, if luck has it, counted by its kind.
    pub(crate) fn fault(&self, kind: &'static str, rate: f64) -> bool {
        let hit = self.chance(rate);
        if hit {
            self.count(kind);
        }
        hit
    }
    pub(crate) fn between(&self, from: Millis, to: Millis) -> Millis {
        self.rng.borrow_mut().i64(from..=to)
    }
    /// One of `0..n`.
    pub(crate) fn below(&self, n: usize) -> usize {
        self.rng.borrow_mut().u32(0..n as u32) as usize
    }
    pub(crate) fn pick<T: Clone>(&self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { from.get(self.below(from.len())).cloned() }
    }
    /// One of the numbers whose weight it is.
    pub(crate) fn weighted(&self, weights: &[u32]) -> Option<usize> {
        let all: u32 = weights.iter().sum();
        if all == 0 {
            return None;
        }
        let mut left = self.rng.borrow_mut().u32(0..all);
        weights.iter().position(|w| match left.checked_sub(*w) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        })
    }
    pub(crate) fn persons(&self) -> usize {
        self.shape.profiles.len()
    }
    pub(crate) fn rooms(&self) -> usize {
        self.shape.rooms.len()
    }

    /// Somebody, and some room: mostly the same few.
    pub(crate) fn somebody(&self) -> usize {
        self.focused(self.persons())
    }
    pub(crate) fn some_room(&self) -> usize {
        self.focused(self.rooms())
    }
    fn focused(&self, n: usize) -> usize {
        let few = self.chance(self.shape.focus);
        self.below(if few { n.min(2) } else { n })
    }

    /// A room, and mostly somebody who sits there.
    pub(crate) fn writer(&self) -> (usize, usize) {
        let r = self.some_room();
        let there: Vec<usize> = self.world.borrow().room_looks[r].seats.keys().copied().collect();
        let anybody = self.somebody();
        (r, if self.chance(0.9) { self.pick(&there).unwrap_or(anybody) } else { anybody })
    }

    pub(crate) fn new_id(&self, kind: &str) -> String {
        self.ids.set(self.ids.get() + 1);
        format!("{kind}_{}", self.ids.get())
    }
    pub(crate) fn count(&self, kind: &'static str) {
        *self.counts.borrow_mut().entry(kind).or_default() += 1;
    }

    /// Whether anybody reads the story.
    pub(crate) fn story_wanted(&self) -> bool {
        self.story.borrow().is_some()
    }

    /// One line of the story, if anybody reads it.
    pub(crate) fn tell(&self, line: impl FnOnce() -> String) {
        let Some(story) = &mut *self.story.borrow_mut() else { return };
        let at = self.now() - START;
        story.push_back(format!("{:>4}.{:03} s  {}", at / 1_000, at % 1_000, line()));
        if story.len() > STORY {
            story.pop_front();
        }
    }

    /// A rule was seen broken.
    pub(crate) fn broken(&self, what: String) {
        self.world.borrow_mut().watch.say(what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_is_one_world() {
        for seed in [3, 104_121] {
            let order = Order { seed, bug: None, steps: None, story: true };
            let (once, again) = (run(order), run(order));
            assert_eq!((once.steps, once.simulated, once.counts), (again.steps, again.simulated, again.counts));
            assert_eq!((once.wrong, once.story), (None, again.story));
        }
    }

    #[test]
    fn a_bug_is_found_again_by_its_seed() {
        let found = (1..500).map(|seed| Order { seed, bug: Some(Bug::NoGrace), steps: None, story: false }).find_map(|order| {
            let wrong = run(order).wrong?;
            Some((order, wrong))
        });
        let (order, wrong) = found.unwrap();
        assert_eq!(run(order).wrong, Some(wrong));
        assert_eq!(run(Order { bug: None, ..order }).wrong, None, "and it is the bug's doing");
    }
}
