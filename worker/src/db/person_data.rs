//! Everything D1 has of one person: to be shown to whoever asks for it, and to be deleted.

use hallway_domain::catalogue::DELETED;
use hallway_domain::params;
use serde::Deserialize;
use serde_json::Value;

use super::attendees::Attendee;
use super::touch::{self, Rooms, Told};
use super::{Db, Statement, rows};
use crate::error::Result;

/// The rooms that may know somebody: where they were, wrote, were refused, pressed Join, moderate, put somebody out or were.
/// In two parts, for D1 takes five terms of a compound at most.
const ROOMS: &str = "SELECT room FROM (
      SELECT room FROM visits WHERE event = ?1 AND person = ?2
      UNION SELECT room FROM messages WHERE event = ?1 AND person = ?2
      UNION SELECT room FROM refusals WHERE event = ?1 AND person = ?2)
    UNION SELECT room FROM (
      SELECT room FROM clicks WHERE event = ?1 AND person = ?2 AND room IS NOT NULL
      UNION SELECT room FROM bans WHERE event = ?1 AND ?2 IN (person, by_id, lifted_by) AND room IS NOT NULL
      UNION SELECT room FROM room_moderators WHERE event = ?1 AND attendee = ?2)";

/// Deletes a person with everything of theirs, in one transaction: the row keeps its id and nothing else, their lines are
/// empty, and where they are named stands that somebody was deleted. Their object, the rooms they moderate, and whatever
/// room may know them hear of it. Counts stay.
pub async fn delete(db: &Db, person: &Attendee, now: i64) -> Result<Vec<Told>> {
    let mut batch = catalogue(db, person, now)?;
    let (event, id) = (person.event.as_str(), person.id.as_str());
    let of_them = [
        "UPDATE visits SET name = ?3 WHERE event = ?1 AND person = ?2",
        "UPDATE bans SET person_name = ?3, person_avatar = NULL, reason = NULL WHERE event = ?1 AND person = ?2",
        "UPDATE bans SET by_name = ?3 WHERE event = ?1 AND by_id = ?2",
        "UPDATE bans SET lifted_by_name = ?3 WHERE event = ?1 AND lifted_by = ?2",
        "UPDATE audit SET object_name = ?3 WHERE event = ?1 AND object = ?2",
        "UPDATE audit SET actor_name = ?3 WHERE event = ?1 AND actor = ?2",
        // What quotes them goes whole.
        "UPDATE audit SET changes = NULL WHERE event = ?1 AND instr(changes, ?2) > 0 AND ?3 IS NOT NULL",
        // Answers that are kept for a day.
        "UPDATE idempotency SET body = NULL WHERE instr(body, ?2) > 0 AND ?1 IS NOT NULL AND ?3 IS NOT NULL",
    ];
    for sql in of_them {
        batch.push(db.statement(sql, params![event, id, DELETED])?);
    }
    let lines = "UPDATE messages SET name = ?3, text = '', deleted_at = COALESCE(deleted_at, ?4), deleted_by = COALESCE(deleted_by, person)
                 WHERE event = ?1 AND person = ?2";
    batch.push(db.statement(lines, params![event, id, DELETED, now])?);
    touch::told(&db.batch(batch).await?)
}

fn catalogue(db: &Db, person: &Attendee, now: i64) -> Result<Vec<Statement>> {
    let (event, id) = (person.event.as_str(), person.id.as_str());
    let forgets = format!(
        "INSERT INTO forgets (room, person, due_at) SELECT room, ?2, ?3 FROM ({ROOMS}) WHERE true
         ON CONFLICT (room, person) DO UPDATE SET due_at = excluded.due_at"
    );
    let (first, last) = DELETED.split_once(' ').unwrap_or((DELETED, ""));
    let row = "UPDATE attendees SET first_name = ?2, last_name = ?3, email = '', title = NULL, company = NULL, avatar = NULL,
                 link_version = link_version + 1, deleted_at = ?4 WHERE id = ?1 AND deleted_at IS NULL";
    // Before anything goes that says whom it concerns.
    let mut batch = touch::rooms(db, now, Rooms::OfModerator(id))?;
    batch.push(db.statement(&forgets, params![event, id, now + touch::HEAD_START])?);
    batch.push(db.statement(row, params![id, first, last, now])?);
    batch.push(db.statement("DELETE FROM room_moderators WHERE attendee = ?1", params![id])?);
    batch.push(db.statement("DELETE FROM group_members WHERE attendee = ?1", params![id])?);
    batch.extend(touch::person(db, now, id)?);
    Ok(batch)
}

