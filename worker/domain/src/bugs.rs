//! Deliberate bugs, each a switch at run time: the simulator must find every one of them, or it proves nothing.
//!
//! A rule asks [`on`] in one line where it can be switched off. Outside of tests and of the simulator `on` is a constant
//! `false`: a release build has neither the switch nor the bug. What each bug is stands in the simulator's table.

/// One rule switched off, or one thing done in the order people do it first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bug {
    // Room.
    CapsOff,
    CapsAndWallOff,
    CountKeptInMemory,
    ConnectTakesAnyEpoch,
    ConfirmTakesAnyEpoch,
    RemovalSpendsNothing,
    RefusalSpendsNothing,
    AttemptsDieWithLeases,
    LeaseFreesDirtySeat,
    OneListProves,
    ListBegunInAttemptProves,
    NotFoundProves,
    RevNotCompared,
    NoFenceWithoutSeat,
    QuietAtOnce,
    EvictingReopens,
    ReleaseComparesNewest,
    NothingSettles,
    NoGrace,
    LiftedStillBars,
    // Stage and locks.
    GrantBeforeTakenBack,
    UnansweredGrantForgotten,
    LockForgottenOnReload,
    StageStaysWithTheGone,
    StageNeverLapses,
    // Queue, lock, hands.
    OffersNotCounted,
    LastComeFirstServed,
    OnlyLeavingOffers,
    LapsedWaitsOn,
    LapsedNotTold,
    LockKeepsNobodyOut,
    LockOutlivesStay,
    HandOutlivesSeat,
    // Chat.
    FrameForgetsOthers,
    RemovedGoOnHearing,
    AnySeatWrites,
    RepeatIsNewLine,
    DeletionHasNoNumber,
    // Person.
    FeatureBanStaysHome,
    ReleaseForgottenWhenSent,
    GrantBeforeReleased,
    NextNeverGivenUp,
    RefusedRoomForgotten,
    LeaveEndsAnyEntry,
    // Connections.
    ConnectionToldOnce,
    OlderCopyTaken,
    OlderActTaken,
    EmailGoesWithRequest,
    BlockedIsHeard,
    // Visits and the outbox.
    TakeOverOpensVisit,
    EndOfVisitNotSent,
    VanishedStayTillLate,
    CursorMovesBeforeAck,
    AckForgetsChanges,
    ClicksForgottenWhenSent,
    // Catalogue and cards.
    OlderEntryTaken,
    OlderCardTaken,
    // Lobby.
    DeltaForgetsOthers,
    TickNeverComes,
    GoneNotTold,
    GroupsNotLookedAt,
    ShardGoneByOldAnswer,
    WatcherForgotten,
    // Waking.
    RestedIsNeverNamedAgain,
    // Where the platform begins: these are in the simulator's model of the shells.
    BanAfterTheCall,
    NoConfirm,
    TimeoutIsRefusal,
    WebhookBelieved,
    AlarmInMemory,
}

#[cfg(not(any(test, feature = "sim")))]
mod switch {
    /// Never.
    pub const fn on(_: super::Bug) -> bool {
        false
    }
    pub(crate) fn remembered<E>(_: &str, _: &str, count: impl FnOnce() -> Result<i64, E>) -> Result<i64, E> {
        count()
    }
}

#[cfg(any(test, feature = "sim"))]
mod switch {
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    use super::Bug;

    thread_local! {
        static ON: Cell<Option<Bug>> = const { Cell::new(None) };
        /// What a room would keep in memory, by room and role.
        static COUNTS: RefCell<BTreeMap<(String, String), i64>> = const { RefCell::new(BTreeMap::new()) };
    }

    /// Whether this bug is switched on in this thread.
    pub fn on(bug: Bug) -> bool {
        ON.get() == Some(bug)
    }
    /// From now on this thread has this bug, or none.
    pub fn set(bug: Option<Bug>) {
        ON.set(bug);
        COUNTS.with_borrow_mut(BTreeMap::clear);
    }
    /// Run `f` with this bug.
    pub fn with<T>(bug: Bug, f: impl FnOnce() -> T) -> T {
        set(Some(bug));
        let out = f();
        set(None);
        out
    }
    /// [`Bug::CountKeptInMemory`]: the first count of this instance is good for ever.
    pub(crate) fn remembered<E>(room: &str, role: &str, count: impl FnOnce() -> Result<i64, E>) -> Result<i64, E> {
        if !on(Bug::CountKeptInMemory) {
            return count();
        }
        let key = (room.to_owned(), role.to_owned());
        if let Some(known) = COUNTS.with_borrow(|counts| counts.get(&key).copied()) {
            return Ok(known);
        }
        let counted = count()?;
        COUNTS.with_borrow_mut(|counts| counts.insert(key, counted));
        Ok(counted)
    }
    /// The room's instance is gone, and its memory with it.
    pub fn forget(room: &str) {
        COUNTS.with_borrow_mut(|counts| counts.retain(|key, _| key.0 != room));
    }
}

pub use switch::on;
pub(crate) use switch::remembered;
#[cfg(any(test, feature = "sim"))]
pub use switch::{forget, set, with};
