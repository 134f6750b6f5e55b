//! Rooms as their organizers handle them: many at once, their order, their own groups, who is in them.

use hallway_tests::event::Room;
use hallway_tests::wait::s;
use hallway_tests::{Event, Person, World, entry, run, until};
use reqwest::Method;
use serde_json::{Value, json};

fn organizer() -> &'static hallway_tests::Client {
    &World::shared().organizer
}

/// A feature with rooms of these names.
async fn rooms(event: &Event, names: &[&str]) -> (String, Vec<Room>) {
    let feature = event.feature(json!({})).await;
    let mut rooms = Vec::new();
    for name in names {
        rooms.push(event.room(&feature, json!({ "name": name })).await);
    }
    (feature, rooms)
}
fn ids(rooms: &[Room]) -> Vec<&str> {
    rooms.iter().map(|room| room.id.as_str()).collect()
}
/// Their names in the feature's list, by the organizer's list.
async fn names(feature: &str, query: &str) -> String {
    let list = organizer().get(&format!("/features/{feature}/rooms{query}")).await.ok();
    let names: Vec<&str> = list["data"].as_array().unwrap().iter().map(|room| room["name"].as_str().unwrap()).collect();
    names.join(" ")
}
async fn cards(person: &Person, feature: &str) -> String {
    let cards = person.cards(feature).await;
    cards.iter().map(|card| card["name"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}
async fn sort(feature: &str, rooms: &[&str], before: Option<&str>) -> hallway_tests::Answer {
    organizer().put(&format!("/features/{feature}/rooms/order"), &json!({ "rooms": rooms, "before": before })).await
}
async fn batch(feature: &str, rooms: &[&str], more: Value) -> hallway_tests::Answer {
    let mut body = json!({ "rooms": rooms });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    organizer().post(&format!("/features/{feature}/rooms/batch"), &body).await
}

#[test]
fn rooms_are_put_in_order_and_attendees_see_it() {
    run(async {
        let event = World::shared().event().await;
        let (feature, rooms) = rooms(&event, &["A", "B", "C", "D"]).await;
        let person = event.attendee("Ada", json!({})).await;
        assert_eq!(cards(&person, &feature).await, "A B C D");
        let ear = hallway_tests::Ear::open(World::shared(), &format!("/api/v1/features/{feature}/socket"), &person.token).await;
        ear.frame("hello", s(5)).await;
        let id = ids(&rooms);
        let sorted = sort(&feature, &[id[3], id[0]], Some(id[2])).await.ok();
        assert_eq!(sorted["data"], json!([id[1], id[3], id[0], id[2]]));
        assert_eq!(names(&feature, "").await, "B D A C");
        assert_eq!(cards(&person, &feature).await, "B D A C");
        // Rooms that only moved are not told anew.
        let frame = ear.frame("cards", s(5)).await;
        assert_eq!((&frame["order"], &frame["cards"]), (&json!([id[1], id[3], id[0], id[2]]), &json!([])), "{frame}");
        sort(&feature, &[id[1]], None).await.ok();
        assert_eq!(cards(&person, &feature).await, "D A C B");
        // In pages, which the order decides.
        let list = organizer().get(&format!("/features/{feature}/rooms?limit=2")).await.ok();
        let cursor = list["next_cursor"].as_str().expect("a second page");
        assert_eq!(names(&feature, &format!("?limit=2&cursor={cursor}")).await, "C B");
    });
}

/// Each of the two moves one room; whatever comes first, both are where they were put.
#[test]
fn two_sort_at_once_and_both_get_their_way() {
    run(async {
        let event = World::shared().event().await;
        let (feature, rooms) = rooms(&event, &["A", "B", "C", "D", "E", "F"]).await;
        let id = ids(&rooms);
        for _ in 0..5 {
            let (one, other) = ([id[4]], [id[5]]);
            let (a, b) = tokio::join!(sort(&feature, &one, Some(id[0])), sort(&feature, &other, Some(id[2])));
            a.ok();
            b.ok();
            assert_eq!(names(&feature, "").await, "E A B F C D");
            let (a, b) = tokio::join!(sort(&feature, &one, None), sort(&feature, &other, Some(id[0])));
            a.ok();
            b.ok();
            assert_eq!(names(&feature, "").await, "F A B C D E");
        }
    });
}

#[test]
fn an_order_that_makes_no_sense_is_refused() {
    run(async {
        let event = World::shared().event().await;
        let (feature, rooms) = rooms(&event, &["A", "B"]).await;
        let (_, others) = self::rooms(&event, &["X"]).await;
        let (id, other) = (ids(&rooms), others[0].id.as_str());
        for (named, before, pointer) in [
            (vec![id[0], other], None, "/rooms/1"),
            (vec![id[0], id[1], id[0]], None, "/rooms/2"),
            (vec![id[0]], Some(id[0]), "/before"),
            (vec![id[0]], Some(other), "/before"),
            (vec![], None, "/rooms"),
        ] {
            let refusal = sort(&feature, &named, before).await.refused(422, "invalid");
            assert_eq!(refusal["errors"][0]["pointer"], pointer, "{refusal}");
        }
        assert_eq!(names(&feature, "").await, "A B");
    });
}

#[test]
fn the_list_is_searched_and_filtered() {
    run(async {
        let event = World::shared().event().await;
        let person = event.attendee("Ada", json!({ "avatar": "/images/ada" })).await;
        let item = event.item("sponsor", "Acme").await;
        let feature = event.feature(json!({})).await;
        event.room(&feature, json!({ "name": "Coffee", "description": "Beans & talk" })).await;
        event.room(&feature, json!({ "name": "Closed", "enabled": false, "closed_reason": "Lunch" })).await;
        event.room(&feature, json!({ "name": "Moderated", "moderators": [person.id] })).await;
        let linked = event.room(&feature, json!({ "name": "Linked", "items": [item] })).await;
        for (query, expected) in [
            ("", "Coffee Closed Moderated Linked"),
            ("?q=bEAns", "Coffee"),
            ("?q=%25", ""),
            ("?enabled=false", "Closed"),
            ("?enabled=true", "Coffee Moderated Linked"),
            ("?moderated=true", "Moderated"),
            ("?linked=true", "Linked"),
            ("?linked=false&moderated=false&enabled=true", "Coffee"),
        ] {
            assert_eq!(names(&feature, query).await, expected, "{query}");
        }
        let list = organizer().get(&format!("/features/{feature}/rooms")).await.ok();
        let moderator = &list["data"][2]["moderators"][0];
        assert_eq!((&moderator["name"], &moderator["avatar"]), (&json!("Ada Test"), &json!("/images/ada")), "{list}");
        assert!(moderator["email"].as_str().is_some_and(|email| email.ends_with("@example.org")), "{list}");
        assert_eq!(list["data"][3]["links"], json!([{ "id": item, "kind": "sponsor", "name": "Acme" }]));
        assert_eq!(organizer().get(&format!("/rooms/{}", linked.id)).await.ok(), list["data"][3]);
        for query in ["?limit=0", "?limit=1001", "?enabled=maybe", "?nope=1"] {
            organizer().get(&format!("/features/{feature}/rooms{query}")).await.refused(422, "invalid");
        }
    });
}

/// The room's own limit lies within its feature's: with nothing in common it is nobody's.
#[test]
fn a_room_is_limited_within_its_feature() {
    run(async {
        let event = World::shared().event().await;
        let (red, blue) = (event.group("Red").await, event.group("Blue").await);
        let both = event.attendee("Both", json!({ "groups": [red, blue] })).await;
        let redder = event.attendee("Red", json!({ "groups": [red] })).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "name": "R", "groups": [blue] })).await;
        event.room(&feature, json!({ "name": "All" })).await;
        let seen = async || (cards(&both, &feature).await, cards(&redder, &feature).await);
        let count = async |person: &Person| {
            let list = person.client.get("/features").await.ok();
            list["data"][0]["rooms"].as_i64().expect("a count")
        };
        assert_eq!(seen().await, ("R All".to_owned(), "All".to_owned()));
        assert_eq!((count(&both).await, count(&redder).await), (2, 1));
        both.join(&room, &entry()).await.ok();
        redder.join(&room, &entry()).await.refused(404, "not_found");

        organizer().patch(&format!("/features/{feature}"), &json!({ "groups": [red] })).await.ok();
        assert_eq!(seen().await, ("All".to_owned(), "All".to_owned()));
        assert_eq!(count(&both).await, 1);
        both.join(&room, &entry()).await.refused(404, "not_found");

        let open = event.change(&room, &json!({ "groups": [] })).await;
        assert_eq!(open["groups"], json!([]));
        assert_eq!(seen().await, ("R All".to_owned(), "R All".to_owned()));
        redder.join(&room, &entry()).await.ok();
        event.change(&room, &json!({ "groups": [red, blue] })).await;
        assert_eq!(seen().await, ("R All".to_owned(), "R All".to_owned()));
        let stranger = World::shared().event().await.group("Theirs").await;
        let refusal =
            organizer().patch(&format!("/rooms/{}", room.id), &json!({ "groups": [red, stranger] })).await.refused(422, "invalid");
        assert_eq!(refusal["errors"][0]["pointer"], "/groups/1");
    });
}

