//! The Durable Objects: thin shells round `hallway_domain`. A shell opens the transaction, asks the domain, sets the
//! alarm and carries out the effects; it decides nothing.

mod awake;
mod call;
#[cfg(feature = "conformance")]
pub mod conformance;
mod crowd;
pub mod forget;
pub mod lobby;
pub mod outbox;
pub mod person;
pub mod push;
pub mod room;
mod sockets;
mod storage;
mod wake;

pub use awake::sweep;
