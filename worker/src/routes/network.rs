//! `POST /network-tests`: the way to the video servers, for somebody who wants to know whether their network lets them through.

use axum::routing::post;
use axum::{Json, Router};
use hallway_domain::card::Role;
use serde::Serialize;

use super::join::web_socket;
use crate::app::App;
use crate::auth::Attendee;
use crate::config::Sfu;
use crate::error::{Error, Result};
use crate::objects;
use crate::sfu::network_test;
use crate::sfu::token::{self, Bearer};
use crate::wire::SfuView;

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/network-tests", post(test_network))
}

/// Where to try, and with what.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NetworkTest {
    /// The event's video servers. Each lets the person into a room of their own, where nothing can be published.
    pub servers: Vec<SfuView>,
}

/// Begins a network test: a token for each video server. It takes no seat, and nobody else is ever there.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/network-tests", tag = "me", security(("attendee" = [])),
    responses((status = 200, body = NetworkTest), (status = 401, description = "`unauthenticated`, `session_expired`, `session_revoked`"))))]
#[worker::send]
pub async fn test_network(app: App, who: Attendee) -> Result<Json<NetworkTest>> {
    let profile = objects::person::profile(&app, &who.person).await?.ok_or_else(Error::session_revoked)?;
    who.must_match(&profile)?;
    let bearer = Bearer {
        room: network_test::room(&who.person),
        person: who.person.clone(),
        name: profile.name(),
        role: Role::Attendee,
        rights: network_test::RIGHTS,
        epoch: 0,
    };
    let origin = web_socket(app.public_url());
    let way_in = |sfu: &Sfu| Ok(SfuView { url: format!("{origin}/sfu/{}", sfu.name), token: token::join(sfu, &bearer, app.now())? });
    Ok(Json(NetworkTest { servers: app.config.pool.iter().map(way_in).collect::<Result<_>>()? }))
}
