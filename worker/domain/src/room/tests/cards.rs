//! Cards: a change reaches each lobby, coalesced, and again until the lobby has the newest.

use super::*;
use crate::card::LiveCard;
use crate::time;

fn pushes(effects: &[Effect]) -> Vec<(String, i64, LiveCard)> {
    let push = |e: &Effect| match e {
        Effect::PushCard { place, rev, card } => Some((place.clone(), *rev, card.clone())),
        _ => None,
    };
    effects.iter().filter_map(push).collect()
}
fn taken(db: &Db, now: Millis, place: &str, rev: i64) {
    say(db, now, Command::CardTaken { place: place.into(), rev });
}
fn owed(db: &Db) -> i64 {
    db.count("SELECT COUNT(*) FROM jobs WHERE kind = 'card'")
}
/// A room whose first card is pushed and taken.
fn shown(items: &[&str]) -> Db {
    let mut entry = room_entry(0, 13, 3);
    entry.items = items.iter().map(|i| (*i).into()).collect();
    let db = with(entry);
    for (place, rev, _) in pushes(&outcome(&db, START + time::CARD, Command::Alarm).effects) {
        taken(&db, START + time::CARD, &place, rev);
    }
    assert_eq!(owed(&db), 0);
    db
}

#[test]
fn many_changes_within_a_quarter_second_make_one_push() {
    let db = shown(&[]);
    let t = START + 1_000;
    for p in 0..5 {
        let out = outcome(&db, t + p as i64 * 10, hold_command(p, 1));
        assert_eq!(out.alarm, Some(t + time::CARD), "the first change sets the time");
        assert_eq!(pushes(&out.effects), vec![]);
    }
    let out = outcome(&db, t + time::CARD, Command::Alarm);
    let cards = pushes(&out.effects);
    assert_eq!((cards.len(), cards[0].2.seated.len()), (1, 5));
    assert!(cards[0].2.seated.iter().all(|s| s.open));
}

#[test]
fn a_card_not_taken_is_pushed_again() {
    let db = shown(&[]);
    hold_at(&db, START + 1_000, 0, 1);
    let first = pushes(&outcome(&db, START + 1_250, Command::Alarm).effects);
    let out = outcome(&db, START + 2_250, Command::Alarm);
    assert_eq!(pushes(&out.effects).len(), 1);
    taken(&db, START + 2_300, "fea_0", pushes(&out.effects)[0].1);
    assert_eq!(owed(&db), 0);
    assert_eq!(first.len(), 1);
}

#[test]
fn a_card_is_taken_only_when_it_is_the_newest() {
    let db = shown(&[]);
    hold_at(&db, START + 1_000, 0, 1);
    let first = pushes(&outcome(&db, START + 1_250, Command::Alarm).effects);
    hold_at(&db, START + 1_260, 1, 1);
    taken(&db, START + 1_270, "fea_0", first[0].1);
    assert_eq!(owed(&db), 1, "the room has changed since");
    let second = pushes(&outcome(&db, START + 1_510, Command::Alarm).effects);
    assert!(second[0].1 > first[0].1);
    taken(&db, START + 1_520, "fea_0", first[0].1);
    assert_eq!(owed(&db), 1);
    taken(&db, START + 1_530, "fea_0", second[0].1);
    assert_eq!(owed(&db), 0);
}

#[test]
fn a_room_with_items_shows_there_and_not_in_its_feature() {
    let db = shown(&["itm_1", "itm_2"]);
    hold_at(&db, START + 1_000, 0, 1);
    let places: Vec<String> = pushes(&outcome(&db, START + 1_250, Command::Alarm).effects).into_iter().map(|p| p.0).collect();
    assert_eq!(places, ["itm_1", "itm_2"]);
}

/// Two slow lobbies that are pushed at different times must not keep each other's answers from counting.
#[test]
fn two_slow_lobbies_come_to_an_end() {
    let db = shown(&["itm_1", "itm_2"]);
    hold_at(&db, START + 1_000, 0, 1);
    db.transaction(|sql| sql.exec("UPDATE jobs SET due = due + 2500 WHERE key = 'itm_2'", &[])).unwrap();
    let mut waiting: Vec<(Millis, String, i64)> = vec![];
    let mut now = START + 1_250;
    for _ in 0..110 {
        let out = outcome(&db, now, Command::Alarm);
        waiting.extend(pushes(&out.effects).into_iter().map(|(place, rev, _)| (now + 3_000, place, rev)));
        now += 250;
        for (at, place, rev) in waiting.clone() {
            if at == now {
                taken(&db, now, &place, rev);
            }
        }
    }
    assert_eq!(owed(&db), 0, "more than 25 seconds, and still pushing");
}

#[test]
fn what_changes_nothing_on_the_card_pushes_nothing() {
    let db = shown(&[]);
    hold_at(&db, START + 1_000, 0, 1);
    let card = pushes(&outcome(&db, START + 1_250, Command::Alarm).effects);
    taken(&db, START + 1_260, "fea_0", card[0].1);
    hold_at(&db, START + 15_000, 0, 1);
    assert_eq!(owed(&db), 0, "a renewed lease");
    for command in [Command::Connect { conn: "c".into(), person: "att_0".into(), epoch: 1 }, Command::Connected { conn: "c".into() }] {
        say(&db, START + 15_000, command);
    }
    assert_eq!(seat(&db, 0), is("attendee", SeatState::Live));
    assert_eq!(owed(&db), 0, "who may enter is shown as present already");
    let mut renamed = profile(0);
    renamed.last_name = "Lovelace".into();
    say(&db, START + 15_000, Command::Hold { person: renamed, epoch: 1, grant: true, feature_bans: vec![] });
    assert_eq!(owed(&db), 1, "a new name");
}
