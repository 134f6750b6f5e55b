//! The cards and the numbers of their changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answer, Work, json, parse};
use crate::bugs::{self, Bug};
use crate::card::{Count, LiveCard};
use crate::catalogue::{LobbyEntry, RoomEntry};
use crate::sql::{Row, Sql, SqlError};
use crate::time::Millis;
use crate::{Error, params};

/// So many departures are remembered; who is further behind gets everything anew.
const GONE: i64 = 200;

/// The one row of counters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    pub(super) clock: Millis,
    pub(super) seq: i64,
    pub(super) told: i64,
    pub(super) told_at: Millis,
    pub(super) order_rev: i64,
    pub(super) place_rev: i64,
    pub(super) anew_rev: i64,
    pub(super) gone_floor: i64,
    pub(super) listen_until: Millis,
    pub(super) shards: i64,
    pub(super) gen_no: i64,
    pub(super) subscribed: bool,
    pub(super) shard: Option<String>,
}

impl Live {
    pub(super) fn load(sql: &dyn Sql) -> Result<Live, Error> {
        let row = sql.first(
            "SELECT clock, seq, told, told_at, order_rev, place_rev, anew_rev, gone_floor, listen_until, shards, gen, subscribed, shard
             FROM live_meta",
            &[],
        )?;
        let row = row.ok_or_else(|| SqlError("no row in live_meta".into()))?;
        Ok(Live {
            clock: row.int(0)?,
            seq: row.int(1)?,
            told: row.int(2)?,
            told_at: row.int(3)?,
            order_rev: row.int(4)?,
            place_rev: row.int(5)?,
            anew_rev: row.int(6)?,
            gone_floor: row.int(7)?,
            listen_until: row.int(8)?,
            shards: row.int(9)?,
            gen_no: row.int(10)?,
            subscribed: row.flag(11)?,
            shard: row.opt_text(12)?,
        })
    }

    pub(super) fn save(&self, sql: &dyn Sql) -> Result<(), Error> {
        sql.exec(
            "UPDATE live_meta SET clock = ?, seq = ?, told = ?, told_at = ?, order_rev = ?, place_rev = ?, anew_rev = ?,
             gone_floor = ?, listen_until = ?, shards = ?, gen = ?, subscribed = ?, shard = ?",
            params![
                self.clock,
                self.seq,
                self.told,
                self.told_at,
                self.order_rev,
                self.place_rev,
                self.anew_rev,
                self.gone_floor,
                self.listen_until,
                self.shards,
                self.gen_no,
                self.subscribed,
                self.shard.clone()
            ],
        )?;
        Ok(())
    }
}

/// Everything a lobby shows, at one number. The place's own list of rooms is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The newest change in it.
    pub seq: i64,
    /// The place.
    pub place: LobbyEntry,
    /// In order.
    pub rooms: Vec<(RoomEntry, LiveCard)>,
}

impl State {
    /// As if all of it were new.
    pub fn as_delta(&self) -> Delta {
        let (seq, place, changed) = (self.seq, self.place.clone(), self.rooms.clone());
        Delta { after: 0, seq, place, renamed: true, changed, gone: vec![], order: None }
    }
}

/// What changed after one number up to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delta {
    /// The number before the first change.
    pub after: i64,
    /// The number of the last.
    pub seq: i64,
    /// The place, and whether its name or icon changed.
    pub place: LobbyEntry,
    /// See `place`.
    pub renamed: bool,
    /// Rooms that changed or are new.
    pub changed: Vec<(RoomEntry, LiveCard)>,
    /// Rooms that left.
    pub gone: Vec<Gone>,
    /// All rooms in order, if that changed.
    pub order: Option<Vec<Shown>>,
}

/// A room that left, and the groups it was for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// `room_…`
    pub room: String,
    /// None: it was everybody's.
    pub groups: Vec<String>,
}

/// A room in the list, and the groups it is for.
pub type Shown = Gone;

/// The place, without its rooms.
pub(super) fn place(sql: &dyn Sql) -> Result<Option<LobbyEntry>, Error> {
    sql.first("SELECT entry FROM place", &[])?.map(|row| parse(&row.text(0)?)).transpose()
}

pub(super) fn everything(sql: &dyn Sql, seq: i64) -> Result<Option<State>, Error> {
    let Some(place) = place(sql)? else { return Ok(None) };
    let rows = sql.exec("SELECT r.entry, l.card FROM rooms r LEFT JOIN live l ON l.room = r.room ORDER BY r.position", &[])?;
    Ok(Some(State { seq, place, rooms: rows.iter().map(card).collect::<Result<_, Error>>()? }))
}

