//! The shells of the objects as `worker/src/objects` has them: commit, see to the alarm, carry out the effects. They
//! live here a second time because the Worker's are bound to JavaScript; when one changes, change the other.

pub(crate) mod lobby;
pub(crate) mod person;
pub(crate) mod room;
pub(crate) mod wake;

use hallway_domain::sql::Sql;
use hallway_domain::testing::Db;

/// The schema's own limits go, so that only the code's are left.
pub(crate) fn tear_down_the_wall(room: &Db) {
    for trigger in ["attendee_seats_insert", "attendee_seats_update", "moderator_seats_insert", "moderator_seats_update"] {
        let dropped = room.script(&format!("DROP TRIGGER {trigger}"));
        assert!(dropped.is_ok(), "{dropped:?}");
    }
}
