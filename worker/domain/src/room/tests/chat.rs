//! The chat: one order, nothing twice, nothing lost.

use super::*;
use crate::ban::By;
use crate::room::{Audience, Denied, Frame, Log, Message, Read};
use crate::testing::{named, organizer};
use crate::time::{CHAT, CHAT_BURST, CHAT_REFILL};

/// People 0 to 3 sit in the room.
fn chatting() -> Db {
    let db = room();
    for p in 0..4 {
        hold(&db, p, 1);
    }
    db
}
fn post_at(db: &Db, now: Millis, p: usize, id: &str, text: &str) -> Answer {
    say(db, now, post_command(p, id, text))
}
fn post_command(p: usize, id: &str, text: &str) -> Command {
    Command::Post { event: "evt_1".into(), person: format!("att_{p}"), id: id.into(), text: text.into(), limited: true }
}
fn posted(answer: Answer) -> Message {
    match answer {
        Answer::Posted { message } => *message,
        other => panic!("{other:?}"),
    }
}
fn denied(answer: Answer) -> Denied {
    match answer {
        Answer::Denied { why } => why,
        other => panic!("{other:?}"),
    }
}
fn read(db: &Db, part: Read, limit: i64) -> Log {
    match say(db, START, Command::ReadChat { event: "evt_1".into(), person: "att_0".into(), part, limit }) {
        Answer::Chat { log } => log,
        other => panic!("{other:?}"),
    }
}
fn delete(db: &Db, id: &str, by: &By) -> Answer {
    say(db, START, Command::DeleteMessage { id: id.into(), by: by.clone() })
}
fn attendee(p: usize) -> By {
    By::Attendee { id: format!("att_{p}"), event: "evt_1".into() }
}
fn seqs(log: &Log) -> Vec<i64> {
    log.messages.iter().map(|m| m.seq).collect()
}
/// Chat frames for everybody among a command's effects: from, to, sequence numbers.
fn frames(db: &Db, now: Millis, command: Command) -> Vec<(i64, i64, Vec<i64>)> {
    let outcome = db.transaction(|sql| handle(sql, now, command)).unwrap();
    let frame = |e: &Effect| match e {
        Effect::Say { to: Audience::All, frame: Frame::Chat { after, seq, messages } } => {
            Some((*after, *seq, messages.iter().map(|m| m.seq).collect()))
        }
        _ => None,
    };
    outcome.effects.iter().filter_map(frame).collect()
}

#[test]
fn a_message_is_numbered_and_kept_as_it_was_written() {
    let db = chatting();
    let message = posted(post_at(&db, START, 0, "msg_1", " Hi\r\nthere\u{202e} "));
    assert_eq!((message.seq, message.text.as_deref(), message.sent_at), (1, Some("Hi\nthere"), START));
    assert_eq!((message.person.name.as_str(), message.role), ("Ada No 0", crate::card::Role::Attendee));
    assert_eq!(posted(post_at(&db, START, 1, "msg_2", "Hello")).seq, 2);
    assert_eq!(seqs(&read(&db, Read::Latest, 50)), [1, 2]);
}

#[test]
fn the_same_id_is_the_same_line_and_nobody_elses() {
    let db = chatting();
    let first = posted(post_at(&db, START, 0, "msg_1", "Hi"));
    assert_eq!(posted(post_at(&db, START + 5, 0, "msg_1", "other words")), first);
    assert_eq!(denied(post_at(&db, START, 1, "msg_1", "mine")), Denied::Taken);
    assert_eq!(db.count("SELECT COUNT(*) FROM messages"), 1);
    assert_eq!(db.count("SELECT chat_seq FROM meta"), 1);
}

#[test]
fn only_people_with_an_open_seat_read_or_write() {
    let db = chatting();
    let no_seat = Denied::NoSeat { event: "evt_1".into(), groups: vec![] };
    assert_eq!(denied(post_at(&db, START, 9, "msg_1", "Hi")), no_seat);
    let read = |p: usize| Command::ReadChat { event: "evt_1".into(), person: format!("att_{p}"), part: Read::Latest, limit: 50 };
    assert_eq!(denied(say(&db, START, read(9))), no_seat);
    let held = Command::Hold { person: profile(8), epoch: 1, grant: false, feature_bans: vec![] };
    say(&db, START, held);
    assert_eq!(denied(say(&db, START, read(8))), no_seat, "the dialog is not yet the room");
    say(&db, START, crate::testing::removal("ban_1", 0, Some(START + 1_000)));
    assert!(matches!(denied(post_at(&db, START, 0, "msg_1", "Hi")), Denied::Banned { .. }));
    let Command::Post { person, id, text, limited, .. } = post_command(1, "msg_1", "Hi") else { panic!() };
    let elsewhere = Command::Post { event: "evt_2".into(), person, id, text, limited };
    assert_eq!(denied(say(&db, START, elsewhere)), Denied::NotFound);
}

#[test]
fn a_message_has_one_to_a_thousand_characters_as_they_are_shown() {
    let db = chatting();
    assert!(matches!(denied(post_at(&db, START, 0, "msg_1", " \u{200b}\n")), Denied::Length { length: 0 }));
    let long = "é".repeat(1_000);
    posted(post_at(&db, START, 0, "msg_1", &format!("\n{long} ")));
    assert!(matches!(denied(post_at(&db, START, 0, "msg_2", &format!("{long}e"))), Denied::Length { length: 1_001 }));
}

