//! Reports and metrics: what the files say is what happened, a second ago too, and the numbers agree wherever they stand.

use std::time::Instant;

use hallway_tests::event::Room;
use hallway_tests::wait::s;
use hallway_tests::{Answer, Client, Person, World, entry, figure, run, until};
use reqwest::Method;
use serde_json::{Value, json};
use xtask::stack::Options;

fn organizer() -> &'static Client {
    &World::shared().organizer
}

/// A table as it was sent: its header, and each row's cells.
struct Table {
    header: String,
    rows: Vec<Vec<String>>,
}

async fn table(path: &str) -> Table {
    let answer = Answer::of(organizer().request(Method::GET, path)).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/csv; charset=utf-8"), "{answer}");
    assert_eq!((answer.header("cache-control"), answer.header("hallway-incomplete")), ("no-store", ""), "{answer}");
    let text = answer.text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    Table { header: rows.remove(0).join(","), rows }
}

/// Comes and goes.
async fn visit(person: &Person, room: &Room) {
    let one = entry();
    let inside = person.enter_live(room, &one).await;
    person.leave(room, &one).await;
    inside.socket.ended(s(10)).await;
}

const CHAT: &str = "First Name,Last Name,Email,Title,Company,Chat Text";
const PEOPLE: &str = "First Name,Last Name,Email,Title,Company,Joined At";

#[test]
fn the_chat_report_has_what_was_written_a_moment_ago() {
    run(async {
        let event = World::shared().event().await;
        let ann = event.attendee("=Ann", json!({ "last_name": "O\"Neil", "title": "Head, of \"things\"", "company": "Ünï 🚪" })).await;
        let ben = event.attendee("Ben", json!({ "last_name": "لي" })).await;
        let feature = event.feature(json!({ "name": "Lounge" })).await;
        let lobby = event.room(&feature, json!({ "name": "Q&A: Café", "moderators": [ben.id] })).await;
        let other = event.room(&feature, json!({ "name": "Side" })).await;
        ann.join(&lobby, &entry()).await.ok();
        ben.join(&lobby, &entry()).await.ok();
        let texts = ["=1+1", "-2", "@me", "two\nlines", "comma, \"quote\"", "'apostrophe", "inner  spaces", "مرحبا 👋"];
        for text in texts {
            ann.post(&lobby, &entry(), text).await.ok();
        }
        let gone = ben.post(&lobby, &entry(), "Ooops").await.ok()["id"].as_str().unwrap().to_owned();
        ben.client.delete(&format!("/rooms/{}/messages/{gone}", lobby.id)).await.ok();

        let path = format!("/rooms/{}/reports/chat.csv", lobby.id);
        let raw = organizer().request(Method::GET, &path).send().await.unwrap();
        let named = raw.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(named.contains("filename=\"video-rooms_q-a-caf_chat_20"), "{named}");
        let bytes = raw.bytes().await.unwrap();
        assert!(bytes.starts_with(b"\xef\xbb\xbfFirst Name,Last Name,Email,Title,Company,Chat Text\r\n'=Ann,"), "{bytes:?}");
        let report = table(&path).await;
        assert_eq!(report.header, CHAT);
        let me = organizer().get(&format!("/attendees/{}", ann.id)).await.ok();
        let who = ["'=Ann", "O\"Neil", me["email"].as_str().unwrap(), "Head, of \"things\"", "Ünï 🚪"];
        assert_eq!(report.rows.iter().map(|row| row[..5].to_vec()).collect::<Vec<_>>(), vec![who.map(str::to_owned).to_vec(); texts.len()]);
        // What begins like a formula has an apostrophe before it, and so has what might be taken for such.
        for (row, text) in report.rows.iter().zip(texts) {
            assert!(row[5] == text || row[5] == format!("'{text}"), "{row:?}");
            assert!(!row[5].starts_with(['=', '+', '-', '@']), "{row:?}");
        }

        let whole = table(&format!("{path}?columns=all&deleted=true")).await;
        assert_eq!(whole.header, format!("{CHAT},Sent At,Role,Feature,Room,Deleted At,Deleted By"));
        assert_eq!(whole.rows.len(), texts.len() + 1);
        let last = whole.rows.last().unwrap();
        assert_eq!((last[0].as_str(), last[1].as_str(), last[5].as_str(), last[7].as_str()), ("Ben", "لي", "Ooops", "moderator"));
        assert_eq!((last[8].as_str(), last[9].as_str(), last[11].as_str()), ("Lounge", "Q&A: Café", "Ben لي"));
        assert!(last[10] > last[6], "{last:?}");

        // Of the feature and the event it is the same and what was said elsewhere, in order.
        ann.move_to(&other, &entry()).await.ok();
        ann.post(&other, &entry(), "Over here").await.ok();
        for of in [format!("/features/{feature}"), format!("/events/{}", event.id)] {
            let report = table(&format!("{of}/reports/chat.csv?columns=all")).await;
            assert_eq!(report.rows.len(), texts.len() + 1, "{of}");
            assert_eq!(report.rows.last().unwrap()[9], "Side");
        }
        // From the moment of a line on: it is in; till that moment: it is not.
        let moment = report_moment(&whole, 3);
        let later = table(&format!("{path}?columns=all&from={moment}")).await;
        let before = table(&format!("{path}?columns=all&to={moment}")).await;
        assert_eq!((later.rows[0][5].as_str(), before.rows.len() + later.rows.len()), ("two\nlines", texts.len()));
        organizer().get(&format!("{path}?columns=some")).await.refused(422, "invalid");

        // An empty one is a file with its header.
        let quiet = event.room(&feature, json!({ "name": "Quiet" })).await;
        assert!(table(&format!("/rooms/{}/reports/chat.csv", quiet.id)).await.rows.is_empty());
    });
}

