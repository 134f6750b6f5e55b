//! Who wakes an object: the platform's one alarm, and behind it cron, which knocks at every name left with it. An alarm
//! can be eaten by a deploy; so an instance with something due leaves its name once.
//!
//! This is an instance's memory, and only spares writes: a fresh one sets its alarm and leaves its name anew.

use crate::time::Millis;

/// What is due later than this (the end of a session) is left to the alarm: cron would knock for days.
const WATCHED: Millis = 3_600_000;

/// What this instance has set and left.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wake {
    set: Option<Millis>,
    named: bool,
}

/// What the shell does after a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Set the alarm to this time.
    pub alarm: Option<Millis>,
    /// Leave the name with cron.
    pub name: bool,
}

impl Wake {
    /// The alarm rang: none is set now.
    pub fn rang(&mut self) {
        self.set = None;
    }

    /// The object wants to be woken at `due`, if at all. `rests`: it has just said so, and cron forgets its name.
    pub fn after_commit(&mut self, now: Millis, due: Option<Millis>, rests: bool) -> Needs {
        let name = !rests && !self.named && due.is_some_and(|due| due < now + WATCHED);
        self.named = !rests && (self.named || name);
        let alarm = due.filter(|_| self.set != due);
        // With nothing due an old alarm rings once more, for nothing.
        self.set = due.or(self.set);
        Needs { alarm, name }
    }

    /// The platform did not take the alarm.
    pub fn alarm_not_set(&mut self) {
        self.set = None;
    }
    /// D1 did not take the name.
    pub fn name_not_left(&mut self) {
        self.named = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = 1_700_000_000_000;
    const SESSION_ENDS: Option<Millis> = Some(NOW + 24 * WATCHED);

    fn needs(alarm: Option<Millis>, name: bool) -> Needs {
        Needs { alarm, name }
    }

    #[test]
    fn an_alarm_is_set_once_and_the_name_left_once() {
        let mut wake = Wake::default();
        let (first, sooner) = (Some(NOW + 9_000), Some(NOW + 1_000));
        assert_eq!(wake.after_commit(NOW, first, false), needs(first, true));
        assert_eq!(wake.after_commit(NOW, first, false), needs(None, false));
        assert_eq!(wake.after_commit(NOW, sooner, false), needs(sooner, false));
        wake.rang();
        assert_eq!(wake.after_commit(NOW, sooner, false), needs(sooner, false), "it rang too early");
        assert_eq!(wake.after_commit(NOW, None, false), needs(None, false));
    }

    #[test]
    fn who_rests_is_forgotten_by_cron_and_leaves_the_name_again() {
        let mut wake = Wake::default();
        let due = Some(NOW + 1_000);
        assert!(wake.after_commit(NOW, due, false).name);
        assert!(!wake.after_commit(NOW, None, true).name);
        assert!(wake.after_commit(NOW, due, false).name);
        // Somebody listens: the end of their session stays due, and is no reason for cron to knock.
        assert_eq!(wake.after_commit(NOW, SESSION_ENDS, true), needs(SESSION_ENDS, false));
        assert!(wake.after_commit(NOW, due, false).name);
        // Their session ends soon, and nothing else is due.
        assert!(!wake.after_commit(NOW, due, true).name);
        assert!(wake.after_commit(NOW, due, false).name);
    }

    #[test]
    fn what_is_due_much_later_is_left_to_the_alarm() {
        let mut wake = Wake::default();
        assert_eq!(wake.after_commit(NOW, SESSION_ENDS, false), needs(SESSION_ENDS, false));
    }

    #[test]
    fn what_did_not_work_is_tried_again() {
        let mut wake = Wake::default();
        let due = Some(NOW + 1_000);
        wake.after_commit(NOW, due, false);
        wake.alarm_not_set();
        assert_eq!(wake.after_commit(NOW, due, false), needs(due, false));
        wake.name_not_left();
        assert_eq!(wake.after_commit(NOW, due, false), needs(None, true));
    }
}
