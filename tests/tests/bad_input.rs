//! Bad input on every route of openapi.json: a problem document with the right code, and nothing changed.
//!
//! The routes are read from the file, so a new one is covered as soon as it is described; a body it does not know how
//! to fill ends the test.

use std::collections::BTreeMap;

use hallway_tests::event::Room;
use hallway_tests::{Answer, Client, Event, Person, World, entry, forge, run};
use reqwest::Method;
use serde_json::{Value, json};
use xtask::paths;

/// Larger than anything a route reads.
const LARGE: usize = 1024 * 1024;
/// Well formed, and nobody's.
const NOBODY: &str = "0192f0c1e2a37b4c8d5e6f7081920a1b";

/// One operation of the document.
struct Operation {
    method: Method,
    /// With `{placeholders}`.
    path: String,
    audience: Audience,
    /// Name of the body's schema.
    body: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Audience {
    Anybody,
    Attendee,
    Organizer,
    /// An attendee who moderates, or an organizer.
    Both,
}

/// Two events, so that ids of the other can be tried; everything a path can name.
struct Ground {
    world: &'static World,
    event: Event,
    person: Person,
    /// Another one of the event.
    friend: Person,
    room: Room,
    item: String,
    group: String,
    /// One that is nobody's to use.
    key: String,
    /// Of this event, if there were one.
    ban: String,
    /// Without a row.
    import: String,
    other: BTreeMap<&'static str, String>,
}

impl Ground {
    async fn new() -> Ground {
        Ground::of(World::shared().event().await).await
    }

