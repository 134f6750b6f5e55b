//! Bans wider than a room: of a feature, or of the whole event. PROTOCOL 3 (wide_ban).

use super::{Answer, Work};
use crate::bugs::{self, Bug};
use crate::room::FeatureBan;
use crate::time::Millis;
use crate::{Error, params};

impl Work<'_> {
    /// Bar first, then owe every room that may hold a seat an eviction. Sent twice, it is one ban.
    pub(super) fn wide_ban(
        &mut self,
        id: &str,
        feature: Option<String>,
        ends_at: Millis,
        by: &str,
        reason: Option<String>,
    ) -> Result<Answer, Error> {
        if self.sql.first("SELECT 1 FROM wide_bans WHERE id = ?", params![id])?.is_some() {
            self.send_releases()?;
            return Ok(Answer::Pending);
        }
        // The epoch end_everywhere is about to take: the fence of all it owes.
        let fence = self.me.epoch + 1;
        self.sql.exec(
            "INSERT INTO wide_bans (id, feature, ends_at, banned_by, reason, fence) VALUES (?, ?, ?, ?, ?, ?)",
            params![id, feature.clone(), ends_at, by, reason, fence],
        )?;
        if feature.is_none() {
            self.me.banned_until = self.me.banned_until.max(Some(ends_at));
        }
        self.end_everywhere(feature.as_deref())?;
        self.sql.exec("INSERT INTO wide_pending (ban, room) SELECT ?, room FROM releases", params![id])?;
        Ok(Answer::Pending)
    }

    /// Put the person out of every room that may hold a seat (or only of those that may be of one feature), under a
    /// fence that no older call passes: a wide ban, a revoked link, a person taken out of the event.
    pub(super) fn end_everywhere(&mut self, feature: Option<&str>) -> Result<(), Error> {
        self.me.epoch += 1;
        let fence = self.me.epoch;
        // The room of the present stay is known with its feature; of any other room Person cannot say, so it is owed too.
        let spared = feature.is_some() && self.me.cur_feature.is_some() && self.me.cur_feature.as_deref() != feature;
        if !spared && let Some(cur) = self.me.cur.take() {
            self.owe_at(&cur.room, fence, true)?;
        }
        if let Some(next) = self.me.next.take() {
            self.me.next_at = None;
            self.owe_at(&next.room, fence, true)?;
        }
        self.sql.exec("UPDATE releases SET fence = ?, evict = 1, due = ?, tries = 0", params![fence, self.now])?;
        self.send_releases()
    }

    /// A room answered something at or above a ban's fence: it has written it.
    pub(super) fn heard(&self, room: &str, epoch: i64) -> Result<(), Error> {
        self.sql
            .exec("DELETE FROM wide_pending WHERE room = ? AND ban IN (SELECT id FROM wide_bans WHERE fence <= ?)", params![room, epoch])?;
        Ok(())
    }

    pub(super) fn feature_bans(&self) -> Result<Vec<FeatureBan>, Error> {
        if bugs::on(Bug::FeatureBanStaysHome) {
            return Ok(vec![]);
        }
        self.sql
            .exec(
                "SELECT feature, ends_at FROM wide_bans WHERE feature IS NOT NULL AND ends_at > ? AND lifted_at IS NULL",
                params![self.now],
            )?
            .iter()
            .map(|r| Ok(FeatureBan { feature: r.text(0)?, ends_at: r.int(1)? }))
            .collect()
    }
}
