//! LiveKit's RoomService over Twirp: protobuf there and back, with a deadline.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use prost::Message;
use worker::js_sys::Uint8Array;
use worker::{AbortController, Delay, Fetch, Headers, Method, Request, RequestInit};

use crate::config::Sfu;
use crate::error::{Error, Result};
use crate::faults::{self, Point};

/// A call that takes longer counts as no answer.
const DEADLINE: Duration = Duration::from_millis(2_500);

/// What LiveKit said.
pub(super) enum Said<M> {
    Yes(M),
    /// `not_found`: no such room or participant, as far as it knows.
    NotFound,
}

/// Call a method of RoomService. No answer in time, or any error but `not_found`, is a 503.
pub(super) async fn call<M: Message + Default>(sfu: &Sfu, method: &str, token: &str, message: &impl Message) -> Result<Said<M>> {
    faults::around(Point::Sfu, ask(sfu, method, token, message)).await
}

async fn ask<M: Message + Default>(sfu: &Sfu, method: &str, token: &str, message: &impl Message) -> Result<Said<M>> {
    let lost = |e: worker::Error| Error::sfu_unavailable(2, format!("{method}: {e}"));
    let headers = Headers::new();
    for (name, value) in
        [("content-type", "application/protobuf"), ("authorization", &format!("Bearer {token}")), ("x-hallway-door", &sfu.door_secret)]
    {
        headers.set(name, value).map_err(lost)?;
    }
    let mut init = RequestInit::new();
    let body = Uint8Array::from(message.encode_to_vec().as_slice());
    init.with_method(Method::Post).with_headers(headers).with_body(Some(body.into()));
    let request = Request::new_with_init(&format!("{}/twirp/livekit.RoomService/{method}", sfu.origin), &init).map_err(lost)?;
    let abort = AbortController::default();
    let signal = abort.signal();
    let talk = pin!(async {
        let mut response = Fetch::Request(request).send_with_signal(&signal).await?;
        Ok::<_, worker::Error>((response.status_code(), response.bytes().await?))
    });
    let answer = match select(talk, pin!(Delay::from(DEADLINE))).await {
        Either::Left((answer, _)) => answer.map_err(lost)?,
        Either::Right(_) => {
            abort.abort();
            return Err(Error::sfu_unavailable(2, format!("{method}: no answer in time")));
        }
    };
    match answer {
        (200, bytes) => M::decode(bytes.as_slice()).map(Said::Yes).map_err(|e| Error::sfu_unavailable(2, format!("{method}: {e}"))),
        (404, _) => Ok(Said::NotFound),
        (status, bytes) => {
            let text: String = String::from_utf8_lossy(&bytes).chars().take(200).collect();
            Err(Error::sfu_unavailable(2, format!("{method}: {status} {text}")))
        }
    }
}
