//! Lobbies hear of changes of the person until they answer.

use super::*;
use crate::lobby::Viewer;

const PLACE: &str = "fea_0";

fn watch(w: &mut World) -> Answer {
    w.person(0, Command::Watch { place: PLACE.into(), link_version: w.profiles[0].link_version })
}
fn change(w: &mut World, change: impl FnOnce(&mut crate::catalogue::Profile)) {
    change(&mut w.profiles[0]);
    w.profiles[0].version += 1;
    w.person(0, Command::Learn { profile: w.profiles[0].clone() });
}
/// What is on its way to the lobby: the number of the request, and who the person is.
fn told(w: &mut World) -> Option<(i64, Viewer, bool)> {
    let at = w.wire.iter().position(|m| matches!(m, Msg::FromPerson(_, Effect::TellLobby { .. })))?;
    match w.wire.remove(at) {
        Msg::FromPerson(_, Effect::TellLobby { gen_no, viewer, deleted, .. }) => Some((gen_no, viewer, deleted)),
        _ => None,
    }
}
fn answered(w: &mut World, gen_no: i64, version: i64, nobody: bool) {
    w.person(0, Command::LobbyTold { place: PLACE.into(), gen_no, version, nobody });
}

#[test]
fn a_lobby_is_told_of_groups_and_links_until_it_answers() {
    let mut w = world();
    change(&mut w, |p| p.groups.push("grp_1".into()));
    assert_eq!(told(&mut w), None, "nobody watches yet");
    assert!(matches!(watch(&mut w), Answer::Watching { profile, .. } if profile.groups == ["grp_1"]));
    change(&mut w, |p| p.title = Some("Analyst".into()));
    assert_eq!(told(&mut w), None, "lobbies know nothing of titles");

    change(&mut w, |p| p.groups.clear());
    let (gen_no, viewer, deleted) = told(&mut w).unwrap();
    assert_eq!((viewer.groups.len(), viewer.version, deleted), (0, w.profiles[0].version, false));
    // Lost: once more, and then it is known.
    w.now += time::backoff(0);
    w.ring_person(0);
    assert!(told(&mut w).is_some());
    answered(&mut w, gen_no, viewer.version - 1, false);
    assert!(w.person_looks[0].alarm.is_some(), "an answer to an older version is none");
    answered(&mut w, gen_no, viewer.version, false);
    assert_eq!(w.person_looks[0].alarm, None);
    change(&mut w, |p| p.link_version += 1);
    assert_eq!(told(&mut w).map(|(_, viewer, _)| viewer.link_version), Some(2));
}

#[test]
fn a_lobby_without_a_socket_is_forgotten_unless_one_was_asked_for_since() {
    let mut w = world();
    watch(&mut w);
    change(&mut w, |p| p.groups.push("grp_1".into()));
    let (gen_no, viewer, _) = told(&mut w).unwrap();
    watch(&mut w);
    answered(&mut w, gen_no, viewer.version, true);
    change(&mut w, |p| p.groups.clear());
    let (gen_no, viewer, _) = told(&mut w).expect("the one asked for since");
    answered(&mut w, gen_no, viewer.version, true);
    change(&mut w, |p| p.deleted = true);
    assert_eq!(told(&mut w), None);
    assert!(matches!(watch(&mut w), Answer::Refused { refusal: Refusal::Revoked }));
}

#[test]
fn a_place_that_is_not_there_is_not_watched() {
    let mut w = world();
    let gen_no = |answer| if let Answer::Watching { gen_no, .. } = answer { gen_no } else { panic!("{answer:?}") };
    let first = gen_no(watch(&mut w));
    let second = gen_no(watch(&mut w));
    w.person(0, Command::Unwatch { place: PLACE.into(), gen_no: first });
    w.person(0, Command::Unwatch { place: PLACE.into(), gen_no: second });
    change(&mut w, |p| p.groups.push("grp_1".into()));
    let (gen_no_told, viewer, _) = told(&mut w).expect("there may be a socket of the first");
    answered(&mut w, gen_no_told, viewer.version, true);
    w.now += 1;
    let only = gen_no(watch(&mut w));
    w.person(0, Command::Unwatch { place: PLACE.into(), gen_no: only });
    change(&mut w, |p| p.groups.clear());
    assert_eq!(told(&mut w), None);
}
