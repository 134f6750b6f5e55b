//! The house's own tools. The binary (`cargo xtask …`) is for people; the library is for the tests,
//! which start the real thing with [`stack::Stack`]: a LiveKit and a Worker on free ports.
//!
//! A step that takes long runs through [`task`] (log file, elapsed time, stoppable); everything that
//! stays up runs in a [`process::Group`], which cannot outlive us, however we end.
#![allow(clippy::disallowed_methods, reason = "a native tool measures real time; the ban is for the Worker")]

pub mod artifact;
pub mod checks;
pub mod dev;
pub mod doctor;
pub mod http;
pub mod licences;
pub mod openapi;
pub mod paths;
pub mod ports;
pub mod process;
pub mod secrets;
pub mod seed;
pub mod setup;
pub mod sim;
pub mod stack;
pub mod stop;
pub mod task;
pub mod tool;
pub mod wait;
