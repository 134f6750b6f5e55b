//! One screen at a time, enforced by the server: against people who ask, and against clients that do not. I6.

use std::time::{Duration, Instant};

use hallway_tests::event::Room;
use hallway_tests::native::{Native, is_there};
use hallway_tests::wait::s;
use hallway_tests::{Answer, Ear, Knock, Person, World, entry, figure, forge, run, until};
use reqwest::Method;
use serde_json::{Value, json};

/// A room whose moderator is the first of `n` people.
async fn moderated(n: usize) -> (Vec<Person>, Room) {
    let event = World::shared().event().await;
    let people = event.attendees(n).await;
    let feature = event.feature(json!({})).await;
    let room = event.room(&feature, json!({ "moderators": [people[0].id] })).await;
    (people, room)
}

async fn claim(person: &Person, room: &Room) -> Answer {
    person.client.put(&format!("/rooms/{}/stage", room.id), &json!({})).await
}
async fn take_over(person: &Person, room: &Room) -> Answer {
    person.client.put(&format!("/rooms/{}/stage", room.id), &json!({ "take_over": true })).await
}
async fn give_up(person: &Person, room: &Room) -> Answer {
    person.client.delete(&format!("/rooms/{}/stage", room.id)).await
}
/// Claims until it is theirs: somebody else's screen may have to be taken back first.
async fn get_stage(person: &Person, room: &Room, limit: Duration) -> Duration {
    let ask = async || (claim(person, room).await.status == 200).then_some(());
    until("the stage", limit, ask).await.1
}
async fn native(person: &Person, room: &Room) -> Native {
    let seat = person.join(room, &entry()).await.ok();
    let mut client = Native::quiet(seat["sfu"]["url"].as_str().unwrap(), seat["sfu"]["token"].as_str().unwrap());
    client.says("that it is connected", s(60), |said| said["connected"].is_string()).await;
    client
}
/// Who may share and who does, as LiveKit says.
async fn screens(room: &Room) -> (Vec<String>, Vec<String>) {
    let all = World::shared().livekit.screens(&room.id).await;
    let who = |pick: fn(&hallway_tests::livekit::Screen) -> bool| all.iter().filter(|s| pick(s)).map(|s| s.person.clone()).collect();
    (who(|s| s.may), who(|s| s.live))
}

#[test]
fn the_holder_may_share_and_nobody_else() {
    run(async {
        let (people, room) = moderated(3).await;
        let [_, ada, ben] = &people[..] else { panic!() };
        claim(ada, &room).await.refused(403, "no_seat");
        let _inside = [ada.enter_live(&room, &entry()).await, ben.enter_live(&room, &entry()).await];
        let ear = ben.listen(&room).await;
        let start = Instant::now();
        let stage = claim(ada, &room).await.ok()["stage"].clone();
        figure(&format!("the stage was granted after {} ms", start.elapsed().as_millis()));
        assert_eq!((&stage["holder"]["id"], &stage["state"]), (&json!(ada.id), &json!("granted")));
        assert_eq!(screens(&room).await, (vec![ada.id.clone()], vec![]));
        let seen = ear.hears("the stage", s(5), |f| (f["type"] == "floor" && f["floor"]["stage"] == stage).then(|| f.clone())).await;
        assert_eq!(seen["floor"]["stage"]["holder"]["name"], ada.name.as_str());
        let taken = claim(ben, &room).await.refused(409, "stage_taken");
        assert_eq!(taken["holder"], json!({ "id": ada.id, "name": ada.name }));
        let bare = ada.client.send(Method::PUT, &format!("/rooms/{}/stage", room.id), None).await.ok();
        assert_eq!(bare["stage"], stage, "the same call again, without a body");
        give_up(ben, &room).await.refused(403, "forbidden");
        give_up(ada, &room).await.ok();
        assert_eq!(give_up(ada, &room).await.status, 204, "nobody's");
        let stage = claim(ben, &room).await.ok();
        assert_eq!(stage["stage"]["holder"]["id"], ben.id.as_str());
        assert_eq!(screens(&room).await.0, [ben.id.as_str()]);
    });
}

/// A hundred times two people press Share at once: one gets it, and LiveKit never lets both.
#[test]
fn alone_of_two_who_press_at_once_one_shares() {
    run(async {
        let (people, room) = moderated(3).await;
        let two = [&people[1], &people[2]];
        let _inside = [two[0].enter_live(&room, &entry()).await, two[1].enter_live(&room, &entry()).await];
        let (mut won, mut asked) = ([0, 0], vec![]);
        let rounds = async {
            for _ in 0..100 {
                let start = Instant::now();
                let winner = race(two, &room).await;
                asked.push(start.elapsed());
                won[winner] += 1;
                give_up(two[winner], &room).await.ok();
            }
        };
        let (most, looks) = watched(&room, rounds).await;
        assert_eq!(most.0, 1, "two could share");
        asked.sort();
        let (median, slowest) = (asked[50].as_millis(), asked[99].as_millis());
        figure(&format!(
            "100 times two claimed at once: {won:?}, never two rights in {looks} looks; median {median} ms, most {slowest} ms"
        ));
    });
}

