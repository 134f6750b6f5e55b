//! Removals and bans. A Room owns those of its own, a Person those of a feature or the event; a ban's id ends with its
//! owner's, so that D1 is on no path that bars or lifts.

use axum::routing::{delete, get, post};
use axum::{Json, Router};
use garde::Validate;
use hallway_domain::ban::{Ban, Face, Scope};
use hallway_domain::catalogue::{Named, RoomEntry};
use hallway_domain::person::{Answer as PersonAnswer, Command as PersonCommand, Landing};
use hallway_domain::room::{Answer, Command, Denied};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{authorized_event, must_exist, page, page_size};
use crate::app::App;
use crate::auth::{Hand, Moderating};
use crate::calendar;
use crate::db::{self, Table, bans::Wanted};
use crate::error::{Error, Result};
use crate::extract::{Body, Params};
use crate::fields::opt_line;
use crate::frames::BanView;
use crate::ids::{Id, kind};
use crate::objects::{person, room as object};
use crate::scopes::{Can, Moderate, Scope as KeyScope};
use crate::wire::{At, Page};

const BAN: &str = "ban_";

/// This file's routes.
pub fn routes() -> Router {
    Router::new()
        .route("/api/v1/rooms/{room}/removals", post(remove_person))
        .route("/api/v1/rooms/{room}/bans", get(list_bans))
        .route("/api/v1/bans/{ban}", delete(lift_ban))
        .route("/api/v1/events/{event}/bans", get(list_event_bans).post(create_ban))
}

/// Query of an event's list.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct BanQuery {
    /// In force now, or not.
    #[serde(default)]
    #[garde(skip)]
    #[cfg_attr(feature = "openapi", param(nullable = false))]
    pub active: Option<bool>,
    /// Only this person's (`att_…`).
    #[serde(default)]
    #[garde(length(max = 64))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 64))]
    pub person: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    #[garde(length(max = 128))]
    #[cfg_attr(feature = "openapi", param(nullable = false, max_length = 128))]
    pub cursor: Option<String>,
    /// Entries of a page, 1 to 200; 50 if absent.
    #[serde(default)]
    #[garde(range(min = 1, max = 200))]
    #[cfg_attr(feature = "openapi", param(nullable = false, minimum = 1, maximum = 200))]
    pub limit: Option<i64>,
}

/// `POST /events/{event}/bans`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct NewBan {
    /// Chosen by the client; sent again, it is the same ban.
    pub id: Uuid,
    /// `att_…`
    pub person: String,
    /// The whole event, or one feature.
    pub scope: WideScope,
    /// `fea_…`, for a ban from a feature.
    #[serde(default)]
    pub feature: Option<String>,
    /// How long they stay out.
    #[garde(dive)]
    pub ban: BanLength,
    /// Told to the person.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub reason: Option<String>,
}

/// A ban or removal as an event's organizer sees it.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventBanView {
    /// As everybody concerned sees it.
    #[serde(flatten)]
    pub ban: BanView,
    /// `fea_…`: what a feature's ban is for, or where the room is; null for the event's.
    pub feature: Option<String>,
}

impl From<Ban> for EventBanView {
    fn from(ban: Ban) -> EventBanView {
        EventBanView { feature: ban.feature.clone(), ban: ban.into() }
    }
}

/// Bans of more than a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WideScope {
    /// Every room of one feature.
    Feature,
    /// Every room of the event.
    Event,
}

/// `POST /rooms/{room}/removals`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct NewRemoval {
    /// Chosen by the client; sent again, it is the same removal.
    pub id: Uuid,
    /// `att_…`, in the room or not.
    pub person: String,
    /// How long they stay out; null or absent: they may come back at once.
    #[serde(default)]
    #[garde(dive)]
    pub ban: Option<BanLength>,
    /// The room; or, by an organizer, its feature or the whole event.
    #[serde(default = "room_scope")]
    pub scope: Scope,
    /// Delete whatever they wrote in this room.
    #[serde(default)]
    pub delete_messages: bool,
    /// Told to the person.
    #[serde(default, deserialize_with = "opt_line")]
    #[garde(length(chars, max = 200))]
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub reason: Option<String>,
}

