//! Tests only: no sequence of commands, faults and delays breaks I1, I2 or I3; and in quiet everything comes to rest.
//! The seed is fixed, so that a run says the same twice.

mod actions;

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::testing::{named, room_entry};
use crate::world::{Fault, World};
use actions::{Action, Play, action};

/// Attendees 0 to 2, and 3 who moderates room 0. Room 0 has one attendee seat, room 1 two.
fn world() -> World {
    let mut rooms = vec![room_entry(0, 1, 1), room_entry(1, 2, 1)];
    rooms[0].moderators = vec![named(3)];
    World::new(4, rooms)
}

fn run(seed: u8, cases: u32, length: usize, story: impl Fn(&mut Play) -> Result<(), Fault>) -> BTreeMap<&'static str, usize> {
    let reached = RefCell::new(BTreeMap::new());
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]));
    let strategy = vec(action(), length).prop_map(|mut a| {
        a.retain(|a| !matches!(a, Action::Nothing));
        a
    });
    let outcome = runner.run(&strategy, |actions| {
        let mut play = Play::new(world());
        let done = play.all(&actions).and_then(|()| story(&mut play));
        for (what, times) in play.world.watch.reached {
            *reached.borrow_mut().entry(what).or_default() += times;
        }
        done.map_err(TestCaseError::fail)
    });
    match outcome {
        Err(TestError::Fail(why, actions)) => {
            let lines: Vec<String> = actions.iter().map(|a| format!("  {a:?}")).collect();
            panic!("{why}\n{}", lines.join("\n"));
        }
        other => other.unwrap(),
    }
    reached.into_inner()
}

#[test]
fn nothing_breaks_the_invariants() {
    let reached = run(1, 300, 80, |_| Ok(()));
    let seats = ["let in", "proven", "re-opened", "grace", "put out", "held, then granted"];
    for what in seats.into_iter().chain(["offer taken", "offer lapsed", "offer taken back", "hand up", "stage claimed", "shared"]) {
        assert!(reached.get(what).is_some_and(|n| *n > 10), "hardly any {what}: {reached:?}");
    }
}

#[test]
fn in_quiet_everything_comes_to_rest_and_a_reload_gets_back_in() {
    run(2, 100, 60, |play| {
        let lose = play.odd();
        play.world.quiet(lose, false)?;
        play.world.reloads_get_back()
    });
}

#[test]
fn in_quiet_with_nobody_inside_everybody_can_join() {
    run(3, 100, 60, |play| {
        let lose = play.odd();
        play.reopen();
        play.world.quiet(lose, true)?;
        play.world.pass_ringing(120_000);
        play.world.everybody_can_join()
    });
}