fn report_moment(report: &Table, row: usize) -> String {
    report.rows[row][6].clone()
}

#[test]
fn the_participant_list_has_a_row_for_each_visit() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(3).await;
        let feature = event.feature(json!({ "name": "Lounge" })).await;
        let room = event.room(&feature, json!({ "name": "Lobby", "moderators": [people[2].id] })).await;
        visit(&people[0], &room).await;
        visit(&people[0], &room).await;
        let inside = people[1].enter_live(&room, &entry()).await;
        people[2].remove(&room, &people[1], json!({})).await.ok();
        inside.socket.ended(s(15)).await;
        let stays = people[2].enter_live(&room, &entry()).await;

        let path = format!("/rooms/{}/reports/participants.csv", room.id);
        let rows = until("the removed one to be gone for good", s(30), async || {
            let report = table(&format!("{path}?columns=all")).await;
            let open = report.rows.iter().filter(|row| row[6].is_empty()).count();
            (report.rows.len() == 4 && open == 1).then_some(report.rows)
        })
        .await
        .0;
        let told: Vec<_> = rows.iter().map(|row| [0, 8, 9, 10, 11].map(|cell| row[cell].clone())).collect();
        let expected = [
            ["Person 0", "1", "attendee", "left", "false"],
            ["Person 0", "2", "attendee", "left", "false"],
            ["Person 1", "1", "attendee", "removed", "false"],
            ["Person 2", "1", "moderator", "", "false"],
        ];
        assert_eq!(told, expected.map(|row| row.map(str::to_owned)));
        for row in &rows[..3] {
            let seconds = |at: &str| chrono::DateTime::parse_from_rfc3339(at).unwrap().timestamp_millis();
            assert_eq!(row[7], ((seconds(&row[6]) - seconds(&row[5])) / 1_000).to_string(), "{row:?}");
        }
        let short = table(&path).await;
        assert_eq!((short.header.as_str(), short.rows.len()), (PEOPLE, 4));
        assert_eq!(short.rows[0], rows[0][..6]);
        for of in [format!("/features/{feature}"), format!("/events/{}", event.id)] {
            assert_eq!(table(&format!("{of}/reports/participants.csv?columns=all")).await.rows, rows, "{of}");
        }
        drop(stays);
    });
}

