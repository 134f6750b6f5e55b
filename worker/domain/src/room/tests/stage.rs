//! One screen at a time: who may share, when LiveKit is asked, and what proves that a screen was taken back.

use super::*;
use crate::bugs::{self, Bug};
use crate::room::{Denied, Present, Rights, SeatRev, Stage, StageState};
use crate::testing::named;
use crate::time;

const SHARING: Rights = Rights { microphone: true, camera: true, share: true };

/// Persons 0 to 2 inside; 9 moderates, and is inside too.
fn stage_room() -> Db {
    let mut entry = room_entry(0, 13, 3);
    entry.moderators = vec![named(9)];
    let db = with(entry);
    for p in [0, 1, 2, 9] {
        hold(&db, p, 1);
        go_in(&db, p, 1);
    }
    db
}

fn claim_command(p: usize, take_over: bool) -> Command {
    Command::Claim { event: "evt_1".into(), person: format!("att_{p}"), take_over }
}
/// What a claim says, and what it asks of LiveKit.
fn claim(db: &Db, at: Millis, p: usize) -> (Result<StageState, Denied>, Vec<Call>) {
    asked(outcome(db, START + at, claim_command(p, false)))
}
fn take_over(db: &Db, at: Millis, p: usize) -> (Result<StageState, Denied>, Vec<Call>) {
    asked(outcome(db, START + at, claim_command(p, true)))
}
fn asked(out: Outcome<Answer, Effect>) -> (Result<StageState, Denied>, Vec<Call>) {
    let said = match out.answer {
        Answer::Stage { stage } => Ok(stage.state),
        Answer::Denied { why } => Err(why),
        other => panic!("{other:?}"),
    };
    (said, calls(out.effects))
}

/// A call about rights: whose, its number, which.
pub(super) type Call = (usize, i64, Rights);
pub(super) fn calls(effects: Vec<Effect>) -> Vec<Call> {
    let call = |effect| match effect {
        Effect::Permit { person, call, rights } => Some((crate::world::index(&person), call, rights)),
        _ => None,
    };
    effects.into_iter().filter_map(call).collect()
}
/// LiveKit answers a call; what it leads to.
pub(super) fn answered(db: &Db, at: Millis, call: &Call, ok: bool) -> Vec<Call> {
    calls(outcome(db, START + at, Command::Permitted { person: format!("att_{}", call.0), call: call.1, ok }).effects)
}
fn granted(db: &Db, at: Millis, p: usize) {
    let (said, asked) = claim(db, at, p);
    assert_eq!(said, Ok(StageState::Claimed));
    assert_eq!(asked.len(), 1);
    assert_eq!(answered(db, at, &asked[0], true), []);
    assert_eq!(shown(db), Some((p, StageState::Granted)));
}
fn unclaim(db: &Db, at: Millis, by: crate::ban::By) -> (Answer, Vec<Call>) {
    let out = outcome(db, START + at, Command::Unclaim { by });
    (out.answer, calls(out.effects))
}
fn attendee(p: usize) -> crate::ban::By {
    crate::ban::By::Attendee { id: format!("att_{p}"), event: "evt_1".into() }
}

/// Holder and state, as everybody sees them.
fn shown(db: &Db) -> Option<(usize, StageState)> {
    let listen = Command::Listen { event: "evt_1".into(), person: "att_9".into(), after: None, session_ends_at: START + 86_400_000 };
    match say(db, START, listen) {
        Answer::Hello { hello } => hello.floor.stage.map(|Stage { holder, state, .. }| (crate::world::index(&holder.id), state)),
        other => panic!("{other:?}"),
    }
}
fn may_share(db: &Db) -> i64 {
    db.count("SELECT COUNT(*) FROM permits WHERE may_share = 1")
}
/// The pass due by then, answered with these screens; everybody is there.
fn listed(db: &Db, at: Millis, sharing: &[usize]) -> Vec<Call> {
    let asked = outcome(db, START + at, Command::Alarm).effects;
    let pass = asked.into_iter().find_map(|e| match e {
        Effect::ListBodies { pass, revs } => Some((pass, revs)),
        _ => None,
    });
    let (pass, revs): (i64, Vec<SeatRev>) = pass.expect("a pass");
    let rights = |p: &usize| if sharing.contains(p) { SHARING } else { Rights::default() };
    let one = |p: usize| Present { rights: rights(&p), screen: sharing.contains(&p), ..present(p) };
    let present = [0, 1, 2, 9].map(one).to_vec();
    calls(outcome(db, START + at + 100, Command::BodiesListed { pass, revs, present }).effects)
}

