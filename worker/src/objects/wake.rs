//! An object's one alarm, and its name for the watchdog behind it, as `hallway_domain::wake` decides.

use std::cell::Cell;
use std::rc::Rc;

use hallway_domain::wake;
use worker::{Response, State, console_error};

use super::awake;
use crate::app::App;
use crate::error::Result;

/// An alarm whose work failed rings again after so long, ms.
const AGAIN: i64 = 5_000;

/// What this instance has set and left.
#[derive(Default)]
pub(super) struct Wake {
    memory: Rc<Cell<wake::Wake>>,
}

fn change<T>(memory: &Cell<wake::Wake>, change: impl FnOnce(&mut wake::Wake) -> T) -> T {
    let mut wake = memory.get();
    let out = change(&mut wake);
    memory.set(wake);
    out
}

impl Wake {
    /// The alarm rang: none is set now.
    pub(super) fn rang(&self) {
        change(&self.memory, wake::Wake::rang);
    }

    /// The alarm's work is done. It never throws: after six failures the platform would forget the alarm.
    pub(super) async fn rung(&self, state: &State, what: &str, done: Result<()>) -> worker::Result<Response> {
        if let Err(error) = done {
            console_error!("{}", serde_json::json!({ "message": what, "error": error.to_string() }));
            let _ = state.storage().set_alarm(AGAIN).await;
        }
        Response::empty()
    }

    /// Have the object woken at `at` (ms), if at all. `rests`: it has just said that nothing is due. A failure is logged:
    /// what was decided is done all the same, and is tried again at the next command.
    pub(super) async fn at(&self, state: &State, app: &App, name: &str, at: Option<i64>, rests: bool) {
        let needs = change(&self.memory, |wake| wake.after_commit(app.now(), at, rests));
        if needs.name {
            let (app, name, memory) = (app.clone(), name.to_owned(), self.memory.clone());
            state.wait_until(async move {
                if !awake::note(&app, &name).await {
                    change(&memory, wake::Wake::name_not_left);
                }
            });
        }
        let Some(due) = needs.alarm else { return };
        if let Err(error) = state.storage().set_alarm((due - app.now()).max(0)).await {
            change(&self.memory, wake::Wake::alarm_not_set);
            console_error!("{}", serde_json::json!({ "message": "alarm not set", "object": name, "error": error.to_string() }));
        }
    }
}