#[test]
fn many_rooms_change_at_once() {
    run(async {
        let event = World::shared().event().await;
        let group = event.group("Red").await;
        let people = event.attendees(4).await;
        let (feature, rooms) = rooms(&event, &["A", "B", "C"]).await;
        let (_, others) = self::rooms(&event, &["X"]).await;
        let id = ids(&rooms);
        people[3].join(&rooms[0], &entry()).await.ok();

        let answer = batch(&feature, &[id[0], id[1], &others[0].id], json!({ "enabled": false, "closed_reason": "Lunch" })).await.ok();
        let data = answer["data"].as_array().unwrap();
        assert!(data.len() == 2 && data.iter().all(|r| r["enabled"] == false && r["closed_reason"] == "Lunch"), "{answer}");
        assert_eq!((&answer["skipped"][0]["room"], &answer["skipped"][0]["code"]), (&json!(others[0].id), &json!("not_found")));
        assert_eq!(answer["skipped"].as_array().unwrap().len(), 1);
        people[2].join(&rooms[1], &entry()).await.refused(409, "room_closed");
        people[2].join(&rooms[2], &entry()).await.ok();

        // A fourth moderator: those rooms are skipped, whole.
        let named: Vec<&str> = people.iter().map(|p| p.id.as_str()).collect();
        event.change(&rooms[1], &json!({ "moderators": [named[0], named[1]] })).await;
        let answer = batch(&feature, &id, json!({ "enabled": true, "add_moderators": [named[1], named[2], named[3]] })).await.ok();
        assert_eq!(answer["data"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect::<Vec<_>>(), ["A", "C"]);
        assert_eq!((&answer["skipped"][0]["room"], &answer["skipped"][0]["code"]), (&json!(id[1]), &json!("too_many_moderators")));
        assert!(answer["data"].as_array().unwrap().iter().all(|r| r["moderators"].as_array().unwrap().len() == 3), "{answer}");
        assert_eq!(organizer().get(&format!("/rooms/{}", id[1])).await.ok()["enabled"], false);
        let swap = json!({ "add_moderators": [named[3]], "remove_moderators": [named[0], named[1], named[2]], "groups": [group] });
        let answer = batch(&feature, &id, swap).await.ok();
        for room in answer["data"].as_array().unwrap() {
            assert_eq!(room["moderators"].as_array().unwrap().len(), 1, "{room}");
            assert_eq!((&room["moderators"][0]["id"], &room["groups"]), (&json!(named[3]), &json!([group])));
        }
        assert_eq!(answer["data"].as_array().unwrap().len(), 3);
        people[2].join(&rooms[0], &entry()).await.refused(404, "not_found");
    });
}

#[test]
fn a_batch_that_makes_no_sense_is_refused() {
    run(async {
        let event = World::shared().event().await;
        let (feature, rooms) = rooms(&event, &["A"]).await;
        let stranger = World::shared().event().await.attendee("Eve", json!({})).await.id;
        for (more, pointer) in [
            (json!({}), ""),
            (json!({ "delete": true, "enabled": true }), ""),
            (json!({ "delete": true, "restore": true }), ""),
            (json!({ "close_now": true }), "/close_now"),
            (json!({ "enabled": true, "close_now": true }), "/close_now"),
            (json!({ "add_moderators": [stranger] }), "/add_moderators/0"),
            (json!({ "groups": ["grp_x"] }), "/groups/0"),
            (json!({ "add_moderators": ["a", "b", "c", "d"] }), "/add_moderators"),
            (json!({ "rooms": [], "enabled": true }), "/rooms"),
            (json!({ "rooms": vec!["room_x"; 1001], "enabled": true }), "/rooms"),
        ] {
            let refusal = batch(&feature, &ids(&rooms), more.clone()).await.refused(422, "invalid");
            assert_eq!(refusal["errors"][0]["pointer"], pointer, "{more}: {refusal}");
        }
    });
}

/// Closing now and deleting puts people out; restoring brings rooms back to their places, and people may come again.
#[test]
fn rooms_are_closed_deleted_and_restored_together() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(2).await;
        let (feature, rooms) = rooms(&event, &["A", "B", "C"]).await;
        let id = ids(&rooms);
        let first = people[0].enter_live(&rooms[0], &entry()).await;
        batch(&feature, &[id[0]], json!({ "enabled": false, "close_now": true })).await.ok();
        first.socket.ended(s(10)).await;
        let second = people[1].enter_live(&rooms[1], &entry()).await;
        let answer = batch(&feature, &[id[0], id[1]], json!({ "delete": true })).await.ok();
        assert_eq!(answer["data"].as_array().unwrap().len(), 2);
        second.socket.ended(s(10)).await;
        assert_eq!((names(&feature, "").await, cards(&people[0], &feature).await), ("C".to_owned(), "C".to_owned()));
        organizer().get(&format!("/rooms/{}", id[0])).await.refused(404, "not_found");
        people[1].join(&rooms[1], &entry()).await.refused(404, "not_found");
        let again = batch(&feature, &[id[0], id[1]], json!({ "delete": true })).await.ok();
        assert_eq!((again["data"].as_array().unwrap().len(), again["skipped"].as_array().unwrap().len()), (0, 2));

        batch(&feature, &[id[1], id[0]], json!({ "restore": true })).await.ok();
        assert_eq!((names(&feature, "").await, cards(&people[0], &feature).await), ("A B C".to_owned(), "A B C".to_owned()));
        people[0].join(&rooms[0], &entry()).await.refused(409, "room_closed");
        until("the old body's proof, then a seat", s(20), async || {
            people[1].join(&rooms[1], &entry()).await.status.is_success().then_some(())
        })
        .await;
    });
}

