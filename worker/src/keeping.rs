//! What is kept only for a while: so many days after an event, as its organizer said, everybody of it is deleted one after the
//! other, as if by hand: names, addresses and what they wrote go, counts stay.

use hallway_domain::catalogue::DELETED;
use serde_json::json;

use crate::app::App;
use crate::db::attendees::Attendee;
use crate::db::audit::Entry;
use crate::db::{self, Db};
use crate::error::{Error, Result};
use crate::ids::{Kind, kind};

/// So many go each time cron comes by; their objects, and rooms that know them, hear of it from its next rounds.
const AT_ONCE: i64 = 50;

/// Who says so in the audit log.
const RETENTION: (&str, &str) = ("retention", "Retention");

/// Deletes those whose time has come.
pub async fn due(app: &App) -> Result<()> {
    let db = app.db()?;
    for person in db::attendees::overdue(&db, app.now(), AT_ONCE).await? {
        drop_picture(app, &db, &person).await?;
        let entry = Entry::by(RETENTION, &person.event, "attendee.deleted", &person.id, DELETED);
        db.along(entry.with(json!({})).statement(app, &db)?);
        db::person_data::delete(&db, &person, app.now()).await?;
    }
    Ok(())
}

/// Their picture, if it is one of ours and nobody else's. First of all: who is not deleted yet can be deleted again.
pub async fn drop_picture(app: &App, db: &Db, row: &Attendee) -> Result<()> {
    let ours = |avatar: &&str| avatar.starts_with(&format!("/images/{}/", row.event.trim_start_matches(kind::Event::PREFIX)));
    let Some(avatar) = row.avatar.as_deref().filter(ours) else { return Ok(()) };
    if db::person_data::only_theirs(db, row, avatar).await? {
        let bucket = app.bucket()?;
        let gone = bucket.delete(avatar.trim_start_matches("/images/")).await;
        gone.map_err(Error::bucket)?;
    }
    Ok(())
}
