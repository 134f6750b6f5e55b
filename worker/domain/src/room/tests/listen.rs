//! The room's sockets.

use super::*;
use crate::room::{Denied, Frame, Hello, Why};

fn listen(db: &Db, p: usize, after: Option<i64>, ends_in: Millis) -> Answer {
    say(db, START, Command::Listen { event: "evt_1".into(), person: format!("att_{p}"), after, session_ends_at: START + ends_in })
}
fn hello(answer: Answer) -> Hello {
    match answer {
        Answer::Hello { hello } => *hello,
        other => panic!("{other:?}"),
    }
}
fn post(db: &Db, n: usize) {
    let (id, event) = (format!("msg_{n}"), "evt_1".into());
    say(db, START, Command::Post { event, person: "att_0".into(), id, text: "x".into(), limited: false });
}
fn hung_up(db: &Db, now: Millis, command: Command) -> Vec<String> {
    let effects = db.transaction(|sql| handle(sql, now, command)).unwrap().effects;
    let hang_up = |e| if let Effect::HangUp { person, why: Why::NoSeat } = e { Some(person) } else { None };
    effects.into_iter().filter_map(hang_up).collect()
}

#[test]
fn who_sits_there_hears_the_newest_or_what_they_missed() {
    let db = room();
    hold(&db, 0, 1);
    for n in 1..=60 {
        post(&db, n);
    }
    let first = hello(listen(&db, 0, None, 1_000));
    assert_eq!((first.log.messages.len(), first.log.seq, first.log.more), (50, 60, false));
    assert_eq!(first.people.len(), 1);
    assert_eq!(hello(listen(&db, 0, Some(58), 1_000)).log.messages.len(), 2);
    assert_eq!(hello(listen(&db, 0, Some(99), 1_000)).log.messages.len(), 50, "a number this room never gave");
    for n in 61..=300 {
        post(&db, n);
    }
    let behind = hello(listen(&db, 0, Some(10), 1_000));
    assert_eq!((behind.log.messages.len(), behind.log.seq, behind.log.more), (200, 210, true));
}

#[test]
fn nobody_else_hears_anything() {
    let db = room();
    assert!(matches!(listen(&db, 0, None, 1_000), Answer::Denied { why: Denied::NoSeat { .. } }));
    hold(&db, 0, 1);
    say(&db, START, remove("ban_1", 0));
    assert!(matches!(listen(&db, 0, None, 1_000), Answer::Denied { .. }));
}

#[test]
fn a_seat_that_closes_closes_the_socket() {
    let db = room();
    hold(&db, 0, 1);
    let release = |fence| Command::Release { person: "att_0".into(), fence, evict: false };
    assert_eq!(hung_up(&db, START, release(2)), ["att_0"], "clean");
    hold(&db, 0, 3);
    go_in(&db, 0, 3);
    assert_eq!(hung_up(&db, START, release(4)), ["att_0"], "dirty");
    hold(&db, 1, 1);
    assert_eq!(hung_up(&db, START + 30_000, Command::Hint), ["att_1"], "the lease ran out");
}

#[test]
fn the_end_of_a_session_closes_its_sockets_and_needs_no_watchdog() {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    hello(listen(&db, 0, None, 5_000_000));
    hello(listen(&db, 0, None, 9_000_000));
    say(&db, START, Command::Release { person: "att_0".into(), fence: 2, evict: false });
    say(&db, START, Command::BodyRemoved { person: "att_0".into(), rev: 65_538, open: false, ok: true });
    say(&db, START + 1_000, Command::Alarm);
    let end = START + 5_000_000;
    let card = |rev| Command::CardTaken { place: "fea_0".into(), rev };
    (1..9).for_each(|rev| drop(say(&db, START + 2_000, card(rev))));
    let sent = outbox::sent(&outcome(&db, end - 200_000, Command::Alarm));
    say(&db, end - 200_000, Command::Flushed { sent });
    let quiet = db.transaction(|sql| handle(sql, end - 1, Command::Alarm)).unwrap();
    assert_eq!((quiet.answer, quiet.alarm), (Answer::Resting, Some(end)));
    let rang = db.transaction(|sql| handle(sql, end, Command::Alarm)).unwrap();
    assert!(rang.effects.contains(&Effect::HangUpExpired));
    assert_eq!(rang.alarm, Some(end + 60_000), "again, if the shell died before it closed them");
    say(&db, end, Command::SessionsEnded { next: None });
    assert_eq!(db.transaction(|sql| handle(sql, end, Command::Alarm)).unwrap().alarm, None);
}

#[test]
fn everybody_hears_who_is_there_with_the_card() {
    let db = room();
    hold(&db, 0, 1);
    let outcome = db.transaction(|sql| handle(sql, START + 250, Command::Alarm)).unwrap();
    let people = outcome.effects.iter().find_map(|e| match e {
        Effect::Say { frame: Frame::People { people }, .. } => Some(people.len()),
        _ => None,
    });
    assert_eq!(people, Some(1));
}
