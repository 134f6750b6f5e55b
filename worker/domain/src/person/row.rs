//! The Person's one row.

use crate::sql::Sql;
use crate::time::Millis;
use crate::{Error, params};

/// A claim of a room under an epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) room: String,
    pub(super) epoch: i64,
    pub(super) join: String,
}

/// Where the person is and wants to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Me {
    /// The last clock reading stored.
    pub(super) clock: Millis,
    pub(super) epoch: i64,
    pub(super) cur: Option<Claim>,
    /// Name and feature of the current room, as its last answer had them.
    pub(super) cur_name: Option<String>,
    pub(super) cur_feature: Option<String>,
    pub(super) next: Option<Claim>,
    pub(super) next_at: Option<Millis>,
    /// Join was pressed; else only the pre-join dialog is open.
    pub(super) wants: bool,
    pub(super) held_at: Option<Millis>,
    pub(super) away_join: Option<String>,
    pub(super) away_at: Option<Millis>,
    pub(super) banned_until: Option<Millis>,
    /// The first session behind a socket that ends; 0: none.
    pub(super) listen_until: Millis,
}

fn claim(room: Option<String>, epoch: Option<i64>, join: Option<String>) -> Option<Claim> {
    Some(Claim { room: room?, epoch: epoch?, join: join? })
}

pub(super) fn load(sql: &dyn Sql) -> Result<Me, Error> {
    let row = sql.first(
        "SELECT epoch, cur_room, cur_epoch, cur_join, cur_name, cur_feature, next_room, next_epoch, next_join, next_at,
         wants, held_at, away_join, away_at, banned_until, clock, listen_until FROM me",
        &[],
    )?;
    let row = row.ok_or_else(|| crate::sql::SqlError("no row in me".into()))?;
    Ok(Me {
        epoch: row.int(0)?,
        cur: claim(row.opt_text(1)?, row.opt_int(2)?, row.opt_text(3)?),
        cur_name: row.opt_text(4)?,
        cur_feature: row.opt_text(5)?,
        next: claim(row.opt_text(6)?, row.opt_int(7)?, row.opt_text(8)?),
        next_at: row.opt_int(9)?,
        wants: row.flag(10)?,
        held_at: row.opt_int(11)?,
        away_join: row.opt_text(12)?,
        away_at: row.opt_int(13)?,
        banned_until: row.opt_int(14)?,
        clock: row.int(15)?,
        listen_until: row.int(16)?,
    })
}

pub(super) fn save(sql: &dyn Sql, me: &Me) -> Result<(), Error> {
    let part = |c: &Option<Claim>| match c {
        Some(c) => (Some(c.room.clone()), Some(c.epoch), Some(c.join.clone())),
        None => (None, None, None),
    };
    let (cur, next) = (part(&me.cur), part(&me.next));
    sql.exec(
        "UPDATE me SET epoch = ?, cur_room = ?, cur_epoch = ?, cur_join = ?, cur_name = ?, cur_feature = ?, next_room = ?,
         next_epoch = ?, next_join = ?, next_at = ?, wants = ?, held_at = ?, away_join = ?, away_at = ?, banned_until = ?, clock = ?, listen_until = ?",
        params![
            me.epoch,
            cur.0,
            cur.1,
            cur.2,
            me.cur_name.clone(),
            me.cur_feature.clone(),
            next.0,
            next.1,
            next.2,
            me.next_at,
            me.wants,
            me.held_at,
            me.away_join.clone(),
            me.away_at,
            me.banned_until,
            me.clock,
            me.listen_until
        ],
    )?;
    Ok(())
}
