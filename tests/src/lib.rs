//! What the black box stands on. The tests themselves are in `tests/`, a file per resource.
//!
//! ```text
//! cargo test -p hallway-tests -- --test-threads=16
//! ```
//!
//! The real Worker (what `cargo xtask build --dev` built) and a real LiveKit, started once per run ([`World::shared`])
//! and gone with it. Each test makes an event of its own, so they run side by side; most of their time is waiting,
//! hence more threads than cores. A test waits for what it expects with a deadline ([`wait`]), never for time to pass,
//! and what it measured it says in a line that starts with `figure:`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on stops where it is, and it measures real time"
)]

pub mod client;
pub mod ear;
pub mod event;
pub mod forge;
pub mod gate;
pub mod livekit;
pub mod native;
pub mod wait;
pub mod world;

pub use client::{Answer, Client, Cost};
pub use ear::Ear;
pub use event::{Event, Person, entry};
pub use gate::{Knock, Socket};
pub use wait::{figure, until};
pub use world::{World, run};