fn room_scope() -> Scope {
    Scope::Room
}

/// Exactly one of the three.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct BanLength {
    /// From now, 60 to 31,536,000.
    #[serde(default)]
    #[garde(range(min = 60, max = 31_536_000))]
    #[cfg_attr(feature = "openapi", schema(minimum = 60, maximum = 31_536_000))]
    pub seconds: Option<i64>,
    /// In the event's time zone.
    #[serde(default)]
    pub until: Option<BanEnd>,
    /// In the future.
    #[serde(default)]
    pub ends_at: Option<At>,
}

/// Ends that have a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BanEnd {
    /// Midnight in the event's time zone.
    EndOfDay,
    /// The event's end.
    EndOfEvent,
}

/// Puts somebody out, for as long as is said; also somebody who is not there. What is answered holds.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/rooms/{room}/removals", tag = "bans",
    security(("attendee" = []), ("organizer" = [])), params(("room" = String, Path, description = "`room_…`")), request_body = NewRemoval,
    responses((status = 201, body = BanView), (status = 403, description = "`forbidden`: does not moderate the room, the person does, or it is oneself"),
        (status = 404, description = "`not_found`"), (status = 409, description = "`conflict`: the id is another's"))))]
#[worker::send]
pub async fn remove_person(
    app: App,
    who: Moderating,
    room: Id<kind::Room>,
    Body(body): Body<NewRemoval>,
) -> Result<(StatusCode, Json<BanView>)> {
    let person = Id::<kind::Attendee>::parse(&body.person)
        .ok_or_else(|| Error::invalid_at("/person", "invalid", "Expected the id of an attendee."))?;
    let hand = who.hand(&app, &room).await?;
    let ends_at = ends_at(&app, &room, body.ban.as_ref()).await?;
    let ban = match (body.scope, &hand.organizer, ends_at) {
        (Scope::Room, ..) => from_room(&app, &hand, &room, &person, ends_at, &body).await?,
        (_, None, _) => return Err(Error::forbidden("Only an organizer can remove somebody from more than this room.")),
        (_, _, None) => return Err(Error::invalid_at("/ban", "required", "Say until when: a removal without a ban is for one room.")),
        (scope, Some((key, entry)), Some(ends_at)) => {
            let wide = Wide { scope, key, entry, ends_at };
            wide.carry_out(&app, &hand, &person, &body).await?
        }
    };
    Ok((StatusCode::CREATED, Json(ban.into())))
}

async fn from_room(app: &App, hand: &Hand, room: &str, person: &str, ends_at: Option<i64>, body: &NewRemoval) -> Result<Ban> {
    let ask = |face: Option<Face>| Command::Remove {
        id: format!("{BAN}{}_{room}", body.id.simple()),
        person: person.to_owned(),
        by: hand.by.clone(),
        reason: body.reason.clone(),
        ends_at,
        delete_messages: body.delete_messages,
        face,
    };
    let mut answer = object::ask(app, room, &ask(None)).await?;
    if answer == (Answer::Denied { why: Denied::Unknown }) {
        let face = face(app, &hand.event, person).await?;
        answer = object::ask(app, room, &ask(Some(face))).await?;
    }
    ban_of(answer)
}

/// A person of this event whom the room has not seen.
async fn face(app: &App, event: &str, person: &str) -> Result<Face> {
    let profile = person::profile(app, person).await?.filter(|p| p.event == event);
    profile.as_ref().map(Face::from).ok_or_else(|| Error::not_found("person"))
}

/// A ban the Person owns.
struct Wide<'a> {
    scope: Scope,
    key: &'a Named,
    entry: &'a RoomEntry,
    ends_at: i64,
}

