//! Reports and numbers on a real SQLite with the files of `schema/catalogue`, against what is counted row by row here.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::metrics::{Cut, Numbers};
use super::*;
use crate::params;
use crate::sql::Sql;
use crate::testing::{Db, room_entry};
use crate::world::World;

const EVENT: &str = "evt_1";
const NOW: Millis = 4_000_000;

/// Rooms 0 and 1 are of features 0 and 1 (as `room_entry` has them), room 2 is a second one of feature 0.
fn d1() -> World {
    let mut third = room_entry(2, 13, 3);
    third.feature = "fea_0".into();
    World::cold(vec![], vec![room_entry(0, 13, 3), room_entry(1, 13, 3), third])
}
const FEATURE_OF: [&str; 3] = ["fea_0", "fea_1", "fea_0"];

#[derive(Clone, Debug)]
struct Visit {
    room: usize,
    person: usize,
    joined_at: Millis,
    left_at: Option<Millis>,
}
#[derive(Clone, Debug)]
struct Thing {
    kind: usize,
    room: Option<usize>,
    person: usize,
    at: Millis,
}

fn write(db: &Db, visits: &[Visit], things: &[Thing]) {
    for (n, v) in visits.iter().enumerate() {
        let sql = "INSERT INTO visits (room, person, epoch, event, feature, role, name, joined_at, left_at, estimated, ended)
                   VALUES (?, ?, ?, 'evt_1', ?, 'attendee', 'Ada', ?, ?, 0, NULL)";
        let room = format!("room_{}", v.room);
        db.exec(sql, params![room, format!("att_{}", v.person), n as i64, FEATURE_OF[v.room], v.joined_at, v.left_at]).unwrap();
    }
    for (n, t) in things.iter().enumerate() {
        let (room, feature) = (t.room.map(|r| format!("room_{r}")), t.room.map(|r| FEATURE_OF[r]));
        let (n, person) = (n as i64, format!("att_{}", t.person));
        match t.kind {
            0 => db.exec(
                "INSERT INTO clicks (id, event, feature, room, person, at) VALUES (?, 'evt_1', ?, ?, ?, ?)",
                params![format!("c{n}"), feature.unwrap_or("fea_1"), room, person, t.at],
            ),
            1 | 2 => db.exec(
                "INSERT INTO messages (room, seq, rev, id, event, feature, person, name, role, text, sent_at, deleted_at)
                 VALUES (?, ?, ?2, ?, 'evt_1', ?, ?, 'Ada', 'attendee', 'hello', ?, ?)",
                params![
                    room.unwrap_or("room_0".into()),
                    n,
                    format!("msg_{n}"),
                    feature.unwrap_or("fea_0"),
                    person,
                    t.at,
                    (t.kind == 2).then_some(t.at)
                ],
            ),
            3 => db.exec(
                "INSERT INTO requests (person, at, event, feature, room) VALUES (?, ?, 'evt_1', ?, ?) ON CONFLICT DO NOTHING",
                params![format!("{person}_{n}"), t.at, feature, room],
            ),
            4 => db.exec(
                "INSERT INTO bans (id, event, scope, feature, room, person, person_name, by_id, by_name, at, deleted_messages)
                 VALUES (?, 'evt_1', 'room', NULL, ?, ?, '', 'key_1', '', ?, 0)",
                params![format!("ban_{n}"), room, person, t.at],
            ),
            _ => db.exec(
                "INSERT INTO refusals (room, person, epoch, event, feature, why, at) VALUES (?, ?, ?, 'evt_1', ?, ?, ?)",
                params![
                    room.unwrap_or("room_0".into()),
                    person,
                    n,
                    feature.unwrap_or("fea_0"),
                    if t.kind == 5 { "full" } else { "closed" },
                    t.at
                ],
            ),
        }
        .unwrap();
    }
}

