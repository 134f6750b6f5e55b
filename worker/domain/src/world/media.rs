//! The gate, and LiveKit as PROTOCOL 7 assumes it: bodies by room and identity, the newest wins; a join that was taken
//! may finish late; lists and removals may overlook; it goes down and restarts; it forgets no token.

use std::collections::BTreeMap;

use super::{Token, World, index, person_id};
use crate::room::{Answer, Command, Effect, Present, Rights};
use crate::time::Millis;

/// A hop token is let in so long after the attempt (5 s and 60 s leeway).
const HOP: Millis = 65_000;
/// A join LiveKit has taken ends within this time or never.
const LATE: Millis = 20_000;
/// The shell waits so long for an answer of LiveKit's, and takes its question back.
const GIVEN_UP: Millis = 2_500;
/// A body whose socket died is gone after this time; one that never had a client after [`INERT`].
const NOTICED: Millis = 20_000;
const INERT: Millis = 60_000;

/// How far the gate has come with a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    Admitted,
    Opening,
    Got101,
    Confirmed,
    /// The client has its 101.
    Proxy,
    Dead,
}

#[derive(Clone, Debug)]
pub struct Conn {
    pub token: Token,
    pub gate: Gate,
    pub at: Millis,
    /// LiveKit has the request since then, and may still make a body of it.
    pub taken: Option<Millis>,
    /// In the hop's token.
    pub rights: Rights,
    /// Its client goes on with the body it had, if LiveKit still has that.
    pub resumes: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct Body {
    pub conn: usize,
    pub client: bool,
    /// It had a client once: that one may go on with it.
    pub had_client: bool,
    /// A list has not seen it once.
    pub overlooked: bool,
    pub rights: Rights,
    /// A screen is published.
    pub screen: bool,
    dies: Option<Millis>,
}

/// What a webhook tells: somebody came into a room of LiveKit's, or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    pub room: usize,
    pub person: usize,
    pub conn: usize,
    pub joined: bool,
    /// Gone since a newer body of the same person came.
    pub replaced: bool,
}

#[derive(Default)]
pub struct Media {
    pub conns: Vec<Conn>,
    pub bodies: BTreeMap<(usize, usize), Body>,
    pub down: bool,
    /// The next question is answered as if nobody were there.
    pub overlook: bool,
    /// Bodies that lists and removals overlook until then.
    pub hidden: BTreeMap<(usize, usize), Millis>,
    /// Calls about rights that have not reached LiveKit, and since when: by room and number.
    pub calls: BTreeMap<(usize, i64), Millis>,
    /// Not yet told by a webhook.
    pub news: Vec<News>,
}

impl Media {
    /// LiveKit's answer to a room's question; nothing while it is down.
    fn ask(&mut self, r: usize, effect: &Effect) -> Option<Command> {
        if self.down {
            return None;
        }
        let blind = std::mem::take(&mut self.overlook);
        let hidden = |p: usize| self.hidden.contains_key(&(r, p));
        match effect {
            Effect::RemoveBody { person, rev, open } => {
                let ok = !blind && !hidden(index(person)) && self.drop_body(r, index(person));
                Some(Command::BodyRemoved { person: person.clone(), rev: *rev, open: *open, ok })
            }
            Effect::ListBodies { pass, revs } => {
                let seen = |k: &&(usize, usize)| !blind && k.0 == r && !hidden(k.1);
                let present =
                    |k: &(usize, usize)| Present { person: person_id(k.1), rights: self.bodies[k].rights, screen: self.bodies[k].screen };
                let present = self.bodies.keys().filter(seen).map(present).collect();
                Some(Command::BodiesListed { pass: *pass, revs: revs.clone(), present })
            }
            Effect::Permit { person, call, rights } => {
                let ok = !blind && !hidden(index(person)) && self.change_rights(r, index(person), *rights);
                Some(Command::Permitted { person: person.clone(), call: *call, ok })
            }
            _ => None,
        }
    }

    /// A right that goes takes what was published by it along.
    fn change_rights(&mut self, r: usize, p: usize, rights: Rights) -> bool {
        let Some(body) = self.bodies.get_mut(&(r, p)) else { return false };
        (body.rights, body.screen) = (rights, body.screen && rights.share);
        true
    }

