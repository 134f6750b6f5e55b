//! Tests only: the 24 stories of PROTOCOL 8, each with the consequence that broke when its rule was switched off.

mod drains;
mod epochs;
mod moves;
mod removals;
mod stage;

use crate::person::{self, Answer, Refusal};
use crate::room::{self, HoldAnswer, ReleaseAnswer};
use crate::testing::room_entry;
use crate::world::{Msg, World};

/// Three attendees, room 0 with one attendee seat and room 1 with two.
fn world() -> World {
    World::new(3, vec![room_entry(0, 1, 1), room_entry(1, 2, 1)])
}

fn hold_of(p: usize, r: usize) -> impl Fn(&Msg) -> bool {
    move |m| matches!(m, Msg::FromPerson(q, person::Effect::Hold { room, .. }) if *q == p && *room == crate::world::room_id(r))
}
fn release_of(p: usize, r: usize) -> impl Fn(&Msg) -> bool {
    move |m| matches!(m, Msg::FromPerson(q, person::Effect::Release { room, .. }) if *q == p && *room == crate::world::room_id(r))
}
fn hold_answer() -> impl Fn(&Msg) -> bool {
    |m| matches!(m, Msg::ToPerson(_, person::Command::HoldAnswered { .. }))
}
fn removal_of_body() -> impl Fn(&Msg) -> bool {
    |m| matches!(m, Msg::FromRoom(_, room::Effect::RemoveBody { .. }))
}
fn removal_answer() -> impl Fn(&Msg) -> bool {
    |m| matches!(m, Msg::ToRoom(_, room::Command::BodyRemoved { .. }))
}
fn list() -> impl Fn(&Msg) -> bool {
    |m| matches!(m, Msg::FromRoom(_, room::Effect::ListBodies { .. }))
}
fn list_answer() -> impl Fn(&Msg) -> bool {
    |m| matches!(m, Msg::ToRoom(_, room::Command::BodiesListed { .. }))
}

/// What a room said to the hold whose answer is next on the wire.
fn answer_to_hold(msg: &Msg) -> &HoldAnswer {
    match msg {
        Msg::ToPerson(_, person::Command::HoldAnswered { answer, .. }) => answer,
        other => panic!("{other:?}"),
    }
}
fn answer_to_release(msg: &Msg) -> ReleaseAnswer {
    match msg {
        Msg::ToPerson(_, person::Command::Released { answer, .. }) => *answer,
        other => panic!("{other:?}"),
    }
}
fn refusal(answer: Option<Answer>) -> Refusal {
    match answer {
        Some(Answer::Refused { refusal }) => refusal,
        other => panic!("no refusal: {other:?}"),
    }
}