    async fn of(event: Event) -> Ground {
        let world = event.world;
        let group = event.group("Speakers").await;
        let item = event.item("session", "Keynote").await;
        let person = event.attendee("Ada", json!({ "groups": [group] })).await;
        let friend = event.attendee("Cleo", json!({})).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "moderators": [person.id] })).await;
        let elsewhere = world.event().await;
        let stranger = elsewhere.attendee("Ben", json!({})).await;
        let far = elsewhere.feature(json!({})).await;
        let far_room = elsewhere.room(&far, json!({})).await;
        let other = [
            ("event", elsewhere.id.clone()),
            ("attendee", stranger.id.clone()),
            ("person", stranger.id),
            ("feature", far),
            ("room", far_room.id.clone()),
            ("item", elsewhere.item("page", "Elsewhere").await),
            ("group", elsewhere.group("Elsewhere").await),
            ("key", key_of(&elsewhere).await),
            ("import", import_of(&far_room).await),
            ("message", format!("msg_{NOBODY}")),
            ("ban", format!("ban_{NOBODY}_{}", far_room.id)),
            ("connection", format!("con_{NOBODY}_{NOBODY}")),
        ];
        let ban = format!("ban_{NOBODY}_{}", room.id);
        let (key, import) = (key_of(&event).await, import_of(&room).await);
        Ground { world, event, person, friend, room, item, group, key, ban, import, other: other.into() }
    }

    fn mine(&self, name: &str) -> &str {
        match name {
            "event" => &self.event.id,
            "attendee" | "person" => &self.person.id,
            "connection" => &self.other["connection"],
            "feature" => &self.room.feature,
            "room" => &self.room.id,
            "item" => &self.item,
            "group" => &self.group,
            "key" => &self.key,
            "ban" => &self.ban,
            "import" => &self.import,
            "message" => &self.other["message"],
            other => panic!("a path with {{{other}}}: say here what to put there"),
        }
    }

    fn client(&self, audience: Audience) -> Client {
        match audience {
            Audience::Anybody => self.world.anybody.clone(),
            Audience::Attendee => self.person.client.clone(),
            Audience::Organizer | Audience::Both => self.world.organizer.clone(),
        }
    }

    fn path(&self, operation: &Operation) -> String {
        fill(&operation.path, |name| self.mine(name).to_owned())
    }

    /// A body that the route would take.
    fn body(&self, schema: &str) -> Value {
        let (start, end) = ("2026-03-01T08:00:00Z", "2026-03-02T08:00:00Z");
        match schema {
            "NewSession" => json!({ "link": self.person.link }),
            "NewEvent" => json!({ "name": "Other Days", "time_zone": "Europe/Lisbon", "starts_at": start, "ends_at": end }),
            "EventPatch" => json!({ "name": "Changed" }),
            "GroupPatch" | "ItemPatch" => json!({ "name": "Changed" }),
            "MemberChanges" => json!({ "add": [self.person.id] }),
            "NewBan" => json!({ "id": entry(), "person": self.friend.id, "scope": "event", "ban": { "seconds": 600 } }),
            "NewKey" => json!({ "name": "New", "event": self.event.id, "scopes": ["write"] }),
            "FeatureOrder" => json!({ "features": [self.room.feature], "before": null }),
            "RoomOrder" => json!({ "rooms": [self.room.id], "before": null }),
            "RoomBatch" => json!({ "rooms": [self.room.id], "enabled": true }),
            "Commit" => json!({ "only_valid": true }),
            "NewExport" => json!({ "rooms": [self.room.id] }),
            "NewGroup" => json!({ "name": "New group" }),
            "NewAttendee" => json!({ "first_name": "New", "last_name": "One", "email": "new@example.org", "groups": [self.group] }),
            "AttendeePatch" => json!({ "first_name": "Changed" }),
            "NewItem" => json!({ "kind": "session", "name": "New" }),
            "NewFeature" => json!({ "name": "New" }),
            "FeaturePatch" | "RoomPatch" => json!({ "name": "Changed" }),
            "NewRoom" => json!({ "name": "New", "moderators": [self.person.id] }),
            "JoinBody" => json!({ "entry_id": entry() }),
            "NewClick" => json!({ "feature": self.room.feature }),
            "NewMessage" => json!({ "id": entry(), "text": "Hi" }),
            "NewRemoval" => json!({ "id": entry(), "person": self.person.id, "ban": { "seconds": 600 } }),
            "NewConnection" => json!({ "person": self.friend.id }),
            "OwnHand" => json!({ "raised": true }),
            "RoomLock" => json!({ "locked": false }),
            "LockBody" => json!({ "what": "camera", "locked": false }),
            "MuteBody" => json!({ "what": "microphone" }),
            "LeaveBody" => json!({ "entry_id": entry(), "away": false }),
            other => panic!("a body of type {other}: say here what it looks like"),
        }
    }

    /// Everything there is to see of the event.
    async fn picture(&self) -> Vec<Value> {
        let mut picture = vec![];
        for path in [
            format!("/events/{}", self.event.id),
            format!("/events/{}/groups", self.event.id),
            format!("/events/{}/attendees", self.event.id),
            format!("/events/{}/items", self.event.id),
            format!("/events/{}/features", self.event.id),
            format!("/features/{}/rooms", self.room.feature),
            format!("/attendees/{}", self.person.id),
        ] {
            picture.push(self.world.organizer.get(&path).await.ok());
        }
        for path in [format!("/features/{}/cards", self.room.feature), format!("/items/{}", self.item), "/features".into()] {
            picture.push(self.person.client.get(&path).await.ok());
        }
        picture
    }
}

/// A file without rows.
async fn import_of(room: &Room) -> String {
    let request = World::shared().organizer.request(Method::POST, &format!("/features/{}/imports", room.feature));
    let made = Answer::of(request.header("content-type", "text/csv").body("name\n")).await.ok();
    made["id"].as_str().expect("an id").to_owned()
}

/// A key that does nothing.
async fn key_of(event: &Event) -> String {
    let body = json!({ "name": "Spare", "event": event.id, "scopes": [] });
    event.world.organizer.post("/keys", &body).await.ok()["id"].as_str().expect("an id").to_owned()
}

