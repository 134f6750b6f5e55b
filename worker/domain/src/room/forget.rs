//! Somebody was deleted from the event with everything of theirs: what this room knows of them loses its words and names.
//! What was counted stays counted.

use super::row::Seat;
use super::{Word, Work};
use crate::catalogue::{DELETED, Profile};
use crate::{Error, params};

impl Work<'_> {
    /// Forget a person; again changes nothing. They are put out, their lines are deleted and empty, and where they are named
    /// stands that somebody was deleted. D1 is not sent a name any more, whatever it had not been sent before.
    pub(super) fn forget(&mut self, person: &str) -> Result<(), Error> {
        self.leave_queue(person, Word::Over)?;
        if let Some(mut seat) = Seat::of(self.sql, person)? {
            seat.profile = nobody(&seat.profile);
            seat.save(self.sql)?;
            self.mark_cards()?;
            self.put_out(person)?;
        }
        self.empty_lines(person)?;
        self.sql.exec("UPDATE visits SET name = ?2 WHERE person = ?1 AND name <> ?2", params![person, DELETED])?;
        self.sql.exec("UPDATE removals SET name = ?2, avatar = NULL, reason = NULL WHERE person = ?1", params![person, DELETED])?;
        self.sql.exec("UPDATE removals SET by_name = ?2 WHERE removed_by = ?1", params![person, DELETED])?;
        self.sql.exec("UPDATE removals SET lifted_by_name = ?2 WHERE lifted_by = ?1", params![person, DELETED])?;
        self.sql.exec("DELETE FROM locks WHERE person = ?", params![person])?;
        Ok(())
    }

    /// Each line changes once more: whoever has it loaded hears of it. No removal brings it back.
    fn empty_lines(&mut self, person: &str) -> Result<(), Error> {
        let rows = self.sql.exec(
            "SELECT seq FROM messages WHERE person = ?1 AND (name <> ?2 OR text <> '' OR deleted_at IS NULL) ORDER BY seq",
            params![person, DELETED],
        )?;
        for row in &rows {
            let rev = self.next_number_of_change();
            self.sql.exec(
                "UPDATE messages SET rev = ?1, text = '', name = ?2, avatar = NULL, removal = NULL, deleted_at = COALESCE(deleted_at, ?3),
                   deleted_by = COALESCE(deleted_by, person) WHERE seq = ?4",
                params![rev, DELETED, self.now, row.int(0)?],
            )?;
        }
        Ok(())
    }
}

/// What is left of a profile while LiveKit has not proven that its body is gone.
fn nobody(profile: &Profile) -> Profile {
    let (first_name, last_name) = DELETED.split_once(' ').unwrap_or((DELETED, ""));
    Profile {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        title: None,
        company: None,
        avatar: None,
        email: None,
        deleted: true,
        ..profile.clone()
    }
}