#[test]
fn the_first_who_claims_shares_once_livekit_has_obeyed() {
    let db = stage_room();
    let (said, asked) = claim(&db, 0, 0);
    assert_eq!((said, asked.len()), (Ok(StageState::Claimed), 1));
    assert_eq!(asked[0].2, SHARING);
    assert_eq!(shown(&db), Some((0, StageState::Claimed)));
    let (taken, none) = claim(&db, 10, 1);
    assert_eq!((taken, none), (Err(Denied::StageTaken { holder: named(0) }), vec![]));
    assert_eq!(answered(&db, 20, &asked[0], true), []);
    assert_eq!(shown(&db), Some((0, StageState::Granted)));
    assert_eq!(claim(&db, 30, 0), (Ok(StageState::Granted), vec![]), "the same call again changes nothing");
}

#[test]
fn everybody_hears_of_it() {
    let db = stage_room();
    let floors = |out: Outcome<Answer, Effect>| {
        out.effects.iter().filter(|e| matches!(e, Effect::Say { frame: super::super::Frame::Floor { .. }, .. })).count()
    };
    assert_eq!(floors(outcome(&db, START, claim_command(0, false))), 1);
    assert_eq!(floors(outcome(&db, START, claim_command(0, false))), 0);
    assert_eq!(floors(outcome(&db, START, Command::Permitted { person: "att_0".into(), call: 1, ok: true })), 1);
    assert_eq!(floors(outcome(&db, START, Command::Unclaim { by: attendee(0) })), 1);
}

#[test]
fn nobody_is_granted_before_the_last_holders_screen_is_taken_back() {
    let db = stage_room();
    granted(&db, 0, 0);
    let (_, taken_back) = unclaim(&db, 100, attendee(0));
    assert_eq!(taken_back.len(), 1);
    assert_eq!((taken_back[0].0, taken_back[0].2), (0, Rights::default()));
    let (said, asked) = claim(&db, 110, 1);
    assert_eq!((said, asked), (Ok(StageState::Claimed), vec![]), "theirs, and LiveKit is not asked yet");
    assert_eq!(may_share(&db), 1);
    let grant = answered(&db, 120, &taken_back[0], true);
    assert_eq!(grant.len(), 1);
    assert_eq!((grant[0].0, grant[0].2), (1, SHARING));
    answered(&db, 130, &grant[0], true);
    assert_eq!(shown(&db), Some((1, StageState::Granted)));
}

#[test]
fn the_schema_refuses_a_second_screen_by_itself() {
    let db = stage_room();
    granted(&db, 0, 0);
    unclaim(&db, 100, attendee(0));
    let claim = || db.transaction(|sql| handle(sql, START + 110, claim_command(1, false)));
    let error = bugs::with(Bug::GrantBeforeTakenBack, claim).unwrap_err();
    assert!(error.0.contains("UNIQUE"), "{error}");
    let error = db.transaction(|sql| sql.exec("DELETE FROM permits", &[])).unwrap_err();
    assert!(error.0.contains("share_not_proven_gone"), "{error}");
}

