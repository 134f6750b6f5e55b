//! Pictures organizers upload: kept in R2, shown again under `/images` to whoever has the address.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use worker::HttpMetadata;

use super::authorized_event;
use crate::app::App;
use crate::db::audit::Entry;
use crate::error::{Error, Result};
use crate::ids::{Id, Kind, kind};
use crate::picture::{self, Fault, LARGEST, Sort};
use crate::scopes::{Can, Write};

/// An uploaded picture.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImageView {
    /// Path of ours, good as `image` of a room or feature and as `avatar`.
    pub url: String,
    /// Pixels.
    pub width: usize,
    /// Pixels.
    pub height: usize,
    /// Size of the file.
    pub bytes: usize,
    /// Media type, by the content.
    pub r#type: &'static str,
}

/// This file's routes.
pub fn routes() -> Router {
    Router::new().route("/api/v1/events/{event}/images", post(upload_image)).route("/images/{event}/{name}", get(show_image))
}

/// Keeps a picture: PNG, JPEG or WebP of at most 2 MiB, told by its content. The body is the file itself.
///
/// Refusals: 413 `too_large`; 415 `unsupported_image` (another sort; SVG, for it can carry programs); 422 `invalid` (broken,
/// or a side under 16 or over 8,000 pixels).
#[cfg_attr(feature = "openapi", utoipa::path(post, path = "/api/v1/events/{event}/images", tag = "images", security(("organizer" = [])),
    params(("event" = String, Path, description = "`evt_…`")),
    request_body(content((Vec<u8> = "image/png"), (Vec<u8> = "image/jpeg"), (Vec<u8> = "image/webp"))),
    responses((status = 201, body = ImageView))))]
#[worker::send]
pub async fn upload_image(app: App, organizer: Can<Write>, event: Id<kind::Event>, body: Bytes) -> Result<(StatusCode, Json<ImageView>)> {
    let db = app.db()?;
    let event = authorized_event(&db, &organizer, &event).await?;
    if body.len() > LARGEST {
        return Err(Error::too_large(LARGEST));
    }
    let picture = picture::look(&body).map_err(refused)?;
    let (sort, id) = (picture.sort, app.new_id::<kind::Image>()?);
    let name = format!("{}.{}", id.trim_start_matches(kind::Image::PREFIX), sort.ending());
    let folder = event.id.trim_start_matches(kind::Event::PREFIX);
    let (size, metadata) = (body.len(), HttpMetadata { content_type: Some(sort.media_type().to_owned()), ..HttpMetadata::default() });
    app.bucket()?.put(format!("{folder}/{name}"), body.to_vec()).http_metadata(metadata).execute().await.map_err(Error::bucket)?;
    let entry = Entry::of(&organizer, &event.id, "image.uploaded", &id, &name).statement(&app, &db)?;
    db.batch(vec![entry]).await?;
    let view = ImageView {
        url: format!("/images/{folder}/{name}"),
        width: picture.width,
        height: picture.height,
        bytes: size,
        r#type: sort.media_type(),
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// A picture. Its address never changes its content; no browser takes it for anything else.
#[worker::send]
pub async fn show_image(app: App, path: Path<(String, String)>) -> Result<Response> {
    let (folder, name) = &path.0;
    let gone = || Error::not_found("picture");
    let hex = |text: &str| text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let (digits, ending) = name.split_once('.').ok_or_else(gone)?;
    let sort = Sort::of_ending(ending).filter(|_| hex(folder) && hex(digits)).ok_or_else(gone)?;
    let object = app.bucket()?.get(format!("{folder}/{name}")).execute().await.map_err(Error::bucket)?.ok_or_else(gone)?;
    let body = object.body().ok_or_else(gone)?.bytes().await.map_err(Error::bucket)?;
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(sort.media_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("inline"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    Ok(response)
}

fn refused(fault: Fault) -> Error {
    match fault {
        Fault::Svg => Error::unsupported_image("SVG files can carry programs, so they are not taken. Save it as PNG, JPEG or WebP."),
        Fault::Unknown => Error::unsupported_image("This is no PNG, JPEG or WebP file. Save it as one of these."),
        Fault::Broken => Error::invalid_at("", "invalid", "The picture is broken: its file does not end as it should. Save it again."),
        Fault::Sides => Error::invalid_at("", "invalid", "Each side of a picture has 16 to 8,000 pixels."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_picture_says_why() {
        assert_eq!(refused(Fault::Svg).code(), "unsupported_image");
        assert_eq!(refused(Fault::Broken).code(), "invalid");
    }
}
