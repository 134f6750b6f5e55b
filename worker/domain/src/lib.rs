//! What Hallway decides, without a platform: no Worker, no async, no clock, no randomness.
//!
//! Each object (Room, Person, Lobby) is `handle(sql, now, command) -> Outcome`: one command in one transaction, an
//! answer, and a list of effects for the shell to carry out. What an effect brings back is a new command. `now` is a
//! value; ids come from outside. So everything here runs natively, in tests and in the simulator.

pub mod ban;
pub mod bugs;
pub mod card;
pub mod catalogue;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
pub mod lobby;
pub mod outbox;
pub mod person;
pub mod reports;
pub mod room;
pub mod sql;
pub mod text;
pub mod time;
pub mod wake;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod stories;
#[cfg(any(test, feature = "sim"))]
pub mod testing;
#[cfg(any(test, feature = "sim"))]
pub mod world;

pub use sql::SqlError as Error;

/// What a command gives back: the answer, what is to be done, and when the object wants to be woken.
#[derive(Debug)]
pub struct Outcome<A, E> {
    /// For the caller.
    pub answer: A,
    /// For the shell, in this order.
    pub effects: Vec<E>,
    /// The earliest time (ms) something is due; nothing: no alarm.
    pub alarm: Option<time::Millis>,
}
