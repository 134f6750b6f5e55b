//! Lobby: the cards of one feature, or of one item with rooms. The catalogue gives names and order, rooms push the rest.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::bugs::{self, Bug};
use crate::card::LiveCard;
use crate::catalogue::{LobbyEntry, RoomEntry};
use crate::sql::{Sql, SqlError};
use crate::time::Millis;
use crate::{Error, Outcome, params};

/// The files of `schema/lobby`, in order.
pub const SCHEMA: &[&str] = &[include_str!("../../../schema/lobby/0001_init.sql")];

/// Everything that can be asked of a Lobby.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// The catalogue's entry. Older versions are ignored.
    Learn { entry: LobbyEntry },
    /// A room pushes its card; older revisions are ignored.
    Card { room: String, rev: i64, card: LiveCard },
    /// All cards, in order.
    List,
}

/// What a Lobby answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Answer {
    /// Nothing to say.
    Done,
    /// To List.
    Cards { place: Box<LobbyEntry>, cards: Vec<(RoomEntry, LiveCard)> },
    /// The object does not know its place yet: read D1, say Learn, ask again.
    Cold,
}

/// Decide one command inside a transaction. Lobbies have no alarm yet and no effects.
pub fn handle(sql: &dyn Sql, _clock: Millis, command: Command) -> Result<Outcome<Answer, ()>, Error> {
    let answer = match command {
        Command::Learn { entry } => learn(sql, entry)?,
        Command::Card { room, rev, card } => take(sql, &room, rev, &card)?,
        Command::List => list(sql)?,
    };
    Ok(Outcome { answer, effects: vec![], alarm: None })
}

fn learn(sql: &dyn Sql, mut entry: LobbyEntry) -> Result<Answer, Error> {
    let old = sql.first("SELECT version FROM place", &[])?.map_or(Ok(None), |r| r.opt_int(0))?;
    if old.is_some_and(|v| v >= entry.version) {
        return Ok(Answer::Done);
    }
    let rooms = std::mem::take(&mut entry.rooms);
    sql.exec("DELETE FROM rooms", &[])?;
    for (position, room) in (0_i64..).zip(&rooms) {
        sql.exec("INSERT INTO rooms (room, position, entry) VALUES (?, ?, ?)", params![&room.id, position, json(room)?])?;
    }
    sql.exec(
        "INSERT INTO place (one, entry, version) VALUES (1, ?1, ?2) ON CONFLICT (one) DO UPDATE SET entry = ?1, version = ?2",
        params![json(&entry)?, entry.version],
    )?;
    Ok(Answer::Done)
}

fn take(sql: &dyn Sql, room: &str, rev: i64, card: &LiveCard) -> Result<Answer, Error> {
    if bugs::on(Bug::OlderCardTaken) {
        sql.exec("DELETE FROM live WHERE room = ?", params![room])?;
    }
    sql.exec(
        "INSERT INTO live (room, rev, card) VALUES (?1, ?2, ?3) ON CONFLICT (room) DO UPDATE SET rev = ?2, card = ?3 WHERE rev < ?2",
        params![room, rev, json(card)?],
    )?;
    Ok(Answer::Done)
}

fn list(sql: &dyn Sql) -> Result<Answer, Error> {
    let Some(place) = sql.first("SELECT entry FROM place", &[])? else { return Ok(Answer::Cold) };
    let place: LobbyEntry = parse(&place.text(0)?)?;
    let rows = sql.exec("SELECT r.entry, l.card FROM rooms r LEFT JOIN live l ON l.room = r.room ORDER BY r.position", &[])?;
    let cards = rows
        .iter()
        .map(|row| Ok((parse(&row.text(0)?)?, row.opt_text(1)?.map_or(Ok(LiveCard::default()), |t| parse(&t))?)))
        .collect::<Result<_, Error>>()?;
    Ok(Answer::Cards { place: Box::new(place), cards })
}

fn json<T: Serialize>(value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|e| SqlError(e.to_string()))
}

fn parse<T: for<'a> Deserialize<'a>>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|e| SqlError(e.to_string()))
}
