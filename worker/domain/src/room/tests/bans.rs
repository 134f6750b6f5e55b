//! Who may put whom out, what it takes along, and lifting it.

use super::*;
use crate::ban::{Ban, By, Face};
use crate::catalogue::Named;
use crate::room::{Audience, Denied, Frame, Why};
use crate::testing::{named, organizer};

/// Attendee 3 and 4 moderate; 0, 1 and 3 sit there.
fn moderated() -> Db {
    let db = room();
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![named(3), named(4)];
    entry.version = 2;
    say(&db, START, Command::Learn { entry });
    for p in [0, 1, 3] {
        hold(&db, p, 1);
    }
    db
}
fn by(p: usize) -> By {
    By::Attendee { id: format!("att_{p}"), event: "evt_1".into() }
}
fn remove_by(by: By, p: usize, ends_at: Option<Millis>, delete_messages: bool) -> Command {
    let face = None;
    Command::Remove { id: "ban_1".into(), person: format!("att_{p}"), by, reason: Some("Shouting".into()), ends_at, delete_messages, face }
}
fn ban_of(answer: Answer) -> Ban {
    match answer {
        Answer::Ban { ban } => *ban,
        other => panic!("{other:?}"),
    }
}
fn denied(answer: Answer) -> Denied {
    match answer {
        Answer::Denied { why } => why,
        other => panic!("{other:?}"),
    }
}
fn lift(db: &Db, now: Millis, by: By, restore: bool) -> Answer {
    say(db, now, Command::Lift { id: "ban_1".into(), by, restore })
}
fn post(db: &Db, p: usize, id: &str) {
    let post = Command::Post { event: "evt_1".into(), person: format!("att_{p}"), id: id.into(), text: "x".into(), limited: false };
    assert!(matches!(say(db, START, post), Answer::Posted { .. }));
}

#[test]
fn a_moderator_removes_and_it_says_all_there_is_to_say() {
    let db = moderated();
    let ban = ban_of(say(&db, START, remove_by(by(3), 0, Some(START + 600_000), false)));
    assert_eq!((ban.by, ban.reason.as_deref(), ban.ends_at), (named(3), Some("Shouting"), Some(START + 600_000)));
    assert_eq!(ban.person, Face::from(&profile(0)));
    assert_eq!(ban.room, Some(Named { id: "room_0".into(), name: "Room 0".into() }));
    assert_eq!(seat(&db, 0), None);
    let HoldAnswer::Banned { barred } = hold(&db, 0, 2) else { panic!() };
    assert_eq!((barred.by, barred.reason.as_deref(), barred.until), (named(3), Some("Shouting"), START + 600_000));
}

#[test]
fn who_may_not() {
    let db = moderated();
    assert_eq!(denied(say(&db, START, remove_by(by(0), 1, None, false))), Denied::NotModerator);
    assert_eq!(denied(say(&db, START, remove_by(by(3), 4, None, false))), Denied::TargetModerates);
    assert_eq!(denied(say(&db, START, remove_by(by(3), 3, None, false))), Denied::Oneself);
    let stranger = By::Attendee { id: "att_3".into(), event: "evt_2".into() };
    assert_eq!(denied(say(&db, START, remove_by(stranger, 1, None, false))), Denied::NotFound);
    assert_eq!(denied(say(&db, START, Command::Bans { by: by(0) })), Denied::NotModerator);
    assert_eq!(db.count("SELECT COUNT(*) FROM removals"), 0);
    ban_of(say(&db, START, remove_by(organizer(), 3, None, false)));
    assert_eq!(seat(&db, 3), None, "an organizer removes a moderator too");
    assert_eq!(denied(say(&db, START, remove_by(by(4), 1, None, false))), Denied::Taken, "the id is another's");
    assert_eq!(denied(lift(&db, START, by(0), false)), Denied::NotModerator);
}

#[test]
fn somebody_the_room_never_saw_is_removed_by_name() {
    let db = moderated();
    assert_eq!(denied(say(&db, START, remove_by(by(3), 7, None, false))), Denied::Unknown);
    let Command::Remove { id, person, by, reason, ends_at, delete_messages, .. } = remove_by(by(3), 7, Some(START + 1_000), false) else {
        panic!()
    };
    let face = Some(Face::from(&profile(7)));
    ban_of(say(&db, START, Command::Remove { id, person, by, reason, ends_at, delete_messages, face }));
    assert!(matches!(hold(&db, 7, 1), HoldAnswer::Banned { .. }));
}

