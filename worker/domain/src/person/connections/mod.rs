//! Connections with other people of the event. PROTOCOL 12.
//!
//! Of the two objects of a pair the one whose id comes first is its home and decides; the other sends acts there and keeps a
//! copy, which the home sends until it is acknowledged. [`pair`] has the rules, [`row`] the tables. A block is the blocker's own
//! affair and shows nowhere else.

mod pair;
mod row;

use serde::{Deserialize, Serialize};

pub use pair::{Card, Connection, Copy, Shown, State, Verb, Verdict, id_of, other_of};

use super::{Answer, Effect, Work};
use crate::bugs::{self, Bug};
use crate::catalogue::Profile;
use crate::time;
use crate::{Error, params};
use pair::Pair;

/// What somebody wants of a pair whose home is elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Who wants it; with their address if it is a yes.
    pub from: Card,
    /// Grows with each act of theirs in this pair.
    pub number: i64,
    /// What.
    pub verb: Verb,
}

/// Who lives at home.
fn is_home(me: &str, other: &str) -> bool {
    me < other
}

impl Work<'_> {
    /// The object knows its person, with their address: an entry kept from before had none.
    fn known(&self) -> Option<Profile> {
        self.profile.clone().filter(|p| p.email.is_some())
    }

    /// Ask somebody, or accept whom they have asked already.
    pub(super) fn connect(&mut self, other: &Card) -> Result<Answer, Error> {
        let Some(me) = self.known() else { return Ok(Answer::Cold) };
        let mut pair = self.pair(&other.id)?.unwrap_or_else(|| Pair::with(other));
        pair.meet(&Card { email: None, ..other.clone() });
        if pair.blocked_at.is_some() {
            return Ok(Answer::Blocked);
        }
        if let Some(retry_at) = pair.declined_till(&me.id, self.now) {
            return Ok(Answer::Declined { retry_at });
        }
        let asked = pair.state == State::Pending;
        if pair.state == State::Accepted || asked && pair.asked_by(&me.id) {
            return Ok(shown(&pair, &me, false));
        }
        if !asked && let Some(millis) = self.spend_ask(&other.id, is_home(&me.id, &other.id))? {
            return Ok(Answer::Wait { millis });
        }
        self.want(&me, pair, Verb::Ask)
    }

    /// Accept, decline, withdraw. What cannot be any more changes nothing.
    pub(super) fn respond(&mut self, other: &str, verb: Verb) -> Result<Answer, Error> {
        let Some(me) = self.known() else { return Ok(Answer::Cold) };
        let Some(pair) = self.pair(other)? else { return Ok(Answer::NoConnection) };
        if pair.blocked_at.is_some() {
            return Ok(shown(&pair, &me, false));
        }
        self.want(&me, pair, verb)
    }

    /// Decide it here, or send it home.
    fn want(&mut self, me: &Profile, mut pair: Pair, verb: Verb) -> Result<Answer, Error> {
        if !is_home(&me.id, &pair.card.id) {
            self.send_act(me, &mut pair, verb);
            self.put(&me.id, &pair)?;
            return Ok(Answer::Pending);
        }
        let verdict = pair.decide(&me.id, verb, self.now);
        if verdict != Verdict::Same {
            self.tell_pair(me, &mut pair);
        }
        self.put(&me.id, &pair)?;
        Ok(shown(&pair, me, verdict == Verdict::Made))
    }

    fn send_act(&mut self, me: &Profile, pair: &mut Pair, verb: Verb) {
        let agrees = pair.state == State::Accepted || matches!(verb, Verb::Ask | Verb::Accept);
        if verb != Verb::Hear {
            pair.act += 1;
        }
        if verb == Verb::Ask {
            pair.withdraws = false;
        }
        let act = Act { from: card(me, agrees && pair.blocked_at.is_none()), number: pair.act, verb };
        self.effects.push(Effect::Act { home: pair.card.id.clone(), act: Box::new(act) });
    }

    /// Home: the other must hear of it, until they say that they did.
    fn tell_pair(&mut self, me: &Profile, pair: &mut Pair) {
        pair.due = Some(self.now + time::backoff(0));
        pair.tries = 1;
        if bugs::on(Bug::ConnectionToldOnce) {
            pair.due = None;
        }
        self.effects.push(Effect::TellPair { other: pair.card.id.clone(), copy: Box::new(copy(me, pair)) });
    }

    /// Home: the other wants something.
    pub(super) fn act(&mut self, act: &Act) -> Result<Answer, Error> {
        let Some(me) = self.known() else { return Ok(Answer::Cold) };
        let mut pair = self.pair(&act.from.id)?.unwrap_or_else(|| Pair::with(&act.from));
        let verdict = if act.verb == Verb::Hear {
            Verdict::Same
        } else if act.number <= pair.act && !bugs::on(Bug::OlderActTaken) {
            Verdict::Old
        } else {
            pair.act = act.number;
            pair.decide(&act.from.id, act.verb, self.now)
        };
        pair.meet(&act.from);
        if matches!(verdict, Verdict::Changed | Verdict::Made) {
            // This answer may be lost.
            pair.due = Some(self.now + time::backoff(0));
            pair.tries = 1;
        }
        if pair.rev > 0 || pair.act > 0 || pair.blocked_at.is_some() {
            self.put(&me.id, &pair)?;
        }
        Ok(Answer::Acted { copy: Box::new(copy(&me, &pair)), verdict })
    }

    /// The home's answer to an act.
    pub(super) fn acted(&mut self, number: i64, copy: &Copy, verdict: Verdict) -> Result<Answer, Error> {
        let Some(me) = self.known() else { return Ok(Answer::Cold) };
        let Some(mut pair) = self.pair(&copy.card.id)? else { return Ok(Answer::NoConnection) };
        take(&mut pair, copy);
        if number == pair.act {
            (pair.due, pair.tries, pair.withdraws) = (None, 0, false);
            self.settle_ask(&copy.card.id, verdict == Verdict::Made)?;
        }
        self.put(&me.id, &pair)?;
        self.drop_pair_of_deleted(&me, &pair)?;
        Ok(match verdict {
            Verdict::Old => Answer::Overtaken,
            Verdict::Declined(retry_at) => Answer::Declined { retry_at },
            _ => shown(&pair, &me, verdict == Verdict::Made),
        })
    }

    /// The home says how the pair stands.
    pub(super) fn told(&mut self, copy: &Copy) -> Result<Answer, Error> {
        let Some(me) = self.known() else { return Ok(Answer::Cold) };
        let mut pair = self.pair(&copy.card.id)?.unwrap_or_else(|| Pair::with(&copy.card));
        take(&mut pair, copy);
        if pair.state == State::Pending && pair.asked_by(&me.id) {
            self.settle_ask(&copy.card.id, true)?;
        }
        self.put(&me.id, &pair)?;
        let agrees = pair.state == State::Accepted && pair.blocked_at.is_none();
        Ok(Answer::Heard { rev: copy.rev, card: Box::new(card(&me, agrees)) })
    }

    /// The other has heard of this change, and says who they are; with their address if they agree.
    pub(super) fn pair_heard(&mut self, rev: i64, from: &Card) -> Result<Answer, Error> {
        let Some(me) = self.known() else { return Ok(Answer::Cold) };
        let Some(mut pair) = self.pair(&from.id)? else { return Ok(Answer::Done) };
        let was = pair.email.clone();
        pair.meet(from);
        if rev == pair.rev {
            (pair.due, pair.tries) = (None, 0);
        }
        self.put(&me.id, &pair)?;
        self.drop_pair_of_deleted(&me, &pair)?;
        Ok(if pair.email == was { Answer::Done } else { shown(&pair, &me, false) })
    }

    /// Hear no more of somebody, who does not learn it; or again.
    pub(super) fn block(&mut self, other: &Card, on: bool) -> Result<Answer, Error> {
        let Some(me) = self.known() else { return Ok(Answer::Cold) };
        let known = self.pair(&other.id)?;
        if known.as_ref().is_some_and(|pair| pair.blocked_at.is_some()) == on {
            return Ok(Answer::Done);
        }
        let mut pair = known.unwrap_or_else(|| Pair::with(other));
        pair.meet(&Card { email: None, ..other.clone() });
        pair.blocked_at = on.then_some(self.now);
        if is_home(&me.id, &other.id) {
            if on {
                pair.decide(&me.id, Verb::Withdraw, self.now);
            } else if pair.rev > 0 {
                pair.rev += 1;
            }
            // Also where there never was anything: whoever is named here knows where, and says so should they be deleted.
            self.tell_pair(&me, &mut pair);
        } else {
            // One that is under way must not arrive after this either.
            pair.withdraws |= on;
            self.remind_home(&me, &mut pair);
        }
        self.put(&me.id, &pair)?;
        Ok(Answer::Done)
    }

    fn remind_home(&mut self, me: &Profile, pair: &mut Pair) {
        pair.due = Some(self.now + time::backoff(pair.tries));
        pair.tries += 1;
        if bugs::on(Bug::ConnectionToldOnce) {
            pair.due = None;
        }
        let verb = if pair.withdraws { Verb::Withdraw } else { Verb::Hear };
        self.send_act(me, pair, verb);
    }

    /// The person is another one now: those who may see it hear of it.
    pub(super) fn connections_must_hear(&mut self) -> Result<(), Error> {
        let Some(me) = self.profile.clone() else { return Ok(()) };
        // Who was deleted is forgotten by everybody who ever knew them.
        self.sql.exec(
            "UPDATE connections SET rev = rev + (other > ?1), due = ?2, tries = 0
             WHERE (state IN ('pending', 'accepted') AND blocked_at IS NULL) OR ?3",
            params![&me.id, self.now, me.deleted],
        )?;
        self.tell_pairs()
    }

    /// Tell homes and copies what is due; again until they answer.
    pub(super) fn tell_pairs(&mut self) -> Result<(), Error> {
        let Some(me) = self.profile.clone() else { return Ok(()) };
        for mut pair in self.pairs_due()? {
            if is_home(&me.id, &pair.card.id) {
                let tries = pair.tries;
                self.tell_pair(&me, &mut pair);
                pair.due = pair.due.map(|_| self.now + time::slow_backoff(tries - 3).max(time::backoff(tries)));
                pair.tries = tries + 1;
            } else {
                self.remind_home(&me, &mut pair);
            }
            self.put(&me.id, &pair)?;
        }
        Ok(())
    }

    /// The other knows that this person was deleted: nothing of them is kept here either.
    fn drop_pair_of_deleted(&mut self, me: &Profile, pair: &Pair) -> Result<(), Error> {
        if me.deleted && pair.due.is_none() {
            self.sql.exec("DELETE FROM connections WHERE other = ?", params![&pair.card.id])?;
        }
        Ok(())
    }

    /// All of the person's, the newest change first.
    pub(super) fn connections(&self) -> Result<Answer, Error> {
        let Some(me) = &self.profile else { return Ok(Answer::Cold) };
        let mut all: Vec<Connection> = self.pairs()?.iter().filter_map(|pair| pair.view(&me.id)).collect();
        all.sort_by(|a, b| (b.updated_at, &a.id).cmp(&(a.updated_at, &b.id)));
        Ok(Answer::Connections { all })
    }

    /// The one with this person.
    pub(super) fn connection_with(&self, other: &str) -> Result<Answer, Error> {
        let Some(me) = &self.profile else { return Ok(Answer::Cold) };
        Ok(self.pair(other)?.map_or(Answer::NoConnection, |pair| shown(&pair, me, false)))
    }
}