fn document() -> Value {
    let text = std::fs::read_to_string(paths::root().join("openapi.json")).expect("openapi.json: run `cargo xtask openapi`");
    serde_json::from_str(&text).expect("openapi.json")
}

fn operations(document: &Value) -> Vec<Operation> {
    let mut all = vec![];
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            let names = operation["security"].as_array().into_iter().flatten().filter_map(Value::as_object).flat_map(|names| names.keys());
            let audience = names.fold(Audience::Anybody, |found, name| match name.as_str() {
                "attendee" => Audience::Attendee,
                "organizer" if found == Audience::Attendee => Audience::Both,
                "organizer" => Audience::Organizer,
                _ => found,
            });
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let body = schema.as_str().and_then(|name| name.rsplit('/').next()).map(str::to_owned);
            all.push(Operation { method, path: path.trim_start_matches("/api/v1").to_owned(), audience, body });
        }
    }
    assert!(all.len() > 35, "only {} operations", all.len());
    all
}

/// Replaces each `{name}` of a path.
fn fill(path: &str, with: impl Fn(&str) -> String) -> String {
    let parts = path.split('/').map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
        Some(name) => with(name),
        None => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

fn names(path: &str) -> Vec<&str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn prefix(name: &str) -> &'static str {
    match name {
        "event" => "evt_",
        "attendee" | "person" => "att_",
        "feature" => "fea_",
        "room" => "room_",
        "item" => "itm_",
        "group" => "grp_",
        "key" => "key_",
        "ban" => "ban_",
        "connection" => "con_",
        "import" => "imp_",
        "message" => "msg_",
        other => panic!("what do ids of {other} start with?"),
    }
}

/// Sends a body to an operation of the ground.
async fn send(client: &Client, operation: &Operation, path: &str, body: Option<&Value>) -> Answer {
    whatever(client).send(operation.method.clone(), path, body).await
}

/// Edits whatever is there.
fn whatever(client: &Client) -> Client {
    client.with("if-match", "*")
}

#[test]
fn no_session_a_wrong_one_or_an_old_one_is_refused_everywhere() {
    run(async {
        let ground = Ground::new().await;
        let before = ground.picture().await;
        let secret = ground.world.secrets.session.as_str();
        let (person, event) = (ground.person.id.as_str(), Some(ground.event.id.as_str()));
        for operation in operations(&document()).iter().filter(|operation| operation.audience != Audience::Anybody) {
            let path = ground.path(operation);
            let body = operation.body.as_deref().map(|schema| ground.body(schema));
            let try_with = async |client: &Client| send(client, operation, &path, body.as_ref()).await;
            let anybody = &ground.world.anybody;

            try_with(anybody).await.refused(401, "unauthenticated");
            for token in ["nonsense", "a.b.c", "hw_live_0000000000000000000000000000000000000000000"] {
                try_with(&anybody.bearer(token)).await.refused(401, "unauthenticated");
            }
            try_with(&anybody.with("authorization", "Basic YTpi")).await.refused(401, "unauthenticated");
            let (mine, theirs) = match operation.audience {
                Audience::Attendee => ("attendee", "organizer"),
                _ => ("organizer", "attendee"),
            };
            let of = |audience: &str, age: i64| anybody.bearer(&forge::session(secret, audience, person, event, age));
            try_with(&of(mine, 1)).await.refused(401, "session_expired");
            if operation.audience != Audience::Both {
                try_with(&of(theirs, -3600)).await.refused(403, "forbidden");
            }
            let other_secret = "another secret of at least 32 characters";
            let forged = forge::session(other_secret, mine, person, event, -3600);
            try_with(&anybody.bearer(&forged)).await.refused(401, "unauthenticated");
            if operation.audience == Audience::Attendee && operation.method != Method::GET {
                let cookie = anybody.with("cookie", &format!("__Host-hallway={}", ground.person.token));
                try_with(&cookie).await.refused(403, "bad_origin");
                try_with(&cookie.with("origin", "https://evil.example")).await.refused(403, "bad_origin");
            }
        }
        assert_eq!(ground.picture().await, before);
    });
}