/// The app's numbers are the API's; these, the table's, and what was seen from outside, must be one.
#[test]
fn numbers_agree_with_the_table_the_reports_and_what_happened() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(4).await;
        let (one, two) = (event.feature(json!({ "name": "One" })).await, event.feature(json!({ "name": "Two" })).await);
        let small = event.room(&one, json!({ "name": "Small", "attendee_limit": 1, "moderators": [people[3].id] })).await;
        let large = event.room(&two, json!({ "name": "Large" })).await;
        let (ann, ben, cem, dan) = (&people[0], &people[1], &people[2], &people[3]);
        for (person, room) in [(ann, &small), (ben, &small), (ben, &large)] {
            person.client.post("/clicks", &json!({ "id": entry(), "room": room.id })).await.ok();
        }
        ann.client.post("/clicks", &json!({ "id": entry(), "feature": one })).await.ok();
        visit(ann, &small).await;
        let here = ann.enter_live(&small, &entry()).await;
        let moderates = dan.enter_live(&small, &entry()).await;
        ben.join(&small, &entry()).await.refused(409, "room_full");
        cem.client.post("/connections", &json!({ "person": ben.id })).await.ok();
        ann.client.post("/connections", &json!({ "person": ben.id })).await.ok();
        ann.post(&small, &entry(), "One").await.ok();
        let gone = ann.post(&small, &entry(), "Two").await.ok()["id"].as_str().unwrap().to_owned();
        ann.client.delete(&format!("/rooms/{}/messages/{gone}", small.id)).await.ok();
        dan.remove(&small, ann, json!({})).await.ok();
        here.socket.ended(s(15)).await;
        let there = ben.enter_live(&large, &entry()).await;

        let path = format!("/events/{}/metrics", event.id);
        let told = until("everything to be counted", s(30), async || {
            let told = organizer().get(&path).await.ok();
            (told["visits"] == 4 && told["connection_requests"] == 2 && told["removals"] == 1).then_some(told)
        })
        .await
        .0;
        let numbers = |n: &Value| {
            ["clicks", "chats", "people", "visits", "peak", "connection_requests", "removals", "turned_away"]
                .map(|name| n[name].as_i64().unwrap())
        };
        assert_eq!(numbers(&told), [4, 1, 3, 4, 2, 2, 1, 1], "{told}");
        let features = told["features"].as_array().unwrap();
        assert_eq!(features.iter().map(|f| f["name"].as_str().unwrap()).collect::<Vec<_>>(), ["One", "Two"]);
        assert_eq!(numbers(&features[0]), [3, 1, 2, 3, 2, 1, 1, 1], "{told}");
        assert_eq!(numbers(&features[0]["rooms"][0]), [2, 1, 2, 3, 2, 1, 1, 1], "{told}");
        assert_eq!(numbers(&features[1]), [1, 0, 1, 1, 1, 0, 0, 0], "{told}");
        assert_eq!((&told["incomplete"], &told["from"]), (&json!(0), &Value::Null));
        let points = told["over_time"]["points"].as_array().unwrap();
        let sum = |name: &str| points.iter().map(|point| point[name].as_i64().unwrap()).sum::<i64>();
        assert_eq!((sum("clicks"), sum("chats"), sum("visits")), (4, 1, 4), "{told}");
        assert_eq!(points.iter().map(|point| point["inside"].as_i64().unwrap()).max(), Some(2));

        // Nobody comes or goes any more: the table has the very same.
        drop((moderates, there));
        until("everybody to be gone", s(60), async || {
            let rows = table(&format!("/events/{}/reports/participants.csv?columns=all", event.id)).await.rows;
            rows.iter().all(|row| !row[6].is_empty()).then_some(())
        })
        .await;
        let told = organizer().get(&path).await.ok();
        let csv = table(&format!("{path}.csv")).await;
        assert!(csv.header.starts_with("Level,Id,Feature,Room,Clicks,Chats,People,Visits,Minutes,"), "{}", csv.header);
        let mut levels = vec![("event", &told)];
        for feature in told["features"].as_array().unwrap() {
            levels.push(("feature", feature));
            levels.extend(feature["rooms"].as_array().unwrap().iter().map(|room| ("room", room)));
        }
        assert_eq!(csv.rows.len(), levels.len());
        for (row, (level, n)) in csv.rows.iter().zip(levels) {
            let seconds = n["seconds"].as_i64().unwrap();
            assert_eq!(row[0], level);
            let counted = [4, 5, 6, 7, 10, 11, 12, 13].map(|cell| row[cell].parse::<i64>().unwrap());
            assert_eq!(counted, numbers(n), "{row:?}");
            assert!((row[8].parse::<f64>().unwrap() * 60.0 - seconds as f64).abs() <= 3.1, "{row:?}: {seconds}");
        }
        let list = table(&format!("/events/{}/reports/participants.csv?columns=all", event.id)).await.rows;
        let seconds: i64 = list.iter().map(|row| row[7].parse::<i64>().unwrap()).sum();
        assert_eq!((list.len() as i64, seconds), (told["visits"].as_i64().unwrap(), told["seconds"].as_i64().unwrap()));
        let chats = table(&format!("/events/{}/reports/chat.csv", event.id)).await.rows;
        assert_eq!(chats.len() as i64, told["chats"].as_i64().unwrap());
        // Of before it all there is nothing.
        let early = organizer().get(&format!("{path}?to=2001-01-01T00:00:00Z")).await.ok();
        assert_eq!((numbers(&early), early["over_time"]["points"].as_array().unwrap().len()), ([0; 8], 0));
    });
}