#[test]
fn their_socket_hears_why_before_it_closes_and_livekit_is_told_after() {
    let db = moderated();
    go_in(&db, 0, 1);
    post(&db, 0, "msg_1");
    let outcome = db.transaction(|sql| handle(sql, START + 100, remove_by(by(3), 0, None, true))).unwrap();
    let at = |what: &dyn Fn(&Effect) -> bool| outcome.effects.iter().position(what).unwrap();
    let only =
        |e: &Effect| matches!(e, Effect::Say { to: Audience::Only { people }, frame: Frame::Removed { .. } } if people == &["att_0"]);
    let told = at(&only);
    let closed = at(&|e| *e == Effect::HangUp { person: "att_0".into(), why: Why::Removed });
    let put_out = at(&|e| matches!(e, Effect::RemoveBody { person, .. } if person == "att_0"));
    assert!(told < closed && closed < put_out);
    at(&|e| matches!(e, Effect::TellRemoved { .. }));
    at(&|e| matches!(e, Effect::Say { to: Audience::All, frame: Frame::People { people } } if people.len() == 2));
    at(&|e| matches!(e, Effect::Say { frame: Frame::Bans, to: Audience::Only { people } } if people == &["att_3", "att_4"]));
    at(&|e| matches!(e, Effect::Say { to: Audience::All, frame: Frame::Chat { messages, .. } } if messages[0].text.is_none()));
}

#[test]
fn messages_go_with_it_and_come_back_when_it_is_undone() {
    let db = moderated();
    for (n, p) in [(1, 0), (2, 1), (3, 0), (4, 0)] {
        post(&db, p, &format!("msg_{n}"));
    }
    say(&db, START, Command::DeleteMessage { id: "msg_4".into(), by: by(0) });
    let ban = ban_of(say(&db, START, remove_by(by(3), 0, Some(START + 1_000), true)));
    assert_eq!(ban.deleted_messages, 2, "one was gone already");
    let left = "SELECT COUNT(*) FROM messages WHERE deleted_at IS NULL";
    assert_eq!(db.count(left), 1);
    ban_of(lift(&db, START, by(4), true));
    assert_eq!(db.count(left), 3, "the one they took back themselves stays away");
    assert!(matches!(hold(&db, 0, 2), HoldAnswer::Seat { .. }));
}

#[test]
fn lifting_works_at_once_and_once() {
    let db = moderated();
    ban_of(say(&db, START, remove_by(by(3), 0, Some(START + 60_000), false)));
    let outcome = db.transaction(|sql| handle(sql, START + 5, Command::Lift { id: "ban_1".into(), by: by(4), restore: false })).unwrap();
    let ban = ban_of(outcome.answer);
    assert_eq!((ban.lifted_at, ban.lifted_by), (Some(START + 5), Some(named(4))));
    assert!(outcome.effects.iter().any(|e| matches!(e, Effect::TellLifted { .. })));
    assert_eq!(ban_of(lift(&db, START + 9, organizer(), false)).lifted_at, Some(START + 5));
    assert!(matches!(hold(&db, 0, 2), HoldAnswer::Seat { .. }));
    let Answer::Bans { bans } = say(&db, START, Command::Bans { by: by(4) }) else { panic!() };
    assert_eq!(bans.len(), 1);
}

/// The index hears of a removal, again until it has it, and of its lifting.
#[test]
fn the_index_is_told_until_it_knows() {
    let db = moderated();
    say(&db, START, remove_by(by(3), 0, Some(START + 60_000), false));
    let told = |now: Millis| {
        let effects = db.transaction(|sql| handle(sql, now, Command::Alarm)).unwrap().effects;
        effects.into_iter().find_map(|e| if let Effect::IndexBan { ban } = e { Some(ban.lifted_at.is_some()) } else { None })
    };
    assert_eq!(told(START), Some(false));
    assert_eq!(told(START + 1_000), None);
    assert_eq!(told(START + 5_000), Some(false), "nothing came back");
    lift(&db, START + 5_001, by(3), false);
    say(&db, START + 5_002, Command::BanIndexed { id: "ban_1".into(), lifted: false });
    assert_eq!(told(START + 5_003), Some(true), "that answer was for the older state");
    say(&db, START + 5_004, Command::BanIndexed { id: "ban_1".into(), lifted: true });
    assert_eq!(told(START + 400_000), None);
}
