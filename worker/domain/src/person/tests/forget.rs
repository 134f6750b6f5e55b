//! Somebody is deleted: those who know them keep nothing but that.

use super::*;
use crate::catalogue::{DELETED, Profile};
use crate::person::{Card, Connection, Shown, Verb};
use crate::sql::Sql;
use crate::world::person_id;

fn connect(w: &mut World, p: usize, q: usize) {
    let other = Card::from(&w.profiles[q]);
    w.person(p, Command::Connect { other, link_version: 1 });
    w.flow();
    w.person(q, Command::Respond { other: person_id(p), verb: Verb::Accept, link_version: 1 });
    w.flow();
}
fn seen(w: &mut World, p: usize, q: usize) -> Connection {
    match w.person(p, Command::ConnectionWith { other: person_id(q), link_version: 1 }) {
        Answer::Connection { connection, .. } => *connection,
        other => panic!("{other:?}"),
    }
}
/// As D1 has somebody who was deleted.
fn delete(w: &mut World, p: usize) -> Answer {
    let profile = Profile {
        first_name: "Deleted".into(),
        last_name: "attendee".into(),
        title: None,
        company: None,
        avatar: None,
        email: Some(String::new()),
        groups: vec![],
        link_version: 2,
        version: w.profiles[p].version + 1,
        deleted: true,
        ..w.profiles[p].clone()
    };
    w.person(p, Command::Learn { profile })
}
fn rows(w: &World, p: usize) -> String {
    format!("{:?}", w.persons[p].exec("SELECT * FROM connections", &[]).unwrap())
}

/// From home, and from elsewhere; agreed, asked, declined, and blocked by either.
#[test]
fn whoever_knew_them_keeps_no_name_and_no_address() {
    for (p, q) in [(0, 1), (1, 0)] {
        for how in ["accepted", "pending", "declined", "blocks", "blocked"] {
            let mut w = world();
            let (name, email) = (w.profiles[p].name(), w.profiles[p].email.clone().unwrap());
            match how {
                "accepted" => connect(&mut w, p, q),
                _ => {
                    let other = Card::from(&w.profiles[q]);
                    w.person(p, Command::Connect { other, link_version: 1 });
                    w.flow();
                }
            }
            match how {
                "declined" => drop(w.person(q, Command::Respond { other: person_id(p), verb: Verb::Decline, link_version: 1 })),
                "blocks" => drop(w.person(p, Command::Block { other: Card::from(&w.profiles[q]), on: true, link_version: 1 })),
                "blocked" => drop(w.person(q, Command::Block { other: Card::from(&w.profiles[p]), on: true, link_version: 1 })),
                _ => {}
            }
            w.flow();
            assert!(rows(&w, q).contains(&name), "{how}");
            delete(&mut w, p);
            w.flow();
            let (mine, theirs) = (rows(&w, p), rows(&w, q));
            assert!(!theirs.contains(&name) && !theirs.contains(&email), "{how} {p}: {theirs}");
            assert_eq!(mine, "[]", "{how} {p}");
            let seen = seen(&mut w, q, p);
            assert_eq!((seen.person.name.as_str(), seen.person.email, seen.person.deleted), (DELETED, None, true), "{how}");
            let state = match how {
                "accepted" => Shown::Accepted,
                "declined" => Shown::Declined,
                "blocked" => Shown::Blocked,
                "blocks" => Shown::Withdrawn,
                _ => Shown::Pending,
            };
            assert_eq!(seen.state, state, "{how}: counts stay");
        }
    }
}

/// Somebody whom they never asked, and who blocked them all the same.
#[test]
fn who_blocked_a_stranger_forgets_them_too() {
    for (p, q) in [(0, 1), (1, 0)] {
        let mut w = world();
        let name = w.profiles[p].name();
        w.person(q, Command::Block { other: Card::from(&w.profiles[p]), on: true, link_version: 1 });
        w.flow();
        assert!(rows(&w, q).contains(&name));
        let hidden = w.person(p, Command::ConnectionWith { other: person_id(q), link_version: 1 });
        assert_eq!(hidden, Answer::NoConnection, "they learn nothing of it");
        delete(&mut w, p);
        w.flow();
        assert!(!rows(&w, q).contains(&name), "{p}: {}", rows(&w, q));
        assert_eq!(seen(&mut w, q, p).state, Shown::Blocked);
    }
}

/// The other's object does not answer: told again until it has heard; an older card that comes late brings nothing back.
#[test]
fn the_others_are_told_until_they_have_heard() {
    for (p, q) in [(0, 1), (1, 0)] {
        let mut w = world();
        connect(&mut w, p, q);
        let name = w.profiles[p].name();
        delete(&mut w, p);
        w.wire.clear();
        assert!(rows(&w, q).contains(&name) && rows(&w, p) != "[]");
        w.now += time::DAY;
        w.person(p, Command::Alarm);
        w.flow();
        assert!(!rows(&w, q).contains(&name), "{}", rows(&w, q));
        assert_eq!(rows(&w, p), "[]");
    }
}
