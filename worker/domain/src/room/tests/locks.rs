//! What attendees may not use.

use super::stage::{Call, answered, calls};
use super::*;
use crate::ban::By;
use crate::room::{Denied, Lock, Rights, Tool};
use crate::testing::{named, organizer};

fn locked_room() -> Db {
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![named(9)];
    let db = with(entry);
    for p in [0, 1, 9] {
        hold(&db, p, 1);
        go_in(&db, p, 1);
    }
    db
}
fn moderator() -> By {
    By::Attendee { id: "att_9".into(), event: "evt_1".into() }
}
fn lock_command(by: By, what: Tool, person: Option<usize>, locked: bool) -> Command {
    Command::Lock { by, lock: Lock { person: person.map(|p| format!("att_{p}")), what }, locked }
}
fn lock(db: &Db, what: Tool, person: Option<usize>, locked: bool) -> Vec<Call> {
    let out = outcome(db, START, lock_command(moderator(), what, person, locked));
    assert!(matches!(out.answer, Answer::Floor { .. }), "{:?}", out.answer);
    calls(out.effects)
}
fn refused(db: &Db, by: By, what: Tool, person: Option<usize>) -> Denied {
    match say(db, START, lock_command(by, what, person, true)) {
        Answer::Denied { why } => why,
        other => panic!("{other:?}"),
    }
}
fn door(db: &Db, p: usize) -> Rights {
    match say(db, START, Command::Check { person: format!("att_{p}"), epoch: 1 }) {
        Answer::Door { holder: Some(holder), .. } => holder.rights,
        other => panic!("{other:?}"),
    }
}
const SILENT: Rights = Rights { microphone: false, camera: true, share: false };

#[test]
fn a_lock_for_all_means_every_attendee_here_and_who_comes_later() {
    let db = locked_room();
    let asked = lock(&db, Tool::Microphone, None, true);
    assert_eq!(asked.iter().map(|(p, _, rights)| (*p, *rights)).collect::<Vec<_>>(), [(0, SILENT), (1, SILENT)], "not the moderator");
    for call in &asked {
        assert_eq!(answered(&db, 10, call, true), []);
    }
    hold(&db, 2, 1);
    assert_eq!((door(&db, 2), door(&db, 9)), (SILENT, Rights::default()));
    // The newcomer's body has them from its token: nobody is asked.
    let conn = "conn_new".to_owned();
    say(&db, START, Command::Connect { conn: conn.clone(), person: "att_2".into(), epoch: 1 });
    assert_eq!(calls(outcome(&db, START, Command::Connected { conn }).effects), []);
    let opened = lock(&db, Tool::Microphone, None, false);
    assert_eq!(opened.iter().map(|(p, _, rights)| (*p, *rights)).collect::<Vec<_>>(), [0, 1, 2].map(|p| (p, Rights::default())));
    opened.iter().for_each(|call| drop(answered(&db, 20, call, true)));
    assert_eq!(db.count("SELECT (SELECT COUNT(*) FROM permits) + (SELECT COUNT(*) FROM locks)"), 0);
}

