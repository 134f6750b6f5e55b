//! Rooms and attendees out of files: looked at first, then written at once or not at all; and what is exported comes back as it was.

use std::fmt::Write;
use std::time::Instant;

use hallway_tests::{Answer, Client, Event, World, entry, figure, run};
use reqwest::Method;
use serde_json::{Value, json};

fn organizer() -> &'static Client {
    &World::shared().organizer
}
async fn upload(path: &str, file: impl Into<reqwest::Body>) -> Answer {
    let request = organizer().request(Method::POST, path).header("content-type", "text/csv").body(file);
    let response = request.send().await.unwrap();
    Answer::read(path.to_owned(), response).await
}
async fn import_rooms(feature: &str, file: &str) -> Value {
    upload(&format!("/features/{feature}/imports?name=rooms.csv"), file.to_owned()).await.ok()
}
async fn commit(import: &Value, only_valid: bool) -> Answer {
    organizer().post(&format!("/imports/{}/commit", text(&import["id"])), &json!({ "only_valid": only_valid })).await
}
async fn bytes(path: &str) -> Vec<u8> {
    let response = organizer().request(Method::GET, path).send().await.unwrap();
    assert!(response.status().is_success(), "{path}: {}", response.status());
    response.bytes().await.unwrap().to_vec()
}
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}"))
}
fn counts(import: &Value) -> [u64; 4] {
    ["create", "update", "unchanged", "errors"].map(|name| import["counts"][name].as_u64().unwrap())
}
async fn names(feature: &str) -> Vec<String> {
    let rooms = organizer().get(&format!("/features/{feature}/rooms?limit=1000")).await.ok();
    rooms["data"].as_array().unwrap().iter().map(|room| text(&room["name"]).to_owned()).collect()
}

#[test]
fn nothing_is_written_before_the_commit_and_then_everything_at_once() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "name": "Lobby", "description": "Old" })).await;
        let email = organizer().get(&format!("/attendees/{}", people[0].id)).await.ok()["email"].as_str().unwrap().to_owned();
        let item = event.item("session", "Keynote").await;
        event.group("Red; team").await;
        let file = format!(
            "Name,Description,Moderators,Internal Links,Groups,Colour\r\nlobby,New,{email},Keynote,,x\r\nQ&A,\"two\nlines\",,,\"\"\"Red; team\"\"\",\r\n\
             =1+1,,,,,\r\nBad,,nobody@example.org,,Green,\r\n"
        );
        let import = import_rooms(&room.feature, &file).await;
        assert_eq!((counts(&import), &import["state"], &import["rows"]), ([2, 1, 0, 1], &json!("preview"), &json!(4)), "{import}");
        let causes: Vec<_> = import["causes"].as_array().unwrap().iter().map(|c| (text(&c["code"]), &c["lines"], &c["value"])).collect();
        let lines = json!([6]);
        assert!(causes.contains(&("unknown_moderator", &lines, &json!("nobody@example.org"))), "{causes:?}");
        assert!(causes.contains(&("unknown_group", &lines, &json!("Green"))), "{causes:?}");
        assert!(causes.contains(&("unknown_column", &json!([]), &json!("Colour"))), "{causes:?}");
        assert_eq!(names(&room.feature).await, ["Lobby"]);

        // An error keeps everything out, unless it is said that the others may come in.
        let refused = commit(&import, false).await.refused(409, "has_errors");
        assert_eq!(counts(&refused["import"]), [2, 1, 0, 1]);
        assert_eq!(names(&room.feature).await, ["Lobby"]);
        let done = commit(&import, true).await.ok();
        assert_eq!(done["result"], json!({ "created": 2, "updated": 1, "unchanged": 0, "skipped": 1 }));
        assert_eq!(commit(&import, true).await.ok(), done, "the same again is the same");
        assert_eq!(organizer().get(&format!("/imports/{}", text(&import["id"]))).await.ok(), done);
        assert_eq!(names(&room.feature).await, ["lobby", "Q&A", "=1+1"], "in the order of the file");
        let changed = organizer().get(&format!("/rooms/{}", room.id)).await.ok();
        assert_eq!(
            (&changed["description"], &changed["items"], &changed["moderators"][0]["id"]),
            (&json!("New"), &json!([item]), &json!(people[0].id))
        );
        // People see them at once; a linked room shows with its item, a limited one to nobody here.
        let cards = people[1].cards(&room.feature).await;
        assert_eq!(cards.iter().map(|card| text(&card["name"])).collect::<Vec<_>>(), ["=1+1"]);
        let shown = people[1].client.get(&format!("/items/{item}")).await.ok();
        assert!(shown["cards"].to_string().contains("lobby"), "{shown}");

        let log = organizer().get(&format!("/events/{}/audit?action=rooms.imported", event.id)).await.ok();
        assert_eq!((&log["data"][0]["changes"]["created"], &log["data"][0]["object"]["id"]), (&json!(2), &json!(room.feature)), "{log}");

        // What was left out, to be corrected.
        let errors = String::from_utf8(bytes(&format!("/imports/{}/errors.csv", text(&import["id"]))).await).unwrap();
        let mut lines = errors.trim_start_matches('\u{feff}').lines();
        assert_eq!(lines.next().unwrap(), "Name,Description,Moderators,Internal Links,Groups,Colour,Error");
        let bad = lines.next().unwrap();
        assert!(bad.starts_with("Bad,,nobody@example.org,,Green,,") && bad.contains("no attendee of this event"), "{bad}");
        event.group("Green").await;
        let corrected = errors.replace("nobody@example.org,,Green", &format!("{email},,Green"));
        let again = import_rooms(&room.feature, &corrected).await;
        assert_eq!(counts(&again), [1, 0, 0, 0], "{again}");
        assert_eq!(commit(&again, false).await.ok()["result"]["created"], 1);
    });
}

