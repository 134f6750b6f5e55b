//! What happened up to a moment was a rehearsal: its chat is cleared away. Seats, bans and locks stay as they are; what D1
//! has of it goes there, and nothing of it is written there any more ([`crate::outbox`]).

use super::Work;
use crate::time::Millis;
use crate::{Error, params};

impl Work<'_> {
    /// A clock that is a little behind must not make what is to come part of it.
    pub(super) fn begin_after(&mut self, until: Millis) -> Result<(), Error> {
        if until > 0 && self.now <= until {
            self.now = until + 1;
            self.sql.exec("UPDATE meta SET clock = ?", params![self.now])?;
        }
        Ok(())
    }

    /// Everything up to `until` is over: whoever is inside came right after it.
    pub(super) fn clear(&mut self, until: Millis) -> Result<(), Error> {
        self.sql.exec("UPDATE visits SET joined_at = MAX(joined_at, ?), sent = 0 WHERE left_at IS NULL", params![until + 1])?;
        self.clear_chat(until)?;
        self.send_soon()
    }

    /// Empties every line up to `until`. Who has it loaded hears that it is deleted; nobody else ever sees it again.
    fn clear_chat(&mut self, until: Millis) -> Result<(), Error> {
        let last = self.sql.number("SELECT COUNT(*) FROM messages WHERE sent_at <= ? AND cleared = 0", params![until])?;
        if last == 0 {
            return Ok(());
        }
        self.sql.exec(
            "UPDATE messages SET rev = ?2 + old.n, text = '', avatar = NULL, removal = NULL, cleared = 1,
               deleted_at = COALESCE(deleted_at, ?3), deleted_by = COALESCE(deleted_by, '')
             FROM (SELECT seq AS place, ROW_NUMBER() OVER (ORDER BY seq) AS n FROM messages WHERE sent_at <= ?1 AND cleared = 0) AS old
             WHERE messages.seq = old.place",
            params![until, self.chat.seq, self.now],
        )?;
        self.chat.seq += last;
        // D1 is sent none of them; where nothing else is new, it has heard all.
        self.sql.exec(
            "UPDATE meta SET chat_sent = ?1 WHERE NOT EXISTS (SELECT 1 FROM messages WHERE rev > chat_sent AND cleared = 0)",
            params![self.chat.seq],
        )?;
        Ok(())
    }
}