/// D1 takes no messages for a while: reports and numbers say that they lack something, and have it once D1 takes them.
#[test]
fn what_a_room_could_not_hand_over_is_told() {
    let world = World::own(Options::default());
    run(async {
        let event = world.event().await;
        let (people, room) = event.with_room(1, json!({ "name": "Lobby" })).await;
        people[0].join(&room, &entry()).await.ok();
        let change = |sql: &'static str| tokio::task::spawn_blocking(move || world.catalogue().execute_batch(sql).unwrap());
        change("CREATE TRIGGER away BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'away'); END").await.unwrap();
        people[0].post(&room, &entry(), "Held back").await.ok();

        let chat = format!("/rooms/{}/reports/chat.csv", room.id);
        let told = Answer::of(world.organizer.request(Method::GET, &chat)).await;
        assert_eq!((told.status.as_u16(), told.header("hallway-incomplete")), (200, "1"), "{told}");
        assert!(!told.text.contains("Held back"), "{told}");
        // Numbers ask whoever has left word that something is due: that reaches D1 right after the message.
        let numbers = format!("/events/{}/metrics", event.id);
        until("numbers that lack something", s(20), async || {
            let told = world.organizer.get(&numbers).await.ok();
            (told["incomplete"] == 1 && told["chats"] == 0).then_some(())
        })
        .await;
        let table = Answer::of(world.organizer.request(Method::GET, &format!("{numbers}.csv"))).await;
        assert_eq!(table.header("hallway-incomplete"), "1", "{table}");

        change("DROP TRIGGER away").await.unwrap();
        let told = Answer::of(world.organizer.request(Method::GET, &chat)).await;
        assert!(told.header("hallway-incomplete").is_empty() && told.text.contains("Held back"), "{told}");
        let told = world.organizer.get(&numbers).await.ok();
        assert_eq!((&told["incomplete"], &told["chats"]), (&json!(0), &json!(1)), "{told}");
    });
}