/// The same with screens: whoever wins publishes, and goes on until the server ends it.
#[test]
fn alone_two_clients_share_in_turns_and_never_at_once() {
    if !is_there() {
        return;
    }
    run(async {
        let (people, room) = moderated(3).await;
        let two = [&people[1], &people[2]];
        let mut clients = [native(two[0], &room).await, native(two[1], &room).await];
        let rounds = async {
            for round in 0..20 {
                let winner = race(two, &room).await;
                assert!(clients[winner].publish("screen").await, "round {round}");
                give_up(two[winner], &room).await.ok();
            }
        };
        let (most, looks) = watched(&room, rounds).await;
        assert_eq!(most, (1, 1), "rights and screens at once");
        figure(&format!("20 screens in turns: never two at once in {looks} looks"));
    });
}

/// Both claim at once; which of them has it.
async fn race(two: [&Person; 2], room: &Room) -> usize {
    let (one, other) = tokio::join!(claim(two[0], room), claim(two[1], room));
    let answers = [one, other];
    let winners: Vec<usize> = (0..2).filter(|n| answers[*n].status == 200).collect();
    let [winner] = winners[..] else { panic!("{} and {}", answers[0], answers[1]) };
    let lost = answers.into_iter().nth(1 - winner).unwrap().refused(409, "stage_taken");
    assert_eq!(lost["holder"]["id"], two[winner].id.as_str());
    winner
}

/// Looks at LiveKit all the while: the most rights and the most screens at once, and in how many looks.
async fn watched(room: &Room, work: impl Future<Output = ()>) -> ((usize, usize), usize) {
    let (mut most, mut looks) = ((0, 0), 0);
    let look = async {
        loop {
            let (may, live) = screens(room).await;
            most = (most.0.max(may.len()), most.1.max(live.len()));
            looks += 1;
        }
    };
    tokio::select! {
        () = work => {}
        () = look => {}
    }
    (most, looks)
}

#[test]
fn a_moderator_takes_over_and_takes_away() {
    run(async {
        let (people, room) = moderated(3).await;
        let [mo, ada, ben] = &people[..] else { panic!() };
        let mut inside = vec![];
        for person in &people {
            inside.push(person.enter_live(&room, &entry()).await);
        }
        claim(ada, &room).await.ok();
        take_over(ben, &room).await.refused(403, "forbidden");
        claim(mo, &room).await.refused(409, "stage_taken");
        let stage = take_over(mo, &room).await.ok();
        assert_eq!(stage["stage"]["holder"]["id"], mo.id.as_str());
        assert_eq!(screens(&room).await.0, [mo.id.as_str()]);
        give_up(mo, &room).await.ok();
        claim(ben, &room).await.ok();
        give_up(mo, &room).await.ok();
        until("nobody to have it", s(5), async || screens(&room).await.0.is_empty().then_some(())).await;
        let organizer = &World::shared().organizer;
        claim(ben, &room).await.ok();
        assert_eq!(organizer.delete(&format!("/rooms/{}/stage", room.id)).await.status, 204);
        claim(ada, &room).await.ok();
    });
}

/// The stage goes with the seat.
#[test]
fn who_leaves_leaves_the_stage() {
    run(async {
        let (people, room) = moderated(3).await;
        let [_, ada, ben] = &people[..] else { panic!() };
        let id = entry();
        let _inside = [ada.enter_live(&room, &id).await, ben.enter_live(&room, &entry()).await];
        claim(ada, &room).await.ok();
        ada.leave(&room, &id).await;
        claim(ben, &room).await.ok();
        assert_eq!(screens(&room).await.0, [ben.id.as_str()]);
    });
}

/// A client of their own that ignores our screens: it is LiveKit that refuses.
#[test]
fn a_screen_without_the_stage_is_refused_and_ends_with_it() {
    if !is_there() {
        return;
    }
    run(async {
        let (people, room) = moderated(3).await;
        let [mo, ada, ben] = &people[..] else { panic!() };
        let _mo = mo.enter_live(&room, &entry()).await;
        let (mut of_ada, mut of_ben) = (native(ada, &room).await, native(ben, &room).await);
        assert!(!of_ada.publish("screen").await, "it did not ask");
        claim(ada, &room).await.ok();
        assert!(of_ada.publish("screen").await);
        assert!(!of_ben.publish("screen").await, "it is Ada's");
        assert_eq!(screens(&room).await, (vec![ada.id.clone()], vec![ada.id.clone()]));
        let start = Instant::now();
        take_over(mo, &room).await.ok();
        assert_eq!(screens(&room).await, (vec![mo.id.clone()], vec![]), "the last screen is gone when the next may begin");
        figure(&format!("a live screen was taken over in {} ms", start.elapsed().as_millis()));
        assert!(!of_ada.publish("screen").await);
        give_up(mo, &room).await.ok();
        get_stage(ben, &room, s(5)).await;
        assert!(of_ben.publish("screen").await);
    });
}

