//! `openapi.json` out of the code: native only, no part of the Worker. `cargo run -p hallway-worker --features
//! openapi --bin openapi` prints it; CI fails when the committed file differs.

use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi as Document, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi, ToSchema};

use crate::error::FieldError;
use crate::routes::{
    attendees, audit, bans, cards, chat, clear, clicks, connections, events, features, groups, hands, health, images, imports, items, join,
    keys, live, lock, locks, me, mutes, network, people, reports, rooms, sessions, sockets, stage, waiting,
};

/// A refusal, `application/problem+json` (RFC 9457). Some codes carry more fields.
#[derive(ToSchema)]
#[allow(dead_code)]
struct Problem {
    /// `urn:hallway:problem:{code}`.
    r#type: String,
    /// The code in words.
    title: String,
    /// The HTTP status once more.
    status: u16,
    /// For people.
    detail: String,
    /// The request's id, as in `x-request-id`.
    instance: String,
    /// Stable word for programs.
    code: ProblemCode,
    /// What is wrong with single fields (`invalid`).
    #[schema(nullable = false)]
    errors: Option<Vec<FieldError>>,
    /// When the ban ends (`banned`).
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    until: Option<String>,
    /// What the ban is for: `room`, `feature` or `event` (`banned`).
    #[schema(nullable = false)]
    scope: Option<String>,
    /// Who did it (`banned`).
    #[schema(nullable = false)]
    by: Option<hallway_domain::catalogue::Named>,
    /// Why the room is closed (`room_closed`), or why somebody was removed (`banned`).
    reason: Option<String>,
    /// Attendee seats there are (`room_full`).
    #[schema(nullable = false)]
    attendee_limit: Option<i64>,
    /// What is locked: `microphone`, `camera`, `share` or `chat` (`locked`).
    #[schema(nullable = false)]
    what: Option<hallway_domain::room::Tool>,
    /// When to ask again (`declined`).
    #[schema(value_type = Option<String>, format = DateTime, nullable = false)]
    retry_at: Option<String>,
    /// The scope that the key lacks (`forbidden`).
    #[schema(nullable = false)]
    needs: Option<crate::scopes::Scope>,
    /// The thing as it is now (`changed`).
    #[schema(nullable = false)]
    current: Option<serde_json::Value>,
    /// The import as it is (`has_errors`).
    #[schema(nullable = false)]
    import: Option<crate::routes::imports::ImportView>,
    /// Who shares their screen (`stage_taken`).
    #[schema(nullable = false)]
    holder: Option<hallway_domain::catalogue::Named>,
    /// The room the person is in (`in_another_room`).
    #[schema(nullable = false)]
    room: Option<hallway_domain::catalogue::Named>,
}

/// Every `code` there is.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[allow(dead_code)]
enum ProblemCode {
    Malformed,
    Unauthenticated,
    SessionExpired,
    SessionRevoked,
    Forbidden,
    BadOrigin,
    Banned,
    NoSeat,
    Locked,
    NotFound,
    MethodNotAllowed,
    RoomFull,
    StageTaken,
    RoomClosed,
    RoomLocked,
    NotNeeded,
    AlreadyHere,
    QueueFull,
    InAnotherRoom,
    Superseded,
    HoldExpired,
    Conflict,
    Changed,
    IfMatchRequired,
    IdempotencyKeyReused,
    IdempotencyAtWork,
    UnsupportedImage,
    UnreadableCsv,
    HasErrors,
    InUse,
    TooLarge,
    UnsupportedMediaType,
    Invalid,
    Declined,
    Blocked,
    TooManyRequests,
    RateLimited,
    SfuUnavailable,
    Unavailable,
    Internal,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Hallway", description = include_str!("openapi.md")),
    tags(
        (name = "events", description = "Conferences"),
        (name = "features", description = "Instances of Video Rooms in an event"),
        (name = "rooms", description = "Rooms as organizers set them up"),
        (name = "attendees", description = "People, with their personal links"),
        (name = "groups", description = "Sets of attendees that features and rooms can be limited to"),
        (name = "items", description = "Sessions, sponsors and pages rooms can be linked to"),
        (name = "imports", description = "Rooms and attendees out of CSV files"),
        (name = "images", description = "Pictures of rooms, features and people"),
        (name = "bans", description = "Removals and bans"),
        (name = "keeping", description = "What is kept, and clearing rehearsals away"),
        (name = "keys", description = "Organizers' API keys"),
        (name = "audit", description = "Who did what"),
        (name = "sessions", description = "Signing in"),
        (name = "me", description = "The attendee of a session"),
        (name = "chat", description = "Messages of a room"),
        (name = "stage", description = "Screen sharing, locks and mutes"),
        (name = "floor", description = "Hands and the room's lock"),
        (name = "people", description = "Others of the event"),
        (name = "health", description = "Whether it is up"),
    ),
    paths(
        health::healthz,
        clear::clear_room,
        clear::clear_feature,
        clear::clear_event,
        sessions::create_session,
        sessions::show_organizer,
        sessions::sign_out_organizer,
        me::show_me,
        me::sign_out,
        network::test_network,
        features::list_my_features,
        cards::list_cards,
        cards::list_items,
        cards::show_item,
        join::join_room,
        join::leave_room,
        waiting::wait,
        waiting::stop_waiting,
        hands::raise_hand,
        hands::lower_hand,
        hands::lower_hands,
        lock::lock_room,
        chat::list_messages,
        chat::post_message,
        chat::delete_message,
        sockets::room_socket,
        sockets::my_socket,
        connections::ask_to_connect,
        connections::list_connections,
        connections::accept_connection,
        connections::decline_connection,
        connections::withdraw_connection,
        people::show_person,
        people::block_person,
        people::unblock_person,
        clicks::click,
        sockets::feature_socket,
        sockets::item_socket,
        stage::claim_stage,
        stage::leave_stage,
        locks::set_lock,
        mutes::mute,
        bans::remove_person,
        bans::list_bans,
        bans::lift_ban,
        bans::list_event_bans,
        bans::create_ban,
        events::create_event,
        events::list_events,
        events::show_event,
        events::change_event,
        keys::create_key,
        keys::list_keys,
        keys::revoke_key,
        audit::list_audit,
        images::upload_image,
        imports::import_rooms,
        imports::import_attendees,
        imports::show_import,
        imports::commit_import,
        imports::download_errors,
        attendees::export::download_attendees,
        attendees::export::download_links,
        groups::create_group,
        groups::list_groups,
        groups::show_group,
        groups::change_group,
        groups::delete_group,
        groups::change_members,
        attendees::create_attendee,
        attendees::list_attendees,
        attendees::show_attendee,
        attendees::change_attendee,
        attendees::revoke_link,
        attendees::data::show_data,
        attendees::data::delete_attendee,
        items::create_item,
        items::list_items,
        items::show_item,
        items::change_item,
        items::delete_item,
        features::create_feature,
        features::list_features,
        features::show_feature,
        features::change_feature,
        features::delete_feature,
        features::sort_features,
        rooms::create_room,
        rooms::list_rooms,
        rooms::show_room,
        rooms::change_room,
        rooms::delete_room,
        rooms::batch::sort_rooms,
        rooms::batch::change_rooms,
        rooms::export::download_rooms,
        rooms::export::export_rooms,
        live::show_live,
        reports::room_chat,
        reports::feature_chat,
        reports::event_chat,
        reports::room_participants,
        reports::feature_participants,
        reports::event_participants,
        reports::metrics::show_metrics,
        reports::metrics::download_metrics,
    ),
    components(schemas(Problem)),
    modifiers(&Credentials, &Refusals),
)]
struct Api;

