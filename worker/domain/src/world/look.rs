//! What the tables of a Room and of a Person say, read once after each command: every check works on this.

use std::collections::BTreeMap;

use super::index;
use crate::room::{Rights, SeatState};
use crate::sql::{Row, Sql};
use crate::testing::Db;
use crate::time::Millis;

/// A seat as the checks look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub role: String,
    pub state: SeatState,
    pub epoch: i64,
    pub until: Option<Millis>,
    pub dirty: bool,
    pub confirmed: bool,
    pub clean_at: Option<Millis>,
    pub rev: i64,
}

/// One Room.
#[derive(Clone, Debug, Default)]
pub struct RoomLook {
    /// Asked for by the last command; nothing: no alarm.
    pub alarm: Option<Millis>,
    pub seats: BTreeMap<usize, Seat>,
    /// Person and end of each open attempt.
    pub attempts: Vec<(usize, Millis)>,
    /// Kind, key and due time.
    pub jobs: Vec<(String, String, Millis)>,
    /// Epochs without a seat that could still make one.
    pub unspent: i64,
    /// Who has the stage, until when, and whether they may share.
    pub stage: Option<(usize, Option<Millis>, bool)>,
    /// When it ends since its holder has no socket.
    pub deaf_until: Option<Millis>,
    /// What, for whom; nobody: for every attendee.
    pub locks: Vec<(String, Option<usize>)>,
    /// By person.
    pub permits: BTreeMap<usize, Permit>,
    /// Who waits, in order, and till when a seat is kept for them.
    pub line: Vec<(usize, Option<Millis>)>,
    pub locked: bool,
    pub hands: Vec<usize>,
    /// Person and begin of each visit that has not ended.
    pub open_visits: Vec<(usize, Millis)>,
}

/// What the room knows of a body's rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    pub told: Option<Rights>,
    pub asked: bool,
    pub may_share: bool,
}

impl RoomLook {
    pub fn of(db: &Db, alarm: Option<Millis>) -> RoomLook {
        let all = |sql: &str| db.exec(sql, &[]).unwrap();
        RoomLook {
            alarm,
            seats: all("SELECT person, role, state, epoch, until, dirty, confirmed, clean_at, rev FROM seats").iter().map(seat).collect(),
            stage: all("SELECT holder, until, granted_at IS NOT NULL FROM stage")
                .first()
                .map(|row| (index(&row.text(0).unwrap()), row.opt_int(1).unwrap(), row.flag(2).unwrap())),
            deaf_until: all("SELECT deaf_until FROM stage").first().and_then(|row| row.opt_int(0).unwrap()),
            locks: all("SELECT what, person FROM locks")
                .iter()
                .map(|row| (row.text(0).unwrap(), Some(row.text(1).unwrap()).filter(|p| !p.is_empty()).map(|p| index(&p))))
                .collect(),
            permits: all("SELECT person, told, asked_at IS NOT NULL, may_share FROM permits").iter().map(permit).collect(),
            attempts: all("SELECT person, until FROM attempts")
                .iter()
                .map(|row| (index(&row.text(0).unwrap()), row.int(1).unwrap()))
                .collect(),
            jobs: all("SELECT kind, key, due FROM jobs")
                .iter()
                .map(|row| (row.text(0).unwrap(), row.text(1).unwrap(), row.int(2).unwrap()))
                .collect(),
            open_visits: all("SELECT person, joined_at FROM visits WHERE left_at IS NULL")
                .iter()
                .map(|row| (index(&row.text(0).unwrap()), row.int(1).unwrap()))
                .collect(),
            line: all("SELECT person, offer_until FROM waiting ORDER BY seq")
                .iter()
                .map(|row| (index(&row.text(0).unwrap()), row.opt_int(1).unwrap()))
                .collect(),
            locked: db.count("SELECT locked FROM meta") == 1,
            hands: all("SELECT person FROM hands").iter().map(|row| index(&row.text(0).unwrap())).collect(),
            unspent: db.count("SELECT COUNT(*) FROM people WHERE spent = 0 AND person NOT IN (SELECT person FROM seats)"),
        }
    }
    /// Seats that count, of attendees and of moderators.
    pub fn taken(&self) -> [i64; 2] {
        ["attendee", "moderator"].map(|role| self.seats.values().filter(|seat| seat.role == role).count() as i64)
    }
    pub fn has_attempt(&self, p: usize) -> bool {
        self.attempts.iter().any(|a| a.0 == p)
    }
    pub fn has_job(&self, kind: &str, key: &str) -> bool {
        self.jobs.iter().any(|j| j.0 == kind && j.1 == key)
    }
    /// The earliest time anything is due here.
    pub fn due(&self) -> Option<Millis> {
        let leases = self.seats.iter().filter(|(p, _)| !self.has_attempt(**p)).filter_map(|(_, s)| s.until);
        let attempts = self.attempts.iter().map(|a| a.1);
        let stage = self.stage.and_then(|(_, until, _)| until);
        leases.chain(stage).chain(self.deaf_until).chain(attempts).chain(self.jobs.iter().map(|j| j.2)).min()
    }
}

