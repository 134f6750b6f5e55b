//! What kind of world a seed makes: how many people and rooms, what they like to do, and how bad the weather is. Worlds
//! differ on purpose (some never lose a message, some have no bans): a rare thing is found where its rivals are off.

use fastrand::Rng;
use hallway_domain::catalogue::{Profile, RoomEntry};
use hallway_domain::testing::{named, profile, room_entry};

use crate::actions::ACTIONS;
use crate::faults::FAULTS;

/// How likely a call meets each fault.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Rates {
    pub(crate) lost: f64,
    pub(crate) timed_out: f64,
    pub(crate) doubled: f64,
    pub(crate) late: f64,
    /// Webhooks suffer more: they are hints.
    pub(crate) webhook_lost: f64,
    /// A join LiveKit takes long over, up to 20 s.
    pub(crate) slow_join: f64,
    /// An answer of LiveKit's that takes seconds.
    pub(crate) slow_answer: f64,
}

pub(crate) struct Shape {
    pub(crate) profiles: Vec<Profile>,
    pub(crate) rooms: Vec<RoomEntry>,
    pub(crate) tabs: usize,
    /// Steps until quiet.
    pub(crate) steps: usize,
    /// How often it is one of the first two people, and one of the first two rooms: that is where stories happen.
    pub(crate) focus: f64,
    /// How often a step is somebody's doing, or the weather's; else the next thing under way happens.
    pub(crate) doing: f64,
    pub(crate) bad_luck: f64,
    /// By the numbers of [`ACTIONS`] and [`FAULTS`].
    pub(crate) action_weights: Vec<u32>,
    pub(crate) fault_weights: Vec<u32>,
    pub(crate) rates: Rates,
    /// So many listeners a lobby takes before it hands others on.
    pub(crate) listeners: usize,
    /// All tabs close when quiet begins, and what is under way is lost.
    pub(crate) all_leave: bool,
    pub(crate) all_lost: bool,
    /// Organizers clear rehearsals away. Only in every eighth world, and by no draw: the other worlds are what they were.
    pub(crate) rehearses: bool,
    /// At the end everybody tries every room.
    pub(crate) fill: bool,
}

impl Shape {
    pub(crate) fn of(seed: u64, rng: &mut Rng) -> Shape {
        let persons = match rng.u32(0..10) {
            0..6 => rng.u32(3..6),
            6..9 => rng.u32(5..10),
            _ => rng.u32(10..21),
        } as usize;
        let rooms = rng.u32(1..5) as usize;
        let features = rng.u32(1..=rooms as u32) as usize;
        let rooms = (0..rooms).map(|r| room(rng, r, persons, features)).collect();
        let rate = |rng: &mut Rng, most: f64| [0.0, 0.1, 0.4, 1.0][rng.u32(0..4) as usize] * most;
        Shape {
            profiles: (0..persons).map(profile).collect(),
            rooms,
            tabs: rng.u32(1..4) as usize,
            steps: rng.u32(500..3_000) as usize,
            focus: [0.0, 0.5, 0.8][rng.u32(0..3) as usize],
            doing: 0.01 + 0.2 * rng.f64() * rng.f64(),
            bad_luck: rate(rng, 0.06),
            action_weights: ACTIONS.iter().map(|a| a.weight * [0, 1, 1, 1, 3][rng.u32(0..5) as usize] + u32::from(a.needed)).collect(),
            fault_weights: FAULTS.iter().map(|f| f.weight * [0, 1, 1, 3][rng.u32(0..4) as usize]).collect(),
            rates: Rates {
                lost: rate(rng, 0.1),
                timed_out: rate(rng, 0.15),
                doubled: rate(rng, 0.15),
                late: rate(rng, 0.15),
                webhook_lost: rate(rng, 0.5),
                slow_join: rate(rng, 0.3),
                slow_answer: rate(rng, 0.3),
            },
            listeners: [1, 2, 3, 100][rng.u32(0..4) as usize],
            all_leave: rng.bool(),
            all_lost: rng.bool(),
            rehearses: seed % 8 == 7,
            fill: rng.u32(0..4) == 0,
        }
    }
}

fn room(rng: &mut Rng, r: usize, persons: usize, features: usize) -> RoomEntry {
    let mut entry = room_entry(r, [1, 1, 2, 2, 3, 5][rng.u32(0..6) as usize], rng.i64(1..3));
    entry.feature = format!("fea_{}", r % features);
    entry.moderators = (0..rng.u32(0..3)).map(|_| named(rng.u32(0..persons as u32) as usize)).collect();
    entry.moderators.dedup();
    entry
}
