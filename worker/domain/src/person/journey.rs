//! One command's effects carried to their end: each answer is a new command, which may bring new effects.

use std::collections::VecDeque;

use super::{Answer, Effect};
use crate::Outcome;

/// The way of one command, from its first outcome to the last answer that concerns the caller.
#[derive(Debug)]
pub struct Journey {
    queue: VecDeque<Effect>,
    last: Answer,
}

/// Where a journey ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Landing {
    /// This is the answer.
    Answer(Answer),
    /// A room or LiveKit did not answer in time: the same call again goes on from here.
    Unfinished,
    /// Another command was faster (a leave, another tab): the same command, decided again, says what is so now.
    Overtaken,
}

impl Journey {
    /// Begin with what the command decided.
    pub fn new(first: Outcome<Answer, Effect>) -> Journey {
        Journey { queue: first.effects.into(), last: first.answer }
    }

    /// The next thing to do, in order.
    pub fn next_effect(&mut self) -> Option<Effect> {
        self.queue.pop_front()
    }

    /// What came of it: an answer about the caller's seat replaces the last one, new effects join the queue. A refusal
    /// is the end for the caller; what comes after it concerns the room the person stays in.
    pub fn feed(&mut self, outcome: Outcome<Answer, Effect>) {
        let open = !matches!(self.last, Answer::Refused { .. });
        let concerns_caller = matches!(
            outcome.answer,
            Answer::Seat { .. }
                | Answer::Refused { .. }
                | Answer::Overtaken
                | Answer::Waiting { .. }
                | Answer::Connection { .. }
                | Answer::Declined { .. }
                | Answer::NoConnection
        );
        if open && concerns_caller {
            self.last = outcome.answer;
        }
        for effect in outcome.effects {
            if !self.queue.contains(&effect) {
                self.queue.push_back(effect);
            }
        }
    }

    /// The end. `hold`: a kept seat is enough; else it must be open.
    pub fn finish(self, hold: bool) -> Landing {
        use crate::room::HoldAnswer;
        match self.last {
            Answer::Pending => Landing::Unfinished,
            Answer::Overtaken => Landing::Overtaken,
            Answer::Seat { ref answer, .. } => match answer.as_ref() {
                HoldAnswer::Seat { seat, .. } if hold || seat.state.is_open() => Landing::Answer(self.last),
                _ => Landing::Unfinished,
            },
            answer => Landing::Answer(answer),
        }
    }
}
