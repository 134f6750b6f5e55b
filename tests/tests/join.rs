//! `POST /rooms/{room}/join` and `/leave`: seats, holds, tabs, moves.

use std::time::Instant;

use futures_util::future::join_all;
use hallway_tests::event::token_of;
use hallway_tests::wait::{s, until_asking_every};
use hallway_tests::{Knock, World, entry, figure, forge, run, until};
use serde_json::json;

/// I1: thirteen tokens, whatever the rush; the moderator's seat is another.
#[test]
fn two_hundred_press_join_at_once_and_thirteen_get_in() {
    run(async {
        let event = World::shared().event().await;
        let people = event.attendees(200).await;
        let moderator = event.attendee("Moderator", json!({})).await;
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "moderators": [moderator.id] })).await;

        let entries: Vec<String> = people.iter().map(|_| entry()).collect();
        let start = Instant::now();
        let answers = join_all(people.iter().zip(&entries).map(|(person, entry)| person.join(&room, entry))).await;
        figure(&format!("200 joins at once: the last answer after {:.1} s", start.elapsed().as_secs_f64()));

        let (mut seated, mut outside) = (vec![], vec![]);
        for (n, answer) in answers.into_iter().enumerate() {
            if answer.status == 200 {
                assert_eq!(answer.body["seat"]["role"], "attendee", "{answer}");
                let claims = forge::claims(&token_of(answer));
                assert_eq!((&claims["sub"], &claims["video"]["room"]), (&json!(people[n].id), &json!(room.id)));
                seated.push(n);
            } else {
                let problem = answer.refused(409, "room_full");
                assert_eq!(problem["attendee_limit"], 13);
                assert!(problem.get("sfu").is_none());
                outside.push(n);
            }
        }
        assert_eq!((seated.len(), outside.len()), (13, 187));

        // A reload of everybody seated: the same seats, with all of their time before them.
        let again = join_all(seated.iter().map(|&n| people[n].join(&room, &entries[n]))).await;
        assert!(again.iter().all(|answer| answer.status == 200 && answer.body["seat"]["role"] == "attendee"), "{again:?}");

        let (inside, other) = (&people[seated[0]], &people[outside[0]]);
        room.counts(other, 13, 0, 5).await;
        assert_eq!(room.card(other).await["state"], "full");
        assert_eq!(room.card(other).await["action"], "full");
        assert_eq!(room.card(inside).await["action"], "return");
        assert_eq!(room.card(&moderator).await["action"], "join");
        assert_eq!(room.card(&moderator).await["moderated_by_me"], true);

        let seat = moderator.join(&room, &entry()).await.ok();
        assert_eq!(seat["seat"]["role"], "moderator");
        assert_eq!(seat["room"]["people"].as_array().unwrap().len(), 14);
        room.counts(other, 13, 1, 5).await;
        assert_eq!(room.card(&moderator).await["action"], "return");

        // Another tab takes the seat over; the older one is told so.
        inside.join(&room, &entry()).await.ok();
        inside.join(&room, &entries[seated[0]]).await.refused(409, "superseded");
        other.join(&room, &entry()).await.refused(409, "room_full");
        room.counts(other, 13, 1, 5).await;
    });
}

#[test]
fn the_same_entry_again_changes_nothing() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        let id = entry();
        let first = forge::claims(&token_of(people[0].join(&room, &id).await));
        let again = forge::claims(&token_of(people[0].join(&room, &id).await));
        assert_eq!(first["attributes"], again["attributes"], "the same epoch");
        room.counts(&people[0], 1, 0, 5).await;
    });
}