/// Whether this picture is shown for nothing but this person.
pub async fn only_theirs(db: &Db, person: &Attendee, picture: &str) -> Result<bool> {
    let sql = "SELECT 1 AS used FROM attendees WHERE event = ?1 AND avatar = ?3 AND id <> ?2
               UNION ALL SELECT 1 FROM rooms WHERE event = ?1 AND image = ?3
               UNION ALL SELECT 1 FROM features WHERE event = ?1 AND image = ?3 LIMIT 1";
    let used: Option<Value> = db.first(sql, params![&person.event, &person.id, picture]).await?;
    Ok(used.is_none())
}

/// Parts of the document, and what each is read by.
const PARTS: [(&str, &str); 9] = [
    ("groups", "SELECT g.id, g.name FROM group_members m JOIN groups g ON g.id = m.grp WHERE m.event = ?1 AND m.attendee = ?2"),
    ("moderates", "SELECT r.id, r.name FROM room_moderators m JOIN rooms r ON r.id = m.room WHERE m.event = ?1 AND m.attendee = ?2"),
    (
        "visits",
        "SELECT v.room, r.name AS room_name, v.role, v.name, v.joined_at, v.left_at, v.ended, v.estimated
         FROM visits v LEFT JOIN rooms r ON r.id = v.room WHERE v.event = ?1 AND v.person = ?2 ORDER BY v.joined_at",
    ),
    (
        "messages",
        "SELECT m.room, r.name AS room_name, m.id, m.name, m.role, m.text, m.sent_at, m.deleted_at
         FROM messages m LEFT JOIN rooms r ON r.id = m.room WHERE m.event = ?1 AND m.person = ?2 ORDER BY m.sent_at",
    ),
    (
        "refused_joins",
        "SELECT f.room, r.name AS room_name, f.why, f.at FROM refusals f LEFT JOIN rooms r ON r.id = f.room
         WHERE f.event = ?1 AND f.person = ?2 ORDER BY f.at",
    ),
    ("connection_requests", "SELECT room, at FROM requests WHERE event = ?1 AND person = ?2 ORDER BY at"),
    ("clicks", "SELECT feature, room, at FROM clicks WHERE event = ?1 AND person = ?2 ORDER BY at"),
    (
        "removals",
        "SELECT id, scope, feature, room, room_name, person_name AS name, by_name, reason, at, ends_at, lifted_at, deleted_messages
         FROM bans WHERE event = ?1 AND person = ?2 ORDER BY at",
    ),
    ("audit", "SELECT at, action, object, object_name FROM audit WHERE event = ?1 AND ?2 IN (actor, object) ORDER BY at"),
];

/// Everything D1 has of a person besides their own row, by part; times are milliseconds.
pub async fn read(db: &Db, event: &str, person: &str) -> Result<Vec<(&'static str, Vec<Value>)>> {
    let statements = PARTS.iter().map(|(_, sql)| db.statement(sql, params![event, person])).collect::<Result<_>>()?;
    let results = db.batch(statements).await?;
    PARTS.iter().zip(&results).map(|((part, _), result)| Ok((*part, rows::<Value>(result)?))).collect()
}

/// The rooms that may know somebody, and those of the event that have something to tell; at most so many.
pub async fn rooms(db: &Db, event: &str, person: &str, limit: i64) -> Result<Vec<String>> {
    #[derive(Deserialize)]
    struct Room {
        room: String,
    }
    let sql = format!(
        "SELECT room FROM ({ROOMS})
         UNION SELECT r.id AS room FROM awake JOIN rooms r ON r.id = awake.object WHERE r.event = ?1 LIMIT ?3"
    );
    let found: Vec<Room> = db.all(&sql, params![event, person, limit]).await?;
    Ok(found.into_iter().map(|row| row.room).collect())
}
