//! How many are in each room of a feature now, for organizers. Lobbies know; rooms are not asked.

use std::collections::{BTreeMap, BTreeSet};

use axum::{Json, Router, routing::get};
use futures_util::{StreamExt, stream};
use hallway_domain::card::{Count, LiveCard};
use hallway_domain::lobby::{Answer, Command};

use super::AT_ONCE;
use crate::app::App;
use crate::auth::Organizer;
use crate::db;
use crate::error::{Error, Result};
use crate::ids::{Id, kind};
use crate::objects::lobby;
use crate::wire::Page;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/features/{feature}/live", get(show_live))
}

/// How many are in every room of a feature, linked ones too, in its order. Ask every five seconds, not more often.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}/live", tag = "rooms", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), responses((status = 200, body = Page<Count>))))]
#[worker::send]
pub async fn show_live(app: App, organizer: Organizer, feature: Id<kind::Feature>) -> Result<Json<Page<Count>>> {
    let db = app.db()?;
    let found = db::features::find(&db, organizer.scope(), &feature).await?;
    let feature = found.ok_or_else(|| Error::not_found("feature"))?;
    let rooms = db::rooms::shown(&db, &feature.id).await?;
    // A linked room shows the same in each of its places: one is enough.
    let places: BTreeSet<&str> = rooms.iter().map(|room| room.item.as_deref().unwrap_or(&feature.id)).collect();
    let asked = places.into_iter().map(|place| lobby::ask(&app, place, &Command::Count));
    let answers: Vec<Result<Answer>> = stream::iter(asked).buffer_unordered(AT_ONCE).collect().await;
    let mut counts = BTreeMap::new();
    for answer in answers {
        if let Answer::Counts { rooms } = answer? {
            counts.extend(rooms.into_iter().map(|count| (count.room.clone(), count)));
        }
    }
    let nobody = |room: &str| Count::of(room.to_owned(), &LiveCard::default());
    let data = rooms.iter().map(|room| counts.remove(&room.id).unwrap_or_else(|| nobody(&room.id))).collect();
    Ok(Json(Page::whole(data)))
}
