//! The stage, from both sides: what the Room decides and what LiveKit lets people do. I6.

use super::*;
use crate::bugs::{self, Bug};
use crate::room::{Command, Effect, Lock, Rights, Tool};
use crate::testing::organizer;
use crate::time;

/// Persons 0 and 1 are inside room 1.
fn two_inside() -> World {
    let mut w = world();
    w.inside(0, 1, "a");
    w.inside(1, 1, "b");
    w.flow();
    w
}
fn permit() -> impl Fn(&Msg) -> bool {
    |m| matches!(m, Msg::FromRoom(_, Effect::Permit { .. }))
}
fn unclaim(w: &mut World) {
    w.room(1, Command::Unclaim { by: organizer() });
}
fn holder(w: &World) -> Option<usize> {
    w.room_looks[1].stage.map(|(holder, ..)| holder)
}
fn shares(w: &World, p: usize) -> bool {
    w.media.bodies[&(1, p)].screen
}

#[test]
fn a_screen_is_taken_back_before_the_next_begins() {
    let mut w = two_inside();
    assert!(!w.media.screen(1, 0, true), "without the stage LiveKit refuses");
    assert!(w.claim(1, 0) && w.media.screen(1, 0, true));
    assert!(!w.claim(1, 1) && !w.media.screen(1, 1, true));
    unclaim(&mut w);
    // The call is under way; the next one waits.
    w.room(1, Command::Claim { event: "evt_1".into(), person: "att_1".into(), take_over: false });
    assert!(shares(&w, 0) && !w.media.bodies[&(1, 1)].rights.share);
    w.check().unwrap();
    w.flow();
    assert!(!shares(&w, 0) && w.media.screen(1, 1, true));
    w.check().unwrap();
}

/// The grant's answer is lost, or the grant is: nobody knows which.
#[test]
fn an_unanswered_grant_counts_as_given() {
    for arrives in [true, false] {
        let mut w = two_inside();
        w.room(1, Command::Claim { event: "evt_1".into(), person: "att_0".into(), take_over: false });
        let grant = w.take(permit());
        unclaim(&mut w);
        assert!(!w.claim(1, 1), "it may be obeyed yet");
        w.pass(2_000);
        if arrives {
            w.deliver(grant);
            w.wire.clear();
        }
        w.check().unwrap();
        w.pass_ringing(4_000);
        assert_eq!(holder(&w), Some(1));
        assert!(w.media.screen(1, 1, true), "taken back, then granted");
        w.check().unwrap();
    }
}

#[test]
fn forgetting_an_unanswered_grant_makes_two_screens() {
    let mut w = two_inside();
    bugs::set(Some(Bug::UnansweredGrantForgotten));
    w.room(1, Command::Claim { event: "evt_1".into(), person: "att_0".into(), take_over: false });
    let grant = w.take(permit());
    unclaim(&mut w);
    assert!(w.claim(1, 1));
    w.deliver(grant);
    let wrong = w.check();
    bugs::set(None);
    assert!(wrong.is_err_and(|why| why.starts_with("I6")));
}

/// LiveKit notices a dead body after 20 s at most; a webhook or the next pass tells it.
#[test]
fn a_killed_holder_loses_the_stage_with_the_body() {
    let mut w = two_inside();
    assert!(w.claim(1, 0) && w.media.screen(1, 0, true));
    w.pass_ringing(30_000);
    assert_eq!(holder(&w), Some(0), "a live screen needs no more word");
    let conn = w.media.bodies[&(1, 0)].conn;
    w.hang_up(conn);
    w.pass_ringing(20_000 + time::PASS_STAGE);
    assert_eq!(holder(&w), None);
    w.pass_ringing(2 * time::LIST_GAP);
    assert!(w.claim(1, 1) && w.media.screen(1, 1, true));
    w.check().unwrap();
}

#[test]
fn a_lock_holds_over_a_reload_and_is_opened_for_the_body_that_is_there() {
    let mut w = two_inside();
    let lock = |locked| Command::Lock { by: organizer(), lock: Lock { person: None, what: Tool::Camera }, locked };
    let dark = Rights { camera: false, ..Rights::default() };
    w.room(1, lock(true));
    w.flow();
    assert_eq!(w.media.bodies[&(1, 0)].rights, dark);
    w.inside(0, 1, "a");
    assert_eq!(w.media.bodies[&(1, 0)].rights, dark);
    // A connect with the old rights is under way while the lock is opened.
    let i = w.connect(w.token(1, 1)).unwrap();
    w.room(1, lock(false));
    w.flow();
    assert!(w.open(i));
    w.complete(i);
    assert_eq!(w.media.bodies[&(1, 1)].rights, dark);
    assert!(w.confirm(i));
    w.hand(i);
    w.flow();
    assert_eq!(w.media.bodies[&(1, 1)].rights, Rights::default());
    w.quiet(false, false).unwrap();
}

/// A client that goes on with its body keeps the rights that body had, whatever the hop's token says.
#[test]
fn a_resumed_body_is_asked_about() {
    let mut w = two_inside();
    let i = w.connect(w.token(0, 1)).unwrap();
    w.media.conns[i].resumes = true;
    w.room(1, Command::Lock { by: organizer(), lock: Lock { person: Some("att_0".into()), what: Tool::Camera }, locked: true });
    w.flow();
    assert!(w.open(i));
    w.complete(i);
    assert!(!w.media.bodies[&(1, 0)].rights.camera, "the token said more");
    assert!(w.confirm(i));
    w.hand(i);
    w.flow();
    w.check().unwrap();
    assert!(!w.media.bodies[&(1, 0)].rights.camera);
}
