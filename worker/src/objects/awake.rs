//! The cron watchdog behind the alarms. An alarm can be eaten by a deploy; so an object that has something due leaves
//! its name in D1 once, and cron knocks at every name until the object says that nothing is due any more.

use worker::console_error;

use super::{person, room};
use crate::app::App;
use crate::error::Result;
use crate::ids::{Kind, kind};

/// Leave an object's name. Best effort: the alarm is the rule, this is the net under it.
pub(super) async fn note(app: &App, object: &str) {
    let noted = match app.db() {
        Ok(db) => crate::db::awake::note(&db, object, app.now()).await,
        Err(error) => Err(error),
    };
    if let Err(error) = noted {
        console_error!("{}", serde_json::json!({ "message": "could not note an awake object", "error": error.to_string() }));
    }
}

/// Knock at every object that left its name; forget those with nothing due.
pub async fn sweep(app: &App) -> Result<()> {
    let db = app.db()?;
    for object in crate::db::awake::all(&db).await? {
        let resting =
            if object.starts_with(kind::Room::PREFIX) { room::knock(app, &object).await } else { person::knock(app, &object).await };
        match resting {
            Ok(true) => crate::db::awake::forget(&db, &object).await?,
            Ok(false) => {}
            Err(error) => console_error!("{}", serde_json::json!({ "message": "sweep", "object": object, "error": error.to_string() })),
        }
    }
    Ok(())
}
