//! A rehearsal is cleared away: its chat is gone, and whatever comes after is as ever.

use super::*;
use crate::room::Read;
use crate::testing::removal;

fn post(db: &Db, now: Millis, id: &str) -> i64 {
    let (person, text) = ("att_0".to_owned(), format!("the text of {id}"));
    match say(db, now, Command::Post { event: "evt_1".into(), person, id: id.into(), text, limited: false }) {
        Answer::Posted { message } => message.seq,
        other => panic!("{other:?}"),
    }
}
fn clear(db: &Db, version: i64, until: Millis) {
    let entry = RoomEntry { version, cleared_at: until, ..room_entry(0, 13, 3) };
    say(db, until + 10, Command::Learn { entry });
}
/// Id and text of each line of this part.
fn read(db: &Db, part: Read) -> Vec<(String, Option<String>)> {
    match say(db, START + 9_000, Command::ReadChat { event: "evt_1".into(), person: "att_0".into(), part, limit: 200 }) {
        Answer::Chat { log } => log.messages.into_iter().map(|m| (m.id, m.text)).collect(),
        other => panic!("{other:?}"),
    }
}
fn sent(db: &Db) -> Vec<String> {
    let outcome = outcome(db, START + 9_000, Command::Flush);
    let batches = outcome.effects.into_iter().filter_map(|e| if let Effect::Flush { batch } = e { Some(batch) } else { None });
    batches.flat_map(|batch| batch.lines.into_iter().map(|line| line.id)).collect()
}
fn chatted() -> Db {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    db
}

#[test]
fn lines_up_to_then_are_empty_for_good() {
    let db = chatted();
    let old = post(&db, START + 1_000, "msg_a");
    post(&db, START + 2_000, "msg_b");
    say(&db, START + 2_500, removal("ban_1", 2, Some(START + 9_000_000)));
    post(&db, START + 3_001, "msg_c");
    clear(&db, 2, START + 3_000);
    let shown = [("msg_c".to_owned(), Some("the text of msg_c".to_owned()))];
    assert_eq!(read(&db, Read::Latest), shown);
    assert_eq!(read(&db, Read::Before(i64::from(u32::MAX))), shown);
    // Who had them loaded hears that they are deleted.
    let gone = [("msg_a".to_owned(), None), ("msg_b".to_owned(), None)];
    assert_eq!(read(&db, Read::After(old + 2)), gone);
    assert_eq!(db.count("SELECT COUNT(*) FROM messages WHERE text <> ''"), 1);
    assert_eq!(db.count("SELECT COUNT(*) FROM removals"), 1, "bans stay");
    assert_eq!(sent(&db), ["msg_c"]);
}

#[test]
fn the_numbers_of_the_chat_go_on() {
    let db = chatted();
    for n in 0..3 {
        post(&db, START + n, &format!("msg_{n}"));
    }
    clear(&db, 2, START + 100);
    assert!(sent(&db).is_empty(), "D1 is sent nothing that was cleared");
    assert_eq!(post(&db, START + 200, "msg_new"), 7, "three posts, three changes");
    assert_eq!(sent(&db), ["msg_new"]);
    // Told again, and of less: nothing changes.
    clear(&db, 3, START + 100);
    clear(&db, 4, START + 50);
    assert_eq!(post(&db, START + 300, "msg_next"), 8);
    assert_eq!(read(&db, Read::Latest).len(), 2);
}

#[test]
fn a_removal_that_is_lifted_brings_nothing_back() {
    let db = chatted();
    post(&db, START, "msg_a");
    let Command::Remove { id, person, by, reason, ends_at, face, .. } = removal("ban_1", 0, Some(START + 9_000)) else { panic!() };
    say(&db, START + 1, Command::Remove { id, person, by: by.clone(), reason, ends_at, delete_messages: true, face });
    clear(&db, 2, START + 100);
    say(&db, START + 200, Command::Lift { id: "ban_1".into(), by, restore: true });
    assert_eq!(db.count("SELECT COUNT(*) FROM messages WHERE deleted_at IS NULL OR text <> ''"), 0);
}

/// Whoever is inside was there from then on, also where a clock is behind; D1 hears it anew.
#[test]
fn a_visit_that_goes_on_begins_right_after_it() {
    let db = chatted();
    let sent = |now| {
        let outcome = outcome(&db, now, Command::Flush);
        let batches = outcome.effects.into_iter().filter_map(|e| if let Effect::Flush { batch } = e { Some(batch) } else { None });
        let batches: Vec<_> = batches.collect();
        batches.iter().for_each(|batch| drop(say(&db, now, Command::Flushed { sent: batch.receipt() })));
        batches.iter().flat_map(|batch| batch.visits.clone()).map(|visit| (visit.joined_at, visit.left_at)).collect::<Vec<_>>()
    };
    assert_eq!(sent(START + 100), [(START, None)]);
    let entry = RoomEntry { version: 2, cleared_at: START + 5_000, ..room_entry(0, 13, 3) };
    say(&db, START + 4_000, Command::Learn { entry });
    assert_eq!(sent(START + 4_000), [(START + 5_001, None)]);
    say(&db, START + 4_500, Command::Release { person: "att_0".into(), fence: 2, evict: false });
    assert_eq!(sent(START + 4_500), [(START + 5_001, Some(START + 5_001))]);
}