/// Checked anew at each question: what was missing may be there by then, and what was there gone.
#[test]
fn a_commit_goes_by_what_is_there_then() {
    run(async {
        let event = World::shared().event().await;
        let (_, room) = event.with_room(0, json!({ "name": "Lobby" })).await;
        let import = import_rooms(&room.feature, "name,groups\nLobby,Late\nNew,\n").await;
        assert_eq!(counts(&import), [1, 0, 0, 1]);
        event.group("Late").await;
        event.room(&room.feature, json!({ "name": "New" })).await;
        let now = organizer().get(&format!("/imports/{}", text(&import["id"]))).await.ok();
        assert_eq!(counts(&now), [0, 1, 1, 0], "{now}");
        assert_eq!(commit(&import, false).await.ok()["result"], json!({ "created": 0, "updated": 1, "unchanged": 1, "skipped": 0 }));
        assert_eq!(names(&room.feature).await, ["Lobby", "New"]);
    });
}

#[test]
fn two_who_commit_at_once_write_once() {
    run(async {
        let event = World::shared().event().await;
        let feature = event.feature(json!({})).await;
        let file: String = std::iter::once("name\n".to_owned()).chain((0..200).map(|n| format!("Room {n}\n"))).collect();
        let import = import_rooms(&feature, &file).await;
        let (one, two) = tokio::join!(commit(&import, false), commit(&import, false));
        assert_eq!((one.ok()["result"]["created"].clone(), two.ok()["result"]["created"].clone()), (json!(200), json!(200)));
        assert_eq!(names(&feature).await.len(), 200);
    });
}

async fn rooms_of_all_sorts(event: &Event) -> String {
    let people = event.attendees(3).await;
    let feature = event.feature(json!({})).await;
    let (red, item) = (event.group("Red; \"team\"").await, event.item("page", "Map").await);
    event.room(&feature, json!({ "name": "Twice", "moderators": [people[2].id, people[0].id, people[1].id], "items": [item] })).await;
    event.room(&feature, json!({ "name": "Twice", "groups": [red], "enabled": false, "closed_reason": "-1 \"quoted\", and more" })).await;
    event
        .room(
            &feature,
            json!({ "name": "=HYPERLINK(\"x\")", "description": "two\nlines; مرحبا 🚪", "attendee_limit": 2, "moderator_limit": 0 }),
        )
        .await;
    event.room(&feature, json!({ "name": "'=guarded", "icon": "coffee", "image": "https://example.org/x.png" })).await;
    feature
}

