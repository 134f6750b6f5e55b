//! Who was here from when till when.

use super::*;
use crate::room::SeatRev;
use crate::testing::named;
use crate::time;

/// Joined, left, a guess, why it ended.
type Visit = (Millis, Option<Millis>, bool, Option<String>);

fn visits(db: &Db, p: usize) -> Vec<Visit> {
    let rows = db.exec(&format!("SELECT joined_at, left_at, estimated, ended FROM visits WHERE person = 'att_{p}' ORDER BY epoch"), &[]);
    let row = |r: &crate::sql::Row| (r.int(0).unwrap(), r.opt_int(1).unwrap(), r.flag(2).unwrap(), r.opt_text(3).unwrap());
    rows.unwrap().iter().map(row).collect()
}
fn open(at: Millis) -> Vec<Visit> {
    vec![(START + at, None, false, None)]
}
fn ended(joined: Millis, left: Millis, guess: bool, why: &str) -> Vec<Visit> {
    vec![(START + joined, Some(START + left), guess, Some(why.into()))]
}
fn come(db: &Db, at: Millis, p: usize, epoch: i64) {
    hold_at(db, START + at, p, epoch);
    let conn = format!("conn_{p}_{at}");
    say(db, START + at, Command::Connect { conn: conn.clone(), person: format!("att_{p}"), epoch });
    assert!(matches!(say(db, START + at, Command::Connected { conn }), Answer::Door { admit: true, .. }));
}
fn release_at(db: &Db, at: Millis, p: usize, fence: i64, evict: bool) {
    say(db, START + at, Command::Release { person: format!("att_{p}"), fence, evict });
}
/// A pass at `at`, answered at once.
fn list(db: &Db, at: Millis, present: &[usize]) {
    let asked = outcome(db, START + at, Command::Alarm).effects;
    let pass: Vec<(i64, Vec<SeatRev>)> = asked
        .into_iter()
        .filter_map(|e| match e {
            Effect::ListBodies { pass, revs } => Some((pass, revs)),
            _ => None,
        })
        .collect();
    let (pass, revs) = pass.into_iter().next().expect("a pass");
    let present = present.iter().copied().map(super::present).collect();
    say(db, START + at + 100, Command::BodiesListed { pass, revs, present });
}

#[test]
fn a_visit_opens_with_the_first_confirmed_connect_and_closes_with_the_leave() {
    let db = room();
    hold(&db, 0, 1);
    assert_eq!(visits(&db, 0), [], "a seat is not a visit");
    come(&db, 1_000, 0, 1);
    assert_eq!(visits(&db, 0), open(1_000));
    // A reload, a second connection, another tab: one stay.
    come(&db, 5_000, 0, 1);
    come(&db, 9_000, 0, 2);
    assert_eq!(visits(&db, 0), open(1_000));
    release_at(&db, 20_000, 0, 3, false);
    release_at(&db, 21_000, 0, 4, false);
    assert_eq!(visits(&db, 0), ended(1_000, 20_000, false, "left"));
    come(&db, 30_000, 0, 5);
    assert_eq!(visits(&db, 0), [ended(1_000, 20_000, false, "left"), open(30_000)].concat());
}

#[test]
fn somebody_who_vanished_was_here_till_the_last_proof() {
    let db = room();
    come(&db, 0, 0, 1);
    list(&db, 10_000, &[0]);
    list(&db, 20_000, &[]);
    list(&db, 26_000, &[]);
    assert_eq!(visits(&db, 0), open(0), "the grace");
    say(&db, START + 26_100 + time::GRACE, Command::Alarm);
    assert_eq!(visits(&db, 0), ended(0, 10_000, true, "lost"));
}

/// LiveKit is out of reach for an hour; who is gone when it is back was last seen before.
#[test]
fn livekit_out_of_reach_stretches_no_visit() {
    let db = room();
    come(&db, 0, 0, 1);
    list(&db, 10_000, &[0]);
    (2..360).for_each(|n| drop(say(&db, START + n * 10_000, Command::Alarm)));
    list(&db, 3_700_000, &[]);
    list(&db, 3_706_000, &[]);
    say(&db, START + 3_706_100 + time::GRACE, Command::Alarm);
    assert_eq!(visits(&db, 0), ended(0, 10_000, true, "lost"));
}

