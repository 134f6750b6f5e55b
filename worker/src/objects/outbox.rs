//! Flushing on demand: before a report, objects send D1 what they have not sent yet.

use futures_util::future::{Either, join_all};

use super::{person, room};
use crate::app::App;
use crate::db::outbox::Owing;

/// So many objects are asked together.
const AT_ONCE: usize = 20;

/// Has these objects flush; who could not is named. A report then says that it may not be complete.
pub async fn flush(app: &App, objects: &Owing) -> Vec<String> {
    let rooms = objects.rooms.iter().map(|id| (true, id));
    let all: Vec<(bool, &String)> = rooms.chain(objects.persons.iter().map(|id| (false, id))).collect();
    let mut left = vec![];
    for some in all.chunks(AT_ONCE) {
        let asked = some.iter().map(
            |(is_room, id)| {
                if *is_room { Either::Left(room::flush(app, id)) } else { Either::Right(person::flush(app, id)) }
            },
        );
        for ((_, id), done) in some.iter().zip(join_all(asked).await) {
            if !matches!(done, Ok(true)) {
                left.push((*id).clone());
            }
        }
    }
    left
}
