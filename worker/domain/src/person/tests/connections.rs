//! Connections: both sides agree in the end, addresses go with a yes, and who is blocked learns nothing.

use super::*;
use crate::bugs::{self, Bug};
use crate::person::{Act, Card, Connection, Frame, Shown, Verb, Verdict, handle, id_of, other_of};
use crate::world::person_id;

fn card(w: &World, p: usize) -> Card {
    Card::from(&w.profiles[p])
}
fn ask(w: &mut World, p: usize, q: usize) -> Answer {
    w.person(p, Command::Connect { other: card(w, q), link_version: 1 })
}
fn respond(w: &mut World, p: usize, q: usize, verb: Verb) -> Answer {
    w.person(p, Command::Respond { other: person_id(q), verb, link_version: 1 })
}
fn block(w: &mut World, p: usize, q: usize, on: bool) -> Answer {
    w.person(p, Command::Block { other: card(w, q), on, link_version: 1 })
}
fn seen(w: &mut World, p: usize, q: usize) -> Option<Connection> {
    match w.person(p, Command::ConnectionWith { other: person_id(q), link_version: 1 }) {
        Answer::Connection { connection, .. } => Some(*connection),
        Answer::NoConnection => None,
        other => panic!("{other:?}"),
    }
}
fn state(w: &mut World, p: usize, q: usize) -> Option<(Shown, bool, bool)> {
    seen(w, p, q).map(|c| (c.state, c.outgoing, c.person.email.is_some()))
}
fn both(w: &mut World, p: usize, q: usize) -> [Option<(Shown, bool, bool)>; 2] {
    [state(w, p, q), state(w, q, p)]
}
/// What the tabs of `p` hear of a command.
fn hears(w: &mut World, p: usize, command: Command) -> Vec<Shown> {
    let effects = w.persons[p].transaction(|sql| handle(sql, w.now, command)).unwrap().effects;
    let of = |e| if let Effect::Say { frame: Frame::Connection { connection } } = e { Some(connection.state) } else { None };
    effects.into_iter().filter_map(of).collect()
}
/// What is on its way for `p`'s pairs.
fn under_way(w: &mut World) -> Msg {
    w.take(|m| matches!(m, Msg::FromPerson(_, Effect::Act { .. } | Effect::TellPair { .. })))
}
fn pending(mine: bool) -> Option<(Shown, bool, bool)> {
    Some((Shown::Pending, mine, false))
}

/// From home, and from elsewhere.
const WAYS: [(usize, usize); 2] = [(0, 1), (1, 0)];

#[test]
fn a_pair_has_one_id_that_names_both() {
    let id = id_of("att_b", "att_a");
    assert_eq!((id.as_str(), &id), ("con_a_b", &id_of("att_a", "att_b")));
    assert_eq!((other_of(&id, "att_a"), other_of(&id, "att_b")), (Some("att_b".into()), Some("att_a".into())));
    for no in [other_of(&id, "att_c"), other_of("con_b_a", "att_a"), other_of("con_a_a", "att_a"), other_of("con_a", "att_a")] {
        assert_eq!(no, None);
    }
}

#[test]
fn accepted_both_have_the_address_and_not_before() {
    for (p, q) in WAYS {
        let mut w = world();
        ask(&mut w, p, q);
        w.flow();
        assert_eq!(both(&mut w, p, q), [pending(true), pending(false)]);
        respond(&mut w, q, p, Verb::Accept);
        w.flow();
        let (mine, theirs) = (seen(&mut w, p, q).unwrap(), seen(&mut w, q, p).unwrap());
        assert_eq!((mine.state, mine.person.email), (Shown::Accepted, w.profiles[q].email.clone()));
        assert_eq!((theirs.state, theirs.person.email), (Shown::Accepted, w.profiles[p].email.clone()));
        assert_eq!((mine.id, mine.outgoing), (theirs.id, !theirs.outgoing));
        respond(&mut w, p, q, Verb::Withdraw);
        respond(&mut w, q, p, Verb::Decline);
        w.flow();
        assert_eq!(state(&mut w, p, q).unwrap().0, Shown::Accepted, "that is for good");
    }
}

