//! What a Lobby says is what the golden file says, in its order.

use hallway_domain::card::{LiveCard, Seated, Waiter};
use hallway_domain::catalogue::{LobbyEntry, RoomEntry};
use hallway_domain::lobby::fan::{self, Fan};
use hallway_domain::lobby::{Delta, Gone, State, Viewer};

use super::super::tests::{ada, assert_all, id, welcome};
use super::text;
use crate::frames::{Named, Role};

fn room(end: &str, name: &str) -> RoomEntry {
    RoomEntry {
        id: id("room", end),
        event: id("evt", "00"),
        feature: id("fea", "01"),
        name: name.into(),
        description: None,
        icon: Some("door".into()),
        image: None,
        enabled: true,
        closed_reason: Some("Back at two".into()),
        attendee_limit: 2,
        moderator_limit: 3,
        moderators: vec![],
        groups: vec![],
        items: vec![],
        sfu: "main".into(),
        position: 0,
        version: 1,
        deleted: false,
        close_now: false,
        time_zone: "Europe/Vienna".into(),
        event_ends_at: 0,
        cleared_at: 0,
    }
}
fn questions() -> RoomEntry {
    let moderators = vec![Named { id: ada().id, name: ada().name }];
    RoomEntry { icon: None, description: Some("After the talk".into()), moderators, ..room("1f", "Q&A") }
}
fn place(id: String, name: &str, icon: Option<&str>) -> LobbyEntry {
    let event = super::super::tests::id("evt", "00");
    LobbyEntry {
        id,
        event,
        name: name.into(),
        icon: icon.map(str::to_owned),
        image: None,
        groups: vec![],
        rooms: vec![],
        version: 1,
        deleted: false,
    }
}
fn networking() -> LobbyEntry {
    place(id("fea", "01"), "Networking", Some("door"))
}
fn seat(person: hallway_domain::ban::Face, role: Role, open: bool) -> Seated {
    Seated { id: person.id, name: person.name, avatar: person.avatar, role, open }
}
fn change(after: i64, seq: i64, changed: Vec<(RoomEntry, LiveCard)>) -> Delta {
    Delta { after, seq, place: networking(), renamed: false, changed, gone: vec![], order: None }
}
fn live(seated: Vec<Seated>) -> LiveCard {
    LiveCard { seated, ..LiveCard::default() }
}
/// One holds a seat; two wait.
fn waiting(offer_until: Option<i64>) -> LiveCard {
    let waiter = |id, offer_until| Waiter { id, offer_until };
    let waiting = vec![waiter(id("att", "99"), offer_until), waiter(ada().id, None)];
    LiveCard { waiting, ..live(vec![seat(welcome().person, Role::Attendee, false)]) }
}
fn told(delta: &Delta, viewer: &Viewer) -> String {
    text(&Fan::new(delta).frame(viewer))
}

#[test]
fn a_lobby_says_what_the_golden_file_says() {
    let viewer = Viewer { person: ada().id, ..Viewer::default() };
    let other = Viewer { person: id("att", "99"), ..Viewer::default() };
    let hello = |seq, place, rooms: Vec<RoomEntry>| {
        let rooms = rooms.into_iter().map(|room| (room, LiveCard::default())).collect();
        text(&fan::hello(&State { seq, place, rooms }, &viewer).unwrap())
    };
    let lobby = || room("1e", "Lobby");
    let both = vec![seat(ada(), Role::Attendee, true), seat(welcome().person, Role::Moderator, true)];
    let held = seat(welcome().person, Role::Attendee, false);
    let closed = RoomEntry { enabled: false, ..lobby() };
    let shown = |end: &str, groups: &[&str]| Gone { room: id("room", end), groups: groups.iter().map(|g| (*g).to_owned()).collect() };
    let left = Delta {
        place: place(id("fea", "01"), "Speed networking", None),
        renamed: true,
        gone: vec![shown("1e", &[]), shown("21", &["grp_1"])],
        order: Some(vec![shown("20", &[]), shown("22", &["grp_1"]), shown("1f", &[])]),
        ..change(17, 18, vec![])
    };
    let hidden = RoomEntry { groups: vec!["grp_1".into()], ..lobby() };
    let said = [
        hello(12, networking(), vec![lobby(), questions()]),
        hello(3, place(id("itm", "02"), "Opening", None), vec![]),
        told(&change(12, 13, vec![(lobby(), live(both))]), &viewer),
        told(&change(13, 16, vec![(lobby(), live(vec![seat(ada(), Role::Attendee, true), held]))]), &other),
        told(&change(16, 17, vec![(closed, LiveCard::default())]), &viewer),
        told(&left, &viewer),
        told(&change(18, 19, vec![(hidden, LiveCard::default())]), &viewer),
        told(&change(19, 20, vec![(lobby(), waiting(Some(1_795_442_790_000)))]), &other),
        told(&change(20, 21, vec![(lobby(), LiveCard { locked: true, ..waiting(None) })]), &viewer),
    ];
    assert_all(&said, "lobby_frames.json");
}
