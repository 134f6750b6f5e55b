//! Connections: asked, answered, crossed, taken back, blocked; and whose address goes where.

use hallway_tests::wait::s;
use hallway_tests::{Answer, Ear, Person, World, run, until};
use serde_json::{Value, json};
use xtask::stack::Options;

async fn ask(who: &Person, whom: &Person) -> Answer {
    who.client.post("/connections", &json!({ "person": whom.id })).await
}
async fn respond(who: &Person, connection: &Value, verb: &str) -> Value {
    let id = connection["id"].as_str().expect("an id");
    who.client.post(&format!("/connections/{id}/{verb}"), &json!({})).await.ok()
}
async fn card(who: &Person, of: &Person) -> Value {
    who.client.get(&format!("/people/{}", of.id)).await.ok()
}
async fn list(who: &Person) -> Vec<Value> {
    who.client.get("/connections").await.ok()["data"].as_array().expect("a list").clone()
}
async fn block(who: &Person, whom: &Person) {
    assert_eq!(who.client.post(&format!("/people/{}/block", whom.id), &json!({})).await.status, 204);
}
async fn hears(ear: &Ear, state: &str) -> Value {
    let pick =
        |frame: &Value| (frame["type"] == "connection" && frame["connection"]["state"] == state).then(|| frame["connection"].clone());
    ear.hears(&format!("a connection {state}"), s(10), pick).await
}
/// Two people with known addresses, the one whose id comes first first.
async fn two(world: &'static World) -> (Person, Person) {
    let event = world.event().await;
    let a = event.attendee("Ada", json!({ "email": "ada@example.org", "title": "Analyst" })).await;
    let b = event.attendee("Ben", json!({ "email": "ben@example.org" })).await;
    if a.id < b.id { (a, b) } else { (b, a) }
}
fn address(of: &Person) -> String {
    format!("{}@example.org", of.name[..3].to_lowercase())
}

#[test]
fn both_learn_the_address_with_a_yes_and_not_before() {
    run(async {
        for turned in [false, true] {
            let (a, b) = two(World::shared()).await;
            let (a, b) = if turned { (b, a) } else { (a, b) };
            let (at_a, at_b) = (a.listen_at_home().await, b.listen_at_home().await);
            assert_eq!(at_b.frame("hello", s(5)).await["pending"], 0);
            let made = ask(&a, &b).await;
            assert_eq!(made.status, 201);
            let made = made.ok();
            assert_eq!((&made["state"], &made["direction"], &made["person"]["id"]), (&json!("pending"), &json!("outgoing"), &json!(b.id)));
            let again = ask(&a, &b).await;
            assert_eq!((again.status.as_u16(), again.ok()), (200, made.clone()));
            let got = hears(&at_b, "pending").await;
            assert_eq!((&got["id"], &got["direction"], &got["person"]["email"]), (&made["id"], &json!("incoming"), &Value::Null));
            assert_eq!(b.listen_at_home().await.frame("hello", s(5)).await["pending"], 1);
            for (who, of) in [(&a, &b), (&b, &a)] {
                assert_eq!(card(who, of).await["email"], Value::Null);
                assert!(!list(who).await[0].to_string().contains("@"), "an address before the yes");
            }
            let yes = respond(&b, &made, "accept").await;
            assert_eq!((&yes["state"], &yes["person"]["email"]), (&json!("accepted"), &json!(address(&a))));
            let is_mine = |frame: &Value| (frame["connection"]["person"]["email"] == address(&b).as_str()).then_some(());
            at_a.hears("the other's address", s(10), is_mine).await;
            assert_eq!(card(&a, &b).await["email"], address(&b).as_str());
            assert_eq!(card(&a, &b).await["connection"]["state"], "accepted");
            assert_eq!(respond(&a, &made, "withdraw").await["state"], "accepted");
        }
    });
}

/// At the same moment, ten times: each pair ends with one connection, accepted, and both addresses.
#[test]
fn crossing_requests_are_one_connection() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(20).await;
        for pair in people.chunks(2) {
            let (one, other) = tokio::join!(ask(&pair[0], &pair[1]), ask(&pair[1], &pair[0]));
            assert_eq!(one.ok()["id"], other.ok()["id"]);
            for (who, of) in [(&pair[0], &pair[1]), (&pair[1], &pair[0])] {
                until("both addresses", s(10), async || card(who, of).await["email"].is_string().then_some(())).await;
                let all = list(who).await;
                assert_eq!((all.len(), &all[0]["state"]), (1, &json!("accepted")));
            }
        }
    });
}

