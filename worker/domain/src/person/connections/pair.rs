//! What two people are to each other, and what each may do about it. PROTOCOL 12.

use serde::{Deserialize, Serialize};

use crate::catalogue::Profile;
use crate::time::{self, Millis};

/// What a pair has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody ever asked.
    None,
    /// Somebody asked.
    Pending,
    /// Both agree.
    Accepted,
    /// The one asked said no.
    Declined,
    /// The asker took it back.
    Withdrawn,
}

impl State {
    /// As it is stored.
    pub(super) fn word(self) -> &'static str {
        match self {
            State::None => "none",
            State::Pending => "pending",
            State::Accepted => "accepted",
            State::Declined => "declined",
            State::Withdrawn => "withdrawn",
        }
    }

    pub(super) fn read(word: &str) -> Option<State> {
        [State::None, State::Pending, State::Accepted, State::Declined, State::Withdrawn].into_iter().find(|s| s.word() == word)
    }
}

/// What somebody wants of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verb {
    /// Connect; whom the other has asked already accepts.
    Ask,
    /// Yes.
    Accept,
    /// No.
    Decline,
    /// I did not ask.
    Withdraw,
    /// Nothing: hear who I am now.
    Hear,
}

/// Somebody as the other sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// `att_…`
    pub id: String,
    /// First and last name.
    pub name: String,
    /// Job title.
    pub title: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// Address of the picture.
    pub avatar: Option<String>,
    /// Only with their own consent.
    #[serde(default)]
    pub email: Option<String>,
    /// Of the profile: an older card changes nothing.
    pub version: i64,
    /// They were deleted from the event: nothing but this is left of them.
    #[serde(default)]
    pub deleted: bool,
}

impl From<&Profile> for Card {
    /// Without the address.
    fn from(p: &Profile) -> Card {
        Card {
            id: p.id.clone(),
            name: p.name(),
            title: p.title.clone(),
            company: p.company.clone(),
            avatar: p.avatar.clone(),
            email: None,
            version: p.version,
            deleted: p.deleted,
        }
    }
}

impl Card {
    /// Whether people would see a difference.
    pub(in crate::person) fn is_another(&self, than: &Card) -> bool {
        (&self.name, &self.title, &self.company, &self.avatar) != (&than.name, &than.title, &than.company, &than.avatar)
    }
}

/// The pair as its home has it, for the other object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Copy {
    /// What it has come to.
    pub state: State,
    /// Who asked last.
    pub asker: Option<String>,
    /// Number of the change.
    pub rev: i64,
    /// When it was asked.
    pub created_at: Millis,
    /// When it last changed.
    pub updated_at: Millis,
    /// Who lives at home; with the address once both agree.
    pub card: Card,
}

/// What somebody may see of a pair they are one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ConnectionState))]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Somebody asked.
    Pending,
    /// Both agree.
    Accepted,
    /// The one asked said no.
    Declined,
    /// The asker took it back.
    Withdrawn,
    /// The viewer blocks the other.
    Blocked,
}

/// A connection as one of the two sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// `con_…`, the same for both.
    pub id: String,
    /// The other; with their address while both agree.
    pub person: Card,
    /// What it has come to.
    pub state: Shown,
    /// The viewer asked.
    pub outgoing: bool,
    /// When it was asked.
    pub created_at: Millis,
    /// When it last changed.
    pub updated_at: Millis,
}

/// The pair's id: of both its people, in their order.
pub fn id_of(a: &str, b: &str) -> String {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    let bare = |id: &str| id.strip_prefix("att_").unwrap_or(id).to_owned();
    format!("con_{}_{}", bare(first), bare(second))
}

/// Who the other one of a pair is; nothing if `me` is none of it, or this is no id.
pub fn other_of(id: &str, me: &str) -> Option<String> {
    let (first, second) = id.strip_prefix("con_")?.split_once('_')?;
    let (first, second) = (format!("att_{first}"), format!("att_{second}"));
    let other = if first == me { second } else { first };
    (other != me && id_of(me, &other) == id).then_some(other)
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) state: State,
    pub(super) asker: Option<String>,
    pub(super) rev: i64,
    pub(super) created_at: Millis,
    pub(super) updated_at: Millis,
    /// The other, without the address.
    pub(super) card: Card,
    pub(super) email: Option<String>,
    pub(super) blocked_at: Option<Millis>,
    pub(super) act: i64,
    pub(super) withdraws: bool,
    pub(super) due: Option<Millis>,
    pub(super) tries: i64,
}