#[test]
fn one_does_not_accept_for_the_other() {
    for (p, q) in WAYS {
        let mut w = world();
        ask(&mut w, p, q);
        w.flow();
        respond(&mut w, p, q, Verb::Accept);
        respond(&mut w, p, q, Verb::Decline);
        respond(&mut w, q, p, Verb::Withdraw);
        w.flow();
        assert_eq!(both(&mut w, p, q), [pending(true), pending(false)]);
    }
}

#[test]
fn crossing_requests_are_accepted_whichever_comes_first() {
    for late in [false, true] {
        let mut w = world();
        ask(&mut w, 0, 1);
        ask(&mut w, 1, 0);
        if late {
            w.wire.reverse();
        }
        w.flow();
        let yes = |mine| Some((Shown::Accepted, mine, true));
        assert_eq!(both(&mut w, 0, 1), [yes(true), yes(false)]);
    }
}

#[test]
fn a_withdrawal_and_a_yes_at_once_end_the_same_for_both() {
    for (p, q) in WAYS {
        for last_first in [false, true] {
            let mut w = world();
            ask(&mut w, p, q);
            w.flow();
            respond(&mut w, p, q, Verb::Withdraw);
            respond(&mut w, q, p, Verb::Accept);
            if last_first {
                w.wire.reverse();
            }
            w.flow();
            let [mine, theirs] = both(&mut w, p, q).map(Option::unwrap);
            assert_eq!((mine.0, mine.2, mine.1), (theirs.0, theirs.2, !theirs.1));
            assert_eq!(mine.2, mine.0 == Shown::Accepted, "who took it back in time keeps their address");
        }
    }
}

#[test]
fn who_was_declined_asks_again_after_a_day_and_who_withdrew_at_once() {
    for (p, q) in WAYS {
        let mut w = world();
        ask(&mut w, p, q);
        w.flow();
        respond(&mut w, p, q, Verb::Withdraw);
        w.flow();
        assert_eq!(state(&mut w, q, p).unwrap().0, Shown::Withdrawn);
        ask(&mut w, p, q);
        w.flow();
        respond(&mut w, q, p, Verb::Decline);
        let retry_at = w.now + time::DECLINED;
        w.flow();
        assert_eq!(ask(&mut w, p, q), Answer::Declined { retry_at });
        w.pass(time::DECLINED);
        ask(&mut w, p, q);
        w.flow();
        assert_eq!(both(&mut w, p, q), [pending(true), pending(false)]);
    }
}

/// Who said no may still ask.
#[test]
fn who_declined_asks_when_they_like() {
    for (p, q) in WAYS {
        let mut w = world();
        ask(&mut w, p, q);
        w.flow();
        respond(&mut w, q, p, Verb::Decline);
        w.flow();
        ask(&mut w, q, p);
        w.flow();
        assert_eq!(both(&mut w, p, q), [pending(false), pending(true)]);
    }
}

#[test]
fn whatever_is_lost_is_said_again() {
    for (p, q) in WAYS {
        let mut w = world();
        ask(&mut w, p, q);
        if p == 1 {
            // The act arrives, its answer does not.
            let act = under_way(&mut w);
            w.deliver(act);
        }
        w.wire.clear();
        w.pass_ringing(2_000);
        assert_eq!(both(&mut w, p, q), [pending(true), pending(false)]);
        respond(&mut w, q, p, Verb::Accept);
        if q == 1 {
            let act = under_way(&mut w);
            w.deliver(act);
        }
        w.wire.clear();
        w.pass_ringing(60_000);
        assert!(both(&mut w, p, q).iter().all(|side| matches!(side, Some((Shown::Accepted, _, true)))));
        let rests = w.person_decides(0, Command::Alarm).unwrap();
        assert_eq!((rests.answer, rests.alarm), (Answer::Resting, None));
    }
}

/// The copy of an act that was taken back; and of word of an older state.
#[test]
fn what_comes_late_undoes_nothing() {
    let story = || {
        let mut w = world();
        ask(&mut w, 1, 0);
        let late = under_way(&mut w);
        w.deliver(late.clone());
        w.flow();
        respond(&mut w, 1, 0, Verb::Withdraw);
        w.flow();
        w.deliver(late);
        w.flow();
        state(&mut w, 0, 1).unwrap().0
    };
    assert_eq!(story(), Shown::Withdrawn);
    assert_eq!(bugs::with(Bug::OlderActTaken, story), Shown::Pending, "or this test proves nothing");

    let mut w = world();
    ask(&mut w, 0, 1);
    let late = under_way(&mut w);
    w.deliver(late.clone());
    respond(&mut w, 0, 1, Verb::Withdraw);
    w.flow();
    w.deliver(late);
    w.flow();
    assert_eq!(state(&mut w, 1, 0).unwrap().0, Shown::Withdrawn);
}