#[test]
fn a_withdrawal_against_a_yes_ends_the_same_for_both() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(16).await;
        for pair in people.chunks(2) {
            let made = ask(&pair[0], &pair[1]).await.ok();
            let at_other = async || list(&pair[1]).await.first().cloned();
            until("the request", s(10), at_other).await;
            tokio::join!(respond(&pair[0], &made, "withdraw"), respond(&pair[1], &made, "accept"));
            let same = async || {
                let (mine, theirs) = (list(&pair[0]).await[0].clone(), list(&pair[1]).await[0].clone());
                let agreed = mine["state"] == "accepted";
                let addresses = [&mine, &theirs].iter().all(|side| side["person"]["email"].is_string() == agreed);
                (mine["state"] == theirs["state"] && mine["state"] != "pending" && addresses).then_some(())
            };
            until("both to say the same", s(10), same).await;
        }
    });
}

#[test]
fn declined_waits_a_day_and_withdrawn_does_not() {
    run(async {
        let (a, b) = two(World::shared()).await;
        let made = ask(&a, &b).await.ok();
        respond(&a, &made, "withdraw").await;
        assert_eq!(ask(&a, &b).await.status, 201);
        until("the request", s(10), async || list(&b).await.iter().any(|c| c["state"] == "pending").then_some(())).await;
        assert_eq!(respond(&b, &made, "decline").await["state"], "declined");
        until("the no", s(10), async || (list(&a).await[0]["state"] == "declined").then_some(())).await;
        let refused = ask(&a, &b).await.refused(409, "declined");
        assert!(refused["retry_at"].is_string(), "{refused}");
    });
}

#[test]
fn who_is_blocked_sees_pending_and_who_blocks_hears_nothing() {
    run(async {
        for turned in [false, true] {
            let (a, b) = two(World::shared()).await;
            let (a, b) = if turned { (b, a) } else { (a, b) };
            block(&b, &a).await;
            let at_b = b.listen_at_home().await;
            at_b.frame("hello", s(5)).await;
            let before = list(&b).await;
            let made = ask(&a, &b).await;
            assert_eq!((made.status.as_u16(), &made.ok()["state"]), (201, &json!("pending")));
            assert_eq!((list(&b).await, &list(&a).await[0]["state"]), (before, &json!("pending")));
            assert_eq!(b.listen_at_home().await.frame("hello", s(5)).await["pending"], 0);
            ask(&b, &a).await.refused(409, "blocked");
            assert_eq!(card(&b, &a).await["connection"]["state"], "blocked");
            // What is told later comes after whatever the request would have said.
            assert_eq!(b.client.delete(&format!("/people/{}/block", a.id)).await.status, 204);
            hears(&at_b, "pending").await;
            assert_eq!(at_b.frames().iter().filter(|frame| frame["type"] == "connection").count(), 1);
        }
    });
}

#[test]
fn thirty_a_day_and_nobody_else() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(32).await;
        for other in &people[1..=30] {
            assert_eq!(ask(&people[0], other).await.status, 201);
        }
        let refused = ask(&people[0], &people[31]).await;
        assert!(refused.headers.contains_key("retry-after"), "{refused}");
        refused.refused(429, "too_many_requests");
        assert_eq!(ask(&people[0], &people[1]).await.status, 200);
        ask(&people[0], &people[0]).await.refused(422, "invalid");
        let stranger = World::shared().event().await.attendee("Eve", json!({})).await;
        ask(&people[31], &stranger).await.refused(404, "not_found");
        people[31].client.get(&format!("/people/{}", stranger.id)).await.refused(404, "not_found");
        let other_pair = list(&people[1]).await[0]["id"].as_str().unwrap().to_owned();
        people[31].client.post(&format!("/connections/{other_pair}/accept"), &json!({})).await.refused(404, "not_found");
    });
}

/// D1 away: whom Hallway knows already connect all the same. A world of its own.
#[test]
fn connecting_needs_no_catalogue() {
    let world = World::own(Options::default());
    run(async {
        let (a, b) = two(world).await;
        for (who, of) in [(&a, &b), (&b, &a)] {
            card(who, of).await;
        }
        crate::d1_down::take_away(world);
        let made = ask(&a, &b).await.ok();
        let yes = respond(&b, &made, "accept").await;
        assert_eq!(yes["person"]["email"], address(&a).as_str());
        until("the other's address", s(10), async || (card(&a, &b).await["email"] == address(&b).as_str()).then_some(())).await;
    });
}