/// One text of each query. D1 binds numbers as doubles, and so does this.
fn ask(db: &Db, queries: Vec<Query>) -> Vec<String> {
    let doubles = |sql: &str| (2..=5).fold(sql.to_owned(), |sql, n| sql.replace(&format!("?{n}"), &format!("CAST(?{n} AS REAL)")));
    queries.iter().map(|(sql, values)| db.first(&doubles(sql), values).unwrap().unwrap().text(0).unwrap()).collect()
}

/// The same numbers by looking at everything that is of this part.
fn naive(visits: &[Visit], things: &[Thing], range: Range, mine: impl Fn(Option<usize>, usize) -> bool) -> Numbers {
    let (from, to) = range.bounds();
    let within = |at: Millis| at >= from && at < to;
    let visits: Vec<&Visit> = visits.iter().filter(|v| mine(Some(v.room), 9)).collect();
    let begun: Vec<&&Visit> = visits.iter().filter(|v| within(v.joined_at)).collect();
    let inside = |at: Millis| visits.iter().filter(|v| v.joined_at <= at && v.left_at.is_none_or(|left| left > at)).count() as i64;
    let counted = |kind: usize| things.iter().filter(|t| t.kind == kind && within(t.at) && mine(t.room, kind)).count() as i64;
    let seconds: i64 = begun.iter().map(|v| (v.left_at.unwrap_or(NOW) - v.joined_at) / 1_000).sum();
    let n = begun.len() as i64;
    Numbers {
        clicks: counted(0),
        chats: counted(1),
        people: begun.iter().map(|v| v.person).collect::<BTreeSet<_>>().len() as i64,
        visits: n,
        seconds,
        average_seconds: (n > 0).then(|| (seconds + n / 2) / n.max(1)),
        peak: visits.iter().map(|v| v.joined_at).chain([from]).filter(|at| within(*at)).map(inside).max().unwrap_or(0),
        connection_requests: counted(3),
        removals: counted(4),
        turned_away: counted(5),
    }
}

fn visit() -> impl Strategy<Value = Visit> {
    let times = (0..60i64, prop_oneof![Just(None), (0..40i64).prop_map(Some)]);
    (0..3usize, 0..4usize, times).prop_map(|(room, person, (joined, stay))| Visit {
        room,
        person,
        joined_at: joined * 50_500,
        left_at: stay.map(|stay| (joined + stay) * 50_500),
    })
}
fn thing() -> impl Strategy<Value = Thing> {
    (0..7usize, prop::option::of(0..3usize), 0..4usize, 0..60i64).prop_map(|(kind, room, person, at)| Thing {
        kind,
        // A line and a refusal are always some room's.
        room: if matches!(kind, 1 | 2 | 5 | 6) { room.or(Some(0)) } else { room },
        person,
        at: at * 50_500,
    })
}
fn range() -> impl Strategy<Value = Range> {
    (prop::option::of(0..60i64), prop::option::of(0..60i64))
        .prop_map(|(from, to)| Range { from: from.map(|at| at * 50_500), to: to.map(|at| at * 50_500 + from.unwrap_or(0) * 50_500) })
}

#[test]
fn an_empty_range_has_nobody_inside() {
    let world = d1();
    write(&world.d1, &[Visit { room: 0, person: 0, joined_at: 0, left_at: Some(200_000) }], &[]);
    for (from, to) in [(50_000, 50_000), (60_000, 50_000)] {
        let range = Range { from: Some(from), to: Some(to) };
        let told = metrics::read(ask(&world.d1, metrics::queries(EVENT, range, NOW))).unwrap();
        assert_eq!(told.numbers, Numbers::default());
        assert_eq!(Cut::of(&ask(&world.d1, vec![metrics::span(EVENT, range, NOW)])[0]), Ok(None));
    }
}

