//! I4: what was acknowledged is in the tables for ever.

use hallway_domain::params;
use hallway_domain::room::Message;
use hallway_domain::sql::Sql;
use hallway_domain::time::Millis;
use hallway_domain::world::{World, person_id};

use crate::faults::WRONG;

/// On Join of which room, and when it began.
type Press = (usize, Millis);

#[derive(Default)]
pub(crate) struct Records {
    /// Room, id, person and end of each removal somebody was told is done.
    removals: Vec<(usize, String, usize, Option<Millis>)>,
    /// Person and id of each wider ban.
    bans: Vec<(usize, String)>,
    /// Room, person and id of each line somebody was told is written, with its number.
    lines: Vec<((usize, usize, String), i64)>,
    /// Person and id of each click somebody was told is counted, and for a press on Join the room and when.
    clicks: Vec<(usize, String, Option<Press>)>,
    keys: Vec<(usize, usize, String)>,
    wrong: Option<String>,
}

impl Records {
    pub(crate) fn removed(&mut self, world: &World, r: usize, id: &str, p: usize, ends_at: Option<Millis>) {
        self.removals.push((r, id.to_owned(), p, ends_at));
        self.look(world);
    }
    pub(crate) fn banned(&mut self, world: &World, p: usize, id: &str) {
        self.bans.push((p, id.to_owned()));
        self.look(world);
    }

    pub(crate) fn posted(&mut self, world: &World, r: usize, p: usize, message: &Message) {
        let key = (r, p, message.id.clone());
        match self.lines.iter().find(|(known, _)| *known == key) {
            Some((_, seq)) if *seq != message.seq => {
                self.wrong.get_or_insert(format!("I4: {} has number {seq} and number {}", message.id, message.seq));
            }
            Some(_) => {}
            None => {
                self.keys.push(key.clone());
                self.lines.push((key, message.seq));
            }
        }
        self.look(world);
    }
    pub(crate) fn clicked(&mut self, p: usize, id: String, pressed: Option<Press>) {
        self.clicks.push((p, id, pressed));
    }
    /// Every line that was acknowledged.
    pub(crate) fn lines(&self) -> &[(usize, usize, String)] {
        &self.keys
    }
    /// Every removal, by room.
    pub(crate) fn removals(&self) -> Vec<(usize, String)> {
        self.removals.iter().map(|(r, id, ..)| (*r, id.clone())).collect()
    }
    /// Every wider ban, by person.
    pub(crate) fn bans(&self) -> &[(usize, String)] {
        &self.bans
    }

    /// The first thing that was not there, at the latest by now.
    fn look(&mut self, world: &World) {
        if let Err(wrong) = self.check(world) {
            self.wrong.get_or_insert(wrong);
        }
    }

    pub(crate) fn known_wrong(&self) -> Result<(), String> {
        self.wrong.clone().map_or(Ok(()), Err)
    }

    /// In the end D1 has each of them once.
    pub(crate) fn are_in_d1(&self, world: &World) -> Result<(), String> {
        let once = |what: &str, sql: &str, values: &[hallway_domain::sql::Value]| match world.d1.number(sql, values) {
            Ok(1) => Ok(()),
            other => Err(format!("I4: {what} was acknowledged, D1 has it {other:?} times")),
        };
        for ((r, p, id), seq) in &self.lines {
            let kept = params![id, format!("room_{r}"), person_id(*p), *seq];
            if world.rooms[*r].count(&format!("SELECT COUNT(*) FROM messages WHERE seq = {seq} AND cleared = 1")) == 1 {
                continue;
            }
            once(id, "SELECT COUNT(*) FROM messages WHERE id = ?1 AND room = ?2 AND person = ?3 AND seq = ?4", kept)?;
        }
        // Counted after it was begun, by a clock that may be wrong.
        let over = |r: usize, at: Millis| world.cleared_at(r) > 0 && at <= world.cleared_at(r) + WRONG;
        for (p, id, _) in self.clicks.iter().filter(|(.., pressed)| !pressed.is_some_and(|(r, at)| over(r, at))) {
            once(id, "SELECT COUNT(*) FROM clicks WHERE id = ? AND person = ?", params![id, person_id(*p)])?;
        }
        for (_, id, ..) in &self.removals {
            once(id, "SELECT COUNT(*) FROM bans WHERE id = ?", params![id])?;
        }
        for (_, id) in &self.bans {
            once(id, "SELECT COUNT(*) FROM bans WHERE id = ?", params![id])?;
        }
        Ok(())
    }

    pub(crate) fn check(&self, world: &World) -> Result<(), String> {
        self.known_wrong()?;
        for (r, id, p, ends_at) in &self.removals {
            let kept = params![id, person_id(*p), *ends_at];
            let row = world.rooms[*r].first("SELECT 1 FROM removals WHERE id = ? AND person = ? AND ends_at IS ?", kept);
            if !matches!(row, Ok(Some(_))) {
                return Err(format!("I4: removal {id} of person {p} from room {r} was acknowledged and is not there"));
            }
        }
        for ((r, p, id), seq) in &self.lines {
            let kept = params![id, person_id(*p), *seq];
            let row = world.rooms[*r].first("SELECT 1 FROM messages WHERE id = ? AND person = ? AND seq = ?", kept);
            if !matches!(row, Ok(Some(_))) {
                return Err(format!("I4: line {id} of person {p} in room {r} was acknowledged and is not there"));
            }
        }
        for (p, id) in &self.bans {
            if !matches!(world.persons[*p].first("SELECT 1 FROM wide_bans WHERE id = ?", params![id]), Ok(Some(_))) {
                return Err(format!("I4: ban {id} of person {p} was acknowledged and is not there"));
            }
        }
        Ok(())
    }
}
