//! Who may come in, what an organizer changes, and what a join costs.

use super::*;
use crate::ban::{Barred, Scope};
use crate::room::SeatRev;
use crate::testing::{barred, named, removal};
use crate::time;

#[test]
fn a_closed_room_refuses_newcomers_and_keeps_who_is_inside() {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    let mut entry = room_entry(0, 13, 3);
    entry.version = 2;
    entry.enabled = false;
    entry.closed_reason = Some("Back at noon".into());
    say(&db, START, Command::Learn { entry: entry.clone() });
    assert_eq!(hold(&db, 1, 1), HoldAnswer::Closed { reason: Some("Back at noon".into()) });
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Live));
    assert!(matches!(hold(&db, 0, 2), HoldAnswer::Seat { .. }), "a reload inside a closed room");
    entry.version = 3;
    entry.close_now = true;
    say(&db, START, Command::Learn { entry });
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Evicting));
    assert_eq!(hold(&db, 0, 3), HoldAnswer::Evicting);
    assert!(matches!(say(&db, START, Command::Check { person: "att_0".into(), epoch: 2 }), Answer::Door { admit: false, .. }));
}

#[test]
fn a_deleted_room_puts_everybody_out() {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    hold(&db, 1, 1);
    let mut entry = room_entry(0, 13, 3);
    entry.version = 2;
    entry.deleted = true;
    say(&db, START, Command::Learn { entry });
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Evicting));
    assert_eq!(seat(&db, 1), None);
    assert_eq!(hold(&db, 2, 1), HoldAnswer::NotFound);
    assert!(matches!(say(&db, START, Command::View { viewer: "att_2".into() }), Answer::View { room: None, .. }));
}

#[test]
fn a_limited_or_foreign_room_does_not_exist() {
    let mut entry = room_entry(0, 13, 3);
    entry.groups = vec!["grp_1".into()];
    let db = with(entry);
    assert_eq!(hold(&db, 0, 1), HoldAnswer::NotFound);
    let mut person = profile(1);
    person.groups = vec!["grp_1".into(), "grp_2".into()];
    let command =
        |person: &crate::catalogue::Profile| Command::Hold { person: person.clone(), epoch: 1, grant: true, feature_bans: vec![] };
    assert!(matches!(say(&db, START, command(&person)), Answer::Hold { answer: HoldAnswer::Seat { .. } }));
    let mut stranger = profile(2);
    stranger.event = "evt_2".into();
    stranger.groups = person.groups;
    assert_eq!(say(&db, START, command(&stranger)), Answer::Hold { answer: HoldAnswer::NotFound });
}

#[test]
fn a_feature_ban_is_refused_in_its_feature_only() {
    let db = room();
    let hold_with = |p: usize, feature: &str, ends_in: i64| Command::Hold {
        person: profile(p),
        epoch: 1,
        grant: true,
        feature_bans: vec![FeatureBan { feature: feature.into(), ends_at: START + ends_in, by: named(9), reason: None }],
    };
    let banned = HoldAnswer::Banned { barred: Barred { until: START + 1_000, scope: Scope::Feature, by: named(9), reason: None } };
    assert_eq!(say(&db, START, hold_with(0, "fea_0", 1_000)), Answer::Hold { answer: banned });
    assert_eq!(hold(&db, 0, 1), HoldAnswer::Stale, "the refusal spends the epoch");
    assert!(matches!(say(&db, START, hold_with(1, "fea_1", 1_000)), Answer::Hold { answer: HoldAnswer::Seat { .. } }));
    assert!(matches!(say(&db, START, hold_with(2, "fea_0", 0)), Answer::Hold { answer: HoldAnswer::Seat { .. } }), "it has ended");
}

#[test]
fn older_entries_are_ignored() {
    let db = room();
    for (version, name) in [(5, "five"), (4, "four"), (5, "five again")] {
        let mut entry = room_entry(0, 13, 3);
        entry.version = version;
        entry.name = name.into();
        say(&db, START, Command::Learn { entry });
    }
    let Answer::View { room: Some(view), .. } = say(&db, START, Command::View { viewer: "att_0".into() }) else { panic!() };
    assert_eq!(view.name, "five");
}

#[test]
fn a_cold_room_says_so_and_does_nothing() {
    let db = Db::new(super::super::SCHEMA);
    for command in [hold_command(0, 1), Command::Hint, Command::View { viewer: "att_0".into() }] {
        assert_eq!(say(&db, START, command), Answer::Cold);
    }
    assert_eq!(db.count("SELECT COUNT(*) FROM people"), 0);
}

