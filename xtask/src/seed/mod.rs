//! `cargo xtask seed`: a demo event over the REST API, and `.hallway/dev.json` for scripts.
//!
//! It uses nothing that an organizer's own script could not use.

mod demo;

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use chrono::{DateTime, Duration, SecondsFormat, Utc};
use serde_json::{Value, json};

use crate::http::Client;
use crate::stack::Sfu;
use demo::{ATTENDEES, FEATURES, GROUPS, ITEMS, Room};

/// Where the event goes.
#[derive(Debug)]
pub struct Target<'a> {
    /// The Worker.
    pub url: &'a str,
    /// An organizer's API key.
    pub key: &'a str,
    /// LiveKit behind it, for dev.json; none if only the API is known.
    pub sfu: Option<&'a Sfu>,
}

/// Makes the event and writes `file`. Answers what it wrote.
pub fn run(target: &Target<'_>, file: &Path) -> anyhow::Result<Value> {
    let seeder = Seeder { api: Client::new(format!("{}/api/v1", target.url), target.key) };
    let event = seeder.event()?;
    let groups = seeder.groups(&event)?;
    let people = seeder.attendees(&event, &groups)?;
    let items = seeder.items(&event)?;
    let (features, rooms) = seeder.features(&event, &groups, &people, &items)?;
    let sfu = target.sfu.map(|sfu| json!({ "direct_url": sfu.direct_url, "api_key": sfu.api_key, "api_secret": sfu.api_secret }));
    let written = json!({
        "url": target.url, "organizer_key": target.key, "event": event, "features": features,
        "rooms": rooms, "items": named(&items), "people": people, "sfu": sfu,
    });
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, serde_json::to_string_pretty(&written)? + "\n")?;
    Ok(written)
}

/// Ids by name, in the order of the names.
type Ids = BTreeMap<&'static str, String>;

struct Seeder {
    api: Client,
}

impl Seeder {
    fn event(&self) -> anyhow::Result<String> {
        let (start, end) = (at(-4 * 60), at(3 * 24 * 60));
        let body = json!({ "name": "Hallway Demo Days", "time_zone": "Europe/Vienna", "starts_at": start, "ends_at": end });
        id_of(&self.api.post("/events", &body)?)
    }

    fn groups(&self, event: &str) -> anyhow::Result<Ids> {
        let make = |name: &'static str| {
            let made = self.api.post(&format!("/events/{event}/groups"), &json!({ "name": name }))?;
            Ok((name, id_of(&made)?))
        };
        GROUPS.into_iter().map(make).collect()
    }

    fn attendees(&self, event: &str, groups: &Ids) -> anyhow::Result<Vec<Value>> {
        let path = format!("/events/{event}/attendees");
        let make = |(number, person): (usize, &demo::Attendee)| {
            let &(first, last, title, company, group) = person;
            let email = format!("{}.{}@example.org", ascii(first), ascii(last));
            let body = json!({
                "first_name": first, "last_name": last, "email": email, "title": title, "company": company,
                "groups": ids(groups, group)?,
            });
            let made = self.api.post(&path, &body)?;
            let link = made.get("link").and_then(Value::as_str).context("an attendee without a link")?;
            let role = if number < demo::MODERATORS { "moderator" } else { "attendee" };
            Ok(json!({ "id": id_of(&made)?, "name": format!("{first} {last}"), "role": role, "link": link }))
        };
        // As many again, by others' last names: a journey's people must not be those of one a minute ago.
        let others = ATTENDEES.iter().zip(ATTENDEES.iter().cycle().skip(7));
        let others = others.map(|(&(first, _, title, company, _), &(_, last, ..))| (first, last, title, company, &[][..]));
        let all: Vec<demo::Attendee> = ATTENDEES.into_iter().chain(others).collect();
        all.iter().enumerate().map(make).collect()
    }

    fn items(&self, event: &str) -> anyhow::Result<Ids> {
        let make = |&(kind, name, starts, minutes): &demo::Item| {
            let mut body = json!({ "kind": kind, "name": name });
            if let (Some(starts), Some(fields)) = (starts, body.as_object_mut()) {
                fields.insert("starts_at".into(), at(starts).into());
                fields.insert("ends_at".into(), at(starts + minutes).into());
            }
            Ok((name, id_of(&self.api.post(&format!("/events/{event}/items"), &body)?)?))
        };
        ITEMS.iter().map(make).collect()
    }

    fn features(&self, event: &str, groups: &Ids, people: &[Value], items: &Ids) -> anyhow::Result<(Vec<Value>, Vec<Value>)> {
        let (mut features, mut rooms) = (Vec::new(), Vec::new());
        for feature in &FEATURES {
            let body = json!({ "name": feature.name, "icon": feature.icon, "groups": ids(groups, feature.groups)? });
            let id = id_of(&self.api.post(&format!("/events/{event}/features"), &body)?)?;
            for room in feature.rooms {
                let made = self.api.post(&format!("/features/{id}/rooms"), &room_body(room, people, items)?)?;
                rooms.push(json!({ "id": id_of(&made)?, "name": room.name, "feature": id }));
            }
            features.push(json!({ "id": id, "name": feature.name }));
        }
        Ok((features, rooms))
    }
}

