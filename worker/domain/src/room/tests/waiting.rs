//! The queue for seats: the order of coming, offers that are kept, taken, lost and withdrawn, and that no seat is free while
//! somebody waits.

use super::*;
use crate::bugs::{self, Bug};
use crate::room::{FeatureBan, WaitAnswer, Word};
use crate::testing::named;
use crate::time::{self, OFFER};

/// One attendee seat, which person 0 has; 1, 2 and 3 wait for it.
fn queue() -> Db {
    let db = with(room_entry(0, 1, 1));
    hold(&db, 0, 1);
    for p in 1..4 {
        assert_eq!(wait(&db, p), place(p as i64, p as i64, None));
    }
    db
}

fn place(place: i64, waiting: i64, offer_until: Option<Millis>) -> WaitAnswer {
    WaitAnswer::Waiting { place: crate::room::Place { place, waiting, offer_until } }
}
fn wait_at(db: &Db, now: Millis, p: usize) -> WaitAnswer {
    match say(db, now, Command::Wait { person: profile(p), gen_no: now, feature_bans: vec![] }) {
        Answer::Waiting { answer } => answer,
        other => panic!("{other:?}"),
    }
}
fn wait(db: &Db, p: usize) -> WaitAnswer {
    wait_at(db, START, p)
}
fn unwait(db: &Db, now: Millis, p: usize) {
    say(db, now, Command::Unwait { person: profile(p), gen_no: now, leaves: true, feature_bans: vec![] });
}
/// Who waits, in order, and till when a seat is kept for them.
fn line(db: &Db) -> Vec<(usize, Option<Millis>)> {
    super::super::waiting::waiters(db).unwrap().into_iter().map(|w| (crate::world::index(&w.id), w.offer_until)).collect()
}
/// What Persons are told.
fn words(effects: &[Effect]) -> Vec<(usize, i64, Word)> {
    let word = |e: &Effect| match e {
        Effect::TellWord { person, rev, word, .. } => Some((crate::world::index(person), *rev, *word)),
        _ => None,
    };
    effects.iter().filter_map(word).collect()
}
fn learn(db: &Db, now: Millis, version: i64, change: impl FnOnce(&mut RoomEntry)) -> Vec<Effect> {
    let mut entry = room_entry(0, 1, 1);
    entry.version = version;
    change(&mut entry);
    outcome(db, now, Command::Learn { entry }).effects
}
fn leave(db: &Db, now: Millis, p: usize) -> Outcome<Answer, Effect> {
    outcome(db, now, Command::Release { person: format!("att_{p}"), fence: 90, evict: false })
}
const T: Millis = START + 1_000;

#[test]
fn a_free_seat_is_offered_to_whoever_came_first_and_to_nobody_else() {
    let db = queue();
    let left = leave(&db, T, 0);
    assert_eq!(line(&db), [(1, Some(T + OFFER)), (2, None), (3, None)]);
    assert_eq!(words(&left.effects), [(1, 1, Word::Offered { until: T + OFFER })]);
    db.exec("DELETE FROM jobs", &[]).unwrap();
    let asleep = outcome(&db, T, Command::Check { person: "att_1".into(), epoch: 1 });
    assert_eq!(asleep.alarm, Some(T + OFFER), "somebody must see that it lapses");
    for p in [0, 2, 9] {
        assert_eq!(hold_at(&db, T, p, 100), HoldAnswer::Full { attendee_limit: 1 }, "person {p}");
    }
    assert_eq!(wait_at(&db, T, 1), place(1, 3, Some(T + OFFER)), "again is the same place");
    assert!(matches!(hold_at(&db, T + OFFER - 1, 1, 1), HoldAnswer::Seat { .. }));
    assert_eq!(line(&db), [(2, None), (3, None)]);
    assert_eq!(wait_at(&db, T, 0), place(3, 3, None), "who left is the last now");
}

#[test]
fn with_a_free_seat_and_nobody_before_the_offer_comes_at_once() {
    let db = with(room_entry(0, 1, 1));
    assert_eq!(wait(&db, 1), place(1, 1, Some(START + OFFER)));
    assert_eq!(wait(&db, 2), place(2, 2, None));
}

#[test]
fn an_offer_nobody_takes_goes_to_the_next_and_its_owner_waits_no_more() {
    let db = queue();
    leave(&db, T, 0);
    let out = outcome(&db, T + OFFER, Command::Alarm);
    assert_eq!(line(&db), [(2, Some(T + 2 * OFFER)), (3, None)]);
    assert_eq!(words(&out.effects), [(1, 2, Word::Lapsed), (2, 3, Word::Offered { until: T + 2 * OFFER })]);
    assert_eq!(hold_at(&db, T + OFFER, 1, 1), HoldAnswer::Full { attendee_limit: 1 });
}

