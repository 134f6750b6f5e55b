//! What a Person promises beyond the stories: dialogs, closed tabs, bans, and whose call comes to which end.

mod away;
mod bans;
mod clicks;
mod connections;
mod forget;
mod holds;
mod moves;
mod offers;
mod watching;

use super::{Answer, Command, Effect, Journey, Landing, Refusal};
use crate::room::{self, HoldAnswer, SeatState};
use crate::testing::{profile, room_entry};
use crate::time;
use crate::world::{Msg, World, room_id};

/// Three attendees, room 0 with one attendee seat and room 1 with two.
fn world() -> World {
    World::new(3, vec![room_entry(0, 1, 1), room_entry(1, 2, 1)])
}

fn refusal(answer: &Option<Answer>) -> Refusal {
    match answer {
        Some(Answer::Refused { refusal }) => refusal.clone(),
        other => panic!("no refusal: {other:?}"),
    }
}
fn full() -> Refusal {
    Refusal::Room { answer: Box::new(HoldAnswer::Full { attendee_limit: 1 }) }
}
/// The room a Person says to be in.
fn claim(w: &World, p: usize) -> Option<String> {
    use crate::sql::Sql;
    w.persons[p].exec("SELECT cur_room FROM me", &[]).unwrap()[0].opt_text(0).unwrap()
}
