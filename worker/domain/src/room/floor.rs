//! The floor: who shares a screen, whose hand is up, what is locked for whom, and whether anybody new gets in. Everybody
//! inside sees it.

use serde::{Deserialize, Serialize};

use super::{Audience, Effect, Frame, Work};
use crate::Error;
use crate::catalogue::Named;
use crate::time::Millis;

/// The floor as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// The one screen share.
    pub stage: Option<Stage>,
    /// Raised hands, the longest first.
    pub hands: Vec<Hand>,
    /// What people may not use.
    pub locks: Vec<Lock>,
    /// Nobody new gets in but moderators.
    pub locked: bool,
}

/// The stage while somebody has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Who.
    pub holder: Named,
    /// Whether they may share already.
    pub state: StageState,
    /// Since when it is theirs.
    pub since: Millis,
}

/// How far a claim of the stage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StageState {
    /// Theirs, but LiveKit has not yet obeyed.
    Claimed,
    /// They may share.
    Granted,
}

/// A raised hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hand {
    /// `att_…`
    pub person: String,
    /// Since when.
    pub at: Millis,
}

/// What can be locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Tool {
    /// Their sound.
    Microphone,
    /// Their picture.
    Camera,
    /// The stage.
    Share,
    /// Writing into the chat.
    Chat,
}

/// One lock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lock {
    /// `att_…`; null: every attendee, also who comes later. Moderators are never meant.
    pub person: Option<String>,
    /// Which.
    pub what: Tool,
}

impl Work<'_> {
    /// The floor as it is now.
    pub(super) fn floor(&self) -> Result<Floor, Error> {
        Ok(Floor { stage: self.stage_shown()?, hands: self.hands()?, locks: self.locks()?, locked: self.queue.locked })
    }

    /// At the end of a command that changed the floor, everybody hears it.
    pub(super) fn tell_floor(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.floor_changed) {
            let floor = Box::new(self.floor()?);
            self.effects.push(Effect::Say { to: Audience::All, frame: Frame::Floor { floor } });
        }
        Ok(())
    }
}
