//! The last wall: the schema refuses what no code should ask.

use super::*;
use crate::bugs::{self, Bug};
use crate::testing::named;

/// What SQLite says to a statement.
fn refused(db: &Db, sql: &str) -> String {
    db.transaction(|s| s.exec(sql, &[])).map(|_| ()).unwrap_err().0
}

fn full() -> Db {
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![named(20), named(21), named(22)];
    let db = with(entry);
    for p in (0..13).chain(20..23) {
        assert!(matches!(hold(&db, p, 1), HoldAnswer::Seat { .. }));
    }
    db
}

#[test]
fn the_code_refuses_the_fourteenth_attendee() {
    let db = full();
    assert_eq!(hold(&db, 13, 1), HoldAnswer::Full { attendee_limit: 13 });
}

#[test]
fn the_schema_refuses_the_fourteenth_attendee_by_itself() {
    let db = full();
    let error = bugs::with(Bug::CapsOff, || db.transaction(|sql| handle(sql, START, hold_command(13, 1)))).unwrap_err();
    assert!(error.0.contains("room_full"), "{error}");
    assert_eq!(seats(&db, "attendee"), 13);
    assert_eq!(db.count("SELECT COUNT(*) FROM people WHERE person = 'att_13'"), 0, "the whole command is undone");
}

#[test]
fn the_schema_refuses_the_fourth_moderator_by_itself() {
    let db = full();
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = (20..24).map(named).collect();
    entry.version = 2;
    say(&db, START, Command::Learn { entry });
    assert!(matches!(hold(&db, 23, 1), HoldAnswer::Full { .. }));
    let error = bugs::with(Bug::CapsOff, || db.transaction(|sql| handle(sql, START, hold_command(23, 2)))).unwrap_err();
    assert!(error.0.contains("moderators_full"), "{error}");
    assert_eq!(seats(&db, "moderator"), 3);
}

#[test]
fn no_change_of_role_passes_a_limit_either() {
    let db = full();
    assert!(refused(&db, "UPDATE seats SET role = 'attendee' WHERE person = 'att_20'").contains("room_full"));
    assert!(refused(&db, "UPDATE seats SET role = 'moderator' WHERE person = 'att_1'").contains("moderators_full"));
    let upsert = "INSERT INTO seats (person, role, epoch, state, until, rev, profile) VALUES ('att_50', 'attendee', 1, 'held', 1, 1, '{}')
                  ON CONFLICT (person) DO UPDATE SET epoch = excluded.epoch";
    assert!(refused(&db, upsert).contains("room_full"));
    let upsert = upsert.replace("'attendee'", "'moderator'");
    assert!(refused(&db, &upsert).contains("moderators_full"));
    assert!(refused(&db, &upsert.replace("INSERT", "INSERT OR REPLACE").replace("att_50", "att_1")).contains("moderators_full"));
}

#[test]
fn a_full_room_still_takes_the_code_s_own_writes() {
    let db = full();
    assert!(matches!(hold(&db, 3, 2), HoldAnswer::Seat { .. }), "a reload in a full room");
    go_in(&db, 3, 2);
    assert_eq!(seat(&db, 3), is("attendee", SeatState::Live));
}

#[test]
fn change_of_role_without_counting_is_refused_by_the_schema_and_nothing_else_is_lost() {
    let db = full();
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![named(21), named(22)];
    entry.version = 2;
    bugs::with(Bug::CapsOff, || say(&db, START, Command::Learn { entry }));
    assert_eq!(seats(&db, "attendee"), 13);
    assert_eq!(seat(&db, 20), None, "nobody was behind the seat, so it is free at once");
    assert_eq!(db.count("SELECT version FROM room"), 2);
}

#[test]
fn a_lower_limit_keeps_who_is_there_and_lets_nobody_new_in() {
    let db = full();
    let mut entry = room_entry(0, 5, 1);
    entry.moderators = vec![named(20), named(21), named(22)];
    entry.version = 2;
    say(&db, START, Command::Learn { entry });
    assert_eq!((seats(&db, "attendee"), seats(&db, "moderator")), (13, 3));
    assert_eq!(release(&db, 0, 2), ReleaseAnswer::Gone);
    assert_eq!(hold(&db, 0, 3), HoldAnswer::Full { attendee_limit: 5 });
    let error = bugs::with(Bug::CapsOff, || db.transaction(|sql| handle(sql, START, hold_command(0, 4)))).unwrap_err();
    assert!(error.0.contains("room_full"), "{error}");
    assert!(matches!(hold(&db, 5, 2), HoldAnswer::Seat { .. }), "who has a seat keeps it");
}

#[test]
fn a_limit_above_thirteen_or_three_is_no_limit_of_ours() {
    let db = room();
    assert!(refused(&db, "UPDATE room SET attendee_limit = 14").contains("CHECK"));
    assert!(refused(&db, "UPDATE room SET moderator_limit = 4").contains("CHECK"));
}

#[test]
fn a_seat_goes_only_by_proof() {
    let db = room();
    hold(&db, 0, 1);
    let connect = Command::Connect { conn: "c".into(), person: "att_0".into(), epoch: 1 };
    say(&db, START, connect);
    assert!(refused(&db, "DELETE FROM seats").contains("seat_not_proven_empty"));
    db.exec("UPDATE seats SET dirty = 0", &[]).unwrap();
    assert!(refused(&db, "DELETE FROM seats").contains("seat_not_proven_empty"), "an attempt is open");
    db.exec("DELETE FROM attempts", &[]).unwrap();
    db.exec("DELETE FROM seats", &[]).unwrap();
}

#[test]
fn a_removal_is_not_undone() {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    say(&db, START, remove("rem_1", 0));
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Evicting));
    for state in ["live', until = NULL --", "leaving", "granted', until = 1 --"] {
        let error = refused(&db, &format!("UPDATE seats SET state = '{state}'"));
        assert!(error.contains("evicting_stays"), "{error}");
    }
}

#[test]
fn epochs_never_fall() {
    let db = room();
    hold(&db, 0, 5);
    assert!(refused(&db, "UPDATE people SET epoch = 4").contains("epoch_fell"));
    db.exec("UPDATE people SET spent = 1", &[]).unwrap();
    assert!(refused(&db, "UPDATE people SET spent = 0").contains("epoch_fell"));
    db.exec("UPDATE people SET spent = 0, epoch = 6", &[]).unwrap();
    assert!(
        refused(&db, "INSERT INTO people (person, epoch, spent) VALUES ('att_0', 3, 0) ON CONFLICT (person) DO UPDATE SET epoch = 3")
            .contains("epoch_fell")
    );

    let person = Db::new(crate::person::SCHEMA);
    person.exec("UPDATE me SET epoch = 5", &[]).unwrap();
    assert!(refused(&person, "UPDATE me SET epoch = 4").contains("epoch_fell"));
}