/// Who I am; `agrees`: with my address.
fn card(me: &Profile, agrees: bool) -> Card {
    Card { email: me.email.clone().filter(|_| agrees && !me.deleted), ..Card::from(me) }
}

fn copy(me: &Profile, pair: &Pair) -> Copy {
    let agrees = pair.state == State::Accepted && pair.blocked_at.is_none();
    Copy {
        state: pair.state,
        asker: pair.asker.clone(),
        rev: pair.rev,
        created_at: pair.created_at,
        updated_at: pair.updated_at,
        card: card(me, agrees || bugs::on(Bug::EmailGoesWithRequest)),
    }
}

/// The home's word, unless a newer one was here before.
fn take(pair: &mut Pair, copy: &Copy) {
    if copy.rev < pair.rev && !bugs::on(Bug::OlderCopyTaken) {
        return;
    }
    pair.state = copy.state;
    pair.asker.clone_from(&copy.asker);
    (pair.rev, pair.created_at, pair.updated_at) = (copy.rev, copy.created_at, copy.updated_at);
    if pair.state != State::Accepted {
        pair.email = None;
    }
    pair.meet(&copy.card);
}

fn shown(pair: &Pair, me: &Profile, made: bool) -> Answer {
    match pair.view(&me.id) {
        Some(connection) => Answer::Connection { connection: Box::new(connection), made },
        None => Answer::NoConnection,
    }
}
