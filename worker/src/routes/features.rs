//! `/features`: those an attendee may see, and the organizer's side.

use axum::routing::{get, patch, put};
use axum::{Json, Router};
use garde::Validate;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::{authorized_event, distinct, must_be_sortable, must_exist, tell};
use crate::app::App;
use crate::auth::{Attendee, Organizer};
use crate::db::{self, Db, Table, audit::Entry, features::Feature};
use crate::error::{Error, Result};
use crate::etag::{self, IfMatch, MaybeIfMatch, Tagged, created, ok};
use crate::extract::Body;
use crate::fields::{given, given_line, line, opt_address, opt_icon, opt_line, patch_line, patched_address, patched_icon};
use crate::ids::{Id, kind};
use crate::scopes::{Can, Write};
use crate::wire::{At, Page};

/// A feature as its attendees see it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MyFeature {
    /// `fea_…`
    pub id: String,
    /// Name people see.
    pub name: String,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of its picture, instead of the icon.
    pub image: Option<String>,
    /// Rooms in its list; those linked to items are not in it.
    pub rooms: i64,
}

/// A feature as its organizer sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FeatureView {
    /// `fea_…`
    pub id: String,
    /// `evt_…`
    pub event: String,
    /// Name people see.
    pub name: String,
    /// Name of an icon of the picker.
    pub icon: Option<String>,
    /// Address of its picture, instead of the icon.
    pub image: Option<String>,
    /// Groups it is limited to (`grp_…`); empty: everybody of the event.
    pub groups: Vec<String>,
    /// All its rooms, linked ones too.
    pub rooms: i64,
    /// When it was made.
    pub created_at: At,
}

impl From<Feature> for FeatureView {
    fn from(f: Feature) -> FeatureView {
        FeatureView {
            id: f.id,
            event: f.event,
            name: f.name,
            icon: f.icon,
            image: f.image,
            groups: f.groups,
            rooms: f.rooms,
            created_at: At(f.created_at),
        }
    }
}

/// A new feature.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewFeature {
    /// Name people see.
    #[serde(deserialize_with = "line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: String,
    /// Name of an icon of the picker.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(custom(opt_icon))]
    pub icon: Option<String>,
    /// Address of its picture, instead of the icon.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(custom(opt_address))]
    pub image: Option<String>,
    /// Groups it is limited to; empty: everybody.
    #[serde(default)]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub groups: Vec<String>,
}

/// What may change of a feature; absent fields stay.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FeaturePatch {
    /// Name people see.
    #[serde(default, deserialize_with = "given_line")]
    #[garde(length(chars, min = 1, max = 100))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// Name of an icon of the picker.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(custom(patched_icon))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub icon: Option<Option<String>>,
    /// Address of its picture, instead of the icon.
    #[serde(default, deserialize_with = "patch_line")]
    #[garde(custom(patched_address))]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub image: Option<Option<String>>,
    /// All the groups it is limited to from now on.
    #[serde(default, deserialize_with = "given")]
    #[garde(length(max = 50))]
    #[cfg_attr(feature = "openapi", schema(nullable = false, max_items = 50))]
    pub groups: Option<Vec<String>>,
}

/// A new order.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FeatureOrder {
    /// These, in this order (`fea_…`).
    #[garde(length(min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 200))]
    pub features: Vec<String>,
    /// Before this one; null: at the end.
    #[garde(skip)]
    pub before: Option<String>,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/features", get(list_my_features))
        .route("/api/v1/events/{event}/features", get(list_features).post(create_feature))
        .route("/api/v1/events/{event}/features/order", put(sort_features))
        .route("/api/v1/features/{feature}", patch(change_feature).get(show_feature).delete(delete_feature))
}

/// The features this attendee's groups allow.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features", tag = "features", security(("attendee" = [])),
    responses((status = 200, body = Page<MyFeature>))))]
#[worker::send]
pub async fn list_my_features(app: App, me: Attendee) -> Result<Json<Page<MyFeature>>> {
    let rows = db::features::for_attendee(&app.db()?, &me.event, &me.person, me.link_version).await?;
    let mine = |f: Feature| MyFeature { id: f.id, name: f.name, icon: f.icon, image: f.image, rooms: f.rooms };
    Ok(Json(Page::whole(rows.into_iter().map(mine).collect())))
}

/// Makes a feature at the end of the event's list.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/features", tag = "features", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), request_body = NewFeature, responses((status = 201, body = FeatureView))))]
#[worker::send]
pub async fn create_feature(
    app: App,
    organizer: Can<Write>,
    event: Id<kind::Event>,
    Body(body): Body<NewFeature>,
) -> Result<Tagged<FeatureView>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    must_exist(&db, Table::Groups, &event.id, "groups", &body.groups).await?;
    let feature = Feature {
        id: app.new_id::<kind::Feature>()?,
        event: event.id,
        name: body.name,
        icon: body.icon,
        image: body.image,
        groups: distinct(body.groups),
        rooms: 0,
        created_at: app.now(),
        version: 1,
    };
    db.along(Entry::of(&organizer, &feature.event, "feature.created", &feature.id, &feature.name).statement(&app, &db)?);
    db::features::insert(&db, &feature).await?;
    Ok(created(feature.into()))
}