#[test]
fn a_ban_is_for_this_room_and_till_its_end() {
    let db = room();
    say(&db, START, removal("rem_1", 0, Some(START + 60_000)));
    let banned = HoldAnswer::Banned { barred: barred(START + 60_000, Scope::Room) };
    assert_eq!(hold_at(&db, START + 59_999, 0, 1), banned);
    assert!(matches!(hold_at(&db, START + 60_000, 0, 2), HoldAnswer::Seat { .. }));
}

#[test]
fn the_clock_does_not_run_back() {
    let db = room();
    hold_at(&db, START + 60_000, 0, 1);
    let out = outcome(&db, START, hold_command(0, 1));
    let Answer::Hold { answer: HoldAnswer::Seat { seat, .. } } = out.answer else { panic!() };
    assert_eq!(seat.until, Some(START + 60_000 + time::LEASE));
}

#[test]
fn an_open_attempt_and_a_lease_have_an_alarm() {
    let db = room();
    let out = outcome(&db, START, hold_command(0, 1));
    assert_eq!(out.alarm, Some(START + time::CARD));
    db.transaction(|sql| sql.exec("DELETE FROM jobs", &[])).unwrap();
    let out = outcome(&db, START, Command::Check { person: "att_0".into(), epoch: 1 });
    assert_eq!(out.alarm, Some(START + time::LEASE));
    outcome(&db, START, Command::Connect { conn: "c".into(), person: "att_0".into(), epoch: 1 });
    db.transaction(|sql| sql.exec("DELETE FROM jobs", &[])).unwrap();
    let out = outcome(&db, START, Command::Check { person: "att_0".into(), epoch: 1 });
    assert_eq!(out.alarm, Some(START + time::ATTEMPT));
}

/// LiveKit takes 300 ms for an answer and does not know of Remove: two lists five seconds apart prove it.
#[test]
fn a_leave_that_reaches_us_frees_the_seat_within_two_lists() {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    let mut next = outcome(&db, START, Command::Release { person: "att_0".into(), fence: 2, evict: false }).alarm;
    let mut now = START;
    while seat(&db, 0).is_some() {
        now = next.unwrap().max(now);
        assert!(now <= START + 11_000, "after {} ms: {:?}", now - START, seat(&db, 0));
        let out = outcome(&db, now, Command::Alarm);
        next = out.alarm;
        for effect in out.effects {
            if let Effect::ListBodies { pass, revs } = effect {
                now += 300;
                next = outcome(&db, now, Command::BodiesListed { pass, revs, present: vec![] }).alarm;
            }
        }
    }
}

#[test]
fn an_older_list_is_ignored() {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    let list = |at: i64| {
        let effects = outcome(&db, at, Command::Alarm).effects;
        effects.into_iter().find_map(|e| if let Effect::ListBodies { pass, revs } = e { Some((pass, revs)) } else { None }).unwrap()
    };
    let (old, revs): (i64, Vec<SeatRev>) = list(START + 10_000);
    let (new, _) = list(START + 20_000);
    assert!(new > old);
    say(&db, START + 21_000, Command::BodiesListed { pass: old, revs, present: vec![] });
    assert_eq!(db.count("SELECT COUNT(*) FROM seats WHERE clean_at IS NOT NULL"), 0);
}

#[test]
fn a_stranger_in_livekit_is_put_out() {
    let db = room();
    say(&db, START, Command::Hint);
    let out = outcome(&db, START, Command::Alarm);
    let pass = db.count("SELECT pass FROM meta");
    assert!(out.effects.contains(&Effect::ListBodies { pass, revs: vec![] }), "a webhook makes us look, also in an empty room");
    let out = outcome(&db, START, Command::BodiesListed { pass, revs: vec![], present: vec![present(7)] });
    assert_eq!(out.effects, vec![Effect::RemoveBody { person: "att_7".into(), rev: 0, open: false }]);
}

#[test]
fn a_room_newly_limited_to_a_group_lets_the_others_go() {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    hold(&db, 1, 1);
    let mut entry = room_entry(0, 13, 3);
    entry.version = 2;
    entry.groups = vec!["grp_1".into()];
    say(&db, START, Command::Learn { entry });
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Leaving));
    assert_eq!(seat(&db, 1), None);
    assert_eq!(hold(&db, 0, 2), HoldAnswer::NotFound, "not back to the seat either");
}
