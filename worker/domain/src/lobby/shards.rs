//! Shards: more lobbies of one place, each with its own listeners. A shard that has any subscribes with the place's own
//! lobby, the primary, and hears of every change until it says that nobody listens.

use serde::{Deserialize, Serialize};

use super::{Answer, Delta, Effect, State, Work, json, state};
use crate::bugs::{self, Bug};
use crate::catalogue::RoomEntry;
use crate::time;
use crate::{Error, params};

/// What a shard is told. Its numbers are its primary's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum News {
    /// What changed.
    Delta { delta: Box<Delta> },
    /// Everything: it has just subscribed, or changes are not enough.
    Full { state: Box<State> },
    /// The primary's answer to a subscription: everything, and from now on changes.
    Welcome { shard: String, state: Box<State> },
}

impl Work<'_> {
    /// The primary: a shard has listeners from now on.
    pub(super) fn subscribe(&mut self, shard: &str, gen_no: i64) -> Result<Answer, Error> {
        let Some(state) = self.state()? else { return Ok(Answer::Cold) };
        self.sql.exec(
            "INSERT INTO shards (shard, gen, told, due) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (shard) DO UPDATE SET gen = ?2, told = MIN(told, ?3) WHERE gen <= ?2",
            params![shard, gen_no, state.seq, self.now],
        )?;
        Ok(Answer::State { gen_no, state: Box::new(state) })
    }

    /// The primary: tell the shards that are behind.
    pub(super) fn push_shards(&mut self) -> Result<(), Error> {
        let behind =
            self.sql.exec("SELECT shard, gen, told, tries FROM shards WHERE told < ? AND due <= ?", params![self.live.seq, self.now])?;
        for row in behind {
            let (shard, gen_no, tries) = (row.text(0)?, row.int(1)?, row.int(3)?);
            self.sql.exec(
                "UPDATE shards SET due = ?, tries = ? WHERE shard = ?",
                params![self.now + time::backoff(tries), tries + 1, &shard],
            )?;
            let news = match self.delta(row.int(2)?)? {
                Some(delta) => News::Delta { delta: Box::new(delta) },
                None => match self.state()? {
                    Some(state) => News::Full { state: Box::new(state) },
                    None => continue,
                },
            };
            self.effects.push(Effect::PushShard { shard, gen_no, news });
        }
        Ok(())
    }

    /// The primary: a shard has everything up to `seq`, or nobody listens there any more. An answer under an older
    /// subscription says nothing about the newer one.
    pub(super) fn shard_has(&mut self, shard: &str, gen_no: i64, seq: i64, listening: bool) -> Result<Answer, Error> {
        let any_gen = bugs::on(Bug::ShardGoneByOldAnswer);
        if listening {
            self.sql.exec(
                "UPDATE shards SET told = ?3, due = ?4, tries = 0 WHERE shard = ?1 AND gen = ?2",
                params![shard, gen_no, seq, self.now + time::LOBBY],
            )?;
        } else {
            self.sql.exec("DELETE FROM shards WHERE shard = ? AND (gen = ? OR ?)", params![shard, gen_no, any_gen])?;
            if self.sql.number("SELECT COUNT(*) FROM shards", &[])? == 0 {
                self.live.shards = 0;
            }
        }
        Ok(Answer::Done)
    }

    /// A shard hears of changes. What is old changes nothing; what leaves a gap is answered with the number it has.
    pub(super) fn sync(&mut self, gen_no: i64, news: News) -> Result<Answer, Error> {
        let welcome = matches!(news, News::Welcome { .. });
        match news {
            News::Delta { delta } if delta.seq > self.live.seq && delta.after <= self.live.seq => self.take_delta(*delta)?,
            News::Delta { .. } => {}
            News::Full { state } if state.seq > self.live.seq => self.take_all(*state)?,
            News::Welcome { shard, state } => {
                self.live.shard = Some(shard);
                if state.seq > self.live.seq {
                    self.take_all(*state)?;
                }
            }
            News::Full { .. } => {}
        }
        let current = gen_no == self.live.gen_no;
        if welcome {
            self.live.subscribed |= current;
        } else if current && self.here.listeners == 0 {
            // Whoever comes from now on subscribes anew, under the next number.
            self.live.subscribed = false;
            self.live.gen_no += 1;
            return Ok(Answer::Synced { gen_no, seq: self.live.seq, listening: false });
        }
        Ok(Answer::Synced { gen_no, seq: self.live.seq, listening: gen_no >= self.live.gen_no })
    }

    fn take_delta(&mut self, delta: Delta) -> Result<(), Error> {
        let mut rooms = self.rooms()?;
        for (room, live) in delta.changed {
            self.keep_live(&room.id, &live, delta.seq)?;
            self.sql.exec("UPDATE rooms SET rev = ? WHERE room = ?", params![delta.seq, &room.id])?;
            rooms.insert(room.id.clone(), room);
        }
        let order = match delta.order {
            Some(order) => order.into_iter().map(|shown| shown.room).collect(),
            None => self.order()?,
        };
        let rooms: Vec<RoomEntry> = order.iter().filter_map(|room| rooms.remove(room)).collect();
        self.change(state::place(self.sql)?, delta.place, rooms, Some(delta.seq))
    }

    fn take_all(&mut self, all: State) -> Result<(), Error> {
        let mut rooms = vec![];
        for (room, live) in all.rooms {
            self.keep_live(&room.id, &live, all.seq)?;
            rooms.push(room);
        }
        self.change(state::place(self.sql)?, all.place, rooms, Some(all.seq))?;
        self.live.anew_rev = all.seq;
        Ok(())
    }

    /// A shard's cards have no revisions of their own: the primary has sorted them.
    fn keep_live(&self, room: &str, live: &crate::card::LiveCard, seq: i64) -> Result<(), Error> {
        self.sql.exec(
            "INSERT INTO live (room, rev, card) VALUES (?1, ?2, ?3) ON CONFLICT (room) DO UPDATE SET rev = ?2, card = ?3",
            params![room, seq, json(live)?],
        )?;
        Ok(())
    }
}