#[test]
fn a_grant_without_an_answer_counts_as_given() {
    let db = stage_room();
    let (_, grant) = claim(&db, 0, 0);
    // The call is lost; somebody else has the stage now.
    assert_eq!(unclaim(&db, 1_000, attendee(0)).1, [], "a call at a time: the older could come after the newer");
    assert_eq!(claim(&db, 1_100, 1), (Ok(StageState::Claimed), vec![]));
    assert_eq!(may_share(&db), 1);
    let due = START + time::PERMIT;
    let out = outcome(&db, due, Command::Alarm);
    let taken_back = calls(out.effects);
    assert_eq!((taken_back.len(), taken_back[0].0, taken_back[0].2), (1, 0, Rights::default()));
    assert_eq!(answered(&db, time::PERMIT + 1, &grant[0], true), [], "an answer to an older call says nothing");
    let next = answered(&db, time::PERMIT + 20, &taken_back[0], true);
    assert_eq!((next.len(), next[0].0, next[0].2), (1, 1, SHARING));
}

#[test]
fn not_found_takes_nothing_back_and_is_asked_again() {
    let db = stage_room();
    granted(&db, 0, 0);
    let (_, taken_back) = unclaim(&db, 100, attendee(0));
    assert_eq!(answered(&db, 120, &taken_back[0], false), []);
    assert_eq!(may_share(&db), 1);
    let again = calls(outcome(&db, START + 1_200, Command::Alarm).effects);
    assert_eq!(again.len(), 1);
    answered(&db, 1_220, &again[0], true);
    assert_eq!((may_share(&db), db.count("SELECT COUNT(*) FROM jobs WHERE kind = 'permit'")), (0, 0));
}

#[test]
fn a_body_proven_gone_cannot_share() {
    let db = stage_room();
    granted(&db, 0, 0);
    release(&db, 0, 2);
    assert_eq!(shown(&db), None, "the stage ends with the seat");
    assert_eq!(may_share(&db), 1);
    let seat = super::super::row::Seat::of(&db, "att_0").unwrap().unwrap();
    say(&db, START + 200, Command::BodyRemoved { person: "att_0".into(), rev: seat.rev, open: false, ok: true });
    // The call that would have taken it back is still under way: it gives nothing, and others need not wait for it.
    assert_eq!((may_share(&db), db.count("SELECT COUNT(*) FROM permits")), (0, 1));
    assert_eq!(claim(&db, 300, 1).1.len(), 1);
    say(&db, START + 200 + time::PERMIT, Command::Alarm);
    assert_eq!(db.count("SELECT COUNT(*) FROM permits WHERE person = 'att_0'"), 0, "it is over");
}

/// It would take from them what they were given since.
#[test]
fn a_call_under_way_may_meet_their_next_body_and_is_waited_for() {
    let db = stage_room();
    granted(&db, 0, 0);
    release(&db, 0, 2);
    let seat = super::super::row::Seat::of(&db, "att_0").unwrap().unwrap();
    say(&db, START + 200, Command::BodyRemoved { person: "att_0".into(), rev: seat.rev, open: false, ok: true });
    hold(&db, 0, 3);
    go_in(&db, 0, 3);
    assert_eq!(claim(&db, 300, 0), (Ok(StageState::Claimed), vec![]));
    let grant = calls(outcome(&db, START + 200 + time::PERMIT, Command::Alarm).effects);
    assert_eq!((grant.len(), grant[0].0, grant[0].2), (1, 0, SHARING));
}

#[test]
fn a_grant_under_way_may_meet_the_next_body() {
    let db = stage_room();
    assert!(claim(&db, 0, 0).0.is_ok());
    release(&db, 0, 2);
    let seat = super::super::row::Seat::of(&db, "att_0").unwrap().unwrap();
    say(&db, START + 200, Command::BodyRemoved { person: "att_0".into(), rev: seat.rev, open: false, ok: true });
    assert_eq!(may_share(&db), 1);
    assert_eq!(claim(&db, 300, 1).1, []);
    let out = outcome(&db, START + time::PERMIT, Command::Alarm);
    let grant = calls(out.effects);
    assert_eq!((grant.len(), grant[0].0, grant[0].2), (1, 1, SHARING));
}

