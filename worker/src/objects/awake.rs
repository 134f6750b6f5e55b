//! The cron watchdog behind the alarms. An alarm can be eaten by a deploy; so an object that has something due leaves
//! its name in D1 once, and cron knocks at every name until the object says that nothing is due any more.

use futures_util::future::join_all;
use worker::console_error;

use super::{lobby, person, room};
use crate::app::App;
use crate::db::awake::Name;
use crate::error::Result;
use crate::ids::{Kind, kind};

/// So many objects are knocked at together.
const AT_ONCE: usize = 20;

/// Leave an object's name; whether it was taken. Best effort: the alarm is the rule, this is the net under it.
pub(super) async fn note(app: &App, object: &str) -> bool {
    let noted = match app.db() {
        Ok(db) => crate::db::awake::note(&db, object, app.now()).await,
        Err(error) => Err(error),
    };
    if let Err(error) = &noted {
        console_error!("{}", serde_json::json!({ "message": "could not note an awake object", "error": error.to_string() }));
    }
    noted.is_ok()
}

/// Knock at every object that left its name; forget those with nothing due, and let the others queue up again.
pub async fn sweep(app: &App) -> Result<()> {
    let db = app.db()?;
    for names in crate::db::awake::all(&db).await?.chunks(AT_ONCE) {
        let rested = join_all(names.iter().map(|name| knock(app, name))).await;
        for (name, rests) in names.iter().zip(rested) {
            if rests {
                crate::db::awake::forget(&db, name).await?;
            } else {
                crate::db::awake::note(&db, &name.object, app.now()).await?;
            }
        }
    }
    Ok(())
}

async fn knock(app: &App, name: &Name) -> bool {
    let object = name.object.as_str();
    let is = |prefix: &str| object.starts_with(prefix);
    let answer = match () {
        () if is(kind::Room::PREFIX) => room::knock(app, object).await,
        () if is(kind::Feature::PREFIX) || is(kind::Item::PREFIX) => lobby::knock(app, object).await,
        () => person::knock(app, object).await,
    };
    answer.unwrap_or_else(|error| {
        console_error!("{}", serde_json::json!({ "message": "sweep", "object": object, "error": error.to_string() }));
        false
    })
}