#[test]
fn an_offer_that_ran_out_is_over_before_anything_else_is_decided() {
    let db = queue();
    leave(&db, T, 0);
    assert_eq!(hold_at(&db, T + OFFER, 1, 1), HoldAnswer::Full { attendee_limit: 1 }, "the alarm has not rung");
    assert_eq!(line(&db)[0], (2, Some(T + 2 * OFFER)));
}

#[test]
fn a_seat_freed_by_the_clock_goes_to_the_queue_before_the_command_that_notices() {
    let db = queue();
    let lapsed = START + time::LEASE;
    assert_eq!(hold_at(&db, lapsed, 9, 1), HoldAnswer::Full { attendee_limit: 1 });
    assert_eq!(line(&db)[0], (1, Some(lapsed + OFFER)));
}

#[test]
fn a_person_is_told_again_until_they_have_the_newest_word() {
    let db = queue();
    leave(&db, T, 0);
    let again = outcome(&db, T + time::backoff(0), Command::Alarm);
    assert_eq!(words(&again.effects), [(1, 1, Word::Offered { until: T + OFFER })]);
    unwait(&db, T + 2_000, 1);
    say(&db, T + 2_000, Command::WordTold { person: "att_1".into(), rev: 1 });
    let later = outcome(&db, T + 2_000 + time::backoff(0), Command::Alarm);
    assert_eq!(words(&later.effects)[0], (1, 2, Word::Over), "there is a newer one");
    for (p, rev) in [(1, 2), (2, 3)] {
        say(&db, T + 3_000, Command::WordTold { person: format!("att_{p}"), rev });
    }
    assert_eq!(db.count("SELECT (SELECT COUNT(*) FROM words) + (SELECT COUNT(*) FROM jobs WHERE kind = 'wait')"), 0);
}

#[test]
fn whoever_leaves_the_queue_lets_the_next_one_up_and_a_newer_wish_stands() {
    let db = queue();
    leave(&db, T, 0);
    unwait(&db, T, 1);
    assert_eq!(line(&db), [(2, Some(T + OFFER)), (3, None)]);
    let old = Command::Unwait { person: profile(3), gen_no: START - 1, leaves: true, feature_bans: vec![] };
    say(&db, T, old);
    assert_eq!(line(&db).len(), 2, "they wished anew since");
    unwait(&db, T, 3);
    unwait(&db, T, 3);
    assert_eq!(line(&db).len(), 1);
}

#[test]
fn more_seats_and_an_open_door_are_offered_at_once() {
    let db = queue();
    learn(&db, T, 2, |room| room.attendee_limit = 3);
    assert_eq!(line(&db), [(1, Some(T + OFFER)), (2, Some(T + OFFER)), (3, None)]);
    // Fewer again: the newest offer is taken back, its owner keeps the place.
    let effects = learn(&db, T + 1, 3, |room| room.attendee_limit = 2);
    assert_eq!(line(&db), [(1, Some(T + OFFER)), (2, None), (3, None)]);
    assert_eq!(words(&effects), [(2, 3, Word::Over)]);
    learn(&db, T + 2, 4, |room| room.attendee_limit = 1);
    assert_eq!(line(&db), [(1, None), (2, None), (3, None)]);
    assert_eq!(hold_at(&db, T + 2, 1, 1), HoldAnswer::Full { attendee_limit: 1 });

    learn(&db, T + 3, 5, |room| (room.attendee_limit, room.enabled) = (2, false));
    assert_eq!(line(&db)[0], (1, None), "a closed room offers nothing");
    assert_eq!(wait_at(&db, T + 3, 3), place(3, 3, None), "and keeps its queue");
    assert!(matches!(wait_at(&db, T + 3, 9), WaitAnswer::Refused { answer } if matches!(*answer, HoldAnswer::Closed { .. })));
    learn(&db, T + 4, 6, |room| room.attendee_limit = 2);
    assert_eq!(line(&db)[0], (1, Some(T + 4 + OFFER)));
}

#[test]
fn a_seat_that_drains_is_not_offered_yet_and_may_come_back_past_the_queue() {
    let db = queue();
    go_in(&db, 0, 1);
    leave(&db, T, 0);
    assert_eq!((seat(&db, 0), line(&db)[0]), (is("attendee", SeatState::Leaving), (1, None)));
    assert!(matches!(hold_at(&db, T, 0, 91), HoldAnswer::Seat { .. }));
}