/// The holder reconnects with a token that carries the screen, and loses the stage meanwhile.
#[test]
fn a_token_with_the_screen_must_have_ended() {
    let db = stage_room();
    granted(&db, 0, 0);
    let conn = "conn_again".to_owned();
    match say(&db, START + 50, Command::Connect { conn: conn.clone(), person: "att_0".into(), epoch: 1 }) {
        Answer::Door { holder: Some(holder), .. } => assert_eq!(holder.rights, SHARING, "a blip does not end the share"),
        other => panic!("{other:?}"),
    }
    let (said, taken_back) = take_over(&db, 100, 9);
    assert_eq!((said, taken_back.len()), (Ok(StageState::Claimed), 1));
    assert_eq!(answered(&db, 120, &taken_back[0], true), []);
    assert_eq!(may_share(&db), 1, "the body of that token may come after the call");
    let again = calls(outcome(&db, START + 150, Command::Connected { conn }).effects);
    assert_eq!((again.len(), again[0].0), (1, 0));
    let grant = answered(&db, 170, &again[0], true);
    assert_eq!((grant.len(), grant[0].0), (1, 9));
}

#[test]
fn moderators_take_over_and_take_away() {
    let db = stage_room();
    granted(&db, 0, 0);
    assert_eq!(take_over(&db, 10, 1).0, Err(Denied::NotModerator));
    assert_eq!(unclaim(&db, 10, attendee(1)).0, Answer::Denied { why: Denied::NotModerator });
    assert_eq!(take_over(&db, 20, 9).0, Ok(StageState::Claimed));
    assert_eq!(shown(&db), Some((9, StageState::Claimed)));
    assert_eq!(unclaim(&db, 30, crate::testing::organizer()).0, Answer::Done);
    assert_eq!(shown(&db), None);
    assert_eq!(unclaim(&db, 40, attendee(1)).0, Answer::Done, "nobody's");
    assert!(matches!(unclaim(&db, 40, attendee(5)).0, Answer::Denied { why: Denied::NoSeat { .. } }));
    assert!(matches!(claim(&db, 40, 5).0, Err(Denied::NoSeat { .. })));
}

#[test]
fn a_claim_without_a_screen_lapses_after_20_s_and_lasts_a_minute_at_most() {
    let db = stage_room();
    granted(&db, 0, 0);
    let out = outcome(&db, START + 1, Command::Hint);
    assert!(out.alarm.is_some_and(|at| at <= START + time::STAGE));
    say(&db, START + time::STAGE - 1, Command::Hint);
    assert!(shown(&db).is_some());
    say(&db, START + time::STAGE, Command::Hint);
    assert_eq!(shown(&db), None);
    // The browser asks what to share; the app repeats the claim.
    let begun = 30_000;
    assert!(claim(&db, begun, 1).0.is_ok());
    for at in (begun..begun + 90_000).step_by(5_000) {
        if at < begun + time::PICKER {
            assert!(claim(&db, at, 1).0.is_ok(), "{at}");
        }
        say(&db, START + at + 4_999, Command::Hint);
        assert_eq!(db.count("SELECT COUNT(*) FROM stage"), i64::from(at + 4_999 < begun + time::PICKER), "{at}");
    }
}

#[test]
fn a_live_screen_keeps_the_stage_and_its_end_ends_it() {
    let db = stage_room();
    granted(&db, 0, 0);
    listed(&db, 5_000, &[0]);
    for at in (10_000..100_000).step_by(5_000) {
        listed(&db, at, &[0]);
    }
    assert_eq!(shown(&db), Some((0, StageState::Granted)));
    let taken_back = listed(&db, 100_000, &[]);
    assert_eq!(shown(&db), None);
    assert_eq!((taken_back.len(), taken_back[0].0), (1, 0));
}

