//! The gate in front of LiveKit's signalling socket: every connect, first or reconnect, is decided afresh by the Room.
//!
//! `GET /sfu/{name}/rtc`, `…/rtc/v1` and their `/validate`, nothing else. (1) path, query and credential, (2) token and
//! cookie, (3) `Room.connect` writes the attempt, (4) the LiveKit room is made, (5) upstream with a token of our own,
//! (6) its 101, (7) `Room.connected` confirms, (8) the client gets its 101. PROTOCOL 6.

use axum::body::Body;
use axum::response::IntoResponse;
use hallway_domain::room::{Answer, Command, Holder};
use http::header::UPGRADE;
use http::{Method, Response, StatusCode};
use worker::{Fetch, Headers, HttpRequest, Request, RequestInit, WebSocket};

use crate::app::App;
use crate::auth::{self, Attendee};
use crate::config::Sfu;
use crate::error::{Error, Result};
use crate::ids::{Id, kind};
use crate::objects::room;
use crate::sfu;
use crate::sfu::network_test;
use crate::sfu::token::Bearer;

/// Longest query taken: `join_request` rides in it.
const QUERY_LIMIT: usize = 16 * 1024;

/// Answer a request to `/sfu/…`.
pub async fn handle(app: App, request: HttpRequest) -> Response<Body> {
    match pass(&app, &request).await {
        Ok(response) => response,
        Err(error) => error.into_response(),
    }
}

/// A request that may be decided: which way, whose, with what else in its query.
struct Knock {
    sfu: Sfu,
    way: Way,
    bearer: Bearer,
    query: String,
}

/// The four addresses of LiveKit that clients use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Way {
    upstream: &'static str,
    validate: bool,
}

async fn pass(app: &App, request: &HttpRequest) -> Result<Response<Body>> {
    let knock = knock(app, request)?;
    if network_test::is_of(&knock.bearer) {
        return test_network(app, request, knock).await;
    }
    let Bearer { room, person, epoch, .. } = knock.bearer.clone();
    if knock.way.validate {
        let command = Command::Check { person, epoch };
        must_admit(&knock, room::ask(app, &room, &command).await?)?;
        return Ok((StatusCode::OK, "success").into_response());
    }
    must_upgrade(request)?;
    let conn = app.new_id::<kind::Connection>()?;
    let holder = must_admit(&knock, room::ask(app, &room, &Command::Connect { conn: conn.clone(), person, epoch }).await?)?;
    // Name, role and rights as the room knows them now: the client's token may be an old or refreshed one.
    let knock = Knock { bearer: Bearer { name: holder.name, role: holder.role, rights: holder.rights, ..knock.bearer }, ..knock };
    let made = sfu::rooms::create(&knock.sfu, app.now(), &knock.bearer.room).await.map_err(Missed::Refused);
    let opened = match made {
        Ok(()) => upstream(app, &knock).await,
        Err(missed) => Err(missed),
    };
    let socket = match opened {
        Ok(socket) => socket,
        Err(Missed::Refused(error)) => {
            // A definite answer: no body will come of it. Without it the attempt stays open until it cannot matter.
            let _ = room::ask(app, &room, &Command::Failed { conn }).await;
            return Err(error);
        }
        Err(Missed::Unknown(error)) => return Err(error),
    };
    // Never retried: a confirm that is lost leaves the client outside.
    let confirmed = room::ask(app, &room, &Command::Connected { conn }).await.and_then(|answer| must_admit(&knock, answer));
    if let Err(error) = confirmed {
        hang_up(&socket);
        return Err(error);
    }
    Ok(switched(socket))
}

/// Somebody tests their network: through the same gate and on to the same LiveKit, without a Room to ask.
async fn test_network(app: &App, request: &HttpRequest, knock: Knock) -> Result<Response<Body>> {
    if knock.way.validate {
        return Ok((StatusCode::OK, "success").into_response());
    }
    must_upgrade(request)?;
    // What the token says of rights counts for nothing.
    let knock = Knock { bearer: Bearer { rights: network_test::RIGHTS, ..knock.bearer }, ..knock };
    sfu::rooms::create_test(&knock.sfu, app.now(), &knock.bearer.room).await?;
    upstream(app, &knock).await.map(switched).map_err(|missed| match missed {
        Missed::Refused(error) | Missed::Unknown(error) => error,
    })
}

fn must_upgrade(request: &HttpRequest) -> Result<()> {
    let upgrades = request.headers().get(UPGRADE).is_some_and(|v| v.as_bytes().eq_ignore_ascii_case(b"websocket"));
    if upgrades { Ok(()) } else { Err(Error::malformed("This address speaks websocket only.")) }
}

fn switched(socket: WebSocket) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    response.extensions_mut().insert(socket);
    response
}

/// Path, query, credential, token and cookie: what can be refused without asking anybody.
fn knock(app: &App, request: &HttpRequest) -> Result<Knock> {
    let (name, way) = way(request.uri().path()).ok_or_else(|| Error::not_found("address"))?;
    let sfu = app.config.sfu(name).ok_or_else(|| Error::not_found("video server"))?.clone();
    if request.method() != Method::GET {
        return Err(Error::method_not_allowed());
    }
    let (token, query) = credential(request)?;
    let bearer = sfu::token::verify(&sfu, &token).ok_or_else(|| Error::unauthenticated("This is no token of ours, or it is too old."))?;
    let somewhere = Id::<kind::Room>::parse(&bearer.room).is_some() || network_test::is_of(&bearer);
    if !somewhere || Id::<kind::Attendee>::parse(&bearer.person).is_none() {
        return Err(Error::forbidden("This token opens nothing here."));
    }
    if let Some(owner) = Attendee::of_cookie(app, request.headers())? {
        // A page's plain GET carries no Origin; the question it may ask here changes nothing.
        if !way.validate {
            auth::must_be_ours(app, request.headers())?;
        }
        if owner.person != bearer.person {
            return Err(Error::forbidden("This token is somebody else's."));
        }
    }
    app.saw(&bearer.person);
    Ok(Knock { sfu, way, bearer, query })
}