#[test]
fn who_comes_back_within_the_grace_never_left() {
    let db = room();
    come(&db, 0, 0, 1);
    list(&db, 10_000, &[]);
    list(&db, 16_000, &[]);
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Granted));
    come(&db, 40_000, 0, 1);
    list(&db, 50_000, &[0]);
    release_at(&db, 55_000, 0, 2, false);
    assert_eq!(visits(&db, 0), ended(0, 55_000, false, "left"));
}

#[test]
fn who_vanished_and_then_left_elsewhere_was_gone_before() {
    let db = room();
    come(&db, 0, 0, 1);
    list(&db, 10_000, &[0]);
    list(&db, 20_000, &[]);
    release_at(&db, 30_000, 0, 2, false);
    assert_eq!(visits(&db, 0), ended(0, 10_000, true, "left"));
}

/// Never before they came: the list was older.
#[test]
fn a_visit_never_ends_before_it_began() {
    let db = room();
    come(&db, 0, 1, 1);
    list(&db, 10_000, &[1]);
    come(&db, 15_000, 0, 1);
    list(&db, 20_000, &[1]);
    list(&db, 26_000, &[1]);
    say(&db, START + 26_100 + time::GRACE, Command::Alarm);
    assert_eq!(visits(&db, 0), ended(15_000, 15_000, true, "lost"));
}

#[test]
fn a_clock_that_goes_back_a_little_keeps_nobody_in() {
    let db = room();
    come(&db, 10_000, 0, 1);
    release_at(&db, 4_000, 0, 2, false);
    assert_eq!(visits(&db, 0), ended(10_000, 10_000, false, "left"));
}

#[test]
fn each_way_out_has_its_name() {
    let db = room();
    let mut entry = room_entry(0, 13, 3);
    let mut learn = |change: &dyn Fn(&mut RoomEntry)| {
        change(&mut entry);
        entry.version += 1;
        say(&db, START + 8_000, Command::Learn { entry: entry.clone() });
    };
    learn(&|e| (e.moderators, e.attendee_limit) = (vec![named(4)], 5));
    (0..6).for_each(|p| come(&db, 5_000, p, 1));
    say(&db, START + 8_000, remove("ban_1", 0));
    release_at(&db, 8_000, 1, 2, true);
    learn(&|e| (e.moderators, e.attendee_limit) = (vec![], 1));
    learn(&|e| e.groups = vec!["grp_1".into()]);
    assert_eq!(visits(&db, 2), ended(5_000, 8_000, false, "not_for_you"));
    let words: Vec<Option<String>> = (0..6).map(|p| visits(&db, p)[0].3.clone()).collect();
    let words: Vec<&str> = words.iter().flatten().map(String::as_str).collect();
    assert_eq!(words, ["removed", "removed", "not_for_you", "not_for_you", "no_longer_moderator", "not_for_you"]);
    for (flag, word) in [(false, "closed"), (true, "deleted")] {
        let db = room();
        come(&db, 1_000, 0, 1);
        let entry = RoomEntry { version: 2, enabled: flag, close_now: !flag, deleted: flag, ..room_entry(0, 13, 3) };
        say(&db, START + 2_000, Command::Learn { entry });
        assert_eq!(visits(&db, 0), ended(1_000, 2_000, false, word));
    }
}

/// Nobody saw them for minutes when the room was closed.
#[test]
fn an_end_that_is_not_their_doing_is_a_guess_without_a_fresh_proof() {
    let db = room();
    come(&db, 0, 0, 1);
    list(&db, 10_000, &[0]);
    say(&db, START + 10_000 + time::PROOF, remove("ban_1", 0));
    assert_eq!(visits(&db, 0), ended(0, 10_000, true, "removed"));
}
