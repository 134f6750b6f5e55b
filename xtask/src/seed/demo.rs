//! The demo event's people, rooms and sessions.

/// How many of the first attendees moderate the first room.
pub(super) const MODERATORS: usize = 3;

/// Sets of attendees.
pub(super) const GROUPS: [&str; 3] = ["Maintainers", "Speakers", "First time here"];

/// First name, last name, title, company, groups.
pub(super) type Attendee = (&'static str, &'static str, Option<&'static str>, Option<&'static str>, &'static [&'static str]);

/// The first three moderate the first room.
pub(super) const ATTENDEES: [Attendee; 24] = [
    ("Ingrid", "Solheim", Some("Staff Engineer"), Some("Fjordlys"), &["Maintainers", "Speakers"]),
    ("Kofi", "Mensah", Some("Developer Advocate"), Some("Accra Cloud"), &["Maintainers"]),
    ("Amina", "Haddad", Some("Community Lead"), Some("Open Atlas"), &["Maintainers", "Speakers"]),
    ("Tomás", "Rivera", Some("Backend Engineer"), Some("Luz Pagos"), &[]),
    ("Mei", "Tanaka", Some("Site Reliability Engineer"), Some("Northwind Rail"), &["Speakers"]),
    ("Priya", "Raghavan", Some("Engineering Manager"), Some("Saffron Labs"), &[]),
    ("Lukas", "Brandt", Some("Compiler Engineer"), Some("Kiesel Systems"), &["Maintainers"]),
    ("Zoë", "van Dijk", Some("Product Designer"), Some("Polderwerk"), &["First time here"]),
    ("Omar", "El-Sayed", Some("Security Engineer"), Some("Delta Gate"), &["Speakers"]),
    ("Grace", "O'Connor", Some("Technical Writer"), Some("Plain Paper"), &["Maintainers"]),
    ("Jarosław", "Nowak", Some("Database Engineer"), Some("Wisła Data"), &[]),
    ("Leilani", "Kahale", Some("Data Scientist"), Some("Trade Winds"), &["First time here"]),
    ("Ayşe", "Yıldız", Some("Frontend Engineer"), Some("Bosphorus Works"), &[]),
    ("Daniel", "Okafor", Some("Founder"), Some("Palmbyte"), &["Speakers"]),
    ("Sofía", "Núñez", Some("Platform Engineer"), Some("Andes Metrics"), &[]),
    ("Henrik", "Bjørn", Some("Consultant"), None, &[]),
    ("Chiara", "Romano", Some("Machine Learning Engineer"), Some("Lume AI"), &[]),
    ("Samuel", "Adeyemi", Some("Student"), Some("University of Lagos"), &["First time here"]),
    ("Noor", "Jansen", Some("Accessibility Specialist"), Some("Open Door"), &["Maintainers"]),
    ("Wei", "Zhang", Some("Kernel Engineer"), Some("Redstone"), &[]),
    ("Emma", "Lindqvist", Some("Head of Developer Experience"), Some("Fjordlys"), &[]),
    ("Rafael", "Costa", Some("Video Engineer"), Some("Stream Harbour"), &["Speakers"]),
    ("Hannah", "Weiss", None, Some("Kiesel Systems"), &["First time here"]),
    ("Arjun", "Patel", None, None, &["First time here"]),
];

/// Kind, name, start in minutes from the current full hour, length in minutes.
pub(super) type Item = (&'static str, &'static str, Option<i64>, i64);

/// Sessions, a sponsor and a page that rooms are linked to.
pub(super) const ITEMS: [Item; 5] = [
    ("session", "Opening keynote", Some(-120), 60),
    ("session", "Ten years of async", Some(0), 45),
    ("session", "Databases at the edge", Some(120), 45),
    ("sponsor", "Fjordlys", None, 0),
    ("page", "Contribute today", None, 0),
];

/// One instance of Video Rooms.
pub(super) struct Feature {
    pub(super) name: &'static str,
    pub(super) icon: &'static str,
    /// Empty: for everybody.
    pub(super) groups: &'static [&'static str],
    pub(super) rooms: &'static [Room],
}

/// A room of the demo.
pub(super) struct Room {
    pub(super) name: &'static str,
    pub(super) icon: Option<&'static str>,
    pub(super) description: Option<&'static str>,
    /// Attendees by their place in the list above.
    pub(super) moderators: &'static [usize],
    pub(super) items: &'static [&'static str],
    /// None: open; `Some(None)`: closed without a word; else why.
    pub(super) closed: Option<Option<&'static str>>,
    /// None: as many attendees as a room takes.
    pub(super) seats: Option<u8>,
}

/// An open room without anything special; the others say only what differs.
const ROOM: Room = Room { name: "", icon: None, description: None, moderators: &[], items: &[], closed: None, seats: None };

/// The second is for maintainers and speakers only.
pub(super) const FEATURES: [Feature; 2] = [
    Feature { name: "Hallway track", icon: "coffee", groups: &[], rooms: &HALLWAY },
    Feature { name: "Meet the maintainers", icon: "git-pull-request", groups: &["Maintainers", "Speakers"], rooms: &MAINTAINERS },
];

const HALLWAY: [Room; 9] = [
    Room { name: "Lobby", icon: Some("lamp"), description: Some("Say hello. Somebody is always here."), moderators: &[0, 1, 2], ..ROOM },
    Room { name: "Rust and friends", icon: Some("code"), description: Some("Borrow checkers welcome."), moderators: &[6], ..ROOM },
    Room {
        name: "Table for three",
        icon: Some("users-group"),
        description: Some("Three seats, one question: what surprised you today?"),
        seats: Some(3),
        ..ROOM
    },
    Room {
        name: "Quiet corner",
        icon: Some("plant-2"),
        description: Some("Two seats for a talk between two people."),
        seats: Some(2),
        ..ROOM
    },
    Room {
        name: "Careers",
        icon: Some("briefcase"),
        description: Some("Hiring, being hired, changing your mind."),
        moderators: &[5, 13],
        ..ROOM
    },
    Room {
        name: "Evening music",
        icon: Some("music"),
        description: Some("Bring an instrument, or just listen."),
        closed: Some(Some("Opens at 18:00")),
        ..ROOM
    },
    Room { name: "Workshop kitchen", icon: Some("tools"), closed: Some(None), ..ROOM },
    Room {
        name: "Q&A: Ten years of async",
        icon: Some("microphone-2"),
        description: Some("Mei takes your questions after her talk."),
        moderators: &[4],
        items: &["Ten years of async"],
        ..ROOM
    },
    Room {
        name: "Q&A: Databases at the edge",
        icon: Some("database"),
        description: Some("Where does the truth live?"),
        moderators: &[8, 10],
        items: &["Databases at the edge", "Fjordlys"],
        ..ROOM
    },
];

const MAINTAINERS: [Room; 3] = [
    Room { name: "Docs clinic", icon: Some("book-2"), description: Some("Grace reads your README with you."), moderators: &[9], ..ROOM },
    Room {
        name: "Triage table",
        icon: Some("messages"),
        description: Some("Old issues, new eyes."),
        moderators: &[2, 18],
        items: &["Contribute today"],
        ..ROOM
    },
    Room {
        name: "Release room",
        icon: Some("rocket"),
        description: Some("Who tags, who tests, who writes the notes."),
        moderators: &[0],
        closed: Some(Some("Back after the keynote")),
        ..ROOM
    },
];