#[test]
fn a_visit_without_length_at_the_beginning_is_in_a_step() {
    let world = d1();
    write(&world.d1, &[Visit { room: 0, person: 0, joined_at: 50_000, left_at: Some(50_000) }], &[]);
    let range = Range { from: Some(50_000), to: None };
    let cut = Cut::of(&ask(&world.d1, vec![metrics::span(EVENT, range, NOW)])[0]).unwrap().unwrap();
    let steps = metrics::over_time(cut, ask(&world.d1, metrics::step_queries(EVENT, range, cut))).unwrap();
    assert_eq!(steps.iter().map(|s| s.visits).sum::<i64>(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]
    #[test]
    fn numbers_are_what_counting_row_by_row_gives(
        visits in prop::collection::vec(visit(), 0..24), things in prop::collection::vec(thing(), 0..30), range in range()
    ) {
        let world = d1();
        write(&world.d1, &visits, &things);
        let told = metrics::read(ask(&world.d1, metrics::queries(EVENT, range, NOW))).unwrap();
        prop_assert_eq!(&told.numbers, &naive(&visits, &things, range, |_, _| true));
        prop_assert_eq!(told.features.len(), 2);
        for feature in &told.features {
            // Opened features are clicks without a room; `write` opens feature 1.
            let of_feature = |room: Option<usize>, kind: usize| match room {
                Some(room) => FEATURE_OF[room] == feature.id,
                None => kind == 0 && feature.id == "fea_1",
            };
            prop_assert_eq!(&feature.numbers, &naive(&visits, &things, range, of_feature), "{}", feature.id);
            for room in &feature.rooms {
                let of_room = |r: Option<usize>, _| r.is_some_and(|r| room.id == format!("room_{r}"));
                prop_assert_eq!(&room.numbers, &naive(&visits, &things, range, of_room), "{}", room.id);
            }
        }

        let cut = Cut::of(&ask(&world.d1, vec![metrics::span(EVENT, range, NOW)])[0]).unwrap();
        let Some(cut) = cut else {
            prop_assert_eq!((told.numbers.clicks, told.numbers.chats, told.numbers.peak), (0, 0, 0));
            return Ok(());
        };
        let steps = metrics::over_time(cut, ask(&world.d1, metrics::step_queries(EVENT, range, cut))).unwrap();
        let sum = |of: fn(&metrics::Step) -> i64| steps.iter().map(of).sum::<i64>();
        prop_assert_eq!((sum(|s| s.clicks), sum(|s| s.chats), sum(|s| s.visits)), (told.numbers.clicks, told.numbers.chats, told.numbers.visits));
        prop_assert_eq!(steps.iter().map(|s| s.inside).max(), Some(told.numbers.peak));
        let (from, to) = range.bounds();
        for step in &steps {
            let end = (step.at + cut.step).min(to);
            let here = |at: Millis| visits.iter().filter(|v| v.joined_at <= at && v.left_at.is_none_or(|left| left > at)).count() as i64;
            let moments = visits.iter().map(|v| v.joined_at).chain([step.at.max(from)]).filter(|at| *at >= step.at.max(from) && *at < end);
            prop_assert_eq!(step.inside, moments.map(here).max().unwrap_or(0), "{:?}", step);
        }
    }

    /// Page by page, whatever the size of a page, comes every row once, in order.
    #[test]
    fn pages_are_the_whole_in_order(
        visits in prop::collection::vec(visit(), 0..20), things in prop::collection::vec(thing(), 0..30), range in range(), limit in 1..7i64
    ) {
        let world = d1();
        write(&world.d1, &visits, &things);
        let (from, to) = range.bounds();
        for (of, mine) in [(Of::Event(EVENT), [true; 3]), (Of::Feature("fea_0"), [true, false, true]), (Of::Room("room_2"), [false, false, true])] {
            let chats = chats(&world.d1, of, range, limit);
            let here = things.iter().filter(|t| t.kind == 1 && t.room.is_some_and(|r| mine[r]) && t.at >= from && t.at < to).count();
            prop_assert_eq!(chats.len(), here);
            if of != Of::Room("room_2") {
                prop_assert!(chats.windows(2).all(|two| two[0].place() < two[1].place()));
            }
            let came = people(&world.d1, of, range, limit);
            let here = visits.iter().filter(|v| mine[v.room] && v.joined_at >= from && v.joined_at < to).count();
            prop_assert_eq!(came.len(), here);
            prop_assert!(came.windows(2).all(|two| two[0].place() < two[1].place()));
        }
    }
}

fn chats(db: &Db, of: Of<'_>, range: Range, limit: i64) -> Vec<chat::Line> {
    let mut all: Vec<chat::Line> = vec![];
    loop {
        let (sql, values) = chat::page(EVENT, of, range, false, all.last().map(chat::Line::place).as_ref(), limit);
        let rows = db.exec(&sql, &values).unwrap();
        let more = rows.len() as i64 == limit;
        all.extend(rows.iter().map(|row| serde_json::from_str::<chat::Line>(&row.text(0).unwrap()).unwrap()));
        if !more {
            return all;
        }
    }
}
fn people(db: &Db, of: Of<'_>, range: Range, limit: i64) -> Vec<participants::Line> {
    let mut all: Vec<participants::Line> = vec![];
    loop {
        let (sql, values) = participants::page(EVENT, of, range, all.last().map(participants::Line::place).as_ref(), limit);
        let rows = db.exec(&sql, &values).unwrap();
        let more = rows.len() as i64 == limit;
        all.extend(rows.iter().map(|row| serde_json::from_str::<participants::Line>(&row.text(0).unwrap()).unwrap()));
        if !more {
            return all;
        }
    }
}

#[test]
fn who_wrote_is_as_they_are_called_now_and_who_deleted_is_named() {
    let world = d1();
    let attendee =
        "INSERT INTO attendees (id, event, first_name, last_name, email, title, company, created_at) VALUES (?, 'evt_1', ?, ?, ?, ?, ?, 0)";
    world.d1.exec(attendee, params!["att_0", "Zoë", "=SUM(1)", "zoe@example.org", "Head, \"things\"", "Ünïcode"]).unwrap();
    world.d1.exec(attendee, params!["att_1", "Mod", "Erator", "mod@example.org", None::<String>, None::<String>]).unwrap();
    world.d1.exec("INSERT INTO api_keys (id, hash, name, created_at) VALUES ('key_1', '', 'Front desk', 0)", &[]).unwrap();
    let line = |n: i64, deleted_by: Option<&str>| Thing { kind: if deleted_by.is_some() { 2 } else { 1 }, room: Some(0), person: 0, at: n };
    write(&world.d1, &[], &[line(1, None), line(2, Some("a")), line(3, Some("b")), line(4, Some("c"))]);
    for (seq, by) in [(1, "att_0"), (2, "att_1"), (3, "key_1")] {
        world.d1.exec("UPDATE messages SET deleted_by = ? WHERE seq = ?", params![by, seq]).unwrap();
    }
    let (sql, values) = chat::page(EVENT, Of::Room("room_0"), Range::default(), true, None, 10);
    let lines: Vec<chat::Line> =
        world.d1.exec(&sql, &values).unwrap().iter().map(|row| serde_json::from_str(&row.text(0).unwrap()).unwrap()).collect();
    let who = ["Zoë", "=SUM(1)", "zoe@example.org", "Head, \"things\"", "Ünïcode"].map(|text| Some(text.to_owned()));
    assert!(lines.iter().all(|line| line.who == who));
    let by: Vec<_> = lines.iter().map(|line| line.deleted_by.as_deref()).collect();
    assert_eq!(by, [None, Some("Zoë =SUM(1)"), Some("Mod Erator"), Some("Front desk")]);
}

/// The second of two visits to a room is the second also where the range has only that one.
#[test]
fn visits_are_numbered_and_last_whole_seconds() {
    let world = d1();
    let visit = |joined_at, left_at| Visit { room: 0, person: 0, joined_at, left_at };
    write(&world.d1, &[visit(0, Some(61_999)), visit(100_000, None)], &[]);
    let told = |range| people(&world.d1, Of::Event(EVENT), range, 10).iter().map(|v| (v.visit, v.seconds())).collect::<Vec<_>>();
    assert_eq!(told(Range::default()), [(1, Some(61)), (2, None)]);
    assert_eq!(told(Range { from: Some(1), to: None }), [(2, None)]);
}

/// What is gone is told as long as it has numbers; what is there is told also without.
#[test]
fn deleted_rooms_come_last_and_only_with_numbers() {
    let world = d1();
    write(&world.d1, &[], &[Thing { kind: 1, room: Some(0), person: 0, at: 1 }]);
    world.d1.exec("UPDATE rooms SET deleted_at = 2 WHERE id IN ('room_0', 'room_1')", &[]).unwrap();
    world.d1.exec("UPDATE features SET deleted_at = 2 WHERE id = 'fea_1'", &[]).unwrap();
    let told = metrics::read(ask(&world.d1, metrics::queries(EVENT, Range::default(), NOW))).unwrap();
    let [feature] = &told.features[..] else { panic!("{told:?}") };
    let rooms: Vec<_> = feature.rooms.iter().map(|room| (room.id.as_str(), room.deleted, room.numbers.chats)).collect();
    assert_eq!(rooms, [("room_2", false, 0), ("room_0", true, 1)]);
}

#[test]
fn nothing_is_counted_where_nothing_happened() {
    let world = d1();
    let told = metrics::read(ask(&world.d1, metrics::queries(EVENT, Range::default(), NOW))).unwrap();
    assert_eq!((told.numbers, told.features.len()), (Numbers::default(), 2));
    assert_eq!(Cut::of(&ask(&world.d1, vec![metrics::span(EVENT, Range::default(), NOW)])[0]).unwrap(), None);
}

/// However long it went on, the points stay few.
#[test]
fn time_is_cut_into_few_steps() {
    let hours = |n: Millis| n * 3_600_000;
    for (last, step, most) in [(0, 60, 1), (hours(3), 60, 181), (hours(9), 300, 109), (hours(24 * 30), 21_600, 121)] {
        let cut = Cut::of(&format!("[{},{}]", hours(500_000) + 1, hours(500_000) + 1 + last)).unwrap().unwrap();
        assert_eq!((cut.step, cut.steps), (step * 1_000, most), "{last}");
        assert_eq!(cut.from % cut.step, 0);
    }
}

/// A page is read where it lies: by an index that begins at its first row, and nothing is sorted.
#[test]
fn pages_are_read_in_order_from_an_index() {
    let world = d1();
    let after = (5, "room_0".to_owned(), 7);
    let came = (5, "room_0".to_owned(), "att_0".to_owned(), 7);
    let pages = |of| {
        [chat::page(EVENT, of, Range::default(), false, Some(&after), 10), participants::page(EVENT, of, Range::default(), Some(&came), 10)]
    };
    for (of, [messages, visits]) in [
        (Of::Event(EVENT), ["messages_of_event (event=? AND (sent_at", "visits_of_event (event=? AND (joined_at"]),
        (Of::Feature("fea_0"), ["messages_of (event=? AND feature=? AND (sent_at", "visits_of (event=? AND feature=? AND (joined_at"]),
        (Of::Room("room_0"), ["PRIMARY KEY (room=? AND seq>?)", "visits_of_room (room=? AND "]),
    ] {
        for ((sql, values), index) in pages(of).iter().zip([messages, visits]) {
            let plan: Vec<String> =
                world.d1.exec(&format!("EXPLAIN QUERY PLAN {sql}"), values).unwrap().iter().map(|row| row.text(3).unwrap()).collect();
            assert!(plan.iter().any(|line| line.contains(index)), "{index}: {plan:#?}");
            assert!(!plan.iter().any(|line| line.contains("TEMP B-TREE") || line.starts_with("SCAN")), "{plan:#?}");
        }
    }
}