#[test]
fn ids_of_nothing_and_of_another_event_answer_404() {
    run(async {
        // The organizer is limited to the ground's own event.
        let ground = Ground::of(World::shared().limited_event()).await;
        let before = ground.picture().await;
        let key = ground.world.limited_key();
        for operation in operations(&document()) {
            let client = match operation.audience {
                Audience::Organizer | Audience::Both => ground.world.anybody.bearer(key),
                audience => ground.client(audience),
            };
            let body = operation.body.as_deref().map(|schema| ground.body(schema));
            for wrong in names(&operation.path) {
                let nothing = format!("{}{NOBODY}", prefix(wrong));
                let bad = ["x", "%00", "..%2F..", "'%20OR%201=1--", &nothing.to_uppercase(), &nothing[..nothing.len() - 1]];
                let ids = bad.into_iter().chain([nothing.as_str(), ground.other[wrong].as_str()]);
                for id in ids {
                    let path = fill(&operation.path, |name| if name == wrong { id.to_owned() } else { ground.mine(name).to_owned() });
                    let answer = send(&client, &operation, &path, body.as_ref()).await;
                    let leaves =
                        operation.path.ends_with("/leave") || (operation.path.ends_with("/waiting") && operation.method == Method::DELETE);
                    let leaves_nowhere = leaves && id.len() == nothing.len() && answer.status == 204;
                    // A plain request is told so before anybody is asked.
                    let no_upgrade = operation.path.ends_with("/socket") && answer.code() == "malformed";
                    if !leaves_nowhere && !no_upgrade {
                        answer.refused(404, "not_found");
                    }
                }
            }
        }
        assert_eq!(ground.picture().await, before);
    });
}

#[test]
fn wrong_methods_are_told_the_right_ones() {
    run(async {
        let ground = Ground::new().await;
        let before = ground.picture().await;
        let mut methods: BTreeMap<String, Vec<Method>> = BTreeMap::new();
        let all = operations(&document());
        for operation in &all {
            methods.entry(ground.path(operation)).or_default().push(operation.method.clone());
        }
        for (path, right) in methods {
            for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
                if right.contains(&method) {
                    continue;
                }
                let answer = ground.world.organizer.send(method, &path, Some(&json!({}))).await;
                let allow = answer.header("allow").to_owned();
                answer.refused(405, "method_not_allowed");
                assert!(right.iter().all(|method| allow.contains(method.as_str())), "{path}: Allow is {allow:?}");
            }
        }
        for path in ["", "/", "/nothing", "/events/", "/rooms", "/features/x/y/z"] {
            ground.world.organizer.get(path).await.refused(404, "not_found");
        }
        assert_eq!(ground.picture().await, before);
    });
}

#[test]
fn bodies_that_are_not_what_a_route_takes_are_refused() {
    run(async {
        let ground = Ground::new().await;
        let before = ground.picture().await;
        let document = document();
        let mut tried = 0;
        for operation in operations(&document) {
            let Some(schema) = operation.body.as_deref() else { continue };
            let (client, path, good) = (ground.client(operation.audience), ground.path(&operation), ground.body(schema));
            tried += not_json(&client, &operation, &path, &good).await;
            tried += wrong_fields(&client, &operation, &path, &good, &document["components"]["schemas"][schema]).await;
        }
        assert!(tried > 200, "only {tried} bodies were tried");
        assert_eq!(ground.picture().await, before);
    });
}

