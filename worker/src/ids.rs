//! Prefixed opaque ids: `evt_`, `att_`, … and 32 hexadecimal digits of a UUID v7, so that they sort by age.

use std::marker::PhantomData;
use std::ops::Deref;

/// A sort of thing that has ids.
pub trait Kind: Send + Sync + 'static {
    /// What its ids start with.
    const PREFIX: &'static str;
    /// What a 404 calls it.
    const NOUN: &'static str;
}

/// The sorts of things with ids.
pub mod kind {
    use super::Kind;

    macro_rules! kinds {
        ($($(#[$doc:meta])* $name:ident $prefix:literal $noun:literal)*) => {$(
            $(#[$doc])*
            pub struct $name;
            impl Kind for $name {
                const PREFIX: &'static str = $prefix;
                const NOUN: &'static str = $noun;
            }
        )*};
    }

    kinds! {
        /// One conference.
        Event "evt_" "event"
        /// A person of an event.
        Attendee "att_" "attendee"
        /// A set of attendees.
        Group "grp_" "group"
        /// One instance of Video Rooms.
        Feature "fea_" "feature"
        /// A room.
        Room "room_" "room"
        /// A session, sponsor or page.
        Item "itm_" "item"
        /// An organizer's key.
        Key "key_" "key"
        /// A line of a room's chat.
        Message "msg_" "message"
        /// A click of a client that gave it no id.
        Click "clk_" "click"
        /// An entry of the audit log.
        Audit "aud_" "entry"
        /// A picture somebody uploaded.
        Image "img_" "image"
        /// A file of rows that was uploaded.
        Import "imp_" "import"
        /// One connect at the gate.
        Connection "conn_" "connection"
    }
}

/// An id out of a path, known to be well formed. As an extractor it answers 404 when it is not.
pub struct Id<K: Kind>(String, PhantomData<K>);

impl<K: Kind> Id<K> {
    /// The id, if the text is one of this kind.
    pub fn parse(text: &str) -> Option<Id<K>> {
        let hex = text.strip_prefix(K::PREFIX)?;
        let well_formed = hex.len() == 32 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        well_formed.then(|| Id(text.to_owned(), PhantomData))
    }
}

impl<K: Kind> Deref for Id<K> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_prefix_and_32_lower_case_digits_are_an_id() {
        let hex = "0192f0c1e2a37b4c8d5e6f7081920a1b";
        assert!(Id::<kind::Room>::parse(&format!("room_{hex}")).is_some());
        for bad in ["", "room_", hex, &format!("att_{hex}"), &format!("room_{hex}0"), &format!("room_{}", hex.to_uppercase())] {
            assert!(Id::<kind::Room>::parse(bad).is_none(), "{bad}");
        }
    }
}