impl Wide<'_> {
    async fn carry_out(&self, app: &App, hand: &Hand, person: &str, body: &NewRemoval) -> Result<Ban> {
        face(app, &hand.event, person).await?;
        let id = format!("{BAN}{}_{person}", body.id.simple());
        let room = Named { id: self.entry.id.clone(), name: self.entry.name.clone() };
        let mut deleted_messages = 0;
        if body.delete_messages {
            let silence = Command::Silence { person: person.to_owned(), by: hand.by.clone(), removal: id.clone() };
            if let Answer::Silenced { deleted } = object::ask(app, &room.id, &silence).await? {
                deleted_messages = deleted;
            }
        }
        let ban = PersonCommand::WideBan {
            id: id.clone(),
            feature: (self.scope == Scope::Feature).then(|| self.entry.feature.clone()),
            room: Some(room),
            ends_at: self.ends_at,
            by: self.key.clone(),
            reason: body.reason.clone(),
            deleted_messages,
        };
        stands(app, person, id, ban, self.key).await
    }
}

/// Has a Person write a wide ban. It counts once every room where they could be has written it.
async fn stands(app: &App, person: &str, id: String, ban: PersonCommand, by: &Named) -> Result<Ban> {
    person::ask(app, person, &ban).await?;
    match person::ask(app, person, &PersonCommand::WideBanStands { id }).await? {
        Landing::Answer(PersonAnswer::Ban { ban }) if ban.by == *by => Ok(*ban),
        Landing::Answer(PersonAnswer::Ban { .. }) => Err(Denied::Taken.into()),
        _ => Err(Error::unavailable(2, "a room has not answered a wide ban")),
    }
}

/// The bans and removals of an event, newest first: those rooms and persons have told of, some seconds after they were made.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/events/{event}/bans", tag = "bans", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`"), BanQuery), responses((status = 200, body = Page<EventBanView>))))]
#[worker::send]
pub async fn list_event_bans(
    app: App,
    organizer: Can<Moderate>,
    event: Id<kind::Event>,
    Params(query): Params<BanQuery>,
) -> Result<Json<Page<EventBanView>>> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    let (size, cursor) = (page_size(query.limit), query.cursor.unwrap_or_default());
    let wanted = Wanted { active: query.active, person: query.person.as_deref(), cursor: &cursor, limit: size + 1 };
    let bans = db::bans::of_event(&db, &event.id, &wanted, app.now()).await?;
    Ok(Json(page(bans, size, |ban| &ban.id)))
}

/// Bars somebody from a feature or the whole event, wherever they are now. What is answered holds.
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/bans", tag = "bans", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")), request_body = NewBan,
    responses((status = 201, body = EventBanView), (status = 409, description = "`conflict`: the id is another's"))))]
#[worker::send]
pub async fn create_ban(
    app: App,
    organizer: Can<Moderate>,
    event: Id<kind::Event>,
    Body(body): Body<NewBan>,
) -> Result<(StatusCode, Json<EventBanView>)> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    must_exist(&db, Table::Attendees, &event.id, "person", std::slice::from_ref(&body.person)).await.map_err(|_| nobody())?;
    let feature = match (body.scope, body.feature) {
        (WideScope::Event, None) => None,
        (WideScope::Event, Some(_)) => return Err(Error::invalid_at("/feature", "invalid", "A ban from the event names no feature.")),
        (WideScope::Feature, None) => return Err(Error::invalid_at("/feature", "required", "Name the feature.")),
        (WideScope::Feature, Some(feature)) => {
            let found = db::features::find(&db, Some(&event.id), &feature).await?;
            let missing = || Error::invalid_at("/feature", "not_found", "There is no such feature in this event.");
            Some(found.ok_or_else(missing)?.id)
        }
    };
    let ends_at = length_ends(&app, &body.ban, async |until| match until {
        BanEnd::EndOfDay => calendar::end_of_day(&event.time_zone, app.now()),
        BanEnd::EndOfEvent => Ok(event.ends_at),
    })
    .await?;
    let (id, by) = (format!("{BAN}{}_{}", body.id.simple(), body.person), organizer.named());
    let reason = body.reason;
    let ban = PersonCommand::WideBan { id: id.clone(), feature, room: None, ends_at, by: by.clone(), reason, deleted_messages: 0 };
    let ban = stands(&app, &body.person, id, ban, &by).await?;
    index(&app, &ban).await;
    Ok((StatusCode::CREATED, Json(ban.into())))
}

