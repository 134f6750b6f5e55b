//! An object's one alarm, and its name for the watchdog behind it. In memory only to spare writes: a fresh instance
//! sets the alarm anew at its first command.

use std::cell::Cell;

use worker::{State, console_error};

use super::awake;
use crate::app::App;

/// What is due later than this (the end of a session, ms) is left to the alarm: cron would knock for days.
const WATCHED: i64 = 3_600_000;

/// What this instance has set and noted.
#[derive(Default)]
pub(super) struct Wake {
    at: Cell<Option<i64>>,
    noted: Cell<bool>,
}

impl Wake {
    /// The alarm rang: none is set now.
    pub(super) fn rang(&self) {
        self.at.set(None);
    }

    /// Have the object woken at `at` (ms), if at all; the watchdog hears of what is due soon. A failure is logged: what was decided is done all the same, and
    /// the watchdog knocks.
    pub(super) async fn at(&self, state: &State, app: &App, name: &str, at: Option<i64>) {
        let Some(due) = at else {
            self.noted.set(false);
            return;
        };
        let soon = due < app.now() + WATCHED;
        if soon && !self.noted.replace(true) {
            let (app, name) = (app.clone(), name.to_owned());
            state.wait_until(async move { awake::note(&app, &name).await });
        }
        if self.at.get() == at {
            return;
        }
        match state.storage().set_alarm((due - app.now()).max(0)).await {
            Ok(()) => self.at.set(at),
            Err(error) => {
                self.at.set(None);
                console_error!("{}", serde_json::json!({ "message": "alarm not set", "object": name, "error": error.to_string() }));
            }
        }
    }
}
