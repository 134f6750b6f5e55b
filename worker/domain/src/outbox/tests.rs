//! The statements on a real SQLite with the very files of `schema/catalogue`: run twice, late, in any order.

use super::*;
use crate::sql::{Row, Sql};
use crate::testing::room_entry;
use crate::world::World;

fn visit(epoch: i64, left_at: Option<Millis>) -> Visit {
    Visit {
        room: "room_0".into(),
        person: "att_1".into(),
        epoch,
        feature: "fea_0".into(),
        role: Role::Attendee,
        name: "Ada \"O'Neil\" 🚪".into(),
        joined_at: 1_000,
        left_at,
        estimated: 0,
        ended: left_at.map(|_| "left".into()),
    }
}
fn line(seq: i64, rev: i64, deleted_at: Option<Millis>) -> Line {
    Line {
        room: "room_0".into(),
        feature: "fea_0".into(),
        seq,
        rev,
        id: format!("msg_{seq}"),
        person: "att_1".into(),
        name: "Ada".into(),
        role: Role::Moderator,
        text: "{\"a\": 'b'}\n🚪".into(),
        sent_at: 5,
        deleted_at,
        deleted_by: deleted_at.map(|_| "key_1".into()),
    }
}
fn refusal(room: &str, epoch: i64, feature: Option<&str>) -> Refusal {
    Refusal { room: room.into(), person: "att_1".into(), epoch, feature: feature.map(Into::into), why: "banned".into(), at: 9 }
}
fn click(id: &str) -> Click {
    Click { id: id.into(), feature: "fea_0".into(), room: None, person: "att_1".into(), at: 7 }
}
fn request(at: Millis, room: Option<&str>) -> Request {
    Request { person: "att_1".into(), at, room: room.map(Into::into) }
}
fn batch() -> Batch {
    Batch { event: "evt_1".into(), ..Batch::default() }
}
fn all(world: &World) -> Vec<Vec<Row>> {
    ["visits", "messages", "refusals", "clicks", "requests"]
        .map(|table| world.d1.exec(&format!("SELECT * FROM {table}"), &[]).unwrap())
        .into()
}

/// Of every order of these batches, each twice, comes the same.
#[test]
fn what_comes_twice_late_and_in_any_order_ends_alike() {
    let batches = [
        Batch { visits: vec![visit(1, None)], lines: vec![line(1, 1, None), line(2, 2, None)], ..batch() },
        Batch { visits: vec![visit(1, Some(2_000))], lines: vec![line(1, 3, Some(8))], clicks: vec![click("a")], ..batch() },
        Batch {
            lines: vec![line(1, 4, None)],
            refusals: vec![refusal("room_0", 2, Some("fea_0")), refusal("room_0", -9, None)],
            requests: vec![request(7, Some("room_0")), request(8, None)],
            ..batch()
        },
    ];
    let end = |order: &[usize]| {
        let world = World::cold(vec![], vec![room_entry(0, 13, 3)]);
        order.iter().for_each(|n| world.write_to_d1(&batches[*n]).unwrap());
        all(&world)
    };
    let right = end(&[0, 1, 2]);
    assert_eq!(right.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2, 1, 2]);
    assert_eq!((right[0][0].int(8).unwrap(), right[0][0].text(6).unwrap()), (2_000, visit(1, None).name));
    assert_eq!((right[1][0].int(2).unwrap(), right[1][0].opt_int(11).unwrap()), (4, None));
    assert_eq!(right[1][0].text(9).unwrap(), line(1, 1, None).text);
    for order in [[0, 0, 1, 1, 2, 2], [2, 1, 0, 2, 1, 0], [1, 2, 0, 0, 2, 1], [2, 0, 1, 0, 1, 2], [1, 0, 2, 1, 0, 2], [0, 2, 1, 2, 1, 0]] {
        assert_eq!(end(&order), right, "{order:?}");
    }
}