#[test]
fn said_twice_it_is_once() {
    let db = locked_room();
    assert_eq!(lock(&db, Tool::Camera, Some(0), true).len(), 1);
    assert_eq!(lock(&db, Tool::Camera, Some(0), true), []);
    lock(&db, Tool::Chat, None, true);
    match say(&db, START, lock_command(moderator(), Tool::Share, Some(1), true)) {
        Answer::Floor { floor } => assert_eq!(
            floor.locks,
            [
                Lock { person: None, what: Tool::Chat },
                Lock { person: Some("att_0".into()), what: Tool::Camera },
                Lock { person: Some("att_1".into()), what: Tool::Share }
            ]
        ),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_lock_lasts_over_a_reload_and_over_leaving() {
    let db = locked_room();
    let call = lock(&db, Tool::Camera, Some(0), true).remove(0);
    answered(&db, 10, &call, true);
    release(&db, 0, 2);
    let rev = super::super::row::Seat::of(&db, "att_0").unwrap().unwrap().rev;
    say(&db, START, Command::BodyRemoved { person: "att_0".into(), rev, open: false, ok: true });
    hold(&db, 0, 3);
    match say(&db, START, Command::Check { person: "att_0".into(), epoch: 3 }) {
        Answer::Door { holder: Some(holder), .. } => assert!(!holder.rights.camera && holder.rights.microphone),
        other => panic!("{other:?}"),
    }
}

#[test]
fn who_comes_back_with_rights_that_changed_meanwhile_is_told() {
    let db = locked_room();
    let conn = "conn_again".to_owned();
    say(&db, START, Command::Connect { conn: conn.clone(), person: "att_0".into(), epoch: 1 });
    let call = lock(&db, Tool::Microphone, Some(0), true).remove(0);
    answered(&db, 10, &call, true);
    // The body of that token, or the one there was: nobody knows which rights it has.
    let again = calls(outcome(&db, START + 20, Command::Connected { conn }).effects);
    assert_eq!((again.len(), again[0].0, again[0].2), (1, 0, SILENT));
}

#[test]
fn moderators_lock_and_are_never_meant() {
    let db = locked_room();
    assert_eq!(refused(&db, By::Attendee { id: "att_0".into(), event: "evt_1".into() }, Tool::Chat, None), Denied::NotModerator);
    assert_eq!(refused(&db, By::Attendee { id: "att_9".into(), event: "evt_2".into() }, Tool::Chat, None), Denied::NotFound);
    assert_eq!(refused(&db, organizer(), Tool::Chat, Some(9)), Denied::MeansModerator);
    assert_eq!(refused(&db, organizer(), Tool::Chat, Some(7)), Denied::Unknown);
    lock(&db, Tool::Camera, Some(0), true);
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![named(9), named(0)];
    entry.version = 2;
    say(&db, START + 6_000, Command::Learn { entry });
    assert_eq!(door(&db, 0), Rights::default(), "who becomes a moderator is free");
}

#[test]
fn a_locked_chat_takes_no_line_but_repeats_the_one_it_has() {
    let db = locked_room();
    let post = |id: &str, p: usize| {
        let (event, person) = ("evt_1".to_owned(), format!("att_{p}"));
        say(&db, START, Command::Post { event, person, id: id.into(), text: "Hello".into(), limited: true })
    };
    assert!(matches!(post("msg_1", 0), Answer::Posted { .. }));
    lock(&db, Tool::Chat, Some(0), true);
    assert_eq!(post("msg_2", 0), Answer::Denied { why: Denied::Locked { what: Tool::Chat } });
    assert!(matches!(post("msg_1", 0), Answer::Posted { .. }), "it was acknowledged");
    assert!(matches!(post("msg_3", 1), Answer::Posted { .. }));
    lock(&db, Tool::Chat, None, true);
    assert_eq!(post("msg_4", 1), Answer::Denied { why: Denied::Locked { what: Tool::Chat } });
    assert!(matches!(post("msg_5", 9), Answer::Posted { .. }));
}

#[test]
fn a_locked_stage_is_nobodys() {
    let db = locked_room();
    let claim = |p: usize| say(&db, START, Command::Claim { event: "evt_1".into(), person: format!("att_{p}"), take_over: false });
    assert!(matches!(claim(0), Answer::Stage { .. }));
    lock(&db, Tool::Share, None, true);
    assert_eq!(db.count("SELECT COUNT(*) FROM stage"), 0);
    assert_eq!(claim(0), Answer::Denied { why: Denied::Locked { what: Tool::Share } });
    assert!(matches!(claim(9), Answer::Stage { .. }));
}

#[test]
fn muting_means_one_attendee_or_all() {
    let db = locked_room();
    let mute = |by: By, person: Option<usize>| {
        say(&db, START, Command::Mute { by, what: Tool::Microphone, person: person.map(|p| format!("att_{p}")) })
    };
    let by = named(9);
    assert_eq!(mute(moderator(), Some(1)), Answer::Mute { people: vec!["att_1".into()], by: by.clone() });
    assert_eq!(mute(moderator(), None), Answer::Mute { people: vec!["att_0".into(), "att_1".into()], by });
    assert_eq!(mute(moderator(), Some(9)), Answer::Denied { why: Denied::MeansModerator });
    assert_eq!(mute(moderator(), Some(7)), Answer::Denied { why: Denied::Unknown });
    let nobody = By::Attendee { id: "att_0".into(), event: "evt_1".into() };
    assert_eq!(mute(nobody, None), Answer::Denied { why: Denied::NotModerator });
    let told = outcome(&db, START, Command::Muted { by: named(9), what: Tool::Microphone, people: vec!["att_1".into()] }).effects;
    assert!(matches!(&told[..], [Effect::Say { to: crate::room::Audience::Only { people }, .. }] if people == &["att_1".to_owned()]));
}
