//! Pictures: taken by their content, shown again as nothing else; and the API's page.

use hallway_tests::{Answer, Event, World, run};
use reqwest::Method;
use serde_json::json;

/// A PNG of that size in one colour.
fn png(width: u32, height: u32) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], kind, data, &crc(&[&kind[..], data].concat()).to_be_bytes()].concat()
    };
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    // Stored, not packed; nobody looks at the pixels here.
    let data = [0x78, 0x01, 0x01, 0x00, 0x00, 0xff, 0xff, 0x00, 0x00, 0x00, 0x01];
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &head), &chunk(b"IDAT", &data), &chunk(b"IEND", &[])].concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

async fn upload(event: &Event, kind: &str, bytes: Vec<u8>) -> Answer {
    let request = event.world.organizer.request(Method::POST, &format!("/events/{}/images", event.id));
    Answer::of(request.header("content-type", kind).body(bytes)).await
}

#[test]
fn a_picture_comes_back_as_it_was_and_as_nothing_else() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let picture = png(32, 20);
        // What it calls itself does not matter.
        let made = upload(&event, "application/octet-stream", picture.clone()).await;
        assert_eq!(made.status, 201, "{made}");
        let view = &made.body;
        assert_eq!((&view["width"], &view["height"], &view["type"]), (&json!(32), &json!(20), &json!("image/png")));
        assert_eq!(view["bytes"], json!(picture.len()));
        let url = view["url"].as_str().unwrap();
        let shown = reqwest::get(format!("{}{url}", world.url)).await.unwrap();
        let header = |name: &str| shown.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
        assert_eq!(header("content-type"), "image/png");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("sandbox"));
        assert!(header("cache-control").contains("immutable"));
        assert_eq!(shown.bytes().await.unwrap().to_vec(), picture);
        // Good as a room's picture.
        let feature = event.feature(json!({})).await;
        let room = event.room(&feature, json!({ "image": url })).await;
        let person = event.attendee("Ada", json!({})).await;
        let cards = person.client.get(&format!("/features/{feature}/cards")).await.ok();
        assert_eq!((&cards["data"][0]["room"], &cards["data"][0]["image"]), (&json!(room.id), &json!(url)));
    });
}

/// A person's picture goes with them, unless it is somebody else's, too.
#[test]
fn a_deleted_persons_picture_is_gone() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let url = upload(&event, "image/png", png(32, 20)).await.ok()["url"].as_str().unwrap().to_owned();
        let (ada, eve) = (event.attendee("Ada", json!({ "avatar": url })).await, event.attendee("Eve", json!({ "avatar": url })).await);
        let shown = async || reqwest::get(format!("{}{url}", world.url)).await.unwrap().status().as_u16();
        for (person, then) in [(ada, 200), (eve, 404)] {
            assert_eq!(shown().await, 200);
            world.organizer.delete(&format!("/attendees/{}", person.id)).await.ok();
            assert_eq!(shown().await, then);
        }
    });
}

#[test]
fn what_is_no_picture_is_refused_with_the_reason() {
    run(async {
        let event = World::shared().event().await;
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec();
        let answer = upload(&event, "image/png", svg).await;
        let refused = answer.refused(415, "unsupported_image");
        assert!(refused["detail"].as_str().unwrap().contains("SVG"));
        upload(&event, "image/png", b"<!doctype html><script>alert(1)</script>".to_vec()).await.refused(415, "unsupported_image");
        upload(&event, "image/png", Vec::new()).await.refused(415, "unsupported_image");
        let mut half = png(64, 64);
        half.truncate(half.len() - 12);
        upload(&event, "image/png", half).await.refused(422, "invalid");
        upload(&event, "image/png", png(8, 64)).await.refused(422, "invalid");
        upload(&event, "image/png", png(64, 20_000)).await.refused(422, "invalid");
        // 2 MiB is taken, a byte more is not.
        let padded = |length: usize| {
            let mut bytes = png(64, 64);
            bytes.resize(length - 12, 0);
            bytes.extend(&png(64, 64)[png(64, 64).len() - 12..]);
            bytes
        };
        assert_eq!(upload(&event, "image/png", padded(2 * 1024 * 1024)).await.status, 201);
        upload(&event, "image/png", padded(2 * 1024 * 1024 + 1)).await.refused(413, "too_large");
    });
}

#[test]
fn nobody_uploads_to_anothers_event_and_wrong_addresses_show_nothing() {
    run(async {
        let world = World::shared();
        let event = world.event().await;
        let person = event.attendee("Ada", json!({})).await;
        let path = format!("/events/{}/images", event.id);
        let send = async |client: &hallway_tests::Client| Answer::of(client.request(Method::POST, &path).body(png(32, 32))).await;
        send(&world.anybody).await.refused(401, "unauthenticated");
        send(&person.client).await.refused(403, "forbidden");
        send(&world.anybody.bearer(world.limited_key())).await.refused(404, "not_found");
        let hex = "0".repeat(32);
        for wrong in [
            format!("/images/{hex}/{hex}.png"),
            format!("/images/{hex}/{hex}.svg"),
            format!("/images/{hex}/x"),
            "/images/../x.png".to_owned(),
        ] {
            let answer = reqwest::get(format!("{}{wrong}", world.url)).await.unwrap();
            assert_ne!(answer.headers().get("content-type").unwrap(), "image/png", "{wrong}");
        }
    });
}
