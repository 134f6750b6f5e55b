//! Rows about rooms of one feature.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::check::{Cells, Field, Problem, Rows, meant, required, same_set, text};
use crate::db::rooms::Room;
use crate::routes::rooms::NewRoom;

/// What a file of rooms is checked against. Names and addresses are in lower case.
#[derive(Debug, Default)]
pub struct Rooms {
    rooms: Vec<Room>,
    /// Attendees by their address.
    people: HashMap<String, String>,
    /// Items by name; several may have one.
    items: HashMap<String, Vec<String>>,
    /// Groups by name.
    groups: HashMap<String, String>,
    by_id: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Rooms {
    /// A feature's rooms, and what rows may name: attendees by address, items and groups (id and name).
    pub fn new(
        rooms: Vec<Room>,
        people: HashMap<String, String>,
        named: impl Iterator<Item = (String, String)>,
        groups: HashMap<String, String>,
    ) -> Rooms {
        let mut there = Rooms { rooms, people, groups, ..Rooms::default() };
        for (id, name) in named {
            there.items.entry(name.to_lowercase()).or_default().push(id);
        }
        for (at, room) in there.rooms.iter().enumerate() {
            there.by_id.insert(room.entry.id.clone(), at);
            there.by_name.entry(room.entry.name.to_lowercase()).or_default().push(at);
        }
        there
    }

    fn item(&self, named: &str) -> Option<&str> {
        let by_id = || self.items.values().flatten().find(|id| *id == named);
        match self.items.get(&named.to_lowercase()).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => by_id().map(String::as_str),
        }
    }
}

const TRUE: [&str; 5] = ["true", "yes", "1", "open", "enabled"];
const FALSE: [&str; 5] = ["false", "no", "0", "closed", "disabled"];

impl Rows for Rooms {
    type New = NewRoom;
    type Old = Room;

    const KEY: &str = "name";
    const FIELDS: &[Field] = &[
        Field { name: "id", aliases: &["room id"] },
        Field { name: "name", aliases: &["room", "room name", "title"] },
        Field { name: "enabled", aliases: &["enable room", "open", "enable"] },
        Field { name: "closed_reason", aliases: &["reason", "why closed"] },
        Field { name: "icon", aliases: &[] },
        Field { name: "image", aliases: &["picture", "image url"] },
        Field { name: "description", aliases: &["text", "about"] },
        Field { name: "moderators", aliases: &["moderator", "moderator emails", "moderator email"] },
        Field { name: "links", aliases: &["internal links", "items", "link"] },
        Field { name: "groups", aliases: &["group"] },
        Field { name: "attendee_limit", aliases: &["attendees", "seats"] },
        Field { name: "moderator_limit", aliases: &["moderator seats"] },
    ];

    fn find(&self, cells: &Cells) -> Result<Option<&Room>, Problem> {
        let cell = |name: &str| cells.get(name).map(String::as_str).unwrap_or_default();
        let (id, name) = (cell("id"), cell("name"));
        if !id.is_empty() {
            let found = self.by_id.get(id).and_then(|at| self.rooms.get(*at));
            let detail = "This feature has no room with that id. Clear the cell to make a new room.";
            return found.map(Some).ok_or_else(|| Problem::error("not_found", "id", id, detail));
        }
        match self.by_name.get(&name.to_lowercase()).map(Vec::as_slice) {
            None | Some([]) => Ok(None),
            Some([at]) => Ok(self.rooms.get(*at)),
            Some(_) => {
                let detail = "Several rooms have this name: say which by its id.";
                Err(Problem::error("ambiguous", "name", name, detail))
            }
        }
    }

    fn id(old: &Room) -> &str {
        &old.entry.id
    }