    /// A client starts or stops a screen; false where LiveKit refuses.
    pub fn screen(&mut self, r: usize, p: usize, on: bool) -> bool {
        let Some(body) = self.bodies.get_mut(&(r, p)).filter(|body| body.client && (body.rights.share || !on)) else { return false };
        body.screen = on;
        true
    }

    pub fn drop_body(&mut self, r: usize, p: usize) -> bool {
        let body = self.bodies.remove(&(r, p));
        if let Some(body) = body {
            self.conns[body.conn].gate = Gate::Dead;
            self.news.push(News { room: r, person: p, conn: body.conn, joined: false, replaced: false });
        }
        body.is_some()
    }

    pub fn restart(&mut self) {
        for (r, p) in self.bodies.keys().copied().collect::<Vec<_>>() {
            self.drop_body(r, p);
        }
        for conn in self.conns.iter_mut().filter(|c| c.taken.is_some()) {
            conn.taken = None;
            conn.gate = Gate::Dead;
        }
    }

    /// The rooms this person hears and is heard in.
    pub fn inside(&self, p: usize) -> Vec<usize> {
        let heard = |b: &Body| b.client || self.conns[b.conn].gate == Gate::Confirmed;
        self.bodies.iter().filter(|(k, b)| k.1 == p && heard(b)).map(|(k, _)| k.0).collect()
    }

    /// When LiveKit does something on its own next.
    pub fn next_event(&self) -> Option<Millis> {
        let joins = self.conns.iter().filter_map(|c| c.taken.map(|t| t + LATE));
        joins.chain(self.bodies.values().filter_map(|b| b.dies)).chain(self.hidden.values().copied()).min()
    }
}

