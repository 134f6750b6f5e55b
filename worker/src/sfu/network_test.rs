//! A LiveKit room that somebody is alone in, to learn which ways their network leaves open. No seat, no Room, no visit: the
//! name holds the person's own digits and nothing may be published, so there is nobody else and nothing to decide.

use hallway_domain::room::Rights;

use super::token::Bearer;
use crate::ids::{Id, kind};

/// Most bodies in such a room: the person's, and the one before it that LiveKit has not let go yet.
pub const MAX_PARTICIPANTS: u32 = 2;

/// `net_…` with the digits of the person's `att_…`.
pub fn room(person: &str) -> String {
    format!("net_{}", person.trim_start_matches("att_"))
}

/// Whether this token is for the test of whose it is.
pub fn is_of(bearer: &Bearer) -> bool {
    Id::<kind::Attendee>::parse(&bearer.person).is_some() && bearer.room == room(&bearer.person)
}

/// What such a body may publish: nothing.
pub const RIGHTS: Rights = Rights { microphone: false, camera: false, share: false };

#[cfg(test)]
mod tests {
    use hallway_domain::card::Role;

    use super::*;

    #[test]
    fn only_ones_own_test_is_ones_own() {
        let mine = format!("att_{}", "0a".repeat(16));
        let bearer = |room: &str| Bearer {
            room: room.to_owned(),
            person: mine.clone(),
            name: String::new(),
            role: Role::Attendee,
            rights: RIGHTS,
            epoch: 0,
        };
        assert!(is_of(&bearer(&room(&mine))));
        for other in [format!("net_{}", "0b".repeat(16)), format!("room_{}", "0a".repeat(16)), "net_".to_owned(), String::new()] {
            assert!(!is_of(&bearer(&other)), "{other}");
        }
        // A person who is none has no test either.
        assert!(!is_of(&Bearer { person: "att_".to_owned(), ..bearer("net_") }));
    }
}
