//! What everybody can still do once everything has come to rest.

use super::actions::Play;
use crate::room::SeatState;
use crate::testing::named;
use crate::world::{Fault, room_id};

impl Play {
    pub(super) fn reopen(&mut self) {
        for r in 0..self.world.rooms.len() {
            let moderators = if r == 0 { vec![named(3)] } else { vec![] };
            self.world.edit(r, |e| {
                e.enabled = true;
                e.close_now = false;
                e.moderators = moderators;
            });
        }
    }

    /// Whoever is inside reloads: the same entry id, the same seat, also in a full room.
    pub(super) fn reloads_get_back(&mut self) -> Result<(), Fault> {
        for r in 0..self.world.rooms.len() {
            for p in self.world.seats(r).into_keys() {
                let db = &self.world.persons[p];
                let row = db.transaction(|s| s.exec("SELECT cur_join FROM me WHERE cur_room = ?", crate::params![room_id(r)])).unwrap();
                let Some(id) = row.first().and_then(|r| r.text(0).ok()) else {
                    return Err(format!("person {p} sits in room {r} and does not know it"));
                };
                self.world.can_join(p, r, &id)?;
                if self.world.state(r, p) != Some(SeatState::Live) {
                    return Err(format!("a reload of person {p} lost the seat in room {r}"));
                }
                self.world.watch.reach("reload");
            }
        }
        Ok(())
    }

    /// Every room fills to its limits, the moderator gets in last.
    pub(super) fn everybody_can_join(&mut self) -> Result<(), Fault> {
        self.world.pass_ringing(120_000);
        for r in 0..self.world.rooms.len() {
            let mut free = self.world.entries[r].attendee_limit;
            for p in 0..self.world.persons.len() {
                let moderates = self.world.entries[r].moderators.iter().any(|m| m.id == format!("att_{p}"));
                if !moderates && free == 0 {
                    continue;
                }
                let id = self.new_id("entry");
                self.world.can_join(p, r, &id)?;
                let token = self.world.token(p, r);
                if !self.world.go_in(token) {
                    return Err(format!("{token:?} is not let in in quiet"));
                }
                self.world.check()?;
                free -= i64::from(!moderates);
            }
        }
        Ok(())
    }
}
