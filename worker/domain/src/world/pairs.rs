//! Connections at rest: both objects of a pair say the same, and an address is where both agree and nowhere else.

use super::check::must;
use super::{Fault, World, person_id};
use crate::params;
use crate::sql::{Row, Sql};

const COLUMNS: &str =
    "state, COALESCE(asker, ''), rev, created_at, updated_at, json_extract(card, '$.title'), email, blocked_at IS NOT NULL";

impl World {
    fn half(&self, p: usize, q: usize) -> Option<Row> {
        let sql = format!("SELECT {COLUMNS} FROM connections WHERE other = ?");
        self.persons[p].first(&sql, params![person_id(q)]).unwrap()
    }

    pub(super) fn pairs_agree(&self) -> Result<(), Fault> {
        for (p, db) in self.persons.iter().enumerate() {
            let owed = db.count("SELECT COUNT(*) FROM connections WHERE due IS NOT NULL OR withdraws = 1");
            must!(owed == 0, "liveness: {owed} connections of person {p} are never told");
            for q in (0..self.persons.len()).filter(|q| person_id(p) < person_id(*q)) {
                self.pair_agrees(p, q)?;
            }
        }
        Ok(())
    }

    fn pair_agrees(&self, home: usize, other: usize) -> Result<(), Fault> {
        let (a, b) = (self.half(home, other), self.half(other, home));
        let rev = |row: &Option<Row>| row.as_ref().map_or(0, |row| row.int(2).unwrap());
        must!(rev(&a) == rev(&b), "I11: of persons {home} and {other} one says {a:?}, the other {b:?}");
        let (Some(a), Some(b)) = (a, b) else { return Ok(()) };
        must!(a.0[..5] == b.0[..5], "I11: of persons {home} and {other} one says {a:?}, the other {b:?}");
        let state = a.text(0).unwrap();
        let blocked = [&a, &b].iter().any(|row| row.flag(7).unwrap());
        if blocked || !["pending", "accepted"].contains(&state.as_str()) {
            return Ok(());
        }
        for (row, of) in [(&a, other), (&b, home)] {
            let profile = &self.profiles[of];
            let known = (row.opt_text(5).unwrap(), row.opt_text(6).unwrap());
            let right = (profile.title.clone(), profile.email.clone().filter(|_| state == "accepted"));
            must!(known == right, "I11: person {of} is known by {known:?}, and is {right:?}");
        }
        Ok(())
    }
}