#[test]
fn an_end_is_final() {
    let world = World::cold(vec![], vec![room_entry(0, 13, 3)]);
    for left in [Some(2_000), Some(3_000), None] {
        world.write_to_d1(&Batch { visits: vec![visit(1, left)], ..batch() }).unwrap();
    }
    assert_eq!(all(&world)[0][0].int(8).unwrap(), 2_000);
}

/// What a Person bars from is any text of an address.
#[test]
fn a_refusal_of_no_room_of_the_event_is_none() {
    let world = World::cold(vec![], vec![room_entry(0, 13, 3)]);
    world.write_to_d1(&Batch { refusals: vec![refusal("room_none", -9, None), refusal("room_0", -9, None)], ..batch() }).unwrap();
    world.write_to_d1(&Batch { event: "evt_2".into(), refusals: vec![refusal("room_0", -10, None)], ..batch() }).unwrap();
    let rows = &all(&world)[2];
    assert_eq!(
        rows.iter().map(|row| (row.text(0).unwrap(), row.text(4).unwrap())).collect::<Vec<_>>(),
        [("room_0".into(), "fea_0".into())]
    );
}

/// One transaction: a batch of which a part fails is not there.
#[test]
fn half_a_batch_is_no_batch() {
    let world = World::cold(vec![], vec![room_entry(0, 13, 3)]);
    world.d1.exec("ALTER TABLE clicks RENAME TO clicks_away", &[]).unwrap();
    let both = Batch { visits: vec![visit(1, None)], clicks: vec![click("a")], ..batch() };
    assert!(world.write_to_d1(&both).is_err());
    world.d1.exec("ALTER TABLE clicks_away RENAME TO clicks", &[]).unwrap();
    assert_eq!(all(&world), vec![Vec::<Row>::new(); 5]);
}

#[test]
fn reports_find_their_rows_by_an_index() {
    let world = World::cold(vec![], vec![]);
    for table in ["visits", "messages", "refusals", "clicks"] {
        for by in ["event = 'e'", "event = 'e' AND feature = 'f'"] {
            let plan = world.d1.exec(&format!("EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {by}"), &[]).unwrap();
            let plan = plan[0].text(3).unwrap();
            assert!(plan.contains(&format!("USING INDEX {table}_of")), "{plan}");
        }
    }
}

/// Whatever comes after somebody was deleted, and however late: D1 does not name them again, and notes who still does.
#[test]
fn who_was_deleted_is_not_named_again() {
    let world = World::cold(vec![], vec![room_entry(0, 13, 3)]);
    let add = "INSERT INTO attendees (id, event, first_name, last_name, email, created_at, deleted_at)
               VALUES ('att_1', 'evt_1', 'Deleted', 'attendee', '', 0, 77)";
    world
        .d1
        .exec(
            "INSERT INTO events (id, name, time_zone, starts_at, ends_at, created_at) VALUES ('evt_1', 'E', 'UTC', 0, 1, 0)
                   ON CONFLICT DO NOTHING",
            &[],
        )
        .unwrap();
    world.d1.exec(add, &[]).unwrap();
    let late = Batch { visits: vec![visit(1, Some(2_000))], lines: vec![line(1, 1, None), line(2, 3, Some(8))], ..batch() };
    world.write_to_d1(&late).unwrap();
    let rows = all(&world);
    assert_eq!(rows[0][0].text(6).unwrap(), crate::catalogue::DELETED);
    for (row, at) in rows[1].iter().zip([77, 8]) {
        assert_eq!((row.text(7).unwrap().as_str(), row.text(9).unwrap().as_str()), (crate::catalogue::DELETED, ""));
        assert_eq!(row.int(11).unwrap(), at);
    }
    // Restored in the room before it heard: no.
    world.write_to_d1(&Batch { lines: vec![line(2, 4, None)], ..batch() }).unwrap();
    assert_eq!((all(&world)[1][1].text(9).unwrap().as_str(), all(&world)[1][1].opt_int(11).unwrap()), ("", Some(77)));
    let forgets = world.d1.exec("SELECT room, person FROM forgets", &[]).unwrap();
    let named: Vec<_> = forgets.iter().map(|row| (row.text(0).unwrap(), row.text(1).unwrap())).collect();
    assert_eq!(named, [("room_0".to_owned(), "att_1".to_owned())]);
    // A room that has forgotten them names nobody, and is not asked again.
    world.d1.exec("DELETE FROM forgets", &[]).unwrap();
    let forgotten = Visit { name: crate::catalogue::DELETED.into(), ..visit(2, None) };
    world.write_to_d1(&Batch { visits: vec![forgotten], ..batch() }).unwrap();
    assert_eq!(world.d1.exec("SELECT 1 FROM forgets", &[]).unwrap().len(), 0);
}