#[test]
fn what_is_exported_comes_back_byte_for_byte() {
    run(async {
        let event = World::shared().event().await;
        let feature = rooms_of_all_sorts(&event).await;
        let before = bytes(&format!("/features/{feature}/rooms.csv")).await;
        let import = upload(&format!("/features/{feature}/imports"), before.clone()).await.ok();
        assert_eq!((counts(&import), import["causes"].as_array().unwrap().len()), ([0, 0, 4, 0], 0), "{import}");
        commit(&import, false).await.ok();
        assert_eq!(bytes(&format!("/features/{feature}/rooms.csv")).await, before);

        // Into another feature without the ids: the same rooms again, but for their ids.
        let other = event.feature(json!({})).await;
        let plain = String::from_utf8(before.clone()).unwrap();
        let without: String = plain.trim_start_matches('\u{feff}').replace("\r\nroom_", "\r\nnone_").replace("Twice,true", "Once,true");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(without.as_bytes());
        let mut writer = csv::Writer::from_writer(vec![]);
        for (n, row) in reader.records().enumerate() {
            let row = row.unwrap();
            let cells: Vec<&str> = row.iter().enumerate().map(|(at, cell)| if at == 0 && n > 0 { "" } else { cell }).collect();
            writer.write_record(cells).unwrap();
        }
        let import = upload(&format!("/features/{other}/imports"), writer.into_inner().unwrap()).await.ok();
        assert_eq!(counts(&import), [4, 0, 0, 0], "{import}");
        commit(&import, false).await.ok();
        assert_eq!(names(&other).await, ["Once", "Twice", "=HYPERLINK(\"x\")", "'=guarded"]);

        let path = format!("/events/{}/attendees.csv", event.id);
        event.attendee("=Zoë", json!({ "last_name": "لي", "title": "A, \"B\"", "company": "@home" })).await;
        let before = bytes(&path).await;
        let import = upload(&format!("/events/{}/imports", event.id), before.clone()).await.ok();
        assert_eq!((counts(&import), &import["kind"]), ([0, 0, 4, 0], &json!("attendees")), "{import}");
        commit(&import, false).await.ok();
        assert_eq!(bytes(&path).await, before);
    });
}

/// Ten thousand rows with five bad ones among them, and then without.
#[test]
fn ten_thousand_rows_with_five_bad_ones() {
    run(async {
        let event = World::shared().event().await;
        let feature = event.feature(json!({})).await;
        let moderator = event.attendee("Mod", json!({ "email": format!("{}@example.org", entry()) })).await;
        let email = organizer().get(&format!("/attendees/{}", moderator.id)).await.ok()["email"].as_str().unwrap().to_owned();
        let row = |n: usize| match n {
            100 => "Room 100,x,13,nobody@example.org\n".to_owned(),
            2_000 => ",No name,13,\n".to_owned(),
            4_000 => "Room 4000,x,fourteen,\n".to_owned(),
            6_000 => "Room 6000,x,99,\n".to_owned(),
            9_999 => "Room 1,The same again,13,\n".to_owned(),
            _ => format!("Room {n},\"Number {n}, of many\",13,{}\n", if n % 100 == 1 { email.as_str() } else { "" }),
        };
        let mut file = String::from("name,description,attendee_limit,moderators\n");
        (0..10_000).for_each(|n| file.push_str(&row(n)));
        let begun = Instant::now();
        let import = import_rooms(&feature, &file).await;
        let checked = begun.elapsed();
        assert_eq!(counts(&import), [9_995, 0, 0, 5], "{}", import["causes"]);
        let mut causes: Vec<_> =
            import["causes"].as_array().unwrap().iter().map(|c| (c["lines"][0].as_u64().unwrap(), text(&c["code"]))).collect();
        causes.sort_unstable();
        assert_eq!(causes, [(102, "unknown_moderator"), (2_002, "required"), (4_002, "type"), (6_002, "invalid"), (10_001, "taken")]);
        assert!(import["preview"].as_array().unwrap().len() <= 200);
        commit(&import, false).await.refused(409, "has_errors");
        assert_eq!(names(&feature).await.len(), 0);
        let begun = Instant::now();
        let done = commit(&import, true).await.ok();
        figure(&format!("10,000 rows: checked in {} ms, 9,995 rooms written in {} ms", checked.as_millis(), begun.elapsed().as_millis()));
        assert_eq!(done["result"]["created"], 9_995);
        let mut csv = String::new();
        write!(csv, "{}", String::from_utf8(bytes(&format!("/features/{feature}/rooms.csv")).await).unwrap()).unwrap();
        assert_eq!(csv.lines().count(), 9_996);
        // One more is too many.
        let long: String = file + "One more,,,\n";
        let answer = upload(&format!("/features/{feature}/imports"), long).await;
        assert!(answer.refused(422, "unreadable_csv")["detail"].as_str().unwrap().contains("10000"));
    });
}