#[test]
fn who_is_blocked_sees_pending_and_who_blocks_sees_nothing_new() {
    for (p, q) in WAYS {
        let mut w = world();
        block(&mut w, q, p, true);
        w.flow();
        assert_eq!(seen(&mut w, p, q), None);
        let before = seen(&mut w, q, p);
        ask(&mut w, p, q);
        w.flow();
        assert_eq!((state(&mut w, p, q), seen(&mut w, q, p)), (pending(true), before));
        assert_eq!(w.persons[q].count("SELECT COUNT(*) FROM connections WHERE state = 'pending' AND blocked_at IS NULL"), 0);
        assert!(matches!(respond(&mut w, q, p, Verb::Accept), Answer::Connection { connection, .. } if connection.state == Shown::Blocked));
        assert_eq!(ask(&mut w, q, p), Answer::Blocked);
        w.pass_ringing(600_000);
        assert_eq!(state(&mut w, p, q), pending(true), "for ever");
        block(&mut w, q, p, false);
        w.flow();
        assert_eq!(both(&mut w, p, q), [pending(true), pending(false)]);
    }
}

#[test]
fn the_tabs_of_who_blocks_hear_nothing() {
    let mut w = world();
    block(&mut w, 0, 1, true);
    w.flow();
    let act = || Act { from: Card::from(&profile(1)), number: 1, verb: Verb::Ask };
    assert_eq!(hears(&mut w, 0, Command::Act { act: Box::new(act()) }), []);
    let mut w = world();
    assert_eq!(hears(&mut w, 0, Command::Act { act: Box::new(act()) }), [Shown::Pending]);
}

/// A block is also a no to what one asked, even while that is under way.
#[test]
fn blocking_takes_back_what_one_asked() {
    for (p, q) in WAYS {
        for under_way_still in [false, true] {
            let mut w = world();
            ask(&mut w, p, q);
            if !under_way_still {
                w.flow();
            }
            block(&mut w, p, q, true);
            w.wire.reverse();
            w.flow();
            w.pass_ringing(10_000);
            let theirs = state(&mut w, q, p);
            assert!(theirs.is_none_or(|s| s.0 == Shown::Withdrawn), "{theirs:?}");
            assert_eq!(state(&mut w, p, q).unwrap().0, Shown::Blocked);
            respond(&mut w, q, p, Verb::Accept);
            w.flow();
            assert!(state(&mut w, q, p).is_none_or(|s| !s.2), "no address of who blocks");
        }
    }
}

#[test]
fn thirty_new_requests_a_day() {
    let mut w = World::new(33, vec![room_entry(0, 1, 1)]);
    // att_9 comes last in the order of ids: all its pairs are at home elsewhere. att_0 is home to all of its own.
    for p in [0, 9] {
        let others: Vec<usize> = (0..33).filter(|q| *q != p).collect();
        for q in &others[..30] {
            ask(&mut w, p, *q);
            w.flow();
            assert_eq!(ask(&mut w, p, *q), Answer::Connection { connection: Box::new(seen(&mut w, p, *q).unwrap()), made: false });
        }
        w.pass(1_000);
        // One of the second's thirty had asked them already: that was no new request.
        ask(&mut w, p, others[30]);
        w.flow();
        let first = w.persons[p].count("SELECT MIN(at) FROM asks");
        assert_eq!(w.persons[p].count("SELECT COUNT(*) FROM asks"), 30);
        assert_eq!(ask(&mut w, p, others[31]), Answer::Wait { millis: first + time::DAY - w.now });
        w.pass(time::DAY);
        assert!(!matches!(ask(&mut w, p, others[31]), Answer::Wait { .. }));
        w.flow();
    }
}

