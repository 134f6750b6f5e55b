//! The black box: one binary, a file per resource of `worker/src/routes` and per promise of PROTOCOL.
//!
//! Tests that take as long as a promise lasts have names with `within` in them; they wait while the others work.
//! Those that measure how fast something is begin with `alone_`: they run after the others, one at a time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on stops where it is, and it measures real time"
)]

mod admin_bans;
mod admin_edits;
mod admin_features;
mod admin_images;
mod admin_imports;
mod admin_isolation;
mod admin_items;
mod admin_keeping;
mod admin_keys;
mod admin_people;
mod admin_reports;
mod admin_rooms;
mod admin_thousand;
mod bad_input;
mod bans;
mod cards;
mod chat;
mod connections;
mod cost;
mod crowd;
mod d1_down;
mod faults;
mod gate;
mod hands;
mod join;
mod livekit_down;
mod lobby;
mod locks;
mod native;
mod network;
mod outbox;
mod reconcile;
mod removal;
mod restart;
mod rooms;
mod sessions;
mod sockets;
mod sql_conformance;
mod stage;
mod waiting;