/// The features of an event in their order.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/features", tag = "features", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), responses((status = 200, body = Page<FeatureView>))))]
#[worker::send]
pub async fn list_features(app: App, organizer: Organizer, event: Id<kind::Event>) -> Result<Json<Page<FeatureView>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let rows = db::features::list(&db, &event.id).await?;
    Ok(Json(Page::whole(rows.into_iter().map(FeatureView::from).collect())))
}

/// One feature.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/features/{feature}", tag = "features", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), responses((status = 200, body = FeatureView))))]
#[worker::send]
pub async fn show_feature(app: App, organizer: Organizer, feature: Id<kind::Feature>) -> Result<Tagged<FeatureView>> {
    Ok(ok(the_feature(&app.db()?, &organizer, &feature).await?.into()))
}

async fn the_feature(db: &Db, organizer: &Organizer, feature: &str) -> Result<Feature> {
    db::features::find(db, organizer.scope(), feature).await?.ok_or_else(|| Error::not_found("feature"))
}

/// Changes a feature. Its rooms and lobbies hear of it before the answer, or from cron.
#[cfg_attr(feature = "openapi", utoipa::path(patch, path = "/api/v1/features/{feature}", tag = "features", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), request_body = FeaturePatch, responses((status = 200, body = FeatureView))))]
#[worker::send]
pub async fn change_feature(
    app: App,
    organizer: Can<Write>,
    feature: Id<kind::Feature>,
    from: IfMatch,
    Body(patch): Body<FeaturePatch>,
) -> Result<Tagged<FeatureView>> {
    let db = app.db()?;
    let (feature, told) = etag::edit(async || {
        let before = the_feature(&db, &organizer, &feature).await?;
        let view = FeatureView::from(before.clone());
        from.must_be(&view)?;
        if let Some(groups) = &patch.groups {
            must_exist(&db, Table::Groups, &before.event, "groups", groups).await?;
        }
        let feature = patch.applied(&before);
        if from.is_exact() {
            db.only_if("features", &feature.id, before.version)?;
        }
        let entry = Entry::of(&organizer, &feature.event, "feature.changed", &feature.id, &feature.name);
        db.along(entry.between(&view, &FeatureView::from(feature.clone())).statement(&app, &db)?);
        let told = db::features::update(&db, &before, &feature, app.now()).await?;
        Ok((feature, told))
    })
    .await?;
    tell(&app, told).await;
    Ok(ok(feature.into()))
}

impl FeaturePatch {
    fn applied(&self, before: &Feature) -> Feature {
        let mut feature = before.clone();
        feature.name = self.name.clone().unwrap_or(feature.name);
        feature.icon = self.icon.clone().unwrap_or(feature.icon);
        feature.image = self.image.clone().unwrap_or(feature.image);
        feature.groups = self.groups.clone().map_or(feature.groups, distinct);
        feature
    }
}

/// Deletes a feature with its rooms. People inside are put out.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/features/{feature}", tag = "features", security(("organizer" = [])),
    params(("feature" = String, Path, description = "`fea_…`")), responses((status = 204))))]
#[worker::send]
pub async fn delete_feature(app: App, organizer: Can<Write>, feature: Id<kind::Feature>, from: MaybeIfMatch) -> Result<StatusCode> {
    let db = app.db()?;
    let feature = the_feature(&db, &organizer, &feature).await?;
    from.0.must_be(&FeatureView::from(feature.clone()))?;
    db.along(Entry::of(&organizer, &feature.event, "feature.deleted", &feature.id, &feature.name).statement(&app, &db)?);
    tell(&app, db::features::delete(&db, &feature, app.now()).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts some features, in this order, before another one or at the end; the others keep their order. Answers with all.
#[cfg_attr(feature = "openapi", utoipa::path(put, path = "/api/v1/events/{event}/features/order", tag = "features", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), request_body = FeatureOrder, responses((status = 200, body = Page<FeatureView>))))]
#[worker::send]
pub async fn sort_features(
    app: App,
    organizer: Can<Write>,
    event: Id<kind::Event>,
    Body(body): Body<FeatureOrder>,
) -> Result<Json<Page<FeatureView>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let known: Vec<String> = db::features::list(&db, &event.id).await?.into_iter().map(|f| f.id).collect();
    must_be_sortable("features", &body.features, body.before.as_deref(), &known)?;
    db.along(Entry::of(&organizer, &event.id, "features.sorted", &event.id, &event.name).statement(&app, &db)?);
    db::features::sort(&db, &event.id, &body.features, body.before.as_deref()).await?;
    let rows = db::features::list(&db, &event.id).await?;
    Ok(Json(Page::whole(rows.into_iter().map(FeatureView::from).collect())))
}