    fn body(&self, cells: &Cells, old: Option<&Room>, problems: &mut Vec<Problem>) -> Map<String, Value> {
        let mut body = old.map(as_body).unwrap_or_default();
        let name = required(cells, "name", "A room needs a name.", "Room", problems);
        match name {
            Some(name) => drop(body.insert("name".into(), name)),
            None if old.is_none() => {
                problems.push(Problem::error("required", "name", "", "A new room needs a name: add a column for it."));
                body.insert("name".into(), "Room".into());
            }
            None => {}
        }
        for field in ["closed_reason", "icon", "image", "description"] {
            if let Some(cell) = cells.get(field) {
                body.insert(field.into(), text(cell));
            }
        }
        if let Some(cell) = cells.get("enabled") {
            let word = cell.to_lowercase();
            if !word.is_empty() && !TRUE.contains(&word.as_str()) && !FALSE.contains(&word.as_str()) {
                problems.push(Problem::error("type", "enabled", cell, "Say true or false, yes or no, open or closed."));
            }
            body.insert("enabled".into(), json!(!FALSE.contains(&word.as_str())));
        }
        for (field, usual) in [("attendee_limit", 13), ("moderator_limit", 3)] {
            if let Some(cell) = cells.get(field) {
                let number = if cell.is_empty() { Ok(usual) } else { cell.parse::<i64>() };
                if number.is_err() {
                    problems.push(Problem::error("type", field, cell, "This is a whole number, as in 13."));
                }
                body.insert(field.into(), json!(number.unwrap_or(usual)));
            }
        }
        self.lists(cells, &mut body, problems);
        body
    }

    fn same(new: &NewRoom, old: &Room) -> bool {
        let moderators: Vec<String> = old.entry.moderators.iter().map(|one| one.id.clone()).collect();
        let r = &old.entry;
        (&new.name, new.enabled, &new.closed_reason, &new.icon, &new.image, &new.description)
            == (&r.name, r.enabled, &r.closed_reason, &r.icon, &r.image, &r.description)
            && (new.attendee_limit, new.moderator_limit) == (r.attendee_limit, r.moderator_limit)
            && same_set(&new.moderators, &moderators)
            && same_set(&new.items, &r.items)
            && same_set(&new.groups, &old.groups)
    }
}

impl Rooms {
    fn lists(&self, cells: &Cells, body: &mut Map<String, Value>, problems: &mut Vec<Problem>) {
        if let Some(cell) = cells.get("moderators") {
            let detail = |email: &str| format!("{email} is no attendee of this event. Add them first, or clear the cell.");
            let find = |email: &str| self.people.get(&email.to_lowercase()).map(String::as_str);
            body.insert("moderators".into(), meant(cell, "moderators", "unknown_moderator", detail, find, problems));
        }
        if let Some(cell) = cells.get("groups") {
            let detail = |name: &str| format!("There is no group {name}. Make it first, or clear the cell.");
            let find = |name: &str| self.groups.get(&name.to_lowercase()).map(String::as_str);
            body.insert("groups".into(), meant(cell, "groups", "unknown_group", detail, find, problems));
        }
        if let Some(cell) = cells.get("links") {
            let detail = |name: &str| format!("No one session, sponsor or page is {name}. Use its id, or its name if only one has it.");
            let links = meant(cell, "links", "unknown_item", detail, |name| self.item(name), problems);
            body.insert("items".into(), links);
        }
    }
}

/// A room that is there as a body that would make it.
fn as_body(room: &Room) -> Map<String, Value> {
    let r = &room.entry;
    let moderators: Vec<&str> = r.moderators.iter().map(|one| one.id.as_str()).collect();
    let body = json!({
        "name": r.name, "enabled": r.enabled, "closed_reason": r.closed_reason, "icon": r.icon, "image": r.image,
        "description": r.description, "moderators": moderators, "groups": room.groups, "items": r.items,
        "attendee_limit": r.attendee_limit, "moderator_limit": r.moderator_limit,
    });
    if let Value::Object(body) = body { body } else { Map::new() }
}