#[test]
fn a_list_from_before_the_grant_says_nothing_of_the_screen() {
    let db = stage_room();
    let (_, grant) = claim(&db, 0, 0);
    let pass = outcome(&db, START + 5_000, Command::Alarm).effects;
    let (pass, revs) =
        pass.into_iter().find_map(|e| if let Effect::ListBodies { pass, revs } = e { Some((pass, revs)) } else { None }).unwrap();
    let again = calls(outcome(&db, START + 5_000, Command::Alarm).effects);
    assert_ne!(again, grant);
    answered(&db, 5_010, again.first().unwrap_or(&(0, 2, SHARING)), true);
    let there = Present { rights: SHARING, screen: true, ..present(0) };
    say(&db, START + 5_020, Command::BodiesListed { pass, revs, present: vec![there] });
    assert_eq!(db.count("SELECT COUNT(*) FROM stage WHERE until IS NULL"), 0);
}

#[test]
fn a_blip_gives_the_screen_a_moment_to_come_back() {
    let db = stage_room();
    granted(&db, 0, 0);
    listed(&db, 5_000, &[0]);
    go_in_at(&db, 6_000, 0);
    listed(&db, 10_000, &[]);
    assert_eq!(shown(&db), Some((0, StageState::Granted)));
    listed(&db, 15_000, &[0]);
    listed(&db, 40_000, &[]);
    assert_eq!(shown(&db), None);
}
fn go_in_at(db: &Db, at: Millis, p: usize) {
    let conn = format!("conn_at_{at}");
    say(db, START + at, Command::Connect { conn: conn.clone(), person: format!("att_{p}"), epoch: 1 });
    say(db, START + at, Command::Connected { conn });
}

/// A killed browser's socket closes at once; LiveKit shows its screen for 20 s more.
#[test]
fn a_holder_without_a_socket_may_come_back_for_15_s() {
    let deaf = |db: &Db, at: Millis| say(db, START + at, Command::Deaf { person: "att_0".into() });
    let db = stage_room();
    granted(&db, 0, 0);
    listed(&db, 5_000, &[0]);
    deaf(&db, 6_000);
    let listen = Command::Listen { event: "evt_1".into(), person: "att_0".into(), after: None, session_ends_at: START + 86_400_000 };
    say(&db, START + 20_000, listen);
    listed(&db, 30_000, &[0]);
    assert_eq!(shown(&db), Some((0, StageState::Granted)), "back in time");
    say(&db, START + 31_000, Command::Deaf { person: "att_1".into() });
    let out = outcome(&db, START + 32_000, Command::Deaf { person: "att_0".into() });
    assert!(out.alarm.is_some_and(|at| at <= START + 32_000 + time::DEAF));
    listed(&db, 40_000, &[0]);
    deaf(&db, 41_000);
    let taken_back = calls(outcome(&db, START + 32_000 + time::DEAF, Command::Alarm).effects);
    assert_eq!((taken_back.len(), taken_back[0].0), (1, 0));
    assert_eq!(shown(&db), None);
}

#[test]
fn who_shares_without_the_stage_is_stopped() {
    let db = stage_room();
    let stopped = listed(&db, 10_000, &[2]);
    assert_eq!((stopped.len(), stopped[0].0, stopped[0].2), (1, 2, Rights::default()));
    answered(&db, 10_200, &stopped[0], true);
    assert_eq!(listed(&db, 20_000, &[]), []);
}

#[test]
fn a_room_without_a_stage_asks_livekit_nothing_and_keeps_no_row() {
    let db = stage_room();
    assert_eq!(listed(&db, 10_000, &[]), []);
    assert_eq!(db.count("SELECT COUNT(*) FROM permits"), 0);
    granted(&db, 11_000, 0);
    let (_, taken_back) = unclaim(&db, 12_000, attendee(0));
    answered(&db, 12_100, &taken_back[0], true);
    assert_eq!(db.count("SELECT (SELECT COUNT(*) FROM permits) + (SELECT COUNT(*) FROM jobs WHERE kind = 'permit')"), 0);
}