/// What came of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It was so already, or cannot be any more.
    Same,
    /// It is so now.
    Changed,
    /// A new request.
    Made,
    /// Asked too soon after a no: not before then.
    Declined(Millis),
    /// A newer act was here before this one.
    Old,
}

impl Pair {
    pub(super) fn with(other: &Card) -> Pair {
        Pair {
            state: State::None,
            asker: None,
            rev: 0,
            created_at: 0,
            updated_at: 0,
            card: Card { email: None, ..other.clone() },
            email: None,
            blocked_at: None,
            act: 0,
            withdraws: false,
            due: None,
            tries: 0,
        }
    }

    pub(super) fn asked_by(&self, who: &str) -> bool {
        self.asker.as_deref() == Some(who)
    }

    /// When `who` may ask again, if they may not now.
    pub(super) fn declined_till(&self, who: &str, now: Millis) -> Option<Millis> {
        let till = self.updated_at + time::DECLINED;
        (self.state == State::Declined && self.asked_by(who) && till > now).then_some(till)
    }

    /// At home: one of the two wants this.
    pub(super) fn decide(&mut self, by: &str, verb: Verb, now: Millis) -> Verdict {
        let asked = self.state == State::Pending && !self.asked_by(by);
        match (verb, self.state) {
            (Verb::Ask, State::Pending) if asked => self.turn(State::Accepted, now),
            (Verb::Ask, State::Pending | State::Accepted) => return Verdict::Same,
            (Verb::Ask, _) => {
                if let Some(till) = self.declined_till(by, now) {
                    return Verdict::Declined(till);
                }
                self.turn(State::Pending, now);
                self.asker = Some(by.to_owned());
                self.created_at = now;
                return Verdict::Made;
            }
            (Verb::Accept, _) if asked => self.turn(State::Accepted, now),
            (Verb::Decline, _) if asked => self.turn(State::Declined, now),
            (Verb::Withdraw, State::Pending) if !asked => self.turn(State::Withdrawn, now),
            _ => return Verdict::Same,
        }
        Verdict::Changed
    }

    fn turn(&mut self, state: State, now: Millis) {
        self.state = state;
        self.rev += 1;
        self.updated_at = now;
    }

    /// The other says who they are. Their address is kept only while both agree.
    pub(super) fn meet(&mut self, card: &Card) {
        let old = card.version < self.card.version;
        if !old {
            self.card = Card { email: None, ..card.clone() };
        }
        if self.card.deleted {
            self.email = None;
            return;
        }
        let agreed = self.state == State::Accepted || crate::bugs::on(crate::bugs::Bug::EmailGoesWithRequest);
        // An old address is better than none: who has another one by now says so.
        if card.email.is_some() && agreed && !(old && self.email.is_some()) {
            self.email.clone_from(&card.email);
        }
    }

    /// What `me` may see of it; nothing: that nobody asked.
    pub(super) fn view(&self, me: &str) -> Option<Connection> {
        let id = id_of(me, &self.card.id);
        if let Some(at) = self.blocked_at {
            // Nothing of what the other does meanwhile shows.
            let person = self.card.clone();
            return Some(Connection { id, person, state: Shown::Blocked, outgoing: true, created_at: at, updated_at: at });
        }
        let state = match self.state {
            State::None => return None,
            State::Pending => Shown::Pending,
            State::Accepted => Shown::Accepted,
            State::Declined => Shown::Declined,
            State::Withdrawn => Shown::Withdrawn,
        };
        let email = self.email.clone().filter(|_| state == Shown::Accepted);
        let person = Card { email, ..self.card.clone() };
        Some(Connection { id, person, state, outgoing: self.asked_by(me), created_at: self.created_at, updated_at: self.updated_at })
    }
}