/// The seat is taken from the click in the pre-join dialog.
#[test]
fn a_held_seat_counts_and_the_same_entry_enters_with_it() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "attendee_limit": 1 })).await;
        let (ada, ben, id) = (&people[0], &people[1], entry());

        let held = ada.hold(&room, &id).await.ok();
        assert_eq!(held["seat"]["state"], "held");
        assert!(held.get("sfu").is_none(), "a hold gives no token");
        assert!(held["seat"]["expires_at"].is_string());
        ben.join(&room, &entry()).await.refused(409, "room_full");
        ben.hold(&room, &entry()).await.refused(409, "room_full");
        room.counts(ben, 1, 0, 5).await;
        assert_eq!(room.card(ben).await["present"], json!([]), "nobody has come in yet");

        let renewed = ada.hold(&room, &id).await.ok();
        assert_eq!(renewed["seat"]["expires_at"], held["seat"]["expires_at"], "the two minutes count from the first click");

        // The dialog in another tab, where the person already is: look, change nothing.
        let other_tab = ada.hold(&room, &entry()).await.ok();
        assert!(other_tab.get("sfu").is_none());

        let entered = ada.join(&room, &id).await.ok();
        assert_eq!(entered["seat"]["state"], "granted");
        let socket = Knock::query(World::shared(), entered["sfu"]["token"].as_str().unwrap()).open().await;
        socket.joined().await;
        ben.join(&room, &entry()).await.refused(409, "room_full");
        ada.leave(&room, &id).await;
        room.counts(ben, 0, 0, 20).await;
        ada.join(&room, &id).await.refused(409, "superseded");
    });
}

#[test]
fn a_hold_that_nobody_renews_is_lost_within_30_seconds() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "attendee_limit": 1 })).await;
        people[0].hold(&room, &entry()).await.ok();
        let ((), took) = until("the held seat to be free", s(45), async || {
            let answer = people[1].join(&room, &entry()).await;
            (answer.status == 200).then_some(())
        })
        .await;
        assert!(took > s(20), "held for {took:?} only");
        figure(&format!("a hold nobody renews is lost after {:.1} s (promised 30)", took.as_secs_f64()));
    });
}

#[test]
fn a_hold_that_is_renewed_ends_within_two_minutes() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "attendee_limit": 1 })).await;
        let id = entry();
        people[0].hold(&room, &id).await.ok();
        let (refusal, took) = until_asking_every(s(10), "hold_expired", s(150), async || {
            let answer = people[0].hold(&room, &id).await;
            if answer.status != 200 {
                return Some(answer);
            }
            people[1].join(&room, &entry()).await.refused(409, "room_full");
            None
        })
        .await;
        refusal.refused(409, "hold_expired");
        assert!(took > s(105), "kept for {took:?} only");
        people[1].join(&room, &entry()).await.ok();
        // A new click is a new dialog.
        people[0].hold(&room, &entry()).await.refused(409, "room_full");
    });
}

#[test]
fn a_hold_elsewhere_is_told_where_the_person_is() {
    run(async {
        let event = World::shared().event().await;
        let (people, lobby) = event.with_room(1, json!({ "name": "Lobby & <Bar>" })).await;
        let quiet = event.room(&lobby.feature, json!({ "name": "Quiet corner" })).await;
        let ada = &people[0];
        ada.join(&lobby, &entry()).await.ok();
        for answer in [ada.hold(&quiet, &entry()).await, ada.join(&quiet, &entry()).await] {
            let problem = answer.refused(409, "in_another_room");
            assert_eq!(problem["room"], json!({ "id": lobby.id, "name": "Lobby & <Bar>" }));
        }
        quiet.counts(ada, 0, 0, 5).await;
        lobby.counts(ada, 1, 0, 5).await;
    });
}

/// I3: the token for the new room exists only after LiveKit has said that the old one is empty.
#[test]
fn a_move_leaves_the_old_room_first() {
    run(async {
        let event = World::shared().event().await;
        let (people, lobby) = event.with_room(2, json!({ "name": "Lobby" })).await;
        let quiet = event.room(&lobby.feature, json!({ "name": "Quiet corner" })).await;
        let (ada, ben) = (&people[0], &people[1]);
        let (here, there) = (entry(), entry());
        let inside = ada.enter_live(&lobby, &here).await;
        lobby.holds(&[ada], 5).await;
        lobby.counts(ben, 1, 0, 5).await;

        let start = Instant::now();
        let answer = ada.move_to(&quiet, &there).await;
        let took = start.elapsed();
        assert_eq!(lobby.inside().await, Vec::<String>::new(), "still in the old room when the token was there");
        let token = token_of(answer);
        let seen = lobby.counts(ben, 0, 0, 5).await;
        figure(&format!(
            "a move took {:.2} s; the old card was right {:.2} s after it (promised 1)",
            took.as_secs_f64(),
            seen.as_secs_f64()
        ));
        assert_eq!(inside.socket.ended(s(10)).await, Some(4), "PARTICIPANT_REMOVED");
        assert!(quiet.inside().await.is_empty());

        Knock::query(World::shared(), &inside.token).refused().await.refused(403, "forbidden");
        ada.join(&lobby, &here).await.refused(409, "superseded");
        let socket = Knock::query(World::shared(), &token).open().await;
        socket.joined().await;
        quiet.holds(&[ada], 5).await;
        quiet.counts(ben, 1, 0, 5).await;
        lobby.counts(ben, 0, 0, 5).await;
        // The same call again is the same seat.
        ada.move_to(&quiet, &there).await.ok();
        quiet.holds(&[ada], 5).await;
    });
}

