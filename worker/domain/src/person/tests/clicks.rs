//! Clicks are counted once, and cannot be poured.

use super::*;
use crate::sql::Sql;
use crate::world::person_id;

fn click(w: &mut World, p: usize, id: &str) -> Answer {
    let command = Command::Click { id: id.into(), feature: "fea_0".into(), room: Some(room_id(0)), groups: vec![], link_version: 1 };
    w.person(p, command)
}
fn there(w: &World) -> Vec<String> {
    w.d1.exec("SELECT id FROM clicks ORDER BY id", &[]).unwrap().iter().map(|row| row.text(0).unwrap()).collect()
}

#[test]
fn a_click_is_counted_once_and_gone_when_d1_has_it() {
    let mut w = world();
    assert_eq!(click(&mut w, 0, "a"), Answer::Done);
    assert_eq!(click(&mut w, 0, "a"), Answer::Done);
    w.pass_ringing(time::OUTBOX);
    assert_eq!((there(&w), w.persons[0].count("SELECT COUNT(*) FROM clicks")), (vec!["a".to_owned()], 0));
    click(&mut w, 0, "a");
    click(&mut w, 0, "b");
    w.pass_ringing(time::OUTBOX);
    assert_eq!(there(&w), ["a", "b"]);
    let rests = w.person_decides(0, Command::Alarm).unwrap();
    assert_eq!((rests.answer, rests.alarm), (Answer::Resting, None));
}

#[test]
fn thirty_at_once_then_one_a_second() {
    let mut w = world();
    let mut done = 0;
    while click(&mut w, 0, &format!("c{done:02}")) == Answer::Done {
        done += 1;
    }
    assert_eq!(done, 30);
    assert_eq!(click(&mut w, 0, "x"), Answer::Wait { millis: 1_000 });
    assert_eq!(click(&mut w, 0, "c03"), Answer::Done, "the same one again costs nothing");
    w.pass(1_000);
    assert_eq!((click(&mut w, 0, "x"), click(&mut w, 0, "y")), (Answer::Done, Answer::Wait { millis: 1_000 }));
    assert_eq!(click(&mut w, 1, "z"), Answer::Done, "everybody has a bucket of their own");
}

/// D1 does not answer: the clicks stay, and are sent again.
#[test]
fn a_flush_that_is_lost_is_repeated() {
    let mut w = world();
    click(&mut w, 0, "a");
    w.pass(time::OUTBOX);
    w.ring_person(0);
    w.wire.clear();
    w.pass_ringing(time::slow_backoff(0));
    assert_eq!(there(&w), ["a"]);
}

/// An event ban refuses before any room is asked; it is counted once a minute, and in rooms that exist.
#[test]
fn joins_an_event_ban_refuses_are_counted() {
    let mut w = world();
    w.person(0, crate::testing::wide_ban("ban_1", None, w.now + 3_600_000));
    w.flow();
    for n in 0..30 {
        w.enter(0, n % 3, &format!("e{n}"), false, false);
    }
    w.pass_ringing(time::OUTBOX);
    let rows = w.d1.exec("SELECT room, epoch, feature FROM refusals ORDER BY room", &[]).unwrap();
    let rows: Vec<(String, i64, String)> = rows.iter().map(|r| (r.text(0).unwrap(), r.int(1).unwrap(), r.text(2).unwrap())).collect();
    let at = -crate::world::START;
    assert_eq!(rows, [(room_id(0), at, "fea_0".to_owned()), (room_id(1), at, "fea_1".to_owned())]);
}

/// From the room they sit in or from none; asked twice is asked once.
#[test]
fn requests_to_connect_are_counted() {
    let mut w = World::new(4, vec![room_entry(0, 1, 1), room_entry(1, 2, 1)]);
    let ask = |w: &mut World, p: usize, other: usize| {
        let other = crate::person::Card::from(&w.profiles[other]);
        w.person(p, Command::Connect { other, link_version: 1 });
        w.flow();
    };
    ask(&mut w, 0, 1);
    ask(&mut w, 0, 2);
    ask(&mut w, 0, 1);
    w.join(2, 1, "a");
    ask(&mut w, 2, 3);
    // Only the dialog is open.
    w.enter(1, 0, "b", true, false);
    w.flow();
    ask(&mut w, 1, 3);
    w.pass_ringing(time::OUTBOX);
    let rows = w.d1.exec("SELECT person, room, feature FROM requests ORDER BY person, at", &[]).unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.text(0).unwrap(), row.opt_text(1).unwrap(), row.opt_text(2).unwrap())).collect();
    let outside = (person_id(0), None, None);
    assert_eq!(rows, [outside.clone(), outside, (person_id(1), None, None), (person_id(2), Some(room_id(1)), Some("fea_1".to_owned()))]);
    assert_eq!(w.persons[0].count("SELECT COUNT(*) FROM requests"), 0);
}