fn card(row: &Row) -> Result<(RoomEntry, LiveCard), Error> {
    Ok((parse(&row.text(0)?)?, row.opt_text(1)?.map_or(Ok(LiveCard::default()), |text| parse(&text))?))
}

impl Work<'_> {
    /// Take a newer entry; ignore an older or equal one.
    pub(super) fn learn(&mut self, mut new: LobbyEntry) -> Result<Answer, Error> {
        let old = place(self.sql)?;
        if old.as_ref().is_some_and(|old| old.version >= new.version) {
            return Ok(Answer::Done);
        }
        let rooms = std::mem::take(&mut new.rooms);
        self.change(old, new, rooms, None)?;
        Ok(Answer::Done)
    }

    /// The place and its rooms are these now. Under the number `seq`, or under the next one if anything changed.
    pub(super) fn change(
        &mut self,
        old: Option<LobbyEntry>,
        new: LobbyEntry,
        rooms: Vec<RoomEntry>,
        seq: Option<i64>,
    ) -> Result<(), Error> {
        let number = seq.unwrap_or(self.live.seq + 1);
        let mut left = self.rooms()?;
        let order: Vec<String> = rooms.iter().map(|room| room.id.clone()).collect();
        let mut changed = false;
        if old.as_ref().is_none_or(|old| (&old.name, &old.icon, &old.image) != (&new.name, &new.icon, &new.image)) {
            self.live.place_rev = number;
            changed = true;
        }
        let who = |entry: &LobbyEntry| (entry.groups.clone(), entry.deleted, entry.event.clone());
        let mut anew = old.as_ref().is_some_and(|old| who(old) != who(&new));
        if order != self.order()? {
            self.live.order_rev = number;
            changed = true;
        }
        for (position, room) in (0_i64..).zip(&rooms) {
            let known = left.remove(&room.id);
            anew |= known.as_ref().is_some_and(|known| known.groups != room.groups);
            // Where it stands in the list, the order tells: a card that only moved is not told anew.
            let (version, at) = (room.version, room.position);
            let same = known.as_ref().is_some_and(|known| RoomEntry { version, position: at, ..known.clone() } == *room);
            changed |= !same;
            let rev = if same { None } else { Some(number) };
            if known.is_none() {
                self.sql.exec("DELETE FROM gone WHERE room = ?", params![&room.id])?;
            }
            self.sql.exec(
                "INSERT INTO rooms (room, position, entry, rev) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (room) DO UPDATE SET position = ?2, entry = ?3, rev = COALESCE(?5, rev)
                 WHERE position <> ?2 OR entry <> ?3",
                params![&room.id, position, json(room)?, number, rev],
            )?;
        }
        for room in left.values() {
            changed = true;
            self.part(room, number)?;
        }
        if anew {
            self.live.anew_rev = number;
        }
        if changed || anew || seq.is_some() {
            self.live.seq = number;
        }
        self.sql.exec(
            "INSERT INTO place (one, entry, version) VALUES (1, ?1, ?2) ON CONFLICT (one) DO UPDATE SET entry = ?1, version = ?2",
            params![json(&new)?, new.version],
        )?;
        Ok(())
    }

    /// A room leaves the list.
    pub(super) fn part(&mut self, room: &RoomEntry, number: i64) -> Result<(), Error> {
        self.sql.exec("DELETE FROM rooms WHERE room = ?", params![&room.id])?;
        if bugs::on(Bug::GoneNotTold) {
            return Ok(());
        }
        self.sql.exec(
            "INSERT INTO gone (room, rev, groups) VALUES (?1, ?2, ?3) ON CONFLICT (room) DO UPDATE SET rev = ?2, groups = ?3",
            params![&room.id, number, json(&room.groups)?],
        )?;
        let oldest = self.sql.first("SELECT rev FROM gone ORDER BY rev DESC LIMIT 1 OFFSET ?", params![GONE])?;
        if let Some(row) = oldest {
            self.live.gone_floor = self.live.gone_floor.max(row.int(0)?);
            self.sql.exec("DELETE FROM gone WHERE rev <= ?", params![self.live.gone_floor])?;
        }
        Ok(())
    }

    /// A room's own part of its card.
    pub(super) fn take(&mut self, room: &str, rev: i64, card: &LiveCard) -> Result<Answer, Error> {
        if bugs::on(Bug::OlderCardTaken) {
            self.sql.exec("DELETE FROM live WHERE room = ?", params![room])?;
        }
        let old = self.sql.first("SELECT rev, card FROM live WHERE room = ?", params![room])?;
        let (old_rev, old_card) = match &old {
            Some(row) => (row.int(0)?, row.text(1)?),
            None => (-1, json(&LiveCard::default())?),
        };
        if rev <= old_rev {
            return Ok(Answer::Done);
        }
        let text = json(card)?;
        self.sql.exec(
            "INSERT INTO live (room, rev, card) VALUES (?1, ?2, ?3) ON CONFLICT (room) DO UPDATE SET rev = ?2, card = ?3",
            params![room, rev, &text],
        )?;
        if text != old_card {
            let number = self.live.seq + 1;
            // One that no longer shows here is nobody's news.
            if !self.sql.exec("UPDATE rooms SET rev = ? WHERE room = ? RETURNING 1", params![number, room])?.is_empty() {
                self.live.seq = number;
            }
        }
        Ok(Answer::Done)
    }

    pub(super) fn list(&self) -> Result<Answer, Error> {
        let Some(state) = self.state()? else { return Ok(Answer::Cold) };
        Ok(Answer::Cards { seq: state.seq, place: Box::new(state.place), cards: state.rooms })
    }

    /// How many are in each room shown here, in order.
    pub(super) fn counts(&self) -> Result<Answer, Error> {
        if place(self.sql)?.is_none() {
            return Ok(Answer::Cold);
        }
        let rows = self.sql.exec("SELECT r.room, l.card FROM rooms r LEFT JOIN live l ON l.room = r.room ORDER BY r.position", &[])?;
        let count = |row: &Row| -> Result<Count, Error> {
            let card = row.opt_text(1)?.map_or(Ok(LiveCard::default()), |text| parse(&text))?;
            Ok(Count::of(row.text(0)?, &card))
        };
        Ok(Answer::Counts { rooms: rows.iter().map(count).collect::<Result<_, Error>>()? })
    }

    /// Everything, now; nothing while the lobby is cold.
    pub(super) fn state(&self) -> Result<Option<State>, Error> {
        everything(self.sql, self.live.seq)
    }

    /// What changed after a number; nothing where that is not enough: who may see what has changed, or too much is forgotten.
    pub(super) fn delta(&self, after: i64) -> Result<Option<Delta>, Error> {
        let Some(place) = place(self.sql)?.filter(|_| after >= self.live.anew_rev.max(self.live.gone_floor)) else { return Ok(None) };
        let from = if bugs::on(Bug::DeltaForgetsOthers) { self.live.seq - 1 } else { after };
        let rows = self.sql.exec(
            "SELECT r.entry, l.card FROM rooms r LEFT JOIN live l ON l.room = r.room WHERE r.rev > ? ORDER BY r.position",
            params![from],
        )?;
        let gone = self.sql.exec("SELECT room, groups FROM gone WHERE rev > ? ORDER BY room", params![after])?;
        let order = (self.live.order_rev > after).then(|| self.shown()).transpose()?;
        Ok(Some(Delta {
            after,
            seq: self.live.seq,
            place,
            renamed: self.live.place_rev > after,
            changed: rows.iter().map(card).collect::<Result<_, Error>>()?,
            gone: gone.iter().map(|row| Ok(Gone { room: row.text(0)?, groups: parse(&row.text(1)?)? })).collect::<Result<_, Error>>()?,
            order,
        }))
    }

    fn shown(&self) -> Result<Vec<Shown>, Error> {
        let rows = self.sql.exec("SELECT entry FROM rooms ORDER BY position", &[])?;
        let shown = |row: &Row| parse(&row.text(0)?).map(|room: RoomEntry| Shown { room: room.id, groups: room.groups });
        rows.iter().map(shown).collect()
    }

    pub(super) fn order(&self) -> Result<Vec<String>, Error> {
        self.sql.exec("SELECT room FROM rooms ORDER BY position", &[])?.iter().map(|row| row.text(0)).collect()
    }

    pub(super) fn rooms(&self) -> Result<BTreeMap<String, RoomEntry>, Error> {
        let rows = self.sql.exec("SELECT room, entry FROM rooms", &[])?;
        rows.iter().map(|row| Ok((row.text(0)?, parse(&row.text(1)?)?))).collect()
    }
}