/// `/sfu/{name}/…` exactly: a doubled or trailing slash is another address.
fn way(path: &str) -> Option<(&str, Way)> {
    let (name, rest) = path.strip_prefix("/sfu/")?.split_once('/')?;
    let (upstream, validate) = match rest {
        "rtc" => ("/rtc", false),
        "rtc/v1" => ("/rtc/v1", false),
        "rtc/validate" => ("/rtc", true),
        "rtc/v1/validate" => ("/rtc/v1", true),
        _ => return None,
    };
    Some((name, Way { upstream, validate }))
}

/// The one token, from the query (browsers) or as Bearer (native), and the rest of the query.
fn credential(request: &HttpRequest) -> Result<(String, String)> {
    let raw = request.uri().query().unwrap_or_default();
    if raw.len() > QUERY_LIMIT {
        return Err(Error::too_large(QUERY_LIMIT));
    }
    let mut tokens: Vec<String> = vec![];
    let mut rest = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(raw.as_bytes()) {
        match name.as_ref() {
            "access_token" => tokens.push(value.into_owned()),
            // LiveKit would let a second body in under another identity.
            "publish" => return Err(Error::forbidden("This address takes no \"publish\".")),
            _ => drop(rest.append_pair(&name, &value)),
        }
    }
    if request.headers().get_all(http::header::AUTHORIZATION).iter().count() > 1 {
        return Err(Error::forbidden("Send one token, once."));
    }
    tokens.extend(auth::bearer(request.headers())?.map(str::to_owned));
    match <[String; 1]>::try_from(tokens) {
        Ok([token]) => Ok((token, rest.finish())),
        Err(none) if none.is_empty() => Err(Error::unauthenticated("Send the token as access_token or as Bearer.")),
        Err(_) => Err(Error::forbidden("Send one token, once.")),
    }
}

/// The Room's yes, for the server this request came to.
fn must_admit(knock: &Knock, answer: Answer) -> Result<Holder> {
    match answer {
        Answer::Door { admit: true, sfu, holder: Some(holder), .. } if sfu == knock.sfu.name => Ok(holder),
        Answer::Door { superseded: true, .. } => Err(Error::forbidden("superseded: this seat was taken over, left or lost.")),
        _ => Err(Error::forbidden("There is no seat for you in this room. Press Join again.")),
    }
}

/// Why there is no upstream socket.
enum Missed {
    /// LiveKit answered, or was never asked.
    Refused(Error),
    /// Nobody knows whether it will make a body of it.
    Unknown(Error),
}

/// Open LiveKit's socket with a token that lives five seconds; the room is there.
async fn upstream(app: &App, knock: &Knock) -> std::result::Result<WebSocket, Missed> {
    let request = upstream_request(app, knock).map_err(Missed::Refused)?;
    let lost = |e: worker::Error| Missed::Unknown(Error::sfu_unavailable(2, format!("signalling: {e}")));
    let response = Fetch::Request(request).send().await.map_err(lost)?;
    let status = response.status_code();
    let error = || Error::sfu_unavailable(2, format!("signalling: {status}"));
    // A proxy's 502 or 504 may come after LiveKit took the request; only its own 4xx is a definite no.
    let missed = || if (400..500).contains(&status) { Missed::Refused(error()) } else { Missed::Unknown(error()) };
    response.websocket().ok_or_else(missed)
}

fn upstream_request(app: &App, knock: &Knock) -> Result<Request> {
    let headers = Headers::new();
    let token = sfu::token::hop(&knock.sfu, &knock.bearer, app.now())?;
    headers.set("upgrade", "websocket")?;
    headers.set("authorization", &format!("Bearer {token}"))?;
    headers.set("x-hallway-door", &knock.sfu.door_secret)?;
    let mut init = RequestInit::new();
    init.with_headers(headers);
    let url = format!("{}{}?{}", knock.sfu.origin, knock.way.upstream, knock.query);
    Request::new_with_init(&url, &init).map_err(Error::from)
}

/// Close a socket nobody will use. It must be accepted before it can be closed.
fn hang_up(socket: &WebSocket) {
    if socket.accept().is_ok() {
        let _ = socket.close(Some(1000), Some("not admitted"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_addresses_pass_and_nothing_like_them() {
        assert_eq!(way("/sfu/main/rtc"), Some(("main", Way { upstream: "/rtc", validate: false })));
        assert_eq!(way("/sfu/main/rtc/v1"), Some(("main", Way { upstream: "/rtc/v1", validate: false })));
        assert!(way("/sfu/main/rtc/v1/validate").is_some_and(|(_, w)| w.validate));
        for bad in [
            "/sfu/main//rtc",
            "/sfu/main/rtc/",
            "/sfu//rtc",
            "/sfu/rtc",
            "/sfu/main/whip/v1",
            "/sfu/main/agent",
            "/sfu/main/rtc/v2",
            "/sfu/main/twirp/livekit.RoomService/ListRooms",
            "/sfu/main/RTC",
            "/sfu/main/rtc%2fv1",
            "/sfu/main/../rtc",
        ] {
            // An empty name is refused by the pool.
            assert!(way(bad).is_none_or(|(name, _)| name.is_empty()), "{bad}");
        }
    }
}