/// Of every room, linked ones too, as the lobbies have it.
#[test]
fn the_organizer_sees_how_many_are_where() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(3).await;
        let feature = event.feature(json!({})).await;
        let item = event.item("session", "Opening").await;
        let room = event.room(&feature, json!({ "name": "A", "attendee_limit": 1, "moderators": [people[0].id] })).await;
        let linked = event.room(&feature, json!({ "name": "B", "items": [item] })).await;
        let path = format!("/features/{feature}/live");
        let count = |room: &Room, attendees: i64, moderators: i64, waiting: i64| json!({ "room": room.id, "attendees": attendees, "moderators": moderators, "waiting": waiting });
        assert_eq!(organizer().get(&path).await.ok()["data"], json!([count(&room, 0, 0, 0), count(&linked, 0, 0, 0)]));
        people[0].join(&room, &entry()).await.ok();
        people[1].join(&room, &entry()).await.ok();
        people[2].client.put(&format!("/rooms/{}/waiting", room.id), &json!({})).await.ok();
        let then = json!([count(&room, 1, 1, 1), count(&linked, 0, 0, 0)]);
        until("the counts", s(10), async || (organizer().get(&path).await.ok()["data"] == then).then_some(())).await;
        people[2].join(&linked, &entry()).await.ok();
        until("the linked room's count", s(10), async || {
            (organizer().get(&path).await.ok()["data"][1] == count(&linked, 1, 0, 0)).then_some(())
        })
        .await;
        people[0].client.get(&path).await.refused(403, "forbidden");
    });
}

