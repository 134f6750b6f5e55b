//! Chat: post, read, delete, and telling the sockets. One counter numbers every change; see `schema/room`.

use serde::{Deserialize, Serialize};

use super::row::Seat;
use super::{Audience, Denied, Effect, Frame, Tool, Work};
use crate::ban::{By, Face};
use crate::bugs::{self, Bug};
use crate::card::Role;
use crate::catalogue::RoomEntry;
use crate::sql::Row;
use crate::text;
use crate::time::{self, Millis};
use crate::{Error, params};

/// One line of the chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Its place, for ever.
    pub seq: i64,
    /// `msg_…`
    pub id: String,
    /// Who wrote it, as they were called then.
    pub person: Face,
    /// The seat they had then.
    pub role: Role,
    /// Nothing once it is deleted.
    pub text: Option<String>,
    /// When.
    pub sent_at: Millis,
    /// When it was deleted.
    pub deleted_at: Option<Millis>,
    /// Its author deleted it, not somebody who moderates.
    pub deleted_by_author: bool,
}

/// Messages with the number up to which they are complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Log {
    /// For [`Read::After`] in the order of their changes, else by `seq`.
    pub messages: Vec<Message>,
    /// Nothing up to this number is missing.
    pub seq: i64,
    /// There is more, in the direction asked for.
    pub more: bool,
}

/// Which part of the chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Read {
    /// The newest.
    Latest,
    /// Those posted before this one.
    Before(i64),
    /// Whatever was posted or changed after this number.
    After(i64),
}

/// Most messages of one frame or answer.
pub(super) const PAGE: i64 = 200;

/// The counter, and what the sockets know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) seq: i64,
    pub(super) told: i64,
    pub(super) at: Millis,
}

const COLUMNS: &str = "seq, id, person, name, avatar, role, text, sent_at, deleted_at, deleted_by, rev";

fn read(row: &Row) -> Result<Message, Error> {
    let (person, deleted_at) = (row.text(2)?, row.opt_int(8)?);
    let deleted_by_author = row.opt_text(9)?.as_deref() == Some(&person);
    Ok(Message {
        seq: row.int(0)?,
        id: row.text(1)?,
        person: Face { id: person, name: row.text(3)?, avatar: row.opt_text(4)? },
        role: Role::parse(&row.text(5)?)?,
        text: if deleted_at.is_some() { None } else { Some(row.text(6)?) },
        sent_at: row.int(7)?,
        deleted_at,
        deleted_by_author,
    })
}