fn permit(row: &Row) -> (usize, Permit) {
    let told = row.opt_int(1).unwrap().map(Rights::of);
    (index(&row.text(0).unwrap()), Permit { told, asked: row.flag(2).unwrap(), may_share: row.flag(3).unwrap() })
}

fn seat(row: &Row) -> (usize, Seat) {
    let state = match row.text(2).unwrap().as_str() {
        "held" => SeatState::Held,
        "granted" => SeatState::Granted,
        "live" => SeatState::Live,
        "leaving" => SeatState::Leaving,
        _ => SeatState::Evicting,
    };
    let seat = Seat {
        role: row.text(1).unwrap(),
        state,
        epoch: row.int(3).unwrap(),
        until: row.opt_int(4).unwrap(),
        dirty: row.flag(5).unwrap(),
        confirmed: row.flag(6).unwrap(),
        clean_at: row.opt_int(7).unwrap(),
        rev: row.int(8).unwrap(),
    };
    (index(&row.text(0).unwrap()), seat)
}

/// One Person.
#[derive(Clone, Debug, Default)]
pub struct PersonLook {
    /// Asked for by the last command; nothing: no alarm.
    pub alarm: Option<Millis>,
    pub epoch: i64,
    /// Room and entry.
    pub cur: Option<(usize, String)>,
    pub next: Option<(usize, String)>,
    pub next_at: Option<Millis>,
    pub away_join: Option<String>,
    pub away_at: Option<Millis>,
    /// When a room must next be told whether they wait.
    pub waits_due: Option<Millis>,
    /// Due time of each room owed a release.
    pub releases: BTreeMap<usize, Millis>,
    /// Rooms a wide ban waits for.
    pub pending: Vec<usize>,
    /// Wide bans that every room has answered: feature, end, fence.
    pub standing: Vec<(Option<String>, Millis, i64)>,
}

impl PersonLook {
    pub fn of(db: &Db, alarm: Option<Millis>) -> PersonLook {
        let all = |sql: &str| db.exec(sql, &[]).unwrap();
        let me = all("SELECT epoch, cur_room, cur_join, next_room, next_join, next_at, away_join, away_at FROM me").remove(0);
        let claim = |at| Some((index(&me.opt_text(at).unwrap()?), me.opt_text(at + 1).unwrap()?));
        PersonLook {
            alarm,
            epoch: me.int(0).unwrap(),
            cur: claim(1),
            next: claim(3),
            next_at: me.opt_int(5).unwrap(),
            away_join: me.opt_text(6).unwrap(),
            away_at: me.opt_int(7).unwrap(),
            waits_due: all("SELECT MIN(due) FROM waits").remove(0).opt_int(0).unwrap(),
            releases: all("SELECT room, due FROM releases").iter().map(|row| (index(&row.text(0).unwrap()), row.int(1).unwrap())).collect(),
            pending: all("SELECT room FROM wide_pending").iter().map(|row| index(&row.text(0).unwrap())).collect(),
            standing: all(
                "SELECT feature, ends_at, fence FROM wide_bans WHERE lifted_at IS NULL AND id NOT IN (SELECT ban FROM wide_pending)",
            )
            .iter()
            .map(|row| (row.opt_text(0).unwrap(), row.int(1).unwrap(), row.int(2).unwrap()))
            .collect(),
        }
    }
}
