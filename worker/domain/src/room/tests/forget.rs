//! Somebody is deleted: their words and names go, for good and from everything that leaves the room.

use super::*;
use crate::catalogue::DELETED;
use crate::room::{Audience, Frame, Read};
use crate::sql::Row;
use crate::testing::organizer;
use crate::time;

const NAME: &str = "Ada No 1";

fn post(db: &Db, p: usize, id: &str, text: &str) {
    let (person, id, text) = (format!("att_{p}"), id.to_owned(), text.to_owned());
    let command = Command::Post { event: "evt_1".into(), person, id, text, limited: false };
    assert!(matches!(say(db, START, command), Answer::Posted { .. }));
}
fn forget(db: &Db, p: usize) -> Outcome<Answer, Effect> {
    outcome(db, START + 1_000, Command::Forget { person: format!("att_{p}") })
}
/// Every text in every table.
fn everything(db: &Db) -> String {
    let tables = db.exec("SELECT name FROM sqlite_schema WHERE type = 'table'", &[]).unwrap();
    let rows = |row: &Row| db.exec(&format!("SELECT * FROM {}", row.text(0).unwrap()), &[]).unwrap();
    tables.iter().map(|row| format!("{:?}\n", rows(row))).collect()
}

/// Att 1 is inside, has written, was removed and let back, has removed somebody, waits in line elsewhere.
fn known() -> Db {
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![crate::testing::named(1)];
    let db = with(entry);
    for p in 0..3 {
        hold(&db, p, 1);
        go_in(&db, p, 1);
    }
    post(&db, 0, "msg_a", "Hello");
    post(&db, 1, "msg_b", "A secret of mine");
    post(&db, 1, "msg_c", "Taken back");
    say(&db, START, Command::DeleteMessage { id: "msg_c".into(), by: organizer() });
    let by = crate::ban::By::Attendee { id: "att_1".into(), event: "evt_1".into() };
    let Command::Remove { id, person, reason, ends_at, delete_messages, face, .. } = remove("ban_1", 2) else { panic!() };
    say(&db, START, Command::Remove { id, person, by: by.clone(), reason, ends_at, delete_messages, face });
    say(&db, START, Command::Lift { id: "ban_1".into(), by, restore: false });
    say(&db, START, crate::testing::removal("ban_2", 1, Some(START + 9_000_000)));
    db
}

#[test]
fn nothing_of_somebody_deleted_is_left_but_numbers() {
    let db = known();
    let count = |what: &str| db.count(&format!("SELECT COUNT(*) FROM {what}"));
    let before = [count("messages"), count("visits"), count("removals")];
    assert!(everything(&db).contains(NAME) && everything(&db).contains("A secret"));
    forget(&db, 1);
    let after = everything(&db).replace(&serde_json::to_string(&crate::testing::named(1)).unwrap().replace('"', "\\\""), "");
    assert!(!after.contains(NAME) && !after.contains("secret") && !after.contains("Taken back"), "{after}");
    assert_eq!([count("messages"), count("visits"), count("removals")], before, "counts stay");
    assert_eq!(count(&format!("messages WHERE person = 'att_1' AND deleted_at IS NOT NULL AND text = '' AND name = '{DELETED}'")), 2);
    assert_eq!(count(&format!("removals WHERE by_name = '{DELETED}' AND lifted_by_name = '{DELETED}'")), 1);
    // Others' are as they were.
    assert_eq!(count("messages WHERE person = 'att_0' AND deleted_at IS NULL AND text = 'Hello'"), 1);
}

#[test]
fn who_reads_hears_that_the_lines_are_gone_and_no_removal_brings_them_back() {
    let db = known();
    say(&db, START + 500, Command::Alarm);
    let effects = forget(&db, 1).effects;
    let lines = effects.iter().find_map(|e| match e {
        Effect::Say { to: Audience::All, frame: Frame::Chat { messages, .. } } => Some(messages.clone()),
        _ => None,
    });
    let lines = lines.expect("a frame of the chat");
    assert_eq!(
        lines.iter().map(|m| (m.seq, m.text.is_none(), m.person.name.as_str())).collect::<Vec<_>>(),
        [(2, true, DELETED), (3, true, DELETED)]
    );
    say(&db, START + 2_000, Command::Restore { removal: "ban_2".into() });
    say(&db, START + 2_000, Command::Lift { id: "ban_2".into(), by: organizer(), restore: true });
    match say(&db, START + 2_000, Command::ReadChat { event: "evt_1".into(), person: "att_0".into(), part: Read::Latest, limit: 50 }) {
        Answer::Chat { log } => assert_eq!(log.messages.iter().filter(|m| m.text.is_some()).count(), 1, "{log:?}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn they_are_put_out_and_out_of_the_line() {
    let db = with(room_entry(0, 1, 0));
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    say(&db, START, Command::Wait { person: profile(1), gen_no: 1, feature_bans: vec![] });
    forget(&db, 1);
    assert_eq!(db.count("SELECT COUNT(*) FROM waiting"), 0);
    let effects = forget(&db, 0).effects;
    assert!(effects.iter().any(|e| matches!(e, Effect::HangUp { person, .. } if person == "att_0")), "{effects:?}");
    assert!(!everything(&db).contains("Ada No"), "{}", everything(&db));
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Evicting), "until LiveKit has proven it");
    assert!(matches!(hold(&db, 0, 1), HoldAnswer::Evicting | HoldAnswer::Stale));
}

/// Whatever D1 had not been sent yet, it is sent without a name; and a second time changes nothing at all.
#[test]
fn the_outbox_names_nobody_who_was_deleted() {
    let db = known();
    forget(&db, 1);
    let sent = format!("{:?}", outcome(&db, START + time::OUTBOX + 1_000, Command::Flush).effects);
    assert!(!sent.contains(NAME) && !sent.contains("secret") && sent.contains(DELETED), "{sent}");
    let then = everything(&db);
    let again = forget(&db, 1);
    assert_eq!(everything(&db), then);
    let told = |e: &Effect| matches!(e, Effect::Say { .. } | Effect::Flush { .. } | Effect::IndexBan { .. });
    assert!(!again.effects.iter().any(told), "{:?}", again.effects);
}
