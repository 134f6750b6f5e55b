//! Somebody who wanders through rooms, and writes down what they did.

use fastrand::Rng;
use hallway_tests::event::{Inside, Room};
use hallway_tests::{Person, World, entry};
use reqwest::Method;
use serde_json::json;

use super::{enter, now};

/// From one moment to another, ms: something happened in between.
pub(super) type Span = (i64, i64);

/// One stay in one room.
#[derive(Clone, Debug)]
pub(super) struct Stay {
    pub(super) room: usize,
    /// When they came in.
    pub(super) from: Span,
    /// When they left, if they did.
    pub(super) to: Option<Span>,
}

pub(super) struct Walker<'a> {
    pub(super) world: &'static World,
    pub(super) person: &'a Person,
    pub(super) rooms: &'a [Room],
    pub(super) rng: Rng,
    /// The room, the entry and the connection.
    at: Option<(usize, String, Inside)>,
    pub(super) stays: Vec<Stay>,
    pub(super) refused: usize,
}

impl<'a> Walker<'a> {
    pub(super) fn new(world: &'static World, person: &'a Person, rooms: &'a [Room], seed: u64) -> Walker<'a> {
        Walker { world, person, rooms, rng: Rng::with_seed(seed), at: None, stays: vec![], refused: 0 }
    }

    /// The room they are in.
    pub(super) fn room(&self) -> Option<usize> {
        self.at.as_ref().map(|(room, ..)| *room)
    }

    /// One thing people do: come in; or leave, move, reload.
    pub(super) async fn step(&mut self) {
        match (self.at.take(), self.rng.u32(0..100)) {
            (None, _) => self.go(None).await,
            (Some((room, id, _gone)), 0..15) => {
                self.person.go_away(&self.rooms[room], &id).await;
                let inside = enter(self.world, self.person, &self.rooms[room], &id, false).await;
                // Whoever comes back finds the seat: also in a full room.
                self.at = Some((room, id, inside.expect("the way back")));
            }
            (Some(at), 15..45) => self.go(Some(at)).await,
            (Some(at), _) => self.leave(at).await,
        }
    }

    /// Out of whatever room they are in.
    pub(super) async fn stop(&mut self) {
        if let Some(at) = self.at.take() {
            self.leave(at).await;
        }
    }

    async fn go(&mut self, from: Option<(usize, String, Inside)>) {
        let (room, id, began) = (self.rng.usize(0..self.rooms.len()), entry(), now());
        if from.as_ref().is_some_and(|(old, ..)| *old == room) {
            self.at = from;
            return;
        }
        match enter(self.world, self.person, &self.rooms[room], &id, from.is_some()).await {
            Ok(inside) => {
                self.ends((began, now()));
                self.stays.push(Stay { room, from: (began, now()), to: None });
                self.at = Some((room, id, inside));
            }
            Err(problem) => {
                assert_eq!(problem["code"], "room_full", "{problem}");
                self.refused += 1;
                self.at = from;
            }
        }
    }

    async fn leave(&mut self, (room, id, _inside): (usize, String, Inside)) {
        let began = now();
        let path = format!("/rooms/{}/leave", self.rooms[room].id);
        self.person.client.persist(Method::POST, &path, &json!({ "entry_id": id })).await.ok();
        self.ends((began, now()));
    }

    fn ends(&mut self, span: Span) {
        if let Some(stay) = self.stays.last_mut().filter(|stay| stay.to.is_none()) {
            stay.to = Some(span);
        }
    }
}