/// How to say who one is.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = |what: &str| SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(what)).build());
        let cookie = |name: &str| SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(name)));
        components.add_security_scheme("attendee", bearer("An attendee's session"));
        components.add_security_scheme("attendee_cookie", cookie("__Host-hallway"));
        components.add_security_scheme("organizer", bearer("An API key (`hw_live_…`) or an organizer's session"));
        components.add_security_scheme("organizer_cookie", cookie("__Host-hallway-org"));
    }
}

/// Every operation may answer with a problem; every session may ride on its cookie.
struct Refusals;

impl Modify for Refusals {
    fn modify(&self, document: &mut Document) {
        for path in document.paths.paths.values_mut() {
            let operations = [&mut path.get, &mut path.post, &mut path.put, &mut path.patch, &mut path.delete];
            for operation in operations.into_iter().filter_map(Option::as_mut) {
                let problem = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
                let refusal = ResponseBuilder::new().description("A problem document").content("application/problem+json", problem);
                operation.responses.responses.insert("default".to_owned(), RefOr::T(refusal.build()));
                for named in operation.security.iter().flatten().cloned().collect::<Vec<_>>() {
                    let text = serde_json::to_value(&named).unwrap_or_default();
                    // Without a name: nobody need say who they are.
                    let Some(name) = text.as_object().and_then(|o| o.keys().next().cloned()) else { continue };
                    let cookie = utoipa::openapi::security::SecurityRequirement::new(format!("{name}_cookie"), Vec::<String>::new());
                    operation.security.get_or_insert_default().push(cookie);
                }
            }
        }
    }
}

/// The document.
pub fn document() -> Document {
    Api::openapi()
}

/// The document as committed.
pub fn text() -> serde_json::Result<String> {
    let mut text = serde_json::to_string_pretty(&document())?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use futures_util::FutureExt;
    use http::{Request, StatusCode};
    use tower_service::Service;

    /// The handlers themselves stop at once: there is no `App` here.
    #[test]
    fn every_operation_described_has_its_route() {
        let document = serde_json::to_value(super::document()).unwrap();
        let mut operations = 0;
        for (path, methods) in document["paths"].as_object().unwrap() {
            let path = path.replace(['{', '}'], "");
            for method in methods.as_object().unwrap().keys() {
                let request = Request::builder().method(method.to_uppercase().as_str()).uri(&path).body(Body::empty()).unwrap();
                let response = crate::routes::router().call(request).now_or_never().unwrap().unwrap();
                assert!(!matches!(response.status(), StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED), "{method} {path}");
                operations += 1;
            }
        }
        assert!(operations >= 40, "{operations}");
    }

    #[test]
    fn operations_have_names_of_their_own() {
        let document = serde_json::to_value(super::document()).unwrap();
        let paths = document["paths"].as_object().unwrap().values();
        let mut names: Vec<&str> = paths.flat_map(|p| p.as_object().unwrap().values()).filter_map(|o| o["operationId"].as_str()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
