//! Offers as a person hears of them, and rooms where they wait and must not any more.

use super::*;
use crate::person::{Frame, Offer};
use crate::room::{WaitAnswer, Word};
use crate::testing::wide_ban;

fn wait(w: &mut World, p: usize) -> Option<WaitAnswer> {
    let (room, link_version) = (room_id(0), w.profiles[p].link_version);
    w.person(p, Command::Wait { room, link_version });
    w.flow_to_person(p)
}
impl World {
    /// Let everything arrive; what a wait came to.
    fn flow_to_person(&mut self, p: usize) -> Option<WaitAnswer> {
        let mut found = None;
        while !self.wire.is_empty() {
            let msg = self.wire.remove(0);
            if let Msg::ToPerson(to, Command::WaitAnswered { answer, .. }) = &msg
                && *to == p
            {
                found = Some(answer.clone());
            }
            self.deliver(msg);
        }
        found
    }
}
fn say(w: &mut World, p: usize, command: Command) -> Vec<Frame> {
    let out = w.person_decides(p, command).unwrap();
    let (said, sent): (Vec<Effect>, Vec<Effect>) = out.effects.into_iter().partition(Effect::is_for_sockets);
    w.wire.extend(sent.into_iter().map(|e| Msg::FromPerson(p, e)));
    said.into_iter().filter_map(|e| if let Effect::Say { frame } = e { Some(frame) } else { None }).collect()
}
fn word(rev: i64, word: Word) -> Command {
    Command::Word { rev, room: room(), feature: "fea_0".into(), word }
}
fn room() -> crate::catalogue::Named {
    crate::catalogue::Named { id: room_id(0), name: "Room 0".into() }
}
fn offers(w: &mut World, p: usize) -> Vec<Offer> {
    match w.person(p, Command::Listen { link_version: 1, session_ends_at: w.now + 9_000_000 }) {
        Answer::Listening { hello: Frame::Hello { offers, .. } } => offers,
        other => panic!("{other:?}"),
    }
}
fn waiting(w: &World) -> i64 {
    w.rooms[0].count("SELECT COUNT(*) FROM waiting")
}

#[test]
fn an_offer_is_told_kept_for_new_tabs_and_over_with_its_time() {
    let mut w = world();
    let until = w.now + time::OFFER;
    let offer = Offer { room: room(), feature: "fea_0".into(), until };
    assert_eq!(say(&mut w, 0, word(4, Word::Offered { until })), [Frame::SeatFree { offer: offer.clone() }]);
    assert_eq!(say(&mut w, 0, word(4, Word::Offered { until })), [], "told already");
    assert_eq!(offers(&mut w, 0), [offer]);
    w.now = until;
    assert_eq!(offers(&mut w, 0), []);
    assert_eq!(say(&mut w, 0, word(5, Word::Lapsed)), [Frame::SeatLapsed { room: room(), feature: "fea_0".into() }]);
    assert_eq!(say(&mut w, 0, word(3, Word::Offered { until: until + 9_000 })), [], "an older word comes late");
    assert_eq!(offers(&mut w, 0), []);
}

#[test]
fn an_offer_that_is_over_is_told_by_what_is_left() {
    let mut w = world();
    let until = w.now + time::OFFER;
    say(&mut w, 0, word(1, Word::Offered { until }));
    assert_eq!(say(&mut w, 0, word(2, Word::Over)), [Frame::Hello { room: None, offers: vec![], pending: 0 }]);
    assert_eq!(say(&mut w, 0, word(3, Word::Over)), [], "there was none");
    let until = w.now;
    assert_eq!(say(&mut w, 0, word(4, Word::Offered { until })), [], "it came too late");
}

#[test]
fn waiting_is_refused_as_joining_is() {
    let mut w = world();
    assert_eq!(w.person(0, Command::Wait { room: room_id(0), link_version: 7 }), Answer::Refused { refusal: Refusal::Revoked });
    w.join(1, 0, "entry_1");
    assert!(matches!(wait(&mut w, 0), Some(WaitAnswer::Waiting { place }) if place.place == 1));
    assert_eq!(wait(&mut w, 1), Some(WaitAnswer::AlreadyHere));
    w.edit(0, |room| room.groups.push("grp_1".into()));
    assert!(matches!(wait(&mut w, 2), Some(WaitAnswer::Refused { .. })));
    assert_eq!(w.persons[2].count("SELECT COUNT(*) FROM waits"), 0, "nothing is kept of rooms that are not there");
    let ends_at = w.now + 60_000;
    w.person(0, wide_ban("ban_1", None, ends_at));
    assert!(matches!(
        w.person(0, Command::Wait { room: room_id(0), link_version: 1 }),
        Answer::Refused { refusal: Refusal::Banned { .. } }
    ));
}

#[test]
fn who_is_banned_revoked_or_in_other_groups_waits_nowhere() {
    let waits = |change: &dyn Fn(&mut World)| {
        let mut w = world();
        w.join(1, 0, "entry_1");
        wait(&mut w, 0);
        assert_eq!(waiting(&w), 1);
        change(&mut w);
        w.flow();
        waiting(&w)
    };
    let learn = |w: &mut World, change: &dyn Fn(&mut crate::catalogue::Profile)| {
        change(&mut w.profiles[0]);
        w.profiles[0].version += 1;
        w.person(0, Command::Learn { profile: w.profiles[0].clone() });
    };
    let ban = |feature: Option<&str>| {
        let feature = feature.map(str::to_owned);
        move |w: &mut World| drop(w.person(0, wide_ban("ban_1", feature.clone(), w.now + 60_000)))
    };
    assert_eq!(waits(&ban(None)), 0);
    assert_eq!(waits(&ban(Some("fea_0"))), 0);
    assert_eq!(waits(&ban(Some("fea_1"))), 1, "of another feature");
    assert_eq!(waits(&|w| learn(w, &|p| p.link_version += 1)), 0);
    assert_eq!(waits(&|w| learn(w, &|p| p.deleted = true)), 0);
    assert_eq!(waits(&|w| learn(w, &|p| p.groups.push("grp_1".into()))), 1, "the room is everybody's");
    let limited = |w: &mut World| {
        learn(w, &|p| p.groups.push("grp_1".into()));
        w.flow();
        w.edit(0, |room| room.groups.push("grp_1".into()));
    };
    assert_eq!(waits(&|w| limited(w)), 1, "in the group since they got in line");
    let out = |w: &mut World| {
        limited(w);
        wait(w, 0);
        assert_eq!(waiting(w), 1);
        learn(w, &|p| p.groups.clear());
    };
    assert_eq!(waits(&out), 0);
}

#[test]
fn a_room_is_told_until_it_answers_and_a_new_wish_is_not_taken_for_the_old() {
    let mut w = world();
    w.join(1, 0, "entry_1");
    wait(&mut w, 0);
    w.person(0, Command::Unwait { room: room_id(0), link_version: 1 });
    let lost = w.take(|m| matches!(m, Msg::FromPerson(0, Effect::Unwait { .. })));
    wait(&mut w, 0);
    w.deliver(lost);
    assert_eq!(waiting(&w), 1, "it came late");
    w.person(0, Command::Unwait { room: room_id(0), link_version: 1 });
    w.wire.clear();
    w.now += time::backoff(0);
    w.ring_person(0);
    w.flow();
    assert_eq!((waiting(&w), w.person_looks[0].alarm), (0, None));
}
