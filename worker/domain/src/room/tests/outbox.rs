//! What goes to D1, when, and what is kept until D1 has it.

use super::*;
use crate::outbox::{BATCH, Batch, Receipt};
use crate::time;

/// The batch that was sent.
fn flushed(outcome: &Outcome<Answer, Effect>) -> Option<Batch> {
    outcome.effects.iter().find_map(|e| match e {
        Effect::Flush { batch } => Some(batch.clone()),
        _ => None,
    })
}
pub(super) fn sent(outcome: &Outcome<Answer, Effect>) -> Receipt {
    flushed(outcome).expect("a batch").receipt()
}
fn alarm(db: &Db, at: Millis) -> Option<Batch> {
    flushed(&outcome(db, START + at, Command::Alarm))
}
fn acked(db: &Db, at: Millis, batch: &Batch) -> Outcome<Answer, Effect> {
    outcome(db, START + at, Command::Flushed { sent: batch.receipt() })
}
fn post(db: &Db, at: Millis, n: usize) {
    let command =
        Command::Post { event: "evt_1".into(), person: "att_0".into(), id: format!("msg_{n}"), text: "Hello".into(), limited: false };
    assert!(matches!(say(db, START + at, command), Answer::Posted { .. }));
}
fn leave(db: &Db, at: Millis) {
    say(db, START + at, Command::Release { person: "att_0".into(), fence: 2, evict: false });
}
fn inside() -> Db {
    let db = room();
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    db
}
fn job(db: &Db) -> i64 {
    db.count("SELECT COUNT(*) FROM jobs WHERE kind = 'outbox'")
}

#[test]
fn changes_of_some_seconds_travel_together_and_open_visits_too() {
    let db = inside();
    post(&db, 500, 1);
    post(&db, 1_000, 2);
    assert!(alarm(&db, time::OUTBOX - 1).is_none());
    let batch = alarm(&db, time::OUTBOX).expect("a batch");
    assert_eq!((batch.visits.len(), batch.lines.len(), batch.more), (1, 2, false));
    assert_eq!(batch.visits[0].left_at, None);
    acked(&db, time::OUTBOX, &batch);
    assert_eq!(job(&db), 0);
    leave(&db, 9_000);
    let batch = alarm(&db, 9_000 + time::OUTBOX).expect("the end of the visit");
    assert_eq!((batch.visits[0].left_at, batch.lines.len()), (Some(START + 9_000), 0));
    acked(&db, 13_000, &batch);
    assert_eq!((job(&db), db.count("SELECT COUNT(*) FROM visits")), (0, 0), "D1 has it");
    assert_eq!(db.count("SELECT COUNT(*) FROM messages"), 2, "messages stay");
}

#[test]
fn a_receipt_says_nothing_about_what_changed_meanwhile() {
    let db = inside();
    post(&db, 500, 1);
    let batch = alarm(&db, time::OUTBOX).expect("a batch");
    leave(&db, 4_000);
    let by = crate::testing::organizer();
    say(&db, START + 4_000, Command::DeleteMessage { id: "msg_1".into(), by });
    let answer = acked(&db, 5_000, &batch);
    assert_eq!(answer.answer, Answer::Outbox { unsent: true });
    let rest = alarm(&db, 5_000 + time::OUTBOX).expect("the rest");
    assert_eq!((rest.visits[0].left_at, rest.lines[0].deleted_at), (Some(START + 4_000), Some(START + 4_000)));
    // The first one's receipt comes again.
    acked(&db, 9_000, &batch);
    assert_eq!(db.count("SELECT COUNT(*) FROM visits WHERE left_at IS NOT NULL"), 1);
    assert_eq!(acked(&db, 9_000, &rest).answer, Answer::Outbox { unsent: false });
}

#[test]
fn while_d1_is_away_it_is_asked_ever_more_rarely_and_nothing_is_forgotten() {
    let db = inside();
    let mut tries = vec![];
    let mut at = 0;
    while at < 4 * 3_600_000 {
        let outcome = outcome(&db, START + at, Command::Alarm);
        if flushed(&outcome).is_some() {
            tries.push(at);
        }
        if at % 60_000 == 0 {
            post(&db, at, tries.len() * 1_000_000 + usize::try_from(at).unwrap());
        }
        at += 1_000;
    }
    assert!((50..65).contains(&tries.len()), "{} tries in four hours", tries.len());
    let lines = usize::try_from(db.count("SELECT COUNT(*) FROM messages")).unwrap();
    let mut got = 0;
    let mut next = flushed(&outcome(&db, START + at, Command::Flush));
    while let Some(batch) = next {
        assert!(batch.lines.len() <= usize::try_from(BATCH).unwrap());
        got += batch.lines.len();
        next = flushed(&acked(&db, at, &batch));
    }
    assert_eq!((got, job(&db)), (lines, 0), "more is left: at once again");
    assert_eq!(say(&db, START + at, Command::Flush), Answer::Outbox { unsent: false });
}

#[test]
fn refused_joins_are_counted_once_a_minute() {
    let db = with(room_entry(0, 1, 0));
    hold(&db, 0, 1);
    go_in(&db, 0, 1);
    for (at, epoch) in [(0, 1), (1_000, 2), (59_000, 3)] {
        assert!(matches!(hold_at(&db, START + at, 1, epoch), HoldAnswer::Full { .. }));
    }
    assert_eq!(hold_at(&db, START + 59_000, 1, 3), HoldAnswer::Stale, "the same call again");
    let batch = alarm(&db, 59_500).expect("a batch");
    let why: Vec<(&str, i64)> = batch.refusals.iter().map(|r| (r.why.as_str(), r.epoch)).collect();
    assert_eq!(why, [("full", 1)]);
    acked(&db, 59_600, &batch);
    hold_at(&db, START + 59_900, 1, 4);
    assert_eq!(db.count("SELECT COUNT(*) FROM refusals"), 1, "the minute is not over, though D1 has it");
    say(&db, START + 59_900, remove("ban_1", 1));
    hold_at(&db, START + 60_000, 1, 5);
    let batch = alarm(&db, 64_000).expect("a batch");
    assert_eq!(batch.refusals.iter().map(|r| r.epoch).collect::<Vec<_>>(), [5], "the next minute");
}