#[test]
fn attendees_come_with_their_links() {
    run(async {
        let event = World::shared().event().await;
        let red = event.group("Red").await;
        let path = format!("/events/{}/imports", event.id);
        let file = "First Name,Surname,E-Mail,Groups\nAda,Lovelace,ADA@example.org,red\nAlan,,alan@example.org,\nAda,,ada@example.org,\n";
        let import = upload(&path, file).await.ok();
        assert_eq!(counts(&import), [2, 0, 0, 1], "{import}");
        assert_eq!(commit(&import, true).await.ok()["result"]["created"], 2);
        let people = organizer().get(&format!("/events/{}/attendees", event.id)).await.ok();
        let ada = people["data"].as_array().unwrap().iter().find(|one| one["first_name"] == "Ada").unwrap().clone();
        assert_eq!((&ada["last_name"], &ada["groups"]), (&json!("Lovelace"), &json!([red])));

        // The links of the file are the people's own.
        let links = String::from_utf8(bytes(&format!("/events/{}/links.csv", event.id)).await).unwrap();
        assert!(links.starts_with("\u{feff}First Name,Last Name,Email,Link\r\n"), "{links}");
        assert!(links.contains(&format!("Ada,Lovelace,ada@example.org,{}", text(&ada["link"]))), "{links}");
        World::shared().anybody.post("/sessions", &json!({ "link": ada["link"] })).await.ok();
        let log = organizer().get(&format!("/events/{}/audit?action=attendees.links_exported", event.id)).await.ok();
        assert_eq!(log["data"][0]["changes"]["people"], 2, "{log}");

        // Somebody who is inside sees their new name's change at once, as by hand.
        let renamed = upload(&path, "email,first_name,company\nada@example.org,Augusta,Engines\n").await.ok();
        assert_eq!(counts(&renamed), [0, 1, 0, 0]);
        commit(&renamed, false).await.ok();
        let now = organizer().get(&format!("/attendees/{}", text(&ada["id"]))).await.ok();
        assert_eq!((&now["name"], &now["company"], &now["groups"]), (&json!("Augusta Lovelace"), &json!("Engines"), &json!([red])));
    });
}

#[test]
fn files_that_are_no_tables_are_refused_with_a_reason() {
    run(async {
        let event = World::shared().event().await;
        let feature = event.feature(json!({})).await;
        let path = format!("/features/{feature}/imports");
        for (file, why) in [(&b""[..], "no first line"), (b"name\n\xff\xfe\n", "not UTF-8"), (b"name\na,b,c\n", "Line 2 has 3 cells")] {
            let detail = upload(&path, file).await.refused(422, "unreadable_csv");
            assert!(text(&detail["detail"]).contains(why), "{detail}");
        }
        upload(&path, vec![b'x'; 5 * 1024 * 1024 + 1]).await.refused(413, "too_large");
        organizer().post(&path, &json!({})).await.refused(415, "unsupported_media_type");
        // Only the header is a table without rows.
        assert_eq!(counts(&import_rooms(&feature, "name\n").await), [0; 4]);

        // A template is a file that can be imported.
        for path in [format!("/features/{feature}/rooms.csv?template=true"), format!("/events/{}/attendees.csv?template=true", event.id)] {
            let template = bytes(&path).await;
            let into = path.split("/rooms.csv").next().and_then(|p| p.split("/attendees.csv").next()).unwrap();
            assert_eq!(counts(&upload(&format!("{into}/imports"), template).await.ok()), [2, 0, 0, 0], "{path}");
        }

        // No picture's address leads to a file that waits.
        let import = import_rooms(&feature, "name\nSecret\n").await;
        let http = reqwest::Client::new();
        for path in [format!("/images/imports/{}.csv", text(&import["id"])), format!("/images/imports/{}.png", text(&import["id"]))] {
            assert_eq!(http.get(format!("{}{path}", World::shared().url)).send().await.unwrap().status().as_u16(), 404, "{path}");
        }
    });
}