/// Whatever was still on its way when an organizer cleared the rehearsal away, and comes late.
#[test]
fn of_what_was_cleared_away_nothing_comes_back() {
    let world = World::cold(vec![], vec![room_entry(0, 13, 3)]);
    // Three are inside: one stays, two are gone before the clearing, which D1 hears later.
    world.write_to_d1(&Batch { visits: vec![visit(1, None), visit(3, None)], ..batch() }).unwrap();
    for (sql, values) in clear::statements(clear::Whole::Event("evt_1"), 1_500) {
        world.d1.exec(&sql, &values).unwrap();
    }
    let sent_at = |seq, sent_at| Line { sent_at, ..line(seq, seq, None) };
    let at = |id: &str, at| Click { at, ..click(id) };
    let pressed = |id: &str, at| Click { at, room: Some("room_0".into()), ..click(id) };
    let refused = |epoch, at| Refusal { at, ..refusal("room_0", epoch, None) };
    let asked = |at| [request(at, Some("room_0")), Request { person: "att_2".into(), ..request(at, None) }];
    let late = Batch {
        // The first is heard of twice, its beginning last; the fourth came before it and nobody has heard of it yet.
        visits: vec![visit(1, Some(1_500)), visit(1, None), visit(2, Some(1_501)), visit(3, None), visit(4, None)],
        lines: vec![sent_at(1, 1_500), sent_at(2, 1_501)],
        refusals: vec![refused(-1, 1_500), refused(-2, 1_501)],
        clicks: vec![at("a", 1_500), at("b", 1_501), pressed("c", 1_500), pressed("d", 1_501)],
        requests: [asked(1_500), asked(1_501)].concat(),
        ..batch()
    };
    world.write_to_d1(&late).unwrap();
    let numbers = |sql: &str| -> Vec<i64> { world.d1.exec(sql, &[]).unwrap().iter().map(|row| row.int(0).unwrap()).collect() };
    assert_eq!(numbers("SELECT epoch FROM visits ORDER BY epoch"), [2, 3]);
    assert_eq!(numbers("SELECT DISTINCT joined_at FROM visits"), [1_501], "counted from then");
    assert_eq!(numbers("SELECT seq FROM messages"), [2]);
    assert_eq!((numbers("SELECT epoch FROM refusals"), numbers("SELECT COUNT(*) FROM clicks WHERE id IN ('b', 'd')")), (vec![-2], vec![2]));
    assert_eq!(numbers("SELECT COUNT(*) FROM clicks"), [2]);
    assert_eq!(numbers("SELECT at FROM requests"), [1_501, 1_501]);
}

/// A room's rehearsal takes the requests made there, the event's also those made outside any room.
#[test]
fn requests_to_connect_are_cleared_with_where_they_were_made() {
    let world = World::cold(vec![], vec![room_entry(0, 13, 3)]);
    world.write_to_d1(&Batch { requests: vec![request(7, Some("room_0")), request(8, None)], ..batch() }).unwrap();
    let left = |whole| {
        for (sql, values) in clear::statements(whole, 100) {
            world.d1.exec(&sql, &values).unwrap();
        }
        world.d1.exec("SELECT at FROM requests", &[]).unwrap().iter().map(|row| row.int(0).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(left(clear::Whole::Room("room_0")), [8]);
    assert!(left(clear::Whole::Event("evt_1")).is_empty());
}