/// Bodies that never reach the fields.
async fn not_json(client: &Client, operation: &Operation, path: &str, good: &Value) -> usize {
    let text = good.to_string();
    let large = format!("{{\"name\":\"{}\"}}", "x".repeat(LARGE));
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let json = "application/json";
    let cases: [(&str, &str, u16, &str); 14] = [
        (json, "", 400, "malformed"),
        (json, "{", 400, "malformed"),
        (json, "nonsense", 400, "malformed"),
        (json, &text[..text.len() - 1], 400, "malformed"),
        (json, &format!("{text}{text}"), 400, "malformed"),
        (json, &deep, 0, ""),
        (json, &large, 413, "too_large"),
        (json, "[]", 422, "invalid"),
        (json, "null", 422, "invalid"),
        (json, "\"text\"", 422, "invalid"),
        (json, "17", 422, "invalid"),
        ("text/plain", &text, 415, "unsupported_media_type"),
        ("application/x-www-form-urlencoded", "name=x", 415, "unsupported_media_type"),
        ("", &text, 415, "unsupported_media_type"),
    ];
    for (kind, body, status, code) in &cases {
        let mut request = whatever(client).request(operation.method.clone(), path).body((*body).to_owned());
        if !kind.is_empty() {
            request = request.header("content-type", *kind);
        }
        let answer = Answer::of(request).await;
        match status {
            0 => assert!(matches!(answer.status.as_u16(), 400 | 413 | 422), "{answer}"),
            status => drop(answer.refused(*status, code)),
        }
    }
    cases.len()
}

/// Each field of the schema with values of every other type, left out, and one more that nobody knows.
async fn wrong_fields(client: &Client, operation: &Operation, path: &str, good: &Value, schema: &Value) -> usize {
    let mut tried = 0;
    let mut must_refuse = async |body: Value, pointer: String| {
        let answer = send(client, operation, path, Some(&body)).await;
        let what = answer.to_string();
        let problem = answer.refused(422, "invalid");
        let faults = problem["errors"].as_array().cloned().unwrap_or_default();
        let named = faults.iter().any(|fault| fault["pointer"].as_str().is_some_and(|at| at.starts_with(&pointer)));
        assert!(named, "no fault at {pointer}: {what}\nto {body}");
        tried += 1;
    };
    let mut unknown = good.clone();
    unknown["no_such_field"] = json!(1);
    must_refuse(unknown, "/no_such_field".into()).await;
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let mut body = good.clone();
        body.as_object_mut().unwrap().remove(name);
        must_refuse(body, format!("/{name}")).await;
    }
    for (name, field) in schema["properties"].as_object().unwrap() {
        let takes = types_of(field);
        for (kind, value) in [
            ("null", json!(null)),
            ("boolean", json!(true)),
            ("integer", json!(7)),
            ("number", json!(7.5)),
            ("string", json!("\u{0}")),
            ("array", json!([{}])),
            ("object", json!({ "a": 1 })),
        ] {
            if takes.contains(&kind) {
                continue;
            }
            let mut body = good.clone();
            body[name] = value;
            must_refuse(body, format!("/{name}")).await;
        }
    }
    tried
}

/// JSON types a field takes; a reference to a named type is text in this document.
fn types_of(field: &Value) -> Vec<&str> {
    let mut types: Vec<&str> = match &field["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ if field["$ref"].is_string() => vec!["string"],
        _ => field["oneOf"].as_array().into_iter().flatten().flat_map(types_of).collect(),
    };
    if types.contains(&"number") {
        types.push("integer");
    }
    assert!(!types.is_empty(), "of what type is {field}?");
    types
}