/// Back and forth, as somebody who cannot decide: never in two rooms, never stuck.
#[test]
fn moving_back_and_forth_ends_in_one_room() {
    run(async {
        let event = World::shared().event().await;
        let (people, lobby) = event.with_room(1, json!({ "name": "Lobby" })).await;
        let quiet = event.room(&lobby.feature, json!({ "name": "Quiet corner" })).await;
        let ada = &people[0];
        ada.enter_live(&lobby, &entry()).await;
        for room in [&quiet, &lobby, &quiet, &lobby] {
            let (token, _) = until("the move", s(30), async || {
                let answer = ada.move_to(room, &entry()).await;
                (answer.status == 200).then(|| token_of(answer))
            })
            .await;
            let socket = Knock::query(World::shared(), &token).open().await;
            socket.joined().await;
            let both = [lobby.inside().await, quiet.inside().await].concat();
            assert_eq!(both, std::slice::from_ref(&ada.id), "one body");
        }
        quiet.counts(ada, 0, 0, 30).await;
    });
}

#[test]
fn leaving_frees_the_seat_at_once() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "attendee_limit": 1 })).await;
        let id = entry();
        let inside = people[0].enter_live(&room, &id).await;
        people[1].join(&room, &entry()).await.refused(409, "room_full");
        let start = Instant::now();
        people[0].leave(&room, &id).await;
        let (_, took) = until("the seat to be free", s(15), async || {
            let answer = people[1].join(&room, &entry()).await;
            (answer.status == 200).then_some(())
        })
        .await;
        figure(&format!("a leave frees the seat after {:.2} s (promised at once, 15 at most)", took.as_secs_f64()));
        assert_eq!(inside.socket.ended(s(10)).await, Some(4));
        assert!(start.elapsed() < s(20));
    });
}

/// PROTOCOL 8.1: the older tab closes and says leave; the newer keeps its seat.
#[test]
fn a_leave_of_an_older_tab_does_nothing() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(1, json!({})).await;
        let (old, new) = (entry(), entry());
        let first = people[0].enter_live(&room, &old).await;
        let second = people[0].enter_live(&room, &new).await;
        assert_eq!(first.socket.ended(s(10)).await, Some(2), "DUPLICATE_IDENTITY: one seat is one body");
        people[0].leave(&room, &old).await;
        people[0].go_away(&room, &old).await;
        room.holds(&[&people[0]], 5).await;
        assert!(second.socket.is_open());
        people[0].join(&room, &new).await.ok();
        room.counts(&people[0], 1, 0, 5).await;
    });
}

#[test]
fn a_closed_tab_may_come_back_and_else_leaves_within_15_seconds() {
    run(async {
        let event = World::shared().event().await;
        let (people, room) = event.with_room(2, json!({ "attendee_limit": 1 })).await;
        let id = entry();
        people[0].join(&room, &id).await.ok();
        people[0].go_away(&room, &id).await;
        people[1].join(&room, &entry()).await.refused(409, "room_full");
        people[0].join(&room, &id).await.ok();
        people[0].go_away(&room, &id).await;
        let ((), took) = until("the seat to be free", s(25), async || {
            let answer = people[1].join(&room, &entry()).await;
            (answer.status == 200).then_some(())
        })
        .await;
        assert!(took > s(5), "waited {took:?} only");
        figure(&format!("a closed tab leaves after {:.1} s (promised 10 and the leave)", took.as_secs_f64()));
    });
}