/// While the browser asks what to share, the app repeats its claim; without that it lapses.
#[test]
fn alone_a_claim_lapses_within_20_s_and_a_live_screen_does_not() {
    if !is_there() {
        return;
    }
    run(async {
        let (people, room) = moderated(3).await;
        let [_, ada, ben] = &people[..] else { panic!() };
        let mut of_ada = native(ada, &room).await;
        let _ben = ben.enter_live(&room, &entry()).await;
        claim(ada, &room).await.ok();
        let took = get_stage(ben, &room, s(23)).await;
        assert!(took > s(15), "{took:?}");
        figure(&format!("a claim without a screen was free after {:.1} s", took.as_secs_f64()));
        give_up(ben, &room).await.ok();
        get_stage(ada, &room, s(5)).await;
        assert!(of_ada.publish("screen").await);
        let start = Instant::now();
        // Only time can show that it lasts: longer than the lease, and with no word from the holder.
        let lasting = async || {
            assert_eq!(claim(ben, &room).await.code(), "stage_taken", "after {:?}", start.elapsed());
            (start.elapsed() > s(32)).then_some(())
        };
        until("it to have lasted", s(40), lasting).await;
        assert!(of_ada.unpublish("screen").await);
        let took = get_stage(ben, &room, s(12)).await;
        figure(&format!("a screen that stopped without a word freed the stage after {:.1} s", took.as_secs_f64()));
    });
}

/// A browser that is killed: its sockets break, its media just ends. LiveKit goes on showing its screen for 20 s.
#[test]
fn alone_a_killed_browser_loses_the_stage_within_20_s() {
    killed(true, s(20));
}

/// The same without a socket of the room's: only LiveKit can notice, and takes 20 s.
#[test]
fn alone_a_killed_client_without_a_socket_loses_the_stage_within_25_s() {
    killed(false, s(25));
}

fn killed(listens: bool, promised: Duration) {
    if !is_there() {
        return;
    }
    run(async {
        let (people, room) = moderated(3).await;
        let [_, ada, ben] = &people[..] else { panic!() };
        let mut of_ada = native(ada, &room).await;
        let ear_of_ada = if listens { Some(ada.listen(&room).await) } else { None };
        let _ben = ben.enter_live(&room, &entry()).await;
        let ear = ben.listen(&room).await;
        claim(ada, &room).await.ok();
        assert!(of_ada.publish("screen").await);
        // Longer than a claim lasts without a screen: only time can show that a pass has seen it.
        let start = Instant::now();
        let lasting = async || {
            assert!(!seen_free(&ear), "lost while sharing, after {:?}", start.elapsed());
            (start.elapsed() > s(21)).then_some(())
        };
        until("the screen to have been seen", s(30), lasting).await;
        let start = Instant::now();
        drop((of_ada, ear_of_ada));
        until("the stage to be free", promised + s(5), async || seen_free(&ear).then_some(())).await;
        let free = start.elapsed();
        get_stage(ben, &room, s(15)).await;
        let next = start.elapsed().as_secs_f64();
        let what = if listens { "a killed browser" } else { "a killed client without a socket" };
        let free_after = free.as_secs_f64();
        figure(&format!(
            "the stage of {what} was free after {free_after:.1} s (promised {}), the next one shared after {next:.1} s",
            promised.as_secs()
        ));
        assert!(free < promised, "{free:?}");
        assert_eq!(screens(&room).await.0, [ben.id.as_str()]);
    });
}
/// The newest floor this ear heard of has no stage, after one that had.
fn seen_free(ear: &Ear) -> bool {
    let floors: Vec<Value> = ear.frames().into_iter().filter(|frame| frame["type"] == "floor").collect();
    floors.last().is_some_and(|last| last["floor"]["stage"].is_null())
}

/// LiveKit hands its clients tokens with the rights they had. The gate asks the Room.
#[test]
fn a_refreshed_token_does_not_bring_the_right_back() {
    run(async {
        let world = World::shared();
        let (people, room) = moderated(2).await;
        let ada = &people[1];
        let inside = ada.enter_live(&room, &entry()).await;
        claim(ada, &room).await.ok();
        // Handed out anew with every change of rights.
        let with_screen = until("a token with the screen", s(10), async || {
            let token = inside.socket.refreshed_token().await;
            forge::claims(&token)["video"]["canPublishSources"]
                .as_array()
                .is_some_and(|all| all.contains(&json!("screen_share")))
                .then_some(token)
        });
        let token = with_screen.await.0;
        give_up(ada, &room).await.ok();
        until("it to be taken back", s(5), async || screens(&room).await.0.is_empty().then_some(())).await;
        let again = Knock::query(world, &token).open().await;
        again.joined().await;
        assert_eq!(screens(&room).await.0, Vec::<String>::new(), "an old token brought the right back");
    });
}