/// An answer that was lost costs nothing, and one that said "no news" neither.
#[test]
fn only_new_requests_count() {
    let mut w = world();
    for _ in 0..40 {
        ask(&mut w, 1, 0);
        w.wire.clear();
    }
    ask(&mut w, 1, 0);
    w.flow();
    assert_eq!(w.persons[1].count("SELECT COUNT(*) FROM asks WHERE settled = 1"), 1);
    assert_eq!(w.persons[1].count("SELECT COUNT(*) FROM asks"), 1);
}

#[test]
fn who_changes_their_name_or_address_is_known_by_it() {
    for (p, q) in WAYS {
        let mut w = world();
        ask(&mut w, p, q);
        w.flow();
        respond(&mut w, q, p, Verb::Accept);
        w.flow();
        for who in [p, q] {
            w.profiles[who].title = Some("Captain".into());
            w.profiles[who].email = Some("new@example.org".into());
            w.profiles[who].version += 1;
            let profile = w.profiles[who].clone();
            w.person(who, Command::Learn { profile });
            w.flow();
            let person = seen(&mut w, if who == p { q } else { p }, who).unwrap().person;
            assert_eq!((person.title.as_deref(), person.email.as_deref()), (Some("Captain"), Some("new@example.org")));
        }
    }
}

/// An entry kept from before addresses were known: the catalogue is read once more.
#[test]
fn an_entry_without_an_address_is_read_again() {
    let mut w = world();
    let old = crate::catalogue::Profile { email: None, version: 2, ..profile(0) };
    w.person(0, Command::Learn { profile: old.clone() });
    assert_eq!(ask(&mut w, 0, 1), Answer::Cold);
    w.person(0, Command::Learn { profile: crate::catalogue::Profile { email: profile(0).email, ..old } });
    assert!(matches!(ask(&mut w, 0, 1), Answer::Connection { made: true, .. }));
}

#[test]
fn a_revoked_session_asks_nobody() {
    let mut w = world();
    let other = card(&w, 1);
    let refused = Answer::Refused { refusal: Refusal::Revoked };
    assert_eq!(w.person(0, Command::Connect { other: other.clone(), link_version: 7 }), refused);
    assert_eq!(w.person(0, Command::Block { other, on: true, link_version: 7 }), refused);
    assert_eq!(w.person(0, Command::Connections { link_version: 7 }), refused);
}

/// The journey of a call: an act that a newer one overtook is decided anew.
#[test]
fn an_overtaken_act_says_so() {
    let mut w = world();
    ask(&mut w, 1, 0);
    let first = under_way(&mut w);
    respond(&mut w, 1, 0, Verb::Withdraw);
    w.flow();
    w.deliver(first);
    let Msg::ToPerson(1, answer) = w.take(|m| matches!(m, Msg::ToPerson(1, _))) else { panic!() };
    assert!(matches!(answer, Command::Acted { verdict: Verdict::Old, .. }));
    assert_eq!(w.person(1, answer), Answer::Overtaken);
}

#[test]
fn the_list_has_the_newest_change_first_and_hello_counts_what_waits() {
    let mut w = world();
    ask(&mut w, 1, 0);
    w.flow();
    w.pass(1_000);
    ask(&mut w, 2, 0);
    w.flow();
    let hello = w.person(0, Command::Listen { link_version: 1, session_ends_at: i64::MAX >> 12 });
    assert!(matches!(hello, Answer::Listening { hello: Frame::Hello { pending: 2, .. } }));
    w.pass(1_000);
    block(&mut w, 0, 1, true);
    let Answer::Connections { all } = w.person(0, Command::Connections { link_version: 1 }) else { panic!() };
    let all: Vec<(String, Shown)> = all.into_iter().map(|c| (c.person.id, c.state)).collect();
    assert_eq!(all, [(person_id(1), Shown::Blocked), (person_id(2), Shown::Pending)]);
}

/// Somebody's object may not know yet what others have read in the catalogue already: their address counts all the same.
#[test]
fn an_address_on_an_older_card_is_better_than_none() {
    let mut w = world();
    ask(&mut w, 1, 0);
    w.flow();
    let newer = Card { version: 2, ..card(&w, 1) };
    w.person(0, Command::Connect { other: newer, link_version: 1 });
    w.flow();
    assert_eq!(both(&mut w, 0, 1), [Some((Shown::Accepted, false, true)), Some((Shown::Accepted, true, true))]);
}