/// A long room's chat: it is read a page at a time, and nothing of it is kept.
#[test]
fn alone_a_million_lines_stream_in_flat_memory() {
    const LINES: usize = 1_000_000;
    const STEP: usize = LINES / 10;
    let world = World::own(Options::default());
    run(async {
        let event = world.event().await;
        let (people, room) = event.with_room(1, json!({ "name": "Loud" })).await;
        let (of, feature, into, who) = (event.id.clone(), room.feature.clone(), room.id.clone(), people[0].id.clone());
        tokio::task::spawn_blocking(move || {
            let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
                INSERT INTO messages (room, seq, rev, id, event, feature, person, name, role, text, sent_at)
                SELECT ?2, i, i, 'msg_' || i, ?3, ?4, ?5, 'Ada', 'attendee', 'Line ' || i || ' of a long talk, with \"quotes\" and a comma', i FROM n";
            world.catalogue().execute(sql, rusqlite::params![LINES as i64, into, of, feature, who]).unwrap();
        })
        .await
        .unwrap();

        let group = world.stack().worker_group().expect("a Worker");
        let start = Instant::now();
        let mut answer = world
            .organizer
            .request(Method::GET, &format!("/rooms/{}/reports/chat.csv?columns=all", room.id))
            .timeout(s(300))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status().as_u16(), 200);
        let (mut lines, mut bytes, mut memory) = (0, 0, vec![]);
        while let Some(part) = answer.chunk().await.unwrap() {
            lines += part.iter().filter(|byte| **byte == b'\n').count();
            bytes += part.len();
            // By a tenth of them everything that stays is there.
            if lines / STEP > memory.len() {
                memory.push(memory_of(group));
            }
        }
        let (first, most) = (memory[0], memory.iter().copied().max().unwrap_or_default());
        assert_eq!(lines, LINES + 1);
        figure(&format!(
            "a million lines, {} MB, in {:.1} s: memory of the Worker's process {first} MB after a tenth of them, {most} MB at most",
            bytes / 1_000_000,
            start.elapsed().as_secs_f64()
        ));
        assert!(most < first + 150, "{first} → {most} MB");
    });
}

/// What the Worker's process has in memory, MB: the workerd of the group that has D1's file open. The other one is wrangler's own
/// front, which keeps what passes through it.
fn memory_of(group: i32) -> u64 {
    let has_d1 = |process: &std::path::Path| {
        let files = std::fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
        files.filter_map(|file| std::fs::read_link(file.path()).ok()).any(|file| file.to_string_lossy().contains("D1DatabaseObject"))
    };
    let of = |process: &std::path::Path| {
        let read = |file: &str| std::fs::read_to_string(process.join(file)).ok();
        let stat = read("stat")?;
        let (name, rest) = stat.rsplit_once(") ")?;
        let ours = name.ends_with("(workerd") && rest.split(' ').nth(2) == Some(&group.to_string()) && has_d1(process);
        read("statm")?.split(' ').nth(1)?.parse::<u64>().ok().filter(|_| ours)
    };
    let pages = std::fs::read_dir("/proc").unwrap().flatten().find_map(|process| of(&process.path())).expect("the Worker's process");
    pages * 4096 / 1_000_000
}

/// A key without the scope is told which it lacks; attendees have nothing to look for here.
#[test]
fn reports_want_their_scope() {
    run(async {
        let event = World::shared().event().await;
        let key = organizer().post("/keys", &json!({ "name": "Writer", "event": event.id, "scopes": ["write"] })).await.ok();
        let writer = World::shared().anybody.bearer(key["key"].as_str().unwrap());
        for path in ["reports/chat.csv", "reports/participants.csv", "metrics", "metrics.csv"] {
            let path = format!("/events/{}/{path}", event.id);
            assert_eq!(writer.get(&path).await.refused(403, "forbidden")["needs"], "reports");
            World::shared().anybody.get(&path).await.refused(401, "unauthenticated");
        }
    });
}