#[test]
fn who_is_barred_deleted_or_not_meant_does_not_wait() {
    let db = queue();
    leave(&db, T, 0);
    say(&db, T, crate::testing::removal("ban_1", 1, Some(T + 60_000)));
    assert_eq!(line(&db), [(2, Some(T + OFFER)), (3, None)], "a banned one's offer goes on");
    assert!(matches!(wait_at(&db, T, 1), WaitAnswer::Refused { answer } if matches!(*answer, HoldAnswer::Banned { .. })));
    let ban = FeatureBan { feature: "fea_0".into(), ends_at: T + 60_000, by: named(9), reason: None };
    say(&db, T, Command::Unwait { person: profile(2), gen_no: T, leaves: false, feature_bans: vec![ban] });
    assert_eq!(line(&db), [(3, Some(T + OFFER))], "barred from the feature");
    say(&db, T, Command::Unwait { person: profile(3), gen_no: T, leaves: false, feature_bans: vec![] });
    assert_eq!(line(&db).len(), 1, "only asked whether they may");
    learn(&db, T, 2, |room| room.groups.push("grp_1".into()));
    assert_eq!(line(&db), []);
    assert!(matches!(wait_at(&db, T, 3), WaitAnswer::Refused { answer } if *answer == HoldAnswer::NotFound));

    let db = queue();
    learn(&db, T, 2, |room| room.moderators = vec![named(2)]);
    assert_eq!(line(&db), [(1, None), (3, None)], "a moderator need not wait");
    assert_eq!((wait(&db, 2), wait(&db, 0)), (WaitAnswer::NotNeeded, WaitAnswer::AlreadyHere));
    learn(&db, T, 3, |room| room.deleted = true);
    assert_eq!(line(&db), []);
}

#[test]
fn a_join_refused_for_good_ends_the_waiting_and_any_other_refusal_does_not() {
    let db = queue();
    assert_eq!(hold_at(&db, T, 2, 1), HoldAnswer::Full { attendee_limit: 1 });
    assert_eq!(line(&db).len(), 3);
    let ban = FeatureBan { feature: "fea_0".into(), ends_at: T + 60_000, by: named(9), reason: None };
    say(&db, T, Command::Hold { person: profile(2), epoch: 2, grant: true, feature_bans: vec![ban] });
    assert_eq!(line(&db), [(1, None), (3, None)]);
}

#[test]
fn at_most_a_hundred_wait() {
    let db = with(room_entry(0, 1, 1));
    hold(&db, 0, 1);
    for p in 1..=100 {
        assert_eq!(wait(&db, p), place(p as i64, p as i64, None));
    }
    assert_eq!(wait(&db, 101), WaitAnswer::QueueFull);
    assert_eq!(wait(&db, 100), place(100, 100, None));
}

#[test]
fn the_card_shows_the_queue_and_follows_it() {
    let db = queue();
    leave(&db, T, 0);
    let card = super::super::view::live_card(&db).unwrap();
    assert_eq!((card.seated.len(), card.waiting.len(), card.waiting[0].offer_until), (0, 3, Some(T + OFFER)));
    outcome(&db, T + time::CARD, Command::Alarm);
    say(&db, T + time::CARD, Command::CardTaken { place: "fea_0".into(), rev: 1 });
    let owed = || db.count("SELECT COUNT(*) FROM jobs WHERE kind = 'card'");
    assert_eq!(owed(), 0);
    unwait(&db, T + 1_000, 3);
    assert_eq!(owed(), 1);
}

#[test]
fn the_schema_keeps_offers_within_the_limit_and_in_order_by_itself() {
    let db = queue();
    let refused = |sql: &str| db.transaction(|s| s.exec(sql, &[])).map(|_| ()).unwrap_err().0;
    assert!(refused("UPDATE waiting SET offer_until = 9 WHERE person = 'att_1'").contains("room_full"));
    leave(&db, T, 0);
    let error = bugs::with(Bug::OffersNotCounted, || db.transaction(|sql| handle(sql, T, hold_command(9, 1)))).unwrap_err();
    assert!(error.0.contains("room_full"), "{error}");
    assert!(refused("UPDATE waiting SET offer_until = 9 WHERE person = 'att_2'").contains("room_full"));
    learn(&db, T, 2, |room| room.attendee_limit = 2);
    unwait(&db, T, 1);
    unwait(&db, T, 2);
    assert_eq!((wait_at(&db, T, 4), wait_at(&db, T, 5)), (place(2, 2, Some(T + OFFER)), place(3, 3, None)));
    wait_at(&db, T, 6);
    unwait(&db, T, 3);
    assert_eq!(line(&db)[1], (5, Some(T + OFFER)));
    db.exec("UPDATE waiting SET offer_until = NULL", &[]).unwrap();
    assert!(refused("UPDATE waiting SET offer_until = 9 WHERE person = 'att_6'").contains("out_of_turn"));
    assert!(refused("UPDATE waiting SET seq = 1 WHERE person = 'att_6'").contains("out_of_turn"));
    let at_once = "INSERT INTO waiting (person, gen, since, offer_until, profile) VALUES ('att_7', 1, 1, 9, '{}')";
    assert!(refused(at_once).contains("offered_at_once"));
}

/// Where nobody waits, the queue costs a command nothing.
#[test]
fn a_join_writes_no_more_rows_than_without_a_queue() {
    let db = room();
    let before = db.rows_written();
    hold(&db, 0, 1);
    assert_eq!(db.rows_written() - before, 3, "person, seat, and the card's job");
}