impl Work<'_> {
    /// Write one message, once. The commit is the acknowledgement.
    pub(super) fn post(
        &mut self,
        room: &RoomEntry,
        person: &str,
        id: &str,
        words: &str,
        limited: bool,
    ) -> Result<Result<Message, Denied>, Error> {
        let seat = match self.seated(room, person)? {
            Ok(seat) => seat,
            Err(denied) => return Ok(Err(denied)),
        };
        if let Some(old) = self.message(id)?.filter(|_| !bugs::on(Bug::RepeatIsNewLine)) {
            return Ok(if old.person.id == person { Ok(old) } else { Err(Denied::Taken) });
        }
        if self.is_locked(room, Tool::Chat, person)? {
            return Ok(Err(Denied::Locked { what: Tool::Chat }));
        }
        let words = text::clean(words);
        let length = words.chars().count();
        if length == 0 || length > text::MESSAGE {
            return Ok(Err(Denied::Length { length: i64::try_from(length).unwrap_or(i64::MAX) }));
        }
        if limited && let Some(wait) = self.spend_token(person)? {
            return Ok(Err(Denied::Wait { millis: wait }));
        }
        let seq = self.next_number();
        let message = Message {
            seq,
            id: id.to_owned(),
            person: Face::from(&seat.profile),
            role: seat.role,
            text: Some(words.clone()),
            sent_at: self.now,
            deleted_at: None,
            deleted_by_author: false,
        };
        self.sql.exec(
            "INSERT INTO messages (seq, rev, id, person, name, avatar, role, text, sent_at) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![seq, id, person, &message.person.name, message.person.avatar.clone(), seat.role.word(), words, self.now],
        )?;
        Ok(Ok(message))
    }

    /// Take one out of the person's bucket; nothing taken: how long until one is there.
    fn spend_token(&self, person: &str) -> Result<Option<Millis>, Error> {
        let full_at = self.sql.number("SELECT COALESCE(MAX(chat_full_at), 0) FROM people WHERE person = ?", params![person])?;
        let full_at = full_at.max(self.now);
        let wait = full_at - self.now - (time::CHAT_BURST - 1) * time::CHAT_REFILL;
        if wait > 0 {
            return Ok(Some(wait));
        }
        self.sql.exec("UPDATE people SET chat_full_at = ? WHERE person = ?", params![full_at + time::CHAT_REFILL, person])?;
        Ok(None)
    }

    /// The open seat of somebody who wants to read or write.
    pub(super) fn seated(&self, room: &RoomEntry, person: &str) -> Result<Result<Seat, Denied>, Error> {
        if room.deleted {
            return Ok(Err(Denied::NotFound));
        }
        Ok(match Seat::of(self.sql, person)?.filter(|s| s.state.is_open() || bugs::on(Bug::AnySeatWrites)) {
            Some(seat) => Ok(seat),
            None => Err(match self.barred(person)? {
                Some(barred) => Denied::Banned { barred },
                None => Denied::NoSeat { event: room.event.clone(), groups: room.groups.clone() },
            }),
        })
    }

    fn message(&self, id: &str) -> Result<Option<Message>, Error> {
        self.sql.first(&format!("SELECT {COLUMNS} FROM messages WHERE id = ?"), params![id])?.as_ref().map(read).transpose()
    }

    /// A part of the chat, at most `limit` messages.
    pub(super) fn log(&self, part: Read, limit: i64) -> Result<Log, Error> {
        let limit = limit.clamp(1, PAGE);
        // One more than asked for tells whether there is more.
        let more = |rows: &Vec<Row>| rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        let take = usize::try_from(limit).unwrap_or_default();
        if let Read::After(number) = part {
            let rows = self.sql.exec(
                &format!(
                    "SELECT {COLUMNS} FROM (SELECT * FROM messages WHERE seq > ?1 AND rev = seq
                     UNION ALL SELECT * FROM messages WHERE rev > ?1 AND rev <> seq) ORDER BY rev LIMIT ?2"
                ),
                params![number, limit + 1],
            )?;
            let more = more(&rows);
            let rows: Vec<Row> = rows.into_iter().take(take).collect();
            let last = rows.last().filter(|_| more).map(|r| r.int(10)).transpose()?;
            return Ok(Log { messages: rows.iter().map(read).collect::<Result<_, _>>()?, seq: last.unwrap_or(self.chat.seq), more });
        }
        let before = if let Read::Before(seq) = part { seq } else { i64::from(u32::MAX) };
        let rows = self.sql.exec(
            &format!("SELECT {COLUMNS} FROM messages WHERE seq < ? AND cleared = 0 ORDER BY seq DESC LIMIT ?"),
            params![before, limit + 1],
        )?;
        let more = more(&rows);
        let mut messages: Vec<Message> = rows.iter().take(take).map(read).collect::<Result<_, _>>()?;
        messages.reverse();
        Ok(Log { messages, seq: self.chat.seq, more })
    }

    /// Take back one's own, or, moderating, anybody's. Twice is once.
    pub(super) fn delete_message(&mut self, room: &RoomEntry, id: &str, by: &By) -> Result<Option<Denied>, Error> {
        let message = self.message(id)?;
        if self.moderates(room, by).is_none() {
            // Who has no business here does not learn what there is.
            if let Err(denied) = self.seated(room, by.id())? {
                return Ok(Some(denied));
            }
            if message.as_ref().is_some_and(|m| m.person.id != by.id()) {
                return Ok(Some(Denied::NotYours));
            }
        }
        let Some(message) = message else { return Ok(Some(Denied::NotFound)) };
        if message.deleted_at.is_none() {
            let rev = self.next_number_of_change();
            self.sql.exec(
                "UPDATE messages SET rev = ?, deleted_at = ?, deleted_by = ? WHERE seq = ?",
                params![rev, self.now, by.id(), message.seq],
            )?;
        }
        Ok(None)
    }

    /// Delete whatever this person wrote here, as part of a removal; how many went with it, also when asked again.
    pub(super) fn delete_all_of(&mut self, person: &str, by: &str, removal: &str) -> Result<i64, Error> {
        let rows = self.sql.exec("SELECT seq FROM messages WHERE person = ? AND deleted_at IS NULL ORDER BY seq", params![person])?;
        for row in &rows {
            let rev = self.next_number_of_change();
            self.sql.exec(
                "UPDATE messages SET rev = ?, deleted_at = ?, deleted_by = ?, removal = ? WHERE seq = ?",
                params![rev, self.now, by, removal, row.int(0)?],
            )?;
        }
        self.sql.number("SELECT COUNT(*) FROM messages WHERE removal = ?", params![removal])
    }

    /// Bring back what a removal deleted.
    pub(super) fn restore_messages(&mut self, removal: &str) -> Result<(), Error> {
        for row in self.sql.exec("SELECT seq FROM messages WHERE removal = ? AND deleted_at IS NOT NULL ORDER BY seq", params![removal])? {
            let rev = self.next_number();
            self.sql.exec(
                "UPDATE messages SET rev = ?, deleted_at = NULL, deleted_by = NULL, removal = NULL WHERE seq = ?",
                params![rev, row.int(0)?],
            )?;
        }
        Ok(())
    }

    pub(super) fn next_number_of_change(&mut self) -> i64 {
        if bugs::on(Bug::DeletionHasNoNumber) { self.chat.seq } else { self.next_number() }
    }

    fn next_number(&mut self) -> i64 {
        self.chat.seq += 1;
        self.chat.seq
    }

    /// A quiet message is told at once; under load all those of [`time::CHAT`] travel in one frame. `before`: as this
    /// command found the counter.
    pub(super) fn tell_chat(&mut self, before: Told) -> Result<(), Error> {
        if self.chat.seq > self.chat.told && self.now >= self.chat.at + time::CHAT {
            let after = self.chat.told;
            let from = if bugs::on(Bug::FrameForgetsOthers) { self.chat.seq - 1 } else { after };
            let Log { messages, seq, .. } = self.log(Read::After(from), PAGE)?;
            self.effects.push(Effect::Say { to: Audience::All, frame: Frame::Chat { after, seq, messages } });
            self.chat = Told { told: seq, at: self.now, ..self.chat };
        }
        if self.chat.seq > before.seq {
            self.send_soon()?;
        }
        if self.chat != before {
            self.sql
                .exec("UPDATE meta SET chat_seq = ?, told_seq = ?, told_at = ?", params![self.chat.seq, self.chat.told, self.chat.at])?;
        }
        Ok(())
    }
}
