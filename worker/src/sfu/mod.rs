//! LiveKit: the tokens we sign and the calls we make. Always a private address, never the client's business.

pub mod network_test;
pub mod people;
pub mod rooms;
pub mod token;
mod twirp;