#[test]
fn nobody_floods_the_room() {
    let db = chatting();
    for n in 0..CHAT_BURST {
        posted(post_at(&db, START, 0, &format!("msg_{n}"), "Hi"));
    }
    assert_eq!(denied(post_at(&db, START + 400, 0, "msg_x", "Hi")), Denied::Wait { millis: CHAT_REFILL - 400 });
    posted(post_at(&db, START, 1, "msg_y", "each has a bucket of their own"));
    posted(post_at(&db, START + CHAT_REFILL, 0, "msg_x", "Hi"));
    assert!(matches!(denied(post_at(&db, START + CHAT_REFILL, 0, "msg_z", "Hi")), Denied::Wait { .. }));
    posted(post_at(&db, START, 0, "msg_0", "a repetition costs nothing"));
}

#[test]
fn a_quiet_message_is_told_at_once_and_many_in_one_frame() {
    let db = chatting();
    assert_eq!(frames(&db, START, post_command(0, "msg_1", "a")), [(0, 1, vec![1])]);
    for (n, ms) in [(2, 10), (3, 20), (4, 30)] {
        assert_eq!(frames(&db, START + ms, post_command(1, &format!("msg_{n}"), "b")), []);
    }
    let outcome = db.transaction(|sql| handle(sql, START + 31, Command::Alarm)).unwrap();
    assert_eq!(outcome.alarm, Some(START + CHAT), "the rest is told when the time is over");
    assert_eq!(frames(&db, START + CHAT, Command::Alarm), [(1, 4, vec![2, 3, 4])]);
    assert_eq!(frames(&db, START + 2 * CHAT, Command::Alarm), []);
}

#[test]
fn a_burst_longer_than_a_frame_travels_in_several_without_a_gap() {
    let db = chatting();
    frames(&db, START, post_command(0, "msg_0", "a"));
    for n in 1..=250 {
        let Command::Post { event, person, id, text, .. } = post_command(1, &format!("msg_{n}"), "b") else { panic!() };
        say(&db, START + 1, Command::Post { event, person, id, text, limited: false });
    }
    let first = frames(&db, START + CHAT, Command::Alarm);
    assert_eq!((first[0].0, first[0].1, first[0].2.len()), (1, 201, 200));
    let second = frames(&db, START + 2 * CHAT, Command::Alarm);
    assert_eq!((second[0].0, second[0].1, second[0].2.len()), (201, 251, 50));
}

#[test]
fn history_is_paged_backwards_and_changes_forwards() {
    let db = chatting();
    for n in 1..=9 {
        posted(post_at(&db, START, n % 4, &format!("msg_{n}"), "x"));
    }
    let newest = read(&db, Read::Latest, 4);
    assert_eq!((seqs(&newest), newest.seq, newest.more), (vec![6, 7, 8, 9], 9, true));
    let older = read(&db, Read::Before(6), 5);
    assert_eq!((seqs(&older), older.more), (vec![1, 2, 3, 4, 5], false));
    assert_eq!(delete(&db, "msg_2", &attendee(2)), Answer::Done);
    let since = read(&db, Read::After(7), 2);
    assert_eq!((seqs(&since), since.seq, since.more), (vec![8, 9], 9, true));
    let rest = read(&db, Read::After(since.seq), 2);
    assert_eq!((seqs(&rest), rest.seq, rest.more), (vec![2], 10, false));
    assert_eq!((rest.messages[0].text.clone(), rest.messages[0].deleted_by_author), (None, true));
    assert_eq!(read(&db, Read::After(10), 2), Log { messages: vec![], seq: 10, more: false });
}

#[test]
fn ones_own_and_a_moderators_hand() {
    let db = chatting();
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![named(3)];
    entry.version = 2;
    say(&db, START, Command::Learn { entry });
    for n in 0..4 {
        posted(post_at(&db, START, 0, &format!("msg_{n}"), "x"));
    }
    assert_eq!(denied(delete(&db, "msg_0", &attendee(1))), Denied::NotYours);
    assert_eq!(delete(&db, "msg_0", &attendee(0)), Answer::Done);
    assert_eq!(delete(&db, "msg_0", &attendee(0)), Answer::Done, "twice is once");
    assert_eq!(db.count("SELECT chat_seq FROM meta"), 5);
    assert_eq!(delete(&db, "msg_1", &attendee(3)), Answer::Done);
    assert_eq!(delete(&db, "msg_2", &organizer()), Answer::Done);
    assert_eq!(denied(delete(&db, "msg_9", &attendee(0))), Denied::NotFound);
    assert!(matches!(denied(delete(&db, "msg_3", &attendee(9))), Denied::NoSeat { .. }));
    let shown: Vec<_> = read(&db, Read::Latest, 9).messages.into_iter().map(|m| (m.text.is_some(), m.deleted_by_author)).collect();
    assert_eq!(shown, [(false, true), (false, false), (false, false), (true, false)]);
}

/// A frame that went with nobody listening is no loss: what was committed is read by number.
#[test]
fn rows_of_a_quiet_message() {
    let db = chatting();
    let before = db.rows_written();
    posted(post_at(&db, START + 1, 0, "msg_1", "x"));
    assert_eq!(db.rows_written() - before, 4, "message, bucket, counter, and the outbox begins to wait");
    posted(post_at(&db, START + 2, 0, "msg_2", "x"));
    assert_eq!(db.rows_written() - before, 7, "it waits already");
}
