//! What a file would do, without a database: what is there is said here.

use std::collections::HashMap;

use hallway_domain::catalogue::{Named, RoomEntry};
use proptest::prelude::*;

use super::attendees::Attendees;
use super::check::{Action, Checked, check};
use super::rooms::Rooms;
use crate::csv;
use crate::db::attendees::Attendee;
use crate::db::rooms::{Moderator, Room};
use crate::routes::rooms::NewRoom;

fn room(id: &str, name: &str) -> Room {
    let entry = RoomEntry {
        id: id.into(),
        event: "evt_1".into(),
        feature: "fea_1".into(),
        name: name.into(),
        description: None,
        icon: None,
        image: None,
        enabled: true,
        closed_reason: None,
        attendee_limit: 13,
        moderator_limit: 3,
        moderators: vec![],
        groups: vec![],
        items: vec![],
        sfu: "main".into(),
        position: 0,
        version: 1,
        deleted: false,
        close_now: false,
        time_zone: "UTC".into(),
        event_ends_at: 0,
        cleared_at: 0,
    };
    Room { entry, groups: vec![], moderators: vec![], links: vec![], created_at: 0 }
}
fn map(pairs: &[(&str, &str)]) -> HashMap<String, String> {
    pairs.iter().map(|(name, id)| ((*name).to_owned(), (*id).to_owned())).collect()
}
fn there(rooms: Vec<Room>) -> Rooms {
    let items = [("itm_1", "Keynote"), ("itm_2", "Break"), ("itm_3", "Break")].map(|(id, name)| (id.to_owned(), name.to_owned()));
    Rooms::new(
        rooms,
        map(&[("ann@example.org", "att_1"), ("ben@example.org", "att_2")]),
        items.into_iter(),
        map(&[("red; team", "grp_1"), ("blue", "grp_2")]),
    )
}
fn rooms(there: &Rooms, file: &str) -> Checked<NewRoom> {
    check(there, &csv::read(file.as_bytes()).unwrap())
}
/// Line, action, and the code and column of each problem.
type Told = (u64, Action, Vec<(String, &'static str)>);

fn told<T>(checked: &Checked<T>) -> Vec<Told> {
    let problems = |row: &super::check::Row<T>| row.problems.iter().map(|p| (p.code.clone(), p.column.unwrap_or_default())).collect();
    checked.rows.iter().map(|row| (row.line, row.action, problems(row))).collect()
}
fn errors(line: u64, problems: &[(&str, &'static str)]) -> Told {
    (line, Action::Error, problems.iter().map(|(code, column)| ((*code).to_owned(), *column)).collect())
}

#[test]
fn columns_are_known_by_many_names_and_the_others_are_told() {
    let checked = rooms(&there(vec![]), "Room Name,ENABLE-ROOM,Moderator Emails,Colour,name,Error\nLobby,yes,ann@example.org,red,x,y\n");
    assert_eq!(checked.columns, [Some("name"), Some("enabled"), Some("moderators"), None, None, None]);
    let told: Vec<_> = checked.problems.iter().map(|p| (p.code.as_str(), p.value.as_deref().unwrap())).collect();
    assert_eq!(told, [("unknown_column", "Colour"), ("unknown_column", "name")]);
    let new = checked.rows[0].new.as_ref().unwrap();
    assert_eq!(
        (checked.rows[0].action, new.name.as_str(), new.moderators.as_slice()),
        (Action::Create, "Lobby", &["att_1".to_owned()][..])
    );
}

#[test]
fn each_cell_that_is_not_right_is_told_where_it_stands() {
    let file = "name,enabled,attendee_limit,moderators,groups,links,image,icon\n\
        ,,,,,,,\n,yes,13,,,,,\nA,maybe,13,,,,,\nB,no,fourteen,,,,,\nC,no,14,,,,,\nD,no,1,zed@example.org; ann@example.org,,,,\n\
        E,no,1,,green,,,\nF,no,1,,,Break,,\nG,no,1,,,,javascript:x,No Such\nH,no,1,,\"\"\"red; team\"\";Blue\",keynote;itm_2,,\n";
    let problems = told(&rooms(&there(vec![]), file));
    assert_eq!(
        problems,
        [
            errors(3, &[("required", "name")]),
            errors(4, &[("type", "enabled")]),
            errors(5, &[("type", "attendee_limit")]),
            errors(6, &[("invalid", "attendee_limit")]),
            errors(7, &[("unknown_moderator", "moderators")]),
            errors(8, &[("unknown_group", "groups")]),
            errors(9, &[("unknown_item", "links")]),
            errors(10, &[("invalid", "icon"), ("invalid", "image")]),
            (11, Action::Create, vec![]),
        ]
    );
}

#[test]
fn a_row_means_a_room_by_its_id_or_its_name_and_only_once() {
    let there = there(vec![room("room_1", "Lobby"), room("room_2", "Twice"), room("room_3", "twice")]);
    let file = "id,name,description\nroom_1,Renamed,x\n,LOBBY,y\n,Twice,z\nroom_9,New,\n,New,\n,new,\nroom_3,twice,\n";
    let checked = rooms(&there, file);
    assert_eq!(
        told(&checked),
        [
            (2, Action::Update, vec![]),
            errors(3, &[("taken", "name")]),
            errors(4, &[("ambiguous", "name")]),
            errors(5, &[("not_found", "id")]),
            (6, Action::Create, vec![]),
            errors(7, &[("taken", "name")]),
            (8, Action::Unchanged, vec![]),
        ]
    );
    assert!(checked.rows[1].problems[0].detail.contains("Line 2"));
}

/// What the file leaves out stays; what it leaves empty is cleared.
#[test]
fn columns_that_are_not_there_change_nothing() {
    let mut old = room("room_1", "Lobby");
    old.entry.description = Some("Old".into());
    old.entry.enabled = false;
    old.entry.attendee_limit = 5;
    old.groups = vec!["grp_2".into()];
    let there = there(vec![old]);
    let one = |file: &str| rooms(&there, file).rows.remove(0);
    assert_eq!(one("name\nlobby\n").action, Action::Update, "only the case of its name");
    assert_eq!(one("name\nLobby\n").action, Action::Unchanged);
    let cleared = one("name,description,enabled,attendee_limit,groups\nLobby,,,,\n").new.unwrap();
    assert_eq!((cleared.description, cleared.enabled, cleared.attendee_limit, cleared.groups), (None, true, 13, vec![]));
    let kept = one("name,icon\nLobby,coffee\n").new.unwrap();
    assert_eq!((kept.description.as_deref(), kept.enabled, kept.attendee_limit, kept.groups.len()), (Some("Old"), false, 5, 1));
}

fn person(id: &str, email: &str) -> Attendee {
    Attendee {
        id: id.into(),
        event: "evt_1".into(),
        first_name: "Ada".into(),
        last_name: String::new(),
        email: email.into(),
        title: None,
        company: None,
        avatar: None,
        groups: vec![],
        link_version: 1,
        created_at: 0,
        version: 1,
    }
}

#[test]
fn people_are_told_apart_by_their_address() {
    let there = Attendees::new(vec![person("att_1", "ada@example.org"), person("att_2", "bob@example.org")], map(&[("red", "grp_1")]));
    let file = "Id,First Name,Last Name,Email,Groups\n,Ada,,ADA@example.org,\natt_1,Ada,L,ada@example.org,\natt_2,Bob,,ada@example.org,\n\
        ,Cem,,cem@example.org,Red\n,Cem,,cem@example.org,\n,,,dan@example.org,\n,Eve,,nonsense,\n,Fay,,,\n";
    let checked: Checked<_> = check(&there, &csv::read(file.as_bytes()).unwrap());
    assert_eq!(
        told(&checked),
        [
            (2, Action::Unchanged, vec![]),
            errors(3, &[("taken", "email")]),
            errors(4, &[("taken", "email")]),
            (5, Action::Create, vec![]),
            errors(6, &[("taken", "email")]),
            errors(7, &[("required", "first_name")]),
            errors(8, &[("invalid", "email")]),
            errors(9, &[("required", "email")]),
        ]
    );
    // One address for two, whichever way.
    let file = "id,email,first_name\natt_1,new@example.org,Ada\natt_2,new@example.org,Bob\n,NEW@example.org,Eve\n";
    let checked: Checked<_> = check(&there, &csv::read(file.as_bytes()).unwrap());
    assert_eq!(told(&checked), [(2, Action::Update, vec![]), errors(3, &[("taken", "email")]), errors(4, &[("taken", "email")])]);
    assert!(there.is_renamed("att_1", &body("Ada", "L")) && !there.is_renamed("att_1", &body("Ada", "")));
}

fn body(first: &str, last: &str) -> crate::routes::attendees::NewAttendee {
    let body = serde_json::json!({ "first_name": first, "last_name": last, "email": "ada@example.org" });
    crate::extract::parse(body.to_string().as_bytes()).unwrap()
}

/// As a field of the API leaves it: trimmed, no control characters.
fn line(most: usize) -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "=1+1",
        "'=x",
        "''-",
        "a;b",
        "\"q\"",
        "مرحبا",
        "🚪 x",
        "+",
        "@a",
        "a,b",
        "'",
        "\u{feff}x",
        "x\u{200f}=",
        "\t=",
    ]);
    prop_oneof![odd.prop_map(str::to_owned), ".{1,30}"]
        .prop_map(move |text| text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(most).collect::<String>().trim().to_owned())
}
fn some_room() -> impl Strategy<Value = Room> {
    let lists = (
        prop::sample::subsequence(vec!["grp_1", "grp_2"], 0..=2),
        prop::sample::subsequence(vec!["itm_1", "itm_2", "itm_3"], 0..=3),
        0..3usize,
    );
    (line(100), line(200), "(?s).{0,40}", any::<bool>(), 1..=13i64, 0..=3i64, lists).prop_map(
        |(name, reason, description, enabled, attendees, moderators, (groups, items, people))| {
            let mut room = room("room_1", if name.is_empty() { "Room" } else { &name });
            let description: String = description.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
            room.entry.description = Some(description.trim().to_owned()).filter(|text| !text.is_empty());
            room.entry.closed_reason = Some(reason).filter(|text| !text.is_empty());
            (room.entry.enabled, room.entry.attendee_limit, room.entry.moderator_limit) = (enabled, attendees, moderators);
            room.groups = groups.iter().map(|id| (*id).to_owned()).collect();
            room.entry.items = items.iter().map(|id| (*id).to_owned()).collect();
            for (id, email) in [("att_1", "ann@example.org"), ("att_2", "ben@example.org")].into_iter().take(people) {
                room.entry.moderators.push(Named { id: id.into(), name: "x".into() });
                room.moderators.push(Moderator { id: id.into(), name: "x".into(), email: email.into(), avatar: None });
            }
            room
        },
    )
}

proptest! {
    /// Whatever a room is called and says: what is exported changes nothing when it is imported, and no cell of it is a formula.
    #[test]
    fn what_is_exported_is_what_is_there(one in some_room()) {
        let names = map(&[("grp_1", "Red; team"), ("grp_2", "Blue")]);
        let row = crate::routes::rooms::export::row(one.clone(), |id| names.get(id).cloned()).unwrap();
        let mut writer = csv::Writer::new(&crate::routes::rooms::export::COLUMNS).unwrap();
        writer.row(&row).unwrap();
        let bytes = writer.take().unwrap();
        let sheet = csv::read(&bytes).unwrap();
        let checked = check(&there(vec![one.clone()]), &sheet);
        prop_assert!(checked.problems.is_empty());
        prop_assert_eq!(checked.rows[0].action, Action::Unchanged, "{:?} {:?}", checked.rows[0], one);
        // The same bytes again: nothing was lost on the way.
        let new = checked.rows[0].new.as_ref().unwrap();
        prop_assert_eq!((&new.name, &new.description, &new.closed_reason), (&one.entry.name, &one.entry.description, &one.entry.closed_reason));
        let text = String::from_utf8(bytes).unwrap();
        let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        for cell in reader.records().flat_map(|record| record.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
            prop_assert!(!cell.trim_start_matches([' ', '\u{a0}', '\u{feff}']).starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?}");
        }
    }
}