fn nobody() -> Error {
    Error::invalid_at("/person", "not_found", "There is no such person in this event.")
}

/// The index hears of it by the owner's job in any case; at once, the list that is read next has it.
async fn index(app: &App, ban: &Ban) {
    let put = match app.db() {
        Ok(db) => db::bans::put(&db, ban).await,
        Err(error) => Err(error),
    };
    if let Err(error) = put {
        worker::console_warn!("{}", serde_json::json!({ "message": "a ban waits for its job", "error": error.to_string() }));
    }
}

/// When a ban ends; the room knows the event's time zone and end.
async fn ends_at(app: &App, room: &str, length: Option<&BanLength>) -> Result<Option<i64>> {
    let Some(length) = length else { return Ok(None) };
    length_ends(app, length, async |until| named_end(app, room, until).await).await.map(Some)
}

/// When a ban of this length ends, if it begins now. `named`: the ends that have a name.
async fn length_ends(app: &App, length: &BanLength, named: impl AsyncFnOnce(BanEnd) -> Result<i64>) -> Result<i64> {
    let now = app.now();
    let (end, at) = match length {
        BanLength { seconds: Some(seconds), until: None, ends_at: None } => {
            (now.saturating_add(seconds.saturating_mul(1_000)), "/ban/seconds")
        }
        BanLength { seconds: None, until: None, ends_at: Some(at) } => (at.0, "/ban/ends_at"),
        BanLength { seconds: None, until: Some(until), ends_at: None } => (named(*until).await?, "/ban/until"),
        _ => return Err(Error::invalid_at("/ban", "invalid", "Give `seconds`, `until` or `ends_at`, and only one of them.")),
    };
    if end <= now {
        return Err(Error::invalid_at(at, "invalid", "A ban ends in the future."));
    }
    Ok(end)
}

async fn named_end(app: &App, room: &str, until: BanEnd) -> Result<i64> {
    match object::ask(app, room, &Command::View { viewer: String::new() }).await? {
        Answer::View { room: Some(view), .. } => match until {
            BanEnd::EndOfDay => calendar::end_of_day(&view.time_zone, app.now()),
            BanEnd::EndOfEvent => Ok(view.event_ends_at),
        },
        _ => Err(Error::not_found("room")),
    }
}

/// Who was removed from this room, newest first, also those who may be back; for organizers with the bans of its
/// feature and event.
#[cfg_attr(feature = "openapi", utoipa::path(get, path = "/api/v1/rooms/{room}/bans", tag = "bans",
    security(("attendee" = []), ("organizer" = [])), params(("room" = String, Path, description = "`room_…`")),
    responses((status = 200, body = Page<BanView>), (status = 403, description = "`forbidden`: does not moderate the room"))))]
#[worker::send]
pub async fn list_bans(app: App, who: Moderating, room: Id<kind::Room>) -> Result<Json<Page<BanView>>> {
    let hand = who.hand(&app, &room).await?;
    let mut bans = match object::ask(&app, &room, &Command::Bans { by: hand.by }).await? {
        Answer::Bans { bans } => bans,
        Answer::Denied { why } => return Err(why.into()),
        other => return Err(Error::internal(format!("a room answered {other:?}"))),
    };
    if let Some((_, entry)) = hand.organizer {
        bans.extend(db::bans::wide(&app.db()?, &entry.event, &entry.feature).await?);
        bans.sort_by_key(|ban| std::cmp::Reverse(ban.at));
    }
    Ok(Json(Page::whole(bans.into_iter().map(BanView::from).collect())))
}