fn room_body(room: &Room, people: &[Value], items: &Ids) -> anyhow::Result<Value> {
    let person = |number: &usize| people.get(*number).and_then(|person| person.get("id")).context("no such person");
    let moderators = room.moderators.iter().map(person).collect::<anyhow::Result<Vec<_>>>()?;
    let mut body = json!({
        "name": room.name, "icon": room.icon, "description": room.description,
        "moderators": moderators, "items": ids(items, room.items)?, "enabled": room.closed.is_none(),
    });
    let fields = body.as_object_mut().context("not an object")?;
    if let Some(Some(reason)) = room.closed {
        fields.insert("closed_reason".into(), reason.into());
    }
    if let Some(limit) = room.seats {
        fields.insert("attendee_limit".into(), limit.into());
    }
    Ok(body)
}

fn ids(known: &Ids, names: &[&str]) -> anyhow::Result<Vec<String>> {
    names.iter().map(|name| known.get(name).cloned().with_context(|| format!("no {name}"))).collect()
}

fn named(ids: &Ids) -> Vec<Value> {
    ids.iter().map(|(name, id)| json!({ "id": id, "name": name })).collect()
}

fn id_of(made: &Value) -> anyhow::Result<String> {
    made.get("id").and_then(Value::as_str).map(str::to_owned).with_context(|| format!("no id in {made}"))
}

/// A time so many minutes from the current full hour.
fn at(minutes: i64) -> String {
    let now = Utc::now().timestamp();
    let hour = DateTime::from_timestamp(now - now.rem_euclid(3600), 0).unwrap_or_default();
    (hour + Duration::minutes(minutes)).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A name as it stands in an e-mail address.
fn ascii(name: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'å' | 'ã' => 'a',
        'é' | 'è' | 'ë' => 'e',
        'í' | 'ı' => 'i',
        'ó' | 'ö' | 'ø' => 'o',
        'ü' | 'ú' => 'u',
        'ł' => 'l',
        'ñ' => 'n',
        'ş' => 's',
        other => other,
    };
    name.to_lowercase().chars().map(plain).filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_what_scripts_rely_on() {
        let rooms: Vec<&Room> = FEATURES.iter().flat_map(|feature| feature.rooms).collect();
        assert_eq!((FEATURES.len(), ATTENDEES.len(), rooms.len()), (2, 24, 12));
        assert_eq!(rooms[0].moderators, [0, 1, 2]);
        assert_eq!(rooms[0].closed, None);
        assert!(rooms.iter().any(|room| matches!(room.closed, Some(Some(_)))), "one closed with a reason");
        assert!(rooms.iter().any(|room| room.closed == Some(None)), "one closed without");
        assert!(rooms.iter().any(|room| !room.items.is_empty()) && rooms.iter().any(|room| room.seats.is_some()));
        let known = |items: &[&str]| items.iter().all(|name| ITEMS.iter().any(|item| item.1 == *name));
        assert!(rooms.iter().all(|room| known(room.items) && room.moderators.iter().all(|n| *n < ATTENDEES.len())));
    }

    #[test]
    fn every_address_is_one_of_its_own() {
        let all: std::collections::BTreeSet<String> = ATTENDEES.iter().map(|a| format!("{}.{}", ascii(a.0), ascii(a.1))).collect();
        assert_eq!(all.len(), ATTENDEES.len());
        assert!(all.iter().all(|address| !address.starts_with('.') && !address.ends_with('.')));
    }
}