/// Two organizers have the same room open; who saves second is shown the other's change.
#[test]
fn the_second_of_two_edits_sees_the_first() {
    run(async {
        let event = World::shared().event().await;
        let (_, rooms) = rooms(&event, &["A"]).await;
        let path = format!("/rooms/{}", rooms[0].id);
        let seen = organizer().get(&path).await;
        let tag = seen.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.len() > 10, "{tag}");
        let (one, two) = (organizer().with("if-match", &tag), organizer().with("if-match", &tag));
        let first = one.patch(&path, &json!({ "name": "First" })).await;
        assert_ne!(first.header("etag"), tag);
        let new_tag = first.header("etag").to_owned();
        let second = two.patch(&path, &json!({ "description": "Second" })).await;
        assert_eq!(second.header("etag"), new_tag);
        let refusal = second.refused(412, "changed");
        assert_eq!(refusal["current"], organizer().get(&path).await.ok());
        assert_eq!((&refusal["current"]["name"], &refusal["current"]["description"]), (&json!("First"), &Value::Null));
        let third = organizer().with("if-match", &new_tag).patch(&path, &json!({ "description": "Second" })).await.ok();
        assert_eq!((&third["name"], &third["description"]), (&json!("First"), &json!("Second")));
        // At the same moment only one of them gets through.
        let tag = organizer().get(&path).await.header("etag").to_owned();
        let client = organizer().with("if-match", &tag);
        let (left, right) = (json!({ "name": "Left" }), json!({ "name": "Right" }));
        let (left, right) = tokio::join!(client.patch(&path, &left), client.patch(&path, &right));
        let codes = [left.status.as_u16(), right.status.as_u16()];
        assert!(codes == [200, 412] || codes == [412, 200], "{codes:?}");
        let stale = organizer().with("if-match", "\"x\"");
        stale.send(Method::DELETE, &path, None).await.refused(412, "changed");
        organizer().delete(&path).await.ok();
    });
}
