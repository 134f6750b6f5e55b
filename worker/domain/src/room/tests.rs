//! What a room alone promises. The stories of PROTOCOL 8 are in `stories`.

mod bans;
mod cards;
mod chat;
mod clear;
mod door;
mod forget;
mod listen;
mod lock;
mod locks;
mod outbox;
mod roles;
mod schema;
mod stage;
mod visits;
mod waiting;

use super::{Answer, Command, HoldAnswer, ReleaseAnswer, SeatState, handle};
use crate::Outcome;
use crate::catalogue::RoomEntry;
use crate::room::{Effect, FeatureBan};
use crate::sql::Sql;
use crate::testing::{Db, profile, room_entry};
use crate::time::Millis;
use crate::world::START;

/// One room with 13 attendee and 3 moderator seats.
fn room() -> Db {
    with(room_entry(0, 13, 3))
}

fn with(entry: RoomEntry) -> Db {
    let db = Db::new(super::SCHEMA);
    say(&db, START, Command::Learn { entry });
    db
}

fn outcome(db: &Db, now: Millis, command: Command) -> Outcome<Answer, Effect> {
    db.transaction(|sql| handle(sql, now, command)).unwrap()
}
fn say(db: &Db, now: Millis, command: Command) -> Answer {
    outcome(db, now, command).answer
}

fn hold_command(p: usize, epoch: i64) -> Command {
    Command::Hold { person: profile(p), epoch, grant: true, feature_bans: vec![] }
}
fn hold(db: &Db, p: usize, epoch: i64) -> HoldAnswer {
    hold_at(db, START, p, epoch)
}
fn hold_at(db: &Db, now: Millis, p: usize, epoch: i64) -> HoldAnswer {
    match say(db, now, hold_command(p, epoch)) {
        Answer::Hold { answer } => answer,
        other => panic!("{other:?}"),
    }
}
fn release(db: &Db, p: usize, fence: i64) -> ReleaseAnswer {
    match say(db, START, Command::Release { person: format!("att_{p}"), fence, evict: false }) {
        Answer::Release { answer } => answer,
        other => panic!("{other:?}"),
    }
}
fn remove(id: &str, p: usize) -> Command {
    crate::testing::removal(id, p, None)
}

/// The person connects and is confirmed: a live, dirty seat.
fn go_in(db: &Db, p: usize, epoch: i64) {
    let conn = format!("conn_{p}_{epoch}_{}", db.rows_written());
    for command in [Command::Connect { conn: conn.clone(), person: format!("att_{p}"), epoch }, Command::Connected { conn }] {
        assert!(matches!(say(db, START, command), Answer::Door { admit: true, .. }));
    }
}

/// Somebody a list has, with the rights everybody has.
fn present(p: usize) -> super::Present {
    super::Present { person: format!("att_{p}"), rights: Default::default(), screen: false }
}

/// Role and state of a seat.
fn seat(db: &Db, p: usize) -> Option<(String, SeatState)> {
    let seats = super::row::Seat::all(db).unwrap();
    seats.into_iter().find(|s| s.person == format!("att_{p}")).map(|s| (s.role.word().to_owned(), s.state))
}
fn is(role: &str, state: SeatState) -> Option<(String, SeatState)> {
    Some((role.to_owned(), state))
}
fn seats(db: &Db, role: &str) -> i64 {
    db.count(&format!("SELECT COUNT(*) FROM seats WHERE role = '{role}'"))
}