/// Values of the right type that are still wrong.
#[test]
fn values_out_of_bounds_are_refused() {
    run(async {
        let ground = Ground::new().await;
        let before = ground.picture().await;
        let (event, feature, room) = (&ground.event.id, &ground.room.feature, &ground.room.id);
        let rooms = format!("/features/{feature}/rooms");
        let many: Vec<&String> = vec![&ground.person.id; 4];
        let cases = [
            (rooms.clone(), json!({ "name": "" }), "/name"),
            (rooms.clone(), json!({ "name": "  \n " }), "/name"),
            (rooms.clone(), json!({ "name": "x".repeat(101) }), "/name"),
            (rooms.clone(), json!({ "name": "x", "attendee_limit": 0 }), "/attendee_limit"),
            (rooms.clone(), json!({ "name": "x", "attendee_limit": 14 }), "/attendee_limit"),
            (rooms.clone(), json!({ "name": "x", "attendee_limit": -1 }), "/attendee_limit"),
            (rooms.clone(), json!({ "name": "x", "moderator_limit": 4 }), "/moderator_limit"),
            (rooms.clone(), json!({ "name": "x", "moderators": many }), "/moderators"),
            (rooms.clone(), json!({ "name": "x", "moderators": [ground.other["attendee"]] }), "/moderators/0"),
            (rooms.clone(), json!({ "name": "x", "moderators": ["nobody"] }), "/moderators/0"),
            (rooms.clone(), json!({ "name": "x", "items": [ground.other["item"]] }), "/items/0"),
            (rooms.clone(), json!({ "name": "x", "image": "javascript:alert(1)" }), "/image"),
            (rooms, json!({ "name": "x", "icon": "<svg>" }), "/icon"),
            (format!("/events/{event}/features"), json!({ "name": "x", "groups": ["grp_nobody"] }), "/groups/0"),
            (format!("/events/{event}/attendees"), json!({ "first_name": "x", "last_name": "", "email": "no" }), "/email"),
            (format!("/events/{event}/items"), json!({ "kind": "party", "name": "x" }), "/kind"),
            (
                "/events".into(),
                json!({ "name": "x", "time_zone": "Mars/Base", "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z" }),
                "/time_zone",
            ),
            (
                "/events".into(),
                json!({ "name": "x", "time_zone": "UTC", "starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-01T00:00:00Z" }),
                "/ends_at",
            ),
            (
                "/events".into(),
                json!({ "name": "x", "time_zone": "UTC", "starts_at": "yesterday", "ends_at": "2026-01-01T00:00:00Z" }),
                "/starts_at",
            ),
        ];
        for (path, body, pointer) in cases {
            let problem = ground.world.organizer.post(&path, &body).await.refused(422, "invalid");
            assert_eq!(problem["errors"][0]["pointer"], pointer, "{problem}\nto {body}");
        }
        let join = format!("/rooms/{room}/join");
        for id in ["", "x", "00000000", "0192f0c1-e2a3-7b4c-8d5e-6f7081920a1", "\u{202e}"] {
            let problem = ground.person.client.post(&join, &json!({ "entry_id": id })).await.refused(422, "invalid");
            assert_eq!(problem["errors"][0]["pointer"], "/entry_id");
        }
        for query in ["limit=0", "limit=201", "limit=x", "limit=-1", "nothing=1", "limit=1&limit=2"] {
            ground.world.organizer.get(&format!("/events/{event}/attendees?{query}")).await.refused(422, "invalid");
        }
        let clicks = [
            (json!({}), 422),
            (json!({ "feature": feature, "room": room }), 422),
            (json!({ "feature": ground.other["feature"] }), 404),
            (json!({ "room": ground.other["room"] }), 404),
            (json!({ "room": feature }), 404),
            (json!({ "feature": "" }), 404),
            (json!({ "feature": format!("fea_{NOBODY}") }), 404),
            (json!({ "room": format!("room_{NOBODY}") }), 404),
        ];
        for (body, status) in clicks {
            let code = if status == 422 { "invalid" } else { "not_found" };
            ground.person.client.post("/clicks", &body).await.refused(status, code);
        }
        ground.person.client.get("/items?kind=party").await.refused(422, "invalid");
        for body in [json!({}), json!({ "link": "x", "key": "y" })] {
            ground.world.anybody.post("/sessions", &body).await.refused(422, "invalid");
        }
        assert_eq!(ground.picture().await, before);
    });
}