/// Query of `DELETE /bans/{ban}`.
#[derive(Debug, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct LiftQuery {
    /// Also bring back the messages that went with the removal.
    #[serde(default)]
    pub restore_messages: bool,
}

/// Lifts a ban before its end: a moderator of the room, or an organizer. Lifted twice is no error.
#[cfg_attr(feature = "openapi", utoipa::path(delete, path = "/api/v1/bans/{ban}", tag = "bans",
    security(("attendee" = []), ("organizer" = [])), params(("ban" = String, Path, description = "`ban_…`"), LiftQuery),
    responses((status = 204), (status = 403, description = "`forbidden`"), (status = 404, description = "`not_found`"))))]
#[worker::send]
pub async fn lift_ban(
    app: App,
    who: Moderating,
    axum::extract::Path(ban): axum::extract::Path<String>,
    Params(query): Params<LiftQuery>,
) -> Result<StatusCode> {
    match owner(&ban).ok_or_else(|| Error::not_found("ban"))? {
        Owner::Room(room) => {
            let by = who.hand(&app, &room).await?.by;
            ban_of(object::ask(&app, &room, &Command::Lift { id: ban, by, restore: query.restore_messages }).await?)?;
        }
        Owner::Person(person) => lift_wide(&app, &who, &person, ban, query.restore_messages).await?,
    }
    Ok(StatusCode::NO_CONTENT)
}

async fn lift_wide(app: &App, who: &Moderating, person: &str, id: String, restore: bool) -> Result<()> {
    let Moderating::Organizer(organizer) = who else {
        return Err(Error::forbidden("Only an organizer can lift a ban of more than one room."));
    };
    let profile = person::profile(app, person).await?.ok_or_else(|| Error::not_found("ban"))?;
    organizer.must_reach(&profile.event).map_err(|_| Error::not_found("ban"))?;
    organizer.must(KeyScope::Moderate)?;
    let Landing::Answer(PersonAnswer::Ban { ban }) = person::ask(app, person, &PersonCommand::Lift { id, by: organizer.named() }).await?
    else {
        return Err(Error::not_found("ban"));
    };
    index(app, &ban).await;
    if let (true, Some(room)) = (restore, &ban.room) {
        object::ask(app, &room.id, &Command::Restore { removal: ban.id.clone() }).await?;
    }
    Ok(())
}

/// Which object has a ban.
#[derive(Debug, PartialEq, Eq)]
enum Owner {
    Room(String),
    Person(String),
}

/// `ban_{32 hex digits}_{owner}`.
fn owner(ban: &str) -> Option<Owner> {
    let (number, owner) = ban.strip_prefix(BAN)?.split_at_checked(32)?;
    if !number.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let owner = owner.strip_prefix('_')?;
    let room = Id::<kind::Room>::parse(owner).map(|id| Owner::Room(id.to_string()));
    room.or_else(|| Id::<kind::Attendee>::parse(owner).map(|id| Owner::Person(id.to_string())))
}

fn ban_of(answer: Answer) -> Result<Ban> {
    match answer {
        Answer::Ban { ban } => Ok(*ban),
        Answer::Denied { why } => Err(why.into()),
        other => Err(Error::internal(format!("a room answered {other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bans_id_names_its_owner() {
        let hex = "0192f0c1e2a37b4c8d5e6f7081920a1b";
        assert_eq!(owner(&format!("ban_{hex}_room_{hex}")), Some(Owner::Room(format!("room_{hex}"))));
        assert_eq!(owner(&format!("ban_{hex}_att_{hex}")), Some(Owner::Person(format!("att_{hex}"))));
        for bad in
            [format!("ban_{hex}"), format!("ban_{hex}_evt_{hex}"), format!("ban_x_room_{hex}"), format!("{hex}_room_{hex}"), "ban_é".into()]
        {
            assert_eq!(owner(&bad), None, "{bad}");
        }
    }
}