impl World {
    /// LiveKit's answer to a room's question. A call about rights reaches it once, before its caller gives up, or never.
    pub fn ask_livekit(&mut self, r: usize, effect: &Effect) -> Option<Command> {
        if let Effect::Permit { call, .. } = effect {
            self.media.calls.remove(&(r, *call)).filter(|at| self.now <= at + GIVEN_UP)?;
        }
        self.media.ask(r, effect)
    }
    /// The gate asks the room; the connection's number if it may go on.
    pub fn connect(&mut self, token: Token) -> Option<usize> {
        let (i, Token { room, person, epoch }) = (self.media.conns.len(), token);
        let answer = self.room(room, Command::Connect { conn: format!("conn_{i}"), person: person_id(person), epoch });
        let Answer::Door { admit, holder, .. } = answer else { panic!("{answer:?}") };
        let (gate, rights) = (if admit { Gate::Admitted } else { Gate::Dead }, holder.map(|h| h.rights).unwrap_or_default());
        self.media.conns.push(Conn { token, gate, at: self.now, taken: None, rights, resumes: false });
        if admit {
            let newest = self.seats(room).get(&person).map(|s| s.epoch);
            self.watch.admitted(token, newest, self.room_clock(room));
        }
        admit.then_some(i)
    }
    /// The gate opens its upstream socket; false where LiveKit does not take it.
    pub fn open(&mut self, i: usize) -> bool {
        let (now, down) = (self.now, self.media.down);
        let conn = &mut self.media.conns[i];
        let taken = conn.gate == Gate::Admitted && !down && now <= conn.at + HOP;
        if taken {
            conn.gate = Gate::Opening;
            conn.taken = Some(now);
        }
        taken
    }
    /// LiveKit makes a body of the join, whether or not the gate still waits.
    pub fn complete(&mut self, i: usize) {
        let conn = &mut self.media.conns[i];
        if conn.taken.take().is_none() {
            return;
        }
        let (key, alive) = ((conn.token.room, conn.token.person), conn.gate == Gate::Opening);
        let (rights, resumes) = (conn.rights, conn.resumes);
        if resumes && let Some(body) = self.media.bodies.get_mut(&key).filter(|body| body.had_client) {
            // The body stays, with the rights it had; the connection before this one ends without a word.
            let old = std::mem::replace(&mut body.conn, i);
            (body.client, body.dies) = (false, (!alive).then_some(self.now + INERT));
            self.media.conns[old].gate = Gate::Dead;
            self.media.conns[i].gate = if alive { Gate::Got101 } else { Gate::Dead };
            return;
        }
        if self.media.drop_body(key.0, key.1)
            && let Some(news) = self.media.news.last_mut()
        {
            news.replaced = true;
        }
        self.media.conns[i].gate = if alive { Gate::Got101 } else { Gate::Dead };
        self.media.news.push(News { room: key.0, person: key.1, conn: i, joined: true, replaced: false });
        // A list that overlooks the person overlooks the new body as well: that was its one time.
        let overlooked = self.media.hidden.contains_key(&key);
        self.media.bodies.insert(
            key,
            Body {
                conn: i,
                client: false,
                had_client: false,
                overlooked,
                rights,
                screen: false,
                dies: (!alive).then_some(self.now + INERT),
            },
        );
    }
    /// LiveKit refuses by a definite answer; a gate that still waits says so.
    pub fn refuse(&mut self, i: usize) {
        let conn = &mut self.media.conns[i];
        if conn.taken.take().is_some() && conn.gate == Gate::Opening {
            conn.gate = Gate::Dead;
            let room = conn.token.room;
            self.room(room, Command::Failed { conn: format!("conn_{i}") });
        }
    }
    /// The gate asks whether the client may have its 101.
    pub fn confirm(&mut self, i: usize) -> bool {
        let admit = self.confirm_at_room(i);
        if !admit {
            self.hang_up(i);
        }
        admit
    }
    /// The same; a gate that is told no has yet to hang up.
    pub fn confirm_at_room(&mut self, i: usize) -> bool {
        let token = self.media.conns[i].token;
        let answer = self.room(token.room, Command::Connected { conn: format!("conn_{i}") });
        let Answer::Door { admit, .. } = answer else { panic!("{answer:?}") };
        if admit {
            let newest = self.seats(token.room).get(&token.person).map(|s| s.epoch);
            self.watch.admitted(token, newest, self.room_clock(token.room));
        }
        let waits = self.media.conns[i].gate == Gate::Got101;
        if admit && waits {
            self.media.conns[i].gate = Gate::Confirmed;
        }
        admit && waits
    }
    /// The client gets its 101.
    pub fn hand(&mut self, i: usize) {
        if self.media.conns[i].gate == Gate::Confirmed {
            self.media.conns[i].gate = Gate::Proxy;
            if let Some(body) = self.media.bodies.values_mut().find(|b| b.conn == i) {
                (body.client, body.had_client) = (true, true);
            }
        }
    }
    /// The gate or the client dies; LiveKit notices later. A join it has taken goes on.
    pub fn hang_up(&mut self, i: usize) {
        let wait = if self.media.conns[i].gate == Gate::Proxy { NOTICED } else { INERT };
        self.media.conns[i].gate = Gate::Dead;
        for body in self.media.bodies.values_mut().filter(|b| b.conn == i) {
            body.client = false;
            body.dies = body.dies.or(Some(self.now + wait));
        }
    }
    /// Connect, upstream, confirm, 101, without a hitch.
    pub fn go_in(&mut self, token: Token) -> bool {
        let Some(i) = self.connect(token) else { return false };
        if !self.open(i) {
            return false;
        }
        self.complete(i);
        let yes = self.confirm(i);
        self.hand(i);
        yes
    }
    /// The person's newest token for this room.
    pub fn token(&self, p: usize, r: usize) -> Token {
        *self.tokens.iter().rfind(|t| t.person == p && t.room == r).unwrap_or_else(|| panic!("person {p} got no token for room {r}"))
    }
    /// Join and connect; panics where that is not possible.
    pub fn inside(&mut self, p: usize, r: usize, id: &str) -> Token {
        self.join(p, r, id);
        let token = self.token(p, r);
        assert!(self.go_in(token), "person {p} cannot connect to room {r}: {:?}", self.last[p]);
        token
    }
    /// Whatever LiveKit does on its own by now.
    pub fn media_acts(&mut self) {
        for i in 0..self.media.conns.len() {
            if self.media.conns[i].taken.is_some_and(|t| t + LATE <= self.now) {
                self.complete(i);
            }
        }
        self.media.hidden.retain(|_, until| *until > self.now);
        let dead: Vec<_> = self.media.bodies.iter().filter(|(_, b)| b.dies.is_some_and(|d| d <= self.now)).map(|(k, _)| *k).collect();
        for (r, p) in dead {
            self.media.drop_body(r, p);
        }
    }
}
